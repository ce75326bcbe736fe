//! Persons are found by the number of a document: also those registered before it was kept what their numbers read as, and
//! without reading whole tables while everybody who writes waits.

use crate::support::{database::on_each, rows};
use chrono::NaiveDate;
use merzim::access::Action;
use merzim::domain::ids::PersonId;
use merzim::store::people;
use merzim::store::reading::ledger::{ASKED, TOLD};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

#[test]
fn a_number_registered_before_is_found_however_it_is_typed() {
    on_each(async |fresh| {
        for statement in [
            "DROP INDEX person_document",
            "ALTER TABLE person DROP COLUMN document_reads",
            "DELETE FROM seaql_migrations WHERE version = 'm20261130_071100_document_reads'",
        ] {
            fresh.intrude(statement, []).await.unwrap();
        }
        let born = NaiveDate::from_ymd_opt(1890, 5, 1).unwrap();
        let mut known = Vec::new();
        for number in ["ав-12 № 34", "ＡＢ１２３５", "жб 77/1", "—"] {
            let id = PersonId::fresh();
            fresh
                .intrude(
                    "INSERT INTO person (id, name_cyrillic, name_latin, search_cyrillic, search_latin, other_document, \
                     born_on, created_at, version) VALUES ($1, 'К', 'K', 'к', 'k', $2, $3, $4, 1)",
                    [
                        id.0.into(),
                        number.into(),
                        born.into(),
                        rows::at("2026-07-01T00:00:00Z").into(),
                    ],
                )
                .await
                .unwrap();
            known.push(id);
        }
        let applied = fresh.store.migrate().await.unwrap();
        assert_eq!(applied, ["m20261130_071100_document_reads"], "{}", fresh.kind);
        let tx = fresh.store.begin_write().await.unwrap();
        for (typed, wanted) in [
            ("AB 1234", &known[..1]),
            ("ab1235", &known[1..2]),
            ("ЖБ-77 1", &known[2..3]),
            ("ЖБ-77 2", &known[..0]),
            ("—", &known[..0]),
        ] {
            let found = people::find_by_number(&tx, typed).await.unwrap();
            let found: Vec<_> = found.iter().map(|person| person.id).collect();
            assert_eq!(found, wanted, "{}: {typed}", fresh.kind);
        }
        tx.commit().await.unwrap();
        fresh
    });
}

#[test]
fn what_is_asked_while_others_wait_is_answered_by_an_index() {
    assert_eq!(ASKED, format!("verb = '{}'", Action::ReportTurnedUp));
    on_each(async |fresh| {
        // PostgreSQL reads a table with few rows whole, whatever its indexes.
        if fresh.backend != DbBackend::Sqlite {
            return fresh;
        }
        for (asked, index) in [
            (
                format!("SELECT seq FROM ledger WHERE account_id = x'17' AND at >= '2026' AND {ASKED}"),
                "ledger_turned_up",
            ),
            (
                format!("SELECT detail FROM ledger WHERE account_id = x'17' AND at >= '2026' AND {TOLD}"),
                "ledger_told_elsewhere",
            ),
            ("SELECT id FROM person WHERE iin = '17'".to_owned(), "person_iin"),
            (
                "SELECT id FROM person WHERE document_reads = '17'".to_owned(),
                "person_document",
            ),
        ] {
            let asked = Statement::from_string(fresh.backend, format!("EXPLAIN QUERY PLAN {asked}"));
            let plan = fresh.raw().await.query_all_raw(asked).await.unwrap();
            let plan: Vec<String> = plan
                .iter()
                .map(|row| row.try_get("", "detail").unwrap())
                .collect();
            assert!(plan.iter().any(|step| step.contains(index)), "{index}: {plan:?}");
        }
        fresh
    });
}
