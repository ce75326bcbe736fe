//! What was kept for a person lies free again where nobody will give it to him: by the act that moved him, and also where
//! nobody acted.

use super::supplied_ahead::DAYS;
use crate::support::world::{World, day, story};
use merzim::commands;
use merzim::domain::{
    event::{Event, HandoverReason},
    ids::{CaseId, PackId, RecordId},
    supply::Place,
};
use merzim::store::stock;

/// A pack on the shelf of the prison, kept for somebody who is treated there.
async fn kept_in_prison(world: &World, [_, first_on, .., good_until]: [&str; 6]) -> (CaseId, PackId) {
    let case = world.planned_for(first_on).await;
    let lot = world.take_in("p1", "L1", good_until, 1).await;
    let pack = world.packs_at("p1", lot).await[0].id;
    commands::reserve_pack(&world.desk, &world.actor("n1"), None, case, pack)
        .await
        .unwrap();
    (case, pack)
}

async fn lies_free(world: &World, pack: PackId, place: &str, verb: &str) {
    let at = world.country.place(place).id;
    assert_eq!(world.pack(pack).await.place, Place::Stock { at, reserved: None });
    let moves = stock::movements(&world.fresh.store, pack).await.unwrap();
    let last = moves.last().unwrap();
    assert_eq!(last.verb, verb);
    // What follows by itself is nobody's.
    assert_eq!(
        last.by.is_none(),
        ["advance-case", "settle"].contains(&verb),
        "{verb}"
    );
    assert_eq!(world.sealed_as(last.ledger_seq).await, verb, "beside its entry");
}

#[test]
fn what_was_kept_in_prison_is_free_there_once_the_person_is_released() {
    for days in DAYS {
        story(days[0], async |world| {
            let [_, first_on, before, release_on, visit_on, good_until] = days;
            let case = world.planned_for(first_on).await;
            world.release_on(case, release_on, "term").await.unwrap();
            world.forward(case, "oc1").await.unwrap();
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(before).await;
            let lot = world.take_in("p1", "L1", good_until, 1).await;
            let pack = world.packs_at("p1", lot).await[0].id;
            let n1 = world.actor("n1");
            commands::reserve_pack(&world.desk, &n1, None, case, pack)
                .await
                .unwrap();
            let offer = world.offer_release(case, "oc1").await.unwrap();
            let visit = Some(("fp", visit_on, "10:30"));
            world.accept("cn1", case, offer, visit).await.unwrap();
            let p1 = world.country.place("p1").id;
            let his = Place::Stock {
                at: p1,
                reserved: Some(case),
            };
            assert_eq!(world.pack(pack).await.place, his, "while he is there");
            world.pass_until(&format!("{release_on} 09:00")).await;
            world.release(case, &format!("{release_on} 08:00")).await.unwrap();
            lies_free(world, pack, "p1", "record-release").await;
            assert!(!world.file(case).await.case.supply.holds_drug());
            // Somebody else who is treated there is given it.
            let other = world.planned_for(visit_on).await;
            commands::reserve_pack(&world.desk, &n1, None, other, pack)
                .await
                .unwrap();
        });
    }
}

#[test]
fn a_transfer_frees_what_is_left_behind_and_a_stay_for_a_while_does_not() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, pack) = kept_in_prison(world, days).await;
            let today = world.file(case).await.now.today();
            let back_on = (today + chrono::Days::new(5)).to_string();
            let today = today.to_string();
            let hands_over = async |from: &str, to: &str, reason, back_on| {
                let (giver, taker) = match from {
                    "p1" => ("n1", "n3"),
                    _ => ("n3", "n1"),
                };
                let days = (Some(today.as_str()), back_on);
                let offer = world.offer(giver, case, (reason, to), days).await;
                let offer = offer.unwrap();
                let his = world.pack(pack).await.place.case();
                assert_eq!(his, Some(case), "asked is not agreed: {reason:?}");
                world.accept(taker, case, offer, None).await.unwrap();
                assert_eq!(world.responsible(case).await, to);
            };
            hands_over("p1", "p2", HandoverReason::Temporary, Some(back_on.as_str())).await;
            hands_over("p2", "p1", HandoverReason::Return, None).await;
            hands_over("p1", "p2", HandoverReason::Transfer, None).await;
            lies_free(world, pack, "p1", "accept-handover").await;
        });
    }
}

#[test]
fn a_clerks_move_frees_what_is_kept_and_a_verdict_what_waited() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, pack) = kept_in_prison(world, days).await;
            let lot = world.take_in("oc1", "L2", days[5], 1).await;
            let other = world.planned_for(days[1]).await;
            let parcel = world.sent(other, lot, 1).await;
            let mut form = world.arrival(other, parcel).await;
            form.no_logger = true;
            form.lowest.clear();
            form.highest.clear();
            world.receive("n1", (other, parcel), &form).await.unwrap();
            let waits = world.packs_at("p1", lot).await[0].id;

            let hospital = world.country.place("hospital").id;
            let today = world.file(case).await.now.today();
            let clerk = world.actor("clerk");
            for moved in [case, other] {
                commands::change_place(&world.desk, &clerk, None, moved, hospital, today, "көшірілді")
                    .await
                    .unwrap();
            }
            lies_free(world, pack, "p1", "change-place").await;
            let place = world.pack(waits).await.place;
            assert!(
                matches!(place, Place::Quarantine { .. }),
                "nobody has seen it yet"
            );
            let ph = world.actor("ph");
            let paper = world.on_a_paper();
            commands::give_verdict(&world.desk, &ph, None, waits, paper, "суық болған")
                .await
                .unwrap();
            lies_free(world, waits, "p1", "give-verdict").await;
        });
    }
}

/// The prison sends him to the hospital, where nobody answers; a pack of the shelf there is kept for him. Says which, the offer,
/// and the last day on which it can be answered.
async fn kept_where_he_was_brought(
    world: &World,
    [_, first_on, .., good_until]: [&str; 6],
) -> (CaseId, PackId, RecordId, chrono::NaiveDate) {
    let case = world.planned_for(first_on).await;
    let lot = world.take_in("hospital", "L1", good_until, 1).await;
    let pack = world.packs_at("hospital", lot).await[0].id;
    let today = world.file(case).await.now.today();
    let (from_on, back_on) = (today.to_string(), (today + chrono::Days::new(10)).to_string());
    let stay = (HandoverReason::Temporary, "hospital");
    let days = (Some(from_on.as_str()), Some(back_on.as_str()));
    let offer = world.offer("n1", case, stay, days).await.unwrap();
    let nurse = world.actor("hn");
    commands::reserve_pack(&world.desk, &nurse, None, case, pack)
        .await
        .unwrap();
    (case, pack, offer, today + chrono::Days::new(30))
}

async fn is_his(world: &World, case: CaseId, pack: PackId) -> bool {
    world.pack(pack).await.place.case() == Some(case)
}

async fn expired(world: &World, case: CaseId) -> usize {
    let file = world.file(case).await;
    let expired = |event: &Event| matches!(event, Event::HandoverExpired { .. });
    file.history.iter().filter(|known| expired(&known.event)).count()
}

/// Nobody answers, and nobody does anything: the offer is over, and with it what was kept for him where he was asked for.
#[test]
fn an_offer_that_is_over_by_itself_frees_what_was_kept_for_him_there() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, pack, _, last_on) = kept_where_he_was_brought(world, days).await;
            world.pass_until(&format!("{last_on} 20:00")).await;
            assert_eq!(expired(world, case).await, 0);
            assert!(is_his(world, case, pack).await, "he may still be taken over");
            let next_on = last_on.succ_opt().unwrap();
            world.pass_until(&format!("{next_on} 00:00")).await;
            assert_eq!(expired(world, case).await, 1);
            lies_free(world, pack, "hospital", "advance-case").await;
            assert!(!world.file(case).await.case.supply.holds_drug());
            // Somebody else who was brought there is given it.
            let today = next_on.to_string();
            let first_on = (next_on + chrono::Days::new(14)).to_string();
            let other = world.planned_for(&first_on).await;
            let stay = (HandoverReason::Transfer, "hospital");
            world
                .offer("n1", other, stay, (Some(&today), None))
                .await
                .unwrap();
            let nurse = world.actor("hn");
            commands::reserve_pack(&world.desk, &nurse, None, other, pack)
                .await
                .unwrap();
        });
    }
}

/// He is in another prison for a while, and his return is put off: what waits for him at home goes on waiting.
#[test]
fn a_return_that_is_taken_back_frees_nothing_where_he_comes_back() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, pack) = kept_in_prison(world, days).await;
            let today = world.file(case).await.now.today();
            let back_on = (today + chrono::Days::new(5)).to_string();
            let today = today.to_string();
            let (away, home) = ((HandoverReason::Temporary, "p2"), (HandoverReason::Return, "p1"));
            let dates = (Some(today.as_str()), Some(back_on.as_str()));
            let offer = world.offer("n1", case, away, dates).await.unwrap();
            world.accept("n3", case, offer, None).await.unwrap();
            let offer = world.offer("n3", case, home, (Some(&today), None)).await.unwrap();
            let n3 = world.actor("n3");
            commands::withdraw_handover(&world.desk, &n3, None, case, offer, "сот әлі жүріп жатыр")
                .await
                .unwrap();
            assert!(is_his(world, case, pack).await);
        });
    }
}

/// Whoever was asked says no: what lies there for him is free in that minute, by the hand of who said it.
#[test]
fn a_no_frees_what_was_kept_for_him_where_he_was_asked_for() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, pack, offer, _) = kept_where_he_was_brought(world, days).await;
            world.reject("hn", case, offer).await.unwrap();
            lies_free(world, pack, "hospital", "reject-handover").await;
        });
    }
}

/// The jobs stood still when the time to answer ended: the next act of anybody brings the case up to date, and is sealed
/// before what followed from it.
#[test]
fn the_first_act_after_an_offer_was_over_finds_the_pack_free() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, pack, _, last_on) = kept_where_he_was_brought(world, days).await;
            let next_on = last_on.succ_opt().unwrap();
            world.at(&format!("{next_on} 09:00"));
            world.release_on(case, days[3], "term").await.unwrap();
            assert_eq!(expired(world, case).await, 1);
            lies_free(world, pack, "hospital", "settle").await;
        });
    }
}

/// A move that was written down beforehand frees nothing until its day, and everything then.
#[test]
fn a_move_that_a_day_brings_frees_what_is_left_behind() {
    for days in DAYS {
        story(days[0], async |world| {
            let (case, pack) = kept_in_prison(world, days).await;
            let hospital = world.country.place("hospital").id;
            let clerk = world.actor("clerk");
            let from_on = day(&days[0][..10]) + chrono::Days::new(5);
            commands::change_place(&world.desk, &clerk, None, case, hospital, from_on, "көшіріледі")
                .await
                .unwrap();
            world
                .pass_until(&format!("{} 20:00", from_on.pred_opt().unwrap()))
                .await;
            assert!(is_his(world, case, pack).await, "he is still there");
            world.pass_until(&format!("{from_on} 08:00")).await;
            assert_eq!(world.responsible(case).await, "hospital");
            lies_free(world, pack, "p1", "advance-case").await;
        });
    }
}
