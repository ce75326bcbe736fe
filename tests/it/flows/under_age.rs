//! Whoever was under age is under the measure by a reason in law, however late it comes out that he was.

use crate::support::world::{NewCase, World, day, refusals, story};
use merzim::commands::{self, PersonDetails};
use merzim::domain::{
    event::Event,
    ids::{CaseId, PersonId, RulingId},
    refusal::Refusal,
    ruling::Ruling,
};
use merzim::store::desk::Failure;

const OPENED: &str = "2026-03-02 09:00";
const WHY: &str = "ҚК 93-бап";

fn missing() -> [Refusal; 1] {
    let field = "under_age_reason";
    [Refusal::Required { field }]
}

async fn born(world: &World, case: CaseId, on: &str, why: &str) -> Result<PersonId, Failure> {
    let known = world.file(case).await.person;
    let form = PersonDetails {
        name_cyrillic: known.name_cyrillic,
        name_latin: known.name_latin,
        other_document: known.other_document.unwrap_or_default(),
        other_document_reason: "құжат жоқ".to_owned(),
        born_on: Some(day(on)),
        under_age_reason: why.to_owned(),
        ..PersonDetails::default()
    };
    let clerk = world.actor("clerk");
    commands::correct_person(&world.desk, &clerk, None, case, &form, "құжат бойынша").await
}

async fn first(world: &World, case: CaseId) -> Ruling {
    world.file(case).await.case.rulings[0].ruling.clone()
}

async fn amend(world: &World, case: CaseId, ruling: &Ruling) -> Result<RulingId, Failure> {
    let clerk = world.actor("clerk");
    commands::amend_ruling(&world.desk, &clerk, None, case, ruling, "қате терілген").await
}

async fn record(world: &World, case: CaseId, ruling: &Ruling) -> Result<RulingId, Failure> {
    let clerk = world.actor("clerk");
    commands::record_ruling(&world.desk, &clerk, None, case, ruling).await
}

#[test]
fn a_birth_date_that_makes_somebody_under_age_needs_the_reason_in_law() {
    story(OPENED, async |world| {
        let case = world.open(NewCase::default()).await;
        assert_eq!(refusals(born(world, case, "2008-03-15", " ").await), missing());
        born(world, case, "2008-03-15", WHY).await.unwrap();
        let history = world.file(case).await.history;
        let said = history.iter().find_map(|told| match &told.event {
            Event::PersonCorrected(corrected) => corrected.under_age_reason.as_deref(),
            _ => None,
        });
        assert_eq!(said, Some(WHY));
        // It is said once: another slip about him asks for no second reason.
        born(world, case, "2008-03-16", "").await.unwrap();
        // Another ruling is about another offence.
        let further = Ruling {
            id: RulingId::fresh(),
            number: "K-2".to_owned(),
            ..first(world, case).await
        };
        assert_eq!(refusals(record(world, case, &further).await), missing());
    });
}

#[test]
fn an_earlier_day_of_the_offence_needs_it_too() {
    story(OPENED, async |world| {
        let case = world.open(NewCase::default()).await;
        // Of age at the ruling, and not three years before.
        born(world, case, "2007-01-15", "").await.unwrap();
        let offence_on = Some(day("2024-05-01"));
        let further = Ruling {
            id: RulingId::fresh(),
            number: "K-2".to_owned(),
            offence_on,
            ..first(world, case).await
        };
        assert_eq!(refusals(record(world, case, &further).await), missing());
        let amended = Ruling {
            offence_on,
            ..first(world, case).await
        };
        assert_eq!(refusals(amend(world, case, &amended).await), missing());
        let explained = Ruling {
            under_age_reason: Some(WHY.to_owned()),
            ..amended
        };
        amend(world, case, &explained).await.unwrap();
        assert_eq!(first(world, case).await.under_age_reason.as_deref(), Some(WHY));
        let further = Ruling {
            under_age_reason: Some(WHY.to_owned()),
            ..further
        };
        record(world, case, &further).await.unwrap();
    });
}
