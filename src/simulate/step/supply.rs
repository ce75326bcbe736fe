//! The drug: taken in, packed, carried, received, lost, judged, recalled.

use chrono::TimeDelta;
use uuid::Uuid;

use super::doses::faultless;
use super::pick;
use crate::domain::decide::{
    self, ACCEPTED, Came, Decision, HandOverParcel, PackAnswer, PrepareParcel, ReceiveParcel,
};
use crate::domain::dosing::planned_dose;
use crate::domain::event::{Became, Event, Onward, RecallReached, Relied, SupplyFact, Taker};
use crate::domain::ids::{OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::plan::{dose_site, protocol};
use crate::domain::refusal::Refusal;
use crate::domain::supply::{BoundState, Pack, Parcel, Place};
use crate::simulate::life::{CLINIC, HOSPITAL, Life, PRISON};

/// Something that is done with the drug.
#[derive(Clone, Copy, Debug)]
pub enum Supplying {
    /// The clinic takes packs in.
    TakeIn {
        /// How many.
        packs: u32,
        /// Good for so many days more.
        good_days: i64,
    },
    /// The clinic packs a parcel for the open dose.
    Pack {
        /// So many packs.
        packs: usize,
    },
    /// A courier or a gate takes it.
    HandOver {
        /// How long ago.
        hours_ago: i64,
        /// At a gate?
        gate: bool,
    },
    /// It arrives.
    Receive {
        /// How long ago.
        hours_ago: i64,
        /// So many packs are broken or missing.
        short: usize,
        /// Too warm for so many hours.
        warm_hours: u16,
    },
    /// It is brought to a place where nobody waits for it.
    Stray,
    /// One comes without notice, where the person is treated.
    Arrive {
        /// So many packs.
        packs: u32,
        /// How long ago.
        hours_ago: i64,
    },
    /// It is said where it goes on.
    SendOn {
        /// Where.
        onward: usize,
    },
    /// Nobody knows where it is.
    Lose,
    /// It is said what became of what did not arrive.
    Reconcile,
    /// It is said where it was while nobody had signed for it.
    Explain,
    /// A pharmacist judges a pack.
    Verdict {
        /// May it be used?
        usable: bool,
    },
    /// A free pack is kept for the person.
    Reserve,
    /// It is no longer.
    Release,
    /// A pack is given about which something is wrong.
    GiveUnsound,
    /// The lot of the last dose, or of a pack of his, is recalled.
    Recall,
    /// A recall is lifted.
    LiftRecall,
    /// A physician looks at a person who received a recalled lot.
    LookAtRecall,
    /// What was set aside leaves the house.
    LastWay {
        /// Destroyed, or sent back?
        destroyed: bool,
    },
}

impl Supplying {
    /// Its name in a summary.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TakeIn { .. } => "take-in",
            Self::Pack { .. } => "pack-parcel",
            Self::HandOver { .. } => "hand-over-parcel",
            Self::Receive { .. } => "receive-parcel",
            Self::Stray => "receive-astray",
            Self::Arrive { .. } => "receive-arrival",
            Self::SendOn { .. } => "send-parcel-on",
            Self::Lose => "lose-parcel",
            Self::Reconcile => "reconcile-parcel",
            Self::Explain => "explain-custody",
            Self::Verdict { .. } => "verdict",
            Self::Reserve => "reserve-pack",
            Self::Release => "release-pack",
            Self::GiveUnsound => "give-unsound",
            Self::Recall => "recall",
            Self::LiftRecall => "lift-recall",
            Self::LookAtRecall => "look-at-recall",
            Self::LastWay { destroyed: true } => "destroy-pack",
            Self::LastWay { destroyed: false } => "return-pack",
        }
    }
}

/// Takes a step around the drug.
pub(super) fn take(life: &mut Life<'_>, step: Supplying) -> Result<(), Vec<Refusal>> {
    match step {
        Supplying::TakeIn { packs, good_days } => {
            let product = protocol(&life.case, life.rules).ok_or_else(Vec::new)?.id.clone();
            let today = life.now.today();
            let good_until = today + TimeDelta::days(good_days);
            life.stock.take_in(&product, packs, good_until, CLINIC, today);
            life.sweep();
            Ok(())
        }
        Supplying::Arrive { packs, hours_ago } => {
            let (product, at) = (product(life)?, place(life)?);
            let good_until = life.now.today() + TimeDelta::days(200);
            let came = life.stock.come(&product, packs, good_until, at);
            life.perform(|life| arrive(life, &came, (at, hours_ago)))
        }
        Supplying::LastWay { destroyed } => {
            let astray = life.stock.last_way(destroyed).ok_or_else(Vec::new)?;
            life.note(astray);
            Ok(())
        }
        Supplying::Recall => recall(life),
        Supplying::LiftRecall => lift(life),
        Supplying::GiveUnsound => life.perform(give_unsound),
        _ => life.perform(|life| decide(life, step)),
    }
}

fn decide(life: &Life<'_>, step: Supplying) -> Decision {
    let ago = |hours: i64| Some(life.now.instant - TimeDelta::hours(hours));
    let (case, now) = (&life.case, &life.now);
    match step {
        Supplying::Pack { packs } => {
            let id = ParcelId(Uuid::from_u128(7_000 + u128::from(case.version)));
            let product = product(life)?;
            // What expires before the dose stays where it is.
            let needed_on = life
                .planned()
                .dose
                .as_ref()
                .map_or(now.today(), |window| window.lasts_until(now.today()));
            let good = |at| {
                let shelf = life.stock.shelf(case.id, at, &product, now.today(), None);
                let usable = shelf.usable.into_iter();
                let good = usable.filter(|pack| needed_on <= pack.expiry_on);
                (at, good.take(packs).collect::<Vec<_>>())
            };
            // Where the own shelf is empty, from another that the pharmacist keeps.
            let mut shelves = [CLINIC, HOSPITAL, PRISON].into_iter().map(good);
            let found = shelves.find(|(_, good)| !good.is_empty());
            let (from, packs) = found.unwrap_or((CLINIC, Vec::new()));
            let form = PrepareParcel {
                packs,
                lie_since: None,
                prepared_at: ago(0),
            };
            decide::prepare_parcel(case, (id, "K7PM2QXA"), &form, (from, CLINIC), life.rules, now)
        }
        Supplying::HandOver { hours_ago, gate } => {
            let form = HandOverParcel {
                into: Some(if gate { Taker::Gate } else { Taker::Courier }),
                name: "name".to_owned(),
                phone: String::new(),
                at: ago(hours_ago),
            };
            decide::hand_over_parcel(case, under_way(life)?, &form, now)
        }
        Supplying::Receive {
            hours_ago,
            short,
            warm_hours,
        } => receive(life, hours_ago, (short, warm_hours), None),
        Supplying::Stray => receive(life, 0, (0, 0), Some(HOSPITAL)),
        Supplying::SendOn { onward } => {
            let onward = pick(&Onward::ALL, onward).copied();
            decide::send_on(case, under_way(life)?, (onward, "words"), life.rules, now)
        }
        Supplying::Lose => decide::lose_parcel(case, under_way(life)?, "words"),
        Supplying::Reconcile => reconcile(life),
        Supplying::Explain => {
            let longest = TimeDelta::hours(life.rules.supply.custody.longest_hours.into());
            let parcel = last(life, |parcel| parcel.gap(longest, now.instant).is_some())?;
            decide::explain_custody(case, (life.fresh(), parcel), "words", life.rules, now)
        }
        Supplying::Verdict { usable } => {
            let mut bound = case.supply.packs.iter();
            let bound = bound.find(|bound| matches!(bound.state, BoundState::Quarantined(_)));
            let pack = bound
                .and_then(|bound| life.stock.pack(bound.named.pack))
                .ok_or_else(Vec::new)?;
            // What nobody measured is used on a paper; of what was measured nobody asks for its kind.
            let papers = life.rules.supply.papers.first();
            let said = decide::Verdict {
                usable: Some(usable),
                kind: papers.map_or_else(String::new, |paper| paper.id.clone()),
                by: "maker".to_owned(),
                number: "1".to_owned(),
                on: Some(now.today()),
                covered: true,
            };
            decide::give_verdict(case, life.fresh(), pack, (&said, "words"), life.rules, now)
        }
        Supplying::Reserve => {
            let mut free = life.stock.lying(place(life)?).into_iter();
            let free = free.find(|pack| matches!(pack.place, Place::Stock { reserved: None, .. }));
            decide::reserve_pack(case, life.fresh(), &free.ok_or_else(Vec::new)?, life.rules, now)
        }
        Supplying::Release => {
            let mut kept = case.supply.packs.iter();
            let kept = kept
                .find(|bound| matches!(bound.state, BoundState::Shelved(_)))
                .ok_or_else(Vec::new)?;
            decide::release_pack(case, kept.named.pack, "words")
        }
        Supplying::LookAtRecall => {
            let mut recalls = case.supply.recalls.iter();
            let open = recalls
                .find(|recall| recall.followed_up.is_none() && !recall.lifted)
                .ok_or_else(Vec::new)?;
            decide::follow_up_recall(case, (life.fresh(), open.reached.recall), "words")
        }
        _ => Err(Vec::new()),
    }
}

/// One answer after the other is given for the packs that did not arrive; what lies set aside leaves the house by a step of its
/// own.
fn reconcile(life: &Life<'_>) -> Decision {
    let id = last(life, Parcel::unreconciled)?;
    let parcel = life.case.supply.parcel(id).ok_or_else(Vec::new)?;
    let turn = usize::try_from(life.case.version).unwrap_or_default();
    let all = Became::ALL;
    let answer = |(number, pack): (usize, PackId)| {
        let known = life.stock.pack(pack);
        let aside = known.is_some_and(|known| matches!(known.place, Place::SetAside { .. }));
        let offered = if aside { &all[..2] } else { &all[..] };
        let became = pick(offered, turn + number);
        PackAnswer {
            pack,
            answer: became.map_or_else(String::new, |became| became.code().to_owned()),
        }
    };
    let short: Vec<_> = parcel.short().map(|named| named.pack).collect();
    let held = short.iter().filter_map(|id| life.stock.pack(*id));
    let held: Vec<_> = held.cloned().collect();
    let answers: Vec<_> = short.iter().copied().enumerate().map(answer).collect();
    decide::reconcile_parcel(&life.case, (life.fresh(), id), &answers, &held, "words")
}

fn arrive(life: &Life<'_>, came: &[Pack], (at, hours_ago): (OrganisationId, i64)) -> Decision {
    let (case, now) = (&life.case, &life.now);
    let receipt = ReceiveParcel {
        at: Some(now.instant - TimeDelta::hours(hours_ago)),
        deliverer: "name".to_owned(),
        receiver: "another".to_owned(),
        no_logger: true,
        words: "words".to_owned(),
        ..ReceiveParcel::default()
    };
    let which = Came {
        id: life.fresh(),
        parcel: ParcelId(Uuid::from_u128(7_000 + u128::from(case.version))),
        code: "K7PM2QXA".to_owned(),
        from: CLINIC,
        answers: CLINIC,
        place: at,
    };
    let packs = came.iter().map(decide::named).collect();
    // Without a logger there are no limits to compare with.
    let arrival = decide::arrival(&receipt, None, None, now)?;
    decide::receive_arrival(case, which, packs, arrival)
}

fn product(life: &Life<'_>) -> Result<String, Vec<Refusal>> {
    Ok(protocol(&life.case, life.rules).ok_or_else(Vec::new)?.id.clone())
}

fn place(life: &Life<'_>) -> Result<OrganisationId, Vec<Refusal>> {
    life.case.place_on(life.now.today()).ok_or_else(Vec::new)
}

fn last(life: &Life<'_>, wanted: impl Fn(&Parcel) -> bool) -> Result<ParcelId, Vec<Refusal>> {
    let mut parcels = life.case.supply.parcels.iter().rev();
    let parcel = parcels.find(|parcel| wanted(parcel)).ok_or_else(Vec::new)?;
    Ok(parcel.prepared.parcel)
}

fn under_way(life: &Life<'_>) -> Result<ParcelId, Vec<Refusal>> {
    last(life, Parcel::open)
}

/// Received where it was to go, or somewhere else.
fn receive(
    life: &Life<'_>,
    hours_ago: i64,
    (short, warm_hours): (usize, u16),
    elsewhere: Option<OrganisationId>,
) -> Decision {
    let id = under_way(life)?;
    let parcel = life.case.supply.parcel(id).ok_or_else(Vec::new)?;
    if elsewhere == Some(parcel.to) {
        return Err(Vec::new());
    }
    let reasons = &life.rules.supply.rejections;
    let answer = |(number, pack): (usize, _)| PackAnswer {
        pack,
        answer: if number < short {
            pick(reasons, number + short).map_or_else(String::new, |reason| reason.id.clone())
        } else {
            ACCEPTED.to_owned()
        },
    };
    let packs: Vec<_> = parcel.prepared.packs.iter().map(|named| named.pack).collect();
    // What is in it may be another drug than is prescribed by now.
    let product = parcel.prepared.packs.first().map(|named| named.product.as_str());
    let protocol = product.and_then(|product| life.rules.protocol_on(product, life.now.today()));
    let storage = &protocol.ok_or_else(Vec::new)?.storage;
    let warmest = if warm_hours > 0 {
        storage.max_celsius + 3
    } else {
        storage.max_celsius
    };
    // A parcel recalled on the way is not accepted as sound.
    let recalled: Vec<_> = packs
        .iter()
        .copied()
        .filter(|id| {
            life.stock
                .pack(*id)
                .is_none_or(|pack| !pack.sound_on(life.now.today()))
        })
        .collect();
    let form = ReceiveParcel {
        packs: packs.into_iter().enumerate().map(answer).collect(),
        at: Some((life.now.instant - TimeDelta::hours(hours_ago)).max(parcel.last_at())),
        deliverer: "courier".to_owned(),
        receiver: "nurse".to_owned(),
        lowest: storage.min_celsius.to_string(),
        highest: warmest.to_string(),
        hours_outside: warm_hours.to_string(),
        hours_unknown: false,
        no_logger: false,
        words: "words".to_owned(),
    };
    let to = elsewhere.unwrap_or(parcel.to);
    decide::receive_parcel(
        &life.case,
        (life.fresh(), id),
        &form,
        to,
        (&recalled, &[]),
        life.rules,
        &life.now,
    )
}

/// A pack that should not be given is given, and it is said why.
fn give_unsound(life: &Life<'_>) -> Decision {
    let at = place(life)?;
    let day = life.now.today();
    let mut lying = life.stock.lying(at).into_iter();
    let unsound = lying.find(|pack| !pack.sound_on(day) || matches!(pack.place, Place::Quarantine { .. }));
    let pack = unsound.ok_or_else(Vec::new)?.id;
    let mut form = faultless(life, life.now.instant, 0).ok_or_else(Vec::new)?;
    form.pack = Some(pack);
    form.despite = "words".to_owned();
    let shelf = life
        .stock
        .shelf(life.case.id, at, &product(life)?, day, Some(pack));
    let around = (&life.roster, &life.now);
    decide::log_injection_from(&life.case, life.fresh(), &form, &shelf, life.rules, around)
}

fn recall(life: &mut Life<'_>) -> Result<(), Vec<Refusal>> {
    life.perform(|life| {
        let doses = life.case.doses_in_effect();
        let given = doses
            .last()
            .map(|dose| (dose.content.product.clone(), dose.content.lot.clone()));
        let mut bound = life.case.supply.packs.iter().rev();
        let bound = bound.find(|bound| !matches!(bound.state, BoundState::Gone | BoundState::Used));
        let held = bound.map(|bound| (bound.named.product.clone(), bound.named.lot.clone()));
        let (product, lot) = held.or(given).ok_or_else(Vec::new)?;
        if life.case.supply.recalled(&product, &lot) {
            return Err(Vec::new());
        }
        let relied = relied(life, &product, &lot);
        Ok(vec![Event::Supply(SupplyFact::RecallReached(RecallReached {
            recall: life.fresh(),
            also: others(life, &product),
            product,
            lot,
            notice: "words".to_owned(),
            recalled_on: life.now.today(),
            relied,
        }))])
    })
}

/// The other products that are the same medicine.
fn others(life: &Life<'_>, product: &str) -> Vec<String> {
    life.rules.products_of(product).split_off(1)
}

/// The open dose that is without a pack where a lot may not be used; nothing is proposed instead.
fn relied(life: &Life<'_>, product: &str, lot: &str) -> Option<Relied> {
    let known = protocol(&life.case, life.rules).filter(|known| known.gives(product));
    let window = planned_dose(&life.case, Some(known?), &life.now).ok()?;
    let today = life.now.today();
    let site = dose_site(&life.case, &window, today)?;
    life.case
        .supply
        .relies_on(
            &life.rules.products_of(product),
            lot,
            site,
            window.lasts_until(today),
        )
        .then_some(Relied {
            cycle: window.cycle,
            needed_on: window.due_on,
            replacement: None,
        })
}

fn lift(life: &mut Life<'_>) -> Result<(), Vec<Refusal>> {
    let mut standing = life.case.supply.recalls.iter().filter(|recall| !recall.lifted);
    let standing = standing.next().ok_or_else(Vec::new)?;
    let (recall, reached): (RecordId, _) = (standing.reached.recall, standing.reached.clone());
    life.stock.mark(&reached.product, &reached.lot, false);
    life.perform(|_| {
        Ok(vec![Event::Supply(SupplyFact::RecallLifted {
            recall,
            reason: "words".to_owned(),
        })])
    })
}
