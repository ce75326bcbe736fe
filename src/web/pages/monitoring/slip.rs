//! A laboratory's slip that arrives between two examinations.

use super::course;
use super::fields::{field, name_values, values};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::RecordResults;
use crate::domain::obligation::{Because, Kind};
use crate::domain::results::watched;
use crate::domain::rules::Item;
use crate::store::file::CaseFile;
use crate::web::faults::Fault;
use crate::web::pages::case_head::case_head;
use crate::web::pages::record::{Answer, fresh, known, open, settled};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::monitoring::{RecordResults as View, ValueField};
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![results, record_results]
}

#[get("/cases/<id>/results/new")]
async fn results(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordResults, id).await?;
    visit.show(&view(&visit, &file, fresh()))
}

#[post("/cases/<id>/results/new", data = "<typed>")]
async fn record_results(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let file = open(&visit, Action::RecordResults, id).await?;
    let form = RecordResults {
        taken_on: typed.needed_date("taken_on"),
        laboratory: typed.text("laboratory").to_owned(),
        values: course(&visit, &file).map_or_else(Vec::new, |course| values(course, &typed)),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::record_results(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| view(&visit, file, form);
    settled(&visit, Action::RecordResults, case, &typed, outcome, again).await
}

/// The items of the monitoring that is open now.
fn due_now(visit: &Visit<'_>, file: &CaseFile) -> Vec<String> {
    let today = file.now.today();
    let plan = file.plan(visit.desk.rules());
    let owed = plan.obligations.into_iter();
    let open = owed.filter(|owed| owed.kind == Kind::Monitoring && owed.opens_on <= today);
    let items = open
        .flat_map(|owed| owed.why.because)
        .filter_map(|because| match because {
            Because::Items { items } => Some(items),
            _ => None,
        });
    items.flatten().collect()
}

fn view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> View {
    let (course, rules) = (course(visit, file), visit.desk.rules());
    let due_now = due_now(visit, file);
    // What the protocol watches stands first, in its order; then the rest of the catalogue.
    let watched = watched(&file.case, rules).iter();
    let watched = watched.filter_map(|monitor| course?.item(&monitor.item));
    let mut items: Vec<&Item> = watched.collect();
    for item in course.into_iter().flat_map(|course| &course.items) {
        if !items.iter().any(|known| known.id == item.id) {
            items.push(item);
        }
    }
    let (due, others): (Vec<&Item>, Vec<&Item>) =
        items.into_iter().partition(|item| due_now.contains(&item.id));
    let fields = |items: Vec<&Item>| -> Vec<ValueField> {
        items
            .into_iter()
            .map(|item| field(file, rules, item, &form))
            .collect()
    };
    let (due, others) = (fields(due), fields(others));
    name_values(&mut form, due.iter().chain(&others));
    View {
        head: case_head(visit, file),
        form,
        due,
        others,
    }
}
