//! What a list names, its reader can open; and of what the reader can open nothing is missing from the list but what
//! the policies say is opened only from its link.

use super::PEOPLE;
use super::forms::court::court;
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day, ruling},
};
use merzim::commands;
use merzim::domain::decide::passage::SetReleaseDate;
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::CaseId;
use merzim::domain::obligation::Kind;
use merzim::domain::ruling::{Ruling, RulingStep};
use merzim::store::reading::ledger;
use std::collections::BTreeSet;

/// The addresses of a kind that a page leads to.
fn leads_to(body: &str, under: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in body.split(&format!("href=\"{under}")).skip(1) {
        let id: String = part
            .chars()
            .take_while(|c| c.is_ascii_hexdigit() || *c == '-')
            .collect();
        if id.len() >= 32 {
            found.insert(format!("{under}{id}"));
        }
    }
    found
}

/// Cases in every state that changes who may see them. The term of the last one ends on 9 July.
async fn arranged(site: &Site) -> Vec<CaseId> {
    let mut cases = Vec::new();
    for place in ["prison", "clinic", "prison", "clinic", "prison", "prison"] {
        cases.push(site.treated_case(place).await);
    }
    let from = day(2026, 7, 3);
    court(site, cases[2], RulingStep::EndedByCourt, from).await;
    court(site, cases[3], RulingStep::Quashed, from).await;
    let clerk = site.actor("clerk");
    site.released_to_clinic(cases[4]).await;
    commands::change_supervision(
        &site.desk,
        clerk,
        None,
        cases[5],
        site.organisation("police"),
        from,
        "Решение 5",
    )
    .await
    .unwrap();
    let until = Ruling {
        until_on: Some(day(2026, 7, 9)),
        ..ruling()
    };
    cases.push(site.case_under(until, "prison").await);
    cases
}

async fn each_row_opens(site: &Site, people: &[(&str, Session)], when: &str) {
    for (name, who) in people {
        for (list, under) in [
            ("/cases", "/cases/"),
            ("/today", "/cases/"),
            ("/alerts", "/alerts/"),
        ] {
            let page = site.get(who, list).await;
            for address in leads_to(&page.body, under) {
                let opened = site.follow(who, &address).await;
                assert_eq!(
                    opened.status,
                    200,
                    "{when}: {name} finds {address} on {list}: {}",
                    page.text()
                );
            }
        }
    }
}

/// Of the cases that open, the list lacks only those that were handed over or are closed to the list.
async fn nothing_is_missing(site: &Site, people: &[(&str, Session)], cases: &[CaseId], when: &str) {
    for (name, who) in people {
        let listed = leads_to(&site.get(who, "/cases").await.body, "/cases/");
        for case in cases {
            let address = format!("/cases/{case}");
            let opens = site.get(who, &address).await.status == 200;
            let facts = site.file(*case).await.facts;
            let own = site.actor(name).organisation().unwrap();
            let handed_over = facts.former.contains(&own) && facts.responsible != own;
            assert_eq!(
                listed.contains(&address),
                opens && !handed_over,
                "{when}: {name} {address} {}",
                facts.open
            );
        }
    }
}

/// The text of a cell of the first row that leads to a case.
fn cell(page: &Page, case: CaseId, label: &str) -> String {
    let (_, row) = page.body.split_once(&format!("href=\"/cases/{case}\"")).unwrap();
    let row = row.split("</tr>").next().unwrap_or_default();
    let (_, cell) = row.split_once(&format!("data-label=\"{label}\">")).unwrap();
    let cell = cell.split("</td>").next().unwrap_or_default();
    let parts = cell
        .split('<')
        .map(|part| part.rsplit('>').next().unwrap_or_default());
    parts.collect::<Vec<_>>().join(" ")
}

/// The kinds by which a list can be narrowed.
fn offered(page: &Page) -> Vec<String> {
    let (_, select) = page
        .body
        .split_once("<select class=\"govuk-select\" id=\"kind\"")
        .unwrap();
    let select = select.split("</select>").next().unwrap_or_default();
    let values = select.split("value=\"").skip(1);
    let values = values.map(|part| part.split('"').next().unwrap_or_default());
    values
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_clerk_reads_what_is_next_for_the_registry_and_nothing_of_the_treatment() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let (quiet, busy) = (
            site.treated_case("prison").await,
            site.treated_case("prison").await,
        );
        let form = SetReleaseDate {
            on: Some(day(2026, 8, 3)),
            because: "early-release".into(),
            paper: "постановление 7".into(),
            dated_on: Some(site.file(busy).await.now.today()),
        };
        commands::set_release_date(&site.desk, site.actor("clerk"), None, busy, &form)
            .await
            .unwrap();
        let plan = site.file(busy).await.plan(site.desk.rules());
        let clerks = plan.obligations.iter().filter(|owed| owed.owner.role == "clerk");
        let first = clerks.min_by_key(|owed| owed.closes_on).unwrap();
        let clerk = site.sign_in("clerk").await;
        let list = site.get(&clerk, "/cases?lang=en").await;
        let next = cell(&list, busy, "Next").replace('\u{a0}', " ");
        assert!(
            next.contains(&first.due_on.format("%-d %B %Y").to_string()),
            "{next}"
        );
        let today = site
            .get(&clerk, &format!("/today?kind={}", first.kind.code()))
            .await;
        assert!(today.body.contains(&format!("/cases/{busy}")), "{}", today.text());
        let dose = plan.obligations.iter().any(|owed| owed.kind == Kind::Dose);
        assert!(dose && !list.says("Dose"), "{}", list.text());
        assert!(!cell(&list, quiet, "Next").contains("Materials"));
        site.end()
    });
}

#[test]
fn a_list_is_narrowed_by_what_occurs_on_it() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let plan = site.file(case).await.plan(site.desk.rules());
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, "/today").await;
        let offers = offered(&page);
        let own = plan
            .obligations
            .iter()
            .filter(|owed| owed.owner.role == "prison-nurse");
        let occur: BTreeSet<_> = own.map(|owed| owed.kind.code().to_owned()).collect();
        assert_eq!(offers.iter().cloned().collect::<BTreeSet<_>>(), occur);
        assert_eq!(offers.len(), occur.len(), "each once: {offers:?}");
        for kind in &offers {
            let narrowed = site.get(&nurse, &format!("/today?kind={kind}")).await;
            assert!(narrowed.body.contains(&format!("/cases/{case}")), "{kind}");
            assert_eq!(offered(&narrowed), offers, "narrowed to {kind}");
        }
        site.end()
    });
}

#[test]
fn every_row_of_every_list_opens_for_its_reader() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let cases = arranged(&site).await;
        site.go_to("2026-07-08T05:00:00Z");
        site.round().await;
        let mut people = Vec::new();
        for name in PEOPLE {
            people.push((name, site.sign_in(name).await));
        }
        assert!(leads_to(&site.get(&people[8].1, "/cases").await.body, "/cases/").len() >= 4);
        each_row_opens(&site, &people, "while the jobs run").await;
        nothing_is_missing(&site, &people, &cases, "while the jobs run").await;
        // At midnight a term ended; the jobs have not come round yet.
        site.go_to("2026-07-09T19:00:01Z");
        assert!(!site.file(cases[6]).await.facts.open);
        people.clear();
        for name in PEOPLE {
            people.push((name, site.sign_in(name).await));
        }
        each_row_opens(&site, &people, "before the jobs").await;
        nothing_is_missing(&site, &people, &cases, "before the jobs").await;
        site.round().await;
        each_row_opens(&site, &people, "after the jobs").await;
        nothing_is_missing(&site, &people, &cases, "after the jobs").await;
        site.end()
    });
}

#[test]
fn the_history_of_a_long_case_has_parts_that_leave_nothing_out() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.actor("nurse.prison");
        for number in 0..60 {
            let form = commands::Incident {
                kind: Some(IncidentKind::Other),
                occurred_at: Some(site.clock.now()),
                injected: false,
                words: format!("incident-{number}-"),
                ..commands::Incident::default()
            };
            commands::report_incident(&site.desk, nurse, None, case, &form)
                .await
                .unwrap();
        }
        let who = site.sign_in("nurse.prison").await;
        let address = format!("/cases/{case}/history");
        let page = site.get(&who, &format!("/cases/{case}")).await;
        assert!(
            page.body.contains(&format!("href=\"{address}\"")),
            "{}",
            page.text()
        );
        assert!(page.says("incident-59-") && !page.says("incident-20-"));

        let (mut next, mut parts, mut seen) = (Some(address.clone()), 0, Vec::new());
        while let Some(path) = next {
            let part = site.get(&who, &path).await;
            assert_eq!(part.status, 200, "{path}");
            seen.extend((0..60).filter(|number| part.says(&format!("incident-{number}-"))));
            // The languages of the page link to it, too: only what follows the sign of the next part counts.
            let rest = part.body.split("govuk-pagination__next").nth(1);
            let rest = rest.and_then(|rest| rest.split("href=\"").nth(1));
            next = rest.map(|rest| rest.split('"').next().unwrap().to_owned());
            assert!(parts < 5, "{next:?}");
            parts += 1;
        }
        assert_eq!(parts, 2);
        seen.sort_unstable();
        assert_eq!(seen, (0..60).collect::<Vec<_>>(), "each once");
        site.end()
    });
}

/// A search has no address that a language could be put into: it is sent again.
#[test]
fn a_search_is_answered_again_in_another_language() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let reference = site.file(case).await.case.reference;
        let who = site.sign_in("psychiatrist").await;
        for list in ["/cases", "/today"] {
            let plain = site.get(&who, &format!("{list}?lang=en")).await;
            let of_link = format!("href=\"{list}?lang=kk\"");
            assert!(plain.body.contains(&of_link), "{list}: {}", plain.body);
            let mut found = site.send(&who, list, &plain, &[("q", "Ахметов")]).await;
            for language in ["kk", "ru", "en"] {
                let again = format!("{list}?lang={language}");
                let switch = format!("form=\"form\" formaction=\"{again}\"");
                assert!(found.body.contains(&switch), "{again}: {}", found.body);
                found = site.send(&who, &again, &found, &[]).await;
                assert_eq!(found.status, 200, "{again}: {}", found.text());
                assert!(
                    found.body.contains(&format!("<html lang=\"{language}\"")),
                    "{again}"
                );
                assert_eq!(found.fields()["q"], "Ахметов", "{again}");
                assert!(found.body.contains(&format!("/cases/{case}")), "{again}");
            }
        }
        // Only what is a reference stands in an address, and stays there.
        let auditor = site.sign_in("auditor").await;
        let token = site.token(&auditor).await;
        let fields = [("csrf", token.as_str()), ("case", reference.as_str())];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let sent = site.post(&auditor, "/ledger", &fields.into()).await;
        let narrowed = site.get(&auditor, &sent.location.unwrap()).await;
        for language in ["kk", "ru"] {
            let link = format!("href=\"/ledger?case={reference}&amp;lang={language}\"");
            assert!(narrowed.body.contains(&link), "{link}: {}", narrowed.body);
        }
        site.end()
    });
}

/// Who looked for a person is in the ledger, from whichever list he searched; a list that is only opened leaves no line.
#[test]
fn a_search_leaves_a_line_in_the_ledger_and_a_list_none() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        site.open_case("prison").await;
        let who = site.sign_in("psychiatrist").await;
        let token = site.token(&who).await;
        let searches = async || {
            let narrowed = ledger::Narrowed {
                verb: Some("search-cases"),
                ..ledger::Narrowed::default()
            };
            let lines = ledger::part(site.desk.store(), narrowed).await.unwrap();
            let by = |line: &ledger::Entry| line.account.as_ref().map(|(id, ..)| *id);
            assert!(
                lines
                    .iter()
                    .all(|line| by(line) == site.actor("psychiatrist").account_id()),
                "{lines:?}"
            );
            lines.len()
        };
        for (list, known) in [("/cases", 0), ("/today", 1)] {
            let plain = site.get(&who, list).await;
            assert_eq!(plain.status, 200, "{list}: {}", plain.text());
            assert_eq!(searches().await, known, "{list} is only opened");
            for (q, status) in [("", 303), ("Ахметов", 200)] {
                let fields = [("csrf", token.as_str()), ("q", q)];
                let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
                let page = site.post(&who, list, &fields.into()).await;
                assert_eq!(page.status, status, "{list} {q}: {}", page.text());
            }
            assert_eq!(searches().await, known + 1, "{list}");
        }
        site.end()
    });
}

/// Whoever looks for one person must not take the first part of what was found for the whole.
#[test]
fn a_search_that_found_more_than_it_shows_says_so() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let mut last = site.open_case("prison").await;
        for _ in 0..50 {
            last = site.open_case("prison").await;
        }
        let reference = site.file(last).await.case.reference;
        let who = site.sign_in("psychiatrist").await;
        let token = site.token(&who).await;
        for list in ["/cases", "/today"] {
            for (q, more) in [("Ахметов", true), (reference.as_str(), false)] {
                let fields = [("csrf", token.as_str()), ("q", q)];
                let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
                let page = site.post(&who, list, &fields.into()).await;
                assert_eq!(page.status, 200, "{list}: {}", page.text());
                assert!(page.says("Ахметов Серік"), "{list} {q}: {}", page.text());
                let told = page.says("More than 50 were found");
                assert_eq!(told, more, "{list} {q}: {}", page.text());
            }
        }
        site.end()
    });
}
