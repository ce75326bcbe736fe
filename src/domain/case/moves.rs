//! Moves: who treats and who supervises from which day on; of those to come, what a clerk takes back, and what a release makes
//! void.

use super::{Case, Stay};
use crate::domain::event::{Event, Recorded, Released};
use chrono::{DateTime, NaiveDate, Utc};

impl Case {
    /// The stays that have not begun, in the order in which they will.
    #[must_use]
    pub fn stays_to_come(&self, today: NaiveDate) -> Vec<&Stay> {
        let mut to_come: Vec<_> = self.places.iter().filter(|stay| stay.from_on > today).collect();
        to_come.sort_by_key(|stay| stay.from_on);
        to_come
    }

    /// The stays with another one. A move that has not come is taken back by another of the same day to where he is until then:
    /// he stays there, and comes nowhere anew. `known_on` is the civil day on which it is written down.
    pub(in crate::domain) fn stays_with(&self, stay: Stay, known_on: NaiveDate) -> Vec<Stay> {
        let mut stays = self.places.clone();
        let to_come = stay.from_on > known_on;
        let elsewhere =
            |known: &Stay| known.from_on == stay.from_on && known.organisation != stay.organisation;
        let planned = stays.iter().any(elsewhere);
        let until_then = stay.from_on.pred_opt().and_then(|eve| self.place_on(eve));
        if to_come && planned && until_then == Some(stay.organisation) {
            stays.retain(|known| known.from_on != stay.from_on);
        } else {
            stays.push(stay);
        }
        stays
    }

    /// Takes in that another place treats, or another body supervises.
    pub(super) fn apply_to_stays(&mut self, recorded: &Recorded) -> Option<()> {
        match &recorded.event {
            Event::PlaceChanged {
                place,
                from_on,
                noted_on,
                ..
            } => {
                let stay = Stay {
                    organisation: *place,
                    from_on: *from_on,
                    known_at: recorded.recorded_at,
                    seq: recorded.seq,
                };
                let known_on = noted_on.unwrap_or(recorded.recorded_at.date_naive());
                self.places = self.stays_with(stay, known_on);
                self.passage.arrive(&self.places);
            }
            Event::SupervisionChanged {
                supervising, from_on, ..
            } => {
                self.supervision.push(Stay {
                    organisation: *supervising,
                    from_on: *from_on,
                    known_at: recorded.recorded_at,
                    seq: recorded.seq,
                });
            }
            _ => return None,
        }
        Some(())
    }

    /// Whoever was released is brought nowhere any more by a move that was planned before, and has not come.
    pub(super) fn give_up_moves(&mut self, released: &Released, at: DateTime<Utc>) {
        let noted_on = released.noted_on.unwrap_or(at.date_naive());
        let known_on = released.released_on.max(noted_on);
        self.places.retain(|stay| stay.from_on <= known_on);
    }
}
