//! Who is told that one person alone wrote something off that nobody will find: something of a parcel is missing, or a pack that
//! he set aside himself.

use super::mailed::{self, Mail};
use super::{StoreError, Tx};
use crate::domain::ids::{AccountId, OrganisationId, PackId, ParcelId};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

/// It was said of a parcel by one person alone.
const ALONE: &str = "message-lost-alone";
/// It was said of a pack by whoever set it aside.
const ASIDE_ALONE: &str = "message-pack-missing";

/// Tells those who hold these posts of a parcel; so many people.
///
/// # Errors
/// When the database does not answer.
pub async fn tell(
    tx: &Tx,
    parcel: ParcelId,
    posts: &[(OrganisationId, String)],
    (by, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<usize, StoreError> {
    let arguments = Map::from_iter([("parcel".to_owned(), json!(parcel.to_string()))]);
    mail(tx, (ALONE, &arguments), posts, (by, at)).await
}

/// Tells them of a pack; so many people.
///
/// # Errors
/// When the database does not answer.
pub async fn tell_of_pack(
    tx: &Tx,
    pack: PackId,
    posts: &[(OrganisationId, String)],
    (by, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<usize, StoreError> {
    let page = format!("packs/{pack}");
    let arguments = Map::from_iter([("supply".to_owned(), json!(page))]);
    mail(tx, (ASIDE_ALONE, &arguments), posts, (by, at)).await
}

async fn mail(
    tx: &Tx,
    (template, arguments): (&'static str, &Map<String, Value>),
    posts: &[(OrganisationId, String)],
    (by, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<usize, StoreError> {
    let people = mailed::at_posts(tx, posts).await?;
    let mail = Mail {
        template,
        arguments,
        by,
        at,
    };
    mailed::mail(tx, mail, &people).await
}
