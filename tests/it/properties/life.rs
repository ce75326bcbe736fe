//! One case on its way: intentions decided and recorded as the commands do, the clock moving, the sweep coming
//! by now and then.

use crate::support::{
    invariants,
    world::{M3, RULES, ZONE, at},
};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::demo::papers;
use merzim::domain::event::Consent;
use merzim::domain::{
    case::Case,
    decide::{self, Decision},
    event::{CaseOpened, Event, Recorded, Recorder},
    ids::{AccountId, CaseId, OrganisationId, PersonId, RecordId, RulingId},
    plan::{Plan, plan},
    refusal::Refusal,
    roster::{Colleague, Roster, Site},
    rules::Party,
    ruling::Ruling,
    settle::{JOB, next_step_at, settle},
    time::Now,
};
use uuid::Uuid;

pub const PRISON: OrganisationId = OrganisationId(Uuid::from_u128(1));
pub const PROBATION: OrganisationId = OrganisationId(Uuid::from_u128(2));
pub const CLINIC: OrganisationId = OrganisationId(Uuid::from_u128(3));
pub const DEPARTMENT: OrganisationId = OrganisationId(Uuid::from_u128(4));
pub const POLICE: OrganisationId = OrganisationId(Uuid::from_u128(5));
const NURSE: AccountId = AccountId(Uuid::from_u128(11));
const OFFICER: AccountId = AccountId(Uuid::from_u128(13));
const HEAD: AccountId = AccountId(Uuid::from_u128(14));

/// The life of a case.
#[derive(Clone)]
pub struct Life {
    pub case: Case,
    pub history: Vec<Recorded>,
    pub roster: Roster,
    pub now: Now,
    /// Nobody is ever away: what a ladder does then depends on the case alone.
    pub steady: bool,
    /// When the sweep would look next, and the plan until then, as the lists keep them.
    stored: (Option<DateTime<Utc>>, Plan),
}

impl Life {
    /// A case opened at the beginning of 2026 under a ruling in force, the drug not chosen yet.
    pub fn begin(days_in_force: Option<i64>, steady: bool) -> Self {
        let now = Now {
            instant: at("2026-01-12 09:00"),
            zone: ZONE,
        };
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
        let case = Case::fold(CaseId(Uuid::from_u128(21)), [&first]).unwrap();
        let roster = roster(&case, &now, steady);
        let stored = (None, plan(&case, &RULES, &roster, &now));
        let mut life = Self {
            case,
            history: vec![first],
            roster,
            now,
            steady,
            stored,
        };

        life.rule(0, days_in_force).unwrap();
        life
    }

    /// A court's ruling, in force some days from now.
    pub fn rule(&mut self, in_days: i64, for_days: Option<i64>) -> Result<(), Vec<Refusal>> {
        let in_force_on = self.now.today() + TimeDelta::days(in_days);
        let ruling = Ruling {
            id: RulingId(Uuid::from_u128(100 + u128::from(self.case.version))),
            court: "court".to_owned(),
            number: self.case.version.to_string(),
            ruled_on: self.now.today().min(in_force_on),
            in_force_on: Some(in_force_on),
            until_on: for_days.map(|days| in_force_on + TimeDelta::days(days)),
            offence_on: None,
            scan_sha256: None,
            draft: false,
        };
        self.perform(|life| decide::record_ruling(&life.case, &ruling, &life.now))
    }

    /// Lets the clock run. Where the sweep has nothing to look at until then, nothing may follow from it.
    pub fn pass(&mut self, hours: u32) {
        self.now.instant += TimeDelta::hours(hours.into());
        let (next, planned) = &self.stored;
        if next.is_none_or(|next| next > self.now.instant) {
            let roster = roster(&self.case, &self.now, self.steady);
            assert_eq!(
                settle(&self.case, &RULES, &roster, &self.now),
                [],
                "the sweep would have missed it"
            );
            let now_planned = plan(&self.case, &RULES, &roster, &self.now);
            assert_eq!(
                now_planned.obligations, planned.obligations,
                "the lists would be stale"
            );
        }
    }

    /// Lets the clock run to a moment while the sweep comes by whenever it has something to look at.
    pub fn pass_attended(&mut self, until: DateTime<Utc>) {
        while let Some(next) = self.stored.0.filter(|next| *next <= until) {
            self.now.instant = next;
            self.sweep();
        }
        self.now.instant = until;
        self.sweep();
    }

    /// Somebody tries something: recorded where the rules allow it, with all that follows by itself.
    pub fn perform(&mut self, decide: impl FnOnce(&Self) -> Decision) -> Result<(), Vec<Refusal>> {
        self.perform_as(&Recorder::Account(NURSE), decide)
    }

    /// As somebody in particular.
    pub fn perform_as(
        &mut self,
        by: &Recorder,
        decide: impl FnOnce(&Self) -> Decision,
    ) -> Result<(), Vec<Refusal>> {
        self.roster = roster(&self.case, &self.now, self.steady);
        let events = decide(self)?;
        self.take(events, by);
        self.sweep();
        Ok(())
    }

    /// The sweep comes by.
    pub fn sweep(&mut self) {
        self.roster = roster(&self.case, &self.now, self.steady);
        let followed = settle(&self.case, &RULES, &self.roster, &self.now);
        self.take(followed, &Recorder::Job(JOB.to_owned()));
        invariants::check_moment(&self.case, &RULES, &self.roster, &self.now);
        let planned = plan(&self.case, &RULES, &self.roster, &self.now);
        self.stored = (next_step_at(&self.case, &RULES, &self.roster, &self.now), planned);
    }

    fn take(&mut self, events: Vec<Event>, by: &Recorder) {
        for event in events {
            let recorded = Recorded {
                seq: self.case.version + 1,
                event,
                recorded_at: self.now.instant,
                by: by.clone(),
            };
            self.case.apply(&recorded).unwrap();
            self.history.push(recorded);
        }
    }

    /// A record that was never used before.
    pub fn fresh(&self) -> RecordId {
        RecordId(Uuid::from_u128(1000 + u128::from(self.case.version)))
    }

    /// A doctor chooses M3, cleared before and explained after.
    pub fn prescribe(&mut self, in_days: i64) -> Result<(), Vec<Refusal>> {
        let course = RULES.law_for(self.now.today()).unwrap().course;
        if self.case.clearance().is_none() && self.case.doses_in_effect().is_empty() {
            self.perform(|life| {
                let doctor = ("FP", AccountId(Uuid::from_u128(7)));
                let form = papers::clearance(course, life.now.today(), doctor);
                decide::record_clearance(&life.case, life.fresh(), &form, course, &life.now)
            })?;
        }
        self.choose(in_days)?;
        self.perform(|life| {
            let form = papers::information(course, life.now.today(), "FP", (Consent::Given, "-"));
            decide::record_information(&life.case, life.fresh(), &form, course, &life.now)
        })
    }

    fn choose(&mut self, in_days: i64) -> Result<(), Vec<Refusal>> {
        self.perform(|life| {
            let first_on = Some(life.now.today() + TimeDelta::days(in_days));
            if !life.case.doses_in_effect().is_empty() {
                let form = decide::ChangeRegimen {
                    protocol: M3.to_owned(),
                    first_on,
                    reason: "reason".to_owned(),
                    decided_by: "commission".to_owned(),
                    reference: "paper".to_owned(),
                    flare: crate::support::world::flare(),
                };
                return decide::change_regimen(&life.case, life.fresh(), &form, &RULES, &life.now);
            }
            decide::prescribe(
                &life.case,
                life.fresh(),
                M3,
                first_on,
                "reason",
                &RULES,
                &life.now,
            )
        })
    }
}

/// Who is around: the officer is away in every second month, and has a deputy in every third.
fn roster(case: &Case, now: &Now, steady: bool) -> Roster {
    use chrono::Datelike as _;
    let today = now.today();
    let site = |organisation, kind: &str| Site {
        organisation,
        kind: kind.to_owned(),
    };
    let place = case.place_on(today).unwrap();
    let responsible = site(
        place,
        if place == PRISON {
            "penal-facility"
        } else {
            "outpatient-clinic"
        },
    );
    let body = case.supervising_on(today).unwrap();
    let supervising = site(
        body,
        if body == PROBATION {
            "probation-office"
        } else {
            "police-department"
        },
    );
    let month = today.month();
    let person = |number, organisation, role: &str| Colleague {
        account: AccountId(Uuid::from_u128(number)),
        organisation,
        role: role.to_owned(),
        deputy: None,
        absent: false,
        reachable: true,
    };
    let officer = Colleague {
        account: OFFICER,
        deputy: (steady || month.is_multiple_of(3)).then_some(HEAD),
        absent: !steady && month.is_multiple_of(2),
        ..person(13, PROBATION, "probation-officer")
    };
    Roster {
        sites: vec![
            (Party::Responsible, responsible),
            (Party::Supervising, supervising),
            (Party::Supplier, site(CLINIC, "outpatient-clinic")),
            (Party::Region, site(DEPARTMENT, "health-department")),
        ],
        people: vec![
            person(11, PRISON, "prison-nurse"),
            person(12, CLINIC, "clinic-nurse"),
            officer,
            person(14, PROBATION, "probation-head"),
            person(15, DEPARTMENT, "coordinator"),
        ],
    }
}
