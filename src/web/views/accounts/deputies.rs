//! Deputies of those who are away.

use crate::text::Words;
use crate::web::views::{
    Form, Page,
    parts::{Choice, Status, Tone},
    samples::{day, form, probation},
};
use serde::Serialize;

/// `/alerts/deputies`: the people for whom the reader may name a deputy.
#[derive(Clone, Debug, Serialize)]
pub struct Deputies {
    /// What was just done.
    pub done: Option<Words>,
    /// The people.
    pub rows: Vec<DeputyRow>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// One person.
#[derive(Clone, Debug, Serialize)]
pub struct DeputyRow {
    /// Where to change it.
    pub href: String,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Words,
    /// The organisation.
    pub organisation: Words,
    /// Present or away.
    pub presence: Status,
    /// The deputy.
    pub deputy: Status,
}

/// `/alerts/deputies/<account>`. Fields: `deputy`, `from_on` (date), `until_on` (date).
#[derive(Clone, Debug, Serialize)]
pub struct NameDeputy {
    /// The form.
    pub form: Form,
    /// The post whose holder needs a deputy.
    pub post: Words,
    /// The deputy until now.
    pub current: Option<Words>,
    /// Who can be the deputy.
    pub people: Vec<Choice>,
}

impl Page for Deputies {
    const TEMPLATE: &'static str = "pages/accounts/deputies.html";
    fn sample() -> Vec<Self> {
        let row = |presence, deputy| DeputyRow {
            href: "/alerts/deputies/1".into(),
            name: "Төлегенқызы-Нұрмағамбетова Гүлжәмила".into(),
            role: Words::key("role-probation-officer"),
            organisation: probation(),
            presence,
            deputy,
        };
        let away = Words::key("deputy-away")
            .date("from", day(2026, 7, 3))
            .date("until", day(2026, 7, 10));
        let full = Self {
            done: Some(Words::key("deputy-named")),
            rows: vec![
                row(
                    Status::new(Tone::Warn, away),
                    Status::new(Tone::Good, "Әлия Сәрсенова"),
                ),
                row(
                    Status::new(Tone::Good, Words::key("deputy-present")),
                    Status::new(Tone::Warn, Words::key("deputy-none")),
                ),
            ],
            next_href: None,
            first_href: None,
        };
        let empty = Self {
            done: None,
            rows: Vec::new(),
            ..full.clone()
        };
        vec![full, empty]
    }
}

impl Page for NameDeputy {
    const TEMPLATE: &'static str = "pages/accounts/name_deputy.html";
    fn sample() -> Vec<Self> {
        let page = |form, current| Self {
            form,
            post: Words::key("ladder-role")
                .words("role", Words::key("role-probation-officer"))
                .words("organisation", probation()),
            current,
            people: vec![Choice::new("1", "Әлия Сәрсенова")],
        };
        vec![
            page(form(), None),
            page(
                form().problem("deputy", Words::key("choice-required")),
                Some("Әлия Сәрсенова".into()),
            ),
        ]
    }
}
