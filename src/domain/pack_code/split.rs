//! Cutting a code into its fields, with and without separators.
//!
//! Two readings are made. The one of the standard trusts the separators. The national one knows that a code with key
//! and cryptographic code is a Kazakh one, and that its fields have fixed lengths; it needs no separators. Where both
//! say the same, or only one is possible, it is taken. Where they contradict each other, nobody guesses. A code that is not
//! Kazakh is taken as the standard reads it where no value of it could hold a further field whose separator was lost.

use super::fields::{Length, could_hide_another, number_at};
use super::{Field, SEPARATOR, Unread};

/// A field and what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Element<'a> {
    pub field: Field,
    pub value: &'a str,
}

/// The fields of a code.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Split<'a> {
    pub elements: Vec<Element<'a>>,
    /// Were separators put back?
    pub restored: bool,
}

/// Cuts a prepared text: signs of the character set and separators only, not empty.
pub(super) fn split(text: &str) -> Result<Split<'_>, Unread> {
    let separated = text.contains(SEPARATOR);
    let national = National::readings(text);
    match standard(text) {
        Ok(elements) if national.is_empty() => {
            if misses_a_separator(&elements, separated) {
                return Err(Unread::SeparatorMissing);
            }
            Ok(Split {
                elements,
                restored: false,
            })
        }
        Ok(elements) if national == [elements.clone()] => Ok(Split {
            elements,
            restored: false,
        }),
        Ok(_) => Err(Unread::SeparatorMissing),
        Err(fault) => match <[_; 1]>::try_from(national) {
            Ok([elements]) => Ok(Split {
                elements,
                restored: true,
            }),
            Err(several) if !several.is_empty() => Err(Unread::SeparatorMissing),
            Err(_) => Err(fault),
        },
    }
}

/// Could a separator have been lost in a code that is not Kazakh? Where none was sent, the last value may hold a field of
/// whatever kind. Where some were sent, each value may hold those that a pack abroad bears and that do not stand there yet
/// ([`Field::could_be_lost`]): one that is not read here would have been refused by its number.
fn misses_a_separator(elements: &[Element<'_>], separated: bool) -> bool {
    let variable = |element: &&Element<'_>| matches!(element.field.length(), Length::UpTo(_));
    if separated {
        let mut known: Vec<Field> = elements.iter().map(|element| element.field).collect();
        let mut values = elements.iter().filter(variable);
        values.any(|element| holds_more(element.value, &mut known))
    } else {
        let last = elements.last().filter(variable);
        last.is_some_and(|element| could_hide_another(element.value))
    }
}

/// Does a value read as a shorter one with further fields behind it?
fn holds_more(value: &str, known: &mut Vec<Field>) -> bool {
    (1..value.len()).any(|at| {
        let rest = &value[at..];
        Field::at(rest).is_some_and(Field::could_be_lost) && is_fields(rest, known)
    })
}

/// Does a text without separators read as fields, each read here and none of them known? Each field once: six deep at most.
fn is_fields(text: &str, known: &mut Vec<Field>) -> bool {
    let Some(field) = Field::at(text).filter(|field| !known.contains(field)) else {
        return false;
    };
    let body = &text[field.id().len()..];
    known.push(field);
    let found = match field.length() {
        Length::Digits(count) => {
            let value = body.get(..count);
            value.is_some_and(|value| could_hold(field, value)) && ends_or_goes_on(&body[count..], known)
        }
        Length::UpTo(most) => {
            let mut lengths = 1..=most.min(body.len());
            lengths.any(|length| ends_or_goes_on(&body[length..], known))
        }
    };
    known.pop();
    found
}

fn ends_or_goes_on(rest: &str, known: &mut Vec<Field>) -> bool {
    rest.is_empty() || is_fields(rest, known)
}

/// The reading of the standard: fixed lengths, separators and the end of the text end a field.
fn standard(text: &str) -> Result<Vec<Element<'_>>, Unread> {
    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let field = field_at(text, rest)?;
        if elements.iter().any(|element| element.field == field) {
            return Err(Unread::Repeated { field });
        }
        let body = &rest[field.id().len()..];
        let run = &body[..body.find(SEPARATOR).unwrap_or(body.len())];
        let value = match field.length() {
            Length::Digits(count) => {
                let value = run.get(..count).ok_or(Unread::Cut { field })?;
                if !value.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(Unread::NotDigits { field });
                }
                value
            }
            Length::UpTo(_) if run.is_empty() => return Err(Unread::Cut { field }),
            Length::UpTo(most) if run.len() > most && could_hide_another(run) => {
                return Err(Unread::SeparatorMissing);
            }
            Length::UpTo(most) if run.len() > most => return Err(Unread::FieldTooLong { field }),
            Length::UpTo(_) => run,
        };
        elements.push(Element { field, value });
        rest = body[value.len()..].trim_start_matches(SEPARATOR);
    }
    Ok(elements)
}

/// The field that begins with `rest`, which is the end of `text`.
fn field_at(text: &str, rest: &str) -> Result<Field, Unread> {
    Field::at(rest).ok_or_else(|| match number_at(rest) {
        Some(number) => Unread::UnknownField {
            id: number.to_owned(),
        },
        None => Unread::NotAField {
            position: text.len() - rest.len() + 1,
        },
    })
}

/// The search for readings of a Kazakh code.
struct National<'a> {
    elements: Vec<Element<'a>>,
    found: Vec<Vec<Element<'a>>>,
}

impl<'a> National<'a> {
    /// Every way to read the text as a complete Kazakh code: product, serial, key and code at their lengths, a lot and
    /// an expiry where they stand. Separators need not be there; where they are, a field ends.
    fn readings(text: &'a str) -> Vec<Vec<Element<'a>>> {
        let mut search = Self {
            elements: Vec::new(),
            found: Vec::new(),
        };
        search.on(text);
        search.found
    }

    fn on(&mut self, rest: &'a str) {
        let rest = rest.trim_start_matches(SEPARATOR);
        if rest.is_empty() {
            let has = |field| self.elements.iter().any(|element| element.field == field);
            if [Field::Gtin, Field::Serial, Field::Key, Field::Code]
                .into_iter()
                .all(has)
            {
                self.found.push(self.elements.clone());
            }
            return;
        }
        let Some(field) = Field::at(rest) else {
            return;
        };
        // Each field once: six deep at most, and only the lot has more than one length to try.
        if self.elements.iter().any(|element| element.field == field) {
            return;
        }
        let body = &rest[field.id().len()..];
        let lengths = field.national_length().map_or(1..=20, |length| length..=length);
        for length in lengths {
            let Some(value) = body.get(..length).filter(|value| !value.contains(SEPARATOR)) else {
                return;
            };
            if !could_hold(field, value) {
                return;
            }
            self.elements.push(Element { field, value });
            self.on(&body[length..]);
            self.elements.pop();
        }
    }
}

/// Could a value of the right length stand in a field?
fn could_hold(field: Field, value: &str) -> bool {
    let digits = || value.bytes().all(|byte| byte.is_ascii_digit());
    match field.length() {
        Length::Digits(_) => digits() && (field != Field::Expiry || could_be_a_day(value)),
        Length::UpTo(_) => true,
    }
}

/// Month and day of six digits, roughly: a reading that is none is no rival of the right one.
fn could_be_a_day(digits: &str) -> bool {
    let two = |from: usize| digits[from..from + 2].parse().unwrap_or(u8::MAX);
    (1..=12).contains(&two(2)) && two(4) <= 31
}
