//! What is owed to a person who complains.

use super::Clocks;
use super::dates::distance_after;
use crate::domain::event::Complaint;
use crate::domain::obligation::{Because, Kind, Obligation, Why};
use crate::domain::rules::Direction;

impl Clocks<'_> {
    /// Every complaint asks for an answer by the term of the body it goes to, also after the measure has ended.
    pub(super) fn complaints(&self) -> Vec<Obligation> {
        let open = self.case.open_complaints();
        open.filter_map(|(number, entry)| self.complaint(number, &entry.content))
            .collect()
    }

    fn complaint(&self, number: u32, complaint: &Complaint) -> Option<Obligation> {
        let law = self.rules.law_for(complaint.received_on)?;
        let course = self.rules.course_by_rule(&complaint.course).unwrap_or(law.course);
        let addressee = course.complaint.addressee(&complaint.addressee)?;
        let (received_on, owner) = (complaint.received_on, addressee.owner);
        let counted = addressee.within.from(received_on, Direction::After, law.calendar);
        let mut because = vec![Because::Clock {
            fact: "complaint-received".to_owned(),
            fact_on: received_on,
            distance: distance_after(addressee.within),
        }];
        if !counted.skipped.is_empty() {
            because.push(Because::Skipped {
                days: counted.skipped.iter().map(|skip| skip.date).collect(),
            });
        }
        Some(Obligation {
            kind: Kind::AnswerComplaint,
            cycle: number,
            owner: self
                .roster
                .owner(owner.organisation, owner.post, &self.rules.places)?,
            opens_on: received_on,
            due_on: counted.date,
            closes_on: counted.date,
            why: Why {
                rule: course.rule(),
                because,
            },
        })
    }
}
