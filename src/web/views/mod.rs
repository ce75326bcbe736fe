//! Pages: typed contexts and the templates that print them.
//!
//! Each page is a plain struct that serialises to what its template reads. Text is chosen by key, dates stay
//! dates: the template says both in the reader's language. [`check`] prints every sample of every page in every
//! language, so that a template, a key or a value that is missing is found before anybody opens the page.

mod engine;
pub mod forecast;
pub mod form;
pub mod frame;
mod labels;
pub mod own_record;
pub mod parcel_papers;
pub mod parts;
pub mod passage;
mod registry;
pub mod reports;
pub mod reviews;
pub mod rules;
mod samples;

pub mod accounts;
pub mod alerts;
pub mod calendar;
pub mod case_changes;
pub mod case_file;
pub mod caseload;
pub mod cases;
pub mod change_regimen;
pub mod channels;
pub mod chart;
pub mod closing;
pub mod complaints;
pub mod corrections;
pub mod course;
pub mod dose;
pub mod ending;
pub mod holds;
pub mod import;
pub mod ledger;
pub mod letters;
pub mod monitoring;
pub mod not_given;
pub mod notices;
pub mod reactions;
pub mod run_sheets;
pub mod sign_in;
pub mod supervision;
pub mod supplies;
pub mod supply;
pub mod supply_desk;
pub mod symbol;
pub mod today;
pub mod training;
pub mod wrong_person;

pub use engine::{ViewFault, Views};
pub use form::{Form, Problem};
pub use frame::Frame;
pub use registry::{Sheet, check, sheets};

use serde::Serialize;

/// A page: the context of one template.
pub trait Page: Serialize + Sized {
    /// The template's name under `templates/`.
    const TEMPLATE: &'static str;
    /// Does its form only ask? Then somebody without a session sends it again with the language that he chooses: it is
    /// answered in that language, and changes nothing.
    const ASKS: bool = false;

    /// Where a search that this page answers was sent. It has no address to go back to, so whoever chooses another language
    /// sends it there again: it is answered in that language, and changes nothing. The form is called `form`.
    fn searched_at(&self) -> Option<&'static str> {
        None
    }

    /// Examples that show the page empty, full, with errors and with long words; all names are invented.
    fn sample() -> Vec<Self>;
}
