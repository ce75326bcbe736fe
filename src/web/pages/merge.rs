//! Two cases of one person: one rests beside the other, until they are told apart again.

use super::case_head::{case_head, on, on_or_none, product, without_weekday};
use super::monitoring::words::value_words;
use super::record::{Answer, done, fresh, known, open, refused};
use crate::access::Action;
use crate::commands;
use crate::domain::case::Merging;
use crate::domain::event::Merged;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::rules::Course;
use crate::store::file::CaseFile;
use crate::store::reading::cases;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::case_file::RulingLine;
use crate::web::views::monitoring::BesideLine;
use crate::web::views::parts::{Banner, Link, Row, Status, Tone};
use crate::web::views::passage::{Asked, Entry, Field, PassageForm};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![merge, merge_cases, part, part_cases]
}

fn page(visit: &Visit<'_>, file: &CaseFile, asked: Asked, form: Form) -> PassageForm {
    PassageForm {
        head: case_head(visit, file),
        form: asked.named(form),
        asked,
        shift: None,
    }
}

/// What two people look at before they say that two cases are about one person: the same rows for each.
fn identity(file: &CaseFile) -> Vec<Row> {
    let person = &file.person;
    let document = person.iin.clone().or_else(|| person.other_document.clone());
    let ruling = file.case.rulings.last();
    let ruling = ruling.map(|known| format!("№ {}, {}", known.ruling.number, known.ruling.court));
    let text = |text: Option<String>| text.map_or_else(|| Words::key("none"), Words::plain);
    vec![
        Row::new(Words::key("case-reference"), file.case.reference.clone()),
        Row::new(Words::key("column-person"), person.name_cyrillic.clone()),
        Row::new(Words::key("person-name-other"), person.name_latin.clone()),
        Row::new(Words::key("born"), without_weekday(person.born_on)),
        Row::new(Words::key("merge-document"), text(document)),
        Row::new(Words::key("merge-ruling"), text(ruling)),
        Row::new(Words::key("opened-on"), on_or_none(Some(file.case.opened_on))),
    ]
}

fn merge_asked(file: &CaseFile, other: Option<&CaseFile>) -> Asked {
    let mut facts = Vec::new();
    if let Some(other) = other {
        facts.push(Row::new(Words::key("merge-goes-on"), Words::plain("")));
        facts.extend(identity(file));
        facts.push(Row::new(Words::key("merge-will-rest"), Words::plain("")));
        facts.extend(identity(other));
    }
    Asked {
        title: Words::key("merge-cases-title"),
        words: Some(Words::key(if other.is_some() {
            "merge-cases-compare"
        } else {
            "merge-cases-words"
        })),
        facts,
        fields: vec![
            Field::new("other", "merge-other", Entry::Text).hint(Words::key("wrong-person-other-hint")),
            Field::new("words", "merge-why", Entry::Area).hint(Words::key("wrong-person-words-hint")),
        ],
        action: Words::key(if other.is_some() {
            "merge-cases-keep"
        } else {
            "merge-cases-look"
        }),
        cancel: format!("/cases/{}", file.case.id),
    }
}

#[get("/cases/<id>/merge")]
async fn merge(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::MergeCases, id).await?;
    visit.show(&page(&visit, &file, merge_asked(&file, None), fresh()))
}

/// Whoever types a number sees both persons side by side before it counts: the second sending keeps it, for that number.
#[post("/cases/<id>/merge", data = "<typed>")]
async fn merge_cases(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::MergeCases, id).await?;
    let number = typed.text("other").trim().to_owned();
    let Some(other) = other_case(&visit, &number).await? else {
        let form = typed.form().problem("other", Words::key("wrong-person-unknown"));
        let asked = merge_asked(&file, None);
        return Ok(Err(visit.refuse(&page(&visit, &file, asked, form))?));
    };
    let asked = || merge_asked(&file, Some(&other));
    if typed.text("compared") != number {
        let mut form = typed.form();
        form.carried.insert("compared".to_owned(), number);
        return Ok(Err(visit.show(&page(&visit, &file, asked(), form))?));
    }
    let (desk, submission) = (visit.desk, Some(visit.submission(&typed)));
    let cases = (file.case.id, other.case.id);
    let outcome = commands::merge_cases(desk, visit.actor(), submission, cases, typed.text("words")).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(file.case.id, Action::MergeCases))),
        Err(refusals) => {
            let mut form = refused(&typed, &refusals);
            form.carried.insert("compared".to_owned(), number);
            Ok(Err(visit.refuse(&page(&visit, &file, asked(), form))?))
        }
    }
}

/// The case with a number, where the reader may act on it; what he may not see is not there.
async fn other_case(visit: &Visit<'_>, number: &str) -> Result<Option<CaseFile>, Fault> {
    let Some(case) = cases::by_reference(visit.desk.store(), number).await? else {
        return Ok(None);
    };
    let looked = visit.desk.look(visit.actor(), Action::MergeCases, case).await;
    match looked.map_err(Fault::from) {
        Ok(file) => Ok(Some(file)),
        Err(Fault::NotFound | Fault::Forbidden) => Ok(None),
        Err(fault) => Err(fault),
    }
}

fn live(file: &CaseFile, merging: RecordId) -> Result<&Merging, Fault> {
    file.case.merging(merging).ok_or(Fault::NotFound)
}

/// The two cases, the one that leads first.
fn both(file: &CaseFile, known: &Merging) -> (CaseId, CaseId) {
    match known.merged.here {
        Merged::Leads => (file.case.id, known.merged.other),
        Merged::Rests => (known.merged.other, file.case.id),
    }
}

fn part_asked(file: &CaseFile, known: &Merging) -> Asked {
    Asked {
        title: Words::key("part-cases-title"),
        words: Some(Words::key("part-cases-words")),
        facts: vec![
            Row::new(
                Words::key("merge-other-case"),
                known.merged.other_reference.clone(),
            ),
            Row::new(Words::key("merge-since"), on(known.merged.merged_on)),
            Row::new(Words::key("merge-why"), known.merged.words.clone()),
        ],
        fields: vec![
            Field::new("words", "part-why", Entry::Area).hint(Words::key("wrong-person-words-hint")),
        ],
        action: Words::key("part-cases-action"),
        cancel: format!("/cases/{}", file.case.id),
    }
}

#[get("/cases/<id>/merge/<merging>/part")]
async fn part(visit: Visit<'_>, id: &str, merging: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::PartCases, id).await?;
    let asked = part_asked(&file, live(&file, known(merging)?)?);
    visit.show(&page(&visit, &file, asked, fresh()))
}

#[post("/cases/<id>/merge/<merging>/part", data = "<typed>")]
async fn part_cases(visit: Visit<'_>, id: &str, merging: &str, typed: Checked<Typed>) -> Answer {
    let (merging, typed): (RecordId, Typed) = (known(merging)?, typed.0);
    let file = open(&visit, Action::PartCases, id).await?;
    if !file.case.merges.iter().any(|known| known.merged.id == merging) {
        return Err(Fault::NotFound);
    }
    let Ok(known) = live(&file, merging) else {
        // Somebody told them apart meanwhile: the case itself says so.
        return Ok(Ok(done(file.case.id, Action::PartCases)));
    };
    let (desk, submission) = (visit.desk, Some(visit.submission(&typed)));
    let (cases, words) = (both(&file, known), typed.text("words"));
    let outcome = commands::part_cases(desk, visit.actor(), submission, cases, merging, words).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(file.case.id, Action::PartCases))),
        Err(refusals) => {
            let form = refused(&typed, &refusals);
            let asked = part_asked(&file, known);
            Ok(Err(visit.refuse(&page(&visit, &file, asked, form))?))
        }
    }
}

/// The rulings of the cases that rest, beside those of this one.
pub(super) fn rulings(file: &CaseFile) -> Vec<RulingLine> {
    let leads = file.case.leads();
    let lines = leads.flat_map(|known| {
        let merged = &known.merged;
        merged.beside.rulings.iter().map(|ruling| RulingLine {
            court: ruling.court.clone(),
            number: ruling.number.clone(),
            ruled_on: ruling.ruled_on,
            in_force_on: ruling.in_force_on,
            until: ruling.until_on,
            status: Status::new(Tone::Quiet, Words::key("case-rests")),
            scan: None,
            change: None,
            history: Vec::new(),
            beside: Some(of_case(&merged.other_reference)),
        })
    });
    lines.collect()
}

fn of_case(reference: &str) -> Words {
    Words::key("merged-stands-in").words("other", reference.to_owned())
}

/// What the commission said under the cases that rest.
pub(super) fn clearances(visit: &Visit<'_>, file: &CaseFile) -> Vec<Row> {
    let law = visit.desk.rules().law_for(file.now.today());
    let name = |id: &str| {
        let known = law.as_ref().and_then(|law| law.course.contraindication(id));
        known.map_or_else(|| Words::plain(id.to_owned()), |known| known.name.clone().into())
    };
    let mut rows = Vec::new();
    for merged in file.case.leads().map(|known| &known.merged) {
        let Some(there) = &merged.beside.clearance else {
            continue;
        };
        let said = if there.cleared {
            "merged-cleared"
        } else {
            "merged-not-cleared"
        };
        let said = Words::key(said)
            .words("other", merged.other_reference.clone())
            .date("on", there.examined_on);
        rows.push(Row::new(Words::key("merged-clearance"), said));
        rows.extend(
            there
                .found
                .iter()
                .map(|found| Row::new(Words::key("merged-found"), name(&found.contraindication))),
        );
    }
    rows
}

/// That a physician decided, under a case that rests, that the drug given here is to be replaced.
pub(super) fn change(visit: &Visit<'_>, file: &CaseFile) -> Option<Row> {
    let (change, known) = file.case.change_elsewhere()?;
    let said = Words::key("merged-change-line")
        .date("on", change.judged_on)
        .words("other", known.merged.other_reference.clone())
        .words(
            "product",
            product(visit.desk.rules(), &change.product, change.judged_on),
        )
        .words("words", Words::plain(change.words.clone()));
    Some(Row::new(Words::key("merged-change"), said))
}

/// The reactions under the cases that rest: whoever gives the next dose here knows of them.
pub(super) fn reactions(visit: &Visit<'_>, file: &CaseFile) -> Vec<Row> {
    let known = &visit.desk.rules().reactions;
    let leads = file.case.leads();
    let rows = leads.flat_map(|known_there| &known_there.merged.beside.reactions);
    rows.map(|there| {
        let severity = known.severity(&there.severity);
        let severity = severity.map_or_else(
            || Words::plain(there.severity.clone()),
            |known| known.name.clone().into(),
        );
        let said = Words::key("merged-reaction-line")
            .date("on", there.occurred_on)
            .words("severity", severity)
            .words("words", there.words.clone());
        Row::new(Words::key("merged-reaction"), said)
    })
    .collect()
}

/// The latest values under the cases that rest, each with the number of its case.
pub(super) fn results(file: &CaseFile, course: &Course) -> Vec<BesideLine> {
    let leads = file.case.leads();
    let lines = leads.flat_map(|known| {
        let merged = &known.merged;
        merged.beside.results.iter().map(|result| {
            let item = course.item(&result.measured.item);
            BesideLine {
                words: item.map_or_else(
                    || Words::plain(result.measured.item.clone()),
                    |item| item.in_lists().clone().into(),
                ),
                value: value_words(item, &result.measured),
                on: result.taken_on,
                case: of_case(&merged.other_reference),
            }
        })
    });
    lines.collect()
}

/// That another case is about the same person, said on both; with what was given there for those who treat.
pub(super) fn banners(visit: &Visit<'_>, file: &CaseFile, clinical: bool) -> Vec<Banner> {
    let may = visit.may(Action::PartCases, &file.facts.clone().into());
    let link = |known: &Merging| {
        let href = format!("/cases/{}/merge/{}/part", file.case.id, known.merged.id);
        may.then(|| Link::new(href, Words::key("part-cases-action")))
    };
    let mut banners: Vec<_> = file
        .case
        .leads()
        .map(|known| {
            let days = known.merged.doses.iter().map(|dose| on(dose.given_on));
            let days = days.reduce(|first, second| {
                Words::key("list-and")
                    .words("first", first)
                    .words("second", second)
            });
            let given = days.map(|days| Words::key("banner-merged-leads-words").words("days", days));
            Banner {
                tone: Tone::Info,
                title: Words::key("banner-merged-leads").words("other", known.merged.other_reference.clone()),
                words: given.filter(|_| clinical),
                link: link(known),
            }
        })
        .collect();
    banners.extend(file.case.rests().map(|known| Banner {
        tone: Tone::Warn,
        title: Words::key("banner-merged-rests").words("other", known.merged.other_reference.clone()),
        words: Some(Words::key("banner-merged-rests-words")),
        link: link(known),
    }));
    banners
}
