//! Hand-over on release: offered, accepted by name, rejected, silent; nobody falls through.

use crate::support::world::{RULES, World, day, refusals, story};
use merzim::access::Action;
use merzim::commands;
use merzim::domain::decide::passage::{DoseBefore, dose_before, slot};
use merzim::domain::event::HandoverReason;
use merzim::domain::ids::{CaseId, OrganisationId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::shift::would_move;
use merzim::store::desk::Failure;

/// Everybody who was told of an obligation that is no dose, by the names of the organisations.
async fn told(world: &World, case: CaseId, kind: Kind) -> Vec<&'static str> {
    let file = world.file(case).await;
    let alerts = file.case.alerts.iter().filter(|alert| alert.kind == kind);
    let hops = alerts.flat_map(|alert| alert.notices.iter().map(|notice| notice.hop.organisation));
    hops.map(|id: OrganisationId| world.country.name_of(id)).collect()
}

/// Treated in P1, the first dose given; released on a day.
pub(super) async fn treated(world: &World, first_on: &str, release_on: &str) -> CaseId {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.forward(case, "oc1").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    case
}

/// S12: a Saturday before holidays.
#[test]
fn a_release_on_a_saturday_before_a_holiday_is_planned_and_moves() {
    for (opened, first_on, release_on, earliest_on, drug_by, moved_on, may_give) in [
        (
            "2028-09-20 09:00",
            "2028-10-04",
            "2028-12-30",
            "2029-01-03",
            "2028-12-29",
            "2028-12-27",
            false,
        ),
        (
            "2023-09-18 09:00",
            "2023-10-02",
            "2023-12-30",
            "2024-01-03",
            "2023-12-29",
            "2023-12-27",
            true,
        ),
    ] {
        story(opened, async |world| {
            let case = treated(world, first_on, release_on).await;
            world.pass_until(&format!("{}-12-20 09:00", &drug_by[..4])).await;
            let file = world.file(case).await;
            let today = file.now.today();
            let (known, law) = (
                RULES.continuity_for(today).unwrap(),
                RULES.law_for(today).unwrap(),
            );
            let dose = file.plan(&RULES).dose;
            let slot = slot(day(release_on), dose.as_ref().ok(), known, &law);
            assert_eq!((slot.earliest_on, slot.drug_by), (day(earliest_on), day(drug_by)));

            let offer = world.offer_release(case, "oc1").await.unwrap();
            let saturday = world
                .accept("cn1", case, offer, Some(("fp", release_on, "10:30")))
                .await;
            assert_eq!(refusals(saturday), [Refusal::NotWorking { field: "visit_on" }]);
            let night = world
                .accept("cn1", case, offer, Some(("fp", earliest_on, "20:00")))
                .await;
            assert!(matches!(refusals(night)[..], [Refusal::OutsideHours { .. }]));
            let stranger = world
                .accept("cn1", case, offer, Some(("fp2", earliest_on, "10:30")))
                .await;
            assert_eq!(
                refusals(stranger),
                [Refusal::ClinicianGone { field: "clinician" }]
            );
            world
                .accept("cn1", case, offer, Some(("fp", earliest_on, "10:30")))
                .await
                .unwrap();
            assert_eq!(world.responsible(case).await, "p1", "until he goes");

            // The court releases earlier: old and new side by side before it is kept.
            let named = merzim::domain::event::ReleaseDate {
                id: RecordId::fresh(),
                on: day(moved_on),
                because: "early-release".to_owned(),
                paper: "№ 7".to_owned(),
                dated_on: None,
            };
            let file = world.file(case).await;
            let shift = would_move(&file.case, named, &RULES, &file.roster, &file.now).unwrap();
            assert_eq!(
                (shift.old_on, shift.new_on),
                (Some(day(release_on)), Some(day(moved_on)))
            );
            assert!(
                shift.moved.iter().any(|row| row.kind == Kind::ReleaseNotice),
                "{shift:?}"
            );
            // A day sooner and the notice can no longer be sent in time: that is said, with whose it is.
            let sooner = merzim::domain::event::ReleaseDate {
                id: RecordId::fresh(),
                on: day(moved_on) - chrono::Days::new(1),
                because: "early-release".to_owned(),
                paper: "№ 8".to_owned(),
                dated_on: None,
            };
            let lost = would_move(&file.case, sooner, &RULES, &file.roster, &file.now).unwrap();
            let mut rows = lost.moved.iter();
            let notice = rows.find(|row| row.kind == Kind::ReleaseNotice).unwrap();
            assert!(notice.impossible, "{notice:?}");
            assert_eq!(notice.owner.organisation, world.country.place("registry").id);
            world.release_on(case, moved_on, "early-release").await.unwrap();

            world.pass_until(&format!("{moved_on} 08:00")).await;
            let dose = world.plan(case).await.dose;
            let before = dose_before(&dose, day(moved_on), day(moved_on));
            assert_eq!(matches!(before, DoseBefore::Between(..)), may_give, "{before:?}");
            assert_eq!(world.give(case).await.is_ok(), may_give, "the screen says so");
            world.release(case, &format!("{moved_on} 08:00")).await.unwrap();
            assert_eq!(world.responsible(case).await, "oc1");
            let owed = world.open_obligation(case, "first-visit").await.unwrap();
            assert_eq!(owed.due_on, day(earliest_on));
            assert_eq!(world.release_row(case).await, None);
            assert!(
                !world.sees("n1", Action::LogInjection, case).await,
                "P1 writes no more"
            );
            assert!(
                world.sees("n1", Action::ReadClinicalFile, case).await,
                "and reads what it did"
            );
            assert!(world.sees("cn1", Action::LogInjection, case).await);

            world.pass_until(&format!("{earliest_on} 11:00")).await;
            let came = world.clock.now();
            commands::record_visit(&world.desk, &world.actor("cn1"), None, case, Some(came), "келді")
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "first-visit").await, None);
        });
    }
}

/// S13: one says no, the other says nothing.
#[test]
fn silence_climbs_both_chains_and_nobody_is_released_without_a_receiver() {
    for (opened, first_on, offered, silent_on, late, release_on) in [
        (
            "2026-09-01 09:00",
            "2026-09-15",
            "2026-12-01 10:00",
            "2026-12-07 10:00",
            "2026-12-21 10:00",
            "2026-12-25",
        ),
        (
            "2027-01-11 09:00",
            "2027-01-20",
            "2027-04-01 10:00",
            "2027-04-07 10:00",
            "2027-04-20 10:00",
            "2027-04-26",
        ),
    ] {
        story(opened, async |world| {
            let case = treated(world, first_on, release_on).await;
            world.pass_until(offered).await;
            let first = world.offer_release(case, "oc1").await.unwrap();
            assert_eq!(
                refusals(world.offer_release(case, "oc2").await),
                [Refusal::OfferOpen]
            );
            world.reject("cn1", case, first).await.unwrap();
            assert!(
                !world.sees("cn1", Action::ReadClinicalFile, case).await,
                "it was asked, and is not any more"
            );
            let second = world.offer_release(case, "oc2").await.unwrap();
            assert!(
                world.sees("cn2", Action::ReadClinicalFile, case).await,
                "sees it from the offer on"
            );
            assert!(!world.sees("cn2", Action::LogInjection, case).await);
            assert!(
                world.sees("co2", Action::ReadPassage, case).await,
                "so does its coordinator"
            );
            assert_eq!(world.release_row(case).await.unwrap().0, "offered");
            let file = world.file(case).await;
            assert_eq!(
                file.case
                    .passage
                    .offer(first)
                    .unwrap()
                    .outcome
                    .as_ref()
                    .unwrap()
                    .words,
                "басқа аудан"
            );

            world.pass_until(silent_on).await;
            let chains = told(world, case, Kind::AcceptHandover).await;
            for place in ["p1", "registry", "oc2"] {
                assert!(chains.contains(&place), "{place}: {chains:?}");
            }
            assert_eq!(world.release_row(case).await.unwrap().0, "silent");
            world.pass_until(late).await;
            let chains = told(world, case, Kind::AcceptHandover).await;
            for place in ["health", "health2"] {
                assert!(chains.contains(&place), "{place}: {chains:?}");
            }
            assert!(
                !chains.contains(&"probation"),
                "our own silence is never the person's fault"
            );
            assert_eq!(world.responsible(case).await, "p1");

            world.pass_until(&format!("{release_on} 10:00")).await;
            let alone = world.release(case, &format!("{release_on} 09:00")).await;
            assert_eq!(refusals(alone), [Refusal::NoReceiver]);
            let when = format!("{release_on} 09:00");
            let nurse = world.release_alone("n1", case, &when, "себеп").await;
            assert!(
                matches!(nurse, Err(Failure::Forbidden(_))),
                "not a nurse's to say"
            );
            let silent = world.release_alone("co", case, &when, " ").await;
            assert_eq!(refusals(silent), [Refusal::Required { field: "words" }]);
            world
                .release_alone("co", case, &when, "сот босатты, емхана жауап бермеді")
                .await
                .unwrap();
            assert_eq!(world.responsible(case).await, "p1", "with its name on the case");
            assert_eq!(world.release_row(case).await.unwrap().0, "released-without");
            let scope = world
                .desk
                .access()
                .scope(&world.actor("co"), Action::ReadReleases);
            let now = world.clock.now();
            let numbers = merzim::store::reading::passage::release_numbers(&world.fresh.store, &scope, now)
                .await
                .unwrap();
            assert_eq!(
                numbers,
                [(
                    day(release_on),
                    "released-without".to_owned(),
                    "almaty".to_owned()
                )],
                "the board counts him"
            );
            assert_eq!(
                world
                    .open_obligation(case, "arrange-handover")
                    .await
                    .unwrap()
                    .due_on,
                day(release_on)
            );

            // Somebody answers after all: responsibility moves at once.
            let today = world.file(case).await.now.today();
            let law = RULES.law_for(today).unwrap();
            let visit_on = law.calendar.add_working_days(today, 1).date.to_string();
            world
                .accept("cn2", case, second, Some(("fp2", &visit_on, "09:00")))
                .await
                .unwrap();
            assert_eq!(world.responsible(case).await, "oc2");
            assert_eq!(world.release_row(case).await, None);
            assert_eq!(world.open_obligation(case, "arrange-handover").await, None);
        });
    }
}

#[test]
fn a_curfew_keeps_the_appointment_away_and_a_later_release_asks_for_another() {
    for (release_on, visit_on, later_on) in [
        ("2026-12-25", "2026-12-28", "2027-01-15"),
        ("2026-11-27", "2026-11-30", "2026-12-11"),
    ] {
        story("2026-03-02 09:00", async |world| {
            let case = treated(world, "2026-03-16", release_on).await;
            let form = merzim::domain::decide::passage::SetCurfew {
                kind: "home-hours".to_owned(),
                from_on: Some(day(release_on)),
                until_on: None,
                begins: chrono::NaiveTime::from_hms_opt(15, 0, 0),
                ends: chrono::NaiveTime::from_hms_opt(10, 0, 0),
                paper: "сот шешімі".to_owned(),
                dated_on: Some(world.file(case).await.now.today()),
                ..Default::default()
            };
            commands::set_curfew(&world.desk, &world.actor("clerk"), None, case, &form)
                .await
                .unwrap();
            let offer = world.offer_release(case, "oc1").await.unwrap();
            for hour in ["09:30", "15:30"] {
                let inside = world
                    .accept("cn1", case, offer, Some(("fp", visit_on, hour)))
                    .await;
                assert!(
                    matches!(refusals(inside)[..], [Refusal::InCurfew { .. }]),
                    "{hour}"
                );
            }
            world
                .accept("cn1", case, offer, Some(("fp", visit_on, "10:00")))
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "set-appointment").await, None);
            world.release_on(case, later_on, "days-added").await.unwrap();
            let owed = world.open_obligation(case, "set-appointment").await.unwrap();
            assert_eq!(owed.owner, world.country.place("oc1").id);
            let law = RULES.law_for(day(later_on)).unwrap();
            let next = law.calendar.add_working_days(day(later_on), 1).date.to_string();
            let form = world.appointment(Some(("fp", &next, "11:00")));
            commands::set_appointment(&world.desk, &world.actor("cn1"), None, case, &form)
                .await
                .unwrap();
            assert_eq!(world.open_obligation(case, "set-appointment").await, None);
        });
    }
}

/// The former site closes what it did, and gains nothing new.
#[test]
fn whoever_handed_over_reads_what_he_left_and_what_he_wrote_himself() {
    for (opened, first_on, release_on, visit_on, second) in [
        (
            "2026-01-20 09:00",
            "2026-02-05",
            "2026-03-26",
            "2026-03-27",
            "2026-05-05 10:00",
        ),
        (
            "2026-06-01 09:00",
            "2026-06-15",
            "2026-08-05",
            "2026-08-06",
            "2026-09-15 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = treated(world, first_on, release_on).await;
            let offer = world.offer_release(case, "oc1").await.unwrap();
            world
                .accept("cn1", case, offer, Some(("fp", visit_on, "10:30")))
                .await
                .unwrap();
            world.pass_until(&format!("{release_on} 10:00")).await;
            world.release(case, &format!("{release_on} 09:00")).await.unwrap();
            world.pass_until(second).await;
            world
                .moves_to("cn1", case, "almaty", &second[..10])
                .await
                .unwrap();
            let form = world.injection(case).await;
            world.log("cn1", case, &form).await.unwrap();

            let look = async |who: &str, action| {
                let actor = world.actor(who);
                world.desk.look(&actor, action, case).await.unwrap()
            };
            let left = look("n1", Action::ReadClinicalFile).await;
            assert_eq!(
                left.case.doses.len(),
                1,
                "what was done elsewhere since is not his"
            );
            assert_eq!(left.now.today(), day(release_on));
            assert_eq!(
                left.facts.responsible,
                world.country.place("oc1").id,
                "but who has him now is"
            );
            let way = look("n1", Action::ReadPassage).await;
            assert_eq!(way.case.passage.releases.len(), 1);
            assert!(way.case.passage.addresses.is_empty(), "nor where he lives now");
            for who in ["cn1", "dp", "auditor"] {
                let whole = look(who, Action::ReadClinicalFile).await;
                assert_eq!(
                    whole.case.doses.len(),
                    2,
                    "{who} reads on, for a reason of his own"
                );
            }

            // What he strikes out himself is seen there.
            let own = left.case.doses[0].content.id;
            world.void("n1", case, own).await.unwrap();
            let left = look("n1", Action::ReadClinicalFile).await;
            assert_eq!(left.case.doses.len(), 1);
            assert!(left.case.doses[0].voided.is_some());
        });
    }
}

/// Out of custody leads the release, to whoever accepted, and nothing else.
#[test]
fn nobody_leaves_custody_by_another_door() {
    for (opened, first_on, release_on) in [
        ("2026-03-02 09:00", "2026-03-16", "2026-12-25"),
        ("2027-01-11 09:00", "2027-01-20", "2027-04-26"),
    ] {
        story(opened, async |world| {
            let case = treated(world, first_on, release_on).await;
            let today = world.file(case).await.now.today();
            let (clerk, oc1) = (world.actor("clerk"), world.country.place("oc1").id);
            for from_on in [today - chrono::Days::new(1), today, today + chrono::Days::new(30)] {
                let moved =
                    commands::change_place(&world.desk, &clerk, None, case, oc1, from_on, "босатылды").await;
                assert_eq!(refusals(moved), [Refusal::NoReceiver], "{from_on}");
            }
            let days = (Some(release_on), Some(release_on));
            for reason in [
                HandoverReason::Transfer,
                HandoverReason::Temporary,
                HandoverReason::Return,
            ] {
                let offered = world.offer("n1", case, (reason, "oc1"), days).await;
                assert_eq!(refusals(offered), [Refusal::ReasonUnfit], "{reason:?}");
            }
            assert!(
                world.release_row(case).await.is_some(),
                "the board still knows him"
            );
        });
    }
}

/// Somebody was asked to take over a free person, who is arrested before the answer.
#[test]
fn an_answer_that_comes_after_an_arrest_takes_nobody_out_of_custody() {
    story("2026-03-02 09:00", async |world| {
        let case = world
            .open(crate::support::world::NewCase {
                place: "oc1",
                first_on: Some("2026-03-16"),
                ..Default::default()
            })
            .await;
        let today = world.file(case).await.now.today();
        let reason = (HandoverReason::Residence, "oc2");
        let offer = world
            .offer("cn1", case, reason, (Some("2026-03-02"), None))
            .await
            .unwrap();
        let (clerk, p1) = (world.actor("clerk"), world.country.place("p1").id);
        commands::change_place(&world.desk, &clerk, None, case, p1, today, "қамауға алынды")
            .await
            .unwrap();
        let late = world
            .accept("cn2", case, offer, Some(("fp2", "2026-03-03", "10:00")))
            .await;
        assert!(
            matches!(late, Err(Failure::Forbidden(_))),
            "whoever asked does not answer for him any more, and nobody else did"
        );
        assert_eq!(world.responsible(case).await, "p1");
    });
}
