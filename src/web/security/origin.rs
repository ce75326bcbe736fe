//! Turns away what another site makes a browser send.

use crate::config::Config;
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
pub struct OriginCheck {
    own: String,
}

impl OriginCheck {
    /// The check for the public address of this installation.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            own: config.public_url.clone(),
        }
    }

    fn is_foreign(&self, request: &Request<'_>) -> bool {
        let header = |name| request.headers().get_one(name);
        foreign(
            &self.own,
            header("Sec-Fetch-Site"),
            header("Origin"),
            header("Host"),
        )
    }
}

/// A browser says itself where a request comes from. Without either word it is no browser of these
/// years, carries nobody's cookies, and still needs the token of the form.
fn foreign(own: &str, fetch_site: Option<&str>, origin: Option<&str>, host: Option<&str>) -> bool {
    match (fetch_site, origin) {
        (Some(site), _) => !matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let sent_by = origin.split_once("://").map(|(_, host)| host);
            origin != own && (sent_by.is_none() || sent_by != host)
        }
        (None, None) => false,
    }
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
    use super::foreign;

    #[test]
    fn the_browser_is_believed_about_other_sites() {
        let own = "https://merzim.example";
        let host = Some("merzim.example");
        assert!(!foreign(own, Some("same-origin"), Some("null"), host));
        assert!(!foreign(own, Some("none"), None, host));
        for site in ["cross-site", "same-site", "", "Same-Origin"] {
            assert!(foreign(own, Some(site), Some(own), host), "{site}");
        }
        assert!(
            !foreign(own, None, Some(own), Some("inner:8000")),
            "behind a proxy"
        );
        assert!(!foreign(
            own,
            None,
            Some("http://localhost:8000"),
            Some("localhost:8000")
        ));
        for origin in ["https://evil.example", "null", "", "https://merzim.example.evil"] {
            assert!(foreign(own, None, Some(origin), host), "{origin}");
            assert!(foreign(own, None, Some(origin), None), "{origin}");
        }
        assert!(!foreign(own, None, None, host));
    }
}
