//! Whoever was to see somebody first works there no longer: the clinic names somebody else.

use crate::support::world::{World, day, story};
use merzim::commands;
use merzim::domain::ids::CaseId;

/// Opened, first dose, release, first appointment.
const DAYS: [[&str; 4]; 2] = [
    ["2026-03-02 09:00", "2026-03-16", "2026-08-05", "2026-08-06"],
    ["2027-01-11 09:00", "2027-01-20", "2027-06-18", "2027-06-21"],
];

/// Treated in P1; OC1 has agreed to take over, with an appointment at one of its people.
async fn agreed(world: &World, [_, first_on, release_on, visit_on]: [&str; 4], clinician: &str) -> CaseId {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.forward(case, "oc1").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    let offer = world.offer_release(case, "oc1").await.unwrap();
    let visit = Some((clinician, visit_on, "10:30"));
    world.accept("cn1", case, offer, visit).await.unwrap();
    case
}

#[test]
fn an_appointment_at_somebody_whose_account_is_closed_is_named_anew() {
    for released in [false, true] {
        for days in DAYS {
            story(days[0], async |world| {
                let [_, _, release_on, visit_on] = days;
                let case = agreed(world, days, "fp").await;
                if released {
                    world.pass_until(&format!("{release_on} 10:00")).await;
                    world.release(case, &format!("{release_on} 09:00")).await.unwrap();
                }
                assert_eq!(world.open_obligation(case, "set-appointment").await, None);
                let physician = world.country.person("fp").id;
                commands::disable_account(&world.desk, &world.actor("admin"), None, physician)
                    .await
                    .unwrap();
                world.sweep().await;
                let owed = world.open_obligation(case, "set-appointment").await.unwrap();
                let clinic = world.country.place("oc1").id;
                assert_eq!((owed.due_on, owed.owner), (day(visit_on), clinic));

                let form = world.appointment(Some(("cn1", visit_on, "11:00")));
                commands::set_appointment(&world.desk, &world.actor("cn1"), None, case, &form)
                    .await
                    .unwrap();
                assert_eq!(world.open_obligation(case, "set-appointment").await, None);
            });
        }
    }
}

/// Accepted in a minute by somebody whose account is closed in that minute, with all others of the clinic: the clinic owes another
/// name all the same, and whoever comes there finds the task.
#[test]
fn an_appointment_at_the_last_account_of_a_clinic_is_still_its_task() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, _, visit_on] = days;
            let case = agreed(world, days, "cn1").await;
            assert_eq!(world.open_obligation(case, "set-appointment").await, None);
            for name in ["fp", "ph", "cn1"] {
                let account = world.country.person(name).id;
                commands::disable_account(&world.desk, &world.actor("admin"), None, account)
                    .await
                    .unwrap();
            }
            world.sweep().await;
            let owed = world.open_obligation(case, "set-appointment").await.unwrap();
            let clinic = world.country.place("oc1").id;
            assert_eq!((owed.due_on, owed.owner), (day(visit_on), clinic));
        });
    }
}
