//! `/cases/<id>`: who, what is next, when, how sure, whose move, why. Each lens sees its own page of one case.

mod before;
mod complaints;
mod course_of;
mod foremost;
mod history;
mod ladder;
mod next;
mod reviews;
mod supply_of;
pub(super) mod timeline;

use ladder::Asked;
use timeline::Part;

use super::case_head::{case_head_of, interval, on_or_none, ruling_status};
use super::letters;
use super::ruling_history::{self, Seen};
use super::supervision::supervision_case;
use super::supply::supply_case;
use crate::access::{Action, Context, Lens, Resource};
use crate::domain::alert::{Alert, AlertState};
use crate::domain::decide::barred;
use crate::domain::event::Departure;
use crate::domain::ids::CaseId;
use crate::domain::obligation::Kind;
use crate::domain::plan::{Plan, protocol};
use crate::domain::results::unjudged;
use crate::domain::rules::{Cause, Party};
use crate::domain::ruling::{RulingFile, Standing};
use crate::store::file::CaseFile;
use crate::store::reading::deliveries;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::house::PublicUrl;
use crate::web::views::case_file::{AlertLine, CaseFile as Page, RulingLine};
use crate::web::views::parts::{Banner, Link, Row, Status, Tone};
use crate::web::visit::{Html, Visit};
use rocket::{Route, State, get, routes};

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    let mut routes = routes![case_page];
    routes.extend(history::routes());
    routes
}

/// The acts after which one returns to this page.
const DONE: [Action; 35] = [
    Action::MergeCases,
    Action::PartCases,
    Action::ChangeRegimen,
    Action::ReportReaction,
    Action::RecordReactionOutcome,
    Action::RecordContraindication,
    Action::PlanAftercare,
    Action::EndCase,
    Action::LogInjection,
    Action::RecordNotGiven,
    Action::PlaceHold,
    Action::ConfirmHold,
    Action::LiftHold,
    Action::DecideLateDose,
    Action::RecordClearance,
    Action::RecordInformation,
    Action::RecordExam,
    Action::RecordResults,
    Action::JudgeResult,
    Action::PrescribeRegimen,
    Action::AmendRecord,
    Action::VoidRecord,
    Action::ReportIncident,
    Action::ReviewIncident,
    Action::LodgeComplaint,
    Action::AnswerComplaint,
    Action::OpenCase,
    Action::RecordRuling,
    Action::ChangeRuling,
    Action::VoidRulingStep,
    Action::AmendRuling,
    Action::CorrectPerson,
    Action::ChangePlace,
    Action::ChangeSupervision,
    Action::AcknowledgeNotice,
];

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
            let file = (id, Action::ReadRegistryFile);
            show(&visit, file, (View::Registry, done), None).await
        }
        _ => {
            // Who reads the case at a glance does not wait for what was sent about it.
            let sent = match sent {
                Some(_) => Some(deliveries::of_live(visit.desk.store(), id).await?),
                None => None,
            };
            let file = (id, Action::ReadClinicalFile);
            let asked = sent.as_deref().map(|sent| Asked {
                sent,
                public_url: &public.0,
            });
            show(&visit, file, (View::Clinical, done), asked).await
        }
    }
}

async fn show(
    visit: &Visit<'_>,
    (id, action): (CaseId, Action),
    shown: (View, Option<&str>),
    asked: Option<Asked<'_>>,
) -> Result<Html, Fault> {
    visit
        .desk
        .look_and_show(visit.actor(), action, id, |file| {
            visit.show(&page(visit, &file, shown, asked))
        })
        .await
}

fn page(
    visit: &Visit<'_>,
    file: &CaseFile,
    (view, done): (View, Option<&str>),
    asked: Option<Asked<'_>>,
) -> Page {
    let clinical = view == View::Clinical;
    let plan = file.plan(visit.desk.rules());
    let next = next::fill(visit, file, &plan, view);
    let ladders = if clinical {
        ladder::fill(visit, file, &plan, asked)
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
        head: case_head_of(file, &plan),
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
            rows
        } else {
            Vec::new()
        },
        facts: facts(file),
        passage: super::passage::links_to(visit, file),
        own_record: if visit.may(Action::ReadOwnRecord, &file.facts.clone().into()) {
            super::own_record::links(file.case.id)
        } else {
            Vec::new()
        },
    }
}

fn banners(
    visit: &Visit<'_>,
    file: &CaseFile,
    plan: &Plan,
    (view, done): (View, Option<&str>),
) -> Vec<Banner> {
    let banner = |tone, title| Banner {
        tone,
        title,
        words: None,
        link: None,
    };
    let today = file.now.today();
    let mut banners = Vec::new();
    // Only acts on a case have words; anything else in the address says nothing.
    let done = done.and_then(|verb| verb.parse::<Action>().ok());
    if let Some(done) = done.filter(|done| DONE.contains(done)) {
        banners.push(banner(Tone::Good, Words::key(format!("done-{done}"))));
    }
    if view == View::Clinical {
        banners.extend(foremost::banners(visit, file));
    }
    match file.case.standing_on(today) {
        Some(Standing::Suspended { since_on }) => banners.push(Banner {
            words: Some(Words::key("banner-suspended-words")),
            ..banner(Tone::Bad, Words::key("banner-suspended").date("on", since_on))
        }),
        Some(Standing::NotYetInForce { from_on: Some(on) }) => {
            banners.push(banner(
                Tone::Info,
                Words::key("banner-not-in-force").date("on", on),
            ));
        }
        Some(standing @ (Standing::Died { on } | Standing::Abroad { on })) => {
            let key = format!("banner-{}", standing.code());
            banners.push(Banner {
                words: Some(Words::key("banner-departed-words")),
                link: letters::end(visit, file),
                ..banner(Tone::Quiet, Words::key(key).date("on", on))
            });
        }
        Some(Standing::Rests { .. }) => {}
        Some(standing) if standing.ended() => {
            banners.extend(standing.day().map(|on| Banner {
                link: letters::end(visit, file),
                ..banner(Tone::Info, Words::key("banner-ended").date("on", on))
            }));
        }
        _ => {}
    }
    // An appeal stops nothing by itself, so it must be seen.
    let appealed = file
        .case
        .rulings
        .iter()
        .filter(|file| !file.standing_on(today).ended());
    banners.extend(
        appealed
            .filter_map(|file| file.appealed_on(today))
            .map(|on| Banner {
                words: Some(Words::key("banner-appealed-words")),
                ..banner(Tone::Warn, Words::key("banner-appealed").date("on", on))
            }),
    );
    banners.extend(super::merge::banners(visit, file, view == View::Clinical));
    banners.extend(super::passage::notable(visit, file));
    banners.extend(complaints::banners(visit, file, plan));
    if view == View::Clinical {
        banners.extend(
            file.case
                .holds
                .iter()
                .filter(|hold| hold.open())
                .map(|hold| hold_banner(visit, file, hold)),
        );
        banners.extend(decision_banner(visit, file, plan));
        banners.extend(crate::web::pages::wrong_person::banners(visit, file));
        banners.extend(super::reviews::meanwhile_banner(file));
        banners.extend(barred_banner(visit, file));
    }
    banners
}

fn hold_banner(visit: &Visit<'_>, file: &CaseFile, hold: &crate::domain::case::Hold) -> Banner {
    let title = match hold.until_on {
        Some(until) => Words::key("banner-hold").date("until", until),
        None => Words::key("banner-hold-open").date("on", hold.placed.placed_on),
    };
    let resource: Resource = file.facts.clone().into();
    let path = format!("/cases/{}/holds/{}", file.case.id, hold.placed.id);
    let context = Context {
        placed_by: hold.by.account(),
        ..Context::default()
    };
    let confirmable = visit
        .desk
        .allows(visit.actor(), Action::ConfirmHold, &resource, &context);
    let link = if hold.confirmed.is_empty() && confirmable {
        Some(Link::new(
            format!("{path}/confirm"),
            Words::key("confirm-hold-action"),
        ))
    } else {
        let liftable = visit.may(Action::LiftHold, &resource);
        liftable.then(|| Link::new(format!("{path}/lift"), Words::key("lift-hold-action")))
    };
    Banner {
        tone: Tone::Warn,
        title,
        words: Some(Words::key("banner-hold-words")),
        link,
    }
}

/// A dose in the last lateness band waits for a physician: say so where the dose is looked for.
fn decision_banner(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Option<Banner> {
    if !next::decision_needed(visit, file, plan) {
        return None;
    }
    let may = visit.may(Action::DecideLateDose, &file.facts.clone().into());
    let href = format!("/cases/{}/late-dose", file.case.id);
    Some(Banner {
        tone: Tone::Warn,
        title: Words::key("banner-decision-needed"),
        words: None,
        link: may.then(|| Link::new(href, Words::key("decide-late-dose-action"))),
    })
}

/// Something speaks for good against the drug: whoever opens the case must not find out at the chair.
fn barred_banner(visit: &Visit<'_>, file: &CaseFile) -> Option<Banner> {
    let rules = visit.desk.rules();
    let found = barred(&file.case, rules, &file.now).filter(|_| file.facts.open)?;
    let law = rules.law_for(file.now.today())?;
    let name = law.course.contraindication(found)?.name.clone();
    let may = visit.may(Action::ChangeRegimen, &file.facts.clone().into());
    let href = format!("/cases/{}/regimen/change", file.case.id);
    Some(Banner {
        tone: Tone::Bad,
        title: Words::key("banner-barred").words("name", name),
        words: Some(Words::key("banner-barred-words")),
        link: may.then(|| Link::new(href, Words::key("change-regimen-action"))),
    })
}

fn actions(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Vec<Link> {
    let resource: Resource = file.facts.clone().into();
    let open_dose = plan.dose.is_ok();
    let held = file.case.holds.iter().any(crate::domain::case::Hold::open);
    let uncleared = file.case.awaits_clearance();
    let untold = file
        .case
        .regimen()
        .is_some_and(|regimen| !file.case.informed_of(regimen.id));
    let begun = !file.case.doses_in_effect().is_empty();
    let waiting = !unjudged(&file.case, visit.desk.rules()).is_empty();
    let offered = [
        (
            file.facts.open && waiting,
            Action::JudgeResult,
            "judge",
            "judge-result-action",
        ),
        (true, Action::ReadClinicalFile, "results", "results-action"),
        (
            true,
            Action::RecordResults,
            "results/new",
            "record-results-action",
        ),
        (begun, Action::RecordExam, "exam", "record-exam-action"),
        (
            open_dose,
            Action::RecordNotGiven,
            "not-given",
            "record-not-given-action",
        ),
        (
            !held && file.facts.open,
            Action::PlaceHold,
            "hold",
            "place-hold-action",
        ),
        (
            file.facts.open && uncleared,
            Action::RecordClearance,
            "clearance",
            "record-clearance-action",
        ),
        (
            file.facts.open && untold,
            Action::RecordInformation,
            "information",
            "record-information-action",
        ),
        (
            file.facts.open && !uncleared && !begun,
            Action::PrescribeRegimen,
            "regimen",
            "prescribe-regimen-action",
        ),
        (
            file.facts.open && begun,
            Action::ChangeRegimen,
            "regimen/change",
            "change-regimen-action",
        ),
        (
            begun,
            Action::ReportReaction,
            "reaction",
            "report-reaction-action",
        ),
        (
            file.case.open_reactions().next().is_some(),
            Action::RecordReactionOutcome,
            "reaction/outcome",
            "record-reaction-outcome-action",
        ),
        (
            file.facts.open && begun,
            Action::RecordContraindication,
            "contraindication",
            "record-contraindication-action",
        ),
        (
            begun
                && !file.facts.open
                && file
                    .case
                    .departure()
                    .is_none_or(|gone| gone.departure != Departure::Death),
            Action::PlanAftercare,
            "aftercare",
            "plan-aftercare-action",
        ),
        (true, Action::ReportIncident, "incident", "report-incident-action"),
        (
            true,
            Action::LodgeComplaint,
            "complaint",
            "lodge-complaint-action",
        ),
        (true, letters::reading(visit), "letters", "letters-side"),
        (true, Action::RecordRuling, "rulings/new", "record-ruling-action"),
        (
            file.case.rests().is_none(),
            Action::CorrectPerson,
            "person",
            "correct-person-action",
        ),
        (
            file.facts.open,
            Action::ChangePlace,
            "place",
            "change-place-action",
        ),
        (
            file.facts.open,
            Action::ChangeSupervision,
            "supervision",
            "change-supervision-action",
        ),
        (file.facts.open, Action::MergeCases, "merge", "merge-cases-action"),
        (
            file.case.departure().is_none(),
            Action::EndCase,
            "end",
            "end-case-action",
        ),
    ];
    let possible = offered
        .into_iter()
        .filter(|(now, action, ..)| *now && visit.may(*action, &resource));
    possible
        .map(|(_, _, path, key)| Link::new(format!("/cases/{}/{path}", file.case.id), Words::key(key)))
        .collect()
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
        status: Status::new(
            ruling_status(Some(ruling.standing_on(today))).tone,
            Words::key(format!("ruling-state-{}", ruling.state_on(today).code())),
        ),
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

fn facts(file: &CaseFile) -> Vec<Row> {
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
    if file.case.release_on() != file.case.end_of_term_on {
        rows.push(Row::new(
            Words::key("release-day"),
            on_or_none(file.case.release_on()),
        ));
    }
    rows.push(Row::new(
        Words::key("opened-on"),
        on_or_none(Some(file.case.opened_on)),
    ));
    rows
}
