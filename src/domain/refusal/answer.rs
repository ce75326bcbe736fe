//! What a refusal says: its code, and the field of the form that it is about.

use super::{PackFault, ParcelFault, Refusal};

/// So many signs of a code are said again: by these it is found among many.
const SIGNS_SAID: usize = 30;

impl Refusal {
    /// The same, said of one of so many codes that were scanned: its number, from 1, and itself. Where it was the only one, it
    /// need not be looked for.
    #[must_use]
    pub fn of_code(self, number: usize, code: &str, codes: usize) -> Self {
        if codes < 2 {
            return self;
        }
        let signs = code.chars().filter(|sign| !sign.is_control());
        Self::OneCode {
            number,
            code: signs.take(SIGNS_SAID).collect(),
            refusal: Box::new(self),
        }
    }

    /// Stable code; the text key is `refusal-` and this.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoDose(_) => "no-dose",
            Self::StoppedSince { .. } => "stopped-since",
            Self::AlreadyRecorded { .. } => "already-recorded",
            Self::TooEarly { .. } => "too-early",
            Self::BeforeLastDose { .. } => "before-last-dose",
            Self::BeforeClearance { .. } => "before-clearance",
            Self::BeforeInformation { .. } => "before-information",
            Self::BeforePack { .. } => "before-pack",
            Self::WrittenBefore { .. } => "written-before",
            Self::AlarmUndecided { .. } => "alarm-undecided",
            Self::OwnName => "own-name",
            Self::OtherPost => "other-post",
            Self::InFuture { .. } => "in-future",
            Self::LateReasonNeeded { .. } => "late-reason-needed",
            Self::DecisionNeeded { .. } => "decision-needed",
            Self::DecisionLapsed { .. } => "decision-lapsed",
            Self::Withheld { .. } => "withheld",
            Self::MeasureFirst { .. } => "measure-first",
            Self::ObservedTooSoon { .. } => "observed-too-soon",
            Self::Expired { .. } => "expired",
            Self::CheckMissing { .. } => "check-missing",
            Self::CheckFailed { .. } => "check-failed",
            Self::CheckImpossible { .. } => "check-impossible",
            Self::CheckExpired { .. } => "check-expired",
            Self::VolumeTooLarge { .. } => "volume-too-large",
            Self::TwoIdentifiers => "two-identifiers",
            Self::Required { .. } => "required",
            Self::NotUnderstood { .. } => "not-understood",
            Self::NotBefore { .. } => "not-before",
            Self::NotBeforeTime { .. } => "not-before-time",
            Self::NotAfter { .. } => "not-after",
            Self::AfterHandover { .. } => "after-handover",
            Self::TopicsMissing { .. } => "topics-missing",
            Self::MemberMissing { .. } => "member-missing",
            Self::MemberTwice { .. } => "member-twice",
            Self::FindingMissing { .. } => "finding-missing",
            Self::ResultMissing { .. } => "result-missing",
            Self::ResultUnread { .. } => "result-unread",
            Self::UnitUnknown { .. } => "unit-unknown",
            Self::ResultImpossible { .. } => "result-impossible",
            Self::ResultNotAbove { .. } => "result-not-above",
            Self::LongAgo { .. } => "long-ago",
            Self::NothingMeasured => "nothing-measured",
            Self::NotCleared => "not-cleared",
            Self::NotInformed => "not-informed",
            Self::Contraindicated { .. } => "contraindicated",
            Self::CoverExcluded { .. } => "cover-excluded",
            Self::TooYoung { .. } => "too-young",
            Self::BarredForGood { .. } => "barred-for-good",
            Self::StillBarred => "still-barred",
            Self::ConfirmedAlready { .. } => "confirmed-already",
            Self::RecordsChanged => "records-changed",
            Self::WaitsForUs => "waits-for-us",
            Self::ChangeInstead => "change-instead",
            Self::TreatmentBegun => "treatment-begun",
            Self::SamePerson => "same-person",
            Self::OneHand => "one-hand",
            Self::ReadWithoutLogger => "read-without-logger",
            Self::TooFewMembers { .. } => "too-few-members",
            Self::TookPart { .. } => "took-part",
            Self::NotAMember => "not-a-member",
            Self::TextChanged => "text-changed",
            Self::FactsChanged => "facts-changed",
            Self::ComplainedAbout => "complained-about",
            Self::PackUnsound(fault) => fault.code(),
            Self::ExpiryDiffers { .. } => "expiry-differs",
            Self::OtherTradeItem => "other-trade-item",
            Self::LotBound { .. } => "lot-bound",
            Self::OneAtATime => "one-at-a-time",
            Self::LotKnown => "lot-known",
            Self::PackUnanswered { .. } => "pack-unanswered",
            Self::PackUnaccounted { .. } => "pack-unaccounted",
            Self::PackLiesAside { .. } => "pack-lies-aside",
            Self::PackDestroyedAlone { .. } => "pack-destroyed-alone",
            Self::ReadingsContradict { .. } => "readings-contradict",
            Self::HoursUnsaid { .. } => "hours-unsaid",
            Self::LowestAboveHighest => "lowest-above-highest",
            Self::MixedAfter => "mixed-after",
            Self::LotDiffers { .. } => "lot-differs",
            Self::MixedTooLong { .. } => "mixed-too-long",
            Self::PersonHasCase => "person-has-case",
            Self::NumberOfAnother => "number-of-another",
            Self::TooManyElsewhere => "too-many-elsewhere",
            Self::TwiceInFile => "twice-in-file",
            Self::BeyondColumns => "beyond-columns",
            Self::PastDoseExpired { .. } => "past-dose-expired",
            Self::PastDoseOutside { .. } => "past-dose-outside",
            Self::PastDoseTooNear { .. } => "past-dose-too-near",
            Self::ImportTouched { .. } => "import-touched",
            Self::RestsIn { .. } => "rests-in",
            Self::DifferentNumbers => "different-numbers",
            Self::MergeFirst(first) => first.code(),
            Self::NothingDue => "nothing-due",
            Self::RowReturned => "row-returned",
            Self::NothingToDo => "nothing-to-do",
            Self::StepNotPossible => "step-not-possible",
            Self::ParcelStep(fault) => fault.code(),
            Self::OfferOpen => "offer-open",
            Self::NoReceiver => "no-receiver",
            Self::ReceiverAccepted => "receiver-accepted",
            Self::ReleaseUnknown => "release-unknown",
            Self::NotHeld => "not-held",
            Self::PlaceClosed { .. } => "place-closed",
            Self::ReasonUnfit => "reason-unfit",
            Self::ClinicianGone { .. } => "clinician-gone",
            Self::NotWorking { .. } => "not-working",
            Self::OutsideHours { .. } => "outside-hours",
            Self::NoHours { .. } => "no-hours",
            Self::InCurfew { .. } => "in-curfew",
            Self::InRestriction { .. } => "in-restriction",
            Self::OutsideRegion { .. } => "outside-region",
            Self::LeaveUsed { .. } => "leave-used",
            Self::DayNotOffered { .. } => "day-not-offered",
            Self::StillNeeded { .. } => "still-needed",
            Self::NobodyElse { .. } => "nobody-else",
            Self::CodeUnread(_) => "code-unread",
            Self::OneCode { .. } => "one-code",
            Self::Scan(fault) => fault.code(),
            Self::FormUnkeyed => "form-unkeyed",
            Self::TooLong { .. } => "too-long",
        }
    }

    /// The field of the form it belongs to; `None` where it concerns the whole.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        match self {
            Self::InFuture { field }
            | Self::LongAgo { field, .. }
            | Self::Required { field }
            | Self::NotUnderstood { field }
            | Self::TooLong { field, .. }
            | Self::NotAfter { field, .. }
            | Self::AfterHandover { field, .. }
            | Self::PlaceClosed { field }
            | Self::ClinicianGone { field }
            | Self::NotWorking { field }
            | Self::OutsideHours { field, .. }
            | Self::NoHours { field }
            | Self::InCurfew { field, .. }
            | Self::InRestriction { field, .. }
            | Self::OutsideRegion { field, .. }
            | Self::LeaveUsed { field }
            | Self::DayNotOffered { field }
            | Self::NotBeforeTime { field, .. }
            | Self::NotBefore { field, .. } => Some((*field).to_owned()),
            Self::CheckMissing { check }
            | Self::CheckFailed { check }
            | Self::CheckImpossible { check }
            | Self::CheckExpired { check, .. } => Some(format!("check_{check}")),
            Self::MemberMissing { speciality } | Self::MemberTwice { speciality } => {
                Some(format!("member_{speciality}"))
            }
            Self::FindingMissing { contraindication } => Some(format!("found_{contraindication}")),
            Self::ResultMissing { item }
            | Self::ResultUnread { item }
            | Self::ResultNotAbove { item, .. }
            | Self::CoverExcluded { item, .. }
            | Self::ResultImpossible { item, .. } => Some(format!("value_{item}")),
            Self::UnitUnknown { item } => Some(format!("unit_{item}")),
            Self::NothingMeasured => Some("taken_on".to_owned()),
            Self::PersonHasCase | Self::NumberOfAnother => Some("iin".to_owned()),
            Self::PastDoseExpired { .. } | Self::PastDoseOutside { .. } | Self::PastDoseTooNear { .. } => {
                Some("doses".to_owned())
            }
            Self::Contraindicated { .. } | Self::TooYoung { .. } => Some("protocol".to_owned()),
            Self::StillBarred => Some("over".to_owned()),
            Self::WaitsForUs => Some("action".to_owned()),
            Self::TooFewMembers { .. } => Some("members".to_owned()),
            Self::TookPart { field } => field.map(str::to_owned),
            Self::TooEarly { .. }
            | Self::BeforeLastDose { .. }
            | Self::BeforeClearance { .. }
            | Self::BeforeInformation { .. }
            | Self::WrittenBefore { .. } => Some("occurred_on".to_owned()),
            Self::BeforePack { .. } => Some("occurred_time".to_owned()),
            Self::StoppedSince { .. } => Some("given_before".to_owned()),
            Self::OwnName | Self::OtherPost => Some("present".to_owned()),
            Self::LateReasonNeeded { .. } => Some("late_cause".to_owned()),
            Self::Expired { .. } | Self::ExpiryDiffers { .. } | Self::OneAtATime => {
                Some("expiry_on".to_owned())
            }
            Self::VolumeTooLarge { .. } => Some("volume_ml".to_owned()),
            Self::ReasonUnfit => Some("purpose".to_owned()),
            Self::TwoIdentifiers => Some("identified_by".to_owned()),
            Self::OtherTradeItem => Some("product".to_owned()),
            Self::OneHand => Some("deliverer".to_owned()),
            Self::ReadWithoutLogger => Some("no_logger".to_owned()),
            Self::LotKnown => Some("lot".to_owned()),
            Self::PackUnsound(PackFault::InParcel)
            | Self::ParcelStep(ParcelFault::ComesHere | ParcelFault::PerhapsThis) => Some("label".to_owned()),
            Self::ParcelStep(ParcelFault::WhichOfThese) => Some("which".to_owned()),
            Self::PackUnsound(_) => Some("pack".to_owned()),
            Self::PackUnanswered { pack }
            | Self::PackUnaccounted { pack, .. }
            | Self::PackLiesAside { pack, .. }
            | Self::PackDestroyedAlone { pack, .. } => Some(format!("pack_{pack}")),
            Self::ReadingsContradict { .. } | Self::HoursUnsaid { .. } => Some("hours_outside".to_owned()),
            Self::LowestAboveHighest => Some("lowest".to_owned()),
            Self::MixedTooLong { .. } | Self::MixedAfter => Some("mixed_time".to_owned()),
            Self::LotDiffers { .. } => Some("lot".to_owned()),
            Self::ObservedTooSoon { .. } => Some("observed".to_owned()),
            Self::MeasureFirst { .. } => Some("unmeasured".to_owned()),
            Self::TopicsMissing { .. } => Some("topics".to_owned()),
            Self::CodeUnread(_) | Self::Scan(_) | Self::OneCode { .. } => Some("code".to_owned()),
            Self::NoDose(_)
            | Self::AlreadyRecorded { .. }
            | Self::DecisionNeeded { .. }
            | Self::DecisionLapsed { .. }
            | Self::AlarmUndecided { .. }
            | Self::Withheld { .. }
            | Self::NotCleared
            | Self::NotInformed
            | Self::BarredForGood { .. }
            | Self::ConfirmedAlready { .. }
            | Self::ChangeInstead
            | Self::TreatmentBegun
            | Self::SamePerson
            | Self::NotAMember
            | Self::TextChanged
            | Self::FactsChanged
            | Self::RecordsChanged
            | Self::ComplainedAbout
            | Self::TooManyElsewhere
            | Self::TwiceInFile
            | Self::BeyondColumns
            | Self::ImportTouched { .. }
            | Self::RestsIn { .. }
            | Self::DifferentNumbers
            | Self::MergeFirst(_)
            | Self::NothingDue
            | Self::RowReturned
            | Self::NothingToDo
            | Self::OfferOpen
            | Self::NoReceiver
            | Self::ReceiverAccepted
            | Self::ReleaseUnknown
            | Self::NotHeld
            | Self::StillNeeded { .. }
            | Self::NobodyElse { .. }
            | Self::FormUnkeyed
            | Self::LotBound { .. }
            | Self::ParcelStep(ParcelFault::Another | ParcelFault::Over | ParcelFault::LiesThere)
            | Self::StepNotPossible => None,
            Self::ParcelStep(ParcelFault::GoesThere | ParcelFault::Left) => Some("onward".to_owned()),
        }
    }
}
