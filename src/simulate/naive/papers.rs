//! The papers for a review, the way of what it proposes to the court, and what is sent before a release.

use chrono::NaiveDate;

use super::course::next_review;
use super::court::Word;
use super::days::{count, days_after};
use super::dose::{self, Next};
use super::owed::{Owed, by_clock, whose};
use super::told::{Paper, Told};
use crate::domain::event::Follows;
use crate::domain::obligation::Kind;
use crate::domain::rules::{Anchor, ClockKind, Direction, Rules};
use crate::domain::ruling::RulingStep;
use crate::domain::time::{Now, civil_date};
use crate::simulate::life::kind_of;

/// Does the measure run, or may it still begin?
pub(super) fn runs(told: &Told<'_>, today: NaiveDate) -> bool {
    let word = told.word_on(today);
    word != Word::NoRuling && !word.ended()
}

/// Each paper on the list that is not there yet, once the review is open.
pub(super) fn for_review(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let today = now.today();
    let mut owed = Vec::new();
    let Some(review) = next_review(told, rules, now) else {
        return owed;
    };
    let (Some(law), Some(place)) = (rules.law_for(review.due_on), told.way.place_on(today)) else {
        return owed;
    };
    if today < review.opens_on {
        return owed;
    }
    for paper in &law.course.review.papers {
        let here = paper.at.is_empty() || paper.at.iter().any(|at| at == kind_of(place));
        let there = told
            .reviews
            .get(&review.number)
            .is_some_and(|known| known.has(&paper.id));
        if !here || paper.from_record || there {
            continue;
        }
        let before = count(review.due_on, paper.due_before, Direction::Before, law.calendar);
        let mut due_on = before.max(review.opens_on);
        if review.brought_forward
            && let Some(known_on) = written_on(told, review.opens_on, now)
        {
            let least_on = days_after(known_on, law.course.review.paper_least_days.into());
            due_on = due_on.max(least_on.min(review.due_on));
        }
        owed.push(Owed {
            kind: Kind::ReviewPaper,
            cycle: review.number * 100 + paper.number,
            by: whose(paper.owner, told, rules, today),
            opens_on: review.opens_on,
            due_on,
            closes_on: due_on,
        });
    }
    owed
}

/// The day on which it was first written down what was found on a day, for which the court is to be asked to stop.
fn written_on(told: &Told<'_>, found_on: NaiveDate, now: &Now) -> Option<NaiveDate> {
    let mut first: Option<NaiveDate> = None;
    for (seq, found) in &told.found {
        if found.follows != Follows::ProposeStop || found.found_on != found_on {
            continue;
        }
        for recorded in told.history {
            if recorded.seq == *seq {
                let on = civil_date(recorded.recorded_at, now.zone);
                first = Some(first.map_or(on, |first| first.min(on)));
            }
        }
    }
    first
}

/// What a commission proposed and only a court can do is sent; what was sent is asked after until the court has spoken. A
/// review that was finished after the measure had ended changes nothing.
pub(super) fn to_court(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let today = now.today();
    let mut owed = Vec::new();
    if !runs(told, today) {
        return owed;
    }
    for (number, review) in &told.reviews {
        let Some((text, concluded_on)) = review.concluded() else {
            continue;
        };
        if !text.to_court || told.word_on(concluded_on).ended() || told.court_said(review).is_some() {
            continue;
        }
        let (kind, clock, fact_on) = match review.sent_on {
            None => (
                Kind::SubmitToCourt,
                (ClockKind::SubmitToCourt, Anchor::ReviewConcluded),
                concluded_on,
            ),
            Some(sent_on) => (
                Kind::AskCourt,
                (ClockKind::AskCourt, Anchor::SubmissionSent),
                sent_on,
            ),
        };
        owed.extend(by_clock((told, rules, today), (kind, *number), clock, fact_on));
    }
    owed
}

/// What is sent before the release of somebody who is held, and the first dose before it. Whether it can be planned, or a drug
/// for it must be chosen first, is no matter; what a physician or a court has stopped waits.
pub(super) fn before_release(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let today = now.today();
    let way = &told.way;
    let mut owed = Vec::new();
    let Some(release_on) = way.release_on().filter(|_| runs(told, today)) else {
        return owed;
    };
    if !way.held_on(today, rules) {
        return owed;
    }
    let about = (told, rules, today);
    let turn = u32::try_from(way.releases.len()).unwrap_or(0) + 1;
    let clock = (ClockKind::MaterialsToCourt, Anchor::EndOfTerm);
    if let Some(mut materials) = by_clock(about, (Kind::MaterialsToCourt, turn), clock, release_on) {
        let sent = way.materials.iter().any(|(_, seq)| *seq > way.last_release());
        // A court that ruled since then has them.
        let mut ruled = told.rulings.iter();
        if !sent && !ruled.any(|paper| paper.ruling.ruled_on >= materials.opens_on) {
            // What had passed when the day became known is nobody's lateness for some days.
            let known_on = known_on(told, now);
            if let Some((continuity, law)) = rules.continuity_for(today).zip(rules.law_for(today))
                && materials.due_on < known_on
            {
                let within = continuity.handover.answer_within;
                let by = count(known_on, within, Direction::After, law.calendar);
                materials.closes_on = materials.closes_on.max(by);
            }
            owed.push(materials);
        }
    }
    owed.extend(to_forward(told, rules, now));
    if told.doses.is_empty() {
        match dose::planned(told, rules, now) {
            Next::Due(_) | Next::None("no-regimen" | "drug-excluded" | "too-young") => {
                let clock = (ClockKind::FirstDose, Anchor::Release);
                owed.extend(by_clock(about, (Kind::FirstDose, 1), clock, release_on));
            }
            Next::None("not-yet-in-force") => owed.extend(to_bring_ruling(about, release_on)),
            Next::None(_) => {}
        }
    }
    // A notice that names another day has told nobody.
    let told_of = way.notices.last().map(|notice| notice.release_on);
    if told_of != Some(release_on) {
        let cycle = u32::try_from(way.notices.len()).unwrap_or(0) + 1;
        let clock = (ClockKind::ReleaseNotice, Anchor::Release);
        owed.extend(by_clock(about, (Kind::ReleaseNotice, cycle), clock, release_on));
    }
    owed
}

/// The day on which the day of release that counts was written down.
pub(super) fn known_on(told: &Told<'_>, now: &Now) -> NaiveDate {
    let named_at = told.way.named_at();
    named_at.map_or(told.way.opened_on, |at| civil_date(at, now.zone))
}

/// While no ruling is in force nobody owes a dose: the day by which treatment must have begun is that of whoever sees to the
/// court's papers.
fn to_bring_ruling(
    (told, rules, today): (&Told<'_>, &Rules, NaiveDate),
    release_on: NaiveDate,
) -> Option<Owed> {
    let (kind, anchor) = (ClockKind::FirstDose, Anchor::Release);
    let mut clocks = rules.law_for(release_on)?.procedure.clocks.iter();
    let clock = clocks.find(|clock| clock.kind == kind && clock.anchor == anchor)?;
    let by = whose(clock.before_force?, told, rules, today);
    let key = (Kind::BringRuling, 1);
    let owed = by_clock((told, rules, today), key, (kind, anchor), release_on)?;
    Some(Owed { by, ..owed })
}

/// Each ruling that speaks, or is about to, goes to the health organisation of the residence. The days are counted from
/// its receipt; where nobody was to be released then, from the day on which a release became known.
fn to_forward(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let (today, way) = (now.today(), &told.way);
    let mut owed = Vec::new();
    let term = way.term_on.is_some() && way.releases.is_empty();
    let mut named = way.named.iter().filter(|named| named.seq > way.last_release());
    let named_on = named.next().map(|named| civil_date(named.recorded_at, now.zone));
    let known_on = named_on.filter(|_| !term).unwrap_or(way.opened_on);
    for (number, paper) in (1..).zip(&told.rulings) {
        let sent = way.forwarded.iter().any(|sent| sent.ruling == paper.ruling.id);
        if sent || !paper.announced(today) || paper.word_on(today).ended() {
            continue;
        }
        let received_on = received_on(paper, now).max(known_on);
        let clock = (ClockKind::ForwardRuling, Anchor::RulingReceived);
        owed.extend(by_clock(
            (told, rules, today),
            (Kind::ForwardRuling, number),
            clock,
            received_on,
        ));
    }
    owed
}

/// A ruling is received when it is written down; a draft when it is announced.
pub(super) fn received_on(paper: &Paper<'_>, now: &Now) -> NaiveDate {
    let recorded_on = civil_date(paper.recorded_at, now.zone);
    if paper.ruling.draft {
        for (_, step) in &paper.steps {
            if step.step == RulingStep::Announced {
                return step.effective_on.max(recorded_on);
            }
        }
    }
    recorded_on
}
