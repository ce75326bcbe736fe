//! While treatment lasts: the examination, results, decisions about them.

mod charts;
mod exam;
pub(super) mod fields;
mod judge;
mod results;
mod slip;
pub(super) mod words;

pub(super) use charts::grams;

use crate::domain::rules::Course;
use crate::store::file::CaseFile;
use crate::web::visit::Visit;
use rocket::Route;

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    [exam::routes(), slip::routes(), judge::routes(), results::routes()].concat()
}

/// The course that applies today.
fn course<'v>(visit: &Visit<'v>, file: &CaseFile) -> Option<&'v Course> {
    let law = visit.desk.rules().law_for(file.now.today())?;
    Some(law.course)
}
