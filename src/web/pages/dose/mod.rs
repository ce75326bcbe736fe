//! Logging an injection at the chair: one thing per page, check the answers, confirmation. The answers wait in a
//! draft; every page is sent, kept and led on from, so that Back, reload and a dead battery lose nothing.

mod chosen;
mod elsewhere;
mod endings;
mod fill;
mod on_record;
mod recalled;
mod sheet;
mod stopped;
mod ways;

use super::case_head::case_head;
use super::record::{Answer, known};
use crate::access::{Action, Context};
use crate::commands::{self, DoseRecorded};
use crate::domain::decide::{OnPaper, record_alarms};
use crate::domain::ids::{CaseId, RecordId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::store::submissions;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::visit::{Html, Visit, done_or_refused};
pub(super) use chosen::Chosen;
use endings::{blocked, confirmed, taken};
use fill::{come_back, page};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use sheet::{Sheet, Step, Verdict, account, href};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        begin,
        recorded,
        step,
        keep_step,
        log_injection,
        settle_taken,
        given_earlier,
        elsewhere::elsewhere,
        elsewhere::log_injection_elsewhere
    ]
}

/// A fresh key is all that begins: nothing is kept before the first answer.
#[get("/cases/<id>/dose")]
async fn begin(visit: Visit<'_>, id: &str) -> Result<Redirect, Fault> {
    let case: CaseId = known(id)?;
    visit.desk.look(visit.actor(), Action::LogInjection, case).await?;
    Ok(Redirect::to(href(
        case,
        SubmissionKey::fresh(),
        Step::Identity.code(),
    )))
}

/// The ends of addresses to which the wizard's pages are only sent.
const SENT_TO: [&str; 3] = ["save", "taken", "earlier"];

/// A page of the wizard. Whoever comes back to where one was only sent, signed in anew or in another language, is led to
/// the answers, or to the first that is missing.
#[get("/cases/<id>/dose/<key>/<step>", rank = 2)]
async fn step(visit: Visit<'_>, id: &str, key: &str, step: &str) -> Answer {
    let page_of = Step::from_code(step);
    let sent_to = SENT_TO.contains(&step).then_some(Step::Answers);
    let step = page_of.or(sent_to).ok_or(Fault::NotFound)?;
    let mut sheet = Sheet::open(&visit, id, key).await?;
    if answer(&sheet).await?.is_some() {
        return Ok(Ok(Redirect::to(href(sheet.id.case, sheet.id.key, "recorded"))));
    }
    match sheet.verdict() {
        Verdict::Taken => Ok(Err(visit.show(&taken(&sheet, None))?)),
        Verdict::Blocked(refusal) => Ok(Err(visit.show(&blocked(&sheet, &refusal, &[]))?)),
        Verdict::Open(wrong) => {
            // Whoever skips ahead is led back to the first question without an answer.
            let open = sheet.first_wrong(&wrong).unwrap_or(Step::Answers);
            if page_of.is_none() || open < step || !sheet.steps().contains(&step) {
                return Ok(Ok(Redirect::to(href(sheet.id.case, sheet.id.key, open.code()))));
            }
            // A time that is still empty is nothing wrong: it is the minute in which the page will be sent.
            let here = match sheet.sent_now(step) {
                (Verdict::Open(now), _) if sheet.answered(step) => of_step(now, step),
                _ => Vec::new(),
            };
            come_back(&sheet, step, &here).map(Err)
        }
    }
}

/// What is said on one page.
fn of_step(wrong: Vec<Refusal>, step: Step) -> Vec<Refusal> {
    let mut here = wrong;
    here.retain(|refusal| sheet::step_of(refusal) == step);
    here
}

#[post("/cases/<id>/dose/<key>/<step>", data = "<typed>", rank = 2)]
async fn keep_step(visit: Visit<'_>, id: &str, key: &str, step: &str, typed: Checked<Typed>) -> Answer {
    let step = Step::from_code(step).filter(|step| *step != Step::Answers);
    let step = step.ok_or(Fault::NotFound)?;
    let mut sheet = Sheet::open(&visit, id, key).await?;
    if answer(&sheet).await?.is_some() {
        // Recorded already: nothing may look as if it had been changed.
        return Ok(Ok(Redirect::to(href(sheet.id.case, sheet.id.key, "recorded"))));
    }
    sheet.take(step, &typed.0);
    sheet.look_at_shelf().await?;
    sheet.keep().await?;
    if step == Step::Checks && alarmed(&sheet).await? {
        sheet = Sheet::open(&visit, id, key).await?; // with what went on record
    }
    let (verdict, sent) = sheet.sent_now(step);
    match verdict {
        Verdict::Taken => {
            sheet.keep_sent(sent).await?;
            Ok(Err(visit.refuse(&taken(&sheet, None))?))
        }
        Verdict::Blocked(refusal) => Ok(Err(visit.refuse(&blocked(&sheet, &refusal, &[]))?)),
        Verdict::Open(wrong) => {
            let here = of_step(wrong, step);
            let heeded = match step {
                Step::Checks => fill::heeded(&sheet),
                Step::Injection => fill::volume_heeded(&sheet),
                _ => true,
            };
            if !here.is_empty() || !heeded {
                return page(&sheet, step, &here).map(Err);
            }
            sheet.keep_sent(sent).await?;
            let next = sheet.after(step);
            Ok(Ok(Redirect::to(href(sheet.id.case, sheet.id.key, next.code()))))
        }
    }
}

/// Records the dose. Sent again, it leads to the same confirmation.
#[post("/cases/<id>/dose/<key>/save", data = "<_typed>")]
async fn log_injection(visit: Visit<'_>, id: &str, key: &str, _typed: Checked<Typed>) -> Answer {
    let sheet = Sheet::open(&visit, id, key).await?;
    let done = Redirect::to(href(sheet.id.case, sheet.id.key, "recorded"));
    if answer(&sheet).await?.is_some() {
        return Ok(Ok(done));
    }
    if sheet.empty() {
        return Err(Fault::NotFound); // thrown away, or never begun
    }
    if let Some(fault) = sheet.scan_fault() {
        return page(&sheet, Step::Product, &[fault]).map(Err);
    }
    let submission = sheet.typed.submission_of(Some(sheet.id.key), visit.path());
    let form = sheet.injection();
    let (desk, actor) = (visit.desk, visit.actor());
    let (sent, case) = (Some(submission), sheet.id.case);
    let outcome = match sheet.row_on_paper() {
        Some(row) => {
            let said = OnPaper::Given(Box::new(form));
            let paper = (row, sheet.typed.text("scan_sha256"));
            commands::transcribe_entry(desk, actor, sent, case, paper, &said).await
        }
        None => match sheet.elsewhere() {
            Some(reason) => commands::log_injection_elsewhere(desk, actor, sent, case, &form, reason).await,
            None => commands::log_injection(desk, actor, sent, case, &form).await,
        },
    };
    match done_or_refused(outcome)? {
        Ok(_) => {
            sheet.discard().await?;
            Ok(Ok(done))
        }
        // From the same pack it is refused for the pack, too: that somebody was first says why.
        Err(refusals) if refusals.iter().any(is_taken) => {
            let now = Sheet::open(&visit, id, key).await?; // with the other's dose
            Ok(Err(visit.refuse(&taken(&now, None))?))
        }
        Err(refusals) => match refusals.iter().find(|refusal| sheet::stops(refusal)) {
            Some(stop) => Ok(Err(visit.refuse(&blocked(&sheet, stop, &[]))?)),
            None => {
                let step = sheet.first_wrong(&refusals).unwrap_or(Step::Injection);
                page(&sheet, step, &of_step(refusals, step)).map(Err)
            }
        },
    }
}

#[get("/cases/<id>/dose/<key>/recorded")]
async fn recorded(visit: Visit<'_>, id: &str, key: &str) -> Result<Html, Fault> {
    let case: CaseId = known(id)?;
    let key: SubmissionKey = known(key)?;
    // The dose may have been the last of the ruling: what was recorded stays readable.
    let file = visit
        .desk
        .look_whole(visit.actor(), (Action::ReadClinicalFile, None), case, |_| {
            Ok(Context::default())
        })
        .await?;
    let store = visit.desk.store();
    let answer: Option<DoseRecorded> = submissions::answer_of(store, key, account(&visit)?).await?;
    let answer = answer.ok_or(Fault::NotFound)?;
    let page = confirmed(&visit, &file, case_head(&visit, &file), &answer).ok_or(Fault::NotFound)?;
    visit.show(&page)
}

fn is_taken(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::AlreadyRecorded { .. })
}

/// Somebody was first: the same injection, or perhaps a second one.
#[post("/cases/<id>/dose/<key>/taken", data = "<typed>")]
async fn settle_taken(visit: Visit<'_>, id: &str, key: &str, typed: Checked<Typed>) -> Answer {
    let sheet = Sheet::open(&visit, id, key).await?;
    let case = sheet.id.case;
    match typed.0.text("choice") {
        "discard" => {
            sheet.discard().await?;
            Ok(Ok(Redirect::to(format!("/cases/{case}"))))
        }
        "second-injection" => Ok(Ok(Redirect::to(format!(
            "/cases/{case}/incident?draft={}",
            sheet.id.key
        )))),
        _ => match sheet.verdict() {
            Verdict::Taken => {
                let problem = Words::key("choice-required");
                Ok(Err(visit.refuse(&taken(&sheet, Some(problem)))?))
            }
            _ => Ok(Ok(Redirect::to(href(case, sheet.id.key, Step::Identity.code())))),
        },
    }
}

/// A dose that may not be given now was given earlier, while it was allowed: the wizard goes on from that moment.
#[post("/cases/<id>/dose/<key>/earlier", data = "<typed>")]
async fn given_earlier(visit: Visit<'_>, id: &str, key: &str, typed: Checked<Typed>) -> Answer {
    let mut sheet = Sheet::open(&visit, id, key).await?;
    if answer(&sheet).await?.is_some() {
        return Ok(Ok(Redirect::to(href(sheet.id.case, sheet.id.key, "recorded"))));
    }
    sheet.take(Step::Injection, &typed.0);
    let as_typed = sheet.typed.clone();
    sheet.put_moment();
    stopped::said_of(&mut sheet);
    if sheet.occurred_at().is_none() {
        let problem = Refusal::NotUnderstood { field: "occurred_on" };
        let stop = match sheet.verdict() {
            Verdict::Blocked(stop) => stop,
            _ => problem.clone(),
        };
        return Ok(Err(visit.refuse(&blocked(&sheet, &stop, &[problem]))?));
    }
    match sheet.verdict() {
        Verdict::Blocked(stop) => {
            sheet.typed = as_typed;
            let page = blocked(&sheet, &stop, std::slice::from_ref(&stop));
            Ok(Err(visit.refuse(&page)?))
        }
        _ => {
            sheet.keep().await?;
            Ok(Ok(Redirect::to(href(
                sheet.id.case,
                sheet.id.key,
                Step::Identity.code(),
            ))))
        }
    }
}

/// Puts answers that alarm on record, whatever becomes of the dose; was there anything new?
async fn alarmed(sheet: &Sheet<'_>) -> Result<bool, Fault> {
    let (desk, file, form) = (sheet.visit.desk, &sheet.file, sheet.injection());
    // Looked at first: most answers alarm nobody, and write nothing.
    if record_alarms(&file.case, RecordId::fresh(), &form, desk.rules(), &file.now).is_err() {
        return Ok(false);
    }
    let outcome = commands::record_alarms(desk, sheet.visit.actor(), sheet.id.case, &form).await;
    Ok(done_or_refused(outcome)?.is_ok())
}

async fn answer(sheet: &Sheet<'_>) -> Result<Option<DoseRecorded>, Fault> {
    let store = sheet.visit.desk.store();
    Ok(submissions::answer_of(store, sheet.id.key, sheet.id.account).await?)
}
