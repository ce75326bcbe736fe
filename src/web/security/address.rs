//! Turns away addresses that nobody can have been given.

use super::forms::hexadecimal;
use crate::web::faults::Fault;
use rocket::{
    Data, Request, Route,
    fairing::{Fairing, Info, Kind},
    get,
    http::Method,
    uri,
};

/// An address with a control character in it names nothing: none of ours has one, and PostgreSQL takes no zero byte.
pub struct PlainAddress;

#[rocket::async_trait]
impl Fairing for PlainAddress {
    fn info(&self) -> Info {
        Info {
            name: "plain address",
            kind: Kind::Request,
        }
    }

    /// A fairing cannot answer; it can only lead elsewhere.
    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        let path = request.uri().path();
        let query = request.uri().query();
        if is_odd(path.as_str()) || query.is_some_and(|query| is_odd(query.as_str())) {
            request.set_method(Method::Get);
            request.set_uri(uri!("/_absent"));
        }
    }
}

fn is_odd(encoded: &str) -> bool {
    let mut escapes = encoded.split('%').skip(1).filter_map(|rest| rest.get(..2));
    escapes.any(|digits| hexadecimal(digits).is_some_and(|byte| byte.is_ascii_control()))
}

#[get("/_absent")]
fn absent() -> Fault {
    Fault::NotFound
}

/// The route to which such requests are led.
#[must_use]
pub fn routes() -> Vec<Route> {
    rocket::routes![absent]
}

#[cfg(test)]
mod tests {
    use super::is_odd;

    #[test]
    fn control_characters_are_found_however_they_are_written() {
        for odd in ["%00", "/cases/%0a", "a%1F", "after=%7fx", "%d0%99%09"] {
            assert!(is_odd(odd), "{odd}");
        }
        for plain in [
            "",
            "/cases/1f",
            "q=%D0%99",
            "100%",
            "%2500",
            "%+5",
            "after=a.b%20c",
        ] {
            assert!(!is_odd(plain), "{plain}");
        }
    }
}
