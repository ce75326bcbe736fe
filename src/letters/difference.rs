//! What differs between two drafts of a letter, field by field, in words.

use super::blocks::{Block, blocks};
use crate::domain::letter::{Addressee, Sheet};
use crate::text::Words;
use chrono::NaiveDate;

/// A sheet as it is said on a day: whether a time to answer is over is part of what a paper says.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a> {
    /// What it says.
    pub sheet: &'a Sheet,
    /// The day that stands on the paper.
    pub on: NaiveDate,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which field.
    pub field: Words,
    /// What it said; none where it was not there.
    pub before: Option<Words>,
    /// What it says; none where it is there no more.
    pub after: Option<Words>,
}

/// What differs, in the order of the newer one; what is there no more comes last.
#[must_use]
pub fn difference(before: Dated<'_>, after: Dated<'_>) -> Vec<Change> {
    let (old, new) = (fields(before), fields(after));
    let in_old = |label: &Words, nth: usize| find(&old, label, nth);
    let changed = new.iter().enumerate().filter_map(|(at, (label, value))| {
        let nth = new[..at].iter().filter(|(other, _)| other == label).count();
        let before = in_old(label, nth);
        (before != Some(value)).then(|| Change {
            field: label.clone(),
            before: before.cloned(),
            after: Some(value.clone()),
        })
    });
    let gone = old.iter().enumerate().filter_map(|(at, (label, value))| {
        let nth = old[..at].iter().filter(|(other, _)| other == label).count();
        find(&new, label, nth).is_none().then(|| Change {
            field: label.clone(),
            before: Some(value.clone()),
            after: None,
        })
    });
    changed.chain(gone).collect()
}

fn find<'a>(fields: &'a [(Words, Words)], label: &Words, nth: usize) -> Option<&'a Words> {
    let mut alike = fields.iter().filter(|(other, _)| other == label);
    alike.nth(nth).map(|(_, value)| value)
}

/// To whom a letter goes.
#[must_use]
pub fn addressee(sheet: &Sheet) -> Words {
    let person = || {
        let person = sheet.person.as_ref();
        person.map_or_else(|| Words::key("none"), |person| Words::plain(person.name.clone()))
    };
    match &sheet.addressee {
        Addressee::Office(office) => Words::Localised(office.name.clone()),
        Addressee::Named(name) => Words::plain(name.clone()),
        Addressee::Person => person(),
        Addressee::PersonAt(place) => Words::key("letter-person-at")
            .words("name", person())
            .words("place", Words::Localised(place.name.clone())),
        Addressee::DataAuthority => Words::key("letter-data-authority"),
    }
}

/// A letter as labels with what they say. A row of a table is known by its first cell.
fn fields(dated: Dated<'_>) -> Vec<(Words, Words)> {
    let sheet = dated.sheet;
    let mut fields = vec![
        (
            Words::key("letter-field-sender"),
            Words::Localised(sheet.sender.name.clone()),
        ),
        (Words::key("letter-addressee"), addressee(sheet)),
    ];
    let mut heading = Words::key("letter-field-text");
    for block in blocks(sheet, dated.on) {
        match block {
            Block::Heading(words) => heading = words,
            Block::Text(words) => fields.push((heading.clone(), words)),
            Block::Rows(rows) => fields.extend(rows),
            Block::List(items) => fields.extend(items.into_iter().map(|item| (heading.clone(), item))),
            Block::Table(table) => {
                for row in table.rows {
                    let mut cells = row.into_iter();
                    let Some(first) = cells.next() else { continue };
                    let label = Words::key("letter-field-row")
                        .words("table", table.title.clone())
                        .words("row", first);
                    let value = cells.reduce(|said, cell| {
                        Words::key("letter-cells")
                            .words("before", said)
                            .words("cell", cell)
                    });
                    fields.push((label, value.unwrap_or_else(|| Words::plain("—"))));
                }
                heading = table.title;
            }
        }
    }
    fields
}
