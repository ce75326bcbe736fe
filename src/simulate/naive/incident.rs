//! What a physician is still to look at of that which was reported.

use super::court::Word;
use super::owed::{Owed, by_clock};
use super::told::Told;
use crate::domain::event::IncidentKind;
use crate::domain::obligation::Kind;
use crate::domain::rules::{Anchor, ClockKind, Rules};
use crate::domain::time::{Now, civil_date};

/// Each report is looked at once, in the time that is counted from the day on which it was written down, whenever it
/// happened; one that was struck out is not. Once the measure is over only a dose that no ruling covers is still asked about.
pub(super) fn to_look_at(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let today = now.today();
    let word = told.word_on(today);
    let mut owed = Vec::new();
    if word == Word::NoRuling {
        return owed;
    }
    for (number, incident) in (1..).zip(&told.incidents) {
        let uncovered = matches!(
            incident.kind,
            IncidentKind::DoseAfterEnd | IncidentKind::UncoveredLater | IncidentKind::SuspendedLater
        );
        let asked = !word.ended() || uncovered;
        if asked && !incident.looked_at && !incident.struck_out {
            let clock = (ClockKind::ReviewIncident, Anchor::IncidentReported);
            let reported_on = civil_date(incident.reported_at, now.zone);
            let key = (Kind::ReviewIncident, number);
            owed.extend(by_clock((told, rules, today), key, clock, reported_on));
        }
    }
    owed
}
