//! Headers of every answer.

use crate::config::Config;
use rocket::{
    Request, Response,
    fairing::{Fairing, Info, Kind},
};

/// Nothing is loaded from anywhere but this server; no script, style or handler may stand in a page.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const ALWAYS: [(&str, &str); 7] = [
    ("Content-Security-Policy", CONTENT_POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    // Nothing leaves the site. Not `no-referrer`: that makes browsers send `Origin: null` with our own
    // forms, and the check of the origin needs the true one where `Sec-Fetch-Site` is not sent.
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
         magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
    ),
];

/// Sets the security headers. Pages are never kept by a browser or a proxy; what may be kept says so. Managed by
/// Rocket, too: what it cannot read as a request goes straight to the catchers, past every fairing.
#[derive(Clone, Copy, Debug)]
pub struct Headers {
    https: bool,
}

impl Headers {
    /// The headers that fit the public address.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            https: config.is_https(),
        }
    }

    /// Puts them on an answer.
    pub fn put_on(self, response: &mut Response<'_>) {
        for (name, value) in ALWAYS {
            response.set_raw_header(name, value);
        }
        if self.https {
            response.set_raw_header("Strict-Transport-Security", "max-age=31536000");
        }
        if !response.headers().contains("Cache-Control") {
            response.set_raw_header("Cache-Control", "no-store");
        }
    }
}

#[rocket::async_trait]
impl Fairing for Headers {
    fn info(&self) -> Info {
        Info {
            name: "security headers",
            kind: Kind::Response,
        }
    }

    async fn on_response<'r>(&self, _: &'r Request<'_>, response: &mut Response<'r>) {
        self.put_on(response);
    }
}
