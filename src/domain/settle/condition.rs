//! Whether the reason for an alert still holds, and since when.

use super::{View, day_after};
use crate::domain::alert::{Alert, AlertCause, AlertState, ResolvedBecause};
use crate::domain::case::Entry;
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::event::DoseNotGiven;
use crate::domain::met::met;
use crate::domain::obligation::Kind;
use crate::domain::plan::Waits;
use crate::domain::rules::Cause;
use crate::domain::ruling::Standing;
use crate::domain::time::civil_date;
use chrono::{DateTime, NaiveDate, Utc};

/// Does the reason for an alert still hold?
pub(super) enum Condition {
    Holds { cause: AlertCause, since: DateTime<Utc> },
    Over(ResolvedBecause),
}

impl View<'_> {
    pub(super) fn condition(&self, key: (Kind, u32)) -> Condition {
        if key.0 == Kind::Dose {
            return self.dose_condition(key.1);
        }
        match self.plan.obligation(key) {
            Some(owed) if owed.closes_on < self.now.today() => Condition::Holds {
                cause: AlertCause {
                    family: sphere(key.0),
                    cause: None,
                },
                since: self.closed_at(owed.closes_on),
            },
            Some(_) => Condition::Over(ResolvedBecause::Replanned),
            None => Condition::Over(self.ended(key)),
        }
    }

    /// Was it done, or did its reason go?
    fn ended(&self, key: (Kind, u32)) -> ResolvedBecause {
        let today = self.now.today();
        let alert = self.case.alert_of(key);
        let asked_on = alert.map_or(today, |alert| civil_date(alert.due_at, self.now.zone));
        match met(self.case, key, asked_on, today) {
            Some(_) => ResolvedBecause::Discharged,
            None => ResolvedBecause::Lapsed,
        }
    }

    /// What a good reason that runs today makes of a dose: it excuses the day that was missed only where it covers that. A record
    /// that nothing excuses stands, whatever day it is of: whoever refuses was there.
    fn excused(&self, window: &DoseWindow) -> ResolvedBecause {
        let recorded = self.not_given(window.cycle, window.opens_on).is_some();
        let missed_before = || {
            self.case
                .passage
                .missed_before(window.closes_on, self.now.today())
        };
        if recorded || missed_before().is_some() {
            ResolvedBecause::Paused
        } else {
            ResolvedBecause::Unavailable
        }
    }

    fn dose_condition(&self, cycle: u32) -> Condition {
        if self.case.dose_of(cycle).is_some() {
            return Condition::Over(ResolvedBecause::DoseGiven);
        }
        let window = match &self.plan.dose {
            Ok(window) if window.cycle == cycle => window,
            Ok(_) => return Condition::Over(ResolvedBecause::Voided),
            Err(reason) => return Condition::Over(ended_by(reason)),
        };
        // A good reason pauses the ladder until its last day.
        if self.case.passage.unavailable_on(self.now.today()).is_some() {
            return Condition::Over(self.excused(window));
        }
        if let Some((cause, recorded_at)) = self.recorded(window) {
            return Condition::Holds {
                cause,
                since: self.after_pause(self.knowable(recorded_at)),
            };
        }
        let today = self.now.today();
        if let Some(missed_on) = self.case.passage.missed_before(window.closes_on, today) {
            return Condition::Holds {
                cause: self.ours_while_waiting(
                    cycle,
                    AlertCause {
                        family: Cause::Unexplained,
                        cause: None,
                    },
                ),
                since: self
                    .after_pause(self.closed_at(missed_on))
                    .max(self.excuse_known_at(window)),
            };
        }
        // A good reason covers the last day, or the one on which he was not there, and he can still come.
        if window.closes_on < today || self.latest_record(cycle, window.opens_on).is_some() {
            return Condition::Over(ResolvedBecause::Unavailable);
        }
        let voided = self
            .case
            .not_given
            .iter()
            .any(|entry| entry.content.cycle == cycle && entry.voided.is_some());
        Condition::Over(if voided {
            ResolvedBecause::Voided
        } else {
            ResolvedBecause::Replanned
        })
    }

    /// Why the dose of a window was not given, as far as a record says so that nothing excuses, and when that was written down.
    pub(super) fn recorded(&self, window: &DoseWindow) -> Option<(AlertCause, DateTime<Utc>)> {
        let entry = self.not_given(window.cycle, window.opens_on)?;
        let named = &entry.content.cause;
        let reason = self.rules.causes.reason(named);
        let cause = AlertCause {
            family: reason.map_or(Cause::Unexplained, |reason| reason.family),
            cause: Some(named.clone()),
        };
        Some((self.ours_while_waiting(window.cycle, cause), entry.recorded_at))
    }

    /// Nobody can come to a dose that nobody may give: while it waits for the word of a physician it is ours, whatever was
    /// written down of the person before. A decision about how late it is, where that is asked as well, ends nothing of it.
    pub(super) fn ours_while_waiting(&self, cycle: u32, cause: AlertCause) -> AlertCause {
        let his = matches!(cause.family, Cause::Person | Cause::Unexplained);
        let still = || {
            let alert = self.case.alert_of((Kind::Dose, cycle));
            alert.is_some_and(|alert| alert.live() && waits_for_a_word(alert.kind, &alert.cause))
        };
        let ours = match self.plan.waits {
            Some(Waits::Physician) => true,
            Some(Waits::LateDecision { .. }) => still(),
            None => false,
        };
        if his && ours {
            AlertCause {
                family: Cause::Clinical,
                cause: None,
            }
        } else {
            cause
        }
    }

    /// Why the dose of a window was last not given, as far as no good reason excuses it. What was recorded before a freeze belongs
    /// to a window that is gone.
    fn not_given(&self, cycle: u32, opens_on: NaiveDate) -> Option<&Entry<DoseNotGiven>> {
        let latest = self.case.unexcused(cycle, &self.rules.causes);
        latest.filter(|entry| entry.content.occurred_on >= opens_on)
    }

    /// The last record that the dose of a window was not given, whether a good reason excuses it or not.
    fn latest_record(&self, cycle: u32, opens_on: NaiveDate) -> Option<&Entry<DoseNotGiven>> {
        let latest = self.case.latest_not_given(cycle);
        latest.filter(|entry| entry.content.occurred_on >= opens_on)
    }

    /// When it was written down that the dose of an alert was not given once more, after it was last answered or came to
    /// rest: to that nobody has answered.
    pub(super) fn happened_again(&self, alert: &Alert) -> Option<DateTime<Utc>> {
        let still_since = match alert.state {
            AlertState::Acknowledged { at, .. } => at,
            AlertState::Resting { since } => since,
            AlertState::Climbing { .. } | AlertState::Resolved { .. } => return None,
        };
        let window = self.plan.dose.as_ref().ok()?;
        if alert.key() != (Kind::Dose, window.cycle) {
            return None;
        }
        let written_at = self.latest_record(window.cycle, window.opens_on)?.recorded_at;
        (written_at > still_since).then_some(written_at)
    }

    /// When it was written down what excuses the absence of a window, or makes another day of it the missed one: what was missed
    /// instead is late no earlier.
    fn excuse_known_at(&self, window: &DoseWindow) -> DateTime<Utc> {
        let record = self.latest_record(window.cycle, window.opens_on);
        let record = record.filter(|entry| self.case.excuses(&entry.content, &self.rules.causes));
        let reason = record.and_then(|entry| self.case.passage.unavailable_on(entry.content.occurred_on));
        let record_excused_at = reason.map(|(reason, _)| reason.recorded_at);
        let known_at = record_excused_at.max(self.case.missed_known_at(window.closes_on));
        known_at.unwrap_or(DateTime::<Utc>::MIN_UTC)
    }

    /// When a closed window became lateness: the day after, or the moment at which the facts that say so were
    /// written down. A dose voided weeks later, or a ruling that reached us late, gives everyone full time.
    fn closed_at(&self, closes_on: NaiveDate) -> DateTime<Utc> {
        self.knowable(day_after(closes_on, self.now))
    }

    /// A moment, or the one at which the last fact on which dates depend was written down: that a refusal counts again whose
    /// dose is struck out was known to nobody on the day of the refusal.
    fn knowable(&self, since: DateTime<Utc>) -> DateTime<Utc> {
        since.max(self.case.dates_known_at)
    }

    /// The last day on which nothing is late yet: the last day in time or, for a dose, that of a good reason not to come or,
    /// where no record speaks of the dose, the first free day after one that covers the last day in time.
    pub(super) fn silent_through(&self, key: (Kind, u32), closes_on: NaiveDate) -> NaiveDate {
        if key.0 != Kind::Dose {
            return closes_on;
        }
        let passage = &self.case.passage;
        let window = self.plan.dose.as_ref().ok();
        let window = window.filter(|window| window.cycle == key.1);
        let recorded = window.is_some_and(|window| self.not_given(key.1, window.opens_on).is_some());
        let last_on = if recorded {
            closes_on
        } else {
            passage.free_from(closes_on)
        };
        let paused = passage.unavailable_on(self.now.today());
        paused.map_or(last_on, |(_, until_on)| until_on.max(last_on))
    }

    /// Lateness does not begin before a good reason has ended.
    fn after_pause(&self, since: DateTime<Utc>) -> DateTime<Utc> {
        let paused = self.case.passage.unavailable_before(self.now.today());
        paused.map_or(since, |until_on| since.max(day_after(until_on, self.now)))
    }
}

/// Is it about a dose that waits for the word of a physician? Every other cause on our side is named by somebody.
pub(super) fn waits_for_a_word(kind: Kind, cause: &AlertCause) -> bool {
    kind == Kind::Dose && cause.family == Cause::Clinical && cause.cause.is_none()
}

/// Whose sphere it lies in that an obligation other than a dose was not discharged: always one of our own.
fn sphere(kind: Kind) -> Cause {
    match kind {
        Kind::ReceiveParcel | Kind::CustodyGap | Kind::ReconcileDiscrepancy => Cause::Transport,
        Kind::SupplyDose | Kind::DecideParcel | Kind::QuarantineVerdict => Cause::Supply,
        _ => Cause::Staff,
    }
}

fn ended_by(reason: &NoDose) -> ResolvedBecause {
    match reason {
        NoDose::Held { .. } => ResolvedBecause::Held,
        NoDose::WaitsForCourt { .. } => ResolvedBecause::WaitsForCourt,
        NoDose::NotInForce(Standing::Suspended { .. }) => ResolvedBecause::Suspended,
        NoDose::NotInForce(Standing::Rests { .. }) => ResolvedBecause::Merged,
        NoDose::NotInForce(_) | NoDose::NoRuling | NoDose::EndsBefore { .. } => ResolvedBecause::Ended,
        NoDose::NoRegimen | NoDose::DrugExcluded { .. } | NoDose::TooYoung { .. } => {
            ResolvedBecause::Replanned
        }
    }
}
