//! The time after the measure is thought of before it is over.

use crate::support::world::{NewCase, day, refusals, story};
use merzim::commands;
use merzim::domain::decide::PlanAftercare;
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::RulingStep;

#[test]
fn the_time_after_the_measure_may_be_planned_before_its_end() {
    for (opened, first, planned, ended) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-04-20", "2026-05-05"),
        ("2026-11-25 09:00", "2026-12-10", "2026-12-28", "2027-01-11"),
    ] {
        story(opened, async |world| {
            let untreated = world.open(NewCase::default()).await;
            let early = refusals(world.aftercare(untreated).await);
            assert_eq!(early, [Refusal::StepNotPossible], "nothing was given");

            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(&format!("{planned} 10:00")).await;
            world.aftercare(case).await.unwrap();
            let plans = world.file(case).await.case.aftercare;
            assert_eq!(plans[0].content.planned_on, day(planned));

            // How it ended nobody knew then: the plan is looked at once more.
            world.pass_until(&format!("{ended} 10:00")).await;
            world.court(case, RulingStep::EndedByCourt, ended).await.unwrap();
            assert!(world.open_obligation(case, "aftercare").await.is_some());
            world.aftercare(case).await.unwrap();
            assert!(world.open_obligation(case, "aftercare").await.is_none());
        });
    }
}

/// A look that the plan agreed on is the task of whoever owes the plans, until the next one says what was found; one that nobody
/// records climbs.
#[test]
fn a_look_agreed_for_after_the_measure_is_owed_until_it_is_recorded() {
    for (opened, first, ended, look, due, late) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-05-05",
            "2026-06-02",
            "2026-06-09",
            "2026-06-10",
        ),
        (
            "2026-11-25 09:00",
            "2026-12-10",
            "2027-01-11",
            "2027-02-08",
            "2027-02-15",
            "2027-02-16",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(&format!("{ended} 10:00")).await;
            world.court(case, RulingStep::EndedByCourt, ended).await.unwrap();
            let first_plan = world.open_obligation(case, "aftercare").await.unwrap();
            let doctor = world.actor("fp");
            let form = PlanAftercare {
                carer: "аудандық психиатр".to_owned(),
                next_look_on: Some(Ok(day(look))),
                words: "ай сайын".to_owned(),
            };
            commands::plan_aftercare(&world.desk, &doctor, None, case, &form)
                .await
                .unwrap();
            let owed = world.open_obligation(case, "aftercare").await.unwrap();
            assert_eq!(
                (owed.cycle, owed.opens_on, owed.due_on),
                (first_plan.cycle + 1, day(look), day(due))
            );
            assert_eq!(owed.owner, first_plan.owner, "of the clinic that owed the plan");

            let unseen = async || {
                let alerts = world.alerts(case).await.into_iter();
                let mut alerts = alerts.filter(|alert| alert.kind == "aftercare");
                alerts.any(|alert| alert.state != "resolved" && !alert.seen_by_supervision)
            };
            world.pass_until(&format!("{due} 18:00")).await;
            assert!(!unseen().await);
            world.pass_until(&format!("{late} 10:00")).await;
            assert!(unseen().await, "nobody wrote down that he was seen");

            world.aftercare(case).await.unwrap();
            assert_eq!(world.open_obligation(case, "aftercare").await, None);
            assert!(!unseen().await);
            let rows = world.obligations(case).await.into_iter();
            let met = rows.filter(|row| row.kind == "aftercare" && row.state == "met");
            assert_eq!(met.count(), 2, "the plan, and the look");
        });
    }
}
