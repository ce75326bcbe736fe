//! Deciding about a pack in quarantine: what is known of how warm it was, and on what it may be used.

use super::{Decision, fact, said};
use crate::domain::case::Case;
use crate::domain::event::{Stability, SupplyFact};
use crate::domain::ids::RecordId;
use crate::domain::refusal::{LINE, PackFault, Refusal, WORDS};
use crate::domain::rules::Rules;
use crate::domain::supply::{BoundState, OnTheWay, Pack};
use crate::domain::time::Now;
use chrono::NaiveDate;

/// A pharmacist says what becomes of a pack in quarantine.
///
/// # Errors
/// Refused where it is not in quarantine, nothing was chosen, or no reason is given; a recalled, expired or frozen pack is
/// never released, one that was outside its limits only on what is known of its stability, and one that nobody measured only on
/// a paper.
pub fn give_verdict(
    case: &Case,
    id: RecordId,
    pack: &Pack,
    (said, words): (&Verdict, &str),
    rules: &Rules,
    now: &Now,
) -> Decision {
    let bound = case.supply.pack(pack.id);
    let waits = bound.is_some_and(|bound| matches!(bound.state, BoundState::Quarantined(_)));
    let warmth = Warmth::of(pack, case.supply.on_the_way(pack.id), rules, now.today());
    let (usable, words, stability) = verdict(pack, (waits, warmth), (said, words), rules, now)?;
    fact(SupplyFact::VerdictGiven {
        id,
        pack: pack.id,
        usable,
        words,
        stability,
    })
}

/// What a verdict says of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// May it be given?
    pub usable: Option<bool>,
    /// What kind of paper stands in the place of readings, by its identity in the rules; asked where nobody measured it.
    pub kind: String,
    /// Who says what is known of its stability, or issued the paper; asked where it was outside its limits or nobody measured it,
    /// as all that follows.
    pub by: String,
    /// In what that stands.
    pub number: String,
    /// Of which day; `None` where the typed day is not one.
    pub on: Option<NaiveDate>,
    /// Whoever judges has read it, and it covers what was measured.
    pub covered: bool,
}

impl From<Option<bool>> for Verdict {
    /// Without a word about its stability.
    fn from(usable: Option<bool>) -> Self {
        Self {
            usable,
            ..Self::default()
        }
    }
}

/// What is known of how warm a pack had it, against what its product stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warmth {
    /// It was in no parcel, its product stands all weather, or nothing was outside that is not allowed.
    Stood,
    /// There was no logger, and its product asks for readings.
    Unmeasured,
    /// Longer or farther outside its limits than is allowed, or nobody knows for how long.
    Outside,
    /// So cold that it is never given.
    Frozen,
}

impl Warmth {
    /// Of a pack of which this is known on its way.
    #[must_use]
    pub fn of(pack: &Pack, way: OnTheWay, rules: &Rules, today: NaiveDate) -> Self {
        let protocol = rules.protocol_on(&pack.product, today);
        let (read, protocol) = match (way, protocol) {
            (OnTheWay::NoParcel, _) | (OnTheWay::Logged(_), None) => return Self::Stood,
            (OnTheWay::NoLogger, known) => {
                // Of a product that no rule knows nobody can say what it stands.
                let stands = known.is_some_and(|protocol| !rules.supply.asks_readings(protocol));
                return if stands { Self::Stood } else { Self::Unmeasured };
            }
            (OnTheWay::Logged(read), Some(protocol)) => (read, protocol),
        };
        if protocol.storage.spoiled_by(read.lowest) {
            return Self::Frozen;
        }
        let stands = rules
            .supply
            .stands(protocol, read.lowest, read.highest, read.hours_outside);
        if stands { Self::Stood } else { Self::Outside }
    }
}

/// What is known of the stability of a pack that was outside its limits, as typed.
fn stability(said: &Verdict, now: &Now, wrong: &mut Vec<Refusal>) -> Option<Stability> {
    let by = super::said("stability_by", &said.by, LINE, wrong);
    let number = super::said("stability_number", &said.number, LINE, wrong);
    let field = "stability_on";
    match said.on {
        None => wrong.push(Refusal::NotUnderstood { field }),
        Some(on) if on > now.today() => wrong.push(Refusal::InFuture { field }),
        Some(_) => {}
    }
    if !said.covered {
        wrong.push(Refusal::Required {
            field: "stability_covers",
        });
    }
    Some(Stability {
        kind: None,
        by,
        number,
        on: said.on?,
    })
}

/// The paper that stands in the place of readings, as typed: of which kind, its number, its day, and who issued it.
fn paper(said: &Verdict, rules: &Rules, now: &Now, wrong: &mut Vec<Refusal>) -> Option<Stability> {
    let kind = rules.supply.paper(&said.kind).map(|kind| kind.id.clone());
    if kind.is_none() {
        wrong.push(Refusal::Required {
            field: "stability_kind",
        });
    }
    let known = stability(said, now, wrong)?;
    Some(Stability { kind, ..known })
}

/// Fewest letters of the reason for a verdict: whoever is given the pack relies on it.
const LEAST_LETTERS: usize = 5;

/// What a verdict needs, for a pack of a person and for a free one.
///
/// # Errors
/// As [`give_verdict`].
pub fn verdict(
    pack: &Pack,
    (waits, warmth): (bool, Warmth),
    (verdict, words): (&Verdict, &str),
    rules: &Rules,
    now: &Now,
) -> Result<(bool, String, Option<Stability>), Vec<Refusal>> {
    if !waits {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    let words = said("words", words, WORDS, &mut wrong);
    let letters = words.chars().filter(|sign| sign.is_alphabetic()).count();
    if !words.is_empty() && letters < LEAST_LETTERS {
        wrong.push(Refusal::NotUnderstood { field: "words" });
    }
    let mut known = None;
    match verdict.usable {
        None => wrong.push(Refusal::Required { field: "verdict" }),
        Some(true) if pack.recalled => wrong.push(Refusal::PackUnsound(PackFault::Recalled)),
        Some(true) if pack.expiry_on < now.today() => wrong.push(Refusal::PackUnsound(PackFault::TooOld)),
        Some(true) if warmth == Warmth::Frozen => wrong.push(Refusal::PackUnsound(PackFault::Frozen)),
        Some(true) if warmth == Warmth::Outside => known = stability(verdict, now, &mut wrong),
        Some(true) if warmth == Warmth::Unmeasured => known = paper(verdict, rules, now, &mut wrong),
        Some(_) => {}
    }
    match verdict.usable {
        Some(usable) if wrong.is_empty() => Ok((usable, words, known)),
        _ => Err(wrong),
    }
}
