//! Laboratories measure: what is due when, what one slip asks for, and what may be written down of it.

use super::{CYPROTERONE, baseline, begun, due, examine, judgement, next_slip, owed, slip, value};
use crate::support::world::{M3, day, refusals, story};
use merzim::domain::decide::TypedValue;
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;

#[test]
fn monitoring_moves_on_with_a_result_and_changes_with_the_drug() {
    story("2026-01-12 08:00", async |world| {
        let case = world.open(Default::default()).await;
        world.clear(case).await.unwrap();
        world.choose(case, M3, "2026-01-20").await.unwrap();
        world.inform(case).await.unwrap();
        assert_eq!(
            due(world, case, "testosterone").await,
            Some(day("2026-01-20")),
            "the baseline"
        );
        slip(
            world,
            case,
            "2026-01-12",
            &[value("testosterone", "520", "ng/dL")],
        )
        .await
        .unwrap();
        assert_eq!(due(world, case, "testosterone").await, None);
        assert!(
            owed(world, case, Kind::JudgeResult).await.is_empty(),
            "usual before treatment"
        );

        world.pass_until("2026-01-20 10:00").await;
        world.give(case).await.unwrap();
        assert_eq!(due(world, case, "testosterone").await, Some(day("2026-02-20")));
        assert_eq!(
            due(world, case, "prolactin").await,
            None,
            "not watched under this drug"
        );
        world.pass_until("2026-02-18 10:00").await;
        let record = slip(
            world,
            case,
            "2026-02-18",
            &[value("testosterone", "4,2", "nmol/L")],
        )
        .await
        .unwrap();
        // Two days early: two months from the first turn to the second, counted from the day it was taken.
        assert_eq!(due(world, case, "testosterone").await, Some(day("2026-04-18")));
        let waits = judgement(world, case, record).await;
        assert!(
            waits.is_some(),
            "above what is aimed at, four weeks after the first dose"
        );

        world.choose(case, CYPROTERONE, "2026-04-20").await.unwrap();
        assert_eq!(
            due(world, case, "prolactin").await,
            Some(day("2026-04-20")),
            "a new baseline"
        );
        assert_eq!(
            due(world, case, "testosterone").await,
            None,
            "the result of February still counts"
        );
    });
}

#[test]
fn one_slip_at_a_time_and_what_opens_while_it_waits_joins_it() {
    story("2026-01-20 08:00", async |world| {
        let case = begun(world, M3, "2026-01-20").await;
        baseline(world, case, M3, "2026-01-20").await;
        let (due_on, items) = next_slip(world, case).await;
        assert_eq!(due_on, day("2026-02-20"));
        let at_three_months = "alt".to_owned();
        assert!(items.contains(&"testosterone".to_owned()) && !items.contains(&at_three_months));

        // Nobody drew blood: what is due in April opens 35 days before, and stands on the same slip from that day on.
        world.pass_until("2026-03-15 10:00").await;
        assert!(!next_slip(world, case).await.1.contains(&at_three_months));
        world.pass_until("2026-03-17 10:00").await;
        let (late_since, items) = next_slip(world, case).await;
        assert_eq!(late_since, day("2026-02-20"), "late, and as late as it was");
        assert!(items.contains(&at_three_months), "{items:?}");
        let stored = world.obligations(case).await;
        let open = stored
            .iter()
            .filter(|row| row.state == "open" && row.kind == Kind::Monitoring.code());
        let reasons: Vec<_> = open.map(|row| row.why.as_str()).collect();
        assert!(
            matches!(&reasons[..], [why] if why.contains("\"alt\"")),
            "the list says so though nobody opened the case: {reasons:?}"
        );
    });
}

#[test]
fn what_can_hardly_be_is_asked_about() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let in_the_wrong_unit = slip(
            world,
            case,
            "2026-05-12",
            &[value("testosterone", "520", "nmol/L")],
        )
        .await;
        assert!(
            matches!(&refusals(in_the_wrong_unit)[..], [Refusal::ResultImpossible { item, .. }] if item == "testosterone")
        );
        let no_unit = slip(world, case, "2026-05-12", &[value("testosterone", "1", "U/L")]).await;
        assert!(matches!(&refusals(no_unit)[..], [Refusal::UnitUnknown { .. }]));
        let nothing = slip(world, case, "2026-05-12", &[]).await;
        assert_eq!(refusals(nothing), [Refusal::NothingMeasured]);
        let less_than_nothing = TypedValue {
            sure: true,
            ..value("testosterone", "-1", "nmol/L")
        };
        let never = slip(world, case, "2026-05-12", &[less_than_nothing]).await;
        assert!(matches!(&refusals(never)[..], [Refusal::ResultImpossible { .. }]));
        let long_ago = slip(world, case, "1990-11-23", &[value("alt", "24", "U/L")]).await;
        assert!(matches!(
            &refusals(long_ago)[..],
            [Refusal::NotBefore {
                field: "taken_on",
                ..
            }]
        ));
        let sure = TypedValue {
            sure: true,
            ..value("testosterone", "61", "nmol/L")
        };
        slip(world, case, "2026-05-12", &[sure]).await.unwrap();
    });
}

#[test]
fn a_result_that_was_struck_out_is_owed_again() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        world.pass_until("2026-06-10 10:00").await;
        let record = slip(world, case, "2026-06-10", &[value("testosterone", "9", "nmol/L")])
            .await
            .unwrap();
        assert_eq!(due(world, case, "testosterone").await, Some(day("2026-08-10")));
        world.void("n1", case, record).await.unwrap();
        assert_eq!(due(world, case, "testosterone").await, Some(day("2026-06-12")));
        assert!(judgement(world, case, record).await.is_none());
        let file = world.file(case).await;
        assert!(
            file.case.slips.iter().any(|entry| entry.voided.is_some()),
            "still to be read"
        );
    });
}

/// A slip that comes back when the measure is over is still a fact of it; what is measured later is not.
#[test]
fn a_result_known_late_is_recorded_after_the_end() {
    for (first, until, after) in [
        ("2026-05-12", "2026-09-10", "2026-09-21 09:00"),
        ("2026-10-01", "2027-02-28", "2027-03-15 09:00"),
    ] {
        story(&format!("{} 08:00", &first), async |world| {
            let new = crate::support::world::NewCase {
                until_on: Some(until),
                first_on: Some(first),
                ..Default::default()
            };
            let case = world.open(new).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(after).await;
            assert!(!world.case_row(case).await.2, "over");
            let high = value("alt", "900", "U/L");
            let late = slip(world, case, until, std::slice::from_ref(&high))
                .await
                .unwrap();
            let file = world.file(case).await;
            assert!(file.case.slips.iter().any(|entry| entry.content.id == late));
            assert!(
                owed(world, case, Kind::JudgeResult).await.is_empty(),
                "nothing follows from it any more"
            );
            examine(world, case, until).await.unwrap();
            let beyond = Refusal::NotAfter {
                field: "taken_on",
                latest_on: day(until),
            };
            let later = slip(world, case, &after[..10], &[high]).await;
            assert_eq!(refusals(later), [beyond]);
        });
    }
}

#[test]
fn the_upper_pressure_is_above_the_lower_one() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let pressure = |upper: &str, lower: &str| {
            [
                value("systolic", upper, "mmHg"),
                value("diastolic", lower, "mmHg"),
            ]
        };
        for (upper, lower) in [("80", "120"), ("90", "90")] {
            let refused = refusals(slip(world, case, "2026-05-12", &pressure(upper, lower)).await);
            assert!(
                matches!(&refused[..], [Refusal::ResultNotAbove { item, .. }] if item == "systolic"),
                "{upper}/{lower}: {refused:?}"
            );
        }
        slip(world, case, "2026-05-12", &pressure("120", "80"))
            .await
            .unwrap();
        slip(world, case, "2026-05-12", &[value("systolic", "118", "mmHg")])
            .await
            .unwrap();
    });
}

/// What the recommendations name and no protocol asks for yet can be written down all the same, and what lies outside the usual
/// waits for a physician. What an agonist presses down has no usual range.
#[test]
fn what_no_protocol_asks_for_is_written_down_and_judged() {
    story("2026-05-12 08:00", async |world| {
        let case = begun(world, M3, "2026-05-12").await;
        let usual = [
            value("lh", "0,1", "IU/L"),
            value("fsh", "0,3", "IU/L"),
            value("phosphate", "3,1", "mg/dL"),
            value("vitamin-d", "30", "ng/mL"),
            value("creatinine", "0,9", "mg/dL"),
            value("qtc", "410", "ms"),
            value("waist", "94", "cm"),
        ];
        let record = slip(world, case, "2026-05-12", &usual).await.unwrap();
        assert!(judgement(world, case, record).await.is_none());
        let long = [value("qtc", "480", "ms")];
        let record = slip(world, case, "2026-05-12", &long).await.unwrap();
        assert!(judgement(world, case, record).await.is_some());
    });
}
