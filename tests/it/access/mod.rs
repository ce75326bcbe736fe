//! The access policies as a whole: they start, they are printed, lists agree with them, and nothing in them is idle.
#![allow(clippy::unwrap_used)] // clippy does not count the helpers of tests as tests

mod faults;
mod lists;
mod matrix;

use merzim::access::{Access, Account, Action, Actor, CaseFacts, Context, Reason, Resource, Role};
use merzim::domain::ids::{AccountId, CaseId, OrganisationId};
use std::sync::LazyLock;
use uuid::Uuid;

static ACCESS: LazyLock<Access> = LazyLock::new(|| Access::new().expect("the policies are in order"));

const HERE: OrganisationId = OrganisationId(Uuid::from_u128(1));
const ELSEWHERE: OrganisationId = OrganisationId(Uuid::from_u128(2));
const FAR_AWAY: OrganisationId = OrganisationId(Uuid::from_u128(3));
const ME: AccountId = AccountId(Uuid::from_u128(11));
const COLLEAGUE: AccountId = AccountId(Uuid::from_u128(12));

/// Where an account of this role works.
fn home(role: Role) -> &'static str {
    match role.as_str() {
        "prison-nurse" | "custody-controller" => "penal-facility",
        "probation-officer" | "probation-head" => "probation-office",
        "police-officer" => "police-department",
        "clerk" => "court-registry",
        "coordinator" | "auditor" | "administrator" => "health-department",
        _ => "outpatient-clinic",
    }
}

fn actor(role: Role, kind: &str, organisation: OrganisationId, region: &str) -> Actor {
    let (organisation_kind, region) = (kind.to_owned(), region.to_owned());
    Actor::account(Account {
        id: ME,
        role,
        organisation,
        organisation_kind,
        region,
    })
}

fn role(name: &str) -> Role {
    Role::parse(name).unwrap()
}

fn case(responsible: OrganisationId, supervising: OrganisationId, region: &str, open: bool) -> CaseFacts {
    let (id, region) = (CaseId(Uuid::from_u128(21)), region.to_owned());
    CaseFacts {
        id,
        responsible,
        former: Vec::new(),
        offered_to: Vec::new(),
        offered_regions: Vec::new(),
        former_supervising: Vec::new(),
        supervising,
        region,
        open,
    }
}

#[test]
fn a_permit_names_what_it_is_for() {
    let nurse = actor(role("prison-nurse"), "penal-facility", HERE, "a");
    let own: Resource = case(HERE, FAR_AWAY, "a", true).into();
    let permit = ACCESS
        .authorise(&nurse, Action::LogInjection, &own, &Context::default())
        .unwrap();
    assert_eq!(permit.action(), Action::LogInjection);
    assert_eq!(permit.actor(), &nurse);
    assert_eq!(permit.resource_key(), own.key());
    assert_eq!(permit.policies(), ["nurse-treats-own-case"]);
}

#[test]
fn what_may_not_be_seen_looks_absent_and_what_is_seen_is_refused_plainly() {
    let ask = |name: &str, kind, action, case: CaseFacts| {
        let actor = actor(role(name), kind, HERE, "a");
        ACCESS
            .authorise(&actor, action, &case.into(), &Context::default())
            .unwrap_err()
    };
    let elsewhere = case(ELSEWHERE, FAR_AWAY, "a", true);
    assert!(
        ask(
            "prison-nurse",
            "penal-facility",
            Action::LogInjection,
            elsewhere.clone()
        )
        .looks_absent()
    );
    let former = CaseFacts {
        former: vec![HERE],
        ..elsewhere.clone()
    };
    assert!(!ask("prison-nurse", "penal-facility", Action::LogInjection, former).looks_absent());
    let supervised = case(ELSEWHERE, HERE, "b", true);
    assert!(
        !ask(
            "probation-officer",
            "probation-office",
            Action::ReadClinicalFile,
            supervised
        )
        .looks_absent()
    );
    assert!(
        ask(
            "administrator",
            "health-department",
            Action::ReadClinicalFile,
            elsewhere
        )
        .looks_absent()
    );
}

/// An action whose circumstances are not given is refused: there is nothing that it could be about.
#[test]
fn a_missing_circumstance_refuses() {
    let psychiatrist = actor(role("psychiatrist"), "outpatient-clinic", HERE, "a");
    let own: Resource = case(HERE, FAR_AWAY, "a", true).into();
    for action in [
        Action::ConfirmHold,
        Action::AmendRecord,
        Action::VoidRecord,
        Action::AcknowledgeNotice,
        Action::ActOnAlert,
    ] {
        let refused = ACCESS
            .authorise(&psychiatrist, action, &own, &Context::default())
            .unwrap_err();
        assert_eq!(refused.reason(), &Reason::NothingThere, "{refused}");
    }
}

#[test]
fn names_go_there_and_back() {
    for &role in Role::ALL {
        assert_eq!(role.as_str().parse(), Ok(role));
    }
    for &action in Action::ALL {
        assert_eq!(action.as_str().parse(), Ok(action));
        let kebab: String = action
            .policy_id()
            .chars()
            .flat_map(|c| {
                if c.is_uppercase() {
                    vec!['-', c.to_ascii_lowercase()]
                } else {
                    vec![c]
                }
            })
            .collect();
        assert_eq!(kebab.trim_start_matches('-'), action.as_str());
    }
    assert!(Role::parse("superuser").is_err());
    assert!("drop-table".parse::<Action>().is_err());
}
