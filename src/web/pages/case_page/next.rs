//! The next obligation, its reasons, and the cover.

use super::View;
use crate::domain::dosing::{DoseWindow, NoDose, cover};
use crate::domain::obligation::{Because, Kind, Obligation, Why};
use crate::domain::plan::{Plan, protocol};
use crate::domain::rules::Demand;
use crate::domain::schedule::Interval;
use crate::store::file::CaseFile;
use crate::store::reading::worklist::Urgency;
use crate::text::Words;
use crate::web::pages::today::{next_action, tone};
use crate::web::views::case_file::{Next, Open};
use crate::web::views::parts::{CoverBar, Status, Window};
use crate::web::visit::Visit;

/// The upper part of the page.
pub(super) struct Upper {
    pub(super) next: Option<Next>,
    pub(super) no_next: Option<Words>,
    pub(super) also: Vec<Open>,
    pub(super) cover: Option<CoverBar>,
}

pub(super) fn fill(visit: &Visit<'_>, file: &CaseFile, view: View) -> Upper {
    let plan = file.plan(visit.desk.rules());
    let clinical = view == View::Clinical;
    let mut owed: Vec<&Obligation> = plan
        .obligations
        .iter()
        .filter(|owed| clinical || owed.kind == Kind::Extension)
        .collect();
    // The dose is what everybody looks for; the rest by the day it closes.
    owed.sort_by_key(|owed| (owed.kind != Kind::Dose, owed.closes_on));
    let next = owed.first().filter(|owed| owed.kind == Kind::Dose || plan.dose.is_err());
    let rest = owed.iter().skip(usize::from(next.is_some()));
    Upper {
        next: next.map(|owed| next_of(visit, file, owed)),
        no_next: no_next(&plan, clinical).filter(|_| next.is_none_or(|owed| owed.kind != Kind::Dose)),
        also: rest.map(|owed| open(visit, file, owed)).collect(),
        cover: if clinical { cover_bar(visit, file, &plan) } else { None },
    }
}

/// Does the open dose wait for a physician's decision?
pub(super) fn decision_needed(visit: &Visit<'_>, file: &CaseFile) -> bool {
    let Ok(window) = file.plan(visit.desk.rules()).dose else { return false };
    let decided = file.case.late_decisions.iter().any(|entry| {
        entry.voided.is_none() && entry.content.cycle == window.cycle
    });
    let band = protocol(&file.case, visit.desk.rules())
        .and_then(|protocol| protocol.band(window.days_late_on(file.now.today())));
    !decided && band.is_some_and(|band| band.demands(Demand::PhysicianDecision))
}

fn next_of(visit: &Visit<'_>, file: &CaseFile, owed: &Obligation) -> Next {
    let today = file.now.today();
    let window = window(owed);
    let resource = file.facts.clone().into();
    let action = next_action(owed.kind, file.case.id)
        .filter(|(action, _)| owed.opens_on <= today && visit.may(*action, &resource))
        .map(|(_, link)| link);
    Next {
        kind: Words::key(format!("kind-{}", owed.kind.code())),
        timing: Status::new(tone(urgency(owed, file)), window.timing(today)),
        window,
        mover: mover(visit, file, owed),
        why: why(&owed.why),
        action,
    }
}

fn open(visit: &Visit<'_>, file: &CaseFile, owed: &Obligation) -> Open {
    let urgency = urgency(owed, file);
    Open {
        kind: Words::key(format!("kind-{}", owed.kind.code())),
        due_on: owed.due_on,
        status: Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code()))),
        mover: mover(visit, file, owed),
    }
}

fn urgency(owed: &Obligation, file: &CaseFile) -> Urgency {
    Urgency::of(owed.opens_on, owed.closes_on, file.now.today())
}

fn window(owed: &Obligation) -> Window {
    Window { opens_on: owed.opens_on, due_on: owed.due_on, closes_on: owed.closes_on }
}

fn mover(visit: &Visit<'_>, file: &CaseFile, owed: &Obligation) -> Words {
    let role = visit.desk.rules().places.role_name(&owed.owner.role);
    let place = file.institution(owed.owner.organisation);
    match (role, place) {
        (Some(role), Some(place)) => Words::key("ladder-role")
            .words("role", Words::Localised(role.clone()))
            .words("organisation", Words::Localised(place.name.clone())),
        (_, Some(place)) => Words::Localised(place.name.clone()),
        _ => Words::plain(owed.owner.role.clone()),
    }
}

/// Nothing is planned: the recorded reason, always.
fn no_next(plan: &Plan, clinical: bool) -> Option<Words> {
    let reason = plan.dose.as_ref().err()?;
    let key = match reason {
        // A hold is a matter of treatment; the registry sees the papers only.
        NoDose::Held { .. } | NoDose::NoRegimen if !clinical => return None,
        reason => format!("no-dose-{}", reason.code()),
    };
    Some(Words::key(key))
}

fn cover_bar(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Option<CoverBar> {
    let protocol = protocol(&file.case, visit.desk.rules())?;
    let covered = cover(&file.case, protocol).map(|cover| (cover.given_on, cover.until_on));
    let dose = plan.dose.as_ref().ok().map(|window: &DoseWindow| Window {
        opens_on: window.opens_on,
        due_on: window.due_on,
        closes_on: window.closes_on,
    });
    Some(CoverBar::new(covered, dose, file.now.today()))
}

/// The reasons of a date, one line each.
pub(in crate::web::pages) fn why(why: &Why) -> Vec<Words> {
    let rule = Words::key("why-by-rule").words("rule", Words::plain(why.rule.clone()));
    std::iter::once(rule).chain(why.because.iter().flat_map(because)).collect()
}

fn because(because: &Because) -> Vec<Words> {
    match because {
        Because::FirstDoseSet { on } => vec![Words::key("why-first-dose-on").date("on", *on)],
        Because::SeriesKept { given_on } => vec![Words::key("why-series-kept").date("on", *given_on)],
        Because::ReAnchored { given_on, days_off_target } => {
            let key = if *days_off_target < 0 { "why-reanchored-early" } else { "why-reanchored-late" };
            vec![Words::key(key).date("on", *given_on).number("n", days_off_target.abs())]
        }
        Because::CountedFrom { anchor_on, steps, every } => {
            let (key, n) = match every {
                Interval::Days(days) => ("why-counted-days", *days),
                Interval::Months(months) => ("why-counted-months", *months),
            };
            let counted = Words::key(key).date("on", *anchor_on).number("n", n.into());
            vec![counted.number("steps", i64::from(*steps))]
        }
        Because::Frozen { from_on, until_on, restart_within_days } => vec![
            Words::key("why-frozen").date("from", *from_on).date("until", *until_on),
            Words::key("why-restart-within").number("n", i64::from(*restart_within_days)),
        ],
        Because::LeastInterval { given_on, minimum_days } => vec![
            Words::key("why-least-interval").date("on", *given_on).number("n", i64::from(*minimum_days)),
        ],
        Because::Clock { fact, fact_on, distance } => {
            let mut lines = vec![Words::key(format!("why-fact-{fact}")).date("on", *fact_on)];
            lines.extend(distance_words(distance));
            lines
        }
        Because::Skipped { days } => {
            days.iter().map(|day| Words::key("why-not-working").date("on", *day)).collect()
        }
    }
}

/// `3 working-days after` as words.
fn distance_words(distance: &str) -> Option<Words> {
    let mut parts = distance.splitn(3, ' ');
    let (number, unit, side) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Words::key(format!("why-distance-{unit}-{side}")).number("n", number.parse().ok()?))
}
