//! Opening a case.

use crate::support::{
    database::on_each,
    site::{Site, some_iin},
};
use std::collections::BTreeMap;

pub(super) fn good(site: &Site) -> BTreeMap<&'static str, String> {
    let pairs = [
        ("name_cyrillic", "Сәрсенов Дәурен"),
        ("name_latin", "Sarsenov Dauren"),
        ("born_on_day", "17"),
        ("born_on_month", "5"),
        ("born_on_year", "1898"),
        ("court", "Алмалинский районный суд"),
        ("ruling_number", "1-300/2026"),
        ("ruled_on_day", "1"),
        ("ruled_on_month", "6"),
        ("ruled_on_year", "2026"),
        ("in_force_on_day", "17"),
        ("in_force_on_month", "6"),
        ("in_force_on_year", "2026"),
        ("offence_on_day", "3"),
        ("offence_on_month", "2"),
        ("offence_on_year", "2025"),
        ("end_of_term_on_day", "1"),
        ("end_of_term_on_month", "3"),
        ("end_of_term_on_year", "2027"),
    ];
    let mut fields: BTreeMap<_, _> = pairs
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .collect();
    fields.insert("iin", some_iin());
    fields.insert("place", site.organisation("prison").to_string());
    fields
}

pub(super) fn pairs<'a>(fields: &'a BTreeMap<&'static str, String>) -> Vec<(&'static str, &'a str)> {
    fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

#[test]
fn a_clerk_opens_a_case_under_probation() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/cases/new").await;
        assert_eq!(
            page.fields()["supervising"],
            site.organisation("probation").to_string(),
            "by default"
        );
        assert!(
            !page.says("far-prison"),
            "only places where the clerk may open a case: {}",
            page.text()
        );
        let fields = good(&site);
        let opened = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
        let location = opened
            .location
            .clone()
            .unwrap_or_else(|| panic!("{:?} {}", opened.problems(), opened.text()));
        assert!(location.ends_with("?done=open-case"), "{location}");
        assert_eq!(site.get(&clerk, &location).await.status, 200);
        let again = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
        assert_eq!(
            again.location.as_ref(),
            Some(&location),
            "sent twice, opened once"
        );
        let mut other = fields.clone();
        other.insert("court", "Другой суд".into());
        assert_eq!(
            site.send(&clerk, "/cases/new", &page, &pairs(&other))
                .await
                .status,
            409
        );
        // One person, one open case.
        let page = site.get(&clerk, "/cases/new").await;
        let twin = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
        assert_eq!((twin.status, twin.problems()), (422, vec!["iin".to_owned()]));
        site.end()
    });
}

#[test]
fn a_name_is_typed_in_the_letters_of_its_field() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/cases/new?lang=en").await;
        let mut fields = good(&site);
        for (cyrillic, latin, wrong) in [
            ("Testov Ilya 123", "!!!", &["name_cyrillic", "name_latin"][..]),
            ("Тестов Илья", "Тестов", &["name_latin"][..]),
            ("Testov Ilya", "Testov Ilya", &["name_cyrillic"][..]),
            ("Тес\u{ad}тов 2", "Testov", &["name_cyrillic"][..]),
        ] {
            fields.insert("name_cyrillic", cyrillic.to_owned());
            fields.insert("name_latin", latin.to_owned());
            let refused = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
            assert_eq!(refused.status, 422, "{cyrillic} {latin}");
            assert_eq!(refused.problems(), wrong, "{cyrillic} {latin}");
            assert!(refused.says("letters here"), "{}", refused.text());
        }
        site.end()
    });
}

#[test]
fn everything_wrong_is_said_at_once_and_everything_typed_is_kept() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/cases/new").await;
        let empty = site
            .send(&clerk, "/cases/new", &page, &[("supervising", "")])
            .await;
        assert_eq!(
            (empty.status, empty.problems()),
            (
                422,
                [
                    "name_cyrillic",
                    "name_latin",
                    "iin",
                    "born_on",
                    "court",
                    "ruling_number",
                    "ruled_on",
                    "place",
                    "supervising"
                ]
                .map(str::to_owned)
                .to_vec()
            )
        );
        let mut fields = good(&site);
        fields.insert("iin", "980517100011".into());
        fields.insert("born_on_month", "13".into());
        fields.insert("end_of_term_on_day", "x".into());
        fields.insert("scan_sha256", "f00".into());
        let wrong = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
        assert_eq!(
            wrong.problems(),
            ["iin", "born_on", "scan_sha256", "end_of_term_on"]
        );
        assert!(wrong.says("check all 12 digits"));
        let kept = wrong.fields();
        for (name, value) in &fields {
            assert_eq!(kept.get(*name), Some(value), "{name}");
        }
        site.end()
    });
}

#[test]
fn what_may_be_right_is_asked_twice() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/cases/new").await;
        let mut fields = good(&site);
        for (name, value) in [
            ("born_on_day", "18"),
            ("offence_on_year", "2017"),
            ("in_force_on_day", ""),
            ("in_force_on_month", ""),
            ("in_force_on_year", ""),
        ] {
            fields.insert(name, value.into());
        }
        let warned = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
        assert_eq!(
            (warned.status, warned.problems()),
            (422, vec!["confirmed".to_owned()])
        );
        for said in [
            "1 January 2018",
            "The IIN and the date of birth do not agree",
            "not in force yet",
        ] {
            assert!(warned.says(said), "{said}: {}", warned.text());
        }
        let opened = site
            .send(&clerk, "/cases/new", &warned, &[("confirmed", "yes")])
            .await;
        assert_eq!(opened.status, 303, "{:?}", opened.problems());
        site.end()
    });
}

/// Whoever was under age at the offence is under the measure by a reason in law: a tick is not enough, and the reason stands in
/// the history.
#[test]
fn somebody_under_age_is_registered_with_the_reason_in_law() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/cases/new").await;
        assert!(!page.fields().contains_key("under_age_reason"));
        let mut fields = good(&site);
        for (name, value) in [
            ("iin", ""),
            ("other_document", "N 00000042"),
            ("other_document_reason", "ЖСН берілмеген"),
            ("born_on_year", "2007"),
        ] {
            fields.insert(name, value.into());
        }
        let warned = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
        assert_eq!(warned.status, 422);
        let problems = warned.problems();
        assert!(problems.contains(&"under_age_reason".to_owned()), "{problems:?}");
        let ticked = site
            .send(&clerk, "/cases/new", &warned, &[("confirmed", "yes")])
            .await;
        assert_eq!(
            (ticked.status, ticked.problems()),
            (422, vec!["under_age_reason".to_owned()])
        );
        let why = [("confirmed", "yes"), ("under_age_reason", "қаулыда айтылған")];
        let opened = site.send(&clerk, "/cases/new", &ticked, &why).await;
        assert_eq!(opened.status, 303, "{:?}", opened.problems());
        let case = opened.location.unwrap();
        let case = case.split('?').next().unwrap();
        let file = site.get(&clerk, &format!("{case}?lang=en")).await;
        assert!(file.says("қаулыда айтылған"), "{}", file.text());
        site.end()
    });
}

#[test]
fn a_day_out_of_order_and_a_forgotten_number_are_called_what_they_are() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        for (language, number, late) in [
            ("kk", "ЖСН-ді немесе басқа құжат", "Ең кеші: "),
            ("ru", "Введите ИИН или другой документ", "Не позднее: "),
            ("en", "Enter the IIN, or another document", "Not later than "),
        ] {
            let page = site.get(&clerk, &format!("/cases/new?lang={language}")).await;
            let mut fields = good(&site);
            fields.insert("iin", " ".into());
            fields.insert("offence_on_year", "2026".into());
            fields.insert("offence_on_month", "6".into());
            let wrong = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
            assert_eq!(wrong.problems(), ["iin", "offence_on"], "{}", wrong.text());
            assert!(
                wrong.says(number) && wrong.says(late),
                "{language}: {}",
                wrong.text()
            );
            // Begun with the other document, the rest of it is what is missing.
            fields.insert("other_document", "N 00000001".into());
            fields.insert("offence_on_year", "2025".into());
            let wrong = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
            assert_eq!(wrong.problems(), ["other_document_reason"], "{language}");
        }
        site.end()
    });
}

#[test]
fn an_open_case_is_told_of_before_anything_is_read_and_confirmed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/cases/new").await;
        let mut fields = good(&site);
        let opened = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
        assert_eq!(opened.status, 303, "{:?}", opened.problems());
        // An offence before the law asks for a second look; a case that cannot be opened does not.
        fields.insert("offence_on_year", "2017".into());
        for (language, has_case, of_another) in [
            ("kk", "ашық ісі бұрыннан бар", "басқа адам тіркелген"),
            ("ru", "уже есть открытое дело", "записан другой человек"),
            ("en", "already an open case", "Another person is registered"),
        ] {
            let page = site.get(&clerk, &format!("/cases/new?lang={language}")).await;
            let first = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
            assert_eq!((first.status, first.problems()), (422, vec!["iin".to_owned()]));
            assert!(first.says(has_case), "{language}: {}", first.text());
            // Together with whatever else is wrong.
            let slip = [pairs(&fields), vec![("court", "")]].concat();
            let both = site.send(&clerk, "/cases/new", &page, &slip).await;
            assert_eq!(both.problems(), ["iin", "court"], "{language}");
            let slip = [pairs(&fields), vec![("born_on_day", "18")]].concat();
            let other = site.send(&clerk, "/cases/new", &page, &slip).await;
            assert_eq!(other.problems(), ["iin"], "{language}");
            assert!(other.says(of_another), "{language}: {}", other.text());
        }
        site.end()
    });
}

#[test]
fn nobody_else_opens_a_case() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for who in [
            "nurse.prison",
            "psychiatrist",
            "probation",
            "controller",
            "auditor",
            "admin",
            "coordinator",
        ] {
            let session = site.sign_in(who).await;
            let page = site.get(&session, "/cases/new").await;
            assert_eq!(page.status, 403, "{who}");
        }
        site.end()
    });
}

#[test]
fn an_end_of_term_that_may_be_a_slip_is_asked_about() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/cases/new?lang=en").await;
        let mut fields = good(&site);
        for (year, said) in [
            ("2500", "ends years from now"),
            ("2020", "ends before the ruling or has ended"),
            ("", "no end of the term is named"),
        ] {
            fields.insert("end_of_term_on_year", year.to_owned());
            if year.is_empty() {
                fields.insert("end_of_term_on_day", String::new());
                fields.insert("end_of_term_on_month", String::new());
            }
            let asked = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
            assert_eq!(
                (asked.status, asked.problems()),
                (422, vec!["confirmed".to_owned()]),
                "{year}"
            );
            assert!(asked.says(said), "{year}: {}", asked.text());
        }
        fields.insert("confirmed", "yes".to_owned());
        let opened = site.send(&clerk, "/cases/new", &page, &pairs(&fields)).await;
        assert!(opened.location.is_some(), "{}", opened.text());
        site.end()
    });
}
