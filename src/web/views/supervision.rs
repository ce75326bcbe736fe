//! The supervising body's pages: the least that is needed to answer for attendance.
//!
//! These types have no field for drug, dose, diagnosis or laboratory value, and none of [`super::parts::CaseHead`].

use super::{
    Page,
    alerts::{AlertsDesk, DeskRow},
    letters::LetterRow,
    parts::{Banner, Link, Moment, Row, Status, Tone},
    samples::{clinic, day, moment, probation},
};
use crate::{domain::supervision::Attendance, text::Words};
use chrono::NaiveDate;
use serde::Serialize;

/// Whether somebody came, as a status.
#[must_use]
pub fn attendance_status(attendance: Attendance) -> Status {
    let tone = match attendance {
        Attendance::Attended => Tone::Good,
        Attendance::NotAttended => Tone::Bad,
        Attendance::Justified | Attendance::Withdrawn => Tone::Quiet,
        Attendance::NoRecord => Tone::Warn,
    };
    Status::new(tone, Words::key(format!("attendance-{}", attendance.code())))
}

/// The next visit.
#[derive(Clone, Debug, Serialize)]
pub struct Visit {
    /// The day, or as soon as possible.
    pub when: Words,
    /// The place.
    pub place: Words,
}

/// A case as supervision sees it.
#[derive(Clone, Debug, Serialize)]
pub struct SupervisionCase {
    /// The reference.
    pub reference: String,
    /// The name.
    pub name: String,
    /// The day of birth.
    pub born_on: NaiveDate,
    /// The supervising body.
    pub supervising: Words,
    /// Whether attendance is required now: in force, suspended by court, ended.
    pub state: Status,
    /// The next visit.
    pub next: Option<Visit>,
    /// Whom to call at the place.
    pub contact: Words,
    /// The visits until now, the newest first.
    pub visits: Vec<PastVisit>,
    /// Alerts of this case.
    pub alerts: Vec<DeskRow>,
    /// What the reader may write down: an address, a curfew, a journey, that he cannot be found.
    pub report: Vec<Link>,
    /// What the reader has just written down.
    pub done: Option<Banner>,
    /// What must be known before anything else.
    pub banners: Vec<Banner>,
    /// Searches, arrivals elsewhere, and journeys asked for: from and to, and what was answered.
    pub absences: Vec<Row>,
    /// Letters to the supervising body, the newest first.
    pub letters: Vec<LetterRow>,
}

/// One visit.
#[derive(Clone, Debug, Serialize)]
pub struct PastVisit {
    /// The day.
    pub on: NaiveDate,
    /// Whether the person came.
    pub state: Status,
    /// The place.
    pub place: Words,
    /// When it was recorded.
    pub recorded_at: Option<Moment>,
    /// What was recorded before, when it was corrected.
    pub corrected_from: Option<Status>,
}

impl Page for SupervisionCase {
    const TEMPLATE: &'static str = "pages/supervision/case.html";
    fn sample() -> Vec<Self> {
        let visit = |month, attendance: Attendance, corrected| PastVisit {
            on: day(2026, month, 15),
            state: attendance_status(attendance),
            place: clinic(),
            recorded_at: Some(moment(2026, month, 15, 10, 9)),
            corrected_from: corrected,
        };
        let full = Self {
            reference: "KZ-0017".into(),
            name: "Ахметов Серік Болатұлы".into(),
            born_on: day(1899, 12, 31),
            supervising: probation(),
            state: Status::new(Tone::Info, Words::key("supervision-required")),
            next: Some(Visit {
                when: Words::key("visit-on").date("on", day(2026, 7, 23)),
                place: clinic(),
            }),
            contact: "+7 714 000 00 00".into(),
            visits: vec![
                visit(6, Attendance::NotAttended, None),
                visit(5, Attendance::Justified, None),
                visit(4, Attendance::NoRecord, None),
                visit(
                    3,
                    Attendance::Attended,
                    Some(attendance_status(Attendance::NotAttended)),
                ),
                visit(
                    2,
                    Attendance::Withdrawn,
                    Some(attendance_status(Attendance::NotAttended)),
                ),
            ],
            alerts: AlertsDesk::sample()
                .into_iter()
                .flat_map(|desk| desk.rows)
                .take(1)
                .collect(),
            report: vec![Link::new("/cases/1/address", Words::key("report-address-action"))],
            done: Some(Banner {
                tone: Tone::Good,
                title: Words::key("done-ask-absence"),
                words: None,
                link: None,
            }),
            banners: vec![Banner {
                tone: Tone::Bad,
                title: Words::key("banner-lost").date("on", day(2026, 7, 1)),
                words: None,
                link: None,
            }],
            absences: vec![Row::new(
                Words::key("absence-between")
                    .date("from", day(2026, 7, 10))
                    .date("until", day(2026, 7, 14)),
                Words::key("absence-waits"),
            )],
            letters: vec![LetterRow {
                href: "/letters/1".into(),
                kind: Words::key("letter-kind-missed-notice"),
                to: probation(),
                number: Words::plain("KZ/2026/00017"),
                on: day(2026, 7, 3),
                state: Status::new(Tone::Good, Words::key("letter-state-signed")),
            }],
        };
        let empty = Self {
            report: Vec::new(),
            done: None,
            banners: Vec::new(),
            absences: Vec::new(),
            state: Status::new(Tone::Quiet, Words::key("supervision-suspended")),
            next: None,
            visits: Vec::new(),
            alerts: Vec::new(),
            letters: Vec::new(),
            ..full.clone()
        };
        let awaited = Self {
            state: Status::new(Tone::Quiet, Words::key("supervision-awaited")),
            next: Some(Visit {
                when: Words::key("visit-named"),
                place: clinic(),
            }),
            ..full.clone()
        };
        vec![full, empty, awaited]
    }
}

/// `/attendance`: who is expected at the facility, for the duty controller. Presence only.
#[derive(Clone, Debug, Serialize)]
pub struct AttendanceList {
    /// The facility.
    pub organisation: Words,
    /// The day of the list.
    pub today: NaiveDate,
    /// Who is expected.
    pub rows: Vec<AttendanceRow>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
    /// When the list was made.
    pub made_at: Moment,
}

/// One person expected.
#[derive(Clone, Debug, Serialize)]
pub struct AttendanceRow {
    /// The reference.
    pub reference: String,
    /// The name.
    pub name: String,
    /// The day it is planned for.
    pub due_on: NaiveDate,
    /// Late, planned for today, possible now, this week.
    pub state: Status,
    /// The place.
    pub place: Words,
}

impl Page for AttendanceList {
    const TEMPLATE: &'static str = "pages/supervision/attendance.html";
    fn sample() -> Vec<Self> {
        let full = Self {
            organisation: clinic(),
            today: day(2026, 7, 3),
            rows: vec![AttendanceRow {
                reference: "KZ-0017".into(),
                name: "Ахметов Серік Болатұлы".into(),
                due_on: day(2026, 7, 9),
                state: Status::new(Tone::Info, Words::key("attendance-today")),
                place: clinic(),
            }],
            next_href: Some("/attendance?after=x".into()),
            first_href: None,
            made_at: moment(2026, 7, 3, 8, 5),
        };
        let empty = Self {
            rows: Vec::new(),
            next_href: None,
            ..full.clone()
        };
        let mut awaited = full.clone();
        for row in &mut awaited.rows {
            row.state = Status::new(Tone::Quiet, Words::key("attendance-awaited"));
        }
        vec![full, empty, awaited]
    }
}
