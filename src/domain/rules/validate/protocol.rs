//! What makes a protocol sound.

use super::Found;
use crate::domain::localised::Localised;
use crate::domain::rules::{
    Answer, Asked, Course, DecisionAsked, Demand, PreDoseCheck, Protocol, ResultKind,
};

/// Two protocols of one medicine are given from the same packs: what is printed on them, and how they are kept, is one.
pub(super) fn medicine_faults(protocol: &Protocol, all: &[(String, Protocol)], found: &mut Found) {
    let medicine = protocol.medicine();
    let mut known = all
        .iter()
        .map(|(_, known)| known)
        .filter(|known| known.id == medicine);
    found.must(
        known.clone().next().is_some(),
        format!("medicine: no protocol \"{medicine}\""),
    );
    let kept = |known: &Protocol| {
        let storage = &known.storage;
        let degrees = (
            storage.min_celsius,
            storage.max_celsius,
            storage.never_below_celsius,
        );
        (degrees, storage.shelf_life_months)
    };
    let same = known.all(|other| {
        let printed = other.substance == protocol.substance && other.strength == protocol.strength;
        let stands = other.medicine.is_none() || other.id == protocol.id;
        printed && other.form == protocol.form && kept(other) == kept(protocol) && stands
    });
    found.must(
        same,
        format!("medicine: \"{medicine}\" is of another substance, strength, form or storage, or is not one itself"),
    );
    let mut versions = all.iter().filter(|(_, other)| other.id == protocol.id);
    found.must(
        versions.all(|(_, other)| other.medicine() == medicine),
        "medicine: another version of it is another medicine",
    );
}

pub(super) fn protocol_faults(protocol: &Protocol, courses: &[(String, Course)], found: &mut Found) {
    let every = protocol.interval.every;
    found.must(!every.is_zero(), "the interval is zero");
    found.must(!protocol.cover.lasts.is_zero(), "the cover is zero");
    let shortest = every.shortest_days();
    found.must(
        protocol.cover.lasts.shortest_days() < 2 * shortest,
        "one dose would work until the one after the next",
    );
    let opens = shortest - i64::from(protocol.window.early_days);
    found.must(opens > 0, "the window opens before the previous dose");
    found.must(
        i64::from(protocol.minimum.days) <= opens,
        format!(
            "the minimum of {} days would refuse the window, which opens on day {opens}",
            protocol.minimum.days
        ),
    );
    found.must(protocol.minimum.days > 0, "the minimum is zero");
    found.must(
        i64::from(protocol.window.late_days) < shortest - i64::from(protocol.window.early_days),
        "one window closes after the next one opens",
    );
    if let Some(flare) = &protocol.flare {
        found.source(&flare.source, "flare");
        found.must(
            i64::from(flare.gap_days) > protocol.cover.lasts.shortest_days(),
            "cover against flare is asked while the last dose still works",
        );
    }
    if let Some(asked) = &protocol.observation {
        found.source(&asked.source, "observation");
        found.must(asked.minutes > 0, "the time of observation is no time");
    }
    if let Some(least) = &protocol.minimum_age {
        found.source(&least.source, "minimum_age");
        found.must(
            (1..=120).contains(&least.years),
            "the minimum age is no age of a person",
        );
    }
    if let Some(asked) = &protocol.before_decision {
        found.source(&asked.source, "before_decision");
        let known = courses
            .iter()
            .all(|(_, course)| course.item(&asked.item).is_some());
        found.must(
            known && asked.valid_days > 0,
            format!(
                "before_decision: no course measures \"{}\", or no day counts",
                asked.item
            ),
        );
    }
    let leave = &protocol.late_decision;
    found.source(&leave.source, "late_decision");
    found.must(
        leave.valid_days > protocol.restart.within_days,
        "late_decision: the leave lapses before the days to come in are over",
    );
    found.must(
        i64::from(leave.valid_days) < shortest,
        "late_decision: the leave outlives the interval",
    );
    flare_question_faults(protocol, found);
    band_faults(protocol, found);
    exclusion_faults(protocol, courses, found);
    for (of, words) in [
        ("name", &protocol.name),
        ("substance", &protocol.substance),
        ("form", &protocol.form),
        ("route", &protocol.route),
    ] {
        found.words(words, of);
    }
    for (of, source) in [
        ("interval", &protocol.interval.source),
        ("window", &protocol.window.source),
        ("minimum", &protocol.minimum.source),
        ("cover", &protocol.cover.source),
        ("reanchor", &protocol.reanchor.source),
        ("restart", &protocol.restart.source),
        ("volume", &protocol.volume.source),
        ("storage", &protocol.storage.source),
    ] {
        found.source(source, of);
    }
    found.must(
        protocol.storage.min_celsius < protocol.storage.max_celsius,
        "the storage band is empty",
    );
    let (never, least) = (protocol.storage.never_below_celsius, protocol.storage.min_celsius);
    found.must(
        never.is_none_or(|never| never <= least),
        "what is never given must be colder than the storage band",
    );
    found.must(
        protocol.storage.shelf_life_months > 0,
        "the shelf life must be a month at least",
    );
    let first = protocol.first_dose.as_ref().map(|first| &first.volume);
    for volume in first.iter() {
        found.source(&volume.source, "first dose");
    }
    if let Some(mixing) = &protocol.mixing {
        found.source(&mixing.source, "mixing");
        if let Some(words) = &mixing.too_long {
            found.words(words, "mixing");
        }
    }
    for volume in first.into_iter().chain([&protocol.volume]) {
        let sound = volume.usual_ml >= 0.0 && volume.usual_ml <= volume.max_ml && volume.max_ml.is_finite();
        found.must(sound, "the usual volume must lie between zero and the greatest");
        if let Some(words) = &volume.beyond {
            found.words(words, "volume");
        }
    }
    found.must(!protocol.sites.is_empty(), "no site");
    found.unique("site", protocol.sites.iter().map(|site| site.id.as_str()));
    protocol
        .sites
        .iter()
        .for_each(|site| found.words(&site.name, &site.id));
    found.unique("check", protocol.checks.iter().map(|check| check.id.as_str()));
    protocol
        .checks
        .iter()
        .for_each(|check| check_faults(check, courses, found));
}

/// What a physician decides about cover against flare is asked for at the chair, and nothing is asked for that nobody
/// decides.
fn flare_question_faults(protocol: &Protocol, found: &mut Found) {
    let checks = protocol.checks.iter();
    let asking: Vec<_> = checks
        .filter(|check| check.decision == Some(DecisionAsked::FlareCover))
        .collect();
    found.must(
        asking.len() == usize::from(protocol.flare.is_some()),
        "cover against flare must be asked for at the chair by one question, exactly where it is decided about",
    );
    for check in asking {
        let yes = matches!(check.answer, Answer::YesNo { must_be: true });
        found.must(
            yes && check.asked == Asked::FirstDose && check.recorded.is_none(),
            format!(
                "{}: asks for a decision, so only a yes at a first dose answers it",
                check.id
            ),
        );
    }
}

fn exclusion_faults(protocol: &Protocol, courses: &[(String, Course)], found: &mut Found) {
    let excludes = &protocol.contraindications;
    found.must(!excludes.is_empty(), "no contraindication");
    found.unique("contraindication", excludes.iter().map(|known| known.id.as_str()));
    for excluded in excludes {
        found.source(&excluded.source, &excluded.id);
        // Asked of everyone in every version of the course, or it would stop nobody.
        let asked = courses
            .iter()
            .all(|(_, course)| course.contraindication(&excluded.id).is_some());
        found.must(
            asked,
            format!("no course asks for the contraindication \"{}\"", excluded.id),
        );
        let names_drug = |course: &Course| {
            let known = course.contraindication(&excluded.id);
            known.is_none_or(|known| known.names_drug == excluded.found_under.contains(&protocol.id))
        };
        found.must(
            courses.iter().all(|(_, course)| names_drug(course)),
            format!(
                "\"{}\" must be found under this drug exactly where the course names the drug with it",
                excluded.id
            ),
        );
    }
}

fn band_faults(protocol: &Protocol, found: &mut Found) {
    let bands = &protocol.bands;
    let day_after = protocol.window.late_days.saturating_add(1);
    found.unique("band", bands.iter().map(|band| band.id.as_str()));
    found.must(
        bands.first().is_some_and(|band| band.from_day == day_after),
        format!("the first band must begin on day {day_after}, when the window has closed"),
    );
    found.must(
        bands.is_sorted_by(|a, b| a.from_day < b.from_day),
        "the bands must ascend",
    );
    found.must(
        bands
            .last()
            .is_some_and(|band| band.demands(Demand::PhysicianDecision)),
        "the last band must demand a physician's decision",
    );
    for band in bands {
        found.words(&band.name, &band.id);
        found.source(&band.source, &band.id);
    }
}

fn check_faults(check: &PreDoseCheck, courses: &[(String, Course)], found: &mut Found) {
    found.words(&check.question, &check.id);
    found.source(&check.source, &check.id);
    if let Answer::Number { unit, min, max } = &check.answer {
        found.words(unit, &check.id);
        // Whether a question about a recorded item asks in the unit of that item is judged with the item.
        let known = check.recorded.is_some() || courses.iter().all(|(_, course)| measures_in(course, unit));
        found.must(
            known,
            format!("{}: no course measures anything in \"{}\"", check.id, unit.en),
        );
        found.must(
            min.is_some() || max.is_some(),
            format!("{}: no bound, so it can never fail", check.id),
        );
        let ordered = min.zip(*max).is_none_or(|(min, max)| min <= max);
        found.must(ordered, format!("{}: the bounds exclude every value", check.id));
    }
}

/// Is it a unit of something that is measured?
fn measures_in(course: &Course, unit: &Localised) -> bool {
    course.items.iter().any(|item| match &item.result {
        ResultKind::Number { units, .. } => units.iter().any(|known| known.name == *unit),
        ResultKind::YesNo { .. } => false,
    })
}
