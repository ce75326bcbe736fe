//! What makes a procedure and the places around it sound.

use super::Found;
use crate::domain::rules::{ClockKind, Direction, Offset, Places, Post, Procedure, parse::Draft};

pub(super) fn procedure_faults(procedure: &Procedure, draft: &Draft, found: &mut Found) {
    found.source(&procedure.source, "procedure");
    found.source(&procedure.eligibility.source, "eligibility");
    found.source(&procedure.hold.source, "hold");
    if let Some(ruling) = &procedure.ruling {
        found.source(&ruling.source, "ruling");
        found.must(
            ruling.ask_beyond_days > 0,
            "ruling: a term must have a day to be asked about",
        );
    }
    found.source(&procedure.review.source, "review");
    let known = draft
        .calendars
        .iter()
        .any(|(_, calendar)| calendar.id == procedure.calendar);
    found.must(known, format!("there is no calendar \"{}\"", procedure.calendar));
    let applies = draft
        .ladders
        .iter()
        .any(|(_, ladder)| ladder.id == procedure.ladder && ladder.valid_from <= procedure.valid_from);
    found.must(
        applies,
        format!(
            "no ladder \"{}\" applies on {}",
            procedure.ladder, procedure.valid_from
        ),
    );
    let clinical = draft
        .courses
        .iter()
        .any(|(_, course)| course.id == procedure.course && course.valid_from <= procedure.valid_from);
    found.must(
        clinical,
        format!(
            "no course \"{}\" applies on {}",
            procedure.course, procedure.valid_from
        ),
    );
    let forward = procedure
        .valid_until
        .is_none_or(|until| procedure.valid_from <= until);
    found.must(forward, "it ends before it begins");
    let mut seen = Vec::new();
    for clock in &procedure.clocks {
        let name = format!("{:?} from {:?}", clock.kind, clock.anchor);
        found.source(&clock.source, &name);
        found.must(
            !seen.contains(&(clock.kind, clock.anchor)),
            format!("{name}: stands twice"),
        );
        seen.push((clock.kind, clock.anchor));
        found.must(
            clock.repeat_months != Some(0),
            format!("{name}: repeats every zero months"),
        );
        if clock.direction == Direction::Before {
            found.must(
                clock.repeat_months.is_none(),
                format!("{name}: a clock that runs backwards cannot repeat"),
            );
            found.must(
                clock.opens_before.is_some(),
                format!("{name}: say when the work may begin"),
            );
        }
        found.must(
            clock.warn_days_before.is_sorted_by(|a, b| a > b),
            format!("{name}: the warnings must come nearer to the due date"),
        );
        // Where it is missing, the day would be nobody's until a ruling is in force; on another clock it would say nothing.
        found.must(
            clock.before_force.is_some() == (clock.kind == ClockKind::FirstDose),
            format!(
                "{name}: the first dose, and nothing else, says whose the day is before a ruling is in force"
            ),
        );
        if let Some(places) = draft.places.first().map(|(_, places)| places) {
            let posts = std::iter::once(clock.owner.post).chain(clock.before_force.map(|owner| owner.post));
            for post in posts {
                let filled = places.kinds.iter().any(|kind| kind.posts.contains_key(&post));
                found.must(
                    filled,
                    format!("{name}: no kind of organisation has the owner's post"),
                );
            }
        }
        let repeating_days = clock.repeat_months.is_some() && !matches!(clock.offset, Offset::Months(_));
        found.must(
            !repeating_days,
            format!("{name}: a repeating clock counts its first turn in months too"),
        );
    }
}

fn answer_faults(places: &Places, found: &mut Found) {
    found.unique("answer", places.answers.iter().map(|answer| answer.id.as_str()));
    for answer in &places.answers {
        found.words(&answer.name, &answer.id);
        for kind in &answer.given_by {
            found.must(
                places.kind(kind).is_some(),
                format!("{}: there is no kind of organisation \"{kind}\"", answer.id),
            );
        }
    }
    for kind in &places.kinds {
        let told =
            kind.treats || kind.supplies || kind.supervises || kind.posts.contains_key(&Post::Coordinator);
        found.must(
            !told || places.answers_of(&kind.id).next().is_some(),
            format!("{}: is told of alerts, but has no answer to give", kind.id),
        );
    }
}

pub(super) fn place_faults(places: &Places, found: &mut Found) {
    found.unique("role", places.roles.iter().map(|role| role.id.as_str()));
    found.unique("kind", places.kinds.iter().map(|kind| kind.id.as_str()));
    found.unique("region", places.regions.iter().map(|region| region.id.as_str()));
    places
        .roles
        .iter()
        .for_each(|role| found.words(&role.name, &role.id));
    places
        .regions
        .iter()
        .for_each(|region| found.words(&region.name, &region.id));
    answer_faults(places, found);
    for kind in &places.kinds {
        found.words(&kind.name, &kind.id);
        for role in kind.posts.values() {
            found.must(
                places.role_name(role).is_some(),
                format!("{}: there is no role \"{role}\"", kind.id),
            );
        }
        let has = |post| kind.posts.contains_key(&post);
        if kind.treats {
            found.must(
                has(Post::Giver),
                format!("{}: treats, but nobody gives the dose", kind.id),
            );
        }
        if kind.supervises {
            found.must(
                has(Post::Officer),
                format!("{}: supervises, but has no officer", kind.id),
            );
        }
        if let Some(presence) = &kind.presence {
            found.source(&presence.source, &kind.id);
            found.words(&presence.name, &kind.id);
            found.must(
                has(presence.post),
                format!("{}: nobody holds the post that must be present", kind.id),
            );
        }
    }
}
