//! Hand-overs under way, releases ahead, people who lack cover or a day of release, and who was transferred: each one range
//! of one index.

mod handovers;
mod lacking;
mod releases;
mod transferred;

use crate::access::{Relation, Rows, Scope};
use chrono::NaiveDate;
use uuid::Uuid;

pub(super) use handovers::under_way;
pub use handovers::{HandoverRow, Waiting, handover_counts, handover_numbers, handovers};
pub use lacking::{Lacking, LackingRow, lacking, lacking_numbers};
pub use releases::{Horizon, ReleaseRow, Stands, release_numbers, releases};
pub use transferred::{TransferredRow, transferred};

/// A place in a list: a day, then an identity.
pub type Place = (NaiveDate, Uuid);

/// What a list of releases, or of people who lack something, is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// First and last day.
    pub between: Option<(NaiveDate, NaiveDate)>,
    /// How they stand, seen from a day.
    pub stands: Option<(Stands, Horizon)>,
    /// One region.
    pub region: Option<String>,
    /// Rows after this one.
    pub after: Option<Place>,
}

/// The open cases of every region.
fn everywhere() -> Scope {
    Scope {
        any_of: vec![Rows {
            relation: Relation::Any,
            closed_too: false,
        }],
    }
}

/// More releases ahead than this are counted no further.
const MOST_RELEASES: u64 = 5_000;
