//! The drug is not there: nobody's failure but ours. Supervision reads *justified*, and whoever owed the drug is asked.

use crate::support::world::{RULES, World, at, day, story};
use merzim::access::{Action, Actor, Context};
use merzim::commands;
use merzim::domain::{
    alert::Answer,
    event::Taker,
    ids::{AlertId, CaseId, OrganisationId},
    obligation::Kind,
    supervision::{Attendance, Summary},
};
use merzim::store::reading::alerts::{self as desks, About, Far, Whose};

/// Opened, target of the first dose, parcel sent, days later, the day on which the dose cannot be given, long after.
const DAYS: [[&str; 6]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-05-09",
        "2026-04-20 09:00",
        "2026-04-24 09:00",
        "2026-05-11 10:00",
        "2026-06-01 12:00",
    ],
    [
        "2027-11-15 09:00",
        "2028-02-29",
        "2028-02-10 09:00",
        "2028-02-14 09:00",
        "2028-03-02 10:00",
        "2028-03-27 12:00",
    ],
];

async fn seen_by_supervision(world: &World, case: CaseId) -> Vec<Attendance> {
    let file = world.file(case).await;
    let plan = file.plan(&RULES);
    let summary = Summary::of(&file.case, &plan, &RULES, &file.now);
    summary.visits.iter().map(|visit| visit.attendance).collect()
}

/// Nobody outside of the service was asked for anything.
async fn nobody_blames_the_person(world: &World, case: CaseId) {
    assert_eq!(seen_by_supervision(world, case).await, [Attendance::Justified]);
    for body in ["probation", "police"] {
        assert!(
            world.climbs_to(case, body).await.is_empty(),
            "{body} is not asked"
        );
    }
    let alerts = world.alerts(case).await;
    assert!(alerts.iter().all(|alert| !alert.seen_by_supervision));
    let dose = world.dose_alerts(case).await;
    assert_eq!(dose.len(), 1, "the dose is still owed, by us");
    let file = world.file(case).await;
    let family = file.case.alert_of((Kind::Dose, 1)).unwrap().cause.family;
    assert_eq!(Attendance::of_family(family), Attendance::Justified);
    // The place that gives, the clinic that supplies, the region: the service ladder.
    for place in ["p1", "oc1", "health"] {
        assert!(!world.climbs_to(case, place).await.is_empty(), "{place} is asked");
    }
}

#[test]
fn a_shelf_that_is_empty_is_the_suppliers_and_never_the_persons() {
    for [opened, target, _, _, missed, after] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            // The supplier keeps stock here, and none for him.
            let until = day(target) + chrono::Days::new(300);
            world.take_in("oc1", "L1", &until.to_string(), 1).await;
            world.pass_until(missed).await;
            let asked = world.alert_about(case, Kind::SupplyDose).await;
            let first = &asked.notices[0].hop;
            assert_eq!(first.role, "pharmacist", "who owes the drug is asked first");
            assert_eq!(first.organisation, world.country.place("oc1").id);
            assert!(first.due_at < at(missed), "weeks before it is a missed dose");
            let supply = world.alerts(case).await;
            let supply = supply.iter().find(|alert| alert.kind == "supply-dose").unwrap();
            assert_eq!(
                (supply.cause.as_str(), supply.seen_by_supervision),
                ("supply", false)
            );
            world.not_given("n1", case, "no-usable-drug").await.unwrap();
            world.pass_until(after).await;
            nobody_blames_the_person(world, case).await;
        });
    }
}

#[test]
fn a_parcel_that_does_not_come_is_whoever_packed_its_and_never_the_persons() {
    for [opened, target, sent, later, missed, after] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let until = day(target) + chrono::Days::new(300);
            let lot = world.take_in("oc1", "L1", &until.to_string(), 1).await;
            world.pass_until(sent).await;
            let parcel = world.prepare(case, lot, 1).await.unwrap();
            let courier = (Taker::Courier, "Курьер Серік");
            world
                .hand_over("ph", (case, parcel), courier, sent)
                .await
                .unwrap();
            world.pass_until(later).await;
            let alerts = world.alerts(case).await;
            let gap = alerts.iter().find(|alert| alert.kind == "custody-gap").unwrap();
            assert_eq!(gap.cause, "transport");
            let asked = world.alert_about(case, Kind::CustodyGap).await;
            assert_eq!(
                asked.notices[0].hop.role, "pharmacist",
                "whoever packed it must say where it is"
            );
            world.pass_until(missed).await;
            world.not_given("n1", case, "drug-not-delivered").await.unwrap();
            world.pass_until(after).await;
            nobody_blames_the_person(world, case).await;
        });
    }
}

/// The alerts that a pharmacist finds on the desk to which the mail leads: so many as are counted above it.
async fn found_by(world: &World, who: &Actor) -> Vec<AlertId> {
    let (desk, own) = (&world.desk, who.as_account().unwrap());
    let scope = desk.list(who, Action::ReadNotices).await.unwrap();
    let needs = desk.access().scope(who, Action::ReadSupplySummary);
    let packed = Context {
        packed_at: Some(own.organisation),
        ..Context::default()
    };
    let whose = Whose {
        scope: &scope,
        now: world.clock.now(),
        about: About::Drug,
        far: Some(Far {
            organisation: own.organisation,
            region: &own.region,
            parcels: desk.access().allows_anywhere(who, Action::ReadParcel, &packed),
            needs: &needs,
        }),
    };
    let rows = desks::part(desk.store(), whose, None).await.unwrap();
    let unanswered = rows.iter().filter(|row| row.stage < desks::Stage::Acknowledged);
    let counted = desks::waiting(desk.store(), whose).await.unwrap();
    assert_eq!(i64::try_from(unanswered.count()), Ok(counted));
    let mut found: Vec<_> = rows.iter().map(|row| row.id).collect();
    found.sort_unstable();
    found
}

/// The alerts about parcels of a case that an organisation was told of and that live.
async fn told_of_parcels(world: &World, case: CaseId, at: OrganisationId) -> Vec<AlertId> {
    let alerts = world.file(case).await.case.alerts;
    let told = alerts
        .iter()
        .filter(|alert| alert.kind.of_parcel() && alert.live() && alert.told(at));
    let mut told: Vec<_> = told.map(|alert| alert.id).collect();
    told.sort_unstable();
    told
}

/// He came into the region of another supplier while the parcel was on its way.
#[test]
fn a_parcel_is_asked_of_whoever_packed_it_also_after_a_move_to_another_region() {
    for [opened, target, sent, later, ..] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let until = day(target) + chrono::Days::new(300);
            let lot = world.take_in("oc1", "L1", &until.to_string(), 1).await;
            world.pass_until(sent).await;
            world.sent(case, lot, 1).await;
            let (clerk, p2) = (world.actor("clerk"), world.country.place("p2").id);
            let today = world.file(case).await.now.today();
            commands::change_place(&world.desk, &clerk, None, case, p2, today, "этап")
                .await
                .unwrap();
            world.pass_until(later).await;
            let asked = world.alert_about(case, Kind::CustodyGap).await;
            let first = &asked.notices[0].hop;
            let told = (first.organisation, first.account);
            let sender = (world.country.place("oc1").id, Some(world.country.person("ph").id));
            assert_eq!(told, sender, "not the supplier of the region he came to");
            let ph = world.actor("ph");
            let told = told_of_parcels(world, case, first.organisation).await;
            assert!(told.contains(&asked.id));
            assert_eq!(found_by(world, &ph).await, told, "he finds what he was told of");
            let nobody = world.pharmacist_at("hospital").await;
            assert_eq!(
                found_by(world, &nobody).await,
                [],
                "whoever was not told finds nothing"
            );
            let answer = Answer {
                action: "own-cause".to_owned(),
                words: "курьер табылды".to_owned(),
            };
            commands::acknowledge_notice(&world.desk, &ph, None, case, asked.id, &answer)
                .await
                .unwrap();
            assert_eq!(found_by(world, &ph).await, told, "answered, it stays in sight");
        });
    }
}

/// Opened, the first dose, before the release, the release, the morning of that day, the first appointment.
const ELSEWHERE: [[&str; 6]; 2] = [
    [
        "2028-09-20 09:00",
        "2028-10-04",
        "2028-12-18 09:00",
        "2028-12-30",
        "2028-12-30 06:00",
        "2029-01-03",
    ],
    [
        "2023-09-18 09:00",
        "2023-10-02",
        "2023-12-18 09:00",
        "2023-12-30",
        "2023-12-30 06:00",
        "2024-01-03",
    ],
];

/// A clinic of another region has agreed to take him over and keeps no pack for him: it is asked while he is still in prison,
/// and not whoever supplies the prison.
#[test]
fn a_pack_that_is_not_kept_is_asked_of_the_clinic_of_another_region_that_owes_it() {
    for [opened, first_on, before, release_on, morning, visit_on] in ELSEWHERE {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.release_on(case, release_on, "term").await.unwrap();
            world.forward(case, "oc1").await.unwrap();
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(before).await;
            let (oc2, there) = (world.country.place("oc2").id, world.pharmacist_at("oc2").await);
            let short = world.packs_of("L1", release_on, 1);
            commands::take_in_packs(&world.desk, &there, None, oc2, &short)
                .await
                .unwrap();
            let offer = world.offer_release(case, "oc2").await.unwrap();
            let visit = Some(("fp2", visit_on, "10:30"));
            world.accept("cn2", case, offer, visit).await.unwrap();
            let owed = world.open_obligation(case, "supply-dose").await.unwrap();
            assert_eq!((owed.owner, owed.owner_role.as_str()), (oc2, "pharmacist"));
            world.pass_until(morning).await;
            assert_eq!(world.responsible(case).await, "p1", "not released yet");
            let asked = world.alert_about(case, Kind::SupplyDose).await;
            let told: Vec<_> = asked
                .notices
                .iter()
                .map(|notice| notice.hop.organisation)
                .collect();
            assert_eq!(told, [oc2]);
            assert_eq!(asked.notices[0].hop.account, there.account_id());
            let needs = world.desk.look(&there, Action::ReadSupplySummary, case).await;
            assert!(needs.is_ok(), "the page of the alert opens by this right");
            assert_eq!(found_by(world, &there).await, [asked.id], "and so does the list");
            let answer = Answer {
                action: "own-cause".to_owned(),
                words: "қаптама тапсырыс берілді".to_owned(),
            };
            commands::acknowledge_notice(&world.desk, &there, None, case, asked.id, &answer)
                .await
                .unwrap();
        });
    }
}
