//! Medical holds, and the physician's decision on a late dose.

use super::{
    Form, Page,
    monitoring::{ValueField, in_cover},
    parts::{CaseHead, Choice, Link, Row},
    samples::{day, form, head, words},
};
use crate::text::Words;
use serde::Serialize;

/// `/cases/<id>/hold`. Fields: `reason`, `until_on` (date, may be empty).
#[derive(Clone, Debug, Serialize)]
pub struct PlaceHold {
    /// Whose treatment stops.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// In how many working days a psychiatrist must confirm.
    pub confirm_within_days: i64,
}

/// Confirming a hold that somebody else placed. Fields: `until_on` (date, may be empty), `words`.
#[derive(Clone, Debug, Serialize)]
pub struct ConfirmHold {
    /// Whose treatment is stopped.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The hold.
    pub hold: Vec<Row>,
}

/// Lifting a hold, from today on. Fields: `words`, `over_<id>` = `yes` for each contraindication that is over.
#[derive(Clone, Debug, Serialize)]
pub struct LiftHold {
    /// Whose treatment goes on.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The hold.
    pub hold: Vec<Row>,
    /// Everything that was found and excludes the present drug.
    pub against: Vec<Words>,
    /// What may be over of all that was found, against any drug.
    pub passing: Vec<Choice>,
    /// When the next dose will be due if the hold is lifted today.
    pub sentence: Option<Words>,
    /// The way to another drug, where something excludes the present one.
    pub change: Option<Link>,
}

/// A physician's decision before a late dose. Fields: `give` = `yes` or `no`, `words`, `unmeasured`, `despite_sum`; carried: `cycle`.
#[derive(Clone, Debug, Serialize)]
pub struct DecideLateDose {
    /// Whose dose it is.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// How late, since when without cover, which band of the protocol.
    pub facts: Vec<Row>,
    /// That the protocol demands the decision, or that it demands none now.
    pub hint: Words,
    /// What can be decided.
    pub decisions: Vec<Choice>,
    /// Which result is missing, where the protocol asks for one: then why it is decided without it is asked.
    pub unmeasured: Option<Words>,
    /// Is cover against flare asked? Fields then: `flare` = `yes` or `no`, `flare_words`.
    pub flare: bool,
    /// How much of a summed substance the cover brings; asked with it.
    pub amounts: Vec<ValueField>,
    /// Does that reach the caution of a lifetime, so that it is asked why?
    pub asks_why: bool,
}

impl DecideLateDose {
    /// Whether a decision is demanded today: the page has an address of its own, and is opened without it, too.
    #[must_use]
    pub fn hint(demanded: bool) -> Words {
        Words::key(if demanded {
            "decide-late-dose-hint"
        } else {
            "decide-late-dose-not-now"
        })
    }

    /// The decisions.
    #[must_use]
    pub fn decision_choices() -> Vec<Choice> {
        [("yes", "give"), ("no", "do-not-give")]
            .map(|(value, key)| Choice {
                hint: Some(Words::key(format!("late-dose-{key}-hint"))),
                ..Choice::new(value, Words::key(format!("late-dose-{key}")))
            })
            .into()
    }
}

fn hold() -> Vec<Row> {
    vec![
        Row::new(
            Words::key("hold-reason"),
            "Зертханалық көрсеткіш қалыпты шектен тыс",
        ),
        Row::new(
            Words::key("hold-until"),
            Words::key("on-date").date("on", day(2026, 6, 30)),
        ),
    ]
}

fn passing() -> Vec<Choice> {
    let names = [
        ("1", "Ауыр жүдеушілік", "Тяжёлое истощение", "Wasting disease"),
        (
            "2",
            "Ауыр остеопороз",
            "Тяжёлый остеопороз",
            "Severe osteoporosis",
        ),
    ];
    let products = || words("Трипторелин", "Трипторелин", "Triptorelin");
    names
        .map(|(id, kk, ru, en)| Choice {
            hint: Some(Words::key("contraindication-excludes").words("products", products())),
            ..Choice::new(id, words(kk, ru, en))
        })
        .into()
}

impl Page for PlaceHold {
    const TEMPLATE: &'static str = "pages/records/place_hold.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            confirm_within_days: 2,
        };
        vec![
            page(form()),
            page(form().problem("reason", Words::key("field-required"))),
        ]
    }
}

impl Page for ConfirmHold {
    const TEMPLATE: &'static str = "pages/records/confirm_hold.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            hold: hold(),
        };
        vec![
            page(form()),
            page(form().problem(
                "until_on",
                Words::key("refusal-not-before").date("on", day(2026, 6, 15)),
            )),
        ]
    }
}

impl Page for LiftHold {
    const TEMPLATE: &'static str = "pages/records/lift_hold.html";
    fn sample() -> Vec<Self> {
        let page = |form, sentence| Self {
            head: head(),
            form,
            hold: hold(),
            against: vec![
                words(
                    "Жоғары сезімталдық",
                    "Повышенная чувствительность",
                    "Hypersensitivity",
                ),
                words("Ауыр жүдеушілік", "Тяжёлое истощение", "Wasting disease"),
            ],
            passing: passing(),
            sentence,
            change: Some(Link::new(
                "/cases/1/regimen/change",
                Words::key("change-regimen-action"),
            )),
        };
        vec![
            page(
                form(),
                Some(Words::key("next-sentence").date("on", day(2026, 7, 6))),
            ),
            page(form().problem("words", Words::key("field-required")), None),
            page(form().problem("over", Words::key("refusal-still-barred")), None),
        ]
    }
}

impl Page for DecideLateDose {
    const TEMPLATE: &'static str = "pages/records/decide_late_dose.html";
    fn sample() -> Vec<Self> {
        let facts = vec![Row::new(
            Words::key("days-late"),
            Words::key("days").number("n", 28),
        )];
        let lacking = || {
            Words::key("late-unmeasured-hint")
                .words("item", words("Тестостерон", "Тестостерон", "Testosterone"))
                .number("n", 14)
        };
        let page = |form| Self {
            head: head(),
            form,
            facts: facts.clone(),
            hint: Self::hint(true),
            decisions: Self::decision_choices(),
            unmeasured: Some(lacking()),
            flare: true,
            amounts: in_cover(),
            asks_why: true,
        };
        vec![
            page(form()),
            page(form().problem("give", Words::key("refusal-required"))),
        ]
    }
}
