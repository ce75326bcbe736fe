//! Recording that a dose was not given.

use super::{
    Form, Page,
    parts::{CaseHead, Choice, ChoiceGroup, Window},
    samples::{causes, day, form, head, window, words},
};
use crate::text::Words;
use serde::Serialize;

/// `/cases/<id>/not-given`.
///
/// Fields: `occurred_on` (date), `occurred_time`, `cause`, `words`, `tried`, `explained_<topic>` (ticked), `told_in`,
/// `own_words`, `next_attempt_on` (date, may be empty); carried: `cycle`.
#[derive(Clone, Debug, Serialize)]
pub struct RecordNotGiven {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The window of the dose, while one is open.
    pub window: Option<Window>,
    /// The window has closed: what is recorded now comes after it.
    pub closed: Option<Words>,
    /// The causes, grouped.
    pub causes: Vec<ChoiceGroup>,
    /// What can have been explained.
    pub topics: Vec<Choice>,
    /// The languages in which it can have been.
    pub languages: Vec<Choice>,
}

impl Page for RecordNotGiven {
    const TEMPLATE: &'static str = "pages/records/not_given.html";
    fn sample() -> Vec<Self> {
        let page = |form: Form| Self {
            head: head(),
            form,
            window: Some(window()),
            closed: Some(Words::key("not-given-closed").date("on", day(2026, 7, 10))),
            causes: causes(),
            topics: vec![
                Choice::new("effect", words("Әсері", "Действие", "Effect")),
                Choice::new("rights", words("Құқықтары", "Права", "Rights")),
            ],
            languages: vec![Choice::new("kk", words("қазақша", "казахский", "Kazakh"))],
        };
        let mut long = causes();
        long[0].words = words(
            "Адам өзіне байланысты себептермен келмеді немесе бас тартты",
            "Причины, связанные с самим человеком",
            "Reasons that lie with the person",
        );
        let wrong = form()
            .value("cause", "refused")
            .value("own_words", "«Қазір емес, дәрігермен сөйлескім келеді»")
            .problem("occurred_on", Words::key("refusal-not-understood"))
            .value("explained_rights", "yes")
            .problem("cause", Words::key("choice-required"))
            .problem("told_in", Words::key("choice-required"))
            .problem("words", Words::key("field-required"));
        vec![
            page(form()),
            Self {
                causes: long,
                window: None,
                closed: None,
                ..page(wrong)
            },
        ]
    }
}
