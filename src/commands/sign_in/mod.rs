//! Signing in and out.
//!
//! Whoever is refused learns nothing from it: an unknown name, a closed account, a wrong passphrase, a
//! wrong or used code and an account that has to wait all get the same answer after the same time. Each
//! attempt costs one argon2 comparison and three codes, whoever is asked for. Whoever has all of it right, and for whom nobody
//! has vouched yet, is told that: it says nothing to anybody else.

mod common;
pub mod enrol;
pub mod one_time_code;
pub mod password;
pub mod session;
pub mod throttle;
mod twins;

use crate::{
    access::{self, Actor, Role},
    clock::{Clock, Stopwatch},
    domain::{
        ids::{AccountId, MessageId},
        localised::Localised,
        rules::Channel,
    },
    secrets::{self, Keys, SecretFault},
    store::{
        Store, StoreError, Tx,
        accounts::{self, Account},
        ledger::{self, Who},
        outbox::{self, NewMessage},
        sessions::{self, NewSession, Session, TokenHash},
    },
};
use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use one_time_code::CodeSecret;
use password::{PasswordFault, Passwords};
use serde_json::{Map, Value};
use std::{net::IpAddr, sync::Arc, time::Duration};
use thiserror::Error;
use throttle::{AddressBudget, Wait};
pub use twins::Form;
use twins::Twins;

/// Refusals are answered at multiples of this after the attempt, which hides what was done meanwhile:
/// a row written for a known account, none for an unknown one.
const BEAT_MILLIS: u64 = 300;

/// Minutes for which a new session says how many wrong attempts came before it.
const MINUTES_TOLD: i64 = 10;

/// Why nobody was signed in.
#[derive(Debug, Error)]
pub enum SignInFault {
    /// The attempt was wrong, or was not looked at. There is no second word to this.
    #[error("the sign-in was refused")]
    Refused,
    /// All was right, and nobody has vouched for the holder yet. Only who knows passphrase and code is told.
    #[error("the account waits until somebody vouches for its holder")]
    Unvouched(AccountId),
    /// The database did not answer or holds nonsense.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The passphrase could not be compared.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// A secret could not be made or opened.
    #[error(transparent)]
    Secret(#[from] SecretFault),
}

impl SignInFault {
    /// Whether trying again later may help; answered as 503.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Store(fault) => fault.is_unavailable(),
            Self::Password(fault) => matches!(fault, PasswordFault::Busy),
            Self::Refused | Self::Unvouched(_) | Self::Secret(_) => false,
        }
    }
}

/// What somebody typed, and where he sat.
pub struct Attempt<'a> {
    /// The sign-in name.
    pub name: &'a str,
    /// The passphrase.
    pub passphrase: &'a str,
    /// The one-time code.
    pub code: &'a str,
    /// The language chosen on the sign-in page, if any.
    pub language: Option<&'a str>,
    /// The client's address.
    pub address: IpAddr,
}

/// A session that has just begun.
#[derive(Clone)]
pub struct Begun {
    /// The token for the cookie; kept nowhere else.
    pub token: String,
    /// Who signed in.
    pub account: AccountId,
}

/// Somebody with a live session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// In whose name the session acts.
    pub actor: Actor,
    /// What the person types to sign in.
    pub sign_in_name: String,
    /// The name that others see.
    pub display_name: String,
    /// The organisation the person acts for.
    pub organisation_name: Localised,
    /// `kk`, `ru` or `en`, as chosen in this session.
    pub language: String,
    /// The zone whose civil date counts where the person works.
    pub zone: Tz,
    /// The token every form of this session carries.
    pub csrf: String,
    /// SHA-256 of the session's token: the session's name in the database.
    pub session: TokenHash,
    /// Wrong attempts with this name that its owner should know about.
    pub guessed: Option<Guessed>,
}

/// Wrong attempts to sign in with somebody's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guessed {
    /// How many.
    pub failures: u32,
    /// Whether they came before this session began; otherwise since then.
    pub before: bool,
    /// How long nobody can sign in with the name.
    pub wait: Wait,
}

/// The door. Clones share its memory of addresses and its turns at hashing.
#[derive(Clone)]
pub struct Door {
    store: Store,
    clock: Clock,
    keys: Keys,
    passwords: Passwords,
    addresses: Arc<AddressBudget>,
    signed_in: Arc<Twins<Answered>>,
    enrolled: Arc<Twins<AccountId>>,
}

/// What a form was answered, for its twin.
#[derive(Clone)]
enum Answered {
    Begun(Begun),
    Unvouched(AccountId),
    Refused,
}

/// What an attempt came to.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// Right, with the code of this step.
    Right(i64),
    /// Wrong; it counts.
    Wrong,
    /// Not looked at; it does not count.
    Unseen,
}

impl Door {
    /// A door to this store.
    #[must_use]
    pub fn new(store: Store, clock: Clock, keys: Keys, passwords: Passwords) -> Self {
        Self {
            store,
            clock,
            keys,
            passwords,
            addresses: Arc::default(),
            signed_in: Arc::default(),
            enrolled: Arc::default(),
        }
    }

    /// Signs somebody in by a form; the same form sent twice is one attempt, with one answer.
    ///
    /// # Errors
    /// As [`Door::sign_in`].
    pub async fn sign_in_once(&self, form: Form, attempt: Attempt<'_>) -> Result<Begun, SignInFault> {
        let act = async {
            match self.sign_in(attempt).await {
                Ok(begun) => Ok(Answered::Begun(begun)),
                Err(SignInFault::Unvouched(account)) => Ok(Answered::Unvouched(account)),
                Err(SignInFault::Refused) => Ok(Answered::Refused),
                Err(fault) => Err(fault),
            }
        };
        match self.signed_in.once(form, self.clock.wall(), act).await? {
            Answered::Begun(begun) => Ok(begun),
            Answered::Unvouched(account) => Err(SignInFault::Unvouched(account)),
            Answered::Refused => Err(SignInFault::Refused),
        }
    }

    /// Signs somebody in.
    ///
    /// # Errors
    /// [`SignInFault::Refused`], or what kept the attempt from being looked at.
    pub async fn sign_in(&self, attempt: Attempt<'_>) -> Result<Begun, SignInFault> {
        let watch = Stopwatch::start();
        let outcome = self.attempt(&attempt).await;
        if matches!(outcome, Err(SignInFault::Refused)) {
            let rest = BEAT_MILLIS - watch.millis() % BEAT_MILLIS;
            tokio::time::sleep(Duration::from_millis(rest)).await;
        }
        outcome
    }

    async fn attempt(&self, attempt: &Attempt<'_>) -> Result<Begun, SignInFault> {
        let name = attempt.name.trim().to_lowercase();
        let asked_for = accounts::find_by_sign_in_name(&self.store, &name).await?;
        let hash = asked_for
            .as_ref()
            .and_then(|account| account.password_hash.clone());
        let passphrase_fits = self
            .passwords
            .matches(attempt.passphrase.to_owned(), hash)
            .await?;
        let now = self.clock.wall();
        let step = self
            .code_secret(asked_for.as_ref())?
            .matched_step(attempt.code, now);
        // Asked again: while this attempt waited for its turn, others may have used up the free ones.
        let account = accounts::find_by_sign_in_name(&self.store, &name).await?;
        let account = account.filter(|account| account.disabled_at.is_none());
        match judge(account.as_ref(), passphrase_fits, step, now) {
            _ if !self.addresses.allows(attempt.address, now) => Err(SignInFault::Refused),
            Verdict::Unseen => self.refuse_unseen(account.as_ref(), attempt.address, now).await,
            Verdict::Wrong => self.refuse(account.as_ref(), attempt.address, now).await,
            Verdict::Right(step) => match account {
                Some(account) => self.begin(&account, step, attempt, now).await,
                None => Err(SignInFault::Refused),
            },
        }
    }

    fn code_secret(&self, account: Option<&Account>) -> Result<CodeSecret, SecretFault> {
        let kept = account.and_then(|account| account.totp_secret.as_deref().map(|sealed| (account, sealed)));
        let Some((account, sealed)) = kept else {
            return Ok(CodeSecret::nobodys());
        };
        let opened = self.keys.open(&owner(account.id), sealed)?;
        CodeSecret::from_bytes(&opened).ok_or(SecretFault::Sealed)
    }

    async fn begin(
        &self,
        account: &Account,
        step: i64,
        attempt: &Attempt<'_>,
        now: DateTime<Utc>,
    ) -> Result<Begun, SignInFault> {
        let (token, csrf) = (secrets::token()?, secrets::token()?);
        let tx = self.store.begin_write().await?;
        if !accounts::record_success(&tx, account.id, step).await? {
            drop(tx); // the code was used before: somebody looked over a shoulder
            return self.refuse(Some(account), attempt.address, now).await;
        }
        let who = Who::Account {
            id: account.id,
            role: &account.role,
        };
        if account.waits_since.is_some() {
            // The code is used up all the same. No session begins, so nothing can be reached.
            let detail = Map::from_iter([("unvouched".to_owned(), Value::from(true))]);
            let subject = owner(account.id);
            ledger::append(&tx, self.entry(who, "refuse-sign-in", &subject, detail)).await?;
            tx.commit().await?;
            return Err(SignInFault::Unvouched(account.id));
        }
        let new = NewSession {
            token: secrets::digest(token.as_bytes()),
            account: account.id,
            csrf: &csrf,
            language: attempt.language.unwrap_or(&account.language),
            failures: account.failures,
            at: now,
            idle_expires_at: session::idle_end(now, now),
            expires_at: session::absolute_end(now),
        };
        sessions::create(&tx, &new).await?;
        ledger::append(&tx, self.entry(who, "sign-in", &owner(account.id), Map::new())).await?;
        tx.commit().await?;
        Ok(Begun {
            token,
            account: account.id,
        })
    }

    /// Counts a wrong attempt: against the address always, against the account when there is one.
    async fn refuse(
        &self,
        account: Option<&Account>,
        address: IpAddr,
        now: DateTime<Utc>,
    ) -> Result<Begun, SignInFault> {
        self.addresses.spend(address, now);
        if let Some(account) = account {
            let tx = self.store.begin_write().await?;
            let throttle = |failures| match throttle::wait_after(failures, now) {
                Wait::Until(until) => Some(until),
                Wait::None | Wait::Locked => None,
            };
            let failures = accounts::record_failure(&tx, account.id, throttle).await?;
            let detail = Map::from_iter([("failures".to_owned(), Value::from(failures))]);
            ledger::append(
                &tx,
                self.entry(Who::Nobody, "refuse-sign-in", &owner(account.id), detail),
            )
            .await?;
            self.tell_owner(&tx, account, failures, now).await?;
            tx.commit().await?;
            if failures >= throttle::LONG_WAIT_FAILURES {
                tracing::warn!(account = %account.id, failures, "an account is being guessed at");
            }
        }
        Err(SignInFault::Refused)
    }

    /// Writes down an attempt that was not looked at, because its account waits. It changes nothing but the address's
    /// budget, which keeps one address from filling the ledger.
    async fn refuse_unseen(
        &self,
        account: Option<&Account>,
        address: IpAddr,
        now: DateTime<Utc>,
    ) -> Result<Begun, SignInFault> {
        self.addresses.spend(address, now);
        if let Some(account) = account {
            let until = match throttle::standing(account.failures, account.throttled_until) {
                Wait::Until(until) => Value::from(until.to_rfc3339_opts(SecondsFormat::Secs, true)),
                Wait::None | Wait::Locked => Value::Null,
            };
            let detail = Map::from_iter([
                ("failures".to_owned(), Value::from(account.failures)),
                ("locked_until".to_owned(), until),
            ]);
            let tx = self.store.begin_write().await?;
            let subject = owner(account.id);
            ledger::append(&tx, self.entry(Who::Nobody, "refuse-sign-in", &subject, detail)).await?;
            tx.commit().await?;
        }
        Err(SignInFault::Refused)
    }

    /// Writes to the owner when a long wait begins. At the door nobody may be told whether a name is known, so that
    /// its owner learns it elsewhere: by this letter, and in a session that is open.
    async fn tell_owner(
        &self,
        tx: &Tx,
        account: &Account,
        failures: u32,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Some(address) = account.email.as_deref().filter(|_| throttle::is_told(failures)) else {
            return Ok(());
        };
        let (template, arguments) = match throttle::wait_after(failures, now) {
            Wait::Until(until) => {
                let zone = account.zone.parse().unwrap_or(Tz::UTC);
                let until = until.with_timezone(&zone).format("%H:%M").to_string();
                let until = Map::from_iter([("until".to_owned(), Value::from(until))]);
                ("message-sign-in-waits", until)
            }
            Wait::None | Wait::Locked => ("message-sign-in-locked", Map::new()),
        };
        // Messages keep the time that everybody goes by, in training the training clock.
        let at = self.clock.now();
        let message = NewMessage {
            id: MessageId::fresh(),
            at,
            run_at: at,
            recipient: Some(account.id),
            channel: Channel::Email,
            address,
            endpoint: None,
            template,
            arguments,
            language: &account.language,
            case: None,
            alert: None,
            notice: None,
        };
        outbox::enqueue(tx, &message).await
    }

    /// Who holds the session with this token; `None` when it never was, has ended, or the account is
    /// closed. Moves the idle limit on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn resume(&self, token: &str) -> Result<Option<SignedIn>, StoreError> {
        let now = self.clock.wall();
        let hash = secrets::digest(token.as_bytes());
        let Some(found) = sessions::find(&self.store, &hash, now).await? else {
            return Ok(None);
        };
        if session::needs_touch(found.seen_at, now) {
            // A page that can be read should be, even when the disk is full.
            if let Err(fault) = self.touch(&hash, &found, now).await {
                tracing::warn!(%fault, "a session could not be moved on");
            }
        }
        signed_in(found, hash, now).map(Some)
    }

    async fn touch(&self, hash: &TokenHash, found: &Session, now: DateTime<Utc>) -> Result<(), StoreError> {
        let tx = self.store.begin_write().await?;
        sessions::touch(&tx, hash, now, session::idle_end(found.created_at, now)).await?;
        tx.commit().await
    }

    /// Ends the session: its token opens nothing any more.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sign_out(&self, who: &SignedIn) -> Result<(), StoreError> {
        let tx = self.store.begin_write().await?;
        sessions::end(&tx, &who.session, self.clock.wall()).await?;
        if let Some(account) = who.actor.as_account() {
            let entry_by = Who::Account {
                id: account.id,
                role: account.role.as_str(),
            };
            ledger::append(
                &tx,
                self.entry(entry_by, "sign-out", &owner(account.id), Map::new()),
            )
            .await?;
        }
        tx.commit().await
    }

    /// Remembers the language chosen in a session.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn set_language(&self, who: &SignedIn, language: &str) -> Result<(), StoreError> {
        let tx = self.store.begin_write().await?;
        sessions::set_language(&tx, &who.session, language).await?;
        tx.commit().await
    }

    fn entry<'a>(
        &self,
        who: Who<'a>,
        verb: &'a str,
        subject: &'a str,
        detail: Map<String, Value>,
    ) -> ledger::Entry<'a> {
        ledger::Entry {
            at: self.clock.now(),
            who,
            verb,
            case: None,
            subject: Some(subject),
            detail,
            events: &[],
        }
    }
}

/// The owner under which an account's secrets are sealed, and its name as the subject of the ledger.
#[must_use]
pub fn owner(account: AccountId) -> String {
    format!("account:{account}")
}

fn judge(account: Option<&Account>, passphrase_fits: bool, step: Option<i64>, now: DateTime<Utc>) -> Verdict {
    let Some(account) = account else {
        return Verdict::Wrong;
    };
    let wait = throttle::standing(account.failures, account.throttled_until);
    let enrolled = account.password_hash.is_some() && account.totp_secret.is_some();
    match step {
        _ if !wait.is_over(now) => Verdict::Unseen,
        Some(step) if passphrase_fits && enrolled => Verdict::Right(step),
        _ => Verdict::Wrong,
    }
}

/// What the owner of a session should know: attempts since it began, or, while it is young, those before it.
fn guessed(found: &Session, now: DateTime<Utc>) -> Option<Guessed> {
    let account = &found.account;
    let wait = throttle::standing(account.failures, account.throttled_until);
    let since = Guessed {
        failures: account.failures,
        before: false,
        wait: if wait.is_over(now) { Wait::None } else { wait },
    };
    let young = now - found.created_at < chrono::Duration::minutes(MINUTES_TOLD);
    let before = Guessed {
        failures: found.failures,
        before: true,
        wait: Wait::None,
    };
    let told = |guessed: &Guessed| guessed.failures > throttle::FREE_FAILURES;
    Some(since)
        .filter(told)
        .or_else(|| Some(before).filter(|before| young && told(before)))
}

fn signed_in(found: Session, session: TokenHash, now: DateTime<Utc>) -> Result<SignedIn, StoreError> {
    let guessed = guessed(&found, now);
    let account = found.account;
    let corrupt = |table, column| StoreError::Corrupt {
        table,
        row: account.id.to_string(),
        column,
    };
    let role = Role::parse(&account.role).map_err(|_| corrupt("account", "role"))?;
    let zone = account
        .zone
        .parse()
        .map_err(|_| corrupt("organisation", "zone"))?;
    Ok(SignedIn {
        actor: Actor::account(access::Account {
            id: account.id,
            role,
            organisation: account.organisation,
            organisation_kind: account.organisation_kind,
            region: account.region,
        }),
        sign_in_name: account.sign_in_name,
        display_name: account.display_name,
        organisation_name: account.organisation_name,
        language: found.language,
        zone,
        csrf: found.csrf,
        session,
        guessed,
    })
}
