//! The term of the ruling ends between two doses: nothing is planned beyond it, nobody is accused of anything.

use crate::support::world::{NewCase, World, day, story};
use merzim::commands::{self, NameDeputy};
use merzim::domain::dosing::NoDose;
use merzim::domain::event::Departure;
use merzim::domain::ids::{CaseId, PackId};
use merzim::domain::plan::UNHEARD;
use merzim::domain::supply::Place;
use merzim::store::desk::Failure;
use merzim::store::stock;
use std::collections::BTreeSet;

#[test]
fn a_dose_beyond_the_term_is_never_planned_and_never_missed() {
    for (opened, until, first, warned, after) in [
        (
            "2026-06-15 09:00",
            "2026-09-10",
            "2026-06-25",
            "2026-07-15 09:00",
            "2026-09-11 00:00",
        ),
        (
            "2027-01-10 09:00",
            "2027-04-29",
            "2027-01-30",
            "2027-03-10 09:00",
            "2027-04-30 00:00",
        ),
    ] {
        story(opened, async |world| {
            let new = NewCase {
                until_on: Some(until),
                first_on: Some(first),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world.pass_until(&format!("{first} 10:00")).await;
            let recorded = world.give(case).await.unwrap();
            assert_eq!(
                (recorded.next_due_on, recorded.no_next.as_deref()),
                (None, Some("ends-before"))
            );

            world.pass_until(warned).await;
            let extension = world.open_obligation(case, "extension").await.unwrap();
            assert_eq!(extension.due_on, day(until));
            assert!(extension.opens_on <= day(&warned[..10]));
            let given = world.file(case).await.case.warned;
            assert_eq!(given.len(), 1, "the first of three warnings: {given:?}");

            world.pass_until(&format!("{until} 23:59")).await;
            let NoDose::EndsBefore { last_on, .. } = world.dose(case).await.unwrap_err() else {
                panic!()
            };
            assert_eq!(last_on, day(until));
            assert!(world.case_row(case).await.2, "open through its last day");

            world.pass_until(after).await;
            assert!(!world.case_row(case).await.2, "closed by its term");
            // The measure is over, the treatment's effect is not: a physician plans what follows.
            let plan = world.open_obligation(case, "aftercare").await.unwrap();
            assert_eq!(plan.owner_role, "psychiatrist");
            world.aftercare(case).await.unwrap();
            world.tell_all(case).await;
            world.pass_until("2027-12-01 09:00").await;
            let mut alerts = world.alerts(case).await.into_iter();
            assert!(
                alerts.all(|alert| alert.kind != "dose"),
                "nobody gets an alert about a dose"
            );
            assert!(world.climbs_to(case, "probation").await.is_empty());
            let rows = world.obligations(case).await;
            assert!(rows.iter().all(|row| row.state != "open"), "{rows:?}");
            assert!(
                rows.iter().all(|row| row.kind != "dose" || row.cycle == 1),
                "the second dose was never planned"
            );
            let given = world.give(case).await;
            assert!(matches!(given, Err(Failure::Refused(_))), "{given:?}");
        });
    }
}

#[test]
fn a_window_cut_short_by_the_term_raises_nothing() {
    story("2026-06-15 09:00", async |world| {
        let new = NewCase {
            until_on: Some("2026-07-03"),
            first_on: Some("2026-06-30"),
            ..NewCase::default()
        };
        let case = world.open(new).await;
        world.pass_until("2026-08-01 09:00").await;
        // That nobody told of the end is another matter.
        let mut alerts = world.alerts(case).await;
        alerts.retain(|alert| alert.kind != "tell-end");
        assert_eq!(alerts, []);
    });
}

/// A person with a term, and a pack on the shelf of the prison that is kept for his first dose.
async fn kept(world: &World, [first, until, good_until]: [&str; 3]) -> (CaseId, PackId) {
    let new = NewCase {
        until_on: Some(until),
        first_on: Some(first),
        ..NewCase::default()
    };
    let case = world.open(new).await;
    let lot = world.take_in("p1", "L1", good_until, 1).await;
    let pack = world.packs_at("p1", lot).await[0].id;
    commands::reserve_pack(&world.desk, &world.actor("n1"), None, case, pack)
        .await
        .unwrap();
    (case, pack)
}

/// Whoever gets no dose any more keeps no pack from somebody else: the day that ends the measure frees it, or the paper.
#[test]
fn what_was_kept_for_a_person_is_free_when_his_measure_is_over() {
    for (opened, days, last_evening, next_day) in [
        (
            "2026-06-15 09:00",
            ["2026-06-25", "2026-09-10", "2027-12-31"],
            "2026-09-10 20:00",
            "2026-09-11 08:00",
        ),
        (
            "2027-01-10 09:00",
            ["2027-01-30", "2027-04-29", "2028-12-31"],
            "2027-04-29 20:00",
            "2027-04-30 08:00",
        ),
    ] {
        for by_term in [true, false] {
            story(opened, async |world| {
                let (case, pack) = kept(world, days).await;
                let at = world.country.place("p1").id;
                let his = Place::Stock {
                    at,
                    reserved: Some(case),
                };
                world.pass_until(last_evening).await;
                assert_eq!(world.pack(pack).await.place, his, "through the last day");
                let verb = if by_term {
                    world.pass_until(next_day).await;
                    "advance-case"
                } else {
                    world.depart(case, Departure::Death, last_evening).await.unwrap();
                    "settle"
                };
                assert_eq!(world.pack(pack).await.place, Place::Stock { at, reserved: None });
                let moves = stock::movements(&world.fresh.store, pack).await.unwrap();
                assert_eq!(moves.last().unwrap().verb, verb);
                assert!(!world.file(case).await.case.supply.holds_drug());
            });
        }
    }
}

/// Somebody of the region is away, and somebody of the same house stands in, or nobody.
async fn away(world: &World, who: &str, days: (&str, &str), deputy: Option<&str>) {
    let form = NameDeputy {
        deputy: deputy.map(|name| world.country.person(name).id),
        absent_from: Some(day(days.0)),
        absent_until: Some(day(days.1)),
    };
    let account = world.country.person(who).id;
    commands::name_deputy(&world.desk, &world.actor("co"), None, account, &form)
        .await
        .unwrap();
}

/// Who was written to that the term is running out so many days ahead.
async fn warned(world: &World, case: CaseId, days: &str) -> BTreeSet<&'static str> {
    let mail = world.mail(case).await.into_iter();
    let about = mail.filter(|mail| mail.template == "message-term-ends" && mail.arguments["days"] == days);
    let told = about.filter_map(|mail| mail.recipient);
    told.map(|id| world.country.name_of_account(id)).collect()
}

/// The task of whoever fills the chairs.
async fn task(world: &World, case: CaseId) -> Option<String> {
    let mut owed = world.obligations(case).await.into_iter();
    let above = i32::try_from(UNHEARD).unwrap();
    let owed = owed.find(|row| row.kind == "repair-ladder" && row.state == "open" && row.cycle > above);
    owed.map(|owed| owed.owner_role)
}

#[test]
fn a_warning_reaches_the_registry_whoever_stands_in_or_becomes_a_task() {
    for (opened, until, warnings, deputy_from, gone, named) in [
        (
            "2026-06-15 09:00",
            "2026-10-10",
            ["2026-08-11 09:00", "2026-09-10 09:00", "2026-09-26 09:00"],
            ("2026-09-01", "2026-09-20"),
            ("2026-09-21", "2026-10-31"),
            "2026-09-27 11:00",
        ),
        (
            "2026-11-02 09:00",
            "2027-02-28",
            ["2026-12-30 09:00", "2027-01-29 09:00", "2027-02-14 09:00"],
            ("2027-01-10", "2027-02-01"),
            ("2027-02-02", "2027-03-20"),
            "2027-02-16 11:00",
        ),
    ] {
        story(opened, async |world| {
            let new = NewCase {
                until_on: Some(until),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            let [sixty, thirty, fourteen] = warnings;
            world.pass_until(sixty).await;
            assert_eq!(warned(world, case, "60").await, BTreeSet::from(["clerk", "fp"]));

            away(world, "fp", deputy_from, Some("ph")).await;
            world.pass_until(thirty).await;
            assert_eq!(
                warned(world, case, "30").await,
                BTreeSet::from(["clerk", "ph"]),
                "whoever stands in"
            );

            // The chair is empty, and so is the head's: it is one and the same.
            away(world, "fp", gone, None).await;
            world.pass_until(fourteen).await;
            assert_eq!(warned(world, case, "14").await, BTreeSet::from(["clerk"]));
            let unheard = world.file(case).await.case.warned.last().unwrap().unheard.clone();
            assert_eq!(unheard.len(), 1, "{unheard:?}");
            assert_eq!(task(world, case).await.as_deref(), Some("coordinator"));

            world.pass_until(named).await;
            assert!(task(world, case).await.is_some(), "nobody has seen to it yet");
            away(world, "fp", gone, Some("ph")).await;
            world.sweep().await;
            assert_eq!(task(world, case).await, None, "somebody stands in now");
        });
    }
}
