//! What signing in remembers.

use chrono::{NaiveDate, TimeDelta};
use merzim::store::{
    StoreError, accounts,
    reading::accounts::{Of, part},
    sessions::{self, NewSession},
};
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use crate::support::{
    database::on_each,
    rows::{self, at},
};

#[test]
fn an_account_is_found_by_its_name_with_its_place() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        let id = rows::account(&fresh, clinic, "nurse.clinic").await;
        let found = accounts::find_by_sign_in_name(&fresh.store, "nurse.clinic")
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found.id, found.organisation), (id, clinic), "{}", fresh.kind);
        assert_eq!(
            (found.organisation_kind.as_str(), found.region.as_str()),
            ("outpatient-clinic", "almaty")
        );
        assert_eq!(
            accounts::find(&fresh.store, id).await.unwrap(),
            Some(found),
            "{}",
            fresh.kind
        );
        assert_eq!(
            accounts::find_by_sign_in_name(&fresh.store, "nobody")
                .await
                .unwrap(),
            None
        );

        let tx = fresh.store.begin_write().await.unwrap();
        assert_eq!(
            accounts::holders(&tx, clinic, "clinic-nurse")
                .await
                .unwrap()
                .len(),
            1,
            "{}",
            fresh.kind
        );
        assert!(
            accounts::holders(&tx, clinic, "psychiatrist")
                .await
                .unwrap()
                .is_empty(),
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn a_taken_name_is_told_apart_from_other_faults() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        rows::account(&fresh, clinic, "nurse").await;
        let new = accounts::NewAccount {
            id: merzim::domain::ids::AccountId::fresh(),
            sign_in_name: "nurse",
            display_name: "Nurse",
            organisation: clinic,
            role: "clinic-nurse",
            email: Some("nurse@example.kz"),
            language: "ru",
            at: at("2026-07-01T00:00:00Z"),
        };
        let tx = fresh.store.begin_write().await.unwrap();
        let refused = accounts::create(&tx, &new).await.unwrap_err();
        assert!(
            refused.is_duplicate() && !refused.is_unavailable(),
            "{}: {refused:?}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn wrong_attempts_made_at_once_are_all_counted_and_throttle() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        let id = rows::account(&fresh, clinic, "nurse").await;
        let until = at("2026-07-03T09:15:00Z");
        let attempts = (0..8).map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let tx = store.begin_write().await.unwrap();
                accounts::record_failure(&tx, id, |n| (n >= 5).then_some(until))
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
            })
        });
        for attempt in attempts.collect::<Vec<_>>() {
            attempt.await.unwrap();
        }
        let account = accounts::find(&fresh.store, id).await.unwrap().unwrap();
        assert_eq!(
            (account.failures, account.throttled_until),
            (8, Some(until)),
            "{}",
            fresh.kind
        );

        let tx = fresh.store.begin_write().await.unwrap();
        assert!(accounts::record_success(&tx, id, 100).await.unwrap());
        tx.commit().await.unwrap();
        let account = accounts::find(&fresh.store, id).await.unwrap().unwrap();
        assert_eq!(
            (account.failures, account.throttled_until),
            (0, None),
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn a_one_time_code_works_once_even_for_eight_at_once() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        let id = rows::account(&fresh, clinic, "nurse").await;
        let attempts = (0..8).map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let tx = store.begin_write().await.unwrap();
                let accepted = accounts::record_success(&tx, id, 100).await.unwrap();
                tx.commit().await.unwrap();
                accepted
            })
        });
        let mut accepted = 0;
        for attempt in attempts.collect::<Vec<_>>() {
            accepted += u32::from(attempt.await.unwrap());
        }
        assert_eq!(accepted, 1, "{}", fresh.kind);
        let tx = fresh.store.begin_write().await.unwrap();
        assert!(
            !accounts::record_success(&tx, id, 99).await.unwrap(),
            "{}: an older code",
            fresh.kind
        );
        assert!(
            accounts::record_success(&tx, id, 101).await.unwrap(),
            "{}: the next code",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn a_session_lives_until_it_is_idle_old_ended_or_its_account_closed() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        let id = rows::account(&fresh, clinic, "nurse").await;
        let start = at("2026-07-03T09:00:00Z");
        let minutes = |n| start + TimeDelta::minutes(n);
        let new = |token| NewSession {
            token,
            account: id,
            csrf: "c",
            language: "en",
            failures: 0,
            at: start,
            idle_expires_at: minutes(15),
            expires_at: minutes(720),
        };
        let tx = fresh.store.begin_write().await.unwrap();
        for token in [[1; 32], [2; 32], [3; 32]] {
            sessions::create(&tx, &new(token)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let alive = async |token: [u8; 32], n| {
            sessions::find(&fresh.store, &token, minutes(n))
                .await
                .unwrap()
                .is_some()
        };
        let session = sessions::find(&fresh.store, &[1; 32], start)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (session.account.id, session.csrf.as_str()),
            (id, "c"),
            "{}",
            fresh.kind
        );
        assert_eq!(
            (session.language.as_str(), session.account.language.as_str()),
            ("en", "kk")
        );
        assert_eq!((session.created_at, session.expires_at), (start, minutes(720)));
        assert!(!alive([9; 32], 0).await, "{}: unknown", fresh.kind);
        assert!(
            alive([1; 32], 14).await && !alive([1; 32], 15).await,
            "{}: idle",
            fresh.kind
        );

        let tx = fresh.store.begin_write().await.unwrap();
        sessions::touch(&tx, &[1; 32], minutes(14), minutes(900))
            .await
            .unwrap();
        sessions::end(&tx, &[2; 32], minutes(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(
            alive([1; 32], 719).await && !alive([1; 32], 720).await,
            "{}: old",
            fresh.kind
        );
        assert!(!alive([2; 32], 1).await, "{}: signed out", fresh.kind);

        let tx = fresh.store.begin_write().await.unwrap();
        sessions::touch(&tx, &[2; 32], minutes(2), minutes(20))
            .await
            .unwrap();
        assert_eq!(
            sessions::end_all(&tx, id, minutes(2)).await.unwrap(),
            2,
            "{}",
            fresh.kind
        );
        sessions::create(&tx, &new([4; 32])).await.unwrap();
        accounts::disable(&tx, id, 1, minutes(3)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(
            !alive([2; 32], 2).await && !alive([3; 32], 2).await,
            "{}: all ended",
            fresh.kind
        );
        assert!(!alive([4; 32], 4).await, "{}: account closed", fresh.kind);
        fresh
    });
}

#[test]
fn an_enrolment_link_works_once_in_time_and_only_the_last_one() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        let id = rows::account(&fresh, clinic, "nurse").await;
        let (start, end) = (at("2026-07-03T09:00:00Z"), at("2026-07-05T09:00:00Z"));
        let tx = fresh.store.begin_write().await.unwrap();
        sessions::issue_enrolment(&tx, [1; 32], id, start, end)
            .await
            .unwrap();
        sessions::issue_enrolment(&tx, [2; 32], id, start, end)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let find =
            async |token: [u8; 32], now| sessions::find_enrolment(&fresh.store, &token, now).await.unwrap();
        assert_eq!(find([1; 32], start).await, None, "{}: replaced", fresh.kind);
        assert_eq!(find([2; 32], start).await, Some(id), "{}", fresh.kind);
        assert_eq!(find([2; 32], end).await, None, "{}: expired", fresh.kind);

        let tx = fresh.store.begin_write().await.unwrap();
        assert!(
            !sessions::use_enrolment(&tx, &[2; 32], end).await.unwrap(),
            "{}: expired",
            fresh.kind
        );
        assert!(
            sessions::use_enrolment(&tx, &[2; 32], start).await.unwrap(),
            "{}",
            fresh.kind
        );
        assert!(
            !sessions::use_enrolment(&tx, &[2; 32], start).await.unwrap(),
            "{}: twice",
            fresh.kind
        );
        accounts::set_credentials(&tx, id, "$argon2id$", b"sealed")
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let account = accounts::find(&fresh.store, id).await.unwrap().unwrap();
        assert_eq!(
            account.password_hash.as_deref(),
            Some("$argon2id$"),
            "{}",
            fresh.kind
        );
        assert_eq!(
            account.totp_secret.as_deref(),
            Some(b"sealed".as_slice()),
            "{}",
            fresh.kind
        );
        fresh
    });
}

#[test]
fn of_two_changes_to_the_same_version_the_second_is_told() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        let (id, deputy) = (
            rows::account(&fresh, clinic, "head").await,
            rows::account(&fresh, clinic, "deputy").await,
        );
        let day = |d| NaiveDate::from_ymd_opt(2026, 7, d).unwrap();
        let tx = fresh.store.begin_write().await.unwrap();
        accounts::name_deputy(&tx, id, 1, Some(deputy), Some((day(6), day(17))))
            .await
            .unwrap();
        let second = accounts::name_deputy(&tx, id, 1, None, None).await;
        assert!(
            matches!(second, Err(StoreError::Stale("account"))),
            "{}: {second:?}",
            fresh.kind
        );
        tx.commit().await.unwrap();
        let account = accounts::find(&fresh.store, id).await.unwrap().unwrap();
        assert_eq!(
            (account.deputy, account.version),
            (Some(deputy), 2),
            "{}",
            fresh.kind
        );
        assert!(!account.is_away(day(5)) && account.is_away(day(6)) && account.is_away(day(17)));
        assert!(!account.is_away(day(18)), "{}", fresh.kind);
        fresh
    });
}

#[test]
fn an_account_entered_before_is_found_by_either_of_its_names() {
    on_each(async |fresh| {
        let clinic = rows::organisation(&fresh, "clinic").await;
        let id = rows::account(&fresh, clinic, "nurse.clinic").await;
        for statement in [
            "DROP INDEX account_name",
            "DROP INDEX account_turned",
            "DROP INDEX account_sign_in",
            "ALTER TABLE account DROP COLUMN search_name",
            "ALTER TABLE account DROP COLUMN search_turned",
            "UPDATE account SET display_name = 'ӘЛИЯ  Сәрсенова'",
            "DELETE FROM seaql_migrations WHERE version = 'm20261130_080201_account_search'",
        ] {
            fresh.intrude(statement, []).await.unwrap();
        }
        let applied = fresh.store.migrate().await.unwrap();
        assert_eq!(applied, ["m20261130_080201_account_search"], "{}", fresh.kind);
        for (q, at, finds) in [
            ("әлия", None, true),
            ("Сәрсенова  ә", None, true),
            ("nurse.c", None, true),
            ("somebody else", Some(clinic), true),
            ("лия", None, false),
            ("nurse_c", None, false),
            ("%", None, false),
        ] {
            let at: Vec<_> = at.into_iter().collect();
            let found = part(&fresh.store, Of::Found(q, &at), None).await.unwrap();
            let found: Vec<_> = found.iter().map(|row| row.id).collect();
            let wanted: Vec<_> = Some(id).filter(|_| finds).into_iter().collect();
            assert_eq!(found, wanted, "{}: {q}", fresh.kind);
        }
        fresh
    });
}

#[test]
fn a_search_of_accounts_reads_indexes_and_not_the_whole_list() {
    on_each(async |fresh| {
        // PostgreSQL reads a table with few rows whole, whatever its indexes.
        if fresh.backend != DbBackend::Sqlite {
            return fresh;
        }
        let columns = ["sign_in_name", "search_name", "search_turned"];
        let named = columns.map(|column| format!("{column} LIKE 'a%' ESCAPE '\\'"));
        let asked = format!(
            "EXPLAIN QUERY PLAN SELECT id FROM account WHERE {} ORDER BY sign_in_name LIMIT 51",
            named.join(" OR ")
        );
        let asked = Statement::from_string(fresh.backend, asked);
        let plan = fresh.raw().await.query_all_raw(asked).await.unwrap();
        let plan: Vec<String> = plan
            .iter()
            .map(|row| row.try_get("", "detail").unwrap())
            .collect();
        for index in ["account_sign_in", "account_name", "account_turned"] {
            assert!(plan.iter().any(|step| step.contains(index)), "{index}: {plan:?}");
        }
        fresh
    });
}
