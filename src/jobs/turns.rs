//! Whose turn it is in a round of deliveries. A system that does not answer costs the others nothing: one lane at a time
//! speaks to it, and none does any more in a round of which it has had its share.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::domain::ids::EndpointId;

/// How long an endpoint may keep a lane in one round. Whatever answers is quicker with all that it is told, and what does
/// not answer is over it with its first attempt, however many messages wait for it; the rest comes in the next rounds.
const SHARE: TimeDelta = TimeDelta::seconds(5);

/// The endpoints that were spoken to in a round.
#[derive(Debug, Default)]
pub(super) struct Turns(BTreeMap<EndpointId, Turn>);

#[derive(Debug, Default)]
struct Turn {
    under_way: bool,
    taken: TimeDelta,
}

impl Turns {
    /// Those whose turn it is not: somebody speaks to them, or has for long enough.
    pub fn over(&self) -> Vec<EndpointId> {
        let over = self
            .0
            .iter()
            .filter(|(_, turn)| turn.under_way || turn.taken >= SHARE);
        over.map(|(id, _)| *id).collect()
    }

    /// A lane speaks to an endpoint.
    pub fn begins(&mut self, id: EndpointId) {
        self.0.entry(id).or_default().under_way = true;
    }

    /// It has an outcome, after so long.
    pub fn ends(&mut self, id: EndpointId, took: TimeDelta) {
        let turn = self.0.entry(id).or_default();
        turn.under_way = false;
        turn.taken += took;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_no_longer_than_its_share() {
        let (slow, quick) = (EndpointId::fresh(), EndpointId::fresh());
        let mut turns = Turns::default();
        assert!(turns.over().is_empty());
        turns.begins(slow);
        assert_eq!(turns.over(), [slow], "somebody speaks to it");
        turns.begins(quick);
        turns.ends(quick, TimeDelta::milliseconds(100));
        assert_eq!(turns.over(), [slow], "the other has answered");
        turns.ends(slow, TimeDelta::seconds(3));
        assert!(turns.over().is_empty());
        turns.begins(slow);
        turns.ends(slow, TimeDelta::seconds(2));
        assert_eq!(turns.over(), [slow], "it has had its share");
    }
}
