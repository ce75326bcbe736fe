//! Corrections add: the old content stays readable, dates follow, and everyone who was told is told again.

use crate::support::world::{World, ZONE, at, day, refusals, story};
use chrono::{TimeDelta, Utc};
use merzim::commands;
use merzim::domain::{
    event::{Corrected, DoseGiven, DoseNotGiven, Event, IncidentKind},
    ids::{CaseId, RecordId},
    refusal::Refusal,
};
use merzim::store::desk::Failure;

pub(super) async fn dose(world: &World, case: CaseId) -> DoseGiven {
    world.file(case).await.case.doses.last().unwrap().content.clone()
}

async fn not_given(world: &World, case: CaseId) -> DoseNotGiven {
    world
        .file(case)
        .await
        .case
        .not_given
        .last()
        .unwrap()
        .content
        .clone()
}

/// The dose, moved to another moment.
pub(super) fn moved(dose: &DoseGiven, to: &str) -> Corrected {
    let occurred_at = at(to).with_timezone(&Utc);
    Corrected::Dose(DoseGiven {
        occurred_at,
        given_on: day(&to[..10]),
        ..dose.clone()
    })
}

#[test]
fn an_amended_date_moves_the_plan_and_keeps_the_old_record() {
    for (opened, target, given, amended, before, after) in [
        // Inside the window it stays inside: the series stands.
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-14 10:00",
            "2026-03-12 10:00",
            "2026-06-14",
            "2026-06-14",
        ),
        // It turns out to have been late: the given day becomes the anchor.
        (
            "2026-08-02 09:00",
            "2026-08-31",
            "2026-08-25 10:00",
            "2026-08-23 10:00",
            "2026-11-30",
            "2026-11-23",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            world.give(case).await.unwrap();
            assert_eq!(world.due_on(case).await, day(before));
            world.clock.forward(TimeDelta::days(1)).unwrap();

            let was = dose(world, case).await;
            world.amend("n1", case, &moved(&was, amended)).await.unwrap();
            assert_eq!(world.due_on(case).await, day(after));
            assert_eq!(world.dose_rows(case).await, [(1, day(&amended[..10]))]);
            let entry = world.file(case).await.case.doses[0].clone();
            assert_eq!(
                entry.earlier,
                [(was.clone(), "қате жазылды".to_owned())],
                "the old value and the reason"
            );

            let same = world
                .amend("n1", case, &Corrected::Dose(entry.content.clone()))
                .await;
            assert_eq!(refusals(same), [Refusal::NothingToDo]);
            let future = world.amend("n1", case, &moved(&was, "2029-01-01 10:00")).await;
            assert!(matches!(refusals(future)[0], Refusal::InFuture { .. }));
        });
    }
}

/// Nobody writes down what has not happened yet, nor is it corrected to that.
#[test]
fn nothing_is_corrected_to_after_it_was_written_down() {
    for (opened, target, written, later) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-14 10:00",
            "2026-03-14 10:30",
        ),
        (
            "2026-11-20 09:00",
            "2026-11-30",
            "2026-11-30 23:50",
            "2026-12-01 09:30",
        ),
    ] {
        story(opened, async |world| {
            let (given, refused) = (world.planned_for(target).await, world.planned_for(target).await);
            world.pass_until(written).await;
            world.give(given).await.unwrap();
            world.refuse(refused).await;
            world.clock.forward(TimeDelta::days(3)).unwrap();

            let impossible = Refusal::WrittenBefore {
                written: at(written).with_timezone(&ZONE).naive_local(),
            };
            let was = dose(world, given).await;
            let amended = world.amend("n1", given, &moved(&was, later)).await;
            assert_eq!(refusals(amended), std::slice::from_ref(&impossible));
            let record = DoseNotGiven {
                occurred_at: at(later),
                ..not_given(world, refused).await
            };
            let amended = world.amend("n1", refused, &Corrected::NotGiven(record)).await;
            assert_eq!(refusals(amended), [impossible]);
            assert_eq!(dose(world, given).await, was, "nothing was changed");

            let minute = format!("{}1", &written[..written.len() - 1]);
            world.amend("n1", given, &moved(&was, &minute)).await.unwrap();
            assert_eq!(
                dose(world, given).await.occurred_at,
                at(&minute),
                "clocks of two machines differ"
            );
        });
    }
}

#[test]
fn a_voided_dose_is_due_again_and_stays_readable() {
    for (opened, target, given) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-12 10:00"),
        ("2026-12-02 09:00", "2026-12-31", "2027-01-02 10:00"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            let record = world.give(case).await.unwrap().record;
            assert_eq!(world.dose(case).await.unwrap().cycle, 2);
            world.clock.forward(TimeDelta::hours(20)).unwrap();

            let stranger = world.void("n3", case, record).await;
            assert!(matches!(stranger, Err(Failure::Forbidden(_))), "{stranger:?}");
            world.void("n2", case, record).await.unwrap();
            let window = world.dose(case).await.unwrap();
            assert_eq!(
                (window.cycle, window.due_on),
                (1, day(target)),
                "the same dose is due again"
            );
            assert_eq!(world.dose_rows(case).await, []);
            let entry = &world.file(case).await.case.doses[0];
            assert_eq!(entry.voided.as_deref(), Some("басқа адам"));
            assert_eq!(
                refusals(world.void("n1", case, record).await),
                [Refusal::NothingToDo],
                "once"
            );

            // The unique key is free again, and the second dose under it counts.
            world.give(case).await.unwrap();
            assert_eq!(world.dose_rows(case).await.len(), 1);
        });
    }
}

#[test]
fn everyone_who_was_told_is_told_of_each_turn_once() {
    for (opened, target, told, turns) in [
        (
            "2026-05-11 09:00",
            "2026-05-13",
            "2026-05-22 11:00",
            "2026-05-22 12:00",
        ),
        (
            "2026-10-12 09:00",
            "2026-10-16",
            "2026-10-28 08:30",
            "2026-10-28 17:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(told).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), 1);

            let record = world
                .give_as_of(case, &format!("{target} 10:00"))
                .await
                .unwrap()
                .record;
            assert_eq!(
                world.corrections_to(case, "probation").await.len(),
                1,
                "it was given"
            );

            world.pass_until(turns).await;
            world.void("n1", case, record).await.unwrap();
            assert_eq!(
                world.corrections_to(case, "probation").await.len(),
                2,
                "that was wrong"
            );
            assert_eq!(world.corrections_to(case, "p1").await.len(), 2);
            let alert = &world.dose_alerts(case).await[0];
            assert_eq!(
                alert.state, "climbing",
                "and so it climbs again, from the clinic on"
            );
            assert_eq!(world.climbs_to(case, "p1").await.len(), 2);
            assert_eq!(world.climbs_to(case, "probation").await.len(), 1);

            world.pass_until(&format!("{} 18:00", &turns[..10])).await;
            world.give_as_of(case, &format!("{target} 11:00")).await.unwrap();
            assert_eq!(world.corrections_to(case, "probation").await.len(), 3);
            assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
        });
    }
}

#[test]
fn a_cause_corrected_to_our_side_is_taken_back_from_the_supervising_body() {
    for (opened, target, refused, told, later) in [
        (
            "2026-05-11 09:00",
            "2026-05-13",
            "2026-05-13 10:00",
            "2026-05-21 09:00",
            "2026-06-10 09:00",
        ),
        (
            "2026-12-20 09:00",
            "2026-12-24",
            "2026-12-30 10:00",
            "2027-01-01 09:00",
            "2027-01-20 09:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(refused).await;
            world.refuse(case).await;
            world.pass_until(told).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), 1);

            let record = DoseNotGiven {
                cause: "no-usable-drug".to_owned(),
                ..not_given(world, case).await
            };
            world
                .amend("n1", case, &Corrected::NotGiven(record))
                .await
                .unwrap();
            let told = world.corrections_to(case, "probation").await;
            assert_eq!(
                (told.len(), told[0].mailed),
                (1, true),
                "told once, in one message"
            );
            world.pass_until(later).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), 1);
            assert_eq!(world.dose_alerts(case).await[0].cause, "supply");
        });
    }
}

#[test]
fn a_corrected_refusal_lacks_nothing_that_recording_it_asks() {
    for (opened, target, refused) in [
        ("2026-05-11 09:00", "2026-05-13", "2026-05-13 10:00"),
        ("2026-12-20 09:00", "2026-12-24", "2026-12-30 10:00"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(refused).await;
            let window = world.dose(case).await.unwrap();
            world.not_given("n1", case, "no-usable-drug").await.unwrap();
            let was = not_given(world, case).await;
            let amend =
                async |record: DoseNotGiven| world.amend("n1", case, &Corrected::NotGiven(record)).await;
            let person = || DoseNotGiven {
                cause: "person-refused".to_owned(),
                ..was.clone()
            };
            let untried = DoseNotGiven {
                tried: " ".to_owned(),
                ..person()
            };
            let refused = refusals(amend(untried).await);
            assert_eq!(
                refused,
                [Refusal::Required { field: "tried" }],
                "our failure is not his"
            );
            let endless = DoseNotGiven {
                words: "ұ".repeat(60_000),
                own_words: "ұ".repeat(60_000),
                ..was.clone()
            };
            let refused = refusals(amend(endless).await);
            let too_long = |field| Refusal::TooLong { field, most: 4000 };
            assert_eq!(refused, [too_long("words"), too_long("own_words")]);
            let at_instant = |occurred_at| DoseNotGiven {
                occurred_at,
                ..was.clone()
            };
            let refused = refusals(amend(at_instant("1000-01-01T05:00:00Z".parse().unwrap())).await);
            assert!(matches!(refused[..], [Refusal::NoDose(_)]), "{refused:?}");
            let early = window.opens_on.pred_opt().unwrap();
            let early = at(&format!("{early} 10:00")).with_timezone(&Utc);
            let refused = refusals(amend(at_instant(early)).await);
            assert!(
                matches!(refused[..], [Refusal::TooEarly { .. } | Refusal::NoDose(_)]),
                "{refused:?}"
            );
            let again = |on| DoseNotGiven {
                next_attempt_on: Some(on),
                ..was.clone()
            };
            let refused = refusals(amend(again(day("9999-12-31"))).await);
            assert!(matches!(refused[..], [Refusal::NotAfter { .. }]), "{refused:?}");
            let refused = refusals(amend(again(was.occurred_on.pred_opt().unwrap())).await);
            assert!(matches!(refused[..], [Refusal::NotBefore { .. }]), "{refused:?}");
            assert_eq!(not_given(world, case).await, was, "nothing was changed");

            let sound = DoseNotGiven {
                tried: " екі рет шақырылды ".to_owned(),
                next_attempt_on: Some(was.occurred_on),
                ..person()
            };
            amend(sound).await.unwrap();
            let now = not_given(world, case).await;
            assert_eq!(
                (now.tried.as_str(), now.cause.as_str()),
                ("екі рет шақырылды", "person-refused")
            );
        });
    }
}

#[test]
fn a_corrected_dose_is_told_in_no_more_words_than_a_recorded_one() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-03-14 10:00").await;
        world.give(case).await.unwrap();
        let was = dose(world, case).await;
        let endless = DoseGiven {
            present: Some("ұ".repeat(40_000)),
            late_words: Some("ұ".repeat(40_000)),
            ..was.clone()
        };
        let refused = refusals(world.amend("n1", case, &Corrected::Dose(endless)).await);
        let too_long = |field, most| Refusal::TooLong { field, most };
        assert_eq!(refused, [too_long("present", 200), too_long("late_words", 4000)]);
        assert_eq!(dose(world, case).await, was);
    });
}

#[test]
fn a_voided_refusal_leaves_the_window_open_or_unexplained() {
    for (opened, target, refused, voided, state, cause) in [
        (
            "2026-05-11 09:00",
            "2026-05-13",
            "2026-05-13 10:00",
            "2026-05-14 09:00",
            "resolved",
            "person",
        ),
        (
            "2026-12-20 09:00",
            "2026-12-24",
            "2026-12-30 10:00",
            "2027-01-05 09:00",
            "climbing",
            "unexplained",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(refused).await;
            let record = world.refuse(case).await;
            world.pass_until(voided).await;
            world.void("n1", case, record).await.unwrap();
            let alert = &world.dose_alerts(case).await[0];
            assert_eq!((alert.state.as_str(), alert.cause.as_str()), (state, cause));
        });
    }
}

#[test]
fn every_record_can_be_taken_back_by_those_who_may() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-04-13 10:00").await;
        let decision = world.decide(case, true).await.unwrap();
        let form = commands::Incident {
            kind: Some(IncidentKind::IrregularDose),
            occurred_at: Some(world.desk.instant()),
            injected: true,
            words: "жоспарсыз".to_owned(),
            ..commands::Incident::default()
        };
        let incident = commands::report_incident(&world.desk, &world.actor("n1"), None, case, &form)
            .await
            .unwrap();
        let waiting = world.dose(case).await.unwrap().opens_on;
        assert!(
            waiting > day("2026-06-30"),
            "an injection that was no dose counts for the least interval"
        );

        world.void("n1", case, incident).await.unwrap();
        assert!(
            world.dose(case).await.unwrap().opens_on < day("2026-04-13"),
            "it never happened"
        );
        world.void("fp", case, decision).await.unwrap();
        let refused = refusals(world.give_late(case, "no-staff").await);
        assert!(
            matches!(refused[..], [Refusal::DecisionNeeded { .. }]),
            "{refused:?}"
        );
        let voids = world
            .file(case)
            .await
            .history
            .iter()
            .filter(|event| matches!(event.event, Event::RecordVoided { .. }))
            .count();
        assert_eq!(voids, 2);
        let unknown = world.void("n1", case, RecordId::fresh()).await;
        assert_eq!(refusals(unknown), [Refusal::NothingToDo]);
    });
}
