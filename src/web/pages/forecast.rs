//! `/stock/forecast`: which planned dose has its pack, which has none, and what could be done.

use super::stock::{Names, product};
use crate::access::{Action, Resource};
use crate::domain::forecast::{
    Forecast, Lies, Missing, Need, Outlook, Provided, Remedy, SiteOutlook, Stocked, forecast,
};
use crate::domain::ids::{CaseId, OrganisationId};
use crate::domain::time::civil_date;
use crate::store::reading::PART;
use crate::store::reading::forecast::{
    Contest, DoseRow, Whereabouts, contest, dose_of, doses, nearest_pack, packs,
};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::forecast::{Bars, ForecastPage, RiskRow, SiteRow, WastedRow};
use crate::web::views::parts::{Link, Status, Tone};
use crate::web::views::today::Count;
use crate::web::visit::{Html, Visit};
use chrono::{Days, NaiveDate};
use rocket::{Route, get, routes};
use std::collections::BTreeMap;

/// So many days ahead: half a year, in which even the rarest dose comes twice.
const DAYS: u64 = 182;
/// So many months are drawn.
const MONTHS: u32 = 7;
/// A pack that is needed within so many days is pressing.
const PRESSING_DAYS: i64 = 14;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![forecast_page]
}

/// The forecast with what its page says besides.
pub(super) struct Seen {
    pub(super) today: NaiveDate,
    pub(super) until_on: NaiveDate,
    pub(super) forecast: Forecast,
    own_only: bool,
    references: BTreeMap<CaseId, String>,
}

#[get("/stock/forecast")]
async fn forecast_page(visit: Visit<'_>) -> Result<Html, Fault> {
    let own = own_organisation(&visit)?;
    let _permit = visit.desk.permit(visit.actor(), Action::ReadStock, &own).await?;
    let seen = look_ahead(&visit).await?;
    let mut names = Names::new(&visit);
    for site in mentioned(&seen.forecast) {
        names.organisation(site).await?;
    }
    visit.show(&page(&visit, &names, &seen))
}

impl Seen {
    /// The reference of a case.
    pub(super) fn reference(&self, case: CaseId) -> String {
        self.references.get(&case).cloned().unwrap_or_default()
    }
}

/// The reader's own organisation, as the policies see it.
pub(super) fn own_organisation(visit: &Visit<'_>) -> Result<Resource, Fault> {
    let account = visit.actor().as_account().ok_or(Fault::Forbidden)?;
    Ok(Resource::Organisation {
        id: account.organisation,
        kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    })
}

/// The places whose drug the reader plans: whoever may see the shelves of the region plans for it, the others for their
/// own organisation.
pub(super) fn whereabouts<'v>(visit: &'v Visit<'_>) -> Result<Whereabouts<'v>, Fault> {
    let account = visit.actor().as_account().ok_or(Fault::Forbidden)?;
    let near = Resource::Organisation {
        id: OrganisationId::fresh(),
        kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    };
    Ok(Whereabouts {
        region: &account.region,
        only: (!visit.may(Action::ReadStock, &near)).then_some(account.organisation),
    })
}

/// Today, where the reader is, and the last day that is looked at.
fn days_ahead(visit: &Visit<'_>) -> (NaiveDate, NaiveDate) {
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let until_on = today.checked_add_days(Days::new(DAYS)).unwrap_or(today);
    (today, until_on)
}

/// The doses and packs that the reader may see, put together.
pub(super) async fn look_ahead(visit: &Visit<'_>) -> Result<Seen, Fault> {
    let around = whereabouts(visit)?;
    let store = visit.desk.store();
    let rows = doses(store, &around).await?;
    let packs = packs(store, visit.desk.rules(), &around).await?;
    let (today, until_on) = days_ahead(visit);
    let packs: Vec<Stocked> = packs.into_iter().filter(|pack| pack.expiry_on >= today).collect();
    let regions = packs
        .iter()
        .map(|pack| at(pack.lies))
        .chain(rows.iter().map(DoseRow::site))
        .map(|site| (site, around.region.to_owned()))
        .collect();
    let needs: Vec<Need> = rows
        .iter()
        .flat_map(|row| row.needs(visit.desk.rules(), visit.who.zone, (today, until_on)))
        .collect();
    let there_on = visit.desk.rules().supply.custody.there_by(today);
    Ok(Seen {
        today,
        until_on,
        forecast: forecast(&needs, &packs, &regions, there_on),
        own_only: around.only.is_some(),
        references: rows.into_iter().map(|row| (row.case(), row.reference)).collect(),
    })
}

fn at(lies: Lies) -> OrganisationId {
    match lies {
        Lies::Free { at }
        | Lies::Kept { at, .. }
        | Lies::OnTheWay { to: at, .. }
        | Lies::Quarantined { at, .. } => at,
    }
}

/// The organisations that the page names.
fn mentioned(forecast: &Forecast) -> Vec<OrganisationId> {
    let sites = forecast.doses.iter().map(|dose| dose.need.site);
    let packs = forecast.spare.iter().map(|pack| at(pack.lies));
    let remedies = forecast
        .at_risk()
        .filter_map(|dose| dose.pack.as_ref().err()?.remedy.pack());
    let mut all: Vec<_> = sites
        .chain(packs)
        .chain(remedies.map(|pack| at(pack.lies)))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn page(visit: &Visit<'_>, names: &Names<'_>, seen: &Seen) -> ForecastPage {
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let Seen {
        today,
        until_on,
        forecast,
        ..
    } = seen;
    let risks: Vec<_> = forecast.at_risk().collect();
    let wasted = wasted(visit, names, forecast, *today, *until_on);
    let packs: usize = wasted.iter().map(|row| row.packs).sum();
    ForecastPage {
        organisation: Words::Localised(visit.who.organisation_name.clone()),
        until_on: *until_on,
        looked_at: Words::key(if seen.own_only {
            "forecast-place-only"
        } else {
            "forecast-region-only"
        }),
        counts: vec![
            count("forecast-count-doses", forecast.doses.len(), "#sites"),
            count("forecast-count-risk", risks.len(), "#risks"),
            count("forecast-count-wasted", packs, "#wasted"),
        ],
        sites: forecast
            .sites(*until_on)
            .iter()
            .map(|row| site(visit, names, forecast, row, *today))
            .collect(),
        more_risks: risks.len().saturating_sub(part),
        risks: risks
            .into_iter()
            .take(part)
            .map(|dose| risk(visit, names, seen, dose))
            .collect(),
        more_wasted: wasted.len().saturating_sub(part),
        wasted: wasted.into_iter().take(part).collect(),
    }
}

fn count(key: &'static str, number: usize, href: &str) -> Count {
    Count {
        words: Words::key(key),
        number: number.to_string(),
        href: href.to_owned(),
        current: false,
    }
}

fn site(
    visit: &Visit<'_>,
    names: &Names<'_>,
    all: &Forecast,
    row: &SiteOutlook,
    today: NaiveDate,
) -> SiteRow {
    let here = all.doses.iter();
    let here = here.filter(|dose| dose.need.site == row.site && dose.need.product == row.product);
    let due: Vec<_> = here.map(|dose| (dose.need.due_on, !dose.at_risk())).collect();
    let status = match row.missing_by {
        Some(by) => {
            let tone = if (by - today).num_days() <= PRESSING_DAYS {
                Tone::Bad
            } else {
                Tone::Warn
            };
            Status::new(tone, Words::key("forecast-missing-by").date("on", by))
        }
        None if row.needed == 0 => Status::new(Tone::Quiet, Words::key("forecast-idle")),
        None => Status::new(Tone::Good, Words::key("forecast-covered")),
    };
    SiteRow {
        site: names.of_organisation(row.site),
        product: product(visit, &row.product, today),
        needed: row.needed,
        at_risk: row.at_risk,
        spare: row.spare,
        status,
        chart: Bars::new(today, MONTHS, &due),
    }
}

/// How soon a pack must be there, seen from a day.
pub(super) fn needed(by: NaiveDate, today: NaiveDate) -> Status {
    let days = (by - today).num_days();
    match days {
        0 => Status::new(Tone::Bad, Words::key("forecast-needed-today")),
        ..0 => Status::new(Tone::Bad, Words::key("forecast-needed-since").number("n", -days)),
        1..=PRESSING_DAYS => Status::new(Tone::Warn, Words::key("forecast-needed-in").number("n", days)),
        _ => Status::new(Tone::Info, Words::key("forecast-needed-in").number("n", days)),
    }
}

fn risk(visit: &Visit<'_>, names: &Names<'_>, seen: &Seen, dose: &Outlook) -> RiskRow {
    let need = &dose.need;
    let missing = dose.pack.as_ref().err();
    RiskRow {
        case: Link::new(
            format!("/cases/{}", need.case),
            Words::plain(seen.reference(need.case)),
        ),
        dose: Words::key("forecast-dose")
            .words("product", product(visit, &need.product, seen.today))
            .number("n", need.cycle.into()),
        site: names.of_organisation(need.site),
        status: needed(need.needed_by, seen.today),
        needed_by: need.needed_by,
        due_on: need.due_on,
        why: missing
            .map(|missing| why(missing, &names.of_organisation(need.site)))
            .unwrap_or_default(),
        remedy: missing.map_or_else(
            || Words::key("none"),
            |missing| remedy(names, &missing.remedy, seen.own_only),
        ),
    }
}

fn why(missing: &Missing, site: &Words) -> Vec<Words> {
    let first = match missing.too_short {
        Some(on) => Words::key("forecast-why-short").day("on", on),
        None => Words::key("forecast-why-none"),
    };
    let apart = missing
        .quarantined
        .then(|| Words::key("forecast-why-quarantined"));
    std::iter::once(first)
        .chain(apart)
        .map(|words| words.words("site", site.clone()))
        .collect()
}

/// Whoever sees one shelf only is not told that there is no pack anywhere.
fn remedy(names: &Names<'_>, remedy: &Remedy, own_only: bool) -> Words {
    if own_only && *remedy == Remedy::Order {
        return Words::key("forecast-remedy-ask");
    }
    let key = Words::key(format!("forecast-remedy-{}", remedy.code()));
    match remedy.pack() {
        Some(pack) => with_pack(names, key, pack),
        None => key,
    }
}

/// A text that names a pack by where it lies, its lot and its last day of use.
fn with_pack(names: &Names<'_>, text: Words, pack: &Provided) -> Words {
    text.words("site", names.of_organisation(at(pack.lies)))
        .words("lot", Words::plain(pack.lot.clone()))
        .day("on", pack.expiry_on)
}

/// The nearest pack that could be given for the next dose of a case, with its last day of use; none to whoever plans no drug.
/// One pack is asked for, and no forecast made; where doses that close no later take all that are free, that is said with it.
pub(super) async fn nearest(visit: &Visit<'_>, case: CaseId) -> Result<Option<Words>, Fault> {
    let own = own_organisation(visit)?;
    if !visit.may(Action::ReadStock, &own) {
        return Ok(None);
    }
    let (around, store) = (whereabouts(visit)?, visit.desk.store());
    let Some(row) = dose_of(store, &around, case).await? else {
        return Ok(None);
    };
    let ahead = days_ahead(visit);
    let Some(need) = row
        .needs(visit.desk.rules(), visit.who.zone, ahead)
        .into_iter()
        .next()
    else {
        return Ok(None);
    };
    let rules = visit.desk.rules();
    let (today, _) = ahead;
    let there_on = rules.supply.custody.there_by(today);
    let pack = nearest_pack(store, rules, &around, &need, there_on).await?;
    let mut names = Names::new(visit);
    if let Some(pack) = &pack {
        names.organisation(at(pack.lies)).await?;
    }
    let Some(pack) = pack else {
        return Ok(Some(remedy(&names, &Remedy::Order, around.only.is_some())));
    };
    let here = at(pack.lies) == need.site;
    let kept = matches!(pack.lies, Lies::Kept { .. });
    let wanted = if kept {
        None
    } else {
        let wanted = contest(store, rules, &around, (&need, row.closes_on), there_on).await?;
        Some(wanted).filter(Contest::lost)
    };
    let found = Provided {
        pack: pack.pack,
        lot: pack.lot,
        expiry_on: pack.expiry_on,
        lies: pack.lies,
    };
    let words = match (here, kept) {
        (true, true) => None,
        (true, false) => Some(with_pack(&names, Words::key("provision-free-there"), &found)),
        (false, true) => Some(remedy(&names, &Remedy::Fetch(found), false)),
        (false, false) => Some(remedy(&names, &Remedy::MoveNear(found), false)),
    };
    Ok(match wanted {
        Some(Contest { others, free }) => words.map(|words| {
            Words::key("nearest-wanted")
                .words("pack", words)
                .number("others", i64::try_from(others).unwrap_or(i64::MAX))
                .number("free", i64::try_from(free).unwrap_or(i64::MAX))
        }),
        None => words,
    })
}

/// Packs that expire before anybody needs them, by lot and place.
fn wasted(
    visit: &Visit<'_>,
    names: &Names<'_>,
    forecast: &Forecast,
    today: NaiveDate,
    until_on: NaiveDate,
) -> Vec<WastedRow> {
    let mut heaps: BTreeMap<(NaiveDate, OrganisationId, &str, &str), usize> = BTreeMap::new();
    for pack in forecast.wasted(until_on) {
        *heaps
            .entry((pack.expiry_on, at(pack.lies), &pack.product, &pack.lot))
            .or_default() += 1;
    }
    let row = |((expiry_on, site, of, lot), packs): ((NaiveDate, OrganisationId, &str, &str), usize)| {
        let left = (expiry_on - today).num_days();
        let tone = if left <= PRESSING_DAYS {
            Tone::Bad
        } else {
            Tone::Warn
        };
        WastedRow {
            product: product(visit, of, today),
            lot: lot.to_owned(),
            site: names.of_organisation(site),
            packs,
            expiry_on,
            status: Status::new(tone, Words::key("forecast-expires-in").number("n", left)),
        }
    };
    heaps.into_iter().map(row).collect()
}
