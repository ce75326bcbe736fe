//! What makes the rules about complaints sound.

use super::Found;
use crate::domain::rules::{ComplaintRule, Offset, Places};

pub(super) fn complaint_faults(rule: &ComplaintRule, places: Option<&Places>, found: &mut Found) {
    found.source(&rule.source, "complaint");
    for (what, list) in [("subject", &rule.subjects), ("outcome", &rule.outcomes)] {
        found.must(!list.is_empty(), format!("complaint: no {what}"));
        found.unique(what, list.iter().map(|known| known.id.as_str()));
        list.iter().for_each(|known| found.words(&known.name, &known.id));
    }
    found.must(!rule.addressees.is_empty(), "complaint: no addressee");
    found.unique("addressee", rule.addressees.iter().map(|known| known.id.as_str()));
    for known in &rule.addressees {
        found.words(&known.name, &known.id);
        found.source(&known.source, &known.id);
        let at_once = matches!(
            known.within,
            Offset::Days(0) | Offset::WorkingDays(0) | Offset::Months(0)
        );
        found.must(!at_once, format!("{}: no time to answer", known.id));
        let post = known.owner.post;
        let filled =
            places.is_none_or(|places| places.kinds.iter().any(|kind| kind.posts.contains_key(&post)));
        found.must(
            filled,
            format!("{}: no kind of organisation has the owner's post", known.id),
        );
    }
}
