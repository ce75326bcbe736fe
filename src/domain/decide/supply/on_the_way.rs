//! Deciding about a parcel on its way: packed, handed over, sent on, lost, explained.

use super::{Decision, fact, moment, named, open_dose, open_parcel, parcel_of, said, unfit};
use crate::domain::case::Case;
use crate::domain::event::{
    Onward, ParcelHandedOver, ParcelPrepared, ParcelSentOn, Stretch, SupplyFact, Taker,
};
use crate::domain::ids::{OrganisationId, ParcelId, RecordId};
use crate::domain::reach::telephone;
use crate::domain::refusal::{LINE, ParcelFault, Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::supply::{Pack, Parcel, ParcelState};
use crate::domain::time::Now;
use chrono::{DateTime, TimeDelta, Utc};

/// What is said about a parcel about to be packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrepareParcel {
    /// The packs, as they lie in stock.
    pub packs: Vec<Pack>,
    /// Since when the last of them lies there: what was not there yet was not packed. A form knows whole minutes.
    pub lie_since: Option<DateTime<Utc>>,
    /// When it was packed; `None` where the typed moment is not one.
    pub prepared_at: Option<DateTime<Utc>>,
}

/// Packs a parcel for the open dose, from a shelf to where it will be given, by whoever answers for it from then on. What is under
/// way for it and cannot be given, because its lot was recalled or the drug is another one now, or will not be brought, is no
/// reason against a second one.
///
/// # Errors
/// Refused where no dose is planned, nothing or something unfit was chosen, or a parcel for it is under way.
pub fn prepare_parcel(
    case: &Case,
    (id, code): (ParcelId, &str),
    form: &PrepareParcel,
    (from, packer): (OrganisationId, OrganisationId),
    rules: &Rules,
    now: &Now,
) -> Decision {
    let dose = open_dose(case, rules, now)?;
    let (cycle, to) = (dose.cycle, dose.site);
    let mut wrong = Vec::new();
    if to == from {
        wrong.push(Refusal::ParcelStep(ParcelFault::LiesThere));
    }
    let under_way = |parcel: &&Parcel| {
        let good = |id| case.supply.carries(id, &dose.protocol.products, dose.lasts_until);
        let for_it = parcel.prepared.cycle == cycle && parcel.to == to;
        for_it && parcel.open() && !parcel.kept() && good(parcel.prepared.parcel)
    };
    if case.supply.parcels.iter().any(|parcel| under_way(&parcel)) {
        wrong.push(Refusal::ParcelStep(ParcelFault::Another));
    }
    if form.packs.is_empty() {
        wrong.push(Refusal::Required { field: "pack" });
    }
    let faults = form
        .packs
        .iter()
        .filter_map(|pack| unfit(pack, &dose, case, from));
    wrong.extend(faults.map(Refusal::PackUnsound));
    let prepared_at = moment("prepared_on", form.prepared_at, form.lie_since, now, &mut wrong);
    let (Some(prepared_at), true) = (prepared_at, wrong.is_empty()) else {
        return Err(wrong);
    };
    fact(SupplyFact::ParcelPrepared(ParcelPrepared {
        parcel: id,
        code: code.to_owned(),
        cycle,
        from,
        packer: Some(packer).filter(|packer| *packer != from),
        to,
        packs: form.packs.iter().map(named).collect(),
        prepared_at,
    }))
}

/// Into whose hands a parcel was given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandOverParcel {
    /// Courier or gate.
    pub into: Option<Taker>,
    /// By name.
    pub name: String,
    /// By which telephone; may be empty.
    pub phone: String,
    /// When; `None` where the typed moment is not one.
    pub at: Option<DateTime<Utc>>,
}

/// A parcel is given into named hands.
///
/// # Errors
/// Refused where it is not on its way, or a name or moment is missing.
pub fn hand_over_parcel(case: &Case, id: ParcelId, form: &HandOverParcel, now: &Now) -> Decision {
    let parcel = open_parcel(case, id)?;
    let mut wrong = Vec::new();
    if form.into.is_none() {
        wrong.push(Refusal::Required { field: "into" });
    }
    let name = said("name", &form.name, LINE, &mut wrong);
    // Whoever has a recalled lot in his bag is called: a number that nobody can dial is none.
    let phone = match form.phone.trim() {
        "" => Some(String::new()),
        typed => telephone(typed).map(|_| typed.to_owned()),
    };
    let phone = phone.unwrap_or_else(|| {
        wrong.push(Refusal::NotUnderstood { field: "phone" });
        String::new()
    });
    let at = moment("occurred_on", form.at, Some(parcel.last_at()), now, &mut wrong);
    let (Some(into), Some(at), true) = (form.into, at, wrong.is_empty()) else {
        return Err(wrong);
    };
    fact(SupplyFact::ParcelHandedOver(ParcelHandedOver {
        parcel: id,
        into,
        name,
        phone,
        at,
    }))
}

/// Says where a parcel goes: after the person, back, or still where it was sent; or, where it has not left, that it is unpacked.
///
/// # Errors
/// Refused where it is no longer on its way, goes there already, has left and should be unpacked, or no reason is given.
pub fn send_on(
    case: &Case,
    id: ParcelId,
    (onward, reason): (Option<Onward>, &str),
    rules: &Rules,
    now: &Now,
) -> Decision {
    let parcel = open_parcel(case, id)?;
    let mut wrong = Vec::new();
    let reason = said("reason", reason, WORDS, &mut wrong);
    let to = match onward {
        None => {
            wrong.push(Refusal::Required { field: "onward" });
            None
        }
        Some(Onward::Redirect) => {
            let brought = case.brought_to(now.today()).map(|offer| offer.content.to);
            let dose = || open_dose(case, rules, now).ok().map(|dose| dose.site);
            let after = brought.or_else(dose).or_else(|| case.place_on(now.today()));
            // Where it goes after him already, it may go ahead of him to whoever was asked to take him over.
            let mut ways = [after, case.asked()].into_iter().flatten();
            ways.find(|to| *to != parcel.to)
        }
        Some(Onward::Return) => Some(parcel.prepared.from).filter(|to| *to != parcel.to),
        Some(Onward::Keep) => Some(parcel.to),
        Some(Onward::Unpack) => Some(parcel.prepared.from),
    };
    if onward == Some(Onward::Unpack) && parcel.state != ParcelState::Prepared {
        wrong.push(Refusal::ParcelStep(ParcelFault::Left));
    }
    if onward.is_some() && to.is_none() {
        wrong.push(Refusal::ParcelStep(ParcelFault::GoesThere));
    }
    let (Some(onward), Some(to), true) = (onward, to, wrong.is_empty()) else {
        return Err(wrong);
    };
    fact(SupplyFact::ParcelSentOn(ParcelSentOn {
        parcel: id,
        onward,
        to,
        reason,
    }))
}

/// Nobody knows where a parcel is.
///
/// # Errors
/// Refused where it is not on its way, or nothing is said about the search.
pub fn lose_parcel(case: &Case, id: ParcelId, words: &str) -> Decision {
    open_parcel(case, id)?;
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    fact(SupplyFact::ParcelLost { parcel: id, words })
}

/// Says where a parcel was while nobody had signed for it: in the hand that is asked about, up to when it left it, or up to now.
///
/// # Errors
/// Refused where no stretch is unexplained, or nothing is said.
pub fn explain_custody(
    case: &Case,
    (id, parcel): (RecordId, ParcelId),
    words: &str,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let longest = TimeDelta::hours(rules.supply.custody.longest_hours.into());
    let gap = parcel_of(case, parcel)?.gap(longest, now.instant);
    let gap = gap.ok_or_else(|| vec![Refusal::NothingToDo])?;
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    let stretch = Stretch {
        hand: gap.hand,
        until_at: gap.until_at,
    };
    fact(SupplyFact::CustodyExplained {
        id,
        parcel,
        words,
        stretch: Some(stretch),
    })
}
