//! What differs between two drafts of a letter, field by field, in words.

use super::blocks::{Block, blocks, in_place};
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
        all.filter(|(_, other)| other.label == *label)
            .map(|(at, _)| at)
            .collect()
    };
    // For each field of the newer one its place in the older one.
    let mut beside = vec![None; new.len()];
    for (first, field) in new.iter().enumerate() {
        let label = &field.label;
        if new[..first].iter().any(|other| other.label == *label) {
            continue;
        }
        let (olds, news) = (of(&old, label), of(&new, label));
        let said = |fields: &[Field], at: &[usize]| -> Vec<Words> {
            at.iter().map(|at| fields[*at].value.clone()).collect()
        };
        for (was, is) in pairs(&said(&old, &olds), &said(&new, &news), field.paragraph) {
            beside[news[is]] = Some(olds[was]);
        }
    }
    let changed = new.iter().zip(&beside).filter_map(|(field, was)| {
        let before = was.map(|was| &old[was].value);
        (before != Some(&field.value)).then(|| Change {
            field: field.label.clone(),
            before: before.cloned(),
            after: Some(field.value.clone()),
        })
    });
    let alone = old.iter().enumerate();
    let alone = alone.filter(|(at, _)| !beside.contains(&Some(*at)));
    let gone = alone.map(|(_, field)| Change {
        field: field.label.clone(),
        before: Some(field.value.clone()),
        after: None,
    });
    changed.chain(gone).collect()
}

/// A label with what it says.
struct Field {
    label: Words,
    value: Words,
    /// Is it one of the paragraphs under a heading? Any other label asks one thing, whatever is said to it.
    paragraph: bool,
}

/// Which of the older words stand beside which of the newer ones, both in order: the same beside the same as far as possible, then
/// the same sentence with other values, then what is left between two of these, one by one; of paragraphs only those of which one
/// stands in the place of the other.
fn pairs(old: &[Words], new: &[Words], paragraphs: bool) -> Vec<(usize, usize)> {
    let together = |was: usize, is: usize| !paragraphs || replaces(&old[was], &new[is]);
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
            found.extend(beside(&mut left_old, &mut left_new, &together));
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
    found.extend(beside(&mut left_old, &mut left_new, &together));
    found
}

/// Sets side by side what was left over, each beside the first that it may stand beside. Nothing stays for later.
fn beside(
    old: &mut Vec<usize>,
    new: &mut Vec<usize>,
    together: &impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for was in old.drain(..) {
        if let Some(place) = new.iter().position(|is| together(was, *is)) {
            found.push((was, new.remove(place)));
        }
    }
    new.clear();
    found
}

/// May one paragraph have taken the place of the other? What somebody wrote himself has no key: there the order tells.
fn replaces(before: &Words, after: &Words) -> bool {
    match (before, after) {
        (Words::Key { key, .. }, Words::Key { key: other, .. }) => in_place(key, other),
        (Words::Key { .. }, _) | (_, Words::Key { .. }) => false,
        _ => true,
    }
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
    let row = |(label, value)| Field {
        label,
        value,
        paragraph: false,
    };
    let paragraph = |heading: &Words, value| Field {
        label: heading.clone(),
        value,
        paragraph: true,
    };
    let mut fields = vec![
        row((
            Words::key("letter-field-sender"),
            Words::Localised(sheet.sender.name.clone()),
        )),
        row((Words::key("letter-addressee"), addressee(sheet))),
    ];
    let mut heading = Words::key("letter-field-text");
    for block in blocks(sheet, dated.on) {
        match block {
            Block::Heading(words) => heading = words,
            Block::Text(words) => fields.push(paragraph(&heading, words)),
            Block::Rows(rows) => fields.extend(rows.into_iter().map(row)),
            Block::List(items) => fields.extend(items.into_iter().map(|item| paragraph(&heading, item))),
            Block::Table(table) => {
                for cells in table.rows {
                    let mut cells = cells.into_iter();
                    let Some(first) = cells.next() else { continue };
                    let label = Words::key("letter-field-row")
                        .words("table", table.title.clone())
                        .words("row", first);
                    let value = cells.reduce(|said, cell| {
                        Words::key("letter-cells")
                            .words("before", said)
                            .words("cell", cell)
                    });
                    fields.push(row((label, value.unwrap_or_else(|| Words::plain("—")))));
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
        assert_eq!(pairs(&old, &new, true), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(pairs(&new, &old, true), [(1, 0), (2, 1), (3, 2)]);
        let put_in = plain(&["a", "x", "b", "y", "c"]);
        assert_eq!(pairs(&old, &put_in, true), [(0, 0), (1, 2), (2, 4)]);
    }

    #[test]
    fn what_was_put_in_the_place_of_another_stands_beside_it() {
        let (old, new) = (plain(&["a", "b", "c"]), plain(&["a", "x", "c", "y"]));
        assert_eq!(pairs(&old, &new, true), [(0, 0), (1, 1), (2, 2)]);
        assert!(pairs(&old, &[], true).is_empty() && pairs(&[], &new, true).is_empty());
    }

    #[test]
    fn a_sentence_stands_beside_itself_with_another_value() {
        let by = |on: &str| Words::key("letter-missed-answer-by").words("on", on);
        let over = || Words::key("letter-missed-over-words");
        let (old, new) = (vec![by("1"), over()], vec![Words::plain("x"), by("2"), over()]);
        assert_eq!(pairs(&old, &new, true), [(0, 1), (1, 2)]);
        // The same is beside the same, whatever other sentence of its kind was put in before it.
        let (old, new) = (vec![by("1"), by("2")], vec![by("3"), by("1"), by("2")]);
        assert_eq!(pairs(&old, &new, true), [(0, 1), (1, 2)]);
    }

    #[test]
    fn a_paragraph_stands_beside_none_that_says_something_else() {
        let keys =
            |keys: &[&'static str]| -> Vec<Words> { keys.iter().map(|key| Words::key(*key)).collect() };
        let old = keys(&["letter-missed-words", "letter-missed-answer"]);
        let new = keys(&[
            "letter-corrected-words",
            "letter-missed-no-record-words",
            "letter-missed-asks-others",
        ]);
        assert_eq!(pairs(&old, &new, true), [(0, 1), (1, 2)]);
        assert_eq!(pairs(&new, &old, true), [(1, 0), (2, 1)]);
        let justified = keys(&["letter-justified-words"]);
        assert!(pairs(&old, &justified, true).is_empty());
        // Beside a label of its own another answer is another answer to the same.
        assert_eq!(pairs(&old, &justified, false), [(0, 0)]);
    }
}
