//! Figures of a period: who sees them, what they count, and what they do not tell.

use super::refuse;
use crate::support::page::Page;
use crate::support::{
    database::on_each,
    site::{Session, Site},
};
use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use merzim::commands;
use merzim::domain::decide::PlaceHold;
use merzim::domain::report::LEAST;
use std::io::Cursor;

/// A table with semicolons, cell by cell.
fn cells_of(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

/// The one sheet of a workbook as another program reads it: no cell of it is a formula, and a number is a number.
pub(super) fn sheet_of(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let sheets = book.sheet_names();
    assert_eq!(sheets.len(), 1, "{sheets:?}");
    let formulas = book.worksheet_formula(&sheets[0]).unwrap();
    assert_eq!(formulas.used_cells().count(), 0);
    let cells = book.worksheet_range(&sheets[0]).unwrap();
    let said = |cell: &Data| match cell {
        Data::String(text) => {
            assert!(text.parse::<f64>().is_err(), "{text} is not a text");
            text.clone()
        }
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        other => panic!("neither text nor number: {other:?}"),
    };
    let rows = cells.rows();
    rows.map(|row| row.iter().map(said).collect()).collect()
}

/// The table on the page, without its column of numbers; a row that is hidden as a whole has one cell, and here a dash for
/// each number.
fn shown_on(page: &Page) -> Vec<Vec<String>> {
    let (_, table) = page.body.split_once("<thead>").expect("a table");
    let (table, _) = table.split_once("</table>").unwrap();
    let mut rows = Vec::new();
    for row in table.split("<tr>").skip(1) {
        let row = row.split("</tr>").next().unwrap();
        let whole = row.contains("colspan=");
        let cells = row.split("<t").skip(2);
        let cells = cells.map(|cell| {
            let (_, rest) = cell.split_once('>').unwrap();
            rest.split('<').next().unwrap().to_owned()
        });
        let mut cells: Vec<String> = cells.collect();
        if whole {
            cells.truncate(1);
            cells.resize(12, "–".to_owned());
        }
        rows.push(cells);
    }
    rows
}

/// Small counts are not told, in whatever file.
fn nobody_alone(table: &[Vec<String>]) {
    const PER_CENT: usize = 5;
    for row in &table[1..] {
        let numbers = row.iter().enumerate().skip(1);
        for (column, cell) in numbers.filter(|(column, _)| *column != PER_CENT) {
            let number = cell.parse::<u32>().ok();
            assert!(number.is_none_or(|n| n == 0 || n >= LEAST), "{column}: {row:?}");
            assert!(number.is_some() || cell == "–", "{column}: {row:?}");
        }
    }
}

/// Whoever takes the figures away takes what the page shows: the same heads, rows and dashes in the three languages.
#[test]
fn the_files_of_a_report_say_what_its_page_says() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for _ in 0..7 {
            site.treated_case("prison").await;
        }
        for _ in 0..2 {
            site.treated_case("clinic").await;
        }
        site.go_to("2026-08-03T05:00:00Z");
        site.round().await;
        for _ in 0..4 {
            site.treated_case("clinic").await;
        }
        // A year leaves the house once it is closed.
        site.go_to("2027-02-01T05:00:00Z");
        site.round().await;
        let coordinator = site.sign_in("coordinator").await;
        let auditor = site.sign_in("auditor").await;
        for (who, query) in [
            (&coordinator, "period=2026-Q3"),
            (&auditor, "period=2026-Q3"),
            (&auditor, "period=2026&by=region"),
        ] {
            let mut heads = Vec::new();
            for language in ["kk", "ru", "en"] {
                let query = format!("{query}&lang={language}");
                let page = site.get(who, &format!("/reports?{query}")).await;
                let csv = site.get(who, &format!("/reports/table.csv?{query}")).await.body;
                let book = site.download(who, &format!("/reports/table.xlsx?{query}")).await;
                let (shown, text, sheet) = (shown_on(&page), cells_of(&csv), sheet_of(&book));
                assert_eq!(sheet, text, "{query}");
                assert_eq!(sheet, shown, "{query}");
                assert!(
                    sheet.len() > 2 && sheet.iter().all(|row| row.len() == 12),
                    "{sheet:?}"
                );
                nobody_alone(&sheet);
                heads.push(sheet[0].clone());
            }
            heads.dedup();
            assert_eq!(heads.len(), 3, "a head in each language: {heads:?}");
        }
        site.end()
    });
}

#[test]
fn a_report_counts_what_was_due_and_nobody_alone() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let mut cases = Vec::new();
        for _ in 0..7 {
            cases.push(site.treated_case("prison").await);
        }
        for _ in 0..2 {
            site.treated_case("clinic").await;
        }
        // One refuses, one is stopped by a physician: what is stopped is due to nobody.
        refuse(&site, "nurse.prison", cases[0]).await;
        let hold = PlaceHold {
            reason: "results".into(),
            until_on: None,
        };
        commands::place_hold(&site.desk, site.actor("psychiatrist"), None, cases[1], &hold)
            .await
            .unwrap();
        site.go_to("2026-08-03T05:00:00Z");
        site.round().await;

        let coordinator = site.sign_in("coordinator").await;
        let page = site.get(&coordinator, "/reports?period=2026-Q3&lang=en").await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.says("Doses due"), "{}", page.text());
        // Two people at the clinic are too few, and with one row hidden the other would follow from the sum.
        let table = shown_on(&page);
        let of = |name: &str| {
            let row = table.iter().find(|row| row[0].starts_with(name));
            row.unwrap_or_else(|| panic!("{name} in {table:?}"))
        };
        assert_eq!(of("prison (en)")[1..5], ["–"; 4], "{table:?}");
        assert_eq!(of("clinic (en)")[1..5], ["–"; 4], "{table:?}");
        let all = of("All together");
        assert_eq!(all[1], "8", "nine people, one of them stopped: {table:?}");
        assert_eq!(all[4], "8", "none was given: {table:?}");
        // As a file it is not given away while it still changes.
        assert!(!page.body.contains("/reports/table."), "{}", page.text());
        for early in [
            "/reports/table.csv?period=2026-Q3",
            "/reports/table.xlsx?period=2026",
        ] {
            assert_eq!(site.get(&coordinator, early).await.status, 404, "{early}");
        }

        for _ in 0..4 {
            site.treated_case("clinic").await;
        }
        let drawn = site
            .get(&coordinator, "/reports?period=2026&by=region&lang=en")
            .await;
        for chart in [
            "Doses given in the window, %",
            "Alerts not answered in time by whoever was asked, %",
        ] {
            assert!(drawn.says(chart), "{chart}: {}", drawn.text());
        }
        let bars = drawn.body.matches("<svg viewBox=\"0 0 200 16\"").count();
        let charts = drawn.body.matches("merzim-figure").count();
        assert!(charts > 1 && bars >= charts, "{bars} bars in {charts} charts");
        site.go_to("2027-02-01T05:00:00Z");
        let coordinator = site.sign_in("coordinator").await;
        let by_region = site
            .get(&coordinator, "/reports/table.csv?period=2026&by=region&lang=en")
            .await
            .body;
        assert!(
            !by_region.contains("prison"),
            "no organisation in the table of a year: {by_region}"
        );
        assert!(by_region.starts_with('\u{feff}'), "{by_region}");
        let closed = site
            .get(&coordinator, "/reports?period=2026&by=region&lang=en")
            .await;
        assert!(closed.says("This year is closed."), "{}", closed.text());
        let file = site.file(cases[0]).await;
        for text in [&drawn.body, &by_region, &page.body] {
            for secret in [&file.case.reference, &file.person.name_cyrillic, "triptorelin"] {
                assert!(!text.contains(secret), "{secret}");
            }
        }
        assert_eq!(
            site.get(&coordinator, "/reports/table.xlsx?period=2026")
                .await
                .status,
            200
        );
        for wrong in [
            "/reports?period=x",
            "/reports?period=2026-Q9",
            "/reports/table.csv?period=1",
        ] {
            assert_eq!(site.get(&coordinator, wrong).await.status, 404, "{wrong}");
        }
        for name in [
            "probation.head",
            "police",
            "nurse.prison",
            "psychiatrist",
            "controller",
            "admin",
        ] {
            let who = site.sign_in(name).await;
            assert_eq!(site.get(&who, "/reports").await.status, 403, "{name}");
        }
        let auditor = site.sign_in("auditor").await;
        assert_eq!(site.get(&auditor, "/reports").await.status, 200);
        site.end()
    });
}

/// The sum of the country less the file of one region would be the few people of the other.
#[test]
fn the_file_of_a_region_tells_nothing_that_the_file_of_the_country_hides() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for _ in 0..9 {
            site.treated_case("prison").await;
        }
        let (clerk, far) = (site.actor("clerk"), site.organisation("far-prison"));
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        for _ in 0..2 {
            let case = site.treated_case("prison").await;
            commands::change_place(&site.desk, clerk, None, case, far, today, "moved")
                .await
                .unwrap();
        }
        site.go_to("2026-08-03T05:00:00Z");
        site.round().await;
        // While the year runs there is a page; once it is closed, there are files.
        let read = async |name: &str| {
            let who = site.sign_in(name).await;
            shown_on(&site.get(&who, "/reports?period=2026&by=region&lang=en").await)
        };
        let taken = async |name: &str| {
            let who = site.sign_in(name).await;
            let query = "period=2026&by=region&lang=en";
            let csv = site.get(&who, &format!("/reports/table.csv?{query}")).await.body;
            let book = site.download(&who, &format!("/reports/table.xlsx?{query}")).await;
            assert_eq!(cells_of(&csv), sheet_of(&book));
            cells_of(&csv)
        };
        let open = (read("auditor").await, read("coordinator").await);
        site.go_to("2027-02-01T05:00:00Z");
        let closed = (taken("auditor").await, taken("coordinator").await);
        for (country, own) in [open, closed] {
            let (head, rows) = own.split_first().unwrap();
            assert_eq!((head, country.len()), (&country[0], 4), "{country:?}");
            assert!(
                country[3][1].parse::<u32>().is_ok(),
                "the sum is shown: {country:?}"
            );
            // The one region is hidden for its few people, the other lest they follow from the sum.
            for row in country[1..3].iter().chain(rows) {
                assert!(row[1..].iter().all(|cell| cell == "–"), "{row:?}");
            }
            assert_eq!(rows.len(), 2, "the own region and its sum: {own:?}");
        }
        site.end()
    });
}

#[test]
fn a_changed_ladder_is_tried_by_those_who_read_ladders_and_touches_nothing() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.go_to("2026-08-03T05:00:00Z");
        site.round().await;
        let before = site.file(case).await.case.version;

        let coordinator = site.sign_in("coordinator").await;
        let path = "/reports/ladder";
        let page = site.get(&coordinator, path).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let today = merzim::policies::files("ladders");
        let law = site.desk.rules().law_for("2026-08-03".parse().unwrap()).unwrap();
        let name = format!("ladders/{}.toml", law.ladder.rule());
        let (_, text) = today.into_iter().find(|(known, _)| *known == name).unwrap();

        let same = site.send(&coordinator, path, &page, &[("ladder", &text)]).await;
        assert_eq!(same.status, 200, "{}", same.text());
        let english = site.get(&coordinator, "/reports/ladder?lang=en").await;
        assert!(english.says("Try a changed ladder"), "{}", english.text());
        let meaning = "How long they have to answer";
        assert!(english.says(meaning), "each key is explained: {}", english.text());
        assert!(
            !same.body.contains("<tbody>"),
            "the same ladder tells the same people"
        );
        // The supervising body is asked five days later: the one alert is told otherwise.
        let from =
            "to = { organisation = \"supervising\", post = \"officer\" }\nafter = { working_days = 1 }";
        assert!(text.contains(from));
        let slower = text.replace(from, &from.replace("working_days = 1", "working_days = 5"));
        let other = site
            .send(&coordinator, path, &english, &[("ladder", &slower)])
            .await;
        assert_eq!(other.status, 200, "{}", other.text());
        let reference = site.file(case).await.case.reference;
        assert!(other.says(&reference), "{}", other.text());
        // So it is with another time to answer.
        let within = "acknowledge_within = { working_days = 1 }";
        assert!(text.contains(within));
        let short = text.replace(within, "acknowledge_within = { clock_hours = 1 }");
        let other = site
            .send(&coordinator, path, &english, &[("ladder", &short)])
            .await;
        assert!(other.says(&reference), "{}", other.text());

        for (broken, why) in [
            ("id = 7", "no ladder"),
            (&text.replace("source = ", "# "), "no ladder"),
        ] {
            let refused = site
                .send(&coordinator, path, &english, &[("ladder", broken)])
                .await;
            assert_eq!(refused.status, 422, "{why}");
            assert!(refused.body.contains(&broken[..6]), "what was typed is kept");
        }
        says_its_faults_in_english(&site, &coordinator, &text).await;
        assert_eq!(site.file(case).await.case.version, before, "nothing was written");
        for name in [
            "probation",
            "probation.head",
            "police",
            "nurse.prison",
            "controller",
        ] {
            let who = site.sign_in(name).await;
            let status = site.get(&who, path).await.status;
            assert!([403, 404].contains(&status), "{name}: {status}");
        }
        site.end()
    });
}

/// What the checker says is English, with the place of each fault, and is marked as such on a page of any language.
async fn says_its_faults_in_english(site: &Site, coordinator: &Session, text: &str) {
    let path = "/reports/ladder";
    let page = site.get(coordinator, "/reports/ladder?lang=ru").await;
    let hasty = text.replacen("after = { clock_hours = 24 }", "after = { clock_hours = 1 }", 1);
    let unread = format!("{text}\nx =");
    for (broken, said) in [
        (hasty, "<li>person.officer-deputy: comes before"),
        (unread, "<li>line "),
    ] {
        let refused = site.send(coordinator, path, &page, &[("ladder", &broken)]).await;
        assert_eq!(refused.status, 422, "{said}");
        let mut parts = refused
            .body
            .split("<ul class=\"govuk-list govuk-list--bullet\" lang=\"en\"");
        let marked = parts.nth(1).and_then(|rest| rest.split("</ul>").next());
        assert!(
            marked.is_some_and(|marked| marked.contains(said)),
            "{}",
            refused.text()
        );
    }
}

/// The remarks of a rule file are English: whoever reads another language is shown the ladder without them, and it is whole.
#[test]
fn the_ladder_of_today_is_shown_without_english_remarks_to_whoever_reads_another_language() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let coordinator = site.sign_in("coordinator").await;
        for (language, remarks) in [("kk", false), ("ru", false), ("en", true)] {
            let page = site
                .get(&coordinator, &format!("/reports/ladder?lang={language}"))
                .await;
            let text = page.fields().remove("ladder").unwrap();
            assert_eq!(
                text.lines().any(|line| line.starts_with('#')),
                remarks,
                "{language}: {text}"
            );
            let tried = site
                .send(&coordinator, "/reports/ladder", &page, &[("ladder", &text)])
                .await;
            assert_eq!(tried.status, 200, "{language}: {}", tried.text());
        }
        site.end()
    });
}
