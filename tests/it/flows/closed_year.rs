//! A closed year is kept together with its line in the ledger, or not at all.

use crate::support::world::{day, story};
use merzim::commands;
use merzim::store::{ledger, settings};

#[test]
fn a_year_is_kept_with_its_line_in_the_ledger_or_not_at_all() {
    story("2027-02-01 09:00", async |world| {
        let (fresh, auditor) = (&world.fresh, world.actor("auditor"));
        let (stop, go) = match fresh.kind {
            "SQLite" => (
                "CREATE TRIGGER no_closing BEFORE INSERT ON ledger WHEN NEW.verb = 'close-report' \
                 BEGIN SELECT RAISE(ABORT, 'no'); END",
                "DROP TRIGGER no_closing",
            ),
            _ => (
                "ALTER TABLE ledger ADD CONSTRAINT no_closing CHECK (verb <> 'close-report')",
                "ALTER TABLE ledger DROP CONSTRAINT no_closing",
            ),
        };
        let kept = async || settings::get(&fresh.store, "figures-2026").await.unwrap();
        let ask = async || commands::count_year(&world.desk, &auditor, 2026, day("2027-02-01")).await;
        fresh.intrude(stop, []).await.unwrap();
        assert!(ask().await.is_err());
        assert_eq!(kept().await, None, "no year without its line");
        fresh.intrude(go, []).await.unwrap();
        let before = ledger::verify(&fresh.store).await.unwrap().entries;
        let first = ask().await.unwrap();
        assert!(kept().await.is_some());
        let after = ledger::verify(&fresh.store).await.unwrap().entries;
        assert_eq!(after, before + 1, "one line");
        assert_eq!(ask().await.unwrap(), first);
        assert_eq!(ledger::verify(&fresh.store).await.unwrap().entries, after);
    });
}
