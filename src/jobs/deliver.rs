//! Delivers what is due in the outbox. Every attempt has an outcome: delivered, tried again later, or given up
//! as a task for a human.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::transport::{Failed, Letter, Outgoing, Transport};
use super::turns::Turns;
use crate::domain::rules::Channel;
use crate::store::{
    Store, StoreError, accounts, endpoints,
    outbox::{self, Due, Message},
};

/// Attempts before a human must look: with the waits below that is after some four hours, well within the
/// 24 hours a supervising body has to answer.
pub const MOST_ATTEMPTS: u32 = 13;
/// Waits after the first failures, in seconds: most faults are over in a breath, and a closed window is to be told
/// within a minute.
pub const FIRST_WAITS: [i64; 3] = [5, 10, 20];
/// The longest wait; before it, minutes double.
pub const LONGEST_WAIT_MINUTES: i64 = 60;
/// How long a worker has a message to itself: longer than a mail server may take.
pub const LEASE_MINUTES: i64 = 5;

/// How a message becomes text: template, arguments, language. An error says why it cannot, without personal
/// data.
pub type Render = dyn Fn(&str, &Map<String, Value>, &str) -> Result<Letter, String> + Send + Sync;

/// A worker of the outbox.
#[derive(Clone, Copy)]
pub struct Deliver<'a> {
    /// Where the outbox is.
    pub store: &'a Store,
    /// Where messages go.
    pub transport: &'a Transport,
    /// How they become text.
    pub render: &'a Render,
    /// A name no other worker has, here or on another machine.
    pub worker: &'a str,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Accepted.
    Delivered,
    /// To be tried again later.
    Retried,
    /// A task for a human.
    GivenUp,
    /// The lease ran out on the way and another worker has it.
    Lost,
    /// It is night where it goes: it was not attempted, and leaves in the morning.
    PutOff,
}

/// What became of several messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Accepted.
    pub delivered: u32,
    /// To be tried again later.
    pub retried: u32,
    /// Tasks for a human.
    pub given_up: u32,
    /// With another worker now.
    pub lost: u32,
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            delivered: self.delivered + other.delivered,
            retried: self.retried + other.retried,
            given_up: self.given_up + other.given_up,
            lost: self.lost + other.lost,
        }
    }
}

impl From<Outcome> for Tally {
    fn from(outcome: Outcome) -> Self {
        let mut tally = Self::default();
        match outcome {
            Outcome::Delivered => tally.delivered = 1,
            Outcome::Retried => tally.retried = 1,
            Outcome::GivenUp => tally.given_up = 1,
            Outcome::Lost => tally.lost = 1,
            Outcome::PutOff => {}
        }
        tally
    }
}

/// One round of a channel, as its lanes share it.
#[derive(Clone, Copy)]
struct Round<'a> {
    channel: Channel,
    /// When it began: what becomes due later is for the next.
    began: DateTime<Utc>,
    turns: &'a Mutex<Turns>,
}

impl Deliver<'_> {
    /// One round of every channel, each by itself.
    ///
    /// # Errors
    /// When the database does not answer; what was delivered before stays delivered.
    pub async fn all_due(&self, now: impl Fn() -> DateTime<Utc> + Send + Sync) -> Result<Tally, StoreError> {
        let round = |channel| self.round(channel, &now);
        let (mail, hooks, short) = tokio::join!(
            round(Channel::Email),
            round(Channel::Webhook),
            round(Channel::Sms)
        );
        Ok(mail?.plus(hooks?).plus(short?))
    }

    /// One round of a channel: each message that was due when it began is attempted once. What fails is due again in a later
    /// round, so that a round ends whatever its receivers do. Four at once: one that hangs does not hold up all others.
    ///
    /// # Errors
    /// When the database does not answer; what was delivered before stays delivered.
    pub async fn round(
        &self,
        channel: Channel,
        now: &(impl Fn() -> DateTime<Utc> + Send + Sync),
    ) -> Result<Tally, StoreError> {
        let began = now();
        if !self.transport.carries(channel) || !outbox::is_due(self.store, Due::any(channel, began)).await? {
            return Ok(Tally::default());
        }
        let turns = Mutex::default();
        let round = Round {
            channel,
            began,
            turns: &turns,
        };
        let lane = || self.lane(round, now);
        let (a, b, c, d) = tokio::join!(lane(), lane(), lane(), lane());
        Ok(a?.plus(b?).plus(c?).plus(d?))
    }

    async fn lane(
        &self,
        round: Round<'_>,
        now: &(impl Fn() -> DateTime<Utc> + Send + Sync),
    ) -> Result<Tally, StoreError> {
        let mut tally = Tally::default();
        while let Some(outcome) = self.one_due(round, now).await? {
            tally = tally.plus(outcome.into());
        }
        Ok(tally)
    }

    /// Delivers the message that has been due longest of those whose turn it is; none when there is none.
    async fn one_due(
        &self,
        round: Round<'_>,
        now: &(impl Fn() -> DateTime<Utc> + Send + Sync),
    ) -> Result<Option<Outcome>, StoreError> {
        let begun = now();
        let Some(message) = self.lease(round, begun).await? else {
            return Ok(None);
        };
        // Whatever brought it here, its first attempt, another one, or somebody who sends it again: it wakes nobody.
        let leaves_at = message.leaves_at(begun);
        let settled = if leaves_at > begun {
            let put_off = outbox::put_off(self.store, message.id, self.worker, leaves_at).await;
            put_off.map(|()| Outcome::PutOff)
        } else {
            let sent = self.send(&message, begun).await?;
            self.settle(&message, sent, now()).await
        };
        if let Some(endpoint) = message.endpoint {
            round.turns.lock().await.ends(endpoint, now() - begun);
        }
        match settled {
            Err(StoreError::Stale(_)) => Ok(Some(Outcome::Lost)),
            settled => settled.map(Some),
        }
    }

    async fn lease(&self, round: Round<'_>, begun: DateTime<Utc>) -> Result<Option<Message>, StoreError> {
        // Held until it is known whose message it is: two lanes never take one endpoint at once.
        let mut turns = round.turns.lock().await;
        let due = Due {
            channel: round.channel,
            by: round.began,
            except: &turns.over(),
        };
        let until = begun + TimeDelta::minutes(LEASE_MINUTES);
        let message = outbox::lease(self.store, due, self.worker, begun, until).await?;
        if let Some(endpoint) = message.as_ref().and_then(|message| message.endpoint) {
            turns.begins(endpoint);
        }
        Ok(message)
    }

    async fn send(&self, message: &Message, at: DateTime<Utc>) -> Result<Result<(), Failed>, StoreError> {
        if message.attempts > MOST_ATTEMPTS {
            // Each attempt was counted when it began; so many without an outcome mean that the worker dies of it.
            return Ok(Err(Failed::ForGood("no attempt came to an end".to_owned())));
        }
        if self.waits_for_a_voucher(message).await? {
            return Ok(Err(Failed::ForGood(
                "nobody has vouched for the holder of the account".to_owned(),
            )));
        }
        let arguments = outbox::arguments_of(self.store, message).await?;
        let letter = match (self.render)(&message.template, &arguments, &message.language) {
            Ok(letter) => letter,
            Err(why) => return Ok(Err(Failed::ForGood(why))),
        };
        let (address, endpoint) = match message.endpoint {
            None => (message.address.clone(), None),
            Some(id) => match endpoints::now_of(self.store, id).await? {
                Some(known) => (known.address, Some((known.id, known.secret))),
                None => return Ok(Err(Failed::ForGood("the address was withdrawn".to_owned()))),
            },
        };
        let outgoing = Outgoing {
            id: message.id,
            address,
            endpoint,
            template: message.template.clone(),
            letter,
            written_at: message.created_at,
            at,
        };
        Ok(self.transport.send(message.channel, outgoing).await)
    }

    /// The one door by which everything leaves: what was written while the addressee had his post, and waited for the morning or
    /// for the mail server, asks nothing of whoever may hold his account by now.
    async fn waits_for_a_voucher(&self, message: &Message) -> Result<bool, StoreError> {
        match message.recipient {
            Some(id) if message.asks() => accounts::waits(self.store, id).await,
            _ => Ok(false),
        }
    }

    async fn settle(
        &self,
        message: &Message,
        sent: Result<(), Failed>,
        now: DateTime<Utc>,
    ) -> Result<Outcome, StoreError> {
        match sent {
            Ok(()) => {
                outbox::delivered(self.store, message.id, self.worker, now).await?;
                Ok(Outcome::Delivered)
            }
            Err(Failed::ForNow(why)) if message.attempts < MOST_ATTEMPTS => {
                tracing::warn!(message = %message.id, attempts = message.attempts, why, "message not delivered yet");
                let again = message.leaves_at(now + wait_after(message.attempts));
                outbox::retry(self.store, message.id, self.worker, now, again, &why).await?;
                Ok(Outcome::Retried)
            }
            Err(Failed::ForNow(why) | Failed::ForGood(why)) => {
                tracing::error!(message = %message.id, attempts = message.attempts, why, "message given up");
                outbox::give_up(self.store, message.id, self.worker, now, &why).await?;
                Ok(Outcome::GivenUp)
            }
        }
    }
}

/// The wait after the `attempts`-th attempt failed.
fn wait_after(attempts: u32) -> TimeDelta {
    let number = usize::try_from(attempts.saturating_sub(1)).unwrap_or(usize::MAX);
    if let Some(seconds) = FIRST_WAITS.get(number) {
        return TimeDelta::seconds(*seconds);
    }
    let doubled = 1_i64 << (number - FIRST_WAITS.len()).min(16);
    TimeDelta::minutes(doubled.min(LONGEST_WAIT_MINUTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_end_within_hours() {
        let waits: Vec<i64> = (1..MOST_ATTEMPTS)
            .map(|attempt| wait_after(attempt).num_seconds())
            .collect();
        let minutes = [1, 2, 4, 8, 16, 32, 60, 60, 60].map(|minutes| minutes * 60);
        assert_eq!(waits, [&[5, 10, 20][..], &minutes].concat());
        assert!(waits.iter().sum::<i64>() < 5 * 60 * 60);
        assert!(
            FIRST_WAITS.iter().sum::<i64>() + 3 * 5 < 60,
            "three faults in a row, and the rounds between, stay within a minute"
        );
    }
}
