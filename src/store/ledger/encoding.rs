//! The bytes that are hashed. Changing anything here breaks every ledger in the world: `docs/ledger.md` and
//! the test vector at the foot hold it in place.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::store::entities::{event, ledger};

/// A SHA-256, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first entry follows.
    pub const NONE: Self = Self([0; 32]);
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Text that is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("not a SHA-256 in hexadecimal digits")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let mut hash = [0; 32];
        if pairs.len() != hash.len() || !rest.is_empty() {
            return Err(NotAHash);
        }
        for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(hash))
    }
}

fn digit(text: u8) -> Result<u8, NotAHash> {
    match text {
        b'0'..=b'9' => Ok(text - b'0'),
        b'a'..=b'f' => Ok(text - b'a' + 10),
        _ => Err(NotAHash),
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// Digest of what an entry says.
pub(super) fn entry(row: &ledger::Model) -> Hash {
    Fields::new("merzim ledger entry 1")
        .number(row.seq)
        .instant(row.at)
        .id(row.account_id)
        .text(row.job.as_deref())
        .text(row.role.as_deref())
        .text(Some(&row.verb))
        .id(row.case_id)
        .text(row.subject.as_deref())
        .text(Some(&row.detail))
        .digest()
}

/// Hash of an entry: its digest, chained to the hash before.
pub(super) fn link(previous: &[u8], digest: Hash) -> Hash {
    Fields::new("merzim ledger chain 1")
        .bytes(Some(previous))
        .bytes(Some(&digest.0))
        .digest()
}

/// Digest of an event of a case, as the detail of its entry carries it.
pub(super) fn event(row: &event::Model) -> Hash {
    Fields::new("merzim event 1")
        .id(Some(row.case_id))
        .number(row.seq)
        .text(Some(&row.verb))
        .text(Some(&row.payload))
        .instant(row.occurred_at)
        .instant(row.recorded_at)
        .id(row.account_id)
        .text(row.job.as_deref())
        .digest()
}

/// Fields one after the other, each as a byte 1, its length in eight bytes (big-endian) and its bytes, or as
/// a single byte 0 when it is absent. No two different records give the same bytes.
struct Fields(Sha256);

impl Fields {
    fn new(tag: &str) -> Self {
        Self(Sha256::new()).text(Some(tag))
    }

    fn bytes(mut self, field: Option<&[u8]>) -> Self {
        match field {
            None => self.0.update([0]),
            Some(bytes) => {
                self.0.update([1]);
                self.0.update((bytes.len() as u64).to_be_bytes());
                self.0.update(bytes);
            }
        }
        self
    }

    fn text(self, field: Option<&str>) -> Self {
        self.bytes(field.map(str::as_bytes))
    }

    fn id(self, field: Option<Uuid>) -> Self {
        self.bytes(field.as_ref().map(|id| id.as_bytes().as_slice()))
    }

    fn number(self, field: i64) -> Self {
        self.bytes(Some(&field.to_be_bytes()))
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    fn instant(self, field: DateTime<Utc>) -> Self {
        self.number(field.timestamp_micros())
    }

    fn digest(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_what_it_writes_and_nothing_else() {
        let hash = link(&[0; 32], Hash::NONE);
        assert_eq!(hash.to_string().parse::<Hash>().unwrap(), hash);
        assert!(
            hash.to_string().to_uppercase().parse::<Hash>().is_err(),
            "one way of writing"
        );
        assert!("ab".parse::<Hash>().is_err());
    }

    #[test]
    fn an_absent_field_differs_from_an_empty_one_and_fields_do_not_run_into_each_other() {
        let of = |a: Option<&str>, b: Option<&str>| Fields::new("t").text(a).text(b).digest();
        assert_ne!(of(None, Some("")), of(Some(""), None));
        assert_ne!(of(Some("ab"), Some("c")), of(Some("a"), Some("bc")));
    }

    /// The same bytes, put together by hand as `docs/ledger.md` says.
    #[test]
    fn the_bytes_are_as_documented() {
        let mut bytes = Vec::new();
        for field in [b"merzim ledger chain 1".as_slice(), &[7; 32], &[9; 32]] {
            bytes.push(1);
            bytes.extend((field.len() as u64).to_be_bytes());
            bytes.extend(field);
        }
        assert_eq!(
            link(&[7; 32], Hash([9; 32])).0,
            <[u8; 32]>::from(Sha256::digest(bytes))
        );
    }
}
