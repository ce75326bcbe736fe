//! The alerts desk and the page of one alert. What is shown here is fit for the supervising body.

use super::{
    Form, Page,
    parts::{Choice, Link, Moment, Row, Status, Tone},
    samples::{clinic, day, form, moment, probation, words},
    supervision::{Visit, attendance_status},
};
use crate::{domain::supervision::Attendance, text::Words};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;

/// `/alerts`
#[derive(Clone, Debug, Serialize)]
pub struct AlertsDesk {
    /// Whose desk.
    pub organisation: Words,
    /// The rows: unanswered ones first, by deadline; or those that are over, the newest first.
    pub rows: Vec<DeskRow>,
    /// Whether these are the ones that are over.
    pub over: bool,
    /// Whether the reader may know more than attendance.
    pub plainly: bool,
    /// How many wait for an answer.
    pub waiting: i64,
    /// How many of them were not answered in time.
    pub late: i64,
    /// Where to name a deputy, for those who may.
    pub deputy_href: Option<String>,
    /// Where cases are handed over, for those who may.
    pub caseload_href: Option<String>,
    /// Chairs to which ladders lead and that cannot do what they are for; for those who can do something about it.
    pub gaps: Option<Link>,
    /// What is wrong with the desk itself: no deputy, no address.
    pub lacks: Vec<Words>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// One alert.
#[derive(Clone, Debug, Serialize)]
pub struct DeskRow {
    /// The alert's page.
    pub href: String,
    /// The case's reference.
    pub reference: String,
    /// The name.
    pub name: String,
    /// Whether the person came; see [`attendance_status`].
    pub attendance: Status,
    /// The day it is about.
    pub on: NaiveDate,
    /// The next visit.
    pub next: Option<Visit>,
    /// Whom to call at the place.
    pub contact: Words,
    /// How the alert stands.
    pub state: Status,
    /// By when to answer, in words; absent when answered.
    pub acknowledge_by: Option<Words>,
    /// Who of the reader's own people was asked last.
    pub asked: Option<Words>,
}

/// `/alerts/<id>`. Fields: `action`, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct AlertPage {
    /// The alert.
    pub alert: DeskRow,
    /// The case as this reader may see it.
    pub case_href: Option<String>,
    /// The parcel it is about, for those who may see that.
    pub parcel_href: Option<String>,
    /// The letters of the case, for those who write them.
    pub letters_href: Option<String>,
    /// What is said in neutral words.
    pub what: Words,
    /// When and where he came though he is not treated there, while nobody has seen him since.
    pub came: Option<Row>,
    /// Whether the reader has just answered.
    pub answered: bool,
    /// Whether the reader may know more than attendance.
    pub plainly: bool,
    /// Who was told, when, how, and with what result.
    pub hops: Vec<Hop>,
    /// Who comes next if nobody answers.
    pub next_hop: Option<NextHop>,
    /// When an answered alert re-opens, if it is not resolved.
    pub reopens_at: Option<Moment>,
    /// When it comes to rest, or since when it rests.
    pub rest: Option<Rest>,
    /// The answer, to be given.
    pub answer: Option<Answer>,
    /// The answers given.
    pub answers: Vec<Row>,
    /// What was done, the newest first.
    pub acts: Vec<Row>,
    /// Where to record what was done, for those who may.
    pub act_href: Option<String>,
}

/// By when an answer is expected. A deadline at midnight is the end of the day before: read as an hour of its own day it
/// would seem a day later.
#[must_use]
pub fn deadline(by: DateTime<Utc>, zone: Tz) -> Words {
    let local = by.with_timezone(&zone);
    let day = local.date_naive();
    match day.pred_opt().filter(|_| local.time() == NaiveTime::MIN) {
        Some(before) => Words::key("acknowledge-by-day").date("on", before),
        None => Words::key("acknowledge-by-moment").words(
            "at",
            Words::key("on-date-at")
                .date("on", day)
                .words("time", local.format("%H:%M").to_string()),
        ),
    }
}

/// One step that was taken.
#[derive(Clone, Debug, Serialize)]
pub struct Hop {
    /// When.
    pub at: Moment,
    /// When it should have been, if it was not then.
    pub due_at: Option<Moment>,
    /// Who was told.
    pub who: Words,
    /// How: desk, e-mail.
    pub channel: Words,
    /// Whether it arrived.
    pub state: Status,
    /// What was missing.
    pub gap: Option<Words>,
    /// Each attempt at the message, where one was not enough.
    pub attempts: Vec<HopAttempt>,
    /// What was sent, word for word, for whoever asked for it.
    pub text: Option<SentText>,
}

/// A message as it was sent.
#[derive(Clone, Debug, Serialize)]
pub struct SentText {
    /// The language it was written in.
    pub language: String,
    /// The subject; of a short message, all of it.
    pub subject: String,
    /// The text.
    pub body: String,
}

/// One attempt at a message.
#[derive(Clone, Debug, Serialize)]
pub struct HopAttempt {
    /// When.
    pub at: Moment,
    /// What came of it.
    pub outcome: Words,
    /// Why it failed, as the receiver's side or the program said it.
    pub reason: Option<String>,
}

/// The step to come.
#[derive(Clone, Debug, Serialize)]
pub struct NextHop {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: Words,
}

/// A climb that ends unanswered.
#[derive(Clone, Debug, Serialize)]
pub struct Rest {
    /// When.
    pub at: Moment,
    /// Whose task it is, where it rests already.
    pub whose: Option<Words>,
}

/// The form of an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// The form.
    pub form: Form,
    /// What an organisation of this kind can say was or will be done.
    pub actions: Vec<Choice>,
}

fn called() -> Words {
    words(
        "Адамға қоңырау шалынды",
        "Позвонили человеку",
        "Telephoned the person",
    )
}

fn by(day: u32, hour: u32) -> Option<Words> {
    let at = moment(2026, 7, day, hour, 0).0;
    Some(deadline(at.and_utc(), Tz::UTC))
}

fn row(attendance: Attendance, state: Status, acknowledge_by: Option<Words>) -> DeskRow {
    DeskRow {
        href: "/alerts/1".into(),
        reference: "KZ-0017".into(),
        name: "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы".into(),
        attendance: attendance_status(attendance),
        on: day(2026, 6, 15),
        next: Some(Visit {
            when: Words::key("visit-on").date("on", day(2026, 7, 23)),
            place: clinic(),
        }),
        contact: "+7 714 000 00 00".into(),
        state,
        asked: acknowledge_by.as_ref().map(|_| "Әлия Сәрсенова".into()),
        acknowledge_by,
    }
}

impl Page for AlertsDesk {
    const TEMPLATE: &'static str = "pages/supervision/alerts.html";
    fn sample() -> Vec<Self> {
        let open = Status::new(Tone::Bad, Words::key("alert-state-climbing"));
        let done = Status::new(Tone::Good, Words::key("alert-state-acknowledged"));
        let full = Self {
            organisation: probation(),
            rows: vec![
                row(Attendance::NotAttended, open.clone(), by(4, 9)),
                row(Attendance::NoRecord, open, by(5, 0)),
                DeskRow {
                    next: None,
                    ..row(Attendance::Justified, done, None)
                },
            ],
            over: false,
            plainly: false,
            waiting: 2,
            late: 1,
            deputy_href: Some("/alerts/deputies".into()),
            caseload_href: Some("/alerts/caseload".into()),
            gaps: Some(Link::new("/alerts/gaps", Words::key("gaps-many").number("n", 3))),
            lacks: vec![Words::key("desk-no-deputy")],
            next_href: Some("/alerts?after=x".into()),
            first_href: None,
        };
        let empty = Self {
            rows: Vec::new(),
            waiting: 0,
            late: 0,
            deputy_href: None,
            caseload_href: None,
            gaps: None,
            lacks: Vec::new(),
            next_href: None,
            ..full.clone()
        };
        let over = Self {
            rows: vec![row(
                Attendance::Attended,
                Status::new(Tone::Quiet, Words::key("alert-state-resolved")),
                None,
            )],
            over: true,
            lacks: Vec::new(),
            ..full.clone()
        };
        let nothing_over = Self {
            over: true,
            ..empty.clone()
        };
        vec![full, empty, over, nothing_over]
    }
}

fn tried() -> Vec<HopAttempt> {
    let attempt = |minute, outcome: &'static str, reason: &str| HopAttempt {
        at: moment(2026, 6, 16, 9, minute),
        outcome: Words::key(outcome),
        reason: Some(reason.to_owned()),
    };
    vec![
        attempt(5, "attempt-failed", "the mail server put it off with code 451"),
        attempt(9, "attempt-given-up", "the mail server refused with code 552"),
    ]
}

impl Page for AlertPage {
    const TEMPLATE: &'static str = "pages/supervision/alert.html";
    fn sample() -> Vec<Self> {
        let hop = |hour, due_at, state| Hop {
            at: moment(2026, 6, 16, hour, 5),
            due_at,
            who: Words::key("ladder-who")
                .words("name", "Әлия Сәрсенова")
                .words("organisation", probation()),
            channel: Words::key("channel-email"),
            state,
            gap: due_at.map(|_| Words::key("gap-absent")),
            attempts: if hour == 9 { tried() } else { Vec::new() },
            text: None,
        };
        let failed = Status::new(Tone::Bad, Words::key("delivery-gave-up"));
        let delivered = Status::new(Tone::Good, Words::key("delivery-delivered"));
        let page = |form: Option<Form>| Self {
            alert: row(
                Attendance::NotAttended,
                Status::new(Tone::Bad, Words::key("alert-state-climbing")),
                by(17, 9),
            ),
            case_href: Some("/cases/1".into()),
            parcel_href: form.is_some().then(|| "/parcels/1".into()),
            letters_href: form.is_some().then(|| "/cases/1/letters".into()),
            what: Words::key("notice-not-attended").date("on", day(2026, 6, 15)),
            came: Some(Row::new(
                Words::key("turned-up-on").date("on", day(2026, 7, 17)),
                clinic(),
            )),
            answered: form.is_none(),
            plainly: false,
            hops: vec![
                hop(9, Some(moment(2026, 6, 15, 9, 0)), failed.clone()),
                hop(10, None, delivered.clone()),
            ],
            next_hop: Some(NextHop {
                at: moment(2026, 6, 17, 9, 5),
                who: probation(),
            }),
            reopens_at: form.is_none().then(|| moment(2026, 6, 24, 9, 0)),
            rest: Some(Rest {
                at: moment(2026, 7, 24, 9, 0),
                whose: form.is_none().then(probation),
            }),
            answer: form.map(|form| Answer {
                form,
                actions: vec![
                    Choice::new("called", called()),
                    Choice::new(
                        "summoned",
                        words("Адам шақыртылды", "Вызвали человека", "Summoned the person"),
                    ),
                ],
            }),
            answers: vec![Row::new("Әлия Сәрсенова", called())],
            acts: vec![Row::new("Әлия Сәрсенова", called())],
            act_href: Some("/alerts/1/act".into()),
        };
        let wrong = form()
            .value("action", "called")
            .problem("words", Words::key("field-required"));
        vec![page(Some(form())), page(Some(wrong)), page(None)]
    }
}
