//! `/alerts`: what was missed and who must answer. A supervising body finds attendance here and nothing else.

pub mod act;
pub mod caseload;
pub mod fill;
pub mod gaps;
mod list;

pub(super) use list::waiting;

use crate::access::{Action, Context, Lens, Resource, Role};
use crate::commands;
use crate::domain::alert::{Acknowledged, Alert, AlertState, Answer};
use crate::domain::escalation::packed_at;
use crate::domain::ids::AlertId;
use crate::domain::obligation::Kind;
use crate::store::StoreError;
use crate::store::desk::Failure;
use crate::store::file::CaseFile;
use crate::store::organisations;
use crate::store::reading::alerts::{self as reading, About, Found};
use crate::store::reading::deliveries::{self, Delivery};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_head::organisation;
use crate::web::refused::with_refusals;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::alerts::{AlertPage, Answer as AnswerForm};
use crate::web::views::parts::{Choice, Row};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    [
        routes![alert, acknowledge_notice],
        list::routes(),
        act::routes(),
        caseload::routes(),
        gaps::routes(),
    ]
    .concat()
}

/// An alert as one reader may see it.
struct Opened {
    file: CaseFile,
    alert: Alert,
    deliveries: Vec<Delivery>,
    supervision: bool,
}

/// Opens an alert. One that is not there, one of somebody else's case and one that a supervising body was not
/// told of look alike.
async fn open(visit: &Visit<'_>, id: &str) -> Result<Opened, Fault> {
    let id: AlertId = id.parse().map_err(|_| Fault::NotFound)?;
    let desk = visit.desk;
    let about = list::about(visit);
    let supervision = about == About::Visits;
    let found = match reading::find(desk.store(), id).await {
        Err(StoreError::Missing(_)) => None,
        found => Some(found?),
    };
    let seen = |found: &Found| match about {
        About::All => true,
        About::Visits => found.seen_by_supervision,
        About::Drug => found.of_supply,
    };
    let Some(Found { case, of_parcel, .. }) = found.filter(seen) else {
        return Err(desk.absent(visit.actor(), Action::ReadNotices).await.into());
    };
    // Whoever treats or treated the person was told, and opens what he was told of by the right to the file; whoever packed
    // a parcel, and whoever answers for him, by the right to the parcel; whoever owes a pack to somebody who is still to come, by
    // the right to what supply needs. The lists go by the same rights.
    let treats = visit.actor().role().map(Role::lens) == Some(Lens::Clinical);
    let action = match about {
        _ if treats => Action::ReadClinicalFile,
        About::Drug if of_parcel => Action::ReadParcel,
        About::Drug => Action::ReadSupplySummary,
        _ => Action::ReadNotices,
    };
    let otherwise = (of_parcel && !supervision).then_some(Action::ReadParcel);
    let told_of = |file: &CaseFile| {
        let alert = file.case.alerts.iter().find(|alert| alert.id == id);
        let packed_at = alert.and_then(|alert| packed_at(&file.case, alert));
        Ok(Context {
            packed_at,
            packed_in: packed_at.and_then(|at| file.region_of(at)).map(str::to_owned),
            ..Context::default()
        })
    };
    let actions = (action, otherwise);
    let file = match desk.look_whole(visit.actor(), actions, case, told_of).await {
        // That there is an alert at all is told only to those who may read it.
        Err(Failure::Forbidden(_)) => return Err(Fault::NotFound),
        looked => looked?,
    };
    let alert = file.case.alerts.iter().find(|alert| alert.id == id).cloned();
    let alert = alert.ok_or(Fault::NotFound)?;
    // The row says what was so when the case was last written; supervision may have gone to another body since.
    if supervision && !alert.told(file.facts.supervising) {
        return Err(Fault::NotFound);
    }
    Ok(Opened {
        alert,
        deliveries: deliveries::of(desk.store(), id).await?,
        file,
        supervision,
    })
}

#[get("/alerts/<id>?<answered>")]
async fn alert(visit: Visit<'_>, id: &str, answered: Option<&str>) -> Result<Html, Fault> {
    let opened = open(&visit, id).await?;
    let form = Form::new(crate::domain::ids::SubmissionKey::fresh());
    let last = opened.alert.answers.last().and_then(|given| given.by.account());
    visit.show(&AlertPage {
        // The address alone confirms nothing: the last answer must be the reader's own.
        answered: answered == Some("yes") && last.is_some() && last == visit.actor().account_id(),
        ..page(&visit, &opened, form)
    })
}

/// A named human says what was or will be done.
#[post("/alerts/<id>", data = "<typed>")]
async fn acknowledge_notice(
    visit: Visit<'_>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    let opened = open(&visit, id).await?;
    let (case, alert) = (opened.file.case.id, opened.alert.id);
    let answer = Answer {
        action: typed.text("action").to_owned(),
        words: typed.text("words").to_owned(),
    };
    let submission = Some(visit.submission(&typed));
    let outcome =
        commands::acknowledge_notice(visit.desk, visit.actor(), submission, case, alert, &answer).await;
    match done_or_refused(outcome)? {
        Ok(alert) => Ok(Ok(Redirect::to(format!("/alerts/{alert}?answered=yes")))),
        Err(refusals) => {
            let form = with_refusals(typed.form(), &refusals);
            Ok(Err(visit.refuse(&page(&visit, &opened, form))?))
        }
    }
}

fn page(visit: &Visit<'_>, opened: &Opened, form: Form) -> AlertPage {
    let filler = fill::Filler::new(visit, &opened.file, opened.supervision);
    let alert = &opened.alert;
    let (next_hop, reopens_at) = filler.to_come(alert);
    AlertPage {
        alert: filler.row(alert),
        letters_href: letters_of(visit, opened),
        case_href: case_href(visit, &opened.file),
        parcel_href: parcel_href(visit, opened),
        what: filler.what(alert),
        came: came(opened),
        answered: false,
        plainly: fill::plainly(visit, opened.supervision),
        hops: opened
            .deliveries
            .iter()
            .flat_map(|delivery| filler.hops(delivery))
            .collect(),
        next_hop,
        reopens_at,
        rest: filler.rest(alert),
        // What was refused is shown with its form, even when somebody else has answered meanwhile.
        answer: (may_answer(visit, opened) || !form.problems.is_empty()).then(|| AnswerForm {
            form,
            actions: actions(visit, opened),
        }),
        answers: alert
            .answers
            .iter()
            .rev()
            .map(|given| filler.answer(given))
            .collect(),
        acts: alert.acts.iter().rev().map(|acted| filler.act(acted)).collect(),
        act_href: (may(visit, opened, Action::ActOnAlert) && act::any(visit, opened))
            .then(|| format!("/alerts/{}/act", alert.id)),
    }
}

/// When and where he came though he is not treated there: whoever is told that he did not come must know it.
fn came(opened: &Opened) -> Option<Row> {
    let about = matches!(
        opened.alert.kind,
        Kind::FirstDose | Kind::Dose | Kind::ConfirmRelease | Kind::FirstVisit | Kind::LocatePerson
    );
    let seen = opened.file.case.turned_up(opened.file.now.today());
    let seen = seen.filter(|_| about)?;
    let on = Words::key("turned-up-on").date("on", seen.content.came_on);
    Some(Row::new(on, organisation(&opened.file, seen.content.at)))
}

/// Does an answer or an act fit the cause, and the place where the person is `held`, or is not?
fn fits(visit: &Visit<'_>, opened: &Opened, action: &str, held: bool) -> bool {
    let resting = visit.desk.rules().resting_for(opened.file.now.today());
    let family = opened.alert.cause.family;
    resting.is_none_or(|rules| rules.offers(action, held, family))
}

/// What an organisation of the reader's kind can answer.
fn actions(visit: &Visit<'_>, opened: &Opened) -> Vec<Choice> {
    let Some(account) = visit.actor().as_account() else {
        return Vec::new();
    };
    let places = &visit.desk.rules().places;
    let file = &opened.file;
    let inside = file
        .case
        .inside_on(file.now.today(), |id| file.kind_of(id, places));
    let answers = places.answers_of(&account.organisation_kind);
    answers
        .filter(|answer| fits(visit, opened, &answer.id, inside))
        .map(|answer| Choice::new(&answer.id, answer.name.clone()))
        .collect()
}

/// The letters of the case, for those who write or read them. A supervising body finds its own on its page of the case.
fn letters_of(visit: &Visit<'_>, opened: &Opened) -> Option<String> {
    let case = Resource::Case(opened.file.facts.clone());
    let reads = [Action::ReadCourtLetter, Action::ReadClinicalLetter];
    let may = !opened.supervision && reads.into_iter().any(|action| visit.may(action, &case));
    may.then(|| format!("/cases/{}/letters", opened.file.case.id))
}

/// The page of the case that the reader has.
fn case_href(visit: &Visit<'_>, file: &CaseFile) -> Option<String> {
    let case = Resource::Case(file.facts.clone());
    let looks = [
        Action::ReadClinicalFile,
        Action::ReadSupervisionSummary,
        Action::ReadRegistryFile,
        Action::ReadSupplySummary,
    ];
    let may = looks.into_iter().any(|action| visit.may(action, &case));
    may.then(|| format!("/cases/{}", file.case.id))
}

/// The page of the parcel that it is about.
fn parcel_href(visit: &Visit<'_>, opened: &Opened) -> Option<String> {
    let (file, alert) = (&opened.file, &opened.alert);
    let mut parcels = file.case.supply.parcels.iter();
    let parcel = parcels.find(|parcel| alert.kind.of_parcel() && parcel.number == alert.cycle)?;
    let id = parcel.prepared.parcel;
    let case = Resource::Case(file.facts.clone());
    let about = commands::about_parcel(file, id);
    let may = visit
        .desk
        .allows(visit.actor(), Action::ReadParcel, &case, &about);
    may.then(|| format!("/parcels/{id}"))
}

/// Only an organisation that was asked on the track that is climbed now can answer, and only while the alert waits for it;
/// where nobody was asked, whoever has the task.
fn may_answer(visit: &Visit<'_>, opened: &Opened) -> bool {
    let unasked = || {
        let case = Resource::Case(opened.file.facts.clone());
        let watches = visit.actor().role().map(Role::lens) == Some(Lens::Coordination);
        opened.alert.rests_unasked() && watches && visit.may(Action::AcknowledgeNotice, &case)
    };
    let own = visit.actor().organisation();
    let asked = own.is_some_and(|own| opened.alert.asked(own).is_some());
    waits(visit, opened) && ((asked && may(visit, opened, Action::AcknowledgeNotice)) || unasked())
}

/// Does the alert wait for an answer of the reader's organisation? That of those who treat does not stop the way to the
/// supervising body; they have answered all the same.
fn waits(visit: &Visit<'_>, opened: &Opened) -> bool {
    let own = visit.actor().organisation();
    let ours = |given: &Acknowledged| {
        let member = given.by.account().and_then(|id| opened.file.member(id));
        given.at >= opened.alert.climbs_from && member.map(|member| member.organisation) == own
    };
    let answered = matches!(opened.alert.state, AlertState::Acknowledged { .. });
    opened.alert.live() && !answered && !opened.alert.answers.iter().any(ours)
}

/// Was the reader's organisation ever asked, and may the reader do this about it?
fn may(visit: &Visit<'_>, opened: &Opened, action: Action) -> bool {
    let Some(own) = visit.actor().organisation() else {
        return false;
    };
    let asked = opened.alert.ever_asked(own).is_some();
    let context = Context {
        addressed_to: Some(own),
        about_drug: opened.alert.kind.of_supply_ladder(),
        packed_at: packed_at(&opened.file.case, &opened.alert),
        ..Context::default()
    };
    let case = Resource::Case(opened.file.facts.clone());
    let actor = visit.actor();
    asked && visit.desk.allows(actor, action, &case, &context)
}

/// The organisations of the reader's region for whose people the reader may name a deputy.
pub(super) async fn deputised(visit: &Visit<'_>) -> Result<Vec<organisations::Organisation>, Fault> {
    let all = organisations::all(visit.desk.store()).await?;
    let may = |place: &organisations::Organisation| {
        let resource = Resource::Organisation {
            id: place.id,
            kind: place.kind.clone(),
            region: place.region.clone(),
        };
        visit.may(Action::NameDeputy, &resource)
    };
    Ok(all.into_iter().filter(may).collect())
}
