//! The way of a review in steps: owed, papers, text, signatures, submission, ruling, closed case.

use super::page::Shown;
use super::words::proposal;
use crate::domain::obligation::Kind;
use crate::domain::review::{CourtSaid, Review};
use crate::text::Words;
use crate::web::pages::case_head::{on, reasons, who};
use crate::web::views::reviews::WayStep;

impl Shown<'_> {
    pub(super) fn way(&self, clinical: bool) -> Vec<WayStep> {
        let step = |key: &'static str, done, lines| WayStep {
            title: Words::key(key),
            lines,
            done,
        };
        let case = &self.file.case;
        let concluded = self.review.and_then(Review::concluded);
        let missing = self.missing().count();
        let mut way = Vec::new();
        let due = self.plan.obligation((Kind::Review, self.number));
        way.extend(due.map(|owed| {
            let mut said = vec![Words::key("review-due").date("on", owed.due_on)];
            said.extend(reasons(self.visit.desk.rules(), &owed.why));
            step("way-due", false, said)
        }));
        if clinical {
            let papers = match concluded {
                Some((text, _)) => text.missing.len(),
                None => missing,
            };
            let count = i64::try_from(papers).unwrap_or(i64::MAX);
            let said = if papers == 0 {
                Words::key("way-papers-complete")
            } else {
                Words::key("way-papers-missing").number("n", count)
            };
            way.push(step("way-papers", concluded.is_some() || papers == 0, vec![said]));
            let held = self
                .text()
                .map(|text| vec![Words::key("review-held").date("on", text.held_on)]);
            way.push(step("way-text", held.is_some(), held.unwrap_or_default()));
        }
        let signed = concluded.map(|(text, signed_on)| {
            vec![
                Words::key("review-concluded").date("on", signed_on),
                proposal(self.visit, text),
            ]
        });
        way.push(step(
            "way-signatures",
            signed.is_some(),
            signed.unwrap_or_default(),
        ));
        // Concluded after the end it is kept, and leads nowhere: least of all to a measure that goes on.
        if self
            .review
            .is_some_and(|review| concluded.is_some() && !case.review_counts(review))
        {
            way.push(step("way-kept", true, Vec::new()));
            return way;
        }
        let to_court = concluded.is_none_or(|(text, _)| text.to_court);
        if !to_court {
            way.push(step("way-no-court", true, Vec::new()));
            return way;
        }
        let sent = self.review.and_then(Review::submission).map(|entry| {
            let sent = &entry.content;
            vec![
                Words::key("submission-sent").date("on", sent.sent_on),
                Words::plain(format!("{}, {}", sent.court, sent.reference)),
                who(self.file, &entry.by),
            ]
        });
        way.push(step("way-submission", sent.is_some(), sent.unwrap_or_default()));
        let said = self.review.and_then(|review| case.court_said(review));
        way.push(step(
            "way-ruling",
            said.is_some(),
            said.map_or_else(Vec::new, court_lines),
        ));
        let ended_on = case.closes_on(self.file.now.today());
        let ended = case.ended_on(self.file.now.today());
        let closed = ended_on.filter(|_| ended).map(|day| vec![on(day)]);
        if closed.is_some() || concluded.is_some_and(|(text, _)| text.meanwhile.is_some()) {
            way.push(step("way-closed", closed.is_some(), closed.unwrap_or_default()));
        }
        way
    }
}

fn court_lines(said: CourtSaid<'_>) -> Vec<Words> {
    match said {
        CourtSaid::Ruled(ruling) => vec![
            Words::key("court-ruled").date("on", ruling.ruled_on),
            Words::plain(format!("{} № {}", ruling.court, ruling.number)),
        ],
        CourtSaid::Changed(change) | CourtSaid::Ended(change) => vec![
            Words::key(format!("ruling-step-{}", change.step.code())),
            Words::key("effective-from").date("on", change.effective_on),
            Words::plain(change.document.clone()),
        ],
        CourtSaid::Declined(declined) => vec![
            Words::key("court-declined-on").date("on", declined.decided_on),
            Words::plain(declined.document.clone()),
        ],
    }
}
