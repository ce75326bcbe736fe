//! One file per intention: the only way in for change.
//!
//! Each loads a case whole, asks the policies, lets the domain decide, and records. `docs/adding-a-command.md`
//! shows how to add one.

mod accept_handover;
mod acknowledge_notice;
mod act_on_alert;
mod advance_case;
mod agree_dose_day;
mod amend_record;
mod amend_ruling;
mod answer_absence;
mod answer_complaint;
mod ask_absence;
mod assign_officer;
mod change_place;
mod change_regimen;
mod change_ruling;
mod change_supervision;
mod close_organisation;
mod confirm_hold;
mod correct_lot;
mod correct_person;
mod correct_taken_in;
mod cosign_wrong_person;
mod count_stock;
mod count_year;
mod decide_late_dose;
mod destroy_packs;
mod draft_breach_dossier;
mod draft_end_letter;
mod draft_letter;
mod draft_review;
mod end_case;
mod end_contraindication;
mod explain_arrival;
mod explain_custody;
mod file_review_paper;
mod find_pack;
mod follow_up_recall;
mod forward_ruling;
mod give_verdict;
mod hand_over_parcel;
mod import_roster;
mod judge_result;
mod keep_feed;
mod keep_scan;
mod kept_packs;
mod letter_facts;
mod letter_told;
mod lift_hold;
mod lodge_complaint;
mod log_injection;
mod log_injection_elsewhere;
mod look_at_namesakes;
mod look_at_quarantine;
mod look_at_shelf;
mod look_at_unavailable;
mod lot_corrected;
mod lot_told;
mod manage_accounts;
mod manage_channels;
mod merge_cases;
mod miss_pack;
mod move_clock;
mod name_deputy;
mod offer_handover;
mod open_case;
mod pack_taken;
mod part_cases;
mod place_hold;
mod plan_aftercare;
mod prepare_parcel;
mod prescribe_regimen;
mod print_run_sheet;
mod recall_letters;
mod recall_lot;
mod recall_notices;
mod receive_arrival;
mod receive_parcel;
mod reconcile_parcel;
mod record_alarms;
mod record_clearance;
mod record_contraindication;
mod record_court_declined;
mod record_exam;
mod record_information;
mod record_not_given;
mod record_reaction_outcome;
mod record_release;
mod record_results;
mod record_ruling;
mod record_unavailability;
mod record_visit;
mod register_lot;
mod reject_handover;
mod release_pack;
mod release_without_receiver;
mod report_address;
mod report_incident;
mod report_lost;
mod report_parcel_lost;
mod report_reaction;
mod report_search;
mod report_turned_up;
mod report_wrong_person;
mod reserve_pack;
mod review_incident;
mod send_materials;
mod send_message_again;
mod send_parcel_on;
mod send_release_notice;
mod set_appointment;
mod set_curfew;
mod set_pack_aside;
mod set_release_date;
mod shelf_duty;
pub mod sign_in;
mod sign_letter;
mod sign_review;
mod submit_to_court;
mod take_in_packs;
mod transcribe_entry;
mod undo_import;
mod verify_entry;
mod void_record;
mod void_ruling_step;
mod vouch_for_account;
mod withdraw_handover;
mod withdraw_letter;

pub use accept_handover::accept_handover;
pub use acknowledge_notice::acknowledge_notice;
pub use act_on_alert::act_on_alert;
pub use advance_case::{advance, advance_case};
pub use agree_dose_day::agree_dose_day;
pub use amend_record::{amend_record, made_at};
pub use amend_ruling::amend_ruling;
pub use answer_absence::answer_absence;
pub use answer_complaint::answer_complaint;
pub use ask_absence::ask_absence;
pub use assign_officer::{HandOver, hand_over_caseload};
pub use change_place::change_place;
pub use change_regimen::change_regimen;
pub use change_ruling::change_ruling;
pub use change_supervision::change_supervision;
pub use close_organisation::close_organisation;
pub use confirm_hold::confirm_hold;
pub use correct_lot::{correct_lot, possible_days};
pub use correct_person::correct_person;
pub use correct_taken_in::{TakenIn, correct_taken_in};
pub use cosign_wrong_person::{cosign_wrong_person, cosigning, mistake};
pub use count_stock::count_stock;
pub use count_year::count_year;
pub use decide_late_dose::decide_late_dose;
pub use destroy_packs::{ReturnPacks, destroy_packs, return_packs};
pub use draft_breach_dossier::{DraftBreach, draft_breach_dossier};
pub use draft_end_letter::draft_end_letter;
pub use draft_letter::{DraftLetter, draft_letter};
pub use draft_review::{draft_review, drafting};
pub use end_case::end_case;
pub use end_contraindication::end_contraindication;
pub use explain_arrival::explain_arrival;
pub use explain_custody::explain_custody;
pub use file_review_paper::{file_review_paper, filing};
pub use find_pack::find_pack;
pub use follow_up_recall::follow_up_recall;
pub use forward_ruling::forward_ruling;
pub use give_verdict::{Origin, about_pack, came_in, give_verdict, origin};
pub use hand_over_parcel::hand_over_parcel;
pub use import_roster::{Heed, ImportDone, Judged, Verdict, import_roster, judge_roster, look_at_roster};
pub use judge_result::judge_result;
pub use keep_feed::{FeedAddress, Fetched, fetch_feed, issue_feed, revoke_feed};
pub use keep_scan::keep_scan;
pub use letter_facts::{letter_outdated, letters_outdated, letters_outdated_in_list};
pub use letter_told::reading_of;
pub use lift_hold::lift_hold;
pub use lodge_complaint::lodge_complaint;
pub use log_injection::{DoseRecorded, log_injection};
pub use log_injection_elsewhere::log_injection_elsewhere;
pub use look_at_namesakes::{Namesakes, look_at_namesakes};
pub use look_at_quarantine::{look_at_quarantine, unjudged};
pub use look_at_shelf::look_at_shelf;
pub use look_at_unavailable::look_at_unavailable;
pub use manage_accounts::{
    AddAccount, Issued, add_account, disable_account, enable_account, end_sessions, issue_enrolment,
    role_fits, set_address, unlock_account,
};
pub use manage_channels::{AddTelephone, AddWebhook, Secret, add_telephone, add_webhook, withdraw_endpoint};
pub use merge_cases::merge_cases;
pub use miss_pack::miss_pack;
pub use move_clock::{follow_clock, leave_clock, move_clock};
pub use name_deputy::{NameDeputy, name_deputy};
pub use offer_handover::offer_handover;
pub use open_case::{
    OpenCase, OpenedCase, PersonDetails, check_person, doubted_end, is_far, open_case, opening_barred,
    under_age, unexplained, warnings,
};
pub use part_cases::part_cases;
pub use place_hold::place_hold;
pub use plan_aftercare::plan_aftercare;
pub use prepare_parcel::prepare_parcel;
pub use prescribe_regimen::prescribe_regimen;
pub use print_run_sheet::{own_site, print_run_sheet};
pub use recall_lot::{lift_recall, recall_lot};
pub use recall_notices::{draft_recall_notice, unwritten, write_of_recall};
pub use receive_arrival::{ReceiveArrival, Received, receive_arrival, sends};
pub use receive_parcel::{about_astray, about_parcel, receive_astray, receive_parcel};
pub use reconcile_parcel::reconcile_parcel;
pub use record_alarms::record_alarms;
pub use record_clearance::record_clearance;
pub use record_contraindication::record_contraindication;
pub use record_court_declined::record_court_declined;
pub use record_exam::record_exam;
pub use record_information::record_information;
pub use record_not_given::record_not_given;
pub use record_reaction_outcome::record_reaction_outcome;
pub use record_release::record_release;
pub use record_results::record_results;
pub use record_ruling::record_ruling;
pub use record_unavailability::record_unavailability;
pub use record_visit::record_visit;
pub use register_lot::{RegisterLot, register_lot};
pub use reject_handover::reject_handover;
pub use release_pack::release_pack;
pub use release_without_receiver::release_without_receiver;
pub use report_address::report_address;
pub use report_incident::{Incident, report_incident};
pub use report_lost::report_lost;
pub use report_parcel_lost::report_parcel_lost;
pub use report_reaction::report_reaction;
pub use report_search::report_search;
pub use report_turned_up::{WhoTreats, report_turned_up};
pub use report_wrong_person::report_wrong_person;
pub use reserve_pack::reserve_pack;
pub use review_incident::review_incident;
pub use send_materials::send_materials;
pub use send_message_again::send_message_again;
pub use send_parcel_on::send_parcel_on;
pub use send_release_notice::send_release_notice;
pub use set_appointment::set_appointment;
pub use set_curfew::set_curfew;
pub use set_pack_aside::set_pack_aside;
pub use set_release_date::set_release_date;
pub use shelf_duty::advance_shelf_duty;
pub use sign_letter::{Printer, SignLetter, sign_letter};
pub use sign_review::{sign_review, signing};
pub use submit_to_court::submit_to_court;
pub use take_in_packs::{MOST_PACKS, TakeInPacks, take_in_packs};
pub use transcribe_entry::{on_sheet_of, transcribe_entry};
pub use undo_import::undo_import;
pub use verify_entry::{verify_entry, verifying};
pub use void_record::void_record;
pub use void_ruling_step::void_ruling_step;
pub use vouch_for_account::{refuse_account, vouch_for_account, who_may_vouch};
pub use withdraw_handover::withdraw_handover;
pub use withdraw_letter::withdraw_letter;

use crate::domain::ids::OrganisationId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{Continuity, Law, PlaceKind};
use crate::store::desk::{Failure, Work};
use crate::store::organisations;
use chrono::NaiveDate;

/// The rules about hand-over and the law of a day. They are always there: a folder of policies without them does not
/// load.
fn applying<'w>(work: &'w Work<'_>, today: NaiveDate) -> Result<(&'w Continuity, Law<'w>), Failure> {
    let rules = work.rules();
    let known = rules.continuity_for(today).zip(rules.law_for(today));
    known.ok_or_else(|| Refusal::StepNotPossible.into())
}

/// An organisation, if it plays a part by its kind and has not been closed.
async fn playing(
    work: &Work<'_>,
    id: Option<OrganisationId>,
    plays: impl Fn(&PlaceKind) -> bool,
) -> Result<Option<OrganisationId>, Failure> {
    let Some(id) = id else {
        return Ok(None);
    };
    let found = organisations::find_in(work.tx(), id).await?;
    let open = found.filter(|found| !found.closed);
    let kind = open.and_then(|open| work.rules().places.kind(&open.kind));
    let plays = kind.is_some_and(plays);
    Ok(plays.then_some(id))
}

/// An organisation that is named in a field plays its part by its kind, and has not been closed: that kind.
///
/// # Errors
/// [`Refusal::PlaceClosed`], [`Refusal::Required`].
async fn must_play<'w>(
    work: &'w Work<'_>,
    (id, field): (OrganisationId, &'static str),
    plays: impl Fn(&PlaceKind) -> bool,
) -> Result<&'w PlaceKind, Failure> {
    let found = organisations::find_in(work.tx(), id).await?;
    if found.as_ref().is_some_and(|found| found.closed) {
        return Err(Refusal::PlaceClosed { field }.into());
    }
    let kind = found.and_then(|found| work.rules().places.kind(&found.kind));
    kind.filter(|kind| plays(kind))
        .ok_or_else(|| Refusal::Required { field }.into())
}
