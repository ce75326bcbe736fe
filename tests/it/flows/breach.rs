//! Whom a breach concerns: whose records were read or changed, and nobody whose record was refused.

use crate::support::world::{day, story};
use merzim::access::Action;
use merzim::commands::{self, DraftBreach};
use merzim::domain::letter::Content;
use merzim::store::letters;

#[test]
fn whoever_was_refused_saw_nobody() {
    for (opened, first) in [
        ("2026-03-02 09:00", "2026-03-10"),
        ("2026-12-21 09:00", "2026-12-29"),
    ] {
        story(opened, async |world| {
            let refused = world.planned_for(first).await;
            let read = world.planned_for(first).await;
            world.at(&format!("{first} 10:00"));
            let officer = world.actor("po");
            for _ in 0..2 {
                let look = world.desk.look(&officer, Action::ReadClinicalFile, refused).await;
                assert!(look.is_err(), "no clinical file for a supervising body");
            }
            world
                .desk
                .look(&officer, Action::ReadSupervisionSummary, read)
                .await
                .unwrap();
            let form = DraftBreach {
                sign_in_name: "po".to_owned(),
                from_on: Some(day(first)),
                until_on: Some(day(first)),
                found_on: Some(day(first)),
                words: "құпиясөз белгілі болды".to_owned(),
            };
            let auditor = world.actor("auditor");
            let id = commands::draft_breach_dossier(&world.desk, &auditor, None, &form)
                .await
                .unwrap();
            let letter = letters::find(world.desk.store(), id).await.unwrap();
            let Content::BreachDossier(breach) = &letter.pending().unwrap().sheet.content else {
                panic!("{letter:?}")
            };
            let of = async |case| world.file(case).await.case.reference;
            let concerned: Vec<_> = breach.cases.iter().map(|case| &case.reference).collect();
            assert_eq!(concerned, [&of(read).await]);
            assert!(breach.cases.iter().all(|case| case.reads + case.changes > 0));
            assert_eq!(breach.refused, [(of(refused).await, 2)]);
        });
    }
}
