//! Adverse reactions, and contraindications found after treatment began.

use super::{
    Form, Page,
    parts::{CaseHead, Choice, Row},
    samples::{form, head, product, words},
};
use crate::{domain::event::Follows, text::Words};
use serde::Serialize;

/// `/cases/<id>/reaction`. Fields: `occurred_on` (date), `occurred_time`, `severity`, `suspected`, `words`, `done`,
/// `hold`, `sure`.
#[derive(Clone, Debug, Serialize)]
pub struct ReportReaction {
    /// Whose reaction.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// Is it asked whether a day that lies long back is right?
    pub asks_day: bool,
    /// How severe.
    pub severities: Vec<Choice>,
    /// The products that may be suspected.
    pub products: Vec<Choice>,
}

/// `/cases/<id>/reaction/outcome`. Fields: `outcome`, `ended_on` (date), `words`.
#[derive(Clone, Debug, Serialize)]
pub struct RecordReactionOutcome {
    /// Whose reaction.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The reaction; empty where none is open.
    pub reaction: Vec<Row>,
    /// How it can have ended.
    pub outcomes: Vec<Choice>,
}

/// `/cases/<id>/contraindication`. Fields: `contraindication`, `found_on` (date), `follows`, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct RecordContraindication {
    /// In whom.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What can be found; the hint says which drugs it excludes and whether for good.
    pub contraindications: Vec<Choice>,
    /// What is to follow.
    pub follows: Vec<Choice>,
}

/// `/cases/<id>/contraindication/over`. Fields: `over_<id>` = `yes` for each contraindication that is over, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct EndContraindication {
    /// In whom.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What may be over of all that was found, against any drug.
    pub passing: Vec<Choice>,
}

impl RecordContraindication {
    /// What can follow, as choices.
    #[must_use]
    pub fn follow_choices() -> Vec<Choice> {
        Follows::ALL
            .map(|follows| Choice {
                hint: Some(Words::key(format!("follows-{}-hint", follows.code()))),
                ..Choice::new(follows.code(), Words::key(format!("follows-{}", follows.code())))
            })
            .into()
    }
}

impl Page for ReportReaction {
    const TEMPLATE: &'static str = "pages/reactions/report_reaction.html";
    fn sample() -> Vec<Self> {
        let page = |form: Form| Self {
            head: head(),
            asks_day: !form.problems.is_empty(),
            form,
            severities: vec![Choice::new("severe", words("Ауыр", "Тяжёлая", "Severe"))],
            products: vec![Choice::new("triptorelin-12w", product())],
        };
        let wrong = form()
            .value("severity", "severe")
            .problem("done", Words::key("refusal-required"))
            .problem("occurred_on", Words::key("refusal-in-future"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for RecordReactionOutcome {
    const TEMPLATE: &'static str = "pages/reactions/record_reaction_outcome.html";
    fn sample() -> Vec<Self> {
        let page = |form, reaction| Self {
            head: head(),
            form,
            reaction,
            outcomes: vec![Choice::new("recovered", words("Өтті", "Прошла", "Recovered"))],
        };
        vec![
            page(form(), vec![Row::new(Words::key("what-happened"), "Сыпь")]),
            page(
                form().problem("outcome", Words::key("choice-required")),
                Vec::new(),
            ),
        ]
    }
}

impl Page for RecordContraindication {
    const TEMPLATE: &'static str = "pages/reactions/record_contraindication.html";
    fn sample() -> Vec<Self> {
        let meningioma = Choice {
            hint: Some(Words::key("contraindication-excludes-for-good").words("products", product())),
            ..Choice::new("meningioma", words("Менингиома", "Менингиома", "Meningioma"))
        };
        let page = |form| Self {
            head: head(),
            form,
            contraindications: vec![meningioma.clone()],
            follows: Self::follow_choices(),
        };
        vec![
            page(form()),
            page(form().problem("follows", Words::key("choice-required"))),
        ]
    }
}

impl Page for EndContraindication {
    const TEMPLATE: &'static str = "pages/reactions/end_contraindication.html";
    fn sample() -> Vec<Self> {
        let wasting = Choice {
            hint: Some(Words::key("contraindication-excludes").words("products", product())),
            ..Choice::new(
                "1",
                words("Ауыр жүдеушілік", "Тяжёлое истощение", "Wasting disease"),
            )
        };
        let page = |form, passing| Self {
            head: head(),
            form,
            passing,
        };
        vec![
            page(form(), vec![wasting.clone()]),
            page(
                form().problem("over", Words::key("choice-required")),
                vec![wasting],
            ),
            page(form(), Vec::new()),
        ]
    }
}
