//! A parcel comes that nobody had announced: what is in it, who brought it, who is said to have sent it, and for whom, where
//! that is known.

use super::TakeInPacks;
use super::prepare_parcel::parcel_code;
use super::shelf_duty::{self, Found};
use super::take_in_packs::{by_trade_item, check, known_already, lot, new_packs};
use crate::access::{Action, Actor, Context, Permit, Resource};
use crate::domain::decide::{self, Came, ReceiveParcel};
use crate::domain::event::Arrival;
use crate::domain::ids::{CaseId, LotId, OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::refusal::{PackFault, ParcelFault, Refusal};
use crate::domain::rules::{Places, Post, Protocol};
use crate::domain::shelf_duty::DutyKind;
use crate::domain::supply::{Pack, Place};
use crate::domain::time::{Now, start_of_day};
use crate::store::desk::{Desk, Failure, Submission, Work, Written};
use crate::store::file::CaseFile;
use crate::store::organisations::{self, Organisation};
use crate::store::stock::{self, Mover};
use crate::store::{StoreError, reading};
use chrono::{DateTime, Months, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

/// What is said about a parcel that came without notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiveArrival {
    /// Who is said to have sent it.
    pub from: Option<OrganisationId>,
    /// How it came; of packs it says nothing here.
    pub receipt: ReceiveParcel,
    /// What was in it: packs of one lot.
    pub packs: TakeInPacks,
    /// There is no code on the box by which it could be known.
    pub no_label: bool,
    /// It is none of the parcels on their way that it may be, as far as whoever holds it can see.
    pub none_of_these: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The parcel, where it is a new one for somebody known.
    pub parcel: Option<ParcelId>,
    /// The lot.
    pub lot: LotId,
}

/// Receives a parcel without notice at the place of whoever writes it down. What may be in a parcel on its way is received as
/// that parcel, by its label or chosen by whoever holds it ([`receive_astray`](super::receive_astray)). Of any other the packs
/// wait for a pharmacist, each where it came; whoever is said to have sent it owes an explanation: in the case it is for, or
/// about the shelf. Packs without a code beside others of their lot that are on their way from there are asked about, and
/// not put on record: they might be there twice.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn receive_arrival(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: Option<CaseId>,
    form: &ReceiveArrival,
) -> Result<Received, Failure> {
    let action = Action::ReceiveArrival;
    desk.perform(actor, submission, action, async |work| {
        let at = actor.organisation().ok_or(Refusal::NothingToDo)?;
        let place = organisations::find_in(work.tx(), at)
            .await?
            .ok_or(StoreError::Missing("organisation"))?;
        // In a case stand packs that are on record; what is only asked about is nobody's yet.
        let mut file = match case.filter(|_| !form.none_of_these) {
            Some(case) => Some(work.case(case).await?),
            None => None,
        };
        let resource: Resource = match &file {
            Some(file) => file.facts.clone().into(),
            None => place.resource(),
        };
        let permit = work.authorise(action, &resource, &Context::default())?;
        let now = Now {
            instant: work.instant(),
            zone: place.zone.parse().unwrap_or(chrono_tz::Tz::UTC),
        };
        let came = checked(work, form, &place, &now).await?;
        let mover = work.mover(action, came.arrival.at)?;
        let held = taken(work, &came, &place, mover).await?;
        if !held.is_empty() {
            work.stock_began(at).await?;
        }
        let lot = came.lot;
        match file.as_mut() {
            Some(file) => {
                let (written, parcel) = for_somebody(work, permit, file, (came, held, at), mover).await?;
                let parcel = Some(parcel);
                Ok((written, Received { parcel, lot }))
            }
            None => {
                let packs = held.iter().map(|pack| pack.id.to_string()).collect::<Vec<_>>();
                let from = Some(came.from.id).filter(|from| *from != came.answers.id);
                let found = Found {
                    kind: DutyKind::Arrival,
                    place: &place,
                    owner: &came.answers,
                    lot,
                    packs: i32::try_from(held.len().saturating_add(came.doubtful)).unwrap_or(i32::MAX),
                    arrival: Some(Arrival { from, ..came.arrival }),
                };
                let duty = shelf_duty::open(work, found).await?;
                let detail = Map::from_iter([
                    ("duty".to_owned(), json!(duty.to_string())),
                    ("packs".to_owned(), json!(packs)),
                ]);
                let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
                Ok((written, Received { parcel: None, lot }))
            }
        }
    })
    .await
}

/// Can a place of this kind have a pack to send? Where the drug is given, and where it is kept.
#[must_use]
pub fn sends(places: &Places, kind: &str) -> bool {
    let known = places.kind(kind);
    known.is_some_and(|known| known.supplies || known.posts.contains_key(&Post::Giver))
}

/// What came, when all that was said of it holds.
struct Checked {
    from: Organisation,
    /// Who answers for what comes from there.
    answers: Organisation,
    arrival: Arrival,
    packs: TakeInPacks,
    lot: LotId,
    /// The lots of its medicine that have its number: it, and one taken in under another protocol.
    alike: Vec<LotId>,
    /// So many packs without a code that may be on record as on their way.
    doubtful: usize,
}

/// Everything that is wrong at once; the lot as registered, or registered now.
async fn checked(
    work: &Work<'_>,
    form: &ReceiveArrival,
    place: &Organisation,
    now: &Now,
) -> Result<Checked, Failure> {
    let mut wrong = Vec::new();
    let from = match form.from {
        Some(id) => organisations::find_in(work.tx(), id).await?,
        None => None,
    };
    // From every place at which the drug is given or kept a pack may be sent on.
    let sends = |known: &Organisation| sends(&work.rules().places, &known.kind) && known.id != place.id;
    let from = from.filter(sends);
    if from.is_none() {
        wrong.push(Refusal::Required { field: "from" });
    }
    let mut packs = by_trade_item(work, &form.packs).await?;
    // What has expired has come all the same.
    let typed = match check(&packs, work.rules(), now.today(), true) {
        Ok(typed) => Some(typed),
        Err(faults) => {
            wrong.extend(faults);
            None
        }
    };
    let protocol = work.rules().protocol_on(&packs.product, now.today());
    let earliest = earliest(work, &packs, protocol, now).await?;
    let arrival = match decide::arrival(&form.receipt, protocol, earliest, now) {
        Ok(arrival) => Some(arrival),
        Err(faults) => {
            wrong.extend(faults);
            None
        }
    };
    let (Some(from), Some((number, expiry_on)), Some(arrival)) = (from, typed, arrival) else {
        return Err(wrong.into());
    };
    let lot = lot(work, &packs, &number, expiry_on).await?.id;
    let products = work.rules().products_of(&packs.product);
    let alike = stock::lots_alike(work.tx(), &products, &number).await?;
    let mut doubtful = 0;
    if packs.by_hand > 0 && reading::parcels::on_the_way(work.tx(), from.id, &alike).await? {
        if !form.none_of_these {
            // Written down anew, each of them would be on record twice.
            let fault = if form.no_label {
                ParcelFault::WhichOfThese
            } else {
                ParcelFault::PerhapsThis
            };
            return Err(Refusal::ParcelStep(fault).into());
        }
        doubtful = std::mem::take(&mut packs.by_hand);
    }
    let answers = shelf_duty::answers_for(work, &from).await?;
    Ok(Checked {
        from,
        answers,
        arrival,
        packs,
        lot,
        alike,
        doubtful,
    })
}

/// Before this its packs did not come: one on record lay elsewhere, and none is older than it can be kept.
async fn earliest(
    work: &Work<'_>,
    packs: &TakeInPacks,
    protocol: Option<&Protocol>,
    now: &Now,
) -> Result<Option<DateTime<Utc>>, Failure> {
    let known = stock::coded(work.tx(), &packs.codes).await?;
    let lay_since = stock::lie_since(work.tx(), &known).await?;
    let life = protocol.map(|known| Months::new(known.storage.shelf_life_months.into()));
    let made = packs.expiry_on.zip(life);
    let made_on = made.and_then(|(expiry_on, life)| expiry_on.checked_sub_months(life));
    Ok(lay_since.max(made_on.map(|day| start_of_day(day, now.zone))))
}

/// The packs, each in quarantine where it came: new ones are taken in, one that was on a shelf elsewhere has left it without
/// a word, and one that nobody could find is found.
async fn taken(
    work: &Work<'_>,
    came: &Checked,
    place: &Organisation,
    mover: Mover<'_>,
) -> Result<Vec<Pack>, Failure> {
    let to = Place::Quarantine {
        at: place.id,
        reserved: None,
    };
    let known = stock::coded(work.tx(), &came.packs.codes).await?;
    if known
        .iter()
        .any(|pack| matches!(pack.place, Place::Parcel { .. }))
    {
        // It is on record, in a box with a label: that moves.
        return Err(Refusal::PackUnsound(PackFault::InParcel).into());
    }
    let on_shelf = |pack: &Pack| matches!(pack.place, Place::Stock { reserved: None, .. });
    let came_so =
        |pack: &Pack| came.alike.contains(&pack.lot) && (on_shelf(pack) || pack.place == Place::Lost);
    if !known.iter().all(came_so) {
        // It was given, or is somebody else's: that is to be cleared up first.
        return Err(Refusal::PackUnsound(PackFault::Known).into());
    }
    let elsewhere = known
        .iter()
        .filter(|pack| on_shelf(pack) && pack.place.at() != Some(place.id));
    let left: Vec<Pack> = elsewhere.cloned().collect();
    let gone: Vec<_> = left.iter().map(|pack| (pack, Place::Lost, "")).collect();
    stock::move_packs(work.tx(), &gone, mover).await?;
    let ids: Vec<PackId> = known.iter().map(|pack| pack.id).collect();
    let found = stock::lock(work.tx(), &ids).await?;
    let moves: Vec<_> = found.iter().map(|pack| (pack, to, "")).collect();
    stock::move_packs(work.tx(), &moves, mover).await?;
    let mut unknown = came.packs.clone();
    unknown.codes.retain(|(gtin, serial)| {
        let same = |pack: &Pack| pack.gtin.as_ref() == Some(gtin) && pack.serial.as_ref() == Some(serial);
        !known.iter().any(same)
    });
    let new = new_packs(&unknown, came.lot, to);
    stock::take_in(work.tx(), &new, mover)
        .await
        .map_err(known_already)?;
    let all: Vec<PackId> = ids.into_iter().chain(new.iter().map(|pack| pack.id)).collect();
    Ok(stock::lock(work.tx(), &all).await?)
}

/// It is for somebody: the case gets its parcel, and his packs are kept apart for him.
async fn for_somebody(
    work: &Work<'_>,
    permit: Permit,
    file: &mut CaseFile,
    (came, held, at): (Checked, Vec<Pack>, OrganisationId),
    mover: Mover<'_>,
) -> Result<(Written, ParcelId), Failure> {
    let parcel = ParcelId::fresh();
    let his = Place::Quarantine {
        at,
        reserved: Some(file.case.id),
    };
    let moves: Vec<_> = held.iter().map(|pack| (pack, his, "")).collect();
    stock::move_packs(work.tx(), &moves, mover).await?;
    let which = Came {
        id: RecordId::fresh(),
        parcel,
        code: parcel_code(parcel),
        from: came.from.id,
        answers: came.answers.id,
        place: at,
    };
    let named = held.iter().map(decide::named).collect();
    let events = decide::receive_arrival(&file.case, which, named, came.arrival)?;
    Ok((work.record(permit, file, events).await?, parcel))
}
