//! `/reports/ladder`: what a changed ladder would have done to the last ninety days, before it is anybody's. Nothing is
//! written; what is tried is kept nowhere.

use crate::access::{Action, Resource};
use crate::domain::preview::{Compared, Taken, preview as compare};
use crate::domain::rules::{Ladder, Person, Recipient};
use crate::domain::time::{Now, civil_date};
use crate::policies;
use crate::store::reading::figures;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::at;
use crate::web::pages::record::fresh;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Moment, Row};
use crate::web::views::reports::{LadderPreview, PreviewRow};
use crate::web::visit::{Html, Visit};
use chrono_tz::Tz;
use rocket::{Route, get, post, routes};

/// Days looked back on.
const DAYS: i64 = 90;
/// Cases read at a time, and the most of them: a country.
const PART: u64 = 200;
const MOST_PARTS: u32 = 250;
/// Alerts shown; the sums count all.
const SHOWN: usize = 50;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![ladder, try_ladder]
}

/// Whoever reads the rules and the figures; a supervising body, which reads no ladders, finds no such page.
async fn permitted(visit: &Visit<'_>) -> Result<(), Fault> {
    if !visit.may(Action::ReadRules, &Resource::System) || !visit.may(Action::ReadReports, &Resource::System)
    {
        return Err(Fault::NotFound);
    }
    let actor = visit.actor();
    let permit = visit
        .desk
        .permit(actor, Action::ReadReports, &Resource::System)
        .await;
    permit.map(drop).map_err(Fault::from)
}

#[get("/reports/ladder")]
async fn ladder(visit: Visit<'_>) -> Result<Html, Fault> {
    permitted(&visit).await?;
    let form = fresh().value("ladder", of_today(&visit).unwrap_or_default());
    visit.show(&LadderPreview::unasked(form))
}

/// The text of the ladder of today, to be changed. One that an operator brought stands in his own folder.
fn of_today(visit: &Visit<'_>) -> Option<String> {
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let rule = visit.desk.rules().law_for(today)?.ladder.rule();
    let path = format!("ladders/{rule}.toml");
    let files = policies::files("ladders");
    files
        .into_iter()
        .find(|(known, _)| *known == path)
        .map(|(_, text)| text)
}

#[post("/reports/ladder", data = "<typed>")]
async fn try_ladder(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Html, Fault> {
    let Checked(typed) = typed;
    permitted(&visit).await?;
    let form = typed.form();
    let changed = match read(&visit, typed.text("ladder")) {
        Ok(changed) => changed,
        Err(faults) => {
            let said = Words::key("preview-fault").words("what", Words::plain(faults));
            return visit.refuse(&LadderPreview::unasked(form.problem("ladder", said)));
        }
    };
    let compared = compared(&visit, &changed).await?;
    visit.show(&page(&visit, form, &compared))
}

/// A ladder that could be published, or what is wrong with it.
fn read(visit: &Visit<'_>, text: &str) -> Result<Ladder, String> {
    let ladder: Ladder = toml::from_str(text).map_err(|fault| fault.message().to_owned())?;
    let faults = visit.desk.rules().faults_of_ladder(&ladder);
    if faults.is_empty() {
        Ok(ladder)
    } else {
        Err(faults.join("; "))
    }
}

async fn compared(visit: &Visit<'_>, changed: &Ladder) -> Result<Vec<(Compared, Tz)>, Fault> {
    let desk = visit.desk;
    let scope = desk.access().scope(visit.actor(), Action::ListCases);
    let regions = &desk.rules().places.regions;
    let zone_of = |region: &str| {
        let known = regions.iter().find(|known| known.id == region);
        known.map_or(Tz::UTC, |region| region.zone)
    };
    let (mut all, mut after) = (Vec::new(), None);
    for _ in 0..MOST_PARTS {
        let part = figures::part(desk.store(), &scope, desk.instant(), &zone_of, after, PART).await?;
        let Some(last) = part.last() else { break };
        after = Some(last.case.id);
        for known in &part {
            let zone = zone_of(&known.region);
            let instant = desk.instant();
            let found = compare(&known.case, changed, desk.rules(), &Now { instant, zone }, DAYS);
            all.extend(found.into_iter().map(|alert| (alert, zone)));
        }
    }
    all.sort_by_key(|(alert, _)| (alert.raised_at, alert.alert));
    Ok(all)
}

fn page(visit: &Visit<'_>, form: Form, compared: &[(Compared, Tz)]) -> LadderPreview {
    let differing: Vec<_> = compared.iter().filter(|(alert, _)| alert.differs()).collect();
    let steps = |taken: &[Taken], zone: Tz| -> Vec<Words> {
        let said = taken.iter().map(|step| {
            Words::key("preview-step")
                .words("who", who(visit, step.to))
                .words("at", at(step.at, zone))
        });
        said.collect()
    };
    let rows = differing.iter().take(SHOWN).map(|(alert, zone)| PreviewRow {
        reference: alert.reference.clone(),
        kind: Words::key(format!("kind-{}", alert.kind.code())),
        raised_at: Moment(alert.raised_at.with_timezone(zone).naive_local()),
        before: steps(&alert.before, *zone),
        after: steps(&alert.after, *zone),
    });
    LadderPreview {
        asked: true,
        sums: sums(compared, differing.len()),
        rows: rows.collect(),
        more: differing.len() > SHOWN,
        ..LadderPreview::unasked(form)
    }
}

fn sums(compared: &[(Compared, Tz)], differing: usize) -> Vec<Row> {
    let count = |many: usize| Words::plain(many.to_string());
    let steps =
        |of: fn(&Compared) -> &Vec<Taken>| count(compared.iter().map(|(alert, _)| of(alert).len()).sum());
    let (mut newly, mut no_more, mut sooner, mut later) = (0, 0, 0, 0);
    for (alert, _) in compared {
        match alert.supervision() {
            (None, Some(_)) => newly += 1,
            (Some(_), None) => no_more += 1,
            (Some(before), Some(after)) if after < before => sooner += 1,
            (Some(before), Some(after)) if after > before => later += 1,
            _ => {}
        }
    }
    vec![
        Row::new(Words::key("preview-alerts"), count(compared.len())),
        Row::new(Words::key("preview-differing"), count(differing)),
        Row::new(Words::key("preview-steps-now"), steps(|alert| &alert.before)),
        Row::new(Words::key("preview-steps-changed"), steps(|alert| &alert.after)),
        Row::new(Words::key("preview-newly"), count(newly)),
        Row::new(Words::key("preview-no-more"), count(no_more)),
        Row::new(Words::key("preview-sooner"), count(sooner)),
        Row::new(Words::key("preview-later"), count(later)),
    ]
}

/// A recipient by the role that fills the post, wherever one does.
fn who(visit: &Visit<'_>, to: Recipient) -> Words {
    let places = &visit.desk.rules().places;
    let mut roles = places.kinds.iter().filter_map(|kind| kind.posts.get(&to.post));
    let role = roles.find_map(|role| places.role_name(role).cloned());
    let role = role.map_or_else(|| Words::key("none"), Words::Localised);
    match to.person {
        Person::Holder => role,
        Person::Deputy => Words::key("preview-deputy").words("who", role),
    }
}
