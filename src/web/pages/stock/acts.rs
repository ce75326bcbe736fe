//! Acts on stock: taking packs in; counting, correcting and recalling a lot.

use super::fill::product;
use super::{codes, correct, place, recall};
use crate::access::Action;
use crate::commands::{self, TakeInPacks};
use crate::domain::ids::LotId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Choice as Reason;
use crate::store::desk::Failure;
use crate::store::organisations::Organisation;
use crate::store::stock::{self, Lot};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::without_weekday;
use crate::web::pages::record::{Answer, fresh, known, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![take_in, take_in_packs, lot_act, change_lot]
}

/// Reasons of a closed list, to choose from.
pub fn reasons(list: &[Reason]) -> Vec<Choice> {
    list.iter()
        .map(|reason| Choice::new(reason.id.clone(), reason.name.clone()))
        .collect()
}

#[get("/stock/take-in?<at>")]
async fn take_in(visit: Visit<'_>, at: Option<&str>) -> Result<Html, Fault> {
    let place = place(&visit, Action::TakeInPacks, at).await?;
    visit.show(&take_in_view(&visit, &place, fresh()))
}

#[post("/stock/take-in?<at>", data = "<typed>")]
async fn take_in_packs(visit: Visit<'_>, at: Option<&str>, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let place = place(&visit, Action::TakeInPacks, at).await?;
    let today = place.today(visit.desk.instant());
    let outcome = match read(&typed, today) {
        Ok(form) => {
            let submission = Some(visit.submission(&typed));
            let taken = commands::take_in_packs(visit.desk, visit.actor(), submission, place.id, &form);
            done_or_refused(taken.await)?
        }
        Err(refusal) => Err(vec![refusal]),
    };
    match outcome {
        Ok(lot) => Ok(Ok(Redirect::to(format!("/stock/lots/{lot}?at={}", place.id)))),
        Err(refusals) => {
            let page = take_in_view(&visit, &place, refused(&typed, &refusals));
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

/// The form, with its codes read line by line. Where a code names lot and last day, it is as if they were typed again.
pub(in crate::web::pages) fn read(typed: &Typed, today: NaiveDate) -> Result<TakeInPacks, Refusal> {
    let lines = typed.text("code").lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    let mut form = TakeInPacks {
        product: typed.text("product").to_owned(),
        lot: typed.text("lot").to_owned(),
        lot_again: typed.text("lot_again").to_owned(),
        expiry_on: typed.needed_date("expiry_on"),
        expiry_again_on: typed.needed_date("expiry_again"),
        by_hand: match typed.text("by_hand") {
            "" => 0,
            number => number
                .parse()
                .map_err(|_| Refusal::NotUnderstood { field: "by_hand" })?,
        },
        by_hand_reason: typed.text("by_hand_reason").to_owned(),
        codes: Vec::new(),
    };
    let (mut lot, mut expiry_on) = (None, None);
    for (number, line) in (1..).zip(&lines) {
        let refused = |refusal: Refusal| refusal.of_code(number, line, lines.len());
        let code = codes::read(line, today).map_err(refused)?;
        // One heap is of one lot: a code of another one among them is no slip of the pen.
        same(&mut lot, code.lot.clone(), "lot_again").map_err(refused)?;
        same(&mut expiry_on, code.expiry_on, "expiry_again").map_err(refused)?;
        // A code may name what is printed: then it must be the same, and need not be typed twice.
        if let Some(lot) = code.lot {
            if form.lot.is_empty() {
                form.lot.clone_from(&lot);
            }
            form.lot_again = lot;
        }
        if let Some(day) = code.expiry_on {
            form.expiry_on = form.expiry_on.or(Some(day));
            form.expiry_again_on = Some(day);
        }
        form.codes.push((code.gtin, code.serial));
    }
    Ok(form)
}

/// What several codes name is the same in all that name it.
fn same<T: PartialEq>(known: &mut Option<T>, named: Option<T>, field: &'static str) -> Result<(), Refusal> {
    match (&*known, named) {
        (Some(first), Some(other)) if *first != other => Err(Refusal::NotUnderstood { field }),
        (None, named) => {
            *known = named;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn take_in_view(visit: &Visit<'_>, place: &Organisation, form: Form) -> SupplyAct {
    let today = place.today(visit.desk.instant());
    SupplyAct {
        title: Words::key("take-in-packs-title"),
        caption: String::new(),
        back_href: format!("/stock?at={}", place.id),
        banners: Vec::new(),
        facts: vec![Row::new(Words::key("place"), place.name.clone())],
        warning: None,
        form,
        fields: pack_fields(visit, today),
        button: Words::key("take-in-packs-action"),
    }
    .named()
}

/// The products that are given now, to choose from.
pub(super) fn products(visit: &Visit<'_>, today: NaiveDate) -> Vec<Choice> {
    let products = visit.desk.rules().protocols_on(today).into_iter();
    let products = products.map(|known| Choice::new(known.id.clone(), known.name.clone()));
    products.collect()
}

/// What is asked of packs of one lot that are here for the first time.
pub(in crate::web::pages) fn pack_fields(visit: &Visit<'_>, today: NaiveDate) -> Vec<ActField> {
    let rules = visit.desk.rules();
    let hint = |key: &'static str| Words::key(key);
    vec![
        ActField::new(Entry::Radios, "product", "product").of(products(visit, today)),
        ActField::new(Entry::Area, "code", "take-in-codes").hint(hint("take-in-codes-hint")),
        ActField::new(Entry::Text, "lot", "lot").hint(hint("take-in-lot-hint")),
        ActField::new(Entry::Text, "lot_again", "take-in-lot-again"),
        ActField::new(Entry::Date, "expiry_on", "expiry"),
        ActField::new(Entry::Date, "expiry_again", "take-in-expiry-again"),
        ActField::new(Entry::Short, "by_hand", "take-in-by-hand").hint(hint("take-in-by-hand-hint")),
        ActField::new(Entry::Radios, "by_hand_reason", "take-in-by-hand-reason")
            .of(reasons(&rules.supply.by_hand)),
    ]
}

/// What can be done with a lot, by the last part of the address.
fn lot_action(act: &str) -> Option<Action> {
    Some(match act {
        "count" => Action::CountStock,
        "correct" => Action::CorrectLot,
        "recall" => Action::RecallLot,
        "lift" => Action::LiftRecall,
        _ => return None,
    })
}

#[get("/stock/lots/<id>/<act>?<at>", rank = 2)]
async fn lot_act(visit: Visit<'_>, id: &str, act: &str, at: Option<&str>) -> Result<Html, Fault> {
    let (action, lot, place) = lot_of(&visit, id, act, at).await?;
    visit.show(&lot_view(&visit, (action, act), &lot, &place, fresh()))
}

async fn lot_of(
    visit: &Visit<'_>,
    id: &str,
    act: &str,
    at: Option<&str>,
) -> Result<(Action, Lot, Organisation), Fault> {
    let action = lot_action(act).ok_or(Fault::NotFound)?;
    let id: LotId = known(id)?;
    let place = place(visit, Action::ReadStock, at).await?;
    if matches!(action, Action::RecallLot | Action::LiftRecall) {
        let system = crate::access::Resource::System;
        let _permit = visit.desk.permit(visit.actor(), action, &system).await?;
    } else {
        let _permit = visit
            .desk
            .permit(visit.actor(), action, &place.resource())
            .await?;
    }
    let lot = stock::lot(visit.desk.store(), id).await?.ok_or(Fault::NotFound)?;
    Ok((action, lot, place))
}

#[post("/stock/lots/<id>/<act>?<at>", data = "<typed>", rank = 2)]
async fn change_lot(
    visit: Visit<'_>,
    id: &str,
    act: &str,
    at: Option<&str>,
    typed: Checked<Typed>,
) -> Answer {
    let Checked(typed) = typed;
    let (action, lot, place) = lot_of(&visit, id, act, at).await?;
    let (desk, actor, sent) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    if action == Action::RecallLot
        && let Some(check) = recall::to_check(&visit, (&lot, &place), &typed).await?
    {
        return Ok(Err(check));
    }
    if action == Action::CorrectLot
        && let Some(form) = correct::to_confirm(&visit, (&lot, &place), &typed).await?
    {
        let page = lot_view(&visit, (action, act), &lot, &place, form);
        return Ok(Err(visit.refuse(&page)?));
    }
    let reason = typed.text("reason");
    let outcome: Result<LotId, Failure> = match action {
        Action::CountStock => {
            let (counted, words) = (typed.text("counted"), typed.text("words"));
            let on_shelf = (place.id, lot.id);
            commands::count_stock(desk, actor, sent, on_shelf, counted, words)
                .await
                .map(|_| lot.id)
        }
        Action::CorrectLot => correct::correct(&visit, &lot, &typed).await,
        Action::RecallLot => {
            let notice = typed.text("notice");
            commands::recall_lot(desk, actor, sent, lot.id, notice)
                .await
                .map(|_| lot.id)
        }
        _ => commands::lift_recall(desk, actor, sent, lot.id, reason)
            .await
            .map(|_| lot.id),
    };
    match done_or_refused(outcome)? {
        Ok(of) => Ok(Ok(Redirect::to(format!("/stock/lots/{of}?at={}", place.id)))),
        Err(refusals) => {
            let page = lot_view(&visit, (action, act), &lot, &place, refused(&typed, &refusals));
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

fn lot_view(
    visit: &Visit<'_>,
    (action, act): (Action, &str),
    lot: &Lot,
    place: &Organisation,
    mut form: Form,
) -> SupplyAct {
    let today = place.today(visit.desk.instant());
    let reason = || ActField::new(Entry::Area, "reason", "supply-reason");
    let (fields, warning) = match action {
        Action::CountStock => (
            vec![
                ActField::new(Entry::Short, "counted", "count-counted")
                    .hint(Words::key("count-counted-hint")),
                ActField::new(Entry::Area, "words", "count-words"),
            ],
            None,
        ),
        Action::CorrectLot => {
            let mut fields = correct::fields(visit, today);
            fields.push(reason());
            fields.extend(correct::sure(&mut form));
            (fields, Some("correct-lot-warning"))
        }
        Action::RecallLot => (
            vec![
                ActField::new(Entry::Area, "notice", "recall-notice").hint(Words::key("recall-notice-hint")),
            ],
            Some("recall-lot-warning"),
        ),
        _ => (vec![reason()], Some("lift-recall-warning")),
    };
    SupplyAct {
        title: Words::key(format!("{action}-title")),
        caption: lot.number.clone(),
        back_href: format!("/stock/lots/{}?at={}", lot.id, place.id),
        banners: Vec::new(),
        facts: vec![
            Row::new(Words::key("product"), product(visit, &lot.product, today)),
            Row::new(Words::key("lot"), lot.number.clone()),
            Row::new(Words::key("expiry"), without_weekday(lot.expiry_on)),
        ],
        warning: warning.map(Words::key),
        form: Form {
            action: format!("/stock/lots/{}/{act}?at={}", lot.id, place.id),
            ..form
        },
        fields,
        button: Words::key(if action == Action::RecallLot {
            "recall-check-next".to_owned()
        } else {
            format!("{action}-action")
        }),
    }
    .named()
}
