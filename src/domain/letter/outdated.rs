//! Signed letters that the records have left behind: what the paper says is no longer what they say.

use super::content::{
    Absence, Conclusion, Content, HandoverAct, MeasureEnded, Office, Recalled, ReleaseDay, ReleaseNotice,
    RulingOnPaper, Sheet, Submission,
};
use crate::domain::case::Case;
use crate::domain::refusal::Refusal;
use chrono::NaiveDate;

/// How the records have left a signed letter behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outdated {
    /// They would make it say this.
    Says(Box<Sheet>),
    /// They hold nothing of the kind any more: it cannot be drawn up again.
    Nothing,
}

/// Whether the records still say what was signed. `drawn` is the letter as they would draw it up now.
///
/// Time alone makes no letter wrong. Whatever moves on by itself after the day of the signature is taken as it was signed:
/// the next visit, the day by which an answer was asked for, that none is asked for any more or for now, how far a treatment had come, what an organisation is called.
/// Once something else has made it wrong, all of that is said with it, as a new draft would say it.
#[must_use]
pub fn outdated(
    signed: &Sheet,
    drawn: Result<Sheet, Refusal>,
    case: &Case,
    today: NaiveDate,
) -> Option<Outdated> {
    if has_served(signed, case, today) {
        return None;
    }
    let Ok(drawn) = drawn else {
        return Some(Outdated::Nothing);
    };
    let mut stays = drawn.clone();
    leave_what_passes(&mut stays, signed, case);
    (stays != *signed).then(|| Outdated::Says(Box::new(drawn)))
}

/// Has the day come that the letter announced? What became of the person since is no matter of it.
fn has_served(signed: &Sheet, case: &Case, today: NaiveDate) -> bool {
    match &signed.content {
        Content::ReleaseNotice(notice) => {
            notice.release_on <= today && case.release_on().is_none_or(|on| on == notice.release_on)
        }
        _ => false,
    }
}

fn leave_what_passes(drawn: &mut Sheet, signed: &Sheet, case: &Case) {
    drawn.sender.clone_from(&signed.sender);
    // To which court a proposal goes is a matter of record.
    if !matches!(drawn.content, Content::CourtSubmission(_)) {
        drawn.addressee.clone_from(&signed.addressee);
    }
    match (&mut drawn.content, &signed.content) {
        (Content::MissedNotice(now), Content::MissedNotice(then))
        | (Content::JustifiedAbsence(now), Content::JustifiedAbsence(then)) => absence(now, then),
        (Content::ReleaseNotice(now), Content::ReleaseNotice(then)) => release(now, then),
        (Content::MeasureEnded(now), Content::MeasureEnded(then)) => ended(now, then),
        (Content::HandoverAct(now), Content::HandoverAct(then)) => handover(now, then),
        (Content::Recall(now), Content::Recall(then)) => recall(now, then),
        (Content::CourtSubmission(now), Content::CourtSubmission(then)) => submission(now, then, case),
        (Content::ReviewConclusion(now), Content::ReviewConclusion(then)) => conclusion(now, then),
        _ => {}
    }
}

fn absence(now: &mut Absence, then: &Absence) {
    now.next = then.next;
    now.answer_by = then.answer_by;
    now.over_since = then.over_since;
    now.asks_others = then.asks_others;
    same_house(&mut now.place, &then.place);
    // What was corrected once stays so, as long as nothing else is to be corrected.
    if now.attendance == then.attendance {
        now.said_before = then.said_before;
    }
}

fn release(now: &mut ReleaseNotice, then: &ReleaseNotice) {
    same_house(&mut now.place, &then.place);
    same_house(&mut now.supervising, &then.supervising);
    if let (Some(now), Some(then)) = (&mut now.takes_over, &then.takes_over) {
        same_house(now, then);
    }
}

fn ended(now: &mut MeasureEnded, then: &MeasureEnded) {
    same_house(&mut now.place, &then.place);
    same_house(&mut now.supervising, &then.supervising);
}

/// An act says how things stood when it was signed; what was agreed must stay true.
fn handover(now: &mut HandoverAct, then: &HandoverAct) {
    now.gave.clone_from(&then.gave);
    now.took.clone_from(&then.took);
    now.last_dose_on = then.last_dose_on;
    now.next = then.next;
    now.owed.clone_from(&then.owed);
    // What was not known, or not asked for, is not wrong because it is known by now; nor is what is not said any more.
    if now.release.is_none() || !matches!(then.release, Some(ReleaseDay::On(_))) {
        now.release = then.release;
    }
}

/// Whoever was asked to come may have come, and may be treated elsewhere by now.
fn recall(now: &mut Recalled, then: &Recalled) {
    now.looked_at = then.looked_at;
    now.place.clone_from(&then.place);
}

/// A court that has ruled since has not changed what was proposed to it.
fn submission(now: &mut Submission, then: &Submission, case: &Case) {
    let known = |paper: &RulingOnPaper| {
        case.rulings.iter().any(|file| {
            let ruling = &file.ruling;
            ruling.court == paper.court && ruling.number == paper.number && ruling.ruled_on == paper.ruled_on
        })
    };
    if then.ruling.as_ref().is_some_and(known) {
        now.ruling.clone_from(&then.ruling);
    }
}

/// A member may hold another post by now.
fn conclusion(now: &mut Conclusion, then: &Conclusion) {
    for member in &mut now.members {
        let mut known = then.members.iter();
        let known = known.find(|known| known.name == member.name && known.signed_on == member.signed_on);
        if let Some(known) = known {
            member.role.clone_from(&known.role);
        }
    }
}

/// Another telephone of the same organisation is no matter of a case.
fn same_house(now: &mut Office, then: &Office) {
    if now.name == then.name {
        now.clone_from(then);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::letter::NextVisit;
    use crate::domain::localised::Localised;
    use crate::domain::supervision::Attendance;

    fn office(name: &str, phone: &str) -> Office {
        let name = name.to_owned();
        Office {
            name: Localised {
                kk: name.clone(),
                ru: name.clone(),
                en: name,
            },
            address: String::new(),
            phone: phone.to_owned(),
        }
    }

    fn signed() -> Absence {
        Absence {
            on: day(14),
            attendance: Attendance::NotAttended,
            said_before: None,
            place: office("clinic", "1"),
            next: Some(NextVisit::AtOnce),
            answer_by: Some(day(20)),
            over_since: None,
            asks_others: false,
        }
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 7, day).unwrap()
    }

    #[test]
    fn time_alone_changes_nothing_that_was_signed() {
        let mut now = Absence {
            next: Some(NextVisit::On(day(28))),
            answer_by: None,
            over_since: Some(day(16)),
            asks_others: true,
            place: office("clinic", "2"),
            ..signed()
        };
        absence(&mut now, &signed());
        assert_eq!(now, signed());
    }

    #[test]
    fn another_fact_stays_another_fact() {
        let mut now = Absence {
            attendance: Attendance::Justified,
            said_before: Some(Attendance::NotAttended),
            answer_by: None,
            place: office("other", "2"),
            ..signed()
        };
        absence(&mut now, &signed());
        assert_eq!(now.attendance, Attendance::Justified);
        assert_eq!(now.said_before, Some(Attendance::NotAttended));
        assert_ne!(now.place, signed().place);
    }

    #[test]
    fn a_correction_is_not_corrected_again() {
        let then = Absence {
            attendance: Attendance::Justified,
            said_before: Some(Attendance::NotAttended),
            ..signed()
        };
        let mut now = Absence {
            said_before: None,
            ..then.clone()
        };
        absence(&mut now, &then);
        assert_eq!(now, then);
    }
}
