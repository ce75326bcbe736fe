//! The specialists' examination.

use super::course;
use super::fields::{field, name_reaction, name_values, reaction_view, reactions, values};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{REACTIONS_AT_ONCE, RecordExam, examined};
use crate::domain::ids::AccountId;
use crate::domain::results::watched;
use crate::domain::rules::{Course, Speciality};
use crate::store::file::CaseFile;
use crate::web::faults::Fault;
use crate::web::pages::case_head::case_head;
use crate::web::pages::course::holders;
use crate::web::pages::reactions::severities;
use crate::web::pages::record::{Answer, fresh, known, open, settled};
use crate::web::pages::rules::cited;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::monitoring::{MemberField, RecordExam as View, ValueField, conclusions};
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

pub(super) fn routes() -> Vec<Route> {
    routes![exam, record_exam]
}

#[get("/cases/<id>/exam")]
async fn exam(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordExam, id).await?;
    visit.show(&view(&visit, &file, fresh()))
}

#[post("/cases/<id>/exam", data = "<typed>")]
async fn record_exam(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    // The names of those who have accounts come from the accounts, not from what was sent.
    let file = open(&visit, Action::RecordExam, id).await?;
    let form = course(&visit, &file).map_or_else(RecordExam::default, |course| read(&file, course, &typed));
    let submission = Some(visit.submission(&typed));
    let outcome = commands::record_exam(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| view(&visit, file, form);
    settled(&visit, Action::RecordExam, case, &typed, outcome, again).await
}

fn read(file: &CaseFile, course: &Course, typed: &Typed) -> RecordExam {
    let examiner = |speciality: &Speciality| {
        // The refusal of a missing member names its field so.
        let field = format!("member_{}", speciality.id);
        if speciality.post.is_none() {
            return (speciality.id.clone(), typed.text(&field).to_owned(), None);
        }
        let chosen: Option<AccountId> = typed.id(&field);
        let member = chosen.and_then(|account| file.member(account));
        let name = member.map_or_else(String::new, |member| member.name.clone());
        (speciality.id.clone(), name, member.map(|member| member.id))
    };
    RecordExam {
        examined_on: typed.needed_date("examined_on"),
        examiners: course.examining().map(examiner).collect(),
        values: values(course, typed),
        laboratory: typed.text("laboratory").to_owned(),
        findings: typed.text("findings").to_owned(),
        reactions: reactions(typed),
        conclusion: typed.text("conclusion").to_owned(),
        words: typed.text("words").to_owned(),
    }
}

fn view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> View {
    let (course, rules) = (course(visit, file), visit.desk.rules());
    let examiners = course
        .into_iter()
        .flat_map(Course::examining)
        .map(|speciality| MemberField {
            field: format!("member_{}", speciality.id),
            words: speciality.name.clone().into(),
            choices: holders(visit, file, speciality),
        });
    let examiners: Vec<_> = examiners.collect();
    let asked = course.map_or_else(Vec::new, |course| examined(&file.case, course, rules));
    let asked: Vec<ValueField> = asked
        .into_iter()
        .map(|item| field(file, rules, item, &form))
        .collect();
    let watched = watched(&file.case, rules).iter();
    let laboratory = watched
        .filter_map(|monitor| course?.item(&monitor.item))
        .filter(|item| item.laboratory)
        .map(|item| field(file, rules, item, &form));
    let laboratory: Vec<ValueField> = laboratory.collect();
    name_values(&mut form, asked.iter().chain(&laboratory));
    for examiner in &examiners {
        form.names.insert(examiner.field.clone(), examiner.words.clone());
    }
    (0..REACTIONS_AT_ONCE).for_each(|number| name_reaction(&mut form, number));
    let reactions = (0..REACTIONS_AT_ONCE)
        .map(|number| reaction_view(number, &form))
        .collect();
    View {
        head: case_head(visit, file),
        form,
        examiners,
        asked,
        laboratory,
        reactions,
        severities: severities(rules),
        conclusions: conclusions(),
        source: course.map(|course| cited(rules, &course.examination.source)),
    }
}
