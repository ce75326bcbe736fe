//! What the case page says about reviews.

use super::View;
use crate::domain::event::Event;
use crate::domain::plan::Plan;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::reviews::{proposal, review_status};
use crate::web::views::case_file::ReviewLine;
use crate::web::visit::Visit;

/// Every review that was begun, the latest first, and the one to come.
pub(super) fn fill(file: &CaseFile, plan: &Plan, view: View) -> Vec<ReviewLine> {
    let case = &file.case;
    let next = case.next_review();
    let begun = case
        .reviews
        .iter()
        .map(|review| review.number)
        .filter(|number| *number < next);
    let to_come = (!case.doses_in_effect().is_empty()).then_some(next);
    // To the registry a review is what goes to the court.
    let shown = |number: &u32| {
        let review = case.review(*number);
        let concluded = review.and_then(|review| review.concluded());
        view == View::Clinical || concluded.is_some_and(|(text, _)| text.to_court)
    };
    let mut numbers: Vec<u32> = begun.chain(to_come).filter(shown).collect();
    numbers.reverse();
    numbers
        .into_iter()
        .map(|number| ReviewLine {
            href: format!("/cases/{}/reviews/{number}", case.id),
            words: Words::key("review-number").number("n", number.into()),
            status: review_status(file, number, plan),
        })
        .collect()
}

/// The timeline's words.
pub(super) fn lines(visit: &Visit<'_>, event: &Event) -> Vec<Words> {
    let of = |number: u32| Words::key("review-number").number("n", number.into());
    let plain = |text: &str| Words::plain(text.to_owned());
    match event {
        Event::ReviewPaperFiled(paper) => {
            let law = visit.desk.rules().law_for(paper.dated_on);
            let rule = law.and_then(|law| law.course.review.paper(&paper.paper));
            let name = rule.map_or_else(|| plain(&paper.paper), |rule| rule.name.clone().into());
            let filed = Words::key("paper-filed-line")
                .date("on", paper.dated_on)
                .words("reference", plain(&paper.reference));
            vec![of(paper.review), name, filed]
        }
        Event::ReviewDrafted(text) => {
            let mut lines = vec![
                of(text.review),
                Words::key("review-version").number("n", text.version.into()),
                Words::key("review-held").date("on", text.held_on),
                proposal(visit, text),
                plain(&text.reasons),
            ];
            let names: Vec<_> = text.members.iter().map(|member| member.name.as_str()).collect();
            lines.push(Words::key("review-members-line").words("names", names.join(", ")));
            lines
        }
        Event::ReviewSigned(signature) => {
            let dissent = signature.dissent.as_ref();
            let dissent = dissent.map(|words| Words::key("signed-with-dissent").words("words", plain(words)));
            [
                of(signature.review),
                Words::key("review-version").number("n", signature.version.into()),
            ]
            .into_iter()
            .chain(dissent)
            .collect()
        }
        Event::SubmittedToCourt(sent) => vec![
            of(sent.review),
            Words::key("submission-sent").date("on", sent.sent_on),
            plain(&format!("{}, {}", sent.court, sent.reference)),
        ],
        Event::CourtDeclined(declined) => vec![
            of(declined.review),
            Words::key("court-declined-on").date("on", declined.decided_on),
            plain(&declined.document),
        ],
        _ => Vec::new(),
    }
}
