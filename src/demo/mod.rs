//! A country of invented people, for training: two years of history, some of it ugly, in which every state that a
//! case can be in is found today.
//!
//! ```text
//! country.toml, country    organisations and the people who work in them
//! people, chance           names, numbers, and chance that can be repeated
//! plots, endings           the sixty cases, and how each stands today
//! story, mishap            what happens in each, made backwards from there
//! supply                   the drug on its way
//! stage, acts              plays it all through the commands that people use
//! chair, papers            what careful nurses and doctors write
//! letters                  what they sign on the last day
//! registry                 what the registry sends out
//! passage                  releases and hand-overs
//! twice                    one person, two cases
//! population               many cases for load tests
//! door                     what is told at the door: who can be tried
//! ```

mod acts;
pub mod chair;
mod channels;
mod country;
pub mod door;
mod endings;
mod letters;
mod mishap;
mod monitoring;
mod paper;
mod passage;
mod people;
mod plots;
mod population;
mod registry;
mod reviews;
mod stage;
mod story;
mod supply;
mod twice;

use chrono::{DateTime, Utc};
use thiserror::Error;

pub use self::country::Key;
pub use self::population::{Population, Wanted, populate};

use self::country::{Atlas, Cast};
use self::stage::Stage;
use crate::clock::Clock;
use crate::commands::sign_in::password::PasswordFault;
use crate::commands::{NameDeputy, leave_clock, name_deputy};
use crate::domain::rules::Post;
use crate::domain::time::civil_date;
use crate::letters::Press;
use crate::secrets::{Keys, SecretFault};
use crate::simulate::chance::{self, Chance};
pub use crate::simulate::papers;
use crate::store::desk::{Desk, Failure};

/// The seed of the country that everybody knows.
pub const SEED: u64 = 1;
/// The name under which the program stands in the ledger when it leaves the clock in the present.
const JOB: &str = "demo";

/// Why the country could not be invented. A fault of the program or of the database.
#[derive(Debug, Error)]
pub enum DemoFault {
    /// The country as written down makes no sense.
    #[error("the demo country: {0}")]
    Atlas(String),
    /// There are organisations already.
    #[error("the database is not empty: people are invented in a fresh one only")]
    Occupied,
    /// A part that nobody plays.
    #[error("the demo country has no {0}")]
    Nobody(String),
    /// Something was refused or broke.
    #[error("the demo country: {doing}: {why}")]
    Failed {
        /// What was being done.
        doing: String,
        /// Why it failed.
        why: Box<Failure>,
    },
    /// A case is due again and again at the same instant.
    #[error("the demo country: time stands still at {0}")]
    Stuck(DateTime<Utc>),
    /// The passphrase could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// A secret could not be sealed.
    #[error(transparent)]
    Secret(#[from] SecretFault),
}

/// What was invented.
#[derive(Clone, Debug)]
pub struct Country {
    /// How many organisations there are.
    pub organisations: usize,
    /// How many accounts.
    pub accounts: usize,
    /// How many cases.
    pub cases: usize,
    /// The accounts that can be tried, in the order shown.
    pub keys: Vec<Key>,
    /// The passphrase of all of them.
    pub passphrase: String,
}

/// Invents the country in an empty training database: two years pass in it, and its clock is left at `now`, from
/// where it goes on by itself. Its papers say that they are checked under `public_url`.
///
/// # Errors
/// [`DemoFault`]; the database is then of no use.
pub async fn build(
    desk: &Desk,
    keys: &Keys,
    (now, seed): (DateTime<Utc>, u64),
    public_url: &str,
) -> Result<Country, DemoFault> {
    let then = Clock::frozen(stage::beginning(now));
    let past = desk.with_clock(then);
    let mut chance = Chance::new(seed);
    let atlas = Atlas::read()?;
    let cast = atlas.found(&past, keys, 0, &mut chance).await?;
    name_deputies(&past, &cast).await?;
    channels::set_up(&past, keys, &cast, &atlas.home).await?;
    let rules = desk.rules();
    let plots = plots::plots(&atlas.home, rules);
    let mut stories = Vec::new();
    let mut people = Vec::new();
    for (number, plot) in plots.iter().enumerate() {
        let region = rules
            .places
            .regions
            .iter()
            .find(|region| region.id == plot.place.region);
        let zone = region.map_or(chrono_tz::Tz::UTC, |region| region.zone);
        stories.push(endings::story(
            (number, plot),
            rules,
            civil_date(now, zone),
            &mut chance,
        ));
        people.push(atlas.names.person(&mut chance));
    }
    let press = Press::new(public_url);
    let stage = Stage {
        desk: &past,
        cast: &cast,
        press: &press,
    };
    let stocked = [atlas.home.as_str(), atlas.stocked.as_str()];
    stage.play(&stories, &people, (now, stocked)).await?;
    // Whoever has no IIN is the one who is registered twice.
    if let Some(number) = plots.iter().position(|plot| !plot.has_iin) {
        // On the heap, like every deed.
        let twice = Box::pin(stage.registered_twice(&people[number], &plots[number].place.region));
        twice.await.map_err(|why| DemoFault::Failed {
            doing: "registering a person twice".to_owned(),
            why: Box::new(why),
        })?;
    }
    channels::work(&past, &cast, &atlas.home).await?;
    paper::morning(&past, &cast, &atlas.home, now).await?;
    letters::write(&past, &cast, &atlas.home, &press).await?;
    leave_clock(desk, JOB, now).await?;
    Ok(Country {
        organisations: cast.size(),
        accounts: cast.accounts,
        cases: stories.len(),
        keys: cast.keys,
        passphrase: cast.passphrase,
    })
}

/// Names who stands in for whom, as heads and coordinators do. Some have not got round to it: there the ladder
/// meets a gap, which is somebody's task, too.
async fn name_deputies(desk: &Desk, cast: &Cast) -> Result<(), DemoFault> {
    for (number, region) in desk.rules().places.regions.iter().enumerate() {
        let pairs = [
            ("probation", "probation", Post::Head),
            ("police", "health", Post::Coordinator),
        ];
        for (code, by, post) in pairs
            .into_iter()
            .filter(|(code, ..)| *code == "probation" || number % 2 == 1)
        {
            if number % 9 == 8 {
                continue;
            }
            let office = cast.organisation(&region.id, code)?;
            let officer = cast.worker(office, Post::Officer, 0)?;
            let deputy = cast.worker(office, Post::Officer, 1)?;
            let head = cast.worker(cast.organisation(&region.id, by)?, post, 0)?;
            let form = NameDeputy {
                deputy: Some(deputy.account),
                ..NameDeputy::default()
            };
            let named = name_deputy(desk, &head.actor, None, officer.account, &form).await;
            named.map_err(|why| DemoFault::Failed {
                doing: format!("naming a deputy in {}", region.id),
                why: Box::new(why),
            })?;
        }
    }
    Ok(())
}
