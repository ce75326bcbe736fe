//! The law's clocks that run backwards from the release: owed in the case, each discharged by a recorded fact, and
//! counted again when the day moves.

use crate::support::world::{NewCase, RULES, World, at, day, refusals, story};
use chrono::NaiveDate;
use merzim::commands;
use merzim::domain::event::{Event, HandoverReason, ReleaseDate};
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::{Kind, Obligation};
use merzim::domain::plan::out_of_reach;
use merzim::domain::refusal::Refusal;
use merzim::domain::rules::Cause;
use merzim::domain::ruling::RulingStep;
use merzim::domain::shift;
use std::collections::BTreeSet;

async fn due(world: &World, case: CaseId, kind: Kind) -> Option<NaiveDate> {
    let plan = world.plan(case).await;
    plan.obligations
        .iter()
        .find(|owed| owed.kind == kind)
        .map(|owed| owed.due_on)
}

/// A person in P1 whose ruling is older than the year before his release.
async fn held(world: &World, release_on: &str) -> CaseId {
    let case = world.open(NewCase::default()).await;
    world.release_on(case, release_on, "term").await.unwrap();
    case
}

#[test]
fn papers_go_to_the_court_a_year_before_and_half_a_year_before_under_the_old_rule() {
    for (opened, release_on, papers_on, first_on) in [
        // Twelve months and six months, clamped to the end of February.
        ("2026-03-02 09:00", "2027-08-31", "2026-08-31", "2027-02-28"),
        ("2026-03-02 09:00", "2028-05-12", "2027-05-12", "2027-11-12"),
    ] {
        story(opened, async |world| {
            let case = held(world, release_on).await;
            assert_eq!(
                due(world, case, Kind::MaterialsToCourt).await,
                Some(day(papers_on))
            );
            assert_eq!(due(world, case, Kind::FirstDose).await, Some(day(first_on)));
            world.materials(case).await.unwrap();
            assert_eq!(due(world, case, Kind::MaterialsToCourt).await, None);
            let rows = world.obligations(case).await;
            let row = rows.iter().find(|row| row.kind == "materials-to-court").unwrap();
            assert_eq!(row.state, "met");
            assert_eq!(refusals(world.materials(case).await), [Refusal::NothingToDo]);
        });
    }
    story("2023-06-05 09:00", async |world| {
        let case = held(world, "2025-03-31").await;
        assert_eq!(
            due(world, case, Kind::MaterialsToCourt).await,
            Some(day("2024-09-30")),
            "six months under the procedure of 2020"
        );
        assert_eq!(
            due(world, case, Kind::FirstDose).await,
            None,
            "which names no day for the first dose"
        );
    });
}

/// A release comes whether or not a ruling is in force by then: what is owed toward it is the institutions', and all of it.
#[test]
fn while_no_ruling_is_in_force_only_papers_and_a_receiver_are_owed() {
    story("2026-03-02 09:00", async |world| {
        let new = NewCase {
            in_force_on: Some("2027-01-20"),
            ..NewCase::default()
        };
        let case = world.open(new).await;
        world.release_on(case, "2027-05-12", "term").await.unwrap();
        let plan = world.plan(case).await;
        let owed: BTreeSet<_> = plan.obligations.iter().map(|owed| owed.kind).collect();
        let institutions = [
            Kind::ForwardRuling,
            Kind::BringRuling,
            Kind::MaterialsToCourt,
            Kind::ReleaseNotice,
            Kind::ArrangeHandover,
        ];
        assert_eq!(owed, BTreeSet::from(institutions));
    });
}

/// Treatment begins half a year before the release. Nobody owes a dose before a ruling is in force: until then the same
/// day stands with whoever sees to the court's papers.
#[test]
fn while_no_ruling_is_in_force_the_day_of_the_first_dose_is_the_registrys() {
    for (opened, in_force, release_on, first_on) in [
        ("2026-03-02 09:00", "2026-09-01", "2027-05-12", "2026-11-12"),
        // Clamped to the end of February.
        ("2026-03-02 09:00", "2027-01-11", "2027-08-31", "2027-02-28"),
    ] {
        story(opened, async |world| {
            let new = NewCase {
                in_force_on: Some(in_force),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world.release_on(case, release_on, "term").await.unwrap();
            let plan = world.plan(case).await;
            let mut owed = plan.obligations.iter();
            let owed = owed.find(|owed| owed.kind == Kind::BringRuling).unwrap();
            assert_eq!(owed.due_on, day(first_on));
            assert_eq!(owed.owner.organisation, world.country.place("registry").id);
            assert_eq!(owed.why.rule, "kz-2025-10-17");
            for kind in [Kind::Dose, Kind::FirstDose, Kind::ChooseDrug, Kind::Clearance] {
                assert_eq!(due(world, case, kind).await, None, "{kind:?}");
            }

            world.pass_until(&format!("{in_force} 10:00")).await;
            let rows = world.obligations(case).await;
            let row = rows.iter().find(|row| row.kind == "bring-ruling").unwrap();
            assert_eq!(row.state, "met");
            let plan = world.plan(case).await;
            let mut owed = plan.obligations.iter();
            let owed = owed.find(|owed| owed.kind == Kind::FirstDose).unwrap();
            assert_eq!(owed.due_on, day(first_on), "the same day, now the giver's");
            assert_eq!(owed.owner.organisation, world.country.place("p1").id);
        });
    }
}

/// A draft that waits past that day climbs to our own institutions; supervision hears nothing, and nobody owes a dose.
#[test]
fn a_draft_that_waits_too_long_climbs_to_our_own() {
    story("2026-03-02 09:00", async |world| {
        let new = NewCase {
            draft: true,
            ..NewCase::default()
        };
        let case = world.open(new).await;
        world.release_on(case, "2026-12-15", "term").await.unwrap();
        assert_eq!(due(world, case, Kind::BringRuling).await, Some(day("2026-06-15")));
        world.pass_until("2026-06-17 10:00").await;
        let alert = world.alert_about(case, Kind::BringRuling).await;
        assert!(alert.live());
        assert!(!alert.told(world.country.place("probation").id));
        assert_eq!(world.dose_alerts(case).await, []);

        world
            .court(case, RulingStep::Announced, "2026-06-17")
            .await
            .unwrap();
        world
            .court(case, RulingStep::EnteredIntoForce, "2026-06-17")
            .await
            .unwrap();
        assert!(!world.alert_about(case, Kind::BringRuling).await.live());
        assert_eq!(due(world, case, Kind::BringRuling).await, None);
        assert_eq!(due(world, case, Kind::FirstDose).await, Some(day("2026-06-15")));
    });
}

#[test]
fn a_ruling_goes_on_within_three_working_days_and_a_notice_five_before() {
    for (opened, forwarded_on, release_on, notice_on) in [
        ("2026-03-19 09:00", "2026-03-27", "2027-03-26", "2027-03-16"),
        ("2026-05-06 09:00", "2026-05-13", "2027-05-12", "2027-04-30"),
        ("2026-12-31 09:00", "2027-01-08", "2028-05-12", "2028-05-02"),
    ] {
        story(opened, async |world| {
            let case = held(world, release_on).await;
            assert_eq!(
                due(world, case, Kind::ForwardRuling).await,
                Some(day(forwarded_on))
            );
            world.forward(case, "oc1").await.unwrap();
            assert_eq!(due(world, case, Kind::ForwardRuling).await, None);
            assert_eq!(refusals(world.forward(case, "oc1").await), [Refusal::NothingToDo]);
            assert_eq!(due(world, case, Kind::ReleaseNotice).await, Some(day(notice_on)));
        });
    }
}

/// A day of release that was written down by mistake was never known: the days are counted from the one that stands.
#[test]
fn a_ruling_goes_on_within_days_of_the_release_that_became_known() {
    for (opened, known, forwarded_on) in [
        ("2026-03-19 09:00", "2026-05-06 10:00", "2026-05-13"),
        ("2026-05-06 09:00", "2026-12-31 10:00", "2027-01-08"),
    ] {
        story(opened, async |world| {
            let case = world.open(NewCase::default()).await;
            let mistaken = world.release_on(case, "2027-11-26", "term").await.unwrap();
            assert!(due(world, case, Kind::ForwardRuling).await.is_some());
            world.void("clerk", case, mistaken).await.unwrap();
            assert_eq!(due(world, case, Kind::ForwardRuling).await, None);
            world.pass_until(known).await;
            world.release_on(case, "2028-05-12", "term").await.unwrap();
            assert_eq!(
                due(world, case, Kind::ForwardRuling).await,
                Some(day(forwarded_on))
            );
        });
    }
}

/// He lies in a hospital while the clocks run, is released from his bed, and the clinic takes him over.
#[test]
fn a_bed_in_a_hospital_is_no_release() {
    for (opened, release_on, from, back, visit_on) in [
        (
            "2026-03-02 09:00",
            "2026-04-30",
            "2026-04-20",
            "2026-06-01",
            "2026-05-04",
        ),
        (
            "2026-05-06 09:00",
            "2026-07-31",
            "2026-07-20",
            "2026-08-10",
            "2026-08-03",
        ),
    ] {
        story(opened, async |world| {
            let case = held(world, release_on).await;
            world.pass_until(&format!("{from} 10:00")).await;
            let kinds = [Kind::ReleaseNotice, Kind::ForwardRuling, Kind::FirstDose];
            let before = [
                due(world, case, kinds[0]).await,
                due(world, case, kinds[1]).await,
                due(world, case, kinds[2]).await,
            ];
            let arrange = due(world, case, Kind::ArrangeHandover).await;
            let stay = (HandoverReason::Temporary, "hospital");
            let offer = world
                .offer("n1", case, stay, (Some(from), Some(back)))
                .await
                .unwrap();
            world.accept("hn", case, offer, None).await.unwrap();
            assert_eq!(world.responsible(case).await, "hospital");
            for (kind, before) in kinds.into_iter().zip(before) {
                assert!(before.is_some(), "{kind:?}");
                assert_eq!(due(world, case, kind).await, before, "{kind:?}");
            }
            assert_eq!(
                due(world, case, Kind::ArrangeHandover).await,
                arrange,
                "the receiver is looked for before he is expected back"
            );
            assert_eq!(world.release_row(case).await.unwrap().0, "no-receiver");

            // A bed is no door, either.
            let today = world.file(case).await.now.today();
            let (clerk, oc1) = (world.actor("clerk"), world.country.place("oc1").id);
            let moved = commands::change_place(&world.desk, &clerk, None, case, oc1, today, "жазылды").await;
            assert_eq!(refusals(moved), [Refusal::NoReceiver]);
            let offer = world
                .offer("hn", case, (HandoverReason::Release, "oc1"), (None, None))
                .await
                .unwrap();
            world
                .accept("cn1", case, offer, Some(("fp", visit_on, "10:30")))
                .await
                .unwrap();
            world.pass_until(&format!("{release_on} 10:00")).await;
            let form = merzim::domain::decide::passage::RecordRelease {
                released_at: Some(at(&format!("{release_on} 09:00"))),
                paper: "анықтама № 9".to_owned(),
            };
            commands::record_release(&world.desk, &world.actor("hn"), None, case, &form)
                .await
                .unwrap();
            assert_eq!(world.responsible(case).await, "oc1");
            assert_eq!(world.release_row(case).await, None);
            assert_eq!(
                world.open_obligation(case, "first-visit").await.unwrap().due_on,
                day(visit_on)
            );
        });
    }
}

/// Released to a hospital he is free in his bed, and leaves it like everybody.
#[test]
fn whoever_was_released_to_a_hospital_is_free() {
    story("2026-03-02 09:00", async |world| {
        let case = held(world, "2026-04-30").await;
        let offer = world.offer_release(case, "hospital").await.unwrap();
        world
            .accept("hn", case, offer, Some(("hn", "2026-05-04", "10:00")))
            .await
            .unwrap();
        world.pass_until("2026-04-30 10:00").await;
        world.release(case, "2026-04-30 09:00").await.unwrap();
        assert!(!world.file(case).await.held());
        assert_eq!(due(world, case, Kind::ReleaseNotice).await, None);
        let today = world.file(case).await.now.today();
        let (clerk, oc1) = (world.actor("clerk"), world.country.place("oc1").id);
        commands::change_place(&world.desk, &clerk, None, case, oc1, today, "жазылды")
            .await
            .unwrap();
    });
}

/// The day moves earlier twice on one day, the second time after the notice was sent.
#[test]
fn a_release_that_moves_earlier_twice_on_one_day_asks_for_a_new_notice_and_blames_nobody() {
    for (opened, first, second, third, today) in [
        (
            "2026-03-02 09:00",
            "2027-06-30",
            "2026-11-20",
            "2026-11-13",
            "2026-11-12 10:00",
        ),
        (
            "2026-03-02 09:00",
            "2027-12-30",
            "2026-09-11",
            "2026-09-08",
            "2026-09-07 15:00",
        ),
    ] {
        story(opened, async |world| {
            let case = held(world, first).await;
            let plan = world.plan(case).await;
            assert!(!plan.obligations.iter().any(Obligation::lost_by_a_move));
            world.forward(case, "oc1").await.unwrap();
            world.pass_until(today).await;
            let before = world.alerts(case).await.len();
            world.release_on(case, second, "amnesty").await.unwrap();
            world.announce(case, "oc1").await.unwrap();
            assert_eq!(due(world, case, Kind::ReleaseNotice).await, None);
            world.release_on(case, third, "early-release").await.unwrap();

            let file = world.file(case).await;
            assert_eq!(file.case.release_on(), Some(day(third)));
            let owed = world.open_obligation(case, "release-notice").await.unwrap();
            assert_eq!(owed.cycle, 2, "the notice that was sent names another day");
            let last = file
                .history
                .iter()
                .rposition(|known| matches!(known.event, Event::ReleaseDateSet(_)));
            let by = (&**RULES, |_: &merzim::domain::case::Case, _: NaiveDate| {
                file.roster.clone()
            });
            let shift = shift::moved(case, &file.history, last.unwrap(), by, file.now.zone).unwrap();
            assert_eq!(
                (shift.old_on, shift.new_on),
                (Some(day(second)), Some(day(third)))
            );
            let notice = shift
                .moved
                .iter()
                .find(|row| row.kind == Kind::ReleaseNotice)
                .unwrap();
            assert_eq!(notice.after, Some(owed.due_on));
            assert!(owed.due_on < file.now.today(), "its day has passed");
            assert!(notice.impossible, "and that is said, with its owner: {notice:?}");
            assert_eq!(notice.owner.organisation, world.country.place("registry").id);
            let plan = world.plan(case).await;
            for kind in [Kind::ReleaseNotice, Kind::FirstDose] {
                let mut lost = plan.obligations.iter();
                let lost = lost.find(|owed| owed.kind == kind).unwrap();
                assert!(lost.lost_by_a_move(), "the day moved: {lost:?}");
            }

            // What became impossible climbs to our own institutions, and never to the supervising body.
            world.sweep().await;
            assert!(world.alerts(case).await.len() > before);
            let file = world.file(case).await;
            let since = file.case.alerts.iter().skip(before);
            for alert in since.filter(|alert| alert.kind != Kind::Dose) {
                assert_eq!(alert.cause.family, Cause::Staff);
                assert!(alert.due_at >= file.case.dates_known_at.min(at(today)));
                assert!(!alert.told(world.country.place("probation").id));
            }
            world.announce(case, "oc1").await.unwrap();
            assert_eq!(due(world, case, Kind::ReleaseNotice).await, None);
        });
    }
}

/// The year before the release had begun when it became known. A court has ruled, so the papers are nobody's task; that they were
/// out of reach is said all the same with whose they are, at the opening and where a later release moves to the same day.
#[test]
fn papers_that_were_out_of_reach_are_named_with_whose_they_are() {
    for (opened, far, near, papers_on) in [
        ("2026-11-30 09:00", "2028-12-20", "2027-05-28", "2026-05-28"),
        ("2026-03-02 09:00", "2028-03-31", "2026-09-30", "2025-09-30"),
    ] {
        story(opened, async |world| {
            let registry = world.country.place("registry").id;
            let lost = async |case| {
                let file = world.file(case).await;
                let lost = out_of_reach(&file.case, &RULES, &file.roster, &file.now);
                let mut lost = lost
                    .into_iter()
                    .filter(|owed| owed.kind == Kind::MaterialsToCourt);
                lost.next().map(|owed| (owed.due_on, owed.owner.organisation))
            };
            let registered = held(world, near).await;
            assert_eq!(due(world, registered, Kind::MaterialsToCourt).await, None);
            assert_eq!(lost(registered).await, Some((day(papers_on), registry)));

            let case = held(world, far).await;
            let planned_on = due(world, case, Kind::MaterialsToCourt).await;
            assert!(planned_on.is_some_and(|on| on > day(&opened[..10])));
            assert_eq!(lost(case).await, None, "there is time enough");
            let named = ReleaseDate {
                id: RecordId::fresh(),
                on: day(near),
                because: "amnesty".to_owned(),
                paper: "№ 7".to_owned(),
                dated_on: None,
            };
            let file = world.file(case).await;
            let shift = shift::would_move(&file.case, named, &RULES, &file.roster, &file.now).unwrap();
            let mut rows = shift.moved.iter();
            let papers = rows.find(|row| row.kind == Kind::MaterialsToCourt).unwrap();
            assert_eq!((papers.before, papers.after), (planned_on, Some(day(papers_on))));
            assert!(papers.impossible, "{papers:?}");
            assert_eq!(papers.owner.organisation, registry);
            world.release_on(case, near, "amnesty").await.unwrap();
            assert_eq!(lost(case).await, Some((day(papers_on), registry)));
        });
    }
}

#[test]
fn a_day_that_is_none_and_one_that_holds_already_are_refused() {
    story("2026-03-02 09:00", async |world| {
        let case = held(world, "2027-06-30").await;
        assert_eq!(
            refusals(world.release_on(case, "2027-06-30", "term").await),
            [Refusal::NothingToDo]
        );
        assert_eq!(
            refusals(world.release_on(case, "2027-07-01", "rumour").await),
            [Refusal::Required { field: "because" }]
        );
        assert_eq!(
            refusals(world.release_on(case, "2026-01-01", "amnesty").await),
            [Refusal::NotBefore {
                field: "release_on",
                earliest_on: day("2026-03-02")
            }]
        );
        let set = world.release_on(case, "2027-05-30", "amnesty").await.unwrap();
        world.void("clerk", case, set).await.unwrap();
        assert_eq!(world.file(case).await.case.release_on(), Some(day("2027-06-30")));
    });
}
