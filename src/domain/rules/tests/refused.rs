//! Rules that must not load: a number without its source, a window that cannot be, a unit nobody knows.

use super::{MONTHS, TRIPTORELIN, faults_after, refuses};

const COURSE: &str = "course/kz-default.1.toml";

#[test]
fn a_number_without_its_source_is_refused() {
    let faults = faults_after(TRIPTORELIN, |text| {
        let (before, window) = text.split_once("[window]").unwrap();
        let without = window.replacen("source = ", "# source = ", 1);
        format!("{before}[window]{without}")
    });
    assert!(
        faults
            .iter()
            .any(|fault| fault.contains("missing field `source`")),
        "{faults:#?}"
    );
    refuses(
        TRIPTORELIN,
        "source = \"Label of triptorelin pamoate: inject",
        "source = \" \" #",
        "mixing: no source",
    );
}

#[test]
fn a_source_in_one_language_only_is_refused() {
    const SOURCES: &str = "sources/kz.toml";
    refuses(
        TRIPTORELIN,
        "source = \"Label of triptorelin 11.25 mg for severe sexual deviations: one vial",
        "source = \"A label that nobody translated: one vial",
        "protocols/triptorelin-12w.1.toml: the source \"A label that nobody translated: one vial every twelve weeks\" \
         stands in no file of sources/",
    );
    refuses(
        SOURCES,
        "ru = \"Инструкция: три месяца\"",
        "ru = \"\"",
        "Label: three months: no words in ru",
    );
    // What no rule cites is no matter of theirs.
    let unused = faults_after(SOURCES, |text| {
        format!("{text}\n[[source]]\nen = \"Unused\"\nkk = \"Қолданылмайды\"\nru = \"Не используется\"\n")
    });
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn reminders_without_end_or_pause_are_refused() {
    const RESTING: &str = "resting/kz-resting.1.toml";
    refuses(
        RESTING,
        "    { working_days = 10 },\n",
        "    { working_days = 1 },\n",
        "service: the pauses grow shorter",
    );
    refuses(
        RESTING,
        "    { clock_hours = 24 },\n",
        "    { clock_hours = 0 },\n",
        "person: the last step would be taken again without a pause",
    );
    refuses(
        RESTING,
        "tracks = [\"person\", \"unexplained\"]",
        "tracks = [\"person\"]",
        "rest: one is needed for the track \"unexplained\"",
    );
    refuses(
        RESTING,
        "kinds = [\"forward-ruling\", \"confirm-release\", \"move-supervision\"]",
        "kinds = [\"dose\"]",
        "backlog: a missed dose is always told step by step",
    );
    refuses(
        RESTING,
        "    { working_days = 10 },\n",
        "    { working_hours = { hours = 8, from_hour = 18, until_hour = 9 } },\n",
        "service: working hours begin before they end",
    );
}

#[test]
fn a_window_that_cannot_be_is_refused() {
    refuses(
        TRIPTORELIN,
        "late_days = 0",
        "late_days = 70",
        "one window closes after the next one opens",
    );
    refuses(TRIPTORELIN, "late_days = 0", "late_days = -1", "line ");
}

#[test]
fn an_unknown_unit_is_refused() {
    for wrong in ["weeks = 12", "days = \"84\"", "days = 84, months = 3"] {
        refuses(
            TRIPTORELIN,
            "every = { days = 84 }",
            &format!("every = {{ {wrong} }}"),
            "line ",
        );
    }
    // Of a question before a dose, too: in a unit that nothing is measured in nobody can answer it.
    let asked_in = |unit: &str| {
        faults_after("protocols/cyproterone-14d.1.toml", |text| {
            text.replacen("recorded = { item = \"alt\" }\n", "", 1).replacen(
                "en = \"U/L\"",
                &format!("en = \"{unit}\""),
                1,
            )
        })
    };
    let unknown = "liver-alt: no course measures anything in \"furlong\"";
    let faults = asked_in("furlong");
    assert!(faults.iter().any(|fault| fault.contains(unknown)), "{faults:#?}");
    assert_eq!(asked_in("U/L"), Vec::<String>::new());
}

#[test]
fn a_complaint_that_nobody_answers_in_any_time_is_refused() {
    refuses(
        COURSE,
        "within = { working_days = 15 }",
        "within = { working_days = 0 }",
        "facility: no time to answer",
    );
    refuses(
        COURSE,
        "within = { working_days = 15 }",
        "within = { years = 1 }",
        "line ",
    );
    refuses(COURSE, "id = \"prosecutor\"", "id = \"court\"", "stands twice");
    refuses(
        COURSE,
        "source = \"Administrative Procedural Code art. 76",
        "source = \" \" #",
        "facility: no source",
    );
}

const SUPPLY: &str = "supply/kz-supply.toml";

#[test]
fn the_drug_being_late_never_reaches_a_supervising_body() {
    refuses(
        SUPPLY,
        "to = { organisation = \"supplier\", post = \"head\" }",
        "to = { organisation = \"supervising\", post = \"head\" }",
        "track: our own failures may never go to the supervising body",
    );
}

#[test]
fn an_excursion_of_nothing_and_a_list_without_its_other_half_are_refused() {
    refuses(
        SUPPLY,
        "product = \"goserelin-12w\"",
        "product = \"nothing\"",
        "excursion: no product \"nothing\"",
    );
    refuses(
        SUPPLY,
        "longest_hours = 72",
        "longest_hours = 0",
        "custody: every hand-over would be a gap",
    );
    refuses(
        SUPPLY,
        "from_celsius = -45",
        "from_celsius = 45",
        "unmeasured: there is no weather between these",
    );
}

#[test]
fn two_protocols_of_one_medicine_are_one_substance_strength_form_and_storage() {
    let same = "medicine = \"triptorelin-12w\"";
    let of = |other: &str| format!("medicine = \"{other}\"");
    refuses(MONTHS, same, &of("no-such"), "no protocol");
    for other in ["leuprorelin-12w", "leuprorelin-gel-3m"] {
        refuses(
            MONTHS,
            same,
            &of(other),
            "of another substance, strength, form or storage",
        );
    }
    refuses(
        MONTHS,
        "en = \"11.25 mg\"",
        "en = \"22.5 mg\"",
        "of another substance, strength",
    );
    refuses(
        MONTHS,
        "max_celsius = 25",
        "max_celsius = 30",
        "of another substance, strength",
    );
}
