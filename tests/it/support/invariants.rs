//! What holds in every case at every moment at which it is settled, whatever happened before.
#![allow(clippy::unwrap_used)]

use merzim::domain::{
    alert::NoticeKind,
    case::Case,
    event::{Event, Recorded},
    ids::{AlertId, OrganisationId},
    obligation::Kind,
    plan::{plan, protocol},
    roster::Roster,
    rules::{Cause, Demand, Rules},
    settle::{next_step_at, settle},
    time::Now,
};
use std::collections::{BTreeMap, BTreeSet};

/// Checks a settled case and the history that led to it; panics with what is broken.
pub fn check(case: &Case, history: &[Recorded], rules: &Rules, roster: &Roster, now: &Now) {
    check_moment(case, rules, roster, now);
    check_history(case, history, rules);
}

/// Checks a settled case as it stands.
pub fn check_moment(case: &Case, rules: &Rules, roster: &Roster, now: &Now) {
    assert_eq!(
        settle(case, rules, roster, now),
        [],
        "settling twice changes nothing"
    );
    let next = next_step_at(case, rules, roster, now);
    assert!(next.is_none_or(|next| next > now.instant), "due again at once");
    one_dose_or_a_reason(case, rules, roster, now);
    no_closed_window_is_silent(case, rules, roster, now);
    doses_keep_their_distance(case, rules);
    reviews_are_never_further_apart(case, rules, roster, now);
}

/// Checks what led to it.
pub fn check_history(case: &Case, history: &[Recorded], rules: &Rules) {
    assert_eq!(
        Case::fold(case.id, history).unwrap(),
        *case,
        "folding the history makes the case"
    );
    notices_are_sent_once_and_to_the_right_people(case, history, rules);
    events_survive_being_stored(history);
}

/// Exactly one open dose, or a reason for none; a dose only under a ruling in force.
fn one_dose_or_a_reason(case: &Case, rules: &Rules, roster: &Roster, now: &Now) {
    let planned = plan(case, rules, roster, now);
    assert_eq!(
        planned,
        plan(case, rules, roster, now),
        "planning twice changes nothing"
    );
    let doses = planned
        .obligations
        .iter()
        .filter(|owed| owed.kind == Kind::Dose)
        .count();
    assert_eq!(
        doses,
        usize::from(planned.dose.is_ok()),
        "one dose, or a reason for none"
    );
    let in_force = case
        .standing_on(now.today())
        .is_some_and(|standing| standing.in_force());
    assert!(
        planned.dose.is_err() || in_force,
        "no dose outside a ruling in force"
    );
    let keys: BTreeSet<_> = planned
        .obligations
        .iter()
        .map(|owed| (owed.kind, owed.cycle))
        .collect();
    assert_eq!(keys.len(), planned.obligations.len(), "each key once");
    for owed in &planned.obligations {
        assert!(
            owed.opens_on <= owed.closes_on && owed.due_on <= owed.closes_on,
            "{owed:?}"
        );
    }
    if let Ok(window) = &planned.dose {
        assert!(
            case.dose_of(window.cycle).is_none(),
            "a given dose is not asked for again"
        );
    }
}

/// An open dose whose window has closed has a live alert.
fn no_closed_window_is_silent(case: &Case, rules: &Rules, roster: &Roster, now: &Now) {
    let planned = plan(case, rules, roster, now);
    for owed in planned
        .obligations
        .iter()
        // These two stand on a list only: a decision about a late dose climbs with the dose itself.
        .filter(|owed| !matches!(owed.kind, Kind::RepairLadder | Kind::DecideLateDose))
        // A paper climbs with its review; a court that takes its time is nobody's failure.
        .filter(|owed| !matches!(owed.kind, Kind::ReviewPaper | Kind::AskCourt))
        // The choice of the drug waits for the clearance, which climbs in its place.
        .filter(|owed| owed.kind != Kind::ChooseDrug || case.clearance().is_some())
        // What is measured before the first dose of all climbs with that dose.
        .filter(|owed| owed.kind != Kind::Monitoring || !case.doses_in_effect().is_empty())
    {
        let live = case.alert_of(owed.key()).is_some_and(|alert| alert.live());
        assert!(
            owed.closes_on >= now.today() || live,
            "closed in silence: {owed:?}"
        );
    }
}

/// The next review is due at most six months after the last one was held, and nobody who treated signed one.
fn reviews_are_never_further_apart(case: &Case, rules: &Rules, roster: &Roster, now: &Now) {
    let concluded = case.reviews.iter().filter_map(|review| review.concluded());
    let held_on = concluded.map(|(text, _)| text.held_on).max();
    let planned = plan(case, rules, roster, now);
    let owed = planned
        .obligations
        .iter()
        .filter(|owed| owed.kind == Kind::Review);
    for (owed, held_on) in owed.zip(held_on) {
        let latest_on = held_on + chrono::Months::new(6);
        assert!(owed.due_on <= latest_on, "{owed:?} after {held_on}");
    }
    let running = case
        .standing_on(now.today())
        .is_some_and(|standing| !standing.ended());
    let reviews = planned
        .obligations
        .iter()
        .filter(|owed| owed.kind == Kind::Review)
        .count();
    let begun = !case.doses_in_effect().is_empty();
    assert_eq!(
        reviews,
        usize::from(running && begun),
        "one review is owed while the measure runs"
    );
}

/// Never nearer than the protocol's minimum without a physician's decision. Choosing another product is one.
fn doses_keep_their_distance(case: &Case, rules: &Rules) {
    let doses = case.doses_in_effect();
    for pair in doses.windows(2) {
        let (earlier, later) = (&pair[0].content, &pair[1].content);
        assert!(
            earlier.cycle < later.cycle,
            "doses happen in the order of their numbers"
        );
        let regimen = case
            .regimens
            .iter()
            .find(|entry| entry.content.id == later.regimen)
            .unwrap();
        let protocol = rules
            .protocol(&regimen.content.protocol, regimen.content.version)
            .unwrap();
        let days = (later.given_on - earlier.given_on).num_days();
        let amended = !pair[0].earlier.is_empty() || !pair[1].earlier.is_empty();
        let near = days < i64::from(protocol.minimum.days);
        assert!(
            !near || amended || earlier.product != later.product,
            "{days} days between two doses"
        );
    }
    let last_band = protocol(case, rules).and_then(|protocol| protocol.bands.last());
    assert!(last_band.is_none_or(|band| band.demands(Demand::PhysicianDecision)));
}

fn notices_are_sent_once_and_to_the_right_people(case: &Case, history: &[Recorded], rules: &Rules) {
    let supervising: BTreeSet<OrganisationId> =
        case.supervision.iter().map(|stay| stay.organisation).collect();
    let mut climbs: BTreeMap<AlertId, (u32, Cause)> = BTreeMap::new();
    let mut sent = BTreeSet::new();
    for recorded in history {
        match &recorded.event {
            Event::AlertRaised {
                alert, cause, due_at, ..
            } => {
                assert!(
                    climbs.insert(*alert, (0, cause.family)).is_none(),
                    "an alert is raised once"
                );
                assert!(*due_at <= recorded.recorded_at, "no alert before its time");
            }
            Event::AlertReopened { alert, cause, .. } => {
                let climb = climbs.get_mut(alert).unwrap();
                *climb = (climb.0 + 1, cause.family);
            }
            Event::AlertRedirected {
                alert,
                cause,
                restart,
                ..
            } => {
                let climb = climbs.get_mut(alert).unwrap();
                *climb = (climb.0 + u32::from(*restart), cause.family);
            }
            Event::NoticeSent {
                alert,
                notice: NoticeKind::Climb,
                hop,
            } => {
                let (climb, family) = climbs[alert];
                assert!(
                    sent.insert((*alert, climb, hop.step)),
                    "each step of a climb once: {hop:?}"
                );
                assert!(hop.due_at <= hop.fired_at, "no step before its time");
                let allowed = matches!(family, Cause::Person | Cause::Unexplained);
                assert!(
                    allowed || !supervising.contains(&hop.organisation),
                    "the supervising body was told of our own failure: {family:?}"
                );
            }
            _ => {}
        }
    }
    for alert in case.alerts.iter().filter(|alert| alert.live()) {
        assert!(
            merzim::domain::escalation::track_of(alert, rules).is_some(),
            "a live alert has a ladder"
        );
    }
}

fn events_survive_being_stored(history: &[Recorded]) {
    for recorded in history {
        let text = serde_json::to_string(&recorded.event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), recorded.event);
    }
}
