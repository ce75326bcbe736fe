//! The pages: one file per area, handlers thin. A handler reads what was typed, asks the desk, fills a view.

#![allow(
    clippy::needless_pass_by_value,
    reason = "Rocket hands guards to a handler by value"
)]

use rocket::Route;

/// Every page.
#[must_use]
pub fn routes() -> Vec<Route> {
    [
        case_page::routes(),
        cases::routes(),
        dose::routes(),
        sign_in::routes(),
        today::routes(),
    ]
    .concat()
}

pub mod case_head;
mod case_page;
mod cases;
mod choices;
mod dose;
mod sign_in;
mod today;
