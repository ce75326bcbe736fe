//! Whoever is asked: nobody answers for a person who is not there yet, and an offer ends with whoever made it.

use crate::support::world::{RULES, World, refusals, story};
use chrono::{Days, NaiveDate};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::decide::passage::AcceptHandover;
use merzim::domain::event::HandoverReason;
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::passage::OfferState;
use merzim::domain::refusal::Refusal;
use merzim::domain::rules::{Direction, Offset};
use merzim::store::desk::Failure;

/// The minute in which the case is opened, and the day of the first dose.
const DAYS: [(&str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-16"),
    ("2027-01-11 09:00", "2027-01-20"),
];

/// P1 asks P2 to take the person over for good, from a day on.
async fn asked_from(world: &World, case: CaseId, from_on: NaiveDate) -> RecordId {
    let on = from_on.to_string();
    let transfer = (HandoverReason::Transfer, "p2");
    let asked = world.offer("n1", case, transfer, (Some(&on), None)).await;
    asked.unwrap()
}

/// A length of time after a day, by the calendar of that day.
fn after(day: NaiveDate, offset: Offset) -> NaiveDate {
    let law = RULES.law_for(day).unwrap();
    offset.from(day, Direction::After, law.calendar).date
}

async fn state(world: &World, case: CaseId, offer: RecordId) -> OfferState {
    world.file(case).await.case.passage.offer(offer).unwrap().state()
}

/// He is to be moved after his dose closes: whoever has him gives it, is shown it, and nobody is late with an answer.
#[test]
fn nobody_answers_for_a_person_who_is_not_there_yet() {
    for (opened, first_on) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.pass_until(&format!("{first_on} 09:00")).await;
            let window = world.dose(case).await.unwrap();
            let from_on = window.closes_on + Days::new(9);
            let offer = asked_from(world, case, from_on).await;
            let early = world.accept("n3", case, offer, None).await;
            let (field, earliest_on) = ("arrived", from_on);
            assert_eq!(refusals(early), [Refusal::NotBefore { field, earliest_on }]);
            assert_eq!(world.responsible(case).await, "p1");
            for who in ["n1", "n3"] {
                let reads = world.sees(who, Action::ReadClinicalFile, case).await;
                assert!(reads, "{who} sees it until then");
            }
            world.give(case).await.unwrap();

            let owed = world.open_obligation(case, "accept-handover").await.unwrap();
            let within = RULES.continuity_for(from_on).unwrap().handover.answer_within;
            assert_eq!(owed.owner, world.country.place("p2").id);
            assert_eq!(
                owed.due_on,
                after(from_on, within),
                "counted from the day of the move"
            );
            world.pass_until(&format!("{from_on} 10:00")).await;
            let file = world.file(case).await;
            let mut alerts = file.case.alerts.iter();
            assert!(
                !alerts.any(|alert| alert.kind == Kind::AcceptHandover),
                "nobody was late"
            );

            world.accept("n3", case, offer, None).await.unwrap();
            assert_eq!(world.responsible(case).await, "p2");
            let file = world.file(case).await;
            assert_eq!(file.case.passage.offer(offer).unwrap().moved_on, Some(from_on));
            assert!(!world.sees("n1", Action::LogInjection, case).await);
            assert!(world.sees("n3", Action::LogInjection, case).await);
        });
    }
}

/// The transport came before its day: whoever has him before them says so, and answers for him.
#[test]
fn who_comes_before_the_day_is_taken_over_by_whoever_says_that_he_is_there() {
    for (opened, first_on) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            let today = world.file(case).await.now.today();
            let offer = asked_from(world, case, today + Days::new(10)).await;
            let form = AcceptHandover {
                arrived: true,
                ..world.appointment(None)
            };
            commands::accept_handover(&world.desk, &world.actor("n3"), None, case, offer, &form)
                .await
                .unwrap();
            assert_eq!(world.responsible(case).await, "p2");
            let file = world.file(case).await;
            assert_eq!(file.case.passage.offer(offer).unwrap().moved_on, Some(today));
        });
    }
}

/// Saying no needs no waiting; and silence is counted from the day on which he was expected.
#[test]
fn an_offer_ahead_is_declined_at_once_and_is_over_a_month_after_its_day() {
    for (opened, first_on) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            let from_on = world.file(case).await.now.today() + Days::new(20);
            let declined = asked_from(world, case, from_on).await;
            world.reject("n3", case, declined).await.unwrap();
            let silent = asked_from(world, case, from_on).await;
            let over = RULES.continuity_for(from_on).unwrap().handover.expires_after;
            let last_on = after(from_on, over);
            world.pass_until(&format!("{last_on} 20:00")).await;
            assert_eq!(state(world, case, silent).await, OfferState::Open);
            let next_on = last_on + Days::new(1);
            world.pass_until(&format!("{next_on} 08:00")).await;
            assert_eq!(state(world, case, silent).await, OfferState::Expired);
        });
    }
}

/// P1 asks P2; before it answers the registry moves him to the hospital, which asked nobody.
#[test]
fn an_offer_ends_with_whoever_made_it() {
    for (opened, first_on) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            let today = world.file(case).await.now.today();
            let offer = asked_from(world, case, today).await;
            let (clerk, hospital) = (world.actor("clerk"), world.country.place("hospital").id);
            let moved_on = today + Days::new(2);
            commands::change_place(&world.desk, &clerk, None, case, hospital, moved_on, "көшіріледі")
                .await
                .unwrap();
            assert_eq!(
                state(world, case, offer).await,
                OfferState::Open,
                "P1 has him still"
            );

            world.pass_until(&format!("{moved_on} 08:00")).await;
            assert_eq!(world.responsible(case).await, "hospital");
            assert_eq!(state(world, case, offer).await, OfferState::Lapsed);
            assert_eq!(world.open_obligation(case, "accept-handover").await, None);
            assert!(!world.sees("n3", Action::ReadClinicalFile, case).await);
            let late = world.accept("n3", case, offer, None).await;
            assert!(matches!(late, Err(Failure::Forbidden(_))), "{late:?}");

            let days = (Some(moved_on.to_string()), None);
            let transfer = (HandoverReason::Transfer, "p2");
            let asked = world
                .offer("hn", case, transfer, (days.0.as_deref(), days.1))
                .await;
            world.accept("n3", case, asked.unwrap(), None).await.unwrap();
            assert_eq!(world.responsible(case).await, "p2");
        });
    }
}
