//! Holds as they are placed, confirmed and lifted.

use super::{Case, Hold};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::RecordId;

impl Case {
    /// Takes in what happens to a hold; none where it is unknown.
    pub(super) fn apply_to_hold(&mut self, recorded: &Recorded) -> Option<()> {
        match &recorded.event {
            Event::HoldPlaced(placed) => self.holds.push(Hold {
                placed: placed.clone(),
                by: recorded.by.clone(),
                until_on: placed.until_on,
                confirmed: Vec::new(),
                looked: None,
                decided_by: Vec::new(),
                lifted_on: None,
                lifted_seq: None,
                lifted_at: None,
                over: None,
            }),
            Event::HoldConfirmed {
                hold,
                confirmed_on,
                until_on,
                ..
            } => {
                let hold = self.hold_mut(*hold)?;
                hold.confirmed.push(*confirmed_on);
                hold.looked = Some((recorded.by.clone(), recorded.recorded_at));
                hold.decided_by.extend(recorded.by.account());
                hold.until_on = *until_on;
            }
            Event::HoldLifted {
                hold,
                lifted_on,
                over,
                ..
            } => {
                let hold = self.hold_mut(*hold)?;
                hold.over.clone_from(over);
                hold.lifted_on = Some(*lifted_on);
                hold.lifted_seq = Some(recorded.seq);
                hold.lifted_at = Some(recorded.recorded_at);
                hold.decided_by.extend(recorded.by.account());
            }
            _ => return None,
        }
        Some(())
    }

    fn hold_mut(&mut self, id: RecordId) -> Option<&mut Hold> {
        self.holds.iter_mut().find(|hold| hold.placed.id == id)
    }
}
