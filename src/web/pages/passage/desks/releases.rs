//! `/releases`: who is released and when, with the numbers by month and by region, and who lacks cover or a day of release.

mod asked;
mod counted;

use super::{Names, cut, named, names};
use crate::access::Action;
use crate::domain::passage::ReleaseState;
use crate::domain::rules::Direction;
use crate::domain::time::civil_date;
use crate::store::reading::passage::{self, Horizon, Lacking, LackingRow, Stands};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::place_in_list;
use crate::web::views::parts::{CoverBar, Status, Tone};
use crate::web::views::passage::{ReleaseRow, ReleasesDesk};
use crate::web::visit::{Html, Visit};
use asked::{Asked, COLUMNS, code, lacks};
use chrono::NaiveDate;
use counted::{ByRegion, counts, months, of_region, regions};
use rocket::{Route, get, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![releases]
}

#[get("/releases?<month>&<state>&<region>&<after>")]
async fn releases(
    visit: Visit<'_>,
    month: Option<&str>,
    state: Option<&str>,
    region: Option<&str>,
    after: Option<&str>,
) -> Result<Html, Fault> {
    let desk = visit.desk;
    let rules = desk.rules();
    let scope = desk.list(visit.actor(), Action::ReadReleases).await?;
    let asked = Asked {
        month: month.and_then(|month| place_in_list::date(&format!("{month}-01"))),
        stands: state.and_then(|wanted| COLUMNS.into_iter().find(|stands| code(*stands) == wanted)),
        lacking: [Lacking::Cover, Lacking::ReleaseDay]
            .into_iter()
            .find(|lacking| state == Some(lacks(*lacking))),
        horizon: horizon(&visit),
        region: region
            .filter(|region| rules.places.region(region).is_some())
            .map(str::to_owned),
        after: after.and_then(place_in_list::day),
    };
    let now = desk.instant();
    let today = civil_date(now, visit.who.zone);
    let names = names(&visit).await?;
    let (rows, next) = rows(&visit, &scope, &asked, &names).await?;
    let numbers = passage::release_numbers(desk.store(), &scope, now).await?;
    let uncovered = passage::lacking_numbers(desk.store(), Lacking::Cover, (now, today)).await?;
    let unknown = passage::lacking_numbers(desk.store(), Lacking::ReleaseDay, (now, today)).await?;
    let waits = passage::handover_numbers(desk.store(), now).await?;
    let region_of = |known: &str| admits_region(&scope, known);
    let own: Vec<_> = numbers.iter().filter(|(_, _, known)| region_of(known)).collect();
    let handovers = desk.access().scope(visit.actor(), Action::ReadHandovers);
    let (open, late) = passage::handover_counts(desk.store(), &handovers, (now, today)).await?;
    let of_own = |numbers: &[ByRegion]| -> i64 {
        let own = numbers.iter().filter(|(known, _)| region_of(known));
        own.map(|(_, number)| number).sum()
    };
    let people = (of_own(&uncovered), of_own(&unknown));
    let least = rules
        .continuity_for(today)
        .map_or(0, |known| known.counting.least_shown.into());
    let whole = scope
        .any_of
        .iter()
        .any(|rows| !matches!(rows.relation, crate::access::Relation::Responsible(_)));
    visit.show(&ReleasesDesk {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        months: if whole {
            months(&own, asked.horizon)
        } else {
            Vec::new()
        },
        of_region: of_region(&visit, &scope),
        counts: counts(&visit, (open, late), people, (whole, &asked)),
        regions: if whole {
            let by_region = (&uncovered[..], &unknown[..]);
            regions(&visit, (&numbers[..], &waits[..]), by_region, least, &region_of)
        } else {
            Vec::new()
        },
        least_shown: least,
        narrowed: asked.words(),
        rows,
        next_href: next.map(|place| asked.href(Some(&place))),
        first_href: asked.after.map(|_| asked.href(None)),
    })
}

/// Does a scope hold the cases of a region?
fn admits_region(scope: &crate::access::Scope, region: &str) -> bool {
    use crate::access::Relation;
    scope.any_of.iter().any(|rows| match &rows.relation {
        Relation::Region(known) => known == region,
        Relation::Any => true,
        _ => false,
    })
}

async fn rows(
    visit: &Visit<'_>,
    scope: &crate::access::Scope,
    asked: &Asked,
    names: &Names,
) -> Result<(Vec<ReleaseRow>, Option<String>), Fault> {
    let (desk, now) = (visit.desk, visit.desk.instant());
    let today = civil_date(now, visit.who.zone);
    let narrowed = asked.narrowed();
    if let Some(lacking) = asked.lacking {
        let which = (lacking, &narrowed);
        let mut found = passage::lacking(desk.store(), scope, which, (now, today)).await?;
        let next = cut(&mut found, |row| Some(row.place()));
        let rows = found.into_iter().map(|row| ReleaseRow {
            href: format!("/cases/{}/release", row.case()),
            place: named(names, row.responsible()),
            state: lacking_status((lacking, &row), today),
            release_on: row.release_on,
            receiver: row.receiver().map(|id| named(names, id)),
            person: row.name_cyrillic,
            reference: row.reference,
        });
        return Ok((rows.collect(), next));
    }
    let mut found = passage::releases(desk.store(), scope, &narrowed, now).await?;
    let next = cut(&mut found, |row| Some((row.release_on, row.case().0)));
    let rows = found.into_iter().map(|row| {
        let state = ReleaseState::from_code(&row.state).unwrap_or(ReleaseState::NoReceiver);
        let status = state_of(visit, state, row.release_on);
        ReleaseRow {
            href: format!("/cases/{}/release", row.case()),
            place: named(names, row.responsible()),
            receiver: row.receiver().map(|id| named(names, id)),
            release_on: Some(row.release_on),
            person: row.name_cyrillic,
            reference: row.reference,
            state: status,
        }
    });
    Ok((rows.collect(), next))
}

/// Today, and the last day of release for which a receiver is to be looked for by now.
fn horizon(visit: &Visit<'_>) -> Horizon {
    let (rules, today) = (
        visit.desk.rules(),
        civil_date(visit.desk.instant(), visit.who.zone),
    );
    let known = rules.continuity_for(today).zip(rules.law_for(today));
    let until_on = known.map_or(today, |(known, law)| {
        let ahead = known.handover.opens_before;
        ahead.from(today, Direction::After, law.calendar).date
    });
    Horizon { today, until_on }
}

/// How a release stands. One that is far off lacks nothing yet; one whose day has passed is in doubt.
fn state_of(visit: &Visit<'_>, state: ReleaseState, release_on: NaiveDate) -> Status {
    let (rules, seen) = (visit.desk.rules(), horizon(visit));
    if Stands::Passed.holds(state.code(), release_on, seen) {
        return Status::new(Tone::Bad, Words::key("release-state-day-passed"));
    }
    let far = Stands::Far.holds(state.code(), release_on, seen);
    let known = rules.continuity_for(seen.today).zip(rules.law_for(seen.today));
    match known.filter(|_| far) {
        Some((known, law)) => {
            let ahead = known.handover.opens_before;
            let from = ahead.from(release_on, Direction::Before, law.calendar).date;
            Status::new(Tone::Quiet, Words::key("release-state-far").date("on", from))
        }
        None => Status::new(tone(state), Words::key(format!("release-state-{}", state.code()))),
    }
}

/// How long somebody has been without cover; of whom no day is known it is said since when he is there.
fn lacking_status((lacking, row): (Lacking, &LackingRow), today: NaiveDate) -> Status {
    match lacking {
        Lacking::Cover => CoverBar::status(Some(row.sorted_on), today),
        Lacking::ReleaseDay => Status::new(
            Tone::Info,
            Words::key("release-state-day-unknown").date("on", row.sorted_on),
        ),
    }
}

fn tone(state: ReleaseState) -> Tone {
    match state {
        ReleaseState::ReleasedWithout | ReleaseState::Silent => Tone::Bad,
        ReleaseState::NoReceiver => Tone::Warn,
        ReleaseState::Offered => Tone::Info,
        ReleaseState::Accepted => Tone::Good,
    }
}
