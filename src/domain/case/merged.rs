//! Two cases about one person: one leads, the other rests until somebody finds that they are two after all.

use super::{Case, Misfit};
use crate::domain::event::{CasesMerged, CasesParted, DoseElsewhere, Event, Merged, Recorded, Recorder};
use crate::domain::ids::RecordId;
use crate::domain::time::civil_date;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// A merging with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merging {
    /// As recorded.
    pub merged: CasesMerged,
    /// By whom.
    pub by: Recorder,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// That the two were told apart again.
    pub parted: Option<CasesParted>,
}

impl Case {
    /// The merging because of which this case rests.
    #[must_use]
    pub fn rests(&self) -> Option<&Merging> {
        let mut live = self.merges.iter().filter(|known| known.parted.is_none());
        live.find(|known| known.merged.here == Merged::Rests)
    }

    /// The mergings by which this case goes on for another as well.
    pub fn leads(&self) -> impl Iterator<Item = &Merging> {
        let live = self.merges.iter().filter(|known| known.parted.is_none());
        live.filter(|known| known.merged.here == Merged::Leads)
    }

    /// What the person was given under cases that rest: in his body all the same.
    pub fn doses_elsewhere(&self) -> impl Iterator<Item = &DoseElsewhere> {
        self.leads().flat_map(|known| &known.merged.doses)
    }

    /// A live merging by its identity.
    #[must_use]
    pub fn merging(&self, id: RecordId) -> Option<&Merging> {
        let mut live = self.merges.iter().filter(|known| known.parted.is_none());
        live.find(|known| known.merged.id == id)
    }

    /// Every injection of this case that counts, as another case is told of it.
    #[must_use]
    pub fn injections(&self, zone: Tz) -> Vec<DoseElsewhere> {
        let doses = self.doses_in_effect();
        let doses = doses.iter().map(|entry| DoseElsewhere {
            record: entry.content.id,
            occurred_at: entry.content.occurred_at,
            given_on: entry.content.given_on,
            product: entry.content.product.clone(),
        });
        let product = self.regimen().map(|regimen| regimen.protocol.clone());
        let irregular = self
            .incidents
            .iter()
            .filter(|entry| entry.voided.is_none() && entry.content.injected);
        let irregular = irregular.map(|entry| DoseElsewhere {
            record: entry.content.id,
            occurred_at: entry.content.occurred_at,
            given_on: civil_date(entry.content.occurred_at, zone),
            product: product.clone().unwrap_or_default(),
        });
        let mut all: Vec<_> = doses.chain(irregular).collect();
        all.sort_by_key(|dose| dose.occurred_at);
        all
    }

    pub(super) fn apply_to_merging(&mut self, recorded: &Recorded) -> Result<(), Misfit> {
        let unknown = Misfit::Unknown { seq: recorded.seq };
        match &recorded.event {
            Event::CasesMerged(merged) => self.merges.push(Merging {
                merged: merged.clone(),
                by: recorded.by.clone(),
                at: recorded.recorded_at,
                parted: None,
            }),
            Event::CasesParted(parted) => {
                let mut known = self.merges.iter_mut();
                let known = known.find(|known| known.merged.id == parted.merging && known.parted.is_none());
                known.ok_or(unknown)?.parted = Some(parted.clone());
            }
            _ => return Err(unknown),
        }
        Ok(())
    }

    /// The day since which this case rests.
    pub(super) fn rests_since(&self) -> Option<NaiveDate> {
        self.rests().map(|known| known.merged.merged_on)
    }
}
