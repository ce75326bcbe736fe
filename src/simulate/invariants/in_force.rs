//! What is owed while no ruling is in force. `docs/adr/0027-what-is-owed-without-a-ruling-in-force.md` says of each kind why.

use super::hold;
use crate::domain::case::Case;
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::ruling::Standing;
use crate::domain::time::Now;
use crate::simulate::Broken;

/// What there must be for something to be owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Needs {
    /// A ruling in force: nothing is prepared or given without.
    Force,
    /// No ruling in force: it is what a ruling is waited for with.
    NoForce,
    /// A dose that was given: what follows from it goes on.
    Dose,
    /// A drug that was chosen: what was found about it is decided.
    Drug,
    /// Nothing: the institutions owe it to the law, to the person or to one another.
    Nothing,
}

fn needs(kind: Kind) -> Needs {
    match kind {
        Kind::Clearance
        | Kind::InformPerson
        | Kind::FirstDose
        | Kind::Dose
        | Kind::DecideLateDose
        | Kind::AgreeDoseDay
        | Kind::SupplyDose
        | Kind::Extension => Needs::Force,
        Kind::BringRuling => Needs::NoForce,
        Kind::CompleteObservation | Kind::Exam | Kind::Review | Kind::ReviewPaper => Needs::Dose,
        Kind::ChooseDrug | Kind::Monitoring => Needs::Drug,
        Kind::ForwardRuling
        | Kind::MaterialsToCourt
        | Kind::ReleaseNotice
        | Kind::SubmitToCourt
        | Kind::AskCourt
        | Kind::ArrangeHandover
        | Kind::AcceptHandover
        | Kind::ConfirmRelease
        | Kind::SetAppointment
        | Kind::FirstVisit
        | Kind::AnswerAbsence
        | Kind::LookAtUnavailable
        | Kind::LocatePerson
        | Kind::MoveSupervision
        | Kind::AnswerComplaint
        | Kind::HoldReview
        | Kind::JudgeResult
        | Kind::ReviewIncident
        | Kind::ReactionOutcome
        | Kind::Aftercare
        | Kind::TellEnd
        | Kind::RepairLadder
        | Kind::TakeUpAlert
        | Kind::ReceiveParcel
        | Kind::DecideParcel
        | Kind::ReconcileDiscrepancy
        | Kind::QuarantineVerdict
        | Kind::CustodyGap
        | Kind::RecallFollowUp => Needs::Nothing,
    }
}

/// What is broken where something is owed for which the ground is missing. A stop may count from its minute on: on that day
/// what the day asks and what the moment asks may differ, and either is enough.
pub(super) fn grounds(case: &Case, planned: &Plan, now: &Now) -> Vec<Broken> {
    let in_force = |standing: Option<Standing>| standing.is_some_and(|standing| standing.in_force());
    let at = in_force(case.standing_at(now));
    let either = at || in_force(case.standing_on(now.today()));
    let given = !case.doses_in_effect().is_empty();
    let mut broken = Vec::new();
    for owed in &planned.obligations {
        let there = match needs(owed.kind) {
            Needs::Force => either,
            Needs::NoForce => !at,
            Needs::Dose => given,
            Needs::Drug => either || !case.regimens.is_empty(),
            Needs::Nothing => true,
        };
        hold(
            &mut broken,
            there,
            "without a ruling in force nothing is owed but what the institutions owe all the same",
            || format!("{:?}: {:?}", owed.key(), case.standing_at(now)),
        );
    }
    broken
}
