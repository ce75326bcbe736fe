//! The end of a case without a court, and the plan for the time after the measure.

use super::{
    Form, Page,
    parts::{CaseHead, Choice, Row},
    samples::{day, form, head, product},
};
use crate::{domain::event::Departure, text::Words};
use serde::Serialize;

/// `/cases/<id>/end`. Fields: `departure`, `ended_on` (date), `ended_time`, `document`.
#[derive(Clone, Debug, Serialize)]
pub struct EndCase {
    /// Whose case.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What can have ended it.
    pub departures: Vec<Choice>,
    /// Is it asked whether the end is meant? Confirmed by `confirmed`.
    pub warns: bool,
}

impl EndCase {
    /// What can end a case, as choices.
    #[must_use]
    pub fn departure_choices() -> Vec<Choice> {
        Departure::ALL
            .map(|kind| Choice::new(kind.code(), Words::key(format!("departure-{}", kind.code()))))
            .into()
    }
}

/// `/cases/<id>/aftercare`. Fields: `carer`, `next_look_on` (date), `words`.
#[derive(Clone, Debug, Serialize)]
pub struct PlanAftercare {
    /// Whose plan.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The last dose and until when it works.
    pub facts: Vec<Row>,
}

impl Page for EndCase {
    const TEMPLATE: &'static str = "pages/court/end_case.html";
    fn sample() -> Vec<Self> {
        let page = |form: Form| Self {
            head: head(),
            warns: !form.problems.is_empty(),
            form,
            departures: Self::departure_choices(),
        };
        let wrong = form()
            .value("departure", "death")
            .problem("ended_on", Words::key("refusal-in-future"))
            .problem("document", Words::key("refusal-required"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for PlanAftercare {
    const TEMPLATE: &'static str = "pages/court/plan_aftercare.html";
    fn sample() -> Vec<Self> {
        let page = |form, facts| Self {
            head: head(),
            form,
            facts,
        };
        let wrong = form().problem(
            "next_look_on",
            Words::key("refusal-not-before").date("on", day(2026, 6, 15)),
        );
        vec![
            page(form(), vec![Row::new(Words::key("product"), product())]),
            page(wrong, Vec::new()),
        ]
    }
}
