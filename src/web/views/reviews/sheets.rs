//! The pages of a review as they are printed to be looked at.

use super::{
    CourtDeclined, CourtRow, DraftReview, FileReviewPaper, MemberLine, PaperLine, ReviewPage, ReviewRow,
    ReviewsDesk, SignReview, SubmitToCourt, ToSign, Wait, WayStep,
};
use crate::text::Words;
use crate::web::views::Page;
use crate::web::views::parts::{Banner, Choice, Cited, Link, Row, Status, Tone};
use crate::web::views::samples::{clinic, day, facility, form, head, words};
use crate::web::views::today::Count;

fn title(number: i64) -> Words {
    Words::key("review-number").number("n", number)
}

fn text() -> Vec<Row> {
    vec![
        Row::new(
            Words::key("review-held-on"),
            Words::key("on-date").date("on", day(2026, 8, 20)),
        ),
        Row::new(
            Words::key("review-proposal"),
            words("Шараны тоқтату", "Прекратить меру", "Stop the measure"),
        ),
        Row::new(Words::key("review-findings"), "Ремиссия 14 месяцев"),
    ]
}

impl Page for ReviewsDesk {
    const TEMPLATE: &'static str = "pages/reviews/reviews.html";
    fn sample() -> Vec<Self> {
        let row = |person: &str, tone, open| ReviewRow {
            href: "/cases/1/reviews/1".into(),
            person: person.into(),
            reference: "KZ-0017".into(),
            title: title(3),
            urgency: Status::new(tone, Words::key("urgency-late")),
            due_on: day(2026, 8, 1),
            timing: Words::key("overdue-by").number("n", 14),
            place: facility(),
            missing: vec![
                Words::key("missing-paper")
                    .words("paper", words("Мінездеме", "Характеристика", "Conduct report"))
                    .words("role", Words::key("role-prison-nurse")),
            ],
            open,
        };
        let full = Self {
            organisation: clinic(),
            counts: vec![Count {
                words: Words::key("reviews-overdue"),
                number: "3".into(),
                href: "#coming".into(),
                current: false,
            }],
            signatures: vec![ToSign {
                href: "/cases/1/reviews/1/sign".into(),
                person: "Ахметов Серік Болатұлы".into(),
                reference: "KZ-0017".into(),
                held_on: day(2026, 8, 20),
            }],
            more_signatures: Some(Words::key("first-of-more").number("n", 50)),
            reviews: vec![
                row("Ахметов Серік Болатұлы", Tone::Bad, true),
                row(
                    "Төлегенқызы-Нұрмағамбетова Гүлжәмила Әбдірахманқызы",
                    Tone::Quiet,
                    false,
                ),
            ],
            court: vec![CourtRow {
                href: "/cases/1/reviews/1".into(),
                person: "Петров Иван".into(),
                reference: "KZ-0003".into(),
                kind: Words::key("kind-ask-court"),
                urgency: Status::new(Tone::Info, Words::key("urgency-open")),
                due_on: day(2026, 9, 24),
            }],
            more_court: Some(Words::key("first-of-more").number("n", 50)),
            next_href: Some("/reviews?after=abc".into()),
            first_href: Some("/reviews".into()),
        };
        let empty = Self {
            signatures: Vec::new(),
            more_signatures: None,
            reviews: Vec::new(),
            court: Vec::new(),
            more_court: None,
            next_href: None,
            first_href: None,
            ..full.clone()
        };
        vec![full, empty]
    }
}

impl Page for ReviewPage {
    const TEMPLATE: &'static str = "pages/reviews/review.html";
    fn sample() -> Vec<Self> {
        let step = |key: &'static str, done| WayStep {
            title: Words::key(key),
            lines: vec![Words::key("on-date").date("on", day(2026, 8, 20))],
            done,
        };
        let full = Self {
            head: head(),
            title: title(1),
            status: Status::new(Tone::Warn, Words::key("review-state-at-court")),
            banners: vec![Banner {
                tone: Tone::Info,
                title: Words::key("meanwhile-continue"),
                words: None,
                link: None,
            }],
            way: vec![
                step("way-papers", true),
                step("way-signatures", true),
                step("way-ruling", false),
            ],
            waits: vec![
                Wait {
                    words: Words::key("review-waits-papers"),
                    parts: vec![
                        Words::key("missing-paper")
                            .words("paper", clinic())
                            .words("role", clinic()),
                    ],
                },
                Words::key("review-then-text").number("n", 3).into(),
                Words::key("review-not-you").into(),
            ],
            papers: vec![PaperLine {
                name: words("Мінездеме", "Характеристика", "Conduct report"),
                status: Status::new(Tone::Bad, Words::key("paper-missing")),
                lines: vec![Words::key("paper-due").date("on", day(2026, 7, 18))],
                owner: facility(),
                scan: Some("9f2c1a77".into()),
                action: Some(Link::new(
                    "/cases/1/reviews/1/papers/conduct",
                    Words::key("file-review-paper-action"),
                )),
            }],
            text: text(),
            members: vec![
                MemberLine {
                    name: "Жұмабекова А. Қ.".into(),
                    status: Status::new(
                        Tone::Good,
                        Words::key("signature-given").date("on", day(2026, 8, 20)),
                    ),
                    dissent: Some("Считаю иначе".into()),
                },
                MemberLine {
                    name: "Петрова О. И.".into(),
                    status: Status::new(Tone::Warn, Words::key("signature-missing")),
                    dissent: None,
                },
            ],
            actions: vec![Link::new(
                "/cases/1/reviews/1/sign",
                Words::key("sign-review-action"),
            )],
        };
        let registry = Self {
            papers: Vec::new(),
            text: Vec::new(),
            members: Vec::new(),
            actions: Vec::new(),
            banners: Vec::new(),
            ..full.clone()
        };
        vec![full, registry]
    }
}

impl Page for FileReviewPaper {
    const TEMPLATE: &'static str = "pages/reviews/file_paper.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            name: words("Мінездеме", "Характеристика", "Conduct report"),
            known: vec![Row::new(
                Words::key("due-on"),
                Words::key("on-date").date("on", day(2026, 7, 18)),
            )],
            back: "/cases/1/reviews/1".into(),
        };
        let wrong = form()
            .problem("paper_reference", Words::key("refusal-required"))
            .problem("scan_sha256", Words::key("hash-impossible"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for DraftReview {
    const TEMPLATE: &'static str = "pages/reviews/draft_review.html";
    fn sample() -> Vec<Self> {
        let page = |form, missing, signed| Self {
            head: head(),
            form,
            members: ["1", "2", "3"]
                .map(|id| Choice::new(id, "Жұмабекова А. Қ."))
                .into(),
            least: 3,
            barred: vec!["Петрова О. И.".into()],
            proposals: vec![
                Choice::new("stop", words("Тоқтату", "Прекратить", "Stop")),
                Choice::new("continue", words("Жалғастыру", "Продолжать", "Continue")),
            ],
            missing,
            signed,
            source: Some(Cited {
                words: words("96-бап", "ст. 96", "art. 96"),
                english: false,
            }),
            back: "/cases/1/reviews/1".into(),
        };
        let paper = words("Мінездеме", "Характеристика", "Conduct report");
        let wrong = form()
            .value("members_1", "yes")
            .problem("members", Words::key("refusal-too-few-members").number("n", 3))
            .problem("proposal", Words::key("choice-required"))
            .problem("without", Words::key("refusal-required"));
        vec![page(form(), Vec::new(), false), page(wrong, vec![paper], true)]
    }
}

impl Page for SignReview {
    const TEMPLATE: &'static str = "pages/reviews/sign_review.html";
    fn sample() -> Vec<Self> {
        let page = |form, open| Self {
            head: head(),
            form,
            text: text(),
            version: 2,
            opinions: Self::opinion_choices(),
            open,
            back: "/cases/1/reviews/1".into(),
        };
        let wrong = form()
            .value("opinion", "dissent")
            .problem("dissent", Words::key("refusal-required"));
        vec![page(form(), true), page(wrong, true), page(form(), false)]
    }
}

impl Page for SubmitToCourt {
    const TEMPLATE: &'static str = "pages/reviews/submit_to_court.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            known: text(),
            back: "/cases/1/reviews/1".into(),
        };
        let wrong = form().problem("court", Words::key("refusal-required"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for CourtDeclined {
    const TEMPLATE: &'static str = "pages/reviews/court_declined.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            known: text(),
            ruling_href: "/cases/1/rulings/new".into(),
            back: "/cases/1/reviews/1".into(),
        };
        let wrong = form().problem("document", Words::key("refusal-required"));
        vec![page(form()), page(wrong)]
    }
}
