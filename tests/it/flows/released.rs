//! The day of a release: nobody is lost on it, before it, or by a paper that comes after it.

use crate::support::world::{RULES, World, day, refusals, story};
use chrono::Days;
use merzim::commands;
use merzim::domain::alert::{AlertState, ResolvedBecause};
use merzim::domain::decide::passage::slot;
use merzim::domain::event::{HandoverReason, ReleaseDate};
use merzim::domain::ids::{CaseId, LotId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::shift::would_move;
use merzim::domain::supervision::Attendance;

/// Opened, first dose, release, first appointment; when nobody has written the release down in time, and when the regions know.
const DAYS: [[&str; 6]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-16",
        "2026-08-05",
        "2026-08-06",
        "2026-08-07 10:00",
        "2026-08-12 10:00",
    ],
    [
        "2027-01-11 09:00",
        "2027-01-20",
        "2027-06-18",
        "2027-06-21",
        "2027-06-22 10:00",
        "2027-06-25 10:00",
    ],
];

/// Treated in P1, the first dose given; released on a day.
async fn treated(world: &World, [_, first_on, release_on, ..]: [&str; 6]) -> CaseId {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.forward(case, "oc1").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    case
}

/// A day of release that is named for somebody who is out hides nobody: it is refused, and the board goes on counting him.
/// Taken into custody again where he was, he is to be released anew.
#[test]
fn a_day_named_for_somebody_who_was_released_without_a_receiver_is_refused() {
    for days in DAYS {
        story(days[0], async |world| {
            let release_on = days[2];
            let case = treated(world, days).await;
            world.pass_until(&format!("{release_on} 10:00")).await;
            let when = format!("{release_on} 09:00");
            world
                .release_alone("co", case, &when, "сот босатты, емхана жауап бермеді")
                .await
                .unwrap();
            let named = world.release_on(case, "2029-03-01", "corrected").await;
            assert_eq!(refusals(named), [Refusal::NotHeld]);
            assert_eq!(world.release_row(case).await.unwrap().0, "released-without");
            let owed = world.open_obligation(case, "arrange-handover").await.unwrap();
            assert_eq!(owed.due_on, day(release_on), "since he went");

            let (clerk, p1) = (world.actor("clerk"), world.country.place("p1").id);
            // Before papers had dates, another day was how he was taken back: what was stored then still says so.
            let mut stored = world.file(case).await.case;
            assert!(stored.released_without(p1, day(release_on)));
            let mut undated = stored.passage.release_dates[0].clone();
            (undated.seq, undated.content.dated_on) = (stored.version + 1, None);
            stored.passage.release_dates.push(undated);
            assert!(!stored.released_without(p1, day(release_on)));

            let again = async |on| {
                commands::change_place(&world.desk, &clerk, None, case, p1, on, "қайта қамауға алынды").await
            };
            let day_before = again(day(release_on).pred_opt().unwrap()).await;
            assert_eq!(refusals(day_before), [Refusal::NothingToDo]);
            // Freed by mistake, he may be back on the same day.
            world.pass_until(&format!("{release_on} 15:00")).await;
            again(day(release_on)).await.unwrap();
            assert_eq!(
                world.release_row(case).await,
                None,
                "he is held, and no day is known"
            );
            world.release_on(case, "2029-03-01", "term").await.unwrap();
            assert_eq!(world.release_row(case).await.unwrap().1, day("2029-03-01"));
        });
    }
}

/// Whoever is free at a clinic has nothing to be released from.
#[test]
fn no_day_of_release_is_named_for_a_free_person() {
    for opened in ["2026-03-02 09:00", "2027-01-11 09:00"] {
        story(opened, async |world| {
            let case = world
                .open(crate::support::world::NewCase {
                    place: "oc1",
                    ..Default::default()
                })
                .await;
            let named = world.release_on(case, "2029-03-01", "term").await;
            assert_eq!(refusals(named), [Refusal::NotHeld]);
        });
    }
}

/// Everybody who was told that nobody has said whether he went.
async fn told(world: &World, case: CaseId) -> Vec<&'static str> {
    let file = world.file(case).await;
    let alerts = file.case.alerts.iter();
    let alerts = alerts.filter(|alert| alert.kind == Kind::ConfirmRelease);
    let hops = alerts.flat_map(|alert| alert.notices.iter().map(|notice| notice.hop.organisation));
    hops.map(|id| world.country.name_of(id)).collect()
}

/// A day of release that passes without a word is a task on the day, and climbs: both sides are told, then the region; nobody
/// of the supervising body. The release ends it, and so does another day.
#[test]
fn a_day_of_release_that_passes_without_a_word_climbs_to_the_region() {
    for another_day in [false, true] {
        for days in DAYS {
            story(days[0], async |world| {
                let [_, _, release_on, visit_on, told_at, late_at] = days;
                let case = treated(world, days).await;
                let offer = world.offer_release(case, "oc1").await.unwrap();
                let visit = Some(("fp", visit_on, "10:30"));
                world.accept("cn1", case, offer, visit).await.unwrap();
                let eve = day(release_on).pred_opt().unwrap();
                world.pass_until(&format!("{eve} 18:00")).await;
                assert_eq!(world.open_obligation(case, "confirm-release").await, None);
                world.pass_until(&format!("{release_on} 08:00")).await;
                let owed = world.open_obligation(case, "confirm-release").await.unwrap();
                assert_eq!(owed.due_on, day(release_on));
                assert_eq!(owed.owner, world.country.place("p1").id);
                assert!(told(world, case).await.is_empty(), "he has the day");

                world.pass_until(told_at).await;
                let chains = told(world, case).await;
                for place in ["p1", "registry", "oc1"] {
                    assert!(chains.contains(&place), "{place}: {chains:?}");
                }
                world.pass_until(late_at).await;
                let chains = told(world, case).await;
                assert!(chains.contains(&"health"), "{chains:?}");
                assert!(
                    !chains.contains(&"probation"),
                    "our own silence is nobody's fault"
                );
                if another_day {
                    world.release_on(case, "2028-05-12", "days-added").await.unwrap();
                } else {
                    world.release(case, &format!("{release_on} 09:00")).await.unwrap();
                }
                assert_eq!(world.open_obligation(case, "confirm-release").await, None);
                let file = world.file(case).await;
                let mut alerts = file.case.alerts.iter();
                let live = alerts.any(|alert| alert.kind == Kind::ConfirmRelease && alert.live());
                assert!(!live, "nobody is asked any more");
            });
        }
    }
}

/// Where nobody was asked to take over, only the coordinator may say that he went: it stands on his list, and the search for a
/// receiver climbs.
#[test]
fn a_day_of_release_without_a_receiver_is_on_the_list_of_the_coordinator() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, _, told_at, _] = days;
            let case = treated(world, days).await;
            world.pass_until(told_at).await;
            let owed = world.open_obligation(case, "confirm-release").await.unwrap();
            assert_eq!(owed.owner, world.country.place("health").id);
            assert_eq!(owed.due_on, day(release_on));
            assert!(told(world, case).await.is_empty());
            let search = world.alert_about(case, Kind::ArrangeHandover).await;
            assert!(search.live());
            assert!(world.alert_about(case, Kind::ReleaseNotice).await.live());
            let when = format!("{release_on} 09:00");
            world
                .release_alone("co", case, &when, "сот босатты")
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "confirm-release").await, None);
            // He went, and the notice was never sent: nobody did it, and it says nothing of whether he came.
            let notice = world.alert_about(case, Kind::ReleaseNotice).await;
            let AlertState::Resolved { because, .. } = notice.state else {
                panic!("nothing is to be announced any more: {notice:#?}");
            };
            assert_eq!(because, ResolvedBecause::Lapsed);
            let file = world.file(case).await;
            let said = Attendance::of_alert(&notice, &file.case, &RULES.causes, &file.now);
            assert_ne!(said, Attendance::Attended);
        });
    }
}

/// S12: the court releases weeks earlier than was agreed. The appointment that was named lies after the dose would be over: that
/// is said before the day is kept, the clinic names another, and keeps a pack for the dose that has become its own.
#[test]
fn a_release_that_moves_earlier_leaves_neither_the_appointment_nor_the_drug_behind() {
    for renamed in [true, false] {
        for days in DAYS {
            story(days[0], async |world| {
                let case = world.planned_for(days[1]).await;
                world.pass_until(&format!("{} 10:00", days[1])).await;
                world.give(case).await.unwrap();
                let lot = world.take_in("oc1", "L1", "2030-01-31", 2).await;
                let window = world.dose(case).await.unwrap();
                let far = window.closes_on + Days::new(30);
                world.release_on(case, &far.to_string(), "term").await.unwrap();
                let law = RULES.law_for(far).unwrap();
                let visit_on = law.calendar.add_working_days(far, 1).date;
                let offer = world.offer_release(case, "oc1").await.unwrap();
                let named = visit_on.to_string();
                let visit = Some(("fp", named.as_str(), "10:30"));
                world.accept("cn1", case, offer, visit).await.unwrap();
                assert_eq!(kept(world, case, lot).await, 0, "the dose is the prison's");
                assert_eq!(world.open_obligation(case, "set-appointment").await, None);

                let sooner = window.due_on.pred_opt().unwrap();
                world
                    .pass_until(&format!("{} 09:00", sooner - Days::new(7)))
                    .await;
                let file = world.file(case).await;
                let paper = ReleaseDate {
                    id: RecordId::fresh(),
                    on: sooner,
                    because: "early-release".to_owned(),
                    paper: "№ 7".to_owned(),
                    dated_on: Some(file.now.today()),
                };
                let shift = would_move(&file.case, paper, &RULES, &file.roster, &file.now).unwrap();
                let mut rows = shift.moved.iter();
                let row = rows.find(|row| row.kind == Kind::SetAppointment).unwrap();
                assert_eq!(
                    row.appointment,
                    Some(visit_on),
                    "said before it is kept: {shift:?}"
                );
                world
                    .release_on(case, &sooner.to_string(), "early-release")
                    .await
                    .unwrap();

                let (known, law) = (
                    RULES.continuity_for(sooner).unwrap(),
                    RULES.law_for(sooner).unwrap(),
                );
                let slot = slot(sooner, Some(&window), known, &law);
                let owed = world.open_obligation(case, "set-appointment").await.unwrap();
                assert_eq!(owed.owner, world.country.place("oc1").id);
                assert!(owed.due_on <= slot.latest_on, "{owed:?} {slot:?}");
                assert_eq!(kept(world, case, lot).await, 1, "the dose is the clinic's now");
                let offered = world.file(case).await;
                let offered = offered.case.passage.offer(offer).unwrap();
                assert_eq!(offered.expected_on(Some(sooner)), sooner);

                if renamed {
                    let named = slot.earliest_on.to_string();
                    let form = world.appointment(Some(("fp", named.as_str(), "11:00")));
                    commands::set_appointment(&world.desk, &world.actor("cn1"), None, case, &form)
                        .await
                        .unwrap();
                    assert_eq!(world.open_obligation(case, "set-appointment").await, None);
                }
                world.pass_until(&format!("{sooner} 10:00")).await;
                world.release(case, &format!("{sooner} 09:00")).await.unwrap();
                let still = world.open_obligation(case, "set-appointment").await;
                assert_eq!(still.is_none(), renamed, "and also after he went: {still:?}");
            });
        }
    }
}

/// How many packs of a lot are kept for the person at the clinic.
async fn kept(world: &World, case: CaseId, lot: LotId) -> usize {
    let packs = world.packs_at("oc1", lot).await;
    packs
        .iter()
        .filter(|pack| pack.place.case() == Some(case))
        .count()
}

/// A prison of another region is asked to have him for a while, just before the day of the release.
async fn stay_is_asked(world: &World, case: CaseId, [_, _, release_on, ..]: [&str; 6]) {
    let back_on = day(release_on).checked_add_days(Days::new(30)).unwrap();
    let (stay, days) = (
        (HandoverReason::Temporary, "p2"),
        (release_on, back_on.to_string()),
    );
    let days = (Some(days.0), Some(days.1.as_str()));
    world.offer("n1", case, stay, days).await.unwrap();
}

/// Whoever agreed for the day of the release is told that nobody has said whether he went, and so is the region of that one;
/// not those who were asked to have him for a while.
#[test]
fn a_stay_that_is_asked_for_beside_a_release_leads_the_climb_nowhere_else() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, visit_on, _, late_at] = days;
            let case = treated(world, days).await;
            let offer = world.offer_release(case, "oc1").await.unwrap();
            world
                .accept("cn1", case, offer, Some(("fp", visit_on, "10:30")))
                .await
                .unwrap();
            world.pass_until(&format!("{release_on} 08:00")).await;
            stay_is_asked(world, case, days).await;
            world.pass_until(late_at).await;
            let chains = told(world, case).await;
            for place in ["p1", "oc1", "health"] {
                assert!(chains.contains(&place), "{place}: {chains:?}");
            }
            for place in ["p2", "health2"] {
                assert!(!chains.contains(&place), "{place}: {chains:?}");
            }
        });
    }
}

/// Asked to have him for a while, nobody was asked to take him over on release: it stays on the list of the coordinator.
#[test]
fn a_stay_that_is_asked_for_alone_makes_nobody_answer_for_the_release() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = treated(world, days).await;
            world.pass_until(&format!("{} 08:00", days[2])).await;
            stay_is_asked(world, case, days).await;
            world.pass_until(days[5]).await;
            let owed = world.open_obligation(case, "confirm-release").await.unwrap();
            assert_eq!(owed.owner, world.country.place("health").id);
            assert!(told(world, case).await.is_empty());
        });
    }
}

/// A release of long ago that nobody has written down, and that the program first looks at now, is a task to work off: nobody
/// is asked step by step.
#[test]
fn a_release_of_long_ago_that_was_never_looked_at_floods_nobody() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, visit_on, ..] = days;
            let case = treated(world, days).await;
            let offer = world.offer_release(case, "oc1").await.unwrap();
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let seen_on = day(release_on).checked_add_days(Days::new(60)).unwrap();
            world.at(&format!("{seen_on} 09:00"));
            world.sweep().await;
            let alert = world.alert_about(case, Kind::ConfirmRelease).await;
            assert_eq!((alert.state.code(), alert.notices.len()), ("resting", 0));
        });
    }
}

/// Nobody is late with a day that came back only as a newer paper was struck out.
#[test]
fn a_day_that_came_back_as_a_paper_was_struck_out_is_known_since_then() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, first_on, _, visit_on, _, struck_at] = days;
            let case = treated(world, days).await;
            let offer = world.offer_release(case, "oc1").await.unwrap();
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let later = world.release_by_paper_of(case, day(first_on), "2028-05-12", "days-added");
            let later = later.await.unwrap();
            world.pass_until(struck_at).await;
            assert_eq!(world.open_obligation(case, "confirm-release").await, None);
            world.void("clerk", case, later).await.unwrap();
            let owed = world.open_obligation(case, "confirm-release").await.unwrap();
            assert_eq!(owed.due_on, day(&struck_at[..10]));
            assert!(told(world, case).await.is_empty(), "nobody is late with it");
        });
    }
}
