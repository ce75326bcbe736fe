//! What a letter says once the measure is over: since when, and by what. Nothing of the treatment.

use super::content::{Addressee, EndGround, EndedTo, MeasureEnded};
use super::{Facts, compose::NOTHING};
use crate::domain::case::Case;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{RulingStep, Standing};
use chrono::NaiveDate;

/// What ended the measure of a case, and the first day without it. None while it may go on, and where nothing ended it but
/// a case entered by mistake or doubled.
#[must_use]
pub fn measure_ended(case: &Case, today: NaiveDate) -> Option<(EndGround, NaiveDate)> {
    let (ground, on) = match case.standing_on(today)? {
        Standing::EndedByTerm { last_on } => (EndGround::Term, last_on.succ_opt()?),
        Standing::EndedByCourt { from_on } => (EndGround::Court, from_on),
        Standing::Quashed { from_on } => (EndGround::Quashed, from_on),
        Standing::Died { on } => (EndGround::Death, on),
        Standing::Abroad { on } => (EndGround::Abroad, on),
        _ => return None,
    };
    // Where an older ruling became known last, the measure went on after its end.
    Some((ground, on.max(case.closes_on(today)?)))
}

/// Who must know that the measure is over. The dead are told nothing, and whoever was handed over to another state is out of
/// reach. Whoever sends the drug is told where that is somebody else than who treated the person.
#[must_use]
pub fn to_tell_of_end(ground: EndGround, sent_from_elsewhere: bool) -> Vec<EndedTo> {
    let gone = matches!(ground, EndGround::Death | EndGround::Abroad);
    let told = EndedTo::ALL.into_iter().filter(|to| match to {
        EndedTo::Supervising => true,
        EndedTo::Person => !gone,
        EndedTo::Supplier => sent_from_elsewhere,
    });
    told.collect()
}

/// That the measure is over, to one of those who must know.
pub(super) fn ended(facts: &Facts<'_>, to: EndedTo) -> Result<(Addressee, MeasureEnded), Refusal> {
    let (case, today) = (facts.case, facts.now.today());
    let (ground, since_on) = measure_ended(case, today).ok_or(NOTHING)?;
    // Whether the drug comes from elsewhere was asked when the addressee was looked for.
    if !to_tell_of_end(ground, true).contains(&to) {
        return Err(NOTHING);
    }
    let office = |id: Option<_>| id.and_then(facts.office).ok_or(NOTHING);
    let place = office(case.place_on(today))?;
    let addressee = match to {
        EndedTo::Supervising | EndedTo::Supplier => {
            Addressee::Office(facts.addressee.cloned().ok_or(NOTHING)?)
        }
        EndedTo::Person => Addressee::PersonAt(place.clone()),
    };
    let ended = MeasureEnded {
        to,
        since_on,
        ground,
        document: document(case, ground, since_on),
        place,
        supervising: office(case.supervising_on(since_on).or(case.supervising_on(today)))?,
        rulings: super::certificate::rulings(facts, today),
    };
    Ok((addressee, ended))
}

/// The paper by which the measure ended on a day; the last one, where there are several.
fn document(case: &Case, ground: EndGround, since_on: NaiveDate) -> Option<String> {
    if matches!(ground, EndGround::Death | EndGround::Abroad) {
        return case.departure().map(|gone| gone.document.clone());
    }
    let steps = case.rulings.iter().flat_map(|file| file.steps());
    let mut ends = steps.filter(|change| {
        matches!(change.step, RulingStep::EndedByCourt | RulingStep::Quashed)
            && change.effective_on == since_on
    });
    ends.next_back().map(|change| change.document.clone())
}
