//! When the term of a ruling can be extended, and what is asked before its time.

use super::court::FROM_TOMORROW;
use super::give;
use crate::support::{
    database::on_each,
    site::{Site, day, ruling},
};
use merzim::domain::ruling::Ruling;

/// The law counts an extension from the sixth month of treatment; what a court decided all the same is kept.
#[test]
fn an_extension_before_its_time_is_asked_about() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let until_on = Some(day(2027, 6, 16));
        let case = site.case_under(Ruling { until_on, ..ruling() }, "prison").await;
        site.clear(case, ["-", "-"]).await;
        site.prescribe(case, day(2026, 7, 3), ["-", "-"]).await;
        site.inform(case).await;
        give(&site, "nurse.prison", case, 1).await;
        let path = format!(
            "/cases/{case}/rulings/{}",
            site.file(case).await.case.rulings[0].ruling.id
        );
        let extended = [
            &[
                ("document", "Постановление 9"),
                ("step", "extended"),
                ("until_on_day", "1"),
                ("until_on_month", "7"),
                ("until_on_year", "2028"),
            ],
            &FROM_TOMORROW[..],
        ]
        .concat();
        let page = site.get(&clerk, &format!("{path}?lang=en")).await;
        let doubted = site.send(&clerk, &path, &page, &extended).await;
        assert_eq!(
            (doubted.status, doubted.problems()),
            (422, vec!["confirmed".to_owned()])
        );
        assert!(
            doubted.says(
                "an extension is possible from Sunday 3 January 2027, and this one would take effect before"
            ),
            "{}",
            doubted.text()
        );
        let decided = [&extended[..], &[("confirmed", "yes")]].concat();
        assert_eq!(site.send(&clerk, &path, &page, &decided).await.status, 303);
        let known = site.file(case).await.case;
        assert_eq!(known.rulings[0].until_on(day(2026, 7, 4)), Some(day(2028, 7, 1)));
        site.end()
    });
}

/// Where the court set no end, what it decides again may name none either: the form takes what it offers.
#[test]
fn a_ruling_without_a_last_day_is_extended_without_one() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let case = site.open_case("prison").await;
        let ruling = site.file(case).await.case.rulings[0].ruling.id;
        let path = format!("/cases/{case}/rulings/{ruling}");
        let page = site.get(&clerk, &format!("{path}?lang=en")).await;
        let extended = [
            &[("document", "Постановление 9"), ("step", "extended")],
            &FROM_TOMORROW[..],
        ]
        .concat();
        let sent = site.send(&clerk, &path, &page, &extended).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let known = site.file(case).await.case;
        assert_eq!(known.rulings[0].extensions(), 1);
        assert_eq!(known.rulings[0].until_on(day(2026, 7, 4)), None);
        site.end()
    });
}

/// Whoever reads of extending finds the choice, or why there is none; and who does it.
#[test]
fn a_ruling_says_when_its_term_can_be_extended() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let until_on = Some(day(2027, 6, 16));
        let endless = site.open_case("prison").await;
        let limited = site.case_under(Ruling { until_on, ..ruling() }, "prison").await;
        let draft = Ruling {
            until_on,
            in_force_on: None,
            draft: true,
            ..ruling()
        };
        let draft = site.case_under(draft, "prison").await;
        // The list of the day leads to the ruling in force, and not to a new one.
        let due = site.get(&clerk, &format!("/cases/{limited}/rulings/due")).await;
        let ruling_of_case = site.file(limited).await.case.rulings[0].ruling.id;
        let path = format!("/cases/{limited}/rulings/{ruling_of_case}");
        assert_eq!(due.location.as_deref(), Some(path.as_str()));
        let by = "The commission proposes an extension in its review";
        for (case, offered, said, by_whom) in [
            (endless, true, "This ruling has no last day", true),
            (limited, true, "and it has not begun", true),
            (draft, false, "once the ruling has been announced", true),
        ] {
            let ruling = site.file(case).await.case.rulings[0].ruling.id;
            let page = site.get(&clerk, &format!("/cases/{case}/rulings/{ruling}")).await;
            assert_eq!(
                page.body.contains("value=\"extended\""),
                offered,
                "{said}: {}",
                page.text()
            );
            assert!(page.says(said), "{said}: {}", page.text());
            assert_eq!(page.says(by), by_whom, "{said}: {}", page.text());
        }
        site.end()
    });
}
