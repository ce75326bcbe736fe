//! Evidence that leaves the house.

use merzim::{
    cli,
    domain::ids::CaseId,
    store::ledger::{self, Bundle, BundleFault, verify_bundle},
};

use super::ledger::write;
use crate::support::{
    database::{on_each, sqlite},
    rows::at,
};

#[test]
fn a_bundle_holds_by_itself_and_leads_to_the_root_of_the_ledger() {
    on_each(async |fresh| {
        let written = write(&fresh).await;
        let whole = ledger::verify(&fresh.store).await.unwrap();
        for (case, entries, events) in [(written.cases[0], 5, 4), (written.cases[1], 4, 6)] {
            let mut file = Vec::new();
            let now = at("2026-07-04T00:00:00Z");
            let exported = ledger::export(&fresh.store, case, now, &mut file).await.unwrap();
            let expected = Bundle {
                case,
                entries,
                events,
                ledger_entries: whole.entries,
                root: whole.root,
            };
            assert_eq!(exported, expected, "{}", fresh.kind);
            assert_eq!(
                verify_bundle(file.as_slice()).unwrap(),
                expected,
                "{}",
                fresh.kind
            );
            let other = written.cases.iter().find(|other| **other != case).unwrap();
            let text = String::from_utf8(file).unwrap();
            assert!(
                !text.contains(&other.0.to_string()),
                "{}: names another case",
                fresh.kind
            );
        }
        let none = ledger::export(
            &fresh.store,
            CaseId::fresh(),
            at("2026-07-04T00:00:00Z"),
            Vec::new(),
        )
        .await;
        assert!(
            matches!(none, Err(BundleFault::NoEntry)),
            "{}: {none:?}",
            fresh.kind
        );
        fresh
    });
}

#[tokio::test]
async fn every_changed_byte_and_every_missing_line_of_a_bundle_is_found() {
    let fresh = sqlite().await;
    let written = write(&fresh).await;
    let mut file = Vec::new();
    ledger::export(
        &fresh.store,
        written.cases[0],
        at("2026-07-04T00:00:00Z"),
        &mut file,
    )
    .await
    .unwrap();
    let text = String::from_utf8(file.clone()).unwrap();

    // When it was exported is a remark, which nothing vouches for.
    let remark = text.find("2026-07-04").unwrap();
    let remark = remark..remark + "2026-07-04T00:00:00Z".len();
    for place in (0..file.len()).filter(|place| !remark.contains(place)) {
        let mut changed = file.clone();
        changed[place] ^= 1;
        assert!(
            verify_bundle(changed.as_slice()).is_err(),
            "byte {place}: {}",
            file[place]
        );
    }

    let lines: Vec<&str> = text.lines().collect();
    for left_out in 0..lines.len() {
        let rest: Vec<&str> = (0..lines.len())
            .filter(|n| *n != left_out)
            .map(|n| lines[n])
            .collect();
        assert!(
            verify_bundle(rest.join("\n").as_bytes()).is_err(),
            "line {left_out} left out"
        );
        let mut twice = lines.clone();
        twice.insert(left_out, lines[left_out]);
        assert!(
            verify_bundle(twice.join("\n").as_bytes()).is_err(),
            "line {left_out} twice"
        );
    }
    assert!(verify_bundle(&b""[..]).is_err());
}

#[tokio::test]
async fn the_command_line_writes_a_new_file_only_and_checks_it() {
    let fresh = sqlite().await;
    let written = write(&fresh).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("evidence.jsonl");
    let now = at("2026-07-04T00:00:00Z");
    let mut said = Vec::new();
    cli::ledger::verify(&fresh.store, &mut said).await.unwrap();
    cli::ledger::export(&fresh.store, written.cases[0], &file, now, &mut said)
        .await
        .unwrap();
    cli::ledger::verify_bundle(&file, &mut said).unwrap();
    let said = String::from_utf8(said).unwrap();
    assert_eq!(
        said.matches(&format!("root {}", written.last.hash)).count(),
        3,
        "{said}"
    );

    assert!(
        cli::ledger::export(&fresh.store, written.cases[0], &file, now, Vec::new())
            .await
            .is_err(),
        "exists"
    );
    let other = folder.path().join("other.jsonl");
    assert!(
        cli::ledger::export(&fresh.store, CaseId::fresh(), &other, now, Vec::new())
            .await
            .is_err(),
        "no entry"
    );
    assert!(!other.exists(), "nothing half-done");
}
