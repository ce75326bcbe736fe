//! Who may see and do: the one place that knows Cedar.
//!
//! The rules are data in `policies/access/`: one file per lens, every prohibition in `never.cedar`, each rule
//! with an id and a sentence that a lawyer can read. [`Access`] holds them checked; [`Access::authorise`] turns
//! a question into a [`Permit`] or a [`Forbidden`]; [`Access::scope`] says which rows a list may show.
//!
//! ```text
//! role, action, resource, actor    the words of a question
//! permit                           the two answers
//! policies                         reading and checking the rules, once, at start
//! question                         our words as Cedar's
//! scope                            lists
//! filed                            examples that must answer as filed, or nothing starts
//! ```

mod action;
mod actor;
mod filed;
mod permit;
mod policies;
mod question;
mod remembered;
mod resource;
mod role;
mod scope;

pub use action::{Action, UnknownAction};
pub use actor::{Account, Actor};
pub use permit::{Forbidden, Permit, Reason};
pub use policies::{AccessFault, Effect, PolicyFault, Sentence};
pub use resource::{CaseFacts, Context, Resource, ResourceKey};
pub use role::{Lens, Role, UnknownRole};
pub use scope::{Relation, Rows, Scope};

use cedar_policy::{Authorizer, Decision};

/// The rules, parsed and checked once. Cheap to ask, safe to share between threads.
pub struct Access {
    authorizer: Authorizer,
    rules: policies::Rules,
    words: question::Words,
    scopes: scope::Remembered,
    answers: remembered::Answers,
}

/// What the policies say to one question.
pub(crate) enum Verdict {
    /// Allowed by these policies (sorted ids).
    Allowed(Vec<String>),
    Refused(Reason),
}

impl Access {
    /// The rules that are compiled into the program.
    ///
    /// # Errors
    /// [`AccessFault`], listing everything that is wrong: the schema or a policy does not parse or does not pass
    /// strict validation, a policy lacks `@id` or `@sentence`, roles, jobs or actions differ from the program's,
    /// or an example under `cases/` does not answer as filed. The program must not start then.
    pub fn new() -> Result<Self, AccessFault> {
        Self::parse(&policies::embedded())
    }

    /// The rules of these files: (path inside `policies/access/`, text).
    ///
    /// # Errors
    /// As [`Access::new`].
    pub fn parse(files: &[(String, String)]) -> Result<Self, AccessFault> {
        let access = Self::of(policies::Rules::parse(files)?)?;
        filed::check(&access, files)?;
        Ok(access)
    }

    /// The rules that are compiled into the program, read but not checked: for tests, each of which is a process of its own.
    /// One of them begins as the program does, with [`Access::new`], and checks for all. The program itself never begins so.
    ///
    /// # Errors
    /// [`AccessFault`] where the schema or a policy cannot be read.
    pub fn checked_elsewhere() -> Result<Self, AccessFault> {
        let (rules, _) = policies::Rules::read(&policies::embedded())?;
        Self::of(rules)
    }

    fn of(rules: policies::Rules) -> Result<Self, AccessFault> {
        Ok(Self {
            authorizer: Authorizer::new(),
            words: question::Words::new(&rules.schema)?,
            rules,
            scopes: scope::Remembered::default(),
            answers: remembered::Answers::default(),
        })
    }

    /// Decides, and makes the permit.
    ///
    /// # Errors
    /// [`Forbidden`] unless the policies allow it and no policy failed while deciding.
    pub fn authorise(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
        context: &Context,
    ) -> Result<Permit, Forbidden> {
        match self.decide(actor, action, resource, context) {
            Verdict::Allowed(policies) => Ok(Permit {
                actor: actor.clone(),
                action,
                resource: resource.key(),
                policies,
            }),
            Verdict::Refused(reason) => {
                match &reason {
                    Reason::Undecidable(what) => {
                        tracing::error!(%actor, %action, what, "an access question could not be decided");
                    }
                    // Whoever types an address can ask this; so can a page of ours that forgets half of the question.
                    Reason::NothingThere => {
                        tracing::warn!(%actor, %action, "an access question was about nothing");
                    }
                    Reason::NothingAllows | Reason::Forbidden(_) => {}
                }
                let looks_absent = matches!(resource, Resource::Case(_)) && !self.sees(actor, resource);
                let actor = Box::new(actor.clone());
                Err(Forbidden {
                    actor,
                    action,
                    resource: resource.key(),
                    reason,
                    looks_absent,
                })
            }
        }
    }

    /// Whether the actor may do this, without making a permit: for showing or hiding a link.
    #[must_use]
    pub fn allows(&self, actor: &Actor, action: Action, resource: &Resource, context: &Context) -> bool {
        self.answers.recall(actor, action, resource, context, || {
            matches!(self.decide(actor, action, resource, context), Verdict::Allowed(_))
        })
    }

    /// Whether the actor has any way of looking at this resource.
    #[must_use]
    pub fn sees(&self, actor: &Actor, resource: &Resource) -> bool {
        Action::VIEWS
            .iter()
            .any(|&view| self.allows(actor, view, resource, &Context::default()))
    }

    /// Every rule: id, effect and sentence, sorted by id.
    pub fn sentences(&self) -> impl Iterator<Item = &Sentence> {
        self.rules.sentences.values()
    }

    /// The rule with this id: to explain an entry of the ledger.
    #[must_use]
    pub fn sentence(&self, policy: &str) -> Option<&Sentence> {
        self.rules.sentences.get(policy)
    }

    pub(crate) fn decide(
        &self,
        actor: &Actor,
        action: Action,
        resource: &Resource,
        context: &Context,
    ) -> Verdict {
        let (request, entities) = match self
            .words
            .put(&self.rules.schema, actor, action, resource, context)
        {
            Ok(question) => question,
            Err(reason) => return Verdict::Refused(reason),
        };
        let policies = self.rules.concerning(action);
        let response = self.authorizer.is_authorized(&request, policies, &entities);
        // Cedar skips a policy that fails; a prohibition must not lose its force that way.
        if let Some(error) = response.diagnostics().errors().next() {
            return Verdict::Refused(Reason::Undecidable(error.to_string()));
        }
        let mut ids: Vec<String> = response.diagnostics().reason().map(ToString::to_string).collect();
        ids.sort_unstable();
        match response.decision() {
            Decision::Allow => Verdict::Allowed(ids),
            Decision::Deny if ids.is_empty() => Verdict::Refused(Reason::NothingAllows),
            Decision::Deny => Verdict::Refused(Reason::Forbidden(ids)),
        }
    }
}
