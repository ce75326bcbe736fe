//! Letters on desks: those that wait for the reader's signature, and those that a supervising body was sent.

use super::{fill, reading_of};
use crate::access::{Action, CaseFacts, Context, Lens, Resource, Role};
use crate::commands;
use crate::domain::ids::CaseId;
use crate::domain::letter::{Content, LetterKind};
use crate::domain::time::civil_date;
use crate::letters::addressee;
use crate::store::letters::these;
use crate::store::reading::letters::{self, LetterRow as Row, Place};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::place_in_list;
use crate::web::pages::reviews::{beyond, first_of_more};
use crate::web::views::letters::{ReceivedLetters, ReceivedRow};
use crate::web::views::today::LetterToSign;
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![received]
}

/// What waits for somebody to sign it who may, as the reader may: the longest first, and that more does than is shown.
pub(in crate::web::pages) async fn to_sign(
    visit: &Visit<'_>,
) -> Result<(Vec<LetterToSign>, Option<Words>), Fault> {
    let desk = visit.desk;
    let (store, now) = (desk.store(), desk.instant());
    // Whoever signs anything about a case reads what goes to the courts about it. A notice is read by its kind, so by no rows.
    let scope = desk.access().scope(visit.actor(), Action::ReadCourtLetter);
    let kinds: Vec<_> = LetterKind::ALL
        .into_iter()
        .filter(|kind| signs(visit, *kind))
        .collect();
    let mut waiting = letters::unsigned(store, &scope, &kinds, now).await?;
    let mine = |row: &Row| {
        let context = Context {
            letter: row.kind().map(LetterKind::code),
            ..Context::default()
        };
        let case = row.facts(now).into();
        desk.allows(visit.actor(), Action::SignLetter, &case, &context)
    };
    waiting.retain(mine);
    let (notices, more_notices) = notices_to_sign(visit).await?;
    let more = (beyond(&mut waiting) || more_notices).then(first_of_more);
    let rows = waiting.into_iter().filter_map(|row| {
        Some(LetterToSign {
            href: format!("/letters/{}", row.letter()),
            kind: Words::key(format!("letter-kind-{}", row.kind()?.code())),
            drawn_on: civil_date(row.drawn_at, visit.who.zone),
            about: row.name_cyrillic.into(),
            reference: row.reference,
        })
    });
    let mut rows: Vec<_> = rows.chain(notices).collect();
    rows.sort_by_key(|row| row.drawn_on);
    Ok((rows, more))
}

/// The letters about a recall to organisations that wait for somebody who may sign them, as the reader may; and whether more
/// do. Who signs for a house works in its region.
async fn notices_to_sign(visit: &Visit<'_>) -> Result<(Vec<LetterToSign>, bool), Fault> {
    let Some(account) = visit.actor().as_account() else {
        return Ok((Vec::new(), false));
    };
    let (desk, store) = (visit.desk, visit.desk.store());
    let context = Context {
        letter: Some(LetterKind::RecallNotice.code()),
        ..Context::default()
    };
    let signs = |house: &Resource| desk.allows(visit.actor(), Action::SignLetter, house, &context);
    let own = Resource::Organisation {
        id: account.organisation,
        kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    };
    if !signs(&own) {
        return Ok((Vec::new(), false));
    }
    let mut waiting = letters::unsigned_of_houses(store, &account.region).await?;
    waiting.retain(|row| signs(&row.sender()));
    let more = beyond(&mut waiting);
    let ids: Vec<_> = waiting.iter().map(letters::HouseRow::letter).collect();
    let known = these(store, &ids).await?;
    let rows = known.iter().filter_map(|letter| {
        let draft = letter.pending()?;
        let Content::RecallNotice(recalled) = &draft.sheet.content else {
            return None;
        };
        Some(LetterToSign {
            href: format!("/letters/{}", letter.id),
            kind: fill::kind(letter),
            about: addressee(&draft.sheet),
            reference: recalled.lot.clone(),
            drawn_on: civil_date(draft.drawn_at, visit.who.zone),
        })
    });
    Ok((rows.collect(), more))
}

/// Does the reader sign letters of a kind at all? Asked of a case of his own house and region, before anything is looked for.
fn signs(visit: &Visit<'_>, kind: LetterKind) -> bool {
    let Some(account) = visit.actor().as_account() else {
        return false;
    };
    let case = CaseFacts {
        id: CaseId::fresh(),
        responsible: account.organisation,
        former: Vec::new(),
        offered_to: Vec::new(),
        offered_regions: Vec::new(),
        former_supervising: Vec::new(),
        supervising: account.organisation,
        region: account.region.clone(),
        open: true,
    };
    let context = Context {
        letter: Some(kind.code()),
        ..Context::default()
    };
    visit
        .desk
        .allows(visit.actor(), Action::SignLetter, &case.into(), &context)
}

/// Everything that was sent to the reader's own organisation about the people it supervises.
#[get("/letters/received?<after>")]
async fn received(visit: Visit<'_>, after: Option<&str>) -> Result<Html, Fault> {
    let desk = visit.desk;
    desk.list(visit.actor(), Action::ReadNotices).await?;
    if visit.actor().role().map(Role::lens) != Some(Lens::Supervision) {
        return Err(Fault::NotFound);
    }
    let (own, now) = (visit.organisation()?, desk.instant());
    let place = after.and_then(place_in_list::moment).map(Place::after);
    let mut rows = letters::sent_to(desk.store(), own, place, now).await?;
    let more = beyond(&mut rows);
    let next = rows.last().filter(|_| more).map(Row::place);
    let ids: Vec<_> = rows.iter().map(Row::letter).collect();
    let known = these(desk.store(), &ids).await?;
    let read = rows.into_iter().filter_map(|row| {
        let letter = known.iter().find(|letter| letter.id == row.letter())?;
        // The list asks the policies what the letter itself will ask.
        let context = Context {
            addressed_to: letter.addressee,
            letter: Some(letter.kind().code()),
            ..Context::default()
        };
        let case = row.facts(now).into();
        let may = desk.allows(visit.actor(), reading_of(letter.kind()), &case, &context);
        may.then_some((letter, row))
    });
    let read: Vec<_> = read.collect();
    let letters: Vec<_> = read.iter().map(|(letter, _)| *letter).collect();
    let behind = commands::letters_outdated_in_list(desk, &letters).await?;
    let rows = read.into_iter().map(|(letter, row)| ReceivedRow {
        letter: fill::row_among(&behind, letter, visit.who.zone, true),
        person: row.name_cyrillic,
        reference: row.reference,
    });
    visit.show(&ReceivedLetters {
        rows: rows.collect(),
        next_href: next.map(|place| format!("/letters/received?after={place}")),
        first_href: after.map(|_| "/letters/received".to_owned()),
    })
}
