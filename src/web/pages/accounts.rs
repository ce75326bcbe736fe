//! `/admin/accounts`: an administrator keeps the accounts.

use super::cases::{narrow, within};
use super::hanging;
use super::record::{Confirmed, just_done_elsewhere};
use crate::access::{Action, Resource, Role};
use crate::commands::sign_in::Door;
use crate::commands::sign_in::enrol::Link;
use crate::commands::sign_in::throttle::{self, Wait};
use crate::commands::{self, AddAccount, Issued};
use crate::domain::ids::{AccountId, OrganisationId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Places;
use crate::store::desk::Failure;
use crate::store::organisations::Organisation;
use crate::store::reading::PART;
use crate::store::reading::accounts::{AccountRow as Known, Of, part};
use crate::store::{accounts, organisations};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::house::PublicUrl;
use crate::web::refused::{button_refused, with_refusals};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::accounts::{AccountRow, Accounts, DisableAccount, Enrolment, NewAccount, SetAddress};
use crate::web::views::parts::{Choice, ChoiceGroup, Moment, Row, Status, Tone};
use crate::web::views::{Form, Problem};
use crate::web::visit::{Html, Visit, done_or_refused, time};
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

const LIST: &str = "/admin/accounts";

/// What the list confirms.
const DONE: [Confirmed; 5] = [
    kept("disabled", "disable-account", "account-done-disabled"),
    kept("enabled", "enable-account", "account-done-enabled"),
    kept("unlocked", "unlock-account", "account-done-unlocked"),
    kept("address-set", "set-address", "account-done-address-set"),
    kept("sessions-ended", "end-sessions", "account-done-sessions-ended"),
];

const fn kept(said: &'static str, what: &'static str, words: &'static str) -> Confirmed {
    Confirmed {
        said,
        action: Action::ManageAccounts,
        what: Some(what),
        words,
    }
}

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        list,
        find,
        new_account,
        add_account,
        disable,
        disable_account,
        enable_account,
        unlock_account,
        address,
        set_address,
        end_sessions,
        issue_enrolment
    ]
}

#[get("/admin/accounts?<after>&<done>")]
async fn list(visit: Visit<'_>, after: Option<&str>, done: Option<&str>) -> Result<Html, Fault> {
    let mut page = page(&visit, after, Form::new(SubmissionKey::fresh())).await?;
    page.done = just_done_elsewhere(&visit, done, &DONE).await?;
    visit.show(&page)
}

/// What is searched for may be a name: it never stands in an address.
#[post("/admin/accounts", data = "<typed>")]
async fn find(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Result<Html, Redirect>, Fault> {
    let Checked(typed) = typed;
    permit(&visit).await?;
    match within(typed.text("q")) {
        "" => Ok(Err(Redirect::to(LIST))),
        q => {
            let form = Form::new(SubmissionKey::fresh()).value("q", q);
            visit.show(&page(&visit, None, form).await?).map(Ok)
        }
    }
}

async fn permit(visit: &Visit<'_>) -> Result<(), Fault> {
    visit
        .desk
        .permit(visit.actor(), Action::ManageAccounts, &Resource::System)
        .await
        .map(drop)?;
    Ok(())
}

/// The list, or what the search in its form finds. A button of a row leads to another address, from which a search leads
/// back here.
async fn page(visit: &Visit<'_>, after: Option<&str>, mut form: Form) -> Result<Accounts, Fault> {
    let desk = visit.desk;
    permit(visit).await?;
    LIST.clone_into(&mut form.action);
    let searched = form.values.get("q").cloned();
    let mut rows = match &searched {
        None => part(desk.store(), Of::Everyone, after).await?,
        Some(q) => {
            let at = named(&organisations::all(desk.store()).await?, q);
            part(desk.store(), Of::Found(q, &at), None).await?
        }
    };
    let most = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| more && searched.is_none());
    let next_href = next.map(|row| format!("{LIST}?after={}", row.sign_in_name));
    Ok(Accounts {
        done: None,
        undelivered: super::undelivered::banner(visit).await?,
        held_up: super::undelivered::held_up(visit).await?,
        chairs: super::alerts::gaps::banner(visit).await?,
        rows: rows.into_iter().map(|row| fill(visit, row)).collect(),
        form,
        narrow: searched.filter(|_| more).map(|_| narrow(most)),
        enrolment: None,
        next_href,
        first_href: after.map(|_| LIST.to_owned()),
    })
}

/// The organisations of which a word begins like this, in any language.
fn named(known: &[Organisation], q: &str) -> Vec<OrganisationId> {
    let q = q.to_lowercase();
    let named = |place: &&Organisation| {
        let names = [&place.name.kk, &place.name.ru, &place.name.en];
        names.iter().any(|name| begins_a_word(&name.to_lowercase(), &q))
    };
    known.iter().filter(named).map(|place| place.id).collect()
}

fn begins_a_word(name: &str, q: &str) -> bool {
    let mut found = name.match_indices(q);
    found.any(|(at, _)| !name[..at].ends_with(char::is_alphanumeric))
}

#[get("/admin/accounts/new")]
async fn new_account(visit: Visit<'_>) -> Result<Html, Fault> {
    permit(&visit).await?;
    let view = new_view(&visit, Form::new(SubmissionKey::fresh())).await?;
    visit.show(&view)
}

async fn new_view(visit: &Visit<'_>, form: Form) -> Result<NewAccount, Fault> {
    let known = organisations::all(visit.desk.store()).await?;
    let choice = |role: &Role| Choice::new(role.as_str(), role_name(visit, role.as_str()));
    Ok(NewAccount {
        form,
        roles: Role::ALL.iter().map(choice).collect(),
        organisations: by_region(&known, &visit.desk.rules().places),
    })
}

/// Organisations under the names of their regions, in the order of the place rules.
fn by_region(known: &[Organisation], places: &Places) -> Vec<ChoiceGroup> {
    let mut regions: Vec<&str> = known.iter().map(|place| place.region.as_str()).collect();
    regions.sort_by_key(|id| (places.regions.iter().position(|region| region.id == *id), *id));
    regions.dedup();
    let group = |id: &str| {
        let name = places.region(id).map(|region| region.name.clone());
        let there = known.iter().filter(|place| place.region == id);
        let choice =
            |place: &Organisation| Choice::new(place.id.to_string(), Words::Localised(place.name.clone()));
        ChoiceGroup {
            words: name.map_or_else(|| Words::plain(id), Words::Localised),
            choices: there.map(choice).collect(),
        }
    };
    regions.into_iter().map(group).collect()
}

fn role_name(visit: &Visit<'_>, role: &str) -> Words {
    let name = visit.desk.rules().places.role_name(role).cloned();
    name.map_or_else(|| Words::plain(role), Words::Localised)
}

fn fill(visit: &Visit<'_>, row: Known) -> AccountRow {
    let (tone, key) = match (row.enabled, row.enrolled) {
        (false, _) => (Tone::Quiet, "account-disabled"),
        (true, false) => (Tone::Info, "account-waiting"),
        (true, true) if row.waits => (Tone::Warn, "account-unvouched"),
        (true, true) => (Tone::Good, "account-enabled"),
    };
    let wait = throttle::standing(row.failures, row.throttled_until);
    let waits = row.enabled && !wait.is_over(visit.desk.clock().wall());
    AccountRow {
        locked: waits.then(|| locked(visit, &wait)),
        failures: (row.failures > 0)
            .then(|| Words::key("account-failures").number("n", i64::from(row.failures))),
        unlocks: waits && wait != Wait::Locked,
        href: format!("{LIST}/{}", row.id),
        role: role_name(visit, &row.role),
        name: row.name,
        sign_in_name: row.sign_in_name,
        organisation: Words::Localised(row.organisation_name),
        state: Status::new(tone, Words::key(key)),
        enabled: row.enabled,
        last_seen_at: row.seen_at.map(|at| Moment::new(at, visit.who.zone)),
        keys: [(); 3].map(|()| SubmissionKey::fresh().to_string()),
    }
}

/// Until when nobody can sign in with the name.
fn locked(visit: &Visit<'_>, wait: &Wait) -> Status {
    let words = match wait {
        Wait::Until(until) => Words::key("account-locked-until").words("until", time(*until, visit.who.zone)),
        Wait::None | Wait::Locked => Words::key("account-locked"),
    };
    Status::new(Tone::Bad, words)
}

/// Makes an account. The answer shows its link, this once: it is kept nowhere, so there is no page to go to.
#[post("/admin/accounts/new", data = "<typed>")]
async fn add_account(
    visit: Visit<'_>,
    door: &State<Door>,
    public: &State<PublicUrl>,
    typed: Checked<Typed>,
) -> Result<Html, Fault> {
    let Checked(typed) = typed;
    let form = AddAccount {
        name: typed.text("name"),
        sign_in_name: typed.text("sign_in_name"),
        email: typed.text("email"),
        role: typed.text("role"),
        organisation: typed.id("organisation"),
        language: typed.text("language"),
    };
    let link = door.make_link().map_err(Fault::internal)?;
    let submission = Some(visit.submission(&typed));
    let outcome = commands::add_account(visit.desk, door, visit.actor(), submission, &form, &link).await;
    let refused = match outcome {
        Ok(issued) => return issue(&visit, public, issued, &link).await,
        Err(Failure::Refused(refusals)) => typed_again(&typed, &refusals),
        Err(Failure::Store(fault)) if fault.is_duplicate() => typed
            .form()
            .problem("sign_in_name", Words::key("account-name-taken")),
        Err(failure) => return Err(failure.into()),
    };
    visit.refuse(&new_view(&visit, refused).await?)
}

fn typed_again(typed: &Typed, refusals: &[Refusal]) -> Form {
    let mut form = with_refusals(typed.form(), refusals);
    for Problem { field, words } in &mut form.problems {
        // What these fields want is more than "not understood".
        let wrong = refusals
            .iter()
            .any(|refusal| matches!(refusal, Refusal::NotUnderstood { field: named } if named == field));
        let key = match field.as_str() {
            "sign_in_name" => "account-name-letters",
            "email" => "account-email-wrong",
            "role" => "account-role-elsewhere",
            _ => continue,
        };
        if wrong {
            *words = Words::key(key);
        }
    }
    form
}

/// Shows a link, or says that it was shown.
async fn issue(visit: &Visit<'_>, public: &PublicUrl, issued: Issued, link: &Link) -> Result<Html, Fault> {
    let account = accounts::find(visit.desk.store(), issued.account).await?;
    let mut page = page(visit, None, Form::new(SubmissionKey::fresh())).await?;
    if issued.link_works {
        page.enrolment = account.map(|account| Enrolment {
            name: account.display_name,
            link: format!("{}/enrol/{}", public.0, link.token()),
            until: Moment::new(link.until(), visit.who.zone),
        });
    } else {
        page.done = Some(Words::key("enrolment-shown"));
    }
    visit.show(&page)
}

fn account(id: &str) -> Result<AccountId, Fault> {
    id.parse().map_err(|_| Fault::NotFound)
}

#[get("/admin/accounts/<id>/disable")]
async fn disable(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let known = known(&visit, id).await?;
    let mut rows = whose(&visit, &known);
    rows.extend(hanging::of_account(&visit, &known).await?);
    visit.show(&DisableAccount {
        form: Form::new(SubmissionKey::fresh()),
        rows,
    })
}

#[post("/admin/accounts/<id>/disable", data = "<typed>")]
async fn disable_account(
    visit: Visit<'_>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let submission = Some(visit.submission(&typed.0));
    let outcome = commands::disable_account(visit.desk, visit.actor(), submission, account(id)?).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to("/admin/accounts?done=disabled"))),
        Err(refusals) => {
            let form =
                Form::new(SubmissionKey::fresh()).problem("", button_refused(&refusals, "account-own"));
            Ok(Err(visit.refuse(&page(&visit, None, form).await?)?))
        }
    }
}

#[post("/admin/accounts/<id>/enable", data = "<typed>")]
async fn enable_account(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Result<Redirect, Fault> {
    let submission = Some(visit.submission(&typed.0));
    commands::enable_account(visit.desk, visit.actor(), submission, account(id)?).await?;
    Ok(Redirect::to("/admin/accounts?done=enabled"))
}

#[post("/admin/accounts/<id>/unlock", data = "<typed>")]
async fn unlock_account(
    visit: Visit<'_>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let submission = Some(visit.submission(&typed.0));
    let outcome = commands::unlock_account(visit.desk, visit.actor(), submission, account(id)?).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to("/admin/accounts?done=unlocked"))),
        Err(refusals) => {
            let form = Form::new(SubmissionKey::fresh())
                .problem("", button_refused(&refusals, "account-unlock-by-link"));
            Ok(Err(visit.refuse(&page(&visit, None, form).await?)?))
        }
    }
}

/// The account that is asked for; none for those who keep no accounts.
async fn known(visit: &Visit<'_>, id: &str) -> Result<accounts::Account, Fault> {
    permit(visit).await?;
    let known = accounts::find(visit.desk.store(), account(id)?).await?;
    known.ok_or(Fault::NotFound)
}

fn address_page(visit: &Visit<'_>, known: &accounts::Account, form: Form) -> SetAddress {
    SetAddress {
        form,
        rows: whose(visit, known),
    }
}

fn whose(visit: &Visit<'_>, known: &accounts::Account) -> Vec<Row> {
    vec![
        Row::new(Words::key("account-name"), known.display_name.clone()),
        Row::new(Words::key("account-role"), role_name(visit, &known.role)),
        Row::new(
            Words::key("account-organisation"),
            Words::Localised(known.organisation_name.clone()),
        ),
    ]
}

#[get("/admin/accounts/<id>/address")]
async fn address(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let known = known(&visit, id).await?;
    let form = Form::new(SubmissionKey::fresh()).value("email", known.email.clone().unwrap_or_default());
    visit.show(&address_page(&visit, &known, form))
}

#[post("/admin/accounts/<id>/address", data = "<typed>")]
async fn set_address(
    visit: Visit<'_>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    let known = known(&visit, id).await?;
    let submission = Some(visit.submission(&typed));
    let email = typed.text("email");
    let outcome = commands::set_address(visit.desk, visit.actor(), submission, known.id, email).await;
    match done_or_refused(outcome)? {
        Ok(_) => Ok(Ok(Redirect::to("/admin/accounts?done=address-set"))),
        Err(refusals) => {
            let form = typed_again(&typed, &refusals);
            Ok(Err(visit.refuse(&address_page(&visit, &known, form))?))
        }
    }
}

#[post("/admin/accounts/<id>/end-sessions", data = "<typed>")]
async fn end_sessions(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Result<Redirect, Fault> {
    let submission = Some(visit.submission(&typed.0));
    commands::end_sessions(visit.desk, visit.actor(), submission, account(id)?).await?;
    Ok(Redirect::to("/admin/accounts?done=sessions-ended"))
}

#[post("/admin/accounts/<id>/reset", data = "<typed>")]
async fn issue_enrolment(
    visit: Visit<'_>,
    door: &State<Door>,
    public: &State<PublicUrl>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Html, Fault> {
    let submission = Some(visit.submission(&typed.0));
    let link = door.make_link().map_err(Fault::internal)?;
    let (desk, actor) = (visit.desk, visit.actor());
    let issued = commands::issue_enrolment(desk, door, actor, submission, account(id)?, &link).await?;
    issue(&visit, public, issued, &link).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_is_found_by_the_beginning_of_any_of_its_words() {
        let name = "«алматы» пробация қызметі";
        for q in ["алм", "«алматы", "пробация қ", "қызметі"] {
            assert!(begins_a_word(name, q), "{q}");
        }
        for q in ["маты", "робация", "clinic"] {
            assert!(!begins_a_word(name, q), "{q}");
        }
    }
}
