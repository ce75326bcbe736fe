//! What a review waits for, whose that is, and what becomes possible then: whoever finds no button here reads why.

use super::page::Shown;
use crate::domain::event::{ReviewText, Reviewer};
use crate::domain::review::Review;
use crate::domain::rules::PaperRule;
use crate::text::Words;
use crate::web::views::reviews::Wait;

impl Shown<'_> {
    pub(super) fn waits(&self, clinical: bool) -> Vec<Wait> {
        let lines: Vec<Words> = match (self.review.and_then(Review::concluded), self.text()) {
            (Some((text, _)), _) => self.waits_for_court(text).into_iter().collect(),
            (None, Some(text)) => self.waits_for_signatures(text, clinical),
            (None, None) => return self.waits_for_text(clinical),
        };
        lines.into_iter().map(Wait::from).collect()
    }

    /// The missing papers with their owners, then who may write the text. A missing paper does not stop a commission.
    fn waits_for_text(&self, clinical: bool) -> Vec<Wait> {
        let missing = self.missing().filter(|paper| self.shown_to(paper, clinical));
        let parts: Vec<_> = missing
            .map(|paper| {
                Words::key("missing-paper")
                    .words("paper", paper.name.clone())
                    .words("role", self.owner_words(paper))
            })
            .collect();
        if !clinical {
            let court = Words::key("review-then-court");
            return parts.into_iter().chain([court]).map(Wait::from).collect();
        }
        let mut lines = Vec::new();
        if !parts.is_empty() {
            let words = Words::key("review-waits-papers");
            lines.push(Wait { words, parts });
        }
        let members = i64::try_from(self.course.review.members).unwrap_or(i64::MAX);
        lines.push(Wait::from(Words::key("review-then-text").number("n", members)));
        lines.extend(self.took_part().then(|| Wait::from(Words::key("review-not-you"))));
        lines
    }

    fn waits_for_signatures(&self, text: &ReviewText, clinical: bool) -> Vec<Words> {
        let Some(review) = self.review.filter(|_| clinical) else {
            return vec![Words::key("review-then-court")];
        };
        let barred = self.barred();
        let unsigned = text.members.iter();
        let unsigned = unsigned.filter(|member| review.signature(member.account).is_none());
        let awaited: Vec<_> = unsigned.filter(|_| barred.is_empty()).collect();
        let named = |key: &'static str, members: &[&Reviewer]| {
            let names: Vec<_> = members.iter().map(|member| member.name.as_str()).collect();
            (!names.is_empty()).then(|| Words::key(key).words("names", Words::plain(names.join(", "))))
        };
        let mut lines: Vec<Words> = named("review-write-anew", &barred).into_iter().collect();
        lines.extend(named("review-waits-signatures", &awaited));
        lines.push(Words::key("review-then-court"));
        lines.extend(self.took_part().then(|| Words::key("review-not-you")));
        lines
    }

    fn waits_for_court(&self, text: &ReviewText) -> Option<Words> {
        let review = self
            .review
            .filter(|review| self.file.case.review_counts(review))?;
        if !text.to_court || self.file.case.court_said(review).is_some() {
            return None;
        }
        Some(Words::key(if review.submission().is_some() {
            "review-waits-court"
        } else {
            "review-waits-submission"
        }))
    }

    /// The members of the text who treated the person after it was written: they are no reviewers of it, whether they signed it
    /// before or not, and no other signature replaces theirs. Nobody signs this version any more.
    pub(super) fn barred(&self) -> Vec<&Reviewer> {
        let treated_by = self.file.treated_by();
        let members = self.text().into_iter().flat_map(|text| &text.members);
        members
            .filter(|member| treated_by.contains(&member.account))
            .collect()
    }

    /// Did the reader treat this person?
    fn took_part(&self) -> bool {
        let account = self.visit.actor().account_id();
        account.is_some_and(|account| self.file.treated_by().contains(&account))
    }

    /// The registry sees the papers that are its own.
    pub(super) fn shown_to(&self, paper: &PaperRule, clinical: bool) -> bool {
        let places = &self.visit.desk.rules().places;
        let (roster, reader) = (&self.file.roster, self.visit.actor().organisation());
        let owner = roster.owner(paper.owner.organisation, paper.owner.post, places);
        clinical || owner.is_some_and(|owner| Some(owner.organisation) == reader)
    }
}
