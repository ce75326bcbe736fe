//! Restrictions of a court or of supervision: of which kind, and what each asks for.

use super::hour;
use super::whereabouts::{asked, regions, settled, shown};
use crate::access::Action;
use crate::commands;
use crate::domain::decide::passage::{self, SetCurfew, restriction_doubts};
use crate::domain::ids::RecordId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::{RestrictionRule, RestrictionShape};
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::pages::case_page::timeline::passage::on_days;
use crate::web::pages::record::{Answer, fresh, open, refused};
use crate::web::security::Checked;
use crate::web::typed::Typed;
use crate::web::views::parts::{Choice, Row};
use crate::web::views::passage::{Asked, Entry, Field};
use crate::web::visit::{Html, Visit};
use chrono::Weekday;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![curfew, set_curfew]
}

/// The days of a week, as they are offered.
const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn weekday(typed: &Typed) -> Option<Result<Weekday, ()>> {
    let chosen = typed.text("weekday");
    (!chosen.is_empty()).then(|| chosen.parse().map_err(|_| ()))
}

/// The kind of restriction that an address names, where the rules list it.
fn listed<'v>(visit: &'v Visit<'_>, file: &CaseFile, kind: &str) -> Option<&'v RestrictionRule> {
    let rules = visit.desk.rules().continuity_for(file.now.today())?;
    rules.restriction(kind)
}

/// The first step: which restriction. Each kind asks for something else.
fn kind_asked(visit: &Visit<'_>, file: &CaseFile) -> Asked {
    let rules = visit.desk.rules().continuity_for(file.now.today());
    let kinds = rules.map_or(&[][..], |rules| &rules.restrictions);
    let kinds = kinds
        .iter()
        .map(|known| Choice::new(&known.id, known.name.clone()))
        .collect();
    let fields = vec![Field::new("kind", "curfew-kind", Entry::Radios).choices(kinds)];
    Asked {
        action: Words::key("continue"),
        ..asked(visit, file, Action::SetCurfew, Vec::new(), fields)
    }
}

/// The second step: what this kind asks for, below what deserves a second look.
fn curfew_asked(visit: &Visit<'_>, file: &CaseFile, kind: &RestrictionRule, doubts: &[&str]) -> Asked {
    let mut fields = Vec::new();
    if !doubts.is_empty() {
        let words = doubts
            .iter()
            .map(|doubt| Choice::new(*doubt, Words::key(format!("warn-{doubt}"))));
        fields.push(Field::new("confirmed", "warnings-read", Entry::Check).choices(words.collect()));
    }
    fields.extend([
        Field::new("from_on", "curfew-from-on", Entry::Date),
        Field::new("until_on", "curfew-until-on", Entry::Date).hint(Words::key("curfew-until-hint")),
    ]);
    if matches!(kind.bars, RestrictionShape::Home | RestrictionShape::Hours) {
        fields.extend([
            Field::new("begins", "curfew-begins", Entry::Time),
            Field::new("ends", "curfew-ends", Entry::Time),
        ]);
    }
    match kind.bars {
        RestrictionShape::Home => {}
        RestrictionShape::Hours => {
            let days = WEEK.map(|day| Choice::new(day.to_string(), on_days(Some(day))));
            fields.push(
                Field::new("weekday", "curfew-weekday", Entry::Select)
                    .choices(days.into())
                    .hint(Words::key("curfew-weekday-hint")),
            );
        }
        RestrictionShape::Outside => {
            fields.push(Field::new("region", "curfew-region", Entry::Select).choices(regions(visit)));
        }
        RestrictionShape::Near => {
            let places = Field::new("places", "curfew-places", Entry::Area);
            fields.push(places.hint(Words::key("curfew-places-hint")));
        }
    }
    fields.push(Field::new("paper", "paper-of-it", Entry::Text));
    if kind.bars.replaces() {
        let dated = Field::new("dated_on", "paper-dated-on", Entry::Date);
        fields.push(dated.hint(Words::key("paper-dated-hint")));
    }
    let facts = vec![Row::new(Words::key("curfew-kind"), kind.name.clone())];
    asked(visit, file, Action::SetCurfew, facts, fields)
}

#[get("/cases/<id>/curfew?<kind>")]
async fn curfew(visit: Visit<'_>, id: &str, kind: Option<&str>) -> Result<Html, Fault> {
    let file = open(&visit, Action::SetCurfew, id).await?;
    let asked = match listed(&visit, &file, kind.unwrap_or_default()) {
        Some(kind) => curfew_asked(&visit, &file, kind, &[]),
        None => kind_asked(&visit, &file),
    };
    shown(&visit, &file, asked, fresh(), false)
}

/// From the first step to the second, or to the first again where nothing was chosen.
fn chosen(visit: &Visit<'_>, file: &CaseFile, typed: &Typed) -> Answer {
    if let Some(kind) = listed(visit, file, typed.text("kind")) {
        let to = format!("/cases/{}/curfew?kind={}", file.case.id, kind.id);
        return Ok(Ok(Redirect::to(to)));
    }
    let form = refused(typed, &[Refusal::Required { field: "kind" }]);
    Ok(Err(shown(visit, file, kind_asked(visit, file), form, true)?))
}

/// The regions in which he lives and is treated, or will be.
fn near(file: &CaseFile) -> Vec<&str> {
    let passage = &file.case.passage;
    let residence = passage.residence().map(|entry| entry.content.region.as_str());
    let receivers = passage.offers.iter().filter(|offer| offer.live());
    let places = receivers.map(|offer| offer.content.to);
    let places = places.chain([file.facts.responsible]);
    let regions = places.filter_map(|place| file.institution(place).map(|known| known.region.as_str()));
    residence.into_iter().chain(regions).collect()
}

/// What deserves a second look in a restriction. What the rules refuse is not asked about.
fn doubted(visit: &Visit<'_>, file: &CaseFile, form: &SetCurfew) -> Vec<&'static str> {
    let rules = visit.desk.rules();
    let Some(known) = rules.continuity_for(file.now.today()) else {
        return Vec::new();
    };
    if passage::set_curfew(RecordId::fresh(), form, (known, &rules.places), &file.now).is_err() {
        return Vec::new();
    }
    restriction_doubts(form, known, &near(file))
}

#[post("/cases/<id>/curfew?<kind>", data = "<typed>")]
async fn set_curfew(visit: Visit<'_>, id: &str, kind: Option<&str>, typed: Checked<Typed>) -> Answer {
    let typed = typed.0;
    let file = open(&visit, Action::SetCurfew, id).await?;
    let Some(kind) = listed(&visit, &file, kind.unwrap_or_default()) else {
        return chosen(&visit, &file, &typed);
    };
    let form = SetCurfew {
        kind: kind.id.clone(),
        from_on: typed.needed_date("from_on"),
        until_on: typed.date("until_on"),
        begins: hour(&typed, "begins"),
        ends: hour(&typed, "ends"),
        weekday: weekday(&typed),
        region: typed.text("region").to_owned(),
        places: typed.text("places").to_owned(),
        paper: typed.text("paper").to_owned(),
        dated_on: typed.needed_date("dated_on"),
    };
    let doubts = doubted(&visit, &file, &form);
    let asked = curfew_asked(&visit, &file, kind, &doubts);
    if !doubts.is_empty() && !typed.ticked("confirmed") {
        let form = typed.form().problem("confirmed", Words::key("confirm-warnings"));
        return Ok(Err(shown(&visit, &file, asked, form, true)?));
    }
    let submission = Some(visit.submission(&typed));
    let outcome = commands::set_curfew(visit.desk, visit.actor(), submission, file.case.id, &form).await;
    settled(&visit, &file, &typed, (asked, Action::SetCurfew), outcome)
}
