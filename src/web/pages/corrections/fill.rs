//! The views of corrections: the record as it stands, what it said before, what follows.

use super::Standing;
use crate::domain::dosing::open_cycle;
use crate::domain::event::{DoseGiven, Observation};
use crate::domain::obligation::Kind;
use crate::domain::rules::{Cause, Protocol, Rules};
use crate::domain::supply::Pack;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::{at, case_head, organisation};
use crate::web::pages::case_page::timeline::lines as event_lines;
use crate::web::pages::record::fresh;
use crate::web::pages::rows::{decision_rows, dose_rows, incident_rows, not_given_rows, role_words};
use crate::web::pages::stock::{BY_HAND, pack_lines};
use crate::web::typed::{put_date, put_moment};
use crate::web::views::Form;
use crate::web::views::corrections::{AmendField, AmendRecord, Entry, VoidRecord};
use crate::web::views::parts::{Choice, Row};
use crate::web::visit::Visit;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// The form of an amendment as it begins: everything as recorded, only the reason is open.
pub(super) fn as_recorded(standing: &Standing<'_>, zone: Tz) -> Form {
    let mut form = fresh();
    match standing {
        Standing::Dose(dose) => {
            put_moment(&mut form, "occurred_on", "occurred_time", dose.occurred_at, zone);
            put_date(&mut form, "expiry_on", dose.expiry_on);
            let observed = dose.observed.as_ref();
            let mixed_at = dose.mixed_at.map(|mixed_at| time_of(mixed_at, zone));
            form.value("lot", &dose.lot)
                .value("mixed_time", mixed_at.unwrap_or_default())
                .value(
                    "pack",
                    dose.pack
                        .map_or_else(|| BY_HAND.to_owned(), |pack| pack.to_string()),
                )
                .value("site", &dose.site)
                .value("volume_ml", &dose.volume_ml)
                .value("present", dose.present.clone().unwrap_or_default())
                .value("present_as", dose.present_as.clone().unwrap_or_default())
                .value("observed", observed.map_or("", |observed| observed.how.code()))
                .value(
                    "observed_words",
                    observed.map_or("", |observed| observed.words.as_str()),
                )
                .value("late_cause", dose.late_cause.clone().unwrap_or_default())
                .value("late_words", dose.late_words.clone().unwrap_or_default())
        }
        Standing::NotGiven(record) => {
            put_moment(
                &mut form,
                "occurred_on",
                "occurred_time",
                record.occurred_at,
                zone,
            );
            if let Some(day) = record.next_attempt_on {
                put_date(&mut form, "next_attempt_on", day);
            }
            for topic in &record.explained {
                form = form.value(&format!("explained_{topic}"), "yes");
            }
            form.value("cause", &record.cause)
                .value("told_in", record.told_in.clone().unwrap_or_default())
                .value("words", &record.words)
                .value("tried", &record.tried)
                .value("own_words", &record.own_words)
        }
        Standing::Decision(_) | Standing::Incident(_) | Standing::Other(_) => form,
    }
}

/// The time of day of a moment, as it is typed.
pub(super) fn time_of(moment: DateTime<Utc>, zone: Tz) -> String {
    moment.with_timezone(&zone).format("%H:%M").to_string()
}

/// Is the product of a dose mixed before it is given?
pub(super) fn is_mixed(rules: &Rules, file: &CaseFile, dose: &DoseGiven) -> bool {
    protocol_of(rules, file, dose).is_some_and(|protocol| protocol.mixing.is_some())
}

/// The protocol under which a dose was given.
fn protocol_of<'r>(rules: &'r Rules, file: &CaseFile, dose: &DoseGiven) -> Option<&'r Protocol> {
    let mut regimens = file.case.regimens.iter().map(|entry| &entry.content);
    let regimen = regimens.find(|regimen| regimen.id == dose.regimen)?;
    rules.protocol(&regimen.protocol, regimen.version)
}

pub(super) fn amend_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    standing: &Standing<'_>,
    packs: &[Pack],
    form: Form,
) -> AmendRecord {
    let rules = visit.desk.rules();
    let mut old = rows(visit, file, standing);
    old.extend(before(rules, file, standing, &old));
    let mut fields = fields(rules, file, standing);
    if !packs.is_empty() {
        let at = fields
            .iter()
            .position(|field| field.name == "lot")
            .unwrap_or_default();
        let pack = AmendField {
            name: "pack".to_owned(),
            words: Words::key("pack-given"),
            entry: Entry::Choice,
            choices: pack_lines(packs),
        };
        fields.insert(at, pack);
    }
    let mut form = form;
    for field in &fields {
        form.names.insert(field.name.clone(), field.words.clone());
    }
    AmendRecord {
        head: case_head(visit, file),
        form,
        old,
        fields,
        of_dose: matches!(standing, Standing::Dose(_)),
    }
}

fn rows(visit: &Visit<'_>, file: &CaseFile, standing: &Standing<'_>) -> Vec<Row> {
    let rules = visit.desk.rules();
    match standing {
        Standing::Dose(dose) => dose_rows(rules, dose, file.now.zone),
        Standing::NotGiven(record) => not_given_rows(rules, record, file.now.zone),
        Standing::Decision(decision) => decision_rows(decision),
        Standing::Incident(incident) => incident_rows(incident, file.now.zone),
        Standing::Other(recorded) => {
            let occurred_at = recorded.event.occurred_at().unwrap_or(recorded.recorded_at);
            let what = Words::key(format!("event-{}", recorded.event.verb()));
            let mut rows = vec![
                Row::new(Words::key("happened-on"), at(occurred_at, file.now.zone)),
                Row::new(Words::key("column-what"), what.clone()),
            ];
            // What the timeline tells of it, one row for each line.
            let lines = event_lines(visit, file, &recorded.event).into_iter();
            rows.extend(lines.map(|line| Row::new(what.clone(), line)));
            rows
        }
    }
}

/// What earlier contents said differently.
fn before(rules: &Rules, file: &CaseFile, standing: &Standing<'_>, now: &[Row]) -> Vec<Row> {
    let zone = file.now.zone;
    let earlier: Vec<Row> = match standing {
        Standing::Dose(dose) => {
            let entry = file.case.doses.iter().find(|entry| entry.content.id == dose.id);
            let contents = entry.into_iter().flat_map(|entry| &entry.earlier);
            contents
                .flat_map(|(content, _)| dose_rows(rules, content, zone))
                .collect()
        }
        Standing::NotGiven(record) => {
            let mut entries = file.case.not_given.iter();
            let entry = entries.find(|entry| entry.content.id == record.id);
            let contents = entry.into_iter().flat_map(|entry| &entry.earlier);
            contents
                .flat_map(|(content, _)| not_given_rows(rules, content, zone))
                .collect()
        }
        Standing::Decision(_) | Standing::Incident(_) | Standing::Other(_) => Vec::new(),
    };
    let changed = earlier.into_iter().filter(|row| !now.contains(row));
    changed
        .map(|row| Row::new(row.label, Words::key("amended-from").words("old", row.value)))
        .collect()
}

fn fields(rules: &Rules, file: &CaseFile, standing: &Standing<'_>) -> Vec<AmendField> {
    let field = |name: &str, key: &'static str, entry, choices| AmendField {
        name: name.to_owned(),
        words: Words::key(key),
        entry,
        choices,
    };
    let plain = |name, key, entry| field(name, key, entry, Vec::new());
    let reason = |known: &crate::domain::rules::Reason| Choice::new(&known.id, known.name.clone());
    let causes = rules.causes.reasons.iter();
    let causes = causes.filter(|known| known.family != Cause::Unexplained);
    match standing {
        Standing::Dose(dose) => {
            let protocol = protocol_of(rules, file, dose);
            let sites = protocol.map_or(&[][..], |protocol| &protocol.sites);
            let sites = sites.iter().map(|site| Choice::new(&site.id, site.name.clone()));
            let mut late = vec![Choice::new("", Words::key("none"))];
            late.extend(rules.causes.late_reasons().map(reason));
            let seen = Observation::ALL.iter().map(|how| how.code());
            let seen = seen.map(|code| Choice::new(code, Words::key(format!("observed-{code}"))));
            let observed = std::iter::once(Choice::new("", Words::key("none"))).chain(seen);
            let recorded = dose
                .present_as
                .as_deref()
                .filter(|role| !rules.places.stands_by(role));
            let roles = rules.places.roles_that_stand_by().chain(recorded);
            let mut stood_as = vec![Choice::new("", Words::key("none"))];
            stood_as.extend(roles.map(|role| Choice::new(role, role_words(rules, role))));
            let mixed = plain("mixed_time", "mixed-time", Entry::Text);
            let mixed = is_mixed(rules, file, dose).then_some(mixed);
            let moment = [
                plain("occurred_on", "given-on", Entry::Date),
                plain("occurred_time", "given-time", Entry::Text),
            ];
            let other = [
                plain("lot", "lot", Entry::Text),
                plain("expiry_on", "expiry", Entry::Date),
                field("site", "site", Entry::Choice, sites.collect()),
                plain("volume_ml", "volume-ml", Entry::Text),
                plain("present", "present-name", Entry::Text),
                field("present_as", "present-as", Entry::Choice, stood_as),
                field("observed", "observed", Entry::Choice, observed.collect()),
                plain("observed_words", "observed-words", Entry::Area),
                field("late_cause", "late-reason-short", Entry::Choice, late),
                plain("late_words", "in-your-words", Entry::Area),
            ];
            moment.into_iter().chain(mixed).chain(other).collect()
        }
        Standing::NotGiven(record) => {
            let law = rules.law_for(record.occurred_on);
            let told = law.map(|law| &law.course.information);
            let topics = told.into_iter().flat_map(|told| &told.topics);
            let topics = topics.map(|topic| Choice::new(&topic.id, topic.name.clone()));
            let languages = told.into_iter().flat_map(|told| &told.languages);
            let languages = languages.map(|known| Choice::new(&known.id, known.name.clone()));
            let none = std::iter::once(Choice::new("", Words::key("none")));
            vec![
                plain("occurred_on", "happened-on", Entry::Date),
                plain("occurred_time", "given-time", Entry::Text),
                field("cause", "cause", Entry::Choice, causes.map(reason).collect()),
                plain("words", "what-happened", Entry::Area),
                plain("tried", "what-was-tried", Entry::Area),
                field("explained", "told-topics", Entry::Checks, topics.collect()),
                field(
                    "told_in",
                    "told-in",
                    Entry::Choice,
                    none.chain(languages).collect(),
                ),
                plain("own_words", "own-words", Entry::Area),
                plain("next_attempt_on", "next-attempt-on", Entry::Date),
            ]
        }
        Standing::Decision(_) | Standing::Incident(_) | Standing::Other(_) => Vec::new(),
    }
}

pub(super) fn void_view(
    visit: &Visit<'_>,
    file: &CaseFile,
    standing: &Standing<'_>,
    form: Form,
) -> VoidRecord {
    let (cycle, follows) = match standing {
        Standing::Dose(dose) if dose.cycle + 1 == open_cycle(&file.case) => {
            (Some(dose.cycle), "void-record-due-again")
        }
        Standing::Dose(dose) => (Some(dose.cycle), "void-record-not-again"),
        Standing::NotGiven(record) => (Some(record.cycle), "void-record-obligations"),
        Standing::Decision(decision) => (Some(decision.cycle), "void-record-undecided"),
        Standing::Incident(_) | Standing::Other(_) => (None, "void-record-obligations"),
    };
    let alert = cycle.and_then(|cycle| file.case.alert_of((Kind::Dose, cycle)));
    let mut told: Vec<_> = alert
        .into_iter()
        .flat_map(|alert| &alert.notices)
        .map(|notice| notice.hop.organisation)
        .collect();
    told.sort_unstable();
    told.dedup();
    VoidRecord {
        head: case_head(visit, file),
        form,
        record: rows(visit, file, standing),
        told: told.into_iter().map(|id| organisation(file, id)).collect(),
        follows: vec![Words::key(follows)],
    }
}
