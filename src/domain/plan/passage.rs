//! What is owed on the way from one organisation to the next: before a release, at a hand-over, and when somebody is
//! away or cannot be found.

mod appointment;
mod away;
mod leaving;
mod reach;
mod supervised;

pub use appointment::{CLINICIAN_GONE, CURFEW, RESTRICTION, TooLate, too_late};
pub use away::AWAY;
pub use leaving::{ASKED_AGAIN, HELD, HELD_AGAIN};
pub use reach::{first_dose_by, out_of_reach};

use super::Clocks;
use super::dates::distance_after;
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::obligation::{Because, Kind, Obligation, RELEASE_MOVED, Why};
use crate::domain::passage::{Offer, OfferState};
use crate::domain::rules::{Anchor, ClockKind, Continuity, Direction, Law, Offset, Party, Post};
use crate::domain::ruling::{RulingFile, RulingStep, Standing};
use crate::domain::time::civil_date;
use chrono::NaiveDate;

/// The fact that an organisation was asked to take over: it is why a receiver is waited for and not looked for.
pub const ASKED: &str = "handover-offered";

/// The fact that an organisation took over somebody who moved house: it is why he is seen there first, and not a release.
pub const MOVED_HOUSE: &str = "residence-accepted";

/// From here on the number of a search for a receiver is about the way back from a stay for a while; what is above it is the
/// number of the offer that brought the person there. A release to come is another matter, with a day of its own.
pub const BACK: u32 = 1_000;

/// A length of time from a fact, as the rules about hand-over say it.
#[derive(Clone, Copy)]
struct Counted<'a> {
    fact: &'a str,
    fact_on: NaiveDate,
    offset: Offset,
}

impl Clocks<'_> {
    /// Everything of this kind that is owed while the measure runs.
    pub(super) fn passage(&self, dose: &Result<DoseWindow, NoDose>, today: NaiveDate) -> Vec<Obligation> {
        let mut owed = Vec::new();
        if self.roster.held {
            owed.extend(self.toward_release(dose, today));
        }
        if let Some(rules) = self.rules.continuity_for(today)
            && let Some(law) = self.rules.law_for(today)
        {
            let way = Way {
                clocks: self,
                rules,
                law,
                dose: dose.as_ref().ok(),
                today,
            };
            owed.extend(way.accept_handover());
            owed.extend(way.arrange_handover());
            owed.extend(way.confirm_release().or_else(|| way.name_release()));
            owed.extend(way.set_appointment());
            owed.extend(way.first_visit());
            owed.extend(way.absences());
            owed.extend(way.agree_dose_day(dose));
            owed.extend(way.unavailable());
            owed.extend(way.locate());
            owed.extend(way.move_supervision());
        }
        owed
    }

    /// The law's clocks that run backwards from the release, each until the fact that discharges it.
    fn toward_release(&self, dose: &Result<DoseWindow, NoDose>, today: NaiveDate) -> Vec<Obligation> {
        let Some(release_on) = self.case.release_on() else {
            return Vec::new();
        };
        let mut owed = Vec::new();
        owed.extend(self.materials(release_on).map(|owed| self.in_reach(owed, today)));
        owed.extend(self.rulings_to_forward(today));
        let before = [self.begin(dose, release_on), self.release_notice(release_on)];
        let before = before.into_iter().flatten();
        owed.extend(before.map(|owed| self.lost_with_the_day(owed)));
        owed
    }

    /// Treatment begins so long before the release. While no ruling is in force nobody owes a dose: until then the same day
    /// is a matter of whoever sees to the court's papers. What a physician or a court has stopped waits for them.
    fn begin(&self, dose: &Result<DoseWindow, NoDose>, release_on: NaiveDate) -> Option<Obligation> {
        if !self.case.doses_in_effect().is_empty() {
            return None;
        }
        let (clock, anchor) = (ClockKind::FirstDose, Anchor::Release);
        match dose {
            Ok(_) | Err(NoDose::NoRegimen | NoDose::DrugExcluded { .. } | NoDose::TooYoung { .. }) => {
                self.clock(Kind::FirstDose, clock, anchor, 1, release_on, 1)
            }
            Err(NoDose::NotInForce(Standing::NotYetInForce { .. })) => {
                let law = self.rules.law_for(release_on)?;
                let mut clocks = law.procedure.clocks.iter();
                let known = clocks.find(|known| known.kind == clock && known.anchor == anchor)?;
                let owner = known.before_force?;
                let places = &self.rules.places;
                let mut owed = self.clock(Kind::BringRuling, clock, anchor, 1, release_on, 1)?;
                owed.owner = self.roster.owner(owner.organisation, owner.post, places)?;
                Some(owed)
            }
            Err(_) => None,
        }
    }

    /// Each announced ruling goes to the health organisation of the chosen residence, within days of its receipt. While
    /// no release is known there is none; when one becomes known, the days are counted from then. A day that was struck
    /// out was never known, and one before the last release spoke of that one.
    fn rulings_to_forward(&self, today: NaiveDate) -> Vec<Obligation> {
        let passage = &self.case.passage;
        let released = passage.last_release().map(|entry| entry.seq);
        let term = self.case.end_of_term_on.filter(|_| released.is_none());
        let named = crate::domain::passage::standing(&passage.release_dates);
        let named = named.filter(|entry| entry.seq > released.unwrap_or(0));
        let named = named.min_by_key(|entry| entry.recorded_at);
        let known_on = match (term, named) {
            (None, Some(named)) => civil_date(named.recorded_at, self.zone),
            _ => self.case.opened_on,
        };
        let numbered = (1..).zip(&self.case.rulings);
        let waiting = numbered.filter(|(_, file)| {
            let sent = crate::domain::passage::standing(&passage.forwarded)
                .any(|entry| entry.content.ruling == file.ruling.id);
            !sent && file.announced_by(today) && !file.standing_on(today).ended()
        });
        waiting
            .filter_map(|(number, file)| {
                let received_on = self.received_on(file).max(known_on);
                let (kind, clock) = (Kind::ForwardRuling, ClockKind::ForwardRuling);
                self.clock(kind, clock, Anchor::RulingReceived, number, received_on, 1)
            })
            .collect()
    }

    /// A ruling is received when it is written into the register; a draft when it is announced.
    pub(super) fn received_on(&self, file: &RulingFile) -> NaiveDate {
        let recorded_on = civil_date(file.recorded_at, self.zone);
        let mut announced = file.steps().filter(|change| change.step == RulingStep::Announced);
        match announced.next() {
            Some(change) if file.ruling.draft => change.effective_on.max(recorded_on),
            _ => recorded_on,
        }
    }

    /// A notice that names another day than the one that holds now has told nobody.
    fn release_notice(&self, release_on: NaiveDate) -> Option<Obligation> {
        let passage = &self.case.passage;
        if passage.notice_of(release_on).is_some() {
            return None;
        }
        let sent = crate::domain::passage::standing(&passage.notices).count();
        let cycle = u32::try_from(sent).ok()? + 1;
        let (kind, clock) = (Kind::ReleaseNotice, ClockKind::ReleaseNotice);
        self.clock(kind, clock, Anchor::Release, cycle, release_on, 1)
    }
}

/// The release that holds became known here later than what was to be done before it.
fn known_since(known_on: NaiveDate) -> Because {
    Because::KnownSince {
        fact: RELEASE_MOVED.to_owned(),
        on: known_on,
        needed_on: None,
    }
}

/// The rules about hand-over, asked about one case on one day.
struct Way<'a> {
    clocks: &'a Clocks<'a>,
    rules: &'a Continuity,
    law: Law<'a>,
    /// The open dose.
    dose: Option<&'a DoseWindow>,
    today: NaiveDate,
}

impl Way<'_> {
    fn after(&self, day: NaiveDate, offset: Offset) -> crate::domain::calendar::Counted {
        offset.from(day, Direction::After, self.law.calendar)
    }

    fn before(&self, day: NaiveDate, offset: Offset) -> NaiveDate {
        offset.from(day, Direction::Before, self.law.calendar).date
    }

    fn owed(
        &self,
        (kind, cycle): (Kind, u32),
        (party, post): (Party, Post),
        (opens_on, due_on, closes_on): (NaiveDate, NaiveDate, NaiveDate),
        because: Vec<Because>,
    ) -> Option<Obligation> {
        let places = &self.clocks.rules.places;
        Some(Obligation {
            kind,
            cycle,
            owner: self.clocks.roster.owner(party, post, places)?,
            opens_on: opens_on.min(due_on),
            due_on,
            closes_on: closes_on.max(due_on),
            why: Why {
                rule: self.rules.rule(),
                because,
            },
        })
    }

    /// Owed from a fact on, within a time.
    fn within(&self, key: (Kind, u32), owner: (Party, Post), from: Counted<'_>) -> Option<Obligation> {
        let counted = self.after(from.fact_on, from.offset);
        let mut because = vec![Because::Clock {
            fact: from.fact.to_owned(),
            fact_on: from.fact_on,
            distance: distance_after(from.offset),
        }];
        if !counted.skipped.is_empty() {
            because.push(Because::Skipped {
                days: counted.skipped.iter().map(|skip| skip.date).collect(),
            });
        }
        self.owed(key, owner, (from.fact_on, counted.date, counted.date), because)
    }

    /// The receiver answers: within a time after the offer or, where the person is expected only later, after that day. It
    /// may say no before.
    fn accept_handover(&self) -> Option<Obligation> {
        let (number, offer) = self.clocks.case.passage.open_offer()?;
        let (offered_on, fact_on) = (offer.content.offered_on, offer.content.answerable_on());
        let from = Counted {
            fact: if fact_on > offered_on {
                "person-expected"
            } else {
                ASKED
            },
            fact_on,
            offset: self.rules.handover.answer_within,
        };
        let owner = (Party::Receiver, Post::Giver);
        let owed = self.within((Kind::AcceptHandover, number), owner, from)?;
        Some(Obligation {
            opens_on: offered_on,
            ..owed
        })
    }

    /// Somebody must have agreed to take over: back from a stay for a while or before a release, whichever is due first;
    /// after a move.
    fn arrange_handover(&self) -> Option<Obligation> {
        let ways = [self.back_from_a_stay(), self.before_release()];
        let first = ways.into_iter().flatten().min_by_key(|owed| owed.due_on);
        first.or_else(|| self.after_a_move())
    }

    fn arranged(&self) -> u32 {
        let done = self.clocks.case.passage.offers.iter();
        let done = done.filter(|offer| offer.state() == OfferState::Completed);
        // Whoever has him for a while is not who was looked for.
        let done = done.filter(|offer| !offer.content.reason.for_a_while());
        u32::try_from(done.count()).unwrap_or(u32::MAX - 1) + 1
    }

    fn back_from_a_stay(&self) -> Option<Obligation> {
        let case = self.clocks.case;
        let responsible = case.place_on(self.today)?;
        let (offer, back_on) = case.passage.away_for_a_while(responsible)?;
        if case.passage.open_offer().is_some() {
            return None;
        }
        let because = vec![Because::SetBy {
            fact: "back-expected".to_owned(),
            fact_on: offer.content.offered_on,
            on: back_on,
        }];
        let opens_on = offer.content.from_on;
        let brought = |known: &Offer| known.content.id == offer.content.id;
        let number = case.passage.offers.iter().position(brought)?;
        let key = (Kind::ArrangeHandover, BACK + 1 + u32::try_from(number).ok()?);
        self.owed(
            key,
            (Party::Responsible, Post::Giver),
            (opens_on, back_on, back_on),
            because,
        )
    }

    fn before_release(&self) -> Option<Obligation> {
        let case = self.clocks.case;
        if !self.clocks.roster.held || case.passage.accepted_offer().is_some() {
            return None;
        }
        let key = (Kind::ArrangeHandover, self.arranged());
        let owner = (Party::Responsible, Post::Giver);
        let responsible = case.place_on(self.today)?;
        if case.released_without(responsible, self.today) {
            let released_on = case.passage.last_release()?.content.released_on;
            let mut because = vec![Because::Clock {
                fact: "release".to_owned(),
                fact_on: released_on,
                distance: distance_after(Offset::Days(0)),
            }];
            because.extend(self.asked_already());
            return self.owed(key, owner, (released_on, released_on, released_on), because);
        }
        let release_on = case.release_on()?;
        let rule = &self.rules.handover;
        let opens_on = self.before(release_on, rule.opens_before);
        let by_rule = self.before(release_on, rule.accepted_before);
        // Nobody is late with a day that was not known here: within the time of an answer since then, and before he goes.
        let known_on = self.clocks.release_known_on();
        let since_known = self.after(known_on, rule.answer_within).date;
        let due_on = by_rule.max(since_known.min(release_on.max(known_on)));
        let mut because = vec![Because::Clock {
            fact: "release".to_owned(),
            fact_on: release_on,
            distance: super::dates::distance_before(rule.accepted_before),
        }];
        if due_on > by_rule {
            because.push(known_since(known_on));
        }
        because.extend(self.asked_already());
        self.owed(key, owner, (opens_on, due_on, due_on), because)
    }

    /// Somebody was asked on release and has not answered: nobody else can be asked, and what is left is to press for the answer.
    fn asked_already(&self) -> Option<Because> {
        let (_, offer) = self.clocks.case.passage.asked_on_release()?;
        let offered_on = offer.content.offered_on;
        Some(Because::SetBy {
            fact: ASKED.to_owned(),
            fact_on: offered_on,
            on: self
                .after(offer.content.answerable_on(), self.rules.handover.answer_within)
                .date,
        })
    }

    fn after_a_move(&self) -> Option<Obligation> {
        let passage = &self.clocks.case.passage;
        let site = self.clocks.roster.site(Party::Responsible)?;
        let lives = passage.residence()?;
        let elsewhere = !site.region.is_empty() && lives.content.region != site.region;
        if self.clocks.roster.held || !elsewhere || passage.open_offer().is_some() {
            return None;
        }
        let known_on = civil_date(lives.recorded_at, self.clocks.zone);
        let from = Counted {
            fact: "address-reported",
            fact_on: known_on.max(lives.content.from_on),
            offset: self.rules.residence.offered_within,
        };
        let key = (Kind::ArrangeHandover, self.arranged());
        self.within(key, (Party::Responsible, Post::Giver), from)
    }

    /// Somebody looks again by the last day of a good reason. Where that had passed when it was written down, nobody is late: it
    /// is looked at within the time of an answer since then.
    fn unavailable(&self) -> Vec<Obligation> {
        let passage = &self.clocks.case.passage;
        let open = passage.open_unavailable(self.today);
        open.filter_map(|(number, entry)| {
            let seen = crate::domain::passage::standing(&passage.unavailable_reviews);
            let seen = seen.filter(|known| known.content.unavailable == entry.content.id);
            let cycle = number * 100 + u32::try_from(seen.count()).ok()? + 1;
            let until_on = passage.unavailable_until(&entry.content);
            let opens_on = self.before(until_on, self.rules.unavailable.look_before);
            let mut because = vec![Because::SetBy {
                fact: "unavailable".to_owned(),
                fact_on: entry.content.from_on,
                on: until_on,
            }];
            let known_on = civil_date(entry.recorded_at, self.clocks.zone);
            let mut due_on = until_on;
            if until_on < known_on {
                due_on = self.after(known_on, self.rules.handover.answer_within).date;
                because.push(Because::KnownSince {
                    fact: "unavailable-recorded".to_owned(),
                    on: known_on,
                    needed_on: None,
                });
            }
            let owner = (Party::Responsible, Post::Giver);
            let days = (opens_on.max(entry.content.from_on), due_on, due_on);
            self.owed((Kind::LookAtUnavailable, cycle), owner, days, because)
        })
        .collect()
    }

    /// Until he is found somebody looks again.
    fn locate(&self) -> Option<Obligation> {
        let passage = &self.clocks.case.passage;
        let (number, lost) = passage.missing()?;
        let looks = crate::domain::passage::standing(&passage.searches);
        let looks = looks
            .filter(|entry| entry.content.lost == lost.content.id)
            .count();
        let cycle = number * 100 + u32::try_from(looks).ok()? + 1;
        let last_on = passage
            .last_search(lost.content.id)
            .unwrap_or(lost.content.noted_on);
        let from = Counted {
            fact: "person-lost",
            fact_on: last_on,
            offset: self.rules.lost.look_every,
        };
        self.within(
            (Kind::LocatePerson, cycle),
            (Party::Responsible, Post::Giver),
            from,
        )
    }
}
