//! Letters of a case: which there are, and drawing one up.

mod fill;
mod house;
mod page;

pub(super) use fill::state;

use super::case_head::case_head;
use super::own_record;
use super::record::{Answer, fresh, known, refused};
use crate::access::{Action, Context, Lens, Role};
use crate::commands::{self, DraftLetter};
use crate::domain::alert::Alert;
use crate::domain::case::Entry;
use crate::domain::event::DoseNotGiven;
use crate::domain::ids::{AlertId, RecordId};
use crate::domain::letter::{About, Asked, Circle, Letter, LetterKind, ReleaseTo, told_of_release};
use crate::domain::obligation::Kind;
use crate::domain::passage::OfferState;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Cause;
use crate::domain::supervision::{Attendance, about_on};
use crate::store::StoreError;
use crate::store::file::CaseFile;
use crate::store::letters;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::letters::{CaseLetters, DraftCertificate, LetterRow};
use crate::web::views::parts::{Choice, Link};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    let mut routes = routes![of_case, draw_up, certificate, draw_up_certificate];
    routes.extend(house::routes());
    routes.extend(page::routes());
    routes
}

/// The action by which this reader sees letters of a case.
pub(super) fn reading(visit: &Visit<'_>) -> Action {
    match visit.actor().role().map(Role::lens) {
        Some(Lens::Registry) => Action::ReadCourtLetter,
        Some(Lens::Supervision) => Action::ReadNoticeLetter,
        _ => Action::ReadClinicalLetter,
    }
}

/// The action by which letters of a kind are read.
fn reading_of(kind: LetterKind) -> Action {
    match kind.circle() {
        Circle::Supervision => Action::ReadNoticeLetter,
        Circle::Court => Action::ReadCourtLetter,
        Circle::Clinical => Action::ReadClinicalLetter,
        Circle::House => Action::ReadHouseLetter,
    }
}

/// The letters among these that the reader may see.
fn seen<'l>(visit: &Visit<'_>, file: &CaseFile, letters: &'l [Letter]) -> Vec<&'l Letter> {
    let resource = file.facts.clone().into();
    let may = |letter: &&Letter| {
        let context = Context {
            addressed_to: letter.addressee,
            ..Context::default()
        };
        let action = reading_of(letter.kind());
        visit.desk.allows(visit.actor(), action, &resource, &context)
    };
    letters.iter().filter(may).collect()
}

/// The signed letters that a supervising body finds on its page of a case, the newest first.
pub(super) fn to_supervision(visit: &Visit<'_>, file: &CaseFile, letters: &[Letter]) -> Vec<LetterRow> {
    let seen = seen(visit, file, letters).into_iter().rev();
    let signed = seen.filter(|letter| !letter.issues.is_empty());
    signed
        .map(|letter| fill::row(letter, file.now.zone, true))
        .collect()
}

fn may_draw(visit: &Visit<'_>, file: &CaseFile, kind: LetterKind) -> bool {
    let context = Context {
        letter: Some(kind.code()),
        ..Context::default()
    };
    let resource = file.facts.clone().into();
    visit
        .desk
        .allows(visit.actor(), Action::DraftLetter, &resource, &context)
}

#[get("/cases/<id>/letters")]
async fn of_case(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let action = reading(&visit);
    let own = visit.organisation()?;
    let addressed = move |_: &CaseFile| -> Result<Context, StoreError> {
        Ok(Context {
            addressed_to: Some(own),
            ..Context::default()
        })
    };
    let file = visit
        .desk
        .look_when(visit.actor(), action, known(id)?, addressed)
        .await?;
    if action == Action::ReadNoticeLetter {
        // Supervision finds its letters on its own page of the case.
        return Err(Fault::NotFound);
    }
    let page = list(&visit, &file, fresh()).await?;
    visit.show(&page)
}

async fn list(visit: &Visit<'_>, file: &CaseFile, form: Form) -> Result<CaseLetters, Fault> {
    let letters = letters::of_case(visit.desk.store(), file.case.id).await?;
    let rows = seen(visit, file, &letters).into_iter().rev();
    let may_certify = may_draw(visit, file, LetterKind::TreatmentCertificate);
    let href = format!("/cases/{}/letters/certificate", file.case.id);
    Ok(CaseLetters {
        head: case_head(visit, file),
        rows: rows
            .map(|letter| fill::row(letter, file.now.zone, false))
            .collect(),
        form,
        choices: choices(visit, file),
        certificate: may_certify.then(|| Link::new(href, Words::key("letter-certificate-action"))),
    })
}

/// What a letter can be drawn up about now, the newest first.
fn choices(visit: &Visit<'_>, file: &CaseFile) -> Vec<Choice> {
    let plan = file.plan(visit.desk.rules());
    let missed = |alert: &Alert| {
        let on = about_on(alert, &file.case, &plan, &file.now);
        Choice::new(
            format!("alert:{}", alert.id),
            Words::key("letter-about-alert").date("on", on),
        )
    };
    let justified = |entry: &Entry<DoseNotGiven>| {
        let words = Words::key("letter-about-not-given").date("on", entry.content.occurred_on);
        Choice::new(format!("not-given:{}", entry.content.id), words)
    };
    let mut choices = Vec::new();
    if may_draw(visit, file, LetterKind::MissedNotice) {
        let told = file.case.alerts.iter().rev();
        // What is over needs no first notice; a notice that was sent is drawn up again from its own page.
        let told = told
            .filter(|alert| alert.kind == Kind::Dose && alert.live() && alert.told(file.facts.supervising));
        choices.extend(told.map(missed));
    }
    if may_draw(visit, file, LetterKind::JustifiedAbsence) {
        let records = file.case.not_given.iter().rev();
        choices.extend(records.filter(|entry| is_justified(visit, entry)).map(justified));
    }
    choices.extend(of_reviews(visit, file));
    choices.extend(of_moves(visit, file));
    if may_draw(visit, file, LetterKind::OwnRecord) {
        choices.push(Choice::new("own", Words::key("letter-kind-own-record")));
    }
    choices
}

fn is_justified(visit: &Visit<'_>, entry: &Entry<DoseNotGiven>) -> bool {
    let reason = visit.desk.rules().causes.reason(&entry.content.cause);
    let family = reason.map_or(Cause::Unexplained, |reason| reason.family);
    entry.voided.is_none() && Attendance::of_family(family) == Attendance::Justified
}

/// A release ahead, hand-overs that were agreed, recalls that reached the person.
fn of_moves(visit: &Visit<'_>, file: &CaseFile) -> Vec<Choice> {
    let mut choices = Vec::new();
    if may_draw(visit, file, LetterKind::ReleaseNotice) {
        let told = ReleaseTo::ALL.into_iter();
        let told = told.filter(|to| told_of_release(&file.case, *to).is_some());
        choices.extend(
            told.filter_map(|to| Some((to, file.case.release_on()?)))
                .map(|(to, on)| {
                    let words = Words::key(format!("letter-about-release-{}", to.code())).date("on", on);
                    Choice::new(format!("release:{}", to.code()), words)
                }),
        );
    }
    if may_draw(visit, file, LetterKind::HandoverAct) {
        let agreed = file.case.passage.offers.iter().rev();
        let agreed =
            agreed.filter(|offer| matches!(offer.state(), OfferState::Accepted | OfferState::Completed));
        choices.extend(agreed.map(|offer| {
            let words = Words::key("letter-about-handover").date("on", offer.content.from_on);
            Choice::new(format!("handover:{}", offer.content.id), words)
        }));
    }
    if may_draw(visit, file, LetterKind::Recall) {
        let recalls = file.case.supply.recalls.iter().rev();
        choices.extend(recalls.map(|recall| {
            let words = Words::key("letter-about-recall")
                .words("lot", recall.reached.lot.clone())
                .date("on", recall.reached.recalled_on);
            Choice::new(format!("recall:{}", recall.reached.recall), words)
        }));
    }
    choices
}

fn of_reviews(visit: &Visit<'_>, file: &CaseFile) -> Vec<Choice> {
    let concluded = file.case.reviews.iter().rev();
    let concluded = concluded.filter_map(|review| Some((review.number, review.concluded()?.0)));
    let may_conclude = may_draw(visit, file, LetterKind::ReviewConclusion);
    let may_submit = may_draw(visit, file, LetterKind::CourtSubmission);
    let mut choices = Vec::new();
    for (number, text) in concluded {
        let n = i64::from(number);
        if may_conclude {
            let words = Words::key("letter-about-review").number("n", n);
            choices.push(Choice::new(format!("review:{number}"), words));
        }
        if may_submit && text.to_court {
            let words = Words::key("letter-about-proposal").number("n", n);
            choices.push(Choice::new(format!("proposal:{number}"), words));
        }
    }
    choices
}

/// What was chosen; nothing where it is none of the choices.
fn chosen(choice: &str) -> Option<About> {
    let (what, which) = choice.split_once(':').unwrap_or((choice, ""));
    Some(match what {
        "alert" => About::Alert {
            alert: which.parse::<AlertId>().ok()?,
        },
        "not-given" => About::NotGiven {
            record: which.parse::<RecordId>().ok()?,
        },
        "review" => About::Review {
            review: which.parse().ok()?,
        },
        "proposal" => About::Proposal {
            review: which.parse().ok()?,
        },
        "release" => About::Release {
            to: ReleaseTo::ALL.into_iter().find(|to| to.code() == which)?,
        },
        "handover" => About::Handover {
            offer: which.parse::<RecordId>().ok()?,
        },
        "recall" => About::Recall {
            recall: which.parse::<RecordId>().ok()?,
        },
        "own" => About::Own,
        _ => return None,
    })
}

#[post("/cases/<id>/letters", data = "<typed>")]
async fn draw_up(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let case = known(id)?;
    let Some(about) = chosen(typed.text("about")) else {
        let file = visit.desk.look(visit.actor(), reading(&visit), case).await?;
        let form = refused(&typed, &[Refusal::Required { field: "about" }]);
        return Ok(Err(visit.refuse(&list(&visit, &file, form).await?)?));
    };
    let form = drafted(&visit, case, about).await?;
    let submission = Some(visit.submission(&typed));
    let outcome = commands::draft_letter(visit.desk, visit.actor(), submission, case, &form).await;
    match done_or_refused(outcome)? {
        Ok(letter) => Ok(Ok(Redirect::to(format!("/letters/{letter}?done=drawn")))),
        Err(refusals) => {
            let file = visit.desk.look(visit.actor(), reading(&visit), case).await?;
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&list(&visit, &file, form).await?)?))
        }
    }
}

/// What is drawn up about something; the person's own record brings its words.
async fn drafted(
    visit: &Visit<'_>,
    case: crate::domain::ids::CaseId,
    about: About,
) -> Result<DraftLetter, Fault> {
    if about != About::Own {
        return Ok(DraftLetter::about(about));
    }
    let file = visit
        .desk
        .look(visit.actor(), Action::ReadOwnRecord, case)
        .await?;
    let record = own_record::on_paper(visit, &file).await?;
    Ok(DraftLetter {
        about,
        own_record: Some(record),
    })
}

async fn certifying(visit: &Visit<'_>, id: &str) -> Result<CaseFile, Fault> {
    let context = |_: &CaseFile| -> Result<Context, StoreError> {
        Ok(Context {
            letter: Some(LetterKind::TreatmentCertificate.code()),
            ..Context::default()
        })
    };
    let actor = visit.actor();
    Ok(visit
        .desk
        .look_when(actor, Action::DraftLetter, known(id)?, context)
        .await?)
}

fn certificate_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> DraftCertificate {
    DraftCertificate {
        head: case_head(visit, file),
        form,
        back: format!("/cases/{}/letters", file.case.id),
    }
}

#[get("/cases/<id>/letters/certificate")]
async fn certificate(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = certifying(&visit, id).await?;
    visit.show(&certificate_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/letters/certificate", data = "<typed>")]
async fn draw_up_certificate(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = certifying(&visit, id).await?;
    let again = |refusals: &[Refusal]| -> Answer {
        let view = certificate_view(&visit, &file, refused(&typed, refusals));
        Ok(Err(visit.refuse(&view)?))
    };
    let about = match period(&typed) {
        Ok(about) => about,
        Err(refusals) => return again(&refusals),
    };
    let submission = Some(visit.submission(&typed));
    let form = DraftLetter::about(about);
    let outcome = commands::draft_letter(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    match done_or_refused(outcome)? {
        Ok(letter) => Ok(Ok(Redirect::to(format!("/letters/{letter}?done=drawn")))),
        Err(refusals) => again(&refusals),
    }
}

/// The period and the request as typed, or everything that is wrong with them.
fn period(typed: &Typed) -> Result<About, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut day = |field: &'static str| {
        let read = typed.date(field);
        if !matches!(read, Some(Ok(_))) {
            refusals.push(match read {
                None => Refusal::Required { field },
                Some(_) => Refusal::NotUnderstood { field },
            });
        }
        typed.needed_date(field)
    };
    let (from_on, until_on) = (day("from_on"), day("until_on"));
    let asked_on = day("asked_on");
    for field in ["asked_by", "asked_ground"] {
        if typed.text(field).is_empty() {
            refusals.push(Refusal::Required { field });
        }
    }
    match (from_on, until_on, asked_on) {
        (Some(from_on), Some(until_on), Some(on)) if refusals.is_empty() => Ok(About::Period {
            from_on,
            until_on,
            asked: Asked {
                by: typed.text("asked_by").to_owned(),
                ground: typed.text("asked_ground").to_owned(),
                on,
            },
        }),
        _ => Err(refusals),
    }
}
