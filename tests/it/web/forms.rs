//! Every form that records something in a case.

mod corrections;
mod dose;
mod open_case;
mod records;
mod refusals;

use crate::support::{
    page::Page,
    site::{Session, Site},
};
use merzim::commands;
use merzim::domain::decide::{Injection, NotGiven, PlaceHold};
use merzim::domain::event::CheckAnswer;
use merzim::domain::ids::{CaseId, RecordId};

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
    let form = Injection {
        cycle,
        occurred_at: Some(site.clock.now()),
        lot: "L7-0042".into(),
        expiry_on: Some(crate::support::site::day(2027, 12, 31)),
        site: "gluteal-left".into(),
        volume_ml: "2".into(),
        identified_by: vec!["name".into(), "born".into()],
        checks: checks(site),
        present: "Duty Controller".into(),
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

impl Form<'_> {
    /// Refuses each gap and keeps the rest, then takes the right answer once, however often it is sent.
    pub async fn proves_itself(&self, site: &Site, case: CaseId) -> Session {
        let who = site.sign_in(self.who).await;
        let page = site.get(&who, &self.path).await;
        assert_eq!(page.status, 200, "{}: {}", self.path, page.text());
        let before = site.file(case).await.case;
        for (missing, problem) in self.needed {
            self.refuses(site, &who, &page, missing, problem).await;
        }
        assert_eq!(
            site.file(case).await.case,
            before,
            "{}: refused, yet changed",
            self.path
        );

        let sent = site.send(&who, &self.path, &page, self.good).await;
        let done = format!("/cases/{case}?done={}", self.verb);
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
        let landed = site.get(&who, &done).await;
        assert_eq!(landed.status, 200, "{}", landed.text());

        let again = site.send(&who, &self.path, &page, self.good).await;
        assert_eq!(again.location, sent.location, "{}: sent twice", self.path);
        let (first, _) = self.good[0];
        let changed = site
            .send(
                &who,
                &self.path,
                &page,
                &[self.good, &[(first, "other")]].concat(),
            )
            .await;
        assert_ne!(
            changed.status, 303,
            "{}: other content under the same key",
            self.path
        );
        assert_eq!(site.file(case).await.case, after, "{}: acted once", self.path);
        who
    }

    async fn refuses(&self, site: &Site, who: &Session, page: &Page, missing: &str, problem: &str) {
        let mut fields = page.fields();
        for (name, value) in self.good {
            fields.insert((*name).into(), (*value).into());
        }
        // A field, or a date in three.
        let part = |name: &str| name == missing || name.starts_with(&format!("{missing}_"));
        fields.retain(|name, _| !part(name));
        let refused = site.post(who, &self.path, &fields).await;
        assert_eq!(
            refused.status,
            422,
            "{} without {missing}: {}",
            self.path,
            refused.text()
        );
        assert_eq!(refused.problems(), [problem], "{} without {missing}", self.path);
        let said = refused.body.split(&format!("<a href=\"#{problem}\">")).nth(1);
        let said = said
            .and_then(|rest| rest.split("</a>").next())
            .unwrap_or_default();
        assert!(
            said.contains(": "),
            "{} without {missing}: the summary names the field: {said}",
            self.path
        );
        let kept = refused.fields();
        for (name, value) in fields.iter().filter(|(name, _)| *name != "csrf") {
            assert_eq!(
                kept.get(name),
                Some(value),
                "{} without {missing}: `{name}` kept",
                self.path
            );
        }
    }
}
