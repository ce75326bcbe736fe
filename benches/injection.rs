//! What it costs to log an injection: everything that a nurse's last click sets in motion, but for the page.

use anyhow::{Context as _, Result, ensure};
use merzim::{access::Action, commands, demo::chair, domain::ids::SubmissionKey, store::desk::Submission};

use crate::{
    bare::Bare,
    figures::{Pair, median, timed},
    population::Population,
};

const WARM: usize = 10;
const FEWEST: usize = 40;

pub async fn measure(population: &Population, bare: &Bare) -> Result<Pair> {
    let desk = &population.desk;
    ensure!(
        population.open.len() >= FEWEST,
        "too few doses are open today to measure anything: seed more cases"
    );
    let (mut ours, mut least) = (Vec::new(), Vec::new());
    for (case, nurse) in &population.open {
        let file = desk.look(nurse, Action::ReadClinicalFile, *case).await?;
        let form = chair::injection(&file, desk.rules(), desk.instant(), None, "Сейітов Болат");
        let form = form.context("no dose is open")?;
        let submission = Submission {
            key: Some(SubmissionKey::fresh()),
            digest: [7; 32],
        };
        let logged = async {
            commands::log_injection(desk, nurse, Some(submission), *case, &form).await?;
            Ok(())
        };
        ours.push(timed(logged).await?);
        least.push(timed(bare.two_rows()).await?);
    }
    Ok(Pair {
        ours: median(ours.split_off(WARM)),
        bare: median(least.split_off(WARM)),
    })
}
