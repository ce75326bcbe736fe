//! What must be settled in a case before it rests, so that nothing that protects the person rests with it.

use crate::support::world::{NewCase, RULES, World, refusals, story};
use merzim::commands;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::{MergeFirst, Refusal};
use merzim::store::desk::Failure;

async fn merge(world: &World, (leading, resting): (CaseId, CaseId)) -> Result<RecordId, Failure> {
    let words = "бір адам екі рет тіркелген";
    commands::merge_cases(
        &world.desk,
        &world.actor("clerk"),
        None,
        (leading, resting),
        words,
    )
    .await
}

/// Somebody is asked how a reaction ended, so it does not come to rest; and whoever goes on knows that it was there.
#[test]
fn a_reaction_is_followed_to_its_end_before_its_case_rests_and_is_known_in_the_other() {
    for (opened, first) in [
        ("2026-03-02 09:00", "2026-03-13"),
        ("2026-11-20 09:00", "2026-11-30"),
    ] {
        story(opened, async |world| {
            let k = world.open(NewCase::default()).await;
            let q = world.planned_for(first).await;
            let reaction = world.react(q, "mild").await.unwrap();
            assert!(world.open_obligation(q, "reaction-outcome").await.is_some());
            assert_eq!(
                refusals(merge(world, (k, q)).await),
                [Refusal::MergeFirst(MergeFirst::Reaction)]
            );
            world.recovered(q, reaction).await.unwrap();
            let struck_out = world.react(q, "mild").await.unwrap();
            commands::void_record(&world.desk, &world.actor("n1"), None, q, struck_out, "қате")
                .await
                .unwrap();

            let id = merge(world, (k, q)).await.unwrap();
            let lead = world.file(k).await;
            let known = &lead.case.merges[0].merged.beside.reactions;
            let known: Vec<_> = known
                .iter()
                .map(|there| (there.record, &*there.severity))
                .collect();
            assert_eq!(known, [(reaction, "mild")], "and not what was struck out");
            let plan = lead.plan(&RULES);
            let mut owed = plan.obligations.iter();
            assert!(
                owed.all(|owed| owed.kind != Kind::ReactionOutcome),
                "it has ended"
            );
            let rest = world.file(q).await;
            assert!(
                rest.case.merges[0].merged.beside.is_empty(),
                "the one that rests is told nothing"
            );

            let words = "фото сәйкес емес: екі адам";
            commands::part_cases(&world.desk, &world.actor("clerk"), None, (k, q), id, words)
                .await
                .unwrap();
            assert_eq!(world.file(k).await.case.leads().count(), 0);
        });
    }
}
