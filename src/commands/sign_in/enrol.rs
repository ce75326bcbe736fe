//! Enrolment: a person who holds a one-time link chooses a passphrase and shows that the authenticator
//! knows the secret. Nobody else ever learns either, administrators included.

use super::{
    Door, Form, one_time_code::CodeSecret, owner, password, password::PasswordFault, password::Weakness,
};
use crate::{
    domain::ids::AccountId,
    secrets::{self, SecretFault},
    store::{
        StoreError, Tx,
        accounts::{self, Account},
        feeds,
        ledger::{self, Who},
        sessions,
    },
};
use chrono::{DateTime, Duration, Utc};
use serde_json::Map;
use thiserror::Error;

/// Hours for which a link works.
pub const LINK_HOURS: i64 = 24;
const SECRET_PURPOSE: &str = "enrolment-code-secret";

/// Why nobody was enrolled.
#[derive(Debug, Error)]
pub enum EnrolFault {
    /// The link was never issued, was used, is too old, or the account is closed.
    #[error("the enrolment link does not work")]
    Link,
    /// The passphrase may not be chosen.
    #[error(transparent)]
    Weak(#[from] Weakness),
    /// The code is not the one that the authenticator shows now.
    #[error("the one-time code is wrong")]
    Code,
    /// The database did not answer or holds nonsense.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The passphrase could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// A secret could not be sealed.
    #[error(transparent)]
    Secret(#[from] SecretFault),
}

/// What the page of a working link shows.
pub struct Offer {
    /// Whose account it is.
    pub account: Account,
    /// The secret for the authenticator. It follows from the link, so that loading the page again, or
    /// correcting an error, offers the same one.
    pub secret: CodeSecret,
}

/// A link that was made and not yet given to anybody. Its token is kept nowhere else.
pub struct Link {
    token: String,
    until: DateTime<Utc>,
}

impl Link {
    /// The last part of the link's address.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Until when it will work.
    #[must_use]
    pub fn until(&self) -> DateTime<Utc> {
        self.until
    }
}

impl Door {
    /// Makes a link; it works once [`Door::put_link`] has been committed.
    ///
    /// # Errors
    /// Where the system has no randomness.
    pub fn make_link(&self) -> Result<Link, SecretFault> {
        Ok(Link {
            token: secrets::token()?,
            until: self.clock.wall() + Duration::hours(LINK_HOURS),
        })
    }

    /// Gives a link to an account within the caller's transaction. Earlier links of the account stop working, its sessions
    /// end, and the address of its calendar leads nowhere: whoever has the phone that was lost has that, too. `by` is
    /// whoever makes or resets the account.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn put_link(
        &self,
        tx: &Tx,
        link: &Link,
        account: AccountId,
        by: Who<'_>,
    ) -> Result<(), StoreError> {
        let now = self.clock.wall();
        let token = secrets::digest(link.token.as_bytes());
        sessions::issue_enrolment(tx, token, account, now, link.until).await?;
        sessions::end_all(tx, account, now).await?;
        feeds::revoke(tx, account, now).await?;
        let subject = owner(account);
        ledger::append(tx, self.entry(by, "issue-enrolment-link", &subject, Map::new())).await?;
        Ok(())
    }

    /// Issues a link within the caller's transaction: its token, kept nowhere else. Earlier links of the
    /// account stop working, and its sessions end. `by` is whoever makes or resets the account.
    ///
    /// # Errors
    /// [`EnrolFault::Store`], [`EnrolFault::Secret`].
    pub async fn issue_link(&self, tx: &Tx, account: AccountId, by: Who<'_>) -> Result<String, EnrolFault> {
        let link = self.make_link()?;
        self.put_link(tx, &link, account, by).await?;
        Ok(link.token)
    }

    /// What a link offers.
    ///
    /// # Errors
    /// [`EnrolFault::Link`], [`EnrolFault::Store`].
    pub async fn offer(&self, token: &str) -> Result<Offer, EnrolFault> {
        let hash = secrets::digest(token.as_bytes());
        let account = match sessions::find_enrolment(&self.store, &hash, self.clock.wall()).await? {
            Some(id) => accounts::find(&self.store, id).await?,
            None => None,
        };
        let account = account
            .filter(|account| account.disabled_at.is_none())
            .ok_or(EnrolFault::Link)?;
        Ok(Offer {
            account,
            secret: self.offered_secret(token),
        })
    }

    fn offered_secret(&self, token: &str) -> CodeSecret {
        CodeSecret::derived(&self.keys.derive_bytes(SECRET_PURPOSE, token))
    }

    /// Enrols by a form; the same form sent twice uses the link once, and is told so twice.
    ///
    /// # Errors
    /// As [`Door::enrol`].
    pub async fn enrol_once(
        &self,
        form: Form,
        token: &str,
        passphrase: &str,
        code: &str,
    ) -> Result<AccountId, EnrolFault> {
        let act = self.enrol(token, passphrase, code);
        self.enrolled.once(form, self.clock.wall(), act).await
    }

    /// Sets passphrase and one-time codes, and uses the link up.
    ///
    /// # Errors
    /// [`EnrolFault`]; nothing has changed then, and the link still works unless it is at fault.
    pub async fn enrol(&self, token: &str, passphrase: &str, code: &str) -> Result<AccountId, EnrolFault> {
        let Offer { account, secret } = self.offer(token).await?;
        password::accept(passphrase, &account.sign_in_name)?;
        let now = self.clock.wall();
        let step = secret.matched_step(code, now).ok_or(EnrolFault::Code)?;
        let hash = self.passwords.hash(passphrase.to_owned()).await?;
        let subject = owner(account.id);
        let sealed = self.keys.seal(&subject, secret.as_bytes())?;
        let tx = self.store.begin_write().await?;
        if !sessions::use_enrolment(&tx, &secrets::digest(token.as_bytes()), now).await? {
            return Err(EnrolFault::Link);
        }
        accounts::set_credentials(&tx, account.id, &hash, &sealed).await?;
        // The code that was just shown must not open the account a second time.
        accounts::record_success(&tx, account.id, step).await?;
        sessions::end_all(&tx, account.id, now).await?;
        let who = Who::Account {
            id: account.id,
            role: &account.role,
        };
        ledger::append(&tx, self.entry(who, "enrol", &subject, Map::new())).await?;
        tx.commit().await?;
        Ok(account.id)
    }
}
