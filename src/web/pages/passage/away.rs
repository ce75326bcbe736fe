//! Where the person is: visits, addresses, absences, good reasons, restrictions, and when nobody knows. Those who supervise
//! write some of it down, too, on pages that know nothing of the treatment.

use super::{form_page, hour};
use crate::access::{Action, Lens};
use crate::commands;
use crate::domain::decide::passage::{
    self, AnswerAbsence, AskAbsence, LookAtUnavailable, RecordUnavailability, ReportAddress, ReportLost,
    ReportSearch, SetCurfew, days_before_absence, restriction_doubts,
};
use crate::domain::ids::RecordId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{RestrictionRule, RestrictionShape};
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::on;
use crate::web::pages::case_page::timeline::passage::{on_days, span};
use crate::web::pages::record::{Answer, fresh, open, refused};
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::passage::{Asked, Entry, Field, WhereaboutsForm};
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::Weekday;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        visit_form,
        record_visit,
        address,
        report_address,
        curfew,
        set_curfew,
        absence,
        ask_absence,
        answer,
        answer_absence,
        unavailable,
        record_unavailability,
        look,
        look_at_unavailable,
        lost,
        report_lost,
        search,
        report_search
    ]
}

fn supervises(visit: &Visit<'_>) -> bool {
    visit
        .actor()
        .role()
        .is_none_or(|role| role.lens() == Lens::Supervision)
}

/// Where one goes back to: supervision to its own page of the case, everybody else to the way out.
fn back(visit: &Visit<'_>, file: &CaseFile) -> String {
    let path = if supervises(visit) { "" } else { "/release" };
    format!("/cases/{}{path}", file.case.id)
}

fn asked(visit: &Visit<'_>, file: &CaseFile, action: Action, facts: Vec<Row>, fields: Vec<Field>) -> Asked {
    Asked {
        title: Words::key(format!("{action}-title")),
        words: Some(Words::key(format!("{action}-words"))),
        facts,
        fields,
        action: Words::key(format!("{action}-action")),
        cancel: back(visit, file),
    }
}

/// The form, as the reader's lens may see it.
fn shown(visit: &Visit<'_>, file: &CaseFile, asked: Asked, form: Form, wrong: bool) -> Result<Html, Fault> {
    if supervises(visit) {
        let page = WhereaboutsForm {
            reference: file.case.reference.clone(),
            name: file.person.name_cyrillic.clone(),
            href: back(visit, file),
            form: asked.named(form),
            asked,
        };
        return if wrong {
            visit.refuse(&page)
        } else {
            visit.show(&page)
        };
    }
    let page = form_page(visit, file, asked, form);
    if wrong {
        visit.refuse(&page)
    } else {
        visit.show(&page)
    }
}

/// After an act: back, or the form again as typed with what is wrong.
fn settled<T>(
    visit: &Visit<'_>,
    file: &CaseFile,
    typed: &Typed,
    (asked, action): (Asked, Action),
    outcome: Result<T, Failure>,
) -> Answer {
    match done_or_refused(outcome)? {
        Ok(_) => {
            let to = format!("{}?done={action}", back(visit, file));
            Ok(Ok(Redirect::to(to)))
        }
        Err(refusals) => Ok(Err(shown(visit, file, asked, refused(typed, &refusals), true)?)),
    }
}

fn visit_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let fields = vec![
        Field::new("came_on", "came-on", Entry::Date),
        Field::new("came_time", "came-time", Entry::Time),
        Field::new("words", "in-your-words", Entry::Area),
    ];
    asked(visit, file, Action::RecordVisit, Vec::new(), fields)
}

#[get("/cases/<id>/visit")]
async fn visit_form(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordVisit, id).await?;
    let mut form = fresh();
    put_moment(&mut form, "came_on", "came_time", file.now.instant, file.now.zone);
    shown(&visit, &file, visit_asked(&visit, &file), form, false)
}

#[post("/cases/<id>/visit", data = "<typed>")]
async fn record_visit(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::RecordVisit, id).await?;
    let came_at = typed.moment("came_on", "came_time", file.now.zone);
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = commands::record_visit(desk, actor, submission, case, came_at, typed.text("words")).await;
    let form = (visit_asked(&visit, &file), Action::RecordVisit);
    settled(&visit, &file, &typed, form, outcome)
}

fn regions(visit: &Visit<'_>) -> Vec<Choice> {
    let regions = visit.desk.rules().places.regions.iter();
    regions
        .map(|region| Choice::new(&region.id, region.name.clone()))
        .collect()
}

fn address_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let fields = vec![
        Field::new("region", "address-region", Entry::Select).choices(regions(visit)),
        Field::new("address", "address-street", Entry::Text),
        Field::new("from_on", "address-from-on", Entry::Date),
    ];
    asked(visit, file, Action::ReportAddress, Vec::new(), fields)
}

#[get("/cases/<id>/address")]
async fn address(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportAddress, id).await?;
    let mut form = fresh();
    put_date(&mut form, "from_on", file.now.today());
    shown(&visit, &file, address_asked(&visit, &file), form, false)
}

#[post("/cases/<id>/address", data = "<typed>")]
async fn report_address(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::ReportAddress, id).await?;
    let form = ReportAddress {
        region: typed.text("region").to_owned(),
        address: typed.text("address").to_owned(),
        from_on: typed.needed_date("from_on"),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_address(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    let form = (address_asked(&visit, &file), Action::ReportAddress);
    settled(&visit, &file, &typed, form, outcome)
}

/// The days of a week, as they are offered.
const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn weekday(typed: &Typed) -> Option<Result<Weekday, ()>> {
    let chosen = typed.text("weekday");
    (!chosen.is_empty()).then(|| chosen.parse().map_err(|_| ()))
}

/// The kind of restriction that an address names, where the rules list it.
fn listed<'v>(visit: &'v Visit<'_>, file: &CaseFile, kind: &str) -> Option<&'v RestrictionRule> {
    let rules = visit.desk.rules().continuity_for(file.now.today())?;
    rules.restriction(kind)
}

/// The first step: which restriction. Each kind asks for something else.
fn kind_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let rules = visit.desk.rules().continuity_for(file.now.today());
    let kinds = rules.map_or(&[][..], |rules| &rules.restrictions);
    let kinds = kinds
        .iter()
        .map(|known| Choice::new(&known.id, known.name.clone()))
        .collect();
    let fields = vec![Field::new("kind", "curfew-kind", Entry::Radios).choices(kinds)];
    Asked {
        action: Words::key("continue"),
        ..asked(visit, file, Action::SetCurfew, Vec::new(), fields)
    }
}

/// The second step: what this kind asks for, below what deserves a second look.
fn curfew_asked(visit: &Visit<'_>, file: &CaseFile, kind: &RestrictionRule, doubts: &[&str]) -> Asked {
    let mut fields = Vec::new();
    if !doubts.is_empty() {
        let words = doubts
            .iter()
            .map(|doubt| Choice::new(*doubt, Words::key(format!("warn-{doubt}"))));
        fields.push(Field::new("confirmed", "warnings-read", Entry::Check).choices(words.collect()));
    }
    fields.extend([
        Field::new("from_on", "curfew-from-on", Entry::Date),
        Field::new("until_on", "curfew-until-on", Entry::Date).hint(Words::key("curfew-until-hint")),
    ]);
    if matches!(kind.bars, RestrictionShape::Home | RestrictionShape::Hours) {
        fields.extend([
            Field::new("begins", "curfew-begins", Entry::Time),
            Field::new("ends", "curfew-ends", Entry::Time),
        ]);
    }
    match kind.bars {
        RestrictionShape::Home => {}
        RestrictionShape::Hours => {
            let days = WEEK.map(|day| Choice::new(day.to_string(), on_days(Some(day))));
            fields.push(
                Field::new("weekday", "curfew-weekday", Entry::Select)
                    .choices(days.into())
                    .hint(Words::key("curfew-weekday-hint")),
            );
        }
        RestrictionShape::Outside => {
            fields.push(Field::new("region", "curfew-region", Entry::Select).choices(regions(visit)));
        }
        RestrictionShape::Near => {
            let places = Field::new("places", "curfew-places", Entry::Area);
            fields.push(places.hint(Words::key("curfew-places-hint")));
        }
    }
    fields.push(Field::new("paper", "paper-of-it", Entry::Text));
    if kind.bars.replaces() {
        let dated = Field::new("dated_on", "paper-dated-on", Entry::Date);
        fields.push(dated.hint(Words::key("paper-dated-hint")));
    }
    let facts = vec![Row::new(Words::key("curfew-kind"), kind.name.clone())];
    asked(visit, file, Action::SetCurfew, facts, fields)
}

#[get("/cases/<id>/curfew?<kind>")]
async fn curfew(visit: Visit<'_>, id: &str, kind: Option<&str>) -> Result<Html, Fault> {
    let file = open(&visit, Action::SetCurfew, id).await?;
    let asked = match listed(&visit, &file, kind.unwrap_or_default()) {
        Some(kind) => curfew_asked(&visit, &file, kind, &[]),
        None => kind_asked(&visit, &file),
    };
    shown(&visit, &file, asked, fresh(), false)
}

/// From the first step to the second, or to the first again where nothing was chosen.
fn chosen(visit: &Visit<'_>, file: &CaseFile, typed: &Typed) -> Answer {
    if let Some(kind) = listed(visit, file, typed.text("kind")) {
        let to = format!("/cases/{}/curfew?kind={}", file.case.id, kind.id);
        return Ok(Ok(Redirect::to(to)));
    }
    let form = refused(typed, &[Refusal::Required { field: "kind" }]);
    Ok(Err(shown(visit, file, kind_asked(visit, file), form, true)?))
}

/// The regions in which he lives and is treated, or will be.
fn near(file: &CaseFile) -> Vec<&str> {
    let passage = &file.case.passage;
    let residence = passage.residence().map(|entry| entry.content.region.as_str());
    let receivers = passage.offers.iter().filter(|offer| offer.live());
    let places = receivers.map(|offer| offer.content.to);
    let places = places.chain([file.facts.responsible]);
    let regions = places.filter_map(|place| file.institution(place).map(|known| known.region.as_str()));
    residence.into_iter().chain(regions).collect()
}

/// What deserves a second look in a restriction. What the rules refuse is not asked about.
fn doubted(visit: &Visit<'_>, file: &CaseFile, form: &SetCurfew) -> Vec<&'static str> {
    let rules = visit.desk.rules();
    let Some(known) = rules.continuity_for(file.now.today()) else {
        return Vec::new();
    };
    if passage::set_curfew(RecordId::fresh(), form, (known, &rules.places), &file.now).is_err() {
        return Vec::new();
    }
    restriction_doubts(form, known, &near(file))
}

#[post("/cases/<id>/curfew?<kind>", data = "<typed>")]
async fn set_curfew(visit: Visit<'_>, id: &str, kind: Option<&str>, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::SetCurfew, id).await?;
    let Some(kind) = listed(&visit, &file, kind.unwrap_or_default()) else {
        return chosen(&visit, &file, &typed);
    };
    let form = SetCurfew {
        kind: kind.id.clone(),
        from_on: typed.needed_date("from_on"),
        until_on: typed.date("until_on"),
        begins: hour(&typed, "begins"),
        ends: hour(&typed, "ends"),
        weekday: weekday(&typed),
        region: typed.text("region").to_owned(),
        places: typed.text("places").to_owned(),
        paper: typed.text("paper").to_owned(),
        dated_on: typed.needed_date("dated_on"),
    };
    let doubts = doubted(&visit, &file, &form);
    let asked = curfew_asked(&visit, &file, kind, &doubts);
    if !doubts.is_empty() && !typed.ticked("confirmed") {
        let form = typed.form().problem("confirmed", Words::key("confirm-warnings"));
        return Ok(Err(shown(&visit, &file, asked, form, true)?));
    }
    let submission = Some(visit.submission(&typed));
    let outcome = commands::set_curfew(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    settled(&visit, &file, &typed, (asked, Action::SetCurfew), outcome)
}

fn absence_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let fields = vec![
        Field::new("from_on", "absence-from-on", Entry::Date),
        Field::new("until_on", "absence-until-on", Entry::Date),
        Field::new("words", "absence-words", Entry::Area),
    ];
    asked(visit, file, Action::AskAbsence, Vec::new(), fields)
}

#[get("/cases/<id>/absence")]
async fn absence(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::AskAbsence, id).await?;
    shown(&visit, &file, absence_asked(&visit, &file), fresh(), false)
}

#[post("/cases/<id>/absence", data = "<typed>")]
async fn ask_absence(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::AskAbsence, id).await?;
    let form = AskAbsence {
        from_on: typed.needed_date("from_on"),
        until_on: typed.needed_date("until_on"),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::ask_absence(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    let form = (absence_asked(&visit, &file), Action::AskAbsence);
    settled(&visit, &file, &typed, form, outcome)
}

/// So many of the days that fit are named.
const MOST_DAYS: usize = 6;

fn answer_asked(visit: &Visit<'_>, file: &CaseFile) -> Result<Asked, Fault> {
    let rules = visit.desk.rules();
    let window = file.dose(rules).ok();
    let request = file.case.passage.to_answer(window.as_ref(), file.now.today());
    let request = request.ok_or(Fault::NotFound)?;
    let mut facts = vec![
        Row::new(
            Words::key("absence-asked-for"),
            span(request.from_on, request.until_on),
        ),
        Row::new(Words::key("absence-words"), request.words.clone()),
    ];
    if file.case.passage.absence_answer(request.id).is_some() {
        facts.push(Row::new(
            Words::key("absence-granted-ask"),
            Words::key("absence-visit-to-name"),
        ));
    }
    let today = file.now.today();
    let known = rules.law_for(today).zip(rules.continuity_for(today));
    if let Some((window, (law, known))) = window.as_ref().zip(known) {
        facts.push(Row::new(
            Words::key("window"),
            span(window.opens_on, window.closes_on),
        ));
        let barred = |day| file.case.kept_away_on(day, &file.roster, known).is_some();
        let days = days_before_absence(window, request, barred, &law, today);
        let named = days.iter().take(MOST_DAYS).map(|day| on(*day));
        let named = named.reduce(|first, second| {
            Words::key("list-and")
                .words("first", first)
                .words("second", second)
        });
        let named = named.unwrap_or_else(|| Words::key("absence-no-day"));
        facts.push(Row::new(Words::key("absence-days"), named));
    }
    let choices = [("yes", "absence-grant"), ("no", "absence-refuse")];
    let fields = vec![
        Field::new("granted", "absence-granted-ask", Entry::Radios).choices(
            choices
                .map(|(value, key)| Choice::new(value, Words::key(key)))
                .into(),
        ),
        Field::new("dose_on", "absence-dose-ask", Entry::Date).hint(Words::key("absence-dose-hint")),
        Field::new("words", "in-your-words", Entry::Area),
    ];
    Ok(asked(visit, file, Action::AnswerAbsence, facts, fields))
}

fn yes_or_no(typed: &Typed, field: &str) -> Option<bool> {
    match typed.text(field) {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

#[get("/cases/<id>/absence/answer")]
async fn answer(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::AnswerAbsence, id).await?;
    let asked = answer_asked(&visit, &file)?;
    shown(&visit, &file, asked, fresh(), false)
}

#[post("/cases/<id>/absence/answer", data = "<typed>")]
async fn answer_absence(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::AnswerAbsence, id).await?;
    let window = file.dose(visit.desk.rules()).ok();
    let request = file.case.passage.to_answer(window.as_ref(), file.now.today());
    let form = AnswerAbsence {
        request: request.map(|asked| asked.id),
        granted: yes_or_no(&typed, "granted"),
        dose_on: typed.date("dose_on"),
        words: typed.text("words").to_owned(),
    };
    let asked = answer_asked(&visit, &file)?;
    let submission = Some(visit.submission(&typed));
    let outcome = commands::answer_absence(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    settled(&visit, &file, &typed, (asked, Action::AnswerAbsence), outcome)
}

fn unavailable_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let rules = visit.desk.rules().continuity_for(file.now.today());
    let reasons = rules.map_or(&[][..], |rules| &rules.unavailabilities);
    let reasons = reasons
        .iter()
        .map(|reason| Choice::new(&reason.id, reason.name.clone()))
        .collect();
    let fields = vec![
        Field::new("because", "unavailable-because", Entry::Radios).choices(reasons),
        Field::new("from_on", "unavailable-from-on", Entry::Date),
        Field::new("until_on", "unavailable-until-on", Entry::Date)
            .hint(Words::key("unavailable-until-hint")),
        Field::new("paper", "unavailable-paper", Entry::Text),
        Field::new("words", "in-your-words", Entry::Area),
    ];
    asked(visit, file, Action::RecordUnavailability, Vec::new(), fields)
}

#[get("/cases/<id>/unavailable")]
async fn unavailable(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordUnavailability, id).await?;
    shown(&visit, &file, unavailable_asked(&visit, &file), fresh(), false)
}

#[post("/cases/<id>/unavailable", data = "<typed>")]
async fn record_unavailability(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::RecordUnavailability, id).await?;
    let form = RecordUnavailability {
        because: typed.text("because").to_owned(),
        from_on: typed.needed_date("from_on"),
        until_on: typed.needed_date("until_on"),
        paper: typed.text("paper").to_owned(),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = commands::record_unavailability(desk, actor, submission, case, &form).await;
    let form = (unavailable_asked(&visit, &file), Action::RecordUnavailability);
    settled(&visit, &file, &typed, form, outcome)
}

fn look_asked(visit: &Visit<'_>, file: &CaseFile) -> Result<Asked, Fault> {
    let passage = &file.case.passage;
    let (_, known) = passage.open_unavailable().next().ok_or(Fault::NotFound)?;
    let rules = visit.desk.rules().continuity_for(file.now.today());
    let because = rules.and_then(|rules| rules.unavailability(&known.content.because));
    let mut facts = Vec::new();
    facts.extend(because.map(|reason| Row::new(Words::key("unavailable-because"), reason.name.clone())));
    facts.push(Row::new(
        Words::key("unavailable-days"),
        span(known.content.from_on, passage.unavailable_until(&known.content)),
    ));
    let choices = [("yes", "unavailable-is-over"), ("no", "unavailable-still")];
    let fields = vec![
        Field::new("over", "unavailable-over-ask", Entry::Radios).choices(
            choices
                .map(|(value, key)| Choice::new(value, Words::key(key)))
                .into(),
        ),
        Field::new("until_on", "unavailable-last-day", Entry::Date),
        Field::new("words", "in-your-words", Entry::Area),
    ];
    Ok(asked(visit, file, Action::LookAtUnavailable, facts, fields))
}

#[get("/cases/<id>/unavailable/look")]
async fn look(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::LookAtUnavailable, id).await?;
    let asked = look_asked(&visit, &file)?;
    shown(&visit, &file, asked, fresh(), false)
}

#[post("/cases/<id>/unavailable/look", data = "<typed>")]
async fn look_at_unavailable(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::LookAtUnavailable, id).await?;
    let known = file.case.passage.open_unavailable().next();
    let form = LookAtUnavailable {
        unavailable: known.map(|(_, entry)| entry.content.id),
        over: yes_or_no(&typed, "over"),
        until_on: typed.needed_date("until_on"),
        words: typed.text("words").to_owned(),
    };
    let asked = look_asked(&visit, &file)?;
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = commands::look_at_unavailable(desk, actor, submission, case, &form).await;
    settled(&visit, &file, &typed, (asked, Action::LookAtUnavailable), outcome)
}

fn lost_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let fields = vec![
        Field::new("since_on", "lost-since-on", Entry::Date),
        Field::new("tried", "lost-tried", Entry::Area),
    ];
    asked(visit, file, Action::ReportLost, Vec::new(), fields)
}

#[get("/cases/<id>/lost")]
async fn lost(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportLost, id).await?;
    shown(&visit, &file, lost_asked(&visit, &file), fresh(), false)
}

#[post("/cases/<id>/lost", data = "<typed>")]
async fn report_lost(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::ReportLost, id).await?;
    let form = ReportLost {
        since_on: typed.needed_date("since_on"),
        tried: typed.text("tried").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_lost(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    let form = (lost_asked(&visit, &file), Action::ReportLost);
    settled(&visit, &file, &typed, form, outcome)
}

fn search_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let choices = [("yes", "search-found"), ("no", "search-not-found")];
    let fields = vec![
        Field::new("found", "search-ask", Entry::Radios).choices(
            choices
                .map(|(value, key)| Choice::new(value, Words::key(key)))
                .into(),
        ),
        Field::new("words", "in-your-words", Entry::Area),
    ];
    asked(visit, file, Action::ReportSearch, Vec::new(), fields)
}

#[get("/cases/<id>/lost/search")]
async fn search(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportSearch, id).await?;
    shown(&visit, &file, search_asked(&visit, &file), fresh(), false)
}

#[post("/cases/<id>/lost/search", data = "<typed>")]
async fn report_search(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::ReportSearch, id).await?;
    let form = ReportSearch {
        found: yes_or_no(&typed, "found"),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_search(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    let form = (search_asked(&visit, &file), Action::ReportSearch);
    settled(&visit, &file, &typed, form, outcome)
}
