//! What an intention can do while its transaction is open.

mod applied;
mod reached;

pub use reached::Recalled;

use super::super::file::{self, CaseFile};
use super::super::stock::Mover;
use super::super::{StoreError, Tx, ledger, projections};
use super::entries::{case_of, new_events, payloads, recorder, seal, sealed};
use super::freed::moves_person_or_drug;
use super::{Desk, Failure, Written};
use crate::access::{Action, Actor, Context, Permit, Resource, ResourceKey};
use crate::domain::case::Case;
use crate::domain::event::{Event, Recorded, Recorder};
use crate::domain::ids::{AccountId, CaseId, OrganisationId};
use crate::domain::plan::Plan;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use crate::domain::settle::{JOB, settle};
pub(super) use applied::apply;
use applied::{number, unfit};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// One intention at work: loads, authorises, records.
pub struct Work<'d> {
    pub(super) tx: Tx,
    pub(super) desk: &'d Desk,
    pub(super) actor: &'d Actor,
    pub(super) instant: DateTime<Utc>,
}

impl Work<'_> {
    /// Loads a case whole and holds it until the end.
    ///
    /// # Errors
    /// [`Failure::Absent`] where there is none.
    pub async fn case(&self, id: CaseId) -> Result<CaseFile, Failure> {
        let found = file::lock(&self.tx, id, self.instant, &self.desk.rules.places).await?;
        found.ok_or(Failure::Absent(id))
    }

    /// Loads two cases that one intention changes, and holds both until the end. They are taken in the order of their
    /// ids, whichever comes first: two intentions about the same pair never wait for each other.
    ///
    /// # Errors
    /// [`Failure::Absent`] where one of them is not there.
    pub async fn two_cases(&self, one: CaseId, other: CaseId) -> Result<(CaseFile, CaseFile), Failure> {
        if one <= other {
            let first = self.case(one).await?;
            Ok((first, self.case(other).await?))
        } else {
            let first = self.case(other).await?;
            Ok((self.case(one).await?, first))
        }
    }

    /// Asks the policies.
    ///
    /// # Errors
    /// [`Failure::Forbidden`].
    pub fn authorise(
        &self,
        action: Action,
        resource: &Resource,
        context: &Context,
    ) -> Result<Permit, Failure> {
        Ok(self
            .desk
            .access
            .authorise(self.actor, action, resource, context)?)
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.desk.rules
    }

    /// The desk this work is done at.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        self.desk
    }

    /// The instant of this intention.
    #[must_use]
    pub fn instant(&self) -> DateTime<Utc> {
        self.instant
    }

    /// Who acts.
    #[must_use]
    pub fn recorder(&self) -> Recorder {
        recorder(self.actor)
    }

    /// Who moves packs by this intention; only people intend to.
    ///
    /// # Errors
    /// [`StoreError::Missing`] for a job.
    pub fn mover(&self, action: Action, moved_at: DateTime<Utc>) -> Result<Mover<'static>, Failure> {
        let by = self.recorder().account().ok_or(StoreError::Missing("account"))?;
        Ok(Mover {
            moved_at,
            ..self.moving(Some(by), action.as_str())
        })
    }

    /// Somebody, or nobody, moves packs in this minute.
    pub(super) fn moving<'v>(&self, by: Option<AccountId>, verb: &'v str) -> Mover<'v> {
        Mover {
            by,
            verb,
            moved_at: self.instant,
            recorded_at: self.instant,
            entries_before: 0,
        }
    }

    async fn write_by(
        &self,
        permit: &Permit,
        file: &mut CaseFile,
        events: Vec<Event>,
    ) -> Result<(), Failure> {
        let before = file.case.clone();
        let chosen = apply(file, events, &recorder(self.actor), self.instant)?;
        let followed = self.follow(file).await?;
        self.write(permit, Some(&before), file, &chosen, &followed).await
    }

    /// Takes in what follows by itself from an act, and says what is owed then. It is sealed behind the act.
    async fn follow(&self, file: &mut CaseFile) -> Result<Followed, Failure> {
        let mover = Mover {
            entries_before: 1,
            ..self.moving(None, JOB)
        };
        self.settle(file, &Recorder::Job(JOB.to_owned()), mover).await
    }

    async fn settle(
        &self,
        file: &mut CaseFile,
        by: &Recorder,
        mover: Mover<'_>,
    ) -> Result<Followed, Failure> {
        let settled = settle(&file.case, self.rules(), &file.roster, &file.now);
        self.free(&settled.events, mover).await?;
        Ok(Followed {
            events: apply(file, settled.events, by, self.instant)?,
            plan: settled.plan,
        })
    }

    /// The transaction, for the store's own functions.
    #[must_use]
    pub fn tx(&self) -> &Tx {
        &self.tx
    }

    /// Writes the events of a case, everything that follows from them, the changed obligations, the ledger and
    /// the messages. The case file is brought up to date.
    ///
    /// # Errors
    /// Where the permit is for something else, or the store fails.
    pub async fn record(
        &self,
        permit: Permit,
        file: &mut CaseFile,
        events: Vec<Event>,
    ) -> Result<Written, Failure> {
        let used_on = ResourceKey::Case(file.case.id);
        self.check(&permit, used_on)?;
        if let Some(known) = file.case.rests().filter(|_| !fit_at_rest(&events)) {
            let reference = known.merged.other_reference.clone();
            return Err(Refusal::RestsIn { reference }.into());
        }
        let before = file.case.clone();
        let mut chosen = apply(file, events, &recorder(self.actor), self.instant)?;
        if moves_person_or_drug(&before, &file.case, &chosen) {
            chosen.extend(self.free_behind(&permit, file).await?);
        }
        // Where it is treated, who supervises, which officer has it, whether it is open: what lists, policies and ladders go
        // by.
        let stands_as_before = {
            let (was, is) = (&before, &file.case);
            (&was.places, &was.supervision, &was.officers, &was.rulings)
                == (&is.places, &is.supervision, &is.officers, &is.rulings)
                && (&was.departures, &was.passage.offers, &was.undone, &was.merges)
                    == (&is.departures, &is.passage.offers, &is.undone, &is.merges)
        };
        if !stands_as_before {
            self.gather_again(file).await?;
        }
        let followed = self.follow(file).await?;
        self.write(&permit, Some(&before), file, &chosen, &followed)
            .await?;
        Ok(Written(()))
    }

    /// Writes the first events of a new case for a person already stored in this transaction.
    ///
    /// # Errors
    /// Where the permit is for another organisation, or the store fails.
    pub async fn record_new(
        &self,
        permit: Permit,
        case: CaseId,
        person: file::Person,
        events: Vec<Event>,
    ) -> Result<(Written, CaseFile), Failure> {
        let history = number(0, events, &recorder(self.actor), self.instant);
        let folded = Case::fold(case, &history).map_err(|misfit| unfit(case, &misfit))?;
        let place = folded.places.first().map(|stay| stay.organisation);
        let used_on = place.map_or(ResourceKey::System, ResourceKey::Organisation);
        self.check(&permit, used_on)?;
        let places = &self.desk.rules.places;
        let mut file = file::gather(
            &self.tx.0,
            folded,
            history,
            person,
            self.instant,
            self.instant,
            places,
        )
        .await?;
        let chosen = file.history.clone();
        let followed = self.follow(&mut file).await?;
        self.write(&permit, None, &mut file, &chosen, &followed).await?;
        Ok((Written(()), file))
    }

    /// Seals an act that changes no case: an account, a clock.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn seal(
        &self,
        permit: Permit,
        subject: &str,
        detail: Map<String, Value>,
    ) -> Result<Written, Failure> {
        let case = case_of(permit.resource_key());
        seal(&self.tx, &permit, case, Some(subject), detail, self.instant, &[]).await?;
        Ok(Written(()))
    }

    /// Has the ladders that may lead to an organisation looked at again, because somebody there came, went or
    /// named a deputy.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn roster_changed(&self, organisation: OrganisationId) -> Result<(), Failure> {
        Ok(projections::look_again(&self.tx, organisation, self.instant).await?)
    }

    /// Records what follows by itself by now. Where nothing does and the case looks as it did, nothing is
    /// written but its next date to be looked at.
    ///
    /// # Errors
    /// Where the permit is for something else, or the store fails.
    pub async fn advance(&self, permit: Permit, file: &mut CaseFile) -> Result<(Written, bool), Failure> {
        self.check(&permit, ResourceKey::Case(file.case.id))?;
        let before = file.case.clone();
        let by = recorder(self.actor);
        let mover = self.moving(by.account(), permit.action().as_str());
        let Followed {
            events: followed,
            plan,
        } = self.settle(file, &by, mover).await?;
        let planned = (self.desk.access(), self.rules(), &plan);
        projections::write(&self.tx, Some(&before), file, planned, followed.iter()).await?;
        file.stored = None;
        if !followed.is_empty() {
            seal(
                &self.tx,
                &permit,
                Some(file.case.id),
                None,
                Map::new(),
                self.instant,
                &followed,
            )
            .await?;
        }
        Ok((Written(()), !followed.is_empty()))
    }

    fn check(&self, permit: &Permit, used_on: ResourceKey) -> Result<(), Failure> {
        if permit.resource_key() == used_on && permit.actor() == self.actor {
            return Ok(());
        }
        let permit = permit.resource_key().to_string();
        Err(Failure::PermitMisused {
            permit,
            used_on: used_on.to_string(),
        })
    }

    async fn gather_again(&self, file: &mut CaseFile) -> Result<(), Failure> {
        let places = &self.desk.rules.places;
        let (case, history, person) = (file.case.clone(), file.history.clone(), file.person.clone());
        let (opened_at, stored) = (file.opened_at, file.stored.take());
        *file = file::gather(&self.tx.0, case, history, person, self.instant, opened_at, places).await?;
        file.stored = stored;
        Ok(())
    }

    async fn write(
        &self,
        permit: &Permit,
        before: Option<&Case>,
        file: &mut CaseFile,
        chosen: &[Recorded],
        followed: &Followed,
    ) -> Result<(), Failure> {
        let (planned, all) = (
            (self.desk.access(), self.rules(), &followed.plan),
            followed.events.iter().chain(chosen),
        );
        projections::write(&self.tx, before, file, planned, all).await?;
        file.stored = None;
        let case = Some(file.case.id);
        let (written, settled) = (payloads(chosen)?, payloads(&followed.events)?);
        let (chosen, followed) = (
            new_events(chosen, &written),
            new_events(&followed.events, &settled),
        );
        // What a person did and what followed by itself are two entries, and one turn to the ledger.
        let act = sealed(permit, case, None, Map::new(), self.instant, &chosen);
        let consequence = (!followed.is_empty()).then(|| ledger::Entry {
            at: self.instant,
            who: ledger::Who::Job(JOB),
            verb: JOB,
            case,
            subject: None,
            detail: Map::new(),
            events: &followed,
        });
        ledger::append_all(&self.tx, std::iter::once(act).chain(consequence)).await?;
        Ok(())
    }
}

/// What followed by itself, and what is owed with it in.
struct Followed {
    events: Vec<Recorded>,
    plan: Plan,
}

/// May these be written into a case that rests? That it rests no more; what became of a pack, what was answered, what a
/// physician found about something known before. Everything else belongs to the case that leads, which must know it.
fn fit_at_rest(events: &[Event]) -> bool {
    let parts = events.iter().any(|event| matches!(event, Event::CasesParted(_)));
    let harmless = |event: &Event| {
        matches!(
            event,
            Event::Supply(_)
                | Event::ComplaintLodged(_)
                | Event::ComplaintAnswered(_)
                | Event::NoticeAcknowledged { .. }
                | Event::AlertActed { .. }
                | Event::IncidentReviewed(_)
                | Event::ReactionEnded(_)
                | Event::EntryVerified(_)
                | Event::OfficerAssigned { .. }
        )
    };
    parts || events.iter().all(harmless)
}
