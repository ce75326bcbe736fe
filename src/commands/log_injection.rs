//! A nurse logs an injection.

use super::pack_taken::{self, Taking};
use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Injection};
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the confirmation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseRecorded {
    /// The record.
    pub record: RecordId,
    /// Number of the dose.
    pub cycle: u32,
    /// The next dose, where one is planned.
    pub next_due_on: Option<NaiveDate>,
    /// Its last day in time.
    pub next_closes_on: Option<NaiveDate>,
    /// Code of the reason for no next dose.
    pub no_next: Option<String>,
}

impl DoseRecorded {
    /// What follows from a record.
    pub(super) fn of(record: RecordId, cycle: u32, next: Result<DoseWindow, NoDose>) -> Self {
        Self {
            record,
            cycle,
            next_due_on: next.as_ref().ok().map(|window| window.due_on),
            next_closes_on: next.as_ref().ok().map(|window| window.closes_on),
            no_next: next.err().map(|reason| reason.code().to_owned()),
        }
    }
}

/// Logs an injection and says what the next date is.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn log_injection(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &Injection,
) -> Result<DoseRecorded, Failure> {
    let action = Action::LogInjection;
    let other = pack_taken::kept_for_another(desk, case, form.pack).await?;
    desk.perform(actor, submission, action, async |work| {
        let (mut file, mut before) = pack_taken::cases(work, case, other).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let record = RecordId::fresh();
        let form = &Injection {
            born_on: Some(file.person.born_on),
            ..pack_taken::given_by(work, &file, actor, form).await?
        };
        let shelf = pack_taken::shelf(work, &file, form, file.facts.responsible).await?;
        let around = (&file.roster, &file.now);
        let events = decide::log_injection_from(&file.case, record, form, &shelf, work.rules(), around)?;
        if let (Some(pack), Some(at)) = (&shelf.chosen, form.occurred_at) {
            let permit = &permit;
            let taking = Taking {
                action,
                permit,
                case,
                record,
                at,
            };
            pack_taken::take(work, taking, pack, &mut before).await?;
        }
        let written = work.record(permit, &mut file, events).await?;
        let next = file.dose(work.rules());
        Ok((written, DoseRecorded::of(record, form.cycle, next)))
    })
    .await
}
