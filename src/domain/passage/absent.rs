//! Journeys that were asked for and granted, the dose that falls into one, and the days that were agreed for doses.

use super::{Passage, standing};
use crate::domain::case::Entry;
use crate::domain::dosing::DoseWindow;
use crate::domain::event::{AbsenceAnswered, AbsenceAsked, DoseDayAgreed};
use chrono::NaiveDate;

/// A day that was agreed for a dose, and the record that asked for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgreedDay {
    /// The record, by its code.
    pub fact: &'static str,
    /// Its day.
    pub fact_on: NaiveDate,
    /// The day agreed.
    pub on: NaiveDate,
}

impl AbsenceAsked {
    /// Does the dose of a window fall into it? Whoever leaves after its last day, or is back before it is due, can be given
    /// it without more being said.
    #[must_use]
    pub fn covers(&self, window: &DoseWindow) -> bool {
        self.from_on <= window.closes_on && window.due_on <= self.until_on
    }
}

impl Passage {
    /// The journeys that were granted, as was answered last, each with that answer, in the order of asking.
    pub fn granted_absences(&self) -> impl Iterator<Item = (&AbsenceAsked, &Entry<AbsenceAnswered>)> {
        standing(&self.absences).filter_map(|asked| {
            let answer = self.absence_answer(asked.content.id)?;
            answer.content.granted.then_some((&asked.content, answer))
        })
    }

    /// The day inside its window that was agreed last for a dose: because of a journey, or of a restriction.
    #[must_use]
    pub fn agreed_dose_on(&self, window: &DoseWindow) -> Option<AgreedDay> {
        let inside = |on: NaiveDate| (window.opens_on..=window.closes_on).contains(&on);
        let granted = standing(&self.absence_answers).filter(|entry| entry.content.granted);
        let away = granted.filter_map(|entry| {
            let on = entry.content.dose_on.filter(|on| inside(*on))?;
            let mut requests = standing(&self.absences);
            let asked = requests.find(|asked| asked.content.id == entry.content.request)?;
            let day = AgreedDay {
                fact: "absence-asked",
                fact_on: asked.content.asked_on,
                on,
            };
            Some((entry.seq, day))
        });
        let barred = self.dose_day(window.cycle).into_iter().filter_map(|entry| {
            let day = AgreedDay {
                fact: "dose-day-agreed",
                fact_on: entry.content.agreed_on,
                on: entry.content.on,
            };
            inside(day.on).then_some((entry.seq, day))
        });
        let last = away.chain(barred).max_by_key(|(seq, _)| *seq);
        last.map(|(_, day)| day)
    }

    /// The day that was agreed last for a dose because a restriction stood against it, while none was agreed for a journey since.
    #[must_use]
    pub fn dose_day(&self, cycle: u32) -> Option<&Entry<DoseDayAgreed>> {
        let last = standing(&self.dose_days).rfind(|entry| entry.content.cycle == cycle)?;
        (!self.journey_has_day_since(last.seq)).then_some(last)
    }

    /// Was a day for the open dose agreed for a journey since a record?
    #[must_use]
    pub fn journey_has_day_since(&self, seq: u32) -> bool {
        let mut since = standing(&self.absence_answers).filter(|entry| entry.seq > seq);
        since.any(|entry| entry.content.granted && entry.content.dose_on.is_some())
    }

    /// The granted journey, not over on a day, into which the dose of a window falls while no day inside that window is agreed
    /// for it; with the answer that granted it. A window that opened after the answer was no matter of it.
    #[must_use]
    pub fn day_to_agree(
        &self,
        window: &DoseWindow,
        today: NaiveDate,
    ) -> Option<(&AbsenceAsked, &Entry<AbsenceAnswered>)> {
        if self.agreed_dose_on(window).is_some() {
            return None;
        }
        let mut granted = self.granted_absences();
        granted.find(|(asked, _)| today <= asked.until_on && asked.covers(window))
    }

    /// What a physician is to answer: the first request that nobody has answered; where there is none, the one that was granted
    /// and for which a day is to be agreed.
    #[must_use]
    pub fn to_answer(&self, window: Option<&DoseWindow>, today: NaiveDate) -> Option<&AbsenceAsked> {
        let first = self.unanswered_absences().next();
        let first = first.map(|(_, entry)| &entry.content);
        first.or_else(|| self.day_to_agree(window?, today).map(|(asked, _)| asked))
    }
}
