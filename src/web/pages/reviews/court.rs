//! From a review to the court: the submission, and a court that leaves the measure as it is.

use super::forms::{address, settled};
use super::words::{dissents, proposal};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{CourtDeclines, SubmitToCourt};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, on};
use crate::web::pages::record::{Answer, fresh, known, open, refused};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::parts::Row;
use crate::web::views::reviews::{CourtDeclined as DeclinedView, SubmitToCourt as SubmitView};
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub(super) fn routes() -> Vec<Route> {
    routes![submission, submit, declined, decline]
}

#[get("/cases/<id>/reviews/<number>/submission")]
async fn submission(visit: Visit<'_>, id: &str, number: &str) -> Result<Html, Fault> {
    let number: u32 = known(number)?;
    let file = open(&visit, Action::SubmitToCourt, id).await?;
    let review = file.case.review(number).ok_or(Fault::NotFound)?;
    let mut form = fresh();
    match review.submission() {
        // Recorded again, it begins with what stands there.
        Some(sent) => {
            put_date(&mut form, "sent_on", sent.content.sent_on);
            form = form
                .value("court", sent.content.court.clone())
                .value("paper_reference", sent.content.reference.clone());
        }
        // The court that ruled is the one that is asked, unless the clerk says otherwise.
        None => {
            put_date(&mut form, "sent_on", file.now.today());
            if let Some(last) = file.case.rulings.last() {
                form = form.value("court", last.ruling.court.clone());
            }
        }
    }
    visit.show(&submit_view(&visit, &file, number, form)?)
}

#[post("/cases/<id>/reviews/<number>/submission", data = "<typed>")]
async fn submit(visit: Visit<'_>, id: &str, number: &str, typed: Checked<Typed>) -> Answer {
    let number: u32 = known(number)?;
    let typed = typed.0;
    let file = open(&visit, Action::SubmitToCourt, id).await?;
    let form = SubmitToCourt {
        review: number,
        sent_on: typed.needed_date("sent_on"),
        court: typed.text("court").to_owned(),
        reference: typed.text("paper_reference").to_owned(),
    };
    let (case, submission) = (file.case.id, Some(visit.submission(&typed)));
    let outcome = commands::submit_to_court(visit.desk, visit.actor(), submission, case, &form).await;
    settled(&visit, (Action::SubmitToCourt, case, number), outcome, |wrong| {
        submit_view(&visit, &file, number, refused(&typed, wrong))
    })
}

/// What the registry needs of a review: what is proposed, and since when.
fn submit_view(visit: &Visit<'_>, file: &CaseFile, number: u32, form: Form) -> Result<SubmitView, Fault> {
    let review = file.case.review(number).ok_or(Fault::NotFound)?;
    let (text, concluded_on) = review.concluded().ok_or(Fault::NotFound)?;
    let mut known = vec![
        Row::new(Words::key("review-proposal"), proposal(visit, text)),
        Row::new(Words::key("review-concluded-on"), on(concluded_on)),
    ];
    known.extend(dissents(review, text).map(|words| Row::new(Words::key("review-signatures"), words)));
    Ok(SubmitView {
        head: case_head(visit, file),
        form,
        known,
        back: address(file.case.id, number),
    })
}

#[get("/cases/<id>/reviews/<number>/declined")]
async fn declined(visit: Visit<'_>, id: &str, number: &str) -> Result<Html, Fault> {
    let number: u32 = known(number)?;
    let file = open(&visit, Action::RecordCourtDeclined, id).await?;
    visit.show(&declined_view(&visit, &file, number, fresh())?)
}

#[post("/cases/<id>/reviews/<number>/declined", data = "<typed>")]
async fn decline(visit: Visit<'_>, id: &str, number: &str, typed: Checked<Typed>) -> Answer {
    let number: u32 = known(number)?;
    let typed = typed.0;
    let file = open(&visit, Action::RecordCourtDeclined, id).await?;
    let form = CourtDeclines {
        review: number,
        decided_on: typed.needed_date("decided_on"),
        document: typed.text("document").to_owned(),
    };
    let (case, submission) = (file.case.id, Some(visit.submission(&typed)));
    let outcome = commands::record_court_declined(visit.desk, visit.actor(), submission, case, &form).await;
    settled(
        &visit,
        (Action::RecordCourtDeclined, case, number),
        outcome,
        |wrong| declined_view(&visit, &file, number, refused(&typed, wrong)),
    )
}

fn declined_view(visit: &Visit<'_>, file: &CaseFile, number: u32, form: Form) -> Result<DeclinedView, Fault> {
    let review = file.case.review(number).ok_or(Fault::NotFound)?;
    let (text, _) = review.concluded().ok_or(Fault::NotFound)?;
    let sent = &review.submission().ok_or(Fault::NotFound)?.content;
    Ok(DeclinedView {
        head: case_head(visit, file),
        form,
        known: vec![
            Row::new(Words::key("review-proposal"), proposal(visit, text)),
            Row::new(Words::key("submission-sent-on"), on(sent.sent_on)),
            Row::new(Words::key("court"), sent.court.clone()),
            Row::new(Words::key("submission-reference"), sent.reference.clone()),
        ],
        ruling_href: format!("/cases/{}/rulings/new", file.case.id),
        back: address(file.case.id, number),
    })
}
