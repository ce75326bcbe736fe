//! Corrections: a record as they left it, that there were any, and what each of them changed.

use super::papers;
use super::records::changes;
use crate::domain::event::{Event, Recorded};
use crate::domain::time::civil_date;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::views::case_file::Change;
use crate::web::visit::Visit;
use std::borrow::Cow;

/// What was recorded, as its corrections left it. The old values stand in the entries of the corrections.
pub(in crate::web::pages) fn as_it_stands<'f>(file: &CaseFile, recorded: &'f Recorded) -> Cow<'f, Recorded> {
    let event = match &recorded.event {
        Event::DoseGiven(dose) => {
            standing(&file.case.doses, |known| known.id == dose.id).map(Event::DoseGiven)
        }
        Event::DoseNotGiven(record) => {
            standing(&file.case.not_given, |known| known.id == record.id).map(Event::DoseNotGiven)
        }
        Event::RulingRecorded(ruling) => {
            let mut rulings = file.case.rulings.iter();
            let known = rulings.find(|known| known.ruling.id == ruling.id && !known.earlier.is_empty());
            known.map(|known| Event::RulingRecorded(known.ruling.clone()))
        }
        _ => None,
    };
    event.map_or(Cow::Borrowed(recorded), |event| {
        Cow::Owned(Recorded {
            event,
            ..recorded.clone()
        })
    })
}

fn standing<T: Clone>(entries: &[crate::domain::case::Entry<T>], is: impl Fn(&T) -> bool) -> Option<T> {
    let entry = entries.iter().find(|entry| is(&entry.content))?;
    (!entry.earlier.is_empty()).then(|| entry.content.clone())
}

/// That a record was corrected, and when last.
pub(in crate::web::pages) fn corrected_since(file: &CaseFile, event: &Event) -> Option<Words> {
    let corrects = |known: &&Recorded| match (event, &known.event) {
        (Event::DoseGiven(dose), Event::RecordAmended { corrected, .. }) => corrected.id() == dose.id,
        (Event::DoseNotGiven(record), Event::RecordAmended { corrected, .. }) => corrected.id() == record.id,
        (Event::RulingRecorded(ruling), Event::RulingAmended(amended)) => amended.ruling.id == ruling.id,
        _ => false,
    };
    let last = file.history.iter().rfind(corrects)?;
    let on = civil_date(last.recorded_at, file.now.zone);
    Some(Words::key("corrected-since").date("on", on))
}

/// What a correction changed, in lines, for the person himself: whoever merely stood by is not named to him.
pub(in crate::web::pages) fn changed_lines(
    visit: &Visit<'_>,
    file: &CaseFile,
    recorded: &Recorded,
) -> Vec<Words> {
    let changed = changed(visit, file, recorded).into_iter();
    changed
        .filter(|change| ![Words::key("present"), Words::key("present-as")].contains(&change.label))
        .map(|change| {
            Words::key("change-line")
                .words("label", change.label)
                .words("old", change.old)
                .words("new", change.new)
        })
        .collect()
}

/// What a correction changed: each value as it was and as it is.
pub(super) fn changed(visit: &Visit<'_>, file: &CaseFile, recorded: &Recorded) -> Vec<Change> {
    match &recorded.event {
        Event::RecordAmended { corrected, .. } => changes(visit, file, recorded, corrected),
        Event::RulingAmended(amended) => papers::ruling_changes(file, recorded, amended),
        Event::PersonCorrected(corrected) => papers::person_changes(visit, file, corrected),
        _ => Vec::new(),
    }
}
