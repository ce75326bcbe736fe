//! Letters of a case: which there are, and drawing one up.

mod choices;
mod desk;
mod fill;
mod house;
mod page;
mod people;

pub(super) use desk::to_sign;
pub(super) use fill::state;

use self::choices::{choices, chosen, not_now, standing, undrawn};
use super::case_head::case_head;
use super::own_record;
use super::record::{Answer, fresh, known, refused};
use crate::access::{Action, Context, Lens, Role};
use crate::commands::{self, DraftLetter, reading_of};
use crate::domain::ids::CaseId;
use crate::domain::letter::{About, Asked, Content, Letter, LetterKind, measure_ended, to_tell_of_end};
use crate::domain::refusal::Refusal;
use crate::store::StoreError;
use crate::store::file::CaseFile;
use crate::store::letters;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::letters::{CaseLetters, DraftCertificate, LetterRow};
use crate::web::views::parts::{Banner, Link, Tone};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    let mut routes = routes![of_case, draw_up, certificate, draw_up_certificate];
    routes.extend(desk::routes());
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

/// The letters among these that the reader may see.
fn seen<'l>(visit: &Visit<'_>, file: &CaseFile, letters: &'l [Letter]) -> Vec<&'l Letter> {
    let resource = file.facts.clone().into();
    let may = |letter: &&Letter| {
        let context = Context {
            addressed_to: letter.addressee,
            letter: Some(letter.kind().code()),
            ..Context::default()
        };
        let action = reading_of(letter.kind());
        visit.desk.allows(visit.actor(), action, &resource, &context)
    };
    letters.iter().filter(may).collect()
}

/// The signed letters that a supervising body finds on its page of a case, the newest first.
pub(super) fn to_supervision(visit: &Visit<'_>, file: &CaseFile, letters: &[Letter]) -> Vec<LetterRow> {
    let mut signed = seen(visit, file, letters);
    signed.retain(|letter| !letter.issues.is_empty());
    fill::rows(visit, file, &signed, true)
}

/// The signed notices of the release as its day is known now, for those who may see them.
pub(super) fn of_release(visit: &Visit<'_>, file: &CaseFile, letters: &[Letter]) -> Vec<Link> {
    let release_on = file.case.release_on();
    let says = |letter: &&Letter| {
        let said = letter.signed_sheet().map(|sheet| &sheet.content);
        let on = match said {
            Some(Content::ReleaseNotice(notice)) => Some(notice.release_on),
            _ => None,
        };
        letter.withdrawn.is_none() && on.is_some() && on == release_on
    };
    let notices = seen(visit, file, letters).into_iter().filter(says);
    notices
        .filter_map(|letter| {
            let number = letter.last_issue()?.letter_number.clone();
            Some(Link::new(format!("/letters/{}", letter.id), Words::plain(number)))
        })
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

/// Where it is said on paper that the measure has ended, for those who draw that up, until everybody was told.
pub(super) fn end(visit: &Visit<'_>, file: &CaseFile) -> Option<Link> {
    let (ground, since_on) = measure_ended(&file.case, file.now.today())?;
    let to = to_tell_of_end(ground, file.roster.sent_from_elsewhere());
    if to.iter().all(|to| file.case.was_told_of_end(*to, since_on)) {
        return None;
    }
    may_draw(visit, file, LetterKind::MeasureEnded).then(|| {
        let href = format!("/cases/{}/letters", file.case.id);
        Link::new(href, Words::key("letter-ended-action"))
    })
}

#[get("/cases/<id>/letters")]
async fn of_case(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = listing(&visit, known(id)?).await?;
    let page = list(&visit, &file, fresh()).await?;
    visit.show(&page)
}

/// The case whose letters are listed.
async fn listing(visit: &Visit<'_>, case: CaseId) -> Result<CaseFile, Fault> {
    let action = reading(visit);
    let own = visit.organisation()?;
    let addressed = move |_: &CaseFile| -> Result<Context, StoreError> {
        Ok(Context {
            addressed_to: Some(own),
            letter: Some(LetterKind::MissedNotice.code()),
            ..Context::default()
        })
    };
    let file = visit
        .desk
        .look_when(visit.actor(), action, case, addressed)
        .await?;
    if action == Action::ReadNoticeLetter {
        // Supervision finds its letters on its own page of the case.
        return Err(Fault::NotFound);
    }
    Ok(file)
}

async fn list(visit: &Visit<'_>, file: &CaseFile, form: Form) -> Result<CaseLetters, Fault> {
    let letters = letters::of_case(visit.desk.store(), file.case.id).await?;
    let letters = seen(visit, file, &letters);
    let may_certify = may_draw(visit, file, LetterKind::TreatmentCertificate);
    let href = format!("/cases/{}/letters/certificate", file.case.id);
    let all = choices(visit, file);
    let not_now = not_now(visit, file, &all);
    let known = all.len();
    let choices = undrawn(all, &letters);
    Ok(CaseLetters {
        not_now,
        head: case_head(visit, file),
        already: None,
        drawn: choices.len() < known,
        rows: fill::rows(visit, file, &letters, false),
        form,
        choices,
        certificate: may_certify.then(|| Link::new(href, Words::key("letter-certificate-action"))),
    })
}

#[post("/cases/<id>/letters", data = "<typed>")]
async fn draw_up(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let case = known(id)?;
    let Some(about) = chosen(typed.text("about")) else {
        let file = listing(&visit, case).await?;
        let form = refused(&typed, &[Refusal::Required { field: "about" }]);
        return Ok(Err(visit.refuse(&list(&visit, &file, form).await?)?));
    };
    let form = drafted(&visit, case, about).await?;
    let submission = Some(visit.submission(&typed));
    let outcome = commands::draft_letter(visit.desk, visit.actor(), submission, case, &form).await;
    match done_or_refused(outcome)? {
        Ok(letter) => Ok(Ok(Redirect::to(format!("/letters/{letter}?done=drawn")))),
        Err(refusals) => {
            let file = listing(&visit, case).await?;
            let known = match refusals.as_slice() {
                [Refusal::NothingToDo] => already(&visit, &file, &form.about).await?,
                _ => None,
            };
            // What is there already is said with the way to it, not as a mistake of whoever asked.
            let said: &[Refusal] = if known.is_some() { &[] } else { &refusals };
            let page = CaseLetters {
                already: known,
                ..list(&visit, &file, refused(&typed, said)).await?
            };
            Ok(Err(visit.refuse(&page)?))
        }
    }
}

/// That there is a letter about something, and where; nothing where the reader may not see it.
async fn already(visit: &Visit<'_>, file: &CaseFile, about: &About) -> Result<Option<Banner>, Fault> {
    let letters = letters::of_case(visit.desk.store(), file.case.id).await?;
    let known = standing(about, &seen(visit, file, &letters)).map(|letter| {
        let row = fill::row(letter, file.now.zone, false);
        Banner {
            tone: Tone::Info,
            title: Words::key("letter-already").words("number", row.number),
            words: None,
            link: Some(Link::new(row.href, row.kind)),
        }
    });
    Ok(known)
}

/// What is drawn up about something; the person's own record brings its words.
async fn drafted(visit: &Visit<'_>, case: CaseId, about: About) -> Result<DraftLetter, Fault> {
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
