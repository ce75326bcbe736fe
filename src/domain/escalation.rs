//! Which ladder an alert climbs, on which track, and what that ladder lacks.

use super::alert::{Alert, Gap};
use super::case::Case;
use super::obligation::Kind;
use super::roster::Roster;
use super::rules::{Cause, Ladder, Rules, Track};

/// What the ladder of a live alert lacks, step by step, from where it now stands.
pub fn gaps<'a>(
    alert: &'a Alert,
    rules: &'a Rules,
    roster: &'a Roster,
) -> impl Iterator<Item = (usize, Gap)> + 'a {
    let track = track_of(alert, rules);
    let steps = track.map_or(&[][..], |track| &track.steps);
    steps.iter().enumerate().filter_map(|(number, step)| {
        let found = roster.recipient(step.to, &rules.places)?;
        // Away, but somebody stands in: nothing is left to repair.
        let covered = found.gap == Some(Gap::Absent) && found.account.is_some_and(|id| roster.has_deputy(id));
        found.gap.filter(|_| !covered).map(|gap| (number, gap))
    })
}

/// The ladder by which an alert climbs.
#[must_use]
pub fn ladder_of<'r>(alert: &Alert, rules: &'r Rules) -> Option<&'r Ladder> {
    let (id, version) = alert.ladder.rsplit_once('.')?;
    rules.ladder(id, version.parse().ok()?)
}

/// The track an alert climbs: by its cause for a dose, that of the supply rules for what concerns the drug, the service
/// track for every other obligation.
#[must_use]
pub fn track_of<'r>(alert: &Alert, rules: &'r Rules) -> Option<&'r Track> {
    if between_two(alert.kind) {
        return rules.continuity_by_rule(&alert.ladder).map(|known| &known.silent);
    }
    ladder_of(alert, rules).map(|ladder| track(ladder, rules, alert.kind, alert.cause.family))
}

/// Is it a matter between two organisations? Then both chains are told.
pub(super) fn between_two(kind: Kind) -> bool {
    matches!(kind, Kind::AcceptHandover | Kind::SetAppointment)
}

pub(super) fn track<'r>(ladder: &'r Ladder, rules: &'r Rules, kind: Kind, family: Cause) -> &'r Track {
    match kind {
        Kind::Dose => ladder.track(family),
        Kind::Review | Kind::SubmitToCourt => &ladder.review,
        // A physician owes the look at a person; the rest is the chain's.
        kind if kind.of_supply() && kind != Kind::RecallFollowUp => &rules.supply.track,
        _ => &ladder.service,
    }
}

/// Does an obligation of this kind climb by itself when it is missed? A missing deputy is a task on a list; were it
/// to climb, it would ask for further deputies without end. A decision about a late dose climbs with the dose. While
/// the commission has not spoken, its clearance climbs, not the choice that waits for it. A missing paper climbs with
/// the review it is for: five papers are one worry. A court that takes its time is nobody's failure.
/// What is measured before the first dose of all climbs with that dose.
pub(super) fn climbs(case: &Case, kind: Kind) -> bool {
    match kind {
        Kind::RepairLadder | Kind::DecideLateDose | Kind::ReviewPaper | Kind::AskCourt => false,
        Kind::ChooseDrug => case.clearance().is_some(),
        Kind::Monitoring => !case.doses_in_effect().is_empty(),
        _ => true,
    }
}
