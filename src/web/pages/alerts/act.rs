//! `/alerts/<id>/act`: what was done about an alert, as a history with names.

use super::{Opened, fill, fits, may, open};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{TakeStep, acts_from};
use crate::domain::ids::SubmissionKey;
use crate::domain::refusal::Refusal;
use crate::domain::time::civil_date;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::refused::with_refusals;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_date};
use crate::web::views::Form;
use crate::web::views::caseload::ActOnAlert;
use crate::web::views::parts::Choice;
use crate::web::visit::{Html, Visit, done_or_refused};
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    routes![act, act_on_alert]
}

/// Is there anything that an organisation of the reader's kind can do, by the ladder of the day?
pub(super) fn any(visit: &Visit<'_>, opened: &Opened) -> bool {
    let law = visit.desk.rules().law_for(opened.file.now.today());
    let account = visit.actor().as_account();
    law.zip(account)
        .is_some_and(|(law, account)| law.ladder.acts_of(&account.organisation_kind).next().is_some())
}

/// An alert about which the reader may record something; to everybody else there is no such page.
async fn opened(visit: &Visit<'_>, id: &str) -> Result<Opened, Fault> {
    let opened = open(visit, id).await?;
    if may(visit, &opened, Action::ActOnAlert) && any(visit, &opened) {
        Ok(opened)
    } else {
        Err(Fault::NotFound)
    }
}

#[get("/alerts/<id>/act", rank = 2)]
async fn act(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let opened = opened(&visit, id).await?;
    let mut form = Form::new(SubmissionKey::fresh());
    put_date(&mut form, "done_on", opened.file.now.today());
    visit.show(&page(&visit, &opened, form))
}

fn page(visit: &Visit<'_>, opened: &Opened, form: Form) -> ActOnAlert {
    let filler = fill::Filler::new(visit, &opened.file, opened.supervision);
    let law = visit.desk.rules().law_for(opened.file.now.today());
    let kind = visit
        .actor()
        .as_account()
        .map_or("", |account| account.organisation_kind.as_str());
    let own = visit.actor().organisation();
    let asked = own.is_some_and(|own| opened.alert.asked(own).is_some());
    let live = opened.alert.live() && asked;
    let acts = law.iter().flat_map(|law| law.ladder.acts_of(kind));
    let acts = acts.filter(|act| live || !act.closes);
    // Nothing in law follows for a person who cannot come because of us. What was done before can be written down.
    let (case, rules) = (&opened.file.case, visit.desk.rules());
    let plan = opened.file.plan(rules);
    let earliest_on = acts_from(&opened.alert, case, &plan, rules, &opened.file.now);
    let ours = plan.waits_for_us(&opened.alert, Some(earliest_on));
    let acts = acts.filter(|act| !(ours && act.legal));
    // What was done while he was at liberty is still written down after he came to be held.
    let raised_on = civil_date(opened.alert.raised_at, opened.file.now.zone);
    let places = &visit.desk.rules().places;
    let inside_on = |day| {
        opened
            .file
            .case
            .inside_on(day, |id| opened.file.kind_of(id, places))
    };
    let held = inside_on(opened.file.now.today()) && inside_on(raised_on);
    let acts: Vec<_> = acts.filter(|act| fits(visit, opened, &act.id, held)).collect();
    let choice = |act: &&crate::domain::rules::ActKind| {
        let mut choice = Choice::new(&act.id, act.name.clone());
        if act.legal {
            choice.hint = Some(Words::key("act-legal-hint"));
        } else if act.closes {
            choice.hint = Some(Words::key("act-closes-hint"));
        }
        choice
    };
    ActOnAlert {
        form,
        supervision: opened.supervision,
        alert: filler.row(&opened.alert),
        legal: acts.iter().any(|act| act.legal),
        acts: acts.iter().map(choice).collect(),
    }
}

#[post("/alerts/<id>/act", data = "<typed>", rank = 2)]
async fn act_on_alert(
    visit: Visit<'_>,
    id: &str,
    typed: Checked<Typed>,
) -> Result<Result<Redirect, Html>, Fault> {
    let Checked(typed) = typed;
    let opened = opened(&visit, id).await?;
    let form = TakeStep {
        action: typed.text("action").to_owned(),
        words: typed.text("words").to_owned(),
        done_on: typed.date("done_on"),
        decided: typed.ticked("decided"),
    };
    let (case, alert) = (opened.file.case.id, opened.alert.id);
    let submission = Some(visit.submission(&typed));
    let outcome = commands::act_on_alert(visit.desk, visit.actor(), submission, case, alert, &form).await;
    match done_or_refused(outcome)? {
        Ok(alert) => Ok(Ok(Redirect::to(format!("/alerts/{alert}")))),
        Err(refusals) => {
            let mut form = with_refusals(typed.form(), &refusals);
            if refusals.contains(&Refusal::Required { field: "decided" }) {
                for problem in form
                    .problems
                    .iter_mut()
                    .filter(|problem| problem.field == "decided")
                {
                    problem.words = Words::key("act-decide");
                }
            }
            Ok(Err(visit.refuse(&page(&visit, &opened, form))?))
        }
    }
}
