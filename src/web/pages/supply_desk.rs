//! `/stock/desk`, on which the day of a pharmacist begins: what is owed, parcels on the way and late, what is
//! unaccounted for, shelves that do not agree with their count, what is in quarantine, near its last day, and doses at
//! risk. Each number opens its rows.

use super::forecast::{look_ahead, needed, own_organisation, whereabouts};
use super::parcels::owed_href;
use super::stock::{Names, product};
use super::today::tone;
use crate::access::Action;
use crate::domain::ids::{LotId, OrganisationId};
use crate::domain::time::{civil_date, last_day_before};
use crate::store::organisations;
use crate::store::reading::PART;
use crate::store::reading::forecast::Whereabouts;
use crate::store::reading::parcels::{ParcelRow, owed};
use crate::store::reading::stock::{Lying, missing_around};
use crate::store::reading::supply_desk::{
    Heed, Matter, SiteHeap, Unsettled, heaps, parcels, quarantined_far, unsettled, verdicts_of_cases,
};
use crate::store::reading::worklist::Urgency;
use crate::store::shelf_duties::{self, Waiting};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::{Link, Status, Tone};
use crate::web::views::supply_desk::{DeskRow, DeskSection, SupplyDesk};
use crate::web::views::today::Count;
use crate::web::visit::{Html, Visit};
use chrono::{Days, NaiveDate};
use rocket::{Route, get, routes};
use std::collections::BTreeMap;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![desk]
}

#[get("/stock/desk")]
async fn desk(visit: Visit<'_>) -> Result<Html, Fault> {
    let own = own_organisation(&visit)?;
    let _permit = visit.desk.permit(visit.actor(), Action::ReadStock, &own).await?;
    let around = whereabouts(&visit)?;
    let store = visit.desk.store();
    let now = visit.desk.instant();
    let today = civil_date(now, visit.who.zone);
    let near = visit.desk.rules().supply.near_expiry.days;
    let near_on = today.checked_add_days(Days::new(near.into())).unwrap_or(today);
    let late = parcels(store, &around, Matter::Late, now).await?;
    let on_the_way = parcels(store, &around, Matter::OnTheWay, now).await?;
    let unaccounted = parcels(store, &around, Matter::Unaccounted, now).await?;
    let unannounced = parcels(store, &around, Matter::Unannounced, now).await?;
    let miscounted = unsettled(store, &around).await?;
    let missing = missing_around(store, &around, today).await?;
    let quarantined = heaps(store, &around, Heed::Quarantined).await?;
    let far = quarantined_far(store, visit.organisation()?, around.region).await?;
    let mut verdicts = verdicts_of_cases(store, &quarantined).await?;
    for duty in shelf_duties::verdicts(store).await? {
        if let Some(lot) = duty.lot {
            let first = verdicts.entry((duty.place, lot)).or_insert(duty.due_on);
            *first = duty.due_on.min(*first);
        }
    }
    let expiring = heaps(store, &around, Heed::ExpiresBy(near_on)).await?;
    let seen = look_ahead(&visit).await?;
    let mut names = Names::new(&visit);
    for row in late
        .iter()
        .chain(&on_the_way)
        .chain(&unaccounted)
        .chain(&unannounced)
        .chain(&far)
    {
        names.organisation(row.from()).await?;
        names.organisation(row.to()).await?;
    }
    for heap in quarantined.iter().chain(&expiring) {
        names.organisation(heap.at()).await?;
    }
    for (_, at) in &missing {
        names.organisation(*at).await?;
    }
    for count in &miscounted {
        names.organisation(count.at()).await?;
    }
    let owed = owed_rows(&visit, &mut names, today).await?;
    let mut arrived = arrival_rows(&visit, &mut names, &around, today).await?;
    arrived.extend(
        unannounced
            .iter()
            .map(|row| parcel_row(&visit, &names, row, today)),
    );
    // What is needed later than a parcel takes to make belongs to the forecast.
    let lead = visit.desk.rules().supply.lead.prepare_days;
    let soon_on = today.checked_add_days(Days::new(lead.into())).unwrap_or(today);
    let pressing = seen
        .forecast
        .at_risk()
        .filter(|dose| dose.need.needed_by <= soon_on);
    let pressing: Vec<_> = pressing.collect();
    for dose in &pressing {
        names.organisation(dose.need.site).await?;
    }
    let of_parcels = |id, rows: &[ParcelRow]| {
        let filled = rows.iter().map(|row| parcel_row(&visit, &names, row, today));
        section(id, filled.collect(), "/parcels")
    };
    let of_heaps = |id, rows: &[SiteHeap]| {
        let filled = rows.iter().map(|heap| heap_row(&visit, &names, heap, today));
        section(id, filled.collect(), "/stock")
    };
    let judged = quarantined
        .iter()
        .map(|heap| quarantine_row(&visit, &names, (heap, &verdicts), today));
    let far = far.iter().map(|row| DeskRow {
        status: Status::new(Tone::Warn, Words::key("packs-place-quarantine")),
        ..parcel_row(&visit, &names, row, today)
    });
    let judged = section("quarantined", judged.chain(far).collect(), "/stock");
    // What is not on its shelf any more is as unaccounted for as what did not arrive.
    let mut astray: Vec<_> = unaccounted
        .iter()
        .map(|row| parcel_row(&visit, &names, row, today))
        .collect();
    astray.extend(
        missing
            .iter()
            .map(|missing| missing_row(&visit, &names, missing, today)),
    );
    let counts = miscounted
        .iter()
        .map(|count| count_row(&visit, &names, count, today));
    let at_risk = pressing.iter().map(|dose| DeskRow {
        what: Link::new(
            format!("/cases/{}", dose.need.case),
            Words::plain(seen.reference(dose.need.case)),
        ),
        detail: Words::key("forecast-dose")
            .words("product", product(&visit, &dose.need.product, today))
            .number("n", dose.need.cycle.into()),
        place: names.of_organisation(dose.need.site),
        status: needed(dose.need.needed_by, today),
    });
    let sections = vec![
        section("owed", owed, "/parcels"),
        of_parcels("late", &late),
        section("unaccounted", astray, "/parcels"),
        section("arrivals", arrived, "/stock"),
        section("unsettled", counts.collect(), "/stock"),
        judged,
        section("at-risk", at_risk.collect(), "/stock/forecast"),
        of_heaps("near-expiry", &expiring),
        of_parcels("on-the-way", &on_the_way),
    ];
    visit.show(&SupplyDesk {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        counts: sections.iter().map(count).collect(),
        sections,
        forecast: Link::new("/stock/forecast", Words::key("forecast-title")),
    })
}

fn part() -> usize {
    usize::try_from(PART).unwrap_or(usize::MAX)
}

/// One kind of things; what does not fit is found elsewhere.
fn section(id: &'static str, mut rows: Vec<DeskRow>, elsewhere: &str) -> DeskSection {
    let more = rows.len() > part();
    rows.truncate(part());
    DeskSection {
        id,
        title: Words::key(format!("glance-{id}")),
        nothing: Words::key(format!("glance-{id}-none")),
        rows,
        rest: more.then(|| Link::new(elsewhere, Words::key("glance-rest"))),
    }
}

fn count(section: &DeskSection) -> Count {
    let more = if section.rest.is_some() { "+" } else { "" };
    Count {
        words: section.title.clone(),
        number: format!("{}{more}", section.rows.len()),
        href: format!("#{}", section.id),
        current: false,
    }
}

fn parcel_row(visit: &Visit<'_>, names: &Names<'_>, row: &ParcelRow, today: NaiveDate) -> DeskRow {
    let day = |at| civil_date(at, visit.who.zone);
    // Its label names the last day in time, and that is over at midnight: the moment lies on the day after.
    let last_day = |at| last_day_before(at, visit.who.zone);
    let late = row.overdue_at.filter(|at| *at < visit.desk.instant());
    let status = match (late, row.overdue_at) {
        _ if row.recalled => Status::new(Tone::Bad, Words::key("parcel-recalled")),
        _ if row.unannounced => Status::new(Tone::Warn, Words::key("glance-unannounced-row")),
        _ if row.astray => Status::new(Tone::Bad, Words::key("glance-astray-row")),
        _ if row.discrepancy => Status::new(Tone::Bad, Words::key("glance-unaccounted-row")),
        (Some(at), _) => Status::new(
            Tone::Bad,
            Words::key("glance-late-since").date("on", last_day(at)),
        ),
        (None, Some(at)) => Status::new(
            Tone::Info,
            Words::key("glance-expected-by").date("on", last_day(at)),
        ),
        (None, None) => Status::new(
            Tone::Quiet,
            Words::key("glance-packed-on").date("on", day(row.prepared_at)),
        ),
    };
    DeskRow {
        what: Link::new(format!("/parcels/{}", row.id()), Words::plain(row.code.clone())),
        detail: Words::key("glance-for")
            .words("reference", Words::plain(row.reference.clone()))
            .words("product", product(visit, &row.product, today)),
        place: Words::key("glance-between")
            .words("from", names.of_organisation(row.from()))
            .words("to", names.of_organisation(row.to())),
        status,
    }
}

/// A pack that is not on its shelf any more, until it is found or could not be given any more.
fn missing_row(
    visit: &Visit<'_>,
    names: &Names<'_>,
    (lying, at): &(Lying, OrganisationId),
    today: NaiveDate,
) -> DeskRow {
    let pack = &lying.pack;
    let since_on = civil_date(lying.since_at, visit.who.zone);
    DeskRow {
        what: Link::new(format!("/stock/packs/{}", pack.id), Words::plain(pack.name())),
        detail: Words::key("glance-packs-of")
            .number("n", 1)
            .words("product", product(visit, &pack.product, today)),
        place: names.of_organisation(*at),
        status: Status::new(Tone::Bad, Words::key("glance-missing-since").date("on", since_on)),
    }
}

fn heap_row(visit: &Visit<'_>, names: &Names<'_>, heap: &SiteHeap, today: NaiveDate) -> DeskRow {
    let left = (heap.expiry_on - today).num_days();
    let status = if left < 0 {
        Status::new(Tone::Bad, Words::key("forecast-expired"))
    } else {
        Status::new(Tone::Warn, Words::key("forecast-expires-in").number("n", left))
    };
    DeskRow {
        what: Link::new(
            format!("/stock/lots/{}?at={}", heap.lot(), heap.at()),
            Words::plain(heap.number.clone()),
        ),
        detail: Words::key("glance-packs-of")
            .number("n", heap.packs)
            .words("product", product(visit, &heap.product, today)),
        place: names.of_organisation(heap.at()),
        status,
    }
}

/// A heap in quarantine, with the day by which the first verdict is owed about its packs, be they somebody's or nobody's.
fn quarantine_row(
    visit: &Visit<'_>,
    names: &Names<'_>,
    (heap, verdicts): (&SiteHeap, &BTreeMap<(OrganisationId, LotId), NaiveDate>),
    today: NaiveDate,
) -> DeskRow {
    let mut row = heap_row(visit, names, heap, today);
    if let Some(due_on) = verdicts.get(&(heap.at(), heap.lot())) {
        let tone = if *due_on < today { Tone::Bad } else { Tone::Warn };
        row.status = Status::new(tone, Words::key("glance-verdict-until").date("on", *due_on));
    }
    row
}

/// What the reader owes about the drug of a person from today on: packs to be sent, verdicts, what has to be explained.
async fn owed_rows(
    visit: &Visit<'_>,
    names: &mut Names<'_>,
    today: NaiveDate,
) -> Result<Vec<DeskRow>, Fault> {
    let account = visit.actor().as_account().ok_or(Fault::Forbidden)?;
    let mut rows = Vec::new();
    for row in owed(visit.desk.store(), account.organisation, account.role.as_str()).await? {
        if row.opens_on > today {
            continue;
        }
        names.organisation(row.place()).await?;
        let urgency = Urgency::of(row.opens_on, row.due_on, today);
        rows.push(DeskRow {
            what: Link::new(owed_href(&row), Words::plain(row.reference.clone())),
            detail: Words::key(format!("kind-{}", row.kind)),
            place: names.of_organisation(row.place()),
            status: Status::new(
                tone(urgency),
                Words::key("glance-owed-until").date("on", row.due_on),
            ),
        });
    }
    Ok(rows)
}

/// The parcels that came without notice for nobody known, until whoever is said to have sent them says what they were; who does
/// not answer for that is led to what came.
async fn arrival_rows(
    visit: &Visit<'_>,
    names: &mut Names<'_>,
    around: &Whereabouts<'_>,
    today: NaiveDate,
) -> Result<Vec<DeskRow>, Fault> {
    let store = visit.desk.store();
    let mut rows = Vec::new();
    for waiting in shelf_duties::arrivals(store, around.region, around.only).await? {
        names.organisation(waiting.duty.place).await?;
        names.organisation(waiting.duty.said_from()).await?;
        let owner = organisations::find(store, waiting.duty.owner).await?;
        let answers = owner.is_some_and(|owner| visit.may(Action::ExplainArrival, &owner.resource()));
        rows.push(arrival_row(visit, names, (&waiting, answers), today));
    }
    Ok(rows)
}

fn arrival_row(
    visit: &Visit<'_>,
    names: &Names<'_>,
    (waiting, answers): (&Waiting, bool),
    today: NaiveDate,
) -> DeskRow {
    let duty = &waiting.duty;
    let page = if answers {
        format!("/stock/arrivals/{}", duty.id)
    } else {
        format!("/stock/lots/{}?at={}", waiting.lot, duty.place)
    };
    let tone = if duty.due_on < today {
        Tone::Bad
    } else {
        Tone::Warn
    };
    DeskRow {
        what: Link::new(page, Words::plain(waiting.number.clone())),
        detail: Words::key("glance-packs-of")
            .number("n", duty.packs.into())
            .words("product", product(visit, &waiting.product, today)),
        place: Words::key("glance-between")
            .words("from", names.of_organisation(duty.said_from()))
            .words("to", names.of_organisation(duty.place)),
        status: Status::new(tone, Words::key("glance-arrivals-until").date("on", duty.due_on)),
    }
}

/// A count that the list does not agree with is answered in the time that a parcel is which did not arrive whole.
fn count_row(visit: &Visit<'_>, names: &Names<'_>, count: &Unsettled, today: NaiveDate) -> DeskRow {
    let rules = visit.desk.rules();
    let counted_on = civil_date(count.counted_at, visit.who.zone);
    let days = i64::from(rules.supply.answers.discrepancy_working_days);
    let law = rules.law_for(counted_on);
    let due_on = law.map_or(counted_on, |law| {
        law.calendar.add_working_days(counted_on, days).date
    });
    let tone = if due_on < today { Tone::Bad } else { Tone::Warn };
    let key = if count.missing() > 0 {
        "glance-unsettled-missing"
    } else {
        "glance-unsettled-more"
    };
    DeskRow {
        what: Link::new(
            format!("/stock/lots/{}?at={}", count.lot(), count.at()),
            Words::plain(count.number.clone()),
        ),
        detail: Words::key(key)
            .number("n", count.missing().abs())
            .words("product", product(visit, &count.product, today)),
        place: names.of_organisation(count.at()),
        status: Status::new(tone, Words::key("glance-unsettled-until").date("on", due_on)),
    }
}
