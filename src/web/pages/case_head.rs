//! What every page of a case says alike: whose case it is, who did something, when, and why a date is what it is.

use crate::access::{Lens, Role};
use crate::domain::event::{ContraindicationFound, Recorder};
use crate::domain::ids::OrganisationId;
use crate::domain::iin::Iin;
use crate::domain::obligation::{Because, Kind, Obligation, Why};
use crate::domain::plan::{NextStep, Plan};
use crate::domain::rules::{Offset, Rules};
use crate::domain::ruling::Standing;
use crate::domain::schedule::Interval;
use crate::store::file::{CaseFile, Person};
use crate::text::Words;
use crate::web::views::parts::{CaseHead, Status, Tone};
use crate::web::visit::Visit;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

/// The identity bar of a case.
#[must_use]
pub fn case_head(visit: &Visit<'_>, file: &CaseFile) -> CaseHead {
    case_head_of(visit, file, &file.plan(visit.desk.rules()))
}

/// The identity bar of a case whose plan is at hand.
#[must_use]
pub fn case_head_of(visit: &Visit<'_>, file: &CaseFile, plan: &Plan) -> CaseHead {
    let next = next_step(visit, file, plan);
    CaseHead {
        href: case_href(file),
        reference: file.case.reference.clone(),
        name: file.person.name_cyrillic.clone(),
        name_other: Some(file.person.name_latin.clone()).filter(|name| !name.is_empty()),
        identifier: identifier(&file.person),
        born_on: file.person.born_on,
        place: organisation(file, file.facts.responsible),
        mover: next.map_or_else(
            || Words::key("nobody-now"),
            |next| organisation(file, next.step().owner.organisation),
        ),
        ruling: ruling_status(file.case.standing_on(file.now.today())),
        reviews: visit.actor().account_id().is_some_and(|me| file.case.sits(me)),
    }
}

/// What is owed in a case, as far as the reader may see it.
pub fn seen(visit: &Visit<'_>, file: &CaseFile, owed: &Obligation) -> bool {
    if visit.actor().role().map(Role::lens) == Some(Lens::Registry) {
        return of_registry(owed.kind);
    }
    // What is to be measured later stands on the page of results.
    owed.kind != Kind::Monitoring || owed.opens_on <= file.now.today()
}

/// What is owed about the court's papers, and to the person's complaint.
fn of_registry(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Extension
            | Kind::SubmitToCourt
            | Kind::AskCourt
            | Kind::MaterialsToCourt
            | Kind::BringRuling
            | Kind::ForwardRuling
            | Kind::ReleaseNotice
            | Kind::AnswerComplaint
    )
}

/// What is next in a case for this reader, and whose step it is: every place that says so asks here.
#[must_use]
pub fn next_step<'p>(visit: &Visit<'_>, file: &CaseFile, plan: &'p Plan) -> Option<NextStep<'p>> {
    plan.next_step(|owed| seen(visit, file, owed))
}

/// The address of the case's page.
#[must_use]
pub fn case_href(file: &CaseFile) -> String {
    format!("/cases/{}", file.case.id)
}

/// The number of the identity document with only its end readable.
#[must_use]
pub fn identifier(person: &Person) -> Words {
    let iin = person.iin.as_deref().and_then(|iin| Iin::parse(iin).ok());
    match (iin, person.other_document.as_deref()) {
        (Some(iin), _) => Words::plain(iin.masked()),
        (None, Some(document)) => {
            let skipped = document.chars().count().saturating_sub(4);
            let end: String = document.chars().skip(skipped).collect();
            Words::plain(format!("••••{end}"))
        }
        (None, None) => Words::key("none"),
    }
}

/// How the rulings stand, as a word with a tone.
#[must_use]
pub fn ruling_status(standing: Option<Standing>) -> Status {
    let (tone, key) = match standing {
        None => (Tone::Warn, "ruling-none"),
        Some(Standing::InForce { .. }) => (Tone::Good, "ruling-in-force"),
        Some(Standing::NotYetInForce { .. }) => (Tone::Info, "ruling-not-in-force"),
        Some(Standing::Suspended { .. }) => (Tone::Warn, "ruling-suspended"),
        Some(Standing::EndedByTerm { .. }) => (Tone::Quiet, "ruling-expired"),
        Some(Standing::EndedByCourt { .. }) => (Tone::Quiet, "ruling-ended"),
        Some(Standing::Quashed { .. }) => (Tone::Quiet, "ruling-quashed"),
        Some(Standing::Died { .. }) => (Tone::Quiet, "case-died"),
        Some(Standing::Abroad { .. }) => (Tone::Quiet, "case-abroad"),
        Some(Standing::Undone { .. }) => (Tone::Quiet, "case-undone"),
        Some(Standing::Rests { .. }) => (Tone::Quiet, "case-rests"),
    };
    Status::new(tone, Words::key(key))
}

/// The name of an organisation around a case.
#[must_use]
pub fn organisation(file: &CaseFile, id: OrganisationId) -> Words {
    file.institution(id)
        .map_or_else(|| Words::key("none"), |known| known.name.clone().into())
}

/// Who recorded something: a person's name, or the system.
#[must_use]
pub fn who(file: &CaseFile, by: &Recorder) -> Words {
    by.account().and_then(|account| file.member(account)).map_or_else(
        || Words::key("the-system"),
        |member| Words::plain(member.name.clone()),
    )
}

/// A product of the rules in words; its identity where the rules no longer name it.
#[must_use]
pub fn product(rules: &Rules, id: &str, on: NaiveDate) -> Words {
    rules
        .protocol_on(id, on)
        .map_or_else(|| Words::plain(id), |protocol| protocol.name.clone().into())
}

/// What was found against a drug, in words; its identity where the rules no longer name it.
#[must_use]
pub fn contraindication(visit: &Visit<'_>, found: &ContraindicationFound) -> Words {
    let law = visit.desk.rules().law_for(found.found_on);
    let known = law.and_then(|law| law.course.contraindication(&found.contraindication));
    known.map_or_else(
        || Words::plain(found.contraindication.as_str()),
        |known| known.name.clone().into(),
    )
}

/// A civil date in words, with its weekday.
#[must_use]
pub fn on(day: NaiveDate) -> Words {
    Words::key("on-date").date("on", day)
}

/// A civil date in words, without its weekday: of a birth, or as it is printed on a pack.
#[must_use]
pub fn without_weekday(day: NaiveDate) -> Words {
    Words::key("on-date").day("on", day)
}

/// A civil date in words, or the word for none.
#[must_use]
pub fn on_or_none(day: Option<NaiveDate>) -> Words {
    day.map_or_else(|| Words::key("none"), on)
}

/// A moment at a place in words.
#[must_use]
pub fn at(moment: DateTime<Utc>, zone: Tz) -> Words {
    let local = moment.with_timezone(&zone);
    Words::key("on-date-at")
        .date("on", local.date_naive())
        .words("time", local.format("%H:%M").to_string())
}

/// Why a date is what it is: each fact, then the rule.
#[must_use]
pub fn reasons(rules: &Rules, why: &Why) -> Vec<Words> {
    let mut said: Vec<_> = why.because.iter().flat_map(because).collect();
    said.push(rule(rules, &why.rule));
    said
}

/// A rule by its name; by its code where the rules no longer know it.
fn rule(rules: &Rules, rule: &str) -> Words {
    if let Some(procedure) = rules.procedure(rule) {
        return Words::key("why-procedure").day("on", procedure.valid_from);
    }
    let Some((id, version)) = rule.rsplit_once('.') else {
        return Words::key("why-rule-alone").words("rule", rule);
    };
    let number = version.parse().unwrap_or_default();
    let name = match rules.protocol(id, number) {
        Some(protocol) => Words::Localised(protocol.name.clone()),
        None if rules.continuity_by_rule(rule).is_some() => Words::key("why-continuity"),
        None if rules.ladder(id, number).is_some() => Words::key("why-ladder"),
        None => Words::plain(id),
    };
    Words::key("why-rule")
        .words("rule", name)
        .words("version", version)
}

/// One reason in words; several where it speaks of several days.
#[must_use]
pub fn because(because: &Because) -> Vec<Words> {
    vec![match because {
        Because::FirstDoseSet { on } => Words::key("why-first-dose-on").date("on", *on),
        Because::CountedFrom {
            anchor_on,
            steps,
            every,
        } => Words::key("why-counted-from")
            .date("on", *anchor_on)
            .number("steps", (*steps).into())
            .words("every", interval(*every)),
        Because::SeriesKept { given_on } => Words::key("why-series-kept").date("on", *given_on),
        Because::ReAnchored {
            given_on,
            days_off_target,
        } => Words::key(re_anchored(*days_off_target))
            .date("on", *given_on)
            .number("n", days_off_target.abs()),
        Because::Frozen {
            from_on,
            until_on,
            restart_within_days,
        } => Words::key("why-frozen")
            .date("from", *from_on)
            .date("until", *until_on)
            .number("n", (*restart_within_days).into()),
        Because::LeastInterval {
            given_on,
            minimum_days,
        } => Words::key("why-least-interval")
            .date("on", *given_on)
            .number("n", (*minimum_days).into()),
        Because::Clock {
            fact,
            fact_on,
            distance: counted,
        } => Words::key("why-clock")
            .words("fact", Words::key(format!("fact-{fact}")))
            .date("on", *fact_on)
            .words("distance", distance(counted)),
        Because::SetBy { fact, fact_on, on } => Words::key("why-set-by")
            .words("fact", Words::key(format!("fact-{fact}")))
            .date("on", *fact_on)
            .date("set", *on),
        Because::KnownSince { fact, on, needed_on } => {
            let words = match needed_on {
                Some(needed_on) => Words::key("why-taken-away").date("needed", *needed_on),
                None => Words::key("why-known-since"),
            };
            words
                .words("fact", Words::key(format!("fact-{fact}")))
                .date("on", *on)
        }
        Because::Warned { days, on } => Words::key("why-warned")
            .number("n", (*days).into())
            .date("on", *on),
        Because::Concluded { conclusion, on } => Words::key("why-concluded").date("on", *on).words(
            "conclusion",
            Words::key(format!("conclusion-{}", conclusion.code())),
        ),
        // Which items stands in the title of the obligation, by their names.
        Because::Items { .. } => return Vec::new(),
        Because::Skipped { days } => {
            let skipped = days
                .iter()
                .map(|day| Words::key("why-not-working").date("on", *day));
            return skipped.collect();
        }
    }]
}

fn re_anchored(days_off_target: i64) -> &'static str {
    match days_off_target {
        ..0 => "why-reanchored-early",
        0 => "why-reanchored-due",
        1.. => "why-reanchored-late",
    }
}

/// The length of an interval.
#[must_use]
pub fn interval(every: Interval) -> Words {
    match every {
        Interval::Days(days) => Words::key("days").number("n", days.into()),
        Interval::Months(months) => Words::key("months").number("n", months.into()),
    }
}

/// A legal length of time in words.
#[must_use]
pub fn offset(offset: Offset) -> Words {
    match offset {
        Offset::WorkingDays(days) => Words::key("working-days").number("n", days.into()),
        Offset::Days(days) => Words::key("days").number("n", days.into()),
        Offset::Months(months) => Words::key("months").number("n", months.into()),
    }
}

/// `3 working-days after` or `2 x 3 months after` in words; what is not of this form is said as the rule says it.
fn distance(counted: &str) -> Words {
    let (turns, once) = match counted.split_once(" x ") {
        Some((turns, once)) => (turns.parse().ok(), once),
        None => (Some(1_i64), counted),
    };
    let mut parts = once.split(' ');
    let number: Option<i64> = parts.next().and_then(|number| number.parse().ok());
    let number = number
        .zip(turns)
        .map(|(number, turns)| number.saturating_mul(turns));
    match (number, parts.next(), parts.next()) {
        (Some(0), Some("days"), Some(_)) => Words::key("distance-same-day"),
        (
            Some(number),
            Some(unit @ ("working-days" | "days" | "months" | "hours")),
            Some(side @ ("after" | "before")),
        ) => Words::key(format!("distance-{unit}-{side}")).number("n", number),
        _ => Words::plain(counted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distance_is_said_in_words_and_its_multiple_as_one() {
        let months = |n: i64| Words::key("distance-months-after").number("n", n);
        assert_eq!(distance("3 months after"), months(3));
        assert_eq!(distance("2 x 3 months after"), months(6));
        assert_eq!(distance("0 days before"), Words::key("distance-same-day"));
        let other = "5 days after, then 2 x 3 months";
        assert_eq!(distance(other), Words::plain(other));
    }
}
