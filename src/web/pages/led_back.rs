//! Addresses to which forms are sent and that are no pages. One comes to read there all the same: signed in again after a
//! session that ended, or in another language on the page that a refused form left. Each leads to the page above on
//! which the form stands; what was sent is not done by it.

use crate::web::security::LocalPath;
use rocket::http::Method;
use rocket::http::uri::Origin;
use rocket::response::Redirect;
use rocket::route::{Handler, Outcome};
use rocket::{Data, Request, Route};

/// Each with how many parts of it lie beneath its page.
const SENT_TO: [(&str, usize); 16] = [
    ("/admin/accounts/<_>/enable", 2),
    ("/admin/accounts/<_>/end-sessions", 2),
    ("/admin/accounts/<_>/reset", 2),
    ("/admin/accounts/<_>/unlock", 2),
    ("/admin/channels/<_>", 1),
    ("/admin/channels/telephones", 1),
    ("/admin/channels/webhooks", 1),
    ("/admin/messages/<_>", 1),
    ("/calendar/revoke", 1),
    ("/colleagues/<_>/refuse", 2),
    ("/colleagues/<_>/vouch", 2),
    ("/language", 1),
    ("/letters/<_>/again", 1),
    ("/letters/<_>/sign", 1),
    ("/sheets/code", 1),
    ("/sign-out", 1),
];

/// The routes of these addresses.
pub fn routes() -> Vec<Route> {
    let routes = SENT_TO.iter();
    routes
        .map(|&(address, beneath)| Route::new(Method::Get, address, LedBack { beneath }))
        .collect()
}

#[derive(Clone)]
struct LedBack {
    beneath: usize,
}

#[rocket::async_trait]
impl Handler for LedBack {
    async fn handle<'r>(&self, request: &'r Request<'_>, _: Data<'r>) -> Outcome<'r> {
        Outcome::from(request, Redirect::to(above(request.uri(), self.beneath)))
    }
}

/// The page above. The language that was chosen, and what was typed before, go along.
fn above(from: &Origin<'_>, beneath: usize) -> String {
    let (path, query) = (from.path(), from.query());
    let path = path.as_str();
    let cut = path.rmatch_indices('/').nth(beneath - 1);
    let page = LocalPath::parse(cut.map_or("", |(at, _)| &path[..at]));
    let page = page.as_str();
    let query = query.as_ref().map_or("", |query| query.as_str());
    let kept = query
        .split('&')
        .filter(|pair| pair.starts_with("lang=") || pair.starts_with("kept="));
    let kept: Vec<&str> = kept.collect();
    match kept.as_slice() {
        [] => page.to_owned(),
        kept => format!("{page}?{}", kept.join("&")),
    }
}

#[cfg(test)]
mod tests {
    use super::above;
    use rocket::http::uri::Origin;

    #[test]
    fn the_page_above_keeps_the_language_and_what_was_typed() {
        for (from, beneath, to) in [
            ("/letters/7a/sign", 1, "/letters/7a"),
            (
                "/letters/7a/sign?lang=ru&kept=1f",
                1,
                "/letters/7a?lang=ru&kept=1f",
            ),
            ("/admin/accounts/7a/disable?x=1", 2, "/admin/accounts"),
            ("/language?to=ru&back=%2Ftoday", 1, "/"),
            ("/sign-out", 1, "/"),
            ("//admin/channels/7a", 1, "/"),
        ] {
            assert_eq!(above(&Origin::parse(from).unwrap(), beneath), to, "{from}");
        }
    }
}
