//! The door.

use super::{
    Form, Page,
    samples::{facility, form, probation},
};
use crate::text::Words;
use serde::Serialize;

/// `/sign-in`. Fields: `name`, `password`, `code`, and `next` carried along.
#[derive(Clone, Debug, Serialize)]
pub struct SignIn {
    /// The form.
    pub form: Form,
    /// Whether somebody has just signed out.
    pub signed_out: bool,
    /// After a refusal, the same for everybody: when sign-in waits, and who knows until when.
    pub waits: Option<Words>,
    /// In training, the accounts that can be tried.
    pub demo: Option<DemoAccounts>,
}

impl SignIn {
    /// How wrong attempts are slowed: from `free` on for seconds, from `long` on for `minutes`, at `most` for good.
    #[must_use]
    pub fn waits(free: u32, long: u32, minutes: i64, most: u32) -> Words {
        Words::key("sign-in-waits")
            .number("free", i64::from(free))
            .number("long", i64::from(long))
            .number("minutes", minutes)
            .number("most", i64::from(most))
    }
}

/// The demo accounts of training mode, with what is needed to sign in.
#[derive(Clone, Debug, Serialize)]
pub struct DemoAccounts {
    /// The password of all of them.
    pub password: String,
    /// The accounts.
    pub accounts: Vec<DemoAccount>,
}

/// One demo account.
#[derive(Clone, Debug, Serialize)]
pub struct DemoAccount {
    /// The name to sign in with.
    pub sign_in_name: String,
    /// The role.
    pub role: Words,
    /// The organisation.
    pub organisation: Words,
    /// The one-time code that works now.
    pub code: String,
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "pages/accounts/sign_in.html";

    fn sample() -> Vec<Self> {
        let plain = Self {
            form: form(),
            signed_out: true,
            waits: None,
            demo: None,
        };
        let refused = Self {
            form: form()
                .value("name", "nurse.prison")
                .problem("name", Words::key("sign-in-refused"))
                .problem("", Words::key("sign-in-wait-minutes").number("n", 15)),
            signed_out: false,
            waits: Some(Self::waits(5, 10, 15, 100)),
            demo: Some(DemoAccounts {
                password: "salem-merzim".into(),
                accounts: demo_accounts(),
            }),
        };
        vec![plain, refused]
    }
}

pub(super) fn demo_accounts() -> Vec<DemoAccount> {
    let account = |name: &str, role: &'static str, organisation: Words| DemoAccount {
        sign_in_name: name.into(),
        role: Words::key(role),
        organisation,
        code: "492 018".into(),
    };
    vec![
        account("nurse.prison", "role-prison-nurse", facility()),
        account("probation.head", "role-probation-head", probation()),
    ]
}
