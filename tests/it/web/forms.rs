//! Every form that records something in a case.

mod arrivals;
mod astray;
mod by_hand;
mod complaints;
mod corrections;
mod course;
pub mod court;
pub mod dose;
mod dose_answers;
mod ending;
mod extension;
mod far_release;
mod first;
mod holds;
mod identified;
mod kept;
mod lost;
pub mod monitoring;
mod open_case;
mod paper;
pub mod parcels;
mod people;
mod quarantined_far;
mod reactions;
mod recalled;
mod records;
mod refusals;
mod regimen;
mod register;
mod restrictions;
pub mod reviews;
mod rosters;
mod scans;
mod shelf;
mod slips;
mod stopped;
mod stopped_since;
pub mod supply;
mod turned_up;
mod volume;
mod warm_box;
mod whereabouts;

use crate::support::{
    page::Page,
    site::{Session, Site},
};
use chrono::{DateTime, Utc};
use merzim::commands;
use merzim::domain::decide::{Injection, NotGiven, PlaceHold};
use merzim::domain::event::CheckAnswer;
use merzim::domain::identifier::Identifier;
use merzim::domain::ids::{CaseId, RecordId, SubmissionKey};
use std::collections::BTreeMap;

/// Answers to the default protocol's questions, all passing on 3 July 2026.
pub fn checks(site: &Site) -> Vec<CheckAnswer> {
    let protocol = site.desk.rules().protocol("triptorelin-12w", 1).unwrap();
    let pass = |id: &str| match id {
        "site-healthy" | "bone-density" | "flare-cover" => "yes",
        "testosterone" => "1.2",
        _ => "no",
    };
    let answers = protocol.checks.iter().map(|check| CheckAnswer {
        check: check.id.clone(),
        answer: pass(&check.id).to_owned(),
        taken_on: check.valid_days.map(|_| crate::support::site::day(2026, 6, 1)),
    });
    answers.collect()
}

/// A dose given now, through the command.
pub async fn give(site: &Site, who: &str, case: CaseId, cycle: u32) -> RecordId {
    give_as_of(site, who, (case, cycle), site.clock.now()).await
}

/// A dose given at a moment and written down now, through the command.
pub async fn give_as_of(
    site: &Site,
    who: &str,
    (case, cycle): (CaseId, u32),
    given_at: DateTime<Utc>,
) -> RecordId {
    let form = Injection {
        cycle,
        occurred_at: Some(given_at),
        lot: "L7-0042".into(),
        expiry_on: Some(crate::support::site::day(2027, 12, 31)),
        site: "gluteal-left".into(),
        volume_ml: "2".into(),
        identified_by: vec![Identifier::Name, Identifier::Born],
        checks: checks(site),
        present: "Duty Controller".into(),
        mixed_at: Some(given_at),
        ..Injection::default()
    };
    let recorded = commands::log_injection(&site.desk, site.actor(who), None, case, &form).await;
    recorded.unwrap().record
}

/// A refusal recorded now, through the command.
pub async fn refuse(site: &Site, who: &str, case: CaseId, cycle: u32) -> RecordId {
    let form = NotGiven {
        cycle,
        occurred_at: Some(site.clock.now()),
        cause: "person-refused".into(),
        words: "said no".into(),
        tried: "explained in Kazakh".into(),
        ..NotGiven::default()
    };
    commands::record_not_given(&site.desk, site.actor(who), None, case, &form)
        .await
        .unwrap()
}

/// A hold placed now, through the command.
pub async fn hold(site: &Site, who: &str, case: CaseId) -> RecordId {
    let form = PlaceHold {
        reason: "liver values".into(),
        until_on: None,
    };
    commands::place_hold(&site.desk, site.actor(who), None, case, &form)
        .await
        .unwrap()
}

/// A form under test: where it is, what fills it, and what it cannot do without.
pub struct Form<'a> {
    /// Address.
    pub path: String,
    /// Who may send it.
    pub who: &'a str,
    /// Fields that make it right.
    pub good: &'a [(&'a str, &'a str)],
    /// Each field that is needed, and the problem that its absence is.
    pub needed: &'a [(&'a str, &'a str)],
    /// The verb.
    pub verb: &'a str,
}

/// Something typed wrong over what is right, and the problems that it is.
pub type Slip<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

/// What no list offers.
pub const NO_CHOICE: &str = "no-such-choice";

/// A text longer than any field takes, in letters of two bytes.
pub fn too_long() -> String {
    "ә".repeat(4001)
}

impl Form<'_> {
    /// Refuses each gap and keeps the rest, then takes the right answer once, however often it is sent.
    pub async fn proves_itself(&self, site: &Site, case: CaseId) -> Session {
        self.proves_itself_against(site, case, &[]).await
    }

    /// The same, and refuses each slip with everything that was typed kept.
    pub async fn proves_itself_against(&self, site: &Site, case: CaseId, slips: &[Slip<'_>]) -> Session {
        let home = format!("/cases/{case}");
        self.proves_itself_at(site, case, &home, slips).await
    }

    /// The same where the form leads to another page than that of the case.
    pub async fn proves_itself_at(
        &self,
        site: &Site,
        case: CaseId,
        home: &str,
        slips: &[Slip<'_>],
    ) -> Session {
        let who = site.sign_in(self.who).await;
        let page = self.refuses_gaps_and(site, &who, case, slips).await;
        self.acts_once(site, &who, case, (&page, home)).await;
        who
    }

    /// Refuses each gap and each slip, and changes nothing by it; the page as it was first read.
    pub async fn refuses_gaps_and(
        &self,
        site: &Site,
        who: &Session,
        case: CaseId,
        slips: &[Slip<'_>],
    ) -> Page {
        let page = site.get(who, &self.path).await;
        assert_eq!(page.status, 200, "{}: {}", self.path, page.text());
        let before = site.file(case).await.case;
        for (missing, problem) in self.needed {
            self.refuses_gap(site, who, &page, missing, problem).await;
        }
        for (wrong, problems) in slips {
            let mut fields = self.filled(&page);
            fields.extend(
                wrong
                    .iter()
                    .map(|(name, value)| (name.to_string(), value.to_string())),
            );
            let about = format!("{} with {wrong:.60?}", self.path);
            self.refuses(site, who, &fields, (problems, &about)).await;
        }
        assert_eq!(
            site.file(case).await.case,
            before,
            "{}: refused, yet changed",
            self.path
        );
        page
    }

    /// Takes the right answer once, however often it is sent, and leads to its page; other content under the same
    /// key is refused.
    pub async fn acts_once(&self, site: &Site, who: &Session, case: CaseId, (page, home): (&Page, &str)) {
        let before = site.file(case).await.case;
        self.refuses_unkeyed(site, who, page).await;
        assert_eq!(
            site.file(case).await.case,
            before,
            "{}: acted without a key",
            self.path
        );
        let sent = site.send(who, &self.path, page, self.good).await;
        let done = format!("{home}?done={}", self.verb);
        assert_eq!(
            sent.location.as_deref(),
            Some(done.as_str()),
            "{}: {:?} {}",
            self.path,
            sent.problems(),
            sent.text()
        );
        let after = site.file(case).await.case;
        assert_ne!(after, before);
        let landed = site.get(who, &done).await;
        assert_eq!(landed.status, 200, "{}", landed.text());

        let again = site.send(who, &self.path, page, self.good).await;
        assert_eq!(again.location, sent.location, "{}: sent twice", self.path);
        let (first, _) = self.good[0];
        let other = [self.good, &[(first, "other")]].concat();
        let changed = site.send(who, &self.path, page, &other).await;
        assert_ne!(
            changed.status, 303,
            "{}: other content under the same key",
            self.path
        );
        assert_eq!(site.file(case).await.case, after, "{}: acted once", self.path);
    }

    /// Sends what is right without a key that can be read: refused, with everything typed and a key to send it under.
    async fn refuses_unkeyed(&self, site: &Site, who: &Session, page: &Page) {
        for key in [None, Some(""), Some("no-key"), Some("1")] {
            let mut fields = self.filled(page);
            fields.remove("key");
            fields.extend(key.map(|key| ("key".to_owned(), key.to_owned())));
            let refused = site.post(who, &self.path, &fields).await;
            let about = format!("{} under the key {key:?}", self.path);
            assert_eq!(refused.status, 422, "{about}: {}", refused.text());
            assert_eq!(refused.problems(), [""], "{about}: {}", refused.text());
            let again = refused.fields();
            let fresh = again.get("key").map(|key| key.parse::<SubmissionKey>());
            assert!(matches!(fresh, Some(Ok(_))), "{about}: {fresh:?}");
            let typed = fields
                .iter()
                .filter(|(name, _)| !["csrf", "key"].contains(&name.as_str()));
            for (name, value) in typed.filter(|(name, _)| refused.body.contains(&format!("name=\"{name}\"")))
            {
                assert_eq!(again.get(name), Some(value), "{about}: `{name}` kept");
            }
        }
    }

    /// The fields of a page with everything right filled in.
    fn filled(&self, page: &Page) -> BTreeMap<String, String> {
        let mut fields = page.fields();
        for (name, value) in self.good {
            fields.insert((*name).into(), (*value).into());
        }
        fields
    }

    async fn refuses_gap(&self, site: &Site, who: &Session, page: &Page, missing: &str, problem: &str) {
        let mut fields = self.filled(page);
        // A field, or a date in three.
        let part = |name: &str| name == missing || name.starts_with(&format!("{missing}_"));
        fields.retain(|name, _| !part(name));
        let about = format!("{} without {missing}", self.path);
        self.refuses(site, who, &fields, (&[problem], &about)).await;
    }

    /// Names every problem with its field, and keeps what was typed wherever the page has a place for it.
    async fn refuses(
        &self,
        site: &Site,
        who: &Session,
        fields: &BTreeMap<String, String>,
        (problems, about): (&[&str], &str),
    ) {
        let refused = site.post(who, &self.path, fields).await;
        assert_eq!(refused.status, 422, "{about}: {}", refused.text());
        assert_eq!(refused.problems(), problems, "{about}: {}", refused.text());
        for problem in problems.iter().filter(|problem| !problem.is_empty()) {
            let said = refused.body.split(&format!("<a href=\"#{problem}\">")).nth(1);
            let said = said
                .and_then(|rest| rest.split("</a>").next())
                .unwrap_or_default();
            assert!(
                said.contains(": "),
                "{about}: the summary names the field: {said}"
            );
        }
        let kept = refused.fields();
        let typed = fields
            .iter()
            .filter(|(name, value)| *name != "csrf" && *value != NO_CHOICE);
        for (name, value) in typed.filter(|(name, _)| refused.body.contains(&format!("name=\"{name}\""))) {
            let now = kept.get(name).map_or("", String::as_str);
            assert_eq!(now, value, "{about}: `{name}` kept");
        }
    }
}

/// Addresses of nothing answer alike, whether they are read or a form is sent to them.
pub async fn nothing_at(site: &Site, who: &Session, form: &Page, paths: &[String]) {
    let absent = site.get(who, &format!("/cases/{}", CaseId::fresh())).await;
    assert_eq!(absent.status, 404);
    for path in paths {
        let read = site.get(who, path).await;
        assert_eq!(read.status, 404, "{path}: {}", read.text());
        assert_eq!(read.alike(), absent.alike(), "{path}");
        let sent = site.send(who, path, form, &[]).await;
        assert_eq!(sent.status, 404, "sent to {path}: {}", sent.text());
        assert_eq!(sent.alike(), absent.alike(), "sent to {path}");
    }
}

/// A case whose first dose was given now.
pub async fn begun(site: &Site) -> CaseId {
    let case = site.treated_case("prison").await;
    give(site, "nurse.prison", case, 1).await;
    case
}
