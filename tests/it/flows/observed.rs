//! The person stays in sight after an injection, and what was seen stands on the record of the dose.

use crate::support::world::{World, day, refusals, story};
use chrono::TimeDelta;
use merzim::commands;
use merzim::domain::event::{Corrected, DoseGiven, HandoverReason, Observation, Observed};
use merzim::domain::ids::CaseId;
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::RulingStep;

fn seen(how: Observation, words: &str) -> Option<Observed> {
    Some(Observed {
        how,
        words: words.to_owned(),
    })
}

async fn dose(world: &World, case: CaseId) -> DoseGiven {
    let file = world.file(case).await;
    file.case.doses.last().unwrap().content.clone()
}

/// A dose is written down at once; that nothing was seen can be said once the time is over, on the same record.
#[test]
fn what_was_seen_after_an_injection_stands_on_its_record() {
    for (opened, first) in [
        ("2026-03-02 09:00", "2026-03-14"),
        ("2026-09-01 09:00", "2026-10-12"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            let mut form = world.injection(case).await;
            form.observed = seen(Observation::Quiet, "");
            let too_soon = Refusal::ObservedTooSoon { minutes: 30 };
            assert_eq!(
                refusals(world.log("n1", case, &form).await),
                std::slice::from_ref(&too_soon)
            );
            for how in [Observation::Seen, Observation::Left] {
                form.observed = seen(how, " ");
                let silent = Refusal::Required {
                    field: "observed_words",
                };
                assert_eq!(refusals(world.log("n1", case, &form).await), [silent]);
            }
            form.observed = None;
            world.log("n1", case, &form).await.unwrap();
            assert_eq!(dose(world, case).await.observed, None);

            let quiet = DoseGiven {
                observed: seen(Observation::Quiet, ""),
                ..dose(world, case).await
            };
            let quiet = Corrected::Dose(quiet);
            world.pass_until(&format!("{first} 10:29")).await;
            assert_eq!(refusals(world.amend("n1", case, &quiet).await), [too_soon]);
            world.pass_until(&format!("{first} 10:30")).await;
            world.amend("n1", case, &quiet).await.unwrap();
            let known = dose(world, case).await.observed.unwrap();
            assert_eq!(known.how, Observation::Quiet);
        });
    }
}

/// Whoever sees something says so at once, and so does whoever writes down what stands on paper.
#[test]
fn something_seen_is_written_down_with_the_dose() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-03-14 10:00").await;
        let mut form = world.injection(case).await;
        form.observed = seen(Observation::Seen, "бозарды, 10 минуттан кейін басылды");
        world.log("n1", case, &form).await.unwrap();
        assert_eq!(dose(world, case).await.observed, form.observed);

        let other = world.planned_for("2026-03-14").await;
        world.pass_until("2026-03-14 12:00").await;
        let mut form = world.injection(other).await;
        form.occurred_at = Some(crate::support::world::at("2026-03-14 11:00"));
        form.observed = seen(Observation::Quiet, "");
        world.log("n1", other, &form).await.unwrap();
        assert_eq!(dose(world, other).await.observed, form.observed);
    });
}

/// While nobody has said when a dose was given, nobody can say that the time of observation is not over.
#[test]
fn without_a_time_nothing_is_too_soon() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-03-14 10:00").await;
        let mut form = world.injection(case).await;
        form.occurred_at = None;
        form.observed = seen(Observation::Quiet, "");
        let wrong = refusals(world.log("n1", case, &form).await);
        let too_soon = |refusal: &Refusal| matches!(refusal, Refusal::ObservedTooSoon { .. });
        assert!(!wrong.is_empty() && !wrong.iter().any(too_soon), "{wrong:?}");
    });
}

/// What was seen is added to a dose of which others were told: that was right, and nobody is told again. A mistake is.
#[test]
fn what_was_seen_is_added_without_a_reason_and_nobody_is_told_again() {
    for (opened, target, refused, given, over) in [
        (
            "2026-05-11 09:00",
            "2026-05-13",
            "2026-05-13 10:00",
            "2026-05-21 09:00",
            "2026-05-21 09:40",
        ),
        (
            "2026-12-20 09:00",
            "2026-12-24",
            "2026-12-30 10:00",
            "2027-01-01 09:00",
            "2027-01-01 09:40",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            world.pass_until(refused).await;
            world.refuse(case).await;
            world.pass_until(given).await;
            assert_eq!(world.climbs_to(case, "probation").await.len(), 1);
            world.give_late(case, "no-usable-drug").await.unwrap();
            world.pass_until(over).await;
            let told = world.corrections_to(case, "probation").await.len();

            let n1 = world.actor("n1");
            let amend = async |dose: DoseGiven| {
                let corrected = Corrected::Dose(dose);
                commands::amend_record(&world.desk, &n1, None, case, &corrected, "").await
            };
            let quiet = DoseGiven {
                observed: seen(Observation::Quiet, ""),
                ..dose(world, case).await
            };
            amend(quiet.clone()).await.unwrap();
            assert_eq!(dose(world, case).await, quiet);
            assert_eq!(world.corrections_to(case, "probation").await.len(), told);
            assert_eq!(world.file(case).await.case.doses_believed, []);

            let moved = DoseGiven {
                occurred_at: quiet.occurred_at - TimeDelta::minutes(5),
                ..quiet
            };
            let reason = Refusal::Required { field: "reason" };
            assert_eq!(refusals(amend(moved.clone()).await), [reason]);
            world.amend("n1", case, &Corrected::Dose(moved)).await.unwrap();
            assert_eq!(world.corrections_to(case, "probation").await.len(), told + 1);
            assert_eq!(world.file(case).await.case.doses_believed.len(), 1);
        });
    }
}

const OWED: &str = "complete-observation";

/// What was left open with a dose is owed by whoever gave it, on the day on which the time of observation is over; on that day
/// only it stands on a list, and no ladder climbs for it.
#[test]
fn what_was_left_open_is_owed_until_it_stands_on_the_record() {
    for (opened, first, given, over, over_on) in [
        (
            "2026-12-14 09:00",
            "2027-01-04",
            "2027-01-04 10:00",
            "2027-01-04 10:30",
            "2027-01-04",
        ),
        (
            "2027-02-01 09:00",
            "2027-02-12",
            "2027-02-12 23:45",
            "2027-02-13 00:15",
            "2027-02-13",
        ),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(given).await;
            assert_eq!(world.open_obligation(case, OWED).await, None);
            world.give(case).await.unwrap();
            let owed = world.open_obligation(case, OWED).await.unwrap();
            let that = day(over_on);
            assert_eq!((owed.opens_on, owed.due_on, owed.closes_on), (that, that, that));
            assert_eq!(owed.owner, world.country.place("p1").id);
            let next = world.dose(case).await.unwrap();
            assert!(next.due_on > that, "the next dose is planned all the same");

            world.pass_until(over).await;
            let quiet = DoseGiven {
                observed: seen(Observation::Quiet, ""),
                ..dose(world, case).await
            };
            world.amend("n1", case, &Corrected::Dose(quiet)).await.unwrap();
            assert_eq!(world.open_obligation(case, OWED).await, None);
            let rows = world.obligations(case).await;
            let met = rows.iter().find(|row| row.kind == OWED).unwrap();
            assert_eq!((met.state.as_str(), met.cycle), ("met", 1));
        });
    }
}

/// Whoever gave it owes it no more once he was taken elsewhere, also where he is brought back.
#[test]
fn what_was_left_open_is_asked_of_nobody_once_he_was_elsewhere() {
    for (opened, first) in [
        ("2026-11-30 09:00", "2026-12-08"),
        ("2027-02-01 09:00", "2027-03-16"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            assert!(world.open_obligation(case, OWED).await.is_some());
            for (days, giver, (reason, to), taker) in [
                (1, "n1", (HandoverReason::Transfer, "p2"), "n3"),
                (3, "n3", (HandoverReason::Transfer, "p1"), "n1"),
            ] {
                let on = (day(first) + TimeDelta::days(days)).to_string();
                world.pass_until(&format!("{on} 10:00")).await;
                let from = (Some(on.as_str()), None);
                let offer = world.offer(giver, case, (reason, to), from).await.unwrap();
                world.accept(taker, case, offer, None).await.unwrap();
                assert_eq!(world.responsible(case).await, to);
                assert_eq!(world.open_obligation(case, OWED).await, None, "{to}");
            }
        });
    }
}

#[test]
fn what_nobody_adds_stays_on_the_list_and_climbs_nowhere() {
    story("2026-12-14 09:00", async |world| {
        let case = world.planned_for("2027-01-04").await;
        world.pass_until("2027-01-04 10:00").await;
        world.give(case).await.unwrap();
        world.pass_until("2027-01-20 10:00").await;
        assert!(world.open_obligation(case, OWED).await.is_some());
        let alerts = world.alerts(case).await;
        assert!(alerts.iter().all(|alert| alert.kind != OWED), "{alerts:?}");
        // Struck out, it is not asked about any more.
        let record = dose(world, case).await.id;
        world.void("n1", case, record).await.unwrap();
        assert_eq!(world.open_obligation(case, OWED).await, None);
    });
}

/// What is said with the dose is not asked for again, nor what was given before anybody was asked to add it.
#[test]
fn what_was_said_at_once_is_owed_by_nobody() {
    story("2026-11-02 09:00", async |world| {
        let before = world.planned_for("2026-11-30").await;
        world.pass_until("2026-11-30 10:00").await;
        world.give(before).await.unwrap();
        assert_eq!(world.open_obligation(before, OWED).await, None);

        let case = world.planned_for("2026-12-01").await;
        world.pass_until("2026-12-01 10:00").await;
        let mut form = world.injection(case).await;
        form.observed = seen(Observation::Seen, "бозарды, 10 минуттан кейін басылды");
        world.log("n1", case, &form).await.unwrap();
        assert_eq!(world.open_obligation(case, OWED).await, None);
    });
}

/// What was written down the next day is late for nobody on the day before.
#[test]
fn what_was_typed_later_is_owed_from_then_on() {
    story("2026-12-14 09:00", async |world| {
        let case = world.planned_for("2027-01-04").await;
        world.pass_until("2027-01-06 10:00").await;
        world.give_as_of(case, "2027-01-04 10:00").await.unwrap();
        let owed = world.open_obligation(case, OWED).await.unwrap();
        assert_eq!(owed.due_on, day("2027-01-06"));
    });
}

/// A paper of the court that arrives later leaves the dose without a ruling. What was seen after it is added all the same.
#[test]
fn what_was_seen_is_added_also_where_no_ruling_covers_the_dose_any_more() {
    story("2026-12-14 09:00", async |world| {
        let case = world.planned_for("2027-01-04").await;
        world.pass_until("2027-01-04 10:00").await;
        world.give(case).await.unwrap();
        world.pass_until("2027-01-05 09:00").await;
        world
            .court(case, RulingStep::Suspended, "2027-01-03")
            .await
            .unwrap();
        assert!(world.open_obligation(case, OWED).await.is_some());
        let incidents = world.file(case).await.case.incidents.len();
        let quiet = DoseGiven {
            observed: seen(Observation::Quiet, ""),
            ..dose(world, case).await
        };
        world.amend("n1", case, &Corrected::Dose(quiet)).await.unwrap();
        assert_eq!(world.open_obligation(case, OWED).await, None);
        assert_eq!(world.file(case).await.case.incidents.len(), incidents);
    });
}
