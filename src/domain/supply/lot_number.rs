//! The number of a lot as somebody types it from a pack: with other dashes, another alphabet, wide letters, other digits.

use crate::domain::refusal::{LINE, Refusal, blank, text};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

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
/// be meant. What shows nothing is no letter, though Unicode counts some of it as one.
#[must_use]
pub fn lot_reads(number: &str) -> String {
    let written = number.chars().filter(|sign| is_read(*sign));
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
    latin.filter(|letter| is_read(*letter)).collect()
}

/// Is a sign one of those that a number is read by?
fn is_read(sign: char) -> bool {
    sign.is_alphanumeric() && !blank(sign) && !is_combining_mark(sign)
}

/// Are two numbers of lots of one product those of one lot? One that reads as nothing is like itself alone.
#[must_use]
pub fn same_lot(one: &str, other: &str) -> bool {
    let read = || Some(lot_reads(one)).filter(|reads| !reads.is_empty());
    one == other || read().is_some_and(|reads| reads == lot_reads(other))
}

/// What marks stand on a pack beside letters and digits: those a code may hold (the set of 82 signs of GS1, which scanners
/// read), the dashes that stand for its hyphen, and the sign for a number.
const MARKS: &str = "!\"%&'()*+,-./_:;<=>?#№ \u{a0}\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}";

/// Reads the number of a lot that somebody typed, trimmed: letters of the two alphabets, digits, and what marks stand on packs.
/// Anything else stands on no pack, and one letter or digit stands on each.
///
/// # Errors
/// [`Refusal::Required`], [`Refusal::TooLong`], or [`Refusal::NotUnderstood`] where it is no number of a lot.
pub fn lot_typed(field: &'static str, typed: &str, required: bool) -> Result<String, Refusal> {
    let number = text(field, typed, required, LINE)?;
    let mut printed = number.chars().filter(|sign| !MARKS.contains(*sign)).nfkc();
    let known = printed.all(|sign| {
        let cyrillic = ('\u{400}'..='\u{52f}').contains(&sign) && is_read(sign);
        cyrillic || sign.is_ascii_alphanumeric() || digit(sign).is_some() || MARKS.contains(sign)
    });
    if !known || (lot_reads(&number).is_empty() && !number.is_empty()) {
        return Err(Refusal::NotUnderstood { field });
    }
    Ok(number)
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
    use super::{LINE, Refusal, lot_passes_for, lot_reads, lot_typed, same_lot};
    use proptest::prelude::*;

    /// Spellings of one lot: with signs that show nothing, or an empty place.
    const DISGUISED: [&str; 9] = [
        "TR2\u{3164}611-C",
        "TR2\u{ffa0}611-C",
        "TR2\u{115f}\u{1160}611-C",
        "T\u{ad}R2611-C",
        "TR2\u{34f}611-C",
        "TR\u{301}2611-C",
        "TR2611\u{17b4}-C",
        "TR2611\u{fe0f}-C",
        "TR26\u{e0041}11-C",
    ];

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
    fn what_shows_nothing_makes_no_other_lot_and_is_not_typed_as_one() {
        for typed in DISGUISED {
            assert_eq!(lot_reads(typed), "TR2611C", "{typed:?}");
            assert!(same_lot("TR2611-C", typed), "{typed:?}");
            let refused = lot_typed("lot", typed, true);
            assert_eq!(refused, Err(Refusal::NotUnderstood { field: "lot" }), "{typed:?}");
        }
        assert!(!same_lot("TR2611", "TR2610") && same_lot("—", "—") && !same_lot("—", "-"));
    }

    #[test]
    fn a_lot_is_typed_with_what_stands_on_packs() {
        for typed in [
            "TR2611-C",
            " tr 2611 с ",
            "№ TR2611–C",
            "серия № 17/2",
            "ＴＲ２６１１－Ｃ",
            "TR٢٦١١-C",
            "L7:0042_(B)",
            "<b a=\"1\" c='>&",
        ] {
            assert_eq!(lot_typed("lot", typed, true), Ok(typed.trim().to_owned()));
        }
        for typed in ["—", "TR26\n11", "TR26中11", "TR2611★", "Τ\u{3c1}2611"] {
            let refused = Err(Refusal::NotUnderstood { field: "lot" });
            assert_eq!(lot_typed("lot", typed, true), refused, "{typed:?}");
        }
        assert_eq!(
            lot_typed("lot", " ", true),
            Err(Refusal::Required { field: "lot" })
        );
        assert_eq!(lot_typed("lot", " ", false), Ok(String::new()));
        let most = LINE;
        let endless = "1".repeat(most + 1);
        assert_eq!(
            lot_typed("lot", &endless, true),
            Err(Refusal::TooLong { field: "lot", most })
        );
    }

    proptest! {
        /// Whatever is taken reads as something, and the same when what shows nothing is put into it.
        #[test]
        fn a_lot_that_is_taken_is_found(typed in "\\PC{1,12}", at in 0_usize..12, disguise in 0_usize..5) {
            let Ok(number) = lot_typed("lot", &typed, true) else {
                return Ok(());
            };
            let mut signs: Vec<char> = number.chars().collect();
            signs.insert(at.min(signs.len()), ['\u{3164}', '\u{ad}', '\u{200b}', '\u{34f}', '\u{feff}'][disguise]);
            let disguised: String = signs.into_iter().collect();
            prop_assert!(!lot_reads(&number).is_empty());
            prop_assert_eq!(lot_reads(&disguised), lot_reads(&number));
        }
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
