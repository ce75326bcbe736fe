//! The owner of a paper files it for a review.

use crate::access::Role;
use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, FilePaper};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::file::CaseFile;

/// The owner of a paper files it for a review.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn file_review_paper(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &FilePaper,
) -> Result<RecordId, Failure> {
    desk.perform(actor, submission, Action::FileReviewPaper, async |work| {
        let mut file = work.case(case).await?;
        let context = filing(&file, work.rules(), &form.paper).ok_or(Refusal::NothingToDo)?;
        let permit = work.authorise(Action::FileReviewPaper, &file.facts.clone().into(), &context)?;
        let today = file.now.today();
        let law = work.rules().law_for(today).ok_or(Refusal::NothingToDo)?;
        let (record, kind) = (RecordId::fresh(), file.kind_of_place());
        let events = decide::file_paper(&file.case, record, form, &law.course.review, kind, &file.now)?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

/// The circumstances of filing: whose paper the rules say it is. None for a paper that they do not know.
#[must_use]
pub fn filing(file: &CaseFile, rules: &Rules, paper: &str) -> Option<Context> {
    let rule = rules.law_for(file.now.today())?.course.review.paper(paper)?;
    let owner = file
        .roster
        .owner(rule.owner.organisation, rule.owner.post, &rules.places)?;
    Some(Context {
        owed_by: Some((owner.organisation, Role::parse(&owner.role).ok()?)),
        ..Context::default()
    })
}
