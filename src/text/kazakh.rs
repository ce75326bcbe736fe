//! Kazakh declines by endings: the last word of a date takes the one that the word after it asks for. Dates are put into
//! sentences as they are named, so this is set right once the sentence stands.

/// The words with which a date ends, each with its endings in the dative and the ablative.
const LAST: [(&str, &str, &str); 19] = [
    ("қаңтар", "ға", "дан"),
    ("ақпан", "ға", "нан"),
    ("наурыз", "ға", "дан"),
    ("сәуір", "ге", "ден"),
    ("мамыр", "ға", "дан"),
    ("маусым", "ға", "нан"),
    ("шілде", "ге", "ден"),
    ("тамыз", "ға", "дан"),
    ("қыркүйек", "ке", "тен"),
    ("қазан", "ға", "нан"),
    ("қараша", "ға", "дан"),
    ("желтоқсан", "ға", "нан"),
    ("дүйсенбі", "ге", "ден"),
    ("сейсенбі", "ге", "ден"),
    ("сәрсенбі", "ге", "ден"),
    ("бейсенбі", "ге", "ден"),
    ("жұма", "ға", "дан"),
    ("сенбі", "ге", "ден"),
    ("жексенбі", "ге", "ден"),
];

/// The ending that the word after a date asks for.
fn ending(named: &(&str, &'static str, &'static str), after: &str) -> Option<&'static str> {
    match after.trim_end_matches(|sign: char| !sign.is_alphabetic()) {
        "дейін" | "шейін" | "қарай" => Some(named.1),
        "бастап" | "кейін" | "бері" | "бұрын" => Some(named.2),
        _ => None,
    }
}

/// A sentence with the endings of its dates.
#[must_use]
pub fn declined(said: String) -> String {
    if !said.contains("\u{a0}жылғы ") {
        return said;
    }
    let mut done = String::with_capacity(said.len() + 8);
    let mut words = said.split(' ').peekable();
    let mut open = false;
    while let Some(word) = words.next() {
        done.push_str(word);
        // `2026 жылғы`, `3 шілде,`, `жұма`: the year opens a date, a comma keeps it open for the weekday.
        let within = open;
        open = word.ends_with("\u{a0}жылғы") || (within && word.ends_with(','));
        let last = word.rsplit('\u{a0}').next().unwrap_or(word);
        let named = LAST.iter().find(|(named, ..)| within && *named == last);
        if let Some(named) = named {
            let after = words.peek().copied().unwrap_or_default();
            done.push_str(ending(named, after).unwrap_or_default());
        }
        if words.peek().is_some() {
            done.push(' ');
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_date_takes_the_ending_that_follows_from_the_next() {
        for (named, said) in [
            (
                "2026\u{a0}жылғы 3\u{a0}шілде, жұма дейін",
                "2026\u{a0}жылғы 3\u{a0}шілде, жұмаға дейін",
            ),
            (
                "Заң бойынша 2026\u{a0}жылғы 6\u{a0}желтоқсан, жексенбі бастап болады",
                "Заң бойынша 2026\u{a0}жылғы 6\u{a0}желтоқсан, жексенбіден бастап болады",
            ),
            (
                "2026\u{a0}жылғы 1\u{a0}қыркүйек дейін.",
                "2026\u{a0}жылғы 1\u{a0}қыркүйекке дейін.",
            ),
            (
                "2026\u{a0}жылғы 9\u{a0}қазан бастап, 2027\u{a0}жылғы 9\u{a0}қазан дейін",
                "2026\u{a0}жылғы 9\u{a0}қазаннан бастап, 2027\u{a0}жылғы 9\u{a0}қазанға дейін",
            ),
        ] {
            assert_eq!(declined(named.to_owned()), said);
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for sentence in [
            "2026\u{a0}жылғы 3\u{a0}шілде, жұма, 14:05",
            "2026\u{a0}жылғы 3\u{a0}шілде, жұма күні",
            "жұма дейін",
            "",
        ] {
            assert_eq!(declined(sentence.to_owned()), sentence);
        }
    }
}
