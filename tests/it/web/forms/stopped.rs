//! An appeal is read beside the next dose and stops nothing; what does stop the doses is not contradicted, and said on the parcel.

use super::court::court;
use super::reviews::concluded;
use super::supply::under_way;
use super::{begun, hold};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::domain::decide::{EndCase, LiftHold};
use merzim::domain::event::Departure;
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

/// Where a court has suspended execution nobody reads beside it, in any language, that treatment goes on; nor where a physician
/// has stopped the doses.
#[test]
fn what_stops_the_doses_is_not_contradicted_beside_it() {
    const GOES_ON: [(&str, &str, &str); 3] = [
        (
            "kk",
            "Сот орындауды тоқтата тұрмайынша ем жалғасады",
            "Сот шешкенге дейін енгізулер жалғасады",
        ),
        (
            "ru",
            "Пока суд не приостановил исполнение, лечение продолжается",
            "До решения суда введения продолжаются",
        ),
        (
            "en",
            "Treatment goes on unless a court suspends execution",
            "The doses go on until the court decides",
        ),
    ];
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        site.a_minute_later();
        concluded(&site, case, "stop").await;
        let today = day(2026, 7, 3);
        court(&site, case, RulingStep::Appealed, today).await;
        let nurse = site.sign_in("nurse.prison").await;
        let goes_on = async |expected: bool, why: &str| {
            for (language, appealed, proposed) in GOES_ON {
                let page = site.get(&nurse, &format!("/cases/{case}?lang={language}")).await;
                for words in [appealed, proposed] {
                    assert_eq!(page.says(words), expected, "{why}: {}", page.text());
                }
            }
        };
        goes_on(true, "an appeal and a proposal stop nothing").await;
        site.a_minute_later();
        let held = hold(&site, "nurse.prison", case).await;
        goes_on(false, "a physician's hold").await;
        let over = LiftHold {
            words: "values are good".into(),
            over: Vec::new(),
        };
        commands::lift_hold(&site.desk, site.actor("psychiatrist"), None, case, held, &over)
            .await
            .unwrap();
        goes_on(true, "lifted").await;
        site.a_minute_later();
        court(&site, case, RulingStep::AppealDecided, today).await;
        court(&site, case, RulingStep::AppealedSuspended, today).await;
        goes_on(false, "suspended by the court").await;
        let page = site.get(&nurse, &format!("/cases/{case}?lang=en")).await;
        assert!(page.says("No dose may be given"), "{}", page.text());
        assert!(page.says("The ruling is under appeal since"), "{}", page.text());
        site.end()
    });
}

/// Supervision learns that nobody is to come and who decides about the next visit, and nothing of why.
#[test]
fn of_a_hold_supervision_reads_that_the_clinic_decides() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let officer = site.sign_in("probation").await;
        let path = format!("/cases/{case}?lang=en");
        let decides = "justified: the clinic decides when the next visit is";
        let page = site.get(&officer, &path).await;
        assert!(!page.says(decides), "{}", page.text());
        hold(&site, "nurse.prison", case).await;
        let page = site.get(&officer, &path).await;
        assert!(
            page.says(decides) && !page.says("liver values"),
            "{}",
            page.text()
        );
        site.end()
    });
}

#[test]
fn nothing_covers_the_dead_and_no_ruling_is_in_force_over_them() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let doctor = site.sign_in("psychiatrist").await;
        let path = format!("/cases/{case}?lang=en");
        let state = |body: &str| {
            let table = body.split("id=\"rulings\"").nth(1).unwrap();
            table.split("</table>").next().unwrap().to_owned()
        };
        let page = site.get(&doctor, &path).await;
        assert!(page.says("Covered until"), "{}", page.text());
        assert!(state(&page.body).contains("<span>in force</span>"));
        site.a_minute_later();
        let died = EndCase {
            departure: Some(Departure::Death),
            ended_at: Some(site.clock.now()),
            document: "справка 5".to_owned(),
        };
        commands::end_case(&site.desk, site.actor("clerk"), None, case, &died)
            .await
            .unwrap();
        let page = site.get(&doctor, &path).await;
        assert!(!page.says("Covered until"), "{}", page.text());
        let state = state(&page.body);
        assert!(
            state.contains("<span>died</span>") && !state.contains("<span>in force</span>"),
            "{state}"
        );
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
        court(&site, case, RulingStep::Suspended, day(2026, 7, 3)).await;
        assert_eq!(said(waits).await, 1, "a court's stop alone");
        site.a_minute_later();
        hold(&site, "nurse.prison", case).await;
        assert_eq!(said(waits).await, 1, "stopped twice, said once");
        site.a_minute_later();
        court(&site, case, RulingStep::Resumed, day(2026, 7, 3)).await;
        assert_eq!(said(waits).await, 1, "a physician's hold alone");
        site.a_minute_later();
        court(&site, case, RulingStep::Quashed, day(2026, 7, 3)).await;
        assert_eq!(
            (said(waits).await, said(over).await),
            (0, 1),
            "nothing is waited for"
        );
        site.end()
    });
}
