//! While treatment lasts: examinations, results, what a physician decides about them, reactions.

use super::{
    Form, Page,
    chart::{Chart, ChartRow, Drawn, Legend},
    parts::{CaseHead, Choice, Link, Row, Status, Tone},
    samples::{day, form, head, words},
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
    pub source: String,
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

/// `/cases/<id>/judge`. Fields: `decided`, `repeat_by` (date), `words`; carried: `record`.
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
    /// What can be decided.
    pub choices: Vec<Choice>,
    /// Must it be decided today?
    pub same_day: bool,
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

fn value(item: &str, kk: &str, ru: &str, en: &str) -> ValueField {
    ValueField {
        item: item.to_owned(),
        words: words(kk, ru, en),
        yes_no: false,
        units: Vec::new(),
        unit: Some(words("нмоль/л", "нмоль/л", "nmol/L")),
        hint: Some(
            Words::key("range-up-to")
                .words("high", Words::decimal("1.7"))
                .words("unit", "nmol/L"),
        ),
        unsure: false,
    }
}

fn samples_of_values() -> Vec<ValueField> {
    let testosterone = ValueField {
        units: vec![
            Choice::new("nmol/L", words("нмоль/л", "нмоль/л", "nmol/L")),
            Choice::new("ng/dL", words("нг/дл", "нг/дл", "ng/dL")),
        ],
        unit: None,
        unsure: true,
        ..value("testosterone", "Тестостерон", "Тестостерон", "Testosterone")
    };
    let mood = ValueField {
        yes_no: true,
        unit: None,
        hint: None,
        ..value(
            "low-mood",
            "Көңіл күйі төмен бе?",
            "Сниженное настроение?",
            "Low mood?",
        )
    };
    vec![testosterone, value("weight", "Салмағы", "Вес", "Weight"), mood]
}

fn reaction_sample(number: usize) -> ReactionFields {
    let [words, severity, began_on, measures] = crate::domain::decide::reaction_fields(number);
    ReactionFields {
        words,
        severity,
        began_on,
        measures,
        number: number + 1,
        open: number == 0,
    }
}

/// What specialists can conclude, for a form.
#[must_use]
pub fn conclusions() -> Vec<Choice> {
    use crate::domain::event::Conclusion;
    let choice =
        |known: &Conclusion| Choice::new(known.code(), Words::key(format!("conclusion-{}", known.code())));
    Conclusion::ALL.iter().map(choice).collect()
}

/// What a physician can decide, for a form.
#[must_use]
pub fn decisions() -> Vec<Choice> {
    use crate::domain::event::Decided;
    let all = Decided::ALL.iter();
    all.map(|decided| Choice {
        hint: Some(Words::key(format!("decided-{}-hint", decided.code()))),
        ..Choice::new(decided.code(), Words::key(format!("decided-{}", decided.code())))
    })
    .collect()
}

impl Page for RecordExam {
    const TEMPLATE: &'static str = "pages/monitoring/record_exam.html";
    fn sample() -> Vec<Self> {
        let page = |form| Self {
            head: head(),
            form,
            examiners: vec![MemberField {
                field: "examiner_urologist".to_owned(),
                words: words("Уролог", "Уролог", "Urologist"),
                choices: Vec::new(),
            }],
            asked: samples_of_values().split_off(1),
            laboratory: samples_of_values().drain(..1).collect(),
            reactions: (0..3).map(reaction_sample).collect(),
            severities: vec![Choice::new("mild", words("Жеңіл", "Лёгкая", "Mild"))],
            conclusions: conclusions(),
            source: "Published account".to_owned(),
        };
        let wrong = form()
            .value("value_testosterone", "57")
            .problem("examiner_urologist", Words::key("refusal-member-missing"))
            .problem("value_low-mood", Words::key("refusal-result-missing"))
            .problem("findings", Words::key("refusal-required"))
            .problem("conclusion", Words::key("choice-required"));
        vec![page(form()), page(wrong)]
    }
}

impl Page for RecordResults {
    const TEMPLATE: &'static str = "pages/monitoring/record_results.html";
    fn sample() -> Vec<Self> {
        let page = |form, due| Self {
            head: head(),
            form,
            due,
            others: samples_of_values().split_off(1),
        };
        let impossible = Words::key("refusal-result-impossible")
            .words("low", Words::decimal("0"))
            .words("high", Words::decimal("60"))
            .words("unit", words("нмоль/л", "нмоль/л", "nmol/L"));
        let wrong = form()
            .value("value_testosterone", "520")
            .problem("value_testosterone", impossible)
            .problem("taken_on", Words::key("refusal-nothing-measured"));
        let first = samples_of_values().drain(..1).collect::<Vec<_>>();
        vec![page(form(), Vec::new()), page(wrong, first)]
    }
}

impl Page for JudgeResult {
    const TEMPLATE: &'static str = "pages/monitoring/judge_result.html";
    fn sample() -> Vec<Self> {
        let row = Row::new(
            words("Тестостерон", "Тестостерон", "Testosterone"),
            Words::key("measured")
                .words("number", Words::decimal("9.4"))
                .words("unit", words("нмоль/л", "нмоль/л", "nmol/L")),
        );
        let page = |form, same_day| Self {
            head: head(),
            form,
            readings: vec![row.clone()],
            around: vec![row.clone()],
            choices: decisions(),
            same_day,
        };
        let wrong = form()
            .value("decided", "repeat")
            .problem("repeat_by", Words::key("refusal-required"))
            .problem("words", Words::key("refusal-required"));
        vec![page(form(), true), page(wrong, false)]
    }
}

impl Page for Results {
    const TEMPLATE: &'static str = "pages/monitoring/results.html";
    fn sample() -> Vec<Self> {
        let unit = words("нмоль/л", "нмоль/л", "nmol/L");
        let name = words("Тестостерон", "Тестостерон", "Testosterone");
        let mut chart = sample_chart("testosterone", name.clone(), unit.clone(), None);
        chart.legend = Legend {
            band: Some(Words::key("chart-band")),
            outside: Some(Words::key("chart-outside")),
            doses: Some(Words::key("chart-doses")),
            caution: None,
        };
        let mut sum = sample_chart("cyproterone", name.clone(), words("г", "г", "g"), Some(9.1));
        sum.legend.caution = Some(
            Words::key("chart-caution")
                .words("grams", Words::decimal("9.1"))
                .words("source", "Warnings"),
        );
        let full = Self {
            head: head(),
            actions: vec![Link::new(
                "/cases/1/results/new",
                Words::key("record-results-action"),
            )],
            waiting: vec![Waiting {
                words: name.clone(),
                on: day(2026, 7, 1),
                status: Status::new(Tone::Bad, Words::key("urgency-late")),
            }],
            judge: Some(Link::new("/cases/1/judge", Words::key("judge-result-action"))),
            due: vec![DueLine {
                words: Words::key("list-and")
                    .words("first", name.clone())
                    .words("second", "ALT"),
                due_on: day(2026, 7, 9),
                status: Status::new(Tone::Warn, Words::key("urgency-closing")),
            }],
            latest: vec![
                ItemLine {
                    words: name.clone(),
                    value: Some(
                        Words::key("measured")
                            .words("number", Words::decimal("9.4"))
                            .words("unit", unit.clone()),
                    ),
                    on: Some(day(2026, 7, 1)),
                    range: Some(
                        Words::key("range-up-to")
                            .words("high", Words::decimal("1.7"))
                            .words("unit", unit),
                    ),
                    stands: Some(Status::new(Tone::Bad, Words::key("stands-high"))),
                    counts: Some(day(2026, 7, 2)),
                    expired: Some(Status::new(Tone::Warn, Words::key("counts-no-more"))),
                },
                ItemLine {
                    words: words("Пролактин", "Пролактин", "Prolactin"),
                    value: None,
                    on: None,
                    range: None,
                    stands: None,
                    counts: None,
                    expired: None,
                },
            ],
            charts: vec![chart],
            sums: vec![sum],
            reactions: vec![ReactionLine {
                words: "Ыстық сезіну".into(),
                severity: Status::new(Tone::Info, words("Жеңіл", "Лёгкая", "Mild")),
                began_on: day(2026, 5, 2),
                outcome: Words::key("reaction-open"),
                link: Some(Link::new(
                    "/cases/1/reaction/outcome",
                    Words::key("record-reaction-outcome-action"),
                )),
            }],
        };
        let empty = Self {
            actions: Vec::new(),
            waiting: Vec::new(),
            judge: None,
            due: Vec::new(),
            latest: Vec::new(),
            charts: Vec::new(),
            sums: Vec::new(),
            reactions: Vec::new(),
            ..full.clone()
        };
        vec![full, empty]
    }
}

fn sample_chart(id: &str, title: Words, unit: Words, caution: Option<f64>) -> Chart {
    let drawn = Drawn {
        values: vec![
            (day(2025, 1, 10), 18.2, false),
            (day(2025, 4, 10), 0.9, false),
            (day(2026, 7, 1), 9.4, true),
        ],
        bands: vec![(day(2025, 2, 10), day(2026, 7, 3), None, Some(1.7))],
        doses: vec![day(2025, 1, 15), day(2025, 4, 9)],
        caution,
        steps: caution.is_some(),
        until: day(2026, 7, 3),
    };
    let mut chart = Chart::new(id, title, unit, drawn.layout().unwrap_or_else(empty_layout));
    chart.rows = vec![ChartRow {
        on: day(2026, 7, 1),
        value: Words::decimal("9.4"),
        stands: Some(Status::new(Tone::Bad, Words::key("stands-high"))),
        note: Some(Words::plain("Лаборатория №2")),
    }];
    chart
}

/// An empty drawing, for a sample without values.
fn empty_layout() -> super::chart::Layout {
    super::chart::Layout {
        bands: Vec::new(),
        caution: None,
        values: Vec::new(),
        months: Vec::new(),
        doses: Vec::new(),
        path: String::new(),
        points: Vec::new(),
    }
}
