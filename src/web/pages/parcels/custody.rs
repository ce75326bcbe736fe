//! One custody line: every hand of a parcel, and what was said about it, in the order of the clock.

use super::fill::longest;
use crate::access::{Action, Context, Resource};
use crate::domain::event::{PackNamed, Recorder, Taker};
use crate::domain::ids::{AccountId, PackId};
use crate::domain::supply::{Noted, Pack, Parcel, ParcelState, Place};
use crate::store::file::CaseFile;
use crate::store::stock;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::without_weekday;
use crate::web::pages::stock::{Names, pack_name, recall_banners, recalls_among, written};
use crate::web::views::parts::{Banner, Moment};
use crate::web::views::supplies::HandRow;
use crate::web::visit::Visit;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// One line in the order of the clock: whoever packed it, every hand, whoever received it, and what was said meanwhile.
pub(super) fn hands(
    visit: &Visit<'_>,
    names: &Names<'_>,
    packs: &PackNames,
    file: &CaseFile,
    parcel: &Parcel,
) -> Vec<HandRow> {
    let (longest, mut before) = (longest(visit), None);
    let mut gap = |at: DateTime<Utc>| {
        let stretch = before.replace(at).map(|before: DateTime<Utc>| at - before);
        let stretch = stretch.filter(|stretch| *stretch > longest)?;
        Some(Words::key("custody-gap-hours").number("n", stretch.num_hours()))
    };
    let key = if parcel.unannounced {
        "hand-unannounced"
    } else {
        "hand-packed"
    };
    let packed = Words::key(key).words("name", names.of_organisation(parcel.prepared.from));
    let (packed_at, packed_by) = (parcel.prepared.prepared_at, &parcel.by);
    let line = Line { visit, file };
    let mut rows = vec![line.row(packed, (packed_at, parcel.recorded_at), packed_by, None)];
    for hand in &parcel.hands {
        let key = match hand.into {
            Taker::Courier => "hand-courier",
            Taker::Gate => "hand-gate",
        };
        let who = Words::key(key).words("name", hand.name.clone());
        let (at, mut row) = line.row(who, (hand.at, hand.recorded_at), &hand.by, gap(hand.at));
        if !hand.phone.is_empty() {
            let phone = Words::key("hand-phone").words("phone", hand.phone.clone());
            row.more.insert(0, phone);
        }
        rows.push((at, row));
    }
    if let Some((received, recorder, recorded_at)) = &parcel.received {
        let who = Words::key("hand-received")
            .words("deliverer", received.deliverer.clone())
            .words("receiver", received.receiver.clone());
        let gap = gap(received.at);
        let (at, mut row) = line.row(who, (received.at, *recorded_at), recorder, gap);
        row.more.insert(0, names.of_organisation(received.place));
        // What was rejected, had no logger or came to the wrong place is explained by whoever took it.
        if !received.words.is_empty() {
            row.more.insert(1, Words::plain(received.words.clone()));
        }
        rows.push((at, row));
    }
    rows.extend(parcel.notes.iter().map(|note| {
        let words = match note.about {
            Noted::Reconciled if parcel.unannounced => Words::key("did-explain-arrival"),
            Noted::Reconciled if parcel.only_astray() => Words::key("parcel-note-astray"),
            about => Words::key(format!("parcel-note-{}", about.code())),
        };
        let words = match note.about {
            Noted::Verdict { pack, .. } | Noted::Missing { pack } => words.words("pack", packs.name(pack)),
            _ => words,
        };
        let (at, mut row) = line.row(words, (note.at, note.at), &note.by, None);
        let known = match note.about {
            Noted::Missing { .. } => visit.desk.rules().supply.write_off(&note.words),
            _ => None,
        };
        let said = known.map_or_else(
            || Words::plain(note.words.clone()),
            |reason| reason.name.clone().into(),
        );
        row.more.insert(0, said);
        (at, row)
    }));
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// What every row of a custody line is made with.
struct Line<'a> {
    visit: &'a Visit<'a>,
    file: &'a CaseFile,
}

impl Line<'_> {
    /// Something that happened, and by whom it was written down; when, if that was later.
    fn row(
        &self,
        who: Words,
        (at, recorded_at): (DateTime<Utc>, DateTime<Utc>),
        recorder: &Recorder,
        gap: Option<Words>,
    ) -> (DateTime<Utc>, HandRow) {
        let late = (recorded_at - at > TimeDelta::minutes(30))
            .then(|| Words::key("written-down-at").words("moment", written(self.visit, recorded_at)));
        let row = HandRow {
            at: Moment::new(at, self.file.now.zone),
            who,
            more: late.into_iter().chain(by(self.file, recorder)).collect(),
            gap,
        };
        (at, row)
    }
}

/// What the packs of a parcel are called, and what is said of those that are recalled: the shelf knows, also where the case
/// was never told.
pub(super) struct PackNames {
    packs: BTreeMap<PackId, Pack>,
    /// Who wrote down that a pack is missing, or set it aside.
    moved_by: BTreeMap<PackId, AccountId>,
    recalls: Vec<Banner>,
}

impl PackNames {
    /// Looks the packs of a parcel up.
    pub(super) async fn of(visit: &Visit<'_>, parcel: &Parcel) -> Result<Self, Fault> {
        let ids: Vec<PackId> = parcel.prepared.packs.iter().map(|named| named.pack).collect();
        let packs = stock::several(visit.desk.store(), &ids).await?;
        let recalls = recall_banners(visit, &recalls_among(visit, &packs).await?).await?;
        let mut moved_by = BTreeMap::new();
        for pack in packs.iter().filter(|pack| !parcel.answers(pack.place).is_empty()) {
            let steps = stock::movements(visit.desk.store(), pack.id).await?;
            moved_by.extend(stock::last_mover(&steps).map(|by| (pack.id, by)));
        }
        let packs = packs.into_iter().map(|pack| (pack.id, pack)).collect();
        Ok(Self {
            packs,
            moved_by,
            recalls,
        })
    }

    /// May the reader be the second person to say that a pack was destroyed, at this shelf?
    pub(super) fn destroyed(&self, visit: &Visit<'_>, pack: PackId, shelf: &Resource) -> bool {
        let context = Context {
            set_aside_by: self.moved_by.get(&pack).copied(),
            ..Context::default()
        };
        visit
            .desk
            .allows(visit.actor(), Action::DestroyPacks, shelf, &context)
    }

    /// Each recall that stands of a lot in it, as it is told.
    pub(super) fn recalls(&self) -> &[Banner] {
        &self.recalls
    }

    /// Is the lot of a pack recalled?
    pub(super) fn recalled(&self, pack: PackId) -> bool {
        self.packs.get(&pack).is_some_and(|known| known.recalled)
    }

    /// Where a pack is.
    pub(super) fn place(&self, pack: PackId) -> Option<Place> {
        self.packs.get(&pack).map(|known| known.place)
    }

    /// Was the parcel reported lost, and something in it with it that is lost still? Then it may come after all.
    pub(super) fn lost_with(&self, parcel: &Parcel) -> bool {
        let mut packs = parcel.prepared.packs.iter();
        parcel.state == ParcelState::Lost && packs.any(|named| self.place(named.pack) == Some(Place::Lost))
    }

    /// What a pack is called.
    pub(super) fn name(&self, pack: PackId) -> String {
        self.packs.get(&pack).map(pack_name).unwrap_or_default()
    }

    /// A pack with its lot and its last day of use, in one line.
    pub(super) fn line(&self, named: &PackNamed) -> Words {
        Words::key("pack-line")
            .words("pack", self.name(named.pack))
            .words("lot", named.lot.clone())
            .words("on", without_weekday(named.expiry_on))
    }
}

fn by(file: &CaseFile, recorder: &Recorder) -> Option<Words> {
    let member = recorder.account().and_then(|id| file.member(id));
    member.map(|member| Words::plain(member.name.clone()))
}
