//! Another regimen in mid-course: everything is asked, then shown with how the two drugs meet, then recorded.

use super::case_head::{case_head, on};
use super::decisions::{
    asks_why, choice, cover_fields, flare_answer, in_cover, regimen_rows, sum_ahead, sums_ahead,
};
use super::monitoring::words::value_words;
use super::record::{Answer, done, fresh, known, open, refused};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{ChangeRegimen, Handover, change_regimen as decided, handover};
use crate::domain::event::Measured;
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::rules::{Item, Rules};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::change_regimen::{ChangeRegimen as FormView, ChangeRegimenAnswers};
use crate::web::views::parts::Row;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![change, change_regimen]
}

#[get("/cases/<id>/regimen/change")]
async fn change(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ChangeRegimen, id).await?;
    visit.show(&form_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/regimen/change", data = "<typed>")]
async fn change_regimen(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let file = open(&visit, Action::ChangeRegimen, id).await?;
    let rules = visit.desk.rules();
    let form = read(&file, rules, &typed);
    if !typed.ticked("confirmed") {
        // A rehearsal: nothing is recorded before the two drugs were seen side by side.
        if let Err(wrong) = decided(&file.case, RecordId::fresh(), &form, rules, &file.now) {
            return Ok(Err(visit.refuse(&form_view(
                &visit,
                &file,
                refused(&typed, &wrong),
            ))?));
        }
        return Ok(Err(visit.show(&answers_view(&visit, &file, &form, &typed))?));
    }
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let outcome = commands::change_regimen(desk, actor, submission, case, &form).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(done(case, Action::ChangeRegimen))),
        Err(refusals) => {
            let file = open(&visit, Action::ChangeRegimen, id).await?;
            let mut again = refused(&typed, &refusals);
            again.values.remove("confirmed");
            Ok(Err(visit.refuse(&form_view(&visit, &file, again))?))
        }
    }
}

fn read(file: &CaseFile, rules: &Rules, typed: &Typed) -> ChangeRegimen {
    ChangeRegimen {
        protocol: typed.text("protocol").to_owned(),
        first_on: typed.needed_date("first_on"),
        reason: typed.text("reason").to_owned(),
        decided_by: typed.text("decided_by").to_owned(),
        reference: typed.text("reference").to_owned(),
        flare: flare_answer(file, rules, typed),
        despite_sum: typed.text("despite_sum").to_owned(),
        born_on: Some(file.person.born_on),
    }
}

fn form_view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> FormView {
    let rules = visit.desk.rules();
    let current = file.case.regimen().zip(protocol(&file.case, rules));
    let sums = sums_ahead(file, rules);
    let amounts = cover_fields(file, rules, &mut form);
    FormView {
        head: case_head(visit, file),
        amounts,
        protocols: rules
            .protocols_on(file.now.today())
            .into_iter()
            .map(|product| choice(file, product, rules))
            .collect(),
        asks_why: asks_why(&form, &sums),
        form,
        sums,
        current: current.map_or_else(Vec::new, |(regimen, protocol)| regimen_rows(regimen, protocol)),
    }
}

fn answers_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    form: &ChangeRegimen,
    typed: &Typed,
) -> ChangeRegimenAnswers {
    let rules = visit.desk.rules();
    let chosen = rules.protocol_on(&form.protocol, file.now.today());
    let met = chosen
        .zip(form.first_on)
        .map(|(chosen, first_on)| handover(&file.case, chosen, first_on, rules, &file.now));
    let mut carried = fresh();
    carried.carried = typed.fields();
    carried.carried.insert("confirmed".to_owned(), "yes".to_owned());
    let mut rows = Vec::new();
    rows.extend(chosen.map(|chosen| Row::new(Words::key("protocol"), chosen.name.clone())));
    rows.extend(
        form.first_on
            .map(|first_on| Row::new(Words::key("first-on"), on(first_on))),
    );
    rows.push(Row::new(Words::key("regimen-words"), form.reason.clone()));
    rows.push(Row::new(Words::key("decided-by"), form.decided_by.clone()));
    rows.push(Row::new(Words::key("decision-reference"), form.reference.clone()));
    if met.as_ref().is_some_and(|met| met.flare) {
        let key = if form.flare.given == Some(true) {
            "flare-yes"
        } else {
            "flare-no"
        };
        rows.push(Row::new(Words::key("flare-cover"), Words::key(key)));
        rows.push(Row::new(Words::key("flare-words"), form.flare.words.clone()));
        rows.extend(amounts(file, rules, form));
    }
    let sum = chosen.and_then(|chosen| sum_ahead(file, chosen, rules));
    let why = !form.despite_sum.trim().is_empty();
    if why || sum.as_ref().is_some_and(|sum| sum.asks_why) {
        rows.push(Row::new(Words::key("despite-sum"), form.despite_sum.clone()));
    }
    ChangeRegimenAnswers {
        head: case_head(visit, file),
        form: carried,
        rows,
        sums: sum.into_iter().collect(),
        meeting: met.as_ref().map_or_else(Vec::new, meeting),
        ends: met
            .as_ref()
            .and_then(|met| met.ends_on)
            .map(|on| Words::key("handover-ends").date("on", on)),
        dates: met.map_or_else(Vec::new, |met| met.dates),
    }
}

/// How much of a summed substance the cover brings, where it was typed.
fn amounts<'r>(file: &CaseFile, rules: &'r Rules, form: &ChangeRegimen) -> Vec<Row> {
    let typed = |item: &'r Item| {
        let mut typed = form.flare.amounts.iter();
        let typed = typed.find(|typed| typed.item == item.id && form.flare.given == Some(true))?;
        let measured = Measured {
            item: typed.item.clone(),
            value: typed.value.trim().replace(',', "."),
            unit: Some(typed.unit.clone()).filter(|unit| !unit.is_empty()),
        };
        Some(Row::new(item.name.clone(), value_words(Some(item), &measured)))
    };
    in_cover(file, rules).filter_map(typed).collect()
}

/// How the last dose of the one drug and the first of the other meet.
fn meeting(met: &Handover) -> Vec<Words> {
    let last = met.last.map(|(given_on, until_on)| {
        Words::key("handover-last")
            .date("on", given_on)
            .date("until", until_on)
    });
    let first = met
        .dates
        .first()
        .map(|on| Words::key("handover-first").date("on", *on));
    let days = met.gap_days.map(|days| match days {
        ..0 => Words::key("handover-overlap").number("n", -days),
        0 => Words::key("handover-none"),
        1.. => Words::key("handover-gap").number("n", days),
    });
    last.into_iter().chain(first).chain(days).collect()
}
