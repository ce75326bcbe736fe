//! Changes of a case by the registry and by the physician: regimen, rulings, place, supervision.

use super::{
    Form, Page,
    monitoring::{ValueField, in_cover},
    parts::{CaseHead, Choice, Link, Row, SumAhead},
    samples::{clinic, day, facility, form, head, probation, product, sums},
};
use crate::{domain::ruling::RulingStep, text::Words};
use chrono::NaiveDate;
use serde::Serialize;

/// `/cases/<id>/regimen`. Fields: `protocol`, `first_on` (date), `reason`, `flare` = `yes` or `no`, `flare_words`,
/// those of the amounts, `despite_sum` where a sum of a lifetime asks for it, `late_why` where the law names a last day,
/// `sure` where the first day is far.
#[derive(Clone, Debug, Serialize)]
pub struct PrescribeRegimen {
    /// Whose regimen.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The protocols in force; the hint says interval and version.
    pub protocols: Vec<Choice>,
    /// What the products would add to a sum of a lifetime.
    pub sums: Vec<SumAhead>,
    /// Is it asked for one of them why?
    pub asks_why: bool,
    /// How much of a summed substance a cover against flare brings.
    pub amounts: Vec<ValueField>,
    /// By when the law lets treatment begin; why later is asked then.
    pub by_law: Option<Words>,
    /// Where the clearance is recorded that must come first.
    pub clearance: Option<String>,
    /// The regimen until now.
    pub current: Vec<Row>,
}

/// `/cases/<id>/rulings/new`. Fields as the ruling's part of opening a case; `confirmed` for warnings.
#[derive(Clone, Debug, Serialize)]
pub struct RecordRuling {
    /// Whose ruling.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What looks wrong but may be right.
    pub warnings: Vec<Words>,
    /// Is the reason in law asked why the measure is applied to somebody under age? Field: `under_age_reason`.
    pub under_age: bool,
}

/// `/cases/<id>/rulings/<ruling>`. Fields: `step`, `effective_on` (date), `document`; for a new version `until_on`
/// (date), `supervising`, `words`; `answers` (`yes`, `no`) where something waits at the court.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeRuling {
    /// Whose ruling.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The ruling as it stands.
    pub ruling: Vec<Row>,
    /// Its versions and steps, each with its document and what it did to the plan.
    pub history: Vec<super::case_file::RulingStepLine>,
    /// What deserves a second look; confirmed by `confirmed`.
    pub warnings: Vec<Words>,
    /// What can have happened, given how the ruling stands; empty where nothing can follow any more.
    pub steps: Vec<Choice>,
    /// Where to put right what is written down of the paper.
    pub amend: Option<Link>,
    /// From when the term can be extended, or why it cannot; and who does it.
    pub extending: Vec<Words>,
    /// Whether a variation answers what a commission sent, where that waits at the court.
    pub answers: Option<Words>,
    /// The bodies that may supervise.
    pub supervising: Vec<Choice>,
}

impl ChangeRuling {
    /// The question about what waits at the court since a day.
    #[must_use]
    pub fn whether_it_answers(sent_on: NaiveDate) -> Words {
        Words::key("version-answers").date("on", sent_on)
    }

    /// A form in which that question has a name: as it is asked on the page, it names the day on which something was sent.
    #[must_use]
    pub fn named(mut form: Form) -> Form {
        let name = Words::key("version-answers-name");
        form.names.insert("answers".to_owned(), name);
        form
    }

    /// A step as a choice.
    #[must_use]
    pub fn choice(step: RulingStep) -> Choice {
        Choice::new(step.code(), Words::key(format!("ruling-step-{}", step.code())))
    }
}

/// `/cases/<id>/rulings/<ruling>/amend`. Fields: `court`, `ruling_number`, `ruled_on`, `in_force_on`, `until_on`,
/// `offence_on` (dates), `scan_sha256`, `reason`; `confirmed` for warnings.
#[derive(Clone, Debug, Serialize)]
pub struct AmendRuling {
    /// Whose ruling.
    pub head: CaseHead,
    /// The form; its values begin as recorded.
    pub form: Form,
    /// What looks wrong but may be right.
    pub warnings: Vec<Words>,
    /// Is the reason in law asked why the measure is applied to somebody under age? Field: `under_age_reason`.
    pub under_age: bool,
}

/// `/cases/<id>/person`. Fields: `name_cyrillic`, `name_latin`, `iin`, `other_document`, `other_document_reason`,
/// `born_on` (date), `reason`; `confirmed` for warnings.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectPerson {
    /// Whose case.
    pub head: CaseHead,
    /// The form; its values begin as recorded.
    pub form: Form,
    /// What looks wrong but may be right.
    pub warnings: Vec<Words>,
    /// Is the reason in law asked why the measure is applied to somebody under age? Field: `under_age_reason`.
    pub under_age: bool,
}

/// `/cases/<id>/place`. Fields: `place`, `from_on` (date), `reason`.
#[derive(Clone, Debug, Serialize)]
pub struct ChangePlace {
    /// Who moves.
    pub head: CaseHead,
    /// The moves that are written down and have not come.
    pub to_come: Vec<Words>,
    /// The form.
    pub form: Form,
    /// Facilities and clinics.
    pub places: Vec<Choice>,
}

/// `/cases/<id>/supervision`. Fields: `supervising`, `from_on` (date), `reason`.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeSupervision {
    /// Whose supervision.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The body until now.
    pub current: Words,
    /// Probation offices and police departments.
    pub supervising: Vec<Choice>,
}

impl Page for PrescribeRegimen {
    const TEMPLATE: &'static str = "pages/cases/prescribe_regimen.html";
    fn sample() -> Vec<Self> {
        let protocol = Choice {
            hint: Some(Words::key("why-interval-days").number("n", 84)),
            ..Choice::new("triptorelin-12w", product())
        };
        let page = |form, current| Self {
            head: head(),
            form,
            protocols: vec![protocol.clone()],
            sums: sums(12.5),
            asks_why: true,
            amounts: in_cover(),
            by_law: Some(
                Words::key("first-on-by-law")
                    .date("by", day(2026, 12, 10))
                    .date("release", day(2027, 6, 10)),
            ),
            clearance: None,
            current,
        };
        let not_cleared = Self {
            clearance: Some("/cases/1/clearance".to_owned()),
            by_law: None,
            sums: sums(0.3),
            ..page(form(), Vec::new())
        };
        vec![
            not_cleared,
            page(form(), Vec::new()),
            page(
                form()
                    .problem(
                        "first_on",
                        Words::key("refusal-not-before").date("on", day(2026, 3, 3)),
                    )
                    .problem("sure", Words::key("first-on-far"))
                    .problem("flare", Words::key("choice-required")),
                vec![Row::new(Words::key("product"), product())],
            ),
        ]
    }
}

impl Page for RecordRuling {
    const TEMPLATE: &'static str = "pages/cases/record_ruling.html";
    fn sample() -> Vec<Self> {
        let wrong = form()
            .value("ruling_number", "1-214")
            .problem("court", Words::key("field-required"));
        vec![
            Self {
                head: head(),
                form: form(),
                warnings: Vec::new(),
                under_age: false,
            },
            Self {
                head: head(),
                form: wrong,
                warnings: vec![Words::key("warn-offence-before").date("on", day(2018, 1, 1))],
                under_age: true,
            },
        ]
    }
}

impl Page for ChangeRuling {
    const TEMPLATE: &'static str = "pages/cases/change_ruling.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            ruling: vec![Row::new(Words::key("ruling-number"), "1-214/2026")],
            history: vec![
                super::case_file::ruling_step_sample(),
                super::case_file::RulingStepLine {
                    voided: Some(Words::plain("Не то дело")),
                    link: None,
                    ..super::case_file::ruling_step_sample()
                },
            ],
            warnings: Vec::new(),
            amend: Some(Link::new(
                "/cases/1/rulings/1/amend",
                Words::key("amend-ruling-action"),
            )),
            steps: RulingStep::ALL.map(Self::choice).into(),
            answers: None,
            extending: vec![
                Words::key("extension-possible").date("on", day(2026, 7, 1)),
                Words::key("extension-by"),
            ],
            supervising: vec![Choice::new("3", probation())],
        };
        vec![
            page(form()),
            page(
                form()
                    .value("step", "suspended")
                    .problem("effective_on", Words::key("refusal-not-understood")),
            ),
            Self {
                warnings: vec![
                    Words::key("warn-ends-measure").date("on", day(2026, 9, 10)),
                    Words::key("warn-term-far"),
                ],
                ..page(form().problem("confirmed", Words::key("confirm-warnings")))
            },
            Self {
                answers: Some(Self::whether_it_answers(day(2026, 8, 20))),
                ..page(Self::named(
                    form().problem("answers", Words::key("choice-required")),
                ))
            },
            Self {
                steps: Vec::new(),
                ..page(form())
            },
        ]
    }
}

impl Page for AmendRuling {
    const TEMPLATE: &'static str = "pages/cases/amend_ruling.html";
    fn sample() -> Vec<Self> {
        let page = |form, warnings: Vec<Words>| Self {
            head: head(),
            form,
            under_age: !warnings.is_empty(),
            warnings,
        };
        let filled = form()
            .value("court", "Городской суд")
            .value("ruling_number", "1-214/2026")
            .value("ruled_on_day", "12");
        vec![
            page(filled.clone(), Vec::new()),
            page(
                filled
                    .problem("reason", Words::key("refusal-required"))
                    .problem("confirmed", Words::key("confirm-warnings")),
                vec![Words::key("warn-term-far")],
            ),
        ]
    }
}

impl Page for CorrectPerson {
    const TEMPLATE: &'static str = "pages/cases/correct_person.html";
    fn sample() -> Vec<Self> {
        let page = |form, warnings: Vec<Words>| Self {
            head: head(),
            form,
            under_age: !warnings.is_empty(),
            warnings,
        };
        let filled = form()
            .value("name_cyrillic", "Ахметов Серік Болатұлы")
            .value("iin", "991231500016")
            .value("born_on_day", "31");
        vec![
            page(filled.clone(), Vec::new()),
            page(
                filled
                    .problem("iin", Words::key("iin-check-digit"))
                    .problem("confirmed", Words::key("confirm-warnings")),
                vec![Words::key("warn-iin-differs-from-birth")],
            ),
        ]
    }
}

impl Page for ChangePlace {
    const TEMPLATE: &'static str = "pages/cases/change_place.html";
    fn sample() -> Vec<Self> {
        let places = vec![Choice::new("1", facility()), Choice::new("2", clinic())];
        let page = |form| Self {
            head: head(),
            to_come: vec![
                Words::key("place-to-come")
                    .words("to", facility())
                    .date("on", day(2026, 12, 10)),
            ],
            form,
            places: places.clone(),
        };
        vec![
            page(form()),
            page(
                form()
                    .value("place", "2")
                    .problem("from_on", Words::key("refusal-not-understood")),
            ),
        ]
    }
}

impl Page for ChangeSupervision {
    const TEMPLATE: &'static str = "pages/cases/change_supervision.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            current: probation(),
            supervising: vec![Choice::new("3", probation())],
        };
        vec![
            page(form()),
            page(form().problem("supervising", Words::key("choice-required"))),
        ]
    }
}
