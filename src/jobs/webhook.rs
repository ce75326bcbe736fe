//! Webhooks: a signed message to the system of an organisation, as Standard Webhooks has it. It says that something
//! waits, and where; what it is stands behind the sign-in.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::http::{Posted, Poster};
use super::transport::{Carried, Carrier, Failed, Outgoing};
use crate::domain::reach;
use crate::secrets::{Keys, base64, hmac};
use crate::store::endpoints;

/// What the standard recommends as the most; ours are a few hundred bytes.
const MOST_BYTES: usize = 20_000;
/// Stands before a secret where it is shown.
pub const SECRET_PREFIX: &str = "whsec_";

/// The way to the systems of organisations.
#[derive(Debug)]
pub struct Webhooks {
    poster: Poster,
    keys: Keys,
    allowed: Vec<String>,
}

impl Webhooks {
    /// `allowed`: hosts, with their ports where given, that may be inside a private network or without TLS.
    #[must_use]
    pub fn new(keys: Keys, allowed: Vec<String>) -> Self {
        Self::with_patience(keys, allowed, None)
    }

    /// The same that waits for an answer only so long.
    #[must_use]
    pub fn with_patience(keys: Keys, allowed: Vec<String>, patience: Option<Duration>) -> Self {
        Self {
            poster: Poster::new(Some(allowed.clone()), patience),
            keys,
            allowed,
        }
    }

    fn posted(&self, message: &Outgoing) -> Result<Posted, Failed> {
        let bad = |why: &str| Failed::ForGood(why.to_owned());
        reach::webhook(&message.address, &self.allowed).map_err(|fault| bad(&fault.to_string()))?;
        let sealed = message
            .endpoint
            .as_ref()
            .and_then(|(id, secret)| Some((*id, secret.as_ref()?)));
        let (id, sealed) = sealed.ok_or_else(|| bad("the address has no secret"))?;
        let opened = self.keys.open(&endpoints::owner(id), sealed);
        let secret = opened.map_err(|fault| bad(&fault.to_string()))?;
        let body = body(message);
        if body.len() > MOST_BYTES {
            return Err(bad("the message is too long"));
        }
        let signature = signature(&secret, &message.id.to_string(), message.at, &body);
        Ok(Posted {
            url: message.address.clone(),
            headers: vec![
                ("content-type", "application/json".to_owned()),
                ("webhook-id", message.id.to_string()),
                ("webhook-timestamp", message.at.timestamp().to_string()),
                ("webhook-signature", signature),
            ],
            body: body.into_bytes(),
        })
    }
}

/// Kind, reference and link: nothing about the person, and nothing that a screen or a log may not show.
#[must_use]
pub fn body(message: &Outgoing) -> String {
    let kind = match message.template.strip_prefix("message-alert-") {
        Some(kind) => format!("notice.{kind}"),
        None => message.template.clone(),
    };
    let mut data = json!({ "reference": message.letter.reference });
    // Where nothing is asked and nothing can be opened any more, there is no link.
    if !message.letter.link.is_empty() {
        data["link"] = json!(message.letter.link);
    }
    json!({
        "type": kind,
        "timestamp": message.written_at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        "data": data,
    })
    .to_string()
}

/// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
#[must_use]
pub fn signature(secret: &[u8], id: &str, at: DateTime<Utc>, body: &str) -> String {
    let signed = format!("{id}.{}.{body}", at.timestamp());
    format!("v1,{}", base64(&hmac(secret, signed.as_bytes())))
}

impl Carrier for Webhooks {
    fn carry(&self, message: Outgoing) -> Carried<'_> {
        Box::pin(async move {
            match self.poster.post(self.posted(&message)?).await? {
                200..=299 => Ok(()),
                // The standard's word for "never again".
                410 => Err(Failed::ForGood("the system refused with code 410".to_owned())),
                code => Err(Failed::ForNow(format!("the system answered with code {code}"))),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the libraries of the standard carry: `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`, and what they make of
    /// it. Nothing of ours has a part in the numbers.
    #[test]
    fn the_signature_is_that_of_the_standard() {
        let secret = [
            0x31, 0xf2, 0x90, 0xf6, 0xbf, 0x06, 0x29, 0x8a, 0xab, 0x4f, 0x08, 0xd4, 0x3c, 0x3f, 0x08, 0x2c,
            0xf6, 0x48, 0xa3, 0x62, 0xda, 0x2d, 0xa4, 0xb0,
        ];
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let at = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
        let body = r#"{"test": 2432232314}"#;
        let theirs = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signature(&secret, id, at, body), theirs);
        let later = at + chrono::TimeDelta::seconds(1);
        assert_ne!(
            signature(&secret, id, later, body),
            theirs,
            "the time is signed, too"
        );
        assert_eq!(
            format!("{SECRET_PREFIX}{}", base64(&secret)),
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        );
    }
}
