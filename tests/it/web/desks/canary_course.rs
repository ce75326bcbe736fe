//! What doctors, laboratories and commissions write down stays with those who treat. Every free text of the course holds
//! a word that occurs nowhere else; then every page of supervision, custody and the registry is searched for it.

use super::super::forms::{begun, reviews};
use super::super::routes::{Names, address, names};
use crate::support::{
    database::on_each,
    site::{Site, day},
};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::{
    ChangeRegimen, DraftReview, EndReaction, FilePaper, FindContraindication, FlareAnswer, JudgeResult,
    RecordResults, ReportReaction, SignReview, TypedReaction, TypedValue,
};
use merzim::domain::event::Follows;
use merzim::domain::ids::{AlertId, CaseId, RecordId};
use std::collections::BTreeSet;

const MARK: &str = "canary-";

/// The words of a text that begin with the mark.
fn found(text: &str) -> BTreeSet<String> {
    let words = text.split(MARK).skip(1);
    let letters = |word: &str| -> String { word.chars().take_while(|c| c.is_ascii_lowercase()).collect() };
    words.map(letters).collect()
}

async fn examined(site: &Site, case: CaseId) {
    let (desk, psychiatrist) = (&site.desk, site.actor("psychiatrist"));
    let account = psychiatrist.account_id().unwrap();
    let today = day(2026, 7, 3);
    let file = site.file(case).await;
    let mut exam = papers::examination(&file.case, desk.rules(), today, ("canary-examiner", account));
    // Each speciality has an examiner of its own.
    for (speciality, name, _) in &mut exam.examiners {
        *name = format!("canary-examiner {speciality}");
    }
    exam.laboratory = "canary-examlab".into();
    exam.findings = "canary-examfindings".into();
    exam.conclusion = "reconsider".into();
    exam.words = "canary-examwords".into();
    exam.reactions = vec![TypedReaction {
        words: "canary-sideeffect".into(),
        severity: "mild".into(),
        began_on: Some(Ok(today)),
        measures: "canary-measures".into(),
    }];
    commands::record_exam(desk, psychiatrist, None, case, &exam)
        .await
        .unwrap();
    let alt = TypedValue {
        item: "alt".into(),
        value: "200".into(),
        ..TypedValue::default()
    };
    let slip = RecordResults {
        taken_on: Some(today),
        laboratory: "canary-laboratory".into(),
        values: vec![alt],
        words: "canary-slipwords".into(),
    };
    let nurse = site.actor("nurse.prison");
    let slip = commands::record_results(desk, nurse, None, case, &slip)
        .await
        .unwrap();
    let judged = JudgeResult {
        record: Some(slip),
        items: Vec::new(),
        decided: "continue".into(),
        repeat_by: None,
        words: "canary-judgement".into(),
    };
    commands::judge_result(desk, psychiatrist, None, case, &judged)
        .await
        .unwrap();
}

async fn reacted(site: &Site, case: CaseId) {
    let (desk, nurse, psychiatrist) = (&site.desk, site.actor("nurse.prison"), site.actor("psychiatrist"));
    let reaction = ReportReaction {
        occurred_at: Some(site.clock.now()),
        severity: "moderate".into(),
        words: "canary-reaction".into(),
        done: "canary-done".into(),
        ..ReportReaction::default()
    };
    let reaction: RecordId = commands::report_reaction(desk, nurse, None, case, &reaction)
        .await
        .unwrap();
    let ended = EndReaction {
        outcome: "recovered".into(),
        on: Some(day(2026, 7, 3)),
        words: "canary-outcome".into(),
    };
    commands::record_reaction_outcome(desk, nurse, None, case, reaction, &ended)
        .await
        .unwrap();
    let speaks_against = FindContraindication {
        contraindication: "wasting".into(),
        found_on: Some(day(2026, 7, 3)),
        follows: Some(Follows::ChangeDrug),
        words: "canary-against".into(),
    };
    commands::record_contraindication(desk, psychiatrist, None, case, &speaks_against)
        .await
        .unwrap();
    let change = ChangeRegimen {
        protocol: "degarelix-28d".into(),
        first_on: Some(day(2026, 7, 4)),
        reason: "canary-change".into(),
        decided_by: "canary-decider".into(),
        reference: "canary-decision".into(),
        flare: FlareAnswer::default(),
        ..ChangeRegimen::default()
    };
    commands::change_regimen(desk, psychiatrist, None, case, &change)
        .await
        .unwrap();
}

async fn reviewed(site: &Site, case: CaseId) {
    let (desk, first) = (&site.desk, site.actor("reviewer.first"));
    let paper = FilePaper {
        review: 1,
        paper: "statement".into(),
        dated_on: Some(day(2026, 7, 3)),
        reference: "canary-paper".into(),
        scan_sha256: String::new(),
    };
    commands::file_review_paper(desk, site.actor("nurse.prison"), None, case, &paper)
        .await
        .unwrap();
    let text = DraftReview {
        review: 1,
        over: 0,
        held_on: Some(day(2026, 7, 3)),
        members: reviews::members(site),
        findings: "canary-findings".into(),
        proposal: "stop".into(),
        reasons: "canary-reasons".into(),
        without: "canary-without".into(),
    };
    commands::draft_review(desk, first, None, case, &text)
        .await
        .unwrap();
    for who in reviews::COMMISSION {
        let signature = SignReview {
            review: 1,
            version: 1,
            dissents: Some(true),
            dissent: "canary-dissent".into(),
        };
        commands::sign_review(desk, site.actor(who), None, case, &signature)
            .await
            .unwrap();
    }
}

/// Every page that a person can get, in three languages, with the words it must not say.
async fn read(site: &Site, name: &str, names: &Names) -> BTreeSet<(String, String)> {
    let who = site.sign_in(name).await;
    let mut leaks = BTreeSet::new();
    for (method, uri) in site.routes() {
        if method != "GET" || uri.starts_with("/assets") {
            continue;
        }
        for language in ["kk", "ru", "en"] {
            let page = site
                .get(&who, &format!("{}?lang={language}", address(&uri, names)))
                .await;
            leaks.extend(found(&page.body).into_iter().map(|word| (uri.clone(), word)));
        }
    }
    leaks
}

#[test]
fn what_is_written_in_the_course_stays_with_those_who_treat() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        examined(&site, case).await;
        reacted(&site, case).await;
        // Whoever was not told about the new drug has missed nothing that supervision would be asked about.
        site.inform(case).await;
        reviewed(&site, case).await;
        site.go_to("2026-08-20T05:00:00Z");
        site.round().await;
        let mut names = names(&site, case, None).await;
        names.insert("alert", AlertId::of(case, "dose", 2).to_string());
        for name in [
            "probation",
            "probation.head",
            "probation.second",
            "police",
            "controller",
            "clerk",
            "admin",
        ] {
            let leaks = read(&site, name, &names).await;
            assert!(leaks.is_empty(), "{name}: {leaks:?}");
        }
        site.a_minute_later();
        let officer = site.sign_in("probation").await;
        for page in [format!("/cases/{case}"), format!("/alerts/{}", names["alert"])] {
            assert_eq!(
                site.get(&officer, &page).await.status,
                200,
                "the officer does see {page}"
            );
        }
        // The scanner itself: whoever treats reads every word.
        let treats = read(&site, "psychiatrist", &names).await;
        let words: BTreeSet<String> = treats.into_iter().map(|(_, word)| word).collect();
        let file = site.file(case).await;
        let events: Vec<_> = file.history.iter().map(|known| &known.event).collect();
        let history = serde_json::to_string(&events).unwrap();
        assert_eq!(words, found(&history), "those who treat read all of it");
        assert!(words.len() >= 20, "{words:?}");
        site.end()
    });
}
