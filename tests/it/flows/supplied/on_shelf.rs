//! A pack on a shelf: taken in once, destroyed by two.

use super::{DAYS, faults, longest};
use crate::support::world::{M3, refusals, story};
use merzim::access::Action;
use merzim::commands::{self, TakeInPacks};
use merzim::domain::{
    event::Onward,
    obligation::Kind,
    refusal::{PackFault, Refusal},
    supply::Place,
};
use merzim::store::desk::Failure;
use merzim::store::reading::{
    parcels,
    worklist::{self, Narrowed, Whose},
};

#[test]
fn one_code_is_taken_in_once_in_the_whole_country() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let code = ("04600000000017".to_owned(), "0Ab12cD34eF56".to_owned());
        let mut form = world.packs_of("L1", &longest(days), 0);
        form.codes = vec![code];
        let (ph, oc1, p1) = (
            world.actor("ph"),
            world.country.place("oc1").id,
            world.country.place("p1").id,
        );
        commands::take_in_packs(&world.desk, &ph, None, oc1, &form)
            .await
            .unwrap();
        let elsewhere = commands::take_in_packs(&world.desk, &ph, None, p1, &form).await;
        assert_eq!(faults(&refusals(elsewhere)), [PackFault::Known]);
        form.codes[0].1 = "0Ab12cD34eF57".to_owned();
        form.expiry_on = form.expiry_on.map(|day| day + chrono::Days::new(1));
        form.expiry_again_on = form.expiry_on;
        let differs = refusals(commands::take_in_packs(&world.desk, &ph, None, p1, &form).await);
        assert!(
            matches!(differs[..], [Refusal::ExpiryDiffers { .. }]),
            "a known last day is never replaced"
        );
        // The number on the pack says which product it is.
        let other = TakeInPacks {
            product: "leuprorelin-12w".to_owned(),
            ..form.clone()
        };
        let other = commands::take_in_packs(&world.desk, &ph, None, p1, &other).await;
        assert_eq!(refusals(other), [Refusal::OtherTradeItem]);
        let unsaid = TakeInPacks {
            product: String::new(),
            lot: "L2".to_owned(),
            lot_again: "L2".to_owned(),
            ..form
        };
        let lot = commands::take_in_packs(&world.desk, &ph, None, p1, &unsaid)
            .await
            .unwrap();
        assert_eq!(world.packs_at("p1", lot).await[0].product, M3);
    });
}

#[test]
fn whoever_packed_a_parcel_does_not_receive_it_and_nobody_destroys_alone() {
    let days = &DAYS[0];
    story(days.opened, async |world| {
        let case = world.planned_for(days.target).await;
        let lot = world.take_in("oc1", "L1", &longest(days), 2).await;
        world.pass_until(days.sent).await;
        let parcel = world.sent(case, lot, 1).await;
        let ph = world.actor("ph");
        let back = Some(Onward::Return);
        commands::send_parcel_on(&world.desk, &ph, None, case, parcel, back, "қате")
            .await
            .unwrap();
        let form = world.arrival(case, parcel).await;
        let own = world.receive("ph", (case, parcel), &form).await;
        assert!(matches!(own, Err(Failure::Forbidden(_))));
        // Nor is he asked to: it is owed by whoever may, and named by where it goes.
        let oc1 = world.country.place("oc1").id;
        let plan = world.plan(case).await;
        let owner = &plan.obligation((Kind::ReceiveParcel, 1)).unwrap().owner;
        assert_eq!((owner.organisation, owner.role.as_str()), (oc1, "clinic-nurse"));
        let owed = parcels::owed(&world.fresh.store, oc1, &owner.role).await.unwrap();
        let receive = owed.iter().find(|row| row.kind == Kind::ReceiveParcel.code());
        assert_eq!(receive.unwrap().place(), oc1);
        // The list of the day names the same place, and not the one where the person is treated.
        let clinic = world.actor("cn1");
        let scope = world.desk.access().scope(&clinic, Action::ReadWorklist);
        let whose = Whose {
            scope: &scope,
            now: world.desk.instant(),
            role: Some(owner.role.as_str()),
        };
        let today = world.file(case).await.now.today();
        let narrowed = Narrowed {
            kind: Some(Kind::ReceiveParcel),
            ..Narrowed::default()
        };
        let rows = worklist::part(&world.fresh.store, &whose, &narrowed, today)
            .await
            .unwrap();
        let named: Vec<_> = rows.iter().map(|row| row.place_en.as_str()).collect();
        assert_eq!(named, ["oc1"]);
        world.receive("cn1", (case, parcel), &form).await.unwrap();
        let free = world.packs_at("oc1", lot).await;
        assert!(
            free.iter().all(|pack| pack.place.case().is_none()),
            "back on the shelf, free"
        );

        let pack = free[0].id;
        commands::set_pack_aside(&world.desk, &ph, None, pack, "storage")
            .await
            .unwrap();
        let alone = commands::destroy_packs(&world.desk, &ph, None, pack).await;
        assert!(matches!(alone, Err(Failure::Forbidden(_))));
        commands::destroy_packs(&world.desk, &world.actor("cn1"), None, pack)
            .await
            .unwrap();
        assert_eq!(world.pack(pack).await.place, Place::Destroyed);
    });
}
