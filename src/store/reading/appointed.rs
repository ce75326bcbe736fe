//! Where the first appointment of a case is, while the person is still treated elsewhere: two joins for lists that say when and
//! where the next visit is.

use crate::store::entities::{case_file, handover, organisation};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{Condition, EntityTrait as _, RelationDef};

/// From a case to the hand-over under way that names its first appointment.
pub(super) fn to_appointment() -> RelationDef {
    case_file::Entity::belongs_to(handover::Entity)
        .from(case_file::Column::Id)
        .to(handover::Column::CaseId)
        .on_condition(|case, offer| {
            let named = Expr::col((offer.clone(), handover::Column::VisitOn));
            Condition::all()
                .add(Expr::col((offer, handover::Column::Live)).eq(true))
                .add(named.equals((case, case_file::Column::AppointmentOn)))
        })
        .into()
}

/// From that hand-over to the organisation that expects the person. A list joins the organisations a second time: under
/// another name.
pub(super) fn to_place_of_appointment() -> RelationDef {
    handover::Entity::belongs_to(organisation::Entity)
        .from(handover::Column::ToId)
        .to(organisation::Column::Id)
        .into()
}
