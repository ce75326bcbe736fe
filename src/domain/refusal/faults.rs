//! What is wrong with a scan, a parcel, a pack, or a case that is to rest: the faults that a refusal carries.

/// What is wrong with a scan and what was chosen beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanFault {
    /// Packs lie here, and none was scanned, chosen in the list, or written down by hand.
    Nothing,
    /// No pack with this code is on record.
    Unknown,
    /// The same, and a pack was chosen in the list.
    UnknownBeside,
    /// The code was not read, and a pack was chosen in the list.
    UnreadBeside,
    /// Another pack, or none, was chosen in the list.
    Differs,
    /// It names another lot than the one on record.
    OtherLot,
    /// With upper and lower case exchanged it would be on record.
    CapsLock,
}

impl ScanFault {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Nothing => "scan-nothing",
            Self::Unknown => "scan-unknown",
            Self::UnknownBeside => "scan-unknown-beside",
            Self::UnreadBeside => "scan-unread-beside",
            Self::Differs => "scan-differs",
            Self::OtherLot => "scan-other-lot",
            Self::CapsLock => "scan-caps-lock",
        }
    }
}

/// Why a parcel does not go a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParcelFault {
    /// It goes there already.
    GoesThere,
    /// Another one is under way for the same dose.
    Another,
    /// It is no longer on its way.
    Over,
    /// It is expected here: nothing is astray.
    ComesHere,
    /// What came without a code may be what is in a parcel on its way.
    PerhapsThis,
    /// The box has no code, and may be one of the parcels on their way: it is to be said which.
    WhichOfThese,
    /// It has left: it can be sent back, and not be unpacked where it was.
    Left,
    /// Its packs lie where the dose is given: one is kept for the person, and nothing is sent.
    LiesThere,
}

impl ParcelFault {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::GoesThere => "parcel-goes-there",
            Self::Another => "parcel-another",
            Self::Over => "parcel-over",
            Self::ComesHere => "parcel-comes-here",
            Self::PerhapsThis => "parcel-perhaps-this",
            Self::WhichOfThese => "parcel-which-of-these",
            Self::Left => "parcel-left",
            Self::LiesThere => "parcel-lies-there",
        }
    }
}

/// What speaks against giving a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackFault {
    /// No such pack, or it was given, returned or destroyed.
    Gone,
    /// Another product, or another strength.
    OtherProduct,
    /// Kept for another person.
    OtherPerson,
    /// Not on the shelf of this place.
    Elsewhere,
    /// Waits for a pharmacist, or was set aside.
    NotReleased,
    /// It was colder than its label ever allows.
    Frozen,
    /// Its lot is recalled.
    Recalled,
    /// Somebody moved it meanwhile.
    Moved,
    /// It is on record already.
    Known,
    /// It is in a parcel on its way, which has a label.
    InParcel,
    /// Its last day of use comes before the dose.
    TooOld,
}

impl PackFault {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Gone => "pack-gone",
            Self::OtherProduct => "pack-other-product",
            Self::OtherPerson => "pack-other-person",
            Self::Elsewhere => "pack-elsewhere",
            Self::NotReleased => "pack-not-released",
            Self::Frozen => "pack-frozen",
            Self::Recalled => "pack-recalled",
            Self::Moved => "pack-moved",
            Self::Known => "pack-known",
            Self::InParcel => "pack-in-parcel",
            Self::TooOld => "pack-too-old",
        }
    }

    /// Can an injection from it be taken down as an incident? What was given to somebody else, or is another drug,
    /// cannot be this dose.
    #[must_use]
    pub fn may_have_happened(self) -> bool {
        matches!(
            self,
            Self::OtherPerson | Self::Elsewhere | Self::NotReleased | Self::Recalled | Self::TooOld
        )
    }
}

/// What must be carried over, or ended, before a case can rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeFirst {
    /// It leads another case.
    Leads,
    /// A hold is open.
    Hold,
    /// Something that speaks against a drug is not written down in the case that leads.
    Contraindication,
    /// An offer is open.
    Offer,
    /// A parcel is on its way, or a pack is kept.
    Drug,
    /// A dose may be another person's.
    Mistake,
    /// A result waits for a physician.
    Result,
    /// Nobody has said yet how a reaction ended.
    Reaction,
    /// The doses wait for a court.
    Court,
}

impl MergeFirst {
    /// Stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Leads => "merge-first-leads",
            Self::Hold => "merge-first-hold",
            Self::Contraindication => "merge-first-contraindication",
            Self::Offer => "merge-first-offer",
            Self::Drug => "merge-first-drug",
            Self::Mistake => "merge-first-mistake",
            Self::Result => "merge-first-result",
            Self::Reaction => "merge-first-reaction",
            Self::Court => "merge-first-court",
        }
    }
}
