//! What is owed because something speaks against the drug, and after the measure.

use super::{Clocks, protocol};
use crate::domain::case::Case;
use crate::domain::event::Follows;
use crate::domain::letter::{EndedTo, measure_ended, to_tell_of_end};
use crate::domain::obligation::{Because, Kind, Obligation};
use crate::domain::rules::{Anchor, ClockKind};
use crate::domain::ruling::Standing;
use crate::domain::time::civil_date;
use chrono::NaiveDate;

/// The fact from which the next plan for the time after the measure is counted, where the last one agreed on a look.
pub const LOOK_AGREED: &str = "look-agreed";

/// The number of the obligation to tell somebody of the end for the so-manieth time.
fn telling(turn: u32, to: EndedTo) -> u32 {
    turn.saturating_mul(100).saturating_add(place_of(to))
}

/// Who is told by the obligation with this number, and for the how-manieth time.
#[must_use]
pub fn told_by(cycle: u32) -> Option<(u32, EndedTo)> {
    let to = EndedTo::ALL.into_iter().find(|to| place_of(*to) == cycle % 100)?;
    Some((cycle / 100, to))
}

fn place_of(to: EndedTo) -> u32 {
    match to {
        EndedTo::Supervising => 1,
        EndedTo::Person => 2,
        EndedTo::Supplier => 3,
    }
}

impl Clocks<'_> {
    /// Reactions whose outcome nobody has told yet.
    pub(super) fn reactions(&self) -> Vec<Obligation> {
        let (clock, anchor) = (ClockKind::ReactionOutcome, Anchor::ReactionReported);
        let open = self.case.open_reactions();
        open.filter_map(|(number, entry)| {
            let reported_on = civil_date(entry.recorded_at, self.zone);
            self.clock(Kind::ReactionOutcome, clock, anchor, number, reported_on, 1)
        })
        .collect()
    }

    /// Another drug is to be chosen: something was found that speaks against the present one, or a physician decided so
    /// about a result.
    pub(super) fn other_drug(&self) -> Option<Obligation> {
        let owed = self.drug_excluded().into_iter().chain(self.drug_to_change());
        owed.min_by_key(|owed| owed.due_on)
    }

    /// A decision about a result that another drug is needed stands until one is chosen; one that was made under a case that
    /// rests, from the day on which this case knows of it.
    fn drug_to_change(&self) -> Option<Obligation> {
        let here = self.case.drug_to_change().map(|judged| judged.judged_on);
        let judged_on = here.or_else(|| {
            let (_, merging) = self.case.change_elsewhere()?;
            Some(merging.merged.merged_on)
        })?;
        let cycle = self.next_choice()?;
        let (clock, anchor) = (ClockKind::ChooseDrug, Anchor::ResultJudged);
        self.clock(Kind::ChooseDrug, clock, anchor, cycle, judged_on, 1)
    }

    /// The number of the next choice of a drug.
    pub(super) fn next_choice(&self) -> Option<u32> {
        Some(u32::try_from(self.case.regimens.len()).ok()? + 1)
    }

    /// A physician said of a finding that another drug is to follow: until one is chosen, whether the protocol of the present one
    /// excludes it or not; where it does, also of a drug that was chosen since. Of several findings the first one counts, in
    /// whatever order they were written down.
    fn drug_excluded(&self) -> Option<Obligation> {
        let excludes = &protocol(self.case, self.rules)?.contraindications;
        let chosen_at = self.case.regimens.last()?.seq;
        let found = self.case.found_and_standing().filter(|entry| {
            let mut excludes = excludes.iter();
            let unanswered = entry.seq > chosen_at;
            let to_change = entry.content.follows == Follows::ChangeDrug;
            to_change && (unanswered || excludes.any(|excluded| entry.content.excludes(excluded)))
        });
        let found_on = found.map(|entry| entry.content.found_on).min()?;
        let cycle = self.next_choice()?;
        let (clock, anchor) = (ClockKind::ChooseDrug, Anchor::ContraindicationFound);
        self.clock(Kind::ChooseDrug, clock, anchor, cycle, found_on, 1)
    }

    /// Once the measure is over: the plan for the time after it, the looks agreed in it, and a look at the doses that no ruling
    /// covers. Everything else went with the measure.
    pub(super) fn after_the_end(&self, today: NaiveDate) -> Vec<Obligation> {
        let mut owed = Vec::new();
        let waiting = self.case.unreviewed_incidents();
        let outlives = waiting.filter(|(_, entry)| entry.content.kind.outlives_the_measure());
        owed.extend(
            outlives.filter_map(|(number, entry)| {
                self.incident(number, civil_date(entry.recorded_at, self.zone))
            }),
        );
        owed.extend(self.aftercare(today));
        owed.extend(self.tell_end(today));
        owed
    }

    /// Those who must know that the measure is over, and whom no signed letter tells so: each is a task of its own. It is the
    /// signature that discharges it; where the end moves or the letter is withdrawn, it is owed anew.
    fn tell_end(&self, today: NaiveDate) -> Vec<Obligation> {
        let Some((ground, since_on)) = measure_ended(self.case, today) else {
            return Vec::new();
        };
        let mut untold = to_tell_of_end(ground, self.roster.sent_from_elsewhere());
        untold.retain(|to| !self.case.was_told_of_end(*to, since_on));
        if untold.is_empty() {
            return Vec::new();
        }
        let known_on = self.known_on(since_on, |case| {
            measure_ended(case, today).map(|(_, since_on)| since_on)
        });
        let owed = untold.into_iter().filter_map(|to| {
            let turn = u32::try_from(self.case.times_told_of_end(to)).ok()? + 1;
            let what = (Kind::TellEnd, ClockKind::TellEnd, telling(turn, to));
            self.since_end(what, since_on, known_on)
        });
        owed.collect()
    }

    /// The day from which something that the register says of a day can have been known: that day, or the one on which it was
    /// written down, where that was later.
    fn known_on<T: PartialEq>(&self, day: NaiveDate, said: impl Fn(&Case) -> T) -> NaiveDate {
        let at = self.case.said_since(said);
        at.map_or(day, |at| day.max(civil_date(at, self.zone)))
    }

    /// What is owed because the measure is over since a day, counted from when that could be known: nobody is late before.
    fn since_end(
        &self,
        (kind, clock, cycle): (Kind, ClockKind, u32),
        since_on: NaiveDate,
        known_on: NaiveDate,
    ) -> Option<Obligation> {
        let mut owed = self.clock(kind, clock, Anchor::MeasureEnded, cycle, known_on, 1)?;
        for because in &mut owed.why.because {
            if let Because::Clock { fact, .. } = because
                && since_on < known_on
            {
                "end-known".clone_into(fact);
            }
        }
        Some(owed)
    }

    fn aftercare(&self, today: NaiveDate) -> Option<Obligation> {
        let dead = matches!(
            self.case.standing_on(today),
            Some(Standing::Died { .. } | Standing::Undone { .. } | Standing::Rests { .. })
        );
        if dead || self.case.doses_in_effect().is_empty() {
            return None;
        }
        let since_on = self.case.closes_on(today)?;
        let plans = self.case.aftercare.iter().filter(|entry| entry.voided.is_none());
        let plans: Vec<_> = plans.map(|entry| &entry.content).collect();
        let cycle = u32::try_from(plans.len()).ok()? + 1;
        let last = plans.last().filter(|plan| plan.planned_on >= since_on);
        if let Some(plan) = last {
            return self.agreed_look(cycle, plan.next_look_on?);
        }
        let known_on = self.known_on(since_on, |case| case.closes_on(today));
        let what = (Kind::Aftercare, ClockKind::Aftercare, cycle);
        self.since_end(what, since_on, known_on)
    }

    /// The look at the person that the last plan agreed on: whoever owes the plans owes the next one from that day on, with what
    /// was found, and has as long for it as for the first.
    fn agreed_look(&self, cycle: u32, look_on: NaiveDate) -> Option<Obligation> {
        let (clock, anchor) = (ClockKind::Aftercare, Anchor::MeasureEnded);
        let mut owed = self.clock(Kind::Aftercare, clock, anchor, cycle, look_on, 1)?;
        for because in &mut owed.why.because {
            if let Because::Clock { fact, .. } = because {
                LOOK_AGREED.clone_into(fact);
            }
        }
        Some(owed)
    }
}
