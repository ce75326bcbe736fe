//! The person's complaints on the page of the case: beside the next dose, and in the timeline.

use crate::access::Action;
use crate::domain::event::{Complaint, ComplaintAnswered};
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::complaints::addressee;
use crate::web::views::parts::{Banner, Link, Tone};
use crate::web::visit::Visit;

/// One banner for each complaint without an answer. It stops no dose: it is read beside it.
pub(super) fn banners(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Vec<Banner> {
    let rules = visit.desk.rules();
    let may = visit.may(Action::AnswerComplaint, &file.facts.clone().into());
    let open = file.case.open_complaints();
    open.map(|(number, entry)| {
        let complaint = &entry.content;
        let owed = plan.obligation((Kind::AnswerComplaint, number));
        let late = owed.is_some_and(|owed| owed.closes_on < file.now.today());
        let rule = rules
            .course_by_rule(&complaint.course)
            .map(|course| &course.complaint);
        let words = owed.map(|owed| {
            // Once the measure is over there is no dose that a complaint might stop.
            let words = if file.facts.open { "words" } else { "over" };
            Words::key(format!("banner-complaint-{words}"))
                .words("to", addressee(rule, complaint))
                .date("by", owed.due_on)
        });
        Banner {
            tone: if late { Tone::Bad } else { Tone::Warn },
            title: Words::key("banner-complaint").date("on", complaint.received_on),
            words,
            link: may.then(|| {
                Link::new(
                    format!("/cases/{}/complaints/answer", file.case.id),
                    Words::key("answer-complaint-action"),
                )
            }),
        }
    })
    .collect()
}

/// What the timeline says of a complaint.
pub(super) fn lodged(visit: &Visit<'_>, file: &CaseFile, complaint: &Complaint) -> Vec<Words> {
    let rows = crate::web::pages::complaints::complaint_rows(visit, file, complaint, true);
    let line = |row: crate::web::views::parts::Row| {
        Words::key("labelled")
            .words("label", row.label)
            .words("value", row.value)
    };
    rows.into_iter().map(line).collect()
}

/// What the timeline says of its answer.
pub(super) fn answered(visit: &Visit<'_>, file: &CaseFile, answer: &ComplaintAnswered) -> Vec<Words> {
    let complaint = file.case.complaints.iter().map(|entry| &entry.content);
    let complaint = complaint
        .into_iter()
        .find(|complaint| complaint.id == answer.complaint);
    let course = complaint.and_then(|complaint| visit.desk.rules().course_by_rule(&complaint.course));
    let outcome = course.and_then(|course| course.complaint.outcome(&answer.outcome));
    let outcome = outcome.map_or_else(
        || Words::plain(answer.outcome.clone()),
        |known| known.name.clone().into(),
    );
    let mut lines = vec![
        Words::key("answered-line")
            .date("on", answer.answered_on)
            .words("by", Words::plain(answer.answered_by.clone())),
        outcome,
        Words::plain(answer.words.clone()),
    ];
    if !answer.document.is_empty() {
        lines.push(Words::plain(answer.document.clone()));
    }
    lines
}
