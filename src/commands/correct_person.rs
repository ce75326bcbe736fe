//! Who the person is was written down wrongly, and is put right.

use super::open_case::{PersonDetails, check_person, identity};
use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::people;

/// Who the person is was written down wrongly, and is put right. A number under which somebody else is registered stays
/// his: two cases of one person are merged, not made one by typing.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn correct_person(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &PersonDetails,
    reason: &str,
) -> Result<PersonId, Failure> {
    desk.perform(actor, submission, Action::CorrectPerson, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::CorrectPerson,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let wrong = check_person(form, &file.now);
        let is = identity(form).filter(|_| wrong.is_empty()).ok_or(wrong)?;
        let id = file.person.id;
        if let Some(iin) = &is.iin
            && let Some(known) = people::find_by_iin(work.tx(), iin.as_str()).await?
            && known.id != id
        {
            return Err(Refusal::NumberOfAnother.into());
        }
        let known = people::registered(work.tx(), id).await?;
        let events = decide::correct_person(&known.identity, &is, reason)?;
        file.person = people::correct(work.tx(), &known, &is).await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, id))
    })
    .await
}
