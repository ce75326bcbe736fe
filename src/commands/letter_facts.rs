//! The facts of a case as its letters take them.

use crate::access::Resource;
use crate::domain::ids::{CaseId, LetterId, OrganisationId};
use crate::domain::letter::{
    About, Addressee, Facts, Letter, LetterState, Office, Outdated, Sheet, Subject, compose, outdated,
};
use crate::domain::plan::Plan;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use crate::store::StoreError;
use crate::store::desk::{Desk, Failure, Work};
use crate::store::file::{CaseFile, Institution};
use crate::store::organisations::{self, Organisation};
use std::collections::{BTreeMap, BTreeSet};

/// Draws a letter up from a case as it stands. `before` is what it said when it was last signed.
pub(super) async fn drawn_up(
    work: &Work<'_>,
    file: &CaseFile,
    about: &About,
    sender: OrganisationId,
    addressee: Option<OrganisationId>,
    before: Option<&Sheet>,
) -> Result<Sheet, Failure> {
    let sender = office(work, file, sender).await?;
    let addressee = match addressee {
        Some(id) => Some(office(work, file, id).await?),
        None => None,
    };
    let between = (&sender, addressee.as_ref());
    let plan = file.plan(work.rules());
    composed(file, (work.rules(), &plan), about, between, before).map_err(Failure::from)
}

fn composed(
    file: &CaseFile,
    (rules, plan): (&Rules, &Plan),
    about: &About,
    (sender, addressee): (&Office, Option<&Office>),
    before: Option<&Sheet>,
) -> Result<Sheet, Refusal> {
    let facts = Facts {
        case: &file.case,
        rules,
        plan,
        then: &|at| file.recorded_until(at, rules),
        held: &|case, on| case.held_on(on, |id| file.kind_of(id, &rules.places)),
        now: &file.now,
        person: &subject(file),
        sender,
        addressee,
        office: &|id| file.institution(id).map(of_institution),
        member: &|id| {
            file.member(id)
                .map(|known| (known.name.clone(), known.role.clone()))
        },
    };
    compose(about, &facts, before)
}

/// How the records have left a letter of a case behind that was signed and neither withdrawn nor drawn up again since; none
/// where it still says what they say. The person's own page says what there was on a day, and is right for that day.
#[must_use]
pub fn letter_outdated(file: &CaseFile, rules: &Rules, letter: &Letter) -> Option<Outdated> {
    if letter.state() != LetterState::Signed {
        return None;
    }
    left_behind(file, (rules, &file.plan(rules)), letter)
}

/// The letters of a case of which the last signed issue no longer says what the records say, also while a newer draft waits:
/// of that those outside know nothing. The case is at hand, so the database is asked nothing, and what is owed is reckoned
/// once for all of them.
#[must_use]
pub fn letters_outdated<'l>(
    file: &CaseFile,
    rules: &Rules,
    letters: impl IntoIterator<Item = &'l Letter>,
) -> BTreeSet<LetterId> {
    let plan = file.plan(rules);
    let behind = letters
        .into_iter()
        .filter(|letter| left_behind(file, (rules, &plan), letter).is_some());
    behind.map(|letter| letter.id).collect()
}

/// The same of letters of many cases. They are read together, each once, and of each nothing is told but that; whoever asks knows that the
/// letters may be read.
///
/// # Errors
/// When the database does not answer.
pub async fn letters_outdated_in_list(
    desk: &Desk,
    letters: &[&Letter],
) -> Result<BTreeSet<LetterId>, StoreError> {
    let mut by_case: BTreeMap<CaseId, Vec<&Letter>> = BTreeMap::new();
    for letter in letters.iter().copied() {
        if let (Some(case), Some(_)) = (letter.case, standing_sheet(letter)) {
            by_case.entry(case).or_default().push(letter);
        }
    }
    let mut behind = BTreeSet::new();
    let cases: Vec<_> = by_case.keys().copied().collect();
    for file in desk.beside_rows(&cases).await? {
        let letters = by_case.remove(&file.case.id).unwrap_or_default();
        behind.extend(letters_outdated(&file, desk.rules(), letters));
    }
    Ok(behind)
}

/// What a letter says that the records can leave behind.
fn standing_sheet(letter: &Letter) -> Option<&Sheet> {
    let stands = letter.withdrawn.is_none() && letter.about != About::Own;
    letter.signed_sheet().filter(|_| stands)
}

fn left_behind(file: &CaseFile, (rules, plan): (&Rules, &Plan), letter: &Letter) -> Option<Outdated> {
    let signed = standing_sheet(letter)?;
    let addressee = match &signed.addressee {
        Addressee::Office(office) => Some(office),
        _ => None,
    };
    let between = (&signed.sender, addressee);
    let drawn = composed(file, (rules, plan), &letter.about, between, Some(signed));
    outdated(signed, drawn, &file.case, file.now.today())
}

/// Whom the letters of a case are about.
pub(super) fn subject(file: &CaseFile) -> Subject {
    Subject {
        reference: file.case.reference.clone(),
        name: file.person.name_cyrillic.clone(),
        born_on: file.person.born_on,
    }
}

/// An organisation, around the case or not.
pub(super) async fn office(work: &Work<'_>, file: &CaseFile, id: OrganisationId) -> Result<Office, Failure> {
    if let Some(known) = file.institution(id) {
        return Ok(of_institution(known));
    }
    Ok(of_organisation(organisation(work, id).await?))
}

/// An organisation.
pub(super) async fn organisation(work: &Work<'_>, id: OrganisationId) -> Result<Organisation, Failure> {
    let known = organisations::find_in(work.tx(), id).await?;
    Ok(known.ok_or(StoreError::Missing("organisation"))?)
}

/// To what a letter belongs that belongs to no case: to the house that writes about a lot, or to the installation.
pub(super) async fn house(work: &Work<'_>, letter: &Letter) -> Result<Resource, Failure> {
    match letter.about {
        About::Lot { .. } => Ok(organisation(work, letter.sender).await?.resource()),
        _ => Ok(Resource::System),
    }
}

fn of_institution(known: &Institution) -> Office {
    Office {
        name: known.name.clone(),
        address: known.address.clone(),
        phone: known.phone.clone(),
    }
}

/// An organisation as letters name it.
pub(super) fn of_organisation(known: Organisation) -> Office {
    Office {
        name: known.name,
        address: known.address,
        phone: known.phone,
    }
}
