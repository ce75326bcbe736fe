//! Examples filed under `cases/allow` and `cases/deny`: each says why, and which rule decides. Together they name
//! every rule at least once. The program does not start unless all of them answer as filed.

use super::{
    Access, AccessFault, Account, Action, Actor, CaseFacts, Context, PolicyFault, Reason, Resource, Role,
    Verdict, actor::JOBS,
};
use crate::domain::ids::{AccountId, CaseId, OrganisationId};
use crate::domain::letter::LetterKind;
use serde::Deserialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// One example. Organisations and accounts go by invented names; equal names are the same thing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filed {
    /// What the example shows, for a reader.
    why: String,
    who: FiledActor,
    may: String,
    on: FiledResource,
    #[serde(default)]
    when: FiledContext,
    /// The rule that allows or forbids it. A refusal without one: nothing allows it.
    by: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum FiledActor {
    Account {
        name: Option<String>,
        role: String,
        at: String,
        kind: String,
        region: String,
    },
    Job(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum FiledResource {
    Case {
        responsible: String,
        #[serde(default)]
        former: Vec<String>,
        #[serde(default)]
        offered_to: Vec<String>,
        #[serde(default)]
        offered_regions: Vec<String>,
        #[serde(default)]
        former_supervising: Vec<String>,
        supervising: String,
        region: String,
        open: bool,
    },
    Organisation {
        name: String,
        kind: String,
        region: String,
    },
    System,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FiledContext {
    placed_by: Option<String>,
    recorded_at: Option<String>,
    addressed_to: Option<String>,
    /// Organisation, and role.
    owed_by: Option<(String, String)>,
    members: Option<Vec<String>>,
    treated_by: Option<Vec<String>>,
    set_aside_by: Option<String>,
    packed_at: Option<String>,
    packed_in: Option<String>,
    shelf: Option<String>,
    destination: Option<String>,
    sent_by: Option<String>,
    letter: Option<String>,
    #[serde(default)]
    about_drug: bool,
    #[serde(default)]
    training: bool,
}

/// Names of one example, each given an identity by its position.
#[derive(Default)]
struct Names(Vec<String>);

impl Names {
    fn id(&mut self, name: &str) -> Uuid {
        let position = self.0.iter().position(|known| known == name).unwrap_or_else(|| {
            self.0.push(name.to_owned());
            self.0.len() - 1
        });
        Uuid::from_u128(position as u128 + 1)
    }

    fn organisation(&mut self, name: &str) -> OrganisationId {
        OrganisationId(self.id(name))
    }
}

/// Asks every example and compares.
pub(super) fn check(access: &Access, files: &[(String, String)]) -> Result<(), AccessFault> {
    let mut faults = Vec::new();
    let mut named = BTreeSet::new();
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with("cases/")) {
        match answer(access, path, text) {
            Ok(by) => named.extend(by),
            Err(what) => faults.push(PolicyFault::new(path, what)),
        }
    }
    for rule in access.sentences().filter(|rule| !named.contains(&rule.id)) {
        faults.push(PolicyFault::new(
            &rule.file,
            format_args!("no example under cases/ names `{}`", rule.id),
        ));
    }
    AccessFault::none_of(faults)
}

/// The rule that the example names, when it answers as filed; otherwise what is wrong.
fn answer(access: &Access, path: &str, text: &str) -> Result<Option<String>, String> {
    let filed: Filed = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if filed.why.trim().is_empty() {
        return Err("says no `why`".to_owned());
    }
    let mut names = Names::default();
    let actor = filed.who.read(&mut names)?;
    let action: Action = filed
        .may
        .parse()
        .map_err(|error: super::UnknownAction| error.to_string())?;
    let resource = filed.on.read(&mut names);
    let context = filed.when.read(&mut names)?;
    let verdict = access.decide(&actor, action, &resource, &context);
    let by = filed.by.as_ref();
    let as_filed = match &verdict {
        Verdict::Allowed(ids) => path.starts_with("cases/allow/") && by.is_some_and(|by| ids.contains(by)),
        Verdict::Refused(Reason::Forbidden(ids)) => {
            path.starts_with("cases/deny/") && by.is_some_and(|by| ids.contains(by))
        }
        Verdict::Refused(Reason::NothingAllows) => path.starts_with("cases/deny/") && by.is_none(),
        Verdict::Refused(Reason::NothingThere | Reason::Undecidable(_)) => false,
    };
    match verdict {
        _ if as_filed => Ok(filed.by),
        Verdict::Allowed(ids) => Err(format!("is allowed by {}", ids.join(", "))),
        Verdict::Refused(reason) => Err(format!("is refused: {reason}")),
    }
}

impl FiledActor {
    fn read(&self, names: &mut Names) -> Result<Actor, String> {
        match self {
            Self::Account {
                name,
                role,
                at,
                kind,
                region,
            } => Ok(Actor::account(Account {
                id: AccountId(names.id(name.as_deref().unwrap_or("the account"))),
                role: Role::parse(role).map_err(|error| error.to_string())?,
                organisation: names.organisation(at),
                organisation_kind: kind.clone(),
                region: region.clone(),
            })),
            Self::Job(name) => {
                let job = JOBS.iter().find(|job| *job == name);
                job.map(|job| Actor::system(job))
                    .ok_or_else(|| format!("`{name}` is not a job"))
            }
        }
    }
}

impl FiledResource {
    fn read(&self, names: &mut Names) -> Resource {
        match self {
            Self::Case {
                responsible,
                former,
                offered_to,
                offered_regions,
                former_supervising,
                supervising,
                region,
                open,
            } => Resource::Case(CaseFacts {
                id: CaseId(names.id("the case")),
                responsible: names.organisation(responsible),
                former: former.iter().map(|name| names.organisation(name)).collect(),
                offered_to: offered_to.iter().map(|name| names.organisation(name)).collect(),
                offered_regions: offered_regions.clone(),
                former_supervising: former_supervising
                    .iter()
                    .map(|name| names.organisation(name))
                    .collect(),
                supervising: names.organisation(supervising),
                region: region.clone(),
                open: *open,
            }),
            Self::Organisation { name, kind, region } => Resource::Organisation {
                id: names.organisation(name),
                kind: kind.clone(),
                region: region.clone(),
            },
            Self::System => Resource::System,
        }
    }
}

impl FiledContext {
    fn read(&self, names: &mut Names) -> Result<Context, String> {
        let owed_by = match &self.owed_by {
            Some((at, role)) => {
                let role = Role::parse(role).map_err(|error| error.to_string())?;
                Some((names.organisation(at), role))
            }
            None => None,
        };
        let mut accounts = |known: &Option<Vec<String>>| {
            let known = known.as_ref()?;
            Some(known.iter().map(|name| AccountId(names.id(name))).collect())
        };
        let (members, treated_by) = (accounts(&self.members), accounts(&self.treated_by));
        let letter = match &self.letter {
            Some(kind) => {
                let known =
                    LetterKind::from_code(kind).ok_or_else(|| format!("`{kind}` is no kind of letter"))?;
                Some(known.code())
            }
            None => None,
        };
        Ok(Context {
            owed_by,
            members,
            treated_by,
            letter,
            placed_by: self.placed_by.as_deref().map(|name| AccountId(names.id(name))),
            recorded_at: self.recorded_at.as_deref().map(|name| names.organisation(name)),
            addressed_to: self.addressed_to.as_deref().map(|name| names.organisation(name)),
            set_aside_by: self.set_aside_by.as_deref().map(|name| AccountId(names.id(name))),
            packed_in: self.packed_in.clone(),
            packed_at: self.packed_at.as_deref().map(|name| names.organisation(name)),
            shelf: self.shelf.as_deref().map(|name| names.organisation(name)),
            destination: self.destination.as_deref().map(|name| names.organisation(name)),
            sent_by: self.sent_by.as_deref().map(|name| AccountId(names.id(name))),
            about_drug: self.about_drug,
            training: self.training,
        })
    }
}
