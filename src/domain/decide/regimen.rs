//! Another regimen in mid-course: the decision it rests on, and how the two drugs meet.

use super::{Decision, excluded};
use crate::domain::case::Case;
use crate::domain::dosing::cover;
use crate::domain::event::{ChangeOfRegimen, Event, FlareCover, Regimen};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::{Protocol, Rules};
use crate::domain::schedule::series;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What is answered about cover against the first rise of testosterone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlareAnswer {
    /// Covered?
    pub given: Option<bool>,
    /// With what, or why not.
    pub words: String,
}

/// What a physician says when the regimen changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeRegimen {
    /// The new product, by identity.
    pub protocol: String,
    /// First day of the new regimen; `None` where the typed date is not one.
    pub first_on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided_by: String,
    /// The paper of the decision.
    pub reference: String,
    /// Cover against flare, where it is asked.
    pub flare: FlareAnswer,
}

/// How the old drug and the new one meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Last dose of the old drug: given on, works until.
    pub last: Option<(NaiveDate, NaiveDate)>,
    /// First dose of the new one, then those that follow.
    pub dates: Vec<NaiveDate>,
    /// Days without cover between the two; negative where they overlap.
    pub gap_days: Option<i64>,
    /// The last day of the rulings, where one of the dates lies behind it.
    pub ends_on: Option<NaiveDate>,
    /// Is cover against flare asked?
    pub flare: bool,
}

/// So many dates are shown ahead.
const SHOWN: u16 = 4;

/// How the present drug and another one would meet.
#[must_use]
pub fn handover(case: &Case, chosen: &Protocol, first_on: NaiveDate, rules: &Rules, now: &Now) -> Handover {
    let last = cover(case, rules);
    let last_on = case.in_force_through(now.today());
    let every = chosen.interval.every;
    let dates = series(first_on, every, SHOWN);
    let within = |day: &NaiveDate| last_on.is_none_or(|last| *day <= last);
    Handover {
        last: last.map(|cover| (cover.given_on, cover.until_on)),
        gap_days: last.map(|cover| (first_on - cover.until_on).num_days() - 1),
        ends_on: last_on.filter(|_| !dates.iter().all(within)),
        dates: dates.into_iter().filter(within).collect(),
        flare: asks_for_cover(case, chosen, first_on, rules),
    }
}

/// Does a dose of this product on a day need an answer about cover against flare? It does after a long time without
/// a product of its kind.
#[must_use]
pub fn asks_for_cover(case: &Case, chosen: &Protocol, on: NaiveDate, rules: &Rules) -> bool {
    let Some(flare) = &chosen.flare else {
        return false;
    };
    let agonist = |product: &str, day| {
        let known = rules.protocol_on(product, day);
        known.is_some_and(|known| known.flare.is_some())
    };
    let doses = case.doses_in_effect();
    let mut doses = doses.iter().rev().map(|entry| &entry.content);
    let last = doses.find(|dose| agonist(&dose.product, dose.given_on));
    last.is_none_or(|dose| (on - dose.given_on).num_days() >= i64::from(flare.gap_days))
}

/// The answer, where one is asked.
pub(super) fn flare_cover(asked: bool, answer: &FlareAnswer, wrong: &mut Vec<Refusal>) -> Option<FlareCover> {
    if !asked {
        return None;
    }
    if answer.given.is_none() {
        wrong.push(Refusal::Required { field: "flare" });
    }
    let words = text("flare_words", &answer.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (given, words) = (answer.given?, words.ok()?);
    Some(FlareCover { given, words })
}

/// Changes the regimen after the first dose. What was recorded under the old one stays; the future is planned anew.
///
/// # Errors
/// Refused before the first dose, after the end, for an unknown product or one that something found excludes, for a
/// day in the past, and where the decision or the answer about flare is missing.
pub fn change_regimen(case: &Case, id: RecordId, form: &ChangeRegimen, rules: &Rules, now: &Now) -> Decision {
    let today = now.today();
    let running = case.standing_on(today).is_some_and(|standing| !standing.ended());
    if !running || case.doses_in_effect().is_empty() {
        return Err(vec![Refusal::StepNotPossible]);
    }
    let mut wrong = Vec::new();
    let chosen = rules.protocol_on(&form.protocol, today);
    match chosen.map(|protocol| excluded(case, protocol)) {
        None => wrong.push(Refusal::Required { field: "protocol" }),
        Some(Some(found)) => wrong.push(Refusal::Contraindicated {
            contraindication: found.id.clone(),
        }),
        Some(None) => {}
    }
    match form.first_on {
        None => wrong.push(Refusal::NotUnderstood { field: "first_on" }),
        Some(day) if day < today => wrong.push(Refusal::NotBefore {
            field: "first_on",
            earliest_on: today,
        }),
        Some(_) => {}
    }
    let reason = text("reason", &form.reason, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let decided_by = text("decided_by", &form.decided_by, true, LINE).map_err(|refusal| wrong.push(refusal));
    let reference = text("reference", &form.reference, true, LINE).map_err(|refusal| wrong.push(refusal));
    let asked = chosen
        .zip(form.first_on)
        .is_some_and(|(chosen, on)| asks_for_cover(case, chosen, on, rules));
    let flare_cover = flare_cover(asked, &form.flare, &mut wrong);
    match (chosen, form.first_on, reason, decided_by, reference) {
        (Some(chosen), Some(first_on), Ok(reason), Ok(decided_by), Ok(reference)) if wrong.is_empty() => {
            Ok(vec![Event::RegimenPrescribed(Regimen {
                id,
                protocol: chosen.id.clone(),
                version: chosen.version,
                first_on,
                reason,
                change: Some(ChangeOfRegimen {
                    decided_by,
                    reference,
                }),
                flare_cover,
            })])
        }
        _ => Err(wrong),
    }
}

/// Does the dose that waits for a physician restart treatment after so long that cover is asked about?
#[must_use]
pub fn restart_asks_for_cover(case: &Case, rules: &Rules, now: &Now) -> bool {
    let begun = !case.doses_in_effect().is_empty();
    let followed = protocol(case, rules).filter(|_| begun);
    followed.is_some_and(|protocol| asks_for_cover(case, protocol, now.today(), rules))
}
