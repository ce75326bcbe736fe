//! The sweep: cases whose next step has fallen due take it.
//!
//! It asks about state: after three days without a sweep the same cases are due, only longer, and what they
//! write is stamped with when it should have happened. Two sweeps at once find each case once: the second to
//! come sees it as the first left it.

use std::collections::BTreeSet;

use crate::access::Actor;
use crate::commands::{
    advance_case, advance_shelf_duty, draft_end_letter, look_at_quarantine, look_at_shelf, unjudged,
    unwritten, write_of_recall,
};
use crate::store::desk::{Desk, Failure};
use crate::store::reading::{due, untold};
use crate::store::{organisations, recall_looks, shelf_duties};

/// The name under which the sweep acts.
pub const JOB: &str = "sweep";
/// One settling writes a bounded number of events, so a case left alone for years needs several turns. More
/// turns than this mean that a case does not move on; the next sweep tries again.
const MOST_TURNS: u32 = 50;

/// Takes every step that is due. Answers in how many cases, and about how many shelves, something happened; a case that needs several turns
/// counts once for each.
///
/// A case that fails is named in the log, left as it is, and does not keep the others waiting.
///
/// # Errors
/// Where the database does not answer at all.
pub async fn sweep(desk: &Desk) -> Result<u64, Failure> {
    let actor = Actor::system(JOB);
    let now = desk.instant();
    let mut happened = 0;
    let mut failed = BTreeSet::new();
    for _ in 0..MOST_TURNS {
        let mut moved = false;
        let mut after = None;
        loop {
            let page = due::cases(desk.store(), now, after, due::PART).await?;
            after = page.last().copied();
            for case in page
                .iter()
                .map(|due| due.case)
                .filter(|case| !failed.contains(case))
                .collect::<Vec<_>>()
            {
                match advance_case(desk, &actor, case).await {
                    Ok(stepped) => {
                        moved = true;
                        happened += u64::from(stepped);
                    }
                    Err(Failure::Store(fault)) if fault.is_unavailable() => return Err(fault.into()),
                    Err(fault) => {
                        tracing::error!(%case, %fault, "a case could not be advanced");
                        failed.insert(case);
                    }
                }
            }
            if u64::try_from(page.len()).is_ok_and(|read| read < due::PART) {
                break;
            }
        }
        if !moved {
            return Ok(happened + beside(desk, &actor).await?);
        }
    }
    tracing::warn!(turns = MOST_TURNS, "cases are still due after many turns");
    Ok(happened + beside(desk, &actor).await?)
}

/// What is not a step of a case: shelves, letters about recalls, letters about an end.
async fn beside(desk: &Desk, actor: &Actor) -> Result<u64, Failure> {
    Ok(shelves(desk, actor).await? + recalls(desk, actor).await? + ends(desk, actor).await?)
}

/// Compares each shelf from which its own people are given the drug with the doses to come, once a day, and what waits in
/// quarantine for nobody with what is owed of it; then takes every step that is due about a shelf and not about a person: each found once, for a step taken is due no more.
async fn shelves(desk: &Desk, actor: &Actor) -> Result<u64, Failure> {
    let mut happened = 0;
    for shelf in organisations::shelves(desk.store()).await? {
        match look_at_shelf(desk, actor, &shelf).await {
            Ok(found) => happened += u64::from(found),
            Err(Failure::Store(fault)) if fault.is_unavailable() => return Err(fault.into()),
            Err(fault) => tracing::error!(place = %shelf.place.id, %fault, "a shelf could not be looked at"),
        }
    }
    for (at, lot) in unjudged(desk).await? {
        match look_at_quarantine(desk, actor, (at, lot)).await {
            Ok(()) => happened += 1,
            // Somebody judged it meanwhile, or another sweep came first.
            Err(Failure::Refused(_)) => {}
            Err(Failure::Store(fault)) if fault.is_unavailable() => return Err(fault.into()),
            Err(fault) => tracing::error!(place = %at, %lot, %fault, "a quarantine could not be looked at"),
        }
    }
    for duty in shelf_duties::due(desk.store(), desk.instant()).await? {
        match advance_shelf_duty(desk, actor, duty).await {
            Ok(stepped) => happened += u64::from(stepped),
            Err(Failure::Store(fault)) if fault.is_unavailable() => return Err(fault.into()),
            Err(fault) => tracing::error!(%duty, %fault, "a task about a shelf could not be advanced"),
        }
    }
    Ok(happened)
}

/// Writes to each organisation that came to some of a recalled lot after the recall was spoken. Only those lots are looked at of
/// which some came somewhere since the last look ([`recall_looks`]); one about which something failed is looked at again.
async fn recalls(desk: &Desk, actor: &Actor) -> Result<u64, Failure> {
    let mut looks = recall_looks::waiting(desk.store()).await?;
    if looks.is_empty() {
        return Ok(0);
    }
    let lots = looks.iter().map(|look| look.lot).collect();
    let (mut happened, mut failed) = (0, BTreeSet::new());
    for (lot, recall, at) in unwritten(desk, &lots).await? {
        match write_of_recall(desk, actor, (lot, recall), at).await {
            Ok(_) => happened += 1,
            // Somebody wrote before, or the recall was lifted meanwhile.
            Err(Failure::Refused(_)) => {}
            Err(Failure::Store(fault)) if fault.is_unavailable() => return Err(fault.into()),
            Err(fault) => {
                tracing::error!(%lot, place = %at, %fault, "a letter about a recall could not be drawn up");
                failed.insert(lot);
            }
        }
    }
    looks.retain(|look| !failed.contains(&look.lot));
    recall_looks::done(desk.store(), &looks).await?;
    Ok(happened)
}

/// Draws up each letter by which somebody is told that a measure is over, whatever ended it: nobody need think of it, and whoever
/// signs finds it on his desk.
async fn ends(desk: &Desk, actor: &Actor) -> Result<u64, Failure> {
    let mut happened = 0;
    for (case, to) in untold::undrawn(desk.store()).await? {
        match draft_end_letter(desk, actor, case, to).await {
            Ok(_) => happened += 1,
            // Somebody drew it up meanwhile, or the measure goes on.
            Err(Failure::Refused(_)) => {}
            Err(Failure::Store(fault)) if fault.is_unavailable() => return Err(fault.into()),
            Err(fault) => tracing::error!(%case, %fault, "a letter about an end could not be drawn up"),
        }
    }
    Ok(happened)
}
