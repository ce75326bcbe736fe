//! How long each hand has had a parcel without a word, by the plainest book: a line for each hand, and what is said of it is
//! crossed off. It knows nothing of how a case counts this.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::Broken;
use crate::domain::event::SupplyFact;
use crate::domain::ids::ParcelId;

/// The custody lines of the parcels of one person.
#[derive(Clone, Debug, Default)]
pub struct Custody {
    lines: BTreeMap<ParcelId, Line>,
}

#[derive(Clone, Debug)]
struct Line {
    packed_at: DateTime<Utc>,
    hands: Vec<Hand>,
    /// Nobody knows where it is: nobody is asked for the hands any more.
    lost: bool,
}

/// One hand: what of its time is neither over nor said.
#[derive(Clone, Copy, Debug)]
struct Hand {
    silent_since: DateTime<Utc>,
    passed_on_at: Option<DateTime<Utc>>,
}

impl Hand {
    fn at(moment: DateTime<Utc>) -> Self {
        Self {
            silent_since: moment,
            passed_on_at: None,
        }
    }

    fn ends(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.passed_on_at.unwrap_or(now)
    }

    fn silent_too_long(&self, longest: TimeDelta, now: DateTime<Utc>) -> bool {
        self.ends(now) - self.silent_since > longest
    }
}

impl Line {
    fn pass_on(&mut self, at: DateTime<Utc>) {
        if let Some(last) = self.hands.last_mut() {
            last.passed_on_at = Some(at);
        }
    }
}

impl Custody {
    /// Follows what was written down at a moment, where a hand may be silent for so long, and says what cannot have been so.
    pub fn follow(&mut self, fact: &SupplyFact, at: DateTime<Utc>, longest: TimeDelta) -> Option<Broken> {
        match fact {
            SupplyFact::ParcelPrepared(prepared) => {
                let line = Line {
                    packed_at: prepared.prepared_at,
                    hands: Vec::new(),
                    lost: false,
                };
                self.lines.insert(prepared.parcel, line);
            }
            SupplyFact::ParcelHandedOver(handed) => {
                let line = self.lines.get_mut(&handed.parcel)?;
                line.pass_on(handed.at);
                line.hands.push(Hand::at(handed.at));
            }
            SupplyFact::ParcelReceived(received) => {
                let line = self.lines.get_mut(&received.parcel)?;
                // Nobody said that it left: whoever packed it had it all the time.
                if line.hands.is_empty() {
                    line.hands.push(Hand::at(line.packed_at));
                }
                line.pass_on(received.at);
                line.lost = false;
            }
            SupplyFact::ParcelLost { parcel, .. } => self.lines.get_mut(parcel)?.lost = true,
            SupplyFact::CustodyExplained { parcel, .. } => return self.explained(*parcel, at, longest),
            _ => {}
        }
        None
    }

    /// What was said explains the first hand that was silent for too long, up to that moment.
    fn explained(&mut self, parcel: ParcelId, at: DateTime<Utc>, longest: TimeDelta) -> Option<Broken> {
        let line = self.lines.get_mut(&parcel);
        let hands = line.into_iter().flat_map(|line| &mut line.hands);
        let mut silent = hands.filter(|hand| hand.silent_too_long(longest, at));
        match silent.next() {
            Some(hand) => hand.silent_since = hand.ends(at),
            None => {
                let promise = "only a gap in custody is explained";
                return Some(Broken::new(promise, format!("{parcel} at {at}")));
            }
        }
        None
    }

    /// Must somebody say where a parcel is or was?
    #[must_use]
    pub fn gap(&self, parcel: ParcelId, longest: TimeDelta, now: DateTime<Utc>) -> bool {
        let line = self.lines.get(&parcel).filter(|line| !line.lost);
        let mut hands = line.into_iter().flat_map(|line| &line.hands);
        hands.any(|hand| hand.silent_too_long(longest, now))
    }
}
