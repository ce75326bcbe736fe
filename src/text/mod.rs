//! Languages: the words of the screens, dates and times as people say them.
//!
//! Three languages, always complete: a key that one of them lacks is an error, never a gap on a screen.

mod dates;
mod deeds;
mod kazakh;
mod russian;
mod words;

pub use dates::{date, date_compact, date_with_weekday, moment, moment_compact};
pub use deeds::deed;
pub use words::{Arg, Words, spoken};

use fluent_templates::{LanguageIdentifier, fluent_bundle::FluentValue, langid, static_loader};
use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
};

static_loader! {
    static LOCALES = {
        locales: "./templates/locales",
        fallback_language: "ru",
        // Isolation marks (U+2068) around every value would be copied into records and break searching.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static KK: LanguageIdentifier = langid!("kk");
static RU: LanguageIdentifier = langid!("ru");
static EN: LanguageIdentifier = langid!("en");

/// A language of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Kazakh, the state language.
    Kk,
    /// Russian; taken when a request names a language that the product does not speak.
    #[default]
    Ru,
    /// English.
    En,
}

impl Language {
    /// All languages, in the order in which the switch shows them.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The language of a code such as `kk` or `kk-KZ`; nothing for one that the product does not speak.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The ISO 639-1 code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Kk => "Қазақша",
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    fn identifier(self) -> &'static LanguageIdentifier {
        match self {
            Self::Kk => &KK,
            Self::Ru => &RU,
            Self::En => &EN,
        }
    }
}

/// A decimal number as a reader of a language types it: what a page fills in beforehand looks like what it says beside it.
#[must_use]
pub fn typed_decimal(number: &str, language: Language) -> String {
    match language {
        Language::Kk | Language::Ru => number.replace('.', ","),
        Language::En => number.replace(',', "."),
    }
}

/// Values to be put into a text, by name. Numbers choose the plural form.
pub type Args<'a> = HashMap<Cow<'a, str>, FluentValue<'a>>;

/// A text that cannot be said: the key is absent in this language, or a value that it needs was not given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no text for `{key}` in `{language}`: {why}")]
pub struct MissingText {
    /// The key asked for.
    pub key: String,
    /// The code of the language.
    pub language: &'static str,
    /// What Fluent said.
    pub why: String,
}

/// The text of a key in a language.
///
/// # Errors
/// [`MissingText`] when the key is unknown or an argument is missing. There is no falling back to another
/// language: a half-translated screen would hide the gap.
pub fn text(language: Language, key: &str, args: &Args<'_>) -> Result<String, MissingText> {
    let said = |args| {
        LOCALES
            .lookup_single_language(language.identifier(), key, args)
            .map_err(|error| MissingText {
                key: key.to_owned(),
                language: language.code(),
                why: error.to_string(),
            })
    };
    if !args.is_empty() {
        return said(Some(args)).map(|said| finished(language, said));
    }
    // A list says the same few words on every row; without values they are the same every time.
    let known = &PLAIN[language as usize];
    if let Some(text) = known.read().unwrap_or_else(PoisonError::into_inner).get(key) {
        return Ok(text.clone());
    }
    let text = said(None)?;
    let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
    known.insert(key.to_owned(), text.clone());
    Ok(text)
}

/// A sentence as its language wants it, once the values stand in it: its dates are declined, and one that ends with an
/// abbreviation takes the full stop of its sentence with it.
fn finished(language: Language, said: String) -> String {
    match language {
        Language::Kk => kazakh::declined(said),
        Language::Ru if said.contains("\u{a0}г..") => {
            russian::declined(said.replace("\u{a0}г..", "\u{a0}г."))
        }
        Language::Ru => russian::declined(said),
        Language::En => said,
    }
}

/// Texts without values, by language. No more than there are keys: an unknown one is not kept.
static PLAIN: LazyLock<[RwLock<HashMap<String, String>>; 3]> = LazyLock::new(Default::default);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_parsed_leniently_and_unknown_ones_are_told() {
        assert_eq!(Language::parse("kk"), Some(Language::Kk));
        assert_eq!(Language::parse("EN-gb"), Some(Language::En));
        assert_eq!(Language::parse("de"), None);
        assert_eq!(Language::parse(""), None);
    }

    #[test]
    fn plural_forms_follow_the_language() {
        let days = |language, n: i64| {
            let args = Args::from([("n".into(), FluentValue::from(n))]);
            text(language, "days", &args).unwrap()
        };
        assert_eq!(
            [1, 2, 5, 21].map(|n| days(Language::Ru, n)),
            ["1 день", "2 дня", "5 дней", "21 день"]
        );
        assert_eq!([1, 5].map(|n| days(Language::Kk, n)), ["1 күн", "5 күн"]);
        assert_eq!([1, 5].map(|n| days(Language::En, n)), ["1 day", "5 days"]);
    }

    #[test]
    fn a_count_of_days_takes_the_case_its_sentence_asks_for() {
        let said = |language, key: &str, n: i64| {
            let args = Args::from([("n".into(), FluentValue::from(n))]);
            text(language, key, &args).unwrap()
        };
        assert_eq!(
            [1, 3, 11, 14, 22, 731].map(|n| said(Language::Ru, "days", n)),
            ["1 день", "3 дня", "11 дней", "14 дней", "22 дня", "731 день"]
        );
        assert_eq!(
            [1, 3, 12, 731].map(|n| said(Language::Ru, "check-not-older", n)),
            [
                "Не старше 1 дня",
                "Не старше 3 дней",
                "Не старше 12 дней",
                "Не старше 731 дня"
            ]
        );
        assert_eq!(said(Language::Kk, "window-opens-in", 2), "2 күннен кейін ашылады");
        assert_eq!(
            said(Language::Kk, "window-closes-in", 40),
            "40 күннен кейін жабылады"
        );
        assert_eq!(
            said(Language::Kk, "check-not-older", 731),
            "731 күннен аспауы керек"
        );
    }

    #[test]
    fn a_number_is_filled_in_as_the_reader_types_it() {
        let typed = Language::ALL.map(|language| typed_decimal("1.1", language));
        assert_eq!(typed, ["1,1", "1,1", "1.1"]);
        assert_eq!(typed_decimal("yes", Language::Kk), "yes");
    }

    #[test]
    fn a_date_at_the_end_takes_the_full_stop_with_it() {
        let ends = |language, said: &str| finished(language, said.to_owned());
        assert_eq!(
            ends(Language::Ru, "С 17\u{a0}октября 2025\u{a0}г.. Действует"),
            "С 17\u{a0}октября 2025\u{a0}г. Действует"
        );
        assert_eq!(ends(Language::Ru, "и т.д. ..."), "и т.д. ...");
    }

    #[test]
    fn a_missing_key_or_argument_is_an_error() {
        assert!(text(Language::En, "no-such-key", &Args::new()).is_err());
        assert!(text(Language::En, "days", &Args::new()).is_err());
    }
}
