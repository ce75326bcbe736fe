//! What makes the rules about the way of the drug sound.

use super::Found;
use super::ladder::track_faults;
use crate::domain::rules::{Choice, Party, Protocol, Supply};

pub(super) fn supply_faults(supply: &Supply, protocols: &[(String, Protocol)], found: &mut Found) {
    for (source, of) in [
        (&supply.lead.source, "lead"),
        (&supply.custody.source, "custody"),
        (&supply.near_expiry.source, "near_expiry"),
        (&supply.answers.source, "answers"),
        (&supply.unmeasured.source, "unmeasured"),
    ] {
        found.source(source, of);
    }
    found.must(
        supply.custody.longest_hours > 0,
        "custody: every hand-over would be a gap",
    );
    found.must(
        supply.unmeasured.from_celsius < supply.unmeasured.to_celsius,
        "unmeasured: there is no weather between these",
    );
    track_faults("track", &supply.track, None, found);
    let mut steps = supply.track.steps.iter();
    found.must(
        !steps.any(|step| step.to.organisation == Party::Supervising),
        "track: our own failures may never go to the supervising body",
    );
    for excursion in &supply.excursions {
        found.source(&excursion.source, &excursion.product);
        let known = protocols.iter().any(|(_, known)| known.id == excursion.product);
        found.must(known, format!("excursion: no product \"{}\"", excursion.product));
        let wider = excursion.from_celsius <= excursion.to_celsius;
        found.must(wider, format!("excursion: {} is empty", excursion.product));
    }
    for (what, list) in [
        ("rejection", &supply.rejections),
        ("write_off", &supply.write_offs),
        ("by_hand", &supply.by_hand),
        ("paper", &supply.papers),
    ] {
        choices(what, list, found);
    }
    for (what, list) in [
        ("rejection", &supply.rejections),
        ("write_off", &supply.write_offs),
    ] {
        let both = list.iter().any(|known| known.lost) && list.iter().any(|known| !known.lost);
        found.must(
            both,
            format!("{what}: a pack can be there or be missing, and both need a reason"),
        );
    }
}

fn choices(what: &str, list: &[Choice], found: &mut Found) {
    found.must(!list.is_empty(), format!("no {what}"));
    found.unique(what, list.iter().map(|known| known.id.as_str()));
    for choice in list {
        found.words(&choice.name, &choice.id);
    }
}
