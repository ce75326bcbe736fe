//! Another body takes over the supervision: until that day nothing is there for it, from that day on nothing is left for
//! the one before. Every page of the case and of its alert is asked. An alert is opened by the body that was told of it
//! while it supervises; the next one finds the case at once, and the alert as soon as the job has told it, too.

use super::routes::{Names, address, names};
use crate::support::{
    database::on_each,
    site::{Session, Site, day},
};
use merzim::commands;
use merzim::domain::ids::{AlertId, CaseId};

/// Each route that shows something of one case, with its answer.
async fn answers(site: &Site, who: &Session, names: &Names) -> Vec<(String, u16)> {
    let mut answers = Vec::new();
    for (method, uri) in site.routes() {
        let about = uri.starts_with("/cases/<id>") || uri.starts_with("/alerts/<id>");
        if method == "GET" && about {
            let page = site.get(who, &address(&uri, names)).await;
            answers.push((uri, page.status));
        }
    }
    answers.sort();
    answers.dedup();
    answers
}

/// No address of the case answers, and no answer is taken.
async fn is_turned_away(site: &Site, (name, who): (&str, &Session), names: &Names) {
    for (uri, status) in answers(site, who, names).await {
        assert_eq!(status, 404, "{name}: {uri}");
    }
    let form = site.get(who, "/training").await;
    let answered = site
        .send(who, &format!("/alerts/{}", names["alert"]), &form, &[])
        .await;
    assert_eq!(answered.status, 404, "{name} answers the notice");
}

/// The lists on which the case stands.
async fn listed(site: &Site, who: &Session, reference: &str) -> Vec<&'static str> {
    let mut on = Vec::new();
    for list in ["/cases", "/alerts", "/alerts?over=1", "/today"] {
        if site.get(who, list).await.says(reference) {
            on.push(list);
        }
    }
    on
}

/// A case whose missed dose its supervising body was told of, and what its addresses are.
async fn told(site: &Site) -> (CaseId, Names, String) {
    let case = site.treated_case("prison").await;
    site.go_to("2026-07-08T05:00:00Z");
    site.round().await;
    let mut names = names(site, case, None).await;
    names.insert("alert", AlertId::of(case, "dose", 1).to_string());
    let reference = site.file(case).await.case.reference;
    (case, names, reference)
}

/// Supervision goes from probation to somebody of another body.
async fn handed(site: &Site, (new, body): (&str, &str)) {
    let former = ["probation", "probation.head"];
    let (case, names, reference) = told(site).await;
    let officer = site.sign_in(former[0]).await;
    let had = answers(site, &officer, &names).await;
    assert!(
        had.contains(&("/cases/<id>?<done>&<sent>".to_owned(), 200)),
        "{had:?}"
    );
    assert!(
        had.contains(&("/alerts/<id>?<answered>".to_owned(), 200)),
        "{had:?}"
    );
    let (clerk, body) = (site.actor("clerk"), site.organisation(body));
    let from_on = day(2026, 7, 10);
    commands::change_supervision(&site.desk, clerk, None, case, body, from_on, "Решение суда 5")
        .await
        .unwrap();

    // The last minute of the day before, with everything done that is due.
    site.go_to("2026-07-09T18:59:00Z");
    site.round().await;
    let after = site.sign_in(new).await;
    let mut before = Vec::new();
    for name in former {
        let who = site.sign_in(name).await;
        assert_eq!(answers(site, &who, &names).await, had, "{name} has it until then");
        before.push((name, who));
    }
    let stood = listed(site, &before[0].1, &reference).await;
    assert!(
        stood.contains(&"/cases") && stood.contains(&"/alerts"),
        "{stood:?}"
    );
    is_turned_away(site, (new, &after), &names).await;
    assert!(listed(site, &after, &reference).await.is_empty());

    // From the first moment of the day, before any job has run, the addresses go by it; the lists follow with the job.
    site.go_to("2026-07-09T19:00:00Z");
    let mut untold = had.clone();
    for (uri, status) in &mut untold {
        // Nobody has told the new body of this visit yet.
        if uri.starts_with("/alerts/") {
            *status = 404;
        }
    }
    for (round, has) in [("before a job ran", untold), ("after it ran", had)] {
        for (name, who) in &before {
            is_turned_away(site, (&format!("{name} {round}"), who), &names).await;
        }
        let found = answers(site, &after, &names).await;
        assert_eq!(found, has, "{new} has it from then on, {round}");
        site.round().await;
    }
    for (name, who) in &before {
        let left = listed(site, who, &reference).await;
        assert!(left.is_empty(), "{name} finds it on {left:?}");
    }
    // The missed dose that was climbing climbs on there.
    let stands = listed(site, &after, &reference).await;
    assert!(
        stands.contains(&"/cases") && stands.contains(&"/alerts"),
        "{stands:?}"
    );
}

#[test]
fn the_police_takes_over_from_probation() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        handed(&site, ("police", "police")).await;
        site.end()
    });
}

#[test]
fn another_probation_office_takes_over() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        handed(&site, ("probation.second", "probation-2")).await;
        site.end()
    });
}
