//! Examinations, results and what physicians decide about them, in the stories and in the population.

use chrono::{Datelike as _, NaiveDate};

use super::chance::Chance;
use super::country::Worker;
use super::papers;
use super::story::{Deed, Story, days, hours};
use crate::commands;
use crate::domain::decide::{JudgeResult, RecordResults, TypedValue};
use crate::domain::event::{Conclusion, Decided};
use crate::domain::ids::RecordId;
use crate::domain::obligation::{Because, Kind};
use crate::domain::plan::protocol;
use crate::domain::refusal::Refusal;
use crate::domain::results::unjudged;
use crate::domain::rules::Rules;
use crate::store::desk::{Desk, Failure};
use crate::store::file::CaseFile;

const LABORATORY: &str = "Областная лаборатория";
/// Days from one examination to the next: within the two weeks before it is due.
const EXAM_DAYS: i64 = 84;
/// Days after the first dose on which a laboratory measures alone.
const MEASURED_AFTER: [i64; 2] = [29, 58];
/// What is due in so many days is measured along.
const SOON_DAYS: i64 = 20;
/// A slip comes in two days before today.
const ESCAPED_DAYS_AGO: i64 = 2;

/// Puts examinations, slips and decisions into a story: from its opening to today.
pub(super) fn tell(story: &mut Story, first_on: NaiveDate, today: NaiveDate, escapes: bool) {
    let draw = |on: NaiveDate| {
        let days = |day: NaiveDate| u64::from(day.num_days_from_ce().unsigned_abs());
        days(on) * 4096 + days(story.opened_on) % 4096
    };
    let mut deeds = vec![(
        days(story.opened_on, 1),
        Deed::Measure {
            draw: draw(story.opened_on),
        },
    )];
    for after in MEASURED_AFTER {
        let on = days(first_on, after);
        deeds.push((on, Deed::Measure { draw: draw(on) }));
    }
    let mut exam_on = days(first_on, EXAM_DAYS);
    while exam_on < days(today, -1) {
        deeds.push((exam_on, Deed::Examine { draw: draw(exam_on) }));
        exam_on = days(exam_on, EXAM_DAYS);
    }
    deeds.retain(|(on, _)| *on < today);
    for (on, deed) in deeds {
        story.then(on, hours::AFTERNOON, deed);
        story.then(days(on, 1), hours::AFTERNOON + 30, Deed::Judge);
    }
    if escapes {
        story.then(
            days(today, -ESCAPED_DAYS_AGO),
            hours::AFTERNOON + 50,
            Deed::Escape,
        );
    }
}

/// Does a deed of a story.
pub(super) async fn act(
    desk: &Desk,
    physician: &Worker,
    file: &CaseFile,
    deed: &Deed,
) -> Result<(), Failure> {
    let (actor, case, today) = (&physician.actor, file.case.id, file.now.today());
    // A measure that has ended, or has not begun: nobody examines.
    if file.case.ended_on(today) || file.case.standing_on(today).is_none() {
        return Ok(());
    }
    match deed {
        Deed::Examine { draw } if !file.case.doses_in_effect().is_empty() => {
            let account = actor.account_id().ok_or(Refusal::NothingToDo)?;
            let mut form = papers::examination(&file.case, desk.rules(), today, (&physician.name, account));
            let mut chance = Chance::new(*draw);
            form.values = papers::vary(form.values, desk.rules(), today, &mut chance);
            form.values
                .extend(papers::laboratory(&file.case, desk.rules(), today, &mut chance));
            form.laboratory = LABORATORY.to_owned();
            form.conclusion = Conclusion::Continue.code().to_owned();
            commands::record_exam(desk, actor, None, case, &form).await?;
        }
        Deed::Measure { draw } => {
            let mut chance = Chance::new(*draw);
            let values = papers::laboratory(&file.case, desk.rules(), today, &mut chance);
            let asked = papers::asked(&file.case, desk.rules(), today);
            let asked = papers::vary(asked, desk.rules(), today, &mut chance);
            let due = due_soon(file, desk.rules(), today);
            let wanted = values
                .into_iter()
                .chain(asked)
                .filter(|value| due.contains(&value.item));
            slip(desk, physician, file, wanted.collect()).await?;
        }
        Deed::Escape => {
            let value = TypedValue {
                item: "testosterone".to_owned(),
                value: "6,4".to_owned(),
                ..TypedValue::default()
            };
            slip(desk, physician, file, vec![value]).await?;
        }
        Deed::Judge => {
            for waiting in unjudged(&file.case, desk.rules()) {
                let form = harmless(waiting.record);
                commands::judge_result(desk, actor, None, case, &form).await?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The word of a physician who has looked at a result that is not as it should be, and goes on.
pub(super) fn harmless(record: RecordId) -> JudgeResult {
    JudgeResult {
        record: Some(record),
        items: Vec::new(),
        decided: Decided::Continue.code().to_owned(),
        repeat_by: None,
        words: "Отклонение незначительное, контроль в срок".to_owned(),
    }
}

/// The items that a careful nurse has measured now: what is due, or nearly.
fn due_soon(file: &CaseFile, rules: &Rules, today: NaiveDate) -> Vec<String> {
    let owed = file.plan(rules).obligations.into_iter();
    let soon = owed.filter(|owed| owed.kind == Kind::Monitoring && owed.due_on <= days(today, SOON_DAYS));
    let items = soon
        .flat_map(|owed| owed.why.because)
        .filter_map(|because| match because {
            Because::Items { items } => Some(items),
            _ => None,
        });
    items.flatten().collect()
}

async fn slip(desk: &Desk, worker: &Worker, file: &CaseFile, values: Vec<TypedValue>) -> Result<(), Failure> {
    if values.is_empty() {
        return Ok(());
    }
    let form = RecordResults {
        taken_on: Some(file.now.today()),
        laboratory: LABORATORY.to_owned(),
        values,
        words: String::new(),
    };
    commands::record_results(desk, &worker.actor, None, file.case.id, &form).await?;
    Ok(())
}

/// What a physician wants to know before he decides about a dose so long after the last one.
pub(super) async fn before_decision(
    desk: &Desk,
    physician: &Worker,
    file: &CaseFile,
    give: bool,
) -> Result<(), Failure> {
    let followed = protocol(&file.case, desk.rules());
    let asked = followed.and_then(|followed| followed.before_decision.as_ref());
    let Some(asked) = asked.filter(|_| give && !file.case.doses_in_effect().is_empty()) else {
        return Ok(());
    };
    let mut values = papers::laboratory_usual(&file.case, desk.rules(), file.now.today());
    values.retain(|value| value.item == asked.item);
    slip(desk, physician, file, values).await
}
