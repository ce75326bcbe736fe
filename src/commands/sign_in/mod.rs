//! Signing in.

pub mod one_time_code;
pub mod password;
pub mod session;
pub mod throttle;

use crate::{access::Actor, domain::localised::Localised};
use chrono_tz::Tz;

/// Somebody with a live session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// In whose name the session acts.
    pub actor: Actor,
    /// What the person types to sign in.
    pub sign_in_name: String,
    /// The name that others see.
    pub display_name: String,
    /// `kk`, `ru` or `en`.
    pub language: String,
    /// Where the person works.
    pub organisation: Localised,
    /// The zone whose civil date counts there.
    pub zone: Tz,
    /// The token every form of this session carries.
    pub csrf: String,
    /// SHA-256 of the session's token: the session's name in the database.
    pub session: [u8; 32],
}
