//! The end of a case without a court, and the plan for the time after the measure.

use super::case_head::{case_head, on};
use super::record::{Answer, fresh, known, open, settled};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{self, EndCase, PlanAftercare};
use crate::domain::dosing::cover;
use crate::domain::event::Departure;
use crate::domain::ids::RecordId;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::ending::{EndCase as EndView, PlanAftercare as AftercareView};
use crate::web::views::parts::Row;
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![end, end_case, aftercare, plan_aftercare]
}

#[get("/cases/<id>/end")]
async fn end(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::EndCase, id).await?;
    visit.show(&end_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/end", data = "<typed>")]
async fn end_case(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let file = open(&visit, Action::EndCase, id).await?;
    let form = EndCase {
        departure: Departure::from_code(typed.text("departure")),
        ended_at: typed.moment("ended_on", "ended_time", file.now.zone),
        document: typed.text("document").to_owned(),
    };
    // What cannot be undone is asked about once more; what the rules refuse is not.
    let imagined = decide::end_case(&file.case, RecordId::fresh(), &form, RecordId::fresh, &file.now);
    if imagined.is_ok() && !typed.ticked("confirmed") {
        let again = typed.form().problem("confirmed", Words::key("confirm-warnings"));
        let view = EndView {
            warns: true,
            ..end_view(&visit, &file, again)
        };
        return visit.refuse(&view).map(Err);
    }
    let submission = Some(visit.submission(&typed));
    let outcome = commands::end_case(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| end_view(&visit, file, form);
    settled(&visit, Action::EndCase, case, &typed, outcome, again).await
}

fn end_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> EndView {
    EndView {
        head: case_head(visit, file),
        form,
        departures: EndView::departure_choices(),
        warns: false,
    }
}

#[get("/cases/<id>/aftercare")]
async fn aftercare(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::PlanAftercare, id).await?;
    visit.show(&aftercare_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/aftercare", data = "<typed>")]
async fn plan_aftercare(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let form = PlanAftercare {
        carer: typed.text("carer").to_owned(),
        next_look_on: typed.date("next_look_on"),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::plan_aftercare(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| aftercare_view(&visit, file, form);
    settled(&visit, Action::PlanAftercare, case, &typed, outcome, again).await
}

fn aftercare_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> AftercareView {
    let last = cover(&file.case, visit.desk.rules());
    AftercareView {
        head: case_head(visit, file),
        form,
        facts: last.map_or_else(Vec::new, |cover| {
            vec![
                Row::new(Words::key("product"), cover.protocol.name.clone()),
                Row::new(Words::key("aftercare-last-dose"), on(cover.given_on)),
                Row::new(Words::key("aftercare-works-until"), on(cover.until_on)),
            ]
        }),
    }
}
