//! Since when a pack is owed: never before it lacked, and no later because something was written down that moves no dose.

use super::Life;
use crate::domain::case::Case;
use crate::domain::event::{Event, Recorded};
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::plan;
use crate::simulate::{Broken, naive};

impl Life<'_> {
    /// A pack that came to lack by what was just written down is not owed since before that: `known` facts were there.
    pub(super) fn nothing_is_born_overdue(&mut self, known: usize) {
        let today = self.now.today();
        let late = |owed: &&Obligation| owed.kind == Kind::SupplyDose && owed.due_on < today;
        let Some(late) = self.planned().obligations.iter().find(late).cloned() else {
            return;
        };
        let before = Case::fold(self.case.id, self.history.iter().take(known));
        let owed = before.map(|case| plan(&case, self.rules, &self.roster, &self.now));
        if owed.is_ok_and(|before| before.obligation(late.key()).is_none()) {
            let promise = "no pack is owed since before it lacked";
            let last = self.history.get(known..).map(<[Recorded]>::to_vec);
            self.note(vec![Broken::new(promise, format!("{late:?} after {last:?}"))]);
        }
    }

    /// The pack that is late, where what is written down next is a correction that moves nothing. What a sweep has not seen yet is
    /// no work of the correction: it is planned at this moment, before and after.
    pub(super) fn late_all_the_same(&self, events: &[Event]) -> Option<Obligation> {
        let Some(Event::RecordAmended { corrected, .. }) = events.first() else {
            return None;
        };
        if !naive::moves_nothing(&self.history, corrected) {
            return None;
        }
        let today = self.now.today();
        let planned = plan(&self.case, self.rules, &self.roster, &self.now);
        let mut owed = planned.obligations.into_iter();
        owed.find(|owed| owed.kind == Kind::SupplyDose && owed.due_on < today)
    }

    /// It is late still, since the same day.
    pub(super) fn nothing_is_forgiven(&mut self, late: &Obligation) {
        let planned = plan(&self.case, self.rules, &self.roster, &self.now);
        let owed = planned.obligation(late.key());
        if owed.map(|owed| owed.due_on) != Some(late.due_on) {
            let promise = "a correction that moves nothing forgives no late pack";
            self.note(vec![Broken::new(promise, format!("{owed:?} after {late:?}"))]);
        }
    }
}
