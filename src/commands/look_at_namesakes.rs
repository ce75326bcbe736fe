//! A clerk is about to register somebody: who has that name and birth date, or that number, already.

use super::open_case::PersonDetails;
use crate::access::Actor;
use crate::domain::iin::Iin;
use crate::store::desk::{Desk, Failure, LookElsewhere};
use crate::store::reading::cases;
use crate::store::{StoreError, Tx, people};
use std::collections::BTreeSet;

/// Who has the name and the birth date of somebody under another number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Namesakes {
    /// References of cases in the own region.
    pub here: Vec<String>,
    /// Are there others in other regions? Whose they are is not said.
    pub elsewhere: bool,
}

/// Looks who has the name and the birth date of a person already, and leaves a line in the ledger. That the number itself is
/// known in another region is told by the registration, and counted here.
///
/// # Errors
/// [`Failure::Refused`] where the account has heard of too many persons of other regions.
pub async fn look_at_namesakes(
    desk: &Desk,
    actor: &Actor,
    person: &PersonDetails,
    region: &str,
) -> Result<Namesakes, Failure> {
    let (namesakes, found) = found(desk, person, region).await?;
    let look = LookElsewhere {
        verb: "look-at-namesakes",
        rows: 1,
        found,
    };
    desk.note_elsewhere(actor, &look).await?;
    Ok(namesakes)
}

async fn found(
    desk: &Desk,
    person: &PersonDetails,
    region: &str,
) -> Result<(Namesakes, BTreeSet<String>), Failure> {
    let Some(born_on) = person.born_on else {
        return Ok((Namesakes::default(), BTreeSet::new()));
    };
    // A transaction that is never committed: one moment, and no trace.
    let tx = desk.store().begin_write().await?;
    let names = (person.name_cyrillic.as_str(), person.name_latin.as_str());
    let namesakes = cases::namesakes_in(&tx, names, born_on, &person.iin).await?;
    let (here, elsewhere) = cases::seen_from(region, namesakes);
    let namesakes = Namesakes {
        here,
        elsewhere: !elsewhere.is_empty(),
    };
    let mut found: BTreeSet<String> = elsewhere.into_iter().collect();
    if let Ok(iin) = Iin::parse(&person.iin) {
        found.extend(numbered_elsewhere(&tx, &iin, region).await?);
    }
    Ok((namesakes, found))
}

/// The references of the cases of whoever has a number, where none of them is in a region.
pub(super) async fn numbered_elsewhere(
    tx: &Tx,
    number: &Iin,
    region: &str,
) -> Result<Vec<String>, StoreError> {
    match people::find_by_iin(tx, number.as_str()).await? {
        Some(known) => cases::only_elsewhere(tx, known.id, region).await,
        None => Ok(Vec::new()),
    }
}
