//! The supervising body's pages: the least that is needed to answer for attendance.
//!
//! These types have no field for drug, dose, diagnosis or laboratory value, and none of [`super::parts::CaseHead`].

use super::{
    Page,
    alerts::{AlertsDesk, DeskRow},
    parts::{Moment, Status, Tone},
    samples::{clinic, day, moment, probation},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// Whether somebody came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attendance {
    /// Came.
    Attended,
    /// Did not come, or refused.
    NotAttended,
    /// Did not happen, for a reason that is not the person's.
    Justified,
    /// Nothing was recorded; the cause is not established.
    NoRecord,
    /// Suspended by the court.
    Suspended,
    /// Still to come.
    Expected,
}

impl Attendance {
    /// The status shown.
    #[must_use]
    pub fn status(self) -> Status {
        let (tone, key) = match self {
            Self::Attended => (Tone::Good, "attendance-attended"),
            Self::NotAttended => (Tone::Bad, "attendance-not-attended"),
            Self::Justified => (Tone::Quiet, "attendance-justified"),
            Self::NoRecord => (Tone::Warn, "attendance-no-record"),
            Self::Suspended => (Tone::Quiet, "attendance-suspended"),
            Self::Expected => (Tone::Info, "attendance-expected"),
        };
        Status::new(tone, Words::key(key))
    }
}

/// The next visit.
#[derive(Clone, Debug, Serialize)]
pub struct Visit {
    /// The day.
    pub on: NaiveDate,
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
            state: attendance.status(),
            place: clinic(),
            recorded_at: Some(moment(2026, month, 15, 10, 9)),
            corrected_from: corrected,
        };
        let full = Self {
            reference: "KZ-0017".into(),
            name: "Ахметов Серік Болатұлы".into(),
            born_on: day(1899, 12, 31),
            supervising: probation(),
            state: Status::new(Tone::Good, Words::key("supervision-required")),
            next: Some(Visit {
                on: day(2026, 7, 23),
                place: clinic(),
            }),
            contact: "+7 714 000 00 00".into(),
            visits: vec![
                visit(6, Attendance::NotAttended, None),
                visit(5, Attendance::Justified, None),
                visit(4, Attendance::NoRecord, None),
                visit(3, Attendance::Attended, Some(Attendance::NotAttended.status())),
                visit(2, Attendance::Suspended, None),
            ],
            alerts: AlertsDesk::sample()
                .into_iter()
                .flat_map(|desk| desk.rows)
                .take(1)
                .collect(),
        };
        let empty = Self {
            state: Status::new(Tone::Quiet, Words::key("supervision-suspended")),
            next: None,
            visits: Vec::new(),
            alerts: Vec::new(),
            ..full.clone()
        };
        vec![full, empty]
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
    /// The first day.
    pub opens_on: NaiveDate,
    /// The last day.
    pub closes_on: NaiveDate,
    /// The room or unit.
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
                opens_on: day(2026, 7, 1),
                closes_on: day(2026, 7, 9),
                place: clinic(),
            }],
            made_at: moment(2026, 7, 3, 8, 5),
        };
        let empty = Self {
            rows: Vec::new(),
            ..full.clone()
        };
        vec![full, empty]
    }
}
