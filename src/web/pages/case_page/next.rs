//! The next obligation, its reasons, and the cover.

use super::View;
use crate::access::{Action, Context, Resource};
use crate::domain::decide::unprepared;
use crate::domain::dosing::{DoseWindow, NoDose, cover};
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::{Plan, protocol};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Demand;
use crate::store::file::CaseFile;
use crate::store::reading::worklist::Urgency;
use crate::text::Words;
use crate::web::pages::case_head::reasons;
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
    let mut owed: Vec<&Obligation> = plan
        .obligations
        .iter()
        .filter(|owed| clinical || of_registry(owed.kind) || owed.kind == Kind::AnswerComplaint)
        // What is to be measured later stands on the page of results.
        .filter(|owed| owed.kind != Kind::Monitoring || owed.opens_on <= file.now.today())
        .collect();
    // The dose is what everybody looks for; the rest by the day it closes.
    owed.sort_by_key(|owed| (owed.kind != Kind::Dose, owed.closes_on));
    let next = owed
        .first()
        .filter(|owed| owed.kind == Kind::Dose || plan.dose.is_err());
    let rest = owed.iter().skip(usize::from(next.is_some()));
    Upper {
        next: next.map(|owed| next_of(visit, file, plan, owed)),
        no_next: no_next(plan, clinical).filter(|_| next.is_none_or(|owed| owed.kind != Kind::Dose)),
        also: rest.map(|owed| open(visit, file, owed)).collect(),
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
    })
}

/// What is owed about the court's papers.
fn of_registry(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Extension
            | Kind::SubmitToCourt
            | Kind::AskCourt
            | Kind::MaterialsToCourt
            | Kind::BringRuling
            | Kind::ForwardRuling
            | Kind::ReleaseNotice
    )
}

/// Does the open dose wait for a physician's decision?
pub(super) fn decision_needed(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> bool {
    let Ok(window) = &plan.dose else {
        return false;
    };
    let decided = file.case.late_decision(window.cycle).is_some();
    let band = protocol(&file.case, visit.desk.rules())
        .and_then(|protocol| protocol.band(window.days_late_on(file.now.today())));
    !decided && band.is_some_and(|band| band.demands(Demand::PhysicianDecision))
}

/// What somebody else must do before the open dose may be given.
fn comes_before<'p>(visit: &Visit<'_>, file: &CaseFile, plan: &'p Plan) -> Option<&'p Obligation> {
    let kind = if decision_needed(visit, file, plan) {
        Kind::DecideLateDose
    } else {
        match unprepared(&file.case, file.case.regimen()?.id)? {
            Refusal::NotCleared => Kind::Clearance,
            _ => Kind::InformPerson,
        }
    };
    plan.obligations.iter().find(|owed| owed.kind == kind)
}

fn next_of(visit: &Visit<'_>, file: &CaseFile, plan: &Plan, owed: &Obligation) -> Next {
    let today = file.now.today();
    // Before a very late dose the move is the physician's, and before a first one that of who clears or explains: the nurse
    // is not sent to a chair where nothing may be given.
    let decision = (owed.kind == Kind::Dose)
        .then(|| comes_before(visit, file, plan))
        .flatten();
    let window = window(owed);
    let resource = file.facts.clone().into();
    let key = (owed.kind, owed.cycle, Some(&owed.why));
    let mut actions = next_actions(visit.desk.rules(), today, key, file.case.id);
    let action = actions
        .find(|(action, _)| may(visit, *action, &resource))
        .filter(|_| decision.is_none() && owed.opens_on <= today)
        .map(|(_, link)| link);
    Next {
        kind: kind_words(visit, owed.kind, owed.cycle, &owed.why, owed.due_on),
        timing: Status::new(tone(urgency(owed, file)), window.timing(today)),
        window,
        mover: mover(visit, file, decision.unwrap_or(owed)),
        why: reasons(visit.desk.rules(), &owed.why),
        rule: rule(visit, owed),
        action,
    }
}

/// May the reader do it? Of a parcel this asks as if it came from elsewhere: its page asks again.
fn may(visit: &Visit<'_>, action: Action, resource: &Resource) -> bool {
    let context = Context {
        packed_at: Some(OrganisationId::fresh()),
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
        | NoDose::WaitsForCourt { .. }
            if !clinical =>
        {
            return None;
        }
        reason => format!("no-dose-{}", reason.code()),
    };
    Some(Words::key(key))
}

fn cover_bar(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Option<CoverBar> {
    let rules = visit.desk.rules();
    protocol(&file.case, rules)?;
    let covered = cover(&file.case, rules).map(|cover| (cover.given_on, cover.until_on));
    let dose = plan.dose.as_ref().ok().map(|window: &DoseWindow| Window {
        opens_on: window.opens_on,
        due_on: window.due_on,
        closes_on: window.closes_on,
    });
    Some(CoverBar::new(covered, dose, file.now.today()))
}
