//! What holds in every case at every moment at which it is settled, whatever happened before.

mod in_force;
mod released;
mod turned_up;

use std::collections::{BTreeMap, BTreeSet};

use super::Broken;
use crate::domain::alert::{Alert, NoticeKind};
use crate::domain::case::{Case, Entry, Stay};
use crate::domain::escalation::{track_name, track_of};
use crate::domain::event::{DoseGiven, Event, Recorded};
use crate::domain::ids::{AlertId, OrganisationId};
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::passage::{Offer, OfferState, standing};
use crate::domain::plan::{Plan, plan, protocol};
use crate::domain::roster::Roster;
use crate::domain::rules::{Anchor, Cause, ClockKind, Demand, Direction, Rules};
use crate::domain::settle::{next_step_under, settle, step_due_at};
use crate::domain::time::Now;
use chrono::NaiveDate;

/// Notes what is broken unless something holds.
fn hold(broken: &mut Vec<Broken>, holds: bool, promise: &'static str, found: impl FnOnce() -> String) {
    if !holds {
        broken.push(Broken::new(promise, found()));
    }
}

/// What is broken in a settled case as it stands; `planned` is its plan at that moment.
#[must_use]
pub fn moment(case: &Case, rules: &Rules, roster: &Roster, now: &Now, planned: &Plan) -> Vec<Broken> {
    let mut broken = Vec::new();
    let settled = settle(case, rules, roster, now);
    let left = settled.events;
    hold(
        &mut broken,
        left.is_empty(),
        "settling twice changes nothing",
        || format!("{left:?}"),
    );
    let next = next_step_under(planned, case, rules, roster, now);
    hold(
        &mut broken,
        next.is_none_or(|next| next > now.instant),
        "what is settled is not due again at once",
        || {
            let live = case.alerts.iter().filter(|alert| alert.live());
            let due = |alert: &Alert| step_due_at(alert, case, rules, roster, planned, now);
            let live: Vec<_> = live.map(|alert| (alert.key(), alert.state, due(alert))).collect();
            let late = planned
                .obligations
                .iter()
                .filter(|owed| owed.closes_on < now.today());
            let late: Vec<_> = late.map(Obligation::key).collect();
            format!("{next:?}: alerts {live:?}, late {late:?}")
        },
    );
    // Where nothing was left to settle, settling has planned once more.
    let again = if left.is_empty() {
        settled.plan
    } else {
        plan(case, rules, roster, now)
    };
    hold(
        &mut broken,
        again == *planned,
        "planning twice changes nothing",
        || format!("{again:?} after {planned:?}"),
    );
    one_dose_or_a_reason(case, planned, now, &mut broken);
    broken.extend(in_force::grounds(case, planned, now));
    no_closed_window_is_silent(case, planned, now, &mut broken);
    doses_keep_their_distance(case, rules, &mut broken);
    reviews_are_never_further_apart(case, rules, planned, now, &mut broken);
    nobody_falls_through(case, planned, now, &mut broken);
    broken.extend(released::watched(case, planned, roster, now));
    broken.extend(turned_up::answered(case, planned, roster, now));
    broken
}

/// What is broken in what led to it.
#[must_use]
pub fn history(case: &Case, history: &[Recorded], rules: &Rules) -> Vec<Broken> {
    let mut broken = Vec::new();
    let folded = Case::fold(case.id, history);
    hold(
        &mut broken,
        folded.as_ref() == Ok(case),
        "folding the history makes the case",
        || format!("{:?}", folded.err()),
    );
    notices_are_sent_once_and_to_the_right_people(case, history, &mut broken);
    for alert in case.alerts.iter().filter(|alert| alert.live()) {
        let laddered = track_of(alert, rules).is_some();
        hold(&mut broken, laddered, "a live alert has a ladder", || {
            format!("{alert:?}")
        });
    }
    for alert in &case.alerts {
        let asked = alert.climb().count();
        let most = most_steps(alert, rules);
        hold(&mut broken, asked <= most, "nobody is asked without end", || {
            format!("{asked} times, {most} at most: {:?}", alert.key())
        });
    }
    for recorded in history {
        let text = serde_json::to_string(&recorded.event).unwrap_or_default();
        let read = serde_json::from_str::<Event>(&text);
        hold(
            &mut broken,
            read.as_ref().is_ok_and(|read| *read == recorded.event),
            "an event survives being stored",
            || text.clone(),
        );
    }
    broken
}

/// The most steps that one climb can take: the whole track, then each reminder.
fn most_steps(alert: &Alert, rules: &Rules) -> usize {
    let Some(track) = track_of(alert, rules) else {
        return 0;
    };
    let rests = rules.resting_for(chrono::NaiveDate::MAX).into_iter();
    let known = rests.filter_map(|rules| rules.of(track_name(alert.kind, alert.cause.family)));
    track.steps.len() + known.map(|rest| rest.again_after.len()).sum::<usize>()
}

/// Exactly one open dose, or a reason for none; a dose only under a ruling in force.
fn one_dose_or_a_reason(case: &Case, planned: &Plan, now: &Now, broken: &mut Vec<Broken>) {
    let owed = |kind| planned.obligations.iter().filter(move |owed| owed.kind == kind);
    let doses = owed(Kind::Dose).count();
    hold(
        broken,
        doses == usize::from(planned.dose.is_ok()),
        "one dose, or a reason for none",
        || format!("{doses} doses, {:?}", planned.dose),
    );
    let standing = case.standing_at(now);
    let in_force = standing.is_some_and(|standing| standing.in_force());
    hold(
        broken,
        planned.dose.is_err() || in_force,
        "no dose outside a ruling in force",
        || format!("{standing:?}"),
    );
    let mut keys = BTreeSet::new();
    for owed in &planned.obligations {
        hold(
            broken,
            keys.insert((owed.kind, owed.cycle)),
            "each key once",
            || format!("{owed:?}"),
        );
        hold(
            broken,
            owed.opens_on <= owed.closes_on && owed.due_on <= owed.closes_on,
            "what is owed opens before it closes",
            || format!("{owed:?}"),
        );
    }
    if let Ok(window) = &planned.dose {
        hold(
            broken,
            case.dose_of(window.cycle).is_none(),
            "a given dose is not asked for again",
            || format!("{window:?}"),
        );
    }
}

/// What is open although its last day has passed has a live alert.
fn no_closed_window_is_silent(case: &Case, planned: &Plan, now: &Now, broken: &mut Vec<Broken>) {
    let climbs = |kind: Kind| match kind {
        // These stand on a list only: a decision about a late dose climbs with the dose itself, a paper with its
        // review; a court that takes its time is nobody's failure, and what was seen after a dose only who gave it can tell.
        Kind::RepairLadder
        | Kind::TakeUpAlert
        | Kind::DecideLateDose
        | Kind::ReviewPaper
        | Kind::CompleteObservation
        | Kind::AskCourt
        | Kind::Extension => false,
        // The choice of the drug waits for the clearance, which climbs in its place.
        Kind::ChooseDrug => case.clearance().is_some(),
        // What is measured before the first dose of all climbs with that dose.
        Kind::Monitoring => !case.doses_in_effect().is_empty(),
        // Nobody was asked to take him over on release: that climbs, and whether he went is on the list of the coordinator.
        Kind::ConfirmRelease => case.passage.offers.iter().any(|offer| {
            offer.live() && offer.content.reason == crate::domain::event::HandoverReason::Release
        }),
        _ => true,
    };
    for owed in planned.obligations.iter().filter(|owed| climbs(owed.kind)) {
        let live = case.alert_of(owed.key()).is_some_and(|alert| alert.live());
        // A good reason pauses the ladder of the dose until its last day and, where it covers the last day in time, for as long
        // as he can still come on the first free day after it.
        let passage = &case.passage;
        let excused = passage.unavailable_on(now.today()).is_some();
        let can_come = passage.missed_before(owed.closes_on, now.today()).is_none();
        let paused = owed.kind == Kind::Dose && (excused || can_come);
        hold(
            broken,
            owed.closes_on >= now.today() || live || paused,
            "nothing closes in silence",
            || format!("{owed:?}"),
        );
    }
}

/// One organisation answers at every instant; nobody is released without a receiver or a named exception; at most one
/// offer is on its way, and somebody owes its answer.
fn nobody_falls_through(case: &Case, planned: &Plan, now: &Now, broken: &mut Vec<Broken>) {
    let today = now.today();
    let begun = case.places.iter().filter(|stay| stay.from_on <= today);
    let last = begun.max_by_key(|stay| stay.from_on).map(|stay| stay.from_on);
    let now_at: Vec<_> = case
        .places
        .iter()
        .filter(|stay| Some(stay.from_on) == last)
        .collect();
    let responsible = case.place_on(today);
    hold(
        broken,
        responsible.is_some()
            && now_at
                .last()
                .is_none_or(|stay| Some(stay.organisation) == responsible),
        "exactly one organisation is responsible",
        || format!("{responsible:?} of {:?}", case.places),
    );
    for release in &case.passage.releases {
        let named = release.content.without_receiver.as_ref();
        let excused = named.is_some_and(|words| !words.trim().is_empty()) && release.by.account().is_some();
        hold(
            broken,
            release.content.offer.is_some() != excused,
            "nobody is released without a receiver or a named exception",
            || format!("{release:?}"),
        );
        let receiver = release.content.offer.map(|offer| case.passage.offer(offer));
        let accepted = receiver.is_none_or(|offer| {
            let outcome = offer.and_then(|offer| offer.outcome.as_ref());
            outcome.is_some_and(|outcome| outcome.at <= release.recorded_at && outcome.by.account().is_some())
        });
        hold(
            broken,
            accepted,
            "whoever receives a released person has accepted before",
            || format!("{release:?}"),
        );
    }
    let live: Vec<_> = case.passage.offers.iter().filter(|offer| offer.live()).collect();
    let (agreed, waiting): (Vec<&Offer>, Vec<&Offer>) = live
        .iter()
        .copied()
        .partition(|offer| offer.state() == OfferState::Accepted);
    let beside = agreed.is_empty() || waiting.iter().all(|offer| offer.content.reason.brings());
    hold(
        broken,
        waiting.len() <= 1 && agreed.len() <= 1 && beside,
        "one offer at a time, and beside an agreed release only what brings him elsewhere until then",
        || format!("{live:?}"),
    );
    let open = case.passage.open_offer().map(|(_, offer)| offer);
    hold(
        broken,
        open.is_none_or(|offer| Some(offer.content.from) == responsible),
        "an offer is open while whoever made it answers for the person",
        || format!("{open:?} of {responsible:?}"),
    );
    let running = case.standing_on(today).is_some_and(|standing| !standing.ended());
    let owed = planned
        .obligations
        .iter()
        .filter(|owed| owed.kind == Kind::AcceptHandover);
    let open = usize::from(case.passage.open_offer().is_some() && running);
    hold(
        broken,
        owed.count() == open,
        "an open offer is somebody's to answer",
        || format!("{:?}", case.passage.open_offer()),
    );
}

/// Nobody leaves custody but by a release, to whoever took him over or by the word of a named supervisor. `kind` names
/// the kind of an organisation.
#[must_use]
pub fn nobody_escapes<'k>(
    case: &Case,
    rules: &Rules,
    kind: impl Fn(OrganisationId) -> &'k str,
) -> Vec<Broken> {
    let mut broken = Vec::new();
    let kind = |stay: &Stay| rules.places.kind(kind(stay.organisation));
    let mut stays: Vec<_> = case.places.iter().collect();
    stays.sort_by_key(|stay| stay.from_on);
    let mut held_since = None;
    for stay in stays {
        let custody = kind(stay).is_some_and(|kind| kind.custody());
        let bed = kind(stay).is_some_and(|kind| kind.inpatient);
        let released = |since: NaiveDate| {
            let mut releases = standing(&case.passage.releases).map(|entry| &entry.content);
            releases.any(|release| {
                let to = release.offer.and_then(|offer| case.passage.offer(offer));
                let there = to.is_some_and(|offer| offer.content.to == stay.organisation);
                let excused = release.without_receiver.is_some() && release.released_on >= since;
                (there && to.and_then(|offer| offer.moved_on) == Some(stay.from_on))
                    || (excused && release.released_on <= stay.from_on)
            })
        };
        match held_since {
            _ if custody => held_since = held_since.or(Some(stay.from_on)),
            Some(since) if !bed || released(since) => {
                hold(
                    &mut broken,
                    released(since),
                    "nobody leaves custody by another door",
                    || format!("{stay:?} of {:?}", case.places),
                );
                held_since = None;
            }
            _ => {}
        }
    }
    broken
}

/// The next review is due at the latest a review's time after the last one was held; one is owed while the measure
/// runs.
fn reviews_are_never_further_apart(
    case: &Case,
    rules: &Rules,
    planned: &Plan,
    now: &Now,
    broken: &mut Vec<Broken>,
) {
    let concluded = case.reviews.iter().filter_map(|review| review.concluded());
    let held_on = concluded.map(|(text, _)| text.held_on).max();
    let owed = || {
        planned
            .obligations
            .iter()
            .filter(|owed| owed.kind == Kind::Review)
    };
    let law = held_on.and_then(|held_on| rules.law_for(held_on));
    let clock = law.and_then(|law| {
        let mut clocks = law.procedure.clocks.iter();
        clocks.find(|clock| clock.kind == ClockKind::Review && clock.anchor == Anchor::ReviewHeld)
    });
    if let (Some(held_on), Some(law), Some(clock)) = (held_on, law, clock) {
        let latest_on = clock.offset.from(held_on, Direction::After, law.calendar).date;
        for owed in owed() {
            hold(
                broken,
                owed.due_on <= latest_on,
                "reviews are never further apart than the law says",
                || format!("{owed:?} after {held_on}"),
            );
        }
    }
    let standing = case.standing_on(now.today());
    let running = standing.is_some_and(|standing| !standing.ended());
    let begun = !case.doses_in_effect().is_empty();
    let reviews = owed().count();
    hold(
        broken,
        reviews == usize::from(running && begun),
        "one review is owed while the measure runs",
        || format!("{reviews} reviews, {standing:?}"),
    );
}

/// Never nearer than the protocol's minimum without a physician's decision. Choosing another product is one; where a
/// correction says what happened, a physician is asked to look at it.
fn doses_keep_their_distance(case: &Case, rules: &Rules, broken: &mut Vec<Broken>) {
    let doses = case.doses_in_effect();
    let looked_at = |entry: &Entry<DoseGiven>| {
        let id = entry.content.id.of_incident_on(entry.content.given_on);
        !entry.earlier.is_empty() && case.incidents.iter().any(|known| known.content.id == id)
    };
    for pair in doses.windows(2) {
        let (earlier, later) = (&pair[0].content, &pair[1].content);
        hold(
            broken,
            earlier.cycle < later.cycle,
            "doses happen in the order of their numbers",
            || format!("{} before {}", earlier.cycle, later.cycle),
        );
        let regimen = case
            .regimens
            .iter()
            .find(|entry| entry.content.id == later.regimen);
        let protocol =
            regimen.and_then(|entry| rules.protocol(&entry.content.protocol, entry.content.version));
        let days = (later.given_on - earlier.given_on).num_days();
        let least = protocol.map_or(i64::MAX, |protocol| protocol.minimum.days.into());
        let excused = looked_at(pair[0]) || looked_at(pair[1]) || earlier.product != later.product;
        hold(
            broken,
            days >= least || excused,
            "doses keep their distance",
            || format!("{days} days before dose {}", later.cycle),
        );
    }
    let last_band = protocol(case, rules).and_then(|protocol| protocol.bands.last());
    hold(
        broken,
        last_band.is_none_or(|band| band.demands(Demand::PhysicianDecision)),
        "the last band of lateness asks a physician",
        || format!("{last_band:?}"),
    );
}

fn notices_are_sent_once_and_to_the_right_people(
    case: &Case,
    history: &[Recorded],
    broken: &mut Vec<Broken>,
) {
    let supervising: BTreeSet<OrganisationId> =
        case.supervision.iter().map(|stay| stay.organisation).collect();
    let mut climbs: BTreeMap<AlertId, (u32, Cause)> = BTreeMap::new();
    let mut sent = BTreeSet::new();
    for recorded in history {
        let found = || format!("{recorded:?}");
        match &recorded.event {
            Event::AlertRaised {
                alert, cause, due_at, ..
            } => {
                let once = climbs.insert(*alert, (0, cause.family)).is_none();
                hold(broken, once, "an alert is raised once", found);
                let in_time = *due_at <= recorded.recorded_at;
                hold(broken, in_time, "no alert before its time", found);
            }
            Event::AlertReopened { alert, cause, .. } => {
                let climb = climbs.entry(*alert).or_insert((0, cause.family));
                *climb = (climb.0 + 1, cause.family);
            }
            Event::AlertRedirected {
                alert,
                cause,
                restart,
                ..
            } => {
                let climb = climbs.entry(*alert).or_insert((0, cause.family));
                *climb = (climb.0 + u32::from(*restart), cause.family);
            }
            Event::NoticeSent {
                alert,
                notice: NoticeKind::Climb,
                hop,
            } => {
                let Some((climb, family)) = climbs.get(alert).copied() else {
                    broken.push(Broken::new("a notice belongs to an alert", found()));
                    continue;
                };
                let once = sent.insert((*alert, climb, hop.step));
                hold(broken, once, "each step of a climb once", found);
                hold(
                    broken,
                    hop.due_at <= hop.fired_at,
                    "no step before its time",
                    found,
                );
                let allowed = matches!(family, Cause::Person | Cause::Unexplained);
                let told = supervising.contains(&hop.organisation);
                hold(
                    broken,
                    allowed || !told,
                    "supervision never hears of our own failure",
                    found,
                );
            }
            _ => {}
        }
    }
}
