//! The whole server from its pieces: the desk, the door, the pages.

use super::assets::Assets;
use super::faults::{DrawFault, Fault, FaultPage};
use super::health::Readiness;
use super::logging::request_id;
use super::pages::Guesses;
use super::security::{Sessions, already_found};
use super::views::notices::ErrorPage;
use super::views::parts::Link;
use super::views::{Frame, ViewFault, Views};
use super::{Parts, pages};
use crate::commands::sign_in::Door;
use crate::config::Config;
use crate::domain::ids::{AccountId, CaseId};
use crate::domain::rules::Channel;
use crate::letters::Press;
use crate::secrets::Keys;
use crate::store::desk::Desk;
use crate::text::{Language, Words};
use rocket::http::uri::Origin;
use rocket::http::{Cookie, SameSite, Status};
use rocket::{Build, Request, Rocket};
use std::sync::Arc;

/// What training mode tells whoever stands at the door: who can be tried, and how to come in as them.
#[derive(Clone, Debug, Default)]
pub struct DemoDoor {
    /// The passphrase of all demo accounts.
    pub passphrase: String,
    /// The accounts, in the order shown.
    pub accounts: Vec<DemoKey>,
}

/// A demo account with the secret of its one-time codes.
#[derive(Clone, Debug)]
pub struct DemoKey {
    /// Account.
    pub account: AccountId,
    /// What to type.
    pub sign_in_name: String,
    /// Role, as the policies name it.
    pub role: String,
    /// Where.
    pub organisation: crate::domain::localised::Localised,
    /// Secret of the codes.
    pub secret: Vec<u8>,
}

/// The address under which people reach this installation, for links that are handed over.
#[derive(Clone, Debug)]
pub struct PublicUrl(pub String);

/// What an operator says about the world outside: which hosts of it are his own, and whether short messages leave.
#[derive(Clone, Debug, Default)]
pub struct Outside {
    /// Hosts to which webhooks may go inside a private network.
    pub webhook_hosts: Vec<String>,
    /// Is a gateway of short messages set up?
    pub gateway: bool,
    /// The channels that are not set up: what is written to them waits. In training every one leads to the training outbox.
    pub closed: Vec<Channel>,
}

impl Outside {
    /// As an installation is set up.
    fn of(config: &Config, training: bool) -> Self {
        let closed = [
            (Channel::Email, config.smtp_url.is_none()),
            (Channel::Sms, config.sms_url.is_none()),
        ];
        let closed = closed.into_iter().filter(|(_, missing)| *missing && !training);
        Self {
            webhook_hosts: config.webhook_hosts.clone(),
            gateway: config.sms_url.is_some(),
            closed: closed.map(|(channel, _)| channel).collect(),
        }
    }
}

/// Builds the server. `demo` is for training installations only.
///
/// # Errors
/// [`ViewFault`] where a template does not parse.
pub fn server(
    config: Config,
    keys: Keys,
    desk: Desk,
    door: Door,
    demo: Option<DemoDoor>,
) -> Result<Rocket<Build>, ViewFault> {
    let public_url = PublicUrl(config.public_url.clone());
    let outside = Outside::of(&config, desk.training());
    let press = Press::new(&config.public_url);
    let views = Views::shared()?;
    let resuming = door.clone();
    let pinged = desk.store().clone();
    let parts = Parts {
        config,
        keys,
        sessions: Sessions(Box::new(move |token| {
            let door = resuming.clone();
            Box::pin(async move { Ok(door.resume(&token).await?) })
        })),
        readiness: Readiness(Box::new(move || {
            let store = pinged.clone();
            Box::pin(async move { store.ping().await.is_ok() })
        })),
        fault_page: FaultPage(draw(Arc::clone(&views))),
        routes: pages::routes(),
    };
    let demo = demo.filter(|_| desk.training());
    Ok(super::rocket(parts)
        .manage(desk)
        .manage(door)
        .manage(views)
        .manage(public_url)
        .manage(outside)
        .manage(press)
        .manage(Guesses::default())
        .manage(demo))
}

/// Draws the page of a fault, in the language of the session or the one asked for.
fn draw(views: Arc<Views>) -> Box<DrawFault> {
    Box::new(move |request, fault| {
        let assets = request.rocket().state::<Assets>()?;
        let (status, address) = (fault.status(), request.uri().path().to_string());
        let page = ErrorPage {
            status: status.code,
            request: Some(request_id(request).to_owned()),
            sent_before: matches!(fault, Fault::SentBefore),
            case: case_at(&address).filter(|_| status == Status::Conflict && opens_cases(request)),
        };
        let chosen = already_found(request).and_then(|who| Language::parse(&who.language));
        let language = asked(request).or(chosen).unwrap_or_else(|| language(request));
        let frame = Frame::new(language, &address, assets.base(), String::new());
        views.render(&page, &frame).ok()
    })
}

/// The case to which an address belongs.
fn case_at(address: &str) -> Option<Link> {
    let case = address.strip_prefix("/cases/")?.split('/').next()?;
    let case: CaseId = case.parse().ok()?;
    Some(Link::new(format!("/cases/{case}"), Words::key("open-case-file")))
}

/// Does the page of a case open for the reader's role? Where it does not, the way to the start is all there is.
fn opens_cases(request: &Request<'_>) -> bool {
    let desk = request.rocket().state::<Desk>();
    desk.zip(already_found(request))
        .is_some_and(|(desk, who)| desk.access().opens_cases(&who.actor))
}

fn asked(request: &Request<'_>) -> Option<Language> {
    let asked = request.query_value::<&str>("lang").and_then(Result::ok);
    asked.and_then(Language::parse)
}

/// A page to which a request leads on, in the language that the request asked for.
#[must_use]
pub fn in_its_language(page: &str, from: &Origin<'_>) -> String {
    let query = from.query();
    let query = query.as_ref().map_or("", |query| query.as_str());
    let mut asked = query.split('&').filter_map(|pair| pair.strip_prefix("lang="));
    match asked.next().and_then(Language::parse) {
        Some(language) => {
            let joint = if page.contains('?') { '&' } else { '?' };
            format!("{page}{joint}lang={}", language.code())
        }
        None => page.to_owned(),
    }
}

/// The language of a request before anybody is known: asked for, or the browser's first that we speak.
#[must_use]
pub fn language(request: &Request<'_>) -> Language {
    let kept = request
        .cookies()
        .get(LANGUAGE_COOKIE)
        .and_then(|cookie| Language::parse(cookie.value()));
    let accepted = || {
        let header = request.headers().get_one("Accept-Language")?;
        header
            .split(',')
            .filter_map(|part| part.get(..2))
            .find_map(Language::parse)
    };
    asked(request).or(kept).or_else(accepted).unwrap_or(Language::Ru)
}

/// The cookie that remembers a language beyond the session: for the sign-in page, and for the page of a fault, which
/// is drawn without knowing who reads it.
#[must_use]
pub fn language_cookie(language: Language) -> Cookie<'static> {
    Cookie::build((LANGUAGE_COOKIE, language.code()))
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .build()
}

/// Remembers the language of the sign-in page; holds nothing else.
pub const LANGUAGE_COOKIE: &str = "merzim-language";
