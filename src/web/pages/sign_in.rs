//! Coming in and going out.

use crate::access::Role;
use crate::clock::Clock;
use crate::commands;
use crate::commands::sign_in::one_time_code::{CodeSecret, seconds_to_next};
use crate::commands::sign_in::throttle;
use crate::commands::sign_in::{Attempt, Door, SignInFault, SignedIn};
use crate::domain::ids::{AccountId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::secrets::Keys;
use crate::store::desk::Desk;
use crate::store::{Store, accounts};
use crate::text::Words;
use crate::web::assets::Assets;
use crate::web::faults::Fault;
use crate::web::house::{DemoDoor, in_its_language, language, language_cookie};
use crate::web::refused;
use crate::web::security::{Checked, CheckedEntry, Cookies, LocalPath, entry_token};
use crate::web::typed::Typed;
use crate::web::views::notices::Notice;
use crate::web::views::parts::Link;
use crate::web::views::sign_in::{DemoAccount, DemoAccounts, SignIn};
use crate::web::views::{Form, Frame, Views};
use crate::web::visit::{Html, first_page};
use chrono::{DateTime, Utc};
use rocket::http::uri::Origin;
use rocket::http::{CookieJar, Status};
use rocket::request::{self, FromRequest};
use rocket::response::Redirect;
use rocket::{Request, Route, State, get, outcome::Outcome, post, routes};
use std::collections::BTreeSet;
use std::iter;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![sign_in, enter, sign_out, home]
}

/// Somebody at the door, not yet known.
pub struct Stranger<'r> {
    language: crate::text::Language,
    address: String,
    ip: IpAddr,
    jar: &'r CookieJar<'r>,
    cookies: Cookies,
    keys: &'r Keys,
    views: &'r Views,
    assets: &'r Assets,
    desk: &'r Desk,
    demo: Option<&'r DemoDoor>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Stranger<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let rocket = request.rocket();
        let (Some(cookies), Some(keys), Some(views), Some(assets), Some(desk)) = (
            rocket.state::<Cookies>(),
            rocket.state::<Keys>(),
            rocket.state::<Arc<Views>>(),
            rocket.state::<Assets>(),
            rocket.state::<Desk>(),
        ) else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        Outcome::Success(Self {
            language: language(request),
            address: request.uri().to_string(),
            ip: request.client_ip().unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
            jar: request.cookies(),
            cookies: *cookies,
            keys,
            views,
            assets,
            desk,
            demo: rocket.state::<Option<DemoDoor>>().and_then(Option::as_ref),
        })
    }
}

impl Stranger<'_> {
    /// Prints a page for somebody who has no session.
    ///
    /// # Errors
    /// [`Fault::Internal`] where a text, a template or randomness is missing.
    pub fn show<P: crate::web::views::Page>(&self, status: Status, page: &P) -> Result<Html, Fault> {
        let token = entry_token(self.jar, self.cookies, self.keys).map_err(Fault::internal)?;
        self.jar.add(language_cookie(self.language));
        let mut frame = Frame::new(self.language, &self.address, self.assets.base(), token);
        frame.training = self.desk.training().then(|| crate::web::views::frame::Training {
            clock: self
                .desk
                .instant()
                .with_timezone(&chrono_tz::Asia::Almaty)
                .naive_local(),
        });
        let text = self.views.render(page, &frame).map_err(Fault::internal)?;
        Ok(Html::new(status, text))
    }

    /// From which address.
    #[must_use]
    pub fn ip(&self) -> IpAddr {
        self.ip
    }

    /// When.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.desk.instant()
    }

    /// The store, for what anybody may ask.
    #[must_use]
    pub fn store(&self) -> &Store {
        self.desk.store()
    }

    /// The demo accounts with the codes that work now.
    #[must_use]
    pub fn demo(&self) -> Option<DemoAccounts> {
        self.demo.map(|door| demo_accounts(door, self.desk))
    }
}

/// The demo accounts with the codes that work now; in training only.
#[must_use]
pub fn demo_accounts(door: &DemoDoor, desk: &Desk) -> DemoAccounts {
    let places = &desk.rules().places;
    let account = |key: &crate::web::house::DemoKey| {
        let role = places.role_name(&key.role).cloned();
        DemoAccount {
            sign_in_name: key.sign_in_name.clone(),
            role: role.map_or_else(|| Words::plain(key.role.clone()), Words::Localised),
            organisation: Words::Localised(key.organisation.clone()),
            code: code_now(&key.secret, desk.clock()),
        }
    };
    DemoAccounts {
        password: door.passphrase.clone(),
        accounts: door.accounts.iter().map(account).collect(),
    }
}

fn code_now(secret: &[u8], clock: &Clock) -> String {
    CodeSecret::from_bytes(secret)
        .map(|secret| secret.code_at(clock.wall()))
        .unwrap_or_default()
}

/// The first page: where this person's work is, or the door.
#[get("/")]
fn home(who: Option<&SignedIn>, from: &Origin<'_>) -> Redirect {
    let page = first_page(who.and_then(|who| who.actor.role()).map(Role::lens));
    Redirect::to(in_its_language(page, from))
}

#[get("/sign-in?<next>&<out>")]
fn sign_in(stranger: Stranger<'_>, next: Option<&str>, out: Option<&str>) -> Result<Html, Fault> {
    let mut form = Form::new(SubmissionKey::fresh());
    if let Some(next) = next {
        form.carried
            .insert("next".to_owned(), LocalPath::parse(next).as_str().to_owned());
    }
    let page = SignIn {
        form,
        signed_out: out.is_some(),
        waits: None,
        demo: stranger.demo(),
    };
    stranger.show(Status::Ok, &page)
}

#[post("/sign-in", data = "<typed>")]
async fn enter(
    stranger: Stranger<'_>,
    typed: CheckedEntry<Typed>,
    door: &State<Door>,
) -> Result<Result<Redirect, Html>, Fault> {
    let CheckedEntry(typed) = typed;
    let Some(form) = typed.at_the_door("/sign-in") else {
        let problem = refused::words(&Refusal::FormUnkeyed);
        return refuse(&stranger, &typed, None, &[("", problem)]).map(Err);
    };
    let code: String = typed.text("code").chars().filter(char::is_ascii_digit).collect();
    let attempt = Attempt {
        name: typed.text("name"),
        passphrase: typed.text("password"),
        code: &code,
        language: Some(stranger.language.code()),
        address: stranger.ip,
    };
    match door.sign_in_once(form, attempt).await {
        Ok(begun) => {
            stranger.jar.add(stranger.cookies.session(begun.token));
            let next = typed.text("next");
            let next = if next.is_empty() {
                "/".to_owned()
            } else {
                LocalPath::parse(next).as_str().to_owned()
            };
            Ok(Ok(Redirect::to(next)))
        }
        Err(SignInFault::Unvouched(account)) => unvouched(&stranger, account).await.map(Err),
        Err(SignInFault::Refused) => {
            // Said at every refusal: only whoever sees it each time learns nothing from it.
            let seconds = seconds_to_next(stranger.desk.clock().wall());
            let waits = SignIn::waits(
                throttle::FREE_FAILURES + 1,
                throttle::LONG_WAIT_FAILURES,
                throttle::LONG_WAIT_MINUTES,
                throttle::HARD_CAP,
            );
            let problems = [
                ("name", Words::key("sign-in-refused")),
                ("code", Words::key("sign-in-code-once").number("n", seconds)),
            ];
            refuse(&stranger, &typed, Some(waits), &problems).map(Err)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// Who was right in everything and for whom nobody has vouched: who can, by role. There is no session.
async fn unvouched(stranger: &Stranger<'_>, account: AccountId) -> Result<Html, Fault> {
    let desk = stranger.desk;
    let known = accounts::find(desk.store(), account)
        .await?
        .ok_or(Fault::NotFound)?;
    let places = &desk.rules().places;
    let may = commands::who_may_vouch(desk, &known).await?;
    let roles: BTreeSet<String> = may.into_iter().map(|other| other.role).collect();
    let named = roles.into_iter().map(|role| {
        let name = places.role_name(&role).cloned();
        let name = name.map_or_else(|| Words::plain(role), Words::Localised);
        Words::key("unvouched-by").words("role", name)
    });
    let organisation = Words::Localised(known.organisation_name);
    let first = Words::key("unvouched-words").words("organisation", organisation);
    let mut lines: Vec<Words> = iter::once(first).chain(named).collect();
    if lines.len() == 1 {
        lines.push(Words::key("unvouched-nobody"));
    }
    let page = Notice {
        title: Words::key("unvouched-title"),
        lines,
        links: vec![Link::new("/sign-in", Words::key("sign-in"))],
    };
    stranger.show(Status::Forbidden, &page)
}

/// The form again, with the name. Neither passphrase nor code is sent back.
fn refuse(
    stranger: &Stranger<'_>,
    typed: &Typed,
    waits: Option<Words>,
    problems: &[(&str, Words)],
) -> Result<Html, Fault> {
    let mut form = Form::new(SubmissionKey::fresh()).value("name", typed.text("name"));
    for (field, words) in problems {
        form = form.problem(field, words.clone());
    }
    let next = LocalPath::parse(typed.text("next")).as_str().to_owned();
    form.carried.insert("next".to_owned(), next);
    let page = SignIn {
        form,
        signed_out: false,
        waits,
        demo: stranger.demo(),
    };
    stranger.show(Status::UnprocessableEntity, &page)
}

#[post("/sign-out", data = "<_typed>")]
async fn sign_out(
    who: &SignedIn,
    _typed: Checked<Typed>,
    door: &State<Door>,
    jar: &CookieJar<'_>,
    cookies: &State<Cookies>,
) -> Result<Redirect, Fault> {
    door.sign_out(who).await?;
    jar.add(cookies.forget_session());
    Ok(Redirect::to("/sign-in?out=1"))
}
