//! A recall is said twice: first the notice, then, seeing whom and what it touches, yes.

use super::fill::{Names, product};
use super::reach::{elsewhere, note_people};
use crate::access::Action;
use crate::domain::refusal::{WORDS, text};
use crate::secrets::{digest, hex};
use crate::store::organisations::Organisation;
use crate::store::reading::cases::open_to;
use crate::store::reading::recall_ahead::{Touched, touched};
use crate::store::stock::Lot;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::without_weekday;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Link, Row};
use crate::web::views::supplies::{RecallCheck, RelyingRow};
use crate::web::visit::{Html, Visit};
use std::collections::BTreeSet;

/// Names what was shown as touched.
const SEEN: &str = "seen";

/// The page that shows what a recall touches, unless exactly this was shown and sent again. Where no notice is named, or the
/// lot is recalled already, the act itself says so.
pub(super) async fn to_check(
    visit: &Visit<'_>,
    (lot, place): (&Lot, &Organisation),
    typed: &Typed,
) -> Result<Option<Html>, Fault> {
    let notice = text("notice", typed.text("notice"), true, WORDS);
    let Some(notice) = notice.ok().filter(|_| lot.recall.is_none()) else {
        return Ok(None);
    };
    let touched = touched(visit.desk.store(), visit.desk.rules(), lot.id).await?;
    if typed.text(SEEN) == mark(&touched) {
        return Ok(None);
    }
    let page = view(visit, (lot, place), (&notice, &touched), typed.form()).await?;
    Ok(Some(visit.show(&page)?))
}

/// Stands for what was touched, and names nobody.
fn mark(touched: &Touched) -> String {
    hex(&digest(touched.mark().as_bytes()))
}

async fn view(
    visit: &Visit<'_>,
    (lot, place): (&Lot, &Organisation),
    (notice, touched): (&str, &Touched),
    form: Form,
) -> Result<RecallCheck, Fault> {
    let mut names = Names::new(visit);
    for at in touched.lies.iter().filter_map(|lies| lies.at()) {
        names.organisation(at).await?;
    }
    // Those whom the reader's list of cases shows are named, the others counted.
    let received = touched.received.iter().map(|(_, case)| *case);
    let all: BTreeSet<_> = received
        .chain(touched.doses.iter().map(|dose| dose.case))
        .collect();
    let all: Vec<_> = all.into_iter().collect();
    let (store, now) = (visit.desk.store(), visit.desk.instant());
    let listed = visit.desk.access().scope(visit.actor(), Action::ListCases);
    let listed = open_to(store, &listed, now, &all).await?;
    note_people(visit, lot.id, listed.len()).await?;
    let others = all.len() - listed.len();
    let named = touched.received.iter().filter(|(_, case)| listed.contains(case));
    let relying = touched.doses.iter().filter(|dose| listed.contains(&dose.case));
    let packs = touched.lies.iter().map(|lies| {
        let kind = Words::key(format!("packs-place-{}", lies.place));
        let packs = Words::key("packs").number("n", lies.packs);
        match lies.at() {
            Some(at) => Row::new(
                names.of_organisation(at),
                Words::key("recall-check-packs")
                    .words("place", kind)
                    .words("packs", packs),
            ),
            None => Row::new(kind, packs),
        }
    });
    let doses = relying.map(|dose| RelyingRow {
        case: Link::new(format!("/cases/{}", dose.case), dose.reference.clone()),
        due_on: dose.due_on,
    });
    let back_href = format!("/stock/lots/{}?at={}", lot.id, place.id);
    let mut form = Form {
        action: format!("/stock/lots/{}/recall?at={}", lot.id, place.id),
        ..form
    };
    form.carried.insert("notice".to_owned(), notice.to_owned());
    form.carried.insert(SEEN.to_owned(), mark(touched));
    let people = i64::try_from(touched.received.len()).unwrap_or(i64::MAX);
    let facts = facts(visit, (lot, place), (notice, touched));
    Ok(RecallCheck {
        number: lot.number.clone(),
        back_href,
        form,
        facts,
        packs: packs.collect(),
        people: Words::key("recall-check-people").number("n", people),
        elsewhere: elsewhere(
            u64::try_from(others).unwrap_or(u64::MAX),
            u64::try_from(all.len()).unwrap_or(u64::MAX),
        ),
        references: named.map(|(reference, _)| reference.clone()).collect(),
        doses: doses.collect(),
    })
}

/// What is recalled, on which notice, and the lots that are one with it.
fn facts(
    visit: &Visit<'_>,
    (lot, place): (&Lot, &Organisation),
    (notice, touched): (&str, &Touched),
) -> Vec<Row> {
    let today = place.today(visit.desk.instant());
    let twins = touched.twins.iter().map(|(taken_in_as, number)| {
        let words = Words::key("recall-check-twin")
            .words("lot", number.clone())
            .words("product", product(visit, taken_in_as, today));
        Row::new(Words::key("recall-check-twins"), words)
    });
    let mut facts = vec![
        Row::new(Words::key("product"), product(visit, &lot.product, today)),
        Row::new(Words::key("lot"), lot.number.clone()),
        Row::new(Words::key("expiry"), without_weekday(lot.expiry_on)),
        Row::new(Words::key("recall-notice"), notice.to_owned()),
    ];
    facts.extend(twins);
    facts
}
