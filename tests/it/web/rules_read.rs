//! The rules are open to all who work by them, and to supervision those of law alone: no drug, no laboratory.

use crate::support::{database::on_each, site::Site};
use std::collections::BTreeSet;

/// The addresses of the rules that a page leads to.
fn leads_to(body: &str) -> BTreeSet<String> {
    let parts = body.split("href=\"/rules/").skip(1);
    parts
        .filter_map(|part| Some(format!("/rules/{}", part.split('"').next()?)))
        .collect()
}

#[test]
fn supervision_reads_the_law_and_nothing_of_medicine() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let products: Vec<String> = site
            .desk
            .rules()
            .protocols()
            .flat_map(|protocol| protocol.id.split('-').next().map(str::to_owned))
            .collect();
        assert!(products.contains(&"triptorelin".to_owned()));
        let named = |body: &str| {
            let body = body.to_lowercase();
            let words = products.iter().map(String::as_str).chain(["testosterone"]);
            words
                .filter(|word| body.contains(word))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        for name in ["probation", "probation.head", "police"] {
            let who = site.sign_in(name).await;
            let shelf = site.get(&who, "/rules").await;
            let sheets = leads_to(&shelf.body);
            assert!(
                sheets.iter().any(|sheet| sheet.starts_with("/rules/procedure/")),
                "{sheets:?}"
            );
            for path in sheets.iter().map(String::as_str).chain(["/rules", "/today"]) {
                let page = site.get(&who, path).await;
                assert_eq!(page.status, 200, "{name} {path}");
                assert_eq!(named(&page.body), Vec::<String>::new(), "{name} {path}");
            }
            let list = site.get(&who, "/today").await;
            for kind in ["hold-review", "judge-result", "decide-late-dose", "choose-drug"] {
                assert!(!list.body.contains(kind), "{name}: {kind}");
            }
        }
        let nurse = site.sign_in("nurse.prison").await;
        let law = site.get(&nurse, "/rules/procedure/kz-2025-10-17").await;
        assert!(!named(&law.body).is_empty(), "who treats reads the whole of it");
        site.end()
    });
}

/// Whoever reads the rules in Kazakh or Russian reads in the same language where they come from.
#[test]
fn sources_are_read_in_the_language_of_the_page() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let psychiatrist = site.sign_in("psychiatrist").await;
        for (language, court, product) in [
            (
                "kk",
                "Қылмыстық кодекс, 96-бап: дәрігер-психиатрлар комиссиясы",
                "Бағдарлама авторларының шешімі",
            ),
            (
                "ru",
                "Уголовный кодекс, ст. 96: комиссия врачей-психиатров",
                "Решение авторов программы",
            ),
        ] {
            for (path, said) in [
                ("/rules/procedure/kz-2025-10-17".to_owned(), court),
                ("/rules/protocols/triptorelin-3m.1".to_owned(), product),
                (format!("/cases/{case}/clearance"), ""),
                ("/rules/keeping/kz".to_owned(), ""),
                ("/rules/reactions/kz".to_owned(), ""),
            ] {
                let page = site.get(&psychiatrist, &format!("{path}?lang={language}")).await;
                assert_eq!(page.status, 200, "{path}: {}", page.text());
                assert!(page.says(said), "{path}: {}", page.text());
                let english = page.body.split("<span lang=\"en\">").nth(1);
                assert_eq!(
                    english.map(|text| text.split('<').next()),
                    None,
                    "{path} in {language}"
                );
                for raw in [
                    "Product decision",
                    "Criminal Code",
                    "Order KR",
                    "Longer than",
                    "Grades of",
                ] {
                    assert!(!page.says(raw), "{path} in {language}: {raw}");
                }
            }
        }
        site.end()
    });
}
