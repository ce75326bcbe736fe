//! Something irregular happened: it is taken down as it was, whatever the rules would have said.

use super::case_head::{case_head, on};
use super::dose::Chosen;
use super::record::{Answer, carry, fresh, known, open, settled};
use super::rows::incident_rows;
use super::stock::{BY_HAND, pack_lines, pack_name};
use crate::access::Action;
use crate::commands::{self, Incident};
use crate::domain::event::IncidentKind;
use crate::domain::ids::{CaseId, PackId, RecordId};
use crate::domain::plan::protocol;
use crate::domain::supply::Pack;
use crate::store::drafts::{self, DraftId};
use crate::store::file::CaseFile;
use crate::store::reading::{self, stock::Wanted};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::corrections::{ReportIncident, ReviewIncident};
use crate::web::views::parts::Choice;
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![review, review_incident, incident, report_incident]
}

/// Empty, or about the injection in a draft of the reader's that somebody else's record overtook.
#[get("/cases/<id>/incident?<draft>")]
async fn incident(visit: Visit<'_>, id: &str, draft: Option<&str>) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportIncident, id).await?;
    let mut form = fresh();
    put_moment(
        &mut form,
        "occurred_on",
        "occurred_time",
        file.now.instant,
        file.now.zone,
    );
    let mut in_hand = None;
    if let Some(draft) = draft {
        let typed = kept(&visit, file.case.id, draft).await?.ok_or(Fault::NotFound)?;
        in_hand = pack_of(&visit, &file, &typed).await?;
        form = second_injection(&visit, &file, form, (&typed, in_hand.as_ref()))?;
    }
    let packs = packs(&visit, &file, in_hand).await?;
    visit.show(&view(&visit, &file, form, packs))
}

/// What the reader's draft says; none where it was thrown away.
async fn kept(visit: &Visit<'_>, case: CaseId, draft: &str) -> Result<Option<Typed>, Fault> {
    let kept = drafts::read(visit.desk.store(), draft_of(visit, case, draft)?).await?;
    Ok(kept.map(Typed::from_fields))
}

/// The pack that the draft's injection came from, wherever it is now.
async fn pack_of(visit: &Visit<'_>, file: &CaseFile, typed: &Typed) -> Result<Option<Pack>, Fault> {
    Chosen::of(typed, file.now.today()).find(visit.desk.store()).await
}

/// What lies where the person is treated; an injection may have come from it. So may the pack that was in the hand, wherever it
/// lies, unless it was given already.
async fn packs(visit: &Visit<'_>, file: &CaseFile, in_hand: Option<Pack>) -> Result<Vec<Choice>, Fault> {
    let Some(protocol) = protocol(&file.case, visit.desk.rules()) else {
        return Ok(Vec::new());
    };
    let wanted = Wanted {
        products: &protocol.products,
        at: file.facts.responsible,
        case: file.case.id,
        day: file.now.today(),
        typed_lot: None,
    };
    let mut offered = reading::stock::usable(visit.desk.store(), &wanted).await?;
    let listed = |pack: &Pack| offered.iter().any(|other| other.id == pack.id);
    let more = in_hand.filter(|pack| !pack.place.gone() && !listed(pack));
    offered.extend(more);
    let mut choices = pack_lines(&offered);
    choices.insert(0, Choice::new("", Words::key("none")));
    Ok(choices)
}

#[post("/cases/<id>/incident?<draft>", data = "<typed>")]
async fn report_incident(visit: Visit<'_>, id: &str, draft: Option<&str>, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let file = open(&visit, Action::ReportIncident, id).await?;
    let form = Incident {
        kind: IncidentKind::from_code(typed.text("kind")),
        occurred_at: typed.moment("occurred_on", "occurred_time", file.now.zone),
        injected: typed.ticked("injected"),
        words: typed.text("words").to_owned(),
        // A pack that is none is refused like one that is gone.
        pack: match typed.text("pack") {
            "" | BY_HAND => None,
            pack => Some(pack.parse().unwrap_or_else(|_| PackId::fresh())),
        },
        lot: typed.text("lot").to_owned(),
    };
    let before = match draft {
        Some(draft) => kept(&visit, case, draft).await?,
        None => None,
    };
    let in_hand = match before {
        Some(before) => pack_of(&visit, &file, &before).await?,
        None => None,
    };
    let packs = packs(&visit, &file, in_hand).await?;
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_incident(visit.desk, visit.actor(), submission, case, &form).await;
    if let (Some(draft), Ok(_)) = (draft, &outcome) {
        let id = draft_of(&visit, case, draft)?;
        drafts::discard(visit.desk.store(), id).await?;
    }
    let again = |file: &CaseFile, form| view(&visit, file, form, packs.clone());
    settled(&visit, Action::ReportIncident, case, &typed, outcome, again).await
}

/// The reader's draft of an injection.
fn draft_of(visit: &Visit<'_>, case: CaseId, key: &str) -> Result<DraftId, Fault> {
    Ok(DraftId {
        key: known(key)?,
        account: visit.actor().account_id().ok_or(Fault::Forbidden)?,
        case,
        form: "log-injection",
    })
}

/// What the draft says about the injection that could not be recorded. The lot of a pack is its own, never typed; a pack that the
/// first dose took is named in words, and can be chosen no more.
fn second_injection(
    visit: &Visit<'_>,
    file: &CaseFile,
    form: Form,
    (typed, in_hand): (&Typed, Option<&Pack>),
) -> Result<Form, Fault> {
    let zone = file.now.zone;
    let occurred_at = typed
        .moment("occurred_on", "occurred_time", zone)
        .unwrap_or(file.now.instant);
    let site =
        protocol(&file.case, visit.desk.rules()).and_then(|protocol| protocol.site(typed.text("site")));
    let local = occurred_at.with_timezone(&zone);
    let (lot, pack) = match in_hand {
        Some(pack) if pack.place.gone() => (pack.number.clone(), String::new()),
        Some(pack) => (pack.number.clone(), pack.id.to_string()),
        None => (typed.text("lot").to_owned(), typed.text("pack").to_owned()),
    };
    let words = match in_hand {
        Some(pack) => Words::key("incident-from-dose-of-pack").words("pack", pack_name(pack)),
        None => Words::key("incident-from-dose"),
    };
    let words = words
        .words("lot", lot.clone())
        .words(
            "site",
            site.map_or_else(|| Words::key("none"), |site| site.name.clone().into()),
        )
        .words("on", on(local.date_naive()))
        .words("time", local.format("%H:%M").to_string());
    let words = words.say(visit.language).map_err(Fault::internal)?;
    let mut form = form
        .value("kind", IncidentKind::SecondInjection.code())
        .value("injected", "yes")
        .value("pack", pack)
        .value("lot", lot)
        .value("words", words);
    put_moment(&mut form, "occurred_on", "occurred_time", occurred_at, zone);
    Ok(form)
}

fn view(visit: &Visit<'_>, file: &CaseFile, form: Form, packs: Vec<Choice>) -> ReportIncident {
    ReportIncident {
        head: case_head(visit, file),
        form,
        kinds: ReportIncident::kind_choices(),
        packs,
    }
}

/// The incident that has waited longest for a physician.
#[get("/cases/<id>/incident/review")]
async fn review(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReviewIncident, id).await?;
    visit.show(&review_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/incident/review", data = "<typed>")]
async fn review_incident(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    // A form without its incident is refused like one about an incident that is settled.
    let incident = typed.id("incident").unwrap_or_else(RecordId::fresh);
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let words = typed.text("words");
    let outcome = commands::review_incident(desk, actor, submission, case, incident, words).await;
    let again = |file: &CaseFile, form| review_view(&visit, file, form);
    settled(&visit, Action::ReviewIncident, case, &typed, outcome, again).await
}

fn review_view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> ReviewIncident {
    let oldest = file
        .case
        .unreviewed_incidents()
        .next()
        .map(|(_, entry)| &entry.content);
    if let Some(incident) = oldest {
        carry(&mut form, "incident", incident.id);
    }
    let asked = form
        .carried
        .get("incident")
        .and_then(|id| id.parse::<RecordId>().ok());
    let mut incidents = file.case.incidents.iter().map(|entry| &entry.content);
    let shown = incidents.find(|incident| Some(incident.id) == asked);
    ReviewIncident {
        head: case_head(visit, file),
        form,
        incident: shown.map_or_else(Vec::new, |incident| incident_rows(incident, file.now.zone)),
        waiting: oldest.is_some(),
    }
}
