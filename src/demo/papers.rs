//! What careful doctors write before the first dose.

use chrono::NaiveDate;

use crate::domain::decide::{AnswerComplaint, LodgeComplaint, RecordClearance, RecordInformation};
use crate::domain::event::Consent;
use crate::domain::ids::{AccountId, RecordId};
use crate::domain::rules::{Course, Speciality};

/// Specialists without accounts; none of them lives.
const SPECIALISTS: [&str; 4] = ["Оспанова Р. С.", "Литвинов П. Г.", "Досжанов Е. М.", "Ким В. А."];

/// Nothing found: treatment may begin.
#[must_use]
pub fn clearance(course: &Course, examined_on: NaiveDate, physician: (&str, AccountId)) -> RecordClearance {
    let member = |(number, speciality): (usize, &Speciality)| {
        let (name, account) = match speciality.post {
            Some(_) => (physician.0, Some(physician.1)),
            None => (SPECIALISTS[number % SPECIALISTS.len()], None),
        };
        (speciality.id.clone(), name.to_owned(), account)
    };
    let asked = course.contraindications.iter();
    RecordClearance {
        examined_on: Some(examined_on),
        members: course.clearing().enumerate().map(member).collect(),
        findings: asked.map(|asked| (asked.id.clone(), false)).collect(),
        cleared: Some(true),
        again_on: None,
        words: "Противопоказаний не выявлено".to_owned(),
    }
}

/// Everything explained, in the first language of the course that needs no interpreter.
#[must_use]
pub fn information(
    course: &Course,
    told_on: NaiveDate,
    told_by: &str,
    (consent, own_words): (Consent, &str),
) -> RecordInformation {
    let told = &course.information;
    let language = told.languages.iter().find(|language| !language.interpreter);
    RecordInformation {
        told_on: Some(told_on),
        told_by: told_by.to_owned(),
        language: language.map_or_else(String::new, |language| language.id.clone()),
        interpreter: String::new(),
        topics: told.topics.iter().map(|topic| topic.id.clone()).collect(),
        own_words: own_words.to_owned(),
        consent: consent.code().to_owned(),
        signed: Some(consent != Consent::Refused),
    }
}

/// A complaint that names nobody.
#[must_use]
pub fn complaint(received_on: NaiveDate, subject: &str, addressee: &str, own_words: &str) -> LodgeComplaint {
    LodgeComplaint {
        received_on: Some(received_on),
        subject: subject.to_owned(),
        addressee: addressee.to_owned(),
        own_words: own_words.to_owned(),
        ..LodgeComplaint::default()
    }
}

/// An answer that explains.
#[must_use]
pub fn answer(
    complaint: RecordId,
    answered_on: NaiveDate,
    answered_by: &str,
    words: &str,
) -> AnswerComplaint {
    AnswerComplaint {
        complaint: Some(complaint),
        answered_on: Some(answered_on),
        answered_by: answered_by.to_owned(),
        outcome: "explained".to_owned(),
        document: String::new(),
        words: words.to_owned(),
    }
}
