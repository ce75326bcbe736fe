//! Medical holds: the dose stops at once; a second physician confirms; a physician lifts.

use super::case_head::{at, case_head, case_href, contraindication, on_or_none, who};
use super::record::{Answer, done, fresh, known, open, refused, settled};
use crate::access::{Action, Context};
use crate::commands;
use crate::domain::case::{Entry, Hold};
use crate::domain::decide::{ConfirmHold, LiftHold, PlaceHold, exclusions, lift_hold as lifted};
use crate::domain::event::{ContraindicationFound, Recorded, Recorder};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{ClockKind, Offset};
use crate::store::StoreError;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::holds::{ConfirmHold as ConfirmView, LiftHold as LiftView, PlaceHold as PlaceView};
use crate::web::views::notices::Notice;
use crate::web::views::parts::{Choice, Link, Row};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::{DateTime, NaiveDate, Utc};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        hold,
        place_hold,
        due,
        confirmation,
        confirm_hold,
        lifting,
        lift_hold
    ]
}

#[get("/cases/<id>/hold")]
async fn hold(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::PlaceHold, id).await?;
    if let Some(held) = file.case.holds.iter().find(|hold| hold.open()) {
        return visit.show(&already_held(&file, held));
    }
    visit.show(&place_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/hold", data = "<typed>")]
async fn place_hold(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let file = open(&visit, Action::PlaceHold, id).await?;
    if to_ask(&visit, &typed, file.now.today()) {
        return Ok(Err(visit.refuse(&place_view(&visit, &file, asked(&typed)))?));
    }
    let form = PlaceHold {
        reason: typed.text("reason").to_owned(),
        until_on: typed.date("until_on"),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::place_hold(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| place_view(&visit, file, form);
    settled(&visit, Action::PlaceHold, case, &typed, outcome, again).await
}

/// The hold that somebody is to look at: the oldest that is open. Whoever may confirms it; who placed it lifts it, or
/// leaves it to a colleague.
#[get("/cases/<id>/holds/due")]
async fn due(visit: Visit<'_>, id: &str) -> Result<Redirect, Fault> {
    let file = open(&visit, Action::LiftHold, id).await?;
    let mut holds = file.case.holds.iter();
    let hold = holds.find(|hold| hold.open()).ok_or(Fault::NotFound)?;
    let context = Context {
        placed_by: hold.by.account(),
        ..Context::default()
    };
    let (desk, resource) = (visit.desk, file.facts.clone().into());
    let looked_at = hold.looked_at(file.now.today()).is_some();
    let confirms = desk.allows(visit.actor(), Action::ConfirmHold, &resource, &context);
    let step = if confirms && !looked_at { "confirm" } else { "lift" };
    let (case, hold) = (file.case.id, hold.placed.id);
    Ok(Redirect::to(format!("/cases/{case}/holds/{hold}/{step}")))
}

/// A second hold adds nothing: the one in force is shown instead of a form that would be refused.
fn already_held(file: &CaseFile, held: &Hold) -> Notice {
    Notice {
        title: Words::key("hold-already"),
        lines: vec![stands(held, file.now.today()), Words::key("hold-already-words")],
        links: vec![Link::new(case_href(file), Words::key("open-case-file"))],
    }
}

/// How an open hold stands: until when, or since when. One that outlived its last day says so: it stops the doses until a
/// physician lifts it.
pub(in crate::web::pages) fn stands(held: &Hold, today: NaiveDate) -> Words {
    match (held.outlived(today), held.until_on) {
        (Some(until), _) => Words::key("banner-hold-outlived").date("until", until),
        (None, Some(until)) => Words::key("banner-hold").date("until", until),
        (None, None) => Words::key("banner-hold-open").date("on", held.placed.placed_on),
    }
}

/// Somebody was first: a second confirmation adds nothing.
fn confirmed_already(file: &CaseFile, hold: RecordId, (by, at_moment): &(Recorder, DateTime<Utc>)) -> Notice {
    let said = Words::key("hold-confirmed-by")
        .words("who", who(file, by))
        .words("on", at(*at_moment, file.now.zone));
    let lift = format!("/cases/{}/holds/{hold}/lift", file.case.id);
    Notice {
        title: Words::key("refusal-confirmed-already"),
        lines: vec![said],
        links: vec![
            Link::new(lift, Words::key("lift-hold-action")),
            Link::new(case_href(file), Words::key("open-case-file")),
        ],
    }
}

/// Is the intended end so far away that it must be asked about once more?
fn to_ask(visit: &Visit<'_>, typed: &Typed, today: NaiveDate) -> bool {
    let law = visit.desk.rules().law_for(today);
    let most = law.map(|law| i64::from(law.procedure.hold.ask_beyond_days));
    let days = typed
        .needed_date("until_on")
        .map(|until| (until - today).num_days());
    days.zip(most).is_some_and(|(days, most)| days > most) && !typed.ticked("sure")
}

/// The form as typed, with the question whether the end is meant.
fn asked(typed: &Typed) -> Form {
    let far = Words::key("hold-far");
    typed.form().problem("sure", far)
}

fn place_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> PlaceView {
    let law = visit.desk.rules().law_for(file.now.today());
    let clock = law.and_then(|law| {
        let mut clocks = law.procedure.clocks.iter();
        clocks.find(|clock| clock.kind == ClockKind::ConfirmHold)
    });
    let days = clock.map_or(0, |clock| match clock.offset {
        Offset::WorkingDays(days) | Offset::Days(days) => days,
        Offset::Months(_) => 0,
    });
    PlaceView {
        head: case_head(visit, file),
        form,
        confirm_within_days: days.into(),
    }
}

#[get("/cases/<id>/holds/<hold>/confirm")]
async fn confirmation(visit: Visit<'_>, id: &str, hold: &str) -> Result<Html, Fault> {
    let hold = known(hold)?;
    let file = confirmable(&visit, id, hold).await?;
    let planned = find(&file, hold).filter(|known| known.open());
    if let Some(looked) = planned.and_then(|known| known.looked_at(file.now.today())) {
        return visit.show(&confirmed_already(&file, hold, looked));
    }
    let planned = planned.and_then(|known| known.until_on);
    let mut form = fresh();
    if let Some(until_on) = planned {
        put_date(&mut form, "until_on", until_on);
    }
    visit.show(&confirm_view(&visit, &file, hold, form)?)
}

#[post("/cases/<id>/holds/<hold>/confirm", data = "<typed>")]
async fn confirm_hold(visit: Visit<'_>, id: &str, hold: &str, typed: Checked<Typed>) -> Answer {
    let (case, hold, typed) = (known(id)?, known(hold)?, typed.0);
    let file = confirmable(&visit, id, hold).await?;
    if to_ask(&visit, &typed, file.now.today()) {
        let again = confirm_view(&visit, &file, hold, asked(&typed))?;
        return Ok(Err(visit.refuse(&again)?));
    }
    let form = ConfirmHold {
        words: typed.text("words").to_owned(),
        until_on: typed.date("until_on"),
    };
    let (desk, submission) = (visit.desk, Some(visit.submission(&typed)));
    let outcome = commands::confirm_hold(desk, visit.actor(), submission, case, hold, &form).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(case, Action::ConfirmHold))),
        Err(refusals) => {
            let file = confirmable(&visit, id, hold).await?;
            if let [Refusal::ConfirmedAlready { by, at }] = &refusals[..] {
                let looked = (by.clone(), *at);
                return Ok(Err(visit.refuse(&confirmed_already(&file, hold, &looked))?));
            }
            let form = refused(&typed, &refusals);
            Ok(Err(visit.refuse(&confirm_view(&visit, &file, hold, form)?)?))
        }
    }
}

/// Opens the case for confirming a hold; the policies ask who placed it.
async fn confirmable(visit: &Visit<'_>, id: &str, hold: RecordId) -> Result<CaseFile, Fault> {
    let placed_by = |file: &CaseFile| match find(file, hold) {
        Some(hold) => Ok(Context {
            placed_by: hold.by.account(),
            ..Context::default()
        }),
        None => Err(StoreError::Missing("hold")),
    };
    let (actor, action) = (visit.actor(), Action::ConfirmHold);
    Ok(visit.desk.look_when(actor, action, known(id)?, placed_by).await?)
}

fn confirm_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    hold: RecordId,
    form: Form,
) -> Result<ConfirmView, Fault> {
    let hold = find(file, hold).ok_or(Fault::NotFound)?;
    Ok(ConfirmView {
        head: case_head(visit, file),
        form,
        hold: rows(file, hold),
    })
}

#[get("/cases/<id>/holds/<hold>/lift")]
async fn lifting(visit: Visit<'_>, id: &str, hold: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::LiftHold, id).await?;
    let (hold, mut form) = (known(hold)?, fresh());
    let placed = find(&file, hold).map(|hold| hold.placed.placed_at);
    let mut barring = barring(&visit, &file);
    // Of what was found, only that for which this very hold was placed is ticked beforehand: a box of another drug never is.
    barring.retain(|entry| Some(entry.recorded_at) == placed);
    for entry in barring {
        form.values
            .insert(format!("over_{}", entry.content.id), "yes".to_owned());
    }
    visit.show(&lift_view(&visit, &file, hold, form)?)
}

#[post("/cases/<id>/holds/<hold>/lift", data = "<typed>")]
async fn lift_hold(visit: Visit<'_>, id: &str, hold: &str, typed: Checked<Typed>) -> Answer {
    let (case, hold, typed) = (known(id)?, known(hold)?, typed.0);
    let form = LiftHold {
        words: typed.text("words").to_owned(),
        over: ticked_over(&typed),
    };
    let (desk, submission) = (visit.desk, Some(visit.submission(&typed)));
    let outcome = commands::lift_hold(desk, visit.actor(), submission, case, hold, &form).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(case, Action::LiftHold))),
        Err(refusals) => {
            let file = open(&visit, Action::LiftHold, id).await?;
            let form = refused(&typed, &refusals).several("over");
            Ok(Err(visit.refuse(&lift_view(&visit, &file, hold, form)?)?))
        }
    }
}

/// What was ticked as over. A box that names no record is refused like one about a record that does not stand.
pub(super) fn ticked_over(typed: &Typed) -> Vec<RecordId> {
    let named = typed.ticks("over_");
    named
        .iter()
        .map(|id| id.parse().unwrap_or_else(|_| RecordId::fresh()))
        .collect()
}

fn lift_view(visit: &Visit<'_>, file: &CaseFile, hold: RecordId, form: Form) -> Result<LiftView, Fault> {
    let found = find(file, hold).ok_or(Fault::NotFound)?;
    Ok(LiftView {
        head: case_head(visit, file),
        form,
        hold: rows(file, found),
        against: against(visit, file),
        passing: passing(visit, file),
        sentence: after_lifting(visit, file, hold),
        change: other_drug(visit, file),
    })
}

/// Everything that was found and excludes the present drug: whoever says that it is over must see all of it.
fn against(visit: &Visit<'_>, file: &CaseFile) -> Vec<Words> {
    let rules = visit.desk.rules();
    let law = rules.law_for(file.now.today());
    let Some((protocol, law)) = protocol(&file.case, rules).zip(law) else {
        return Vec::new();
    };
    let found = exclusions(&file.case, protocol).into_iter();
    let known = found.filter_map(|found| law.course.contraindication(&found.id));
    known.map(|known| known.name.clone().into()).collect()
}

/// The way to another drug, where something that was found excludes the present one: whoever may change it need not wait
/// until that is over.
fn other_drug(visit: &Visit<'_>, file: &CaseFile) -> Option<Link> {
    let barred = !barring(visit, file).is_empty();
    let may = visit.may(Action::ChangeRegimen, &file.facts.clone().into());
    let href = format!("{}/regimen/change", case_href(file));
    (barred && may).then(|| Link::new(href, Words::key("change-regimen-action")))
}

/// What was found later, may pass, and bars the drug that is followed.
fn barring<'f>(visit: &Visit<'_>, file: &'f CaseFile) -> Vec<&'f Entry<ContraindicationFound>> {
    let Some(protocol) = protocol(&file.case, visit.desk.rules()) else {
        return Vec::new();
    };
    let bars = |found: &ContraindicationFound| {
        let mut excludes = protocol.contraindications.iter();
        excludes.any(|excluded| found.excludes(excluded))
    };
    let passing = file.case.passing();
    passing.filter(|entry| bars(&entry.content)).collect()
}

/// All that was found later and may pass, each with the drugs that it excludes: the physician says which of it is over.
pub(super) fn passing(visit: &Visit<'_>, file: &CaseFile) -> Vec<Choice> {
    let rules = visit.desk.rules();
    let products = rules.protocols_on(file.now.today());
    let choice = |entry: &Entry<ContraindicationFound>| {
        let found = &entry.content;
        let excluded = products.iter().filter(|product| {
            let mut excludes = product.contraindications.iter();
            excludes.any(|excluded| found.excludes(excluded))
        });
        let names = excluded.map(|product| Words::from(product.name.clone()));
        let names =
            names.reduce(|before, name| Words::key("and-then").words("before", before).words("name", name));
        Choice {
            hint: names.map(|names| Words::key("contraindication-excludes").words("products", names)),
            ..Choice::new(found.id.to_string(), contraindication(visit, found))
        }
    };
    file.case.passing().map(choice).collect()
}

/// When the next dose would be due if the hold were lifted today.
fn after_lifting(visit: &Visit<'_>, file: &CaseFile, hold: RecordId) -> Option<Words> {
    let rules = visit.desk.rules();
    let barring = barring(visit, file);
    let form = LiftHold {
        words: "-".to_owned(),
        over: barring.iter().map(|entry| entry.content.id).collect(),
    };
    let event = lifted(&file.case, hold, &form, rules, &file.now).ok()?.pop()?;
    let mut after = file.case.clone();
    let imagined = Recorded {
        seq: after.version + 1,
        event,
        recorded_at: file.now.instant,
        by: Recorder::Job("outlook".to_owned()),
    };
    after.apply(&imagined).ok()?;
    let next = crate::domain::dosing::planned_dose(&after, protocol(&after, rules), &file.now);
    Some(match next {
        Ok(window) => Words::key("next-sentence").date("on", window.due_on),
        Err(reason) => Words::key(format!("no-dose-{}", reason.code())),
    })
}

fn find(file: &CaseFile, id: RecordId) -> Option<&Hold> {
    file.case.holds.iter().find(|hold| hold.placed.id == id)
}

fn rows(file: &CaseFile, hold: &Hold) -> Vec<Row> {
    vec![
        Row::new(Words::key("hold-reason"), hold.placed.reason.clone()),
        Row::new(
            Words::key("hold-placed"),
            at(hold.placed.placed_at, file.now.zone),
        ),
        Row::new(Words::key("hold-placed-by"), who(file, &hold.by)),
        Row::new(
            Words::key("hold-until"),
            match hold.outlived(file.now.today()) {
                Some(until) => Words::key("hold-outlived").date("until", until),
                None => on_or_none(hold.until_on),
            },
        ),
    ]
}
