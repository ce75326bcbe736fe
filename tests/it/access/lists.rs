//! Lists agree with the policies; what must hold in every situation holds.

use super::{ACCESS, COLLEAGUE, HERE, ME, actor, case, home, role};
use merzim::access::{Action, Actor, CaseFacts, Context, Lens, Relation, Resource, Role, Scope};
use merzim::domain::ids::OrganisationId;
use proptest::prelude::*;
use uuid::Uuid;

const KINDS: [&str; 8] = [
    "penal-facility",
    "outpatient-clinic",
    "hospital",
    "forensic-centre",
    "probation-office",
    "police-department",
    "health-department",
    "court-registry",
];

fn some_organisation() -> impl Strategy<Value = OrganisationId> {
    (1..5_u128).prop_map(|n| OrganisationId(Uuid::from_u128(n)))
}

fn some_region() -> impl Strategy<Value = String> {
    prop_oneof!["a", "b", "c"]
}

prop_compose! {
    fn some_case()(
        responsible in some_organisation(),
        former in proptest::collection::vec(some_organisation(), 0..3),
        offered_to in proptest::collection::vec(some_organisation(), 0..2),
        offered_regions in proptest::collection::vec(some_region(), 0..2),
        former_supervising in proptest::collection::vec(some_organisation(), 0..2),
        supervising in some_organisation(),
        region in some_region(),
        open: bool,
    ) -> CaseFacts {
        CaseFacts { former, offered_to, offered_regions, former_supervising, ..case(responsible, supervising, &region, open) }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Rows of a list = rows that Cedar allows: no row leaks, no row is lost, for every role.
    #[test]
    fn a_list_shows_what_cedar_allows(
        at in some_organisation(), region in some_region(), kind in 0..KINDS.len(),
        cases in proptest::collection::vec(some_case(), 2),
    ) {
        for &role in Role::ALL {
            // At home as often as anywhere: away from home most answers are no.
            for kind in [home(role), KINDS[kind]] {
                let actor = actor(role, kind, at, &region);
                for &list in Action::LISTS {
                    let scope = ACCESS.scope(&actor, list);
                    for case in &cases {
                        let row = Resource::Case(case.clone());
                        let allowed = ACCESS.allows(&actor, list, &row, &Context::default());
                        prop_assert_eq!(scope.admits(case), allowed, "{} {} {:?}", role, list, case);
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    /// For any other action a scope may show less than Cedar allows (former cases), never more.
    #[test]
    fn no_scope_shows_more_than_cedar_allows(
        at in some_organisation(), region in some_region(), case in some_case(), action in 0..Action::ALL.len(),
    ) {
        for &role in Role::ALL {
            let actor = actor(role, home(role), at, &region);
            let action = Action::ALL[action];
            if ACCESS.scope(&actor, action).admits(&case) {
                prop_assert!(ACCESS.allows(&actor, action, &case.clone().into(), &Context::default()));
            }
        }
    }

    /// Holds in every situation, whatever the tables say.
    #[test]
    fn invariants(
        at in some_organisation(), region in some_region(), kind in 0..2 * KINDS.len(), case in some_case(),
        placed_by_me: bool, treated_by_me: bool, seated: bool, owed_at in some_organisation(), recorded_at in some_organisation(), addressed_to in some_organisation(), about_drug: bool, training: bool,
        action in 0..Action::ALL.len(),
    ) {
        let action = Action::ALL[action];
        let context = Context {
            letter: None,
            placed_by: Some(if placed_by_me { ME } else { COLLEAGUE }),
            recorded_at: Some(recorded_at),
            addressed_to: Some(addressed_to),
            owed_by: Some((owed_at, role("prison-nurse"))),
            members: Some(vec![if seated { ME } else { COLLEAGUE }]),
            treated_by: Some(vec![if treated_by_me { ME } else { COLLEAGUE }]),
            set_aside_by: Some(COLLEAGUE),
            packed_at: Some(recorded_at),
            packed_in: Some("a".to_owned()),
            shelf: Some(recorded_at),
            destination: Some(addressed_to),
            sent_by: Some(COLLEAGUE),
            about_drug,
            training,
        };
        let reads = action.as_str().starts_with("read-") || action == Action::ListCases;
        let corrects = matches!(action, Action::AmendRecord | Action::VoidRecord);
        // What happened while it was open, or what a court decided since.
        let known_late = matches!(
            action,
            Action::LogInjection
                | Action::LogInjectionElsewhere
                | Action::RecordNotGiven
                | Action::TranscribeEntry
                | Action::VerifyEntry
                | Action::ReportWrongPerson
                | Action::CosignWrongPerson
                | Action::ReportIncident
                | Action::ReviewIncident
                | Action::ReportReaction
                | Action::RecordReactionOutcome
                | Action::PlanAftercare
                | Action::EndCase
                | Action::RecordRuling
                | Action::ChangeRuling
                | Action::VoidRulingStep
                | Action::AmendRuling
                | Action::CorrectPerson
                | Action::PartCases
                | Action::FileReviewPaper
                | Action::DraftReview
                | Action::RecordExam
                | Action::RecordResults
                | Action::SignReview
                | Action::SubmitToCourt
                | Action::RecordCourtDeclined
                | Action::LodgeComplaint
                | Action::AnswerComplaint
                | Action::HandOverParcel
                | Action::ReceiveParcel
                | Action::ReceiveArrival
                | Action::SendParcelOn
                | Action::ReportParcelLost
                | Action::ReconcileParcel
                | Action::ExplainCustody
                | Action::ReleasePack
                | Action::GiveVerdict
                | Action::FollowUpRecall
        );
        let parcel = matches!(
            action,
            Action::ReadParcel
                | Action::HandOverParcel
                | Action::ReceiveParcel
                | Action::SendParcelOn
                | Action::ReportParcelLost
                | Action::ReconcileParcel
                | Action::ExplainCustody
                | Action::GiveVerdict
        );
        let supplies = parcel
            || matches!(
                action,
                Action::PrepareParcel
                    | Action::ReservePack
                    | Action::ReleasePack
                    | Action::ReceiveArrival
            );
        let complains = matches!(action, Action::LodgeComplaint | Action::AnswerComplaint);
        for &role in Role::ALL {
            let kind = KINDS.get(kind).copied().unwrap_or_else(|| home(role)); // at home half of the time
            let actor = actor(role, kind, at, &region);
            if !ACCESS.allows(&actor, action, &case.clone().into(), &context) {
                continue;
            }
            prop_assert!(case.open || reads || corrects || known_late, "{role}: {action} on a closed case");
            let confirms = matches!(action, Action::ConfirmHold | Action::VerifyEntry | Action::CosignWrongPerson);
            prop_assert!(!(confirms && placed_by_me), "{role} confirms an act of his own");
            prop_assert!(action != Action::SignReview || (seated && !treated_by_me), "{role} signs a review");
            prop_assert!(!matches!(action, Action::AcknowledgeNotice | Action::ActOnAlert) || addressed_to == at, "{role} answers for others");
            prop_assert!(action != Action::DraftReview || !treated_by_me, "{role} writes a review");
            match role.lens() {
                Lens::Supervision => {
                    let line = action == Action::ReadTransferred && case.former_supervising.contains(&at);
                    prop_assert!((case.supervising == at || line) && case.open);
                    prop_assert!(action != Action::ReadClinicalFile && action != Action::ReadRegistryFile);
                    prop_assert!(action != Action::ReadOwnRecord && !complains);
                }
                Lens::Custody => prop_assert_eq!(action, Action::ReadAttendanceList),
                Lens::Supply => {
                    let answers = action == Action::AcknowledgeNotice && about_drug;
                    prop_assert!(reads || supplies || answers || action == Action::CosignWrongPerson, "{role}: {action}");
                    prop_assert!(action != Action::ReadClinicalFile);
                    // What the own organisation packed, or is to receive, is its own also when the person has moved; the
                    // drug must lie where somebody was asked to take him over.
                    let reserves = matches!(action, Action::ReservePack | Action::ReleasePack) && case.offered_to.contains(&at);
                    let to_come = reserves || action == Action::ReadSupplySummary && case.offered_regions.contains(&region);
                    prop_assert!(case.region == region || to_come || ((parcel || answers) && (recorded_at == at || addressed_to == at)));
                }
                Lens::Registry => {
                    prop_assert!(action != Action::ReadClinicalFile && action != Action::ReadOwnRecord);
                }
                Lens::Audit => prop_assert!(reads),
                Lens::Administration => prop_assert!(false, "{} on a person's case", action),
                // A paper of a review is filed by whoever owes it, wherever the person is treated now; a parcel is given into
                // hands where it was packed, and whoever packed it answers for it.
                Lens::Clinical => prop_assert!(
                    case.region == region
                        || case.responsible == at
                        || case.former.contains(&at)
                        || case.offered_to.contains(&at)
                        || (action == Action::FileReviewPaper && owed_at == at)
                        || (action == Action::ReceiveParcel && addressed_to == at)
                        || (matches!(action, Action::ReadParcel | Action::HandOverParcel) && recorded_at == at)
                        || (action == Action::AcknowledgeNotice && about_drug && recorded_at == at)
                ),
                Lens::Coordination => {
                    let offered = case.offered_regions.contains(&region);
                    let packed = action == Action::ReadParcel && region == "a";
                    prop_assert!(case.region == region || (offered && reads) || packed, "{action}");
                }
            }
        }
    }
}

/// For the holder of such an account a second person vouches.
#[test]
fn every_role_but_the_administrator_reads_of_persons() {
    for &role in Role::ALL {
        let reads = ACCESS.reads_persons(&actor(role, home(role), HERE, "a"));
        assert_eq!(reads, role.lens() != Lens::Administration, "{role}");
    }
}

/// Whoever is led from a fault to a case can open one.
#[test]
fn the_page_of_a_case_opens_for_a_nurse_and_not_for_the_administrator() {
    let opens = |role: Role| ACCESS.opens_cases(&actor(role, home(role), HERE, "a"));
    assert!(opens(role("prison-nurse")));
    let administrators = Role::ALL.iter().copied();
    for role in administrators.filter(|role| role.lens() == Lens::Administration) {
        assert!(!opens(role), "{role}");
    }
}

/// A list is one range of one index: the store relies on it for speed, not for correctness.
#[test]
fn a_list_is_one_set_of_rows() {
    for &role in Role::ALL {
        for &list in Action::LISTS {
            let actor = actor(role, home(role), HERE, "a");
            let scope = ACCESS.scope(&actor, list);
            assert!(scope.any_of.len() <= 1, "{role} {list}: {scope:?}");
            let opens = ACCESS.allows(&actor, list, &Resource::System, &Context::default());
            assert_eq!(
                opens,
                !scope.is_nothing(),
                "{role}: {list} opens, and shows something, or neither"
            );
        }
    }
    let nurse = ACCESS.scope(
        &actor(role("prison-nurse"), "penal-facility", HERE, "a"),
        Action::ListCases,
    );
    assert_eq!(nurse.any_of[0].relation, Relation::Responsible(HERE));
    assert!(nurse.any_of[0].closed_too);
    let officer = ACCESS.scope(
        &actor(role("probation-officer"), "probation-office", HERE, "a"),
        Action::ReadNotices,
    );
    assert_eq!(officer.any_of[0].relation, Relation::Supervising(HERE));
    assert!(!officer.any_of[0].closed_too);
    let auditor = ACCESS.scope(
        &actor(role("auditor"), "health-department", HERE, "a"),
        Action::ListCases,
    );
    assert_eq!(auditor.any_of[0].relation, Relation::Any);
    assert_eq!(
        ACCESS.scope(&Actor::system("unheard-of"), Action::AdvanceCase),
        Scope::default()
    );
}
