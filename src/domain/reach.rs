//! What an address must be before something is sent to it: of a system on the net, of a telephone.

use std::net::{IpAddr, Ipv6Addr};
use url::{Host, Url};

/// The longest address of a system.
const LONGEST_URL: usize = 500;
/// What fits into one short message with a letter that is no plain Latin one, and into each part of several.
const ONE_PART: usize = 70;
const EACH_PART: usize = 67;
/// The same without such a letter.
const ONE_PLAIN: usize = 160;
const EACH_PLAIN: usize = 153;

/// Ends of names that lead nowhere on the open net, or to the machine itself.
const CLOSED: [&str; 12] = [
    "arpa",
    "corp",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "onion",
    "test",
];

/// Where a website is served beside the usual port. At any other one something else may listen that takes a request for an
/// order; a system that is served elsewhere is named by the operator.
const OTHER_PORT: u16 = 8443;

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// It does not begin with `https://`.
    #[error("the address is not https")]
    NotSecure,
    /// It cannot be read as scheme, host, port and path.
    #[error("the address cannot be read")]
    Unreadable,
    /// Its port is one at which another kind of service listens.
    #[error("the port is none of a website")]
    Port,
    /// It names a place in a private network.
    #[error("the address leads into a private network")]
    Private,
}

/// Scheme, and host with its port where one is given, of the address of a system.
///
/// # Errors
/// [`BadAddress::Unreadable`], also for an address with a name and password in it, which would land in logs.
pub fn host_of(url: &str) -> Result<(&str, &str), BadAddress> {
    let unreadable = Err(BadAddress::Unreadable);
    let Some((scheme, rest)) = url.split_once("://") else {
        return unreadable;
    };
    let plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '}');
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let host = bare(authority);
    if !url.chars().all(plain)
        || url.len() > LONGEST_URL
        || url.contains('#')
        || host.is_empty()
        || !authority.chars().all(good)
        || !matches!(scheme, "https" | "http")
    {
        return unreadable;
    }
    Ok((scheme, authority))
}

/// A host without its port.
fn bare(authority: &str) -> &str {
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    authority.split(':').next().unwrap_or_default()
}

/// May a webhook go there? The operator may allow a host by name, with its port where one is given: a system on the
/// same network.
///
/// # Errors
/// [`BadAddress`].
pub fn webhook(url: &str, allowed: &[String]) -> Result<(), BadAddress> {
    let (scheme, authority) = host_of(url)?;
    if allowed.iter().any(|host| host == authority) {
        return Ok(());
    }
    if scheme != "https" {
        return Err(BadAddress::NotSecure);
    }
    // As a browser reads it: what looks like a name may be a number, `0x7f.1` or `2130706433`.
    let read = Url::parse(url).map_err(|_| BadAddress::Unreadable)?;
    let private = match read.host().ok_or(BadAddress::Unreadable)? {
        Host::Domain(name) => is_closed(name),
        Host::Ipv4(four) => !is_public(four.into()),
        Host::Ipv6(six) => !is_public(six.into()),
    };
    if private {
        return Err(BadAddress::Private);
    }
    let plain = match read.host() {
        Some(Host::Ipv4(four)) => four.to_string() == bare(authority),
        Some(Host::Domain(name)) => !name.ends_with('.') && name.split('.').all(is_label),
        _ => true,
    };
    if !plain || authority.ends_with(':') {
        return Err(BadAddress::Unreadable);
    }
    // The port that goes without saying is not kept.
    if read.port().is_some_and(|port| port != OTHER_PORT) {
        return Err(BadAddress::Port);
    }
    Ok(())
}

/// Does a name lead nowhere on the open net? One dot at its end changes nothing.
fn is_closed(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    match name.rsplit_once('.') {
        Some((_, end)) => CLOSED.contains(&end),
        None => true,
    }
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
}

/// Is this an address on the open net? What is not certainly one is none.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(four) => {
            let [a, b, c, _] = four.octets();
            !(four.is_private()
                || four.is_loopback()
                || four.is_link_local()
                || four.is_broadcast()
                || four.is_documentation()
                || four.is_multicast()
                || a == 0
                || a >= 240
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 198 && (18..20).contains(&b)))
        }
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => is_public(IpAddr::V4(four)),
            None => global(six),
        },
    }
}

/// Only 2000::/3 is handed out; inside it, what carries an address of version 4 may lead anywhere.
fn global(six: Ipv6Addr) -> bool {
    let [first, second, ..] = six.segments();
    (first & 0xe000) == 0x2000
        && first != 0x2002
        && !(first == 0x2001 && (second < 0x0200 || second == 0x0db8))
}

/// Can mail be addressed so? What mail allows and nobody has, such as a quoted name or a number for a host, is a slip. Whether
/// it gets there shows when it is sent.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let read: Result<lettre::Address, _> = text.parse();
    read.is_ok_and(|address| address.domain().contains('.') && !text.contains(['"', '[', '\\']))
}

/// A telephone number as it is dialled from anywhere: a plus and 8 to 15 digits. Spaces, hyphens and brackets are left
/// out.
#[must_use]
pub fn telephone(text: &str) -> Option<String> {
    let number: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '\u{a0}'))
        .collect();
    let digits = number.strip_prefix('+')?;
    let good = (8..=15).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
        && !digits.starts_with('0');
    good.then_some(number)
}

/// In how many parts a short message travels.
#[must_use]
pub fn sms_parts(text: &str) -> usize {
    let length = text.encode_utf16().count();
    let plain = text
        .chars()
        .all(|c| c.is_ascii() && !matches!(c, '`' | '[' | ']' | '{' | '}' | '~' | '^' | '|' | '\\'));
    let (one, each) = if plain {
        (ONE_PLAIN, EACH_PLAIN)
    } else {
        (ONE_PART, EACH_PART)
    };
    if length <= one { 1 } else { length.div_ceil(each) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_webhook_goes_to_the_open_net_over_tls_and_nowhere_else() {
        let none: [String; 0] = [];
        for good in [
            "https://probation.example.kz/hook",
            "https://probation.example.kz:8443/in?key=a%20b",
            "https://93.184.216.34/x",
            "https://[2606:2800:220:1::1]/",
            "https://Probation.Example.KZ:443/",
            "https://xn--e1afmkfd.xn--80ao21a/",
        ] {
            assert_eq!(webhook(good, &none), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("http://probation.example.kz/", BadAddress::NotSecure),
            ("ftp://probation.example.kz/", BadAddress::Unreadable),
            ("https://user:secret@example.kz/", BadAddress::Unreadable),
            ("https://example.kz/#part", BadAddress::Unreadable),
            ("https://пример.kz/", BadAddress::Unreadable),
            ("https:///path", BadAddress::Unreadable),
            ("example.kz", BadAddress::Unreadable),
            ("https://localhost/", BadAddress::Private),
            ("https://intranet/", BadAddress::Private),
            ("https://printer.local/", BadAddress::Private),
            ("https://127.0.0.1:9000/", BadAddress::Private),
            ("https://10.1.2.3/", BadAddress::Private),
            ("https://172.20.0.1/", BadAddress::Private),
            ("https://169.254.169.254/latest", BadAddress::Private),
            ("https://100.64.1.1/", BadAddress::Private),
            ("https://[::1]/", BadAddress::Private),
            ("https://[fd00::1]/", BadAddress::Private),
            ("https://[::ffff:10.0.0.1]/", BadAddress::Private),
            ("https://[2002:0a00:0001::]/", BadAddress::Private),
            ("https://[::ffff:7f00:1]/", BadAddress::Private),
            ("https://[64:ff9b::7f00:1]/", BadAddress::Private),
            ("https://[fe80::1]/", BadAddress::Private),
            ("https://LOCALHOST/", BadAddress::Private),
            ("https://localhost./", BadAddress::Private),
            ("https://any.localhost/", BadAddress::Private),
            ("https://127.0.0.1./", BadAddress::Private),
            ("https://127.1/", BadAddress::Private),
            ("https://0x7f.0.0.1/", BadAddress::Private),
            ("https://0177.0.0.1/", BadAddress::Private),
            ("https://2130706433/", BadAddress::Private),
            ("https://0/", BadAddress::Private),
            ("https://metadata.google.internal./", BadAddress::Private),
            ("https://Printer.LOCAL/", BadAddress::Private),
            ("https://0x5db8d822/", BadAddress::Unreadable),
            ("https://example.kz./", BadAddress::Unreadable),
            ("https://example..kz/", BadAddress::Unreadable),
            ("https://-a.example.kz/", BadAddress::Unreadable),
            ("https://xn--0.kz/", BadAddress::Unreadable),
            ("https://256.1.1.1/", BadAddress::Unreadable),
            ("https://example.kz:/", BadAddress::Unreadable),
            ("https://example.kz:x/", BadAddress::Unreadable),
            ("https://example.kz:65536/", BadAddress::Unreadable),
            ("https://example.kz:0/", BadAddress::Port),
            ("https://example.kz:22/", BadAddress::Port),
            ("https://example.kz:25/", BadAddress::Port),
            ("https://example.kz:80/", BadAddress::Port),
            ("https://example.kz:5432/", BadAddress::Port),
            ("https://example.kz:9200/", BadAddress::Port),
            ("https:\\\\localhost/", BadAddress::Unreadable),
        ] {
            assert_eq!(webhook(bad, &none), Err(why), "{bad}");
        }
        let allowed = ["10.1.2.3:8080".to_owned()];
        assert_eq!(webhook("http://10.1.2.3:8080/in", &allowed), Ok(()));
        assert!(webhook("http://10.1.2.3/in", &allowed).is_err(), "another port");
    }

    #[test]
    fn an_address_of_mail_is_told_from_a_slip() {
        for good in ["probation@example.kz", "a.b+c@mail.example.kz", "mail@пример.қаз"] {
            assert!(is_email(good), "{good}");
        }
        for slip in [
            "",
            "probation",
            "@example.kz",
            "a@b",
            "a b@example.kz",
            " a@example.kz",
            "a@b@example.kz",
            "a@example.kz,b@example.kz",
            "<script>alert(1)</script>@example.kz",
            "a<b>@example.kz",
            "A <a@example.kz>",
            "\"<script>\"@example.kz",
            "a@[127.0.0.1]",
            "a@example..kz",
            "a@-example.kz",
            "a@exam ple.kz",
            "a@example.kz\r\nBcc: b@example.kz",
            "mailto:a@example.kz>",
        ] {
            assert!(!is_email(slip), "{slip:?}");
        }
    }

    #[test]
    fn a_telephone_is_dialled_from_anywhere() {
        assert_eq!(telephone(" +7 (701) 234-56-78 ").as_deref(), Some("+77012345678"));
        for slip in [
            "87012345678",
            "+7701",
            "+7701234567x",
            "",
            "+0123456789",
            "+1234567890123456",
        ] {
            assert_eq!(telephone(slip), None, "{slip}");
        }
    }

    #[test]
    fn cyrillic_fills_a_short_message_sooner() {
        assert_eq!(sms_parts(&"a".repeat(160)), 1);
        assert_eq!(sms_parts(&"a".repeat(161)), 2);
        assert_eq!(sms_parts(&"ә".repeat(70)), 1);
        assert_eq!(sms_parts(&"ә".repeat(71)), 2);
        assert_eq!(sms_parts(&"ә".repeat(134)), 2);
        assert_eq!(sms_parts(&"ә".repeat(135)), 3);
    }
}
