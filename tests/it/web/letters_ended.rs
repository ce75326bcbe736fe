//! A measure that is over: what its page says, what is still to be told on paper, and to whom.

use super::letters::{end_by_court, file, led_to, sign};
use crate::support::{
    database::on_each,
    site::{Session, Site},
};
use chrono::Days;
use merzim::commands;
use merzim::domain::ruling::{RulingChange, RulingStep, Terms};
use merzim::text::{self, Language};

/// A court says from when the measure is ended; a term is over with its last day, and nobody ended it.
#[test]
fn the_banner_of_a_case_whose_term_is_over_names_its_last_day() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let file = site.file(case).await;
        let (today, last_on) = (file.now.today(), file.now.today() + Days::new(2));
        let change = RulingChange {
            ruling: file.case.rulings[0].ruling.id,
            step: RulingStep::Varied,
            effective_on: today,
            document: "қаулы № 8".to_owned(),
            terms: Some(Terms {
                until_on: Some(last_on),
                supervising: None,
                words: "мерзімі қысқартылды".to_owned(),
            }),
            answers: None,
        };
        commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
            .await
            .unwrap();
        site.go_to(&format!("{}T05:00:00Z", last_on + Days::new(1)));
        let doctor = site.sign_in("psychiatrist").await;
        let page = site.get(&doctor, &format!("/cases/{case}?lang=en")).await;
        let over = format!(
            "The measure is over; its last day was {}",
            text::date_with_weekday(last_on, Language::En)
        );
        assert!(page.says(&over.replace('\u{a0}', " ")), "{}", page.text());
        assert!(!page.says("The measure ended on"), "{}", page.text());
        site.end()
    });
}

#[test]
fn after_the_end_only_what_still_makes_sense_is_offered_the_rest_says_why_not() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.offered_on_release(case).await;
        let doctor = site.sign_in("psychiatrist").await;
        let list = format!("/cases/{case}/letters?lang=en");
        let before = site.get(&doctor, &list).await;
        assert!(before.body.contains("release:supervising"), "{}", before.text());
        assert!(before.says("The measure goes on."), "{}", before.text());
        end_by_court(&site, case).await;
        let after = site.get(&doctor, &list).await;
        assert!(!after.body.contains("release:"), "{}", after.text());
        assert!(after.body.contains("ended:supervising"), "{}", after.text());
        let why = "The measure is over: nobody is to be told of this any more.";
        assert!(
            after.says(why) && !after.says("The measure goes on."),
            "{}",
            after.text()
        );
        // Whoever sends what the old page offered is refused, too.
        let filled = [("about", "release:supervising")];
        let sent = site.send(&doctor, &list, &before, &filled).await;
        assert_eq!(
            (sent.status, sent.problems()),
            (422, vec!["about".to_owned()]),
            "{}",
            sent.text()
        );
        site.end()
    });
}

/// A supervising body loses sight of a case that is closed; the letter that says so is the last that it reads of it.
#[test]
fn the_end_of_a_measure_is_told_on_paper_to_whoever_supervised_and_to_the_person() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let list = format!("/cases/{case}/letters");
        let clerk = site.sign_in("clerk").await;
        assert!(
            !site.get(&clerk, &list).await.body.contains("ended:"),
            "it goes on"
        );
        end_by_court(&site, case).await;
        let seen = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        let way = "Tell on paper that the measure has ended";
        assert!(seen.says(way), "whoever closed it is led there: {}", seen.text());
        let page = site.get(&clerk, &list).await;
        for slip in ["", "ended", "ended:nobody", "ended:person:x"] {
            let refused = site.send(&clerk, &list, &page, &[("about", slip)]).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["about".to_owned()]),
                "{slip}"
            );
        }
        let doctor = site.sign_in("psychiatrist").await;
        let officer = site.sign_in("probation").await;
        let mut strangers = Vec::new();
        for name in ["probation.second", "police", "controller", "pharmacist", "admin"] {
            strangers.push((name, site.sign_in(name).await));
        }
        for (to, read, number) in [
            ("ended:supervising", 200, "KZ/2026/00001"),
            ("ended:person", 404, "KZ/2026/00002"),
        ] {
            let page = site.get(&clerk, &list).await;
            let letter = led_to(&site.send(&clerk, &list, &page, &[("about", to)]).await);
            let drawn = site.get(&clerk, &letter).await;
            assert_eq!(drawn.status, 200, "{}", drawn.text());
            assert!(!drawn.body.contains("/sign\""), "a clerk does not sign it");
            assert_eq!(site.get(&officer, &letter).await.status, 404, "a draft");
            let page = site.get(&doctor, &letter).await;
            let sure = [("draft", "1"), ("sure", "yes")];
            let done = site.send(&doctor, &format!("{letter}/sign"), &page, &sure).await;
            assert_eq!(led_to(&done), letter, "{}", done.text());
            let seen = site.get(&officer, &letter).await;
            assert_eq!(seen.status, read, "{to}");
            assert_eq!(seen.says(number), read == 200, "{to}: {}", seen.text());
            assert_eq!(file_status(&site, &officer, &letter).await, read, "{to}");
            assert!(
                site.get(&clerk, &letter).await.says(number),
                "its number is on its page"
            );
            for (name, stranger) in &strangers {
                assert_eq!(site.get(stranger, &letter).await.status, 404, "{name}");
            }
            // Sent to be signed, it shows whoever only receives it no more than it does when read.
            let fields = [
                ("csrf", site.token(&officer).await),
                ("key", merzim::domain::ids::SubmissionKey::fresh().to_string()),
                ("draft", "1".to_owned()),
            ];
            let fields = fields.map(|(name, value)| (name.to_owned(), value)).into();
            let sent = site.post(&officer, &format!("{letter}/sign"), &fields).await;
            assert!(matches!(sent.status, 403 | 404), "{to}: {}", sent.text());
            assert!(!sent.says("Responsible now"), "{to}: {}", sent.text());
        }
        let gone = site.get(&officer, &format!("/cases/{case}")).await;
        assert_eq!(gone.status, 404, "of the case itself nothing is left");

        // Where the drug came from elsewhere its sender is told as well; then nobody is left to tell.
        let page = site.get(&clerk, &list).await;
        if page.body.contains("ended:supplier") {
            let about = [("about", "ended:supplier")];
            let letter = led_to(&site.send(&clerk, &list, &page, &about).await);
            sign(&site, &doctor, &letter).await;
        }
        let seen = site.get(&clerk, &format!("/cases/{case}?lang=en")).await;
        assert!(!seen.says(way), "{}", seen.text());
        site.end()
    });
}

async fn file_status(site: &Site, who: &Session, letter: &str) -> u16 {
    file(site, who, letter, "?language=kk").await
}
