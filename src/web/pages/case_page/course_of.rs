//! What the timeline says about examinations, results and decisions about them.

use crate::domain::event::{Event, Examination, Judgement, Measured, Slip};
use crate::domain::rules::Course;
use crate::text::Words;
use crate::web::pages::monitoring::words::{asked_before_dose, value_in_line};
use crate::web::pages::obligations::{item_list, item_name};
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// The lines of an event of this kind; nothing for any other.
pub(super) fn lines(visit: &Visit<'_>, event: &Event) -> Option<Vec<Words>> {
    Some(match event {
        Event::ExamRecorded(exam) => examination(visit, exam),
        Event::ResultsRecorded(slip) => results(visit, slip),
        Event::ResultJudged(judgement) => judged(visit, judgement),
        _ => return None,
    })
}

fn course<'v>(visit: &Visit<'v>, day: NaiveDate) -> Option<&'v Course> {
    visit.desk.rules().law_for(day).map(|law| law.course)
}

fn plain(text: &str) -> Option<Words> {
    Some(Words::plain(text)).filter(|_| !text.is_empty())
}

fn values(course: Option<&Course>, values: &[Measured]) -> Vec<Words> {
    let line = |measured: &Measured| {
        let item = course.and_then(|course| course.item(&measured.item));
        let name = course.map_or_else(
            || Words::plain(&measured.item),
            |course| item_name(course, &measured.item),
        );
        Words::key("result-line")
            .words("item", name)
            .words("value", value_in_line(item, measured))
    };
    values.iter().map(line).collect()
}

fn examination(visit: &Visit<'_>, exam: &Examination) -> Vec<Words> {
    let course = course(visit, exam.examined_on);
    let mut lines = vec![
        Words::key("examined-on-day").date("on", exam.examined_on),
        Words::key(format!("conclusion-{}", exam.conclusion.code())),
    ];
    for examiner in &exam.examiners {
        let speciality = course.and_then(|course| course.speciality(&examiner.speciality));
        let speciality = speciality.map_or_else(
            || Words::plain(&examiner.speciality),
            |known| known.name.clone().into(),
        );
        lines.push(
            Words::key("commission-member")
                .words("speciality", speciality)
                .words("name", Words::plain(&examiner.name)),
        );
    }
    lines.extend(values(course, &exam.values));
    lines.extend(plain(&exam.laboratory));
    lines.extend(plain(&exam.findings));
    lines.extend(plain(&exam.words));
    lines
}

fn results(visit: &Visit<'_>, slip: &Slip) -> Vec<Words> {
    let mut lines = vec![Words::key("taken-on-day").date("on", slip.taken_on)];
    lines.extend(values(course(visit, slip.taken_on), &slip.values));
    lines.push(plain(&slip.laboratory).unwrap_or_else(|| Words::key("read-at-the-chair")));
    let asked = asked_before_dose(visit.desk.rules(), slip);
    lines.extend(asked.map(|question| Words::key("asked-before-dose-line").words("question", question)));
    lines.extend(plain(&slip.words));
    lines
}

fn judged(visit: &Visit<'_>, judgement: &Judgement) -> Vec<Words> {
    let course = course(visit, judgement.judged_on);
    let items = judgement.items.iter().map(String::as_str);
    let mut lines: Vec<_> = course
        .map(|course| item_list(course, items, usize::MAX))
        .into_iter()
        .collect();
    lines.push(Words::key(format!("decided-{}", judgement.decided.code())));
    lines.extend(
        judgement
            .repeat_by
            .map(|on| Words::key("repeat-by-day").date("on", on)),
    );
    lines.extend(plain(&judgement.words));
    lines
}
