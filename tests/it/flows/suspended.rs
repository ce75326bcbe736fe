//! A court suspends execution while a dose is planned, and resumes it.

use crate::support::world::{at, day, refusals, story};
use merzim::domain::{
    dosing::NoDose, event::Corrected, event::IncidentKind, obligation::Because, refusal::Refusal,
    ruling::RulingStep, ruling::Standing,
};

#[test]
fn a_suspension_freezes_the_dose_and_resuming_says_the_new_date() {
    for (opened, target, suspended, resumed, due) in [
        (
            "2026-03-20 09:00",
            "2026-04-10",
            "2026-04-08",
            "2026-05-20",
            "2026-05-27",
        ),
        (
            "2027-01-20 09:00",
            "2027-01-31",
            "2027-01-30",
            "2027-02-28",
            "2027-03-07",
        ),
        // Resumed before the dose was due: the series stands.
        (
            "2026-06-01 09:00",
            "2026-07-01",
            "2026-06-10",
            "2026-06-20",
            "2026-07-01",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{suspended} 15:00")).await;
            world.court(case, RulingStep::Appealed, suspended).await.unwrap();
            world.court(case, RulingStep::Suspended, suspended).await.unwrap();

            // The chair screen: no dose can be given, and it says why.
            let refused = refusals(world.give(case).await);
            let Refusal::NoDose(NoDose::NotInForce(Standing::Suspended { since_on })) = refused[0] else {
                panic!("{refused:?}")
            };
            assert_eq!(since_on, day(suspended));
            assert!(
                world
                    .plan(case)
                    .await
                    .obligation((merzim::domain::obligation::Kind::Dose, 1))
                    .is_none()
            );

            world.pass_until(&format!("{resumed} 10:00")).await;
            assert_eq!(
                world.dose_alerts(case).await,
                [],
                "no missed dose while suspended"
            );

            world.court(case, RulingStep::Resumed, resumed).await.unwrap();
            let window = world.dose(case).await.unwrap();
            assert_eq!(window.due_on, day(due));
            let frozen = window
                .why
                .because
                .iter()
                .any(|why| matches!(why, Because::Frozen { .. }));
            assert_eq!(
                frozen,
                due != target,
                "the reason is shown where it moved the date"
            );
            assert_eq!(world.dose_alerts(case).await, []);
        });
    }
}

/// What a court took away is nobody's lateness: in the window that it opened anew no reason is asked, and none that lies with
/// the person can be written, at once or by a correction. After that window it is asked as ever.
#[test]
fn time_lost_to_a_court_is_not_written_as_a_refusal() {
    for (given, late) in [("2026-05-24 10:00", false), ("2026-06-08 10:00", true)] {
        story("2026-03-20 09:00", async |world| {
            let case = world.planned_for("2026-04-10").await;
            world.pass_until("2026-04-08 15:00").await;
            world
                .court(case, RulingStep::Suspended, "2026-04-08")
                .await
                .unwrap();
            world.pass_until("2026-05-20 10:00").await;
            world
                .court(case, RulingStep::Resumed, "2026-05-20")
                .await
                .unwrap();
            world.pass_until(given).await;
            world.decide(case, true).await.unwrap();
            if late {
                let silent = refusals(world.give(case).await);
                assert!(
                    matches!(silent[..], [Refusal::LateReasonNeeded { .. }]),
                    "{silent:?}"
                );
                world.give_late(case, "person-refused").await.unwrap();
                return;
            }
            let field = "late_cause";
            let blamed = refusals(world.give_late(case, "person-refused").await);
            assert_eq!(blamed, [Refusal::NotUnderstood { field }]);
            world.give(case).await.unwrap();
            let mut dose = world.file(case).await.case.doses[0].content.clone();
            assert_eq!(dose.late_cause, None);
            dose.late_words = Some("сөзбен".to_owned());
            for cause in ["person-refused", "no-such-reason"] {
                dose.late_cause = Some(cause.to_owned());
                let corrected = world.amend("n1", case, &Corrected::Dose(dose.clone())).await;
                assert_eq!(refusals(corrected), [Refusal::NotUnderstood { field }], "{cause}");
            }
            // Words that nobody was asked for are kept no longer than others.
            dose.late_cause = None;
            dose.late_words = Some("ұ".repeat(100_000));
            let endless = refusals(world.amend("n1", case, &Corrected::Dose(dose)).await);
            assert!(matches!(endless[..], [Refusal::TooLong { .. }]), "{endless:?}");
        });
    }
}

#[test]
fn an_alert_under_way_ends_with_the_suspension_and_everyone_told_is_told() {
    for (opened, target, told, suspended) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-27 09:30", "2026-03-27"),
        ("2026-09-20 09:00", "2026-10-01", "2026-10-12 17:00", "2026-10-12"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(told).await;
            assert!(
                !world.climbs_to(case, "probation").await.is_empty(),
                "the window closed without a word"
            );
            let told_before = world.climbs_to(case, "probation").await.len();

            world.court(case, RulingStep::Suspended, suspended).await.unwrap();
            assert_eq!(world.dose_alerts(case).await[0].state, "resolved");
            assert_eq!(world.corrections_to(case, "p1").await.len(), 1);
            let people: std::collections::BTreeSet<_> = world
                .climbs_to(case, "probation")
                .await
                .iter()
                .filter(|notice| notice.who.is_some())
                .map(|notice| notice.who)
                .collect();
            assert_eq!(world.corrections_to(case, "probation").await.len(), people.len());

            world.pass_until("2026-12-30 09:00").await;
            assert_eq!(
                world.climbs_to(case, "probation").await.len(),
                told_before,
                "and then it is quiet"
            );
        });
    }
}

/// The paper names a day; the minute of its entry says which doses of that day it stops (ADR 20).
#[test]
fn a_stop_counts_from_the_minute_it_was_written_down() {
    for (opened, target, stops) in [
        ("2026-03-20 09:00", "2026-04-10", RulingStep::Suspended),
        ("2027-01-20 09:00", "2027-01-31", RulingStep::AppealedSuspended),
        ("2026-06-01 09:00", "2026-07-01", RulingStep::EndedByCourt),
        ("2026-06-01 09:00", "2026-07-01", RulingStep::Quashed),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            let open = world.injection(case).await;
            world.at(&format!("{target} 10:15"));
            world.court(case, stops, target).await.unwrap();

            // The form was open when the paper came: the dose on the trolley stays there, whether the form is sent as it was
            // opened or with the minute of now.
            world.at(&format!("{target} 10:20"));
            let mut sent = open.clone();
            sent.at_chair = true;
            let refused = refusals(world.log("n1", case, &sent).await);
            let since = |found: &Refusal| matches!(found, Refusal::StoppedSince { .. });
            assert!(refused.iter().any(since), "{refused:?}");
            sent.occurred_at = Some(at(&format!("{target} 10:20")));
            let refused = refusals(world.log("n1", case, &sent).await);
            let none = |found: &Refusal| matches!(found, Refusal::NoDose(NoDose::NotInForce(_)));
            assert!(refused.iter().any(none), "{refused:?}");
            // At the very minute, too.
            let refused = refusals(world.give_as_of(case, &format!("{target} 10:15")).await);
            assert!(matches!(refused[..], [Refusal::NoDose(_)]), "{refused:?}");

            // What had been given before, and was written down later, was lawful, and stays so when it is corrected.
            world.at(&format!("{target} 11:00"));
            let given = world.give_as_of(case, &format!("{target} 09:40")).await.unwrap();
            let file = world.file(case).await;
            // While execution is suspended two statements contradict each other, and a physician looks at them.
            let kinds: Vec<_> = file
                .case
                .incidents
                .iter()
                .map(|entry| entry.content.kind)
                .collect();
            let suspends = matches!(stops, RulingStep::Suspended | RulingStep::AppealedSuspended);
            let expected: &[IncidentKind] = if suspends {
                &[IncidentKind::WrittenWhileHeld]
            } else {
                &[]
            };
            assert_eq!(kinds, expected, "{stops:?}");
            let words = file
                .case
                .incidents
                .first()
                .map(|entry| entry.content.words.as_str());
            assert_eq!(words, suspends.then_some("қаулы № 1"), "the paper says why");
            let mut dose = file.case.doses_in_effect()[0].content.clone();
            assert_eq!(dose.id, given.record);
            dose.present = Some("Тұрсынова Б.".to_owned());
            world
                .amend("n1", case, &Corrected::Dose(dose.clone()))
                .await
                .unwrap();
            dose.occurred_at = at(&format!("{target} 10:40"));
            let refused = refusals(world.amend("n1", case, &Corrected::Dose(dose)).await);
            assert!(
                refused
                    .iter()
                    .any(|found| matches!(found, Refusal::NoDose(NoDose::NotInForce(_)))),
                "{refused:?}"
            );
        });
    }
}

/// The form that is opened at once says the minute in which the clerk wrote the paper down, and is taken.
#[test]
fn a_dose_of_the_very_minute_in_which_execution_goes_on_is_taken() {
    for (opened, target, next) in [
        ("2026-03-20 09:00", "2026-04-10", "2026-04-11"),
        ("2027-01-20 09:00", "2027-01-31", "2027-02-01"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 08:00")).await;
            world.court(case, RulingStep::Suspended, target).await.unwrap();
            world.pass_until(&format!("{next} 12:00:30")).await;
            world.court(case, RulingStep::Resumed, next).await.unwrap();
            world.at(&format!("{next} 12:00:50"));
            let refused = refusals(world.give_as_of(case, &format!("{next} 11:59")).await);
            assert!(
                matches!(
                    refused[..],
                    [Refusal::NoDose(NoDose::NotInForce(Standing::Suspended { .. }))]
                ),
                "the minute before: {refused:?}"
            );
            world.give_as_of(case, &format!("{next} 12:00")).await.unwrap();
            assert!(world.file(case).await.case.incidents.is_empty());
        });
    }
}

/// A form at the chair may have been filled in before the injection: where the doses were stopped since, it is shown by what,
/// and taken only where it is said of that very stop that the dose was given before it.
#[test]
fn a_form_that_was_open_when_a_stop_came_says_whether_the_dose_was_given_before_it() {
    for (opened, target, stops, code) in [
        (
            "2026-03-20 09:00",
            "2026-04-10",
            Some(RulingStep::Suspended),
            "suspended",
        ),
        (
            "2026-06-01 09:00",
            "2026-07-01",
            Some(RulingStep::Quashed),
            "quashed",
        ),
        ("2026-06-01 09:00", "2026-07-01", None, "held"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            let mut form = world.injection(case).await;
            form.at_chair = true;
            form.mixed_at = form.occurred_at;
            world.at(&format!("{target} 10:15"));
            match stops {
                Some(step) => {
                    world.court(case, step, target).await.unwrap();
                }
                None => {
                    world.hold(case, None).await;
                }
            }
            world.at(&format!("{target} 10:20"));
            for said in ["", "another-stop"] {
                form.before_stop = said.to_owned();
                let refused = refusals(world.log("n1", case, &form).await);
                let [Refusal::StoppedSince { reason }] = &refused[..] else {
                    panic!("{code}, {said}: {refused:?}")
                };
                assert_eq!(reason.code(), code);
            }
            assert_eq!(world.dose_rows(case).await, []);
            form.before_stop = code.to_owned();
            world.log("n1", case, &form).await.unwrap();
            assert_eq!(world.dose_rows(case).await.len(), 1);
        });
    }
}

/// A dose has no seconds: that of the minute in which a stop was written down comes after it, however late in the minute.
#[test]
fn a_dose_of_the_very_minute_of_a_stop_is_refused() {
    for (opened, target, stops) in [
        ("2026-03-20 09:00", "2026-04-10", RulingStep::Suspended),
        ("2026-06-01 09:00", "2026-07-01", RulingStep::Quashed),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:15:40")).await;
            world.court(case, stops, target).await.unwrap();
            world.at(&format!("{target} 10:15:55"));
            let refused = refusals(world.give_as_of(case, &format!("{target} 10:15")).await);
            assert!(
                matches!(refused[..], [Refusal::NoDose(NoDose::NotInForce(_))]),
                "{refused:?}"
            );
            world.give_as_of(case, &format!("{target} 10:14")).await.unwrap();
        });
    }
}

/// Nobody can say any more which hour it was: then the whole day counts. Resuming works in the same way.
#[test]
fn a_stop_that_was_written_down_later_counts_for_its_whole_day() {
    for (opened, target, next) in [
        ("2026-03-20 09:00", "2026-04-10", "2026-04-11"),
        ("2027-01-20 09:00", "2027-01-31", "2027-02-01"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{next} 08:00")).await;
            world.court(case, RulingStep::Suspended, target).await.unwrap();
            let refused = refusals(world.give_as_of(case, &format!("{target} 07:00")).await);
            assert!(matches!(refused[..], [Refusal::NoDose(_)]), "{refused:?}");

            world.at(&format!("{next} 12:00"));
            world.court(case, RulingStep::Resumed, next).await.unwrap();
            world.at(&format!("{next} 13:00"));
            let refused = refusals(world.give_as_of(case, &format!("{next} 11:00")).await);
            assert!(
                matches!(
                    refused[..],
                    [Refusal::NoDose(NoDose::NotInForce(Standing::Suspended { .. }))]
                ),
                "an hour before it was resumed: {refused:?}"
            );
            world.give_as_of(case, &format!("{next} 12:30")).await.unwrap();
        });
    }
}
