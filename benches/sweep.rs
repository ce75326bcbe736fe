//! What it costs to know that something, or nothing, is due.

use anyhow::{Result, ensure};
use merzim::{jobs, store::reading::due};

use crate::{
    bare::Bare,
    figures::{Pair, Sweep, median, timed},
    population::Population,
};

/// How far ahead is looked, so that there is something to be found.
const AHEAD_DAYS: i64 = 30;
const TURNS: usize = 50;

pub async fn measure(population: &Population, bare: &Bare) -> Result<Sweep> {
    let desk = &population.desk;
    jobs::sweep(desk).await?;
    let by = desk.instant() + chrono::TimeDelta::days(AHEAD_DAYS);
    let found = bare.due(by).await?;
    let all = async || {
        let (mut count, mut after) = (0, None);
        loop {
            let page = due::cases(desk.store(), by, after, due::PART).await?;
            after = page.last().copied();
            count += page.len();
            if u64::try_from(page.len())? < due::PART {
                break;
            }
        }
        ensure!(count == found, "{count} of {found} cases were found");
        Ok(())
    };
    let (mut ours, mut least, mut idle) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(timed(all()).await?);
        least.push(timed(bare.due(by)).await?);
    }
    for _ in 0..TURNS {
        let nothing = async {
            let advanced = jobs::sweep(desk).await?;
            ensure!(advanced == 0, "{advanced} cases were due");
            Ok(())
        };
        idle.push(timed(nothing).await?);
    }
    Ok(Sweep {
        due: Pair {
            ours: median(ours),
            bare: median(least),
        },
        found,
        idle: median(idle),
    })
}
