//! The own calendar feed: its address, made, renewed, revoked.

use super::{
    Form, Page,
    parts::Moment,
    samples::{form, moment},
};
use crate::text::Words;
use serde::Serialize;

/// `/calendar`. The first form posts to `/calendar`, the second to `/calendar/revoke`.
#[derive(Clone, Debug, Serialize)]
pub struct CalendarFeed {
    /// What was just done.
    pub done: Option<Words>,
    /// An address that was just made; shown once.
    pub address: Option<String>,
    /// Since when there is one.
    pub since: Option<Moment>,
    /// The form that makes one.
    pub make: Form,
    /// The form that revokes it.
    pub revoke: Form,
}

impl Page for CalendarFeed {
    const TEMPLATE: &'static str = "pages/today/calendar.html";
    fn sample() -> Vec<Self> {
        let none = Self {
            done: Some(Words::key("calendar-revoked")),
            address: None,
            since: None,
            make: form(),
            revoke: form(),
        };
        let made = Self {
            done: None,
            address: Some(format!(
                "https://merzim.example/calendar/{}.ics",
                "5b1f0c5d".repeat(8)
            )),
            since: Some(moment(2026, 7, 3, 8, 5)),
            ..none.clone()
        };
        vec![none, made]
    }
}
