//! `merzim demo`: a country of invented people on a fresh embedded database, ready to be tried in a browser.

use std::fs;
use std::io::{Write, stdout};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::arguments::Demo;
use super::environment;
use super::installation::Installation;
use super::serve;
use crate::clock::{Clock, Stopwatch};
use crate::config::{Config, Mode};
use crate::demo::{self, Country};
use crate::domain::ids;
use crate::store::{OpenOptions, Store};
use crate::web::logging::{self, Format};

const FILE: &str = "merzim.db";
/// The files that SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];

/// Builds the country, prints where it is and how to come in, and serves it until told to stop.
///
/// # Errors
/// One line for the operator: the port is taken, the directory holds a database that is no training one, the
/// country could not be built.
pub fn demo(file: Option<&Path>, wanted: &Demo) -> Result<()> {
    let temporary = std::env::temp_dir().join(format!("merzim-demo-{}", ids::fresh().as_simple()));
    let dir = wanted.dir.as_deref().unwrap_or(&temporary);
    let outcome = rocket::execute(build_and_serve(file, wanted, dir));
    if wanted.dir.is_none() && temporary.exists() {
        fs::remove_dir_all(&temporary).with_context(|| format!("{} stays behind", temporary.display()))?;
    }
    outcome
}

async fn build_and_serve(file: Option<&Path>, wanted: &Demo, dir: &Path) -> Result<()> {
    let database = dir.join(FILE);
    let config = configuration(file, wanted, &database)?;
    logging::start(&config.log, Format::Plain)?;
    // Asked before the country is built: nobody wants to hear at the end that the port is taken.
    TcpListener::bind((config.address, config.port))
        .with_context(|| format!("cannot listen on {}:{}", config.address, config.port))?;
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    make_room(&database).await?;
    let options = OpenOptions {
        create: true,
        ..OpenOptions::default()
    };
    let store = Store::open(config.database_url.reveal(), options).await?;
    store.migrate().await?;
    let installation = Installation::enter(config, store).await?;
    let mut out = stdout();
    writeln!(out, "inventing a country in {} ...", database.display())?;
    let now = wanted.now.unwrap_or_else(|| Clock::real().now());
    let watch = Stopwatch::start();
    let config = &installation.config;
    let begins = (now, demo::SEED);
    let country = demo::build(&installation.desk, &config.keys()?, begins, &config.public_url).await?;
    let seconds = watch.millis() / 1000;
    let (organisations, accounts, cases) = (country.organisations, country.accounts, country.cases);
    writeln!(
        out,
        "{organisations} organisations, {accounts} accounts, {cases} cases, in {seconds} s"
    )?;
    introduce(&country, &installation.config.public_url, &mut out)?;
    serve::run(installation, true).await
}

/// What the environment says holds here, too, but for the database, the port and the quiet log.
fn configuration(file: Option<&Path>, wanted: &Demo, database: &Path) -> Result<Config> {
    let variable = |name: &str, value: String| (format!("MERZIM_{name}"), value);
    let quiet = variable("LOG", "warn".to_owned());
    let ours = [
        variable("DATABASE_URL", address_of(database)?),
        variable("PORT", wanted.port.to_string()),
    ];
    let all = std::iter::once(quiet).chain(environment()).chain(ours);
    Ok(Config::load(file, Mode::Training, all)?)
}

/// The address of a database file; what means something in an address is written otherwise.
fn address_of(database: &Path) -> Result<String> {
    let path = database.to_str().context("the directory's name is not text")?;
    let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Ok(format!("sqlite://{path}"))
}

/// Takes an earlier country away. Anything else that lies there stays, and nothing is built.
async fn make_room(database: &Path) -> Result<()> {
    if !database.exists() {
        return Ok(());
    }
    let store = Store::open(&address_of(database)?, OpenOptions::default()).await?;
    let training = store.is_training().await;
    store.close().await?;
    if !training.unwrap_or(false) {
        bail!(
            "{} is not a training database; choose another --dir",
            database.display()
        );
    }
    for end in BESIDE {
        let path = PathBuf::from(format!("{}{end}", database.display()));
        if path.exists() {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
    }
    Ok(())
}

fn introduce(country: &Country, address: &str, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        "\nopen        {address}\npassphrase  {}\n",
        country.passphrase
    )?;
    let width = country
        .keys
        .iter()
        .map(|key| key.sign_in_name.len())
        .max()
        .unwrap_or_default();
    for key in &country.keys {
        writeln!(
            out,
            "{:width$}  {}  {}",
            key.sign_in_name,
            key.secret.to_type(),
            key.who
        )?;
    }
    writeln!(
        out,
        "\nThe sign-in page shows the one-time codes that count now; an authenticator makes them from the"
    )?;
    writeln!(out, "secrets above. Everybody here is invented. Ctrl-C ends it.")?;
    Ok(())
}
