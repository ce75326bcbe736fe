//! A lot of which no pack came to a shelf is found by its number, put on record, and recalled: everybody who received it is
//! looked for.

use crate::support::world::{M3, World, day, refusals, story};
use merzim::commands::{self, RegisterLot};
use merzim::domain::{
    ids::{CaseId, LotId},
    obligation::Kind,
    refusal::Refusal,
};
use merzim::store::desk::Failure;
use merzim::store::reading::stock::{FoundLot, find_lots, reach, typed_expiry};
use merzim::store::stock;

/// Opened, the day of the first doses, the moment they are given, the last day of their lot, a moment after it.
const DAYS: [(&str, &str, &str, &str, &str); 2] = [
    (
        "2026-03-02 09:00",
        "2026-03-14",
        "2026-03-14 10:00",
        "2026-03-31",
        "2026-04-02 09:00",
    ),
    (
        "2026-12-20 09:00",
        "2026-12-31",
        "2027-01-05 10:00",
        "2027-01-06",
        "2027-01-12 09:00",
    ),
];

/// Three people who received a lot before packs were kept, each in another spelling, and one who received another.
async fn given(world: &World, (target, given, expiry): (&str, &str, &str)) -> (Vec<CaseId>, CaseId) {
    let mut cases = Vec::new();
    for _ in 0..3 {
        cases.push(world.planned_for(target).await);
    }
    let other = world.planned_for(target).await;
    world.pass_until(given).await;
    for (case, number) in cases.iter().zip(["TR2510-A", "TR2510A", "tr 2510 а"]) {
        let mut form = world.injection(*case).await;
        form.lot = number.to_owned();
        form.expiry_on = Some(day(expiry));
        world.log("n1", *case, &form).await.unwrap();
    }
    world.give(other).await.unwrap();
    (cases, other)
}

async fn found(world: &World, number: &str) -> Vec<FoundLot> {
    let found = find_lots(&world.fresh.store, number).await.unwrap();
    assert!(!found.more, "{number}: all of them");
    found.lots
}

fn register(number: &str, expiry_on: &str) -> RegisterLot {
    RegisterLot {
        product: M3.to_owned(),
        lot: number.to_owned(),
        expiry_on: Some(day(expiry_on)),
        reason: "№ 12 хат: қаптамалар есебінен бұрын енгізілген".to_owned(),
    }
}

async fn registered(world: &World, who: &str, form: &RegisterLot) -> Result<LotId, Failure> {
    commands::register_lot(&world.desk, &world.actor(who), None, form).await
}

#[test]
fn a_lot_that_lies_on_no_shelf_is_found_put_on_record_and_recalled() {
    for (opened, target, given_at, expiry, later) in DAYS {
        story(opened, async |world| {
            let (cases, other) = given(world, (target, given_at, expiry)).await;
            world.pass_until(later).await;

            // By a part of its number, in any spelling; whoever only looks like it is another lot.
            for number in ["2510", "tr2510a", "TR2510–А"] {
                let lots = found(world, number).await;
                let [lot] = &lots[..] else {
                    panic!("one lot in three spellings: {lots:?}")
                };
                assert_eq!((lot.lot, lot.recalled, lot.people), (None, false, 3), "{number}");
                assert_eq!((lot.product.as_str(), lot.expiry_on), (M3, Some(day(expiry))));
            }
            assert_eq!(found(world, "TR2511").await, []);
            assert_eq!(found(world, " – ").await, [], "nothing that could be read");

            // It cannot be taken in any more, which is no reason why nobody could recall it.
            let packs = world.packs_of("TR2510-A", expiry, 1);
            let (clinic, ph) = (world.country.place("oc1").id, world.actor("ph"));
            let taken_in = commands::take_in_packs(&world.desk, &ph, None, clinic, &packs).await;
            let refused = refusals(taken_in);
            assert!(matches!(&refused[..], [Refusal::Expired { .. }]), "{refused:?}");

            for who in ["n1", "fp", "co", "clerk", "po"] {
                let tried = registered(world, who, &register("TR2510-A", expiry)).await;
                assert!(matches!(tried, Err(Failure::Forbidden(_))), "{who}: {tried:?}");
            }
            let mut wrong = register("TR2510-A", expiry);
            wrong.product = "aspirin".to_owned();
            wrong.reason = " ".to_owned();
            wrong.expiry_on = None;
            assert_eq!(
                refusals(registered(world, "ph", &wrong).await),
                [
                    Refusal::Required { field: "product" },
                    Refusal::NotUnderstood { field: "expiry_on" },
                    Refusal::Required { field: "reason" },
                ]
            );
            let lot = registered(world, "ph", &register("TR2510-A", expiry))
                .await
                .unwrap();
            let twice = registered(world, "ph", &register("tr2510a", expiry)).await;
            assert_eq!(refusals(twice), [Refusal::NothingToDo], "it is on record");
            let lots = found(world, "2510").await;
            assert_eq!(lots.len(), 1, "{lots:?}");
            assert_eq!((lots[0].lot, lots[0].people), (Some(lot), 3));

            let recall = commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap();
            let far = reach(&world.fresh.store, recall).await.unwrap();
            assert_eq!((far.seen, far.all), (0, 3));
            let owes = async |case: CaseId| {
                let owed = world.plan(case).await.obligations;
                owed.iter().any(|owed| owed.kind == Kind::RecallFollowUp)
            };
            for case in cases {
                assert!(owes(case).await, "he is looked for");
            }
            assert!(!owes(other).await);
            assert!(found(world, "2510").await[0].recalled);
            let changes = stock::changes(&world.fresh.store, lot).await.unwrap();
            let said: Vec<_> = changes.iter().map(|change| change.kind.as_str()).collect();
            assert_eq!(said, ["registered", "recalled"]);
            assert!(changes[0].reason.starts_with("№ 12"), "why nobody took it in");
        });
    }
}

/// Where more are on record than one answer holds, none is said to be known from doses alone: it could be one of the rest.
#[test]
fn a_search_that_finds_too_many_asks_for_more_signs_and_names_no_lot_as_unknown() {
    let (opened, target, given_at, expiry, later) = DAYS[0];
    story(opened, async |world| {
        given(world, (target, given_at, expiry)).await;
        world.pass_until(later).await;
        for number in 0..50 {
            let form = register(&format!("AA2510-{number}"), expiry);
            registered(world, "ph", &form).await.unwrap();
        }
        let all = find_lots(&world.fresh.store, "2510").await.unwrap();
        assert!(!all.more, "so many fit");
        let unknown = all.lots.iter().filter(|lot| lot.lot.is_none());
        assert_eq!((all.lots.len(), unknown.count()), (51, 1));

        registered(world, "ph", &register("TR2510-A", expiry))
            .await
            .unwrap();
        let part = find_lots(&world.fresh.store, "2510").await.unwrap();
        assert_eq!((part.lots.len(), part.more), (50, true));
        assert!(part.lots.iter().all(|lot| lot.lot.is_some()), "{part:?}");
        let one = found(world, "TR2510A").await;
        assert_eq!(one.len(), 1, "more signs find it");
        assert_eq!((one[0].lot.is_some(), one[0].people), (true, 3));

        // Put on record, it is known by when it was to be used, however it is spelled.
        for (number, last) in [("tr 2510 a", Some(day(expiry))), ("TR2511", None)] {
            let typed = typed_expiry(&world.fresh.store, (M3, number)).await.unwrap();
            assert_eq!(typed, last, "{number}");
        }
    });
}
