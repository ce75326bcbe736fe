//! A calendar as RFC 5545 has it: whole days, stable identities, nothing but a reference and a link.

use crate::commands::Fetched;
use crate::store::reading::visits::What;
use crate::text::{self, Args, Language, MissingText};
use chrono::NaiveDate;
use icalendar::{Calendar, Class, Component as _, Event, EventLike as _, Property};

/// What made the calendar: the identifier ends with the language of what is said in it (RFC 5545, 3.7.3; ISO 9070).
fn product(language: Language) -> String {
    format!("-//Merzim//Merzim//{}", language.code().to_uppercase())
}

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
        ("PRODID", product(language).as_str()),
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
    // What is published carries the moment at which it was made (RFC 5545, 3.8.7.2).
    let event = |identity: &str, on: NaiveDate, said: &str, path: &str| {
        let mut event = Event::with_uid(&format!("{identity}@merzim"));
        event
            .timestamp(fetched.at)
            .starts(on)
            .summary(said)
            .url(&format!("{public_url}{path}"))
            .class(Class::Private)
            .add_property("TRANSP", "TRANSPARENT");
        event.done()
    };
    for entry in &fetched.entries {
        let key = match entry.what {
            What::Visit => "calendar-visit",
            What::VisitAtOnce => "calendar-visit-at-once",
            What::Task => "calendar-task",
        };
        let arguments = Args::from_iter([("reference".into(), entry.reference.clone().into())]);
        let said = text::text(language, key, &arguments)?;
        let identity = entry.id.as_simple().to_string();
        let path = format!("/cases/{}", entry.case);
        calendar.push(event(&identity, entry.on, &said, &path));
    }
    // A calendar holds one component at least (RFC 5545, 3.6).
    if fetched.entries.is_empty() {
        let said = text::text(language, "calendar-nothing", &Args::new())?;
        calendar.push(event("nothing", fetched.today, &said, "/calendar"));
    }
    Ok(calendar.to_string())
}
