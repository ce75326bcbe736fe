//! Reviews: papers, texts, signatures, the court.

use chrono::TimeDelta;
use uuid::Uuid;

use super::doses::never;
use super::{Step, pick};
use crate::domain::decide::{
    self, CourtDeclines, Decision, DraftReview, FilePaper, SignReview, SubmitToCourt,
};
use crate::domain::event::{Recorder, Reviewer};
use crate::domain::ids::AccountId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Law, Party};
use crate::simulate::life::{DOCTOR, Life};

/// Five psychiatrists; the first of them is the one who clears and prescribes, and must be refused.
fn candidates() -> Vec<Reviewer> {
    let others = [41, 42, 43, 44].map(|number| AccountId(Uuid::from_u128(number)));
    let reviewer = |account: AccountId| Reviewer {
        account,
        name: "member".to_owned(),
    };
    std::iter::once(DOCTOR).chain(others).map(reviewer).collect()
}

/// Takes a step around a review.
pub(super) fn take(life: &mut Life<'_>, step: &Step) -> Result<(), Vec<Refusal>> {
    match *step {
        Step::Paper { which } => life.perform(|life| file(life, which)),
        Step::Review {
            days_ago,
            proposal,
            signatures,
            dissents,
        } => {
            let review = life.case.next_review();
            let members = candidates()[1 + signatures % 2..].to_vec();
            life.perform(|life| draft(life, review, (days_ago, proposal), &members))?;
            for (number, member) in members.iter().take(signatures + 1).enumerate() {
                let opinion = dissents && number == 0;
                life.perform_as(&Recorder::Account(member.account), |life| {
                    sign(life, review, member.account, opinion)
                })?;
            }
            Ok(())
        }
        Step::ReviewOwn => {
            let review = life.case.next_review();
            let treats = life.case.treated_by().contains(&DOCTOR);
            let drafted = life.perform(|life| draft(life, review, (0, 0), &candidates()));
            never(life, drafted, treats, "whoever treats is on no commission")
        }
        Step::Submission => life.perform(|life| {
            let form = SubmitToCourt {
                review: waiting(life, false),
                sent_on: Some(life.now.today()),
                court: "court".to_owned(),
                reference: "1".to_owned(),
            };
            decide::submit_to_court(&life.case, life.fresh(), &form, &life.now)
        }),
        Step::Declined => life.perform(|life| {
            let form = CourtDeclines {
                review: waiting(life, true),
                decided_on: Some(life.now.today()),
                document: "paper".to_owned(),
            };
            decide::court_declines(&life.case, &form, &life.now)
        }),
        _ => Ok(()),
    }
}

/// The first review whose proposal waits to be sent to the court, or to be answered; else the last one.
fn waiting(life: &Life<'_>, sent: bool) -> u32 {
    let reviews = &life.case.reviews;
    let mut open = reviews.iter().filter(|review| {
        let to_court = review.concluded().is_some_and(|(text, _)| text.to_court);
        let waits = review.submission().is_some() == sent && life.case.court_said(review).is_none();
        to_court && waits && life.case.review_counts(review)
    });
    let review = open.next().or(reviews.last());
    review.map_or(1, |review| review.number)
}

fn here<'r>(life: &Life<'r>) -> Result<(Law<'r>, String), Vec<Refusal>> {
    let law = life.rules.law_for(life.now.today());
    let site = life.roster.site(Party::Responsible);
    law.zip(site)
        .map(|(law, site)| (law, site.kind.clone()))
        .ok_or_else(Vec::new)
}

fn file(life: &Life<'_>, which: usize) -> Decision {
    let (law, kind) = here(life)?;
    let rule = &law.course.review;
    let papers: Vec<_> = rule.papers_at(&kind).filter(|paper| !paper.from_record).collect();
    let form = FilePaper {
        review: life.case.next_review(),
        paper: pick(&papers, which).ok_or_else(Vec::new)?.id.clone(),
        dated_on: Some(life.now.today()),
        reference: "17".to_owned(),
        scan_sha256: String::new(),
    };
    decide::file_paper(&life.case, life.fresh(), &form, rule, &kind, &life.now)
}

fn draft(life: &Life<'_>, review: u32, (days_ago, proposal): (i64, usize), members: &[Reviewer]) -> Decision {
    let (law, kind) = here(life)?;
    let text = life.case.review(review).and_then(|review| review.text());
    let proposal = pick(&law.course.review.proposals, proposal).ok_or_else(Vec::new)?;
    let form = DraftReview {
        review,
        over: text.map_or(0, |text| text.version),
        held_on: Some(life.now.today() - TimeDelta::days(days_ago)),
        members: members.iter().map(|member| member.account).collect(),
        findings: "findings".to_owned(),
        proposal: proposal.id.clone(),
        reasons: "reasons".to_owned(),
        without: "without".to_owned(),
    };
    let fresh = life.fresh();
    decide::draft_review(&life.case, fresh, &form, &candidates(), &law, &kind, &life.now)
}

fn sign(life: &Life<'_>, review: u32, account: AccountId, dissents: bool) -> Decision {
    let version = life.case.review(review).and_then(|review| review.text());
    let form = SignReview {
        review,
        version: version.map_or(0, |text| text.version),
        dissents: Some(dissents),
        dissent: if dissents {
            "opinion".to_owned()
        } else {
            String::new()
        },
    };
    decide::sign_review(&life.case, &form, account, &life.now)
}
