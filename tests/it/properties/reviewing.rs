//! Reviews in random histories: papers, texts, signatures, the court.

use super::histories::Step;
use super::life::Life;
use crate::support::world::RULES;
use chrono::TimeDelta;
use merzim::domain::{
    decide::{self, CourtDeclines, DraftReview, FilePaper, SignReview, SubmitToCourt},
    event::{Recorder, Reviewer},
    ids::AccountId,
    refusal::Refusal,
    rules::Party,
};
use uuid::Uuid;

/// Five psychiatrists; one of them is the one who clears and prescribes, and is refused.
fn candidates() -> Vec<Reviewer> {
    let doctors = [7, 41, 42, 43, 44];
    let reviewer = |number| Reviewer {
        account: AccountId(Uuid::from_u128(number)),
        name: number.to_string(),
    };
    doctors.map(reviewer).into()
}

/// Takes a step around a review.
pub fn take(life: &mut Life, step: &Step) -> Result<(), Vec<Refusal>> {
    let law = RULES.law_for(life.now.today()).unwrap();
    let kind = life.roster.site(Party::Responsible).unwrap().kind.clone();
    let review = life.case.next_review();
    let sent = life.case.reviews.last().map_or(1, |review| review.number);
    match *step {
        Step::Paper { which } => life.perform(|life| {
            let rule = &law.course.review;
            let papers: Vec<_> = rule.papers_at(&kind).filter(|paper| !paper.from_record).collect();
            let form = FilePaper {
                review,
                paper: papers[which % papers.len()].id.clone(),
                dated_on: Some(life.now.today()),
                reference: "17".to_owned(),
                scan_sha256: String::new(),
            };
            decide::file_paper(&life.case, life.fresh(), &form, rule, &kind, &life.now)
        }),
        Step::Review {
            days_ago,
            proposal,
            signatures,
        } => {
            let members = candidates()[1 + signatures % 2..].to_vec();
            life.perform(|life| {
                let text = life.case.review(review).and_then(|review| review.text());
                let form = DraftReview {
                    review,
                    over: text.map_or(0, |text| text.version),
                    held_on: Some(life.now.today() - TimeDelta::days(days_ago)),
                    members: members.iter().map(|member| member.account).collect(),
                    findings: "findings".to_owned(),
                    proposal: proposal.to_owned(),
                    reasons: "reasons".to_owned(),
                    without: "without".to_owned(),
                };
                let fresh = life.fresh();
                decide::draft_review(&life.case, fresh, &form, &candidates(), &law, &kind, &life.now)
            })?;
            for member in members.iter().take(signatures + 1) {
                let version = life.case.review(review).and_then(|review| review.text());
                let form = SignReview {
                    review,
                    version: version.map_or(0, |text| text.version),
                    dissents: Some(false),
                    dissent: String::new(),
                };
                let account = member.account;
                life.perform_as(&Recorder::Account(account), |life| {
                    decide::sign_review(&life.case, &form, account, &life.now)
                })?;
            }
            Ok(())
        }
        Step::Submission => life.perform(|life| {
            let form = SubmitToCourt {
                review: sent,
                sent_on: Some(life.now.today()),
                court: "court".to_owned(),
                reference: "1".to_owned(),
            };
            decide::submit_to_court(&life.case, life.fresh(), &form, &life.now)
        }),
        _ => life.perform(|life| {
            let form = CourtDeclines {
                review: sent,
                decided_on: Some(life.now.today()),
                document: "paper".to_owned(),
            };
            decide::court_declines(&life.case, &form, &life.now)
        }),
    }
}
