//! Typing what stands on paper: the rules of an entry at the chair, asked about the moment on the paper.

use super::injection::{Injection, log_injection_from};
use super::not_given::{NotGiven, not_given_on_paper};
use super::pack::Shelf;
use super::{Decision, scan_digest};
use crate::domain::case::Case;
use crate::domain::event::{EntryTranscribed, EntryVerified, Event};
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::paper::RowCode;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::roster::Roster;
use crate::domain::rules::Rules;
use crate::domain::time::Now;

/// What the paper says happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OnPaper {
    /// The dose was given.
    Given(Box<Injection>),
    /// It was not given.
    NotGiven(NotGiven),
}

/// The paper itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The row.
    pub row: RowCode,
    /// Number of its sheet.
    pub sheet: String,
    /// Where it was printed.
    pub site: OrganisationId,
    /// SHA-256 of the scan, as typed; may be empty.
    pub scan_sha256: String,
}

/// Takes down what stands on paper, marked as typed from it; a dose takes its pack from the shelf, as at the chair.
///
/// # Errors
/// Everything that the same entry at the chair would be refused for at the moment on the paper; a row that was typed
/// already; a digest that is none.
pub fn transcribe(
    case: &Case,
    id: RecordId,
    said: &OnPaper,
    paper: &Paper,
    shelf: &Shelf,
    rules: &Rules,
    (roster, now): (&Roster, &Now),
) -> Decision {
    let row = paper.row.plain();
    if case.returned(&row) {
        return Err(vec![Refusal::RowReturned]);
    }
    let scan = scan_digest(&paper.scan_sha256);
    let entry = match said {
        OnPaper::Given(form) => log_injection_from(case, id, form, shelf, rules, (roster, now)),
        OnPaper::NotGiven(form) => not_given_on_paper(case, id, form, rules, now),
    };
    match (scan, entry) {
        (Ok(scan_sha256), Ok(mut events)) => {
            events.push(Event::EntryTranscribed(EntryTranscribed {
                record: id,
                row,
                sheet: paper.sheet.clone(),
                site: Some(paper.site),
                scan_sha256,
            }));
            Ok(events)
        }
        (scan, entry) => {
            let wrong = entry.err().into_iter().flatten();
            Err(scan.err().into_iter().chain(wrong).collect())
        }
    }
}

/// A second person has compared an entry with the paper. What differs is corrected first, as any other record.
///
/// # Errors
/// [`Refusal::NothingToDo`] for an entry that was not typed from paper, was struck out, or is verified already;
/// [`Refusal::Required`] where it is not said that they agree.
pub fn verify_entry(case: &Case, record: RecordId, agrees: bool, words: &str) -> Decision {
    let nothing = || vec![Refusal::NothingToDo];
    let typed = case.transcription(record).ok_or_else(nothing)?;
    let stands = case.record(record).is_some_and(|record| !record.voided);
    if typed.verified.is_some() || !stands {
        return Err(nothing());
    }
    let mut wrong = Vec::new();
    if !agrees {
        wrong.push(Refusal::Required { field: "agrees" });
    }
    match text("words", words, false, WORDS) {
        Ok(words) if wrong.is_empty() => Ok(vec![Event::EntryVerified(EntryVerified { record, words })]),
        said => {
            wrong.extend(said.err());
            Err(wrong)
        }
    }
}
