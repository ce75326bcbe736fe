//! Who is there.

use super::Cookies;
use crate::commands::sign_in::SignedIn;
use crate::web::faults::{Fault, refuse};
use rocket::{
    Request,
    http::Status,
    outcome::Outcome,
    request::{self, FromRequest},
};
use std::{future::Future, pin::Pin};

/// Finds who holds the session with this token; `None` when there is no such session or it has ended.
/// Managed by Rocket.
pub struct Sessions(pub Box<Resume>);

/// See [`Sessions`].
pub type Resume =
    dyn Fn(String) -> Pin<Box<dyn Future<Output = Result<Option<SignedIn>, Fault>> + Send>> + Send + Sync;

/// What was found for this request, once: several guards ask one query.
struct Found(Result<Option<SignedIn>, Status>);

/// Whoever has no session is sent to the sign-in page, and back afterwards.
#[rocket::async_trait]
impl<'r> FromRequest<'r> for &'r SignedIn {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, ()> {
        let found = request
            .local_cache_async(async { Found(find(request).await) })
            .await;
        match &found.0 {
            Ok(Some(signed_in)) => Outcome::Success(signed_in),
            Ok(None) => Outcome::Error((Status::Unauthorized, ())),
            Err(status) => Outcome::Error((*status, ())),
        }
    }
}

/// Who was found for this request, where a guard has already asked; nobody is looked for here.
#[must_use]
pub fn already_found<'r>(request: &'r Request<'_>) -> Option<&'r SignedIn> {
    let found = request.local_cache(|| Found(Ok(None)));
    found.0.as_ref().ok().and_then(Option::as_ref)
}

async fn find(request: &Request<'_>) -> Result<Option<SignedIn>, Status> {
    let rocket = request.rocket();
    let (Some(cookies), Some(sessions)) = (rocket.state::<Cookies>(), rocket.state::<Sessions>()) else {
        return Ok(None);
    };
    let Some(cookie) = request.cookies().get(cookies.session_name()) else {
        return Ok(None);
    };
    (sessions.0)(cookie.value().to_owned())
        .await
        .map_err(|fault| refuse(request, fault))
}
