//! An administrator says where messages go besides mail: to the system of an organisation, to a telephone. An address is
//! never changed; it is withdrawn, and another one entered.

use crate::access::{Action, Actor, Context, Permit, Resource};
use crate::domain::ids::{EndpointId, OrganisationId};
use crate::domain::reach;
use crate::domain::refusal::{Refusal, text};
use crate::domain::rules::Channel;
use crate::secrets::{Keys, SecretFault, base64, random};
use crate::store::desk::{Desk, Failure, Submission, Work};
use crate::store::endpoints::{self, Endpoint};
use crate::store::{accounts, organisations};
use serde_json::{Map, json};

/// The longest address of a system.
const LONGEST: usize = 500;
/// How the standard marks a secret.
const PREFIX: &str = "whsec_";

/// The key with which messages to a system are signed. It is shown once, when it is made, and kept sealed.
pub struct Secret([u8; 32]);

impl Secret {
    /// A fresh one.
    ///
    /// # Errors
    /// Where the operating system gives no randomness.
    pub fn make() -> Result<Self, SecretFault> {
        Ok(Self(random()?))
    }

    /// As it is handed over.
    #[must_use]
    pub fn shown(&self) -> String {
        format!("{PREFIX}{}", base64(&self.0))
    }
}

/// A system of an organisation.
#[derive(Clone, Debug)]
pub struct AddWebhook<'a> {
    /// Whose.
    pub organisation: Option<OrganisationId>,
    /// Where.
    pub url: &'a str,
    /// Hosts that the operator allows inside a private network.
    pub allowed: &'a [String],
}

/// A telephone of an account.
#[derive(Clone, Debug)]
pub struct AddTelephone<'a> {
    /// Whose, by the name to sign in with.
    pub sign_in_name: &'a str,
    /// The number.
    pub number: &'a str,
}

/// Enters the address of a system. Says whether the secret handed in is the one that signs: a form that was sent before
/// answers with the same address, but its secret was shown then.
///
/// # Errors
/// [`Failure::Refused`] with everything that is wrong; [`Failure::Forbidden`].
pub async fn add_webhook(
    desk: &Desk,
    keys: &Keys,
    actor: &Actor,
    submission: Option<Submission>,
    form: &AddWebhook<'_>,
    secret: &Secret,
) -> Result<(EndpointId, bool), Failure> {
    let entered = desk.perform_telling(actor, submission, Action::ManageChannels, async |work| {
        let permit = permit(work)?;
        let place = match form.organisation {
            Some(id) => organisations::find_in(work.tx(), id).await?,
            None => None,
        };
        let mut wrong = Vec::new();
        if place.is_none() {
            wrong.push(Refusal::Required {
                field: "organisation",
            });
        }
        let url = match text("url", form.url, true, LONGEST) {
            Ok(url) => url,
            Err(refusal) => {
                wrong.push(refusal);
                String::new()
            }
        };
        if !url.is_empty() && reach::webhook(&url, form.allowed).is_err() {
            wrong.push(Refusal::NotUnderstood { field: "url" });
        }
        let (Some(place), true) = (place, wrong.is_empty()) else {
            return Err(wrong.into());
        };
        let id = EndpointId::fresh();
        let sealed = keys.seal(&endpoints::owner(id), &secret.0);
        let new = Endpoint {
            id,
            channel: Channel::Webhook,
            organisation: place.id,
            account: None,
            address: url,
            secret: Some(sealed.map_err(|_| Refusal::NothingToDo)?),
            created_at: work.instant(),
            withdrawn_at: None,
        };
        enter(work, permit, &new).await
    });
    entered.await
}

/// Enters the telephone of an account. One that waits until somebody vouches for its holder gets none: the number may be that
/// of the very administrator against whom it waits. A number that is there already is not entered again, however it is
/// written: it would ring twice.
///
/// # Errors
/// As [`add_webhook`].
pub async fn add_telephone(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    form: &AddTelephone<'_>,
) -> Result<EndpointId, Failure> {
    let known = accounts::find_by_sign_in_name(desk.store(), form.sign_in_name.trim()).await?;
    desk.perform(actor, submission, Action::ManageChannels, async |work| {
        let permit = permit(work)?;
        let open = known.as_ref().filter(|account| account.is_there());
        let mut wrong = Vec::new();
        if form.sign_in_name.trim().is_empty() {
            wrong.push(Refusal::Required {
                field: "sign_in_name",
            });
        } else if open.is_none() {
            wrong.push(Refusal::NotUnderstood {
                field: "sign_in_name",
            });
        }
        let number = reach::telephone(form.number);
        if form.number.trim().is_empty() {
            wrong.push(Refusal::Required { field: "number" });
        } else if number.is_none() {
            wrong.push(Refusal::NotUnderstood { field: "number" });
        }
        let (Some(account), Some(number)) = (open, number) else {
            return Err(wrong.into());
        };
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let whose = (account.organisation, account.id);
        if endpoints::rings_already(work.tx(), whose, &number).await? {
            return Err(Refusal::NothingToDo.into());
        }
        let new = Endpoint {
            id: EndpointId::fresh(),
            channel: Channel::Sms,
            organisation: account.organisation,
            account: Some(account.id),
            address: number,
            secret: None,
            created_at: work.instant(),
            withdrawn_at: None,
        };
        enter(work, permit, &new).await
    })
    .await
}

/// Withdraws an address: nothing is sent there any more.
///
/// # Errors
/// [`Failure::Refused`] where it is withdrawn already; [`Failure::Forbidden`].
pub async fn withdraw_endpoint(
    desk: &Desk,
    actor: &Actor,
    submission: Option<Submission>,
    id: EndpointId,
) -> Result<EndpointId, Failure> {
    desk.perform(actor, submission, Action::ManageChannels, async |work| {
        let permit = permit(work)?;
        if !endpoints::withdraw(work.tx(), id, work.instant()).await? {
            return Err(Refusal::NothingToDo.into());
        }
        let detail = Map::from_iter([("what".to_owned(), json!("withdraw-endpoint"))]);
        let written = work.seal(permit, &format!("endpoint:{id}"), detail).await?;
        Ok((written, id))
    })
    .await
}

fn permit(work: &Work<'_>) -> Result<Permit, Failure> {
    work.authorise(Action::ManageChannels, &Resource::System, &Context::default())
}

/// The ledger keeps that there is an address and whose, never the address.
async fn enter(
    work: &Work<'_>,
    permit: Permit,
    new: &Endpoint,
) -> Result<(crate::store::desk::Written, EndpointId), Failure> {
    endpoints::create(work.tx(), new).await?;
    let detail = Map::from_iter([
        ("what".to_owned(), json!("add-endpoint")),
        ("channel".to_owned(), json!(new.channel.code())),
        ("organisation".to_owned(), json!(new.organisation)),
        ("account".to_owned(), json!(new.account)),
    ]);
    let written = work.seal(permit, &format!("endpoint:{}", new.id), detail).await?;
    Ok((written, new.id))
}
