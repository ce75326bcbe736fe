//! A nurse logs an injection.

use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Injection, Shelf};
use crate::domain::dosing::{DoseWindow, NoDose};
use crate::domain::event::{Event, GIVEN_TO_ANOTHER, SupplyFact};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::plan::protocol;
use crate::domain::supply::Place;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;
use crate::store::{StoreError, reading, stock};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the confirmation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoseRecorded {
    /// The record.
    pub record: RecordId,
    /// Number of the dose.
    pub cycle: u32,
    /// The next dose, where one is planned.
    pub next_due_on: Option<NaiveDate>,
    /// Its last day in time.
    pub next_closes_on: Option<NaiveDate>,
    /// Code of the reason for no next dose.
    pub no_next: Option<String>,
}

impl DoseRecorded {
    /// What follows from a record.
    pub(super) fn of(record: RecordId, cycle: u32, next: Result<DoseWindow, NoDose>) -> Self {
        Self {
            record,
            cycle,
            next_due_on: next.as_ref().ok().map(|window| window.due_on),
            next_closes_on: next.as_ref().ok().map(|window| window.closes_on),
            no_next: next.err().map(|reason| reason.code().to_owned()),
        }
    }
}

/// Logs an injection and says what the next date is.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn log_injection(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &Injection,
) -> Result<DoseRecorded, Failure> {
    let other = kept_for_another(desk, case, form).await?;
    desk.perform(actor, submission, Action::LogInjection, async |work| {
        // Two cases are taken in the order of their identities, so that nobody waits in a circle.
        let mut before = match other.filter(|other| *other < case) {
            Some(other) => Some(work.case(other).await?),
            None => None,
        };
        let mut file = work.case(case).await?;
        if let Some(other) = other.filter(|other| *other > case) {
            before = Some(work.case(other).await?);
        }
        let permit = work.authorise(
            Action::LogInjection,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let record = RecordId::fresh();
        let shelf = shelf_for(work, &file, form).await?;
        let around = (&file.roster, &file.now);
        let events = decide::log_injection_from(&file.case, record, form, &shelf, work.rules(), around)?;
        if let (Some(pack), Some(at)) = (&shelf.chosen, form.occurred_at) {
            let to = Place::Used { case, dose: record };
            let mover = work.mover(Action::LogInjection, at)?;
            stock::move_packs(work.tx(), &[(pack, to, "")], mover).await?;
            // It was kept for somebody else, who has it no longer.
            let whose = pack.place.case().filter(|whose| *whose != case);
            match (whose, &mut before) {
                (Some(whose), Some(before)) if before.case.id == whose => {
                    let left = SupplyFact::PackLeft {
                        pack: pack.id,
                        reason: GIVEN_TO_ANOTHER.to_owned(),
                        lost: false,
                    };
                    work.left(&permit, before, Event::Supply(left)).await?;
                }
                (Some(_), _) => return Err(StoreError::Stale("pack").into()),
                (None, _) => {}
            }
        }
        let written = work.record(permit, &mut file, events).await?;
        let next = file.plan(work.rules()).dose;
        Ok((written, DoseRecorded::of(record, form.cycle, next)))
    })
    .await
}

/// Whom the chosen pack is kept for, where that is somebody else.
async fn kept_for_another(desk: &Desk, case: CaseId, form: &Injection) -> Result<Option<CaseId>, Failure> {
    let Some(pack) = form.pack else {
        return Ok(None);
    };
    let known = stock::find(desk.store(), pack).await?;
    // Already given, it is nobody's any more.
    let known = known.filter(|known| !matches!(known.place, Place::Used { .. }));
    Ok(known
        .and_then(|known| known.place.case())
        .filter(|other| *other != case))
}

/// What lies where the dose is given; the pack that was chosen is held until the end.
async fn shelf_for(work: &Work<'_>, file: &CaseFile, form: &Injection) -> Result<Shelf, Failure> {
    let Some(protocol) = protocol(&file.case, work.rules()) else {
        return Ok(Shelf::default());
    };
    let chosen = match form.pack {
        Some(pack) => stock::lock(work.tx(), &[pack]).await?.pop(),
        None => None,
    };
    let wanted = reading::stock::Wanted {
        product: &protocol.id,
        at: file.facts.responsible,
        case: file.case.id,
        day: file.now.today(),
        typed_lot: form.pack.is_none().then_some(form.lot.trim()),
    };
    Ok(reading::stock::shelf_in(work.tx(), &wanted, chosen).await?)
}
