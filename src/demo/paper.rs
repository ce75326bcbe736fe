//! The morning of the day that the country shows: a sheet was printed at the prison, one row of it is typed and waits
//! for a second person, the others have not come back, and a dose may belong to another person.

use chrono::{DateTime, TimeDelta, Utc};

use super::country::{Cast, Worker};
use super::{DemoFault, chair};
use crate::commands;
use crate::domain::decide::OnPaper;
use crate::domain::ids::OrganisationId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Post;
use crate::domain::time::civil_date;
use crate::store::desk::{Desk, Failure};
use crate::store::reading::run_sheets::{self, SheetRow};

/// How long before the present the paper says that the dose was given.
const EARLIER: TimeDelta = TimeDelta::minutes(25);

/// Plays the morning.
///
/// # Errors
/// [`DemoFault`] where nobody works there, or the database does not answer.
pub(super) async fn morning(
    desk: &Desk,
    cast: &Cast,
    home: &str,
    now: DateTime<Utc>,
) -> Result<(), DemoFault> {
    let prison = cast.organisation(home, "prison")?;
    let (prints, types) = (
        cast.worker(prison, Post::Giver, 0)?,
        cast.worker(prison, Post::Giver, 1)?,
    );
    let present = cast.worker(prison, Post::Attendant, 0)?;
    let region = desk
        .rules()
        .places
        .regions
        .iter()
        .find(|region| region.id == home);
    let today = civil_date(now, region.map_or(chrono_tz::Tz::UTC, |region| region.zone));
    let failed = |why: Failure| DemoFault::Failed {
        doing: "the day on paper".to_owned(),
        why: Box::new(why),
    };
    let sheet = match commands::print_run_sheet(desk, &prints.actor, None, Some(today)).await {
        Ok(sheet) => sheet,
        // On some days nobody here is due.
        Err(Failure::Refused(_)) => return Ok(()),
        Err(why) => return Err(failed(why)),
    };
    let rows = run_sheets::rows(desk.store(), sheet).await;
    let mut rows = rows.map_err(|why| failed(why.into()))?;
    // Those of one day stand on the sheet by identities, which are drawn anew each time.
    rows.sort_by(|one, other| (one.due_on, &one.reference).cmp(&(other.due_on, &other.reference)));
    for row in &rows {
        if typed(desk, (types, &present.name), row, now)
            .await
            .map_err(failed)?
        {
            break;
        }
    }
    mistaken(desk, types, prison, &rows).await.map_err(failed)
}

/// Types a row as given; whether the rules allowed it.
async fn typed(
    desk: &Desk,
    (nurse, present): (&Worker, &str),
    row: &SheetRow,
    now: DateTime<Utc>,
) -> Result<bool, Failure> {
    let action = crate::access::Action::TranscribeEntry;
    let file = desk.look(&nurse.actor, action, row.case()).await?;
    let occurred_at = now - EARLIER;
    let Some(mut form) = chair::injection(&file, desk.rules(), occurred_at, None, present) else {
        return Ok(false);
    };
    form.pack = chair::on_the_shelf(desk, &file).await?;
    let code = row.plain_code().parse();
    let code = code.map_err(|_| Refusal::NotUnderstood { field: "code" })?;
    let said = OnPaper::Given(Box::new(form));
    let outcome = commands::transcribe_entry(desk, &nurse.actor, None, row.case(), (code, ""), &said).await;
    match outcome {
        Ok(_) => Ok(true),
        Err(Failure::Refused(_)) => Ok(false),
        Err(why) => Err(why),
    }
}

/// A dose of one person on the sheet may have been given to another.
async fn mistaken(
    desk: &Desk,
    nurse: &Worker,
    prison: OrganisationId,
    rows: &[SheetRow],
) -> Result<(), Failure> {
    let action = crate::access::Action::ReportWrongPerson;
    let mut found = None;
    for row in rows {
        let file = desk.look(&nurse.actor, action, row.case()).await?;
        let here = file
            .case
            .doses_in_effect()
            .into_iter()
            .rfind(|dose| dose.content.place == prison);
        if let Some(dose) = here {
            found = Some((row.case(), dose.content.id));
            break;
        }
    }
    let Some((case, dose)) = found else { return Ok(()) };
    let Some(other) = rows.iter().map(SheetRow::case).find(|other| *other != case) else {
        return Ok(());
    };
    let words = "Фото в карте другое: запись, возможно, сделана не в том деле";
    commands::report_wrong_person(desk, &nurse.actor, None, (case, dose), other, words).await?;
    Ok(())
}
