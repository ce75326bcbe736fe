//! Examples of a case's own page and of its history; all names are invented.

use super::{
    AlertLine, CaseFile, Change, Drug, Entry, History, HistoryPart, Ladder, LadderStep, Next, Open,
    ReviewLine, RulingLine, RulingStepLine, Voided,
};
use crate::text::Words;
use crate::web::views::{
    Page,
    alerts::{Hop, HopAttempt, SentText},
    parts::{Banner, CoverBar, Link, Row, Status, Tone},
    samples::{clinic, day, facility, head, moment, probation, product, window, words},
};

/// A step for samples.
pub(in crate::web::views) fn ruling_step_sample() -> RulingStepLine {
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
            no_next: Some(Words::key("no-dose-suspended")),
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
            before: None,
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
            no_action: None,
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
            nearest: None,
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
            about: Words::key("alert-about-unexplained"),
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
