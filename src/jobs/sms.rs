//! Short messages, through a gateway that takes `{"id", "to", "text"}` over HTTPS.

use std::fmt;

use serde_json::json;

use super::http::{Posted, Poster};
use super::transport::{Carried, Carrier, Failed, Letter, Outgoing};
use crate::config::Hidden;

/// The way to telephones.
pub struct Gateway {
    poster: Poster,
    url: String,
    key: Option<Hidden>,
}

impl Gateway {
    /// The gateway at `url`, which asks for `key`.
    #[must_use]
    pub fn new(url: &str, key: Option<Hidden>) -> Self {
        Self {
            poster: Poster::new(None, None),
            url: url.to_owned(),
            key,
        }
    }
}

impl fmt::Debug for Gateway {
    /// Its address may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gateway")
    }
}

/// One sentence, and where to read more, if anywhere.
#[must_use]
pub fn text(letter: &Letter) -> String {
    if letter.link.is_empty() {
        return format!("{}.", letter.subject);
    }
    format!("{}. {}", letter.subject, letter.link)
}

impl Carrier for Gateway {
    fn carry(&self, message: Outgoing) -> Carried<'_> {
        Box::pin(async move {
            let text = text(&message.letter);
            let body = json!({ "id": message.id.to_string(), "to": message.address, "text": text });
            let mut headers = vec![("content-type", "application/json".to_owned())];
            if let Some(key) = &self.key {
                headers.push(("authorization", format!("Bearer {}", key.reveal())));
            }
            let posted = Posted {
                url: self.url.clone(),
                headers,
                body: body.to_string().into_bytes(),
            };
            match self.poster.post(posted).await? {
                200..=299 => Ok(()),
                code @ (400 | 404 | 410 | 422) => {
                    Err(Failed::ForGood(format!("the gateway refused with code {code}")))
                }
                code => Err(Failed::ForNow(format!("the gateway answered with code {code}"))),
            }
        })
    }
}
