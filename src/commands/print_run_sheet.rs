//! A site's doses of a day are printed, each with a code: for the day on which there is no power.

use crate::access::{Action, Actor, Context, Resource};
use crate::domain::ids::SheetId;
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::organisations;
use crate::store::run_sheets::{self, NewSheet};
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde_json::{Map, json};

/// How far ahead a sheet is printed: a long holiday.
const DAYS_AHEAD: Days = Days::new(14);

/// Prints the run sheet of the actor's own site: every dose that is due on the day, and every one that is late.
///
/// # Errors
/// [`Failure::Refused`] where nothing is due, or the day is none; [`Failure::Forbidden`].
pub async fn print_run_sheet(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    day: Option<NaiveDate>,
) -> Result<SheetId, Failure> {
    desk.perform(actor, submission, Action::PrintRunSheet, async |work| {
        let resource = own_site(actor).unwrap_or(Resource::System);
        let permit = work.authorise(Action::PrintRunSheet, &resource, &Context::default())?;
        let (Some(account), Some(day)) = (actor.as_account(), day) else {
            return Err(Refusal::NotUnderstood { field: "sheet_on" }.into());
        };
        let site = account.organisation;
        let place = organisations::find_in(work.tx(), site).await?;
        let zone = place.and_then(|place| place.zone.parse().ok()).unwrap_or(Tz::UTC);
        within(day, civil_date(work.instant(), zone))?;
        let rows = run_sheets::due(work.tx(), site, day, work.instant()).await?;
        if rows.is_empty() {
            return Err(Refusal::NothingDue.into());
        }
        let id = SheetId::fresh();
        let number = run_sheets::next_number(work.tx(), site, day).await?;
        let sheet = NewSheet {
            id,
            number: &number,
            organisation: site,
            day,
            at: work.instant(),
            by: account.id,
        };
        run_sheets::create(work.tx(), &sheet, &rows).await?;
        let printed = rows
            .iter()
            .map(|row| json!({ "row": row.code.plain(), "case": row.case.to_string(), "cycle": row.cycle }));
        let detail = Map::from_iter([
            ("number".to_owned(), json!(number)),
            ("day".to_owned(), json!(day)),
            ("rows".to_owned(), printed.collect()),
        ]);
        let written = work.seal(permit, &format!("sheet:{id}"), detail).await?;
        Ok((written, id))
    })
    .await
}

/// A sheet is for a day of work, not for a year of it.
fn within(day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    let field = "sheet_on";
    let latest_on = today.checked_add_days(DAYS_AHEAD).unwrap_or(today);
    if day < today {
        return Err(Refusal::NotBefore {
            field,
            earliest_on: today,
        });
    }
    if day > latest_on {
        return Err(Refusal::NotAfter { field, latest_on });
    }
    Ok(())
}

/// The organisation at which the actor works, as what is acted upon.
#[must_use]
pub fn own_site(actor: &Actor) -> Option<Resource> {
    let account = actor.as_account()?;
    Some(Resource::Organisation {
        id: account.organisation,
        kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    })
}
