//! The supervision desk behind the alerts: what was done about one, who has which cases.

use super::{
    Form, Page,
    alerts::DeskRow,
    parts::{Choice, Link},
    samples::{day, form, moment, probation, words},
    supervision::attendance_status,
};
use crate::web::views::parts::{Status, Tone};
use crate::{domain::supervision::Attendance, text::Words};
use serde::Serialize;

/// `/alerts/<id>/act`. Fields: `action`, `done_on` (date), `words`, `decided`.
#[derive(Clone, Debug, Serialize)]
pub struct ActOnAlert {
    /// The form.
    pub form: Form,
    /// The alert.
    pub alert: DeskRow,
    /// What an organisation of the reader's kind can do.
    pub acts: Vec<Choice>,
    /// Is one of them a step with consequences in law?
    pub legal: bool,
    /// Does the reader supervise the person? Nobody who does reads the words of the others.
    pub supervision: bool,
}

/// `/alerts/caseload`
#[derive(Clone, Debug, Serialize)]
pub struct Caseload {
    /// What was just done.
    pub done: Option<Words>,
    /// Each officer, and the cases that nobody in particular has.
    pub rows: Vec<CaseloadRow>,
}

/// The cases of one officer.
#[derive(Clone, Debug, Serialize)]
pub struct CaseloadRow {
    /// Where to hand them over; none where there are none.
    pub href: Option<String>,
    /// The officer.
    pub officer: Words,
    /// The supervising body.
    pub organisation: Words,
    /// There, away, or gone.
    pub presence: Status,
    /// Open cases.
    pub cases: i64,
    /// Alerts in them that wait for an answer.
    pub waiting: i64,
}

/// `/alerts/gaps`
#[derive(Clone, Debug, Serialize)]
pub struct Gaps {
    /// What is missing where.
    pub rows: Vec<GapsRow>,
    /// The desk from which the reader came.
    pub back_href: String,
}

/// A chair that cannot do what it is for.
#[derive(Clone, Debug, Serialize)]
pub struct GapsRow {
    /// The organisation.
    pub organisation: Words,
    /// The post.
    pub post: Words,
    /// Whoever sits there, where somebody does.
    pub holder: Option<Words>,
    /// What is missing.
    pub lacks: Status,
    /// Open cases of the organisation.
    pub cases: i64,
    /// The form that puts it right.
    pub repair: Option<Link>,
    /// Is it an administrator who puts it right?
    pub by_administrator: bool,
}

impl GapsRow {
    /// One that the reader can fill, and one that an administrator can.
    pub(super) fn samples() -> Vec<Self> {
        let row = |holder: Option<&str>, gap: &'static str| Self {
            organisation: probation(),
            post: words("Пробация инспекторы", "Инспектор пробации", "Probation officer"),
            holder: holder.map(Words::plain),
            lacks: Status::new(Tone::Warn, Words::key(gap)),
            cases: 12,
            repair: holder.map(|_| Link::new("/alerts/deputies/1", Words::key("name-deputy-action"))),
            by_administrator: holder.is_none(),
        };
        vec![
            row(
                Some("Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы"),
                "gap-no-deputy",
            ),
            row(None, "gap-nobody-in-role"),
        ]
    }
}

/// `/alerts/caseload/<body>/<officer>`. Fields: `officer`, `reason`.
#[derive(Clone, Debug, Serialize)]
pub struct HandOverCaseload {
    /// The form.
    pub form: Form,
    /// Whose cases.
    pub of: Words,
    /// How many, and how many alerts wait in them.
    pub what: Words,
    /// Who can have them.
    pub officers: Vec<Choice>,
}

fn sample_row() -> DeskRow {
    DeskRow {
        href: "/alerts/1".into(),
        reference: "KZ-0017".into(),
        name: "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы".into(),
        attendance: attendance_status(Attendance::NotAttended),
        on: day(2026, 6, 15),
        next: None,
        contact: "+7 714 000 00 00".into(),
        state: Status::new(Tone::Good, Words::key("alert-state-acknowledged")),
        acknowledge_by: Some(
            Words::key("acknowledge-by-moment").words(
                "at",
                Words::key("on-date-at")
                    .date("on", moment(2026, 7, 4, 9, 0).0.date())
                    .words("time", "09:00"),
            ),
        ),
        asked: Some("Әлия Сәрсенова".into()),
    }
}

impl Page for ActOnAlert {
    const TEMPLATE: &'static str = "pages/supervision/act.html";
    fn sample() -> Vec<Self> {
        let page = |form, supervision| Self {
            form,
            supervision,
            alert: sample_row(),
            acts: vec![
                Choice::new(
                    "visited",
                    words(
                        "Тұрғылықты жеріне барылды",
                        "Посетили по месту жительства",
                        "Visited at the residence",
                    ),
                ),
                Choice::new(
                    "passed-to-prosecutor",
                    words(
                        "Прокурорға жолданды",
                        "Передано прокурору",
                        "Passed to the prosecutor",
                    ),
                ),
            ],
            legal: true,
        };
        let wrong = form()
            .value("action", "passed-to-prosecutor")
            .problem("done_on", Words::key("field-required"))
            .problem("words", Words::key("field-required"))
            .problem("decided", Words::key("act-decide"));
        vec![page(form(), true), page(wrong, false)]
    }
}

impl Page for Caseload {
    const TEMPLATE: &'static str = "pages/supervision/caseload.html";
    fn sample() -> Vec<Self> {
        let row = |officer: Words, presence: Status, cases: i64, waiting: i64| CaseloadRow {
            href: (cases > 0).then(|| "/alerts/caseload/1/2".to_owned()),
            officer,
            organisation: probation(),
            presence,
            cases,
            waiting,
        };
        let full = Self {
            done: Some(Words::key("caseload-done").number("n", 21)),
            rows: vec![
                row(
                    "Төлегенқызы-Нұрмағамбетова Гүлжәмила".into(),
                    Status::new(Tone::Bad, Words::key("caseload-gone")),
                    21,
                    3,
                ),
                row(
                    "Әлия Сәрсенова".into(),
                    Status::new(Tone::Good, Words::key("deputy-present")),
                    0,
                    0,
                ),
                row(
                    Words::key("caseload-nobody"),
                    Status::new(Tone::Info, Words::key("caseload-anybody")),
                    5,
                    1,
                ),
            ],
        };
        let empty = Self {
            done: None,
            rows: Vec::new(),
        };
        vec![full, empty]
    }
}

impl Page for HandOverCaseload {
    const TEMPLATE: &'static str = "pages/supervision/hand_over.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            form,
            of: "Төлегенқызы-Нұрмағамбетова Гүлжәмила".into(),
            what: Words::key("caseload-what").number("n", 21).number("waiting", 3),
            officers: vec![Choice::new("1", "Әлия Сәрсенова")],
        };
        vec![
            page(form()),
            page(form().problem("officer", Words::key("choice-required"))),
        ]
    }
}

impl Page for Gaps {
    const TEMPLATE: &'static str = "pages/supervision/gaps.html";
    fn sample() -> Vec<Self> {
        let page = |rows| Self {
            rows,
            back_href: "/alerts".to_owned(),
        };
        vec![page(GapsRow::samples()), page(Vec::new())]
    }
}
