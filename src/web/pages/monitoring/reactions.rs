//! Reactions: reported by whoever sees them, open until somebody says how they ended.

use super::fields::{name_reaction, reaction, reaction_view};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::EndReaction;
use crate::domain::event::Reaction;
use crate::domain::ids::RecordId;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, on};
use crate::web::pages::record::{Answer, fresh, known, open, settled};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::monitoring::{EndReaction as EndView, ReportReaction, outcomes, severities};
use crate::web::views::parts::Row;
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![report, report_reaction, outcome, end_reaction]
}

#[get("/cases/<id>/reactions/new")]
async fn report(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordReaction, id).await?;
    visit.show(&report_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/reactions/new", data = "<typed>")]
async fn report_reaction(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let form = reaction(&typed, None);
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_reaction(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| report_view(&visit, file, form);
    settled(&visit, Action::RecordReaction, case, &typed, outcome, again).await
}

fn report_view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> ReportReaction {
    name_reaction(&mut form, None);
    let fields = reaction_view(None, &form);
    ReportReaction {
        head: case_head(visit, file),
        form,
        fields,
        severities: severities(),
    }
}

#[get("/cases/<id>/reactions/<record>/outcome")]
async fn outcome(visit: Visit<'_>, id: &str, record: &str) -> Result<Html, Fault> {
    let reaction: RecordId = known(record)?;
    let file = open(&visit, Action::RecordReaction, id).await?;
    let open = file.case.open_reactions().any(|known| known.id == reaction);
    if !open {
        return Err(Fault::NotFound);
    }
    visit.show(&end_view(&visit, &file, reaction, fresh()))
}

#[post("/cases/<id>/reactions/<record>/outcome", data = "<typed>")]
async fn end_reaction(visit: Visit<'_>, id: &str, record: &str, typed: Checked<Typed>) -> Answer {
    let (case, reaction, typed) = (known(id)?, known(record)?, typed.0);
    let form = EndReaction {
        reaction: Some(reaction),
        outcome: typed.text("outcome").to_owned(),
        ended_on: typed.needed_date("ended_on"),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::end_reaction(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| end_view(&visit, file, reaction, form);
    settled(&visit, Action::RecordReaction, case, &typed, outcome, again).await
}

fn end_view(visit: &Visit<'_>, file: &CaseFile, reaction: RecordId, form: Form) -> EndView {
    let mut reactions = file.case.reactions.iter().map(|entry| &entry.content);
    let of = reactions.find(|known| known.id == reaction);
    EndView {
        head: case_head(visit, file),
        form,
        reaction: of.map_or_else(Vec::new, rows),
        outcomes: outcomes(),
    }
}

/// A reaction as it was reported.
fn rows(reaction: &Reaction) -> Vec<Row> {
    let severity = Words::key(format!("severity-{}", reaction.severity.code()));
    let mut rows = vec![
        Row::new(Words::key("reaction-words"), reaction.words.clone()),
        Row::new(Words::key("reaction-severity"), severity),
        Row::new(Words::key("reaction-began-on"), on(reaction.began_on)),
    ];
    if !reaction.measures.is_empty() {
        rows.push(Row::new(
            Words::key("reaction-measures"),
            reaction.measures.clone(),
        ));
    }
    rows
}
