//! Kazakh declines by endings: the month of a date takes the one that the word after it asks for. Dates are put into
//! sentences as they are named, so this is set right once the sentence stands. A weekday after the month would take the
//! ending in its place, which nobody says: where an ending follows, the weekday is left out.

/// The months, each with its endings in the dative, the ablative and the locative.
const MONTHS: [(&str, &str, &str, &str); 12] = [
    ("қаңтар", "ға", "дан", "да"),
    ("ақпан", "ға", "нан", "да"),
    ("наурыз", "ға", "дан", "да"),
    ("сәуір", "ге", "ден", "де"),
    ("мамыр", "ға", "дан", "да"),
    ("маусым", "ға", "нан", "да"),
    ("шілде", "ге", "ден", "де"),
    ("тамыз", "ға", "дан", "да"),
    ("қыркүйек", "ке", "тен", "те"),
    ("қазан", "ға", "нан", "да"),
    ("қараша", "ға", "дан", "да"),
    ("желтоқсан", "ға", "нан", "да"),
];

/// The weekdays, as they stand after a date.
const WEEKDAYS: [&str; 7] = [
    "дүйсенбі",
    "сейсенбі",
    "сәрсенбі",
    "бейсенбі",
    "жұма",
    "сенбі",
    "жексенбі",
];

/// The ending that the word after a date asks for.
fn ending(named: &(&str, &'static str, &'static str, &'static str), after: &str) -> Option<&'static str> {
    match after.trim_end_matches(|sign: char| !sign.is_alphabetic()) {
        "дейін" | "шейін" | "қарай" => Some(named.1),
        "бастап" | "кейін" | "бері" | "бұрын" => Some(named.2),
        "берілген" | "қарады" | "түсіндірілді" => Some(named.3),
        _ => None,
    }
}

/// A sentence with the endings of its dates.
#[must_use]
pub fn declined(said: String) -> String {
    if !said.contains("\u{a0}жылғы ") {
        return said;
    }
    let words: Vec<_> = said.split(' ').collect();
    let mut done = String::with_capacity(said.len() + 8);
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        if at > 0 {
            done.push(' ');
        }
        done.push_str(word);
        at += 1;
        // `2026 жылғы`, `3 шілде,`, `жұма`: the year opens a date, a comma says that the weekday follows.
        if !(at > 1 && words[at - 2].ends_with("\u{a0}жылғы")) {
            continue;
        }
        let last = word.rsplit('\u{a0}').next().unwrap_or(word);
        let month = last.trim_end_matches(',');
        let Some(named) = MONTHS.iter().find(|(named, ..)| *named == month) else {
            continue;
        };
        let weekday = last.ends_with(',') && words.get(at).is_some_and(|word| WEEKDAYS.contains(word));
        // Another comma after the month ends the date.
        if last.ends_with(',') && !weekday {
            continue;
        }
        let next = at + usize::from(weekday);
        let after = words.get(next).copied().unwrap_or_default();
        if let Some(ending) = ending(named, after) {
            if weekday {
                done.pop();
            }
            done.push_str(ending);
            at = next;
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_of_a_date_takes_the_ending_that_follows_from_the_next() {
        for (named, said) in [
            (
                "2026\u{a0}жылғы 3\u{a0}шілде, жұма дейін",
                "2026\u{a0}жылғы 3\u{a0}шілдеге дейін",
            ),
            (
                "Заң бойынша 2026\u{a0}жылғы 6\u{a0}желтоқсан, жексенбі бастап болады",
                "Заң бойынша 2026\u{a0}жылғы 6\u{a0}желтоқсаннан бастап болады",
            ),
            (
                "2026\u{a0}жылғы 1\u{a0}қыркүйек дейін.",
                "2026\u{a0}жылғы 1\u{a0}қыркүйекке дейін.",
            ),
            (
                "2026\u{a0}жылғы 9\u{a0}қазан бастап, 2027\u{a0}жылғы 9\u{a0}қазан дейін",
                "2026\u{a0}жылғы 9\u{a0}қазаннан бастап, 2027\u{a0}жылғы 9\u{a0}қазанға дейін",
            ),
            (
                "2026\u{a0}жылғы 30\u{a0}қараша, дүйсенбі берілген жауап",
                "2026\u{a0}жылғы 30\u{a0}қарашада берілген жауап",
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
            "2026\u{a0}жылғы 3\u{a0}шілде, кейін келеді",
            "жұма дейін",
            "",
        ] {
            assert_eq!(declined(sentence.to_owned()), sentence);
        }
    }
}
