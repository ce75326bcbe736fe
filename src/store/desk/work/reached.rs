//! Cases that an act on something else reaches: a lot, a pack, a letter, a shelf. Each way in writes one sort of fact, by
//! the permit for what was acted on.

use super::Work;
use crate::access::{Action, Permit, ResourceKey};
use crate::domain::case::Case;
use crate::domain::event::{DoseGiven, Event, IncidentKind, IncidentReported, RecallReached, SupplyFact};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::rules::Rules;
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::store::projections;
use chrono::NaiveDate;

/// What a case is told about a lot by somebody who need not know the case.
#[derive(Clone, Debug)]
pub enum Recalled {
    /// Its lot was recalled.
    Reached(RecallReached),
    /// The recall was lifted.
    Lifted {
        /// Which.
        recall: RecordId,
        /// Why.
        reason: String,
    },
    /// Its last day of use was corrected.
    Corrected {
        /// Product id.
        product: String,
        /// Number of the lot.
        lot: String,
        /// Last day of use.
        expiry_on: NaiveDate,
        /// Why.
        reason: String,
    },
}

impl From<Recalled> for Event {
    fn from(told: Recalled) -> Self {
        Self::Supply(match told {
            Recalled::Reached(reached) => SupplyFact::RecallReached(reached),
            Recalled::Lifted { recall, reason } => SupplyFact::RecallLifted { recall, reason },
            Recalled::Corrected {
                product,
                lot,
                expiry_on,
                ..
            } => SupplyFact::ExpiryCorrected {
                product,
                lot,
                expiry_on,
            },
        })
    }
}

impl Work<'_> {
    /// Writes into a case that a lot was recalled or that a recall was lifted. The permit is for the lot, wherever it
    /// lies: one act reaches everybody, and nothing else can be written by it.
    ///
    /// # Errors
    /// Where the permit is for something else, or the store fails.
    pub async fn reach(&self, permit: &Permit, file: &mut CaseFile, told: Recalled) -> Result<(), Failure> {
        let recalls = matches!(
            permit.action(),
            Action::RecallLot | Action::LiftRecall | Action::CorrectLot
        );
        if !recalls || permit.actor() != self.actor {
            return Err(Failure::PermitMisused {
                permit: permit.resource_key().to_string(),
                used_on: ResourceKey::Case(file.case.id).to_string(),
            });
        }
        let past = given_past(&file.case, &told, self.rules());
        let events = std::iter::once(told.into()).chain(past).collect();
        self.write_by(permit, file, events).await
    }

    /// A pack that was kept for a person is so no longer; by a permit for the shelf it lay on, or for the dose it went into.
    ///
    /// # Errors
    /// Where the permit is for something else, or the store fails.
    pub async fn left(&self, permit: &Permit, file: &mut CaseFile, event: Event) -> Result<(), Failure> {
        let leaves = matches!(&event, Event::Supply(SupplyFact::PackLeft { .. }));
        let takes = matches!(
            permit.action(),
            Action::SetPackAside
                | Action::LogInjection
                | Action::LogInjectionElsewhere
                | Action::TranscribeEntry
                | Action::AmendRecord
                | Action::ReportIncident
        );
        if !takes || permit.actor() != self.actor || !leaves {
            return Err(Failure::PermitMisused {
                permit: permit.resource_key().to_string(),
                used_on: ResourceKey::Case(file.case.id).to_string(),
            });
        }
        self.write_by(permit, file, vec![event]).await
    }

    /// Writes into a case that somebody was told of its end, or that the letter was withdrawn; by the permit for the signature
    /// or the withdrawal, which seals the paper itself.
    ///
    /// # Errors
    /// Where the permit is for something else, or the store fails.
    pub async fn told_of_end(
        &self,
        permit: &Permit,
        file: &mut CaseFile,
        events: Vec<Event>,
    ) -> Result<(), Failure> {
        let papers = matches!(permit.action(), Action::SignLetter | Action::WithdrawLetter);
        let tells = |event: &Event| matches!(event, Event::EndTold(_) | Event::EndLetterWithdrawn { .. });
        let used_on = ResourceKey::Case(file.case.id);
        if !papers || !events.iter().all(tells) {
            return Err(Failure::PermitMisused {
                permit: permit.resource_key().to_string(),
                used_on: used_on.to_string(),
            });
        }
        self.check(permit, used_on)?;
        self.write_by(permit, file, events).await
    }

    /// An organisation took packs in: where they are its first, the cases it supplies are looked at again.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn stock_began(&self, organisation: OrganisationId) -> Result<(), Failure> {
        Ok(projections::look_at_supply(&self.tx, organisation, self.instant).await?)
    }

    /// An organisation was closed, or opened again: the cases in which another plays its part now are looked at again.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn parts_changed(&self, organisation: OrganisationId) -> Result<(), Failure> {
        Ok(projections::look_at_parts(&self.tx, organisation, self.instant).await?)
    }

    /// The references of the cases whose obligations an organisation still owes as the roster is now. Asked once it was
    /// closed, these are the ones for which the roster names nobody else.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn still_owed_by(&self, organisation: OrganisationId) -> Result<Vec<String>, Failure> {
        let mut references = Vec::new();
        for case in projections::owed_by(&self.tx, organisation).await? {
            let file = self.case(case).await?;
            let plan = file.plan(self.rules());
            let mut owed = plan.obligations.iter();
            if owed.any(|owed| owed.owner.organisation == organisation) {
                references.push(file.case.reference);
            }
        }
        references.sort_unstable();
        Ok(references)
    }
}

/// Doses that turn out to have been given after the last day of use: each is an incident that a physician looks at.
fn given_past(case: &Case, told: &Recalled, rules: &Rules) -> Vec<Event> {
    let Recalled::Corrected {
        product,
        lot,
        expiry_on,
        reason,
    } = told
    else {
        return Vec::new();
    };
    let doses = case.doses_in_effect().into_iter().map(|entry| &entry.content);
    let products = rules.products_of(product);
    let of_lot = |dose: &&DoseGiven| products.contains(&dose.product) && dose.lot == *lot;
    let past = doses.filter(of_lot).filter(|dose| dose.given_on > *expiry_on);
    let unsaid = past.filter(|dose| {
        let id = dose.id.of_incident();
        !case.incidents.iter().any(|known| known.content.id == id)
    });
    unsaid
        .map(|dose| {
            Event::IncidentReported(IncidentReported {
                id: dose.id.of_incident(),
                kind: IncidentKind::UnsoundPack,
                occurred_at: dose.occurred_at,
                occurred_on: dose.given_on,
                injected: false,
                words: reason.clone(),
                drug: None,
            })
        })
        .collect()
}
