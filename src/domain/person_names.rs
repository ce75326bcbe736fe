//! Names of people, as far as two of them may be one: the same words in any order, in Cyrillic or in Latin letters. Whoever types
//! a name may type it as it looks, with letters of another alphabet, or with signs that show nothing: a name is read by what is
//! seen of it.

mod letters;

pub use letters::{Script, written_in};
use letters::{as_cyrillic, as_latin, is_alike, is_cyrillic, is_latin, seen, sound};

/// A word of a name.
#[derive(Clone)]
struct Word {
    /// What it reads as, in Latin letters: mostly one text. A word in which the alphabets are mixed so that it looks like one of
    /// them may be read as either, and so may one of which each letter stands in both; a Latin j may stand for zh.
    readings: Vec<String>,
    /// Of a short word, what its letters look like, taken for Cyrillic, for Latin, and for Latin with a j that stands for zh.
    looks: Vec<String>,
    /// So many letters were written.
    letters: usize,
}

/// Most letters of an initial: two where one of the other alphabet takes two.
const SHORT: usize = 2;

/// As what the letters of a word are taken, one after the other.
const TAKEN_FOR: [fn(char) -> char; 3] = [as_cyrillic, as_latin, |letter| match as_latin(letter) {
    'j' | 'J' => 'ж',
    other => other,
}];

impl Word {
    fn read(word: &str) -> Self {
        let reading = |chosen: &fn(char) -> char| {
            let letters = word.chars().map(chosen).flat_map(char::to_lowercase);
            settled(letters.map(sound).collect())
        };
        let letters = word.chars().count();
        let (cyrillic, latin) = (word.chars().any(is_cyrillic), word.chars().any(is_latin));
        // An initial is what it is: there is no word around it to tell which alphabet it was meant in.
        let in_both = letters > SHORT && word.chars().all(is_alike);
        let chosen = match (cyrillic, latin) {
            (true, false) if !in_both => &TAKEN_FOR[..1],
            (false, true) if !in_both => &TAKEN_FOR[1..],
            _ => &TAKEN_FOR[..],
        };
        let looks = TAKEN_FOR.iter().filter(|_| letters <= SHORT);
        Self {
            readings: chosen.iter().map(reading).collect(),
            looks: looks.map(reading).collect(),
            letters,
        }
    }

    fn is(&self, other: &Self) -> bool {
        self.readings.iter().any(|read| other.readings.contains(read))
    }

    /// Is it an initial?
    fn is_short(&self) -> bool {
        self.letters <= SHORT
    }

    /// Are two words one, or may one of them be the beginning of the other, as initials are, by what it looks like?
    fn meets(&self, other: &Self) -> bool {
        let begins = |short: &Self, long: &Self| {
            let mut beginnings = short.looks.iter();
            beginnings.any(|start| long.readings.iter().any(|read| read.starts_with(start.as_str())))
        };
        self.is(other) || begins(self, other) || begins(other, self)
    }

    /// Does it end as patronymics do?
    fn is_patronymic(&self) -> bool {
        const ENDINGS: [&str; 8] = ["vich", "ich", "vna", "ichna", "uli", "kizi", "gizi", "ogli"];
        let ends = |read: &String| ENDINGS.iter().any(|end| read.ends_with(end));
        self.letters > 4 && self.readings.iter().any(ends)
    }
}

/// Of what is written now one way, now the other, one way: kh and h, and what stands before an e that is read as ye.
fn settled(read: String) -> String {
    let mut pairs = read.as_bytes().windows(2);
    // Most words hold none of it.
    if !pairs.any(|pair| matches!(pair, b"kh" | b"ii" | b"ie")) {
        return read;
    }
    let mut read = read.replace("kh", "h").replace("ii", "i");
    for (written, plain) in [("aie", "ae"), ("eie", "ee"), ("oie", "oe"), ("uie", "ue")] {
        read = read.replace(written, plain);
    }
    match read.strip_prefix("ie") {
        Some(rest) => format!("e{rest}"),
        None => read,
    }
}

fn words(name: &str) -> Vec<Word> {
    let seen = seen(name);
    let words = seen.split(|sign: char| !sign.is_alphabetic()).map(Word::read);
    words.filter(|word| !word.readings[0].is_empty()).collect()
}

/// Takes each of the words from among the others; none where one is not there.
fn taken(words: &[Word], mut from: Vec<Word>) -> Option<Vec<Word>> {
    for word in words {
        let at = from.iter().position(|other| other.is(word))?;
        from.swap_remove(at);
    }
    Some(from)
}

/// Is a text a name: two words, one of them of two letters or more, in letters of the two alphabets? A word that is said twice
/// is one.
#[must_use]
pub fn is_name(said: &str) -> bool {
    // An apostrophe that counts as a letter is none to be read.
    let legible = seen(said).chars().all(|sign| {
        let other = !sign.is_alphabetic() || matches!(sign, '\u{2bb}' | '\u{2bc}');
        other || is_cyrillic(sign) || is_latin(sign)
    });
    let words = told_apart(words(said));
    legible && words.len() > 1 && words.iter().any(|word| word.letters > 1)
}

/// The words, each once.
fn told_apart(words: Vec<Word>) -> Vec<Word> {
    let mut apart: Vec<Word> = Vec::new();
    for word in words {
        if !apart.iter().any(|known| known.is(&word)) {
            apart.push(word);
        }
    }
    apart
}

/// A name that was typed, read once to be held beside many.
pub struct Typed {
    words: Vec<Word>,
    /// The words, each once; the same without what stands in brackets, where something does.
    apart: Vec<Vec<Word>>,
}

impl Typed {
    /// Reads it.
    #[must_use]
    pub fn read(said: &str) -> Self {
        let whole = words(said);
        // What stands in brackets may be a word about the person, or a part of the name.
        let bare = without_brackets(said);
        let bare = (bare != said).then(|| told_apart(words(&bare)));
        Self {
            apart: [told_apart(whole.clone())].into_iter().chain(bare).collect(),
            words: whole,
        }
    }

    /// Does it read the same as a name? An empty one is nobody's.
    #[must_use]
    pub fn is(&self, known: &str) -> bool {
        same(&self.words, words(known))
    }

    /// May somebody who is known by a name be meant? His family name alone may mean him, and so may his family name
    /// with his given name or patronymic or with an initial of one; more words beside them make nobody else of him. Another
    /// person is meant where both names are written out and the given name or the patronymic is another. Which word is the
    /// family name is not known: names are written in either order.
    #[must_use]
    pub fn may_be(&self, known: &str) -> bool {
        let known = told_apart(words(known));
        let whole = run_together(&known);
        let turned: Vec<&Word> = known.iter().skip(1).chain(known.first()).collect();
        let turned = together(&turned);
        self.apart.iter().any(|said| {
            let typed = run_together(said);
            let in_one = !typed.is_empty() && (typed == whole || typed == turned);
            in_one || (0..known.len()).any(|family| meant(said, &known, family))
        })
    }

    /// Is a patronymic said of which the known name has none? Then it may be a namesake's, who is told apart by nothing else.
    #[must_use]
    pub fn adds_patronymic(&self, known: &str) -> bool {
        let known = told_apart(words(known));
        let said = self.apart.first().map_or(&[][..], Vec::as_slice);
        known.len() < 3
            && said.len() > 2
            && said
                .iter()
                .any(|word| word.is_patronymic() && !known.iter().any(|other| other.is(word)))
    }
}

fn run_together(words: &[Word]) -> String {
    together(&words.iter().collect::<Vec<_>>())
}

fn together(words: &[&Word]) -> String {
    words.iter().map(|word| word.readings[0].as_str()).collect()
}

fn without_brackets(said: &str) -> String {
    let mut depth = 0_u32;
    let outside = said.chars().filter(|sign| {
        let before = depth;
        match sign {
            '(' | '[' => depth = depth.saturating_add(1),
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before == 0 && depth == 0
    });
    outside.collect()
}

/// The same, where one word of the known name is the family name.
fn meant(said: &[Word], known: &[Word], family: usize) -> bool {
    let patronymics = known.iter().filter(|word| word.is_patronymic()).count();
    let whole = known.len() > 2;
    // Of three words the one with the ending is the patronymic; of two with it, either.
    if whole && patronymics == 1 && known[family].is_patronymic() {
        return false;
    }
    let Some(at) = said.iter().position(|word| word.is(&known[family])) else {
        return false;
    };
    let others = |words: &[Word], but: usize| -> Vec<usize> {
        (0..words.len()).filter(|place| *place != but).collect()
    };
    let (beside, names) = (others(said, at), others(known, family));
    if beside.is_empty() {
        return true;
    }
    let meets = |place: usize, among: &[usize]| among.iter().any(|other| said[place].meets(&known[*other]));
    if !beside.iter().any(|place| meets(*place, &names)) {
        return false;
    }
    if beside.iter().any(|place| said[*place].is_short()) {
        return true;
    }
    let patronymic = |words: &[Word], place: &usize| words[*place].is_patronymic();
    let (fathers, given): (Vec<_>, Vec<_>) = beside.into_iter().partition(|place| patronymic(said, place));
    let (his_fathers, his): (Vec<_>, Vec<_>) = names
        .iter()
        .copied()
        .partition(|place| whole && patronymic(known, place));
    let differ = |typed: &[usize], his: &[usize]| {
        !typed.is_empty() && !his.is_empty() && !typed.iter().any(|place| meets(*place, his))
    };
    !differ(&given, &his) && !differ(&fathers, &his_fathers)
}

/// Do two names read the same? An empty one is nobody's.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    same(&words(one), words(other))
}

fn same(one: &[Word], other: Vec<Word>) -> bool {
    !one.is_empty() && taken(one, other).is_some_and(|left| left.is_empty())
}

/// May two names be one person's, either of them written short? Every word of the shorter one stands in the other, whole or
/// as its initial, and one of them whole: initials alone make nobody another.
#[must_use]
pub fn one_person(one: &str, other: &str) -> bool {
    let same = same_name(one, other);
    let (one, other) = (words(one), words(other));
    let (fewer, more) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let whole = |word: &Word| !word.is_short() && more.iter().any(|other| other.is(word));
    let met = |word: &Word| more.iter().any(|other| word.meets(other));
    same || (fewer.iter().any(whole) && fewer.iter().all(met))
}

/// Is somebody of this name called so? Papers write a patronymic or leave it out: of the one name all words stand in the
/// other, and they are two at least, unless both are the same.
#[must_use]
pub fn called(said: &str, known: &str) -> bool {
    let (said, known) = (words(said), words(known));
    let (fewer, more) = if said.len() <= known.len() {
        (said, known)
    } else {
        (known, said)
    };
    let alone = fewer.len() < 2;
    !fewer.is_empty() && taken(&fewer, more).is_some_and(|left| !alone || left.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Script, Typed, called, is_name, one_person, same_name, written_in};
    use proptest::prelude::*;

    fn may_be(said: &str, known: &str) -> bool {
        Typed::read(said).may_be(known)
    }

    fn adds_patronymic(said: &str, known: &str) -> bool {
        Typed::read(said).adds_patronymic(known)
    }

    /// Somebody is not made another by typing his name in another way.
    #[test]
    fn whoever_may_be_meant_is_recognised() {
        for (said, known) in [
            ("Боран\u{ad}кулов Нурлан", "Боранкулов Нурлан"),
            ("Боранкулов\u{3164}Нурлан", "Боранкулов Нурлан"),
            ("Боран\u{3164}кулов Нурлан", "Боранкулов Нурлан"),
            ("БоранкуловНурлан", "Боранкулов Нурлан"),
            ("Нурлан Боран кулов", "Боранкулов Нурлан"),
            ("Боранкулов", "Боранкулов Нурлан"),
            ("Боранкулов Н", "Боранкулов Нурлан"),
            ("Боранкулов H", "Боранкулов Нурлан"),
            ("CAPA", "Сара"),
            ("н. боранкулов", "Боранкулов Нурлан"),
            ("Боранкулов Нурлан Нурлан", "Боранкулов Нурлан"),
            ("Боранкулов Боранкулов", "Боранкулов Нурлан"),
            ("Боранкулов Нурлан Серикович", "Боранкулов Нурлан"),
            ("Borankulov Nurlan", "Боранкулов Нурлан"),
            ("Бoранкулoв Нурлан", "Боранкулов Нурлан"),
            ("Borankulоv N.", "Боранкулов Нурлан"),
            ("Jusanbayev Jandos", "Жусанбаев Жандос"),
            ("Zhusanbayev Zh.", "Жусанбаев Жандос"),
            ("Терекбаева О.", "Терекбаева Ольга"),
            ("Терекбаева Ольга (медсестра)", "Терекбаева Ольга"),
            ("Терекбаева (медсестра)", "Терекбаева Ольга"),
            ("Терек\u{ad}баева Ольга", "Терекбаева Ольга"),
            ("Терекба\u{301}ева Ольга", "Терекбаева Ольга"),
            ("Терекбаева \u{39f}льга", "Терекбаева Ольга"),
            ("Tepeкбaeвa Ольга", "Терекбаева Ольга"),
            ("Terekbayeva O", "Терекбаева Ольга"),
            ("Серікова А.", "Айгүл Серікова"),
            ("Серікова Болатқызы", "Серікова Айгүл Болатқызы"),
            ("Серікова Айгүл", "Серікова Айгүл Болатқызы"),
            ("Серікова Айгүл Б.", "Серікова Айгүл Болатқызы"),
            ("Боранкулов Нурлан", "Боранкулов Н."),
            ("ph", "ph"),
        ] {
            assert!(may_be(said, known), "{said:?} / {known}");
        }
    }

    /// A namesake who is written out, and anybody else, is another.
    #[test]
    fn whoever_is_written_out_and_differs_is_another() {
        for (said, known) in [
            ("", "Боранкулов Нурлан"),
            ("—", "—"),
            ("жж", "Боранкулов Нурлан"),
            ("Боранкулов Николай", "Боранкулов Нурлан"),
            ("Боранкулов Арман", "Боранкулов Нурлан"),
            ("Боранкулова Нурлана", "Боранкулов Нурлан"),
            ("Сериков Нурлан", "Боранкулов Нурлан"),
            ("Сейітов Б.", "Боранкулов Нурлан"),
            ("Серікова Айнұр Болатқызы", "Серікова Айгүл Болатқызы"),
            ("Серікова Айгүл Маратқызы", "Серікова Айгүл Болатқызы"),
            ("Қожахметова Айгүл Болатқызы", "Серікова Айгүл Болатқызы"),
            ("Қызметкер Newcomer", "newcomer"),
            ("newcomer", "ph"),
        ] {
            assert!(!may_be(said, known), "{said:?} / {known}");
        }
        assert!(adds_patronymic("Терекбаева Ольга Ивановна", "Терекбаева Ольга"));
        for said in [
            "Терекбаева Ольга",
            "Терекбаева Ольга (медсестра)",
            "Терекбаева О. И.",
        ] {
            assert!(!adds_patronymic(said, "Терекбаева Ольга"), "{said}");
        }
        assert!(!adds_patronymic(
            "Серікова Айгүл Маратқызы",
            "Серікова Айгүл Болатқызы"
        ));
    }

    #[test]
    fn a_name_written_short_is_its_owners_and_initials_are_nobodys() {
        for (one, other) in [
            ("Сексеулов А.", "Сексеулов Арман"),
            ("Иванов Иван", "Иванов И."),
            ("Иванов И. П.", "Иванов Иван"),
            ("Serikova A.", "Серікова Айгүл Болатқызы"),
            ("DP", "dp"),
        ] {
            assert!(one_person(one, other), "{one} / {other}");
            assert!(one_person(other, one), "{other} / {one}");
        }
        for (one, other) in [
            ("Ким В. А.", "Литвинов В. А."),
            ("Иванов Иван", "Иванов Пётр"),
            ("Иванов Иван", "Петров Иван"),
            ("Серікова Айгүл Болатқызы", "Серікова Айгүл Маратқызы"),
            ("Ли Н.", "Литвинов Н."),
            ("", ""),
        ] {
            assert!(!one_person(one, other), "{one} / {other}");
            assert!(!one_person(other, one), "{other} / {one}");
        }
    }

    #[test]
    fn a_name_is_two_words_in_letters_that_are_read() {
        for said in [
            "Сейітов Б.",
            "Б. Сейітов",
            "Duty Controller",
            "Ли Н",
            "Ο\u{39f}лжас Б",
        ] {
            assert!(is_name(said), "{said}");
        }
        for said in [
            "",
            "жж",
            "К",
            "—",
            "Ж Ж",
            "Ж. Н.",
            "Сейітов",
            "Сейітов Сейітов",
            "Сейітов 中",
        ] {
            assert!(!is_name(said), "{said}");
        }
    }

    #[test]
    fn a_registered_name_holds_the_letters_of_its_field() {
        for (script, name) in [
            (Script::Cyrillic, "Ахметов Серік Болатұлы"),
            (Script::Cyrillic, "Әбдіғалиев-Қайрат Ө. Һ."),
            (Script::Cyrillic, "Кі\u{438}\u{306}"),
            (Script::Cyrillic, "О’Нил Д'Арк"),
            (Script::Latin, "Abdigaliev Nursultan Qairatuly"),
            (Script::Latin, "Müller-Łukasz Ş. O'Neil"),
            (Script::Latin, "Gu\u{301}lnar Əli"),
        ] {
            assert!(written_in(script, name), "{name}");
        }
        for (script, name) in [
            (Script::Cyrillic, "Testov Ilya 123"),
            (Script::Cyrillic, "Тестов 1"),
            (Script::Cyrillic, "Тестoв"),
            (Script::Cyrillic, "Тес\u{ad}тов"),
            (Script::Cyrillic, "<b>Тестов"),
            (Script::Latin, "!!!"),
            (Script::Latin, "Тестов"),
            (Script::Latin, "Test×ov"),
            (Script::Latin, ". -"),
            (Script::Latin, ""),
        ] {
            assert!(!written_in(script, name), "{name}");
        }
    }

    proptest! {
        /// What shows nothing, an accent, or words beside the name make nobody another.
        #[test]
        fn a_disguised_name_is_still_his(at in 0_usize..18, sign in 0_usize..6, beside in "[а-я]{3,9}") {
            let known = "Боранкулов Нурлан";
            let mut signs: Vec<char> = known.chars().collect();
            let at = at.min(signs.len());
            signs.insert(at, ['\u{ad}', '\u{200b}', '\u{301}', '\u{34f}', '\u{feff}', '\u{2060}'][sign]);
            let disguised: String = signs.into_iter().collect();
            prop_assert!(may_be(&disguised, known));
            prop_assert!(same_name(&disguised, known));
            let more = format!("{disguised} {beside}");
            prop_assert!(may_be(&more, known), "{}", more);
        }

        /// No text makes the reading of names fail.
        #[test]
        fn any_text_is_read(said in "\\PC{0,40}", known in "\\PC{0,40}") {
            prop_assert!(!same_name(&said, &known) || may_be(&said, &known));
            let _ = (is_name(&said), called(&said, &known), adds_patronymic(&said, &known));
        }
    }

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
            ("Иванов В.", "Иванов Б."),
            ("Иванов Н.", "Иванов Х."),
            ("Айгүл Серікова", "Айгүл"),
            ("Айгүл", "Айнұр"),
        ] {
            assert!(!same_name(one, other), "{one} / {other}");
        }
    }
}
