//! What was done, as the ledger names it, in words.

use super::{Args, Language, Words, text};

/// What was done, by its verb. Whoever opened the form of an act has not acted: the act is named as its button does, not as
/// done. A verb that this version does not know is said as it stands.
#[must_use]
pub fn deed(verb: &str) -> Words {
    if let Some(words) = known(verb) {
        return words;
    }
    match verb.strip_prefix("open-").and_then(asked_for) {
        Some(what) => Words::key("ledger-opened").words("what", what),
        None => Words::plain(verb),
    }
}

fn known(verb: &str) -> Option<Words> {
    everywhere(format!("did-{verb}"))
}

/// An act as the button that begins it names it.
fn asked_for(verb: &str) -> Option<Words> {
    everywhere(format!("{verb}-action")).or_else(|| known(verb))
}

fn everywhere(key: String) -> Option<Words> {
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
                "Form opened, nothing recorded: “Log the injection”",
            ),
            ("read-tea-leaves", "read-tea-leaves"),
            ("open-tea", "open-tea"),
        ] {
            assert_eq!(deed(verb).say(Language::En).unwrap(), said);
        }
    }
}
