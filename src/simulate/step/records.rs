//! Alerts answered, incidents, corrections, moves, complaints.

use chrono::TimeDelta;

use super::doses::{named, observed};
use super::{Step, pick};
use crate::domain::alert::Answer;
use crate::domain::decide::{self, Decision};
use crate::domain::event::{
    Corrected, DoseGiven, DoseNotGiven, IncidentKind, Observation, Observed, Recorder,
};
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Course;
use crate::domain::time::civil_date;
use crate::simulate::life::{FAR_PROBATION, HOME, Life, POLICE, PROBATION, SECOND_DOCTOR, kind_of};
use crate::simulate::papers;

/// Takes a step around the records.
pub(super) fn take(life: &mut Life<'_>, step: &Step) -> Result<(), Vec<Refusal>> {
    match *step {
        Step::Answer { body, action } => life.perform(|life| answer(life, body, action)),
        Step::Incident { hours_ago, injected } => life.perform(|life| {
            let kind = Some(IncidentKind::IrregularDose);
            let at = Some(life.now.instant - TimeDelta::hours(hours_ago));
            let of = (&life.case, life.fresh());
            decide::report_incident(of, kind, at, injected, None, "words", &life.now)
        }),
        Step::LookAtIncident => life.perform(|life| {
            let incident = life.case.unreviewed_incidents().next();
            let incident = incident.ok_or_else(Vec::new)?.1.content.id;
            decide::review_incident(&life.case, life.fresh(), incident, "words", &life.now)
        }),
        Step::AmendDose { hours } => life.perform(|life| amend_dose(life, hours)),
        Step::Observe => life.perform(observe),
        Step::AmendCause { cause } => life.perform(|life| {
            let record = &life.case.not_given.last().ok_or_else(Vec::new)?.content;
            let record = DoseNotGiven {
                cause: named(life, cause),
                words: "words".to_owned(),
                ..record.clone()
            };
            let corrected = Corrected::NotGiven(record);
            decide::amend(&life.case, &corrected, "reason", life.rules, &life.now)
        }),
        Step::Void { which } => life.perform(|life| void(life, which)),
        Step::Place { to, in_days } => life.perform(|life| {
            let day = life.now.today() + TimeDelta::days(in_days);
            let lets_go = life.lets_go(to, day);
            decide::change_place(&life.case, (to, lets_go), day, "moved", &life.now)
        }),
        Step::Supervision { police, in_days } => life.perform(|life| {
            let day = life.now.today() + TimeDelta::days(in_days);
            let body = if police { POLICE } else { probation(life) };
            decide::change_supervision(&life.case, body, day, "moved", &life.now)
        }),
        Step::Complain { subject, addressee } => life.perform(|life| complain(life, subject, addressee)),
        Step::AnswerComplaint => {
            let by = Recorder::Account(SECOND_DOCTOR);
            life.perform_as(&by, answer_complaint)
        }
        _ => Ok(()),
    }
}

/// The probation office of the region in which the person lives.
fn probation(life: &Life<'_>) -> OrganisationId {
    let lives = life.case.passage.residence();
    match lives.map(|entry| entry.content.region.as_str()) {
        None | Some(HOME) => PROBATION,
        Some(_) => FAR_PROBATION,
    }
}

fn answer(life: &Life<'_>, body: OrganisationId, action: usize) -> Decision {
    let mut live = life.case.alerts.iter().rev().filter(|alert| alert.live());
    let alert = live.next().ok_or_else(Vec::new)?.id;
    let kind = kind_of(body);
    let answers: Vec<_> = life.rules.places.answers_of(kind).collect();
    let answer = Answer {
        action: pick(&answers, action).ok_or_else(Vec::new)?.id.clone(),
        words: "words".to_owned(),
    };
    let rules = (life.rules, life.roster.held);
    decide::acknowledge(&life.case, alert, (body, kind), &answer, rules, &life.now)
}

fn amend_dose(life: &Life<'_>, hours: i64) -> Decision {
    let dose = &life.case.doses.last().ok_or_else(Vec::new)?.content;
    let occurred_at = dose.occurred_at + TimeDelta::hours(hours);
    let mut dose = DoseGiven {
        occurred_at,
        given_on: civil_date(occurred_at, life.now.zone),
        mixed_at: dose.mixed_at.map(|mixed_at| mixed_at + TimeDelta::hours(hours)),
        ..dose.clone()
    };
    // At the same time, only the volume is written in another way.
    if hours == 0 {
        dose.volume_ml.insert(0, '0');
    }
    let corrected = Corrected::Dose(dose);
    decide::amend(&life.case, &corrected, "reason", life.rules, &life.now)
}

/// What was seen: nothing, once the time is over; or that somebody was led away before.
fn observe(life: &Life<'_>) -> Decision {
    let owed = life.planned().obligations.iter();
    let owed = owed.filter(|owed| owed.kind == Kind::CompleteObservation);
    let cycle = owed.map(|owed| owed.cycle).min().ok_or_else(Vec::new)?;
    let dose = &life.case.dose_of(cycle).ok_or_else(Vec::new)?.content;
    let protocol = life.rules.protocol_on(&dose.product, dose.given_on);
    let protocol = protocol.ok_or_else(Vec::new)?;
    let left = || Observed {
        how: Observation::Left,
        words: "words".to_owned(),
    };
    let seen = observed(life, protocol, (dose.occurred_at, 0)).unwrap_or_else(left);
    let dose = DoseGiven {
        observed: Some(seen),
        ..dose.clone()
    };
    decide::amend(&life.case, &Corrected::Dose(dose), "", life.rules, &life.now)
}

/// Strikes out a record, from the last of each kind back.
fn void(life: &Life<'_>, which: usize) -> Decision {
    let case = &life.case;
    let mut records = Vec::new();
    macro_rules! of {
        ($($records:ident),+) => {
            $(records.extend(case.$records.iter().map(|entry| (entry.seq, entry.content.id)));)+
        };
        (of the way: $($records:ident),+) => {
            $(records.extend(case.passage.$records.iter().map(|entry| (entry.seq, entry.content.id)));)+
        };
    }
    of!(of the way: release_dates, materials, forwarded, notices, visits);
    of!(of the way: addresses, absences, unavailable, lost, curfews, restrictions, turned_up);
    of!(
        doses,
        not_given,
        incidents,
        late_decisions,
        exams,
        slips,
        judgements,
        reactions,
        contraindications,
        departures,
        aftercare,
        clearances,
        informed
    );
    records.sort_unstable();
    let (_, record) = records.iter().rev().nth(which).ok_or_else(Vec::new)?;
    decide::void(case, *record, "reason", &life.now)
}

fn course<'r>(life: &Life<'r>) -> Result<&'r Course, Vec<Refusal>> {
    let law = life.rules.law_for(life.now.today());
    law.map(|law| law.course).ok_or_else(Vec::new)
}

fn complain(life: &Life<'_>, subject: usize, addressee: usize) -> Decision {
    let course = course(life)?;
    let rule = &course.complaint;
    let subject = pick(&rule.subjects, subject).map_or("", |subject| &subject.id);
    let addressee = pick(&rule.addressees, addressee).map_or("", |addressee| &addressee.id);
    let form = papers::complaint(life.now.today(), subject, addressee, "words");
    decide::lodge_complaint(&life.case, life.fresh(), &form, course, |_| true, &life.now)
}

fn answer_complaint(life: &Life<'_>) -> Decision {
    let course = course(life)?;
    let complaint = life.case.open_complaints().next();
    let complaint = complaint.ok_or_else(Vec::new)?.1.content.id;
    let form = papers::answer(complaint, life.now.today(), "FP", "words");
    decide::answer_complaint(&life.case, Some(SECOND_DOCTOR), &form, course, &life.now)
}
