//! The plan: which obligations exist now, as a function of facts and rules.
//!
//! Run after every event and on every turn of the calendar. What is stored is only its difference, so that
//! lists are an index range scan; nothing else ever writes a date.

mod after;
mod before;
mod complaint;
mod court;
mod dates;
mod late_dose;
mod monitoring;
mod next;
mod observation;
mod passage;
mod reviews;
mod supply;
mod supply_dose;

pub use after::{LOOK_AGREED, told_by};
pub use court::{UNHEARD, extension_possible_on, extensions_answered, to_warn, warnings};
pub(super) use dates::{Dates, warned_of_end};
pub use monitoring::ItemDue;
pub use next::{BEFORE_THE_DOSE, NextStep, comes_before};
pub use passage::{
    ASKED, ASKED_AGAIN, AWAY, BACK, CLINICIAN_GONE, CURFEW, HELD, HELD_AGAIN, MOVED_HOUSE, RESTRICTION,
    TooLate, first_dose_by, out_of_reach, too_late,
};
pub use reviews::{paper_cycle, paper_of};
pub use supply::{ASTRAY, UNANNOUNCED, arrives_by, hands_overdue_at, late_at};
pub use supply_dose::{OWN_SHELF, dose_site, pack_expires_on, provision};

use super::alert::Alert;
use super::case::Case;
use super::dosing::{DoseWindow, NoDose, planned_dose};
use super::obligation::{Because, Kind, Obligation, Owner, Why};
use super::roster::Roster;
use super::rules::{Anchor, Cause, ClockKind, Direction, LegalClock, Party, Post, Protocol, Rules};
use super::time::{Now, civil_date};
use chrono::NaiveDate;
use chrono_tz::Tz;

/// Everything owed in a case now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The obligations, each key once.
    pub obligations: Vec<Obligation>,
    /// The open dose, or the reason for none.
    pub dose: Result<DoseWindow, NoDose>,
    /// The next day on which more is owed although nothing happened: a review opens and its papers with it, one more
    /// item is to be measured.
    pub grows_on: Option<NaiveDate>,
    /// What the open dose waits for on our side, whatever the person does.
    pub waits: Option<Waits>,
}

/// What nobody may give the open dose before. The person cannot come to it, and answers for none of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// The word of a physician: an answer speaks against the dose; it falls into a journey that was granted, and no day is
    /// agreed for it; or its window closed before the person was cleared, or told about the drug. Of the last two it is his
    /// own where somebody wrote down that he refused or stayed away.
    Physician,
    /// The decision that a very late dose needs. How late it is may lie with the person, so what was said of him stands.
    LateDecision {
        /// Since this day.
        since_on: NaiveDate,
    },
}

impl Plan {
    /// Does a live alert ask for the open dose, and does that wait for us on a day? Since when a physician's word is waited
    /// for, nothing says; a decision about a very late dose is waited for since its day, and what was done before stands.
    #[must_use]
    pub fn waits_for_us(&self, alert: &Alert, on: Option<NaiveDate>) -> bool {
        let window = self.dose.as_ref();
        let open = window.is_ok_and(|window| alert.key() == (Kind::Dose, window.cycle));
        let waits = match self.waits {
            None => false,
            Some(Waits::Physician) => true,
            Some(Waits::LateDecision { since_on }) => on.is_none_or(|on| on >= since_on),
        };
        alert.live() && open && waits
    }

    /// The obligation with this key.
    #[must_use]
    pub fn obligation(&self, key: (Kind, u32)) -> Option<&Obligation> {
        self.obligations.iter().find(|obligation| obligation.key() == key)
    }
}

/// The protocol a case follows.
#[must_use]
pub fn protocol<'r>(case: &Case, rules: &'r Rules) -> Option<&'r Protocol> {
    let regimen = case.regimen()?;
    rules.protocol(&regimen.protocol, regimen.version)
}

/// The plan of a case at a moment.
#[must_use]
pub fn plan(case: &Case, rules: &Rules, roster: &Roster, now: &Now) -> Plan {
    let today = now.today();
    let dose = planned_dose(case, protocol(case, rules), now);
    let mut obligations = Vec::new();
    if let Ok(window) = &dose {
        let owner = roster.owner(Party::Responsible, Post::Giver, &rules.places);
        obligations.extend(owner.map(|owner| from_window(case, window, owner)));
    }
    let standing = case.standing_on(today);
    let clocks = Clocks {
        case,
        rules,
        roster,
        zone: now.zone,
    };
    obligations.extend(clocks.complaints());
    obligations.extend(clocks.parcels(now));
    obligations.extend(clocks.recalls(today));
    obligations.extend(clocks.resting_alerts(today));
    let mut grows_on = None;
    if standing.is_some_and(|standing| standing.ended()) {
        obligations.extend(clocks.after_the_end(today));
    } else if standing.is_some() {
        let before_first_dose = clocks.before_first_dose(&dose, today);
        // What excludes the drug before it was ever given asks for another one already.
        let chosen_anew = before_first_dose.iter().any(|owed| owed.kind == Kind::ChooseDrug);
        obligations.extend(before_first_dose);
        obligations.extend(
            dose.as_ref()
                .ok()
                .and_then(|window| clocks.late_dose(window, today)),
        );
        obligations.extend(
            dose.as_ref()
                .ok()
                .and_then(|window| clocks.supply_dose(window, now)),
        );
        obligations.extend(clocks.observations(today));
        obligations.extend(clocks.exam());
        let (slip, one_more_on) = clocks.monitoring(clocks.items_due(&dose, today), today);
        obligations.extend(slip);
        obligations.extend(clocks.judgements());
        obligations.extend(clocks.extension(today));
        obligations.extend(clocks.reactions());
        obligations.extend(clocks.other_drug().filter(|_| !chosen_anew));
        obligations.extend(
            case.holds
                .iter()
                .filter(|hold| hold.open())
                .filter_map(|hold| clocks.hold(hold)),
        );
        obligations.extend(
            case.unreviewed_incidents().filter_map(|(number, entry)| {
                clocks.incident(number, civil_date(entry.recorded_at, now.zone))
            }),
        );
        obligations.extend(clocks.reviews(today));
        obligations.extend(clocks.passage(&dose, today));
        let gaps = clocks.gaps(&obligations);
        obligations.extend(gaps);
        obligations.extend(clocks.unheard(today));
        grows_on = one_more_on
            .into_iter()
            .chain(reviews::opens_on(&obligations, today))
            .chain(clocks.release_comes_on(today))
            .min();
    }
    // From his birthday on the dose is open by itself.
    if let Err(NoDose::TooYoung { until_on, .. }) = &dose {
        grows_on = grows_on.into_iter().chain([*until_on]).min();
    }
    let waits = dose
        .as_ref()
        .ok()
        .and_then(|window| waits(case, rules, window, &obligations, now));
    Plan {
        obligations,
        dose,
        grows_on,
        waits,
    }
}

/// What the open dose waits for on our side.
fn waits(case: &Case, rules: &Rules, window: &DoseWindow, owed: &[Obligation], now: &Now) -> Option<Waits> {
    // The cheap question first: an answer that nobody has decided about is owed a decision.
    let undecided = owed.iter().any(|owed| owed.kind == Kind::JudgeResult);
    let alarmed = undecided && super::decide::alarm_before_dose(case, rules, now).is_some();
    // Nobody examines or tells a person who does not come: where that was written down of this window, it stands.
    let nobody_could = window.closes_on < now.today() && !stayed_away(case, rules, window);
    // Nor does he know when to come who has leave to be away, and with whom no day was agreed. Against whose day a restriction
    // stands knows it, and both sides read it.
    let mut away = owed.iter().filter(|owed| owed.kind == Kind::AgreeDoseDay);
    let unnamed = away.any(|owed| owed.why.set_by(AWAY)) && !stayed_away(case, rules, window);
    let unready = nobody_could && super::decide::unprepared(case, window.regimen).is_some();
    if alarmed || unnamed || unready {
        return Some(Waits::Physician);
    }
    let mut late = owed.iter().filter(|owed| owed.kind == Kind::DecideLateDose);
    late.next().map(|late| Waits::LateDecision {
        since_on: late.opens_on,
    })
}

/// Was it last written down of this window that the person refused or stayed away, and does no good reason excuse that?
fn stayed_away(case: &Case, rules: &Rules, window: &DoseWindow) -> bool {
    let latest = case.unexcused(window.cycle, &rules.causes);
    let latest = latest.map(|entry| &entry.content);
    let here = latest.filter(|record| record.occurred_on >= window.opens_on);
    let reason = here.and_then(|record| rules.causes.reason(&record.cause));
    reason.is_some_and(|reason| reason.family == Cause::Person)
}

/// When each item of the protocol is to be measured next: what the page of results shows ahead.
#[must_use]
pub fn items_due(case: &Case, rules: &Rules, roster: &Roster, now: &Now) -> Vec<ItemDue> {
    let today = now.today();
    if case.standing_on(today).is_none_or(|standing| standing.ended()) {
        return Vec::new();
    }
    let clocks = Clocks {
        case,
        rules,
        roster,
        zone: now.zone,
    };
    clocks.items_due(&planned_dose(case, protocol(case, rules), now), today)
}

/// The open dose. Where a day inside its window was agreed for it, it is due on that.
fn from_window(case: &Case, window: &DoseWindow, owner: Owner) -> Obligation {
    let mut why = window.why.clone();
    let agreed = case.passage.agreed_dose_on(window);
    why.because.extend(agreed.map(|agreed| Because::SetBy {
        fact: agreed.fact.to_owned(),
        fact_on: agreed.fact_on,
        on: agreed.on,
    }));
    Obligation {
        kind: Kind::Dose,
        cycle: window.cycle,
        owner,
        opens_on: window.opens_on,
        due_on: agreed.map_or(window.due_on, |agreed| agreed.on),
        closes_on: window.closes_on,
        why,
    }
}

/// The clocks of the procedure, asked about one case.
struct Clocks<'a> {
    case: &'a Case,
    rules: &'a Rules,
    roster: &'a Roster,
    zone: Tz,
}

impl Clocks<'_> {
    /// A hold asks first for a second physician, then for a fresh look at its end or every so often.
    fn hold(&self, hold: &super::case::Hold) -> Option<Obligation> {
        let earlier = self
            .case
            .holds
            .iter()
            .take_while(|other| other.placed.id != hold.placed.id);
        let reviews =
            earlier.map(|other| other.confirmed.len() + 1).sum::<usize>() + hold.confirmed.len() + 1;
        let cycle = u32::try_from(reviews).ok()?;
        let (clock, anchor, fact_on, turn) = match (hold.confirmed.len(), hold.until_on) {
            (0, _) => (
                ClockKind::ConfirmHold,
                Anchor::HoldPlaced,
                hold.placed.placed_on,
                1,
            ),
            (_, Some(until_on)) => (ClockKind::HoldReview, Anchor::HoldEnds, until_on, 1),
            (_, None) => (
                ClockKind::HoldReview,
                Anchor::HoldPlaced,
                hold.placed.placed_on,
                self.month_to_report(hold)?,
            ),
        };
        self.clock(Kind::HoldReview, clock, anchor, cycle, fact_on, turn)
    }

    /// The month of a hold that is to be reported next. A report counts for the month in whose last days it was made;
    /// one made earlier puts nothing off.
    fn month_to_report(&self, hold: &super::case::Hold) -> Option<u32> {
        let placed_on = hold.placed.placed_on;
        let law = self.rules.law_for(placed_on)?;
        let mut clocks = law.procedure.clocks.iter();
        let monthly =
            |clock: &&LegalClock| clock.kind == ClockKind::HoldReview && clock.anchor == Anchor::HoldPlaced;
        let clock = clocks.find(monthly)?;
        let last_on = hold.confirmed.iter().max()?;
        // A hold that outlasts this many months is not one any more; the bound keeps the count finite.
        (1..1200).find(|turn| Dates::of(clock, placed_on, *turn, &law).opens_on > *last_on)
    }

    /// A physician looks at an incident soon after it was reported, whenever it happened.
    fn incident(&self, number: u32, reported_on: NaiveDate) -> Option<Obligation> {
        let (clock, anchor) = (ClockKind::ReviewIncident, Anchor::IncidentReported);
        self.clock(Kind::ReviewIncident, clock, anchor, number, reported_on, 1)
    }

    /// A ladder that lacks a person is somebody's task from the day it starts to climb.
    fn gaps(&self, owed: &[Obligation]) -> Vec<Obligation> {
        let gaps = self
            .case
            .alerts
            .iter()
            .enumerate()
            .filter(|(_, alert)| alert.live())
            .filter(|(_, alert)| {
                super::escalation::gaps(alert, owed, (self.case, self.roster), self.rules)
                    .next()
                    .is_some()
            });
        gaps.filter_map(|(number, alert)| {
            let raised_on = civil_date(alert.due_at, self.zone);
            let law = self.rules.law_for(raised_on)?;
            let due_on = law.calendar.add_working_days(raised_on, 1).date;
            Some(Obligation {
                kind: Kind::RepairLadder,
                cycle: u32::try_from(number).ok()? + 1,
                owner: self
                    .roster
                    .owner(Party::Region, Post::Coordinator, &self.rules.places)?,
                opens_on: raised_on,
                due_on,
                closes_on: due_on,
                why: Why {
                    rule: alert.ladder.clone(),
                    because: vec![Because::Clock {
                        fact: "alert-raised".to_owned(),
                        fact_on: raised_on,
                        distance: "1 working-days after".to_owned(),
                    }],
                },
            })
        })
        .collect()
    }

    /// A climb that came to rest unanswered is a task of the post that the rules name, until somebody answers.
    fn resting_alerts(&self, today: NaiveDate) -> Vec<Obligation> {
        let Some(rules) = self.rules.resting_for(today) else {
            return Vec::new();
        };
        let (task, places) = (&rules.task, &self.rules.places);
        let numbered = (1..).zip(&self.case.alerts);
        let resting = numbered.filter_map(|(number, alert)| Some((number, alert.resting_since()?)));
        resting
            .filter_map(|(number, since)| {
                let since_on = civil_date(since, self.zone);
                let law = self.rules.law_for(since_on)?;
                let counted = task.within.from(since_on, Direction::After, law.calendar);
                let mut because = vec![Because::Clock {
                    fact: "alert-rested".to_owned(),
                    fact_on: since_on,
                    distance: dates::distance_after(task.within),
                }];
                if !counted.skipped.is_empty() {
                    because.push(Because::Skipped {
                        days: counted.skipped.iter().map(|skip| skip.date).collect(),
                    });
                }
                Some(Obligation {
                    kind: Kind::TakeUpAlert,
                    cycle: number,
                    owner: self
                        .roster
                        .owner(task.owner.organisation, task.owner.post, places)?,
                    opens_on: since_on,
                    due_on: counted.date,
                    closes_on: counted.date,
                    why: Why {
                        rule: rules.rule(),
                        because,
                    },
                })
            })
            .collect()
    }

    fn clock(
        &self,
        kind: Kind,
        clock: ClockKind,
        anchor: Anchor,
        cycle: u32,
        fact_on: NaiveDate,
        turn: u32,
    ) -> Option<Obligation> {
        let law = self.rules.law_for(fact_on)?;
        let mut clocks = law.procedure.clocks.iter();
        let clock = clocks.find(|known| known.kind == clock && known.anchor == anchor)?;
        let owner = self
            .roster
            .owner(clock.owner.organisation, clock.owner.post, &self.rules.places)?;
        let dates = Dates::of(clock, fact_on, turn, &law);
        Some(Obligation {
            kind,
            cycle,
            owner,
            opens_on: dates.opens_on,
            due_on: dates.due_on,
            closes_on: dates.due_on,
            why: dates.why,
        })
    }
}
