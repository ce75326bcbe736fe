//! `/calendar`: the own calendar feed. Its address is opened by a calendar program, which cannot sign in.

use crate::access::{Action, Resource};
use crate::commands::{self, FeedAddress};
use crate::domain::ids::SubmissionKey;
use crate::domain::refusal::Refusal;
use crate::store::desk::Desk;
use crate::store::feeds;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::house::PublicUrl;
use crate::web::ics;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::calendar::CalendarFeed;
use crate::web::views::parts::Moment;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::http::ContentType;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

/// What the address of a feed ends in.
const ENDING: &str = ".ics";

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![calendar, issue_feed, revoke_feed, feed]
}

#[get("/calendar?<revoked>")]
async fn calendar(visit: Visit<'_>, revoked: Option<&str>) -> Result<Html, Fault> {
    let mut page = page(&visit).await?;
    page.done = revoked.map(|_| Words::key("calendar-revoked"));
    visit.show(&page)
}

async fn page(visit: &Visit<'_>) -> Result<CalendarFeed, Fault> {
    let desk = visit.desk;
    desk.permit(visit.actor(), Action::KeepCalendarFeed, &Resource::System)
        .await
        .map(drop)?;
    let account = visit.actor().account_id().ok_or(Fault::Forbidden)?;
    let feed = feeds::of(desk.store(), account).await?;
    Ok(CalendarFeed {
        done: None,
        address: None,
        since: feed.map(|feed| Moment::new(feed.created_at, visit.who.zone)),
        make: Form::new(SubmissionKey::fresh()),
        revoke: Form::new(SubmissionKey::fresh()),
    })
}

/// Makes an address, or a new one in its place. The answer shows it, this once.
#[post("/calendar", data = "<typed>")]
async fn issue_feed(
    visit: Visit<'_>,
    public: &State<PublicUrl>,
    typed: Checked<Typed>,
) -> Result<Html, Fault> {
    let address = FeedAddress::make().map_err(Fault::internal)?;
    let submission = Some(visit.submission(&typed.0));
    let language = visit.language.code();
    let works = commands::issue_feed(visit.desk, visit.actor(), submission, language, &address).await?;
    let mut page = page(&visit).await?;
    if works {
        page.address = Some(format!("{}/calendar/{}{ENDING}", public.0, address.shown()));
    } else {
        page.done = Some(Words::key("calendar-made-before"));
    }
    visit.show(&page)
}

#[post("/calendar/revoke", data = "<typed>")]
async fn revoke_feed(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Redirect, Fault> {
    let submission = Some(visit.submission(&typed.0));
    let outcome = commands::revoke_feed(visit.desk, visit.actor(), submission).await;
    match done_or_refused(outcome)? {
        Err(refusals) if refusals == [Refusal::FormUnkeyed] => Err(Fault::Unprocessable),
        // Revoked twice, it is revoked.
        _ => Ok(Redirect::to("/calendar?revoked=yes")),
    }
}

/// What a calendar program fetches. Whatever is wrong with an address looks like no address at all.
#[get("/calendar/<file>")]
async fn feed(
    desk: &State<Desk>,
    public: &State<PublicUrl>,
    file: &str,
) -> Result<(ContentType, String), Fault> {
    let secret = file.strip_suffix(ENDING).ok_or(Fault::NotFound)?;
    let fetched = commands::fetch_feed(desk, secret).await?;
    let fetched = fetched.ok_or(Fault::NotFound)?;
    let printed = ics::print(&fetched, &public.0).map_err(Fault::internal)?;
    Ok((ContentType::Calendar, printed))
}
