//! What makes a ladder sound.

use super::Found;
use crate::domain::rules::{Channel, Delay, Ladder, Party, Places, Quiet, Track};

/// Ten days of eight hours.
const MOST_WORKING_HOURS: u16 = 80;

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
    found.unique("act", ladder.acts.iter().map(|act| act.id.as_str()));
    for act in &ladder.acts {
        found.must(
            !act.done_by.is_empty(),
            format!("act {}: nobody can do it", act.id),
        );
        let known = |kind: &String| places.is_none_or(|places| places.kind(kind).is_some());
        found.must(
            act.done_by.iter().all(known),
            format!("act {}: no such kind of organisation", act.id),
        );
        found.must(
            !(act.legal && act.closes),
            format!("act {}: a legal step does not end the matter", act.id),
        );
    }
    if let Some(quiet) = &ladder.quiet {
        quiet_faults(quiet, found);
    }
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

fn quiet_faults(quiet: &Quiet, found: &mut Found) {
    found.source(&quiet.source, "quiet");
    found.must(
        quiet.from_hour < 24 && quiet.until_hour < 24 && quiet.from_hour != quiet.until_hour,
        "quiet: two different hours from 0 to 23 are needed",
    );
    let lets_alone = |channel: &Channel| matches!(channel, Channel::Sms);
    found.must(
        quiet.channels.iter().all(lets_alone),
        "quiet: only short messages may wait; a desk, a mailbox and a system wake nobody",
    );
}

/// A day of work begins before it ends, and a delay in hours of work is not one of weeks.
pub(super) fn working_hours_faults(name: &str, delay: Delay, found: &mut Found) {
    let Delay::WorkingHours(hours) = delay else { return };
    found.must(
        hours.from_hour < hours.until_hour && hours.until_hour <= 24,
        format!("{name}: working hours begin before they end, and end by 24"),
    );
    found.must(
        hours.hours <= MOST_WORKING_HOURS,
        format!("{name}: more than {MOST_WORKING_HOURS} working hours are said in working days"),
    );
}

pub(super) fn track_faults(name: &str, track: &Track, places: Option<&Places>, found: &mut Found) {
    found.source(&track.source, name);
    found.must(!track.steps.is_empty(), format!("{name}: no step"));
    found.unique("step", track.steps.iter().map(|step| step.id.as_str()));
    found.must(
        !track.repeat_last_every.is_none(),
        format!("{name}: the last step would repeat without a pause"),
    );
    let answers = track
        .steps
        .last()
        .is_some_and(|step| step.acknowledge_within.is_some());
    found.must(answers, format!("{name}: the last step asks nobody to answer"));
    let delays = track
        .steps
        .iter()
        .flat_map(|step| [Some(step.after), step.acknowledge_within]);
    for delay in delays.flatten().chain([track.repeat_last_every]) {
        working_hours_faults(name, delay, found);
    }
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
            (Some(Delay::WorkingHours(promised)), Delay::WorkingHours(waited)) => {
                waited.hours < promised.hours
            }
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
