//! What goes wrong, and what nobody planned.

use chrono::TimeDelta;

use super::Walk;
use crate::domain::ruling::RulingStep;
use crate::simulate::life::{CLINIC, DEPARTMENT, HOSPITAL, POLICE, PRISON, PROBATION};
use crate::simulate::step::Step;

impl Walk<'_> {
    /// One thing nobody planned.
    pub(super) fn mischief(&mut self) {
        if self.once_in(5) {
            return self.with_the_drug();
        }
        if self.once_in(8) {
            return self.at_the_registry();
        }
        let (one, two) = (self.any(), self.any());
        match self.chance.below(100) {
            0..=7 => {
                let until_in = self.once_in(2).then(|| self.days(0, 60));
                self.happens("hold", &Step::Hold { until_in });
            }
            8..=12 => {
                let hold = self.once_in(5);
                self.happens("reaction", &Step::React { severity: one, hold });
            }
            13..=15 => {
                let step = Step::Contraindication {
                    what: one,
                    follows: two,
                };
                self.happens("contraindication", &step);
            }
            16..=31 => self.court_surprise(),
            32..=34 => self.moved(),
            35..=37 => self.on_the_way(one, two),
            38..=40 => {
                let in_days = self.days(-5, 30);
                let police = self.once_in(2);
                self.happens("supervision-moved", &Step::Supervision { police, in_days });
            }
            41..=47 => self.incident(),
            48..=57 => self.corrected(one),
            58..=59 => self.cannot_come(one),
            60..=62 => {
                let step = Step::Complain {
                    subject: one,
                    addressee: two,
                };
                self.happens("complaint", &step);
            }
            63 if one % 2 == 0 => self.leaves(),
            63..=72 => {
                let bodies = [PRISON, PROBATION, CLINIC, POLICE];
                let body = bodies[one % bodies.len()];
                self.act(&Step::Answer { body, action: two });
            }
            73..=76 => {
                let in_days = self.days(0, 60);
                let step = Step::Prescribe {
                    in_days,
                    product: one,
                };
                self.happens("regimen-change", &step);
            }
            77..=86 => self.at_the_form(one),
            87..=90 => self.not_given(one),
            91..=92 => {
                let (in_days, for_days) = (self.days(-60, 60), self.days(30, 900));
                let step = Step::Ruling {
                    in_days: Some(in_days),
                    for_days: Some(for_days),
                    draft: self.once_in(4),
                };
                self.happens("further-ruling", &step);
            }
            _ => {
                self.fault("sweep-down");
                let hours = TimeDelta::hours(self.days(5, 24 * 25));
                self.down_until = Some(self.life.now.instant + hours);
            }
        }
    }

    /// Takes a step; where the rules allowed it, it counts as this.
    pub(super) fn happens(&mut self, name: &'static str, step: &Step) {
        if self.act(step) {
            self.fault(name);
        }
    }

    /// What was written down is put right, or written down besides.
    fn at_the_registry(&mut self) {
        let (one, two) = (self.any(), self.any());
        match self.chance.below(16) {
            12 if self.once_in(6) => self.happens("import-undone", &Step::UndoImport),
            12..=14 => {
                let days_ago = self.days(0, 200);
                self.happens("merged", &Step::Merge { days_ago });
            }
            15 => self.happens("parted", &Step::Part),
            0..=2 => self.happens("ruling-step-struck-out", &Step::VoidRulingStep { which: one % 3 }),
            3 | 4 => {
                let days = self.days(-60, 90);
                self.happens("ruling-amended", &Step::AmendRuling { what: one, days });
            }
            5 => self.happens("person-corrected", &Step::CorrectPerson),
            6 | 7 => {
                let (in_days, for_days) = (self.days(-20, 40), self.days(1, 400));
                let for_days = (!self.once_in(3)).then_some(for_days);
                self.happens("curfew", &Step::Curfew { in_days, for_days });
            }
            8 => {
                let gone = self.once_in(3);
                self.happens("officer-named", &Step::Officer { gone });
            }
            9 | 10 => {
                let bodies = [PROBATION, POLICE, DEPARTMENT];
                let body = bodies[one % bodies.len()];
                self.happens("acted-on-alert", &Step::Act { body, action: two });
            }
            _ => {
                let cleared = self.once_in(2);
                let found = self.once_in(3).then_some(two);
                self.happens("cleared-again", &Step::Clear { cleared, found });
            }
        }
    }

    /// A court does what nobody asked it for, and its papers may come late.
    fn court_surprise(&mut self) {
        const STEPS: [RulingStep; 12] = [
            RulingStep::Appealed,
            RulingStep::Appealed,
            RulingStep::AppealedSuspended,
            RulingStep::AppealDecided,
            RulingStep::Suspended,
            RulingStep::Suspended,
            RulingStep::Resumed,
            RulingStep::Resumed,
            RulingStep::Varied,
            RulingStep::Extended,
            RulingStep::EndedByCourt,
            RulingStep::Quashed,
        ];
        let Some(step) = self.chance.pick(&STEPS).copied() else {
            return;
        };
        let ends = matches!(step, RulingStep::EndedByCourt | RulingStep::Quashed);
        if ends && !self.once_in(4) {
            return;
        }
        let in_days = if self.once_in(3) { self.days(-40, 20) } else { 0 };
        let before = self.life.case.version;
        self.court(step, in_days);
        if self.life.case.version == before {
            return;
        }
        if in_days < 0 {
            self.fault("court-papers-late");
        }
        match step {
            RulingStep::Appealed | RulingStep::AppealedSuspended => self.fault("appeal"),
            RulingStep::Suspended => self.fault("suspension"),
            _ if ends => self.fault("ended-by-court"),
            _ => {}
        }
    }

    /// A transfer, a release, a stay in hospital.
    fn moved(&mut self) {
        let here = self.life.case.place_on(self.life.now.today());
        let to = match self.chance.below(3) {
            0 => HOSPITAL,
            _ if here == Some(PRISON) => {
                // A clerk alone lets nobody out, and somebody takes him over.
                self.act(&Step::Place {
                    to: CLINIC,
                    in_days: 0,
                });
                return self.released();
            }
            _ => PRISON,
        };
        let in_days = self.days(-3, 10);
        let name = if to == HOSPITAL {
            "hospital-stay"
        } else {
            "transfer"
        };
        self.happens(name, &Step::Place { to, in_days });
        if to == HOSPITAL {
            let back = self.days(12, 40);
            self.act(&Step::Place {
                to: PRISON,
                in_days: back,
            });
        }
    }

    /// A paper lets the person go today, to a clinic that takes him over.
    fn released(&mut self) {
        self.act(&Step::WithdrawOffer);
        let because = self.any();
        self.act(&Step::ReleaseDate { in_days: 0, because });
        self.act(&Step::Offer { reason: 3, to: 0 });
        self.act(&Step::AnswerOffer { accept: true });
        self.happens("released", &Step::Release { alone: false });
    }

    /// The release moves, somebody is asked to take over, answers, or takes it back.
    fn on_the_way(&mut self, one: usize, two: usize) {
        match self.chance.below(6) {
            0 | 1 => {
                if self.release_named() {
                    self.fault("release-moved");
                }
            }
            2 if one.is_multiple_of(3) => {
                let in_days = i64::try_from(two % 21).unwrap_or_default();
                let (reason, to) = (one / 3, two);
                self.happens("offered-ahead", &Step::OfferAhead { reason, to, in_days });
            }
            2 => self.happens("offered", &Step::Offer { reason: one, to: two }),
            3 => self.happens(
                "answered",
                &Step::AnswerOffer {
                    accept: one.is_multiple_of(2),
                },
            ),
            4 => {
                // Whoever fits where the person is: an offer that is refused cannot be taken back.
                let fits = (0..20).map(|turn| Step::Offer {
                    reason: one + turn,
                    to: two + turn / 5,
                });
                for offer in fits {
                    if self.act(&offer) {
                        self.fault("offered");
                        break;
                    }
                }
                self.happens("withdrawn", &Step::WithdrawOffer);
            }
            _ => {
                let from_in = self.days(-5, 20);
                let away = self.once_in(2);
                self.happens("address", &Step::Address { away, from_in });
            }
        }
    }

    /// A journey, a good reason, or nobody knows.
    fn cannot_come(&mut self, because: usize) {
        match self.chance.below(4) {
            0 => {
                let (in_days, for_days) = (self.days(0, 40), self.days(1, 40));
                self.happens("journey", &Step::AskToGo { in_days, for_days });
            }
            1 | 2 => {
                let (since, for_days) = (self.days(0, 10), self.days(0, 60));
                let step = Step::Unavailable {
                    since,
                    for_days,
                    because,
                };
                self.happens("unavailable", &step);
            }
            _ => self.happens("lost", &Step::Lost),
        }
    }

    fn incident(&mut self) {
        let hours_ago = self.days(0, 900);
        let injected = self.once_in(2);
        self.happens("incident", &Step::Incident { hours_ago, injected });
    }

    fn corrected(&mut self, one: usize) {
        match self.chance.below(3) {
            0 => {
                let hours = self.days(-200, 200);
                // Now and then only what moves no day is put right.
                let hours = if hours % 4 == 0 { 0 } else { hours };
                self.happens("corrected", &Step::AmendDose { hours });
            }
            1 => self.happens("corrected", &Step::AmendCause { cause: one }),
            _ => self.happens("struck-out", &Step::Void { which: one % 6 }),
        }
    }

    fn leaves(&mut self) {
        let death = !self.once_in(3);
        let hours_ago = self.days(1, 400);
        let name = if death { "death" } else { "transfer-abroad" };
        self.happens(name, &Step::Leave { death, hours_ago });
    }

    /// What must be refused: the same dose twice, a dose of tomorrow, a form with nonsense in it.
    fn at_the_form(&mut self, one: usize) {
        let (name, step) = match self.chance.below(3) {
            0 => ("entered-twice", Step::GiveTwice),
            1 => (
                "wrong-clock",
                Step::Give {
                    hours_ago: -self.days(1, 48),
                    cause: one,
                },
            ),
            _ => ("nonsense", Step::Nonsense { what: one }),
        };
        self.fault(name);
        self.act(&step);
    }
}
