//! What surrounds every page: who is signed in, where one can go, which language, training or real.

use super::parts::Banner;
use crate::text::{Language, Words};
use chrono::NaiveDateTime;
use rocket::http::RawStr;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The frame of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The reader's language.
    #[serde(rename = "lang", serialize_with = "code")]
    pub language: Language,
    /// The other languages, with the address of this page in each.
    pub languages: Vec<LanguageLink>,
    /// Who is signed in.
    pub user: Option<User>,
    /// Where this person can go.
    pub navigation: Vec<NavigationItem>,
    /// The training clock; absent outside training.
    pub training: Option<Training>,
    /// What was typed into this page's form before its reader chose another language, by field. A form of boxes of which
    /// none is ticked was kept all the same.
    #[serde(skip)]
    pub kept: Option<BTreeMap<String, String>>,
    /// Wrong attempts to sign in with the reader's name.
    pub guessed: Option<Banner>,
    /// The session's token against forged forms.
    pub csrf: String,
    /// The address under which the assets are served, without a final slash.
    pub assets: String,
}

/// One entry of the language switch.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageLink {
    /// The code.
    pub code: &'static str,
    /// The language's own name.
    pub name: &'static str,
    /// This page in that language.
    pub href: String,
    /// Where a form that stands on this page is sent, so that it is shown in that language as it was filled in.
    pub keep: String,
    /// Whether it is the language being read.
    pub current: bool,
}

/// The person signed in.
#[derive(Clone, Debug, Serialize)]
pub struct User {
    /// The name shown.
    pub name: String,
    /// The organisation they act for.
    pub organisation: Words,
    /// Their role, in words.
    pub role: Words,
}

/// One entry of the navigation.
#[derive(Clone, Debug, Serialize)]
pub struct NavigationItem {
    /// The text key after `nav-`: `today`, `cases`, `alerts`, `attendance`, `ledger`, `accounts`, `outbox`, `training`.
    pub key: &'static str,
    /// The address.
    pub href: String,
    /// Whether the page is inside it.
    pub current: bool,
    /// How many things wait there.
    pub count: Option<u32>,
}

/// The banner of training mode.
#[derive(Clone, Debug, Serialize)]
pub struct Training {
    /// The training clock in the zone of the reader's place.
    pub clock: NaiveDateTime,
}

impl Frame {
    /// The frame of a page at `path` (with its query), before anybody is signed in.
    #[must_use]
    pub fn new(language: Language, path: &str, assets: impl Into<String>, csrf: impl Into<String>) -> Self {
        Self {
            language,
            languages: Language::ALL
                .iter()
                .map(|&other| link(other, language, path))
                .collect(),
            user: None,
            navigation: Vec::new(),
            training: None,
            kept: None,
            guessed: None,
            csrf: csrf.into(),
            assets: assets.into(),
        }
    }
}

/// The same page in another language: the query keeps everything but `lang`.
fn link(other: Language, current: Language, path: &str) -> LanguageLink {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("lang=") && !pair.starts_with("kept="));
    let mut pairs: Vec<String> = kept.map(str::to_owned).collect();
    let back = if pairs.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", pairs.join("&"))
    };
    pairs.push(format!("lang={}", other.code()));
    LanguageLink {
        code: other.code(),
        name: other.own_name(),
        href: format!("{path}?{}", pairs.join("&")),
        keep: format!(
            "/language?to={}&back={}",
            other.code(),
            RawStr::new(&back).percent_encode()
        ),
        current: other == current,
    }
}

fn code<S: Serializer>(language: &Language, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(language.code())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_switch_keeps_the_query() {
        let frame = Frame::new(
            Language::Ru,
            "/today?kind=dose&lang=ru&kept=1&q=%D0%90",
            "/assets/x",
            "",
        );
        assert_eq!(frame.languages[0].href, "/today?kind=dose&q=%D0%90&lang=kk");
        assert_eq!(
            frame.languages[0].keep,
            "/language?to=kk&back=%2Ftoday%3Fkind%3Ddose%26q%3D%25D0%2590"
        );
        assert!(frame.languages[1].current);
    }
}
