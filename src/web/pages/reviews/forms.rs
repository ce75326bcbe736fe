//! The forms of a review: a paper, the commission's text, a signature.

use super::words::lines;
use crate::access::{Action, Context};
use crate::commands::{self, drafting, filing, signing};
use crate::domain::decide::{DraftReview, FilePaper, SignReview, missing_papers};
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::obligation::Kind;
use crate::domain::plan::paper_cycle;
use crate::domain::rules::Course;
use crate::store::StoreError;
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::{case_head, on};
use crate::web::pages::record::{Answer, carry, fresh, known, refused};
use crate::web::pages::rules::cited;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::parts::{Choice, Row};
use crate::web::views::reviews::{
    DraftReview as DraftView, FileReviewPaper as PaperView, SignReview as SignView,
};
use crate::web::views::{Form, Page};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub(super) fn routes() -> Vec<Route> {
    routes![paper, file_paper, text, draft, signature, sign]
}

/// The page of a review.
pub(super) fn address(case: CaseId, number: u32) -> String {
    format!("/cases/{case}/reviews/{number}")
}

/// After an act: back to the review, or the form again as typed with what is wrong.
pub(super) fn settled<T, P: Page>(
    visit: &Visit<'_>,
    (action, case, number): (Action, CaseId, u32),
    outcome: Result<T, Failure>,
    again: impl FnOnce(&[crate::domain::refusal::Refusal]) -> Result<P, Fault>,
) -> Answer {
    match done_or_refused(outcome)? {
        Ok(_) => {
            let to = format!("{}?done={action}", address(case, number));
            Ok(Ok(Redirect::to(to)))
        }
        Err(refusals) => Ok(Err(visit.refuse(&again(&refusals)?)?)),
    }
}

fn course<'v>(visit: &Visit<'v>, file: &CaseFile) -> Result<&'v Course, Fault> {
    let law = visit.desk.rules().law_for(file.now.today());
    law.map(|law| law.course).ok_or(Fault::NotFound)
}

/// Opens a case for the one who must see to a paper. He sees whose paper it is, and nothing of the review.
async fn open_paper(visit: &Visit<'_>, case: &str, paper: &str) -> Result<CaseFile, Fault> {
    let rules = visit.desk.rules();
    let circumstances = |file: &CaseFile| -> Result<Context, StoreError> {
        filing(file, rules, paper).ok_or(StoreError::Missing("paper"))
    };
    let (actor, action) = (visit.actor(), Action::FileReviewPaper);
    Ok(visit
        .desk
        .look_when(actor, action, known(case)?, circumstances)
        .await?)
}

#[get("/cases/<id>/reviews/<number>/papers/<paper>")]
async fn paper(visit: Visit<'_>, id: &str, number: &str, paper: &str) -> Result<Html, Fault> {
    let number: u32 = known(number)?;
    let file = open_paper(&visit, id, paper).await?;
    visit.show(&paper_view(&visit, &file, (number, paper), fresh())?)
}

#[post("/cases/<id>/reviews/<number>/papers/<paper>", data = "<typed>")]
async fn file_paper(visit: Visit<'_>, id: &str, number: &str, paper: &str, typed: Checked<Typed>) -> Answer {
    let number: u32 = known(number)?;
    let typed = typed.0;
    let file = open_paper(&visit, id, paper).await?;
    let form = FilePaper {
        review: number,
        paper: paper.to_owned(),
        dated_on: typed.needed_date("dated_on"),
        reference: typed.text("paper_reference").to_owned(),
        scan_sha256: typed.text("scan_sha256").to_owned(),
    };
    let (case, submission) = (file.case.id, Some(visit.submission(&typed)));
    let outcome = commands::file_review_paper(visit.desk, visit.actor(), submission, case, &form).await;
    settled(
        &visit,
        (Action::FileReviewPaper, case, number),
        outcome,
        |wrong| paper_view(&visit, &file, (number, paper), refused(&typed, wrong)),
    )
}

fn paper_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    (number, paper): (u32, &str),
    form: Form,
) -> Result<PaperView, Fault> {
    // A paper that this place is asked for, of a review that was begun or is next: anything else is not there.
    let mut asked = course(visit, file)?.review.papers_at(file.kind_of_place());
    let rule = asked.find(|rule| rule.id == paper && !rule.from_record);
    let rule = rule.ok_or(Fault::NotFound)?;
    if number != file.case.next_review() && file.case.review(number).is_none() {
        return Err(Fault::NotFound);
    }
    let key = (Kind::ReviewPaper, paper_cycle(number, rule.number));
    let plan = file.plan(visit.desk.rules());
    let owed = plan
        .obligation(key)
        .map(|owed| Row::new(Words::key("due-on"), on(owed.due_on)));
    let filed = file.case.review(number).and_then(|review| review.paper(paper));
    let filed = filed.map(|entry| {
        let said = Words::key("paper-filed-line")
            .date("on", entry.content.dated_on)
            .words("reference", Words::plain(entry.content.reference.clone()));
        Row::new(Words::key("paper-filed-before"), said)
    });
    Ok(PaperView {
        head: case_head(visit, file),
        form,
        name: rule.name.clone().into(),
        known: owed.into_iter().chain(filed).collect(),
        back: address(file.case.id, number),
    })
}

async fn open_to_draft(visit: &Visit<'_>, case: &str) -> Result<CaseFile, Fault> {
    let circumstances = |file: &CaseFile| -> Result<Context, StoreError> { Ok(drafting(file)) };
    let (actor, action) = (visit.actor(), Action::DraftReview);
    Ok(visit
        .desk
        .look_when(actor, action, known(case)?, circumstances)
        .await?)
}

#[get("/cases/<id>/reviews/<number>/text")]
async fn text(visit: Visit<'_>, id: &str, number: &str) -> Result<Html, Fault> {
    let number: u32 = known(number)?;
    let file = open_to_draft(&visit, id).await?;
    let mut form = fresh();
    // A correction begins with what stands there.
    if let Some(text) = file.case.review(number).and_then(|review| review.text()) {
        put_date(&mut form, "held_on", text.held_on);
        for member in &text.members {
            form = form.value(&format!("members_{}", member.account), "yes");
        }
        form = form
            .value("findings", text.findings.clone())
            .value("proposal", text.proposal.clone())
            .value("reasons", text.reasons.clone())
            .value("without", text.without.clone());
    }
    visit.show(&draft_view(&visit, &file, number, form)?)
}

#[post("/cases/<id>/reviews/<number>/text", data = "<typed>")]
async fn draft(visit: Visit<'_>, id: &str, number: &str, typed: Checked<Typed>) -> Answer {
    let number: u32 = known(number)?;
    let typed = typed.0;
    let fields = typed.fields();
    let ticked = fields.keys().filter(|field| typed.ticked(field));
    let members = ticked.filter_map(|field| field.strip_prefix("members_")?.parse::<AccountId>().ok());
    let form = DraftReview {
        review: number,
        over: typed.text("over").parse().unwrap_or_default(),
        held_on: typed.needed_date("held_on"),
        members: members.collect(),
        findings: typed.text("findings").to_owned(),
        proposal: typed.text("proposal").to_owned(),
        reasons: typed.text("reasons").to_owned(),
        without: typed.text("without").to_owned(),
    };
    let (case, submission) = (known(id)?, Some(visit.submission(&typed)));
    let outcome = commands::draft_review(visit.desk, visit.actor(), submission, case, &form).await;
    let file = open_to_draft(&visit, id).await?;
    settled(&visit, (Action::DraftReview, case, number), outcome, |wrong| {
        draft_view(&visit, &file, number, refused(&typed, wrong))
    })
}

fn draft_view(visit: &Visit<'_>, file: &CaseFile, number: u32, mut form: Form) -> Result<DraftView, Fault> {
    let review = file.case.review(number);
    if number != file.case.next_review() && review.is_none() {
        return Err(Fault::NotFound);
    }
    let rule = &course(visit, file)?.review;
    carry(
        &mut form,
        "over",
        review
            .and_then(|review| review.text())
            .map_or(0, |text| text.version),
    );
    let candidates = file.reviewers(rule.post, &visit.desk.rules().places);
    let treated = file.treated_by();
    let (barred, free): (Vec<_>, Vec<_>) = candidates
        .into_iter()
        .partition(|known| treated.contains(&known.account));
    let member = |account: AccountId| {
        let place = file
            .member(account)
            .and_then(|member| file.institution(member.organisation));
        place.map(|place| Words::Localised(place.name.clone()))
    };
    let version = review.and_then(|review| review.text()).map(|text| text.version);
    let mut signatures = review.into_iter().flat_map(|review| &review.signatures);
    Ok(DraftView {
        head: case_head(visit, file),
        form,
        members: free
            .into_iter()
            .map(|known| Choice {
                hint: member(known.account),
                ..Choice::new(known.account.to_string(), known.name)
            })
            .collect(),
        least: rule.members,
        barred: barred.into_iter().map(|known| known.name).collect(),
        proposals: rule
            .proposals
            .iter()
            .map(|proposal| Choice {
                hint: proposal.to_court.then(|| Words::key("proposal-to-court")),
                ..Choice::new(&proposal.id, proposal.name.clone())
            })
            .collect(),
        missing: missing_papers(&file.case, number, rule, file.kind_of_place())
            .map(|paper| paper.name.clone().into())
            .collect(),
        signed: signatures.any(|signed| Some(signed.content.version) == version),
        source: Some(cited(visit.desk.rules(), &rule.source)),
        back: address(file.case.id, number),
    })
}

async fn open_to_sign(visit: &Visit<'_>, case: &str, number: u32) -> Result<CaseFile, Fault> {
    let circumstances = |file: &CaseFile| -> Result<Context, StoreError> { Ok(signing(file, number)) };
    let (actor, action) = (visit.actor(), Action::SignReview);
    Ok(visit
        .desk
        .look_when(actor, action, known(case)?, circumstances)
        .await?)
}

#[get("/cases/<id>/reviews/<number>/sign")]
async fn signature(visit: Visit<'_>, id: &str, number: &str) -> Result<Html, Fault> {
    let number: u32 = known(number)?;
    let file = open_to_sign(&visit, id, number).await?;
    visit.show(&sign_view(&visit, &file, number, fresh())?)
}

#[post("/cases/<id>/reviews/<number>/sign", data = "<typed>")]
async fn sign(visit: Visit<'_>, id: &str, number: &str, typed: Checked<Typed>) -> Answer {
    let number: u32 = known(number)?;
    let typed = typed.0;
    let file = open_to_sign(&visit, id, number).await?;
    let form = SignReview {
        review: number,
        version: typed.text("version").parse().unwrap_or_default(),
        dissents: match typed.text("opinion") {
            "agree" => Some(false),
            "dissent" => Some(true),
            _ => None,
        },
        dissent: typed.text("dissent").to_owned(),
    };
    let (case, submission) = (file.case.id, Some(visit.submission(&typed)));
    let outcome = commands::sign_review(visit.desk, visit.actor(), submission, case, &form).await;
    settled(&visit, (Action::SignReview, case, number), outcome, |wrong| {
        sign_view(&visit, &file, number, refused(&typed, wrong))
    })
}

fn sign_view(visit: &Visit<'_>, file: &CaseFile, number: u32, mut form: Form) -> Result<SignView, Fault> {
    let review = file.case.review(number).ok_or(Fault::NotFound)?;
    let text = review.text().ok_or(Fault::NotFound)?;
    // What stands on this page is what is signed: after a correction the reader signs the new text, not the old form.
    form.values.remove("version");
    carry(&mut form, "version", text.version);
    let me = visit.actor().account_id();
    let mut rows = lines(visit, text);
    let names: Vec<_> = text.members.iter().map(|member| member.name.as_str()).collect();
    rows.push(Row::new(Words::key("review-members"), names.join(", ")));
    Ok(SignView {
        head: case_head(visit, file),
        form,
        text: rows,
        version: text.version.into(),
        opinions: SignView::opinion_choices(),
        open: review.waiting().any(|account| Some(account) == me) && !file.case.to_write_anew(review),
        back: address(file.case.id, number),
    })
}
