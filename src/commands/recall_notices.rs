//! A recall, and the organisations that have, had or await some of the lot: to each a letter is drawn up, which waits for a
//! physician's signature. It names the lot and the packs, and nobody who received one.

use super::draft_letter::keep;
use super::letter_facts::{house, of_organisation, organisation};
use super::recall_lot::keepers;
use crate::access::{Action, Actor, Context};
use crate::domain::ids::{AccountId, LetterId, LotId, OrganisationId, RecordId};
use crate::domain::letter::{About, Addressee, Content, Letter, LetterKind, RecalledAt, Sheet, product_name};
use crate::domain::refusal::Refusal;
use crate::store::accounts;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::letters::{self, NewLetter};
use crate::store::reading::held::{Held, held, holders_of_recalled};
use crate::store::recalled::{self, Told};
use crate::store::stock::{lock_lot, lot_and_recall, recalls_of};
use serde_json::{Map, json};
use std::collections::BTreeSet;

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
    for (addressee, there) in held(work.tx(), work.rules(), lot).await? {
        // Whoever speaks it need not be written to.
        if addressee == sender {
            continue;
        }
        drawn.push(draw_one(work, (sender, by), (lot, recall), (addressee, there)).await?);
    }
    Ok(drawn)
}

async fn draw_one(
    work: &Work<'_>,
    (sender, by): (OrganisationId, AccountId),
    (lot, recall): (LotId, RecordId),
    (addressee, there): (OrganisationId, Held),
) -> Result<(LetterId, String), Failure> {
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
    Ok((id, sha256))
}

/// The organisations that came to some of one of these recalled lots after the recall was spoken, each with the lot and the
/// recall: a parcel came, a pack was taken in or found, a dose was typed. Nobody wrote to them then.
///
/// # Errors
/// When the database does not answer.
pub async fn unwritten(
    desk: &Desk,
    lots: &BTreeSet<LotId>,
) -> Result<Vec<(LotId, RecordId, OrganisationId)>, Failure> {
    let store = desk.store();
    let mut all = Vec::new();
    for ((lot, recall), holders) in holders_of_recalled(store, desk.rules(), lots).await? {
        let written = letters::written_of(store, lot, recall).await?;
        let mut known: BTreeSet<OrganisationId> =
            written.iter().flat_map(|(from, to)| [*from, *to]).collect();
        if known.is_empty() {
            // Only whoever spoke it had some.
            let standing = recalls_of(store, &[lot]).await?;
            for recall in standing {
                let speaker = accounts::find(store, recall.by).await?;
                known.extend(speaker.map(|speaker| speaker.organisation));
            }
        }
        all.extend(holders.difference(&known).map(|at| (lot, recall, *at)));
    }
    Ok(all)
}

/// Draws up a letter to such an organisation, in the name of whoever spoke the recall, and writes to those who give or keep the
/// drug there, as all the others were written to then.
///
/// # Errors
/// [`Failure::Refused`] where there is a letter already, or the recall was lifted: then nothing is written. Any other
/// [`Failure`]; the sweep tries it again on its next round.
pub async fn write_of_recall(
    desk: &Desk,
    actor: &Actor,
    (lot, recall): (LotId, RecordId),
    addressee: OrganisationId,
) -> Result<LetterId, Failure> {
    let action = Action::WriteOfRecall;
    desk.perform(actor, None, action, async |work| {
        let place = organisation(work, addressee).await?;
        let permit = work.authorise(action, &place.resource(), &Context::default())?;
        // Whoever else draws up a letter about it waits, and whoever lifts the recall.
        let known = lock_lot(work.tx(), lot).await?;
        let stands = known.is_some_and(|known| known.recall == Some(recall));
        let drawn = if stands {
            late(work, (lot, recall), addressee).await?
        } else {
            None
        };
        // The ledger names what was written, and nothing where somebody wrote before, or lifted the recall.
        let (letter, sha256) = drawn.ok_or(Refusal::NothingToDo)?;
        let roles = keepers(work);
        let told = Told {
            lot,
            recall,
            by: None,
            roles: &roles,
            at: work.instant(),
        };
        let told = recalled::late(work.tx(), told, addressee).await?;
        let notice = json!({ "letter": letter.to_string(), "data": sha256 });
        let detail = Map::from_iter([
            ("recall".to_owned(), json!(recall.to_string())),
            ("notices".to_owned(), json!([notice])),
            ("told".to_owned(), json!(told)),
        ]);
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, letter))
    })
    .await
}

/// The letter to an organisation that has none about a recall that stands.
async fn late(
    work: &Work<'_>,
    (lot, recall): (LotId, RecordId),
    addressee: OrganisationId,
) -> Result<Option<(LetterId, String)>, Failure> {
    let written = letters::written_of_in(work.tx(), lot, recall).await?;
    let (_, said) = lot_and_recall(work.tx(), lot, recall).await?;
    let sender = match written.first() {
        Some((sender, _)) => Some(*sender),
        None => {
            let speaker = accounts::find_in(work.tx(), said.by).await?;
            speaker.map(|speaker| speaker.organisation)
        }
    };
    let there = held(work.tx(), work.rules(), lot).await?.get(&addressee).copied();
    let known = sender == Some(addressee) || written.iter().any(|(_, to)| *to == addressee);
    let (Some(sender), Some(there), false) = (sender, there, known) else {
        return Ok(None);
    };
    let between = (addressee, there);
    Ok(Some(
        draw_one(work, (sender, said.by), (lot, recall), between).await?,
    ))
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
    let there = held(work.tx(), work.rules(), *lot).await?;
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
