//! The day of the release itself: somebody says that the person went, or that another day holds.

use super::{Clocks, Counted, Way, known_since};
use crate::domain::obligation::{Because, Kind, Obligation};
use crate::domain::plan::dates::distance_after;
use crate::domain::rules::{Direction, Offset, Party, Post};
use crate::domain::schedule::Interval;
use crate::domain::time::civil_date;
use chrono::NaiveDate;

/// The fact that somebody is held of whom no day of release is known: it is why one is to be named.
pub const HELD: &str = "held-without-day";

/// The same of somebody who had been released.
pub const HELD_AGAIN: &str = "held-again";

/// The fact that no day of release was known some time ago: it is why one is asked for again.
pub const ASKED_AGAIN: &str = "release-asked-again";

/// So many days after nobody knew a day of release it is asked for again.
const ASKED_AGAIN_AFTER: u16 = 30;

impl Clocks<'_> {
    /// The day of the release that lies ahead, on which it is asked whether he went.
    pub(in crate::domain::plan) fn release_comes_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.leaves_on(today).filter(|on| *on > today)
    }

    /// The day on which the release that holds now became known here.
    pub(super) fn release_known_on(&self) -> NaiveDate {
        let known_at = self.case.release_known_at();
        known_at.map_or(self.case.opened_on, |at| civil_date(at, self.zone))
    }

    /// What was out of reach when the release became known keeps its day, and nobody is late for it: it is to be done within the
    /// time of an answer since then.
    pub(super) fn in_reach(&self, mut owed: Obligation, today: NaiveDate) -> Obligation {
        let known_on = self.release_known_on();
        let rules = self.rules.continuity_for(today).zip(self.rules.law_for(today));
        if let Some((rules, law)) = rules.filter(|_| owed.due_on < known_on) {
            let within = rules.handover.answer_within;
            let by = within.from(known_on, Direction::After, law.calendar).date;
            owed.closes_on = owed.closes_on.max(by);
            owed.why.because.push(known_since(known_on));
        }
        owed
    }

    /// What the law wants before the release stays due on its day. Where that had passed when the release became known, it says so:
    /// a day that moved is nobody's lateness.
    pub(super) fn lost_with_the_day(&self, mut owed: Obligation) -> Obligation {
        let known_on = self.release_known_on();
        if owed.due_on < known_on {
            owed.why.because.push(known_since(known_on));
        }
        owed
    }

    /// The day on which somebody who is held is to go, as the papers say.
    fn leaves_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let responsible = self.case.place_on(today)?;
        let out = self.case.released_without(responsible, today);
        self.case.release_on().filter(|_| self.roster.held && !out)
    }
}

impl Way<'_> {
    /// From the day of the release on somebody owes the word that he went, or another day. Where somebody has agreed to take
    /// over, whoever holds him says so; where nobody has, only the coordinator may. Nobody is late with a day that was not
    /// known here.
    pub(super) fn confirm_release(&self) -> Option<Obligation> {
        let (clocks, passage) = (self.clocks, &self.clocks.case.passage);
        let release_on = clocks.leaves_on(self.today).filter(|on| *on <= self.today)?;
        let known_on = clocks.release_known_on();
        let due_on = release_on.max(known_on);
        let mut because = vec![Because::Clock {
            fact: "release".to_owned(),
            fact_on: release_on,
            distance: distance_after(Offset::Days(0)),
        }];
        if known_on > release_on {
            because.push(known_since(known_on));
        }
        let owner = match passage.accepted_offer() {
            Some(_) => (Party::Responsible, Post::Giver),
            None => (Party::Region, Post::Coordinator),
        };
        let turn = u32::try_from(passage.releases.len()).ok()? + 1;
        let within = self.rules.handover.release_recorded_within;
        let closes_on = self.after(due_on, within).date;
        self.owed(
            (Kind::ConfirmRelease, turn),
            owner,
            (due_on, due_on, closes_on),
            because,
        )
    }

    /// Of somebody who is held no day of release may be known: his term has no end, he was arrested, or he was released before and
    /// is held again. Nothing is owed toward a release before a day is named: the registry names it, within the time of an answer
    /// since it was written down that he is held. Of whoever was never released it is asked once a ruling is in force: before,
    /// nothing is planned.
    pub(super) fn name_release(&self) -> Option<Obligation> {
        let case = self.clocks.case;
        let stay = case.stay_on(self.today)?;
        let out = case.released_without(stay.organisation, self.today);
        if !self.clocks.roster.held || out || case.release_on().is_some() {
            return None;
        }
        let held_on = civil_date(stay.known_at, self.clocks.zone).max(stay.from_on);
        let (held, asked_on) = match case.passage.last_release() {
            Some(_) => (HELD_AGAIN, held_on),
            None => (HELD, held_on.max(self.clocks.force_known(self.today)?.0)),
        };
        let unknown = case.passage.day_unknown().map(|said| said.content.noted_on);
        let unknown = unknown.filter(|noted_on| *noted_on >= held_on);
        let again_on = unknown.map(|noted_on| Interval::Days(ASKED_AGAIN_AFTER).after(noted_on));
        let from = Counted {
            fact: again_on.map_or(held, |_| ASKED_AGAIN),
            fact_on: again_on.unwrap_or(asked_on),
            offset: self.rules.handover.answer_within,
        };
        let turn = u32::try_from(case.passage.releases.len()).ok()? + 1;
        self.within((Kind::ConfirmRelease, turn), (Party::Registry, Post::Clerk), from)
    }
}
