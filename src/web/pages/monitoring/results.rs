//! `/cases/<id>/results`: what waits for a physician, what is due, the latest values, their course over time.

use super::charts::{charts, sums};
use super::course;
use super::words::{compared_words, conclusion_words, range_words, stands_status};
use crate::access::{Action, Resource};
use crate::domain::obligation::Kind;
use crate::domain::plan::{ItemDue, items_due};
use crate::domain::results::{latest, range_on, stands, unjudged, watched};
use crate::domain::rules::{Course, Item, Monitor};
use crate::domain::schedule::Interval;
use crate::store::file::CaseFile;
use crate::store::reading::worklist::Urgency;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::case_head;
use crate::web::pages::merge;
use crate::web::pages::obligations::item_list;
use crate::web::pages::record::open;
use crate::web::pages::today::tone;
use crate::web::views::monitoring::{DueLine, ItemLine, ReactionLine, Results, Waiting};
use crate::web::views::parts::{Link, Status, Tone};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::{Route, get, routes};
use std::collections::BTreeMap;

pub(super) fn routes() -> Vec<Route> {
    routes![results]
}

#[get("/cases/<id>/results")]
async fn results(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReadClinicalFile, id).await?;
    let rules = visit.desk.rules();
    let course = course(&visit, &file).ok_or(Fault::NotFound)?;
    let waiting = waiting(&visit, &file, course);
    let may_judge = visit.may(Action::JudgeResult, &file.facts.clone().into());
    let judge = Link::new(
        format!("/cases/{}/judge", file.case.id),
        Words::key("judge-result-action"),
    );
    let page = Results {
        head: case_head(&visit, &file),
        actions: actions(&visit, &file),
        judge: Some(judge).filter(|_| may_judge && !waiting.is_empty()),
        waiting,
        due: due(&visit, &file, course),
        latest: lines(&visit, &file, course),
        beside: merge::results(&file, course),
        charts: charts(&file, course, rules),
        sums: sums(&file, course, rules),
        reactions: reactions(&visit, &file),
    };
    visit.show(&page)
}

fn actions(visit: &Visit<'_>, file: &CaseFile) -> Vec<Link> {
    let resource: Resource = file.facts.clone().into();
    let begun = !file.case.doses_in_effect().is_empty();
    let offered = [
        (
            true,
            Action::RecordResults,
            "results/new",
            "record-results-action",
        ),
        (begun, Action::RecordExam, "exam", "record-exam-action"),
        (
            begun,
            Action::ReportReaction,
            "reaction",
            "report-reaction-action",
        ),
    ];
    let possible = offered
        .into_iter()
        .filter(|(now, action, ..)| *now && file.facts.open && visit.may(*action, &resource));
    possible
        .map(|(_, _, path, key)| Link::new(format!("/cases/{}/{path}", file.case.id), Words::key(key)))
        .collect()
}

fn waiting(visit: &Visit<'_>, file: &CaseFile, course: &Course) -> Vec<Waiting> {
    let rules = visit.desk.rules();
    let plan = file.plan(rules);
    let line = |known: crate::domain::results::Unjudged<'_>| {
        let items = known.readings.iter();
        let items: Vec<_> = items.map(|reading| reading.measured.item.as_str()).collect();
        let named = (!items.is_empty()).then(|| item_list(course, items.into_iter(), usize::MAX));
        let concluded = known.concluded.map(conclusion_words);
        let words = named.into_iter().chain(concluded).reduce(|first, second| {
            Words::key("list-and")
                .words("first", first)
                .words("second", second)
        });
        let on = known.taken_on()?;
        let owed = plan.obligation((Kind::JudgeResult, known.seq));
        let status = owed.map(|owed| {
            let urgency = Urgency::of(owed.opens_on, owed.closes_on, file.now.today());
            Status::new(tone(urgency), Words::key("decide-by").date("on", owed.due_on))
        });
        Some(Waiting {
            words: words?,
            on,
            status: status.unwrap_or_else(|| Status::new(Tone::Warn, Words::key("kind-judge-result"))),
        })
    };
    unjudged(&file.case, rules).into_iter().filter_map(line).collect()
}

fn due(visit: &Visit<'_>, file: &CaseFile, course: &Course) -> Vec<DueLine> {
    let mut days: BTreeMap<NaiveDate, Vec<ItemDue>> = BTreeMap::new();
    for item in items_due(&file.case, visit.desk.rules(), &file.roster, &file.now) {
        days.entry(item.due_on).or_default().push(item);
    }
    let line = |(due_on, items): (NaiveDate, Vec<ItemDue>)| {
        let opens_on = items.iter().map(|item| item.opens_on).min()?;
        let closes_on = items.iter().map(|item| item.closes_on).min()?;
        let urgency = Urgency::of(opens_on, closes_on, file.now.today());
        Some(DueLine {
            words: item_list(course, items.iter().map(|item| item.item.as_str()), usize::MAX),
            due_on,
            status: Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code()))),
        })
    };
    days.into_iter().filter_map(line).collect()
}

/// The items that are watched, then the others that have a value.
fn lines(visit: &Visit<'_>, file: &CaseFile, course: &Course) -> Vec<ItemLine> {
    let watched = watched(&file.case, visit.desk.rules());
    let others = course.items.iter().filter(|item| {
        !watched.iter().any(|monitor| monitor.item == item.id) && latest(&file.case, &item.id).is_some()
    });
    let first = watched
        .iter()
        .filter_map(|monitor| Some((course.item(&monitor.item)?, Some(monitor))));
    let all = first.chain(others.map(|item| (item, None)));
    all.map(|(item, monitor)| line(visit, file, item, monitor))
        .collect()
}

fn line(visit: &Visit<'_>, file: &CaseFile, item: &Item, monitor: Option<&Monitor>) -> ItemLine {
    let rules = visit.desk.rules();
    let today = file.now.today();
    let reading = latest(&file.case, &item.id);
    let counts = reading
        .zip(monitor)
        .map(|(reading, monitor)| Interval::Days(monitor.valid_days).after(reading.taken_on));
    let expired = counts.filter(|last_on| *last_on < today);
    let day = reading.map_or(today, |reading| reading.taken_on);
    let range = range_on(&file.case, rules, item, day);
    ItemLine {
        words: item.in_lists().at_head().into(),
        value: reading.map(|reading| compared_words(item, reading.measured)),
        on: reading.map(|reading| reading.taken_on),
        range: range.and_then(|range| range_words(item, range)),
        stands: reading
            .and_then(|reading| stands(&file.case, rules, &reading))
            .map(stands_status),
        counts,
        expired: expired.map(|_| Status::new(Tone::Warn, Words::key("counts-no-more"))),
    }
}

/// The open ones first. They are ended one after the other, the oldest first.
fn reactions(visit: &Visit<'_>, file: &CaseFile) -> Vec<ReactionLine> {
    let rules = &visit.desk.rules().reactions;
    let may = visit.may(Action::RecordReactionOutcome, &file.facts.clone().into());
    let oldest = file
        .case
        .open_reactions()
        .next()
        .map(|(_, entry)| entry.content.id);
    let named = |known: Option<&crate::domain::localised::Localised>, id: &str| {
        known.map_or_else(|| Words::plain(id), |name| name.clone().into())
    };
    let ends: Vec<_> = file
        .case
        .reaction_outcomes
        .iter()
        .filter(|entry| entry.voided.is_none())
        .collect();
    let standing = file.case.reactions.iter().filter(|entry| entry.voided.is_none());
    let mut lines: Vec<_> = standing
        .map(|entry| {
            let reaction = &entry.content;
            let end = ends.iter().find(|end| end.content.reaction == reaction.id);
            let known = rules.severity(&reaction.severity);
            let tone = match (end, known.is_some_and(|known| known.stops)) {
                (Some(_), _) => Tone::Quiet,
                (None, true) => Tone::Bad,
                (None, false) => Tone::Warn,
            };
            let outcome = end.map_or_else(
                || Words::key("reaction-open"),
                |end| {
                    let known = rules.outcome(&end.content.outcome);
                    Words::key("answer-of-day")
                        .words(
                            "answer",
                            named(known.map(|known| &known.name), &end.content.outcome),
                        )
                        .date("on", end.content.on)
                },
            );
            let href = format!("/cases/{}/reaction/outcome", file.case.id);
            ReactionLine {
                words: Words::plain(&reaction.words),
                severity: Status::new(tone, named(known.map(|known| &known.name), &reaction.severity)),
                began_on: reaction.occurred_on,
                outcome,
                link: (oldest == Some(reaction.id) && may)
                    .then(|| Link::new(href, Words::key("record-reaction-outcome-action"))),
            }
        })
        .collect();
    lines.sort_by_key(|line| (line.link.is_none(), std::cmp::Reverse(line.began_on)));
    lines
}
