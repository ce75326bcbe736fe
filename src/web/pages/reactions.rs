//! Adverse reactions and their outcome; contraindications found after treatment began.

use super::case_head::{at, case_head};
use super::holds::{passing, ticked_over};
use super::record::{Answer, carry, fresh, known, open, settled};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::{EndContraindication, EndReaction, FindContraindication, ReportReaction};
use crate::domain::event::{Follows, Reaction};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::rules::Contraindication;
use crate::domain::rules::Rules;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::security::Checked;
use crate::web::typed::{Typed, put_moment};
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::reactions::{
    EndContraindication as OverView, RecordContraindication as ContraindicationView,
    RecordReactionOutcome as OutcomeView, ReportReaction as ReactionView,
};
use crate::web::visit::{Html, Visit};
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![
        reaction,
        report_reaction,
        outcome,
        record_reaction_outcome,
        contraindication,
        record_contraindication,
        contraindication_over,
        end_contraindication
    ]
}

#[get("/cases/<id>/reaction")]
async fn reaction(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::ReportReaction, id).await?;
    let mut form = fresh();
    let now = &file.now;
    put_moment(&mut form, "occurred_on", "occurred_time", now.instant, now.zone);
    // The drug that is given is the first one to suspect.
    if let Some(regimen) = file.case.regimen() {
        form = form.value("suspected", regimen.protocol.clone());
    }
    visit.show(&reaction_view(&visit, &file, form))
}

#[post("/cases/<id>/reaction", data = "<typed>")]
async fn report_reaction(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let file = open(&visit, Action::ReportReaction, id).await?;
    let form = ReportReaction {
        occurred_at: typed.moment("occurred_on", "occurred_time", file.now.zone),
        severity: typed.text("severity").to_owned(),
        suspected: typed.text("suspected").to_owned(),
        words: typed.text("words").to_owned(),
        done: typed.text("done").to_owned(),
        hold: typed.ticked("hold"),
        sure: typed.ticked("sure"),
    };
    let submission = Some(visit.submission(&typed));
    let outcome = commands::report_reaction(visit.desk, visit.actor(), submission, case, &form).await;
    let again = |file: &CaseFile, form| reaction_view(&visit, file, form);
    settled(&visit, Action::ReportReaction, case, &typed, outcome, again).await
}

/// How severe a reaction can be, for a form.
pub(super) fn severities(rules: &Rules) -> Vec<Choice> {
    let severities = rules.reactions.severities.iter().map(|known| Choice {
        hint: known.stops.then(|| Words::key("reaction-stops")),
        ..Choice::new(&known.id, known.name.clone())
    });
    severities.collect()
}

fn reaction_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> ReactionView {
    let rules = visit.desk.rules();
    let products = rules.protocols_on(file.now.today());
    let doubted = form.problems.iter().any(|problem| problem.field == "occurred_on");
    ReactionView {
        head: case_head(visit, file),
        asks_day: doubted || form.values.contains_key("sure"),
        form,
        severities: severities(rules),
        products: products
            .iter()
            .map(|known| Choice::new(&known.id, known.name.clone()))
            .collect(),
    }
}

/// The reaction that has been open longest.
#[get("/cases/<id>/reaction/outcome")]
async fn outcome(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordReactionOutcome, id).await?;
    visit.show(&outcome_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/reaction/outcome", data = "<typed>")]
async fn record_reaction_outcome(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    // A form without its reaction is refused like one about a reaction that is settled.
    let reaction = typed.id("reaction").unwrap_or_else(RecordId::fresh);
    let form = EndReaction {
        outcome: typed.text("outcome").to_owned(),
        on: typed.needed_date("ended_on"),
        words: typed.text("words").to_owned(),
    };
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let outcome = commands::record_reaction_outcome(desk, actor, submission, case, reaction, &form).await;
    let again = |file: &CaseFile, form| outcome_view(&visit, file, form);
    settled(
        &visit,
        Action::RecordReactionOutcome,
        case,
        &typed,
        outcome,
        again,
    )
    .await
}

fn outcome_view(visit: &Visit<'_>, file: &CaseFile, mut form: Form) -> OutcomeView {
    if let Some((_, oldest)) = file.case.open_reactions().next() {
        carry(&mut form, "reaction", oldest.content.id);
    }
    let asked = form
        .carried
        .get("reaction")
        .and_then(|id| id.parse::<RecordId>().ok());
    let mut reactions = file.case.reactions.iter().map(|entry| &entry.content);
    let shown = reactions.find(|reaction| Some(reaction.id) == asked);
    let outcomes = visit.desk.rules().reactions.outcomes.iter();
    OutcomeView {
        head: case_head(visit, file),
        form,
        reaction: shown.map_or_else(Vec::new, |reaction| rows(visit, file, reaction)),
        outcomes: outcomes
            .map(|known| Choice::new(&known.id, known.name.clone()))
            .collect(),
    }
}

fn rows(visit: &Visit<'_>, file: &CaseFile, reaction: &Reaction) -> Vec<Row> {
    let severity = visit.desk.rules().reactions.severity(&reaction.severity);
    let severity = severity.map_or_else(
        || Words::plain(reaction.severity.clone()),
        |known| known.name.clone().into(),
    );
    vec![
        Row::new(
            Words::key("reaction-began-on"),
            at(reaction.occurred_at, file.now.zone),
        ),
        Row::new(Words::key("reaction-severity"), severity),
        Row::new(Words::key("what-happened"), reaction.words.clone()),
        Row::new(Words::key("reaction-done"), reaction.done.clone()),
    ]
}

#[get("/cases/<id>/contraindication")]
async fn contraindication(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::RecordContraindication, id).await?;
    visit.show(&contraindication_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/contraindication", data = "<typed>")]
async fn record_contraindication(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let form = FindContraindication {
        contraindication: typed.text("contraindication").to_owned(),
        found_on: typed.needed_date("found_on"),
        follows: Follows::from_code(typed.text("follows")),
        words: typed.text("words").to_owned(),
    };
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let outcome = commands::record_contraindication(desk, actor, submission, case, &form).await;
    let again = |file: &CaseFile, form| contraindication_view(&visit, file, form);
    settled(
        &visit,
        Action::RecordContraindication,
        case,
        &typed,
        outcome,
        again,
    )
    .await
}

#[get("/cases/<id>/contraindication/over")]
async fn contraindication_over(visit: Visit<'_>, id: &str) -> Result<Html, Fault> {
    let file = open(&visit, Action::EndContraindication, id).await?;
    visit.show(&over_view(&visit, &file, fresh()))
}

#[post("/cases/<id>/contraindication/over", data = "<typed>")]
async fn end_contraindication(visit: Visit<'_>, id: &str, typed: Checked<Typed>) -> Answer {
    let (case, typed) = (known(id)?, typed.0);
    let form = EndContraindication {
        words: typed.text("words").to_owned(),
        over: ticked_over(&typed),
    };
    let (desk, actor, submission) = (visit.desk, visit.actor(), Some(visit.submission(&typed)));
    let outcome = commands::end_contraindication(desk, actor, submission, case, &form).await;
    let again = |file: &CaseFile, form: Form| over_view(&visit, file, form.several("over"));
    settled(&visit, Action::EndContraindication, case, &typed, outcome, again).await
}

/// Nothing is ticked beforehand: no hold says what was looked at.
fn over_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> OverView {
    OverView {
        head: case_head(visit, file),
        form,
        passing: passing(visit, file),
    }
}

fn contraindication_view(visit: &Visit<'_>, file: &CaseFile, form: Form) -> ContraindicationView {
    let rules = visit.desk.rules();
    let law = rules.law_for(file.now.today());
    let known = law.map_or(&[][..], |law| &law.course.contraindications);
    ContraindicationView {
        head: case_head(visit, file),
        form,
        contraindications: known.iter().map(|known| choice(visit, file, known)).collect(),
        follows: ContraindicationView::follow_choices(),
    }
}

/// A contraindication with the drugs it excludes.
fn choice(visit: &Visit<'_>, file: &CaseFile, known: &Contraindication) -> Choice {
    let products = visit.desk.rules().protocols_on(file.now.today());
    // Found now, it is found under the drug in use.
    let drug = protocol(&file.case, visit.desk.rules()).filter(|_| known.names_drug);
    let excluded = products.iter().filter(|product| {
        let mut excludes = product.contraindications.iter();
        excludes.any(|excludes| excludes.by(&known.id, drug.map(|drug| drug.id.as_str()).into_iter()))
    });
    let names = excluded.map(|product| Words::from(product.name.clone()));
    let names =
        names.reduce(|before, name| Words::key("and-then").words("before", before).words("name", name));
    let key = if known.permanent {
        "contraindication-excludes-for-good"
    } else {
        "contraindication-excludes"
    };
    Choice {
        hint: names.map(|names| Words::key(key).words("products", names)),
        ..Choice::new(&known.id, known.name.clone())
    }
}
