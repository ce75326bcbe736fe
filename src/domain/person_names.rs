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

#[cfg(test)]
mod tests {
    use super::same_name;

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
