//! A pack goes where the record of its dose says: taken when the dose is written down, wherever and however late that is;
//! taken back when the record was wrong.

use crate::access::{Action, Actor, Permit};
use crate::domain::case::Case;
use crate::domain::decide::{Injection, Shelf};
use crate::domain::event::{Event, GIVEN_TO_ANOTHER, SupplyFact};
use crate::domain::ids::{CaseId, OrganisationId, PackId, RecordId};
use crate::domain::plan::protocol;
use crate::domain::supply::{Pack, Place};
use crate::store::desk::{Desk, Failure, Work};
use crate::store::file::CaseFile;
use crate::store::{StoreError, accounts, reading, stock};
use chrono::{DateTime, Utc};

/// Whom a pack is kept for, where that is somebody else than the person who received it.
pub(super) async fn kept_for_another(
    desk: &Desk,
    case: CaseId,
    pack: Option<PackId>,
) -> Result<Option<CaseId>, Failure> {
    let Some(pack) = pack else {
        return Ok(None);
    };
    let known = stock::find(desk.store(), pack).await?;
    // Already given, it is nobody's any more.
    let known = known.filter(|known| !matches!(known.place, Place::Used { .. }));
    Ok(known
        .and_then(|known| known.place.case())
        .filter(|other| *other != case))
}

/// The case of a dose, and that of whoever its pack was kept for, in the order of their identities: nobody waits in a
/// circle.
pub(super) async fn cases(
    work: &Work<'_>,
    case: CaseId,
    other: Option<CaseId>,
) -> Result<(CaseFile, Option<CaseFile>), Failure> {
    match other {
        Some(other) => {
            let (file, before) = work.two_cases(case, other).await?;
            Ok((file, Some(before)))
        }
        None => Ok((work.case(case).await?, None)),
    }
}

/// A dose as whoever gives it writes it down, with his name: nobody stands by himself.
pub(super) async fn given_by(
    work: &Work<'_>,
    file: &CaseFile,
    actor: &Actor,
    form: &Injection,
) -> Result<Injection, Failure> {
    let account = actor.account_id();
    // Whoever works where the person is treated was read with the case.
    let known = account.and_then(|account| file.member(account));
    let names = match (known, account) {
        (Some(member), _) => Some([member.name.clone(), member.sign_in_name.clone()]),
        (None, Some(account)) => {
            let other = accounts::find_in(work.tx(), account).await?;
            other.map(|other| [other.display_name, other.sign_in_name])
        }
        (None, None) => None,
    };
    let [giver, giver_account] = names.unwrap_or_default();
    Ok(Injection {
        giver,
        giver_account,
        ..form.clone()
    })
}

/// What lies where a dose is given; the pack that was chosen is held until the end.
pub(super) async fn shelf(
    work: &Work<'_>,
    file: &CaseFile,
    form: &Injection,
    at: OrganisationId,
) -> Result<Shelf, Failure> {
    let Some(protocol) = protocol(&file.case, work.rules()) else {
        return Ok(Shelf::default());
    };
    let lot = form.pack.is_none().then_some(form.lot.trim());
    shelf_of(work, file, (&protocol.id, form.pack, lot), at).await
}

/// The same for a product, a pack and a typed lot.
pub(super) async fn shelf_of(
    work: &Work<'_>,
    file: &CaseFile,
    (product, pack, typed_lot): (&str, Option<PackId>, Option<&str>),
    at: OrganisationId,
) -> Result<Shelf, Failure> {
    let chosen = match pack {
        Some(pack) => stock::lock(work.tx(), &[pack]).await?.pop(),
        None => None,
    };
    let wanted = reading::stock::Wanted {
        products: &work.rules().products_of(product),
        at,
        case: file.case.id,
        day: file.now.today(),
        typed_lot,
    };
    Ok(reading::stock::shelf_in(work.tx(), &wanted, chosen).await?)
}

/// What takes a pack: the act, its permit, the case, the record, and when it happened.
#[derive(Clone, Copy)]
pub(super) struct Taking<'a> {
    /// The act.
    pub(super) action: Action,
    /// Its permit.
    pub(super) permit: &'a Permit,
    /// To whom.
    pub(super) case: CaseId,
    /// The dose, or the incident.
    pub(super) record: RecordId,
    /// When.
    pub(super) at: DateTime<Utc>,
}

/// Moves a pack to the dose that it was given for. Whoever it was kept for has it no longer, and his case says so.
///
/// # Errors
/// [`StoreError::Stale`] where it has become somebody else's meanwhile.
pub(super) async fn take(
    work: &Work<'_>,
    taking: Taking<'_>,
    pack: &Pack,
    before: &mut Option<CaseFile>,
) -> Result<(), Failure> {
    let (case, dose) = (taking.case, taking.record);
    let mover = work.mover(taking.action, taking.at)?;
    stock::move_packs(work.tx(), &[(pack, Place::Used { case, dose }, "")], mover).await?;
    let whose = pack.place.case().filter(|whose| *whose != case);
    match (whose, before) {
        (Some(whose), Some(before)) if before.case.id == whose => {
            let left = SupplyFact::PackLeft {
                pack: pack.id,
                reason: GIVEN_TO_ANOTHER.to_owned(),
                lost: false,
            };
            work.left(taking.permit, before, Event::Supply(left)).await
        }
        (Some(_), _) => Err(StoreError::Stale("pack").into()),
        (None, _) => Ok(()),
    }
}

/// A record that a pack was given was wrong. Nobody knows whether it was opened: it waits for a pharmacist where the
/// record was made, and is nobody's.
pub(super) async fn take_back(
    work: &Work<'_>,
    action: Action,
    pack: Option<PackId>,
    at: OrganisationId,
) -> Result<(), Failure> {
    let to = Place::Quarantine { at, reserved: None };
    correct(work, action, pack, (to, "struck-out")).await
}

/// A dose turns out to have been another person's: its pack went to him.
pub(super) async fn pass_on(
    work: &Work<'_>,
    action: Action,
    pack: Option<PackId>,
    (case, dose): (CaseId, RecordId),
) -> Result<(), Failure> {
    correct(work, action, pack, (Place::Used { case, dose }, "wrong-person")).await
}

/// Moves a pack that was given to where it turned out to be. A record from before packs were followed through corrections
/// may have left its pack elsewhere: there it stays.
async fn correct(
    work: &Work<'_>,
    action: Action,
    pack: Option<PackId>,
    (to, reason): (Place, &str),
) -> Result<(), Failure> {
    let Some(pack) = pack else { return Ok(()) };
    let held = stock::lock(work.tx(), &[pack]).await?;
    let used = held
        .iter()
        .filter(|pack| matches!(pack.place, Place::Used { .. }));
    let moves: Vec<_> = used.map(|pack| (pack, to, reason)).collect();
    let mover = work.mover(action, work.instant())?;
    Ok(stock::move_packs(work.tx(), &moves, mover).await?)
}

/// The pack that a record says was given, and where it was given.
pub(super) fn given_from(file: &CaseFile, record: RecordId) -> (Option<PackId>, OrganisationId) {
    let case: &Case = &file.case;
    let place = case.doses.iter().find(|entry| entry.content.id == record);
    let place = place.map_or(file.facts.responsible, |entry| entry.content.place);
    (case.drug_of(record).and_then(|drug| drug.pack), place)
}
