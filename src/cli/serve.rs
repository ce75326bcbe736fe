//! `merzim serve` and `merzim work`: the processes that run for as long as the installation does.

use std::path::Path;

use anyhow::Result;
use rocket::tokio;

use super::installation::Installation;
use crate::commands::sign_in::{Door, password::Passwords};
use crate::demo::door as demo_door;
use crate::jobs;
use crate::web::logging::{self, Format};
use crate::web::{self, house};

/// Serves pages, and runs the jobs beside them unless they run elsewhere.
///
/// # Errors
/// One line for the operator, when it cannot start or ends badly.
pub fn serve(file: Option<&Path>, with_jobs: bool, training: bool) -> Result<()> {
    rocket::execute(async {
        let installation = Installation::open(file, training).await?;
        logging::start(&installation.config.log, Format::Json)?;
        run(installation, with_jobs).await
    })
}

/// Runs an open installation until the process is told to stop.
///
/// # Errors
/// As [`serve`].
pub async fn run(installation: Installation, with_jobs: bool) -> Result<()> {
    let way_out = installation.way_out()?;
    let Installation { config, desk } = installation;
    let keys = config.keys()?;
    let door = Door::new(
        desk.store().clone(),
        desk.clock().clone(),
        keys.clone(),
        Passwords::default(),
    );
    let demo = demo_door::read(&desk, &keys).await?;
    let rocket = house::server(config, keys, desk.clone(), door, demo)?;
    let at_work = desk.clone();
    let served = web::serve(rocket, move |stop| {
        if with_jobs {
            vec![tokio::spawn(jobs::run(at_work, Some(way_out), stop))]
        } else if at_work.training() {
            vec![tokio::spawn(jobs::keep_time(at_work, stop))]
        } else {
            Vec::new()
        }
    })
    .await;
    desk.store().clone().close().await?;
    Ok(served?)
}
