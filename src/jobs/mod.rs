//! What happens without anyone asking. Jobs ask about state, never about yesterday: one that did not run for
//! days catches up, and several processes may run the same one.

pub mod deliver;
pub mod messages;
pub mod sweep;
pub mod transport;

pub use sweep::sweep;

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

/// One round: what is due happens, and what that wrote is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Round {
    /// Cases in which something happened.
    pub advanced: u64,
    /// What became of the messages that were due.
    pub messages: Tally,
}

/// Does everything that is due, once. Without a way out, messages wait.
///
/// # Errors
/// When the database does not answer.
pub async fn once(desk: &Desk, transport: Option<&Transport>, worker: &str) -> Result<Round, Failure> {
    follow_clock(desk).await?;
    let advanced = sweep(desk).await?;
    let messages = match transport {
        Some(transport) => {
            let render = &messages::render;
            let deliver = Deliver {
                store: desk.store(),
                transport,
                render,
                worker,
            };
            deliver.all_due(|| desk.instant()).await?
        }
        None => Tally::default(),
    };
    Ok(Round { advanced, messages })
}

/// Rounds until told to stop; the round under way is finished first. A database that does not answer is asked
/// again at the next round.
pub async fn run(desk: Desk, transport: Option<Transport>, stop: impl Future<Output = ()>) {
    let worker = format!("worker-{}", ids::fresh().as_simple());
    let pause = if desk.training() { PAUSE_IN_TRAINING } else { PAUSE };
    let mut stop = std::pin::pin!(stop);
    loop {
        match once(&desk, transport.as_ref(), &worker).await {
            Ok(round) if round.advanced > 0 || round.messages != Tally::default() => {
                tracing::info!(advanced = round.advanced, messages = ?round.messages, "a round of the jobs");
            }
            Ok(_) => {}
            Err(fault) => tracing::error!(%fault, "a round of the jobs failed"),
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
