//! What stands on record is not talked away at the chair: a bad result is answered by a later sample, and thoughts of suicide by a
//! physician.

use super::{CYPROTERONE, begun, judge, slip, value};
use crate::support::world::{M3, RULES, day, refusals, story};
use merzim::domain::decide::to_heed;
use merzim::domain::event::Decided;
use merzim::domain::plan::Waits;
use merzim::domain::refusal::Refusal;

fn failed(check: &str) -> Refusal {
    Refusal::CheckFailed {
        check: check.to_owned(),
    }
}

#[test]
fn a_bad_result_on_record_is_not_overruled_with_a_sample_of_the_same_day() {
    for (first, second, later) in [
        ("2026-01-12", "2026-01-26", "2026-01-27"),
        ("2026-11-09", "2026-11-23", "2026-11-24"),
    ] {
        story(&format!("{first} 08:00"), async |world| {
            let case = begun(world, CYPROTERONE, first).await;
            world.pass_until(&format!("{second} 09:00")).await;
            let record = slip(world, case, second, &[value("alt", "300", "U/L")])
                .await
                .unwrap();
            // Nobody has decided: it stops the dose as an answer that alarms does, also for a sample of the next day.
            let undecided = Refusal::AlarmUndecided {
                record,
                on: day(second),
            };
            world.pass_until(&format!("{second} 10:00")).await;
            assert_eq!(
                refusals(world.give(case).await),
                [undecided.clone(), failed("liver-alt")]
            );
            assert_eq!(world.plan(case).await.waits, Some(Waits::Physician));
            world.pass_until(&format!("{later} 09:00")).await;
            let next_day = refusals(world.give_late(case, "contraindication").await);
            assert_eq!(next_day, [undecided]);

            judge(world, case, record, Decided::Continue, None).await.unwrap();
            world.pass_until(&format!("{later} 10:00")).await;
            let mut form = world.injection(case).await;
            form.late_cause = "contraindication".to_owned();
            form.late_words = "сөзбен".to_owned();
            let mut answers = form.checks.iter_mut();
            let alt = answers.find(|answer| answer.check == "liver-alt").unwrap();
            alt.taken_on = Some(day(second));
            assert_eq!(
                refusals(world.log("n1", case, &form).await),
                [failed("liver-alt")],
                "decided, and still not well"
            );
            world.give_late(case, "contraindication").await.unwrap();
        });
    }
}

#[test]
fn a_question_of_yes_or_no_is_not_answered_against_the_number_on_record() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, M3, "2026-01-12").await;
        let due_on = world.due_on(case).await;
        world.pass_until(&format!("{due_on} 09:00")).await;
        let record = slip(
            world,
            case,
            &due_on.to_string(),
            &[value("bone-density", "-3.1", "SD")],
        )
        .await
        .unwrap();
        judge(world, case, record, Decided::Continue, None).await.unwrap();
        world.pass_until(&format!("{due_on} 10:00")).await;
        assert_eq!(refusals(world.give(case).await), [failed("bone-density")]);
    });
}

#[test]
fn thoughts_of_suicide_on_record_stop_the_dose_and_the_dose_waits_for_a_physician() {
    for item in ["suicide-risk", "low-mood"] {
        story("2026-01-12 08:00", async |world| {
            let case = begun(world, M3, "2026-01-12").await;
            let due_on = world.due_on(case).await;
            world.pass_until(&format!("{due_on} 09:00")).await;
            let record = slip(world, case, &due_on.to_string(), &[value(item, "yes", "")])
                .await
                .unwrap();
            world.pass_until(&format!("{due_on} 10:00")).await;
            let undecided = Refusal::AlarmUndecided { record, on: due_on };
            assert_eq!(refusals(world.give(case).await), [undecided], "{item}");
            assert_eq!(
                world.plan(case).await.waits,
                Some(Waits::Physician),
                "nobody outside is asked about him meanwhile"
            );
            judge(world, case, record, Decided::Continue, None).await.unwrap();
            world.pass_until(&format!("{due_on} 11:00")).await;
            world.give(case).await.unwrap();
        });
    }
}

/// A long QT interval on record warns, whatever is answered; while it is as usual, or a year old, the answer alone counts.
#[test]
fn a_long_qt_interval_on_record_warns() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, M3, "2026-01-12").await;
        let warns = async |given_on: &str| {
            let file = world.file(case).await;
            let form = world.injection(case).await;
            let heed = to_heed(&file.case, &form, &RULES, day(given_on));
            heed.iter().any(|check| check.id == "qt-interval")
        };
        for (taken_on, ms, expected) in [
            ("2026-01-13", "450", false),
            ("2026-01-14", "520", true),
            ("2026-01-15", "440", false),
            ("2026-01-16", "451", true),
        ] {
            world.pass_until(&format!("{taken_on} 10:00")).await;
            slip(world, case, taken_on, &[value("qtc", ms, "ms")])
                .await
                .unwrap();
            world.pass_until(&format!("{taken_on} 11:00")).await;
            assert_eq!(warns(taken_on).await, expected, "{taken_on} {ms}");
        }
        assert!(warns("2027-01-17").await, "a year");
        assert!(!warns("2027-01-18").await, "and no longer");
    });
}
