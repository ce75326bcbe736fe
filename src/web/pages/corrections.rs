//! Corrections: a record is amended or struck out. Nothing is deleted.

mod fill;

use super::case_page::timeline::record_of;
use super::record::{Answer, done, fresh, known, refused};
use super::rows::observed_typed;
use super::stock::BY_HAND;
use crate::access::{Action, Context};
use crate::commands::{self, made_at};
use crate::domain::case::Entry;
use crate::domain::event::{Corrected, DoseGiven, DoseNotGiven, IncidentReported, LateDoseDecided, Recorded};
use crate::domain::ids::{PackId, RecordId};
use crate::domain::obligation::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use crate::domain::supply::Pack;
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::store::reading::{self, stock::Wanted};
use crate::store::{StoreError, stock};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::visit::{Html, Visit, done_or_refused};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use fill::{amend_view, as_recorded, is_mixed, time_of, void_view};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![observation, amendment, amend_record, voiding, void_record]
}

/// A record that can be corrected, as it stands.
pub(super) enum Standing<'a> {
    Dose(&'a DoseGiven),
    NotGiven(&'a DoseNotGiven),
    Decision(&'a LateDoseDecided),
    Incident(&'a IncidentReported),
    /// Any other record: struck out as a whole, and shown by what it is.
    Other(&'a Recorded),
}

impl<'a> Standing<'a> {
    /// The record; one that was struck out is no longer there to be corrected.
    fn find(file: &'a CaseFile, id: RecordId) -> Result<Self, Fault> {
        let case = &file.case;
        let known = case.record(id).filter(|known| !known.voided);
        known.ok_or(Fault::NotFound)?;
        let dose = contents(&case.doses).find(|dose| dose.id == id).map(Self::Dose);
        let not_given = || contents(&case.not_given).find(|record| record.id == id);
        let decision = || contents(&case.late_decisions).find(|decision| decision.id == id);
        let incident = || contents(&case.incidents).find(|incident| incident.id == id);
        dose.or_else(|| not_given().map(Self::NotGiven))
            .or_else(|| decision().map(Self::Decision))
            .or_else(|| incident().map(Self::Incident))
            .or_else(|| other(file, id).map(Self::Other))
            .ok_or(Fault::NotFound)
    }

    /// A dose given or not given is amended; a decision or an incident is only ever struck out and made anew.
    fn amendable(file: &'a CaseFile, id: RecordId) -> Result<Self, Fault> {
        match Self::find(file, id)? {
            Self::Decision(_) | Self::Incident(_) | Self::Other(_) => Err(Fault::NotFound),
            standing => Ok(standing),
        }
    }
}

/// The event of a record that is only ever struck out as a whole: any that the timeline offers to strike out.
fn other(file: &CaseFile, id: RecordId) -> Option<&Recorded> {
    let made = |recorded: &&Recorded| record_of(&recorded.event).is_some_and(|(record, _)| record == id);
    file.history.iter().find(made)
}

fn contents<T>(entries: &[Entry<T>]) -> impl Iterator<Item = &T> {
    entries.iter().map(|entry| &entry.content)
}

/// Opens the case for correcting a record; the policies ask where it was made.
async fn open(visit: &Visit<'_>, action: Action, id: &str, record: RecordId) -> Result<CaseFile, Fault> {
    let made = |file: &CaseFile| -> Result<Context, StoreError> {
        made_at(file, record).map_err(|_| StoreError::Missing("record"))
    };
    Ok(visit
        .desk
        .look_when(visit.actor(), action, known(id)?, made)
        .await?)
}

/// The record on which it is still to be said what was seen after a dose: the oldest one.
#[get("/cases/<id>/observation")]
async fn observation(visit: Visit<'_>, id: &str) -> Result<Redirect, Fault> {
    let missing = || StoreError::Missing("record");
    let rules = visit.desk.rules();
    let made = |file: &CaseFile| -> Result<Context, StoreError> {
        let record = unobserved(file, rules).ok_or_else(missing)?;
        made_at(file, record).map_err(|_| missing())
    };
    let file = visit
        .desk
        .look_when(visit.actor(), Action::AmendRecord, known(id)?, made)
        .await?;
    let record = unobserved(&file, rules).ok_or(Fault::NotFound)?;
    let case = file.case.id;
    Ok(Redirect::to(format!(
        "/cases/{case}/records/{record}/amend#observed"
    )))
}

/// The oldest dose of which somebody owes what was seen after it.
fn unobserved(file: &CaseFile, rules: &Rules) -> Option<RecordId> {
    let plan = file.plan(rules);
    let owed = plan.obligations.iter();
    let owed = owed.filter(|owed| owed.kind == Kind::CompleteObservation);
    let cycle = owed.map(|owed| owed.cycle).min()?;
    Some(file.case.dose_of(cycle)?.content.id)
}

#[get("/cases/<id>/records/<record>/amend")]
async fn amendment(visit: Visit<'_>, id: &str, record: &str) -> Result<Html, Fault> {
    let record = known(record)?;
    let file = open(&visit, Action::AmendRecord, id, record).await?;
    let standing = Standing::amendable(&file, record)?;
    let form = as_recorded(&standing, file.now.zone);
    let packs = packs(&visit, &file, &standing).await?;
    visit.show(&amend_view(&visit, &file, &standing, &packs, form))
}

/// The pack that a dose is said to come from, and those it may have come from instead.
async fn packs(visit: &Visit<'_>, file: &CaseFile, standing: &Standing<'_>) -> Result<Vec<Pack>, Fault> {
    let Standing::Dose(dose) = standing else {
        return Ok(Vec::new());
    };
    let store = visit.desk.store();
    let named = match dose.pack {
        Some(pack) => stock::find(store, pack).await?,
        None => None,
    };
    let wanted = Wanted {
        products: &visit.desk.rules().products_of(&dose.product),
        at: dose.place,
        case: file.case.id,
        day: dose.given_on,
        typed_lot: None,
    };
    let lying = reading::stock::usable(store, &wanted).await?;
    Ok(named.into_iter().chain(lying).collect())
}

#[post("/cases/<id>/records/<record>/amend", data = "<typed>")]
async fn amend_record(visit: Visit<'_>, id: &str, record: &str, typed: Checked<Typed>) -> Answer {
    let (case, record, typed) = (known(id)?, known(record)?, typed.0);
    let file = open(&visit, Action::AmendRecord, id, record).await?;
    let standing = Standing::amendable(&file, record)?;
    let outcome = match corrected(&typed, &standing, &file, visit.desk.rules()) {
        Ok(corrected) => {
            let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
            let reason = typed.text("reason");
            let amended = commands::amend_record(desk, actor, submission, case, &corrected, reason).await;
            done_or_refused(amended)?
        }
        Err(wrong) => Err(wrong),
    };
    match outcome {
        Ok(_) => Ok(Ok(done(case, Action::AmendRecord))),
        Err(refusals) => {
            let form = refused(&typed, &refusals);
            let packs = packs(&visit, &file, &standing).await?;
            Ok(Err(
                visit.refuse(&amend_view(&visit, &file, &standing, &packs, form))?
            ))
        }
    }
}

/// The record as corrected, or what cannot be read of it.
fn corrected(
    typed: &Typed,
    standing: &Standing<'_>,
    file: &CaseFile,
    rules: &Rules,
) -> Result<Corrected, Vec<Refusal>> {
    let zone = file.now.zone;
    let mut wrong = Vec::new();
    let occurred_at = typed.moment("occurred_on", "occurred_time", zone);
    if occurred_at.is_none() {
        wrong.push(Refusal::NotUnderstood { field: "occurred_on" });
    }
    let filled = |field| Some(typed.text(field).to_owned()).filter(|text| !text.is_empty());
    let pack = pack_of(typed, standing);
    // What stands on a pack of the list is not typed.
    let expiry_on = match standing {
        Standing::Dose(dose) if pack.is_some() => Some(dose.expiry_on),
        _ => typed.needed_date("expiry_on"),
    };
    let next_attempt_on = match typed.date("next_attempt_on") {
        Some(Err(())) => {
            wrong.push(Refusal::NotUnderstood {
                field: "next_attempt_on",
            });
            None
        }
        other => other.and_then(Result::ok),
    };
    if observed_typed(typed).is_none() && !typed.text("observed_words").is_empty() {
        wrong.push(Refusal::Required { field: "observed" });
    }
    if typed.time("mixed_time") == Some(Err(())) {
        wrong.push(Refusal::Required { field: "mixed_time" });
    }
    if matches!(standing, Standing::Dose(_)) && expiry_on.is_none() {
        wrong.push(Refusal::NotUnderstood { field: "expiry_on" });
    }
    let Some(occurred_at) = occurred_at.filter(|_| wrong.is_empty()) else {
        if typed.text("reason").is_empty() {
            wrong.push(Refusal::Required { field: "reason" });
        }
        return Err(wrong);
    };
    Ok(match standing {
        Standing::Dose(dose) => Corrected::Dose(DoseGiven {
            occurred_at,
            given_on: civil_date(occurred_at, zone),
            pack,
            lot: match pack {
                Some(_) => dose.lot.clone(),
                None => typed.text("lot").to_owned(),
            },
            expiry_on: expiry_on.unwrap_or(dose.expiry_on),
            site: typed.text("site").to_owned(),
            volume_ml: typed.text("volume_ml").to_owned(),
            present: filled("present"),
            present_as: filled("present_as"),
            late_cause: filled("late_cause"),
            late_words: filled("late_words"),
            mixed_at: if is_mixed(rules, file, dose) {
                mixed_at(typed, dose, zone)
            } else {
                dose.mixed_at
            },
            observed: observed_typed(typed),
            ..(*dose).clone()
        }),
        Standing::NotGiven(record) => Corrected::NotGiven(DoseNotGiven {
            occurred_at,
            occurred_on: civil_date(occurred_at, zone),
            cause: typed.text("cause").to_owned(),
            words: typed.text("words").to_owned(),
            tried: typed.text("tried").to_owned(),
            explained: typed.ticks("explained_"),
            told_in: filled("told_in"),
            own_words: typed.text("own_words").to_owned(),
            next_attempt_on,
            ..(*record).clone()
        }),
        Standing::Decision(_) | Standing::Incident(_) | Standing::Other(_) => {
            return Err(vec![Refusal::NothingToDo]);
        }
    })
}

/// When a dose was mixed: as it is known where neither the day nor the time says anything else, otherwise on the day of the dose.
fn mixed_at(typed: &Typed, dose: &DoseGiven, zone: Tz) -> Option<DateTime<Utc>> {
    let same_day = typed.needed_date("occurred_on") == Some(dose.given_on);
    let same = |known: &DateTime<Utc>| same_day && time_of(*known, zone) == typed.text("mixed_time");
    let known = dose.mixed_at.filter(same);
    known.or_else(|| typed.moment("occurred_on", "mixed_time", zone))
}

/// The pack of a corrected dose: the same where nothing was chosen.
fn pack_of(typed: &Typed, standing: &Standing<'_>) -> Option<PackId> {
    let Standing::Dose(dose) = standing else {
        return None;
    };
    match typed.text("pack") {
        "" => dose.pack,
        BY_HAND => None,
        // A pack that is none is refused like one that is gone.
        pack => Some(pack.parse().unwrap_or_else(|_| PackId::fresh())),
    }
}

#[get("/cases/<id>/records/<record>/void")]
async fn voiding(visit: Visit<'_>, id: &str, record: &str) -> Result<Html, Fault> {
    let record = known(record)?;
    let file = open(&visit, Action::VoidRecord, id, record).await?;
    let standing = Standing::find(&file, record)?;
    visit.show(&void_view(&visit, &file, &standing, fresh()))
}

#[post("/cases/<id>/records/<record>/void", data = "<typed>")]
async fn void_record(visit: Visit<'_>, id: &str, record: &str, typed: Checked<Typed>) -> Answer {
    let (case, record, typed) = (known(id)?, known(record)?, typed.0);
    let (reason, sure) = (typed.text("reason"), typed.ticked("sure"));
    let outcome = if sure {
        let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
        done_or_refused(commands::void_record(desk, actor, submission, case, record, reason).await)?
    } else {
        let missing = Some(Refusal::Required { field: "reason" }).filter(|_| reason.is_empty());
        Err(missing.into_iter().collect())
    };
    match outcome {
        Ok(_) => Ok(Ok(done(case, Action::VoidRecord))),
        Err(refusals) => {
            let file = open(&visit, Action::VoidRecord, id, record).await?;
            let standing = Standing::find(&file, record)?;
            let mut form = refused(&typed, &refusals);
            if !sure {
                form = form.problem("sure", Words::key("void-record-be-sure"));
            }
            Ok(Err(visit.refuse(&void_view(&visit, &file, &standing, form))?))
        }
    }
}
