//! What is owed on the way out of a case, and what could not be done in time any more when the release became known.

use crate::domain::letter::Letter;
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::{Plan, out_of_reach};
use crate::store::file::CaseFile;
use crate::store::reading::worklist::Urgency;
use crate::text::Words;
use crate::web::pages::case_head::{organisation, reasons};
use crate::web::pages::letters::of_release;
use crate::web::pages::obligations::kind_words;
use crate::web::pages::today::tone;
use crate::web::views::parts::{Status, Tone};
use crate::web::views::passage::ClockRow;
use crate::web::visit::Visit;

/// What stands on this page of what is owed.
const OF_PASSAGE: [Kind; 15] = [
    Kind::MaterialsToCourt,
    Kind::ForwardRuling,
    Kind::FirstDose,
    Kind::BringRuling,
    Kind::ArrangeHandover,
    Kind::AcceptHandover,
    Kind::ConfirmRelease,
    Kind::SetAppointment,
    Kind::ReleaseNotice,
    Kind::FirstVisit,
    Kind::AnswerAbsence,
    Kind::AgreeDoseDay,
    Kind::LookAtUnavailable,
    Kind::LocatePerson,
    Kind::MoveSupervision,
];

/// Each with its day and whose it is, the earliest first.
pub(super) fn clocks(visit: &Visit<'_>, file: &CaseFile, plan: &Plan, letters: &[Letter]) -> Vec<ClockRow> {
    let lost = out_of_reach(&file.case, visit.desk.rules(), &file.roster, &file.now);
    let is_lost = |owed: &Obligation| lost.iter().any(|other| other.key() == owed.key());
    let owed = plan.obligations.iter();
    let mut rows: Vec<_> = owed
        .filter(|owed| OF_PASSAGE.contains(&owed.kind))
        .chain(lost.iter().filter(|lost| plan.obligation(lost.key()).is_none()))
        .collect();
    rows.sort_by_key(|owed| (owed.due_on, owed.key()));
    let rows = rows.into_iter();
    rows.map(|owed| {
        let mut row = clock(visit, file, owed, is_lost(owed));
        // A signature sends nothing by post: that it was sent is what the notice is owed until.
        if owed.kind == Kind::ReleaseNotice {
            row.letters = of_release(visit, file, letters);
        }
        row
    })
    .collect()
}

fn clock(visit: &Visit<'_>, file: &CaseFile, owed: &Obligation, lost: bool) -> ClockRow {
    let urgency = Urgency::of(owed.opens_on, owed.closes_on, file.now.today());
    let role = visit.desk.rules().places.role_name(&owed.owner.role).cloned();
    let role = role.map_or_else(|| Words::plain(owed.owner.role.clone()), Words::Localised);
    ClockRow {
        kind: kind_words(visit, owed.kind, owed.cycle, &owed.why, owed.due_on),
        due_on: Some(owed.due_on),
        status: if lost {
            Status::new(Tone::Bad, Words::key("shift-impossible"))
        } else {
            Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code())))
        },
        mover: Words::key("ladder-role")
            .words("role", role)
            .words("organisation", organisation(file, owed.owner.organisation)),
        why: reasons(visit.desk.rules(), &owed.why),
        letters: Vec::new(),
    }
}
