//! Another regimen in mid-course: the form, and how the two drugs meet before it is saved.

use super::{
    Form, Page,
    monitoring::{ValueField, in_cover},
    parts::{CaseHead, Choice, Row, SumAhead},
    samples::{day, form, head, product, sums},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/cases/<id>/regimen/change`. Fields: `protocol`, `first_on` (date), `reason`, `decided_by`, `reference`, `flare` =
/// `yes` or `no`, `flare_words`, those of the amounts, `despite_sum` where a sum of a lifetime asks for it; `confirmed` from the page with the answers.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRegimen {
    /// Whose regimen.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The protocols in force.
    pub protocols: Vec<Choice>,
    /// What the products would add to a sum of a lifetime.
    pub sums: Vec<SumAhead>,
    /// Is it asked for one of them why?
    pub asks_why: bool,
    /// How much of a summed substance a cover against flare brings.
    pub amounts: Vec<ValueField>,
    /// The regimen until now.
    pub current: Vec<Row>,
}

/// The same address, once everything is answered.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRegimenAnswers {
    /// Whose regimen.
    pub head: CaseHead,
    /// The form: everything carried along.
    pub form: Form,
    /// What was answered.
    pub rows: Vec<Row>,
    /// What the product would add to a sum of a lifetime.
    pub sums: Vec<SumAhead>,
    /// How the last dose of the one drug and the first of the other meet.
    pub meeting: Vec<Words>,
    /// The first day and those that follow.
    pub dates: Vec<NaiveDate>,
    /// The rulings end before some of them.
    pub ends: Option<Words>,
}

impl Page for ChangeRegimen {
    const TEMPLATE: &'static str = "pages/court/change_regimen.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            protocols: vec![Choice::new("triptorelin-12w", product())],
            sums: sums(12.5),
            asks_why: true,
            amounts: in_cover(),
            current: vec![Row::new(Words::key("product"), product())],
        };
        let wrong = form()
            .value("reason", "...")
            .problem("decided_by", Words::key("refusal-required"))
            .problem("flare", Words::key("choice-required"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for ChangeRegimenAnswers {
    const TEMPLATE: &'static str = "pages/court/change_regimen_answers.html";
    fn sample() -> Vec<Self> {
        let last = Words::key("handover-last")
            .date("on", day(2026, 5, 4))
            .date("until", day(2026, 5, 18));
        let gap = |n| {
            let key = if n < 0 { "handover-overlap" } else { "handover-gap" };
            Words::key(key).number("n", i64::abs(n))
        };
        let page = |meeting: Vec<Words>, ends| Self {
            head: head(),
            form: form(),
            rows: vec![Row::new(Words::key("protocol"), product())],
            sums: sums(0.3),
            meeting,
            dates: vec![day(2026, 5, 18), day(2026, 8, 10)],
            ends,
        };
        vec![
            page(vec![last.clone(), gap(-3)], None),
            page(
                vec![last.clone(), gap(5)],
                Some(Words::key("handover-ends").date("on", day(2026, 9, 1))),
            ),
            page(vec![last, Words::key("handover-none")], None),
        ]
    }
}
