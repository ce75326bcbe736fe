//! Two nurses and one dose; one form sent twice.

use crate::support::world::{World, at, refusals, story, submission};
use merzim::commands::{self, Incident, log_injection};
use merzim::domain::{
    event::{IncidentKind, Recorder},
    ids::{CaseId, SubmissionKey},
    obligation::Because,
    refusal::Refusal,
};
use merzim::store::{desk::Failure, ledger};

const DAYS: [(&str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-14", "2026-03-14 10:02:11"),
    ("2026-12-20 09:00", "2026-12-31", "2027-01-07 23:59:58"),
];

async fn entries(world: &World) -> i64 {
    ledger::verify(&world.fresh.store).await.unwrap().entries
}

/// N2 learns that N1 was first, and when.
fn already_by_n1(world: &World, refused: &[Refusal], when: &str) {
    let n1 = Recorder::Account(world.country.person("n1").id);
    let [Refusal::AlreadyRecorded { by, recorded_at, .. }] = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((by, *recorded_at), (&n1, at(when)));
}

#[test]
fn the_second_nurse_learns_who_was_first_and_when() {
    for (opened, target, moment) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(moment).await;
            let first = world.injection(case).await;
            let mut second = first.clone();
            second.site = "gluteal-right".to_owned();
            world.log("n1", case, &first).await.unwrap();
            world.clock.forward(chrono::Duration::seconds(1)).unwrap();
            second.occurred_at = Some(world.desk.instant());
            already_by_n1(world, &refusals(world.log("n2", case, &second).await), moment);

            // A tablet that was offline sends the same in the evening.
            world.clock.forward(chrono::Duration::hours(8)).unwrap();
            already_by_n1(world, &refusals(world.log("n2", case, &second).await), moment);
            assert_eq!(world.dose_rows(case).await.len(), 1);
        });
    }
}

#[test]
fn at_the_same_moment_exactly_one_dose_is_recorded() {
    for (opened, target, moment) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(moment).await;
            let form = world.injection(case).await;
            let other = world.another_desk().await;
            let (n1, n2) = (world.actor("n1"), world.actor("n2"));
            let (one, two) = tokio::join!(
                log_injection(&world.desk, &n1, None, case, &form),
                log_injection(&other, &n2, None, case, &form)
            );
            let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
            assert_eq!(won.unwrap().cycle, 1);
            assert!(matches!(refusals(lost)[..], [Refusal::AlreadyRecorded { .. }]));
            assert_eq!(world.dose_rows(case).await.len(), 1);
            other.store().clone().close().await.unwrap();
        });
    }
}

#[test]
fn a_form_sent_again_answers_again_and_acts_once() {
    for (opened, target, moment) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(moment).await;
            let key = SubmissionKey::fresh();
            let (form, sent) = (world.injection(case).await, submission(key, "body"));
            let (n1, n2) = (world.actor("n1"), world.actor("n2"));
            let first = log_injection(&world.desk, &n1, Some(sent), case, &form)
                .await
                .unwrap();
            let before = entries(world).await;

            world.clock.forward(chrono::Duration::hours(3)).unwrap();
            let again = log_injection(&world.desk, &n1, Some(sent), case, &form)
                .await
                .unwrap();
            assert_eq!(again, first, "Back and Save again: the same confirmation");
            assert_eq!(entries(world).await, before, "and nothing new in the ledger");

            let other_body = submission(key, "another body");
            let reused = log_injection(&world.desk, &n1, Some(other_body), case, &form).await;
            assert!(matches!(reused, Err(Failure::KeyReused)), "{reused:?}");
            let other_hand = log_injection(&world.desk, &n2, Some(sent), case, &form).await;
            assert!(matches!(other_hand, Err(Failure::KeyReused)), "{other_hand:?}");
            assert_eq!(world.dose_rows(case).await.len(), 1);
        });
    }
}

#[test]
fn a_refused_form_may_be_corrected_and_sent_with_its_key() {
    story(DAYS[0].0, async |world| {
        let case = world.planned_for(DAYS[0].1).await;
        world.pass_until(DAYS[0].2).await;
        let (good, key) = (world.injection(case).await, SubmissionKey::fresh());
        let mut bad = good.clone();
        bad.lot.clear();
        let n1 = world.actor("n1");
        let refused = log_injection(&world.desk, &n1, Some(submission(key, "bad")), case, &bad).await;
        assert_eq!(refusals(refused), [Refusal::Required { field: "lot" }]);
        log_injection(&world.desk, &n1, Some(submission(key, "good")), case, &good)
            .await
            .unwrap();
    });
}

#[test]
fn a_double_click_gets_one_answer_twice() {
    story(DAYS[0].0, async |world| {
        let case = world.planned_for(DAYS[0].1).await;
        world.pass_until(DAYS[0].2).await;
        let (form, sent) = (
            world.injection(case).await,
            submission(SubmissionKey::fresh(), "body"),
        );
        let (n1, other) = (world.actor("n1"), world.another_desk().await);
        let (one, two) = tokio::join!(
            log_injection(&world.desk, &n1, Some(sent), case, &form),
            log_injection(&other, &n1, Some(sent), case, &form)
        );
        assert_eq!(one.unwrap(), two.unwrap());
        assert_eq!(world.dose_rows(case).await.len(), 1);
        other.store().clone().close().await.unwrap();
    });
}

async fn second_injection(world: &World, case: CaseId) {
    let form = Incident {
        kind: Some(IncidentKind::SecondInjection),
        occurred_at: Some(world.desk.instant()),
        injected: true,
        words: "екінші рет енгізілген болуы мүмкін".to_owned(),
        ..Incident::default()
    };
    commands::report_incident(&world.desk, &world.actor("n2"), None, case, &form)
        .await
        .unwrap();
}

#[test]
fn a_possible_second_injection_is_an_incident_and_no_second_dose() {
    for (opened, target, moment) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(moment).await;
            world.give(case).await.unwrap();
            let before = world.dose(case).await.unwrap();
            world.clock.forward(chrono::Duration::days(20)).unwrap();
            second_injection(world, case).await;
            assert_eq!(world.dose_rows(case).await.len(), 1);
            let window = world.dose(case).await.unwrap();
            assert_eq!(window.cycle, before.cycle, "the next dose keeps its number");
            assert!(
                window.opens_on > before.opens_on,
                "but waits for the least interval"
            );
            assert!(
                window
                    .why
                    .because
                    .iter()
                    .any(|why| matches!(why, Because::LeastInterval { .. }))
            );
        });
    }
}

/// One visit without a dose, written down by two nurses: it stays one.
#[test]
fn a_refusal_that_two_nurses_write_down_is_one() {
    for (opened, target, moment) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(moment).await;
            let first = world.not_given("n1", case, "person-refused").await.unwrap();
            world.clock.forward(chrono::Duration::milliseconds(500)).unwrap();
            let second = world.not_given("n2", case, "person-refused").await;
            already_by_n1(world, &refusals(second), moment);
            assert_eq!(world.file(case).await.case.not_given.len(), 1);

            // Struck out, it stands in nobody's way; neither does what happens on another day.
            world.void("n1", case, first).await.unwrap();
            world.not_given("n2", case, "person-refused").await.unwrap();
            world.clock.forward(chrono::Duration::days(1)).unwrap();
            world.not_given("n2", case, "person-refused").await.unwrap();
        });
    }
}
