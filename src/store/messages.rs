//! The messages of a notice: one for each channel that its step names and its addressee has. Each carries the reference
//! and nothing else about the person.

mod reader;

use super::endpoints::{self, Endpoint};
use super::entities::{endpoint, notice, outbox as rows};
use super::file::{CaseFile, Member};
use super::{StoreError, Tx, outbox};
use crate::access::{Access, Lens, Role};
use crate::domain::alert::{Gap, Hop, NoticeKind};
use crate::domain::escalation::{ladder_of, track_of};
use crate::domain::event::Warned;
use crate::domain::ids::{AccountId, AlertId, EndpointId, MessageId};
use crate::domain::plan::{Plan, to_warn};
use crate::domain::rules::{Channel, Rules};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, JoinType, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    RelationDef,
};
use serde_json::{Map, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A notice about to become messages.
pub(super) struct Told<'a> {
    /// The row of the notice.
    pub notice: Uuid,
    /// The alert.
    pub alert: AlertId,
    /// Climbing, correcting, or said to whoever takes over.
    pub kind: NoticeKind,
    /// To whom.
    pub hop: &'a Hop,
    /// When it is written.
    pub at: DateTime<Utc>,
    /// The policies: who can open what a message leads to.
    pub access: &'a Access,
}

/// Writes the messages of a notice; the mail's identity, where there is one.
pub(super) async fn write(
    tx: &Tx,
    file: &CaseFile,
    rules: &Rules,
    told: &Told<'_>,
) -> Result<Option<MessageId>, StoreError> {
    if told.hop.gap.is_some_and(Gap::unreachable) {
        return Ok(None);
    }
    let mut channels = channels(tx, file, rules, told).await?;
    let gathered = late_before_taken_over(file, told);
    let mut mail = None;
    if channels.contains(&Channel::Email) {
        mail = if gathered {
            gather(tx, file, told).await?
        } else {
            write_mail(tx, file, told).await?
        };
    }
    if gathered && mail.is_some() {
        channels.remove(&Channel::Sms); // a telephone would ring a thousand times
    }
    if channels.contains(&Channel::Webhook) || channels.contains(&Channel::Sms) {
        // A number may have been entered twice before that was looked for.
        let mut rung = BTreeSet::new();
        for endpoint in endpoints::at(&tx.0, told.hop.organisation).await? {
            let for_this = match endpoint.channel {
                Channel::Sms => {
                    let own = endpoint.account.is_some() && endpoint.account == told.hop.account;
                    own && rung.insert(endpoint.address.clone())
                }
                _ => true,
            };
            if for_this && channels.contains(&endpoint.channel) {
                write_to(tx, file, rules, told, &endpoint).await?;
            }
        }
    }
    Ok(mail)
}

/// By which channels: those of the step; and a correction also by every one by which its addressee was told before. A system
/// that never heard of an alert hears of no correction.
async fn channels(
    tx: &Tx,
    file: &CaseFile,
    rules: &Rules,
    told: &Told<'_>,
) -> Result<BTreeSet<Channel>, StoreError> {
    let known = file.case.alerts.iter().find(|known| known.id == told.alert);
    let number = usize::try_from(told.hop.step).unwrap_or(usize::MAX);
    let step = known
        .and_then(|known| track_of(known, rules))
        .and_then(|track| track.step(number));
    let mut channels: BTreeSet<_> = step.into_iter().flat_map(|step| step.channels.clone()).collect();
    if told.kind == NoticeKind::Correction {
        channels.remove(&Channel::Webhook);
        channels.extend(used_before(tx, told).await?);
    }
    Ok(channels)
}

/// The channels by which an addressee was told of an alert: the person by mail and telephone, the office by its system.
async fn used_before(tx: &Tx, told: &Told<'_>) -> Result<BTreeSet<Channel>, StoreError> {
    let to_endpoint: RelationDef = rows::Entity::belongs_to(endpoint::Entity)
        .from(rows::Column::EndpointId)
        .to(endpoint::Column::Id)
        .into();
    let sent = rows::Entity::find()
        .select_only()
        .column(rows::Column::Channel)
        .column(rows::Column::RecipientAccountId)
        .join(JoinType::LeftJoin, to_endpoint)
        .column(endpoint::Column::OrganisationId)
        .filter(rows::Column::AlertId.eq(told.alert.0))
        .distinct()
        .into_tuple::<(String, Option<Uuid>, Option<Uuid>)>()
        .all(&tx.0)
        .await?;
    let own = told.hop.account.map(|id| id.0);
    let same = |person: Option<Uuid>, place: Option<Uuid>| match person {
        Some(_) => person == own,
        None => place == Some(told.hop.organisation.0),
    };
    let used = sent
        .into_iter()
        .filter(|(_, person, place)| same(*person, *place));
    let mut used: BTreeSet<_> = used.filter_map(|(code, ..)| Channel::from_code(&code)).collect();
    // A mail that stood for many alerts names none of them: its notices do.
    let mailed = notice::Entity::find()
        .filter(notice::Column::AlertId.eq(told.alert.0))
        .filter(notice::Column::RecipientAccountId.eq(own))
        .filter(notice::Column::MessageId.is_not_null())
        .one(&tx.0)
        .await?;
    used.extend(mailed.map(|_| Channel::Email));
    Ok(used)
}

/// So long a mail that gathers alerts waits for more of them: a round of the jobs through a large roster is over by then.
const GATHERS_MINUTES: i64 = 10;

/// Is somebody asked about what was late before its case was taken over? Of a whole roster that may be thousands at once,
/// and nobody reads a thousand mails: he gets one. What was late then is late from the moment at which it became known.
fn late_before_taken_over(file: &CaseFile, told: &Told<'_>) -> bool {
    let mut alerts = file.case.alerts.iter();
    let alert = alerts.find(|known| known.id == told.alert);
    let before = alert.is_some_and(|alert| alert.due_at <= file.opened_at);
    told.kind == NoticeKind::Climb && file.case.imported.is_some() && before
}

/// The mail that gathers what is asked of somebody: the one that has not left yet, or a new one.
async fn gather(tx: &Tx, file: &CaseFile, told: &Told<'_>) -> Result<Option<MessageId>, StoreError> {
    let Some((recipient, address, language)) = mailbox(file, told) else {
        return Ok(None);
    };
    if let Some(known) = outbox::gathering(tx, recipient, address, told.at).await? {
        return Ok(Some(known));
    }
    let id = MessageId::fresh();
    let arguments = Map::from_iter([
        ("number".to_owned(), json!("1")),
        ("desk".to_owned(), json!("alerts")),
    ]);
    let new = outbox::NewMessage {
        id,
        at: told.at,
        run_at: told.at + TimeDelta::minutes(GATHERS_MINUTES),
        recipient: Some(recipient),
        channel: Channel::Email,
        address,
        endpoint: None,
        template: outbox::GATHERED,
        arguments,
        language,
        // It is about many: each notice names it as the one that carried it.
        case: None,
        alert: None,
        notice: None,
    };
    outbox::enqueue(tx, &new).await?;
    Ok(Some(id))
}

/// Where the person told reads mail, and in which language.
fn mailbox<'a>(file: &'a CaseFile, told: &Told<'_>) -> Option<(AccountId, &'a str, &'a str)> {
    let member = told.hop.account.and_then(|id| file.member(id))?;
    let address = member.email.as_deref()?;
    Some((member.id, address, member.language.as_str()))
}

async fn write_mail(tx: &Tx, file: &CaseFile, told: &Told<'_>) -> Result<Option<MessageId>, StoreError> {
    let Some((recipient, address, language)) = mailbox(file, told) else {
        return Ok(None);
    };
    let id = MessageId::fresh();
    let new = outbox::NewMessage {
        id,
        recipient: Some(recipient),
        channel: Channel::Email,
        address,
        language,
        ..message(file, told, Some(recipient))
    };
    outbox::enqueue(tx, &new).await?;
    Ok(Some(id))
}

async fn write_to(
    tx: &Tx,
    file: &CaseFile,
    rules: &Rules,
    told: &Told<'_>,
    endpoint: &Endpoint,
) -> Result<(), StoreError> {
    let member = endpoint.account.and_then(|id| file.member(id));
    let alert = file.case.alerts.iter().find(|known| known.id == told.alert);
    let night = alert
        .and_then(|alert| ladder_of(alert, rules))
        .and_then(|ladder| ladder.quiet.as_ref())
        .and_then(|quiet| quiet.night(endpoint.channel, file.now.zone));
    let new = outbox::NewMessage {
        id: once(endpoint.id, told),
        at: in_turn(tx, told, endpoint).await?,
        run_at: night.map_or(told.at, |night| night.leaves_at(told.at)),
        recipient: endpoint.account,
        channel: endpoint.channel,
        address: &endpoint.address,
        endpoint: Some(endpoint.id),
        language: member.map_or("kk", |member| &member.language),
        ..message(file, told, endpoint.account)
    };
    outbox::enqueue_by_day(tx, &new, night).await
}

/// When a message to an endpoint counts as written: after every earlier one about the same alert, by a microsecond at least.
/// One that corrects and one that asks anew come in one moment; read in the other order they say the opposite.
async fn in_turn(tx: &Tx, told: &Told<'_>, endpoint: &Endpoint) -> Result<DateTime<Utc>, StoreError> {
    let last = rows::Entity::find()
        .select_only()
        .column(rows::Column::CreatedAt)
        .filter(rows::Column::AlertId.eq(told.alert.0))
        .filter(rows::Column::EndpointId.eq(endpoint.id.0))
        .order_by_desc(rows::Column::CreatedAt)
        .limit(1)
        .into_tuple::<DateTime<Utc>>()
        .one(&tx.0)
        .await?;
    Ok(last.map_or(told.at, |last| told.at.max(last + TimeDelta::microseconds(1))))
}

/// Writes to those who must see to it that a term is running out, and to those who hear of it besides; where a post is
/// empty, to whoever stands in. The message names the reference and the days left.
pub(super) async fn write_warning(
    tx: &Tx,
    file: &CaseFile,
    (rules, plan): (&Rules, &Plan),
    warned: &Warned,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Some(owed) = plan.obligation((warned.kind, warned.cycle)) else {
        return Ok(());
    };
    let posts = to_warn(owed, rules, &file.roster, file.now.today());
    let told = posts
        .iter()
        .flat_map(|post| file.roster.reached(post, &rules.places));
    // Whoever stands in for two is told once.
    for account in told.collect::<BTreeSet<_>>() {
        let Some(Member {
            id,
            email: Some(address),
            language,
            ..
        }) = file.member(account)
        else {
            continue;
        };
        let arguments = Map::from_iter([
            ("reference".to_owned(), json!(file.case.reference)),
            ("days".to_owned(), json!(warned.days_before.to_string())),
        ]);
        let new = outbox::NewMessage {
            id: MessageId::fresh(),
            at,
            run_at: at,
            recipient: Some(*id),
            channel: Channel::Email,
            address,
            endpoint: None,
            template: "message-term-ends",
            arguments,
            language,
            case: Some(file.case.id),
            alert: None,
            notice: None,
        };
        outbox::enqueue(tx, &new).await?;
    }
    Ok(())
}

/// The message without its way. `person` is whoever reads it; nobody where it goes to a system.
fn message<'a>(file: &CaseFile, told: &Told<'_>, person: Option<AccountId>) -> outbox::NewMessage<'a> {
    let template = template(file, told, person);
    let mut arguments = Map::from_iter([("reference".to_owned(), json!(file.case.reference))]);
    if template.leads {
        // Whoever keeps the registry has no alerts: what is asked of him stands with the case, and ends by being done.
        let (page, id) = if lens(told.hop) == Some(Lens::Registry) {
            ("case", file.case.id.to_string())
        } else {
            ("alert", told.alert.to_string())
        };
        arguments.insert(page.to_owned(), json!(id));
    }
    outbox::NewMessage {
        id: MessageId::fresh(),
        at: told.at,
        run_at: told.at,
        recipient: None,
        channel: Channel::Email,
        address: "",
        endpoint: None,
        template: template.key,
        arguments,
        language: "kk",
        case: Some(file.case.id),
        alert: Some(told.alert),
        notice: Some(told.notice),
    }
}

/// What a message says, and whether it leads to the alert.
struct Template {
    key: &'static str,
    leads: bool,
}

/// Whoever supervised loses sight of a case when it closes or passes to another body. He is told that, and that nothing is
/// asked of him; a link would lead him nowhere. So it would whoever has left his post, or whose region the case has left: he
/// is told that what he knows is no longer so, and nothing else.
fn template(file: &CaseFile, told: &Told<'_>, person: Option<AccountId>) -> Template {
    let supervised = supervises(told.hop);
    let (key, leads) = match told.kind {
        NoticeKind::Climb => ("message-alert-climb", true),
        NoticeKind::Entrusted => ("message-alert-entrusted", true),
        NoticeKind::Correction if supervised && !file.facts.open => ("message-alert-closed", false),
        NoticeKind::Correction if supervised && file.facts.supervising != told.hop.organisation => {
            ("message-alert-passed", false)
        }
        NoticeKind::Correction if !reader::opens(file, told, person) => ("message-alert-left", false),
        NoticeKind::Correction => ("message-alert-correction", true),
    };
    Template { key, leads }
}

/// Was somebody told who answers for attendance?
fn supervises(hop: &Hop) -> bool {
    lens(hop) == Some(Lens::Supervision)
}

/// What somebody who was told may see.
fn lens(hop: &Hop) -> Option<Lens> {
    let role: Option<Role> = hop.role.parse().ok();
    role.map(Role::lens)
}

/// A correction that goes to several posts of one office in one moment reaches its system once: the message has the same
/// identity each time. Every step of a climb is a message of its own.
fn once(endpoint: EndpointId, told: &Told<'_>) -> MessageId {
    let what = match told.kind {
        NoticeKind::Climb | NoticeKind::Entrusted => told.notice.to_string(),
        NoticeKind::Correction => format!("{}:{}", told.alert, told.at.timestamp_micros()),
    };
    MessageId(Uuid::new_v5(&endpoint.0, what.as_bytes()))
}
