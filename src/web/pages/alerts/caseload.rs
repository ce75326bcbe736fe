//! `/alerts/caseload`: which officer has how many cases, and handing them over when one leaves.

use crate::access::{Action, CaseFacts, Resource};
use crate::commands::{self, HandOver};
use crate::domain::ids::{AccountId, CaseId, OrganisationId, SubmissionKey};
use crate::domain::rules::Post;
use crate::domain::time::civil_date;
use crate::store::accounts::{self, Account};
use crate::store::organisations::{self, Organisation};
use crate::store::reading::caseload::{self, Load};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::refused::with_refusals;
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::caseload::{Caseload, CaseloadRow, HandOverCaseload};
use crate::web::views::parts::{Choice, Status, Tone};
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

const LIST: &str = "/alerts/caseload";
/// Stands in an address for cases that nobody in particular has.
const NOBODY: &str = "nobody";

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![list, hand_over, hand_over_caseload]
}

/// Where cases are handed over, for those who may anywhere.
pub(super) async fn href(visit: &Visit<'_>) -> Result<Option<String>, Fault> {
    Ok((!bodies(visit).await?.is_empty()).then(|| LIST.to_owned()))
}

/// The supervising bodies whose cases the reader may give to their officers, as the policies say of a case there.
async fn bodies(visit: &Visit<'_>) -> Result<Vec<Organisation>, Fault> {
    let places = &visit.desk.rules().places;
    let may = |body: &Organisation| {
        let case = CaseFacts {
            id: CaseId::fresh(),
            responsible: body.id,
            former: Vec::new(),
            supervising: body.id,
            region: body.region.clone(),
            open: true,
            offered_to: Vec::new(),
            offered_regions: Vec::new(),
            former_supervising: Vec::new(),
        };
        places.kind(&body.kind).is_some_and(|kind| kind.supervises)
            && visit.may(Action::AssignOfficer, &Resource::Case(case))
    };
    let all = organisations::all(visit.desk.store()).await?;
    Ok(all.into_iter().filter(may).collect())
}

/// What a page about caseloads is made of.
struct Known {
    bodies: Vec<Organisation>,
    officers: Vec<Account>,
    loads: Vec<Load>,
}

impl Known {
    async fn of(visit: &Visit<'_>) -> Result<Self, Fault> {
        let bodies = bodies(visit).await?;
        if bodies.is_empty() {
            return Err(Fault::NotFound);
        }
        let store = visit.desk.store();
        let ids: Vec<_> = bodies.iter().map(|body| body.id).collect();
        let loads = caseload::loads(store, &ids, visit.desk.instant()).await?;
        let places = &visit.desk.rules().places;
        let mut officers = accounts::at(store, &ids).await?;
        officers.retain(|known| {
            let has = loads.iter().any(|load| load.officer == Some(known.id));
            let role = places.role(&known.organisation_kind, Post::Officer);
            has || (known.is_there() && role == Some(known.role.as_str()))
        });
        Ok(Self {
            bodies,
            officers,
            loads,
        })
    }

    fn load(&self, body: OrganisationId, officer: Option<AccountId>) -> (i64, i64) {
        let known = |load: &&Load| load.organisation == body && load.officer == officer;
        self.loads
            .iter()
            .find(known)
            .map_or((0, 0), |load| (load.cases, load.waiting))
    }
}

#[get("/alerts/caseload?<moved>")]
async fn list(visit: Visit<'_>, moved: Option<i64>) -> Result<Html, Fault> {
    let known = Known::of(&visit).await?;
    let today = civil_date(visit.desk.instant(), visit.who.zone);
    let mut rows = Vec::new();
    for body in &known.bodies {
        let row = |officer: Option<AccountId>, name: Words, presence: Status| {
            let (cases, waiting) = known.load(body.id, officer);
            let who = officer.map_or_else(|| NOBODY.to_owned(), |id| id.to_string());
            CaseloadRow {
                href: (cases > 0).then(|| format!("{LIST}/{}/{who}", body.id)),
                officer: name,
                organisation: Words::Localised(body.name.clone()),
                presence,
                cases,
                waiting,
            }
        };
        for officer in known
            .officers
            .iter()
            .filter(|known| known.organisation == body.id)
        {
            let presence = if officer.disabled_at.is_some() {
                Status::new(Tone::Bad, Words::key("caseload-gone"))
            } else if officer.waits_since.is_some() {
                Status::new(Tone::Warn, Words::key("account-unvouched"))
            } else if officer.is_away(today) {
                Status::new(Tone::Warn, Words::key("caseload-away"))
            } else {
                Status::new(Tone::Good, Words::key("deputy-present"))
            };
            rows.push(row(
                Some(officer.id),
                Words::plain(officer.display_name.clone()),
                presence,
            ));
        }
        if known.load(body.id, None).0 > 0 {
            let anybody = Status::new(Tone::Info, Words::key("caseload-anybody"));
            rows.push(row(None, Words::key("caseload-nobody"), anybody));
        }
    }
    visit.show(&Caseload {
        done: moved
            .filter(|moved| *moved > 0)
            .map(|moved| Words::key("caseload-done").number("n", moved)),
        rows,
    })
}

/// The body and the officer of an address; an address of cases that are none, or not the reader's to give, is of nothing.
fn parse(known: &Known, body: &str, officer: &str) -> Result<(OrganisationId, Option<AccountId>), Fault> {
    let body: OrganisationId = body.parse().map_err(|_| Fault::NotFound)?;
    let officer = match officer {
        NOBODY => None,
        id => Some(id.parse::<AccountId>().map_err(|_| Fault::NotFound)?),
    };
    let mine = known.bodies.iter().any(|known| known.id == body);
    if mine && known.load(body, officer).0 > 0 {
        Ok((body, officer))
    } else {
        Err(Fault::NotFound)
    }
}

#[get("/alerts/caseload/<body>/<officer>")]
async fn hand_over(visit: Visit<'_>, body: &str, officer: &str) -> Result<Html, Fault> {
    let known = Known::of(&visit).await?;
    let whose = parse(&known, body, officer)?;
    visit.show(&page(&known, whose, Form::new(SubmissionKey::fresh())))
}

fn page(known: &Known, (body, officer): (OrganisationId, Option<AccountId>), form: Form) -> HandOverCaseload {
    let (cases, waiting) = known.load(body, officer);
    let named = known.officers.iter().find(|known| Some(known.id) == officer);
    let others = known
        .officers
        .iter()
        .filter(|other| other.organisation == body && other.is_there() && Some(other.id) != officer);
    HandOverCaseload {
        form,
        of: named.map_or_else(
            || Words::key("caseload-nobody"),
            |officer| Words::plain(officer.display_name.clone()),
        ),
        what: Words::key("caseload-what")
            .number("n", cases)
            .number("waiting", waiting),
        officers: others
            .map(|other| Choice::new(other.id.to_string(), Words::plain(other.display_name.clone())))
            .collect(),
    }
}

#[post("/alerts/caseload/<body>/<officer>", data = "<typed>")]
async fn hand_over_caseload(
    visit: Visit<'_>,
    body: &str,
    officer: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    // A form sent twice answers twice, also when its cases have gone over with the first.
    let (Ok(body), from) = (body.parse::<OrganisationId>(), officer.parse::<AccountId>().ok()) else {
        return Err(Fault::NotFound);
    };
    let known = Known::of(&visit).await?;
    if !known.bodies.iter().any(|known| known.id == body) || (from.is_none() && officer != NOBODY) {
        return Err(Fault::NotFound);
    }
    let form = HandOver {
        organisation: body,
        from,
        to: typed.id("officer"),
        reason: typed.text("reason"),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::hand_over_caseload(visit.desk, visit.actor(), submission, &form).await;
    match done_or_refused(outcome)? {
        Ok(moved) => Ok(Ok(Redirect::to(format!("{LIST}?moved={moved}")))),
        Err(refusals) => {
            let form = with_refusals(typed.form(), &refusals);
            Ok(Err(visit.refuse(&page(&known, (body, from), form))?))
        }
    }
}
