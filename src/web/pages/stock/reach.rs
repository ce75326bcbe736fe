//! How far a recall has come: the people it concerns, their letters and those to the organisations, and the doses that
//! relied on the lot.

use super::fill::{Names, pack_name, place_status};
use super::held::held;
use super::notices::notices;
use crate::access::Action;
use crate::domain::ids::{CaseId, LotId, RecordId};
use crate::domain::supply::Place;
use crate::store::letters;
use crate::store::reading::PART;
use crate::store::reading::cases::open_to;
use crate::store::reading::stock::{RecalledCase, ReliedDose, beyond, reach as reach_of, recalled_cases};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::without_weekday;
use crate::web::pages::letters::state as letter_state;
use crate::web::views::parts::{Link, Status, Tone};
use crate::web::views::supplies::{KeptRow, Reach, ReachedRow, ReliedRow};
use crate::web::visit::Visit;
use chrono::NaiveDate;
use serde_json::{Map, json};
use uuid::Uuid;

/// Notes that somebody read who received a lot, or is to; how many cases were named.
pub(super) async fn note_people(visit: &Visit<'_>, lot: LotId, cases: usize) -> Result<(), Fault> {
    if cases == 0 {
        return Ok(());
    }
    let list = Map::from_iter([
        ("lot".to_owned(), json!(lot.to_string())),
        ("cases".to_owned(), json!(cases)),
    ]);
    Ok(visit.desk.note_list(visit.actor(), "read-recall", list).await?)
}

/// How many of all cases are others' to see to, where there are any.
pub(super) fn elsewhere(others: u64, all: u64) -> Option<Words> {
    let small = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    (others > 0).then(|| {
        Words::key("recall-elsewhere")
            .number("n", small(others))
            .number("all", small(all))
    })
}

/// What the page of a lot says of its recall, one part of its people at a time: those whom the reader's list of cases shows,
/// and of the others how many there are. Whoever may read a letter finds it linked; the others see where it stands. `page` is
/// the address of the page itself.
pub(super) async fn reach(
    visit: &Visit<'_>,
    names: &mut Names<'_>,
    (lot, recall): (LotId, RecordId),
    (page, after): (&str, Option<Uuid>),
) -> Result<Reach, Fault> {
    let store = visit.desk.store();
    let far = reach_of(store, recall).await?;
    let listed = visit.desk.access().scope(visit.actor(), Action::ListCases);
    let listed = (&listed, visit.desk.instant());
    let (others, all) = beyond(store, listed, recall).await?;
    let mut rows = recalled_cases(store, listed, recall, after).await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    let last = rows.last().filter(|_| more).map(|row| row.id);
    note_people(visit, lot, rows.len()).await?;
    let cases: Vec<CaseId> = rows.iter().map(|row| row.case).collect();
    let letters = letters::of_recall(store, recall, &cases).await?;
    let scope = visit
        .desk
        .access()
        .scope(visit.actor(), Action::ReadClinicalLetter);
    let open = open_to(store, &scope, visit.desk.instant(), &cases).await?;
    let today = visit.desk.instant().with_timezone(&visit.who.zone).date_naive();
    let (mut shown, mut kept, mut doses) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let case = row.case;
        names.case(Some(case)).await?;
        let reference = names.of_case(Some(case)).unwrap_or_default();
        if let Some(relied) = &row.relied {
            let at = relied.replacement.as_ref().and_then(|pack| pack.place.at());
            if let Some(at) = at {
                names.organisation(at).await?;
            }
            let link = Link::new(format!("/cases/{case}"), reference.clone());
            doses.push(relied_row(names, link, relied));
        }
        if row.doses == 0 {
            let state = another_pack(row.relied.as_ref());
            kept.push(KeptRow { reference, state });
            continue;
        }
        let mut of_case = letters.iter().rev().filter(|letter| letter.case == Some(case));
        let letter = of_case.next();
        shown.push(ReachedRow {
            reference,
            state: looked(visit, &row),
            due: row.due_on.map(|due_on| due(due_on, today)),
            letter: letter.map(|letter| letter_state(letter, false)),
            letter_href: letter
                .filter(|_| open.contains(&case))
                .map(|letter| format!("/letters/{}", letter.id)),
        });
    }
    let small = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let (held, unseen) = held(visit, names, lot).await?;
    Ok(Reach {
        words: Words::key("recall-reach")
            .number("seen", small(far.seen))
            .number("n", small(far.all)),
        elsewhere: elsewhere(others, all),
        rows: shown,
        kept,
        held,
        held_elsewhere: (unseen > 0).then(|| {
            let packs = Words::key("packs").number("n", unseen);
            Words::key("recall-packs-elsewhere").words("packs", packs)
        }),
        doses,
        notices: notices(visit, lot, recall).await?,
        next_href: last.map(|last| format!("{page}&people={last}")),
        first_href: after.map(|_| page.to_owned()),
    })
}

fn looked(visit: &Visit<'_>, row: &RecalledCase) -> Words {
    match row.reached_at {
        Some(at) => Words::key("recall-seen").date("on", at.with_timezone(&visit.who.zone).date_naive()),
        None if row.died => Words::key("recall-died"),
        None => Words::key("recall-waits"),
    }
}

/// By when a physician is to look, and whether that day has passed.
fn due(due_on: NaiveDate, today: NaiveDate) -> Status {
    let tone = if due_on < today { Tone::Bad } else { Tone::Warn };
    Status::new(
        tone,
        Words::key("recall-due").words("on", without_weekday(due_on)),
    )
}

/// Does somebody for whom a pack was kept need another one?
fn another_pack(relied: Option<&ReliedDose>) -> Status {
    match relied {
        Some(relied) if relied.at_risk => Status::new(Tone::Bad, Words::key("recall-kept-needs")),
        Some(_) => Status::new(Tone::Good, Words::key("recall-kept-safe")),
        None => Status::new(Tone::Quiet, Words::key("recall-kept-nothing")),
    }
}

/// A planned dose that relied on the lot, and what could be given instead. Whoever proposed it took nothing: the pack may
/// be somebody else's by now.
fn relied_row(names: &Names<'_>, case: Link, relied: &ReliedDose) -> ReliedRow {
    let state = if relied.at_risk {
        Status::new(Tone::Bad, Words::key("recall-dose-risk"))
    } else {
        Status::new(Tone::Good, Words::key("recall-dose-safe"))
    };
    let proposal = match &relied.replacement {
        None => Words::key("recall-dose-none"),
        Some(pack) => match pack.place {
            Place::Stock { at, reserved: None } if !pack.recalled => Words::key("recall-dose-replace")
                .words("pack", pack_name(pack))
                .words("lot", pack.number.clone())
                .words("on", without_weekday(pack.expiry_on))
                .words("place", names.of_organisation(at)),
            _ if relied.at_risk => Words::key("recall-dose-gone"),
            place => Words::key("recall-dose-taken")
                .words("pack", pack_name(pack))
                .words("place", place_status(place).words),
        },
    };
    ReliedRow {
        case,
        needed_on: relied.needed_on,
        state,
        proposal,
    }
}
