//! The time after the measure is thought of before it is over.

use crate::support::world::{NewCase, day, refusals, story};
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
