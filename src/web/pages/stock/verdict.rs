//! Who finds a pack that somebody acts on. What waits in quarantine far away is found by whoever sent it: he owes the verdict,
//! and its shelf is none of his.

use super::readable;
use crate::access::Action;
use crate::commands::{Origin, about_pack, came_in, origin};
use crate::domain::decide::Warmth;
use crate::domain::event::Readings;
use crate::domain::ids::{PackId, ParcelId};
use crate::domain::supply::{OnTheWay, Pack};
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::store::organisations::{self, Organisation};
use crate::store::stock;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::parcels::{absent, degrees, readings_row};
use crate::web::views::parts::{Banner, Row, Tone};
use crate::web::visit::Visit;

/// A pack, and where it lies.
pub(super) struct Seen {
    pub pack: Pack,
    pub place: Organisation,
    /// The parcel by which its sender finds it; none for whoever sees the shelf.
    pub sent_in: Option<ParcelId>,
}

impl Seen {
    /// The page that leads to the act and follows it.
    pub(super) fn page(&self) -> String {
        match self.sent_in {
            Some(parcel) => format!("/parcels/{parcel}"),
            None => format!("/stock/packs/{}", self.pack.id),
        }
    }
}

/// A pack, for whoever may see the shelf it lies on; one that came in a parcel is judged by whoever may judge it, wherever it
/// lies.
pub(super) async fn seen(visit: &Visit<'_>, id: PackId, action: Action) -> Result<Seen, Fault> {
    match readable(visit, id).await {
        Err(Fault::NotFound) if action == Action::GiveVerdict => sent(visit, id).await,
        found => found.map(|(pack, place)| Seen {
            pack,
            place,
            sent_in: None,
        }),
    }
}

/// What whoever judges a pack goes by.
pub(super) struct Measured {
    /// What the logger of its parcel showed, and between what it must be kept.
    pub rows: Vec<Row>,
    /// That it was outside these limits, that it is never given, or that nobody measured it; none where it stood what it went
    /// through.
    pub outside: Option<Banner>,
    /// Is its stability asked about? Also where the reader sees no reading, and there may be one.
    pub asks: Asks,
    /// Was it so cold that it is never given?
    pub never: bool,
}

/// On what a pack that may be used must rest, beside the word of whoever judges it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// On nothing.
    Nothing,
    /// On what is known of its stability.
    Stability,
    /// On a paper in the place of readings.
    Paper,
    /// On one of the two: the reader sees neither readings nor that there are none.
    Either,
}

/// What the logger of the parcel of a pack showed, and between what it must be kept.
pub(super) async fn temperatures(visit: &Visit<'_>, pack: &Pack) -> Result<Measured, Fault> {
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let kept = visit.desk.rules().protocol_on(&pack.product, today);
    let limits = kept.map(|protocol| {
        let degrees = |celsius: i16| Words::decimal(celsius.to_string());
        Row::new(
            Words::key("storage-limits"),
            Words::key("storage-limits-are")
                .words("low", degrees(protocol.storage.min_celsius))
                .words("high", degrees(protocol.storage.max_celsius)),
        )
    });
    let mut rows = Vec::new();
    let (mut way, mut hidden) = (OnTheWay::NoParcel, false);
    let logger = |readings: Option<Readings>| match readings {
        Some(read) => readings_row(read, kept),
        None => Row::new(Words::key("parcel-readings"), Words::key("no-readings")),
    };
    match origin(visit.desk.store(), pack).await? {
        Some(Origin::Of(case)) => {
            let about = |file: &CaseFile| Ok(about_pack(&file.case, pack.id));
            let looked = visit
                .desk
                .look_when(visit.actor(), Action::GiveVerdict, case, about)
                .await;
            // Whoever may not see the case by now goes by the limits alone.
            let file = looked.ok();
            hidden = file.is_none();
            let supply = file.as_ref().map(|file| &file.case.supply);
            way = supply.map_or(way, |supply| supply.on_the_way(pack.id));
            let received = supply.and_then(|supply| supply.receipt_of(pack.id));
            rows.extend(received.map(|received| logger(received.readings)));
            let words = received.filter(|received| !received.words.is_empty());
            rows.extend(words.map(|received| Row::new(Words::key("receipt-words"), received.words.clone())));
        }
        Some(Origin::Nobodys(showed)) => {
            way = showed.into();
            rows.push(logger(showed));
        }
        None => {}
    }
    rows.extend(limits);
    let warmth = Warmth::of(pack, way, visit.desk.rules(), today);
    let never = warmth == Warmth::Frozen;
    Ok(Measured {
        rows,
        outside: match (way, warmth) {
            (OnTheWay::Logged(read), Warmth::Outside | Warmth::Frozen) => Some(excess(read, never)),
            (_, Warmth::Unmeasured) => Some(unmeasured()),
            _ => None,
        },
        asks: match warmth {
            _ if hidden => Asks::Either,
            Warmth::Outside => Asks::Stability,
            Warmth::Unmeasured => Asks::Paper,
            Warmth::Stood | Warmth::Frozen => Asks::Nothing,
        },
        never,
    })
}

/// That nobody knows how warm a pack had it, and what that means for whoever judges it.
fn unmeasured() -> Banner {
    Banner {
        tone: Tone::Warn,
        title: Words::key("verdict-unmeasured"),
        words: Some(Words::key("verdict-unmeasured-words")),
        link: None,
    }
}

/// How far a pack was outside its limits, and what that means for whoever judges it.
fn excess(read: Readings, never: bool) -> Banner {
    let key = if never {
        "verdict-frozen"
    } else {
        "verdict-outside"
    };
    Banner {
        tone: Tone::Bad,
        title: Words::key(key)
            .words("low", degrees(read.lowest))
            .words("high", degrees(read.highest)),
        words: Some(Words::key(if never {
            "verdict-frozen-words"
        } else if read.uncounted || read.hours_outside == 0 {
            "verdict-outside-unknown"
        } else {
            "verdict-outside-words"
        })),
        link: None,
    }
}

async fn sent(visit: &Visit<'_>, id: PackId) -> Result<Seen, Fault> {
    let store = visit.desk.store();
    let pack = stock::find(store, id).await?.ok_or(Fault::NotFound)?;
    let (parcel, case) = came_in(store, id).await?.ok_or(Fault::NotFound)?;
    let about = |file: &CaseFile| Ok(about_pack(&file.case, id));
    let looked = visit
        .desk
        .look_when(visit.actor(), Action::GiveVerdict, case, about)
        .await;
    looked.map_err(absent)?;
    let at = pack.place.at().ok_or(Fault::NotFound)?;
    let place = organisations::find(store, at).await?.ok_or(Fault::NotFound)?;
    Ok(Seen {
        pack,
        place,
        sent_in: Some(parcel),
    })
}
