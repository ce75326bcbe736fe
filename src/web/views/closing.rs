//! Organisations, and closing one of them.

use super::parts::{Row, Status, Tone};
use super::samples::{clinic, facility, form};
use super::{Form, Page};
use crate::text::Words;
use serde::Serialize;

/// `/admin/organisations`.
#[derive(Clone, Debug, Serialize)]
pub struct Organisations {
    /// What was just done.
    pub done: Option<Words>,
    /// One part of the organisations, by code.
    pub rows: Vec<OrganisationRow>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// One organisation.
#[derive(Clone, Debug, Serialize)]
pub struct OrganisationRow {
    /// Its page.
    pub href: String,
    /// Name.
    pub name: Words,
    /// Code.
    pub code: String,
    /// Kind.
    pub kind: Words,
    /// Region.
    pub region: Words,
    /// Does it work?
    pub state: Status,
}

/// `/admin/organisations/<id>`. Fields: `reason`, `intent` (`close` or `open`).
#[derive(Clone, Debug, Serialize)]
pub struct CloseOrganisation {
    /// The form.
    pub form: Form,
    /// Is it closed?
    pub closed: bool,
    /// Which, and what hangs on it: numbers and references.
    pub rows: Vec<Row>,
}

impl Page for Organisations {
    const TEMPLATE: &'static str = "pages/accounts/organisations.html";

    fn sample() -> Vec<Self> {
        let row = |name, tone, key: &'static str| OrganisationRow {
            href: "/admin/organisations/1".into(),
            name,
            code: "akmola-prison".into(),
            kind: facility(),
            region: clinic(),
            state: Status::new(tone, Words::key(key)),
        };
        vec![
            Self {
                done: None,
                rows: Vec::new(),
                next_href: None,
                first_href: None,
            },
            Self {
                done: Some(Words::key("done-close-organisation")),
                rows: vec![
                    row(facility(), Tone::Good, "organisation-works"),
                    row(clinic(), Tone::Quiet, "organisation-closed"),
                ],
                next_href: Some("/admin/organisations?after=akmola-prison".into()),
                first_href: Some("/admin/organisations".into()),
            },
        ]
    }
}

impl Page for CloseOrganisation {
    const TEMPLATE: &'static str = "pages/accounts/close_organisation.html";

    fn sample() -> Vec<Self> {
        let page = |form, closed| Self {
            form,
            closed,
            rows: vec![Row::new(Words::key("account-organisation"), facility())],
        };
        let wrong = form().problem("reason", Words::key("field-required"));
        vec![page(form(), false), page(form(), true), page(wrong, false)]
    }
}
