//! What a form page needs to print itself again exactly as it was typed, with what was wrong.

use crate::{domain::ids::SubmissionKey, text::Words};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use std::collections::BTreeMap;

/// The state of one form.
///
/// Field names are `snake_case`. A date is three fields, `<name>_day`, `<name>_month`, `<name>_year`;
/// a time of day is one field, `HH:MM`.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The submission key of this form: sent twice, it answers once.
    pub key: SubmissionKey,
    /// Where the form is sent; empty for the page's own address.
    pub action: String,
    /// What was typed, by field. A ticked box is `yes`.
    pub values: BTreeMap<String, String>,
    /// Values of earlier steps, carried along unseen.
    pub carried: BTreeMap<String, String>,
    /// What is wrong; the page lists it in the order of its fields.
    pub problems: Vec<Problem>,
    /// The names of fields that only the rules know; every other name stands in the template.
    pub names: BTreeMap<String, Words>,
}

/// Something wrong with a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// The field; empty for a problem of the whole form. For a date the name without `_day`.
    pub field: String,
    /// What to do about it.
    pub words: Words,
}

impl Form {
    /// An empty form.
    #[must_use]
    pub fn new(key: SubmissionKey) -> Self {
        Self {
            key,
            action: String::new(),
            values: BTreeMap::new(),
            carried: BTreeMap::new(),
            problems: Vec::new(),
            names: BTreeMap::new(),
        }
    }

    /// With a value in a field.
    #[must_use]
    pub fn value(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// With a problem of a field.
    #[must_use]
    pub fn problem(mut self, field: &str, words: Words) -> Self {
        self.problems.push(Problem {
            field: field.to_owned(),
            words,
        });
        self
    }

    /// Where several may be ticked, one answer is not asked for: at least one is.
    #[must_use]
    pub fn several(mut self, boxes: &str) -> Self {
        let one = Words::key("choice-required");
        let asked = |problem: &&mut Problem| problem.field == boxes && problem.words == one;
        for problem in self.problems.iter_mut().filter(asked) {
            problem.words = Words::key("choices-required");
        }
        self
    }
}

impl Serialize for Form {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // At the field stands everything that is wrong with it, each once.
        let mut by_field: BTreeMap<&str, Vec<&Words>> = BTreeMap::new();
        for problem in &self.problems {
            let said = by_field.entry(problem.field.as_str()).or_default();
            if !said.contains(&&problem.words) {
                said.push(&problem.words);
            }
        }
        let mut form = serializer.serialize_struct("Form", 6)?;
        form.serialize_field("key", &self.key.to_string())?;
        form.serialize_field("action", &self.action)?;
        form.serialize_field("values", &self.values)?;
        form.serialize_field("carried", &self.carried)?;
        form.serialize_field(
            "problems",
            &self
                .problems
                .iter()
                .map(|problem| Listed {
                    field: &problem.field,
                    name: self.names.get(&problem.field),
                    words: &problem.words,
                })
                .collect::<Vec<_>>(),
        )?;
        form.serialize_field("by_field", &by_field)?;
        form.end()
    }
}

/// A problem as the summary at the head of the page lists it: away from its field, so with the field's name.
#[derive(Serialize)]
struct Listed<'a> {
    field: &'a str,
    name: Option<&'a Words>,
    words: &'a Words,
}
