//! Reactions, and the monthly report of a hold.

use super::contraindications::on_cyproterone;
use crate::support::world::{day, flare, refusals, story};
use merzim::commands;
use merzim::domain::decide::{EndReaction, FindContraindication, FlareAnswer, ReportReaction};
use merzim::domain::event::Follows;
use merzim::domain::refusal::Refusal;

#[test]
fn a_severe_reaction_stops_the_dose_and_stays_open_until_its_outcome() {
    for (opened, first, reacted, outcome_due, ended) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-16 10:00",
            "2026-03-30",
            "2026-03-25 10:00",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-10-14 22:00",
            "2026-10-28",
            "2026-10-27 10:00",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(reacted).await;
            let mild = world.react(case, "mild").await.unwrap();
            assert!(
                world.dose(case).await.is_ok(),
                "a mild one stops nothing by itself"
            );
            let severe = world.react(case, "severe").await.unwrap();
            assert!(world.dose(case).await.is_err());
            let owed = world.open_obligation(case, "reaction-outcome").await.unwrap();
            assert_eq!(owed.due_on, day(outcome_due));
            world.pass_until(ended).await;
            world.recovered(case, mild).await.unwrap();
            world.recovered(case, severe).await.unwrap();
            assert_eq!(world.open_obligation(case, "reaction-outcome").await, None);
            let twice = world.recovered(case, severe).await;
            assert_eq!(refusals(twice), [Refusal::NothingToDo]);
            assert_eq!(world.climbs_to(case, "probation").await, []);
        });
    }
}

/// An outcome that was written down for the wrong reaction told nothing: its reaction is open again, and owed with its own days.
#[test]
fn a_reaction_whose_outcome_was_struck_out_is_open_again() {
    for (opened, first, outcome_due) in [
        ("2026-03-02 09:00", "2026-03-14", "2026-03-28"),
        ("2026-09-01 09:00", "2026-10-12", "2026-10-26"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            let reaction = world.react(case, "mild").await.unwrap();
            let outcome = world.recovered(case, reaction).await.unwrap();
            assert_eq!(world.open_obligation(case, "reaction-outcome").await, None);

            world.void("n1", case, outcome).await.unwrap();
            let owed = world.open_obligation(case, "reaction-outcome").await.unwrap();
            assert_eq!(owed.due_on, day(outcome_due));
            world.recovered(case, reaction).await.unwrap();
            assert_eq!(world.open_obligation(case, "reaction-outcome").await, None);
        });
    }
}

#[test]
fn everything_missing_is_named_at_once() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        let n1 = world.actor("n1");
        let empty = ReportReaction::default();
        let refused = refusals(commands::report_reaction(&world.desk, &n1, None, case, &empty).await);
        let fields: Vec<_> = refused.iter().filter_map(Refusal::field).collect();
        assert_eq!(fields, ["occurred_on", "severity", "words", "done"]);
        let reaction = world.react(case, "mild").await.unwrap();
        let empty = EndReaction::default();
        let ended = commands::record_reaction_outcome(&world.desk, &n1, None, case, reaction, &empty).await;
        let fields: Vec<_> = refusals(ended).iter().filter_map(Refusal::field).collect();
        assert_eq!(fields, ["outcome", "ended_on", "words"]);
        world.recovered(case, reaction).await.unwrap();
    });
}

#[test]
fn a_wrong_year_begins_no_duty() {
    story("2026-03-02 09:00", async |world| {
        let case = on_cyproterone(world, "2026-03-14").await;
        world.pass_until("2026-03-20 10:00").await;
        let form = FindContraindication {
            contraindication: "liver-disease".to_owned(),
            found_on: Some(day("1960-01-01")),
            follows: Some(Follows::ChangeDrug),
            words: "қорытынды".to_owned(),
        };
        let doctor = world.actor("fp");
        let found = commands::record_contraindication(&world.desk, &doctor, None, case, &form).await;
        let wrong = refusals(found);
        assert!(
            matches!(
                wrong[..],
                [Refusal::NotBefore {
                    field: "found_on",
                    ..
                }]
            ),
            "nothing was found before the first ruling: {wrong:?}"
        );
        assert!(world.file(case).await.case.holds.is_empty());
    });
}

#[test]
fn a_hold_is_reported_every_month_and_an_early_report_puts_nothing_off() {
    for (opened, target, confirmed, early, months) in [
        (
            "2026-05-01 09:00",
            "2026-05-12",
            "2026-05-13 12:00",
            "2026-05-20 12:00",
            ["2026-06-12", "2026-07-12", "2026-08-12"],
        ),
        (
            "2026-10-20 09:00",
            "2026-10-30",
            "2026-11-02 12:00",
            "2026-11-10 12:00",
            ["2026-11-30", "2026-12-30", "2027-01-30"],
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            let hold = world.hold(case, None).await;
            for moment in [confirmed, early] {
                world.pass_until(moment).await;
                world.confirm("fp", case, hold).await.unwrap();
                let owed = world.open_obligation(case, "hold-review").await.unwrap();
                assert_eq!(owed.due_on, day(months[0]));
            }
            for pair in months.windows(2) {
                world.pass_until(&format!("{} 09:00", pair[0])).await;
                world.confirm("fp", case, hold).await.unwrap();
                let owed = world.open_obligation(case, "hold-review").await.unwrap();
                assert_eq!(owed.due_on, day(pair[1]), "the month is discharged");
            }
        });
    }
}

#[test]
fn a_restart_after_a_long_gap_asks_for_cover_and_counts_anew() {
    for (opened, target, hold_on, lifted, second) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-06-10 10:00",
            "2026-09-01 10:00",
            "2026-12-01",
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2027-01-10 10:00",
            "2027-04-05 10:00",
            "2027-07-05",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(&format!("{target} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(hold_on).await;
            let hold = world.hold(case, None).await;
            world.confirm("fp", case, hold).await.unwrap();
            world.at(lifted);
            world.sweep().await;
            world.lift("fp", case, hold).await.unwrap();
            let fp = world.actor("fp");
            let silent = FlareAnswer::default();
            let asked =
                commands::decide_late_dose(&world.desk, &fp, None, case, 2, Some(true), "болады", &silent)
                    .await;
            let fields: Vec<_> = refusals(asked).iter().filter_map(Refusal::field).collect();
            assert_eq!(fields, ["unmeasured", "flare", "flare_words"]);
            world.measure(case).await;
            let no =
                commands::decide_late_dose(&world.desk, &fp, None, case, 2, Some(true), "болады", &flare())
                    .await;
            no.unwrap();
            let decided = world.file(case).await.case.late_decisions[0].content.clone();
            assert!(!decided.flare_cover.unwrap().given);
            world.give_late(case, "contraindication").await.unwrap();
            assert_eq!(
                world.due_on(case).await,
                day(second),
                "three months from the restart"
            );
        });
    }
}

#[test]
fn a_reaction_of_long_ago_is_asked_about() {
    story("2026-03-02 09:00", async |world| {
        let case = on_cyproterone(world, "2026-03-14").await;
        world.pass_until("2026-09-01 09:00").await;
        let on = async |at: &str, sure: bool| {
            let form = ReportReaction {
                occurred_at: Some(at.parse().unwrap()),
                severity: "mild".to_owned(),
                words: "бөртпе".to_owned(),
                done: "бақылау".to_owned(),
                sure,
                ..ReportReaction::default()
            };
            commands::report_reaction(&world.desk, &world.actor("n1"), None, case, &form).await
        };
        let field = "occurred_on";
        let days = crate::support::world::RULES.reactions.ask_after_days;
        let long_ago = Refusal::LongAgo { field, days };
        assert_eq!(refusals(on("2026-03-20T05:00:00Z", false).await), [long_ago]);
        on("2026-03-20T05:00:00Z", true).await.unwrap();
        on("2026-08-20T05:00:00Z", false).await.unwrap();
        // Before anything was ruled there was nothing to react to, whoever is sure.
        let refused = refusals(on("2025-03-20T05:00:00Z", true).await);
        assert!(
            matches!(
                refused[..],
                [Refusal::NotBefore {
                    field: "occurred_on",
                    ..
                }]
            ),
            "{refused:?}"
        );
    });
}
