//! Doses recorded in the wrong person's case.

use super::{Case, Misfit};
use crate::domain::event::{Event, Recorded, Recorder, WrongPersonReported, WrongPersonSettled};
use crate::domain::ids::RecordId;

/// A dose of which somebody says that it belongs to another person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What was reported.
    pub reported: WrongPersonReported,
    /// By whom.
    pub by: Recorder,
    /// What a second person said to it.
    pub settled: Option<WrongPersonSettled>,
}

impl Case {
    /// What was reported about a dose and waits for a second person.
    #[must_use]
    pub fn open_mistake(&self, record: RecordId) -> Option<&Mistake> {
        let mut open = self.mistakes.iter().filter(|known| known.settled.is_none());
        open.find(|known| known.reported.record == record)
    }

    /// What was found about a record in this case: a dose that was struck out because of it, or what stands for it.
    #[must_use]
    pub fn mistake_of(&self, record: RecordId) -> Option<&Mistake> {
        self.mistakes.iter().find(|known| {
            known.settled.as_ref().is_some_and(|settled| {
                settled.confirmed && (known.reported.record == record || settled.moved_to == Some(record))
            })
        })
    }

    pub(super) fn apply_to_mistake(&mut self, recorded: &Recorded) -> Result<(), Misfit> {
        match &recorded.event {
            Event::WrongPersonReported(reported) => self.mistakes.push(Mistake {
                reported: reported.clone(),
                by: recorded.by.clone(),
                settled: None,
            }),
            Event::WrongPersonSettled(settled) => {
                let mut known = self.mistakes.iter_mut();
                let known = known.find(|known| known.reported.id == settled.report);
                let known = known.ok_or(Misfit::Unknown { seq: recorded.seq })?;
                known.settled = Some(settled.clone());
            }
            _ => return Err(Misfit::Unknown { seq: recorded.seq }),
        }
        Ok(())
    }
}
