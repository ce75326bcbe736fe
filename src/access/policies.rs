//! Reading the rules: everything that can be wrong with them is found here, before anything starts.

use super::{Action, Role, actor::JOBS};
use cedar_policy::{
    ActionConstraint, EntityUid, Policy, PolicyId, PolicySet, Schema, SchemaFragment, ValidationMode,
    Validator,
};
use include_dir::{Dir, include_dir};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/policies/access");
const SCHEMA: &str = "merzim.cedarschema";
const PROHIBITIONS: &str = "never.cedar";
/// The entity types a policy may name one of. Rights come from roles: no rule is about one account, one
/// organisation or one case.
const NAMEABLE: &[&str] = &["Role", "Job", "System", "Action"];

/// One thing that is wrong, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PolicyFault {
    /// The path inside `policies/access/`.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

impl PolicyFault {
    pub(super) fn new(file: impl Into<String>, what: impl fmt::Display) -> Self {
        // One line each: a fault is printed at start and by `check`.
        let what = what.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            file: file.into(),
            what,
        }
    }
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "policies/access/{}: {}", self.file, self.what)
    }
}

/// Everything found wrong with the access policies in one reading. Never empty.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct AccessFault(Vec<PolicyFault>);

impl AccessFault {
    /// The faults, in the order of the files.
    #[must_use]
    pub fn faults(&self) -> &[PolicyFault] {
        &self.0
    }

    /// Nothing wrong, or all that is.
    pub(super) fn none_of(faults: Vec<PolicyFault>) -> Result<(), Self> {
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Self(faults))
        }
    }

    pub(super) fn one(file: impl Into<String>, what: impl fmt::Display) -> Self {
        Self(vec![PolicyFault::new(file, what)])
    }
}

/// What a rule does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Allows.
    Permits,
    /// Forbids, whatever else allows.
    Forbids,
}

/// A rule in the words of a lawyer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// The rule's id, as the ledger quotes it.
    pub id: String,
    /// Whether it allows or forbids.
    pub effect: Effect,
    /// The rule in plain English.
    pub text: String,
    /// The file it stands in.
    pub file: String,
}

/// The rules, checked.
pub(super) struct Rules {
    pub(super) schema: Schema,
    /// The policies that concern an action. Cedar weighs every policy that it is given, and most are about other actions.
    concerning: HashMap<Action, PolicySet>,
    none: PolicySet,
    pub(super) sentences: BTreeMap<String, Sentence>,
}

/// The compiled-in files: (path inside `policies/access/`, text).
pub(super) fn embedded() -> Vec<(String, String)> {
    fn walk(dir: &'static Dir<'static>, into: &mut Vec<(String, String)>) {
        for file in dir.files() {
            into.push((
                file.path().to_string_lossy().replace('\\', "/"),
                String::from_utf8_lossy(file.contents()).into_owned(),
            ));
        }
        for inner in dir.dirs() {
            walk(inner, into);
        }
    }
    let mut files = Vec::new();
    walk(&EMBEDDED, &mut files);
    files.sort();
    files
}

impl Rules {
    /// Reads schema and policies and checks everything but the filed examples.
    pub(super) fn parse(files: &[(String, String)]) -> Result<Self, AccessFault> {
        let (rules, policies) = Self::read(files)?;
        validate(&rules.schema, &policies, &rules.sentences)?;
        Ok(rules)
    }

    /// Reads schema and policies, and all policies once more as one set. Whether they fit the schema is left to be checked.
    pub(super) fn read(files: &[(String, String)]) -> Result<(Self, PolicySet), AccessFault> {
        let Some((_, text)) = files.iter().find(|(path, _)| path == SCHEMA) else {
            return Err(AccessFault::one(SCHEMA, "is missing"));
        };
        let schema = parse_schema(text)?;
        let mut faults = Vec::new();
        let mut policies = PolicySet::new();
        let mut sentences = BTreeMap::new();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".cedar")) {
            match text.parse::<PolicySet>() {
                Err(errors) => faults.push(PolicyFault::new(path, errors)),
                Ok(set) => take(path, &set, &mut policies, &mut sentences, &mut faults),
            }
        }
        AccessFault::none_of(faults)?;
        let rules = Self {
            concerning: by_action(&schema, &policies)?,
            none: PolicySet::new(),
            schema,
            sentences,
        };
        Ok((rules, policies))
    }

    /// The policies that may say something about an action; what any other says does not depend on the question.
    pub(super) fn concerning(&self, action: Action) -> &PolicySet {
        self.concerning.get(&action).unwrap_or(&self.none)
    }
}

/// The policies sorted by the actions that their heads name, alone or in a group.
fn by_action(schema: &Schema, policies: &PolicySet) -> Result<HashMap<Action, PolicySet>, AccessFault> {
    let fault = |error: &dyn fmt::Display| AccessFault::one(SCHEMA, error);
    let known = schema.action_entities().map_err(|error| fault(&error))?;
    // A head is put into our words once, not for each action.
    let heads: Vec<(&Policy, ActionConstraint)> = policies
        .policies()
        .map(|policy| (policy, policy.action_constraint()))
        .collect();
    let mut sorted: HashMap<Action, PolicySet> = HashMap::new();
    for uid in schema.actions() {
        let named = |action: &&Action| action.policy_id() == uid.id().unescaped();
        // What is none of the program's actions is a group of them.
        let Some(action) = Action::ALL.iter().find(named) else {
            continue;
        };
        let mut names: Vec<&EntityUid> = known.ancestors(uid).into_iter().flatten().collect();
        names.push(uid);
        let concerns = |head: &ActionConstraint| match head {
            ActionConstraint::Any => true,
            ActionConstraint::Eq(one) => one == uid,
            ActionConstraint::In(some) => some.iter().any(|one| names.contains(&one)),
        };
        let those = sorted.entry(*action).or_default();
        for (policy, _) in heads.iter().filter(|(_, head)| concerns(head)) {
            those.add((*policy).clone()).map_err(|error| fault(&error))?;
        }
    }
    Ok(sorted)
}

/// The schema, with the same roles, jobs and actions as the program.
fn parse_schema(text: &str) -> Result<Schema, AccessFault> {
    let fault = |what: &dyn fmt::Display| AccessFault::one(SCHEMA, what);
    let (fragment, warnings) = SchemaFragment::from_cedarschema_str(text).map_err(|error| fault(&error))?;
    let mut faults: Vec<_> = warnings
        .map(|warning| PolicyFault::new(SCHEMA, warning))
        .collect();
    let json = fragment.clone().to_json_value().map_err(|error| fault(&error))?;
    let schema = Schema::from_schema_fragments([fragment]).map_err(|error| fault(&error))?;

    let members = |entity: &str| -> BTreeSet<String> {
        // The first, empty step is the nameless namespace.
        let list = json.pointer(&format!("//entityTypes/{entity}/enum"));
        let names = list.and_then(serde_json::Value::as_array).into_iter().flatten();
        names
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect()
    };
    let actions = schema
        .request_envs()
        .map(|env| env.action().id().unescaped().to_owned())
        .collect();
    same(
        "roles",
        &members("Role"),
        Role::ALL.iter().map(|role| role.as_str()),
        &mut faults,
    );
    same("jobs", &members("Job"), JOBS.iter().copied(), &mut faults);
    same(
        "actions",
        &actions,
        Action::ALL.iter().map(|action| action.policy_id()),
        &mut faults,
    );
    AccessFault::none_of(faults)?;
    Ok(schema)
}

fn same(
    what: &str,
    in_schema: &BTreeSet<String>,
    in_program: impl Iterator<Item = &'static str>,
    faults: &mut Vec<PolicyFault>,
) {
    let in_program: BTreeSet<String> = in_program.map(str::to_owned).collect();
    for name in in_schema.symmetric_difference(&in_program) {
        let only = if in_schema.contains(name) {
            "the schema"
        } else {
            "the program"
        };
        faults.push(PolicyFault::new(
            SCHEMA,
            format_args!("{what}: `{name}` is known only to {only}"),
        ));
    }
}

/// Takes the policies of one file over, under the ids that their authors gave them.
fn take(
    path: &str,
    set: &PolicySet,
    policies: &mut PolicySet,
    sentences: &mut BTreeMap<String, Sentence>,
    faults: &mut Vec<PolicyFault>,
) {
    if set.templates().next().is_some() {
        faults.push(PolicyFault::new(path, "holds a template; write policies"));
    }
    for policy in set.policies() {
        match sentence(path, policy) {
            Err(fault) => faults.push(fault),
            Ok(sentence) => {
                if policies.add(policy.new_id(PolicyId::new(&sentence.id))).is_err() {
                    faults.push(PolicyFault::new(
                        path,
                        format_args!("the id `{}` is taken", sentence.id),
                    ));
                }
                sentences.insert(sentence.id.clone(), sentence);
            }
        }
    }
}

/// The words of one policy; a fault when they are missing or the policy stands in the wrong file.
fn sentence(path: &str, policy: &Policy) -> Result<Sentence, PolicyFault> {
    let words = |key: &str| {
        policy
            .annotation(key)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    let id = words("id").ok_or_else(|| PolicyFault::new(path, format_args!("no @id: {policy}")))?;
    let fault = |what: &str| PolicyFault::new(path, format_args!("`{id}` {what}"));
    let text = words("sentence").ok_or_else(|| fault("has no @sentence"))?;
    if !id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-') {
        return Err(fault("is not a kebab-case id"));
    }
    let effect = match policy.effect() {
        cedar_policy::Effect::Permit => Effect::Permits,
        cedar_policy::Effect::Forbid => Effect::Forbids,
    };
    if (effect == Effect::Forbids) != (path == PROHIBITIONS) {
        return Err(fault(
            "stands in the wrong file: prohibitions, and only they, belong in never.cedar",
        ));
    }
    let named = policy.entity_literals();
    if let Some(one) = named
        .iter()
        .find(|uid| !NAMEABLE.contains(&uid.type_name().basename()))
    {
        return Err(fault(&format!(
            "names {one}: rights come from roles, not from a name"
        )));
    }
    Ok(Sentence {
        id: id.to_owned(),
        effect,
        text: text.to_owned(),
        file: path.to_owned(),
    })
}

/// Strict validation; a warning (a policy that can never apply, a confusable letter) is a fault too.
fn validate(
    schema: &Schema,
    policies: &PolicySet,
    sentences: &BTreeMap<String, Sentence>,
) -> Result<(), AccessFault> {
    let file = |id: &PolicyId| {
        sentences
            .get(&id.to_string())
            .map_or("", |sentence| sentence.file.as_str())
    };
    let result = Validator::new(schema.clone()).validate(policies, ValidationMode::Strict);
    let errors = result
        .validation_errors()
        .map(|error| PolicyFault::new(file(error.policy_id()), error));
    let warnings = result
        .validation_warnings()
        .map(|warning| PolicyFault::new(file(warning.policy_id()), warning));
    AccessFault::none_of(errors.chain(warnings).collect())
}
