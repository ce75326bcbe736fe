//! Looks: a case is opened for reading, and the look leaves its line in the ledger.

use super::super::StoreError;
use super::super::file::{self, CaseFile};
use super::journal::Line;
use super::{Desk, Failure};
use crate::access::{Action, Actor, CaseFacts, Context};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::letter::LetterKind;
use sea_orm::DbErr;
use serde_json::{Map, Value, json};
use tracing::Instrument as _;

impl Desk {
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
        let (file, line) = self.open(actor, action, id, circumstances).await?;
        self.write_line(line).await?;
        Ok(self.as_left(actor, action, file))
    }

    /// As [`Desk::look_when`], for what the reader's organisation was told of or did itself: also whoever handed the person
    /// over finds it as it stands now. Where the first action is not allowed, the second will do.
    ///
    /// # Errors
    /// As [`Desk::look`], and what finding the circumstances came to.
    pub async fn look_whole(
        &self,
        actor: &Actor,
        actions: (Action, Option<Action>),
        id: CaseId,
        circumstances: impl FnOnce(&CaseFile) -> Result<Context, StoreError>,
    ) -> Result<CaseFile, Failure> {
        let (file, line) = self.open_by(actor, actions, id, circumstances).await?;
        self.write_line(line).await?;
        Ok(file)
    }

    /// Whoever handed the person over, and reads the file for no other reason, reads it as he left it.
    fn as_left(&self, actor: &Actor, action: Action, file: CaseFile) -> CaseFile {
        let read = matches!(action, Action::ReadClinicalFile | Action::ReadPassage);
        let former = read.then(|| self.as_former(actor, action, &file)).flatten();
        match former {
            Some(own) => file.left_by(own, &self.rules.places),
            None => file,
        }
    }

    /// The organisation of whoever acts in a case for no other reason than that it treated the person before.
    #[must_use]
    pub fn as_former(&self, actor: &Actor, action: Action, file: &CaseFile) -> Option<OrganisationId> {
        let own = actor.organisation()?;
        if !file.facts.former.contains(&own) {
            return None;
        }
        // The policies say whether there is another reason.
        let facts = CaseFacts {
            former: Vec::new(),
            ..file.facts.clone()
        };
        let otherwise = self
            .access
            .allows(actor, action, &facts.into(), &self.circumstances());
        (!otherwise).then_some(own)
    }

    /// Opens a case in order to read one of its papers, of a kind and to an organisation: the line in the ledger says
    /// which.
    ///
    /// # Errors
    /// As [`Desk::look`].
    pub async fn look_at_paper(
        &self,
        actor: &Actor,
        action: Action,
        id: CaseId,
        (addressed_to, kind): (Option<OrganisationId>, LetterKind),
        paper: Map<String, Value>,
    ) -> Result<CaseFile, Failure> {
        let context = Context {
            addressed_to,
            letter: Some(kind.code()),
            ..self.circumstances()
        };
        let (file, mut line) = self.open(actor, action, id, |_| Ok(context)).await?;
        line.detail.extend(paper);
        self.write_line(line).await?;
        Ok(file)
    }

    /// Opens a case and shows it while the look's line is being written. What was shown leaves this door only when
    /// the line is durable.
    ///
    /// # Errors
    /// As [`Desk::look`], and what showing it came to.
    pub async fn look_and_show<T, E: From<Failure>>(
        &self,
        actor: &Actor,
        action: Action,
        id: CaseId,
        show: impl FnOnce(CaseFile) -> Result<T, E>,
    ) -> Result<T, E> {
        let (file, line) = self.open(actor, action, id, |_| Ok(self.circumstances())).await?;
        let desk = self.clone();
        let writing = async move { desk.write_line(line).await };
        let writing = tokio::spawn(writing.in_current_span());
        // A task that was just begun waits until this one pauses.
        tokio::task::yield_now().await;
        let shown = show(self.as_left(actor, action, file));
        let written = writing
            .await
            .map_err(|_| StoreError::Unavailable(DbErr::Custom("the line was interrupted".to_owned())));
        written.and_then(|written| written).map_err(Failure::from)?;
        shown
    }

    /// Reads a case of which something must be known before an act, to whoever may do it. The act leaves the line.
    ///
    /// # Errors
    /// As [`Desk::look`].
    pub async fn before_act(&self, actor: &Actor, action: Action, id: CaseId) -> Result<CaseFile, Failure> {
        let (file, _) = self.open(actor, action, id, |_| Ok(self.circumstances())).await?;
        Ok(file)
    }

    /// May this actor still open a case after an act of his own? It shows nothing of it, and leaves no line.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn leads_back(&self, actor: &Actor, action: Action, id: CaseId) -> Result<bool, Failure> {
        let file = file::read(&self.store, id, self.instant(), &self.rules.places).await?;
        let opens =
            |file: CaseFile| self.allows(actor, action, &file.facts.clone().into(), &self.circumstances());
        Ok(file.is_some_and(opens))
    }

    /// Reads the cases of which a list says one word beside rows that its reader may read: whether a letter of each still holds.
    /// It shows nothing else of them, and leaves no line, as the rows leave none. Nor does it where only their number and their
    /// references are said, which say nothing of any person.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn beside_rows(&self, cases: &[CaseId]) -> Result<Vec<CaseFile>, StoreError> {
        file::read_all(&self.store, cases, self.instant(), &self.rules.places).await
    }

    /// Reads a case and asks the policies; the line that the look leaves is still to be written.
    async fn open(
        &self,
        actor: &Actor,
        action: Action,
        id: CaseId,
        circumstances: impl FnOnce(&CaseFile) -> Result<Context, StoreError>,
    ) -> Result<(CaseFile, Line), Failure> {
        self.open_by(actor, (action, None), id, circumstances).await
    }

    /// The same by another action where the first is not allowed: one line is left, by that which opened the case.
    async fn open_by(
        &self,
        actor: &Actor,
        (action, otherwise): (Action, Option<Action>),
        id: CaseId,
        circumstances: impl FnOnce(&CaseFile) -> Result<Context, StoreError>,
    ) -> Result<(CaseFile, Line), Failure> {
        let Some(file) = file::read(&self.store, id, self.instant(), &self.rules.places).await? else {
            self.note_absent(actor, action, Some(id)).await?;
            return Err(Failure::Absent(id));
        };
        let context = match circumstances(&file) {
            Ok(context) => context,
            // What is asked about is not in the case: told as if the case were not there.
            Err(fault) => {
                self.note_absent(actor, action, Some(id)).await?;
                return Err(fault.into());
            }
        };
        let resource = file.facts.clone().into();
        let opens = |action: Action| self.allows(actor, action, &resource, &context);
        let action = match otherwise {
            Some(other) if !opens(action) && opens(other) => other,
            _ => action,
        };
        match self.access.authorise(actor, action, &resource, &context) {
            Ok(permit) => {
                // Whoever opens the form of an act has not acted: the ledger says which it was.
                let action = action.as_str();
                let verb = if action.starts_with("read-") {
                    action.to_owned()
                } else {
                    format!("open-{action}")
                };
                let detail = Map::from_iter([("policies".to_owned(), json!(permit.policies()))]);
                Ok((file, self.line(actor, verb, Some(id), detail)))
            }
            Err(forbidden) => {
                self.note_forbidden(&forbidden).await?;
                Err(forbidden.into())
            }
        }
    }

    /// What becomes of a look at something of a case, such as a parcel, that is not there: as much as of a look at one whose
    /// case this actor may not see, so that the two cannot be told apart by a clock.
    pub async fn absent(&self, actor: &Actor, action: Action) -> Failure {
        let nothing = CaseId::fresh();
        let read = file::read(&self.store, nothing, self.instant(), &self.rules.places).await;
        let noted = match read {
            Ok(_) => self.note_absent(actor, action, None).await,
            Err(fault) => Err(fault),
        };
        noted.map_or_else(Failure::from, |()| Failure::Absent(nothing))
    }
}
