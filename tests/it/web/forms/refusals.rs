//! Who is refused what, and that a wrong id answers like an absent one.

use super::{give, hold};
use crate::support::{database::on_each, site::Site};
use merzim::domain::ids::CaseId;

#[test]
fn each_page_opens_only_for_its_role() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let record = give(&site, "nurse.prison", case, 1).await;
        let held = hold(&site, "nurse.prison", case).await;
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let nurse = [
            "dose".to_owned(),
            "not-given".into(),
            "hold".into(),
            "incident".into(),
            format!("records/{record}/amend"),
            format!("records/{record}/void"),
        ];
        let physician = [
            "hold".to_owned(),
            "late-dose".into(),
            "regimen".into(),
            "incident".into(),
            format!("holds/{held}/confirm"),
            format!("holds/{held}/lift"),
            format!("records/{record}/amend"),
            format!("records/{record}/void"),
        ];
        let clerk = [
            "rulings/new".to_owned(),
            format!("rulings/{ruling}"),
            "place".into(),
            "supervision".into(),
        ];
        let mut all: Vec<String> = [&nurse[..], &physician, &clerk].concat();
        all.sort();
        all.dedup();
        let nowhere = CaseId::fresh();
        let people: [(&str, &[String], u16); 9] = [
            ("nurse.prison", &nurse, 403),
            ("psychiatrist", &physician, 403),
            ("clerk", &clerk, 403),
            ("pharmacist", &[], 403),
            ("auditor", &[], 403),
            ("probation", &[], 403),
            ("nurse.far", &[], 404),
            ("police", &[], 404),
            ("admin", &[], 404),
        ];
        for (who, allowed, otherwise) in people {
            let session = site.sign_in(who).await;
            for page in &all {
                let shown = site.get(&session, &format!("/cases/{case}/{page}")).await;
                let absent = site.get(&session, &format!("/cases/{nowhere}/{page}")).await;
                assert_eq!(absent.status, 404, "{who} {page}");
                if allowed.contains(page) {
                    assert!(
                        [200, 303].contains(&shown.status),
                        "{who} {page}: {} {}",
                        shown.status,
                        shown.text()
                    );
                } else {
                    assert_eq!(shown.status, otherwise, "{who} {page}: {}", shown.text());
                }
                if shown.status == 404 {
                    assert_eq!(shown.alike(), absent.alike(), "{who} {page}");
                }
                if !allowed.contains(page) {
                    let mut fields = std::collections::BTreeMap::new();
                    fields.insert("csrf".to_owned(), site.token(&session).await);
                    let path = if page == "dose" {
                        "dose/0123456789abcdef0123456789abcdef/identity"
                    } else {
                        page
                    };
                    let posted = site
                        .post(&session, &format!("/cases/{case}/{path}"), &fields)
                        .await;
                    assert!(
                        [403, 404, 422].contains(&posted.status),
                        "{who} {page}: {}",
                        posted.status
                    );
                    assert!(
                        posted.status != 422,
                        "{who} {page} learns what is wrong with a form of others"
                    );
                }
            }
        }
        site.end()
    });
}
