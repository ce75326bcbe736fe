//! What the reader may do with a case, of what can be done with it now.

use crate::access::{Action, Resource};
use crate::domain::event::Departure;
use crate::domain::plan::Plan;
use crate::domain::results::unjudged;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::letters;
use crate::web::views::parts::Link;
use crate::web::visit::Visit;

pub(super) fn actions(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> Vec<Link> {
    let resource: Resource = file.facts.clone().into();
    let open_dose = plan.dose.is_ok();
    let held = file.case.holds.iter().any(crate::domain::case::Hold::open);
    let uncleared = file.case.awaits_clearance();
    let untold = file
        .case
        .regimen()
        .is_some_and(|regimen| !file.case.informed_of(regimen.id));
    let begun = !file.case.doses_in_effect().is_empty();
    let waiting = !unjudged(&file.case, visit.desk.rules()).is_empty();
    let offered = [
        (
            file.facts.open && waiting,
            Action::JudgeResult,
            "judge",
            "judge-result-action",
        ),
        (true, Action::ReadClinicalFile, "results", "results-action"),
        (
            true,
            Action::RecordResults,
            "results/new",
            "record-results-action",
        ),
        (begun, Action::RecordExam, "exam", "record-exam-action"),
        (
            open_dose,
            Action::RecordNotGiven,
            "not-given",
            "record-not-given-action",
        ),
        (
            !held && file.facts.open,
            Action::PlaceHold,
            "hold",
            "place-hold-action",
        ),
        (
            file.facts.open && uncleared,
            Action::RecordClearance,
            "clearance",
            "record-clearance-action",
        ),
        (
            file.facts.open && untold,
            Action::RecordInformation,
            "information",
            "record-information-action",
        ),
        (
            file.facts.open && !uncleared && !begun,
            Action::PrescribeRegimen,
            "regimen",
            "prescribe-regimen-action",
        ),
        (
            file.facts.open && begun,
            Action::ChangeRegimen,
            "regimen/change",
            "change-regimen-action",
        ),
        (
            begun,
            Action::ReportReaction,
            "reaction",
            "report-reaction-action",
        ),
        (
            file.case.open_reactions().next().is_some(),
            Action::RecordReactionOutcome,
            "reaction/outcome",
            "record-reaction-outcome-action",
        ),
        (
            file.facts.open && begun,
            Action::RecordContraindication,
            "contraindication",
            "record-contraindication-action",
        ),
        (
            file.facts.open && file.case.passing().next().is_some(),
            Action::EndContraindication,
            "contraindication/over",
            "end-contraindication-action",
        ),
        (
            begun
                && file
                    .case
                    .departure()
                    .is_none_or(|gone| gone.departure != Departure::Death),
            Action::PlanAftercare,
            "aftercare",
            "plan-aftercare-action",
        ),
        (true, Action::ReportIncident, "incident", "report-incident-action"),
        (
            true,
            Action::LodgeComplaint,
            "complaint",
            "lodge-complaint-action",
        ),
        (file.facts.open, Action::SetCurfew, "curfew", "set-curfew-action"),
        (true, letters::reading(visit), "letters", "letters-side"),
        (true, Action::RecordRuling, "rulings/new", "record-ruling-action"),
        (
            file.case.rests().is_none(),
            Action::CorrectPerson,
            "person",
            "correct-person-action",
        ),
        (
            file.facts.open,
            Action::ChangePlace,
            "place",
            "change-place-action",
        ),
        (
            file.facts.open,
            Action::ChangeSupervision,
            "supervision",
            "change-supervision-action",
        ),
        (file.facts.open, Action::MergeCases, "merge", "merge-cases-action"),
        (
            file.case.departure().is_none(),
            Action::EndCase,
            "end",
            "end-case-action",
        ),
    ];
    let possible = offered
        .into_iter()
        .filter(|(now, action, ..)| *now && visit.may(*action, &resource));
    possible
        .map(|(_, _, path, key)| Link::new(format!("/cases/{}/{path}", file.case.id), Words::key(key)))
        .collect()
}
