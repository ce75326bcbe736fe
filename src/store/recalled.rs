//! Who is told of a recall in the minute in which it is spoken: everybody who gives or keeps the drug where the lot lies, or
//! from where, or to where, some of it is on its way.

use super::entities::{account, pack, parcel};
use super::mailed::{self, Mail, reachable};
use super::{StoreError, Tx, letters};
use crate::domain::ids::{AccountId, LetterId, LotId, OrganisationId, RecordId};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, JoinType, QueryFilter as _, QuerySelect as _, RelationDef,
};
use serde_json::{Map, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The lot is recalled.
const SPOKEN: &str = "message-recall";
/// A signed letter says so.
const WRITTEN: &str = "message-recall-letter";
/// It no longer is.
const LIFTED: &str = "message-recall-lifted";

/// What is told, by whom, and to which roles.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The lot.
    pub lot: LotId,
    /// Its recall.
    pub recall: RecordId,
    /// Whoever speaks knows it.
    pub by: Option<AccountId>,
    /// Those who give or keep the drug, as the policies name them.
    pub roles: &'a [String],
    /// When.
    pub at: DateTime<Utc>,
}

/// Tells of a recall; so many people.
///
/// # Errors
/// When the database does not answer.
pub async fn spoken(tx: &Tx, told: Told<'_>) -> Result<usize, StoreError> {
    let people = around(tx, told).await?;
    write(tx, told, SPOKEN, people).await
}

/// Tells those who give or keep the drug at a place that came to some of the lot after the recall was spoken; so many people.
///
/// # Errors
/// When the database does not answer.
pub async fn late(tx: &Tx, told: Told<'_>, at: OrganisationId) -> Result<usize, StoreError> {
    let there = account::Entity::find()
        .filter(account::Column::OrganisationId.eq(at.0))
        .filter(account::Column::Role.is_in(told.roles.iter().map(String::as_str)));
    let people = reachable(there).all(&tx.0).await?;
    write(tx, told, SPOKEN, people).await
}

/// Tells that it was lifted: those who have the lot now, and everybody who was told of the recall, in that minute or by a
/// letter. An organisation that only had some of it was told by a letter alone.
///
/// # Errors
/// When the database does not answer.
pub async fn lifted(tx: &Tx, told: Told<'_>) -> Result<usize, StoreError> {
    let mut before = mailed::told_before(tx, SPOKEN, [told.recall.to_string()]).await?;
    let letters = letters::about_lot(tx, told.lot, told.recall).await?;
    let letters = letters.into_iter().map(|letter| letter.to_string());
    before.extend(mailed::told_before(tx, WRITTEN, letters).await?);
    let mut people = around(tx, told).await?;
    let known: BTreeSet<Uuid> = people.iter().map(|person| person.id).collect();
    let before = before.into_iter().filter(|id| !known.contains(id));
    let before = account::Entity::find().filter(account::Column::Id.is_in(before));
    people.extend(reachable(before).all(&tx.0).await?);
    write(tx, told, LIFTED, people).await
}

/// Tells those who hold these posts that a signed letter about a recall came for their organisation; so many people.
///
/// # Errors
/// When the database does not answer.
pub async fn written(
    tx: &Tx,
    letter: LetterId,
    posts: &[(OrganisationId, String)],
    by: AccountId,
    at: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let people = mailed::at_posts(tx, posts).await?;
    let arguments = Map::from_iter([("letter".to_owned(), json!(letter.to_string()))]);
    let mail = Mail {
        template: WRITTEN,
        arguments: &arguments,
        by: Some(by),
        at,
    };
    mailed::mail(tx, mail, &people).await
}

/// Those who work where the lot lies, or from where or to where it is on its way.
async fn around(tx: &Tx, told: Told<'_>) -> Result<Vec<account::Model>, StoreError> {
    let lying = pack::Entity::find()
        .select_only()
        .column(pack::Column::OrganisationId)
        .distinct()
        .filter(pack::Column::LotId.eq(told.lot.0))
        .filter(pack::Column::Place.is_in(["stock", "quarantine", "set-aside"]))
        .into_tuple::<Option<Uuid>>()
        .all(&tx.0)
        .await?;
    let to_parcel: RelationDef = pack::Entity::belongs_to(parcel::Entity)
        .from(pack::Column::ParcelId)
        .to(parcel::Column::Id)
        .into();
    let travelling = pack::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, to_parcel)
        .column(parcel::Column::FromId)
        .column(parcel::Column::ToId)
        .distinct()
        .filter(pack::Column::LotId.eq(told.lot.0))
        .filter(pack::Column::Place.eq("parcel"))
        .into_tuple::<(Uuid, Uuid)>()
        .all(&tx.0)
        .await?;
    let ends = travelling.into_iter().flat_map(|(from, to)| [from, to]);
    let places: BTreeSet<Uuid> = lying.into_iter().flatten().chain(ends).collect();
    let there = account::Entity::find()
        .filter(account::Column::OrganisationId.is_in(places))
        .filter(account::Column::Role.is_in(told.roles.iter().map(String::as_str)));
    Ok(reachable(there).all(&tx.0).await?)
}

async fn write(
    tx: &Tx,
    told: Told<'_>,
    template: &str,
    people: Vec<account::Model>,
) -> Result<usize, StoreError> {
    let arguments = Map::from_iter([
        ("lot".to_owned(), json!(told.lot.to_string())),
        ("recall".to_owned(), json!(told.recall.to_string())),
    ]);
    let mail = Mail {
        template,
        arguments: &arguments,
        by: told.by,
        at: told.at,
    };
    mailed::mail(tx, mail, &people).await
}
