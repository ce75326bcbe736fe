//! Another drug is to be chosen under a case that comes to rest.

use super::merged::{DAYS, judge_all, merge, part, twice};
use crate::support::world::story;
use merzim::commands;
use merzim::domain::decide::{JudgeResult, RecordResults, TypedValue};
use merzim::domain::obligation::Kind;

/// A physician decided under the one case that another drug is needed: in the case that goes on it is still to be chosen,
/// until somebody has. Where the drug is another one anyway, or the two are two persons, nothing of it is left.
#[test]
fn a_decision_for_another_drug_is_not_lost_with_the_case_that_rests() {
    for ([opened, first, second, found, _], other_drug) in [(DAYS[0], false), (DAYS[1], true)] {
        story(opened, async |world| {
            let (k, q) = twice(world, first, second).await;
            let choices = async |case| {
                let plan = world.plan(case).await;
                let owed = plan.obligations.into_iter();
                let owed = owed.filter(|owed| owed.kind == Kind::ChooseDrug);
                owed.map(|owed| owed.opens_on).collect::<Vec<_>>()
            };
            world.pass_until(found).await;
            let today = world.file(q).await.now.today();
            let nurse = world.actor("n1");
            let slip = RecordResults {
                taken_on: Some(today),
                laboratory: "Орталық зертхана".to_owned(),
                values: vec![TypedValue {
                    item: "alt".to_owned(),
                    value: "200".to_owned(),
                    ..TypedValue::default()
                }],
                words: String::new(),
            };
            let record = commands::record_results(&world.desk, &nurse, None, q, &slip)
                .await
                .unwrap();
            let decision = JudgeResult {
                record: Some(record),
                items: Vec::new(),
                decided: "change".to_owned(),
                repeat_by: None,
                words: "бауырға зиян".to_owned(),
            };
            commands::judge_result(&world.desk, &world.actor("fp"), None, q, &decision)
                .await
                .unwrap();
            judge_all(world, q).await;
            assert_eq!(choices(q).await.len(), 1);
            if other_drug {
                world
                    .change(k, "degarelix-28d", &today.to_string())
                    .await
                    .unwrap();
            }
            assert_eq!(choices(k).await, []);
            let merging = merge(world, "clerk", (k, q)).await.unwrap();
            assert_eq!(choices(q).await, [], "it rests");
            if other_drug {
                assert_eq!(choices(k).await, [], "the drug given here is another one");
                return;
            }
            assert_eq!(choices(k).await, [today], "known here since the merging");
            let file = world.file(k).await;
            let (change, _) = file.case.change_elsewhere().unwrap();
            assert_eq!(change.words, "бауырға зиян");
            part(world, "clerk", (k, q), merging).await.unwrap();
            assert_eq!(choices(k).await, [], "another person");
            assert_eq!(choices(q).await.len(), 1, "decided about the other");
            merge(world, "clerk", (k, q)).await.unwrap();
            world
                .change(k, "degarelix-28d", &today.to_string())
                .await
                .unwrap();
            assert_eq!(choices(k).await, [], "chosen");
        });
    }
}
