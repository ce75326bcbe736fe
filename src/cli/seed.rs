//! `merzim seed`: many invented cases on a fresh database, for load tests.

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::arguments::Seed;
use super::installation::Installation;
use crate::clock::{Clock, Stopwatch};
use crate::demo::{Wanted, populate};

/// Invents the cases and says how many there are and how long it took. The database becomes a training one.
///
/// # Errors
/// One line for the operator: the database holds real cases, or is not empty.
pub async fn seed(file: Option<&Path>, wanted: &Seed, mut out: impl Write) -> Result<()> {
    let watch = Stopwatch::start();
    let installation = Installation::open(file, true).await?;
    let wanted = Wanted {
        cases: wanted.cases,
        facilities: wanted.facilities,
        seed: wanted.seed,
    };
    let keys = installation.config.keys()?;
    let outcome = populate(&installation.desk, &keys, Clock::real().now(), wanted).await;
    installation.close().await?;
    let population = outcome?;
    writeln!(
        out,
        "{} cases at {} facilities, {} doses, {} cases overdue, in {} s",
        population.cases,
        population.facilities,
        population.doses,
        population.overdue,
        watch.millis() / 1000
    )?;
    Ok(())
}
