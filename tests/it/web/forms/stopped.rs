//! An appeal is read beside the next dose and stops nothing; what is stopped says so on its parcel.

use super::court::court;
use super::hold;
use super::supply::under_way;
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::domain::ruling::RulingStep;

#[test]
fn an_appeal_is_read_beside_the_next_dose_and_stops_nothing() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let (path, chair) = (
            format!("/cases/{case}?lang=en"),
            format!("href=\"/cases/{case}/dose\""),
        );
        let words = "The ruling is under appeal since Friday 3 July 2026";
        let page = site.get(&nurse, &path).await;
        assert!(!page.says(words), "{}", page.text());

        court(&site, case, RulingStep::Appealed, day(2026, 7, 3)).await;
        let page = site.get(&nurse, &path).await;
        let said = page.body.replace('\u{a0}', " ");
        let main = said.split("<main").nth(1).unwrap();
        let banner = main.find(words).unwrap_or_else(|| panic!("{}", page.text()));
        assert!(
            main.find("class=\"merzim-next").is_none_or(|next| banner < next),
            "read before the next step"
        );
        assert!(
            page.says("Treatment goes on unless a court suspends execution"),
            "{}",
            page.text()
        );
        assert!(
            page.body.contains(&chair),
            "the dose may be given: {}",
            page.text()
        );

        court(&site, case, RulingStep::AppealDecided, day(2026, 7, 3)).await;
        let page = site.get(&nurse, &path).await;
        assert!(!page.says(words), "{}", page.text());
        site.end()
    });
}

#[test]
fn a_parcel_says_once_that_nothing_in_it_is_given_meanwhile() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (case, _, _, parcel) = under_way(&site, 1).await;
        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/parcels/{parcel}?lang=en");
        let said = async |title: &str| -> usize {
            let page = site.get(&nurse, &path).await;
            assert_eq!(page.status, 200, "{}", page.text());
            let banner = format!("merzim-banner__title\">{title}");
            page.body.matches(&banner).count()
        };
        let (waits, over) = ("Hold: do not administer", "The measure is over");
        assert_eq!((said(waits).await, said(over).await), (0, 0));
        hold(&site, "nurse.prison", case).await;
        assert_eq!(said(waits).await, 1, "a physician's hold");
        site.a_minute_later();
        court(&site, case, RulingStep::Suspended, day(2026, 7, 3)).await;
        assert_eq!(said(waits).await, 1, "stopped twice, said once");
        court(&site, case, RulingStep::Quashed, day(2026, 7, 3)).await;
        assert_eq!(
            (said(waits).await, said(over).await),
            (0, 1),
            "nothing is waited for"
        );
        site.end()
    });
}
