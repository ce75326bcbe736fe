//! Pages that only say something: a fault, a notice.

use super::{Page, parts::Link};
use crate::text::Words;
use serde::Serialize;

/// A request that could not be answered. The request's number is all that a reader can pass on.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// The status of the answer.
    pub status: u16,
    /// The request's number, to be quoted.
    pub request: Option<String>,
    /// Is it the reader's own form, sent before with other answers?
    pub sent_before: bool,
    /// The case in which something was saved before.
    pub case: Option<Link>,
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
                sent_before: false,
                case: None,
            })
            .collect();
        pages.push(Self {
            status: 500,
            request: None,
            sent_before: false,
            case: None,
        });
        pages.push(Self {
            status: 409,
            request: Some("7f3a9c".into()),
            sent_before: true,
            case: Some(Link::new("/cases/1", Words::key("open-case-file"))),
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
        let back = || vec![Link::new("/sign-in", Words::key("sign-in"))];
        let used = Self {
            title: Words::key("enrol-used"),
            lines: vec![Words::key("enrol-used-words")],
            links: back(),
        };
        let words = || Words::key("unvouched-words").words("organisation", super::samples::facility());
        let unvouched = Self {
            title: Words::key("unvouched-title"),
            lines: vec![
                words(),
                Words::key("unvouched-by").words("role", Words::key("role-prison-nurse")),
            ],
            links: back(),
        };
        let nobody = Self {
            lines: vec![words(), Words::key("unvouched-nobody")],
            ..unvouched.clone()
        };
        vec![used, unvouched, nobody]
    }
}
