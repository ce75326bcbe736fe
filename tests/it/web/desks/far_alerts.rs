//! What somebody is told of by mail about a parcel opens for him and stands on his desk, wherever the person is by now.

use crate::support::{database::on_each, site::Site};
use crate::web::forms::supply::{sent, taken_in, under_way};
use merzim::commands;
use merzim::domain::{decide::PackAnswer, obligation::Kind, rules::Channel};
use merzim::jobs::messages::render;
use merzim::store::outbox;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn whoever_packed_a_parcel_finds_the_alert_that_he_was_mailed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, ..) = under_way(&site, 1).await;
        let (clerk, far) = (site.actor("clerk"), site.organisation("far-prison"));
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        commands::change_place(&site.desk, clerk, None, case, far, today, "moved")
            .await
            .unwrap();
        // Longer than the parcel may be in one hand.
        site.go_to("2026-07-08T05:00:00Z");
        site.round().await;
        let file = site.file(case).await;
        let gap = file
            .case
            .alerts
            .iter()
            .find(|alert| alert.kind == Kind::CustodyGap);
        let address = format!("/alerts/{}", gap.unwrap().id);
        let pharmacist = site.sign_in("pharmacist").await;
        let alert = site.get(&pharmacist, &address).await;
        assert_eq!(alert.status, 200, "the link of the mail opens: {}", alert.text());
        let desk = site.get(&pharmacist, "/alerts?lang=en").await;
        assert!(
            desk.says(&address) && desk.says(&file.case.reference),
            "and stands in the list: {}",
            desk.text()
        );
        assert!(
            !desk.says("Ахметов"),
            "a person goes by the reference: {}",
            desk.text()
        );
        // His right ends with the parcel: the case itself is none of his any more.
        let person = site.get(&pharmacist, &format!("/cases/{case}")).await;
        assert_eq!(person.status, 404, "{}", person.text());
        let nurse = site.sign_in("nurse.clinic").await;
        let others = site.get(&nurse, "/alerts").await;
        assert!(!others.says(&address), "{}", others.text());
        site.end()
    });
}

/// The pharmacist packed it from a shelf that is not his own, and answers for it all the same.
#[test]
fn what_was_packed_from_another_shelf_stands_in_the_list_of_whoever_packed_it() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let (_, packs) = taken_in(&site, "hospital", 1).await;
        let parcel = sent(&site, case, &packs).await;
        let (clerk, far) = (site.actor("clerk"), site.organisation("far-prison"));
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        commands::change_place(&site.desk, clerk, None, case, far, today, "moved")
            .await
            .unwrap();
        site.go_to("2026-07-08T05:00:00Z");
        site.round().await;
        let file = site.file(case).await;
        let known = file.case.supply.parcel(parcel).unwrap();
        assert_eq!(known.prepared.from, site.organisation("hospital"));
        let mut alerts = file.case.alerts.iter();
        let gap = alerts.find(|alert| alert.kind == Kind::CustodyGap);
        let address = format!("/alerts/{}", gap.unwrap().id);
        let pharmacist = site.sign_in("pharmacist").await;
        let desk = site.get(&pharmacist, "/alerts?lang=en").await;
        assert!(desk.says(&address), "{}", desk.text());
        site.end()
    });
}

/// Every link that a mail in the outbox carries to a person, with whose it is: the last one about each matter.
async fn links(site: &Site) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    // The newest is listed first.
    for message in outbox::recent(site.desk.store(), 500).await.unwrap() {
        let Some(to) = message.recipient.filter(|_| message.channel == Channel::Email) else {
            continue;
        };
        let to = site
            .people()
            .find(|name| site.account(name) == to.to_string())
            .unwrap();
        let letter = render(&message.template, &message.arguments, "en", "").unwrap();
        if !letter.link.is_empty() {
            found
                .entry((to.to_owned(), letter.link))
                .or_insert(message.template);
        }
    }
    found
}

/// Whoever is written to about a parcel opens what the mail names, wherever its person is by now: the pharmacist of whoever packed
/// it, the head who is asked after him, and whoever answers for that region. None of them reads the person.
#[test]
fn everybody_opens_what_a_mail_about_a_parcel_names() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, packs, parcel) = under_way(&site, 1).await;
        let (clerk, far) = (site.actor("clerk"), site.organisation("far-prison"));
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        commands::change_place(&site.desk, clerk, None, case, far, today, "moved")
            .await
            .unwrap();
        for moment in ["2026-07-08", "2026-07-10", "2026-07-14"] {
            site.go_to(&format!("{moment}T05:00:00Z"));
            site.round().await;
        }
        let (desk, pharmacist) = (&site.desk, site.actor("pharmacist"));
        commands::report_parcel_lost(desk, pharmacist, None, case, parcel, "not at the station")
            .await
            .unwrap();
        let lost = PackAnswer {
            pack: packs[0],
            answer: "lost".to_owned(),
        };
        commands::reconcile_parcel(desk, pharmacist, None, (case, parcel), &[lost], "nobody finds it")
            .await
            .unwrap();
        let links = links(&site).await;
        let names: BTreeSet<_> = links.keys().map(|(name, _)| name.clone()).collect();
        let mut readers = BTreeMap::new();
        for name in names {
            let session = site.sign_in(&name).await;
            readers.insert(name, session);
        }
        for ((name, link), template) in &links {
            let reader = &readers[name];
            let page = site.get(reader, link).await;
            assert_eq!(
                page.status,
                200,
                "{name} opens {link} of {template}: {}",
                page.text()
            );
        }
        let reference = site.file(case).await.case.reference;
        // Either of the two psychiatrists may be the one who is told.
        let heads = ["psychiatrist", "psychiatrist.second"];
        let head = heads
            .into_iter()
            .find(|name| readers.contains_key(*name))
            .unwrap();
        for name in ["pharmacist", head, "coordinator"] {
            let reader = &readers[name];
            for (_, link) in links.keys().filter(|(to, _)| to == name) {
                let page = site.get(reader, link).await;
                assert!(page.says(&reference), "{name}: {}", page.text());
                assert!(!page.says("Ахметов"), "by the reference: {}", page.text());
            }
            let parcel = site.get(reader, &format!("/parcels/{parcel}")).await;
            assert_eq!(parcel.status, 200, "{name}: {}", parcel.text());
            let person = site.get(reader, &format!("/cases/{case}")).await;
            assert_eq!(person.status, 404, "{name}: {}", person.text());
        }
        // What the head was told of stands on the desk, too.
        let desk = site.get(&readers[head], "/alerts?over=yes&lang=en").await;
        assert!(desk.says(&reference) && !desk.says("Ахметов"), "{}", desk.text());
        site.end()
    });
}
