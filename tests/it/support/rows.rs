//! Rows that other rows need, put straight into the tables.

use chrono::{DateTime, NaiveDate, Utc};
use merzim::{
    domain::{
        ids::{AccountId, CaseId, OrganisationId, PersonId},
        localised::Localised,
    },
    store::{
        accounts::{self, NewAccount},
        organisations::{self, Organisation},
    },
};

use super::database::Fresh;

/// An instant of the tests: `2026-07-03T09:00:00Z` and so on.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// An organisation.
pub async fn organisation(fresh: &Fresh, code: &str) -> OrganisationId {
    let id = OrganisationId::fresh();
    let name = Localised {
        kk: code.to_owned(),
        ru: code.to_owned(),
        en: code.to_owned(),
    };
    let new = Organisation {
        id,
        code: code.to_owned(),
        kind: "outpatient-clinic".to_owned(),
        region: "almaty".to_owned(),
        name,
        address: "1 Abai Avenue".to_owned(),
        phone: "+7 727 000 00 00".to_owned(),
        email: None,
        zone: "Asia/Almaty".to_owned(),
        closed: false,
    };
    let tx = fresh.store.begin_write().await.unwrap();
    organisations::create(&tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// An account at an organisation.
pub async fn account(fresh: &Fresh, organisation: OrganisationId, name: &str) -> AccountId {
    let id = AccountId::fresh();
    let new = NewAccount {
        id,
        sign_in_name: name,
        display_name: name,
        organisation,
        role: "clinic-nurse",
        email: None,
        language: "kk",
        at: at("2026-07-01T00:00:00Z"),
    };
    let tx = fresh.store.begin_write().await.unwrap();
    accounts::create(&tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A case of a person of its own, without events.
pub async fn case(fresh: &Fresh, organisation: OrganisationId, reference: &str) -> CaseId {
    let (case, person) = (CaseId::fresh(), PersonId::fresh());
    let created = at("2026-07-01T00:00:00Z");
    let born = NaiveDate::from_ymd_opt(1890, 5, 1).unwrap();
    fresh
        .intrude(
            "INSERT INTO person (id, name_cyrillic, name_latin, search_cyrillic, search_latin, born_on, created_at, version)
             VALUES ($1, 'К', 'K', 'к', 'k', $2, $3, 1)",
            [person.0.into(), born.into(), created.into()],
        )
        .await
        .unwrap();
    fresh
        .intrude(
            "INSERT INTO case_file (id, reference, person_id, responsible_id, supervising_id, region, open, opened_at,
                                    version, standing)
             VALUES ($1, $2, $3, $4, $4, 'almaty', true, $5, 0, 'new')",
            [case.0.into(), reference.into(), person.0.into(), organisation.0.into(), created.into()],
        )
        .await
        .unwrap();
    case
}
