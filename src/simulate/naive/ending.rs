//! What is owed because the measure is over: who must still be told, and the plan for the time after it.

use chrono::NaiveDate;

use super::court::Word;
use super::days::next as day_after;
use super::owed::{Owed, by_clock, playing};
use super::told::Told;
use crate::domain::event::Event;
use crate::domain::letter::EndedTo;
use crate::domain::obligation::Kind;
use crate::domain::rules::{Anchor, ClockKind, Party, Rules};
use crate::domain::ruling::RulingStep;
use crate::domain::time::{Now, civil_date};

/// Each of those who must know and does not, for as long as the measure is over. No letter is withdrawn in these lives.
pub(super) fn to_tell(told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
    let today = now.today();
    let Some(since_on) = over_since(told, today) else {
        return Vec::new();
    };
    let mut known_on = None;
    let gone = told.departure.is_some_and(|(_, _, gone_on, _)| gone_on <= today);
    let mut owed = Vec::new();
    for (place, to) in [
        (1, EndedTo::Supervising),
        (2, EndedTo::Person),
        (3, EndedTo::Supplier),
    ] {
        let supplied = playing(Party::Supplier, told, today) != playing(Party::Responsible, told, today);
        let must = match to {
            EndedTo::Supervising => true,
            EndedTo::Person => !gone,
            EndedTo::Supplier => supplied,
        };
        let (mut times, mut knows) = (0, false);
        for known in &told.end_told {
            if known.to == to {
                times += 1;
                knows = knows || known.since_on == since_on;
            }
        }
        if must && !knows {
            let clock = (ClockKind::TellEnd, Anchor::MeasureEnded);
            let key = (Kind::TellEnd, 100 * (times + 1) + place);
            let known_on = *known_on.get_or_insert_with(|| could_be_known(told, since_on, now, over_since));
            owed.extend(by_clock((told, rules, today), key, clock, known_on));
        }
    }
    owed
}

/// The plan for the time after the measure, where a dose was given: until one was made since the end, and again from the day of
/// the look that the last one agreed on. Nobody plans for the dead, nor in a case that was taken over by mistake. The number counts
/// the plans.
pub(super) fn to_plan_after(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Owed> {
    let today = now.today();
    if told.doses.is_empty() || matches!(told.word_on(today), Word::Died | Word::Undone) {
        return None;
    }
    let since_on = ended_since(told, today)?;
    let plans = &told.open.aftercare;
    let key = (Kind::Aftercare, u32::try_from(plans.len() + 1).ok()?);
    let clock = (ClockKind::Aftercare, Anchor::MeasureEnded);
    let (mut planned, mut look_on) = (false, None);
    for (_, planned_on, next_on) in plans {
        planned = *planned_on >= since_on;
        look_on = *next_on;
    }
    if planned {
        return by_clock((told, rules, today), key, clock, look_on?);
    }
    let known_on = could_be_known(told, since_on, now, ended_since);
    by_clock((told, rules, today), key, clock, known_on)
}

/// The day from which it could be known that the measure is over since a day: that one, or the day of the last paper before
/// which the papers `said` something else.
fn could_be_known(
    told: &Told<'_>,
    since_on: NaiveDate,
    now: &Now,
    said: fn(&Told<'_>, NaiveDate) -> Option<NaiveDate>,
) -> NaiveDate {
    let mut departures = Vec::new();
    for recorded in told.history {
        if let Event::CaseEnded(ended) = &recorded.event {
            departures.push(ended.id);
        }
    }
    let mut known_on = since_on;
    for recorded in told.history {
        let at = recorded.recorded_at;
        let speaks = match &recorded.event {
            Event::RulingRecorded(_)
            | Event::RulingChanged(_)
            | Event::RulingStepVoided(_)
            | Event::RulingAmended(_)
            | Event::CaseEnded(_) => true,
            Event::RecordVoided { record, .. } => departures.contains(record),
            _ => false,
        };
        let written_on = civil_date(at, now.zone);
        // What was written down by then was known when it came to pass.
        if !speaks || written_on <= known_on {
            continue;
        }
        let earlier = told.history.iter().take_while(|known| known.recorded_at < at);
        let (earlier, _) = told.history.split_at(earlier.count());
        if said(&Told::of(earlier), now.today()) != Some(since_on) {
            known_on = written_on;
        }
    }
    known_on
}

/// Since when the measure is over: since the day of which the last of the papers speaks that say so, or since it went on no
/// more, if that was later.
fn over_since(told: &Told<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let word = told.word_on(today);
    if word == Word::Undone || !word.ended() {
        return None;
    }
    let mut said_on = None;
    if matches!(word, Word::Died | Word::Abroad) {
        said_on = told.departure.map(|(_, _, gone_on, _)| gone_on);
    } else {
        for paper in &told.rulings {
            if paper.word_on(today) == word {
                said_on = paper.over_since(today);
            }
        }
    }
    let first_on = ended_since(told, today)?;
    said_on.map(|said_on| said_on.max(first_on))
}

/// The first of the days up to one on which the measure did not go on any more.
fn ended_since(told: &Told<'_>, today: NaiveDate) -> Option<NaiveDate> {
    let mut first_on = None;
    let mut day = Some(today);
    while let Some(ended_on) = day.filter(|day| told.word_on(*day).ended()) {
        first_on = day;
        day = ended_on.pred_opt();
    }
    first_on
}

impl super::told::Paper<'_> {
    /// The first day on which this paper allows nothing any more: that on which a court first ended or quashed it, whichever
    /// of the two was last, or the day after its term.
    fn over_since(&self, today: NaiveDate) -> Option<NaiveDate> {
        let (mut ended_on, mut quashed_on) = (None, None);
        let mut over_on = None;
        let mut until_on = self.ruling.until_on;
        let mut steps = self.steps.clone();
        steps.sort_by_key(|(_, step)| step.effective_on);
        for (_, step) in steps {
            if step.effective_on > today {
                continue;
            }
            match step.step {
                RulingStep::EndedByCourt => over_on = Some(*ended_on.get_or_insert(step.effective_on)),
                RulingStep::Quashed => over_on = Some(*quashed_on.get_or_insert(step.effective_on)),
                RulingStep::Varied | RulingStep::Extended => {
                    until_on = step.terms.as_ref().and_then(|terms| terms.until_on);
                }
                _ => {}
            }
        }
        over_on.or(until_on.map(day_after))
    }
}
