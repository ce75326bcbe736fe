//! What the registry and the administrator do besides single cases: rosters, two cases of one person, organisations that
//! close. And a dose given, by habit, where the person was treated before.

use super::{open_case, paper::PAGES};
use crate::support::{
    database::on_each,
    site::{Session, Site, some_iin},
};
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::CaseId;

/// Through the pages of a dose, each answered as it should be, and saved.
async fn walk(site: &Site, nurse: &Session, begun: &str) {
    let mut page = site.follow(nurse, begun).await;
    while !page.path.ends_with("/answers") {
        let mixed = [("site", "gluteal-left"), ("mixed_time", "10:00")];
        let step = page.path.rsplit('/').next().unwrap_or_default().to_owned();
        let answers: &[(&str, &str)] = match step.as_str() {
            "identity" => PAGES[0],
            "checks" => PAGES[1],
            "product" => PAGES[2],
            "injection" => &mixed,
            _ => PAGES[4],
        };
        let sent = site.send(nurse, &page.path, &page, answers).await;
        assert_eq!(sent.status, 303, "{}: {:?}", page.path, sent.problems());
        page = site.follow(nurse, &sent.location.unwrap()).await;
    }
    let base = page.path.strip_suffix("/answers").unwrap().to_owned();
    let done = site.send(nurse, &format!("{base}/save"), &page, &[]).await;
    let recorded = done.location.clone().unwrap_or_else(|| panic!("{}", done.text()));
    assert_eq!(site.get(nurse, &recorded).await.status, 200);
}

const HEAD: &str =
    "iin;name_cyrillic;name_latin;born_on;court;ruling_number;ruled_on;in_force_on;place;supervising";

fn row(iin: &str, place: &str) -> String {
    format!(
        "{iin};Қанапин Қ.;Qanapin Q.;1898-05-17;Алмалы;1-300/2026;2026-06-01;2026-06-17;{place};probation"
    )
}

#[test]
fn a_roster_is_looked_at_taken_over_and_undone_in_the_browser() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let list = site.get(&clerk, "/cases").await;
        assert!(list.body.contains("href=\"/import\""), "the way there");
        let desk = site.get(&clerk, "/import?lang=en").await;
        assert!(desk.says("Nothing was taken over"), "{}", desk.text());
        let empty = site.upload(&clerk, "/import", &desk, &[], b"").await;
        assert_eq!((empty.status, empty.problems()), (422, vec!["file".to_owned()]));
        let no_table = site.upload(&clerk, "/import", &desk, &[], b"\xff\xfe\x00").await;
        assert_eq!(no_table.status, 422);

        // A wrong number, a place of another registry: said row by row, and nothing happens.
        let far = row(&some_iin(), "far-prison");
        let wrong = format!(
            "{HEAD}\n{}\n{}\n{far}\n",
            row(&some_iin(), "prison"),
            row("12", "prison")
        );
        let said = site.upload(&clerk, "/import", &desk, &[], wrong.as_bytes()).await;
        assert_eq!((said.status, said.problems()), (422, vec!["file".to_owned()]));
        assert!(said.says("iin:") && said.says("place:"), "{}", said.text());
        assert!(said.says("no code of an organisation"), "{}", said.text());
        assert!(!said.body.contains("name=\"looked\""), "it cannot be taken over");

        let good = format!(
            "{HEAD}\n{}\n{}\n",
            row(&some_iin(), "prison"),
            row(&some_iin(), "clinic")
        );
        let looked = site.upload(&clerk, "/import", &desk, &[], good.as_bytes()).await;
        assert_eq!(looked.status, 200, "{}", looked.text());
        let fields = looked.fields();
        let take = [("looked", fields["looked"].as_str()), ("intent", "take")];
        let another = site
            .upload(&clerk, "/import", &looked, &take, wrong.as_bytes())
            .await;
        assert_eq!(another.status, 422, "another file than the one looked at");
        let cases = site.get(&clerk, "/cases").await;
        assert!(!cases.says("Қанапин Қ."), "looking does nothing");

        let done = site
            .upload(&clerk, "/import", &looked, &take, good.as_bytes())
            .await;
        assert_eq!(
            done.location.as_deref(),
            Some("/import?opened=2&there=0"),
            "{}",
            done.text()
        );
        let again = site
            .upload(&clerk, "/import", &looked, &take, good.as_bytes())
            .await;
        assert!(!again.says("2 new"), "sent twice, taken over once");
        assert!(site.get(&clerk, "/cases").await.says("Қанапин Қ."));

        let desk = site.get(&clerk, "/import").await;
        let (_, rest) = desk.body.split_once("href=\"/import/undo/").unwrap();
        let path = format!("/import/undo/{}", rest.split('"').next().unwrap());
        let other = site.sign_in("nurse.prison").await;
        assert_eq!(site.get(&other, &path).await.status, 403);
        let form = site.get(&clerk, &path).await;
        let silent = site.send(&clerk, &path, &form, &[]).await;
        assert_eq!(
            (silent.status, silent.problems()),
            (422, vec!["words".to_owned()])
        );
        let undone = site.send(&clerk, &path, &form, &[("words", "Не тот файл")]).await;
        assert_eq!(undone.location.as_deref(), Some("/import?undone=2"));
        assert_eq!(site.get(&clerk, &path).await.status, 404, "once");
        site.end()
    });
}

#[test]
fn an_empty_file_explains_its_columns_in_each_language() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        for language in ["kk", "ru", "en"] {
            let file = site.get(&clerk, &format!("/import/template/{language}")).await;
            assert_eq!(file.status, 200);
        }
        let nurse = site.sign_in("nurse.prison").await;
        assert_eq!(site.get(&nurse, "/import/template/kk").await.status, 403);
        assert_eq!(site.get(&clerk, "/import/template/xx").await.status, 404);
        site.end()
    });
}

#[test]
fn a_namesake_with_the_same_birth_date_is_said_before_a_case_is_opened() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let page = site.get(&clerk, "/cases/new").await;
        let mut fields = open_case::good(&site);
        site.send(&clerk, "/cases/new", &page, &open_case::pairs(&fields))
            .await;
        fields.insert("iin", some_iin());
        fields.insert("name_latin", "  SARSENOV dauren ".to_owned());
        fields.insert("name_cyrillic", "Сарсенов Даурен".to_owned());
        let page = site.get(&clerk, "/cases/new?lang=en").await;
        let warned = site
            .send(&clerk, "/cases/new", &page, &open_case::pairs(&fields))
            .await;
        assert_eq!(
            (warned.status, warned.problems()),
            (422, vec!["confirmed".to_owned()])
        );
        assert!(
            warned.says("is registered already: case 2026-00001"),
            "{}",
            warned.text()
        );
        fields.insert("confirmed", "yes".to_owned());
        let opened = site
            .send(&clerk, "/cases/new", &warned, &open_case::pairs(&fields))
            .await;
        assert!(opened.location.is_some(), "it bars nothing: {}", opened.text());
        fields.insert("iin", some_iin());
        fields.remove("confirmed");
        fields.remove("iin");
        fields.insert("other_document", "Вид на жительство 042".to_owned());
        fields.insert("other_document_reason", "Иностранный гражданин".to_owned());
        fields.insert("born_on_day", "18".to_owned());
        let page = site.get(&clerk, "/cases/new").await;
        let other = site
            .send(&clerk, "/cases/new", &page, &open_case::pairs(&fields))
            .await;
        assert!(other.location.is_some(), "another birth date: {}", other.text());
        site.end()
    });
}

/// A case of somebody who was registered by another document than the number of identity.
async fn without_iin(site: &Site, clerk: &Session, document: &str) -> CaseId {
    let page = site.get(clerk, "/cases/new").await;
    let mut fields = open_case::good(site);
    fields.remove("iin");
    fields.insert("other_document", document.to_owned());
    fields.insert("other_document_reason", "Иностранный гражданин".to_owned());
    fields.insert("confirmed", "yes".to_owned());
    let opened = site
        .send(clerk, "/cases/new", &page, &open_case::pairs(&fields))
        .await;
    let location = opened
        .location
        .clone()
        .unwrap_or_else(|| panic!("{}", opened.text()));
    let id = location.split(['/', '?']).nth(2).unwrap();
    id.parse().unwrap()
}

#[test]
fn two_cases_are_compared_merged_and_told_apart_in_the_browser() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let clerk = site.sign_in("clerk").await;
        let k = site.treated_case("prison").await;
        let q = without_iin(&site, &clerk, "Паспорт 1").await;
        let (first, second) = (
            site.file(k).await.case.reference,
            site.file(q).await.case.reference,
        );
        let case = site.get(&clerk, &format!("/cases/{k}")).await;
        let path = format!("/cases/{k}/merge");
        assert!(case.body.contains(&format!("href=\"{path}\"")), "the way there");
        let page = site.get(&clerk, &path).await;
        let unknown = [("other", "2020-00009"), ("words", "x")];
        let unknown = site.send(&clerk, &path, &page, &unknown).await;
        assert_eq!(
            (unknown.status, unknown.problems()),
            (422, vec!["other".to_owned()])
        );
        let typed = [("other", second.as_str()), ("words", "Один человек")];
        let seen = site.send(&clerk, &path, &page, &typed).await;
        assert_eq!(seen.status, 200);
        assert!(seen.says(&first) && seen.says(&second), "{}", seen.text());
        assert!(site.file(q).await.facts.open, "seen, and nothing kept");
        // Another number than the one that was compared is compared anew.
        let third = without_iin(&site, &clerk, "Паспорт 2").await;
        let third = site.file(third).await.case.reference;
        let moved = site
            .send(&clerk, &path, &seen, &[("other", third.as_str())])
            .await;
        assert_eq!(moved.status, 200);
        let answer = site.send(&clerk, &path, &seen, &[]).await;
        let done = answer
            .location
            .clone()
            .unwrap_or_else(|| panic!("{}", answer.text()));
        assert!(done.ends_with("done=merge-cases"));

        let nurse = site.sign_in("nurse.prison").await;
        let rests = site.get(&nurse, &format!("/cases/{q}?lang=en")).await;
        assert!(
            rests.says(&format!("This case rests: case {first} goes on")),
            "{}",
            rests.text()
        );
        assert_eq!(site.get(&nurse, &format!("/cases/{q}/dose")).await.status, 303);
        let leads = site.get(&nurse, &format!("/cases/{k}?lang=en")).await;
        assert!(leads.says(&second), "{}", leads.text());
        let beside = format!("Stands in case {second}, which rests");
        assert!(leads.says(&beside), "its ruling is beside: {}", leads.text());
        let probation = site.sign_in("probation").await;
        assert_eq!(site.get(&probation, &format!("/cases/{q}")).await.status, 404);

        let merging = site.file(k).await.case.merges[0].merged.id;
        let path = format!("/cases/{q}/merge/{merging}/part");
        let page = site.get(&clerk, &path).await;
        let silent = site.send(&clerk, &path, &page, &[]).await;
        assert_eq!(
            (silent.status, silent.problems()),
            (422, vec!["words".to_owned()])
        );
        let parted = site
            .send(&clerk, &path, &page, &[("words", "Два человека")])
            .await;
        assert!(parted.location.unwrap().ends_with("done=part-cases"));
        // Sent again the case says how it stands; a merging that never was is nowhere.
        let again = site.send(&clerk, &path, &page, &[("words", "Опять")]).await;
        assert!(again.location.unwrap().ends_with("done=part-cases"));
        let nowhere = format!("/cases/{q}/merge/{}/part", merzim::domain::ids::RecordId::fresh());
        assert_eq!(site.get(&clerk, &nowhere).await.status, 404);
        let sent = site.send(&clerk, &nowhere, &page, &[("words", "Два")]).await;
        assert_eq!(sent.status, 404);
        assert!(site.file(q).await.facts.open);
        site.end()
    });
}

#[test]
fn an_administrator_closes_an_organisation_that_nobody_needs() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let admin = site.sign_in("admin").await;
        let list = site.get(&admin, "/admin/organisations?lang=en").await;
        assert!(list.says("far-prison"), "{}", list.text());
        let busy = format!("/admin/organisations/{}", site.organisation("prison"));
        let page = site.get(&admin, &busy).await;
        let file = site.file(case).await;
        let hanging = format!("1: {}", file.case.reference);
        assert!(page.says("Treats") && page.says(&hanging), "{}", page.text());
        assert!(
            !page.says(&file.person.name_cyrillic),
            "no name for an administrator"
        );
        let needed = site.send(&admin, &busy, &page, &[("reason", "Приказ 5")]).await;
        assert_eq!(needed.status, 422);
        assert!(needed.says("still needs this organisation"), "{}", needed.text());
        let free = format!("/admin/organisations/{}", site.organisation("far-prison"));
        let page = site.get(&admin, &free).await;
        let silent = site.send(&admin, &free, &page, &[]).await;
        assert_eq!(
            (silent.status, silent.problems()),
            (422, vec!["reason".to_owned()])
        );
        let closed = site.send(&admin, &free, &page, &[("reason", "Приказ 5")]).await;
        assert!(closed.location.unwrap().ends_with("done=close-organisation"));
        let page = site.get(&admin, &free).await;
        assert!(page.body.contains("value=\"open\""), "it can be opened again");
        let clerk = site.sign_in("clerk").await;
        assert_eq!(site.get(&clerk, &free).await.status, 403);
        site.end()
    });
}

#[test]
fn whoever_comes_by_habit_is_given_the_dose_and_the_new_clinic_is_told() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let nurse = site.sign_in("nurse.prison").await;
        let path = format!("/cases/{case}/elsewhere");
        assert_eq!(site.get(&nurse, &path).await.status, 403, "it is treated here");
        site.released_to_clinic(case).await;
        let seen = site.get(&nurse, &format!("/cases/{case}?lang=en")).await;
        assert!(seen.body.contains(&format!("href=\"{path}\"")), "{}", seen.text());
        assert!(
            seen.says("Transferred to clinic (en) on") && seen.says("Next there:"),
            "{}",
            seen.text()
        );
        assert_eq!(site.get(&nurse, &format!("/cases/{case}/dose")).await.status, 403);
        let page = site.get(&nurse, &path).await;
        let silent = site.send(&nurse, &path, &page, &[]).await;
        assert_eq!(
            (silent.status, silent.problems()),
            (422, vec!["elsewhere_reason".to_owned()])
        );
        let begun = site
            .send(
                &nurse,
                &path,
                &page,
                &[("elsewhere_reason", "Пришёл по привычке")],
            )
            .await;
        walk(&site, &nurse, &begun.location.unwrap()).await;
        let file = site.file(case).await.case;
        assert_eq!(file.doses[0].content.place, site.organisation("prison"));
        assert_eq!(file.incidents[0].content.kind, IncidentKind::GivenElsewhere);
        site.end()
    });
}
