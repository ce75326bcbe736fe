//! Examples of the pages of an injection; all names are invented.

use super::{
    DoseAnswers, DoseBlocked, DoseChecks, DoseConfirmed, DoseIdentity, DoseInjection, DosePresence,
    DoseProduct, DoseTaken, Outlook, Question, Recalled, Step, Way,
};
use crate::text::Words;
use crate::web::views::{
    Form, Page,
    parts::{Banner, Choice, Link, Row, Status, Tone},
    samples::{causes, day, doubt, form, head, moment, product, window, words},
};

fn outlook() -> Outlook {
    Outlook {
        sentence: Words::key("next-sentence").date("on", day(2026, 9, 7)),
        why: vec![
            Words::key("why-reanchored-late")
                .date("on", day(2026, 6, 15))
                .number("n", 3),
        ],
    }
}

fn recalled(others: i64) -> Recalled {
    let (words, links) = match others {
        0 => (
            Words::key("recalled-none-here"),
            vec![Link::new(
                "/cases/1/not-given",
                Words::key("record-not-given-action"),
            )],
        ),
        n => (Words::key("recalled-others-here").number("n", n), Vec::new()),
    };
    Recalled {
        banners: vec![Banner {
            tone: Tone::Bad,
            title: Words::key("recalled-lot").words("lot", "L7-0042"),
            words: Some(
                Words::key("recalled-by")
                    .words("moment", "12.06.2026, 10:40")
                    .words("name", "Гүлнар Оспанова")
                    .words("notice", "Хат № 12"),
            ),
            link: None,
        }],
        way: Way { words, links },
    }
}

fn step(number: u8, form: Form) -> Step {
    Step {
        head: head(),
        form,
        number,
        of: 6,
        back_href: "/cases/1".into(),
        rule: Some(Link::new(
            "/rules/protocols/triptorelin-12w.1",
            Words::key("rules-link").words("rule", "triptorelin-12w.1"),
        )),
    }
}

impl Page for DoseIdentity {
    const TEMPLATE: &'static str = "pages/dose/identity.html";
    fn sample() -> Vec<Self> {
        let identifiers = vec![
            Choice {
                hint: Some("Ахметов Серік Болатұлы".into()),
                ..Choice::new("name", Words::key("identity-name"))
            },
            Choice {
                hint: Some(Words::key("on-date").date("on", day(1899, 12, 31))),
                ..Choice::new("born", Words::key("identity-born"))
            },
            Choice {
                hint: Some("••••••••0016".into()),
                ..Choice::new("iin", Words::key("identity-iin"))
            },
        ];
        let page = |form: Form| Self {
            step: step(1, form),
            window: window(),
            timing: window().timing(day(2026, 6, 12)),
            identifiers: identifiers.clone(),
            doubts: Vec::new(),
            beside: Vec::new(),
            recalled: None,
        };
        vec![
            page(form()),
            Self {
                doubts: vec![Banner {
                    tone: Tone::Warn,
                    title: doubt(),
                    words: Some(Words::key("banner-wrong-person-words")),
                    link: None,
                }],
                recalled: Some(recalled(0)),
                beside: vec![Banner {
                    tone: Tone::Warn,
                    title: Words::key("banner-complaint").date("on", day(2026, 6, 1)),
                    words: Some(
                        Words::key("banner-complaint-words")
                            .words("to", "Прокуратура")
                            .date("by", day(2026, 7, 1)),
                    ),
                    link: None,
                }],
                ..page(form())
            },
            page(
                form()
                    .value("identified_by_name", "yes")
                    .problem("identified_by", Words::key("refusal-two-identifiers")),
            ),
        ]
    }
}

impl Page for DoseChecks {
    const TEMPLATE: &'static str = "pages/dose/checks.html";
    fn sample() -> Vec<Self> {
        let questions = vec![
            Question {
                field: "check_mood".into(),
                words: words(
                    "Көңіл күйі нашарлады ма?",
                    "Ухудшилось ли настроение?",
                    "Has the mood become worse?",
                ),
                hint: None,
                unit: None,
                dated: false,
                recorded: None,
            },
            Question {
                field: "check_testosterone".into(),
                words: words("Тестостерон", "Тестостерон", "Testosterone"),
                hint: Some(Words::key("check-not-older").number("n", 90)),
                unit: Some("нмоль/л".into()),
                dated: true,
                recorded: Some(Status::new(
                    Tone::Bad,
                    Words::key("check-recorded-expired")
                        .words("value", Words::decimal("0.9"))
                        .date("on", day(2026, 4, 3)),
                )),
            },
        ];
        let wrong = form().value("check_mood", "no").problem(
            "check_testosterone",
            Words::key("refusal-check-expired").number("n", 190),
        );
        vec![
            Self {
                step: step(2, form()),
                questions: questions.clone(),
                warnings: vec![Words::key("check-heeded").words("check", "Тестостерон")],
            },
            Self {
                step: step(2, wrong),
                questions,
                warnings: Vec::new(),
            },
        ]
    }
}

impl Page for DoseProduct {
    const TEMPLATE: &'static str = "pages/dose/product.html";
    fn sample() -> Vec<Self> {
        let prescribed = vec![
            Row::new(Words::key("product"), product()),
            Row::new(
                Words::key("route"),
                words("бұлшықет ішіне", "внутримышечно", "into the muscle"),
            ),
        ];
        let wrong = form().value("lot", "L7").problem(
            "expiry_on",
            Words::key("refusal-expired").date("on", day(2026, 5, 31)),
        );
        vec![
            Self {
                step: step(3, form()),
                prescribed: prescribed.clone(),
                recalled: Some(recalled(2)),
                coming: None,
                packs: vec![
                    Choice {
                        hint: Some(Words::key("pack-his")),
                        ..Choice::new("1", words("L7 сериясы", "серия L7", "lot L7"))
                    },
                    Choice::new("by-hand", Words::key("pack-by-hand")),
                ],
                breaks: Some(Link::new(
                    "/stock/packs/1/aside?dose=1_2",
                    Words::key("pack-break"),
                )),
                despite: false,
                asks_given: false,
            },
            Self {
                step: step(3, wrong),
                prescribed: prescribed.clone(),
                recalled: None,
                coming: Some(Banner {
                    tone: Tone::Warn,
                    title: Words::key("pack-not-received"),
                    words: Some(Words::key("pack-not-received-words")),
                    link: Some(Link::new(
                        "/parcels/1/receive",
                        Words::key("receive-parcel-action"),
                    )),
                }),
                packs: Vec::new(),
                breaks: None,
                despite: true,
                asks_given: true,
            },
            Self {
                step: step(3, form().problem("code", Words::key("refusal-pack-recalled"))),
                prescribed,
                recalled: Some(recalled(0)),
                coming: None,
                packs: Vec::new(),
                breaks: None,
                despite: true,
                asks_given: true,
            },
        ]
    }
}

impl Page for DoseInjection {
    const TEMPLATE: &'static str = "pages/dose/injection.html";
    fn sample() -> Vec<Self> {
        let sites = vec![
            Choice::new("left", words("сол жақ бөксе", "левая ягодица", "left gluteal")),
            Choice::new("right", words("оң жақ бөксе", "правая ягодица", "right gluteal")),
        ];
        let page = |form: Form, late| Self {
            step: step(4, form),
            sites: sites.clone(),
            volume: Some(Words::key("volume-usual").words("ml", "2")),
            instruction: Some(words("Екі инъекция", "Две инъекции", "Two injections")),
            mixing: Some(Words::key("mixing-within").number("n", 2)),
            observation: Some(Words::key("observation-asked").number("n", 30)),
            observed: Self::observed_choices(),
            warnings: vec![
                Words::key("volume-unusual")
                    .words("usual", "2")
                    .words("typed", "1,5"),
            ],
            just_now: true,
            stopped: None,
            ways: vec![Way {
                words: Words::key("way-mixed-given"),
                links: vec![Link::new("/cases/1/dose/2/product", Words::key("way-say-why"))],
            }],
            breaks: Some(Link::new(
                "/stock/packs/1/aside?dose=1_2",
                Words::key("pack-break"),
            )),
            late_reasons: late,
            outlook: Some(outlook()),
        };
        let wrong = form()
            .value("site", "left")
            .value("occurred_time", "25:10")
            .problem("occurred_on", Words::key("refusal-not-understood"))
            .problem(
                "late_cause",
                Words::key("refusal-late-reason-needed").number("n", 3),
            );
        let stopped = form().problem(
            "given_before",
            Words::key("refusal-stopped-since").words("why", Words::key("no-dose-held")),
        );
        let stopped = Self {
            stopped: Some(Banner {
                tone: Tone::Bad,
                title: Words::key("no-dose-held"),
                words: Some(Words::key("stopped-since-words")),
                link: None,
            }),
            ..page(stopped, None)
        };
        vec![page(form(), None), page(wrong, Some(causes())), stopped]
    }
}

impl Page for DosePresence {
    const TEMPLATE: &'static str = "pages/dose/presence.html";
    fn sample() -> Vec<Self> {
        let role = Words::key("role-custody-controller");
        let wrong = form().problem("present", Words::key("refusal-required"));
        vec![
            Self {
                step: step(5, form()),
                role: role.clone(),
            },
            Self {
                step: step(5, wrong),
                role,
            },
        ]
    }
}

impl Page for DoseAnswers {
    const TEMPLATE: &'static str = "pages/dose/answers.html";
    fn sample() -> Vec<Self> {
        let change = Some(Link::new("/cases/1/dose/product", Words::key("change")));
        vec![Self {
            step: step(6, form()),
            rows: vec![
                Row {
                    change: change.clone(),
                    ..Row::new(Words::key("product"), product())
                },
                Row {
                    change,
                    ..Row::new(Words::key("lot"), "L7-0042")
                },
            ],
            warnings: vec![Words::key("check-heeded").words("check", "Тестостерон")],
            outlook: Some(outlook()),
        }]
    }
}

impl Page for DoseConfirmed {
    const TEMPLATE: &'static str = "pages/dose/confirmed.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            head: head(),
            sentence: Words::key("next-sentence").date("on", day(2026, 9, 7)),
            notices: vec![
                Words::key("confirmed-incident-held")
                    .words("name", "Гүлнар Оспанова")
                    .words("words", "биохимия"),
            ],
            rows: vec![Row::new(Words::key("lot"), "L7-0042")],
            links: vec![Link::new("/today", Words::key("nav-today"))],
        }]
    }
}

impl Page for DoseTaken {
    const TEMPLATE: &'static str = "pages/dose/taken.html";
    fn sample() -> Vec<Self> {
        let rows = |site: &str| {
            vec![
                Row::new(Words::key("lot"), "L7-0042"),
                Row::new(Words::key("site"), site),
            ]
        };
        let page = |form| Self {
            head: head(),
            form,
            by: "Гүлнар Оспанова".into(),
            at: moment(2026, 6, 15, 10, 2),
            theirs: rows("оң жақ бөксе"),
            mine: rows("сол жақ бөксе"),
        };
        vec![
            page(form()),
            page(form().problem("choice", Words::key("choice-required"))),
        ]
    }
}

impl Page for DoseBlocked {
    const TEMPLATE: &'static str = "pages/dose/blocked.html";
    fn sample() -> Vec<Self> {
        let page = |reason, todo: &'static str, form| Self {
            head: head(),
            form,
            reason,
            what_to_do: vec![Words::key(todo)],
            given: Way {
                words: Words::key("dose-blocked-truth"),
                links: vec![Link::new(
                    "/cases/1/incident",
                    Words::key("report-incident-action"),
                )],
            },
            links: vec![Link::new("/cases/1", Words::key("open-case-file"))],
        };
        let wrong = form().problem("occurred_on", Words::key("refusal-in-future"));
        vec![
            page(
                Words::key("no-dose-suspended"),
                "blocked-do-not-give",
                Some(form()),
            ),
            page(
                Words::key("no-dose-held"),
                "blocked-ask-psychiatrist",
                Some(wrong),
            ),
            page(
                Words::key("refusal-too-early").date("on", day(2026, 9, 1)),
                "blocked-wait",
                None,
            ),
            page(Words::key("blocked-not-due"), "blocked-irregular", None),
        ]
    }
}
