//! What was done, as the ledger names it, in words.

use super::{Args, Language, Words, text};

/// What was done, by its verb. Whoever opened the form of an act has not acted. A verb that this version does not know is
/// said as it stands.
#[must_use]
pub fn deed(verb: &str) -> Words {
    if let Some(words) = known(verb) {
        return words;
    }
    match verb.strip_prefix("open-").and_then(known) {
        Some(what) => Words::key("ledger-opened").words("what", what),
        None => Words::plain(verb),
    }
}

fn known(verb: &str) -> Option<Words> {
    let key = format!("did-{verb}");
    let said = |language: Language| text(language, &key, &Args::new()).is_ok();
    Language::ALL.into_iter().all(said).then(|| Words::key(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deed_is_named_in_words_and_an_unknown_one_as_it_stands() {
        for (verb, said) in [
            ("sign-in", "Signed in"),
            ("open-case", "Case opened"),
            (
                "open-log-injection",
                "Form opened, nothing recorded yet: Injection recorded",
            ),
            ("read-tea-leaves", "read-tea-leaves"),
            ("open-tea", "open-tea"),
        ] {
            assert_eq!(deed(verb).say(Language::En).unwrap(), said);
        }
    }
}
