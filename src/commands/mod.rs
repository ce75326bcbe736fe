//! One file per intention: the only way in for change.
//!
//! Each loads a case whole, asks the policies, lets the domain decide, and records. `docs/adding-a-command.md`
//! shows how to add one.

mod acknowledge_notice;
mod advance_case;
mod amend_record;
mod answer_complaint;
mod change_place;
mod change_regimen;
mod change_ruling;
mod change_supervision;
mod confirm_hold;
mod decide_late_dose;
mod draft_breach_dossier;
mod draft_letter;
mod draft_review;
mod end_case;
mod file_review_paper;
mod judge_result;
mod letter_facts;
mod lift_hold;
mod lodge_complaint;
mod log_injection;
mod manage_accounts;
mod move_clock;
mod name_deputy;
mod open_case;
mod place_hold;
mod plan_aftercare;
mod prescribe_regimen;
mod record_clearance;
mod record_contraindication;
mod record_court_declined;
mod record_exam;
mod record_information;
mod record_not_given;
mod record_reaction_outcome;
mod record_results;
mod record_ruling;
mod report_incident;
mod report_reaction;
mod review_incident;
mod send_message_again;
pub mod sign_in;
mod sign_letter;
mod sign_review;
mod submit_to_court;
mod void_record;
mod withdraw_letter;

pub use acknowledge_notice::acknowledge_notice;
pub use advance_case::advance_case;
pub use amend_record::{amend_record, made_at};
pub use answer_complaint::answer_complaint;
pub use change_place::change_place;
pub use change_regimen::change_regimen;
pub use change_ruling::change_ruling;
pub use change_supervision::change_supervision;
pub use confirm_hold::confirm_hold;
pub use decide_late_dose::decide_late_dose;
pub use draft_breach_dossier::{DraftBreach, draft_breach_dossier};
pub use draft_letter::{DraftLetter, draft_letter};
pub use draft_review::draft_review;
pub use end_case::end_case;
pub use file_review_paper::{file_review_paper, filing};
pub use judge_result::judge_result;
pub use lift_hold::lift_hold;
pub use lodge_complaint::lodge_complaint;
pub use log_injection::{DoseRecorded, log_injection};
pub use manage_accounts::{
    AddAccount, Issued, add_account, disable_account, enable_account, end_sessions, issue_enrolment,
    role_fits,
};
pub use move_clock::{follow_clock, leave_clock, move_clock};
pub use name_deputy::{NameDeputy, name_deputy};
pub use open_case::{OpenCase, OpenedCase, PersonDetails, check_person, open_case, warnings};
pub use place_hold::place_hold;
pub use plan_aftercare::plan_aftercare;
pub use prescribe_regimen::prescribe_regimen;
pub use record_clearance::record_clearance;
pub use record_contraindication::record_contraindication;
pub use record_court_declined::record_court_declined;
pub use record_exam::record_exam;
pub use record_information::record_information;
pub use record_not_given::record_not_given;
pub use record_reaction_outcome::record_reaction_outcome;
pub use record_results::record_results;
pub use record_ruling::record_ruling;
pub use report_incident::{Incident, report_incident};
pub use report_reaction::report_reaction;
pub use review_incident::review_incident;
pub use send_message_again::send_message_again;
pub use sign_letter::{Printer, SignLetter, sign_letter};
pub use sign_review::{sign_review, signing};
pub use submit_to_court::submit_to_court;
pub use void_record::void_record;
pub use withdraw_letter::withdraw_letter;
