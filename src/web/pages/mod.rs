//! The pages: one file per area, handlers thin. A handler reads what was typed, asks the desk, fills a view.

use rocket::Route;

/// Every page.
#[must_use]
pub fn routes() -> Vec<Route> {
    [sign_in::routes()].concat()
}

mod sign_in;
