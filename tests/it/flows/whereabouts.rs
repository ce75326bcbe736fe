//! Hours at home and other restrictions, also those that are written down after an appointment was made, and a person whom
//! nobody can find.

use crate::support::world::{RULES, World, day, refusals, story};
use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta};
use merzim::commands;
use merzim::domain::decide::passage::{AcceptHandover, ReportLost, ReportSearch, SetCurfew};
use merzim::domain::ids::{CaseId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::domain::plan::{CURFEW, RESTRICTION};
use merzim::domain::refusal::Refusal;
use merzim::domain::supervision::{Missing, Summary};
use merzim::store::desk::Failure;

/// Opened, the first dose, released on, the first appointment, the day after it.
const DAYS: [[&str; 5]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-16",
        "2026-05-08",
        "2026-05-13",
        "2026-05-14",
    ],
    [
        "2026-10-05 09:00",
        "2026-10-19",
        "2026-12-30",
        "2027-01-06",
        "2027-01-08",
    ],
];

fn hour(hour: &str) -> Option<NaiveTime> {
    Some(NaiveTime::parse_from_str(hour, "%H:%M").unwrap())
}

/// Somebody writes down hours at home without an end.
async fn at_home(
    world: &World,
    who: &str,
    case: CaseId,
    [from_on, begins, ends]: [&str; 3],
) -> Result<RecordId, Failure> {
    let form = SetCurfew {
        begins: hour(begins),
        ends: hour(ends),
        ..restriction("home-hours", from_on)
    };
    commands::set_curfew(&world.desk, &world.actor(who), None, case, &form).await
}

/// A restriction of a kind, without an end and without what its kind asks for, by a paper that is older than the story.
fn restriction(kind: &str, from_on: &str) -> SetCurfew {
    SetCurfew {
        kind: kind.to_owned(),
        from_on: Some(day(from_on)),
        paper: "сот шешімі".to_owned(),
        dated_on: Some(day("2026-03-01")),
        ..SetCurfew::default()
    }
}

/// Somebody writes down a restriction.
async fn restricted(world: &World, who: &str, case: CaseId, form: &SetCurfew) -> Result<RecordId, Failure> {
    commands::set_curfew(&world.desk, &world.actor(who), None, case, form).await
}

async fn move_to(world: &World, case: CaseId, [on, at]: [&str; 2]) -> Result<RecordId, Failure> {
    let form = world.appointment(Some(("fp", on, at)));
    commands::set_appointment(&world.desk, &world.actor("cn1"), None, case, &form).await
}

/// Treated in P1, to be released, and OC1 is asked to take over.
async fn asked(world: &World, [_, first_on, release_on, ..]: [&str; 5]) -> (CaseId, RecordId) {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    let offer = world.offer_release(case, "oc1").await.unwrap();
    (case, offer)
}

/// The same, taken over by OC1 with a first appointment at ten.
async fn appointed(world: &World, days: [&str; 5]) -> CaseId {
    let (case, offer) = asked(world, days).await;
    let visit_on = days[3];
    world
        .accept("cn1", case, offer, Some(("fp", visit_on, "10:00")))
        .await
        .unwrap();
    case
}

/// The appointment is to be named anew because of hours at home: whose it is, and by when.
async fn clash(world: &World, case: CaseId) -> Option<(&'static str, NaiveDate)> {
    clash_with(world, case, CURFEW).await
}

/// The same because of a fact.
async fn clash_with(world: &World, case: CaseId, fact: &str) -> Option<(&'static str, NaiveDate)> {
    let plan = world.plan(case).await;
    let owed = plan
        .obligations
        .iter()
        .find(|owed| owed.kind == Kind::SetAppointment)?;
    assert!(owed.why.counts_from(fact), "{:?}", owed.why);
    let listed = world.open_obligation(case, "set-appointment").await.unwrap();
    assert_eq!(
        (listed.owner, listed.due_on),
        (owed.owner.organisation, owed.due_on)
    );
    Some((world.country.name_of(owed.owner.organisation), owed.due_on))
}

#[test]
fn hours_at_home_set_after_an_appointment_are_a_task_of_the_clinic_that_made_it() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, visit_on, next_on] = days;
            let case = appointed(world, days).await;
            assert_eq!(clash(world, case).await, None);

            // Long before: within the time of an answer.
            at_home(world, "clerk", case, [release_on, "15:00", "10:30"])
                .await
                .unwrap();
            let today = world.file(case).await.now.today();
            let law = RULES.law_for(today).unwrap();
            let in_time = law.calendar.add_working_days(today, 3).date;
            assert_eq!(clash(world, case).await, Some(("oc1", in_time)));
            let found = world.file(case).await;
            let found = found.case.barred_appointment(&found.roster, today).unwrap();
            assert_eq!(found.appointed.appointment.on, day(visit_on));
            assert!(matches!(
                refusals(move_to(world, case, [visit_on, "15:30"]).await)[..],
                [Refusal::InCurfew { .. }]
            ));
            move_to(world, case, [visit_on, "10:30"]).await.unwrap();
            assert_eq!(
                clash(world, case).await,
                None,
                "the hour at which they end is free"
            );

            // He was released; whoever supervises him writes down others. There are days left, but not three.
            world.pass_until(&format!("{release_on} 10:00")).await;
            world.release(case, &format!("{release_on} 09:00")).await.unwrap();
            at_home(world, "po", case, [release_on, "08:00", "11:00"])
                .await
                .unwrap();
            let (owner, due_on) = clash(world, case).await.unwrap();
            assert_eq!(owner, "oc1");
            assert!(
                due_on <= day(visit_on),
                "not after the appointment itself: {due_on}"
            );

            // Nobody moves it: the clinic hears of it, and whoever supervises is told of no fault.
            world.pass_until(&format!("{next_on} 12:00")).await;
            let file = world.file(case).await;
            let alerts = file.case.alerts.iter();
            let about = alerts.filter(|alert| alert.kind == Kind::SetAppointment);
            let told: Vec<_> = about
                .flat_map(|alert| &alert.notices)
                .map(|notice| world.country.name_of(notice.hop.organisation))
                .collect();
            assert!(told.contains(&"oc1"), "{told:?}");
            assert!(!told.contains(&"probation"), "{told:?}");

            move_to(world, case, [next_on, "12:30"]).await.unwrap();
            assert_eq!(clash(world, case).await, None);
            let live = world.file(case).await;
            let mut live = live.case.alerts.iter().filter(|alert| alert.live());
            assert!(
                live.all(|alert| alert.kind != Kind::SetAppointment),
                "it is moved"
            );

            // Once he came, no hours are in the way of an appointment that was kept.
            world.pass_until(&format!("{next_on} 13:00")).await;
            let came = Some(world.clock.now());
            commands::record_visit(&world.desk, &world.actor("cn1"), None, case, came, "келді")
                .await
                .unwrap();
            at_home(world, "po", case, [release_on, "12:00", "13:00"])
                .await
                .unwrap();
            assert_eq!(clash(world, case).await, None);
        });
    }
}

#[test]
fn whoever_must_report_elsewhere_is_not_expected_at_that_hour_and_what_is_lacking_is_said() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, offer) = asked(world, days).await;
            let [_, _, release_on, visit_on, _] = days;
            for (form, lacking) in [
                (
                    restriction("", release_on),
                    vec![Refusal::Required { field: "kind" }],
                ),
                (
                    restriction("report-hours", release_on),
                    vec![
                        Refusal::NotUnderstood { field: "begins" },
                        Refusal::NotUnderstood { field: "ends" },
                    ],
                ),
                (
                    restriction("within-region", release_on),
                    vec![Refusal::Required { field: "region" }],
                ),
                (
                    restriction("keep-away", release_on),
                    vec![Refusal::Required { field: "places" }],
                ),
            ] {
                let refused = refusals(restricted(world, "clerk", case, &form).await);
                assert_eq!(refused, lacking, "{}", form.kind);
            }
            let reports = SetCurfew {
                begins: hour("09:30"),
                ends: hour("11:00"),
                weekday: Some(Ok(day(visit_on).weekday())),
                ..restriction("report-hours", release_on)
            };
            let record = restricted(world, "clerk", case, &reports).await.unwrap();
            let away = SetCurfew {
                places: "мектептер".to_owned(),
                ..restriction("keep-away", release_on)
            };
            restricted(world, "clerk", case, &away).await.unwrap();
            for at in ["09:30", "10:59"] {
                let accepted = world.accept("cn1", case, offer, Some(("fp", visit_on, at))).await;
                match &refusals(accepted)[..] {
                    [Refusal::InRestriction { name, from, .. }] => {
                        assert_eq!(name.en, "Report to the supervising body");
                        assert_eq!(Some(*from), hour("09:30"));
                    }
                    other => panic!("{at}: {other:?}"),
                }
            }
            world
                .accept("cn1", case, offer, Some(("fp", visit_on, "11:00")))
                .await
                .unwrap();
            let file = world.file(case).await;
            let until = file.case.passage.restrictions_from(day(visit_on));
            assert_eq!(until.len(), 2, "both are kept");
            assert_eq!(clash_with(world, case, RESTRICTION).await, None);

            // Struck out, it stands against nothing any more.
            commands::void_record(
                &world.desk,
                &world.actor("clerk"),
                None,
                case,
                record,
                "басқа адам",
            )
            .await
            .unwrap();
            move_to(world, case, [visit_on, "10:00"]).await.unwrap();
        });
    }
}

#[test]
fn a_clinic_outside_the_region_that_may_not_be_left_needs_a_permission_for_each_appointment() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = appointed(world, days).await;
            let [_, _, release_on, visit_on, _] = days;
            let within = |region: &str| SetCurfew {
                region: region.to_owned(),
                ..restriction("within-region", release_on)
            };
            // Its own region is no matter.
            restricted(world, "po", case, &within("almaty")).await.unwrap();
            assert_eq!(clash_with(world, case, RESTRICTION).await, None);
            let stranger = restricted(world, "po2", case, &within("karaganda")).await;
            assert!(matches!(stranger, Err(Failure::Forbidden(_))), "{stranger:?}");

            // Another paper, another region: the clinic that made the appointment names it anew, or has a permission.
            restricted(world, "po", case, &within("karaganda")).await.unwrap();
            let (owner, _) = clash_with(world, case, RESTRICTION).await.unwrap();
            assert_eq!(owner, "oc1");
            let today = world.file(case).await.now.today();
            let named = async |at: &str, leave_number: &str, leave_on: Option<NaiveDate>| {
                let form = AcceptHandover {
                    leave_number: leave_number.to_owned(),
                    leave_on: leave_on.map(Ok),
                    ..world.appointment(Some(("fp", visit_on, at)))
                };
                commands::set_appointment(&world.desk, &world.actor("cn1"), None, case, &form).await
            };
            match &refusals(named("12:00", "", None).await)[..] {
                [Refusal::OutsideRegion { field, name }] => {
                    assert_eq!(
                        (*field, &*name.en),
                        ("leave_number", "Not leave the region without permission")
                    );
                }
                other => panic!("{other:?}"),
            }
            let field = "leave_on";
            for (number, on, wrong) in [
                ("17", None, Refusal::NotUnderstood { field }),
                (
                    "17",
                    Some(today + TimeDelta::days(1)),
                    Refusal::InFuture { field },
                ),
                (
                    " ",
                    Some(today),
                    Refusal::Required {
                        field: "leave_number",
                    },
                ),
            ] {
                assert_eq!(
                    refusals(named("12:00", number, on).await),
                    [wrong],
                    "{number} {on:?}"
                );
            }

            // The appointment stays what it was; with the permission it can be kept.
            named("10:00", "17", Some(today)).await.unwrap();
            assert_eq!(clash_with(world, case, RESTRICTION).await, None);
            let file = world.file(case).await;
            let (_, offer) = file.case.passage.accepted_offer().unwrap();
            let leave = offer.leave.as_ref().unwrap();
            assert_eq!((&*leave.number, leave.dated_on), ("17", today));
            assert_eq!(
                refusals(named("10:00", "17", Some(today)).await),
                [Refusal::NothingToDo]
            );

            // It was given for that appointment: the next one needs its own.
            assert!(matches!(
                refusals(move_to(world, case, [visit_on, "12:00"]).await)[..],
                [Refusal::OutsideRegion { .. }]
            ));
            let field = "leave_number";
            assert_eq!(
                refusals(named("12:00", "№ 17", Some(today)).await),
                [Refusal::LeaveUsed { field }]
            );
            let old = day(days[1]) - TimeDelta::days(1);
            assert!(
                matches!(
                    refusals(named("12:00", "18", Some(old)).await)[..],
                    [Refusal::NotBefore {
                        field: "leave_on",
                        ..
                    }]
                ),
                "older than the restriction"
            );
            named("12:00", "18", Some(today)).await.unwrap();
            assert_eq!(clash_with(world, case, RESTRICTION).await, None);

            // A paper that is written down after the permission is not lifted by it.
            restricted(world, "po", case, &within("astana")).await.unwrap();
            let (owner, _) = clash_with(world, case, RESTRICTION).await.unwrap();
            assert_eq!(owner, "oc1");
            named("12:00", "19", Some(today)).await.unwrap();
            assert_eq!(clash_with(world, case, RESTRICTION).await, None);
        });
    }
}

async fn searched(world: &World, who: &str, case: CaseId, found: bool) -> Result<RecordId, Failure> {
    let form = ReportSearch {
        found: Some(found),
        words: "үйіне бардық, көршілерден сұрадық".to_owned(),
    };
    commands::report_search(&world.desk, &world.actor(who), None, case, &form).await
}

/// What whoever supervises reads of where he was not found.
async fn missing(world: &World, case: CaseId) -> Vec<Missing> {
    let file = world.file(case).await;
    Summary::of(&file.case, &file.plan(&RULES), &RULES, &file.now).missing
}

/// Nobody knows where he is after the release: somebody looks, and looks again, until he is found; nobody is blamed by a
/// program, and nothing that was owed is forgotten.
#[test]
fn who_cannot_be_found_after_the_release_is_looked_for_until_he_is() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, _, release_on, visit_on, next_on] = days;
            let case = appointed(world, days).await;
            world.pass_until(&format!("{release_on} 10:00")).await;
            world.release(case, &format!("{release_on} 09:00")).await.unwrap();
            world.pass_until(&format!("{visit_on} 15:00")).await;
            assert_eq!(
                refusals(searched(world, "cn1", case, true).await),
                [Refusal::NothingToDo],
                "nobody is missing yet"
            );

            let report = async |who: &str, tried: &str| {
                let form = ReportLost {
                    since_on: Some(day(visit_on)),
                    tried: tried.to_owned(),
                };
                commands::report_lost(&world.desk, &world.actor(who), None, case, &form).await
            };
            assert_eq!(
                refusals(report("cn1", " ").await),
                [Refusal::Required { field: "tried" }]
            );
            assert!(
                matches!(report("cn2", "телефон").await, Err(Failure::Forbidden(_))),
                "a clinic that has no part in it"
            );
            assert_eq!(missing(world, case).await, []);
            report("cn1", "телефон өшірулі, үйде жоқ").await.unwrap();
            let unknown = Missing {
                since_on: day(visit_on),
                looked_on: None,
                found_on: None,
            };
            assert_eq!(missing(world, case).await, [unknown]);
            assert_eq!(
                refusals(report("po", "телефон").await),
                [Refusal::NothingToDo],
                "known already"
            );
            let first = world.open_obligation(case, "locate-person").await.unwrap();
            assert_eq!(first.owner, world.country.place("oc1").id);
            assert!(first.due_on > day(visit_on));
            assert!(
                world.open_obligation(case, "first-visit").await.is_some(),
                "he is still expected"
            );

            // Not found: the next look is owed, counted from this one. Whoever supervises may look, too.
            world.pass_until(&format!("{next_on} 09:00")).await;
            searched(world, "po", case, false).await.unwrap();
            let looked = Missing {
                looked_on: Some(day(next_on)),
                ..unknown
            };
            assert_eq!(missing(world, case).await, [looked]);
            let second = world.open_obligation(case, "locate-person").await.unwrap();
            assert!(second.due_on > day(next_on) && second.due_on >= first.due_on);
            assert_ne!(second.cycle, first.cycle, "another look");

            world.pass_until(&format!("{next_on} 17:00")).await;
            searched(world, "cn1", case, true).await.unwrap();
            assert_eq!(world.open_obligation(case, "locate-person").await, None);
            let found = world.file(case).await;
            assert_eq!(found.case.passage.missing(), None);
            assert_eq!(found.case.passage.searches.len(), 2, "each look stays");
            let found = Missing {
                found_on: Some(day(next_on)),
                ..looked
            };
            assert_eq!(missing(world, case).await, [found]);
            // Lost once more, it is another matter.
            report("po", "тағы жоқ").await.unwrap();
            assert_eq!(missing(world, case).await, [unknown, found], "the newest first");
            let again = world.open_obligation(case, "locate-person").await.unwrap();
            assert!(again.cycle > second.cycle);
        });
    }
}
