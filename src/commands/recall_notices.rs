//! A recall, and the organisations that have, had or await some of the lot: to each a letter is drawn up, which waits for a
//! physician's signature. It names the lot and the packs, and nobody who received one.

use super::draft_letter::keep;
use super::letter_facts::{house, of_organisation, organisation};
use crate::access::{Action, Actor, Context};
use crate::domain::ids::{AccountId, LetterId, LotId, OrganisationId, RecordId};
use crate::domain::letter::{About, Addressee, Content, Letter, LetterKind, RecalledAt, Sheet, product_name};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::letters::{self, NewLetter};
use crate::store::reading::held::{Held, held};
use crate::store::stock::lot_and_recall;
use serde_json::{Map, json};

/// Draws up the letter about a recall to each organisation but the one that speaks it, and answers with each and the
/// SHA-256 of its facts.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn draw_up(
    work: &Work<'_>,
    (sender, by): (OrganisationId, AccountId),
    (lot, recall): (LotId, RecordId),
) -> Result<Vec<(LetterId, String)>, Failure> {
    let mut drawn = Vec::new();
    for (addressee, there) in held(work.tx(), lot).await? {
        // Whoever speaks it need not be written to.
        if addressee == sender {
            continue;
        }
        let new = NewLetter {
            id: LetterId::fresh(),
            about: About::Lot { lot, recall },
            case: None,
            sender,
            addressee: Some(addressee),
            at: work.instant(),
        };
        let sheet = sheet(work, (lot, recall), (sender, addressee), there).await?;
        let (id, _, sha256) = keep(work, None, &new, &sheet, by).await?;
        drawn.push((id, sha256));
    }
    Ok(drawn)
}

/// Draws a letter about a recall to an organisation up again, from where the packs are now.
///
/// # Errors
/// [`Failure::Refused`]: it is another kind of letter, it was withdrawn, it says already how things stand;
/// [`Failure::Forbidden`].
pub async fn draft_recall_notice(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    letter: LetterId,
) -> Result<LetterId, Failure> {
    desk.perform(actor, submission, Action::DraftLetter, async |work| {
        let known = letters::find_in(work.tx(), letter).await?;
        let sender = house(work, &known).await?;
        let context = Context {
            letter: Some(known.kind().code()),
            ..Context::default()
        };
        let permit = work.authorise(Action::DraftLetter, &sender, &context)?;
        let account = work.recorder().account().ok_or(Refusal::NothingToDo)?;
        let sheet = as_it_stands(work, &known).await?;
        let sheet = sheet
            .filter(|_| known.withdrawn.is_none())
            .ok_or(Refusal::NothingToDo)?;
        let new = NewLetter {
            id: known.id,
            about: known.about.clone(),
            case: None,
            sender: known.sender,
            addressee: known.addressee,
            at: work.instant(),
        };
        let (id, number, sha256) = keep(work, Some(&known), &new, &sheet, account).await?;
        let detail = Map::from_iter([
            ("kind".to_owned(), json!(LetterKind::RecallNotice.code())),
            ("draft".to_owned(), json!(number)),
            ("data".to_owned(), json!(sha256)),
        ]);
        let written = work.seal(permit, &format!("letter:{id}"), detail).await?;
        Ok((written, id))
    })
    .await
}

/// What a letter to an organisation about a recall says now; none for another kind of letter.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn as_it_stands(work: &Work<'_>, letter: &Letter) -> Result<Option<Sheet>, Failure> {
    let (About::Lot { lot, recall }, Some(addressee)) = (&letter.about, letter.addressee) else {
        return Ok(None);
    };
    let there = held(work.tx(), *lot).await?;
    let there = there.get(&addressee).copied().unwrap_or_default();
    let between = (letter.sender, addressee);
    Ok(Some(sheet(work, (*lot, *recall), between, there).await?))
}

async fn sheet(
    work: &Work<'_>,
    (lot, recall): (LotId, RecordId),
    (sender, addressee): (OrganisationId, OrganisationId),
    there: Held,
) -> Result<Sheet, Failure> {
    let (known, said) = lot_and_recall(work.tx(), lot, recall).await?;
    let sender = organisation(work, sender).await?;
    let recalled_on = sender.today(said.since_at);
    let addressee = organisation(work, addressee).await?;
    Ok(Sheet {
        sender: of_organisation(sender),
        addressee: Addressee::Office(of_organisation(addressee)),
        person: None,
        asked: None,
        content: Content::RecallNotice(RecalledAt {
            product: product_name(work.rules(), &known.product),
            lot: known.number,
            expiry_on: known.expiry_on,
            notice: said.notice,
            recalled_on,
            lifted: known.recall != Some(recall),
            here: there.here,
            coming: there.coming,
            gone: there.gone,
        }),
    })
}
