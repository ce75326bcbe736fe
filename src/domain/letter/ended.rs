//! What a letter says once the measure is over: since when, and by what. Nothing of the treatment.

use super::content::{Addressee, EndGround, EndedTo, MeasureEnded};
use super::{Facts, compose::NOTHING};
use crate::domain::case::Case;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{RulingStep, Standing};
use chrono::NaiveDate;

/// What ended the measure of a case, and the first day without it. None while it may go on, and where no court and no
/// term ended it: of a death or of a case entered by mistake there is another paper.
#[must_use]
pub fn measure_ended(case: &Case, today: NaiveDate) -> Option<(EndGround, NaiveDate)> {
    match case.standing_on(today)? {
        Standing::EndedByTerm { last_on } => Some((EndGround::Term, last_on.succ_opt()?)),
        Standing::EndedByCourt { from_on } => Some((EndGround::Court, from_on)),
        Standing::Quashed { from_on } => Some((EndGround::Quashed, from_on)),
        _ => None,
    }
}

/// That the measure is over, to the supervising body or to the person.
pub(super) fn ended(facts: &Facts<'_>, to: EndedTo) -> Result<(Addressee, MeasureEnded), Refusal> {
    let (case, today) = (facts.case, facts.now.today());
    let (ground, since_on) = measure_ended(case, today).ok_or(NOTHING)?;
    let office = |id: Option<_>| id.and_then(facts.office).ok_or(NOTHING);
    let place = office(case.place_on(today))?;
    let addressee = match to {
        EndedTo::Supervising => Addressee::Office(facts.addressee.cloned().ok_or(NOTHING)?),
        EndedTo::Person => Addressee::PersonAt(place.clone()),
    };
    let ended = MeasureEnded {
        to,
        since_on,
        ground,
        document: document(case, since_on),
        place,
        supervising: office(case.supervising_on(since_on).or(case.supervising_on(today)))?,
        rulings: super::certificate::rulings(facts, today),
    };
    Ok((addressee, ended))
}

/// The paper by which a court ended the measure on a day; the last one, where there are several.
fn document(case: &Case, since_on: NaiveDate) -> Option<String> {
    let steps = case.rulings.iter().flat_map(|file| file.steps());
    let mut ends = steps.filter(|change| {
        matches!(change.step, RulingStep::EndedByCourt | RulingStep::Quashed)
            && change.effective_on == since_on
    });
    ends.next_back().map(|change| change.document.clone())
}
