//! Pages that only say something: a fault, a notice, a record made.

use super::{
    Page,
    parts::{CaseHead, Link, Row},
    samples::{day, head},
};
use crate::text::Words;
use serde::Serialize;

/// A request that could not be answered. The request's number is all that a reader can pass on.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The status of the answer.
    pub status: u16,
    /// The request's number, to be quoted.
    pub request: Option<String>,
}

impl ErrorPage {
    /// The statuses that have words of their own; any other is said as 500.
    pub const STATUSES: [u16; 8] = [400, 403, 404, 409, 413, 422, 429, 503];
}

impl Page for ErrorPage {
    const TEMPLATE: &'static str = "pages/records/error.html";
    fn sample() -> Vec<Self> {
        let mut pages: Vec<_> = Self::STATUSES
            .iter()
            .map(|&status| Self {
                status,
                request: Some("7f3a9c".into()),
            })
            .collect();
        pages.push(Self {
            status: 500,
            request: None,
        });
        pages
    }
}

/// A page that says one thing.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// What.
    pub title: Words,
    /// More of it.
    pub lines: Vec<Words>,
    /// Where to go on.
    pub links: Vec<Link>,
}

impl Page for Notice {
    const TEMPLATE: &'static str = "pages/records/notice.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            title: Words::key("enrol-used"),
            lines: vec![Words::key("enrol-used-words")],
            links: vec![Link::new("/sign-in", Words::key("sign-in"))],
        }]
    }
}

/// Something has been recorded about a case: what, and what follows from it.
#[derive(Clone, Debug, Serialize)]
pub struct Recorded {
    /// Whose case it is.
    pub head: CaseHead,
    /// What has been recorded; a `…-recorded` key.
    pub title: Words,
    /// What follows: the next date, who will be told, what stops.
    pub follows: Vec<Words>,
    /// The record.
    pub rows: Vec<Row>,
    /// Where to go on.
    pub links: Vec<Link>,
}

impl Page for Recorded {
    const TEMPLATE: &'static str = "pages/records/recorded.html";
    fn sample() -> Vec<Self> {
        let page = |title: &'static str| Self {
            head: head(),
            title: Words::key(title),
            follows: vec![Words::key("next-sentence").date("on", day(2026, 6, 17))],
            rows: vec![Row::new(Words::key("lot"), "L7-0042")],
            links: vec![Link::new("/cases/1", Words::key("open-case-file"))],
        };
        [
            "open-case-recorded",
            "record-not-given-recorded",
            "place-hold-recorded",
            "confirm-hold-recorded",
            "lift-hold-recorded",
            "decide-late-dose-recorded",
            "prescribe-regimen-recorded",
            "record-ruling-recorded",
            "change-ruling-recorded",
            "change-place-recorded",
            "change-supervision-recorded",
            "amend-record-recorded",
            "void-record-recorded",
            "report-incident-recorded",
        ]
        .map(page)
        .into()
    }
}
