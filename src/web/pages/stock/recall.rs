//! A recall is said twice: first the notice, then, seeing whom and what it touches, yes.

use super::fill::{Names, product};
use crate::domain::refusal::{WORDS, text};
use crate::store::organisations::Organisation;
use crate::store::reading::recall_ahead::{Touched, touched};
use crate::store::stock::Lot;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::on;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Link, Row};
use crate::web::views::supplies::{RecallCheck, RelyingRow};
use crate::web::visit::{Html, Visit};

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
    let touched = touched(visit.desk.store(), lot.id).await?;
    if typed.text(SEEN) == touched.mark() {
        return Ok(None);
    }
    let page = view(visit, (lot, place), (&notice, &touched), typed.form()).await?;
    Ok(Some(visit.show(&page)?))
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
    let packs = touched.lies.iter().map(|lies| {
        let kind = Words::key(format!("place-{}", lies.place));
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
    let doses = touched.doses.iter().map(|dose| RelyingRow {
        case: Link::new(format!("/cases/{}", dose.case), dose.reference.clone()),
        due_on: dose.due_on,
    });
    let back_href = format!("/stock/lots/{}?at={}", lot.id, place.id);
    let mut form = Form {
        action: format!("/stock/lots/{}/recall?at={}", lot.id, place.id),
        ..form
    };
    form.carried.insert("notice".to_owned(), notice.to_owned());
    form.carried.insert(SEEN.to_owned(), touched.mark());
    let people = i64::try_from(touched.received.len()).unwrap_or(i64::MAX);
    let today = place.today(visit.desk.instant());
    Ok(RecallCheck {
        number: lot.number.clone(),
        back_href,
        form,
        facts: vec![
            Row::new(Words::key("product"), product(visit, &lot.product, today)),
            Row::new(Words::key("lot"), lot.number.clone()),
            Row::new(Words::key("expiry"), on(lot.expiry_on)),
            Row::new(Words::key("recall-notice"), notice.to_owned()),
        ],
        packs: packs.collect(),
        people: Words::key("recall-check-people").number("n", people),
        references: touched.received.clone(),
        doses: doses.collect(),
    })
}
