//! The number of a lot as somebody types it from a pack: with other dashes, another alphabet, wide letters, other digits.

use unicode_normalization::UnicodeNormalization as _;

/// The zeros of the scripts that count with digits of their own; nine more follow each.
const ZEROS: [u32; 22] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0de6,
    0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0,
];

/// What stands before a number on a pack and is not part of it.
const LABELS: [&str; 6] = ["lot", "batch", "серия", "партия", "топтама", "лот"];

/// What the number of a lot reads as: its letters and digits, raised, in their plain forms, with Latin letters for the
/// Cyrillic ones that look the same. Whoever types a number from a pack does not see which dash or which alphabet it was
/// printed in, and a recalled lot must not pass for another because of it. The digit 0 and the letter O stay apart: both may
/// be meant.
#[must_use]
pub fn lot_reads(number: &str) -> String {
    let written = number.chars().filter(|sign| sign.is_alphanumeric());
    let letters = written.nfkc().flat_map(char::to_uppercase);
    let latin = letters.map(|letter| match letter {
        'А' => 'A',
        'В' => 'B',
        'Е' => 'E',
        'К' => 'K',
        'М' => 'M',
        'Н' => 'H',
        'О' => 'O',
        'Р' => 'P',
        'С' => 'C',
        'Т' => 'T',
        'У' => 'Y',
        'Х' => 'X',
        'І' => 'I',
        other => digit(other).unwrap_or(other),
    });
    latin.filter(|letter| letter.is_alphanumeric()).collect()
}

/// The digit that a sign of another script stands for.
fn digit(sign: char) -> Option<char> {
    let sign = u32::from(sign);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&sign))?;
    char::from_digit(sign - zero, 10)
}

/// What the number of a lot may pass for: what it reads as, without the word that stands before it on the pack, and with the
/// digits for the letters that look like them. Two different lots may pass for one another, so this is asked only of lots that
/// are recalled, where a number reads as none on record.
#[must_use]
pub fn lot_passes_for(number: &str) -> String {
    let whole = folded(number);
    let mut bare = whole.as_str();
    while let Some(rest) = LABELS.iter().find_map(|label| without(bare, &folded(label))) {
        bare = rest;
    }
    bare.to_owned()
}

/// A text without its beginning, where something is left of it then.
fn without<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    text.strip_prefix(beginning).filter(|rest| !rest.is_empty())
}

fn folded(number: &str) -> String {
    let letters = lot_reads(number);
    let digits = letters.chars().map(|letter| match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::{lot_passes_for, lot_reads};

    #[test]
    fn a_lot_reads_the_same_however_it_is_typed() {
        for typed in [
            "TR2611-C",
            "tr2611-c",
            " TR 2611 C ",
            "TR2611C",
            "TR2611–C",
            "TR2611-С",
            "№ TR2611-C",
            "ＴＲ２６１１－Ｃ",
            "TR٢٦١١-C",
            "TR۲۶۱۱C",
            "TR२६११C",
            "ТР2611-С".replace('Р', "R").as_str(),
        ] {
            assert_eq!(lot_reads(typed), "TR2611C", "{typed}");
        }
        assert_eq!(lot_reads("АВЕКМНОРСТУХІ"), "ABEKMHOPCTYXI");
        assert_ne!(lot_reads("L7-0042"), lot_reads("L7-OO42"));
        assert_eq!(lot_reads("—"), "");
    }

    #[test]
    fn a_lot_passes_for_one_that_looks_like_it() {
        for typed in [
            "TR2610",
            "lot TR2610",
            "LOT: TR-261O",
            "L0T TR26lO",
            "серия № ТR2610",
            "TR26I0",
        ] {
            assert_eq!(lot_passes_for(typed), "TR2610", "{typed}");
        }
        assert_eq!(lot_passes_for("LOT-5517"), lot_passes_for("5517"));
        assert_eq!(lot_passes_for("lot"), "10T", "a word alone is a number");
        assert_ne!(lot_passes_for("TR2610"), lot_passes_for("TR2616"));
    }
}
