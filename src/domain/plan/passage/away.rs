//! What is owed while the person is away by leave.

use super::{Counted, Way};
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::obligation::{Because, Kind, Obligation};
use crate::domain::rules::{Party, Post};
use crate::domain::time::civil_date;

impl Way<'_> {
    /// A request to be away is answered.
    pub(super) fn absences(&self) -> Vec<Obligation> {
        let asked = self.clocks.case.passage.unanswered_absences();
        asked
            .filter_map(|(number, entry)| {
                let from = Counted {
                    fact: "absence-asked",
                    fact_on: entry.content.asked_on,
                    offset: self.rules.absence.answer_within,
                };
                let owner = (Party::Supplier, Post::Physician);
                self.within((Kind::AnswerAbsence, number), owner, from)
            })
            .collect()
    }

    /// A journey was granted, and the dose that is open now falls into it: a physician agrees with the person on which day he
    /// comes back for it. Before he leaves; where the window became known later, within the time of an answer; and before it
    /// opens, as far as that can be.
    pub(super) fn agree_dose_day(&self, dose: &Result<DoseWindow, NoDose>) -> Option<Obligation> {
        let case = self.clocks.case;
        let window = dose.as_ref().ok()?;
        let (asked, answer) = case.passage.day_to_agree(window, self.today)?;
        let answered_on = civil_date(answer.recorded_at, self.clocks.zone);
        let given = case.doses_in_effect().into_iter();
        let written_at = given.map(|entry| entry.recorded_at).max();
        let written_on = written_at.map(|at| civil_date(at, self.clocks.zone));
        let known_on = written_on.map_or(answered_on, |on| on.max(answered_on));
        let soon_on = self.after(known_on, self.rules.absence.answer_within).date;
        let due_on = soon_on.max(asked.from_on).min(window.opens_on).max(known_on);
        let because = vec![Because::SetBy {
            fact: "absence-asked".to_owned(),
            fact_on: asked.asked_on,
            on: due_on,
        }];
        self.owed(
            (Kind::AgreeDoseDay, window.cycle),
            (Party::Supplier, Post::Physician),
            (known_on, due_on, due_on),
            because,
        )
    }
}
