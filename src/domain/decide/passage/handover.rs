//! One organisation asks another to take over; the other accepts by name, or says no.

use super::leave::{Said, older, used};
use super::slot::{bounds, hour_faults};
use crate::domain::case::Case;
use crate::domain::decide::Decision;
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::event::{
    Appointment, AppointmentSet, Event, HandoverAccepted, HandoverDeclined, HandoverOffer, HandoverReason,
    Leave,
};
use crate::domain::ids::{AccountId, OrganisationId, RecordId};
use crate::domain::passage::{Barred, Offer, OfferState};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::{Continuity, Law};
use crate::domain::time::Now;
use chrono::{NaiveDate, NaiveTime};

/// What the giver says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfferHandover {
    /// Why.
    pub reason: Option<HandoverReason>,
    /// Who is asked.
    pub to: Option<OrganisationId>,
    /// When the person is expected there; not asked on release, which has its own day.
    pub from_on: Option<NaiveDate>,
    /// When he is expected back, from a stay for a while: nothing typed, or a date, or an error.
    pub back_on: Option<Result<NaiveDate, ()>>,
    /// What the receiver must know besides.
    pub words: String,
}

/// What is known of the one who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// Does it treat?
    pub treats: bool,
    /// Is the person held there?
    pub custody: bool,
    /// Does a person who is held stay held there?
    pub keeps_held: bool,
    /// Has it been closed?
    pub closed: bool,
}

/// Asks another organisation to take over. Until it has accepted, the giver stays responsible.
///
/// # Errors
/// Refused while another offer waits or, but for a transfer, a stay or a return, a receiver has accepted; where the receiver does not treat, is closed, or is of
/// the wrong kind; for days that cannot be.
pub fn offer_handover(
    case: &Case,
    id: RecordId,
    form: &OfferHandover,
    (held, receiver): (bool, Option<Receiver>),
    now: &Now,
) -> Decision {
    let today = now.today();
    let from = case
        .place_on(today)
        .ok_or_else(|| vec![Refusal::StepNotPossible])?;
    // A release that was agreed on waits for its day beside a transfer, a stay and the way back.
    let beside = form.reason.is_some_and(HandoverReason::brings);
    if case.passage.open_offer().is_some() || (case.passage.accepted_offer().is_some() && !beside) {
        return Err(vec![Refusal::OfferOpen]);
    }
    let mut wrong = Vec::new();
    let Some(reason) = form.reason else {
        return Err(vec![Refusal::Required { field: "purpose" }]);
    };
    wrong.extend(unfit(reason, held, receiver.filter(|_| form.to != Some(from))));
    let from_on = match reason {
        HandoverReason::Release => {
            let released = case.passage.last_release().map(|entry| entry.content.released_on);
            let on = case
                .release_on()
                .or(released.filter(|_| case.released_without(from, today)));
            if on.is_none() {
                wrong.push(Refusal::ReleaseUnknown);
            }
            on
        }
        _ => day("from_on", form.from_on, case.opened_on, &mut wrong),
    };
    let back_on = back(reason, form.back_on, from_on.unwrap_or(today), &mut wrong);
    let words = text("words", &form.words, false, WORDS).map_err(|refusal| wrong.push(refusal));
    match (form.to, from_on, words) {
        (Some(to), Some(from_on), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::HandoverOffered(HandoverOffer {
                id,
                reason,
                from,
                to,
                from_on,
                back_on,
                words,
                offered_on: today,
            })])
        }
        _ => Err(wrong),
    }
}

/// Is the one who is asked unfit for what is asked of it?
fn unfit(reason: HandoverReason, held: bool, receiver: Option<Receiver>) -> Option<Refusal> {
    let Some(receiver) = receiver.filter(|known| known.treats) else {
        return Some(Refusal::Required { field: "to" });
    };
    if receiver.closed {
        return Some(Refusal::PlaceClosed { field: "to" });
    }
    let fits = match reason {
        HandoverReason::Release => held && !receiver.custody,
        HandoverReason::Residence => !held && !receiver.custody,
        // Out of custody leads the release, and nothing else.
        HandoverReason::Transfer | HandoverReason::Temporary | HandoverReason::Return => {
            !held || receiver.keeps_held
        }
    };
    (!fits).then_some(Refusal::ReasonUnfit)
}

fn day(
    field: &'static str,
    typed: Option<NaiveDate>,
    earliest_on: NaiveDate,
    wrong: &mut Vec<Refusal>,
) -> Option<NaiveDate> {
    let fault = match typed {
        None => Refusal::NotUnderstood { field },
        Some(on) if on < earliest_on => Refusal::NotBefore { field, earliest_on },
        Some(on) => return Some(on),
    };
    wrong.push(fault);
    None
}

fn back(
    reason: HandoverReason,
    typed: Option<Result<NaiveDate, ()>>,
    from_on: NaiveDate,
    wrong: &mut Vec<Refusal>,
) -> Option<NaiveDate> {
    let temporary = reason == HandoverReason::Temporary;
    match typed {
        _ if !temporary => None,
        None => {
            wrong.push(Refusal::Required { field: "back_on" });
            None
        }
        Some(Err(())) => {
            wrong.push(Refusal::NotUnderstood { field: "back_on" });
            None
        }
        Some(Ok(on)) => day("back_on", Some(on), from_on, wrong),
    }
}

/// What the receiver says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcceptHandover {
    /// Whom the person sees first; not asked where he is brought.
    pub clinician: Option<AccountId>,
    /// The day of the first appointment.
    pub visit_on: Option<NaiveDate>,
    /// Its hour.
    pub visit_at: Option<NaiveTime>,
    /// Number of the permission with which it is kept in spite of a restriction; empty where none is needed.
    pub leave_number: String,
    /// Day of that permission: nothing typed, or a date, or an error.
    pub leave_on: Option<Result<NaiveDate, ()>>,
    /// Is the person there already, before the day on which he was expected?
    pub arrived: bool,
}

/// What is known of the place of a first appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct There<'a> {
    /// Does the clinician who is named work there?
    pub works: bool,
    /// The region in which it lies.
    pub region: &'a str,
}

fn open(case: &Case, offer: RecordId) -> Result<&Offer, Vec<Refusal>> {
    let known = case.passage.offer(offer);
    known
        .filter(|known| known.state() == OfferState::Open)
        .ok_or_else(|| vec![Refusal::NothingToDo])
}

/// Takes over. Responsibility moves now, because the person is there; on release it moves with him. `lets_go` says whether
/// a stay that began there today would take him out of custody.
///
/// # Errors
/// Refused where the offer is over, or whoever made it does not answer for him any more; where he has come into custody
/// since and is not released; before the day on which he
/// is expected, unless whoever accepts says that he is there already; where the clinician does not work there; for an appointment before the release or too late, on a day off, at night, inside a curfew, or against
/// another restriction without a permission of its own.
pub fn accept_handover(
    case: &Case,
    id: RecordId,
    offer: RecordId,
    form: &AcceptHandover,
    (dose, there, lets_go): (&Result<DoseWindow, NoDose>, There<'_>, bool),
    (rules, law): (&Continuity, &Law<'_>),
    now: &Now,
) -> Decision {
    let known = open(case, offer)?;
    let today = now.today();
    let reason = known.content.reason;
    if case.place_on(today) != Some(known.content.from) {
        return Err(vec![Refusal::NothingToDo]);
    }
    if lets_go && reason != HandoverReason::Release {
        return Err(vec![Refusal::NoReceiver]);
    }
    let earliest_on = known.content.answerable_on();
    if today < earliest_on && !form.arrived {
        let field = "arrived";
        return Err(vec![Refusal::NotBefore { field, earliest_on }]);
    }
    let (appointment, leave) = if reason.asks_for_appointment() {
        let free_on = match reason {
            HandoverReason::Release => case.release_on().unwrap_or(known.content.from_on).max(today),
            _ => today,
        };
        let bounds = bounds(case, dose, free_on, rules, law);
        let (named, leave) = appointment(case, form, there, bounds, (rules, law), now)?;
        (Some(named), leave)
    } else {
        (None, None)
    };
    // Somebody who was released without a receiver is taken over at once.
    let waits = !reason.moves_on_acceptance() && !case.released_without(known.content.from, today);
    Ok(vec![Event::HandoverAccepted(HandoverAccepted {
        id,
        offer,
        appointment,
        from_on: (!waits).then_some(today),
        accepted_at: now.instant,
        leave,
    })])
}

fn appointment(
    case: &Case,
    form: &AcceptHandover,
    there: There<'_>,
    (earliest_on, latest_on): (NaiveDate, NaiveDate),
    (rules, law): (&Continuity, &Law<'_>),
    now: &Now,
) -> Result<(Appointment, Option<Leave>), Vec<Refusal>> {
    let mut wrong = Vec::new();
    match form.clinician {
        None => wrong.push(Refusal::Required { field: "clinician" }),
        Some(_) if !there.works => wrong.push(Refusal::ClinicianGone { field: "clinician" }),
        Some(_) => {}
    }
    let field = "visit_on";
    let on = day(field, form.visit_on, earliest_on, &mut wrong);
    if on.is_some_and(|on| on > latest_on) {
        wrong.push(Refusal::NotAfter { field, latest_on });
    }
    if form.visit_at.is_none() {
        wrong.push(Refusal::NotUnderstood { field: "visit_time" });
    }
    let said = Said {
        number: &form.leave_number,
        on: form.leave_on,
    };
    let leave = said.leave(now.today(), &mut wrong);
    if let (Some(on), Some(at)) = (on, form.visit_at) {
        // A permission of which something is wrong is not missing as well.
        let seen = (there.region, said.anything());
        wrong.extend(hour_faults(&case.passage, (on, at), seen, (rules, law)));
        let unfit = leave.as_ref().and_then(|leave| {
            used(case, leave, (on, Some(at))).or_else(|| older(case, leave, (on, at), (there.region, now)))
        });
        wrong.extend(unfit);
    }
    match (form.clinician, on, form.visit_at) {
        (Some(clinician), Some(on), Some(at)) if wrong.is_empty() => {
            Ok((Appointment { clinician, on, at }, leave))
        }
        _ => Err(wrong),
    }
}

/// Names another first appointment, under an offer that was accepted and not yet carried out, or before the person has
/// come.
///
/// # Errors
/// As [`accept_handover`].
pub fn set_appointment(
    case: &Case,
    id: RecordId,
    form: &AcceptHandover,
    (dose, there): (&Result<DoseWindow, NoDose>, There<'_>),
    (rules, law): (&Continuity, &Law<'_>),
    now: &Now,
) -> Decision {
    let today = now.today();
    let appointed = case.appointed(today);
    let appointed = appointed.ok_or_else(|| vec![Refusal::StepNotPossible])?;
    let known = appointed.offer;
    let free_on = match known.state() {
        OfferState::Accepted => case.release_on().unwrap_or(known.content.from_on).max(today),
        _ => today,
    };
    let bounds = bounds(case, dose, free_on, rules, law);
    let (appointment, leave) = appointment(case, form, there, bounds, (rules, law), now)?;
    let when = (appointment.on, appointment.at);
    let barred = case.passage.barred(when, Some(there.region), false);
    // The same permission, shown once more, is seen against what was written down meanwhile.
    let kept = barred
        .iter()
        .all(|barred| matches!(barred, Barred::Other(entry) if known.permits(entry)));
    if appointed.appointment == appointment && known.leave == leave && kept {
        return Err(vec![Refusal::NothingToDo]);
    }
    Ok(vec![Event::AppointmentSet(AppointmentSet {
        id,
        offer: known.content.id,
        appointment,
        leave,
    })])
}

/// The receiver says no, and why.
///
/// # Errors
/// Refused where the offer is over, or no reason is given.
pub fn reject_handover(case: &Case, id: RecordId, offer: RecordId, words: &str) -> Decision {
    let known = open(case, offer)?;
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    Ok(vec![Event::HandoverRejected(HandoverDeclined {
        id,
        offer: known.content.id,
        words,
    })])
}

/// The giver takes the offer back, also one that was accepted while nobody has gone yet.
///
/// # Errors
/// Refused where responsibility has moved or the offer is over, or no reason is given.
pub fn withdraw_handover(case: &Case, id: RecordId, offer: RecordId, words: &str) -> Decision {
    let known = case.passage.offer(offer).filter(|known| known.live());
    let known = known.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    Ok(vec![Event::HandoverWithdrawn(HandoverDeclined {
        id,
        offer: known.content.id,
        words,
    })])
}
