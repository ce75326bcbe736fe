//! Adverse reactions, how they end, and what speaks against a drug later; the physician's look at an incident.

use super::{Form, NO_CHOICE, Slip, begun, nothing_at, too_long};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands::{self, Incident};
use merzim::domain::case::Entry;
use merzim::domain::decide::{FindContraindication, ReportReaction};
use merzim::domain::event::{ContraindicationFound, Follows, IncidentKind};
use merzim::domain::ids::{CaseId, RecordId};
use std::collections::BTreeMap;

#[test]
fn a_reaction_is_taken_down_and_a_severe_one_stops_the_doses() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/reaction"),
            who: "nurse.prison",
            good: &[
                ("words", "сыпь на обоих плечах"),
                ("done", "антигистаминное"),
                ("severity", "severe"),
                ("suspected", ""),
            ],
            needed: &[
                ("occurred_on", "occurred_on"),
                ("occurred_time", "occurred_time"),
                ("severity", "severity"),
                ("words", "words"),
                ("done", "done"),
            ],
            verb: "report-reaction",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (
                        &[("occurred_on_day", "31"), ("occurred_on_month", "2")],
                        &["occurred_on"],
                    ),
                    (&[("occurred_on_year", "2О26")], &["occurred_on"]),
                    (&[("occurred_time", "25:00")], &["occurred_time"]),
                    (&[("occurred_time", "таңертең")], &["occurred_time"]),
                    (&[("occurred_time", "23:59")], &["occurred_on"]),
                    (&[("severity", NO_CHOICE)], &["severity"]),
                    (&[("suspected", NO_CHOICE)], &["suspected"]),
                    (&[("words", &long), ("done", &long)], &["words", "done"]),
                ],
            )
            .await;
        let page = site.get(&who, &form.path).await;
        let nowhere = format!("/cases/{}/reaction", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        let case = site.file(case).await.case;
        assert_eq!((case.reactions.len(), case.holds.len()), (1, 1));
        site.end()
    });
}

/// A reaction reported now.
pub async fn reaction(site: &Site, case: CaseId) -> RecordId {
    let form = ReportReaction {
        occurred_at: Some(site.clock.now()),
        severity: "mild".into(),
        words: "приливы".into(),
        done: "наблюдение".into(),
        ..ReportReaction::default()
    };
    commands::report_reaction(&site.desk, site.actor("nurse.prison"), None, case, &form)
        .await
        .unwrap()
}

#[test]
fn a_reaction_ends() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let known = reaction(&site, case).await;
        site.go_to("2026-07-06T05:00:00Z");
        let (long, elsewhere) = (too_long(), RecordId::fresh().to_string());
        let form = Form {
            path: format!("/cases/{case}/reaction/outcome"),
            who: "nurse.prison",
            good: &[
                ("words", "прошло само"),
                ("outcome", "recovered"),
                ("ended_on_day", "5"),
                ("ended_on_month", "7"),
                ("ended_on_year", "2026"),
            ],
            needed: &[
                ("outcome", "outcome"),
                ("ended_on", "ended_on"),
                ("words", "words"),
            ],
            verb: "record-reaction-outcome",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("ended_on_day", "31"), ("ended_on_month", "2")], &["ended_on"]),
                    (&[("ended_on_day", "бес")], &["ended_on"]),
                    (&[("ended_on_day", "2")], &["ended_on"]),
                    (&[("ended_on_day", "7")], &["ended_on"]),
                    (&[("outcome", NO_CHOICE)], &["outcome"]),
                    (&[("words", &long)], &["words"]),
                    (&[("reaction", &elsewhere)], &[""]),
                    (&[("reaction", "not-a-record")], &[""]),
                ],
            )
            .await;
        let page = site.get(&who, &form.path).await;
        assert_eq!(page.status, 200);
        let nowhere = format!("/cases/{}/reaction/outcome", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        let ended = &site.file(case).await.case.reaction_outcomes[0].content;
        assert_eq!((ended.reaction, ended.on), (known, day(2026, 7, 5)));
        site.end()
    });
}

#[test]
fn a_contraindication_is_found_later() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let long = too_long();
        let form = Form {
            path: format!("/cases/{case}/contraindication"),
            who: "psychiatrist",
            good: &[
                ("words", "денситометрия"),
                ("contraindication", "severe-osteoporosis"),
                ("found_on_day", "3"),
                ("found_on_month", "7"),
                ("found_on_year", "2026"),
                ("follows", "change-drug"),
            ],
            needed: &[
                ("contraindication", "contraindication"),
                ("found_on", "found_on"),
                ("follows", "follows"),
                ("words", "words"),
            ],
            verb: "record-contraindication",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("found_on_day", "31"), ("found_on_month", "6")], &["found_on"]),
                    (&[("found_on_year", "x")], &["found_on"]),
                    (&[("found_on_day", "4")], &["found_on"]),
                    (&[("contraindication", NO_CHOICE)], &["contraindication"]),
                    (&[("follows", NO_CHOICE)], &["follows"]),
                    (&[("words", &long)], &["words"]),
                ],
            )
            .await;
        let page = site.get(&who, &form.path).await;
        let nowhere = format!("/cases/{}/contraindication", CaseId::fresh());
        nothing_at(&site, &who, &page, &[nowhere]).await;
        let again = site.send(&who, &form.path, &page, form.good).await;
        assert_eq!((again.status, again.problems()), (422, vec![String::new()]));
        assert_eq!(
            site.file(case).await.case.holds.len(),
            1,
            "its doses stop at once"
        );
        site.end()
    });
}

/// Two contraindications that may pass: the first stops the present drug, the second speaks against another one.
async fn bones_and_liver(site: &Site, case: CaseId) -> [String; 2] {
    for what in ["severe-osteoporosis", "liver-disease"] {
        let found = FindContraindication {
            contraindication: what.into(),
            found_on: Some(day(2026, 7, 3)),
            follows: Some(Follows::ChangeDrug),
            words: "анализы".into(),
        };
        commands::record_contraindication(&site.desk, site.actor("psychiatrist"), None, case, &found)
            .await
            .unwrap();
    }
    let of = |entry: &Entry<ContraindicationFound>| format!("over_{}", entry.content.id);
    let boxes: Vec<_> = site.file(case).await.case.passing().map(of).collect();
    boxes.try_into().expect("a box for each")
}

/// A browser sends no box without its tick. What a physician unticked is ticked again neither by another language nor on
/// the page that a refused form left.
#[test]
fn what_was_unticked_stays_so_in_another_language_and_when_refused() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let [bones, _] = bones_and_liver(&site, case).await;
        let file = site.file(case).await;
        let path = format!("/cases/{case}/holds/{}/lift", file.case.holds[0].placed.id);
        let who = site.sign_in("psychiatrist").await;
        let mut unticked = site.get(&who, &path).await.fields();
        assert_eq!(
            unticked.remove(&bones).as_deref(),
            Some("yes"),
            "ticked beforehand"
        );
        unticked.insert("words".into(), "печень".into());

        let refused = site.post(&who, &path, &unticked).await;
        assert_eq!(
            (refused.status, refused.problems()),
            (422, vec!["over".to_owned()])
        );
        let change = format!("href=\"/cases/{case}/regimen/change\"");
        assert!(
            refused.body.contains(&change),
            "the way to another drug: {}",
            refused.body
        );
        assert_eq!(
            refused.fields().get(&bones),
            None,
            "refused, and not ticked again"
        );

        let switch = format!("/language?to=kk&back={}", path.replace('/', "%2F"));
        for page in [&unticked, &refused.fields()] {
            let sent = site.post(&who, &switch, page).await;
            let again = site.get(&who, &sent.location.expect("the same page again")).await;
            assert!(again.body.contains("lang=\"kk\""), "{}", again.body);
            assert!(
                again.body.contains(&format!("name=\"{bones}\"")),
                "{}",
                again.body
            );
            let fields = again.fields();
            assert_eq!(fields.get(&bones), None, "another language ticks nothing");
            assert_eq!(fields["words"], "печень");
        }
        // All of a form that has nothing but boxes may be without a tick.
        let token: BTreeMap<_, _> = unticked.into_iter().filter(|(name, _)| name == "csrf").collect();
        let sent = site.post(&who, &switch, &token).await;
        let again = site.get(&who, &sent.location.expect("the same page again")).await;
        assert_eq!(again.fields().get(&bones), None);
        site.end()
    });
}

#[test]
fn whoever_lifts_a_hold_says_what_is_over() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let [bones, liver] = &bones_and_liver(&site, case).await;
        let elsewhere = format!("over_{}", RecordId::fresh());
        let form = Form {
            path: format!(
                "/cases/{case}/holds/{}/lift",
                site.file(case).await.case.holds[0].placed.id
            ),
            who: "psychiatrist",
            good: &[("words", "денситометрия без изменений"), (bones, "yes")],
            needed: &[("words", "words"), (bones, "over")],
            verb: "lift-hold",
        };
        let who = site.sign_in("psychiatrist").await;
        let fields = site.get(&who, &form.path).await.fields();
        assert_eq!(fields.get(bones).map(String::as_str), Some("yes"));
        assert_eq!(
            fields.get(liver),
            None,
            "of another drug nothing is ticked beforehand"
        );
        site.a_minute_later();
        let slips: &[Slip<'_>] = &[(&[(&elsewhere, "yes")], &[""]), (&[("over_x", "yes")], &[""])];
        form.proves_itself_against(&site, case, slips).await;
        let left = site.file(case).await.case;
        let left: Vec<_> = left
            .found_later()
            .map(|found| found.contraindication.as_str())
            .collect();
        assert_eq!(left, ["liver-disease"]);
        site.end()
    });
}

#[test]
fn a_physician_says_what_is_over_without_a_hold() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let [bones, liver] = &bones_and_liver(&site, case).await;
        let elsewhere = format!("over_{}", RecordId::fresh());
        let form = Form {
            path: format!("/cases/{case}/contraindication/over"),
            who: "psychiatrist",
            good: &[("words", "анализы в норме"), (liver, "yes")],
            needed: &[("words", "words"), (liver, "over")],
            verb: "end-contraindication",
        };
        let who = site.sign_in("psychiatrist").await;
        let home = site.get(&who, &format!("/cases/{case}")).await;
        assert!(home.body.contains(&form.path), "{}", home.text());
        let fields = site.get(&who, &form.path).await.fields();
        for passing in [bones, liver] {
            assert_eq!(fields.get(passing), None, "nothing is ticked beforehand");
        }
        site.a_minute_later();
        let slips: &[Slip<'_>] = &[(&[(&elsewhere, "yes")], &[""]), (&[("over_x", "yes")], &[""])];
        let who = form.proves_itself_against(&site, case, slips).await;
        let left = site.file(case).await.case;
        let left: Vec<_> = left
            .found_later()
            .map(|found| found.contraindication.as_str())
            .collect();
        assert_eq!(left, ["severe-osteoporosis"], "and its hold stays");
        let nowhere = format!("/cases/{}/contraindication/over", CaseId::fresh());
        let page = site.get(&who, &form.path).await;
        nothing_at(&site, &who, &page, &[nowhere]).await;
        let nurse = site.sign_in("nurse.prison").await;
        assert_eq!(site.get(&nurse, &form.path).await.status, 403);
        site.end()
    });
}

#[test]
fn a_physician_looks_at_an_incident() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let incident = Incident {
            kind: Some(IncidentKind::Other),
            occurred_at: Some(site.clock.now()),
            injected: false,
            words: "игла сломалась".into(),
            ..Incident::default()
        };
        commands::report_incident(&site.desk, site.actor("nurse.prison"), None, case, &incident)
            .await
            .unwrap();
        let (long, elsewhere) = (too_long(), RecordId::fresh().to_string());
        let form = Form {
            path: format!("/cases/{case}/incident/review"),
            who: "psychiatrist",
            good: &[("words", "последствий нет")],
            needed: &[("words", "words")],
            verb: "review-incident",
        };
        let who = form
            .proves_itself_against(
                &site,
                case,
                &[
                    (&[("words", &long)], &["words"]),
                    (&[("incident", &elsewhere)], &[""]),
                    (&[("incident", "not-a-record")], &[""]),
                ],
            )
            .await;
        let form = site.get(&who, &format!("/cases/{case}/hold")).await;
        let nowhere = format!("/cases/{}/incident/review", CaseId::fresh());
        nothing_at(&site, &who, &form, &[nowhere]).await;
        site.end()
    });
}
