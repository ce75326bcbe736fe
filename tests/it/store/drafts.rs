//! Drafts: read by whoever typed them, gone after a day.

use crate::support::{
    database::on_each,
    rows::{account, at, case, organisation},
};
use merzim::domain::ids::SubmissionKey;
use merzim::store::{
    StoreError,
    drafts::{self, DraftId},
    kept_forms,
};
use std::collections::BTreeMap;

#[test]
fn a_draft_belongs_to_its_account_and_case_and_ends_with_the_day() {
    on_each(|fresh| async {
        let place = organisation(&fresh, "clinic").await;
        let id = DraftId {
            key: SubmissionKey::fresh(),
            account: account(&fresh, place, "nurse").await,
            case: case(&fresh, place, "2026-00001").await,
            form: "log-injection",
        };
        let answers = |lot: &str| BTreeMap::from([("lot".to_owned(), lot.to_owned())]);
        let store = &fresh.store;
        assert_eq!(drafts::read(store, id).await.unwrap(), None);
        for lot in ["L7", "L8"] {
            let now = at("2026-07-03T05:00:00Z");
            drafts::keep(store, id, &answers(lot), now).await.unwrap();
        }
        assert_eq!(drafts::read(store, id).await.unwrap(), Some(answers("L8")));

        let others = [
            DraftId {
                account: account(&fresh, place, "other").await,
                ..id
            },
            DraftId {
                case: case(&fresh, place, "2026-00002").await,
                ..id
            },
            DraftId { form: "hold", ..id },
        ];
        for other in others {
            let read = drafts::read(store, other).await;
            assert!(matches!(read, Err(StoreError::Missing(_))), "{other:?}");
            let kept = drafts::keep(store, other, &answers("L9"), at("2026-07-03T05:00:00Z")).await;
            assert!(matches!(kept, Err(StoreError::Missing(_))), "{other:?}");
        }
        drafts::discard(
            store,
            DraftId {
                account: others[0].account,
                ..id
            },
        )
        .await
        .unwrap();
        assert_eq!(drafts::read(store, id).await.unwrap(), Some(answers("L8")));
        drafts::discard(store, id).await.unwrap();
        assert_eq!(drafts::read(store, id).await.unwrap(), None);
        fresh
    });
}

#[test]
fn of_each_account_only_the_last_forms_are_kept() {
    on_each(|fresh| async {
        let place = organisation(&fresh, "clinic").await;
        let (own, other) = (
            account(&fresh, place, "nurse").await,
            account(&fresh, place, "other").await,
        );
        let (store, now) = (&fresh.store, at("2026-07-03T05:00:00Z"));
        let typed = |n: i64| BTreeMap::from([("lot".to_owned(), format!("L{n}"))]);
        let theirs = SubmissionKey::fresh();
        kept_forms::keep(store, theirs, other, &typed(0), now)
            .await
            .unwrap();
        let most = i64::try_from(kept_forms::MOST).unwrap();
        let mut keys = Vec::new();
        for n in 0..most + 5 {
            let key = SubmissionKey::fresh();
            let at = now + chrono::TimeDelta::seconds(n);
            kept_forms::keep(store, key, own, &typed(n), at).await.unwrap();
            keys.push((n, key));
        }
        for (n, key) in keys {
            let kept = kept_forms::read(store, key, own).await.unwrap();
            assert_eq!(kept, (n >= 5).then(|| typed(n)), "{n}");
        }
        let kept = kept_forms::read(store, theirs, other).await.unwrap();
        assert_eq!(kept, Some(typed(0)), "somebody else's stays");
        fresh
    });
}
