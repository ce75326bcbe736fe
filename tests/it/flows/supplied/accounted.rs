//! A parcel of which not all arrived whole: what became of each pack, and who may say so.

use super::received::{follows_to, said, unaccounted};
use super::{DAYS, longest, on_its_way, owes};
use crate::support::world::{M3, World, refusals, story};
use merzim::commands;
use merzim::domain::{
    decide::PackAnswer, event::Became, ids::ParcelId, obligation::Kind, refusal::Refusal, supply::Place,
};
use merzim::store::{desk::Failure, outbox, stock};

/// Five are sent and one arrives: of each that did not it is said what became of it, and each goes where it is said to be. The
/// figure of what is missing falls by nothing else.
#[test]
fn each_pack_that_did_not_arrive_is_accounted_for_by_a_movement() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, _, parcel) = on_its_way(world, &days, (M3, 5)).await;
            world.pass_until(days.next_day).await;
            let mut form = world.arrival(case, parcel).await;
            for answer in &mut form.packs[1..] {
                answer.answer = "missing".to_owned();
            }
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let packs: Vec<_> = form.packs.iter().map(|answer| answer.pack).collect();
            let [whole, with_us, with_them, gone, burnt] = packs[..] else {
                panic!("five packs")
            };
            let ph = world.actor("ph");
            let reconcile = async |answers: &[PackAnswer], words: &str| {
                commands::reconcile_parcel(&world.desk, &ph, None, (case, parcel), answers, words).await
            };
            let all = [
                said(with_us, Became::Sender),
                said(with_them, Became::Receiver),
                said(gone, Became::Lost),
                said(burnt, Became::Destroyed),
            ];
            // Words alone account for nothing, and neither does an answer that is none.
            let mut names = Vec::new();
            for pack in [with_us, with_them, gone, burnt] {
                names.push(unaccounted(world, pack).await);
            }
            assert_eq!(refusals(reconcile(&[], "іздедік").await), names);
            let mut slip = all.clone();
            slip[2].answer = "somewhere".to_owned();
            assert_eq!(refusals(reconcile(&slip, "іздедік").await), names[2..3]);
            let silent = refusals(reconcile(&all, " ").await);
            assert_eq!(silent, [Refusal::Required { field: "words" }]);
            assert!(owes(world, case, Kind::ReconcileDiscrepancy).await);
            for pack in [with_us, with_them, gone, burnt] {
                assert_eq!(world.pack(pack).await.place, Place::Lost, "nothing moved");
            }

            reconcile(&all, "іздедік, табылғаны табылды").await.unwrap();
            // The nurse missed it, the pharmacist gave it up: two people.
            assert_eq!(asked_to_look(world).await, [""; 0]);
            assert!(!owes(world, case, Kind::ReconcileDiscrepancy).await);
            let waits = |place: &str| Place::Quarantine {
                at: world.country.place(place).id,
                reserved: None,
            };
            for (pack, place) in [
                (with_us, waits("oc1")),
                (with_them, waits("p1")),
                (gone, Place::Lost),
                (burnt, Place::Destroyed),
            ] {
                let known = world.pack(pack).await;
                assert_eq!(known.place, place);
                let steps = stock::movements(&world.fresh.store, pack).await.unwrap();
                let (last, before) = (steps.last().unwrap(), &steps[steps.len() - 2]);
                assert_eq!((last.to, last.from), (place, before.to), "by double entry");
            }
            assert!(matches!(world.pack(whole).await.place, Place::Stock { .. }));
            let file = world.file(case).await;
            let known = file.case.supply.parcel(parcel).unwrap();
            assert_eq!(
                known.accounted.len() + 1,
                known.prepared.packs.len(),
                "what was sent"
            );
        });
    }
}

/// Who was told that one person alone wrote something off.
async fn asked_to_look(world: &World) -> Vec<&'static str> {
    let all = outbox::recent(&world.fresh.store, 1_000).await.unwrap();
    let told = all
        .into_iter()
        .filter(|message| message.template == "message-lost-alone");
    let told = told.filter_map(|message| message.recipient);
    told.map(|id| world.country.name_of_account(id)).collect()
}

/// Whoever wrote down that a parcel is lost does not say alone that it was destroyed; what was not accepted may have come
/// back to its sender.
#[test]
fn destroyed_takes_two_people_and_what_was_not_accepted_may_come_back() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let (case, _, parcel) = on_its_way(world, days, (M3, 1)).await;
        let ph = world.actor("ph");
        commands::report_parcel_lost(&world.desk, &ph, None, case, parcel, "пойызда қалған")
            .await
            .unwrap();
        let pack = world.file(case).await.case.supply.parcels[0].prepared.packs[0].pack;
        let known = world.pack(pack).await;
        let reconcile = async |parcel: ParcelId, became: Became| {
            let answers = [said(pack, became)];
            commands::reconcile_parcel(&world.desk, &ph, None, (case, parcel), &answers, "өртенген").await
        };
        let alone = Refusal::PackDestroyedAlone {
            pack,
            name: known.name(),
            lot: known.number,
        };
        assert_eq!(refusals(reconcile(parcel, Became::Destroyed).await), [alone]);
        assert_eq!(world.pack(pack).await.place, Place::Lost);
        assert_eq!(asked_to_look(world).await, [""; 0]);
        reconcile(parcel, Became::Lost).await.unwrap();
        assert!(!owes(world, case, Kind::ReconcileDiscrepancy).await);
        assert_eq!(world.pack(pack).await.place, Place::Lost);
        // Who has no second person is not held up; but somebody else is asked to look, and the parcel says it.
        assert_eq!(asked_to_look(world).await, ["co"]);
        assert!(world.file(case).await.case.supply.parcels[0].lost_alone());

        let lot = world.take_in("oc1", "L2", &longest(days), 1).await;
        let parcel = world.sent(case, lot, 1).await;
        world.pass_until(days.next_day).await;
        let mut form = world.arrival(case, parcel).await;
        form.packs[0].answer = "broken".to_owned();
        world.receive("n1", (case, parcel), &form).await.unwrap();
        let pack = form.packs[0].pack;
        let answers = [said(pack, Became::Sender)];
        commands::reconcile_parcel(
            &world.desk,
            &ph,
            None,
            (case, parcel),
            &answers,
            "курьер алып келді",
        )
        .await
        .unwrap();
        let at = world.country.place("oc1").id;
        assert_eq!(world.pack(pack).await.place, Place::SetAside { at });
    });
}

/// What was not accepted lies set aside, so nobody says alone that it is lost. Whoever found it elsewhere and set it aside
/// there answers for it by that: its sender is not asked.
#[test]
fn what_lies_set_aside_is_not_said_to_be_lost() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, _, parcel) = on_its_way(world, &days, (M3, 2)).await;
            world.pass_until(days.next_day).await;
            let mut form = world.arrival(case, parcel).await;
            form.packs[0].answer = "broken".to_owned();
            form.packs[1].answer = "missing".to_owned();
            world.receive("n1", (case, parcel), &form).await.unwrap();
            let (broken, missing) = (form.packs[0].pack, form.packs[1].pack);
            let ph = world.actor("ph");
            let reconcile = async |answers: &[PackAnswer]| {
                let ids = (case, parcel);
                commands::reconcile_parcel(&world.desk, &ph, None, ids, answers, "іздедік").await
            };
            let known = world.pack(broken).await;
            let lies = Refusal::PackLiesAside {
                pack: broken,
                name: known.name(),
                lot: known.number,
            };
            let both = [said(broken, Became::Lost), said(missing, Became::Lost)];
            assert_eq!(refusals(reconcile(&both).await), [lies]);
            let aside = |place: &str| Place::SetAside {
                at: world.country.place(place).id,
            };
            assert_eq!(world.pack(broken).await.place, aside("p1"), "nothing moved");

            // The other one turns up at the hospital, which sets it aside.
            let (hn, hospital) = (world.actor("hn"), world.country.place("hospital").id);
            commands::find_pack(&world.desk, &hn, None, missing, hospital)
                .await
                .unwrap();
            commands::set_pack_aside(&world.desk, &hn, None, missing, "broken")
                .await
                .unwrap();
            reconcile(&[said(broken, Became::Receiver)]).await.unwrap();
            assert!(!owes(world, case, Kind::ReconcileDiscrepancy).await);
            assert_eq!(world.pack(broken).await.place, aside("p1"));
            assert_eq!(world.pack(missing).await.place, aside("hospital"));
        });
    }
}

/// In another region a pack is not accepted. Its sender says where it is; that it was destroyed is not his to say there, and it is
/// not for want of a second person.
#[test]
fn a_pack_in_another_region_is_not_destroyed_from_afar() {
    for days in DAYS {
        story(days.opened, async |world| {
            let (case, _, parcel) = on_its_way(world, &days, (M3, 1)).await;
            let p2 = world.country.place("p2").id;
            follows_to(world, &days, (case, parcel), p2).await;
            let ph = world.actor("ph");
            let mut form = world.arrival(case, parcel).await;
            form.packs[0].answer = "broken".to_owned();
            world.receive("n3", (case, parcel), &form).await.unwrap();
            let pack = form.packs[0].pack;
            let reconcile = async |became: Became| {
                let answers = [said(pack, became)];
                commands::reconcile_parcel(&world.desk, &ph, None, (case, parcel), &answers, "сынған").await
            };
            let afar = reconcile(Became::Destroyed).await;
            assert!(matches!(afar, Err(Failure::Forbidden(_))), "{afar:?}");
            assert_eq!(world.pack(pack).await.place, Place::SetAside { at: p2 });
            reconcile(Became::Receiver).await.unwrap();
            assert!(!owes(world, case, Kind::ReconcileDiscrepancy).await);
        });
    }
}
