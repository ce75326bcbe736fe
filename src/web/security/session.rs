//! Who is there.

/// Somebody with a session.
pub struct SignedIn {
    /// The token every form of this session carries.
    pub csrf: String,
}

#[rocket::async_trait]
impl<'r> rocket::request::FromRequest<'r> for &'r SignedIn {
    type Error = ();

    async fn from_request(_request: &'r rocket::Request<'_>) -> rocket::request::Outcome<Self, ()> {
        rocket::outcome::Outcome::Error((rocket::http::Status::Unauthorized, ()))
    }
}
