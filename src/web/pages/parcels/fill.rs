//! The views of parcels, filled.

use super::custody::{PackNames, hands};
use super::offered::expiring;
use crate::access::{Action, Resource};
use crate::commands::about_parcel;
use crate::domain::dosing::NoDose;
use crate::domain::event::{Accounted, Onward, Readings};
use crate::domain::ids::PackId;
use crate::domain::plan::{Plan, arrives_by, late_at, provision};
use crate::domain::rules::Protocol;
use crate::domain::ruling::Standing;
use crate::domain::supply::{BoundState, Parcel, ParcelState, Place, Provision};
use crate::store::file::CaseFile;
use crate::store::reading::parcels::ParcelRow;
use crate::text::Words;
use crate::web::pages::case_head::{on, organisation};
use crate::web::pages::stock::{Names, product, written};
use crate::web::views::parts::{Banner, Link, Row, Status, Tone};
use crate::web::views::supplies::ParcelPage;
use crate::web::visit::Visit;
use chrono::{DateTime, TimeDelta, Utc};

/// Where a parcel stands, in a list.
pub(super) fn row_status(row: &ParcelRow, now: DateTime<Utc>) -> Status {
    if row.recalled {
        return Status::new(Tone::Bad, Words::key("parcel-recalled"));
    }
    if row.overdue_at.is_some_and(|at| at < now) {
        return Status::new(Tone::Bad, Words::key("parcel-late"));
    }
    if row.unannounced {
        return Status::new(Tone::Warn, Words::key("parcel-came-unannounced"));
    }
    if row.astray {
        return Status::new(Tone::Bad, Words::key("parcel-came-astray"));
    }
    if row.discrepancy {
        return Status::new(Tone::Bad, Words::key("parcel-discrepancy"));
    }
    if row.quarantine {
        return Status::new(Tone::Warn, Words::key("parcel-quarantine"));
    }
    let tone = match row.state.as_str() {
        "received" => Tone::Good,
        "lost" => Tone::Bad,
        _ => Tone::Info,
    };
    Status::new(tone, Words::key(format!("parcel-state-{}", row.state)))
}

pub(super) fn longest(visit: &Visit<'_>) -> TimeDelta {
    TimeDelta::hours(visit.desk.rules().supply.custody.longest_hours.into())
}

pub(super) fn parcel(
    visit: &Visit<'_>,
    (names, pack_names): (&Names<'_>, &PackNames),
    file: &CaseFile,
    parcel: &Parcel,
) -> ParcelPage {
    let today = file.now.today();
    let prepared = &parcel.prepared;
    let named = prepared.packs.first();
    let name = named.map_or_else(
        || Words::key("none"),
        |named| product(visit, &named.product, today),
    );
    let mut facts = vec![
        Row::new(Words::key("case-reference"), file.case.reference.clone()),
        Row::new(Words::key("product"), name),
        Row::new(
            Words::key("parcel-for"),
            Words::key("dose-number").number("n", i64::from(prepared.cycle)),
        ),
        Row::new(Words::key("parcel-from"), names.of_organisation(prepared.from)),
        Row::new(Words::key("parcel-to"), names.of_organisation(parcel.to)),
    ];
    if matches!(parcel.state, ParcelState::Prepared | ParcelState::UnderWay) {
        // The day that its waybill says.
        let by = arrives_by(&file.case, parcel, visit.desk.rules(), &file.now);
        facts.extend(by.map(|day| Row::new(Words::key("parcel-paper-needed-by"), on(day))));
    }
    if let Some(due_at) = parcel.overdue_at(longest(visit)) {
        facts.push(Row::new(Words::key("parcel-expected"), written(visit, due_at)));
    }
    if let Some((received, ..)) = &parcel.received
        && let Some(read) = received.readings
    {
        let kept = named.and_then(|named| visit.desk.rules().protocol_on(&named.product, today));
        facts.push(readings_row(read, kept));
    }
    let overdue = late_at(&file.case, parcel, visit.desk.rules(), &file.now)
        .is_some_and(|at| at < visit.desk.instant());
    let status = match parcel.state {
        _ if overdue => Status::new(Tone::Bad, Words::key("parcel-late")),
        ParcelState::Received => Status::new(Tone::Good, Words::key("parcel-state-received")),
        ParcelState::Lost => Status::new(Tone::Bad, Words::key("parcel-state-lost")),
        state => Status::new(Tone::Info, Words::key(format!("parcel-state-{}", state.code()))),
    };
    let mut banners = banners((names, pack_names), file, parcel);
    banners.extend(expiring(visit, pack_names, file, parcel));
    ParcelPage {
        code: prepared.code.clone(),
        banners,
        status,
        facts,
        hands: hands(visit, names, pack_names, file, parcel),
        packs: packs(visit, pack_names, file, parcel),
        actions: actions(visit, pack_names, file, parcel),
    }
}

/// Tenths of a degree, to be read.
pub(in crate::web::pages) fn degrees(tenths: i32) -> Words {
    Words::decimal(format!("{:.1}", f64::from(tenths) / 10.0))
}

/// What the logger of a parcel showed. Outside the limits no hours are as good as unknown ones: once nobody was asked.
pub(in crate::web::pages) fn readings_row(read: Readings, kept: Option<&Protocol>) -> Row {
    let outside = kept.is_some_and(|known| !known.storage.holds(read.lowest, read.highest));
    let words = if read.uncounted || (outside && read.hours_outside == 0) {
        Words::key("parcel-readings-uncounted")
    } else {
        Words::key("parcel-readings-were").number("n", i64::from(read.hours_outside))
    };
    Row::new(
        Words::key("parcel-readings"),
        words
            .words("low", degrees(read.lowest))
            .words("high", degrees(read.highest)),
    )
}

/// What must be seen before anything is done with it.
fn banners((names, packs): (&Names<'_>, &PackNames), file: &CaseFile, parcel: &Parcel) -> Vec<Banner> {
    let banner = |tone, key: &'static str| Banner {
        tone,
        title: Words::key(key),
        words: None,
        link: None,
    };
    let mut banners = Vec::new();
    let today = file.now.today();
    let standing = file.case.standing_on(today);
    let suspended = matches!(standing, Some(Standing::Suspended { .. }));
    let held = file.case.holds.iter().any(crate::domain::case::Hold::open);
    if standing.is_some_and(|standing| standing.ended()) {
        banners.push(match parcel.state {
            ParcelState::Prepared => banner(Tone::Bad, "parcel-case-over-packed"),
            ParcelState::Unpacked => banner(Tone::Info, "parcel-state-unpacked"),
            _ => banner(Tone::Bad, "parcel-case-over"),
        });
    } else if suspended || held {
        banners.push(banner(Tone::Warn, "parcel-hold"));
    }
    if file.case.misses(parcel, today) {
        banners.push(banner(Tone::Bad, "parcel-person-elsewhere"));
    }
    banners.extend(packs.recalls().iter().cloned());
    if let Some(at) = parcel.astray().filter(|_| parcel.unreconciled()) {
        banners.push(Banner {
            title: Words::key("parcel-astray").words("place", names.of_organisation(at)),
            ..banner(Tone::Bad, "parcel-astray")
        });
    } else if parcel.unreconciled() {
        let key = if parcel.unannounced {
            "parcel-unannounced"
        } else {
            "parcel-discrepancy"
        };
        banners.push(banner(Tone::Bad, key));
    }
    if parcel.lost_alone() {
        banners.push(banner(Tone::Warn, "parcel-lost-alone"));
    }
    banners
}

fn packs(visit: &Visit<'_>, names: &PackNames, file: &CaseFile, parcel: &Parcel) -> Vec<Row> {
    let supply = &visit.desk.rules().supply;
    let mut rows = Vec::new();
    for named in &parcel.prepared.packs {
        let received = parcel.received.as_ref().map(|(received, ..)| received);
        let rejected =
            received.and_then(|received| received.rejected.iter().find(|other| other.pack == named.pack));
        let state = match rejected {
            Some(rejected) => supply.rejection(&rejected.reason).map_or_else(
                || Words::plain(rejected.reason.clone()),
                |reason| Words::key("bound-rejected").words("reason", reason.name.clone()),
            ),
            // Kept for nobody any more, because nobody can find it: the shelf knows.
            None if received.is_some() && names.place(named.pack) == Some(Place::Lost) => {
                Words::key("place-lost")
            }
            // It was lost with the parcel, and is there: nobody's, until somebody judges it.
            None if parcel.turned_up()
                && matches!(names.place(named.pack), Some(Place::Quarantine { .. })) =>
            {
                Words::key("bound-quarantined")
            }
            None => bound(file, named.pack, parcel),
        };
        let mut accounted = parcel.accounted.iter();
        let state = match accounted.rfind(|said| said.pack == named.pack) {
            Some(said) => Words::key("bound-accounted")
                .words("state", state)
                .words("became", became(file, *said)),
            None => state,
        };
        let state = if names.recalled(named.pack) {
            Words::key("bound-recalled").words("state", state)
        } else {
            state
        };
        rows.push(Row::new(names.line(named), state));
    }
    rows
}

/// What is said to have become of a pack that did not arrive, or was not accepted.
pub(in crate::web::pages) fn became(file: &CaseFile, said: Accounted) -> Words {
    let words = Words::key(format!("became-{}", said.became.code()));
    match said.at {
        Some(at) => words.words("name", organisation(file, at)),
        None => words,
    }
}

fn bound(file: &CaseFile, pack: PackId, parcel: &Parcel) -> Words {
    let mut packs = file.case.supply.packs.iter();
    let of = |bound: &&crate::domain::supply::Bound| {
        bound.named.pack == pack && bound.parcel == Some(parcel.prepared.parcel)
    };
    Words::key(match packs.rfind(of).map(|bound| bound.state) {
        Some(BoundState::Packed(_)) => "bound-packed",
        Some(BoundState::Shelved(_)) => "bound-shelved",
        Some(BoundState::Quarantined(_)) => "bound-quarantined",
        Some(BoundState::Used) => "bound-used",
        Some(BoundState::Gone) | None => "bound-gone",
    })
}

/// By which words an act on a parcel goes: about one that came without notice nothing is missing, and it is said what it was.
pub(super) fn said_as(action: Action, parcel: &Parcel) -> Action {
    match action {
        Action::ReconcileParcel if parcel.unannounced => Action::ExplainArrival,
        action => action,
    }
}

fn actions(visit: &Visit<'_>, packs: &PackNames, file: &CaseFile, parcel: &Parcel) -> Vec<Link> {
    let id = parcel.prepared.parcel;
    let open = parcel.open();
    let gap = parcel.gap(longest(visit), visit.desk.instant()).is_some();
    let about = about_parcel(file, id);
    let acts = [
        (Action::ReceiveParcel, "receive", open || packs.lost_with(parcel)),
        (Action::HandOverParcel, "hand-over", open),
        (Action::SendParcelOn, "send-on", open),
        (Action::ReportParcelLost, "lost", open),
        (Action::ReconcileParcel, "reconcile", parcel.unreconciled()),
        (Action::ExplainCustody, "explain", gap),
    ];
    let resource = file.facts.clone().into();
    let may = |action| visit.desk.allows(visit.actor(), action, &resource, &about);
    let mut links: Vec<_> = acts
        .into_iter()
        .filter(|(action, _, fits)| *fits && may(*action))
        .map(|(action, path, _)| {
            let named = said_as(action, parcel);
            Link::new(
                format!("/parcels/{id}/{path}"),
                Words::key(format!("{named}-action")),
            )
        })
        .collect();
    if open {
        let language = visit.language.code();
        links.extend(["label", "waybill"].map(|paper| {
            let words = Words::key(format!("parcel-paper-print-{paper}"));
            Link::new(format!("/parcels/{id}/{paper}/{language}"), words)
        }));
    }
    let quarantined = file
        .case
        .supply
        .packs
        .iter()
        .filter(|bound| bound.parcel == Some(id) && matches!(bound.state, BoundState::Quarantined(_)));
    if may(Action::GiveVerdict) {
        links.extend(quarantined.map(|bound| {
            let words = Words::key("give-verdict-on").words("lot", bound.named.lot.clone());
            Link::new(format!("/stock/packs/{}/verdict", bound.named.pack), words)
        }));
    }
    links.extend(found(visit, packs, file, parcel));
    links
}

/// Where it is said that a pack of it which nobody could find is there again, for whoever keeps a shelf at one of its ends.
fn found(visit: &Visit<'_>, packs: &PackNames, file: &CaseFile, parcel: &Parcel) -> Vec<Link> {
    let mut ends = [parcel.to, parcel.prepared.from].into_iter();
    let keeps = ends.any(|at| {
        let known = file.institution(at);
        known.is_some_and(|known| {
            let shelf = Resource::Organisation {
                id: known.id,
                kind: known.kind.clone(),
                region: known.region.clone(),
            };
            visit.may(Action::FindPack, &shelf)
        })
    });
    let named = parcel.prepared.packs.iter().filter(|_| keeps);
    let lost = named.filter(|named| packs.place(named.pack) == Some(Place::Lost));
    let link = lost.map(|named| {
        let words = Words::key("find-pack-on").words("pack", packs.name(named.pack));
        Link::new(format!("/stock/packs/{}/found", named.pack), words)
    });
    link.collect()
}

/// Where the drug for the next dose is, in one line, and where to look or act.
#[must_use]
pub fn provision_line(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Option<(Status, Option<Link>)> {
    let rules = visit.desk.rules();
    let site = file.site_of_dose(plan);
    // Followed only where the supplier keeps his stock here.
    let supplier = file.roster.supplier_of(site, &rules.places)?;
    supplier.stock_since_on?;
    let window = match &plan.dose {
        Ok(window) => window,
        Err(NoDose::NotInForce(Standing::Suspended { .. }) | NoDose::Held { .. }) => {
            let waits = file
                .case
                .supply
                .packs
                .iter()
                .any(|bound| matches!(bound.state, BoundState::Packed(_) | BoundState::Shelved(_)));
            return waits.then(|| (Status::new(Tone::Warn, Words::key("parcel-hold")), None));
        }
        Err(_) => return None,
    };
    let found = provision(&file.case, rules, window, site, file.now.today())?;
    let at_risk = plan.obligation((crate::domain::obligation::Kind::SupplyDose, window.cycle));
    let late = at_risk.is_some_and(|owed| owed.due_on <= file.now.today());
    let parcel = |id| Some(Link::new(format!("/parcels/{id}"), Words::key("parcel")));
    let lead = &rules.supply.lead;
    let by_on = at_risk.map_or_else(
        || lead.at_site_by(window.opens_on),
        |owed| owed.why.needed_on().unwrap_or(owed.due_on),
    );
    let needed = |tone, key: &'static str| (Status::new(tone, Words::key(key).date("on", by_on)), None);
    Some(match found {
        Provision::Ready(_) => (Status::new(Tone::Good, Words::key("provision-ready")), None),
        Provision::UnderWay(id) => (
            Status::new(Tone::Info, Words::key("provision-under-way")),
            parcel(id),
        ),
        Provision::Packed(id) => (
            Status::new(Tone::Info, Words::key("provision-packed")),
            parcel(id),
        ),
        Provision::Quarantined(_) => needed(Tone::Bad, "provision-quarantined"),
        // On the own shelf it is looked for at the chair, but for somebody who is handed over.
        Provision::Missing if supplier.organisation == site && at_risk.is_none() => return None,
        Provision::Missing if late => needed(Tone::Bad, "provision-at-risk"),
        Provision::Missing => needed(Tone::Warn, "provision-missing"),
    })
}

/// What can be decided about a parcel whose person has gone elsewhere, or whose measure is over. What has not left is unpacked, and
/// not sent back.
pub(super) fn onwards(file: &CaseFile, parcel: &Parcel) -> impl Iterator<Item = Onward> {
    let back = parcel.to != parcel.prepared.from;
    let packed = parcel.state == ParcelState::Prepared;
    let over = file.case.ended_on(file.now.today());
    Onward::ALL.into_iter().filter(move |onward| match onward {
        Onward::Redirect | Onward::Keep => !(packed && over),
        Onward::Return => back && !packed,
        Onward::Unpack => packed,
    })
}
