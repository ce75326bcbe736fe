//! Examples of the pages of monitoring; all names are invented.

use super::{
    BesideLine, DueLine, ItemLine, JudgeResult, MemberField, ReactionFields, ReactionLine, RecordExam,
    RecordResults, Results, ValueField, Waiting, conclusions, decisions,
};
use crate::text::Words;
use crate::web::views::{
    Page,
    chart::{Chart, ChartRow, Drawn, Layout, Legend},
    parts::{Choice, Cited, Link, Row, Status, Tone},
    samples::{day, form, head, words},
};

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
            source: Some(Cited {
                words: Words::plain("Published account"),
                english: true,
            }),
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
        let page = |form, same_day: bool| Self {
            head: head(),
            form,
            readings: vec![row.clone()],
            around: vec![row.clone()],
            items: vec![
                Choice::new(
                    "testosterone",
                    words("Тестостерон", "Тестостерон", "Testosterone"),
                ),
                Choice::new("alt", words("АЛТ", "АЛТ", "ALT")),
            ],
            choices: decisions(true),
            same_day: same_day.then(|| Words::key("judge-same-day")),
            repeat_by: Some(Words::key("repeat-by-hint")),
            concluded: !same_day,
            held: same_day,
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
            beside: vec![BesideLine {
                words: words("АЛТ", "АЛТ", "ALT"),
                value: Words::plain("32"),
                on: day(2026, 5, 11),
                case: Words::key("merged-stands-in").words("other", "KZ-0102"),
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
            beside: Vec::new(),
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
fn empty_layout() -> Layout {
    Layout {
        bands: Vec::new(),
        caution: None,
        values: Vec::new(),
        months: Vec::new(),
        doses: Vec::new(),
        path: String::new(),
        points: Vec::new(),
    }
}
