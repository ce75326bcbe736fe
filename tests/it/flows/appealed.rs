//! An appeal lodged before a ruling is in force keeps it from force.

use crate::support::world::{NewCase, day, story};
use merzim::domain::{
    obligation::Kind,
    ruling::{RulingStep, Standing},
};

/// Days of: opening, the appeal, the force written down ahead, the decision.
const DAYS: [[&str; 4]; 2] = [
    ["2026-11-25", "2026-12-01", "2026-12-10", "2027-01-05"],
    ["2026-03-02", "2026-03-05", "2026-03-12", "2026-03-20"],
];

#[test]
fn a_ruling_appealed_before_its_day_is_in_force_when_the_appeal_is_decided() {
    for [opened, appealed, force, decided] in DAYS {
        story(&format!("{opened} 09:00"), async |world| {
            let new = NewCase {
                in_force_on: Some(force),
                ..NewCase::default()
            };
            let case = world.open(new).await;
            world.pass_until(&format!("{appealed} 10:00")).await;
            world.court(case, RulingStep::Appealed, appealed).await.unwrap();
            world.pass_until(&format!("{force} 09:00")).await;
            let waits = Some(Standing::NotYetInForce { from_on: None });
            assert_eq!(world.file(case).await.case.standing_on(day(force)), waits);
            let owed = world.plan(case).await;
            assert!(
                owed.obligation((Kind::Clearance, 1)).is_none(),
                "nothing is prepared"
            );

            world.pass_until(&format!("{decided} 15:00")).await;
            world
                .court(case, RulingStep::AppealDecided, decided)
                .await
                .unwrap();
            let file = world.file(case).await;
            assert_eq!(file.case.rulings[0].in_force_on(), Some(day(decided)));
            let before = day(decided).pred_opt().unwrap();
            assert!(!file.case.standing_on(before).unwrap().in_force());
            assert!(file.case.standing_on(day(decided)).unwrap().in_force());
            let owed = world.plan(case).await;
            assert!(owed.obligation((Kind::Clearance, 1)).is_some());
        });
    }
}

/// An appeal that is decided in time puts nothing off; a paper of force that follows the appeal counts.
#[test]
fn a_ruling_keeps_its_day_where_the_appeal_is_over_by_then() {
    for [opened, appealed, force, decided] in DAYS {
        story(&format!("{opened} 09:00"), async |world| {
            let new = NewCase {
                in_force_on: Some(force),
                ..NewCase::default()
            };
            let case = world.open(new.clone()).await;
            world.pass_until(&format!("{appealed} 10:00")).await;
            world.court(case, RulingStep::Appealed, appealed).await.unwrap();
            world
                .court(case, RulingStep::AppealDecided, appealed)
                .await
                .unwrap();
            let known = world.file(case).await.case;
            assert_eq!(known.rulings[0].in_force_on(), Some(day(force)));

            let other = world
                .open(NewCase {
                    in_force_on: Some(decided),
                    ..new
                })
                .await;
            world.court(other, RulingStep::Appealed, appealed).await.unwrap();
            world.pass_until(&format!("{force} 10:00")).await;
            world
                .court(other, RulingStep::EnteredIntoForce, force)
                .await
                .unwrap();
            let known = world.file(other).await.case;
            assert_eq!(known.rulings[0].in_force_on(), Some(day(force)));
        });
    }
}
