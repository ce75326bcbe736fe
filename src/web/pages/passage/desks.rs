//! `/handovers`, `/releases`, `/transferred`: each number opens its rows.

mod handovers;
mod releases;

use super::super::place_in_list;
use crate::access::Action;
use crate::domain::ids::OrganisationId;
use crate::domain::localised::Localised;
use crate::store::organisations;
use crate::store::reading::PART;
use crate::store::reading::passage::{self, Place};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::passage::{TransferredDesk, TransferredRow};
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, routes};
use std::collections::BTreeMap;

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    [handovers::routes(), releases::routes(), routes![transferred]].concat()
}

type Names = BTreeMap<OrganisationId, Localised>;

async fn names(visit: &Visit<'_>) -> Result<Names, Fault> {
    let all = organisations::all(visit.desk.store()).await?;
    Ok(all.into_iter().map(|known| (known.id, known.name)).collect())
}

fn named(names: &Names, id: OrganisationId) -> Words {
    names
        .get(&id)
        .map_or_else(|| Words::key("none"), |name| name.clone().into())
}

fn at((day, id): Place) -> String {
    format!("{day}_{}", id.as_simple())
}

/// Cuts a list to one part; says where the next one begins.
fn cut<T>(rows: &mut Vec<T>, place: impl Fn(&T) -> Option<Place>) -> Option<String> {
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    rows.last().filter(|_| more).and_then(place).map(at)
}

#[get("/transferred?<after>")]
async fn transferred(visit: Visit<'_>, after: Option<&str>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let scope = desk.list(visit.actor(), Action::ReadTransferred).await?;
    let now = desk.instant();
    let after = after.and_then(place_in_list::day);
    let mut rows = passage::transferred(desk.store(), &scope, after, now).await?;
    let next = cut(&mut rows, |row| Some((row.until_on, row.id)));
    let treats = super::handover::clinical(&visit);
    visit.show(&TransferredDesk {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        rows: rows
            .into_iter()
            .map(|row| TransferredRow {
                // Who treated him knows his name and opens the record; who supervised him keeps the line alone.
                href: treats.then(|| format!("/cases/{}", row.case())),
                person: Some(row.name_cyrillic).filter(|_| treats),
                reference: row.reference,
                on: row.until_on,
                to: Words::Localised(Localised {
                    kk: row.next_kk,
                    ru: row.next_ru,
                    en: row.next_en,
                }),
                phone: row.phone,
            })
            .collect(),
        next_href: next.map(|place| format!("/transferred?after={place}")),
        first_href: after.map(|_| "/transferred".to_owned()),
    })
}
