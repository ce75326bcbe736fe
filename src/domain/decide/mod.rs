//! Deciding: an intention and the facts in, events or refusals out. Pure.

mod correct;
mod holds;
mod injection;
mod not_given;
mod notices;
mod registry;

pub use correct::{amend, report_incident, review_incident, void};
pub use holds::{ConfirmHold, LiftHold, PlaceHold, confirm_hold, lift_hold, place_hold};
pub use injection::{
    Injection, Outlook, asked, decide_late_dose, inspect, log_injection, outlook, presence, to_heed,
};
pub use not_given::{NotGiven, record_not_given};
pub use notices::{ACTIONS, acknowledge};
pub use registry::{change_place, change_ruling, change_supervision, check_ruling, prescribe, record_ruling};

use super::refusal::Refusal;

/// Events to record, or every reason why not.
pub type Decision = Result<Vec<super::event::Event>, Vec<Refusal>>;
