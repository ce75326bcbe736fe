//! The letters that names are written in: which of them look alike, which are read alike, and what of a text is seen at all.

use crate::domain::refusal::{LINE, blank};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A letter in Latin, where it is a Cyrillic one or one of the Kazakh Latin alphabets; letters that are written now one
/// way, now the other fall together.
fn plain(letter: char) -> Option<&'static str> {
    let plain = match letter {
        'а' | 'ә' | 'a' | 'ä' | 'á' | 'ə' => "a",
        'б' | 'b' => "b",
        'в' | 'v' => "v",
        'г' | 'ғ' | 'ґ' | 'g' | 'ğ' | 'ǵ' => "g",
        'д' | 'd' => "d",
        'е' | 'ё' | 'э' | 'є' | 'e' => "e",
        'ж' => "zh",
        'з' | 'z' => "z",
        'и' | 'й' | 'і' | 'ы' | 'i' | 'ı' | 'y' | 'j' => "i",
        'к' | 'қ' | 'k' | 'q' => "k",
        'л' | 'l' | 'ł' => "l",
        'м' | 'm' => "m",
        'н' | 'ң' | 'n' | 'ñ' => "n",
        'о' | 'ө' | 'o' | 'ö' | 'ó' | 'ø' => "o",
        'п' | 'p' => "p",
        'р' | 'r' => "r",
        'с' | 's' => "s",
        'т' | 't' => "t",
        'у' | 'ұ' | 'ү' | 'u' | 'ū' | 'ü' | 'ú' | 'w' => "u",
        'ф' | 'f' => "f",
        'х' | 'һ' | 'h' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' | 'щ' | 'ş' => "sh",
        'ю' => "iu",
        'я' => "ia",
        'c' => "c",
        'x' => "ks",
        'ъ' | 'ь' => "",
        _ => return None,
    };
    Some(plain)
}

/// Letters of the two alphabets that look alike: the Latin one, and the Cyrillic one.
const ALIKE: [(char, char); 28] = [
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('h', 'һ'),
    ('i', 'і'),
    ('k', 'к'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('ë', 'ё'),
    ('Ë', 'Ё'),
    ('ə', 'ә'),
    ('Ə', 'Ә'),
    ('ɵ', 'ө'),
];

/// The letter of the two alphabets that a Greek one, or a Cyrillic one that neither Kazakh nor Russian has, looks like.
fn usual(letter: char) -> char {
    match letter {
        '\u{391}' => 'A',
        '\u{392}' => 'B',
        '\u{395}' => 'E',
        '\u{396}' => 'Z',
        '\u{397}' => 'H',
        '\u{399}' | '\u{4c0}' => 'I',
        '\u{39a}' => 'K',
        '\u{39c}' => 'M',
        '\u{39d}' => 'N',
        '\u{39f}' => 'O',
        '\u{3a1}' => 'P',
        '\u{3a4}' => 'T',
        '\u{3a5}' => 'Y',
        '\u{3a7}' => 'X',
        '\u{3b1}' | '\u{251}' => 'a',
        '\u{3b5}' => 'e',
        '\u{3b9}' | '\u{4cf}' => 'i',
        '\u{3ba}' => 'k',
        '\u{3bd}' => 'v',
        '\u{3bf}' => 'o',
        '\u{3c1}' => 'p',
        '\u{3c4}' => 't',
        '\u{3c5}' => 'u',
        '\u{3c7}' => 'x',
        '\u{393}' => 'Г',
        '\u{3a0}' => 'П',
        '\u{3a6}' => 'Ф',
        '\u{405}' => 'S',
        '\u{455}' => 's',
        '\u{408}' => 'J',
        '\u{458}' => 'j',
        '\u{51a}' => 'Q',
        '\u{51b}' => 'q',
        '\u{51c}' => 'W',
        '\u{51d}' => 'w',
        other => other,
    }
}

/// What is seen of a name: composed, without what has no width and without accents that make no letter of an alphabet. The
/// fillers that show an empty place divide words as a space does.
pub(super) fn seen(name: &str) -> String {
    let empty = |sign: char| {
        matches!(
            sign,
            '\u{115f}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
        )
    };
    let spaced = name.chars().map(|sign| if empty(sign) { ' ' } else { sign });
    let shown = spaced.filter(|sign| !blank(*sign)).nfkc();
    shown
        .filter(|sign| !is_combining_mark(*sign))
        .map(usual)
        .collect()
}

pub(super) fn is_alike(letter: char) -> bool {
    let mut pairs = ALIKE.iter();
    pairs.any(|(latin, cyrillic)| [*latin, *cyrillic].contains(&letter))
}

pub(super) fn as_cyrillic(letter: char) -> char {
    let alike = ALIKE.iter().find(|(latin, _)| *latin == letter);
    alike.map_or(letter, |(_, cyrillic)| *cyrillic)
}

pub(super) fn as_latin(letter: char) -> char {
    let alike = ALIKE.iter().find(|(_, cyrillic)| *cyrillic == letter);
    alike.map_or(letter, |(latin, _)| *latin)
}

/// A letter in Latin; of one that the alphabets do not know, the one below its marks.
pub(super) fn sound(letter: char) -> &'static str {
    let base = || std::iter::once(letter).nfd().next().and_then(plain);
    plain(letter).or_else(base).unwrap_or_default()
}

/// The alphabet that a name is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Cyrillic.
    Cyrillic,
    /// Latin.
    Latin,
}

/// Is a name written in the letters of one alphabet, and with nothing else but spaces, hyphens, apostrophes and full stops?
#[must_use]
pub fn written_in(script: Script, name: &str) -> bool {
    let letter = match script {
        Script::Cyrillic => is_cyrillic,
        Script::Latin => is_latin,
    };
    // Nobody reads on, where it is refused as too long.
    let signs: Vec<char> = name.chars().take(LINE + 1).nfc().collect();
    let between = |sign: char| {
        matches!(
            sign,
            ' ' | '\u{a0}'
                | '-'
                | '\u{2010}'
                | '\u{2011}'
                | '\''
                | '`'
                | '’'
                | '‘'
                | '\u{2bb}'
                | '\u{2bc}'
                | '.'
        )
    };
    signs.iter().any(|sign| letter(*sign)) && signs.iter().all(|sign| letter(*sign) || between(*sign))
}

pub(super) fn is_cyrillic(sign: char) -> bool {
    sign.is_alphabetic() && ('\u{400}'..='\u{52f}').contains(&sign)
}

pub(super) fn is_latin(sign: char) -> bool {
    let marked = matches!(sign, '\u{c0}'..='\u{24f}' | '\u{259}' | '\u{1e00}'..='\u{1eff}');
    sign.is_ascii_alphabetic() || (marked && sign.is_alphabetic())
}
