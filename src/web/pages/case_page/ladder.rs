//! The ladder as it will run: who will be told, when, and what is missing for it to work.

use crate::domain::plan::Plan;
use crate::domain::roster::Found;
use crate::domain::settle::{ForeseenStep, foresee};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::at;
use crate::web::pages::rules::link_to;
use crate::web::views::case_file::LadderStep;
use crate::web::views::parts::Link;
use crate::web::visit::Visit;

/// The ladder of a case as its page shows it.
pub(super) struct Shown {
    /// What is shown: what climbs now, or what would follow.
    pub(super) hint: Words,
    /// The steps, without the reminders at the end that are still to come.
    pub(super) steps: Vec<LadderStep>,
    /// How it ends if nobody answers.
    pub(super) ends: Vec<Words>,
}

pub(super) fn fill(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Option<Shown> {
    let rules = visit.desk.rules();
    let foreseen = foresee(&file.case, rules, &file.roster, plan, &file.now)?;
    if !file.facts.open && foreseen.alert.is_none() {
        return None;
    }
    let zone = file.now.zone;
    let reminders = |step: &&ForeseenStep| step.reminder && !step.taken;
    let steps = foreseen.steps.iter().filter(|step| !reminders(step));
    let step = |step: &ForeseenStep| LadderStep {
        who: who(visit, file, &step.found),
        when: at(step.at, zone),
        how: step
            .channels
            .iter()
            .map(|channel| Words::key(format!("channel-{}", channel.code())))
            .collect(),
        lacks: step
            .found
            .gap
            .map(|gap| Words::key(format!("gap-{}", gap.code()))),
        done: step.taken,
    };
    let last = foreseen.steps.iter().rfind(reminders);
    let many = foreseen.steps.iter().filter(reminders).count();
    let reminded = last.map(|last| {
        Words::key("ladder-reminders")
            .number("n", i64::try_from(many).unwrap_or(i64::MAX))
            .words("last", at(last.at, zone))
    });
    let rests = foreseen.rests_at.map(|rests_at| {
        let resting = file
            .case
            .alerts
            .iter()
            .any(|alert| alert.resting_since().is_some());
        let key = if resting {
            "ladder-rests-since"
        } else {
            "ladder-rests"
        };
        Words::key(key).words("at", at(rests_at, zone))
    });
    Some(Shown {
        hint: Words::key(if foreseen.alert.is_some() {
            "ladder-runs"
        } else {
            "ladder-would-run"
        }),
        steps: steps.map(step).collect(),
        ends: reminded.into_iter().chain(rests).collect(),
    })
}

/// The rule that says who is told, with its sources.
pub(super) fn rule(visit: &Visit<'_>, file: &CaseFile) -> Option<Link> {
    let rules = visit.desk.rules();
    let ladder = rules.law_for(file.now.today())?.ladder.rule();
    let mut sheets = rules.sheets().iter();
    link_to(sheets.find(|sheet| sheet.kind == "ladders" && sheet.name == ladder))
}

/// A recipient in words: the person where one is known, the role, the organisation.
pub(in crate::web::pages) fn who(visit: &Visit<'_>, file: &CaseFile, found: &Found) -> Words {
    let organisation = file
        .institution(found.organisation)
        .map_or_else(|| Words::plain(""), |known| Words::Localised(known.name.clone()));
    let role = visit.desk.rules().places.role_name(&found.role).cloned();
    let role = role.map_or_else(|| Words::plain(found.role.clone()), Words::Localised);
    match found.account.and_then(|account| file.member(account)) {
        Some(member) => Words::key("ladder-person")
            .words("name", Words::plain(member.name.clone()))
            .words("role", role)
            .words("organisation", organisation),
        None => Words::key("ladder-role")
            .words("role", role)
            .words("organisation", organisation),
    }
}
