//! A drug whose first dose is larger begins with it, whatever was given before; and only then.

use crate::support::world::{RULES, day, refusals, story};
use merzim::domain::decide::{Injection, unusual_volume};
use merzim::domain::event::{Corrected, DoseGiven};
use merzim::domain::refusal::Refusal;

const DEGARELIX: &str = "degarelix-28d";
const TOO_LARGE: Refusal = Refusal::VolumeTooLarge {
    usual_ml: 4.0,
    max_ml: 4.2,
};

#[test]
fn the_starting_dose_of_a_drug_is_given_in_mid_course() {
    for (opened, first_on, from_on, then_on) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-06-10", "2026-07-08"),
        ("2026-10-05 09:00", "2026-10-19", "2027-01-18", "2027-02-15"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world.change(case, DEGARELIX, from_on).await.unwrap();
            world.inform(case).await.unwrap();

            world.pass_until(&format!("{from_on} 10:00")).await;
            let usual = world.injection(case).await;
            let case_now = world.file(case).await.case;
            assert_eq!(unusual_volume(&case_now, &usual, &RULES), Some(6.0));
            for refused in ["60", "0", "-1"] {
                let refused = Injection {
                    volume_ml: refused.to_owned(),
                    ..usual.clone()
                };
                assert_eq!(unusual_volume(&case_now, &refused, &RULES), None);
            }
            let larger = Injection {
                volume_ml: "6".to_owned(),
                ..usual
            };
            assert_eq!(unusual_volume(&case_now, &larger, &RULES), None);
            world.log("n1", case, &larger).await.unwrap();
            // What stands on its record is corrected as a starting dose, too.
            let dose = world.file(case).await.case.doses.last().unwrap().content.clone();
            let corrected = Corrected::Dose(DoseGiven {
                volume_ml: "5,9".to_owned(),
                ..dose
            });
            world.amend("n1", case, &corrected).await.unwrap();

            // The next one of the same drug is no beginning, also under another prescription.
            world.change(case, DEGARELIX, then_on).await.unwrap();
            world.inform(case).await.unwrap();
            world.pass_until(&format!("{then_on} 10:00")).await;
            assert_eq!(world.due_on(case).await, day(then_on));
            let again = Injection {
                volume_ml: "6".to_owned(),
                ..world.injection(case).await
            };
            assert_eq!(refusals(world.log("n1", case, &again).await), [TOO_LARGE]);
            world.give(case).await.unwrap();
        });
    }
    // The very first dose of all begins as before.
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_with(DEGARELIX, "2026-03-03").await;
        world.pass_until("2026-03-03 10:00").await;
        let form = Injection {
            volume_ml: "6".to_owned(),
            ..world.injection(case).await
        };
        world.log("n1", case, &form).await.unwrap();
    });
}
