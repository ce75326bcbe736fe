//! Looking ahead: the doses and the legal clocks that would follow from a few facts if everything went as planned. No case, no
//! database; the same protocols, clocks and steps in time as the plan of a real case. What hangs on the records of a case, such
//! as what is to be measured or the pack for a dose, is not foreseen here.

use super::obligation::{Because, Kind, Why};
use super::plan::{Dates, warned_of_end};
use super::rules::{Anchor, ClockKind, Keep, Law, LegalClock, Owner, Party, Post, Protocol, Rules};
use super::schedule::{Interval, nth};
use chrono::{Days, NaiveDate};
use thiserror::Error;

/// More turns of one clock than this (twenty years of fortnightly doses fit) are a slip of the pen.
const MOST_TURNS: u32 = 1_000;

/// The facts to look ahead from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Product: identity of a protocol.
    pub product: String,
    /// Day of the first dose.
    pub first_on: NaiveDate,
    /// Legal procedure; none takes the one in force on the day of each fact.
    pub procedure: Option<String>,
    /// Day the ruling was received and in force.
    pub ruling_from: Option<NaiveDate>,
    /// Last day of the ruling.
    pub ruling_until: Option<NaiveDate>,
    /// End of the term of punishment.
    pub end_of_term: Option<NaiveDate>,
    /// Day of release.
    pub release: Option<NaiveDate>,
    /// How far repeating obligations are followed, in months from the first dose.
    pub months: u16,
}

/// An obligation to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// What.
    pub kind: Kind,
    /// Which one of its kind.
    pub cycle: u32,
    /// Whose: the part an organisation plays, and the post there.
    pub owner: (Party, Post),
    /// First day on which it can be discharged.
    pub opens_on: NaiveDate,
    /// The day it is due.
    pub due_on: NaiveDate,
    /// Last day on which it is still in time.
    pub closes_on: NaiveDate,
    /// Why these dates.
    pub why: Why,
}

/// Why nothing can be foreseen.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum AheadFault {
    /// No protocol of this name on the day of the first dose.
    #[error("there is no product {product} on {on}; known: {}", known.join(", "))]
    NoProduct {
        /// What was asked for.
        product: String,
        /// The day of the first dose.
        on: NaiveDate,
        /// What there is.
        known: Vec<String>,
    },
    /// No procedure of this name.
    #[error("there is no procedure {0}")]
    NoProcedure(String),
    /// Nothing is ever planned before a ruling is in force.
    #[error("the first dose, {first_on}, lies before the ruling's first day, {ruling_from}")]
    BeforeRuling {
        /// Day of the first dose.
        first_on: NaiveDate,
        /// First day of the ruling.
        ruling_from: NaiveDate,
    },
    /// The ruling ends before it begins.
    #[error("the ruling would end on {until}, before its first day, {from}")]
    Reversed {
        /// First day.
        from: NaiveDate,
        /// Last day.
        until: NaiveDate,
    },
}

/// Every dose and every legal clock that follows, by due date. Each dose is taken to be given on its target.
///
/// # Errors
/// [`AheadFault`].
pub fn ahead(facts: &Facts, rules: &Rules) -> Result<Vec<Foreseen>, AheadFault> {
    let protocol =
        rules
            .protocol_on(&facts.product, facts.first_on)
            .ok_or_else(|| AheadFault::NoProduct {
                product: facts.product.clone(),
                on: facts.first_on,
                known: rules
                    .protocols_on(facts.first_on)
                    .iter()
                    .map(|protocol| protocol.id.clone())
                    .collect(),
            })?;
    if let Some(ruling_from) = facts.ruling_from.filter(|from| facts.first_on < *from) {
        return Err(AheadFault::BeforeRuling {
            first_on: facts.first_on,
            ruling_from,
        });
    }
    let from = facts.ruling_from.unwrap_or(facts.first_on);
    if let Some(until) = facts.ruling_until.filter(|until| *until < from) {
        return Err(AheadFault::Reversed { from, until });
    }
    let view = View {
        facts,
        rules,
        until_on: Interval::Months(facts.months).after(facts.first_on),
    };
    view.check_procedure()?;
    let mut foreseen = view.doses(protocol);
    foreseen.extend(view.clocks());
    foreseen.extend(view.end_of_ruling());
    foreseen.sort_by_key(|owed| (owed.due_on, owed.kind, owed.cycle));
    Ok(foreseen)
}

struct View<'a> {
    facts: &'a Facts,
    rules: &'a Rules,
    until_on: NaiveDate,
}

impl View<'_> {
    fn check_procedure(&self) -> Result<(), AheadFault> {
        match &self.facts.procedure {
            Some(id) if self.rules.procedure(id).is_none() => Err(AheadFault::NoProcedure(id.clone())),
            _ => Ok(()),
        }
    }

    /// The law that governs a fact: the procedure asked for, else the one in force on its day.
    fn law(&self, fact_on: NaiveDate) -> Option<Law<'_>> {
        match &self.facts.procedure {
            Some(id) => self
                .rules
                .law(self.rules.procedure(id)?, fact_on.max(self.facts.first_on)),
            None => self.rules.law_for(fact_on),
        }
    }

    fn in_term(&self, day: NaiveDate) -> bool {
        day <= self.until_on && self.facts.ruling_until.is_none_or(|until| day <= until)
    }

    fn doses(&self, protocol: &Protocol) -> Vec<Foreseen> {
        let every = protocol.interval.every;
        let (mut anchor_on, mut steps) = (self.facts.first_on, 0);
        let mut doses: Vec<Foreseen> = Vec::new();
        for cycle in 1..=MOST_TURNS {
            let target_on = nth(anchor_on, every, steps);
            if !self.in_term(target_on) {
                break;
            }
            let last_on = doses.last().map(|dose| dose.due_on);
            let least_on = last_on.map(|on| on + Days::new(protocol.minimum.days.into()));
            let earliest_on = least_on.or(self.facts.ruling_from).unwrap_or(NaiveDate::MIN);
            let opens_on = protocol.opens_on(target_on).max(earliest_on);
            let because = match last_on {
                None => vec![Because::FirstDoseSet { on: target_on }],
                Some(_) => vec![Because::CountedFrom {
                    anchor_on,
                    steps,
                    every,
                }],
            };
            doses.push(Foreseen {
                kind: Kind::Dose,
                cycle,
                owner: (Party::Responsible, Post::Giver),
                opens_on,
                due_on: target_on,
                closes_on: protocol.closes_on(target_on),
                why: Why {
                    rule: protocol.rule(),
                    because,
                },
            });
            match protocol.anchor_after(target_on, target_on) {
                Keep::Target => steps += 1,
                Keep::Given => (anchor_on, steps) = (target_on, 1),
            }
        }
        doses
    }

    /// The law's clocks, but for the end of the ruling and for holds, which nobody plans.
    fn clocks(&self) -> Vec<Foreseen> {
        let facts = self.facts;
        let anchors = [
            (Anchor::RulingReceived, facts.ruling_from),
            (Anchor::RulingInForce, facts.ruling_from),
            (Anchor::FirstDose, Some(facts.first_on)),
            (Anchor::EndOfTerm, facts.end_of_term),
            (Anchor::Release, facts.release),
        ];
        let known = anchors.into_iter().filter_map(|(anchor, on)| Some((anchor, on?)));
        known
            .filter_map(|(anchor, fact_on)| Some((anchor, fact_on, self.law(fact_on)?)))
            .flat_map(|(anchor, fact_on, law)| {
                let clocks = law
                    .procedure
                    .clocks
                    .iter()
                    .filter(move |clock| clock.anchor == anchor);
                clocks
                    .flat_map(move |clock| self.turns(clock, fact_on, &law))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// The turns of one clock: one, or as many as fall into the time looked at.
    fn turns(&self, clock: &LegalClock, fact_on: NaiveDate, law: &Law<'_>) -> Vec<Foreseen> {
        let Some(kind) = kind(clock.kind) else {
            return Vec::new();
        };
        // A ruling with a last day says itself when it must be extended; one without is extended by the clock.
        if kind == Kind::Extension && self.facts.ruling_until.is_some() {
            return Vec::new();
        }
        let turn = |turn| foreseen(kind, turn, clock.owner, Dates::of(clock, fact_on, turn, law));
        if clock.repeat_months.is_none() {
            return vec![turn(1)];
        }
        (1..=MOST_TURNS)
            .map(turn)
            .take_while(|owed| self.in_term(owed.due_on))
            .collect()
    }

    fn end_of_ruling(&self) -> Option<Foreseen> {
        let last_on = self.facts.ruling_until?;
        let law = self.law(self.facts.first_on)?;
        let (owner, dates) = warned_of_end(last_on, &law)?;
        Some(foreseen(Kind::Extension, 1, owner, dates))
    }
}

fn foreseen(kind: Kind, cycle: u32, owner: Owner, dates: Dates) -> Foreseen {
    Foreseen {
        kind,
        cycle,
        owner: (owner.organisation, owner.post),
        opens_on: dates.opens_on,
        due_on: dates.due_on,
        closes_on: dates.due_on,
        why: dates.why,
    }
}

fn kind(clock: ClockKind) -> Option<Kind> {
    match clock {
        ClockKind::ForwardRuling => Some(Kind::ForwardRuling),
        ClockKind::Clearance => Some(Kind::Clearance),
        ClockKind::ChooseDrug => Some(Kind::ChooseDrug),
        ClockKind::MaterialsToCourt => Some(Kind::MaterialsToCourt),
        ClockKind::FirstDose => Some(Kind::FirstDose),
        ClockKind::Exam => Some(Kind::Exam),
        ClockKind::Review => Some(Kind::Review),
        ClockKind::Extension => Some(Kind::Extension),
        ClockKind::ReleaseNotice => Some(Kind::ReleaseNotice),
        ClockKind::ConfirmHold
        | ClockKind::HoldReview
        | ClockKind::ReviewIncident
        | ClockKind::SubmitToCourt
        | ClockKind::AskCourt
        | ClockKind::ReactionOutcome
        | ClockKind::Aftercare
        | ClockKind::TellEnd
        | ClockKind::JudgeResult => None,
    }
}
