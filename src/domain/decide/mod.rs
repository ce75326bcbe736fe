//! Deciding: an intention and the facts in, events or refusals out. Pure.

mod arrival;
mod before_dose;
mod chair;
mod clearance;
mod complaint;
mod correct;
mod correct_ruling;
mod court;
mod examination;
mod flare;
mod holds;
mod injection;
mod judge;
mod late_dose;
mod measured;
mod merge;
mod not_given;
mod notices;
mod observed;
mod outlook;
mod pack;
pub mod passage;
mod reaction;
mod reactions;
mod regimen;
mod registry;
mod reviews;
mod stopped;
mod supply;
mod transcribe;
mod uncovered;
mod undo_import;
mod wrong_person;

pub use arrival::{Came, arrival, receive_arrival};
pub use before_dose::{alarm_before_dose, unprepared};
pub use chair::record_alarms;
pub use clearance::{
    RecordClearance, RecordInformation, excluded, exclusions, record_clearance, record_information,
};
pub use complaint::{AnswerComplaint, LodgeComplaint, answer_complaint, lodge_complaint};
pub use correct::{amend, amend_from, report_incident, review_incident, void};
pub use correct_ruling::{amend_ruling, correct_person, void_ruling_step};
pub use court::{EndCase, PlanAftercare, change_ruling, end_case, plan_aftercare, tell_end};
pub use examination::{RecordExam, RecordResults, examined, record_exam, record_results};
pub use flare::{
    FlareAnswer, FlareGap, asks_for_cover, cover_undecided, flare_decided, restart_asks_for_cover,
};
pub use holds::{
    ConfirmHold, EndContraindication, LiftHold, PlaceHold, confirm_hold, end_contraindication, lift_hold,
    place_hold,
};
pub use injection::{
    Injection, asked, inspect, log_injection, log_injection_from, presence, presence_role, to_heed,
    unusual_volume,
};
pub use judge::{JudgeResult, judge_result};
pub use late_dose::{Grounds, decide_late_dose, late_decision_demanded, unmeasured};
pub use measured::TypedValue;
pub use merge::{Numbers, merge_cases, part_cases};
pub use not_given::{NotGiven, record_not_given};
pub use notices::{TakeStep, acknowledge, act, acts_from, assign_officer};
pub use outlook::{Outlook, outlook};
pub use pack::{Shelf, TypedLot, injected, inspect_pack, may_have_happened};
pub use reaction::{
    EndReaction, FindContraindication, ReportReaction, barred, end_reaction, find_contraindication,
    report_reaction,
};
pub use reactions::{REACTIONS_AT_ONCE, TypedReaction, reaction_fields};
pub use regimen::{ChangeRegimen, Handover, PrescribeRegimen, change_regimen, handover, prescribe};
pub use registry::{change_place, change_supervision, check_ruling, record_ruling};
pub use reviews::{
    CourtDeclines, DraftReview, FilePaper, SignReview, SubmitToCourt, court_declines, draft_review,
    file_paper, meanwhile, missing_papers, sign_review, submit_to_court,
};
pub use stopped::stopped_since;
pub use transcribe::{OnPaper, Paper, transcribe, verify_entry};
pub use undo_import::undo_import;
pub use wrong_person::{InBoth, SettleWrongPerson, report_wrong_person, settle_wrong_person};

pub use supply::{
    ACCEPTED, HandOverParcel, PackAnswer, PrepareParcel, ReceiveParcel, Verdict, Warmth, explain_custody,
    follow_up_recall, freed_at, give_verdict, hand_over_parcel, keep_for_newcomer, lacking_at, left_behind,
    lose_parcel, named, prepare_parcel, receive_parcel, reconcile_parcel, release_pack, reserve_pack,
    send_on, verdict,
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

/// The digest of a scan as typed: none, or sixty-four hexadecimal digits.
///
/// # Errors
/// [`Refusal::NotUnderstood`].
pub fn scan_digest(typed: &str) -> Result<Option<String>, Refusal> {
    let scan = typed.trim().to_lowercase();
    let hash = scan.len() == 64 && scan.bytes().all(|byte| byte.is_ascii_hexdigit());
    if scan.is_empty() {
        Ok(None)
    } else if hash {
        Ok(Some(scan))
    } else {
        Err(Refusal::NotUnderstood { field: "scan_sha256" })
    }
}
