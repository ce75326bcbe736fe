//! `/cases`: the list and the search.

use crate::access::{Action, Lens, Role};
use crate::domain::ids::CaseId;
use crate::domain::localised::Localised;
use crate::domain::obligation::Kind;
use crate::domain::supervision::Next;
use crate::domain::time::civil_date;
use crate::store::reading::PART;
use crate::store::reading::cases;
use crate::store::reading::worklist;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::alerts::fill::next_visit;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::cases::{CaseRow, Cases, NextDue};
use crate::web::views::parts::{Status, Tone};
use crate::web::visit::{Html, Visit};
use chrono::NaiveDate;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};
use std::collections::BTreeMap;

/// Longest search, in characters.
const LONGEST_SEARCH: usize = 200;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![list, find]
}

#[get("/cases?<after>")]
async fn list(visit: Visit<'_>, after: Option<&str>) -> Result<Html, Fault> {
    show(&visit, "", after).await
}

/// A search may hold a name or an IIN: it never stands in an address.
#[post("/cases", data = "<typed>")]
async fn find(visit: Visit<'_>, typed: Checked<Typed>) -> Result<Result<Html, Redirect>, Fault> {
    let Checked(typed) = typed;
    visit.desk.list(visit.actor(), Action::ListCases).await?;
    match typed.text("q") {
        "" => Ok(Err(Redirect::to("/cases"))),
        q => show(&visit, within(q), None).await.map(Ok),
    }
}

/// As much of a search as any name or number is long; a database refuses to compare with more.
pub(super) fn within(q: &str) -> &str {
    let end = q
        .char_indices()
        .nth(LONGEST_SEARCH)
        .map_or(q.len(), |(end, _)| end);
    &q[..end]
}

async fn show(visit: &Visit<'_>, q: &str, after: Option<&str>) -> Result<Html, Fault> {
    let desk = visit.desk;
    let scope = desk.list(visit.actor(), Action::ListCases).await?;
    if !q.is_empty() {
        desk.note(visit.actor(), "search-cases").await?;
    }
    let searched = Some(q).filter(|q| !q.is_empty());
    let mut rows = cases::part(desk.store(), &scope, searched, after, desk.instant()).await?;
    let part = usize::try_from(PART).unwrap_or(usize::MAX);
    let more = rows.len() > part;
    rows.truncate(part);
    let next = rows.last().filter(|_| more && searched.is_none());
    let own = of_registry(visit, &rows).await?;
    let today = civil_date(desk.instant(), visit.who.zone);
    let page = Cases {
        q: q.to_owned(),
        narrow: searched.filter(|_| more).map(|_| narrow(part)),
        next_href: next.map(|row| format!("/cases?after={}", row.reference)),
        first_href: after.map(|_| "/cases".to_owned()),
        open_href: may_open(visit).then(|| "/cases/new".to_owned()),
        import_href: super::import::may_import(visit).then(|| "/import".to_owned()),
        turned_up_href: super::passage::link_to_ask(visit),
        rows: rows
            .into_iter()
            .map(|row| {
                let own = own.get(&row.case()).cloned();
                fill(visit, row, own, today)
            })
            .collect(),
    };
    visit.show(&page)
}

/// A search found more than it shows: whoever looks for one person must not take the first part for the whole.
pub(super) fn narrow(part: usize) -> Words {
    Words::key("search-narrow").number("n", i64::try_from(part).unwrap_or(i64::MAX))
}

/// May the reader open a case anywhere near?
fn may_open(visit: &Visit<'_>) -> bool {
    visit.may_near(Action::OpenCase)
}

/// What a registry owes first in each case. What is next in a treatment is nothing for it, and what it owes itself says
/// nothing of one.
async fn of_registry(
    visit: &Visit<'_>,
    rows: &[cases::CaseRow],
) -> Result<BTreeMap<CaseId, (String, NaiveDate)>, Fault> {
    let role = visit.actor().role().filter(|role| role.lens() == Lens::Registry);
    let Some(role) = role else {
        return Ok(BTreeMap::new());
    };
    let cases: Vec<_> = rows.iter().map(cases::CaseRow::case).collect();
    Ok(worklist::first_owed(visit.desk.store(), role.as_str(), &cases).await?)
}

fn fill(
    visit: &Visit<'_>,
    row: cases::CaseRow,
    own: Option<(String, NaiveDate)>,
    today: NaiveDate,
) -> CaseRow {
    let place = Localised {
        kk: row.place_kk.clone(),
        ru: row.place_ru.clone(),
        en: row.place_en.clone(),
    };
    // What is next is a matter of treatment: supervision is told of visits, the registry of what it owes itself.
    let facts = crate::access::CaseFacts {
        id: row.case(),
        responsible: row.responsible(),
        former: Vec::new(),
        offered_to: Vec::new(),
        offered_regions: Vec::new(),
        former_supervising: Vec::new(),
        supervising: row.responsible(),
        region: visit
            .actor()
            .as_account()
            .map(|account| account.region.clone())
            .unwrap_or_default(),
        open: row.open,
    };
    let resource = facts.into();
    let clinical = visit.may(Action::ReadClinicalFile, &resource);
    // Supply plans by the next dose, and by nothing else.
    let supply = visit.may(Action::ReadSupplySummary, &resource);
    let places = &visit.desk.rules().places;
    let mover = row.next_role.as_deref().and_then(|role| places.role_name(role));
    // A supervising body is told when the next visit is, on the case's page as here.
    let visited = visit.actor().role().map(Role::lens) == Some(Lens::Supervision);
    let dose = row.next_kind.as_deref() == Some(Kind::Dose.code());
    let next = row.next_kind.as_deref().zip(row.next_due_on);
    let next = next.filter(|_| clinical || (supply && dose));
    let next = next.map(|(kind, due_on)| NextDue {
        kind: Words::key(format!("kind-{kind}")),
        when: Words::key("on-date").date("on", due_on),
        mover: mover.cloned().map(Words::Localised),
    });
    // On the list as on the page: a day agreed, an appointment and a good reason not to come count here, too.
    let expected = Next::seen_from(today, &row.expected()).filter(|_| visited);
    let next = next.or_else(|| {
        expected.map(|expected| NextDue {
            kind: Words::key("next-visit"),
            when: next_visit(expected, place.clone().into()).when,
            mover: None,
        })
    });
    let next = next.or_else(|| {
        own.map(|(kind, due_on)| NextDue {
            kind: Words::key(format!("kind-{kind}")),
            when: Words::key("on-date").date("on", due_on),
            mover: None,
        })
    });
    CaseRow {
        href: format!("/cases/{}", row.case()),
        name: row.name_cyrillic.clone(),
        place: Words::Localised(place),
        ruling: standing(&row.standing, row.open, clinical),
        next,
        reference: row.reference,
    }
}

/// The state of a case in a list. A hold is a matter of treatment: to others the ruling is simply in force. Whatever else
/// says why no dose is planned leaves the ruling in force, but for a case that is over.
fn standing(code: &str, open: bool, clinical: bool) -> Status {
    let (tone, key) = match code {
        "held" if clinical => (Tone::Warn, "urgency-held"),
        "suspended" => (Tone::Bad, "ruling-suspended"),
        "not-yet-in-force" => (Tone::Info, "ruling-not-in-force"),
        "ended-by-term" => (Tone::Quiet, "ruling-expired"),
        "ended-by-court" => (Tone::Quiet, "ruling-ended"),
        "quashed" => (Tone::Quiet, "ruling-quashed"),
        "died" => (Tone::Quiet, "case-died"),
        "abroad" => (Tone::Quiet, "case-abroad"),
        "undone" => (Tone::Quiet, "case-undone"),
        "rests" => (Tone::Quiet, "case-rests"),
        "no-ruling" => (Tone::Warn, "ruling-none"),
        _ if open => (Tone::Good, "ruling-in-force"),
        _ => (Tone::Quiet, "ruling-ended"),
    };
    Status::new(tone, Words::key(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RulingId;
    use crate::domain::ruling::Standing;
    use crate::web::pages::case_head::ruling_status;

    /// Every standing; a new one does not compile until it stands here, too.
    fn every() -> Vec<Standing> {
        let on = NaiveDate::default();
        let after = |standing: Option<Standing>| match standing {
            None => Some(Standing::InForce {
                ruling: RulingId::fresh(),
                until_on: None,
            }),
            Some(Standing::InForce { .. }) => Some(Standing::NotYetInForce { from_on: None }),
            Some(Standing::NotYetInForce { .. }) => Some(Standing::Suspended { since_on: on }),
            Some(Standing::Suspended { .. }) => Some(Standing::EndedByTerm { last_on: on }),
            Some(Standing::EndedByTerm { .. }) => Some(Standing::EndedByCourt { from_on: on }),
            Some(Standing::EndedByCourt { .. }) => Some(Standing::Quashed { from_on: on }),
            Some(Standing::Quashed { .. }) => Some(Standing::Died { on }),
            Some(Standing::Died { .. }) => Some(Standing::Abroad { on }),
            Some(Standing::Abroad { .. }) => Some(Standing::Undone { on }),
            Some(Standing::Undone { .. }) => Some(Standing::Rests { on }),
            Some(Standing::Rests { .. }) => None,
        };
        std::iter::successors(after(None), |standing| after(Some(*standing))).collect()
    }

    #[test]
    fn the_list_says_of_every_standing_what_the_page_says() {
        let every = every();
        assert_eq!(every.len(), 10);
        for known in every {
            for clinical in [false, true] {
                let listed = standing(known.code(), !known.ended(), clinical);
                let page = ruling_status(Some(known));
                assert_eq!(listed.words, page.words, "{}", known.code());
                assert_eq!(listed.tone == Tone::Good, known.in_force(), "{}", known.code());
            }
        }
    }

    #[test]
    fn nothing_that_is_over_is_shown_as_in_force() {
        for code in ["open", "held", "waits-for-court", "no-regimen", "anything-new"] {
            let over = standing(code, false, false);
            assert_eq!(over.tone, Tone::Quiet, "{code}");
            assert_eq!(standing(code, true, false).tone, Tone::Good, "{code}");
        }
        assert_eq!(standing("held", true, true).tone, Tone::Warn);
    }
}
