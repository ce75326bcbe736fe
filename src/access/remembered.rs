//! Answers already given to the question whether a link is shown.
//!
//! A page asks it dozens of times, mostly alike: fifty rows of a list differ in the case and in nothing a policy
//! could ask about. Policies cannot name an account, a case or an organisation, only compare where things belong;
//! so the answer depends on where the actor works and as what, on where the thing belongs, and on the
//! circumstances. Circumstances that are compared with the actor himself are not remembered. No permit is
//! ever made from here: acts are decided anew, each time.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::scope::{Standing, standing};
use super::{Action, Actor, Context, Resource};
use crate::domain::ids::CaseId;

/// Some hundred bytes each. When there are more, all are forgotten: they are quickly asked again.
const MOST: usize = 4096;

/// See the head of this file.
#[derive(Default)]
pub(super) struct Answers(RwLock<HashMap<Question, bool>>);

#[derive(PartialEq, Eq, Hash)]
struct Question(Standing, Action, Resource, Context);

impl Answers {
    /// The answer given before, or the one that `decide` gives now.
    pub(super) fn recall(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
        context: &Context,
        decide: impl FnOnce() -> bool,
    ) -> bool {
        if context.placed_by.is_some() || context.members.is_some() || context.treated_by.is_some() {
            return decide();
        }
        let question = Question(standing(actor), action, nameless(resource), context.clone());
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known.get(&question) {
            return *answer;
        }
        drop(known);
        let answer = decide();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(question, answer);
        answer
    }
}

/// The resource as one of its like: cases that belong to the same places are asked about once.
fn nameless(resource: &Resource) -> Resource {
    let mut resource = resource.clone();
    if let Resource::Case(facts) = &mut resource {
        facts.id = CaseId(uuid::Uuid::nil());
    }
    resource
}

#[cfg(test)]
mod tests {
    use super::super::{Access, Account, CaseFacts, Role};
    use super::*;
    use crate::domain::ids::{AccountId, OrganisationId};

    #[test]
    fn what_is_remembered_is_what_would_be_decided() {
        let access = Access::new().unwrap();
        let (near, far) = (OrganisationId::fresh(), OrganisationId::fresh());
        let case = |responsible, open| {
            Resource::Case(CaseFacts {
                id: CaseId::fresh(),
                responsible,
                former: Vec::new(),
                offered_to: Vec::new(),
                offered_regions: Vec::new(),
                former_supervising: Vec::new(),
                supervising: far,
                region: "almaty".into(),
                open,
            })
        };
        let contexts = [
            Context::default(),
            Context {
                recorded_at: Some(near),
                training: true,
                ..Context::default()
            },
            Context {
                placed_by: Some(AccountId::fresh()),
                addressed_to: Some(far),
                ..Context::default()
            },
        ];
        for role in Role::ALL {
            for kind in ["penal-facility", "probation-office"] {
                let actor = Actor::account(Account {
                    id: AccountId::fresh(),
                    role: *role,
                    organisation: near,
                    organisation_kind: kind.into(),
                    region: "almaty".into(),
                });
                let things = [
                    case(near, true),
                    case(near, false),
                    case(far, true),
                    Resource::System,
                ];
                for (thing, context) in things.iter().flat_map(|t| contexts.iter().map(move |c| (t, c))) {
                    for action in Action::ALL {
                        let decided = access.authorise(&actor, *action, thing, context).is_ok();
                        for _ in 0..2 {
                            let shown = access.allows(&actor, *action, thing, context);
                            assert_eq!(shown, decided, "{role:?} {action} {thing:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn memory_is_bounded() {
        let actor = Actor::system("sweep");
        let answers = Answers::default();
        for _ in 0..=MOST {
            let thing = Resource::Organisation {
                id: OrganisationId::fresh(),
                kind: "hospital".into(),
                region: "almaty".into(),
            };
            answers.recall(&actor, Action::OpenCase, &thing, &Context::default(), || true);
        }
        assert_eq!(answers.0.read().unwrap().len(), 1);
    }
}
