//! The way from one organisation to the next: the way out of a case, the forms on it, and the desks.

mod desks;
mod paper;

pub use desks::{
    HandoverRow, HandoversDesk, HeadedCount, MonthCount, MonthRow, RegionRow, ReleaseRow, ReleasesDesk,
    TransferredDesk, TransferredRow,
};
pub use paper::{HandoverAct, ReleaseSheet};

use super::{
    Form, Page,
    parts::{Banner, CaseHead, Choice, Link, Row, Status, Tone},
    samples::{clinic, day, facility, form, head},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// How a field of a form is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// One line.
    Text,
    /// Some words.
    Area,
    /// A date of three fields.
    Date,
    /// An hour, `HH:MM`.
    Time,
    /// One of a list.
    Select,
    /// One of a few.
    Radios,
    /// A box to tick, below what it confirms: the words of the choices.
    Check,
}

/// One field of a form.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it asks.
    pub label: Words,
    /// What helps to answer.
    pub hint: Option<Words>,
    /// How it is filled in.
    pub entry: Entry,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

impl Field {
    /// A field without a hint.
    #[must_use]
    pub fn new(name: &str, label: &'static str, entry: Entry) -> Self {
        Self {
            name: name.to_owned(),
            label: Words::key(label),
            hint: None,
            entry,
            choices: Vec::new(),
        }
    }

    /// With what can be chosen.
    #[must_use]
    pub fn choices(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }

    /// With a hint.
    #[must_use]
    pub fn hint(mut self, hint: Words) -> Self {
        self.hint = Some(hint);
        self
    }
}

/// What a form asks and says, whoever fills it in.
#[derive(Clone, Debug, Serialize)]
pub struct Asked {
    /// The heading.
    pub title: Words,
    /// What follows from it.
    pub words: Option<Words>,
    /// What is known already.
    pub facts: Vec<Row>,
    /// The fields.
    pub fields: Vec<Field>,
    /// The button.
    pub action: Words,
    /// Where to without doing it.
    pub cancel: String,
}

impl Asked {
    /// Gives the form the names of its fields, for the summary of what is wrong.
    #[must_use]
    pub fn named(&self, mut form: Form) -> Form {
        let names = self
            .fields
            .iter()
            .map(|field| (field.name.clone(), field.label.clone()));
        form.names.extend(names);
        form
    }
}

/// A form about the way of a person, for those who treat and for the registry.
#[derive(Clone, Debug, Serialize)]
pub struct PassageForm {
    /// Whose way.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What it asks.
    pub asked: Asked,
    /// What a new day of release would do, side by side.
    pub shift: Option<ShiftTable>,
}

/// The same for a supervising body: who it is about, and nothing of the treatment.
#[derive(Clone, Debug, Serialize)]
pub struct WhereaboutsForm {
    /// Reference.
    pub reference: String,
    /// Name.
    pub name: String,
    /// The page it came from.
    pub href: String,
    /// The form.
    pub form: Form,
    /// What it asks.
    pub asked: Asked,
}

/// `/turned-up`: who asks whose somebody is learns whom to call.
#[derive(Clone, Debug, Serialize)]
pub struct TurnedUpForm {
    /// The form.
    pub form: Form,
    /// What it asks.
    pub asked: Asked,
    /// What was found.
    pub answer: Option<Banner>,
}

/// Old and new side by side.
#[derive(Clone, Debug, Serialize)]
pub struct ShiftTable {
    /// The old day of release.
    pub old_on: Option<NaiveDate>,
    /// The new one.
    pub new_on: Option<NaiveDate>,
    /// What moved.
    pub rows: Vec<ShiftRow>,
    /// The day moved once more on the same day.
    pub earlier: bool,
}

/// One thing that moved.
#[derive(Clone, Debug, Serialize)]
pub struct ShiftRow {
    /// What.
    pub kind: Words,
    /// Whose it is.
    pub owner: Words,
    /// The old day.
    pub old_on: Option<NaiveDate>,
    /// The new one.
    pub new_on: Option<NaiveDate>,
    /// Said where its day has passed, or an appointment cannot be kept, because the release moved.
    pub impossible: Option<Status>,
}

/// `/cases/<id>/release`: the way out of a case.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// Whose way.
    pub head: CaseHead,
    /// What stands in the way, or was just done.
    pub banners: Vec<Banner>,
    /// The day, why, the residence, the curfew, who is responsible.
    pub facts: Vec<Row>,
    /// What the receiver plans with.
    pub plan: Vec<Row>,
    /// What is owed toward the release and what was done.
    pub clocks: Vec<ClockRow>,
    /// What the last change of the day moved, and the changes before it on the same day, the latest first.
    pub shifts: Vec<ShiftTable>,
    /// The offers, the latest first.
    pub offers: Vec<OfferRow>,
    /// Addresses, absences, good reasons, the latest first.
    pub whereabouts: Vec<Row>,
    /// What the reader may do.
    pub actions: Vec<Link>,
    /// What can be printed.
    pub prints: Vec<Link>,
}

/// One obligation toward the release.
#[derive(Clone, Debug, Serialize)]
pub struct ClockRow {
    /// What.
    pub kind: Words,
    /// The day due; none for what was done.
    pub due_on: Option<NaiveDate>,
    /// How it stands.
    pub status: Status,
    /// Whose it is.
    pub mover: Words,
    /// Why the day is what it is.
    pub why: Vec<Words>,
    /// The letters about it that were signed: what is still to be done is to write down that they were sent.
    pub letters: Vec<Link>,
}

/// One offer with what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct OfferRow {
    /// Who asked whom, and why.
    pub words: Words,
    /// The day it was made.
    pub offered_on: NaiveDate,
    /// How it stands.
    pub state: Status,
    /// By when it is answered, what was said, the first appointment.
    pub lines: Vec<Words>,
    /// What the reader may do with it.
    pub links: Vec<Link>,
}

impl Page for PassageForm {
    const TEMPLATE: &'static str = "pages/passage/form.html";
    fn sample() -> Vec<Self> {
        let asked = sample_asked();
        let table = ShiftTable {
            old_on: Some(day(2028, 12, 30)),
            new_on: Some(day(2028, 12, 27)),
            rows: vec![
                ShiftRow {
                    kind: Words::key("kind-release-notice"),
                    owner: facility(),
                    old_on: Some(day(2028, 12, 22)),
                    new_on: Some(day(2028, 12, 20)),
                    impossible: Some(Status::new(Tone::Bad, Words::key("shift-impossible"))),
                },
                ShiftRow {
                    kind: Words::key("kind-arrange-handover"),
                    owner: facility(),
                    old_on: Some(day(2028, 11, 30)),
                    new_on: None,
                    impossible: None,
                },
            ],
            earlier: false,
        };
        let page = |form, shift| Self {
            head: head(),
            form: asked.named(form),
            asked: asked.clone(),
            shift,
        };
        vec![
            page(form(), None),
            page(
                form().problem("words", Words::key("refusal-required")),
                Some(table),
            ),
        ]
    }
}

fn sample_asked() -> Asked {
    let choice = Choice {
        hint: Some(Words::key("slot-drug-by").date("on", day(2028, 12, 29))),
        ..Choice::new("1", clinic())
    };
    Asked {
        title: Words::key("offer-handover-title"),
        words: Some(Words::key("offer-handover-words")),
        facts: vec![Row::new(Words::key("release-day"), "30.12.2028")],
        fields: vec![
            Field::new("to", "handover-to", Entry::Select).choices(vec![choice.clone()]),
            Field::new("purpose", "handover-purpose", Entry::Radios)
                .choices(vec![choice])
                .hint(Words::key("handover-purpose-hint")),
            Field::new("from_on", "handover-from-on", Entry::Date),
            Field::new("visit_time", "visit-time", Entry::Time),
            Field::new("paper", "paper-of-it", Entry::Text),
            Field::new("words", "in-your-words", Entry::Area),
        ],
        action: Words::key("offer-handover-action"),
        cancel: "/cases/1/release".to_owned(),
    }
}

impl Page for WhereaboutsForm {
    const TEMPLATE: &'static str = "pages/passage/whereabouts_form.html";
    fn sample() -> Vec<Self> {
        let asked = Asked {
            title: Words::key("report-address-title"),
            words: None,
            facts: Vec::new(),
            fields: vec![
                Field::new("region", "address-region", Entry::Select)
                    .choices(vec![Choice::new("abai", "Abai")]),
                Field::new("address", "address-street", Entry::Text),
                Field::new("from_on", "address-from-on", Entry::Date),
                Field::new("confirmed", "warnings-read", Entry::Check).choices(vec![Choice::new(
                    "curfew-region-elsewhere",
                    Words::key("warn-curfew-region-elsewhere"),
                )]),
            ],
            action: Words::key("report-address-action"),
            cancel: "/cases/1".to_owned(),
        };
        let page = |form| Self {
            reference: "KZ-0017".to_owned(),
            name: "Ахметов Серік Болатұлы".to_owned(),
            href: "/cases/1".to_owned(),
            form: asked.named(form),
            asked: asked.clone(),
        };
        vec![
            page(form()),
            page(form().problem("from_on", Words::key("date-incomplete"))),
        ]
    }
}

impl Page for TurnedUpForm {
    const TEMPLATE: &'static str = "pages/passage/turned_up.html";
    fn sample() -> Vec<Self> {
        let asked = Asked {
            title: Words::key("report-turned-up-title"),
            words: Some(Words::key("report-turned-up-words")),
            facts: Vec::new(),
            fields: vec![
                Field::new("number", "turned-up-number", Entry::Text)
                    .hint(Words::key("turned-up-number-hint")),
                Field::new("born_on", "turned-up-born-on", Entry::Date),
                Field::new("name", "turned-up-name", Entry::Text).hint(Words::key("turned-up-name-hint")),
            ],
            action: Words::key("report-turned-up-action"),
            cancel: "/cases".to_owned(),
        };
        let page = |form, answer| Self {
            form: asked.named(form),
            asked: asked.clone(),
            answer,
        };
        let said = |tone, title, words: Option<&'static str>| Banner {
            tone,
            title,
            words: words.map(Words::key),
            link: None,
        };
        let call = Words::key("turned-up-call")
            .words("place", clinic())
            .words("phone", "+7 714 000 00 00");
        vec![
            page(form(), None),
            page(form().problem("name", Words::key("refusal-required")), None),
            page(form(), Some(said(Tone::Good, call, Some("turned-up-call-words")))),
            page(
                form(),
                Some(said(
                    Tone::Info,
                    Words::key("turned-up-nobody"),
                    Some("turned-up-nobody-words"),
                )),
            ),
            page(
                form(),
                Some(said(
                    Tone::Warn,
                    Words::key("turned-up-later").number("n", 60),
                    None,
                )),
            ),
        ]
    }
}

impl Page for Passage {
    const TEMPLATE: &'static str = "pages/passage/passage.html";
    fn sample() -> Vec<Self> {
        let empty = Self {
            head: head(),
            banners: Vec::new(),
            facts: vec![Row::new(Words::key("release-day"), Words::key("none"))],
            plan: Vec::new(),
            clocks: Vec::new(),
            shifts: Vec::new(),
            offers: Vec::new(),
            whereabouts: Vec::new(),
            actions: Vec::new(),
            prints: Vec::new(),
        };
        let full = Self {
            banners: vec![Banner {
                tone: Tone::Bad,
                title: Words::key("banner-no-receiver").number("n", 5),
                words: Some(Words::key("banner-no-receiver-words")),
                link: Some(Link::new(
                    "/cases/1/handover",
                    Words::key("offer-handover-action"),
                )),
            }],
            plan: vec![Row::new(
                Words::key("slot-earliest"),
                Words::key("on-date").date("on", day(2029, 1, 3)),
            )],
            clocks: vec![ClockRow {
                kind: Words::key("kind-release-notice"),
                due_on: Some(day(2028, 12, 22)),
                status: Status::new(Tone::Warn, Words::key("urgency-closing")),
                mover: facility(),
                why: vec![
                    Words::key("why-clock")
                        .words("fact", Words::key("fact-release"))
                        .date("on", day(2028, 12, 30))
                        .words(
                            "distance",
                            Words::key("distance-working-days-before").number("n", 5),
                        ),
                ],
                letters: vec![
                    Link::new("/letters/1", Words::plain("KZ/2028/00030")),
                    Link::new("/letters/2", Words::plain("KZ/2028/00031")),
                ],
            }],
            shifts: PassageForm::sample()
                .into_iter()
                .filter_map(|page| page.shift)
                .flat_map(|last| {
                    let earlier = ShiftTable {
                        earlier: true,
                        ..last.clone()
                    };
                    [last, earlier]
                })
                .collect(),
            offers: vec![OfferRow {
                words: Words::key("handover-from-to")
                    .words("from", facility())
                    .words("to", clinic()),
                offered_on: day(2028, 12, 1),
                state: Status::new(Tone::Bad, Words::key("offer-state-rejected")),
                lines: vec!["Басқа аудан".into()],
                links: vec![Link::new(
                    "/cases/1/handover/2/accept",
                    Words::key("accept-handover-action"),
                )],
            }],
            whereabouts: vec![Row::new(Words::key("event-address-reported"), "Абай к-сі, 1")],
            actions: vec![Link::new(
                "/cases/1/release/date",
                Words::key("set-release-date-action"),
            )],
            prints: vec![Link::new("/cases/1/release/sheet/kk", "Қазақша")],
            ..empty.clone()
        };
        vec![empty, full]
    }
}
