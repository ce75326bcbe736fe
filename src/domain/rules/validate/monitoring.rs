//! What makes the catalogue of items and a protocol's choice from it sound.

use super::Found;
use crate::domain::rules::{Answer, Course, Item, Monitor, PreDoseCheck, Protocol, Range, ResultKind};
use crate::domain::schedule::Interval;

/// More months than this between two looks are a slip of the pen.
const MOST_MONTHS: u16 = 60;

pub(super) fn catalogue_faults(course: &Course, found: &mut Found) {
    found.unique("item", course.items.iter().map(|item| item.id.as_str()));
    for item in &course.items {
        item_faults(item, found);
        let below = item.above.as_deref().map(|id| course.item(id));
        let number =
            |item: Option<&Item>| item.is_some_and(|item| matches!(item.result, ResultKind::Number { .. }));
        found.must(
            below.is_none_or(|below| number(below) && number(Some(item))),
            format!("{}: it can exceed another number only", item.id),
        );
    }
    let rule = &course.monitoring;
    found.source(&rule.source, "monitoring");
    let examination = &course.examination;
    found.source(&examination.source, "examination");
    found.must(
        !examination.specialities.is_empty(),
        "examination: nobody examines",
    );
    found.unique("examiner", examination.specialities.iter().map(String::as_str));
    for id in &examination.specialities {
        found.must(
            course.speciality(id).is_some(),
            format!("examination: there is no speciality \"{id}\""),
        );
    }
    for id in &examination.always {
        found.must(
            course.item(id).is_some(),
            format!("examination: there is no item \"{id}\""),
        );
    }
    found.unique("load", course.loads.iter().map(|load| load.id.as_str()));
    for load in &course.loads {
        found.words(&load.name, &load.id);
        found.source(&load.source, &load.id);
        found.must(
            load.caution_grams.is_finite() && load.caution_grams > 0.0,
            format!("{}: the caution must be more than nothing", load.id),
        );
        for asked in load.before.iter().chain(&load.in_cover) {
            item_faults(asked, found);
            let grams = asked.unit(None).is_some_and(|unit| unit.id == "g");
            found.must(
                grams && asked.id == load.id,
                format!(
                    "{}: what no dose brings is asked by its own name, in grams first",
                    load.id
                ),
            );
        }
    }
}

fn item_faults(item: &Item, found: &mut Found) {
    let of = &item.id;
    found.words(&item.name, of);
    found.words(item.in_lists(), of);
    found.source(&item.source, of);
    let ResultKind::Number {
        units,
        range,
        possible,
        ..
    } = &item.result
    else {
        return;
    };
    found.unique("unit", units.iter().map(|unit| unit.id.as_str()));
    for unit in units {
        found.words(&unit.name, of);
        found.must(
            unit.factor.is_finite() && unit.factor > 0.0,
            format!("{of}: the factor of \"{}\" must be more than nothing", unit.id),
        );
        let same = (unit.factor - 1.0).abs() < f64::EPSILON;
        let source = unit.source.as_deref().unwrap_or_default();
        found.must(
            same || !source.trim().is_empty(),
            format!("{of}: the factor of \"{}\" has no source", unit.id),
        );
    }
    let first = units.first().map(|unit| unit.factor);
    found.must(
        first.is_some_and(|factor| (factor - 1.0).abs() < f64::EPSILON),
        format!("{of}: the first unit is the one of comparison, its factor is 1"),
    );
    let both = possible.low.is_some() && possible.high.is_some();
    found.must(
        both && possible.sound(),
        format!("{of}: what is possible needs two bounds in order"),
    );
    if let Some(range) = range {
        range_faults(*range, *possible, of, found);
    }
}

/// A range is bounded, in order, and possible.
fn range_faults(range: Range, possible: Range, of: &str, found: &mut Found) {
    found.must(range.sound(), format!("{of}: the range excludes every value"));
    let mut bounds = [range.low, range.high].into_iter().flatten();
    found.must(
        bounds.all(|bound| possible.holds(bound)),
        format!("{of}: the range reaches beyond what is possible"),
    );
}

pub(super) fn monitor_faults(protocol: &Protocol, courses: &[(String, Course)], found: &mut Found) {
    found.must(!protocol.monitors.is_empty(), "nothing is watched");
    found.unique(
        "monitored item",
        protocol.monitors.iter().map(|known| known.item.as_str()),
    );
    for monitor in &protocol.monitors {
        turns_faults(monitor, found);
        for (_, course) in courses {
            let Some(item) = course.item(&monitor.item) else {
                found.say(format!("there is no item \"{}\"", monitor.item));
                continue;
            };
            if let Some(target) = monitor.target {
                match &item.result {
                    ResultKind::Number { possible, .. } => {
                        range_faults(target.range(), *possible, &item.id, found);
                    }
                    ResultKind::YesNo { .. } => {
                        found.say(format!("{}: an answer has no target", item.id));
                    }
                }
            }
        }
    }
    if let Some(brings) = &protocol.brings {
        found.source(&brings.source, "brings");
        found.must(
            brings.mg_per_ml.is_finite() && brings.mg_per_ml > 0.0,
            "brings: the strength must be more than nothing",
        );
        let known = courses
            .iter()
            .all(|(_, course)| course.load(&brings.load).is_some());
        found.must(known, format!("no course sums \"{}\"", brings.load));
    }
    for check in &protocol.checks {
        recorded_faults(check, courses, found);
        alarm_faults(check, courses, found);
        finding_faults(check, courses, found);
    }
}

fn turns_faults(monitor: &Monitor, found: &mut Found) {
    let of = &monitor.item;
    found.source(&monitor.source, of);
    found.must(
        (1..=MOST_MONTHS).contains(&monitor.every_months),
        format!("{of}: every {} months is no interval", monitor.every_months),
    );
    let first = &monitor.first_months;
    found.must(
        first.is_sorted_by(|a, b| a < b) && first.first() != Some(&0),
        format!("{of}: the first months must ascend"),
    );
    let interval = Interval::Months(monitor.every_months);
    found.must(
        interval.shortest_days() <= i64::from(monitor.valid_days),
        format!("{of}: a result would expire before the next is due"),
    );
}

/// An answer that alarms is one that a physician decides about on the same day.
fn alarm_faults(check: &PreDoseCheck, courses: &[(String, Course)], found: &mut Found) {
    let fits = |course: &Course, alarm: &str| {
        let item = course.item(alarm).filter(|item| item.same_day());
        match (item.map(|item| &item.result), &check.answer) {
            (Some(ResultKind::YesNo { normal, .. }), Answer::YesNo { must_be }) => normal == must_be,
            _ => false,
        }
    };
    for alarm in &check.alarm {
        found.must(
            courses.iter().all(|(_, course)| fits(course, alarm)),
            format!(
                "{}: \"{alarm}\" is no answer that a physician decides about on the same day",
                check.id
            ),
        );
    }
}

/// What a question of yes or no names as found is something that a commission looks for.
fn finding_faults(check: &PreDoseCheck, courses: &[(String, Course)], found: &mut Found) {
    let Some(finding) = &check.finding else {
        return;
    };
    let known = |course: &Course| course.contraindication(finding).is_some();
    found.must(
        matches!(check.answer, Answer::YesNo { .. }) && courses.iter().all(|(_, course)| known(course)),
        format!(
            "{}: \"{finding}\" is nothing that a commission looks for",
            check.id
        ),
    );
}

/// A check that takes a recorded result takes one it can read, and says for how long.
fn recorded_faults(check: &PreDoseCheck, courses: &[(String, Course)], found: &mut Found) {
    let Some(recorded) = &check.recorded else {
        return;
    };
    let of = &check.id;
    found.must(
        check.result_counts_for().is_some(),
        format!("{of}: takes a recorded result and says not for how long"),
    );
    for (_, course) in courses {
        let Some(item) = course.item(&recorded.item) else {
            found.say(format!("{of}: there is no item \"{}\"", recorded.item));
            continue;
        };
        let fits = match (&check.answer, &item.result, recorded.yes_from) {
            (Answer::Number { unit, .. }, ResultKind::Number { units, .. }, None) => {
                units.first().is_some_and(|first| first.name == *unit)
            }
            (Answer::YesNo { .. }, ResultKind::Number { .. }, Some(from)) => from.is_finite(),
            (Answer::YesNo { .. }, ResultKind::YesNo { .. }, None) => true,
            _ => false,
        };
        if let (ResultKind::Number { possible, .. }, true) = (&item.result, fits) {
            let (min, max) = match &check.answer {
                Answer::Number { min, max, .. } => (*min, *max),
                Answer::YesNo { .. } => (None, None),
            };
            let mut bounds = [min, max, recorded.yes_from].into_iter().flatten();
            found.must(
                bounds.all(|bound| possible.holds(bound)),
                format!("{of}: a bound lies beyond what \"{}\" can be", item.id),
            );
        }
        found.must(
            fits,
            format!("{of}: the results of \"{}\" do not answer it", item.id),
        );
    }
}
