//! The whole server from its pieces: the desk, the door, the pages.

use super::faults::{DrawFault, Fault, FaultPage};
use super::health::Readiness;
use super::logging::request_id;
use super::security::{Cookies, Sessions};
use super::views::error::ErrorPage;
use super::views::{Frame, ViewFault, Views};
use super::visit::Visit;
use super::{Parts, pages};
use crate::commands::sign_in::{Door, SignedIn};
use crate::config::Config;
use crate::secrets::Keys;
use crate::store::desk::Desk;
use crate::text::Language;
use rocket::{Build, Request, Rocket};
use std::sync::Arc;

/// What training mode shows on the sign-in page: the accounts, and how to come in.
pub struct Demo(pub super::pages::DemoDoor);

/// Builds the server.
///
/// # Errors
/// [`ViewFault`] where a template does not parse.
pub fn server(config: Config, keys: Keys, desk: Desk, door: Door) -> Result<Rocket<Build>, ViewFault> {
    let views = Arc::new(Views::load()?);
    let resuming = door.clone();
    let pinged = desk.store().clone();
    let drawing = Arc::clone(&views);
    let parts = Parts {
        config,
        keys,
        sessions: Sessions(Box::new(move |token| {
            let door = resuming.clone();
            Box::pin(async move { Ok(door.resume(&token).await?) })
        })),
        readiness: Readiness(Box::new(move || {
            let store = pinged.clone();
            Box::pin(async move { Ok(store.ping().await?) })
        })),
        fault_page: FaultPage(draw(drawing)),
        routes: pages::routes(),
    };
    Ok(super::rocket(parts).manage(desk).manage(door).manage(views))
}
