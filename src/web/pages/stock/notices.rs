//! The letters about a recall to the organisations that have, had or await some of the lot.

use crate::access::Action;
use crate::domain::ids::{LotId, OrganisationId, RecordId};
use crate::domain::letter::{Content, Letter};
use crate::letters::addressee;
use crate::store::letters;
use crate::store::organisations::{self, Organisation};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::letters::state;
use crate::web::views::supplies::NoticeRow;
use crate::web::visit::Visit;
use std::collections::BTreeMap;

/// Those that the reader may open: whoever sees the stock of the house that writes, or of the one it goes to.
pub(super) async fn notices(
    visit: &Visit<'_>,
    lot: LotId,
    recall: RecordId,
) -> Result<Vec<NoticeRow>, Fault> {
    let store = visit.desk.store();
    let letters = letters::of_lot(store, lot, recall).await?;
    let known = organisations::all(store).await?.into_iter();
    let known: BTreeMap<OrganisationId, Organisation> = known.map(|known| (known.id, known)).collect();
    let seen = |letter: &&Letter| {
        let mut ends = [Some(letter.sender), letter.addressee].into_iter().flatten();
        ends.any(|id| {
            let place = known.get(&id);
            place.is_some_and(|place| visit.may(Action::ReadStock, &place.resource()))
        })
    };
    Ok(letters.iter().filter(seen).filter_map(row).collect())
}

fn row(letter: &Letter) -> Option<NoticeRow> {
    let sheet = &letter.last_draft()?.sheet;
    let Content::RecallNotice(recalled) = &sheet.content else {
        return None;
    };
    Some(NoticeRow {
        to: addressee(sheet),
        packs: Words::key("recall-notice-packs")
            .number("here", recalled.here.into())
            .number("coming", recalled.coming.into())
            .number("gone", recalled.gone.into()),
        state: state(letter, false),
        href: format!("/letters/{}", letter.id),
    })
}
