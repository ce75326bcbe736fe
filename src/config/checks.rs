//! What a value must be to be used. Refusals never repeat the value.

use super::{ConfigFault, Hidden, Mode};
use std::net::IpAddr;

/// 32 random bytes are 43 characters of base64 or 64 hexadecimal digits.
const SECRET_CHARACTERS: usize = 43;
const SECRET_HEX_DIGITS: usize = 64;
const SECRET_DISTINCT: usize = 10;
const MISSING: &str = "is missing; make one with `openssl rand -base64 32`";
const WEAK: &str =
    "is weak; it must be 32 random bytes in base64 or hexadecimal, as `openssl rand -base64 32` prints";
/// Training holds invented people only, so its key may be known; it keeps a training database readable
/// across restarts. Too short to pass for a real key.
const TRAINING_SECRET: &str = "training, invented people only";

pub(super) fn refused<T>(key: &'static str, why: &'static str) -> Result<T, ConfigFault> {
    Err(ConfigFault::Refused { key, why })
}

pub(super) fn parsed<T: std::str::FromStr>(
    key: &'static str,
    text: &str,
    why: &'static str,
) -> Result<T, ConfigFault> {
    text.trim().parse().map_err(|_| ConfigFault::Refused { key, why })
}

/// An address that means "every network card" is no address to send people to.
pub(super) fn default_url(address: IpAddr, port: u16) -> String {
    match address {
        IpAddr::V6(six) if !six.is_unspecified() => format!("http://[{six}]:{port}"),
        IpAddr::V4(four) if !four.is_unspecified() => format!("http://{four}:{port}"),
        _ => format!("http://127.0.0.1:{port}"),
    }
}

pub(super) fn check_public_url(url: &str, mode: Mode) -> Result<(), ConfigFault> {
    let Some((secure, host)) = url
        .strip_prefix("https://")
        .map(|host| (true, host))
        .or_else(|| url.strip_prefix("http://").map(|host| (false, host)))
    else {
        return refused("public_url", "must begin with https:// or http://");
    };
    if host.is_empty()
        || !host
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-._:[]".contains(c))
    {
        return refused(
            "public_url",
            "must be scheme, host and port only, as in https://merzim.example",
        );
    }
    let local = is_this_machine(host);
    if mode == Mode::Production && !secure && !local {
        return refused("public_url", "must be https, or sessions travel in the clear");
    }
    Ok(())
}

fn is_this_machine(host: &str) -> bool {
    let name = host
        .rsplit_once(':')
        .map_or(host, |(name, port)| if port.contains(']') { host } else { name });
    let address = name.trim_start_matches('[').trim_end_matches(']').parse();
    name == "localhost" || address.is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Telephone numbers travel there, and a key.
pub(super) fn check_gateway(url: &Hidden) -> Result<(), ConfigFault> {
    let rest = url.0.strip_prefix("http://");
    let host = rest.map(|rest| rest.split('/').next().unwrap_or_default());
    if url.0.starts_with("https://") || host.is_some_and(is_this_machine) {
        return Ok(());
    }
    refused("sms_url", "must begin with https://, or lead to this machine")
}

/// The parts of a list in one variable.
pub(super) fn listed(text: &str) -> Vec<String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// A host, with a port where needed.
pub(super) fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']'))
}

pub(super) fn check_scheme(key: &'static str, url: &Hidden, schemes: &[&str]) -> Result<(), ConfigFault> {
    if schemes.iter().any(|scheme| url.0.starts_with(scheme)) {
        return Ok(());
    }
    match key {
        "smtp_url" => refused(key, "must begin with smtp:// or smtps://"),
        _ => refused(key, "must begin with sqlite:// or postgres://"),
    }
}

pub(super) fn is_header_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

pub(super) fn missing_secret<T>() -> Result<T, ConfigFault> {
    refused("secret_key", MISSING)
}

pub(super) fn check_secret(secret: Option<Hidden>, mode: Mode) -> Result<Option<Hidden>, ConfigFault> {
    match (secret, mode) {
        (Some(secret), _) if is_strong(secret.0.trim()) => Ok(Some(Hidden(secret.0.trim().to_owned()))),
        (None, Mode::Production) => missing_secret(),
        (None, Mode::Training) => Ok(Some(Hidden(TRAINING_SECRET.into()))),
        (None, Mode::Tool) => Ok(None),
        (Some(secret), Mode::Training) => Ok(Some(secret)),
        (Some(_), Mode::Production | Mode::Tool) => refused("secret_key", WEAK),
    }
}

/// Whether a text can be 32 random bytes: long enough in its alphabet, varied, and not a repetition.
pub(super) fn is_strong(text: &str) -> bool {
    let bytes = text.as_bytes();
    let alphabet = bytes
        .iter()
        .all(|b| b.is_ascii_alphanumeric() || b"+/=-_".contains(b));
    let needed = if bytes.iter().all(u8::is_ascii_hexdigit) {
        SECRET_HEX_DIGITS
    } else {
        SECRET_CHARACTERS
    };
    let distinct = (0..=u8::MAX).filter(|b| bytes.contains(b)).count();
    let repeats = (1..=bytes.len() / 2).any(|period| bytes[period..] == bytes[..bytes.len() - period]);
    alphabet && bytes.len() >= needed && distinct >= SECRET_DISTINCT && !repeats
}

#[cfg(test)]
mod tests {
    use super::is_this_machine;

    #[test]
    fn only_this_machine_is_this_machine() {
        for here in [
            "localhost",
            "localhost:8000",
            "127.0.0.1:8000",
            "127.0.0.1",
            "[::1]:8000",
            "[::1]",
        ] {
            assert!(is_this_machine(here), "{here}");
        }
        for elsewhere in [
            "localhost.example",
            "127.example",
            "10.0.0.1:80",
            "[2001:db8::1]:80",
            "merzim.example",
        ] {
            assert!(!is_this_machine(elsewhere), "{elsewhere}");
        }
    }
}
