//! Whoever is asked: nobody answers for a person who is not there yet, an offer ends with whoever made it, and a release that
//! was agreed on stays agreed.

use crate::support::world::{RULES, World, day, refusals, story};
use chrono::{Days, NaiveDate};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::decide::passage::AcceptHandover;
use merzim::domain::event::HandoverReason;
use merzim::domain::ids::{CaseId, PackId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::passage::OfferState;
use merzim::domain::plan::ASKED;
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

/// When the case is opened, the first dose given, the person released, and first seen at OC1.
const RELEASES: [[&str; 4]; 2] = [
    ["2026-01-20 09:00", "2026-02-05", "2026-03-26", "2026-03-27"],
    ["2026-06-01 09:00", "2026-06-15", "2026-08-05", "2026-08-06"],
];

/// OC1 has a pack, and agrees to take him over on his release.
async fn agreed(world: &World, [_, first_on, release_on, visit_on]: [&str; 4]) -> (CaseId, RecordId, PackId) {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    let lot = world.take_in("oc1", "L1", "2027-12-31", 1).await;
    let offer = world.offer_release(case, "oc1").await.unwrap();
    world
        .accept("cn1", case, offer, Some(("fp", visit_on, "10:30")))
        .await
        .unwrap();
    let pack = world.packs_at("oc1", lot).await[0].id;
    assert_eq!(
        world.pack(pack).await.place.case(),
        Some(case),
        "for his next dose"
    );
    (case, offer, pack)
}

/// P1 sends him to the hospital today, for ten days.
async fn sent_away(world: &World, case: CaseId) -> RecordId {
    let today = world.file(case).await.now.today();
    let (on, back_on) = (today.to_string(), (today + Days::new(10)).to_string());
    let stay = (HandoverReason::Temporary, "hospital");
    let days = (Some(on.as_str()), Some(back_on.as_str()));
    world.offer("n1", case, stay, days).await.unwrap()
}

/// He goes to the hospital and comes back; the clinic keeps its word, and his pack, all the time.
#[test]
fn a_stay_for_a_while_leaves_a_release_that_was_agreed_on_as_it_is() {
    for days in RELEASES {
        story(days[0], async |world| {
            let (case, release, pack) = agreed(world, days).await;
            assert_eq!(
                refusals(world.offer_release(case, "oc2").await),
                [Refusal::OfferOpen]
            );
            let stands = async |place: &str| {
                assert_eq!(world.responsible(case).await, place);
                assert_eq!(state(world, case, release).await, OfferState::Accepted);
                assert_eq!(world.pack(pack).await.place.case(), Some(case), "{place}");
                assert_eq!(world.release_row(case).await.unwrap().0, "accepted");
                assert!(world.sees("cn1", Action::ReadClinicalFile, case).await);
            };
            let away = sent_away(world, case).await;
            stands("p1").await;
            world.accept("hn", case, away, None).await.unwrap();
            stands("hospital").await;
            let on = world.file(case).await.now.today().to_string();
            let home = (HandoverReason::Return, "p1");
            let back = world.offer("hn", case, home, (Some(&on), None)).await.unwrap();
            stands("hospital").await;
            world.accept("n1", case, back, None).await.unwrap();
            stands("p1").await;

            world.pass_until(&format!("{} 10:00", days[2])).await;
            world.release(case, &format!("{} 09:00", days[2])).await.unwrap();
            assert_eq!(world.responsible(case).await, "oc1");
            assert_eq!(state(world, case, release).await, OfferState::Completed);
        });
    }
}

/// The release moves behind the first appointment while the hospital is asked: the clinic names another, and not the hospital.
#[test]
fn whoever_agreed_names_the_appointment_anew_while_another_is_asked() {
    for days in RELEASES {
        story(days[0], async |world| {
            let (case, ..) = agreed(world, days).await;
            sent_away(world, case).await;
            let later = (day(days[3]) + Days::new(7)).to_string();
            world.release_on(case, &later, "term").await.unwrap();
            let owner = async |kind: &str| {
                let owed = world.open_obligation(case, kind).await.unwrap();
                world.country.name_of(owed.owner)
            };
            assert_eq!(owner("set-appointment").await, "oc1");
            assert_eq!(owner("accept-handover").await, "hospital");
        });
    }
}

/// Whoever is asked to have him before his release was asked nothing about it: the giver still looks for a receiver, and the list
/// of releases says so.
#[test]
fn an_offer_for_another_reason_is_no_answer_to_the_release() {
    for (opened, first_on) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            let release_on = day(first_on) + Days::new(20);
            world
                .release_on(case, &release_on.to_string(), "term")
                .await
                .unwrap();
            let offer = asked_from(world, case, day(first_on)).await;
            assert_eq!(stands(world, case).await, ("no-receiver".to_owned(), Some(false)));
            let expected_on = after(
                day(first_on),
                RULES
                    .continuity_for(day(first_on))
                    .unwrap()
                    .handover
                    .answer_within,
            );
            world
                .pass_until(&format!("{} 10:00", expected_on + Days::new(1)))
                .await;
            assert_eq!(state(world, case, offer).await, OfferState::Open);
            let late = stands(world, case).await;
            assert_eq!(late, ("no-receiver".to_owned(), Some(false)), "nor is it late");

            world.reject("n3", case, offer).await.unwrap();
            world.offer_release(case, "oc1").await.unwrap();
            assert_eq!(stands(world, case).await, ("offered".to_owned(), Some(true)));
        });
    }
}

/// How the release stands on the list of releases, and whether the giver is told to press for an answer.
async fn stands(world: &World, case: CaseId) -> (String, Option<bool>) {
    let plan = world.plan(case).await;
    let mut owed = plan.obligations.iter();
    let looked_for = owed.find(|owed| owed.kind == Kind::ArrangeHandover);
    let (state, _) = world.release_row(case).await.unwrap();
    (state, looked_for.map(|owed| owed.why.set_by(ASKED)))
}
