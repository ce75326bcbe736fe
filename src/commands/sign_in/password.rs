//! Passphrases: argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet).

use super::common::is_common;
use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use std::{num::NonZero, sync::Arc, thread::available_parallelism, time::Duration};
use thiserror::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Fewest characters of a passphrase (NIST SP 800-63B asks 15 of one that might stand alone).
pub const SHORTEST: usize = 15;
/// Most characters: hashing costs time for each.
pub const LONGEST: usize = 256;
const FEWEST_DISTINCT: usize = 6;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// One hashing at once for so many processors: the others must still serve pages, and each takes 19 MiB.
const PROCESSORS_EACH: usize = 2;
/// Whoever has waited so long is told to try again.
const PATIENCE: Duration = Duration::from_secs(15);

/// Compared against when there is no account or no passphrase yet, so that the answer takes as long.
/// Random bytes: nothing is known that hashes to it.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$0lXjBeX1kIdfCkWzcHRZVw$\
                      vmKmPz5dIvOdqHyMlRTWiXkJ0PcIEFdEQsUX8uN+9Yg";

/// Why a passphrase could not be hashed or compared.
#[derive(Debug, Error)]
pub enum PasswordFault {
    /// Too many are being compared; try again.
    #[error("too many passphrases are being checked at once")]
    Busy,
    /// The stored hash is not one, or the machine has no memory or randomness left.
    #[error("a passphrase could not be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    /// The hashing thread died.
    #[error("a passphrase could not be hashed: {0}")]
    Thread(#[from] tokio::task::JoinError),
}

/// Why a new passphrase is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    #[error("the passphrase has fewer than {SHORTEST} characters")]
    TooShort,
    /// More than [`LONGEST`] characters.
    #[error("the passphrase has more than {LONGEST} characters")]
    TooLong,
    /// Almost the same character throughout.
    #[error("the passphrase repeats a few characters")]
    Repetitive,
    /// It says little that is not among what is tried first.
    #[error("the passphrase is made of what many choose")]
    Common,
    /// It contains the sign-in name.
    #[error("the passphrase contains the sign-in name")]
    ContainsName,
}

/// Whether a passphrase may be chosen.
///
/// # Errors
/// The first [`Weakness`] found.
pub fn accept(passphrase: &str, sign_in_name: &str) -> Result<(), Weakness> {
    let length = passphrase.chars().count();
    let mut distinct: Vec<char> = passphrase.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    if length < SHORTEST {
        Err(Weakness::TooShort)
    } else if length > LONGEST {
        Err(Weakness::TooLong)
    } else if distinct.len() < FEWEST_DISTINCT {
        Err(Weakness::Repetitive)
    } else if !sign_in_name.is_empty() && passphrase.to_lowercase().contains(&sign_in_name.to_lowercase()) {
        Err(Weakness::ContainsName)
    } else if is_common(passphrase) {
        Err(Weakness::Common)
    } else {
        Ok(())
    }
}

/// Hashes and compares passphrases, a few at a time, off the threads that serve pages.
#[derive(Clone, Debug)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        let processors = available_parallelism().map_or(1, NonZero::get);
        Self(Arc::new(Semaphore::new((processors / PROCESSORS_EACH).max(1))))
    }
}

impl Passwords {
    /// The hash to store, in PHC form with a salt of its own.
    ///
    /// # Errors
    /// [`PasswordFault`].
    pub async fn hash(&self, passphrase: String) -> Result<String, PasswordFault> {
        let turn = self.turn().await?;
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let hash: PasswordHash = argon2()?
                .hash_password(passphrase.as_bytes())
                .map_err(PasswordFault::Hash)?;
            Ok(hash.to_string())
        })
        .await?
    }

    /// Whether this is the passphrase behind `hash`. Without a hash the answer is no, and takes as long.
    ///
    /// # Errors
    /// [`PasswordFault`].
    pub async fn matches(&self, passphrase: String, hash: Option<String>) -> Result<bool, PasswordFault> {
        let turn = self.turn().await?;
        tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
            let parsed = PasswordHash::new(&hash).map_err(|fault| PasswordFault::Hash(fault.into()))?;
            // More than a person may choose is never right, and must not cost more than the rest.
            let tried: String = passphrase.chars().take(LONGEST + 1).collect();
            match argon2()?.verify_password(tried.as_bytes(), &parsed) {
                Ok(()) => Ok(known),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(fault) => Err(PasswordFault::Hash(fault)),
            }
        })
        .await?
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, PasswordFault> {
        let turn = Arc::clone(&self.0).acquire_owned();
        match tokio::time::timeout(PATIENCE, turn).await {
            Ok(Ok(turn)) => Ok(turn),
            Ok(Err(_)) | Err(_) => Err(PasswordFault::Busy),
        }
    }
}

fn argon2() -> Result<Argon2<'static>, PasswordFault> {
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|fault| PasswordFault::Hash(fault.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_passphrase_matches_its_own_hash_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash("four horses in the yard".into()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(
            passwords
                .matches("four horses in the yard".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .matches("four horses in the Yard".into(), Some(hash))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .matches("four horses in the yard".into(), None)
                .await
                .unwrap()
        );
        assert!(
            passwords
                .matches("x".into(), Some("garbage".into()))
                .await
                .is_err()
        );
    }

    #[test]
    fn nobodys_hash_costs_what_a_real_one_costs() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let real: PasswordHash = argon2().unwrap().hash_password(b"anything at all").unwrap();
        assert_eq!(nobody.params, real.params);
        assert_eq!((nobody.algorithm, nobody.version), (real.algorithm, real.version));
        assert_eq!(nobody.hash.unwrap().len(), real.hash.unwrap().len());
        assert_eq!(nobody.salt.unwrap().len(), real.salt.unwrap().len());
    }

    #[test]
    fn weak_passphrases_are_named_as_such() {
        assert_eq!(accept("төрт ат қорада тұр", "nurse"), Ok(()));
        assert_eq!(accept("fourteen chars", "nurse"), Err(Weakness::TooShort));
        assert_eq!(accept(&"ab".repeat(10), "nurse"), Err(Weakness::Repetitive));
        assert_eq!(accept(&"abcdefg".repeat(40), "nurse"), Err(Weakness::TooLong));
        assert_eq!(
            accept("my name is Nurse.Clinic 1", "nurse.clinic"),
            Err(Weakness::ContainsName)
        );
        assert_eq!(accept("P@ssw0rd 2026 2026", "nurse"), Err(Weakness::Common));
    }
}
