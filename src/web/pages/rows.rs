//! Records as rows: on confirmations, comparisons and corrections alike.

use super::case_head::{at, on, product, without_weekday};
use super::choices::{cause, explained};
use crate::domain::event::{
    DoseGiven, DoseNotGiven, IncidentReported, LateDoseDecided, Observation, Observed,
};
use crate::domain::rules::Rules;
use crate::text::Words;
use crate::web::typed::Typed;
use crate::web::views::parts::Row;
use chrono_tz::Tz;

/// A dose given.
#[must_use]
pub fn dose_rows(rules: &Rules, dose: &DoseGiven, zone: Tz) -> Vec<Row> {
    let site = rules
        .protocol_on(&dose.product, dose.given_on)
        .and_then(|protocol| protocol.site(&dose.site));
    let mut rows = vec![
        Row::new(Words::key("given-at"), at(dose.occurred_at, zone)),
        Row::new(
            Words::key("product"),
            product(rules, &dose.product, dose.given_on),
        ),
        Row::new(Words::key("lot"), dose.lot.clone()),
        Row::new(Words::key("expiry"), without_weekday(dose.expiry_on)),
    ];
    let by_hand = why_by_hand(dose).map(|why| Row::new(Words::key("pack-words"), why));
    rows.extend(by_hand);
    let mixed_at = dose.mixed_at.map(|mixed_at| at(mixed_at, zone));
    rows.extend(mixed_at.map(|moment| Row::new(Words::key("mixed-time"), moment)));
    rows.extend(site.map(|site| Row::new(Words::key("site"), site.name.clone())));
    if !dose.volume_ml.is_empty() {
        rows.push(Row::new(Words::key("volume-ml"), millilitres(&dose.volume_ml)));
    }
    let observed = dose.observed.as_ref().map(observed_words);
    rows.extend(observed.map(|said| Row::new(Words::key("observed"), said)));
    let late = dose.late_cause.as_deref().map(|late| cause(rules, late));
    rows.extend(late.map(|late| Row::new(Words::key("late-reason-short"), late)));
    for (key, said) in [("in-your-words", &dose.late_words), ("present", &dose.present)] {
        rows.extend(said.clone().map(|said| Row::new(Words::key(key), said)));
    }
    let role = dose.present_as.as_deref().map(|role| role_words(rules, role));
    rows.extend(role.map(|role| Row::new(Words::key("present-as"), role)));
    rows
}

/// Why none of the packs that lay there was taken; once a pack is named, also by a correction, that is settled.
#[must_use]
pub fn why_by_hand(dose: &DoseGiven) -> Option<String> {
    dose.pack_words.clone().filter(|_| dose.pack.is_none())
}

/// The name of a role on screens; one that the places do not know any more stands as it was recorded.
#[must_use]
pub fn role_words(rules: &Rules, role: &str) -> Words {
    let name = rules.places.role_name(role).cloned();
    name.map_or_else(|| Words::plain(role), Words::Localised)
}

/// What was typed about the time after an injection; none where it is left for later.
#[must_use]
pub fn observed_typed(typed: &Typed) -> Option<Observed> {
    Observation::from_code(typed.text("observed")).map(|how| Observed {
        how,
        words: typed.text("observed_words").to_owned(),
    })
}

/// What was seen after an injection.
#[must_use]
pub fn observed_words(observed: &Observed) -> Words {
    let how = Words::key(format!("observed-{}", observed.how.code()));
    if observed.words.is_empty() {
        return how;
    }
    Words::key("observed-and-words")
        .words("how", how)
        .words("words", Words::plain(observed.words.clone()))
}

/// A dose not given.
#[must_use]
pub fn not_given_rows(rules: &Rules, record: &DoseNotGiven, zone: Tz) -> Vec<Row> {
    let mut rows = vec![
        Row::new(Words::key("happened-on"), at(record.occurred_at, zone)),
        Row::new(Words::key("cause"), cause(rules, &record.cause)),
    ];
    let said = [
        ("what-happened", &record.words),
        ("what-was-tried", &record.tried),
        ("own-words", &record.own_words),
    ];
    for (key, said) in said.into_iter().filter(|(_, said)| !said.is_empty()) {
        rows.push(Row::new(Words::key(key), said.clone()));
    }
    rows.extend(explained(rules, record).map(|said| Row::new(Words::key("told-topics"), said)));
    rows.extend(
        record
            .next_attempt_on
            .map(|day| Row::new(Words::key("next-attempt-on"), on(day))),
    );
    rows
}

/// A physician's decision about a late dose.
#[must_use]
pub fn decision_rows(decision: &LateDoseDecided) -> Vec<Row> {
    let given = if decision.give {
        "late-dose-give"
    } else {
        "late-dose-do-not-give"
    };
    let mut rows = vec![
        Row::new(Words::key("happened-on"), on(decision.decided_on)),
        Row::new(Words::key("decision"), Words::key(given)),
        Row::new(Words::key("decision-words"), decision.words.clone()),
    ];
    let why = decision.unmeasured.as_ref();
    rows.extend(why.map(|why| Row::new(Words::key("late-unmeasured"), why.clone())));
    let why = decision.despite_sum.as_ref();
    rows.extend(why.map(|why| Row::new(Words::key("despite-sum"), why.clone())));
    rows
}

/// An incident.
#[must_use]
pub fn incident_rows(incident: &IncidentReported, zone: Tz) -> Vec<Row> {
    let kind = Words::key(format!("incident-{}", incident.kind.code()));
    let injected = if incident.injected { "yes" } else { "no" };
    let mut rows = vec![
        Row::new(Words::key("happened-on"), at(incident.occurred_at, zone)),
        Row::new(Words::key("incident-kind"), kind),
        Row::new(Words::key("incident-injected"), Words::key(injected)),
    ];
    let drug = incident.drug.as_ref();
    rows.extend(drug.map(|drug| Row::new(Words::key("lot"), drug.lot.clone())));
    rows.push(Row::new(Words::key("what-happened"), incident.words.clone()));
    rows
}

/// A volume with its unit.
#[must_use]
pub fn millilitres(volume: &str) -> Words {
    Words::key("volume-of").words("ml", Words::decimal(volume))
}
