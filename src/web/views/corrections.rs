//! Corrections: nothing is deleted, a correction stands beside what it corrects. And incidents.

use super::{
    Form, Page,
    parts::{CaseHead, Choice, Row},
    samples::{form, head, probation, words},
};
use crate::{domain::event::IncidentKind, text::Words};
use serde::Serialize;

/// `/cases/<id>/records/<record>/amend`. Fields: those of [`AmendField`], and `reason`.
#[derive(Clone, Debug, Serialize)]
pub struct AmendRecord {
    /// Whose record.
    pub head: CaseHead,
    /// The form; its values begin as recorded.
    pub form: Form,
    /// The record as it stands, earlier versions included.
    pub old: Vec<Row>,
    /// What can be amended.
    pub fields: Vec<AmendField>,
    /// Is it a dose, to which what was seen after it is added without a reason?
    pub of_dose: bool,
}

/// One thing that can be amended.
#[derive(Clone, Debug, Serialize)]
pub struct AmendField {
    /// The name of the field.
    pub name: String,
    /// What it is.
    pub words: Words,
    /// How it is entered.
    pub entry: Entry,
    /// The options of [`Entry::Choice`].
    pub choices: Vec<Choice>,
}

/// How a field is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// A line of text, a number or a time.
    Text,
    /// Several lines.
    Area,
    /// A date in three fields.
    Date,
    /// One of several options.
    Choice,
    /// Any of several options, each a field of its own behind the same beginning.
    Checks,
}

/// `/cases/<id>/records/<record>/void`: the interruption card first. Fields: `reason`, `sure` = `yes`.
#[derive(Clone, Debug, Serialize)]
pub struct VoidRecord {
    /// Whose record.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The record.
    pub record: Vec<Row>,
    /// Who was told of it, and will be told again.
    pub told: Vec<Words>,
    /// What will happen to the dates.
    pub follows: Vec<Words>,
}

/// `/cases/<id>/incident`. Fields: `kind`, `occurred_on` (date), `occurred_time`,
/// `injected` = `yes` where something entered the body, `pack` and `lot` where a drug is prescribed, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct ReportIncident {
    /// Whose case.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The kinds.
    pub kinds: Vec<Choice>,
    /// Packs it may have come from; empty where no drug is prescribed.
    pub packs: Vec<Choice>,
}

impl ReportIncident {
    /// The kinds as choices.
    #[must_use]
    pub fn kind_choices() -> Vec<Choice> {
        IncidentKind::ALL
            .map(|kind| Choice::new(kind.code(), Words::key(format!("incident-{}", kind.code()))))
            .into()
    }
}

impl Page for AmendRecord {
    const TEMPLATE: &'static str = "pages/records/amend_record.html";
    fn sample() -> Vec<Self> {
        let field = |name: &str, key: &'static str, entry| AmendField {
            name: name.into(),
            words: Words::key(key),
            entry,
            choices: vec![Choice::new(
                "left",
                words("сол жақ бөксе", "левая ягодица", "left gluteal"),
            )],
        };
        let fields = vec![
            field("lot", "lot", Entry::Text),
            field("words", "in-your-words", Entry::Area),
            field("occurred_on", "given-on", Entry::Date),
            field("site", "site", Entry::Choice),
            field("explained", "told-topics", Entry::Checks),
        ];
        let old = vec![Row::new(Words::key("lot"), "L7-0042")];
        let page = |form| Self {
            head: head(),
            form,
            old: old.clone(),
            fields: fields.clone(),
            of_dose: true,
        };
        vec![
            page(form().value("lot", "L7-0042").value("site", "left")),
            page(
                form()
                    .value("lot", "")
                    .problem("lot", Words::key("field-required")),
            ),
        ]
    }
}

impl Page for VoidRecord {
    const TEMPLATE: &'static str = "pages/records/void_record.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            record: vec![Row::new(Words::key("lot"), "L7-0042")],
            told: vec![probation()],
            follows: vec![Words::key("void-record-due-again")],
        };
        vec![
            page(form()),
            page(form().problem("sure", Words::key("void-record-be-sure"))),
        ]
    }
}

impl Page for ReportIncident {
    const TEMPLATE: &'static str = "pages/records/report_incident.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            kinds: Self::kind_choices(),
            packs: vec![
                Choice::new(
                    "b1",
                    words(
                        "Қаптама 0012, L7 сериясы",
                        "Упаковка 0012, серия L7",
                        "Pack 0012, lot L7",
                    ),
                ),
                Choice::new("by-hand", Words::key("pack-not-in-list")),
            ],
        };
        vec![
            page(form()),
            Self {
                packs: Vec::new(),
                ..page(form())
            },
            page(form().problem("words", Words::key("field-required"))),
        ]
    }
}

/// `/cases/<id>/incident/review`. Fields: `incident` (carried), `words`.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewIncident {
    /// Whose case.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What was reported.
    pub incident: Vec<Row>,
    /// Whether one still waits for a physician.
    pub waiting: bool,
}

impl Page for ReviewIncident {
    const TEMPLATE: &'static str = "pages/records/review_incident.html";
    fn sample() -> Vec<Self> {
        let page = |form, incident: Vec<Row>| Self {
            head: head(),
            form,
            waiting: !incident.is_empty(),
            incident,
        };
        let rows = || {
            vec![Row::new(
                Words::key("incident-kind"),
                Words::key("incident-second-injection"),
            )]
        };
        vec![
            page(form(), rows()),
            page(form().problem("words", Words::key("refusal-required")), rows()),
            page(form(), Vec::new()),
        ]
    }
}
