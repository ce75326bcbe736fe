//! Drawing a letter up: from the facts of a case, as they stand, to what the paper says.

use super::about::About;
use super::certificate::certificate;
use super::content::{
    Absence, Addressee, Conclusion, Content, MemberSigned, NextVisit, Office, PaperBefore, Sheet, Subject,
    Submission,
};
use crate::domain::case::Case;
use crate::domain::escalation::asks_others;
use crate::domain::event::ReviewText;
use crate::domain::ids::{AccountId, AlertId, OrganisationId, RecordId};
use crate::domain::localised::Localised;
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::refusal::Refusal;
use crate::domain::review::Review;
use crate::domain::rules::{ReviewRule, Rules};
use crate::domain::supervision::{Attendance, Next, about_on, next, over_since};
use crate::domain::time::{Now, last_day_before};
use chrono::{DateTime, NaiveDate, Utc};

/// What a letter is drawn up from.
pub struct Facts<'a> {
    /// The case.
    pub case: &'a Case,
    /// The rules.
    pub rules: &'a Rules,
    /// What is owed now.
    pub plan: &'a Plan,
    /// The case as it was recorded at a moment, and what was owed then.
    pub then: &'a dyn Fn(DateTime<Utc>) -> Option<(Case, Plan)>,
    /// Is the person held on a day, as the case stood?
    pub held: &'a dyn Fn(&Case, NaiveDate) -> bool,
    /// Now, at the place of treatment.
    pub now: &'a Now,
    /// Whom it is about.
    pub person: &'a Subject,
    /// Who writes.
    pub sender: &'a Office,
    /// The organisation it goes to, where the program knows it.
    pub addressee: Option<&'a Office>,
    /// The organisations around the case.
    pub office: &'a dyn Fn(OrganisationId) -> Option<Office>,
    /// Name and role of somebody around the case.
    pub member: &'a dyn Fn(AccountId) -> Option<(String, String)>,
}

/// Draws a letter up about something in a case. `before` is what the letter said when it was last signed.
///
/// # Errors
/// [`Refusal::NotUnderstood`] with the field `about`, where the case holds nothing of the kind; what is wrong with a
/// period.
pub fn compose(about: &About, facts: &Facts<'_>, before: Option<&Sheet>) -> Result<Sheet, Refusal> {
    let to_office = || facts.addressee.cloned().map(Addressee::Office);
    let (addressee, asked, content) = match about {
        About::Alert { alert } => {
            let absence = missed(facts, *alert, before)?;
            (to_office().ok_or(NOTHING)?, None, Content::MissedNotice(absence))
        }
        About::NotGiven { record } => {
            let absence = justified(facts, *record, before)?;
            (
                to_office().ok_or(NOTHING)?,
                None,
                Content::JustifiedAbsence(absence),
            )
        }
        About::Release { .. } => {
            let notice = super::moves::release(facts)?;
            (to_office().ok_or(NOTHING)?, None, Content::ReleaseNotice(notice))
        }
        About::Ended { to } => {
            let (addressee, ended) = super::ended::ended(facts, *to)?;
            (addressee, None, Content::MeasureEnded(ended))
        }
        About::Handover { offer } => {
            let act = super::moves::handover(facts, *offer)?;
            (to_office().ok_or(NOTHING)?, None, Content::HandoverAct(act))
        }
        About::Recall { recall } => {
            let recalled = super::moves::recalled(facts, *recall)?;
            // Nobody writes to a cell or a ward by post: where he is treated, it is handed to him.
            let to = Addressee::PersonAt(recalled.place.clone());
            (to, None, Content::Recall(recalled))
        }
        About::Period {
            from_on,
            until_on,
            asked,
        } => {
            let certificate = certificate(facts, *from_on, *until_on)?;
            let today = facts.now.today();
            if asked.on > today {
                return Err(Refusal::NotAfter {
                    field: "asked_on",
                    latest_on: today,
                });
            }
            (
                Addressee::Named(asked.by.clone()),
                Some(asked.clone()),
                Content::TreatmentCertificate(certificate),
            )
        }
        About::Proposal { review } => {
            let (court, submission) = submission(facts, *review)?;
            (
                Addressee::Named(court),
                None,
                Content::CourtSubmission(submission),
            )
        }
        About::Review { review } => {
            let conclusion = conclusion(facts, *review)?;
            let court = court_of(facts).unwrap_or_default();
            (
                Addressee::Named(court),
                None,
                Content::ReviewConclusion(conclusion),
            )
        }
        // These are not made of the facts of a case alone.
        About::Own | About::Lot { .. } | About::Account { .. } => return Err(NOTHING),
    };
    Ok(Sheet {
        sender: facts.sender.clone(),
        addressee,
        person: Some(facts.person.clone()),
        asked,
        content,
    })
}

/// There is nothing of the kind in the case.
pub(super) const NOTHING: Refusal = Refusal::NotUnderstood { field: "about" };

/// What supervision was told of; nothing may be written to it about anything else.
fn missed(facts: &Facts<'_>, alert: AlertId, before: Option<&Sheet>) -> Result<Absence, Refusal> {
    let case = facts.case;
    let mut alerts = case.alerts.iter();
    let alert = alerts
        .find(|known| known.id == alert && known.kind == Kind::Dose)
        .ok_or(NOTHING)?;
    let on = about_on(alert, case, facts.plan, facts.rules, facts.now);
    let place = case.place_on(on).and_then(facts.office).ok_or(NOTHING)?;
    let attendance = Attendance::of_alert(alert, case, &facts.rules.causes, facts.now);
    // The first deadline that the supervising body was given itself: a later step gives nobody more time, and what another
    // institution is asked until is no matter of it.
    let body = case.supervising_on(facts.now.today()).filter(|_| alert.live());
    let answer_by = body.and_then(|body| alert.own_time(body));
    Ok(Absence {
        on,
        attendance,
        said_before: said_before(before, attendance),
        place,
        next: next_visit(facts),
        answer_by: answer_by.map(|at| last_day_before(at, facts.now.zone)),
        over_since: over_since(alert, attendance, facts.now),
        asks_others: body.is_some_and(|body| asks_others(alert, body)),
    })
}

/// A record whose cause does not lie with the person, or of an absence that a good reason excuses; of a struck-out one the letter
/// says that it was withdrawn.
fn justified(facts: &Facts<'_>, record: RecordId, before: Option<&Sheet>) -> Result<Absence, Refusal> {
    let case = facts.case;
    let mut records = case.not_given.iter();
    let entry = records.find(|known| known.content.id == record).ok_or(NOTHING)?;
    let attendance = match entry.voided {
        Some(_) => Attendance::Withdrawn,
        None => Attendance::of_record(&entry.content, case, &facts.rules.causes),
    };
    if attendance != Attendance::Justified && before.is_none() {
        return Err(NOTHING);
    }
    Ok(Absence {
        on: entry.content.occurred_on,
        attendance,
        said_before: said_before(before, attendance),
        place: (facts.office)(entry.content.place).ok_or(NOTHING)?,
        next: next_visit(facts),
        answer_by: None,
        over_since: None,
        asks_others: false,
    })
}

/// What the issue before said, where it said something else.
fn said_before(before: Option<&Sheet>, now: Attendance) -> Option<Attendance> {
    match &before?.content {
        Content::MissedNotice(absence) | Content::JustifiedAbsence(absence) => {
            Some(absence.attendance).filter(|before| *before != now)
        }
        _ => None,
    }
}

fn next_visit(facts: &Facts<'_>) -> Option<NextVisit> {
    Some(match next(facts.case, facts.plan, facts.now.today())? {
        Next::On(on) => NextVisit::On(on),
        Next::After(until) => NextVisit::After(until),
        Next::AtOnce => NextVisit::AtOnce,
        Next::Named => NextVisit::Named,
    })
}

/// The court of the last ruling that was announced.
fn court_of(facts: &Facts<'_>) -> Option<String> {
    let mut rulings = facts.case.rulings.iter().rev();
    let file = rulings.find(|file| file.announced_by(facts.now.today()))?;
    Some(file.ruling.court.clone())
}

fn concluded<'a>(
    facts: &Facts<'a>,
    number: u32,
) -> Result<(&'a Review, &'a ReviewText, chrono::NaiveDate), Refusal> {
    let review = facts.case.review(number).ok_or(NOTHING)?;
    let (text, concluded_on) = review.concluded().ok_or(NOTHING)?;
    Ok((review, text, concluded_on))
}

fn rule<'a>(facts: &Facts<'a>, text: &ReviewText) -> Option<&'a ReviewRule> {
    let course = facts.rules.course_by_rule(&text.course);
    let course = course.or_else(|| Some(facts.rules.law_for(text.held_on)?.course));
    course.map(|course| &course.review)
}

fn proposal(facts: &Facts<'_>, text: &ReviewText) -> Localised {
    let known = rule(facts, text).and_then(|rule| rule.proposal(&text.proposal));
    known.map_or_else(|| alike(&text.proposal), |known| known.name.clone())
}

/// The same in every language: a name that the rules no longer know.
pub(super) fn alike(words: &str) -> Localised {
    Localised {
        kk: words.to_owned(),
        ru: words.to_owned(),
        en: words.to_owned(),
    }
}

fn submission(facts: &Facts<'_>, number: u32) -> Result<(String, Submission), Refusal> {
    let (review, text, concluded_on) = concluded(facts, number)?;
    if !text.to_court {
        return Err(NOTHING);
    }
    let sent = review.submission().map(|sent| sent.content.court.clone());
    let court = sent.or_else(|| court_of(facts)).ok_or(NOTHING)?;
    let mut rulings = super::certificate::rulings(facts, facts.now.today());
    let submission = Submission {
        review: number,
        held_on: text.held_on,
        concluded_on,
        members: text.members.iter().map(|member| member.name.clone()).collect(),
        proposal: proposal(facts, text),
        ruling: rulings.pop(),
    };
    Ok((court, submission))
}

fn conclusion(facts: &Facts<'_>, number: u32) -> Result<Conclusion, Refusal> {
    let (review, text, concluded_on) = concluded(facts, number)?;
    let rule = rule(facts, text);
    let name = |paper: &str| {
        let known = rule.and_then(|rule| rule.paper(paper));
        known.map_or_else(|| alike(paper), |known| known.name.clone())
    };
    let mut papers: Vec<_> = review
        .papers
        .iter()
        .map(|entry| entry.content.paper.as_str())
        .collect();
    papers.sort_unstable();
    papers.dedup();
    let papers = papers
        .into_iter()
        .filter_map(|paper| review.paper(paper))
        .map(|entry| PaperBefore {
            name: name(&entry.content.paper),
            reference: entry.content.reference.clone(),
            dated_on: entry.content.dated_on,
        });
    let members = text.members.iter().filter_map(|member| {
        let signed = review.signature(member.account)?;
        let post = (facts.member)(member.account).map(|(_, role)| role);
        Some(MemberSigned {
            name: member.name.clone(),
            role: post.and_then(|role| facts.rules.places.role_name(&role).cloned()),
            signed_on: signed.content.signed_on,
            dissent: signed.content.dissent.clone(),
        })
    });
    Ok(Conclusion {
        review: number,
        version: text.version,
        held_on: text.held_on,
        concluded_on,
        findings: text.findings.clone(),
        proposal: proposal(facts, text),
        reasons: text.reasons.clone(),
        papers: papers.collect(),
        missing: text.missing.iter().map(|paper| name(paper)).collect(),
        without: text.without.clone(),
        members: members.collect(),
    })
}
