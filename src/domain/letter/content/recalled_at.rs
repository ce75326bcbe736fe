//! A lot that was recalled, as the organisations are told that have, had or await some of it.

use crate::domain::localised::Localised;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A recall, and the packs of the lot that an organisation has, had or awaits. Nobody to whom one was given stands here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecalledAt {
    /// The product.
    pub product: Localised,
    /// The lot.
    pub lot: String,
    /// Its last day of use.
    pub expiry_on: NaiveDate,
    /// The notice it rests on.
    pub notice: String,
    /// Since when.
    pub recalled_on: NaiveDate,
    /// Was it lifted since?
    pub lifted: bool,
    /// Packs that lie there.
    pub here: u32,
    /// Packs on their way there.
    pub coming: u32,
    /// Packs that were there and no longer are: given, sent on, returned, destroyed or lost. A dose whose lot was typed
    /// counts as one.
    pub gone: u32,
}
