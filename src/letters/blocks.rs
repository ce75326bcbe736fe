//! What a letter says, part by part, in words that are not yet of one language.

mod clinical;
mod house;
mod open;
mod supply;

use crate::domain::letter::{Content, NextVisit, Office, Sheet};
use crate::domain::localised::Localised;
use crate::domain::time::civil_date;
use crate::text::{self, Language, Words};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Asia::Almaty;

/// A part of a letter.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// A paragraph.
    Text(Words),
    /// A heading.
    Heading(Words),
    /// Labels with what they say.
    Rows(Vec<(Words, Words)>),
    /// A table.
    Table(Table),
    /// A list.
    List(Vec<Words>),
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    /// What it shows.
    pub(super) title: Words,
    /// Heads of the columns, with the width of each in parts.
    pub(super) head: Vec<(Words, u8)>,
    /// Its rows.
    pub(super) rows: Vec<Vec<Words>>,
    /// What is said where it has none.
    pub(super) empty: Words,
}

/// Does one paragraph stand in the place of the other, by the keys of their texts?
pub(super) fn in_place(before: &str, after: &str) -> bool {
    let all = open::IN_PLACE.iter().chain(clinical::IN_PLACE);
    let mut all = all.chain(supply::IN_PLACE);
    let ended = |key: &str| key.starts_with(open::ENDED);
    before == after
        || (ended(before) && ended(after))
        || all.any(|group| group.contains(&before) && group.contains(&after))
}

/// The parts of a letter, below its title, as they are said on a day.
pub(super) fn blocks(sheet: &Sheet, dated_on: NaiveDate) -> Vec<Block> {
    let mut blocks = vec![Block::Rows(about(sheet))];
    blocks.retain(|block| !matches!(block, Block::Rows(rows) if rows.is_empty()));
    blocks.extend(match &sheet.content {
        Content::MissedNotice(absence) => open::missed(absence, dated_on),
        Content::JustifiedAbsence(absence) => open::justified(absence),
        Content::ReleaseNotice(notice) => open::release(notice),
        Content::MeasureEnded(ended) => open::ended(ended),
        Content::HandoverAct(act) => clinical::handover(act),
        Content::Recall(recalled) => clinical::recalled(recalled),
        Content::RecallNotice(recalled) => supply::recalled(recalled),
        Content::TreatmentCertificate(certificate) => open::certificate(certificate),
        Content::CourtSubmission(submission) => open::submission(submission),
        Content::ReviewConclusion(conclusion) => clinical::conclusion(conclusion),
        Content::OwnRecord(record) => clinical::own_record(record),
        Content::BreachDossier(breach) => house::breach(breach),
    });
    blocks
}

/// Whom the letter is about, and who asked for it.
fn about(sheet: &Sheet) -> Vec<(Words, Words)> {
    let mut rows = Vec::new();
    if let Some(person) = &sheet.person {
        rows.push((key("letter-reference"), Words::plain(person.reference.clone())));
        rows.push((key("letter-person"), Words::plain(person.name.clone())));
        rows.push((key("letter-born"), day(person.born_on)));
    }
    if let Some(asked) = &sheet.asked {
        rows.push((key("letter-asked-by"), Words::plain(asked.by.clone())));
        rows.push((key("letter-asked-on"), day(asked.on)));
        rows.push((key("letter-asked-ground"), Words::plain(asked.ground.clone())));
    }
    rows
}

/// The text of a key.
pub(super) fn key(key: &'static str) -> Words {
    Words::key(key)
}

/// A civil date, as letters say it: without its weekday.
#[must_use]
pub fn day(on: NaiveDate) -> Words {
    Words::Localised(Localised {
        kk: text::date(on, Language::Kk),
        ru: text::date(on, Language::Ru),
        en: text::date(on, Language::En),
    })
}

/// A civil date, or a dash.
pub(super) fn day_or_dash(on: Option<NaiveDate>) -> Words {
    on.map_or_else(|| Words::plain("—"), day)
}

/// A moment in the time of the installation's authority.
pub(super) fn moment(at: DateTime<Utc>) -> Words {
    let local = at.with_timezone(&Almaty);
    key("letter-moment")
        .words("on", day(civil_date(at, Almaty)))
        .words("time", local.format("%H:%M").to_string())
}

/// An organisation with its telephone.
pub(super) fn place(office: &Office) -> Words {
    if office.phone.is_empty() {
        return Words::Localised(office.name.clone());
    }
    key("letter-place")
        .words("name", Words::Localised(office.name.clone()))
        // A number stays on one line.
        .words("phone", office.phone.replace(' ', "\u{a0}"))
}

/// When the next visit is.
pub(super) fn next_visit(next: Option<NextVisit>) -> Words {
    match next {
        Some(NextVisit::On(on)) => day(on),
        Some(NextVisit::After(until)) => key("letter-next-after").words("on", day(until)),
        Some(NextVisit::AtOnce) => key("letter-next-at-once"),
        Some(NextVisit::Named) => key("letter-next-named"),
        None => key("letter-next-none"),
    }
}

/// The first appointment: a day with an hour, or that there is none yet.
pub(super) fn first_visit(visit: Option<(NaiveDate, NaiveTime)>) -> Words {
    visit.map_or_else(
        || key("letter-release-first-visit-unset"),
        |(on, at)| {
            key("letter-moment")
                .words("on", day(on))
                .words("time", at.format("%H:%M").to_string())
        },
    )
}

/// A number as words.
pub(super) fn number(number: u32) -> Words {
    Words::plain(number.to_string())
}
