//! What was to be known before a drug did anything is owed until it was measured, also after the first dose.

use super::{CYPROTERONE, baseline, begun, due, next_slip, slip, value};
use crate::support::world::{M3, RULES, day, story};
use chrono::Days;

#[test]
fn a_baseline_that_nobody_measured_stays_due_on_the_day_of_the_first_dose() {
    for (first, later, turn) in [
        ("2026-01-20", "2026-02-02", "2026-04-20"),
        ("2026-10-05", "2026-10-19", "2027-01-05"),
    ] {
        story(&format!("{first} 08:00"), async |world| {
            let case = begun(world, M3, first).await;
            let (due_on, items) = next_slip(world, case).await;
            assert_eq!(due_on, day(first));
            assert!(items.contains(&"alt".to_owned()) && items.contains(&"bone-density".to_owned()));
            assert_eq!(due(world, case, "alt").await, Some(day(first)));
            world.pass_until(&format!("{later} 10:00")).await;
            assert_eq!(
                due(world, case, "alt").await,
                Some(day(first)),
                "late, and as late as it was"
            );

            // Measured late it is the baseline, and discharges no turn that has not opened; the turns stay where they were.
            slip(world, case, later, &[value("alt", "24", "U/L")])
                .await
                .unwrap();
            assert_eq!(due(world, case, "alt").await, Some(day(turn)));
            assert_eq!(due(world, case, "ast").await, Some(day(first)), "each by itself");
        });
    }
}

#[test]
fn another_drug_has_a_baseline_of_its_own() {
    story("2026-01-12 08:00", async |world| {
        let case = begun(world, M3, "2026-01-12").await;
        baseline(world, case, M3, "2026-01-12").await;
        let (due_on, _) = next_slip(world, case).await;
        assert!(due_on > day("2026-01-12"), "all of it was measured");
        world.change(case, CYPROTERONE, "2026-02-02").await.unwrap();
        world.inform(case).await.unwrap();
        world.pass_until("2026-02-02 10:00").await;
        world.give(case).await.unwrap();
        assert_eq!(due(world, case, "prolactin").await, Some(day("2026-02-02")));
        assert_ne!(
            due(world, case, "glucose").await,
            Some(day("2026-02-02")),
            "what was measured before the change still counts"
        );
    });
}

/// What counted for the day for which the first dose was planned counts where it was given some days later: nothing is due that could
/// not be known before the dose.
#[test]
fn a_baseline_that_counted_before_the_dose_counts_after_it() {
    for (opened, first_on, given_on) in [
        ("2026-03-02 09:00", "2026-03-16", "2026-03-20"),
        ("2026-09-01 09:00", "2026-10-12", "2026-10-18"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            let valid_days = RULES
                .protocol_on(M3, day(first_on))
                .unwrap()
                .monitor("alt")
                .unwrap();
            let valid_days = u64::from(valid_days.valid_days);
            let taken_on = day(first_on) - Days::new(valid_days - 2);
            slip(world, case, &taken_on.to_string(), &[value("alt", "24", "U/L")])
                .await
                .unwrap();
            assert_eq!(due(world, case, "alt").await, None);
            world.pass_until(&format!("{given_on} 10:00")).await;
            world.give(case).await.unwrap();
            assert_eq!(due(world, case, "ast").await, Some(day(given_on)), "not measured");
            assert!(due(world, case, "alt").await > Some(day(given_on)));
        });
    }
}
