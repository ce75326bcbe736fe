//! Something irregular happened: it is taken down as it was, whatever the rules would have said.

use super::case_head::{case_head, on};
use super::record::{Answer, carry, fresh, known, open, settled};
use super::rows::incident_rows;
use super::stock::{BY_HAND, pack_lines};
use crate::access::Action;
use crate::commands::{self, Incident};
use crate::domain::event::IncidentKind;
use crate::domain::ids::{CaseId, PackId, RecordId};
use crate::domain::plan::protocol;
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
    if let Some(draft) = draft {
        let id = draft_of(&visit, file.case.id, draft)?;
        let typed = drafts::read(visit.desk.store(), id)
            .await?
            .ok_or(Fault::NotFound)?;
        form = second_injection(&visit, &file, form, &Typed::from_fields(typed))?;
    }
    let packs = packs(&visit, &file).await?;
    visit.show(&view(&visit, &file, form, packs))
}

/// What lies where the person is treated; an injection may have come from it.
async fn packs(visit: &Visit<'_>, file: &CaseFile) -> Result<Vec<Choice>, Fault> {
    let Some(protocol) = protocol(&file.case, visit.desk.rules()) else {
        return Ok(Vec::new());
    };
    let wanted = Wanted {
        product: &protocol.id,
        at: file.facts.responsible,
        case: file.case.id,
        day: file.now.today(),
        typed_lot: None,
    };
    let usable = reading::stock::usable(visit.desk.store(), &wanted).await?;
    let mut choices = pack_lines(&usable);
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
    let packs = packs(&visit, &file).await?;
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

/// What the draft says about the injection that could not be recorded.
fn second_injection(visit: &Visit<'_>, file: &CaseFile, form: Form, typed: &Typed) -> Result<Form, Fault> {
    let zone = file.now.zone;
    let occurred_at = typed
        .moment("occurred_on", "occurred_time", zone)
        .unwrap_or(file.now.instant);
    let site =
        protocol(&file.case, visit.desk.rules()).and_then(|protocol| protocol.site(typed.text("site")));
    let local = occurred_at.with_timezone(&zone);
    let words = Words::key("incident-from-dose")
        .words("lot", typed.text("lot"))
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
        .value("pack", typed.text("pack"))
        .value("lot", typed.text("lot"))
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
