//! A person who was transferred comes by habit to where he was treated before: why the dose is given there is said first,
//! then the wizard goes on as always.

use super::sheet::{ELSEWHERE, Step, account, href};
use crate::access::Action;
use crate::domain::ids::SubmissionKey;
use crate::domain::refusal::{WORDS, text};
use crate::store::drafts::{self, DraftId};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, organisation};
use crate::web::pages::record::{Answer, fresh, open, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::Row;
use crate::web::views::passage::{Asked, Entry, Field, PassageForm};
use crate::web::visit::{Html, Visit};
use rocket::response::Redirect;
use rocket::{get, post};
use std::collections::BTreeMap;

fn page(visit: &Visit<'_>, file: &CaseFile, form: Form) -> PassageForm {
    let asked = Asked {
        title: Words::key("log-injection-elsewhere-title"),
        words: Some(Words::key("elsewhere-hint")),
        facts: vec![Row::new(
            Words::key("passage-responsible"),
            organisation(file, file.facts.responsible),
        )],
        fields: vec![Field::new(ELSEWHERE, "elsewhere-reason", Entry::Area)],
        action: Words::key("continue"),
        cancel: format!("/cases/{}", file.case.id),
    };
    PassageForm {
        head: case_head(visit, file),
        form: asked.named(form),
        asked,
        shift: None,
    }
}

#[get("/cases/<id>/elsewhere")]
pub(super) async fn elsewhere(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::LogInjectionElsewhere, id).await?;
    visit.show(&page(&visit, &file, fresh()))
}

#[post("/cases/<id>/elsewhere", data = "<typed>")]
pub(super) async fn log_injection_elsewhere(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::LogInjectionElsewhere, id).await?;
    let reason = match text(ELSEWHERE, typed.text(ELSEWHERE), true, WORDS) {
        Ok(reason) => reason,
        Err(refusal) => {
            let form = refused(&typed, &[refusal]);
            return Ok(Err(visit.refuse(&page(&visit, &file, form))?));
        }
    };
    let key = SubmissionKey::fresh();
    let draft = DraftId {
        key,
        account: account(&visit)?,
        case: file.case.id,
        form: "log-injection",
    };
    let fields = BTreeMap::from([(ELSEWHERE.to_owned(), reason)]);
    drafts::keep(visit.desk.store(), draft, &fields, visit.desk.instant()).await?;
    Ok(Ok(Redirect::to(href(file.case.id, key, Step::Identity.code()))))
}
