//! `/reports/ladder`: what a changed ladder would have done to the last ninety days, before it is anybody's. Nothing is
//! written; what is tried is kept nowhere.

use crate::access::{Action, Resource};
use crate::domain::chairs::plays;
use crate::domain::ids::OrganisationId;
use crate::domain::preview::{Compared, Taken, preview as compare};
use crate::domain::rules::{Ladder, Party, Person, Recipient};
use crate::domain::time::{Now, civil_date};
use crate::policies;
use crate::store::organisations;
use crate::store::reading::figures;
use crate::text::{Language, Words};
use crate::web::faults::Fault;
use crate::web::pages::case_head::at;
use crate::web::pages::record::fresh;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Moment, Row};
use crate::web::views::reports::{LadderPreview, PreviewRow, PreviewStep};
use crate::web::visit::{Html, Visit};
use chrono_tz::Tz;
use rocket::{Route, get, post, routes};
use std::collections::HashMap;

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

/// The text of the ladder of today, to be changed; its remarks are English, and stand there for whoever reads English. A ladder
/// that an operator brought stands in his own folder.
fn of_today(visit: &Visit<'_>) -> Option<String> {
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let rule = visit.desk.rules().law_for(today)?.ladder.rule();
    let path = format!("ladders/{rule}.toml");
    let files = policies::files("ladders");
    let (_, text) = files.into_iter().find(|(known, _)| *known == path)?;
    Some(match visit.language {
        Language::En => text,
        Language::Kk | Language::Ru => without_remarks(&text),
    })
}

/// A rule file without the lines that only explain it, and without the gaps that these leave.
fn without_remarks(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines.dedup_by(|next, before| next.is_empty() && before.is_empty());
    lines.join("\n").trim().to_owned()
}

#[post("/reports/ladder", data = "<typed>")]
async fn try_ladder(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Html, Fault> {
    let Checked(typed) = typed;
    permitted(&visit).await?;
    let form = typed.form();
    let changed = match read(&visit, typed.text("ladder")) {
        Ok(changed) => changed,
        Err(faults) => return visit.refuse(&LadderPreview::refused(form, faults)),
    };
    let compared = compared(&visit, &changed).await?;
    let all = organisations::all(visit.desk.store()).await?;
    let kinds = all.into_iter().map(|place| (place.id, place.kind)).collect();
    visit.show(&page(&visit, form, &compared, &kinds))
}

/// A ladder that could be published, or what is wrong with it, each fault with its place.
fn read(visit: &Visit<'_>, text: &str) -> Result<Ladder, Vec<String>> {
    let ladder: Ladder = toml::from_str(text).map_err(|fault| vec![unread(&fault, text)])?;
    let faults = visit.desk.rules().faults_of_ladder(&ladder);
    if faults.is_empty() {
        Ok(ladder)
    } else {
        Err(faults)
    }
}

/// Why a text is no rule file, with the line where it is none.
fn unread(fault: &toml::de::Error, text: &str) -> String {
    let before = fault.span().and_then(|span| text.get(..span.start));
    let line = before.map(|before| before.matches('\n').count() + 1);
    let line = line.map(|line| format!("line {line}: "));
    let what = fault.message().replace('\n', " ");
    format!("{}{what}", line.unwrap_or_default())
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
            let now = Now { instant, zone };
            let found = compare(&known.case, &known.history, changed, desk.rules(), &now, DAYS);
            all.extend(found.into_iter().map(|alert| (alert, zone)));
        }
    }
    all.sort_by_key(|(alert, _)| (alert.raised_at, alert.alert));
    Ok(all)
}

/// The kind of each organisation.
type Kinds = HashMap<OrganisationId, String>;

fn page(visit: &Visit<'_>, form: Form, compared: &[(Compared, Tz)], kinds: &Kinds) -> LadderPreview {
    let differing: Vec<_> = compared.iter().filter(|(alert, _)| alert.differs()).collect();
    let steps = |alert: &Compared, taken: &[Taken], zone: Tz| -> Vec<PreviewStep> {
        let taken = taken.iter();
        taken
            .map(|step| PreviewStep {
                said: Words::key("preview-step")
                    .words("who", who(visit, kinds, alert, step.to))
                    .words("at", at(step.at, zone)),
                how: how(step, zone),
            })
            .collect()
    };
    let rows = differing.iter().take(SHOWN).map(|(alert, zone)| PreviewRow {
        reference: alert.reference.clone(),
        kind: Words::key(format!("kind-{}", alert.kind.code())),
        raised_at: Moment(alert.raised_at.with_timezone(zone).naive_local()),
        before: steps(alert, &alert.before, *zone),
        after: steps(alert, &alert.after, *zone),
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
    let messages = |of: fn(&Compared) -> &Vec<Taken>| {
        let taken = compared.iter().flat_map(|(alert, _)| of(alert));
        count(taken.map(Taken::messages).sum())
    };
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
        Row::new(
            Words::key("preview-messages-now"),
            messages(|alert| &alert.before),
        ),
        Row::new(
            Words::key("preview-messages-changed"),
            messages(|alert| &alert.after),
        ),
        Row::new(Words::key("preview-newly"), count(newly)),
        Row::new(Words::key("preview-no-more"), count(no_more)),
        Row::new(Words::key("preview-sooner"), count(sooner)),
        Row::new(Words::key("preview-later"), count(later)),
    ]
}

/// By which channels, and until when an answer would have been expected.
fn how(step: &Taken, zone: Tz) -> Vec<Words> {
    let channels = step.channels.iter();
    let channels = channels.map(|channel| Words::key(format!("channel-{}", channel.code())));
    let by = step.answer_by;
    let by = by.map(|by| Words::key("preview-answer-by").words("at", at(by, zone)));
    channels.chain(by).collect()
}

/// A recipient by the role that filled the post where the person was then; elsewhere by the first role that does.
fn who(visit: &Visit<'_>, kinds: &Kinds, alert: &Compared, to: Recipient) -> Words {
    let places = &visit.desk.rules().places;
    let then = match to.organisation {
        Party::Responsible => alert.responsible,
        Party::Supervising => alert.supervising,
        _ => None,
    };
    let kind = then.and_then(|id| places.kind(kinds.get(&id)?));
    let named = kind.and_then(|kind| kind.posts.get(&to.post));
    let able = places.kinds.iter().filter(|kind| plays(kind, to.organisation));
    let role = named.or_else(|| able.clone().find_map(|kind| kind.posts.get(&to.post)));
    let role = role.and_then(|role| places.role_name(role).cloned());
    let role = role.map_or_else(|| Words::key("none"), Words::Localised);
    match to.person {
        Person::Holder => role,
        Person::Deputy => Words::key("preview-deputy").words("who", role),
    }
}
