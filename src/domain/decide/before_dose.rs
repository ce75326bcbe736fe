//! What must have happened before a dose, by the moment it is said to have been given; and who stands by.

use super::injection::{Injection, presence, presence_role};
use crate::domain::case::Case;
use crate::domain::event::DoseGiven;
use crate::domain::ids::RecordId;
use crate::domain::person_names::{Typed, is_name, same_name};
use crate::domain::plan::protocol;
use crate::domain::refusal::{LINE, Refusal};
use crate::domain::results::{Reading, fails, latest, undecided_alarm};
use crate::domain::roster::Roster;
use crate::domain::rules::{IfFailed, Party, PreDoseCheck, Protocol, Rules};
use crate::domain::time::Now;
use chrono::{DateTime, NaiveDate, Utc};

/// What must have happened before the first dose of all, and before the first one of a drug.
#[must_use]
pub fn unprepared(case: &Case, regimen: RecordId) -> Option<Refusal> {
    if case.awaits_clearance() {
        return Some(Refusal::NotCleared);
    }
    (case.untried(regimen) && !case.informed_of(regimen)).then_some(Refusal::NotInformed)
}

/// A drug that is not given before an age, to a person who has not reached it on the day. Where nobody knows when he was born,
/// nothing is said.
pub(super) fn too_young(born_on: Option<NaiveDate>, protocol: &Protocol, day: NaiveDate) -> Option<Refusal> {
    let years = protocol.too_young(born_on?, day)?;
    Some(Refusal::TooYoung { years })
}

/// A first dose on a day before the commission looked at the person, or before he was told of the drug. The days on which
/// that took place count, not those on which it was written down: a paper typed in later lies behind its day. Nobody is told
/// before the drug is chosen, so the choice lies before the dose as well.
pub(super) fn before_its_papers(case: &Case, regimen: RecordId, given_on: NaiveDate) -> Option<Refusal> {
    let first = case.doses_in_effect().is_empty();
    let examined_on = case
        .clearance()
        .filter(|_| first)
        .map(|cleared| cleared.examined_on);
    if let Some(examined_on) = examined_on.filter(|day| given_on < *day) {
        return Some(Refusal::BeforeClearance { examined_on });
    }
    let told_on = case.told_on(regimen).filter(|_| case.untried(regimen));
    let told_on = told_on.filter(|day| given_on < *day)?;
    Some(Refusal::BeforeInformation { told_on })
}

/// Which of its papers a dose on record lacks: the word of a commission, as it last stood on that day, where it is the
/// first of all; what the person was told, where it is the first of its drug.
pub(super) fn lacking(case: &Case, dose: &DoseGiven) -> [bool; 2] {
    let mut earlier = case.doses_in_effect();
    earlier.retain(|other| other.content.cycle < dose.cycle);
    let untried = earlier.iter().all(|other| other.content.regimen != dose.regimen);
    let looked = case.clearances.iter().filter(|entry| entry.voided.is_none());
    let looked = looked
        .map(|entry| &entry.content)
        .filter(|looked| looked.examined_on <= dose.given_on);
    let cleared = looked
        .max_by_key(|looked| looked.examined_on)
        .is_some_and(|looked| looked.cleared);
    let told = case.told_on(dose.regimen).is_some_and(|on| on <= dose.given_on);
    [earlier.is_empty() && !cleared, untried && !told]
}

/// An answer that speaks against the dose and that no physician has decided about. Another answer on the next page does not
/// take it back: whoever marked it by mistake strikes the record out, with the reason.
pub(super) fn undecided(
    case: &Case,
    form: &Injection,
    protocol: &Protocol,
    (rules, given_on): (&Rules, NaiveDate),
    by: DateTime<Utc>,
) -> Option<Refusal> {
    // What is copied from paper is judged by what was known at its moment.
    let known = |recorded_at: DateTime<Utc>| form.at_chair || recorded_at <= by;
    let (record, on) = undecided_alarm(
        case,
        rules,
        given_on,
        |reading| stops(case, protocol, rules, reading),
        known,
    )?;
    Some(Refusal::AlarmUndecided { record, on })
}

/// Does a result stop the dose until it is decided about? An answer that alarms does, and so does the latest result of an item
/// that a question takes and that fails it.
fn stops(case: &Case, protocol: &Protocol, rules: &Rules, reading: &Reading<'_>) -> bool {
    let item = reading.measured.item.as_str();
    let stands = || latest(case, item).is_some_and(|last| last.seq == reading.seq);
    let fails = |check: &PreDoseCheck| {
        let law = rules.law_for(reading.taken_on);
        law.is_some_and(|law| fails(law.course, check, reading)) && stands()
    };
    let mut checks = protocol.checks.iter();
    checks.any(|check| check.if_failed == IfFailed::Hold && (check.alarms(item) || fails(check)))
}

/// The day of an answer that stops the next dose until a physician decides about it.
#[must_use]
pub fn alarm_before_dose(case: &Case, rules: &Rules, now: &Now) -> Option<NaiveDate> {
    let protocol = protocol(case, rules)?;
    let alarm = undecided_alarm(
        case,
        rules,
        now.today(),
        |reading| stops(case, protocol, rules, reading),
        |_| true,
    );
    alarm.map(|(_, on)| on)
}

/// Nobody stands by himself, however he types his name, and a word is no name. Where the place asks for a post, whoever may be
/// meant by that name must hold it; a name that no account may bear stands as it is written, and so does what somebody copies
/// from paper. A namesake in another post is told apart by the given name or the patronymic, also where the one on record has
/// none; nobody is told apart from himself by a patronymic that he adds.
pub(super) fn stood_by(present: &str, giver: &str, rules: &Rules, roster: &Roster) -> Option<Refusal> {
    let present = present.trim();
    // What is too long is said to be.
    if present.is_empty() || present.chars().count() > LINE {
        return None;
    }
    let said = Typed::read(present);
    if said.is(giver) {
        return Some(Refusal::OwnName);
    }
    let role = presence_role(rules, roster);
    let holders = || {
        roster
            .people
            .iter()
            .filter(move |known| Some(known.role.as_str()) == role)
    };
    if holders().any(|known| said.is(&known.name)) {
        return None;
    }
    if said.may_be(giver) {
        return Some(Refusal::OwnName);
    }
    let copied = giver.is_empty();
    let meant = |known: &str| said.may_be(known) && !said.adds_patronymic(known);
    let others = || {
        roster
            .people
            .iter()
            .filter(move |known| Some(known.role.as_str()) != role)
    };
    let another = role.is_some()
        && !holders().any(|known| said.may_be(&known.name))
        && others().any(|known| meant(&known.name));
    if another && !copied {
        return Some(Refusal::OtherPost);
    }
    (!is_name(present)).then_some(Refusal::NotUnderstood { field: "present" })
}

/// Signs that stand in no name.
const IN_NO_NAME: [char; 13] = ['<', '>', '{', '}', '[', ']', '@', '&', '=', ';', '_', '|', '\\'];

/// What nobody is called: the name by which the giver signs in, and what holds signs of no name. What is copied from paper
/// stands as it is written.
pub(super) fn no_name(form: &Injection) -> Option<Refusal> {
    let (present, account) = (form.present.trim(), form.giver_account.trim());
    if !account.is_empty() && same_name(present, account) {
        return Some(Refusal::OwnName);
    }
    let odd = form.at_chair && present.contains(IN_NO_NAME);
    odd.then_some(Refusal::NotUnderstood { field: "present" })
}

/// The same of a dose on record, where a correction says that somebody else stood by, or nobody, or in another role. What stood
/// there before was asked about when it was written down. Which posts people hold is known of where the person is treated today.
pub(super) fn stood_by_instead(
    (before, dose): (&DoseGiven, &DoseGiven),
    (giver, roster): (&str, &Roster),
    rules: &Rules,
) -> Option<Refusal> {
    let (was, present) = (named(before), named(dose));
    if was == present && before.present_as == dose.present_as {
        return None;
    }
    let site = roster.site(Party::Responsible);
    let here = site.is_some_and(|site| site.organisation == dose.place);
    let asked = here && presence(rules, roster).is_some();
    if present.is_empty() {
        return asked.then_some(Refusal::Required { field: "present" });
    }
    let role = match &dose.present_as {
        None => asked.then_some(Refusal::Required { field: "present_as" }),
        Some(role) => {
            let known = before.present_as.as_ref() == Some(role) || rules.places.stands_by(role);
            (!known).then_some(Refusal::NotUnderstood { field: "present_as" })
        }
    };
    let name = (was != present)
        .then(|| stood_by(present, giver, rules, roster))
        .flatten();
    name.filter(|found| here || *found != Refusal::OtherPost).or(role)
}

/// In no role was who was not there.
pub(super) fn nobody_in_no_role(dose: &mut DoseGiven) {
    if named(dose).is_empty() {
        dose.present_as = None;
    }
}

/// Who stood by, as a record says it.
fn named(dose: &DoseGiven) -> &str {
    dose.present.as_deref().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::no_name;
    use crate::domain::decide::Injection;
    use crate::domain::refusal::Refusal;

    #[test]
    fn nobody_is_called_by_a_sign_in_name_or_by_markup() {
        let odd = Some(Refusal::NotUnderstood { field: "present" });
        for (present, at_chair, found) in [
            ("a.serikova", true, Some(Refusal::OwnName)),
            ("A Serikova", true, Some(Refusal::OwnName)),
            ("<b>Сейітов Болат</b>", true, odd.clone()),
            ("b.seitov@clinic", true, odd),
            ("<b>Сейітов Болат</b>", false, None),
            ("Сейітов Б. (кезекші)", true, None),
            ("Нұр-Мұхамбет О\u{2019}Хара", true, None),
            ("", true, None),
        ] {
            let form = Injection {
                present: present.to_owned(),
                giver_account: "a.serikova".to_owned(),
                at_chair,
                ..Injection::default()
            };
            assert_eq!(no_name(&form), found, "{present}");
        }
    }
}
