//! Words that belong to a rule, not to a screen: they travel with the policy that names them.

use serde::{Deserialize, Serialize};

/// The same words in the three languages of the product. All three are required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Localised {
    /// Kazakh.
    pub kk: String,
    /// Russian.
    pub ru: String,
    /// English.
    pub en: String,
}

impl Localised {
    /// The words in the language with this code (`kk`, `ru`, `en`); Russian for any other.
    #[must_use]
    pub fn in_language(&self, code: &str) -> &str {
        match code {
            "kk" => &self.kk,
            "en" => &self.en,
            _ => &self.ru,
        }
    }

    /// The same as it stands at the head of a row: with a capital.
    #[must_use]
    pub fn at_head(&self) -> Self {
        Self {
            kk: capital(&self.kk),
            ru: capital(&self.ru),
            en: capital(&self.en),
        }
    }

    /// The same as it stands after other words of a line: with a small first letter, unless it is one of several capitals.
    #[must_use]
    pub fn after_words(&self) -> Self {
        Self {
            kk: small(&self.kk),
            ru: small(&self.ru),
            en: small(&self.en),
        }
    }
}

fn small(words: &str) -> String {
    let mut signs = words.chars();
    let first = signs.next();
    let rest = signs.as_str();
    match first {
        Some(first) if !rest.starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => words.to_owned(),
    }
}

fn capital(words: &str) -> String {
    let mut signs = words.chars();
    let first = signs.next();
    first.map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_post_after_a_name_begins_with_a_small_letter() {
        let post = Localised {
            kk: "Өңірлік үйлестіруші".to_owned(),
            ru: "Медицинская сестра учреждения".to_owned(),
            en: "HIV physician".to_owned(),
        };
        let said = post.after_words();
        assert_eq!(
            [said.kk, said.ru, said.en],
            [
                "өңірлік үйлестіруші",
                "медицинская сестра учреждения",
                "HIV physician"
            ]
        );
        assert_eq!([small(""), capital("")], ["", ""]);
        assert_eq!(capital("өңірлік"), "Өңірлік");
    }
}
