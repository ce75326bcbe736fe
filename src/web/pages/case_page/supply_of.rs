//! What happened to the person's drug, in words.

use crate::domain::event::{
    Accounted, GIVEN_TO_ANOTHER, MEASURE_OVER, MOVED_ON, PackNamed, ParcelArrived, ParcelPrepared,
    ParcelReceived, Relied, Stability, SupplyFact, Taker,
};
use crate::domain::ids::{PackId, ParcelId};
use crate::domain::rules::Supply;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::{on, organisation, without_weekday};
use crate::web::pages::parcels::became;
use crate::web::visit::Visit;

fn named(pack: &PackNamed) -> Words {
    Words::key("pack-of-lot")
        .words("lot", pack.lot.clone())
        .words("on", without_weekday(pack.expiry_on))
}

/// A parcel by its code.
fn parcel(file: &CaseFile, id: ParcelId) -> Option<Words> {
    let known = file.case.supply.parcel(id);
    known.map(|known| Words::key("parcel-with-code").words("code", known.prepared.code.clone()))
}

/// A parcel, and what somebody said about it.
fn about(file: &CaseFile, id: ParcelId, words: &str) -> Vec<Words> {
    parcel(file, id)
        .into_iter()
        .chain([Words::plain(words)])
        .collect()
}

/// The lines of one fact.
pub(super) fn lines(visit: &Visit<'_>, file: &CaseFile, fact: &SupplyFact) -> Vec<Words> {
    match fact {
        SupplyFact::ParcelPrepared(prepared) => prepared_lines(file, prepared),
        SupplyFact::ParcelHandedOver(handed) => {
            let key = match handed.into {
                Taker::Courier => "hand-courier",
                Taker::Gate => "hand-gate",
            };
            let who = Words::key(key).words("name", handed.name.clone());
            parcel(file, handed.parcel).into_iter().chain([who]).collect()
        }
        SupplyFact::ParcelReceived(received) => received_lines(visit, file, received),
        SupplyFact::ParcelArrived(arrived) => arrived_lines(file, arrived),
        SupplyFact::ParcelSentOn(sent) => {
            let onward = Words::key(format!("onward-{}", sent.onward.code()));
            parcel(file, sent.parcel)
                .into_iter()
                .chain([onward, Words::plain(sent.reason.clone())])
                .collect()
        }
        SupplyFact::DiscrepancyReconciled {
            parcel: id,
            words,
            packs,
            ..
        } => reconciled(file, (*id, words.as_str()), packs),
        SupplyFact::ParcelLost { parcel: id, words }
        | SupplyFact::CustodyExplained {
            parcel: id, words, ..
        } => about(file, *id, words),
        SupplyFact::VerdictGiven {
            usable,
            words,
            stability,
            ..
        } => verdict_lines(visit, (*usable, words.as_str()), stability.as_ref()),
        SupplyFact::PackReserved { pack, at, .. } => vec![named(pack), organisation(file, *at)],
        SupplyFact::PackReleased { reason, .. } if reason == MOVED_ON => {
            vec![Words::key("pack-moved-on")]
        }
        SupplyFact::PackReleased { reason, .. } if reason == MEASURE_OVER => {
            vec![Words::key("pack-measure-over")]
        }
        SupplyFact::PackReleased { reason, .. } => vec![Words::plain(reason.clone())],
        SupplyFact::PackLeft { reason, .. } if reason == GIVEN_TO_ANOTHER => {
            vec![Words::key("pack-given-to-another")]
        }
        SupplyFact::PackLeft { reason, .. } => {
            let known = visit.desk.rules().supply.write_off(reason);
            vec![known.map_or_else(|| Words::plain(reason.clone()), |known| known.name.clone().into())]
        }
        SupplyFact::ExpiryCorrected { lot, expiry_on, .. } => {
            vec![
                Words::key("pack-of-lot")
                    .words("lot", lot.clone())
                    .words("on", without_weekday(*expiry_on)),
            ]
        }
        SupplyFact::RecallReached(reached) => {
            let mut lines = vec![
                Words::key("recall-of-lot").words("lot", reached.lot.clone()),
                Words::plain(reached.notice.clone()),
            ];
            lines.extend(reached.relied.as_ref().map(relied));
            lines
        }
        SupplyFact::RecallLifted { reason, .. } => vec![Words::plain(reason.clone())],
        SupplyFact::RecallFollowedUp { words, .. } => vec![Words::plain(words.clone())],
    }
}

/// What was packed, and for where.
fn prepared_lines(file: &CaseFile, prepared: &ParcelPrepared) -> Vec<Words> {
    let to = organisation(file, prepared.to);
    parcel(file, prepared.parcel)
        .into_iter()
        .chain([to])
        .chain(prepared.packs.iter().map(named))
        .collect()
}

/// Who brought a parcel and who took it, and what was rejected.
fn received_lines(visit: &Visit<'_>, file: &CaseFile, received: &ParcelReceived) -> Vec<Words> {
    let who = Words::key("hand-received")
        .words("deliverer", received.deliverer.clone())
        .words("receiver", received.receiver.clone());
    let supply = &visit.desk.rules().supply;
    let rejected = received
        .rejected
        .iter()
        .filter_map(|rejected| supply.rejection(&rejected.reason));
    let rejected = rejected.map(|reason| Words::key("bound-rejected").words("reason", reason.name.clone()));
    parcel(file, received.parcel)
        .into_iter()
        .chain([who])
        .chain(rejected)
        .chain((!received.words.is_empty()).then(|| Words::plain(received.words.clone())))
        .collect()
}

/// What came without notice, and from where.
fn arrived_lines(file: &CaseFile, arrived: &ParcelArrived) -> Vec<Words> {
    let from = organisation(file, arrived.from);
    let who = Words::key("hand-received")
        .words("deliverer", arrived.arrival.deliverer.clone())
        .words("receiver", arrived.arrival.receiver.clone());
    parcel(file, arrived.parcel)
        .into_iter()
        .chain([Words::key("hand-unannounced").words("name", from), who])
        .chain(arrived.packs.iter().map(named))
        .chain([Words::plain(arrived.arrival.words.clone())])
        .collect()
}

/// Why not everything arrived, and what became of each pack.
fn reconciled(file: &CaseFile, (id, words): (ParcelId, &str), packs: &[Accounted]) -> Vec<Words> {
    let inside = file.case.supply.parcel(id);
    let lot = |pack: PackId| {
        let mut packs = inside.into_iter().flat_map(|parcel| &parcel.prepared.packs);
        let named = packs.find(|named| named.pack == pack);
        named.map_or_else(String::new, |named| named.lot.clone())
    };
    let packs = packs.iter().map(|said| {
        Words::key("bound-accounted")
            .words("state", Words::key("recall-of-lot").words("lot", lot(said.pack)))
            .words("became", became(file, *said))
    });
    about(file, id, words).into_iter().chain(packs).collect()
}

/// What a pharmacist decided about a pack, and on what paper.
fn verdict_lines(
    visit: &Visit<'_>,
    (usable, words): (bool, &str),
    stability: Option<&Stability>,
) -> Vec<Words> {
    let verdict = if usable { "verdict-use" } else { "verdict-destroy" };
    let mut lines = vec![Words::key(verdict), Words::plain(words)];
    lines.extend(stability.map(|known| {
        let supply = &visit.desk.rules().supply;
        let said = match &known.kind {
            Some(kind) => Words::key("paper-said").words("kind", paper(supply, kind)),
            None => Words::key("stability-said"),
        };
        said.words("by", known.by.clone())
            .words("number", known.number.clone())
            .words("on", on(known.on))
    }));
    lines
}

/// A kind of paper in words; its identity where the rules no longer name it.
fn paper(supply: &Supply, kind: &str) -> Words {
    let known = supply.paper(kind);
    known.map_or_else(|| Words::plain(kind), |known| known.name.clone().into())
}

/// The planned dose that relied on a recalled lot, and what was proposed instead.
fn relied(relied: &Relied) -> Words {
    match &relied.replacement {
        Some(known) => Words::key("recall-relied-replace")
            .words("needed", on(relied.needed_on))
            .words("lot", known.pack.lot.clone())
            .words("on", without_weekday(known.pack.expiry_on)),
        None => Words::key("recall-relied-none").words("needed", on(relied.needed_on)),
    }
}
