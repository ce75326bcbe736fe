//! The list of cases, and opening a new one.

use super::{
    Form, Page,
    parts::{Choice, Status, Tone},
    samples::{clinic, day, facility, form, probation},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/cases`
#[derive(Clone, Debug, Serialize)]
pub struct Cases {
    /// What was searched for: a reference, the beginning of a name, or a whole IIN; sent by GET as `q`.
    pub q: String,
    /// The cases found.
    pub rows: Vec<CaseRow>,
    /// That the search found more than is shown.
    pub narrow: Option<Words>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
    /// Where to open a case, for those who may.
    pub open_href: Option<String>,
    /// Where a roster is taken over.
    pub import_href: Option<String>,
    /// Where one asks whose somebody is who came and stands in no list.
    pub turned_up_href: Option<String>,
}

/// One case of the list.
#[derive(Clone, Debug, Serialize)]
pub struct CaseRow {
    /// The case's page.
    pub href: String,
    /// The reference.
    pub reference: String,
    /// The name.
    pub name: String,
    /// The place of treatment.
    pub place: Words,
    /// The state of the ruling.
    pub ruling: Status,
    /// What is next and when it is due.
    pub next: Option<NextDue>,
}

/// What is next in a case.
#[derive(Clone, Debug, Serialize)]
pub struct NextDue {
    /// What.
    pub kind: Words,
    /// When: the day due, or as soon as possible.
    pub when: Words,
    /// Whose move it is.
    pub mover: Option<Words>,
}

impl Page for Cases {
    const TEMPLATE: &'static str = "pages/cases/cases.html";

    fn searched_at(&self) -> Option<&'static str> {
        (!self.q.is_empty()).then_some("/cases")
    }

    fn sample() -> Vec<Self> {
        let row = |reference: &str, name: &str, next: Option<NaiveDate>| CaseRow {
            href: "/cases/1".into(),
            reference: reference.into(),
            name: name.into(),
            place: facility(),
            ruling: Status::new(Tone::Good, Words::key("ruling-in-force")),
            next: next.map(|due_on| NextDue {
                kind: Words::key("kind-dose"),
                when: Words::key("on-date").date("on", due_on),
                mover: Some(facility()),
            }),
        };
        let full = Self {
            q: "Ахм".into(),
            rows: vec![
                row("KZ-0017", "Ахметов Серік Болатұлы", Some(day(2026, 7, 12))),
                row(
                    "KZ-0102",
                    "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы",
                    None,
                ),
            ],
            narrow: Some(Words::key("search-narrow").number("n", 50)),
            next_href: Some("/cases?after=x".into()),
            first_href: None,
            open_href: Some("/cases/new".into()),
            import_href: Some("/import".into()),
            turned_up_href: Some("/turned-up".into()),
        };
        let nothing = Self {
            rows: Vec::new(),
            narrow: None,
            next_href: None,
            open_href: None,
            import_href: None,
            turned_up_href: None,
            ..full.clone()
        };
        let empty = Self {
            q: String::new(),
            ..nothing.clone()
        };
        vec![full, nothing, empty]
    }
}

/// `/cases/new`.
///
/// Fields: person: `name_cyrillic`, `name_latin`, `iin`, `other_document`, `other_document_reason`, `born_on` (date);
/// ruling: `court`, `ruling_number`, `ruled_on`, `in_force_on`, `until_on`, `offence_on` (dates), `scan_sha256`;
/// place: `place`, `end_of_term_on` (date); supervision: `supervising`; `confirmed` = `yes` once the warnings
/// were read.
#[derive(Clone, Debug, Serialize)]
pub struct OpenCase {
    /// The form.
    pub form: Form,
    /// Facilities and clinics.
    pub places: Vec<Choice>,
    /// Probation offices and police departments.
    pub supervising: Vec<Choice>,
    /// What looks wrong but may be right; to be confirmed.
    pub warnings: Vec<Words>,
    /// Is the reason in law asked why the measure is applied to somebody under age? Field: `under_age_reason`.
    pub under_age: bool,
}

impl Page for OpenCase {
    const TEMPLATE: &'static str = "pages/cases/open_case.html";

    fn sample() -> Vec<Self> {
        let places = vec![Choice::new("1", facility()), Choice::new("2", clinic())];
        let supervising = vec![Choice::new("3", probation())];
        let empty = Self {
            form: form(),
            places,
            supervising,
            warnings: Vec::new(),
            under_age: false,
        };
        let wrong = Self {
            under_age: true,
            form: form()
                .value("name_cyrillic", "Ахметов Серік Болатұлы")
                .value("iin", "991231500017")
                .value("born_on_day", "31")
                .value("offence_on_year", "2008")
                .value("place", "2")
                .problem("iin", Words::key("iin-check-digit"))
                .problem("born_on", Words::key("refusal-not-understood"))
                .problem("confirmed", Words::key("confirm-warnings")),
            warnings: vec![
                Words::key("warn-offence-before").date("on", day(2018, 1, 1)),
                Words::key("warn-iin-differs-from-birth"),
            ],
            ..empty.clone()
        };
        vec![empty, wrong]
    }
}
