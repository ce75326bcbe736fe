//! The law's own examples, and the judgement of an independent list.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static KZ: LazyLock<Calendar> = LazyLock::new(|| Calendar::new(file()).unwrap());

fn file() -> CalendarFile {
    toml::from_str(include_str!("../../../policies/calendars/kz.toml")).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn worked_examples_of_the_law() {
    for (from, n, expected) in [
        ("2026-03-19", 3, "2026-03-27"), // Nauryz and two moved days
        ("2026-05-06", 3, "2026-05-13"),
        ("2026-08-28", 3, "2026-09-02"), // 30 and 31 August are no longer free
        ("2026-12-14", 3, "2026-12-18"),
        ("2026-12-31", 3, "2027-01-08"), // 1 January, 4 January moved, 7 January
        ("2026-05-12", -5, "2026-04-30"),
        ("2027-03-26", -5, "2027-03-16"),
    ] {
        assert_eq!(
            KZ.add_working_days(day(from), n).date,
            day(expected),
            "{from} {n:+}"
        );
    }
}

#[test]
fn a_count_names_what_it_passed_over() {
    let counted = KZ.add_working_days(day("2026-03-06"), 1);
    assert_eq!(counted.date, day("2026-03-10"));
    let reasons: Vec<_> = counted
        .skipped
        .iter()
        .map(|skipped| skipped.date.to_string())
        .collect();
    assert_eq!(reasons, ["2026-03-07", "2026-03-08", "2026-03-09"]);
    assert_eq!(counted.skipped[1].reason, SkipReason::Weekend);
    assert!(
        matches!(&counted.skipped[2].reason, SkipReason::DayOff(name) if name.en == "International Women's Day")
    );
}

#[test]
fn orthodox_christmas_and_kurban_ait_do_not_move() {
    assert!(KZ.is_working(day("2024-01-08"))); // 7 January was a Sunday
    assert!(KZ.is_working(day("2024-06-17"))); // Kurban Ait was a Sunday
    assert!(!KZ.is_working(day("2026-05-27")));
}

#[test]
fn two_holidays_on_one_weekend_free_two_days() {
    assert!(!KZ.is_working(day("2028-01-03")));
    assert!(!KZ.is_working(day("2028-01-04")));
    assert!(KZ.is_working(day("2028-01-05")));
    assert!(!KZ.is_working(day("2022-05-10"))); // 7 May, a Saturday; Monday 9 May was free already
}

#[test]
fn the_government_moves_days_both_ways() {
    assert!(!KZ.is_working(day("2024-05-08")));
    assert!(KZ.is_working(day("2024-05-04")), "a Saturday worked instead");
    assert!(KZ.is_working(day("2025-01-05")), "a Sunday worked instead");
    assert!(
        KZ.is_working(day("2020-05-11")),
        "a transfer of Victory Day, moved on to 8 May"
    );
}

#[test]
fn old_dates_keep_their_old_holidays() {
    assert!(!KZ.is_working(day("2019-12-17")) && KZ.is_working(day("2024-12-17")));
    assert!(!KZ.is_working(day("2020-12-01")) && KZ.is_working(day("2023-12-01")));
    assert!(KZ.is_working(day("2021-10-25")) && !KZ.is_working(day("2023-10-25")));
    assert!(!KZ.is_working(day("2024-08-30")) && KZ.is_working(day("2027-08-30")));
    assert!(KZ.is_working(day("2023-03-15")) && !KZ.is_working(day("2028-03-15")));
}

#[test]
fn the_safe_reading_goes_back() {
    assert_eq!(
        KZ.working_day_on_or_before(day("2026-03-09")).date,
        day("2026-03-06")
    );
    assert_eq!(
        KZ.working_day_on_or_before(day("2026-03-10")).date,
        day("2026-03-10")
    );
}

#[test]
fn outside_the_table_it_counts_and_says_so() {
    assert_eq!(
        KZ.days_off(2031),
        Err(OutsideTable {
            year: 2031,
            from: 2018,
            until: 2030
        })
    );
    let counted = KZ.add_working_days(day("2034-12-31"), 3);
    assert_eq!((counted.date, counted.certain), (day("2035-01-05"), false));
    assert!(KZ.add_working_days(day("2026-12-31"), 3).certain);
    assert!(!KZ.add_working_days(day("2031-01-03"), -5).certain);
    assert!(
        KZ.is_working(day("2500-01-01")),
        "beyond all sentences only weekends are known"
    );
}

#[test]
fn overrides_work_in_both_directions() {
    let name = Localised {
        kk: "а".into(),
        ru: "б".into(),
        en: "c".into(),
    };
    let single = |on: &str, working| Override {
        on: day(on),
        working,
        name: name.clone(),
        source: "test".into(),
        confirm: None,
    };
    let mut file = file();
    file.overrides = vec![
        single("2026-02-03", false),
        single("2026-02-07", true),
        single("2026-05-04", true),
    ];
    file.overrides.push(single("2026-05-01", true));
    let calendar = Calendar::new(file).unwrap();
    assert!(!calendar.is_working(day("2026-02-03")));
    assert!(calendar.is_working(day("2026-02-07")), "a Saturday");
    assert!(calendar.is_working(day("2026-05-01")), "a holiday");
    let kinds: Vec<_> = calendar
        .days_off(2026)
        .unwrap()
        .into_iter()
        .map(|day| day.kind)
        .collect();
    assert_eq!(
        kinds.iter().filter(|kind| **kind == DayOffKind::Override).count(),
        1
    );
}

#[test]
fn a_broken_file_names_all_its_faults() {
    let mut file = file();
    file.holidays[0].days.push(32);
    file.movable_feasts[0].dates.retain(|date| date.on.year() != 2027);
    file.moved_days[0].to = day("2018-03-10");
    assert_eq!(
        Calendar::new(file).unwrap_err(),
        [
            "New Year: there is no day 32 in month 1",
            "Kurban Ait, first day: no date for 2027",
            "the day off moved from 2018-03-03 lands on a weekend, 2018-03-10",
        ]
    );
}

/// Weekdays off by the Python library `holidays` 0.109 (MIT): another group's reading of the same law.
const BY_ANOTHER_HAND: [(i32, &str); 13] = [
    (
        2018,
        "01-01 01-02 03-08 03-09 03-21 03-22 03-23 04-30 05-01 05-07 05-08 05-09 07-06 08-21 08-30 08-31 12-03 12-17 12-18 12-31",
    ),
    (
        2019,
        "01-01 01-02 01-07 03-08 03-21 03-22 03-25 05-01 05-07 05-09 05-10 07-08 08-30 12-02 12-16 12-17",
    ),
    (
        2020,
        "01-01 01-02 01-03 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-08 07-06 07-31 08-31 12-01 12-16 12-17 12-18",
    ),
    (
        2021,
        "01-01 01-04 01-07 03-08 03-22 03-23 03-24 05-03 05-07 05-10 07-05 07-06 07-20 08-30 12-01 12-16 12-17",
    ),
    (
        2022,
        "01-03 01-04 01-07 03-07 03-08 03-21 03-22 03-23 05-02 05-09 05-10 07-06 08-29 08-30 10-24 10-25 12-16",
    ),
    (
        2023,
        "01-02 01-03 03-08 03-21 03-22 03-23 05-01 05-08 05-09 06-28 07-06 07-07 08-30 10-25 12-18",
    ),
    (
        2024,
        "01-01 01-02 03-08 03-21 03-22 03-25 05-01 05-07 05-08 05-09 07-08 08-30 10-25 12-16",
    ),
    (
        2025,
        "01-01 01-02 01-03 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16",
    ),
    (
        2026,
        "01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16",
    ),
    (
        2027,
        "01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16",
    ),
    (
        2028,
        "01-03 01-04 01-07 03-08 03-15 03-21 03-22 03-23 05-01 05-05 05-08 05-09 07-06 10-25 12-18",
    ),
    (
        2029,
        "01-01 01-02 03-08 03-15 03-21 03-22 03-23 04-24 05-01 05-07 05-09 07-06 10-25 12-17",
    ),
    (
        2030,
        "01-01 01-02 01-07 03-08 03-15 03-21 03-22 03-25 05-01 05-07 05-09 07-08 10-25 12-16",
    ),
];

#[test]
fn an_independent_list_agrees_on_every_year() {
    for (year, expected) in BY_ANOTHER_HAND {
        let ours: Vec<_> = KZ
            .days_off(year)
            .unwrap()
            .iter()
            .map(|day| day.date.format("%m-%d").to_string())
            .collect();
        assert_eq!(ours.join(" "), expected, "{year}");
    }
}

proptest! {
    #[test]
    fn there_and_back_is_the_same_working_day(offset in 0i64..4000, n in 1i64..60) {
        let start = day("2018-06-01") + chrono::TimeDelta::days(offset);
        prop_assume!(KZ.is_working(start));
        let there = KZ.add_working_days(start, n).date;
        prop_assert!(there > start && KZ.is_working(there));
        prop_assert_eq!(KZ.add_working_days(there, -n).date, start);
    }
}
