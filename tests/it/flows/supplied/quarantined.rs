//! Packs that wait in quarantine for nobody: no parcel of a person brought them, and somebody owes the verdict all the same.

use crate::flows::arrived::{arrives, come};
use crate::support::world::{M3, World, day, refusals, story};
use merzim::access::Actor;
use merzim::commands;
use merzim::domain::ids::{LotId, PackId};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::supply::Place;
use merzim::store::reading::{
    forecast::Whereabouts,
    supply_desk::{Heed, heaps, verdicts_of_cases},
};
use merzim::store::shelf_duties::ShelfDuty;
use merzim::store::{outbox, shelf_duties};

/// Opened, found, the day of the verdict, when the head is told, when the region is, a last day of use.
const DAYS: [[&str; 6]; 2] = [
    [
        "2026-05-04 09:00",
        "2026-06-08 10:00",
        "2026-06-09 18:00",
        "2026-06-10 00:30",
        "2026-06-11 00:30",
        "2027-08-31",
    ],
    // Over a leap day.
    [
        "2028-01-17 09:00",
        "2028-02-28 16:00",
        "2028-02-29 18:00",
        "2028-03-01 00:30",
        "2028-03-02 00:30",
        "2029-04-30",
    ],
];

async fn told(world: &World) -> Vec<&'static str> {
    let all = outbox::recent(&world.fresh.store, 1_000).await.unwrap();
    let about = all
        .into_iter()
        .filter(|message| message.template == "message-shelf-verdict");
    let names = about.filter_map(|message| message.recipient);
    let mut names: Vec<_> = names.map(|id| world.country.name_of_account(id)).collect();
    names.sort_unstable();
    names
}

async fn owed(world: &World) -> Vec<ShelfDuty> {
    shelf_duties::verdicts(&world.fresh.store).await.unwrap()
}

/// A pack of the shelf of a prison was missing, and is there again: it waits, and is nobody's.
async fn found_again(world: &World, lot: LotId) -> PackId {
    let (n1, p1) = (world.actor("n1"), world.country.place("p1").id);
    let packs = world.packs_at("p1", lot).await;
    let mut lying = packs
        .iter()
        .filter(|pack| matches!(pack.place, Place::Stock { .. }));
    let pack = lying.next().unwrap().id;
    commands::set_pack_aside(&world.desk, &n1, None, pack, "not-found")
        .await
        .unwrap();
    commands::find_pack(&world.desk, &n1, None, pack, p1)
        .await
        .unwrap();
    pack
}

#[test]
fn a_pack_that_is_nobodys_is_owed_a_verdict_that_climbs_until_it_is_given() {
    for [opened, found, due, head, region, good] in DAYS {
        story(opened, async |world| {
            let lot = world.take_in("p1", "L1", good, 2).await;
            world.at(found);
            world.sweep().await;
            assert!(owed(world).await.is_empty(), "nothing waits");
            let pack = found_again(world, lot).await;
            assert_eq!(world.sweep().await, 1);
            assert_eq!(world.sweep().await, 0, "once");
            // A second sweep that saw the same comes too late: it does nothing, and leaves no line that says it did.
            let (sweep, here) = (Actor::system("sweep"), (world.country.place("p1").id, lot));
            let sealed = world.times_sealed("advance-shelf-duty").await;
            let again = commands::look_at_quarantine(&world.desk, &sweep, here).await;
            assert_eq!(refusals(again), [Refusal::NothingToDo]);
            assert_eq!(world.times_sealed("advance-shelf-duty").await, sealed);
            let (oc1, p1) = (world.country.place("oc1").id, world.country.place("p1").id);
            let [duty] = &owed(world).await[..] else {
                panic!("one verdict")
            };
            assert_eq!(
                (duty.owner, duty.place, duty.lot, duty.packs, duty.due_on),
                (oc1, p1, Some(lot), 1, day(&due[..10])),
                "by the pharmacist of whoever supplies the place"
            );
            assert_eq!(told(world).await, ["ph"], "at once");
            world.at(due);
            assert_eq!(world.sweep().await, 0);
            assert_eq!(told(world).await, ["ph"], "it is not late yet");
            for (moment, everybody) in [(head, &["fp", "ph"][..]), (region, &["co", "fp", "ph"][..])] {
                world.at(moment);
                assert_eq!(world.sweep().await, 1);
                assert_eq!(told(world).await, everybody);
            }
            // A second pack joins what is owed already; the first verdict alone does not end it.
            let second = found_again(world, lot).await;
            let ph = world.actor("ph");
            for (pack, left) in [(pack, 1), (second, 0)] {
                commands::give_verdict(&world.desk, &ph, None, pack, Some(true), "бүтін, суық")
                    .await
                    .unwrap();
                world.sweep().await;
                assert_eq!(owed(world).await.len(), left);
            }
            assert_eq!(
                told(world).await,
                ["co", "fp", "ph"],
                "nobody is told of what is over"
            );
        });
    }
}

#[test]
fn a_write_off_ends_it_and_what_waits_anew_is_owed_anew() {
    for [opened, found, due, head, _, good] in DAYS {
        story(opened, async |world| {
            let lot = world.take_in("p1", "L1", good, 2).await;
            world.at(found);
            let pack = found_again(world, lot).await;
            world.sweep().await;
            assert_eq!(owed(world).await.len(), 1);
            let (n1, ph) = (world.actor("n1"), world.actor("ph"));
            commands::set_pack_aside(&world.desk, &n1, None, pack, "broken")
                .await
                .unwrap();
            commands::destroy_packs(&world.desk, &ph, None, pack)
                .await
                .unwrap();
            assert_eq!(world.pack(pack).await.place, Place::Destroyed);
            world.at(head);
            world.sweep().await;
            assert!(owed(world).await.is_empty());
            assert_eq!(told(world).await, ["ph"]);
            found_again(world, lot).await;
            world.sweep().await;
            let [duty] = &owed(world).await[..] else {
                panic!("one verdict")
            };
            assert!(
                duty.due_on > day(&due[..10]),
                "from the day on which it was found"
            );
            assert_eq!(told(world).await, ["ph", "ph"]);
        });
    }
}

/// What came in the parcel of a person is owed by whoever packed it, and not a second time about the shelf.
#[test]
fn what_is_kept_for_a_person_is_owed_by_his_case_alone() {
    let days = &super::DAYS[0];
    story(days.opened, async |world| {
        let (case, _, parcel) = super::on_its_way(world, days, (M3, 1)).await;
        world.pass_until(days.next_day).await;
        let mut form = world.arrival(case, parcel).await;
        form.no_logger = true;
        form.lowest.clear();
        form.highest.clear();
        world.receive("n1", (case, parcel), &form).await.unwrap();
        assert!(super::owes(world, case, Kind::QuarantineVerdict).await);
        world.sweep().await;
        assert!(owed(world).await.is_empty());
    });
}

/// One parcel came without a logger, another came a day later and without notice: of each heap the day of its own parcel is
/// said, and of a heap that was judged none.
#[test]
fn of_two_parcels_of_one_person_each_heap_names_its_own_verdict() {
    for days in &super::DAYS {
        story(days.opened, async |world| {
            let (case, lot, parcel) = super::on_its_way(world, days, (M3, 1)).await;
            world.pass_until(days.next_day).await;
            let mut form = world.arrival(case, parcel).await;
            form.no_logger = true;
            form.lowest.clear();
            form.highest.clear();
            world.receive("n1", (case, parcel), &form).await.unwrap();
            world.pass_until(days.third_day).await;
            let form = come(world, "oc1", world.packs_of("L2", &super::longest(days), 1));
            let later = arrives(world, "n1", Some(case), &form).await.unwrap().lot;
            let plan = world.plan(case).await;
            let due_on = |number| plan.obligation((Kind::QuarantineVerdict, number)).unwrap().due_on;
            assert!(due_on(1) < due_on(2));
            let said = async || {
                let around = Whereabouts {
                    region: "almaty",
                    only: None,
                };
                let store = &world.fresh.store;
                let heaps = heaps(store, &around, Heed::Quarantined).await.unwrap();
                let verdicts = verdicts_of_cases(store, &heaps).await.unwrap();
                let p1 = world.country.place("p1").id;
                [lot, later].map(|lot| verdicts.get(&(p1, lot)).copied())
            };
            assert_eq!(said().await, [Some(due_on(1)), Some(due_on(2))]);
            let first = world.packs_at("p1", lot).await[0].id;
            let ph = world.actor("ph");
            commands::give_verdict(&world.desk, &ph, None, first, world.on_a_paper(), "бүтін, суық")
                .await
                .unwrap();
            assert_eq!(said().await, [None, Some(due_on(2))]);
        });
    }
}
