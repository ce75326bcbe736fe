//! A question in our words, put in Cedar's.

use super::{AccessFault, Account, Action, Actor, CaseFacts, Context, Reason, Resource, Role, actor::Who};
use crate::domain::ids::{AccountId, OrganisationId};
use cedar_policy::{
    Entities, Entity, EntityId, EntityTypeName, EntityUid, Request, RestrictedExpression as Expression,
    Schema,
};
use std::{
    collections::{HashMap, HashSet},
    fmt::Display,
};

/// A circumstance of a question, by its name in the schema.
type Circumstance = (&'static str, Expression);

/// The parts of every question that do not change, prepared once.
pub(super) struct Words {
    account: EntityTypeName,
    case: EntityTypeName,
    job: EntityTypeName,
    organisation: EntityTypeName,
    role: EntityTypeName,
    system: EntityUid,
    /// By `Action as usize`: the action with the families it belongs to.
    actions: Vec<Entity>,
}

impl Words {
    pub(super) fn new(schema: &Schema) -> Result<Self, AccessFault> {
        let fault = |what: &dyn Display| AccessFault::one("merzim.cedarschema", what);
        let name = |name: &str| name.parse::<EntityTypeName>().map_err(|error| fault(&error));
        let known = schema.action_entities().map_err(|error| fault(&error))?;
        let action = name("Action")?;
        let entity = |&act: &Action| {
            let uid = uid(&action, act.policy_id());
            known
                .get(&uid)
                .cloned()
                .ok_or_else(|| fault(&format_args!("{uid} is missing")))
        };
        Ok(Self {
            actions: Action::ALL.iter().map(entity).collect::<Result<_, _>>()?,
            account: name("Account")?,
            case: name("Case")?,
            job: name("Job")?,
            organisation: name("Organisation")?,
            role: name("Role")?,
            system: uid(&name("System")?, "merzim"),
        })
    }

    /// The question, checked against the schema; why it cannot be asked otherwise.
    pub(super) fn put(
        &self,
        schema: &Schema,
        actor: &Actor,
        action: Action,
        resource: &Resource,
        context: &Context,
    ) -> Result<(Request, Entities), Reason> {
        let circumstances = self.of_context(action, context).ok_or(Reason::NothingThere)?;
        self.asked(schema, (actor, action, resource), circumstances)
            .map_err(Reason::Undecidable)
    }

    fn asked(
        &self,
        schema: &Schema,
        (actor, action, resource): (&Actor, Action, &Resource),
        circumstances: Vec<Circumstance>,
    ) -> Result<(Request, Entities), String> {
        let act = self
            .actions
            .get(action as usize)
            .ok_or("an action without an entity")?;
        let mut entities = vec![act.clone()];
        let principal = match actor.who() {
            Who::Account(account) => self.of_account(account, &mut entities)?,
            Who::Job(job) => uid(&self.job, job),
        };
        let object = match resource {
            Resource::Case(facts) => self.of_case(facts, &mut entities)?,
            Resource::Organisation { id, kind, region } => {
                self.of_organisation(*id, kind, region, &mut entities)?
            }
            Resource::System => self.system.clone(),
        };
        let pairs = circumstances.into_iter();
        let context = cedar_policy::Context::from_pairs(pairs.map(|(name, value)| (name.to_owned(), value)))
            .map_err(|error| error.to_string())?;
        let request = Request::new(principal, act.uid(), object, context, Some(schema))
            .map_err(|error| error.to_string())?;
        let entities = Entities::from_entities(entities, None).map_err(|error| error.to_string())?;
        Ok((request, entities))
    }

    fn of_account(&self, account: &Account, into: &mut Vec<Entity>) -> Result<EntityUid, String> {
        let attributes = [
            ("organisation", self.organisation(account.organisation)),
            ("organisation_kind", text(&account.organisation_kind)),
            ("region", text(&account.region)),
        ];
        let id = self.account_uid(account.id);
        into.push(entity(
            &id,
            attributes,
            HashSet::from([self.role_uid(account.role)]),
        )?);
        Ok(id)
    }

    fn of_case(&self, facts: &CaseFacts, into: &mut Vec<Entity>) -> Result<EntityUid, String> {
        let organisations =
            |known: &[OrganisationId]| Expression::new_set(known.iter().map(|&id| self.organisation(id)));
        let attributes = [
            ("responsible", self.organisation(facts.responsible)),
            ("former", organisations(&facts.former)),
            ("offered_to", organisations(&facts.offered_to)),
            (
                "offered_regions",
                Expression::new_set(facts.offered_regions.iter().map(|region| text(region))),
            ),
            ("former_supervising", organisations(&facts.former_supervising)),
            ("supervising", self.organisation(facts.supervising)),
            ("region", text(&facts.region)),
            ("open", Expression::new_bool(facts.open)),
        ];
        let id = uid(&self.case, facts.id);
        into.push(entity(&id, attributes, HashSet::new())?);
        Ok(id)
    }

    fn of_organisation(
        &self,
        id: OrganisationId,
        kind: &str,
        region: &str,
        into: &mut Vec<Entity>,
    ) -> Result<EntityUid, String> {
        let id = uid(&self.organisation, id);
        into.push(entity(
            &id,
            [("kind", text(kind)), ("region", text(region))],
            HashSet::new(),
        )?);
        Ok(id)
    }

    /// Only what the action's schema asks for; nothing where one of these is not there.
    fn of_context(&self, action: Action, context: &Context) -> Option<Vec<Circumstance>> {
        let organisation = |id: OrganisationId| self.organisation(id);
        let account = |id: AccountId| Expression::new_entity_uid(self.account_uid(id));
        let accounts = |ids: &Vec<AccountId>| Expression::new_set(ids.iter().map(|id| account(*id)));
        let role = |role: Role| Expression::new_entity_uid(self.role_uid(role));
        let needed = match action {
            Action::ConfirmHold => vec![context.placed_by.map(|id| ("placed_by", account(id)))],
            Action::VerifyEntry | Action::CosignWrongPerson => {
                vec![context.placed_by.map(|id| ("made_by", account(id)))]
            }
            Action::FileReviewPaper => vec![
                context.owed_by.map(|(at, _)| ("owed_at", organisation(at))),
                context.owed_by.map(|(_, by)| ("owed_by", role(by))),
            ],
            Action::DraftReview => vec![
                context
                    .treated_by
                    .as_ref()
                    .map(|ids| ("treated_by", accounts(ids))),
            ],
            Action::SignReview => vec![
                context.members.as_ref().map(|ids| ("members", accounts(ids))),
                context
                    .treated_by
                    .as_ref()
                    .map(|ids| ("treated_by", accounts(ids))),
            ],
            Action::AmendRecord | Action::VoidRecord => {
                vec![context.recorded_at.map(|id| ("recorded_at", organisation(id)))]
            }
            Action::AcknowledgeNotice => vec![
                context.addressed_to.map(|id| ("addressed_to", organisation(id))),
                Some(("about_drug", Expression::new_bool(context.about_drug))),
            ],
            Action::ReadNoticeLetter => vec![
                context.addressed_to.map(|id| ("addressed_to", organisation(id))),
                context.letter.map(|kind| ("letter", text(kind))),
            ],
            Action::ActOnAlert => {
                vec![context.addressed_to.map(|id| ("addressed_to", organisation(id)))]
            }
            Action::ReadParcel
            | Action::HandOverParcel
            | Action::SendParcelOn
            | Action::ReportParcelLost
            | Action::ReconcileParcel
            | Action::ExplainCustody => {
                vec![context.packed_at.map(|id| ("packed_at", organisation(id)))]
            }
            Action::DestroyPacks => vec![context.set_aside_by.map(|id| ("set_aside_by", account(id)))],
            Action::ReceiveParcel => vec![
                context.destination.map(|id| ("destination", organisation(id))),
                context.sent_by.map(|id| ("sent_by", account(id))),
            ],
            Action::DraftLetter | Action::SignLetter | Action::WithdrawLetter => {
                vec![context.letter.map(|kind| ("letter", text(kind)))]
            }
            Action::MoveClock | Action::ReadTrainingOutbox => {
                vec![Some(("training", Expression::new_bool(context.training)))]
            }
            _ => Vec::new(),
        };
        let mut known: Vec<Circumstance> = needed.into_iter().collect::<Option<_>>()?;
        // Most notices are about no parcel, and not every pack in quarantine came in one.
        let perhaps = matches!(action, Action::AcknowledgeNotice | Action::GiveVerdict);
        let packed_at = context.packed_at.filter(|_| perhaps);
        known.extend(packed_at.map(|id| ("packed_at", organisation(id))));
        let on_paper = matches!(action, Action::TranscribeEntry | Action::VerifyEntry);
        let sheet_at = context.recorded_at.filter(|_| on_paper);
        known.extend(sheet_at.map(|id| ("sheet_at", organisation(id))));
        let packed_in = context.packed_in.as_deref();
        let packed_in = packed_in.filter(|_| action == Action::ReadParcel);
        known.extend(packed_in.map(|region| ("packed_in", text(region))));
        let of_parcel = matches!(action, Action::ReadParcel | Action::HandOverParcel);
        let shelf = context.shelf.filter(|_| of_parcel);
        known.extend(shelf.map(|id| ("shelf", organisation(id))));
        Some(known)
    }

    fn organisation(&self, id: OrganisationId) -> Expression {
        Expression::new_entity_uid(uid(&self.organisation, id))
    }

    fn account_uid(&self, id: AccountId) -> EntityUid {
        uid(&self.account, id)
    }

    fn role_uid(&self, role: Role) -> EntityUid {
        uid(&self.role, role.as_str())
    }
}

fn uid(of: &EntityTypeName, id: impl Display) -> EntityUid {
    EntityUid::from_type_name_and_id(of.clone(), EntityId::new(id.to_string()))
}

fn text(value: &str) -> Expression {
    Expression::new_string(value.to_owned())
}

fn entity<const N: usize>(
    id: &EntityUid,
    attributes: [(&str, Expression); N],
    parents: HashSet<EntityUid>,
) -> Result<Entity, String> {
    let attributes: HashMap<_, _> = attributes
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Entity::new(id.clone(), attributes, parents).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::{Access, Account, Action, Actor, CaseFacts, Context, Resource, Role};
    use crate::domain::ids::{AccountId, CaseId, OrganisationId};
    use cedar_policy::Entities;

    /// `put` skips the validation of entities for speed; this shows that what it builds conforms.
    #[test]
    fn entities_conform_to_the_schema() {
        let access = Access::new().unwrap();
        let organisation = OrganisationId::fresh();
        let resources = [
            Resource::Case(CaseFacts {
                id: CaseId::fresh(),
                responsible: organisation,
                former: vec![OrganisationId::fresh(), OrganisationId::fresh()],
                offered_to: vec![OrganisationId::fresh()],
                offered_regions: vec!["abai".into()],
                former_supervising: vec![OrganisationId::fresh()],
                supervising: OrganisationId::fresh(),
                region: "almaty".into(),
                open: true,
            }),
            Resource::Organisation {
                id: organisation,
                kind: "hospital".into(),
                region: "almaty".into(),
            },
        ];
        for (resource, action) in resources.iter().zip([Action::ListCases, Action::OpenCase]) {
            let actor = Actor::account(Account {
                id: AccountId::fresh(),
                role: Role::ALL[0],
                organisation,
                organisation_kind: "penal-facility".into(),
                region: "almaty".into(),
            });
            let schema = &access.rules.schema;
            let (_, entities) = access
                .words
                .put(schema, &actor, action, resource, &Context::default())
                .unwrap();
            Entities::from_entities(entities.iter().cloned(), Some(schema)).unwrap();
        }
    }
}
