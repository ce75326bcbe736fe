//! The coordinator's dashboard in a country of two regions: whose numbers one sees, that each opens its rows, and that no
//! small number of another region can be read or told.

use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day, ruling},
};
use crate::web::forms::give;
use chrono::NaiveDate;
use merzim::commands;
use merzim::domain::decide::passage::{OfferHandover, SetReleaseDate};
use merzim::domain::event::HandoverReason;
use merzim::domain::ids::CaseId;

/// Somebody held in a region, to be released on a day.
async fn to_be_released(site: &Site, (clerk, place): (&str, &str), on: NaiveDate) -> CaseId {
    let case = site.case_registered(clerk, ruling(), place).await;
    leaves_on(site, clerk, case, on).await;
    case
}

/// A paper names the day of release.
async fn leaves_on(site: &Site, clerk: &str, case: CaseId, on: NaiveDate) {
    let form = SetReleaseDate {
        on: Some(on),
        because: "early-release".into(),
        paper: "постановление 7".into(),
        dated_on: Some(site.file(case).await.now.today()),
    };
    commands::set_release_date(&site.desk, site.actor(clerk), None, case, &form)
        .await
        .unwrap();
}

async fn offered(site: &Site, case: CaseId) {
    let form = OfferHandover {
        reason: Some(HandoverReason::Release),
        to: Some(site.organisation("clinic")),
        ..OfferHandover::default()
    };
    commands::offer_handover(&site.desk, site.actor("nurse.prison"), None, case, &form)
        .await
        .unwrap();
}

/// Almaty: five releases ahead, one of them accepted, one far off; two people without cover; an offer that is late, and one
/// that is not, and two who are held and whose day nobody knows. Astana: seven, one of them far off, and nobody without cover.
async fn arranged(site: &mut Site) {
    let department = ("far-department", "health-department", "astana");
    site.found(department, ("coordinator.far", "coordinator")).await;
    let registry = ("far-registry", "court-registry", "astana");
    site.found(registry, ("clerk.far", "clerk")).await;
    let (here, there) = (("clerk", "prison"), ("clerk.far", "far-prison"));
    for _ in 0..2 {
        let case = site.treated_case("prison").await;
        give(site, "nurse.prison", case, 1).await;
    }
    to_be_released(site, here, day(2027, 1, 29)).await;
    let late = to_be_released(site, here, day(2027, 1, 29)).await;
    offered(site, late).await;
    let accepted = site.open_case("prison").await;
    let offer = site.offered_on_release(accepted).await;
    site.taken_over(accepted, offer).await;
    to_be_released(site, here, day(2027, 12, 30)).await;
    for _ in 0..6 {
        to_be_released(site, there, day(2027, 1, 25)).await;
    }
    to_be_released(site, there, day(2027, 12, 30)).await;

    site.go_to("2027-01-05T05:00:00Z");
    let asked_now = to_be_released(site, here, day(2027, 2, 26)).await;
    offered(site, asked_now).await;
}

/// The numbers of a page that open rows: where each leads, and what it says.
fn opening(page: &Page) -> Vec<(String, usize)> {
    let links = page.body.split("<a ").skip(1);
    let links = links.filter_map(|link| {
        let (_, rest) = link.split_once("href=\"")?;
        let (href, rest) = rest.split_once('"')?;
        let shown = rest.split_once('>')?.1.split("</a>").next()?;
        let bare: String = shown.replace("<strong>", "").replace("</strong>", "");
        let digits: String = bare.chars().take_while(char::is_ascii_digit).collect();
        let narrowed = ["/releases?", "/handovers?"];
        let narrows = narrowed.iter().any(|start| href.starts_with(start));
        let number = digits.parse().ok().filter(|_| narrows)?;
        Some((href.replace("&amp;", "&"), number))
    });
    links.collect()
}

/// Each number is the number of the rows behind it.
async fn each_number_is_its_rows(site: &Site, who: &Session, page: &Page) -> usize {
    let links = opening(page);
    for (href, number) in &links {
        let behind = site.get(who, href).await;
        assert_eq!(behind.status, 200, "{href}");
        let rows = behind.body.matches("<tr class=\"merzim-row--").count();
        assert_eq!(rows, *number, "{href}: {}", behind.text());
    }
    links.len()
}

/// The line of a region in the table by region: the words of its cells.
fn line_of(page: &Page, region: &str) -> Vec<String> {
    let row = page.body.split("<tr>").find(|row| {
        let head = row.split("</th>").next().unwrap_or_default();
        head.ends_with(&format!(">{region}"))
    });
    let row = row.unwrap_or_else(|| panic!("{region}: {}", page.text()));
    let cells = row.split("<td").skip(1);
    let text = |cell: &str| {
        let cell = cell.split("</td>").next().unwrap_or_default();
        let parts = cell
            .split('<')
            .map(|part| part.rsplit('>').next().unwrap_or_default());
        parts.collect::<String>().replace("&lt;", "<")
    };
    cells.map(text).collect()
}

/// The numbers of each month, and last those of all months: what is ahead, without a receiver, then by state.
fn months(page: &Page) -> Vec<Vec<usize>> {
    let table = page.body.split("</table>").next().unwrap_or_default();
    let rows = table
        .split("<tr>")
        .filter(|row| row.starts_with("<th scope=\"row\">"));
    let line = |row: &str| {
        let head = row.split("</th>").next().unwrap_or_default();
        let head = head.rsplit('>').next().unwrap_or_default();
        line_of(page, head)
    };
    let numbers = |cells: Vec<String>| cells.iter().map(|cell| cell.parse().unwrap()).collect();
    rows.map(line).map(numbers).collect()
}

/// The months come to their last line, each line to what is ahead, and that line says what the line of the region says.
fn sums_agree(page: &Page, region: &str) {
    let mut lines = months(page);
    for line in &lines {
        let [
            ahead,
            without,
            released,
            nobody,
            silent,
            offered,
            passed,
            accepted,
            far,
        ] = line[..]
        else {
            panic!("{line:?}")
        };
        assert_eq!(without, released + nobody + silent + offered, "{line:?}");
        assert_eq!(ahead, without + passed + accepted + far, "{line:?}");
    }
    let all = lines.pop().unwrap();
    assert!(lines.len() > 1, "{}", page.text());
    for (column, sum) in all.iter().enumerate() {
        let of_months: usize = lines.iter().map(|line| line[column]).sum();
        assert_eq!(of_months, *sum, "column {column}: {lines:?}");
    }
    let of_region = line_of(page, region);
    assert_eq!([all[0].to_string(), all[1].to_string()], of_region[..2]);
}

#[test]
fn each_coordinator_has_the_own_region_with_its_rows_and_of_the_other_no_small_number() {
    on_each(|fresh| async {
        let mut site = Site::new(fresh).await;
        arranged(&mut site).await;
        let [almaty, astana] = ["almaty", "astana"].map(|id| {
            let region = site.desk.rules().places.region(id).unwrap();
            region.name.en.clone()
        });

        let here = site.sign_in("coordinator").await;
        let page = site.get(&here, "/releases").await;
        assert_eq!(line_of(&page, &almaty), ["5", "3", "2", "2", "1", "2"]);
        sums_agree(&page, &almaty);
        let all = months(&page).pop().unwrap();
        let some = [all[0], all[1], all[6], all[7], all[8]];
        assert_eq!(some, [5, 3, 1, 0, 1], "one day has passed, one is far off");
        let passed = site.get(&here, "/releases?state=day-passed").await;
        assert!(
            passed.says("day passed, release not written down"),
            "{}",
            passed.text()
        );
        // The head of the column stands beside no number of its own: words without one.
        for (language, head) in [
            ("kk", "Ашық ұсыныстар"),
            ("ru", "Открытые предложения"),
            ("en", "Open offers"),
        ] {
            let page = site.get(&here, &format!("/releases?lang={language}")).await;
            let cell = format!("<td data-label=\"{head}\">");
            assert!(page.status == 200 && page.body.contains(&cell), "{language}");
            let page = site
                .get(&here, &format!("/handovers?state=open&lang={language}"))
                .await;
            assert!(page.status == 200 && page.says(head), "{language}");
        }
        site.get(&here, "/releases?lang=en").await;
        let menu = "<a class=\"govuk-service-navigation__link\" href=\"/releases\" aria-current=\"page\">";
        assert!(page.body.contains(menu), "it stands in the menu");
        let all = site.get(&here, "/releases").await;
        assert_eq!(all.body.matches("<tr class=\"merzim-row--").count(), 5);
        assert_eq!(
            line_of(&page, &astana),
            ["7", "≥ 5", "0", "0", "0", "0"],
            "6 of 7 would say that one is left"
        );
        assert!(!page.body.contains("region=astana"), "nor do its rows open");
        assert!(each_number_is_its_rows(&site, &here, &page).await >= 8);
        let head = opening(&page);
        let says = |href: &str| {
            let mut known = head.iter();
            known.find(|(to, _)| to == href).map(|(_, number)| *number)
        };
        assert_eq!(says("/handovers?state=open"), Some(2));
        assert_eq!(says("/handovers?state=late"), Some(1));
        for href in ["/handovers?state=open", "/handovers?state=late"] {
            let linked = head.iter().filter(|(to, _)| to == href);
            assert_eq!(linked.count(), 2, "{href} opens from the line of the region, too");
        }
        assert_eq!(says("/releases?state=uncovered"), Some(2));
        assert_eq!(says("/releases?state=day-unknown"), Some(2));
        for (state, head) in [
            ("uncovered", "People without cover"),
            ("day-unknown", "Day of release not known"),
        ] {
            let list = site.get(&here, &format!("/releases?state={state}&lang=en")).await;
            let headed = format!("id=\"rows\">{head}</h2>");
            assert!(list.body.contains(&headed), "{}", list.text());
        }
        let unknown = site.get(&here, "/releases?state=day-unknown&lang=en").await;
        assert!(unknown.says("day not known, here since"), "{}", unknown.text());

        let there = site.sign_in("coordinator.far").await;
        let page = site.get(&there, "/releases").await;
        assert_eq!(line_of(&page, &astana), ["7", "6", "0", "0", "0", "0"]);
        sums_agree(&page, &astana);
        assert_eq!(line_of(&page, &almaty), ["5", "< 5", "< 5", "< 5", "< 5", "< 5"]);
        assert!(!page.body.contains("region=almaty"));
        each_number_is_its_rows(&site, &there, &page).await;
        let foreign = site.get(&there, "/releases?region=almaty").await;
        assert_eq!(
            foreign.body.matches("<tr class=\"merzim-row--").count(),
            0,
            "an address typed by hand opens no more"
        );

        // Whoever reads the whole country has both, with their rows.
        let both = site.sign_in("auditor").await;
        let page = site.get(&both, "/releases").await;
        assert_eq!(line_of(&page, &almaty), ["5", "3", "2", "2", "1", "2"]);
        assert_eq!(line_of(&page, &astana), ["7", "6", "0", "0", "0", "0"]);
        each_number_is_its_rows(&site, &both, &page).await;
        site.end()
    });
}

/// Who has been without cover stands there with the day of his release and with who was asked to take over, as in the other list.
#[test]
fn who_lacks_cover_stands_there_with_his_release() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        give(&site, "nurse.prison", case, 1).await;
        leaves_on(&site, "clerk", case, day(2027, 3, 30)).await;
        site.go_to("2027-01-05T05:00:00Z");
        offered(&site, case).await;
        let here = site.sign_in("coordinator").await;
        let page = site.get(&here, "/releases?state=uncovered&lang=en").await;
        let row = page.body.split("<tr class=\"merzim-row--").nth(1).unwrap();
        let cell = |label: &str| {
            let rest = row.split(&format!("<td data-label=\"{label}\">")).nth(1).unwrap();
            rest.split("</td>").next().unwrap().replace('\u{a0}', " ")
        };
        assert!(cell("Day of release").contains("30 March 2027"), "{row}");
        let clinic = site.file(case).await.case.asked().unwrap();
        assert_eq!(clinic, site.organisation("clinic"));
        assert_ne!(cell("To"), "—", "{row}");
        site.end()
    });
}
