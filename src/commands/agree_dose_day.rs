//! A physician agrees with the person on a day for the dose against which a restriction stands.

use super::answer_absence::day_of_dose;
use crate::access::Actor;
use crate::domain::decide::passage;
use crate::domain::decide::passage::AgreeDoseDay;
use crate::domain::ids::{CaseId, RecordId};
use crate::store::desk::{Desk, Failure, Submission};

/// A physician agrees on a day for the dose against which a restriction stands. Whoever may answer for a journey may do it: both
/// say when the dose is given.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn agree_dose_day(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &AgreeDoseDay,
) -> Result<RecordId, Failure> {
    day_of_dose(desk, actor, submission, case, (form, passage::agree_dose_day)).await
}
