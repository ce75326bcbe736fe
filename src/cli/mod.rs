//! The command line: what an operator starts, and how it ends. 0 done; 1 failed, with one clear line on
//! standard error; 2 wrong usage.

mod arguments;
pub mod backup;
mod calendar;
pub mod check;
pub mod demo;
mod import;
pub mod installation;
pub mod ladder;
pub mod ledger;
pub mod migrate;
pub mod organisation;
pub mod plan;
pub mod seed;
pub mod serve;
pub mod simulate;
pub mod user;
pub mod work;

use crate::{
    access::Access,
    clock::Clock,
    config::{Config, Mode},
    domain::rules::Rules,
    policies,
    store::{OpenOptions, Store},
    web::{faults::chain, views},
};
use anyhow::{Context, Result};
use arguments::{Arguments, CalendarQuestion, Command, LadderCommand, LedgerCommand};
use clap::Parser;
use std::{
    ffi::OsString,
    future::Future,
    io::{self, Write, stderr, stdout},
    path::Path,
    process::ExitCode,
};

/// Does what the arguments say; the program's own name comes first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(usage) => {
            // Help that was asked for goes to standard output and is no failure.
            let _ = usage.print();
            return if usage.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            };
        }
    };
    match obey(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads only the first lines has what he wanted.
        Err(fault) if is_broken_pipe(fault.as_ref()) => ExitCode::SUCCESS,
        Err(fault) => {
            let _ = writeln!(stderr(), "merzim: {}", chain(fault.as_ref()));
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(fault: &(dyn std::error::Error + 'static)) -> bool {
    let own = fault
        .downcast_ref::<io::Error>()
        .is_some_and(|own| own.kind() == io::ErrorKind::BrokenPipe);
    own || fault.source().is_some_and(is_broken_pipe)
}

fn obey(arguments: Arguments) -> Result<()> {
    let file = arguments.config.as_deref();
    match arguments.command {
        Command::Check { publish } => {
            let config = config(file, Mode::Tool)?;
            check::check(config.policies_dir.as_deref(), &faults_of_other_rooms(), stdout())?;
            for lock in policies::publish(&publish)? {
                writeln!(stdout(), "published in {}", lock.display())?;
            }
            Ok(())
        }
        Command::Calendar(question) => answer(file, &question),
        Command::Migrate => wait_for(async {
            let options = OpenOptions {
                create: true,
                ..OpenOptions::default()
            };
            let store = open(&config(file, Mode::Tool)?, options).await?;
            let outcome = migrate::migrate(&store, stdout()).await;
            store.close().await?;
            Ok(outcome?)
        }),
        Command::Ledger(command) => look_into_ledger(file, command),
        Command::Import(wanted) => wait_for(import::import(file, wanted, stdout())),
        Command::Backup { file: to } => wait_for(async {
            let store = open(&config(file, Mode::Tool)?, OpenOptions::default()).await?;
            let outcome = backup::back_up(&store, &to, Clock::real().now(), stdout()).await;
            store.close().await?;
            Ok(outcome?)
        }),
        Command::Restore { file: from } => wait_for(async {
            let options = OpenOptions {
                create: true,
                ..OpenOptions::default()
            };
            let store = open(&config(file, Mode::Tool)?, options).await?;
            let outcome = backup::restore(&store, &from, stdout()).await;
            store.close().await?;
            Ok(outcome?)
        }),
        Command::Serve { no_jobs, training } => serve::serve(file, !no_jobs, training),
        Command::Work => wait_for(work::work(file)),
        Command::Demo(wanted) => demo::demo(file, &wanted),
        Command::Tick { now } => wait_for(work::tick(file, now, stdout())),
        Command::Plan(wanted) => plan::plan(&rules(file)?, &wanted, stdout()),
        Command::Simulate(wanted) => {
            // Its answer is the same bytes for the same seed; how far it is goes elsewhere.
            let told = |line: &str| drop(writeln!(stderr(), "{line}"));
            simulate::simulate(&rules(file)?, &wanted, stdout(), told)
        }
        Command::Ladder(LadderCommand::Preview(wanted)) => wait_for(ladder::preview(file, &wanted, stdout())),
        Command::Seed(wanted) => wait_for(seed::seed(file, &wanted, stdout())),
        Command::Organisation(command) => wait_for(organisation::organisation(file, command, stdout())),
        Command::User(command) => wait_for(user::user(file, command, stdout())),
    }
}

/// What is wrong with what is built into the program: who may do what, templates, languages.
fn faults_of_other_rooms() -> Vec<String> {
    let access = Access::new().err();
    let access = access
        .iter()
        .flat_map(|fault| fault.faults())
        .map(ToString::to_string);
    let pages = views::check().err().unwrap_or_default();
    let pages = pages.iter().map(|fault| chain(fault));
    access.chain(pages).collect()
}

fn rules(file: Option<&Path>) -> Result<Rules> {
    Ok(policies::load(config(file, Mode::Tool)?.policies_dir.as_deref())?)
}

fn answer(file: Option<&Path>, question: &CalendarQuestion) -> Result<()> {
    let rules = rules(file)?;
    match *question {
        CalendarQuestion::Days { year } => calendar::days(&rules, year, stdout())?,
        CalendarQuestion::Add { date, days } => calendar::add(&rules, date, days, stdout())?,
    }
    Ok(())
}

fn look_into_ledger(file: Option<&Path>, command: LedgerCommand) -> Result<()> {
    if let LedgerCommand::Verify { bundle: Some(bundle) } = &command {
        return Ok(ledger::verify_bundle(bundle, stdout())?);
    }
    wait_for(async {
        let store = open(&config(file, Mode::Tool)?, OpenOptions::default()).await?;
        let outcome = match command {
            LedgerCommand::Verify { .. } => ledger::verify(&store, stdout()).await,
            LedgerCommand::Export { case, file } => {
                ledger::export(&store, case, &file, Clock::real().now(), stdout()).await
            }
        };
        store.close().await?;
        Ok(outcome?)
    })
}

fn config(file: Option<&Path>, mode: Mode) -> Result<Config> {
    Ok(Config::load(file, mode, environment())?)
}

/// The environment. A variable that is not text cannot be one of ours.
fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

async fn open(config: &Config, options: OpenOptions) -> Result<Store> {
    Ok(Store::open(config.database_url.reveal(), options).await?)
}

fn wait_for<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime did not start")?
        .block_on(work)
}
