//! The court, and how a case ends without one.

use std::cell::Cell;

use chrono::{NaiveDate, TimeDelta};
use uuid::Uuid;

use super::Step;
use crate::domain::decide::{self, EndCase, PlanAftercare};
use crate::domain::event::Departure;
use crate::domain::ids::{LetterId, RulingId};
use crate::domain::obligation::Kind;
use crate::domain::plan::told_by;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{Ruling, RulingChange, Terms};
use crate::simulate::life::{Life, POLICE, PROBATION};

/// Takes a step of a court, or one at the end.
pub(super) fn take(life: &mut Life<'_>, step: &Step) -> Result<(), Vec<Refusal>> {
    match *step {
        Step::Court { .. } => life.perform(|life| {
            let change = change(life, step).ok_or_else(Vec::new)?;
            decide::change_ruling(&life.case, &change, &life.now)
        }),
        Step::Ruling {
            in_days,
            for_days,
            draft,
        } => {
            let ruling = ruling(life, in_days, for_days, draft);
            life.perform(|life| decide::record_ruling(&life.case, &ruling, &life.now))
        }
        Step::Leave { death, hours_ago } => life.perform(|life| {
            let departure = if death {
                Departure::Death
            } else {
                Departure::TransferAbroad
            };
            let form = EndCase {
                departure: Some(departure),
                ended_at: Some(life.now.instant - TimeDelta::hours(hours_ago)),
                document: "paper".to_owned(),
            };
            let used = Cell::new(0);
            let fresh = || {
                used.set(used.get() + 1);
                life.fresh_of(used.get())
            };
            decide::end_case(&life.case, life.fresh(), &form, fresh, &life.now)
        }),
        Step::Aftercare => life.perform(|life| {
            // After a look that was agreed nobody needs another: these lives go on otherwise.
            let last = life.case.aftercare.last();
            let looked = last.is_some_and(|last| last.content.next_look_on.is_some());
            let form = PlanAftercare {
                carer: "carer".to_owned(),
                next_look_on: (!looked).then(|| Ok(in_days_from(life, 30))),
                words: "words".to_owned(),
            };
            decide::plan_aftercare(&life.case, life.fresh(), &form, &life.now)
        }),
        Step::TellEnd => life.perform(|life| {
            let owed = life.planned().obligations.iter();
            let mut owed = owed.filter(|owed| owed.kind == Kind::TellEnd);
            let to = owed.find_map(|owed| told_by(owed.cycle));
            let (_, to) = to.ok_or_else(|| vec![Refusal::NothingToDo])?;
            decide::tell_end(&life.case, LetterId(life.fresh().0), to, &life.now)
        }),
        _ => Ok(()),
    }
}

fn in_days_from(life: &Life<'_>, days: i64) -> NaiveDate {
    life.now.today() + TimeDelta::days(days)
}

fn change(life: &Life<'_>, step: &Step) -> Option<RulingChange> {
    let Step::Court {
        step,
        in_days,
        back,
        for_days,
        police,
    } = *step
    else {
        return None;
    };
    let rulings = &life.case.rulings;
    let ruling = rulings.iter().rev().nth(back % rulings.len().max(1))?.ruling.id;
    let effective_on = in_days_from(life, in_days);
    let terms = Terms {
        until_on: for_days.map(|days| effective_on + TimeDelta::days(days)),
        supervising: police.map(|police| if police { POLICE } else { PROBATION }),
        words: "words".to_owned(),
    };
    Some(RulingChange {
        ruling,
        step,
        effective_on,
        document: "paper".to_owned(),
        terms: Some(terms),
        // A new supervising body alone answers nothing that a commission sent.
        answers: Some(police.is_none()),
    })
}

fn ruling(life: &Life<'_>, in_days: Option<i64>, for_days: Option<i64>, draft: bool) -> Ruling {
    let in_force_on = in_days.map(|days| in_days_from(life, days));
    let starts_on = in_force_on.unwrap_or(life.now.today());
    Ruling {
        id: RulingId(Uuid::from_u128(100 + u128::from(life.case.version))),
        court: "court".to_owned(),
        number: life.case.version.to_string(),
        ruled_on: life.now.today().min(starts_on),
        in_force_on,
        until_on: for_days.map(|days| starts_on + TimeDelta::days(days)),
        offence_on: None,
        scan_sha256: None,
        draft,
        under_age_reason: None,
    }
}
