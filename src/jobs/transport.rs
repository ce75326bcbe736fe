//! Ways out of the house.

use std::{fmt, future::Future, pin::Pin, time::Duration};

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

use crate::domain::ids::{EndpointId, MessageId};
use crate::domain::rules::Channel;

/// Where messages go.
#[derive(Debug)]
pub enum Transport {
    /// Nowhere: in training they count as delivered and are shown in the training outbox.
    Training,
    /// Out of the house, by the channels that are set up.
    Ways(Vec<(Channel, Box<dyn Carrier>)>),
}

/// A message on its way.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Identity, the same in every attempt: the receiver's key against doubles.
    pub id: MessageId,
    /// E-mail address, URL or telephone number.
    pub address: String,
    /// The endpoint behind the address, and its sealed secret.
    pub endpoint: Option<(EndpointId, Option<Vec<u8>>)>,
    /// What kind of message it is, as its text key.
    pub template: String,
    /// What it says.
    pub letter: Letter,
    /// When it was written.
    pub written_at: DateTime<Utc>,
    /// When this attempt is made.
    pub at: DateTime<Utc>,
}

/// What became of handing a message over.
pub type Carried<'a> = Pin<Box<dyn Future<Output = Result<(), Failed>> + Send + 'a>>;

/// One channel: hands a message over to whoever brings it to its receiver.
pub trait Carrier: fmt::Debug + Send + Sync {
    /// Hands it over. An error says that it was not accepted, or that nobody knows.
    fn carry(&self, message: Outgoing) -> Carried<'_>;
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
    /// The reference of the case.
    pub reference: String,
    /// Where to read more, after signing in.
    pub link: String,
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
        Ok(Self::Ways(vec![(Channel::Email, Box::new(mailer))]))
    }

    /// The same with one channel more.
    #[must_use]
    pub fn and(self, channel: Channel, carrier: Box<dyn Carrier>) -> Self {
        match self {
            Self::Training => Self::Training,
            Self::Ways(mut ways) => {
                ways.push((channel, carrier));
                Self::Ways(ways)
            }
        }
    }

    /// Is this channel set up? Messages of one that is not wait.
    #[must_use]
    pub fn carries(&self, channel: Channel) -> bool {
        match self {
            Self::Training => true,
            Self::Ways(ways) => ways.iter().any(|(known, _)| *known == channel),
        }
    }

    /// Hands one message over.
    ///
    /// # Errors
    /// When it was not accepted.
    pub async fn send(&self, channel: Channel, message: Outgoing) -> Result<(), Failed> {
        match self {
            Self::Training => Ok(()),
            Self::Ways(ways) => match ways.iter().find(|(known, _)| *known == channel) {
                Some((_, carrier)) => carrier.carry(message).await,
                None => Err(Failed::ForNow("this channel is not set up".to_owned())),
            },
        }
    }
}

impl Carrier for Mailer {
    fn carry(&self, message: Outgoing) -> Carried<'_> {
        Box::pin(async move {
            let letter = self.message(message.id, &message.address, message.letter, message.at)?;
            let sent = self.server.send(letter).await;
            sent.map(|_| ()).map_err(|error| failed(&error))
        })
    }
}

impl fmt::Debug for Mailer {
    /// Without the server's password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer")
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
