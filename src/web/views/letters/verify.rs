//! The page on which anybody checks a paper.

use super::facts;
use crate::text::Words;
use crate::web::views::{
    Form, Page,
    parts::{Row, Status, Tone},
    samples::form,
};
use serde::Serialize;

/// `/verify`: anybody checks a paper. Fields: `code`, `sha256`.
#[derive(Clone, Debug, Serialize)]
pub struct Verify {
    /// The form.
    pub form: Form,
    /// What is known of the paper; none where nothing was asked.
    pub verdict: Option<Status>,
    /// Kind, number, issue, day, issuer.
    pub facts: Vec<Row>,
    /// Is the file that was shown the one that was printed?
    pub file: Option<Status>,
    /// Where a file is sent, once a paper is known.
    pub upload: Option<Form>,
}

impl Page for Verify {
    const TEMPLATE: &'static str = "pages/letters/verify.html";
    const ASKS: bool = true;
    fn sample() -> Vec<Self> {
        let asking = Self {
            form: form(),
            verdict: None,
            facts: Vec::new(),
            file: None,
            upload: None,
        };
        let genuine = Self {
            form: form().value("code", "7K3QH-0MZ9X-VB2RT-4WNPC"),
            verdict: Some(Status::new(Tone::Good, Words::key("verify-stands"))),
            facts: facts(),
            file: Some(Status::new(Tone::Good, Words::key("verify-file-same"))),
            upload: Some(form()),
        };
        let no_file = Self {
            file: None,
            upload: Some(form().problem("file", Words::key("verify-file-missing"))),
            ..genuine.clone()
        };
        let unknown = Self {
            verdict: Some(Status::new(Tone::Bad, Words::key("verify-unknown"))),
            facts: Vec::new(),
            file: None,
            upload: None,
            ..genuine.clone()
        };
        vec![asking, genuine, no_file, unknown]
    }
}
