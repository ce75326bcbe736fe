//! What the clinical words of the invented country are written with. Everybody writes plainly; whoever must know that no
//! word of a clinic leaves it has them written with a mark that stands nowhere else.

use std::sync::atomic::{AtomicU32, Ordering};

/// The ink of every clinical text, lot and laboratory.
#[derive(Debug, Default)]
pub struct Ink(Option<Mark>);

#[derive(Debug)]
struct Mark {
    stem: &'static str,
    texts: AtomicU32,
}

impl Ink {
    /// Marks each text with a stem of small letters and a number of its own, each lot with the stem in capitals.
    #[must_use]
    pub fn marked(stem: &'static str) -> Self {
        Self(Some(Mark {
            stem,
            texts: AtomicU32::new(0),
        }))
    }

    /// A clinical text as it is written. What is left empty stays empty.
    #[must_use]
    pub fn words(&self, words: &str) -> String {
        match &self.0 {
            Some(mark) if !words.is_empty() => {
                let number = mark.texts.fetch_add(1, Ordering::Relaxed);
                format!("{words} {}{number:05}", mark.stem)
            }
            _ => words.to_owned(),
        }
    }

    /// The number of a lot as it is printed: the same number always in the same way.
    #[must_use]
    pub fn lot(&self, number: &str) -> String {
        match &self.0 {
            Some(mark) if !number.contains(&mark.stem.to_uppercase()) => {
                format!("{number}{}", mark.stem.to_uppercase())
            }
            _ => number.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Ink;

    #[test]
    fn a_mark_is_put_where_something_stands_and_once_on_a_lot() {
        let (plain, marked) = (Ink::default(), Ink::marked("abc"));
        assert_eq!((plain.words("x").as_str(), plain.lot("L1").as_str()), ("x", "L1"));
        assert_eq!(
            (marked.words("x").as_str(), marked.words("x").as_str()),
            ("x abc00000", "x abc00001")
        );
        assert_eq!(marked.words(""), "");
        assert_eq!(marked.lot(&marked.lot("L1")), "L1ABC");
    }
}
