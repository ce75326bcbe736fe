//! What these pages say alike: old and new side by side, offers, the answer of the receiver.

use crate::domain::event::Bars;
use crate::domain::passage::{Offer, OfferState, standing};
use crate::domain::shift::{Shift, Shifted};
use crate::store::file::CaseFile;
use crate::store::passage::answer_by;
use crate::text::Words;
use crate::web::pages::case_head::{on, organisation};
use crate::web::pages::case_page::timeline::passage::{
    appointment, appointment_at, barring, hours, permission,
};
use crate::web::typed::Typed;
use crate::web::views::Form;
use crate::web::views::parts::{Choice, Row, Status, Tone};
use crate::web::views::passage::{Entry, Field, ShiftRow, ShiftTable};
use crate::web::visit::Visit;
use chrono::NaiveDate;

/// Old and new side by side.
pub(super) fn shift_table(visit: &Visit<'_>, file: &CaseFile, shift: Shift) -> ShiftTable {
    let rows = shift.moved.into_iter().map(|moved| {
        let role = visit.desk.rules().places.role_name(&moved.owner.role).cloned();
        let role = role.map_or_else(|| Words::plain(moved.owner.role.clone()), Words::Localised);
        ShiftRow {
            kind: Words::key(format!("kind-{}", moved.kind.code())),
            owner: Words::key("ladder-role")
                .words("role", role)
                .words("organisation", organisation(file, moved.owner.organisation)),
            old_on: moved.before,
            new_on: moved.after,
            impossible: not_any_more(&moved),
        }
    });
    ShiftTable {
        old_on: shift.old_on,
        new_on: shift.new_on,
        rows: rows.collect(),
        earlier: false,
    }
}

/// What the move has made impossible: something in time, or an appointment.
fn not_any_more(moved: &Shifted) -> Option<Status> {
    let late = moved.impossible.then(|| Words::key("shift-impossible"));
    let appointment = || Some(Words::key("shift-appointment").date("on", moved.appointment?));
    let words = late.or_else(appointment)?;
    Some(Status::new(Tone::Bad, words))
}

/// How an offer stands, seen from a day.
pub(super) fn offer_status(state: OfferState, due_on: NaiveDate, today: NaiveDate) -> Status {
    let (tone, key) = match state {
        OfferState::Open if due_on < today => (Tone::Bad, "silent"),
        OfferState::Open => (Tone::Info, "open"),
        OfferState::Accepted => (Tone::Good, "accepted"),
        OfferState::Completed => (Tone::Quiet, "completed"),
        OfferState::Rejected => (Tone::Bad, "rejected"),
        OfferState::Withdrawn => (Tone::Quiet, "withdrawn"),
        OfferState::Expired => (Tone::Bad, "expired"),
        OfferState::Lapsed => (Tone::Quiet, "lapsed"),
    };
    Status::new(tone, Words::key(format!("offer-state-{key}")))
}

/// What is known of an offer, line by line.
pub(super) fn offer_lines(visit: &Visit<'_>, file: &CaseFile, offer: &Offer, clinical: bool) -> Vec<Words> {
    let content = &offer.content;
    let plain = |text: &str| Some(Words::plain(text.to_owned())).filter(|_| !text.is_empty());
    let mut lines = vec![
        Words::key(format!("handover-reason-{}", content.reason.code())),
        Words::key("handover-expected").date("on", offer.expected_on(file.case.release_on())),
    ];
    lines.extend(
        content
            .back_on
            .map(|back| Words::key("handover-back").date("on", back)),
    );
    if offer.state() == OfferState::Open {
        let due_on = answer_by(content, visit.desk.rules());
        lines.push(Words::key("handover-answer-due").date("on", due_on));
    }
    lines.extend(plain(&content.words).filter(|_| clinical));
    lines.extend(offer.outcome.as_ref().and_then(|outcome| plain(&outcome.words)));
    lines.extend(offer.appointment.map(|known| appointment(file, &known)));
    lines.extend(offer.leave.as_ref().map(permission));
    lines
}

/// The restrictions under which the person lives, or will: hours at home first.
pub(in crate::web::pages) fn restrictions(visit: &Visit<'_>, file: &CaseFile) -> Vec<Row> {
    let (passage, today) = (&file.case.passage, file.now.today());
    let curfew = standing(&passage.curfews).next_back();
    let curfew = curfew.filter(|entry| entry.content.until_on.is_none_or(|until| until >= today));
    let curfew = curfew.map(|entry| {
        let words = hours(entry.content.begins, entry.content.ends);
        Row::new(Words::key("passage-curfew"), words)
    });
    let rules = visit.desk.rules().continuity_for(today);
    let others = passage.restrictions_from(today).into_iter().filter_map(|entry| {
        let name = rules?.restriction_name(&entry.content.kind);
        let bars = barring(visit, &entry.content.bars);
        let from_on = Some(entry.content.from_on).filter(|from_on| *from_on > today);
        let words = match from_on {
            Some(from_on) => Words::key("list-and")
                .words("first", bars)
                .words("second", Words::key("effective-from").date("on", from_on)),
            None => bars,
        };
        Some(Row::new(name, words))
    });
    curfew.into_iter().chain(others).collect()
}

/// The places to keep away from, now and to come, in the words of the papers: what lies near a place no program knows.
pub(super) fn keep_away(file: &CaseFile) -> Vec<String> {
    let counting = file.case.passage.restrictions_from(file.now.today()).into_iter();
    let places = counting.filter_map(|entry| match &entry.content.bars {
        Bars::Near { places } => Some(places.clone()),
        Bars::Hours { .. } | Bars::Outside { .. } => None,
    });
    places.collect()
}

/// What is said of them beside the choice of a place; nothing where there are none.
pub(super) fn keep_away_hint(file: &CaseFile) -> Option<Words> {
    let places = keep_away(file);
    (!places.is_empty()).then(|| Words::key("keep-away-hint").words("places", places.join("; ")))
}

/// The box by which whoever names an appointment says that it brings the person to none of them.
const KEEP_AWAY_READ: &str = "keep_away_read";

/// That box, below the words of the papers; none where there is nothing to read.
pub(super) fn keep_away_box(file: &CaseFile) -> Option<Field> {
    let warnings = keep_away(file).into_iter();
    let warnings = warnings.map(|places| {
        let words = Words::key("keep-away-warning").words("places", places.clone());
        Choice::new(places, words)
    });
    let warnings: Vec<_> = warnings.collect();
    let ticked = || Field::new(KEEP_AWAY_READ, "keep-away-read", Entry::Check);
    (!warnings.is_empty()).then(|| ticked().choices(warnings))
}

/// The form again where there is something to read and nobody has said that he read it.
pub(super) fn keep_away_unread(file: &CaseFile, typed: &Typed) -> Option<Form> {
    let unread = !keep_away(file).is_empty() && !typed.ticked(KEEP_AWAY_READ);
    unread.then(|| {
        let said = Words::key("keep-away-unread");
        typed.form().problem(KEEP_AWAY_READ, said)
    })
}

/// Who asks whom.
pub(super) fn between(file: &CaseFile, offer: &Offer) -> Words {
    Words::key("handover-from-to")
        .words("from", organisation(file, offer.content.from))
        .words("to", organisation(file, offer.content.to))
}

/// An offer as rows of a summary, each with a label of its own.
pub(super) fn offer_rows(visit: &Visit<'_>, file: &CaseFile, offer: &Offer, clinical: bool) -> Vec<Row> {
    let content = &offer.content;
    let row = |label: &'static str, words: Words| Some(Row::new(Words::key(label), words));
    let said =
        |label, text: &str| row(label, Words::plain(text.to_owned())).filter(|_| !text.trim().is_empty());
    let reason = Words::key(format!("handover-reason-{}", content.reason.code()));
    let open = offer.state() == OfferState::Open;
    let rows = [
        row("handover-between", between(file, offer)),
        row("handover-purpose", reason),
        row("handover-from-on", on(offer.expected_on(file.case.release_on()))),
        content.back_on.and_then(|back| row("handover-back-on", on(back))),
        row("handover-answer-by", on(answer_by(content, visit.desk.rules()))).filter(|_| open),
        said("handover-words", &content.words).filter(|_| clinical),
        offer
            .outcome
            .as_ref()
            .and_then(|outcome| said("handover-answered", &outcome.words)),
        offer
            .appointment
            .and_then(|known| row("first-visit-named", appointment_at(file, &known))),
        offer
            .leave
            .as_ref()
            .and_then(|known| row("leave-title", permission(known))),
    ];
    rows.into_iter().flatten().collect()
}
