//! The specialists' examination, and results that come alone.

use super::clearance::members;
use super::measured::{TypedValue, measured};
use super::reaction::stop;
use super::reactions::{TypedReaction, reaction};
use super::{Decision, past};
use crate::domain::case::Case;
use crate::domain::event::{Conclusion, Event, Examination, Slip};
use crate::domain::ids::{AccountId, RecordId};
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::results::watched;
use crate::domain::rules::{Course, Item, Rules};
use crate::domain::schedule::Interval;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What specialists found. Unread text, so that one look can name everything that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordExam {
    /// Day of the examination; `None` where the typed date is not one.
    pub examined_on: Option<NaiveDate>,
    /// Examiners, by the identity of their speciality: name, and account where they have one.
    pub examiners: Vec<(String, String, Option<AccountId>)>,
    /// What was measured and asked.
    pub values: Vec<TypedValue>,
    /// The laboratory.
    pub laboratory: String,
    /// Findings.
    pub findings: String,
    /// Side effects; those without words are none.
    pub reactions: Vec<TypedReaction>,
    /// Conclusion, by code.
    pub conclusion: String,
    /// Reasons.
    pub words: String,
}

/// A laboratory's slip. Unread text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordResults {
    /// Day on which the sample was taken; `None` where the typed date is not one.
    pub taken_on: Option<NaiveDate>,
    /// The laboratory.
    pub laboratory: String,
    /// The values.
    pub values: Vec<TypedValue>,
    /// Words to them.
    pub words: String,
}

/// The items that an examination asks of a case: what is always asked, then what the protocol watches and no
/// laboratory measures. Each must be answered.
#[must_use]
pub fn examined<'r>(case: &Case, course: &'r Course, rules: &Rules) -> Vec<&'r Item> {
    let always = course.examination.always.iter().map(String::as_str);
    let watched = watched(case, rules).iter().map(|monitor| monitor.item.as_str());
    let mut items: Vec<&Item> = Vec::new();
    for item in always.chain(watched).filter_map(|id| course.item(id)) {
        if !item.laboratory && !items.iter().any(|known| known.id == item.id) {
            items.push(item);
        }
    }
    items
}

/// The day of the first dose.
fn began_on(case: &Case) -> Option<NaiveDate> {
    Some(case.doses_in_effect().first()?.content.given_on)
}

/// Once the measure is over, what was found before its end can still become known; what is found later belongs to
/// another treatment.
fn known_late(case: &Case, field: &'static str, day: Option<NaiveDate>, now: &Now) -> Option<Refusal> {
    let today = now.today();
    let latest_on = case
        .closes_on(today)
        .filter(|_| case.ended_on(today))?
        .pred_opt()?;
    (day? > latest_on).then_some(Refusal::NotAfter { field, latest_on })
}

/// The day of the first ruling.
pub(super) fn first_ruled_on(case: &Case) -> Option<NaiveDate> {
    case.rulings.iter().map(|known| known.ruling.ruled_on).min()
}

/// From this day on a result can still mean something in the case: as long before the first ruling as any protocol lets
/// a result count.
fn results_since(case: &Case, rules: &Rules) -> Option<NaiveDate> {
    let monitors = rules.protocols().flat_map(|protocol| &protocol.monitors);
    let longest = monitors.map(|monitor| monitor.valid_days).max()?;
    Some(Interval::Days(longest).before(first_ruled_on(case)?))
}

/// Records an examination, and each side effect it found as a reaction of its own; a severe one stops the doses.
///
/// # Errors
/// Refused where treatment has not begun, or had ended on that day; where an examiner, an answer, the findings or the conclusion
/// is missing; where one examiner stands under two specialities; where a value cannot be read or can hardly be.
pub fn record_exam(
    case: &Case,
    ids: &mut dyn FnMut() -> RecordId,
    form: &RecordExam,
    rules: &Rules,
    now: &Now,
) -> Decision {
    if case.doses_in_effect().is_empty() {
        return Err(vec![Refusal::StepNotPossible]);
    }
    let law = rules
        .law_for(now.today())
        .ok_or_else(|| vec![Refusal::NothingToDo])?;
    let course = law.course;
    let mut wrong = Vec::new();
    let examined_on = past("examined_on", form.examined_on, began_on(case), now, &mut wrong);
    wrong.extend(known_late(case, "examined_on", examined_on, now));
    let examiners = members(&form.examiners, course.examining(), &mut wrong);
    let values = measured(&form.values, course, &mut wrong);
    for item in examined(case, course, rules) {
        let typed = form
            .values
            .iter()
            .any(|typed| typed.item == item.id && !typed.value.trim().is_empty());
        if !typed {
            wrong.push(Refusal::ResultMissing {
                item: item.id.clone(),
            });
        }
    }
    let mut said = |field, typed: &str, required, most| {
        text(field, typed, required, most)
            .map_err(|refusal| wrong.push(refusal))
            .ok()
    };
    let laboratory = said("laboratory", &form.laboratory, false, LINE);
    let findings = said("findings", &form.findings, true, WORDS);
    let conclusion = Conclusion::from_code(&form.conclusion);
    // Going on as before needs no reasons; anything else does.
    let explain = conclusion.is_some_and(|conclusion| conclusion != Conclusion::Continue);
    let words = said("words", &form.words, explain, WORDS);
    if conclusion.is_none() {
        wrong.push(Refusal::Required { field: "conclusion" });
    }
    let mut events = Vec::new();
    let exam = ids();
    for (number, typed) in form.reactions.iter().enumerate() {
        if !typed.blank() {
            let Some((reaction, severity)) = reaction(ids(), number, typed, (rules, now), &mut wrong) else {
                continue;
            };
            if severity.stops && !events.iter().any(|event| matches!(event, Event::HoldPlaced(_))) {
                events.extend(stop(case, ids(), reaction.words.clone(), now));
            }
            events.push(Event::ReactionReported(reaction));
        }
    }
    match (examined_on, conclusion, laboratory, findings, words) {
        (Some(examined_on), Some(conclusion), Some(laboratory), Some(findings), Some(words))
            if wrong.is_empty() =>
        {
            let exam = Examination {
                id: exam,
                course: course.rule(),
                examined_on,
                examiners,
                findings,
                values,
                laboratory,
                conclusion,
                words,
            };
            events.insert(0, Event::ExamRecorded(exam));
            Ok(events)
        }
        _ => Err(wrong),
    }
}

/// Records a laboratory's slip, or values read alone. Before the first dose, too: that is the baseline. `until_on` is the last
/// day of which whoever handed the person over may say what was measured: what comes later is the matter of whoever has him.
///
/// # Errors
/// Refused where the case had ended on that day, the day lies after the last one, nothing was measured, a laboratory's value names no laboratory, or a value
/// cannot be read or can hardly be.
pub fn record_results(
    case: &Case,
    id: RecordId,
    form: &RecordResults,
    (rules, until_on): (&Rules, Option<NaiveDate>),
    now: &Now,
) -> Decision {
    let law = rules.law_for(now.today());
    let course = law.ok_or_else(|| vec![Refusal::NothingToDo])?.course;
    let mut wrong = Vec::new();
    let taken_on = past(
        "taken_on",
        form.taken_on,
        results_since(case, rules),
        now,
        &mut wrong,
    );
    let handed_over = taken_on.zip(until_on).filter(|(on, latest_on)| on > latest_on);
    let handed_over = handed_over.map(|(_, latest_on)| Refusal::AfterHandover {
        field: "taken_on",
        latest_on,
    });
    wrong.extend(handed_over.or_else(|| known_late(case, "taken_on", taken_on, now)));
    let values = measured(&form.values, course, &mut wrong);
    if form.values.iter().all(|typed| typed.value.trim().is_empty()) {
        wrong.push(Refusal::NothingMeasured);
    }
    let from_laboratory = values
        .iter()
        .filter_map(|value| course.item(&value.item))
        .any(|item| item.laboratory);
    let laboratory = text("laboratory", &form.laboratory, from_laboratory, LINE);
    let laboratory = laboratory.map_err(|refusal| wrong.push(refusal));
    let words = text("words", &form.words, false, WORDS).map_err(|refusal| wrong.push(refusal));
    match (taken_on, laboratory, words) {
        (Some(taken_on), Ok(laboratory), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::ResultsRecorded(Slip {
                id,
                course: course.rule(),
                taken_on,
                laboratory,
                values,
                words,
                check: None,
            })])
        }
        _ => Err(wrong),
    }
}
