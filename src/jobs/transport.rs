//! Ways out of the house.

use std::{fmt, time::Duration};

use chrono::{DateTime, Utc};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    address::AddressError,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp,
};

use crate::domain::ids::MessageId;

/// Where messages go.
pub enum Transport {
    /// Nowhere: in training they count as delivered and are shown in the training outbox.
    Training,
    /// To a mail server.
    Smtp(Box<Mailer>),
}

/// A mail server, and the sender's address.
pub struct Mailer {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// A message as its receiver will see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Why mail cannot be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum TransportFault {
    /// The server's address cannot be understood.
    #[error("the mail server's address is not of the form smtps://user:password@host:port")]
    Server(#[source] smtp::Error),
    /// The sender's address cannot be understood.
    #[error("the sender's address is not an e-mail address")]
    From(#[from] AddressError),
}

/// Why one message was not accepted. Names no address: it is kept and shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failed {
    /// Later it may be.
    ForNow(String),
    /// It never will.
    ForGood(String),
}

/// How long a mail server may take.
const PATIENCE: Duration = Duration::from_secs(30);

impl Transport {
    /// Mail through `url` (`smtps://user:password@host:465`, `smtp://host:587?tls=required`, or plain
    /// `smtp://host:25` to a relay on the same machine), from `from` (`Merzim <merzim@example.kz>`).
    ///
    /// # Errors
    /// When one of the two cannot be understood.
    pub fn smtp(url: &str, from: &str) -> Result<Self, TransportFault> {
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(TransportFault::Server)?;
        let mailer = Mailer {
            server: server.timeout(Some(PATIENCE)).build(),
            from: from.parse()?,
        };
        Ok(Self::Smtp(Box::new(mailer)))
    }

    /// Hands one message over.
    ///
    /// # Errors
    /// When it was not accepted.
    pub async fn send(
        &self,
        id: MessageId,
        address: &str,
        letter: Letter,
        at: DateTime<Utc>,
    ) -> Result<(), Failed> {
        match self {
            Self::Training => Ok(()),
            Self::Smtp(mailer) => {
                let message = mailer.message(id, address, letter, at)?;
                mailer
                    .server
                    .send(message)
                    .await
                    .map(|_| ())
                    .map_err(|error| failed(&error))
            }
        }
    }
}

impl fmt::Debug for Transport {
    /// Without the server's password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Training => "Training",
            Self::Smtp(_) => "Smtp",
        })
    }
}

impl Mailer {
    /// The id of the message is the same in every attempt, so a second copy can be told from a second message.
    fn message(
        &self,
        id: MessageId,
        address: &str,
        letter: Letter,
        at: DateTime<Utc>,
    ) -> Result<Message, Failed> {
        let to: Address = address
            .parse()
            .map_err(|_| Failed::ForGood("the address is not one".to_owned()))?;
        let mut message = Message::builder()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .date(at.into())
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(letter.body)
            .map_err(|_| Failed::ForGood("the message cannot be put together".to_owned()))?;
        // RFC 3834: no "out of office" in return.
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        message
            .headers_mut()
            .insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
        Ok(message)
    }
}

/// A server's words may quote the address; its code says enough.
fn failed(error: &smtp::Error) -> Failed {
    let code = error
        .status()
        .map_or_else(String::new, |code| format!(" with code {code}"));
    if error.is_permanent() {
        Failed::ForGood(format!("the mail server refused{code}"))
    } else if error.is_transient() {
        Failed::ForNow(format!("the mail server put it off{code}"))
    } else if error.is_timeout() {
        Failed::ForNow("the mail server did not answer in time".to_owned())
    } else {
        Failed::ForNow("the mail server cannot be reached".to_owned())
    }
}
