//! What letters say about a person who moves on, and about a lot that was recalled.

use super::content::{Gave, HandoverAct, NextVisit, Owed, Recalled, ReleaseDay, ReleaseNotice, ReleaseTo};
use super::{Facts, compose::NOTHING};
use crate::domain::case::{Case, Entry};
use crate::domain::event::{HandoverReason, Recorder, Released};
use crate::domain::ids::RecordId;
use crate::domain::localised::Localised;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::passage::{Offer, OfferState, OutcomeKind, standing};
use crate::domain::plan::{Plan, paper_of};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use crate::domain::time::civil_date;
use chrono::{DateTime, NaiveDate, Utc};

/// The notice of a release: for whoever takes over, and for the supervising body. It says when and where to; nothing of
/// the treatment.
pub(super) fn release(facts: &Facts<'_>) -> Result<ReleaseNotice, Refusal> {
    let (case, today) = (facts.case, facts.now.today());
    // Whoever is under no measure any more is announced to nobody.
    let release_on = release_ahead(case, today).filter(|_| !case.ended_on(today));
    let release_on = release_on.ok_or(NOTHING)?;
    let place = case.place_on(today).and_then(facts.office).ok_or(NOTHING)?;
    let accepted = case.passage.accepted_offer().map(|(_, offer)| offer);
    let visit = accepted.and_then(|offer| offer.appointment);
    // Nobody is sent to an appointment that is to be named anew.
    let visit = visit.filter(|_| !named_anew(facts.plan));
    let residence = case.passage.residence().map(|entry| &entry.content);
    let region = residence.and_then(|chosen| facts.rules.places.region(&chosen.region));
    Ok(ReleaseNotice {
        release_on,
        place,
        residence: residence.map(|chosen| chosen.address.clone()),
        residence_region: region.map(|region| region.name.clone()),
        takes_over: accepted.and_then(|offer| (facts.office)(offer.content.to)),
        first_visit: visit.map(|visit| (visit.on, visit.at)),
        supervising: case
            .supervising_on(release_on)
            .and_then(facts.office)
            .ok_or(NOTHING)?,
        rulings: super::certificate::rulings(facts, today),
    })
}

fn named_anew(plan: &Plan) -> bool {
    let mut owed = plan.obligations.iter();
    owed.any(|owed| owed.kind == Kind::SetAppointment)
}

/// The day of a release that can still be announced: one that has passed is none, whether or not somebody wrote down that the
/// person went.
#[must_use]
pub fn release_ahead(case: &Case, today: NaiveDate) -> Option<NaiveDate> {
    case.release_on().filter(|on| *on >= today)
}

/// To whom the notice of a release goes, as the case stands on a day.
#[must_use]
pub fn told_of_release(
    case: &Case,
    to: ReleaseTo,
    today: NaiveDate,
) -> Option<crate::domain::ids::OrganisationId> {
    let release_on = release_ahead(case, today)?;
    match to {
        ReleaseTo::Supervising => case.supervising_on(release_on),
        ReleaseTo::Health => {
            let accepted = case.passage.accepted_offer().map(|(_, offer)| offer.content.to);
            accepted.or_else(|| Some(standing(&case.passage.notices).next_back()?.content.health))
        }
    }
}

/// The act of a hand-over that was agreed: who gave, who took, and how the treatment stands.
pub(super) fn handover(facts: &Facts<'_>, offer: RecordId) -> Result<HandoverAct, Refusal> {
    let case = facts.case;
    let offer = case.passage.offer(offer).ok_or(NOTHING)?;
    let outcome = offer.outcome.as_ref().ok_or(NOTHING)?;
    if !matches!(outcome.kind, OutcomeKind::Accepted | OutcomeKind::Completed) {
        return Err(NOTHING);
    }
    // What happened after it had been carried out is no matter of the act: it says how things stood at that moment, in
    // whatever year it is drawn up.
    let completed = outcome.kind == OutcomeKind::Completed;
    let then = carried_out_at(case, offer).and_then(facts.then);
    let (stood, plan) = then
        .as_ref()
        .map_or((case, facts.plan), |(stood, plan)| (stood, plan));
    let given = stood.doses_in_effect();
    let last = given.iter().map(|entry| entry.content.given_on).max();
    let mut owed: Vec<_> = plan
        .obligations
        .iter()
        .map(|owed| Owed {
            kind: owed.kind,
            paper: paper(facts, owed),
            due_on: owed.due_on,
        })
        .collect();
    owed.sort_by_key(|owed| (owed.due_on, owed.kind));
    Ok(HandoverAct {
        reason: offer.content.reason,
        gave: gave(facts, offer)?,
        took: Gave {
            on: civil_date(taken(offer).unwrap_or(outcome.at), facts.now.zone),
            ..signed(facts, offer.content.to, Some(accepted_by(offer)), offer)?
        },
        expected_on: offer.expected_on(case.release_on()),
        release: release_day(case, offer, stood, facts.held),
        back_on: offer.content.back_on,
        first_visit: offer
            .appointment
            .filter(|_| completed || !named_anew(facts.plan))
            .map(|visit| (visit.on, visit.at)),
        words: offer.content.words.clone(),
        last_dose_on: last,
        next: plan.dose.as_ref().ok().map(|window| NextVisit::On(window.due_on)),
        owed,
    })
}

/// The day of release. Of a release that was carried out it is its own, and not one that was planned; of somebody who is free
/// where he was taken over nothing is said of a release. `held` knows whether he is held on a day, as the case stood.
fn release_day(
    case: &Case,
    offer: &Offer,
    stood: &Case,
    held: &dyn Fn(&Case, NaiveDate) -> bool,
) -> Option<ReleaseDay> {
    let released = offer.content.reason == HandoverReason::Release;
    let taken_on = offer.moved_on.unwrap_or(offer.content.from_on);
    if !released && !held(stood, taken_on) {
        return None;
    }
    let completed = offer.state() == OfferState::Completed;
    let on = if completed && released {
        case.passage.went_on(offer)
    } else {
        stood.release_on()
    };
    Some(on.map_or(ReleaseDay::Unknown, ReleaseDay::On))
}

/// What an act of hand-over says of the release, also where it is printed and no letter.
#[must_use]
pub fn release_in_act(
    case: &Case,
    offer: &Offer,
    then: &dyn Fn(DateTime<Utc>) -> Option<(Case, Plan)>,
    held: &dyn Fn(&Case, NaiveDate) -> bool,
) -> Option<ReleaseDay> {
    let then = carried_out_at(case, offer).and_then(then);
    let stood = then.as_ref().map_or(case, |(stood, _)| stood);
    release_day(case, offer, stood, held)
}

/// When an offer was carried out: when the person went, where it waited for his release, else when it was accepted.
fn carried_out_at(case: &Case, offer: &Offer) -> Option<DateTime<Utc>> {
    let outcome = offer.outcome.as_ref()?;
    let completed = outcome.kind == OutcomeKind::Completed;
    completed.then(|| release_by(case, offer).map_or(outcome.at, |release| release.recorded_at))
}

/// The release by which an offer was carried out.
fn release_by<'a>(case: &'a Case, offer: &Offer) -> Option<&'a Entry<Released>> {
    let mut releases = case.passage.releases.iter();
    releases.find(|entry| entry.content.offer == Some(offer.content.id))
}

/// Who gives: whoever offered him; where he was given on to others since, whoever there wrote down that he went.
fn gave(facts: &Facts<'_>, offer: &Offer) -> Result<Gave, Refusal> {
    let giver = facts.case.giver(offer, facts.now.today());
    let by = if giver == offer.content.from {
        Some(&offer.by)
    } else {
        release_by(facts.case, offer).map(|release| &release.by)
    };
    signed(facts, giver, by, offer)
}

/// Which paper for a review is owed.
fn paper(facts: &Facts<'_>, owed: &Obligation) -> Option<Localised> {
    let (_, number) = (owed.kind == Kind::ReviewPaper).then(|| paper_of(owed.cycle))?;
    let course = facts.rules.law_for(owed.due_on)?.course;
    let mut papers = course.review.papers.iter();
    Some(papers.find(|known| known.number == number)?.name.clone())
}

fn taken(offer: &Offer) -> Option<chrono::DateTime<chrono::Utc>> {
    offer.outcome.as_ref().map(|outcome| outcome.at)
}

/// Who agreed to take over: whoever recorded the answer.
fn accepted_by(offer: &Offer) -> &Recorder {
    offer.outcome.as_ref().map_or(&offer.by, |outcome| &outcome.by)
}

fn signed(
    facts: &Facts<'_>,
    at: crate::domain::ids::OrganisationId,
    by: Option<&Recorder>,
    offer: &Offer,
) -> Result<Gave, Refusal> {
    let known = by.and_then(Recorder::account).and_then(facts.member);
    let (name, role) = known.unwrap_or_default();
    let role = facts.rules.places.role_name(&role).cloned();
    Ok(Gave {
        office: (facts.office)(at).ok_or(NOTHING)?,
        name,
        role: role.unwrap_or_else(|| Localised {
            kk: String::new(),
            ru: String::new(),
            en: String::new(),
        }),
        on: offer.content.offered_on,
    })
}

/// The name of a product; its identity, where the rules no longer know it.
#[must_use]
pub fn product_name(rules: &Rules, product: &str) -> Localised {
    let known = rules.protocols().find(|known| known.id == product);
    known.map_or_else(|| super::compose::alike(product), |known| known.name.clone())
}

/// To the person: the lot of a dose that was given was recalled.
pub(super) fn recalled(facts: &Facts<'_>, recall: RecordId) -> Result<Recalled, Refusal> {
    let case = facts.case;
    let mut recalls = case.supply.recalls.iter();
    let known = recalls
        .find(|known| known.reached.recall == recall)
        .ok_or(NOTHING)?;
    let reached = &known.reached;
    let mut given_on = case.received_on(reached);
    given_on.dedup();
    Ok(Recalled {
        product: product_name(facts.rules, &reached.product),
        lot: reached.lot.clone(),
        notice: reached.notice.clone(),
        recalled_on: reached.recalled_on,
        given_on,
        lifted: known.lifted,
        looked_at: known.followed_up.is_some(),
        place: case
            .place_on(facts.now.today())
            .and_then(facts.office)
            .ok_or(NOTHING)?,
    })
}
