//! A parcel that came without notice: nobody had prepared it here.

use super::supply::{PackNamed, Readings};
use crate::domain::ids::{OrganisationId, ParcelId, RecordId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How a parcel came that nobody had announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// When.
    pub at: DateTime<Utc>,
    /// Name of the one who brought it.
    pub deliverer: String,
    /// Name of the one who took it.
    pub receiver: String,
    /// What the logger shows; none where there was none.
    pub readings: Option<Readings>,
    /// What was seen: which papers were with it, what was broken.
    pub words: String,
    /// Who is said to have sent it, where it is for nobody known and somebody else answers for what comes from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<OrganisationId>,
}

/// A parcel for this person came without notice. Nobody knows where its packs were: they wait for a pharmacist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelArrived {
    /// Identity of the receipt.
    pub id: RecordId,
    /// The parcel, from now on.
    pub parcel: ParcelId,
    /// Its code, from now on.
    pub code: String,
    /// The dose that it seems to be for.
    pub cycle: u32,
    /// Who is said to have sent it.
    pub from: OrganisationId,
    /// Who answers for what comes from there, where that is somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packer: Option<OrganisationId>,
    /// Where it came.
    pub place: OrganisationId,
    /// What was in it.
    pub packs: Vec<PackNamed>,
    /// How it came.
    pub arrival: Arrival,
}
