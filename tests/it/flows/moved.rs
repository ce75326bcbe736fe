//! Moves: between facilities in the middle of a cycle, to another region after the release, and away for a good reason.

use crate::support::world::{World, day, refusals, story};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::alert::{AlertState, ResolvedBecause};
use merzim::domain::decide::PlaceHold;
use merzim::domain::dosing::NoDose;
use merzim::domain::event::HandoverReason;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::plan::MOVED_HOUSE;
use merzim::domain::refusal::Refusal;
use merzim::domain::supervision::about_on;
use merzim::store::desk::Failure;

/// S4, the person's side: moved in mid-cycle, a dose under way.
#[test]
fn a_prisoner_moved_in_mid_cycle_keeps_his_cycle_and_gets_one_dose() {
    for (opened, first_on, moved, accepted, given) in [
        (
            "2026-01-20 09:00",
            "2026-02-05",
            "2026-05-04 10:00",
            "2026-05-05 09:00",
            "2026-05-09 11:00",
        ),
        (
            "2026-06-01 09:00",
            "2026-06-15",
            "2026-09-12 10:00",
            "2026-09-14 16:00",
            "2026-09-16 09:30",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(moved).await;
            let before = world.dose(case).await.unwrap();
            let keys: Vec<_> = owed(world, case).await;
            let offer = world
                .offer(
                    "n1",
                    case,
                    (HandoverReason::Transfer, "p2"),
                    (Some(&moved[..10]), None),
                )
                .await
                .unwrap();
            for who in ["n1", "n3"] {
                assert!(
                    world.sees(who, Action::ReadClinicalFile, case).await,
                    "{who} sees it until then"
                );
            }
            assert_eq!(world.responsible(case).await, "p1");
            assert!(
                !world.sees("n3", Action::LogInjection, case).await,
                "not before it is accepted"
            );
            world.pass_until(accepted).await;
            world.accept("n3", case, offer, None).await.unwrap();
            assert_eq!(world.responsible(case).await, "p2");
            let after = world.dose(case).await.unwrap();
            assert_eq!((after.cycle, after.target_on), (before.cycle, before.target_on));
            // Nothing is lost or doubled: what was owed is owed, by the new one where it was the old one's.
            let now: Vec<_> = owed(world, case).await;
            let kept = keys
                .iter()
                .filter(|key| key.0 != Kind::AcceptHandover)
                .all(|key| now.contains(key));
            assert!(kept, "{keys:?} became {now:?}");
            let rows = world.obligations(case).await;
            let doses = rows
                .iter()
                .filter(|row| row.kind == "dose" && row.state == "open");
            let owners: Vec<_> = doses.map(|row| world.country.name_of(row.owner)).collect();
            assert_eq!(owners, ["p2"], "no duplicate dose at P1");
            assert!(!world.sees("n1", Action::LogInjection, case).await);
            assert!(!world.sees("n1", Action::RecordNotGiven, case).await);

            world.pass_until(given).await;
            let form = world.injection(case).await;
            world.log("n3", case, &form).await.unwrap();
            assert_eq!(world.dose_rows(case).await.len(), 2);
        });
    }
}

async fn owed(world: &World, case: CaseId) -> Vec<(Kind, u32)> {
    let plan = world.plan(case).await;
    plan.obligations
        .iter()
        .map(merzim::domain::obligation::Obligation::key)
        .collect()
}

#[test]
fn a_stay_for_a_while_is_owed_back_and_returns() {
    story("2026-01-20 09:00", async |world| {
        let case = world.planned_for("2026-02-05").await;
        let offer = world
            .offer(
                "n1",
                case,
                (HandoverReason::Temporary, "p2"),
                (Some("2026-02-01"), Some("2026-03-02")),
            )
            .await
            .unwrap();
        world.pass_until("2026-02-01 10:00").await;
        world.accept("n3", case, offer, None).await.unwrap();
        let back = world.open_obligation(case, "arrange-handover").await.unwrap();
        assert_eq!(
            (back.due_on, back.owner),
            (day("2026-03-02"), world.country.place("p2").id)
        );
        world.pass_until("2026-03-02 09:00").await;
        let offer = world
            .offer(
                "n3",
                case,
                (HandoverReason::Return, "p1"),
                (Some("2026-03-02"), None),
            )
            .await
            .unwrap();
        world.accept("n1", case, offer, None).await.unwrap();
        assert_eq!(world.responsible(case).await, "p1");
        assert_eq!(world.open_obligation(case, "arrange-handover").await, None);
    });
}

/// He comes back days late, and is to be released in a year: the search for a receiver on release is another matter, with its own
/// day, and does not write over the way back.
#[test]
fn a_late_return_keeps_the_day_on_which_it_was_owed() {
    story("2026-01-20 09:00", async |world| {
        let case = world.planned_for("2026-02-05").await;
        world.release_on(case, "2027-12-26", "term").await.unwrap();
        let there = (HandoverReason::Temporary, "p2");
        let days = (Some("2026-02-01"), Some("2026-03-02"));
        let offer = world.offer("n1", case, there, days).await.unwrap();
        world.pass_until("2026-02-01 10:00").await;
        world.accept("n3", case, offer, None).await.unwrap();
        let back_on = day("2026-03-02");
        let back = world.open_obligation(case, "arrange-handover").await.unwrap();
        assert_eq!(back.due_on, back_on);
        world.pass_until("2026-03-06 09:00").await;
        assert!(world.alert_about(case, Kind::ArrangeHandover).await.live());
        let back = (HandoverReason::Return, "p1");
        let offer = world.offer("n3", case, back, (Some("2026-03-06"), None)).await;
        world.accept("n1", case, offer.unwrap(), None).await.unwrap();

        let mut rows = world.obligations(case).await;
        rows.retain(|row| row.kind == "arrange-handover");
        let ended: Vec<_> = rows
            .iter()
            .map(|row| (row.due_on.max(back_on) == back_on, row.state.as_str()))
            .collect();
        assert_eq!(ended, [(false, "open"), (true, "met")], "{rows:#?}");
        let file = world.file(case).await;
        let alert = world.alert_about(case, Kind::ArrangeHandover).await;
        assert!(
            matches!(
                alert.state,
                AlertState::Resolved {
                    because: ResolvedBecause::Discharged,
                    ..
                }
            ),
            "{alert:#?}"
        );
        let plan = world.plan(case).await;
        assert_eq!(
            about_on(
                &alert,
                &file.case,
                &plan,
                &crate::support::world::RULES,
                &file.now
            ),
            back_on
        );
    });
}

/// S14: a new address in another region, the clinic there takes over, and he comes to the old one by habit.
#[test]
fn who_moved_to_another_region_and_comes_by_habit_is_treated_and_the_new_clinic_is_told() {
    for (opened, first_on, reported, accepted, visit_on, came) in [
        (
            "2026-01-20 09:00",
            "2026-02-05",
            "2026-04-20 10:00",
            "2026-04-22 09:00",
            "2026-04-24",
            "2026-05-05 10:00",
        ),
        (
            "2026-06-01 09:00",
            "2026-06-15",
            "2026-08-31 10:00",
            "2026-09-02 15:00",
            "2026-09-04",
            "2026-09-15 09:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world
                .open(crate::support::world::NewCase {
                    place: "oc1",
                    first_on: Some(first_on),
                    ..Default::default()
                })
                .await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            let form = world.injection(case).await;
            world.log("cn1", case, &form).await.unwrap();
            world.pass_until(reported).await;
            world
                .moves_to("cn1", case, "almaty", &reported[..10])
                .await
                .unwrap();
            assert_eq!(
                world.open_obligation(case, "arrange-handover").await,
                None,
                "the same region"
            );
            assert_eq!(world.open_obligation(case, "move-supervision").await, None);
            world
                .moves_to("po", case, "karaganda", &reported[..10])
                .await
                .unwrap();
            let owed = world.open_obligation(case, "arrange-handover").await.unwrap();
            assert_eq!(owed.owner, world.country.place("oc1").id);
            // Nor does he go on being supervised where he lives no longer.
            let supervised = world.open_obligation(case, "move-supervision").await.unwrap();
            assert_eq!(
                (supervised.owner, supervised.due_on),
                (world.country.place("registry").id, owed.due_on)
            );
            let offer = world
                .offer(
                    "cn1",
                    case,
                    (HandoverReason::Residence, "oc2"),
                    (Some(&reported[..10]), None),
                )
                .await
                .unwrap();
            world.pass_until(accepted).await;
            let before = world.dose(case).await.unwrap();
            world
                .accept("cn2", case, offer, Some(("fp2", visit_on, "10:00")))
                .await
                .unwrap();
            assert_eq!(world.responsible(case).await, "oc2");
            let plan = world.plan(case).await;
            let mut owed = plan.obligations.iter();
            let visit = owed.find(|owed| owed.kind == Kind::FirstVisit).unwrap();
            assert!(visit.why.set_by(MOVED_HOUSE), "he was not released: {visit:?}");
            let after = world.dose(case).await.unwrap();
            assert_eq!(
                (after.cycle, after.target_on),
                (before.cycle, before.target_on),
                "the open cycle goes along"
            );
            let probation = world.country.place("probation2").id;
            let today = world.file(case).await.now.today();
            let supervised = world.open_obligation(case, "move-supervision").await.unwrap();
            assert_eq!(
                world.country.name_of(supervised.owner),
                "registry2",
                "it goes along"
            );
            let clerk = world.actor("clerk2");
            commands::change_supervision(&world.desk, &clerk, None, case, probation, today, "көшті")
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "move-supervision").await, None);
            assert!(
                !world.sees("po", Action::ReadSupervisionSummary, case).await,
                "the same day"
            );
            assert!(!world.sees("po", Action::ReadPassage, case).await);
            let scope = world
                .desk
                .access()
                .scope(&world.actor("po"), Action::ReadTransferred);
            let now = world.clock.now();
            let lines =
                merzim::store::reading::passage::transferred(&world.fresh.store, &scope, None, now).await;
            let lines: Vec<_> = lines.unwrap().into_iter().map(|line| line.next_kk).collect();
            assert_eq!(lines, ["probation2"], "one line stays");
            assert!(world.sees("po2", Action::ReadSupervisionSummary, case).await);
            let addresses = &world.file(case).await.case.passage.addresses;
            assert_eq!(addresses.len(), 2, "the history of addresses is kept");

            world.pass_until(came).await;
            assert!(!world.sees("cn1", Action::LogInjection, case).await);
            let form = world.injection(case).await;
            let desk = &world.desk;
            let silent =
                commands::log_injection_elsewhere(desk, &world.actor("cn1"), None, case, &form, " ").await;
            assert_eq!(
                refusals(silent),
                [Refusal::Required {
                    field: "elsewhere_reason"
                }]
            );
            commands::log_injection_elsewhere(desk, &world.actor("cn1"), None, case, &form, "әдетпен келді")
                .await
                .unwrap();
            let file = world.file(case).await;
            let dose = file.case.doses_in_effect().last().unwrap().content.clone();
            assert_eq!(world.country.name_of(dose.place), "oc1");
            let told = world.open_obligation(case, "review-incident").await.unwrap();
            assert_eq!(
                told.owner,
                world.country.place("oc2").id,
                "the clinic that is responsible is told"
            );
            assert_eq!(world.dose_rows(case).await.len(), 2, "and gives no second one");

            // Whoever still gives a dose there stops the doses, too; a stranger does neither.
            let stop = PlaceHold {
                reason: "бөртпе".to_owned(),
                until_on: None,
            };
            let stranger = commands::place_hold(desk, &world.actor("n3"), None, case, &stop).await;
            assert!(matches!(stranger, Err(Failure::Forbidden(_))), "{stranger:?}");
            commands::place_hold(desk, &world.actor("cn1"), None, case, &stop)
                .await
                .unwrap();
            assert!(matches!(world.dose(case).await, Err(NoDose::Held { .. })));
        });
    }
}

/// Released, arrested again and held elsewhere with a dose due.
#[test]
fn who_is_arrested_again_with_a_dose_due_is_no_failure_of_his() {
    for (opened, first_on, held_from, until, after) in [
        (
            "2026-01-20 09:00",
            "2026-02-05",
            "2026-05-02",
            "2026-06-20",
            "2026-06-22 12:00",
        ),
        (
            "2026-06-01 09:00",
            "2026-06-15",
            "2026-09-14",
            "2026-10-30",
            "2026-11-02 12:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world
                .open(crate::support::world::NewCase {
                    place: "oc1",
                    first_on: Some(first_on),
                    ..Default::default()
                })
                .await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            let form = world.injection(case).await;
            world.log("cn1", case, &form).await.unwrap();
            world.pass_until(&format!("{held_from} 15:00")).await;
            world
                .cannot_come("cn1", case, "detention", (held_from, until))
                .await
                .unwrap();
            let look = world.open_obligation(case, "look-at-unavailable").await.unwrap();
            assert_eq!(
                (look.due_on, look.owner),
                (day(until), world.country.place("oc1").id)
            );
            world.pass_until(&format!("{until} 10:00")).await;
            assert_eq!(world.dose_alerts(case).await, [], "the ladder rests");
            assert_eq!(world.climbs_to(case, "probation").await, []);
            // Nobody looks again: from the next day the ladder goes on, and the look itself is late.
            world.pass_until(after).await;
            let alerts = world.dose_alerts(case).await;
            assert_eq!(alerts.len(), 1, "{alerts:?}");
            let late = world.alerts(case).await;
            assert!(late.iter().any(|alert| alert.kind == "look-at-unavailable"));

            // He is still held: the facility takes over, and the cycle goes on there.
            let form = merzim::domain::decide::passage::LookAtUnavailable {
                unavailable: Some(world.file(case).await.case.passage.unavailable[0].content.id),
                over: Some(false),
                until_on: Some(day(&after[..10]) + chrono::Days::new(20)),
                words: "қамауда".to_owned(),
            };
            commands::look_at_unavailable(&world.desk, &world.actor("cn1"), None, case, &form)
                .await
                .unwrap();
            let file = world.file(case).await;
            let alert = file.case.alerts.iter().find(|alert| alert.kind == Kind::Dose);
            let alert = alert.unwrap().state;
            assert!(
                matches!(
                    alert,
                    AlertState::Resolved {
                        because: ResolvedBecause::Unavailable,
                        ..
                    }
                ),
                "{alert:?}"
            );
            let offer = world
                .offer(
                    "cn1",
                    case,
                    (HandoverReason::Transfer, "p1"),
                    (Some(&after[..10]), None),
                )
                .await
                .unwrap();
            world.accept("n1", case, offer, None).await.unwrap();
            assert_eq!(world.responsible(case).await, "p1");
            assert_eq!(world.dose(case).await.unwrap().cycle, 2);
        });
    }
}

/// Released through the real door, arrested before the next dose, and held in another region.
#[test]
fn who_was_released_and_is_held_again_elsewhere_keeps_his_cycle_and_is_blamed_for_nothing() {
    for (opened, first_on, release_on, visit_on, held_from, moved, given) in [
        (
            "2026-01-20 09:00",
            "2026-02-05",
            "2026-03-26",
            "2026-03-27",
            "2026-05-02",
            "2026-05-06 10:00",
            "2026-05-07 10:00",
        ),
        (
            "2026-06-01 09:00",
            "2026-06-15",
            "2026-08-05",
            "2026-08-06",
            "2026-09-10",
            "2026-09-14 10:00",
            "2026-09-15 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.release_on(case, release_on, "term").await.unwrap();
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            let offer = world.offer_release(case, "oc1").await.unwrap();
            world
                .accept("cn1", case, offer, Some(("fp", visit_on, "10:30")))
                .await
                .unwrap();
            world.pass_until(&format!("{release_on} 10:00")).await;
            world.release(case, &format!("{release_on} 09:00")).await.unwrap();
            world.pass_until(&format!("{visit_on} 11:00")).await;
            let (cn1, came) = (world.actor("cn1"), world.clock.now());
            commands::record_visit(&world.desk, &cn1, None, case, Some(came), "келді")
                .await
                .unwrap();
            world.pass_until(&format!("{held_from} 15:00")).await;
            let until = (day(held_from) + chrono::Days::new(30)).to_string();
            world
                .cannot_come("cn1", case, "detention", (held_from, &until))
                .await
                .unwrap();
            world.pass_until(moved).await;
            let before = world.dose(case).await.unwrap();
            let offer = world
                .offer(
                    "cn1",
                    case,
                    (HandoverReason::Transfer, "p2"),
                    (Some(&moved[..10]), None),
                )
                .await
                .unwrap();
            world.accept("n3", case, offer, None).await.unwrap();
            assert!(world.file(case).await.held(), "held again");
            let after = world.dose(case).await.unwrap();
            assert_eq!((after.cycle, after.target_on), (2, before.target_on));
            let rows = world.obligations(case).await;
            let doses = rows
                .iter()
                .filter(|row| row.kind == "dose" && row.state == "open");
            let owners: Vec<_> = doses.map(|row| world.country.name_of(row.owner)).collect();
            assert_eq!(owners, ["p2"]);
            world.pass_until(given).await;
            let form = world.injection(case).await;
            world.log("n3", case, &form).await.unwrap();
            for body in ["probation", "police"] {
                assert_eq!(world.climbs_to(case, body).await, [], "{body}");
            }
        });
    }
}

/// Asked for in time, the dose is moved before it is missed.
#[test]
fn an_absence_asked_for_moves_the_dose_inside_its_window() {
    for (opened, first_on, asked, away, wrong, agreed) in [
        (
            "2026-01-20 09:00",
            "2026-02-05",
            "2026-04-27 10:00",
            ("2026-05-04", "2026-05-25"),
            "2026-05-04",
            "2026-04-30",
        ),
        (
            "2026-06-01 09:00",
            "2026-06-15",
            "2026-09-07 10:00",
            ("2026-09-12", "2026-10-05"),
            "2026-09-13",
            "2026-09-10",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(asked).await;
            world.asks_to_go("n1", case, away).await.unwrap();
            assert!(world.open_obligation(case, "answer-absence").await.is_some());
            let missed = world.answers("fp", case, (true, None)).await;
            assert_eq!(refusals(missed), [Refusal::Required { field: "dose_on" }]);
            let inside = world.answers("fp", case, (true, Some(wrong))).await;
            assert_eq!(refusals(inside), [Refusal::DayNotOffered { field: "dose_on" }]);
            world.answers("fp", case, (true, Some(agreed))).await.unwrap();
            assert_eq!(world.open_obligation(case, "answer-absence").await, None);
            assert_eq!(
                world.open_obligation(case, "dose").await.unwrap().due_on,
                day(agreed)
            );
            world.pass_until(&format!("{agreed} 09:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(&format!("{} 09:00", away.1)).await;
            assert_eq!(world.dose_alerts(case).await, []);
        });
    }
}
