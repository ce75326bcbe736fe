//! Stock: what lies on a shelf, a lot with its recall, a pack and everywhere it was.

use super::product;
use crate::text::Words;
use crate::web::views::{
    Page,
    parts::{Banner, Link, Moment, Row, Status, Tone},
    samples::{clinic, day, facility, moment},
};
use chrono::NaiveDate;
use serde::Serialize;

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
    /// Those that left it, or were in a parcel to or from here, and lie on no shelf now.
    pub gone: Vec<PackRow>,
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
    /// How many of the cases are others' to see to; they are not named.
    pub elsewhere: Option<Words>,
    /// Each of the others who received it, by reference.
    pub rows: Vec<ReachedRow>,
    /// Those for whom a pack of it was kept, and who received none.
    pub kept: Vec<KeptRow>,
    /// Its packs: who holds them, what is to be done, and whether it is.
    pub held: Vec<HeldRow>,
    /// How many packs lie where the reader does not see the stock.
    pub held_elsewhere: Option<Words>,
    /// Planned doses that relied on the lot.
    pub doses: Vec<ReliedRow>,
    /// The letters to organisations that the reader may open.
    pub notices: Vec<NoticeRow>,
    /// The next people.
    pub next_href: Option<String>,
    /// Back to the first.
    pub first_href: Option<String>,
}

/// Somebody for whom a pack of a recalled lot was kept, and who received none.
#[derive(Clone, Debug, Serialize)]
pub struct KeptRow {
    /// Reference.
    pub reference: String,
    /// Is another pack needed?
    pub state: Status,
}

/// Packs of a recalled lot in one place.
#[derive(Clone, Debug, Serialize)]
pub struct HeldRow {
    /// Who holds them.
    pub holder: Words,
    /// The parcel they are in, where the reader sees it.
    pub parcel: Option<Link>,
    /// In what kind of place.
    pub place: Status,
    /// So many.
    pub packs: Words,
    /// What is to be done with them.
    pub next: Words,
    /// Is it done?
    pub state: Status,
}

/// A person who received a recalled lot.
#[derive(Clone, Debug, Serialize)]
pub struct ReachedRow {
    /// Reference.
    pub reference: String,
    /// Has a physician looked?
    pub state: Words,
    /// By when that is owed.
    pub due: Option<Status>,
    /// Where the letter to the person stands; none where none was drawn up.
    pub letter: Option<Status>,
    /// The letter, for whoever may read it.
    pub letter_href: Option<String>,
}

/// A letter about a recall to an organisation.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeRow {
    /// To whom.
    pub to: Words,
    /// How many packs it has, awaits and had, as last drawn up.
    pub packs: Words,
    /// Where the letter stands.
    pub state: Status,
    /// The letter.
    pub href: String,
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

fn in_parcel() -> Words {
    Words::key("recall-holder-parcel")
        .words("code", "P7KD93MA")
        .words("from", clinic())
        .words("to", facility())
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
                elsewhere: Some(Words::key("recall-elsewhere").number("n", 2).number("all", 5)),
                rows: vec![
                    ReachedRow {
                        reference: "2026-00017".into(),
                        state: Words::key("recall-waits"),
                        due: Some(Status::new(
                            Tone::Bad,
                            Words::key("recall-due").words("on", "2 маусым 2026"),
                        )),
                        letter: Some(Status::new(Tone::Warn, Words::key("letter-state-draft"))),
                        letter_href: Some("/letters/1".into()),
                    },
                    ReachedRow {
                        reference: "2026-00018".into(),
                        state: Words::key("recall-seen").date("on", day(2026, 6, 3)),
                        due: None,
                        letter: Some(Status::new(Tone::Good, Words::key("letter-state-signed"))),
                        letter_href: None,
                    },
                ],
                kept: vec![
                    KeptRow {
                        reference: "2026-00019".into(),
                        state: Status::new(Tone::Bad, Words::key("recall-kept-needs")),
                    },
                    KeptRow {
                        reference: "2026-00020".into(),
                        state: Status::new(Tone::Quiet, Words::key("recall-kept-nothing")),
                    },
                ],
                held: vec![
                    HeldRow {
                        holder: clinic(),
                        parcel: None,
                        place: Status::new(Tone::Quiet, Words::key("place-stock")),
                        packs: Words::key("packs").number("n", 3),
                        next: Words::key("recall-next-stock"),
                        state: Status::new(Tone::Warn, Words::key("recall-open")),
                    },
                    HeldRow {
                        holder: in_parcel(),
                        parcel: Some(Link::new("/parcels/1", in_parcel())),
                        place: Status::new(Tone::Quiet, Words::key("place-parcel")),
                        packs: Words::key("packs").number("n", 1),
                        next: Words::key("recall-next-call"),
                        state: Status::new(Tone::Warn, Words::key("recall-open")),
                    },
                    HeldRow {
                        holder: Words::key("none"),
                        parcel: None,
                        place: Status::new(Tone::Quiet, Words::key("place-destroyed")),
                        packs: Words::key("packs").number("n", 1),
                        next: Words::key("recall-next-none"),
                        state: Status::new(Tone::Good, Words::key("recall-done")),
                    },
                ],
                held_elsewhere: Some(
                    Words::key("recall-packs-elsewhere").words("packs", Words::key("packs").number("n", 2)),
                ),
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
                notices: vec![NoticeRow {
                    to: facility(),
                    packs: Words::key("recall-notice-packs")
                        .number("here", 3)
                        .number("coming", 2)
                        .number("gone", 4),
                    state: Status::new(Tone::Warn, Words::key("letter-state-draft")),
                    href: "/letters/2".into(),
                }],
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
            gone: vec![PackRow {
                href: "/stock/packs/2".into(),
                name: "0Aab12-XZ".into(),
                place: Status::new(Tone::Bad, Words::key("place-lost")),
                since: moment(2026, 6, 2, 16, 5),
                kept_for: None,
            }],
            next_href: Some("/stock/lots/1?after=2".into()),
            past: past(),
        };
        let plain = Self {
            banner: None,
            count: None,
            reach: None,
            packs: Vec::new(),
            whereabouts: Vec::new(),
            gone: Vec::new(),
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
