//! What is no record is cleared away when it is old, a bounded number at a time; what still serves somebody stays.

use crate::support::{database::on_each, site::Site, world::submission};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::{
    commands,
    domain::{
        decide::PlaceHold,
        ids::{CaseId, RecordId, SubmissionKey},
    },
    jobs::housekeeping::clear_away,
    store::{
        ages::MOST_AT_ONCE,
        desk::Failure,
        drafts::{self, DraftId},
        sessions,
    },
};
use sea_orm::{ConnectionTrait as _, Statement};
use std::collections::BTreeMap;

const NOON: &str = "2026-07-03T05:00:00Z";

async fn rows(site: &Site, table: &str) -> i64 {
    let raw = site.fresh.raw().await;
    let count = Statement::from_string(
        raw.get_database_backend(),
        format!("SELECT COUNT(*) AS n FROM {table}"),
    );
    let row = raw.query_one_raw(count).await.unwrap().unwrap();
    row.try_get("", "n").unwrap()
}

async fn all(site: &Site) -> [i64; 4] {
    [
        rows(site, "session").await,
        rows(site, "enrolment").await,
        rows(site, "draft").await,
        rows(site, "submission").await,
    ]
}

async fn keep_draft(site: &Site, case: CaseId) {
    let id = DraftId {
        key: SubmissionKey::fresh(),
        account: site.actor("nurse.prison").account_id().unwrap(),
        case,
        form: "dose",
    };
    let answers = BTreeMap::from([("lot".to_owned(), "L8".to_owned())]);
    drafts::keep(site.desk.store(), id, &answers, site.desk.instant())
        .await
        .unwrap();
}

async fn hold(site: &Site, case: CaseId, key: SubmissionKey) -> Result<RecordId, Failure> {
    let form = PlaceHold {
        reason: "needs a look".into(),
        until_on: None,
    };
    let actor = site.actor("nurse.prison");
    commands::place_hold(&site.desk, actor, Some(submission(key, "hold")), case, &form).await
}

/// So many days and a second after noon.
fn go_on(site: &Site, days: i64) {
    let noon: DateTime<Utc> = NOON.parse().unwrap();
    site.clock
        .set(noon + TimeDelta::days(days) + TimeDelta::seconds(1))
        .unwrap();
}

#[test]
fn what_is_old_goes_and_what_serves_stays() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        site.go_to(NOON);
        let case = site.treated_case("prison").await;
        let session = site.sign_in("nurse.prison").await;
        keep_draft(&site, case).await;
        let key = SubmissionKey::fresh();
        let first = hold(&site, case, key).await.unwrap();
        let account = site.actor("nurse.second").account_id().unwrap();
        let tx = site.desk.store().begin_write().await.unwrap();
        let expires = site.clock.wall() + TimeDelta::hours(24);
        sessions::issue_enrolment(&tx, [7; 32], account, site.clock.wall(), expires)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(all(&site).await, [1, 1, 1, 1]);
        assert_eq!(clear_away(&site.desk).await.unwrap(), 0, "all of it is young");
        assert_eq!(site.get(&session, "/today").await.status, 200);

        go_on(&site, 1);
        assert_eq!(clear_away(&site.desk).await.unwrap(), 1);
        assert_eq!(
            all(&site).await,
            [1, 1, 0, 1],
            "half an answer is not kept overnight"
        );
        go_on(&site, 32);
        clear_away(&site.desk).await.unwrap();
        assert_eq!(all(&site).await, [1, 0, 0, 1]);

        go_on(&site, 89);
        clear_away(&site.desk).await.unwrap();
        let again = hold(&site, case, key).await.unwrap();
        assert_eq!(
            again, first,
            "Save again after the longest leave is no second hold"
        );
        go_on(&site, 90);
        clear_away(&site.desk).await.unwrap();
        assert_eq!(all(&site).await, [1, 0, 0, 0]);
        go_on(&site, 182);
        clear_away(&site.desk).await.unwrap();
        assert_eq!(all(&site).await, [0, 0, 0, 0]);
        assert_eq!(
            rows(&site, "event").await,
            site.file(case).await.history.len() as i64,
            "records stay"
        );
        site.end()
    });
}

#[test]
fn a_round_is_bounded_and_the_rounds_of_the_jobs_finish_it() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        site.go_to(NOON);
        let case = site.treated_case("prison").await;
        for _ in 0..=MOST_AT_ONCE {
            keep_draft(&site, case).await;
        }
        go_on(&site, 1);
        keep_draft(&site, case).await;
        assert_eq!(clear_away(&site.desk).await.unwrap(), MOST_AT_ONCE);
        let round = merzim::jobs::once(&site.desk, None, "test").await.unwrap();
        assert_eq!((round.cleared, rows(&site, "draft").await), (1, 1));
        site.end()
    });
}
