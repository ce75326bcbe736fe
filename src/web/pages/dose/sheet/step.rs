//! The pages of the wizard, and what each of them asks.

use super::GIVEN_ALREADY;
use crate::domain::refusal::Refusal;
use crate::web::pages::dose::fill::VOLUME_HEEDED;
use crate::web::pages::dose::stopped::{GIVEN_BEFORE, STOP_SEEN};

/// The pages of the wizard, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web::pages::dose) enum Step {
    Identity,
    Checks,
    Product,
    Injection,
    Presence,
    Answers,
}

impl Step {
    pub(super) const ALL: [Self; 6] = [
        Self::Identity,
        Self::Checks,
        Self::Product,
        Self::Injection,
        Self::Presence,
        Self::Answers,
    ];

    /// The last part of the page's address.
    pub(in crate::web::pages::dose) fn code(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Checks => "checks",
            Self::Product => "product",
            Self::Injection => "injection",
            Self::Presence => "presence",
            Self::Answers => "answers",
        }
    }

    pub(in crate::web::pages::dose) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The page on which a field is asked.
    pub(super) fn asks(field: &str) -> Option<Self> {
        let date = |name: &str| {
            ["", "_day", "_month", "_year"]
                .iter()
                .any(|part| field == format!("{name}{part}"))
        };
        match field {
            "cycle" | "identified_by" => Some(Self::Identity),
            "lot" | "pack" | "code" | "pack_words" | "despite" | GIVEN_ALREADY => Some(Self::Product),
            "mixed_time" => Some(Self::Injection),
            "site" | "volume_ml" | "occurred_time" | "late_cause" | "late_words" => Some(Self::Injection),
            "observed" | "observed_words" | GIVEN_BEFORE | STOP_SEEN | VOLUME_HEEDED => Some(Self::Injection),
            "present" => Some(Self::Presence),
            _ if field.starts_with("identified_by_") => Some(Self::Identity),
            _ if field.starts_with("check_") => Some(Self::Checks),
            _ if date("expiry_on") => Some(Self::Product),
            _ if date("occurred_on") => Some(Self::Injection),
            _ => None,
        }
    }
}

/// The page to which a refusal belongs; what concerns the moment belongs where the moment is typed.
pub(in crate::web::pages::dose) fn step_of(refusal: &Refusal) -> Step {
    refusal
        .field()
        .and_then(|field| Step::asks(&field))
        .unwrap_or(Step::Injection)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a page asks and no page takes is lost without a word.
    #[test]
    fn every_field_of_a_page_is_taken_by_that_page() {
        let pages = [
            (Step::Identity, "identity"),
            (Step::Checks, "checks"),
            (Step::Product, "product"),
            (Step::Injection, "injection"),
            (Step::Presence, "presence"),
        ];
        for (step, name) in pages {
            let path = format!("{}/templates/pages/dose/{name}.html", env!("CARGO_MANIFEST_DIR"));
            let page = std::fs::read_to_string(path).unwrap();
            let asked = page.split("<field.").skip(1);
            for field in asked.filter_map(|rest| rest.split("/>").next()?.split("name=\"").nth(1)) {
                let field = field.split('"').next().unwrap();
                assert_eq!(Step::asks(field), Some(step), "{name}: {field}");
            }
        }
    }
}
