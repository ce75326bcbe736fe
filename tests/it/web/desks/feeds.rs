//! The own calendar feed: fetched without signing in, with the rights of this moment, and with nothing in it but references
//! and days.

use crate::support::{
    database::on_each,
    site::{Session, Site, day},
};
use chrono::NaiveDate;
use ical::parser::Component as _;
use icalendar::{Component as _, DatePerhapsTime};
use merzim::commands;
use merzim::domain::decide::{NotGiven, passage::RecordRelease};
use merzim::text::Language;
use std::collections::{BTreeMap, BTreeSet};

/// A calendar as a program reads it that knows RFC 5545 and nothing of us: unfolded lines, split into name and value.
fn read(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n"), "lines end as the standard has it");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "a line of {} octets: {line}", line.len());
    }
    let unfolded = text.replace("\r\n ", "");
    let lines = unfolded.split_terminator("\r\n");
    lines
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// The events, each by property name without parameters.
fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut events = Vec::new();
    let mut open: Option<BTreeMap<String, String>> = None;
    for (name, value) in read(text) {
        match (name.as_str(), value.as_str()) {
            ("BEGIN", "VEVENT") => open = Some(BTreeMap::new()),
            ("END", "VEVENT") => events.extend(open.take()),
            _ => {
                if let Some(event) = &mut open {
                    let twice = event.insert(name.clone(), value);
                    assert!(twice.is_none(), "{name} twice");
                }
            }
        }
    }
    events
}

/// What an entry of a feed says: identity, day, words, address.
type Entry = (String, NaiveDate, String, String);

/// The entries as one parser reads them, that of the crate which also writes calendars.
fn by_icalendar(text: &str) -> Result<Vec<Entry>, String> {
    let calendar: icalendar::Calendar = text.parse()?;
    let events = calendar.components.iter().map(|part| match part {
        icalendar::CalendarComponent::Event(event) => {
            let Some(DatePerhapsTime::Date(on)) = event.get_start() else {
                return Err(format!("no whole day: {event:?}"));
            };
            let of = |value: Option<&str>| value.map(str::to_owned).ok_or(format!("{event:?}"));
            event.get_timestamp().ok_or("no stamp")?;
            Ok((
                of(event.get_uid())?,
                on,
                of(event.get_summary())?,
                of(event.get_url())?,
            ))
        }
        other => Err(format!("what is this: {other:?}")),
    });
    events.collect()
}

/// The same as another parser reads them, which knows nothing of the first.
fn by_ical(text: &str) -> Result<Vec<Entry>, String> {
    let calendars: Vec<_> = ical::IcalParser::new(text.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|fault| fault.to_string())?;
    let [calendar] = &calendars[..] else {
        return Err(format!("{} calendars", calendars.len()));
    };
    let events = calendar.events.iter().map(|event| {
        let of = |name: &str| {
            let value = event.get_property(name).and_then(|known| known.value.clone());
            value.ok_or_else(|| format!("no {name}: {event:?}"))
        };
        let day = of("DTSTART")?;
        let day = NaiveDate::parse_from_str(&day, "%Y%m%d").map_err(|fault| fault.to_string())?;
        of("DTSTAMP")?;
        Ok((of("UID")?, day, of("SUMMARY")?, of("URL")?))
    });
    events.collect()
}

/// What both read, where they read the same and everything.
fn by_both(text: &str) -> Result<BTreeSet<Entry>, String> {
    let (one, other) = (by_icalendar(text)?, by_ical(text)?);
    let many = text.matches("BEGIN:VEVENT").count();
    if (one.len(), other.len()) != (many, many) {
        return Err(format!("{} and {} of {many} entries", one.len(), other.len()));
    }
    let (one, other) = (BTreeSet::from_iter(one), BTreeSet::from_iter(other));
    let differ = one.symmetric_difference(&other).next();
    match differ {
        None if one.len() == many => Ok(one),
        None => Err("an identity twice".to_owned()),
        Some(entry) => Err(format!("read differently: {entry:?}")),
    }
}

/// Everybody who may have a feed, in each language, with visits that were missed and tasks that are late.
#[test]
fn two_parsers_read_every_feed_alike() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for place in ["prison", "clinic", "hospital"] {
            site.treated_case(place).await;
            site.cleared_case(place).await;
        }
        site.go_to("2026-09-25T05:00:00Z");
        site.round().await;
        let (mut feeds, mut entries, mut last) = (0, BTreeSet::new(), String::new());
        for name in site.people().map(str::to_owned).collect::<Vec<_>>() {
            let who = site.sign_in(&name).await;
            if site.get(&who, "/calendar").await.status != 200 {
                continue;
            }
            for language in Language::ALL {
                let path = made_in(&site, &who, language).await;
                let feed = site.get_as_stranger(&path).await.body;
                let read =
                    by_both(&feed).unwrap_or_else(|fault| panic!("{name} {language:?}: {fault}\n{feed}"));
                let product = format!(
                    "\r\nPRODID:-//Merzim//Merzim//{}\r\n",
                    language.code().to_uppercase()
                );
                assert!(feed.contains(&product), "{language:?}: {feed}");
                feeds += 1;
                if !read.is_empty() {
                    last = feed;
                }
                entries.extend(read);
            }
        }
        assert!(feeds >= 30, "{feeds} feeds");
        assert!(entries.len() >= 25, "{} entries", entries.len());
        // The readers themselves: what is no calendar is an error to at least one, or they tell it apart.
        for (of, by) in [
            ("END:VEVENT\r\n", ""),
            ("\r\nSUMMARY:", "\r\nSUMMARY"),
            ("\r\nDTSTART;VALUE=DATE:2026", "\r\nDTSTART;VALUE=DATE:26"),
            ("END:VCALENDAR", ""),
            ("\r\nUID:", "\r\nX-UID:"),
        ] {
            assert!(last.contains(of), "{of}");
            assert!(by_both(&last.replacen(of, by, 1)).is_err(), "without {of}");
        }
        site.end()
    });
}

#[test]
fn an_address_asked_for_twice_with_one_form_is_shown_once_and_works() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, "/calendar?lang=en").await;
        let first = site.send(&nurse, "/calendar", &page, &[]).await;
        let again = site.send(&nurse, "/calendar", &page, &[]).await;
        assert_eq!((first.status, again.status), (200, 200), "{}", again.text());
        assert!(!again.body.contains(".ics"), "{}", again.body);
        let (_, rest) = first.body.split_once("/calendar/").unwrap();
        let feed = format!("/calendar/{}", rest.split('<').next().unwrap());
        assert_eq!(site.get_as_stranger(&feed).await.status, 200);
        site.end()
    });
}

/// Makes the feed of somebody and says its path.
async fn made(site: &Site, who: &Session) -> String {
    made_in(site, who, Language::En).await
}

async fn made_in(site: &Site, who: &Session, language: Language) -> String {
    let page = site
        .get(who, &format!("/calendar?lang={}", language.code()))
        .await;
    assert_eq!(page.status, 200, "{}", page.text());
    let fresh = [("key", merzim::domain::ids::SubmissionKey::fresh().to_string())];
    let answer = site
        .send(who, "/calendar", &page, &[("key", fresh[0].1.as_str())])
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let (_, rest) = answer.body.split_once("/calendar/").unwrap();
    let file = rest.split('<').next().unwrap();
    assert!(file.ends_with(".ics"), "{file}");
    format!("/calendar/{file}")
}

#[test]
fn a_feed_says_when_and_which_case_and_no_more() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let file = site.file(case).await;
        for (name, tasks) in [
            ("nurse.prison", true),
            ("probation", false),
            ("psychiatrist", true),
        ] {
            let who = site.sign_in(name).await;
            let path = made(&site, &who).await;
            let feed = site.get_as_stranger(&path).await;
            assert_eq!(feed.status, 200, "{name}: {}", feed.body);
            let lines = read(&feed.body);
            for (key, value) in [("VERSION", "2.0"), ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")] {
                assert!(
                    lines.contains(&(key.to_owned(), value.to_owned())),
                    "{key} in {}",
                    feed.body
                );
            }
            let events = events(&feed.body);
            let visit = events
                .iter()
                .find(|event| event["SUMMARY"] == format!("Visit – case {}", file.case.reference))
                .unwrap_or_else(|| panic!("{name}: {}", feed.body));
            assert_eq!(visit["DTSTART;VALUE=DATE"], "20260703");
            assert_eq!(visit["CLASS"], "PRIVATE");
            assert!(
                visit["URL"].ends_with(&format!("/cases/{case}")),
                "{}",
                visit["URL"]
            );
            let others = events
                .iter()
                .filter(|event| !event["SUMMARY"].starts_with("Visit"));
            assert_eq!(others.clone().count() > 0 && tasks, others.count() > 0, "{name}");
            for word in [
                "Ахметов",
                "Akhmetov",
                "triptorelin",
                "injection",
                "review",
                "monitoring",
                "dose",
            ] {
                assert!(
                    !feed.body.to_lowercase().contains(&word.to_lowercase()),
                    "{word}: {}",
                    feed.body
                );
            }
            let again = site.get_as_stranger(&path).await;
            assert_eq!(again.body, feed.body, "the same entries keep their identities");
        }
        site.end()
    });
}

#[test]
fn an_address_works_for_as_long_as_its_holder_may() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        site.treated_case("prison").await;
        let officer = site.sign_in("probation").await;
        let first = made(&site, &officer).await;
        let second = made(&site, &officer).await;
        assert_ne!(first, second);
        assert_eq!(site.get_as_stranger(&first).await.status, 404, "renewed");
        assert_eq!(site.get_as_stranger(&second).await.status, 200);
        let nothing = format!("/calendar/{}.ics", "0".repeat(64));
        for wrong in [
            nothing.as_str(),
            "/calendar/x.ics",
            "/calendar/x",
            &second[..second.len() - 4],
        ] {
            assert_eq!(site.get_as_stranger(wrong).await.status, 404, "{wrong}");
        }
        let page = site.get(&officer, "/calendar?lang=en").await;
        assert!(!page.says(&second), "shown once");
        let revoked = site.send(&officer, "/calendar/revoke", &page, &[]).await;
        assert_eq!(revoked.location.as_deref(), Some("/calendar?revoked=yes"));
        assert_eq!(site.get_as_stranger(&second).await.status, 404, "revoked");

        let third = made(&site, &officer).await;
        let account = site.actor("probation").account_id().unwrap();
        commands::disable_account(&site.desk, site.actor("admin"), None, account)
            .await
            .unwrap();
        assert_eq!(
            site.get_as_stranger(&third).await.status,
            404,
            "the account is closed"
        );
        commands::enable_account(&site.desk, site.actor("admin"), None, account)
            .await
            .unwrap();
        assert_eq!(
            site.get_as_stranger(&third).await.status,
            404,
            "what was closed stays closed when the account opens again"
        );
        for name in ["pharmacist", "clerk", "controller", "auditor", "admin"] {
            let who = site.sign_in(name).await;
            assert_eq!(site.get(&who, "/calendar").await.status, 403, "{name}");
        }
        site.end()
    });
}

/// Whoever has the phone that was lost has the calendar in it, too.
#[test]
fn an_address_goes_with_the_sessions_and_with_a_new_enrolment() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        site.treated_case("prison").await;
        let (desk, admin) = (&site.desk, site.actor("admin"));
        let account = site.actor("nurse.prison").account_id().unwrap();
        let nurse = site.sign_in("nurse.prison").await;
        let fourth = made(&site, &nurse).await;
        assert_eq!(site.get_as_stranger(&fourth).await.status, 200);
        commands::end_sessions(desk, admin, None, account).await.unwrap();
        assert_eq!(
            site.get_as_stranger(&fourth).await.status,
            404,
            "the sessions were ended"
        );

        site.a_minute_later();
        let nurse = site.sign_in("nurse.prison").await;
        let fifth = made(&site, &nurse).await;
        let page = site.sign_in("admin").await;
        let accounts = site.get(&page, "/admin/accounts").await;
        let reset = format!("/admin/accounts/{account}/reset");
        let answer = site.send(&page, &reset, &accounts, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(site.get_as_stranger(&fifth).await.status, 404, "enrolled anew");
        site.end()
    });
}

/// The days of what begins with some words in a feed, which both parsers read.
async fn days(site: &Site, path: &str, what: &str) -> Vec<String> {
    let feed = site.get_as_stranger(path).await;
    by_both(&feed.body).unwrap_or_else(|fault| panic!("{fault}\n{}", feed.body));
    let entries = events(&feed.body);
    let said = entries.iter().filter(|event| event["SUMMARY"].starts_with(what));
    said.map(|event| event["DTSTART;VALUE=DATE"].clone()).collect()
}

/// The officer and whoever expects the person have the first appointment, whoever lets him go has what he still does.
#[test]
fn a_first_appointment_stands_where_the_person_is_expected() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.cleared_case("prison").await;
        site.prescribe(case, day(2026, 7, 13), ["grounds of the test", "bicalutamide"])
            .await;
        site.inform(case).await;
        let mut paths = Vec::new();
        for name in ["probation", "nurse.clinic", "nurse.prison"] {
            let who = site.sign_in(name).await;
            paths.push(made(&site, &who).await);
        }
        let [officer, clinic, prison] = &paths[..] else {
            panic!("three feeds");
        };
        assert_eq!(days(&site, officer, "Visit").await, ["20260713"]);
        assert_eq!(days(&site, clinic, "Nothing is planned").await, ["20260703"]);

        let offer = site.offered_on_release(case).await;
        assert_eq!(days(&site, officer, "Visit").await, ["20260713"]);
        site.taken_over(case, offer).await;
        assert_eq!(days(&site, officer, "Visit").await, ["20260707"]);
        assert_eq!(days(&site, clinic, "Visit").await, ["20260707"]);
        assert_eq!(days(&site, prison, "Visit").await, ["20260713"]);

        let form = RecordRelease {
            released_at: Some(site.clock.now()),
            paper: "справка 9".into(),
        };
        commands::record_release(&site.desk, site.actor("clerk"), None, case, &form)
            .await
            .unwrap();
        assert_eq!(days(&site, officer, "Visit").await, ["20260707"]);
        assert_eq!(days(&site, clinic, "Visit").await, ["20260707"]);
        let tasks = days(&site, clinic, "Task").await;
        assert!(!tasks.contains(&"20260707".to_owned()), "said once: {tasks:?}");
        assert_eq!(days(&site, prison, "Visit").await, Vec::<String>::new());
        site.end()
    });
}

/// A further attempt that was agreed moves the entry; once it has passed, the person is to come as soon as possible.
#[test]
fn a_feed_follows_what_was_agreed() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let officer = site.sign_in("probation").await;
        let path = made(&site, &officer).await;
        assert_eq!(days(&site, &path, "Visit").await, ["20260703"]);
        let form = NotGiven {
            cycle: 1,
            occurred_at: Some(site.desk.instant()),
            cause: "person-refused".into(),
            words: "refused in the corridor".into(),
            tried: "explained twice".into(),
            own_words: "tomorrow".into(),
            next_attempt_on: Some(Ok(day(2026, 7, 6))),
            ..NotGiven::default()
        };
        commands::record_not_given(&site.desk, site.actor("nurse.prison"), None, case, &form)
            .await
            .unwrap();
        assert_eq!(days(&site, &path, "Visit").await, ["20260706"]);
        site.go_to("2026-07-07T05:00:00Z");
        assert_eq!(
            days(&site, &path, "Visit as soon as possible").await,
            ["20260707"]
        );
        site.end()
    });
}
