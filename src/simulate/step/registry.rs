//! The registry puts right what it wrote down wrongly, and finds two cases of one person; curfews; an officer gets the
//! case; something is done about an alert.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use uuid::Uuid;

use super::{Step, pick};
use crate::domain::case::Case;
use crate::domain::decide::passage::{SetCurfew, set_curfew};
use crate::domain::decide::{self, Decision, Numbers, TakeStep};
use crate::domain::event::{CaseOpened, DoseGiven, Event, HistoryImported, Identity, Recorded, Recorder};
use crate::domain::ids::{AccountId, CaseId, OrganisationId};
use crate::domain::refusal::Refusal;
use crate::domain::ruling::Ruling;
use crate::domain::time::civil_date;
use crate::simulate::life::{Life, NURSE, OFFICER, PRISON, PROBATION, kind_of};

/// An officer who does not work anywhere any more.
const GONE: AccountId = AccountId(Uuid::from_u128(99));

/// Takes a step around the register.
pub(super) fn take(life: &mut Life<'_>, step: &Step) -> Result<(), Vec<Refusal>> {
    match *step {
        Step::VoidRulingStep { which } => life.perform(|life| void(life, which)),
        Step::AmendRuling { what, days } => life.perform(|life| amend(life, what, days)),
        Step::CorrectPerson => life.perform(|life| {
            let (was, is) = (identity("A"), identity(&life.case.version.to_string()));
            decide::correct_person(&was, &is, "reason")
        }),
        Step::Curfew { in_days, for_days } => life.perform(|life| {
            let from_on = life.now.today() + TimeDelta::days(in_days);
            let rules = life.rules.continuity_for(life.now.today()).ok_or_else(Vec::new)?;
            let form = SetCurfew {
                kind: "home-hours".to_owned(),
                from_on: Some(from_on),
                until_on: for_days.map(|days| Ok(from_on + TimeDelta::days(days))),
                begins: NaiveTime::from_hms_opt(22, 0, 0),
                ends: NaiveTime::from_hms_opt(6, 0, 0),
                paper: "paper".to_owned(),
                dated_on: Some(life.now.today()),
                ..SetCurfew::default()
            };
            set_curfew(life.fresh(), &form, (rules, &life.rules.places), &life.now)
        }),
        Step::Officer { gone } => life.perform(|life| {
            let officer = if gone { GONE } else { OFFICER };
            decide::assign_officer(&life.case, PROBATION, officer, "reason")
        }),
        Step::Import => life.perform(|life| {
            if life.case.imported.is_some() {
                return Err(Vec::new());
            }
            Ok(vec![Event::HistoryImported(HistoryImported {
                import: life.fresh(),
                row: 1,
                records: Vec::new(),
                without_time: Vec::new(),
            })])
        }),
        Step::UndoImport => life.perform(|life| {
            let import = life.case.imported.as_ref().ok_or_else(Vec::new)?.import;
            decide::undo_import(&life.case, import, "words", &life.now)
        }),
        Step::Merge { days_ago } => merge(life, days_ago),
        Step::Part => part(life),
        Step::Act { body, action } => life.perform(|life| act(life, body, action)),
        _ => Ok(()),
    }
}

/// Strikes out what a court was said to have done, from the last step back.
fn void(life: &Life<'_>, which: usize) -> Decision {
    let rulings = life.case.rulings.iter();
    let steps = rulings.flat_map(|file| {
        file.changes
            .iter()
            .map(move |entry| (entry.seq, file.ruling.id, entry))
    });
    let mut steps: Vec<_> = steps.filter(|(.., entry)| entry.voided.is_none()).collect();
    steps.sort_unstable_by_key(|(seq, ..)| *seq);
    let (seq, ruling, _) = steps.iter().rev().nth(which).ok_or_else(Vec::new)?;
    decide::void_ruling_step(&life.case, *ruling, *seq, "reason", &life.now)
}

/// The last ruling's paper says something else: its last day, its first day, its number.
fn amend(life: &Life<'_>, what: usize, days: i64) -> Decision {
    let was = &life.case.rulings.last().ok_or_else(Vec::new)?.ruling;
    let moved = |day: Option<NaiveDate>| day.map(|day| day + TimeDelta::days(days));
    let is = match what % 3 {
        0 => Ruling {
            until_on: moved(was.until_on),
            ..was.clone()
        },
        1 => Ruling {
            in_force_on: moved(was.in_force_on),
            ..was.clone()
        },
        _ => Ruling {
            number: format!("{}a", was.number),
            ..was.clone()
        },
    };
    decide::amend_ruling(&life.case, &is, "reason", &life.now)
}

fn identity(name: &str) -> Identity {
    Identity {
        name_cyrillic: name.to_owned(),
        name_latin: name.to_owned(),
        iin: None,
        other_document: None,
        other_document_reason: None,
        born_on: NaiveDate::default(),
    }
}

/// Another case of the same person, in which one injection stands, rests from now on.
fn merge(life: &mut Life<'_>, days_ago: i64) -> Result<(), Vec<Refusal>> {
    if life.other.is_some() {
        return Err(Vec::new());
    }
    let other = another(life, days_ago).ok_or_else(Vec::new)?;
    let numbers = Numbers {
        leading: None,
        resting: None,
    };
    let (here, there) = decide::merge_cases(
        (&life.case, &life.now),
        (&other, &life.now),
        life.fresh(),
        "words",
        (life.rules, numbers),
    )?;
    life.other = and_then(other, there, life);
    let here = renumbered(here, life);
    life.perform(|_| Ok(here))
}

/// They are two persons after all.
fn part(life: &mut Life<'_>) -> Result<(), Vec<Refusal>> {
    let other = life.other.as_ref().ok_or_else(Vec::new)?;
    let merging = life.case.leads().next().map(|known| known.merged.id);
    let merging = merging.ok_or_else(Vec::new)?;
    let (here, _) = decide::part_cases((&life.case, &life.now), (other, &life.now), merging, "words")?;
    life.other = None;
    life.perform(|_| Ok(here))
}

/// A case opened long ago, with one injection of the first product that was known then.
fn another(life: &Life<'_>, days_ago: i64) -> Option<Case> {
    let at = life.now.instant - TimeDelta::days(days_ago);
    let given_on = civil_date(at, life.now.zone);
    let product = life.rules.protocols_on(given_on).first()?.id.clone();
    let opened = Event::CaseOpened(CaseOpened {
        person: life.case.person,
        reference: "2026-00002".to_owned(),
        jurisdiction: life.case.jurisdiction.clone(),
        opened_on: given_on,
        place: PRISON,
        supervising: PROBATION,
        end_of_term_on: None,
        under_age_reason: None,
    });
    let regimen = life.fresh_of(8);
    let given = Event::DoseGiven(DoseGiven {
        lot: "L9".to_owned(),
        ..DoseGiven::bare(life.fresh_of(7), (1, regimen), (at, given_on), PRISON, product)
    });
    let recorded = |(seq, event)| Recorded {
        seq,
        event,
        recorded_at: at,
        by: Recorder::Account(NURSE),
    };
    let history: Vec<_> = [(1, opened), (2, given)].map(recorded).into();
    Case::fold(CaseId(Uuid::from_u128(22)), &history).ok()
}

/// A case with more recorded in it.
fn and_then(mut case: Case, events: Vec<Event>, life: &Life<'_>) -> Option<Case> {
    for event in events {
        let recorded = Recorded {
            seq: case.version + 1,
            event,
            recorded_at: life.now.instant,
            by: Recorder::Account(NURSE),
        };
        case.apply(&recorded).ok()?;
    }
    Some(case)
}

/// Identities that were drawn at random follow from the case instead: the same seed, the same bytes.
fn renumbered(events: Vec<Event>, life: &Life<'_>) -> Vec<Event> {
    let renumber = |(number, mut event)| {
        if let Event::IncidentReported(incident) = &mut event {
            incident.id = life.fresh_of(number);
        }
        event
    };
    (100..).zip(events).map(renumber).collect()
}

/// Somebody who was told does something about the last alert that he was told of, and writes it down.
fn act(life: &Life<'_>, body: OrganisationId, action: usize) -> Decision {
    let mut told = life.case.alerts.iter().rev().filter(|alert| alert.told(body));
    let alert = told.next().ok_or_else(Vec::new)?.id;
    let kind = kind_of(body);
    let law = life.rules.law_for(life.now.today()).ok_or_else(Vec::new)?;
    let acts: Vec<_> = law.ladder.acts_of(kind).collect();
    let act = pick(&acts, action).ok_or_else(Vec::new)?;
    let form = TakeStep {
        action: act.id.clone(),
        words: "words".to_owned(),
        done_on: Some(Ok(life.now.today())),
        decided: act.legal,
    };
    let about = (life.rules, life.planned());
    let inside_on = |day| {
        let places = &life.rules.places;
        life.case.inside_on(day, |place| places.kind(kind_of(place)))
    };
    decide::act(
        &life.case,
        alert,
        (body, kind),
        &form,
        about,
        inside_on,
        &life.now,
    )
}
