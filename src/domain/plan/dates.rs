//! From a legal clock to dates with their reasons.

use crate::domain::obligation::{Because, Why};
use crate::domain::rules::{Anchor, ClockKind, Direction, Law, LegalClock, Offset, Owner};
use chrono::NaiveDate;

/// The dates of one turn of a legal clock, with their reasons.
pub(in crate::domain) struct Dates {
    pub(in crate::domain) opens_on: NaiveDate,
    pub(in crate::domain) due_on: NaiveDate,
    pub(in crate::domain) why: Why,
}

impl Dates {
    pub(in crate::domain) fn of(clock: &LegalClock, fact_on: NaiveDate, turn: u32, law: &Law<'_>) -> Self {
        let counted = clock.due(fact_on, turn, law.calendar);
        let mut because = vec![Because::Clock {
            fact: fact(clock.anchor).to_owned(),
            fact_on,
            distance: distance(clock, turn),
        }];
        if !counted.skipped.is_empty() {
            because.push(Because::Skipped {
                days: counted.skipped.iter().map(|skip| skip.date).collect(),
            });
        }
        Self {
            opens_on: clock.opens_on(fact_on, counted.date, law.calendar),
            due_on: counted.date,
            why: Why {
                rule: law.procedure.id.clone(),
                because,
            },
        }
    }
}

/// Who must see to it that a ruling does not lapse unnoticed, and from when: the first warning opens it.
pub(in crate::domain) fn warned_of_end(last_on: NaiveDate, law: &Law<'_>) -> Option<(Owner, Dates)> {
    let mut clocks = law.procedure.clocks.iter();
    let clock = clocks.find(|clock| clock.kind == ClockKind::Extension)?;
    let warned = clock.warn_days_before.iter().copied().max().unwrap_or(0);
    let because = Because::Clock {
        fact: "ruling-until".to_owned(),
        fact_on: last_on,
        distance: "0 days before".to_owned(),
    };
    let dates = Dates {
        opens_on: Offset::Days(warned)
            .from(last_on, Direction::Before, law.calendar)
            .date,
        due_on: last_on,
        why: Why {
            rule: law.procedure.id.clone(),
            because: vec![because],
        },
    };
    Some((clock.owner, dates))
}

/// How far from its fact a turn of a clock lies: a later one as a multiple where it is one, `2 x 3 months after`.
fn distance(clock: &LegalClock, turn: u32) -> String {
    let side = match clock.direction {
        Direction::After => "after",
        Direction::Before => "before",
    };
    let first = length(clock.offset, side);
    let turns = turn.saturating_sub(1);
    match (clock.offset, clock.repeat_months) {
        (_, None) => first,
        _ if turns == 0 => first,
        (Offset::Months(months), Some(every)) if months == every => format!("{turn} x {first}"),
        (Offset::Months(months), Some(every)) => {
            let months = u32::from(months).saturating_add(u32::from(every).saturating_mul(turns));
            format!("{months} months {side}")
        }
        (_, Some(every)) => format!("{first}, then {turns} x {every} months"),
    }
}

/// A distance after a fact, as [`Because::Clock`] says it.
pub(super) fn distance_after(offset: Offset) -> String {
    length(offset, "after")
}

/// A distance before a fact.
pub(super) fn distance_before(offset: Offset) -> String {
    length(offset, "before")
}

fn length(offset: Offset, side: &str) -> String {
    match offset {
        Offset::WorkingDays(days) => format!("{days} working-days {side}"),
        Offset::Days(days) => format!("{days} days {side}"),
        Offset::Months(months) => format!("{months} months {side}"),
    }
}

fn fact(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::RulingReceived => "ruling-received",
        Anchor::RulingInForce => "ruling-in-force",
        Anchor::RecommendationReceived => "recommendation-received",
        Anchor::FirstDose => "first-dose",
        Anchor::EndOfTerm => "end-of-term",
        Anchor::Release => "release",
        Anchor::HoldPlaced => "hold-placed",
        Anchor::HoldEnds => "hold-ends",
        Anchor::IncidentReported => "incident-reported",
        Anchor::ReviewHeld => "review-held",
        Anchor::ReviewConcluded => "review-concluded",
        Anchor::SubmissionSent => "submission-sent",
        Anchor::ReactionReported => "reaction-reported",
        Anchor::ContraindicationFound => "contraindication-found",
        Anchor::MeasureEnded => "measure-ended",
        Anchor::ResultRecorded => "result-recorded",
        Anchor::AlarmRecorded => "alarm-recorded",
        Anchor::ResultJudged => "result-judged",
    }
}
