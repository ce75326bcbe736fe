//! A dose given inside its window, late, and very late.

use crate::support::world::{M3, NewCase, RULES, at, day, refusals, story};
use chrono::TimeDelta;
use merzim::domain::{
    decide,
    dosing::NoDose,
    event::{Corrected, DoseGiven, IncidentKind},
    obligation::{Because, Kind},
    refusal::Refusal,
    ruling::RulingStep,
};

#[test]
fn inside_the_window_the_series_stands() {
    for (opened, target, given, next) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-20 11:00", "2026-06-14"),
        ("2026-08-20 09:00", "2026-08-31", "2026-09-07 23:40", "2026-11-30"),
        ("2027-11-20 09:00", "2027-11-30", "2027-11-23 00:05", "2028-02-29"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            let recorded = world.give(case).await.unwrap();
            assert_eq!(recorded.next_due_on, Some(day(next)));
            let why = world.dose(case).await.unwrap().why;
            assert!(matches!(why.because[0], Because::SeriesKept { .. }), "{why:?}");
            assert_eq!(world.dose_alerts(case).await, [], "nobody was told of anything");
        });
    }
}

#[test]
fn late_needs_a_reason_and_moves_the_anchor() {
    for (opened, target, given, next) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-04-05 10:00", "2026-07-05"),
        ("2026-10-20 09:00", "2026-11-01", "2026-11-29 10:00", "2027-02-28"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            let refused = refusals(world.give(case).await);
            assert!(
                matches!(refused[..], [Refusal::LateReasonNeeded { days }] if days > 7),
                "{refused:?}"
            );
            let recorded = world.give_late(case, "no-usable-drug").await.unwrap();
            assert_eq!(recorded.next_due_on, Some(day(next)));
            let why = world.dose(case).await.unwrap().why;
            assert!(
                matches!(
                    why.because[0],
                    Because::ReAnchored {
                        days_off_target: 8..,
                        ..
                    }
                ),
                "{why:?}"
            );
        });
    }
}

#[test]
fn very_late_waits_for_a_physician() {
    for (opened, target, given) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-04-20 10:00"),
        ("2026-12-01 09:00", "2026-12-05", "2027-01-04 10:00"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            let refused = refusals(world.give_late(case, "no-usable-drug").await);
            assert!(
                matches!(refused[..], [Refusal::DecisionNeeded { days: 29.. }]),
                "{refused:?}"
            );

            world.decide(case, false).await.unwrap();
            // A no holds the doses at once: another physician is asked, and nobody is sent to the chair.
            let refused = refusals(world.give_late(case, "no-usable-drug").await);
            assert!(
                matches!(refused[..], [Refusal::NoDose(NoDose::Held { .. })]),
                "{refused:?}"
            );
            let owed = |kind: Kind| async move {
                let plan = world.plan(case).await;
                plan.obligations.into_iter().any(|owed| owed.kind == kind)
            };
            assert!(owed(Kind::HoldReview).await && !owed(Kind::Dose).await);

            // Lifted, the dose is as late as it was: a physician decides anew.
            let hold = world.file(case).await.case.holds[0].placed.id;
            world.lift("fp", case, hold).await.unwrap();
            assert!(owed(Kind::DecideLateDose).await);
            let refused = refusals(world.give_late(case, "no-usable-drug").await);
            assert!(
                matches!(refused[..], [Refusal::DecisionNeeded { .. }]),
                "{refused:?}"
            );
            world.decide(case, true).await.unwrap();
            world.give_late(case, "no-usable-drug").await.unwrap();
            assert_eq!(
                world.dose_rows(case).await,
                [(1, at(given).with_timezone(&chrono_tz::Asia::Almaty).date_naive())]
            );
        });
    }
}

/// A yes to a very late dose holds for the days of the protocol: then the physician's list grows by itself, the chair refuses,
/// and he decides again.
#[test]
fn leave_for_a_very_late_dose_lapses_and_is_asked_for_again() {
    for (opened, target, decided, last, lapsed) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-04-20",
            "2026-05-04",
            "2026-05-05",
        ),
        (
            "2026-12-01 09:00",
            "2026-12-05",
            "2027-01-20",
            "2027-02-03",
            "2027-02-04",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{decided} 10:00")).await;
            let first = world.decide(case, true).await.unwrap();
            assert_eq!(world.open_obligation(case, "decide-late-dose").await, None);

            // On the last day it may still be given.
            world.pass_until(&format!("{last} 23:00")).await;
            assert_eq!(world.open_obligation(case, "decide-late-dose").await, None);
            let form = world.injection(case).await;
            let file = world.file(case).await;
            let wrong = decide::inspect(&file.case, &form, &RULES, &file.roster, &file.now);
            assert!(
                !wrong
                    .iter()
                    .any(|refusal| matches!(refusal, Refusal::DecisionLapsed { .. })),
                "{wrong:?}"
            );

            world.pass_until(&format!("{lapsed} 09:00")).await;
            let owed = world.open_obligation(case, "decide-late-dose").await.unwrap();
            assert_eq!(
                (owed.opens_on, owed.owner_role.as_str()),
                (day(lapsed), "psychiatrist")
            );
            let plan = world.plan(case).await;
            let mut asked = plan.obligations.iter();
            let asked = asked.find(|owed| owed.kind == Kind::DecideLateDose).unwrap();
            let since = Because::Clock {
                fact: "late-decision".to_owned(),
                fact_on: day(decided),
                distance: "15 days after".to_owned(),
            };
            assert_eq!(asked.why.because, [since]);
            let refused = refusals(world.give_late(case, "no-usable-drug").await);
            let old = Refusal::DecisionLapsed {
                decided_on: day(decided),
                valid_days: 14,
            };
            assert_eq!(refused, [old]);

            let again = world.decide(case, true).await.unwrap();
            assert_ne!(first, again);
            assert_eq!(world.open_obligation(case, "decide-late-dose").await, None);
            world.give_late(case, "no-usable-drug").await.unwrap();
            assert_eq!(world.dose_rows(case).await, [(1, day(lapsed))]);
        });
    }
}

/// Leave that is asked for afterwards makes no dose regular that was given without it.
#[test]
fn leave_for_a_very_late_dose_comes_before_it() {
    for (opened, target, given, decided, later) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-04-20 09:50",
            "2026-04-20 10:06",
            "2026-04-20 10:20",
        ),
        (
            "2026-12-01 09:00",
            "2026-12-05",
            "2027-01-20 10:00",
            "2027-02-02 23:50",
            "2027-02-03 00:10",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(decided).await;
            // Some seconds into the minute: whoever types the time types no seconds.
            world.clock.forward(TimeDelta::seconds(22)).unwrap();
            world.decide(case, true).await.unwrap();
            world.pass_until(later).await;
            let log = async |happened: &str| {
                let mut form = world.injection(case).await;
                form.occurred_at = Some(at(happened));
                form.late_cause = "no-usable-drug".to_owned();
                form.late_words = "сөзбен".to_owned();
                for check in form.checks.iter_mut().filter(|check| check.taken_on.is_some()) {
                    check.taken_on = Some(day(&happened[..10]));
                }
                world.log("n1", case, &form).await
            };
            let refused = refusals(log(given).await);
            assert!(
                matches!(refused[..], [Refusal::DecisionNeeded { days: 29.. }]),
                "{refused:?}"
            );
            log(decided).await.unwrap();
            let dose = world.file(case).await.case.doses[0].content.clone();
            assert_eq!(world.file(case).await.case.incidents, []);

            // Moved to before the leave it stands, as everything that happened, and a physician looks at it.
            let without_leave = Corrected::Dose(DoseGiven {
                occurred_at: at(given),
                given_on: day(&given[..10]),
                ..dose
            });
            world.amend("n1", case, &without_leave).await.unwrap();
            let incidents = world.file(case).await.case.incidents;
            let kinds: Vec<_> = incidents.iter().map(|entry| entry.content.kind).collect();
            assert_eq!(kinds, [IncidentKind::IrregularDose]);
            assert!(world.open_obligation(case, "review-incident").await.is_some());
        });
    }
}

#[test]
fn the_last_day_of_each_band_belongs_to_it() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-03-21 23:59").await;
        assert_eq!(
            world.dose_alerts(case).await,
            [],
            "the window is open to the end of its last day"
        );
        world.give(case).await.unwrap();

        let other = world.planned_for("2026-04-01").await;
        world.pass_until("2026-04-29 23:59").await;
        world.give_late(other, "no-staff").await.unwrap();
    });
}

/// A decision about a late dose is asked once it can matter: not while the dose is barred for another reason, and then not as
/// if it had been due meanwhile.
#[test]
fn a_decision_about_a_late_dose_is_asked_when_it_can_matter() {
    for (opened, target, held, late, lifted) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-16",
            "2026-04-25",
            "2026-05-04",
        ),
        (
            "2026-12-01 09:00",
            "2026-12-05",
            "2026-12-08",
            "2027-01-15",
            "2027-02-03",
        ),
    ] {
        story(opened, async |world| {
            let decision = async |case| {
                let plan = world.plan(case).await;
                let mut owed = plan.obligations.into_iter();
                owed.find(|owed| owed.kind == Kind::DecideLateDose)
            };
            let case = world.planned_for(target).await;
            let suspended = world.planned_for(target).await;
            world.pass_until(&format!("{held} 10:00")).await;
            let hold = world.hold(case, None).await;
            world.court(suspended, RulingStep::Suspended, held).await.unwrap();
            world.pass_until(&format!("{late} 10:00")).await;
            assert_eq!(decision(case).await, None, "held: nothing is to be decided");
            assert_eq!(decision(suspended).await, None, "no ruling in force");
            world.pass_until(&format!("{lifted} 10:00")).await;
            world.lift("fp", case, hold).await.unwrap();
            world.court(suspended, RulingStep::Resumed, lifted).await.unwrap();
            for case in [case, suspended] {
                let asked = decision(case).await.unwrap();
                assert_eq!(
                    (asked.opens_on, asked.due_on),
                    (day(lifted), day(lifted)),
                    "not before"
                );
                let frozen = |fact: &Because| matches!(fact, Because::Frozen { .. });
                assert!(asked.why.because.iter().any(frozen), "{:?}", asked.why);
            }
        });
    }
}

/// Whose step it is: of whoever must do something before the dose, one after the other, then of whoever gives it.
#[test]
fn the_step_is_with_whoever_must_act_before_the_dose() {
    story("2026-03-02 09:00", async |world| {
        let case = world.open(NewCase::default()).await;
        world.clear(case).await.unwrap();
        world.choose(case, M3, "2026-03-14").await.unwrap();
        world.pass_until("2026-04-20 10:00").await;
        let step = async || {
            let plan = world.plan(case).await;
            let next = plan.next_step(|_| true).unwrap();
            assert_eq!(next.owed.kind, Kind::Dose, "the dose is what everybody looks for");
            let asked = plan
                .obligations
                .iter()
                .filter(|owed| owed.kind == Kind::DecideLateDose);
            (next.step().kind, next.step().owner.role.clone(), asked.count())
        };
        let doctor = "psychiatrist".to_owned();
        assert_eq!(
            step().await,
            (Kind::InformPerson, doctor.clone(), 0),
            "told first, decided then"
        );
        world.inform(case).await.unwrap();
        assert_eq!(step().await, (Kind::DecideLateDose, doctor, 1));
        world.decide(case, true).await.unwrap();
        let (kind, role, asked) = step().await;
        assert_eq!((kind, asked), (Kind::Dose, 0));
        assert!(role.contains("nurse"), "{role}");
    });
}
