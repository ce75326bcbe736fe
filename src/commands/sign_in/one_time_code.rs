//! One-time codes of an authenticator application (TOTP, RFC 6238): six digits, 30 seconds, SHA-1,
//! which is what every such application understands.

use crate::secrets::{self, SecretFault};
use chrono::{DateTime, Utc};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use totp_rs::{Builder, Totp};

/// Length of a secret: the 160 bits that RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;
const STEP_SECONDS: u64 = 30;
/// Steps by which a phone's clock may be wrong, to either side.
const TOLERANCE: i64 = 1;
const ISSUER: &str = "Merzim";

/// The secret shared with one person's authenticator. Kept sealed, never printed.
#[derive(Clone)]
pub struct CodeSecret([u8; SECRET_BYTES]);

/// Seconds until the next code counts; each code works once.
#[must_use]
pub fn seconds_to_next(at: DateTime<Utc>) -> i64 {
    let step = STEP_SECONDS.cast_signed();
    step - at.timestamp().rem_euclid(step)
}

impl CodeSecret {
    /// A fresh secret.
    ///
    /// # Errors
    /// [`SecretFault::NoRandomness`].
    pub fn fresh() -> Result<Self, SecretFault> {
        secrets::random().map(Self)
    }

    /// The secret that follows from other secret bytes: their first 160 bits.
    #[must_use]
    pub fn derived(from: &[u8; 32]) -> Self {
        let mut bytes = [0; SECRET_BYTES];
        bytes.copy_from_slice(&from[..SECRET_BYTES]);
        Self(bytes)
    }

    /// Stands in where there is no account, so that the answer takes as long. Its codes never count.
    #[must_use]
    pub fn nobodys() -> Self {
        Self([0; SECRET_BYTES])
    }

    /// The secret that was kept as these bytes; `None` when the length is wrong.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes to seal and keep.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The step whose code was typed, if it is one of the three around `at`. All three are compared,
    /// whichever matches. A step may be accepted once: the caller keeps the last one.
    #[must_use]
    pub fn matched_step(&self, typed: &str, at: DateTime<Utc>) -> Option<i64> {
        let typed: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        let totp = self.totp(None);
        let now = step_of(at);
        let mut found = Choice::from(0);
        let mut matched = 0;
        for step in now - TOLERANCE..=now + TOLERANCE {
            let equal = code(&totp, step).as_bytes().ct_eq(typed.as_bytes());
            matched.conditional_assign(&step, equal);
            found |= equal;
        }
        bool::from(found).then_some(matched)
    }

    /// The code that counts at an instant. Shown in training; otherwise only the phone knows it.
    #[must_use]
    pub fn code_at(&self, at: DateTime<Utc>) -> String {
        code(&self.totp(None), step_of(at))
    }

    /// The `otpauth:` address by which an authenticator application learns the secret; none for an
    /// empty name.
    #[must_use]
    pub fn address(&self, sign_in_name: &str) -> Option<String> {
        self.totp(Some(sign_in_name)).to_url().ok()
    }

    /// The secret as a person types it into the application: base32, in groups of four.
    #[must_use]
    pub fn to_type(&self) -> String {
        let text = self.totp(None).secret().to_base32();
        let letters: Vec<char> = text.chars().collect();
        letters
            .chunks(4)
            .map(|group| group.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn totp(&self, sign_in_name: Option<&str>) -> Totp {
        // The length is right by construction, and a name cannot hold the one character that is refused.
        Builder::new()
            .with_secret(self.0)
            .with_issuer(Some(ISSUER))
            .with_account_name(sign_in_name.unwrap_or_default().replace(':', "."))
            .build_noncompliant()
    }
}

impl std::fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeSecret(hidden)")
    }
}

fn step_of(at: DateTime<Utc>) -> i64 {
    at.timestamp() / STEP_SECONDS.cast_signed()
}

fn code(totp: &Totp, step: i64) -> String {
    totp.generate(u64::try_from(step).unwrap_or(0) * STEP_SECONDS)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    fn secret() -> CodeSecret {
        CodeSecret::from_bytes(b"12345678901234567890").unwrap()
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
        ] {
            assert_eq!(secret().code_at(at(seconds)), code);
            assert_eq!(secret().matched_step(code, at(seconds)), Some(seconds / 30));
        }
    }

    #[test]
    fn one_step_to_either_side_is_accepted_and_named() {
        let now = at(1_234_567_890);
        let code = secret().code_at(now);
        let step = 1_234_567_890 / 30;
        assert_eq!(
            secret().matched_step(&code, now + Duration::seconds(30)),
            Some(step)
        );
        assert_eq!(
            secret().matched_step(&code, now - Duration::seconds(30)),
            Some(step)
        );
        assert_eq!(secret().matched_step(&code, now + Duration::seconds(60)), None);
        assert_eq!(secret().matched_step(" 005 924", now), Some(step));
        for wrong in ["", "0059240", "5924", "+05924", "abcdef", "00592٤"] {
            assert_eq!(secret().matched_step(wrong, now), None, "{wrong}");
        }
    }

    #[test]
    fn an_authenticator_can_learn_the_secret() {
        let address = secret().address("nurse.prison").unwrap();
        assert!(
            address.starts_with("otpauth://totp/Merzim:nurse.prison?"),
            "{address}"
        );
        assert!(
            address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
            "{address}"
        );
        assert_eq!(secret().to_type(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(CodeSecret::from_bytes(b"short").map(|_| ()), None);
        assert_eq!(format!("{:?}", secret()), "CodeSecret(hidden)");
        assert_ne!(CodeSecret::fresh().unwrap().0, CodeSecret::fresh().unwrap().0);
    }
}
