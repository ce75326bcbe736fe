//! Organisations as forms offer them: those of the reader's region first.

use crate::domain::rules::{PlaceKind, Places};
use crate::store::organisations::{self, Organisation};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::Choice;
use crate::web::visit::Visit;

/// All organisations of a kind that may play a part, those of a region first, then by kind and code.
///
/// # Errors
/// When the database does not answer.
pub async fn of_kind(
    visit: &Visit<'_>,
    region: &str,
    plays: impl Fn(&PlaceKind) -> bool,
) -> Result<Vec<Organisation>, Fault> {
    let places = &visit.desk.rules().places;
    let mut found = organisations::all(visit.desk.store()).await?;
    found.retain(|known| !known.closed && places.kind(&known.kind).is_some_and(&plays));
    // The place rules list first the kind that plays the part where nothing else was decided.
    let rank = |known: &Organisation| places.kinds.iter().position(|kind| kind.id == known.kind);
    found.sort_by_key(|known| (known.region != region, rank(known), known.code.clone()));
    Ok(found)
}

/// An organisation as a choice; one of another region says which, unless its own name does.
#[must_use]
pub fn choice(known: &Organisation, region: &str, places: &Places) -> Choice {
    let name = Words::Localised(known.name.clone());
    let elsewhere = places.region(&known.region).filter(|_| known.region != region);
    let said = known.name.ru.to_lowercase();
    let elsewhere = elsewhere.filter(|elsewhere| !said.contains(&elsewhere.name.ru.to_lowercase()));
    let words = match elsewhere {
        Some(elsewhere) => Words::key("organisation-in")
            .words("name", name)
            .words("region", elsewhere.name_within()),
        None => name,
    };
    Choice::new(known.id.to_string(), words)
}
