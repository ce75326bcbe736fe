//! Whatever happens, in whatever order.

use super::lives::{begin, prescribe, prescribe_m3, rules};
use super::passage::passage;
use crate::support::invariants;
use chrono::TimeDelta;
use merzim::domain::{alert::NoticeKind, ids::OrganisationId, ruling::RulingStep};
use merzim::simulate::life::{CLINIC, DEPARTMENT, HOSPITAL, Life, POLICE, PRISON, PROBATION};
use merzim::simulate::step::{self, Outside, Step};
use proptest::{collection::vec, option, prelude::*, sample::select, test_runner::FileFailurePersistence};

const BODIES: [OrganisationId; 5] = [PRISON, PROBATION, CLINIC, DEPARTMENT, POLICE];
const PLACES: [OrganisationId; 3] = [PRISON, CLINIC, HOSPITAL];

/// What time brings, and the doses.
fn doses() -> impl Strategy<Value = Step> {
    let cause = || 0..12_usize;
    prop_oneof![
        6 => (1..400_u32, any::<bool>()).prop_map(|(hours, swept)| Step::Pass { hours, swept }),
        2 => (1..5000_u32, any::<bool>()).prop_map(|(hours, swept)| Step::Pass { hours, swept }),
        12 => (-9..35_i64, option::weighted(0.7, cause()))
            .prop_map(|(days_off, give)| Step::PassToDose { days_off, give }),
        9 => (select(&[0, 0, 0, 5, 30, 400, -20][..]), cause()).prop_map(|(hours_ago, cause)| Step::Give { hours_ago, cause }),
        5 => (0..300_i64, cause()).prop_map(|(hours_ago, cause)| Step::NotGiven { hours_ago, cause }),
        3 => any::<bool>().prop_map(|give| Step::Decide { give }),
        1 => Just(Step::GiveTwice),
        1 => (0..7_usize).prop_map(|what| Step::Nonsense { what }),
    ]
}

/// What a court does: every step, at once or by papers that come late, with a new term or without.
fn court() -> impl Strategy<Value = Step> {
    let lasting = [
        RulingStep::Appealed,
        RulingStep::AppealedSuspended,
        RulingStep::AppealDecided,
        RulingStep::Suspended,
        RulingStep::Resumed,
        RulingStep::EnteredIntoForce,
        RulingStep::Announced,
        RulingStep::Varied,
        RulingStep::Extended,
    ];
    let ending = [RulingStep::EndedByCourt, RulingStep::Quashed];
    let step = |steps: Vec<RulingStep>| {
        let terms = (option::of(0..500_i64), option::of(any::<bool>()));
        (select(steps), -40..20_i64, 0..3_usize, terms).prop_map(
            |(step, in_days, back, (for_days, police))| Step::Court {
                step,
                in_days,
                back,
                for_days,
                police,
            },
        )
    };
    let ruling = (
        option::weighted(0.8, -90..90_i64),
        option::of(0..500_i64),
        any::<bool>(),
    );
    prop_oneof![
        12 => step(lasting.to_vec()),
        1 => step(ending.to_vec()),
        2 => ruling.prop_map(|(in_days, for_days, draft)| Step::Ruling { in_days, for_days, draft }),
    ]
}

/// The clinical course: holds, regimens, examinations, results, reactions, contraindications, reviews.
fn course() -> impl Strategy<Value = Step> {
    let any_of = || 0..12_usize;
    let reviewed = (0..20_i64, any_of(), 0..7_usize, any::<bool>());
    prop_oneof![
        4 => option::of(0..60_i64).prop_map(|until_in| Step::Hold { until_in }),
        4 => option::of(0..60_i64).prop_map(|until_in| Step::Confirm { until_in }),
        6 => Just(Step::Lift),
        3 => (0..60_i64, any_of()).prop_map(|(in_days, product)| Step::Prescribe { in_days, product }),
        2 => (0..60_i64).prop_map(prescribe_m3),
        3 => (0..3_usize).prop_map(|consent| Step::Inform { consent }),
        1 => (any::<bool>(), option::of(any_of())).prop_map(|(cleared, found)| Step::Clear { cleared, found }),
        2 => (any_of(), any::<bool>()).prop_map(|(severity, hold)| Step::React { severity, hold }),
        2 => Just(Step::Recover),
        1 => (any_of(), 0..2_usize).prop_map(|(what, follows)| Step::Contraindication { what, follows }),
        1 => Just(Step::Over),
        4 => (0..60_i64, any::<bool>(), option::weighted(0.2, any_of()))
            .prop_map(|(days_ago, well, severity)| Step::Exam { days_ago, well, severity }),
        4 => (0..60_i64, any::<bool>()).prop_map(|(days_ago, well)| Step::Results { days_ago, well }),
        2 => (any_of(), 0..60_i64).prop_map(|(decided, in_days)| Step::Judge { decided, in_days }),
        3 => any_of().prop_map(|which| Step::Paper { which }),
        6 => reviewed.prop_map(|(days_ago, proposal, signatures, dissents)| Step::Review {
            days_ago,
            proposal,
            signatures,
            dissents,
        }),
        1 => Just(Step::ReviewOwn),
        2 => Just(Step::Submission),
        2 => Just(Step::Declined),
    ]
}

/// Alerts answered, incidents, corrections, moves, complaints, the end.
fn records() -> impl Strategy<Value = Step> {
    let any_of = || 0..12_usize;
    prop_oneof![
        10 => (select(&BODIES[..]), any_of()).prop_map(|(body, action)| Step::Answer { body, action }),
        2 => (0..2000_i64, any::<bool>()).prop_map(|(hours_ago, injected)| Step::Incident { hours_ago, injected }),
        2 => Just(Step::LookAtIncident),
        4 => (-900..900_i64).prop_map(|hours| Step::AmendDose { hours }),
        4 => any_of().prop_map(|cause| Step::AmendCause { cause }),
        4 => Just(Step::Observe),
        4 => (0..8_usize).prop_map(|which| Step::Void { which }),
        2 => (select(&PLACES[..]), 0..30_i64).prop_map(|(to, in_days)| Step::Place { to, in_days }),
        2 => (any::<bool>(), 0..30_i64).prop_map(|(police, in_days)| Step::Supervision { police, in_days }),
        2 => (any_of(), any_of()).prop_map(|(subject, addressee)| Step::Complain { subject, addressee }),
        2 => Just(Step::AnswerComplaint),
        1 => (any::<bool>(), 0..900_i64).prop_map(|(death, hours_ago)| Step::Leave { death, hours_ago }),
        1 => Just(Step::Aftercare),
        1 => Just(Step::TellEnd),
        2 => registry(),
        1 => outside(),
    ]
}

/// Restrictions come and go, and the person comes where nobody treats him.
fn outside() -> impl Strategy<Value = Step> {
    let restrict = (0..4_usize, -20..40_i64, option::of(1..400_i64), 0..24_u32);
    let step = prop_oneof![
        3 => restrict.prop_map(|(kind, in_days, for_days, hour)| Outside::Restrict { kind, in_days, for_days, hour }),
        1 => Just(Outside::Unrestrict),
        2 => (0..4_usize).prop_map(|at| Outside::TurnUp { at }),
    ];
    step.prop_map(Step::Outside)
}

/// What the registry puts right or writes down besides, and what is done about an alert.
fn registry() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..3_usize).prop_map(|which| Step::VoidRulingStep { which }),
        3 => (0..3_usize, -60..90_i64).prop_map(|(what, days)| Step::AmendRuling { what, days }),
        1 => Just(Step::CorrectPerson),
        1 => (-20..40_i64, option::of(1..400_i64)).prop_map(|(in_days, for_days)| Step::Curfew { in_days, for_days }),
        1 => any::<bool>().prop_map(|gone| Step::Officer { gone }),
        3 => (select(&BODIES[..]), 0..8_usize).prop_map(|(body, action)| Step::Act { body, action }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![10 => doses(), 3 => court(), 4 => course(), 4 => records()]
}

/// The same, and what happens from one organisation to the next.
fn anything() -> impl Strategy<Value = Step> {
    prop_oneof![5 => step(), 1 => passage()]
}

/// Takes a step. What the rules refuse does not happen; that is no fault. Every promise holds after it.
pub fn take(life: &mut Life<'_>, step: &Step) {
    let _refused = step::take(life, step);
    assert_eq!(life.broken, [], "after {step:?}");
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
        steps in vec(anything(), 30..45),
    ) {
        let mut life = begin(for_days, false);
        prescribe(&mut life, first_in);
        for step in &steps {
            take(&mut life, step);
        }
        life.sweep();
        invariants::check_history(&life.case, &life.history, rules());
    }

    /// When the jobs come back, everything that had become due is there as if they had never been away; only
    /// repeated reminders are not caught up one by one.
    #[test]
    fn a_standstill_hides_nothing(
        for_days in option::of(60..600_i64),
        steps in vec(step(), 10..25),
        hours in 1..2500_u32,
    ) {
        let mut life = begin(for_days, true);
        prescribe(&mut life, 5);
        // Who is asked is whoever fills the post when the jobs come back: no step may change that meanwhile.
        let changes_hands = |step: &&Step| {
            matches!(
                step,
                Step::Place { .. }
                    | Step::Supervision { .. }
                    | Step::Court { police: Some(_), .. }
                    | Step::AnswerOffer { .. }
                    | Step::Officer { .. }
                    | Step::VoidRulingStep { .. }
            )
        };
        for step in steps.iter().filter(|step| !changes_hands(step)) {
            take(&mut life, step);
        }
        life.sweep();
        comes_back_as_if_attended(life, hours)?;
    }
}

/// Leaves the jobs standing for some hours, in one of two like lives.
fn comes_back_as_if_attended(mut life: Life<'_>, hours: u32) -> Result<(), TestCaseError> {
    let mut attended = life.clone();
    attended.pass_attended(life.now.instant + TimeDelta::hours(hours.into()));
    life.pass(hours);
    life.sweep();
    prop_assert_eq!(asked(&life), asked(&attended));
    prop_assert_eq!(&life.planned().obligations, &attended.planned().obligations);
    prop_assert_eq!(&life.broken, &[]);
    prop_assert_eq!(&attended.broken, &[]);
    invariants::check_history(&life.case, &life.history, rules());
    Ok(())
}

/// Found by chance: while nobody looked, a court's paper moved the end, and that everybody had to be told came to an end and
/// began again.
#[test]
fn what_ended_and_began_again_in_a_standstill_begins_anew() {
    let mut life = begin(None, true);
    prescribe(&mut life, 5);
    let court = |step, in_days| Step::Court {
        step,
        in_days,
        back: 0,
        for_days: None,
        police: None,
    };
    take(&mut life, &court(RulingStep::Quashed, 16));
    take(&mut life, &court(RulingStep::EndedByCourt, 0));
    life.sweep();
    comes_back_as_if_attended(life, 24 * 40).unwrap();
}

/// Who was asked about what, and when that was due; and how each alert stands.
fn asked(life: &Life<'_>) -> Vec<String> {
    let alerts = life.case.alerts.iter().flat_map(|alert| {
        // Repeats of a last step that nobody saw are taken once: only the steps themselves are compared.
        let steps = merzim::domain::escalation::track_of(alert, rules()).map_or(0, |track| track.steps.len());
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
