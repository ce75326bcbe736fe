//! A member of a commission signs what it says.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, SignReview};
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;

/// A member of a commission signs what it says.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn sign_review(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &SignReview,
) -> Result<u32, Failure> {
    desk.perform(actor, submission, Action::SignReview, async |work| {
        let mut file = work.case(case).await?;
        let context = signing(&file, form.review);
        let permit = work.authorise(Action::SignReview, &file.facts.clone().into(), &context)?;
        let account = work.recorder().account().ok_or(Refusal::NotAMember)?;
        let events = decide::sign_review(&file.case, form, account, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, form.review))
    })
    .await
}

/// The circumstances of a signature: who sits on the commission, and who treated the person.
#[must_use]
pub fn signing(file: &CaseFile, review: u32) -> Context {
    let text = file.case.review(review).and_then(|review| review.text());
    let members: Vec<AccountId> = text.map_or_else(Vec::new, |text| {
        text.members.iter().map(|member| member.account).collect()
    });
    Context {
        members: Some(members),
        treated_by: Some(file.treated_by()),
        ..Context::default()
    }
}
