//! A lot is recalled wherever it lies, and every person who received it is looked for: one act.

use super::lot_told::{Concerned, Whom, concerned};
use super::recall_letters::draw_up;
use super::recall_notices;
use crate::access::{Action, Actor, Context, Resource};
use crate::domain::event::{RecallReached, Relied};
use crate::domain::ids::{LotId, RecordId};
use crate::domain::plan::{dose_site, protocol};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Post;
use crate::domain::supply::{Lost, replacements};
use crate::store::desk::{Desk, Failure, Recalled, Submission, Work};
use crate::store::file::CaseFile;
use crate::store::reading;
use crate::store::recalled::{self, Told};
use crate::store::stock::{self, Lot, Said};
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// Freezes a lot everywhere, in transit included, tells every case that received it or holds a pack of it, proposes
/// another pack for each planned dose that relied on it, draws up a letter to everybody who received it and to each
/// organisation that has, had or awaits some of it, and writes at once to those at whose place it lies, or who send or
/// await some of it.
///
/// # Errors
/// [`Failure::Refused`] where it is recalled already or no notice is named; [`Failure::Forbidden`].
pub async fn recall_lot(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    lot: LotId,
    notice: &str,
) -> Result<RecordId, Failure> {
    let action = Action::RecallLot;
    desk.perform(actor, submission, action, async |work| {
        let permit = work.authorise(action, &Resource::System, &Context::default())?;
        let recall = RecordId::fresh();
        let Concerned {
            mut files,
            known,
            twins,
        } = concerned(work, Whom::Recalled, lot).await?;
        if known.recall.is_some() {
            return Err(Refusal::NothingToDo.into());
        }
        let notice = text("notice", notice, true, WORDS)?;
        let mover = work.mover(action, work.instant())?;
        // What another protocol of the same medicine calls by this number is in the same boxes.
        let all: Vec<_> = std::iter::once(&known).chain(&twins).collect();
        for one in &all {
            stock::change_lot(work.tx(), one, Said::Recalled(recall), &notice, mover).await?;
        }
        let products = work.rules().products_of(&known.product);
        let relied = relied(work, &files, &known).await?;
        let mut letters = Vec::new();
        for (file, relied) in files.iter_mut().zip(relied) {
            let told = Recalled::Reached(RecallReached {
                recall,
                product: known.product.clone(),
                also: products.iter().skip(1).cloned().collect(),
                lot: known.number.clone(),
                notice: notice.clone(),
                recalled_on: file.now.today(),
                relied,
            });
            work.reach(&permit, file, told).await?;
            if let Some((letter, sha256)) = draw_up(work, file, recall).await? {
                letters.push(json!({ "letter": letter.to_string(), "data": sha256 }));
            }
        }
        let (mut written, mut heard) = (Vec::new(), 0);
        for one in &all {
            written.extend(notices(work, actor, (one.id, recall)).await?);
            let roles = keepers(work);
            heard += recalled::spoken(work.tx(), told(work, actor, (one.id, recall), &roles)).await?;
        }
        let twins: Vec<_> = twins.iter().map(|twin| twin.id.to_string()).collect();
        let detail = Map::from_iter([
            ("recall".to_owned(), json!(recall.to_string())),
            ("cases".to_owned(), json!(files.len())),
            ("letters".to_owned(), json!(letters)),
            ("notices".to_owned(), json!(written)),
            ("told".to_owned(), json!(heard)),
            ("twins".to_owned(), json!(twins)),
        ]);
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, recall))
    })
    .await
}

/// The letters to the organisations, as the ledger names them.
async fn notices(
    work: &Work<'_>,
    actor: &Actor,
    of: (LotId, RecordId),
) -> Result<Vec<serde_json::Value>, Failure> {
    let (Some(sender), Some(by)) = (actor.organisation(), actor.account_id()) else {
        return Ok(Vec::new());
    };
    let drawn = recall_notices::draw_up(work, (sender, by), of).await?.into_iter();
    let named = drawn.map(|(letter, sha256)| json!({ "letter": letter.to_string(), "data": sha256 }));
    Ok(named.collect())
}

/// The roles of those who give or keep the drug, wherever they work.
pub(super) fn keepers(work: &Work<'_>) -> Vec<String> {
    let posts = [Post::Giver, Post::Pharmacist];
    let kinds = work.rules().places.kinds.iter();
    let roles = kinds.flat_map(|kind| posts.iter().filter_map(|post| kind.posts.get(post).cloned()));
    roles.collect::<BTreeSet<_>>().into_iter().collect()
}

fn told<'a>(
    work: &Work<'_>,
    actor: &Actor,
    (lot, recall): (LotId, RecordId),
    roles: &'a [String],
) -> Told<'a> {
    Told {
        lot,
        recall,
        by: actor.account_id(),
        roles,
        at: work.instant(),
    }
}

/// For each case, the planned dose that relied on the lot, with another pack where one is free. The dose that is due
/// first chooses first.
async fn relied(work: &Work<'_>, files: &[CaseFile], lot: &Lot) -> Result<Vec<Option<Relied>>, Failure> {
    let mut relied: Vec<Option<Relied>> = files.iter().map(|_| None).collect();
    let mut lost: Vec<(usize, Relied, Lost)> = Vec::new();
    let products = work.rules().products_of(&lot.product);
    for (place, file) in files.iter().enumerate() {
        let case = &file.case;
        let follows = protocol(case, work.rules()).is_some_and(|known| known.gives(&lot.product));
        let Some(window) = file.dose(work.rules()).ok().filter(|_| follows) else {
            continue;
        };
        let today = file.now.today();
        let site = dose_site(case, &window, today).unwrap_or(file.facts.responsible);
        let needed_on = window.lasts_until(today);
        if case.supply.relies_on(&products, &lot.number, site, needed_on) {
            let there = file.institution(site).map(|place| &place.region);
            let region = there.unwrap_or(&file.facts.region).clone();
            let dose = Lost {
                site,
                region,
                needed_on,
                from_elsewhere_on: work.rules().supply.custody.there_by(today),
            };
            let relied = Relied {
                cycle: window.cycle,
                needed_on: window.due_on,
                replacement: None,
            };
            lost.push((place, relied, dose));
        }
    }
    let Some(first) = lost.iter().map(|(.., dose)| dose.needed_on).min() else {
        return Ok(relied);
    };
    lost.sort_by_key(|(place, _, dose)| (dose.needed_on, *place));
    let free = reading::stock::free(work.tx(), &products, first).await?;
    let doses: Vec<Lost> = lost.iter().map(|(.., dose)| dose.clone()).collect();
    for ((place, without, _), replacement) in lost.into_iter().zip(replacements(&doses, &free)) {
        if let Some(known) = relied.get_mut(place) {
            *known = Some(Relied {
                replacement,
                ..without
            });
        }
    }
    Ok(relied)
}

/// Lifts a recall: what waits because of it is free again, what was found in people stays written.
///
/// # Errors
/// [`Failure::Refused`] where none stands or no reason is given; [`Failure::Forbidden`].
pub async fn lift_recall(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    lot: LotId,
    reason: &str,
) -> Result<LotId, Failure> {
    let action = Action::LiftRecall;
    desk.perform(actor, submission, action, async |work| {
        let permit = work.authorise(action, &Resource::System, &Context::default())?;
        let Concerned {
            mut files,
            known,
            twins,
        } = concerned(work, Whom::Reached, lot).await?;
        let recall = known.recall.ok_or(Refusal::NothingToDo)?;
        let reason = text("reason", reason, true, WORDS)?;
        let mover = work.mover(action, work.instant())?;
        let all: Vec<_> = std::iter::once(&known).chain(&twins).collect();
        for one in &all {
            stock::change_lot(work.tx(), one, Said::RecallLifted(recall), &reason, mover).await?;
        }
        for file in &mut files {
            let told = Recalled::Lifted {
                recall,
                reason: reason.clone(),
            };
            work.reach(&permit, file, told).await?;
        }
        let mut heard = 0;
        for one in &all {
            let roles = keepers(work);
            heard += recalled::lifted(work.tx(), told(work, actor, (one.id, recall), &roles)).await?;
        }
        let detail = Map::from_iter([
            ("recall".to_owned(), json!(recall.to_string())),
            ("told".to_owned(), json!(heard)),
        ]);
        let written = work.seal(permit, &format!("lot:{lot}"), detail).await?;
        Ok((written, lot))
    })
    .await
}
