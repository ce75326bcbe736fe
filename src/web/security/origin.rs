//! Turns away what another site makes a browser send.

use crate::config::{Config, Mode};
use crate::web::faults::Fault;
use rocket::{
    Data, Request, Route,
    fairing::{Fairing, Info, Kind},
    get,
    http::Method,
    uri,
};

/// Refuses a changing request that came from a page of another site. It stands before the form tokens
/// and holds for the sign-in form too, where there is no session yet.
///
/// What this site is called stands in the configuration. The `Host` header says nothing about it: whoever sends a
/// request names the host.
pub struct OriginCheck {
    own: Vec<String>,
}

impl OriginCheck {
    /// The check for the public address of this installation; in training also for the address it listens on.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        let listening = (config.mode == Mode::Training).then(|| config.listening_urls());
        let own = listening.into_iter().flatten().chain([config.public_url.clone()]);
        Self {
            own: own.map(|url| as_sent(&url)).collect(),
        }
    }

    fn is_foreign(&self, request: &Request<'_>) -> bool {
        let header = |name| request.headers().get_one(name);
        self.foreign(header("Sec-Fetch-Site"), header("Origin"))
    }

    /// A browser says itself where a request comes from. Without either word it is no browser of these
    /// years, carries nobody's cookies, and still needs the token of the form.
    fn foreign(&self, fetch_site: Option<&str>, origin: Option<&str>) -> bool {
        let elsewhere = |origin: &str| !self.own.iter().any(|own| own == origin);
        match (fetch_site, origin) {
            // It hides the origin of a page of ours where a privacy setting wants it, and says where it is from.
            (Some(site), None | Some("null")) => !from_here(site),
            (Some(site), Some(origin)) => !from_here(site) || elsewhere(origin),
            (None, Some(origin)) => elsewhere(origin),
            (None, None) => false,
        }
    }
}

fn from_here(fetch_site: &str) -> bool {
    matches!(fetch_site, "same-origin" | "none")
}

/// An address as a browser writes it in `Origin`: small letters, without the port that goes without saying.
fn as_sent(url: &str) -> String {
    let url = url.to_ascii_lowercase();
    let port = if url.starts_with("https:") { ":443" } else { ":80" };
    url.strip_suffix(port).map_or_else(|| url.clone(), str::to_owned)
}

fn changes_nothing(method: Method) -> bool {
    matches!(
        method,
        Method::Get | Method::Head | Method::Options | Method::Trace
    )
}

#[rocket::async_trait]
impl Fairing for OriginCheck {
    fn info(&self) -> Info {
        Info {
            name: "origin check",
            kind: Kind::Request,
        }
    }

    /// A fairing cannot answer; it can only lead elsewhere.
    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        if !changes_nothing(request.method()) && self.is_foreign(request) {
            request.set_method(Method::Get);
            request.set_uri(uri!("/_refused"));
        }
    }
}

#[get("/_refused")]
fn refused() -> Fault {
    Fault::Forbidden
}

/// The route to which refused requests are led.
#[must_use]
pub fn routes() -> Vec<Route> {
    rocket::routes![refused]
}

#[cfg(test)]
mod tests {
    use super::OriginCheck;
    use crate::config::{Config, Mode};

    fn check(mode: Mode, public_url: &str) -> OriginCheck {
        let variables = [
            ("MERZIM_PUBLIC_URL", public_url),
            ("MERZIM_PORT", "8017"),
            (
                "MERZIM_SECRET_KEY",
                "3q2+7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs=",
            ),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        OriginCheck::new(&Config::load(None, mode, variables).unwrap())
    }

    #[test]
    fn the_browser_is_believed_about_other_sites() {
        let own = "https://merzim.example";
        let check = check(Mode::Production, own);
        for site in ["same-origin", "none"] {
            assert!(!check.foreign(Some(site), Some("null")));
            assert!(!check.foreign(Some(site), None));
            assert!(!check.foreign(Some(site), Some(own)));
        }
        for site in ["cross-site", "same-site", "", "Same-Origin"] {
            assert!(check.foreign(Some(site), Some(own)), "{site}");
        }
        assert!(!check.foreign(None, Some(own)));
        for origin in [
            "https://evil.example",
            "null",
            "",
            "https://merzim.example.evil",
            "http://merzim.example",
        ] {
            assert!(check.foreign(None, Some(origin)), "{origin}");
        }
        // A name that was turned to this server is of the same origin to the browser, and still not ours.
        assert!(check.foreign(Some("same-origin"), Some("https://evil.example")));
        assert!(!check.foreign(None, None));
    }

    #[test]
    fn the_listening_address_is_ours_in_training_only() {
        for listening in ["http://127.0.0.1:8017", "http://localhost:8017"] {
            assert!(check(Mode::Production, "https://merzim.example").foreign(None, Some(listening)));
            assert!(!check(Mode::Training, "https://merzim.example").foreign(None, Some(listening)));
        }
        assert!(check(Mode::Training, "https://merzim.example").foreign(None, Some("http://127.0.0.1:8018")));
    }

    #[test]
    fn an_address_is_compared_as_browsers_write_it() {
        let check = check(Mode::Production, "https://Merzim.Example:443/");
        assert!(!check.foreign(None, Some("https://merzim.example")));
        assert!(check.foreign(None, Some("https://merzim.example:8443")));
    }
}
