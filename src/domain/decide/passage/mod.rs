//! Deciding about releases, hand-overs, and the days on which somebody cannot come.

mod away;
mod dose_day;
mod handover;
mod leave;
mod release;
mod restriction;
mod slot;
mod turned_up;

pub use away::{
    AnswerAbsence, AskAbsence, LookAtUnavailable, RecordUnavailability, ReportAddress, ReportLost,
    ReportSearch, answer_absence, ask_absence, days_before_absence, look_at_unavailable,
    record_unavailability, record_visit, report_address, report_lost, report_search,
};
pub use dose_day::{AgreeDoseDay, agree_dose_day, days_for_dose, first_day_barred};
pub use handover::{
    AcceptHandover, OfferHandover, Receiver, There, accept_handover, offer_handover, reject_handover,
    set_appointment, withdraw_handover,
};
pub use release::{
    NOT_KNOWN, RecordRelease, ReleaseNoticeForm, RulingSent, SetReleaseDate, forward_ruling, record_release,
    send_materials, send_release_notice, set_release_date,
};
pub use restriction::{SetCurfew, restriction_doubts, set_curfew};
pub(in crate::domain::decide) use slot::against_day;
pub use slot::{DoseBefore, Slot, dose_before, slot};
pub use turned_up::{Identifiers, ReportTurnedUp, identifiers, turned_up};

use super::past;
