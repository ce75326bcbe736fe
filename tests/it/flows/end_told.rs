//! The measure is over: whoever must know is told by a signed letter, and until then it is somebody's task.

use crate::support::world::{NewCase, World, day, story};
use merzim::commands;
use merzim::domain::event::Departure;
use merzim::domain::ids::CaseId;
use merzim::domain::letter::{About, EndedTo, Letter};
use merzim::domain::ruling::RulingStep;
use merzim::store::letters;
use merzim::store::reading::untold::undrawn;
use sea_orm::ConnectionTrait as _;
use std::collections::BTreeSet;

/// The states in which the tasks to tell somebody stand, by their numbers.
async fn tasks(world: &World, case: CaseId) -> Vec<(i32, String)> {
    let rows = world.obligations(case).await.into_iter();
    let mut tasks: Vec<_> = rows
        .filter(|row| row.kind == "tell-end")
        .map(|row| (row.cycle, row.state))
        .collect();
    tasks.sort_unstable();
    tasks
}

fn states(of: &[(i32, &str)]) -> Vec<(i32, String)> {
    of.iter()
        .map(|(cycle, state)| (*cycle, (*state).to_owned()))
        .collect()
}

/// The opening, the end, and the third working day after it: over a weekend, and over the turn of the year.
const ENDS: [(&str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2026-04-01", "2026-04-06"),
    ("2026-12-01 09:00", "2026-12-31", "2027-01-08"),
];

#[test]
fn the_end_is_owed_to_each_who_must_know_until_a_letter_to_him_is_signed() {
    for (opened, ended, due) in ENDS {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.pass_until(&format!("{ended} 11:00")).await;
            assert_eq!(tasks(world, case).await, [], "the measure goes on");
            world.court(case, RulingStep::EndedByCourt, ended).await.unwrap();
            assert!(!world.case_row(case).await.2, "the case is closed");
            let owed = world.open_obligation(case, "tell-end").await.unwrap();
            assert_eq!(
                (owed.due_on, owed.owner_role.as_str()),
                (day(due), "psychiatrist"),
                "it outlives the case, and has an owner and a day"
            );
            assert_eq!(world.untold(case).await, EndedTo::ALL);

            world.tell_end(case, EndedTo::Supervising).await.unwrap();
            assert_eq!(world.untold(case).await, [EndedTo::Person, EndedTo::Supplier]);
            let person = world.tell_end(case, EndedTo::Person).await.unwrap();
            world.tell_end(case, EndedTo::Supplier).await.unwrap();
            let met = states(&[(101, "met"), (102, "met"), (103, "met")]);
            assert_eq!(tasks(world, case).await, met);
            let mail = world.mail(case).await.into_iter();
            let told: BTreeSet<_> = mail
                .filter(|mail| mail.template == "message-letter")
                .filter_map(|mail| Some(world.country.name_of_account(mail.recipient?)))
                .collect();
            assert_eq!(
                told,
                BTreeSet::from(["fp", "n1", "n2", "ph", "po", "ps"]),
                "who supervises, who hands it over, who chooses and who sends"
            );

            // A letter that is withdrawn tells nobody.
            let fp = world.actor("fp");
            commands::withdraw_letter(&world.desk, &fp, None, person, "басқа адам")
                .await
                .unwrap();
            assert_eq!(world.untold(case).await, [EndedTo::Person]);
            world.tell_all(case).await;
            assert!(tasks(world, case).await.contains(&(202, "met".to_owned())));
        });
    }
}

#[test]
fn nobody_told_climbs_to_our_own_and_an_end_that_moves_is_told_again() {
    for (opened, ended, _) in ENDS {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.pass_until(&format!("{ended} 11:00")).await;
            world.court(case, RulingStep::Quashed, ended).await.unwrap();
            let later = day(ended) + chrono::Days::new(20);
            world.pass_until(&format!("{later} 10:00")).await;
            let late = world.alerts(case).await.into_iter();
            let late = late.filter(|alert| alert.kind == "tell-end" && alert.state != "resolved");
            assert_eq!(late.count(), EndedTo::ALL.len());
            assert_eq!(
                world.climbs_to(case, "probation").await,
                [],
                "it learns it on paper"
            );
            world.tell_all(case).await;
            let alerts = world.alerts(case).await;
            assert!(alerts.iter().all(|alert| alert.state == "resolved"), "{alerts:?}");

            // The day was wrong: everybody is told anew.
            let file = world.file(case).await.case;
            let ruling = file.rulings.last().unwrap();
            let step = (ruling.ruling.id, ruling.changes.last().unwrap().seq);
            commands::void_ruling_step(&world.desk, &world.actor("clerk"), None, case, step, "басқа күн")
                .await
                .unwrap();
            assert_eq!(
                world.untold(case).await,
                [],
                "it goes on: there is nothing to tell"
            );
            let on = later.to_string();
            world.court(case, RulingStep::Quashed, &on).await.unwrap();
            assert_eq!(world.untold(case).await, EndedTo::ALL);
            world.tell_all(case).await;
        });
    }
}

/// The paper comes weeks after the end of which it speaks: nobody is late for what he could not know. A day that is put right
/// counts from the correction.
#[test]
fn an_end_that_becomes_known_late_is_owed_from_then_on() {
    for (opened, first, ended, [known, due], [again, due_again]) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-20",
            ["2026-04-20", "2026-04-23"],
            ["2026-04-27", "2026-04-30"],
        ),
        (
            "2026-12-01 09:00",
            "2026-12-14",
            "2026-12-28",
            ["2027-01-20", "2027-01-25"],
            ["2027-02-01", "2027-02-04"],
        ),
    ] {
        for death in [true, false] {
            story(opened, async |world| {
                let case = world.planned_for(first).await;
                world.pass_until(&format!("{first} 10:00")).await;
                world.give(case).await.unwrap();
                world.pass_until(&format!("{known} 10:00")).await;
                if death {
                    let at = format!("{ended} 08:00");
                    world.depart(case, Departure::Death, &at).await.unwrap();
                } else {
                    world.court(case, RulingStep::Quashed, ended).await.unwrap();
                    let plan = world.open_obligation(case, "aftercare").await.unwrap();
                    assert!(plan.due_on > day(due), "five working days from then: {plan:?}");
                }
                let owed = world.open_obligation(case, "tell-end").await.unwrap();
                assert_eq!(owed.due_on, day(due));
                world.pass_until(&format!("{due} 12:00")).await;
                let alerts = world.alerts(case).await.into_iter();
                let late = alerts.filter(|alert| ["tell-end", "aftercare"].contains(&alert.kind.as_str()));
                assert_eq!(late.count(), 0, "nobody is late yet");
            });
        }
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{ended} 11:00")).await;
            world.court(case, RulingStep::Quashed, ended).await.unwrap();
            world.pass_until(&format!("{again} 10:00")).await;
            let file = world.file(case).await.case;
            let ruling = file.rulings.last().unwrap();
            let step = (ruling.ruling.id, ruling.changes.last().unwrap().seq);
            let clerk = world.actor("clerk");
            commands::void_ruling_step(&world.desk, &clerk, None, case, step, "басқа күн")
                .await
                .unwrap();
            world.court(case, RulingStep::Quashed, first).await.unwrap();
            let owed = world.open_obligation(case, "tell-end").await.unwrap();
            assert_eq!(
                owed.due_on,
                day(due_again),
                "what is owed now could not be done before"
            );
        });
    }
}

#[test]
fn what_a_court_ended_once_does_not_end_again() {
    for (opened, ended, later) in [
        ("2026-03-02 09:00", "2026-04-01", "2026-04-20"),
        ("2026-12-01 09:00", "2026-12-31", "2027-01-25"),
    ] {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            world.pass_until(&format!("{ended} 11:00")).await;
            // A court names a day to come; another one, asked meanwhile, ends the measure today.
            world.court(case, RulingStep::EndedByCourt, later).await.unwrap();
            world.court(case, RulingStep::EndedByCourt, ended).await.unwrap();
            world.tell_all(case).await;
            world.pass_until(&format!("{later} 11:00")).await;
            let standing = world.file(case).await.case.standing_on(day(later)).unwrap();
            assert_eq!(standing.day(), Some(day(ended)));
            assert_eq!(world.untold(case).await, [], "nobody is told again");
        });
    }
}

#[test]
fn a_clinic_that_sends_nothing_to_itself_is_not_told_and_who_left_the_country_is_out_of_reach() {
    for (opened, left) in [
        ("2026-03-02 09:00", "2026-04-01 10:00"),
        ("2026-12-01 09:00", "2026-12-31 10:00"),
    ] {
        story(opened, async |world| {
            let new = NewCase {
                place: "oc1",
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world.pass_until(left).await;
            world.depart(case, Departure::TransferAbroad, left).await.unwrap();
            assert_eq!(world.untold(case).await, [EndedTo::Supervising]);
            for to in [EndedTo::Person, EndedTo::Supplier] {
                assert!(world.tell_end(case, to).await.is_err(), "{to:?}");
            }
            world.tell_all(case).await;
            assert!(world.plan(case).await.obligations.is_empty());
        });
    }
}

/// The letters about the end of a case, to whom each goes and how many drafts it has.
async fn drawn(world: &World, case: CaseId) -> Vec<(EndedTo, usize)> {
    let known = letters::of_case(world.desk.store(), case).await.unwrap();
    let ended = |letter: &Letter| match letter.about {
        About::Ended { to } => Some((to, letter.drafts.len())),
        _ => None,
    };
    let mut drawn: Vec<_> = known.iter().filter_map(ended).collect();
    drawn.sort_by_key(|(to, _)| EndedTo::ALL.iter().position(|known| known == to));
    drawn
}

/// Whatever ends a measure, each letter that says so is drawn up once, and again where it is owed anew.
#[test]
fn each_letter_about_an_end_is_drawn_up_by_itself() {
    let once = EndedTo::ALL.map(|to| (to, 1));
    for (opened, ended, _) in ENDS {
        story(opened, async |world| {
            let until = Some(ended);
            let (court, quashed, died, over) = (
                world.open(NewCase::default()).await,
                world.open(NewCase::default()).await,
                world.open(NewCase::default()).await,
                world
                    .open(NewCase {
                        until_on: until,
                        ..NewCase::default()
                    })
                    .await,
            );
            world.pass_until(&format!("{ended} 11:00")).await;
            world.court(court, RulingStep::EndedByCourt, ended).await.unwrap();
            world.court(quashed, RulingStep::Quashed, ended).await.unwrap();
            let gone = format!("{ended} 10:00");
            world.depart(died, Departure::Death, &gone).await.unwrap();
            world.sweep().await;
            assert_eq!(drawn(world, court).await, once);
            assert_eq!(drawn(world, quashed).await, once);
            assert_eq!(
                drawn(world, died).await,
                [(EndedTo::Supervising, 1), (EndedTo::Supplier, 1)],
                "the dead are told nothing"
            );
            assert_eq!(drawn(world, over).await, [], "through its last day");
            let next = day(ended) + chrono::Days::new(1);
            world.pass_until(&format!("{next} 09:00")).await;
            assert_eq!(drawn(world, over).await, once);

            // What waits is there, whatever day stands beside the task: projected anew, it is younger than its draft.
            let younger =
                "UPDATE obligation SET opened_at = '2040-01-01 00:00:00+00:00' WHERE kind = 'tell-end'";
            world.raw.execute_unprepared(younger).await.unwrap();
            let untold = undrawn(&world.fresh.store).await.unwrap();
            assert_eq!(untold, [], "nothing to try again at every sweep");

            // They wait for a signature, and nothing more is drawn up meanwhile.
            world.sweep().await;
            assert_eq!(drawn(world, court).await, once);
            world.tell_all(court).await;
            world.sweep().await;
            assert_eq!(drawn(world, court).await, once, "signed as they were drawn up");

            // The day was wrong: each is drawn up again, to be signed again.
            let file = world.file(court).await.case;
            let ruling = file.rulings.last().unwrap();
            let step = (ruling.ruling.id, ruling.changes.last().unwrap().seq);
            commands::void_ruling_step(&world.desk, &world.actor("clerk"), None, court, step, "басқа күн")
                .await
                .unwrap();
            let on = next.to_string();
            world.court(court, RulingStep::EndedByCourt, &on).await.unwrap();
            world.sweep().await;
            assert_eq!(drawn(world, court).await, EndedTo::ALL.map(|to| (to, 2)));
        });
    }
}
