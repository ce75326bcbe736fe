//! Refusals in the reader's words, at the field they belong to.

use super::views::{Form, Problem};
use crate::domain::refusal::Refusal;
use crate::text::Words;

/// Adds refusals to a form as problems of their fields.
#[must_use]
pub fn with_refusals(mut form: Form, refusals: &[Refusal]) -> Form {
    form.problems.extend(refusals.iter().map(problem));
    form
}

fn problem(refusal: &Refusal) -> Problem {
    Problem {
        field: refusal.field().unwrap_or_default(),
        words: words(refusal),
    }
}

/// A refusal in words. Required and unreadable fields have words of their own where the field names are known:
/// `refusal-required` speaks of "this field", which stands right beside.
#[must_use]
pub fn words(refusal: &Refusal) -> Words {
    let key = Words::key(format!("refusal-{}", refusal.code()));
    match refusal {
        Refusal::NotUnderstood { field: "iin" } => Words::key("iin-check-digit"),
        Refusal::NotUnderstood { field: "scan_sha256" } => Words::key("hash-impossible"),
        Refusal::NoDose(reason) => Words::key(format!("no-dose-{}", reason.code())),
        Refusal::TooEarly { opens_on } => key.date("on", *opens_on),
        Refusal::BeforeLastDose { given_on } => key.date("on", *given_on),
        Refusal::LateReasonNeeded { days } | Refusal::DecisionNeeded { days } => key.number("n", *days),
        Refusal::Withheld { decided_on } => key.date("on", *decided_on),
        Refusal::Expired { expiry_on } => key.date("on", *expiry_on),
        Refusal::CheckExpired { valid_days, .. } => key.number("n", i64::from(*valid_days)),
        Refusal::VolumeTooLarge { max_ml } => key.words("max", Words::decimal(max_ml.to_string())),
        Refusal::NotBefore { earliest_on, .. } => key.date("on", *earliest_on),
        Refusal::NotAfter { latest_on, .. } => key.date("on", *latest_on),
        Refusal::TooLong { most, .. } => key.number("n", i64::try_from(*most).unwrap_or(i64::MAX)),
        Refusal::AlreadyRecorded { .. }
        | Refusal::InFuture { .. }
        | Refusal::CheckMissing { .. }
        | Refusal::CheckFailed { .. }
        | Refusal::TwoIdentifiers
        | Refusal::Required { .. }
        | Refusal::NotUnderstood { .. }
        | Refusal::SamePerson
        | Refusal::NothingToDo
        | Refusal::StepNotPossible => key,
    }
}
