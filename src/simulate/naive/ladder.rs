//! Who is told next about what was missed, and when: step by step, as the files of the ladders say.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::climb::{Climb, State};
use super::days::next as day_after;
use super::observed;
use super::owed::{Owed, playing};
use super::told::Told;
use crate::domain::alert::{Gap, Hop, NoticeKind};
use crate::domain::event::{DoseNotGiven, Event, Recorded, Recorder};
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::Kind;
use crate::domain::rules::{Cause, Delay, NotBefore, Party, Person, Rules, Step, Track, TrackName};
use crate::domain::time::{Now, civil_date, start_of_day};
use crate::simulate::life::{CLINIC, FAR_CLINIC, kind_of};

/// What a climb does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Asks by the step of this number.
    Asks(u32, DateTime<Utc>),
    /// Comes to rest.
    Rests(DateTime<Utc>),
}

impl Next {
    pub(super) fn at(self) -> DateTime<Utc> {
        match self {
            Self::Asks(_, at) | Self::Rests(at) => at,
        }
    }
}

/// The track that an alert climbs, with its name.
fn track<'r>(climb: &Climb<'_>, rules: &'r Rules) -> Option<(TrackName, &'r Track)> {
    if matches!(
        climb.kind,
        Kind::AcceptHandover | Kind::ConfirmRelease | Kind::SetAppointment
    ) {
        return Some((TrackName::Silent, &rules.continuity_by_rule(climb.ladder)?.silent));
    }
    // Only the registry can name another body.
    if climb.kind == Kind::MoveSupervision {
        return Some((
            TrackName::Silent,
            &rules.continuity_by_rule(climb.ladder)?.registry,
        ));
    }
    let (id, version) = climb.ladder.rsplit_once('.')?;
    let ladder = rules.ladder(id, version.parse().ok()?)?;
    Some(match (climb.kind, climb.family) {
        (Kind::Dose, Cause::Person) => (TrackName::Person, &ladder.person),
        (Kind::Dose, Cause::Unexplained) => (TrackName::Unexplained, &ladder.unexplained),
        (Kind::Review | Kind::SubmitToCourt | Kind::Clearance | Kind::ChooseDrug, _) => {
            (TrackName::Review, &ladder.review)
        }
        (
            Kind::SupplyDose
            | Kind::ReceiveParcel
            | Kind::DecideParcel
            | Kind::ReconcileDiscrepancy
            | Kind::QuarantineVerdict
            | Kind::CustodyGap,
            _,
        ) => (TrackName::Supply, &rules.supply.track),
        _ => (TrackName::Service, &ladder.service),
    })
}

/// So long after a moment. Working days keep the hour of the day; begun on a day off, they begin with the next working
/// day. None for a length that is counted otherwise.
fn later(at: DateTime<Utc>, delay: Delay, rules: &Rules, now: &Now) -> Option<DateTime<Utc>> {
    let working = match delay {
        Delay::ClockHours(hours) => return Some(at + TimeDelta::hours(hours.into())),
        Delay::WorkingDays(0) => return Some(at),
        Delay::WorkingDays(days) => days,
        Delay::WorkingHours(_) => return None,
    };
    let calendar = rules.law_for(now.today())?.calendar;
    let mut day = civil_date(at, now.zone);
    let mut hour = at - start_of_day(day, now.zone);
    while !calendar.is_working(day) {
        day = day_after(day);
        hour = TimeDelta::zero();
    }
    for _ in 0..working {
        day = day_after(day);
        while !calendar.is_working(day) {
            day = day_after(day);
        }
    }
    Some(start_of_day(day, now.zone) + hour)
}

fn length(track: &Track) -> Option<u32> {
    u32::try_from(track.steps.len()).ok()
}

fn step(track: &Track, number: u32) -> Option<&Step> {
    let at = usize::try_from(number).ok()?;
    track.steps.get(at).or(track.steps.last())
}

/// When the step of a number would be due, its own condition aside; the number is that of a step of the track, or the
/// first of the climb.
fn step_due(
    climb: &Climb<'_>,
    track: &Track,
    number: u32,
    rules: &Rules,
    now: &Now,
) -> Option<DateTime<Utc>> {
    let after = step(track, number)?.after;
    match climb.hops.last() {
        // An empty chair costs no time.
        Some(hop) if hop.gap.is_some_and(nobody) && number > 0 => Some(hop.due_at),
        Some(hop) => later(hop.due_at, after, rules, now),
        None if number == 0 => later(climb.from, after, rules, now),
        // Asked anew from a later step, it is asked at once.
        None => Some(climb.from),
    }
}

fn nobody(gap: Gap) -> bool {
    matches!(gap, Gap::NobodyInRole | Gap::NoDeputy | Gap::NoOrganisation)
}

/// The pauses between the reminders of a track, and the place among them of the one that has a number.
fn reminder<'r>(
    climb: &Climb<'_>,
    (name, track): (TrackName, &Track),
    number: u32,
    rules: &'r Rules,
    today: NaiveDate,
) -> Option<(&'r [Delay], usize)> {
    let rest = rules.resting_for(today)?.rests.iter();
    let mut rest = rest.filter(|rest| rest.tracks.contains(&name));
    let before = climb.hops.first()?.step.max(length(track)? - 1);
    let place = usize::try_from(number.checked_sub(before + 1)?).ok()?;
    Some((rest.next()?.again_after.as_slice(), place))
}

/// What a climbing alert does next. `closes_on` is the last day in time of what it is about. None where the rules say it in
/// a way that this model cannot read.
pub(super) fn next(
    climb: &Climb<'_>,
    closes_on: Option<NaiveDate>,
    rules: &Rules,
    now: &Now,
) -> Option<Next> {
    let known = track(climb, rules)?;
    let (number, length) = (climb.next(), length(known.1)?);
    if !climb.told && of_the_backlog(climb, closes_on, rules, now)? {
        return Some(Next::Rests(climb.from));
    }
    if number >= length && !climb.hops.is_empty() {
        let (pauses, place) = reminder(climb, known, number, rules, now.today())?;
        let last = climb.hops.last()?;
        let Some(pause) = pauses.get(place) else {
            return Some(Next::Rests(last.acknowledge_by.unwrap_or(last.due_at)));
        };
        return Some(Next::Asks(number, later(last.due_at, *pause, rules, now)?));
    }
    let due = step_due(climb, known.1, number, rules, now)?;
    let waits = step(known.1, number)?.not_before == NotBefore::AttemptsExhausted;
    let closed = closes_on
        .filter(|_| waits)
        .map(|day| start_of_day(day_after(day), now.zone));
    Some(Next::Asks(number, closed.map_or(due, |closed| closed.max(due))))
}

/// Was it long over when it was first seen, and is it of a kind of which that is no alarm?
fn of_the_backlog(climb: &Climb<'_>, closes_on: Option<NaiveDate>, rules: &Rules, now: &Now) -> Option<bool> {
    let backlog = &rules.resting_for(now.today())?.backlog;
    let Some(mut day) = closes_on.filter(|_| backlog.kinds.contains(&climb.kind)) else {
        return Some(false);
    };
    for _ in 0..backlog.older_than_days {
        day = day_after(day);
    }
    Some(civil_date(climb.raised_at, now.zone) > day)
}

/// When an alert that somebody answered climbs again, if nothing has changed.
fn asked_again(climb: &Climb<'_>, rules: &Rules) -> Option<DateTime<Utc>> {
    let days = track(climb, rules)?.1.reopen_after_days;
    Some(climb.still_since? + TimeDelta::days(days.into()))
}

/// Was a dose not given once more, inside its window, and is nobody asked about it?
fn nobody_answered_since(climb: &Climb<'_>, opens_on: NaiveDate, told: &Told<'_>) -> bool {
    if climb.kind != Kind::Dose || !matches!(climb.state, State::Answered | State::Rests) {
        return false;
    }
    let mut last: Option<&(DateTime<Utc>, &DoseNotGiven)> = None;
    for missed in &told.not_given {
        let (_, record) = missed;
        let later =
            last.is_none_or(|(_, last)| (last.occurred_at, last.id) < (record.occurred_at, record.id));
        if record.cycle == climb.cycle && later {
            last = Some(missed);
        }
    }
    last.is_some_and(|(written_at, record)| {
        record.occurred_on >= opens_on && climb.still_since.is_some_and(|since| since < *written_at)
    })
}

/// Alerts that should have moved by now, or that the sweep would move at another moment than the ladder says. `moves_at`
/// is the sweep's word.
pub(super) fn late(
    told: &Told<'_>,
    owed: &[Owed],
    rules: &Rules,
    now: &Now,
    moves_at: impl Fn(&Climb<'_>) -> Option<DateTime<Utc>>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    for climb in &told.climbs.0 {
        let about = owed.iter();
        let mut about = about.filter(|owed| (owed.kind, owed.cycle) == (climb.kind, climb.cycle));
        let about = about.next();
        if about.is_some_and(|owed| nobody_answered_since(climb, owed.opens_on, told)) {
            wrong.push(format!("not given once more since, and nobody asked: {climb:?}"));
        }
        let due = match climb.state {
            State::Climbs => next(climb, about.map(|owed| owed.closes_on), rules, now).map(Next::at),
            State::Answered => asked_again(climb, rules),
            State::Rests | State::Over => continue,
        };
        let Some(due) = due else { continue };
        if due <= now.instant {
            wrong.push(format!("due at {due} and not done at {}: {climb:?}", now.instant));
        }
        let sweep = moves_at(climb);
        if sweep != Some(due) {
            wrong.push(format!(
                "due at {due}, but the sweep comes at {sweep:?}: {climb:?}"
            ));
        }
    }
    wrong
}

/// Every step in a history that was not the one whose turn it was, not due when it says, or led to another office than the
/// ladder names; every climb that came to rest too early; and every one that began anew before anybody could know why. With the
/// moments.
pub(super) fn out_of_turn(
    history: &[Recorded],
    rules: &Rules,
    zone: chrono_tz::Tz,
) -> Vec<(DateTime<Utc>, String)> {
    let mut told = Told::of(&[]);
    let mut wrong = Vec::new();
    let mut corrected_at = None;
    for (number, recorded) in history.iter().enumerate() {
        let at = recorded.recorded_at;
        let now = Now { instant: at, zone };
        // Whoever was told that nothing is asked of him may be asked in the same instant, once somebody has done something: a
        // physician decided.
        if !matches!(recorded.by, Recorder::Job(_)) {
            for climb in &mut told.climbs.0 {
                climb.entrusted = None;
            }
        }
        let found = match &recorded.event {
            Event::NoticeSent {
                alert,
                notice: NoticeKind::Climb,
                hop,
            } => told
                .climbs
                .of(*alert)
                .and_then(|climb| misstep(climb, hop, &told, rules, &now)),
            Event::NoticeSent {
                alert,
                notice: NoticeKind::Entrusted,
                hop,
            } => told
                .climbs
                .of(*alert)
                .and_then(|climb| entrusted(climb, hop, &told, now.today())),
            Event::AlertRested { alert, due_at, .. } => told
                .climbs
                .of(*alert)
                .and_then(|climb| rest(climb, *due_at, rules, &now)),
            Event::AlertReopened { alert, due_at, .. } => told
                .climbs
                .of(*alert)
                .and_then(|climb| hurried(climb, *due_at, corrected_at)),
            // What was seen after a dose corrects nothing, and how much of it was given moves nothing.
            Event::RecordAmended { corrected, .. }
                if observed::moves_nothing(history.get(..number).unwrap_or_default(), corrected) =>
            {
                None
            }
            // A move that is written down late ends a good reason of which everybody thought that it runs.
            Event::RecordVoided { .. } | Event::RecordAmended { .. } | Event::PlaceChanged { .. } => {
                corrected_at = Some(at);
                None
            }
            _ => None,
        };
        wrong.extend(found.map(|found| (at, found)));
        if !told.climbs.read(recorded) {
            told.way.read(recorded);
        }
    }
    wrong
}

/// What was over begins anew because something was corrected, or he is said to have moved: nobody could know that before, so nobody's time is counted from
/// earlier.
fn hurried(climb: &Climb<'_>, due_at: DateTime<Utc>, corrected_at: Option<DateTime<Utc>>) -> Option<String> {
    let known_at = corrected_at.filter(|_| climb.state == State::Over)?;
    (due_at < known_at).then(|| format!("begins at {due_at}, but was known at {known_at}: {climb:?}"))
}

/// Whoever takes over hears of a dose alert that lives, and is asked nothing.
fn entrusted(climb: &Climb<'_>, hop: &Hop, told: &Told<'_>, today: NaiveDate) -> Option<String> {
    let supervises = playing(Party::Supervising, told, today) == Some(hop.organisation);
    let about = climb.kind == Kind::Dose && climb.state != State::Over && climb.told;
    (!supervises || !about || hop.acknowledge_by.is_some())
        .then(|| format!("{hop:?} is no word to whoever takes over: {climb:?}"))
}

fn misstep(climb: &Climb<'_>, hop: &Hop, told: &Told<'_>, rules: &Rules, now: &Now) -> Option<String> {
    let same = |word: &Hop| word.fired_at == hop.fired_at && word.addressee() == hop.addressee();
    if climb.entrusted.is_some_and(same) {
        return Some(format!("{hop:?} asks whom nothing is asked of: {climb:?}"));
    }
    let known = track(climb, rules)?;
    let length = length(known.1)?;
    let number = climb.next();
    let to = step(known.1, hop.step)?.to;
    let office = office(climb, to.organisation, told, now.today());
    let taker = taker(climb, to.organisation, told);
    if office.is_some_and(|office| ![Some(office), taker].contains(&Some(hop.organisation))) {
        return Some(format!("{hop:?} goes elsewhere than {office:?}: {climb:?}"));
    }
    let role = rules
        .places
        .role(kind_of(hop.organisation), to.post)
        .unwrap_or("");
    // Whoever stands in has a role of his own.
    let stands_in = to.person == Person::Deputy && hop.account.is_some();
    if role != hop.role && !stands_in {
        return Some(format!("{hop:?} goes to another role than {role}: {climb:?}"));
    }
    if number >= length && !climb.hops.is_empty() {
        // Of several reminders that nobody sent in time only the latest is sent.
        let (pauses, place) = reminder(climb, known, number, rules, now.today())?;
        if hop.step < number {
            return Some(format!("{hop:?} is not step {number}: {climb:?}"));
        }
        let mut due_at = climb.hops.last()?.due_at;
        let skipped = usize::try_from(hop.step - number).ok()?;
        for pause in place..=place + skipped {
            let Some(pause) = pauses.get(pause) else {
                return Some(format!("{hop:?} is one reminder too many: {climb:?}"));
            };
            due_at = later(due_at, *pause, rules, now)?;
        }
        return (due_at != hop.due_at).then(|| format!("{hop:?} was due at {due_at}: {climb:?}"));
    }
    if hop.step != number {
        return Some(format!("{hop:?} is not step {number}: {climb:?}"));
    }
    let due_at = step_due(climb, known.1, number, rules, now)?;
    let away = climb.hops.last();
    let away = away.filter(|last| last.gap == Some(Gap::Absent) && to.person == Person::Deputy);
    if let Some(last) = away.filter(|_| hop.account.is_some() && hop.gap != Some(Gap::Absent)) {
        // Told with whoever is away, or as soon as he is named; else in his turn.
        let with_him = last.fired_at == hop.fired_at;
        let until = if with_him { last.due_at } else { due_at };
        let in_turn = (last.due_at..=until).contains(&hop.due_at);
        return (!in_turn).then(|| format!("{hop:?} was due with {last:?} or by {due_at}: {climb:?}"));
    }
    let waits = step(known.1, number)?.not_before == NotBefore::AttemptsExhausted;
    // Where it waited for the last day to pass, it is due as the next day begins.
    let midnight = start_of_day(civil_date(hop.due_at, now.zone), now.zone) == hop.due_at;
    let in_turn = hop.due_at == due_at || (waits && midnight && due_at < hop.due_at);
    (!in_turn).then(|| format!("{hop:?} was due at {due_at}: {climb:?}"))
}

/// The office to which a step leads. What is wrong with a parcel is the matter of whoever packed it.
fn office(climb: &Climb<'_>, party: Party, told: &Told<'_>, today: NaiveDate) -> Option<OrganisationId> {
    let of_parcel = matches!(
        climb.kind,
        Kind::ReceiveParcel
            | Kind::DecideParcel
            | Kind::ReconcileDiscrepancy
            | Kind::QuarantineVerdict
            | Kind::CustodyGap
    );
    match party {
        Party::Supplier if of_parcel => Some(CLINIC),
        // Whoever agreed for the day of release names the appointment, or whoever has him since.
        Party::Receiver if climb.kind == Kind::SetAppointment => {
            told.way.agreed().or_else(|| told.way.place_on(today))
        }
        // Whoever agreed for the day of release waits for him on it; else whoever was asked for that day.
        Party::Receiver if climb.kind == Kind::ConfirmRelease => {
            let waits = told.way.agreed().or_else(|| told.way.asked_on_release());
            waits.or_else(|| told.way.place_on(today))
        }
        // Nobody waits for him: no region of another is told, either.
        Party::ReceiverRegion
            if climb.kind == Kind::ConfirmRelease && told.way.asked_on_release().is_none() =>
        {
            told.way.place_on(today)
        }
        Party::ReceiverRegion if climb.kind == Kind::SetAppointment && told.way.agreed().is_none() => {
            told.way.place_on(today)
        }
        // Nobody is asked to take over any more: whoever answers for the person is told.
        Party::Receiver | Party::ReceiverRegion if told.way.asked().is_none() => told.way.place_on(today),
        party => playing(party, told, today),
    }
}

/// A clinic that has agreed to take over owes the pack for a dose after the release to itself. Whether the dose comes after it
/// does not stand in the alert: then the step leads here, else to the office of the ladder.
fn taker(climb: &Climb<'_>, party: Party, told: &Told<'_>) -> Option<OrganisationId> {
    let supplies = climb.kind == Kind::SupplyDose && party == Party::Supplier;
    let agreed = told.way.agreed().filter(|_| supplies);
    agreed.filter(|taker| [CLINIC, FAR_CLINIC].contains(taker))
}

fn rest(climb: &Climb<'_>, due_at: DateTime<Utc>, rules: &Rules, now: &Now) -> Option<String> {
    let known = track(climb, rules)?;
    let Some(last) = climb.hops.last() else {
        let backlog = &rules.resting_for(now.today())?.backlog;
        let listed = backlog.kinds.contains(&climb.kind);
        return (!listed).then(|| format!("rests although nobody was asked: {climb:?}"));
    };
    let (pauses, place) = reminder(climb, known, climb.next(), rules, now.today())?;
    let over = last.acknowledge_by.unwrap_or(last.due_at);
    (place < pauses.len() || over != due_at)
        .then(|| format!("rests at {due_at} before its last reminder, or not at {over}: {climb:?}"))
}
