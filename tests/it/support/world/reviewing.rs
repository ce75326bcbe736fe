//! What people do around a review, through the commands.

use super::{World, day};
use merzim::commands;
use merzim::domain::{
    decide::{CourtDeclines, DraftReview, FilePaper, SignReview, SubmitToCourt},
    ids::{CaseId, RecordId},
};
use merzim::store::desk::Failure;

/// Three psychiatrists of the forensic centre, who have treated nobody.
pub const COMMISSION: [&str; 3] = ["r1", "r2", "r3"];

/// Papers of a review in a penal facility, with whoever files each.
pub const PAPERS: [(&str, &str); 5] = [
    ("fp", "examination"),
    ("n1", "laboratory"),
    ("n1", "conduct"),
    ("n1", "statement"),
    ("clerk", "ruling"),
];

impl World {
    /// The number of the review that is next.
    pub async fn review(&self, case: CaseId) -> u32 {
        self.file(case).await.case.next_review()
    }

    /// Somebody files a paper dated today.
    pub async fn file_paper(&self, who: &str, case: CaseId, paper: &str) -> Result<RecordId, Failure> {
        let form = FilePaper {
            review: self.review(case).await,
            paper: paper.to_owned(),
            dated_on: Some(self.file(case).await.now.today()),
            reference: "№ 17".to_owned(),
            scan_sha256: String::new(),
        };
        commands::file_review_paper(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// Everybody files what is theirs.
    pub async fn file_papers(&self, case: CaseId) {
        for (who, paper) in PAPERS {
            self.file_paper(who, case, paper).await.unwrap();
        }
    }

    /// The form of a commission that examined the person today.
    pub async fn review_text(&self, case: CaseId, members: &[&str], proposal: &str) -> DraftReview {
        let file = self.file(case).await;
        let review = file.case.next_review();
        let current = file.case.review(review).and_then(|review| review.text());
        let members = members.iter().map(|name| self.country.person(name).id);
        DraftReview {
            review,
            over: current.map_or(0, |text| text.version),
            held_on: Some(file.now.today()),
            members: members.collect(),
            findings: "психический статус описан".to_owned(),
            proposal: proposal.to_owned(),
            reasons: "основания указаны".to_owned(),
            without: "ждать дольше нельзя".to_owned(),
        }
    }

    /// R1 writes down what the commission says.
    pub async fn draft(&self, case: CaseId, form: &DraftReview) -> Result<RecordId, Failure> {
        commands::draft_review(&self.desk, &self.actor("r1"), None, case, form).await
    }

    /// The form with which a member agrees to the text as it stands.
    pub async fn signature(&self, case: CaseId) -> SignReview {
        let file = self.file(case).await;
        let review = file.case.reviews.last().unwrap();
        SignReview {
            review: review.number,
            version: review.text().unwrap().version,
            dissents: Some(false),
            dissent: String::new(),
        }
    }

    /// Somebody signs the text as it stands.
    pub async fn sign(&self, who: &str, case: CaseId) -> Result<u32, Failure> {
        let form = self.signature(case).await;
        commands::sign_review(&self.desk, &self.actor(who), None, case, &form).await
    }

    /// The commission examines today, writes, and signs.
    pub async fn hold_review(&self, case: CaseId, proposal: &str) {
        let form = self.review_text(case, &COMMISSION, proposal).await;
        self.draft(case, &form).await.unwrap();
        for member in COMMISSION {
            self.sign(member, case).await.unwrap();
        }
    }

    /// The clerk sends to the court what a review proposed.
    pub async fn submit(&self, case: CaseId, review: u32, sent_on: &str) -> Result<RecordId, Failure> {
        let form = SubmitToCourt {
            review,
            sent_on: Some(day(sent_on)),
            court: "Алматы қ. соты".to_owned(),
            reference: "исх. 5".to_owned(),
        };
        commands::submit_to_court(&self.desk, &self.actor("clerk"), None, case, &form).await
    }

    /// The clerk records that the court left everything as it is.
    pub async fn court_declines(&self, case: CaseId, review: u32, decided_on: &str) -> Result<u32, Failure> {
        let form = CourtDeclines {
            review,
            decided_on: Some(day(decided_on)),
            document: "постановление 3".to_owned(),
        };
        commands::record_court_declined(&self.desk, &self.actor("clerk"), None, case, &form).await
    }
}
