//! Whoever takes over a case is told of its alerts at once, also while a very late dose waits for a physician and nobody
//! may be asked about it.

use crate::support::world::{World, day, story};
use merzim::commands;
use merzim::domain::alert::{Notice, NoticeKind};
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::plan::Waits;

struct Dates {
    opened: &'static str,
    target: &'static str,
    refused: &'static str,
    /// The window has closed, and the officer was asked.
    asked: &'static str,
    /// Inside the last band of lateness.
    late: &'static str,
    /// The day after.
    moves_on: &'static str,
}

const DATES: [Dates; 2] = [
    Dates {
        opened: "2027-02-01 09:00",
        target: "2027-02-13",
        refused: "2027-02-15 10:00",
        asked: "2027-02-21 10:00",
        late: "2027-03-15 10:00",
        moves_on: "2027-03-16",
    },
    Dates {
        opened: "2026-12-20 09:00",
        target: "2026-12-31",
        refused: "2027-01-02 10:00",
        asked: "2027-01-08 10:00",
        late: "2027-01-30 10:00",
        moves_on: "2027-01-31",
    },
];

/// A case whose dose was refused, of which everybody was told, and about which a physician has to decide by now.
async fn late(world: &World, dates: &Dates) -> CaseId {
    let case = world.planned_for(dates.target).await;
    let officer = world.country.person("po").id;
    world.hand_over_caseload("ps", None, officer).await.unwrap();
    world.pass_until(dates.refused).await;
    world.refuse(case).await;
    world.pass_until(dates.late).await;
    let waits = world.plan(case).await.waits;
    assert!(matches!(waits, Some(Waits::LateDecision { .. })), "{waits:?}");
    case
}

/// What was said to whoever took over.
async fn entrusted(world: &World, case: CaseId) -> Vec<Notice> {
    let mut said = world.alert_about(case, Kind::Dose).await.notices;
    said.retain(|notice| notice.kind == NoticeKind::Entrusted);
    said
}

#[test]
fn a_successor_is_told_of_an_alert_about_which_nobody_may_be_asked() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = late(world, &dates).await;
            let old = world.country.person("po").id;
            let before = world.alert_about(case, Kind::Dose).await;
            let (new, _) = world.new_officer().await;
            world.hand_over_caseload("ps", Some(old), new).await.unwrap();

            let said = entrusted(world, case).await;
            assert_eq!(
                said.iter().map(|notice| notice.hop.account).collect::<Vec<_>>(),
                [Some(new)],
                "at once, and once"
            );
            assert_eq!(said[0].hop.acknowledge_by, None, "nothing is asked");
            let rows = world.notices(case).await;
            let mailed = rows.iter().filter(|row| row.kind == "entrusted" && row.mailed);
            assert_eq!(mailed.count(), 1, "and the word leaves the house");
            let after = world.alert_about(case, Kind::Dose).await;
            assert_eq!(after.state, before.state, "the climb goes on as it did");
            assert_eq!(after.climb().count(), before.climb().count());
            world.sweep().await;
            assert_eq!(entrusted(world, case).await.len(), 1);

            // What ends it is told to him, too.
            world.hold(case, None).await;
            let alert = world.alert_about(case, Kind::Dose).await;
            let over = alert
                .notices
                .iter()
                .filter(|notice| notice.kind == NoticeKind::Correction && notice.hop.account == Some(new));
            assert_eq!(over.count(), 1);
        });
    }
}

#[test]
fn a_new_body_is_told_of_it_and_the_former_one_that_it_has_passed() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = late(world, &dates).await;
            let (clerk, police) = (world.actor("clerk"), world.country.place("police").id);
            let (from_on, reason) = (day(dates.moves_on), "сот шешімі");
            commands::change_supervision(&world.desk, &clerk, None, case, police, from_on, reason)
                .await
                .unwrap();
            world.pass_until(&format!("{} 09:00", dates.moves_on)).await;
            let said = entrusted(world, case).await;
            assert_eq!(
                said.iter()
                    .map(|notice| notice.hop.organisation)
                    .collect::<Vec<_>>(),
                [police]
            );
            assert_eq!(world.climbs_to(case, "police").await, [], "asked nothing yet");
            let passed = world.corrections_to(case, "probation").await.len();
            assert_eq!(passed, 2, "the officer and the head");

            world.decide(case, true).await.unwrap();
            world.sweep().await;
            assert_eq!(
                world.climbs_to(case, "police").await.len(),
                1,
                "asked once it may be"
            );
            assert_eq!(
                world.corrections_to(case, "probation").await.len(),
                passed,
                "nobody is told twice that it has passed"
            );
        });
    }
}

/// A successor who is asked about a missed dose is not told in the same breath that nothing is asked of him.
#[test]
fn a_successor_to_whom_the_climb_leads_is_asked_and_told_nothing_else() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            let old = world.country.person("po").id;
            world.hand_over_caseload("ps", None, old).await.unwrap();
            world.pass_until(dates.refused).await;
            world.refuse(case).await;
            world.pass_until(dates.asked).await;
            let plan = world.plan(case).await;
            assert!(plan.waits.is_none(), "{:?}", plan.waits);
            assert!(!world.climbs_to(case, "probation").await.is_empty());

            let (new, _) = world.new_officer().await;
            world.hand_over_caseload("ps", Some(old), new).await.unwrap();
            world.sweep().await;
            let alert = world.alert_about(case, Kind::Dose).await;
            let said = alert.notices.iter();
            let said = said.filter(|notice| notice.hop.account == Some(new));
            let kinds: Vec<_> = said.map(|notice| notice.kind).collect();
            assert_eq!(kinds, [NoticeKind::Climb]);
        });
    }
}

/// A body that gets the case back while a physician is waited for is told again, and asked again once it may be: it was told
/// in between that the matter had passed to another.
#[test]
fn a_body_that_gets_the_case_back_is_told_again() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = late(world, &dates).await;
            let (clerk, mut on) = (world.actor("clerk"), day(dates.moves_on));
            for place in ["police", "probation"] {
                let body = world.country.place(place).id;
                commands::change_supervision(&world.desk, &clerk, None, case, body, on, "сот шешімі")
                    .await
                    .unwrap();
                world.pass_until(&format!("{on} 09:00")).await;
                on = on.succ_opt().unwrap();
            }
            let said = entrusted(world, case).await;
            let said = said.iter().map(|notice| notice.hop.organisation);
            let bodies = ["police", "probation"].map(|place| world.country.place(place).id);
            assert_eq!(said.collect::<Vec<_>>(), bodies);
            assert_eq!(world.corrections_to(case, "police").await.len(), 1);
            assert_eq!(
                world.corrections_to(case, "probation").await.len(),
                2,
                "once each"
            );

            let before = world.climbs_to(case, "probation").await.len();
            world.decide(case, true).await.unwrap();
            world.sweep().await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), before + 1);
            assert_eq!(world.climbs_to(case, "police").await, []);
        });
    }
}
