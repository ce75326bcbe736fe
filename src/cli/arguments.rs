//! What can be said on the command line.

use crate::access::Role;
use crate::domain::ids::CaseId;
use crate::text::Language;
use chrono::{DateTime, NaiveDate, Utc};
use clap::{Args, Parser, Subcommand, builder::PossibleValuesParser};
use std::{num::NonZero, path::PathBuf};

/// Tracks court-ordered antiandrogen treatment: doses, reviews, and who must answer.
#[derive(Debug, Parser)]
#[command(name = "merzim", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// Configuration file [default: merzim.toml beside the binary, when there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the web application and the jobs in one process
    Serve {
        /// Serve pages only; the jobs run elsewhere, under `work`
        #[arg(long)]
        no_jobs: bool,
        /// Invented people and a clock that can be moved
        #[arg(long)]
        training: bool,
    },
    /// Runs the jobs only: sweep and deliver. Any number of processes may do so
    Work,
    /// Starts a country of invented people on a fresh embedded database
    Demo(Demo),
    /// Applies pending migrations
    Migrate,
    /// Validates policies, rules, templates and languages; needs no database
    Check {
        /// Publishes these rule files, such as `policies/calendars/kz.toml`, once everything is sound
        #[arg(long, value_name = "FILE", num_args = 1..)]
        publish: Vec<PathBuf>,
    },
    /// Runs everything that is due, once
    Tick {
        /// The moment to run for, instead of the present one (training databases only)
        #[arg(long, value_name = "RFC3339")]
        now: Option<DateTime<Utc>>,
    },
    /// Answers questions about working days
    #[command(subcommand)]
    Calendar(CalendarQuestion),
    /// Prints the doses and the legal clocks that would follow; needs no database
    ///
    /// Each dose is taken to be given on its target. Left out is what a case owes besides: what is to be measured, telling
    /// the person about the drug, the pack for a dose, the papers of a review, and whatever follows from what happens.
    Plan(Plan),
    /// Lives many invented cases through the rules and checks every promise; needs no database
    Simulate(Simulate),
    /// Looks at what a changed ladder would have done
    #[command(subcommand)]
    Ladder(LadderCommand),
    /// Writes invented cases for load tests, by the same rules as real ones
    Seed(Seed),
    /// Registers the institutions where people work
    #[command(subcommand)]
    Organisation(OrganisationCommand),
    /// Makes accounts and enrolment links
    #[command(subcommand)]
    User(UserCommand),
    /// Takes over a roster of existing cases, CSV or XLSX: all rows or none
    Import(Import),
    /// Checks and exports the ledger
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Writes the whole database, as it stands at this moment, to a new file; others go on working
    Backup {
        /// File to write; must not exist
        file: PathBuf,
    },
    /// Takes a backup into an empty database, of either kind
    Restore {
        /// The backup
        file: PathBuf,
    },
}

/// `demo`
#[derive(Debug, Args)]
pub struct Demo {
    /// Port of the web application
    #[arg(long, default_value_t = 8000)]
    pub port: u16,
    /// The moment that the country's clock shows at the start [default: the present]
    #[arg(long, value_name = "RFC3339")]
    pub now: Option<DateTime<Utc>>,
    /// Directory for `merzim.db` [default: a temporary one]
    #[arg(long)]
    pub dir: Option<PathBuf>,
}

/// `calendar`
#[derive(Debug, Subcommand)]
pub enum CalendarQuestion {
    /// All weekdays of a year that are not worked, as CSV
    Days {
        /// The year
        #[arg(long)]
        year: i32,
    },
    /// The date so many working days after another
    Add {
        /// The date to count from; itself not counted
        date: NaiveDate,
        /// Working days; negative counts back
        #[arg(allow_negative_numbers = true)]
        days: i64,
    },
}

/// `ladder`
#[derive(Debug, Subcommand)]
pub enum LadderCommand {
    /// Takes the climbs of the last days again under a changed ladder, and prints whom it would have told when. Nothing
    /// is written
    Preview(LadderPreview),
}

/// `ladder preview`
#[derive(Debug, Args)]
pub struct LadderPreview {
    /// The changed ladder
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How many days back
    #[arg(long, default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=3660))]
    pub days: i64,
    /// As an array of objects
    #[arg(long)]
    pub json: bool,
}

/// `simulate`
#[derive(Debug, Args)]
pub struct Simulate {
    /// How many cases
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    pub cases: u32,
    /// Years that each of them lasts
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub years: u32,
    /// The same seed tells the same lives
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// So many things go wrong in a year, about; 0: everybody does what is owed
    #[arg(long, default_value_t = 14, value_parser = clap::value_parser!(u16).range(0..=365))]
    pub faults: u16,
    /// Lives this case alone
    #[arg(long, value_name = "NUMBER")]
    pub only: Option<u32>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Threads; what is printed does not depend on them [default: as many as there are processors]
    #[arg(long)]
    pub threads: Option<NonZero<usize>>,
}

/// `plan`
#[derive(Debug, Args)]
pub struct Plan {
    /// Product: the name of a protocol's file up to its first dot
    #[arg(long)]
    pub product: String,
    /// Day of the first dose
    #[arg(long, value_name = "DATE")]
    pub first: NaiveDate,
    /// Legal procedure [default: the one in force on the day of each fact]
    #[arg(long, value_name = "ID")]
    pub procedure: Option<String>,
    /// Day on which the ruling was received and in force [default: its clocks are left out]
    #[arg(long, value_name = "DATE")]
    pub ruling_from: Option<NaiveDate>,
    /// Last day of the ruling
    #[arg(long, value_name = "DATE")]
    pub ruling_until: Option<NaiveDate>,
    /// End of the term of imprisonment
    #[arg(long, value_name = "DATE")]
    pub end_of_term: Option<NaiveDate>,
    /// Day of release
    #[arg(long, value_name = "DATE")]
    pub release: Option<NaiveDate>,
    /// Months from the first dose for which repeating obligations are followed
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u16).range(1..=240))]
    pub months: u16,
    /// Print an array of JSON objects
    #[arg(long)]
    pub json: bool,
}

/// `seed`
#[derive(Debug, Args)]
pub struct Seed {
    /// Cases to invent
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..))]
    pub cases: u32,
    /// Facilities to spread them over
    #[arg(long, default_value_t = 20)]
    pub facilities: u32,
    /// The same seed invents the same people
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// `import`
#[derive(Debug, Args)]
pub struct Import {
    /// The roster
    #[arg(required_unless_present_any = ["undo", "template"])]
    pub file: Option<PathBuf>,
    /// Says what would be done, row by row, and does nothing
    #[arg(long)]
    pub dry_run: bool,
    /// In whose name: the sign-in name of a clerk [default: the only one who may]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Undoes a whole import, as long as nobody did anything in its cases since
    #[arg(long, value_name = "ID", conflicts_with_all = ["file", "dry_run"], requires = "reason")]
    pub undo: Option<String>,
    /// Why it is undone
    #[arg(long, value_name = "WORDS")]
    pub reason: Option<String>,
    /// Prints an empty file with the columns
    #[arg(long, conflicts_with_all = ["file", "undo"])]
    pub template: bool,
    /// Language of what is said to the rows: kk, ru or en
    #[arg(long, default_value = "en", value_parser = ["kk", "ru", "en"])]
    pub language: String,
    /// Print an array of JSON objects
    #[arg(long)]
    pub json: bool,
}

impl Import {
    /// The language chosen.
    #[must_use]
    pub fn language(&self) -> Language {
        Language::parse(&self.language).unwrap_or(Language::En)
    }
}

/// `organisation`
#[derive(Debug, Subcommand)]
pub enum OrganisationCommand {
    /// Registers an institution
    Add(Box<NewOrganisation>),
    /// Lists the institutions: code, kind, region, name
    List {
        /// Print an array of JSON objects
        #[arg(long)]
        json: bool,
    },
}

/// `organisation add`
#[derive(Debug, Args)]
pub struct NewOrganisation {
    /// Short name that never changes: small Latin letters, digits, hyphens
    pub code: String,
    /// Kind, as the rules know it: penal-facility, outpatient-clinic, probation-office, …
    #[arg(long)]
    pub kind: String,
    /// Region, as the rules know it: abai, almaty-oblast, astana, …
    #[arg(long)]
    pub region: String,
    /// Name in Kazakh
    #[arg(long)]
    pub name_kk: String,
    /// Name in Russian
    #[arg(long)]
    pub name_ru: String,
    /// Name in English
    #[arg(long)]
    pub name_en: String,
    /// Postal address
    #[arg(long)]
    pub address: String,
    /// Telephone of the duty desk
    #[arg(long)]
    pub phone: String,
    /// Address for duty messages
    #[arg(long)]
    pub email: Option<String>,
}

/// The roles that an account can have: the help lists them, and so does the refusal of any other.
fn roles() -> PossibleValuesParser {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.as_str()))
}

/// `user`
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Makes an account and prints its one-time enrolment link
    Add {
        /// What the person will type to sign in
        sign_in_name: String,
        /// The name that others see
        #[arg(long)]
        display_name: String,
        /// The role
        #[arg(long, value_parser = roles())]
        role: String,
        /// Code of the organisation where the person works
        #[arg(long)]
        organisation: String,
        /// Address for messages
        #[arg(long)]
        email: Option<String>,
        /// Language of messages and screens: kk, ru or en
        #[arg(long, default_value = "ru", value_parser = ["kk", "ru", "en"])]
        language: String,
    },
    /// Ends all sessions of an account and prints a new enrolment link
    Reset {
        /// What the person types to sign in
        sign_in_name: String,
    },
}

/// `ledger`
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Checks the whole chain, or a bundle by itself, and prints the root
    Verify {
        /// An exported bundle
        #[arg(long, value_name = "FILE")]
        bundle: Option<PathBuf>,
    },
    /// Writes the evidence of one case to a new file
    Export {
        /// Id of the case, as in its address
        #[arg(long = "case", value_name = "ID")]
        case: CaseId,
        /// File to write; must not exist
        file: PathBuf,
    },
}
