//! A mail to everybody of a circle of people, without a case: each who has an address and still has an account.

use super::entities::{account, outbox as rows};
use super::{StoreError, Tx, outbox};
use crate::domain::ids::{AccountId, MessageId, OrganisationId};
use crate::domain::rules::Channel;
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use serde_json::{Map, Value};
use uuid::Uuid;

/// What is written, when, and by whose act: he knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mail<'a> {
    /// Text key of the message.
    pub template: &'a str,
    /// Arguments of the text.
    pub arguments: &'a Map<String, Value>,
    /// Whoever caused it.
    pub by: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Those of some accounts who can be written to. Of one that waits, whoever had it wait may have entered the address.
pub(super) fn reachable(select: sea_orm::Select<account::Entity>) -> sea_orm::Select<account::Entity> {
    select.filter(
        Condition::all()
            .add(account::Column::DisabledAt.is_null())
            .add(account::Column::WaitsSince.is_null())
            .add(account::Column::Email.is_not_null()),
    )
}

/// Those who hold a post of these and can be written to: each an organisation and the role that fills the post there.
pub(super) async fn at_posts(
    tx: &Tx,
    posts: &[(OrganisationId, String)],
) -> Result<Vec<account::Model>, StoreError> {
    let mut any = Condition::any();
    for (at, role) in posts {
        any = any.add(
            Condition::all()
                .add(account::Column::OrganisationId.eq(at.0))
                .add(account::Column::Role.eq(role.as_str())),
        );
    }
    if posts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(reachable(account::Entity::find().filter(any)).all(&tx.0).await?)
}

/// Writes to each of them but the one who knows; so many.
pub(super) async fn mail(tx: &Tx, mail: Mail<'_>, people: &[account::Model]) -> Result<usize, StoreError> {
    let mut count = 0;
    for person in people {
        let id = AccountId(person.id);
        let Some(address) = person.email.as_deref().filter(|_| Some(id) != mail.by) else {
            continue;
        };
        let new = outbox::NewMessage {
            id: MessageId::fresh(),
            at: mail.at,
            run_at: mail.at,
            recipient: Some(id),
            channel: Channel::Email,
            address,
            endpoint: None,
            template: mail.template,
            arguments: mail.arguments.clone(),
            language: &person.language,
            case: None,
            alert: None,
            notice: None,
        };
        outbox::enqueue(tx, &new).await?;
        count += 1;
    }
    Ok(count)
}

/// Who was written to with a template of which the arguments name one of these.
pub(super) async fn told_before(
    tx: &Tx,
    template: &str,
    naming: impl IntoIterator<Item = String>,
) -> Result<Vec<Uuid>, StoreError> {
    let mut any = Condition::any();
    for named in naming {
        any = any.add(rows::Column::Arguments.contains(named));
    }
    // No condition would be true of every message.
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let before = rows::Entity::find()
        .select_only()
        .column(rows::Column::RecipientAccountId)
        .filter(rows::Column::Template.eq(template))
        .filter(any)
        .into_tuple::<Option<Uuid>>()
        .all(&tx.0)
        .await?;
    Ok(before.into_iter().flatten().collect())
}
