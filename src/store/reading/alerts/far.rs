//! Alerts about the drug that an organisation was told of though the person is treated elsewhere: about a parcel that it
//! packed, or about a pack that it owes to somebody who comes. Who may read them the policies say; what they say is handed in.

use crate::access::Scope;
use crate::domain::ids::OrganisationId;
use crate::domain::obligation::Kind;
use crate::store::entities::{alert, notice, parcel};
use crate::store::reading::scoped;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait as _, Condition};

/// What the policies let somebody read of the alerts of people elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Far<'a> {
    /// His organisation, which was told.
    pub organisation: OrganisationId,
    /// Its region: what is about people there, his desk shows anyway.
    pub region: &'a str,
    /// May he read those about a parcel that his organisation packed, wherever its person is?
    pub parcels: bool,
    /// The people of whom he may read what supply needs.
    pub needs: &'a Scope,
}

/// These alerts as a condition, without those that the scope of the desk shows anyway; none where the policies let none be read.
pub(super) fn told(far: Far<'_>, shown: &Scope, now: DateTime<Utc>) -> Option<Condition> {
    let mut any = Condition::any();
    if far.parcels {
        let packed = alert::Column::CaseId.in_subquery(cases_sent_to(far));
        any = any.add(Condition::all().add(packed).add(Expr::exists(about_parcel(far))));
    }
    let mut needs = far.needs.clone();
    needs
        .any_of
        .retain(|rows| shown.any_of.iter().all(|known| known.relation != rows.relation));
    if !needs.is_nothing() {
        let lacks = alert::Column::Kind.eq(Kind::SupplyDose.code());
        any = any.add(Condition::all().add(lacks).add(scoped(&needs, now)));
    }
    if any.is_empty() {
        return None;
    }
    let told = Condition::all()
        .add(any)
        .add(Expr::exists(told_to(far.organisation)));
    Some(if shown.is_nothing() {
        told
    } else {
        told.add(scoped(shown, now).not())
    })
}

fn of_parcel(column: parcel::Column) -> Expr {
    Expr::col((parcel::Entity, column))
}

/// The cases elsewhere for which the organisation packed a parcel, from whichever shelf.
fn cases_sent_to(far: Far<'_>) -> SelectStatement {
    // Two ranges of an index; what is unequal would be none.
    let elsewhere = of_parcel(parcel::Column::Region)
        .lt(far.region)
        .or(of_parcel(parcel::Column::Region).gt(far.region));
    Query::select()
        .column((parcel::Entity, parcel::Column::CaseId))
        .from(parcel::Entity)
        .and_where(of_parcel(parcel::Column::AnswersId).eq(far.organisation.0))
        .and_where(elsewhere)
        .to_owned()
}

/// The parcel that an alert is about, where the organisation packed it.
fn about_parcel(far: Far<'_>) -> SelectStatement {
    let of_alert = |column: alert::Column| (alert::Entity, column);
    let kinds = Kind::SUPPLY.into_iter().filter(|kind| kind.of_parcel());
    Query::select()
        .column((parcel::Entity, parcel::Column::Id))
        .from(parcel::Entity)
        .and_where(of_parcel(parcel::Column::CaseId).equals(of_alert(alert::Column::CaseId)))
        .and_where(of_parcel(parcel::Column::Number).equals(of_alert(alert::Column::Cycle)))
        .and_where(of_parcel(parcel::Column::AnswersId).eq(far.organisation.0))
        .and_where(Expr::col(of_alert(alert::Column::Kind)).is_in(kinds.map(Kind::code)))
        .to_owned()
}

/// What an organisation was told of an alert.
fn told_to(organisation: OrganisationId) -> SelectStatement {
    let of_notice = |column: notice::Column| Expr::col((notice::Entity, column));
    Query::select()
        .column((notice::Entity, notice::Column::Id))
        .from(notice::Entity)
        .and_where(of_notice(notice::Column::AlertId).equals((alert::Entity, alert::Column::Id)))
        .and_where(of_notice(notice::Column::RecipientOrganisationId).eq(organisation.0))
        .to_owned()
}
