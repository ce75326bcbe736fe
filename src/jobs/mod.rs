//! What happens without anyone asking. Jobs ask about state, never about yesterday: one that did not run for
//! days catches up, and several processes may run the same one.

pub mod deliver;
pub mod housekeeping;
mod http;
pub mod messages;
pub mod sms;
pub mod sweep;
pub mod transport;
mod turns;
pub mod webhook;

pub use sweep::sweep;

use serde_json::{Map, Value};
use std::future::Future;
use std::time::Duration;
use tokio::sync::watch;

use self::deliver::{Deliver, Render, Tally};
use self::transport::Transport;
use crate::commands::follow_clock;
use crate::domain::ids;
use crate::domain::rules::Channel;
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

impl WayOut {
    fn render(&self) -> Box<Render> {
        let public_url = self.public_url.clone();
        Box::new(
            move |template: &str, arguments: &Map<String, Value>, language: &str| {
                messages::render(template, arguments, language, &public_url)
            },
        )
    }

    fn deliver<'a>(&'a self, desk: &'a Desk, render: &'a Render, worker: &'a str) -> Deliver<'a> {
        Deliver {
            store: desk.store(),
            transport: &self.transport,
            render,
            worker,
        }
    }
}

/// Does everything that is due, once. Without a way out, messages wait; so do those for a system that has kept a round for
/// long enough.
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
        Some(way_out) => {
            let render = way_out.render();
            let deliver = way_out.deliver(desk, render.as_ref(), worker);
            deliver.all_due(|| desk.instant()).await?
        }
        None => Tally::default(),
    };
    Ok((advanced, messages))
}

/// Rounds until told to stop; those under way are finished first. What is due happens, and each channel delivers, at its own
/// pace: no ladder waits for a receiver, and no mail for a system. A database that does not answer is asked again at the
/// next round.
pub async fn run(desk: Desk, way_out: Option<WayOut>, stop: impl Future<Output = ()>) {
    let worker = format!("worker-{}", ids::fresh().as_simple());
    let (tell, told) = watch::channel(());
    let listen = async {
        stop.await;
        tell.send_replace(());
    };
    let send = |channel| keep_delivering(&desk, way_out.as_ref(), channel, &worker, told.clone());
    tokio::join!(
        listen,
        keep_advancing(&desk, told.clone()),
        send(Channel::Email),
        send(Channel::Webhook),
        send(Channel::Sms)
    );
}

async fn keep_advancing(desk: &Desk, mut told: watch::Receiver<()>) {
    for round in 0_u64.. {
        if round % ROUNDS_A_LOOK == 0
            && let Err(fault) = desk.store().refresh_statistics().await
        {
            tracing::error!(%fault, "the tables were not looked at");
        }
        // Without a way out: what is written is for the channels, each in its own round.
        match once(desk, None, "").await {
            Ok(round) if round.advanced > 0 => {
                tracing::info!(
                    advanced = round.advanced,
                    cleared = round.cleared,
                    "a round of the jobs"
                );
            }
            Ok(_) => {}
            Err(fault) => tracing::error!(%fault, "a round of the jobs failed"),
        }
        if stopped(desk, told.changed()).await {
            return;
        }
    }
}

/// Messages of a channel that is not set up wait.
async fn keep_delivering(
    desk: &Desk,
    way_out: Option<&WayOut>,
    channel: Channel,
    worker: &str,
    mut told: watch::Receiver<()>,
) {
    let Some(way_out) = way_out.filter(|way_out| way_out.transport.carries(channel)) else {
        return;
    };
    let render = way_out.render();
    let deliver = way_out.deliver(desk, render.as_ref(), worker);
    let now = || desk.instant();
    loop {
        match deliver.round(channel, &now).await {
            Ok(messages) if messages != Tally::default() => {
                tracing::info!(channel = channel.code(), ?messages, "a round of the jobs");
            }
            Ok(_) => {}
            Err(fault) => tracing::error!(channel = channel.code(), %fault, "a round of the jobs failed"),
        }
        if stopped(desk, told.changed()).await {
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
async fn stopped(desk: &Desk, stop: impl Future) -> bool {
    let pause = if desk.training() { PAUSE_IN_TRAINING } else { PAUSE };
    tokio::time::timeout(pause, stop).await.is_ok()
}
