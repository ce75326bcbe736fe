//! A commission writes down what it says, or corrects it.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, DraftReview};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;

/// A commission writes down what it says, or corrects it.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn draft_review(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &DraftReview,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::DraftReview, async |work| {
        let mut file = work.case(case).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(Action::DraftReview, &resource, &drafting(&file))?;
        let today = file.now.today();
        let law = work.rules().law_for(today).ok_or(Refusal::NothingToDo)?;
        let candidates = file.reviewers(law.course.review.post, &work.rules().places);
        let (record, kind) = (RecordId::fresh(), file.kind_of_place());
        let events = decide::draft_review(&file.case, record, form, &candidates, &law, kind, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

/// The circumstances of writing a review down: who treated the person.
#[must_use]
pub fn drafting(file: &CaseFile) -> Context {
    Context {
        treated_by: Some(file.treated_by()),
        ..Context::default()
    }
}
