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

/// What differs, in the order of the newer one; what is there no more comes last. What stands under one label, such as the
/// paragraphs under a heading, is set side by side first: one that was put in changes none that follow.
#[must_use]
pub fn difference(before: Dated<'_>, after: Dated<'_>) -> Vec<Change> {
    let (old, new) = (fields(before), fields(after));
    let of = |fields: &[Field], label: &Words| -> Vec<usize> {
        let all = fields.iter().enumerate();
        all.filter(|(_, (other, _))| other == label)
            .map(|(at, _)| at)
            .collect()
    };
    // For each field of the newer one its place in the older one.
    let mut beside = vec![None; new.len()];
    for (first, (label, _)) in new.iter().enumerate() {
        if new[..first].iter().any(|(other, _)| other == label) {
            continue;
        }
        let (olds, news) = (of(&old, label), of(&new, label));
        let said = |fields: &[Field], at: &[usize]| -> Vec<Words> {
            at.iter().map(|at| fields[*at].1.clone()).collect()
        };
        for (was, is) in pairs(&said(&old, &olds), &said(&new, &news)) {
            beside[news[is]] = Some(olds[was]);
        }
    }
    let changed = new.iter().zip(&beside).filter_map(|((label, value), was)| {
        let before = was.map(|was| &old[was].1);
        (before != Some(value)).then(|| Change {
            field: label.clone(),
            before: before.cloned(),
            after: Some(value.clone()),
        })
    });
    let alone = old.iter().enumerate();
    let alone = alone.filter(|(at, _)| !beside.contains(&Some(*at)));
    let gone = alone.map(|(_, (label, value))| Change {
        field: label.clone(),
        before: Some(value.clone()),
        after: None,
    });
    changed.chain(gone).collect()
}

/// A label with what it says.
type Field = (Words, Words);

/// Which of the older words stand beside which of the newer ones, both in order: the same beside the same as far as possible, then
/// the same sentence with other values, then what is left between two of these, one by one.
fn pairs(old: &[Words], new: &[Words]) -> Vec<(usize, usize)> {
    // The best that can be made of what follows a place in both.
    let mut best = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for was in (0..old.len()).rev() {
        for is in (0..new.len()).rev() {
            let both = alike(&old[was], &new[is]).map_or(0, |likeness| likeness + best[was + 1][is + 1]);
            best[was][is] = both.max(best[was + 1][is]).max(best[was][is + 1]);
        }
    }
    let (mut found, mut was, mut is) = (Vec::new(), 0, 0);
    let (mut left_old, mut left_new) = (Vec::new(), Vec::new());
    while was < old.len() || is < new.len() {
        let likeness = old.get(was).zip(new.get(is));
        let likeness = likeness.and_then(|(before, after)| alike(before, after));
        if likeness.is_some_and(|likeness| likeness + best[was + 1][is + 1] == best[was][is]) {
            found.extend(left_old.drain(..).zip(left_new.drain(..)));
            found.push((was, is));
            (was, is) = (was + 1, is + 1);
        } else if was < old.len() && (is == new.len() || best[was + 1][is] == best[was][is]) {
            left_old.push(was);
            was += 1;
        } else {
            left_new.push(is);
            is += 1;
        }
    }
    found.extend(left_old.into_iter().zip(left_new));
    found
}

/// How far two say the same: in full, or in the same sentence.
fn alike(before: &Words, after: &Words) -> Option<usize> {
    match (before, after) {
        _ if before == after => Some(2),
        (Words::Key { key, .. }, Words::Key { key: other, .. }) => (key == other).then_some(1),
        _ => None,
    }
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
fn fields(dated: Dated<'_>) -> Vec<Field> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(words: &[&str]) -> Vec<Words> {
        words.iter().map(|words| Words::plain(*words)).collect()
    }

    #[test]
    fn a_paragraph_that_was_put_in_changes_none_that_follow() {
        let (old, new) = (plain(&["a", "b", "c"]), plain(&["x", "a", "b", "c"]));
        assert_eq!(pairs(&old, &new), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(pairs(&new, &old), [(1, 0), (2, 1), (3, 2)]);
        let put_in = plain(&["a", "x", "b", "y", "c"]);
        assert_eq!(pairs(&old, &put_in), [(0, 0), (1, 2), (2, 4)]);
    }

    #[test]
    fn what_was_put_in_the_place_of_another_stands_beside_it() {
        let (old, new) = (plain(&["a", "b", "c"]), plain(&["a", "x", "c", "y"]));
        assert_eq!(pairs(&old, &new), [(0, 0), (1, 1), (2, 2)]);
        assert!(pairs(&old, &[]).is_empty() && pairs(&[], &new).is_empty());
    }

    #[test]
    fn a_sentence_stands_beside_itself_with_another_value() {
        let by = |on: &str| Words::key("letter-missed-answer-by").words("on", on);
        let over = || Words::key("letter-missed-over-words");
        let (old, new) = (vec![by("1"), over()], vec![Words::plain("x"), by("2"), over()]);
        assert_eq!(pairs(&old, &new), [(0, 1), (1, 2)]);
        // The same is beside the same, whatever other sentence of its kind was put in before it.
        let (old, new) = (vec![by("1"), by("2")], vec![by("3"), by("1"), by("2")]);
        assert_eq!(pairs(&old, &new), [(0, 1), (1, 2)]);
    }
}
