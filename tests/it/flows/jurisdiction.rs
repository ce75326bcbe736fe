//! One installation runs the rules of one jurisdiction, and takes in no case of another.

use crate::support::world::{NewCase, day, refusals, story};
use merzim::commands::{self, OpenCase, PersonDetails};
use merzim::domain::refusal::Refusal;

#[test]
fn a_case_of_another_jurisdiction_is_not_opened_under_these_rules() {
    for opened in ["2026-03-02 09:00", "2026-11-20 09:00"] {
        story(opened, async |world| {
            let known = world.open(NewCase::default()).await;
            let here = world.file(known).await.case.jurisdiction;
            assert_eq!(here, world.desk.rules().places.id);

            let form = OpenCase {
                person: PersonDetails {
                    name_cyrillic: "Қ. Қ.".to_owned(),
                    name_latin: "K. K.".to_owned(),
                    other_document: "N 1".to_owned(),
                    other_document_reason: "test".to_owned(),
                    born_on: Some(day("1970-05-05")),
                    ..PersonDetails::default()
                },
                ruling: world.ruling(&NewCase::default()),
                place: world.country.place("p1").id,
                supervising: world.country.place("probation").id,
                end_of_term_on: None,
                jurisdiction: "xx".to_owned(),
                under_age_reason: String::new(),
            };
            let clerk = world.actor("clerk");
            let refused = commands::open_case(&world.desk, &clerk, None, &form).await;
            let field = "jurisdiction";
            assert_eq!(refusals(refused), [Refusal::NotUnderstood { field }]);
            let jurisdiction = here.clone();
            let form = OpenCase { jurisdiction, ..form };
            commands::open_case(&world.desk, &clerk, None, &form)
                .await
                .unwrap();
        });
    }
}
