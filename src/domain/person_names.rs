//! Names of people, as far as two of them may be one: the same words in any order, in Cyrillic or in Latin letters.

/// A letter in Latin, where it is a Cyrillic one or one of the Kazakh Latin alphabets; letters that are written now one
/// way, now the other fall together.
fn plain(letter: char) -> &'static str {
    match letter {
        'а' | 'ә' | 'a' | 'ä' | 'á' => "a",
        'б' | 'b' => "b",
        'в' | 'v' => "v",
        'г' | 'ғ' | 'g' | 'ğ' | 'ǵ' => "g",
        'д' | 'd' => "d",
        'е' | 'ё' | 'э' | 'e' => "e",
        'ж' => "zh",
        'з' | 'z' => "z",
        'и' | 'й' | 'і' | 'ы' | 'i' | 'ı' | 'y' | 'j' => "i",
        'к' | 'қ' | 'k' | 'q' => "k",
        'л' | 'l' => "l",
        'м' | 'm' => "m",
        'н' | 'ң' | 'n' | 'ñ' => "n",
        'о' | 'ө' | 'o' | 'ö' | 'ó' => "o",
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
        _ => "",
    }
}

fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = name
        .split(|sign: char| !sign.is_alphabetic())
        .map(|word| {
            let read: String = word.chars().flat_map(char::to_lowercase).map(plain).collect();
            read.replace("kh", "h")
        })
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words
}

/// Do two names read the same? An empty one is nobody's.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    !one.is_empty() && one == other
}

/// Is somebody of this name called so? Papers write a patronymic or leave it out: of the one name all words stand in the
/// other, and they are two at least, unless both are the same.
#[must_use]
pub fn called(said: &str, known: &str) -> bool {
    let (said, known) = (words(said), words(known));
    let (fewer, mut more) = if said.len() <= known.len() {
        (said, known)
    } else {
        (known, said)
    };
    if fewer.len() < 2 {
        return !fewer.is_empty() && fewer == more;
    }
    fewer.iter().all(|word| {
        let at = more.iter().position(|other| other == word);
        at.map(|at| more.swap_remove(at)).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::{called, same_name};

    #[test]
    fn a_word_of_a_name_may_be_left_out_and_no_other_put_in() {
        for (said, known) in [
            ("Айгүл Серікова", "Серікова Айгүл Болатқызы"),
            ("SERIKOVA Aigul", "Серікова Айгүл Болатқызы"),
            ("Серікова Айгүл Болатқызы", "Aigul Serikova"),
            ("Айгүл", "айгүл"),
        ] {
            assert!(called(said, known), "{said} / {known}");
        }
        for (said, known) in [
            ("", ""),
            ("Серікова", "Серікова Айгүл"),
            ("Серікова Айнұр", "Серікова Айгүл Болатқызы"),
            ("Айгүл Айгүл", "Айгүл Серікова"),
        ] {
            assert!(!called(said, known), "{said} / {known}");
        }
    }

    #[test]
    fn a_name_is_the_same_in_both_scripts_and_in_any_order() {
        for (one, other) in [
            ("Айгүл Серікова", "серікова  айгүл"),
            ("Айгүл Серікова", "Aigul Serikova"),
            ("Жанна Қожахметова", "Kozhakhmetova, Zhanna"),
            ("Юрий Яковлев", "Yuriy Yakovlev"),
        ] {
            assert!(same_name(one, other), "{one} / {other}");
        }
        for (one, other) in [
            ("", ""),
            ("—", "Айгүл"),
            ("Айгүл Серікова", "Айгүл"),
            ("Айгүл", "Айнұр"),
        ] {
            assert!(!same_name(one, other), "{one} / {other}");
        }
    }
}
