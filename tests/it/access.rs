//! The access policies as a whole: they start, they are printed, lists agree with them, and nothing in them is idle.

use merzim::access::{
    Access, Account, Action, Actor, CaseFacts, Context, Effect, Lens, Reason, Relation, Resource, Role, Scope,
};
use merzim::domain::ids::{AccountId, CaseId, OrganisationId};
use proptest::prelude::*;
use std::{fmt::Write as _, sync::LazyLock};
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
        supervising,
        region,
        open,
    }
}

/// What stands at the top of the matrix: a resource in one relation to somebody who works HERE, in region `a`.
fn columns() -> Vec<(&'static str, Resource)> {
    let former = |open| {
        Resource::Case(CaseFacts {
            former: vec![HERE],
            ..case(ELSEWHERE, FAR_AWAY, "b", open)
        })
    };
    let organisation = |id, region: &str| Resource::Organisation {
        id,
        kind: "penal-facility".to_owned(),
        region: region.to_owned(),
    };
    vec![
        ("own", case(HERE, FAR_AWAY, "a", true).into()),
        ("own closed", case(HERE, FAR_AWAY, "a", false).into()),
        ("former", former(true)),
        ("former closed", former(false)),
        ("supervised", case(ELSEWHERE, HERE, "b", true).into()),
        ("superv. closed", case(ELSEWHERE, HERE, "b", false).into()),
        ("same region", case(ELSEWHERE, FAR_AWAY, "a", true).into()),
        ("region closed", case(ELSEWHERE, FAR_AWAY, "a", false).into()),
        ("other region", case(ELSEWHERE, FAR_AWAY, "b", true).into()),
        ("org: own", organisation(HERE, "a")),
        ("org: region", organisation(ELSEWHERE, "a")),
        ("org: other", organisation(ELSEWHERE, "b")),
        ("system", Resource::System),
    ]
}

/// The circumstances that let the most happen: whatever is still refused is refused always.
fn favourable() -> Context {
    Context {
        placed_by: Some(COLLEAGUE),
        recorded_at: Some(HERE),
        addressed_to: Some(HERE),
        training: true,
    }
}

fn cell(actor: &Actor, action: Action, resource: &Resource) -> &'static str {
    match ACCESS.authorise(actor, action, resource, &favourable()) {
        Ok(_) => "yes",
        Err(forbidden) => match forbidden.reason() {
            Reason::NothingAllows => "-",
            Reason::Forbidden(_) => "never",
            Reason::Undecidable(_) => "",
        },
    }
}

fn table(title: &str, actor: &Actor, into: &mut String) {
    let columns = columns();
    writeln!(into, "\n{title}\n").unwrap();
    write!(into, "{:<26}", "").unwrap();
    for (name, _) in &columns {
        write!(into, "{name:<16}").unwrap();
    }
    into.truncate(into.trim_end().len());
    let mut refused = Vec::new();
    for &action in Action::ALL {
        let cells: Vec<_> = columns
            .iter()
            .map(|(_, resource)| cell(actor, action, resource))
            .collect();
        if !cells.contains(&"yes") {
            refused.push(action.as_str());
            continue;
        }
        write!(into, "\n{:<26}", action.as_str()).unwrap();
        for cell in cells {
            write!(into, "{cell:<16}").unwrap();
        }
        into.truncate(into.trim_end().len());
    }
    write!(into, "\n\nmay nowhere: {}\n", refused.join(", ")).unwrap();
}

/// Reviewed by people: a change of rights shows as a change of this table.
#[test]
fn access_matrix() {
    let mut text = String::from(
        "WHO MAY DO WHAT\n\n\
         One table for each role. A column is a case, an organisation (org) or the installation (system) as it\n\
         stands to the one who asks: own = the case is treated at the asker's organisation now; former = it was\n\
         before; supervised = the asker's organisation supervises the person; same region, other region = neither.\n\
         yes = allowed; - = nothing allows it; never = forbidden, whatever else may be allowed; blank = the\n\
         action does not apply to such a thing. Circumstances are favourable: the hold was placed by somebody\n\
         else, the record was made by the asker's organisation, the notice was sent to it, training mode is on.\n",
    );
    for &role in Role::ALL {
        let kind = home(role);
        let title = format!(
            "==== {role}, working at: {kind}; looks through the lens: {}",
            role.lens().as_str()
        );
        table(&title, &actor(role, kind, HERE, "a"), &mut text);
    }
    for job in ["sweep", "deliver"] {
        table(&format!("==== job {job}"), &Actor::system(job), &mut text);
    }
    for (effect, title) in [
        (Effect::Permits, "ALLOWED"),
        (Effect::Forbids, "FORBIDDEN, WHATEVER IS ALLOWED"),
    ] {
        writeln!(text, "\n==== {title}\n").unwrap();
        for rule in ACCESS.sentences().filter(|rule| rule.effect == effect) {
            writeln!(text, "{}\n    {}", rule.id, rule.text).unwrap();
        }
    }
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/policies/access"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!("access_matrix", text) });
}

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
        supervising in some_organisation(),
        region in some_region(),
        open: bool,
    ) -> CaseFacts {
        CaseFacts { former, ..case(responsible, supervising, &region, open) }
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
        at in some_organisation(), region in some_region(), kind in 0..KINDS.len(), case in some_case(),
        placed_by_me: bool, recorded_at in some_organisation(), addressed_to in some_organisation(), training: bool,
        action in 0..Action::ALL.len(),
    ) {
        let action = Action::ALL[action];
        let context = Context {
            placed_by: Some(if placed_by_me { ME } else { COLLEAGUE }),
            recorded_at: Some(recorded_at),
            addressed_to: Some(addressed_to),
            training,
        };
        let reads = action.as_str().starts_with("read-") || action == Action::ListCases;
        let corrects = matches!(action, Action::AmendRecord | Action::VoidRecord);
        for &role in Role::ALL {
            let actor = actor(role, KINDS[kind], at, &region);
            if !ACCESS.allows(&actor, action, &case.clone().into(), &context) {
                continue;
            }
            prop_assert!(case.open || reads || corrects, "{role}: {action} on a closed case");
            prop_assert!(!(action == Action::ConfirmHold && placed_by_me), "{role} confirms an own hold");
            prop_assert!(action != Action::AcknowledgeNotice || addressed_to == at, "{role} answers for others");
            match role.lens() {
                Lens::Supervision => {
                    prop_assert!(case.supervising == at && case.open);
                    prop_assert!(action != Action::ReadClinicalFile && action != Action::ReadRegistryFile);
                }
                Lens::Custody => prop_assert_eq!(action, Action::ReadAttendanceList),
                Lens::Registry => prop_assert_ne!(action, Action::ReadClinicalFile),
                Lens::Audit => prop_assert!(reads),
                Lens::Administration => prop_assert!(false, "{} on a person's case", action),
                Lens::Clinical => prop_assert!(
                    case.region == region || case.responsible == at || case.former.contains(&at)
                ),
                Lens::Coordination => prop_assert_eq!(&case.region, &region),
            }
        }
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

/// An action whose circumstances are not given is refused, and says that the question was at fault.
#[test]
fn a_missing_circumstance_refuses() {
    let psychiatrist = actor(role("psychiatrist"), "outpatient-clinic", HERE, "a");
    let own: Resource = case(HERE, FAR_AWAY, "a", true).into();
    for action in [
        Action::ConfirmHold,
        Action::AmendRecord,
        Action::VoidRecord,
        Action::AcknowledgeNotice,
    ] {
        let refused = ACCESS
            .authorise(&psychiatrist, action, &own, &Context::default())
            .unwrap_err();
        assert!(matches!(refused.reason(), Reason::Undecidable(_)), "{refused}");
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
