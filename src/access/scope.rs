//! Which rows a list may show, read off the policies themselves.
//!
//! Nobody writes a scope down. The policies are asked about a handful of probe cases, each standing in exactly
//! one relation to the actor, and the relations that they let through are the scope. So a list cannot drift away
//! from the rules; a property test proves for every role that the rows of a scope are the rows that Cedar allows.

use super::{Access, Account, Action, Actor, CaseFacts, Context, Resource, Verdict, actor::Who};
use crate::domain::ids::{CaseId, OrganisationId};
use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

/// How a row is related to the actor: one indexed column each.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Relation {
    /// This organisation is responsible for the case now.
    Responsible(OrganisationId),
    /// This organisation supervises the person.
    Supervising(OrganisationId),
    /// The person is treated in this region.
    Region(String),
    /// This organisation was asked, or has agreed, to take over.
    Offered(OrganisationId),
    /// An organisation of this region was.
    OfferedRegion(String),
    /// This organisation was responsible before.
    Former(OrganisationId),
    /// This organisation supervised the person before.
    FormerSupervising(OrganisationId),
    /// Any case.
    Any,
}

/// One set of rows: a relation, and whether closed cases belong to it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Rows {
    /// The relation.
    pub relation: Relation,
    /// Whether closed cases are shown too.
    pub closed_too: bool,
}

/// The rows a list may show: all that are in one of these sets. No set: nothing.
///
/// The policies are written so that a list has at most one set (a test holds them to it): one list, one index.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Scope {
    /// The sets.
    pub any_of: Vec<Rows>,
}

impl Scope {
    /// Whether the list shows nothing, whatever there is.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.any_of.is_empty()
    }

    /// Whether this row may be shown.
    #[must_use]
    pub fn admits(&self, case: &CaseFacts) -> bool {
        self.any_of
            .iter()
            .any(|rows| (case.open || rows.closed_too) && rows.relation.holds(case))
    }
}

impl Relation {
    fn holds(&self, case: &CaseFacts) -> bool {
        match self {
            Self::Responsible(organisation) => case.responsible == *organisation,
            Self::Supervising(organisation) => case.supervising == *organisation,
            Self::Region(region) => case.region == *region,
            Self::Offered(organisation) => case.offered_to.contains(organisation),
            Self::OfferedRegion(region) => case.offered_regions.contains(region),
            Self::Former(organisation) => case.former.contains(organisation),
            Self::FormerSupervising(organisation) => case.former_supervising.contains(organisation),
            Self::Any => true,
        }
    }

    /// A case that stands in this relation to the actor and in no other.
    fn probe(&self, open: bool) -> CaseFacts {
        let elsewhere = OrganisationId::fresh;
        let mut case = CaseFacts {
            id: CaseId::fresh(),
            responsible: elsewhere(),
            former: Vec::new(),
            offered_to: Vec::new(),
            offered_regions: Vec::new(),
            former_supervising: Vec::new(),
            supervising: elsewhere(),
            region: "\u{0}elsewhere".to_owned(),
            open,
        };
        match self {
            Self::Responsible(organisation) => case.responsible = *organisation,
            Self::Supervising(organisation) => case.supervising = *organisation,
            Self::Region(region) => case.region.clone_from(region),
            Self::Offered(organisation) => case.offered_to.push(*organisation),
            Self::OfferedRegion(region) => case.offered_regions.push(region.clone()),
            Self::Former(organisation) => case.former.push(*organisation),
            Self::FormerSupervising(organisation) => case.former_supervising.push(*organisation),
            Self::Any => {}
        }
        case
    }
}

/// Scopes already read off. A scope depends on where the actor works and as what, never on who it is (policies
/// cannot name an account), so there are as many as pairs of role and organisation: the map stays small.
#[derive(Default)]
pub(super) struct Remembered(RwLock<HashMap<(Standing, Action), Scope>>);

/// Role or job; where; of what kind; in which region.
pub(super) type Standing = (&'static str, Option<OrganisationId>, String, String);

impl Access {
    /// The rows that a list may show to this actor. For the actions of [`Action::LISTS`] exactly the rows that the
    /// policies allow; for any other action on a case no row more than they allow (a case formerly treated is
    /// opened by its reference or from its link, not listed); nothing for an action that is not about cases.
    #[must_use]
    pub fn scope(&self, actor: &Actor, action: Action) -> Scope {
        let key = (standing(actor), action);
        if let Some(known) = self
            .scopes
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&key)
        {
            return known.clone();
        }
        let scope = self.read_off(actor, action);
        self.scopes
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, scope.clone());
        scope
    }

    /// Whether an account that stands here may learn of any person: find one in a list, or open a case. Read off the policies,
    /// so that a role which is given such a right needs no second list.
    #[must_use]
    pub fn reads_persons(&self, actor: &Actor) -> bool {
        let mut ways = Action::LISTS.iter().chain(Action::VIEWS);
        ways.any(|&action| !self.scope(actor, action).is_nothing())
    }

    /// Whether the page of a case opens for an account that stands here, if only of some case.
    #[must_use]
    pub fn opens_cases(&self, actor: &Actor) -> bool {
        let mut ways = Action::VIEWS.iter();
        ways.any(|&action| !self.scope(actor, action).is_nothing())
    }

    /// Whether the circumstances alone let an actor do this about a case that he has nothing else to do with, be it open or
    /// closed: follow a parcel that his organisation packed.
    #[must_use]
    pub fn allows_anywhere(&self, actor: &Actor, action: Action, circumstances: &Context) -> bool {
        [true, false].into_iter().all(|open| {
            let probe = Resource::Case(Relation::Any.probe(open));
            matches!(
                self.decide(actor, action, &probe, circumstances),
                Verdict::Allowed(_)
            )
        })
    }

    fn read_off(&self, actor: &Actor, action: Action) -> Scope {
        let shown = |relation: &Relation, open: bool| {
            let probe = Resource::Case(relation.probe(open));
            matches!(
                self.decide(actor, action, &probe, &Context::default()),
                Verdict::Allowed(_)
            )
        };
        let rows = |relation: Relation| {
            shown(&relation, true).then(|| Rows {
                closed_too: shown(&relation, false),
                relation,
            })
        };
        let everything = rows(Relation::Any);
        let near = match actor.as_account() {
            // Whoever sees any case sees those near by too: saying so twice would only slow the query down.
            Some(account) if everything.is_none() => near(account),
            _ => Vec::new(),
        };
        Scope {
            any_of: near.into_iter().filter_map(rows).chain(everything).collect(),
        }
    }
}

fn near(account: &Account) -> Vec<Relation> {
    vec![
        Relation::Responsible(account.organisation),
        Relation::Supervising(account.organisation),
        Relation::Region(account.region.clone()),
        Relation::Offered(account.organisation),
        Relation::OfferedRegion(account.region.clone()),
        Relation::Former(account.organisation),
        Relation::FormerSupervising(account.organisation),
    ]
}

pub(super) fn standing(actor: &Actor) -> Standing {
    match actor.who() {
        Who::Account(account) => (
            account.role.as_str(),
            Some(account.organisation),
            account.organisation_kind.clone(),
            account.region.clone(),
        ),
        Who::Job(job) => (job, None, String::new(), String::new()),
    }
}
