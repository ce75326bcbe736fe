//! What is owed about the drug once it is on its way: that each parcel, each quarantine and each recall is answered for. That it
//! lies where it is given in good time: `supply_dose`.

use super::{Clocks, protocol};
use crate::domain::case::Case;
use crate::domain::dosing::planned_dose;
use crate::domain::event::Onward;
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::{Because, Kind, Obligation, Owner, Why};
use crate::domain::rules::{Party, Post, Rules};
use crate::domain::ruling::Standing;
use crate::domain::supply::{BoundState, Parcel, ParcelState};
use crate::domain::time::{Now, civil_date, start_of_day};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// The moments at which a hand will have held a parcel longer than is allowed, since it came there or since it was last said
/// where it is.
pub fn hands_overdue_at<'a>(case: &'a Case, rules: &Rules) -> impl Iterator<Item = DateTime<Utc>> + 'a {
    let longest = longest(rules);
    // A microsecond later, the gap is there.
    let moments = case.supply.parcels.iter();
    let moments = moments.flat_map(move |parcel| parcel.asked_at(longest));
    moments.map(|at| at + TimeDelta::microseconds(1))
}

/// The fact from which is counted when it is to be explained what came without notice: nothing is missing, something is too
/// much.
pub const UNANNOUNCED: &str = "parcel-arrived";

/// The fact by which a discrepancy says that a parcel came to the wrong place, and whole.
pub const ASTRAY: &str = "parcel-astray";

/// The fact from which is counted when it was said where a parcel is, and it lay there on.
const CUSTODY_EXPLAINED: &str = "custody-explained";

/// The fact that sets the day on which a parcel should be there: it stands on its label.
const LABEL: &str = "parcel-prepared";

/// The day by which a parcel should be there: before its dose, while that is the next one, and before a hand has had it too
/// long; never before it was packed, and never after the last day of its dose. For a dose that is late already, which is the
/// most urgent of all, the hands alone set it, counted from the packing on. What goes back serves no dose any more.
#[must_use]
pub fn arrives_by(case: &Case, parcel: &Parcel, rules: &Rules, now: &Now) -> Option<NaiveDate> {
    let longest = longest(rules);
    let by_custody = parcel.overdue_at(longest).map(|at| civil_date(at, now.zone));
    let returns = parcel
        .onward
        .last()
        .is_some_and(|last| last.onward == Onward::Return);
    let window = planned_dose(case, protocol(case, rules), now).ok();
    let Some(window) = window.filter(|window| window.cycle == parcel.prepared.cycle && !returns) else {
        return by_custody;
    };
    let packed_on = civil_date(parcel.prepared.prepared_at, now.zone);
    // What was packed too late for the days in hand should be there on the first day on which it can still be given in time.
    let ahead = rules.supply.lead.at_site_by(window.opens_on);
    let days = [ahead, window.opens_on, window.due_on, window.closes_on];
    let for_dose = days.into_iter().find(|day| *day >= packed_on);
    let by = for_dose.into_iter().chain(by_custody).min();
    by.or_else(|| {
        parcel
            .open()
            .then(|| civil_date(parcel.last_at() + longest, now.zone))
    })
}

/// The last day on which a parcel under way is not late: the one by which it should be there, or on which it left where that is
/// later, for nobody receives what has not left. Another hand gives it no more time for its dose.
fn last_in_time(case: &Case, parcel: &Parcel, rules: &Rules, now: &Now) -> Option<NaiveDate> {
    let custody_on = civil_date(parcel.overdue_at(longest(rules))?, now.zone);
    let left_at = parcel
        .hands
        .first()
        .map_or_else(|| parcel.last_at(), |hand| hand.at);
    let by = arrives_by(case, parcel, rules, now)?;
    Some(by.max(civil_date(left_at, now.zone)).min(custody_on))
}

/// When a parcel under way is late: its day has passed, or the hand that has it will have had it too long.
#[must_use]
pub fn late_at(case: &Case, parcel: &Parcel, rules: &Rules, now: &Now) -> Option<DateTime<Utc>> {
    let held_until = parcel.overdue_at(longest(rules))?;
    let last_on = last_in_time(case, parcel, rules, now).and_then(|on| on.succ_opt());
    let passed_at = last_on.map(|on| start_of_day(on, now.zone));
    Some(passed_at.map_or(held_until, |at| at.min(held_until)))
}

fn longest(rules: &Rules) -> TimeDelta {
    TimeDelta::hours(rules.supply.custody.longest_hours.into())
}

impl Clocks<'_> {
    /// What is owed about each parcel, also after the measure has ended: the drug does not vanish with it.
    pub(super) fn parcels(&self, now: &Now) -> Vec<Obligation> {
        let parcels = self.case.supply.parcels.iter();
        parcels
            .flat_map(|parcel| {
                [
                    self.receive(parcel, now),
                    self.destination(parcel, now),
                    self.reconcile(parcel),
                    self.verdict(parcel),
                    self.custody(parcel, now),
                ]
            })
            .flatten()
            .collect()
    }

    fn receive(&self, parcel: &Parcel, now: &Now) -> Option<Obligation> {
        let custody_on = civil_date(parcel.overdue_at(longest(self.rules))?, self.zone);
        let due_on = last_in_time(self.case, parcel, self.rules, now)?;
        let handed_on = civil_date(parcel.last_at(), self.zone);
        let because = if due_on < custody_on {
            Because::SetBy {
                fact: LABEL.to_owned(),
                fact_on: civil_date(parcel.prepared.prepared_at, self.zone),
                on: due_on,
            }
        } else {
            self.hours_after("parcel-handed-over", handed_on)
        };
        self.owed_by(
            Kind::ReceiveParcel,
            parcel.number,
            self.receiver(parcel)?,
            (handed_on.min(due_on), due_on),
            because,
        )
    }

    /// Who receives a parcel: whoever gives the drug where it goes. What comes back to where it was packed is no business of
    /// whoever packed it, for nobody receives his own parcel; a pharmacist does where nobody there gives.
    fn receiver(&self, parcel: &Parcel) -> Option<Owner> {
        let giver = self.roster.owner_at(parcel.to, Post::Giver, &self.rules.places);
        let returns = parcel.to == parcel.prepared.from;
        giver
            .or_else(|| self.at(parcel.to, Post::Pharmacist).filter(|_| returns))
            .or_else(|| self.at(parcel.to, Post::Giver))
    }

    /// The person has gone elsewhere, or is expected there, and the parcel goes to where he was; or the measure is over, and it
    /// has not left: nobody will receive it.
    fn destination(&self, parcel: &Parcel, now: &Now) -> Option<Obligation> {
        let today = now.today();
        let days = self.rules.supply.answers.destination_working_days;
        if parcel.state == ParcelState::Prepared && self.case.ended_on(today) {
            let packed_on = civil_date(parcel.recorded_at, self.zone);
            let over_on = self.case.closes_on(today).unwrap_or(packed_on);
            let since_on = over_on.max(packed_on);
            return self.within(Kind::DecideParcel, parcel, "measure-ended", since_on, days);
        }
        if !self.case.misses(parcel, today) {
            return None;
        }
        if let Some(offer) = self.case.brought_to(today) {
            // What was packed after that day was packed for where he was.
            let sent_on = civil_date(parcel.recorded_at, self.zone);
            let known_on = offer.content.from_on.max(offer.content.offered_on).max(sent_on);
            return self.within(Kind::DecideParcel, parcel, "handover-offered", known_on, days);
        }
        let here = self.case.place_on(today)?;
        let moved_on = self
            .case
            .places
            .iter()
            .rev()
            .find(|stay| stay.organisation == here)?;
        self.within(
            Kind::DecideParcel,
            parcel,
            "place-changed",
            moved_on.from_on,
            days,
        )
    }

    fn reconcile(&self, parcel: &Parcel) -> Option<Obligation> {
        if !parcel.unreconciled() {
            return None;
        }
        let known_at = parcel
            .received
            .as_ref()
            .map_or(parcel.recorded_at, |(.., at)| *at);
        let days = self.rules.supply.answers.discrepancy_working_days;
        let known_on = civil_date(known_at, self.zone);
        let fact = if parcel.unannounced {
            UNANNOUNCED
        } else if parcel.only_astray() {
            ASTRAY
        } else {
            "parcel-received"
        };
        self.within(Kind::ReconcileDiscrepancy, parcel, fact, known_on, days)
    }

    fn verdict(&self, parcel: &Parcel) -> Option<Obligation> {
        let mut packs = self.case.supply.packs.iter();
        let waits = packs.any(|bound| {
            bound.parcel == Some(parcel.prepared.parcel) && matches!(bound.state, BoundState::Quarantined(_))
        });
        let (.., at) = parcel.received.as_ref().filter(|_| waits)?;
        let days = self.rules.supply.answers.verdict_working_days;
        let known_on = civil_date(*at, self.zone);
        self.within(Kind::QuarantineVerdict, parcel, "parcel-received", known_on, days)
    }

    fn custody(&self, parcel: &Parcel, now: &Now) -> Option<Obligation> {
        if parcel.state == ParcelState::Lost {
            return None;
        }
        let gap = parcel.gap(longest(self.rules), now.instant)?;
        let since_on = civil_date(gap.since_at + longest(self.rules), self.zone);
        let fact = if gap.explained {
            CUSTODY_EXPLAINED
        } else {
            "parcel-handed-over"
        };
        self.owed_by(
            Kind::CustodyGap,
            parcel.number,
            self.at(parcel.prepared.answers(), Post::Pharmacist)?,
            (since_on, since_on),
            self.hours_after(fact, civil_date(gap.since_at, self.zone)),
        )
    }

    /// A physician looks at everybody who received a recalled lot, also after the measure has ended.
    pub(super) fn recalls(&self, today: NaiveDate) -> Vec<Obligation> {
        if matches!(self.case.standing_on(today), Some(Standing::Died { .. })) {
            return Vec::new();
        }
        let open = (1..).zip(&self.case.supply.recalls).filter(|(_, recall)| {
            let reached = &recall.reached;
            let given = self.case.received(reached) > 0;
            !recall.lifted && recall.followed_up.is_none() && given
        });
        open.filter_map(|(number, recall)| {
            let days = self.rules.supply.answers.recall_working_days;
            let known_on = civil_date(recall.recorded_at, self.zone);
            let due_on = self.working_days(known_on, days)?;
            self.owed(
                Kind::RecallFollowUp,
                number,
                (Party::Supplier, Post::Physician),
                (known_on, due_on),
                working("recall-reached", known_on, days),
            )
        })
        .collect()
    }

    fn hours_after(&self, fact: &str, fact_on: NaiveDate) -> Because {
        Because::Clock {
            fact: fact.to_owned(),
            fact_on,
            distance: format!("{} hours after", self.rules.supply.custody.longest_hours),
        }
    }

    fn working_days(&self, from: NaiveDate, days: u16) -> Option<NaiveDate> {
        let law = self.rules.law_for(from)?;
        Some(law.calendar.add_working_days(from, days.into()).date)
    }

    /// Whoever packed a parcel answers within so many working days of a fact.
    fn within(
        &self,
        kind: Kind,
        parcel: &Parcel,
        fact: &str,
        fact_on: NaiveDate,
        days: u16,
    ) -> Option<Obligation> {
        let due_on = self.working_days(fact_on, days)?;
        let owner = self.at(parcel.prepared.answers(), Post::Pharmacist)?;
        let because = working(fact, fact_on, days);
        self.owed_by(kind, parcel.number, owner, (fact_on, due_on), because)
    }

    /// The post at an organisation, or the supplier's pharmacist where it has none.
    pub(super) fn at(&self, organisation: OrganisationId, post: Post) -> Option<Owner> {
        let places = &self.rules.places;
        let here = self.roster.owner_at(organisation, post, places);
        here.or_else(|| self.roster.owner(Party::Supplier, Post::Pharmacist, places))
    }

    pub(super) fn owed(
        &self,
        kind: Kind,
        cycle: u32,
        (party, post): (Party, Post),
        days: (NaiveDate, NaiveDate),
        because: Because,
    ) -> Option<Obligation> {
        let owner = self.roster.owner(party, post, &self.rules.places)?;
        self.owed_by(kind, cycle, owner, days, because)
    }

    #[allow(clippy::unnecessary_wraps)] // as its callers answer
    pub(super) fn owed_by(
        &self,
        kind: Kind,
        cycle: u32,
        owner: Owner,
        (opens_on, due_on): (NaiveDate, NaiveDate),
        because: Because,
    ) -> Option<Obligation> {
        Some(Obligation {
            kind,
            cycle,
            owner,
            opens_on,
            due_on,
            closes_on: due_on,
            why: Why {
                rule: self.rules.supply.rule().to_owned(),
                because: vec![because],
            },
        })
    }
}

fn working(fact: &str, fact_on: NaiveDate, days: u16) -> Because {
    Because::Clock {
        fact: fact.to_owned(),
        fact_on,
        distance: format!("{days} working-days after"),
    }
}
