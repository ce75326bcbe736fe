//! A lot is recalled after some of it was given: one act, and everybody is looked for.

use crate::support::world::{RULES, World, day, refusals, story};
use merzim::access::{Relation, Rows, Scope};
use merzim::commands;
use merzim::domain::{
    event::Departure,
    ids::{CaseId, LotId},
    obligation::{Because, Kind},
    refusal::{PackFault, ParcelFault, Refusal},
    supply::Place,
};
use merzim::store::{desk::Failure, letters, outbox, reading, stock};

const DAYS: [(&str, &str, &str, &str); 2] = [
    (
        "2026-03-02 09:00",
        "2026-03-14",
        "2026-03-14 10:00",
        "2026-03-20 09:00",
    ),
    (
        "2026-12-20 09:00",
        "2026-12-31",
        "2027-01-05 10:00",
        "2027-01-12 09:00",
    ),
];

fn until(opened: &str) -> String {
    (day(&opened[..10]) + chrono::Days::new(700)).to_string()
}

/// Three people who received the lot: by pack, and by what was typed before packs were kept.
async fn received(world: &World, target: &str, given: &str, opened: &str) -> (LotId, Vec<CaseId>) {
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(world.planned_for(target).await);
    }
    let lot = world.take_in("p1", "L7", &until(opened), 4).await;
    world.pass_until(given).await;
    for case in &cases[..2] {
        let pack = world.packs_at("p1", lot).await[0].id;
        let form = world.injection_from(*case, pack).await;
        world.log("n1", *case, &form).await.unwrap();
    }
    let mut by_hand = world.injection(cases[2]).await;
    by_hand.lot = "L7".to_owned();
    by_hand.pack_words = "қаптама тіркелмеген".to_owned();
    world.log("n1", cases[2], &by_hand).await.unwrap();
    (lot, cases)
}

async fn reach(world: &World, lot: LotId) -> (u64, u64) {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let reach = reading::stock::reach(&world.fresh.store, known.recall.unwrap())
        .await
        .unwrap();
    (reach.seen, reach.all)
}

/// How many letters about the recall were drawn up, to each of these people.
async fn written_to(world: &World, lot: LotId, cases: &[CaseId]) -> Vec<usize> {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let letters = letters::of_recall(&world.fresh.store, known.recall.unwrap(), cases)
        .await
        .unwrap();
    let to = |case: &CaseId| {
        letters
            .iter()
            .filter(|letter| letter.case == Some(*case) && letter.drafts.len() == 1)
            .count()
    };
    cases.iter().map(to).collect()
}

async fn owes(world: &World, case: CaseId, kind: Kind) -> bool {
    world
        .plan(case)
        .await
        .obligations
        .iter()
        .any(|owed| owed.kind == kind)
}

#[test]
fn one_act_freezes_the_lot_everywhere_and_finds_everybody() {
    for (opened, target, given, recalled) in DAYS {
        story(opened, async |world| {
            let (lot, cases) = received(world, target, given, opened).await;
            let waiting = world
                .planned_for(&(day(&recalled[..10]) + chrono::Days::new(60)).to_string())
                .await;
            world.take_in("oc1", "L7", &until(opened), 1).await;
            world.pass_until(recalled).await;
            let parcel = world.sent(waiting, lot, 1).await;
            let ph = world.actor("ph");
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert_eq!(reach(world, lot).await, (0, 3));
            let around = reading::parcels::Around::Organisation(world.country.place("p1").id);
            let listed = reading::parcels::list(&world.fresh.store, around, true, None)
                .await
                .unwrap();
            assert!(listed[0].recalled, "no list says that it is simply on its way");
            for case in &cases {
                assert!(owes(world, *case, Kind::RecallFollowUp).await);
            }
            assert!(
                owes(world, waiting, Kind::SupplyDose).await,
                "the dose that relied on it is at risk"
            );
            assert!(
                !owes(world, waiting, Kind::RecallFollowUp).await,
                "he received none"
            );
            assert_eq!(written_to(world, lot, &cases).await, [1, 1, 1]);
            assert_eq!(
                written_to(world, lot, &[waiting]).await,
                [0],
                "nothing to tell him"
            );

            // In transit it cannot be received as usable.
            let form = world.arrival(waiting, parcel).await;
            world.receive("n1", (waiting, parcel), &form).await.unwrap();
            let packs = world.packs_at("p1", lot).await;
            assert!(
                packs
                    .iter()
                    .any(|pack| matches!(pack.place, Place::Quarantine { .. }))
            );
            let quarantined = packs
                .iter()
                .find(|pack| matches!(pack.place, Place::Quarantine { .. }))
                .unwrap();
            let free =
                commands::give_verdict(&world.desk, &ph, None, quarantined.id, Some(true), "болады").await;
            assert_eq!(refusals(free), [Refusal::PackUnsound(PackFault::Recalled)]);

            for (number, case) in (1..).zip(&cases) {
                let file = world.file(*case).await;
                let recall = file.case.supply.recalls[0].reached.recall;
                let fp = world.actor("fp");
                commands::follow_up_recall(&world.desk, &fp, None, *case, recall, "шағым жоқ")
                    .await
                    .unwrap();
                assert_eq!(reach(world, lot).await, (number, 3));
                assert!(!owes(world, *case, Kind::RecallFollowUp).await);
            }
            commands::lift_recall(&world.desk, &ph, None, lot, "қате хат")
                .await
                .unwrap();
            let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
            assert!(known.recall.is_none());
            let changes = stock::changes(&world.fresh.store, lot).await.unwrap();
            let said: Vec<_> = changes.iter().map(|change| change.kind.as_str()).collect();
            assert_eq!(
                said,
                ["registered", "recalled", "recall-lifted"],
                "nothing is erased"
            );
        });
    }
}

/// By when a physician is to look at somebody, as the page of the lot says.
async fn to_look(world: &World, lot: LotId, case: CaseId) -> Option<chrono::NaiveDate> {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let everywhere = Scope {
        any_of: vec![Rows {
            relation: Relation::Any,
            closed_too: true,
        }],
    };
    let scope = (&everywhere, world.desk.instant());
    let rows = reading::stock::recalled_cases(&world.fresh.store, scope, known.recall.unwrap(), None)
        .await
        .unwrap();
    rows.iter().find(|row| row.case == case).unwrap().due_on
}

/// The page of the lot says by when each look is owed, of whichever recall of the case it is, until somebody has looked.
#[test]
fn each_look_says_by_when_it_is_owed() {
    for (opened, target, given, recalled) in DAYS {
        story(opened, async |world| {
            let (lot, cases) = received(world, target, given, opened).await;
            world.pass_until(recalled).await;
            let (ph, fp) = (world.actor("ph"), world.actor("fp"));
            for again in [false, true] {
                let recall = commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                    .await
                    .unwrap();
                let owed = world.open_obligation(cases[0], "recall-follow-up").await.unwrap();
                assert_eq!(owed.cycle, 1 + i32::from(again));
                assert_eq!(to_look(world, lot, cases[0]).await, Some(owed.due_on));
                commands::follow_up_recall(&world.desk, &fp, None, cases[0], recall, "шағым жоқ")
                    .await
                    .unwrap();
                assert_eq!(to_look(world, lot, cases[0]).await, None, "somebody has looked");
                assert_eq!(to_look(world, lot, cases[1]).await, Some(owed.due_on));
                if !again {
                    commands::lift_recall(&world.desk, &ph, None, lot, "қате хат")
                        .await
                        .unwrap();
                    let later = day(&recalled[..10]) + chrono::Days::new(9);
                    world.pass_until(&format!("{later} 11:00")).await;
                }
            }
        });
    }
}

/// Nobody looks at the dead: whoever died before a physician looked is no longer waited for, and whoever was looked at before
/// stays counted.
#[test]
fn the_count_comes_to_its_end_where_somebody_died_before_he_was_looked_at() {
    for (opened, target, given, recalled) in DAYS {
        story(opened, async |world| {
            let (lot, cases) = received(world, target, given, opened).await;
            world.pass_until(recalled).await;
            commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
                .await
                .unwrap();
            let followed_up = async |case: CaseId| {
                let recall = world.file(case).await.case.supply.recalls[0].reached.recall;
                commands::follow_up_recall(&world.desk, &world.actor("fp"), None, case, recall, "шағым жоқ")
                    .await
                    .unwrap();
            };
            followed_up(cases[0]).await;
            assert_eq!(reach(world, lot).await, (1, 3));
            for case in &cases[..2] {
                world.depart(*case, Departure::Death, recalled).await.unwrap();
            }
            assert_eq!(reach(world, lot).await, (1, 2), "one was looked at in time");
            followed_up(cases[2]).await;
            assert_eq!(reach(world, lot).await, (2, 2));

            let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
            let scope = Scope {
                any_of: vec![Rows {
                    relation: Relation::Responsible(world.country.place("p1").id),
                    closed_too: true,
                }],
            };
            let now = world.desk.instant();
            let store = &world.fresh.store;
            let rows = reading::stock::recalled_cases(store, (&scope, now), known.recall.unwrap(), None)
                .await
                .unwrap();
            let died = |case: &CaseId| rows.iter().find(|row| row.case == *case).unwrap().died;
            assert_eq!(cases.iter().map(died).collect::<Vec<_>>(), [true, true, false]);
        });
    }
}

#[test]
fn recalled_while_a_nurse_has_the_form_open() {
    for (opened, target, given, _) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("p1", "L7", &until(opened), 1).await;
            world.pass_until(given).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            let form = world.injection_from(case, pack).await;
            commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
                .await
                .unwrap();
            let refused = refusals(world.log("n1", case, &form).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::Recalled)]);
            // By hand the same lot is the same lot.
            let mut by_hand = world.injection(case).await;
            by_hand.lot = "L7".to_owned();
            let refused = refusals(world.log("n1", case, &by_hand).await);
            assert_eq!(refused, [Refusal::PackUnsound(PackFault::Recalled)]);
        });
    }
}

#[test]
fn a_recalled_lot_is_known_however_its_number_is_typed() {
    for (opened, target, given, _) in DAYS {
        story(opened, async |world| {
            let (early, late) = (world.planned_for(target).await, world.planned_for(target).await);
            let lot = world.take_in("p1", "TR2611-C", &until(opened), 1).await;
            world.pass_until(given).await;
            let mut form = world.injection(early).await;
            // In small letters, without the dash, the last one Cyrillic.
            form.lot = "tr 2611 с".to_owned();
            form.pack_words = "қаптама тіркелмеген".to_owned();
            world.log("n1", early, &form).await.unwrap();
            let file = world.file(early).await;
            let given = file.case.doses_in_effect();
            assert_eq!(
                given.last().unwrap().content.lot,
                "TR2611-C",
                "as it is on record"
            );
            commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert!(owes(world, early, Kind::RecallFollowUp).await, "he is found");
            for typed in [
                "TR2611-C",
                "tr2611-c",
                "TR 2611 C",
                "TR2611C",
                "TR2611–C",
                "TR2611-С",
            ] {
                let mut form = world.injection(late).await;
                form.lot = typed.to_owned();
                let refused = refusals(world.log("n1", late, &form).await);
                assert_eq!(refused, [Refusal::PackUnsound(PackFault::Recalled)], "{typed}");
            }
            // With what shows nothing it is the same lot, and is typed again.
            for typed in ["TR2\u{3164}611-C", "TR2611\u{ad}-C", "TR2611-C\u{ffa0}"] {
                let mut form = world.injection(late).await;
                form.lot = typed.to_owned();
                let refused = refusals(world.log("n1", late, &form).await);
                let unread = Refusal::NotUnderstood { field: "lot" };
                let recalled = Refusal::PackUnsound(PackFault::Recalled);
                assert_eq!(refused, [unread, recalled], "{typed:?}");
            }
        });
    }
}

/// A dose whose lot was typed before any of it lay on a shelf stands as it was typed, in whichever spelling: its recall finds
/// the person all the same.
#[test]
fn a_recall_finds_a_lot_in_every_spelling_that_was_typed() {
    const SPELLINGS: [&str; 5] = [
        "TR2611-C",
        "tr 2611 с",
        "№ TR2611–C",
        "ＴＲ２６１１Ｃ",
        "TR٢٦١١-C",
    ];
    for (opened, target, given, _) in DAYS {
        story(opened, async |world| {
            let mut cases = Vec::new();
            for _ in SPELLINGS {
                cases.push(world.planned_for(target).await);
            }
            let other = world.planned_for(target).await;
            world.pass_until(given).await;
            for (case, typed) in std::iter::zip(&cases, SPELLINGS) {
                let mut form = world.injection(*case).await;
                form.lot = typed.to_owned();
                world.log("n1", *case, &form).await.unwrap();
            }
            world.give(other).await.unwrap();
            let lot = world.take_in("p1", "TR2611-C", &until(opened), 1).await;
            commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
                .await
                .unwrap();
            for (case, typed) in std::iter::zip(&cases, SPELLINGS) {
                assert!(owes(world, *case, Kind::RecallFollowUp).await, "{typed}");
            }
            assert!(!owes(world, other, Kind::RecallFollowUp).await);
            assert_eq!(reach(world, lot).await, (0, 5));
        });
    }
}

#[test]
fn recalled_in_the_same_moment_in_which_a_dose_of_it_is_saved() {
    for (opened, target, given, _) in DAYS {
        story(opened, async |world| {
            let mut cases = Vec::new();
            for _ in 0..3 {
                cases.push(world.planned_for(target).await);
            }
            let lot = world.take_in("p1", "L7", &until(opened), 2).await;
            world.pass_until(given).await;
            let packs = world.packs_at("p1", lot).await;
            let mut by_hand = world.injection(cases[2]).await;
            by_hand.lot = "L7".to_owned();
            by_hand.pack_words = "қаптама тіркелмеген".to_owned();
            let forms = [
                world.injection_from(cases[0], packs[0].id).await,
                world.injection_from(cases[1], packs[1].id).await,
                by_hand,
            ];
            let (ph, other) = (world.actor("ph"), world.another_desk().await);
            let save = |place: usize| world.log("n1", cases[place], &forms[place]);
            let (recalled, one, two, three) = tokio::join!(
                commands::recall_lot(&other, &ph, None, lot, "№ 12 хат"),
                save(0),
                save(1),
                save(2)
            );
            match recalled {
                Ok(_) => {}
                // Somebody saved a dose while it waited: it is tried again, and finds him.
                Err(Failure::Store(fault)) => {
                    assert!(
                        matches!(fault, merzim::store::StoreError::Stale("lot")),
                        "{fault:?}"
                    );
                    commands::recall_lot(&other, &ph, None, lot, "№ 12 хат")
                        .await
                        .unwrap();
                }
                Err(fault) => panic!("{fault:?}"),
            }
            let mut saved = 0;
            for (case, outcome) in cases.iter().zip([one, two, three]) {
                if outcome.is_ok() {
                    saved += 1;
                    assert!(owes(world, *case, Kind::RecallFollowUp).await, "he is looked for");
                } else {
                    assert_eq!(refusals(outcome), [Refusal::PackUnsound(PackFault::Recalled)]);
                }
            }
            assert_eq!(reach(world, lot).await, (0, saved), "nobody fell between the two");
            other.store().clone().close().await.unwrap();
        });
    }
}

#[test]
fn a_last_day_corrected_after_use_stands_beside_what_was_read_first() {
    for (opened, target, given, recalled) in DAYS {
        story(opened, async |world| {
            let (lot, cases) = received(world, target, given, opened).await;
            world.pass_until(recalled).await;
            let (ph, earlier) = (world.actor("ph"), Some(day(&given[..10]) - chrono::Days::new(1)));
            let silent = commands::correct_lot(&world.desk, &ph, None, lot, earlier, "").await;
            assert_eq!(refusals(silent), [Refusal::Required { field: "reason" }]);
            commands::correct_lot(&world.desk, &ph, None, lot, earlier, "қаптамадан қате оқылған")
                .await
                .unwrap();
            let file = world.file(cases[0]).await;
            assert_eq!(
                file.case.doses[0].content.expiry_on,
                day(&until(opened)),
                "as read at the chair"
            );
            let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
            assert_eq!(Some(known.expiry_on), earlier);
            let changes = stock::changes(&world.fresh.store, lot).await.unwrap();
            assert_eq!(changes.len(), 2);
            // What was given past its true last day is an incident for a physician.
            for case in cases {
                assert!(owes(world, case, Kind::ReviewIncident).await);
            }
        });
    }
}

/// The days for which doses relied on a lot, as the page of the lot has them; `after` the first so many of the cases.
async fn needed(world: &World, lot: LotId, after: usize) -> Vec<chrono::NaiveDate> {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let everywhere = Scope {
        any_of: vec![Rows {
            relation: Relation::Any,
            closed_too: true,
        }],
    };
    let (scope, recall) = ((&everywhere, world.desk.instant()), known.recall.unwrap());
    let store = &world.fresh.store;
    let all = reading::stock::recalled_cases(store, scope, recall, None)
        .await
        .unwrap();
    let last = all[..after].last().map(|row| row.id);
    let rows = reading::stock::recalled_cases(store, scope, recall, last)
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| row.relied.unwrap().needed_on)
        .collect()
}

/// What the page of the lot says of the planned doses that relied on it, by the order of the cases.
async fn proposed(world: &World, lot: LotId, cases: &[CaseId]) -> Vec<(Option<String>, bool)> {
    let known = stock::lot(&world.fresh.store, lot).await.unwrap().unwrap();
    let everywhere = Scope {
        any_of: vec![Rows {
            relation: Relation::Any,
            closed_too: true,
        }],
    };
    let scope = (&everywhere, world.desk.instant());
    let rows = reading::stock::recalled_cases(&world.fresh.store, scope, known.recall.unwrap(), None)
        .await
        .unwrap();
    let row = |case: &CaseId| {
        let relied = rows.iter().find(|row| row.case == *case)?.relied.clone()?;
        Some((relied.replacement.map(|pack| pack.number), relied.at_risk))
    };
    cases.iter().map(|case| row(case).unwrap()).collect()
}

#[test]
fn each_planned_dose_that_relied_on_it_gets_another_pack_or_is_at_risk() {
    for (opened, target, ..) in DAYS {
        story(opened, async |world| {
            let later = |days| (day(target) + chrono::Days::new(days)).to_string();
            let mut cases = Vec::new();
            for days in [0, 3, 6, 9] {
                cases.push(world.planned_for(&later(days)).await);
            }
            let lot = world.take_in("p1", "L7", &until(opened), 3).await;
            let near = world.take_in("p1", "L8", &until(opened), 1).await;
            world.take_in("oc1", "L9", &until(opened), 1).await;
            // Good until the first dose is no longer in time, and not until the second is.
            world.take_in("p1", "OLD", &later(8), 1).await;
            let n1 = world.actor("n1");
            for (place, case) in cases[..3].iter().enumerate() {
                let pack = world.packs_at("p1", lot).await[place].id;
                commands::reserve_pack(&world.desk, &n1, None, *case, pack)
                    .await
                    .unwrap();
            }
            let ph = world.actor("ph");
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert_eq!(reach(world, lot).await, (0, 0), "nobody received it");
            // The first to be due takes what expires first of its own shelf, the second the rest of it, the third a pack of
            // the region.
            let said = |lot: &str, risk| (Some(lot.to_owned()), risk);
            assert_eq!(
                proposed(world, lot, &cases[..3]).await,
                [said("OLD", true), said("L8", true), said("L9", true)]
            );
            assert!(
                world.file(cases[3]).await.case.supply.recalls.is_empty(),
                "he never relied on it"
            );

            // What is due first stands first, also where the list goes on.
            let days = needed(world, lot, 0).await;
            assert_eq!(days.len(), 3);
            assert!(days.is_sorted(), "{days:?}");
            for shown in [1, 2] {
                assert_eq!(needed(world, lot, shown).await, days[shown..]);
            }

            // A proposal takes nothing. Kept for him, the dose is seen to; for another, it is at risk still.
            let pack = world.packs_at("p1", near).await[0].id;
            commands::reserve_pack(&world.desk, &n1, None, cases[1], pack)
                .await
                .unwrap();
            assert_eq!(
                proposed(world, lot, &cases[..3]).await,
                [said("OLD", true), said("L8", false), said("L9", true)]
            );
            commands::release_pack(&world.desk, &n1, None, (cases[1], pack), "басқаға керек")
                .await
                .unwrap();
            assert_eq!(proposed(world, lot, &cases[1..2]).await, [said("L8", true)]);
        });
    }
}

#[test]
fn where_no_pack_is_free_the_dose_is_at_risk_and_the_act_says_so() {
    for (opened, target, ..) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("p1", "L7", &until(opened), 1).await;
            let (n1, ph) = (world.actor("n1"), world.actor("ph"));
            let pack = world.packs_at("p1", lot).await[0].id;
            commands::reserve_pack(&world.desk, &n1, None, case, pack)
                .await
                .unwrap();
            // What comes with the next recall of all is not proposed either.
            let other = world.take_in("p1", "L8", &until(opened), 1).await;
            commands::recall_lot(&world.desk, &ph, None, other, "№ 11 хат")
                .await
                .unwrap();
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert_eq!(proposed(world, lot, &[case]).await, [(None, true)]);
            // Lifted, the pack is his again.
            commands::lift_recall(&world.desk, &ph, None, lot, "қате хат")
                .await
                .unwrap();
            let plan = world.plan(case).await;
            let site = world.country.place("p1").id;
            let window = plan.dose.unwrap();
            let file = world.file(case).await;
            let found =
                merzim::domain::plan::provision(&file.case, &crate::support::world::RULES, &window, site);
            assert!(found.unwrap().secured());
        });
    }
}

#[test]
fn everybody_at_whose_place_it_lies_is_told_at_once_and_told_when_it_is_lifted() {
    for (opened, target, given, recalled) in DAYS {
        story(opened, async |world| {
            let far = (day(&target[..10]) + chrono::Days::new(40)).to_string();
            let case = world.planned_for(&far).await;
            let lot = world.take_in("oc1", "L7", &until(opened), 3).await;
            world.pass_until(given).await;
            world.sent(case, lot, 1).await;
            world.pass_until(recalled).await;
            let (desk, ph) = (&world.desk, world.actor("ph"));
            let told = async |template: &str| {
                let all = outbox::recent(&world.fresh.store, 1_000).await.unwrap();
                let told = all.into_iter().filter(|message| message.template == template);
                let told = told.filter_map(|message| message.recipient);
                let mut names: Vec<_> = told.map(|id| world.country.name_of_account(id)).collect();
                names.sort_unstable();
                names
            };
            commands::recall_lot(desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            // The clinic has it and has sent some; the prison awaits it. Whoever spoke knows.
            assert_eq!(told("message-recall").await, ["cn1", "n1", "n2"]);
            commands::lift_recall(desk, &ph, None, lot, "басқа серия туралы екен")
                .await
                .unwrap();
            assert_eq!(told("message-recall-lifted").await, ["cn1", "n1", "n2"]);
        });
    }
}

/// A parcel of the lot is on its way when it is recalled: the dose is at risk, and another pack is sent for it at once.
#[test]
fn what_was_recalled_on_its_way_does_not_hold_up_a_sound_pack() {
    for (opened, target, ..) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("oc1", "L7", &until(opened), 2).await;
            let sound = world.take_in("oc1", "L8", &until(opened), 1).await;
            world.sent(case, lot, 1).await;
            let twice = world.prepare(case, sound, 1).await;
            assert_eq!(refusals(twice), [Refusal::ParcelStep(ParcelFault::Another)]);
            let ph = world.actor("ph");
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            assert!(owes(world, case, Kind::SupplyDose).await);
            world.sent(case, sound, 1).await;
            assert!(!owes(world, case, Kind::SupplyDose).await);
        });
    }
}

/// A pack that is recalled days before the dose lacks since that day, and is not owed since before it.
#[test]
fn what_a_recall_takes_away_is_owed_from_that_day_on() {
    for (opened, target, ..) in DAYS {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let lot = world.take_in("p1", "L7", &until(opened), 1).await;
            world.take_in("oc1", "L8", &until(opened), 1).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            commands::reserve_pack(&world.desk, &world.actor("n1"), None, case, pack)
                .await
                .unwrap();
            assert!(!owes(world, case, Kind::SupplyDose).await);
            let plan = world.plan(case).await;
            let window = plan.dose.unwrap();
            let lead = RULES.supply.lead.at_site_by(window.opens_on);
            let recalled_on = lead.max(day(&opened[..10])) + chrono::Days::new(4);
            world.pass_until(&format!("{recalled_on} 11:00")).await;
            commands::recall_lot(&world.desk, &world.actor("ph"), None, lot, "№ 12 хат")
                .await
                .unwrap();
            let plan = world.plan(case).await;
            let owed = plan.obligation((Kind::SupplyDose, window.cycle)).unwrap();
            assert_eq!(owed.due_on, recalled_on, "before that nothing lacked");
            let since = |because: &Because| {
                matches!(because, Because::KnownSince { fact, on, needed_on: Some(needed_on) }
                    if fact == "recall-reached" && *on == recalled_on && *needed_on < recalled_on)
            };
            assert!(owed.why.because.iter().any(since), "{:?}", owed.why);
            world.sweep().await;
            let raised = async || {
                let file = world.file(case).await;
                file.case.alert_of((Kind::SupplyDose, window.cycle)).is_some()
            };
            assert!(!raised().await, "nobody is late on the day");
            let soon = recalled_on + chrono::Days::new(1);
            world.pass_until(&format!("{soon} 09:00")).await;
            assert!(raised().await, "and the day after somebody is");
            // What the day brought before stands: another day makes nobody less late.
            let owed = world.plan(case).await;
            let owed = owed.obligation((Kind::SupplyDose, window.cycle)).unwrap();
            assert_eq!(owed.due_on, recalled_on);
        });
    }
}
