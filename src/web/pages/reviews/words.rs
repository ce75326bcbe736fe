//! Reviews in words, on every page that speaks of them.

use crate::domain::decide::meanwhile;
use crate::domain::event::{Meanwhile, ReviewText};
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::review::Review;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::on;
use crate::web::views::parts::{Banner, Link, Row, Status, Tone};
use crate::web::visit::Visit;

/// How a review stands, in one word.
pub(in crate::web::pages) fn review_status(file: &CaseFile, number: u32, plan: &Plan) -> Status {
    let case = &file.case;
    let review = case.review(number);
    let owed = plan.obligation((Kind::Review, number));
    let today = file.now.today();
    let (tone, state) = match review.and_then(|review| review.concluded().map(|(text, _)| (review, text))) {
        Some((review, _)) if !case.review_counts(review) => (Tone::Quiet, "kept"),
        Some((review, _)) if review.submission().is_some() => match case.court_said(review) {
            Some(_) => (Tone::Good, "ruled"),
            None => (Tone::Info, "at-court"),
        },
        Some((_, text)) if text.to_court && file.facts.open => (Tone::Warn, "to-submit"),
        Some(_) => (Tone::Good, "concluded"),
        None if owed.is_some_and(|owed| owed.closes_on < today) => (Tone::Bad, "overdue"),
        None if review.is_some_and(|review| review.text().is_some()) => (Tone::Warn, "signing"),
        None if !file.facts.open => (Tone::Quiet, "not-owed"),
        None if owed.is_some_and(|owed| owed.opens_on > today) => (Tone::Quiet, "planned"),
        None if plan.obligations.iter().any(|owed| owed.kind == Kind::ReviewPaper) => {
            (Tone::Warn, "papers-missing")
        }
        None => (Tone::Info, "ready"),
    };
    Status::new(tone, Words::key(format!("review-state-{state}")))
}

/// How many of the members who signed the text dissent; nothing where they agree.
pub(super) fn dissents(review: &Review, text: &ReviewText) -> Option<Words> {
    let signed = text
        .members
        .iter()
        .filter_map(|member| review.signature(member.account));
    let dissenting = signed.filter(|signed| signed.content.dissent.is_some()).count();
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    (dissenting > 0).then(|| {
        Words::key("review-dissents")
            .number("n", number(dissenting))
            .number("of", number(text.members.len()))
    })
}

/// A proposal in the words of the rules it was made under.
pub(in crate::web::pages) fn proposal(visit: &Visit<'_>, text: &ReviewText) -> Words {
    let law = visit.desk.rules().law_for(text.held_on);
    let known = law.and_then(|law| law.course.review.proposal(&text.proposal));
    known.map_or_else(
        || Words::plain(text.proposal.clone()),
        |known| known.name.clone().into(),
    )
}

/// The text of a commission as rows.
pub(in crate::web::pages) fn lines(visit: &Visit<'_>, text: &ReviewText) -> Vec<Row> {
    let mut rows = vec![
        Row::new(Words::key("review-held-on"), on(text.held_on)),
        Row::new(Words::key("review-proposal"), proposal(visit, text)),
        Row::new(Words::key("review-findings"), text.findings.clone()),
        Row::new(Words::key("review-reasons"), text.reasons.clone()),
    ];
    if !text.without.is_empty() {
        rows.push(Row::new(Words::key("review-without"), text.without.clone()));
    }
    rows.push(Row::new(
        Words::key("review-version-label"),
        Words::key("review-version").number("n", text.version.into()),
    ));
    rows
}

/// Has neither a court nor a physician stopped the doses?
pub(in crate::web::pages) fn nothing_stops(file: &CaseFile) -> bool {
    let standing = file.case.standing_on(file.now.today());
    let in_force = standing.is_some_and(|standing| standing.in_force());
    in_force && !file.case.holds.iter().any(|hold| hold.open())
}

/// What the case page says while doses and a court's decision cross. Where a court or a physician has stopped the doses, they do
/// not go on until it decides.
pub(in crate::web::pages) fn meanwhile_banner(file: &CaseFile) -> Option<Banner> {
    let kept = meanwhile(&file.case).filter(|_| file.facts.open)?;
    let kept = Some(kept).filter(|kept| *kept == Meanwhile::Hold || nothing_stops(file))?;
    let review = file
        .case
        .reviews
        .iter()
        .rfind(|review| file.case.review_counts(review) && file.case.court_said(review).is_none())?;
    Some(Banner {
        tone: if kept == Meanwhile::Hold {
            Tone::Warn
        } else {
            Tone::Info
        },
        title: Words::key(format!("meanwhile-{}", kept.code())),
        words: Some(Words::key("meanwhile-words")),
        link: Some(Link::new(
            format!("/cases/{}/reviews/{}", file.case.id, review.number),
            Words::key("open-review"),
        )),
    })
}
