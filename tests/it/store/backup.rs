//! A backup and the way back: on either database, into either database.

use merzim::{
    cli,
    store::{
        Store,
        backup::{self, BackupFault, Kept},
        ledger, settings,
    },
};
use std::{io::Cursor, process::Command};

use super::ledger::write;
use crate::support::{
    database::{Fresh, on_each, postgres, sqlite},
    rows::at,
};

const MADE: &str = "2026-07-04T00:00:00Z";

async fn backed_up(store: &Store) -> (Kept, Vec<u8>) {
    let mut file = Vec::new();
    let kept = backup::back_up(store, at(MADE), &mut file).await.unwrap();
    (kept, file)
}

/// What a ledger is about, and two accounts that stand in for each other: no order of rows satisfies both.
async fn filled(fresh: &Fresh) {
    let written = write(fresh).await;
    let organisation = "(SELECT organisation_id FROM account LIMIT 1)";
    let columns =
        "id, sign_in_name, display_name, organisation_id, role, language, totp_secret, totp_last_step,
                   failures, deputy_id, absent_from, disabled_at, created_at, version";
    let values = format!(
        "$1, 'second', 'Әйгерім «қ» \"\\', {organisation}, 'clinic-nurse', 'kk', $2, 9000000000, 3, $3, $4, $5, $5, 1"
    );
    let second = uuid::Uuid::new_v5(&written.account.0, b"second");
    fresh
        .intrude(
            &format!("INSERT INTO account ({columns}) VALUES ({values})"),
            [
                second.into(),
                vec![0_u8, 255, 16].into(),
                written.account.0.into(),
                chrono::NaiveDate::from_ymd_opt(2026, 2, 28).unwrap().into(),
                at("2026-07-03T09:00:00.000001Z").into(),
            ],
        )
        .await
        .unwrap();
    fresh
        .intrude(
            "UPDATE account SET deputy_id = $1 WHERE id = $2",
            [second.into(), written.account.0.into()],
        )
        .await
        .unwrap();
    let tx = fresh.store.begin_write().await.unwrap();
    settings::put(&tx, "mode", "training").await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_backup_goes_into_either_database_and_is_the_same_there() {
    on_each(async |fresh| {
        filled(&fresh).await;
        let before = ledger::verify(&fresh.store).await.unwrap();
        let (kept, file) = backed_up(&fresh.store).await;
        assert_eq!((kept.entries, kept.root), (before.entries, before.root));
        assert_eq!(backup::check(file.as_slice()).unwrap(), kept);
        for target in [Some(sqlite().await), postgres().await].into_iter().flatten() {
            let restored = backup::restore(&target.store, Cursor::new(&file)).await.unwrap();
            assert_eq!(restored, kept);
            assert_eq!(ledger::verify(&target.store).await.unwrap(), before);
            assert!(target.store.is_training().await.unwrap());
            let (_, again) = backed_up(&target.store).await;
            assert!(
                again == file,
                "from {} to {}: something became another",
                fresh.kind,
                target.kind
            );
            // The tables guard themselves as before.
            for broken in ["DELETE FROM event", "DELETE FROM organisation"] {
                assert!(target.intrude(broken, []).await.is_err(), "{broken}");
            }
            target.end().await;
        }
        fresh
    });
}

#[test]
fn a_backup_made_while_others_write_holds() {
    on_each(async |fresh| {
        write(&fresh).await;
        let other = fresh.again().await;
        let writing = async {
            for n in 0..30 {
                let tx = other.begin_write().await.unwrap();
                settings::put(&tx, &format!("n{n}"), "1").await.unwrap();
                let entry = ledger::Entry {
                    at: at(MADE),
                    who: ledger::Who::Nobody,
                    verb: "sign-in-refused",
                    case: None,
                    subject: None,
                    detail: serde_json::Map::new(),
                    events: &[],
                };
                ledger::append(&tx, entry).await.unwrap();
                tx.commit().await.unwrap();
            }
        };
        let ((kept, file), ()) = tokio::join!(backed_up(&fresh.store), writing);
        let target = sqlite().await;
        backup::restore(&target.store, Cursor::new(&file)).await.unwrap();
        let report = ledger::verify(&target.store).await.unwrap();
        assert_eq!((report.entries, report.root), (kept.entries, kept.root));
        target.end().await;
        other.close().await.unwrap();
        fresh
    });
}

#[test]
fn what_is_not_whole_or_not_for_here_changes_nothing() {
    on_each(async |fresh| {
        filled(&fresh).await;
        let (_, file) = backed_up(&fresh.store).await;
        let text = String::from_utf8(file.clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let changed = text.replacen("sign-in-refused", "sign-in-allowed", 1);
        let cut = lines[..lines.len() - 1].join("\n");
        let lost = [&lines[..lines.len() - 4], &lines[lines.len() - 3..]]
            .concat()
            .join("\n");
        let longer = format!("{text}{{}}\n");
        let later = text.replacen("m20261122_000001_people", "m20991122_000001_people", 1);
        let later = resealed(&later);
        let target = sqlite().await;
        for (name, bad) in [
            ("changed", &changed),
            ("cut", &cut),
            ("a row lost", &lost),
            ("longer", &longer),
            ("of another version", &later),
            ("empty", &String::new()),
            ("no backup", &"{\"version\":1}\n".to_owned()),
        ] {
            let refused = backup::restore(&target.store, Cursor::new(bad.as_bytes())).await;
            assert!(
                matches!(
                    refused,
                    Err(BackupFault::Malformed { .. } | BackupFault::OtherVersion { .. })
                ),
                "{name}: {refused:?}"
            );
        }
        // Sealed anew, so that only the chain itself can tell.
        let forged = resealed(&changed);
        let refused = backup::restore(&target.store, Cursor::new(forged.as_bytes())).await;
        assert!(matches!(refused, Err(BackupFault::Ledger(_))), "{refused:?}");
        let refused = backup::restore(&fresh.store, Cursor::new(&file)).await;
        assert!(
            matches!(refused, Err(BackupFault::NotEmpty { .. })),
            "{refused:?}"
        );
        backup::restore(&target.store, Cursor::new(&file)).await.unwrap();
        target.end().await;
        fresh
    });
}

/// Gives changed lines an end that agrees with them.
fn resealed(text: &str) -> String {
    let (body, end) = text.trim_end().rsplit_once('\n').unwrap();
    let body = format!("{body}\n");
    let digest = merzim::secrets::digest(body.as_bytes());
    let mut end: serde_json::Value = serde_json::from_str(end).unwrap();
    end["end"]["sha256"] = ledger::Hash(digest).to_string().into();
    format!("{body}{end}\n")
}

#[test]
fn a_broken_ledger_is_not_kept_as_if_it_were_whole() {
    on_each(async |fresh| {
        write(&fresh).await;
        let off = match fresh.backend {
            sea_orm::DbBackend::Postgres => "ALTER TABLE ledger DISABLE TRIGGER ALL",
            _ => "DROP TRIGGER ledger_update",
        };
        fresh.intrude(off, []).await.unwrap();
        fresh
            .intrude("UPDATE ledger SET verb = 'x' WHERE seq = 3", [])
            .await
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("copy");
        let refused = cli::backup::back_up(&fresh.store, &file, at(MADE), Vec::new()).await;
        assert!(
            matches!(
                refused,
                Err(cli::backup::FileFault::Backup(BackupFault::Ledger(_)))
            ),
            "{refused:?}"
        );
        assert!(!file.exists(), "nothing half-done stays");
        fresh
    });
}

#[test]
fn the_commands_refuse_to_overwrite_and_end_as_promised() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let run = |database: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_merzim"));
        command.args(arguments);
        command.env("MERZIM_DATABASE_URL", format!("sqlite://{}", path(database)));
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            output.status.code().unwrap(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    assert_eq!(run("a.db", &["migrate"]).0, 0);
    assert_eq!(run("a.db", &["tick"]).0, 0);
    let (ended, said, fault) = run("a.db", &["backup", &path("copy")]);
    assert_eq!(ended, 0, "{fault}");
    assert!(said.starts_with("whole: ") && said.contains("\nroot "), "{said}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(path("copy")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "it holds everything");
    }
    let (ended, said, fault) = run("a.db", &["backup", &path("copy")]);
    assert_eq!((ended, said.as_str()), (1, ""), "refuses to overwrite");
    assert_eq!(fault.lines().count(), 1, "{fault}");
    let (ended, restored, fault) = run("b.db", &["restore", &path("copy")]);
    assert_eq!(ended, 0, "{fault}");
    assert!(restored.contains("\nroot "), "{restored}");
    assert_eq!(run("b.db", &["ledger", "verify"]).0, 0);
    let (ended, _, fault) = run("b.db", &["restore", &path("copy")]);
    assert_eq!(ended, 1);
    assert!(fault.contains("not empty"), "{fault}");
    assert_eq!(run("c.db", &["restore", &path("nowhere")]).0, 1);
    assert_eq!(run("c.db", &["restore"]).0, 2);
}
