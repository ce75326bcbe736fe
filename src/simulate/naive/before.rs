//! What comes before a dose: a commission clears the person, a drug is chosen, he is told about it. What
//! `docs/clinical-course.md` says about it, in the plainest words.

use chrono::NaiveDate;

use super::court::Word;
use super::dose::{Next, counts, followed};
use super::owed::{Owed, by_clock, whose};
use super::papers::{received_on, runs};
use super::told::{Paper, Told};
use crate::domain::event::{Decided, Event, Follows, Recorded};
use crate::domain::obligation::Kind;
use crate::domain::rules::{Anchor, ClockKind, Owner, Party, Post, Rules};
use crate::domain::ruling::{RulingChange, RulingStep};
use crate::domain::time::{Now, civil_date};

/// What is owed before the next dose, as it is planned. While a ruling, a hold or the end of the term stands in its way,
/// nothing is prepared for a first one; that another drug is needed is owed all the same, as long as the measure is not over.
pub(super) fn owed(told: &Told<'_>, next: &Next, rules: &Rules, now: &Now) -> Vec<Owed> {
    let mut owed = Vec::new();
    let no_drug = matches!(next, Next::None("no-regimen" | "drug-excluded" | "too-young"));
    if told.doses.is_empty() && (no_drug || matches!(next, Next::Due(_))) {
        owed.extend(clearance(told, rules, now));
    }
    let mut choice = None;
    if no_drug {
        // That he is too young for it is known since his date of birth was put right.
        let young = told.births.last().filter(|_| *next == Next::None("too-young"));
        let known_on = young.map_or(NaiveDate::MIN, |(_, at)| civil_date(*at, now.zone));
        choice = first_choice(told, rules, known_on, now);
    }
    if choice.is_none() && runs(told, now.today()) {
        choice = another_choice(told, rules, now.today());
    }
    owed.extend(choice);
    if let Next::Due(window) = next {
        owed.extend(to_tell(told, rules, now, window.due_on));
    }
    owed
}

/// A commission looks within its days from a ruling's force; once it has said no, on the day that it set itself. The number
/// counts its looks.
fn clearance(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Owed> {
    let key = (Kind::Clearance, next_number(told.clearances.len())?);
    let clock = ClockKind::Clearance;
    let Some(last) = told.clearances.last() else {
        return since_force((told, rules), key, clock, now);
    };
    if last.cleared {
        return None;
    }
    let again_on = last.again_on?;
    let by = (clock, Anchor::RulingInForce);
    let owed = by_clock((told, rules, now.today()), key, by, last.examined_on)?;
    Some(Owed {
        opens_on: last.examined_on,
        due_on: again_on,
        closes_on: again_on,
        ..owed
    })
}

/// No drug was chosen, or the commission that looked last excludes the one that was: within the doctors' days from its
/// recommendation. Until it has spoken they are counted from a ruling's force; while it says no there is nothing to choose.
fn first_choice(told: &Told<'_>, rules: &Rules, known_on: NaiveDate, now: &Now) -> Option<Owed> {
    let key = (Kind::ChooseDrug, next_number(told.regimens.len())?);
    let clock = ClockKind::ChooseDrug;
    match told.clearances.last() {
        None => since_force((told, rules), key, clock, now),
        Some(last) if last.cleared => {
            let by = (clock, Anchor::RecommendationReceived);
            by_clock(
                (told, rules, now.today()),
                key,
                by,
                last.examined_on.max(known_on),
            )
        }
        Some(_) => None,
    }
}

/// Something was found that speaks against the drug, and another one was to follow; or a physician decided so about a result,
/// and none was chosen since. What is due first is owed; of two on one day, what was found.
fn another_choice(told: &Told<'_>, rules: &Rules, today: NaiveDate) -> Option<Owed> {
    let key = (Kind::ChooseDrug, next_number(told.regimens.len())?);
    let since = |anchor, day: Option<NaiveDate>| {
        by_clock((told, rules, today), key, (ClockKind::ChooseDrug, anchor), day?)
    };
    let found = since(Anchor::ContraindicationFound, found_on(told, rules));
    let judged = since(Anchor::ResultJudged, judged_on(told));
    match (found, judged) {
        (Some(found), Some(judged)) if judged.due_on < found.due_on => Some(judged),
        (found, judged) => found.or(judged),
    }
}

/// The first day on which something was found for which another drug was to follow, and that is not over: it speaks against the
/// drug, or none was chosen since.
fn found_on(told: &Told<'_>, rules: &Rules) -> Option<NaiveDate> {
    let (_, protocol) = followed(told, rules)?;
    let mut first: Option<NaiveDate> = None;
    for (seq, found) in &told.found {
        if found.follows != Follows::ChangeDrug || told.is_over(*seq, found) {
            continue;
        }
        let drugs: Vec<&str> = found.drug.as_deref().into_iter().collect();
        let mut asks = last_choice(told).is_some_and(|chosen| *seq > chosen.seq);
        for excluded in &protocol.contraindications {
            asks = asks || counts(excluded, &found.contraindication, &drugs);
        }
        if asks {
            first = Some(first.map_or(found.found_on, |first| first.min(found.found_on)));
        }
    }
    first
}

/// The first day since the drug was chosen on which a physician decided about a result that another one is needed.
fn judged_on(told: &Told<'_>) -> Option<NaiveDate> {
    let chosen = last_choice(told)?.seq;
    let mut first: Option<NaiveDate> = None;
    for (seq, judged) in &told.lab.judged {
        if judged.decided == Decided::Change && *seq > chosen {
            first = Some(first.map_or(judged.judged_on, |first| first.min(judged.judged_on)));
        }
    }
    first
}

/// Before the first dose of a drug the person is told about it: from its choice on, by the day of that dose. The number is that
/// of the choice.
fn to_tell(told: &Told<'_>, rules: &Rules, now: &Now, due_on: NaiveDate) -> Option<Owed> {
    let regimen = told.regimen()?;
    let tried = told.doses.iter().any(|dose| dose.content.regimen == regimen.id);
    let informed = told.told_about.iter().any(|about| about.regimen == regimen.id);
    if tried || informed {
        return None;
    }
    let chosen_on = civil_date(last_choice(told)?.recorded_at, now.zone);
    let physician = Owner {
        organisation: Party::Supplier,
        post: Post::Physician,
    };
    Some(Owed {
        kind: Kind::InformPerson,
        cycle: u32::try_from(told.regimens.len()).ok()?,
        by: whose(physician, told, rules, now.today()),
        opens_on: chosen_on.min(due_on),
        due_on,
        closes_on: due_on,
    })
}

/// Counted from a ruling's force, or from when that was known here: nobody is late for what he could not know.
fn since_force(
    (told, rules): (&Told<'_>, &Rules),
    key: (Kind, u32),
    clock: ClockKind,
    now: &Now,
) -> Option<Owed> {
    let first = force_known_on(told, now)?;
    by_clock(
        (told, rules, now.today()),
        key,
        (clock, Anchor::RulingInForce),
        first,
    )
}

/// Since when it is known that a ruling is in force; of several the first one counts.
pub(super) fn force_known_on(told: &Told<'_>, now: &Now) -> Option<NaiveDate> {
    let mut first: Option<NaiveDate> = None;
    for paper in &told.rulings {
        if paper.word_on(now.today()) == Word::InForce
            && let Some(known_on) = in_force_known_on(paper, told, now)
        {
            first = Some(first.map_or(known_on, |first| first.min(known_on)));
        }
    }
    first
}

/// The day since which a paper is in force and that is known: its force, as last said; the day on which that was written down;
/// the receipt of the paper. Whichever was last.
fn in_force_known_on(paper: &Paper<'_>, told: &Told<'_>, now: &Now) -> Option<NaiveDate> {
    let force_on = paper.force_on()?;
    let mut written_at = paper.recorded_at;
    for (seq, step) in &paper.steps {
        if step.step == RulingStep::EnteredIntoForce {
            written_at = *told.steps_at.get(seq)?;
        }
    }
    // An appeal put it off: the decision says when it came into force.
    if paper.named_on() != Some(force_on) {
        let decided =
            |step: &RulingChange| step.step == RulingStep::AppealDecided && step.effective_on == force_on;
        let (seq, _) = paper.steps.iter().find(|(_, step)| decided(step))?;
        written_at = *told.steps_at.get(seq)?;
    }
    let written_on = civil_date(written_at, now.zone);
    Some(force_on.max(written_on).max(received_on(paper, now)))
}

/// The last choice of a drug, as it was written down.
fn last_choice<'h>(told: &Told<'h>) -> Option<&'h Recorded> {
    let mut choices = told.history.iter().rev();
    choices.find(|recorded| matches!(recorded.event, Event::RegimenPrescribed(_)))
}

/// One more than there were.
fn next_number(known: usize) -> Option<u32> {
    u32::try_from(known + 1).ok()
}
