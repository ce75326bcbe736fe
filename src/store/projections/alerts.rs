//! The alerts of a case, as lists read them.

use super::small;
use crate::domain::alert::{Alert, AlertState};
use crate::domain::case::Case;
use crate::domain::escalation::{asks_others, track_of};
use crate::domain::obligation::Kind;
use crate::domain::plan::Plan;
use crate::domain::rules::Rules;
use crate::domain::settle::step_due_at;
use crate::domain::supervision::{self, Attendance, Days};
use crate::store::entities::alert;
use crate::store::file::CaseFile;
use crate::store::{StoreError, Tx};
use sea_orm::{
    ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _, Iterable as _, sea_query::OnConflict,
};

pub(super) async fn write_alerts(
    tx: &Tx,
    before: Option<&Case>,
    file: &CaseFile,
    rules: &Rules,
    plan: &Plan,
) -> Result<(), StoreError> {
    // An untouched alert still moves when its window does: compare only what is over.
    let days = Days::of(&file.case, rules, &file.now);
    let before = before.map(|case| (case, Days::of(case, rules, &file.now)));
    let over = |known: &&Alert| {
        let now = (file, &days);
        let before = before.as_ref();
        !known.live() && before.is_some_and(|(case, then)| stays(known, (case, then), now, rules, plan))
    };
    let moved = file.case.alerts.iter().filter(|known| !over(known));
    let moved: Vec<_> = moved
        .map(|known| {
            alert_row(known, (file, &days), rules, plan)
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

/// Is an alert as it was, and says the same of the same day? What it says of a missed day follows the record of that, good reasons
/// not to come and the papers of a court.
fn stays(
    known: &Alert,
    (before, days_before): (&Case, &Days<'_>),
    (file, days): (&CaseFile, &Days<'_>),
    rules: &Rules,
    plan: &Plan,
) -> bool {
    let (causes, now) = (&rules.causes, &file.now);
    let said = |case: &Case, days: &Days<'_>| {
        (
            Attendance::of_alert(known, case, causes, now),
            days.about_on(known, plan),
        )
    };
    // While a dose is open its window moves with the plan, and what was planned before is not kept.
    let open = |case: &Case| known.kind == Kind::Dose && case.dose_of(known.cycle).is_none();
    let moves = open(before) || open(&file.case);
    !moves && before.alerts.contains(known) && said(before, days_before) == said(&file.case, days)
}

fn alert_row(
    known: &Alert,
    (file, days): (&CaseFile, &Days<'_>),
    rules: &Rules,
    plan: &Plan,
) -> alert::Model {
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
        acknowledge_by: known.answer_by(file.facts.supervising),
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
        attendance: Attendance::of_alert(known, &file.case, &rules.causes, &file.now)
            .code()
            .to_owned(),
        asks_others: known.live() && asks_others(known, file.facts.supervising),
        about_on: days.about_on(known, plan),
        next_attempt_on: (known.kind == Kind::Dose)
            .then(|| {
                let window = plan.dose.as_ref().ok();
                let window = window.filter(|window| window.cycle == known.cycle);
                supervision::attempt_on(&file.case, known.cycle, window)
            })
            .flatten(),
    }
}
