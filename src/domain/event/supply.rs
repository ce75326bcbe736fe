//! What happens to the drug that is bound to a person: parcels, quarantine, recalls.

use super::arrival::ParcelArrived;
use crate::domain::ids::{OrganisationId, PackId, ParcelId, RecordId};
use crate::domain::supply::same_lot;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A pack as a case names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackNamed {
    /// Which.
    pub pack: PackId,
    /// Product id.
    pub product: String,
    /// Number of its lot.
    pub lot: String,
    /// Last day of use, as known when it was named.
    pub expiry_on: NaiveDate,
}

/// A parcel was packed for a person and a dose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelPrepared {
    /// Identity.
    pub parcel: ParcelId,
    /// What stands on its label; says nothing about the person.
    pub code: String,
    /// The dose it is for.
    pub cycle: u32,
    /// From whose shelf.
    pub from: OrganisationId,
    /// Who answers for it, where that is not whose shelf it was: a pharmacist packs from each shelf that he keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packer: Option<OrganisationId>,
    /// Where it is to go.
    pub to: OrganisationId,
    /// What is in it.
    pub packs: Vec<PackNamed>,
    /// When it was packed.
    pub prepared_at: DateTime<Utc>,
}

impl ParcelPrepared {
    /// Who answers for it on its way and after.
    #[must_use]
    pub fn answers(&self) -> OrganisationId {
        self.packer.unwrap_or(self.from)
    }
}

/// Into whose hands a parcel was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Taker {
    /// A courier.
    Courier,
    /// The gate of the place it was brought to.
    Gate,
}

impl Taker {
    /// Every one, in the order screens offer them.
    pub const ALL: [Self; 2] = [Self::Courier, Self::Gate];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Courier => "courier",
            Self::Gate => "gate",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|into| into.code() == code)
    }
}

/// A parcel was given into named hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelHandedOver {
    /// Which.
    pub parcel: ParcelId,
    /// Into whose.
    pub into: Taker,
    /// By name.
    pub name: String,
    /// By which telephone whoever took it is reached; empty where none was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A pack that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Which.
    pub pack: PackId,
    /// Reason, by its identity in the supply rules.
    pub reason: String,
    /// It is not there: nobody knows where it is.
    pub lost: bool,
}

/// What became of a pack that did not arrive, or was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// It is with whoever sent it.
    Sender,
    /// It is with whoever was to receive it.
    Receiver,
    /// Nobody will find it.
    Lost,
    /// It was destroyed on the way.
    Destroyed,
}

impl Became {
    /// Every one, in the order screens offer them.
    pub const ALL: [Self; 4] = [Self::Sender, Self::Receiver, Self::Lost, Self::Destroyed];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Receiver => "receiver",
            Self::Lost => "lost",
            Self::Destroyed => "destroyed",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|became| became.code() == code)
    }
}

/// The answer for one pack that did not arrive, or was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accounted {
    /// Which.
    pub pack: PackId,
    /// What became of it.
    pub became: Became,
    /// In whose rooms it is; none where it is in nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<OrganisationId>,
}

/// What the logger in the box shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    /// Lowest, tenths of a degree Celsius.
    pub lowest: i32,
    /// Highest, tenths of a degree Celsius.
    pub highest: i32,
    /// Hours outside the product's band.
    pub hours_outside: u16,
    /// It was outside, and it is not known for how long. Once that was written as no hours.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncounted: bool,
}

/// On what a pack is given that was outside its limits, or that nobody measured: what is known of its stability, or a paper that
/// stands in the place of readings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stability {
    /// What kind of paper stands in the place of readings, by its identity in the supply rules; none where it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Who says it: the maker, as a rule.
    pub by: String,
    /// The number of what it stands in: a letter, a reference.
    pub number: String,
    /// Of which day that is.
    pub on: NaiveDate,
}

/// What became of the accepted packs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
pub enum Fate {
    /// On the shelf, for the person.
    Shelved,
    /// On the shelf, free: the person is treated elsewhere by now.
    Freed,
    /// Kept apart until a pharmacist has spoken.
    Quarantined,
    /// To be returned or destroyed: the measure is over.
    SetAside,
}

/// A parcel was received: each pack accepted or rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelReceived {
    /// Identity.
    pub id: RecordId,
    /// Which.
    pub parcel: ParcelId,
    /// Who received it.
    pub place: OrganisationId,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of the one who brought it.
    pub deliverer: String,
    /// Name of the one who took it.
    pub receiver: String,
    /// Accepted packs, each with what became of it.
    pub accepted: Vec<(PackId, Fate)>,
    /// Rejected packs.
    pub rejected: Vec<Rejected>,
    /// What the logger shows; none where there was none.
    pub readings: Option<Readings>,
    /// Remarks: what was broken, why there was no logger.
    pub words: String,
}

/// Where a parcel goes when the person has gone elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Onward {
    /// After the person.
    Redirect,
    /// Back to whoever sent it.
    Return,
    /// It stays meant for the place it was sent to.
    Keep,
    /// It has not left, and is taken apart.
    Unpack,
}

impl Onward {
    /// Every one, in the order screens offer them.
    pub const ALL: [Self; 4] = [Self::Redirect, Self::Return, Self::Keep, Self::Unpack];

    /// Stable code, also the end of its text key.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Redirect => "redirect",
            Self::Return => "return",
            Self::Keep => "keep",
            Self::Unpack => "unpack",
        }
    }

    /// The one with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|onward| onward.code() == code)
    }
}

/// It was decided where a parcel goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelSentOn {
    /// Which.
    pub parcel: ParcelId,
    /// What was decided.
    pub onward: Onward,
    /// Where it is to go now.
    pub to: OrganisationId,
    /// Why.
    pub reason: String,
}

/// A lot that this person received, or that waits for him, was recalled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecallReached {
    /// The recall.
    pub recall: RecordId,
    /// Product id.
    pub product: String,
    /// Other products that are the same medicine: a lot of this number under one of them is this lot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Number of the lot.
    pub lot: String,
    /// The notice it rests on.
    pub notice: String,
    /// Civil date of the recall at the place of treatment.
    pub recalled_on: NaiveDate,
    /// The planned dose that relied on it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relied: Option<Relied>,
}

impl RecallReached {
    /// Is it about a lot, known by its product and its number?
    #[must_use]
    pub fn is_of(&self, product: &str, lot: &str) -> bool {
        let mut same = std::iter::once(&self.product).chain(&self.also);
        same.any(|own| own == product) && same_lot(&self.lot, lot)
    }
}

/// A planned dose that relied on a recalled lot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relied {
    /// Which dose.
    pub cycle: u32,
    /// The day for which it needs a pack.
    pub needed_on: NaiveDate,
    /// What was proposed instead; none where nothing was known: the dose is at risk.
    pub replacement: Option<Replacement>,
}

/// A free pack that was proposed instead of a recalled one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// The pack.
    pub pack: PackNamed,
    /// Where it lay.
    pub at: OrganisationId,
}

/// A stretch of a custody line for which nobody signed, and of which somebody said where the parcel was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// In whose hand: the first, the second and so on; 0 is whoever packed it.
    pub hand: u32,
    /// Up to which moment: when the next hand took it or, where it is still in this one, when that was said.
    pub until_at: DateTime<Utc>,
}

/// Why a pack left a person: it was given to somebody else. No reason that anybody chooses.
pub const GIVEN_TO_ANOTHER: &str = "given-to-another";

/// Why a pack is kept for nobody any more: whoever it was kept for is treated elsewhere now, or was not taken over there.
pub const MOVED_ON: &str = "moved-on";

/// Why a pack is kept for nobody any more: the measure of whoever it was kept for is over.
pub const MEASURE_OVER: &str = "measure-over";

/// A fact about the drug of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum SupplyFact {
    /// A parcel was packed.
    ParcelPrepared(ParcelPrepared),
    /// A parcel was given into named hands.
    ParcelHandedOver(ParcelHandedOver),
    /// A parcel was received.
    ParcelReceived(ParcelReceived),
    /// A parcel came without notice.
    ParcelArrived(ParcelArrived),
    /// It was decided where a parcel goes.
    ParcelSentOn(ParcelSentOn),
    /// Nobody knows where a parcel is.
    ParcelLost {
        /// Which.
        parcel: ParcelId,
        /// What was tried to find it.
        words: String,
    },
    /// The sender knows what became of a parcel that did not arrive whole.
    DiscrepancyReconciled {
        /// Identity.
        id: RecordId,
        /// Which.
        parcel: ParcelId,
        /// What became of it.
        words: String,
        /// What became of each pack of it that was missing still, or lay set aside. Once it was said in words alone.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        packs: Vec<Accounted>,
    },
    /// Where the drug was while nobody had signed for it.
    CustodyExplained {
        /// Identity.
        id: RecordId,
        /// Which.
        parcel: ParcelId,
        /// Where it was.
        words: String,
        /// Of which stretch that was said. Once it was said in words alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stretch: Option<Stretch>,
    },
    /// A pharmacist said what becomes of a pack in quarantine.
    VerdictGiven {
        /// Identity.
        id: RecordId,
        /// Which.
        pack: PackId,
        /// May it be given?
        usable: bool,
        /// Why.
        words: String,
        /// On what that rests, where it may be given though it was outside its limits, or though nobody measured it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stability: Option<Stability>,
    },
    /// A free pack at the giving site is kept for this person.
    PackReserved {
        /// Identity.
        id: RecordId,
        /// Which.
        pack: PackNamed,
        /// Where it lies.
        at: OrganisationId,
    },
    /// A pack is no longer kept for this person.
    PackReleased {
        /// Which.
        pack: PackId,
        /// Why.
        reason: String,
    },
    /// A pack that was kept for this person is not to be given any more.
    PackLeft {
        /// Which.
        pack: PackId,
        /// Reason, by its identity in the supply rules.
        reason: String,
        /// Nobody knows where it is.
        lost: bool,
    },
    /// The last day of use of a lot was read wrongly.
    ExpiryCorrected {
        /// Product id.
        product: String,
        /// Number of the lot.
        lot: String,
        /// Its last day of use.
        expiry_on: NaiveDate,
    },
    /// A lot was recalled.
    RecallReached(RecallReached),
    /// It was lifted.
    RecallLifted {
        /// The recall.
        recall: RecordId,
        /// Why.
        reason: String,
    },
    /// A physician looked at the person because of a recall.
    RecallFollowedUp {
        /// Identity.
        id: RecordId,
        /// The recall.
        recall: RecordId,
        /// Findings.
        words: String,
    },
}

impl SupplyFact {
    /// The verb written into the history and the ledger.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        match self {
            Self::ParcelPrepared(_) => "parcel-prepared",
            Self::ParcelHandedOver(_) => "parcel-handed-over",
            Self::ParcelReceived(_) => "parcel-received",
            Self::ParcelArrived(_) => "parcel-arrived",
            Self::ParcelSentOn(_) => "parcel-sent-on",
            Self::ParcelLost { .. } => "parcel-lost",
            Self::DiscrepancyReconciled { .. } => "discrepancy-reconciled",
            Self::CustodyExplained { .. } => "custody-explained",
            Self::VerdictGiven { .. } => "verdict-given",
            Self::PackReserved { .. } => "pack-reserved",
            Self::PackReleased { .. } => "pack-released",
            Self::PackLeft { .. } => "pack-left",
            Self::ExpiryCorrected { .. } => "expiry-corrected",
            Self::RecallReached(_) => "recall-reached",
            Self::RecallLifted { .. } => "recall-lifted",
            Self::RecallFollowedUp { .. } => "recall-followed-up",
        }
    }

    /// When it happened, where that is not simply when it was written down.
    #[must_use]
    pub fn occurred_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::ParcelPrepared(prepared) => Some(prepared.prepared_at),
            Self::ParcelHandedOver(handed) => Some(handed.at),
            Self::ParcelReceived(received) => Some(received.at),
            Self::ParcelArrived(arrived) => Some(arrived.arrival.at),
            _ => None,
        }
    }

    /// Can it make an obligation that was not there, for a day that has passed?
    #[must_use]
    pub fn moves_dates(&self) -> bool {
        matches!(
            self,
            Self::ParcelHandedOver(_)
                | Self::ParcelReceived(_)
                | Self::ParcelArrived(_)
                | Self::ParcelSentOn(_)
                | Self::ParcelLost { .. }
                | Self::PackLeft { .. }
                | Self::ExpiryCorrected { .. }
                | Self::RecallReached(_)
        )
    }
}
