//! Questions before a dose, and how a reply is judged.

use super::Confirm;
use crate::domain::localised::Localised;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

/// A question before a dose.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreDoseCheck {
    /// Identity inside the protocol.
    pub id: String,
    /// The question.
    pub question: Localised,
    /// What kind of answer it takes, and which answers pass.
    pub answer: Answer,
    /// When it is asked.
    #[serde(default)]
    pub asked: Asked,
    /// For how many days after it was taken an answer (a laboratory value) counts; none means it is asked
    /// on the day itself.
    pub valid_days: Option<u16>,
    /// The item whose latest recorded result answers it.
    pub recorded: Option<Recorded>,
    /// What a commission or a physician may have found, by its identity in the course, that a passing answer would contradict:
    /// it is named at the question, and the answer deserves a second look.
    pub finding: Option<String>,
    /// The decision of a physician that it asks for; a yes without one on record passes nothing.
    pub decision: Option<DecisionAsked>,
    /// The item as which an answer that does not pass goes on record at once, whatever becomes of the dose: a physician
    /// decides about it on the same day. Of several it is the first; an answer of the others that stands in another record and
    /// is not decided about stops the dose as well.
    #[serde(default, deserialize_with = "one_or_more")]
    pub alarm: Vec<String>,
    /// What a failed check leads to.
    pub if_failed: IfFailed,
    /// Where the question comes from.
    pub source: String,
    /// Who must still confirm it.
    pub confirm: Option<Confirm>,
}

/// The item whose latest recorded result answers a question.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    /// The item, by its identity in the course. A number is compared in its first unit.
    pub item: String,
    /// For a question of yes or no about a number: "yes" from this value on.
    pub yes_from: Option<f64>,
    /// For how many days a result counts, where the question itself is answered without a date.
    pub valid_days: Option<u16>,
}

/// A decision of a physician that a question before a dose asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionAsked {
    /// Whether the first weeks of an agonist are covered by another drug.
    FlareCover,
}

/// Which doses a question belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// Every dose.
    #[default]
    EveryDose,
    /// The first dose, and the first after an interruption.
    FirstDose,
    /// Every dose but the first of all: it asks about what a dose before it did.
    LaterDose,
}

/// The kind of answer a question takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Answer {
    /// Yes or no.
    YesNo {
        /// The answer that passes.
        must_be: bool,
    },
    /// A measured number. At least one bound.
    Number {
        /// Unit, such as `g/L`.
        unit: Localised,
        /// Least value that passes.
        min: Option<f64>,
        /// Greatest value that passes.
        max: Option<f64>,
    },
}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// Yes or no.
    YesNo(bool),
    /// A number in the question's unit.
    Number(f64),
}

/// What a failed check leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IfFailed {
    /// No dose: place a medical hold.
    Hold,
    /// The nurse is warned and may go on.
    Warn,
}

/// How a reply stands against its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It passes.
    Passed,
    /// It does not.
    Failed,
    /// Too old to count, undated although it must be dated, or dated in the future.
    Expired,
    /// Not an answer to this question.
    NotAnAnswer,
}

/// One identity, or a list of them.
fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Named {
        One(String),
        Several(Vec<String>),
    }
    Ok(match Named::deserialize(from)? {
        Named::One(id) => vec![id],
        Named::Several(ids) => ids,
    })
}

impl PreDoseCheck {
    /// Is an answer of this item, however it went on record, one that the question asks about?
    #[must_use]
    pub fn alarms(&self, item: &str) -> bool {
        self.alarm.iter().any(|known| known == item)
    }

    /// For how many days a recorded result counts; none where the question takes none.
    #[must_use]
    pub fn result_counts_for(&self) -> Option<u16> {
        let recorded = self.recorded.as_ref()?;
        self.valid_days.or(recorded.valid_days)
    }

    /// Judges a reply. `taken_on` is the day the sample was taken or the examination made.
    #[must_use]
    pub fn verdict(&self, reply: Reply, taken_on: Option<NaiveDate>, today: NaiveDate) -> Verdict {
        let fresh = self.valid_days.is_none_or(|days| {
            taken_on.is_some_and(|taken| (0..=i64::from(days)).contains(&(today - taken).num_days()))
        });
        let passes = match (&self.answer, reply) {
            (Answer::YesNo { must_be }, Reply::YesNo(said)) => said == *must_be,
            (Answer::Number { min, max, .. }, Reply::Number(value)) if value.is_finite() => {
                min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max)
            }
            _ => return Verdict::NotAnAnswer,
        };
        match (fresh, passes) {
            (false, _) => Verdict::Expired,
            (true, true) => Verdict::Passed,
            (true, false) => Verdict::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::localised::Localised;

    fn plain(text: &str) -> Localised {
        Localised {
            kk: text.into(),
            ru: text.into(),
            en: text.into(),
        }
    }

    fn check(answer: Answer, valid_days: Option<u16>) -> PreDoseCheck {
        let question = plain("?");
        let (id, source) = ("x".into(), "test".into());
        PreDoseCheck {
            id,
            question,
            answer,
            asked: Asked::EveryDose,
            valid_days,
            recorded: None,
            finding: None,
            decision: None,
            alarm: Vec::new(),
            if_failed: IfFailed::Hold,
            source,
            confirm: None,
        }
    }

    #[test]
    fn a_laboratory_value_ages() {
        let alt = check(
            Answer::Number {
                unit: plain("U/L"),
                min: None,
                max: Some(120.0),
            },
            Some(100),
        );
        let today = "2026-06-01".parse().unwrap();
        let on = |text: &str| Some(text.parse().unwrap());
        let verdict = |value, taken_on| alt.verdict(Reply::Number(value), taken_on, today);
        assert_eq!(verdict(40.0, on("2026-05-20")), Verdict::Passed);
        assert_eq!(
            verdict(120.0, on("2026-02-21")),
            Verdict::Passed,
            "the bound and the hundredth day count"
        );
        assert_eq!(verdict(120.1, on("2026-05-20")), Verdict::Failed);
        assert_eq!(verdict(40.0, on("2026-02-20")), Verdict::Expired);
        assert_eq!(verdict(40.0, None), Verdict::Expired);
        assert_eq!(
            verdict(40.0, on("2026-06-02")),
            Verdict::Expired,
            "dated in the future"
        );
        assert_eq!(verdict(f64::NAN, on("2026-05-20")), Verdict::NotAnAnswer);
        assert_eq!(
            alt.verdict(Reply::YesNo(true), on("2026-05-20"), today),
            Verdict::NotAnAnswer
        );
    }

    #[test]
    fn an_alarm_is_one_item_or_several() {
        #[derive(Deserialize)]
        struct Holds {
            #[serde(default, deserialize_with = "one_or_more")]
            alarm: Vec<String>,
        }
        let read = |text: &str| toml::from_str::<Holds>(text).unwrap().alarm;
        assert_eq!(read("alarm = \"low-mood\""), ["low-mood"]);
        assert_eq!(
            read("alarm = [\"low-mood\", \"suicide-risk\"]"),
            ["low-mood", "suicide-risk"]
        );
        assert!(read("").is_empty());
    }

    #[test]
    fn yes_and_no() {
        let ill = check(Answer::YesNo { must_be: false }, None);
        let today = "2026-06-01".parse().unwrap();
        assert_eq!(ill.verdict(Reply::YesNo(false), None, today), Verdict::Passed);
        assert_eq!(ill.verdict(Reply::YesNo(true), None, today), Verdict::Failed);
    }
}
