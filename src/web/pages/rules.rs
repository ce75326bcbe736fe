//! The rules, to be read: which there are, what each says, where it comes from, who must still confirm it.

mod named;

use crate::access::{Action, Resource};
use crate::domain::rules::{Confirm, Entry, Rules, Said, Sheet};
use crate::text::Words;
use crate::web::faults::Fault;
use crate::web::views::parts::{Cited, Link, Row};
use crate::web::views::rules::{
    RuleBook, RuleEntry, RuleSheet, RuleWords, RuleWordsPart, Shelf, TERMS_OF_LAW, TERMS_OF_TREATMENT, Term,
    Volume, state,
};
use crate::web::visit::{Html, Visit};
use named::{Named, title};
use rocket::{Route, get, routes};

/// The routes of these pages.
pub fn routes() -> Vec<Route> {
    routes![rule_book, rule_words, rule_sheet]
}

/// The kinds, in the order in which they are looked for, and what opens each.
const KINDS: [(&str, Action); 12] = [
    ("protocols", Action::ReadRules),
    ("course", Action::ReadRules),
    ("reactions", Action::ReadRules),
    ("procedure", Action::ReadLegalRules),
    ("supply", Action::ReadRules),
    ("continuity", Action::ReadRules),
    ("ladders", Action::ReadRules),
    ("resting", Action::ReadRules),
    ("calendars", Action::ReadLegalRules),
    ("causes", Action::ReadRules),
    ("places", Action::ReadRules),
    ("keeping", Action::ReadRules),
];

#[get("/rules")]
async fn rule_book(visit: Visit<'_>) -> Result<Html, Fault> {
    let (desk, actor) = (visit.desk, visit.actor());
    let _permit = desk
        .permit(actor, Action::ReadLegalRules, &Resource::System)
        .await?;
    let shelves = KINDS
        .into_iter()
        .filter(|(_, action)| visit.may(*action, &Resource::System))
        .map(|(kind, _)| Shelf {
            words: kind_words(kind),
            files: desk
                .rules()
                .sheets()
                .iter()
                .filter(|sheet| sheet.kind == kind)
                .map(volume)
                .collect(),
        });
    visit.show(&RuleBook {
        shelves: shelves.collect(),
    })
}

#[get("/rules/words")]
async fn rule_words(visit: Visit<'_>) -> Result<Html, Fault> {
    let (desk, actor) = (visit.desk, visit.actor());
    let _permit = desk
        .permit(actor, Action::ReadLegalRules, &Resource::System)
        .await?;
    let part = |title, terms: &[&'static str]| RuleWordsPart {
        title: Words::key(title),
        terms: terms.iter().map(|id| Term::of(id)).collect(),
    };
    let clinical = visit.may(Action::ReadRules, &Resource::System);
    let treatment = clinical.then(|| part("terms-of-treatment", &TERMS_OF_TREATMENT));
    let law = part("terms-of-law", &TERMS_OF_LAW);
    visit.show(&RuleWords {
        parts: treatment.into_iter().chain([law]).collect(),
    })
}

#[get("/rules/<kind>/<name>")]
async fn rule_sheet(visit: Visit<'_>, kind: &str, name: &str) -> Result<Html, Fault> {
    let known = KINDS.into_iter().find(|(known, _)| *known == kind);
    let (_, action) = known.ok_or(Fault::NotFound)?;
    let _permit = visit
        .desk
        .permit(visit.actor(), action, &Resource::System)
        .await?;
    let mut sheets = visit.desk.rules().sheets().iter();
    let sheet = sheets.find(|sheet| sheet.kind == kind && sheet.name == name);
    let sheet = sheet.ok_or(Fault::NotFound)?;
    // What a clinician or pharmacist must confirm is of medicine, in a file of law too: its source may name a drug.
    let clinical = visit.may(Action::ReadRules, &Resource::System);
    let of_medicine = |confirm| matches!(confirm, Some(Confirm::Clinician | Confirm::Pharmacist));
    let entries = sheet.entries.iter();
    let entries = entries.filter(|entry| clinical || !of_medicine(entry.confirm));
    let rules = visit.desk.rules();
    let named = Named::of(rules, visit.language);
    visit.show(&RuleSheet {
        kind: kind_words(kind),
        title: title(sheet),
        rule: sheet.name.clone(),
        state: state(sheet.published),
        entries: entries.map(|known| entry(rules, &named, known)).collect(),
    })
}

/// The page of a rule that a record or a date cites, where there is one.
pub(super) fn link_to(sheet: Option<&Sheet>) -> Option<Link> {
    let sheet = sheet?;
    Some(Link::new(
        format!("/rules/{}/{}", sheet.kind, sheet.name),
        Words::key("rules-link").words("rule", Words::plain(sheet.name.clone())),
    ))
}

/// A source in the reader's language, where the policies have it.
pub(super) fn cited(rules: &Rules, source: &str) -> Cited {
    let known = rules.source_words(source);
    Cited {
        english: known.is_none(),
        words: known.map_or_else(|| Words::plain(source), |words| words.clone().into()),
    }
}

fn kind_words(kind: &str) -> Words {
    Words::key(format!("rules-of-{kind}"))
}

fn volume(sheet: &Sheet) -> Volume {
    Volume {
        link: Link::new(format!("/rules/{}/{}", sheet.kind, sheet.name), title(sheet)),
        rule: sheet.name.clone(),
        state: state(sheet.published),
        unconfirmed: sheet.unconfirmed(),
    }
}

fn entry(rules: &Rules, named: &Named<'_>, entry: &Entry) -> RuleEntry {
    let values = entry.values.iter();
    RuleEntry {
        path: entry.path.clone(),
        name: named.heading(entry),
        values: values
            .map(|(key, said)| Row::new(named.key(key), value(named, key, said)))
            .collect(),
        source: entry.source.as_deref().map(|source| cited(rules, source)),
        confirm: entry.confirm.map(|confirm| {
            Words::key(match confirm {
                Confirm::Clinician => "confirm-clinician",
                Confirm::Pharmacist => "confirm-pharmacist",
                Confirm::Lawyer => "confirm-lawyer",
            })
        }),
    }
}

fn length(number: i64, unit: &str) -> Words {
    Words::key(unit.replace('_', "-")).number("n", number)
}

fn value(named: &Named<'_>, key: &str, said: &Said) -> Words {
    match said {
        Said::Plain(text) => named.value(key, text),
        Said::Flag(true) => Words::key("yes"),
        Said::Flag(false) => Words::key("no"),
        Said::Length(number, unit) => length(*number, unit),
        Said::Lengths(lengths) => {
            let each = lengths.iter().map(|(number, unit)| length(*number, unit));
            let list = |all: Words, next| Words::key("rule-list").words("first", all).words("next", next);
            each.reduce(list).unwrap_or_else(|| Words::key("none"))
        }
        Said::Words(words) => words.clone().into(),
    }
}
