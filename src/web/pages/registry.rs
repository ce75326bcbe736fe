//! Opening a case: a person, a ruling, a place, a supervising body.

use super::organisations::{choice, of_kind};
use super::record::{Answer, done, fresh, refused};
use super::rulings::{optional, read as read_ruling, warnings};
use crate::access::{Action, Resource};
use crate::commands::{self, Namesakes, OpenCase, PersonDetails, check_person};
use crate::domain::ids::OrganisationId;
use crate::domain::iin::iin_typed;
use crate::domain::refusal::Refusal;
use crate::domain::rules::PlaceKind;
use crate::domain::time::Now;
use crate::store::organisations::Organisation;
use crate::store::submissions;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::cases::OpenCase as View;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::{Route, get, post, routes};

/// Asked beside the warning that the person was under age, and carried along from then on.
const UNDER_AGE_REASON: &str = "under_age_reason";

/// The fields in the order of the page, in which the summary lists what is wrong.
const ORDER: [&str; 17] = [
    UNDER_AGE_REASON,
    "name_cyrillic",
    "name_latin",
    "iin",
    "other_document",
    "other_document_reason",
    "born_on",
    "court",
    "ruling_number",
    "ruled_on",
    "in_force_on",
    "until_on",
    "offence_on",
    "scan_sha256",
    "place",
    "end_of_term_on",
    "supervising",
];

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![new_case, open_case]
}

#[get("/cases/new")]
async fn new_case(visit: Visit<'_>) -> Result<Html, Fault> {
    let offered = Offered::to(&visit).await?;
    let mut form = fresh();
    if let Some(usual) = offered.supervising.first() {
        form = form.value("supervising", usual.id.to_string());
    }
    visit.show(&offered.view(&visit, form, Vec::new()))
}

#[post("/cases/new", data = "<typed>")]
async fn open_case(visit: Visit<'_>, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let offered = Offered::to(&visit).await?;
    let again = |wrong: &[Refusal], warned| {
        let view = offered.view(&visit, refused(&typed, wrong), warned);
        visit.refuse(&view).map(Err)
    };
    let now = Now {
        instant: visit.desk.instant(),
        zone: visit.who.zone,
    };
    // Sent twice, the person whom the first sending registered is no namesake, and his case bars nothing.
    let twice = answered(&visit, &typed).await?;
    let barred = if twice {
        None
    } else {
        commands::opening_barred(visit.desk, &person(&typed)).await?
    };
    let read = read(&typed, &visit.desk.rules().places.id, &now);
    // Whatever is told of persons who are known already is counted, so that nobody learns from here whom other regions treat.
    let known = if !twice && (read.is_ok() || barred.is_some()) {
        let (desk, actor) = (visit.desk, visit.actor());
        let looked = commands::look_at_namesakes(desk, actor, &person(&typed), &offered.region).await;
        match done_or_refused(looked)? {
            Ok(known) => known,
            Err(refusals) => return again(&refusals, Vec::new()),
        }
    } else {
        Namesakes::default()
    };
    let form = match (read, barred) {
        (Ok(form), None) => form,
        (read, barred) => {
            let mut wrong = read.err().unwrap_or_default();
            wrong.extend(barred);
            wrong.sort_by_key(place);
            return again(&wrong, Vec::new());
        }
    };
    let mut warned = warnings(&visit, &form, &now);
    let held = offered.holds(&visit, form.place);
    let end = commands::doubted_end(&form, held, visit.desk.rules(), &now);
    warned.extend(end.map(|code| Words::key(format!("warn-{code}"))));
    warned.extend(namesakes(known));
    if !warned.is_empty() && !typed.ticked("confirmed") && !twice {
        let form = to_confirm(&typed, commands::under_age(&form, visit.desk.rules(), &now));
        return visit.refuse(&offered.view(&visit, form, warned)).map(Err);
    }
    let submission = Some(visit.submission(&typed));
    let outcome = commands::open_case(visit.desk, visit.actor(), submission, &form).await;
    match done_or_refused(outcome)? {
        Ok(opened) => Ok(Ok(done(opened.case, Action::OpenCase))),
        Err(refusals) if refusals == [Refusal::NothingToDo] => {
            let form = typed.form().problem("iin", Words::key("refusal-person-has-case"));
            visit.refuse(&offered.view(&visit, form, warned)).map(Err)
        }
        Err(refusals) => again(&refusals, warned),
    }
}

/// The form again, to be sent once more by whoever has read the warnings; with the reason in law, where one is needed.
pub(super) fn to_confirm(typed: &Typed, under_age: bool) -> Form {
    let form = typed.form().problem("confirmed", Words::key("confirm-warnings"));
    if under_age && typed.text(UNDER_AGE_REASON).is_empty() {
        return form.problem(UNDER_AGE_REASON, Words::key("under-age-reason-needed"));
    }
    form
}

/// Is the reason in law asked on this form, or was it?
pub(super) fn asks_reason(form: &Form) -> bool {
    let asked = |name: &String| name == UNDER_AGE_REASON;
    let mut values = form.values.iter();
    form.problems.iter().any(|problem| asked(&problem.field))
        || values.any(|(name, typed)| asked(name) && !typed.is_empty())
}

/// The reason in law as typed; none where the field is empty.
pub(super) fn reason_typed(typed: &Typed) -> Option<String> {
    Some(typed.text(UNDER_AGE_REASON).to_owned()).filter(|reason| !reason.is_empty())
}

/// Was this form acted on before?
async fn answered(visit: &Visit<'_>, typed: &Typed) -> Result<bool, Fault> {
    let account = visit.actor().account_id().ok_or(Fault::Forbidden)?;
    let Some(key) = visit.submission(typed).key else {
        return Ok(false);
    };
    let answer: Option<serde_json::Value> = submissions::answer_of(visit.desk.store(), key, account).await?;
    Ok(answer.is_some())
}

/// That somebody of this name and birth date is registered already. Whose number it has, only within the own region.
fn namesakes(known: Namesakes) -> impl Iterator<Item = Words> {
    let here = known.here.into_iter();
    let here = here.map(|reference| Words::key("warn-namesake").words("reference", reference));
    let elsewhere = known.elsewhere.then(|| Words::key("warn-namesake-elsewhere"));
    here.chain(elsewhere)
}

/// What can be chosen: places where this reader may open a case, and bodies that supervise.
struct Offered {
    region: String,
    places: Vec<Organisation>,
    supervising: Vec<Organisation>,
}

impl Offered {
    async fn to(visit: &Visit<'_>) -> Result<Self, Fault> {
        let account = visit.actor().as_account().ok_or(Fault::Forbidden)?;
        let region = account.region.clone();
        let mut places = of_kind(visit, &region, |kind| kind.treats).await?;
        places.retain(|place| visit.may(Action::OpenCase, &resource(place)));
        if places.is_empty() {
            let home = Resource::Organisation {
                id: account.organisation,
                kind: account.organisation_kind.clone(),
                region: region.clone(),
            };
            // Asked once more for the record: this is refused, and the ledger says so.
            drop(visit.desk.permit(visit.actor(), Action::OpenCase, &home).await?);
        }
        let supervising = of_kind(visit, &region, |kind| kind.supervises).await?;
        Ok(Self {
            region,
            places,
            supervising,
        })
    }

    /// Are people held at a place?
    fn holds(&self, visit: &Visit<'_>, place: OrganisationId) -> bool {
        let place = self.places.iter().find(|known| known.id == place);
        let kind = place.and_then(|known| visit.desk.rules().places.kind(&known.kind));
        kind.is_some_and(PlaceKind::custody)
    }

    fn view(&self, visit: &Visit<'_>, form: Form, warnings: Vec<Words>) -> View {
        let rules = &visit.desk.rules().places;
        let choices = |known: &[Organisation]| {
            known
                .iter()
                .map(|known| choice(known, &self.region, rules))
                .collect()
        };
        let under_age = asks_reason(&form);
        View {
            form,
            under_age,
            places: choices(&self.places),
            supervising: choices(&self.supervising),
            warnings,
        }
    }
}

fn resource(place: &Organisation) -> Resource {
    Resource::Organisation {
        id: place.id,
        kind: place.kind.clone(),
        region: place.region.clone(),
    }
}

/// The person as typed.
pub(super) fn person(typed: &Typed) -> PersonDetails {
    let text = |field| typed.text(field).to_owned();
    PersonDetails {
        name_cyrillic: text("name_cyrillic"),
        name_latin: text("name_latin"),
        iin: iin_typed(&text("iin")),
        other_document: text("other_document"),
        other_document_reason: text("other_document_reason"),
        born_on: typed.needed_date("born_on"),
        under_age_reason: text(UNDER_AGE_REASON),
    }
}

/// The form as typed, or everything wrong with it at once.
fn read(typed: &Typed, jurisdiction: &str, now: &Now) -> Result<OpenCase, Vec<Refusal>> {
    let person = person(typed);
    let mut wrong = check_person(&person, now);
    let (ruling, faults) = read_ruling(typed, now);
    wrong.extend(faults);
    let end_of_term_on = optional(typed, "end_of_term_on", &mut wrong);
    let mut chosen = |field| {
        let id: Option<OrganisationId> = typed.id(field);
        if id.is_none() {
            wrong.push(Refusal::Required { field });
        }
        id
    };
    let (place, supervising) = (chosen("place"), chosen("supervising"));
    match (place, supervising) {
        (Some(place), Some(supervising)) if wrong.is_empty() => Ok(OpenCase {
            person,
            ruling,
            place,
            supervising,
            end_of_term_on,
            jurisdiction: jurisdiction.to_owned(),
            under_age_reason: typed.text(UNDER_AGE_REASON).to_owned(),
        }),
        _ => Err(wrong),
    }
}

/// Where on the page a refusal is said.
fn place(refusal: &Refusal) -> Option<usize> {
    let field = refusal.field();
    ORDER.iter().position(|known| field.as_deref() == Some(*known))
}
