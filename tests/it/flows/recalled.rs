//! A lot is recalled after some of it was given: one act, and everybody is looked for.

use crate::support::world::{World, day, refusals, story};
use merzim::access::{Relation, Rows, Scope};
use merzim::commands;
use merzim::domain::{
    event::Departure,
    ids::{CaseId, LotId},
    obligation::Kind,
    refusal::{PackFault, Refusal},
    supply::Place,
};
use merzim::store::{desk::Failure, letters, outbox, reading, stock};

pub(super) const DAYS: [(&str, &str, &str, &str); 2] = [
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

pub(super) fn until(opened: &str) -> String {
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

pub(super) async fn reach(world: &World, lot: LotId) -> (u64, u64) {
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

pub(super) async fn owes(world: &World, case: CaseId, kind: Kind) -> bool {
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
            let silent = commands::correct_lot(&world.desk, &ph, None, lot, [earlier; 2], "").await;
            assert_eq!(refusals(silent), [Refusal::Required { field: "reason" }]);
            commands::correct_lot(
                &world.desk,
                &ph,
                None,
                lot,
                [earlier; 2],
                "қаптамадан қате оқылған",
            )
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
