//! A nurse takes down a dose given, by habit, where the person was treated before.

use super::DoseRecorded;
use super::pack_taken::{self, Taking};
use crate::access::{Action, Actor, Context};
use crate::domain::decide::{self, Injection};
use crate::domain::event::{Event, IncidentKind, IncidentReported};
use crate::domain::ids::{CaseId, RecordId};
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::store::desk::{Desk, Failure, Submission};

/// Takes down a dose given, by habit, where the person was treated before, with the reason. The organisation that is
/// responsible now finds an incident to look at: it is told, and gives no second dose.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn log_injection_elsewhere(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &Injection,
    reason: &str,
) -> Result<DoseRecorded, Failure> {
    let action = Action::LogInjectionElsewhere;
    let other = pack_taken::kept_for_another(desk, case, form.pack).await?;
    desk.perform(actor, submission, action, async |work| {
        let (mut file, mut before) = pack_taken::cases(work, case, other).await?;
        let resource = file.facts.clone().into();
        let permit = work.authorise(action, &resource, &Context::default())?;
        let here = actor.organisation().ok_or(Refusal::NothingToDo)?;
        let record = RecordId::fresh();
        let form = &pack_taken::given_by(work, &file, actor, form).await?;
        // The shelf is that of the place where it was given, not of the one that is responsible now.
        let shelf = pack_taken::shelf(work, &file, form, here).await?;
        let words = text("elsewhere_reason", reason, true, WORDS).map_err(|refusal| vec![refusal]);
        let around = (&file.roster, &file.now);
        let dose = decide::log_injection_from(&file.case, record, form, &shelf, work.rules(), around);
        let (words, mut events) = match (words, dose) {
            (Ok(words), Ok(events)) => (words, events),
            (words, dose) => {
                let wrong: Vec<Refusal> = [dose.err(), words.err()]
                    .into_iter()
                    .flatten()
                    .flatten()
                    .collect();
                return Err(wrong.into());
            }
        };
        let mut given = None;
        for event in &mut events {
            if let Event::DoseGiven(dose) = event {
                dose.place = here;
                given = Some((dose.occurred_at, dose.given_on));
            }
        }
        let (occurred_at, occurred_on) = given.ok_or(Refusal::NothingToDo)?;
        events.push(Event::IncidentReported(IncidentReported {
            id: RecordId::fresh(),
            kind: IncidentKind::GivenElsewhere,
            occurred_at,
            occurred_on,
            // The dose itself is on record and counts already.
            injected: false,
            words,
            drug: None,
        }));
        if let Some(pack) = &shelf.chosen {
            let permit = &permit;
            let at = occurred_at;
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
        let next = file.dose(work.rules());
        Ok((written, DoseRecorded::of(record, form.cycle, next)))
    })
    .await
}
