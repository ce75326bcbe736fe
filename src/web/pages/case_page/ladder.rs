//! The ladder as it will run: who will be told, when, and what is missing for it to work.

use crate::domain::alert::AlertState;
use crate::domain::escalation::ladder_named;
use crate::domain::localised::Localised;
use crate::domain::plan::Plan;
use crate::domain::roster::Found;
use crate::domain::rules::{Channel, Quiet};
use crate::domain::settle::{Foreseen, ForeseenStep, foresee};
use crate::store::file::CaseFile;
use crate::store::reading::deliveries::Delivery;
use crate::store::reading::ways::{Way, leads_to};
use crate::text::Words;
use crate::web::pages::alerts::fill::Filler;
use crate::web::pages::case_head::at;
use crate::web::pages::rules::link_to;
use crate::web::views::alerts::Hop;
use crate::web::views::case_file::{Ladder, LadderStep};
use crate::web::views::parts::Link;
use crate::web::visit::Visit;

/// What was sent about a case, for whoever asked for it, and where its links lead.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The steps that were taken.
    pub(super) sent: &'a [Delivery],
    /// The address of this installation.
    pub(super) public_url: &'a str,
}

/// How those are told to whom the ladders lead.
#[derive(Clone, Copy, Default)]
pub(super) struct Told<'a> {
    /// The ways beside mail.
    pub(super) ways: &'a [Way],
    /// What was sent, where that is asked for.
    pub(super) asked: Option<Asked<'a>>,
}

/// The ladders of a case as its page shows them: each that climbs, and what would follow if nothing more were recorded
/// about the next dose. What was sent, where it is asked for, stands with the step that sent it, word for word, each attempt
/// with its time and what came of it.
pub(super) fn fill(visit: &Visit<'_>, file: &CaseFile, plan: &Plan, told: Told<'_>) -> Vec<Ladder> {
    let Told { ways, asked } = told;
    // Made only where something was sent: it asks for the plan once more.
    let sent = asked.filter(|asked| !asked.sent.is_empty());
    let filler = sent.map(|asked| {
        let filler = Filler::new(visit, file, false).word_for_word(asked.public_url);
        (filler, asked.sent)
    });
    let all = foresee(&file.case, visit.desk.rules(), &file.roster, plan, &file.now);
    all.iter()
        .filter(|foreseen| file.facts.open || foreseen.alert.is_some())
        .map(|foreseen| {
            let hops = |step: &ForeseenStep| -> Vec<Hop> {
                let said = filler.iter().flat_map(|(filler, sent)| {
                    let of = sent.iter().filter(move |sent| of_step(sent, foreseen, step));
                    of.flat_map(move |sent| filler.hops(sent))
                });
                said.collect()
            };
            shown(visit, file, foreseen, (ways, asked.is_some()), &hops)
        })
        .collect()
}

fn shown(
    visit: &Visit<'_>,
    file: &CaseFile,
    foreseen: &Foreseen,
    (ways, asked): (&[Way], bool),
    hops: &dyn Fn(&ForeseenStep) -> Vec<Hop>,
) -> Ladder {
    let known = file.case.alerts.iter();
    let alert = known.clone().find(|alert| Some(alert.id) == foreseen.alert);
    let zone = file.now.zone;
    let reminders = |step: &&ForeseenStep| step.reminder && !step.taken;
    let steps = foreseen.steps.iter().filter(|step| !reminders(step));
    let quiet = ladder_named(&foreseen.ladder, visit.desk.rules()).and_then(|ladder| ladder.quiet.as_ref());
    let step = |step: &ForeseenStep| LadderStep {
        who: who(visit, file, &step.found),
        when: at(step.at, zone),
        how: how(file, (ways, quiet), step),
        lacks: step
            .found
            .gap
            .map(|gap| Words::key(format!("gap-{}", gap.code()))),
        done: step.taken,
        hops: hops(step),
    };
    let last = foreseen.steps.iter().rfind(reminders);
    let many = foreseen.steps.iter().filter(reminders).count();
    let reminded = last.map(|last| {
        Words::key("ladder-reminders")
            .number("n", i64::try_from(many).unwrap_or(i64::MAX))
            .words("last", at(last.at, zone))
    });
    let rests = foreseen.rests_at.map(|rests_at| {
        let key = if alert.is_some_and(|alert| alert.resting_since().is_some()) {
            "ladder-rests-since"
        } else {
            "ladder-rests"
        };
        Words::key(key).words("at", at(rests_at, zone))
    });
    let steps: Vec<_> = steps.map(step).collect();
    let climbed = alert.is_some() && steps.iter().any(|step| step.done);
    Ladder {
        about: match (alert, foreseen.after) {
            (Some(alert), _) => super::alert_words(alert),
            (None, Some(_)) => Words::key("ladder-about-recorded"),
            (None, None) => Words::key("ladder-about-next"),
        },
        hint: match (alert.map(|alert| alert.state), foreseen.after) {
            (Some(AlertState::Acknowledged { .. }), _) => Words::key("ladder-answered"),
            (Some(_), _) => Words::key("ladder-runs"),
            (None, Some(until_on)) => Words::key("ladder-would-run-recorded").date("until", until_on),
            (None, None) => Words::key("ladder-would-run"),
        },
        open: (climbed && asked) || steps.iter().any(|step| step.lacks.is_some()),
        sent: (climbed && !asked).then(|| {
            let href = format!("/cases/{}?sent=yes#ladder", file.case.id);
            Link::new(href, Words::key("ladder-sent"))
        }),
        steps,
        ends: reminded.into_iter().chain(rests).collect(),
        rule: rule(visit, foreseen),
    }
}

/// By which channels a step that is still to come tells its addressee: those of the step that lead to him. Of one that was taken
/// it is known what was sent, and nothing else is said.
fn how(file: &CaseFile, (ways, quiet): (&[Way], Option<&Quiet>), step: &ForeseenStep) -> Vec<Words> {
    if step.taken {
        return Vec::new();
    }
    let member = step.found.account.and_then(|id| file.member(id));
    let mailed = member.is_some_and(|member| member.email.is_some());
    let channels = step.channels.iter();
    channels
        .filter(|channel| leads_to(ways, **channel, &step.found, mailed))
        .map(|channel| by(*channel, file, quiet, step))
        .collect()
}

/// A channel in words; with the hour at which the message leaves, where it is ready in quiet hours and waits for the morning.
fn by(channel: Channel, file: &CaseFile, quiet: Option<&Quiet>, step: &ForeseenStep) -> Words {
    let (zone, ready) = (file.now.zone, step.at.max(file.now.instant));
    let said = Words::key(format!("channel-{}", channel.code()));
    let leaves = quiet
        .and_then(|quiet| quiet.night(channel, zone))
        .map(|night| night.leaves_at(ready));
    match leaves {
        Some(leaves) if leaves > ready => Words::key("ladder-put-off")
            .words("channel", said)
            .words("at", at(leaves, zone)),
        _ => said,
    }
}

/// Is this what a step sent?
fn of_step(delivery: &Delivery, foreseen: &Foreseen, step: &ForeseenStep) -> bool {
    let found = &step.found;
    step.taken
        && Some(delivery.alert) == foreseen.alert
        && !delivery.correction
        && !delivery.entrusted
        && delivery.due_at == step.at
        && (delivery.organisation, &delivery.role, delivery.account)
            == (found.organisation, &found.role, found.account)
}

/// The rule that says who is told, with its sources.
fn rule(visit: &Visit<'_>, foreseen: &Foreseen) -> Option<Link> {
    let mut sheets = visit.desk.rules().sheets().iter();
    link_to(sheets.find(|sheet| sheet.kind == "ladders" && sheet.name == foreseen.ladder))
}

/// A recipient in words: the person where one is known, the role, the organisation.
pub(in crate::web::pages) fn who(visit: &Visit<'_>, file: &CaseFile, found: &Found) -> Words {
    let organisation = file
        .institution(found.organisation)
        .map_or_else(|| Words::plain(""), |known| Words::Localised(known.name.clone()));
    let role = visit.desk.rules().places.role_name(&found.role).cloned();
    let after_words = |role: Localised| Words::Localised(role.after_words());
    let unknown = || Words::plain(found.role.clone());
    match found.account.and_then(|account| file.member(account)) {
        Some(member) => Words::key("ladder-person")
            .words("name", Words::plain(member.name.clone()))
            .words("role", role.map_or_else(unknown, after_words))
            .words("organisation", organisation),
        None => Words::key("ladder-role")
            .words("role", role.map_or_else(unknown, Words::Localised))
            .words("organisation", organisation),
    }
}
