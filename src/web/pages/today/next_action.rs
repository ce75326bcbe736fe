//! The one next thing to do about what is owed: which acts lead towards it, and which of them the reader may do.

use super::row::cycle;
use crate::access::{Action, CaseFacts, Context, Role};
use crate::domain::ids::CaseId;
use crate::domain::obligation::{Kind, Why};
use crate::domain::plan::ASKED;
use crate::domain::rules::Rules;
use crate::domain::time::civil_date;
use crate::store::reading::worklist::WorkRow;
use crate::text::Words;
use crate::web::pages::{parcels, reviews};
use crate::web::views::parts::Link;
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// The one next thing to do about a row, where the reader may do it.
pub(super) fn action(visit: &Visit<'_>, row: &WorkRow, kind: Kind) -> Option<Link> {
    let account = visit.actor().as_account()?;
    let facts = CaseFacts {
        id: row.case(),
        responsible: row.responsible(),
        former: Vec::new(),
        // What is owed by an organisation that does not treat the person is the answer to an offer.
        offered_to: vec![account.organisation],
        offered_regions: Vec::new(),
        former_supervising: Vec::new(),
        supervising: row.responsible(),
        region: account.region.clone(),
        open: true,
    };
    // Whether a paper is the reader's is known only from the row; the act asks again.
    let role = Role::parse(&row.owner_role).ok();
    let context = Context {
        owed_by: role.map(|role| (account.organisation, role)),
        packed_at: Some(account.organisation),
        recorded_at: Some(account.organisation),
        training: visit.desk.training(),
        ..Context::default()
    };
    let resource = facts.into();
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let why = row.why();
    let owed = (kind, cycle(row), why.as_ref());
    let mut actions = next_actions(visit.desk.rules(), today, owed, row.case());
    let found = actions.find(|(action, _)| {
        let desk = visit.desk;
        desk.allows(visit.actor(), *action, &resource, &context)
    });
    found.map(|(_, link)| link)
}

/// Everything that leads towards discharging an obligation, and where; of these the first that the reader may do is offered.
pub(in crate::web::pages) fn next_actions(
    rules: &Rules,
    today: NaiveDate,
    (kind, cycle, why): (Kind, u32, Option<&Why>),
    case: CaseId,
) -> impl Iterator<Item = (Action, Link)> {
    let waits = kind == Kind::ArrangeHandover && why.is_some_and(|why| why.set_by(ASKED));
    let own = if waits {
        press_for_answer(case)
    } else {
        next_action(kind, case)
    };
    let known = [
        own,
        parcels::next_action((kind, cycle), why, case),
        reviews::next_action(rules, today, (kind, cycle), case),
    ];
    known.into_iter().flatten()
}

/// While one offer waits for its answer, no other can be made: whom to press stands on the way out of the case, and so does how
/// to take the offer back.
fn press_for_answer(case: CaseId) -> Option<(Action, Link)> {
    let href = format!("/cases/{case}/release");
    let link = Link::new(href, Words::key("press-for-answer-action"));
    Some((Action::ReadPassage, link))
}

/// What discharges an obligation of a case, and where.
fn next_action(kind: Kind, case: CaseId) -> Option<(Action, Link)> {
    let (action, path, key) = match kind {
        Kind::Dose => (Action::LogInjection, "dose", "log-injection-action"),
        // It is added to the record of the dose.
        Kind::CompleteObservation => (Action::AmendRecord, "observation", "complete-observation-action"),
        Kind::Clearance => (Action::RecordClearance, "clearance", "record-clearance-action"),
        Kind::InformPerson => (
            Action::RecordInformation,
            "information",
            "record-information-action",
        ),
        Kind::ChooseDrug => (Action::PrescribeRegimen, "regimen", "prescribe-regimen-action"),
        // The court says so in a new version of its ruling.
        Kind::Extension => (Action::ChangeRuling, "rulings/due", "record-extension-action"),
        Kind::HoldReview => (Action::LiftHold, "holds/due", "hold-review-action"),
        Kind::DecideLateDose => (Action::DecideLateDose, "late-dose", "decide-late-dose-action"),
        Kind::Exam => (Action::RecordExam, "exam", "record-exam-action"),
        Kind::Monitoring => (Action::RecordResults, "results/new", "record-results-action"),
        Kind::JudgeResult => (Action::JudgeResult, "judge", "judge-result-action"),
        Kind::ReviewIncident => (
            Action::ReviewIncident,
            "incident/review",
            "review-incident-action",
        ),
        Kind::ReactionOutcome => (
            Action::RecordReactionOutcome,
            "reaction/outcome",
            "record-reaction-outcome-action",
        ),
        Kind::Aftercare => (Action::PlanAftercare, "aftercare", "plan-aftercare-action"),
        Kind::TellEnd => (Action::ReadClinicalLetter, "letters", "letter-ended-action"),
        Kind::AnswerComplaint => (
            Action::AnswerComplaint,
            "complaints/answer",
            "answer-complaint-action",
        ),
        Kind::MaterialsToCourt => (
            Action::SendMaterials,
            "release/materials",
            "send-materials-action",
        ),
        Kind::ForwardRuling => (Action::ForwardRuling, "release/ruling", "forward-ruling-action"),
        Kind::ReleaseNotice => (
            Action::SendReleaseNotice,
            "release/notice",
            "send-release-notice-action",
        ),
        Kind::FirstDose => (Action::ReadPassage, "release", "passage-title"),
        Kind::ArrangeHandover => (Action::OfferHandover, "handover", "offer-handover-action"),
        // Which offer it is stands on the way out of the case.
        Kind::AcceptHandover => (Action::ReadPassage, "release", "accept-handover-open"),
        // Whether he went, or another day holds, is said there, by whoever may.
        Kind::ConfirmRelease => (Action::ReadPassage, "release", "confirm-release-action"),
        Kind::SetAppointment => (Action::ReadPassage, "release", "set-appointment-action"),
        Kind::FirstVisit => (Action::RecordVisit, "visit", "record-visit-action"),
        Kind::AnswerAbsence => (Action::AnswerAbsence, "absence/answer", "answer-absence-action"),
        Kind::AgreeDoseDay => (Action::AnswerAbsence, "absence/answer", "agree-dose-day-action"),
        Kind::LookAtUnavailable => (
            Action::LookAtUnavailable,
            "unavailable/look",
            "look-at-unavailable-action",
        ),
        Kind::LocatePerson => (Action::ReportSearch, "lost/search", "report-search-action"),
        Kind::MoveSupervision => (
            Action::ChangeSupervision,
            "supervision",
            "change-supervision-action",
        ),
        // Which ruling it is that is not in force stands in the case, where its steps are taken down.
        Kind::BringRuling => {
            let href = format!("/cases/{case}#rulings");
            let link = Link::new(href, Words::key("bring-ruling-action"));
            return Some((Action::ChangeRuling, link));
        }
        // Whoever reads the alerts of a region names its deputies on a page of their own.
        Kind::RepairLadder => {
            let link = Link::new("/alerts/deputies", Words::key("name-deputy-action"));
            return Some((Action::ReadNotices, link));
        }
        Kind::TakeUpAlert => {
            let link = Link::new("/alerts", Words::key("take-up-alert-action"));
            return Some((Action::ReadNotices, link));
        }
        _ => return None,
    };
    Some((
        action,
        Link::new(format!("/cases/{case}/{path}"), Words::key(key)),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Access, Account, Actor};
    use crate::domain::ids::{AccountId, OrganisationId};
    use crate::domain::plan::paper_cycle;
    use crate::domain::rules::{ClockKind, Owner, Party, Post};
    use crate::policies;

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 7, 3).unwrap();
    const REGION: &str = "almaty";

    /// Who owes an obligation of a kind, and its number: what a clock or another rule names is read there, the rest is what
    /// the plan says by itself. A new kind does not compile until it stands here, too.
    fn owners(kind: Kind, rules: &Rules) -> Vec<(Party, Post, u32)> {
        let law = rules.law_for(TODAY).unwrap();
        let of = |owner: &Owner| (owner.organisation, owner.post, 1);
        let clock = |kinds: &[ClockKind]| {
            let clocks = law.procedure.clocks.iter();
            let clocks = clocks.filter(|clock| kinds.contains(&clock.kind));
            clocks.map(|clock| of(&clock.owner)).collect()
        };
        match kind {
            Kind::ForwardRuling => clock(&[ClockKind::ForwardRuling]),
            Kind::Clearance => clock(&[ClockKind::Clearance]),
            Kind::ChooseDrug => clock(&[ClockKind::ChooseDrug]),
            Kind::FirstDose => clock(&[ClockKind::FirstDose]),
            Kind::BringRuling => {
                let owners = law.procedure.clocks.iter().filter_map(|clock| clock.before_force);
                owners.map(|owner| of(&owner)).collect()
            }
            Kind::Exam => clock(&[ClockKind::Exam]),
            Kind::Review => clock(&[ClockKind::Review]),
            Kind::Extension => clock(&[ClockKind::Extension]),
            Kind::MaterialsToCourt => clock(&[ClockKind::MaterialsToCourt]),
            Kind::ReleaseNotice => clock(&[ClockKind::ReleaseNotice]),
            Kind::HoldReview => clock(&[ClockKind::ConfirmHold, ClockKind::HoldReview]),
            Kind::JudgeResult => clock(&[ClockKind::JudgeResult]),
            Kind::ReviewIncident => clock(&[ClockKind::ReviewIncident]),
            Kind::ReactionOutcome => clock(&[ClockKind::ReactionOutcome]),
            Kind::Aftercare => clock(&[ClockKind::Aftercare]),
            Kind::TellEnd => clock(&[ClockKind::TellEnd]),
            Kind::SubmitToCourt => clock(&[ClockKind::SubmitToCourt]),
            Kind::AskCourt => clock(&[ClockKind::AskCourt]),
            Kind::Monitoring => vec![of(&law.course.monitoring.owner)],
            Kind::AnswerComplaint => {
                let addressees = law.course.complaint.addressees.iter();
                addressees.map(|known| of(&known.owner)).collect()
            }
            Kind::ReviewPaper => {
                let papers = law.course.review.papers.iter().filter(|paper| !paper.from_record);
                let numbered = papers.map(|paper| {
                    let cycle = paper_cycle(1, paper.number);
                    (paper.owner.organisation, paper.owner.post, cycle)
                });
                numbered.collect()
            }
            Kind::TakeUpAlert => vec![of(&rules.resting_for(NaiveDate::MAX).unwrap().task.owner)],
            Kind::RepairLadder => vec![(Party::Region, Post::Coordinator, 1)],
            Kind::MoveSupervision => vec![(Party::Registry, Post::Clerk, 1)],
            Kind::InformPerson
            | Kind::DecideLateDose
            | Kind::AnswerAbsence
            | Kind::AgreeDoseDay
            | Kind::RecallFollowUp => vec![(Party::Supplier, Post::Physician, 1)],
            Kind::Dose
            | Kind::CompleteObservation
            | Kind::ArrangeHandover
            | Kind::FirstVisit
            | Kind::LookAtUnavailable
            | Kind::LocatePerson
            | Kind::ReceiveParcel => vec![(Party::Responsible, Post::Giver, 1)],
            Kind::AcceptHandover => vec![(Party::Receiver, Post::Giver, 1)],
            // Whoever holds him; where nobody has agreed to take over, who alone may let him go.
            // Of whoever is held and of whom none is known the registry names a day.
            Kind::ConfirmRelease => vec![
                (Party::Responsible, Post::Giver, 1),
                (Party::Region, Post::Coordinator, 1),
                (Party::Registry, Post::Clerk, 1),
            ],
            // Before the release whoever agreed to take over, after it whoever did.
            Kind::SetAppointment => vec![
                (Party::Receiver, Post::Giver, 1),
                (Party::Responsible, Post::Giver, 1),
            ],
            Kind::SupplyDose
            | Kind::DecideParcel
            | Kind::ReconcileDiscrepancy
            | Kind::QuarantineVerdict
            | Kind::CustodyGap => vec![(Party::Supplier, Post::Pharmacist, 1)],
        }
    }

    /// Where whoever plays a part works.
    fn houses(party: Party) -> &'static [&'static str] {
        match party {
            Party::Responsible | Party::Receiver => &["penal-facility", "outpatient-clinic"],
            Party::Supplier => &["outpatient-clinic"],
            Party::Supervising => &["probation-office"],
            Party::Region | Party::ReceiverRegion => &["health-department"],
            Party::Registry => &["court-registry"],
        }
    }

    #[test]
    fn whoever_owes_something_is_offered_what_discharges_it() {
        let (rules, access) = (policies::load(None).unwrap(), Access::new().unwrap());
        for kind in Kind::ALL {
            let owners = owners(kind, &rules);
            assert!(!owners.is_empty(), "{kind:?} has an owner");
            for (party, post, cycle) in owners {
                // A paper that is seen to where the person is treated is seen to in every such house that has the post.
                let houses = houses(party).iter();
                let houses = houses.filter_map(|house| Some((*house, rules.places.role(house, post)?)));
                let houses: Vec<_> = houses.collect();
                assert!(!houses.is_empty(), "{kind:?}: {party:?} has {post:?}");
                for (house, role) in houses {
                    let (own, other) = (OrganisationId::fresh(), OrganisationId::fresh());
                    let here = |part: &[Party]| if part.contains(&party) { own } else { other };
                    let role = Role::parse(role).unwrap();
                    let owner = Actor::account(Account {
                        id: AccountId::fresh(),
                        role,
                        organisation: own,
                        organisation_kind: house.to_owned(),
                        region: REGION.to_owned(),
                    });
                    let resource = CaseFacts {
                        id: CaseId::fresh(),
                        responsible: here(&[Party::Responsible]),
                        former: Vec::new(),
                        offered_to: vec![own],
                        offered_regions: Vec::new(),
                        former_supervising: Vec::new(),
                        supervising: here(&[Party::Supervising]),
                        region: REGION.to_owned(),
                        open: true,
                    }
                    .into();
                    let context = Context {
                        owed_by: Some((own, role)),
                        packed_at: Some(own),
                        recorded_at: Some(own),
                        ..Context::default()
                    };
                    let mut actions = next_actions(&rules, TODAY, (kind, cycle, None), CaseId::fresh());
                    assert!(
                        actions.any(|(action, _)| access.allows(&owner, action, &resource, &context)),
                        "{kind:?} {cycle} leads {role} nowhere"
                    );
                }
            }
        }
    }
}
