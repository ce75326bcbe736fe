//! Whoever rewrites history is refused by the database, or, having taken the triggers away, found by `verify`.

use merzim::store::ledger::{self, VerifyFault, What};
use sea_orm::{DbBackend, Value};
use uuid::Uuid;

use super::ledger::write;
use crate::support::{
    database::{Fresh, on_each},
    rows::at,
};

#[test]
fn the_database_itself_refuses_to_rewrite_history() {
    on_each(async |fresh| {
        write(&fresh).await;
        let mut attempts = vec![
            "UPDATE ledger SET verb = 'x' WHERE seq = 3",
            "UPDATE ledger SET seq = 99 WHERE seq = 3",
            "DELETE FROM ledger WHERE seq = 3",
            "DELETE FROM ledger",
            "INSERT INTO ledger SELECT 99, at, account_id, job, role, verb, case_id, subject, detail, previous_hash, hash
             FROM ledger WHERE seq = 3",
            "UPDATE ledger_head SET seq = 3",
            "UPDATE ledger_head SET hash = previous_hash FROM ledger WHERE ledger.seq = 3",
            "DELETE FROM ledger_head",
            "INSERT INTO ledger_head SELECT 2, seq, hash FROM ledger_head",
            "UPDATE event SET payload = '{}' WHERE seq = 1",
            "DELETE FROM event WHERE seq = 1",
        ];
        if fresh.backend == DbBackend::Postgres {
            attempts.extend(["TRUNCATE ledger", "TRUNCATE ledger_head", "TRUNCATE event"]);
        } else {
            attempts.extend([
                "REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 3",
                "REPLACE INTO event SELECT * FROM event WHERE seq = 1",
                "REPLACE INTO ledger_head SELECT * FROM ledger_head",
            ]);
        }
        for attempt in attempts {
            assert!(
                fresh.intrude(attempt, []).await.is_err(),
                "{} allowed: {attempt}",
                fresh.kind
            );
        }
        ledger::verify(&fresh.store).await.unwrap();
        fresh
    });
}

/// Takes the triggers away and keeps copies, as whoever owns the database can.
async fn disarm(fresh: &Fresh) {
    for table in ["ledger", "ledger_head", "event"] {
        fresh
            .intrude(&format!("CREATE TABLE copy_{table} AS SELECT * FROM {table}"), [])
            .await
            .unwrap();
        if fresh.backend == DbBackend::Postgres {
            fresh
                .intrude(&format!("ALTER TABLE {table} DISABLE TRIGGER ALL"), [])
                .await
                .unwrap();
        }
    }
    if fresh.backend == DbBackend::Sqlite {
        for trigger in [
            "event_update",
            "event_delete",
            "event_replace",
            "ledger_update",
            "ledger_delete",
            "ledger_order",
            "ledger_head_forward",
            "ledger_head_delete",
            "ledger_head_replace",
        ] {
            fresh
                .intrude(&format!("DROP TRIGGER {trigger}"), [])
                .await
                .unwrap();
        }
    }
}

/// Rewrites history, looks whether it is found, and puts everything back.
async fn found(fresh: &Fresh, sql: &str, values: Vec<Value>) -> Option<What> {
    let changed = fresh
        .intrude(sql, values)
        .await
        .unwrap_or_else(|error| panic!("{}: {sql}: {error}", fresh.kind));
    assert!(changed > 0, "{}: nothing changed: {sql}", fresh.kind);
    let verdict = ledger::verify(&fresh.store).await;
    for table in ["ledger", "ledger_head", "event"] {
        fresh.intrude(&format!("DELETE FROM {table}"), []).await.unwrap();
        fresh
            .intrude(&format!("INSERT INTO {table} SELECT * FROM copy_{table}"), [])
            .await
            .unwrap();
    }
    match verdict {
        Ok(_) => None,
        Err(VerifyFault::Broken(found)) => Some(found.what),
        Err(fault) => panic!("{}: {sql}: {fault:?}", fresh.kind),
    }
}

/// Another value of a column, not null and not the one there.
fn another(column: &str) -> Value {
    match column {
        "seq" | "ledger_seq" => 77_i64.into(),
        "at" | "occurred_at" | "recorded_at" => at("2026-07-03T09:00:00.123457Z").into(),
        "account_id" | "case_id" => Uuid::from_u128(7).into(),
        "hash" | "previous_hash" => vec![7_u8; 32].into(),
        "detail" | "payload" => r#"{"another":1}"#.into(),
        _ => "another".into(),
    }
}

#[test]
fn every_change_of_every_column_of_every_entry_is_found() {
    on_each(async |fresh| {
        let written = write(&fresh).await;
        disarm(&fresh).await;
        let columns = [
            "seq",
            "at",
            "account_id",
            "job",
            "role",
            "verb",
            "case_id",
            "subject",
            "detail",
            "previous_hash",
            "hash",
        ];
        for column in columns {
            for seq in 1..=written.last.seq {
                let sql = format!("UPDATE ledger SET {column} = $1 WHERE seq = $2");
                let what = found(&fresh, &sql, vec![another(column), seq.into()]).await;
                assert!(what.is_some(), "{}: {column} of entry {seq}", fresh.kind);
            }
        }
        for column in ["account_id", "role", "case_id", "subject"] {
            let sql = format!("UPDATE ledger SET {column} = NULL WHERE seq = 2");
            assert!(
                found(&fresh, &sql, vec![]).await.is_some(),
                "{}: {column} taken away",
                fresh.kind
            );
        }
        fresh
    });
}

#[test]
fn every_change_of_every_column_of_an_event_is_found() {
    on_each(async |fresh| {
        let written = write(&fresh).await;
        disarm(&fresh).await;
        let columns = [
            "seq",
            "verb",
            "payload",
            "occurred_at",
            "recorded_at",
            "account_id",
            "job",
            "ledger_seq",
        ];
        for case in written.cases {
            for column in columns {
                for seq in [1_i64, 3] {
                    let sql = format!("UPDATE event SET {column} = $1 WHERE case_id = $2 AND seq = $3");
                    let what = found(&fresh, &sql, vec![another(column), case.0.into(), seq.into()]).await;
                    assert!(what.is_some(), "{}: {column} of event {seq}", fresh.kind);
                }
            }
        }
        let [one, other] = written.cases.map(|case| case.0.into());
        let swapped = "UPDATE event SET case_id = $1 WHERE case_id = $2 AND seq = 6";
        assert!(
            found(&fresh, swapped, vec![one, other]).await.is_some(),
            "{}: moved to another case",
            fresh.kind
        );
        let nobody = "UPDATE event SET account_id = NULL WHERE account_id = $1";
        assert!(
            found(&fresh, nobody, vec![written.account.0.into()])
                .await
                .is_some(),
            "{}: nobody's",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn rows_removed_inserted_or_reordered_are_found() {
    on_each(async |fresh| {
        let written = write(&fresh).await;
        disarm(&fresh).await;
        let copy = "at, account_id, job, role, verb, case_id, subject, detail, previous_hash, hash FROM ledger WHERE";
        let event = "verb, payload, occurred_at, recorded_at, account_id, job";
        for (what, sql) in [
            (What::Missing, "DELETE FROM ledger WHERE seq = 1".to_owned()),
            (What::Missing, "DELETE FROM ledger WHERE seq = 5".to_owned()),
            (What::Missing, "DELETE FROM ledger WHERE seq = 11".to_owned()),
            (What::Missing, "DELETE FROM ledger WHERE seq > 3".to_owned()),
            (What::Missing, "DELETE FROM ledger".to_owned()),
            (
                What::Missing,
                format!("INSERT INTO ledger SELECT 0, {copy} seq = 1"),
            ),
            (
                What::Missing,
                format!("INSERT INTO ledger SELECT -5, {copy} seq = 1"),
            ),
            (
                What::Unlinked,
                format!("INSERT INTO ledger SELECT 12, {copy} seq = 11"),
            ),
            (
                What::Missing,
                format!("INSERT INTO ledger SELECT 99, {copy} seq = 11"),
            ),
            (What::Head, "UPDATE ledger_head SET seq = 10".to_owned()),
            (What::Missing, "UPDATE ledger_head SET seq = 12".to_owned()),
            (
                What::Head,
                "UPDATE ledger_head SET hash = (SELECT hash FROM ledger WHERE seq = 10)".to_owned(),
            ),
            (What::Head, "DELETE FROM ledger_head".to_owned()),
            (
                What::Head,
                "INSERT INTO ledger_head SELECT 2, seq, hash FROM ledger_head".to_owned(),
            ),
            (What::EventMissing, "DELETE FROM event WHERE seq = 4".to_owned()),
            (What::EventMissing, "DELETE FROM event".to_owned()),
            (
                What::EventUnsealed,
                format!("INSERT INTO event SELECT case_id, 50, {event}, ledger_seq FROM event WHERE seq = 6"),
            ),
            (
                What::EventUnsealed,
                format!("INSERT INTO event SELECT case_id, 50, {event}, 1 FROM event WHERE seq = 6"),
            ),
            (
                What::EventUnsealed,
                format!("INSERT INTO event SELECT case_id, 50, {event}, 0 FROM event WHERE seq = 6"),
            ),
            (
                What::EventUnsealed,
                format!("INSERT INTO event SELECT case_id, 50, {event}, 12 FROM event WHERE seq = 6"),
            ),
        ] {
            assert_eq!(
                found(&fresh, &sql, vec![]).await,
                Some(what),
                "{}: {sql}",
                fresh.kind
            );
        }
        // Two entries change places.
        let swap = "UPDATE ledger SET seq = CASE seq WHEN 4 THEN -5 ELSE -4 END WHERE seq IN (4, 5)";
        fresh.intrude(swap, []).await.unwrap();
        let swapped = found(&fresh, "UPDATE ledger SET seq = -seq WHERE seq < 0", vec![]).await;
        assert_eq!(swapped, Some(What::Unlinked), "{}", fresh.kind);
        // All is as it was: the tests above have put everything back.
        assert_eq!(
            ledger::verify(&fresh.store).await.unwrap().root,
            written.last.hash,
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn a_tail_cut_off_with_its_head_is_found_by_the_root_written_down() {
    on_each(async |fresh| {
        let written = write(&fresh).await;
        disarm(&fresh).await;
        fresh
            .intrude("DELETE FROM ledger WHERE seq = 11", [])
            .await
            .unwrap();
        let head = "UPDATE ledger_head SET seq = 10, hash = (SELECT hash FROM ledger WHERE seq = 10)";
        fresh.intrude(head, []).await.unwrap();
        let report = ledger::verify(&fresh.store).await.unwrap();
        assert_ne!(report.root, written.last.hash, "{}", fresh.kind);
        fresh
    });
}

#[test]
fn what_cannot_be_read_is_a_break_and_not_an_accident() {
    on_each(async |fresh| {
        write(&fresh).await;
        disarm(&fresh).await;
        let mut changes = vec!["UPDATE ledger SET detail = 'x' WHERE seq = 2"];
        if fresh.backend == DbBackend::Sqlite {
            // SQLite keeps anything anywhere.
            changes.extend([
                "UPDATE ledger SET at = 'yesterday' WHERE seq = 2",
                "UPDATE ledger SET at = '2026-07-03T09:00:00.123456789+00:00' WHERE seq = 2",
                "UPDATE ledger SET hash = 'short' WHERE seq = 2",
                "UPDATE ledger_head SET hash = 'short'",
                "UPDATE event SET recorded_at = 5 WHERE seq = 2",
                "UPDATE event SET ledger_seq = 'two' WHERE seq = 2",
                "UPDATE event SET occurred_at = '2026-07-03T09:00:00.123456789+00:00' WHERE seq = 2",
            ]);
        }
        for change in changes {
            assert!(
                found(&fresh, change, vec![]).await.is_some(),
                "{}: {change}",
                fresh.kind
            );
        }
        fresh
    });
}
