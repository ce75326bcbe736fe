//! A head or coordinator names who acts while somebody is away.

use crate::access::{Action, Actor, Context, Resource};
use crate::domain::ids::AccountId;
use crate::domain::refusal::Refusal;
use crate::store::accounts;
use crate::store::desk::{Desk, Failure, Submission};
use chrono::NaiveDate;
use serde_json::{Map, json};

/// Who is away, and who acts meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameDeputy {
    /// The deputy; `None` names nobody.
    pub deputy: Option<AccountId>,
    /// First day away.
    pub absent_from: Option<NaiveDate>,
    /// Last day away.
    pub absent_until: Option<NaiveDate>,
}

/// Names a deputy and the days away of a user.
///
/// # Errors
/// [`Failure::Refused`] where the deputy is the user himself, works elsewhere, or the days are reversed.
pub async fn name_deputy(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    account: AccountId,
    form: &NameDeputy,
) -> Result<AccountId, Failure> {
    let known = accounts::find(desk.store(), account)
        .await?
        .ok_or(Refusal::NothingToDo)?;
    let deputy = match form.deputy {
        Some(id) => Some(
            accounts::find(desk.store(), id)
                .await?
                .ok_or(Refusal::Required { field: "deputy" })?,
        ),
        None => None,
    };
    desk.perform(actor, submission, Action::NameDeputy, async |work| {
        let resource = Resource::Organisation {
            id: known.organisation,
            kind: known.organisation_kind.clone(),
            region: known.region.clone(),
        };
        let permit = work.authorise(Action::NameDeputy, &resource, &Context::default())?;
        let stands_in = |deputy: &accounts::Account| {
            deputy.id != known.id && deputy.organisation == known.organisation && deputy.is_there()
        };
        if deputy.as_ref().is_some_and(|deputy| !stands_in(deputy)) {
            return Err(Refusal::NotUnderstood { field: "deputy" }.into());
        }
        let away = away(form)?;
        accounts::name_deputy(work.tx(), known.id, known.version, form.deputy, away).await?;
        work.roster_changed(known.organisation).await?;
        let what = if form.deputy.is_some() { "named" } else { "nobody" };
        let detail = Map::from_iter([
            ("deputy".to_owned(), json!(form.deputy.map(|id| id.to_string()))),
            ("what".to_owned(), json!(what)),
        ]);
        let written = work.seal(permit, &format!("account:{account}"), detail).await?;
        Ok((written, account))
    })
    .await
}

/// First and last day away: both, or neither.
fn away(form: &NameDeputy) -> Result<Option<(NaiveDate, NaiveDate)>, Refusal> {
    match (form.absent_from, form.absent_until) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(Refusal::Required { field: "until_on" }),
        (None, Some(_)) => Err(Refusal::Required { field: "from_on" }),
        (Some(from), Some(until)) if until < from => Err(Refusal::NotBefore {
            field: "until_on",
            earliest_on: from,
        }),
        (Some(from), Some(until)) => Ok(Some((from, until))),
    }
}
