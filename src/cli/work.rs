//! `merzim work` and `merzim tick`: the jobs without pages.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Result, bail};
use chrono::{DateTime, Utc};

use super::installation::Installation;
use super::organisation::JOB;
use crate::commands::leave_clock;
use crate::domain::ids;
use crate::jobs;
use crate::web::logging::{self, Format};

/// Runs the jobs until the process is told to stop. Any number of processes may do so at once.
///
/// # Errors
/// One line for the operator, when it cannot start.
pub async fn work(file: Option<&Path>) -> Result<()> {
    let installation = Installation::open_as_it_is(file).await?;
    logging::start(&installation.config.log, Format::Json)?;
    let way_out = installation.way_out()?;
    jobs::run(installation.desk.clone(), Some(way_out), told_to_stop()?).await;
    installation.close().await
}

/// Does everything that is due, once, and says how much that was. In training it may be for another moment than
/// the present one; the installation's clock stays there.
///
/// # Errors
/// One line for the operator: a real installation has no other moment, or the database does not answer.
pub async fn tick(file: Option<&Path>, now: Option<DateTime<Utc>>, mut out: impl Write) -> Result<()> {
    let installation = Installation::open_as_it_is(file).await?;
    let outcome = tick_once(&installation, now, &mut out).await;
    installation.close().await?;
    outcome
}

async fn tick_once(
    installation: &Installation,
    now: Option<DateTime<Utc>>,
    out: &mut impl Write,
) -> Result<()> {
    let desk = &installation.desk;
    if let Some(now) = now {
        if !desk.training() {
            bail!("--now is for training databases: a real installation follows the real time");
        }
        if now < desk.instant() {
            bail!(
                "the clock of this installation already shows {}; it does not go back",
                desk.instant().to_rfc3339()
            );
        }
        leave_clock(desk, JOB, now).await?;
    }
    let way_out = installation.way_out()?;
    let worker = format!("tick-{}", ids::fresh().as_simple());
    let round = jobs::once(desk, Some(&way_out), &worker).await?;
    writeln!(
        out,
        "cases advanced: {}; messages delivered: {}, to be tried again: {}, given up: {}; cleared away: {}",
        round.advanced,
        round.messages.delivered,
        round.messages.retried,
        round.messages.given_up,
        round.cleared
    )?;
    Ok(())
}

/// Ends with Ctrl-C or SIGTERM.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Ends with Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
