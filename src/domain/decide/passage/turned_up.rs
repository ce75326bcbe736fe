//! Somebody stands before a nurse who does not treat him.

use crate::domain::event::{Event, IncidentKind, IncidentReported, TurnedUp};
use crate::domain::identifier::document_reads;
use crate::domain::ids::{OrganisationId, RecordId};
use crate::domain::iin::Iin;
use crate::domain::person_names::called;
use crate::domain::refusal::{LINE, Refusal, text};
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What is said about him: the number of a document and his name, or, where the number is no IIN, his day of birth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportTurnedUp {
    /// IIN, or the number of another document.
    pub number: String,
    /// Day of birth: nothing typed, or a date, or an error.
    pub born_on: Option<Result<NaiveDate, ()>>,
    /// Name.
    pub name: String,
}

/// Two identifiers, or all three. The first digits of an IIN mostly are the day of birth: beside it that day says nothing
/// that the number does not, and only the name is a second one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifiers {
    /// IIN, or the number of another document.
    pub number: String,
    born_on: Option<NaiveDate>,
    name: String,
}

/// Reads what was said.
///
/// # Errors
/// Refused without a number, or with an IIN that cannot be; with a day that is none; without a name, unless a day of birth
/// stands beside a number that is no IIN.
pub fn identifiers(form: &ReportTurnedUp) -> Result<Identifiers, Vec<Refusal>> {
    let mut wrong = Vec::new();
    let number = text("number", &form.number, true, LINE).map_err(|refusal| wrong.push(refusal));
    if number.is_ok() && is_slip_of_iin(&form.number) {
        wrong.push(Refusal::NotUnderstood { field: "number" });
    }
    let by_day = form.born_on.is_some() && Iin::parse(&document_reads(&form.number)).is_err();
    let name = text("name", &form.name, !by_day, LINE).map_err(|refusal| wrong.push(refusal));
    if form.born_on == Some(Err(())) {
        wrong.push(Refusal::NotUnderstood { field: "born_on" });
    }
    match (number, name) {
        (Ok(number), Ok(name)) if wrong.is_empty() => Ok(Identifiers {
            number,
            born_on: form.born_on.and_then(Result::ok),
            name,
        }),
        _ => Err(wrong),
    }
}

/// Is it an IIN with a slip: digits alone, as many as an IIN has, or one more or less, or no more than its day of birth, and no
/// IIN? Nobody has such a number, and who is told that nobody was found would look no further. The number of another
/// document of so many digits is told from it by the № that is written before it.
fn is_slip_of_iin(number: &str) -> bool {
    let between = |sign: char| sign.is_whitespace() || ['-', '\u{2010}', '\u{2013}'].contains(&sign);
    let mut digits = 0;
    for sign in number.chars().filter(|sign| !between(*sign)) {
        if !sign.is_ascii_digit() {
            return false;
        }
        digits += 1;
    }
    matches!(digits, 6 | 11..=13) && Iin::parse(&document_reads(number)).is_err()
}

impl Identifiers {
    /// Is everything that was said beside the number true of a person? A name in either script and any order; one of its words
    /// may be left out, never all but one.
    #[must_use]
    pub fn fit(&self, names: [&str; 2], born_on: NaiveDate) -> bool {
        let born = self.born_on.is_none_or(|said| said == born_on);
        let named = || names.into_iter().any(|known| called(&self.name, known));
        born && (self.name.is_empty() || named())
    }
}

/// The person came to an organisation that does not treat him. Whoever does finds an incident to look at.
#[must_use]
pub fn turned_up([seen, incident]: [RecordId; 2], at: OrganisationId, now: &Now) -> Vec<Event> {
    vec![
        Event::PersonTurnedUp(TurnedUp {
            id: seen,
            at,
            came_at: now.instant,
            came_on: now.today(),
        }),
        Event::IncidentReported(IncidentReported {
            id: incident,
            kind: IncidentKind::TurnedUpElsewhere,
            occurred_at: now.instant,
            occurred_on: now.today(),
            injected: false,
            words: String::new(),
            drug: None,
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(number: &str, born_on: Option<&str>, name: &str) -> Result<Identifiers, Vec<Refusal>> {
        identifiers(&ReportTurnedUp {
            number: number.to_owned(),
            born_on: born_on.map(|day| day.parse().map_err(|_| ())),
            name: name.to_owned(),
        })
    }

    #[test]
    fn one_identifier_alone_is_none() {
        let lacking = |field| Err(vec![Refusal::Required { field }]);
        assert_eq!(said("17", None, " "), lacking("name"));
        assert_eq!(said(" ", Some("1899-05-05"), ""), lacking("number"));
        assert_eq!(
            said("17", Some("soon"), ""),
            Err(vec![Refusal::NotUnderstood { field: "born_on" }])
        );
    }

    #[test]
    fn the_day_of_birth_beside_an_iin_is_no_second_identifier() {
        let iin = (0..100)
            .map(|end| format!("9905051001{end:02}"))
            .find(|iin| Iin::parse(iin).is_ok())
            .unwrap();
        let spaced = format!("{} {}-{}", &iin[..6], &iin[6..9], &iin[9..]);
        let lacking = Err(vec![Refusal::Required { field: "name" }]);
        for number in [iin, spaced] {
            assert_eq!(said(&number, Some("1899-05-05"), ""), lacking, "{number}");
            assert!(said(&number, None, "Ахметов Серік").is_ok());
            assert!(said(&number, Some("1899-05-05"), "Ахметов Серік").is_ok());
        }
        assert!(said("N 9905051001", Some("1899-05-05"), "").is_ok(), "no IIN");
    }

    /// The check digit is public arithmetic: that a number cannot be tells nothing about anybody.
    #[test]
    fn an_iin_that_cannot_be_is_said_to_be_none() {
        let slip = Err(vec![Refusal::NotUnderstood { field: "number" }]);
        let right = (0..100)
            .map(|end| format!("9905051001{end:02}"))
            .find(|iin| Iin::parse(iin).is_ok())
            .unwrap();
        let wrong = format!("{}{}", &right[..11], u8::from(right.ends_with('0')));
        let spaced = format!("{} {}-{}", &wrong[..6], &wrong[6..9], &wrong[9..]);
        let (short, long) = (&right[..11], format!("{right}0"));
        for number in ["990505", "990 505", &*wrong, &*spaced, short, &*long] {
            assert_eq!(said(number, None, "Ахметов Серік"), slip, "{number}");
            assert_eq!(said(number, Some("1899-05-05"), ""), slip, "{number}");
        }
        for document in ["№ 990505", "N990505", "17", "1234567", "123456789", "1234567890"] {
            assert!(said(document, Some("1899-05-05"), "").is_ok(), "{document}");
        }
    }

    #[test]
    fn everything_that_is_said_must_be_true() {
        let names = ["Ахметов Серік Болатұлы", "Akhmetov Serik Bolatuly"];
        let born_on: NaiveDate = "1899-05-05".parse().unwrap();
        let fit = |day, name| said("17", day, name).unwrap().fit(names, born_on);
        for (day, name, fits) in [
            (Some("1899-05-05"), "", true),
            (Some("1899-05-06"), "", false),
            (None, "ахметов  серік болатұлы", true),
            (None, "AKHMETOV Serik", true),
            (None, "Ахметов", false),
            (None, "Ахметов Се", false),
            (None, "Серік Болатұлы", true),
            (None, "Serik AKHMETOV", true),
            (None, "Болатулы  серик, Ахметов", true),
            (None, "Ахметов Серік Болатұлы Оглы", true),
            (None, "Ахметов Серік Маратұлы", false),
            (None, "Ахметов Ахметов", false),
            (None, "—", false),
            (Some("1899-05-05"), "Akhmetov Serik", true),
            (Some("1899-05-05"), "Akhmetov Serge", false),
            (Some("1899-05-06"), "Akhmetov Serik", false),
        ] {
            assert_eq!(fit(day, name), fits, "{day:?} {name}");
        }
    }
}
