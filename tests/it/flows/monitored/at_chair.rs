//! Results and the dose: what is asked before an injection is measured, too, and goes on record.

use super::{begun, judge, judgement};
use crate::support::world::{M3, RULES, day, refusals, story};
use merzim::commands;
use merzim::domain::decide::Injection;
use merzim::domain::event::{Decided, Event};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::store::reading::worklist;

#[test]
fn a_value_typed_at_the_chair_is_a_result() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let file = world.file(case).await;
        let slips = file
            .history
            .iter()
            .filter(|recorded| matches!(recorded.event, Event::ResultsRecorded(_)));
        assert_eq!(slips.count(), 1);
        let latest = merzim::domain::results::latest(&file.case, "testosterone").unwrap();
        assert_eq!(
            (latest.measured.value.as_str(), latest.taken_on),
            ("1.7", day("2026-05-12"))
        );
    });
}

/// Filled in late in the evening, sent after midnight: the moment of the dose decides, not that of the answers.
#[test]
fn a_result_may_expire_between_the_check_and_the_dose() {
    for (first, second) in [("2026-05-12", "2026-08-12"), ("2026-11-30", "2027-02-28")] {
        story(&format!("{first} 08:00"), async |world| {
            let case = begun(world, M3, first).await;
            world.pass_until(&format!("{second} 23:50")).await;
            let mut evening = world.injection(case).await;
            let protocol = RULES.protocol(M3, 1).unwrap();
            let mut checks = protocol.checks.iter();
            let asked = checks.find(|check| check.id == "testosterone").unwrap();
            let valid_days = asked.valid_days.unwrap();
            let mut answers = evening.checks.iter_mut();
            let answer = answers.find(|answer| answer.check == asked.id).unwrap();
            answer.answer = "1.2".to_owned();
            answer.taken_on = Some(day(second) - chrono::TimeDelta::days(valid_days.into()));

            world
                .pass_until(&format!("{} 00:10", day(second).succ_opt().unwrap()))
                .await;
            let mut morning = evening.clone();
            morning.occurred_at = Some(world.desk.instant());
            let expired = Refusal::CheckExpired {
                check: asked.id.clone(),
                valid_days,
            };
            assert_eq!(refusals(world.log("n1", case, &morning).await), [expired]);
            assert_eq!(world.file(case).await.case.doses.len(), 1, "nothing is recorded");

            world.log("n1", case, &evening).await.unwrap();
            let doses = world.file(case).await.case.doses;
            assert_eq!(
                doses.last().unwrap().content.given_on,
                day(second),
                "given in time, written down later"
            );
        });
    }
}

#[test]
fn an_answer_that_alarms_at_the_chair_goes_on_record_without_a_dose() {
    for (first, later) in [("2026-05-12", "2026-05-13"), ("2026-12-31", "2027-01-01")] {
        story(&format!("{first} 08:00"), async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            let n1 = world.actor("n1");
            let calm = world.injection(case).await;
            let nothing = commands::record_alarms(&world.desk, &n1, case, &calm).await;
            assert_eq!(refusals(nothing), [Refusal::NothingToDo]);

            let mut alarming = calm.clone();
            let mut answers = alarming.checks.iter_mut();
            answers.find(|answer| answer.check == "low-mood").unwrap().answer = "yes".to_owned();
            let failed = Refusal::CheckFailed {
                check: "low-mood".to_owned(),
            };
            assert_eq!(refusals(world.log("n1", case, &alarming).await), [failed]);
            commands::record_alarms(&world.desk, &n1, case, &alarming)
                .await
                .unwrap();
            let slip = world.file(case).await.case.slips[0].content.clone();
            assert_eq!(
                (
                    slip.taken_on,
                    slip.values[0].value.as_str(),
                    slip.check.as_deref()
                ),
                (day(first), "yes", Some("low-mood"))
            );
            let waits = judgement(world, case, slip.id).await.unwrap();
            assert_eq!(waits.due_on, day(first), "on the same day");
            // The nurse can do nothing about it: the step is the physician's.
            let plan = world.plan(case).await;
            let next = plan.next_step(|_| true).unwrap();
            assert_eq!(
                (next.owed.kind, next.step().kind),
                (Kind::Dose, Kind::JudgeResult)
            );
            let before = worklist::before_the_dose(world.desk.store(), [case])
                .await
                .unwrap();
            assert_eq!(before.get(&case), Some(&Kind::JudgeResult));
            let again = commands::record_alarms(&world.desk, &n1, case, &alarming).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo], "once a day");

            // Another answer does not take it back: the dose waits for the physician, the next day as well.
            let undecided = Refusal::AlarmUndecided {
                record: slip.id,
                on: day(first),
            };
            let at_chair = Injection {
                at_chair: true,
                mixed_at: calm.occurred_at,
                ..calm.clone()
            };
            let other_answer = world.log("n1", case, &at_chair).await;
            assert_eq!(refusals(other_answer), std::slice::from_ref(&undecided));
            world.pass_until(&format!("{later} 09:00")).await;
            assert_eq!(refusals(world.give(case).await), [undecided]);

            // Decided; and the next answer ends it.
            judge(world, case, slip.id, Decided::Continue, None)
                .await
                .unwrap();
            world.pass_until(&format!("{later} 10:00")).await;
            world.give(case).await.unwrap();
            let file = world.file(case).await;
            let latest = merzim::domain::results::latest(&file.case, "low-mood").unwrap();
            assert_eq!(
                (latest.measured.value.as_str(), latest.taken_on),
                ("no", day(later))
            );
        });
    }
}
