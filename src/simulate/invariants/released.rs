//! Nobody is lost by a release, whatever papers are written down before or after it.

use super::hold;
use crate::domain::case::Case;
use crate::domain::obligation::Kind;
use crate::domain::passage::standing;
use crate::domain::plan::Plan;
use crate::domain::roster::Roster;
use crate::domain::time::Now;
use crate::simulate::Broken;
use chrono::NaiveDate;

/// Whoever was let go to nobody is somebody's to find a receiver for, until one has taken over.
pub(super) fn watched(case: &Case, planned: &Plan, roster: &Roster, now: &Now) -> Vec<Broken> {
    let mut broken = Vec::new();
    let running = case
        .standing_on(now.today())
        .is_some_and(|standing| !standing.ended());
    if !running || !roster.held {
        return broken;
    }
    let owed = |kind, by: NaiveDate| {
        let mut owed = planned.obligations.iter();
        owed.any(|owed| owed.kind == kind && owed.due_on <= by)
    };
    if let Some(on) = let_go_on(case, now) {
        let found = case.passage.accepted_offer().is_some() || owed(Kind::ArrangeHandover, on);
        hold(
            &mut broken,
            found,
            "whoever was let go to nobody is looked after until somebody has taken over",
            || format!("{on}: {:?}", case.passage.releases),
        );
    }
    let passed = case.release_on().filter(|on| *on < now.today());
    if let Some(on) = passed.filter(|_| let_go_on(case, now).is_none()) {
        hold(
            &mut broken,
            owed(Kind::ConfirmRelease, now.today()),
            "a day of release that has passed asks whether he went",
            || format!("{on}: {:?}", case.passage.releases),
        );
    }
    broken
}

/// The day on which the person was let go to nobody, while he belongs to whoever let him go.
fn let_go_on(case: &Case, now: &Now) -> Option<NaiveDate> {
    let entry = standing(&case.passage.releases).next_back()?;
    let release = &entry.content;
    // A move that is written down for a later day has taken him nowhere yet.
    let stay = case.stay_on(now.today())?;
    // Taken back where he was on the very day, he is held anew.
    let anew = stay.from_on == release.released_on && stay.seq > entry.seq;
    let stayed = stay.from_on <= release.released_on && !anew;
    (release.offer.is_none() && stayed).then_some(release.released_on)
}
