//! Another drug in mid-course: what is recorded stays, the future is planned anew, and the meeting of both is seen.

use crate::support::world::{M3, RULES, day, refusals, story};
use merzim::demo::papers;
use merzim::domain::alert::{AlertState, ResolvedBecause};
use merzim::domain::decide::{ChangeRegimen, FlareAnswer, handover};
use merzim::domain::dosing::cover;
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;

#[test]
fn a_fortnightly_depot_gives_way_to_a_twelve_week_one_with_a_dose_overdue() {
    for (opened, first, overdue, change_on, from_on, gap, following) in [
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-04-02 10:00",
            "2026-04-02",
            "2026-04-06",
            8,
            ["2026-04-06", "2026-06-29", "2026-09-21", "2026-12-14"],
        ),
        (
            "2026-09-01 09:00",
            "2026-10-12",
            "2026-11-02 10:00",
            "2026-11-02",
            "2026-11-02",
            6,
            ["2026-11-02", "2027-01-25", "2027-04-19", "2027-07-12"],
        ),
    ] {
        story(opened, async |world| {
            let case = world.open(crate::support::world::NewCase::default()).await;
            world.clear(case).await.unwrap();
            world.choose(case, "cyproterone-14d", first).await.unwrap();
            world.inform(case).await.unwrap();
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(overdue).await;
            assert_eq!(world.dose_alerts(case).await[0].state, "climbing");

            let file = world.file(case).await;
            let chosen = RULES.protocol_on("triptorelin-12w", day(change_on)).unwrap();
            let met = handover(&file.case, chosen, day(from_on), &RULES, &file.now);
            assert_eq!(met.gap_days, Some(gap));
            assert_eq!(met.dates, following.map(day));
            assert!(met.flare, "no agonist until now");

            let doses = file.case.doses.clone();
            world.change(case, "triptorelin-12w", from_on).await.unwrap();
            let after = world.file(case).await;
            assert_eq!(after.case.doses, doses, "what is recorded stays");
            let regimen = after.case.regimen().unwrap();
            assert_eq!(regimen.change.as_ref().unwrap().reference, "хаттама № 5");
            assert_eq!(world.due_on(case).await, day(from_on));
            // Due today it is not late any more; later it is not due yet.
            let mut alerts = after.case.alerts.iter();
            let missed = alerts.find(|alert| alert.kind == Kind::Dose).unwrap();
            let AlertState::Resolved { because, .. } = missed.state else {
                panic!("{:?}", after.case.alerts)
            };
            assert_eq!(because, ResolvedBecause::Replanned);
            world.pass_until(&format!("{from_on} 11:00")).await;
            assert_eq!(refusals(world.give(case).await), [Refusal::NotInformed]);
            world.inform(case).await.unwrap();
            world.give(case).await.unwrap();
            assert_eq!(world.due_on(case).await, day(following[1]));
        });
    }
}

#[test]
fn the_decision_is_cited_and_the_first_choice_is_no_change() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        let early = world.change(case, "goserelin-12w", "2026-03-20").await;
        assert_eq!(
            refusals(early),
            [Refusal::StepNotPossible],
            "before the first dose it is chosen, not changed"
        );
        world.pass_until("2026-03-14 10:00").await;
        world.give(case).await.unwrap();
        let chosen = papers::prescription(M3, day("2026-04-01"), "себеп");
        let chosen =
            merzim::commands::prescribe_regimen(&world.desk, &world.actor("fp"), None, case, &chosen).await;
        assert_eq!(refusals(chosen), [Refusal::ChangeInstead]);
        let form = ChangeRegimen {
            protocol: "goserelin-12w".to_owned(),
            first_on: Some(day("2026-08-20")),
            flare: FlareAnswer::default(),
            ..ChangeRegimen::default()
        };
        let fields: Vec<_> = refusals(world.change_as(case, &form).await)
            .iter()
            .filter_map(Refusal::field)
            .collect();
        assert_eq!(
            fields,
            ["reason", "decided_by", "reference", "flare", "flare_words"]
        );
    });
}

#[test]
fn what_was_given_works_as_long_as_its_own_label_says() {
    for (opened, first, given, change_on, from_on, until, other) in [
        (
            "2026-11-28 09:00",
            "2026-12-01",
            "2026-12-01 10:00",
            "2026-12-02 10:00",
            "2026-12-15",
            "2026-12-15",
            "cyproterone-14d",
        ),
        (
            "2026-03-02 09:00",
            "2026-03-14",
            "2026-03-14 10:00",
            "2026-03-20 10:00",
            "2026-06-14",
            "2026-06-14",
            "triptorelin-3m",
        ),
    ] {
        story(opened, async |world| {
            let case = world.open(crate::support::world::NewCase::default()).await;
            world.clear(case).await.unwrap();
            world.choose(case, other, first).await.unwrap();
            world.inform(case).await.unwrap();
            world.pass_until(given).await;
            world.give(case).await.unwrap();
            world.pass_until(change_on).await;
            world.change(case, "leuprorelin-12w", from_on).await.unwrap();

            let file = world.file(case).await;
            let cover = cover(&file.case, &RULES).unwrap();
            assert_eq!(
                (cover.protocol.id.as_str(), cover.given_on, cover.until_on),
                (other, day(first), day(until)),
                "the new drug was not given yet"
            );
        });
    }
}
