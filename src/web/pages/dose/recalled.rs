//! A pack that was kept for the person is recalled: it stands in no list of sound packs, and the nurse who looks for it is
//! told why, since when and by whom, and what she does instead.

use super::sheet::Sheet;
use crate::domain::ids::PackId;
use crate::domain::supply::{BoundState, StandingRecall};
use crate::store::stock;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::case_href;
use crate::web::pages::stock::{recall_banners, recalls_among};
use crate::web::views::Form;
use crate::web::views::dose::{Recalled, Way};
use crate::web::views::parts::{Banner, Link};

/// What is said of the recalls of packs that lie here for the person, and of the one in the hand.
pub(super) async fn told(sheet: &Sheet<'_>) -> Result<Vec<Banner>, Fault> {
    let kept = sheet.file.case.supply.packs.iter().filter(|bound| {
        matches!(bound.state, BoundState::Shelved(at) | BoundState::Quarantined(at) if Some(at) == sheet.shelf.at)
    });
    let kept: Vec<PackId> = kept.map(|bound| bound.named.pack).collect();
    let mut recalls = Vec::new();
    if !kept.is_empty() {
        let packs = stock::several(sheet.visit.desk.store(), &kept).await?;
        recalls = recalls_among(sheet.visit, &packs).await?;
    }
    let known = |recall: &StandingRecall| recalls.iter().any(|other| other.recall == recall.recall);
    let in_hand = sheet.shelf.recall.clone().filter(|recall| !known(recall));
    recalls.extend(in_hand);
    recall_banners(sheet.visit, &recalls).await
}

/// The same with what is done instead: another pack, where one lies here; else nothing is given.
pub(super) fn view(sheet: &Sheet<'_>) -> Option<Recalled> {
    if sheet.recalled.is_empty() {
        return None;
    }
    let case = case_href(&sheet.file);
    let not_given = Link::new(format!("{case}/not-given"), Words::key("record-not-given-action"));
    let way = match sheet.shelf.usable.len() {
        0 => Way {
            words: Words::key("recalled-none-here"),
            links: vec![not_given],
        },
        packs => Way {
            words: Words::key("recalled-others-here").number("n", i64::try_from(packs).unwrap_or(i64::MAX)),
            links: Vec::new(),
        },
    };
    Some(Recalled {
        banners: sheet.recalled.clone(),
        way,
    })
}

/// Where no pack is listed, what is wrong with one stands at the field that names it here.
pub(super) fn at_a_field(sheet: &Sheet<'_>, form: &mut Form) {
    if !sheet.shelf.usable.is_empty() {
        return;
    }
    let names = if sheet.typed.text("code").is_empty() {
        "lot"
    } else {
        "code"
    };
    let unlisted = form.problems.iter_mut().filter(|problem| problem.field == "pack");
    unlisted.for_each(|problem| names.clone_into(&mut problem.field));
}
