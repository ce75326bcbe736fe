//! One visit of one signed-in person: who, in which language, on which page, with what at hand.

use super::assets::Assets;
use super::faults::Fault;
use super::house::{Outside, language_cookie};
use super::typed::Typed;
use super::views::frame::{NavigationItem, Training, User};
use super::views::parts::{Banner, Tone};
use super::views::{Frame, Page, Views};
use crate::access::{Action, Actor, Context, Lens, Resource, Role};
use crate::commands::sign_in::throttle::Wait;
use crate::commands::sign_in::{Door, Guessed, SignedIn};
use crate::domain::ids::{OrganisationId, SubmissionKey};
use crate::domain::refusal::Refusal;
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::kept_forms;
use crate::text::{Language, Words};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rocket::http::{ContentType, Method, Status};
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest};
use rocket::response::{self, Responder};
use rocket::{Request, Response};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

/// A printed page with its status.
pub struct Html {
    status: Status,
    text: String,
}

impl Html {
    /// A page.
    #[must_use]
    pub fn new(status: Status, text: String) -> Self {
        Self { status, text }
    }
}

impl<'r> Responder<'r, 'static> for Html {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        let mut answer = Response::build();
        answer.status(self.status).header(ContentType::HTML);
        answer.sized_body(self.text.len(), Cursor::new(self.text)).ok()
    }
}

/// A signed-in visit.
pub struct Visit<'r> {
    /// The desk.
    pub desk: &'r Desk,
    /// Who.
    pub who: &'r SignedIn,
    /// The reader's language.
    pub language: Language,
    /// The world outside, as the operator says it is.
    pub outside: &'r Outside,
    views: &'r Views,
    assets: &'r Assets,
    address: String,
    path: String,
    kept: Option<BTreeMap<String, String>>,
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Visit<'r> {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let who = match request.guard::<&SignedIn>().await {
            Outcome::Success(who) => who,
            Outcome::Error(error) => return Outcome::Error(error),
            Outcome::Forward(status) => return Outcome::Forward(status),
        };
        let rocket = request.rocket();
        let (Some(desk), Some(outside), Some(views), Some(assets), Some(door)) = (
            rocket.state::<Desk>(),
            rocket.state::<Outside>(),
            rocket.state::<Arc<Views>>(),
            rocket.state::<Assets>(),
            rocket.state::<Door>(),
        ) else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        let asked = request
            .query_value::<&str>("lang")
            .and_then(Result::ok)
            .and_then(Language::parse);
        let remembered = Language::parse(&who.language).unwrap_or(Language::Ru);
        if let Some(asked) = asked.filter(|asked| *asked != remembered) {
            request.cookies().add(language_cookie(asked));
            // The page itself is shown in the language asked for, whether or not it can be remembered.
            if let Err(fault) = door.set_language(who, asked.code()).await {
                tracing::warn!(%fault, "the language could not be remembered");
            }
        }
        let kept = kept(request, desk, who).await;
        Outcome::Success(Self {
            desk,
            who,
            language: asked.unwrap_or(remembered),
            outside,
            views,
            assets,
            address: request.uri().to_string(),
            path: request.uri().path().to_string(),
            kept,
        })
    }
}

/// What the reader typed here before he chose another language. Only a page that is loaded shows it: what is sent
/// speaks for itself.
async fn kept(request: &Request<'_>, desk: &Desk, who: &SignedIn) -> Option<BTreeMap<String, String>> {
    let key = request.query_value::<&str>("kept").and_then(Result::ok);
    let key: Option<SubmissionKey> = key.and_then(|key| key.parse().ok());
    let (Some(key), Some(account), Method::Get) = (key, who.actor.account_id(), request.method()) else {
        return None;
    };
    match kept_forms::read(desk.store(), key, account).await {
        Ok(kept) => kept,
        // An empty form can be filled in again; no form cannot.
        Err(fault) => {
            tracing::warn!(%fault, "what was typed could not be shown again");
            None
        }
    }
}

impl Visit<'_> {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.who.actor
    }

    /// The organisation of the reader.
    ///
    /// # Errors
    /// A session that belongs to no account cannot be.
    pub fn organisation(&self) -> Result<OrganisationId, Fault> {
        self.actor().organisation().ok_or(Fault::Forbidden)
    }

    /// The organisation of the reader, as the policies see it.
    #[must_use]
    pub fn own(&self) -> Option<Resource> {
        let account = self.actor().as_account()?;
        Some(Resource::Organisation {
            id: account.organisation,
            kind: account.organisation_kind.clone(),
            region: account.region.clone(),
        })
    }

    /// The path of this page, without its query.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The submission of a form sent to this page.
    #[must_use]
    pub fn submission(&self, typed: &Typed) -> Submission {
        typed.submission(&self.path)
    }

    /// May the reader do this at some place in the own region where people are treated?
    #[must_use]
    pub fn may_near(&self, action: Action) -> bool {
        let Some(account) = self.actor().as_account() else {
            return false;
        };
        let kinds = &self.desk.rules().places.kinds;
        kinds.iter().filter(|kind| kind.treats).any(|kind| {
            let near = Resource::Organisation {
                id: OrganisationId::fresh(),
                kind: kind.id.clone(),
                region: account.region.clone(),
            };
            self.may(action, &near)
        })
    }

    /// May the reader do this with this?
    #[must_use]
    pub fn may(&self, action: Action, resource: &Resource) -> bool {
        let context = Context {
            training: self.desk.training(),
            ..Context::default()
        };
        self.desk.allows(self.actor(), action, resource, &context)
    }

    /// Prints a page.
    ///
    /// # Errors
    /// [`Fault::Internal`] where a text or template is missing.
    pub fn show<P: Page>(&self, page: &P) -> Result<Html, Fault> {
        self.print(Status::Ok, page)
    }

    /// Prints a form again with what is wrong with it: nothing was changed.
    ///
    /// # Errors
    /// As [`Visit::show`].
    pub fn refuse<P: Page>(&self, page: &P) -> Result<Html, Fault> {
        self.print(Status::UnprocessableEntity, page)
    }

    /// Prints a page in another language than the reader's: what is handed to somebody else.
    ///
    /// # Errors
    /// As [`Visit::show`].
    pub fn show_in<P: Page>(&self, language: Language, page: &P) -> Result<Html, Fault> {
        let mut frame = self.frame();
        frame.language = language;
        let text = self.views.render(page, &frame).map_err(Fault::internal)?;
        Ok(Html::new(Status::Ok, text))
    }

    fn print<P: Page>(&self, status: Status, page: &P) -> Result<Html, Fault> {
        let frame = self.frame();
        let text = self.views.render(page, &frame).map_err(Fault::internal)?;
        Ok(Html { status, text })
    }

    fn frame(&self) -> Frame {
        let mut frame = Frame::new(
            self.language,
            &self.address,
            self.assets.base(),
            self.who.csrf.clone(),
        );
        let places = &self.desk.rules().places;
        let role = self
            .actor()
            .role()
            .and_then(|role| places.role_name(role.as_str()));
        frame.user = Some(User {
            name: self.who.display_name.clone(),
            organisation: Words::Localised(self.who.organisation_name.clone()),
            role: role.cloned().map_or_else(|| Words::plain(""), Words::Localised),
        });
        frame.kept.clone_from(&self.kept);
        frame.guessed = guessed(self.who);
        frame.navigation = self.navigation();
        frame.training = self.desk.training().then(|| Training {
            clock: self.desk.instant().with_timezone(&self.who.zone).naive_local(),
        });
        frame
    }

    /// The page on which the reader's own work begins.
    #[must_use]
    pub fn first_page(&self) -> &'static str {
        first_page(self.actor().role().map(Role::lens))
    }

    fn navigation(&self) -> Vec<NavigationItem> {
        // Whoever supplies works from parcels and shelves: there the day begins.
        let own_desk = match self.first_page() {
            desk @ SUPPLY_DESK => (desk, Action::ReadStock),
            _ => ("/today", Action::ReadWorklist),
        };
        let places = [
            ("today", own_desk.0, own_desk.1),
            ("calendar", "/calendar", Action::KeepCalendarFeed),
            ("attendance", "/attendance", Action::ReadAttendanceList),
            ("cases", "/cases", Action::ListCases),
            ("reviews", "/reviews", Action::ReadReviews),
            ("handovers", "/handovers", Action::ReadHandovers),
            ("releases", "/releases", Action::ReadReleases),
            ("transferred", "/transferred", Action::ReadTransferred),
            ("parcels", "/parcels", Action::ReadStock),
            ("stock", "/stock", Action::ReadStock),
            ("alerts", "/alerts", Action::ReadNotices),
            ("reports", "/reports", Action::ReadReports),
            ("rules", "/rules", Action::ReadLegalRules),
            ("letters", "/letters", Action::ReadHouseLetter),
            ("received", "/letters/received", Action::ReadNotices),
            ("colleagues", "/colleagues", Action::VouchForAccount),
            ("ledger", "/ledger", Action::ReadLedger),
            ("accounts", "/admin/accounts", Action::ManageAccounts),
            ("organisations", "/admin/organisations", Action::CloseOrganisation),
            ("channels", "/admin/channels", Action::ManageChannels),
            ("messages", "/admin/messages", Action::SendMessageAgain),
            ("training", "/training", Action::MoveClock),
            ("outbox", "/training/outbox", Action::ReadTrainingOutbox),
        ];
        let desk = self.may(Action::ReadHandovers, &Resource::System);
        let supervises = self.actor().role().map(Role::lens) == Some(Lens::Supervision);
        let watches = self.actor().role().map(Role::lens) == Some(Lens::Coordination);
        let listed = own_desk.1 == Action::ReadWorklist && self.may(Action::ReadWorklist, &Resource::System);
        let open = places
            .into_iter()
            .filter(|(_, _, action)| match action {
                // Stock is somebody's, and so are colleagues: whoever sees the own ones has the pages.
                action @ (Action::ReadStock | Action::CloseOrganisation | Action::VouchForAccount) => {
                    self.own().is_some_and(|own| self.may(*action, &own))
                }
                action => self.may(*action, &Resource::System),
            })
            // Letters are sent to a supervising body; everybody else writes them.
            .filter(|(key, ..)| *key != "received" || supervises)
            // Where hand-overs have a desk, the way to these two begins there; whoever watches over a region begins with
            // its releases. Where the day begins with a list, colleagues who wait stand above it.
            .filter(|(key, ..)| match *key {
                "colleagues" => !listed,
                "releases" => !desk || watches,
                "transferred" => !desk,
                _ => true,
            });
        let open: Vec<_> = open.collect();
        let leads = |href: &str| self.path == href || self.path.starts_with(&format!("{href}/"));
        // Of two that lead here the nearer one is where the reader is.
        let here = open.iter().map(|(_, href, _)| *href).filter(|href| leads(href));
        let here = here.max_by_key(|href| href.len());
        let items = open.iter().map(|&(key, href, _)| NavigationItem {
            key,
            href: href.to_owned(),
            current: here == Some(href),
            count: None,
        });
        items.collect()
    }
}

/// The desk of those who supply.
const SUPPLY_DESK: &str = "/stock/desk";

/// The page on which the work of somebody who looks like this begins; the door for a stranger.
#[must_use]
pub fn first_page(lens: Option<Lens>) -> &'static str {
    match lens {
        None => "/sign-in",
        Some(Lens::Supervision) => "/alerts",
        Some(Lens::Supply) => SUPPLY_DESK,
        Some(Lens::Audit) => "/ledger",
        Some(Lens::Administration) => "/admin/accounts",
        Some(Lens::Custody) => "/attendance",
        Some(Lens::Clinical | Lens::Coordination | Lens::Registry) => "/today",
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Absent(_) => Self::NotFound,
            Failure::Forbidden(forbidden) if forbidden.looks_absent() => Self::NotFound,
            Failure::Forbidden(_) => Self::Forbidden,
            Failure::Store(fault) => fault.into(),
            Failure::KeyReused => Self::SentBefore,
            Failure::Refused(_) => Self::Unprocessable,
            fault @ (Failure::PermitMisused { .. } | Failure::Unprinted(_)) => Self::internal(fault),
        }
    }
}

/// The time of day in a zone: for what is over within the hour.
#[must_use]
pub fn time(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%H:%M").to_string()
}

/// What the owner of a session is told about wrong attempts with his name.
fn guessed(who: &SignedIn) -> Option<Banner> {
    let Guessed {
        failures,
        before,
        wait,
    } = who.guessed?;
    let key = if before { "guessed-before" } else { "guessed-since" };
    let words = match wait {
        Wait::None => Words::key("guessed-what"),
        // Rounded up to the minute: nobody should try some seconds too soon.
        Wait::Until(until) => {
            Words::key("guessed-until").words("until", time(until + chrono::Duration::seconds(59), who.zone))
        }
        Wait::Locked => Words::key("guessed-locked"),
    };
    Some(Banner {
        tone: Tone::Warn,
        title: Words::key(key).number("n", i64::from(failures)),
        words: Some(words),
        link: None,
    })
}

/// Splits an outcome into what was done and what was refused; every other failure is a fault.
///
/// # Errors
/// [`Fault`], for everything but a refusal.
pub fn done_or_refused<T>(outcome: Result<T, Failure>) -> Result<Result<T, Vec<Refusal>>, Fault> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(Failure::Refused(refusals)) => Ok(Err(refusals)),
        Err(failure) => Err(failure.into()),
    }
}
