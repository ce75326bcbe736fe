//! What was measured, and what physicians decided about it, written down as it comes.

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::event::{Event, Judgement, Measured, Recorded};
use crate::domain::ids::RecordId;

/// A laboratory's slip, or an examination.
pub(super) struct Slip<'h> {
    pub(super) id: RecordId,
    pub(super) seq: u32,
    pub(super) recorded_at: DateTime<Utc>,
    pub(super) taken_on: NaiveDate,
    pub(super) values: &'h [Measured],
}

impl Slip<'_> {
    /// Does a value of an item stand on it?
    pub(super) fn has(&self, item: &str) -> bool {
        self.values.iter().any(|value| value.item == item)
    }
}

/// The drawers. Records that were struck out are not in them.
#[derive(Default)]
pub(super) struct Lab<'h> {
    pub(super) slips: Vec<Slip<'h>>,
    /// What was decided, each with its place in the history.
    pub(super) judged: Vec<(u32, &'h Judgement)>,
}

impl<'h> Lab<'h> {
    pub(super) fn read(&mut self, recorded: &'h Recorded) {
        let (id, taken_on, values) = match &recorded.event {
            Event::ResultsRecorded(slip) => (slip.id, slip.taken_on, &slip.values),
            Event::ExamRecorded(exam) => (exam.id, exam.examined_on, &exam.values),
            Event::ResultJudged(judged) => {
                self.judged.push((recorded.seq, judged));
                return;
            }
            _ => return,
        };
        self.slips.push(Slip {
            id,
            seq: recorded.seq,
            recorded_at: recorded.recorded_at,
            taken_on,
            values,
        });
    }

    pub(super) fn strike_out(&mut self, record: RecordId) {
        self.slips.retain(|slip| slip.id != record);
        self.judged.retain(|(_, judged)| judged.id != record);
    }

    /// The days on which an item was measured, in their order.
    pub(super) fn days_of(&self, item: &str) -> Vec<NaiveDate> {
        let mut days = Vec::new();
        for slip in &self.slips {
            if slip.has(item) {
                days.push(slip.taken_on);
            }
        }
        days.sort_unstable();
        days
    }

    /// What was last decided about a slip.
    pub(super) fn last_word(&self, slip: RecordId) -> Option<&'h Judgement> {
        let last = self.judged.iter().rfind(|(_, judged)| judged.record == slip);
        last.map(|(_, judged)| *judged)
    }
}
