//! One act on a pack, a lot or a parcel: what it is about, and what is asked.

use super::product;
use crate::text::Words;
use crate::web::views::{
    Form, Page,
    parts::{Banner, Choice, Link, Row, Tone},
    samples::{form, words},
};
use serde::Serialize;

/// How a field of an act is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// A line of text.
    Text,
    /// A few signs: a time, a number.
    Short,
    /// Several lines.
    Area,
    /// A date in three fields.
    Date,
    /// One of several options.
    Radios,
    /// One of many options.
    Select,
    /// Any of several options.
    Checks,
    /// A box to tick.
    Check,
}

/// One field of an act.
#[derive(Clone, Debug, Serialize)]
pub struct ActField {
    /// The name of the field.
    pub name: String,
    /// What it is.
    pub words: Words,
    /// What helps to fill it in.
    pub hint: Option<Words>,
    /// How it is entered.
    pub entry: Entry,
    /// The options.
    pub choices: Vec<Choice>,
    /// Where other options are listed.
    pub links: Vec<Link>,
}

impl ActField {
    /// A field; its name on screens is the text of a key.
    #[must_use]
    pub fn new(entry: Entry, name: impl Into<String>, key: &'static str) -> Self {
        Self {
            name: name.into(),
            words: Words::key(key),
            hint: None,
            entry,
            choices: Vec::new(),
            links: Vec::new(),
        }
    }

    /// With something that helps to fill it in.
    #[must_use]
    pub fn hint(mut self, words: Words) -> Self {
        self.hint = Some(words);
        self
    }

    /// With options.
    #[must_use]
    pub fn of(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }
}

/// One act on a pack, a lot or a parcel: what it is about, what is asked.
#[derive(Clone, Debug, Serialize)]
pub struct SupplyAct {
    /// What is done.
    pub title: Words,
    /// What it is done on.
    pub caption: String,
    /// Where one comes from.
    pub back_href: String,
    /// What must be seen first: a recall.
    pub banners: Vec<Banner>,
    /// What stands already.
    pub facts: Vec<Row>,
    /// What must be known before.
    pub warning: Option<Words>,
    /// The form.
    pub form: Form,
    /// What is asked.
    pub fields: Vec<ActField>,
    /// What the button says.
    pub button: Words,
}

impl SupplyAct {
    /// The page, its fields named in the summary of problems.
    #[must_use]
    pub fn named(mut self) -> Self {
        for field in &self.fields {
            self.form.names.insert(field.name.clone(), field.words.clone());
        }
        for field in self.fields.iter().filter(|field| field.entry == Entry::Checks) {
            self.form = self.form.several(&field.name);
        }
        self
    }
}

impl Page for SupplyAct {
    const TEMPLATE: &'static str = "pages/supply/act.html";
    fn sample() -> Vec<Self> {
        let choices = || {
            vec![
                Choice::new("broken", words("Сынған", "Разбита", "Broken")),
                Choice {
                    hint: Some(product()),
                    ..Choice::new("missing", words("Жоқ", "Нет", "Missing"))
                },
            ]
        };
        let field = |entry, name: &str| ActField::new(entry, name, "supply-words").of(choices());
        let page = |form: Form| {
            Self {
                title: Words::key("receive-parcel-title"),
                caption: "P7KD93MA".into(),
                back_href: "/parcels/1".into(),
                banners: vec![Banner {
                    tone: Tone::Bad,
                    title: Words::key("recalled-lot").words("lot", "L7-0042"),
                    words: Some(Words::key("receive-recalled")),
                    link: None,
                }],
                facts: vec![Row::new(Words::key("product"), product())],
                warning: Some(Words::key("prepare-parcel-none")),
                form,
                fields: vec![
                    field(Entry::Text, "deliverer").hint(Words::key("supply-code-hint")),
                    field(Entry::Short, "occurred_time"),
                    field(Entry::Area, "words"),
                    field(Entry::Date, "occurred_on"),
                    field(Entry::Radios, "reason"),
                    field(Entry::Select, "from"),
                    ActField {
                        links: vec![Link::new(
                            "/cases/1/parcel?lot=2&at=3",
                            Words::key("packs-more-of-lot"),
                        )],
                        ..field(Entry::Checks, "pack")
                    },
                    field(Entry::Check, "no_logger"),
                ],
                button: Words::key("receive-parcel-action"),
            }
            .named()
        };
        vec![
            page(form()),
            page(
                form()
                    .value("words", "…")
                    .problem("reason", Words::key("choice-required"))
                    .problem("occurred_on", Words::key("refusal-in-future")),
            ),
        ]
    }
}
