//! The drug on its way: the clinic takes in, packs and sends, the prison receives; and what goes wrong with it.

use super::Walk;
use crate::domain::event::Onward;
use crate::domain::obligation::Kind;
use crate::domain::plan::protocol;
use crate::domain::supply::Parcel;
use crate::simulate::life::CLINIC;
use crate::simulate::step::{Step, Supplying};

impl Walk<'_> {
    fn supply(&mut self, step: Supplying) -> bool {
        self.act(&Step::Supply(step))
    }

    /// The clinic orders before its shelf is empty, mostly.
    pub(super) fn stock_up(&mut self) {
        let life = &self.life;
        let dose = life.planned().dose.as_ref().ok();
        let wanted = dose
            .zip(protocol(&life.case, life.rules))
            .is_some_and(|(window, protocol)| {
                let (case, today) = (life.case.id, life.now.today());
                let usable = life.stock.shelf(case, CLINIC, &protocol.id, today, None).usable;
                usable
                    .iter()
                    .filter(|pack| window.lasts_until(today) <= pack.expiry_on)
                    .count()
                    < 2
            });
        if wanted && self.once_in(3) {
            let packs = 1 + self.chance.below(3);
            let good_days = self.days(50, 600);
            self.supply(Supplying::TakeIn { packs, good_days });
        }
    }

    /// Something that is owed about the drug.
    pub(super) fn supplies(&mut self, kind: Kind) {
        match kind {
            // From the own shelf nothing is sent.
            Kind::SupplyDose if self.life.case.place_on(self.life.now.today()) == Some(CLINIC) => {
                self.supply(Supplying::Reserve);
            }
            Kind::SupplyDose => {
                let packs = if self.once_in(4) { 2 } else { 1 };
                self.supply(Supplying::Pack { packs });
                // A parcel that nobody fetches lies with the sender.
                if !self.once_in(8) {
                    self.supply(Supplying::HandOver {
                        hours_ago: 0,
                        gate: false,
                    });
                }
            }
            Kind::ReceiveParcel => self.arrives(),
            Kind::DecideParcel => {
                // What has not left is unpacked, once nobody waits for it any more.
                let over = self.life.case.ended_on(self.life.now.today());
                let mut ways = Onward::ALL.iter();
                let unpack = ways.position(|way| *way == Onward::Unpack).filter(|_| over);
                let onward = unpack.unwrap_or_else(|| self.any());
                self.supply(Supplying::SendOn { onward });
            }
            Kind::ReconcileDiscrepancy => {
                self.supply(Supplying::Reconcile);
                // What came broken leaves the house, one way or the other.
                let destroyed = self.life.case.version.is_multiple_of(2);
                self.supply(Supplying::LastWay { destroyed });
            }
            Kind::QuarantineVerdict => {
                let usable = self.once_in(2);
                self.supply(Supplying::Verdict { usable });
            }
            Kind::CustodyGap => {
                self.supply(Supplying::Explain);
            }
            Kind::RecallFollowUp => {
                self.supply(Supplying::LookAtRecall);
            }
            _ => {}
        }
    }

    fn arrives(&mut self) {
        if self.faults && self.once_in(12) && self.supply(Supplying::Stray) {
            self.fault("parcel-to-the-wrong-place");
            return;
        }
        if self.once_in(4) {
            self.supply(Supplying::HandOver {
                hours_ago: 0,
                gate: true,
            });
            self.wait(0, 2);
        }
        let short = usize::from(self.faults && self.once_in(7));
        let warm_hours = if self.faults && self.once_in(7) { 5 } else { 0 };
        let late = self.faults && self.once_in(6);
        let hours_ago = if late { self.days(8, 20) } else { 0 };
        let received = self.supply(Supplying::Receive {
            hours_ago,
            short,
            warm_hours,
        });
        if received {
            for (name, happened) in [
                ("parcel-short", short > 0),
                ("warm-box", warm_hours > 0),
                ("receipt-entered-late", late),
            ] {
                if happened {
                    self.fault(name);
                }
            }
        }
    }

    /// What goes wrong with the drug, and what is done about it unasked.
    pub(super) fn with_the_drug(&mut self) {
        let under_way = self.life.case.supply.parcels.iter().any(Parcel::open);
        let (name, step) = match self.chance.below(9) {
            0 if under_way => ("parcel-lost", Supplying::Lose),
            0 | 1 => ("recall", Supplying::Recall),
            2 => ("recall-lifted", Supplying::LiftRecall),
            3 | 4 => ("unsound-pack", Supplying::GiveUnsound),
            5 => ("pack-kept", Supplying::Reserve),
            6 => ("pack-released", Supplying::Release),
            7 => {
                let (packs, hours_ago) = (1 + self.chance.below(2), self.days(0, 30));
                ("parcel-without-notice", Supplying::Arrive { packs, hours_ago })
            }
            _ => {
                let onward = self.any();
                ("parcel-sent-on", Supplying::SendOn { onward })
            }
        };
        self.happens(name, &Step::Supply(step));
    }
}
