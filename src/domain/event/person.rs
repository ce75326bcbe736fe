//! Who the person is, and that it was written down wrongly.

use crate::domain::iin::Iin;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The person as the papers name him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Name as in the ruling.
    pub name_cyrillic: String,
    /// Name in Latin script.
    pub name_latin: String,
    /// Individual identification number.
    pub iin: Option<Iin>,
    /// Another document, for a person without one.
    pub other_document: Option<String>,
    /// Why there is none.
    pub other_document_reason: Option<String>,
    /// Date of birth.
    pub born_on: NaiveDate,
}

/// Who the person is was put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonCorrected {
    /// As it was written down.
    pub was: Identity,
    /// As the papers say.
    pub is: Identity,
    /// Why.
    pub reason: String,
    /// Why in law the measure is applied to somebody who, as it turns out, was under age.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_age_reason: Option<String>,
}
