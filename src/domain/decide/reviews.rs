//! The review by a commission: papers, a text in versions, signatures, the way to the court.

use super::{Decision, past, scan_digest};
use crate::domain::case::Case;
use crate::domain::event::{
    CourtDeclined, CourtSubmission, Event, Meanwhile, ReviewPaper, ReviewSignature, ReviewText, Reviewer,
};
use crate::domain::ids::{AccountId, RecordId};
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::{Law, PaperRule, ReviewRule};
use crate::domain::time::Now;
use chrono::NaiveDate;

/// A paper for a review. Unread text, so that one look can name everything that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilePaper {
    /// Number of the review.
    pub review: u32,
    /// Which paper, by identity.
    pub paper: String,
    /// Its date; `None` where the typed date is not one.
    pub dated_on: Option<NaiveDate>,
    /// Its number, or where it lies.
    pub reference: String,
    /// SHA-256 of the scan, or empty.
    pub scan_sha256: String,
}

/// What a commission says. Unread text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftReview {
    /// Number of the review.
    pub review: u32,
    /// The version it was written over; 0 for the first.
    pub over: u32,
    /// Day of the examination; `None` where the typed date is not one.
    pub held_on: Option<NaiveDate>,
    /// The members chosen.
    pub members: Vec<AccountId>,
    /// Findings.
    pub findings: String,
    /// Proposal, by identity.
    pub proposal: String,
    /// Reasons.
    pub reasons: String,
    /// Why papers are missing.
    pub without: String,
}

/// A member's signature. Unread text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignReview {
    /// Number of the review.
    pub review: u32,
    /// The version that was read.
    pub version: u32,
    /// Signed with an own, differing opinion?
    pub dissents: Option<bool>,
    /// That opinion.
    pub dissent: String,
}

/// A submission to the court. Unread text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubmitToCourt {
    /// Number of the review.
    pub review: u32,
    /// Day on which it was sent; `None` where the typed date is not one.
    pub sent_on: Option<NaiveDate>,
    /// The court.
    pub court: String,
    /// Number of the letter.
    pub reference: String,
}

/// The court left the measure as it is. Unread text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CourtDeclines {
    /// Number of the review.
    pub review: u32,
    /// Day of the decision; `None` where the typed date is not one.
    pub decided_on: Option<NaiveDate>,
    /// The document.
    pub document: String,
}

/// The papers that a review still lacks where the person is treated in a kind of organisation.
pub fn missing_papers<'r>(
    case: &'r Case,
    review: u32,
    rule: &'r ReviewRule,
    kind: &'r str,
) -> impl Iterator<Item = &'r PaperRule> {
    let known = case.review(review);
    rule.papers_at(kind)
        .filter(move |paper| !paper.from_record && known.is_none_or(|known| known.paper(&paper.id).is_none()))
}

/// Is this the review that can be worked on? Concluded is final, and one comes after the other.
fn workable(case: &Case, review: u32) -> Result<NaiveDate, Vec<Refusal>> {
    if review != case.next_review() {
        return Err(vec![Refusal::NothingToDo]);
    }
    let doses = case.doses_in_effect();
    let first = doses.first().map(|entry| entry.content.given_on);
    first.ok_or_else(|| vec![Refusal::StepNotPossible])
}

/// Files a paper. Filed again, the later one counts.
///
/// # Errors
/// Refused where the review is concluded, the paper is none that is asked for here, or its date or number is missing.
pub fn file_paper(
    case: &Case,
    id: RecordId,
    form: &FilePaper,
    rule: &ReviewRule,
    kind: &str,
    now: &Now,
) -> Decision {
    workable(case, form.review)?;
    let mut asked = rule.papers_at(kind).filter(|paper| !paper.from_record);
    if !asked.any(|paper| paper.id == form.paper) {
        return Err(vec![Refusal::NothingToDo]);
    }
    let mut wrong = Vec::new();
    let dated_on = past("dated_on", form.dated_on, None, now, &mut wrong);
    let reference =
        text("paper_reference", &form.reference, true, LINE).map_err(|refusal| wrong.push(refusal));
    let scan_sha256 = scan_digest(&form.scan_sha256).map_err(|refusal| wrong.push(refusal));
    match (dated_on, reference, scan_sha256) {
        (Some(dated_on), Ok(reference), Ok(scan_sha256)) if wrong.is_empty() => {
            Ok(vec![Event::ReviewPaperFiled(ReviewPaper {
                id,
                review: form.review,
                paper: form.paper.clone(),
                dated_on,
                reference,
                scan_sha256,
            })])
        }
        _ => Err(wrong),
    }
}

/// Writes down what a commission says, or corrects it: a new version, which asks for every signature anew.
///
/// # Errors
/// Refused where the review is concluded, somebody changed the text meanwhile, the commission is too small or holds
/// somebody who treated the person, or anything needed is missing.
pub fn draft_review(
    case: &Case,
    id: RecordId,
    form: &DraftReview,
    candidates: &[Reviewer],
    law: &Law<'_>,
    kind: &str,
    now: &Now,
) -> Decision {
    let first_on = workable(case, form.review)?;
    let current = case.review(form.review).and_then(|review| review.text());
    if form.over != current.map_or(0, |text| text.version) {
        return Err(vec![Refusal::TextChanged]);
    }
    let rule = &law.course.review;
    let mut wrong = Vec::new();
    let concluded = case.reviews.iter().filter_map(|review| review.concluded());
    let last_on = concluded.map(|(text, _)| text.held_on).max();
    let earliest_on = last_on.unwrap_or(first_on);
    let held_on = past("held_on", form.held_on, Some(earliest_on), now, &mut wrong);
    let members = members(case, form, candidates, rule, &mut wrong);
    let findings = said("findings", &form.findings, true, &mut wrong);
    let proposal = rule.proposal(&form.proposal);
    if proposal.is_none() {
        wrong.push(Refusal::Required { field: "proposal" });
    }
    let reasons = said("reasons", &form.reasons, true, &mut wrong);
    let missing: Vec<_> = missing_papers(case, form.review, rule, kind)
        .map(|paper| paper.id.clone())
        .collect();
    let without = said("without", &form.without, !missing.is_empty(), &mut wrong);
    let (Some(held_on), Some(proposal), true) = (held_on, proposal, wrong.is_empty()) else {
        return Err(wrong);
    };
    let new = ReviewText {
        id,
        review: form.review,
        version: form.over + 1,
        course: law.course.rule(),
        held_on,
        members,
        findings,
        proposal: proposal.id.clone(),
        reasons,
        to_court: proposal.to_court,
        meanwhile: proposal.ends.then_some(law.procedure.review.until_court_decides),
        without: if missing.is_empty() {
            String::new()
        } else {
            without
        },
        missing,
    };
    let unchanged = current.is_some_and(|text| {
        let same = ReviewText {
            id: text.id,
            version: text.version,
            ..new.clone()
        };
        same == *text
    });
    if unchanged {
        return Err(vec![Refusal::NothingToDo]);
    }
    Ok(vec![Event::ReviewDrafted(new)])
}

/// A text as it is kept; what is wrong with it otherwise.
fn said(field: &'static str, typed: &str, required: bool, wrong: &mut Vec<Refusal>) -> String {
    text(field, typed, required, WORDS).unwrap_or_else(|refusal| {
        wrong.push(refusal);
        String::new()
    })
}

fn members(
    case: &Case,
    form: &DraftReview,
    candidates: &[Reviewer],
    rule: &ReviewRule,
    wrong: &mut Vec<Refusal>,
) -> Vec<Reviewer> {
    let field = "members";
    let mut chosen = form.members.clone();
    chosen.sort_unstable();
    chosen.dedup();
    let known: Vec<_> = candidates
        .iter()
        .filter(|known| chosen.contains(&known.account))
        .cloned()
        .collect();
    if known.iter().any(|known| case.took_part(known)) {
        wrong.push(Refusal::TookPart { field: Some(field) });
    }
    if known.len() != chosen.len() {
        wrong.push(Refusal::NotUnderstood { field });
    }
    if chosen.len() < rule.members {
        wrong.push(Refusal::TooFewMembers { least: rule.members });
    }
    known
}

/// A member signs the version that was read. With the last signature the review is concluded, and final.
///
/// # Errors
/// Refused to whoever is no member or signed already; where the text changed since, and where any of its members treated the
/// person, whether he signed before or not.
pub fn sign_review(case: &Case, form: &SignReview, account: AccountId, now: &Now) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    let review = case.review(form.review).ok_or_else(nothing)?;
    let current = review.text().ok_or_else(nothing)?;
    if current.members.iter().all(|member| member.account != account) {
        return Err(vec![Refusal::NotAMember]);
    }
    if review.concluded().is_some() || review.signature(account).is_some() {
        return Err(nothing());
    }
    if current.version != form.version {
        return Err(vec![Refusal::TextChanged]);
    }
    // Whoever signed first and treated then is no reviewer either: the text is written anew without him.
    if case.to_write_anew(review) {
        return Err(vec![Refusal::TookPart { field: None }]);
    }
    let mut wrong = Vec::new();
    if form.dissents.is_none() {
        wrong.push(Refusal::Required { field: "opinion" });
    }
    let dissents = form.dissents == Some(true);
    // Words of dissent beside an agreement: one of the two is a slip, and only the signer knows which.
    if form.dissents == Some(false) && !form.dissent.trim().is_empty() {
        wrong.push(Refusal::NotUnderstood { field: "dissent" });
    }
    match text("dissent", &form.dissent, dissents, WORDS) {
        Ok(dissent) if wrong.is_empty() => Ok(vec![Event::ReviewSigned(ReviewSignature {
            review: form.review,
            version: form.version,
            signed_on: now.today(),
            dissent: Some(dissent).filter(|_| dissents),
        })]),
        Ok(_) => Err(wrong),
        Err(refusal) => {
            wrong.push(refusal);
            Err(wrong)
        }
    }
}

/// Records that the proposal was sent to the court. Recorded again before the court has spoken, it puts the earlier
/// record right.
///
/// # Errors
/// Refused where nothing needs the court, or it has spoken; where the day, the court or the number is missing.
pub fn submit_to_court(case: &Case, id: RecordId, form: &SubmitToCourt, now: &Now) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    let review = case.review(form.review).ok_or_else(nothing)?;
    let (current, concluded_on) = review.concluded().ok_or_else(nothing)?;
    if !current.to_court || !case.review_counts(review) || case.court_said(review).is_some() {
        return Err(nothing());
    }
    let mut wrong = Vec::new();
    let sent_on = past("sent_on", form.sent_on, Some(concluded_on), now, &mut wrong);
    let court = text("court", &form.court, true, LINE).map_err(|refusal| wrong.push(refusal));
    let reference =
        text("paper_reference", &form.reference, true, LINE).map_err(|refusal| wrong.push(refusal));
    match (sent_on, court, reference) {
        (Some(sent_on), Ok(court), Ok(reference)) => Ok(vec![Event::SubmittedToCourt(CourtSubmission {
            id,
            review: form.review,
            sent_on,
            court,
            reference,
        })]),
        _ => Err(wrong),
    }
}

/// Records that the court left the measure as it is: the waiting is over, and so is a hold of the doses for it.
///
/// # Errors
/// Refused where nothing waits for the court; where the day or the document is missing.
pub fn court_declines(case: &Case, form: &CourtDeclines, now: &Now) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    let review = case.review(form.review).ok_or_else(nothing)?;
    let sent = review.submission().ok_or_else(nothing)?;
    if case.court_said(review).is_some() {
        return Err(nothing());
    }
    let mut wrong = Vec::new();
    let sent_on = Some(sent.content.sent_on);
    let decided_on = past("decided_on", form.decided_on, sent_on, now, &mut wrong);
    let document = text("document", &form.document, true, LINE).map_err(|refusal| wrong.push(refusal));
    match (decided_on, document) {
        (Some(decided_on), Ok(document)) => Ok(vec![Event::CourtDeclined(CourtDeclined {
            review: form.review,
            decided_on,
            document,
        })]),
        _ => Err(wrong),
    }
}

/// What becomes of the doses between a proposal to stop and the court's decision, where one waits.
#[must_use]
pub fn meanwhile(case: &Case) -> Option<Meanwhile> {
    let waiting = |review: &&crate::domain::review::Review| {
        case.review_counts(review) && case.court_said(review).is_none()
    };
    let review = case.reviews.iter().rfind(waiting)?;
    review.text()?.meanwhile
}
