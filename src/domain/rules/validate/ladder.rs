//! What makes a ladder sound.

use super::Found;
use crate::domain::rules::{Delay, Ladder, Party, Places, Track};

pub(super) fn ladder_faults(ladder: &Ladder, places: Option<&Places>, found: &mut Found) {
    for (name, track) in [
        ("person", &ladder.person),
        ("unexplained", &ladder.unexplained),
        ("service", &ladder.service),
        ("review", &ladder.review),
    ] {
        track_faults(name, track, places, found);
    }
    let reaches = |track: &Track| {
        track
            .steps
            .iter()
            .any(|step| step.to.organisation == Party::Supervising)
    };
    found.must(
        !reaches(&ladder.service),
        "service: our own failures and justified causes may never go to the supervising body",
    );
    found.must(
        !reaches(&ladder.review),
        "review: nothing clinical may go to the supervising body",
    );
    found.must(
        reaches(&ladder.person),
        "person: the supervising body is never told",
    );
    found.must(
        reaches(&ladder.unexplained),
        "unexplained: the supervising body is never told",
    );
}

pub(super) fn track_faults(name: &str, track: &Track, places: Option<&Places>, found: &mut Found) {
    found.source(&track.source, name);
    found.must(!track.steps.is_empty(), format!("{name}: no step"));
    found.unique("step", track.steps.iter().map(|step| step.id.as_str()));
    let never = matches!(
        track.repeat_last_every,
        Delay::ClockHours(0) | Delay::WorkingDays(0)
    );
    found.must(
        !never,
        format!("{name}: the last step would repeat without a pause"),
    );
    let answers = track
        .steps
        .last()
        .is_some_and(|step| step.acknowledge_within.is_some());
    found.must(answers, format!("{name}: the last step asks nobody to answer"));
    for step in &track.steps {
        found.must(
            !step.channels.is_empty(),
            format!("{name}.{}: no channel", step.id),
        );
        let filled = places.is_none_or(|places| {
            places
                .kinds
                .iter()
                .any(|kind| kind.posts.contains_key(&step.to.post))
        });
        found.must(
            filled,
            format!("{name}.{}: no kind of organisation has this post", step.id),
        );
    }
    for pair in track.steps.windows(2) {
        let [before, next] = pair else { continue };
        // Taking the answer away before it was due would make the promised time a trap.
        let hasty = match (before.acknowledge_within, next.after) {
            (Some(Delay::ClockHours(promised)), Delay::ClockHours(waited)) => waited < promised,
            (Some(Delay::WorkingDays(promised)), Delay::WorkingDays(waited)) => waited < promised,
            (Some(promised), waited) => promised != waited && matches!(waited, Delay::ClockHours(0..24)),
            (None, _) => false,
        };
        found.must(
            !hasty,
            format!(
                "{name}.{}: comes before \"{}\" had time to answer",
                next.id, before.id
            ),
        );
    }
}
