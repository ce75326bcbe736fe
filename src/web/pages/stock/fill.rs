//! The views of stock, filled.

use super::counted;
use crate::access::{Action, Resource};
use crate::domain::ids::{AccountId, CaseId, OrganisationId};
use crate::domain::supply::{Pack, Place};
use crate::store::organisations::{self, Organisation};
use crate::store::reading::stock::{Heap, Lying};
use crate::store::stock::{Count, Lot, LotChange, Movement, last_mover};
use crate::store::{accounts, reading};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::{Banner, Choice, Link, Moment, Row, Status, Tone};
use crate::web::views::supplies::{HeapRow, LotPage, PackPage, PackRow, Past, Reach};
use crate::web::visit::Visit;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// Says that a pack is in no list.
pub const BY_HAND: &str = "by-hand";

/// Names of those whom a page mentions, each looked up once.
pub struct Names<'v> {
    visit: &'v Visit<'v>,
    accounts: BTreeMap<AccountId, String>,
    organisations: BTreeMap<OrganisationId, Words>,
    references: BTreeMap<CaseId, String>,
}

impl<'v> Names<'v> {
    /// Nobody yet.
    pub fn new(visit: &'v Visit<'v>) -> Self {
        Self {
            visit,
            accounts: BTreeMap::new(),
            organisations: BTreeMap::new(),
            references: BTreeMap::new(),
        }
    }

    /// Looks up who acted.
    pub async fn account(&mut self, id: AccountId) -> Result<(), Fault> {
        if !self.accounts.contains_key(&id) {
            let known = accounts::find(self.visit.desk.store(), id).await?;
            let name = known.map_or_else(String::new, |known| known.display_name);
            self.accounts.insert(id, name);
        }
        Ok(())
    }

    /// Looks up where.
    pub async fn organisation(&mut self, id: OrganisationId) -> Result<(), Fault> {
        if !self.organisations.contains_key(&id) {
            let known = organisations::find(self.visit.desk.store(), id).await?;
            let name = known.map_or_else(|| Words::key("none"), |known| known.name.into());
            self.organisations.insert(id, name);
        }
        Ok(())
    }

    /// Looks up for whom: a reference and nothing else.
    pub async fn case(&mut self, id: Option<CaseId>) -> Result<(), Fault> {
        let Some(id) = id.filter(|id| !self.references.contains_key(id)) else {
            return Ok(());
        };
        if let Some(reference) = reading::cases::reference(self.visit.desk.store(), id).await? {
            self.references.insert(id, reference);
        }
        Ok(())
    }

    /// Who acted.
    pub fn of_account(&self, id: AccountId) -> Words {
        Words::plain(self.accounts.get(&id).cloned().unwrap_or_default())
    }

    /// Where.
    pub fn of_organisation(&self, id: OrganisationId) -> Words {
        self.organisations
            .get(&id)
            .cloned()
            .unwrap_or_else(|| Words::key("none"))
    }

    /// For whom.
    pub fn of_case(&self, id: Option<CaseId>) -> Option<String> {
        self.references.get(&id?).cloned()
    }
}

/// The name of a product.
pub fn product(visit: &Visit<'_>, id: &str, on: NaiveDate) -> Words {
    let known = visit.desk.rules().protocol_on(id, on);
    known.map_or_else(|| Words::plain(id), |known| known.name.clone().into())
}

/// What a pack is called: its serial number, or the beginning of its identity.
pub fn pack_name(pack: &Pack) -> String {
    pack.name()
}

/// Packs to choose from in one line each, and the way to say that it is none of them.
pub fn pack_lines(packs: &[Pack]) -> Vec<Choice> {
    let lines = packs.iter().map(|pack| {
        let words = Words::key("pack-line")
            .words("pack", pack_name(pack))
            .words("lot", pack.number.clone())
            .words(
                "on",
                crate::web::pages::case_head::without_weekday(pack.expiry_on),
            );
        Choice::new(pack.id.to_string(), words)
    });
    lines
        .chain([Choice::new(BY_HAND, Words::key("pack-not-in-list"))])
        .collect()
}

/// Where a pack is, in a word.
pub fn place_status(place: Place) -> Status {
    let tone = match place {
        Place::Stock { .. } => Tone::Good,
        Place::Quarantine { .. } => Tone::Warn,
        Place::Lost => Tone::Bad,
        Place::Parcel { .. } => Tone::Info,
        _ => Tone::Quiet,
    };
    Status::new(tone, Words::key(format!("place-{}", place.code())))
}

fn code_status(code: &str) -> Status {
    let tone = match code {
        "stock" => Tone::Good,
        "quarantine" => Tone::Warn,
        "lost" => Tone::Bad,
        _ => Tone::Quiet,
    };
    Status::new(tone, Words::key(format!("place-{code}")))
}

/// How near the last day of use is.
fn expiry(visit: &Visit<'_>, expiry_on: NaiveDate, today: NaiveDate) -> Option<Status> {
    let days = (expiry_on - today).num_days();
    let near = i64::from(visit.desk.rules().supply.near_expiry.days);
    match days {
        ..0 => Some(Status::new(Tone::Bad, Words::key("lot-expired"))),
        _ if days <= near => Some(Status::new(
            Tone::Warn,
            Words::key("expires-in-days").number("n", days),
        )),
        _ => None,
    }
}

fn state(visit: &Visit<'_>, heap: &Heap, today: NaiveDate) -> Option<Status> {
    if heap.recalled() {
        return Some(Status::new(Tone::Bad, Words::key("lot-recalled")));
    }
    expiry(visit, heap.expiry_on, today)
}

pub(super) fn heap(visit: &Visit<'_>, heap: &Heap, at: OrganisationId, today: NaiveDate) -> HeapRow {
    HeapRow {
        href: format!("/stock/lots/{}?at={at}", heap.lot()),
        lot: heap.number.clone(),
        product: product(visit, &heap.product, today),
        expiry_on: heap.expiry_on,
        status: state(visit, heap, today),
        place: Status {
            // What is recalled lies there, and is nothing good.
            tone: if heap.recalled() {
                Tone::Quiet
            } else {
                code_status(&heap.place).tone
            },
            ..code_status(&heap.place)
        },
        packs: heap.packs,
        kept: heap.kept,
    }
}

/// What is to be seen to on this shelf.
pub(super) fn notes(visit: &Visit<'_>, heaps: &[Heap], today: NaiveDate) -> Vec<Banner> {
    let sum = |wanted: &dyn Fn(&Heap) -> bool| -> i64 {
        heaps
            .iter()
            .filter(|heap| wanted(heap))
            .map(|heap| heap.packs)
            .sum()
    };
    let note = |tone, key: &'static str, n: i64| {
        (n > 0).then(|| Banner {
            tone,
            title: Words::key(key).number("n", n),
            words: None,
            link: None,
        })
    };
    let stock = |heap: &Heap| heap.place == "stock";
    let near = |heap: &Heap| {
        let status = expiry(visit, heap.expiry_on, today);
        stock(heap) && !heap.recalled() && status.is_some()
    };
    [
        note(
            Tone::Bad,
            "stock-recalled",
            sum(&|heap| stock(heap) && heap.recalled()),
        ),
        note(
            Tone::Warn,
            "stock-quarantine-waits",
            sum(&|heap| heap.place == "quarantine"),
        ),
        note(Tone::Warn, "stock-expires-soon", sum(&near)),
        note(
            Tone::Info,
            "stock-set-aside-waits",
            sum(&|heap| heap.place == "set-aside"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn moment(visit: &Visit<'_>, at: DateTime<Utc>) -> Moment {
    Moment::new(at, visit.who.zone)
}

#[allow(clippy::too_many_arguments)] // what a page of a lot is made of, each read on its own
pub(super) fn lot(
    visit: &Visit<'_>,
    names: &Names<'_>,
    lot: &Lot,
    place: &Organisation,
    (packs, more): (&[Lying], bool),
    whereabouts: &[Heap],
    (changes, counts): (&[LotChange], &[Count]),
    reach: Option<Reach>,
) -> LotPage {
    let today = place.today(visit.desk.instant());
    let last = changes.iter().rfind(|change| change.kind == "recalled");
    let banner = lot.recall.and(last).map(|change| Banner {
        tone: Tone::Bad,
        title: Words::key("lot-recalled"),
        words: Some(Words::plain(change.reason.clone())),
        link: None,
    });
    let mut facts = vec![
        Row::new(Words::key("product"), product(visit, &lot.product, today)),
        Row::new(
            Words::key("expiry"),
            crate::web::pages::case_head::without_weekday(lot.expiry_on),
        ),
        Row::new(Words::key("place"), place.name.clone()),
    ];
    facts.extend(
        expiry(visit, lot.expiry_on, today).map(|status| Row::new(Words::key("lot-state"), status.words)),
    );
    let row = |heap: &Heap| {
        Row::new(
            Words::key(format!("packs-place-{}", heap.place)),
            Words::key("packs").number("n", heap.packs),
        )
    };
    let next = packs.last().filter(|_| more);
    LotPage {
        number: lot.number.clone(),
        back_href: format!("/stock?at={}", place.id),
        banner,
        facts,
        reach,
        whereabouts: whereabouts.iter().map(row).collect(),
        actions: lot_actions(visit, lot, place),
        packs: packs.iter().map(|lying| lying_row(visit, names, lying)).collect(),
        gone: Vec::new(),
        next_href: next
            .map(|lying| format!("/stock/lots/{}?at={}&after={}", lot.id, place.id, lying.pack.id)),
        count: None,
        past: past(visit, names, changes, counts),
    }
}

fn lot_actions(visit: &Visit<'_>, lot: &Lot, place: &Organisation) -> Vec<Link> {
    let (id, at) = (lot.id, place.id);
    let here = place.resource();
    let acts = [
        (Action::CountStock, &here, "count", "count-stock-action", true),
        (Action::CorrectLot, &here, "correct", "correct-lot-action", true),
        (
            Action::RecallLot,
            &Resource::System,
            "recall",
            "recall-lot-action",
            lot.recall.is_none(),
        ),
        (
            Action::LiftRecall,
            &Resource::System,
            "lift",
            "lift-recall-action",
            lot.recall.is_some(),
        ),
    ];
    let open = acts
        .into_iter()
        .filter(|(action, on, .., fits)| *fits && visit.may(*action, on));
    open.map(|(_, _, path, key, _)| Link::new(format!("/stock/lots/{id}/{path}?at={at}"), Words::key(key)))
        .collect()
}

pub(super) fn lying_row(visit: &Visit<'_>, names: &Names<'_>, lying: &Lying) -> PackRow {
    PackRow {
        href: format!("/stock/packs/{}", lying.pack.id),
        name: pack_name(&lying.pack),
        place: Status {
            // What is recalled lies there, and is nothing good.
            tone: if lying.pack.recalled && matches!(lying.pack.place, Place::Stock { .. }) {
                Tone::Quiet
            } else {
                place_status(lying.pack.place).tone
            },
            ..place_status(lying.pack.place)
        },
        since: moment(visit, lying.since_at),
        kept_for: names.of_case(lying.pack.place.case()),
    }
}

/// Everything said about a lot and what was counted of it here, oldest first.
fn past(visit: &Visit<'_>, names: &Names<'_>, changes: &[LotChange], counts: &[Count]) -> Vec<Past> {
    let changes = changes
        .iter()
        .map(|change| (change.at, changed(visit, names, change)));
    let counts = counts.iter().map(|count| {
        let words = Some(Words::plain(count.words.clone())).filter(|_| !count.words.is_empty());
        let past = Past {
            at: moment(visit, count.at),
            what: counted::said(count),
            more: words.into_iter().chain([names.of_account(count.by)]).collect(),
        };
        (count.at, past)
    });
    let mut all: Vec<_> = changes.chain(counts).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, past)| past).collect()
}

fn changed(visit: &Visit<'_>, names: &Names<'_>, change: &LotChange) -> Past {
    let until = Words::key("lot-until").day("on", change.expiry_on);
    let reason = Some(Words::plain(change.reason.clone())).filter(|_| !change.reason.is_empty());
    Past {
        at: moment(visit, change.at),
        what: Words::key(format!("lot-change-{}", change.kind)),
        more: [until]
            .into_iter()
            .chain(reason)
            .chain([names.of_account(change.by)])
            .collect(),
    }
}

pub(super) fn pack(
    visit: &Visit<'_>,
    names: &Names<'_>,
    pack: &Pack,
    place: &Organisation,
    moves: &[Movement],
) -> PackPage {
    let today = place.today(visit.desk.instant());
    let mut facts = vec![
        Row::new(Words::key("product"), product(visit, &pack.product, today)),
        Row::new(Words::key("lot"), pack.number.clone()),
        Row::new(
            Words::key("expiry"),
            crate::web::pages::case_head::without_weekday(pack.expiry_on),
        ),
        Row::new(Words::key("pack-place"), place_status(pack.place).words),
    ];
    if pack.recalled {
        facts.push(Row::new(Words::key("lot-state"), Words::key("lot-recalled")));
    }
    if let Some(reference) = names.of_case(pack.place.case()) {
        facts.push(Row::new(Words::key("pack-kept-for"), reference));
    }
    let step = |step: &Movement| {
        let at = step.to.at().map(|at| names.of_organisation(at));
        let reason = visit.desk.rules().supply.write_off(&step.reason);
        let late = step.recorded_at - step.moved_at > chrono::TimeDelta::minutes(30);
        let later =
            late.then(|| Words::key("written-down-at").words("moment", written(visit, step.recorded_at)));
        Past {
            at: moment(visit, step.moved_at),
            what: if step.stays() {
                Words::key("lot-change-joined")
            } else {
                place_status(step.to).words
            },
            more: at
                .into_iter()
                .chain(reason.map(|reason| reason.name.clone().into()))
                .chain(corrected(&step.reason))
                .chain(in_words(step))
                .chain(later)
                .chain([step
                    .by
                    .map_or_else(|| Words::key("job-settle"), |by| names.of_account(by))])
                .collect(),
        }
    };
    PackPage {
        name: pack_name(pack),
        back_href: format!("/stock/lots/{}?at={}", pack.lot, place.id),
        facts,
        actions: pack_actions(visit, pack, place, last_mover(moves)),
        past: moves.iter().map(step).collect(),
    }
}

/// Into whose hands a pack went back, and on what, where one was looked for that had been set aside, or of what lot it was: in words. What was
/// written before both were asked says nothing.
fn in_words(step: &Movement) -> Option<Words> {
    let missing = step.to == Place::Lost && matches!(step.from, Place::SetAside { .. });
    let said = (missing || step.to == Place::Returned || step.stays()) && !step.reason.is_empty();
    said.then(|| Words::plain(step.reason.clone()))
}

/// Why a pack that counted as given went on all the same.
fn corrected(reason: &str) -> Option<Words> {
    match reason {
        "struck-out" => Some(Words::key("moved-struck-out")),
        "wrong-person" => Some(Words::key("moved-wrong-person")),
        _ => None,
    }
}

/// A moment inside a sentence.
pub fn written(visit: &Visit<'_>, at: DateTime<Utc>) -> Words {
    let local = at.with_timezone(&visit.who.zone);
    Words::key("day-and-time")
        .words("on", crate::web::pages::case_head::on(local.date_naive()))
        .words("time", local.format("%H:%M").to_string())
}

/// May the reader act on a pack of this shelf, which somebody moved there last? Whoever set it aside does not destroy it.
pub(super) fn may(visit: &Visit<'_>, action: Action, here: &Resource, moved_by: Option<AccountId>) -> bool {
    let context = crate::access::Context {
        set_aside_by: moved_by,
        ..crate::access::Context::default()
    };
    visit.desk.allows(visit.actor(), action, here, &context)
}

fn pack_actions(
    visit: &Visit<'_>,
    pack: &Pack,
    place: &Organisation,
    moved_by: Option<AccountId>,
) -> Vec<Link> {
    let here = place.resource();
    let acts: &[(Action, &str, &str)] = match pack.place {
        Place::Stock { .. } => &[(Action::SetPackAside, "aside", "set-pack-aside-action")],
        Place::Quarantine { .. } => &[
            (Action::GiveVerdict, "verdict", "give-verdict-action"),
            (Action::SetPackAside, "aside", "set-pack-aside-action"),
        ],
        Place::Lost => &[(Action::FindPack, "found", "find-pack-action")],
        Place::SetAside { .. } => &[
            (Action::ReturnPacks, "return", "return-packs-action"),
            (Action::DestroyPacks, "destroy", "destroy-packs-action"),
            (Action::SetPackAside, "aside", "miss-pack-action"),
        ],
        _ => &[],
    };
    let open = acts
        .iter()
        .filter(|(action, ..)| may(visit, *action, &here, moved_by));
    open.map(|(_, path, key)| Link::new(format!("/stock/packs/{}/{path}", pack.id), Words::key(*key)))
        .collect()
}
