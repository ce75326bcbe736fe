//! A nurse logs an injection.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Injection};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::rules::Rules;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;
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
    /// What is to be said once the dose of a cycle is on record.
    pub(super) fn of(file: &CaseFile, record: RecordId, cycle: u32, rules: &Rules) -> Self {
        let next = file.plan(rules).dose;
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
    desk.perform(actor, submission, Action::LogInjection, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::LogInjection,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let record = RecordId::fresh();
        let events = decide::log_injection(&file.case, record, form, work.rules(), &file.roster, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, DoseRecorded::of(&file, record, form.cycle, work.rules())))
    })
    .await
}
