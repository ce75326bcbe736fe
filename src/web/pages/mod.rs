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
        accounts::routes(),
        alerts::routes(),
        attendance::routes(),
        calendar::routes(),
        case_page::routes(),
        change_regimen::routes(),
        cases::routes(),
        channels::routes(),
        complaints::routes(),
        corrections::routes(),
        course::routes(),
        decisions::routes(),
        deputies::routes(),
        dose::routes(),
        ending::routes(),
        enrol::routes(),
        forecast::routes(),
        holds::routes(),
        incidents::routes(),
        language::routes(),
        led_back::routes(),
        ledger::routes(),
        letters::routes(),
        monitoring::routes(),
        moves::routes(),
        not_given::routes(),
        reactions::routes(),
        registry::routes(),
        registry_mistakes::routes(),
        reports::routes(),
        ladder_preview::routes(),
        reviews::routes(),
        own_record::routes(),
        passage::routes(),
        parcels::routes(),
        rules::routes(),
        rulings::routes(),
        run_sheets::routes(),
        sheet_scans::routes(),
        sign_in::routes(),
        stock::routes(),
        supply_desk::routes(),
        today::routes(),
        training::routes(),
        undelivered::routes(),
        closing::routes(),
        colleagues::routes(),
        import::routes(),
        merge::routes(),
        wrong_person::routes(),
        verify::routes(),
    ]
    .concat()
}

mod accounts;
mod alerts;
mod attendance;
mod calendar;
pub mod case_head;
mod case_page;
mod cases;
mod change_regimen;
mod channels;
mod choices;
mod closing;
mod colleagues;
mod complaints;
mod corrections;
mod course;
mod decisions;
mod deputies;
mod dose;
mod ending;
mod enrol;
mod forecast;
mod hanging;
mod holds;
mod import;
mod incidents;
mod ladder_preview;
mod language;
mod led_back;
mod ledger;
mod letters;
mod merge;
mod monitoring;
mod moves;
mod not_given;
mod obligations;
mod organisations;
mod own_record;
mod parcels;
mod passage;
mod place_in_list;
mod reactions;
mod record;
mod registry;
mod registry_mistakes;
mod reports;
mod reviews;
mod rows;
mod rules;
mod ruling_history;
mod rulings;
mod run_sheets;
mod sheet_scans;
mod sign_in;
mod stock;
mod supervision;
mod supply;
mod supply_desk;
mod today;
mod training;
mod undelivered;
mod verify;
mod wrong_person;

pub use verify::Guesses;
