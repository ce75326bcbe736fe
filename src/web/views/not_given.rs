//! Recording that a dose was not given.

use super::{
    Form, Page,
    parts::{CaseHead, Choice, ChoiceGroup, Window},
    samples::{causes, form, head, window, words},
};
use crate::text::Words;
use serde::Serialize;

/// `/cases/<id>/not-given`.
///
/// Fields: `happened_on` (date), `happened_time`, `cause`, `words`, `tried`, `told_<value>` = `yes`,
/// `told_language`, `interpreter`, `own_words`, `next_attempt_on` (date, may be empty).
#[derive(Clone, Debug, Serialize)]
pub struct RecordNotGiven {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The window of the dose.
    pub window: Window,
    /// The causes, grouped.
    pub causes: Vec<ChoiceGroup>,
    /// What can have been explained.
    pub told: Vec<Choice>,
    /// The languages in which it can have been explained.
    pub languages: Vec<Choice>,
}

impl RecordNotGiven {
    /// What is explained to a person who refuses: the values of `told_<value>`.
    pub const TOLD: [&'static str; 4] = ["effect", "health", "consequences", "complaint"];

    /// [`Self::TOLD`] as choices.
    #[must_use]
    pub fn told_choices() -> Vec<Choice> {
        Self::TOLD
            .map(|value| Choice::new(value, Words::key(format!("told-{value}"))))
            .into()
    }

    /// The languages of explaining as choices: `kk`, `ru`, `other`.
    #[must_use]
    pub fn language_choices() -> Vec<Choice> {
        ["kk", "ru", "other"]
            .map(|value| Choice::new(value, Words::key(format!("told-in-{value}"))))
            .into()
    }
}

impl Page for RecordNotGiven {
    const TEMPLATE: &'static str = "pages/records/not_given.html";
    fn sample() -> Vec<Self> {
        let page = |form: Form| Self {
            head: head(),
            form,
            window: window(),
            causes: causes(),
            told: Self::told_choices(),
            languages: Self::language_choices(),
        };
        let mut long = causes();
        long[0].words = words(
            "Адам өзіне байланысты себептермен келмеді немесе бас тартты",
            "Причины, связанные с самим человеком",
            "Reasons that lie with the person",
        );
        let wrong = form()
            .value("cause", "refused")
            .value("told_effect", "yes")
            .value("told_language", "kk")
            .value("own_words", "«Қазір емес, дәрігермен сөйлескім келеді»")
            .problem("happened_on", Words::key("date-incomplete"))
            .problem("cause", Words::key("choice-required"))
            .problem("words", Words::key("field-required"));
        vec![
            page(form()),
            Self {
                causes: long,
                ..page(wrong)
            },
        ]
    }
}
