//! Who was told on paper that the measure is over.

use super::Case;
use crate::domain::event::EndTold;
use crate::domain::ids::LetterId;
use crate::domain::letter::EndedTo;
use chrono::NaiveDate;

/// That somebody was told of the end, and whether the letter still stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToldOfEnd {
    /// What was said, and to whom.
    pub told: EndTold,
    /// Was the letter withdrawn?
    pub withdrawn: bool,
}

impl ToldOfEnd {
    pub(super) fn new(told: &EndTold) -> Self {
        Self {
            told: told.clone(),
            withdrawn: false,
        }
    }
}

impl Case {
    /// Was somebody told that the measure is over since this day? A letter that names another day, or was withdrawn, tells
    /// nobody.
    #[must_use]
    pub fn was_told_of_end(&self, to: EndedTo, since_on: NaiveDate) -> bool {
        let mut told = self.told_of_end.iter().filter(|known| !known.withdrawn);
        told.any(|known| known.told.to == to && known.told.since_on == since_on)
    }

    /// How often somebody was told, whatever became of the letters: by it the next telling is numbered.
    #[must_use]
    pub fn times_told_of_end(&self, to: EndedTo) -> usize {
        let told = self.told_of_end.iter();
        told.filter(|known| known.told.to == to).count()
    }

    pub(super) fn take_back_end(&mut self, letter: LetterId) {
        let of_letter = self.told_of_end.iter_mut();
        for known in of_letter.filter(|known| known.told.letter == letter) {
            known.withdrawn = true;
        }
    }
}
