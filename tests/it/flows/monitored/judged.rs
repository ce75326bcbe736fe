//! A physician decides about results that are not as they should be.

use super::{CYPROTERONE, begun, due, judge, judgement, owed, slip, value};
use crate::support::world::{M3, day, refusals, story};
use merzim::commands;
use merzim::domain::decide::JudgeResult;
use merzim::domain::event::Decided;
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;

#[test]
fn an_expired_result_stops_the_dose_and_a_new_one_out_of_range_waits_for_a_physician() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, CYPROTERONE, "2026-01-12").await;
        slip(world, case, "2026-01-12", &[value("alt", "24", "U/L")])
            .await
            .unwrap();
        for on in [
            "2026-01-26",
            "2026-02-09",
            "2026-02-23",
            "2026-03-09",
            "2026-03-23",
            "2026-04-06",
            "2026-04-20",
        ] {
            world.pass_until(&format!("{on} 10:00")).await;
            world.give(case).await.unwrap();
        }
        // The form still carries the value of January: on 22 April it is a hundred days old, on the 23rd too old.
        world.pass_until("2026-05-04 10:00").await;
        let mut form = world.injection(case).await;
        let alt = form
            .checks
            .iter_mut()
            .find(|check| check.check == "liver-alt")
            .unwrap();
        (alt.answer, alt.taken_on) = ("24".to_owned(), Some(day("2026-01-12")));
        let wrong = refusals(world.log("n1", case, &form).await);
        assert!(
            matches!(&wrong[..], [Refusal::CheckExpired { check, valid_days: 100 }] if check == "liver-alt")
        );

        let record = slip(world, case, "2026-05-04", &[value("alt", "190", "U/L")])
            .await
            .unwrap();
        let waits = judgement(world, case, record).await.unwrap();
        assert_eq!(waits.due_on, day("2026-05-06"), "two working days");
        let file = world.file(case).await;
        let latest = merzim::domain::results::latest(&file.case, "alt").unwrap();
        assert_eq!(latest.measured.value, "190");
        let mut form = world.injection(case).await;
        let alt = form
            .checks
            .iter_mut()
            .find(|check| check.check == "liver-alt")
            .unwrap();
        (alt.answer, alt.taken_on) = ("190".to_owned(), Some(day("2026-05-04")));
        let wrong = refusals(world.log("n1", case, &form).await);
        assert!(
            matches!(&wrong[..], [Refusal::AlarmUndecided { .. }, Refusal::CheckFailed { check }] if check == "liver-alt"),
            "{wrong:?}"
        );

        // The physician stops the doses with the decision itself.
        judge(world, case, record, Decided::Hold, None).await.unwrap();
        assert!(judgement(world, case, record).await.is_none());
        let file = world.file(case).await;
        assert!(file.case.holds.iter().any(|hold| hold.open()));
        assert!(matches!(
            world.dose(case).await,
            Err(merzim::domain::dosing::NoDose::Held { .. })
        ));
        assert!(world.climbs_to(case, "probation").await.is_empty());
    });
}

#[test]
fn low_mood_is_decided_on_the_same_day() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let record = slip(world, case, "2026-05-12", &[value("low-mood", "yes", "")])
            .await
            .unwrap();
        let waits = judgement(world, case, record).await.unwrap();
        assert_eq!(waits.due_on, day("2026-05-12"));
        let never = judge(world, case, record, Decided::Repeat, None).await;
        assert_eq!(refusals(never), [Refusal::Required { field: "repeat_by" }]);
        judge(world, case, record, Decided::Repeat, Some("2026-05-15"))
            .await
            .unwrap();
        assert_eq!(due(world, case, "low-mood").await, Some(day("2026-05-15")));
        world.pass_until("2026-05-14 10:00").await;
        slip(world, case, "2026-05-14", &[value("low-mood", "no", "")])
            .await
            .unwrap();
        assert!(judgement(world, case, record).await.is_none());
        // Repeated: back to the months of the protocol.
        assert_eq!(due(world, case, "low-mood").await, Some(day("2026-06-12")));
    });
}

/// Found by simulated lives: what was taken again on the day of the order never counted, and was asked for without end.
#[test]
fn what_is_taken_again_the_same_day_is_the_repetition() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let record = slip(world, case, "2026-05-12", &[value("low-mood", "yes", "")])
            .await
            .unwrap();
        // Written down before the order: it answers nothing.
        slip(world, case, "2026-05-12", &[value("low-mood", "no", "")])
            .await
            .unwrap();
        judge(world, case, record, Decided::Repeat, Some("2026-05-15"))
            .await
            .unwrap();
        assert_eq!(due(world, case, "low-mood").await, Some(day("2026-05-15")));
        world.pass_until("2026-05-12 15:00").await;
        slip(world, case, "2026-05-12", &[value("low-mood", "no", "")])
            .await
            .unwrap();
        assert_eq!(due(world, case, "low-mood").await, Some(day("2026-06-12")));
    });
}

#[test]
fn a_decision_for_another_drug_obliges_somebody_to_choose_it() {
    for (first, measured, due) in [
        ("2026-05-12", "2026-06-10", "2026-06-15"),
        ("2026-09-01", "2026-10-02", "2026-10-07"),
    ] {
        story(&format!("{first} 08:00"), async |world| {
            let case = begun(world, M3, first).await;
            world.pass_until(&format!("{measured} 10:00")).await;
            let high = value("testosterone", "9", "nmol/L");
            let record = slip(world, case, measured, &[high]).await.unwrap();
            assert!(owed(world, case, Kind::ChooseDrug).await.is_empty());
            let decided = judge(world, case, record, Decided::Change, None).await.unwrap();
            let choice = owed(world, case, Kind::ChooseDrug).await.remove(0);
            assert_eq!((choice.cycle, choice.due_on), (2, day(due)));
            world.void("fp", case, decided).await.unwrap();
            assert!(owed(world, case, Kind::ChooseDrug).await.is_empty(), "taken back");
            judge(world, case, record, Decided::Change, None).await.unwrap();
            world.change(case, "goserelin-12w", due).await.unwrap();
            assert!(owed(world, case, Kind::ChooseDrug).await.is_empty(), "chosen");
        });
    }
}

/// Of a slip with two values outside each is decided about by itself; until then the slip waits.
#[test]
fn values_of_one_slip_are_judged_one_by_one() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let values = [value("alt", "400", "U/L"), value("glucose", "15", "mmol/L")];
        let record = slip(world, case, "2026-05-12", &values).await.unwrap();
        let judge = async |items: &[&str], decided: Decided| {
            let form = JudgeResult {
                record: Some(record),
                items: items.iter().map(|item| (*item).to_owned()).collect(),
                decided: decided.code().to_owned(),
                repeat_by: (decided == Decided::Repeat).then(|| Ok(day("2026-05-20"))),
                words: "негіздеме".to_owned(),
            };
            commands::judge_result(&world.desk, &world.actor("fp"), None, case, &form).await
        };
        let unknown = judge(&["weight"], Decided::Continue).await;
        assert_eq!(refusals(unknown), [Refusal::NotUnderstood { field: "items" }]);
        judge(&["alt"], Decided::Repeat).await.unwrap();
        assert!(
            judgement(world, case, record).await.is_some(),
            "the sugar still waits"
        );
        assert_eq!(due(world, case, "alt").await, Some(day("2026-05-20")));
        judge(&[], Decided::Continue).await.unwrap();
        assert!(judgement(world, case, record).await.is_none());
        let again = judge(&[], Decided::Continue).await;
        assert_eq!(refusals(again), [Refusal::NothingToDo]);
        assert_eq!(
            due(world, case, "alt").await,
            Some(day("2026-05-20")),
            "the repetition stands"
        );
    });
}
