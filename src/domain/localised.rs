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
}
