//! One case on its way: intentions decided and recorded as the commands do, the clock moving, the sweep coming
//! by now and then.

mod around;
mod packs;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

pub use around::{
    CLINIC, DEPARTMENT, DOCTOR, FAR_CLINIC, FAR_PROBATION, HEAD, HOME, HOSPITAL, NURSE, OFFICER, POLICE,
    PRISON, PROBATION, REGISTRY, SECOND_DOCTOR, elsewhere, kind_of, region_of,
};

use super::stock::Stock;
use super::{Broken, invariants, naive};
use crate::domain::case::{Case, Stay};
use crate::domain::decide::{Decision, left_behind};
use crate::domain::event::{CaseOpened, Event, Recorded, Recorder};
use crate::domain::ids::{CaseId, OrganisationId, PersonId, RecordId};
use crate::domain::obligation::Kind;
use crate::domain::plan::{Plan, plan};
use crate::domain::refusal::Refusal;
use crate::domain::roster::Roster;
use crate::domain::rules::Rules;
use crate::domain::settle::{JOB, next_step_under, settle};
use crate::domain::time::Now;
use around::roster;

/// After so many sweeps that recorded nothing the promises are looked at all the same.
const QUIET_SWEEPS: u32 = 10;
/// So many sweeps may follow one another at once before something is wrong with them.
const MOST_AT_ONCE: u32 = 20;

/// The life of a case.
#[derive(Clone)]
pub struct Life<'r> {
    /// The rules it is lived under.
    pub rules: &'r Rules,
    /// The case as it stands.
    pub case: Case,
    /// What led to it.
    pub history: Vec<Recorded>,
    /// Its packs.
    pub stock: Stock,
    /// Another case of the same person, which rests while this one goes on for both.
    pub other: Option<Case>,
    /// Who is around.
    pub roster: Roster,
    /// Its own clock.
    pub now: Now,
    /// Nobody is ever away: what a ladder does then depends on the case alone.
    pub steady: bool,
    /// What did not hold, with the moment at which it was seen.
    pub broken: Vec<(DateTime<Utc>, Broken)>,
    /// The version of the case at which the promises were looked at last, and the sweeps since then.
    seen: u32,
    quiet: u32,
    /// The day on which what is measured was looked at last.
    measured_on: Option<NaiveDate>,
    /// When the sweep would look next, and the plan until then, as the lists keep them.
    stored: (Option<DateTime<Utc>>, Plan),
    /// That nothing followed when the clock last stood still, and the plan then: no need to settle that moment again.
    still: Option<(Still, Plan)>,
}

/// What settling depends on: the version of the case, the moment, and since when there is stock.
type Still = (u32, DateTime<Utc>, Option<NaiveDate>);

impl<'r> Life<'r> {
    /// A case opened at a moment; no court has spoken yet.
    #[must_use]
    pub fn begin(rules: &'r Rules, now: Now, steady: bool) -> Self {
        let opened = CaseOpened {
            person: PersonId(Uuid::from_u128(20)),
            reference: "2026-00001".to_owned(),
            jurisdiction: "kz".to_owned(),
            opened_on: now.today(),
            place: PRISON,
            supervising: PROBATION,
            end_of_term_on: None,
            under_age_reason: None,
        };
        let first = Recorded {
            seq: 1,
            event: Event::CaseOpened(opened),
            recorded_at: now.instant,
            by: Recorder::Account(NURSE),
        };
        let case = match Case::fold(CaseId(Uuid::from_u128(21)), [&first]) {
            Ok(case) => case,
            Err(misfit) => unreachable!("a case opens by being opened: {misfit}"),
        };
        let roster = roster(&case, rules, &now, (steady, None));
        let stored = (None, plan(&case, rules, &roster, &now));
        Self {
            rules,
            case,
            history: vec![first],
            stock: Stock::default(),
            other: None,
            roster,
            now,
            steady,
            broken: Vec::new(),
            seen: 0,
            quiet: 0,
            measured_on: None,
            stored,
            still: None,
        }
    }

    /// Lets the clock run. Where the sweep has nothing to look at until then, nothing may follow from it.
    pub fn pass(&mut self, hours: u32) {
        self.now.instant += TimeDelta::hours(hours.into());
        self.missed_nothing();
    }

    /// Lets the clock run to a moment, as [`Self::pass`] does.
    pub fn pass_until(&mut self, until: DateTime<Utc>) {
        self.now.instant = until.max(self.now.instant);
        self.missed_nothing();
    }

    fn missed_nothing(&mut self) {
        let (next, planned) = &self.stored;
        if next.is_some_and(|next| next <= self.now.instant) {
            return;
        }
        let roster = self.around();
        let settled = settle(&self.case, self.rules, &roster, &self.now);
        let followed = settled.events;
        // Where something follows, the lists are looked at when it is in.
        let now_planned = if followed.is_empty() {
            self.still = Some((self.still_now(), settled.plan.clone()));
            settled.plan
        } else {
            plan(&self.case, self.rules, &roster, &self.now)
        };
        let mut found = Vec::new();
        if !followed.is_empty() {
            let promise = "the sweep comes when something follows";
            found.push(Broken::new(promise, format!("{followed:?}")));
        }
        if now_planned.obligations != planned.obligations {
            let other = |of: &Plan, than: &Plan| {
                let mut other = of.obligations.clone();
                other.retain(|owed| !than.obligations.contains(owed));
                format!("{other:?}")
            };
            let (is, was) = (other(&now_planned, planned), other(planned, &now_planned));
            found.push(Broken::new(
                "the lists are never stale",
                format!("{is} after {was}"),
            ));
        }
        self.note(found);
    }

    /// Who is around at this moment.
    fn around(&self) -> Roster {
        let how = (self.steady, self.stock.since_on());
        roster(&self.case, self.rules, &self.now, how)
    }

    fn still_now(&self) -> Still {
        (self.case.version, self.now.instant, self.stock.since_on())
    }

    /// Lets the clock run to a moment while the sweep comes by whenever it has something to look at.
    pub fn pass_attended(&mut self, until: DateTime<Utc>) {
        let mut at_once = 0;
        while let Some(next) = self.stored.0.filter(|next| *next <= until) {
            // A sweep that is due again at once is noted as broken, and must not stop the clock: after a few it comes by
            // once a day.
            let pause = if at_once < MOST_AT_ONCE {
                TimeDelta::seconds(1)
            } else {
                TimeDelta::days(1)
            };
            at_once = if next <= self.now.instant { at_once + 1 } else { 0 };
            self.now.instant = next.max(self.now.instant + pause);
            self.sweep();
        }
        self.pass_until(until);
        self.sweep();
    }

    /// Somebody tries something: recorded where the rules allow it, with all that follows by itself.
    ///
    /// # Errors
    /// Every reason why the rules do not allow it.
    pub fn perform(&mut self, decide: impl FnOnce(&Self) -> Decision) -> Result<(), Vec<Refusal>> {
        self.perform_as(&Recorder::Account(NURSE), decide)
    }

    /// As somebody in particular.
    ///
    /// # Errors
    /// Every reason why the rules do not allow it.
    pub fn perform_as(
        &mut self,
        by: &Recorder,
        decide: impl FnOnce(&Self) -> Decision,
    ) -> Result<(), Vec<Refusal>> {
        self.roster = self.around();
        let events = decide(self)?;
        let before = events.iter().any(moves).then(|| self.owed_anywhere());
        let late = self.late_all_the_same(&events);
        let known = self.history.len();
        let unsound = self.stock.unsound(self.case.id, &events);
        self.take(events, by);
        if let Some(late) = late {
            self.nothing_is_forgiven(&late);
        }
        let history = (self.history.as_slice(), known);
        let astray = naive::opened(history, &unsound, self.rules, self.now.zone);
        self.note(astray);
        self.take(left_behind(&self.case, self.now.today()), by);
        if let Some(before) = before {
            self.moved(&before);
        }
        self.sweep();
        self.nothing_is_born_overdue(known);
        Ok(())
    }

    /// What is owed wherever the person is treated: each with the day it is due.
    fn owed_anywhere(&self) -> Vec<(Kind, u32, NaiveDate)> {
        let roster = self.around();
        let owed = plan(&self.case, self.rules, &roster, &self.now).obligations;
        let owed = owed.into_iter().filter(|owed| ANYWHERE.contains(&owed.kind));
        let mut owed: Vec<_> = owed.map(|owed| (owed.kind, owed.cycle, owed.due_on)).collect();
        owed.sort_unstable();
        owed
    }

    /// The person has moved: what was owed before is owed now, by somebody, once.
    fn moved(&mut self, before: &[(Kind, u32, NaiveDate)]) {
        let after = self.owed_anywhere();
        if after != before {
            let promise = "a move loses and doubles no obligation";
            self.note(vec![Broken::new(promise, format!("{after:?} after {before:?}"))]);
        }
    }

    /// The sweep comes by.
    pub fn sweep(&mut self) {
        self.roster = self.around();
        let now = self.still_now();
        let still = self.still.take().filter(|(still, _)| *still == now);
        let planned = if let Some((_, planned)) = still {
            planned
        } else {
            let settled = settle(&self.case, self.rules, &self.roster, &self.now);
            self.take(settled.events, &Recorder::Job(JOB.to_owned()));
            // That it is the plan of the case with these events in is looked at with the promises.
            settled.plan
        };
        let next = next_step_under(&planned, &self.case, self.rules, &self.roster, &self.now);
        self.stored = (next, planned);
        self.look();
    }

    /// Looks whether every promise holds: whenever something was recorded, and every so often where nothing was.
    fn look(&mut self) {
        self.quiet += 1;
        if self.seen != self.case.version || self.quiet >= QUIET_SWEEPS {
            let measured = self.measured();
            let planned = self.planned();
            let broken = invariants::moment(&self.case, self.rules, &self.roster, &self.now, planned);
            self.note(broken);
            self.note(invariants::nobody_escapes(&self.case, self.rules, kind_of));
            self.note(naive::check(self, measured));
            let astray = self
                .stock
                .check(&self.case, self.planned(), self.rules, &self.now);
            self.note(astray);
            (self.seen, self.quiet) = (self.case.version, 0);
        }
    }

    /// Can what is to be measured, or decided about it, be another than when it was looked at last?
    fn measured(&mut self) -> bool {
        let seen = usize::try_from(self.seen).unwrap_or_default();
        let recent = self.history.get(seen..).unwrap_or_default();
        let alarms = |recorded: &Recorded| matches!(recorded.by, Recorder::Job(_));
        let today = Some(self.now.today());
        let measured = self.measured_on != today || !recent.iter().all(alarms);
        self.measured_on = today;
        measured
    }

    /// The plan as it was when the sweep last came by.
    #[must_use]
    pub fn planned(&self) -> &Plan {
        &self.stored.1
    }

    /// When the sweep would look next.
    #[must_use]
    pub fn next_sweep(&self) -> Option<DateTime<Utc>> {
        self.stored.0
    }

    /// Keeps what is broken, with the moment.
    pub fn note(&mut self, broken: Vec<Broken>) {
        let at = self.now.instant;
        self.broken.extend(broken.into_iter().map(|broken| (at, broken)));
    }

    fn take(&mut self, events: Vec<Event>, by: &Recorder) {
        let before = self.history.len();
        for event in events {
            let recorded = Recorded {
                seq: self.case.version + 1,
                event,
                recorded_at: self.now.instant,
                by: by.clone(),
            };
            if let Err(misfit) = self.case.apply(&recorded) {
                self.note(vec![Broken::new("what is decided fits", misfit.to_string())]);
                return;
            }
            self.history.push(recorded);
        }
        let batch = &self.history[before..];
        let astray = self
            .stock
            .follow(self.case.id, batch, (self.rules, self.now.zone));
        self.note(astray);
    }

    /// Would a stay take the person out of custody although nobody took him over?
    #[must_use]
    pub fn lets_go(&self, organisation: OrganisationId, from_on: NaiveDate) -> bool {
        let stay = Stay {
            organisation,
            from_on,
            known_at: self.now.instant,
            seq: self.case.version + 1,
        };
        let places = &self.rules.places;
        let today = self.now.today();
        self.case
            .lets_go(stay, today, |place| places.kind(kind_of(place)))
    }

    /// A record that was never used before.
    #[must_use]
    pub fn fresh(&self) -> RecordId {
        self.fresh_of(0)
    }

    /// One of several records that one decision makes.
    #[must_use]
    pub fn fresh_of(&self, number: u8) -> RecordId {
        RecordId(Uuid::from_u128(
            (1000 + u128::from(self.case.version)) * 256 + u128::from(number),
        ))
    }
}

/// What is owed whoever treats the person.
const ANYWHERE: [Kind; 13] = [
    Kind::Dose,
    Kind::Exam,
    Kind::Monitoring,
    Kind::JudgeResult,
    Kind::Review,
    Kind::SubmitToCourt,
    Kind::AskCourt,
    Kind::Extension,
    Kind::HoldReview,
    Kind::ReviewIncident,
    Kind::ReactionOutcome,
    Kind::AnswerComplaint,
    Kind::Aftercare,
];

/// Does somebody else treat the person by this?
fn moves(event: &Event) -> bool {
    match event {
        Event::PlaceChanged { .. } | Event::Released(_) => true,
        Event::HandoverAccepted(accepted) => accepted.from_on.is_some(),
        _ => false,
    }
}
