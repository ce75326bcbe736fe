//! The two cookies: one names the session, one proves that a form of the door was ours.

use crate::config::Config;
use rocket::http::{Cookie, SameSite};
use rocket::time::Duration;

/// How cookies are named and marked here. Managed by Rocket.
///
/// Over TLS the names begin with `__Host-`, by which a browser refuses such a cookie from any other
/// host or over a plain connection. Without TLS (training on one machine) browsers refuse that prefix.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    secure: bool,
}

impl Cookies {
    /// The cookies that fit the public address.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            secure: config.is_https(),
        }
    }

    /// Name of the cookie that holds the session's token.
    #[must_use]
    pub fn session_name(&self) -> &'static str {
        if self.secure { "__Host-merzim" } else { "merzim" }
    }

    /// Name of the cookie that accompanies forms filled in before there is a session.
    #[must_use]
    pub fn entry_name(&self) -> &'static str {
        if self.secure {
            "__Host-merzim-entry"
        } else {
            "merzim-entry"
        }
    }

    /// The cookie of a session. It ends with the browser; the server ends it earlier.
    #[must_use]
    pub fn session(&self, token: String) -> Cookie<'static> {
        self.cookie(self.session_name(), token)
    }

    /// Tells the browser to forget the session.
    #[must_use]
    pub fn forget_session(&self) -> Cookie<'static> {
        let mut cookie = self.cookie(self.session_name(), String::new());
        cookie.set_max_age(Duration::ZERO);
        cookie
    }

    /// The cookie beside a form of the door.
    #[must_use]
    pub fn entry(&self, nonce: String) -> Cookie<'static> {
        self.cookie(self.entry_name(), nonce)
    }

    /// `Lax`: a link in a notice must open the page for the person who is signed in.
    fn cookie(&self, name: &'static str, value: String) -> Cookie<'static> {
        Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .secure(self.secure)
            .same_site(SameSite::Lax)
            .build()
    }
}
