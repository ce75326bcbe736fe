//! How long a parcel may be in one hand without a word, and what a word about it is good for.

use super::{DAYS, on_its_way, owes};
use crate::support::world::{M3, World, at, story};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::commands;
use merzim::domain::{
    decide::HandOverParcel,
    event::Taker,
    ids::{CaseId, ParcelId},
    obligation::Kind,
};

/// The pharmacist says where a parcel was.
async fn explain(world: &World, (case, parcel): (CaseId, ParcelId)) {
    let ph = world.actor("ph");
    commands::explain_custody(&world.desk, &ph, None, case, parcel, "қоймада жатты")
        .await
        .unwrap();
}

/// It is written down now that the gate took a parcel at a moment.
async fn gate_took(world: &World, (case, parcel): (CaseId, ParcelId), when: DateTime<Utc>) {
    let form = HandOverParcel {
        into: Some(Taker::Gate),
        name: "Бекет 2".to_owned(),
        phone: String::new(),
        at: Some(when),
    };
    commands::hand_over_parcel(&world.desk, &world.actor("ph"), None, case, parcel, &form)
        .await
        .unwrap();
}

/// How the row of what is owed stands.
async fn row(world: &World, case: CaseId) -> String {
    let mut rows = world.obligations(case).await.into_iter();
    rows.find(|row| row.kind == Kind::CustodyGap.code())
        .unwrap()
        .state
}

/// What was said of a parcel holds for the hand that had it, and up to the moment at which that was said. It lies there on, or a
/// gate took it since: after the same hours somebody is asked again, and told.
#[test]
fn what_was_said_of_a_parcel_holds_for_that_hand_and_up_to_then() {
    for days in DAYS {
        for at_the_gate in [false, true] {
            story(days.opened, async |world| {
                let (case, _, parcel) = on_its_way(world, &days, (M3, 1)).await;
                let said_at = at(days.sent) + TimeDelta::hours(80);
                world.at_instant(said_at);
                world.sweep().await;
                assert!(owes(world, case, Kind::CustodyGap).await);
                explain(world, (case, parcel)).await;
                assert!(!owes(world, case, Kind::CustodyGap).await);
                assert_eq!(row(world, case).await, "met");
                let mut since = said_at;
                if at_the_gate {
                    // Written down after it was explained: until then nobody knew of that hand.
                    since = said_at - TimeDelta::hours(20);
                    gate_took(world, (case, parcel), since).await;
                    assert!(!owes(world, case, Kind::CustodyGap).await);
                }
                let late = since + TimeDelta::hours(72);
                world.at_instant(late);
                world.sweep().await;
                assert!(!owes(world, case, Kind::CustodyGap).await, "to the hour");
                world.at_instant(late + TimeDelta::seconds(1));
                world.sweep().await;
                assert_eq!(row(world, case).await, "open");
                world.at_instant(late + TimeDelta::days(2));
                world.sweep().await;
                let alert = world.alert_about(case, Kind::CustodyGap).await;
                assert!(alert.live() && alert.told(world.country.place("oc1").id));
                explain(world, (case, parcel)).await;
                assert_eq!(row(world, case).await, "met");
            });
        }
    }
}

/// Asked anew, the parcel is lost: that nobody said where it was is not met by what was said before.
#[test]
fn what_is_lost_after_it_was_asked_about_anew_was_not_explained() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (case, _, parcel) = on_its_way(world, days, (M3, 1)).await;
        let said_at = at(days.sent) + TimeDelta::hours(80);
        world.at_instant(said_at);
        world.sweep().await;
        explain(world, (case, parcel)).await;
        world.at_instant(said_at + TimeDelta::hours(73));
        world.sweep().await;
        assert_eq!(row(world, case).await, "open");
        let ph = world.actor("ph");
        commands::report_parcel_lost(&world.desk, &ph, None, case, parcel, "курьер жоқ")
            .await
            .unwrap();
        assert_eq!(row(world, case).await, "waived");
    });
}
