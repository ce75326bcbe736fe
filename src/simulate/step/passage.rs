//! Releases, hand-overs, journeys and good reasons.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::{Step, pick};
use crate::domain::decide::Decision;
use crate::domain::decide::passage::{
    self, AcceptHandover, AgreeDoseDay, AnswerAbsence, AskAbsence, LookAtUnavailable, OfferHandover,
    Receiver, RecordRelease, RecordUnavailability, ReleaseNoticeForm, ReportAddress, ReportLost,
    ReportSearch, RulingSent, SetReleaseDate, There, days_before_absence, slot,
};
use crate::domain::event::HandoverReason;
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::Kind;
use crate::domain::passage::standing;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Continuity, Law};
use crate::simulate::life::{
    CLINIC, DOCTOR, FAR_CLINIC, HOME, HOSPITAL, Life, POLICE, PRISON, elsewhere, kind_of, region_of,
};

/// Where somebody may be asked to take over.
const RECEIVERS: [OrganisationId; 4] = [CLINIC, HOSPITAL, PRISON, FAR_CLINIC];

/// Takes a step on the way from one organisation to the next.
pub(super) fn take(life: &mut Life<'_>, step: &Step) -> Result<(), Vec<Refusal>> {
    match *step {
        Step::ReleaseDate { in_days, because } => life.perform(|life| release_date(life, in_days, because)),
        Step::ReleaseDayUnknown => life.perform(release_day_unknown),
        Step::Sent { which } => life.perform(|life| sent(life, which)),
        Step::Offer { reason, to } => life.perform(|life| offer(life, (reason, to), 0)),
        Step::OfferAhead { reason, to, in_days } => life.perform(|life| offer(life, (reason, to), in_days)),
        Step::AnswerOffer { accept } => life.perform(|life| answer(life, accept)),
        Step::WithdrawOffer => life.perform(withdraw),
        Step::Appointment => life.perform(appoint),
        Step::Release { alone } => life.perform(|life| release(life, alone)),
        Step::Came => life.perform(|life| {
            passage::record_visit(
                &life.case,
                life.fresh(),
                Some(life.now.instant),
                "words",
                &life.now,
            )
        }),
        Step::Address { away, from_in } => life.perform(|life| address(life, away, from_in)),
        Step::AskToGo { in_days, for_days } => life.perform(|life| ask_to_go(life, in_days, for_days)),
        Step::AnswerAbsence { grant } => life.perform(|life| answer_absence(life, grant)),
        Step::Unavailable {
            since,
            for_days,
            because,
        } => life.perform(|life| unavailable(life, (since, for_days), because)),
        Step::LookAgain { over, days } => life.perform(|life| look_again(life, over, days)),
        Step::Lost => life.perform(|life| {
            let form = ReportLost {
                since_on: Some(life.now.today()),
                tried: "words".to_owned(),
            };
            passage::report_lost(&life.case, life.fresh(), &form, &life.now)
        }),
        Step::Search { found } => life.perform(|life| {
            let form = ReportSearch {
                found: Some(found),
                words: "words".to_owned(),
            };
            passage::report_search(&life.case, life.fresh(), &form, &life.now)
        }),
        _ => Ok(()),
    }
}

pub(super) fn rules<'r>(life: &Life<'r>) -> Result<(&'r Continuity, Law<'r>), Vec<Refusal>> {
    let today = life.now.today();
    let known = life.rules.continuity_for(today).zip(life.rules.law_for(today));
    known.ok_or_else(Vec::new)
}

/// The day of release becomes known, or another one.
fn release_date(life: &Life<'_>, in_days: i64, because: usize) -> Decision {
    let (rules, _) = rules(life)?;
    let form = SetReleaseDate {
        on: Some(life.now.today() + TimeDelta::days(in_days)),
        because: pick(&rules.release_reasons, because)
            .map_or("", |reason| &reason.id)
            .to_owned(),
        paper: "paper".to_owned(),
        dated_on: Some(life.now.today()),
    };
    let inside = (life.roster.held, rules);
    passage::set_release_date(&life.case, life.fresh(), &form, inside, &life.now)
}

fn release_day_unknown(life: &Life<'_>) -> Decision {
    let (rules, _) = rules(life)?;
    let form = SetReleaseDate {
        because: passage::NOT_KNOWN.to_owned(),
        paper: "paper".to_owned(),
        ..SetReleaseDate::default()
    };
    let inside = (life.roster.held, rules);
    passage::set_release_date(&life.case, life.fresh(), &form, inside, &life.now)
}

fn withdraw(life: &Life<'_>) -> Decision {
    let mut live = life.case.passage.offers.iter().filter(|offer| offer.live());
    let offer = live.next().ok_or_else(Vec::new)?.content.id;
    passage::withdraw_handover(&life.case, life.fresh(), offer, "words")
}

/// Whoever is to take over names the first appointment.
fn appoint(life: &Life<'_>) -> Decision {
    let (rules, law) = rules(life)?;
    let appointed = life.case.appointed(life.now.today());
    let to = appointed.map_or(CLINIC, |known| known.offer.content.to);
    let form = appointment(life, to, rules, &law);
    let seen = (&life.planned().dose.clone(), there(to, life));
    passage::set_appointment(&life.case, life.fresh(), &form, seen, (rules, &law), &life.now)
}

fn release(life: &Life<'_>, alone: bool) -> Decision {
    let form = RecordRelease {
        released_at: Some(life.now.instant),
        paper: "paper".to_owned(),
    };
    let without = alone.then_some("words");
    let held = life.roster.held;
    passage::record_release(&life.case, life.fresh(), &form, (held, without), &life.now)
}

fn address(life: &Life<'_>, away: bool, from_in: i64) -> Decision {
    let form = ReportAddress {
        region: if away { elsewhere(life.rules) } else { HOME }.to_owned(),
        address: format!("street {}", life.case.version),
        from_on: Some(life.now.today() + TimeDelta::days(from_in)),
    };
    passage::report_address(&life.case, life.fresh(), &form, &life.rules.places)
}

fn ask_to_go(life: &Life<'_>, in_days: i64, for_days: i64) -> Decision {
    let (rules, law) = rules(life)?;
    let from_on = life.now.today() + TimeDelta::days(in_days);
    let form = AskAbsence {
        from_on: Some(from_on),
        until_on: Some(from_on + TimeDelta::days(for_days)),
        words: "words".to_owned(),
    };
    passage::ask_absence(life.fresh(), &form, (rules, &law), &life.now)
}

/// The person cannot come: since so many days, for so many.
fn unavailable(life: &Life<'_>, (since, for_days): (i64, i64), because: usize) -> Decision {
    let (rules, law) = rules(life)?;
    let from_on = life.now.today() - TimeDelta::days(since);
    let form = RecordUnavailability {
        because: pick(&rules.unavailabilities, because)
            .map_or("", |reason| &reason.id)
            .to_owned(),
        from_on: Some(from_on),
        until_on: Some(from_on + TimeDelta::days(for_days)),
        paper: "paper".to_owned(),
        words: String::new(),
    };
    passage::record_unavailability(&life.case, life.fresh(), &form, (rules, &law), &life.now)
}

/// What keeps the person from coming is over since so many days, or goes on for so many more.
fn look_again(life: &Life<'_>, over: bool, days: i64) -> Decision {
    let (rules, law) = rules(life)?;
    let known = life.case.passage.open_unavailable(life.now.today()).next();
    let days = TimeDelta::days(days);
    let form = LookAtUnavailable {
        unavailable: known.map(|(_, entry)| entry.content.id),
        over: Some(over),
        until_on: Some(if over {
            life.now.today() - days
        } else {
            life.now.today() + days
        }),
        words: "words".to_owned(),
    };
    passage::look_at_unavailable(&life.case, life.fresh(), &form, (rules, &law), &life.now)
}

/// What the law wants sent before a release, one after the other.
fn sent(life: &Life<'_>, which: usize) -> Decision {
    let today = Some(life.now.today());
    let paper = || "paper".to_owned();
    match which % 3 {
        0 => passage::send_materials(&life.case, life.fresh(), today, "court", "paper", &life.now),
        1 => {
            let sent = &life.case.passage.forwarded;
            let forwarded = |ruling| standing(sent).any(|entry| entry.content.ruling == ruling);
            let mut rulings = life.case.rulings.iter().map(|file| file.ruling.id);
            let form = RulingSent {
                ruling: rulings.find(|ruling| !forwarded(*ruling)),
                to: Some(CLINIC),
                sent_on: today,
                paper: paper(),
            };
            passage::forward_ruling(&life.case, life.fresh(), &form, &life.now)
        }
        _ => {
            let form = ReleaseNoticeForm {
                health: Some(CLINIC),
                supervising: Some(POLICE),
                sent_on: today,
                paper: paper(),
            };
            passage::send_release_notice(&life.case, life.fresh(), &form, &life.now)
        }
    }
}

fn offer(life: &Life<'_>, (reason, to): (usize, usize), in_days: i64) -> Decision {
    let to = pick(&RECEIVERS, to).copied();
    let kind = to.and_then(|to| life.rules.places.kind(kind_of(to)));
    let receiver = kind.map(|kind| Receiver {
        treats: kind.treats,
        custody: kind.custody(),
        keeps_held: kind.keeps_held(),
        closed: false,
    });
    let from_on = life.now.today() + TimeDelta::days(in_days);
    let form = OfferHandover {
        reason: pick(&HandoverReason::ALL, reason).copied(),
        to,
        from_on: Some(from_on),
        back_on: Some(Ok(from_on + TimeDelta::days(20))),
        words: String::new(),
    };
    let held = life.roster.held;
    passage::offer_handover(&life.case, life.fresh(), &form, (held, receiver), &life.now)
}

/// The hours at which somebody is received, the one in front that is named where nothing stands against it.
const HOURS: [u32; 8] = [10, 9, 11, 12, 13, 14, 15, 16];

/// The earliest appointment that the rules allow: around what stands against it, or, where nothing is left, with a permission.
fn appointment(life: &Life<'_>, to: OrganisationId, rules: &Continuity, law: &Law<'_>) -> AcceptHandover {
    let today = life.now.today();
    let free_on = life.case.release_on().unwrap_or(today).max(today);
    let slot = slot(free_on, life.planned().dose.as_ref().ok(), rules, law);
    let days = slot.earliest_on.iter_days();
    let days = days.take_while(|day| *day <= slot.latest_on.max(slot.earliest_on));
    let hours = HOURS.map(|hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
    let days = days.filter(|day| law.calendar.is_working(*day));
    let all: Vec<_> = days.flat_map(|day| hours.map(|hour| (day, hour))).collect();
    let barred = |when: (NaiveDate, NaiveTime), with_leave| {
        let region = Some(region_of(to, life.rules));
        !life.case.passage.barred(when, region, with_leave).is_empty()
    };
    let free = |with_leave| all.iter().copied().find(|when| !barred(*when, with_leave));
    let leave = free(false).is_none() && free(true).is_some();
    let (on, at) = free(leave).unwrap_or((slot.earliest_on, hours[0]));
    let number = leave.then(|| format!("permission {}", life.case.version));
    AcceptHandover {
        clinician: Some(DOCTOR),
        visit_on: Some(on),
        visit_at: Some(at),
        leave_number: number.unwrap_or_default(),
        leave_on: leave.then_some(Ok(today)),
        arrived: false,
    }
}

/// Whoever is named works there.
pub(super) fn there<'r>(to: OrganisationId, life: &Life<'r>) -> There<'r> {
    There {
        works: true,
        region: region_of(to, life.rules),
    }
}

fn answer(life: &Life<'_>, accept: bool) -> Decision {
    let (_, offer) = life.case.passage.open_offer().ok_or_else(Vec::new)?;
    let id = offer.content.id;
    if !accept {
        return passage::reject_handover(&life.case, life.fresh(), id, "words");
    }
    let (rules, law) = rules(life)?;
    let to = offer.content.to;
    // Before the day some say that he is there already; the others wait for it.
    let form = AcceptHandover {
        arrived: life.case.version.is_multiple_of(2),
        ..appointment(life, to, rules, &law)
    };
    let dose = life.planned().dose.clone();
    let lets_go = life.lets_go(to, life.now.today());
    let (seen, by) = ((&dose, there(to, life), lets_go), (rules, &law));
    passage::accept_handover(&life.case, life.fresh(), id, &form, seen, by, &life.now)
}

/// Another day, where one is free and nobody prefers a permission for this one.
fn agree_dose_day(life: &Life<'_>, freely: bool) -> Decision {
    let (rules, law) = rules(life)?;
    let plan = life.planned();
    let mut owed = plan.obligations.iter();
    let owed = owed.any(|owed| owed.kind == Kind::AgreeDoseDay);
    let window = plan.dose.as_ref().ok().filter(|_| owed).ok_or_else(Vec::new)?;
    let today = life.now.today();
    let days = |with_leave| {
        passage::days_for_dose(
            &life.case,
            window,
            &life.roster,
            (rules, &law),
            (today, with_leave),
        )
    };
    let free = days(false).first().copied().filter(|_| freely);
    let form = AgreeDoseDay {
        dose_on: free.or_else(|| days(true).first().copied()).map(Ok),
        leave_number: free.map_or_else(|| life.case.version.to_string(), |_| String::new()),
        leave_on: free.is_none().then_some(Ok(today)),
        words: "words".to_owned(),
    };
    let seen = (Some(window), &life.roster);
    passage::agree_dose_day(&life.case, life.fresh(), &form, seen, (rules, &law), &life.now)
}

fn answer_absence(life: &Life<'_>, grant: bool) -> Decision {
    let (rules, law) = rules(life)?;
    let (window, today) = (life.planned().dose.as_ref().ok(), life.now.today());
    let Some(asked) = life.case.passage.to_answer(window, today) else {
        return agree_dose_day(life, grant);
    };
    let barred = |day| life.case.kept_away_on(day, &life.roster, rules).is_some();
    let days = window.map(|window| days_before_absence(window, asked, barred, &law, today));
    let first = days.and_then(|days| days.first().copied());
    let form = AnswerAbsence {
        request: Some(asked.id),
        granted: Some(grant),
        dose_on: first.map(Ok),
        words: "words".to_owned(),
    };
    let seen = (window, &life.roster);
    passage::answer_absence(&life.case, life.fresh(), &form, seen, (rules, &law), &life.now)
}
