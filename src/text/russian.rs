//! Russian declines: the weekday of a date stands in the case that the word before it asks for. Dates are put into sentences
//! as they are named, so this is set right once the sentence stands.

/// Each weekday as it is named, and in the genitive, the dative and the accusative.
const WEEKDAYS: [[&str; 4]; 7] = [
    ["понедельник", "понедельника", "понедельнику", "понедельник"],
    ["вторник", "вторника", "вторнику", "вторник"],
    ["среда", "среды", "среде", "среду"],
    ["четверг", "четверга", "четвергу", "четверг"],
    ["пятница", "пятницы", "пятнице", "пятницу"],
    ["суббота", "субботы", "субботе", "субботу"],
    ["воскресенье", "воскресенья", "воскресенью", "воскресенье"],
];

/// The case that a word asks for: its place in [`WEEKDAYS`].
fn case_after(word: &str) -> Option<usize> {
    match word.to_lowercase().as_str() {
        "до" | "дня" | "с" | "со" | "от" | "после" | "позднее" | "позже" | "ранее" | "раньше" => {
            Some(1)
        }
        "к" | "ко" => Some(2),
        "на" | "по" | "в" | "во" => Some(3),
        _ => None,
    }
}

/// A sentence with the weekdays of its dates in their case.
#[must_use]
pub fn declined(said: String) -> String {
    if !WEEKDAYS.iter().any(|[named, ..]| said.contains(named)) {
        return said;
    }
    let mut done = String::with_capacity(said.len() + 8);
    let mut words = said.split(' ').peekable();
    let mut before = "";
    while let Some(word) = words.next() {
        // A weekday of a date is followed by a comma and the day of the month.
        let named = word.strip_suffix(',').filter(|_| {
            let next = words.peek().and_then(|next| next.chars().next());
            next.is_some_and(|sign| sign.is_ascii_digit())
        });
        let weekday = named.and_then(|named| WEEKDAYS.iter().find(|forms| forms[0] == named));
        match weekday.zip(case_after(before)) {
            Some((forms, case)) => {
                done.push_str(forms[case]);
                done.push(',');
            }
            None => done.push_str(word),
        }
        if words.peek().is_some() {
            done.push(' ');
        }
        // A bracket or a quotation mark before the word changes nothing.
        before = word.trim_start_matches(|sign: char| !sign.is_alphabetic());
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(sentence: &str) -> String {
        declined(sentence.to_owned())
    }

    #[test]
    fn a_weekday_stands_in_the_case_of_its_preposition() {
        assert_eq!(
            said("Ответьте до воскресенье, 6\u{a0}декабря 2026\u{a0}г."),
            "Ответьте до воскресенья, 6\u{a0}декабря 2026\u{a0}г."
        );
        assert_eq!(
            said("До среда, 2\u{a0}декабря 2026\u{a0}г. и с пятница, 4\u{a0}декабря"),
            "До среды, 2\u{a0}декабря 2026\u{a0}г. и с пятницы, 4\u{a0}декабря"
        );
        assert_eq!(
            said("ответить до конца дня понедельник, 6\u{a0}июля"),
            "ответить до конца дня понедельника, 6\u{a0}июля"
        );
        assert_eq!(said("к суббота, 5\u{a0}декабря"), "к субботе, 5\u{a0}декабря");
        assert_eq!(said("на среда, 2\u{a0}декабря"), "на среду, 2\u{a0}декабря");
        assert_eq!(
            said("Об окончании меры (с суббота, 5\u{a0}декабря)"),
            "Об окончании меры (с субботы, 5\u{a0}декабря)"
        );
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for sentence in [
            "воскресенье, 6\u{a0}декабря 2026\u{a0}г., 14:05",
            "Приём: среда, 2\u{a0}декабря",
            "работает до воскресенье, но не дольше",
            "",
            "  два  пробела  ",
        ] {
            assert_eq!(said(sentence), sentence);
        }
    }
}
