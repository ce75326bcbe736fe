//! What is to be measured next, and which results wait for a physician.

use chrono::{Datelike as _, NaiveDate};

use super::days::{days_after, days_before, months_after};
use super::dose::{self, Next, Regimen, followed};
use super::lab::Slip;
use super::owed::{Owed, by_clock, whose};
use super::told::Told;
use crate::domain::event::{DoseGiven, Measured};
use crate::domain::obligation::Kind;
use crate::domain::rules::{
    Anchor, Answer, ClockKind, Course, IfFailed, Monitor, PreDoseCheck, Protocol, ResultKind, Rules,
};
use crate::domain::time::{Now, civil_date};

/// An item of the slip to come: from when a result counts, when it is due, the last day in time.
type Item = (NaiveDate, NaiveDate, NaiveDate);

/// The slip to come: the items that are due first, and with them everything that may be measured by then, or by today
/// where nobody has measured.
pub(super) fn slip(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Owed> {
    let today = now.today();
    let items = items(told, rules, now);
    let due_on = items.iter().map(|(_, due_on, _)| *due_on).min()?;
    let by = due_on.max(today);
    let (mut opens_on, mut closes_on) = (NaiveDate::MAX, NaiveDate::MAX);
    for (opens, _, closes) in items {
        if opens <= by {
            opens_on = opens_on.min(opens);
            closes_on = closes_on.min(closes);
        }
    }
    let owner = rules.law_for(today)?.course.monitoring.owner;
    Some(Owed {
        kind: Kind::Monitoring,
        cycle: u32::try_from(due_on.num_days_from_ce()).ok()?,
        by: whose(owner, told, rules, today),
        opens_on,
        due_on,
        closes_on,
    })
}

fn items(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Item> {
    let Some((regimen, protocol)) = followed(told, rules) else {
        return Vec::new();
    };
    let Some(law) = rules.law_for(now.today()) else {
        return Vec::new();
    };
    let rule = &law.course.monitoring;
    let again = to_repeat(told);
    let began_on = began_on(told, &protocol.id);
    // Before the first dose of a drug: the day by which a result counts as one from before it.
    let mut baseline_by = None;
    if began_on.is_none()
        && let Next::Due(window) = dose::planned(told, rules, now)
    {
        baseline_by = Some(window.due_on.max(regimen.first_on));
    }
    let mut items = Vec::new();
    for monitor in &protocol.monitors {
        // A physician's day takes the place of the rule's.
        if again.iter().any(|(item, ..)| *item == monitor.item) {
            continue;
        }
        let taken = told.lab.days_of(&monitor.item);
        let most = rule.opens_before_days;
        let due = match (began_on, baseline_by) {
            // Nobody measured what was to be known before the drug did anything: that is owed until somebody does.
            (Some(began_on), _)
                if monitor.baseline && !measured_since(monitor, planned_or_given(told, began_on), &taken) =>
            {
                let early = early(monitor.every_months.into(), most);
                Some((days_before(began_on, early), began_on))
            }
            (Some(began_on), _) => Some(under_treatment(monitor, began_on, &taken, most)),
            (None, Some(by)) if !measured_before(monitor, (regimen.first_on, by), &taken) => {
                let early = early(monitor.every_months.into(), most);
                Some((days_before(regimen.first_on, early), regimen.first_on))
            }
            _ => None,
        };
        if let Some((opens_on, due_on)) = due {
            items.push((opens_on, due_on, days_after(due_on, rule.late_days.into())));
        }
    }
    for (_, since_on, by) in again {
        items.push((since_on.min(by), by, by));
    }
    items
}

/// So many days before a turn a result counts for it: as the rule says, and never more than half the way from the turn
/// before, of a month of thirty days.
fn early(gap_months: u32, most: u16) -> u32 {
    u32::from(most).min(gap_months * 15)
}

/// The first dose of the drug, where nothing but this drug was given since.
fn began_on(told: &Told<'_>, product: &str) -> Option<NaiveDate> {
    let mut began_on = None;
    for dose in &told.doses {
        if dose.content.product != product {
            began_on = None;
        } else if began_on.is_none() {
            began_on = Some(dose.content.given_on);
        }
    }
    began_on
}

/// Before the first dose of a drug each item that asks for it is measured once, by the day planned for that dose. Is there
/// a result that counts as such a one, or is none asked for?
fn measured_before(monitor: &Monitor, (first_on, by): (NaiveDate, NaiveDate), taken: &[NaiveDate]) -> bool {
    let since_on = days_before(first_on, monitor.valid_days.into());
    let mut measured = !monitor.baseline;
    for day in taken {
        measured = measured || (since_on <= *day && *day <= by);
    }
    measured
}

/// The day of the first dose of a drug, or the earlier one that was planned for it.
fn planned_or_given(told: &Told<'_>, began_on: NaiveDate) -> NaiveDate {
    for dose in &told.doses {
        if dose.content.given_on == began_on {
            for regimen in &told.regimens {
                if regimen.id == dose.content.regimen {
                    return began_on.min(regimen.first_on);
                }
            }
        }
    }
    began_on
}

/// Is there a result that counted on the day for which the first dose was planned, or one since?
fn measured_since(monitor: &Monitor, began_on: NaiveDate, taken: &[NaiveDate]) -> bool {
    let since_on = days_before(began_on, monitor.valid_days.into());
    taken.last().is_some_and(|last| since_on <= *last)
}

/// Turn by turn: a result stands for every turn that was open by its day. Taken early, the next one is due no later than
/// the time between two turns after it.
fn under_treatment(
    monitor: &Monitor,
    began_on: NaiveDate,
    taken: &[NaiveDate],
    most: u16,
) -> (NaiveDate, NaiveDate) {
    let mut turns: Vec<u32> = monitor
        .first_months
        .iter()
        .map(|month| u32::from(*month))
        .collect();
    let mut number = 0;
    let mut month = month_of(&mut turns, 0, monitor);
    let mut gap = month;
    let mut due_on = months_after(began_on, month);
    let mut opens_on = days_before(due_on, early(gap, most));
    for day in taken {
        while began_on <= *day && opens_on <= *day {
            number += 1;
            let later = month_of(&mut turns, number, monitor);
            (gap, month) = (later - month, later);
            due_on = months_after(began_on, month).min(months_after(*day, gap));
            opens_on = days_before(due_on, early(gap, most));
        }
    }
    (opens_on, due_on)
}

/// The months from the first dose to a turn: the first turns as they are named, then one after the other.
fn month_of(turns: &mut Vec<u32>, number: usize, monitor: &Monitor) -> u32 {
    while turns.len() <= number {
        let last = turns.last().copied().unwrap_or(0);
        turns.push(last + u32::from(monitor.every_months));
    }
    turns[number]
}

/// What a physician wants measured again, since when, by when: until it was measured on a later day than what he judged, or,
/// once he had asked for it, on the day of asking.
fn to_repeat<'h>(told: &Told<'h>) -> Vec<(&'h str, NaiveDate, NaiveDate)> {
    let mut again = Vec::new();
    for (asked, judged) in &told.lab.judged {
        let Some(by) = judged.repeat_by else { continue };
        let Some(slip) = told.lab.slips.iter().find(|slip| slip.id == judged.record) else {
            continue;
        };
        for item in &judged.items {
            let later = |other: &Slip<'_>| {
                other.taken_on > slip.taken_on || (other.seq > *asked && other.taken_on >= judged.judged_on)
            };
            if !told.lab.slips.iter().any(|other| later(other) && other.has(item)) {
                again.push((item.as_str(), judged.judged_on, by));
            }
        }
    }
    again
}

/// Each slip with something on it that is not as it should be, and about which no physician has decided.
pub(super) fn to_judge(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let mut owed = Vec::new();
    for slip in &told.lab.slips {
        let Some(law) = rules.law_for(slip.taken_on) else {
            continue;
        };
        let decided = told.lab.last_word(slip.id);
        let (mut waits, mut same_day) = (false, false);
        for value in slip.values {
            if decided.is_some_and(|word| !word.left.contains(&value.item)) {
                continue;
            }
            if let Some(at_once) = unwell(told, rules, law.course, slip.taken_on, value) {
                waits = true;
                same_day = same_day || at_once;
            }
        }
        let anchor = if same_day {
            Anchor::AlarmRecorded
        } else {
            Anchor::ResultRecorded
        };
        if waits {
            let clock = (ClockKind::JudgeResult, anchor);
            let recorded_on = civil_date(slip.recorded_at, now.zone);
            let about = (told, rules, now.today());
            owed.extend(by_clock(about, (Kind::JudgeResult, slip.seq), clock, recorded_on));
        }
    }
    owed
}

/// Was something answered, by this day, that stops a dose and about which no physician has decided?
pub(super) fn stopped_by_answer(
    told: &Told<'_>,
    rules: &Rules,
    protocol: &Protocol,
    today: NaiveDate,
) -> bool {
    for slip in &told.lab.slips {
        let Some(law) = rules.law_for(slip.taken_on).filter(|_| slip.taken_on <= today) else {
            continue;
        };
        let decided = told.lab.last_word(slip.id);
        for value in slip.values {
            // The cheap questions first: there are years of values, and nearly all of them are as they should be.
            let open = decided.is_none_or(|word| word.left.contains(&value.item));
            if !open || unwell(told, rules, law.course, slip.taken_on, value).is_none() {
                continue;
            }
            for check in &protocol.checks {
                let asks = check.alarm.contains(&value.item);
                let against = || speaks_against(check, law.course, value) && newest(told, slip, &value.item);
                if check.if_failed == IfFailed::Hold && (asks || against()) {
                    return true;
                }
            }
        }
    }
    false
}

/// Does a result of this very day, the newest one by then, speak against the dose? Whoever gives it says that something taken on
/// the day is well; of two samples of one day the recorded one counts.
pub(super) fn contradicted(told: &Told<'_>, rules: &Rules, protocol: &Protocol, now: &Now) -> bool {
    let today = now.today();
    let Some(law) = rules.law_for(today) else {
        return false;
    };
    for check in &protocol.checks {
        let Some(recorded) = check
            .recorded
            .as_ref()
            .filter(|_| check.if_failed == IfFailed::Hold)
        else {
            continue;
        };
        let mut last: Option<&Slip<'_>> = None;
        for slip in &told.lab.slips {
            let known = slip.taken_on <= today && slip.recorded_at <= now.instant;
            let later = last.is_none_or(|last| (last.taken_on, last.seq) < (slip.taken_on, slip.seq));
            if known && later && slip.has(&recorded.item) {
                last = Some(slip);
            }
        }
        let of_today = last.filter(|slip| slip.taken_on == today);
        for value in of_today.map_or(&[][..], |slip| slip.values) {
            if speaks_against(check, law.course, value) {
                return true;
            }
        }
    }
    false
}

/// Is a slip the newest with a value of an item?
fn newest(told: &Told<'_>, slip: &Slip<'_>, item: &str) -> bool {
    for other in &told.lab.slips {
        if other.has(item) && (other.taken_on, other.seq) > (slip.taken_on, slip.seq) {
            return false;
        }
    }
    true
}

/// Would a value, read to the question that takes it, stop the dose?
fn speaks_against(check: &PreDoseCheck, course: &Course, value: &Measured) -> bool {
    let Some(recorded) = check
        .recorded
        .as_ref()
        .filter(|recorded| recorded.item == value.item)
    else {
        return false;
    };
    let Some(item) = course.items.iter().find(|item| item.id == value.item) else {
        return false;
    };
    let ResultKind::Number { units, .. } = &item.result else {
        let said = value.value == "yes";
        return matches!(check.answer, Answer::YesNo { must_be } if must_be != said);
    };
    let unit = match &value.unit {
        None => units.first(),
        Some(id) => units.iter().find(|unit| unit.id == *id),
    };
    let (Ok(number), Some(unit)) = (value.value.parse::<f64>(), unit) else {
        return false;
    };
    let number = number * unit.factor;
    match (&check.answer, recorded.yes_from) {
        (Answer::YesNo { must_be }, Some(from)) => *must_be != (number >= from),
        (Answer::Number { min, max, .. }, None) => {
            min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max)
        }
        _ => false,
    }
}

/// Is a value not as it should be? Then: must a physician decide on the same day?
fn unwell(
    told: &Told<'_>,
    rules: &Rules,
    course: &Course,
    taken_on: NaiveDate,
    value: &Measured,
) -> Option<bool> {
    let item = course.items.iter().find(|item| item.id == value.item)?;
    match &item.result {
        ResultKind::YesNo { normal, same_day } => {
            let answer = match value.value.as_str() {
                "yes" => true,
                "no" => false,
                _ => return None,
            };
            (answer != *normal).then_some(*same_day)
        }
        ResultKind::Number { units, range, .. } => {
            let number: f64 = value.value.parse().ok()?;
            let unit = match &value.unit {
                None => units.first(),
                Some(id) => units.iter().find(|unit| unit.id == *id),
            };
            let number = number * unit?.factor;
            let usual = range.map(|range| (range.low, range.high));
            let (low, high) = aimed_at(told, rules, &value.item, taken_on).or(usual)?;
            let outside = low.is_some_and(|low| number < low) || high.is_some_and(|high| number > high);
            outside.then_some(false)
        }
    }
}

/// What is aimed at on a day under the drug given last by then, once it has been given for long enough.
fn aimed_at(
    told: &Told<'_>,
    rules: &Rules,
    item: &str,
    day: NaiveDate,
) -> Option<(Option<f64>, Option<f64>)> {
    // Most items have no aim of their own under any drug: that is asked first, because there are years of values.
    let target_of = |regimen: &Regimen| {
        let protocol = rules.protocol(&regimen.protocol, regimen.version)?;
        let monitor = protocol.monitors.iter().find(|monitor| monitor.item == item)?;
        monitor.target
    };
    if !told.regimens.iter().any(|regimen| target_of(regimen).is_some()) {
        return None;
    }
    let (mut began_on, mut last): (Option<NaiveDate>, Option<&DoseGiven>) = (None, None);
    for dose in &told.doses {
        let dose = dose.content;
        if dose.given_on > day {
            break;
        }
        if last.is_none_or(|last| last.product != dose.product) {
            began_on = Some(dose.given_on);
        }
        last = Some(dose);
    }
    let last = last?;
    let regimen = told.regimens.iter().find(|regimen| regimen.id == last.regimen)?;
    let target = target_of(regimen)?;
    let reached_on = days_after(began_on?, target.from_day.into());
    (reached_on <= day).then_some((target.low, target.high))
}
