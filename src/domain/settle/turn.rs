//! How an alert begins, turns, is passed on, and ends.

use super::condition::{Condition, waits_for_a_word};
use super::entrusted::since_another;
use super::{View, day_after};
use crate::domain::alert::{Alert, AlertCause, AlertState, Gap, Hop, NoticeKind, ResolvedBecause};
use crate::domain::decide::unprepared;
use crate::domain::escalation::{ladder_of, of_continuity, track, track_of};
use crate::domain::event::Event;
use crate::domain::ids::AlertId;
use crate::domain::obligation::Kind;
use crate::domain::plan::{Waits, protocol};
use crate::domain::roster::Roster;
use crate::domain::rules::{Cause, Party, Recipient};
use crate::domain::time::{civil_date, start_of_day};
use chrono::{DateTime, Days, NaiveDate, Utc};
use std::iter;

impl View<'_> {
    pub(super) fn raise(&self, key: (Kind, u32), cause: AlertCause, due_at: DateTime<Utc>) -> Option<Event> {
        let today = self.now.today();
        let ladder = if of_continuity(key.0) {
            self.rules.continuity_for(today)?.rule()
        } else {
            self.rules.law_for(today)?.ladder.rule()
        };
        Some(Event::AlertRaised {
            alert: AlertId::of(self.case.id, key.0.code(), key.1),
            kind: key.0,
            cycle: key.1,
            cause,
            due_at,
            ladder,
        })
    }

    /// A live alert whose reason ended or changed. Everyone who was told is told again.
    pub(super) fn turn(&self, alert: &Alert) -> Vec<Event> {
        let mut events = Vec::new();
        match self.condition(alert.key()) {
            Condition::Over(because) => {
                events.push(Event::AlertResolved {
                    alert: alert.id,
                    because,
                    resolved_at: self.at,
                });
            }
            Condition::Holds { cause, since } if his_again(alert, &cause) && self.prepared() => {
                events.push(self.goes_on(alert, cause, since, 0));
            }
            Condition::Holds { cause, since } if cause != alert.cause => {
                // From when a physician's word was waited for, and not from when the person was.
                let since = if waits_for_a_word(alert.kind, &cause) {
                    since.max(self.now.instant)
                } else {
                    since
                };
                let track_of = |family| {
                    ladder_of(alert, self.rules).map(|ladder| track(ladder, self.rules, alert.kind, family))
                };
                // What rested unanswered wakes when it turns out to be another matter.
                let rests = alert.resting_since().is_some();
                let restart = rests || track_of(cause.family) != track_of(alert.cause.family);
                events.push(Event::AlertRedirected {
                    alert: alert.id,
                    cause,
                    due_at: since,
                    restart,
                });
            }
            Condition::Holds { cause, since } => {
                if let Some(first) = self.passed_over(alert) {
                    return vec![self.goes_on(alert, cause, since, first)];
                }
                let mut events = self.another_day(alert, since);
                if events.is_empty() {
                    events = self.passed_on(alert);
                }
                if events.is_empty() {
                    events = self.entrusted(alert);
                }
                if events.is_empty() {
                    events.extend(self.past_supervision(alert));
                }
                if events.is_empty() {
                    events = self.reopen_when_unresolved(alert);
                }
                return events;
            }
        }
        events.extend(corrections(alert, self.at));
        events
    }

    /// It ended for a good reason, and only then it was written down that he had come by that day: whoever was told is told.
    pub(super) fn came_after_all(&self, alert: &Alert) -> Vec<Event> {
        use ResolvedBecause::{Discharged, DoseGiven, Voided};
        let AlertState::Resolved { at, because } = alert.state else {
            return Vec::new();
        };
        let for_a_reason = !matches!(because, DoseGiven | Discharged | Voided);
        let ended_on = civil_date(at, self.now.zone);
        let given = self.case.dose_of(alert.cycle);
        let came = given.is_some_and(|entry| entry.content.given_on <= ended_on);
        if alert.kind != Kind::Dose || !came || !for_a_reason {
            return Vec::new();
        }
        self.resolved_anew(alert, ResolvedBecause::DoseGiven, at)
    }

    /// It ended with a dose that was struck out since, and nothing is missed now: it ended for the reason that stands, and whoever
    /// was told is told. Where the dose is missed again, the alert re-opens.
    pub(super) fn came_not_after_all(&self, alert: &Alert) -> Vec<Event> {
        let AlertState::Resolved {
            at,
            because: ResolvedBecause::DoseGiven,
        } = alert.state
        else {
            return Vec::new();
        };
        if alert.kind != Kind::Dose || self.case.dose_of(alert.cycle).is_some() {
            return Vec::new();
        }
        match self.condition(alert.key()) {
            Condition::Over(because) => self.resolved_anew(alert, because, at),
            Condition::Holds { .. } => Vec::new(),
        }
    }

    /// It rests for a good reason, and whether that covers the day that was missed is known otherwise since: whoever was told is
    /// told.
    pub(super) fn excused_anew(&self, alert: &Alert) -> Vec<Event> {
        use ResolvedBecause::{Paused, Unavailable};
        let AlertState::Resolved { at, because } = alert.state else {
            return Vec::new();
        };
        let rests = |because: ResolvedBecause| matches!(because, Paused | Unavailable);
        if alert.kind != Kind::Dose || !rests(because) {
            return Vec::new();
        }
        match self.condition(alert.key()) {
            Condition::Over(known) if rests(known) && known != because => {
                self.resolved_anew(alert, known, at)
            }
            // The miss stays, and is of another day than whoever was told has heard.
            Condition::Over(Paused) if self.record_read_anew(alert) => corrections(alert, self.at),
            Condition::Over(_) | Condition::Holds { .. } => Vec::new(),
        }
    }

    /// Is the record that he did not come excused now, and was not when anybody was last told, or the other way round?
    fn record_read_anew(&self, alert: &Alert) -> bool {
        let told_at = alert.notices.iter().map(|notice| notice.hop.fired_at).max();
        let record = self.case.latest_not_given(alert.cycle);
        let absent = record
            .map(|entry| &entry.content)
            .filter(|record| alert.cause.family == Cause::Person && record.is_absence(&self.rules.causes));
        told_at.zip(absent).is_some_and(|(told_at, record)| {
            let on = record.occurred_on;
            let excused_then = self.case.free_from_as_known(on, told_at) != on;
            excused_then != self.case.excuses(record, &self.rules.causes)
        })
    }

    /// A good reason that was written down, looked at or struck out since makes another day the one that was missed: whoever was
    /// told of the one before is told, and the climb begins anew from when that could be known. Who was told of a window only
    /// before a stop moved it was told nothing of this day.
    fn another_day(&self, alert: &Alert, since: DateTime<Utc>) -> Vec<Event> {
        let window = self.plan.dose.as_ref().ok();
        let window = window.filter(|window| alert.key() == (Kind::Dose, window.cycle));
        let window = window.filter(|_| alert.cause.family == Cause::Unexplained);
        let Some(closed_on) = window.map(|window| window.closes_on) else {
            return Vec::new();
        };
        let missed = self.case.passage.missed_before(closed_on, self.now.today());
        let Some(missed_on) = missed else {
            return Vec::new();
        };
        let mut events = self.told_of_another(alert, (closed_on, missed_on));
        let over_at = (missed_on != closed_on).then(|| day_after(missed_on, self.now));
        let late_from = over_at.max(self.case.missed_known_at(closed_on));
        if let Some(late_from) = late_from.filter(|late_from| alert.climbs_from < *late_from) {
            let due_at = since.max(late_from);
            events.push(reopen(alert, alert.cause.clone(), due_at, 0));
        }
        events
    }

    /// A word to everybody who was told since a window closed that another day of it was missed than is known now.
    fn told_of_another(&self, alert: &Alert, (closed_on, missed_on): (NaiveDate, NaiveDate)) -> Vec<Event> {
        let closed_at = day_after(closed_on, self.now);
        let hops = alert.notices.iter().map(|notice| &notice.hop);
        let told: Vec<&Hop> = hops.filter(|hop| hop.fired_at >= closed_at).collect();
        let Some(told_at) = told.iter().map(|hop| hop.fired_at).max() else {
            return Vec::new();
        };
        if self.case.free_from_as_known(closed_on, told_at) == missed_on {
            return Vec::new();
        }
        let mut events = corrections(alert, self.at);
        events.retain(|event| match event {
            Event::NoticeSent { hop, .. } => told.iter().any(|known| known.addressee() == hop.addressee()),
            _ => true,
        });
        events
    }

    /// It ended when it did: whether it was answered in time stays as it was.
    fn resolved_anew(&self, alert: &Alert, because: ResolvedBecause, at: DateTime<Utc>) -> Vec<Event> {
        let resolved = Event::AlertResolved {
            alert: alert.id,
            because,
            resolved_at: at,
        };
        let told = corrections(alert, self.at).into_iter();
        iter::once(resolved).chain(told).collect()
    }

    /// The step from which an alert goes on whose condition holds again. A stop that was placed and lifted while the same
    /// window lay closed changes nothing about who was told: it goes on where it was. Everything else begins anew.
    pub(super) fn step_to_resume(&self, alert: &Alert, cause: &AlertCause, closes_on: NaiveDate) -> u32 {
        use ResolvedBecause::{Held, Suspended, WaitsForCourt};
        let AlertState::Resolved { at, because } = alert.state else {
            return 0;
        };
        let stopped = matches!(because, Held | Suspended | WaitsForCourt);
        let same_window = day_after(closes_on, self.now) <= at;
        let track_of =
            |family| ladder_of(alert, self.rules).map(|ladder| track(ladder, self.rules, alert.kind, family));
        let same_track = track_of(cause.family) == track_of(alert.cause.family);
        match alert.last_hop() {
            Some(hop) if stopped && same_window && same_track => hop.step,
            _ => 0,
        }
    }

    /// A physician's word was given: from now on the dose can be missed by the person again. He gets the days that a stop
    /// gives after it, and the climb goes on at the step that had been reached: who was told stays told. Where the body that
    /// supervises was never asked, it begins at the `first` step.
    fn goes_on(&self, alert: &Alert, cause: AlertCause, since: DateTime<Utc>, first: u32) -> Event {
        let days = protocol(self.case, self.rules).map_or(0, |protocol| protocol.restart.within_days);
        let today = self.now.today();
        let last_on = today.checked_add_days(Days::new(days.into())).unwrap_or(today);
        let due_at = since.max(day_after(last_on, self.now));
        let step = self.supervising_step(alert, &cause).unwrap_or(first);
        reopen(alert, cause, due_at, step)
    }

    /// The step of the track of a cause by which the body that supervises now was last asked.
    fn supervising_step(&self, alert: &Alert, cause: &AlertCause) -> Option<u32> {
        let track = track(
            ladder_of(alert, self.rules)?,
            self.rules,
            alert.kind,
            cause.family,
        );
        let body = self.roster.site(Party::Supervising)?.organisation;
        let mut asked = alert.notices.iter().rev();
        let last =
            asked.find(|notice| notice.kind == NoticeKind::Climb && notice.hop.organisation == body)?;
        let step = track.step(usize::try_from(last.hop.step).ok()?)?;
        (step.to.organisation == Party::Supervising).then_some(last.hop.step)
    }

    /// While a very late dose waits for a physician nobody asks the supervising body any more: the person cannot come. The
    /// climb passes over its steps to those who can see to it that he decides.
    fn past_supervision(&self, alert: &Alert) -> Option<Event> {
        let Some(Waits::LateDecision { since_on }) = self.plan.waits else {
            return None;
        };
        let next = match alert.state {
            AlertState::Climbing { next } => next,
            AlertState::Acknowledged { step, .. } => step,
            AlertState::Resting { .. } | AlertState::Resolved { .. } => return None,
        };
        let track = track_of(alert, self.rules).filter(|_| alert.kind == Kind::Dose)?;
        let number = usize::try_from(next).ok()?;
        let due_at = self.due_at(alert).filter(|due_at| *due_at <= self.now.instant)?;
        let asks = track.step(number)?.to.organisation == Party::Supervising;
        if !asks || due_at < start_of_day(since_on, self.now.zone) {
            return None;
        }
        let after = track.place(number) + 1;
        let mut steps = track.steps.iter().enumerate().skip(after);
        let (past, _) = steps.find(|(_, step)| step.to.organisation != Party::Supervising)?;
        let past = u32::try_from(past).ok()?;
        Some(reopen(alert, alert.cause.clone(), due_at, past))
    }

    /// A physician has decided about a very late dose, and the present climb began behind the supervising body while he was
    /// waited for: the first step that asks it. Once it was asked after his decision, nothing was passed over any more.
    fn passed_over(&self, alert: &Alert) -> Option<u32> {
        if alert.kind != Kind::Dose || self.plan.waits.is_some() {
            return None;
        }
        let mut standing = self
            .case
            .late_decisions
            .iter()
            .filter(|entry| entry.voided.is_none());
        let decided_at = standing
            .rfind(|entry| entry.content.cycle == alert.cycle)?
            .recorded_at;
        let body = self.roster.site(Party::Supervising)?.organisation;
        let asked_since = alert.notices.iter().any(|notice| {
            let hop = &notice.hop;
            notice.kind == NoticeKind::Climb && hop.organisation == body && hop.fired_at > decided_at
        });
        if asked_since || alert.climbs_from > decided_at {
            return None;
        }
        let began = match (alert.climb().next(), alert.state) {
            (Some(hop), _) => hop.step,
            (None, AlertState::Climbing { next }) => next,
            (None, _) => return None,
        };
        let track = track_of(alert, self.rules)?;
        let supervising = |to: Recipient| to.organisation == Party::Supervising;
        let first = track.steps.iter().position(|step| supervising(step.to))?;
        let last = track.steps.iter().rposition(|step| supervising(step.to))?;
        let behind = track.place(usize::try_from(began).ok()?) > last;
        behind.then(|| u32::try_from(first).ok())?
    }

    /// May the open dose be given as far as the person was cleared and told of the drug? Before, no physician has spoken.
    fn prepared(&self) -> bool {
        let window = self.plan.dose.as_ref();
        window.is_ok_and(|window| unprepared(self.case, window.regimen).is_none())
    }

    /// Somebody else is to answer now: another body supervises, or another officer has the case. Whoever that is was
    /// never told, so the climb goes on there; the former body is told that it is no matter of its own any more. Nobody is
    /// asked anew about a very late dose before a physician has decided: he is told of it ([`View::entrusted`]).
    fn passed_on(&self, alert: &Alert) -> Vec<Event> {
        if alert.kind == Kind::Dose && matches!(self.plan.waits, Some(Waits::LateDecision { .. })) {
            return Vec::new();
        }
        let Some(track) = track_of(alert, self.rules) else {
            return Vec::new();
        };
        let Some(body) = self.roster.site(Party::Supervising).map(|site| site.organisation) else {
            return Vec::new();
        };
        let step_of = |hop: &Hop| {
            usize::try_from(hop.step)
                .ok()
                .and_then(|number| track.step(number))
        };
        let supervising =
            |hop: &&Hop| step_of(hop).is_some_and(|step| step.to.organisation == Party::Supervising);
        if !alert.climb().any(|hop| supervising(&hop)) {
            return Vec::new();
        }
        let first = |leads: &dyn Fn(Recipient) -> bool| {
            let at = track.steps.iter().position(|step| leads(step.to));
            at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0)
        };
        // What it was asked before another body had the case counts no more: it was told that it had passed.
        let (since, before) = since_another(alert, track, body);
        let begins = alert
            .climb_begins
            .max(alert.notices.len().saturating_sub(since.len()));
        let his = alert.notices.get(begins..).unwrap_or_default().iter();
        let his = his.filter(|notice| notice.kind == NoticeKind::Climb && notice.hop.organisation == body);
        let his: Vec<&Hop> = his.map(|notice| &notice.hop).filter(supervising).collect();
        if his.is_empty() {
            let step = first(&|to| to.organisation == Party::Supervising);
            // Told of it as it was entrusted to the new body, the former one was told that it had passed.
            let known = since
                .iter()
                .any(|notice| notice.kind == NoticeKind::Entrusted && notice.hop.organisation == body);
            let former = alert
                .recipients()
                .into_iter()
                .filter(|hop| Some(hop.organisation) == before && !known);
            let former = former
                .filter(supervising)
                .map(|hop| correction(alert, hop, self.at));
            let again = reopen(alert, alert.cause.clone(), self.at, step);
            return former.chain([again]).collect();
        }
        let Some(officer) = self.roster.officer_in_office() else {
            return Vec::new();
        };
        let of_officer = |hop: &&&Hop| step_of(hop).is_some_and(|step| Roster::is_officer(step.to));
        let to_another = his.iter().filter(of_officer).count() > 0;
        if to_another && his.iter().all(|hop| hop.account != Some(officer)) {
            return vec![reopen(
                alert,
                alert.cause.clone(),
                self.at,
                first(&Roster::is_officer),
            )];
        }
        Vec::new()
    }

    fn reopen_when_unresolved(&self, alert: &Alert) -> Vec<Event> {
        if let Some(written_at) = self.happened_again(alert) {
            return vec![reopen(alert, alert.cause.clone(), written_at, 0)];
        }
        match alert.state {
            AlertState::Acknowledged { step, .. } => match self.due_at(alert) {
                Some(due_at) if due_at <= self.now.instant => {
                    vec![reopen(alert, alert.cause.clone(), due_at, step)]
                }
                _ => Vec::new(),
            },
            // A chair that was empty is filled: whoever sits there was never asked.
            AlertState::Resting { .. } => {
                let filled = self.filled(alert).into_iter();
                filled
                    .map(|step| reopen(alert, alert.cause.clone(), self.at, step))
                    .collect()
            }
            AlertState::Climbing { .. } | AlertState::Resolved { .. } => Vec::new(),
        }
    }

    /// The first step of the present climb that found nobody, or no address, and would find somebody now.
    fn filled(&self, alert: &Alert) -> Option<u32> {
        let track = track_of(alert, self.rules)?;
        let place = |hop: &Hop| usize::try_from(hop.step).map_or(0, |number| track.place(number));
        track.steps.iter().enumerate().find_map(|(number, step)| {
            let asked = alert.climb().filter(|hop| place(hop) == number).last()?;
            let in_vain = asked
                .gap
                .is_some_and(|gap| gap.unreachable() || gap == Gap::NoAddress);
            let found = self.recipient(alert, step.to)?;
            (in_vain && found.gap.is_none()).then(|| u32::try_from(number).ok())?
        })
    }
}

/// Did it wait for the word of a physician, and is it the person's again?
fn his_again(alert: &Alert, cause: &AlertCause) -> bool {
    waits_for_a_word(alert.kind, &alert.cause) && matches!(cause.family, Cause::Person | Cause::Unexplained)
}

pub(super) fn reopen(alert: &Alert, cause: AlertCause, due_at: DateTime<Utc>, step: u32) -> Event {
    Event::AlertReopened {
        alert: alert.id,
        cause,
        due_at,
        step,
    }
}

/// One correction to everyone who was told and can be reached. What a command said a moment ago, in the same
/// breath, is not said twice.
#[must_use]
pub fn corrections(alert: &Alert, at: DateTime<Utc>) -> Vec<Event> {
    let said = |hop: &Hop| {
        alert.notices.iter().any(|notice| {
            notice.kind == NoticeKind::Correction
                && notice.hop.fired_at == at
                && notice.hop.addressee() == hop.addressee()
        })
    };
    let told = alert.recipients().into_iter().filter(|hop| !said(hop));
    told.map(|hop| correction(alert, hop, at)).collect()
}

pub(super) fn correction(alert: &Alert, hop: &Hop, at: DateTime<Utc>) -> Event {
    Event::NoticeSent {
        alert: alert.id,
        notice: NoticeKind::Correction,
        hop: Hop {
            due_at: at,
            fired_at: at,
            acknowledge_by: None,
            gap: None,
            ..hop.clone()
        },
    }
}
