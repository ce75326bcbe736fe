//! What is owed while the person is away by leave, or may not come on the day of his dose.

use super::appointment::{CURFEW, RESTRICTION};
use super::{Counted, Way};
use crate::domain::decide::passage::days_for_dose;
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::obligation::{Because, Kind, Obligation};
use crate::domain::passage::Barred;
use crate::domain::plan::dates::{distance_after, distance_before};
use crate::domain::rules::{Party, Post};
use crate::domain::time::civil_date;
use chrono::NaiveDate;

/// The fact that somebody asked to be away: it is why a day is agreed with him before he leaves.
pub const AWAY: &str = "absence-asked";

/// The day of a dose against which a restriction stands.
const BARRED: &str = "dose-barred";

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

    /// A day is agreed with the person for the open dose, because it falls into a journey that was granted, or because a
    /// restriction stands against its day.
    pub(super) fn agree_dose_day(&self, dose: &Result<DoseWindow, NoDose>) -> Option<Obligation> {
        let window = dose.as_ref().ok()?;
        self.before_he_leaves(window)
            .or_else(|| self.against_a_restriction(window))
    }

    /// A journey was granted, and the dose that is open now falls into it: a physician agrees with the person on which day he
    /// comes back for it. Before he leaves; where the window became known later, within the time of an answer; and before it
    /// opens, as far as that can be.
    fn before_he_leaves(&self, window: &DoseWindow) -> Option<Obligation> {
        let case = self.clocks.case;
        let (asked, answer) = case.passage.day_to_agree(window, self.today)?;
        let answered_on = civil_date(answer.recorded_at, self.clocks.zone);
        let given = case.doses_in_effect().into_iter();
        let written_at = given.map(|entry| entry.recorded_at).max();
        let written_on = written_at.map(|at| civil_date(at, self.clocks.zone));
        let known_on = written_on.map_or(answered_on, |on| on.max(answered_on));
        let soon_on = self.after(known_on, self.rules.absence.answer_within).date;
        let due_on = soon_on.max(asked.from_on).min(window.opens_on).max(known_on);
        let because = vec![Because::SetBy {
            fact: AWAY.to_owned(),
            fact_on: asked.asked_on,
            on: due_on,
        }];
        self.day_owed(window, known_on, due_on, because)
    }

    /// The day that is planned stands against a restriction: a physician agrees on another with the person, or gets a
    /// permission for this one. So long before that day as an answer may take; where the restriction, the dose or the place became
    /// known later, within the time of an answer; and not after the day itself. Where he could have come on that day and did
    /// not, within the time of an answer from the first on which he is expected at once and may not come.
    fn against_a_restriction(&self, window: &DoseWindow) -> Option<Obligation> {
        let (clocks, within) = (self.clocks, self.rules.absence.answer_within);
        let case = clocks.case;
        let found = case.barred_dose(window, clocks.roster, self.rules, self.today)?;
        // Where no day is left even with a permission, no physician can end it: both sides read what stands against the day.
        let by = (self.rules, &self.law);
        if days_for_dose(case, window, clocks.roster, by, (self.today, true)).is_empty() {
            return None;
        }
        let (fact, paper_at) = match found.barred {
            Barred::Home(entry) => (CURFEW, entry.recorded_at),
            Barred::Other(entry) => (RESTRICTION, entry.recorded_at),
        };
        // Nobody could know before the paper, the dose, his release and his stay there were all written down.
        let given = case.doses_in_effect().into_iter().map(|entry| entry.recorded_at);
        let prescribed = case.regimens.last().map(|entry| entry.recorded_at);
        let released = case.passage.last_release().map(|entry| entry.recorded_at);
        let stay = case.stay_on(found.on)?;
        let written_at = given.chain(prescribed).chain(released).chain([stay.known_at]);
        let known_at = written_at.fold(paper_at, Ord::max);
        let known_on = civil_date(known_at, clocks.zone).max(stay.from_on);
        let known_on = found.since_on.map_or(known_on, |since| since.max(known_on));
        let soon_on = self.after(known_on, within).date;
        let planned_on = found.planned_on;
        let due_on = if known_on > planned_on {
            soon_on
        } else {
            let ahead_on = self.before(planned_on, within);
            ahead_on.max(soon_on).min(planned_on).max(known_on)
        };
        let paper_on = civil_date(paper_at, clocks.zone);
        let mut because = vec![
            Because::Clock {
                fact: BARRED.to_owned(),
                fact_on: found.since_on.unwrap_or(planned_on),
                distance: distance_before(within),
            },
            Because::Clock {
                fact: fact.to_owned(),
                fact_on: paper_on,
                distance: distance_after(within),
            },
        ];
        if known_on > paper_on {
            because.push(Because::KnownSince {
                fact: "dose-planned".to_owned(),
                on: known_on,
                needed_on: None,
            });
        }
        self.day_owed(window, known_on, due_on, because)
    }

    fn day_owed(
        &self,
        window: &DoseWindow,
        known_on: NaiveDate,
        due_on: NaiveDate,
        because: Vec<Because>,
    ) -> Option<Obligation> {
        self.owed(
            (Kind::AgreeDoseDay, window.cycle),
            (Party::Supplier, Post::Physician),
            (known_on, due_on, due_on),
            because,
        )
    }
}
