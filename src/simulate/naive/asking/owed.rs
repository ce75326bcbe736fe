//! What is owed about taking over: an answer, somebody who has agreed, and the word that he went.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Asking, Stands, giver, runs_from};
use crate::domain::event::{Address, HandoverReason};
use crate::domain::obligation::Kind;
use crate::domain::rules::{Direction, Owner, Party, Post, Rules};
use crate::domain::time::{Now, civil_date};
use crate::simulate::life::{FAR_CLINIC, HOME, elsewhere};
use crate::simulate::naive::before::force_known_on;
use crate::simulate::naive::days::{count, days_after};
use crate::simulate::naive::owed::{Owed, whose};
use crate::simulate::naive::papers::{known_on, runs};
use crate::simulate::naive::told::Told;

impl Asking<'_> {
    /// What is owed about taking over: an answer, and somebody who has agreed.
    pub(in crate::simulate::naive) fn owed(&self, told: &Told<'_>, rules: &Rules, now: &Now) -> Vec<Owed> {
        let today = now.today();
        let known = rules.continuity_for(today).zip(rules.law_for(today));
        let Some((continuity, law)) = known.filter(|_| runs(told, today)) else {
            return Vec::new();
        };
        let mut owed = self.to_answer(told, rules, today);
        let before = |day, by| count(day, by, Direction::Before, law.calendar);
        let away = self.leaves(told, today).map(|(on, alone)| {
            let rule = &continuity.handover;
            if alone {
                (on, on)
            } else {
                let known_on = known_on(told, now);
                let answered = count(known_on, rule.answer_within, Direction::After, law.calendar);
                let due_on = before(on, rule.accepted_before).max(answered.min(on.max(known_on)));
                (before(on, rule.opens_before), due_on)
            }
        });
        let away = away.filter(|_| told.way.held_on(today, rules));
        let done = self.asked.iter().filter(|asked| {
            let for_a_while = [HandoverReason::Temporary, HandoverReason::Return];
            asked.stands == Stands::Completed && !for_a_while.contains(&asked.offer.reason)
        });
        let next = u32::try_from(done.count()).unwrap_or(0) + 1;
        let first = match (self.back_on(today), away) {
            (Some((_, back)), Some(away)) if away.1 < back.1 => Some((next, away)),
            // The way back has numbers of its own, from a thousand on: that of the offer that took him away.
            (Some((number, back)), _) => Some((1_000 + number, back)),
            (None, away) => away.map(|away| (next, away)),
        };
        let first = first.or_else(|| {
            let known_on = self.moved_away(told, rules, now)?;
            let within = continuity.residence.offered_within;
            let due_on = count(known_on, within, Direction::After, law.calendar);
            Some((next, (known_on, due_on)))
        });
        if let Some((cycle, (opens_on, due_on))) = first {
            owed.push(Owed {
                kind: Kind::ArrangeHandover,
                cycle,
                by: whose(giver(Party::Responsible), told, rules, today),
                opens_on: opens_on.min(due_on),
                due_on,
                closes_on: due_on,
            });
        }
        owed.extend(self.to_say_that_he_went(told, rules, now));
        owed
    }

    /// From the day on which he is to go somebody says that he went: whoever holds him, where somebody has agreed to take over;
    /// else the department, which alone may let him go to nobody.
    fn to_say_that_he_went(&self, told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Owed> {
        let today = now.today();
        let (continuity, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
        let place = self.place_on(today)?;
        if self.is_alone(place, today) || !told.way.held_on(today, rules) {
            return None;
        }
        let Some(leaves_on) = told.way.release_on() else {
            return self.to_name_a_day(told, rules, now);
        };
        if today < leaves_on {
            return None;
        }
        let named_at = told.way.named_at();
        let known_on = named_at.map_or(told.way.opened_on, |at| civil_date(at, self.zone));
        let by = if self.any(Stands::Accepted) {
            giver(Party::Responsible)
        } else {
            Owner {
                organisation: Party::Region,
                post: Post::Coordinator,
            }
        };
        let due_on = leaves_on.max(known_on);
        let within = continuity.handover.release_recorded_within;
        Some(Owed {
            kind: Kind::ConfirmRelease,
            cycle: u32::try_from(told.way.releases.len()).unwrap_or(0) + 1,
            by: whose(by, told, rules, today),
            opens_on: due_on,
            due_on,
            closes_on: count(due_on, within, Direction::After, law.calendar),
        })
    }

    /// He is held, and no day is known: the registry names one. Of whoever was never released it does so once a ruling is in force.
    fn to_name_a_day(&self, told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Owed> {
        let today = now.today();
        let (continuity, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
        let (_, held_on) = self.stay_on(today)?;
        let mut fact_on = held_on;
        if told.way.releases.is_empty() {
            fact_on = fact_on.max(force_known_on(told, now)?);
        }
        // Nobody knew one: a month later it is asked again.
        if let Some(unknown_on) = told.way.unknown_on().filter(|on| *on >= held_on) {
            fact_on = days_after(unknown_on, 30);
        }
        let within = continuity.handover.answer_within;
        let due_on = count(fact_on, within, Direction::After, law.calendar);
        let clerk = Owner {
            organisation: Party::Registry,
            post: Post::Clerk,
        };
        Some(Owed {
            kind: Kind::ConfirmRelease,
            cycle: u32::try_from(told.way.releases.len()).unwrap_or(0) + 1,
            by: whose(clerk, told, rules, today),
            opens_on: fact_on,
            due_on,
            closes_on: due_on,
        })
    }

    /// Whoever is asked answers within a time.
    fn to_answer(&self, told: &Told<'_>, rules: &Rules, today: NaiveDate) -> Vec<Owed> {
        let known = rules.continuity_for(today).zip(rules.law_for(today));
        let Some((continuity, law)) = known else {
            return Vec::new();
        };
        let mut owed = Vec::new();
        for (number, asked) in (1..).zip(&self.asked) {
            if asked.stands == Stands::Open {
                let within = continuity.handover.answer_within;
                let due_on = count(runs_from(asked.offer), within, Direction::After, law.calendar);
                owed.push(Owed {
                    kind: Kind::AcceptHandover,
                    cycle: number,
                    by: whose(giver(Party::Receiver), told, rules, today),
                    opens_on: asked.offer.offered_on,
                    due_on,
                    closes_on: due_on,
                });
            }
        }
        owed
    }

    /// A stay for a while: since when, and when he is expected back. While somebody is asked, nobody else is to be.
    fn back_on(&self, today: NaiveDate) -> Option<(u32, (NaiveDate, NaiveDate))> {
        let mut last = None;
        for (number, asked) in (1..).zip(&self.asked) {
            if asked.stands == Stands::Completed {
                last = Some((number, asked.offer));
            }
        }
        let (number, last) = last?;
        let here = self.place_on(today) == Some(last.to);
        if self.any(Stands::Open) || !here || last.reason != HandoverReason::Temporary {
            return None;
        }
        Some((number, (last.from_on, last.back_on?)))
    }

    /// The day on which he leaves, while nobody has accepted; or on which he left alone.
    fn leaves(&self, told: &Told<'_>, today: NaiveDate) -> Option<(NaiveDate, bool)> {
        if self.any(Stands::Accepted) {
            return None;
        }
        if self.is_alone(self.place_on(today)?, today) {
            return Some((self.alone_on?, true));
        }
        Some((told.way.release_on()?, false))
    }

    /// He lives, or will, in another region than the one in which he is treated: the day from which that counts.
    fn moved_away(&self, told: &Told<'_>, rules: &Rules, now: &Now) -> Option<NaiveDate> {
        let mut last: Option<(&Address, DateTime<Utc>)> = None;
        for (address, at) in &self.lives {
            if last.is_none_or(|(known, _)| known.from_on <= address.from_on) {
                last = Some((address, *at));
            }
        }
        let (lives, at) = last?;
        let treated = match self.place_on(now.today())? {
            FAR_CLINIC => elsewhere(rules),
            _ => HOME,
        };
        let held = told.way.held_on(now.today(), rules);
        if held || self.any(Stands::Open) || lives.region == treated {
            return None;
        }
        Some(civil_date(at, self.zone).max(lives.from_on))
    }
}
