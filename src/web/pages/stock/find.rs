//! A lot looked for by its number, and one put on record of which no pack came to a shelf: so that each can be recalled.

use super::fill::product;
use super::{acts, place};
use crate::access::{Action, Resource};
use crate::commands::{self, RegisterLot};
use crate::store::organisations::Organisation;
use crate::store::reading::stock::{FoundLot, find_lots, typed_expiry};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::record::{Answer, fresh, refused};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::parts::{Link, Row, Status, Tone};
use crate::web::views::supplies::{ActField, Entry, FindLotPage, FoundRow, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::http::RawStr;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![find, register, register_lot]
}

/// Where a lot is looked for by its number.
#[must_use]
pub fn finding(number: &str) -> String {
    format!("/stock/lots?number={}", encoded(number))
}

fn encoded(text: &str) -> String {
    RawStr::new(text).percent_encode().to_string()
}

/// Where a lot is put on record, with what is known of it already.
fn registering(number: &str, product: Option<&str>) -> String {
    let product = product.map(|product| format!("&product={}", encoded(product)));
    format!(
        "/stock/register-lot?number={}{}",
        encoded(number),
        product.unwrap_or_default()
    )
}

#[get("/stock/lots?<number>")]
async fn find(visit: Visit<'_>, number: Option<&str>) -> Result<Html, Fault> {
    let place = place(&visit, Action::ReadStock, None).await?;
    let number = number.unwrap_or_default().trim();
    let found = find_lots(visit.desk.store(), number).await?;
    let may_register = visit.may(Action::RegisterLot, &Resource::System);
    let rows = found
        .lots
        .iter()
        .map(|lot| row(&visit, lot, &place, may_register));
    visit.show(&FindLotPage {
        number: number.to_owned(),
        rows: rows.collect(),
        narrow: found.more.then(|| {
            let shown = i64::try_from(found.lots.len()).unwrap_or(i64::MAX);
            Words::key("search-narrow").number("n", shown)
        }),
        register_href: may_register.then(|| registering(number, None)),
    })
}

fn row(visit: &Visit<'_>, lot: &FoundLot, place: &Organisation, may_register: bool) -> FoundRow {
    let (tone, key) = match lot.lot {
        Some(_) if lot.recalled => (Tone::Bad, "lot-recalled"),
        Some(_) => (Tone::Quiet, "found-on-record"),
        None => (Tone::Warn, "found-in-doses"),
    };
    let register = || {
        let href = registering(&lot.number, Some(&lot.product));
        Link::new(href, Words::key("register-lot-action"))
    };
    FoundRow {
        number: lot.number.clone(),
        href: lot.lot.map(|id| format!("/stock/lots/{id}?at={}", place.id)),
        product: product(visit, &lot.product, place.today(visit.desk.instant())),
        expiry_on: lot.expiry_on,
        state: Status::new(tone, Words::key(key)),
        people: lot.people,
        register: (lot.lot.is_none() && may_register).then(register),
    }
}

/// The form, with what the doses say of the lot.
#[get("/stock/register-lot?<number>&<product>")]
async fn register(visit: Visit<'_>, number: Option<&str>, product: Option<&str>) -> Result<Html, Fault> {
    let place = may_register(&visit).await?;
    let (number, product) = (number.unwrap_or_default().trim(), product.unwrap_or_default());
    let mut form = fresh().value("lot", number).value("product", product);
    if let Some(expiry_on) = typed_expiry(visit.desk.store(), (product, number)).await? {
        put_date(&mut form, "expiry_on", expiry_on);
    }
    visit.show(&view(&visit, &place, form))
}

#[post("/stock/register-lot", data = "<typed>")]
async fn register_lot(visit: Visit<'_>, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let place = may_register(&visit).await?;
    let form = RegisterLot {
        product: typed.text("product").to_owned(),
        lot: typed.text("lot").to_owned(),
        expiry_on: typed.needed_date("expiry_on"),
        reason: typed.text("reason").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let registered = commands::register_lot(visit.desk, visit.actor(), submission, &form).await;
    match done_or_refused(registered)? {
        Ok(lot) => Ok(Ok(Redirect::to(format!("/stock/lots/{lot}?at={}", place.id)))),
        Err(refusals) => {
            let page = view(&visit, &place, refused(&typed, &refusals));
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

/// The reader's own place, where the reader may put lots on record.
async fn may_register(visit: &Visit<'_>) -> Result<Organisation, Fault> {
    let action = Action::RegisterLot;
    let _permit = visit
        .desk
        .permit(visit.actor(), action, &Resource::System)
        .await?;
    place(visit, Action::ReadStock, None).await
}

fn view(visit: &Visit<'_>, place: &Organisation, form: Form) -> SupplyAct {
    let today = place.today(visit.desk.instant());
    let back_href = match form.values.get("lot") {
        Some(number) => finding(number),
        None => "/stock".to_owned(),
    };
    SupplyAct {
        title: Words::key("register-lot-title"),
        caption: String::new(),
        back_href,
        banners: Vec::new(),
        facts: vec![Row::new(Words::key("place"), place.name.clone())],
        warning: Some(Words::key("register-lot-warning")),
        form: Form {
            action: "/stock/register-lot".to_owned(),
            ..form
        },
        fields: vec![
            ActField::new(Entry::Radios, "product", "product").of(acts::products(visit, today)),
            ActField::new(Entry::Text, "lot", "lot").hint(Words::key("take-in-lot-hint")),
            ActField::new(Entry::Date, "expiry_on", "expiry"),
            ActField::new(Entry::Area, "reason", "supply-reason").hint(Words::key("register-lot-hint")),
        ],
        button: Words::key("register-lot-action"),
    }
    .named()
}
