//! Where the person is: visits, addresses, and when nobody knows. Those who supervise write some of it down, too, on pages
//! that know nothing of the treatment.

use super::form_page;
use crate::access::{Action, Lens};
use crate::commands;
use crate::domain::decide::passage::{ReportAddress, ReportLost, ReportSearch};
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::record::{Answer, fresh, open, refused};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::passage::{Asked, Entry, Field, WhereaboutsForm};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        visit_form,
        record_visit,
        address,
        report_address,
        lost,
        report_lost,
        search,
        report_search
    ]
}

fn supervises(visit: &Visit<'_>) -> bool {
    visit
        .actor()
        .role()
        .is_none_or(|role| role.lens() == Lens::Supervision)
}

/// Where one goes back to: supervision to its own page of the case, everybody else to the way out.
fn back(visit: &Visit<'_>, file: &CaseFile) -> String {
    let path = if supervises(visit) { "" } else { "/release" };
    format!("/cases/{}{path}", file.case.id)
}

pub(super) fn asked(
    visit: &Visit<'_>,
    file: &CaseFile,
    action: Action,
    facts: Vec<Row>,
    fields: Vec<Field>,
) -> Asked {
    Asked {
        title: Words::key(format!("{action}-title")),
        words: Some(Words::key(format!("{action}-words"))),
        facts,
        fields,
        action: Words::key(format!("{action}-action")),
        cancel: back(visit, file),
    }
}

/// The form, as the reader's lens may see it.
pub(super) fn shown(
    visit: &Visit<'_>,
    file: &CaseFile,
    asked: Asked,
    form: Form,
    wrong: bool,
) -> Result<Html, Fault> {
    if supervises(visit) {
        let page = WhereaboutsForm {
            reference: file.case.reference.clone(),
            name: file.person.name_cyrillic.clone(),
            href: back(visit, file),
            form: asked.named(form),
            asked,
        };
        return if wrong {
            visit.refuse(&page)
        } else {
            visit.show(&page)
        };
    }
    let page = form_page(visit, file, asked, form);
    if wrong {
        visit.refuse(&page)
    } else {
        visit.show(&page)
    }
}

/// After an act: back, or the form again as typed with what is wrong.
pub(super) fn settled<T>(
    visit: &Visit<'_>,
    file: &CaseFile,
    typed: &Typed,
    (asked, action): (Asked, Action),
    outcome: Result<T, Failure>,
) -> Answer {
    match done_or_refused(outcome)? {
        Ok(_) => {
            let to = format!("{}?done={action}", back(visit, file));
            Ok(Ok(Redirect::to(to)))
        }
        Err(refusals) => Ok(Err(shown(visit, file, asked, refused(typed, &refusals), true)?)),
    }
}

fn visit_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let fields = vec![
        Field::new("came_on", "came-on", Entry::Date),
        Field::new("came_time", "came-time", Entry::Time),
        Field::new("words", "in-your-words", Entry::Area),
    ];
    asked(visit, file, Action::RecordVisit, Vec::new(), fields)
}

#[get("/cases/<id>/visit")]
async fn visit_form(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordVisit, id).await?;
    let mut form = fresh();
    put_moment(&mut form, "came_on", "came_time", file.now.instant, file.now.zone);
    shown(&visit, &file, visit_asked(&visit, &file), form, false)
}

#[post("/cases/<id>/visit", data = "<typed>")]
async fn record_visit(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::RecordVisit, id).await?;
    let came_at = typed.moment("came_on", "came_time", file.now.zone);
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = commands::record_visit(desk, actor, submission, case, came_at, typed.text("words")).await;
    let form = (visit_asked(&visit, &file), Action::RecordVisit);
    settled(&visit, &file, &typed, form, outcome)
}

pub(super) fn regions(visit: &Visit<'_>) -> Vec<Choice> {
    let regions = visit.desk.rules().places.regions.iter();
    regions
        .map(|region| Choice::new(&region.id, region.name.clone()))
        .collect()
}

fn address_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let fields = vec![
        Field::new("region", "address-region", Entry::Select).choices(regions(visit)),
        Field::new("address", "address-street", Entry::Text),
        Field::new("from_on", "address-from-on", Entry::Date),
    ];
    asked(visit, file, Action::ReportAddress, Vec::new(), fields)
}

#[get("/cases/<id>/address")]
async fn address(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportAddress, id).await?;
    let mut form = fresh();
    put_date(&mut form, "from_on", file.now.today());
    shown(&visit, &file, address_asked(&visit, &file), form, false)
}

#[post("/cases/<id>/address", data = "<typed>")]
async fn report_address(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::ReportAddress, id).await?;
    let form = ReportAddress {
        region: typed.text("region").to_owned(),
        address: typed.text("address").to_owned(),
        from_on: typed.needed_date("from_on"),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_address(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    let form = (address_asked(&visit, &file), Action::ReportAddress);
    settled(&visit, &file, &typed, form, outcome)
}

pub(super) fn yes_or_no(typed: &Typed, field: &str) -> Option<bool> {
    match typed.text(field) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn lost_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let fields = vec![
        Field::new("since_on", "lost-since-on", Entry::Date),
        Field::new("tried", "lost-tried", Entry::Area),
    ];
    asked(visit, file, Action::ReportLost, Vec::new(), fields)
}

#[get("/cases/<id>/lost")]
async fn lost(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportLost, id).await?;
    shown(&visit, &file, lost_asked(&visit, &file), fresh(), false)
}

#[post("/cases/<id>/lost", data = "<typed>")]
async fn report_lost(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::ReportLost, id).await?;
    let form = ReportLost {
        since_on: typed.needed_date("since_on"),
        tried: typed.text("tried").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_lost(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    let form = (lost_asked(&visit, &file), Action::ReportLost);
    settled(&visit, &file, &typed, form, outcome)
}

fn search_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let choices = [("yes", "search-found"), ("no", "search-not-found")];
    let fields = vec![
        Field::new("found", "search-ask", Entry::Radios).choices(
            choices
                .map(|(value, key)| Choice::new(value, Words::key(key)))
                .into(),
        ),
        Field::new("words", "in-your-words", Entry::Area),
    ];
    asked(visit, file, Action::ReportSearch, Vec::new(), fields)
}

#[get("/cases/<id>/lost/search")]
async fn search(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportSearch, id).await?;
    shown(&visit, &file, search_asked(&visit, &file), fresh(), false)
}

#[post("/cases/<id>/lost/search", data = "<typed>")]
async fn report_search(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::ReportSearch, id).await?;
    let form = ReportSearch {
        found: yes_or_no(&typed, "found"),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_search(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    let form = (search_asked(&visit, &file), Action::ReportSearch);
    settled(&visit, &file, &typed, form, outcome)
}
