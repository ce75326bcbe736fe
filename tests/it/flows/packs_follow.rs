//! A pack is where the record of its dose says, however that record comes about: typed from paper, told late, given at
//! the former place, moved to another person, struck out, corrected, or no dose at all.

use crate::support::world::{World, at, day, refusals, story};
use merzim::commands::{self, DoseRecorded, Incident};
use merzim::domain::{
    decide::{Injection, OnPaper, SettleWrongPerson},
    event::{Corrected, DoseGiven, IncidentKind},
    ids::{CaseId, LotId, PackId, RecordId},
    obligation::Kind,
    paper::RowCode,
    refusal::{PackFault, Refusal},
    supply::Place,
};
use merzim::store::desk::Failure;
use merzim::store::{reading, stock};

/// Opened, due, on paper, after it, typed. The second pair crosses a year.
const DAYS: [[&str; 5]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-13",
        "2026-03-13 10:15",
        "2026-03-14 12:00",
        "2026-03-16 08:30",
    ],
    [
        "2026-12-14 09:00",
        "2026-12-28",
        "2026-12-28 23:40",
        "2026-12-29 00:10",
        "2027-01-04 09:00",
    ],
];

/// Good for a year and a half.
async fn lot_at(world: &World, place: &str, opened: &str, count: usize) -> LotId {
    let until = day(&opened[..10]) + chrono::Days::new(540);
    world.take_in(place, "L7", &until.to_string(), count).await
}

async fn recall(world: &World, lot: LotId) {
    let ph = world.actor("ph");
    commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
        .await
        .unwrap();
}

async fn owes(world: &World, case: CaseId, kind: Kind) -> bool {
    let plan = world.plan(case).await;
    plan.obligations.iter().any(|owed| owed.kind == kind)
}

async fn reach(world: &World, lot: LotId) -> u64 {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let recall = known.recall.unwrap();
    let reach = reading::stock::reach(&world.fresh.store, recall).await;
    reach.unwrap().all
}

fn happened(mut form: Injection, when: &str) -> Injection {
    form.occurred_at = Some(at(when));
    for check in form.checks.iter_mut().filter(|check| check.taken_on.is_some()) {
        check.taken_on = Some(day(&when[..10]));
    }
    form
}

/// The row of a case on a sheet that is printed now.
async fn printed(world: &World, case: CaseId) -> RowCode {
    let today = world.file(case).await.now.today();
    let n1 = world.actor("n1");
    let sheet = commands::print_run_sheet(&world.desk, &n1, None, Some(today))
        .await
        .unwrap();
    let rows = reading::run_sheets::rows(world.desk.store(), sheet)
        .await
        .unwrap();
    let row = rows.iter().find(|row| row.case() == case).unwrap();
    row.code().parse().unwrap()
}

async fn typed(
    world: &World,
    (case, row): (CaseId, RowCode),
    form: Injection,
) -> Result<DoseRecorded, Failure> {
    let said = OnPaper::Given(Box::new(form));
    commands::transcribe_entry(&world.desk, &world.actor("n2"), None, case, (row, ""), &said).await
}

async fn dose(world: &World, case: CaseId) -> DoseGiven {
    world.file(case).await.case.doses.last().unwrap().content.clone()
}

async fn pack_at(world: &World, place: &str, lot: LotId) -> PackId {
    world.packs_at(place, lot).await[0].id
}

#[test]
fn typed_from_paper_it_takes_its_pack_under_the_true_time() {
    for [opened, due, paper, _, monday] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(due).await;
            let lot = lot_at(world, "p1", opened, 2).await;
            world.pass_until(paper).await;
            let row = printed(world, case).await;
            world.pass_until(monday).await;
            // Sound packs lie there: why none of them?
            let by_hand = happened(world.injection(case).await, paper);
            let silent = typed(world, (case, row), by_hand).await;
            assert_eq!(refusals(silent), [Refusal::Required { field: "pack_words" }]);
            let pack = pack_at(world, "p1", lot).await;
            let form = happened(world.injection_from(case, pack).await, paper);
            let record = typed(world, (case, row), form).await.unwrap().record;
            assert_eq!(world.pack(pack).await.place, Place::Used { case, dose: record });
            let moves = stock::movements(&world.fresh.store, pack).await.unwrap();
            let last = moves.last().unwrap();
            assert_eq!((last.moved_at, last.recorded_at), (at(paper), at(monday)));
            assert_eq!(last.verb, "transcribe-entry");
            assert_eq!(dose(world, case).await.lot, "L7");
        });
    }
}

#[test]
fn typed_after_the_recall_of_its_lot_the_person_is_found_all_the_same() {
    for [opened, due, paper, after, monday] in DAYS {
        story(opened, async |world| {
            let (by_pack, by_lot) = (world.planned_for(due).await, world.planned_for(due).await);
            let late = world.planned_for(due).await;
            let lot = lot_at(world, "p1", opened, 2).await;
            world.pass_until(paper).await;
            let rows = [
                printed(world, by_pack).await,
                printed(world, by_lot).await,
                printed(world, late).await,
            ];
            world.pass_until(after).await;
            recall(world, lot).await;
            assert_eq!(reach(world, lot).await, 0, "nobody is known to have received it");
            world.pass_until(monday).await;

            // Given before the recall was known, it was no fault; and he is looked at.
            let pack = pack_at(world, "p1", lot).await;
            let form = happened(world.injection_from(by_pack, pack).await, paper);
            typed(world, (by_pack, rows[0]), form).await.unwrap();
            let form = Injection {
                lot: "L7".to_owned(),
                ..happened(world.injection(by_lot).await, paper)
            };
            typed(world, (by_lot, rows[1]), form).await.unwrap();
            for case in [by_pack, by_lot] {
                assert!(world.file(case).await.case.incidents.is_empty());
                assert!(owes(world, case, Kind::RecallFollowUp).await);
                let told = &world.file(case).await.case.supply.recalls[0].reached;
                assert_eq!(told.recalled_on, day(&after[..10]), "the day of the recall");
            }
            assert_eq!(reach(world, lot).await, 2);

            // Given after it: only with a reason, and a physician looks at that, too.
            let pack = pack_at(world, "p1", lot).await;
            let form = happened(world.injection_from(late, pack).await, monday);
            let refused = refusals(typed(world, (late, rows[2]), form.clone()).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::Recalled)]);
            let form = Injection {
                despite: "хат кеш келді".to_owned(),
                ..form
            };
            typed(world, (late, rows[2]), form).await.unwrap();
            assert!(owes(world, late, Kind::ReviewIncident).await);
            assert!(owes(world, late, Kind::RecallFollowUp).await);
            assert_eq!(reach(world, lot).await, 3);
        });
    }
}

#[test]
fn given_at_the_former_place_it_comes_from_the_shelf_there() {
    for [opened, due, _, _, monday] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(due).await;
            let here = lot_at(world, "p1", opened, 1).await;
            world.pass_until(monday).await;
            let p2 = world.country.place("p2").id;
            let today = world.file(case).await.now.today();
            commands::change_place(
                &world.desk,
                &world.actor("clerk"),
                None,
                case,
                p2,
                today,
                "көшірілді",
            )
            .await
            .unwrap();
            let (n1, pack) = (world.actor("n1"), pack_at(world, "p1", here).await);
            let form = world.injection_from(case, pack).await;
            let given =
                commands::log_injection_elsewhere(&world.desk, &n1, None, case, &form, "әдетпен келді");
            let record = given.await.unwrap().record;
            assert_eq!(world.pack(pack).await.place, Place::Used { case, dose: record });
            let incidents = world.file(case).await.case.incidents.len();
            assert_eq!(
                incidents, 1,
                "given elsewhere, and nothing is wrong with the pack"
            );
        });
    }
}

async fn moved(world: &World, (k, record): (CaseId, RecordId), q: CaseId) {
    let (n1, ph) = (world.actor("n1"), world.actor("ph"));
    let report = commands::report_wrong_person(&world.desk, &n1, None, (k, record), q, "басқа адам");
    let form = SettleWrongPerson {
        confirmed: Some(true),
        words: "қағаздар салыстырылды".to_owned(),
    };
    let report = report.await.unwrap();
    commands::cosign_wrong_person(&world.desk, &ph, None, (k, q), report, &form)
        .await
        .unwrap();
}

#[test]
fn a_dose_of_another_person_takes_its_pack_along_and_a_recall_finds_him() {
    for [opened, due, paper, after, _] in DAYS {
        story(opened, async |world| {
            let (k, q) = (world.planned_for(due).await, world.planned_for(due).await);
            let third = world.planned_for(due).await;
            let lot = lot_at(world, "p1", opened, 3).await;
            world.pass_until(paper).await;
            let pack = pack_at(world, "p1", lot).await;
            let form = world.injection_from(k, pack).await;
            let record = world.log("n1", k, &form).await.unwrap().record;
            moved(world, (k, record), q).await;
            let there = dose(world, q).await;
            assert_eq!(
                world.pack(pack).await.place,
                Place::Used {
                    case: q,
                    dose: there.id
                }
            );
            assert_eq!(there.pack, Some(pack));

            // To somebody who had his dose: a second injection, and its pack is his all the same.
            let own = pack_at(world, "p1", lot).await;
            let form = world.injection_from(k, own).await;
            let second = world.log("n1", k, &form).await.unwrap().record;
            moved(world, (k, second), q).await;
            let incident = world.file(q).await.case.incidents[0].content.clone();
            assert_eq!(incident.kind, IncidentKind::SecondInjection);
            let to = Place::Used {
                case: q,
                dose: incident.id,
            };
            assert_eq!(world.pack(own).await.place, to);

            world.pass_until(after).await;
            recall(world, lot).await;
            assert_eq!(reach(world, lot).await, 1, "Q received it, K did not");
            assert!(owes(world, q, Kind::RecallFollowUp).await);
            assert!(!owes(world, k, Kind::RecallFollowUp).await);

            // Found after the recall: he is looked at as if it had been on record then.
            let form = Injection {
                lot: "L7".to_owned(),
                despite: "хат кеш келді".to_owned(),
                pack_words: "—".to_owned(),
                ..world.injection(k).await
            };
            let record = world.log("n1", k, &form).await.unwrap().record;
            moved(world, (k, record), third).await;
            assert!(owes(world, third, Kind::RecallFollowUp).await);
            assert!(
                !owes(world, k, Kind::RecallFollowUp).await,
                "he did not receive it"
            );
            assert_eq!(reach(world, lot).await, 2);
        });
    }
}

#[test]
fn a_dose_struck_out_leaves_its_pack_to_a_pharmacist() {
    for [opened, due, paper, _, monday] in DAYS {
        story(opened, async |world| {
            let (case, other) = (world.planned_for(due).await, world.planned_for(due).await);
            let lot = lot_at(world, "p1", opened, 1).await;
            world.pass_until(paper).await;
            let pack = pack_at(world, "p1", lot).await;
            let form = world.injection_from(case, pack).await;
            let record = world.log("n1", case, &form).await.unwrap().record;
            world.void("n1", case, record).await.unwrap();
            let at = world.country.place("p1").id;
            let waits = Place::Quarantine { at, reserved: None };
            assert_eq!(world.pack(pack).await.place, waits);
            // Nobody gives it before a pharmacist has seen it.
            let form = world.injection_from(other, pack).await;
            let refused = refusals(world.log("n1", other, &form).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::NotReleased)]);
            let ph = world.actor("ph");
            commands::give_verdict(&world.desk, &ph, None, pack, Some(true), "ашылмаған")
                .await
                .unwrap();
            world.pass_until(monday).await;
            let form = world.injection_from(other, pack).await;
            let dose = world.log("n1", other, &form).await.unwrap().record;
            assert_eq!(world.pack(pack).await.place, Place::Used { case: other, dose });
        });
    }
}

#[test]
fn a_dose_that_came_from_another_pack_says_so_and_both_packs_follow() {
    for [opened, due, paper, after, monday] in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(due).await;
            let wrong = lot_at(world, "p1", opened, 1).await;
            let until = (day(due) + chrono::Days::new(300)).to_string();
            let right = world.take_in("p1", "L8", &until, 1).await;
            world.pass_until(paper).await;
            let (taken, meant) = (
                pack_at(world, "p1", wrong).await,
                pack_at(world, "p1", right).await,
            );
            let form = world.injection_from(case, taken).await;
            let record = world.log("n1", case, &form).await.unwrap().record;
            world.pass_until(after).await;
            recall(world, right).await;
            world.pass_until(monday).await;

            // Lot and last day are those of the pack: they are not typed into it.
            let typed = DoseGiven {
                lot: "L9".to_owned(),
                ..dose(world, case).await
            };
            let refused = world.amend("n1", case, &Corrected::Dose(typed)).await;
            assert_eq!(refusals(refused), [Refusal::NotUnderstood { field: "lot" }]);
            let unknown = DoseGiven {
                pack: Some(PackId::fresh()),
                ..dose(world, case).await
            };
            let refused = world.amend("n1", case, &Corrected::Dose(unknown)).await;
            assert_eq!(refusals(refused), [Refusal::PackUnsound(PackFault::Gone)]);

            let corrected = DoseGiven {
                pack: Some(meant),
                ..dose(world, case).await
            };
            world
                .amend("n1", case, &Corrected::Dose(corrected))
                .await
                .unwrap();
            let now = dose(world, case).await;
            assert_eq!((now.lot.as_str(), now.expiry_on), ("L8", day(&until)));
            assert_eq!(world.pack(meant).await.place, Place::Used { case, dose: record });
            let at = world.country.place("p1").id;
            let waits = Place::Quarantine { at, reserved: None };
            assert_eq!(world.pack(taken).await.place, waits);
            assert!(
                owes(world, case, Kind::RecallFollowUp).await,
                "its lot is recalled"
            );
            assert!(
                world.file(case).await.case.incidents.is_empty(),
                "given before the recall was known"
            );

            // It was none of the list after all.
            let by_hand = DoseGiven {
                pack: None,
                lot: "X1".to_owned(),
                ..now
            };
            world.amend("n1", case, &Corrected::Dose(by_hand)).await.unwrap();
            assert_eq!(world.pack(meant).await.place, waits);
            assert!(!owes(world, case, Kind::RecallFollowUp).await);
        });
    }
}

#[test]
fn an_injection_that_was_no_dose_takes_its_pack_and_a_recall_finds_it() {
    for [opened, due, paper, _, monday] in DAYS {
        story(opened, async |world| {
            let (case, other) = (world.planned_for(due).await, world.planned_for(due).await);
            let lot = lot_at(world, "p1", opened, 1).await;
            world.pass_until(paper).await;
            let pack = pack_at(world, "p1", lot).await;
            let n1 = world.actor("n1");
            let told = |pack, lot: &str| Incident {
                kind: Some(IncidentKind::SecondInjection),
                occurred_at: Some(world.desk.instant()),
                injected: true,
                words: "екінші рет енгізілді".to_owned(),
                pack,
                lot: lot.to_owned(),
            };
            let first = told(Some(pack), "");
            let record = commands::report_incident(&world.desk, &n1, None, case, &first)
                .await
                .unwrap();
            assert_eq!(world.pack(pack).await.place, Place::Used { case, dose: record });
            let twice = commands::report_incident(&world.desk, &n1, None, other, &first).await;
            assert_eq!(refusals(twice), [Refusal::PackUnsound(PackFault::Gone)]);
            let by_lot = told(None, "L7");
            commands::report_incident(&world.desk, &n1, None, other, &by_lot)
                .await
                .unwrap();
            recall(world, lot).await;
            assert_eq!(reach(world, lot).await, 2);
            for case in [case, other] {
                assert!(owes(world, case, Kind::RecallFollowUp).await);
            }
            // Struck out, it was not injected: nothing is owed, and the pack waits.
            world.pass_until(monday).await;
            world.void("n1", case, record).await.unwrap();
            assert!(!owes(world, case, Kind::RecallFollowUp).await);
            assert_eq!(reach(world, lot).await, 1);
            let at = world.country.place("p1").id;
            let waits = Place::Quarantine { at, reserved: None };
            assert_eq!(world.pack(pack).await.place, waits);
        });
    }
}
