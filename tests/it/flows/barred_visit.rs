//! A restriction against the day of a dose: whoever keeps the one misses the other, and both sides are told.

use crate::support::world::{NewCase, RULES, World, day, refusals, story};
use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta};
use merzim::commands;
use merzim::domain::decide::passage::SetCurfew;
use merzim::domain::ids::CaseId;
use merzim::domain::refusal::Refusal;
use merzim::domain::supervision::Against;

/// Treated at a clinic, the first dose planned.
pub(super) async fn treated_outside(world: &World, first_on: &str) -> CaseId {
    let new = NewCase {
        place: "oc1",
        first_on: Some(first_on),
        ..NewCase::default()
    };
    world.open(new).await
}

/// The day of the next visit, where something stands against it, and whether that is a region.
async fn against(world: &World, case: CaseId) -> Option<(NaiveDate, &'static str, bool)> {
    let file = world.file(case).await;
    let today = file.now.today();
    let rules = RULES.continuity_for(today).unwrap();
    let plan = file.plan(&RULES);
    let found = Against::of(&file.case, &plan, &file.roster, rules, today)?;
    Some((
        found.on,
        world.country.name_of(found.at),
        found.barred.of_region(),
    ))
}

pub(super) async fn restricted(world: &World, case: CaseId, form: SetCurfew) {
    let form = SetCurfew {
        paper: "сот шешімі".to_owned(),
        ..form
    };
    commands::set_curfew(&world.desk, &world.actor("po"), None, case, &form)
        .await
        .unwrap();
}

pub(super) fn within(region: &str, from_on: NaiveDate) -> SetCurfew {
    SetCurfew {
        kind: "within-region".to_owned(),
        from_on: Some(from_on),
        region: region.to_owned(),
        dated_on: Some(day("2026-03-01")),
        ..SetCurfew::default()
    }
}

/// Must report during all hours of reception, on one day of the week.
pub(super) fn all_day(on: NaiveDate) -> SetCurfew {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0);
    SetCurfew {
        kind: "report-hours".to_owned(),
        from_on: Some(on),
        begins: hour(8),
        ends: hour(18),
        weekday: Some(Ok(on.weekday())),
        ..SetCurfew::default()
    }
}

#[test]
fn a_region_that_may_not_be_left_stands_against_the_day_of_the_dose() {
    for (opened, first_on) in [
        ("2026-03-02 09:00", "2026-03-16"),
        ("2026-10-05 09:00", "2026-10-19"),
    ] {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            assert_eq!(against(world, case).await, None);
            let due_on = world.due_on(case).await;
            let after = due_on + TimeDelta::days(1);
            restricted(world, case, within("karaganda", after)).await;
            assert_eq!(against(world, case).await, None, "he comes before it begins");
            restricted(world, case, within("karaganda", due_on)).await;
            let found = Some((due_on, "oc1", true));
            assert_eq!(against(world, case).await, found);

            // The window has closed: he is to come at once, and still cannot.
            let window = world.dose(case).await.unwrap();
            let late = window.closes_on + TimeDelta::days(2);
            world.pass_until(&format!("{late} 09:00")).await;
            assert_eq!(against(world, case).await, Some((late, "oc1", true)));

            // Another paper, another region: his own is no matter.
            restricted(world, case, within("almaty", late)).await;
            assert_eq!(against(world, case).await, None);
        });
    }
}

#[test]
fn whoever_is_held_is_brought_whatever_he_may_not_leave() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-16").await;
        restricted(world, case, within("karaganda", day("2026-03-03"))).await;
        assert_eq!(against(world, case).await, None);
    });
}

#[test]
fn hours_that_leave_no_reception_stand_against_a_day_and_no_dose_is_agreed_for_it() {
    for (opened, first_on) in [
        ("2026-03-02 09:00", "2026-03-16"),
        ("2026-10-05 09:00", "2026-10-19"),
    ] {
        story(opened, async |world| {
            let case = treated_outside(world, first_on).await;
            let window = world.dose(case).await.unwrap();
            restricted(world, case, all_day(window.due_on)).await;
            assert_eq!(against(world, case).await, Some((window.due_on, "oc1", false)));

            // He asks to be away over all of it: he comes back for the dose, and not on such a day.
            let away = (
                (window.opens_on - TimeDelta::days(2)).to_string(),
                (window.closes_on + TimeDelta::days(2)).to_string(),
            );
            world
                .asks_to_go("cn1", case, (away.0.as_str(), away.1.as_str()))
                .await
                .unwrap();
            let barred = window.due_on.to_string();
            assert_eq!(
                refusals(world.answers("fp", case, (true, Some(barred.as_str()))).await),
                [Refusal::DayNotOffered { field: "dose_on" }]
            );
            let calendar = RULES.law_for(window.due_on).unwrap().calendar;
            let mut days = window.opens_on.iter_days();
            let fits = |on: &NaiveDate| calendar.is_working(*on) && on.weekday() != window.due_on.weekday();
            let back_on = days.find(fits).unwrap();
            let agreed = back_on.to_string();
            world
                .answers("fp", case, (true, Some(agreed.as_str())))
                .await
                .unwrap();
            assert_eq!(against(world, case).await, None);
        });
    }
}
