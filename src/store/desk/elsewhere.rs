//! Looks by which a clerk hears of persons of other regions: written down one after the other, and of no more persons in a
//! time than the rules allow.

use super::entries::who;
use super::{Desk, Failure};
use crate::access::Actor;
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::store::reading::ledger::told_elsewhere;
use crate::store::{accounts, ledger};
use chrono::TimeDelta;
use chrono_tz::Tz;
use serde_json::{Map, json};
use std::collections::BTreeSet;

/// A look that is about to be answered.
#[derive(Clone, Debug)]
pub struct LookElsewhere {
    /// As what it stands in the ledger.
    pub verb: &'static str,
    /// So many persons are looked for.
    pub rows: usize,
    /// References of the cases of other regions that were found.
    pub found: BTreeSet<String>,
}

/// Why a look was not answered.
const TOO_MANY: &str = "too-many-elsewhere";

impl Desk {
    /// Notes in the ledger that somebody looks whether persons are registered already: how many, and which cases of other
    /// regions were found. Found again, a case counts once. The look by which there would be too many tells nothing, and after
    /// it no look does, whether it finds anybody or not: a refusal of those alone that find somebody would say whom.
    ///
    /// # Errors
    /// [`Failure::Refused`] where it is not answered; the ledger says so.
    pub async fn note_elsewhere(&self, actor: &Actor, look: &LookElsewhere) -> Result<(), Failure> {
        let at = self.instant();
        let rules = self.rules.continuity_for(civil_date(at, Tz::UTC));
        let (Some(account), Some(rules)) = (actor.account_id(), rules) else {
            return Err(Refusal::NothingToDo.into());
        };
        let rule = &rules.elsewhere;
        let since = at - TimeDelta::hours(i64::from(rule.within_hours));
        let tx = self.store.begin_write().await?;
        // Who looks many times at once is answered one time after the other.
        accounts::hold(&tx, account).await?;
        let told = told_elsewhere(&tx, account, since).await?;
        let known = told.cases.union(&look.found).count();
        let over = told.closed || known > usize::from(rule.most_persons);
        let mut detail = Map::from_iter([
            ("rows".to_owned(), json!(look.rows)),
            ("elsewhere".to_owned(), json!(look.found.len())),
        ]);
        if over {
            // What was not answered afterwards closes nothing, so that waiting comes to an end.
            detail.insert("look".to_owned(), json!(look.verb));
            detail.insert("closes".to_owned(), json!(!told.closed));
        } else {
            detail.insert("cases".to_owned(), json!(look.found));
        }
        let entry = ledger::Entry {
            at,
            who: who(actor),
            verb: if over { TOO_MANY } else { look.verb },
            case: None,
            subject: None,
            detail,
            events: &[],
        };
        ledger::append(&tx, entry).await?;
        tx.commit().await?;
        if over {
            return Err(Refusal::TooManyElsewhere.into());
        }
        Ok(())
    }
}
