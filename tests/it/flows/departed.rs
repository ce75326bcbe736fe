//! The end: death, transfer abroad, court and term. Everything open goes with its reason; the record stays.

use crate::support::world::{NewCase, World, at, day, refusals, story};
use merzim::access::Action;
use merzim::domain::alert::ResolvedBecause;
use merzim::domain::dosing::NoDose;
use merzim::domain::event::{Departure, Event};
use merzim::domain::ids::CaseId;
use merzim::domain::letter::EndedTo;
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{RulingStep, Standing};

async fn supervision_sees(world: &World, case: CaseId) -> bool {
    let officer = world.actor("po");
    world
        .desk
        .look(&officer, Action::ReadSupervisionSummary, case)
        .await
        .is_ok()
}

#[test]
fn a_death_ends_everything_at_once_and_nothing_is_missed() {
    for (opened, first, late, died) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-27 10:00",
            "2026-03-27 08:15",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-10-26 10:00",
            "2026-10-25 23:40",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(late).await;
            assert!(supervision_sees(world, case).await);
            assert_eq!(world.dose_alerts(case).await[0].state, "climbing");
            world.depart(case, Departure::Death, died).await.unwrap();

            // Nobody else may learn of it too late; the dead are told nothing.
            assert_eq!(
                world.untold(case).await,
                [EndedTo::Supervising, EndedTo::Supplier]
            );
            world.tell_all(case).await;
            assert_eq!(world.plan(case).await.obligations, []);
            let alert = world.file(case).await.case.alerts[0].state;
            assert!(
                matches!(
                    alert,
                    merzim::domain::alert::AlertState::Resolved {
                        because: ResolvedBecause::Ended,
                        ..
                    }
                ),
                "{alert:?}"
            );
            let rows = world.obligations(case).await;
            assert!(rows.iter().all(|row| row.state != "open"), "{rows:?}");
            assert!(!supervision_sees(world, case).await, "the same day");
            assert!(!world.case_row(case).await.2);
            let file = world.file(case).await;
            assert!(
                file.history
                    .iter()
                    .any(|known| matches!(known.event, Event::AlertRaised { .. })),
                "kept"
            );
            assert!(matches!(
                world.dose(case).await,
                Err(NoDose::NotInForce(Standing::Died { .. }))
            ));
            let sent = world.climbs_to(case, "probation").await.len();
            world.pass_until("2027-06-01 09:00").await;
            assert_eq!(
                world.climbs_to(case, "probation").await.len(),
                sent,
                "and then it is quiet"
            );
            assert_eq!(
                world.aftercare(case).await.map_err(drop),
                Err(()),
                "no plan for the dead"
            );
            let again = world.depart(case, Departure::Death, died).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
        });
    }
}

#[test]
fn a_dose_on_record_for_a_later_hour_becomes_an_incident() {
    for (opened, first, second) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-16"),
        ("2026-09-01 09:00", "2026-10-12", "2026-10-13"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            // Typed in for eleven; the person had died at ten.
            world.pass_until(&format!("{first} 11:30")).await;
            world.give_as_of(case, &format!("{first} 11:00")).await.unwrap();
            world.pass_until(&format!("{second} 09:00")).await;
            world
                .depart(case, Departure::Death, &format!("{first} 10:00"))
                .await
                .unwrap();
            let file = world.file(case).await;
            let incident = &file.case.incidents[0].content;
            assert_eq!(incident.occurred_at, at(&format!("{first} 11:00")));
            let plan = world.plan(case).await;
            let owed = plan.obligations.iter().map(|owed| owed.kind);
            let owed: Vec<_> = owed.filter(|kind| *kind != Kind::TellEnd).collect();
            assert_eq!(owed, [Kind::ReviewIncident]);
            assert!(world.open_obligation(case, "review-incident").await.is_some());
            let fp = world.actor("fp");
            merzim::commands::review_incident(&world.desk, &fp, None, case, incident.id, "қате уақыт")
                .await
                .unwrap();
            world.tell_all(case).await;
            assert_eq!(world.plan(case).await.obligations, []);
        });
    }
}

#[test]
fn after_the_hour_of_death_no_dose_is_taken_and_one_before_it_is() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-03-14 15:00").await;
        let form = world.injection(case).await;
        world
            .depart(case, Departure::Death, "2026-03-14 12:00")
            .await
            .unwrap();
        let after = merzim::domain::decide::Injection {
            occurred_at: Some(at("2026-03-14 13:00")),
            ..form.clone()
        };
        let refused = refusals(world.log("n1", case, &after).await);
        assert_eq!(
            refused,
            [Refusal::NoDose(NoDose::NotInForce(Standing::Died {
                on: day("2026-03-14")
            }))]
        );
        let before = merzim::domain::decide::Injection {
            occurred_at: Some(at("2026-03-14 10:00")),
            ..form
        };
        world.log("n1", case, &before).await.unwrap();
        assert_eq!(
            world.dose_rows(case).await.len(),
            1,
            "what happened before is still taken down"
        );
    });
}

#[test]
fn a_transfer_abroad_owes_a_plan_for_afterwards() {
    for (opened, first, left, owed_on) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-05-04 12:00", "2026-05-13"),
        ("2026-09-01 09:00", "2026-10-12", "2026-11-02 12:00", "2026-11-09"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(left).await;
            world.depart(case, Departure::TransferAbroad, left).await.unwrap();
            let plan = world.open_obligation(case, "aftercare").await.unwrap();
            assert_eq!(
                (plan.due_on, plan.owner_role.as_str()),
                (day(owed_on), "psychiatrist")
            );
            world.pass_until(&format!("{owed_on} 09:00")).await;
            world.aftercare(case).await.unwrap();
            world.tell_all(case).await;
            assert_eq!(world.plan(case).await.obligations, []);
            let rows = world.obligations(case).await;
            assert_eq!(
                rows.iter().find(|row| row.kind == "aftercare").unwrap().state,
                "met"
            );
        });
    }
}

#[test]
fn a_death_recorded_for_the_wrong_person_is_struck_out_and_the_plan_comes_back() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-03-10 15:00").await;
        let death = world
            .depart(case, Departure::Death, "2026-03-10 09:00")
            .await
            .unwrap();
        assert!(!supervision_sees(world, case).await);
        world.void("clerk", case, death).await.unwrap();
        assert_eq!(world.due_on(case).await, day("2026-03-14"));
        assert!(supervision_sees(world, case).await);
    });
}

#[test]
fn a_court_or_the_term_ends_it_with_a_plan_for_afterwards_too() {
    for (opened, first, step) in [
        ("2026-03-02 09:00", "2026-03-14", RulingStep::EndedByCourt),
        ("2026-09-01 09:00", "2026-10-12", RulingStep::Quashed),
    ] {
        story(opened, async |world| {
            let new = NewCase {
                first_on: Some(first),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.court(case, step, first).await.unwrap();
            assert!(!supervision_sees(world, case).await);
            assert!(world.open_obligation(case, "aftercare").await.is_some());
            // Nobody plans: it climbs to our own institutions, never to supervision.
            world.pass_until("2027-01-20 10:00").await;
            assert!(
                world
                    .alerts(case)
                    .await
                    .iter()
                    .any(|alert| alert.kind == "aftercare")
            );
            assert_eq!(world.climbs_to(case, "probation").await, []);
            world.aftercare(case).await.unwrap();
        });
    }
}
