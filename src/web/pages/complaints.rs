//! The person's complaints: taken down, and answered.

use super::case_head::{at, case_head, offset, on};
use super::record::{Answer, fresh, known, open, settled};
use super::rules::link_to;
use crate::access::{Action, Lens};
use crate::commands;
use crate::domain::decide::{AnswerComplaint, LodgeComplaint};
use crate::domain::event::Complaint;
use crate::domain::ids::{AccountId, RecordId};
use crate::domain::obligation::Kind;
use crate::domain::rules::{ComplaintRule, Course, Named, Party};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::complaints::{AnswerComplaint as AnswerView, LodgeComplaint as LodgeView, Waiting};
use crate::web::views::parts::{Choice, Row};
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![lodging, lodge_complaint, answering, answer_complaint]
}

#[get("/cases/<id>/complaint")]
async fn lodging(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::LodgeComplaint, id).await?;
    let mut form = fresh();
    put_date(&mut form, "received_on", file.now.today());
    visit.show(&lodge_view(&visit, &file, form))
}

#[post("/cases/<id>/complaint", data = "<typed>")]
async fn lodge_complaint(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let form = LodgeComplaint {
        received_on: typed.needed_date("received_on"),
        subject: typed.text("subject").to_owned(),
        addressee: typed.text("addressee").to_owned(),
        against: chosen(&typed, "against", AccountId::fresh),
        about: chosen(&typed, "about", RecordId::fresh),
        own_words: typed.text("own_words").to_owned(),
        document: typed.text("document").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::lodge_complaint(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| lodge_view(&visit, file, form);
    settled(&visit, Action::LodgeComplaint, case, &typed, outcome, again).await
}

/// What was chosen from a list that may be left alone. What is no identity is refused like one of nobody: whom a person
/// complains about is not lost on the way.
fn chosen<T: std::str::FromStr>(typed: &Typed, field: &str, nobody: impl FnOnce() -> T) -> Option<T> {
    let left_alone = typed.text(field).is_empty();
    (!left_alone).then(|| typed.id(field).unwrap_or_else(nobody))
}

/// May the reader know what stands in the medical record? The clerk sees that there is a complaint, not its words.
fn reads_words(visit: &Visit<'_>) -> bool {
    visit
        .actor()
        .role()
        .is_some_and(|role| role.lens() != Lens::Registry)
}

fn course<'v>(visit: &Visit<'v>, file: &CaseFile) -> Option<&'v Course> {
    let law = visit.desk.rules().law_for(file.now.today())?;
    Some(law.course)
}

fn lodge_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> LodgeView {
    let course = course(visit, file);
    let rule = course.map(|course| &course.complaint);
    let addressees = rule.into_iter().flat_map(|rule| &rule.addressees);
    LodgeView {
        head: case_head(visit, file),
        form,
        subjects: choices(rule, |rule| &rule.subjects),
        addressees: addressees
            .map(|known| Choice {
                hint: Some(Words::key("complaint-term").words("within", offset(known.within))),
                ..Choice::new(&known.id, known.name.clone())
            })
            .collect(),
        staff: staff(visit, file),
        records: if reads_words(visit) {
            records(file)
        } else {
            Vec::new()
        },
        rule: course.and_then(|course| link_to(visit.desk.rules().sheet_of(&course.rule()))),
    }
}

fn choices(rule: Option<&ComplaintRule>, of: impl Fn(&ComplaintRule) -> &Vec<Named>) -> Vec<Choice> {
    let list = rule.into_iter().flat_map(of);
    list.map(|known| Choice::new(&known.id, known.name.clone()))
        .collect()
}

/// Those who treat and supply, now.
fn staff(visit: &Visit<'_>, file: &CaseFile) -> Vec<Choice> {
    let sites: Vec<_> = [Party::Responsible, Party::Supplier]
        .into_iter()
        .filter_map(|party| file.roster.site(party))
        .map(|site| site.organisation)
        .collect();
    let places = &visit.desk.rules().places;
    let treating = file
        .members
        .iter()
        .filter(|member| sites.contains(&member.organisation));
    treating
        .map(|member| {
            let role = places.role_name(&member.role).map_or_else(
                || Words::plain(member.role.clone()),
                |name| name.after_words().into(),
            );
            let words = Words::key("complaint-staff")
                .words("name", Words::plain(member.name.clone()))
                .words("role", role);
            Choice::new(member.id.to_string(), words)
        })
        .collect()
}

/// What the person may complain about in the record, the newest first.
fn records(file: &CaseFile) -> Vec<Choice> {
    let case = &file.case;
    let zone = file.now.zone;
    let line = |key: &str, on: Words| {
        Words::key("complaint-record")
            .words("what", Words::key(key.to_owned()))
            .words("on", on)
    };
    let doses = case.doses.iter().map(|entry| {
        let given = &entry.content;
        (given.id, line("event-dose-given", on(given.given_on)))
    });
    let missed = case.not_given.iter().map(|entry| {
        let record = &entry.content;
        (record.id, line("event-dose-not-given", on(record.occurred_on)))
    });
    let told = case.informed.iter().map(|entry| {
        let told = &entry.content;
        (told.id, line("event-person-informed", on(told.told_on)))
    });
    let cleared = case.clearances.iter().map(|entry| {
        let clearance = &entry.content;
        (
            clearance.id,
            line("event-clearance-recorded", on(clearance.examined_on)),
        )
    });
    let prescribed = case.regimens.iter().map(|entry| {
        let words = line("event-regimen-prescribed", at(entry.recorded_at, zone));
        (entry.content.id, words)
    });
    let held = case.holds.iter().map(|hold| {
        let placed = &hold.placed;
        (placed.id, line("event-hold-placed", on(placed.placed_on)))
    });
    let all = doses.chain(missed).chain(told).chain(cleared);
    let mut all: Vec<_> = all.chain(prescribed).chain(held).collect();
    all.reverse();
    all.into_iter()
        .map(|(id, words)| Choice::new(id.to_string(), words))
        .collect()
}

#[get("/cases/<id>/complaints/answer")]
async fn answering(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::AnswerComplaint, id).await?;
    let mut form = fresh();
    put_date(&mut form, "answered_on", file.now.today());
    let waiting: Vec<_> = file.case.open_complaints().collect();
    if let [(_, only)] = waiting.as_slice() {
        form = form.value("complaint", only.content.id.to_string());
    }
    visit.show(&answer_view(&visit, &file, form))
}

#[post("/cases/<id>/complaints/answer", data = "<typed>")]
async fn answer_complaint(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let form = AnswerComplaint {
        complaint: typed.id("complaint"),
        answered_on: typed.needed_date("answered_on"),
        answered_by: typed.text("answered_by").to_owned(),
        outcome: typed.text("outcome").to_owned(),
        document: typed.text("document").to_owned(),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::answer_complaint(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| answer_view(&visit, file, form);
    settled(&visit, Action::AnswerComplaint, case, &typed, outcome, again).await
}

fn answer_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> AnswerView {
    let plan = file.plan(visit.desk.rules());
    let account = visit.actor().account_id();
    let open = file.case.open_complaints().map(|(number, entry)| {
        let complaint = &entry.content;
        let mut rows = complaint_rows(visit, file, complaint, reads_words(visit));
        let owed = plan.obligation((Kind::AnswerComplaint, number));
        rows.extend(owed.map(|owed| Row::new(Words::key("complaint-answer-by"), on(owed.due_on))));
        Waiting {
            number,
            rows,
            about_reader: account.is_some_and(|account| file.case.complained_about(complaint, account)),
        }
    });
    let choices_of = file.case.open_complaints().map(|(number, entry)| {
        let words = Words::key("complaint-number").number("n", number.into());
        Choice::new(entry.content.id.to_string(), words)
    });
    let course = course(visit, file);
    AnswerView {
        head: case_head(visit, file),
        form,
        open: open.collect(),
        choices: choices_of.collect(),
        outcomes: choices(course.map(|course| &course.complaint), |rule| &rule.outcomes),
    }
}

/// A complaint as rows: its words only for those who may read them.
pub(super) fn complaint_rows(
    visit: &Visit<'_>,
    file: &CaseFile,
    complaint: &Complaint,
    words: bool,
) -> Vec<Row> {
    let rules = visit.desk.rules();
    let rule = rules
        .course_by_rule(&complaint.course)
        .map(|course| &course.complaint);
    let mut rows = vec![
        Row::new(Words::key("complaint-received-on"), on(complaint.received_on)),
        Row::new(Words::key("complaint-addressee"), addressee(rule, complaint)),
    ];
    if !complaint.document.is_empty() {
        rows.push(Row::new(
            Words::key("complaint-document"),
            Words::plain(complaint.document.clone()),
        ));
    }
    if !words {
        return rows;
    }
    let subject = rule.and_then(|rule| rule.subject(&complaint.subject));
    let subject = subject.map_or_else(
        || Words::plain(complaint.subject.clone()),
        |known| known.name.clone().into(),
    );
    rows.push(Row::new(Words::key("complaint-subject"), subject));
    let against = complaint.against.and_then(|account| file.member(account));
    rows.extend(
        against.map(|member| Row::new(Words::key("complaint-against"), Words::plain(member.name.clone()))),
    );
    rows.push(Row::new(
        Words::key("own-words"),
        Words::plain(complaint.own_words.clone()),
    ));
    rows
}

/// To whom a complaint goes.
pub(super) fn addressee(rule: Option<&ComplaintRule>, complaint: &Complaint) -> Words {
    let known = rule.and_then(|rule| rule.addressee(&complaint.addressee));
    known.map_or_else(
        || Words::plain(complaint.addressee.clone()),
        |known| known.name.clone().into(),
    )
}
