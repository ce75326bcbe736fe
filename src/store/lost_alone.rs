//! Who is told that one person said alone that something of a parcel is missing and that nobody will find it.

use super::mailed::{self, Mail};
use super::{StoreError, Tx};
use crate::domain::ids::{AccountId, OrganisationId, ParcelId};
use chrono::{DateTime, Utc};
use serde_json::{Map, json};

/// It was said by one person alone.
const ALONE: &str = "message-lost-alone";

/// Tells those who hold these posts; so many people.
///
/// # Errors
/// When the database does not answer.
pub async fn tell(
    tx: &Tx,
    parcel: ParcelId,
    posts: &[(OrganisationId, String)],
    (by, at): (Option<AccountId>, DateTime<Utc>),
) -> Result<usize, StoreError> {
    let people = mailed::at_posts(tx, posts).await?;
    let arguments = Map::from_iter([("parcel".to_owned(), json!(parcel.to_string()))]);
    let mail = Mail {
        template: ALONE,
        arguments: &arguments,
        by,
        at,
    };
    mailed::mail(tx, mail, &people).await
}
