//! What is said about the time of observation after an injection.

use crate::domain::event::{Observation, Observed};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Protocol;
use chrono::{DateTime, TimeDelta, Utc};

/// What is wrong with it. That nothing was seen until the time was over can be said once it is over; anything else is said in
/// words. A dose is written down at once, so what is not known yet is left open, and put on its record later. While nobody has
/// said when it was given, nobody can tell how long ago that is.
pub(super) fn observation(
    observed: Option<&Observed>,
    protocol: &Protocol,
    occurred_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Vec<Refusal> {
    let Some((observed, asked)) = observed.zip(protocol.observation.as_ref()) else {
        return Vec::new();
    };
    let quiet = observed.how == Observation::Quiet;
    let over_at = occurred_at.map(|at| at + TimeDelta::minutes(asked.minutes.into()));
    let mut wrong = Vec::new();
    if quiet && over_at.is_some_and(|over_at| now < over_at) {
        wrong.push(Refusal::ObservedTooSoon {
            minutes: asked.minutes,
        });
    }
    wrong.extend(text("observed_words", &observed.words, !quiet, WORDS).err());
    wrong
}
