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
        corrections::routes(),
        decisions::routes(),
        dose::routes(),
        holds::routes(),
        incidents::routes(),
        moves::routes(),
        not_given::routes(),
        registry::routes(),
        rulings::routes(),
        sign_in::routes(),
        today::routes(),
    ]
    .concat()
}

pub mod case_head;
mod case_page;
mod cases;
mod choices;
mod corrections;
mod decisions;
mod dose;
mod holds;
mod incidents;
mod moves;
mod not_given;
mod organisations;
mod record;
mod registry;
mod rows;
mod rulings;
mod sign_in;
mod today;
