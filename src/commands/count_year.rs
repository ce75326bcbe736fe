//! Somebody asks for the figures of a year. While it runs they are counted as the records stand. Of a closed year they are
//! counted once, for the whole country, when somebody first asks; who asks again gets the same, whatever was recorded since:
//! two tables of one year have no difference that could be one person.

use crate::access::{Action, Actor, Relation, Resource, Rows, Scope};
use crate::domain::report::{Counted, CountedYear, Figures, PARTS, closed, figures_of_year, from_kept, kept};
use crate::domain::time::Now;
use crate::store::desk::{Desk, Failure};
use crate::store::organisations::{self, Organisation};
use crate::store::reading::figures::{part, regions};
use crate::store::{StoreError, settings};
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::{Map, json};
use std::collections::BTreeMap;

/// The verb of the line in the ledger.
const VERB: &str = "close-report";

/// Cases read at a time, and the most of them: a country.
const PART: u64 = 200;
const MOST_PARTS: u32 = 250;

/// What was counted in a year and in its parts, and the regions whose rows the actor sees of it: those whose cases he lists.
/// Counted is the whole country for everybody, so that what is hidden is the same in every table ([`CountedYear::tables`]).
///
/// # Errors
/// [`Failure::Forbidden`] for whoever reads no reports; when the database does not answer.
pub async fn count_year(
    desk: &Desk,
    actor: &Actor,
    year: i32,
    today: NaiveDate,
) -> Result<CountedYear, Failure> {
    desk.permit(actor, Action::ReadReports, &Resource::System)
        .await
        .map(drop)?;
    let scope = desk.access().scope(actor, Action::ListCases);
    let own = regions(&scope).map(|own| own.into_iter().map(str::to_owned).collect());
    let parts = if closed(year, today) {
        closed_year(desk, actor, year).await?
    } else {
        counted(desk, year).await?
    };
    Ok(CountedYear { parts, regions: own })
}

async fn closed_year(desk: &Desk, actor: &Actor, year: i32) -> Result<[Counted; PARTS.len()], Failure> {
    let (store, key) = (desk.store(), format!("figures-{year}"));
    if let Some(text) = settings::get(store, &key).await? {
        return Ok(understood(&key, &text)?);
    }
    let text = kept(&counted(desk, year).await?).map_err(|_| corrupt(&key))?;
    let which = Map::from_iter([("year".to_owned(), json!(year))]);
    if desk.keep_first(actor, VERB, (&key, &text), which).await? {
        return Ok(understood(&key, &text)?);
    }
    // Somebody else asked in the same moment, and was first.
    let text = settings::get(store, &key).await?;
    let text = text.ok_or(StoreError::Missing("setting"))?;
    Ok(understood(&key, &text)?)
}

fn understood(key: &str, text: &str) -> Result<[Counted; PARTS.len()], StoreError> {
    from_kept(text).ok_or_else(|| corrupt(key))
}

fn corrupt(key: &str) -> StoreError {
    StoreError::Corrupt {
        table: "setting",
        row: key.to_owned(),
        column: "value",
    }
}

/// As the records stand, in the whole country. What one region or period hides is hidden with an eye to the others, so all of
/// the year and of every region are counted.
async fn counted(desk: &Desk, year: i32) -> Result<[Counted; PARTS.len()], StoreError> {
    let (store, instant, rules) = (desk.store(), desk.instant(), desk.rules());
    let everywhere = Scope {
        any_of: vec![Rows {
            relation: Relation::Any,
            closed_too: true,
        }],
    };
    let zone_of = |region: &str| {
        let known = rules.places.regions.iter().find(|known| known.id == region);
        known.map_or(Tz::UTC, |region| region.zone)
    };
    let places: BTreeMap<_, _> = organisations::all(store)
        .await?
        .into_iter()
        .map(|place| (place.id, place))
        .collect();
    let mut counted: [Counted; PARTS.len()] = Default::default();
    let mut after = None;
    for _ in 0..MOST_PARTS {
        let part = part(store, &everywhere, instant, &zone_of, after, PART).await?;
        let Some(last) = part.last() else { break };
        after = Some(last.case.id);
        for known in &part {
            let now = Now {
                instant,
                zone: zone_of(&known.region),
            };
            let of_year = figures_of_year(&known.case, &known.owed, rules, (year, &now), known.place);
            for (counted, by_place) in counted.iter_mut().zip(of_year) {
                let by_place = by_place
                    .into_iter()
                    .filter_map(|(id, sum)| places.get(&id).map(|place| (place, sum)));
                add(counted, by_place);
            }
        }
    }
    Ok(counted)
}

/// Adds the figures of one case. He is one person of each organisation that treated him in the period, one of each region
/// and one of the whole.
fn add<'p>(counted: &mut Counted, by_place: impl Iterator<Item = (&'p Organisation, Figures)>) {
    let mut by_region: BTreeMap<&str, Figures> = BTreeMap::new();
    let mut whole: Option<Figures> = None;
    for (place, sum) in by_place {
        let key = (place.region.clone(), place.code.clone());
        *counted.places.entry(key).or_default() += sum;
        *by_region.entry(&place.region).or_default() += sum;
        *whole.get_or_insert_default() += sum;
    }
    for (region, sum) in by_region {
        *counted.regions.entry(region.to_owned()).or_default() += sum.of_one();
    }
    if let Some(sum) = whole {
        counted.total += sum.of_one();
    }
}
