//! Somebody came whom a nurse does not treat: whoever treats him is told, and the nurse learns whom to call.

use super::{applying, own_site};
use crate::access::{Action, Actor, Context, Resource};
use crate::domain::decide::passage::{self, Identifiers, ReportTurnedUp};
use crate::domain::ids::RecordId;
use crate::domain::localised::Localised;
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::store::accounts;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;
use crate::store::people;
use crate::store::reading::ledger;
use chrono::TimeDelta;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use serde_json::Map;

/// What a nurse learns who asks whose somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhoTreats {
    /// Whom to call.
    Call {
        /// The organisation.
        name: Localised,
        /// Its telephone.
        phone: String,
    },
    /// Nobody with these identifiers is treated anywhere: he never was, is no more, or is somebody else.
    Nobody,
    /// Too much was asked; again after so many minutes.
    Later {
        /// How many.
        minutes: u16,
    },
}

/// What an entry of the ledger is about where no case was touched: nobody was found.
const UNKNOWN: &str = "turned-up-unknown";
/// It was known already, or he is treated there.
const KNOWN: &str = "turned-up-known";
/// Too much was asked. It counts for nothing, so that waiting comes to an end.
const LATER: &str = "turned-up-later";

/// Says that somebody whom the actor's organisation does not treat has come there. Where two identifiers are those of
/// somebody under treatment, whoever treats him finds it in his case, and the actor learns whom to call. Each time leaves a
/// line in the ledger, and too many are answered by none.
///
/// # Errors
/// [`Failure::Refused`] without two identifiers; [`Failure::Forbidden`].
pub async fn report_turned_up(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    form: &ReportTurnedUp,
) -> Result<WhoTreats, Failure> {
    let action = Action::ReportTurnedUp;
    desk.perform(actor, submission, action, async |work| {
        let here = own_site(actor).unwrap_or(Resource::System);
        let permit = work.authorise(action, &here, &Context::default())?;
        let Some(account) = actor.as_account() else {
            return Err(Refusal::NothingToDo.into());
        };
        let asked = passage::identifiers(form)?;
        let (rules, _) = applying(work, civil_date(work.instant(), Tz::UTC))?;
        let (most, minutes) = (rules.turned_up.most_tries, rules.turned_up.within_minutes);
        // Who asks many times at once is answered one after the other.
        accounts::hold(work.tx(), account.id).await?;
        let since = work.instant() - TimeDelta::minutes(i64::from(minutes));
        let tried = ledger::asked_since(work.tx(), account.id, since, LATER).await?;
        if tried >= u64::from(most) {
            let written = work.seal(permit, LATER, Map::new()).await?;
            return Ok((written, WhoTreats::Later { minutes }));
        }
        let Some(mut file) = treated(work, &asked).await? else {
            let written = work.seal(permit, UNKNOWN, Map::new()).await?;
            return Ok((written, WhoTreats::Nobody));
        };
        let responsible = file.institution(file.facts.responsible);
        let responsible = responsible.ok_or(Refusal::StepNotPossible)?;
        let call = WhoTreats::Call {
            name: responsible.name.clone(),
            phone: responsible.phone.clone(),
        };
        let (at, today) = (account.organisation, file.now.today());
        let mut seen = file.case.passage.turned_up.iter();
        let said = seen
            .any(|entry| entry.voided.is_none() && entry.content.at == at && entry.content.came_on == today);
        if said || file.facts.responsible == at {
            let written = work.seal(permit, KNOWN, Map::new()).await?;
            return Ok((written, call));
        }
        let resource = file.facts.clone().into();
        let permit = work.authorise(action, &resource, &Context::default())?;
        let events = passage::turned_up([RecordId::fresh(), RecordId::fresh()], at, &file.now);
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, call))
    })
    .await
}

/// The open case of the person whom all of the identifiers fit; where his case rests beside another, that other.
async fn treated(work: &Work<'_>, asked: &Identifiers) -> Result<Option<CaseFile>, Failure> {
    for person in people::find_by_number(work.tx(), &asked.number).await? {
        let names = [person.name_cyrillic.as_str(), person.name_latin.as_str()];
        if !asked.fit(names, person.born_on) {
            continue;
        }
        if let Some(case) = people::open_case(work.tx(), person.id).await? {
            let file = work.case(case).await?;
            if file.facts.open && file.case.rests().is_none() {
                return Ok(Some(file));
            }
        }
        for (resting, leading) in people::cases_beside(work.tx(), person.id).await? {
            // Held is the one that is written into; that it leads is asked of itself.
            let file = work.case(leading).await?;
            let leads = file.case.leads().any(|known| known.merged.other == resting);
            if leads && file.facts.open {
                return Ok(Some(file));
            }
        }
    }
    Ok(None)
}
