//! Whatever happens, in whatever order.

use super::life::{CLINIC, DEPARTMENT, Life, POLICE, PRISON, PROBATION};
use crate::support::{
    invariants,
    world::{RULES, flare, injection},
};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::domain::{
    alert::{Answer, NoticeKind},
    decide::{self, ConfirmHold, Injection, LiftHold, NotGiven, PlaceHold},
    dosing::open_cycle,
    event::{Corrected, DoseGiven, DoseNotGiven, IncidentKind, Recorder},
    ids::{AccountId, OrganisationId, RecordId},
    plan::protocol,
    ruling::{RulingChange, RulingStep},
    time::civil_date,
};
use proptest::{collection::vec, option, prelude::*, sample::select, test_runner::FileFailurePersistence};

const CAUSES: [&str; 7] = [
    "person-refused",
    "person-absent",
    "contraindication",
    "no-usable-drug",
    "drug-not-delivered",
    "no-staff",
    "court-suspended",
];
const BODIES: [OrganisationId; 5] = [PRISON, PROBATION, CLINIC, DEPARTMENT, POLICE];
const ANSWERS: [&str; 3] = ["called", "summoned", "justified-by-document"];

/// Something somebody tries, or time that passes.
#[derive(Clone, Debug)]
pub enum Step {
    /// Hours pass; the sweep comes by afterwards, or does not.
    Pass {
        hours: u32,
        swept: bool,
    },
    /// The clock runs to about when the open dose is due, and it is given if that may be.
    PassToDose {
        days_off: i64,
        give: Option<&'static str>,
    },
    Give {
        hours_ago: i64,
        cause: &'static str,
    },
    NotGiven {
        hours_ago: i64,
        cause: &'static str,
    },
    Decide {
        give: bool,
    },
    Hold {
        until_in: Option<i64>,
    },
    Confirm {
        until_in: Option<i64>,
    },
    Lift,
    Court {
        step: RulingStep,
        in_days: i64,
    },
    Ruling {
        in_days: i64,
        for_days: Option<i64>,
    },
    Prescribe {
        in_days: i64,
    },
    Answer {
        body: OrganisationId,
        action: &'static str,
    },
    Incident {
        hours_ago: i64,
        injected: bool,
    },
    AmendDose {
        hours: i64,
    },
    AmendCause {
        cause: &'static str,
    },
    Void {
        which: usize,
    },
    Place {
        clinic: bool,
        in_days: i64,
    },
    Supervision {
        police: bool,
        in_days: i64,
    },
    /// One paper is filed.
    Paper {
        which: usize,
    },
    /// A commission examined some days ago and writes; so many of its members sign.
    Review {
        days_ago: i64,
        proposal: &'static str,
        signatures: usize,
    },
    /// What was proposed goes to the court, or the court says no.
    Submission,
    Declined,
}

fn step() -> impl Strategy<Value = Step> {
    let cause = || select(&CAUSES[..]);
    prop_oneof![
        6 => (1..400_u32, any::<bool>()).prop_map(|(hours, swept)| Step::Pass { hours, swept }),
        2 => (1..5000_u32, any::<bool>()).prop_map(|(hours, swept)| Step::Pass { hours, swept }),
        12 => (-9..35_i64, option::weighted(0.7, cause()))
            .prop_map(|(days_off, give)| Step::PassToDose { days_off, give }),
        9 => (select(&[0, 0, 0, 5, 30, 400][..]), cause()).prop_map(|(hours_ago, cause)| Step::Give { hours_ago, cause }),
        5 => (0..300_i64, cause()).prop_map(|(hours_ago, cause)| Step::NotGiven { hours_ago, cause }),
        3 => any::<bool>().prop_map(|give| Step::Decide { give }),
        2 => option::of(0..60_i64).prop_map(|until_in| Step::Hold { until_in }),
        2 => option::of(0..60_i64).prop_map(|until_in| Step::Confirm { until_in }),
        3 => Just(Step::Lift),
        3 => (select(&RulingStep::ALL[..4]), -40..20_i64).prop_map(|(step, in_days)| Step::Court { step, in_days }),
        1 => (select(&RulingStep::ALL[..]), -40..20_i64).prop_map(|(step, in_days)| Step::Court { step, in_days }),
        1 => (-90..90_i64, option::of(0..500_i64)).prop_map(|(in_days, for_days)| Step::Ruling { in_days, for_days }),
        1 => (0..60_i64).prop_map(|in_days| Step::Prescribe { in_days }),
        5 => (select(&BODIES[..]), select(&ANSWERS[..])).prop_map(|(body, action)| Step::Answer { body, action }),
        1 => (0..2000_i64, any::<bool>()).prop_map(|(hours_ago, injected)| Step::Incident { hours_ago, injected }),
        2 => (-900..900_i64).prop_map(|hours| Step::AmendDose { hours }),
        2 => cause().prop_map(|cause| Step::AmendCause { cause }),
        2 => (0..8_usize).prop_map(|which| Step::Void { which }),
        1 => (any::<bool>(), 0..30_i64).prop_map(|(clinic, in_days)| Step::Place { clinic, in_days }),
        1 => (any::<bool>(), 0..30_i64).prop_map(|(police, in_days)| Step::Supervision { police, in_days }),
        2 => (0..5_usize).prop_map(|which| Step::Paper { which }),
        3 => (0..20_i64, select(&["continue", "stop", "extend"][..]), 0..4_usize)
            .prop_map(|(days_ago, proposal, signatures)| Step::Review { days_ago, proposal, signatures }),
        1 => Just(Step::Submission),
        1 => Just(Step::Declined),
    ]
}

fn form(life: &Life, occurred_at: DateTime<Utc>, cause: &str) -> Option<Injection> {
    let protocol = protocol(&life.case, &RULES)?;
    let mut form = injection(protocol, open_cycle(&life.case), occurred_at);
    form.late_cause = cause.to_owned();
    form.late_words = "words".to_owned();
    Some(form)
}

fn day_in(life: &Life, days: Option<i64>) -> Option<Result<chrono::NaiveDate, ()>> {
    days.map(|days| Ok(life.now.today() + TimeDelta::days(days)))
}

/// Takes a step. What the rules refuse does not happen; that is no fault.
fn take(life: &mut Life, step: &Step) {
    let ago = |life: &Life, hours: i64| life.now.instant - TimeDelta::hours(hours);
    let _refused = match step.clone() {
        Step::Pass { hours, swept } => {
            life.pass(hours);
            if swept {
                life.sweep();
            }
            Ok(())
        }
        Step::PassToDose { days_off, give } => {
            let planned = merzim::domain::plan::plan(&life.case, &RULES, &life.roster, &life.now);
            if let Ok(window) = planned.dose {
                let days = (window.due_on - life.now.today()).num_days() + days_off;
                life.pass(u32::try_from(days * 24).unwrap_or(0));
                life.sweep();
                for step in give
                    .into_iter()
                    .flat_map(|cause| [Step::Decide { give: true }, Step::Give { hours_ago: 0, cause }])
                {
                    take(life, &step);
                }
            }
            Ok(())
        }
        Step::Give { hours_ago, cause } => life.perform(|life| {
            let form = form(life, ago(life, hours_ago), cause).ok_or_else(Vec::new)?;
            decide::log_injection(&life.case, life.fresh(), &form, &RULES, &life.roster, &life.now)
        }),
        Step::NotGiven { hours_ago, cause } => life.perform(|life| {
            let form = NotGiven {
                cycle: open_cycle(&life.case),
                occurred_at: Some(ago(life, hours_ago)),
                cause: cause.to_owned(),
                words: "words".to_owned(),
                tried: "tried".to_owned(),
                ..NotGiven::default()
            };
            decide::record_not_given(&life.case, life.fresh(), &form, &RULES, &life.now)
        }),
        Step::Decide { give } => life.perform(|life| {
            let cycle = open_cycle(&life.case);
            decide::decide_late_dose(
                &life.case,
                (life.fresh(), life.fresh()),
                cycle,
                Some(give),
                "words",
                &flare(),
                &RULES,
                &life.now,
            )
        }),
        Step::Hold { .. } | Step::Confirm { .. } | Step::Lift => hold(life, step),
        Step::Court { step, in_days } => life.perform(|life| {
            let ruling = life.case.rulings.last().unwrap().ruling.id;
            let effective_on = life.now.today() + TimeDelta::days(in_days);
            decide::change_ruling(
                &life.case,
                &RulingChange {
                    ruling,
                    step,
                    effective_on,
                    document: "paper".to_owned(),
                    terms: None,
                },
            )
        }),
        Step::Ruling { in_days, for_days } => life.rule(in_days, for_days),
        Step::Prescribe { in_days } => life.prescribe(in_days),
        Step::Answer { body, action } => life.perform(|life| {
            let alert = life
                .case
                .alerts
                .iter()
                .rfind(|alert| alert.live())
                .ok_or_else(Vec::new)?;
            let answer = Answer {
                action: action.to_owned(),
                words: "words".to_owned(),
            };
            // Any kind that knows these answers: who may answer at all is decided by who was told.
            let body = (body, "probation-office");
            decide::acknowledge(&life.case, alert.id, body, &answer, &RULES, &life.now)
        }),
        Step::Incident { hours_ago, injected } => life.perform(|life| {
            let kind = Some(IncidentKind::IrregularDose);
            decide::report_incident(
                life.fresh(),
                kind,
                Some(ago(life, hours_ago)),
                injected,
                "words",
                &life.now,
            )
        }),
        Step::AmendDose { .. } | Step::AmendCause { .. } | Step::Void { .. } => correct(life, step),
        Step::Place { clinic, in_days } => life.perform(|life| {
            let day = life.now.today() + TimeDelta::days(in_days);
            decide::change_place(
                &life.case,
                if clinic { CLINIC } else { PRISON },
                day,
                "moved",
                &life.now,
            )
        }),
        Step::Paper { .. } | Step::Review { .. } | Step::Submission | Step::Declined => {
            super::reviewing::take(life, step)
        }
        Step::Supervision { police, in_days } => life.perform(|life| {
            let day = life.now.today() + TimeDelta::days(in_days);
            let body = if police { POLICE } else { PROBATION };
            decide::change_supervision(&life.case, body, day, "moved", &life.now)
        }),
    };
}

fn hold(life: &mut Life, step: &Step) -> Result<(), Vec<merzim::domain::refusal::Refusal>> {
    let last = life
        .case
        .holds
        .last()
        .map_or(RecordId::fresh(), |hold| hold.placed.id);
    let doctor = Recorder::Account(AccountId(uuid::Uuid::from_u128(30)));
    match *step {
        Step::Hold { until_in } => life.perform(|life| {
            let form = PlaceHold {
                reason: "reason".to_owned(),
                until_on: day_in(life, until_in),
            };
            decide::place_hold(&life.case, life.fresh(), &form, &life.now)
        }),
        Step::Confirm { until_in } => life.perform_as(&doctor, |life| {
            let form = ConfirmHold {
                words: "words".to_owned(),
                until_on: day_in(life, until_in),
            };
            decide::confirm_hold(&life.case, last, &form, &doctor, &life.now)
        }),
        _ => life.perform(|life| {
            decide::lift_hold(
                &life.case,
                last,
                &LiftHold {
                    words: "words".to_owned(),
                    over: false,
                },
                &RULES,
                &life.now,
            )
        }),
    }
}

fn correct(life: &mut Life, step: &Step) -> Result<(), Vec<merzim::domain::refusal::Refusal>> {
    life.perform(|life| match *step {
        Step::AmendDose { hours } => {
            let dose = &life.case.doses.last().ok_or_else(Vec::new)?.content;
            let occurred_at = dose.occurred_at + TimeDelta::hours(hours);
            let given_on = civil_date(occurred_at, life.now.zone);
            let dose = DoseGiven {
                occurred_at,
                given_on,
                ..dose.clone()
            };
            decide::amend(&life.case, &Corrected::Dose(dose), "reason", &RULES, &life.now)
        }
        Step::AmendCause { cause } => {
            let record = &life.case.not_given.last().ok_or_else(Vec::new)?.content;
            let record = DoseNotGiven {
                cause: cause.to_owned(),
                ..record.clone()
            };
            decide::amend(
                &life.case,
                &Corrected::NotGiven(record),
                "reason",
                &RULES,
                &life.now,
            )
        }
        Step::Void { which } => {
            let doses = life.case.doses.iter().map(|entry| entry.content.id);
            let not_given = life.case.not_given.iter().map(|entry| entry.content.id);
            let incidents = life.case.incidents.iter().map(|entry| entry.content.id);
            let decisions = life.case.late_decisions.iter().map(|entry| entry.content.id);
            let all: Vec<_> = doses.chain(not_given).chain(incidents).chain(decisions).collect();
            let record = all.iter().rev().nth(which).ok_or_else(Vec::new)?;
            decide::void(&life.case, *record, "reason", &life.now)
        }
        _ => Err(Vec::new()),
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    /// The invariants hold after every single step; those of the whole history at its end.
    #[test]
    fn every_history_keeps_its_promises(
        for_days in option::of(60..600_i64),
        first_in in 0..20_i64,
        steps in vec(step(), 30..45),
    ) {
        let mut life = Life::begin(for_days, false);
        life.prescribe(first_in).unwrap();
        for step in &steps {
            take(&mut life, step);
        }
        life.sweep();
        invariants::check_history(&life.case, &life.history, &RULES);
    }

    /// When the jobs come back, everything that had become due is there as if they had never been away; only
    /// repeated reminders are not caught up one by one.
    #[test]
    fn a_standstill_hides_nothing(
        for_days in option::of(60..600_i64),
        steps in vec(step(), 10..25),
        hours in 1..2500_u32,
    ) {
        let mut life = Life::begin(for_days, true);
        life.prescribe(5).unwrap();
        for step in steps.iter().filter(|step| !matches!(step, Step::Place { .. } | Step::Supervision { .. })) {
            take(&mut life, step);
        }
        life.sweep();
        let mut attended = life.clone();
        attended.pass_attended(life.now.instant + TimeDelta::hours(hours.into()));
        life.pass(hours);
        life.sweep();
        prop_assert_eq!(asked(&life), asked(&attended));
        let planned = |life: &Life| merzim::domain::plan::plan(&life.case, &RULES, &life.roster, &life.now).obligations;
        prop_assert_eq!(planned(&life), planned(&attended));
        invariants::check_history(&life.case, &life.history, &RULES);
    }
}

/// Who was asked about what, and when that was due; and how each alert stands.
fn asked(life: &Life) -> Vec<String> {
    let alerts = life.case.alerts.iter().flat_map(|alert| {
        // Repeats of a last step that nobody saw are taken once: only the steps themselves are compared.
        let steps = merzim::domain::escalation::track_of(alert, &RULES).map_or(0, |track| track.steps.len());
        let climbs = alert.notices.iter().filter(|notice| {
            let step = usize::try_from(notice.hop.step).unwrap();
            notice.kind == NoticeKind::Climb && step < steps.min(3)
        });
        let climbs = climbs.map(|notice| {
            format!(
                "{} {} {:?}",
                notice.hop.step, notice.hop.due_at, notice.hop.account
            )
        });
        let state = format!(
            "{:?} {} {:?} {}",
            alert.key(),
            alert.state.code(),
            alert.cause,
            alert.due_at
        );
        climbs.chain([state]).collect::<Vec<_>>()
    });
    let mut all: Vec<_> = alerts.collect();
    all.sort();
    all
}
