//! What leaves the house in other forms than pages: letters with everything inside their files, messages by every channel,
//! and what the program writes into its log meanwhile. The words of the canary are looked for in all of it, and found in
//! each where they were planted.

use super::canary::{arranged, found, reachable};
use super::listed;
use crate::support::database::on_each;
use crate::support::log::LOG;
use crate::support::pdf::{hexadecimal, inside};
use crate::support::site::Site;
use chrono::NaiveDate;
use merzim::commands::{self, DraftLetter, SignLetter};
use merzim::domain::ids::{CaseId, LetterId};
use merzim::domain::letter::LetterKind;
use merzim::domain::letter::{About, Asked, Paper};
use merzim::domain::rules::Channel;
use merzim::jobs::transport::{Carried, Carrier, Outgoing, Transport};
use merzim::jobs::{self, WayOut};
use merzim::letters::{Press, samples};
use merzim::store::letters;
use merzim::text::Language;
use std::sync::{Arc, Mutex};

/// Remembers what leaves by a channel, in every form in which it does.
#[derive(Clone, Debug, Default)]
struct Remembers(Arc<Mutex<Vec<String>>>);

impl Carrier for Remembers {
    fn carry(&self, message: Outgoing) -> Carried<'_> {
        let short = merzim::jobs::sms::text(&message.letter);
        self.0.lock().unwrap().push(format!("{message:?}\n{short}"));
        Box::pin(async { Ok(()) })
    }
}

async fn signed(site: &Site, case: CaseId, about: About) -> LetterId {
    let doctor = site.actor("psychiatrist");
    let form = DraftLetter::about(about);
    let letter = commands::draft_letter(&site.desk, doctor, None, case, &form)
        .await
        .unwrap();
    let press = Press::new("https://merzim.example");
    let form = SignLetter { letter, draft: 1 };
    commands::sign_letter(&site.desk, doctor, None, form, &press)
        .await
        .unwrap();
    letter
}

#[test]
fn nothing_clinical_leaves_by_letter_message_or_log() {
    let log = LOG.clone();
    on_each(|fresh| {
        let log = log.clone();
        async move {
            let site = Site::new(fresh).await;
            let case = arranged(&site).await;
            let alert = listed(&site, "probation").await[0].id;
            let on = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
            let certificate = About::Period {
                from_on: on(6, 1),
                until_on: on(10, 20),
                asked: Asked {
                    by: "a court".into(),
                    ground: "No. 3-417".into(),
                    on: on(10, 20),
                },
            };
            for about in [About::Alert { alert }, certificate] {
                let letter = signed(&site, case, about.clone()).await;
                for language in Language::ALL {
                    let file = letters::file(site.desk.store(), letter, 1, language.code())
                        .await
                        .unwrap();
                    let all = inside(&file);
                    assert!(all.contains("%PDF"), "{about:?}");
                    assert_eq!(found(&all), Vec::<&str>::new(), "{about:?} {language:?}");
                }
            }
            let remembers = Remembers::default();
            let way = |channel| -> (Channel, Box<dyn Carrier>) { (channel, Box::new(remembers.clone())) };
            let way_out = WayOut {
                transport: Transport::Ways(Channel::OUTWARD.into_iter().map(way).collect()),
                public_url: "https://merzim.example".into(),
            };
            site.clock.forward(chrono::TimeDelta::days(8)).unwrap();
            jobs::once(&site.desk, Some(&way_out), "test").await.unwrap();
            let left = remembers.0.lock().unwrap().clone();
            assert!(!left.is_empty(), "something left the house");
            for message in left {
                assert_eq!(found(&message), Vec::<&str>::new(), "{message}");
            }
            reachable(&site, case, alert).await;
            // The word stands in the pattern of a route, which names a page, and nobody.
            let written = log.text().replace("contraindication", "");
            // A search repeats no word of it, an address that was tried carries none.
            assert_eq!(found(&written), Vec::<&str>::new(), "the log");
            site.end()
        }
    });
    tracing::warn!("canary-words");
    assert_eq!(
        found(&log.text().replace("contraindication", "")),
        ["canary-words"],
        "a leak into the log is found"
    );
}

/// The scanner of letters itself: on the paper, in its metadata, in its digits.
#[test]
fn a_leak_into_a_letter_is_found() {
    let press = Press::new("https://merzim.example");
    let mut sheet = samples::sheet(LetterKind::MissedNotice);
    let plant = |sheet, number: &str| Paper {
        sheet,
        dated_on: NaiveDate::from_ymd_opt(2026, 7, 3).unwrap(),
        seal: Some(merzim::domain::letter::Seal {
            number: number.to_owned(),
            issue: 1,
            replaces: None,
            code: "7K3QH0MZ9XVB2RT4WNPC".into(),
            signer: "x".into(),
            role: merzim::domain::localised::Localised {
                kk: "x".into(),
                ru: "x".into(),
                en: "x".into(),
            },
        }),
    };
    let clean = plant(sheet.clone(), "KZ/2026/00017");
    let file = press.at_once(&clean, Language::En).unwrap();
    assert_eq!(found(&inside(&file)), Vec::<&str>::new());
    let titled = plant(sheet.clone(), "canary-lot");
    let file = press.at_once(&titled, Language::En).unwrap();
    assert!(
        found(&inside(&file)).contains(&"canary-lot"),
        "in number and title"
    );
    sheet.sender.address = "canary-words".into();
    let printed = plant(sheet, "KZ/2026/00017");
    let file = press.at_once(&printed, Language::En).unwrap();
    assert!(found(&inside(&file)).contains(&"canary-words"), "on the paper");
    let digits: String = "canary-hold"
        .encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect();
    let hex = hexadecimal(format!("/Title <FEFF{digits}>").as_bytes());
    assert_eq!(found(&hex), ["canary-hold"]);
    assert_eq!(
        found(&inside(format!("%PDF /Subject <FEFF{digits}>").as_bytes())),
        ["canary-hold"]
    );
}
