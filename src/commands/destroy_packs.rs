//! A pack that somebody else set aside is destroyed, or returned to the supplier.

use crate::access::{Action, Actor, Context};
use crate::domain::ids::PackId;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::supply::Place;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::{StoreError, organisations, stock};
use serde_json::Map;

/// Destroys a pack. The account that set it aside is the first person, whoever says this the second.
///
/// # Errors
/// [`Failure::Refused`] where it was not set aside; [`Failure::Forbidden`].
pub async fn destroy_packs(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
) -> Result<(), Failure> {
    gone(desk, actor, submission, Way::Destroyed, pack).await
}

/// Into whose hands a pack went back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnPacks {
    /// Who received it: a person and an organisation, by name.
    pub received_by: String,
    /// The paper that goes with it, or what was agreed.
    pub document: String,
}

/// Returns a pack to the supplier: into named hands, on a paper or words by which it can be asked after.
///
/// # Errors
/// [`Failure::Refused`] where it was not set aside, or nobody is named or nothing said; [`Failure::Forbidden`].
pub async fn return_packs(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
    form: &ReturnPacks,
) -> Result<(), Failure> {
    gone(desk, actor, submission, Way::Returned(form), pack).await
}

/// How a pack leaves the house.
#[derive(Clone, Copy)]
enum Way<'f> {
    Destroyed,
    Returned(&'f ReturnPacks),
}

impl Way<'_> {
    fn action(self) -> Action {
        match self {
            Self::Destroyed => Action::DestroyPacks,
            Self::Returned(_) => Action::ReturnPacks,
        }
    }

    fn place(self) -> Place {
        match self {
            Self::Destroyed => Place::Destroyed,
            Self::Returned(_) => Place::Returned,
        }
    }

    /// What is kept of it beside the movement: into whose hands, and on what.
    fn words(self) -> Result<String, Vec<Refusal>> {
        let Self::Returned(form) = self else {
            return Ok(String::new());
        };
        let received_by = text("received_by", &form.received_by, true, LINE);
        match (received_by, text("document", &form.document, true, WORDS)) {
            (Ok(received_by), Ok(document)) => Ok(format!("{received_by}; {document}")),
            (received_by, document) => Err(received_by.err().into_iter().chain(document.err()).collect()),
        }
    }
}

async fn gone(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    way: Way<'_>,
    pack: PackId,
) -> Result<(), Failure> {
    let action = way.action();
    desk.perform(actor, submission, action, async |work| {
        let mut held = stock::lock(work.tx(), &[pack]).await?;
        let pack = held.pop().ok_or(StoreError::Missing("pack"))?;
        let Place::SetAside { at } = pack.place else {
            return Err(Refusal::NothingToDo.into());
        };
        let place = organisations::find_in(work.tx(), at)
            .await?
            .ok_or(StoreError::Missing("organisation"))?;
        let context = Context {
            set_aside_by: stock::moved_by(work.tx(), &pack).await?,
            ..Context::default()
        };
        let permit = work.authorise(action, &place.resource(), &context)?;
        let words = way.words()?;
        let moves = [(&pack, way.place(), words.as_str())];
        stock::move_packs(work.tx(), &moves, work.mover(action, work.instant())?).await?;
        let written = work
            .seal(permit, &format!("pack:{}", pack.id), Map::new())
            .await?;
        Ok((written, ()))
    })
    .await
}
