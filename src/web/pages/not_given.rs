//! A dose was not given: what happened, why, what was tried, the person's own words.

use super::case_head::{at, case_head};
use super::choices::causes;
use super::record::{Answer, carry, done, fresh, known, open, refused, settled};
use super::run_sheets::typed_from;
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{NotGiven, OnPaper};
use crate::domain::dosing::open_cycle;
use crate::domain::event::Recorder;
use crate::domain::ids::CaseId;
use crate::domain::paper::RowCode;
use crate::domain::refusal::Refusal;
use crate::store::desk::Failure;
use crate::store::drafts::{self, DraftId};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::not_given::RecordNotGiven;
use crate::web::views::parts::{Choice, Window};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rocket::{Route, get, post, routes};
use std::collections::BTreeMap;

/// Fields that come from the paper and are not typed here.
const FROM_PAPER: [&str; 3] = ["sheet_row", "sheet_number", "scan_sha256"];

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![not_given, record_not_given]
}

#[get("/cases/<id>/not-given?<paper>")]
async fn not_given(visit: Visit<'_>, id: &str, paper: Option<&str>) -> Result<Html, Fault> {
    let mut form = fresh();
    if let Some(typed) = paper {
        let case = known(id)?;
        form.values = from_paper(&visit, case, typed).await?;
        let row = form
            .values
            .get("sheet_row")
            .and_then(|row| row.parse::<RowCode>().ok());
        let (file, _) = typed_from(&visit, row.ok_or(Fault::NotFound)?, case).await?;
        return visit.show(&view(&visit, &file, form));
    }
    let file = open(&visit, Action::RecordNotGiven, id).await?;
    put_moment(
        &mut form,
        "occurred_on",
        "occurred_time",
        file.now.instant,
        file.now.zone,
    );
    visit.show(&view(&visit, &file, form))
}

#[post("/cases/<id>/not-given", data = "<typed>")]
async fn record_not_given(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    // The zone of the place is known only with the case; people type the time of the clock on its wall.
    let submission = Some(visit.submission(&typed));
    let (desk, actor) = (visit.desk, visit.actor());
    if let Some(row) = typed.id::<RowCode>("sheet_row") {
        let (file, _) = typed_from(&visit, row, case).await?;
        let said = OnPaper::NotGiven(read(&typed, file.now.zone));
        let paper = (row, typed.text("scan_sha256"));
        let outcome = commands::transcribe_entry(desk, actor, submission, case, paper, &said).await;
        let first = first(&outcome);
        return match done_or_refused(outcome)? {
            Ok(_) => Ok(Ok(done(case, Action::TranscribeEntry))),
            Err(refusals) => {
                let (file, _) = typed_from(&visit, row, case).await?;
                Ok(Err(visit.refuse(&compared(
                    &visit,
                    &file,
                    refused(&typed, &refusals),
                    first,
                ))?))
            }
        };
    }
    let file = open(&visit, Action::RecordNotGiven, id).await?;
    let form = read(&typed, file.now.zone);
    let outcome = commands::record_not_given(desk, actor, submission, case, &form).await;
    let first = first(&outcome);
    let again = |file: &CaseFile, form| compared(&visit, file, form, first);
    settled(&visit, Action::RecordNotGiven, case, &typed, outcome, again).await
}

/// Who recorded it first, and when.
type First = (Recorder, DateTime<Utc>);

/// Who was first, where that is why nothing was recorded.
fn first<T>(outcome: &Result<T, Failure>) -> Option<First> {
    let Err(Failure::Refused(refusals)) = outcome else {
        return None;
    };
    refusals.iter().find_map(|refusal| match refusal {
        Refusal::AlreadyRecorded { by, recorded_at, .. } => Some((by.clone(), *recorded_at)),
        _ => None,
    })
}

/// The form again. Where somebody was first it names him and the time, and no window: the one that is open now is another's.
fn compared(visit: &Visit<'_>, file: &CaseFile, mut form: Form, first: Option<First>) -> RecordNotGiven {
    let Some((by, recorded_at)) = first else {
        return view(visit, file, form);
    };
    let known = by.account().and_then(|id| file.member(id));
    let words = Words::key("already-recorded-by")
        .words("name", known.map_or("", |member| member.name.as_str()))
        .words("on", at(recorded_at, file.now.zone));
    if known.is_some() {
        for problem in form
            .problems
            .iter_mut()
            .filter(|problem| problem.field.is_empty())
        {
            problem.words = words.clone();
        }
    }
    RecordNotGiven {
        window: None,
        closed: None,
        ..view(visit, file, form)
    }
}

/// What was read off the paper so far, kept under a key of the reader's own.
async fn from_paper(visit: &Visit<'_>, case: CaseId, key: &str) -> Result<BTreeMap<String, String>, Fault> {
    let draft = DraftId {
        key: known(key)?,
        account: visit.actor().account_id().ok_or(Fault::Forbidden)?,
        case,
        form: "not-given",
    };
    let kept = drafts::read(visit.desk.store(), draft).await?;
    kept.ok_or(Fault::NotFound)
}

fn read(typed: &Typed, zone: Tz) -> NotGiven {
    NotGiven {
        cycle: typed.text("cycle").parse().unwrap_or_default(),
        occurred_at: typed.moment("occurred_on", "occurred_time", zone),
        cause: typed.text("cause").to_owned(),
        words: typed.text("words").to_owned(),
        tried: typed.text("tried").to_owned(),
        explained: typed.ticks("explained_"),
        told_in: typed.text("told_in").to_owned(),
        own_words: typed.text("own_words").to_owned(),
        next_attempt_on: typed.date("next_attempt_on"),
    }
}

fn view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> RecordNotGiven {
    carry(&mut form, "cycle", open_cycle(&file.case));
    for name in FROM_PAPER {
        if let Some(value) = form.values.get(name) {
            form.carried.insert(name.to_owned(), value.clone());
        }
    }
    let window = file.dose(visit.desk.rules()).ok();
    let closed_on = window.as_ref().map(|window| window.closes_on);
    let law = visit.desk.rules().law_for(file.now.today());
    let told = law.map(|law| &law.course.information);
    let topics = told.into_iter().flat_map(|told| &told.topics);
    let languages = told.into_iter().flat_map(|told| &told.languages);
    RecordNotGiven {
        head: case_head(visit, file),
        form,
        closed: closed_on
            .filter(|closes_on| *closes_on < file.now.today())
            .map(|on| Words::key("not-given-closed").date("on", on)),
        window: window.map(|window| Window {
            opens_on: window.opens_on,
            due_on: window.due_on,
            closes_on: window.closes_on,
        }),
        causes: causes(visit.desk.rules().causes.reasons.iter()),
        topics: topics
            .map(|topic| Choice::new(&topic.id, topic.name.clone()))
            .collect(),
        languages: languages
            .map(|known| Choice::new(&known.id, known.name.clone()))
            .collect(),
    }
}
