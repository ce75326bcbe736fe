//! What careful people write: a commission, a doctor, a nurse, a laboratory.

use chrono::NaiveDate;

use super::chance::Chance;
use crate::domain::case::Case;
use crate::domain::decide::{AnswerComplaint, LodgeComplaint, RecordClearance, RecordInformation};
use crate::domain::decide::{FlareAnswer, PrescribeRegimen, RecordExam, TypedValue, examined};
use crate::domain::event::Conclusion;
use crate::domain::event::Consent;
use crate::domain::ids::{AccountId, RecordId};
use crate::domain::results::{latest, range_on, to_repeat, watched};
use crate::domain::rules::{Course, Speciality};
use crate::domain::rules::{Item, ResultKind, Rules};
use crate::domain::schedule::Interval;

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
        drugs: Vec::new(),
        earlier: Vec::new(),
        cleared: Some(true),
        again_on: None,
        words: "Противопоказаний не выявлено".to_owned(),
    }
}

/// A drug chosen, with cover of the first weeks and words about the sum of a lifetime where the drug asks for them.
#[must_use]
pub fn prescription(product: &str, first_on: NaiveDate, reason: &str) -> PrescribeRegimen {
    PrescribeRegimen {
        protocol: product.to_owned(),
        first_on: Some(first_on),
        reason: reason.to_owned(),
        flare: FlareAnswer {
            given: Some(true),
            words: "Ципротерон внутрь на первые недели".to_owned(),
            ..FlareAnswer::default()
        },
        despite_sum: "Другие препараты противопоказаны, МРТ без изменений".to_owned(),
        late_why: "Постановление зарегистрировано позже установленного законом дня".to_owned(),
        born_on: None,
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
        other_language: String::new(),
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

/// Specialists found nothing wrong: what is asked is answered as it should be, what is measured lies where it should.
#[must_use]
pub fn examination(
    case: &Case,
    rules: &Rules,
    examined_on: NaiveDate,
    physician: (&str, AccountId),
) -> RecordExam {
    let Some(law) = rules.law_for(examined_on) else {
        return RecordExam::default();
    };
    let examiner = |(number, speciality): (usize, &Speciality)| {
        let (name, account) = match speciality.post {
            Some(_) => (physician.0, Some(physician.1)),
            None => (SPECIALISTS[number % SPECIALISTS.len()], None),
        };
        (speciality.id.clone(), name.to_owned(), account)
    };
    let asked = examined(case, law.course, rules);
    RecordExam {
        examined_on: Some(examined_on),
        examiners: law.course.examining().enumerate().map(examiner).collect(),
        values: asked.into_iter().map(usual).collect(),
        findings: "Состояние удовлетворительное, жалоб нет".to_owned(),
        conclusion: Conclusion::Continue.code().to_owned(),
        ..RecordExam::default()
    }
}

/// The usual answer, or a value in the middle of what is usual.
#[must_use]
pub fn usual(item: &Item) -> TypedValue {
    let value = match &item.result {
        ResultKind::YesNo { normal: true, .. } => "yes".to_owned(),
        ResultKind::YesNo { normal: false, .. } => "no".to_owned(),
        ResultKind::Number { range, decimals, .. } => {
            let middle = match range.map(|range| (range.low, range.high)) {
                Some((Some(low), Some(high))) => f64::midpoint(low, high),
                Some((Some(low), None)) => low.abs() / 2.0,
                Some((None, Some(high))) => high / 2.0,
                // A weight; nothing else has no range.
                _ => 78.0,
            };
            format!("{middle:.*}", usize::from(*decimals))
        }
    };
    TypedValue {
        item: item.id.clone(),
        value,
        ..TypedValue::default()
    }
}

/// What is asked at every examination, answered as it should be.
#[must_use]
pub fn asked(case: &Case, rules: &Rules, on: NaiveDate) -> Vec<TypedValue> {
    let law = rules.law_for(on);
    let items = law.map_or_else(Vec::new, |law| examined(case, law.course, rules));
    items.into_iter().map(usual).collect()
}

/// What a physician wants to see again, as it should be, whether or not the drug of today asks for it: he ordered it under
/// another one, perhaps.
#[must_use]
pub fn ordered_again(case: &Case, rules: &Rules, on: NaiveDate) -> Vec<TypedValue> {
    let course = rules.law_for(on).map(|law| law.course);
    let items = to_repeat(case).into_iter();
    let items = items.filter_map(|(item, ..)| course?.item(item));
    items.map(usual).collect()
}

/// The same with numbers that are never quite the same.
#[must_use]
pub fn vary(values: Vec<TypedValue>, rules: &Rules, on: NaiveDate, chance: &mut Chance) -> Vec<TypedValue> {
    let course = rules.law_for(on).map(|law| law.course);
    let vary = |mut typed: TypedValue| {
        let item = course.and_then(|course| course.item(&typed.item));
        let number = matches!(item.map(|item| &item.result), Some(ResultKind::Number { .. }));
        if let (true, Ok(value)) = (number, typed.value.parse::<f64>()) {
            let part = f64::from(chance.below(100)) / 100.0;
            typed.value = format!("{:.0}", value * (0.95 + part / 10.0));
        }
        typed
    };
    values.into_iter().map(vary).collect()
}

/// What a laboratory found, by chance: mostly as it should be. Under treatment testosterone is low; now and then a
/// value escapes.
#[must_use]
pub fn laboratory(case: &Case, rules: &Rules, on: NaiveDate, chance: &mut Chance) -> Vec<TypedValue> {
    let Some(law) = rules.law_for(on) else {
        return Vec::new();
    };
    let watched = watched(case, rules).iter();
    // What is measured once a year or two is not drawn at every examination.
    let wanted = watched.filter(|monitor| {
        let last = latest(case, &monitor.item).map(|reading| reading.taken_on);
        let rare = Interval::Months(monitor.every_months.saturating_sub(2));
        monitor.every_months <= 6 || last.is_none_or(|last| rare.after(last) <= on)
    });
    let items = wanted.filter_map(|monitor| law.course.item(&monitor.item));
    let measured = items.filter(|item| item.laboratory).map(|item| TypedValue {
        value: drawn(case, rules, item, on, chance),
        ..usual(item)
    });
    measured.collect()
}

/// What a laboratory found in somebody of whom there is nothing to tell: the middle of what it should be.
#[must_use]
pub fn laboratory_usual(case: &Case, rules: &Rules, on: NaiveDate) -> Vec<TypedValue> {
    let Some(law) = rules.law_for(on) else {
        return Vec::new();
    };
    let watched = watched(case, rules).iter();
    let items = watched.filter_map(|monitor| law.course.item(&monitor.item));
    let measured = items.filter(|item| item.laboratory).map(|item| {
        let aimed =
            range_on(case, rules, item, on).and_then(|range| range.high.filter(|_| range.low.is_none()));
        match aimed {
            Some(high) => TypedValue {
                value: format!("{:.1}", high / 2.0),
                ..usual(item)
            },
            None => usual(item),
        }
    });
    measured.collect()
}

/// A number somewhere inside what it should be; one in fourteen lies outside.
fn drawn(case: &Case, rules: &Rules, item: &Item, on: NaiveDate, chance: &mut Chance) -> String {
    let range = range_on(case, rules, item, on);
    let (low, high) = match range.map(|range| (range.low, range.high)) {
        Some((Some(low), Some(high))) => (low, high),
        Some((Some(low), None)) => (low, low + 2.0),
        Some((None, Some(high))) => (high * 0.25, high),
        _ => return usual(item).value,
    };
    let part = f64::from(chance.below(1000)) / 1000.0;
    let inside = low + (high - low) * (0.1 + 0.8 * part);
    let value = if chance.below(14) == 0 {
        high + (high - low) * (0.1 + part)
    } else {
        inside
    };
    let places = match item.result {
        ResultKind::Number { decimals, .. } => usize::from(decimals),
        ResultKind::YesNo { .. } => 0,
    };
    format!("{value:.places$}")
}
