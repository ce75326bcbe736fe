//! Whose step it is: one answer, for the bar, the box and the button of the page alike.

use super::Plan;
use crate::domain::obligation::{Kind, Obligation, Why};

/// What must be done before the open dose may be given, in the order in which it is done. While one of these is owed, the
/// step is its owner's: nobody is sent to a chair where nothing may be given.
pub const BEFORE_THE_DOSE: [Kind; 4] = [
    Kind::Clearance,
    Kind::InformPerson,
    Kind::JudgeResult,
    Kind::DecideLateDose,
];

/// Does an obligation of one of these kinds come before the dose? Of the results that wait for a physician an alarm does, which
/// he decides about on the same day; a value of a laboratory stops nobody at the chair.
#[must_use]
pub fn comes_before(kind: Kind, why: &Why) -> bool {
    BEFORE_THE_DOSE.contains(&kind) && (kind != Kind::JudgeResult || why.counts_from("alarm-recorded"))
}

/// What is next in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NextStep<'p> {
    /// What everybody looks for: the open dose; where none is planned, what closes first.
    pub owed: &'p Obligation,
    /// What must be done before it.
    pub before: Option<&'p Obligation>,
}

impl<'p> NextStep<'p> {
    /// The step to be done now; its owner is the one whose step it is.
    #[must_use]
    pub fn step(&self) -> &'p Obligation {
        self.before.unwrap_or(self.owed)
    }
}

impl Plan {
    /// What is next, of what a reader may see.
    #[must_use]
    pub fn next_step(&self, seen: impl Fn(&Obligation) -> bool) -> Option<NextStep<'_>> {
        let seen = self.obligations.iter().filter(|owed| seen(owed));
        let owed = seen.min_by_key(|owed| (owed.kind != Kind::Dose, owed.closes_on, owed.key()))?;
        let before = (owed.kind == Kind::Dose).then(|| {
            let first = |kind: &Kind| {
                let mut owed = self.obligations.iter();
                owed.find(|other| other.kind == *kind && comes_before(*kind, &other.why))
            };
            BEFORE_THE_DOSE.iter().find_map(first)
        });
        Some(NextStep {
            owed,
            before: before.flatten(),
        })
    }
}
