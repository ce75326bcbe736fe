//! One life by chance: people do what is owed, mostly in time, and things go wrong.

mod mischief;
mod supplies;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::chance::Chance;
use super::life::{CLINIC, Life, PRISON, PROBATION};
use super::run::{Lived, Tally};
use super::step::{Step, take};
use crate::domain::alert::Alert;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::rules::{Demand, Rules};
use crate::domain::ruling::{RulingStep, Standing};
use crate::domain::time::{Now, start_of_day};

/// The first day on which a life may begin: under the procedure before the present one.
const FIRST_DAY: Option<NaiveDate> = NaiveDate::from_ymd_opt(2023, 6, 1);
/// Lives begin within so many days from then, so that some begin under either procedure.
const BEGINNINGS: u32 = 1_200;

/// What is wanted of a life.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    pub(super) seed: u64,
    pub(super) number: u32,
    pub(super) years: u32,
    /// So many things go wrong in a year, about.
    pub(super) faults: u16,
}

/// Lives one case to its end.
pub(super) fn live(rules: &Rules, course: Course) -> Lived {
    // The seed is stirred first: neighbouring seeds tell other lives, not the same ones under other numbers.
    let seed = Chance::new(course.seed)
        .draw()
        .wrapping_add(u64::from(course.number));
    let mut chance = Chance::new(Chance::new(seed).draw());
    let zones: Vec<_> = rules.places.regions.iter().map(|region| region.zone).collect();
    let zone = chance.pick(&zones).copied().unwrap_or(chrono_tz::Tz::UTC);
    let begins_on = FIRST_DAY.unwrap_or_default() + Days::new(chance.below(BEGINNINGS).into());
    let instant = start_of_day(begins_on, zone) + TimeDelta::hours(9);
    let ends = instant + TimeDelta::days(i64::from(course.years) * 365);
    let mut walk = Walk {
        life: Life::begin(rules, Now { instant, zone }, false),
        chance,
        tally: Tally::default(),
        faults: course.faults > 0,
        most_quiet: 2 * 365 / i64::from(course.faults.max(1)),
        down_until: None,
        mischief_at: instant,
    };
    walk.ruled();
    if walk.once_in(2) {
        walk.release_named();
    }
    while walk.life.now.instant < ends {
        walk.turn();
    }
    walk.end()
}

struct Walk<'r> {
    life: Life<'r>,
    chance: Chance,
    tally: Tally,
    faults: bool,
    /// Until then nothing sweeps.
    down_until: Option<DateTime<Utc>>,
    /// Then the next thing goes wrong.
    mischief_at: DateTime<Utc>,
    /// So many days may pass without.
    most_quiet: i64,
}

impl Walk<'_> {
    /// Once in so many times.
    fn once_in(&mut self, times: u32) -> bool {
        self.chance.below(times) == 0
    }

    /// A number of days from one up to another.
    fn days(&mut self, from: i64, to: i64) -> i64 {
        let span = u32::try_from(to - from).unwrap_or(0).saturating_add(1);
        from + i64::from(self.chance.below(span))
    }

    fn any(&mut self) -> usize {
        usize::try_from(self.chance.below(1 << 16)).unwrap_or_default()
    }

    /// The court speaks for the first time.
    fn ruled(&mut self) {
        let for_days = (!self.once_in(4)).then(|| self.days(150, 900));
        let draft = self.once_in(8);
        let in_days = if draft || self.once_in(6) {
            None
        } else {
            Some(self.days(-5, 40))
        };
        self.act(&Step::Ruling {
            in_days,
            for_days,
            draft,
        });
        if draft {
            self.wait(1, 20);
            self.court(RulingStep::Announced, 0);
        }
        if in_days.is_none() {
            self.wait(1, 20);
            self.court(RulingStep::EnteredIntoForce, 0);
        }
    }

    /// A paper names, or changes, the day of release.
    pub(super) fn release_named(&mut self) -> bool {
        let (in_days, because) = (self.days(-2, 500), self.any());
        self.act(&Step::ReleaseDate { in_days, because })
    }

    fn court(&mut self, step: RulingStep, in_days: i64) {
        let (for_days, police) = match step {
            RulingStep::Extended => (Some(self.days(150, 700)), None),
            RulingStep::Varied => {
                let police = self.once_in(2).then(|| self.once_in(2));
                (self.once_in(2).then(|| self.days(60, 700)), police)
            }
            _ => (None, None),
        };
        self.act(&Step::Court {
            step,
            in_days,
            back: 0,
            for_days,
            police,
        });
    }

    /// Days pass, with the sweep coming by unless it is down.
    fn wait(&mut self, from: i64, to: i64) {
        let days = self.days(from, to);
        let hour = self.days(8, 17);
        let on = self.life.now.today() + TimeDelta::days(days);
        self.until(start_of_day(on, self.life.now.zone) + TimeDelta::hours(hour));
    }

    fn until(&mut self, at: DateTime<Utc>) {
        let at = at.max(self.life.now.instant + TimeDelta::minutes(7));
        if let Some(down) = self.down_until.take() {
            self.life.pass_until(down.min(at));
            if at <= down {
                self.down_until = Some(down);
                return;
            }
        }
        self.life.pass_attended(at);
    }

    /// Takes a step, and counts what became of it.
    fn act(&mut self, step: &Step) -> bool {
        let outcome = take(&mut self.life, step);
        match &outcome {
            Ok(()) => self.tally.add("steps", step.name()),
            Err(refusals) => {
                for refusal in refusals {
                    self.tally.add("refusals", refusal.code());
                }
            }
        }
        outcome.is_ok()
    }

    fn fault(&mut self, name: &'static str) {
        self.tally.add("faults", name);
    }

    /// Somebody looks at what is owed, does one thing of it, and something may go wrong.
    fn turn(&mut self) {
        let waits = [Kind::RepairLadder, Kind::TakeUpAlert, Kind::DecideLateDose];
        let mut owed = self.life.planned().obligations.clone();
        owed.retain(|owed| !waits.contains(&owed.kind));
        owed.sort_by_key(|owed| (owed.due_on, owed.key()));
        let first = if self.once_in(6) { 3 } else { 1 };
        owed.truncate(first);
        if let Some(owed) = self.chance.pick(&owed).cloned() {
            let at = self.moment_for(&owed);
            self.until(at);
            // What was owed then may have gone meanwhile.
            if self.life.planned().obligation(owed.key()).is_some() {
                let before = self.life.case.version;
                self.discharge(&owed);
                // Whoever could do nothing about it comes back another day, not a few minutes later.
                if self.life.case.version == before {
                    self.tally.add("nothing done about", owed.kind.code());
                    self.wait(1, 6);
                }
            }
        } else {
            self.idle();
        }
        self.unstick();
        self.stock_up();
        if self.faults && self.life.now.instant >= self.mischief_at {
            self.mischief();
            let quiet = self.days(1, self.most_quiet.max(1));
            self.mischief_at = self.life.now.instant + TimeDelta::days(quiet);
        }
    }

    /// Somebody answers what climbs, and a court takes up what it stopped.
    fn unstick(&mut self) {
        if self.life.case.alerts.iter().any(Alert::live) {
            let bodies = [PRISON, PROBATION, CLINIC];
            let (body, action) = (bodies[self.any() % bodies.len()], self.any());
            self.act(&Step::Answer { body, action });
        }
        let stopped = matches!(
            self.life.case.standing_at(&self.life.now),
            Some(Standing::Suspended { .. })
        );
        if stopped && self.once_in(5) {
            self.court(RulingStep::Resumed, 0);
        }
        let today = self.life.now.today();
        let last = self.life.case.rulings.last();
        if last.is_some_and(|file| file.appealed_on(today).is_some()) && self.once_in(8) {
            self.court(RulingStep::AppealDecided, 0);
        }
    }

    /// Nothing is owed: the case waits for a court, or is over.
    fn idle(&mut self) {
        self.wait(5, 60);
        match self.life.case.standing_at(&self.life.now) {
            Some(Standing::NotYetInForce { .. }) if self.once_in(2) => {
                self.bring_ruling();
            }
            Some(Standing::EndedByTerm { .. }) if self.faults && self.once_in(4) => {
                self.fault("court-papers-late");
                let back = self.days(-80, 0);
                self.court(RulingStep::Extended, back);
            }
            Some(Standing::EndedByTerm { .. } | Standing::EndedByCourt { .. } | Standing::Quashed { .. })
                if self.once_in(12) =>
            {
                let (in_days, for_days) = (self.days(-20, 30), self.days(150, 900));
                self.act(&Step::Ruling {
                    in_days: Some(in_days),
                    for_days: Some(for_days),
                    draft: false,
                });
            }
            _ => {}
        }
    }

    /// When somebody gets round to it: mostly about the day it is due, sometimes late, now and then very late.
    fn moment_for(&mut self, owed: &Obligation) -> DateTime<Utc> {
        let days = match self.chance.below(if self.faults { 20 } else { 16 }) {
            _ if owed.kind == Kind::Extension => -self.days(1, self.most_quiet.max(1)),
            0..=12 => self.days(-3, 0),
            13..=15 => self.days(0, 3),
            16..=18 => self.days(3, 14),
            _ => self.days(14, 90),
        };
        let hour = self.days(8, 17);
        let on = owed.due_on + TimeDelta::days(days);
        start_of_day(on, self.life.now.zone) + TimeDelta::hours(hour)
    }

    fn discharge(&mut self, owed: &Obligation) {
        if owed.kind == Kind::Review && owed.due_on < self.life.now.today() {
            self.fault("review-forgotten");
        }
        let (one, two) = (self.any(), self.any());
        match owed.kind {
            Kind::Dose => self.dose(),
            Kind::Clearance => {
                let found = self.once_in(5).then_some(one);
                let cleared = !self.once_in(8);
                self.act(&Step::Clear { cleared, found });
            }
            Kind::ChooseDrug => {
                let in_days = self.days(0, 20);
                self.act(&Step::Prescribe {
                    in_days,
                    product: one,
                });
            }
            Kind::InformPerson => {
                self.act(&Step::Inform { consent: one });
            }
            Kind::Exam => {
                let days_ago = self.days(0, 5);
                let well = !self.faults || !self.once_in(6);
                let severity = (self.faults && self.once_in(12)).then_some(two);
                self.act(&Step::Exam {
                    days_ago,
                    well,
                    severity,
                });
            }
            Kind::Monitoring => {
                let days_ago = self.days(0, 4);
                let well = !self.faults || !self.once_in(6);
                self.act(&Step::Results { days_ago, well });
            }
            Kind::JudgeResult => {
                let in_days = self.days(3, 40);
                // Mostly it goes on as before: the first of the list.
                let decided = if self.once_in(3) { one } else { 0 };
                self.act(&Step::Judge { decided, in_days });
            }
            Kind::HoldReview => {
                if self.once_in(2) {
                    let until_in = self.once_in(2).then(|| self.days(5, 60));
                    self.act(&Step::Confirm { until_in });
                } else {
                    self.act(&Step::Lift);
                }
            }
            Kind::ReviewIncident => {
                self.act(&Step::LookAtIncident);
            }
            Kind::ReactionOutcome => {
                self.act(&Step::Recover);
            }
            Kind::Aftercare => {
                self.act(&Step::Aftercare);
            }
            Kind::AnswerComplaint => {
                self.act(&Step::AnswerComplaint);
            }
            Kind::Review | Kind::ReviewPaper => self.review(owed.kind),
            Kind::SubmitToCourt => {
                self.act(&Step::Submission);
            }
            Kind::AskCourt | Kind::Extension => self.ask_court(owed.kind),
            Kind::MaterialsToCourt => {
                self.act(&Step::Sent { which: 0 });
            }
            Kind::ForwardRuling => {
                self.act(&Step::Sent { which: 1 });
            }
            Kind::ReleaseNotice => self.announce(),
            Kind::FirstDose => {
                self.wait(1, 10);
            }
            Kind::BringRuling => self.bring_ruling(),
            Kind::ArrangeHandover => self.arrange(two),
            Kind::AcceptHandover => {
                let accept = !self.once_in(4);
                self.act(&Step::AnswerOffer { accept });
            }
            Kind::SetAppointment => {
                self.act(&Step::Appointment);
            }
            Kind::FirstVisit => {
                self.act(&Step::Came);
            }
            Kind::AnswerAbsence => {
                let grant = !self.once_in(4);
                self.act(&Step::AnswerAbsence { grant });
            }
            Kind::LookAtUnavailable => {
                let (over, days) = (!self.once_in(3), self.days(0, 12));
                self.act(&Step::LookAgain { over, days });
            }
            Kind::LocatePerson => {
                let found = !self.once_in(3);
                self.act(&Step::Search { found });
            }
            // These wait for the dose, for a chair to be filled, or for somebody to answer.
            Kind::DecideLateDose | Kind::RepairLadder | Kind::TakeUpAlert => {}
            kind => self.supplies(kind),
        }
    }

    /// The court announces what was a draft, and what it announced comes into force.
    fn bring_ruling(&mut self) {
        self.court(RulingStep::Announced, 0);
        self.court(RulingStep::EnteredIntoForce, 0);
    }

    /// The release is announced; on its day the person goes, to whoever took over or to nobody.
    fn announce(&mut self) {
        self.act(&Step::Sent { which: 2 });
        if let Some(on) = self.life.case.release_on() {
            let hour = self.days(8, 17);
            self.until(start_of_day(on, self.life.now.zone) + TimeDelta::hours(hour));
            let alone = self.life.case.passage.accepted_offer().is_none();
            if self.act(&Step::Release { alone }) && alone {
                self.fault("released-without-receiver");
            }
        }
    }

    /// Somebody is asked to take over: for the reason for which it is owed.
    fn arrange(&mut self, to: usize) {
        // On release a clinic; after a move, too; back from a stay for a while, the prison.
        for (reason, to) in [(3, to % 2), (4, to % 2), (2, 2)] {
            if self.act(&Step::Offer { reason, to }) {
                return;
            }
        }
    }

    /// The open dose is given, refused, or cannot be given.
    fn dose(&mut self) {
        let cause = self.any();
        if self.faults && self.once_in(5) {
            self.wait(3, 6);
            self.not_given(cause);
            self.wait(1, 9);
        }
        let Ok(window) = self.life.planned().dose.clone() else {
            return;
        };
        let now = self.life.now;
        let protocol = crate::domain::plan::protocol(&self.life.case, self.life.rules);
        let band = protocol.and_then(|protocol| protocol.band(window.days_late_on(now.today())));
        if band.is_some_and(|band| band.demands(Demand::PhysicianDecision)) {
            let give = !self.once_in(6);
            self.act(&Step::Decide { give });
        }
        let hours_ago = if self.faults && self.once_in(10) {
            self.days(3, 90)
        } else {
            0
        };
        let given = self.act(&Step::Give { hours_ago, cause });
        if given && hours_ago > 0 {
            self.fault("entered-late");
        }
        if !given && self.once_in(3) {
            // Too early, mostly: somebody comes back on the day.
            self.wait(1, 6);
            self.act(&Step::Give { hours_ago: 0, cause });
        }
    }

    fn review(&mut self, kind: Kind) {
        let which = self.any();
        self.act(&Step::Paper { which });
        if kind == Kind::ReviewPaper && !self.once_in(4) {
            return;
        }
        let dissents = self.faults && self.once_in(8);
        let signatures = if self.once_in(6) { 0 } else { 5 + which % 2 };
        let days_ago = self.days(0, 10);
        let proposal = if self.once_in(3) { self.any() } else { 0 };
        let written = self.act(&Step::Review {
            days_ago,
            proposal,
            signatures,
            dissents,
        });
        if written && dissents {
            self.fault("dissent");
        }
    }

    /// A court extends, changes, ends, declines, or takes its time.
    fn ask_court(&mut self, kind: Kind) {
        match self.chance.below(10) {
            0..=5 => self.court(RulingStep::Extended, 0),
            6 => self.court(RulingStep::Varied, 0),
            7 if kind == Kind::AskCourt => {
                self.act(&Step::Declined);
            }
            8 if kind == Kind::AskCourt => self.court(RulingStep::EndedByCourt, 0),
            _ => self.wait(1, 20),
        }
    }

    fn not_given(&mut self, cause: usize) {
        let before = self.life.case.not_given.len();
        self.act(&Step::NotGiven { hours_ago: 1, cause });
        if self.life.case.not_given.len() > before {
            use crate::domain::rules::Cause;
            let last = self.life.case.not_given.last().map(|entry| &entry.content.cause);
            let reason = last.and_then(|cause| self.life.rules.causes.reason(cause));
            match reason.map(|reason| reason.family) {
                Some(Cause::Person) => self.fault("refusal"),
                Some(Cause::Supply) => self.fault("stock-out"),
                _ => {}
            }
        }
    }

    fn end(mut self) -> Lived {
        self.life.sweep();
        let outside = self.life.case.place_on(self.life.now.today()) == Some(CLINIC);
        self.tally
            .add("at the end", if outside { "outside" } else { "inside" });
        Lived::of(self.life, self.tally)
    }
}
