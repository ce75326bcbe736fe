//! The ladder as it will run: who will be told, when, and what is missing for it to work.

use crate::domain::alert::Alert;
use crate::domain::escalation::track_of;
use crate::domain::roster::Found;
use crate::domain::rules::{Delay, Step, Track};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::rules::link_to;
use crate::web::views::case_file::LadderStep;
use crate::web::views::parts::Link;
use crate::web::visit::Visit;

pub(super) fn fill(visit: &Visit<'_>, file: &CaseFile) -> Vec<LadderStep> {
    if !file.facts.open {
        return Vec::new();
    }
    let rules = visit.desk.rules();
    let live = file.case.alerts.iter().find(|alert| alert.live());
    let silent = rules.law_for(file.now.today()).map(|law| &law.ladder.unexplained);
    let track = live.and_then(|alert| track_of(alert, rules)).or(silent);
    let Some(Track { steps, .. }) = track else {
        return Vec::new();
    };
    let done = live.map_or(0, steps_taken);
    steps
        .iter()
        .enumerate()
        .filter_map(|(number, step)| {
            let found = file.roster.recipient(step.to, &rules.places)?;
            Some(LadderStep {
                who: who(visit, file, &found),
                when: when(step, number),
                how: step
                    .channels
                    .iter()
                    .map(|channel| Words::key(format!("channel-{}", channel.code())))
                    .collect(),
                lacks: found.gap.map(|gap| Words::key(format!("gap-{}", gap.code()))),
                done: number < done,
            })
        })
        .collect()
}

/// The rule that says who is told, with its sources.
pub(super) fn rule(visit: &Visit<'_>, file: &CaseFile) -> Option<Link> {
    let rules = visit.desk.rules();
    let ladder = rules.law_for(file.now.today())?.ladder.rule();
    let mut sheets = rules.sheets().iter();
    link_to(sheets.find(|sheet| sheet.kind == "ladders" && sheet.name == ladder))
}

fn steps_taken(alert: &Alert) -> usize {
    alert.last_hop().map_or(0, |hop| {
        usize::try_from(hop.step).unwrap_or(usize::MAX).saturating_add(1)
    })
}

fn when(step: &Step, number: usize) -> Words {
    match step.after {
        Delay::ClockHours(0) | Delay::WorkingDays(0) if number == 0 => Words::key("ladder-at-once"),
        Delay::ClockHours(0) | Delay::WorkingDays(0) => Words::key("ladder-when-window-closed"),
        Delay::ClockHours(hours) => Words::key("ladder-after-hours").number("n", hours.into()),
        Delay::WorkingDays(days) => Words::key("ladder-after-working-days").number("n", days.into()),
    }
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
