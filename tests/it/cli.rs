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

fn planned(arguments: &[&str]) -> Vec<serde_json::Value> {
    let output = merzim(&[&["plan", "--json"], arguments].concat());
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn due(planned: &[serde_json::Value], kind: &str) -> Vec<String> {
    let of_kind = planned.iter().filter(|owed| owed["kind"] == kind);
    of_kind
        .map(|owed| owed["due_on"].as_str().unwrap().to_owned())
        .collect()
}

/// It foresees doses and legal clocks, and no more: whoever asks for help is told what a case owes besides.
#[test]
fn the_help_of_a_plan_says_what_is_left_out() {
    let output = merzim(&["plan", "--help"]);
    assert!(
        text(&output.stdout).contains("Left out is"),
        "{}",
        text(&output.stdout)
    );
}

#[test]
fn every_dose_of_a_plan_is_counted_from_its_anchor() {
    let twelve_weeks = planned(&[
        "--product",
        "triptorelin-12w",
        "--first",
        "2026-01-15",
        "--months",
        "12",
    ]);
    assert_eq!(
        due(&twelve_weeks, "dose"),
        [
            "2026-01-15",
            "2026-04-09",
            "2026-07-02",
            "2026-09-24",
            "2026-12-17"
        ]
    );
    for owed in &twelve_weeks {
        for field in ["kind", "owner", "opens_on", "due_on", "closes_on", "why"] {
            assert!(
                owed[field].as_str().is_some_and(|said| !said.is_empty()),
                "{field} of {owed}"
            );
        }
        assert!(owed["cycle"].as_u64().is_some_and(|cycle| cycle > 0));
    }
    let months = |first: &str| {
        due(
            &planned(&["--product", "triptorelin-3m", "--first", first, "--months", "7"]),
            "dose",
        )
    };
    assert_eq!(months("2025-11-30"), ["2025-11-30", "2026-02-28", "2026-05-30"]);
    assert_eq!(months("2027-11-30"), ["2027-11-30", "2028-02-29", "2028-05-30"]);
}

#[test]
fn the_roles_stand_in_the_help_and_in_the_refusal() {
    let help = merzim(&["user", "add", "--help"]);
    let wrong = [
        "user",
        "add",
        "n",
        "--display-name",
        "N",
        "--organisation",
        "p",
        "--role",
        "nurze",
    ];
    let wrong = merzim(&wrong);
    assert_eq!((code(&help), code(&wrong)), (0, 2));
    for said in [text(&help.stdout), text(&wrong.stderr)] {
        assert!(
            said.contains("prison-nurse") && said.contains("administrator"),
            "{said}"
        );
    }
}

/// What is repeated says how often it is counted, as a dose does.
#[test]
fn a_repeated_examination_of_a_plan_says_the_multiple() {
    let all = planned(&[
        "--product",
        "triptorelin-12w",
        "--first",
        "2025-11-30",
        "--months",
        "10",
    ]);
    let exams: Vec<_> = all.iter().filter(|owed| owed["kind"] == "exam").collect();
    assert!(exams.len() > 2, "{exams:?}");
    for (exam, said) in exams.iter().zip([
        "3 months after first-dose 2025-11-30",
        "2 x 3 months after first-dose 2025-11-30",
        "3 x 3 months after first-dose 2025-11-30",
    ]) {
        let why = exam["why"].as_str().unwrap();
        assert!(why.contains(&format!(": {said}")), "{why}");
    }
}

#[test]
fn a_plan_follows_the_law_of_its_day_or_the_one_asked_for() {
    let facts = [
        "--product",
        "triptorelin-12w",
        "--first",
        "2026-01-15",
        "--end-of-term",
        "2027-08-31",
    ];
    let materials =
        |procedure: &[&str]| due(&planned(&[&facts[..], procedure].concat()), "materials-to-court");
    assert_eq!(materials(&[]), ["2026-08-31"]);
    assert_eq!(materials(&["--procedure", "kz-2025-10-17"]), ["2026-08-31"]);
    assert_eq!(materials(&["--procedure", "kz-2020-12-15"]), ["2027-02-28"]);

    let facts = [
        "--product",
        "triptorelin-12w",
        "--first",
        "2026-01-15",
        "--release",
        "2026-05-12",
    ];
    let released = planned(&facts);
    assert_eq!(due(&released, "release-notice"), ["2026-04-30"]);
    assert_eq!(due(&released, "first-dose"), ["2025-11-12"]);
    let notice = released
        .iter()
        .find(|owed| owed["kind"] == "release-notice")
        .unwrap();
    let why = notice["why"].as_str().unwrap();
    assert!(
        why.contains("kz-2025-10-17") && why.contains("2026-05-12") && why.contains("2026-05-11"),
        "{why}"
    );
    let before = [&facts[..], &["--procedure", "kz-2020-12-15"]].concat();
    assert!(
        due(&planned(&before), "first-dose").is_empty(),
        "that duty is younger"
    );
}

#[test]
fn nothing_is_planned_past_the_last_day_of_a_ruling() {
    let ruling = ["--ruling-from", "2026-01-05", "--ruling-until", "2026-07-02"];
    let facts = ["--product", "triptorelin-12w", "--first", "2026-01-15"];
    let all = planned(&[&facts[..], &ruling].concat());
    assert_eq!(
        due(&all, "dose"),
        ["2026-01-15", "2026-04-09", "2026-07-02"],
        "the last day counts"
    );
    assert_eq!(due(&all, "extension"), ["2026-07-02"]);
    assert_eq!(due(&all, "choose-drug"), ["2026-01-09"], "over Christmas");
    assert_eq!(due(&all, "forward-ruling"), ["2026-01-09"]);
    assert!(
        all.iter()
            .all(|owed| owed["due_on"].as_str() <= Some("2026-07-02"))
    );
    let dates: Vec<_> = all.iter().map(|owed| owed["due_on"].as_str().unwrap()).collect();
    assert!(dates.is_sorted());
}

#[test]
fn a_plan_of_nonsense_is_refused_and_a_table_is_readable() {
    let refused = |arguments: &[&str]| {
        let output = merzim(&[&["plan"], arguments].concat());
        assert_eq!((code(&output), output.stdout.len()), (1, 0));
        text(&output.stderr).to_owned()
    };
    assert!(refused(&["--product", "aspirin", "--first", "2026-01-15"]).contains("triptorelin-12w"));
    let facts = ["--product", "triptorelin-12w", "--first", "2026-01-15"];
    assert!(refused(&[&facts[..], &["--procedure", "kz-1999"]].concat()).contains("kz-1999"));
    assert!(refused(&[&facts[..], &["--ruling-from", "2026-02-01"]].concat()).contains("2026-02-01"));
    assert!(refused(&[&facts[..], &["--ruling-until", "2026-01-01"]].concat()).contains("2026-01-01"));

    let output = merzim(&[&["plan"], &facts[..]].concat());
    let table = text(&output.stdout);
    let mut lines = table.lines();
    assert!(lines.next().unwrap().starts_with("kind "));
    assert!(lines.next().unwrap().contains("Thu 2026-01-15"), "{table}");
}

#[test]
fn an_installation_is_founded_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("m.db").display());
    let secret = "q7Vx2LkP9sZt4WmR8cYb1NfH6dJg3TaE5uQoXiKvUyM=";
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_merzim"));
        command
            .args(arguments)
            .env("MERZIM_DATABASE_URL", &url)
            .env("MERZIM_SECRET_KEY", secret);
        let output = command.output().unwrap();
        (
            code(&output),
            text(&output.stdout).to_owned(),
            text(&output.stderr).to_owned(),
        )
    };
    let organisation = [
        "organisation",
        "add",
        "almaty-health",
        "--kind",
        "health-department",
        "--region",
        "almaty",
        "--name-kk",
        "Басқарма",
        "--name-ru",
        "Управление",
        "--name-en",
        "Department",
        "--address",
        "x",
        "--phone",
        "1",
    ];
    let user = [
        "user",
        "add",
        "First.Admin",
        "--display-name",
        "A. Admin",
        "--role",
        "administrator",
        "--organisation",
        "almaty-health",
    ];
    assert!(
        run(&organisation).2.contains("merzim migrate"),
        "tables come first"
    );
    assert_eq!(run(&["migrate"]).0, 0);
    assert!(run(&user).2.contains("no organisation almaty-health"));
    assert_eq!(run(&organisation).1, "added almaty-health\n");
    assert!(run(&organisation).2.contains("is taken"));
    assert!(run(&["organisation", "list"]).1.starts_with("almaty-health "));
    let listed: serde_json::Value =
        serde_json::from_str(&run(&["organisation", "list", "--json"]).1).unwrap();
    assert_eq!(listed[0]["code"], "almaty-health");
    assert_eq!(listed[0]["closed"], false);

    let (ended, link, _) = run(&user);
    assert_eq!(ended, 0);
    assert!(link.starts_with("http://127.0.0.1:8000/enrol/"), "{link}");
    assert!(run(&user).2.contains("is taken"));
    assert_eq!(run(&["user", "reset", "first.admin"]).0, 0);
    assert!(run(&["user", "reset", "nobody"]).2.contains("no open account"));
    assert!(
        run(&["ledger", "verify"]).1.starts_with("unbroken: 4 entries"),
        "each act has its line"
    );

    assert!(run(&["tick"]).1.starts_with("cases advanced: 0"));
    assert!(
        run(&["tick", "--now", "2030-01-01T00:00:00Z"])
            .2
            .contains("training"),
        "real time is real"
    );
    let (ended, _, refused) = run(&["seed", "--cases", "1"]);
    assert_eq!(ended, 1);
    assert!(refused.contains("production database"), "{refused}");
}

#[test]
fn a_training_database_is_seeded_and_keeps_its_clock() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("m.db").display());
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_merzim"));
        let output = command
            .args(arguments)
            .env("MERZIM_DATABASE_URL", &url)
            .output()
            .unwrap();
        (
            code(&output),
            text(&output.stdout).to_owned(),
            text(&output.stderr).to_owned(),
        )
    };
    assert_eq!(run(&["migrate"]).0, 0);
    assert_eq!(
        run(&["seed", "--cases", "0"]).0,
        2,
        "no cases leave nothing to measure"
    );
    let (ended, said, fault) = run(&["seed", "--cases", "30", "--facilities", "3"]);
    assert_eq!(ended, 0, "{fault}");
    assert!(said.starts_with("30 cases at 3 facilities, 90 doses"), "{said}");
    assert_eq!(run(&["seed", "--cases", "1"]).0, 1, "a second country is refused");
    assert!(run(&["ledger", "verify"]).1.starts_with("unbroken"));

    let next_year = (merzim::clock::Clock::real().now() + chrono::TimeDelta::days(365)).to_rfc3339();
    let (ended, said, fault) = run(&["tick", "--now", &next_year]);
    assert_eq!(ended, 0, "{fault}");
    let advanced = said
        .strip_prefix("cases advanced: ")
        .and_then(|said| said.split(';').next());
    let advanced: usize = advanced.unwrap().parse().unwrap();
    assert!(advanced >= 30, "everybody is overdue by then: {said}");
    assert!(
        run(&["tick"]).1.starts_with("cases advanced: 0"),
        "the clock stayed there, and nothing is left"
    );
    let yesterday = (merzim::clock::Clock::real().now() - chrono::TimeDelta::days(1)).to_rfc3339();
    assert!(run(&["tick", "--now", &yesterday]).2.contains("does not go back"));
    let (ended, _, refused) = run(&[
        "demo",
        "--dir",
        folder.path().to_str().unwrap(),
        "--port",
        "99999",
    ]);
    assert_eq!((ended, refused.is_empty()), (2, false));
}

#[test]
fn a_demo_never_replaces_what_is_not_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("merzim.db");
    let url = format!("sqlite://{}", file.display());
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_merzim"));
        command.args(arguments).env("MERZIM_DATABASE_URL", &url);
        command.output().unwrap()
    };
    assert_eq!(code(&run(&["migrate"])), 0);
    assert_eq!(code(&run(&["tick"])), 0, "entered as a real one");
    let before = std::fs::metadata(&file).unwrap().len();
    let output = run(&["demo", "--dir", folder.path().to_str().unwrap(), "--port", "0"]);
    assert_eq!(code(&output), 1);
    assert!(text(&output.stderr).contains("is not a training database"));
    assert_eq!(std::fs::metadata(&file).unwrap().len(), before);
}

#[test]
fn lives_are_told_alike_and_a_broken_promise_would_end_with_one() {
    let lives = |more: &[&str]| merzim(&[&["simulate", "--cases", "2", "--years", "1"], more].concat());
    let output = lives(&["--seed", "5", "--threads", "1"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let told = text(&output.stdout);
    assert!(
        told.starts_with("2 cases, 1 years each, seed 5, about 14 faults a year\n"),
        "{told}"
    );
    assert!(
        told.contains("sha-256 of all histories: ") && told.ends_with("\n0 broken\n"),
        "{told}"
    );
    assert_eq!(lives(&["--seed", "5", "--threads", "2"]).stdout, output.stdout);
    assert_ne!(lives(&["--seed", "6"]).stdout, output.stdout);
    let object: serde_json::Value =
        serde_json::from_slice(&lives(&["--seed", "5", "--json"]).stdout).unwrap();
    assert_eq!(object["cases"], 2);
    assert_eq!(object["promises_broken"], 0);
    assert!(told.contains(object["sha256"].as_str().unwrap()), "{object}");
    let quiet = lives(&["--faults", "0"]);
    assert!(!text(&quiet.stdout).contains("sweep-down"));
    assert_eq!(code(&lives(&["--cases", "0"])), 2);
}
