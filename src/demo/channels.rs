//! Ways out of the house and the desk of the home office: a system that is told, a telephone, a caseload, and what was done
//! about an alert.

use crate::access::{self, Action, Actor, Role};
use crate::commands::{
    AddTelephone, AddWebhook, HandOver, Secret, act_on_alert, add_telephone, add_webhook, hand_over_caseload,
};
use crate::demo::DemoFault;
use crate::demo::country::Cast;
use crate::domain::decide::TakeStep;
use crate::domain::rules::Post;
use crate::domain::time::civil_date;
use crate::secrets::Keys;
use crate::store::accounts;
use crate::store::desk::{Desk, Failure};
use crate::store::reading::alerts::{About, Whose, part};

/// Who keeps the addresses.
const KEEPER: &str = "admin";
/// Who has the telephone.
const CALLED: &str = "probation";
/// What was done about them.
const VISITED: &str = "visited";
/// So many alerts of the home office have a history of acts.
const ACTED: usize = 2;

fn failed(doing: &'static str) -> impl FnOnce(Failure) -> DemoFault {
    move |why| DemoFault::Failed {
        doing: doing.to_owned(),
        why: Box::new(why),
    }
}

/// The home office has a system that is told, and its officer a telephone.
///
/// # Errors
/// [`DemoFault`].
pub(super) async fn set_up(desk: &Desk, keys: &Keys, cast: &Cast, home: &str) -> Result<(), DemoFault> {
    let keeper = accounts::find_by_sign_in_name(desk.store(), KEEPER).await?;
    let nobody = || DemoFault::Nobody(KEEPER.to_owned());
    let keeper = keeper.ok_or_else(nobody)?;
    let actor = Actor::account(access::Account {
        id: keeper.id,
        role: Role::parse(&keeper.role).map_err(|_| nobody())?,
        organisation: keeper.organisation,
        organisation_kind: keeper.organisation_kind,
        region: keeper.region,
    });
    let form = AddWebhook {
        organisation: Some(cast.organisation(home, "probation")?),
        url: "https://systems.example.kz/merzim",
        allowed: &[],
    };
    let entered = add_webhook(desk, keys, &actor, None, &form, &Secret::make()?).await;
    entered.map_err(failed("entering a system"))?;
    let form = AddTelephone {
        sign_in_name: CALLED,
        number: "+7 700 000 00 00",
    };
    let entered = add_telephone(desk, &actor, None, &form).await;
    entered.map_err(failed("entering a telephone")).map(drop)
}

/// The head of the home office gives its cases to an officer, who has done something about the first alerts.
///
/// # Errors
/// [`DemoFault`].
pub(super) async fn work(desk: &Desk, cast: &Cast, home: &str) -> Result<(), DemoFault> {
    let office = cast.organisation(home, "probation")?;
    let head = cast.worker(office, Post::Head, 0)?;
    let officer = cast.worker(office, Post::Officer, 0)?;
    let form = HandOver {
        organisation: office,
        from: None,
        to: Some(officer.account),
        reason: "Распределение нагрузки",
    };
    let given = hand_over_caseload(desk, &head.actor, None, &form).await;
    given.map_err(failed("giving cases to an officer"))?;
    let today = civil_date(desk.instant(), chrono_tz::Tz::UTC);
    let kind = officer
        .actor
        .as_account()
        .map_or("", |account| account.organisation_kind.as_str());
    let law = desk.rules().law_for(today);
    // A country told at an earlier time lives under a ladder that knows no acts yet.
    if !law.is_some_and(|law| law.ladder.acts_of(kind).any(|act| act.id == VISITED)) {
        return Ok(());
    }
    let scope = desk.access().scope(&officer.actor, Action::ReadNotices);
    let whose = Whose {
        scope: &scope,
        now: desk.instant(),
        about: About::Visits,
        far: None,
    };
    let mut acted = 0;
    for row in part(desk.store(), whose, None).await? {
        if acted == ACTED {
            break;
        }
        let step = TakeStep {
            action: VISITED.to_owned(),
            words: "Дома не застали, оставили приглашение".to_owned(),
            done_on: Some(Ok(today)),
            decided: false,
        };
        match act_on_alert(desk, &officer.actor, None, row.case, row.id, &step).await {
            // Nobody visits the residence of somebody who is held.
            Err(Failure::Refused(_)) => {}
            done => {
                done.map_err(failed("recording what was done"))?;
                acted += 1;
            }
        }
    }
    Ok(())
}
