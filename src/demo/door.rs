//! What a training installation tells whoever stands at its door: the accounts that can be tried, and the
//! passphrase of all of them. Kept with the database, so that it is told after a restart, too.

use serde::{Deserialize, Serialize};

use crate::commands::sign_in::owner;
use crate::secrets::Keys;
use crate::store::desk::Desk;
use crate::store::{StoreError, Tx, accounts, organisations, settings};
use crate::web::house::{DemoDoor, DemoKey};

const SETTING: &str = "training-door";

/// The accounts to be offered, in order, and their passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sign {
    /// The passphrase of all of them.
    pub passphrase: String,
    /// What to type to sign in.
    pub sign_in_names: Vec<String>,
}

/// Puts the sign up.
///
/// # Errors
/// When the database does not answer.
pub async fn put_up(tx: &Tx, sign: &Sign) -> Result<(), StoreError> {
    settings::put(tx, SETTING, &serde_json::to_string(sign).unwrap_or_default()).await
}

/// Reads the sign, with the secrets behind the one-time codes. None outside training, and in a training database
/// that nobody put one up in.
///
/// # Errors
/// When the database does not answer or the sign is not one.
pub async fn read(desk: &Desk, keys: &Keys) -> Result<Option<DemoDoor>, StoreError> {
    if !desk.training() {
        return Ok(None);
    }
    let Some(text) = settings::get(desk.store(), SETTING).await? else {
        return Ok(None);
    };
    let corrupt = |_| StoreError::Corrupt {
        table: "setting",
        row: SETTING.to_owned(),
        column: "value",
    };
    let sign: Sign = serde_json::from_str(&text).map_err(corrupt)?;
    let mut shown = Vec::new();
    for name in &sign.sign_in_names {
        let Some(account) = accounts::find_by_sign_in_name(desk.store(), name).await? else {
            continue;
        };
        let Some(organisation) = organisations::find(desk.store(), account.organisation).await? else {
            continue;
        };
        let sealed = account.totp_secret.unwrap_or_default();
        let Ok(secret) = keys.open(&owner(account.id), &sealed) else {
            continue;
        };
        shown.push(DemoKey {
            account: account.id,
            sign_in_name: account.sign_in_name,
            role: account.role,
            organisation: organisation.name,
            secret,
        });
    }
    Ok(Some(DemoDoor {
        passphrase: sign.passphrase,
        accounts: shown,
    }))
}
