//! Putting right what the registry wrote down wrongly: a step of a ruling, what its paper says, who the person is.

use super::case_head::{case_head, on, organisation};
use super::record::{Answer, done, fresh, known, open, refused, settled};
use super::registry::{asks_reason, person as typed_person, reason_typed, to_confirm};
use super::rulings::{opening, read, warnings};
use crate::access::Action;
use crate::commands::{self, OpenCase, PersonDetails, check_person, unexplained};
use crate::domain::decide::{amend_ruling as amended, void_ruling_step as struck};
use crate::domain::event::{Event, Identity};
use crate::domain::ids::RulingId;
use crate::domain::iin::Iin;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{Ruling, RulingChange, RulingFile, RulingStep};
use crate::store::file::CaseFile;
use crate::store::people;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::case_changes::{AmendRuling, CorrectPerson};
use crate::web::views::corrections::VoidRecord;
use crate::web::views::parts::Row;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        voiding,
        void_ruling_step,
        amendment,
        amend_ruling,
        correction,
        correct_person
    ]
}

/// What may be a slip about the person himself.
const OF_PERSON: [&str; 2] = ["under-age", "iin-differs-from-birth"];

#[get("/cases/<id>/rulings/<ruling>/steps/<number>/void")]
async fn voiding(visit: Visit<'_>, id: &str, ruling: &str, number: u32) -> Result<Html, Fault> {
    let file = open(&visit, Action::VoidRulingStep, id).await?;
    visit.show(&void_view(&visit, &file, (known(ruling)?, number), fresh())?)
}

#[post("/cases/<id>/rulings/<ruling>/steps/<number>/void", data = "<typed>")]
async fn void_ruling_step(
    visit: Visit<'_>,
    id: &str,
    ruling: &str,
    number: u32,
    typed: Checked<Typed>,
) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let step = (known::<RulingId>(ruling)?, number);
    let (reason, sure) = (typed.text("reason"), typed.ticked("sure"));
    let outcome = if sure {
        let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
        done_or_refused(commands::void_ruling_step(desk, actor, submission, case, step, reason).await)?
    } else {
        let missing = Some(Refusal::Required { field: "reason" }).filter(|_| reason.is_empty());
        Err(missing.into_iter().collect())
    };
    match outcome {
        Ok(_) => Ok(Ok(done(case, Action::VoidRulingStep))),
        Err(refusals) => {
            let file = open(&visit, Action::VoidRulingStep, id).await?;
            let mut form = refused(&typed, &refusals);
            if !sure {
                form = form.problem("sure", Words::key("void-record-be-sure"));
            }
            Ok(Err(visit.refuse(&void_view(&visit, &file, step, form)?)?))
        }
    }
}

/// The step, who is told again at once, and what follows. One that was struck out is no longer there to be corrected.
fn void_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    (ruling, step): (RulingId, u32),
    form: Form,
) -> Result<VoidRecord, Fault> {
    let entry = file.case.ruling_step(ruling, step).ok_or(Fault::NotFound)?;
    let RulingChange {
        step: kind,
        effective_on,
        document,
        ..
    } = &entry.content;
    let follows = struck(&file.case, ruling, step, "-", &file.now).unwrap_or_default();
    let mut told: Vec<_> = follows
        .iter()
        .filter_map(|event| match event {
            Event::NoticeSent { hop, .. } => Some(hop.organisation),
            _ => None,
        })
        .collect();
    told.sort_unstable();
    told.dedup();
    let ends = matches!(kind, RulingStep::EndedByCourt | RulingStep::Quashed);
    let goes_on = if ends {
        "void-step-opens"
    } else if kind.suspends() {
        "void-step-resumes"
    } else {
        "void-record-obligations"
    };
    let irregular = follows
        .iter()
        .any(|event| matches!(event, Event::IncidentReported(_)));
    let before = follows.iter().find_map(|event| match event {
        Event::SupervisionChanged { supervising, .. } => Some(*supervising),
        _ => None,
    });
    Ok(VoidRecord {
        head: case_head(visit, file),
        form,
        record: vec![
            Row::new(
                Words::key("change-ruling-what"),
                Words::key(format!("ruling-step-{}", kind.code())),
            ),
            Row::new(Words::key("effective-on"), on(*effective_on)),
            Row::new(Words::key("court-document"), Words::plain(document.clone())),
        ],
        told: told.into_iter().map(|id| organisation(file, id)).collect(),
        follows: std::iter::once(Words::key(goes_on))
            .chain(
                before
                    .map(|body| Words::key("void-step-supervising").words("body", organisation(file, body))),
            )
            .chain(irregular.then(|| Words::key("void-step-irregular")))
            .collect(),
    })
}

#[get("/cases/<id>/rulings/<ruling>/amend")]
async fn amendment(visit: Visit<'_>, id: &str, ruling: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::AmendRuling, id).await?;
    let form = ruling_form(paper(&file, known(ruling)?)?);
    visit.show(&amend_view(&visit, &file, form, Vec::new()))
}

#[post("/cases/<id>/rulings/<ruling>/amend", data = "<typed>")]
async fn amend_ruling(visit: Visit<'_>, id: &str, ruling: &str, typed: Checked<Typed>) -> Answer {
    let (ruling, typed) = (known(ruling)?, typed.0);
    let file = open(&visit, Action::AmendRuling, id).await?;
    paper(&file, ruling)?;
    let (typed_ruling, mut wrong) = read(&typed, &file.now);
    let ruling = Ruling {
        id: ruling,
        under_age_reason: reason_typed(&typed),
        ..typed_ruling
    };
    let reason = typed.text("reason");
    if !wrong.is_empty() {
        if reason.is_empty() {
            wrong.push(Refusal::Required { field: "reason" });
        }
        let view = amend_view(&visit, &file, refused(&typed, &wrong), Vec::new());
        return visit.refuse(&view).map(Err);
    }
    let warned = warnings(&visit, &opening(&file, &ruling), &file.now);
    // What the rules refuse is not asked about.
    let possible = amended(&file.case, &ruling, reason, &file.now).is_ok();
    if possible && !warned.is_empty() && !typed.ticked("confirmed") {
        let born_on = Some(file.person.born_on);
        let under_age = unexplained(&file, born_on, &ruling, visit.desk.rules());
        let form = to_confirm(&typed, under_age);
        return visit.refuse(&amend_view(&visit, &file, form, warned)).map(Err);
    }
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let case = file.case.id;
    let outcome = commands::amend_ruling(desk, actor, submission, case, &ruling, reason).await;
    settled(
        &visit,
        Action::AmendRuling,
        case,
        &typed,
        outcome,
        |file, form| amend_view(&visit, file, form, warned),
    )
    .await
}

fn paper(file: &CaseFile, id: RulingId) -> Result<&Ruling, Fault> {
    let mut papers = file.case.rulings.iter().map(|known| &known.ruling);
    papers.find(|known| known.id == id).ok_or(Fault::NotFound)
}

/// The form as it begins: everything as recorded, only the reason is open.
fn ruling_form(ruling: &Ruling) -> Form {
    let mut form = fresh()
        .value("court", &ruling.court)
        .value("ruling_number", &ruling.number)
        .value("scan_sha256", ruling.scan_sha256.clone().unwrap_or_default());
    put_date(&mut form, "ruled_on", ruling.ruled_on);
    let days = [
        ("in_force_on", ruling.in_force_on),
        ("until_on", ruling.until_on),
        ("offence_on", ruling.offence_on),
    ];
    for (field, day) in days {
        if let Some(day) = day {
            put_date(&mut form, field, day);
        }
    }
    form
}

fn amend_view(visit: &Visit<'_>, file: &CaseFile, form: Form, warnings: Vec<Words>) -> AmendRuling {
    AmendRuling {
        head: case_head(visit, file),
        under_age: asks_reason(&form),
        form,
        warnings,
    }
}

#[get("/cases/<id>/person")]
async fn correction(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::CorrectPerson, id).await?;
    let registered = people::shown(visit.desk.store(), file.person.id).await?;
    visit.show(&person_view(&visit, &file, person_form(&registered), Vec::new()))
}

#[post("/cases/<id>/person", data = "<typed>")]
async fn correct_person(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::CorrectPerson, id).await?;
    let (person, reason) = (typed_person(&typed), typed.text("reason"));
    let mut wrong = check_person(&person, &file.now);
    if reason.is_empty() {
        wrong.push(Refusal::Required { field: "reason" });
    }
    if !wrong.is_empty() {
        let view = person_view(&visit, &file, refused(&typed, &wrong), Vec::new());
        return visit.refuse(&view).map(Err);
    }
    let warned = doubts(&visit, &file, &person);
    if !warned.is_empty() && !typed.ticked("confirmed") {
        let mut rulings = file.case.rulings.iter().map(|known| &known.ruling);
        let rules = visit.desk.rules();
        let under_age = rulings.any(|ruling| unexplained(&file, person.born_on, ruling, rules));
        let form = to_confirm(&typed, under_age);
        return visit.refuse(&person_view(&visit, &file, form, warned)).map(Err);
    }
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let case = file.case.id;
    let outcome = commands::correct_person(desk, actor, submission, case, &person, reason).await;
    settled(
        &visit,
        Action::CorrectPerson,
        case,
        &typed,
        outcome,
        |file, form| person_view(&visit, file, form, warned),
    )
    .await
}

/// What may be a slip about the person, under any of the rulings: of whichever the command asks, too.
fn doubts(visit: &Visit<'_>, file: &CaseFile, person: &PersonDetails) -> Vec<Words> {
    let said = |known: &RulingFile| {
        let form = OpenCase {
            person: person.clone(),
            ..opening(file, &known.ruling)
        };
        commands::warnings(&form, visit.desk.rules(), &file.now)
    };
    let said: Vec<_> = file.case.rulings.iter().flat_map(said).collect();
    OF_PERSON
        .into_iter()
        .filter(|code| said.contains(code))
        .map(|code| Words::key(format!("warn-{code}")))
        .collect()
}

/// The form as it begins: everything as registered, only the reason is open.
fn person_form(identity: &Identity) -> Form {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let iin = identity.iin.as_ref().map_or("", Iin::as_str);
    let mut form = fresh()
        .value("name_cyrillic", &identity.name_cyrillic)
        .value("name_latin", &identity.name_latin)
        .value("iin", iin)
        .value("other_document", said(&identity.other_document))
        .value("other_document_reason", said(&identity.other_document_reason));
    put_date(&mut form, "born_on", identity.born_on);
    form
}

fn person_view(visit: &Visit<'_>, file: &CaseFile, form: Form, warnings: Vec<Words>) -> CorrectPerson {
    CorrectPerson {
        head: case_head(visit, file),
        under_age: asks_reason(&form),
        form,
        warnings,
    }
}
