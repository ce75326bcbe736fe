//! Lists and look-ups: each an index range scan with a bounded number of rows, filtered by scope in SQL.

pub mod accounts;
pub mod alerts;
mod appointed;
pub mod attendance;
pub mod breach;
pub mod caseload;
pub mod cases;
pub mod chairs;
pub mod deliveries;
pub mod due;
pub mod figures;
pub mod forecast;
pub mod hanging;
pub mod held;
pub mod imports;
pub mod ledger;
pub mod letters;
pub mod mistakes;
pub mod outbox;
pub mod own_record;
pub mod parcels;
pub mod passage;
pub mod recall_ahead;
pub mod reviews;
pub mod run_sheets;
pub mod stock;
pub mod supply_desk;
pub mod untold;
pub mod visits;
pub mod ways;
pub mod worklist;

use super::entities::{case_file, former_stay, handover, person};
use super::passage as stored;
use crate::access::{Relation, Scope};
use crate::domain::ids::OrganisationId;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, LikeExpr, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _, QueryTrait as _, Value,
};

/// Rows on one part of a list.
pub const PART: u64 = 50;

/// What stands behind a place in a list that goes up by two columns. They are compared as a row, so that the index is entered
/// at that very place: however many share the first column, they are not walked through again by each part.
fn behind<C: ColumnTrait>(columns: [C; 2], place: (impl Into<Value>, impl Into<Value>)) -> Expr {
    row(columns).gt(values(place))
}

/// The same in a list that goes down by both.
pub(super) fn before<C: ColumnTrait>(columns: [C; 2], place: (impl Into<Value>, impl Into<Value>)) -> Expr {
    row(columns).lt(values(place))
}

fn row<C: ColumnTrait>(columns: [C; 2]) -> Expr {
    Expr::tuple(columns.map(|column| Expr::col(column.as_column_ref())))
}

fn values((first, second): (impl Into<Value>, impl Into<Value>)) -> Expr {
    Expr::tuple([Expr::val(first), Expr::val(second)])
}

/// The rows of a scope at a moment, as a condition on `case_file`.
fn scoped(scope: &Scope, now: DateTime<Utc>) -> Condition {
    scope.any_of.iter().fold(Condition::any(), |any, rows| {
        let all = match &rows.relation {
            Relation::Responsible(id) => Condition::all().add(case_file::Column::ResponsibleId.eq(id.0)),
            Relation::Supervising(id) => Condition::all()
                .add(case_file::Column::SupervisingId.eq(id.0))
                .add(still_supervised(now)),
            Relation::Region(region) => Condition::all().add(case_file::Column::Region.eq(region)),
            Relation::Any => Condition::all(),
            related => Condition::all().add(case_file::Column::Id.in_subquery(elsewhere(related))),
        };
        any.add(if rows.closed_too {
            all
        } else {
            all.add(still_open(now))
        })
    })
}

/// The cases that stand in a relation which another table knows: offered to somebody, or somebody's before.
fn elsewhere(relation: &Relation) -> SelectStatement {
    let offers = || {
        handover::Entity::find()
            .select_only()
            .column(handover::Column::CaseId)
            .filter(handover::Column::Live.eq(true))
    };
    let stays = |id: OrganisationId, part: &str| {
        former_stay::Entity::find()
            .select_only()
            .column(former_stay::Column::CaseId)
            .filter(former_stay::Column::OrganisationId.eq(id.0))
            .filter(former_stay::Column::Part.eq(part))
    };
    match relation {
        Relation::Offered(id) => offers().filter(handover::Column::ToId.eq(id.0)).into_query(),
        Relation::OfferedRegion(region) => {
            let to = offers().filter(handover::Column::ToRegion.eq(region));
            to.into_query()
        }
        Relation::Former(id) => stays(*id, stored::TREATS).into_query(),
        Relation::FormerSupervising(id) => stays(*id, stored::SUPERVISES).into_query(),
        // These are columns of the case itself.
        Relation::Responsible(id) | Relation::Supervising(id) => stays(*id, "").into_query(),
        Relation::Region(_) | Relation::Any => offers().filter(Expr::val(false)).into_query(),
    }
}

/// The cases that are open at a moment. One whose last day has passed is closed before the sweep has said so: what the
/// reader could not open is not listed.
pub(in crate::store) fn still_open(now: DateTime<Utc>) -> Condition {
    let not_yet = Condition::any()
        .add(case_file::Column::ClosedAt.is_null())
        .add(case_file::Column::ClosedAt.gt(now));
    Condition::all()
        .add(case_file::Column::Open.eq(true))
        .add(not_yet)
}

/// The cases that no other body supervises by now, whether or not the sweep has said so.
fn still_supervised(now: DateTime<Utc>) -> Condition {
    Condition::any()
        .add(case_file::Column::SupervisingUntil.is_null())
        .add(case_file::Column::SupervisingUntil.gt(now))
}

/// Fewer characters of a reference find too much.
const LEAST_OF_REFERENCE: usize = 3;

/// A search by a part of a reference, the beginning of a name in either script, or a whole IIN.
fn found_by(q: &str) -> Condition {
    let lower = q.trim().to_lowercase();
    let mut any = Condition::any()
        .add(case_file::Column::Reference.eq(q.trim()))
        .add(person::Column::SearchCyrillic.like(beginning(&lower)))
        .add(person::Column::SearchLatin.like(beginning(&lower)));
    if lower.len() >= LEAST_OF_REFERENCE
        && lower
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        any = any.add(case_file::Column::Reference.contains(lower.to_uppercase()));
    }
    if lower.len() == 12 && lower.bytes().all(|byte| byte.is_ascii_digit()) {
        any = any.add(person::Column::Iin.eq(lower));
    }
    any
}

/// What begins like this. `%` and `_` are letters here: a name is looked for, not a pattern.
fn beginning(lower: &str) -> LikeExpr {
    LikeExpr::new(format!("{}%", escape(lower))).escape('\\')
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
