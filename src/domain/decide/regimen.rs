//! The choice of the drug, and another one in mid-course: the decision it rests on, and how the two drugs meet.

use super::before_dose::too_young;
use super::flare::{FlareAnswer, asks_for_cover, flare_cover};
use super::{Decision, excluded};
use crate::domain::case::Case;
use crate::domain::dosing::cover;
use crate::domain::event::{ChangeOfRegimen, Event, FlareCover, Regimen};
use crate::domain::ids::RecordId;
use crate::domain::lifetime::{ahead, cover_asks_why};
use crate::domain::plan::first_dose_by;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::{Protocol, Rules};
use crate::domain::schedule::series;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What a physician says when the drug is chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrescribeRegimen {
    /// The product, by identity.
    pub protocol: String,
    /// Day of the first dose; `None` where the typed date is not one.
    pub first_on: Option<NaiveDate>,
    /// Why.
    pub reason: String,
    /// Cover against flare, where it is asked.
    pub flare: FlareAnswer,
    /// Why in spite of the sum of a lifetime, where it is asked.
    pub despite_sum: String,
    /// Why later than the law lets treatment begin, where that is so.
    pub late_why: String,
    /// When the person was born, as the register says; `None`: no age is asked about.
    pub born_on: Option<NaiveDate>,
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
    /// Why in spite of the sum of a lifetime, where it is asked.
    pub despite_sum: String,
    /// When the person was born, as the register says; `None`: no age is asked about.
    pub born_on: Option<NaiveDate>,
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

/// Why a product is chosen whose next dose, or whose cover, lies beyond the caution of a lifetime, where that is asked.
fn despite_sum(
    case: &Case,
    (chosen, covered): (Option<&Protocol>, Option<&FlareCover>),
    words: &str,
    (rules, today): (&Rules, NaiveDate),
    wrong: &mut Vec<Refusal>,
) -> Option<String> {
    let ahead = chosen.and_then(|chosen| ahead(case, chosen, rules, today));
    let with_cover = covered.is_some_and(|cover| cover_asks_why(case, cover, rules, today));
    let asked = with_cover || ahead.is_some_and(|ahead| ahead.asks_why());
    if !asked {
        return None;
    }
    text("despite_sum", words, true, WORDS)
        .map_err(|refusal| wrong.push(refusal))
        .ok()
}

/// Why the first dose is planned after the last day on which the law lets treatment begin, where it is.
fn late_why(
    case: &Case,
    first_on: Option<NaiveDate>,
    words: &str,
    rules: &Rules,
    wrong: &mut Vec<Refusal>,
) -> Option<String> {
    let by = first_dose_by(case, rules)?;
    first_on.filter(|first_on| *first_on > by)?;
    text("late_why", words, true, WORDS)
        .map_err(|refusal| wrong.push(refusal))
        .ok()
}

/// A doctor chooses the drug and the day of the first dose under it.
///
/// # Errors
/// Refused without a ruling that is or may come into force, before a commission cleared the person, for an unknown
/// protocol, for a drug that something found excludes or that is not given at the person's age, for a day in the past, and where the answer about flare or
/// about the sum of a lifetime is missing, or why treatment begins later than the law lets it.
pub fn prescribe(case: &Case, id: RecordId, form: &PrescribeRegimen, rules: &Rules, now: &Now) -> Decision {
    let today = now.today();
    if case.standing_on(today).is_none_or(|standing| standing.ended()) {
        return Err(vec![Refusal::StepNotPossible]);
    }
    // Before the first dose the commission has the first word; later a change of drug is the doctors' own.
    if case.awaits_clearance() {
        return Err(vec![Refusal::NotCleared]);
    }
    if !case.doses_in_effect().is_empty() {
        return Err(vec![Refusal::ChangeInstead]);
    }
    let mut wrong = Vec::new();
    let choice = (form.protocol.as_str(), form.first_on, form.born_on);
    let chosen = chosen(case, choice, rules, today, &mut wrong);
    let reason = text("reason", &form.reason, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let asked = chosen.is_some_and(|(chosen, on)| asks_for_cover(case, chosen, on, rules));
    let flare_cover = flare_cover(case, asked, &form.flare, (rules, today), &mut wrong);
    let sum = (chosen.map(|(chosen, _)| chosen), flare_cover.as_ref());
    let despite_sum = despite_sum(case, sum, &form.despite_sum, (rules, today), &mut wrong);
    let late_why = late_why(case, form.first_on, &form.late_why, rules, &mut wrong);
    match (chosen, reason) {
        (Some((chosen, first_on)), Ok(reason)) if wrong.is_empty() => {
            Ok(vec![Event::RegimenPrescribed(Regimen {
                id,
                protocol: chosen.id.clone(),
                version: chosen.version,
                first_on,
                reason,
                change: None,
                flare_cover,
                despite_sum,
                late_why,
            })])
        }
        _ => Err(wrong),
    }
}

/// The product and the first day, with everything that is wrong with them. How old the person will be on that day is asked
/// where it is known when he was born.
fn chosen<'r>(
    case: &Case,
    (protocol, first_on, born_on): (&str, Option<NaiveDate>, Option<NaiveDate>),
    rules: &'r Rules,
    today: NaiveDate,
    wrong: &mut Vec<Refusal>,
) -> Option<(&'r Protocol, NaiveDate)> {
    let chosen = rules.protocol_on(protocol, today);
    match chosen.map(|protocol| excluded(case, protocol)) {
        None => wrong.push(Refusal::Required { field: "protocol" }),
        Some(Some(found)) => wrong.push(Refusal::Contraindicated {
            contraindication: found.id.clone(),
        }),
        Some(None) => {}
    }
    match first_on {
        None => wrong.push(Refusal::NotUnderstood { field: "first_on" }),
        Some(day) if day < today => wrong.push(Refusal::NotBefore {
            field: "first_on",
            earliest_on: today,
        }),
        Some(_) => {}
    }
    wrong.extend(chosen.and_then(|chosen| too_young(born_on, chosen, first_on.unwrap_or(today))));
    chosen.zip(first_on)
}

/// Changes the regimen after the first dose. What was recorded under the old one stays; the future is planned anew.
///
/// # Errors
/// Refused before the first dose, after the end, for an unknown product, one that something found excludes or one that is not
/// given at the person's age, for a day in the past, and where the decision or the answer about flare or about the sum of a lifetime is missing.
pub fn change_regimen(case: &Case, id: RecordId, form: &ChangeRegimen, rules: &Rules, now: &Now) -> Decision {
    let today = now.today();
    let running = case.standing_on(today).is_some_and(|standing| !standing.ended());
    if !running || case.doses_in_effect().is_empty() {
        return Err(vec![Refusal::StepNotPossible]);
    }
    let mut wrong = Vec::new();
    let choice = (form.protocol.as_str(), form.first_on, form.born_on);
    let chosen = chosen(case, choice, rules, today, &mut wrong);
    let reason = text("reason", &form.reason, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let decided_by = text("decided_by", &form.decided_by, true, LINE).map_err(|refusal| wrong.push(refusal));
    let reference = text("reference", &form.reference, true, LINE).map_err(|refusal| wrong.push(refusal));
    let asked = chosen.is_some_and(|(chosen, on)| asks_for_cover(case, chosen, on, rules));
    let flare_cover = flare_cover(case, asked, &form.flare, (rules, today), &mut wrong);
    let sum = (chosen.map(|(chosen, _)| chosen), flare_cover.as_ref());
    let despite_sum = despite_sum(case, sum, &form.despite_sum, (rules, today), &mut wrong);
    match (chosen, reason, decided_by, reference) {
        (Some((chosen, first_on)), Ok(reason), Ok(decided_by), Ok(reference)) if wrong.is_empty() => {
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
                despite_sum,
                late_why: None,
            })])
        }
        _ => Err(wrong),
    }
}
