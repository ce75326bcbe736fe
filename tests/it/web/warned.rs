//! A term ends: the post that must ask for more owes it, and whoever is warned besides reads so on the list of the day.

use crate::support::{
    database::on_each,
    site::{Site, day, ruling},
};
use merzim::domain::ruling::Ruling;

#[test]
fn a_term_that_ends_stands_on_the_list_of_the_physician_and_of_the_clerk() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let until = |until_on| Ruling {
            until_on: Some(until_on),
            ..ruling()
        };
        // Today is 3 July: of the first term one may be asked for more since 11 June, of the second from August on.
        let soon = site.case_under(until(day(2026, 8, 10)), "prison").await;
        let later = site.case_under(until(day(2026, 10, 10)), "prison").await;
        site.round().await;
        let heading = "Terms that end";
        let heard = |body: &str| {
            let section = body.split("aria-labelledby=\"heard\"").nth(1);
            section.map(|rest| rest.split("</section>").next().unwrap().replace('\u{a0}', " "))
        };
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/today?lang=en").await;
        let section = heard(&page.body).unwrap_or_else(|| panic!("no section: {}", page.text()));
        assert!(section.contains(heading), "{section}");
        assert!(section.contains(&format!("/cases/{soon}")), "{section}");
        assert!(
            !section.contains(&format!("/cases/{later}")),
            "not yet: {section}"
        );
        assert!(section.contains("10 August 2026"), "{section}");
        assert!(
            section.contains(&format!("/cases/{soon}/rulings/due")),
            "it leads to the extension of the ruling: {section}"
        );
        // Whoever owes it has it as a task, and is not warned twice.
        let doctor = site.sign_in("psychiatrist").await;
        let page = site.get(&doctor, "/today?lang=en&kind=extension").await;
        assert!(page.body.contains(&format!("/cases/{soon}")), "{}", page.text());
        let page = site.get(&doctor, "/today?lang=en").await;
        assert!(heard(&page.body).is_none(), "{}", page.text());
        // Nobody else hears of it.
        for other in ["nurse.prison", "coordinator"] {
            let who = site.sign_in(other).await;
            let page = site.get(&who, "/today?lang=en").await;
            assert!(heard(&page.body).is_none(), "{other}: {}", page.text());
        }
        site.end()
    });
}
