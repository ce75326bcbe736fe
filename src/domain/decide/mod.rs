//! Deciding: an intention and the facts in, events or refusals out. Pure.

mod chair;
mod clearance;
mod correct;
mod examination;
mod holds;
mod injection;
mod judge;
mod late_dose;
mod measured;
mod not_given;
mod notices;
mod outlook;
mod reactions;
mod registry;

pub use clearance::{RecordClearance, RecordInformation, excluded, record_clearance, record_information};
pub use correct::{amend, report_incident, review_incident, void};
pub use examination::{RecordExam, RecordResults, examined, record_exam, record_results};
pub use holds::{ConfirmHold, LiftHold, PlaceHold, confirm_hold, lift_hold, place_hold};
pub use injection::{Injection, asked, inspect, log_injection, presence, to_heed, unprepared};
pub use judge::{JudgeResult, judge_result};
pub use late_dose::decide_late_dose;
pub use measured::TypedValue;
pub use not_given::{NotGiven, record_not_given};
pub use notices::acknowledge;
pub use outlook::{Outlook, outlook};
pub use reactions::{
    EndReaction, REACTIONS_AT_ONCE, TypedReaction, end_reaction, reaction_fields, report_reaction,
};
pub use registry::{change_place, change_ruling, change_supervision, check_ruling, prescribe, record_ruling};

use super::refusal::Refusal;

/// Events to record, or every reason why not.
pub type Decision = Result<Vec<super::event::Event>, Vec<Refusal>>;
