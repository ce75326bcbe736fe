//! The day of a dose against which a restriction stands: what is asked of whoever agrees on another.

use super::notable::name_of;
use crate::access::Action;
use crate::domain::decide::passage::{AgreeDoseDay, days_for_dose};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::on;
use crate::web::pages::case_page::timeline::passage::span;
use crate::web::typed::Typed;
use crate::web::views::parts::Row;
use crate::web::views::passage::{Asked, Entry, Field};
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// So many of the days that fit are named.
const MOST_DAYS: usize = 6;

/// The form, where a restriction stands against the day of the open dose and no journey waits for an answer first.
pub(super) fn asked(visit: &Visit<'_>, file: &CaseFile) -> Option<Asked> {
    let (rules, today) = (visit.desk.rules(), file.now.today());
    let window = file.dose(rules).ok()?;
    if file.case.passage.to_answer(Some(&window), today).is_some() {
        return None;
    }
    let (known, law) = rules.continuity_for(today).zip(rules.law_for(today))?;
    let found = file.case.barred_dose(&window, &file.roster, known, today)?;
    let fit = |with_leave| {
        let by = (known, &law);
        days_for_dose(&file.case, &window, &file.roster, by, (today, with_leave))
    };
    let (free, permitted) = (fit(false), fit(true));
    let facts = vec![
        Row::new(Words::key("dose-day-expected"), on(found.on)),
        Row::new(Words::key("dose-day-barred"), name_of(found.barred, known)),
        Row::new(Words::key("window"), span(window.opens_on, window.closes_on)),
        Row::new(Words::key("absence-days"), named(&free)),
    ];
    let mut fields = vec![Field::new("dose_on", "absence-dose-ask", Entry::Date)];
    // Hours are lifted by no permission: whoever ordered them changes them.
    if permitted != free {
        let hint = Words::key("leave-hint").words("name", name_of(found.barred, known));
        fields.extend([
            Field::new("leave_number", "leave-number", Entry::Text).hint(hint),
            Field::new("leave_on", "leave-on", Entry::Date),
        ]);
    }
    fields.push(Field::new("words", "in-your-words", Entry::Area));
    Some(Asked {
        title: Words::key("agree-dose-day-action"),
        words: Some(Words::key("agree-dose-day-words")),
        facts,
        fields,
        action: Words::key("agree-dose-day-action"),
        cancel: format!("/cases/{}/release", file.case.id),
    })
}

/// What was typed.
pub(super) fn typed(typed: &Typed) -> AgreeDoseDay {
    AgreeDoseDay {
        dose_on: typed.date("dose_on"),
        leave_number: typed.text("leave_number").to_owned(),
        leave_on: typed.date("leave_on"),
        words: typed.text("words").to_owned(),
    }
}

/// The first of some days, in words.
pub(super) fn named(days: &[NaiveDate]) -> Words {
    let named = days.iter().take(MOST_DAYS).map(|day| on(*day));
    let named = named.reduce(|first, second| {
        Words::key("list-and")
            .words("first", first)
            .words("second", second)
    });
    named.unwrap_or_else(|| Words::key("absence-no-day"))
}

/// The way to it from what stands above the page of the case, for whoever may.
pub(super) fn link(visit: &Visit<'_>, file: &CaseFile) -> Option<String> {
    let may = visit.may(Action::AnswerAbsence, &file.facts.clone().into());
    let asked = asked(visit, file).filter(|_| may);
    asked.map(|_| format!("/cases/{}/absence/answer", file.case.id))
}
