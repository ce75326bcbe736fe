//! The other ways out of the invented country: letters drawn up when the word stands in every clinical event, taken apart to
//! their last stream, and the calendar feeds.

use super::unseen::WORD;
use crate::support::{forms::Text, pdf::inside};
use chrono::Days;
use merzim::{
    access::{self, Action, Actor, Role},
    commands::{self, DraftLetter, FeedAddress},
    domain::{
        ids::CaseId,
        letter::{About, Asked, EndedTo, LetterKind, Paper, ReleaseTo},
        obligation::Kind,
        refusal::Refusal,
    },
    letters::Press,
    store::{
        accounts::Account,
        desk::{Desk, Failure},
        file::CaseFile,
        letters,
    },
    text::Language,
};
use rocket::local::asynchronous::Client;
use std::collections::BTreeMap;

/// Letters of each kind that are set on paper: of the others the facts are read.
const OF_EACH: usize = 2;
/// Newest alerts, and records that a dose was not given, of which a letter is drawn up in each case.
const NEWEST: usize = 4;

/// What an outsider may hold, except what a commission submits to a court: its words are meant for the court.
const HELD_OUTSIDE: [LetterKind; 5] = [
    LetterKind::MissedNotice,
    LetterKind::JustifiedAbsence,
    LetterKind::ReleaseNotice,
    LetterKind::MeasureEnded,
    LetterKind::TreatmentCertificate,
];

fn actor(account: &Account) -> Actor {
    Actor::account(access::Account {
        id: account.id,
        role: Role::parse(&account.role).unwrap(),
        organisation: account.organisation,
        organisation_kind: account.organisation_kind.clone(),
        region: account.region.clone(),
    })
}

/// Draws up what outsiders may hold about every case, by the physicians of its region: none of it carries the word. The
/// conclusion of a commission, which no outsider holds, does.
pub async fn letters_say_nothing(desk: &Desk, all: &[Account], cases: &[(CaseId, String)]) {
    let press = Press::new("https://merzim.example");
    let (mut drawn, mut told): (BTreeMap<&str, usize>, bool) = (BTreeMap::new(), false);
    for (case, region) in cases {
        let doctor = all
            .iter()
            .find(|account| account.role == "psychiatrist" && account.region == *region);
        let Some(doctor) = doctor.map(actor) else { continue };
        let Ok(file) = desk.look(&doctor, Action::ReadClinicalFile, *case).await else {
            continue;
        };
        for about in abouts(&file) {
            let kind = about.kind();
            let form = DraftLetter::about(about);
            let letter = match commands::draft_letter(desk, &doctor, None, *case, &form).await {
                Ok(letter) => letter,
                // With the word everywhere it says what it said before: that is what is asked for.
                Err(Failure::Refused(why)) if why[..] == [Refusal::NothingToDo] => {
                    drawn.entry(kind.code()).or_default();
                    continue;
                }
                Err(Failure::Refused(_) | Failure::Forbidden(_)) => continue,
                Err(other) => panic!("{kind:?} of {case}: {other:?}"),
            };
            let letter = letters::find(desk.store(), letter).await.unwrap();
            let sheet = letter.last_draft().unwrap().sheet.clone();
            let outside = HELD_OUTSIDE.contains(&kind);
            let facts = format!("{sheet:?}");
            assert!(!(outside && Text::new(&facts).carries(WORD)), "{kind:?}: {facts}");
            let many = drawn.entry(kind.code()).or_default();
            *many += 1;
            if *many > OF_EACH {
                continue;
            }
            let paper = Paper {
                sheet,
                dated_on: file.now.today(),
                seal: None,
            };
            for language in Language::ALL {
                let all = inside(&press.at_once(&paper, language).unwrap());
                assert!(all.contains("%PDF"), "{kind:?}");
                let carries = Text::new(&all).carries(WORD);
                assert!(!(outside && carries), "{kind:?} in {language:?}");
                told |= carries;
            }
        }
    }
    for kind in HELD_OUTSIDE {
        assert!(drawn.contains_key(kind.code()), "no {kind:?}: {drawn:?}");
    }
    assert!(
        drawn[LetterKind::TreatmentCertificate.code()] > OF_EACH,
        "{drawn:?}"
    );
    assert!(told, "a paper that carries the word is found");
}

/// Of what letters may be drawn up in a case: what cannot be is refused.
fn abouts(file: &CaseFile) -> Vec<About> {
    let today = file.now.today();
    let certificate = About::Period {
        from_on: today - Days::new(180),
        until_on: today,
        asked: Asked {
            by: "a court".into(),
            ground: "No. 3-417".into(),
            on: today,
        },
    };
    let ended = About::Ended {
        to: EndedTo::Supervising,
    };
    let alerts = file.case.alerts.iter().rev();
    let alerts = alerts.filter(|alert| alert.kind == Kind::Dose && alert.told(file.facts.supervising));
    let records = file.case.not_given.iter().rev();
    let reviews = file.case.reviews.iter();
    let reviews = reviews.filter(|review| review.concluded().is_some());
    [certificate, ended]
        .into_iter()
        .chain(alerts.take(NEWEST).map(|alert| About::Alert { alert: alert.id }))
        .chain(records.take(NEWEST).map(|entry| About::NotGiven {
            record: entry.content.id,
        }))
        .chain(ReleaseTo::ALL.into_iter().map(|to| About::Release { to }))
        .chain(reviews.map(|review| About::Review {
            review: review.number,
        }))
        .collect()
}

/// Every reader who may have a calendar feed fetches it as a calendar program does.
pub async fn feeds_say_nothing(client: &Client, desk: &Desk, readers: &[Account]) {
    let mut read = 0;
    for reader in readers {
        let address = FeedAddress::make().unwrap();
        let issued = commands::issue_feed(desk, &actor(reader), None, "ru", &address).await;
        if matches!(issued, Err(Failure::Forbidden(_))) {
            continue;
        }
        assert!(issued.unwrap(), "{}", reader.role);
        let path = format!("/calendar/{}.ics", address.shown());
        let answer = client.get(path).dispatch().await;
        // For whom nobody has vouched yet there is no such address.
        if answer.status().code == 404 {
            continue;
        }
        assert_eq!(answer.status().code, 200, "{}", reader.role);
        let feed = answer.into_string().await.unwrap_or_default();
        // A long line goes on in the next.
        let feed = feed.replace("\r\n ", "");
        assert!(!Text::new(&feed).carries(WORD), "{}: {feed}", reader.role);
        read += usize::from(feed.contains("BEGIN:VEVENT"));
    }
    assert!(read > 2, "{read} feeds with entries");
}
