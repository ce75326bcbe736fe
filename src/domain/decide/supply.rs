//! Deciding about the drug that is bound to a person: parcels, quarantine, packs kept for him, recalls.

mod newcomer;

pub use newcomer::{freed_at, keep_for_newcomer, lacking_at, left_behind};

use super::Decision;
use crate::domain::case::Case;
use crate::domain::event::{
    Accounted, Became, Event, Fate, Onward, PackNamed, ParcelHandedOver, ParcelPrepared, ParcelReceived,
    ParcelSentOn, Readings, Rejected, Stability, SupplyFact, Taker,
};
use crate::domain::ids::{OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::plan::{dose_site, protocol};
use crate::domain::reach::telephone;
use crate::domain::refusal::{LINE, PackFault, ParcelFault, Refusal, WORDS, text};
use crate::domain::rules::{Protocol, Rules};
use crate::domain::supply::{BoundState, OnTheWay, Pack, Parcel, Place};
use crate::domain::time::Now;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Clocks of two machines differ; a minute ahead is not the future.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(2);

/// A pack as the case names it.
#[must_use]
pub fn named(pack: &Pack) -> PackNamed {
    PackNamed {
        pack: pack.id,
        product: pack.product.clone(),
        lot: pack.number.clone(),
        expiry_on: pack.expiry_on,
    }
}

fn fact(fact: SupplyFact) -> Decision {
    Ok(vec![Event::Supply(fact)])
}

/// What speaks against sending or keeping a pack for the open dose.
fn unfit(pack: &Pack, dose: &OpenDose<'_>, case: &Case, at: OrganisationId) -> Option<PackFault> {
    match pack.place {
        Place::Stock { at: here, .. } if here != at => Some(PackFault::Elsewhere),
        Place::Stock { reserved, .. } if reserved.is_some_and(|other| other != case.id) => {
            Some(PackFault::OtherPerson)
        }
        Place::Stock { .. } if pack.product != dose.protocol.id => Some(PackFault::OtherProduct),
        Place::Stock { .. } if pack.recalled => Some(PackFault::Recalled),
        Place::Stock { .. } if pack.expiry_on < dose.needed_on => Some(PackFault::TooOld),
        Place::Stock { .. } => None,
        Place::Quarantine { .. } | Place::SetAside { .. } => Some(PackFault::NotReleased),
        Place::Parcel { .. } => Some(PackFault::OtherPerson),
        _ => Some(PackFault::Gone),
    }
}

/// The open dose: what it asks for, and where.
struct OpenDose<'r> {
    cycle: u32,
    needed_on: NaiveDate,
    site: OrganisationId,
    protocol: &'r Protocol,
}

fn open_dose<'r>(case: &Case, rules: &'r Rules, now: &Now) -> Result<OpenDose<'r>, Vec<Refusal>> {
    let known = protocol(case, rules);
    let window = crate::domain::dosing::planned_dose(case, known, now);
    let window = window.map_err(|reason| vec![Refusal::NoDose(reason)])?;
    let site = dose_site(case, &window, now.today());
    let (protocol, site) = known.zip(site).ok_or_else(|| vec![Refusal::NothingToDo])?;
    Ok(OpenDose {
        cycle: window.cycle,
        needed_on: window.due_on,
        site,
        protocol,
    })
}

/// What is said about a parcel about to be packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrepareParcel {
    /// The packs, as they lie in stock.
    pub packs: Vec<Pack>,
    /// When it was packed; `None` where the typed moment is not one.
    pub prepared_at: Option<DateTime<Utc>>,
}

/// Packs a parcel for the open dose, to where it will be given. What is under way for it and cannot be given, because its
/// lot was recalled or the drug is another one now, or will not be brought, is no reason against a second one.
///
/// # Errors
/// Refused where no dose is planned, nothing or something unfit was chosen, or a parcel for it is under way.
pub fn prepare_parcel(
    case: &Case,
    (id, code): (ParcelId, &str),
    form: &PrepareParcel,
    from: OrganisationId,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let dose = open_dose(case, rules, now)?;
    let (cycle, to) = (dose.cycle, dose.site);
    let mut wrong = Vec::new();
    if to == from {
        wrong.push(Refusal::NothingToDo); // it lies where it is given
    }
    let under_way = |parcel: &&Parcel| {
        let good = |id| case.supply.carries(id, &dose.protocol.id, dose.needed_on);
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
    let prepared_at = moment("prepared_on", form.prepared_at, None, now, &mut wrong);
    let (Some(prepared_at), true) = (prepared_at, wrong.is_empty()) else {
        return Err(wrong);
    };
    fact(SupplyFact::ParcelPrepared(ParcelPrepared {
        parcel: id,
        code: code.to_owned(),
        cycle,
        from,
        to,
        packs: form.packs.iter().map(named).collect(),
        prepared_at,
    }))
}

/// A typed moment that has passed, and not before another.
pub(super) fn moment(
    field: &'static str,
    typed: Option<DateTime<Utc>>,
    earliest: Option<DateTime<Utc>>,
    now: &Now,
    wrong: &mut Vec<Refusal>,
) -> Option<DateTime<Utc>> {
    let fault = match (typed, earliest) {
        (None, _) => Refusal::NotUnderstood { field },
        (Some(at), _) if at > now.instant + CLOCK_SLACK => Refusal::InFuture { field },
        (Some(at), Some(earliest)) if at < earliest => Refusal::NotBefore {
            field,
            earliest_on: crate::domain::time::civil_date(earliest, now.zone),
        },
        _ => return typed,
    };
    wrong.push(fault);
    None
}

pub(super) fn said(field: &'static str, typed: &str, most: usize, wrong: &mut Vec<Refusal>) -> String {
    text(field, typed, true, most).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    })
}

fn parcel_of(case: &Case, id: ParcelId) -> Result<&Parcel, Vec<Refusal>> {
    case.supply.parcel(id).ok_or_else(|| vec![Refusal::NothingToDo])
}

fn open_parcel(case: &Case, id: ParcelId) -> Result<&Parcel, Vec<Refusal>> {
    let parcel = parcel_of(case, id)?;
    if parcel.open() {
        Ok(parcel)
    } else {
        Err(vec![Refusal::ParcelStep(ParcelFault::Over)])
    }
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

/// What is said about a pack of a parcel that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackAnswer {
    /// Which.
    pub pack: PackId,
    /// `accepted`, or the identity of a reason; empty where nothing was said.
    pub answer: String,
}

/// What is said about a parcel that arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiveParcel {
    /// Each pack.
    pub packs: Vec<PackAnswer>,
    /// When; `None` where the typed moment is not one.
    pub at: Option<DateTime<Utc>>,
    /// Who brought it.
    pub deliverer: String,
    /// Who took it.
    pub receiver: String,
    /// Lowest temperature in degrees, as typed; empty without a logger.
    pub lowest: String,
    /// Highest temperature in degrees, as typed.
    pub highest: String,
    /// Hours outside the band, as typed.
    pub hours_outside: String,
    /// It is not known for how long it was outside.
    pub hours_unknown: bool,
    /// There was no logger.
    pub no_logger: bool,
    /// Remarks.
    pub words: String,
}

/// The answer for a pack that is there and whole.
pub const ACCEPTED: &str = "accepted";

/// A parcel is received: what was accepted and what was rejected is what was sent.
///
/// # Errors
/// Refused where a pack was not answered for, a name, a moment or a temperature is missing.
pub fn receive_parcel(
    case: &Case,
    (id, parcel): (RecordId, ParcelId),
    form: &ReceiveParcel,
    place: OrganisationId,
    recalled: &[PackId],
    rules: &Rules,
    now: &Now,
) -> Decision {
    let known = open_parcel(case, parcel)?;
    let mut wrong = Vec::new();
    let at = moment("occurred_on", form.at, Some(known.last_at()), now, &mut wrong);
    let deliverer = said("deliverer", &form.deliverer, LINE, &mut wrong);
    let receiver = said("receiver", &form.receiver, LINE, &mut wrong);
    let same = deliverer.to_lowercase() == receiver.to_lowercase();
    if !deliverer.is_empty() && same {
        wrong.push(Refusal::SamePerson); // a hand-over has two sides
    }
    let named = known.prepared.packs.first();
    let protocol = named.and_then(|named| rules.protocol_on(&named.product, now.today()));
    let readings = readings(form, protocol, &mut wrong);
    let needs_words = form.no_logger || form.packs.iter().any(|pack| pack.answer != ACCEPTED);
    let words = text("words", &form.words, needs_words, WORDS).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    });
    let cold = match (readings, protocol) {
        (Some(read), Some(protocol)) => {
            rules
                .supply
                .stands(protocol, read.lowest, read.highest, read.hours_outside)
        }
        _ => false,
    };
    let mut accepted = Vec::new();
    let mut rejected = Vec::new();
    for named in &known.prepared.packs {
        let mut answers = form.packs.iter().filter(|answer| answer.pack == named.pack);
        match answers.next().map_or("", |answer| answer.answer.as_str()) {
            ACCEPTED => {
                let sound = cold && !recalled.contains(&named.pack);
                accepted.push((named.pack, fate(case, known, place, sound, now)));
            }
            reason => match rules.supply.rejection(reason) {
                Some(reason) => rejected.push(Rejected {
                    pack: named.pack,
                    reason: reason.id.clone(),
                    lost: reason.lost,
                }),
                None => wrong.push(Refusal::PackUnanswered { pack: named.pack }),
            },
        }
    }
    let (Some(at), true) = (at, wrong.is_empty()) else {
        return Err(wrong);
    };
    fact(SupplyFact::ParcelReceived(ParcelReceived {
        id,
        parcel,
        place,
        at,
        deliverer,
        receiver,
        accepted,
        rejected,
        readings,
        words,
    }))
}

fn fate(case: &Case, parcel: &Parcel, place: OrganisationId, sound: bool, now: &Now) -> Fate {
    if case.ended_on(now.today()) {
        return Fate::SetAside;
    }
    if !sound {
        return Fate::Quarantined;
    }
    // Whoever will give the dose keeps its pack for him, though he has not come yet.
    let his = case.belongs_at(place, now.today()) && !parcel.kept();
    if his { Fate::Shelved } else { Fate::Freed }
}

/// Temperatures in tenths; a whole or one decimal, comma or point.
fn tenths(typed: &str) -> Option<i32> {
    let typed = typed.trim().replace(',', ".").replace('−', "-");
    let number: f64 = typed.parse().ok()?;
    // No box has seen more than this, and no logger shows it.
    let sane = (-60.0..=80.0).contains(&number);
    #[allow(clippy::cast_possible_truncation)] // bounded just above
    sane.then(|| (number * 10.0).round() as i32)
}

/// What the logger showed, as typed. Outside the limits it is said for how long, or that nobody knows, which counts as the
/// worst; nothing can have been outside for no hours, or inside all the time and outside for some.
pub(super) fn readings(
    form: &ReceiveParcel,
    protocol: Option<&Protocol>,
    wrong: &mut Vec<Refusal>,
) -> Option<Readings> {
    let nothing = [&form.lowest, &form.highest, &form.hours_outside]
        .iter()
        .all(|typed| typed.trim().is_empty());
    if form.no_logger && nothing {
        return None;
    }
    let mut read = |field, typed: &str| {
        let value = tenths(typed);
        if value.is_none() {
            wrong.push(if typed.trim().is_empty() {
                Refusal::Required { field }
            } else {
                Refusal::NotUnderstood { field }
            });
        }
        value
    };
    let lowest = read("lowest", &form.lowest);
    let highest = read("highest", &form.highest);
    let hours = match form.hours_outside.trim() {
        "" => Some(0),
        typed => typed.parse().ok(),
    };
    if hours.is_none() {
        wrong.push(Refusal::NotUnderstood {
            field: "hours_outside",
        });
    }
    let (lowest, highest) = (lowest?, highest?);
    if lowest > highest {
        wrong.push(Refusal::LowestAboveHighest);
        return None;
    }
    if let (Some(protocol), Some(hours)) = (protocol, hours) {
        wrong.extend(hours_wrong(form, (lowest, highest, hours), protocol));
    }
    Some(Readings {
        lowest,
        highest,
        hours_outside: hours?,
        uncounted: form.hours_unknown,
    })
}

/// What is wrong with the hours outside, beside these readings.
fn hours_wrong(
    form: &ReceiveParcel,
    (lowest, highest, hours): (i32, i32, u16),
    protocol: &Protocol,
) -> Option<Refusal> {
    let storage = &protocol.storage;
    let (min_celsius, max_celsius) = (storage.min_celsius, storage.max_celsius);
    let outside = !storage.holds(lowest, highest);
    let said = !form.hours_outside.trim().is_empty();
    if outside && said == form.hours_unknown {
        return Some(Refusal::HoursUnsaid {
            min_celsius,
            max_celsius,
        });
    }
    let never = hours == 0 && !form.hours_unknown;
    (outside == never).then_some(Refusal::ReadingsContradict {
        min_celsius,
        max_celsius,
    })
}

/// Says where a parcel goes: after the person, back, or still where it was sent.
///
/// # Errors
/// Refused where it is no longer on its way, goes there already, or no reason is given.
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
    };
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

/// Says what became of a parcel that did not arrive whole: in words, and of each pack that is missing still, or lies set
/// aside. `held` are its packs as they lie now; one that went elsewhere meanwhile is not asked about.
///
/// # Errors
/// Refused where nothing is open about it, nothing is said, a pack was not answered for, or one that lies set aside is said
/// to be lost.
pub fn reconcile_parcel(
    case: &Case,
    (id, parcel): (RecordId, ParcelId),
    answers: &[PackAnswer],
    held: &[Pack],
    words: &str,
) -> Decision {
    let known = parcel_of(case, parcel)?;
    if !known.unreconciled() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    let words = said("words", words, WORDS, &mut wrong);
    let mut packs = Vec::new();
    for named in known.short() {
        let mut held = held.iter();
        let asked = |pack: &&Pack| pack.id == named.pack && !known.answers(pack.place).is_empty();
        let Some(pack) = held.find(asked) else {
            continue;
        };
        let mut answers = answers.iter().filter(|answer| answer.pack == pack.id);
        match answers
            .next()
            .and_then(|answer| Became::from_code(&answer.answer))
        {
            Some(became) if !known.answers(pack.place).contains(&became) => {
                wrong.push(Refusal::PackLiesAside {
                    pack: pack.id,
                    name: pack.name(),
                    lot: pack.number.clone(),
                });
            }
            Some(became) => packs.push(Accounted {
                pack: pack.id,
                became,
                at: known.lies_with(became),
            }),
            None => wrong.push(Refusal::PackUnaccounted {
                pack: pack.id,
                name: pack.name(),
                lot: pack.number.clone(),
            }),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    fact(SupplyFact::DiscrepancyReconciled {
        id,
        parcel,
        words,
        packs,
    })
}

/// Says where a parcel was while nobody had signed for it.
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
    if parcel_of(case, parcel)?.gap(longest, now.instant).is_none() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    fact(SupplyFact::CustodyExplained { id, parcel, words })
}

/// A pharmacist says what becomes of a pack in quarantine.
///
/// # Errors
/// Refused where it is not in quarantine, nothing was chosen, or no reason is given; a recalled, expired or frozen pack is
/// never released, one that was outside its limits only on what is known of its stability, and one that nobody measured only on
/// a paper.
pub fn give_verdict(
    case: &Case,
    id: RecordId,
    pack: &Pack,
    (said, words): (&Verdict, &str),
    rules: &Rules,
    now: &Now,
) -> Decision {
    let bound = case.supply.pack(pack.id);
    let waits = bound.is_some_and(|bound| matches!(bound.state, BoundState::Quarantined(_)));
    let warmth = Warmth::of(pack, case.supply.on_the_way(pack.id), rules, now.today());
    let (usable, words, stability) = verdict(pack, (waits, warmth), (said, words), rules, now)?;
    fact(SupplyFact::VerdictGiven {
        id,
        pack: pack.id,
        usable,
        words,
        stability,
    })
}

/// What a verdict says of a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// May it be given?
    pub usable: Option<bool>,
    /// What kind of paper stands in the place of readings, by its identity in the rules; asked where nobody measured it.
    pub kind: String,
    /// Who says what is known of its stability, or issued the paper; asked where it was outside its limits or nobody measured it,
    /// as all that follows.
    pub by: String,
    /// In what that stands.
    pub number: String,
    /// Of which day; `None` where the typed day is not one.
    pub on: Option<NaiveDate>,
    /// Whoever judges has read it, and it covers what was measured.
    pub covered: bool,
}

impl From<Option<bool>> for Verdict {
    /// Without a word about its stability.
    fn from(usable: Option<bool>) -> Self {
        Self {
            usable,
            ..Self::default()
        }
    }
}

/// What is known of how warm a pack had it, against what its product stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warmth {
    /// It was in no parcel, its product stands all weather, or nothing was outside that is not allowed.
    Stood,
    /// There was no logger, and its product asks for readings.
    Unmeasured,
    /// Longer or farther outside its limits than is allowed, or nobody knows for how long.
    Outside,
    /// So cold that it is never given.
    Frozen,
}

impl Warmth {
    /// Of a pack of which this is known on its way.
    #[must_use]
    pub fn of(pack: &Pack, way: OnTheWay, rules: &Rules, today: NaiveDate) -> Self {
        let protocol = rules.protocol_on(&pack.product, today);
        let (read, protocol) = match (way, protocol) {
            (OnTheWay::NoParcel, _) | (OnTheWay::Logged(_), None) => return Self::Stood,
            (OnTheWay::NoLogger, known) => {
                // Of a product that no rule knows nobody can say what it stands.
                let stands = known.is_some_and(|protocol| !rules.supply.asks_readings(protocol));
                return if stands { Self::Stood } else { Self::Unmeasured };
            }
            (OnTheWay::Logged(read), Some(protocol)) => (read, protocol),
        };
        if protocol.storage.spoiled_by(read.lowest) {
            return Self::Frozen;
        }
        let stands = rules
            .supply
            .stands(protocol, read.lowest, read.highest, read.hours_outside);
        if stands { Self::Stood } else { Self::Outside }
    }
}

/// What is known of the stability of a pack that was outside its limits, as typed.
fn stability(said: &Verdict, now: &Now, wrong: &mut Vec<Refusal>) -> Option<Stability> {
    let by = self::said("stability_by", &said.by, LINE, wrong);
    let number = self::said("stability_number", &said.number, LINE, wrong);
    let field = "stability_on";
    match said.on {
        None => wrong.push(Refusal::NotUnderstood { field }),
        Some(on) if on > now.today() => wrong.push(Refusal::InFuture { field }),
        Some(_) => {}
    }
    if !said.covered {
        wrong.push(Refusal::Required {
            field: "stability_covers",
        });
    }
    Some(Stability {
        kind: None,
        by,
        number,
        on: said.on?,
    })
}

/// The paper that stands in the place of readings, as typed: of which kind, its number, its day, and who issued it.
fn paper(said: &Verdict, rules: &Rules, now: &Now, wrong: &mut Vec<Refusal>) -> Option<Stability> {
    let kind = rules.supply.paper(&said.kind).map(|kind| kind.id.clone());
    if kind.is_none() {
        wrong.push(Refusal::Required {
            field: "stability_kind",
        });
    }
    let known = stability(said, now, wrong)?;
    Some(Stability { kind, ..known })
}

/// Fewest letters of the reason for a verdict: whoever is given the pack relies on it.
const LEAST_LETTERS: usize = 5;

/// What a verdict needs, for a pack of a person and for a free one.
///
/// # Errors
/// As [`give_verdict`].
pub fn verdict(
    pack: &Pack,
    (waits, warmth): (bool, Warmth),
    (verdict, words): (&Verdict, &str),
    rules: &Rules,
    now: &Now,
) -> Result<(bool, String, Option<Stability>), Vec<Refusal>> {
    if !waits {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    let words = said("words", words, WORDS, &mut wrong);
    let letters = words.chars().filter(|sign| sign.is_alphabetic()).count();
    if !words.is_empty() && letters < LEAST_LETTERS {
        wrong.push(Refusal::NotUnderstood { field: "words" });
    }
    let mut known = None;
    match verdict.usable {
        None => wrong.push(Refusal::Required { field: "verdict" }),
        Some(true) if pack.recalled => wrong.push(Refusal::PackUnsound(PackFault::Recalled)),
        Some(true) if pack.expiry_on < now.today() => wrong.push(Refusal::PackUnsound(PackFault::TooOld)),
        Some(true) if warmth == Warmth::Frozen => wrong.push(Refusal::PackUnsound(PackFault::Frozen)),
        Some(true) if warmth == Warmth::Outside => known = stability(verdict, now, &mut wrong),
        Some(true) if warmth == Warmth::Unmeasured => known = paper(verdict, rules, now, &mut wrong),
        Some(_) => {}
    }
    match verdict.usable {
        Some(usable) if wrong.is_empty() => Ok((usable, words, known)),
        _ => Err(wrong),
    }
}

/// Keeps a free pack at the giving site for the open dose.
///
/// # Errors
/// Refused where no dose is planned or the pack is unfit.
pub fn reserve_pack(case: &Case, id: RecordId, pack: &Pack, rules: &Rules, now: &Now) -> Decision {
    let dose = open_dose(case, rules, now)?;
    if pack.place.case() == Some(case.id) {
        return Err(vec![Refusal::NothingToDo]);
    }
    if let Some(fault) = unfit(pack, &dose, case, dose.site) {
        return Err(vec![Refusal::PackUnsound(fault)]);
    }
    fact(SupplyFact::PackReserved {
        id,
        pack: named(pack),
        at: dose.site,
    })
}

/// A pack is no longer kept for the person.
///
/// # Errors
/// Refused where it is not on a shelf for him, or no reason is given.
pub fn release_pack(case: &Case, pack: PackId, reason: &str) -> Decision {
    let bound = case.supply.pack(pack);
    if !bound.is_some_and(|bound| matches!(bound.state, BoundState::Shelved(_))) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let reason = text("reason", reason, true, WORDS).map_err(|refusal| vec![refusal])?;
    fact(SupplyFact::PackReleased { pack, reason })
}

/// A physician looked at a person who received a recalled lot.
///
/// # Errors
/// Refused where nobody has to, or nothing is said.
pub fn follow_up_recall(case: &Case, (id, recall): (RecordId, RecordId), words: &str) -> Decision {
    let mut recalls = case.supply.recalls.iter();
    let open = |known: &&crate::domain::supply::RecallOn| {
        known.reached.recall == recall && known.followed_up.is_none() && !known.lifted
    };
    if recalls.find(open).is_none() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    fact(SupplyFact::RecallFollowedUp { id, recall, words })
}
