//! Accounts: the administrator's list, enrolment, and a holder's deputy.

mod colleagues;
mod deputies;
mod undelivered;

pub use colleagues::{ColleagueRow, Colleagues};
pub use deputies::{Deputies, DeputyRow, NameDeputy};
pub use undelivered::{Undelivered, UndeliveredRow};

use super::{
    Form, Page,
    parts::{Banner, Choice, ChoiceGroup, Link, Moment, Row, Status, Tone},
    samples::{clinic, facility, form, moment},
};
use crate::access::Role;
use crate::text::Words;
use serde::Serialize;

/// `/admin/accounts`. Field of the search: `q`.
/// The buttons of a row post `csrf` and `key` to `/admin/accounts/<id>/{enable,unlock,end-sessions,reset}`.
#[derive(Clone, Debug, Serialize)]
pub struct Accounts {
    /// What was just done.
    pub done: Option<Words>,
    /// Messages that reached nobody wait to be sent again.
    pub undelivered: Option<Banner>,
    /// Channels that are not set up, and for which messages wait.
    pub held_up: Vec<Banner>,
    /// Posts that cannot be told until an account or an address is entered.
    pub chairs: Option<Banner>,
    /// The accounts.
    pub rows: Vec<AccountRow>,
    /// The search, and what could not be done.
    pub form: Form,
    /// The search found more than is shown.
    pub narrow: Option<Words>,
    /// An enrolment link that was just made; shown once.
    pub enrolment: Option<Enrolment>,
    /// The next part, when there is more.
    pub next_href: Option<String>,
    /// The beginning, when this is not the first part.
    pub first_href: Option<String>,
}

/// `/admin/accounts/new`. Fields: `name`, `sign_in_name`, `email`, `role`, `organisation`, `language`.
#[derive(Clone, Debug, Serialize)]
pub struct NewAccount {
    /// The form.
    pub form: Form,
    /// The roles.
    pub roles: Vec<Choice>,
    /// The organisations, by region.
    pub organisations: Vec<ChoiceGroup>,
}

/// An enrolment link.
#[derive(Clone, Debug, Serialize)]
pub struct Enrolment {
    /// For whom.
    pub name: String,
    /// The whole address.
    pub link: String,
    /// Until when it works.
    pub until: Moment,
}

/// `/admin/accounts/<id>/address`. Fields: `email`.
#[derive(Clone, Debug, Serialize)]
pub struct SetAddress {
    /// The form.
    pub form: Form,
    /// Whose address.
    pub rows: Vec<Row>,
}

/// `/admin/accounts/<id>/disable`: asked once more before somebody is shut out.
#[derive(Clone, Debug, Serialize)]
pub struct DisableAccount {
    /// The form.
    pub form: Form,
    /// Whose account, and what hangs on it: numbers and references.
    pub rows: Vec<Row>,
}

/// One account.
#[derive(Clone, Debug, Serialize)]
pub struct AccountRow {
    /// Where its buttons post to: `/admin/accounts/<id>`.
    pub href: String,
    /// The name shown.
    pub name: String,
    /// The name to sign in with.
    pub sign_in_name: String,
    /// The role.
    pub role: Words,
    /// The organisation.
    pub organisation: Words,
    /// Enrolled, waiting, disabled.
    pub state: Status,
    /// Until when nobody can sign in with its name, after too many wrong attempts.
    pub locked: Option<Status>,
    /// Wrong attempts since the last sign-in.
    pub failures: Option<Words>,
    /// Whether an administrator can let its owner try again at once.
    pub unlocks: bool,
    /// Whether it is enabled.
    pub enabled: bool,
    /// The last time of signing in.
    pub last_seen_at: Option<Moment>,
    /// The submission keys of its buttons, one for each: ending the sessions, a new link, and all others.
    pub keys: [String; 3],
}

/// `/enrol/<token>`. Fields: `passphrase`, `passphrase_again`, `code`.
#[derive(Clone, Debug, Serialize)]
pub struct Enrol {
    /// The form.
    pub form: Form,
    /// The name shown.
    pub name: String,
    /// The name to sign in with.
    pub sign_in_name: String,
    /// The secret for an authenticator, in groups of four.
    pub secret: String,
    /// The `otpauth://` address of the same.
    pub otpauth: String,
}

impl Page for Accounts {
    const TEMPLATE: &'static str = "pages/accounts/accounts.html";

    fn searched_at(&self) -> Option<&'static str> {
        let q = self.form.values.get("q").filter(|q| !q.is_empty());
        q.map(|_| "/admin/accounts")
    }

    fn sample() -> Vec<Self> {
        let row = |enabled: bool| AccountRow {
            href: "/admin/accounts/1".into(),
            name: "Гүлнар Оспанова".into(),
            sign_in_name: "nurse.prison".into(),
            role: Words::key("role-prison-nurse"),
            organisation: facility(),
            state: if enabled {
                Status::new(Tone::Good, Words::key("account-enabled"))
            } else {
                Status::new(Tone::Quiet, Words::key("account-disabled"))
            },
            locked: None,
            failures: None,
            unlocks: false,
            enabled,
            last_seen_at: enabled.then(|| moment(2026, 7, 3, 8, 5)),
            keys: ["1", "2", "3"].map(str::to_owned),
        };
        let until = Words::key("account-locked-until").words("until", "08:20");
        let waiting = AccountRow {
            locked: Some(Status::new(Tone::Bad, until)),
            failures: Some(Words::key("account-failures").number("n", 11)),
            unlocks: true,
            ..row(true)
        };
        let unvouched = AccountRow {
            state: Status::new(Tone::Warn, Words::key("account-unvouched")),
            ..row(true)
        };
        let locked = AccountRow {
            locked: Some(Status::new(Tone::Bad, Words::key("account-locked"))),
            failures: Some(Words::key("account-failures").number("n", 100)),
            ..row(true)
        };
        let full = Self {
            done: Some(Words::key("account-done-disabled")),
            undelivered: Some(Undelivered::banner(3)),
            held_up: vec![Undelivered::held_up_by("sms", 2)],
            chairs: Some(Banner {
                tone: Tone::Warn,
                title: Words::key("gaps-many").number("n", 2),
                words: Some(Words::key("gaps-hint")),
                link: Some(Link::new("/alerts/gaps", Words::key("gaps-title"))),
            }),
            rows: vec![row(true), row(false), waiting, locked, unvouched],
            form: form(),
            narrow: None,
            enrolment: Some(Enrolment {
                name: "Әлия Сәрсенова".into(),
                link: "https://example.kz/enrol/5b1f0c5d2a88e1f9f2c1a7730b1f0c5d".into(),
                until: moment(2026, 7, 5, 8, 5),
            }),
            next_href: None,
            first_href: None,
        };
        let found = Self {
            form: form().value("q", "Оспан").problem("", Words::key("account-own")),
            narrow: Some(Words::key("search-narrow").number("n", 50)),
            enrolment: None,
            done: None,
            undelivered: None,
            held_up: Vec::new(),
            chairs: None,
            ..full.clone()
        };
        let nothing = Self {
            form: form().value("q", "Төлегенқызы-Нұрмағамбетова"),
            narrow: None,
            rows: Vec::new(),
            ..found.clone()
        };
        vec![full, found, nothing]
    }
}

impl Page for NewAccount {
    const TEMPLATE: &'static str = "pages/accounts/new_account.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            form,
            roles: Role::ALL
                .iter()
                .map(|role| Choice::new(role.as_str(), Words::key(format!("role-{role}"))))
                .collect(),
            organisations: vec![
                ChoiceGroup {
                    words: "Абай облысы".into(),
                    choices: vec![Choice::new("1", facility())],
                },
                ChoiceGroup {
                    words: "Алматы".into(),
                    choices: vec![Choice::new("2", clinic())],
                },
            ],
        };
        let wrong = form()
            .value("name", "Әлия")
            .value("organisation", "2")
            .problem("sign_in_name", Words::key("account-name-taken"))
            .problem("role", Words::key("choice-required"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for SetAddress {
    const TEMPLATE: &'static str = "pages/accounts/set_address.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            form,
            rows: vec![
                Row::new(Words::key("account-name"), "Гүлнар Оспанова".to_owned()),
                Row::new(Words::key("account-organisation"), facility()),
            ],
        };
        let wrong = form()
            .value("email", "gulnar")
            .problem("email", Words::key("account-email-wrong"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for DisableAccount {
    const TEMPLATE: &'static str = "pages/accounts/disable_account.html";
    fn sample() -> Vec<Self> {
        vec![Self {
            form: form(),
            rows: vec![
                Row::new(Words::key("account-name"), "Гүлнар Оспанова".to_owned()),
                Row::new(Words::key("account-organisation"), facility()),
            ],
        }]
    }
}

impl Page for Enrol {
    const TEMPLATE: &'static str = "pages/accounts/enrol.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            form,
            name: "Әлия Сәрсенова".into(),
            sign_in_name: "probation".into(),
            secret: "JBSW Y3DP EHPK 3PXP".into(),
            otpauth: "otpauth://totp/Merzim:probation?secret=JBSWY3DPEHPK3PXP&issuer=Merzim".into(),
        };
        vec![
            page(form()),
            page(
                form()
                    .problem("passphrase", Words::key("passphrase-too-short").number("n", 15))
                    .problem("code", Words::key("code-wrong")),
            ),
        ]
    }
}
