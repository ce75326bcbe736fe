//! Logging an injection at the chair: one thing per page, check answers, confirmation.

use super::{
    Form, Page,
    parts::{Banner, CaseHead, Choice, ChoiceGroup, Link, Moment, Row, Status, Tone, Window},
    samples::{causes, day, form, head, moment, product, window, words},
};
use crate::text::Words;
use serde::Serialize;

/// Where a page of the wizard stands.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form; values of earlier steps are carried.
    pub form: Form,
    /// Which step.
    pub number: u8,
    /// Of how many.
    pub of: u8,
    /// The step before.
    pub back_href: String,
    /// The rule behind this page, with its sources.
    pub rule: Option<Link>,
}

/// Step 1: who is in the chair. Fields: `identified_by_<value>` = `yes` for each identifier confirmed; two are needed.
#[derive(Clone, Debug, Serialize)]
pub struct DoseIdentity {
    /// Where this page stands.
    pub step: Step,
    /// The window of the dose.
    pub window: Window,
    /// The window seen from today.
    pub timing: Words,
    /// The identifiers that can be confirmed.
    pub identifiers: Vec<Choice>,
    /// A pack kept for the person is recalled.
    pub recalled: Option<Recalled>,
}

/// A pack kept for the person, or the one in the hand, is of a recalled lot.
#[derive(Clone, Debug, Serialize)]
pub struct Recalled {
    /// Which lot, since when, by whom, on which notice.
    pub banners: Vec<Banner>,
    /// What is done instead.
    pub way: Way,
}

/// Step 2: the protocol's checks before the dose. Fields: `check_<id>`, and `check_<id>_on` (date) for a result.
#[derive(Clone, Debug, Serialize)]
pub struct DoseChecks {
    /// Where this page stands.
    pub step: Step,
    /// The questions, from the protocol.
    pub questions: Vec<Question>,
    /// Answers that do not stop the dose but deserve a second look.
    pub warnings: Vec<Words>,
}

/// One question of the protocol.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The field: `check_<id>`.
    pub field: String,
    /// The question.
    pub words: Words,
    /// What helps to answer: limits, how old a result may be.
    pub hint: Option<Words>,
    /// The unit of a number; a question without one is answered yes or no.
    pub unit: Option<Words>,
    /// Is it a result whose day is asked for?
    pub dated: bool,
    /// What is recorded, and until when it counts, or that it does no more.
    pub recorded: Option<Status>,
}

/// Step 3: the package in the hand. Fields: `code` (scanned), `pack`, `lot`, `expiry_on` (date), `pack_words`, `despite`.
#[derive(Clone, Debug, Serialize)]
pub struct DoseProduct {
    /// Where this page stands.
    pub step: Step,
    /// What the regimen prescribes.
    pub prescribed: Vec<Row>,
    /// A pack kept for the person, or the one in the hand, is recalled.
    pub recalled: Option<Recalled>,
    /// Is the code of a pack asked for?
    pub scan: bool,
    /// Sound packs that lie here; none where no stock is kept.
    pub packs: Vec<Choice>,
    /// Where the chosen pack is set aside when it breaks.
    pub breaks: Option<Link>,
    /// Is it asked why it was given all the same?
    pub despite: bool,
}

/// Step 4: what was done. Fields: `site`, `volume_ml`, `occurred_on` (date), `occurred_time`, `late_cause`, `late_words`.
#[derive(Clone, Debug, Serialize)]
pub struct DoseInjection {
    /// Where this page stands.
    pub step: Step,
    /// The places of the body that the protocol allows.
    pub sites: Vec<Choice>,
    /// The usual volume; none for an implant, whose volume nobody measures.
    pub volume: Option<Words>,
    /// What differs at the first dose.
    pub instruction: Option<Words>,
    /// How long after mixing the dose may be given.
    pub mixing: Option<Words>,
    /// What deserves a second look.
    pub warnings: Vec<Words>,
    /// What can be done about what was just refused.
    pub ways: Vec<Way>,
    /// Reasons for a late dose; asked for only when it is late.
    pub late_reasons: Option<Vec<ChoiceGroup>>,
    /// What a dose at the time in the form does to the next date.
    pub outlook: Option<Outlook>,
}

/// A way on from a refusal.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// When it is the right one, and what is done.
    pub words: Words,
    /// Where.
    pub links: Vec<Link>,
}

/// What a dose does to the next date, said before it is saved.
#[derive(Clone, Debug, Serialize)]
pub struct Outlook {
    /// When the next dose will be due.
    pub sentence: Words,
    /// Why, and how this dose stands to its own date.
    pub why: Vec<Words>,
}

/// Step 5: who was present. Field: `present`.
#[derive(Clone, Debug, Serialize)]
pub struct DosePresence {
    /// Where this page stands.
    pub step: Step,
    /// The role that the place requires.
    pub role: Words,
}

/// Step 6: check the answers.
#[derive(Clone, Debug, Serialize)]
pub struct DoseAnswers {
    /// Where this page stands.
    pub step: Step,
    /// The answers, each with its way back.
    pub rows: Vec<Row>,
    /// Answers that do not stop the dose but deserve a second look.
    pub warnings: Vec<Words>,
    /// What the next date will be, and why.
    pub outlook: Option<Outlook>,
}

/// The dose is recorded.
#[derive(Clone, Debug, Serialize)]
pub struct DoseConfirmed {
    /// Whose dose it was.
    pub head: CaseHead,
    /// What the next date is.
    pub sentence: Words,
    /// What was recorded.
    pub rows: Vec<Row>,
    /// Where to go on.
    pub links: Vec<Link>,
}

/// Somebody has already recorded this dose. Field: `choice` = `discard` or `second-injection`.
#[derive(Clone, Debug, Serialize)]
pub struct DoseTaken {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// Who recorded it.
    pub by: Words,
    /// When.
    pub at: Moment,
    /// The recorded dose.
    pub theirs: Vec<Row>,
    /// What was about to be recorded.
    pub mine: Vec<Row>,
}

/// No dose may be given now. Fields, for a dose given while it was still allowed: `occurred_on` (date),
/// `occurred_time`.
#[derive(Clone, Debug, Serialize)]
pub struct DoseBlocked {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form of the earlier moment; none where no earlier moment can help.
    pub form: Option<Form>,
    /// Why not.
    pub reason: Words,
    /// What to do instead.
    pub what_to_do: Vec<Words>,
    /// Where to do it.
    pub links: Vec<Link>,
}

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
            recalled: None,
        };
        vec![
            page(form()),
            Self {
                recalled: Some(recalled(0)),
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
                scan: true,
                packs: vec![
                    Choice {
                        hint: Some(Words::key("pack-his")),
                        ..Choice::new("1", words("L7 сериясы", "серия L7", "lot L7"))
                    },
                    Choice::new("by-hand", Words::key("pack-by-hand")),
                ],
                breaks: Some(Link::new("/stock/packs/1/aside", Words::key("pack-break"))),
                despite: false,
            },
            Self {
                step: step(3, wrong),
                prescribed: prescribed.clone(),
                recalled: None,
                scan: false,
                packs: Vec::new(),
                breaks: None,
                despite: true,
            },
            Self {
                step: step(3, form().problem("code", Words::key("refusal-pack-recalled"))),
                prescribed,
                recalled: Some(recalled(0)),
                scan: true,
                packs: Vec::new(),
                breaks: None,
                despite: true,
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
            warnings: vec![
                Words::key("volume-unusual")
                    .words("usual", "2")
                    .words("typed", "1,5"),
            ],
            ways: vec![Way {
                words: Words::key("way-mixed-given"),
                links: vec![Link::new("/cases/1/dose/2/product", Words::key("way-say-why"))],
            }],
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
        vec![page(form(), None), page(wrong, Some(causes()))]
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
