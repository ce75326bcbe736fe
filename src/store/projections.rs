//! What lists read, written with the events: the case's row, its obligations, alerts, notices and doses. Only
//! what changed is written.

use super::entities::{alert, case_file, dose, notice, obligation, organisation};
use super::file::CaseFile;
use super::messages::{self, Told};
use super::{StoreError, Tx, parcels, passage, reviews, run_sheets};
use crate::domain::alert::{Alert, AlertState};
use crate::domain::case::{Case, Entry};
use crate::domain::dosing::cover;
use crate::domain::escalation::track_of;
use crate::domain::event::{DoseGiven, Event, Recorded};
use crate::domain::ids::{CaseId, OrganisationId, RecordId};
use crate::domain::obligation::{Kind, Obligation};
use crate::domain::plan::{Plan, UNHEARD, extensions_answered, told_by};
use crate::domain::results::readings;
use crate::domain::rules::Rules;
use crate::domain::settle::{next_step_under, step_due_at};
use crate::domain::supervision::{self, Attendance, Expected};
use crate::domain::time::start_of_day;
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _,
    IntoActiveModel as _, Iterable as _, QueryFilter as _, QuerySelect as _, QueryTrait,
    sea_query::OnConflict,
};

const OPEN: &str = "open";
const MET: &str = "met";
const WAIVED: &str = "waived";

/// Writes what changed between two states of a case; `plan` is what is owed in the later one.
pub(super) async fn write<'a>(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    (rules, plan): (&Rules, &Plan),
    events: impl Iterator<Item = &'a Recorded> + Clone,
) -> Result<(), StoreError> {
    write_case(tx, before, file, rules, plan).await?;
    write_doses(tx, before, file).await?;
    write_obligations(tx, file, plan, before.is_none()).await?;
    write_alerts(tx, before, file, rules, plan).await?;
    reviews::write(tx, before, &file.case).await?;
    passage::write(tx, before, file, rules, plan).await?;
    parcels::write(tx, before, file, rules).await?;
    run_sheets::write(tx, &file.case, events.clone()).await?;
    let mut notices = Vec::new();
    for recorded in events {
        if let Event::Warned(warned) = &recorded.event {
            messages::write_warning(tx, file, (rules, plan), warned, recorded.recorded_at).await?;
        }
        if let Event::NoticeSent { alert, notice, hop } = &recorded.event {
            let id = derived(file.case.id, &format!("notice:{}", recorded.seq));
            let told = Told {
                notice: id,
                alert: *alert,
                kind: *notice,
                hop,
                at: recorded.recorded_at,
            };
            let message = messages::write(tx, file, rules, &told).await?;
            let row = notice::Model {
                id,
                alert_id: alert.0,
                case_id: file.case.id.0,
                step: small(hop.step),
                kind: notice.code().to_owned(),
                recipient_organisation_id: hop.organisation.0,
                recipient_role: hop.role.clone(),
                recipient_account_id: hop.account.map(|id| id.0),
                due_at: hop.due_at,
                fired_at: hop.fired_at,
                message_id: message.map(|id| id.0),
                gap: hop.gap.map(|gap| gap.code().to_owned()),
            };
            notices.push(row.into_active_model().reset_all());
        }
    }
    if !notices.is_empty() {
        notice::Entity::insert_many(notices)
            .exec_without_returning(&tx.0)
            .await?;
    }
    Ok(())
}

/// Somebody around an organisation came, went, or named a deputy: ladders under way that may lead to it, and warnings that
/// nobody heard, are looked at again at once.
pub(super) async fn look_again(
    tx: &Tx,
    organisation: OrganisationId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let live = QueryTrait::into_query(
        alert::Entity::find()
            .select_only()
            .column(alert::Column::CaseId)
            .filter(alert::Column::ResolvedAt.is_null()),
    );
    // A warning that nobody heard is a task until somebody can hear it.
    let lacking = QueryTrait::into_query(
        obligation::Entity::find()
            .select_only()
            .column(obligation::Column::CaseId)
            .filter(obligation::Column::Kind.eq(Kind::RepairLadder.code()))
            .filter(obligation::Column::State.eq(OPEN)),
    );
    let region = QueryTrait::into_query(
        organisation::Entity::find_by_id(organisation.0)
            .select_only()
            .column(organisation::Column::Region),
    );
    case_file::Entity::update_many()
        .set(case_file::ActiveModel {
            next_step_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(
            Condition::any()
                .add(case_file::Column::Id.in_subquery(live))
                .add(case_file::Column::Id.in_subquery(lacking)),
        )
        .filter(
            Condition::any()
                .add(case_file::Column::SupervisingId.eq(organisation.0))
                .add(case_file::Column::Region.in_subquery(region)),
        )
        .filter(case_file::Column::NextStepAt.gt(at))
        .exec(&tx.0)
        .await?;
    Ok(())
}

/// An organisation keeps stock for the first time: from now on its drug is followed, and the cases of its region are
/// looked at again at once. Later packs change nothing for them.
pub(super) async fn look_at_supply(
    tx: &Tx,
    organisation: OrganisationId,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let began = organisation::Entity::find_by_id(organisation.0)
        .filter(organisation::Column::StockSinceAt.eq(at))
        .one(&tx.0)
        .await?;
    let Some(began) = began else { return Ok(()) };
    case_file::Entity::update_many()
        .set(case_file::ActiveModel {
            next_step_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(case_file::Column::Region.eq(began.region))
        .filter(case_file::Column::Open.eq(true))
        .filter(
            Condition::any()
                .add(case_file::Column::NextStepAt.is_null())
                .add(case_file::Column::NextStepAt.gt(at)),
        )
        .exec(&tx.0)
        .await?;
    Ok(())
}

async fn write_case(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
    plan: &Plan,
) -> Result<(), StoreError> {
    let case = &file.case;
    // What matters to the people who treat stands first: the dose, then whatever closes next.
    let next = plan
        .obligation((Kind::Dose, crate::domain::dosing::open_cycle(case)))
        .or_else(|| plan.obligations.iter().min_by_key(|owed| owed.closes_on));
    let expected = Expected::of(case, plan, file.now.today());
    let row = case_file::Model {
        id: case.id.0,
        reference: case.reference.clone(),
        person_id: case.person.0,
        responsible_id: file.facts.responsible.0,
        supervising_id: file.facts.supervising.0,
        region: file.facts.region.clone(),
        open: file.facts.open,
        opened_at: file.opened_at,
        closed_at: file
            .case
            .closes_on(file.now.today())
            .map(|day| start_of_day(day, file.now.zone)),
        version: case.version.into(),
        next_step_at: next_step_under(plan, case, rules, &file.roster, &file.now),
        next_kind: next.map(|owed| owed.kind.code().to_owned()),
        next_due_on: next.map(|owed| owed.due_on),
        next_closes_on: next.map(|owed| owed.closes_on),
        standing: plan
            .dose
            .as_ref()
            .map_or_else(|reason| reason.code(), |_| OPEN)
            .to_owned(),
        covered_until: cover(case, rules).map(|cover| cover.until_on),
        officer_id: case.officer_at(file.facts.supervising).map(|id| id.0),
        supervising_until: case
            .supervision_moves_on(file.now.today())
            .map(|day| start_of_day(day, file.now.zone)),
        attempt_on: expected.attempt_on,
        appointment_on: expected.appointment_on,
        excused_from: expected.excused.map(|(from_on, _)| from_on),
        excused_until: expected.excused.map(|(_, until_on)| until_on),
    };
    match before {
        None => {
            let row = row.into_active_model().reset_all();
            case_file::Entity::insert(row)
                .exec_without_returning(&tx.0)
                .await?;
        }
        Some(before) => {
            let mut row = row.into_active_model().reset_all();
            row.id = sea_orm::ActiveValue::NotSet;
            let changed = case_file::Entity::update_many()
                .set(row)
                .filter(case_file::Column::Id.eq(case.id.0))
                .filter(case_file::Column::Version.eq(i64::from(before.version)))
                .exec(&tx.0)
                .await?;
            if changed.rows_affected != 1 {
                return Err(StoreError::Stale("case"));
            }
        }
    }
    Ok(())
}

async fn write_doses(tx: &Tx, before: Option<&Case>, file: &CaseFile) -> Result<(), StoreError> {
    let old = before.map_or(&[][..], |case| &case.doses);
    for entry in &file.case.doses {
        let same = |known: &&Entry<DoseGiven>| known.content.id == entry.content.id;
        let known = old.iter().find(same);
        if known == Some(entry) {
            continue;
        }
        let account = entry
            .by
            .account()
            .ok_or(StoreError::Missing("recorder of the dose"))?;
        let row = dose::Model {
            id: entry.content.id.0,
            case_id: file.case.id.0,
            cycle: small(entry.content.cycle),
            given_on: entry.content.given_on,
            occurred_at: entry.content.occurred_at,
            recorded_at: entry.recorded_at,
            organisation_id: entry.content.place.0,
            product: entry.content.product.clone(),
            lot: entry.content.lot.clone(),
            expiry_on: entry.content.expiry_on,
            account_id: account.0,
            voided_at: entry.voided.as_ref().map(|_| file.now.instant),
        };
        let row = row.into_active_model().reset_all();
        if known.is_some() {
            dose::Entity::update(row).exec(&tx.0).await?;
        } else {
            dose::Entity::insert(row).exec_without_returning(&tx.0).await?;
        }
    }
    Ok(())
}

/// Writes the obligations that are new, moved, or over; in one statement, because a dose moves most of what its person
/// owes.
async fn write_obligations(tx: &Tx, file: &CaseFile, plan: &Plan, new: bool) -> Result<(), StoreError> {
    let at = file.now.instant;
    let named = |owed: &Obligation| derived(file.case.id, &format!("{}:{}", owed.kind.code(), owed.cycle));
    let known = if new {
        Vec::new()
    } else {
        // What was met years ago stays as it is, unless it is owed once more.
        let again = obligation::Column::Id.is_in(plan.obligations.iter().map(named));
        obligation::Entity::find()
            .filter(obligation::Column::CaseId.eq(file.case.id.0))
            .filter(
                Condition::any()
                    .add(obligation::Column::State.eq(OPEN))
                    .add(again),
            )
            .all(&tx.0)
            .await?
    };
    let mut changed = Vec::new();
    for owed in &plan.obligations {
        let id = named(owed);
        let stored = known.iter().find(|row| row.id == id);
        let row = row(id, owed, file, stored.map_or(at, |row| row.opened_at));
        if stored != Some(&row) {
            changed.push(row);
        }
    }
    let wanted = |row: &&obligation::Model| {
        plan.obligations
            .iter()
            .any(|owed| owed.kind.code() == row.kind && small(owed.cycle) == row.cycle)
    };
    let over = known
        .iter()
        .filter(|row| row.state == OPEN)
        .filter(|row| !wanted(row));
    changed.extend(over.map(|stored| {
        let (state, met_by) = settled(file, stored);
        obligation::Model {
            state: state.to_owned(),
            met_by: met_by.map(|record| record.0),
            settled_at: Some(at),
            ..stored.clone()
        }
    }));
    if changed.is_empty() {
        return Ok(());
    }
    use obligation::Column::{CaseId as Case, Cycle, Id, Kind as Of};
    let moved = obligation::Column::iter().filter(|column| !matches!(column, Id | Case | Of | Cycle));
    let moved = OnConflict::column(Id).update_columns(moved).to_owned();
    let changed = changed.into_iter().map(|row| row.into_active_model().reset_all());
    obligation::Entity::insert_many(changed)
        .on_conflict(moved)
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

fn row(id: uuid::Uuid, owed: &Obligation, file: &CaseFile, opened_at: DateTime<Utc>) -> obligation::Model {
    obligation::Model {
        id,
        case_id: file.case.id.0,
        kind: owed.kind.code().to_owned(),
        cycle: small(owed.cycle),
        owner_id: owed.owner.organisation.0,
        owner_role: owed.owner.role.clone(),
        opens_on: owed.opens_on,
        due_on: owed.due_on,
        closes_on: owed.closes_on,
        state: OPEN.to_owned(),
        why: serde_json::to_string(&owed.why).unwrap_or_default(),
        met_by: None,
        opened_at,
        settled_at: None,
        region: file.facts.region.clone(),
    }
}

/// How an obligation that is no longer planned ended: met by a record, or waived because its reason went.
fn settled(file: &CaseFile, stored: &obligation::Model) -> (&'static str, Option<RecordId>) {
    let case = &file.case;
    let cycle = u32::try_from(stored.cycle).unwrap_or_default();
    let on_the_way = Kind::from_code(&stored.kind).and_then(|kind| passage::met(case, kind, cycle));
    if let Some((met, record)) = on_the_way {
        return (if met { MET } else { WAIVED }, record);
    }
    match Kind::from_code(&stored.kind) {
        Some(Kind::Dose) => match case.dose_of(cycle) {
            Some(dose) => (MET, Some(dose.content.id)),
            None => (WAIVED, None),
        },
        Some(Kind::DecideLateDose) => {
            let decided = case.late_decisions.iter().rev().map(|entry| &entry.content);
            match decided.into_iter().find(|decided| decided.cycle == cycle) {
                Some(decided) => (MET, Some(decided.id)),
                None => (WAIVED, None),
            }
        }
        Some(Kind::ChooseDrug) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            match case.regimens.get(number) {
                Some(regimen) => (MET, Some(regimen.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(Kind::Extension)
            if extensions_answered(case) >= usize::try_from(cycle).unwrap_or(usize::MAX) =>
        {
            (MET, None)
        }
        Some(Kind::ReactionOutcome) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let reaction = case.reactions.get(number).map(|entry| entry.content.id);
            let mut outcomes = case.reaction_outcomes.iter();
            match outcomes.find(|outcome| Some(outcome.content.reaction) == reaction) {
                Some(outcome) => (MET, Some(outcome.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(Kind::Aftercare) => match case.aftercare.iter().rfind(|entry| entry.voided.is_none()) {
            Some(entry) if !file.facts.open => (MET, Some(entry.content.id)),
            _ => (WAIVED, None),
        },
        Some(Kind::TellEnd) => {
            let told = told_by(cycle);
            let before =
                |(turn, to)| usize::try_from(turn).is_ok_and(|turn| case.times_told_of_end(to) >= turn);
            (if told.is_some_and(before) { MET } else { WAIVED }, None)
        }
        Some(Kind::HoldReview) if file.facts.open => (MET, None),
        Some(Kind::ReviewIncident) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let incident = case.incidents.get(number).map(|entry| entry.content.id);
            let mut reviews = case.incident_reviews.iter();
            match reviews.find(|review| Some(review.content.incident) == incident) {
                Some(review) => (MET, Some(review.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(kind @ (Kind::Review | Kind::ReviewPaper | Kind::SubmitToCourt | Kind::AskCourt)) => {
            let met = reviews::met(case, kind, cycle);
            (if met.is_some() { MET } else { WAIVED }, met)
        }
        Some(Kind::AnswerComplaint) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let complaint = case.complaints.get(number).map(|entry| entry.content.id);
            match complaint.and_then(|id| case.answer_to(id)) {
                Some(_) => (MET, complaint),
                None => (WAIVED, None),
            }
        }
        Some(Kind::Exam) => match case.exams.iter().rfind(|entry| entry.voided.is_none()) {
            Some(exam) => (MET, Some(exam.content.id)),
            None => (WAIVED, None),
        },
        Some(Kind::Monitoring) => match readings(case).iter().max_by_key(|reading| reading.seq) {
            // What the regimen no longer asks for is waived; what was measured by the last slip is met by it.
            Some(reading) if reading.seq == case.version || reading.recorded_at == case.last_recorded_at => {
                (MET, Some(reading.record))
            }
            _ => (WAIVED, None),
        },
        Some(Kind::JudgeResult) => {
            let judged = case.judgements.iter().rfind(|entry| entry.voided.is_none());
            match judged.filter(|entry| entry.recorded_at == case.last_recorded_at) {
                Some(entry) => (MET, Some(entry.content.id)),
                None => (WAIVED, None),
            }
        }
        Some(kind) if kind.of_supply() => match parcels::met(case, kind, cycle) {
            Some(met) => (MET, met),
            None => (WAIVED, None),
        },
        // The chair was filled, or the alert it was needed for is over.
        Some(Kind::RepairLadder) if cycle > UNHEARD => (MET, None),
        Some(Kind::RepairLadder) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let live = case.alerts.get(number).is_some_and(Alert::live);
            (if live { MET } else { WAIVED }, None)
        }
        // Somebody answered, or it began to climb again; or the alert is over.
        Some(Kind::TakeUpAlert) => {
            let number = usize::try_from(cycle).unwrap_or_default().wrapping_sub(1);
            let live = case.alerts.get(number).is_some_and(Alert::live);
            (if live { MET } else { WAIVED }, None)
        }
        _ => (WAIVED, None),
    }
}

async fn write_alerts(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
    plan: &Plan,
) -> Result<(), StoreError> {
    let old = before.map_or(&[][..], |case| &case.alerts);
    // An untouched alert still moves when its window does: compare only what is over.
    let over = |known: &&Alert| !known.live() && old.contains(known);
    let moved = file.case.alerts.iter().filter(|known| !over(known));
    let moved: Vec<_> = moved
        .map(|known| {
            alert_row(known, file, rules, plan)
                .into_active_model()
                .reset_all()
        })
        .collect();
    if moved.is_empty() {
        return Ok(());
    }
    use alert::Column::{CaseId as Case, Id};
    let columns = alert::Column::iter().filter(|column| !matches!(column, Id | Case));
    alert::Entity::insert_many(moved)
        .on_conflict(OnConflict::column(Id).update_columns(columns).to_owned())
        .exec_without_returning(&tx.0)
        .await?;
    Ok(())
}

fn alert_row(known: &Alert, file: &CaseFile, rules: &Rules, plan: &Plan) -> alert::Model {
    let hop = known.last_hop();
    let answered = known
        .answers
        .last()
        .filter(|_| matches!(known.state, AlertState::Acknowledged { .. }));
    alert::Model {
        id: known.id.0,
        case_id: file.case.id.0,
        kind: known.kind.code().to_owned(),
        cycle: small(known.cycle),
        cause: known.cause.family.as_str().to_owned(),
        track: known.ladder.clone(),
        state: known.state.code().to_owned(),
        raised_at: known.due_at,
        step: hop.map_or(0, |hop| small(hop.step)),
        next_step_at: track_of(known, rules)
            .and_then(|_| step_due_at(known, &file.case, rules, &file.roster, plan, &file.now)),
        acknowledge_by: hop.and_then(|hop| hop.acknowledge_by),
        recipient_organisation_id: hop.map(|hop| hop.organisation.0),
        recipient_role: hop.map(|hop| hop.role.clone()),
        recipient_account_id: hop.and_then(|hop| hop.account).map(|id| id.0),
        acknowledged_by: answered.and_then(|answer| answer.by.account()).map(|id| id.0),
        acknowledged_at: answered.map(|answer| answer.at),
        supervising_id: file.facts.supervising.0,
        region: file.facts.region.clone(),
        resolved_at: match known.state {
            AlertState::Resolved { at, .. } => Some(at),
            AlertState::Climbing { .. } | AlertState::Acknowledged { .. } | AlertState::Resting { .. } => {
                None
            }
        },
        seen_by_supervision: known.told(file.facts.supervising),
        attendance: Attendance::of_alert(known).code().to_owned(),
        about_on: supervision::about_on(known, &file.case, plan, &file.now),
        next_attempt_on: (known.kind == Kind::Dose)
            .then(|| supervision::attempt_on(&file.case, known.cycle))
            .flatten(),
    }
}

/// The identity of a row that exists once per case and name.
fn derived(case: CaseId, name: &str) -> uuid::Uuid {
    uuid::Uuid::new_v5(&case.0, name.as_bytes())
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
