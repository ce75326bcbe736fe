//! Keys and randomness: everything that must be unguessable or unreadable has its source here.
//!
//! One secret of the configuration gives every key, by HKDF with SHA-256 (RFC 5869), each under a name
//! of its own: a key that leaks through one use says nothing about the others.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use thiserror::Error;

const BLOCK_BYTES: usize = 64;
const NONCE_BYTES: usize = 24;

/// Why a secret could not be made, sealed or opened. Says nothing about the secret.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SecretFault {
    /// The operating system gave no randomness.
    #[error("the operating system gave no random numbers")]
    NoRandomness,
    /// The sealed bytes were altered, belong to another owner, or were sealed with another key.
    #[error("a sealed value does not open: altered, not its owner's, or another secret_key")]
    Sealed,
}

/// The keys of an installation. Never printed.
#[derive(Clone)]
pub struct Keys {
    seal: [u8; 32],
    sign: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(hidden)")
    }
}

impl Keys {
    /// The keys that follow from the secret of the configuration.
    #[must_use]
    pub fn derive(secret: &[u8]) -> Self {
        let root = hmac(b"merzim/keys/1", secret);
        Self {
            seal: expand(&root, b"seal"),
            sign: expand(&root, b"sign"),
        }
    }

    /// Encrypts `plain` (XChaCha20-Poly1305, random nonce) so that it opens only for the same `owner`,
    /// e.g. `account:<id>`: a row copied under another person's name stays shut.
    ///
    /// # Errors
    /// [`SecretFault::NoRandomness`].
    pub fn seal(&self, owner: &str, plain: &[u8]) -> Result<Vec<u8>, SecretFault> {
        let nonce: [u8; NONCE_BYTES] = random()?;
        let sealed = XChaCha20Poly1305::new(&self.seal.into())
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: plain,
                    aad: owner.as_bytes(),
                },
            )
            .map_err(|_| SecretFault::Sealed)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Opens what [`Keys::seal`] closed for this `owner`.
    ///
    /// # Errors
    /// [`SecretFault::Sealed`].
    pub fn open(&self, owner: &str, sealed: &[u8]) -> Result<Vec<u8>, SecretFault> {
        let (nonce, sealed) = sealed
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(SecretFault::Sealed)?;
        XChaCha20Poly1305::new(&self.seal.into())
            .decrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: sealed,
                    aad: owner.as_bytes(),
                },
            )
            .map_err(|_| SecretFault::Sealed)
    }

    /// The signature of `text` for one `purpose`, as hexadecimal text; compare with [`same`].
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        hex(&self.derive_bytes(purpose, text))
    }

    /// Secret bytes that follow from `text` for one `purpose`, the same each time.
    #[must_use]
    pub fn derive_bytes(&self, purpose: &str, text: &str) -> [u8; 32] {
        let key = hmac(&self.sign, purpose.as_bytes());
        hmac(&key, text.as_bytes())
    }
}

/// Random bytes of the operating system.
///
/// # Errors
/// [`SecretFault::NoRandomness`].
pub fn random<const N: usize>() -> Result<[u8; N], SecretFault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SecretFault::NoRandomness)?;
    Ok(bytes)
}

/// A fresh token of 256 random bits, as 64 hexadecimal digits: sessions, enrolment links, form tokens.
///
/// # Errors
/// [`SecretFault::NoRandomness`].
pub fn token() -> Result<String, SecretFault> {
    random::<32>().map(|bytes| hex(&bytes))
}

/// SHA-256: what the database keeps of a token, so that a stolen copy opens no session.
#[must_use]
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Whether two texts are equal, in a time that does not depend on where they differ.
#[must_use]
pub fn same(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

/// Lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(DIGITS[usize::from(half)]))
        .collect()
}

/// Base64 with padding (RFC 4648).
#[must_use]
pub fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4_usize {
            let sign = SIGNS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= three.len() { char::from(sign) } else { '=' });
        }
    }
    text
}

/// HMAC with SHA-256 (RFC 2104).
#[must_use]
pub fn hmac(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut block = [0u8; BLOCK_BYTES];
    if key.len() > BLOCK_BYTES {
        block[..32].copy_from_slice(&digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new()
        .chain_update(block.map(|b| b ^ 0x36))
        .chain_update(message)
        .finalize();
    Sha256::new()
        .chain_update(block.map(|b| b ^ 0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

/// The first block of HKDF-Expand (RFC 5869): all of it, for keys of 32 bytes.
fn expand(root: &[u8; 32], name: &[u8]) -> [u8; 32] {
    hmac(root, &[name, &[1]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hmac_answers_as_rfc_4231_says() {
        let answer = hmac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(
            hex(&answer),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let long = hmac(
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
        );
        assert_eq!(
            hex(&long),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn base64_answers_as_rfc_4648_says() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn hkdf_answers_as_rfc_5869_says() {
        let salt: Vec<u8> = (0x00..=0x0c).collect();
        let root = hmac(&salt, &[0x0b; 22]);
        assert_eq!(
            hex(&root),
            "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
        );
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let first = expand(&root, &info);
        assert_eq!(
            hex(&first),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
        );
    }

    #[test]
    fn a_sealed_value_opens_only_for_its_owner_unaltered_and_with_the_same_key() {
        let keys = Keys::derive(b"one secret");
        let sealed = keys.seal("account:1", b"JBSWY3DP").unwrap();
        assert_eq!(keys.open("account:1", &sealed).unwrap(), b"JBSWY3DP");
        assert_eq!(keys.open("account:2", &sealed), Err(SecretFault::Sealed));
        assert_eq!(
            Keys::derive(b"another").open("account:1", &sealed),
            Err(SecretFault::Sealed)
        );
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(keys.open("account:1", &altered).is_err(), "byte {at}");
        }
        assert!(keys.open("account:1", &[]).is_err());
        assert_ne!(
            sealed,
            keys.seal("account:1", b"JBSWY3DP").unwrap(),
            "a nonce is never used twice"
        );
    }

    #[test]
    fn signatures_differ_by_purpose_and_tokens_by_call() {
        let keys = Keys::derive(b"one secret");
        assert_ne!(keys.sign("sign-in", "x"), keys.sign("enrol", "x"));
        assert!(same(&keys.sign("enrol", "x"), &keys.sign("enrol", "x")));
        let token = token().unwrap();
        assert_eq!(token.len(), 64);
        assert_ne!(token, super::token().unwrap());
        assert_eq!(format!("{keys:?}"), "Keys(hidden)");
    }
}
