//! A pack written down by hand beside a list: why none of the list stays readable wherever the pack does.

use super::dose::{CHECKS, IDENTITY, INJECTION, PRESENCE, PRODUCT, answered};
use super::scans::coded;
use crate::support::{database::on_each, site::Site};

const WHY: &str = "brought along from the hospital";

#[test]
fn why_none_of_the_list_was_taken_is_read_with_the_dose() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        coded(&site, "prison", 2).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.follow(&nurse, &format!("/cases/{case}/dose?lang=en")).await;
        let mut product = vec![("pack", "by-hand"), ("pack_words", WHY)];
        product.extend(PRODUCT);
        let pages: [&[(&str, &str)]; 5] = [&IDENTITY, &CHECKS, &product, &INJECTION, &PRESENCE];
        let answers = answered(&site, &nurse, page, &pages).await;
        assert!(answers.says("Why none of the list"), "{}", answers.text());
        assert!(answers.says(WHY), "{}", answers.text());

        let base = answers.path.strip_suffix("/answers").unwrap().to_owned();
        let done = site.send(&nurse, &format!("{base}/save"), &answers, &[]).await;
        let recorded = format!("{base}/recorded");
        assert_eq!(done.location.as_ref(), Some(&recorded), "{}", done.text());
        let dose = site.file(case).await.case.doses[0].content.id;
        let amend = format!("/cases/{case}/records/{dose}/amend");
        for path in [recorded, format!("/cases/{case}"), amend] {
            let page = site.get(&nurse, &path).await;
            assert!(page.says(WHY), "{path}: {}", page.text());
        }
        site.end()
    });
}
