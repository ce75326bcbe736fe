//! Configuration: `merzim.toml`, overridden by `MERZIM_*`. What is unknown or unsafe is refused, with
//! one clear line, before anything starts.

mod checks;

use crate::secrets::Keys;
use checks::{
    check_gateway, check_public_url, check_scheme, check_secret, default_url, is_header_name, is_host,
    listed, missing_secret, parsed, refused,
};
use serde::Deserialize;
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
};
use thiserror::Error;

/// The file looked for beside the binary when no other is named.
pub const FILE_NAME: &str = "merzim.toml";
const PREFIX: &str = "MERZIM_";
/// Variables of the test harness share the prefix and configure nothing.
const TEST_PREFIX: &str = "MERZIM_TEST_";
/// Whether real people are treated here or invented ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Real cases; every safety rule applies.
    Production,
    /// Invented cases and a clock that can be moved.
    Training,
    /// A command that may open the database and serves nobody: no secret is demanded, none made up.
    Tool,
}

/// Text that must not appear in any log or error.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl Hidden {
    /// The text itself, for the one place that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Hidden {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// Why the configuration was refused. Never repeats a value that may be secret.
#[derive(Debug, Error)]
pub enum ConfigFault {
    /// The named file cannot be read.
    #[error("configuration: cannot read {}: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The operating system's words.
        why: std::io::Error,
    },
    /// The file is not TOML, holds an unknown key, or a value of the wrong kind.
    #[error("configuration: {}: {what}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong and where; no values.
        what: String,
    },
    /// A `MERZIM_*` variable that means nothing: most likely a spelling mistake.
    #[error("configuration: unknown environment variable {0}")]
    UnknownVariable(String),
    /// A value that is understood and refused.
    #[error("configuration: {key}: {why}")]
    Refused {
        /// The key in `merzim.toml`; the variable is `MERZIM_` and the key in capitals.
        key: &'static str,
        /// What is expected instead.
        why: &'static str,
    },
}

/// A configuration that may be used as it is.
#[derive(Clone, Debug)]
pub struct Config {
    /// Real or invented people.
    pub mode: Mode,
    /// `sqlite://…` or `postgres://…`; may hold a password.
    pub database_url: Hidden,
    /// Where the web server listens.
    pub address: IpAddr,
    /// The port it listens on.
    pub port: u16,
    secret_key: Option<Hidden>,
    /// Scheme, host and port by which people reach the server; no path, no final slash.
    pub public_url: String,
    /// `smtp://…` or `smtps://…`; without it no mail leaves. May hold a password.
    pub smtp_url: Option<Hidden>,
    /// Sender of outgoing mail.
    pub mail_from: String,
    /// Hosts, with their ports where given, to which webhooks may go although they are inside a private network or
    /// without TLS.
    pub webhook_hosts: Vec<String>,
    /// The gateway of short messages; without it none leaves. May hold a password.
    pub sms_url: Option<Hidden>,
    /// What the gateway asks for.
    pub sms_key: Option<Hidden>,
    /// Filter of log records, in the notation of `RUST_LOG`.
    pub log: String,
    /// A directory whose rules replace the embedded ones.
    pub policies_dir: Option<PathBuf>,
    /// The header in which a reverse proxy names the client's address. Only a server that is reachable
    /// through that proxy alone may trust one, so there is no default.
    pub proxy_header: Option<String>,
}

impl Config {
    /// Reads the file (`file`, or [`FILE_NAME`] beside the binary when that exists), lets the
    /// environment override it, and checks the result.
    ///
    /// # Errors
    /// [`ConfigFault`], the first fault found.
    pub fn load(
        file: Option<&Path>,
        mode: Mode,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigFault> {
        let mut raw = match file.map(Path::to_path_buf).or_else(beside_binary) {
            Some(path) => Raw::read(path)?,
            None => Raw::default(),
        };
        raw.apply(environment)?;
        raw.check(mode)
    }

    /// The keys of the installation.
    ///
    /// # Errors
    /// [`ConfigFault::Refused`] when there is no secret to derive them from ([`Mode::Tool`] only).
    pub fn keys(&self) -> Result<Keys, ConfigFault> {
        match &self.secret_key {
            Some(secret) => Ok(Keys::derive(secret.0.as_bytes())),
            None => missing_secret(),
        }
    }

    /// The addresses by which this server is reached on its own machine.
    #[must_use]
    pub fn listening_urls(&self) -> Vec<String> {
        let here = default_url(self.address, self.port);
        let by_name = self.address.is_loopback() || self.address.is_unspecified();
        let by_name = by_name.then(|| format!("http://localhost:{}", self.port));
        by_name.into_iter().chain([here]).collect()
    }

    /// Whether people reach the server over TLS, so that cookies may demand it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

fn beside_binary() -> Option<PathBuf> {
    let path = std::env::current_exe().ok()?.parent()?.join(FILE_NAME);
    path.is_file().then_some(path)
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    database_url: Option<Hidden>,
    address: Option<IpAddr>,
    port: Option<u16>,
    secret_key: Option<Hidden>,
    public_url: Option<String>,
    smtp_url: Option<Hidden>,
    mail_from: Option<String>,
    #[serde(default)]
    webhook_hosts: Vec<String>,
    sms_url: Option<Hidden>,
    sms_key: Option<Hidden>,
    log: Option<String>,
    policies_dir: Option<PathBuf>,
    proxy_header: Option<String>,
}

impl Raw {
    fn read(path: PathBuf) -> Result<Self, ConfigFault> {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(why) => return Err(ConfigFault::Unreadable { path, why }),
        };
        toml::from_str(&text).map_err(|fault: toml::de::Error| {
            // Only the message and the line: the excerpt that the parser offers may show a password.
            let line = fault
                .span()
                .map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let what = format!("line {line}: {}", fault.message().replace('\n', " "));
            ConfigFault::Malformed { path, what }
        })
    }

    fn apply(&mut self, environment: impl IntoIterator<Item = (String, String)>) -> Result<(), ConfigFault> {
        for (name, value) in environment {
            let Some(key) = name
                .strip_prefix(PREFIX)
                .filter(|_| !name.starts_with(TEST_PREFIX))
            else {
                continue;
            };
            match key {
                "DATABASE_URL" => self.database_url = Some(Hidden(value)),
                "ADDRESS" => self.address = Some(parsed("address", &value, "an IP address")?),
                "PORT" => self.port = Some(parsed("port", &value, "a number from 0 to 65535")?),
                "SECRET_KEY" => self.secret_key = Some(Hidden(value)),
                "PUBLIC_URL" => self.public_url = Some(value),
                "SMTP_URL" => self.smtp_url = Some(Hidden(value)),
                "MAIL_FROM" => self.mail_from = Some(value),
                "WEBHOOK_HOSTS" => self.webhook_hosts = listed(&value),
                "SMS_URL" => self.sms_url = Some(Hidden(value)),
                "SMS_KEY" => self.sms_key = Some(Hidden(value)),
                "LOG" => self.log = Some(value),
                "POLICIES_DIR" => self.policies_dir = Some(value.into()),
                "PROXY_HEADER" => self.proxy_header = Some(value),
                _ => return Err(ConfigFault::UnknownVariable(name)),
            }
        }
        Ok(())
    }

    fn check(self, mode: Mode) -> Result<Config, ConfigFault> {
        let address = self.address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let port = self.port.unwrap_or(8000);
        let public_url = match self.public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => default_url(address, port),
        };
        check_public_url(&public_url, mode)?;
        let database_url = self
            .database_url
            .unwrap_or_else(|| Hidden("sqlite://merzim.db".into()));
        check_scheme(
            "database_url",
            &database_url,
            &["sqlite:", "postgres:", "postgresql:"],
        )?;
        if let Some(url) = &self.smtp_url {
            check_scheme("smtp_url", url, &["smtp:", "smtps:"])?;
        }
        if let Some(url) = &self.sms_url {
            check_gateway(url)?;
        }
        if !self.webhook_hosts.iter().all(|host| is_host(host)) {
            return refused(
                "webhook_hosts",
                "must be hosts, with a port where needed, as in hooks.example:8080",
            );
        }
        if self.policies_dir.as_deref().is_some_and(|dir| !dir.is_dir()) {
            return refused("policies_dir", "is not a directory");
        }
        if self
            .proxy_header
            .as_deref()
            .is_some_and(|name| !is_header_name(name))
        {
            return refused("proxy_header", "is not the name of a header");
        }
        Ok(Config {
            mode,
            database_url,
            address,
            port,
            secret_key: check_secret(self.secret_key, mode)?,
            public_url,
            smtp_url: self.smtp_url,
            mail_from: self
                .mail_from
                .unwrap_or_else(|| "Merzim <merzim@localhost>".into()),
            webhook_hosts: self.webhook_hosts,
            sms_url: self.sms_url,
            sms_key: self.sms_key,
            log: self.log.unwrap_or_else(|| "info".into()),
            policies_dir: self.policies_dir,
            proxy_header: self.proxy_header,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const GOOD: &str = "q7Vx2LkP9sZt4WmR8cYb1NfH6dJg3TaE5uQoXiKvUyM=";

    fn load(mode: Mode, variables: &[(&str, &str)]) -> Result<Config, ConfigFault> {
        let owned: Vec<_> = variables
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        Config::load(None, mode, owned)
    }

    fn refusal(mode: Mode, variables: &[(&str, &str)]) -> String {
        load(mode, variables).unwrap_err().to_string()
    }

    #[test]
    fn training_needs_nothing() {
        let config = load(
            Mode::Training,
            &[("PATH", "/bin"), ("MERZIM_TEST_POSTGRES_URL", "x")],
        )
        .unwrap();
        assert_eq!(config.public_url, "http://127.0.0.1:8000");
        assert_eq!(config.database_url.reveal(), "sqlite://merzim.db");
        assert!(!config.is_https());
    }

    #[test]
    fn production_needs_a_strong_secret() {
        assert!(refusal(Mode::Production, &[]).contains("secret_key: is missing"));
        let repeated = "0123456789abcdef".repeat(4);
        let few = "ab".repeat(40) + "c";
        for weak in [
            "",
            "changeme",
            "correct horse battery staple, forty-three letters",
            &repeated,
            &few,
        ] {
            let line = refusal(Mode::Production, &[("MERZIM_SECRET_KEY", weak)]);
            assert!(line.contains("secret_key: is weak"), "{line}");
            assert!(
                weak.is_empty() || !line.contains(weak),
                "the value is not repeated"
            );
        }
        load(Mode::Production, &[("MERZIM_SECRET_KEY", GOOD)]).unwrap();
        assert!(
            load(Mode::Tool, &[])
                .unwrap()
                .keys()
                .unwrap_err()
                .to_string()
                .contains("is missing")
        );
        load(Mode::Training, &[]).unwrap().keys().unwrap();
        let hex = crate::secrets::hex(&crate::secrets::digest(b"x"));
        load(Mode::Production, &[("MERZIM_SECRET_KEY", &hex)]).unwrap();
        assert!(load(Mode::Production, &[("MERZIM_SECRET_KEY", &hex[..50])]).is_err());
    }

    #[test]
    fn real_tokens_always_pass() {
        for _ in 0..200 {
            assert!(checks::is_strong(&crate::secrets::token().unwrap()));
        }
    }

    #[test]
    fn what_is_unknown_or_unsafe_is_refused() {
        let unknown = refusal(Mode::Training, &[("MERZIM_DATABSE_URL", "sqlite://x.db")]);
        assert_eq!(
            unknown,
            "configuration: unknown environment variable MERZIM_DATABSE_URL"
        );
        assert!(refusal(Mode::Training, &[("MERZIM_PORT", "80000")]).contains("port: a number"));
        assert!(refusal(Mode::Training, &[("MERZIM_DATABASE_URL", "mysql://x")]).contains("database_url"));
        assert!(refusal(Mode::Training, &[("MERZIM_PUBLIC_URL", "https://a/b")]).contains("public_url"));
        assert!(refusal(Mode::Training, &[("MERZIM_POLICIES_DIR", "/nowhere")]).contains("policies_dir"));
        assert!(refusal(Mode::Training, &[("MERZIM_PROXY_HEADER", "a: b")]).contains("proxy_header"));
        assert!(
            refusal(Mode::Training, &[("MERZIM_SMS_URL", "http://sms.example/send")]).contains("sms_url")
        );
        let hosts = [("MERZIM_WEBHOOK_HOSTS", "hooks.example, http://x")];
        assert!(refusal(Mode::Training, &hosts).contains("webhook_hosts"));
        let hosts = [("MERZIM_WEBHOOK_HOSTS", "hooks.example, 10.0.0.7:8080")];
        assert_eq!(
            load(Mode::Training, &hosts).unwrap().webhook_hosts,
            ["hooks.example", "10.0.0.7:8080"]
        );
        let plain = [
            ("MERZIM_SECRET_KEY", GOOD),
            ("MERZIM_PUBLIC_URL", "http://merzim.example"),
        ];
        assert!(refusal(Mode::Production, &plain).contains("must be https"));
        let local = [
            ("MERZIM_SECRET_KEY", GOOD),
            ("MERZIM_PUBLIC_URL", "http://localhost:8000/"),
        ];
        assert_eq!(
            load(Mode::Production, &local).unwrap().public_url,
            "http://localhost:8000"
        );
    }

    #[test]
    fn the_file_is_read_the_environment_overrides_and_secrets_stay_out_of_errors() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        write!(file, "port = 9000\nsecret_key = \"{GOOD}\"\nlog = \"warn\"\n").unwrap();
        let environment = [("MERZIM_PORT".to_owned(), "9001".to_owned())];
        let config = Config::load(Some(file.path()), Mode::Production, environment).unwrap();
        assert_eq!((config.port, config.log.as_str()), (9001, "warn"));
        assert!(!format!("{config:?}").contains(GOOD));

        writeln!(file, "colour = \"{GOOD}\"").unwrap();
        let line = Config::load(Some(file.path()), Mode::Production, [])
            .unwrap_err()
            .to_string();
        assert!(
            line.contains("line 4") && line.contains("colour") && !line.contains(GOOD),
            "{line}"
        );
        assert!(!line.contains('\n'));
        let absent = Config::load(Some(Path::new("/nowhere/m.toml")), Mode::Training, []).unwrap_err();
        assert!(absent.to_string().contains("cannot read /nowhere/m.toml"));
    }
}
