//! What makes the rules about hand-over and absence sound.

use super::Found;
use super::ladder::track_faults;
use crate::domain::rules::{Continuity, Offset, Party, Places, RestrictionShape};

pub(super) fn continuity_faults(rules: &Continuity, places: Option<&Places>, found: &mut Found) {
    for (name, source) in [
        ("handover", &rules.handover.source),
        ("residence", &rules.residence.source),
        ("visit", &rules.visit.source),
        ("absence", &rules.absence.source),
        ("unavailable", &rules.unavailable.source),
        ("lost", &rules.lost.source),
        ("turned_up", &rules.turned_up.source),
        ("reporting", &rules.reporting.source),
        ("elsewhere", &rules.elsewhere.source),
        ("counting", &rules.counting.source),
    ] {
        found.source(source, name);
    }
    for (what, listed) in [
        ("release_reason", &rules.release_reasons),
        ("unavailability", &rules.unavailabilities),
    ] {
        found.must(!listed.is_empty(), format!("no {what}"));
        found.unique(what, listed.iter().map(|reason| reason.id.as_str()));
        for reason in listed {
            found.words(&reason.name, &reason.id);
        }
    }
    for (name, offset) in [
        ("handover.answer_within", rules.handover.answer_within),
        ("handover.expires_after", rules.handover.expires_after),
        (
            "handover.release_recorded_within",
            rules.handover.release_recorded_within,
        ),
        ("visit.within", rules.visit.within),
        ("absence.answer_within", rules.absence.answer_within),
        ("absence.longest", rules.absence.longest),
        ("unavailable.longest", rules.unavailable.longest),
        ("lost.look_every", rules.lost.look_every),
    ] {
        let none = matches!(
            offset,
            Offset::Days(0) | Offset::WorkingDays(0) | Offset::Months(0)
        );
        found.must(!none, format!("{name}: leaves no time"));
    }
    found.must(
        days(rules.handover.opens_before) > days(rules.handover.accepted_before),
        "handover: a receiver must have accepted before one is looked for",
    );
    found.must(
        days(rules.handover.expires_after) > days(rules.handover.answer_within),
        "handover: an offer is over before an answer is late",
    );
    found.must(rules.visit.from < rules.visit.until, "visit: no hour is left");
    found.must(
        rules.counting.least_shown > 0,
        "counting: nothing would be held back",
    );
    let asking = &rules.turned_up;
    found.must(
        asking.most_tries > 0 && asking.within_minutes > 0,
        "turned_up: nobody could ask",
    );
    found.must(
        (1..24).contains(&rules.reporting.ask_beyond_hours),
        "reporting: ask_beyond_hours lies within a day",
    );
    found.must(
        rules.elsewhere.most_persons > 0 && rules.elsewhere.within_hours > 0,
        "elsewhere: nobody could be registered who has a namesake",
    );
    restriction_faults(rules, found);
    for (name, track) in [("silent", &rules.silent), ("registry", &rules.registry)] {
        track_faults(name, track, places, found);
        let mut steps = track.steps.iter();
        found.must(
            steps.all(|step| step.to.organisation != Party::Supervising),
            format!("{name}: our own silence may never go to the supervising body"),
        );
    }
}

fn restriction_faults(rules: &Continuity, found: &mut Found) {
    let listed = &rules.restrictions;
    found.unique("restriction", listed.iter().map(|known| known.id.as_str()));
    for known in listed {
        found.words(&known.name, &known.id);
        found.source(&known.source, &known.id);
        found.must(
            known.bars != RestrictionShape::Outside || known.lifted_by_leave,
            format!("{}: no clinic outside the region could ever be reached", known.id),
        );
    }
    let home = listed.iter().filter(|known| known.bars == RestrictionShape::Home);
    found.must(
        home.count() == 1,
        "restriction: hours at home stand once in the list",
    );
}

/// About how many days a length is; enough to compare two of them.
fn days(offset: Offset) -> u32 {
    match offset {
        Offset::Days(days) => days.into(),
        Offset::WorkingDays(days) => u32::from(days) * 7 / 5,
        Offset::Months(months) => u32::from(months) * 30,
    }
}
