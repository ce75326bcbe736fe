//! A day of release may be a slip of the year: it is asked about before it is kept.

use crate::support::{database::on_each, site::Site};

#[test]
fn a_release_years_from_now_is_asked_about() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let clerk = site.sign_in("clerk").await;
        let path = format!("/cases/{case}/release/date");
        for (year, far) in [("2036", true), ("2026", false)] {
            let page = site.get(&clerk, &format!("{path}?lang=en")).await;
            let typed = [
                ("release_on_day", "30"),
                ("release_on_month", "12"),
                ("release_on_year", year),
                ("because", "term"),
                ("paper", "№ 7"),
                ("dated_on_day", "3"),
                ("dated_on_month", "7"),
                ("dated_on_year", "2026"),
            ];
            let asked = site.send(&clerk, &path, &page, &typed).await;
            assert_eq!(asked.status, 200, "{year}: {}", asked.text());
            assert_eq!(
                asked.says("years from now: check the year"),
                far,
                "{year}: {}",
                asked.text()
            );
        }
        site.end()
    });
}
