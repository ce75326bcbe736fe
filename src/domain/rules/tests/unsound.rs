//! Rules that must not load: what contradicts itself or another file, and what nothing could ever reach.

use super::{LADDER, MONTHS, TRIPTORELIN, faults_after, files, refuses};
use crate::domain::rules::Rules;

const PROCEDURE: &str = "procedure/kz-2025-10-17.toml";

#[test]
fn an_unknown_key_is_refused_with_its_line() {
    refuses(
        TRIPTORELIN,
        "early_days",
        "eraly_days",
        "unknown field `eraly_days`",
    );
    refuses(LADDER, "channels", "chanels", "line ");
    refuses(
        "causes/kz.toml",
        "family = \"person\"",
        "family = \"evasion\"",
        "evasion",
    );
}

#[test]
fn an_unsound_protocol_is_refused() {
    refuses(
        TRIPTORELIN,
        "version = 1",
        "version = 2",
        "should be called triptorelin-12w.2.toml",
    );
    refuses(
        TRIPTORELIN,
        "days = 70",
        "days = 71",
        "would refuse the window, which opens on day 70",
    );
    refuses(MONTHS, "days = 82", "days = 83", "opens on day 82");
    refuses(
        TRIPTORELIN,
        "from_day = 1\n",
        "from_day = 2\n",
        "must begin on day 1",
    );
    refuses(TRIPTORELIN, "from_day = 14", "from_day = 1", "must ascend");
    refuses(
        TRIPTORELIN,
        ", \"physician-decision\"",
        "",
        "must demand a physician's decision",
    );
    refuses(
        TRIPTORELIN,
        "every = { days = 84 }",
        "every = { days = 0 }",
        "the interval is zero",
    );
    refuses(
        TRIPTORELIN,
        "early_days = 14",
        "early_days = 84",
        "before the previous dose",
    );
    refuses(
        TRIPTORELIN,
        "id = \"gluteal-left\"",
        "id = \"gluteal-right\"",
        "stands twice",
    );
    refuses(
        TRIPTORELIN,
        "source = \"Tested",
        "source = \" \" #",
        "cover: no source",
    );
    refuses(TRIPTORELIN, ", max = 1.7", "", "no bound");
}

#[test]
fn a_ladder_that_blames_the_person_for_us_is_refused() {
    let faults = faults_after(LADDER, |text| {
        let (before, service) = text.split_once("[service]").unwrap();
        format!(
            "{before}[service]{}",
            service.replacen("organisation = \"region\"", "organisation = \"supervising\"", 1)
        )
    });
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].contains("may never go to the supervising body"),
        "{faults:?}"
    );
}

#[test]
fn a_ladder_that_forgets_or_hurries_is_refused() {
    refuses(
        LADDER,
        "acknowledge_within = { clock_hours = 24 }",
        "acknowledge_within = { clock_hours = 48 }",
        "time to answer",
    );
    refuses(LADDER, "post = \"head\"", "post = \"witness\"", "witness");
    refuses(
        LADDER,
        "repeat_last_every = { clock_hours = 24 }",
        "repeat_last_every = { clock_hours = 0 }",
        "without a pause",
    );
    let silent = faults_after(LADDER, |text| text.replace("\"supervising\"", "\"region\""));
    assert_eq!(
        silent.iter().filter(|fault| fault.contains("never told")).count(),
        2,
        "{silent:?}"
    );
}

#[test]
fn a_law_with_holes_is_refused() {
    refuses(
        PROCEDURE,
        "calendar = \"kz\"",
        "calendar = \"kg\"",
        "there is no calendar \"kg\"",
    );
    refuses(
        PROCEDURE,
        "ladder = \"kz-default\"",
        "ladder = \"other\"",
        "no ladder \"other\" applies",
    );
    refuses(
        PROCEDURE,
        "valid_from = \"2025-10-17\"",
        "valid_from = \"2025-10-18\"",
        "on the day after",
    );
    refuses(
        PROCEDURE,
        "zone_default = \"Asia/Almaty\"",
        "zone_default = \"Asia/Alma\"",
        "Asia/Alma",
    );
    refuses(
        PROCEDURE,
        "opens_before = { months = 1 }\n",
        "",
        "say when the work may begin",
    );
    refuses(
        "places/kz.2.toml",
        "giver = \"",
        "giver = \"un",
        "there is no role \"un",
    );
}

#[test]
fn all_faults_are_reported_at_once() {
    let mut files = files();
    for (path, text) in &mut files {
        if path.starts_with("protocols/") {
            *text = text.replacen("version = 1", "version = 9", 1);
        }
    }
    files.push(("protocol/x.toml".into(), String::new()));
    assert_eq!(Rules::parse(&files).unwrap_err().len(), 8);
    assert_eq!(Rules::parse(&[]).unwrap_err().len(), 11);
}

#[test]
fn a_restriction_has_a_source_and_leaves_a_way_to_every_clinic() {
    const CONTINUITY: &str = "continuity/kz-continuity.1.toml";
    refuses(
        CONTINUITY,
        "bars = \"near\"",
        "bars = \"home\"",
        "hours at home stand once",
    );
    refuses(
        CONTINUITY,
        "bars = \"near\"",
        "bars = \"moon\"",
        "unknown variant",
    );
    refuses(
        CONTINUITY,
        "lifted_by_leave = true\n",
        "",
        "could ever be reached",
    );
    refuses(
        CONTINUITY,
        "id = \"keep-away\"",
        "id = \"report-hours\"",
        "stands twice",
    );
}

#[test]
fn bounds_that_nothing_can_reach_are_refused() {
    refuses(
        MONTHS,
        "max = 1.7",
        "max = 170.0",
        "a bound lies beyond what \"testosterone\" can be",
    );
    refuses(
        MONTHS,
        "yes_from = -2.4",
        "yes_from = -24.0",
        "a bound lies beyond what \"bone-density\" can be",
    );
    refuses(
        "protocols/degarelix-28d.1.toml",
        "lasts = { days = 28 }",
        "lasts = { days = 280 }",
        "one dose would work until the one after the next",
    );
    refuses(MONTHS, ", valid_days = 366", "", "says not for how long");
}
