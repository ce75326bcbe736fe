//! Terms that end and that another post must see to: a post that the rules warn besides finds them on its own list.

use super::row::fill;
use crate::domain::obligation::Kind;
use crate::store::reading::worklist::{self, Narrowed, Whose, WorkRow};
use crate::web::faults::Fault;
use crate::web::views::today::TodayRow;
use crate::web::visit::Visit;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What the reader is warned of without owing it, from the day on which it may be asked for; nothing where the list is
/// narrowed.
pub(super) async fn heard(
    visit: &Visit<'_>,
    (whose, narrowed): (&Whose<'_>, &Narrowed<'_>),
    today: NaiveDate,
) -> Result<Vec<TodayRow>, Fault> {
    if !narrowed.leaves_nothing_out() || !hears(visit, today) {
        return Ok(Vec::new());
    }
    let anybody = Whose {
        role: None,
        ..whose.clone()
    };
    let narrowed = Narrowed {
        kind: Some(Kind::Extension),
        ..Narrowed::default()
    };
    let rows = worklist::part(visit.desk.store(), &anybody, &narrowed, today).await?;
    let others = |row: &&WorkRow| row.opens_on <= today && whose.role != Some(row.owner_role.as_str());
    let rows = rows.iter().filter(others);
    Ok(rows
        .map(|row| fill(visit, row, today, &BTreeMap::new()))
        .collect())
}

/// Do the rules warn the reader's post besides?
fn hears(visit: &Visit<'_>, today: NaiveDate) -> bool {
    let rules = visit.desk.rules();
    let Some((account, law)) = visit.actor().as_account().zip(rules.law_for(today)) else {
        return false;
    };
    let kind = account.organisation_kind.as_str();
    let clocks = law.procedure.clocks.iter();
    let mut posts = clocks.flat_map(|clock| &clock.warn_also);
    posts.any(|post| rules.places.role(kind, post.post) == Some(account.role.as_str()))
}
