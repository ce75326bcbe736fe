//! A calendar as RFC 5545 has it: whole days, stable identities, nothing but a reference and a link.

use crate::commands::Fetched;
use crate::text::{self, Args, Language, MissingText};
use icalendar::{Calendar, Class, Component as _, Event, EventLike as _, Property};

/// What made the calendar.
const PRODUCT: &str = "-//Merzim//Merzim//KK";

/// Prints a feed. Links lead to the page of the case, behind the sign-in.
///
/// # Errors
/// A text that is missing.
pub fn print(fetched: &Fetched, public_url: &str) -> Result<String, MissingText> {
    let language = Language::parse(&fetched.language).unwrap_or_default();
    let name = text::text(language, "calendar-name", &Args::new())?;
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", PRODUCT),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property((key, value));
    }
    // RFC 7986; and what older programs read in its place.
    let mut refresh = Property::new("REFRESH-INTERVAL", "PT1H");
    refresh.add_parameter("VALUE", "DURATION");
    calendar.append_property(refresh.done());
    calendar.append_property(("X-PUBLISHED-TTL", "PT1H"));
    calendar.append_property(("NAME", name.as_str()));
    calendar.append_property(("X-WR-CALNAME", name.as_str()));
    for entry in &fetched.entries {
        let key = if entry.is_visit() {
            "calendar-visit"
        } else {
            "calendar-task"
        };
        let arguments = Args::from_iter([("reference".into(), entry.reference.clone().into())]);
        let mut event = Event::with_uid(&format!("{}@merzim", entry.id.as_simple()));
        event
            .timestamp(entry.opened_at)
            .starts(entry.due_on)
            .summary(&text::text(language, key, &arguments)?)
            .url(&format!("{public_url}/cases/{}", entry.case()))
            .class(Class::Private)
            .add_property("TRANSP", "TRANSPARENT");
        calendar.push(event.done());
    }
    Ok(calendar.to_string())
}
