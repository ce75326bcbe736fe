//! Stock and parcels. These types have no field for a name, a diagnosis or a result: a person goes by the reference.

use super::{
    Form, Page,
    parts::{Banner, Choice, Link, Moment, Row, Status, Tone},
    samples::{clinic, day, facility, form, moment, words},
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

/// How a field of an act is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// A line of text.
    Text,
    /// A few signs: a time, a number.
    Short,
    /// Several lines.
    Area,
    /// A date in three fields.
    Date,
    /// One of several options.
    Radios,
    /// Any of several options.
    Checks,
    /// A box to tick.
    Check,
}

/// One field of an act.
#[derive(Clone, Debug, Serialize)]
pub struct ActField {
    /// The name of the field.
    pub name: String,
    /// What it is.
    pub words: Words,
    /// What helps to fill it in.
    pub hint: Option<Words>,
    /// How it is entered.
    pub entry: Entry,
    /// The options.
    pub choices: Vec<Choice>,
}

impl ActField {
    /// A field; its name on screens is the text of a key.
    #[must_use]
    pub fn new(entry: Entry, name: impl Into<String>, key: &'static str) -> Self {
        Self {
            name: name.into(),
            words: Words::key(key),
            hint: None,
            entry,
            choices: Vec::new(),
        }
    }

    /// With something that helps to fill it in.
    #[must_use]
    pub fn hint(mut self, words: Words) -> Self {
        self.hint = Some(words);
        self
    }

    /// With options.
    #[must_use]
    pub fn of(mut self, choices: Vec<Choice>) -> Self {
        self.choices = choices;
        self
    }
}

/// One act on a pack, a lot or a parcel: what it is about, what is asked.
#[derive(Clone, Debug, Serialize)]
pub struct SupplyAct {
    /// What is done.
    pub title: Words,
    /// What it is done on.
    pub caption: String,
    /// Where one comes from.
    pub back_href: String,
    /// What stands already.
    pub facts: Vec<Row>,
    /// What must be known before.
    pub warning: Option<Words>,
    /// The form.
    pub form: Form,
    /// What is asked.
    pub fields: Vec<ActField>,
    /// What the button says.
    pub button: Words,
}

impl SupplyAct {
    /// The page, its fields named in the summary of problems.
    #[must_use]
    pub fn named(mut self) -> Self {
        for field in &self.fields {
            self.form.names.insert(field.name.clone(), field.words.clone());
        }
        self
    }
}

/// A lot on a shelf.
#[derive(Clone, Debug, Serialize)]
pub struct HeapRow {
    /// The lot's page.
    pub href: String,
    /// Number of the lot.
    pub lot: String,
    /// Product.
    pub product: Words,
    /// Last day of use.
    pub expiry_on: NaiveDate,
    /// How near that is, or a recall.
    pub status: Option<Status>,
    /// What kind of place.
    pub place: Status,
    /// So many packs.
    pub packs: i64,
    /// So many of them are kept for somebody.
    pub kept: i64,
}

/// `/stock`.
#[derive(Clone, Debug, Serialize)]
pub struct StockPage {
    /// Whose shelf.
    pub place: Words,
    /// Other shelves the reader may see.
    pub shelves: Vec<Link>,
    /// Where packs are taken in, where the reader may.
    pub take_in_href: Option<String>,
    /// What is to be seen to, in a sentence each.
    pub notes: Vec<Banner>,
    /// The lots.
    pub rows: Vec<HeapRow>,
}

/// A pack in a list.
#[derive(Clone, Debug, Serialize)]
pub struct PackRow {
    /// Its page.
    pub href: String,
    /// Serial number, or the beginning of its identity.
    pub name: String,
    /// Where.
    pub place: Status,
    /// There since.
    pub since: Moment,
    /// For whom: a reference.
    pub kept_for: Option<String>,
}

/// Something that happened to a lot or a pack.
#[derive(Clone, Debug, Serialize)]
pub struct Past {
    /// When.
    pub at: Moment,
    /// What.
    pub what: Words,
    /// By whom, why.
    pub more: Vec<Words>,
}

/// `/stock/lots/<id>`.
#[derive(Clone, Debug, Serialize)]
pub struct LotPage {
    /// Number of the lot.
    pub number: String,
    /// Its shelf's page.
    pub back_href: String,
    /// A recall that stands.
    pub banner: Option<Banner>,
    /// A count of this shelf that is not settled.
    pub count: Option<Banner>,
    /// What is known.
    pub facts: Vec<Row>,
    /// How far the recall has come: people seen, of all.
    pub reach: Option<Reach>,
    /// Where its packs are in the whole country.
    pub whereabouts: Vec<Row>,
    /// What can be done.
    pub actions: Vec<Link>,
    /// Its packs on this shelf.
    pub packs: Vec<PackRow>,
    /// The next part.
    pub next_href: Option<String>,
    /// Everything said about it.
    pub past: Vec<Past>,
}

/// How far a recall has come.
#[derive(Clone, Debug, Serialize)]
pub struct Reach {
    /// In words: reached so many of so many.
    pub words: Words,
    /// Each person, by reference.
    pub rows: Vec<ReachedRow>,
    /// Planned doses that relied on the lot.
    pub doses: Vec<ReliedRow>,
    /// The next people.
    pub next_href: Option<String>,
    /// Back to the first.
    pub first_href: Option<String>,
}

/// A person whom a recall concerns.
#[derive(Clone, Debug, Serialize)]
pub struct ReachedRow {
    /// Reference.
    pub reference: String,
    /// Has a physician looked?
    pub state: Words,
    /// Where the letter to the person stands; none where none was drawn up.
    pub letter: Option<Status>,
    /// The letter, for whoever may read it.
    pub letter_href: Option<String>,
}

/// A planned dose that relied on a recalled lot.
#[derive(Clone, Debug, Serialize)]
pub struct ReliedRow {
    /// The case.
    pub case: Link,
    /// Its day.
    pub needed_on: NaiveDate,
    /// Has it a pack by now?
    pub state: Status,
    /// What was proposed.
    pub proposal: Words,
}

/// `/stock/packs/<id>`.
#[derive(Clone, Debug, Serialize)]
pub struct PackPage {
    /// Serial number, or the beginning of its identity.
    pub name: String,
    /// Its lot's page.
    pub back_href: String,
    /// What is known.
    pub facts: Vec<Row>,
    /// What can be done.
    pub actions: Vec<Link>,
    /// Everywhere it was.
    pub past: Vec<Past>,
}

/// Something a supplier owes.
#[derive(Clone, Debug, Serialize)]
pub struct OwedRow {
    /// The case's page.
    pub href: String,
    /// Reference.
    pub reference: String,
    /// What.
    pub kind: Words,
    /// By when.
    pub due_on: NaiveDate,
    /// How urgent.
    pub status: Status,
    /// Where.
    pub place: Words,
}

/// A parcel in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelRow {
    /// Its page.
    pub href: String,
    /// What stands on its label.
    pub code: String,
    /// Reference of the case.
    pub reference: String,
    /// Where it stands.
    pub status: Status,
    /// From where.
    pub from: Words,
    /// To where.
    pub to: Words,
    /// When it was packed.
    pub prepared: Moment,
}

/// `/parcels`.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelsPage {
    /// A code is looked for: its form.
    pub form: Form,
    /// What is owed, the first due first.
    pub owed: Vec<OwedRow>,
    /// The parcels.
    pub rows: Vec<ParcelRow>,
    /// Are those shown that are over?
    pub over: bool,
    /// The next part.
    pub next_href: Option<String>,
}

/// One hand of a custody line.
#[derive(Clone, Debug, Serialize)]
pub struct HandRow {
    /// When it passed.
    pub at: Moment,
    /// Into whose hands.
    pub who: Words,
    /// Written down later, or by whom.
    pub more: Vec<Words>,
    /// Nobody signed for longer than is allowed before this.
    pub gap: Option<Words>,
}

/// `/parcels/<id>`.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelPage {
    /// What stands on its label.
    pub code: String,
    /// What must be seen first: a hold, a person who moved, a recall.
    pub banners: Vec<Banner>,
    /// Where it stands.
    pub status: Status,
    /// What is known.
    pub facts: Vec<Row>,
    /// One line, from whoever packed it on.
    pub hands: Vec<HandRow>,
    /// Each pack and what became of it.
    pub packs: Vec<Row>,
    /// What can be done.
    pub actions: Vec<Link>,
}

fn product() -> Words {
    words(
        "Трипторелин 11,25 мг",
        "Трипторелин 11,25 мг",
        "Triptorelin 11.25 mg",
    )
}

impl Page for SupplyAct {
    const TEMPLATE: &'static str = "pages/supply/act.html";
    fn sample() -> Vec<Self> {
        let choices = || {
            vec![
                Choice::new("broken", words("Сынған", "Разбита", "Broken")),
                Choice {
                    hint: Some(product()),
                    ..Choice::new("missing", words("Жоқ", "Нет", "Missing"))
                },
            ]
        };
        let field = |entry, name: &str| ActField::new(entry, name, "supply-words").of(choices());
        let page = |form: Form| {
            Self {
                title: Words::key("receive-parcel-title"),
                caption: "P7KD93MA".into(),
                back_href: "/parcels/1".into(),
                facts: vec![Row::new(Words::key("product"), product())],
                warning: Some(Words::key("prepare-parcel-none")),
                form,
                fields: vec![
                    field(Entry::Text, "deliverer").hint(Words::key("supply-code-hint")),
                    field(Entry::Short, "occurred_time"),
                    field(Entry::Area, "words"),
                    field(Entry::Date, "occurred_on"),
                    field(Entry::Radios, "reason"),
                    field(Entry::Checks, "pack"),
                    field(Entry::Check, "no_logger"),
                ],
                button: Words::key("receive-parcel-action"),
            }
            .named()
        };
        vec![
            page(form()),
            page(
                form()
                    .value("words", "…")
                    .problem("reason", Words::key("choice-required"))
                    .problem("occurred_on", Words::key("refusal-in-future")),
            ),
        ]
    }
}

impl Page for StockPage {
    const TEMPLATE: &'static str = "pages/supply/stock.html";
    fn sample() -> Vec<Self> {
        let row = |status: Option<Status>, place: &'static str, packs| HeapRow {
            href: "/stock/lots/1".into(),
            lot: "TR2606-0042-LONG".into(),
            product: product(),
            expiry_on: day(2026, 9, 30),
            status,
            place: Status::new(Tone::Info, Words::key(place)),
            packs,
            kept: 1,
        };
        vec![
            Self {
                place: clinic(),
                shelves: vec![Link::new("/stock?at=2", facility())],
                take_in_href: Some("/stock/take-in".into()),
                notes: vec![Banner {
                    tone: Tone::Warn,
                    title: Words::key("stock-quarantine-waits").number("n", 2),
                    words: None,
                    link: None,
                }],
                rows: vec![
                    row(None, "place-stock", 12),
                    row(
                        Some(Status::new(Tone::Bad, Words::key("lot-recalled"))),
                        "place-quarantine",
                        2,
                    ),
                    row(
                        Some(Status::new(
                            Tone::Warn,
                            Words::key("expires-in-days").number("n", 12),
                        )),
                        "place-set-aside",
                        1,
                    ),
                ],
            },
            Self {
                place: facility(),
                shelves: Vec::new(),
                take_in_href: None,
                notes: Vec::new(),
                rows: Vec::new(),
            },
        ]
    }
}

fn past() -> Vec<Past> {
    vec![Past {
        at: moment(2026, 6, 1, 9, 30),
        what: Words::key("lot-change-registered"),
        more: vec!["Гүлнар Оспанова".into()],
    }]
}

impl Page for LotPage {
    const TEMPLATE: &'static str = "pages/supply/lot.html";
    fn sample() -> Vec<Self> {
        let full = Self {
            number: "L7-0042".into(),
            back_href: "/stock".into(),
            banner: Some(Banner {
                tone: Tone::Bad,
                title: Words::key("lot-recalled"),
                words: Some("Хат № 12".into()),
                link: None,
            }),
            count: Some(Banner {
                tone: Tone::Bad,
                title: Words::key("count-missing").number("n", 1),
                words: Some("Сөреде бір қаптама кем".into()),
                link: None,
            }),
            facts: vec![Row::new(Words::key("product"), product())],
            reach: Some(Reach {
                words: Words::key("recall-reach").number("seen", 1).number("n", 3),
                rows: vec![
                    ReachedRow {
                        reference: "2026-00017".into(),
                        state: Words::key("recall-waits"),
                        letter: Some(Status::new(Tone::Warn, Words::key("letter-state-draft"))),
                        letter_href: Some("/letters/1".into()),
                    },
                    ReachedRow {
                        reference: "2026-00018".into(),
                        state: Words::key("recall-seen").date("on", day(2026, 6, 3)),
                        letter: Some(Status::new(Tone::Good, Words::key("letter-state-signed"))),
                        letter_href: None,
                    },
                    ReachedRow {
                        reference: "2026-00019".into(),
                        state: Words::key("recall-holds"),
                        letter: None,
                        letter_href: None,
                    },
                ],
                doses: vec![
                    ReliedRow {
                        case: Link::new("/cases/1", "2026-00018"),
                        needed_on: day(2026, 6, 20),
                        state: Status::new(Tone::Bad, Words::key("recall-dose-risk")),
                        proposal: Words::key("recall-dose-none"),
                    },
                    ReliedRow {
                        case: Link::new("/cases/2", "2026-00019"),
                        needed_on: day(2026, 7, 2),
                        state: Status::new(Tone::Good, Words::key("recall-dose-safe")),
                        proposal: Words::key("recall-dose-gone"),
                    },
                ],
                next_href: Some("/stock/lots/1?at=1&people=2".into()),
                first_href: None,
            }),
            whereabouts: vec![Row::new(
                Words::key("place-stock"),
                Words::key("packs").number("n", 3),
            )],
            actions: vec![Link::new("/stock/lots/1/lift", Words::key("lift-recall-action"))],
            packs: vec![PackRow {
                href: "/stock/packs/1".into(),
                name: "0Aab12-XY".into(),
                place: Status::new(Tone::Warn, Words::key("place-quarantine")),
                since: moment(2026, 6, 1, 9, 30),
                kept_for: Some("2026-00017".into()),
            }],
            next_href: Some("/stock/lots/1?after=2".into()),
            past: past(),
        };
        let plain = Self {
            banner: None,
            count: None,
            reach: None,
            packs: Vec::new(),
            next_href: None,
            actions: Vec::new(),
            ..full.clone()
        };
        vec![full, plain]
    }
}

impl Page for PackPage {
    const TEMPLATE: &'static str = "pages/supply/pack.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            name: "0Aab12-XY".into(),
            back_href: "/stock/lots/1".into(),
            facts: vec![Row::new(Words::key("product"), product())],
            actions: vec![Link::new(
                "/stock/packs/1/aside",
                Words::key("set-pack-aside-action"),
            )],
            past: past(),
        }]
    }
}

impl Page for ParcelsPage {
    const TEMPLATE: &'static str = "pages/supply/parcels.html";
    fn sample() -> Vec<Self> {
        let empty = Self {
            form: form().problem("code", Words::key("parcel-not-found")),
            owed: Vec::new(),
            rows: Vec::new(),
            over: true,
            next_href: None,
        };
        let full = Self {
            form: form(),
            owed: vec![OwedRow {
                href: "/cases/1".into(),
                reference: "2026-00017".into(),
                kind: Words::key("kind-supply-dose"),
                due_on: day(2026, 6, 12),
                status: Status::new(Tone::Bad, Words::key("urgency-late")),
                place: facility(),
            }],
            rows: vec![ParcelRow {
                href: "/parcels/1".into(),
                code: "P7KD93MA".into(),
                reference: "2026-00017".into(),
                status: Status::new(Tone::Warn, Words::key("parcel-late")),
                from: clinic(),
                to: facility(),
                prepared: moment(2026, 6, 1, 9, 30),
            }],
            over: false,
            next_href: Some("/parcels?after=2".into()),
        };
        vec![full, empty]
    }
}

impl Page for ParcelPage {
    const TEMPLATE: &'static str = "pages/supply/parcel.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            code: "P7KD93MA".into(),
            banners: vec![Banner {
                tone: Tone::Warn,
                title: Words::key("parcel-hold"),
                words: None,
                link: None,
            }],
            status: Status::new(Tone::Info, Words::key("parcel-state-under-way")),
            facts: vec![Row::new(Words::key("product"), product())],
            hands: vec![HandRow {
                at: moment(2026, 6, 1, 9, 30),
                who: Words::key("hand-courier").words("name", "Серік Ахметов"),
                more: vec!["Гүлнар Оспанова".into()],
                gap: Some(Words::key("custody-gap-hours").number("n", 96)),
            }],
            packs: vec![Row::new("L7-0042", Words::key("bound-packed"))],
            actions: vec![Link::new(
                "/parcels/1/receive",
                Words::key("receive-parcel-action"),
            )],
        }]
    }
}
