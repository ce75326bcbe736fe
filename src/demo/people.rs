//! Invented people: names from a list, dates from chance, numbers that nobody alive can have.

use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;

use super::chance::Chance;
use crate::commands::PersonDetails;
use crate::domain::iin::Iin;

/// The digit that says "male, born in the nineteenth century": no living person's number has it.
const MALE_1800S: u32 = 1;
/// Serial numbers tried until one has a check digit.
const SERIALS: u32 = 10_000;
/// Birth years of the same century: nobody who lives was born in one of them.
const EARLIEST_BIRTH: i32 = 1858;
const BIRTH_YEARS: u32 = 40;

/// Names, each in Cyrillic and in Latin script.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    families: Vec<[String; 2]>,
    men: Vec<[String; 2]>,
    women: Vec<[String; 2]>,
}

impl Names {
    /// A colleague's name as lists show it.
    #[must_use]
    pub fn colleague(&self, chance: &mut Chance) -> String {
        let woman = chance.below(2) == 0;
        let [first, _] = pick(chance, if woman { &self.women } else { &self.men });
        let [family, _] = pick(chance, &self.families);
        let ending = if woman { "а" } else { "" };
        format!("{family}{ending} {first}")
    }

    /// A person under the measure.
    #[must_use]
    pub fn person(&self, chance: &mut Chance) -> PersonDetails {
        let [first, first_latin] = pick(chance, &self.men);
        let [family, family_latin] = pick(chance, &self.families);
        let born_on = born(chance);
        PersonDetails {
            name_cyrillic: format!("{family} {first}"),
            name_latin: format!("{family_latin} {first_latin}"),
            iin: iin(born_on, chance.below(SERIALS)).unwrap_or_default(),
            other_document: "ZZ 000000".to_owned(),
            other_document_reason: "нет ИИН".to_owned(),
            born_on: Some(born_on),
            under_age_reason: String::new(),
        }
    }
}

fn pick(chance: &mut Chance, from: &[[String; 2]]) -> [String; 2] {
    chance.pick(from).cloned().unwrap_or_default()
}

fn born(chance: &mut Chance) -> NaiveDate {
    let year = EARLIEST_BIRTH + i32::try_from(chance.below(BIRTH_YEARS)).unwrap_or_default();
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    first + Days::new(chance.below(365).into())
}

/// A number with the digits of a birthday and a valid check digit, in a century that is over. None where no serial
/// number from `serial` on has a check digit.
#[must_use]
pub fn iin(born_on: NaiveDate, serial: u32) -> Option<String> {
    let birth = format!(
        "{:02}{:02}{:02}",
        born_on.year().rem_euclid(100),
        born_on.month(),
        born_on.day()
    );
    (serial..SERIALS).chain(0..serial).find_map(|serial| {
        (0..10)
            .map(|check| format!("{birth}{MALE_1800S}{serial:04}{check}"))
            .find(|number| Iin::parse(number).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_valid_and_belong_to_nobody_alive() {
        let mut chance = Chance::new(7);
        for _ in 0..500 {
            let born_on = born(&mut chance);
            let number = iin(born_on, chance.below(SERIALS)).unwrap();
            let parsed = Iin::parse(&number).unwrap();
            assert!(!parsed.differs_from_birth(born_on), "no warning on a screen");
            assert_eq!(&number[6..7], "1", "the nineteenth century");
            assert!((1858..1898).contains(&born_on.year()), "and so is the birthday");
        }
    }
}
