//! An act as the ledger keeps it: who, what, by which policies, and the events it wrote.

use super::super::{StoreError, Tx, ledger};
use crate::access::{Actor, Permit, ResourceKey};
use crate::domain::event::{Recorded, Recorder};
use crate::domain::ids::CaseId;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

pub(super) fn payloads(recorded: &[Recorded]) -> Result<Vec<String>, StoreError> {
    let text = recorded.iter().map(|event| serde_json::to_string(&event.event));
    text.collect::<Result<_, _>>().map_err(|_| StoreError::Corrupt {
        table: "event",
        row: "new".to_owned(),
        column: "payload",
    })
}

pub(super) fn new_events<'a>(recorded: &'a [Recorded], payloads: &'a [String]) -> Vec<ledger::NewEvent<'a>> {
    let pairs = recorded.iter().zip(payloads);
    pairs
        .map(|(event, payload)| ledger::NewEvent {
            seq: event.seq.into(),
            verb: event.event.verb(),
            payload,
            occurred_at: event.event.occurred_at().unwrap_or(event.recorded_at),
        })
        .collect()
}

/// The entry of an act that a permit allowed.
pub(super) fn sealed<'e>(
    permit: &'e Permit,
    case: Option<CaseId>,
    subject: Option<&'e str>,
    mut detail: Map<String, Value>,
    at: DateTime<Utc>,
    events: &'e [ledger::NewEvent<'e>],
) -> ledger::Entry<'e> {
    detail.insert("policies".to_owned(), json!(permit.policies()));
    ledger::Entry {
        at,
        who: who(permit.actor()),
        verb: permit.action().as_str(),
        case,
        subject,
        detail,
        events,
    }
}

pub(super) async fn seal(
    tx: &Tx,
    permit: &Permit,
    case: Option<CaseId>,
    subject: Option<&str>,
    detail: Map<String, Value>,
    at: DateTime<Utc>,
    recorded: &[Recorded],
) -> Result<(), StoreError> {
    let payloads = payloads(recorded)?;
    let events = new_events(recorded, &payloads);
    ledger::append(tx, sealed(permit, case, subject, detail, at, &events)).await?;
    Ok(())
}

pub(super) fn who(actor: &Actor) -> ledger::Who<'_> {
    match (actor.account_id(), actor.role(), actor.job()) {
        (Some(id), Some(role), _) => ledger::Who::Account {
            id,
            role: role.as_str(),
        },
        (_, _, Some(job)) => ledger::Who::Job(job),
        _ => ledger::Who::Nobody,
    }
}

pub(super) fn recorder(actor: &Actor) -> Recorder {
    match (actor.account_id(), actor.job()) {
        (Some(id), _) => Recorder::Account(id),
        (None, job) => Recorder::Job(job.unwrap_or("unknown").to_owned()),
    }
}

pub(super) fn case_of(key: ResourceKey) -> Option<CaseId> {
    match key {
        ResourceKey::Case(id) => Some(id),
        ResourceKey::Organisation(_) | ResourceKey::System => None,
    }
}
