//! Deciding: an intention and the facts in, events or refusals out. Pure.

mod chair;
mod clearance;
mod complaint;
mod correct;
mod court;
mod examination;
mod holds;
mod injection;
mod judge;
mod late_dose;
mod measured;
mod not_given;
mod notices;
mod outlook;
pub mod passage;
mod reaction;
mod reactions;
mod regimen;
mod registry;
mod reviews;

pub use clearance::{RecordClearance, RecordInformation, excluded, record_clearance, record_information};
pub use complaint::{AnswerComplaint, LodgeComplaint, answer_complaint, lodge_complaint};
pub use correct::{amend, report_incident, review_incident, void};
pub use court::{EndCase, PlanAftercare, change_ruling, end_case, plan_aftercare};
pub use examination::{RecordExam, RecordResults, examined, record_exam, record_results};
pub use holds::{ConfirmHold, LiftHold, PlaceHold, confirm_hold, lift_hold, place_hold};
pub use injection::{Injection, asked, inspect, log_injection, presence, to_heed, unprepared};
pub use judge::{JudgeResult, judge_result};
pub use late_dose::decide_late_dose;
pub use measured::TypedValue;
pub use not_given::{NotGiven, record_not_given};
pub use notices::acknowledge;
pub use outlook::{Outlook, outlook};
pub use reaction::{
    EndReaction, FindContraindication, ReportReaction, barred, end_reaction, find_contraindication,
    report_reaction,
};
pub use reactions::{REACTIONS_AT_ONCE, TypedReaction, reaction_fields};
pub use regimen::{
    ChangeRegimen, FlareAnswer, Handover, asks_for_cover, change_regimen, handover, restart_asks_for_cover,
};
pub use registry::{change_place, change_supervision, check_ruling, prescribe, record_ruling};
pub use reviews::{
    CourtDeclines, DraftReview, FilePaper, SignReview, SubmitToCourt, court_declines, draft_review,
    file_paper, meanwhile, missing_papers, sign_review, submit_to_court,
};

use super::refusal::Refusal;
use super::time::Now;
use chrono::NaiveDate;

/// Events to record, or every reason why not.
pub type Decision = Result<Vec<super::event::Event>, Vec<Refusal>>;

/// A typed day that has come, and not before another: a wrong year must not begin duties and notices.
fn past(
    field: &'static str,
    typed: Option<NaiveDate>,
    earliest_on: Option<NaiveDate>,
    now: &Now,
    wrong: &mut Vec<Refusal>,
) -> Option<NaiveDate> {
    let fault = match (typed, earliest_on) {
        (None, _) => Refusal::NotUnderstood { field },
        (Some(day), _) if day > now.today() => Refusal::InFuture { field },
        (Some(day), Some(earliest_on)) if day < earliest_on => Refusal::NotBefore { field, earliest_on },
        _ => return typed,
    };
    wrong.push(fault);
    None
}
