//! Somebody makes, renews or revokes the address of the own calendar feed.

use crate::access::{self, Action, Actor, Context, Lens, Resource, Role};
use crate::domain::ids::FeedId;
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::secrets::{SecretFault, digest, token};
use crate::store::desk::{Desk, Failure, Submission};
use crate::store::reading::visits::{self, Entry, Whose};
use crate::store::{accounts, feeds};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde_json::{Map, json};

/// The secret part of an address. It is shown once and kept nowhere.
pub struct FeedAddress(String);

impl FeedAddress {
    /// A fresh one.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn make() -> Result<Self, SecretFault> {
        token().map(Self)
    }

    /// As it stands in the address.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.0
    }
}

/// Makes an address for the actor's own feed; a former one leads nowhere from now on. Says whether the address handed in
/// is the one that works: a form sent before answers as it did then, but its address was shown then.
///
/// # Errors
/// [`Failure::Forbidden`].
pub async fn issue_feed(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    language: &str,
    address: &FeedAddress,
) -> Result<bool, Failure> {
    let issued = desk.perform_telling(actor, submission, Action::KeepCalendarFeed, async |work| {
        let permit = work.authorise(Action::KeepCalendarFeed, &Resource::System, &Context::default())?;
        let account = actor.account_id().ok_or(Refusal::NothingToDo)?;
        let id = FeedId::fresh();
        let hash = digest(address.0.as_bytes());
        feeds::issue(work.tx(), id, account, hash, language, work.instant()).await?;
        let detail = Map::from_iter([("what".to_owned(), json!("issue-feed"))]);
        let written = work.seal(permit, &format!("feed:{id}"), detail).await?;
        Ok((written, id))
    });
    let (_, works) = issued.await?;
    Ok(works)
}

/// Revokes the address of the actor's own feed.
///
/// # Errors
/// [`Failure::Refused`] where there is none; [`Failure::Forbidden`].
pub async fn revoke_feed(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
) -> Result<bool, Failure> {
    desk.perform(actor, submission, Action::KeepCalendarFeed, async |work| {
        let permit = work.authorise(Action::KeepCalendarFeed, &Resource::System, &Context::default())?;
        let account = actor.account_id().ok_or(Refusal::NothingToDo)?;
        if !feeds::revoke(work.tx(), account, work.instant()).await? {
            return Err(Refusal::NothingToDo.into());
        }
        let detail = Map::from_iter([("what".to_owned(), json!("revoke-feed"))]);
        let written = work.seal(permit, &format!("account:{account}"), detail).await?;
        Ok((written, true))
    })
    .await
}

/// A feed as it is fetched: in which language, and what stands in it.
#[derive(Debug)]
pub struct Fetched {
    /// `kk`, `ru` or `en`.
    pub language: String,
    /// Visits and tasks, the earliest first.
    pub entries: Vec<Entry>,
    /// When it was fetched.
    pub at: DateTime<Utc>,
    /// The day of that, where the holder works.
    pub today: NaiveDate,
}

/// Reads the feed behind an address, with the rights that its holder has at this moment. None where the address was
/// revoked, its account is closed or waits until somebody vouches for its holder, or its role has no calendar: from outside all
/// of them look like no address at all.
///
/// # Errors
/// When the database does not answer.
pub async fn fetch_feed(desk: &Desk, secret: &str) -> Result<Option<Fetched>, Failure> {
    let store = desk.store();
    let Some(feed) = feeds::find(store, digest(secret.as_bytes())).await? else {
        return Ok(None);
    };
    let account = accounts::find(store, feed.account).await?;
    let Some(account) = account.filter(accounts::Account::is_there) else {
        return Ok(None);
    };
    let Ok(role) = Role::parse(&account.role) else {
        return Ok(None);
    };
    let actor = Actor::account(access::Account {
        id: account.id,
        role,
        organisation: account.organisation,
        organisation_kind: account.organisation_kind,
        region: account.region,
    });
    if !desk.allows(
        &actor,
        Action::KeepCalendarFeed,
        &Resource::System,
        &Context::default(),
    ) {
        return Ok(None);
    }
    desk.note(&actor, "fetch-calendar-feed").await?;
    let scope = desk.access().scope(&actor, Action::ReadWorklist);
    let offers = desk.access().scope(&actor, Action::ReadOffers);
    // What an office owes besides the visits may be medical: a supervising body has visits only.
    let owes = (role.lens() != Lens::Supervision).then_some(role.as_str());
    let at = desk.instant();
    let today = civil_date(at, account.zone.parse().unwrap_or(Tz::UTC));
    let whose = Whose {
        scope: &scope,
        offers: &offers,
        role: owes,
        now: at,
        today,
    };
    let entries = visits::entries(store, whose).await?;
    Ok(Some(Fetched {
        language: feed.language,
        entries,
        at,
        today,
    }))
}
