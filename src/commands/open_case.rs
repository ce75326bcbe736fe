//! A clerk opens a case: a person, a ruling, a place, a supervising body.

use crate::access::{Action, Actor, Context, Resource};
use crate::domain::decide::check_ruling;
use crate::domain::event::{CaseOpened, Event, Identity};
use crate::domain::ids::{CaseId, OrganisationId, PersonId};
use crate::domain::iin::Iin;
use crate::domain::person_names::{Script, written_in};
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::rules::Rules;
use crate::domain::ruling::Ruling;
use crate::domain::time::Now;
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::file::CaseFile;
use crate::store::{organisations, people};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The person as the papers name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonDetails {
    /// Name as in the ruling.
    pub name_cyrillic: String,
    /// Name in Latin script.
    pub name_latin: String,
    /// Individual identification number, or empty.
    pub iin: String,
    /// Another document, for a person without one.
    pub other_document: String,
    /// Why there is none.
    pub other_document_reason: String,
    /// Date of birth; `None` where the typed date is not one.
    pub born_on: Option<NaiveDate>,
    /// Why in law the measure is applied all the same, where a corrected date of birth makes the person under age.
    pub under_age_reason: String,
}

/// Everything a clerk says when opening a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase {
    /// The person.
    pub person: PersonDetails,
    /// The ruling.
    pub ruling: Ruling,
    /// Who treats.
    pub place: OrganisationId,
    /// Who supervises.
    pub supervising: OrganisationId,
    /// End of the term of punishment.
    pub end_of_term_on: Option<NaiveDate>,
    /// The jurisdiction whose policies run here.
    pub jurisdiction: String,
    /// Why in law the measure is applied all the same, where the person was under age.
    pub under_age_reason: String,
}

/// What the confirmation says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedCase {
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: String,
}

/// What deserves a second look but bars nothing: codes of texts. Only a court decides who is under the measure.
#[must_use]
pub fn warnings(form: &OpenCase, rules: &Rules, now: &Now) -> Vec<&'static str> {
    let mut warnings = Vec::new();
    let law = rules.law_for(now.today());
    let eligibility = law.map(|law| &law.procedure.eligibility);
    if let (Some(eligibility), Some(offence_on)) = (eligibility, form.ruling.offence_on)
        && offence_on < eligibility.offence_not_before
    {
        warnings.push("offence-before-law");
    }
    if under_age(form, rules, now) {
        warnings.push("under-age");
    }
    let iin = Iin::parse(form.person.iin.trim()).ok();
    if let (Some(iin), Some(born_on)) = (iin, form.person.born_on)
        && iin.differs_from_birth(born_on)
    {
        warnings.push("iin-differs-from-birth");
    }
    if form
        .ruling
        .until_on
        .is_some_and(|until_on| is_far(until_on, rules, now))
    {
        warnings.push("term-far");
    }
    if form.ruling.in_force_on.is_none_or(|day| day > now.today()) {
        warnings.push("not-yet-in-force");
    }
    warnings
}

/// What may be a slip about the end of the term, from which the clocks before a release run back; or that there is none where
/// people are held. Of somebody who is free his term may well have ended.
#[must_use]
pub fn doubted_end(form: &OpenCase, held: bool, rules: &Rules, now: &Now) -> Option<&'static str> {
    match form.end_of_term_on {
        None => held.then_some("held-without-end"),
        Some(on) if is_far(on, rules, now) => Some("end-far"),
        Some(on) if on < form.ruling.ruled_on || (held && on < now.today()) => Some("end-past"),
        Some(_) => None,
    }
}

/// Was the person under age at the offence or at the ruling? Which of the two counts no text says: the form asks for the reason
/// in law, which stands in the history of the case.
#[must_use]
pub fn under_age(form: &OpenCase, rules: &Rules, now: &Now) -> bool {
    was_under_age(form.person.born_on, &form.ruling, rules, now)
}

/// The same of somebody born on a day, under a ruling.
pub(super) fn was_under_age(born_on: Option<NaiveDate>, ruling: &Ruling, rules: &Rules, now: &Now) -> bool {
    let law = rules.law_for(now.today());
    let least = law.map(|law| law.procedure.eligibility.minimum_age_years);
    let Some((least, born_on)) = least.zip(born_on) else {
        return false;
    };
    let of_age_on = born_on.checked_add_months(Months::new(12 * u32::from(least)));
    let offence_on = ruling.offence_on.unwrap_or(ruling.ruled_on);
    of_age_on.is_none_or(|day| offence_on < day || ruling.ruled_on < day)
}

/// Is a reason in law still to be given: was the person under age, and does the history of the case not say one?
#[must_use]
pub fn unexplained(file: &CaseFile, born_on: Option<NaiveDate>, ruling: &Ruling, rules: &Rules) -> bool {
    let mut told = file.history.iter();
    let explained = told.any(|told| match &told.event {
        Event::CaseOpened(opened) => opened.under_age_reason.is_some(),
        Event::RulingRecorded(ruling) => ruling.under_age_reason.is_some(),
        Event::RulingAmended(amended) => amended.ruling.under_age_reason.is_some(),
        Event::PersonCorrected(corrected) => corrected.under_age_reason.is_some(),
        _ => false,
    });
    !explained && was_under_age(born_on, ruling, rules, &file.now)
}

/// The reason in law as typed, where one is needed; none where it is not, whatever was typed.
pub(super) fn reason_in_law(typed: Option<&str>, needed: bool) -> Result<Option<String>, Refusal> {
    let words = text("under_age_reason", typed.unwrap_or_default(), needed, WORDS)?;
    Ok(needed.then_some(words))
}

/// A ruling with the reason in law, where one is needed.
pub(super) fn explained(ruling: &Ruling, needed: bool) -> Result<Ruling, Refusal> {
    Ok(Ruling {
        under_age_reason: reason_in_law(ruling.under_age_reason.as_deref(), needed)?,
        ..ruling.clone()
    })
}

/// Does a term end so far from now that the year may be a slip?
#[must_use]
pub fn is_far(until_on: NaiveDate, rules: &Rules, now: &Now) -> bool {
    let law = rules.law_for(now.today());
    let asked = law.and_then(|law| law.procedure.ruling.as_ref());
    asked.is_some_and(|asked| (until_on - now.today()).num_days() > i64::from(asked.ask_beyond_days))
}

/// Opens a case.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn open_case(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    form: &OpenCase,
) -> Result<OpenedCase, Failure> {
    desk.perform(actor, submission, Action::OpenCase, async |work| {
        let place = organisations::find_in(work.tx(), form.place).await?;
        let supervising = organisations::find_in(work.tx(), form.supervising).await?;
        let mut wrong = Vec::new();
        let kinds = &work.rules().places;
        let treats = |kind: &str| kinds.kind(kind).is_some_and(|kind| kind.treats);
        let supervises = |kind: &str| kinds.kind(kind).is_some_and(|kind| kind.supervises);
        for (field, known) in [("place", &place), ("supervising", &supervising)] {
            if known.as_ref().is_some_and(|known| known.closed) {
                wrong.push(Refusal::PlaceClosed { field });
            }
        }
        if form.jurisdiction != kinds.id {
            wrong.push(Refusal::NotUnderstood {
                field: "jurisdiction",
            });
        }
        let place = place.filter(|place| treats(&place.kind));
        if supervising.is_none_or(|body| !supervises(&body.kind)) {
            wrong.push(Refusal::Required { field: "supervising" });
        }
        let Some(place) = place else {
            wrong.push(Refusal::Required { field: "place" });
            return Err(wrong.into());
        };
        let resource = Resource::Organisation {
            id: place.id,
            kind: place.kind.clone(),
            region: place.region.clone(),
        };
        let permit = work.authorise(Action::OpenCase, &resource, &Context::default())?;
        let zone = place.zone.parse().unwrap_or(chrono_tz::Tz::UTC);
        let now = Now {
            instant: work.instant(),
            zone,
        };
        wrong.extend(check_person(&form.person, &now));
        wrong.extend(check_ruling(&form.ruling, &now));
        let under_age = under_age(form, work.rules(), &now);
        wrong.extend(text("under_age_reason", &form.under_age_reason, under_age, WORDS).err());
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let person = register(work, &form.person).await?;
        let case = CaseId::fresh();
        let reference = people::next_reference(work.tx(), now.today()).await?;
        let opened = CaseOpened {
            person: person.id,
            reference: reference.clone(),
            jurisdiction: form.jurisdiction.clone(),
            opened_on: now.today(),
            place: form.place,
            supervising: form.supervising,
            end_of_term_on: form.end_of_term_on,
            under_age_reason: under_age.then(|| form.under_age_reason.trim().to_owned()),
        };
        let events = vec![
            Event::CaseOpened(opened),
            Event::RulingRecorded(form.ruling.clone()),
        ];
        let (written, _) = work.record_new(permit, case, person, events).await?;
        Ok((written, OpenedCase { case, reference }))
    })
    .await
}

/// What bars a person from a new case whatever else the form says: whoever fills it in is told with the first refusal, and
/// not once everything was read and confirmed. Asked again by the command, which alone decides. Without a date of birth
/// nothing says whose number it is.
///
/// # Errors
/// When the database does not answer.
pub async fn opening_barred(desk: &Desk, person: &PersonDetails) -> Result<Option<Refusal>, Failure> {
    let iin = Iin::parse(person.iin.trim()).ok();
    let (Some(iin), Some(born_on)) = (iin, person.born_on) else {
        return Ok(None);
    };
    let known = people::standing_of(desk.store(), iin.as_str()).await?;
    Ok(match known {
        Some((known_on, _)) if known_on != born_on => Some(Refusal::NumberOfAnother),
        Some((_, true)) => Some(Refusal::PersonHasCase),
        Some((_, false)) | None => None,
    })
}

/// Everything wrong with a person as typed.
#[must_use]
pub fn check_person(person: &PersonDetails, now: &Now) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    wrong.extend(name("name_cyrillic", &person.name_cyrillic, Script::Cyrillic).err());
    wrong.extend(name("name_latin", &person.name_latin, Script::Latin).err());
    match person.born_on {
        None => wrong.push(Refusal::NotUnderstood { field: "born_on" }),
        Some(day) if day > now.today() => wrong.push(Refusal::InFuture { field: "born_on" }),
        Some(day) if day == now.today() => wrong.push(Refusal::NotAfter {
            field: "born_on",
            latest_on: day.pred_opt().unwrap_or(day),
        }),
        Some(_) => {}
    }
    let empty = |text: &str| text.trim().is_empty();
    if empty(&person.iin) && empty(&person.other_document) && empty(&person.other_document_reason) {
        // Nothing says yet that there is no number: most have one, and it was forgotten.
        wrong.push(Refusal::Required { field: "iin" });
    } else if empty(&person.iin) {
        wrong.extend(text("other_document", &person.other_document, true, LINE).err());
        wrong.extend(text("other_document_reason", &person.other_document_reason, true, LINE).err());
    } else if Iin::parse(person.iin.trim()).is_err() {
        wrong.push(Refusal::NotUnderstood { field: "iin" });
    }
    wrong
}

/// A name is found by its letters, and compared with papers by them: each field holds those of its alphabet.
fn name(field: &'static str, typed: &str, script: Script) -> Result<(), Refusal> {
    let name = text(field, typed, true, LINE)?;
    let written = written_in(script, &name);
    written.then_some(()).ok_or(Refusal::NotUnderstood { field })
}

/// The person as typed, where everything is there.
pub(super) fn identity(person: &PersonDetails) -> Option<Identity> {
    let iin = Iin::parse(person.iin.trim()).ok();
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let of_another = |text: &str| filled(text).filter(|_| iin.is_none());
    Some(Identity {
        name_cyrillic: person.name_cyrillic.trim().to_owned(),
        name_latin: person.name_latin.trim().to_owned(),
        other_document: of_another(&person.other_document),
        other_document_reason: of_another(&person.other_document_reason),
        born_on: person.born_on?,
        iin,
    })
}

/// Finds the person by IIN, or registers them. One person, one record: a second open case is refused.
pub(super) async fn register(
    work: &Work<'_>,
    person: &PersonDetails,
) -> Result<crate::store::file::Person, Failure> {
    let iin = Iin::parse(person.iin.trim()).ok();
    if let Some(iin) = &iin
        && let Some(known) = people::find_by_iin(work.tx(), iin.as_str()).await?
    {
        // One digit wrong, and the measure would be another man's.
        if person.born_on != Some(known.born_on) {
            return Err(Refusal::NumberOfAnother.into());
        }
        if people::has_open_case(work.tx(), known.id).await? {
            return Err(Refusal::PersonHasCase.into());
        }
        return Ok(known);
    }
    let identity = identity(person).ok_or(Refusal::NotUnderstood { field: "born_on" })?;
    let known = crate::store::file::Person::new(PersonId::fresh(), &identity);
    let reason = identity.other_document_reason.as_deref();
    people::create(work.tx(), &known, reason, work.instant()).await?;
    Ok(known)
}
