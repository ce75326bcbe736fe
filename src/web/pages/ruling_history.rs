//! The life of a ruling in words: each version and step with its paper, and what it stopped or brought back.

use super::case_head::organisation;
use crate::access::Action;
use crate::domain::effect::{Effect, effect};
use crate::domain::event::{Event, Recorded};
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::ruling::{RulingChange, RulingFile, RulingStep};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::views::case_file::RulingStepLine;
use crate::web::views::parts::Link;
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// What a reader may see of the plan.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// Everything.
    Clinical,
    /// What is owed to the court, and nothing of the treatment.
    Registry,
}

/// The steps of a ruling, in the order in which they take effect.
pub(super) fn lines(
    visit: &Visit<'_>,
    file: &CaseFile,
    ruling: &RulingFile,
    seen: Seen,
) -> Vec<RulingStepLine> {
    let recorded = file.history.iter().enumerate();
    let mut steps: Vec<_> = recorded
        .filter_map(|(number, recorded)| match &recorded.event {
            Event::RulingChanged(change) if change.ruling == ruling.ruling.id => {
                Some((number, recorded, change))
            }
            _ => None,
        })
        .collect();
    steps.sort_by_key(|(number, _, change)| (change.effective_on, *number));
    let line = |(number, recorded, change): (usize, &Recorded, &RulingChange)| {
        let mut lines = version(file, ruling, change);
        lines.extend(effects(visit, file, number, seen));
        let voided = struck_out(file, recorded);
        RulingStepLine {
            words: Words::key(format!("ruling-step-{}", change.step.code())),
            on: change.effective_on,
            document: change.document.clone(),
            lines,
            link: void_link(visit, file, recorded, change),
            voided: voided.map(Words::plain),
        }
    };
    steps.into_iter().map(line).collect()
}

/// Why a step of a ruling was struck out, where it was.
pub(super) fn struck_out(file: &CaseFile, recorded: &Recorded) -> Option<String> {
    let Event::RulingChanged(change) = &recorded.event else {
        return None;
    };
    let mut rulings = file.case.rulings.iter();
    let ruling = rulings.find(|known| known.ruling.id == change.ruling)?;
    let entry = ruling.changes.iter().find(|entry| entry.seq == recorded.seq)?;
    entry.voided.clone()
}

/// Where to strike a step out, for those who may.
pub(super) fn void_link(
    visit: &Visit<'_>,
    file: &CaseFile,
    recorded: &Recorded,
    change: &RulingChange,
) -> Option<Link> {
    let counts = file.case.ruling_step(change.ruling, recorded.seq).is_some();
    let may = counts && visit.may(Action::VoidRulingStep, &file.facts.clone().into());
    let (case, ruling, step) = (file.case.id, change.ruling, recorded.seq);
    may.then(|| {
        let href = format!("/cases/{case}/rulings/{ruling}/steps/{step}/void");
        Link::new(href, Words::key("void-record-action"))
    })
}

/// The version of the ruling that a step made, and the one before it.
pub(super) fn version(file: &CaseFile, ruling: &RulingFile, change: &RulingChange) -> Vec<Words> {
    let Some(terms) = &change.terms else {
        return Vec::new();
    };
    let versions = ruling.versions();
    let made = versions.iter().position(|version| version.change == Some(change));
    let mut lines = Vec::new();
    if let Some(number) = made {
        lines.push(Words::key("version-number").number("n", i64::try_from(number + 1).unwrap_or(i64::MAX)));
        let before = number.checked_sub(1).and_then(|before| versions.get(before));
        let before = before.and_then(|version| version.until_on);
        lines.extend(match (before, terms.until_on) {
            (Some(old), Some(new)) if old != new => Some(
                Words::key("version-term-changed")
                    .date("old", old)
                    .date("new", new),
            ),
            (None, Some(new)) => Some(Words::key("version-term-set").date("new", new)),
            (_, Some(same)) => Some(Words::key("version-term-same").date("on", same)),
            (_, None) => None,
        });
    }
    let body = terms.supervising.map(|body| organisation(file, body));
    lines.extend(body.map(|body| Words::key("version-body").words("body", body)));
    lines.extend(Some(Words::plain(terms.words.clone())).filter(|_| !terms.words.is_empty()));
    lines
}

/// What an event stopped and brought back.
pub(super) fn effects(visit: &Visit<'_>, file: &CaseFile, number: usize, seen: Seen) -> Vec<Words> {
    let (case, zone) = (file.case.id, file.now.zone);
    let Effect { stopped, began } = effect(
        case,
        &file.history,
        number,
        visit.desk.rules(),
        &file.roster,
        zone,
    );
    let shown = |owed: &Obligation| seen == Seen::Clinical || owed.kind == Kind::Extension;
    let ended_on = overtaken_from(file, number);
    let began = began
        .into_iter()
        .filter(|owed| ended_on.is_none_or(|ended_on| owed.due_on < ended_on));
    let say = |key: &'static str| {
        move |owed: Obligation| {
            Words::key(key)
                .words("kind", Words::key(format!("kind-{}", owed.kind.code())))
                .date("on", owed.due_on)
        }
    };
    let stopped = stopped.into_iter().filter(shown).map(say("effect-stopped"));
    let began = began.filter(shown).map(say("effect-began"));
    stopped.chain(began).collect()
}

/// From which day on nothing came of what a step of a ruling let begin, because the measure has ended since; an end itself lets
/// begin what comes after it.
fn overtaken_from(file: &CaseFile, number: usize) -> Option<NaiveDate> {
    let Event::RulingChanged(change) = &file.history.get(number)?.event else {
        return None;
    };
    let ends = matches!(change.step, RulingStep::EndedByCourt | RulingStep::Quashed);
    let today = file.now.today();
    let ended = file.case.ended_on(today) && !ends;
    file.case.closes_on(today).filter(|_| ended)
}

/// Where an event stands in the history.
pub(super) fn number_of(recorded: &Recorded) -> usize {
    usize::try_from(recorded.seq)
        .unwrap_or(usize::MAX)
        .saturating_sub(1)
}
