//! Delivers what is due in the outbox. Every attempt has an outcome: delivered, tried again later, or given up
//! as a task for a human.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::transport::{Failed, Letter, Transport};
use crate::store::{
    Store, StoreError,
    outbox::{self, Message},
};

/// Attempts before a human must look: with the waits below that is after some four hours, well within the
/// 24 hours a supervising body has to answer.
pub const MOST_ATTEMPTS: u32 = 10;
/// Wait after the first failure; doubled after each further one.
pub const FIRST_WAIT_MINUTES: i64 = 1;
/// The longest wait.
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

impl Deliver<'_> {
    /// Delivers until nothing is due.
    ///
    /// # Errors
    /// When the database does not answer; what was delivered before stays delivered.
    pub async fn all_due(&self, now: impl Fn() -> DateTime<Utc> + Send + Sync) -> Result<Tally, StoreError> {
        let mut tally = Tally::default();
        while let Some(outcome) = self.one_due(&now).await? {
            match outcome {
                Outcome::Delivered => tally.delivered += 1,
                Outcome::Retried => tally.retried += 1,
                Outcome::GivenUp => tally.given_up += 1,
                Outcome::Lost => tally.lost += 1,
            }
        }
        Ok(tally)
    }

    /// Delivers the message that has been due longest; none when nothing is due.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn one_due(
        &self,
        now: impl Fn() -> DateTime<Utc> + Send + Sync,
    ) -> Result<Option<Outcome>, StoreError> {
        let begun = now();
        let until = begun + TimeDelta::minutes(LEASE_MINUTES);
        let Some(message) = outbox::lease(self.store, self.worker, begun, until).await? else {
            return Ok(None);
        };
        let sent = self.send(&message, begun).await;
        let settled = self.settle(&message, sent, now()).await;
        match settled {
            Err(StoreError::Stale(_)) => Ok(Some(Outcome::Lost)),
            settled => settled.map(Some),
        }
    }

    async fn send(&self, message: &Message, at: DateTime<Utc>) -> Result<(), Failed> {
        if message.attempts > MOST_ATTEMPTS {
            // Each attempt was counted when it began; so many without an outcome mean that the worker dies of it.
            return Err(Failed::ForGood("no attempt came to an end".to_owned()));
        }
        let letter = (self.render)(&message.template, &message.arguments, &message.language)
            .map_err(Failed::ForGood)?;
        self.transport
            .send(message.id, &message.address, letter, at)
            .await
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
                let again = now + wait_after(message.attempts);
                outbox::retry(self.store, message.id, self.worker, again, &why).await?;
                Ok(Outcome::Retried)
            }
            Err(Failed::ForNow(why) | Failed::ForGood(why)) => {
                tracing::error!(message = %message.id, attempts = message.attempts, why, "message given up");
                outbox::give_up(self.store, message.id, self.worker, &why).await?;
                Ok(Outcome::GivenUp)
            }
        }
    }
}

/// The wait after the `attempts`-th attempt failed.
fn wait_after(attempts: u32) -> TimeDelta {
    let doubled = FIRST_WAIT_MINUTES << attempts.saturating_sub(1).min(16);
    TimeDelta::minutes(doubled.min(LONGEST_WAIT_MINUTES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_end_within_hours() {
        let waits: Vec<i64> = (1..MOST_ATTEMPTS)
            .map(|attempt| wait_after(attempt).num_minutes())
            .collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert!(waits.iter().sum::<i64>() < 5 * 60);
    }
}
