//! A pack that was set aside is not where it was put.

use super::shelf_duty::region_posts;
use crate::access::{Action, Actor, Context};
use crate::domain::ids::PackId;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::supply::Place;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::{lost_alone, organisations, stock};
use serde_json::{Map, json};

/// A pack that was set aside cannot be found: whoever looked says so, and where it was looked for. No count covers what is set
/// aside, and no second person is needed to say that something lies nowhere; but where it is whoever set it aside who says
/// it, whoever answers for the region is asked to look: to destroy it would have taken two.
///
/// # Errors
/// [`Failure::Refused`] where it was not set aside, or nothing is said; [`Failure::Forbidden`].
pub async fn miss_pack(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    pack: PackId,
    words: &str,
) -> Result<(), Failure> {
    let action = Action::SetPackAside;
    desk.perform(actor, submission, action, async |work| {
        let mut held = stock::lock(work.tx(), &[pack]).await?;
        let pack = held.pop().ok_or(Refusal::NothingToDo)?;
        let Place::SetAside { at } = pack.place else {
            return Err(Refusal::NothingToDo.into());
        };
        let place = organisations::find_in(work.tx(), at)
            .await?
            .ok_or(Refusal::NothingToDo)?;
        let permit = work.authorise(action, &place.resource(), &Context::default())?;
        let words = text("words", words, true, WORDS)?;
        let set_aside_by = stock::moved_by(work.tx(), &pack).await?;
        let mover = work.mover(action, work.instant())?;
        stock::move_packs(work.tx(), &[(&pack, Place::Lost, words.as_str())], mover).await?;
        if set_aside_by.is_some() && set_aside_by == actor.account_id() {
            let posts = region_posts(work, &place).await?;
            let said = (actor.account_id(), work.instant());
            lost_alone::tell_of_pack(work.tx(), pack.id, &posts, said).await?;
        }
        let digest = crate::secrets::hex(&crate::secrets::digest(words.as_bytes()));
        let detail = Map::from_iter([
            ("lost".to_owned(), json!(true)),
            ("digest".to_owned(), json!(digest)),
        ]);
        let written = work.seal(permit, &format!("pack:{}", pack.id), detail).await?;
        Ok((written, ()))
    })
    .await
}
