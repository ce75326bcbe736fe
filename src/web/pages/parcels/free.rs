//! A pack that was kept for a person is free for others again.

use super::look;
use super::packing::case_view;
use crate::access::Action;
use crate::commands;
use crate::domain::ids::{CaseId, PackId};
use crate::domain::supply::BoundState;
use crate::store::file::CaseFile;
use crate::store::stock;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::without_weekday;
use crate::web::pages::record::{Answer, fresh, known, refused};
use crate::web::pages::stock::pack_name;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Link};
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![free, release_pack]
}

/// The way to this page, where a pack is kept for the person and the reader may free it.
pub fn free_link(visit: &Visit<'_>, file: &CaseFile) -> Option<Link> {
    let may = visit.may(Action::ReleasePack, &file.facts.clone().into());
    let href = format!("/cases/{}/free-pack", file.case.id);
    (may && kept(file).next().is_some()).then(|| Link::new(href, Words::key("release-pack-action")))
}

/// The packs on a shelf for the person.
fn kept(file: &CaseFile) -> impl Iterator<Item = PackId> + '_ {
    let bound = file.case.supply.packs.iter();
    bound
        .filter(|bound| matches!(bound.state, BoundState::Shelved(_)))
        .map(|bound| bound.named.pack)
}

async fn view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> Result<SupplyAct, Fault> {
    let mut choices = Vec::new();
    for id in kept(file) {
        if let Some(pack) = stock::find(visit.desk.store(), id).await? {
            let words = Words::key("pack-of-lot")
                .words("lot", pack.number.clone())
                .words("on", without_weekday(pack.expiry_on));
            choices.push(Choice {
                hint: Some(Words::plain(pack_name(&pack))),
                ..Choice::new(id.to_string(), words)
            });
        }
    }
    let asked = if choices.is_empty() {
        (Vec::new(), Some("release-pack-none"))
    } else {
        let fields = vec![
            ActField::new(Entry::Radios, "pack", "pack").of(choices),
            ActField::new(Entry::Area, "reason", "supply-reason"),
        ];
        (fields, None)
    };
    Ok(case_view(visit, Action::ReleasePack, file, asked, form))
}

#[get("/cases/<id>/free-pack")]
async fn free(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = look(&visit, Action::ReleasePack, known(id)?).await?;
    visit.show(&view(&visit, &file, fresh()).await?)
}

#[post("/cases/<id>/free-pack", data = "<typed>")]
async fn release_pack(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let case: CaseId = known(id)?;
    let action = Action::ReleasePack;
    look(&visit, action, case).await?;
    let sent = Some(visit.submission(&typed));
    // A form without its pack is refused like one about a pack that is gone.
    let pack = typed.id("pack").unwrap_or_else(PackId::fresh);
    let reason = typed.text("reason");
    let outcome = commands::release_pack(visit.desk, visit.actor(), sent, (case, pack), reason).await;
    match done_or_refused(outcome)? {
        Ok(()) => Ok(Ok(Redirect::to(format!("/cases/{case}?done={action}")))),
        Err(refusals) => {
            let file = look(&visit, action, case).await?;
            let page = view(&visit, &file, refused(&typed, &refusals)).await?;
            Ok(Err(visit.refuse(&page)?))
        }
    }
}
