//! When the person is away: absences that are asked for and answered, and good reasons for which he cannot come.

use super::whereabouts::{asked, settled, shown, yes_or_no};
use super::{acted_on, dose_day, way_out};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::passage::{
    AnswerAbsence, AskAbsence, LookAtUnavailable, RecordUnavailability, days_before_absence,
};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_page::timeline::passage::span;
use crate::web::pages::record::{Answer, fresh, known, open, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::passage::{Asked, Entry, Field};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        absence,
        ask_absence,
        answer,
        answer_absence,
        unavailable,
        record_unavailability,
        look,
        look_at_unavailable
    ]
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
        facts.push(Row::new(Words::key("absence-days"), dose_day::named(&days)));
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

#[get("/cases/<id>/absence/answer")]
async fn answer(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::AnswerAbsence, id).await?;
    shown_of_both(&visit, &file, fresh(), false)
}

/// Which of the two forms of this page was sent. What is owed may have become another since it was shown.
const WHAT: &str = "what";
const DOSE_DAY: &str = "dose-day";

/// The form of what is owed now: a day is agreed for a dose, or a journey is answered.
fn shown_of_both(visit: &Visit<'_>, file: &CaseFile, mut form: Form, wrong: bool) -> Result<Html, Fault> {
    let (what, asked) = match dose_day::asked(visit, file) {
        Some(asked) => (DOSE_DAY, asked),
        None => ("journey", answer_asked(visit, file)?),
    };
    form.carried.insert(WHAT.to_owned(), what.to_owned());
    shown(visit, file, asked, form, wrong)
}

#[post("/cases/<id>/absence/answer", data = "<typed>")]
async fn answer_absence(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (typed, action) = (typed.0, Action::AnswerAbsence);
    if acted_on(&visit, action, &typed).await? {
        return Ok(Ok(way_out(known(id)?, action)));
    }
    let file = open(&visit, action, id).await?;
    let window = file.dose(visit.desk.rules()).ok();
    let request = file.case.passage.to_answer(window.as_ref(), file.now.today());
    let submission = Some(visit.submission(&typed));
    let (desk, actor, case) = (visit.desk, visit.actor(), file.case.id);
    let outcome = if typed.text(WHAT) == DOSE_DAY {
        let form = dose_day::typed(&typed);
        commands::agree_dose_day(desk, actor, submission, case, &form).await
    } else {
        let form = AnswerAbsence {
            request: request.map(|asked| asked.id),
            granted: yes_or_no(&typed, "granted"),
            dose_on: typed.date("dose_on"),
            words: typed.text("words").to_owned(),
        };
        commands::answer_absence(desk, actor, submission, case, &form).await
    };
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(way_out(case, action))),
        Err(refusals) => {
            let form = refused(&typed, &refusals);
            Ok(Err(shown_of_both(&visit, &file, form, true)?))
        }
    }
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
    let (_, known) = passage
        .open_unavailable(file.now.today())
        .next()
        .ok_or(Fault::NotFound)?;
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
    let known = file.case.passage.open_unavailable(file.now.today()).next();
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
