//! `/attendance`: who must be brought where and when, for the duty controller. Presence only.

use super::place_in_list;
use crate::access::Action;
use crate::domain::time::civil_date;
use crate::store::reading::PART;
use crate::store::reading::attendance::{self as reading, Expected};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::{Moment, Status, Tone};
use crate::web::views::supervision::{AttendanceList, AttendanceRow};
use crate::web::visit::{Html, Visit};
use chrono::{Days, NaiveDate};
use rocket::{Route, get, routes};

/// The list reaches this many days beyond today.
const DAYS_AHEAD: u64 = 6;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![attendance]
}

#[get("/attendance?<after>")]
async fn attendance(visit: Visit<'_>, after: Option<&str>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let scope = desk.list(visit.actor(), Action::ReadAttendanceList).await?;
    let now = desk.instant();
    let today = civil_date(now, visit.who.zone);
    let by = today.checked_add_days(Days::new(DAYS_AHEAD)).unwrap_or(today);
    let after = after.and_then(place_in_list::day);
    let mut rows = reading::part(desk.store(), &scope, now, by, after).await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    let next = rows.last().filter(|_| more);
    let next_href = next.map(|row| format!("/attendance?after={}_{}", row.closes_on, row.id.as_simple()));
    let page = AttendanceList {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        today,
        rows: rows.into_iter().map(|row| fill(&visit, row, today)).collect(),
        next_href,
        first_href: after.map(|_| "/attendance".to_owned()),
        made_at: Moment::new(now, visit.who.zone),
    };
    visit.show(&page)
}

fn fill(visit: &Visit<'_>, row: Expected, today: NaiveDate) -> AttendanceRow {
    // Nobody agreed on a day or an hour here: there is no more to say than the day planned. The days on which a dose may be
    // given stay unsaid: how many they are tells which drug it is.
    let (tone, key) = if row.awaited {
        (Tone::Quiet, "attendance-awaited")
    } else if row.closes_on < today {
        (Tone::Warn, "attendance-late")
    } else if row.due_on == today {
        (Tone::Info, "attendance-today")
    } else if row.due_on < today {
        (Tone::Info, "attendance-now")
    } else {
        (Tone::Quiet, "attendance-week")
    };
    AttendanceRow {
        reference: row.reference,
        name: row.name_cyrillic,
        due_on: row.due_on,
        state: Status::new(tone, Words::key(key)),
        place: Words::Localised(visit.who.organisation_name.clone()),
    }
}
