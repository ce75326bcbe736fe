//! Entries typed from paper, and doses that belong elsewhere: marked as such wherever they stand.

use crate::access::Action;
use crate::commands::verifying;
use crate::domain::event::EntryTranscribed;
use crate::domain::ids::RecordId;
use crate::domain::paper::RowCode;
use crate::store::file::CaseFile;
use crate::text::Words;
use crate::web::pages::case_head::who;
use crate::web::views::parts::Link;
use crate::web::visit::Visit;

/// From which row of which sheet.
pub(super) fn transcribed(from: &EntryTranscribed) -> Vec<Words> {
    let row = from.row.parse::<RowCode>();
    let row = row.map_or_else(|_| from.row.clone(), |code| code.to_string());
    let place = Words::key("entry-from-paper")
        .words("sheet", from.sheet.clone())
        .words("row", row);
    let scan = from.scan_sha256.clone();
    let scan = scan.map(|hash| Words::key("entry-scan").words("hash", hash));
    std::iter::once(place).chain(scan).collect()
}

/// What a record's own entry says about the paper it was typed from.
pub(super) fn marks(file: &CaseFile, record: RecordId) -> Vec<Words> {
    let imported = file
        .case
        .imported
        .as_ref()
        .filter(|from| from.records.contains(&record));
    let imported = imported.map(|from| {
        let timeless = from.without_time.contains(&record);
        Words::key(if timeless {
            "import-dose-without-time"
        } else {
            "import-dose"
        })
    });
    let moved_here = file
        .case
        .mistake_of(record)
        .filter(|known| known.reported.record != record);
    let moved_here = moved_here.map(|known| {
        Words::key("wrong-person-moved-from").words("other", known.reported.other_reference.clone())
    });
    let Some(typed) = file.case.transcription(record) else {
        return moved_here.into_iter().chain(imported).collect();
    };
    let compared = match &typed.verified {
        Some((by, _)) => Words::key("entry-compared-by").words("who", who(file, by)),
        None => Words::key("entry-not-compared"),
    };
    let mut marks = transcribed(&typed.from);
    marks.push(compared);
    marks.extend(moved_here);
    marks
}

/// The way to compare it, for a second person.
pub(super) fn compare(visit: &Visit<'_>, file: &CaseFile, record: RecordId) -> Option<Link> {
    file.case
        .transcription(record)
        .filter(|typed| typed.verified.is_none())?;
    let context = verifying(file, record).ok()?;
    let facts = file.facts.clone().into();
    let may = visit
        .desk
        .allows(visit.actor(), Action::VerifyEntry, &facts, &context);
    let href = format!("/cases/{}/records/{record}/verify", file.case.id);
    may.then(|| Link::new(href, Words::key("verify-entry-action")))
}

/// Where a dose stands that was struck out here because it was given to another person.
pub(super) fn moved_to(file: &CaseFile, record: RecordId) -> Option<Link> {
    let known = file.case.mistake_of(record)?;
    let words = Words::key("wrong-person-moved-to").words("other", known.reported.other_reference.clone());
    let there = known.reported.record == record;
    there.then(|| Link::new(format!("/cases/{}", known.reported.other), words))
}

/// The way to say that a dose was given to another person.
pub(super) fn elsewhere(visit: &Visit<'_>, file: &CaseFile, record: RecordId) -> Option<Link> {
    file.case.doses.iter().find(|dose| dose.content.id == record)?;
    let reported = file.case.open_mistake(record).is_some();
    let may = !reported && visit.may(Action::ReportWrongPerson, &file.facts.clone().into());
    let href = format!("/cases/{}/records/{record}/wrong-person", file.case.id);
    may.then(|| Link::new(href, Words::key("report-wrong-person-action")))
}
