//! The only answer to an error: the right status, a page that says what to do, one record in the log.

use super::house::in_its_language;
use super::logging::request_id;
use super::security::{Headers, LocalPath};
use crate::{commands::sign_in::SignInFault, store::StoreError};
use rocket::{
    Catcher, Request, Response,
    http::{ContentType, RawStr, Status},
    response::{self, Redirect, Responder},
};
use std::{error::Error as StdError, io::Cursor};
use thiserror::Error;

type Cause = Box<dyn StdError + Send + Sync>;

/// Seconds after which a browser or a proxy may try an unavailable page again.
const RETRY_SECONDS: &str = "10";

/// Why a request was not answered as asked.
#[derive(Debug, Error)]
pub enum Fault {
    /// There is no such thing, or none that this person may know of: 404.
    #[error("not found")]
    NotFound,
    /// The person may see it but not do this: 403.
    #[error("forbidden")]
    Forbidden,
    /// The form was made for another session: 403, with words of its own.
    #[error("the form belongs to another session")]
    StaleForm,
    /// Somebody else saved first: 409.
    #[error("conflict")]
    Conflict,
    /// The sender's own form came again, with other answers: 409, with words of its own.
    #[error("the form was sent before with other answers")]
    SentBefore,
    /// The input was understood and refused: 422.
    #[error("unprocessable")]
    Unprocessable,
    /// A part that is needed does not answer now; nothing was changed: 503.
    #[error("unavailable")]
    Unavailable(#[source] Cause),
    /// A fault of ours: 500.
    #[error("internal")]
    Internal(#[source] Cause),
    /// Any other refusal, before a handler was reached.
    #[error("status {0}")]
    Status(u16),
}

impl Fault {
    /// A fault of ours.
    pub fn internal(cause: impl Into<Cause>) -> Self {
        Self::Internal(cause.into())
    }

    /// Something that is needed does not answer now.
    pub fn unavailable(cause: impl Into<Cause>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::NotFound => Status::NotFound,
            Self::Forbidden | Self::StaleForm => Status::Forbidden,
            Self::Conflict | Self::SentBefore => Status::Conflict,
            Self::Unprocessable => Status::UnprocessableEntity,
            Self::Unavailable(_) => Status::ServiceUnavailable,
            Self::Internal(_) => Status::InternalServerError,
            Self::Status(code) => Status::new(*code),
        }
    }

    /// The text key of the page: `<key>-title` and `<key>-advice`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::StaleForm => "fault-stale-form",
            _ => match self.status().code {
                404 => "fault-not-found",
                401 | 403 => "fault-forbidden",
                409 => "fault-conflict",
                413 => "fault-too-large",
                429 | 503 => "fault-unavailable",
                400..=499 => "fault-unprocessable",
                _ => "fault-internal",
            },
        }
    }

    fn record(&self, request: &Request<'_>) {
        let (request_id, status) = (request_id(request), self.status().code);
        match self {
            Self::Internal(_) | Self::Unavailable(_) => {
                tracing::error!(request_id, status, fault = chain(self), "request failed");
            }
            Self::Forbidden | Self::StaleForm => {
                tracing::warn!(request_id, status, fault = chain(self), "request refused");
            }
            // The access record says it all.
            Self::NotFound | Self::Conflict | Self::SentBefore | Self::Unprocessable | Self::Status(_) => {}
        }
    }
}

impl From<StoreError> for Fault {
    fn from(fault: StoreError) -> Self {
        match fault {
            StoreError::Missing(_) => Self::NotFound,
            StoreError::Stale(_) => Self::Conflict,
            StoreError::Unavailable(_) | StoreError::Lost => Self::unavailable(fault),
            StoreError::Corrupt { .. } | StoreError::Database(_) => Self::internal(fault),
        }
    }
}

/// A refused sign-in is answered on its page; this is for what kept it from being looked at.
impl From<SignInFault> for Fault {
    fn from(fault: SignInFault) -> Self {
        match fault {
            SignInFault::Refused | SignInFault::Unvouched(_) => Self::Unprocessable,
            SignInFault::Store(fault) => fault.into(),
            busy if busy.is_unavailable() => Self::unavailable(busy),
            other => Self::internal(other),
        }
    }
}

/// An error and everything beneath it, on one line. An error that already quotes its cause is not
/// followed by the same words again.
#[must_use]
pub fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut line = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        if !line.contains(&words) {
            line = format!("{line}: {words}");
        }
        next = cause.source();
    }
    line.replace(['\n', '\r'], " ")
}

/// Draws the page of a fault in the reader's language; `None` when that fails too. Managed by Rocket.
pub struct FaultPage(pub Box<DrawFault>);

/// See [`FaultPage`].
pub type DrawFault = dyn Fn(&Request<'_>, &Fault) -> Option<String> + Send + Sync;

impl<'r> Responder<'r, 'static> for Fault {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        self.record(request);
        answer(&self, request)
    }
}

fn answer(fault: &Fault, request: &Request<'_>) -> response::Result<'static> {
    let page = request
        .rocket()
        .state::<FaultPage>()
        .and_then(|page| (page.0)(request, fault))
        .unwrap_or_else(|| plain_page(fault, request_id(request)));
    let mut response = Response::build();
    response.status(fault.status()).header(ContentType::HTML);
    if matches!(fault, Fault::Unavailable(_)) {
        response.raw_header("Retry-After", RETRY_SECONDS);
    }
    response.sized_body(page.len(), Cursor::new(page));
    let mut response = response.finalize();
    if let Some(headers) = request.rocket().state::<Headers>() {
        headers.put_on(&mut response);
    }
    Ok(response)
}

/// The page when templates or texts themselves are at fault: three languages, no parts that can fail.
fn plain_page(fault: &Fault, request_id: &str) -> String {
    let code = fault.status().code;
    let (kk, ru, en) = match code {
        404 => ("Бет табылмады.", "Страница не найдена.", "Page not found."),
        401 | 403 => (
            "Бұл әрекетке рұқсат жоқ.",
            "Это действие не разрешено.",
            "This is not permitted.",
        ),
        503 => (
            "Қазір қолжетімсіз. Ештеңе өзгерген жоқ.",
            "Сейчас недоступно. Ничего не изменено.",
            "Not available now. Nothing was changed.",
        ),
        400..=499 => (
            "Сұрау қабылданбады.",
            "Запрос не принят.",
            "The request was not accepted.",
        ),
        _ => (
            "Қате орын алды. Ештеңе өзгерген жоқ.",
            "Произошла ошибка. Ничего не изменено.",
            "Something went wrong. Nothing was changed.",
        ),
    };
    format!(
        "<!DOCTYPE html><html lang=\"ru\"><head><meta charset=\"utf-8\"><title>{code} Merzim</title></head>\
         <body><main><h1>{code}</h1><p lang=\"kk\">{kk}</p><p>{ru}</p><p lang=\"en\">{en}</p>\
         <p><code>{request_id}</code></p><p><a href=\"/\">Merzim</a></p></main></body></html>"
    )
}

/// What a guard learned about its refusal, for the catcher: Rocket hands on the status alone.
struct Noted(Fault);

/// Refuses a request from within a guard. The record is written and the page shows this fault.
pub fn refuse(request: &Request<'_>, fault: Fault) -> Status {
    fault.record(request);
    let status = fault.status();
    request.local_cache(|| Noted(fault));
    status
}

struct Page<'a>(&'a Fault);

impl<'r> Responder<'r, 'static> for Page<'_> {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        answer(self.0, request)
    }
}

/// Nobody is signed in: to the sign-in page, and back afterwards.
#[rocket::catch(401)]
fn signed_out(request: &Request<'_>) -> Redirect {
    let path = LocalPath::of(request);
    let next = RawStr::new(path.as_str()).percent_encode();
    Redirect::to(in_its_language(&format!("/sign-in?next={next}"), request.uri()))
}

#[rocket::catch(default)]
fn any_other<'r>(status: Status, request: &'r Request<'_>) -> Page<'r> {
    let noted = request.local_cache(|| {
        Noted(match status.code {
            404 => Fault::NotFound,
            403 => Fault::Forbidden,
            code => Fault::Status(code),
        })
    });
    Page(&noted.0)
}

/// The catchers of every route.
#[must_use]
pub fn catchers() -> Vec<Catcher> {
    rocket::catchers![signed_out, any_other]
}
