//! `/cases/<id>`: who, what is next, when, how sure, whose move, why. Each lens sees its own page of one case.

mod actions;
mod banners;
mod before;
mod beside;
mod complaints;
mod course_of;
mod foremost;
mod history;
mod ladder;
mod next;
mod reviews;
mod supply_of;
pub(super) mod timeline;

use actions::actions;
use banners::{DONE, banners};
pub(super) use beside::beside_the_dose;
use ladder::{Asked, Told};
use timeline::Part;

use super::case_head::{case_head_of, interval, on_or_none, ruling_status};
use super::forecast::nearest;
use super::record::just_done;
use super::ruling_history::{self, Seen};
use super::supervision::supervision_case;
use super::supply::supply_case;
use crate::access::{Action, Lens};
use crate::domain::alert::{Alert, AlertState};
use crate::domain::ids::CaseId;
use crate::domain::obligation::Kind;
use crate::domain::plan::protocol;
use crate::domain::rules::{Cause, Party};
use crate::domain::ruling::{RulingFile, Standing};
use crate::store::file::CaseFile;
use crate::store::reading::{deliveries, ways};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::house::PublicUrl;
use crate::web::views::case_file::{AlertLine, CaseFile as Page, Drug, RulingLine};
use crate::web::views::parts::{Link, Row, Status, Tone};
use crate::web::visit::{Html, Visit};
use rocket::{Route, State, get, routes};

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    let mut routes = routes![case_page];
    routes.extend(history::routes());
    routes
}

/// So many entries of the timeline stand open; some before them are folded away, the rest has a page of its own.
const RECENT: usize = 4;
const FOLDED: usize = 20;

/// What a reader may see of a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    /// Everything.
    Clinical,
    /// The papers: rulings, places, supervision; nothing of the treatment.
    Registry,
}

#[get("/cases/<id>?<done>&<sent>")]
async fn case_page(
    visit: Visit<'_>,
    public: &State<PublicUrl>,
    id: &str,
    done: Option<&str>,
    sent: Option<&str>,
) -> Result<Html, Fault> {
    let id: CaseId = id.parse().map_err(|_| Fault::NotFound)?;
    let lens = visit.actor().role().ok_or(Fault::Forbidden)?.lens();
    match lens {
        Lens::Supervision => supervision_case(&visit, id, done).await,
        Lens::Supply => supply_case(&visit, id).await,
        Lens::Registry => {
            let done = just_done(&visit, id, done, &DONE).await?;
            let file = (id, Action::ReadRegistryFile);
            show(&visit, file, (View::Registry, done), Told::default()).await
        }
        _ => {
            // Who reads the case at a glance does not wait for what was sent about it.
            let sent = match sent {
                Some(_) => Some(deliveries::of_live(visit.desk.store(), id).await?),
                None => None,
            };
            let done = just_done(&visit, id, done, &DONE).await?;
            let file = (id, Action::ReadClinicalFile);
            let asked = sent.as_deref().map(|sent| Asked {
                sent,
                public_url: &public.0,
            });
            let ways = ways::around(visit.desk.store(), id).await?;
            let told = Told { ways: &ways, asked };
            show(&visit, file, (View::Clinical, done), told).await
        }
    }
}

async fn show(
    visit: &Visit<'_>,
    (id, action): (CaseId, Action),
    shown: (View, Option<Action>),
    told: Told<'_>,
) -> Result<Html, Fault> {
    let looked = visit.desk.look_and_show(visit.actor(), action, id, |file| {
        let page = page(visit, &file, shown, told);
        // A page that is whole is printed while the line in the ledger is written.
        if page.drug.as_ref().is_some_and(Drug::lacks) {
            return Ok(Err(Box::new(page)));
        }
        visit.show(&page).map(Ok)
    });
    let mut page = match looked.await? {
        Ok(printed) => return Ok(printed),
        Err(page) => page,
    };
    // Other packs are looked at only for whoever may read the case: how long it takes says nothing to anybody else.
    if let Some(drug) = &mut page.drug {
        drug.nearest = nearest(visit, id).await?;
    }
    visit.show(page.as_ref())
}

fn page(visit: &Visit<'_>, file: &CaseFile, (view, done): (View, Option<Action>), told: Told<'_>) -> Page {
    let clinical = view == View::Clinical;
    let plan = file.plan(visit.desk.rules());
    let next = next::fill(visit, file, &plan, view);
    let ladders = if clinical {
        ladder::fill(visit, file, &plan, told)
    } else {
        Vec::new()
    };
    // Alerts and notices stand apart: they must not bury what was done and found.
    let happened =
        || timeline::shown(file, view).filter(|recorded| Part::of(&recorded.event) != Part::Notices);
    let shown = happened()
        .take(RECENT + FOLDED)
        .map(|recorded| timeline::entry(visit, file, recorded, view));
    let mut timeline: Vec<_> = shown.collect();
    let earlier = timeline.split_off(timeline.len().min(RECENT));
    let entries = happened().count();
    let notices = timeline::shown(file, view).count() - entries;
    Page {
        head: case_head_of(visit, file, &plan),
        banners: banners(visit, file, &plan, (view, done)),
        next: next.next,
        no_next: next.no_next,
        also: next.also,
        drug: next.drug,
        cover: next.cover,
        actions: actions(visit, file, &plan),
        alerts: file
            .case
            .alerts
            .iter()
            .rev()
            .filter(|_| clinical)
            .map(|alert| alert_line(alert, file))
            .collect(),
        ladders,
        reviews: reviews::fill(file, &plan, view),
        timeline,
        earlier,
        whole: (entries > RECENT + FOLDED).then(|| {
            let words = Words::key("timeline-whole").number("n", i64::try_from(entries).unwrap_or(i64::MAX));
            Link::new(history::href(file, None, None), words)
        }),
        notices: (notices > 0).then(|| {
            let words = Words::key("history-notices").number("n", i64::try_from(notices).unwrap_or(i64::MAX));
            Link::new(history::href(file, Some(Part::Notices), None), words)
        }),
        drafts: foremost::drafts(visit, file, clinical),
        rulings: file
            .case
            .rulings
            .iter()
            .rev()
            .map(|ruling| ruling_line(visit, file, ruling, view))
            .chain(super::merge::rulings(file))
            .collect(),
        regimen: if clinical {
            let mut rows = regimen(visit, file);
            rows.extend(super::merge::clearances(visit, file));
            rows.extend(super::merge::reactions(visit, file));
            rows.extend(super::merge::change(visit, file));
            rows
        } else {
            Vec::new()
        },
        facts: facts(visit, file),
        passage: super::passage::links_to(visit, file),
        own_record: if visit.may(Action::ReadOwnRecord, &file.facts.clone().into()) {
            super::own_record::links(file.case.id)
        } else {
            Vec::new()
        },
    }
}

fn alert_line(alert: &Alert, file: &CaseFile) -> AlertLine {
    let (tone, state) = match alert.state {
        AlertState::Climbing { .. } => (Tone::Bad, "climbing"),
        AlertState::Resting { .. } => (Tone::Bad, "resting"),
        AlertState::Acknowledged { .. } => (Tone::Warn, "acknowledged"),
        AlertState::Resolved { .. } => (Tone::Quiet, "resolved"),
    };
    AlertLine {
        href: format!("/alerts/{}", alert.id),
        words: alert_words(alert),
        on: crate::domain::time::civil_date(alert.due_at, file.now.zone),
        status: Status::new(tone, Words::key(format!("alert-state-{state}"))),
    }
}

/// What an alert is about, for those who may know the cause.
pub(super) fn alert_words(alert: &Alert) -> Words {
    match (alert.kind, alert.cause.family) {
        (Kind::Dose, Cause::Person) => Words::key("alert-about-person"),
        (Kind::Dose, Cause::Unexplained) => Words::key("alert-about-unexplained"),
        (Kind::Dose, _) => Words::key("alert-about-service"),
        (kind, _) => {
            Words::key("alert-about-overdue").words("kind", Words::key(format!("kind-{}", kind.code())))
        }
    }
}

fn ruling_line(visit: &Visit<'_>, file: &CaseFile, ruling: &RulingFile, view: View) -> RulingLine {
    let today = file.now.today();
    let seen = match view {
        View::Clinical => Seen::Clinical,
        View::Registry => Seen::Registry,
    };
    let may = visit.may(Action::ChangeRuling, &file.facts.clone().into());
    let href = format!("/cases/{}/rulings/{}", file.case.id, ruling.ruling.id);
    RulingLine {
        court: ruling.ruling.court.clone(),
        number: ruling.ruling.number.clone(),
        ruled_on: ruling.ruling.ruled_on,
        in_force_on: ruling.in_force_on(),
        until: ruling.until_on(today),
        status: state_of(ruling, file),
        history: ruling_history::lines(visit, file, ruling, seen),
        scan: ruling
            .ruling
            .scan_sha256
            .as_ref()
            .map(|hash| hash.chars().take(16).collect()),
        change: may.then(|| Link::new(href, Words::key("change-ruling-action"))),
        beside: None,
    }
}

/// The state of a ruling. Of one that nobody ended the end of the case speaks: nothing is in force over the dead.
fn state_of(ruling: &RulingFile, file: &CaseFile) -> Status {
    let today = file.now.today();
    let paper = ruling.standing_on(today);
    let gone = file.case.standing_on(today);
    let gone = gone.filter(|gone| matches!(gone, Standing::Died { .. } | Standing::Abroad { .. }));
    match gone.filter(|_| !paper.ended()) {
        Some(gone) => ruling_status(Some(gone)),
        None => Status::new(
            ruling_status(Some(paper)).tone,
            Words::key(format!("ruling-state-{}", ruling.state_on(today).code())),
        ),
    }
}

fn regimen(visit: &Visit<'_>, file: &CaseFile) -> Vec<Row> {
    let rules = visit.desk.rules();
    let (Some(regimen), Some(protocol)) = (file.case.regimen(), protocol(&file.case, rules)) else {
        return Vec::new();
    };
    vec![
        Row::new(Words::key("product"), Words::Localised(protocol.name.clone())),
        Row::new(Words::key("strength"), protocol.strength.clone()),
        Row::new(Words::key("route"), Words::Localised(protocol.route.clone())),
        Row::new(Words::key("interval"), interval(protocol.interval.every)),
        Row::new(Words::key("regimen-first-on"), on_or_none(Some(regimen.first_on))),
        Row::new(Words::key("regimen-reason"), Words::plain(regimen.reason.clone())),
    ]
}

fn facts(visit: &Visit<'_>, file: &CaseFile) -> Vec<Row> {
    let name = |party| {
        let site = file.roster.site(party)?;
        file.institution(site.organisation)
            .map(|known| Words::Localised(known.name.clone()))
    };
    let mut rows = Vec::new();
    rows.extend(name(Party::Supervising).map(|name| Row::new(Words::key("supervising-body"), name)));
    rows.push(Row::new(
        Words::key("end-of-term"),
        on_or_none(file.case.end_of_term_on),
    ));
    let release_on = file.case.release_on();
    // Whoever is free has none before him.
    if release_on != file.case.end_of_term_on && (file.held() || release_on.is_some()) {
        rows.push(Row::new(Words::key("release-day"), on_or_none(release_on)));
    }
    rows.push(Row::new(
        Words::key("opened-on"),
        on_or_none(Some(file.case.opened_on)),
    ));
    if visit.may(Action::ReadPassage, &file.facts.clone().into()) {
        rows.extend(super::passage::restrictions(visit, file));
    }
    rows
}
