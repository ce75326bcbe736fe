//! What everybody chooses: passphrases that say little beyond common passwords, rows of a keyboard, dates and repetition
//! (NIST SP 800-63B asks to compare with such a list when a passphrase is chosen).

use std::{collections::HashSet, sync::LazyLock};

/// Fewer things said than this are guessed before long: each common word or run is one thing, so is any other sign.
const FEWEST_THINGS: usize = 6;
/// Runs and repetitions shorter than this are chance.
const SHORTEST_RUN: usize = 3;
/// A number of so many digits is as good as one thing: a year, a day with its month, the end of a telephone number.
const DIGITS_IN_A_THING: usize = 4;

static WORDS: LazyLock<HashSet<Vec<char>>> = LazyLock::new(|| {
    let lines = include_str!("common_passwords.txt").lines();
    let words = lines.filter(|line| !line.starts_with('#') && !line.is_empty());
    words.map(|word| word.chars().collect()).collect()
});
static LONGEST_WORD: LazyLock<usize> = LazyLock::new(|| WORDS.iter().map(Vec::len).max().unwrap_or_default());

/// What a finger follows: rows and columns of the keyboards in use here, the alphabets, the digits.
static ROWS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| {
    let rows = [
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "йцукенгшщзхъ",
        "фывапролджэ",
        "ячсмитьбю",
        "әіңғүұқөһ",
        "1234567890",
        "abcdefghijklmnopqrstuvwxyz",
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        "qazwsxedcrfvtgbyhnujm",
        "йфяцычувскамепинртгоь",
    ];
    rows.map(|row| row.chars().collect()).into()
});

/// Is it one of those that are tried first?
pub(super) fn is_common(passphrase: &str) -> bool {
    let lower = passphrase.to_lowercase();
    // What stands between the words hides nothing.
    let plain: Vec<char> = lower.chars().filter(|sign| sign.is_alphanumeric()).collect();
    let spelled = lower.chars().map(spelled);
    let spelled: Vec<char> = spelled.filter(|sign| sign.is_alphanumeric()).collect();
    things(&plain).min(things(&spelled)) < FEWEST_THINGS
}

/// The letter that a sign is written for: `p@ssw0rd`.
fn spelled(sign: char) -> char {
    match sign {
        '@' | '4' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    }
}

/// How few things say it all: the cheapest way to put it together of words, runs, numbers, repetitions and single signs.
fn things(signs: &[char]) -> usize {
    let mut fewest = vec![0_usize];
    for end in 1..=signs.len() {
        let single = fewest[end - 1] + 1;
        let pieces = (end.saturating_sub(LONGEST_WORD.max(64))..end)
            .filter_map(|from| Some(fewest[from] + cost(signs, from, end)?));
        let least = pieces.min().map_or(single, |least| least.min(single));
        fewest.push(least);
    }
    fewest.last().copied().unwrap_or_default()
}

/// What a stretch costs as one piece; nothing where it is none.
fn cost(signs: &[char], from: usize, end: usize) -> Option<usize> {
    let piece = &signs[from..end];
    let length = piece.len();
    // Said once more, it says nothing new.
    if length >= SHORTEST_RUN && from >= length && signs[from - length..from] == *piece {
        return Some(0);
    }
    if WORDS.contains(piece) {
        return Some(1);
    }
    if length < SHORTEST_RUN {
        return None;
    }
    if piece.windows(2).all(|two| two[0] == two[1]) || is_run(piece) {
        return Some(1);
    }
    let number = piece.iter().all(char::is_ascii_digit);
    number.then(|| length.div_ceil(DIGITS_IN_A_THING))
}

/// Neighbours on a keyboard or in an alphabet, there or back.
fn is_run(piece: &[char]) -> bool {
    ROWS.iter().any(|row| {
        let there = row.windows(piece.len()).any(|part| part == piece);
        there || row.windows(piece.len()).any(|part| part.iter().rev().eq(piece))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_choose_is_common_however_it_is_spelled() {
        for chosen in [
            "password12345678",
            "P@ssw0rd P@ssw0rd!",
            "Password Password Password",
            "qwertyuiopasdfghjkl",
            "йцукенгшщзхъфывапролджэ",
            "1qaz2wsx3edc4rfv5tgb",
            "iloveyou 2026 !!!",
            "correct horse battery staple",
            "Құпиясөз Қазақстан 2026",
            "парольпароль1991",
            "merzim merzim almaty",
            "12.03.1985 12.03.1985",
            "abcdefghijklmnop",
            "zyxwvutsrqponmlk",
            "dragon monkey football",
        ] {
            assert!(is_common(chosen), "{chosen}");
        }
    }

    #[test]
    fn words_that_nobody_else_puts_together_are_not() {
        for chosen in [
            "төрт ат қорада тұр",
            "бес бұтақты бәйтерек",
            "four horses in the yard",
            "синий чайник на подоконнике",
            "xK9#vT2!mQ7$wR4z",
            "password is not the way in here",
        ] {
            assert!(!is_common(chosen), "{chosen}");
        }
    }

    /// The list is read whole: a line that could never match is a mistake in it.
    #[test]
    fn every_word_of_the_list_is_one_thing() {
        assert!(WORDS.len() > 2000);
        for word in WORDS.iter() {
            let said: String = word.iter().collect();
            assert!(word.iter().all(|sign| sign.is_alphanumeric()), "{said}");
            assert_eq!(said, said.to_lowercase());
            assert!(things(word) <= 1, "{said}");
        }
    }
}
