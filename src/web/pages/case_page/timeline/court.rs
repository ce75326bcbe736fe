//! What the timeline says about the court's steps, the end, reactions, and warnings.

use super::View;
use super::passage::said;
use crate::domain::event::{Event, FlareCover, Recorded, Regimen};
use crate::domain::ids::RecordId;
use crate::domain::letter::EndedTo;
use crate::domain::rules::Rules;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::{contraindication, product};
use crate::web::pages::monitoring::words::value_words;
use crate::web::pages::ruling_history::{Seen, effects, number_of, version};
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// Who was told, and since when the measure is over.
fn told_of_end(to: EndedTo, since_on: NaiveDate) -> Words {
    Words::key(format!("end-told-{}", to.code())).date("on", since_on)
}

/// Why in law the measure is applied to somebody who was under age.
pub(super) fn in_law(reason: Option<&String>) -> Option<Words> {
    reason.map(|words| Words::key("under-age-line").words("words", Words::plain(words.clone())))
}

/// The lines of an event of these kinds; nothing for the others.
pub(super) fn lines(
    visit: &Visit<'_>,
    file: &CaseFile,
    recorded: &Recorded,
    view: View,
) -> Option<Vec<Words>> {
    of_court(visit, file, recorded, view)
        .or_else(|| of_end(file, &recorded.event))
        .or_else(|| of_reaction(visit, file, &recorded.event))
}

/// The steps of a court and what ended the case, with what they did to the plan; and what the registry put right.
fn of_court(visit: &Visit<'_>, file: &CaseFile, recorded: &Recorded, view: View) -> Option<Vec<Words>> {
    let seen = match view {
        View::Clinical => Seen::Clinical,
        View::Registry => Seen::Registry,
    };
    let effects = || effects(visit, file, number_of(recorded), seen);
    let because = |words: &str| Words::key("amended-because").words("words", words);
    Some(match &recorded.event {
        Event::RulingChanged(change) => {
            let mut lines = vec![
                Words::key(format!("ruling-step-{}", change.step.code())),
                Words::key("effective-from").date("on", change.effective_on),
                Words::plain(change.document.clone()),
            ];
            let ruling = file
                .case
                .rulings
                .iter()
                .find(|known| known.ruling.id == change.ruling);
            lines.extend(
                ruling
                    .into_iter()
                    .flat_map(|ruling| version(file, ruling, change)),
            );
            lines.extend(effects());
            lines
        }
        Event::RulingStepVoided(struck) => {
            let step = file.history.iter().find(|known| known.seq == struck.step);
            let step = step.and_then(|known| match &known.event {
                Event::RulingChanged(change) => Some(change),
                _ => None,
            });
            let mut lines: Vec<_> = step
                .into_iter()
                .flat_map(|change| {
                    [
                        Words::key(format!("ruling-step-{}", change.step.code())),
                        Words::key("effective-from").date("on", change.effective_on),
                        Words::plain(change.document.clone()),
                    ]
                })
                .collect();
            lines.push(because(&struck.reason));
            lines.extend(effects());
            lines
        }
        Event::RulingAmended(amended) => {
            let number = Words::plain(format!("№ {}", amended.ruling.number));
            let mut lines = vec![number, because(&amended.reason)];
            lines.extend(in_law(amended.ruling.under_age_reason.as_ref()));
            lines.extend(effects());
            lines
        }
        Event::PersonCorrected(corrected) => {
            let reason = in_law(corrected.under_age_reason.as_ref());
            std::iter::once(because(&corrected.reason))
                .chain(reason)
                .collect()
        }
        Event::CaseEnded(ended) => {
            let mut lines = vec![
                Words::key(format!("departure-{}", ended.departure.code())),
                Words::plain(ended.document.clone()),
            ];
            lines.extend(effects());
            lines
        }
        _ => return None,
    })
}

/// Warnings before an end, who was told of it, and care after it.
fn of_end(file: &CaseFile, event: &Event) -> Option<Vec<Words>> {
    Some(match event {
        Event::AftercarePlanned(planned) => {
            let mut lines =
                vec![Words::key("aftercare-by").words("carer", Words::plain(planned.carer.clone()))];
            lines.extend(
                planned
                    .next_look_on
                    .map(|on| Words::key("aftercare-next-on").date("on", on)),
            );
            lines.extend(said(&planned.words));
            lines
        }
        Event::EndTold(told) => vec![told_of_end(told.to, told.since_on)],
        Event::EndLetterWithdrawn { letter } => {
            let mut known = file.case.told_of_end.iter().rev();
            let known = known.find(|known| known.told.letter == *letter);
            let lines = known.map(|known| told_of_end(known.told.to, known.told.since_on));
            lines.into_iter().collect()
        }
        Event::Warned(warned) => vec![
            Words::key("warned-line")
                .words("kind", Words::key(format!("kind-{}", warned.kind.code())))
                .number("n", warned.days_before.into())
                .date("on", warned.for_on),
        ],
        _ => return None,
    })
}

/// Reactions, their outcomes, and contraindications found in mid-course.
fn of_reaction(visit: &Visit<'_>, file: &CaseFile, event: &Event) -> Option<Vec<Words>> {
    Some(match event {
        Event::ReactionReported(reaction) => {
            let rules = visit.desk.rules();
            let severity = rules.reactions.severity(&reaction.severity);
            let suspected = reaction.suspected.as_deref();
            let suspected = suspected.and_then(|id| rules.protocol_on(id, reaction.occurred_on));
            let mut lines: Vec<Words> = Vec::new();
            lines.extend(severity.map(|known| known.name.clone().into()));
            lines.extend(
                suspected.map(|known| Words::key("suspected-line").words("name", known.name.clone())),
            );
            lines.extend(said(&reaction.words));
            if !reaction.done.is_empty() {
                lines.push(
                    Words::key("reaction-done-line").words("words", Words::plain(reaction.done.clone())),
                );
            }
            if file
                .case
                .open_reactions()
                .any(|(_, open)| open.content.id == reaction.id)
            {
                lines.push(Words::key("reaction-open"));
            }
            lines
        }
        Event::ReactionEnded(outcome) => {
            let known = visit.desk.rules().reactions.outcome(&outcome.outcome);
            let mut lines: Vec<Words> = known.map(|known| known.name.clone().into()).into_iter().collect();
            lines.push(Words::key("effective-from").date("on", outcome.on));
            lines.extend(said(&outcome.words));
            lines
        }
        Event::ContraindicationFound(found) => {
            let mut lines = vec![contraindication(visit, found)];
            let under = |drug: &String| product(visit.desk.rules(), drug, found.found_on);
            let under = found.drug.iter().map(under);
            lines.extend(under.map(|drug| Words::key("found-under-drug").words("product", drug)));
            if found.permanent {
                lines.push(Words::key("found-for-good"));
            }
            lines.push(Words::key(format!("follows-{}", found.follows.code())));
            lines.extend(said(&found.words));
            lines
        }
        _ => return None,
    })
}

/// What a physician said to be over, as he lifted a hold or by itself.
pub(super) fn over(visit: &Visit<'_>, file: &CaseFile, over: Option<&[RecordId]>) -> Vec<Words> {
    let named = |id: &RecordId| {
        let mut found = file.case.contraindications.iter();
        found.find(|entry| entry.content.id == *id)
    };
    let found = over.unwrap_or_default().iter().filter_map(named);
    found
        .map(|entry| {
            let name = contraindication(visit, &entry.content);
            Words::key("lift-hold-found-over").words("found", name)
        })
        .collect()
}

/// The decision that a change of regimen rests on, and what was answered with the choice.
pub(super) fn change_lines(rules: &Rules, regimen: &Regimen) -> Vec<Words> {
    let change = regimen.change.as_ref().map(|change| {
        Words::key("change-decided")
            .words("by", Words::plain(change.decided_by.clone()))
            .words("reference", Words::plain(change.reference.clone()))
    });
    change
        .into_iter()
        .chain(cover_lines(rules, regimen.flare_cover.as_ref(), regimen.first_on))
        .chain(despite_sum_line(regimen.despite_sum.as_ref()))
        .chain(
            regimen
                .late_why
                .as_ref()
                .map(|words| Words::key("late-why-line").words("words", Words::plain(words.clone()))),
        )
        .collect()
}

/// Why something was chosen although it lies beyond the caution of a lifetime.
pub(super) fn despite_sum_line(words: Option<&String>) -> Option<Words> {
    words.map(|words| Words::key("despite-sum-line").words("words", Words::plain(words.clone())))
}

/// What was answered about cover against flare.
pub(in crate::web::pages) fn flare_line(cover: Option<&FlareCover>) -> Option<Words> {
    let cover = cover?;
    let key = if cover.given {
        "flare-line-yes"
    } else {
        "flare-line-no"
    };
    Some(Words::key(key).words("words", Words::plain(cover.words.clone())))
}

/// The same, and how much of a summed substance the cover brings, by the course of a day.
pub(super) fn cover_lines(rules: &Rules, cover: Option<&FlareCover>, on: NaiveDate) -> Vec<Words> {
    let course = rules.law_for(on).map(|law| law.course);
    let amounts = cover.into_iter().flat_map(|cover| &cover.amounts);
    let amounts = amounts.map(|measured| {
        let load = course.and_then(|course| course.load(&measured.item));
        let item = load.and_then(|load| load.in_cover.as_ref());
        let substance = load.map_or_else(
            || Words::plain(measured.item.clone()),
            |load| load.name.clone().into(),
        );
        let line = Words::key("flare-amount-line").words("substance", substance);
        line.words("value", value_words(item, measured))
    });
    flare_line(cover).into_iter().chain(amounts).collect()
}
