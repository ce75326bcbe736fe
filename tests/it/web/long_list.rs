//! The list of the day when it is long: sorted by urgency, counted, in parts, and nobody is ever dropped.

use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site},
};
use chrono::TimeDelta;
use merzim::access::{Action, Role};
use merzim::domain::ids::CaseId;
use merzim::store::reading::worklist::{self, Urgency, Whose};
use std::collections::BTreeSet;

/// Days from today on which first doses are planned, and of how many people each: ten days later the doses of the first are
/// late, and what is to be measured of them closes soon; of the next ones it is open; those of the last are still to come.
const PLANNED: [(i64, usize); 4] = [(0, 9), (8, 9), (14, 9), (60, 9)];
/// Ten days later.
const LATER: &str = "2026-07-13T05:00:00Z";
/// More parts than any list here has.
const MOST_PARTS: usize = 5;

/// A row: whose, what, and how urgent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    case: String,
    what: String,
    urgency: &'static str,
}

/// The urgencies as an English page calls them, the most urgent first.
fn urgencies() -> [(Urgency, &'static str); 4] {
    let words = ["Late", "Closing soon", "Open now", "Coming"];
    std::array::from_fn(|place| (Urgency::ALL[place], words[place]))
}

fn rows(page: &Page) -> Vec<Row> {
    let rows = page.body.split("<tr class=\"merzim-row--").skip(1);
    rows.map(|row| {
        let until = |text: &str, end: char| text.split(end).next().unwrap_or_default().to_owned();
        let (_, case) = row.split_once("href=\"/cases/").unwrap();
        let (_, what) = row.split_once("class=\"merzim-plain\" data-label=").unwrap();
        let (_, what) = what.split_once('>').unwrap();
        let urgent = urgencies().map(|(_, words)| words);
        let urgent = urgent
            .into_iter()
            .find(|words| row.contains(&format!("<span>{words}</span>")));
        Row {
            case: until(case, '"'),
            what: until(what, '<').trim().to_owned(),
            urgency: urgent.unwrap_or_else(|| panic!("no urgency: {row}")),
        }
    })
    .collect()
}

/// The rows of a list, part by part.
async fn parts(site: &Site, who: &Session, path: &str) -> Vec<Vec<Row>> {
    let mut parts = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        assert!(parts.len() < MOST_PARTS, "the list has an end");
        let page = site.get(who, &path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        parts.push(rows(&page));
        let further = page.body.split_once("govuk-pagination__next");
        let further = further.and_then(|(_, link)| link.split_once("href=\""));
        next = further.map(|(_, href)| href.split('"').next().unwrap_or_default().replace("&amp;", "&"));
    }
    parts
}

/// The number that the head of the list gives for an urgency.
fn counted(page: &Page, urgency: Urgency) -> usize {
    let link = format!("<a href=\"/today?urgency={}\"><strong>", urgency.code());
    let (_, number) = page.body.split_once(&link).unwrap();
    number.split('<').next().unwrap_or_default().parse().unwrap()
}

async fn planned(site: &Site) -> Vec<CaseId> {
    let today = site.clock.at(chrono_tz::Asia::Almaty).today();
    let mut cases = Vec::new();
    for (days, people) in PLANNED {
        for _ in 0..people {
            let case = site.cleared_case("prison").await;
            let first_on = today + TimeDelta::days(days);
            site.prescribe(case, first_on, ["grounds of the test", "bicalutamide"])
                .await;
            site.inform(case).await;
            cases.push(case);
        }
    }
    cases
}

#[test]
fn a_long_list_is_sorted_and_counted_and_drops_nobody() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let cases = planned(&site).await;
        site.go_to(LATER);
        merzim::jobs::sweep(&site.desk).await.unwrap();
        let nurse = site.sign_in("nurse.prison").await;
        let first = site.get(&nurse, "/today?lang=en").await;

        let whole = parts(&site, &nurse, "/today").await;
        let place = |row: &Row| urgencies().iter().position(|(_, words)| *words == row.urgency);
        for part in &whole {
            assert!(part.is_sorted_by_key(place), "{part:?}");
        }
        assert!(whole.len() > 1, "it has more than one part");
        let whole = whole.concat();
        assert!(whole.len() > 60, "{} rows", whole.len());
        assert!(whole.is_sorted_by_key(place), "over all parts, too");
        let each: BTreeSet<_> = whole.iter().cloned().collect();
        assert_eq!(each.len(), whole.len(), "each duty stands there once");
        for case in cases {
            let case = case.to_string();
            let listed = |what: &str| {
                whole
                    .iter()
                    .any(|row| row.case == case && row.what.starts_with(what))
            };
            assert!(listed("Dose"), "{case}: {whole:?}");
        }

        let mut found = Vec::new();
        for (urgency, words) in urgencies() {
            let code = urgency.code();
            let narrowed = parts(&site, &nurse, &format!("/today?urgency={code}"))
                .await
                .concat();
            let of_it: BTreeSet<_> = each.iter().filter(|row| row.urgency == words).cloned().collect();
            assert!(!of_it.is_empty(), "some are {code}");
            assert_eq!(counted(&first, urgency), of_it.len(), "{code}");
            assert_eq!(narrowed.len(), of_it.len(), "{code}");
            assert_eq!(narrowed.into_iter().collect::<BTreeSet<_>>(), of_it, "{code}");
            found.push((urgency, i64::try_from(of_it.len()).unwrap()));
        }
        cut_short(&site, &found).await;
        site.end()
    });
}

/// Of a list that is longer than what is looked through, the numbers are the least there are, and say so.
async fn cut_short(site: &Site, found: &[(Urgency, i64)]) {
    let actor = site.actor("nurse.prison");
    let scope = site.desk.list(actor, Action::ReadWorklist).await.unwrap();
    let whose = Whose {
        scope: &scope,
        now: site.desk.instant(),
        role: actor.role().map(Role::as_str),
    };
    let today = site.clock.at(chrono_tz::Asia::Almaty).today();
    let store = site.desk.store();
    let whole = worklist::counts_within(store, &whose, today, 2_000)
        .await
        .unwrap();
    for (known, (urgency, counted)) in found.iter().zip(whole) {
        assert_eq!(*known, (urgency, counted.number));
        assert!(!counted.or_more, "{urgency:?}");
    }
    let cut = worklist::counts_within(store, &whose, today, 3).await.unwrap();
    for ((_, known), (urgency, counted)) in found.iter().zip(cut) {
        assert!(counted.or_more, "{urgency:?}: {counted:?} of {known}");
        assert!(counted.number < *known, "{urgency:?}: {counted:?} of {known}");
    }
}
