//! An offer to take over: who can be asked, who can answer it, and for how long.

use super::handover::treated;
use crate::support::world::{World, day, refusals, story};
use merzim::commands;
use merzim::domain::event::{Event, HandoverReason};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;

#[test]
fn an_offer_that_nobody_answers_is_over_after_a_month_and_another_can_be_asked() {
    story("2026-03-02 09:00", async |world| {
        let case = treated(world, "2026-03-16", "2026-12-25").await;
        let offer = world.offer_release(case, "oc2").await.unwrap();
        world.pass_until("2026-04-16 10:00").await;
        let file = world.file(case).await;
        let expired = file
            .history
            .iter()
            .filter(|known| matches!(known.event, Event::HandoverExpired { .. }));
        assert_eq!(expired.count(), 1);
        let late = world
            .accept("cn2", case, offer, Some(("fp2", "2026-12-28", "10:00")))
            .await;
        assert!(late.is_err(), "it was over");
        let live = file
            .case
            .alerts
            .iter()
            .filter(|alert| alert.kind == Kind::AcceptHandover && alert.live());
        assert_eq!(live.count(), 0);
        world.offer_release(case, "oc1").await.unwrap();
    });
}

/// The clinician who was named, and the one who accepts, must still be there in that very minute.
#[test]
fn an_account_that_was_disabled_in_the_same_minute_accepts_nothing() {
    story("2026-03-02 09:00", async |world| {
        let case = treated(world, "2026-03-16", "2026-12-25").await;
        let offer = world.offer_release(case, "oc1").await.unwrap();
        let (nurse, doctor) = (world.actor("cn1"), world.country.person("fp").id);
        disable(world, doctor).await;
        let named = world
            .accept("cn1", case, offer, Some(("fp", "2026-12-28", "10:00")))
            .await;
        assert_eq!(refusals(named), [Refusal::ClinicianGone { field: "clinician" }]);
        disable(world, nurse.account_id().unwrap()).await;
        let by = world
            .accept("cn1", case, offer, Some(("fp", "2026-12-28", "10:00")))
            .await;
        assert_eq!(refusals(by), [Refusal::ClinicianGone { field: "" }]);
        assert_eq!(world.responsible(case).await, "p1");
    });
}

async fn disable(world: &World, account: merzim::domain::ids::AccountId) {
    let tx = world.fresh.store.begin_write().await.unwrap();
    let found = merzim::store::accounts::find(&world.fresh.store, account)
        .await
        .unwrap()
        .unwrap();
    merzim::store::accounts::disable(&tx, account, found.version, world.clock.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn an_organisation_that_is_still_needed_is_not_closed_and_a_closed_one_is_not_asked() {
    story("2026-03-02 09:00", async |world| {
        let case = treated(world, "2026-03-16", "2026-12-25").await;
        let offer = world.offer_release(case, "oc2").await.unwrap();
        let oc2 = world.country.place("oc2").id;
        let admin = administrator(world);
        let close = async |closed| {
            commands::close_organisation(&world.desk, &admin, None, oc2, closed, "қайта құру").await
        };
        assert_eq!(refusals(close(true).await), [Refusal::StillNeeded { cases: 1 }]);
        world.reject("cn2", case, offer).await.unwrap();
        close(true).await.unwrap();
        let closed = world.offer_release(case, "oc2").await;
        assert_eq!(refusals(closed), [Refusal::PlaceClosed { field: "to" }]);
        let from_on = day("2026-03-16");
        let clerk = world.actor("clerk");
        let moved = commands::change_place(&world.desk, &clerk, None, case, oc2, from_on, "приказ").await;
        assert_eq!(refusals(moved), [Refusal::PlaceClosed { field: "place" }]);
        close(false).await.unwrap();
        world.offer_release(case, "oc2").await.unwrap();
    });
}

/// What a closed organisation owed for its kind is owed by whoever answers without it, and by itself again once it is open.
#[test]
fn what_a_closed_organisation_owed_is_owed_by_another() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        world.pass_until("2026-04-20 10:00").await;
        let owner = async || {
            let owed = world.open_obligation(case, Kind::DecideLateDose.code()).await;
            world.country.name_of(owed.unwrap().owner)
        };
        assert_eq!(owner().await, "oc1");
        let (admin, oc1) = (administrator(world), world.country.place("oc1").id);
        for (closed, owes) in [(true, "health"), (false, "oc1")] {
            commands::close_organisation(&world.desk, &admin, None, oc1, closed, "қайта құру")
                .await
                .unwrap();
            world.sweep().await;
            assert_eq!(owner().await, owes);
        }
    });
}

/// Closed in the very minute in which it would accept: the command that closes it would have seen the offer.
#[test]
fn an_organisation_that_was_closed_meanwhile_accepts_nobody() {
    story("2026-03-02 09:00", async |world| {
        let case = treated(world, "2026-03-16", "2026-12-25").await;
        let offer = world.offer_release(case, "oc2").await.unwrap();
        let oc2 = world.country.place("oc2").id;
        let tx = world.fresh.store.begin_write().await.unwrap();
        merzim::store::organisations::set_closed(&tx, oc2, Some(world.clock.now()))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let late = world
            .accept("cn2", case, offer, Some(("fp2", "2026-12-28", "10:00")))
            .await;
        assert_eq!(refusals(late), [Refusal::PlaceClosed { field: "" }]);
        assert_eq!(world.responsible(case).await, "p1");
    });
}

fn administrator(world: &World) -> merzim::access::Actor {
    let place = world.country.place("health");
    merzim::access::Actor::account(merzim::access::Account {
        // Whoever acts must be somebody: the auditor's account, in another role.
        id: world.country.person("auditor").id,
        role: merzim::access::Role::parse("administrator").unwrap(),
        organisation: place.id,
        organisation_kind: place.kind.to_owned(),
        region: place.region.to_owned(),
    })
}

#[test]
fn an_offer_of_the_wrong_kind_is_refused() {
    story("2026-03-02 09:00", async |world| {
        let case = treated(world, "2026-03-16", "2026-12-25").await;
        let to_prison = world.offer_release(case, "p2").await;
        assert_eq!(refusals(to_prison), [Refusal::ReasonUnfit]);
        let moves = world
            .offer(
                "n1",
                case,
                (HandoverReason::Residence, "oc2"),
                (Some("2026-04-01"), None),
            )
            .await;
        assert_eq!(refusals(moves), [Refusal::ReasonUnfit]);
        let to_itself = world
            .offer(
                "n1",
                case,
                (HandoverReason::Transfer, "p1"),
                (Some("2026-04-01"), None),
            )
            .await;
        assert_eq!(refusals(to_itself), [Refusal::Required { field: "to" }]);
        let for_a_while = world
            .offer(
                "n1",
                case,
                (HandoverReason::Temporary, "p2"),
                (Some("2026-04-01"), None),
            )
            .await;
        assert_eq!(refusals(for_a_while), [Refusal::Required { field: "back_on" }]);
    });
}
