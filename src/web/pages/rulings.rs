//! Rulings of the court: a further one, and what became of one.

use super::case_head::{case_head, on, on_or_none};
use super::organisations::{choice, of_kind};
use super::record::{Answer, done, fresh, known, open, refused};
use super::registry::{asks_reason, reason_typed, to_confirm};
use super::ruling_history::{self, Seen};
use crate::access::Action;
use crate::commands::{self, OpenCase, PersonDetails};
use crate::domain::decide::{change_ruling as step_of, check_ruling};
use crate::domain::event::Event;
use crate::domain::ids::RulingId;
use crate::domain::plan::extension_possible_on;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{Ruling, RulingChange, RulingFile, RulingStep, Standing, Terms};
use crate::domain::time::Now;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::case_changes::{ChangeRuling, RecordRuling};
use crate::web::views::parts::{Link, Row};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![new_ruling, record_ruling, due, ruling, change_ruling]
}

#[get("/cases/<id>/rulings/new")]
async fn new_ruling(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordRuling, id).await?;
    visit.show(&new_view(&visit, &file, fresh(), Vec::new()))
}

#[post("/cases/<id>/rulings/new", data = "<typed>")]
async fn record_ruling(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::RecordRuling, id).await?;
    let (ruling, wrong) = read(&typed, &file.now);
    let ruling = Ruling {
        under_age_reason: reason_typed(&typed),
        ..ruling
    };
    let case = file.case.id;
    let again = |wrong: &[Refusal], warnings| {
        let view = new_view(&visit, &file, refused(&typed, wrong), warnings);
        visit.refuse(&view).map(Err)
    };
    if !wrong.is_empty() {
        return again(&wrong, Vec::new());
    }
    let opened = opening(&file, &ruling);
    let warned = warnings(&visit, &opened, &file.now);
    if !warned.is_empty() && !typed.ticked("confirmed") {
        let under_age = commands::under_age(&opened, visit.desk.rules(), &file.now);
        let view = new_view(&visit, &file, to_confirm(&typed, under_age), warned);
        return visit.refuse(&view).map(Err);
    }
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    match done_or_refused(commands::record_ruling(desk, actor, submission, case, &ruling).await)? {
        Ok(_) => Ok(Ok(done(case, Action::RecordRuling))),
        Err(refusals) => again(&refusals, warned),
    }
}

fn new_view(visit: &Visit<'_>, file: &CaseFile, form: Form, warnings: Vec<Words>) -> RecordRuling {
    RecordRuling {
        head: case_head(visit, file),
        under_age: asks_reason(&form),
        form,
        warnings,
    }
}

/// A further ruling as if the case were opened with it: the same things deserve a second look.
pub(super) fn opening(file: &CaseFile, ruling: &Ruling) -> OpenCase {
    OpenCase {
        person: PersonDetails {
            iin: file.person.iin.clone().unwrap_or_default(),
            born_on: Some(file.person.born_on),
            ..PersonDetails::default()
        },
        ruling: ruling.clone(),
        place: file.facts.responsible,
        supervising: file.facts.supervising,
        end_of_term_on: file.case.end_of_term_on,
        jurisdiction: file.case.jurisdiction.clone(),
        // Asked when the case was opened.
        under_age_reason: String::new(),
    }
}

/// What deserves a second look, in words.
#[must_use]
pub(super) fn warnings(visit: &Visit<'_>, form: &OpenCase, now: &Now) -> Vec<Words> {
    let rules = visit.desk.rules();
    let since = rules
        .law_for(now.today())
        .map(|law| law.procedure.eligibility.offence_not_before);
    let said = commands::warnings(form, rules, now).into_iter();
    said.map(|code| match (code, since) {
        ("offence-before-law", Some(since)) => Words::key("warn-offence-before").date("on", since),
        (code, _) => Words::key(format!("warn-{code}")),
    })
    .collect()
}

/// A ruling as typed, and everything wrong with it.
pub(super) fn read(typed: &Typed, now: &Now) -> (Ruling, Vec<Refusal>) {
    let mut wrong = Vec::new();
    let ruled_on = typed.needed_date("ruled_on");
    if ruled_on.is_none() {
        wrong.push(Refusal::NotUnderstood { field: "ruled_on" });
    }
    let mut date = |field| optional(typed, field, &mut wrong);
    let (in_force_on, until_on, offence_on) = (date("in_force_on"), date("until_on"), date("offence_on"));
    let scan = typed.text("scan_sha256").to_lowercase();
    let hash = scan.len() == 64 && scan.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !scan.is_empty() && !hash {
        wrong.push(Refusal::NotUnderstood { field: "scan_sha256" });
    }
    let ruling = Ruling {
        id: RulingId::fresh(),
        court: typed.text("court").to_owned(),
        number: typed.text("ruling_number").to_owned(),
        ruled_on: ruled_on.unwrap_or(NaiveDate::MIN),
        in_force_on,
        until_on,
        offence_on,
        scan_sha256: Some(scan).filter(|_| hash),
        draft: typed.ticked("draft"),
        under_age_reason: None,
    };
    let mut checked = check_ruling(&ruling, now);
    // Without its own day nothing can be said about the offence's.
    checked.retain(|refusal| ruled_on.is_some() || refusal.field().as_deref() != Some("offence_on"));
    wrong.extend(checked);
    (ruling, wrong)
}

/// A date that may be left out; what is no date is wrong.
pub(super) fn optional(typed: &Typed, field: &'static str, wrong: &mut Vec<Refusal>) -> Option<NaiveDate> {
    match typed.date(field)? {
        Ok(day) => Some(day),
        Err(()) => {
            wrong.push(Refusal::NotUnderstood { field });
            None
        }
    }
}

/// The ruling whose term a court is to extend: the one in force; where none is, the last one.
#[get("/cases/<id>/rulings/due")]
async fn due(visit: Visit<'_>, id: &str) -> Result<Redirect, Fault> {
    let file = open(&visit, Action::ChangeRuling, id).await?;
    let case = &file.case;
    let ruling = match case.standing_on(file.now.today()) {
        Some(Standing::InForce { ruling, .. }) => Some(ruling),
        _ => case.rulings.last().map(|known| known.ruling.id),
    };
    let (case, ruling) = (case.id, ruling.ok_or(Fault::NotFound)?);
    Ok(Redirect::to(format!("/cases/{case}/rulings/{ruling}")))
}

#[get("/cases/<id>/rulings/<ruling>", rank = 2)]
async fn ruling(visit: Visit<'_>, id: &str, ruling: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ChangeRuling, id).await?;
    let view = change_view(&visit, &file, known(ruling)?, (fresh(), Vec::new())).await?;
    visit.show(&view)
}

#[post("/cases/<id>/rulings/<ruling>", data = "<typed>", rank = 2)]
async fn change_ruling(visit: Visit<'_>, id: &str, ruling: &str, typed: Checked<Typed>) -> Answer {
    let (case, ruling, typed) = (known(id)?, known(ruling)?, typed.0);
    let (step, day) = (
        RulingStep::from_code(typed.text("step")),
        typed.needed_date("effective_on"),
    );
    let document = typed.text("document");
    let mut wrong = missing(step, day, document);
    let until_on = optional(&typed, "until_on", &mut wrong);
    let supervising = typed.id("supervising");
    if supervising.is_none() && !typed.text("supervising").is_empty() {
        wrong.push(Refusal::NotUnderstood { field: "supervising" });
    }
    let file = open(&visit, Action::ChangeRuling, id).await?;
    let doubts = doubts(&visit, &file, step, day, until_on);
    let outcome = match (step, day) {
        (Some(step), Some(effective_on)) if wrong.is_empty() => {
            let change = RulingChange {
                ruling,
                step,
                effective_on,
                document: document.to_owned(),
                terms: step.makes_version().then(|| Terms {
                    until_on,
                    supervising,
                    words: typed.text("words").to_owned(),
                }),
                answers: match typed.text("answers") {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => None,
                },
            };
            let imagined = step_of(&file.case, &change, &file.now);
            let doubts: Vec<_> = doubts.into_iter().chain(bare(imagined.as_deref())).collect();
            // What the rules refuse is not asked about.
            if !doubts.is_empty() && !typed.ticked("confirmed") && imagined.is_ok() {
                let form = typed.form().problem("confirmed", Words::key("confirm-warnings"));
                let view = change_view(&visit, &file, ruling, (form, doubts)).await?;
                return visit.refuse(&view).map(Err);
            }
            let submission = Some(visit.submission(&typed));
            let done = commands::change_ruling(visit.desk, visit.actor(), submission, case, &change).await;
            done_or_refused(done)?
        }
        _ => Err(wrong),
    };
    match outcome {
        Ok(_) => Ok(Ok(done(case, Action::ChangeRuling))),
        Err(refusals) => {
            let file = open(&visit, Action::ChangeRuling, id).await?;
            let form = refused(&typed, &refusals);
            let view = change_view(&visit, &file, ruling, (form, Vec::new())).await?;
            Ok(Err(visit.refuse(&view)?))
        }
    }
}

/// What cannot be undone, and what may be a slip of the year, is asked about before it is kept.
fn doubts(
    visit: &Visit<'_>,
    file: &CaseFile,
    step: Option<RulingStep>,
    day: Option<NaiveDate>,
    until_on: Option<NaiveDate>,
) -> Vec<Words> {
    let rules = visit.desk.rules();
    let far = until_on.filter(|until_on| commands::is_far(*until_on, rules, &file.now));
    let far = far.filter(|_| step.is_some_and(RulingStep::makes_version));
    let ends = step.is_some_and(|step| matches!(step, RulingStep::EndedByCourt | RulingStep::Quashed));
    let ends = day
        .filter(|_| ends)
        .map(|on| Words::key("warn-ends-measure").date("on", on));
    let far = far.map(|_| Words::key("warn-term-far"));
    let extended_on = day.filter(|_| step == Some(RulingStep::Extended));
    let early = extended_on
        .and_then(|on| extension_possible_on(&file.case, rules, on).filter(|possible_on| on < *possible_on))
        .map(|possible_on| Words::key("warn-extension-early").date("on", possible_on));
    ends.into_iter().chain(early).chain(far).collect()
}

/// How many doses on record a step leaves without a ruling.
fn bare(events: Result<&[Event], &Vec<Refusal>>) -> Option<Words> {
    let asks = |event: &&Event| matches!(event, Event::IncidentReported(_));
    let doses = events.ok()?.iter().filter(asks).count();
    let doses = i64::try_from(doses).unwrap_or(i64::MAX);
    (doses > 0).then(|| Words::key("warn-doses-uncovered").number("n", doses))
}

fn missing(step: Option<RulingStep>, day: Option<NaiveDate>, document: &str) -> Vec<Refusal> {
    let wrong = [
        (step.is_none(), Refusal::Required { field: "step" }),
        (
            day.is_none(),
            Refusal::NotUnderstood {
                field: "effective_on",
            },
        ),
        (document.is_empty(), Refusal::Required { field: "document" }),
    ];
    wrong
        .into_iter()
        .filter(|(wrong, _)| *wrong)
        .map(|(_, refusal)| refusal)
        .collect()
}

async fn change_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    id: RulingId,
    (form, warnings): (Form, Vec<Words>),
) -> Result<ChangeRuling, Fault> {
    let found = file.case.rulings.iter().find(|known| known.ruling.id == id);
    let found = found.ok_or(Fault::NotFound)?;
    let possible = |step: &RulingStep| {
        let change = RulingChange {
            ruling: id,
            step: *step,
            effective_on: file.now.today(),
            document: "-".to_owned(),
            terms: step.makes_version().then(|| Terms {
                until_on: found.until_on(file.now.today()).and_then(|last| last.succ_opt()),
                supervising: None,
                words: "-".to_owned(),
            }),
            answers: Some(false),
        };
        // What was chosen stays on offer, whatever the day typed with it.
        form.values
            .get("step")
            .is_some_and(|chosen| chosen == step.code())
            || step_of(&file.case, &change, &file.now).is_ok()
    };
    let (rules, region) = (visit.desk.rules(), &file.facts.region);
    let bodies = of_kind(visit, region, |kind| kind.supervises).await?;
    let steps: Vec<_> = RulingStep::ALL.into_iter().filter(possible).collect();
    Ok(ChangeRuling {
        head: case_head(visit, file),
        ruling: rows(file, found),
        history: ruling_history::lines(visit, file, found, Seen::Registry),
        amend: visit
            .may(Action::AmendRuling, &file.facts.clone().into())
            .then(|| {
                let href = format!("/cases/{}/rulings/{id}/amend", file.case.id);
                Link::new(href, Words::key("amend-ruling-action"))
            }),
        extending: extending(visit, file, found, steps.contains(&RulingStep::Extended)),
        answers: file.case.waits_at_court().map(ChangeRuling::whether_it_answers),
        supervising: bodies
            .iter()
            .map(|known| choice(known, region, &rules.places))
            .collect(),
        steps: steps.into_iter().map(ChangeRuling::choice).collect(),
        warnings,
        form: ChangeRuling::named(form),
    })
}

/// From when the term can be extended, or why it cannot; and who does it.
fn extending(visit: &Visit<'_>, file: &CaseFile, found: &RulingFile, offered: bool) -> Vec<Words> {
    let today = file.now.today();
    let possible_on = extension_possible_on(&file.case, visit.desk.rules(), today);
    let first = match (offered, possible_on) {
        (true, Some(on)) => Words::key("extension-possible").date("on", on),
        (true, None) => Words::key("extension-not-begun"),
        (false, _) if found.announced() => return Vec::new(),
        (false, _) => Words::key("extension-not-announced"),
    };
    let endless = offered && found.until_on(today).is_none();
    let endless = endless.then(|| Words::key("extension-no-term"));
    let by = Words::key("extension-by");
    [first].into_iter().chain(endless).chain([by]).collect()
}

fn rows(file: &CaseFile, found: &RulingFile) -> Vec<Row> {
    let today = file.now.today();
    let state = found.state_on(today);
    let ruling = &found.ruling;
    vec![
        Row::new(Words::key("ruling-number-label"), ruling.number.clone()),
        Row::new(Words::key("court"), ruling.court.clone()),
        Row::new(Words::key("ruled-on"), on(ruling.ruled_on)),
        Row::new(Words::key("in-force-on"), on_or_none(found.in_force_on())),
        Row::new(Words::key("term-until"), on_or_none(found.until_on(today))),
        Row::new(
            Words::key("ruling-standing"),
            Words::key(format!("ruling-state-{}", state.code())),
        ),
    ]
}
