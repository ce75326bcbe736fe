//! What could not be done in time any more when the day of release became known: nobody was late for it, and it is said all the
//! same, with whose it is.

use super::super::{Clocks, protocol};
use crate::domain::case::Case;
use crate::domain::dosing::planned_dose;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::roster::Roster;
use crate::domain::rules::{Anchor, ClockKind, Rules};
use crate::domain::ruling::RulingFile;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What the law asks for before the release that holds now, where its day had passed when that release became known here. Some
/// of it is owed all the same; papers that a court has meanwhile are not.
#[must_use]
pub fn out_of_reach(case: &Case, rules: &Rules, roster: &Roster, now: &Now) -> Vec<Obligation> {
    let runs = case
        .standing_on(now.today())
        .is_some_and(|standing| !standing.ended());
    let Some(release_on) = case.release_on().filter(|_| runs && roster.held) else {
        return Vec::new();
    };
    let clocks = Clocks {
        case,
        rules,
        roster,
        zone: now.zone,
    };
    let known_on = clocks.release_known_on();
    let dose = planned_dose(case, protocol(case, rules), now);
    let toward = [
        clocks.papers_in_time(release_on),
        clocks.begin(&dose, release_on),
        clocks.release_notice(release_on),
    ];
    let toward = toward.into_iter().flatten();
    toward.filter(|owed| owed.due_on < known_on).collect()
}

/// The last day on which the law lets treatment begin before the release; none where it has begun, or no release is known.
#[must_use]
pub fn first_dose_by(case: &Case, rules: &Rules) -> Option<NaiveDate> {
    let release_on = case.release_on().filter(|_| case.doses_in_effect().is_empty())?;
    let law = rules.law_for(release_on)?;
    let mut clocks = law.procedure.clocks.iter();
    let clock = clocks.find(|known| known.kind == ClockKind::FirstDose && known.anchor == Anchor::Release)?;
    Some(clock.due(release_on, 1, law.calendar).date)
}

impl Clocks<'_> {
    /// Materials go to the court; where it has ruled since the clock began to run, it has them.
    pub(super) fn materials(&self, release_on: NaiveDate) -> Option<Obligation> {
        let owed = self.court_papers(release_on)?;
        let ruled = |file: &RulingFile| file.ruling.ruled_on >= owed.opens_on;
        (!self.case.rulings.iter().any(ruled)).then_some(owed)
    }

    /// The same, where no court had ruled by the day: one that ruled later has the papers, and had them too late.
    fn papers_in_time(&self, release_on: NaiveDate) -> Option<Obligation> {
        let owed = self.court_papers(release_on)?;
        let in_time = |file: &RulingFile| (owed.opens_on..=owed.due_on).contains(&file.ruling.ruled_on);
        (!self.case.rulings.iter().any(in_time)).then_some(owed)
    }

    /// The papers for this release, while they were not sent.
    fn court_papers(&self, release_on: NaiveDate) -> Option<Obligation> {
        let passage = &self.case.passage;
        let turn = u32::try_from(passage.releases.len()).ok()? + 1;
        let since = passage.last_release().map_or(0, |entry| entry.seq);
        let sent = crate::domain::passage::standing(&passage.materials).any(|entry| entry.seq > since);
        let (kind, clock) = (Kind::MaterialsToCourt, ClockKind::MaterialsToCourt);
        let owed = self.clock(kind, clock, Anchor::EndOfTerm, turn, release_on, 1)?;
        (!sent).then_some(owed)
    }
}
