//! When a physician must decide before a dose: because it is very late, or because testosterone rises with it once more.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::days::{between, days_after, days_before};
use super::dose::{self, Next, Window, followed};
use super::owed::{Owed, whose};
use super::told::Told;
use crate::domain::event::{Event, LateDoseDecided, Recorded};
use crate::domain::obligation::Kind;
use crate::domain::rules::{Demand, Owner, Party, Post, Protocol, Rules};
use crate::domain::time::Now;

/// What was decided about a dose last, by a moment, whether it still counts or not.
fn decided<'h>(told: &Told<'h>, cycle: u32, by: DateTime<Utc>) -> Option<&'h LateDoseDecided> {
    let mut last = None;
    for (written_at, decided) in &told.decisions {
        if decided.cycle == cycle && *written_at < by + TimeDelta::minutes(1) {
            last = Some(*decided);
        }
    }
    last
}

/// The first day of the degree of lateness in which a dose is today, where a physician must judge it.
fn asked_since(window: &Window, protocol: &Protocol, today: NaiveDate) -> Option<NaiveDate> {
    let late = between(window.target_on, today);
    let mut since_on = None;
    for band in &protocol.bands {
        if i64::from(band.from_day) <= late {
            let asks = band.demands.contains(&Demand::PhysicianDecision);
            since_on = asks.then(|| days_after(window.target_on, band.from_day.into()));
        }
    }
    since_on
}

/// The first day on which the next dose lets testosterone rise once more, where nobody has said by its moment whether that is
/// covered. The first dose of all has its answer with its drug.
pub(super) fn anew_since(told: &Told<'_>, rules: &Rules, (cycle, now): (u32, &Now)) -> Option<NaiveDate> {
    let (regimen, protocol) = followed(told, rules)?;
    let flare = protocol.flare.as_ref()?;
    let mut tried = false;
    let mut risen_on = None;
    for dose in &told.doses {
        tried = tried || dose.content.regimen == regimen.id;
        let known = rules.protocol_on(&dose.content.product, dose.content.given_on);
        if known.is_some_and(|known| known.flare.is_some()) {
            risen_on = Some(dose.content.given_on);
        }
    }
    let said = decided(told, cycle, now.instant).and_then(|decided| decided.flare_cover.as_ref());
    let answered = said.is_some() || (!tried && regimen.flare_cover.is_some());
    if told.doses.is_empty() || answered {
        return None;
    }
    Some(risen_on.map_or(NaiveDate::MIN, |on| days_after(on, flare.gap_days.into())))
}

/// The decision that a physician owes today: not while the person must be looked at or told first, and not before the dose may
/// be given.
pub(super) fn to_decide(told: &Told<'_>, rules: &Rules, now: &Now) -> Option<Owed> {
    let today = now.today();
    let Next::Due(window) = dose::planned(told, rules, now) else {
        return None;
    };
    let (regimen, protocol) = followed(told, rules)?;
    let cleared = told.clearances.last().is_some_and(|clearance| clearance.cleared);
    let tried = told.doses.iter().any(|dose| dose.content.regimen == regimen.id);
    let informed = told.told_about.iter().any(|about| about.regimen == regimen.id);
    if (told.doses.is_empty() && !cleared) || (!tried && !informed) {
        return None;
    }
    let mut since = Vec::new();
    if let Some(band_on) = asked_since(&window, protocol, today) {
        match decided(told, window.cycle, now.instant) {
            Some(last) if last.give => {
                let days = u32::from(protocol.late_decision.valid_days) + 1;
                let over_on = days_after(last.decided_on, days);
                since.extend((over_on <= today).then_some(over_on.max(band_on)));
            }
            _ if !stands(told, window.cycle, now) => since.push(band_on),
            _ => {}
        }
    }
    let anew = anew_since(told, rules, (window.cycle, now));
    since.extend(anew.filter(|since_on| *since_on <= today));
    let since_on = since.into_iter().min()?.max(window.opens_on);
    let physician = Owner {
        organisation: Party::Supplier,
        post: Post::Physician,
    };
    Some(Owed {
        kind: Kind::DecideLateDose,
        cycle: window.cycle,
        by: whose(physician, told, rules, today),
        opens_on: since_on,
        due_on: since_on,
        closes_on: since_on,
    })
}

/// Was it decided? A no is over once a stop of the doses was lifted after it; whether a yes is too old is asked elsewhere.
fn stands(told: &Told<'_>, cycle: u32, now: &Now) -> bool {
    let Some(last) = decided(told, cycle, now.instant) else {
        return false;
    };
    let mut seq = 0;
    for recorded in told.history {
        if let Event::LateDoseDecided(decided) = &recorded.event
            && decided.id == last.id
        {
            seq = recorded.seq;
        }
    }
    let mut over = false;
    for hold in &told.holds {
        over = over || hold.lifted.is_some_and(|(_, lifted)| lifted > seq);
    }
    last.give || !over
}

/// Each decision to go on that lacked the result its protocol asks for and did not say why, with its moment.
pub(super) fn unmeasured(history: &[Recorded], rules: &Rules) -> Vec<(DateTime<Utc>, String)> {
    let mut found = Vec::new();
    for (before, recorded) in history.iter().enumerate() {
        let Event::LateDoseDecided(decided) = &recorded.event else {
            continue;
        };
        let told = Told::of(history.get(..before).unwrap_or_default());
        let Some((_, protocol)) = followed(&told, rules) else {
            continue;
        };
        let Some(asked) = &protocol.before_decision else {
            continue;
        };
        let since_on = days_before(decided.decided_on, asked.valid_days.into());
        let explained = decided
            .unmeasured
            .as_ref()
            .is_some_and(|why| !why.trim().is_empty());
        let mut measured = explained || !decided.give || told.doses.is_empty();
        for taken_on in told.lab.days_of(&asked.item) {
            measured = measured || since_on <= taken_on;
        }
        if !measured {
            found.push((
                recorded.recorded_at,
                format!("no {} since {since_on}", asked.item),
            ));
        }
    }
    found
}
