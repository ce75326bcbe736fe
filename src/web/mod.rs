//! Rocket: guards, sealed forms, pages, faults.
//!
//! [`rocket`] builds the server from its [`Parts`], for the real thing and for tests alike; [`serve`]
//! runs it until it is told to stop, and lets what is under way finish.

pub mod assets;
pub mod faults;
pub mod health;
pub mod house;
pub mod ics;
pub mod logging;
pub mod pages;
pub mod refused;
pub mod security;
pub mod tables;
pub mod typed;
pub mod views;
pub mod visit;

use crate::{config::Config, secrets::Keys};
use rocket::{
    Build, Rocket, Route, Shutdown,
    config::{Ident, LogLevel},
    data::{ByteUnit, Limits},
    error::ErrorKind,
    shield::Shield,
    tokio::task::JoinHandle,
};
use std::io;
use thiserror::Error;

/// A commission's text has three fields of four thousand letters, and a Cyrillic letter travels as six bytes. What is
/// longer than a field allows must still arrive, so that the answer can say so and give the text back: a page that
/// says "too large" would be all that is left of an hour's writing.
const FORM_KIBIBYTES: u64 = 1024;
/// The largest file that somebody may show for checking, and what stands around it in a form.
const FILE_MEBIBYTES: u64 = 4;
const UPLOAD_MEBIBYTES: u64 = 5;
/// Seconds a request under way may take after the signal to stop, and then to be written out. Rocket waits
/// for all of the first when anybody is connected, so a restart takes about as long.
const GRACE_SECONDS: u32 = 2;
const MERCY_SECONDS: u32 = 3;

/// What the server is made of.
pub struct Parts {
    /// Address, port and public address.
    pub config: Config,
    /// Signs the forms of the door.
    pub keys: Keys,
    /// Finds the holder of a session.
    pub sessions: security::Sessions,
    /// Asks whether the database answers.
    pub readiness: health::Readiness,
    /// Draws the page of a fault.
    pub fault_page: faults::FaultPage,
    /// Every page.
    pub routes: Vec<Route>,
}

/// The server: its pages, and what stands in front of every one of them.
#[must_use]
pub fn rocket(parts: Parts) -> Rocket<Build> {
    let headers = security::Headers::new(&parts.config);
    let routes = [
        parts.routes,
        assets::routes(),
        health::routes(),
        security::routes(),
    ]
    .concat();
    Rocket::custom(rocket_config(&parts.config))
        .attach(logging::AccessLog)
        .attach(Shield::new()) // Rocket's own headers stand aside
        .attach(headers)
        .attach(security::OriginCheck::new(&parts.config))
        .attach(security::PlainAddress)
        .manage(headers)
        .manage(security::Cookies::new(&parts.config))
        .manage(assets::Assets::load())
        .manage(parts.keys)
        .manage(parts.sessions)
        .manage(parts.readiness)
        .manage(parts.fault_page)
        .mount("/", logging::traced_routes(routes))
        .register("/", logging::traced_catchers(faults::catchers()))
}

/// Rocket's configuration, from ours alone: neither `Rocket.toml` nor `ROCKET_*` has a say.
fn rocket_config(config: &Config) -> rocket::Config {
    let mut own = rocket::Config {
        profile: rocket::Config::RELEASE_PROFILE,
        address: config.address,
        port: config.port,
        ident: Ident::none(),
        // Rocket would believe `X-Real-IP` from anybody.
        ip_header: config.proxy_header.clone().map(Into::into),
        limits: Limits::default()
            .limit("form", ByteUnit::Kibibyte(FORM_KIBIBYTES))
            .limit("bytes", ByteUnit::Mebibyte(FILE_MEBIBYTES))
            .limit("data-form", ByteUnit::Mebibyte(UPLOAD_MEBIBYTES)),
        log_level: LogLevel::Off,
        cli_colors: false,
        ..rocket::Config::release_default()
    };
    own.shutdown.grace = GRACE_SECONDS;
    own.shutdown.mercy = MERCY_SECONDS;
    own
}

/// Why the server did not run, or ended.
#[derive(Debug, Error)]
pub enum ServeFault {
    /// The address or the port cannot be had.
    #[error("cannot listen on {0}: {1}")]
    Listen(String, io::Error),
    /// Rocket gave up.
    #[error("the web server failed: {0}")]
    Rocket(String),
    /// A job died instead of ending.
    #[error("a job died: {0}")]
    Job(#[from] rocket::tokio::task::JoinError),
}

/// Serves until the process is told to stop (SIGTERM, Ctrl-C), then lets requests and jobs finish.
///
/// `start_jobs` gets the signal that jobs end on and answers with what must have ended before the
/// process may. To be run by `rocket::execute`, whose runtime Rocket knows how to shut down.
///
/// # Errors
/// [`ServeFault`].
pub async fn serve(
    rocket: Rocket<Build>,
    start_jobs: impl FnOnce(Shutdown) -> Vec<JoinHandle<()>>,
) -> Result<(), ServeFault> {
    let rocket = rocket
        .ignite()
        .await
        .map_err(|fault| serve_fault(&fault, String::new()))?;
    let address = format!("{}:{}", rocket.config().address, rocket.config().port);
    let stop = rocket.shutdown();
    let jobs = start_jobs(stop.clone());
    let outcome = match rocket.launch().await {
        Err(fault) if matches!(fault.kind(), ErrorKind::Shutdown(_, None)) => {
            tracing::warn!("stopped with clients still connected; they were cut off");
            Ok(())
        }
        other => other.map(drop).map_err(|fault| serve_fault(&fault, address)),
    };
    stop.notify(); // when the launch failed, nobody else tells the jobs
    let mut ended = Ok(());
    for job in jobs {
        ended = job.await.and(ended);
    }
    outcome?;
    Ok(ended?)
}

fn serve_fault(fault: &rocket::Error, address: String) -> ServeFault {
    match fault.kind() {
        ErrorKind::Bind(why) | ErrorKind::Io(why) => {
            ServeFault::Listen(address, io::Error::new(why.kind(), why.to_string()))
        }
        other => ServeFault::Rocket(other.to_string()),
    }
}
