//! A dose recorded in the wrong person's case: one person reports it, another signs.

use super::case_head::{at, case_head, without_weekday};
use super::record::{Answer, done, fresh, known, open, refused};
use super::rows::dose_rows;
use crate::access::{Action, Resource};
use crate::commands::{self, cosigning, mistake};
use crate::domain::case::Mistake;
use crate::domain::decide::SettleWrongPerson;
use crate::domain::event::{DoseGiven, Mistaken, WrongPersonReported};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::file::CaseFile;
use crate::store::reading::cases;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Banner, Link, Row, Tone};
use crate::web::views::wrong_person::{CosignWrongPerson, ReportWrongPerson};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![wrong_person, report_wrong_person, signature, cosign_wrong_person]
}

#[get("/cases/<id>/records/<record>/wrong-person")]
async fn wrong_person(visit: Visit<'_>, id: &str, record: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportWrongPerson, id).await?;
    let record = known(record)?;
    visit.show(&report_view(&visit, &file, record, None, fresh())?)
}

#[post("/cases/<id>/records/<record>/wrong-person", data = "<typed>")]
async fn report_wrong_person(visit: Visit<'_>, id: &str, record: &str, typed: Checked<Typed>) -> Answer {
    let (case, record, typed): (CaseId, RecordId, Typed) = (known(id)?, known(record)?, typed.0);
    let file = open(&visit, Action::ReportWrongPerson, id).await?;
    let again = |other: Option<&CaseFile>, form: Form| -> Answer {
        Ok(Err(
            visit.refuse(&report_view(&visit, &file, record, other, form)?)?
        ))
    };
    let Some(other) = other_case(&visit, typed.text("other")).await? else {
        let unknown = Words::key("wrong-person-unknown");
        return again(None, typed.form().problem("other", unknown));
    };
    // Whoever types a number sees whose it is before it counts.
    if !typed.ticked("sure") {
        let ask = typed.form().problem("sure", Words::key("wrong-person-be-sure"));
        return again(Some(&other), ask);
    }
    let (desk, submission) = (visit.desk, Some(visit.submission(&typed)));
    let (from, to, words) = ((case, record), other.case.id, typed.text("words"));
    let outcome = commands::report_wrong_person(desk, visit.actor(), submission, from, to, words).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(case, Action::ReportWrongPerson))),
        Err(refusals) => again(Some(&other), refused(&typed, &refusals)),
    }
}

/// The case with a reference, where the reader may report on it; what he may not see is not there.
async fn other_case(visit: &Visit<'_>, reference: &str) -> Result<Option<CaseFile>, Fault> {
    let Some(case) = cases::by_reference(visit.desk.store(), reference).await? else {
        return Ok(None);
    };
    let looked = visit
        .desk
        .look(visit.actor(), Action::ReportWrongPerson, case)
        .await;
    match looked.map_err(Fault::from) {
        Ok(file) => Ok(Some(file)),
        Err(Fault::NotFound | Fault::Forbidden) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn dose_of(file: &CaseFile, record: RecordId) -> Result<&DoseGiven, Fault> {
    let mut doses = file.case.doses.iter();
    let dose = doses.find(|entry| entry.content.id == record && entry.voided.is_none());
    dose.map(|entry| &entry.content).ok_or(Fault::NotFound)
}

fn report_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    record: RecordId,
    other: Option<&CaseFile>,
    form: Form,
) -> Result<ReportWrongPerson, Fault> {
    let dose = dose_of(file, record)?;
    let person = |file: &CaseFile| {
        vec![
            Row::new(Words::key("column-person"), file.person.name_cyrillic.clone()),
            Row::new(Words::key("born"), without_weekday(file.person.born_on)),
            Row::new(Words::key("case-reference"), file.case.reference.clone()),
        ]
    };
    Ok(ReportWrongPerson {
        head: case_head(visit, file),
        form,
        dose: dose_rows(visit.desk.rules(), dose, file.now.zone),
        other: other.map(person).unwrap_or_default(),
    })
}

/// Opens the case for signing; the policies ask who reported it.
async fn signable(visit: &Visit<'_>, id: &str, report: RecordId) -> Result<CaseFile, Fault> {
    let context = |file: &CaseFile| cosigning(file, report);
    let (actor, case) = (visit.actor(), known(id)?);
    let look = visit
        .desk
        .look_when(actor, Action::CosignWrongPerson, case, context);
    Ok(look.await?)
}

/// The two cases, the one where the dose was recorded first.
fn both(file: &CaseFile, known: &Mistake) -> (CaseId, CaseId) {
    match known.reported.here {
        Mistaken::RecordedHere => (file.case.id, known.reported.other),
        Mistaken::GivenHere => (known.reported.other, file.case.id),
    }
}

#[get("/cases/<id>/wrong-person/<report>")]
async fn signature(visit: Visit<'_>, id: &str, report: &str) -> Result<Html, Fault> {
    let report = known(report)?;
    let file = signable(&visit, id, report).await?;
    visit.show(&cosign_view(&visit, &file, report, fresh()).await?)
}

#[post("/cases/<id>/wrong-person/<report>", data = "<typed>")]
async fn cosign_wrong_person(visit: Visit<'_>, id: &str, report: &str, typed: Checked<Typed>) -> Answer {
    let (case, report, typed): (CaseId, RecordId, Typed) = (known(id)?, known(report)?, typed.0);
    let file = signable(&visit, id, report).await?;
    let cases = both(&file, mistake(&file, report).ok_or(Fault::NotFound)?);
    let form = SettleWrongPerson {
        confirmed: match typed.text("confirmed") {
            "confirm" => Some(true),
            "decline" => Some(false),
            _ => None,
        },
        words: typed.text("words").to_owned(),
    };
    let (desk, submission) = (visit.desk, Some(visit.submission(&typed)));
    let outcome = commands::cosign_wrong_person(desk, visit.actor(), submission, cases, report, &form).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(case, Action::CosignWrongPerson))),
        Err(refusals) => {
            let form = refused(&typed, &refusals);
            Ok(Err(
                visit.refuse(&cosign_view(&visit, &file, report, form).await?)?
            ))
        }
    }
}

/// The dose is read from the case in which it was recorded; for that the reader needs the same right there.
async fn cosign_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    report: RecordId,
    form: Form,
) -> Result<CosignWrongPerson, Fault> {
    let known = mistake(file, report).ok_or(Fault::NotFound)?;
    let (recorded, _) = both(file, known);
    let there;
    let source = if recorded == file.case.id {
        file
    } else {
        there = signable(visit, &recorded.to_string(), report).await?;
        &there
    };
    let here = (
        file.case.reference.clone(),
        known.reported.other_reference.clone(),
    );
    let (from, to) = match known.reported.here {
        Mistaken::RecordedHere => here,
        Mistaken::GivenHere => (here.1, here.0),
    };
    let dose = source
        .case
        .doses
        .iter()
        .find(|entry| entry.content.id == known.reported.record);
    let dose = &dose.ok_or(Fault::NotFound)?.content;
    Ok(CosignWrongPerson {
        reference: from.clone(),
        form,
        rows: vec![
            Row::new(Words::key("wrong-person-recorded"), from),
            Row::new(Words::key("wrong-person-given"), to),
            Row::new(Words::key("given-at"), at(dose.occurred_at, source.now.zone)),
            Row::new(Words::key("lot"), dose.lot.clone()),
            Row::new(Words::key("wrong-person-words"), known.reported.words.clone()),
        ],
        choices: CosignWrongPerson::answers(),
        back: Link::new(format!("/cases/{}", file.case.id), Words::key("open-case-file")),
    })
}

/// What was reported, as the case itself says it and whatever else leads to a dose.
pub(super) fn said_of(reported: &WrongPersonReported) -> Words {
    let key = match reported.here {
        Mistaken::RecordedHere => "banner-wrong-person-recorded",
        Mistaken::GivenHere => "banner-wrong-person-given",
    };
    Words::key(key).words("other", reported.other_reference.clone())
}

/// What waits for a second signature in a case, said on its page; with the way to sign for whoever may.
pub(super) fn banners(visit: &Visit<'_>, file: &CaseFile) -> Vec<Banner> {
    let open = file.case.mistakes.iter().filter(|known| known.settled.is_none());
    open.map(|known| {
        let report = known.reported.id;
        let resource: Resource = file.facts.clone().into();
        let may = cosigning(file, report).is_ok_and(|context| {
            let desk = visit.desk;
            desk.allows(visit.actor(), Action::CosignWrongPerson, &resource, &context)
        });
        let href = format!("/cases/{}/wrong-person/{report}", file.case.id);
        Banner {
            tone: Tone::Warn,
            title: said_of(&known.reported),
            words: Some(Words::key("banner-wrong-person-words")),
            link: may.then(|| Link::new(href, Words::key("cosign-wrong-person-action"))),
        }
    })
    .collect()
}
