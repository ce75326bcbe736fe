//! The doses were stopped after the time that the form says: whether the dose was given before that is asked, and the stop
//! shown.

use super::sheet::Sheet;
use crate::domain::decide::stopped_since;
use crate::domain::dosing::NoDose;
use crate::domain::refusal::Refusal;
use crate::text::Words;
use crate::web::refused::words;
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Banner, Tone};

/// That it was given before the doses were stopped.
pub(super) const GIVEN_BEFORE: &str = "given_before";

/// Names the stop that was shown beside that answer: one that comes later is asked about anew.
pub(super) const STOP_SEEN: &str = "stop_seen";

/// Which stop it is said to have been given before; empty where nothing is said.
pub(super) fn said_before(typed: &Typed) -> &str {
    if typed.ticked(GIVEN_BEFORE) {
        typed.text(STOP_SEEN)
    } else {
        ""
    }
}

/// What has stopped the doses since the time typed.
pub(super) fn stop(sheet: &Sheet<'_>) -> Option<NoDose> {
    let protocol = sheet.protocol()?;
    stopped_since(&sheet.file.case, &sheet.injection(), protocol, &sheet.file.now)
}

/// Whoever says on the page of a stop that it was given earlier has said it of that stop.
pub(super) fn said_of(sheet: &mut Sheet<'_>) {
    if let Some(stop) = stop(sheet) {
        let said = [(GIVEN_BEFORE, "yes"), (STOP_SEEN, stop.code())];
        let said = said.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let typed = std::mem::take(&mut sheet.typed);
        sheet.typed = typed.merged(&Typed::from_fields(said.into()));
    }
}

/// Puts the question into the form: answered only where it was answered of this stop.
pub(super) fn ask(sheet: &Sheet<'_>, form: &mut Form) {
    let stop = stop(sheet);
    let code = stop.as_ref().map_or("", NoDose::code);
    if code.is_empty() || said_before(&sheet.typed) != code {
        form.values.remove(GIVEN_BEFORE);
    }
    if !code.is_empty() {
        form.carried.insert(STOP_SEEN.to_owned(), code.to_owned());
    }
}

/// The stop, as the page of the injection says it.
pub(super) fn banner(sheet: &Sheet<'_>) -> Option<Banner> {
    let stop = stop(sheet)?;
    Some(Banner {
        tone: Tone::Bad,
        title: words(&Refusal::NoDose(stop)),
        words: Some(Words::key("stopped-since-words")),
        link: None,
    })
}

/// That the record will be an incident, which a physician looks at; nothing where none follows.
pub(super) fn warning(sheet: &Sheet<'_>) -> Option<Words> {
    match stop(sheet)?.code() {
        "held" => Some(Words::key("answers-incident-held")),
        "suspended" => Some(Words::key("answers-incident-suspended")),
        _ => None,
    }
}
