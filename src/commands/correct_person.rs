//! Who the person is was written down wrongly, and is put right.

use super::look_at_namesakes::numbered_elsewhere;
use super::open_case::{PersonDetails, check_person, identity, reason_in_law, unexplained};
use crate::access::{Action, Actor, Context};
use crate::domain::decide;
use crate::domain::event::Event;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::iin::Iin;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::store::desk::{Desk, Failure, LookElsewhere, Submission};
use crate::store::file::CaseFile;
use crate::store::people;

/// Who the person is was written down wrongly, and is put right. A number under which somebody else is registered stays
/// his: two cases of one person are merged, not made one by typing.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong, and where the account has heard of too many persons of other regions;
/// [`Failure::Forbidden`].
pub async fn correct_person(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    case: CaseId,
    form: &PersonDetails,
    reason: &str,
) -> Result<PersonId, Failure> {
    let file = desk.before_act(actor, Action::CorrectPerson, case).await?;
    let mut wrong = check_person(form, &file.now);
    wrong.extend(text("reason", reason, true, WORDS).err());
    wrong.extend(in_law(&file, form, desk.rules()).err());
    // Nothing is said of a number to whoever could not correct it anyway.
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    look_at_number(desk, actor, &file, form).await?;
    desk.perform(actor, submission, Action::CorrectPerson, async |work| {
        let mut file = work.case(case).await?;
        let permit = work.authorise(
            Action::CorrectPerson,
            &file.facts.clone().into(),
            &Context::default(),
        )?;
        let wrong = check_person(form, &file.now);
        let is = identity(form).filter(|_| wrong.is_empty()).ok_or(wrong)?;
        let id = file.person.id;
        if let Some(iin) = &is.iin
            && let Some(known) = people::find_by_iin(work.tx(), iin.as_str()).await?
            && known.id != id
        {
            return Err(Refusal::NumberOfAnother.into());
        }
        let known = people::registered(work.tx(), id).await?;
        let under_age_reason = in_law(&file, form, work.rules())?;
        let mut events = decide::correct_person(&known.identity, &is, reason)?;
        for event in &mut events {
            if let Event::PersonCorrected(corrected) = event {
                corrected.under_age_reason.clone_from(&under_age_reason);
            }
        }
        file.person = people::correct(work.tx(), &known, &is).await?;
        let written = work.record(permit, &mut file, events).await?;
        Ok((written, id))
    })
    .await
}

/// Born on another day, the person may have been under age: the reason in law is asked as at the opening.
fn in_law(file: &CaseFile, form: &PersonDetails, rules: &Rules) -> Result<Option<String>, Refusal> {
    let mut rulings = file.case.rulings.iter();
    let needed = rulings.any(|known| unexplained(file, form.born_on, &known.ruling, rules));
    reason_in_law(Some(&form.under_age_reason), needed)
}

/// Another number is about to be entered. That somebody of another region has it is told by the refusal, so it is counted first,
/// in a transaction of its own: what is refused leaves nothing behind.
async fn look_at_number(
    desk: &Desk,
    actor: &Actor,
    file: &CaseFile,
    form: &PersonDetails,
) -> Result<(), Failure> {
    let number = Iin::parse(form.iin.trim()).ok();
    let Some(number) = number.filter(|number| file.person.iin.as_deref() != Some(number.as_str())) else {
        return Ok(());
    };
    let own = actor.as_account().map(|account| account.region.as_str());
    // A transaction that is never committed: one moment, and no trace.
    let tx = desk.store().begin_write().await?;
    let found = numbered_elsewhere(&tx, &number, own.unwrap_or(&file.facts.region)).await?;
    drop(tx);
    let look = LookElsewhere {
        verb: "look-at-namesakes",
        rows: 1,
        found: found.into_iter().collect(),
    };
    desk.note_elsewhere(actor, &look).await
}
