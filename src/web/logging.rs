//! What the installation says about itself: structured records, one line each, without personal data.
//!
//! A record of a request names the route's pattern, never the path or the query that was sent: those may
//! hold what somebody typed about a person.

use crate::clock::Stopwatch;
use crate::domain::ids;
use rocket::{
    Catcher, Data, Request, Response, Route, catcher,
    fairing::{Fairing, Info, Kind},
    http::Status,
    route,
};
use std::panic::PanicHookInfo;
use thiserror::Error;
use tracing::{Instrument, Span, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{ParseError, filter_fn},
    fmt::MakeWriter,
    layer::SubscriberExt,
};

/// Quiet neighbours; what the operator asks for comes after and wins.
const DEFAULT_DIRECTIVES: &str = "rocket=warn,rocket::launch=off,sqlx=warn,hyper=warn,rustls=warn";

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object per line, for machines; what a real installation writes.
    Json,
    /// Short lines for a person at a terminal.
    Plain,
}

/// Why logging could not start.
#[derive(Debug, Error)]
pub enum LoggingFault {
    /// The filter of the configuration is not understood.
    #[error("log: {0}")]
    Filter(#[from] ParseError),
    /// Somebody else in this process has already taken the records.
    #[error("log: records are already taken by another subscriber")]
    Taken,
}

/// Starts logging to standard error, once per process, before Rocket is built: Rocket brings its own
/// printer when nobody was there first.
///
/// # Errors
/// [`LoggingFault`].
pub fn start(filter: &str, format: Format) -> Result<(), LoggingFault> {
    let subscriber = subscriber(filter, format, std::io::stderr)?;
    tracing::subscriber::set_global_default(subscriber).map_err(|_| LoggingFault::Taken)?;
    bridge_log().map_err(|_| LoggingFault::Taken)?;
    std::panic::set_hook(Box::new(report_panic));
    Ok(())
}

/// Lets records of libraries that use `log` arrive as the others do.
///
/// # Errors
/// When a logger was installed before.
pub fn bridge_log() -> Result<(), impl std::error::Error> {
    tracing_log::LogTracer::init()
}

/// The taker of records that [`start`] installs, with a writer of the caller's choice.
///
/// # Errors
/// [`LoggingFault::Filter`].
pub fn subscriber<W>(
    filter: &str,
    format: Format,
    writer: W,
) -> Result<impl Subscriber + Send + Sync + use<W>, LoggingFault>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let filter = EnvFilter::try_new(format!("{DEFAULT_DIRECTIVES},{filter}"))?;
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(false);
    let lines = match format {
        Format::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
        Format::Plain => lines.compact().without_time().with_target(false).boxed(),
    };
    let discreet = filter_fn(|record| !names_what_was_sent(record.target()));
    Ok(tracing_subscriber::registry()
        .with(filter)
        .with(discreet)
        .with(lines))
}

/// Rocket prints raw addresses and the values of failed guards under these targets. No filter of an
/// operator may let them through.
fn names_what_was_sent(target: &str) -> bool {
    target.starts_with("rocket::server") || target.ends_with("::_")
}

/// Where it happened, and not the message: the standard library quotes the text it failed on.
fn report_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "panic");
}

struct RequestId(String);
struct Arrival(Stopwatch);

/// The request's id: in every record, in the answer's `X-Request-Id`, on the error page.
#[must_use]
pub fn request_id<'r>(request: &'r Request<'_>) -> &'r str {
    &request
        .local_cache(|| RequestId(ids::fresh().simple().to_string()))
        .0
}

fn pattern(request: &Request<'_>) -> String {
    request
        .route()
        .map(|route| route.uri.to_string())
        .unwrap_or_else(|| "-".into())
}

fn span(request: &Request<'_>) -> Span {
    tracing::info_span!(
        "http",
        request_id = request_id(request),
        method = request.method().as_str(),
        route = pattern(request)
    )
}

/// One record per answer, and the answer's request id.
pub struct AccessLog;

#[rocket::async_trait]
impl Fairing for AccessLog {
    fn info(&self) -> Info {
        Info {
            name: "access log",
            kind: Kind::Request | Kind::Response,
        }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        request.local_cache(|| Arrival(Stopwatch::start()));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let arrival = request.local_cache(|| Arrival(Stopwatch::start()));
        response.set_raw_header("X-Request-Id", request_id(request).to_owned());
        tracing::info!(
            target: "merzim::access",
            request_id = request_id(request),
            method = request.method().as_str(),
            route = pattern(request),
            status = response.status().code,
            millis = arrival.0.millis(),
        );
    }
}

/// Runs a handler inside the span of its request, guards and rendering included. A fairing cannot.
#[derive(Clone)]
struct Traced<H>(H);

#[rocket::async_trait]
impl route::Handler for Traced<Box<dyn route::Handler>> {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> route::Outcome<'r> {
        self.0.handle(request, data).instrument(span(request)).await
    }
}

#[rocket::async_trait]
impl catcher::Handler for Traced<Box<dyn catcher::Handler>> {
    async fn handle<'r>(&self, status: Status, request: &'r Request<'_>) -> catcher::Result<'r> {
        self.0.handle(status, request).instrument(span(request)).await
    }
}

/// The same routes, each inside the span of its request.
#[must_use]
pub fn traced_routes(routes: Vec<Route>) -> Vec<Route> {
    routes
        .into_iter()
        .map(|mut route| {
            route.handler = Box::new(Traced(route.handler));
            route
        })
        .collect()
}

/// The same catchers, each inside the span of its request.
#[must_use]
pub fn traced_catchers(catchers: Vec<Catcher>) -> Vec<Catcher> {
    catchers
        .into_iter()
        .map(|mut catcher| {
            catcher.handler = Box::new(Traced(catcher.handler));
            catcher
        })
        .collect()
}
