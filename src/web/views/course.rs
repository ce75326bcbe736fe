//! Before the first dose: the commission's clearance, and what the person is told.

use super::monitoring::ValueField;
use super::{
    Form, Page,
    parts::{CaseHead, Choice, Cited, Link, Row},
    samples::{day, form, head, product, words},
};
use crate::text::Words;
use serde::Serialize;

/// `/cases/<id>/clearance`. Fields: `examined_on` (date), one per member, one per question, `cleared` = `yes` or
/// `no`, `again_on` (date, where not cleared), `words`.
#[derive(Clone, Debug, Serialize)]
pub struct RecordClearance {
    /// Whose clearance it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The members of the commission.
    pub members: Vec<MemberField>,
    /// The contraindications, each asked.
    pub questions: Vec<FindingField>,
    /// What entered the body before this case, of the substances that are summed. Fields: those of a value.
    pub earlier: Vec<ValueField>,
    /// What the commission can say.
    pub conclusions: Vec<Choice>,
    /// Where the composition of the commission comes from.
    pub source: Option<Cited>,
    /// The rule itself, with the source of every question.
    pub rule: Option<Link>,
}

/// A member of a commission.
#[derive(Clone, Debug, Serialize)]
pub struct MemberField {
    /// The field.
    pub field: String,
    /// The speciality.
    pub words: Words,
    /// Who can be chosen; empty where a name is written.
    pub choices: Vec<Choice>,
}

/// A contraindication that is asked about.
#[derive(Clone, Debug, Serialize)]
pub struct FindingField {
    /// The field.
    pub field: String,
    /// The question.
    pub words: Words,
    /// The drugs it excludes.
    pub excludes: Vec<Words>,
    /// The field of the drugs it was found under, where they are named; its boxes are `<drugs>_<product>`.
    pub drugs: Option<String>,
    /// Those drugs.
    pub products: Vec<Choice>,
}

impl RecordClearance {
    /// What the commission can say.
    #[must_use]
    pub fn conclusion_choices() -> Vec<Choice> {
        [("yes", "clearance-cleared"), ("no", "clearance-not-cleared")]
            .map(|(value, key)| Choice {
                hint: Some(Words::key(format!("{key}-hint"))),
                ..Choice::new(value, Words::key(key))
            })
            .into()
    }
}

/// `/cases/<id>/information`. Fields: `told_on` (date), `told_by`, `language`, `other_language`, `interpreter`, `topics_<id>`,
/// `own_words`, `consent`, `signed` = `yes` or `no`.
#[derive(Clone, Debug, Serialize)]
pub struct RecordInformation {
    /// Who is told.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The drug it is about.
    pub regimen: Vec<Row>,
    /// What is explained.
    pub topics: Vec<Choice>,
    /// In which language.
    pub languages: Vec<Choice>,
    /// Consent or its absence.
    pub consents: Vec<Choice>,
}

impl Page for RecordClearance {
    const TEMPLATE: &'static str = "pages/course/record_clearance.html";
    fn sample() -> Vec<Self> {
        let doctor = Choice::new("1", "Жұмабекова А. Қ.");
        let member = |field: &str, kk, ru, en, choices| MemberField {
            field: field.to_owned(),
            words: words(kk, ru, en),
            choices,
        };
        let page = |form| Self {
            head: head(),
            form,
            members: vec![
                member("member_urologist", "Уролог", "Уролог", "Urologist", Vec::new()),
                member(
                    "member_psychiatrist",
                    "Психиатр",
                    "Психиатр",
                    "Psychiatrist",
                    vec![doctor.clone()],
                ),
            ],
            questions: vec![
                FindingField {
                    field: "found_meningioma".to_owned(),
                    words: words("Менингиома", "Менингиома", "Meningioma"),
                    excludes: vec![product()],
                    drugs: None,
                    products: Vec::new(),
                },
                FindingField {
                    field: "found_hypersensitivity".to_owned(),
                    words: words(
                        "Аса сезімталдық",
                        "Повышенная чувствительность",
                        "Hypersensitivity",
                    ),
                    excludes: Vec::new(),
                    drugs: Some("drugs_hypersensitivity".to_owned()),
                    products: vec![Choice::new("triptorelin-12w", product())],
                },
            ],
            earlier: vec![ValueField {
                item: "cyproterone".to_owned(),
                words: words("Ципротерон", "Ципротерон", "Cyproterone"),
                yes_no: false,
                units: vec![
                    Choice::new("g", words("г", "г", "g")),
                    Choice::new("mg", words("мг", "мг", "mg")),
                ],
                unit: None,
                hint: None,
                unsure: true,
            }],
            conclusions: Self::conclusion_choices(),
            source: Some(Cited {
                words: Words::plain("Published account"),
                english: true,
            }),
            rule: None,
        };
        let wrong = form()
            .value("cleared", "no")
            .problem("member_urologist", Words::key("refusal-member-missing"))
            .problem("found_meningioma", Words::key("refusal-finding-missing"))
            .problem(
                "again_on",
                Words::key("refusal-not-before").date("on", day(2026, 6, 15)),
            );
        vec![page(form()), page(wrong)]
    }
}

impl Page for RecordInformation {
    const TEMPLATE: &'static str = "pages/course/record_information.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            regimen: vec![Row::new(Words::key("product"), product())],
            topics: vec![Choice::new("effect", words("Әсері", "Действие", "Effect"))],
            languages: vec![Choice::new("kk", words("қазақша", "казахский", "Kazakh"))],
            consents: vec![Choice::new("given", Words::key("consent-given"))],
        };
        let wrong = form()
            .problem(
                "topics",
                Words::key("refusal-topics-missing").words("topics", words("Әсері", "Действие", "Effect")),
            )
            .problem("own_words", Words::key("refusal-required"));
        vec![page(form()), page(wrong)]
    }
}
