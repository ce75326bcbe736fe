//! One case on its way: intentions decided and recorded as the commands do, the clock moving, the sweep coming
//! by now and then.

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use super::stock::Stock;
use super::{Broken, invariants, naive};
use crate::domain::case::{Case, Stay};
use crate::domain::decide::Decision;
use crate::domain::event::{CaseOpened, Event, Recorded, Recorder};
use crate::domain::ids::{AccountId, CaseId, OrganisationId, PersonId, RecordId};
use crate::domain::plan::{Plan, plan};
use crate::domain::refusal::Refusal;
use crate::domain::roster::{Colleague, Roster, Site};
use crate::domain::rules::{Party, Post, Rules};
use crate::domain::settle::{JOB, next_step_under, settle};
use crate::domain::time::Now;

/// A penal facility, where a life begins.
pub const PRISON: OrganisationId = OrganisationId(Uuid::from_u128(1));
/// The office that supervises at first.
pub const PROBATION: OrganisationId = OrganisationId(Uuid::from_u128(2));
/// Chooses and supplies the drug, and treats outside.
pub const CLINIC: OrganisationId = OrganisationId(Uuid::from_u128(3));
/// Answers for the region.
pub const DEPARTMENT: OrganisationId = OrganisationId(Uuid::from_u128(4));
/// May take over the supervision. Nobody works there: a ladder must find its way around it.
pub const POLICE: OrganisationId = OrganisationId(Uuid::from_u128(5));
/// Where somebody may have to stay for a while.
pub const HOSPITAL: OrganisationId = OrganisationId(Uuid::from_u128(6));
/// Keeps the court's papers.
pub const REGISTRY: OrganisationId = OrganisationId(Uuid::from_u128(8));

/// The physician who clears and prescribes, and therefore never reviews.
pub const DOCTOR: AccountId = AccountId(Uuid::from_u128(7));
/// A physician who had no part in the treatment.
pub const SECOND_DOCTOR: AccountId = AccountId(Uuid::from_u128(30));
const NURSE: AccountId = AccountId(Uuid::from_u128(11));
const OFFICER: AccountId = AccountId(Uuid::from_u128(13));
const HEAD: AccountId = AccountId(Uuid::from_u128(14));

/// The region in which everything of a life lies.
pub const HOME: &str = "almaty";

/// After so many sweeps that recorded nothing the promises are looked at all the same.
const QUIET_SWEEPS: u32 = 10;
/// So many sweeps may follow one another at once before something is wrong with them.
const MOST_AT_ONCE: u32 = 20;

/// Each organisation with its kind.
const KINDS: [(OrganisationId, &str); 7] = [
    (PRISON, "penal-facility"),
    (PROBATION, "probation-office"),
    (CLINIC, "outpatient-clinic"),
    (DEPARTMENT, "health-department"),
    (POLICE, "police-department"),
    (HOSPITAL, "hospital"),
    (REGISTRY, "court-registry"),
];

/// Who works where, and in which post. The facility has no physician of its own.
const PEOPLE: [(AccountId, OrganisationId, Post); 8] = [
    (DOCTOR, CLINIC, Post::Physician),
    (NURSE, PRISON, Post::Giver),
    (AccountId(Uuid::from_u128(12)), CLINIC, Post::Giver),
    (OFFICER, PROBATION, Post::Officer),
    (HEAD, PROBATION, Post::Head),
    (AccountId(Uuid::from_u128(15)), DEPARTMENT, Post::Coordinator),
    (AccountId(Uuid::from_u128(16)), REGISTRY, Post::Clerk),
    (AccountId(Uuid::from_u128(17)), CLINIC, Post::Pharmacist),
];

/// The kind of an organisation, as the policies name it.
#[must_use]
pub fn kind_of(organisation: OrganisationId) -> &'static str {
    let mut kinds = KINDS.iter();
    kinds
        .find(|(known, _)| *known == organisation)
        .map_or("", |(_, kind)| kind)
}

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
    /// When the sweep would look next, and the plan until then, as the lists keep them.
    stored: (Option<DateTime<Utc>>, Plan),
}

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
            roster,
            now,
            steady,
            broken: Vec::new(),
            seen: 0,
            quiet: 0,
            stored,
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
        let roster = roster(
            &self.case,
            self.rules,
            &self.now,
            (self.steady, self.stock.since_on()),
        );
        let settled = settle(&self.case, self.rules, &roster, &self.now);
        let followed = settled.events;
        // Where something follows, the lists are looked at when it is in.
        let now_planned = if followed.is_empty() {
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
        self.roster = roster(
            &self.case,
            self.rules,
            &self.now,
            (self.steady, self.stock.since_on()),
        );
        let events = decide(self)?;
        self.take(events, by);
        self.sweep();
        Ok(())
    }

    /// The sweep comes by.
    pub fn sweep(&mut self) {
        self.roster = roster(
            &self.case,
            self.rules,
            &self.now,
            (self.steady, self.stock.since_on()),
        );
        let settled = settle(&self.case, self.rules, &self.roster, &self.now);
        self.take(settled.events, &Recorder::Job(JOB.to_owned()));
        // That it is the plan of the case with these events in is looked at with the promises.
        let planned = settled.plan;
        let next = next_step_under(&planned, &self.case, self.rules, &self.roster, &self.now);
        self.stored = (next, planned);
        self.look();
    }

    /// Looks whether every promise holds: whenever something was recorded, and every so often where nothing was.
    fn look(&mut self) {
        self.quiet += 1;
        if self.seen != self.case.version || self.quiet >= QUIET_SWEEPS {
            let planned = self.planned();
            let broken = invariants::moment(&self.case, self.rules, &self.roster, &self.now, planned);
            self.note(broken);
            self.note(invariants::nobody_escapes(&self.case, self.rules, kind_of));
            self.note(naive::check(self));
            let astray = self
                .stock
                .check(&self.case, self.planned(), self.rules, &self.now);
            self.note(astray);
            (self.seen, self.quiet) = (self.case.version, 0);
        }
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
        let astray = self.stock.follow(self.case.id, &self.history[before..]);
        self.note(astray);
    }

    /// Would a stay take the person out of custody although nobody took him over?
    #[must_use]
    pub fn lets_go(&self, organisation: OrganisationId, from_on: NaiveDate) -> bool {
        let stay = Stay {
            organisation,
            from_on,
        };
        let places = &self.rules.places;
        self.case.lets_go(stay, |place| places.kind(kind_of(place)))
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

/// Who is around: the officer is away in every second month, and has a deputy in every third.
fn roster(case: &Case, rules: &Rules, now: &Now, (steady, since_on): (bool, Option<NaiveDate>)) -> Roster {
    let today = now.today();
    let site = |organisation| Site {
        organisation,
        kind: kind_of(organisation).to_owned(),
        region: HOME.to_owned(),
        stock_since_on: since_on.filter(|_| organisation == CLINIC),
    };
    let month = today.month();
    let person = |(account, organisation, post)| {
        let role = rules.places.role(kind_of(organisation), post)?.to_owned();
        let officer = account == OFFICER;
        Some(Colleague {
            account,
            organisation,
            role,
            deputy: (officer && (steady || month.is_multiple_of(3))).then_some(HEAD),
            absent: officer && !steady && month.is_multiple_of(2),
            reachable: true,
        })
    };
    let place = case.place_on(today).unwrap_or(PRISON);
    let body = case.supervising_on(today).unwrap_or(PROBATION);
    let receiver = case.passage.offered_to().last().copied();
    let receiver = receiver.into_iter().flat_map(|to| {
        [
            (Party::Receiver, site(to)),
            (Party::ReceiverRegion, site(DEPARTMENT)),
        ]
    });
    let mut sites = vec![
        (Party::Responsible, site(place)),
        (Party::Supervising, site(body)),
        (Party::Supplier, site(CLINIC)),
        (Party::Region, site(DEPARTMENT)),
        (Party::Registry, site(REGISTRY)),
    ];
    sites.extend(receiver);
    Roster {
        sites,
        people: PEOPLE.into_iter().filter_map(person).collect(),
        officer: None,
        held: case.held_on(today, |place| rules.places.kind(kind_of(place))),
    }
}
