//! Journeys that were asked for and granted, and the dose that falls into one.

use super::{Passage, standing};
use crate::domain::case::Entry;
use crate::domain::dosing::DoseWindow;
use crate::domain::event::{AbsenceAnswered, AbsenceAsked};
use chrono::NaiveDate;

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

    /// The granted journey, not over on a day, into which the dose of a window falls while no day inside that window is agreed
    /// for it; with the answer that granted it. A window that opened after the answer was no matter of it.
    #[must_use]
    pub fn day_to_agree(
        &self,
        window: &DoseWindow,
        today: NaiveDate,
    ) -> Option<(&AbsenceAsked, &Entry<AbsenceAnswered>)> {
        if self.agreed_dose_on(window.opens_on, window.closes_on).is_some() {
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
