//! A record is corrected: nothing is deleted, everyone who was told is told again.

use super::pack_taken::{self, Taking};
use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Shelf};
use crate::domain::event::Corrected;
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;

/// A record is corrected: nothing is deleted, everyone who was told is told again.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn amend_record(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    corrected: &Corrected,
    reason: &str,
) -> Result<RecordId, Failure> {
    let action = Action::AmendRecord;
    let named = match corrected {
        Corrected::Dose(dose) => dose.pack,
        Corrected::NotGiven(_) => None,
    };
    let other = pack_taken::kept_for_another(desk, case, named).await?;
    desk.perform(actor, submission, action, async |work| {
        let (mut file, mut whose) = pack_taken::cases(work, case, other).await?;
        let record = match corrected {
            Corrected::Dose(dose) => dose.id,
            Corrected::NotGiven(record) => record.id,
        };
        let context = made_at(&file, record)?;
        let permit = work.authorise(action, &file.facts.clone().into(), &context)?;
        let shelf = shelf_of(work, &file, corrected).await?;
        let (rules, now) = (work.rules(), &file.now);
        let around = (&shelf, Some((giver_of(&file, record), &file.roster)));
        let events = decide::amend_from(&file.case, corrected, reason, around, rules, now)?;
        if let Corrected::Dose(dose) = corrected {
            let (before, at) = pack_taken::given_from(&file, record);
            if before != dose.pack {
                pack_taken::take_back(work, action, before, at).await?;
                if let Some(pack) = &shelf.chosen {
                    let (permit, at) = (&permit, dose.occurred_at);
                    let taking = Taking {
                        action,
                        permit,
                        case,
                        record,
                        at,
                    };
                    pack_taken::take(work, taking, pack, &mut whose).await?;
                }
            }
        }
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

/// The name of whoever made a record; empty where it was typed from paper: whoever types a sheet is not whoever gave the dose.
fn giver_of(file: &CaseFile, record: RecordId) -> &str {
    let copied = file.case.transcription(record).is_some();
    let known = file.case.record(record).filter(|_| !copied);
    let account = known.and_then(|known| known.by.account());
    let giver = account.and_then(|account| file.member(account));
    giver.map_or("", |giver| giver.name.as_str())
}

/// What lies where the dose was given, where its pack or what was typed of it is corrected.
async fn shelf_of(work: &Work<'_>, file: &CaseFile, corrected: &Corrected) -> Result<Shelf, Failure> {
    let Corrected::Dose(dose) = corrected else {
        return Ok(Shelf::default());
    };
    let (before, _) = pack_taken::given_from(file, dose.id);
    let chosen = dose.pack.filter(|pack| Some(*pack) != before);
    let typed = dose.pack.is_none().then_some(dose.lot.trim());
    if chosen.is_none() && typed.is_none() {
        return Ok(Shelf::default());
    }
    pack_taken::shelf_of(work, file, (&dose.product, chosen, typed), dose.place).await
}

/// The circumstance that the policies on corrections ask for: where the record was made.
///
/// # Errors
/// [`Refusal::NothingToDo`] where the case holds no such record.
pub fn made_at(file: &CaseFile, record: RecordId) -> Result<Context, Refusal> {
    let known = file.case.record(record).ok_or(Refusal::NothingToDo)?;
    Ok(Context {
        recorded_at: file.organisation_of(known.by),
        ..Context::default()
    })
}
