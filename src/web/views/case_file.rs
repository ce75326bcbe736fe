//! The case page: who, what is next, when, how sure, whose move, why.

use super::{
    Page,
    alerts::{Hop, HopAttempt, SentText},
    parts::{Banner, CaseHead, CoverBar, Link, Moment, Row, Status, Tone, Window},
    samples::{clinic, day, facility, head, moment, probation, product, window, words},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// `/cases/<id>` for those who may read the clinical file, and its registry part for those who keep the register.
#[derive(Clone, Debug, Serialize)]
pub struct CaseFile {
    /// Whose case it is.
    pub head: CaseHead,
    /// What stops or colours the case now.
    pub banners: Vec<Banner>,
    /// The next thing to happen; absent when nothing is planned.
    pub next: Option<Next>,
    /// Why nothing is planned, when nothing is.
    pub no_next: Option<Words>,
    /// Where the drug for the next dose is; absent for those who may not know.
    pub drug: Option<Drug>,
    /// Everything else that is open.
    pub also: Vec<Open>,
    /// How long the last dose works; absent for those who may not know.
    pub cover: Option<CoverBar>,
    /// What the reader may do.
    pub actions: Vec<Link>,
    /// Alerts of the case, the newest first.
    pub alerts: Vec<AlertLine>,
    /// Who is told, in order, of what is late, or would be if the next dose were missed.
    pub ladders: Vec<Ladder>,
    /// The reviews, the latest first.
    pub reviews: Vec<ReviewLine>,
    /// What happened last, the newest first.
    pub timeline: Vec<Entry>,
    /// What happened before that, folded away.
    pub earlier: Vec<Entry>,
    /// Everything that happened, where this is not all.
    pub whole: Option<Link>,
    /// The alerts and notices, which stand apart: they must not bury what was done and found.
    pub notices: Option<Link>,
    /// Rules in use that are not published yet.
    pub drafts: Vec<Link>,
    /// The rulings, the newest first.
    pub rulings: Vec<RulingLine>,
    /// The regimen in short.
    pub regimen: Vec<Row>,
    /// The organisations and the end of the term.
    pub facts: Vec<Row>,
    /// The way out: release, hand-overs, whereabouts.
    pub passage: Option<Link>,
    /// The person's own page in each language, where the reader may print it.
    pub own_record: Vec<Link>,
}

/// Where the drug for the next dose is.
#[derive(Clone, Debug, Serialize)]
pub struct Drug {
    /// Where, and whether it will be there in time.
    pub status: Status,
    /// Where to look.
    pub link: Option<Link>,
}

/// The next obligation.
#[derive(Clone, Debug, Serialize)]
pub struct Next {
    /// What.
    pub kind: Words,
    /// Its days.
    pub window: Window,
    /// When it opens or closes.
    pub timing: Status,
    /// Whose move it is.
    pub mover: Words,
    /// Why: the rule with its version, the facts used, the days skipped.
    pub why: Vec<Words>,
    /// The rule itself, with its sources.
    pub rule: Option<Link>,
    /// What to do now.
    pub action: Option<Link>,
}

/// Another open obligation.
#[derive(Clone, Debug, Serialize)]
pub struct Open {
    /// What.
    pub kind: Words,
    /// The day due.
    pub due_on: NaiveDate,
    /// How it stands.
    pub status: Status,
    /// Whose move it is.
    pub mover: Words,
    /// Why: the rule, the facts used, the days skipped.
    pub why: Vec<Words>,
    /// The rule itself, with its sources.
    pub rule: Option<Link>,
}

/// One review of the case.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewLine {
    /// The review's page.
    pub href: String,
    /// Which one.
    pub words: Words,
    /// How it stands.
    pub status: Status,
}

/// One alert of the case.
#[derive(Clone, Debug, Serialize)]
pub struct AlertLine {
    /// The alert's page.
    pub href: String,
    /// What happened.
    pub words: Words,
    /// The day it is about.
    pub on: NaiveDate,
    /// How it stands.
    pub status: Status,
}

/// The ladder as it will run.
#[derive(Clone, Debug, Serialize)]
pub struct Ladder {
    /// What has climbed or rests; none where nothing is late yet.
    pub about: Option<Words>,
    /// Whether it climbs now, was answered, or would climb.
    pub hint: Words,
    /// The steps.
    pub steps: Vec<LadderStep>,
    /// How it ends if nobody answers.
    pub ends: Vec<Words>,
    /// The rule behind it.
    pub rule: Option<Link>,
    /// To what was sent, where that is not shown.
    pub sent: Option<Link>,
    /// Whether it stands open: a step lacks something, or what was sent is asked for.
    pub open: bool,
}

/// One step of the ladder.
#[derive(Clone, Debug, Serialize)]
pub struct LadderStep {
    /// Who: role, organisation and, where known, name.
    pub who: Words,
    /// When, while nobody answers.
    pub when: Words,
    /// By which channels.
    pub how: Vec<Words>,
    /// What is missing for this step to work: no deputy, no address.
    pub lacks: Option<Words>,
    /// Whether it has been taken.
    pub done: bool,
    /// What it sent, with every attempt.
    pub hops: Vec<Hop>,
}

/// One thing that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// What, in a few words.
    pub title: Words,
    /// The details, one line each.
    pub lines: Vec<Words>,
    /// What a correction changed.
    pub changes: Vec<Change>,
    /// What is read only when it matters: how the person was recognised, what was answered before the injection.
    pub details: Vec<Row>,
    /// When it happened.
    pub occurred_at: Moment,
    /// When it was written down.
    pub recorded_at: Moment,
    /// Who wrote it down.
    pub who: Words,
    /// The ruling under which it happened.
    pub ruling: Option<Words>,
    /// Set when the record was struck out.
    pub voided: Option<Voided>,
    /// Where to amend or void it, or to see its history.
    pub links: Vec<Link>,
}

/// One value that a correction changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What it is.
    pub label: Words,
    /// As it was.
    pub old: Words,
    /// As it is.
    pub new: Words,
}

/// Why a record does not count any more.
#[derive(Clone, Debug, Serialize)]
pub struct Voided {
    /// The reason given.
    pub reason: Words,
    /// What stands in its place, when something does.
    pub link: Option<Link>,
}

/// One ruling.
#[derive(Clone, Debug, Serialize)]
pub struct RulingLine {
    /// The court.
    pub court: String,
    /// The number.
    pub number: String,
    /// The day of the ruling.
    pub ruled_on: NaiveDate,
    /// The day on which it entered into force.
    pub in_force_on: Option<NaiveDate>,
    /// The last day of its term.
    pub until: Option<NaiveDate>,
    /// How it stands.
    pub status: Status,
    /// The beginning of the scan's SHA-256.
    pub scan: Option<String>,
    /// Where to change it.
    pub change: Option<Link>,
    /// Its versions and steps.
    pub history: Vec<RulingStepLine>,
    /// In which case it stands, where that is another one of the same person, which rests.
    pub beside: Option<Words>,
}

/// One step in the life of a ruling.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RulingStepLine {
    /// What happened.
    pub words: Words,
    /// From which day.
    pub on: NaiveDate,
    /// The paper.
    pub document: String,
    /// The version it made, and what it did to the plan.
    pub lines: Vec<Words>,
    /// Why it was struck out, where it was recorded wrongly.
    pub voided: Option<Words>,
    /// Where to strike it out.
    pub link: Option<Link>,
}

/// A step for samples.
pub(super) fn ruling_step_sample() -> RulingStepLine {
    RulingStepLine {
        words: Words::key("ruling-step-suspended"),
        on: day(2026, 4, 8),
        document: "Постановление № 17".to_owned(),
        lines: vec![
            Words::key("effect-stopped")
                .words("kind", Words::key("kind-dose"))
                .date("on", day(2026, 4, 10)),
        ],
        voided: None,
        link: Some(Link::new(
            "/cases/1/rulings/1/steps/2/void",
            Words::key("void-record-action"),
        )),
    }
}

/// `/cases/<id>/history`
#[derive(Clone, Debug, Serialize)]
pub struct History {
    /// Whose case it is.
    pub head: CaseHead,
    /// Everything, or one kind of thing.
    pub parts: Vec<HistoryPart>,
    /// A part of what happened, the newest first.
    pub timeline: Vec<Entry>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// One kind of things in a history.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryPart {
    /// Its name, with how many there are.
    pub link: Link,
    /// Whether it is what is shown.
    pub current: bool,
}

impl Page for History {
    const TEMPLATE: &'static str = "pages/cases/history.html";

    fn sample() -> Vec<Self> {
        vec![Self {
            head: head(),
            parts: [
                ("history-all", 82, true),
                ("history-treatment", 40, false),
                ("history-notices", 42, false),
            ]
            .map(|(key, n, current)| HistoryPart {
                link: Link::new("/cases/1/history", Words::key(key).number("n", n)),
                current,
            })
            .into(),
            timeline: timeline(),
            next_href: Some("/cases/1/history?before=14".into()),
            first_href: Some("/cases/1/history".into()),
        }]
    }
}

impl Page for CaseFile {
    const TEMPLATE: &'static str = "pages/cases/case_file.html";

    fn sample() -> Vec<Self> {
        let late = late_case();
        let frozen = Self {
            banners: vec![Banner {
                tone: Tone::Bad,
                title: Words::key("banner-suspended").date("on", day(2026, 4, 8)),
                words: Some(Words::key("banner-suspended-words")),
                link: None,
            }],
            next: None,
            no_next: Some(Words::key("next-none-suspended")),
            also: Vec::new(),
            drug: None,
            cover: Some(CoverBar::new(None, None, day(2026, 4, 10))),
            actions: Vec::new(),
            alerts: Vec::new(),
            ladders: Vec::new(),
            reviews: Vec::new(),
            timeline: Vec::new(),
            earlier: Vec::new(),
            whole: None,
            notices: None,
            drafts: Vec::new(),
            ..late.clone()
        };
        let registry = Self {
            drug: None,
            cover: None,
            regimen: Vec::new(),
            passage: None,
            own_record: Vec::new(),
            ..frozen.clone()
        };
        vec![late, frozen, registry]
    }
}

fn late_case() -> CaseFile {
    let today = day(2026, 7, 3);
    CaseFile {
        head: head(),
        banners: vec![Banner {
            tone: Tone::Warn,
            title: Words::key("banner-hold").date("until", day(2026, 7, 30)),
            words: Some(Words::key("banner-hold-words")),
            link: Some(Link::new(
                "/cases/1/holds/1/confirm",
                Words::key("confirm-hold-action"),
            )),
        }],
        next: Some(Next {
            kind: Words::key("kind-dose"),
            window: window(),
            timing: Status::new(Tone::Bad, window().timing(today)),
            mover: facility(),
            why: vec![
                Words::key("why-rule")
                    .words("rule", "triptorelin-12w")
                    .number("version", 1),
                Words::key("why-last-dose").date("on", day(2026, 3, 23)),
                Words::key("why-interval-days").number("n", 84),
            ],
            rule: Some(Link::new(
                "/rules/protocols/triptorelin-12w.1",
                Words::key("rules-link").words("rule", "triptorelin-12w.1"),
            )),
            action: Some(Link::new("/cases/1/dose", Words::key("log-injection-action"))),
        }),
        no_next: None,
        also: vec![Open {
            kind: Words::key("kind-exam"),
            due_on: day(2026, 7, 23),
            status: Status::new(Tone::Info, Words::key("urgency-open")),
            mover: clinic(),
            why: vec![Words::key("why-last-dose").date("on", day(2026, 3, 23))],
            rule: None,
        }],
        drug: Some(Drug {
            status: Status::new(Tone::Info, Words::key("provision-under-way")),
            link: Some(Link::new("/parcels/1", Words::key("parcel"))),
        }),
        cover: Some(CoverBar::new(
            Some((day(2026, 3, 23), day(2026, 6, 14))),
            Some(window()),
            today,
        )),
        actions: [
            "record-not-given-action",
            "place-hold-action",
            "report-incident-action",
            "change-place-action",
        ]
        .map(|key| Link::new("/cases/1/x", Words::key(key)))
        .into(),
        alerts: vec![AlertLine {
            href: "/alerts/1".into(),
            words: Words::key("alert-unexplained"),
            on: day(2026, 6, 15),
            status: Status::new(Tone::Bad, Words::key("alert-state-delivered")),
        }],
        ladders: vec![Ladder {
            about: Some(Words::key("alert-about-unexplained")),
            hint: Words::key("ladder-runs"),
            steps: ladder(),
            ends: vec![
                Words::key("ladder-reminders")
                    .number("n", 12)
                    .words("last", at(8, 14)),
                Words::key("ladder-rests").words("at", at(8, 15)),
            ],
            rule: Some(Link::new(
                "/rules/ladders/kz-default.1",
                Words::key("rules-link").words("rule", "kz-default.1"),
            )),
            sent: Some(Link::new("/cases/1?sent=yes#ladder", Words::key("ladder-sent"))),
            open: true,
        }],
        reviews: vec![ReviewLine {
            href: "/cases/1/reviews/2".into(),
            words: Words::key("review-number").number("n", 2),
            status: Status::new(Tone::Warn, Words::key("review-state-papers-missing")),
        }],
        timeline: timeline(),
        earlier: timeline(),
        whole: Some(Link::new(
            "/cases/1/history",
            Words::key("timeline-whole").number("n", 64),
        )),
        notices: Some(Link::new(
            "/cases/1/history?part=notices",
            Words::key("history-notices").number("n", 42),
        )),
        drafts: vec![Link::new(
            "/rules/protocols/triptorelin-12w.1",
            Words::key("rules-link").words("rule", "triptorelin-12w.1"),
        )],
        rulings: vec![RulingLine {
            court: "Специализированный межрайонный суд по уголовным делам Костанайской области".into(),
            number: "1-214/2026".into(),
            ruled_on: day(2026, 2, 16),
            in_force_on: Some(day(2026, 3, 3)),
            until: Some(day(2026, 9, 10)),
            status: Status::new(Tone::Good, Words::key("ruling-in-force")),
            scan: Some("9f2c1a77".into()),
            history: vec![ruling_step_sample()],
            change: Some(Link::new(
                "/cases/1/rulings/1",
                Words::key("change-ruling-action"),
            )),
            beside: Some(Words::key("merged-stands-in").words("other", "KZ-0102")),
        }],
        regimen: vec![
            Row::new(Words::key("product"), product()),
            Row::new(
                Words::key("route"),
                words("бұлшықет ішіне", "внутримышечно", "into the muscle"),
            ),
        ],
        facts: vec![
            Row::new(Words::key("supervising-body"), probation()),
            Row::new(
                Words::key("end-of-term"),
                Words::key("on-date").date("on", day(2026, 9, 10)),
            ),
        ],
        passage: Some(Link::new("/cases/1/release", Words::key("passage-title"))),
        own_record: vec![Link::new("/cases/1/own-record/kk", Words::plain("Қазақша"))],
    }
}

fn at(month: u32, on: u32) -> Words {
    Words::key("on-date-at")
        .date("on", day(2026, month, on))
        .words("time", "00:00")
}

fn ladder() -> Vec<LadderStep> {
    vec![
        LadderStep {
            who: facility(),
            when: at(6, 30),
            how: vec![Words::key("channel-desk")],
            lacks: None,
            done: true,
            hops: vec![sent()],
        },
        LadderStep {
            who: Words::key("ladder-who")
                .words("name", "Әлия Сәрсенова")
                .words("organisation", probation()),
            when: at(7, 1),
            how: vec![Words::key("channel-desk"), Words::key("channel-email")],
            lacks: Some(Words::key("gap-no-deputy")),
            done: false,
            hops: Vec::new(),
        },
    ]
}

/// A mail that arrived at the second attempt.
fn sent() -> Hop {
    let attempt = |minute, outcome: &'static str, reason: Option<&str>| HopAttempt {
        at: moment(2026, 6, 30, 0, minute),
        outcome: Words::key(outcome),
        reason: reason.map(str::to_owned),
    };
    Hop {
        at: moment(2026, 6, 30, 0, 0),
        due_at: None,
        who: facility(),
        channel: Words::key("channel-email"),
        state: Status::new(Tone::Good, Words::key("delivery-delivered")),
        gap: None,
        attempts: vec![
            attempt(
                5,
                "attempt-failed",
                Some("the mail server put it off with code 451"),
            ),
            attempt(9, "attempt-delivered", None),
        ],
        text: Some(SentText {
            language: "kk".into(),
            subject: "Merzim: 2026-00017 ісі сіздің жауабыңызды күтеді".into(),
            body: "2026-00017 ісі бойынша біреудің жауабы қажет.\n\nhttps://merzim.example/alerts/1".into(),
        }),
    }
}

fn timeline() -> Vec<Entry> {
    let given = Entry {
        title: Words::key("entry-log-injection"),
        lines: vec![product(), "L7-0042".into()],
        changes: Vec::new(),
        details: vec![
            Row::new(Words::key("identified-by"), Words::key("identity-born")),
            Row::new(
                words("Қызба бар ма?", "Есть ли лихорадка?", "Any fever?"),
                Words::key("no"),
            ),
        ],
        occurred_at: moment(2026, 3, 23, 10, 2),
        recorded_at: moment(2026, 3, 23, 10, 9),
        who: Words::key("ladder-who")
            .words("name", "Гүлнар Оспанова")
            .words("organisation", facility()),
        ruling: Some("1-214/2026".into()),
        voided: None,
        links: vec![
            Link::new("/cases/1/records/1/amend", Words::key("amend-record-action")),
            Link::new("/cases/1/records/1/void", Words::key("void-record-action")),
        ],
    };
    let struck = Entry {
        voided: Some(Voided {
            reason: "Басқа адамға жазылған".into(),
            link: Some(Link::new("/cases/2", "KZ-0018")),
        }),
        links: Vec::new(),
        ..given.clone()
    };
    let amended = Entry {
        title: Words::key("event-record-amended"),
        lines: vec![Words::key("amended-because").words("words", "Күні қате жазылған")],
        changes: vec![Change {
            label: Words::key("given-at"),
            old: Words::key("on-date").date("on", day(2026, 3, 22)),
            new: Words::key("on-date").date("on", day(2026, 3, 23)),
        }],
        details: Vec::new(),
        ..given.clone()
    };
    vec![amended, given, struck]
}
