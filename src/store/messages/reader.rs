//! May whoever was told of an alert still open it? A link that leads nowhere says more than it should, and helps nobody.

use super::Told;
use crate::access::{Account, Action, Actor, Context, Lens, Role};
use crate::domain::escalation::packed_at;
use crate::domain::ids::AccountId;
use crate::store::file::{CaseFile, Member};

/// Does a link lead the addressee of a message anywhere? `person` is whoever reads it; nobody where it goes to a system. A
/// person whose account is closed, or waits until somebody vouches for its holder, comes in nowhere.
pub(super) fn opens(file: &CaseFile, told: &Told<'_>, person: Option<AccountId>) -> bool {
    let comes_in = |id| file.member(id).is_some_and(Member::is_there);
    person.is_none_or(comes_in) && post_opens(file, told)
}

/// May the post that was told open the alert now? The policies are asked what the page of the alert asks them. That a
/// supervising body has lost the case is told in words of its own; whoever keeps the registry is led to the case.
fn post_opens(file: &CaseFile, told: &Told<'_>) -> bool {
    let hop = told.hop;
    let (Some(account), Ok(role)) = (hop.account, Role::parse(&hop.role)) else {
        return true;
    };
    let alert = file.case.alerts.iter().find(|known| known.id == told.alert);
    let of_parcel = alert.is_some_and(|alert| alert.kind.of_parcel());
    let action = match role.lens() {
        Lens::Clinical => Action::ReadClinicalFile,
        Lens::Supply if of_parcel => Action::ReadParcel,
        Lens::Supply => Action::ReadSupplySummary,
        Lens::Coordination => Action::ReadNotices,
        Lens::Registry => Action::ReadRegistryFile,
        _ => return true,
    };
    let otherwise = of_parcel.then_some(Action::ReadParcel);
    // Its region has nothing to do with the case any more.
    let Some(place) = file.institution(hop.organisation) else {
        return false;
    };
    let reader = Actor::account(Account {
        id: account,
        role,
        organisation: place.id,
        organisation_kind: place.kind.clone(),
        region: place.region.clone(),
    });
    let packed_at = alert.and_then(|alert| packed_at(&file.case, alert));
    let context = Context {
        packed_at,
        packed_in: packed_at.and_then(|at| file.region_of(at)).map(str::to_owned),
        ..Context::default()
    };
    let case = file.facts.clone().into();
    let opens = |action| told.access.allows(&reader, action, &case, &context);
    opens(action) || otherwise.is_some_and(opens)
}
