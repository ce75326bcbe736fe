//! What a case knows about the person's complaints.

use super::{Case, Entry};
use crate::domain::event::{Complaint, ComplaintAnswered, Recorder};
use crate::domain::ids::{AccountId, RecordId};

impl Case {
    /// The answer to a complaint.
    #[must_use]
    pub fn answer_to(&self, complaint: RecordId) -> Option<&Entry<ComplaintAnswered>> {
        let mut answers = self.complaint_answers.iter();
        answers.find(|answer| answer.content.complaint == complaint)
    }

    /// The complaints nobody has answered, with their numbers in the order of recording.
    pub fn open_complaints(&self) -> impl Iterator<Item = (u32, &Entry<Complaint>)> {
        (1..)
            .zip(&self.complaints)
            .filter(|(_, entry)| self.answer_to(entry.content.id).is_none())
    }

    /// Is this the account a complaint names, or the one that made the record it names?
    #[must_use]
    pub fn complained_about(&self, complaint: &Complaint, account: AccountId) -> bool {
        let made = complaint.about.and_then(|about| self.made_by(about));
        complaint.against == Some(account) || made.and_then(Recorder::account) == Some(account)
    }

    /// Who made a record, whatever kind it is of.
    #[must_use]
    pub fn made_by(&self, record: RecordId) -> Option<&Recorder> {
        let hold = || self.holds.iter().find(|hold| hold.placed.id == record);
        let regimen = || self.regimens.iter().find(|entry| entry.content.id == record);
        self.record(record)
            .map(|record| record.by)
            .or_else(|| hold().map(|hold| &hold.by))
            .or_else(|| regimen().map(|entry| &entry.by))
    }
}
