//! One pack, scanned at two sites: it lies at one of them, and is given once.

use crate::support::world::{World, day, refusals, story};
use chrono::{Days, NaiveDate};
use merzim::access::Action;
use merzim::commands::{self, log_injection};
use merzim::domain::{
    decide::{Injection, RecordResults, TypedValue},
    event::IncidentKind,
    ids::{CaseId, PackId, RecordId},
    refusal::{PackFault, Refusal},
    supply::Place,
};
use merzim::store::desk::Failure;

const DAYS: [(&str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-16", "2026-03-16 10:00"),
    ("2027-12-20 09:00", "2028-01-04", "2028-01-05 10:00"),
];

/// Somebody who is treated at P2 since today.
async fn at_p2(world: &World, target: &str) -> CaseId {
    let case = world.planned_for(target).await;
    let (clerk, p2) = (world.actor("clerk"), world.country.place("p2").id);
    let today = world.file(case).await.now.today();
    commands::change_place(&world.desk, &clerk, None, case, p2, today, "этап")
        .await
        .unwrap();
    case
}

async fn two_packs(world: &World, opened: &str) -> [PackId; 2] {
    let until = (day(&opened[..10]) + Days::new(700)).to_string();
    let lot = world.take_in("p1", "L7", &until, 2).await;
    let packs = world.packs_at("p1", lot).await;
    [packs[0].id, packs[1].id]
}

#[test]
fn the_same_pack_scanned_at_two_sites_is_given_once() {
    for (opened, target, dose) in DAYS {
        story(opened, async |world| {
            let (here, there) = (world.planned_for(target).await, at_p2(world, target).await);
            let [first, second] = two_packs(world, opened).await;
            world.pass_until(dose).await;

            // In the same minute, at both: it lies at P1.
            let (mine, other) = (
                world.injection_from(here, first).await,
                world.injection_from(there, first).await,
            );
            let (far, n1, n3) = (world.another_desk().await, world.actor("n1"), world.actor("n3"));
            let (given, refused) = tokio::join!(
                log_injection(&world.desk, &n1, None, here, &mine),
                log_injection(&far, &n3, None, there, &other)
            );
            let record = given.unwrap().record;
            let refused = refusals(refused);
            assert!(
                [PackFault::Elsewhere, PackFault::Gone]
                    .map(Refusal::PackUnsound)
                    .contains(&refused[0]),
                "{refused:?}"
            );
            let used = Place::Used {
                case: here,
                dose: record,
            };
            assert_eq!(world.pack(first).await.place, used);
            far.store().clone().close().await.unwrap();

            // The other pack was at P2 in truth: that is never refused, and a physician looks at how it came there.
            let form = world.injection_from(there, second).await;
            let refused = refusals(world.log("n3", there, &form).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::Elsewhere)]);
            let form = Injection {
                despite: "қаптама бізге қатесімен келген".to_owned(),
                ..form
            };
            let record = world.log("n3", there, &form).await.unwrap().record;
            let file = world.file(there).await;
            assert_eq!(file.case.incidents[0].content.kind, IncidentKind::UnsoundPack);
            let used = Place::Used {
                case: there,
                dose: record,
            };
            assert_eq!(world.pack(second).await.place, used);
            // Scanned at P1 now, it is nobody's any more.
            let third = world.planned_for(&(day(&dose[..10])).to_string()).await;
            let form = world.injection_from(third, second).await;
            let refused = refusals(world.log("n1", third, &form).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::Gone)]);
        });
    }
}

/// A sample of a day.
async fn sample(world: &World, who: &str, case: CaseId, taken_on: NaiveDate) -> Result<RecordId, Failure> {
    let form = RecordResults {
        taken_on: Some(taken_on),
        laboratory: "Орталық зертхана".to_owned(),
        values: vec![TypedValue {
            item: "testosterone".to_owned(),
            value: "0,9".to_owned(),
            ..TypedValue::default()
        }],
        words: String::new(),
    };
    commands::record_results(&world.desk, &world.actor(who), None, case, &form).await
}

/// Whoever handed him over closes what it did: what was measured since is written down where he is.
#[test]
fn who_handed_over_records_what_was_measured_until_then() {
    for (opened, target, dose) in DAYS {
        story(opened, async |world| {
            let case = at_p2(world, target).await;
            let left_on = day(&opened[..10]);
            world.pass_until(dose).await;
            let later_on = left_on + Days::new(1);
            let late = sample(world, "n1", case, later_on).await;
            let (field, latest_on) = ("taken_on", left_on);
            assert_eq!(refusals(late), [Refusal::AfterHandover { field, latest_on }]);
            sample(world, "n1", case, left_on).await.unwrap();
            sample(world, "n3", case, later_on).await.unwrap();
        });
    }
}

/// What others did meanwhile is not seen by whoever handed him over: with today's clock it would look overdue, and be done twice.
#[test]
fn a_record_of_his_own_moves_no_clock_of_what_he_left() {
    for (opened, target, dose) in DAYS {
        story(opened, async |world| {
            let case = at_p2(world, target).await;
            let left_on = day(&opened[..10]);
            world.pass_until(dose).await;
            sample(world, "n1", case, left_on).await.unwrap();
            let n1 = world.actor("n1");
            let left = world.desk.look(&n1, Action::ReadClinicalFile, case).await;
            let left = left.unwrap();
            assert!(left.as_left);
            assert_eq!(left.now.today(), left_on, "the clock stands at the hand-over");
            let last = left.history.last().unwrap();
            assert!(last.recorded_at > left.now.instant, "his own record is there");
            assert_eq!(last.by.account(), n1.account_id());
        });
    }
}
