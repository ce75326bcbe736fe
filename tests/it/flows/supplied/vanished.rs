//! A pack that is not there, from wherever it lay: set aside, waiting for a verdict for a person, or nobody's. It never vanishes
//! without a movement, somebody by name says so, and it can be found again.

use super::{DAYS, on_its_way, owes};
use crate::support::world::{M3, World, day, refusals, story};
use chrono::NaiveDate;
use merzim::commands;
use merzim::domain::event::{HandoverReason, Onward};
use merzim::domain::ids::{CaseId, LotId, PackId};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::supply::{Noted, Place};
use merzim::store::desk::Failure;
use merzim::store::reading::forecast::Whereabouts;
use merzim::store::reading::stock::{missing_around, off_shelf};
use merzim::store::{outbox, shelf_duties, stock};

async fn set_aside(world: &World, who: &str, pack: PackId, reason: &str) {
    commands::set_pack_aside(&world.desk, &world.actor(who), None, pack, reason)
        .await
        .unwrap();
}

async fn miss(world: &World, who: &str, pack: PackId, words: &str) -> Result<(), Failure> {
    commands::miss_pack(&world.desk, &world.actor(who), None, pack, words).await
}

/// The packs that the page of the lot names as missing from the shelf of P1.
async fn missing_at_p1(world: &World, lot: LotId) -> Vec<PackId> {
    let p1 = world.country.place("p1").id;
    let gone = off_shelf(&world.fresh.store, (p1, lot)).await.unwrap();
    let lost = gone.into_iter().filter(|lying| lying.pack.place == Place::Lost);
    lost.map(|lying| lying.pack.id).collect()
}

/// The packs that the desk of supply names as missing from the shelves of a region on a day.
async fn missing_around_on(world: &World, region: &str, on: NaiveDate) -> Vec<PackId> {
    let around = Whereabouts { region, only: None };
    let missing = missing_around(&world.fresh.store, &around, on).await.unwrap();
    missing.into_iter().map(|(lying, _)| lying.pack.id).collect()
}

/// Who got a mail that one person alone wrote a pack off.
async fn asked_to_look(world: &World) -> Vec<&'static str> {
    let all = outbox::recent(&world.fresh.store, 1_000).await.unwrap();
    let about = all
        .into_iter()
        .filter(|message| message.template == "message-pack-missing");
    let names = about.filter_map(|message| message.recipient);
    names.map(|id| world.country.name_of_account(id)).collect()
}

/// Found again, it waits for a pharmacist, whatever was said of it before.
async fn found_again(world: &World, pack: PackId) {
    let (n1, p1) = (world.actor("n1"), world.country.place("p1").id);
    commands::find_pack(&world.desk, &n1, None, pack, p1)
        .await
        .unwrap();
    let waits = Place::Quarantine {
        at: p1,
        reserved: None,
    };
    assert_eq!(world.pack(pack).await.place, waits);
    world.sweep().await;
    let owed = shelf_duties::verdicts(&world.fresh.store).await.unwrap();
    assert_eq!(owed.len(), 1, "and is owed a verdict");
}

#[test]
fn what_was_set_aside_and_is_not_there_is_said_by_name_and_found_again() {
    for days in DAYS {
        story(days.opened, async |world| {
            let lot = world.take_in("p1", "L1", &super::longest(&days), 2).await;
            let packs = world.packs_at("p1", lot).await;
            let (first, second) = (packs[0].id, packs[1].id);
            set_aside(world, "n1", first, "broken").await;
            let n2 = world.actor("n2");
            let by_list = commands::set_pack_aside(&world.desk, &n2, None, first, "not-found");
            assert_eq!(refusals(by_list.await), [Refusal::NothingToDo]);
            let foreign = miss(world, "n3", first, "қарадым").await;
            assert!(matches!(foreign, Err(Failure::Forbidden(_))), "not his shelf");
            assert_eq!(
                refusals(miss(world, "n2", first, " ").await),
                [Refusal::Required { field: "words" }]
            );
            let lies = miss(world, "n2", second, "сөреде жоқ").await;
            assert_eq!(
                refusals(lies),
                [Refusal::NothingToDo],
                "what is not set aside is counted"
            );
            miss(world, "n2", first, "шкафта да, журналда да жоқ")
                .await
                .unwrap();
            assert_eq!(world.pack(first).await.place, Place::Lost);
            let moves = stock::movements(&world.fresh.store, first).await.unwrap();
            let last = moves.last().unwrap();
            let p1 = world.country.place("p1").id;
            assert_eq!((last.from, last.to), (Place::SetAside { at: p1 }, Place::Lost));
            assert_eq!(last.by, n2.account_id());
            assert_eq!(last.reason, "шкафта да, журналда да жоқ");
            assert_eq!(missing_at_p1(world, lot).await, [first]);
            let today = day(&days.opened[..10]);
            assert_eq!(missing_around_on(world, "almaty", today).await, [first]);
            assert!(missing_around_on(world, "karaganda", today).await.is_empty());
            let past = world.pack(first).await.expiry_on + chrono::Days::new(1);
            assert!(missing_around_on(world, "almaty", past).await.is_empty());
            assert!(asked_to_look(world).await.is_empty(), "two people know of it");
            let gone = commands::destroy_packs(&world.desk, &world.actor("ph"), None, first).await;
            assert_eq!(refusals(gone), [Refusal::NothingToDo]);

            // To destroy it would have taken a second person: that it lies nowhere one may say, and others are asked to look.
            set_aside(world, "n1", second, "broken").await;
            miss(world, "n1", second, "лақтырылған болар").await.unwrap();
            assert_eq!(asked_to_look(world).await, ["co"]);
            found_again(world, first).await;
            assert_eq!(missing_at_p1(world, lot).await, [second]);
        });
    }
}

/// How what was owed about a parcel in quarantine ended.
async fn verdict_ended(world: &World, case: CaseId) -> String {
    let rows = world.obligations(case).await;
    let mut rows = rows.into_iter().filter(|row| row.kind == "quarantine-verdict");
    rows.next().unwrap().state
}

/// What went missing on its way is known where it was to go, from where it came, and nowhere else.
#[test]
fn a_pack_that_was_lost_on_its_way_is_named_at_both_ends() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, lot, parcel) = on_its_way(world, &days, (M3, 1)).await;
            let ph = world.actor("ph");
            commands::report_parcel_lost(&world.desk, &ph, None, case, parcel, "пойызда қалған")
                .await
                .unwrap();
            let pack = world.file(case).await.case.supply.packs[0].named.pack;
            let known_at = async |place: &str| {
                let at = world.country.place(place).id;
                let gone = off_shelf(&world.fresh.store, (at, lot)).await.unwrap();
                gone.iter().map(|lying| lying.pack.id).collect::<Vec<_>>()
            };
            assert_eq!(known_at("p1").await, [pack]);
            assert_eq!(known_at("oc1").await, [pack]);
            assert!(known_at("p2").await.is_empty());
            world.sweep().await;
            let (n1, p1) = (world.actor("n1"), world.country.place("p1").id);
            commands::find_pack(&world.desk, &n1, None, pack, p1)
                .await
                .unwrap();
            assert!(known_at("p1").await.is_empty());
        });
    }
}

/// However many packs of the lot were lost elsewhere since.
#[test]
fn a_pack_that_was_lost_on_its_way_is_named_behind_many_of_other_places() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        let other = world.planned_for(days.target).await;
        let lot = world.take_in("oc1", "L1", &super::longest(days), 51).await;
        world.pass_until(days.sent).await;
        let parcel = world.sent(case, lot, 1).await;
        let many = world.sent(other, lot, 50).await;
        world.pass_until(days.next_day).await;
        let transfer = (HandoverReason::Transfer, "p2");
        world
            .offer("n1", case, transfer, (Some(&days.next_day[..10]), None))
            .await
            .unwrap();
        let (ph, after) = (world.actor("ph"), Some(Onward::Redirect));
        commands::send_parcel_on(&world.desk, &ph, None, case, parcel, after, "адам ауысты")
            .await
            .unwrap();
        for (moment, case, parcel) in [(days.next_day, case, parcel), (days.third_day, other, many)] {
            world.pass_until(moment).await;
            commands::report_parcel_lost(&world.desk, &ph, None, case, parcel, "пойызда қалған")
                .await
                .unwrap();
        }
        let pack = world.file(case).await.case.supply.packs[0].named.pack;
        let p2 = world.country.place("p2").id;
        let gone = off_shelf(&world.fresh.store, (p2, lot)).await.unwrap();
        let gone: Vec<_> = gone.iter().map(|lying| lying.pack.id).collect();
        assert_eq!(gone, [pack]);
    });
}

#[test]
fn a_verdict_about_a_pack_that_is_not_there_ends_unaccounted_for() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, lot, parcel) = on_its_way(world, &days, (M3, 1)).await;
            world.pass_until(days.next_day).await;
            let mut form = world.arrival(case, parcel).await;
            form.no_logger = true;
            form.lowest.clear();
            form.highest.clear();
            world.receive("n1", (case, parcel), &form).await.unwrap();
            assert!(owes(world, case, Kind::QuarantineVerdict).await);
            let pack = world.packs_at("p1", lot).await[0].id;
            world.pass_until(days.third_day).await;
            set_aside(world, "n2", pack, "not-found").await;
            assert_eq!(world.pack(pack).await.place, Place::Lost);
            assert!(!owes(world, case, Kind::QuarantineVerdict).await);
            assert_eq!(verdict_ended(world, case).await, "waived", "nobody judged it");
            let file = world.file(case).await;
            let note = file.case.supply.parcels[0].notes.last().unwrap();
            assert_eq!(note.about, Noted::Missing { pack });
            assert_eq!(note.by.account(), world.actor("n2").account_id());
            let ph = world.actor("ph");
            let late = commands::give_verdict(&world.desk, &ph, None, pack, Some(false), "жылы болған").await;
            assert_eq!(refusals(late), [Refusal::NothingToDo]);
            assert_eq!(missing_at_p1(world, lot).await, [pack]);
            found_again(world, pack).await;
        });
    }
}
