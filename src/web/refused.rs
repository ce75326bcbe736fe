//! Refusals in the reader's words, at the field they belong to.

use super::typed::Typed;
use super::views::{Form, Problem};
use crate::commands::Heed;
use crate::domain::pack_code::Unread;
use crate::domain::refusal::Refusal;
use crate::text::Words;

/// Adds refusals to a form as problems of their fields.
#[must_use]
pub fn with_refusals(mut form: Form, refusals: &[Refusal]) -> Form {
    let typed = Typed::from_fields(form.values.clone());
    form.problems
        .extend(refusals.iter().map(|refusal| problem(refusal, &typed)));
    form
}

fn problem(refusal: &Refusal, typed: &Typed) -> Problem {
    if let Refusal::NotUnderstood { field } = refusal
        && let Some((field, words)) = unread(field, typed)
    {
        return Problem {
            field: field.to_owned(),
            words: Words::key(words),
        };
    }
    if let Some(problem) = wrong_answer(refusal, typed) {
        return problem;
    }
    Problem {
        field: refusal.field().unwrap_or_default(),
        words: words(refusal),
    }
}

/// A question before the dose has a value and, where its result has a day, a date: what is wrong is said at the one it
/// is wrong with.
fn wrong_answer(refusal: &Refusal, typed: &Typed) -> Option<Problem> {
    let field = refusal.field()?;
    match refusal {
        // Something was typed, and it is no number.
        Refusal::CheckMissing { .. } if !typed.text(&field).is_empty() => Some(Problem {
            field,
            words: Words::key("number-impossible"),
        }),
        Refusal::CheckExpired { valid_days, .. } => {
            let field = format!("{field}_on");
            let words = match typed.date(&field) {
                None => {
                    return Some(Problem {
                        field,
                        words: words(refusal),
                    });
                }
                Some(Err(())) => Words::key("date-impossible"),
                Some(Ok(on)) => Words::key("check-too-old")
                    .date("on", on)
                    .number("n", i64::from(*valid_days)),
            };
            Some(Problem { field, words })
        }
        _ => None,
    }
}

/// Which field of a date, a time or a number was not read, and what it lacks. A moment is typed into two fields: where
/// the day is one, it is the time.
fn unread<'a>(field: &'a str, typed: &Typed) -> Option<(&'a str, &'static str)> {
    match (field, typed.date(field)) {
        ("volume_ml", _) => Some((field, "number-impossible")),
        ("occurred_on", Some(Ok(_))) => Some(("occurred_time", "time-impossible")),
        ("ended_on", Some(Ok(_))) => Some(("ended_time", "time-impossible")),
        ("released_on", Some(Ok(_))) => Some(("released_time", "time-impossible")),
        ("came_on", Some(Ok(_))) => Some(("came_time", "time-impossible")),
        ("visit_time" | "begins" | "ends", _) => Some((field, "time-impossible")),
        (_, Some(Err(()))) => Some((field, "date-impossible")),
        (_, None) if field.ends_with("_on") => Some((field, "date-incomplete")),
        _ => None,
    }
}

/// A bound as a person reads it: three digits say enough.
fn rounded(bound: f64) -> String {
    let places = if bound.abs() >= 100.0 || bound == 0.0 {
        0
    } else {
        1
    };
    format!("{bound:.places$}")
}

/// A refusal in words. Required and unreadable fields have words of their own where it is known what they ask for.
#[must_use]
pub fn words(refusal: &Refusal) -> Words {
    let key = Words::key(format!("refusal-{}", refusal.code()));
    match refusal {
        Refusal::NotUnderstood { field: "iin" } => Words::key("iin-check-digit"),
        Refusal::NotUnderstood { field: "dissent" } => Words::key("dissent-or-agree"),
        Refusal::NotUnderstood { field: "scan_sha256" } => Words::key("hash-impossible"),
        Refusal::Required {
            field:
                "cause"
                | "kind"
                | "give"
                | "action"
                | "site"
                | "place"
                | "supervising"
                | "protocol"
                | "step"
                | "proposal"
                | "opinion"
                | "departure"
                | "severity"
                | "outcome"
                | "confirmed"
                | "contraindication"
                | "follows"
                | "flare"
                | "subject"
                | "addressee"
                | "complaint"
                | "decided"
                | "because"
                | "purpose"
                | "to"
                | "health"
                | "ruling"
                | "clinician"
                | "granted"
                | "over"
                | "found"
                | "region"
                | "conclusion"
                | "reaction_1_severity"
                | "reaction_2_severity"
                | "reaction_3_severity",
        } => Words::key("choice-required"),
        Refusal::Required {
            field: "pack" | "onward" | "into" | "verdict" | "reason" | "product" | "by_hand_reason",
        } => Words::key("choice-required"),
        Refusal::NotUnderstood {
            field: "lot_again" | "expiry_again",
        } => Words::key("not-the-same"),
        Refusal::CodeUnread(unread) => code_unread(unread),
        Refusal::NoDose(reason) => Words::key(format!("no-dose-{}", reason.code())),
        Refusal::PastDoseExpired { given_on }
        | Refusal::PastDoseOutside { given_on }
        | Refusal::PastDoseTooNear { given_on } => key.date("on", *given_on),
        Refusal::ImportTouched { reference } | Refusal::RestsIn { reference } => {
            key.words("reference", reference.clone())
        }
        Refusal::TooEarly { opens_on } => key.date("on", *opens_on),
        Refusal::BeforeLastDose { given_on } => key.date("on", *given_on),
        Refusal::LateReasonNeeded { days } | Refusal::DecisionNeeded { days } => key.number("n", *days),
        Refusal::Withheld { decided_on } => key.date("on", *decided_on),
        Refusal::Expired { expiry_on } => key.date("on", *expiry_on),
        Refusal::ExpiryDiffers { known_on } => key.date("on", *known_on),
        Refusal::MixedTooLong { minutes } => key.number("n", i64::from(*minutes)),
        Refusal::CheckExpired { valid_days, .. } => key.number("n", i64::from(*valid_days)),
        Refusal::VolumeTooLarge { max_ml } => key.words("max", Words::decimal(max_ml.to_string())),
        Refusal::NotBefore { earliest_on, .. } => key.date("on", *earliest_on),
        Refusal::NotAfter {
            field: "expiry_on",
            latest_on,
        } => Words::key("expiry-too-far").date("on", *latest_on),
        Refusal::NotAfter { latest_on, .. } => key.date("on", *latest_on),
        Refusal::ResultNotAbove { other, .. } => key.words("other", other.clone()),
        Refusal::LongAgo { days, .. } => key.number("n", i64::from(*days)),
        Refusal::ResultImpossible { low, high, unit, .. } => key
            .words("low", Words::decimal(rounded(*low)))
            .words("high", Words::decimal(rounded(*high)))
            .words("unit", unit.clone()),
        Refusal::OutsideHours { from, until, .. } | Refusal::InCurfew { from, until, .. } => key
            .words("from", from.format("%H:%M").to_string())
            .words("until", until.format("%H:%M").to_string()),
        Refusal::StillNeeded { cases } => key.number("n", i64::try_from(*cases).unwrap_or(i64::MAX)),
        Refusal::TooLong { most, .. } => key.number("n", i64::try_from(*most).unwrap_or(i64::MAX)),
        Refusal::TooFewMembers { least } => key.number("n", i64::try_from(*least).unwrap_or(i64::MAX)),
        Refusal::AlreadyRecorded { .. }
        | Refusal::InFuture { .. }
        | Refusal::CheckMissing { .. }
        | Refusal::CheckFailed { .. }
        | Refusal::CheckImpossible { .. }
        | Refusal::TwoIdentifiers
        | Refusal::Required { .. }
        | Refusal::NotUnderstood { .. }
        | Refusal::MemberMissing { .. }
        | Refusal::FindingMissing { .. }
        | Refusal::ResultMissing { .. }
        | Refusal::ResultUnread { .. }
        | Refusal::UnitUnknown { .. }
        | Refusal::NothingMeasured
        | Refusal::Contraindicated { .. }
        | Refusal::NotCleared
        | Refusal::NotInformed
        | Refusal::BarredForGood { .. }
        | Refusal::ChangeInstead
        | Refusal::TreatmentBegun
        | Refusal::SamePerson
        | Refusal::TookPart { .. }
        | Refusal::NotAMember
        | Refusal::TextChanged
        | Refusal::FactsChanged
        | Refusal::ComplainedAbout
        | Refusal::PackUnsound(_)
        | Refusal::Scan(_)
        | Refusal::OtherTradeItem
        | Refusal::PackUnanswered { .. }
        | Refusal::PersonHasCase
        | Refusal::NumberOfAnother
        | Refusal::TwiceInFile
        | Refusal::NothingDue
        | Refusal::RowReturned
        | Refusal::NothingToDo
        | Refusal::OfferOpen
        | Refusal::NoReceiver
        | Refusal::ReceiverAccepted
        | Refusal::ReleaseUnknown
        | Refusal::PlaceClosed { .. }
        | Refusal::ReasonUnfit
        | Refusal::ClinicianGone { .. }
        | Refusal::NotWorking { .. }
        | Refusal::DayNotOffered { .. }
        | Refusal::DifferentNumbers
        | Refusal::MergeFirst(_)
        | Refusal::ParcelStep(_)
        | Refusal::FormUnkeyed
        | Refusal::StepNotPossible => key,
    }
}

/// Why a button did nothing, where its page has one reason of its own for that; or that its form was at fault.
#[must_use]
pub fn button_refused(refusals: &[Refusal], own: &'static str) -> Words {
    match refusals {
        [unkeyed @ Refusal::FormUnkeyed] => words(unkeyed),
        _ => Words::key(own),
    }
}

/// What deserves a second look in a row of a roster: the column, and the words.
#[must_use]
pub fn heeded(heed: &Heed) -> (&'static str, Words) {
    match heed {
        Heed::IinDiffersFromBirth => ("iin", Words::key("warn-iin-differs-from-birth")),
        Heed::Namesake { reference } => (
            "name_cyrillic",
            Words::key("warn-namesake").words("reference", reference.clone()),
        ),
        Heed::NamesakeElsewhere => ("name_cyrillic", Words::key("warn-namesake-elsewhere")),
        Heed::NamesakeInFile { row } => (
            "name_cyrillic",
            Words::key("warn-namesake-in-file").number("row", i64::try_from(*row).unwrap_or(i64::MAX)),
        ),
    }
}

/// Why the code of a pack was not read, and what helps.
fn code_unread(unread: &Unread) -> Words {
    let key = Words::key(format!("pack-code-{}", unread.code()));
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    match unread {
        Unread::TooLong { most } => key.number("n", count(*most)),
        Unread::NotGs1 { symbology } => key.words("symbology", Words::plain(symbology.clone())),
        Unread::Character { found, position } => key
            .words("sign", Words::plain(found.to_string()))
            .number("n", count(*position)),
        Unread::NotAField { position } => key.number("n", count(*position)),
        Unread::UnknownField { id } => key.words("field", Words::plain(id.clone())),
        Unread::Repeated { field }
        | Unread::Cut { field }
        | Unread::FieldTooLong { field }
        | Unread::NotDigits { field } => key.words("field", Words::plain(field.id())),
        Unread::DateImpossible { written } => key.words("written", Words::plain(written.clone())),
        Unread::Empty
        | Unread::Layout
        | Unread::CheckDigit
        | Unread::GtinMissing
        | Unread::SeparatorMissing => key,
    }
}
