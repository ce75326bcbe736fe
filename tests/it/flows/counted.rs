//! A hand-over changes no figure of the past: a dose counts for whoever gave it, however often the person moves after that,
//! and a question for whoever was asked. Of a closed year there is one table, whatever is recorded later.

use crate::support::world::{RULES, World, at, day, story};
use chrono::{Datelike as _, TimeDelta};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::event::HandoverReason;
use merzim::domain::ids::CaseId;
use merzim::domain::report::{Figures, Period, figures};
use merzim::domain::time::Now;
use merzim::store::reading::figures as reading;

/// The figures of an organisation, as every report counts them: over the whole country.
async fn counted(world: &World, place: &str, period: Period) -> Figures {
    let scope = world
        .desk
        .access()
        .scope(&world.actor("auditor"), Action::ListCases);
    let instant = world.desk.instant();
    let zone_of = |_: &str| chrono_tz::Asia::Almaty;
    let store = world.desk.store();
    let cases = reading::part(store, &scope, instant, &zone_of, None, 50).await;
    let now = Now {
        instant,
        zone: chrono_tz::Asia::Almaty,
    };
    let place = world.country.place(place).id;
    let mut sum = Figures::default();
    for known in cases.unwrap() {
        let by = figures(&known.case, &known.owed, &RULES, (period, &now), known.place);
        sum += by.get(&place).copied().unwrap_or_default();
    }
    sum
}

#[test]
fn what_was_given_here_counts_here_after_the_person_has_moved_to_another_region() {
    for (opened, target, given, moved, period) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-14 10:00",
            "2026-04-20 09:00",
            "2026-Q1",
        ),
        (
            "2027-01-11 09:00",
            "2027-01-21",
            "2027-01-21 10:00",
            "2027-04-19 09:00",
            "2027-Q1",
        ),
    ] {
        story(opened, async |world| {
            let period = Period::parse(period).unwrap();
            let case = world.planned_for(target).await;
            world.pass_until(given).await;
            world.give(case).await.unwrap();
            world.pass_until(moved).await;
            let before = counted(world, "p1", period).await;
            assert_eq!((before.people, before.due, before.in_window), (1, 1, 1));
            assert_eq!(
                before.days,
                u32::try_from((period.until_on - day(target)).num_days()).unwrap() + 1
            );
            let to_p2 = (HandoverReason::Transfer, "p2");
            let offer = world
                .offer("n1", case, to_p2, (Some(&moved[..10]), None))
                .await
                .unwrap();
            world.accept("n3", case, offer, None).await.unwrap();
            assert_eq!(world.responsible(case).await, "p2");
            world.at(&format!("{} 18:00", &moved[..10]));
            assert_eq!(
                counted(world, "p1", period).await,
                before,
                "the same report as before"
            );
            assert_eq!(counted(world, "p2", period).await, Figures::default());
        });
    }
}

impl World {
    /// Until the office has just been told of the missed dose.
    async fn told_at(&self, case: CaseId, office: &str, from: &str) {
        let mut now = at(from);
        while self.climbs_to(case, office).await.is_empty() {
            now += TimeDelta::hours(6);
            assert!(now < at(from) + TimeDelta::days(40), "{office} was never told");
            self.at_instant(now);
            self.sweep().await;
        }
    }
}

#[test]
fn an_alert_counts_for_the_office_that_was_asked_and_not_for_the_clinic() {
    for (opened, target, answers) in [
        ("2026-03-02 09:00", "2026-03-14", true),
        ("2026-03-02 09:00", "2026-03-14", false),
        ("2027-01-11 09:00", "2027-01-21", true),
        ("2027-01-11 09:00", "2027-01-21", false),
    ] {
        story(opened, async |world| {
            let period = Period::parse(&opened[..4]).unwrap();
            let case = world.planned_for(target).await;
            world.told_at(case, "probation", &format!("{target} 10:00")).await;
            assert_eq!(
                counted(world, "probation", period).await,
                Figures::default(),
                "there is still time to answer"
            );
            if answers {
                world.acknowledge("po", case, 1, "evidence-asked").await.unwrap();
            }
            world.at_instant(world.clock.now() + TimeDelta::days(3));
            world.sweep().await;
            let office = counted(world, "probation", period).await;
            assert_eq!(
                (office.people, office.alerts, office.unanswered),
                (1, 1, u32::from(!answers))
            );
            assert_eq!((office.due, office.days), (0, 0), "nobody is treated there");
            let site = counted(world, "p1", period).await;
            assert!(
                site.unanswered > 0,
                "it was asked first, and nobody answers for it: {site:?}"
            );
        });
    }
}

#[test]
fn an_office_that_does_not_answer_stands_in_the_figures_of_its_own_region() {
    for (opened, target, moved_on, later) in [
        ("2026-11-09 09:00", "2026-11-13", "2026-11-25", "2026-11-30 10:00"),
        ("2027-01-11 09:00", "2027-01-21", "2027-02-03", "2027-02-08 10:00"),
    ] {
        story(opened, async |world| {
            let period = Period::parse(&opened[..4]).unwrap();
            let case = world.planned_for(target).await;
            world.told_at(case, "probation", &format!("{target} 10:00")).await;
            let (to, clerk) = (world.country.place("probation2").id, world.actor("clerk"));
            let why = "сот шешімі";
            commands::change_supervision(&world.desk, &clerk, None, case, to, day(moved_on), why)
                .await
                .unwrap();
            world.pass_until(later).await;
            assert_eq!(world.responsible(case).await, "p1", "treated in the other region");
            let office = counted(world, "probation2", period).await;
            assert_eq!((office.people, office.alerts, office.unanswered), (1, 1, 1));
        });
    }
}

#[test]
fn a_closed_year_is_counted_once_whatever_is_recorded_later() {
    for (opened, target, given) in [
        ("2026-11-09 09:00", "2026-11-13", "2026-11-13 10:00"),
        ("2026-09-07 09:00", "2026-09-18", "2026-09-18 10:00"),
    ] {
        story(opened, async |world| {
            let cases = [world.planned_for(target).await, world.planned_for(target).await];
            world.pass_until(given).await;
            let [one, other] = cases;
            let struck_early = world.give(one).await.unwrap().record;
            let struck_late = world.give(other).await.unwrap().record;
            let year = day(target).year();
            let drawn = async |who: &str, on: &str| {
                let who = world.actor(who);
                commands::count_year(&world.desk, &who, year, day(on))
                    .await
                    .unwrap()
            };
            let in_window = async |on: &str| drawn("co", on).await.parts[0].total.in_window;

            // Until February it follows the records.
            world.pass_until("2027-01-31 18:00").await;
            assert_eq!(in_window("2027-01-31").await, 2);
            world.void("n1", one, struck_early).await.unwrap();
            assert_eq!(in_window("2027-01-31").await, 1);

            world.pass_until("2027-02-01 09:00").await;
            let first = drawn("co", "2027-02-01").await;
            assert_eq!(first.parts[0].total.in_window, 1);
            world.void("n1", other, struck_late).await.unwrap();
            let period = Period::parse(&year.to_string()).unwrap();
            let now = counted(world, "p1", period).await;
            assert_eq!(now.in_window, 0, "the records have moved on");
            assert_eq!(drawn("co", "2027-02-01").await, first, "the table has not");
            // Whoever reads all regions reads what was counted then, too.
            let everywhere = drawn("auditor", "2027-03-01").await;
            assert_eq!(everywhere.parts, first.parts);
            assert!(first.regions.is_some() && everywhere.regions.is_none());
            assert!(!first.parts[0].regions.is_empty());
        });
    }
}
