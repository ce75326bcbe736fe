//! What happens without anyone asking. Jobs ask about state, never about yesterday: one that did not run for
//! days catches up, and several processes may run the same one.

pub mod deliver;
pub mod housekeeping;
mod http;
pub mod messages;
pub mod sms;
pub mod sweep;
pub mod transport;
pub mod webhook;

pub use sweep::sweep;

use serde_json::{Map, Value};
use std::future::Future;
use std::time::Duration;

use self::deliver::{Deliver, Tally};
use self::transport::Transport;
use crate::commands::follow_clock;
use crate::domain::ids;
use crate::store::desk::{Desk, Failure};

/// Between two rounds: short beside the hours of a ladder, long beside the millisecond a round costs.
const PAUSE: Duration = Duration::from_secs(5);
/// In training somebody has just moved the clock and waits for what follows.
const PAUSE_IN_TRAINING: Duration = Duration::from_secs(1);

/// Between two looks at how the tables are filled: some hours, in rounds.
const ROUNDS_A_LOOK: u64 = 4_000;

/// One round: what is due happens, and what that wrote is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Cases in which something happened.
    pub advanced: u64,
    /// What became of the messages that were due.
    pub messages: Tally,
    /// Old sessions, links, drafts and keys that were cleared away.
    pub cleared: u64,
}

/// The way out of the house.
pub struct WayOut {
    /// Where messages go.
    pub transport: Transport,
    /// The address under which people reach this installation; links in messages begin with it.
    pub public_url: String,
}

/// Does everything that is due, once. Without a way out, messages wait.
///
/// # Errors
/// When the database does not answer.
pub async fn once(desk: &Desk, way_out: Option<&WayOut>, worker: &str) -> Result<Round, Failure> {
    follow_clock(desk).await?;
    let (advanced, messages) = catch_up(desk, way_out, worker).await?;
    let cleared = housekeeping::clear_away(desk).await?;
    Ok(Round {
        advanced,
        messages,
        cleared,
    })
}

/// The part of a round that a case can see: what is due happens, and what that wrote is delivered. A past that is told in
/// thousands of rounds has nothing to clear away.
///
/// # Errors
/// When the database does not answer.
pub async fn catch_up(desk: &Desk, way_out: Option<&WayOut>, worker: &str) -> Result<(u64, Tally), Failure> {
    let advanced = sweep(desk).await?;
    let messages = match way_out {
        Some(WayOut {
            transport,
            public_url,
        }) => {
            let public_url = public_url.clone();
            let render = move |template: &str, arguments: &Map<String, Value>, language: &str| {
                messages::render(template, arguments, language, &public_url)
            };
            let deliver = Deliver {
                store: desk.store(),
                transport,
                render: &render,
                worker,
            };
            deliver.all_due(|| desk.instant()).await?
        }
        None => Tally::default(),
    };
    Ok((advanced, messages))
}

/// Rounds until told to stop; the round under way is finished first. A database that does not answer is asked
/// again at the next round.
pub async fn run(desk: Desk, way_out: Option<WayOut>, stop: impl Future<Output = ()>) {
    let worker = format!("worker-{}", ids::fresh().as_simple());
    let mut stop = std::pin::pin!(stop);
    for round in 0_u64.. {
        if round % ROUNDS_A_LOOK == 0
            && let Err(fault) = desk.store().refresh_statistics().await
        {
            tracing::error!(%fault, "the tables were not looked at");
        }
        match once(&desk, way_out.as_ref(), &worker).await {
            Ok(round) if round.advanced > 0 || round.messages != Tally::default() => {
                tracing::info!(advanced = round.advanced, messages = ?round.messages, cleared = round.cleared, "a round of the jobs");
            }
            Ok(_) => {}
            Err(fault) => tracing::error!(%fault, "a round of the jobs failed"),
        }
        if stopped(&desk, stop.as_mut()).await {
            return;
        }
    }
}

/// Follows the clock of a training installation, which other processes move; for one that runs no jobs.
pub async fn keep_time(desk: Desk, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        if let Err(fault) = follow_clock(&desk).await {
            tracing::error!(%fault, "the training clock cannot be read");
        }
        if stopped(&desk, stop.as_mut()).await {
            return;
        }
    }
}

/// Waits for the next round, or until told to stop.
async fn stopped(desk: &Desk, stop: impl Future<Output = ()>) -> bool {
    let pause = if desk.training() { PAUSE_IN_TRAINING } else { PAUSE };
    tokio::time::timeout(pause, stop).await.is_ok()
}
