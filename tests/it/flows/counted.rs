//! A hand-over changes no figure of the past: a dose counts for whoever gave it, however often the person moves after that.

use crate::support::world::{RULES, World, day, story};
use merzim::access::Action;
use merzim::domain::event::HandoverReason;
use merzim::domain::report::{Figures, Period, figures};
use merzim::domain::time::Now;
use merzim::store::reading::figures as reading;

/// The figures of an organisation, as somebody's report counts them.
async fn counted(world: &World, who: &str, place: &str, period: Period) -> Figures {
    let scope = world.desk.access().scope(&world.actor(who), Action::ListCases);
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
            let before = counted(world, "co", "p1", period).await;
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
                counted(world, "co", "p1", period).await,
                before,
                "the same report as before"
            );
            assert_eq!(counted(world, "co2", "p2", period).await, Figures::default());
            assert_eq!(
                counted(world, "co2", "p1", period).await,
                before,
                "who treats now reads the whole case"
            );
        });
    }
}
