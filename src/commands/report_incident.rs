//! Something irregular happened and is taken down: the truth is never refused.

use super::pack_taken::{self, Taking};
use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Shelf};
use crate::domain::event::IncidentKind;
use crate::domain::ids::{CaseId, PackId, RecordId};
use crate::domain::plan::protocol;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;
use chrono::{DateTime, Utc};

/// What is said about an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incident {
    /// What kind.
    pub kind: Option<IncidentKind>,
    /// When it happened; `None` where the typed date or time is not one.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Did an injection enter the body?
    pub injected: bool,
    /// What happened.
    pub words: String,
    /// The pack it came from, where that is one of the list.
    pub pack: Option<PackId>,
    /// The lot, where the pack is not known.
    pub lot: String,
}

/// Something irregular happened and is taken down: the truth is never refused.
///
/// # Errors
/// [`Failure::Refused`] with everything that is missing; [`Failure::Forbidden`].
pub async fn report_incident(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &Incident,
) -> Result<RecordId, Failure> {
    let action = Action::ReportIncident;
    let chosen = form.pack.filter(|_| form.injected);
    let other = pack_taken::kept_for_another(desk, case, chosen).await?;
    desk.perform(actor, submission, action, async |work| {
        let (mut file, mut before) = pack_taken::cases(work, case, other).await?;
        let permit = work.authorise(action, &file.facts.clone().into(), &Context::default())?;
        let record = RecordId::fresh();
        let (kind, at, injected) = (form.kind, form.occurred_at, form.injected);
        let shelf = shelf_of(work, &file, chosen, form).await?;
        let drug = decide::injected(&file.case, chosen, &form.lot, &shelf, work.rules());
        let drug = drug.map_err(|refusal| vec![refusal])?;
        let of = (&file.case, record);
        let mut events = decide::report_incident(of, kind, at, injected, drug, &form.words, &file.now)?;
        events.extend(shelf.reaches(&file.case, file.now.zone).filter(|_| injected));
        if let (Some(pack), Some(at)) = (&shelf.chosen, at) {
            let permit = &permit;
            let taking = Taking {
                action,
                permit,
                case,
                record,
                at,
            };
            pack_taken::take(work, taking, pack, &mut before).await?;
        }
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, record))
    })
    .await
}

/// What lies where the person is treated, as far as an injection is told of.
async fn shelf_of(
    work: &Work<'_>,
    file: &CaseFile,
    chosen: Option<PackId>,
    form: &Incident,
) -> Result<Shelf, Failure> {
    let Some(protocol) = protocol(&file.case, work.rules()).filter(|_| form.injected) else {
        return Ok(Shelf::default());
    };
    let lot = chosen.is_none().then_some(form.lot.trim());
    pack_taken::shelf_of(work, file, (&protocol.id, chosen, lot), file.facts.responsible).await
}
