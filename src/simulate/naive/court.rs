//! What the courts' papers allow on a day.

use chrono::{DateTime, NaiveDate, Utc};

use super::days::next;
use super::told::{Paper, Told};
use crate::domain::event::Departure;
use crate::domain::ruling::{RulingChange, RulingStep};
use crate::domain::time::{Now, civil_date};

/// What is allowed on a day, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    NoRuling,
    Undone,
    Abroad,
    Died,
    Quashed,
    EndedByCourt,
    EndedByTerm,
    NotYet,
    Suspended,
    InForce,
}

impl Word {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::NoRuling => "no-ruling",
            Self::Undone => "undone",
            Self::Abroad => "abroad",
            Self::Died => "died",
            Self::Quashed => "quashed",
            Self::EndedByCourt => "ended-by-court",
            Self::EndedByTerm => "ended-by-term",
            Self::NotYet => "not-yet-in-force",
            Self::Suspended => "suspended",
            Self::InForce => "in-force",
        }
    }

    /// Does the measure run? While it is suspended it does, and no dose is given.
    pub(super) fn runs(self) -> bool {
        matches!(self, Self::InForce | Self::Suspended)
    }

    pub(super) fn ended(self) -> bool {
        matches!(
            self,
            Self::Undone | Self::Abroad | Self::Died | Self::Quashed | Self::EndedByCourt | Self::EndedByTerm
        )
    }
}

impl<'h> Paper<'h> {
    /// The steps that have taken effect by a day, in the order of their days; on one day as they were recorded.
    fn by(&self, day: NaiveDate) -> Vec<&'h RulingChange> {
        let mut steps = Vec::new();
        for (_, step) in &self.steps {
            if step.effective_on <= day {
                steps.push(*step);
            }
        }
        steps.sort_by_key(|step| step.effective_on);
        steps
    }

    /// The day of force that a paper named last.
    pub(super) fn named_on(&self) -> Option<NaiveDate> {
        let mut named = self.ruling.in_force_on;
        for (_, step) in &self.steps {
            if step.step == RulingStep::EnteredIntoForce {
                named = Some(step.effective_on);
            }
        }
        named
    }

    /// The day of force. An appeal lodged before it holds it back until it is decided, unless a paper
    /// of force was written down after the appeal.
    pub(super) fn force_on(&self) -> Option<NaiveDate> {
        let named = self.named_on()?;
        let mut knew = false;
        for (_, step) in &self.steps {
            match step.step {
                RulingStep::EnteredIntoForce => knew = true,
                RulingStep::Appealed | RulingStep::AppealedSuspended => knew = false,
                _ => {}
            }
        }
        let mut force_on = Some(named);
        for step in self.by(NaiveDate::MAX) {
            let on = step.effective_on;
            match step.step {
                RulingStep::Appealed | RulingStep::AppealedSuspended if !knew && on < named => {
                    force_on = None;
                }
                RulingStep::AppealDecided if force_on.is_none() => force_on = Some(named.max(on)),
                _ => {}
            }
        }
        force_on
    }

    pub(super) fn announced(&self, day: NaiveDate) -> bool {
        let mut announced = !self.ruling.draft;
        for step in self.by(day) {
            announced = announced || step.step == RulingStep::Announced;
        }
        announced
    }

    /// What this paper allows on a day: its steps are gone through as they took effect.
    pub(super) fn word_on(&self, day: NaiveDate) -> Word {
        let from_on = self.force_on();
        let mut until_on = self.ruling.until_on;
        let mut suspended = false;
        let mut over = None;
        for step in self.by(day) {
            match step.step {
                RulingStep::Suspended | RulingStep::AppealedSuspended => suspended = true,
                RulingStep::Resumed => suspended = false,
                RulingStep::Varied | RulingStep::Extended => {
                    until_on = step.terms.as_ref().and_then(|terms| terms.until_on);
                }
                RulingStep::EndedByCourt => over = Some(Word::EndedByCourt),
                RulingStep::Quashed => over = Some(Word::Quashed),
                RulingStep::Announced
                | RulingStep::EnteredIntoForce
                | RulingStep::Appealed
                | RulingStep::AppealDecided => {}
            }
        }
        if let Some(over) = over {
            return over;
        }
        if !self.announced(day) || from_on.is_none_or(|from_on| day < from_on) {
            return Word::NotYet;
        }
        if until_on.is_some_and(|until_on| until_on < day) {
            return Word::EndedByTerm;
        }
        if suspended { Word::Suspended } else { Word::InForce }
    }

    /// The same paper, without what a court ends after a day.
    pub(super) fn but_for_ends_after(&self, today: NaiveDate) -> Self {
        let ends = |step: RulingStep| matches!(step, RulingStep::EndedByCourt | RulingStep::Quashed);
        let mut steps = self.steps.clone();
        steps.retain(|(_, step)| !ends(step.step) || step.effective_on <= today);
        Self {
            steps,
            ..self.clone()
        }
    }

    /// The finer word for the paper itself.
    pub(super) fn state_on(&self, day: NaiveDate) -> &'static str {
        let mut appealed = false;
        let mut in_force = "in-force";
        for step in self.by(day) {
            match step.step {
                RulingStep::Appealed | RulingStep::AppealedSuspended => appealed = true,
                RulingStep::AppealDecided => appealed = false,
                RulingStep::Varied => in_force = "varied",
                RulingStep::Extended => in_force = "extended",
                _ => {}
            }
        }
        match self.word_on(day) {
            Word::NotYet if !self.announced(day) => "draft",
            Word::NotYet | Word::InForce if appealed => "under-appeal",
            Word::NotYet => "announced",
            Word::InForce => in_force,
            other => other.code(),
        }
    }
}

impl Told<'_> {
    /// What all papers together allow on a day: the one that allows most speaks. Nothing is allowed to the dead.
    pub(super) fn word_on(&self, day: NaiveDate) -> Word {
        if self.undone_on.is_some_and(|undone_on| undone_on <= day) {
            return Word::Undone;
        }
        if let Some((_, _, gone_on, departure)) = self.departure
            && gone_on <= day
        {
            return match departure {
                Departure::Death => Word::Died,
                Departure::TransferAbroad => Word::Abroad,
            };
        }
        self.papers_on(day)
    }

    /// The same without regard to death.
    pub(super) fn papers_on(&self, day: NaiveDate) -> Word {
        most_of(&self.rulings, day)
    }

    /// What is allowed at a minute. Up to the one at which the person died or left the papers speak. What a court stops or
    /// lets go on from that day counts from the minute at which it was written down, where that was on the day itself, and
    /// from the first second of that minute: a dose has no seconds.
    pub(super) fn word_at(&self, now: &Now) -> Word {
        let today = now.today();
        let gone = self
            .departure
            .is_some_and(|(_, gone_at, ..)| gone_at <= now.instant);
        if gone || self.undone_on.is_some() {
            return self.word_on(today);
        }
        let mut papers = self.rulings.clone();
        for paper in &mut papers {
            paper
                .steps
                .retain(|(seq, step)| !self.written_later_that_day(*seq, step, now));
        }
        most_of(&papers, today)
    }

    fn written_later_that_day(&self, seq: u32, step: &RulingChange, now: &Now) -> bool {
        let today = now.today();
        let turns = matches!(
            step.step,
            RulingStep::Suspended
                | RulingStep::AppealedSuspended
                | RulingStep::Resumed
                | RulingStep::EndedByCourt
                | RulingStep::Quashed
        );
        let mut later = false;
        if let Some(at) = self.steps_at.get(&seq) {
            let minutes = |at: DateTime<Utc>| at.timestamp().div_euclid(60);
            let after = minutes(*at) > minutes(now.instant);
            later = after && civil_date(*at, now.zone) == today;
        }
        turns && step.effective_on == today && later
    }

    /// Did everybody go by a mistake on a day, by which no dose was allowed?
    pub(super) fn barred_by_mistake(&self, day: NaiveDate) -> bool {
        for mistaken in &self.mistakes {
            let counts = mistaken.from_on <= day && day < mistaken.until_on;
            if counts && most_of(&mistaken.papers, day) != Word::InForce {
                return true;
            }
        }
        false
    }

    /// Do the terms reach from a day on which a ruling is in force to another? Where one runs out, a ruling that is in
    /// force on the day after takes over; one that is suspended on that day does not. What a court ends or suspends on a
    /// day to come is no matter of terms.
    pub(super) fn carries(&self, today: NaiveDate, until_on: NaiveDate) -> bool {
        let in_force = |day: NaiveDate| -> Vec<Paper<'_>> {
            let papers = self.rulings.iter();
            let papers = papers.filter(|paper| paper.word_on(day) == Word::InForce);
            papers.map(|paper| paper.but_for_ends_after(today)).collect()
        };
        let mut carrying = in_force(today);
        // What was given before the minute of a stop is no matter of terms.
        if carrying.is_empty() {
            return true;
        }
        let mut day = today;
        while day < until_on {
            day = next(day);
            if !carrying.iter().any(|paper| paper.word_on(day).runs()) {
                carrying = in_force(day);
            }
            if carrying.is_empty() {
                return false;
            }
        }
        true
    }
}

fn most_of(papers: &[Paper<'_>], day: NaiveDate) -> Word {
    let mut most = Word::NoRuling;
    for paper in papers {
        most = most.max(paper.word_on(day));
    }
    most
}
