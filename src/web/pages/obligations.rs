//! What an obligation is, in words: its kind, and the items it is about where it is about some.

use crate::domain::obligation::{Because, Kind, Why};
use crate::domain::plan::{
    ASKED, ASKED_AGAIN, AWAY, CLINICIAN_GONE, CURFEW, HELD, HELD_AGAIN, LOOK_AGREED, MOVED_HOUSE,
    RESTRICTION, told_by,
};
use crate::domain::rules::Course;
use crate::text::Words;
use crate::web::pages::reviews::paper_words;
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// So many items are named in a list; the rest is counted.
const MOST_NAMED: usize = 4;

/// The kind, with its items.
#[must_use]
pub fn kind_words(visit: &Visit<'_>, kind: Kind, cycle: u32, why: &Why, due_on: NaiveDate) -> Words {
    if kind == Kind::ReviewPaper {
        return paper_words(visit, cycle, due_on);
    }
    if let Some((_, to)) = told_by(cycle).filter(|_| kind == Kind::TellEnd) {
        return Words::key(format!("kind-tell-end-{}", to.code()));
    }
    if kind == Kind::Aftercare && why.counts_from(LOOK_AGREED) {
        return Words::key("kind-aftercare-look");
    }
    if kind == Kind::SetAppointment && why.counts_from(CURFEW) {
        return Words::key("kind-set-appointment-curfew");
    }
    if kind == Kind::SetAppointment && why.counts_from(RESTRICTION) {
        return Words::key("kind-set-appointment-restriction");
    }
    if kind == Kind::SetAppointment && why.set_by(CLINICIAN_GONE) {
        return Words::key("kind-set-appointment-clinician");
    }
    if kind == Kind::AgreeDoseDay && !why.set_by(AWAY) {
        return Words::key("kind-agree-dose-day-restriction");
    }
    let unknown = [HELD, HELD_AGAIN, ASKED_AGAIN];
    if kind == Kind::ConfirmRelease && unknown.iter().any(|fact| why.counts_from(fact)) {
        return Words::key("kind-confirm-release-unknown");
    }
    if kind == Kind::FirstVisit {
        let moved = why.set_by(MOVED_HOUSE);
        let key = if moved {
            "kind-first-visit-moved"
        } else {
            "kind-first-visit-released"
        };
        return Words::key(key);
    }
    if kind == Kind::ArrangeHandover && why.set_by(ASKED) {
        return Words::key("kind-arrange-handover-asked");
    }
    let items = why.because.iter().find_map(|because| match because {
        Because::Items { items } => Some(items),
        _ => None,
    });
    let course = visit.desk.rules().law_for(due_on).map(|law| law.course);
    match items.zip(course) {
        Some((items, course)) => {
            let list = item_list(course, items.iter().map(String::as_str), MOST_NAMED);
            Words::key(format!("kind-{}-of", kind.code())).words("items", list)
        }
        None if kind == Kind::JudgeResult && why.because.iter().any(concluded) => {
            Words::key("kind-judge-exam")
        }
        None => Words::key(format!("kind-{}", kind.code())),
    }
}

fn concluded(because: &Because) -> bool {
    matches!(because, Because::Concluded { .. })
}

/// The name of an item; its code where the course no longer knows it.
#[must_use]
pub fn item_name(course: &Course, id: &str) -> Words {
    course
        .item(id)
        .map_or_else(|| Words::plain(id), |item| item.in_lists().clone().into())
}

/// Names in a row: "a, b, c and 3 more".
#[must_use]
pub fn item_list<'i>(course: &Course, items: impl Iterator<Item = &'i str>, most: usize) -> Words {
    let names: Vec<_> = items.map(|id| item_name(course, id)).collect();
    let more = names.len().saturating_sub(most);
    // One left over is named, not counted.
    let shown = if more == 1 {
        names.len()
    } else {
        names.len() - more
    };
    let named = names.iter().take(shown).cloned();
    let named = named.reduce(|first, second| {
        Words::key("list-and")
            .words("first", first)
            .words("second", second)
    });
    let named = named.unwrap_or_else(|| Words::key("none"));
    if shown < names.len() {
        return Words::key("list-more")
            .words("first", named)
            .number("n", i64::try_from(names.len() - shown).unwrap_or(i64::MAX));
    }
    named
}
