//! One row of the list: of whom, what, by when, and what it waits for.

use super::next_action::action;
use crate::access::{Lens, Role};
use crate::domain::event::WrongPersonReported;
use crate::domain::ids::CaseId;
use crate::domain::localised::Localised;
use crate::domain::obligation::{Kind, Why};
use crate::store::reading::worklist::{Urgency, WorkRow};
use crate::text::Words;
use crate::web::pages::obligations::kind_words;
use crate::web::pages::wrong_person::said_of;
use crate::web::views::parts::{CoverBar, Status, Tone, Window};
use crate::web::views::today::TodayRow;
use crate::web::visit::Visit;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) fn fill(
    visit: &Visit<'_>,
    row: &WorkRow,
    today: NaiveDate,
    before: &BTreeMap<CaseId, Kind>,
) -> TodayRow {
    let window = Window {
        opens_on: row.opens_on,
        due_on: row.due_on,
        closes_on: row.closes_on,
    };
    let urgency = Urgency::of(row.opens_on, row.closes_on, today);
    let place = Localised {
        kk: row.place_kk.clone(),
        ru: row.place_ru.clone(),
        en: row.place_en.clone(),
    };
    let own = visit
        .actor()
        .role()
        .is_some_and(|role| role.as_str() == row.owner_role);
    let mover = visit.desk.rules().places.role_name(&row.owner_role).cloned();
    let mover = mover.map_or_else(|| Words::plain(row.owner_role.clone()), Words::Localised);
    let kind = row.kind();
    let why = row.why();
    let waits = before.get(&row.case()).filter(|_| kind == Some(Kind::Dose));
    TodayRow {
        person: row.name_cyrillic.clone(),
        reference: row.reference.clone(),
        case_href: format!("/cases/{}", row.case()),
        kind: match kind.zip(why.as_ref()) {
            Some((kind, why)) => kind_words(visit, kind, cycle(row), why, row.due_on),
            None => Words::key(format!("kind-{}", kind.map_or("dose", Kind::code))),
        },
        product: why
            .filter(|_| kind == Some(Kind::Dose))
            .and_then(|why| product(visit, &why)),
        urgency: Status::new(tone(urgency), Words::key(format!("urgency-{}", urgency.code()))),
        due_on: row.due_on,
        timing: window.timing(today),
        cover: (kind == Some(Kind::Dose)).then(|| CoverBar::status(row.covered_until, today)),
        place: Words::Localised(place),
        mover: (!own).then_some(mover),
        waits: waits.map(|first| match first {
            Kind::DecideLateDose => Words::key("banner-decision-needed"),
            first => Words::key("next-before-is").words("kind", Words::key(format!("kind-{}", first.code()))),
        }),
        doubts: Vec::new(),
        not_returned: None,
        action: kind
            .filter(|_| row.opens_on <= today && waits.is_none())
            .and_then(|kind| action(visit, row, kind)),
    }
}

/// The doses of which somebody says that they belong to another person, before another one is given; for those who treat.
pub(super) fn doubts(
    visit: &Visit<'_>,
    row: &WorkRow,
    open: &BTreeMap<CaseId, Vec<WrongPersonReported>>,
) -> Vec<Words> {
    let treats = visit.actor().role().map(Role::lens) == Some(Lens::Clinical);
    let known = open.get(&row.case());
    let known = known.filter(|_| treats && row.kind() == Some(Kind::Dose));
    known.map_or_else(Vec::new, |known| known.iter().map(said_of).collect())
}

/// On which sheet a dose was printed, where nothing came back of it.
pub(super) fn not_returned(row: &WorkRow, missing: &[(CaseId, String, NaiveDate)]) -> Option<Words> {
    let dose = row.kind() == Some(Kind::Dose);
    let (_, sheet, day) = missing.iter().find(|(case, ..)| dose && *case == row.case())?;
    Some(
        Words::key("row-not-returned")
            .words("sheet", sheet.clone())
            .date("on", *day),
    )
}

/// What is to be drawn up, for those who treat.
fn product(visit: &Visit<'_>, why: &Why) -> Option<Words> {
    let lens = visit.actor().role()?.lens();
    let rules = visit.desk.rules();
    let protocol = rules.protocol_of(&why.rule).filter(|_| lens == Lens::Clinical)?;
    // Most names say the strength themselves.
    if protocol.name.en.contains(&protocol.strength.en) {
        return Some(protocol.name.clone().into());
    }
    Some(
        Words::key("product-strength")
            .words("product", protocol.name.clone())
            .words("strength", protocol.strength.clone()),
    )
}

/// How an urgency is coloured.
pub(in crate::web::pages) fn tone(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Late => Tone::Bad,
        Urgency::Closing => Tone::Warn,
        Urgency::Open => Tone::Info,
        Urgency::Coming => Tone::Quiet,
    }
}

pub(super) fn cycle(row: &WorkRow) -> u32 {
    u32::try_from(row.cycle).unwrap_or_default()
}
