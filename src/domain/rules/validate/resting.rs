//! What makes the rules about unanswered climbs sound.

use super::Found;
use super::ladder::working_hours_faults;
use crate::domain::rules::{Delay, Places, Resting, TrackName};

/// Whoever did not answer after so many reminders will not answer the next one either.
const MOST_REMINDERS: usize = 60;

pub(super) fn resting_faults(resting: &Resting, places: Option<&Places>, found: &mut Found) {
    for track in TrackName::ALL {
        let known = resting.rests.iter().filter(|rest| rest.tracks.contains(&track));
        found.must(
            known.count() == 1,
            format!("rest: one is needed for the track \"{}\"", track.code()),
        );
    }
    for rest in &resting.rests {
        let name = rest.tracks.first().map_or("rest", |track| track.code());
        found.source(&rest.source, name);
        found.must(
            !rest.again_after.is_empty() && rest.again_after.len() <= MOST_REMINDERS,
            format!("{name}: the last step is taken again once at least and {MOST_REMINDERS} times at most"),
        );
        found.must(
            !rest.again_after.iter().any(|pause| pause.is_none()),
            format!("{name}: the last step would be taken again without a pause"),
        );
        for pause in &rest.again_after {
            working_hours_faults(name, *pause, found);
        }
        let hours = |delay: &Delay| match delay {
            Delay::ClockHours(hours) => Some(*hours),
            _ => None,
        };
        let days = |delay: &Delay| match delay {
            Delay::WorkingDays(days) => Some(*days),
            _ => None,
        };
        let shrinks = rest.again_after.windows(2).any(|pair| {
            let shorter = |of: &dyn Fn(&Delay) -> Option<u16>| {
                matches!((of(&pair[0]), of(&pair[1])), (Some(before), Some(after)) if after < before)
            };
            shorter(&hours) || shorter(&days)
        });
        found.must(!shrinks, format!("{name}: the pauses grow shorter"));
    }
    found.source(&resting.task.source, "task");
    let filled = places.is_none_or(|places| {
        let mut kinds = places.kinds.iter();
        kinds.any(|kind| kind.posts.contains_key(&resting.task.owner.post))
    });
    found.must(filled, "task: no kind of organisation has this post");
    for fit in &resting.fits {
        found.source(&fit.source, "fit");
        found.must(
            !fit.actions.is_empty() && (fit.at_liberty || fit.about_person),
            "fit: says nothing".to_owned(),
        );
    }
    found.source(&resting.backlog.source, "backlog");
    found.must(
        !resting
            .backlog
            .kinds
            .contains(&crate::domain::obligation::Kind::Dose),
        "backlog: a missed dose is always told step by step",
    );
}
