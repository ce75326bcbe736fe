//! An answer at the chair alarms: it goes on record before it is known whether a dose is given.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Injection};
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure};

/// An answer at the chair alarms: it goes on record before it is known whether a dose is given. Sent again on the same
/// day it is on record already, so that no key is needed.
///
/// # Errors
/// [`Failure::Refused`] where nothing new alarms; [`Failure::Forbidden`].
pub async fn record_alarms(
    desk: &Desk,
    actor: &Actor,
    case: CaseId,
    form: &Injection,
) -> Result<(), Failure> {
    desk.perform(actor, None, Action::RecordResults, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::RecordResults, &resource, &Context::default())?;
        let events = decide::record_alarms(&file.case, RecordId::fresh(), form, work.rules(), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, ()))
    })
    .await
}
