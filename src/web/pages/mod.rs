//! The pages: one file per area, handlers thin. A handler reads what was typed, asks the desk, fills a view.

use rocket::Route;

/// Every page.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        cases::routes(),
        sign_in::routes(),
        today::routes(),
    ]
    .concat()
}

mod cases;
mod sign_in;
mod today;
