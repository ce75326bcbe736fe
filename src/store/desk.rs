//! The one door for change: an intention comes in, and either everything it means is written or nothing is.

use super::file::{self, CaseFile};
use super::{Store, StoreError, Tx, ledger, projections, submissions, whole_micros};
use crate::access::{Access, Action, Actor, Context, Forbidden, Permit, Resource, ResourceKey, Scope};
use crate::clock::Clock;
use crate::domain::case::Case;
use crate::domain::event::{Event, Recorded, Recorder};
use crate::domain::ids::{CaseId, OrganisationId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use crate::domain::settle::{JOB, settle};
use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use thiserror::Error;

/// Why an intention came to nothing.
#[derive(Debug, Error)]
pub enum Failure {
    /// The rules say no. Expected; shown on the form.
    #[error("refused: {}", .0.iter().map(Refusal::code).collect::<Vec<_>>().join(", "))]
    Refused(Vec<Refusal>),
    /// The policies say no.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// The same form key came with other content.
    #[error("the form was already sent with other content")]
    KeyReused,
    /// A permit for one thing was used on another. A fault of the program, caught before anything is written.
    #[error("a permit for {permit} was used on {used_on}")]
    PermitMisused {
        /// What the permit is for.
        permit: String,
        /// What it was used on.
        used_on: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Vec<Refusal>> for Failure {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

/// One sending of one form: the same key and content answer with the stored result.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    /// Key made when the form was shown.
    pub key: SubmissionKey,
    /// SHA-256 of what was sent.
    pub digest: [u8; 32],
}

/// Proof that events, obligations, ledger and outbox of an intention were written. Only [`Work`] makes it, and
/// only with it [`Desk::perform`] commits.
#[derive(Debug)]
#[must_use]
pub struct Written(());

/// The desk: store, policies, rules and clock together.
#[derive(Clone)]
pub struct Desk {
    store: Store,
    access: Arc<Access>,
    rules: Arc<Rules>,
    clock: Clock,
    training: bool,
}

impl Desk {
    /// Sets up the desk.
    #[must_use]
    pub fn new(store: Store, access: Arc<Access>, rules: Arc<Rules>, clock: Clock, training: bool) -> Self {
        Self {
            store,
            access,
            rules,
            clock,
            training,
        }
    }

    /// The same desk in another time: for a past that is told from its beginning.
    #[must_use]
    pub fn with_clock(&self, clock: Clock) -> Self {
        Self {
            clock,
            ..self.clone()
        }
    }

    /// The store, for reading.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The policies.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Is this a training installation?
    #[must_use]
    pub fn training(&self) -> bool {
        self.training
    }

    /// The present instant, as both databases keep it.
    #[must_use]
    pub fn instant(&self) -> DateTime<Utc> {
        whole_micros(self.clock.now())
    }

    /// Performs one intention in one transaction. Sent twice with one key, it answers twice and acts once.
    ///
    /// # Errors
    /// [`Failure`]; then nothing was written but a line in the ledger that something was forbidden.
    pub async fn perform<T, A>(
        &self,
        actor: &Actor,
        submission: Option<Submission>,
        verb: Action,
        act: A,
    ) -> Result<T, Failure>
    where
        T: Serialize + DeserializeOwned,
        A: AsyncFnOnce(&mut Work<'_>) -> Result<(Written, T), Failure>,
    {
        let tx = self.store.begin_write().await?;
        if let Some(submission) = submission {
            match submissions::claim(&tx, submission, actor, verb.as_str(), self.instant()).await? {
                submissions::Claim::New => {}
                submissions::Claim::Answered(stored) => {
                    return serde_json::from_str(&stored).map_err(|_| {
                        let row = submission.key.to_string();
                        StoreError::Corrupt {
                            table: "submission",
                            row,
                            column: "answer",
                        }
                        .into()
                    });
                }
                submissions::Claim::OtherContent => return Err(Failure::KeyReused),
            }
        }
        let mut work = Work {
            tx,
            desk: self,
            actor,
            instant: self.instant(),
        };
        match act(&mut work).await {
            Ok((Written(()), answer)) => {
                if let Some(submission) = submission {
                    let text = serde_json::to_string(&answer).unwrap_or_default();
                    submissions::answer(&work.tx, submission.key, &text).await?;
                }
                work.tx.commit().await?;
                Ok(answer)
            }
            Err(Failure::Forbidden(forbidden)) => {
                drop(work);
                self.note_forbidden(&forbidden).await?;
                Err(forbidden.into())
            }
            Err(failure) => Err(failure),
        }
    }

    /// Opens a case for reading. Every look at a person leaves its line in the ledger.
    ///
    /// # Errors
    /// [`Failure`]: not there, or not for this actor; both look alike outside.
    pub async fn look(&self, actor: &Actor, action: Action, id: CaseId) -> Result<CaseFile, Failure> {
        self.look_when(actor, action, id, |_| Ok(self.circumstances()))
            .await
    }

    /// Opens a case for reading, for an action that asks for circumstances found in the case itself.
    ///
    /// # Errors
    /// As [`Desk::look`], and what finding the circumstances came to.
    pub async fn look_when(
        &self,
        actor: &Actor,
        action: Action,
        id: CaseId,
        circumstances: impl FnOnce(&CaseFile) -> Result<Context, StoreError>,
    ) -> Result<CaseFile, Failure> {
        let file = file::read(&self.store, id, self.instant(), &self.rules.places).await?;
        let context = circumstances(&file)?;
        match self
            .access
            .authorise(actor, action, &file.facts.clone().into(), &context)
        {
            Ok(permit) => {
                let tx = self.store.begin_write().await?;
                // The verb says what the page is for; nothing of the kind was done yet.
                let detail = Map::from_iter([("look".to_owned(), json!(true))]);
                seal(&tx, &permit, Some(id), None, detail, self.instant(), &[]).await?;
                tx.commit().await?;
                Ok(file)
            }
            Err(forbidden) => {
                self.note_forbidden(&forbidden).await?;
                Err(forbidden.into())
            }
        }
    }

    /// May this actor do this here? Decides what a page offers; the act itself is decided again.
    #[must_use]
    pub fn allows(&self, actor: &Actor, action: Action, resource: &Resource, context: &Context) -> bool {
        self.access.allows(actor, action, resource, context)
    }

    /// Opens a list: the rows that the policies let this actor see.
    ///
    /// # Errors
    /// [`Failure::Forbidden`], noted in the ledger.
    pub async fn list(&self, actor: &Actor, action: Action) -> Result<Scope, Failure> {
        self.permit(actor, action, &Resource::System)
            .await
            .map(|_permit| self.access.scope(actor, action))
    }

    /// Authorises something that changes no case: a list, the clock of a training installation.
    ///
    /// # Errors
    /// [`Failure::Forbidden`], noted in the ledger.
    pub async fn permit(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
    ) -> Result<Permit, Failure> {
        match self
            .access
            .authorise(actor, action, resource, &self.circumstances())
        {
            Ok(permit) => Ok(permit),
            Err(forbidden) => {
                self.note_forbidden(&forbidden).await?;
                Err(forbidden.into())
            }
        }
    }

    /// Notes in the ledger that somebody did something that changes nothing, such as a search.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note(&self, actor: &Actor, verb: &'static str) -> Result<(), Failure> {
        let tx = self.store.begin_write().await?;
        let entry = ledger::Entry {
            at: self.instant(),
            who: who(actor),
            verb,
            case: None,
            subject: None,
            detail: Map::new(),
            events: &[],
        };
        ledger::append(&tx, entry).await?;
        Ok(tx.commit().await?)
    }

    fn circumstances(&self) -> Context {
        Context {
            training: self.training,
            ..Context::default()
        }
    }

    async fn note_forbidden(&self, forbidden: &Forbidden) -> Result<(), StoreError> {
        let tx = self.store.begin_write().await?;
        let key = forbidden.resource_key();
        let mut detail = Map::new();
        detail.insert("action".to_owned(), json!(forbidden.action().as_str()));
        detail.insert("resource".to_owned(), json!(key.to_string()));
        let entry = ledger::Entry {
            at: self.instant(),
            who: who(forbidden.actor()),
            verb: "forbidden",
            case: case_of(key),
            subject: None,
            detail,
            events: &[],
        };
        ledger::append(&tx, entry).await?;
        tx.commit().await
    }
}

/// One intention at work: loads, authorises, records.
pub struct Work<'d> {
    tx: Tx,
    desk: &'d Desk,
    actor: &'d Actor,
    instant: DateTime<Utc>,
}

impl Work<'_> {
    /// Loads a case whole and holds it until the end.
    ///
    /// # Errors
    /// [`StoreError::Missing`] where there is none.
    pub async fn case(&self, id: CaseId) -> Result<CaseFile, Failure> {
        Ok(file::lock(&self.tx, id, self.instant, &self.desk.rules.places).await?)
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
        let before = file.case.clone();
        let chosen = apply(file, events, &recorder(self.actor), self.instant)?;
        // Where it is treated, who supervises, whether it is open: what the lists and the policies go by.
        let stands = |case: &Case| {
            (
                case.places.clone(),
                case.supervision.clone(),
                case.rulings.clone(),
            )
        };
        if stands(&before) != stands(&file.case) {
            self.gather_again(file).await?;
        }
        let followed = settle(&file.case, self.rules(), &file.roster, &file.now);
        let followed = apply(file, followed, &Recorder::Job(JOB.to_owned()), self.instant)?;
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
        let followed = settle(&file.case, self.rules(), &file.roster, &file.now);
        let followed = apply(&mut file, followed, &Recorder::Job(JOB.to_owned()), self.instant)?;
        self.write(&permit, None, &file, &chosen, &followed).await?;
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
        let followed = settle(&file.case, self.rules(), &file.roster, &file.now);
        let followed = apply(file, followed, &recorder(self.actor), self.instant)?;
        projections::write(&self.tx, Some(&before), file, self.rules(), followed.iter()).await?;
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
        let opened_at = file.opened_at;
        *file = file::gather(&self.tx.0, case, history, person, self.instant, opened_at, places).await?;
        Ok(())
    }

    async fn write(
        &self,
        permit: &Permit,
        before: Option<&Case>,
        file: &CaseFile,
        chosen: &[Recorded],
        followed: &[Recorded],
    ) -> Result<(), Failure> {
        projections::write(
            &self.tx,
            before,
            file,
            self.rules(),
            followed.iter().chain(chosen),
        )
        .await?;
        let id = Some(file.case.id);
        seal(&self.tx, permit, id, None, Map::new(), self.instant, chosen).await?;
        if !followed.is_empty() {
            let events = payloads(followed)?;
            let entry = ledger::Entry {
                at: self.instant,
                who: ledger::Who::Job(JOB),
                verb: JOB,
                case: id,
                subject: None,
                detail: Map::new(),
                events: &new_events(followed, &events),
            };
            ledger::append(&self.tx, entry).await?;
        }
        Ok(())
    }
}

fn number(after: u32, events: Vec<Event>, by: &Recorder, at: DateTime<Utc>) -> Vec<Recorded> {
    let numbered = (after + 1..).zip(events);
    numbered
        .map(|(seq, event)| Recorded {
            seq,
            event,
            recorded_at: at,
            by: by.clone(),
        })
        .collect()
}

/// Applies new events to a loaded case and returns them as recorded.
fn apply(
    file: &mut CaseFile,
    events: Vec<Event>,
    by: &Recorder,
    at: DateTime<Utc>,
) -> Result<Vec<Recorded>, Failure> {
    let recorded = number(file.case.version, events, by, at);
    for event in &recorded {
        file.case
            .apply(event)
            .map_err(|misfit| unfit(file.case.id, &misfit))?;
    }
    file.history.extend(recorded.iter().cloned());
    Ok(recorded)
}

fn unfit(case: CaseId, misfit: &crate::domain::case::Misfit) -> StoreError {
    StoreError::Corrupt {
        table: "event",
        row: format!("{case}: {misfit}"),
        column: "payload",
    }
}

fn payloads(recorded: &[Recorded]) -> Result<Vec<String>, StoreError> {
    let text = recorded.iter().map(|event| serde_json::to_string(&event.event));
    text.collect::<Result<_, _>>().map_err(|_| StoreError::Corrupt {
        table: "event",
        row: "new".to_owned(),
        column: "payload",
    })
}

fn new_events<'a>(recorded: &'a [Recorded], payloads: &'a [String]) -> Vec<ledger::NewEvent<'a>> {
    let pairs = recorded.iter().zip(payloads);
    pairs
        .map(|(event, payload)| ledger::NewEvent {
            seq: event.seq.into(),
            verb: event.event.verb(),
            payload,
            occurred_at: event.event.occurred_at().unwrap_or(event.recorded_at),
        })
        .collect()
}

async fn seal(
    tx: &Tx,
    permit: &Permit,
    case: Option<CaseId>,
    subject: Option<&str>,
    mut detail: Map<String, Value>,
    at: DateTime<Utc>,
    recorded: &[Recorded],
) -> Result<(), StoreError> {
    detail.insert("policies".to_owned(), json!(permit.policies()));
    let payloads = payloads(recorded)?;
    let events = new_events(recorded, &payloads);
    let verb = permit.action().as_str();
    let who = who(permit.actor());
    ledger::append(
        tx,
        ledger::Entry {
            at,
            who,
            verb,
            case,
            subject,
            detail,
            events: &events,
        },
    )
    .await?;
    Ok(())
}

fn who(actor: &Actor) -> ledger::Who<'_> {
    match (actor.account_id(), actor.role(), actor.job()) {
        (Some(id), Some(role), _) => ledger::Who::Account {
            id,
            role: role.as_str(),
        },
        (_, _, Some(job)) => ledger::Who::Job(job),
        _ => ledger::Who::Nobody,
    }
}

fn recorder(actor: &Actor) -> Recorder {
    match (actor.account_id(), actor.job()) {
        (Some(id), _) => Recorder::Account(id),
        (None, job) => Recorder::Job(job.unwrap_or("unknown").to_owned()),
    }
}

fn case_of(key: ResourceKey) -> Option<CaseId> {
    match key {
        ResourceKey::Case(id) => Some(id),
        ResourceKey::Organisation(_) | ResourceKey::System => None,
    }
}
