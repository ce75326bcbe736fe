//! What the results of a case say: the latest of each item, and what is not as it should be.

use super::case::{Case, Entry};
use super::event::{DoseGiven, Examination, Judgement, Measured, Recorder};
use super::ids::RecordId;
use super::rules::{
    Answer, Course, Item, Monitor, PreDoseCheck, Protocol, Range, Reply, ResultKind, Rules, Verdict,
};
use super::schedule::Interval;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// One value as it stands in a record that was not struck out.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'c> {
    /// The slip or the examination.
    pub record: RecordId,
    /// Position of the record.
    pub seq: u32,
    /// The value.
    pub measured: &'c Measured,
    /// The day it was taken.
    pub taken_on: NaiveDate,
    /// The laboratory; empty where none measured it.
    pub laboratory: &'c str,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub by: &'c Recorder,
}

/// How a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// As usual, or as aimed at.
    Well,
    /// Below.
    Low,
    /// Above.
    High,
    /// The answer that needs a physician.
    NotWell,
}

/// Results of one record that wait for a physician.
#[derive(Clone, Debug)]
pub struct Unjudged<'c> {
    /// The record.
    pub record: RecordId,
    /// Its position.
    pub seq: u32,
    /// When it was written down.
    pub recorded_at: DateTime<Utc>,
    /// What is not as it should be; empty where only a conclusion asks.
    pub readings: Vec<Reading<'c>>,
    /// The examination, where what it concludes asks for a decision.
    pub concluded: Option<&'c Examination>,
    /// Must it be decided on the same day?
    pub same_day: bool,
}

/// Every value of a case, by the day it was taken, then as it was written down.
#[must_use]
pub fn readings(case: &Case) -> Vec<Reading<'_>> {
    let mut all: Vec<_> = unsorted(case).collect();
    all.sort_by_key(|reading| (reading.taken_on, reading.seq));
    all
}

fn unsorted(case: &Case) -> impl Iterator<Item = Reading<'_>> {
    let slips = in_effect(&case.slips).flat_map(|entry| {
        let slip = &entry.content;
        let from = (slip.id, slip.taken_on, slip.laboratory.as_str());
        slip.values.iter().map(move |value| reading(entry, from, value))
    });
    let exams = in_effect(&case.exams).flat_map(|entry| {
        let exam = &entry.content;
        let from = (exam.id, exam.examined_on, exam.laboratory.as_str());
        exam.values.iter().map(move |value| reading(entry, from, value))
    });
    slips.chain(exams)
}

pub(super) fn in_effect<T>(entries: &[Entry<T>]) -> impl Iterator<Item = &Entry<T>> {
    entries.iter().filter(|entry| entry.voided.is_none())
}

fn reading<'c, T>(
    entry: &'c Entry<T>,
    (record, taken_on, laboratory): (RecordId, NaiveDate, &'c str),
    measured: &'c Measured,
) -> Reading<'c> {
    Reading {
        record,
        seq: entry.seq,
        measured,
        taken_on,
        laboratory,
        recorded_at: entry.recorded_at,
        by: &entry.by,
    }
}

/// The latest value of an item, by the day it was taken.
#[must_use]
pub fn latest<'c>(case: &'c Case, item: &str) -> Option<Reading<'c>> {
    let of_item = unsorted(case).filter(|reading| reading.measured.item == item);
    of_item.max_by_key(|reading| (reading.taken_on, reading.seq))
}

/// The protocol whose drug was at work on a day: that of the last dose given by then.
#[must_use]
pub fn treated_with<'r>(case: &Case, rules: &'r Rules, day: NaiveDate) -> Option<&'r Protocol> {
    let doses = case.doses_in_effect();
    let last = doses
        .into_iter()
        .rev()
        .find(|dose| dose.content.given_on <= day)?;
    protocol_of(case, rules, &last.content)
}

/// The protocol under which a dose was given.
pub(super) fn protocol_of<'r>(case: &Case, rules: &'r Rules, dose: &DoseGiven) -> Option<&'r Protocol> {
    let regimens = case.regimens.iter().map(|entry| &entry.content);
    let regimen = regimens.into_iter().find(|regimen| regimen.id == dose.regimen)?;
    rules.protocol(&regimen.protocol, regimen.version)
}

/// The first dose of the unbroken run of one product to which the last dose by a day belongs.
#[must_use]
pub fn run_began_on(case: &Case, product: &str, day: NaiveDate) -> Option<NaiveDate> {
    let doses = case.doses_in_effect();
    let by_then = doses
        .into_iter()
        .rev()
        .filter(|dose| dose.content.given_on <= day);
    let run = by_then.take_while(|dose| dose.content.product == product);
    run.last().map(|dose| dose.content.given_on)
}

/// The day from which a baseline is counted back for a run that began on a day: that of its first dose, or the earlier one for which
/// that was planned. What counted before the dose counts after it.
#[must_use]
pub fn baseline_counts_from(case: &Case, began_on: NaiveDate) -> NaiveDate {
    let doses = case.doses_in_effect();
    let mut doses = doses.into_iter().map(|dose| &dose.content);
    let first = doses.find(|dose| dose.given_on == began_on);
    let mut regimens = case.regimens.iter().map(|entry| &entry.content);
    let regimen = first.and_then(|dose| regimens.find(|regimen| regimen.id == dose.regimen));
    regimen.map_or(began_on, |regimen| regimen.first_on.min(began_on))
}

/// What a value of an item should be on a day: what the drug then at work aims at, else what is usual.
#[must_use]
pub fn range_on(case: &Case, rules: &Rules, item: &Item, day: NaiveDate) -> Option<Range> {
    Treated::of(case, rules).range_on(item, day)
}

/// Which drug was at work on each day: read once, because years of values ask for it.
struct Treated<'r> {
    /// Day of each dose in effect, with its protocol and the day on which the run of that product began.
    doses: Vec<(NaiveDate, Option<(&'r Protocol, NaiveDate)>)>,
}

impl<'r> Treated<'r> {
    fn of(case: &Case, rules: &'r Rules) -> Self {
        let mut doses: Vec<(NaiveDate, Option<(&'r Protocol, NaiveDate)>)> = Vec::new();
        let mut before: Option<(&str, NaiveDate)> = None;
        for entry in case.doses_in_effect() {
            let dose = &entry.content;
            let began_on = match before {
                Some((product, began_on)) if product == dose.product => began_on,
                _ => dose.given_on,
            };
            before = Some((&dose.product, began_on));
            let protocol = protocol_of(case, rules, dose).map(|protocol| (protocol, began_on));
            doses.push((dose.given_on, protocol));
        }
        Self { doses }
    }

    /// What a value of an item should be on a day: what the drug then at work aims at, else what is usual.
    fn range_on(&self, item: &Item, day: NaiveDate) -> Option<Range> {
        let aimed = || {
            // They stand in the order of their days.
            let given = self.doses.partition_point(|(given_on, _)| *given_on <= day);
            let (_, last) = self.doses.get(given.checked_sub(1)?)?;
            let (protocol, began_on) = (*last)?;
            let target = protocol.monitor(&item.id)?.target?;
            let reached = (day - began_on).num_days() >= i64::from(target.from_day);
            reached.then(|| target.range())
        };
        aimed().or(item.range())
    }

    fn stands(&self, course: &Course, reading: &Reading<'_>) -> Option<Stands> {
        let item = course.item(&reading.measured.item)?;
        if let ResultKind::YesNo { normal, .. } = item.result {
            let well = reading.measured.answer()? == normal;
            return Some(if well { Stands::Well } else { Stands::NotWell });
        }
        let value = item.in_first_unit(reading.measured.number()?, reading.measured.unit.as_deref())?;
        let range = self.range_on(item, reading.taken_on)?;
        Some(if range.low.is_some_and(|low| value < low) {
            Stands::Low
        } else if range.high.is_some_and(|high| value > high) {
            Stands::High
        } else {
            Stands::Well
        })
    }
}

/// How a value stands; `None` where nothing says how it should be.
#[must_use]
pub fn stands(case: &Case, rules: &Rules, reading: &Reading<'_>) -> Option<Stands> {
    let law = rules.law_for(reading.taken_on)?;
    Treated::of(case, rules).stands(law.course, reading)
}

impl Unjudged<'_> {
    /// The day on which it was measured, or the person examined.
    #[must_use]
    pub fn taken_on(&self) -> Option<NaiveDate> {
        let taken = self.readings.first().map(|reading| reading.taken_on);
        taken.or(self.concluded.map(|exam| exam.examined_on))
    }
}

/// The results that no physician has decided about, and the examinations whose conclusion asks for a decision, by their
/// records.
#[must_use]
pub fn unjudged<'c>(case: &'c Case, rules: &Rules) -> Vec<Unjudged<'c>> {
    // The cheap question first: this is asked after every event, about all the values of a course of years.
    // The last decision about a record says what of it is left.
    let judged: BTreeMap<RecordId, &[String]> = in_effect(&case.judgements)
        .map(|entry| (entry.content.record, entry.content.left.as_slice()))
        .collect();
    let decided = |reading: &Reading<'_>| {
        let left = judged.get(&reading.record);
        left.is_some_and(|left| !left.contains(&reading.measured.item))
    };
    let treated = Treated::of(case, rules);
    let mut waiting: Vec<Unjudged<'c>> = Vec::new();
    // The values of a slip are of one day: its law is looked up once.
    let mut law: Option<(NaiveDate, Option<&Course>)> = None;
    for reading in readings(case) {
        if decided(&reading) {
            continue;
        }
        let course = match law {
            Some((day, course)) if day == reading.taken_on => course,
            _ => rules.law_for(reading.taken_on).map(|law| law.course),
        };
        law = Some((reading.taken_on, course));
        let Some(course) = course else { continue };
        if matches!(treated.stands(course, &reading), None | Some(Stands::Well)) {
            continue;
        }
        let item = course.item(&reading.measured.item);
        let same_day = item.is_some_and(Item::same_day);
        match waiting.iter_mut().find(|known| known.record == reading.record) {
            Some(known) => {
                known.readings.push(reading);
                known.same_day |= same_day;
            }
            None => waiting.push(Unjudged {
                record: reading.record,
                seq: reading.seq,
                recorded_at: reading.recorded_at,
                readings: vec![reading],
                concluded: None,
                same_day,
            }),
        }
    }
    // What the specialists conclude is decided about with the whole of their record.
    for entry in in_effect(&case.exams).filter(|entry| entry.content.conclusion.asks()) {
        let exam = &entry.content;
        if judged.get(&exam.id).is_some_and(|left| left.is_empty()) {
            continue;
        }
        match waiting.iter_mut().find(|known| known.record == exam.id) {
            Some(known) => known.concluded = Some(exam),
            None => waiting.push(Unjudged {
                record: exam.id,
                seq: entry.seq,
                recorded_at: entry.recorded_at,
                readings: Vec::new(),
                concluded: Some(exam),
                same_day: false,
            }),
        }
    }
    waiting
}

/// A result of which this is asked that no physician has decided about, taken on a day or before it, and known: its record, and
/// the day it was taken.
#[must_use]
pub fn undecided_alarm(
    case: &Case,
    rules: &Rules,
    day: NaiveDate,
    asks: impl Fn(&Reading<'_>) -> bool,
    known: impl Fn(DateTime<Utc>) -> bool,
) -> Option<(RecordId, NaiveDate)> {
    let waiting = unjudged(case, rules).into_iter();
    let mut waiting = waiting.filter(|waits| known(waits.recorded_at));
    waiting.find_map(|waits| {
        let mut readings = waits.readings.iter();
        let reading = readings.find(|reading| reading.taken_on <= day && asks(reading))?;
        Some((waits.record, reading.taken_on))
    })
}

/// A repetition that a physician ordered and nobody has made yet: the item, since when, by when. It is made by what was taken
/// on a later day than the first, or since the day of the order and written down after it: blood may be taken again the same
/// day.
#[must_use]
pub fn to_repeat(case: &Case) -> Vec<(&str, NaiveDate, NaiveDate)> {
    let wanted = |entry: &&Entry<Judgement>| entry.content.repeat_by.is_some();
    // The cheap question first, as above.
    if !in_effect(&case.judgements).any(|entry| wanted(&entry)) {
        return Vec::new();
    }
    let all = readings(case);
    let standing = in_effect(&case.judgements).filter(wanted).filter(|entry| {
        let mut readings = all.iter();
        readings.any(|reading| reading.record == entry.content.record)
    });
    let ordered = standing.flat_map(|entry| {
        let judgement = &entry.content;
        let of = all.iter().find(|reading| reading.record == judgement.record);
        let first_on = of.map_or(judgement.judged_on, |reading| reading.taken_on);
        judgement.repeat_by.into_iter().flat_map(move |by| {
            let items = judgement.items.iter();
            items.map(move |item| (item, entry, first_on, by))
        })
    });
    let open = ordered.filter(|(item, order, first_on, _)| {
        let again = |reading: &&Reading<'_>| {
            let since = reading.taken_on >= order.content.judged_on && reading.seq > order.seq;
            reading.taken_on > *first_on || since
        };
        let mut again = all.iter().filter(again);
        !again.any(|reading| reading.measured.item == **item)
    });
    open.map(|(item, order, _, by)| (item.as_str(), order.content.judged_on, by))
        .collect()
}

/// What a recorded result says to a question before a dose, and the day it was taken.
#[must_use]
pub fn recorded_answer(case: &Case, course: &Course, check: &PreDoseCheck) -> Option<(String, NaiveDate)> {
    let reading = latest(case, &check.recorded.as_ref()?.item)?;
    Some((answer_of(course, check, &reading)?, reading.taken_on))
}

/// What a reading says to a question before a dose.
fn answer_of(course: &Course, check: &PreDoseCheck, reading: &Reading<'_>) -> Option<String> {
    let recorded = check.recorded.as_ref()?;
    let item = course.item(&recorded.item)?;
    Some(match (&item.result, recorded.yes_from) {
        (ResultKind::YesNo { .. }, _) => reading.measured.value.clone(),
        (ResultKind::Number { decimals, .. }, yes_from) => {
            let unit = reading.measured.unit.as_deref();
            let value = item.in_first_unit(reading.measured.number()?, unit)?;
            match yes_from {
                Some(from) if value >= from => "yes".to_owned(),
                Some(_) => "no".to_owned(),
                // Not rounded to what a screen shows: a limit must not be met by rounding.
                None if unit == item.unit(None).map(|unit| unit.id.as_str()) => {
                    reading.measured.value.clone()
                }
                None => format!("{value:.*}", usize::from(*decimals) + 2),
            }
        }
    })
}

/// Does a reading fail a question before a dose that takes it?
#[must_use]
pub fn fails(course: &Course, check: &PreDoseCheck, reading: &Reading<'_>) -> bool {
    let asked = check.recorded.as_ref().map(|recorded| recorded.item.as_str());
    if asked != Some(reading.measured.item.as_str()) {
        return false;
    }
    let reply = answer_of(course, check, reading).map(|answer| match &check.answer {
        Answer::YesNo { .. } => Reply::YesNo(answer == "yes"),
        Answer::Number { .. } => Reply::Number(answer.parse().unwrap_or(f64::NAN)),
    });
    let on = reading.taken_on;
    reply.is_some_and(|reply| check.verdict(reply, Some(on), on) == Verdict::Failed)
}

/// The day of the recorded result that fails a question, where its latest one by a day that was known still counts and does: no
/// answer passes until something was taken later.
#[must_use]
pub fn fails_since(
    case: &Case,
    course: &Course,
    check: &PreDoseCheck,
    day: NaiveDate,
    known: impl Fn(DateTime<Utc>) -> bool,
) -> Option<NaiveDate> {
    let item = check.recorded.as_ref()?.item.as_str();
    let of_item = unsorted(case).filter(|reading| reading.measured.item == item);
    let by_then = of_item.filter(|reading| reading.taken_on <= day && known(reading.recorded_at));
    let last = by_then.max_by_key(|reading| (reading.taken_on, reading.seq))?;
    if day > Interval::Days(check.result_counts_for()?).after(last.taken_on) {
        return None;
    }
    fails(course, check, &last).then_some(last.taken_on)
}

/// How an item is watched now.
#[must_use]
pub fn watched<'r>(case: &Case, rules: &'r Rules) -> &'r [Monitor] {
    super::plan::protocol(case, rules).map_or(&[], |protocol| &protocol.monitors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static RULES: LazyLock<Rules> = LazyLock::new(|| crate::policies::load(None).unwrap());

    fn expected(value: f64, range: Range) -> Stands {
        match (range.low, range.high) {
            (Some(low), _) if value < low => Stands::Low,
            (_, Some(high)) if value > high => Stands::High,
            _ => Stands::Well,
        }
    }

    proptest! {
        /// Whatever unit a laboratory writes in, a value stands to what is usual as it does in the unit of comparison.
        #[test]
        fn a_value_stands_the_same_in_every_unit(share in 0.01f64..2.0) {
            let law = RULES.law_for("2026-11-01".parse().unwrap()).unwrap();
            let untreated = Treated { doses: Vec::new() };
            let mut compared = 0;
            for item in &law.course.items {
                let ResultKind::Number { units, range: Some(range), .. } = &item.result else { continue };
                let value = range.high.or(range.low).unwrap() * share;
                // On a bound itself the last digit of a conversion decides.
                let mut bounds = [range.low, range.high].into_iter().flatten();
                if bounds.any(|bound| (value - bound).abs() < bound.abs() * 1e-6) {
                    continue;
                }
                for unit in units {
                    let measured = Measured {
                        item: item.id.clone(),
                        value: (value / unit.factor).to_string(),
                        unit: Some(unit.id.clone()),
                    };
                    let reading = Reading {
                        record: RecordId::fresh(),
                        seq: 1,
                        measured: &measured,
                        taken_on: "2026-11-01".parse().unwrap(),
                        laboratory: "",
                        recorded_at: DateTime::UNIX_EPOCH,
                        by: &Recorder::Job(String::new()),
                    };
                    let stands = untreated.stands(law.course, &reading);
                    prop_assert_eq!(stands, Some(expected(value, *range)), "{} in {}", item.id, unit.id);
                    compared += usize::from(unit.source.is_some());
                }
            }
            prop_assert!(compared > 5, "items with more than one unit");
        }
    }
}
