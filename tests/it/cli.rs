//! The command line: what it prints, and how it ends.

use std::process::{Command, Output};

fn merzim(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_merzim"))
        .args(arguments)
        .env_remove("MERZIM_TEST_POSTGRES_URL")
        .output()
        .unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn wrong_usage_ends_with_two_and_help_with_nothing() {
    for wrong in [
        &[][..],
        &["fly"],
        &["calendar", "add", "yesterday", "3"],
        &["plan", "--months", "0"],
    ] {
        let output = merzim(wrong);
        assert_eq!(code(&output), 2, "{wrong:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{wrong:?}");
    }
    for help in [&["--help"][..], &["ledger", "verify", "--help"], &["--version"]] {
        let output = merzim(help);
        assert_eq!(code(&output), 0, "{help:?}");
        assert!(!output.stdout.is_empty() && output.stderr.is_empty(), "{help:?}");
    }
}

#[test]
fn a_failure_is_one_line_and_ends_with_one() {
    let fails = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = Command::new(env!("CARGO_BIN_EXE_merzim"))
            .args(arguments)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        assert_eq!((code(&output), output.stdout.len()), (1, 0), "{arguments:?}");
        let line = text(&output.stderr).to_owned();
        assert!(
            line.starts_with("merzim: ") && line.matches('\n').count() == 1,
            "{line}"
        );
        line
    };
    assert!(fails(&["calendar", "days", "--year", "1999"], &[]).contains("1999"));
    assert!(fails(&["check"], &[("MERZIM_PROT", "1")]).contains("unknown environment variable MERZIM_PROT"));
    assert!(fails(&["--config", "/nowhere.toml", "check"], &[]).contains("cannot read /nowhere.toml"));
    let absent = [("MERZIM_DATABASE_URL", "sqlite:///nowhere/merzim.db")];
    fails(&["ledger", "verify"], &absent);
    fails(&["ledger", "verify", "--bundle", "/nowhere"], &[]);
}

#[test]
fn working_days_are_counted_both_ways() {
    let output = merzim(&["calendar", "add", "2026-03-05", "3"]);
    assert_eq!(
        (code(&output), text(&output.stdout)),
        (0, "2026-03-11\n"),
        "over Women's Day, moved to Monday"
    );
    let output = merzim(&["calendar", "add", "2026-03-11", "-3"]);
    assert_eq!((code(&output), text(&output.stdout)), (0, "2026-03-05\n"));
    let output = merzim(&["calendar", "days", "--year", "2026"]);
    assert!(text(&output.stdout).starts_with("date,name,kind\n2026-01-01,"));
}

#[test]
fn a_database_is_made_once_and_its_empty_ledger_holds() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("m.db").display());
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_merzim"))
            .args(arguments)
            .env("MERZIM_DATABASE_URL", &url)
            .output()
            .unwrap();
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    assert!(run(&["migrate"]).contains("applied m20261122_000001_people"));
    assert_eq!(run(&["migrate"]), "nothing to apply\n");
    assert!(run(&["ledger", "verify"]).starts_with("unbroken: 0 entries"));
}
