//! The one door for change: an intention comes in, and either everything it means is written or nothing is.

mod elsewhere;
mod entries;
mod failure;
mod freed;
mod journal;
mod look;
mod work;

pub use elsewhere::LookElsewhere;
pub use failure::Failure;
pub use work::{Recalled, Work};

use super::{Store, StoreError, Tx, ledger, projections, settings, submissions, whole_micros};
use crate::access::{Access, Action, Actor, Context, Forbidden, Permit, Resource, ResourceKey, Scope};
use crate::clock::Clock;
use crate::domain::ids::{CaseId, OrganisationId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use chrono::{DateTime, Utc};
use entries::case_of;
use journal::{Journal, Line};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// One sending of one form: the same key and content answer with the stored result.
#[derive(Clone, Copy, Debug)]
pub struct Submission {
    /// Key made when the form was shown; none where it did not come back, or cannot be read. Then nothing is done: sent
    /// once more, it could not be told from another.
    pub key: Option<SubmissionKey>,
    /// SHA-256 of what was sent.
    pub digest: [u8; 32],
}

/// A form as somebody sent it in order to do something.
pub(in crate::store) struct Sent<'a> {
    /// Its key.
    pub(in crate::store) key: SubmissionKey,
    /// SHA-256 of its content.
    pub(in crate::store) digest: [u8; 32],
    /// Who.
    pub(in crate::store) actor: &'a Actor,
    /// What is to be done.
    pub(in crate::store) verb: &'a str,
}

/// Proof that events, obligations, ledger and outbox of an intention were written. Only [`Work`] makes it, and
/// only with it [`Desk::perform`] commits.
#[derive(Debug)]
#[must_use]
pub struct Written(());

impl Written {
    /// An intention that changes two cases wrote both.
    pub fn and(self, _other: Self) -> Self {
        self
    }
}

/// The desk: store, policies, rules and clock together.
#[derive(Clone)]
pub struct Desk {
    store: Store,
    access: Arc<Access>,
    rules: Arc<Rules>,
    clock: Clock,
    training: bool,
    journal: Arc<Journal>,
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
            journal: Arc::default(),
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

    /// As [`Work::roster_changed`], for the operator, who changes accounts without an intention.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn roster_changed(&self, tx: &Tx, organisation: OrganisationId) -> Result<(), StoreError> {
        projections::look_again(tx, organisation, self.instant()).await
    }

    /// Performs one intention in one transaction. Sent twice with one key, it answers twice and acts once.
    ///
    /// The key is written last, with the answer: one of two twins finds it taken, keeps nothing, and answers what the first
    /// was answered. So does a twin that came too late to be allowed what the first has done. A form without a readable key
    /// does nothing ([`Refusal::FormUnkeyed`]); what no form asked for, such as the sweep, has no submission at all.
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
        let (answer, _) = self.perform_telling(actor, submission, verb, act).await?;
        Ok(answer)
    }

    /// As [`Desk::perform`], and says whether it was this sending that acted: what is shown only once, a link or a secret,
    /// was made by the one that did.
    ///
    /// # Errors
    /// As [`Desk::perform`].
    pub async fn perform_telling<T, A>(
        &self,
        actor: &Actor,
        submission: Option<Submission>,
        verb: Action,
        act: A,
    ) -> Result<(T, bool), Failure>
    where
        T: Serialize + DeserializeOwned,
        A: AsyncFnOnce(&mut Work<'_>) -> Result<(Written, T), Failure>,
    {
        let unkeyed = submission.is_some_and(|submission| submission.key.is_none());
        let sent = submission.and_then(|Submission { key, digest }| {
            Some(Sent {
                key: key?,
                digest,
                actor,
                verb: verb.as_str(),
            })
        });
        let mut work = Work {
            tx: self.store.begin_write().await?,
            desk: self,
            actor,
            instant: self.instant(),
        };
        match act(&mut work).await {
            // Last: whoever may not do it, or cannot, is told that first. What was written goes with the transaction.
            Ok(_) if unkeyed => Err(Refusal::FormUnkeyed.into()),
            Ok((Written(()), answer)) => {
                if let Some(sent) = &sent {
                    let text = serde_json::to_string(&answer).unwrap_or_default();
                    if !submissions::keep(&work.tx, sent, &text, work.instant).await? {
                        drop(work);
                        let before: Option<T> = self.answered(sent).await?;
                        let before = before.ok_or(StoreError::Stale("submission"))?;
                        return Ok((before, false));
                    }
                }
                work.tx.commit().await?;
                Ok((answer, true))
            }
            Err(failure) => {
                drop(work);
                let before = match sent.filter(|_| !failure.is_unavailable()) {
                    Some(sent) => self.answered(&sent).await,
                    None => Ok(None),
                };
                if let Ok(Some(before)) = before {
                    return Ok((before, false));
                }
                // Whoever may not do it is told so, and noted, whatever key he sends along.
                match &failure {
                    Failure::Forbidden(forbidden) => {
                        self.note_forbidden(forbidden).await?;
                        return Err(failure);
                    }
                    Failure::Absent(case) => {
                        self.note_absent(actor, verb, Some(*case)).await?;
                        return Err(failure);
                    }
                    _ => {}
                }
                before?;
                Err(failure)
            }
        }
    }

    /// What a form was answered when it was sent before.
    async fn answered<T: DeserializeOwned>(&self, sent: &Sent<'_>) -> Result<Option<T>, Failure> {
        match submissions::find(&self.store, sent).await? {
            submissions::Found::Nothing => Ok(None),
            submissions::Found::OtherContent => Err(Failure::KeyReused),
            submissions::Found::Answered(stored) => serde_json::from_str(&stored).map(Some).map_err(|_| {
                let row = sent.key.to_string();
                StoreError::Corrupt {
                    table: "submission",
                    row,
                    column: "answer",
                }
                .into()
            }),
        }
    }

    /// Was this very form acted on before, by this sender? Asked where the act itself takes from him what its page asks for:
    /// sent again, it is to be answered as it was, and not as if nothing had been done.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn acted_on(
        &self,
        actor: &Actor,
        submission: Submission,
        verb: Action,
    ) -> Result<bool, Failure> {
        let Some(key) = submission.key else {
            return Ok(false);
        };
        let sent = Sent {
            key,
            digest: submission.digest,
            actor,
            verb: verb.as_str(),
        };
        let found = submissions::find(&self.store, &sent).await?;
        Ok(matches!(found, submissions::Found::Answered(_)))
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
        self.note_list(actor, verb, Map::new()).await
    }

    /// Notes in the ledger that somebody read a list of persons, and which.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_list(
        &self,
        actor: &Actor,
        verb: &'static str,
        list: Map<String, Value>,
    ) -> Result<(), Failure> {
        let line = self.line(actor, verb.to_owned(), None, list);
        Ok(self.write_line(line).await?)
    }

    /// Keeps a setting that nobody has kept yet, with its line in the ledger in the same transaction; says whether it was
    /// this one that is kept.
    ///
    /// # Errors
    /// When the database does not answer; then neither is written.
    pub async fn keep_first(
        &self,
        actor: &Actor,
        verb: &'static str,
        (key, value): (&str, &str),
        detail: Map<String, Value>,
    ) -> Result<bool, Failure> {
        let tx = self.store.begin_write().await?;
        if !settings::put_first(&tx, key, value).await? {
            return Ok(false);
        }
        let line = self.line(actor, verb.to_owned(), None, detail);
        ledger::append_all(&tx, [journal::entry(&line)]).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Notes in the ledger that somebody read a paper about the installation.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_paper(
        &self,
        actor: &Actor,
        verb: Action,
        paper: Map<String, Value>,
    ) -> Result<(), Failure> {
        let line = self.line(actor, verb.as_str().to_owned(), None, paper);
        Ok(self.write_line(line).await?)
    }

    fn line(&self, actor: &Actor, verb: String, case: Option<CaseId>, detail: Map<String, Value>) -> Line {
        Line {
            at: self.instant(),
            actor: actor.clone(),
            verb,
            case,
            detail,
        }
    }

    async fn write_line(&self, line: Line) -> Result<(), StoreError> {
        self.journal.write(&self.store, line).await
    }

    fn circumstances(&self) -> Context {
        Context {
            training: self.training,
            ..Context::default()
        }
    }

    async fn note_absent(
        &self,
        actor: &Actor,
        action: Action,
        case: Option<CaseId>,
    ) -> Result<(), StoreError> {
        let resource = case.map_or_else(|| "absent".to_owned(), |id| ResourceKey::Case(id).to_string());
        let detail = Map::from_iter([
            ("action".to_owned(), json!(action.as_str())),
            ("resource".to_owned(), json!(resource)),
        ]);
        let line = self.line(actor, "forbidden".to_owned(), None, detail);
        self.write_line(line).await
    }

    async fn note_forbidden(&self, forbidden: &Forbidden) -> Result<(), StoreError> {
        let key = forbidden.resource_key();
        let mut detail = Map::new();
        detail.insert("action".to_owned(), json!(forbidden.action().as_str()));
        detail.insert("resource".to_owned(), json!(key.to_string()));
        let line = self.line(forbidden.actor(), "forbidden".to_owned(), case_of(key), detail);
        self.write_line(line).await
    }
}
