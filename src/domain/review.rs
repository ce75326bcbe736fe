//! The reviews of a case: papers, versions of a text, signatures, the way to the court and back.

use super::case::{Case, Entry, Misfit};
use super::event::{
    CourtDeclined, CourtSubmission, Event, Meanwhile, Recorded, ReviewPaper, ReviewSignature, ReviewText,
};
use super::ids::AccountId;
use super::ruling::{Ruling, RulingChange, RulingFile, RulingStep};
use chrono::{DateTime, NaiveDate, Utc};

/// One review, from its first paper to the court's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Number within the case, from 1.
    pub number: u32,
    /// Papers, in the order filed.
    pub papers: Vec<Entry<ReviewPaper>>,
    /// Versions of the text, oldest first. Only the last one can be signed.
    pub texts: Vec<Entry<ReviewText>>,
    /// Every signature, those under earlier versions included.
    pub signatures: Vec<Signed>,
    /// Submissions, in the order recorded; the last one counts.
    pub submissions: Vec<Entry<CourtSubmission>>,
    /// The court left the measure as it is.
    pub declined: Option<Entry<CourtDeclined>>,
}

/// A signature with its hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Whose.
    pub account: AccountId,
    /// What.
    pub content: ReviewSignature,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

/// What a court said to a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CourtSaid<'c> {
    /// A further ruling.
    Ruled(&'c Ruling),
    /// A ruling was extended or varied.
    Changed(&'c RulingChange),
    /// The measure was ended, or the ruling quashed.
    Ended(&'c RulingChange),
    /// Left as it is.
    Declined(&'c CourtDeclined),
}

impl CourtSaid<'_> {
    /// The day from which it counts.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::Ruled(ruling) => ruling.ruled_on,
            Self::Changed(change) | Self::Ended(change) => change.effective_on,
            Self::Declined(declined) => declined.decided_on,
        }
    }
}

impl Review {
    fn new(number: u32) -> Self {
        Self {
            number,
            papers: Vec::new(),
            texts: Vec::new(),
            signatures: Vec::new(),
            submissions: Vec::new(),
            declined: None,
        }
    }

    /// The text as it stands.
    #[must_use]
    pub fn text(&self) -> Option<&ReviewText> {
        self.texts.last().map(|entry| &entry.content)
    }

    /// The paper that counts, where one was filed.
    #[must_use]
    pub fn paper(&self, id: &str) -> Option<&Entry<ReviewPaper>> {
        self.papers.iter().rfind(|entry| entry.content.paper == id)
    }

    /// The signature of a member under the text as it stands.
    #[must_use]
    pub fn signature(&self, account: AccountId) -> Option<&Signed> {
        let version = self.text()?.version;
        let mut signed = self.signatures.iter();
        signed.find(|signed| signed.account == account && signed.content.version == version)
    }

    /// The members who have not signed the text as it stands.
    pub fn waiting(&self) -> impl Iterator<Item = AccountId> + '_ {
        let members = self.text().into_iter().flat_map(|text| &text.members);
        let accounts = members.map(|member| member.account);
        accounts.filter(|account| self.signature(*account).is_none())
    }

    /// The text that everybody signed, and the day of the last signature. It is final.
    #[must_use]
    pub fn concluded(&self) -> Option<(&ReviewText, NaiveDate)> {
        let text = self.text()?;
        if self.waiting().next().is_some() {
            return None;
        }
        let mut signed = self.signatures.iter();
        let last = signed.rfind(|signed| signed.content.version == text.version)?;
        Some((text, last.content.signed_on))
    }

    /// The submission that counts.
    #[must_use]
    pub fn submission(&self) -> Option<&Entry<CourtSubmission>> {
        self.submissions.last()
    }
}

impl Case {
    /// The review of a number.
    #[must_use]
    pub fn review(&self, number: u32) -> Option<&Review> {
        self.reviews.iter().find(|review| review.number == number)
    }

    /// The number of the review that is to be held next: one more than were concluded.
    #[must_use]
    pub fn next_review(&self) -> u32 {
        let concluded = self.reviews.iter().filter(|review| review.concluded().is_some());
        u32::try_from(concluded.count()).unwrap_or(u32::MAX - 1) + 1
    }

    /// Does what a review proposes still count? One that was concluded after the measure had ended is kept as what
    /// happened, and changes nothing.
    #[must_use]
    pub fn review_counts(&self, review: &Review) -> bool {
        let concluded = review.concluded();
        concluded.is_some_and(|(_, concluded_on)| !self.ended_on(concluded_on))
    }

    /// The day on which a commission's proposal was sent to a court that has not answered; of several the first.
    #[must_use]
    pub fn waits_at_court(&self) -> Option<NaiveDate> {
        let waiting = self.reviews.iter();
        let waiting =
            waiting.filter(|review| self.review_counts(review) && self.court_said(review).is_none());
        let sent = waiting.filter_map(Review::submission);
        sent.map(|sent| sent.content.sent_on).min()
    }

    /// What the court said to the submission of a review: the first ruling, extension, ending or refusal from the day on which it
    /// was sent, or the first variation that says that it answers it.
    #[must_use]
    pub fn court_said(&self, review: &Review) -> Option<CourtSaid<'_>> {
        let sent_on = review.submission()?.content.sent_on;
        let number = review.number;
        let ruled = self.rulings.iter().map(|file| CourtSaid::Ruled(&file.ruling));
        let changes = self.rulings.iter().flat_map(RulingFile::steps);
        let changed = changes.filter_map(|change| match change.step {
            RulingStep::EndedByCourt | RulingStep::Quashed => Some(CourtSaid::Ended(change)),
            step if step.makes_version() && change.answers != Some(false) => Some(CourtSaid::Changed(change)),
            _ => None,
        });
        let declined = self.review(number).and_then(|review| review.declined.as_ref());
        let declined = declined.map(|entry| CourtSaid::Declined(&entry.content));
        ruled
            .chain(changed)
            .chain(declined)
            .filter(|said| said.day() >= sent_on)
            .min_by_key(CourtSaid::day)
    }

    /// The stretches in which doses wait for a court, because a commission proposed to stop and the procedure then
    /// said to hold them: first day, and first day free again.
    pub(super) fn waits_for_court(&self) -> impl Iterator<Item = (NaiveDate, Option<NaiveDate>)> + '_ {
        self.reviews.iter().filter_map(|review| {
            let (text, concluded_on) = review.concluded()?;
            let held = text.meanwhile == Some(Meanwhile::Hold) && self.review_counts(review);
            held.then(|| (concluded_on, self.court_said(review).map(|said| said.day())))
        })
    }

    /// Since when doses wait for a court, where they do on a day.
    #[must_use]
    pub fn waits_for_court_on(&self, day: NaiveDate) -> Option<NaiveDate> {
        let mut stretches = self.waits_for_court();
        let found = stretches
            .find(|(from_on, until_on)| *from_on <= day && until_on.is_none_or(|free_on| day < free_on));
        found.map(|(from_on, _)| from_on)
    }

    pub(super) fn apply_to_review(&mut self, recorded: &Recorded) -> Result<(), Misfit> {
        let unknown = Misfit::Unknown { seq: recorded.seq };
        match &recorded.event {
            Event::ReviewPaperFiled(paper) => {
                let review = self.review_mut(paper.review).ok_or(unknown)?;
                review.papers.push(Entry::new(paper.clone(), recorded));
            }
            Event::ReviewDrafted(text) => {
                let review = self.review_mut(text.review).ok_or(unknown)?;
                review.texts.push(Entry::new(text.clone(), recorded));
            }
            Event::ReviewSigned(signature) => {
                let account = recorded.by.account().ok_or_else(|| unknown.clone())?;
                let review = self.review_mut(signature.review).ok_or(unknown)?;
                review.signatures.push(Signed {
                    account,
                    content: signature.clone(),
                    at: recorded.recorded_at,
                });
            }
            Event::SubmittedToCourt(submission) => {
                let review = self.review_mut(submission.review).ok_or(unknown)?;
                review.submissions.push(Entry::new(submission.clone(), recorded));
            }
            Event::CourtDeclined(declined) => {
                let review = self.review_mut(declined.review).ok_or(unknown)?;
                review.declined = Some(Entry::new(declined.clone(), recorded));
            }
            _ => return Err(unknown),
        }
        Ok(())
    }

    /// The review of a number; a new one where it is the next.
    fn review_mut(&mut self, number: u32) -> Option<&mut Review> {
        let next = u32::try_from(self.reviews.len()).ok()? + 1;
        if number == next {
            self.reviews.push(Review::new(number));
        }
        self.reviews.iter_mut().find(|review| review.number == number)
    }
}
