//! Whether the measure runs on a day, and who supervises it.

use super::{Case, stay_on};
use crate::domain::event::{CaseEnded, Departure};
use crate::domain::ids::{AccountId, OrganisationId};
use crate::domain::ruling::{RulingFile, Standing, standing_on};
use crate::domain::time::Now;
use chrono::{DateTime, NaiveDate, Utc};

/// The last day through which rulings allow treatment that follow each other without a gap.
fn through(rulings: &[RulingFile], day: NaiveDate) -> Option<NaiveDate> {
    let mut last = None;
    let mut standing = standing_on(rulings, day);
    // What is in force on a day lasts through that day at least, so this comes to an end.
    while let Some(Standing::InForce { until_on, .. }) = standing {
        last = Some(until_on?);
        standing = standing_on(rulings, until_on?.succ_opt()?);
    }
    last
}

/// The rulings as they were on record before a moment.
pub(super) fn before(rulings: &[RulingFile], at: DateTime<Utc>) -> Vec<RulingFile> {
    let known = rulings.iter().filter(|file| file.recorded_at < at).cloned();
    let then = known.map(|mut file| {
        file.changes.retain(|entry| entry.recorded_at < at);
        if let Some((worded, _)) = file.earlier.last().filter(|_| file.worded_at >= at) {
            file.ruling = worded.clone();
        }
        file
    });
    then.collect()
}

impl Case {
    /// What the rulings allow on a day; `None` while there is none.
    #[must_use]
    pub fn standing_on(&self, day: NaiveDate) -> Option<Standing> {
        self.standing_by(&self.rulings, day)
    }

    fn standing_by(&self, rulings: &[RulingFile], day: NaiveDate) -> Option<Standing> {
        if let Some(undone) = self.undone.as_ref().filter(|undone| undone.undone_on <= day) {
            return Some(Standing::Undone { on: undone.undone_on });
        }
        if let Some(on) = self.rests_since().filter(|since_on| *since_on <= day) {
            return Some(Standing::Rests { on });
        }
        let gone = self.departure().filter(|gone| gone.ended_on <= day);
        let on = |gone: &CaseEnded| match gone.departure {
            Departure::Death => Standing::Died { on: gone.ended_on },
            Departure::TransferAbroad => Standing::Abroad { on: gone.ended_on },
        };
        gone.map(on).or_else(|| standing_on(rulings, day))
    }

    /// As [`Self::standing_on`], to the minute: on the day the person died or left, up to that moment the rulings
    /// speak; and what a court stopped or let go on counts, on its own day, from the minute it was written down.
    #[must_use]
    pub fn standing_at(&self, now: &Now) -> Option<Standing> {
        let (rulings, today) = (self.rulings_at(now), now.today());
        match self.departure() {
            Some(gone) if now.instant < gone.ended_at && self.rests().is_none() => {
                standing_on(&rulings, today)
            }
            _ => self.standing_by(&rulings, today),
        }
    }

    /// The last day through which rulings that follow each other without a gap allow treatment, seen from a day on
    /// which one is in force; `None` where no end is set, or none is in force.
    #[must_use]
    pub fn in_force_through(&self, day: NaiveDate) -> Option<NaiveDate> {
        through(&self.rulings, day)
    }

    /// Since when it is known that the rulings in force on one day last until another: the youngest paper or step without
    /// which none would be in force, or would end before.
    pub(in crate::domain) fn known_to_last(
        &self,
        day: NaiveDate,
        until_on: NaiveDate,
    ) -> Option<DateTime<Utc>> {
        let lasts = |rulings: &[RulingFile]| {
            let in_force = standing_on(rulings, day).is_some_and(|standing| standing.in_force());
            in_force && through(rulings, day).is_none_or(|last_on| until_on <= last_on)
        };
        let papers = self
            .rulings
            .iter()
            .flat_map(|file| [file.recorded_at, file.worded_at]);
        let steps = self.rulings.iter().flat_map(|file| &file.changes);
        let mut moments: Vec<_> = papers.chain(steps.map(|entry| entry.recorded_at)).collect();
        moments.sort_unstable();
        moments
            .into_iter()
            .rev()
            .find(|at| !lasts(&before(&self.rulings, *at)))
    }

    /// The person's death, or transfer to another state.
    #[must_use]
    pub fn departure(&self) -> Option<&CaseEnded> {
        let mut standing = self.departures.iter().filter(|entry| entry.voided.is_none());
        standing.next().map(|entry| &entry.content)
    }

    /// Ended by its term or by a court: nothing is planned, and supervision no longer sees it. Derived, so a
    /// ruling that arrives late brings the case back by itself.
    #[must_use]
    pub fn ended_on(&self, day: NaiveDate) -> bool {
        self.standing_on(day).is_some_and(|standing| standing.ended())
    }

    /// The first day on which the case is over, seen from a day: when it ended, or when it will, as its rulings
    /// stand; `None` while no end is known.
    #[must_use]
    pub fn closes_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let gone = self.departure().map(|gone| gone.ended_on);
        let rulings = self.rulings.iter().flat_map(RulingFile::turning_days);
        let undone = self.undone.as_ref().map(|undone| undone.undone_on);
        let mut turns: Vec<_> = rulings
            .chain(gone)
            .chain(undone)
            .chain(self.rests_since())
            .collect();
        turns.sort_unstable();
        let begins = |day: &NaiveDate| {
            self.ended_on(*day) && !day.pred_opt().is_some_and(|before| self.ended_on(before))
        };
        if self.ended_on(today) {
            turns.into_iter().rev().filter(|day| *day <= today).find(begins)
        } else {
            turns.into_iter().filter(|day| *day > today).find(begins)
        }
    }

    /// The first day after another on which no ruling runs any more, as the papers stand; a suspended one runs on.
    pub(in crate::domain) fn stops_running_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let runs = |day: &NaiveDate| {
            let standing = standing_on(&self.rulings, *day);
            matches!(
                standing,
                Some(Standing::InForce { .. } | Standing::Suspended { .. })
            )
        };
        let turns = self.rulings.iter().flat_map(RulingFile::turning_days);
        turns.filter(|day| *day > today && !runs(day)).min()
    }

    /// The supervising body on a day.
    #[must_use]
    pub fn supervising_on(&self, day: NaiveDate) -> Option<OrganisationId> {
        stay_on(&self.supervision, day).map(|stay| stay.organisation)
    }

    /// The officer who has the case at a supervising body, where one was named there.
    #[must_use]
    pub fn officer_at(&self, body: OrganisationId) -> Option<AccountId> {
        let mut named = self.officers.iter().rev();
        named.find(|(at, _)| *at == body).map(|(_, officer)| *officer)
    }

    /// The first day on which another body supervises than on this one, where such a day is known.
    #[must_use]
    pub fn supervision_moves_on(&self, today: NaiveDate) -> Option<NaiveDate> {
        let now = self.supervising_on(today);
        let later = self.supervision.iter().map(|stay| stay.from_on);
        later
            .filter(|day| *day > today && self.supervising_on(*day) != now)
            .min()
    }

    /// Every day on which what the rulings allow may turn.
    pub(in crate::domain) fn turning_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        let rulings = self.rulings.iter().flat_map(RulingFile::turning_days);
        let stays = self
            .places
            .iter()
            .chain(&self.supervision)
            .map(|stay| stay.from_on);
        let gone = self.departure().map(|gone| gone.ended_on);
        rulings
            .chain(stays)
            .chain(gone)
            .chain(self.holds.iter().filter_map(|hold| hold.lifted_on))
            .chain(self.passage.turning_days())
    }
}
