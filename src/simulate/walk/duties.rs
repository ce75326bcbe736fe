//! What people do about what they owe.

use chrono::TimeDelta;

use super::Walk;
use crate::domain::decide::cover_undecided;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::rules::{Cause, Demand};
use crate::domain::ruling::RulingStep;
use crate::domain::time::start_of_day;
use crate::simulate::life::HOME;
use crate::simulate::step::Step;

impl Walk<'_> {
    /// Does what is owed, or tries to.
    pub(super) fn discharge(&mut self, owed: &Obligation) {
        if owed.kind == Kind::Review && owed.due_on < self.life.now.today() {
            self.fault("review-forgotten");
        }
        let (one, two) = (self.any(), self.any());
        match owed.kind {
            Kind::Dose => self.dose(),
            Kind::CompleteObservation => {
                self.act(&Step::Observe);
            }
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
            Kind::TellEnd => {
                self.act(&Step::TellEnd);
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
            Kind::ConfirmRelease => self.goes(),
            Kind::SetAppointment => {
                self.act(&Step::Appointment);
            }
            Kind::FirstVisit => {
                self.act(&Step::Came);
            }
            Kind::AnswerAbsence | Kind::AgreeDoseDay => {
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
            Kind::MoveSupervision => {
                let (police, in_days) = (false, 0);
                self.act(&Step::Supervision { police, in_days });
            }
            // These wait for the dose, for a chair to be filled, or for somebody to answer.
            Kind::DecideLateDose | Kind::RepairLadder | Kind::TakeUpAlert => {}
            kind => self.supplies(kind),
        }
    }

    /// The court announces what was a draft, and what it announced comes into force.
    pub(super) fn bring_ruling(&mut self) {
        self.court(RulingStep::Announced, 0);
        self.court(RulingStep::EnteredIntoForce, 0);
    }

    /// The release is announced; on its day the person goes, to whoever took over or to nobody.
    fn announce(&mut self) {
        self.act(&Step::Sent { which: 2 });
        if let Some(on) = self.life.case.release_on() {
            let hour = self.days(8, 17);
            self.until(start_of_day(on, self.life.now.zone) + TimeDelta::hours(hour));
            self.goes();
        }
    }

    /// The person goes, to whoever took over or to nobody; now and then it is not so far yet.
    fn goes(&mut self) {
        // Of whoever is held a day may not be known yet: mostly nobody can name one, and it is asked for again.
        if self.life.case.release_on().is_none() {
            if self.once_in(12) {
                self.release_named();
            } else {
                self.act(&Step::ReleaseDayUnknown);
            }
            return;
        }
        if self.once_in(6) && self.release_named() {
            return;
        }
        let alone = self.life.case.passage.accepted_offer().is_none();
        if self.act(&Step::Release { alone }) && alone {
            self.fault("released-without-receiver");
        }
    }

    /// Somebody is asked to take over, for the reason for which it is owed; whoever was asked already answers first.
    fn arrange(&mut self, to: usize) {
        if self.life.case.passage.open_offer().is_some() {
            let accept = !self.once_in(4);
            self.act(&Step::AnswerOffer { accept });
            return;
        }
        // On release a clinic; after a move one of the new region; back from a stay for a while where he came from.
        let lives = self
            .life
            .case
            .passage
            .residence()
            .map(|entry| entry.content.region.as_str());
        let there = if lives.is_none_or(|region| region == HOME) {
            to % 2
        } else {
            3
        };
        let back = if self.life.roster.held { 2 } else { there };
        for (reason, to) in [(3, to % 2), (4, there), (2, back), (2, 0), (2, 3)] {
            if self.act(&Step::Offer { reason, to }) {
                return;
            }
        }
        // Out of custody leads a release, and its day must be known first.
        if self.life.roster.held && self.life.case.release_on().is_none() {
            self.release_named();
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
        let gap = protocol.and_then(|protocol| cover_undecided(&self.life.case, protocol, self.life.rules));
        let late = band.is_some_and(|band| band.demands(Demand::PhysicianDecision));
        if late || gap.is_some_and(|gap| gap.begins_anew(now.today())) {
            let give = !self.once_in(6);
            // Mostly somebody has had it measured before a physician is asked.
            if !self.once_in(8) {
                let days_ago = self.days(0, 10);
                self.act(&Step::Results { days_ago, well: true });
            }
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
        // What is refused changes nothing, and needs no draw of its own.
        if self.faults && which.is_multiple_of(4) {
            self.fault("own-review");
            self.act(&Step::ReviewOwn);
        }
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

    pub(super) fn not_given(&mut self, cause: usize) {
        let before = self.life.case.not_given.len();
        self.act(&Step::NotGiven { hours_ago: 1, cause });
        if self.life.case.not_given.len() > before {
            let last = self.life.case.not_given.last().map(|entry| &entry.content.cause);
            let reason = last.and_then(|cause| self.life.rules.causes.reason(cause));
            match reason.map(|reason| reason.family) {
                Some(Cause::Person) => self.fault("refusal"),
                Some(Cause::Supply) => self.fault("stock-out"),
                _ => {}
            }
        }
    }
}
