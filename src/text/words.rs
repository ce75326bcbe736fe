//! Words chosen by a command or a view, said later in the reader's language.

use super::{Args, Language, MissingText, date, date_with_weekday, text};
use crate::domain::localised::Localised;
use chrono::NaiveDate;
use fluent_templates::fluent_bundle::FluentValue;
use serde::{Serialize, Serializer, ser};
use std::{borrow::Cow, cell::Cell, collections::BTreeMap};

/// Something to be read by a person: a key of the locale files with its values, words that came with a rule,
/// or a plain string that is the same in every language (a name, a number, what somebody typed).
///
/// Serialised inside [`spoken`] it is its text, outside of it a description that a template can say later.
#[derive(Clone, Debug, PartialEq)]
pub enum Words {
    /// A key of `templates/locales`, with the values that it needs.
    Key {
        /// The key.
        key: Cow<'static, str>,
        /// Its values by name.
        args: BTreeMap<&'static str, Arg>,
    },
    /// Words that travel with a rule, in all languages.
    Localised(Localised),
    /// The same in every language.
    Plain(String),
}

/// A value inside [`Words::Key`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// A number; it chooses the plural form.
    Number(i64),
    /// A civil date; said with its weekday.
    Date {
        /// The date.
        date: NaiveDate,
    },
    /// A civil date; said without its weekday, which tells nothing of a birth or of what is printed on a pack.
    Day {
        /// The date.
        day: NaiveDate,
    },
    /// Other words, said first.
    Words(Box<Words>),
}

thread_local! {
    static SPOKEN: Cell<Option<Language>> = const { Cell::new(None) };
}

/// Does something in which serialised [`Words`] come out as they are said in a language. A page has hundreds of them:
/// describing each to a template, which takes the description apart again, costs more than saying it.
pub fn spoken<T>(language: Language, act: impl FnOnce() -> T) -> T {
    /// Also where the act panics.
    struct Silence(Option<Language>);
    impl Drop for Silence {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _before = Silence(SPOKEN.replace(Some(language)));
    act()
}

impl Serialize for Words {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self, SPOKEN.get()) {
            (Self::Plain(plain), _) => serializer.serialize_str(plain),
            (Self::Localised(localised), None) => localised.serialize(serializer),
            (Self::Localised(localised), Some(language)) => {
                serializer.serialize_str(localised.in_language(language.code()))
            }
            (Self::Key { key, args }, None) => Described { key, args }.serialize(serializer),
            (Self::Key { .. }, Some(language)) => {
                let said = self.say(language).map_err(ser::Error::custom)?;
                serializer.serialize_str(&said)
            }
        }
    }
}

/// A key with its values, to be said by a template.
#[derive(Serialize)]
struct Described<'w> {
    key: &'w str,
    args: &'w BTreeMap<&'static str, Arg>,
}

impl Words {
    /// The text of a key.
    #[must_use]
    pub fn key(key: impl Into<Cow<'static, str>>) -> Self {
        Self::Key {
            key: key.into(),
            args: BTreeMap::new(),
        }
    }

    /// The same in every language.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self::Plain(words.into())
    }

    /// A decimal number, typed or reckoned: with a comma in Kazakh and Russian, with a point in English. What was rounded to
    /// nothing has no sign.
    #[must_use]
    pub fn decimal(number: impl AsRef<str>) -> Self {
        let number = number.as_ref();
        let unsigned = number.strip_prefix('-');
        let nothing =
            |rest: &&str| rest.contains('0') && rest.chars().all(|sign| matches!(sign, '0' | '.' | ','));
        let number = unsigned.filter(nothing).unwrap_or(number);
        let comma = number.replace('.', ",");
        Self::Localised(Localised {
            kk: comma.clone(),
            ru: comma,
            en: number.replace(',', "."),
        })
    }

    /// With a number under this name.
    #[must_use]
    pub fn number(self, name: &'static str, number: i64) -> Self {
        self.with(name, Arg::Number(number))
    }

    /// With a date under this name.
    #[must_use]
    pub fn date(self, name: &'static str, date: NaiveDate) -> Self {
        self.with(name, Arg::Date { date })
    }

    /// With a date under this name, which is said without its weekday.
    #[must_use]
    pub fn day(self, name: &'static str, day: NaiveDate) -> Self {
        self.with(name, Arg::Day { day })
    }

    /// With other words under this name; a string counts as plain words.
    #[must_use]
    pub fn words(self, name: &'static str, words: impl Into<Words>) -> Self {
        self.with(name, Arg::Words(Box::new(words.into())))
    }

    fn with(mut self, name: &'static str, arg: Arg) -> Self {
        if let Self::Key { args, .. } = &mut self {
            args.insert(name, arg);
        }
        self
    }

    /// Says the words in a language.
    ///
    /// # Errors
    /// [`MissingText`] when a key or a value is missing.
    pub fn say(&self, language: Language) -> Result<String, MissingText> {
        match self {
            Self::Plain(plain) => Ok(plain.clone()),
            Self::Localised(localised) => Ok(localised.in_language(language.code()).to_owned()),
            Self::Key { key, args } => {
                let mut said = Args::new();
                for (name, arg) in args {
                    said.insert((*name).into(), arg.say(language)?);
                }
                text(language, key, &said)
            }
        }
    }
}

impl Words {
    /// Says the words in every language at once: for a paper that outlives the texts it was made of.
    ///
    /// # Errors
    /// As [`Words::say`].
    pub fn everywhere(&self) -> Result<Localised, MissingText> {
        Ok(Localised {
            kk: self.say(Language::Kk)?,
            ru: self.say(Language::Ru)?,
            en: self.say(Language::En)?,
        })
    }
}

impl Arg {
    fn say(&self, language: Language) -> Result<FluentValue<'static>, MissingText> {
        Ok(match self {
            Self::Number(number) => FluentValue::from(*number),
            Self::Date { date } => FluentValue::from(date_with_weekday(*date, language)),
            Self::Day { day } => FluentValue::from(date(*day, language)),
            Self::Words(words) => FluentValue::from(words.say(language)?),
        })
    }
}

impl From<Localised> for Words {
    fn from(words: Localised) -> Self {
        Self::Localised(words)
    }
}

impl From<String> for Words {
    fn from(words: String) -> Self {
        Self::Plain(words)
    }
}

impl From<&str> for Words {
    fn from(words: &str) -> Self {
        Self::Plain(words.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_written_as_each_language_writes_it() {
        for typed in ["1.7", "1,7"] {
            let said = Language::ALL.map(|language| Words::decimal(typed).say(language).unwrap());
            assert_eq!(said, ["1,7", "1,7", "1.7"]);
        }
        for (rounded, said) in [
            ("-0.0", "0.0"),
            ("-0", "0"),
            ("-0.1", "-0.1"),
            ("-", "-"),
            ("-10.0", "-10.0"),
        ] {
            assert_eq!(Words::decimal(rounded).say(Language::En).unwrap(), said);
        }
    }

    #[test]
    fn words_are_described_until_somebody_speaks() {
        let words = Words::key("days").number("n", 3);
        let written = || serde_json::to_value(&words).unwrap();
        let described = serde_json::json!({ "key": "days", "args": { "n": 3 } });
        assert_eq!(written(), described);
        for language in Language::ALL {
            assert_eq!(spoken(language, written), words.say(language).unwrap());
        }
        assert_eq!(written(), described);
        let gap = Words::key(String::from("no-such-key"));
        assert!(spoken(Language::En, || serde_json::to_value(&gap)).is_err());
    }
}
