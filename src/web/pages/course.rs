//! Before the first dose: clearance by a commission, and what the person is told.

use super::case_head::{case_head, interval, on};
use super::monitoring::fields::{field, name_values, values_of};
use super::record::{Answer, fresh, known, open, settled};
use super::rules::{cited, link_to};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{RecordClearance, RecordInformation};
use crate::domain::event::Consent;
use crate::domain::ids::AccountId;
use crate::domain::plan::protocol;
use crate::domain::rules::{Contraindication, Course, Item, Party, Protocol, Speciality};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::course::{
    FindingField, MemberField, RecordClearance as ClearanceView, RecordInformation as InformationView,
};
use crate::web::views::parts::{Choice, Row};
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![clearance, record_clearance, information, record_information]
}

#[get("/cases/<id>/clearance")]
async fn clearance(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordClearance, id).await?;
    visit.show(&clearance_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/clearance", data = "<typed>")]
async fn record_clearance(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    // The names of those who have accounts come from the accounts, not from what was sent.
    let file = open(&visit, Action::RecordClearance, id).await?;
    let form = course(&visit, &file).map_or_else(RecordClearance::default, |course| {
        let products = visit.desk.rules().protocols_on(file.now.today());
        read(&file, (course, &products), &typed)
    });
    let submission = Some(visit.submission(&typed));
    let outcome = commands::record_clearance(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| clearance_view(&visit, file, form);
    settled(&visit, Action::RecordClearance, case, &typed, outcome, again).await
}

/// The course that applies today.
fn course<'v>(visit: &Visit<'v>, file: &CaseFile) -> Option<&'v Course> {
    let law = visit.desk.rules().law_for(file.now.today())?;
    Some(law.course)
}

fn read(file: &CaseFile, (course, products): (&Course, &[&Protocol]), typed: &Typed) -> RecordClearance {
    let member = |speciality: &Speciality| {
        let field = format!("member_{}", speciality.id);
        if speciality.post.is_none() {
            return (speciality.id.clone(), typed.text(&field).to_owned(), None);
        }
        let chosen: Option<AccountId> = typed.id(&field);
        let member = chosen.and_then(|account| file.member(account));
        let name = member.map_or_else(String::new, |member| member.name.clone());
        (speciality.id.clone(), name, member.map(|member| member.id))
    };
    let asked = course.contraindications.iter();
    let answered = asked.filter_map(|asked| {
        let answer = yes_or_no(typed.text(&format!("found_{}", asked.id)))?;
        Some((asked.id.clone(), answer))
    });
    RecordClearance {
        examined_on: typed.needed_date("examined_on"),
        members: course.clearing().map(member).collect(),
        findings: answered.collect(),
        drugs: found_under(course, products, typed),
        earlier: values_of(asked_before(course), typed),
        cleared: yes_or_no(typed.text("cleared")),
        again_on: typed.date("again_on"),
        words: typed.text("words").to_owned(),
    }
}

/// What the course asks about the time before this case.
fn asked_before(course: &Course) -> impl Iterator<Item = &Item> {
    course.loads.iter().filter_map(|load| load.before.as_ref())
}

/// The drugs ticked under the contraindications that name them, of those that are on offer: an invented one would be a
/// finding that excludes nothing.
fn found_under(course: &Course, products: &[&Protocol], typed: &Typed) -> Vec<(String, String)> {
    let asked = course.contraindications.iter().filter(|asked| asked.names_drug);
    let drugs = asked.flat_map(|asked| {
        let group = drugs_field(asked);
        let ticked = products
            .iter()
            .filter(move |product| typed.ticked(&format!("{group}_{}", product.id)));
        ticked.map(|product| (asked.id.clone(), product.id.clone()))
    });
    drugs.collect()
}

fn drugs_field(asked: &Contraindication) -> String {
    format!("drugs_{}", asked.id)
}

fn yes_or_no(typed: &str) -> Option<bool> {
    match typed {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn clearance_view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> ClearanceView {
    let course = course(visit, file);
    let rules = visit.desk.rules();
    let products = rules.protocols_on(file.now.today());
    let members = course
        .into_iter()
        .flat_map(Course::clearing)
        .map(|speciality| MemberField {
            field: format!("member_{}", speciality.id),
            words: speciality.name.clone().into(),
            choices: holders(visit, file, speciality),
        });
    let asked = course.into_iter().flat_map(|course| &course.contraindications);
    let questions = asked.map(|asked| {
        let excluding = products
            .iter()
            .filter(|product| product.contraindications.iter().any(|known| known.id == asked.id));
        let choice = |product: &&Protocol| Choice::new(&product.id, product.name.clone());
        let named = products.iter().filter(|_| asked.names_drug);
        FindingField {
            field: format!("found_{}", asked.id),
            words: asked.name.clone().into(),
            excludes: excluding
                .filter(|_| !asked.names_drug)
                .map(|product| product.name.clone().into())
                .collect(),
            drugs: asked.names_drug.then(|| drugs_field(asked)),
            products: named.map(choice).collect(),
        }
    });
    let (members, questions): (Vec<_>, Vec<_>) = (members.collect(), questions.collect());
    // Of four members and eight questions the summary says which one lacks.
    let asked = members.iter().map(|member| (&member.field, &member.words));
    let asked = asked.chain(
        questions
            .iter()
            .map(|question| (&question.field, &question.words)),
    );
    form.names
        .extend(asked.map(|(field, words)| (field.clone(), words.clone())));
    let before = course.into_iter().flat_map(asked_before);
    let earlier: Vec<_> = before.map(|item| field(file, rules, item, &form)).collect();
    name_values(&mut form, earlier.iter());
    ClearanceView {
        head: case_head(visit, file),
        form,
        earlier,
        members,
        questions,
        conclusions: ClearanceView::conclusion_choices(),
        source: course.map(|course| cited(rules, &course.clearance.source)),
        rule: course.and_then(|course| link_to(rules.sheet_of(&course.rule()))),
    }
}

/// The specialists of this kind who have accounts where the drug comes from.
pub(super) fn holders(visit: &Visit<'_>, file: &CaseFile, speciality: &Speciality) -> Vec<Choice> {
    let places = &visit.desk.rules().places;
    let Some((post, site)) = speciality.post.zip(file.roster.site(Party::Supplier)) else {
        return Vec::new();
    };
    let role = places.role(&site.kind, post);
    let holders = file
        .roster
        .people
        .iter()
        .filter(|person| person.organisation == site.organisation && Some(person.role.as_str()) == role);
    let members = holders.filter_map(|person| file.member(person.account));
    members
        .map(|member| Choice::new(member.id.to_string(), member.name.clone()))
        .collect()
}

#[get("/cases/<id>/information")]
async fn information(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordInformation, id).await?;
    visit.show(&information_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/information", data = "<typed>")]
async fn record_information(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let form = RecordInformation {
        told_on: typed.needed_date("told_on"),
        told_by: typed.text("told_by").to_owned(),
        language: typed.text("language").to_owned(),
        other_language: typed.text("other_language").to_owned(),
        interpreter: typed.text("interpreter").to_owned(),
        // Whether they are all that must be told is for the rules to say.
        topics: typed.ticks("topics_"),
        own_words: typed.text("own_words").to_owned(),
        consent: typed.text("consent").to_owned(),
        signed: yes_or_no(typed.text("signed")),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::record_information(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| information_view(&visit, file, form);
    settled(&visit, Action::RecordInformation, case, &typed, outcome, again).await
}

fn information_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> InformationView {
    let rules = visit.desk.rules();
    let told = course(visit, file).map(|course| &course.information);
    let regimen = file.case.regimen().zip(protocol(&file.case, rules));
    let topics = told.into_iter().flat_map(|told| &told.topics);
    let languages = told.into_iter().flat_map(|told| &told.languages);
    InformationView {
        head: case_head(visit, file),
        form,
        regimen: regimen.map_or_else(Vec::new, |(regimen, protocol)| {
            vec![
                Row::new(Words::key("product"), protocol.name.clone()),
                Row::new(Words::key("route"), protocol.route.clone()),
                Row::new(Words::key("interval"), interval(protocol.interval.every)),
                Row::new(Words::key("regimen-first-on"), on(regimen.first_on)),
            ]
        }),
        topics: topics
            .map(|topic| Choice::new(&topic.id, topic.name.clone()))
            .collect(),
        languages: languages
            .map(|known| Choice::new(&known.id, known.name.clone()))
            .collect(),
        consents: Consent::ALL
            .map(|consent| Choice::new(consent.code(), Words::key(format!("consent-{}", consent.code()))))
            .into(),
    }
}
