//! What a supervisor of processes asks: does it live (`/healthz`), may it be given work (`/readyz`).

use rocket::{Route, State, get, http::Status};
use std::{future::Future, pin::Pin, time::Duration};

const PATIENCE: Duration = Duration::from_secs(2);

/// Asks whether the database answers. Managed by Rocket.
pub struct Readiness(pub Box<Ping>);

/// See [`Readiness`].
pub type Ping = dyn Fn() -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync;

/// The process answers; nothing else is claimed.
#[get("/healthz")]
fn healthz() -> &'static str {
    "alive\n"
}

/// The database answers within two seconds. A slow one counts as absent: a proxy should ask elsewhere.
#[get("/readyz")]
async fn readyz(readiness: &State<Readiness>) -> (Status, &'static str) {
    match rocket::tokio::time::timeout(PATIENCE, (readiness.0)()).await {
        Ok(true) => (Status::Ok, "ready\n"),
        Ok(false) | Err(_) => (Status::ServiceUnavailable, "not ready\n"),
    }
}

/// The routes of this page.
#[must_use]
pub fn routes() -> Vec<Route> {
    rocket::routes![healthz, readyz]
}
