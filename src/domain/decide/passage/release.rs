//! The day of release, what is sent before it, and the release itself.

use super::past;
use crate::domain::case::Case;
use crate::domain::decide::Decision;
use crate::domain::event::{
    Event, MaterialsSent, ReleaseDate, ReleaseDayUnknown, ReleaseNotice, Released, RulingForwarded,
};
use crate::domain::ids::{OrganisationId, RecordId, RulingId};
use crate::domain::passage::standing;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::Continuity;
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// What a clerk says about the day of release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetReleaseDate {
    /// The day; `None` where the typed date is not one.
    pub on: Option<NaiveDate>,
    /// Why, by the closed list.
    pub because: String,
    /// The paper.
    pub paper: String,
    /// The date on the paper; `None` where the typed date is not one.
    pub dated_on: Option<NaiveDate>,
}

/// Names a day of release. It may lie in the past: a paper that arrives late is true all the same, and counts for nothing
/// where a newer one was written down before it.
///
/// # Errors
/// Refused where he is not held, also where he was released without a receiver: a new day would hide that nobody has him.
/// Refused before the opening of the case; for the day that holds already, unless a newer paper confirms it; without a
/// reason, a paper or its date, and for a paper of a day to come.
pub fn set_release_date(
    case: &Case,
    id: RecordId,
    form: &SetReleaseDate,
    (held, rules): (bool, &Continuity),
    now: &Now,
) -> Decision {
    if !held || is_out(case, now) {
        return Err(vec![Refusal::NotHeld]);
    }
    if form.because == NOT_KNOWN && form.on.is_some() {
        return Err(vec![Refusal::NotUnderstood { field: "release_on" }]);
    }
    if form.because == NOT_KNOWN {
        return day_unknown(case, id, &form.paper, now);
    }
    let mut wrong = Vec::new();
    let last = case.passage.release_date();
    // Written down, it holds against a paper between the two that comes later still.
    let confirms = last.is_some_and(|entry| form.dated_on > Some(entry.dated_on()));
    match form.on {
        None => wrong.push(Refusal::NotUnderstood { field: "release_on" }),
        Some(on) if on < case.opened_on => wrong.push(Refusal::NotBefore {
            field: "release_on",
            earliest_on: case.opened_on,
        }),
        Some(on) if case.release_on() == Some(on) && !confirms => wrong.push(Refusal::NothingToDo),
        Some(_) => {}
    }
    if rules.release_reason(&form.because).is_none() {
        wrong.push(Refusal::Required { field: "because" });
    }
    let paper = text("paper", &form.paper, true, LINE).map_err(|refusal| wrong.push(refusal));
    let dated_on = past("dated_on", form.dated_on, None, now, &mut wrong);
    match (form.on, paper) {
        (Some(on), Ok(paper)) if wrong.is_empty() => Ok(vec![Event::ReleaseDateSet(ReleaseDate {
            id,
            on,
            because: form.because.clone(),
            paper,
            dated_on,
        })]),
        _ => Err(wrong),
    }
}

/// The answer of whoever is asked for a day of release that nobody knows yet.
pub const NOT_KNOWN: &str = "not-known";

/// Of somebody who is held no day of release is known as yet: it is asked for again after a while.
fn day_unknown(case: &Case, id: RecordId, paper: &str, now: &Now) -> Decision {
    if case.release_on().is_some() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let paper = text("paper", paper, true, LINE).map_err(|refusal| vec![refusal])?;
    Ok(vec![Event::ReleaseDayUnknown(ReleaseDayUnknown {
        id,
        paper,
        noted_on: now.today(),
    })])
}

/// Was he released without a receiver, so that whoever released him still answers for him?
fn is_out(case: &Case, now: &Now) -> bool {
    let today = now.today();
    let responsible = case.place_on(today);
    responsible.is_some_and(|site| case.released_without(site, today))
}

/// Materials were sent to the court.
///
/// # Errors
/// Refused for a day that has not come or lies long before the case; without a court or a paper.
pub fn send_materials(
    case: &Case,
    id: RecordId,
    sent_on: Option<NaiveDate>,
    court: &str,
    paper: &str,
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    let since = case.passage.last_release().map_or(0, |entry| entry.seq);
    if standing(&case.passage.materials).any(|entry| entry.seq > since) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let sent_on = past("sent_on", sent_on, None, now, &mut wrong);
    let court = text("court", court, true, LINE).map_err(|refusal| wrong.push(refusal));
    let paper = text("paper", paper, true, LINE).map_err(|refusal| wrong.push(refusal));
    match (sent_on, court, paper) {
        (Some(sent_on), Ok(court), Ok(paper)) if wrong.is_empty() => {
            Ok(vec![Event::MaterialsSent(MaterialsSent {
                id,
                sent_on,
                court,
                paper,
            })])
        }
        _ => Err(wrong),
    }
}

/// What a clerk says about a ruling that was forwarded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulingSent {
    /// Which ruling.
    pub ruling: Option<RulingId>,
    /// To whom.
    pub to: Option<OrganisationId>,
    /// When; `None` where the typed date is not one.
    pub sent_on: Option<NaiveDate>,
    /// The letter.
    pub paper: String,
}

/// A ruling was forwarded to the health organisation of the chosen residence.
///
/// # Errors
/// Refused for a ruling that is not there or was forwarded; for a day before the ruling or to come; without a paper.
pub fn forward_ruling(case: &Case, id: RecordId, form: &RulingSent, now: &Now) -> Decision {
    let mut wrong = Vec::new();
    let file = case
        .rulings
        .iter()
        .find(|file| Some(file.ruling.id) == form.ruling);
    let ruling = file.map(|file| file.ruling.id);
    if ruling.is_none() {
        wrong.push(Refusal::Required { field: "ruling" });
    }
    let sent = standing(&case.passage.forwarded).any(|entry| Some(entry.content.ruling) == ruling);
    if sent {
        return Err(vec![Refusal::NothingToDo]);
    }
    if form.to.is_none() {
        wrong.push(Refusal::Required { field: "to" });
    }
    let earliest_on = file.map(|file| file.ruling.ruled_on);
    let sent_on = past("sent_on", form.sent_on, earliest_on, now, &mut wrong);
    let paper = text("paper", &form.paper, true, LINE).map_err(|refusal| wrong.push(refusal));
    match (ruling, form.to, sent_on, paper) {
        (Some(ruling), Some(to), Some(sent_on), Ok(paper)) if wrong.is_empty() => {
            Ok(vec![Event::RulingForwarded(RulingForwarded {
                id,
                ruling,
                to,
                sent_on,
                paper,
            })])
        }
        _ => Err(wrong),
    }
}

/// What a clerk says about a notice of release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReleaseNoticeForm {
    /// The health organisation told.
    pub health: Option<OrganisationId>,
    /// The supervising body told.
    pub supervising: Option<OrganisationId>,
    /// When; `None` where the typed date is not one.
    pub sent_on: Option<NaiveDate>,
    /// The letter.
    pub paper: String,
}

/// The release, as it is known now, was announced.
///
/// # Errors
/// Refused where no day is known or it was announced; for a day to come; without those told or a paper.
pub fn send_release_notice(case: &Case, id: RecordId, form: &ReleaseNoticeForm, now: &Now) -> Decision {
    let mut wrong = Vec::new();
    let Some(release_on) = case.release_on() else {
        return Err(vec![Refusal::StepNotPossible]);
    };
    if case.passage.notice_of(release_on).is_some() {
        return Err(vec![Refusal::NothingToDo]);
    }
    for (field, told) in [("health", form.health), ("supervising", form.supervising)] {
        if told.is_none() {
            wrong.push(Refusal::Required { field });
        }
    }
    let sent_on = past("sent_on", form.sent_on, Some(case.opened_on), now, &mut wrong);
    let paper = text("paper", &form.paper, true, LINE).map_err(|refusal| wrong.push(refusal));
    match (form.health, form.supervising, sent_on, paper) {
        (Some(health), Some(supervising), Some(sent_on), Ok(paper)) if wrong.is_empty() => {
            Ok(vec![Event::ReleaseNoticeSent(ReleaseNotice {
                id,
                release_on,
                health,
                supervising,
                sent_on,
                paper,
            })])
        }
        _ => Err(wrong),
    }
}

/// What is said about a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordRelease {
    /// The moment; `None` where the typed date or time is not one.
    pub released_at: Option<DateTime<Utc>>,
    /// The paper.
    pub paper: String,
}

/// The person was released. Responsibility goes with him to the receiver who accepted; without one only a named
/// supervisor may say so, and why: `without` are his words. Whoever agreed only after he had gone answers for him since then:
/// until somebody has agreed it is whoever let him go.
///
/// # Errors
/// Refused where he is not held, for a moment to come or before the last day on which he was seen there, without a paper;
/// without a receiver where no supervisor says why.
pub fn record_release(
    case: &Case,
    id: RecordId,
    form: &RecordRelease,
    (held, without): (bool, Option<&str>),
    now: &Now,
) -> Decision {
    if !held || is_out(case, now) {
        return Err(vec![Refusal::StepNotPossible]);
    }
    let mut wrong = Vec::new();
    let accepted = case.passage.accepted_offer().map(|(_, offer)| offer);
    let offer = accepted.map(|offer| offer.content.id);
    let without_receiver = match (offer, without) {
        (None, None) => return Err(vec![Refusal::NoReceiver]),
        (Some(_), Some(_)) => return Err(vec![Refusal::ReceiverAccepted]),
        (Some(_), None) => None,
        (None, Some(words)) => text("words", words, true, WORDS)
            .map_err(|refusal| wrong.push(refusal))
            .ok(),
    };
    let earliest_on = last_seen_on(case, now.today());
    match form.released_at {
        None => wrong.push(Refusal::NotUnderstood { field: "released_on" }),
        Some(at) if at > now.instant => wrong.push(Refusal::InFuture { field: "released_on" }),
        Some(at) if civil_date(at, now.zone) < earliest_on => wrong.push(Refusal::NotBefore {
            field: "released_on",
            earliest_on,
        }),
        Some(_) => {}
    }
    let paper = text("paper", &form.paper, true, LINE).map_err(|refusal| wrong.push(refusal));
    match (form.released_at, paper) {
        (Some(released_at), Ok(paper)) if wrong.is_empty() => {
            let released_on = civil_date(released_at, now.zone);
            let agreed_on = accepted.map(|offer| civil_date(offer.answered_at(), now.zone));
            Ok(vec![Event::Released(Released {
                id,
                released_at,
                released_on,
                paper,
                offer,
                without_receiver,
                moves_on: agreed_on.filter(|agreed_on| *agreed_on > released_on),
                noted_on: Some(now.today()),
            })])
        }
        _ => Err(wrong),
    }
}

/// The last day on which he is known to have been where he is: he came there, or a dose was given there. A move that is to come
/// says nothing, nor does a dose that was not given: he may not have come to it because he was let go.
fn last_seen_on(case: &Case, today: NaiveDate) -> NaiveDate {
    let Some(stay) = case.stay_on(today) else {
        return case.opened_on;
    };
    let given = case.doses_in_effect().into_iter();
    let there = given.filter(|entry| entry.content.place == stay.organisation);
    there
        .map(|entry| entry.content.given_on)
        .fold(stay.from_on, Ord::max)
}
