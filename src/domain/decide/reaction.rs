//! Adverse reactions, and contraindications found after treatment began.

use super::examination::first_ruled_on;
use super::{Decision, exclusions, past};
use crate::domain::case::{Case, Hold};
use crate::domain::event::{ContraindicationFound, Event, Follows, HoldPlaced, Reaction, ReactionOutcome};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::{Excludes, Rules};
use crate::domain::time::{Now, civil_date};
use chrono::{DateTime, NaiveDate, Utc};

/// What a clinician says about a reaction. Unread text, so that one look can name everything that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportReaction {
    /// When it began; `None` where the typed date or time is not one.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Severity, by identity.
    pub severity: String,
    /// Suspected product, by identity; empty where another cause is suspected.
    pub suspected: String,
    /// What happened.
    pub words: String,
    /// What was done.
    pub done: String,
    /// Stop the doses at once?
    pub hold: bool,
    /// Was a day that lies long back looked at once more?
    pub sure: bool,
}

/// Takes down an adverse reaction. A severe one stops the doses at once, as does the wish of whoever reports it.
///
/// # Errors
/// Refused where something is missing, or it lies in the future, before the ruling, or long back and nobody said that
/// the day is right.
pub fn report_reaction(
    case: &Case,
    (id, hold): (RecordId, RecordId),
    form: &ReportReaction,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let mut wrong = Vec::new();
    match form.occurred_at {
        None => wrong.push(Refusal::NotUnderstood { field: "occurred_on" }),
        Some(at) if at > now.instant => wrong.push(Refusal::InFuture { field: "occurred_on" }),
        Some(at) => wrong.extend(too_old(case, civil_date(at, now.zone), form.sure, rules, now)),
    }
    let severity = rules.reactions.severity(&form.severity);
    if severity.is_none() {
        wrong.push(Refusal::Required { field: "severity" });
    }
    let suspected = form.suspected.trim();
    let known = rules
        .protocols_on(now.today())
        .iter()
        .any(|known| known.id == suspected);
    if !suspected.is_empty() && suspected != "other" && !known {
        wrong.push(Refusal::Required { field: "suspected" });
    }
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let done = text("done", &form.done, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (Some(occurred_at), Some(severity), Ok(words), Ok(done), []) =
        (form.occurred_at, severity, words, done, wrong.as_slice())
    else {
        return Err(wrong);
    };
    let mut events = vec![Event::ReactionReported(Reaction {
        id,
        occurred_at,
        occurred_on: civil_date(occurred_at, now.zone),
        severity: severity.id.clone(),
        suspected: Some(suspected.to_owned()).filter(|_| known),
        words: words.clone(),
        done,
    })];
    if severity.stops || form.hold {
        events.extend(stop(case, hold, words, now));
    }
    Ok(events)
}

/// A day before anything was ruled is another year; one that lies long back is asked about.
fn too_old(case: &Case, on: NaiveDate, sure: bool, rules: &Rules, now: &Now) -> Option<Refusal> {
    let field = "occurred_on";
    if let Some(earliest_on) = first_ruled_on(case).filter(|earliest_on| on < *earliest_on) {
        return Some(Refusal::NotBefore { field, earliest_on });
    }
    let days = rules.reactions.ask_after_days;
    let long_ago = (now.today() - on).num_days() > i64::from(days);
    (long_ago && !sure).then_some(Refusal::LongAgo { field, days })
}

/// A hold from now on, unless one is in force or the measure is over.
pub(super) fn stop(case: &Case, id: RecordId, reason: String, now: &Now) -> Option<Event> {
    let needless = case.ended_on(now.today()) || case.holds.iter().any(Hold::open);
    (!needless).then(|| hold_now(id, reason, now))
}

fn hold_now(id: RecordId, reason: String, now: &Now) -> Event {
    Event::HoldPlaced(HoldPlaced {
        id,
        placed_at: now.instant,
        placed_on: now.today(),
        until_on: None,
        reason,
    })
}

/// What a clinician says about the end of a reaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndReaction {
    /// Outcome, by identity.
    pub outcome: String,
    /// The day; `None` where the typed date is not one.
    pub on: Option<NaiveDate>,
    /// In words.
    pub words: String,
}

/// Takes down how a reaction ended.
///
/// # Errors
/// Refused where its outcome is on record, something is missing, or the day does not fit.
pub fn end_reaction(
    case: &Case,
    id: RecordId,
    reaction: RecordId,
    form: &EndReaction,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let mut open = case.open_reactions();
    let Some((_, entry)) = open.find(|(_, entry)| entry.content.id == reaction) else {
        return Err(vec![Refusal::NothingToDo]);
    };
    let began_on = entry.content.occurred_on;
    let mut wrong = Vec::new();
    if rules.reactions.outcome(&form.outcome).is_none() {
        wrong.push(Refusal::Required { field: "outcome" });
    }
    match form.on {
        None => wrong.push(Refusal::NotUnderstood { field: "ended_on" }),
        Some(day) if day > now.today() => wrong.push(Refusal::InFuture { field: "ended_on" }),
        Some(day) if day < began_on => wrong.push(Refusal::NotBefore {
            field: "ended_on",
            earliest_on: began_on,
        }),
        Some(_) => {}
    }
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    match (form.on, words) {
        (Some(on), Ok(words)) if wrong.is_empty() => Ok(vec![Event::ReactionEnded(ReactionOutcome {
            id,
            reaction,
            outcome: form.outcome.clone(),
            on,
            words,
        })]),
        _ => Err(wrong),
    }
}

/// What a physician says about a contraindication found after treatment began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindContraindication {
    /// Its identity in the course.
    pub contraindication: String,
    /// The day; `None` where the typed date is not one.
    pub found_on: Option<NaiveDate>,
    /// What is to follow.
    pub follows: Option<Follows>,
    /// Findings.
    pub words: String,
}

/// Takes down a contraindication. Where it speaks against the present drug, its doses stop at once.
///
/// # Errors
/// Refused where it stands on record already, something is missing, or the day lies in the future.
pub fn find_contraindication(
    case: &Case,
    (id, hold): (RecordId, RecordId),
    form: &FindContraindication,
    rules: &Rules,
    now: &Now,
) -> Decision {
    let today = now.today();
    let law = rules.law_for(today);
    let known = law.and_then(|law| law.course.contraindication(&form.contraindication));
    let present = protocol(case, rules);
    // It concerns the drug in use: another one may be chosen.
    let drug = present.filter(|_| known.is_some_and(|known| known.names_drug));
    let drug = drug.map(|protocol| protocol.id.clone());
    let mut wrong = Vec::new();
    match known {
        None => wrong.push(Refusal::Required {
            field: "contraindication",
        }),
        Some(known)
            if case
                .found_later()
                .any(|found| found.contraindication == known.id && found.drug == drug) =>
        {
            return Err(vec![Refusal::NothingToDo]);
        }
        Some(_) => {}
    }
    let found_on = past("found_on", form.found_on, first_ruled_on(case), now, &mut wrong);
    if form.follows.is_none() {
        wrong.push(Refusal::Required { field: "follows" });
    }
    let words = text("words", &form.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (Some(known), Some(found_on), Some(follows), Ok(words), []) =
        (known, found_on, form.follows, words, wrong.as_slice())
    else {
        return Err(wrong);
    };
    let found = ContraindicationFound {
        id,
        contraindication: known.id.clone(),
        permanent: known.permanent,
        drug,
        found_on,
        follows,
        words: words.clone(),
    };
    let against = present.is_some_and(|protocol| {
        let mut excludes = protocol.contraindications.iter();
        excludes.any(|excluded| found.excludes(excluded))
    });
    let mut events = vec![Event::ContraindicationFound(found)];
    // Also where the measure is over: a ruling that comes later must not take the drug up again.
    let held = case.holds.iter().any(Hold::open);
    events.extend((against && !held).then(|| hold_now(hold, words, now)));
    Ok(events)
}

/// What speaks for good against the drug that a case follows, whatever else speaks against it: its doses are never taken up
/// again.
#[must_use]
pub fn barred<'r>(case: &Case, rules: &'r Rules, now: &Now) -> Option<&'r str> {
    let law = rules.law_for(now.today())?;
    let for_good = |against: &Excludes| {
        let known = law.course.contraindication(&against.id);
        let mut later = case.found_later();
        known.is_some_and(|known| known.permanent)
            || later.any(|found| found.permanent && found.excludes(against))
    };
    let mut against = exclusions(case, protocol(case, rules)?).into_iter();
    against
        .find(|against| for_good(against))
        .map(|against| against.id.as_str())
}
