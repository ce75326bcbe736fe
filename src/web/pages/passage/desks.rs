//! `/handovers`, `/releases`, `/transferred`: each number opens its rows.

use super::super::place_in_list;
use super::handover::listed;
use crate::access::{Action, Lens, Resource, Role};
use crate::domain::ids::OrganisationId;
use crate::domain::localised::Localised;
use crate::domain::passage::ReleaseState;
use crate::domain::rules::Direction;
use crate::domain::time::civil_date;
use crate::store::organisations;
use crate::store::reading::PART;
use crate::store::reading::passage::{
    self, HandoverRow as Stored, Horizon, Lacking, LackingRow, Narrowed, Place, Stands, Waiting,
};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::{CoverBar, Status, Tone};
use crate::web::views::passage::{
    HandoverRow, HandoversDesk, HeadedCount, MonthCount, MonthRow, RegionRow, ReleaseRow, ReleasesDesk,
    TransferredDesk, TransferredRow,
};
use crate::web::views::today::Count;
use crate::web::visit::{Html, Visit};
use chrono::{Datelike as _, Months, NaiveDate};
use rocket::{Route, get, routes};
use std::collections::BTreeMap;

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![handovers, releases, transferred]
}

/// A release as it is counted: its day, its state, its region.
type Counted = (NaiveDate, String, String);
/// An offer as it is counted: the region of whoever made it, and by when it is answered.
type Waits = (String, NaiveDate);
/// A region, and a number of people there.
type ByRegion = (String, i64);
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

/// Which hand-overs, as it stands in the address.
fn waiting(state: Option<&str>, today: NaiveDate) -> (Waiting, Option<&'static str>) {
    match state {
        Some("open") => (Waiting::Open, Some("open")),
        Some("late") => (Waiting::Late(today), Some("late")),
        _ => (Waiting::Any, None),
    }
}

/// What stands over the narrowed list: no number stands beside it.
fn headed(state: &str) -> Words {
    Words::key(match state {
        "open" => "releases-offers-open",
        _ => "handovers-late",
    })
}

#[get("/handovers?<state>&<after>")]
async fn handovers(visit: Visit<'_>, state: Option<&str>, after: Option<&str>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let made_by = desk.list(visit.actor(), Action::ReadHandovers).await?;
    let offered_to = desk.access().scope(visit.actor(), Action::ReadOffers);
    let now = desk.instant();
    let today = civil_date(now, visit.who.zone);
    let after = after.and_then(place_in_list::day);
    let (waiting, state) = waiting(state, today);
    let mut made = passage::handovers(desk.store(), &made_by, (waiting, None), after, now).await?;
    // Within one region an offer is made and received: it stands in one list, not in both.
    let beside = (waiting, Some(&made_by));
    let mut received = passage::handovers(desk.store(), &offered_to, beside, None, now).await?;
    let next = cut(&mut made, |row| Some((row.due_on, row.id)));
    cut(&mut received, |row| Some((row.due_on, row.id)));
    let names = names(&visit).await?;
    let row = |row: &Stored| HandoverRow {
        href: format!("/cases/{}/release", row.case()),
        person: row.name_cyrillic.clone(),
        reference: row.reference.clone(),
        reason: Words::key(format!("handover-reason-{}", row.reason)),
        from: named(&names, row.from()),
        to: named(&names, row.to()),
        from_on: row.from_on,
        due_on: row.due_on,
        state: listed(&row.state, row.due_on, today),
    };
    let may = |action| visit.may(action, &Resource::System);
    visit.show(&HandoversDesk {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        received: received.iter().map(row).collect(),
        made: made.iter().map(row).collect(),
        of_region: visit.actor().role().map(Role::lens) == Some(Lens::Coordination),
        narrowed: state.map(headed),
        next_href: next.map(|place| match state {
            Some(state) => format!("/handovers?state={state}&after={place}"),
            None => format!("/handovers?after={place}"),
        }),
        first_href: after.map(|_| match state {
            Some(state) => format!("/handovers?state={state}"),
            None => "/handovers".to_owned(),
        }),
        releases_href: may(Action::ReadReleases).then(|| "/releases".to_owned()),
        transferred_href: may(Action::ReadTransferred).then(|| "/transferred".to_owned()),
    })
}

/// What the rows of the releases are narrowed to, as it stands in the address: nothing about a person.
struct Asked {
    month: Option<NaiveDate>,
    stands: Option<Stands>,
    lacking: Option<Lacking>,
    horizon: Horizon,
    region: Option<String>,
    after: Option<Place>,
}

/// How the releases of a column stand, as it stands in an address.
fn code(stands: Stands) -> &'static str {
    match stands {
        Stands::As(state) => state.code(),
        Stands::Without => "without",
        Stands::Passed => "day-passed",
        Stands::Far => "far",
    }
}

/// What people lack, as it stands in an address.
fn lacks(lacking: Lacking) -> &'static str {
    match lacking {
        Lacking::Cover => "uncovered",
        Lacking::ReleaseDay => "day-unknown",
    }
}

/// The columns by how a release stands. All but those without a receiver, whose states follow them, come to what is ahead.
const COLUMNS: [Stands; 8] = [
    Stands::Without,
    Stands::As(ReleaseState::ReleasedWithout),
    Stands::As(ReleaseState::NoReceiver),
    Stands::As(ReleaseState::Silent),
    Stands::As(ReleaseState::Offered),
    Stands::Passed,
    Stands::As(ReleaseState::Accepted),
    Stands::Far,
];

impl Asked {
    fn narrowed(&self) -> Narrowed {
        let between = self.month.and_then(|first| {
            let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
            Some((first, last))
        });
        Narrowed {
            between,
            stands: self.stands.map(|stands| (stands, self.horizon)),
            region: self.region.clone(),
            after: self.after,
        }
    }

    fn href(&self, after: Option<&str>) -> String {
        let pairs = [
            self.month.map(|month| format!("month={}", month.format("%Y-%m"))),
            self.stands.map(|stands| format!("state={}", code(stands))),
            self.lacking.map(|lacking| format!("state={}", lacks(lacking))),
            self.region.as_ref().map(|region| format!("region={region}")),
            after.map(|after| format!("after={after}")),
        ];
        let query: Vec<String> = pairs.into_iter().flatten().collect();
        if query.is_empty() {
            "/releases".to_owned()
        } else {
            format!("/releases?{}", query.join("&"))
        }
    }

    fn words(&self) -> Option<Words> {
        match self.lacking {
            Some(Lacking::Cover) => return Some(Words::key("releases-uncovered")),
            Some(Lacking::ReleaseDay) => return Some(Words::key("releases-day-unknown")),
            None => {}
        }
        let state = self.stands.map(head);
        match (state, self.month) {
            (Some(state), Some(month)) => Some(
                Words::key("list-and")
                    .words("first", state)
                    .words("second", month_words(month)),
            ),
            (Some(state), None) => Some(state),
            (None, month) => month.map(month_words),
        }
    }
}

fn month_words(month: NaiveDate) -> Words {
    Words::key("month-of")
        .words("month", Words::key(format!("month-{}", month.month())))
        .words("year", month.year().to_string())
}

fn first_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
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
            person: row.name_cyrillic,
            reference: row.reference,
            release_on: None,
            receiver: None,
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

fn number(count: i64, href: Option<String>, bad: bool) -> MonthCount {
    MonthCount {
        number: count.to_string(),
        href: href.filter(|_| count > 0),
        bad: bad && count > 0,
    }
}

/// How a column is headed.
fn head(stands: Stands) -> Words {
    Words::key(match stands {
        Stands::As(state) => format!("release-head-{}", state.code()),
        Stands::Without => "releases-without".to_owned(),
        Stands::Passed => "release-head-day-passed".to_owned(),
        Stands::Far => "release-head-far".to_owned(),
    })
}

/// The region whose releases the months count, where it is one.
fn of_region(visit: &Visit<'_>, scope: &crate::access::Scope) -> Option<Words> {
    let mut regions = visit.desk.rules().places.regions.iter();
    let all = scope
        .any_of
        .iter()
        .any(|rows| matches!(rows.relation, crate::access::Relation::Any));
    let own = regions.find(|region| !all && admits_region(scope, &region.id));
    own.map(|region| region.name.clone().into())
}

/// A line for each month, and one for all of them: it says what the line of the region says.
fn months(own: &[&Counted], horizon: Horizon) -> Vec<MonthRow> {
    let mut by_month: BTreeMap<NaiveDate, Vec<&Counted>> = BTreeMap::new();
    for &release in own {
        by_month.entry(first_of(release.0)).or_default().push(release);
    }
    let lines = by_month.iter().map(|(month, releases)| MonthRow {
        month: month_words(*month),
        counts: line(releases, Some(*month), horizon),
    });
    let mut lines: Vec<_> = lines.collect();
    if lines.len() > 1 {
        lines.push(MonthRow {
            month: Words::key("releases-all-months"),
            counts: line(own, None, horizon),
        });
    }
    lines
}

fn line(releases: &[&Counted], month: Option<NaiveDate>, horizon: Horizon) -> Vec<HeadedCount> {
    let asked = |stands| Asked {
        month,
        stands,
        lacking: None,
        horizon,
        region: None,
        after: None,
    };
    let cell = |stands: Option<Stands>| {
        let counted = releases
            .iter()
            .filter(|(on, state, _)| stands.is_none_or(|stands| stands.holds(state, *on, horizon)));
        let bad = match stands {
            Some(Stands::As(state)) => matches!(tone(state), Tone::Bad | Tone::Warn),
            Some(Stands::Passed) => true,
            Some(Stands::Without | Stands::Far) | None => false,
        };
        let count = i64::try_from(counted.count()).unwrap_or(i64::MAX);
        HeadedCount {
            head: stands.map_or_else(|| Words::key("releases-ahead"), head),
            count: number(count, Some(asked(stands).href(None)), bad),
        }
    };
    [None].into_iter().chain(COLUMNS.map(Some)).map(cell).collect()
}

fn counts(
    visit: &Visit<'_>,
    (open, late): (i64, i64),
    (bare, unknown): (i64, i64),
    (whole, asked): (bool, &Asked),
) -> Vec<Count> {
    let count = |key, number: i64, href: &str, current| Count {
        words: Words::key(key).number("n", number),
        number: number.to_string(),
        href: href.to_owned(),
        current,
    };
    let mut counts = Vec::new();
    if visit.may(Action::ReadHandovers, &Resource::System) {
        counts.push(count("handovers-open", open, "/handovers?state=open", false));
        counts.push(count("handovers-late", late, "/handovers?state=late", false));
    }
    if whole {
        let href = "/releases?state=uncovered";
        let current = |lacking| asked.lacking == Some(lacking);
        counts.push(count(
            "releases-uncovered-count",
            bare,
            href,
            current(Lacking::Cover),
        ));
        let href = "/releases?state=day-unknown";
        counts.push(count(
            "releases-day-unknown",
            unknown,
            href,
            current(Lacking::ReleaseDay),
        ));
    }
    counts
}

/// The numbers by region. Where the reader may not open the rows, small ones are held back: they would point at people.
fn regions(
    visit: &Visit<'_>,
    (numbers, asked): (&[Counted], &[Waits]),
    (uncovered, unknown): (&[ByRegion], &[ByRegion]),
    least: i64,
    opens: &dyn Fn(&str) -> bool,
) -> Vec<RegionRow> {
    let (rules, horizon) = (visit.desk.rules(), horizon(visit));
    let at = |count: i64, of: i64, region: &str, href: Option<String>, bad: bool| {
        if opens(region) {
            return number(count, href, bad);
        }
        MonthCount {
            number: held_back(count, of, least),
            href: None,
            bad: false,
        }
    };
    let shown = |count: i64, of: i64, region: &str, query: &str, bad: bool| {
        let href = format!("/releases?region={region}{query}");
        at(count, of, region, Some(href), bad)
    };
    rules
        .places
        .regions
        .iter()
        .map(|region| {
            let here = || numbers.iter().filter(|(_, _, known)| *known == region.id);
            let without = here().filter(|(on, state, _)| Stands::Without.holds(state, *on, horizon));
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            let ahead = count(here().count());
            let (bare, unknown) = (of(uncovered, &region.id), of(unknown, &region.id));
            let waiting = || asked.iter().filter(|(known, _)| *known == region.id);
            let late = waiting().filter(|(_, due_on)| *due_on < horizon.today);
            let (open, late) = (count(waiting().count()), count(late.count()));
            RegionRow {
                region: region.name.clone().into(),
                ahead: shown(ahead, ahead, &region.id, "", false),
                without: shown(count(without.count()), ahead, &region.id, "&state=without", true),
                uncovered: shown(bare, bare, &region.id, "&state=uncovered", true),
                // Of the own region they stand above, with the list behind them, which is not by region.
                open: at(open, open, &region.id, None, false),
                late: at(late, open, &region.id, None, true),
                unknown: shown(unknown, unknown, &region.id, "&state=day-unknown", false),
            }
        })
        .collect()
}

/// The number of a region.
fn of(numbers: &[ByRegion], region: &str) -> i64 {
    let found = numbers.iter().find(|(known, _)| known == region);
    found.map_or(0, |(_, number)| *number)
}

/// A number whose rows the reader may not open, out of another that stands beside it. A small one points at people, and so
/// does what is left when it is taken from the other.
fn held_back(count: i64, of: i64, least: i64) -> String {
    let small = |count: i64| (1..least).contains(&count);
    if small(count) {
        format!("< {least}")
    } else if count > 0 && small(of - count) {
        format!("≥ {least}")
    } else {
        count.to_string()
    }
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

#[cfg(test)]
mod tests {
    use super::held_back;

    #[test]
    fn no_small_number_is_shown_and_none_can_be_told_by_taking_away() {
        let shown = |count, of| held_back(count, of, 5);
        assert_eq!(shown(0, 0), "0");
        assert_eq!(shown(1, 1), "< 5");
        assert_eq!(shown(4, 30), "< 5");
        assert_eq!(shown(5, 5), "5");
        assert_eq!(shown(6, 7), "≥ 5");
        assert_eq!(shown(6, 10), "≥ 5");
        assert_eq!(shown(6, 11), "6");
        assert_eq!(shown(0, 3), "0", "of that the other number is held back itself");
    }
}
