//! By which channels beside mail those around a case can be told.

use crate::domain::alert::Gap;
use crate::domain::ids::{AccountId, CaseId, OrganisationId};
use crate::domain::roster::Found;
use crate::domain::rules::Channel;
use crate::store::entities::{case_file, endpoint, handover, organisation};
use crate::store::{Store, StoreError};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, JoinType, QueryFilter as _, QuerySelect as _,
    QueryTrait as _, RelationDef,
};
use uuid::Uuid;

/// A channel that leads somewhere: to the system of an organisation, or the telephone of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    channel: Channel,
    organisation: OrganisationId,
    account: Option<AccountId>,
}

/// Is an addressee told by a channel? `mailed` says whether he has an address for mail. Nobody is told where nobody sits.
#[must_use]
pub fn leads_to(ways: &[Way], channel: Channel, found: &Found, mailed: bool) -> bool {
    let there = !found.gap.is_some_and(Gap::unreachable);
    let known = |own: &dyn Fn(&Way) -> bool| ways.iter().any(|way| way.channel == channel && own(way));
    match channel {
        Channel::Screen => true,
        Channel::Email => there && mailed,
        Channel::Webhook => there && known(&|way: &Way| way.organisation == found.organisation),
        Channel::Sms => there && known(&|way: &Way| way.account.is_some() && way.account == found.account),
    }
}

/// The ways to those to whom the ladders of a case can lead: in its region, at the body that supervises, and in the region of
/// whoever was asked to take over. One question.
///
/// # Errors
/// When the database does not answer.
pub async fn around(store: &Store, case: CaseId) -> Result<Vec<Way>, StoreError> {
    let of_case = |column: case_file::Column| {
        let row = case_file::Entity::find().select_only().column(column);
        row.filter(case_file::Column::Id.eq(case.0)).into_query()
    };
    let receiving = handover::Entity::find()
        .select_only()
        .column(handover::Column::ToRegion)
        .filter(handover::Column::CaseId.eq(case.0))
        .filter(handover::Column::Live.eq(true))
        .into_query();
    let to_place: RelationDef = endpoint::Entity::belongs_to(organisation::Entity)
        .from(endpoint::Column::OrganisationId)
        .to(organisation::Column::Id)
        .into();
    let place = organisation::Column::Region;
    let around = Condition::any()
        .add(place.in_subquery(of_case(case_file::Column::Region)))
        .add(place.in_subquery(receiving))
        .add(endpoint::Column::OrganisationId.in_subquery(of_case(case_file::Column::SupervisingId)));
    let rows = endpoint::Entity::find()
        .select_only()
        .column(endpoint::Column::Channel)
        .column(endpoint::Column::OrganisationId)
        .column(endpoint::Column::AccountId)
        .join(JoinType::InnerJoin, to_place)
        .filter(endpoint::Column::WithdrawnAt.is_null())
        .filter(around)
        .into_tuple::<(String, Uuid, Option<Uuid>)>()
        .all(store.reader())
        .await?;
    let ways = rows.into_iter().filter_map(|(channel, organisation, account)| {
        Some(Way {
            channel: Channel::from_code(&channel)?,
            organisation: OrganisationId(organisation),
            account: account.map(AccountId),
        })
    });
    Ok(ways.collect())
}
