//! Two cases about one person: one leads, the other rests until somebody finds that they are two after all.

use super::{Case, Misfit};
use crate::domain::event::{
    Beside, CasesMerged, CasesParted, ChangeElsewhere, ClearanceElsewhere, DoseElsewhere, Event,
    FoundElsewhere, Merged, ReactionElsewhere, Recorded, Recorder, ResultElsewhere, RulingElsewhere,
};
use crate::domain::ids::RecordId;
use crate::domain::results::readings;
use crate::domain::rules::{Excludes, Protocol, Rules};
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;

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

    /// Since when this case knows that a commission found, under a case that rests, that the person may not be treated.
    /// Later examinations of the same body count more, and of two on one day the one that says no.
    #[must_use]
    pub fn not_cleared_elsewhere(&self) -> Option<NaiveDate> {
        let own_on = self.clearance().map(|own| own.examined_on);
        let mut leads = self.leads();
        leads.find_map(|known| {
            let there = known.merged.beside.clearance.as_ref()?;
            let newest = own_on.is_none_or(|own_on| own_on <= there.examined_on);
            (newest && !there.cleared).then_some(known.merged.merged_on)
        })
    }

    /// What a commission found under a case that rests and that excludes a drug, with the day since which this case knows
    /// it: the first of it.
    #[must_use]
    pub fn excluded_elsewhere<'p>(&self, protocol: &'p Protocol) -> Option<(&'p Excludes, NaiveDate)> {
        self.exclusions_elsewhere(protocol).next()
    }

    /// All of it. What never goes away is never outdone by a later look; the rest is, and so is everything that a
    /// physician has meanwhile recorded here in its own right.
    pub fn exclusions_elsewhere<'p>(
        &self,
        protocol: &'p Protocol,
    ) -> impl Iterator<Item = (&'p Excludes, NaiveDate)> {
        let own_on = self.clearance().map(|own| own.examined_on);
        let recorded_here = |found: &FoundElsewhere| {
            let mut here = self
                .contraindications
                .iter()
                .filter(|entry| entry.voided.is_none());
            here.any(|entry| entry.content.contraindication == found.contraindication)
        };
        let there = self
            .leads()
            .filter_map(|known| Some((known.merged.beside.clearance.as_ref()?, known.merged.merged_on)));
        let found = there.flat_map(move |(there, merged_on)| {
            let outdone = own_on.is_some_and(|own_on| own_on > there.examined_on);
            let standing = there.found.iter();
            let standing = standing.filter(move |found| found.permanent || !outdone);
            standing.map(move |found| (found, merged_on))
        });
        let found = found.filter(move |(found, _)| !recorded_here(found));
        found.filter_map(|(found, merged_on)| {
            let mut excludes = protocol.contraindications.iter();
            let excluded = excludes.find(|excluded| {
                let drugs = found.drugs.iter().map(String::as_str);
                excluded.by(&found.contraindication, drugs)
            })?;
            Some((excluded, merged_on))
        })
    }

    /// What another case that goes on for this one is to know of it, beside the injections.
    #[must_use]
    pub fn beside(&self, rules: &Rules, now: &Now) -> Beside {
        let today = now.today();
        let rulings = self.rulings.iter().map(|known| RulingElsewhere {
            ruling: known.ruling.id,
            court: known.ruling.court.clone(),
            number: known.ruling.number.clone(),
            ruled_on: known.ruling.ruled_on,
            in_force_on: known.in_force_on(),
            until_on: known.until_on(today),
        });
        let permanent = |id: &str| {
            let known = rules
                .law_for(today)
                .and_then(|law| law.course.contraindication(id));
            known.is_some_and(|known| known.permanent)
        };
        let clearance = self.clearance().map(|known| ClearanceElsewhere {
            record: known.id,
            examined_on: known.examined_on,
            cleared: known.cleared,
            found: known
                .findings
                .iter()
                .filter(|finding| finding.present)
                .map(|finding| FoundElsewhere {
                    contraindication: finding.contraindication.clone(),
                    drugs: finding.drugs.clone(),
                    permanent: permanent(&finding.contraindication),
                })
                .collect(),
        });
        // By the day they were taken: the last of an item is what is known of it.
        let latest: BTreeMap<_, _> = readings(self)
            .into_iter()
            .map(|reading| (reading.measured.item.clone(), reading))
            .collect();
        let results = latest.into_values().map(|reading| ResultElsewhere {
            record: reading.record,
            taken_on: reading.taken_on,
            measured: reading.measured.clone(),
        });
        let reactions = self.reactions.iter().filter(|entry| entry.voided.is_none());
        let reactions = reactions.map(|entry| ReactionElsewhere {
            record: entry.content.id,
            occurred_on: entry.content.occurred_on,
            severity: entry.content.severity.clone(),
            suspected: entry.content.suspected.clone(),
            words: entry.content.words.clone(),
        });
        Beside {
            rulings: rulings.collect(),
            clearance,
            results: results.collect(),
            reactions: reactions.collect(),
            treated_by: self.treated_by(),
            treated_by_name: self.treated_by_name().into_iter().map(str::to_owned).collect(),
            change: self
                .regimen()
                .zip(self.drug_to_change())
                .map(|(regimen, judged)| ChangeElsewhere {
                    record: judged.id,
                    judged_on: judged.judged_on,
                    product: regimen.protocol.clone(),
                    words: judged.words.clone(),
                }),
        }
    }

    /// A physician's decision under a case that rests that the drug given here is to be replaced, with the day since which
    /// this case knows it: until another one is chosen here. Where another drug is given here anyway, it has been followed.
    #[must_use]
    pub fn change_elsewhere(&self) -> Option<(&ChangeElsewhere, &Merging)> {
        let prescribed = self.regimens.last()?;
        let mut leads = self.leads().filter(|known| prescribed.recorded_at <= known.at);
        leads.find_map(|known| {
            let change = known.merged.beside.change.as_ref()?;
            (change.product == prescribed.content.protocol).then_some((change, known))
        })
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
            product: entry
                .content
                .drug
                .as_ref()
                .map(|drug| drug.product.clone())
                .or_else(|| product.clone())
                .unwrap_or_default(),
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
