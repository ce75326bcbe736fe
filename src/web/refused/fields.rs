//! Words of a field that say more than that it is needed, or not understood.

use crate::domain::refusal::Refusal;
use crate::text::Words;

/// Fields that are answered by choosing from a list.
const CHOICES: [&str; 48] = [
    "cause",
    "kind",
    "give",
    "action",
    "site",
    "place",
    "supervising",
    "protocol",
    "step",
    "proposal",
    "opinion",
    "departure",
    "severity",
    "outcome",
    "confirmed",
    "contraindication",
    "follows",
    "flare",
    "observed",
    "subject",
    "addressee",
    "complaint",
    "decided",
    "because",
    "purpose",
    "to",
    "health",
    "ruling",
    "clinician",
    "granted",
    "over",
    "found",
    "region",
    "conclusion",
    "reaction_1_severity",
    "reaction_2_severity",
    "reaction_3_severity",
    "pack",
    "onward",
    "into",
    "verdict",
    "reason",
    "product",
    "by_hand_reason",
    "role",
    "organisation",
    "language",
    "answers",
];

/// Required and unreadable fields have words of their own where it is known what they ask for.
pub(super) fn of_field(refusal: &Refusal) -> Option<Words> {
    Some(match refusal {
        Refusal::NotUnderstood {
            field: "iin" | "number",
        } => Words::key("iin-check-digit"),
        Refusal::Required { field: "iin" } => Words::key("iin-or-document"),
        Refusal::Required {
            field: "under_age_reason",
        } => Words::key("under-age-reason-needed"),
        Refusal::Required { field: "doses" } => Words::key("import-doses-or-no-product"),
        Refusal::NotUnderstood { field: "phone" } => Words::key("phone-impossible"),
        Refusal::NotUnderstood { field: "present" } => Words::key("name-needed"),
        Refusal::NotUnderstood {
            field: "name_cyrillic",
        } => Words::key("name-in-cyrillic"),
        Refusal::NotUnderstood { field: "name_latin" } => Words::key("name-in-latin"),
        Refusal::NotUnderstood { field: "lot" } => Words::key("lot-impossible"),
        Refusal::NotUnderstood { field: "words" } => Words::key("words-too-short"),
        Refusal::NotUnderstood { field: "dissent" } => Words::key("dissent-or-agree"),
        Refusal::NotUnderstood { field: "scan_sha256" } => Words::key("hash-impossible"),
        Refusal::Required { field } if CHOICES.contains(field) => Words::key("choice-required"),
        Refusal::Required { field: "explained" } => Words::key("choices-required"),
        Refusal::Required {
            field: "despite_given",
        } => Words::key("pack-given-or-not"),
        Refusal::NotUnderstood {
            field: "lot_again" | "expiry_again",
        } => Words::key("not-the-same"),
        Refusal::NotAfter {
            field: "expiry_on",
            latest_on,
        } => Words::key("expiry-too-far").day("on", *latest_on),
        Refusal::TooLong {
            field: "by_hand" | "code",
            most,
        } => Words::key("too-many-packs").number("n", i64::try_from(*most).unwrap_or(i64::MAX)),
        _ => return None,
    })
}
