//! Acts on one pack: setting it aside, finding it, its last way, and the verdict on one in quarantine.

use super::acts::reasons;
use super::fill::{may, pack_name, product};
use super::verdict::{Asks, Seen, seen, temperatures};
use crate::access::Action;
use crate::commands::{self, ReturnPacks};
use crate::domain::decide::Verdict;
use crate::domain::ids::{CaseId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::domain::supply::Place;
use crate::store::organisations::{self, Organisation};
use crate::store::stock;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::without_weekday;
use crate::web::pages::record::{Answer, carry, fresh, known, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![pack_act, change_pack]
}

/// What can be done with a pack, by the last part of the address.
fn pack_action(act: &str) -> Option<Action> {
    Some(match act {
        "aside" => Action::SetPackAside,
        "found" => Action::FindPack,
        "destroy" => Action::DestroyPacks,
        "return" => Action::ReturnPacks,
        "verdict" => Action::GiveVerdict,
        _ => return None,
    })
}

/// The dose at which a pack broke, carried along so that whoever sets it aside comes back there.
const DOSE: &str = "dose";

/// A dose being written down, as it goes along in an address.
pub(in crate::web::pages) fn back_to_dose(case: CaseId, key: SubmissionKey) -> String {
    format!("{case}_{key}")
}

/// The page of that dose on which another pack is chosen; none where nothing goes along, or something else.
fn dose_page(carried: &str) -> Option<String> {
    let (case, key) = carried.split_once('_')?;
    let (case, key): (CaseId, SubmissionKey) = (case.parse().ok()?, key.parse().ok()?);
    Some(format!("/cases/{case}/dose/{key}/product"))
}

#[get("/stock/packs/<id>/<act>?<dose>", rank = 2)]
async fn pack_act(visit: Visit<'_>, id: &str, act: &str, dose: Option<&str>) -> Result<Html, Fault> {
    let action = pack_action(act).ok_or(Fault::NotFound)?;
    let seen = seen(&visit, known(id)?, action).await?;
    let moves = stock::movements(visit.desk.store(), seen.pack.id).await?;
    let here = seen.place.resource();
    let last_by = stock::last_mover(&moves);
    if seen.sent_in.is_none() && !may(&visit, action, &here, last_by) {
        return Err(Fault::Forbidden);
    }
    let mut form = fresh();
    if let Some(dose) = dose.filter(|dose| action == Action::SetPackAside && dose_page(dose).is_some()) {
        form.carried.insert(DOSE.to_owned(), dose.to_owned());
    }
    visit.show(&pack_page(&visit, action, &seen, form).await?)
}

#[post("/stock/packs/<id>/<act>", data = "<typed>", rank = 2)]
async fn change_pack(visit: Visit<'_>, id: &str, act: &str, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let action = pack_action(act).ok_or(Fault::NotFound)?;
    // Absent or out of sight, it answers as its form does.
    let seen = seen(&visit, known(id)?, action).await?;
    let id = seen.pack.id;
    let (desk, actor, sent) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let outcome = match action {
        Action::SetPackAside if lies_aside(&seen) => {
            commands::miss_pack(desk, actor, sent, id, typed.text("words")).await
        }
        Action::SetPackAside => commands::set_pack_aside(desk, actor, sent, id, typed.text("reason")).await,
        Action::DestroyPacks => commands::destroy_packs(desk, actor, sent, id).await,
        Action::FindPack => match typed.id("at") {
            Some(at) => commands::find_pack(desk, actor, sent, id, at).await,
            None => Err(Refusal::Required { field: "at" }.into()),
        },
        Action::ReturnPacks => {
            let form = ReturnPacks {
                received_by: typed.text("received_by").to_owned(),
                document: typed.text("document").to_owned(),
            };
            commands::return_packs(desk, actor, sent, id, &form).await
        }
        _ => {
            let usable = match typed.text("verdict") {
                "use" => Some(true),
                "destroy" => Some(false),
                _ => None,
            };
            let verdict = Verdict {
                usable,
                kind: typed.text("stability_kind").to_owned(),
                by: typed.text("stability_by").to_owned(),
                number: typed.text("stability_number").to_owned(),
                on: typed.needed_date("stability_on"),
                covered: typed.ticked("stability_covers"),
            };
            let words = typed.text("words");
            commands::give_verdict(desk, actor, sent, id, verdict, words)
                .await
                .map(|_| ())
        }
    };
    match done_or_refused(outcome)? {
        Ok(()) => {
            let back = dose_page(typed.text(DOSE)).filter(|_| action == Action::SetPackAside);
            Ok(Ok(Redirect::to(back.unwrap_or_else(|| seen.page()))))
        }
        Err(refusals) => {
            let mut form = refused(&typed, &refusals);
            if dose_page(typed.text(DOSE)).is_some() {
                carry(&mut form, DOSE, "");
            }
            let page = pack_page(&visit, action, &seen, form).await?;
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

/// The form of an act on a pack; a verdict has before it what it goes by.
async fn pack_page(visit: &Visit<'_>, action: Action, seen: &Seen, form: Form) -> Result<SupplyAct, Fault> {
    let mut page = pack_view(visit, action, seen, form);
    if action == Action::FindPack {
        let shelves = where_found(visit).await?;
        if let [only] = shelves.as_slice() {
            page.form.values.insert("at".to_owned(), only.value.clone());
        }
        page.fields = vec![ActField::new(Entry::Select, "at", "find-pack-at").of(shelves)];
        page = page.named();
    }
    if action == Action::GiveVerdict {
        let measured = temperatures(visit, &seen.pack).await?;
        page.facts.extend(measured.rows);
        page.banners.extend(measured.outside);
        if measured.never {
            for field in &mut page.fields {
                field.choices.retain(|choice| choice.value != "use");
            }
        }
        let papers = reasons(&visit.desk.rules().supply.papers);
        page.fields.extend(match measured.asks {
            Asks::Nothing => Vec::new(),
            Asks::Stability => Vec::from(stability_fields()),
            Asks::Paper => Vec::from(paper_fields(papers)),
            Asks::Either => {
                let kind = ActField::new(Entry::Radios, "stability_kind", "paper-kind");
                let kind = kind.hint(Words::key("paper-kind-if-none")).of(papers);
                [kind].into_iter().chain(stability_fields()).collect()
            }
        });
        page = page.named();
    }
    Ok(page)
}

/// The places at which the reader may say that a pack was found.
async fn where_found(visit: &Visit<'_>) -> Result<Vec<Choice>, Fault> {
    let all = organisations::all(visit.desk.store()).await?;
    let may = |known: &&Organisation| !known.closed && visit.may(Action::FindPack, &known.resource());
    let choice = |known: &Organisation| Choice::new(known.id.to_string(), known.name.clone());
    Ok(all.iter().filter(may).map(choice).collect())
}

/// What is asked of a pack that was outside its limits, where it may be used all the same.
fn stability_fields() -> [ActField; 4] {
    [
        ActField::new(Entry::Text, "stability_by", "stability-by").hint(Words::key("stability-by-hint")),
        ActField::new(Entry::Text, "stability_number", "stability-number"),
        ActField::new(Entry::Date, "stability_on", "stability-on"),
        ActField::new(Entry::Check, "stability_covers", "stability-covers"),
    ]
}

/// What is asked of a pack that nobody measured, where it may be used all the same: on which paper.
fn paper_fields(papers: Vec<Choice>) -> [ActField; 5] {
    let kind = ActField::new(Entry::Radios, "stability_kind", "paper-kind");
    [
        kind.hint(Words::key("paper-kind-hint")).of(papers),
        ActField::new(Entry::Text, "stability_by", "paper-by").hint(Words::key("paper-by-hint")),
        ActField::new(Entry::Text, "stability_number", "paper-number"),
        ActField::new(Entry::Date, "stability_on", "paper-on"),
        ActField::new(Entry::Check, "stability_covers", "paper-covers"),
    ]
}

/// Was it set aside already? Then nothing but that it is not there can be said of it by whoever looks.
fn lies_aside(seen: &Seen) -> bool {
    matches!(seen.pack.place, Place::SetAside { .. })
}

fn pack_view(visit: &Visit<'_>, action: Action, seen: &Seen, form: Form) -> SupplyAct {
    let (pack, place) = (&seen.pack, &seen.place);
    let today = place.today(visit.desk.instant());
    let supply = &visit.desk.rules().supply;
    let choice = |value: &str, key: &'static str| Choice::new(value, Words::key(key));
    let (fields, warning) = match action {
        Action::SetPackAside if lies_aside(seen) => {
            let words = ActField::new(Entry::Area, "words", "miss-pack-words");
            let words = words.hint(Words::key("miss-pack-words-hint"));
            (vec![words], Some("miss-pack-warning"))
        }
        Action::SetPackAside => (
            vec![ActField::new(Entry::Radios, "reason", "supply-reason").of(reasons(&supply.write_offs))],
            None,
        ),
        Action::GiveVerdict => {
            let choices = vec![choice("use", "verdict-use"), choice("destroy", "verdict-destroy")];
            let fields = vec![
                ActField::new(Entry::Radios, "verdict", "verdict").of(choices),
                ActField::new(Entry::Area, "words", "supply-reason"),
            ];
            (fields, None)
        }
        Action::DestroyPacks => (Vec::new(), Some("destroy-packs-warning")),
        Action::FindPack => (Vec::new(), Some("find-pack-warning")),
        _ => {
            let fields = vec![
                ActField::new(Entry::Text, "received_by", "return-received-by")
                    .hint(Words::key("return-received-by-hint")),
                ActField::new(Entry::Area, "document", "return-document")
                    .hint(Words::key("return-document-hint")),
            ];
            (fields, Some("return-packs-warning"))
        }
    };
    let named = match action {
        Action::SetPackAside if lies_aside(seen) => "miss-pack",
        action => action.as_str(),
    };
    let back_href = form.carried.get(DOSE).and_then(|dose| dose_page(dose));
    SupplyAct {
        title: Words::key(format!("{named}-title")),
        caption: pack_name(pack),
        back_href: back_href.unwrap_or_else(|| seen.page()),
        banners: Vec::new(),
        facts: vec![
            Row::new(Words::key("product"), product(visit, &pack.product, today)),
            Row::new(Words::key("lot"), pack.number.clone()),
            Row::new(Words::key("expiry"), without_weekday(pack.expiry_on)),
            Row::new(Words::key("place"), place.name.clone()),
        ],
        warning: warning.map(Words::key),
        form,
        fields,
        button: Words::key(format!("{named}-action")),
    }
    .named()
}
