//! While treatment lasts: examinations, results, what a physician decides about them, reactions.

mod samples;

use super::{
    Form,
    chart::Chart,
    parts::{CaseHead, Choice, Cited, Link, Row, Status},
    samples::words,
};
use crate::text::Words;
use chrono::NaiveDate;
use serde::Serialize;

pub use super::course::MemberField;

/// One value to be written down. Fields: `value_<item>`, `unit_<item>`, `sure_<item>`.
#[derive(Clone, Debug, Serialize)]
pub struct ValueField {
    /// The item.
    pub item: String,
    /// Its name.
    pub words: Words,
    /// Is it answered with yes or no?
    pub yes_no: bool,
    /// The units to choose from; empty where there is one only.
    pub units: Vec<Choice>,
    /// The one unit.
    pub unit: Option<Words>,
    /// What is usual or aimed at, and the last value.
    pub hint: Option<Words>,
    /// Was a value typed that can hardly be? Then it is asked about.
    pub unsure: bool,
}

/// Fields of one reaction; see `decide::reaction_fields`.
#[derive(Clone, Debug, Serialize)]
pub struct ReactionFields {
    /// What was seen.
    pub words: &'static str,
    /// How bad.
    pub severity: &'static str,
    /// Since when (date).
    pub began_on: &'static str,
    /// What was done.
    pub measures: &'static str,
    /// Its number among several.
    pub number: usize,
    /// Was something typed into it?
    pub open: bool,
}

/// `/cases/<id>/exam`. Fields: `examined_on` (date), one per examiner, the values, `laboratory`, `findings`, the
/// reactions, `conclusion`, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct RecordExam {
    /// Whose examination.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// The examiners.
    pub examiners: Vec<MemberField>,
    /// What is asked at every examination.
    pub asked: Vec<ValueField>,
    /// What a laboratory measures.
    pub laboratory: Vec<ValueField>,
    /// Side effects.
    pub reactions: Vec<ReactionFields>,
    /// How bad they can be.
    pub severities: Vec<Choice>,
    /// What can be concluded.
    pub conclusions: Vec<Choice>,
    /// Where the composition comes from.
    pub source: Option<Cited>,
}

/// `/cases/<id>/results/new`. Fields: `taken_on` (date), `laboratory`, the values, `words`.
#[derive(Clone, Debug, Serialize)]
pub struct RecordResults {
    /// Whose results.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What is due.
    pub due: Vec<ValueField>,
    /// Everything else.
    pub others: Vec<ValueField>,
}

/// `/cases/<id>/judge`. Fields: `items_<id>`, `decided`, `repeat_by` (date), `words`; carried: `record`.
#[derive(Clone, Debug, Serialize)]
pub struct JudgeResult {
    /// Whose results.
    pub head: CaseHead,
    /// The form.
    pub form: Form,
    /// What is not as it should be.
    pub readings: Vec<Row>,
    /// The rest of the same record, and what it was the last time.
    pub around: Vec<Row>,
    /// The values, to be decided about one by one; empty where there is only one.
    pub items: Vec<Choice>,
    /// What can be decided.
    pub choices: Vec<Choice>,
    /// Said where it must be decided on the same day: today, or on a day that has passed.
    pub same_day: Option<Words>,
    /// What the day of a repetition is for; none where nothing can be measured again.
    pub repeat_by: Option<Words>,
    /// Does what specialists concluded ask for the decision?
    pub concluded: bool,
    /// A medical hold is in force: whatever is decided here, it stands until a physician lifts it.
    pub held: bool,
}

/// `/cases/<id>/results`
#[derive(Clone, Debug, Serialize)]
pub struct Results {
    /// Whose results.
    pub head: CaseHead,
    /// What the reader may do.
    pub actions: Vec<Link>,
    /// What waits for a physician.
    pub waiting: Vec<Waiting>,
    /// Where it is decided, for those who may.
    pub judge: Option<Link>,
    /// What is to be measured, by day.
    pub due: Vec<DueLine>,
    /// The latest value of each item.
    pub latest: Vec<ItemLine>,
    /// What is known from other cases of the same person, which rest.
    pub beside: Vec<BesideLine>,
    /// Values over time.
    pub charts: Vec<Chart>,
    /// Sums of a lifetime.
    pub sums: Vec<Chart>,
    /// Reactions, the open ones first.
    pub reactions: Vec<ReactionLine>,
}

/// Results of one record that wait for a physician.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    /// What is not as it should be.
    pub words: Words,
    /// The day they were taken.
    pub on: NaiveDate,
    /// By when a physician decides.
    pub status: Status,
}

/// What is due on one day.
#[derive(Clone, Debug, Serialize)]
pub struct DueLine {
    /// The items.
    pub words: Words,
    /// The day.
    pub due_on: NaiveDate,
    /// How it stands.
    pub status: Status,
}

/// The latest value of an item.
#[derive(Clone, Debug, Serialize)]
pub struct ItemLine {
    /// The item.
    pub words: Words,
    /// The value; absent where there is none.
    pub value: Option<Words>,
    /// The day it was taken.
    pub on: Option<NaiveDate>,
    /// What is usual or aimed at.
    pub range: Option<Words>,
    /// How it stands.
    pub stands: Option<Status>,
    /// Until when it counts.
    pub counts: Option<NaiveDate>,
    /// Set when it counts no more.
    pub expired: Option<Status>,
}

/// The latest value of an item under another case of the same person, which rests.
#[derive(Clone, Debug, Serialize)]
pub struct BesideLine {
    /// The item.
    pub words: Words,
    /// The value.
    pub value: Words,
    /// The day it was taken.
    pub on: NaiveDate,
    /// In which case it stands.
    pub case: Words,
}

/// A reaction.
#[derive(Clone, Debug, Serialize)]
pub struct ReactionLine {
    /// What was seen.
    pub words: Words,
    /// How bad.
    pub severity: Status,
    /// Since when.
    pub began_on: NaiveDate,
    /// How it ended, or that it has not.
    pub outcome: Words,
    /// Where to say how it ended.
    pub link: Option<Link>,
}

/// What specialists can conclude, for a form.
#[must_use]
pub fn conclusions() -> Vec<Choice> {
    use crate::domain::event::Conclusion;
    let choice =
        |known: &Conclusion| Choice::new(known.code(), Words::key(format!("conclusion-{}", known.code())));
    Conclusion::ALL.iter().map(choice).collect()
}

/// What a physician can decide, for a form; only what was measured can be measured again.
#[must_use]
pub fn decisions(measured: bool) -> Vec<Choice> {
    use crate::domain::event::Decided;
    let all = Decided::ALL.iter();
    let all = all.filter(|decided| measured || **decided != Decided::Repeat);
    all.map(|decided| Choice {
        hint: Some(Words::key(format!("decided-{}-hint", decided.code()))),
        ..Choice::new(decided.code(), Words::key(format!("decided-{}", decided.code())))
    })
    .collect()
}

/// How much of a summed substance a cover brings, as an example.
pub(super) fn in_cover() -> Vec<ValueField> {
    let unit = |id: &str, kk, ru| Choice::new(id, words(kk, ru, id));
    vec![ValueField {
        item: "cyproterone".to_owned(),
        words: words(
            "Осы қорғаныстағы ципротерон, барлығы",
            "Ципротерон в этом прикрытии, всего",
            "Cyproterone in this cover, all of it",
        ),
        yes_no: false,
        units: vec![unit("g", "г", "г"), unit("mg", "мг", "мг")],
        unit: None,
        hint: None,
        unsure: true,
    }]
}
