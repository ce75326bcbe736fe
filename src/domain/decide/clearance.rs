//! Before the first dose: a commission clears the person, and the person is told.

use super::examination::first_ruled_on;
use super::measured::{TypedValue, amounts};
use super::passage::against_day;
use super::{Decision, past};
use crate::domain::case::Case;
use crate::domain::event::{Clearance, Consent, Event, Finding, Information, Measured, Member};
use crate::domain::ids::{AccountId, RecordId};
use crate::domain::person_names::one_person;
use crate::domain::refusal::{LINE, Refusal, WORDS, text};
use crate::domain::roster::Roster;
use crate::domain::rules::{Contraindication, Course, Excludes, Protocol, Rules, Speciality};
use crate::domain::time::{Now, civil_date};
use chrono::NaiveDate;

/// What a commission says. Unread text, so that one look can name everything that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordClearance {
    /// Day of the examination; `None` where the typed date is not one.
    pub examined_on: Option<NaiveDate>,
    /// Members, by the identity of their speciality: name, and account where they have one.
    pub members: Vec<(String, String, Option<AccountId>)>,
    /// Contraindications answered, by identity.
    pub findings: Vec<(String, bool)>,
    /// Products under which something was found, by the contraindication's identity; only where the course names them.
    pub drugs: Vec<(String, String)>,
    /// What entered the body before this case, by the substance.
    pub earlier: Vec<TypedValue>,
    /// May treatment begin?
    pub cleared: Option<bool>,
    /// When the commission looks again: nothing typed, or a date, or an error.
    pub again_on: Option<Result<NaiveDate, ()>>,
    /// The commission's words.
    pub words: String,
}

/// What the person was told. Unread text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordInformation {
    /// The day; `None` where the typed date is not one.
    pub told_on: Option<NaiveDate>,
    /// Who told it.
    pub told_by: String,
    /// Language, by identity.
    pub language: String,
    /// Which language, where the one chosen is another.
    pub other_language: String,
    /// Interpreter.
    pub interpreter: String,
    /// Topics explained, by identity.
    pub topics: Vec<String>,
    /// The person's own words.
    pub own_words: String,
    /// Consent or its absence, by code.
    pub consent: String,
    /// Signed that it was explained?
    pub signed: Option<bool>,
}

/// Records what the commission found.
///
/// # Errors
/// Refused where treatment has begun or the case has ended; where a member, an answer or the conclusion is missing; for
/// a day before the first ruling; where treatment may not begin and no day for the next look is set, or one on which the
/// person may not come.
pub fn record_clearance(
    case: &Case,
    id: RecordId,
    form: &RecordClearance,
    course: &Course,
    (roster, rules): (&Roster, &Rules),
    now: &Now,
) -> Decision {
    if case
        .standing_on(now.today())
        .is_none_or(|standing| standing.ended())
    {
        return Err(vec![Refusal::StepNotPossible]);
    }
    if !case.doses_in_effect().is_empty() {
        return Err(vec![Refusal::TreatmentBegun]);
    }
    let mut wrong = Vec::new();
    let earliest_on = first_ruled_on(case);
    let examined_on = past("examined_on", form.examined_on, earliest_on, now, &mut wrong);
    let members = members(&form.members, course.clearing(), &mut wrong);
    let findings = findings(form, course, &mut wrong);
    let earlier = earlier(form, course, &mut wrong);
    if form.cleared.is_none() {
        wrong.push(Refusal::Required { field: "cleared" });
    }
    let again_on = again(form, now, &mut wrong);
    let known = again_on.zip(rules.continuity_for(now.today()));
    wrong.extend(known.and_then(|(day, known)| {
        let barred = case.kept_away_on(day, roster, known)?;
        Some(against_day("again_on", barred, known))
    }));
    // What was found, or why treatment may not begin, is said in words.
    let explain = form.cleared == Some(false) || findings.iter().any(|finding| finding.present);
    let words = text("words", &form.words, explain, WORDS).map_err(|refusal| wrong.push(refusal));
    match (examined_on, form.cleared, words) {
        (Some(examined_on), Some(cleared), Ok(words)) if wrong.is_empty() => {
            Ok(vec![Event::ClearanceRecorded(Clearance {
                id,
                course: course.rule(),
                examined_on,
                members,
                findings,
                earlier,
                cleared,
                again_on,
                words,
            })])
        }
        _ => Err(wrong),
    }
}

/// The specialists of a commission or of an examination: one for each speciality that is asked, and nobody for two.
pub(super) fn members<'c>(
    named: &[(String, String, Option<AccountId>)],
    asked: impl Iterator<Item = &'c Speciality>,
    wrong: &mut Vec<Refusal>,
) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for speciality in asked {
        let named = named.iter().find(|(id, ..)| *id == speciality.id);
        let name = named.map_or("", |(_, name, _)| name.trim());
        let account = named.and_then(|(.., account)| *account);
        let missing = name.is_empty() || (speciality.post.is_some() && account.is_none());
        if missing || name.chars().count() > LINE {
            wrong.push(Refusal::MemberMissing {
                speciality: speciality.id.clone(),
            });
        } else if members.iter().any(|other| one_person(&other.name, name)) {
            wrong.push(Refusal::MemberTwice {
                speciality: speciality.id.clone(),
            });
        }
        members.push(Member {
            speciality: speciality.id.clone(),
            name: name.to_owned(),
            account,
        });
    }
    members
}

fn findings(form: &RecordClearance, course: &Course, wrong: &mut Vec<Refusal>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asked in &course.contraindications {
        match form.findings.iter().find(|(id, _)| *id == asked.id) {
            Some((_, present)) => findings.push(Finding {
                contraindication: asked.id.clone(),
                present: *present,
                drugs: found_under(form, asked).filter(|_| *present).collect(),
            }),
            None => wrong.push(Refusal::FindingMissing {
                contraindication: asked.id.clone(),
            }),
        }
    }
    findings
}

/// What entered the body before this case, of the substances that the course sums; what nobody knows is left empty.
fn earlier(form: &RecordClearance, course: &Course, wrong: &mut Vec<Refusal>) -> Vec<Measured> {
    amounts(
        form.earlier.iter(),
        |load| course.load(load)?.before.as_ref(),
        wrong,
    )
}

fn found_under<'f>(
    form: &'f RecordClearance,
    asked: &'f Contraindication,
) -> impl Iterator<Item = String> + 'f {
    let named = form.drugs.iter();
    let named = named.filter(|(id, _)| asked.names_drug && *id == asked.id);
    named.map(|(_, drug)| drug.clone())
}

/// A person who may not be treated is looked at again on a day that is set: never a case that nobody owes anything.
fn again(form: &RecordClearance, now: &Now, wrong: &mut Vec<Refusal>) -> Option<NaiveDate> {
    let earliest_on = now.today().succ_opt().unwrap_or(NaiveDate::MAX);
    match (form.cleared, form.again_on) {
        (Some(false), None) => wrong.push(Refusal::Required { field: "again_on" }),
        (_, Some(Err(()))) => wrong.push(Refusal::NotUnderstood { field: "again_on" }),
        (_, Some(Ok(day))) if day < earliest_on => wrong.push(Refusal::NotBefore {
            field: "again_on",
            earliest_on,
        }),
        (Some(false), Some(Ok(day))) => return Some(day),
        _ => {}
    }
    None
}

/// What the clearance, or somebody after it, or a commission under a case that rests beside this one, found that excludes
/// a drug: the first of it.
#[must_use]
pub fn excluded<'p>(case: &Case, protocol: &'p Protocol) -> Option<&'p Excludes> {
    exclusions(case, protocol).first().copied()
}

/// All of it, each once. Whoever asks whether something bars a drug for good must not stop at the first, which may pass.
#[must_use]
pub fn exclusions<'p>(case: &Case, protocol: &'p Protocol) -> Vec<&'p Excludes> {
    let all = || protocol.contraindications.iter();
    let clearance = case.clearance();
    let at_clearance = all().filter(|excluded| clearance.is_some_and(|clearance| clearance.found(excluded)));
    let later = all().filter(|excluded| case.found_later().any(|found| found.excludes(excluded)));
    let elsewhere = case.exclusions_elsewhere(protocol).map(|(excluded, _)| excluded);
    let mut found: Vec<&Excludes> = Vec::new();
    for excluded in at_clearance.chain(later).chain(elsewhere) {
        if found.iter().all(|known| known.id != excluded.id) {
            found.push(excluded);
        }
    }
    found
}

/// Records what the person was told about the drug that was chosen, and what he answered.
///
/// # Errors
/// Refused where no drug is chosen or the person was told already; for a day before the drug was chosen; where a topic,
/// the language, the interpreter, the person's own words or the answer about consent is missing.
pub fn record_information(
    case: &Case,
    id: RecordId,
    form: &RecordInformation,
    course: &Course,
    now: &Now,
) -> Decision {
    if case.ended_on(now.today()) {
        return Err(vec![Refusal::StepNotPossible]);
    }
    let chosen = case.regimens.last();
    let Some(chosen) = chosen.filter(|chosen| !case.informed_of(chosen.content.id)) else {
        return Err(vec![Refusal::NothingToDo]);
    };
    let regimen = &chosen.content;
    let mut wrong = Vec::new();
    // Nobody is told of a drug before it is chosen; one that was taken over from a roster was chosen before it was written
    // down here.
    let chosen_on = civil_date(chosen.recorded_at, now.zone).min(regimen.first_on);
    let told_on = past("told_on", form.told_on, Some(chosen_on), now, &mut wrong);
    let told_by = text("told_by", &form.told_by, true, LINE).map_err(|refusal| wrong.push(refusal));
    let [interpreter, other_language] = told_in(form, course, &mut wrong);
    let topics = &course.information.topics;
    let left_out = topics.iter().filter(|topic| !form.topics.contains(&topic.id));
    let left_out: Vec<_> = left_out.map(|topic| topic.name.clone()).collect();
    if !left_out.is_empty() {
        wrong.push(Refusal::TopicsMissing { topics: left_out });
    }
    let own_words = text("own_words", &form.own_words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let consent = Consent::from_code(&form.consent);
    if consent.is_none() {
        wrong.push(Refusal::Required { field: "consent" });
    }
    if form.signed.is_none() {
        wrong.push(Refusal::Required { field: "signed" });
    }
    match (told_on, told_by, own_words, consent, form.signed) {
        (Some(told_on), Ok(told_by), Ok(own_words), Some(consent), Some(signed)) if wrong.is_empty() => {
            Ok(vec![Event::PersonInformed(Information {
                id,
                regimen: regimen.id,
                told_on,
                told_by,
                language: form.language.clone(),
                other_language,
                interpreter,
                topics: topics.iter().map(|topic| topic.id.clone()).collect(),
                own_words,
                consent,
                signed,
            })])
        }
        _ => Err(wrong),
    }
}

/// The interpreter and the language that he speaks, where the language chosen needs one: "another" names none.
fn told_in(form: &RecordInformation, course: &Course, wrong: &mut Vec<Refusal>) -> [Option<String>; 2] {
    let language = course.told_in(&form.language);
    if language.is_none() {
        wrong.push(Refusal::Required { field: "language" });
    }
    let interpreted = language.is_some_and(|language| language.interpreter);
    let mut said = |field: &'static str, typed: &str| {
        let words = text(field, typed, interpreted, LINE);
        let words = words.map_err(|refusal| wrong.push(refusal)).ok()?;
        (interpreted && !words.is_empty()).then_some(words)
    };
    [
        said("interpreter", &form.interpreter),
        said("other_language", &form.other_language),
    ]
}
