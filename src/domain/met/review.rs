//! How what was owed around a review ended.

use crate::domain::case::Case;
use crate::domain::ids::RecordId;
use crate::domain::obligation::Kind;
use crate::domain::plan::paper_of;

/// The record that met what was owed around a review; none where its reason went.
pub(super) fn met(case: &Case, kind: Kind, cycle: u32) -> Option<RecordId> {
    match kind {
        Kind::Review => {
            let (text, _) = case.review(cycle)?.concluded()?;
            Some(text.id)
        }
        Kind::ReviewPaper => {
            // Which paper a number stands for is the rules' to say; a paper filed since is what met it.
            let (review, _) = paper_of(cycle);
            let review = case
                .review(review)
                .filter(|review| review.concluded().is_none())?;
            review.papers.last().map(|entry| entry.content.id)
        }
        Kind::SubmitToCourt => {
            let sent = case.review(cycle)?.submission()?;
            Some(sent.content.id)
        }
        Kind::AskCourt => {
            let review = case.review(cycle)?;
            case.court_said(review)?;
            Some(review.submission()?.content.id)
        }
        _ => None,
    }
}
