//! The person complains, and is answered: by a date, and never by the one he complains about.

use super::{Decision, past};
use crate::domain::case::Case;
use crate::domain::event::{Complaint, ComplaintAnswered, Event};
use crate::domain::ids::{AccountId, RecordId};
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::Course;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// A complaint as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LodgeComplaint {
    /// Day of receipt; `None` where the typed date is not one.
    pub received_on: Option<NaiveDate>,
    /// What it is about, by its identity in the course.
    pub subject: String,
    /// To whom it goes, by its identity in the course.
    pub addressee: String,
    /// The account complained about.
    pub against: Option<AccountId>,
    /// The record complained about.
    pub about: Option<RecordId>,
    /// The person's own words.
    pub own_words: String,
    /// Number or name of the paper.
    pub document: String,
}

/// An answer as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerComplaint {
    /// Which complaint.
    pub complaint: Option<RecordId>,
    /// Day of the answer; `None` where the typed date is not one.
    pub answered_on: Option<NaiveDate>,
    /// Who answered.
    pub answered_by: String,
    /// The outcome, by its identity in the course.
    pub outcome: String,
    /// Number or name of the answer's paper.
    pub document: String,
    /// What was answered.
    pub words: String,
}

/// Records a complaint. It is possible at any time, also after the measure has ended.
///
/// # Errors
/// Refused where the day, the subject, the addressee or the person's own words are missing, or where the record or the
/// user complained about is none of this case.
pub fn lodge_complaint(
    case: &Case,
    id: RecordId,
    form: &LodgeComplaint,
    course: &Course,
    known: impl Fn(AccountId) -> bool,
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    let rule = &course.complaint;
    let received_on = past(
        "received_on",
        form.received_on,
        Some(case.opened_on),
        now,
        &mut wrong,
    );
    if !rule.subjects.iter().any(|known| known.id == form.subject) {
        wrong.push(Refusal::Required { field: "subject" });
    }
    if rule.addressee(&form.addressee).is_none() {
        wrong.push(Refusal::Required { field: "addressee" });
    }
    if form.against.is_some_and(|account| !known(account)) {
        wrong.push(Refusal::NotUnderstood { field: "against" });
    }
    if form.about.is_some_and(|about| case.made_by(about).is_none()) {
        wrong.push(Refusal::NotUnderstood { field: "about" });
    }
    let own_words = text("own_words", &form.own_words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let document = text("document", &form.document, false, LINE).map_err(|refusal| wrong.push(refusal));
    match (received_on, own_words, document) {
        (Some(received_on), Ok(own_words), Ok(document)) if wrong.is_empty() => {
            Ok(vec![Event::ComplaintLodged(Complaint {
                id,
                course: course.rule(),
                subject: form.subject.clone(),
                addressee: form.addressee.clone(),
                against: form.against,
                about: form.about,
                received_on,
                own_words,
                document,
            })])
        }
        _ => Err(wrong),
    }
}

/// Records the answer to a complaint.
///
/// # Errors
/// Refused where the complaint is not open; where the one who records the answer is the one complained about; where
/// the day, the name, the outcome or the words are missing.
pub fn answer_complaint(
    case: &Case,
    by: Option<AccountId>,
    form: &AnswerComplaint,
    course: &Course,
    now: &Now,
) -> Decision {
    let found = case.complaints.iter().map(|entry| &entry.content);
    let found = found
        .into_iter()
        .find(|complaint| Some(complaint.id) == form.complaint);
    let Some(complaint) = found else {
        return Err(vec![Refusal::Required { field: "complaint" }]);
    };
    if case.answer_to(complaint.id).is_some() {
        return Err(vec![Refusal::NothingToDo]);
    }
    if by.is_some_and(|account| case.complained_about(complaint, account)) {
        return Err(vec![Refusal::ComplainedAbout]);
    }
    let mut wrong = Vec::new();
    let answered_on = past(
        "answered_on",
        form.answered_on,
        Some(complaint.received_on),
        now,
        &mut wrong,
    );
    if course.complaint.outcome(&form.outcome).is_none() {
        wrong.push(Refusal::Required { field: "outcome" });
    }
    let mut line = |field, typed: &str, required, most| {
        text(field, typed, required, most).map_err(|refusal| wrong.push(refusal))
    };
    let answered_by = line("answered_by", &form.answered_by, true, LINE);
    let document = line("document", &form.document, false, LINE);
    let words = line("words", &form.words, true, WORDS);
    match (answered_on, answered_by, document, words) {
        (Some(answered_on), Ok(answered_by), Ok(document), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::ComplaintAnswered(ComplaintAnswered {
                complaint: complaint.id,
                answered_on,
                answered_by,
                outcome: form.outcome.clone(),
                document,
                words,
            })])
        }
        _ => Err(wrong),
    }
}
