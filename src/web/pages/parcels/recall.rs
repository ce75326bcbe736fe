//! What a physician found in a person who received a recalled lot.

use super::packing::case_view;
use crate::access::Action;
use crate::commands;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::file::CaseFile;
use crate::store::letters;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::letters::state as letter_state;
use crate::web::pages::record::{Answer, fresh, known, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Link, Row};
use crate::web::views::supplies::{ActField, Entry, SupplyAct};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![recall, follow_up_recall]
}

async fn recall_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> Result<SupplyAct, Fault> {
    let open = open_recall(file);
    let fields = vec![ActField::new(Entry::Area, "words", "recall-findings")];
    let mut page = case_view(visit, Action::FollowUpRecall, file, (fields, None), form);
    if let Some(recall) = open {
        let reached = &recall.reached;
        page.facts.push(Row::new(Words::key("lot"), reached.lot.clone()));
        page.facts
            .push(Row::new(Words::key("recall-notice"), reached.notice.clone()));
        let value = page.form.values.get("recall").cloned();
        let value = value.unwrap_or_else(|| reached.recall.to_string());
        page.form.carried.insert("recall".to_owned(), value);
        let letters = letters::of_recall(visit.desk.store(), reached.recall, &[file.case.id]).await?;
        if let Some(letter) = letters.last() {
            let (label, state) = (Words::key("letter-kind-recall"), letter_state(letter, false));
            let link = Link::new(format!("/letters/{}", letter.id), Words::key("letter"));
            page.facts.push(Row {
                change: Some(link),
                ..Row::new(label, state.words)
            });
        }
    }
    Ok(page)
}

/// The recall that has waited longest for a physician.
fn open_recall(file: &CaseFile) -> Option<&crate::domain::supply::RecallOn> {
    let mut recalls = file.case.supply.recalls.iter();
    recalls.find(|recall| !recall.lifted && recall.followed_up.is_none())
}

#[get("/cases/<id>/recall")]
async fn recall(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = visit
        .desk
        .look(visit.actor(), Action::FollowUpRecall, known(id)?)
        .await?;
    visit.show(&recall_view(&visit, &file, fresh()).await?)
}

#[post("/cases/<id>/recall", data = "<typed>")]
async fn follow_up_recall(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let Checked(typed) = typed;
    let case: CaseId = known(id)?;
    let (desk, actor, sent) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let recall = typed.id("recall").unwrap_or_else(RecordId::fresh);
    let outcome = commands::follow_up_recall(desk, actor, sent, case, recall, typed.text("words")).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to(format!(
            "/cases/{case}?done={}",
            Action::FollowUpRecall
        )))),
        Err(refusals) => {
            let file = desk.look(actor, Action::FollowUpRecall, case).await?;
            let page = recall_view(&visit, &file, refused(&typed, &refusals)).await?;
            Ok(Err(visit.refuse(&page)?))
        }
    }
}
