//! A physician answers a request to be away.

use super::applying;
use crate::access::{Action, Actor, Context};
use crate::domain::case::Case;
use crate::domain::decide::Decision;
use crate::domain::decide::passage;
use crate::domain::decide::passage::AnswerAbsence;
use crate::domain::dosing::DoseWindow;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::roster::Roster;
use crate::domain::rules::{Continuity, Law};
use crate::domain::time::Now;
use crate::store::desk::{Desk, Failure, Submission};

/// A physician answers a request to be away.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn answer_absence(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &AnswerAbsence,
) -> Result<RecordId, Failure> {
    day_of_dose(desk, actor, submission, case, (form, passage::answer_absence)).await
}

/// Decides about the day of the open dose by what was typed.
type Decides<F> =
    fn(&Case, RecordId, &F, (Option<&DoseWindow>, &Roster), (&Continuity, &Law<'_>), &Now) -> Decision;

/// What a physician says of the day of the open dose is decided by the rules of today, and written down.
pub(super) async fn day_of_dose<F: Sync>(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    (form, decide): (&F, Decides<F>),
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::AnswerAbsence, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::AnswerAbsence, &resource, &Context::default())?;
        let record = RecordId::fresh();
        let (rules, law) = applying(work, file.now.today())?;
        let dose = file.dose(work.rules());
        let seen = (dose.as_ref().ok(), &file.roster);
        let events = decide(&file.case, record, form, seen, (rules, &law), &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}
