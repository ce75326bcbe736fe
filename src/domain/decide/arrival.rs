//! Deciding about a parcel that came without notice.

use super::supply::{ReceiveParcel, hands, moment, readings, said};
use super::{Decision, Refusal};
use crate::domain::case::Case;
use crate::domain::dosing::open_cycle;
use crate::domain::event::{Arrival, Event, PackNamed, ParcelArrived, SupplyFact};
use crate::domain::ids::{OrganisationId, ParcelId, RecordId};
use crate::domain::refusal::WORDS;
use crate::domain::rules::Protocol;
use crate::domain::time::Now;
use chrono::{DateTime, Utc};

/// How a parcel came that nobody had announced: everything must be said, for nothing else is known. `protocol` is that of the
/// product in it, `earliest` the moment before which its packs were elsewhere, or were none yet.
///
/// # Errors
/// Refused where a name, the moment, a temperature or what was seen is missing, or one person is named twice.
pub fn arrival(
    form: &ReceiveParcel,
    protocol: Option<&Protocol>,
    earliest: Option<DateTime<Utc>>,
    now: &Now,
) -> Result<Arrival, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let at = moment("occurred_on", form.at, earliest, now, &mut wrong);
    let (deliverer, receiver) = hands(form, &mut wrong);
    let readings = readings(form, protocol, &mut wrong);
    let words = said("words", &form.words, WORDS, &mut wrong);
    match at {
        Some(at) if wrong.is_empty() => Ok(Arrival {
            at,
            deliverer,
            receiver,
            readings,
            words,
            from: None,
        }),
        _ => Err(wrong),
    }
}

/// Which parcel came: its identities, its code, from where and to where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    /// Identity of the receipt.
    pub id: RecordId,
    /// The parcel.
    pub parcel: ParcelId,
    /// Its code.
    pub code: String,
    /// Who is said to have sent it.
    pub from: OrganisationId,
    /// Who answers for what comes from there.
    pub answers: OrganisationId,
    /// Where it came.
    pub place: OrganisationId,
}

/// A parcel for this person came without notice. Its packs wait for a pharmacist whatever the logger shows, and whoever is
/// said to have sent it owes an explanation; also after the measure has ended.
///
/// # Errors
/// Refused where nothing was in it.
pub fn receive_arrival(case: &Case, came: Came, packs: Vec<PackNamed>, arrival: Arrival) -> Decision {
    if packs.is_empty() {
        return Err(vec![Refusal::Required { field: "code" }]);
    }
    let Came {
        id,
        parcel,
        code,
        from,
        answers,
        place,
    } = came;
    Ok(vec![Event::Supply(SupplyFact::ParcelArrived(ParcelArrived {
        id,
        parcel,
        code,
        cycle: open_cycle(case),
        from,
        packer: Some(answers).filter(|answers| *answers != from),
        place,
        packs,
        arrival,
    }))])
}
