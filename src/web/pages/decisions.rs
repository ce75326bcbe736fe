//! A physician's decisions: the drug and its first day, and whether a very late dose is given.

use super::case_head::{case_head, interval, on};
use super::record::{Answer, carry, fresh, known, open, settled};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{
    FlareAnswer, Grounds, PrescribeRegimen, excluded, late_decision_demanded, restart_asks_for_cover,
    unmeasured,
};
use crate::domain::dosing::{cover, open_cycle};
use crate::domain::event::Regimen;
use crate::domain::lifetime::ahead;
use crate::domain::plan::{first_dose_by, protocol};
use crate::domain::results::latest;
use crate::domain::rules::{Item, Protocol, Rules};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::monitoring::fields::{field, name_values, values_of};
use crate::web::pages::monitoring::grams;
use crate::web::pages::monitoring::words::dated;
use crate::web::pages::rules::cited;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::case_changes::PrescribeRegimen as FormView;
use crate::web::views::holds::DecideLateDose;
use crate::web::views::monitoring::ValueField;
use crate::web::views::parts::{Choice, CoverBar, Link, Row, SumAhead};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![late_dose, decide_late_dose, regimen, prescribe_regimen]
}

#[get("/cases/<id>/late-dose")]
async fn late_dose(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::DecideLateDose, id).await?;
    visit.show(&late_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/late-dose", data = "<typed>")]
async fn decide_late_dose(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let give = match typed.text("give") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    let cycle = typed.text("cycle").parse().unwrap_or_default();
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let file = open(&visit, Action::DecideLateDose, id).await?;
    let flare = flare_answer(&file, visit.desk.rules(), &typed);
    let grounds = Grounds {
        words: typed.text("words"),
        unmeasured: typed.text("unmeasured"),
        despite_sum: typed.text("despite_sum"),
    };
    let decided = commands::decide_late_dose(desk, actor, submission, case, cycle, give, grounds, &flare);
    let outcome = decided.await;
    let again = |file: &CaseFile, form| late_view(&visit, file, form);
    settled(&visit, Action::DecideLateDose, case, &typed, outcome, again).await
}

/// What is asked about how much of a summed substance a cover against flare brings.
pub(super) fn in_cover<'r>(file: &CaseFile, rules: &'r Rules) -> impl Iterator<Item = &'r Item> + use<'r> {
    let law = rules.law_for(file.now.today());
    let loads = law.into_iter().flat_map(|law| &law.course.loads);
    loads.filter_map(|load| load.in_cover.as_ref())
}

/// Its fields.
pub(super) fn cover_fields(file: &CaseFile, rules: &Rules, form: &mut Form) -> Vec<ValueField> {
    let fields: Vec<_> = in_cover(file, rules)
        .map(|item| field(file, rules, item, form))
        .collect();
    name_values(form, fields.iter());
    fields
}

/// What was answered about cover against flare.
pub(super) fn flare_answer(file: &CaseFile, rules: &Rules, typed: &Typed) -> FlareAnswer {
    FlareAnswer {
        given: match typed.text("flare") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        words: typed.text("flare_words").to_owned(),
        amounts: values_of(in_cover(file, rules), typed),
    }
}

fn late_view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> DecideLateDose {
    carry(&mut form, "cycle", open_cycle(&file.case));
    let (rules, today) = (visit.desk.rules(), file.now.today());
    let protocol = protocol(&file.case, rules);
    let mut facts = Vec::new();
    if let Ok(window) = file.dose(rules) {
        let late = window.days_late_on(today);
        facts.push(Row::new(Words::key("due-on"), on(window.due_on)));
        // From the day it was meant for lateness is counted, wherever the window has moved. While that is open nobody is late.
        if window.target_on != window.due_on {
            facts.push(Row::new(Words::key("meant-for"), on(window.target_on)));
        }
        let since = if window.holds(today) {
            (late > 0).then_some("days-since-meant")
        } else {
            Some("days-late")
        };
        facts.extend(since.map(|key| {
            let days = Words::key("days").number("n", late.max(0));
            Row::new(Words::key(key), days)
        }));
        let band = protocol.and_then(|protocol| protocol.band(late));
        facts.extend(band.map(|band| Row::new(Words::key("band"), band.name.clone())));
    }
    if let Some(protocol) = protocol {
        let days = i64::from(protocol.late_decision.valid_days);
        let holds = Words::key("days").number("n", days);
        facts.push(Row::new(Words::key("late-decision-holds"), holds));
    }
    let covered = cover(&file.case, rules);
    facts.push(Row::new(
        Words::key("cover"),
        CoverBar::in_words(covered.map(|cover| cover.until_on), today),
    ));
    facts.extend(measured_row(file, rules));
    let amounts = cover_fields(file, rules, &mut form);
    let lacking = unmeasured(&file.case, rules, &file.now).map(|(item, valid_days)| {
        Words::key("late-unmeasured-hint")
            .words("item", item.name.clone())
            .number("n", i64::from(valid_days))
    });
    let demanded = late_decision_demanded(&file.case, rules, &file.now);
    DecideLateDose {
        head: case_head(visit, file),
        hint: DecideLateDose::hint(demanded),
        asks_why: asks_why(&form, &[]),
        form,
        facts,
        decisions: DecideLateDose::decision_choices(),
        unmeasured: lacking,
        flare: restart_asks_for_cover(&file.case, rules, &file.now),
        amounts,
    }
}

/// The result that the decision needs, as it was last measured, with the way to write one down.
fn measured_row(file: &CaseFile, rules: &Rules) -> Option<Row> {
    let asked = protocol(&file.case, rules)?.before_decision.as_ref()?;
    let item = rules.law_for(file.now.today())?.course.item(&asked.item)?;
    let last = latest(&file.case, &asked.item);
    let value = last.map_or_else(|| Words::key("none"), |reading| dated(Some(item), &reading));
    let link = Link::new(
        format!("/cases/{}/results/new", file.case.id),
        Words::key("record-results-action"),
    );
    Some(Row {
        change: Some(link),
        ..Row::new(item.name.clone(), value)
    })
}

#[get("/cases/<id>/regimen")]
async fn regimen(visit: Visit<'_>, id: &str) -> Result<Result<Html, Redirect>, Fault> {
    let file = open(&visit, Action::PrescribeRegimen, id).await?;
    // After the first dose another drug is a change, with the decision it rests on.
    if !file.case.doses_in_effect().is_empty() {
        let change = format!("/cases/{}/regimen/change", file.case.id);
        return Ok(Err(Redirect::to(change)));
    }
    visit.show(&regimen_view(&visit, &file, fresh())).map(Ok)
}

#[post("/cases/<id>/regimen", data = "<typed>")]
async fn prescribe_regimen(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let file = open(&visit, Action::PrescribeRegimen, id).await?;
    if is_far(&typed, file.now.today()) {
        let asked = typed.form().problem("sure", Words::key("first-on-far"));
        return Ok(Err(visit.refuse(&regimen_view(&visit, &file, asked))?));
    }
    let form = PrescribeRegimen {
        protocol: typed.text("protocol").to_owned(),
        first_on: typed.needed_date("first_on"),
        reason: typed.text("reason").to_owned(),
        flare: flare_answer(&file, visit.desk.rules(), &typed),
        despite_sum: typed.text("despite_sum").to_owned(),
        late_why: typed.text("late_why").to_owned(),
        born_on: Some(file.person.born_on),
    };
    let outcome = commands::prescribe_regimen(desk, actor, submission, case, &form).await;
    let again = |file: &CaseFile, form| regimen_view(&visit, file, form);
    settled(&visit, Action::PrescribeRegimen, case, &typed, outcome, again).await
}

/// Is the first dose planned more than a year ahead, and nobody has said yet that the year is meant?
fn is_far(typed: &Typed, today: NaiveDate) -> bool {
    const YEAR: i64 = 366;
    let first_on = typed.needed_date("first_on");
    first_on.is_some_and(|first_on| (first_on - today).num_days() > YEAR) && !typed.ticked("sure")
}

fn regimen_view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> FormView {
    let rules = visit.desk.rules();
    let products = rules.protocols_on(file.now.today()).into_iter();
    let choices = products.map(|product| choice(file, product, rules));
    let current = file.case.regimen().zip(protocol(&file.case, rules));
    let sums = sums_ahead(file, rules);
    let amounts = cover_fields(file, rules, &mut form);
    FormView {
        head: case_head(visit, file),
        amounts,
        protocols: choices.collect(),
        asks_why: asks_why(&form, &sums),
        form,
        sums,
        by_law: by_law(file, rules),
        clearance: file
            .case
            .awaits_clearance()
            .then(|| format!("/cases/{}/clearance", file.case.id)),
        current: current.map_or_else(Vec::new, |(regimen, protocol)| regimen_rows(regimen, protocol)),
    }
}

/// By when the law lets treatment begin, where a release is known.
fn by_law(file: &CaseFile, rules: &Rules) -> Option<Words> {
    let (by, release_on) = first_dose_by(&file.case, rules).zip(file.case.release_on())?;
    let words = Words::key("first-on-by-law").date("by", by);
    Some(words.date("release", release_on))
}

/// Does the form ask why in spite of a sum of a lifetime? It does for what can be chosen, and once the cover that was typed
/// turned out to reach the caution.
pub(super) fn asks_why(form: &Form, sums: &[SumAhead]) -> bool {
    let field = "despite_sum";
    let answered = form.values.get(field).is_some_and(|words| !words.is_empty());
    let missing = form.problems.iter().any(|problem| problem.field == field);
    answered || missing || sums.iter().any(|sum| sum.asks_why)
}

/// What the products of today would add to a sum of a lifetime.
pub(super) fn sums_ahead(file: &CaseFile, rules: &Rules) -> Vec<SumAhead> {
    let products = rules.protocols_on(file.now.today()).into_iter();
    products
        .filter_map(|product| sum_ahead(file, product, rules))
        .collect()
}

/// What one product would add to the sum of a lifetime, against its caution.
pub(super) fn sum_ahead(file: &CaseFile, product: &Protocol, rules: &Rules) -> Option<SumAhead> {
    let ahead = ahead(&file.case, product, rules, file.now.today())?;
    let reached_with = ahead.reached_with();
    let stands = match reached_with {
        Some(doses) => Words::key("sum-ahead-reached").number("n", i64::from(doses)),
        None => Words::key("sum-ahead-beyond"),
    };
    Some(SumAhead {
        so_far: Words::key("sum-ahead")
            .words("product", product.name.clone())
            .words("substance", ahead.load.name.clone())
            .words("grams", grams(ahead.grams))
            .words("each", grams(ahead.each)),
        stands: stands.words("caution", grams(ahead.load.caution_grams)),
        source: cited(rules, &ahead.load.source),
        beyond: reached_with.is_none(),
        asks_why: ahead.asks_why(),
    })
}

/// A regimen in short.
pub(super) fn regimen_rows(regimen: &Regimen, protocol: &Protocol) -> Vec<Row> {
    vec![
        Row::new(Words::key("product"), protocol.name.clone()),
        Row::new(Words::key("interval"), interval(protocol.interval.every)),
        Row::new(Words::key("regimen-first-on"), on(regimen.first_on)),
        Row::new(Words::key("regimen-reason"), regimen.reason.clone()),
    ]
}

/// A product to choose. What excludes it for this person is said beside it, before it is chosen and refused.
pub(super) fn choice(file: &CaseFile, protocol: &Protocol, rules: &Rules) -> Choice {
    let short = Words::key("protocol-in-short")
        .words("interval", interval(protocol.interval.every))
        .words("route", protocol.route.clone())
        .words("version", protocol.version.to_string());
    let course = rules.law_for(file.now.today()).map(|law| law.course);
    let found = excluded(&file.case, protocol).map(|found| {
        let known = course.and_then(|course| course.contraindication(&found.id));
        known.map_or_else(
            || Words::plain(found.id.clone()),
            |known| known.name.clone().into(),
        )
    });
    Choice {
        hint: Some(match found {
            Some(found) => Words::key("protocol-excluded")
                .words("found", found)
                .words("short", short),
            None => short,
        }),
        ..Choice::new(&protocol.id, protocol.name.clone())
    }
}
