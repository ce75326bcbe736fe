//! A recall reached people: for each a letter is drawn up, which waits for a physician's signature.

use super::draft_letter::{keep, of_recall};
use super::letter_facts::drawn_up;
use crate::domain::ids::{LetterId, RecordId};
use crate::domain::letter::About;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::Standing;
use crate::store::desk::{Failure, Work};
use crate::store::file::CaseFile;
use crate::store::letters::NewLetter;

/// Draws up the letter about a recall to a person who received the lot, and answers with it and the SHA-256 of its facts.
/// Nothing is written to somebody who received none, and nothing to the dead.
///
/// # Errors
/// When the database does not answer. What cannot be written about stops no recall: there is no letter then.
pub(super) async fn draw_up(
    work: &Work<'_>,
    file: &CaseFile,
    recall: RecordId,
) -> Result<Option<(LetterId, String)>, Failure> {
    let mut recalls = file.case.supply.recalls.iter();
    let known = recalls.find(|known| known.reached.recall == recall);
    let received = known.is_some_and(|known| file.case.received(&known.reached) > 0);
    let dead = matches!(
        file.case.standing_on(file.now.today()),
        Some(Standing::Died { .. })
    );
    if !received || dead {
        return Ok(None);
    }
    let account = work.recorder().account().ok_or(Refusal::NothingToDo)?;
    let (about, sender) = (About::Recall { recall }, of_recall(file));
    let sheet = match drawn_up(work, file, &about, sender, None, None).await {
        Err(Failure::Refused(_)) => return Ok(None),
        drawn => drawn?,
    };
    let new = NewLetter {
        id: LetterId::fresh(),
        about,
        case: Some(file.case.id),
        sender,
        addressee: None,
        at: work.instant(),
    };
    let (id, _, sha256) = keep(work, None, &new, &sheet, account).await?;
    Ok(Some((id, sha256)))
}
