//! Before the age that its label names, a drug is neither chosen nor given.

use crate::support::world::{M3, NewCase, World, day, refusals, story};
use merzim::commands::{self, PersonDetails};
use merzim::domain::dosing::NoDose;
use merzim::domain::ids::CaseId;
use merzim::domain::refusal::Refusal;

/// Not for persons under 18.
const FROM_18: &str = "cyproterone-14d";
/// Its label names no age.
const ANY_AGE: &str = "degarelix-28d";
const YOUNG: Refusal = Refusal::TooYoung { years: 18 };

/// The clerk puts right when the person was born.
async fn born(world: &World, case: CaseId, on: &str) {
    let known = world.file(case).await.person;
    let form = PersonDetails {
        name_cyrillic: known.name_cyrillic,
        name_latin: known.name_latin,
        other_document: known.other_document.unwrap_or_default(),
        other_document_reason: "құжат жоқ".to_owned(),
        born_on: Some(day(on)),
        under_age_reason: "ҚК 93-бап".to_owned(),
        ..PersonDetails::default()
    };
    let clerk = world.actor("clerk");
    commands::correct_person(&world.desk, &clerk, None, case, &form, "құжат бойынша")
        .await
        .unwrap();
}

/// The first day on which the person is old enough, in an ordinary year and for somebody born on the last day of February of
/// a leap year; the day before is one day too early.
const DATES: [(&str, &str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2008-03-15", "2026-03-14", "2026-03-15"),
    ("2026-02-02 09:00", "2008-02-29", "2026-02-27", "2026-02-28"),
];

#[test]
fn a_drug_is_not_chosen_before_the_age_of_its_label() {
    for (opened, born_on, before, birthday) in DATES {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            born(world, case, born_on).await;
            world.clear(case).await.unwrap();
            let early = world.choose(case, FROM_18, before).await;
            assert_eq!(refusals(early), [YOUNG]);
            world.choose(case, ANY_AGE, before).await.unwrap();
            // He is asked about on the day of the dose, not on that of the choice.
            world.choose(case, FROM_18, birthday).await.unwrap();
        });
    }
}

#[test]
fn another_drug_in_mid_course_is_not_chosen_before_that_age_either() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_with(ANY_AGE, "2026-03-03").await;
        world.pass_until("2026-03-03 10:00").await;
        world.give(case).await.unwrap();
        born(world, case, "2008-04-02").await;
        let early = world.change(case, FROM_18, "2026-04-01").await;
        assert_eq!(refusals(early), [YOUNG]);
        world.change(case, FROM_18, "2026-04-02").await.unwrap();
    });
}

/// The drug was chosen under a date of birth that was wrong: the dose is where that is found out.
#[test]
fn a_dose_is_not_given_before_the_age_of_its_label() {
    for (opened, born_on, before, birthday) in DATES {
        story(opened, async |world| {
            let case = world.planned_with(FROM_18, birthday).await;
            world.pass_until(&format!("{before} 10:00")).await;
            born(world, case, born_on).await;
            assert_eq!(refusals(world.give(case).await), [YOUNG]);
            world.pass_until(&format!("{birthday} 10:00")).await;
            world.give(case).await.unwrap();
        });
    }
}

/// Whoever is old enough is asked nothing, and nothing is asked about a drug whose label names no age.
#[test]
fn age_stops_nobody_who_is_old_enough() {
    story("2026-03-02 09:00", async |world| {
        for (product, born_on) in [(M3, "2010-01-01"), (FROM_18, "1990-01-01")] {
            let case = world.open(NewCase::default()).await;
            born(world, case, born_on).await;
            world.clear(case).await.unwrap();
            world.choose(case, product, "2026-03-14").await.unwrap();
        }
    });
}

/// A date of birth that is put right leaves no dose behind that nobody may give: another drug is owed, and nobody is asked why he
/// did not come.
#[test]
fn a_corrected_date_of_birth_asks_for_another_drug() {
    for (opened, first_on, corrected_at, born_on, choose_by) in [
        (
            "2026-03-02 09:00",
            "2026-03-16",
            "2026-03-10 10:00",
            "2009-01-01",
            "2026-03-13",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-09-28 10:00",
            "2009-01-01",
            "2026-10-01",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_with(FROM_18, first_on).await;
            world.pass_until(corrected_at).await;
            born(world, case, born_on).await;
            let young = NoDose::TooYoung {
                years: 18,
                since_on: day(&corrected_at[..10]),
                until_on: day("2027-01-01"),
            };
            assert_eq!(world.dose(case).await, Err(young.clone()));
            assert_eq!(refusals(world.give(case).await), [Refusal::NoDose(young)]);
            let owed = world.open_obligation(case, "choose-drug").await.unwrap();
            assert_eq!(owed.due_on, day(choose_by));

            world.pass_until(&format!("{first_on} 23:00")).await;
            assert_eq!(world.dose_alerts(case).await, []);
            world.choose(case, ANY_AGE, first_on).await.unwrap();
            assert_eq!(world.open_obligation(case, "choose-drug").await, None);
            assert!(world.dose(case).await.is_ok());
        });
    }
}

/// A day of birth that was mistyped barred the dose until it was put right, and so does a true one until the birthday where nobody
/// chose another drug: neither was a miss of his, and the dose has its days from then on.
#[test]
fn nobody_is_late_with_a_dose_once_he_is_old_enough_after_all() {
    for (opened, first_on, corrected_at, born_on, free_on, due_on) in [
        (
            "2026-03-02 09:00",
            "2026-03-16",
            "2026-03-10 10:00",
            "2009-01-01",
            "2026-03-25",
            "2026-03-27",
        ),
        (
            "2026-03-02 09:00",
            "2026-03-16",
            "2026-03-10 10:00",
            "2008-03-25",
            "2026-03-25",
            "2026-03-27",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-09-28 10:00",
            "2009-01-01",
            "2026-12-04",
            "2026-12-06",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_with(FROM_18, first_on).await;
            world.pass_until(corrected_at).await;
            born(world, case, born_on).await;
            world.pass_until(&format!("{free_on} 10:00")).await;
            // What the clerk mistyped he puts right; whoever was born on that day is old enough today.
            if born_on == "2009-01-01" {
                born(world, case, "1990-01-01").await;
            }
            assert_eq!(world.dose(case).await.unwrap().due_on, day(due_on));
            world.pass_until(&format!("{due_on} 12:00")).await;
            assert_eq!(world.dose_alerts(case).await, []);
        });
    }
}
