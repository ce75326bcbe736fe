//! What makes the lists about reactions sound.

use super::Found;
use crate::domain::rules::Reactions;

pub(super) fn reaction_faults(reactions: &Reactions, found: &mut Found) {
    found.source(&reactions.source, "reactions");
    found.must(
        reactions.severities.iter().any(|known| known.stops),
        "no severity stops the doses",
    );
    found.must(
        reactions.severities.is_sorted_by_key(|known| known.stops),
        "whatever is more severe than what stops the doses must stop them too",
    );
    found.must(!reactions.outcomes.is_empty(), "no outcome");
    found.unique(
        "severity",
        reactions.severities.iter().map(|known| known.id.as_str()),
    );
    found.unique(
        "outcome",
        reactions.outcomes.iter().map(|known| known.id.as_str()),
    );
    for severity in &reactions.severities {
        found.words(&severity.name, &severity.id);
    }
    for outcome in &reactions.outcomes {
        found.words(&outcome.name, &outcome.id);
    }
}
