//! What the registry put right, as it was and as it is.

use super::records::differences;
use crate::access::Action;
use crate::domain::event::{Event, Identity, PersonCorrected, Recorded, RulingAmended};
use crate::domain::ruling::Ruling;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::{on, on_or_none, without_weekday};
use crate::web::views::case_file::Change;
use crate::web::views::parts::Row;
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// What was put right of a ruling's paper.
pub(super) fn ruling_changes(file: &CaseFile, recorded: &Recorded, amended: &RulingAmended) -> Vec<Change> {
    let earlier = file.history.iter().filter(|known| known.seq < recorded.seq);
    let before = earlier.rev().find_map(|known| match &known.event {
        Event::RulingRecorded(ruling) if ruling.id == amended.ruling.id => Some(ruling),
        Event::RulingAmended(known) if known.ruling.id == amended.ruling.id => Some(&known.ruling),
        _ => None,
    });
    let before = before.map(ruling_rows).unwrap_or_default();
    differences(&before, &ruling_rows(&amended.ruling))
}

fn ruling_rows(ruling: &Ruling) -> Vec<Row> {
    let scan = ruling.scan_sha256.clone().map(Words::plain);
    vec![
        Row::new(Words::key("court"), Words::plain(ruling.court.clone())),
        Row::new(
            Words::key("ruling-number-label"),
            Words::plain(ruling.number.clone()),
        ),
        Row::new(Words::key("ruled-on"), on(ruling.ruled_on)),
        Row::new(Words::key("in-force-on"), on_or_none(ruling.in_force_on)),
        Row::new(Words::key("term-until"), on_or_none(ruling.until_on)),
        Row::new(Words::key("offence-on"), on_or_none(ruling.offence_on)),
        Row::new(
            Words::key("scan-label"),
            scan.unwrap_or_else(|| Words::key("none")),
        ),
    ]
}

/// The days that a ruling names, those that it leaves open left out.
pub(in crate::web::pages) fn days_of(ruling: &Ruling) -> Vec<Words> {
    let named = [
        ("ruled-on", Some(ruling.ruled_on)),
        ("in-force-on", ruling.in_force_on),
        ("term-until", ruling.until_on),
    ];
    let line = |(key, day): (&'static str, Option<NaiveDate>)| {
        let label = Words::key("labelled").words("label", Words::key(key));
        day.map(|day| label.words("value", on(day)))
    };
    named.into_iter().filter_map(line).collect()
}

/// What was put right of the person. The whole number is for those who keep the register.
pub(super) fn person_changes(visit: &Visit<'_>, file: &CaseFile, corrected: &PersonCorrected) -> Vec<Change> {
    let whole = visit.may(Action::ReadRegistryFile, &file.facts.clone().into());
    let mut changes = differences(
        &person_rows(&corrected.was, whole),
        &person_rows(&corrected.is, whole),
    );
    // Where only the covered digits differ, that the number changed is said all the same.
    let number = Words::key("iin");
    if corrected.was.iin != corrected.is.iin && changes.iter().all(|change| change.label != number) {
        changes.push(Change {
            label: number,
            old: shown(&corrected.was, whole),
            new: shown(&corrected.is, whole),
        });
    }
    changes
}

fn shown(identity: &Identity, whole: bool) -> Words {
    match &identity.iin {
        Some(iin) if whole => Words::plain(iin.as_str()),
        Some(iin) => Words::plain(iin.masked()),
        None => Words::key("none"),
    }
}

fn person_rows(identity: &Identity, whole: bool) -> Vec<Row> {
    let said = |text: &Option<String>| {
        let text = text.clone().map(Words::plain);
        text.unwrap_or_else(|| Words::key("none"))
    };
    vec![
        Row::new(
            Words::key("person-name"),
            Words::plain(identity.name_cyrillic.clone()),
        ),
        Row::new(
            Words::key("person-name-other"),
            Words::plain(identity.name_latin.clone()),
        ),
        Row::new(Words::key("iin"), shown(identity, whole)),
        Row::new(Words::key("other-document"), said(&identity.other_document)),
        Row::new(
            Words::key("other-document-reason"),
            said(&identity.other_document_reason),
        ),
        Row::new(Words::key("born"), without_weekday(identity.born_on)),
    ]
}
