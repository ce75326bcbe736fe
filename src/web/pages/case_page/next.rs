//! The next obligation, its reasons, and the cover.

use super::View;
use crate::access::{Action, Context, Resource};
use crate::domain::decide::alarm_before_dose;
use crate::domain::dosing::{DoseWindow, NoDose, cover};
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::{NextStep, Plan, protocol};
use crate::domain::ruling::Standing;
use crate::store::file::CaseFile;
use crate::store::reading::worklist::Urgency;
use crate::text::Words;
use crate::web::pages::case_head::{next_step, reasons, seen};
use crate::web::pages::obligations::kind_words;
use crate::web::pages::parcels;
use crate::web::pages::rules::link_to;
use crate::web::pages::today::{next_actions, tone};
use crate::web::views::case_file::{Drug, Next, Open};
use crate::web::views::parts::{CoverBar, Link, Status, Tone, Window};
use crate::web::visit::Visit;

/// The upper part of the page.
pub(super) struct Upper {
    pub(super) next: Option<Next>,
    pub(super) no_next: Option<Words>,
    pub(super) also: Vec<Open>,
    pub(super) drug: Option<Drug>,
    pub(super) cover: Option<CoverBar>,
}

pub(super) fn fill(visit: &Visit<'_>, file: &CaseFile, plan: &Plan, view: View) -> Upper {
    let clinical = view == View::Clinical;
    let next = next_step(visit, file, plan);
    let mut rest: Vec<&Obligation> = plan.obligations.iter().collect();
    rest.retain(|owed| seen(visit, file, owed) && next.is_none_or(|next| next.owed.key() != owed.key()));
    rest.sort_by_key(|owed| owed.closes_on);
    Upper {
        next: next.map(|next| next_of(visit, file, next)),
        no_next: no_next(plan, clinical),
        also: rest.into_iter().map(|owed| open(visit, file, owed)).collect(),
        drug: if clinical { drug(visit, file, plan) } else { None },
        cover: if clinical {
            cover_bar(visit, file, plan)
        } else {
            None
        },
    }
}

/// Where the drug for the next dose is. Where it is missing and a free pack lies here, it can be kept for him at once.
fn drug(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Option<Drug> {
    let (status, link) = parcels::provision_line(visit, file, plan)?;
    let resource = file.facts.clone().into();
    let missing = matches!(status.tone, Tone::Bad | Tone::Warn) && plan.dose.is_ok();
    let keep = (missing && visit.may(Action::ReservePack, &resource)).then(|| {
        let href = format!("/cases/{}/reserve", file.case.id);
        Link::new(href, Words::key("reserve-pack-action"))
    });
    Some(Drug {
        status,
        link: link.or(keep).or_else(|| parcels::free_link(visit, file)),
        nearest: None,
    })
}

fn next_of(visit: &Visit<'_>, file: &CaseFile, next: NextStep<'_>) -> Next {
    let (today, owed, step) = (file.now.today(), next.owed, next.step());
    let window = window(owed);
    let (action, no_action) = match way(visit, file, step) {
        Ok(action) => (Some(action), None),
        Err(why) => (None, why),
    };
    Next {
        kind: kind_words(visit, owed.kind, owed.cycle, &owed.why, owed.due_on),
        timing: Status::new(tone(urgency(owed, file)), window.timing(today)),
        window,
        before: next
            .before
            .map(|first| kind_words(visit, first.kind, first.cycle, &first.why, first.due_on)),
        mover: mover(visit, file, step),
        why: reasons(visit.desk.rules(), &owed.why),
        rule: rule(visit, owed),
        action,
        no_action,
    }
}

/// Where the reader does the step; else why there is nothing to do for him.
fn way(visit: &Visit<'_>, file: &CaseFile, step: &Obligation) -> Result<Link, Option<Words>> {
    let (rules, today) = (visit.desk.rules(), file.now.today());
    if step.opens_on > today {
        return Err(Some(Words::key("next-from").date("on", step.opens_on)));
    }
    // Whoever may not decide about it reads what the dose waits for.
    let alarm = matches!(step.kind, Kind::Dose | Kind::JudgeResult);
    let alarm = alarm
        .then(|| alarm_before_dose(&file.case, rules, &file.now))
        .flatten();
    let undecided = alarm.map(|on| Words::key("refusal-alarm-undecided").date("on", on));
    if step.kind == Kind::Dose && undecided.is_some() {
        return Err(undecided);
    }
    let resource = file.facts.clone().into();
    let key = (step.kind, step.cycle, Some(&step.why));
    let mut ways = next_actions(rules, today, key, file.case.id).peekable();
    if ways.peek().is_none() {
        return Err(None);
    }
    let at = step.owner.organisation;
    let own = ways.find(|(action, _)| may(visit, *action, &resource, at));
    own.map(|(_, link)| link)
        .ok_or_else(|| undecided.or_else(|| Some(Words::key("next-of-others"))))
}

/// May the reader do it? Of a parcel this asks as if it came from elsewhere: its page asks again. What is added to a record
/// is owed where that was made.
fn may(visit: &Visit<'_>, action: Action, resource: &Resource, owed_at: OrganisationId) -> bool {
    let context = Context {
        packed_at: Some(OrganisationId::fresh()),
        recorded_at: Some(owed_at),
        ..Context::default()
    };
    visit.desk.allows(visit.actor(), action, resource, &context)
}

fn open(visit: &Visit<'_>, file: &CaseFile, owed: &Obligation) -> Open {
    let urgency = urgency(owed, file);
    Open {
        kind: kind_words(visit, owed.kind, owed.cycle, &owed.why, owed.due_on),
        due_on: owed.due_on,
        status: Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code()))),
        mover: mover(visit, file, owed),
        why: reasons(visit.desk.rules(), &owed.why),
        rule: rule(visit, owed),
    }
}

/// The rule behind a date, to be read with its sources. A missing person in a ladder is the ladder's own demand.
fn rule(visit: &Visit<'_>, owed: &Obligation) -> Option<Link> {
    let rules = visit.desk.rules();
    let sheet = if owed.kind == Kind::RepairLadder {
        let mut sheets = rules.sheets().iter();
        sheets.find(|sheet| sheet.kind == "ladders" && sheet.name == owed.why.rule)
    } else {
        rules.sheet_of(&owed.why.rule)
    };
    link_to(sheet)
}

fn urgency(owed: &Obligation, file: &CaseFile) -> Urgency {
    Urgency::of(owed.opens_on, owed.closes_on, file.now.today())
}

fn window(owed: &Obligation) -> Window {
    Window {
        opens_on: owed.opens_on,
        due_on: owed.due_on,
        closes_on: owed.closes_on,
    }
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
        NoDose::Held { .. }
        | NoDose::NoRegimen
        | NoDose::DrugExcluded { .. }
        | NoDose::TooYoung { .. }
        | NoDose::WaitsForCourt { .. }
            if !clinical =>
        {
            return None;
        }
        reason => format!("no-dose-{}", reason.code()),
    };
    Some(Words::key(key))
}

/// The bar of the cover; none for the dead, whom nothing covers any more, nor where the case rests and another says what covers
/// him.
fn cover_bar(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Option<CoverBar> {
    let rules = visit.desk.rules();
    if let Some(Standing::Died { .. } | Standing::Rests { .. }) = file.case.standing_on(file.now.today()) {
        return None;
    }
    protocol(&file.case, rules)?;
    let covered = cover(&file.case, rules).map(|cover| (cover.given_on, cover.until_on));
    let dose = plan.dose.as_ref().ok().map(|window: &DoseWindow| Window {
        opens_on: window.opens_on,
        due_on: window.due_on,
        closes_on: window.closes_on,
    });
    Some(CoverBar::new(covered, dose, file.now.today()))
}
