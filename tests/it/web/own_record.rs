//! The person's own page: it holds each thing of his case in three languages, names no more people than it must, and
//! can be checked against the exported ledger.

use super::forms::refuse;
use crate::support::{
    database::on_each,
    paper,
    site::{Site, day, ruling},
    world::injection,
};
use merzim::{
    commands::{self, Incident},
    domain::{
        decide::{AnswerComplaint, LodgeComplaint},
        event::{Corrected, DoseGiven, IncidentKind},
        ids::CaseId,
        plan::protocol,
        ruling::{Ruling, RulingChange, RulingStep},
    },
    store::{ledger, letters, reading::own_record},
    text::Language,
};

/// A case with something in every part of the page, and a controller's name that must not be on it.
async fn arranged(site: &Site) -> CaseId {
    let (desk, nurse) = (&site.desk, site.actor("nurse.prison"));
    let doctor = site.actor("psychiatrist");
    let case = site.cleared_case("prison").await;
    let today = site.clock.at(chrono_tz::Asia::Almaty).today();
    site.prescribe(case, today, ["жоғары тәуекел", "ципротерон"])
        .await;
    site.inform(case).await;
    let file = site.file(case).await;
    let mut given = injection(protocol(&file.case, desk.rules()).unwrap(), 1, desk.instant());
    given.lot = "LOT-4711".into();
    given.present = "Бақылаушы Сейтов".into();
    commands::log_injection(desk, nurse, None, case, &given)
        .await
        .unwrap();
    let incident = Incident {
        kind: Some(IncidentKind::Other),
        occurred_at: Some(desk.instant()),
        injected: false,
        words: "Ісік пайда болды".into(),
        ..Incident::default()
    };
    let incident = commands::report_incident(desk, nurse, None, case, &incident)
        .await
        .unwrap();
    commands::review_incident(desk, doctor, None, case, incident, "Қауіпті емес")
        .await
        .unwrap();
    let complaint = LodgeComplaint {
        received_on: Some(today),
        subject: "side-effects".into(),
        addressee: "prosecutor".into(),
        own_words: "«Ауырып жүрмін»".into(),
        document: "Ш-12".into(),
        ..LodgeComplaint::default()
    };
    let complaint = commands::lodge_complaint(desk, nurse, None, case, &complaint)
        .await
        .unwrap();
    let answer = AnswerComplaint {
        complaint: Some(complaint),
        answered_on: Some(today),
        answered_by: "Прокурор".into(),
        outcome: "partly".into(),
        document: "Ж-13".into(),
        words: "Тексеру жүргізілді".into(),
    };
    commands::answer_complaint(desk, doctor, None, case, &answer)
        .await
        .unwrap();
    case
}

#[test]
fn the_own_page_holds_each_thing_in_three_languages() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let nurse = site.sign_in("nurse.prison").await;
        let language = |body: &str| body.split("<html lang=\"").nth(1).unwrap()[..2].to_owned();
        let before = language(&site.get(&nurse, &format!("/cases/{case}")).await.body);
        let product = site
            .desk
            .rules()
            .protocol("triptorelin-12w", 1)
            .unwrap()
            .name
            .clone();
        let course = site.desk.rules().course_by_rule("kz-default.1").unwrap();
        let outcome = course.complaint.outcome("partly").unwrap().name.clone();
        let spoken = [
            ("kk", &product.kk, &outcome.kk),
            ("ru", &product.ru, &outcome.ru),
            ("en", &product.en, &outcome.en),
        ];
        for (language, product, outcome) in spoken {
            let page = site
                .get(&nurse, &format!("/cases/{case}/own-record/{language}"))
                .await;
            assert_eq!(page.status, 200, "{}", page.text());
            assert!(page.body.contains(&format!("<html lang=\"{language}\"")));
            let told = site.file(case).await.case.informed[0].content.own_words.clone();
            for said in [
                product.as_str(),
                outcome.as_str(),
                "LOT-4711",
                told.as_str(),
                "Ісік пайда болды",
                "Қауіпті емес",
                "«Ауырып жүрмін»",
                "Ш-12",
                "Тексеру жүргізілді",
            ] {
                assert!(page.says(said), "{language}: {said}: {}", page.text());
            }
            assert!(!page.says("Бақылаушы Сейтов"), "who merely stood by is not named");
        }
        // The reader's own language has not changed with the print's.
        let back = site.get(&nurse, &format!("/cases/{case}")).await;
        assert_eq!(language(&back.body), before);
        let none = site.get(&nurse, &format!("/cases/{case}/own-record/de")).await;
        assert_eq!(none.status, 404);
        site.end()
    });
}

/// The record says in which role somebody stood by; his own page says nothing of who did.
#[test]
fn the_role_of_who_stood_by_stands_in_the_record_and_not_on_his_own_page() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let nurse = site.sign_in("nurse.prison").await;
        let record = site.get(&nurse, &format!("/cases/{case}?lang=en")).await;
        assert!(record.says("role: Duty controller"), "{}", record.text());
        let own = site.get(&nurse, &format!("/cases/{case}/own-record/en")).await;
        assert_eq!(own.status, 200, "{}", own.text());
        assert!(!own.says("Duty controller"), "{}", own.text());
        site.end()
    });
}

#[test]
fn an_amended_dose_is_printed_as_it_stands_and_the_old_value_once() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let given = site.file(case).await.case.doses[0].content.clone();
        let corrected = Corrected::Dose(DoseGiven {
            lot: "LOT-4712".into(),
            ..given
        });
        let author = site.actor("nurse.prison");
        commands::amend_record(&site.desk, author, None, case, &corrected, "описка")
            .await
            .unwrap();
        let nurse = site.sign_in("nurse.prison").await;
        for page in [
            format!("/cases/{case}/own-record/en"),
            format!("/cases/{case}?lang=en"),
        ] {
            let page = site.get(&nurse, &page).await;
            assert_eq!(page.status, 200, "{}", page.text());
            assert!(page.says("This is what stands."), "{}", page.text());
            assert!(page.says("Lot LOT-4712, use by"), "{}", page.text());
            assert!(!page.says("Lot LOT-4711, use by"), "{}", page.text());
            assert!(
                page.says("LOT-4711"),
                "what it was stays readable: {}",
                page.text()
            );
        }
        site.end()
    });
}

/// A day that is over is no next day: his own page says what his letters say.
#[test]
fn a_dose_that_is_late_is_expected_as_soon_as_possible() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        refuse(&site, "nurse.prison", case, 1).await;
        site.go_to("2026-07-07T05:00:00Z");
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}/own-record/en")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        let text = page.text();
        let next = text.split("Next dose | ").nth(1);
        assert!(
            next.is_some_and(|next| next.starts_with("as soon as possible")),
            "{text}"
        );
        site.end()
    });
}

/// From when to when he is under the measure is the first thing that he must be able to read.
#[test]
fn the_days_of_the_ruling_stand_under_what_was_ordered() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let (open, limited) = (
            site.case_under(ruling(), "prison").await,
            site.case_under(
                Ruling {
                    until_on: Some(day(2027, 6, 30)),
                    ..ruling()
                },
                "prison",
            )
            .await,
        );
        let nurse = site.sign_in("nurse.prison").await;
        let term = "Last day of the term of the measure: Wednesday 30 June 2027";
        for (case, has_term) in [(open, false), (limited, true)] {
            let page = site.get(&nurse, &format!("/cases/{case}/own-record/en")).await;
            for said in [
                "Day of the ruling: Monday 1 June 2026",
                "Day on which the ruling entered into legal force: Wednesday 17 June 2026",
            ] {
                assert!(page.says(said), "{said}: {}", page.text());
            }
            assert_eq!(page.says(term), has_term, "{}", page.text());
        }
        site.end()
    });
}

/// A court quashed the ruling before the dose, and its paper came after it: he learns so, from his own page, in his language.
#[test]
fn a_dose_before_a_late_paper_of_the_court_stands_on_the_own_page() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let change = RulingChange {
            ruling: site.file(case).await.case.rulings[0].ruling.id,
            step: RulingStep::Quashed,
            effective_on: chrono::NaiveDate::from_ymd_opt(2026, 6, 16).unwrap(),
            document: "Постановление 12".into(),
            terms: None,
            answers: None,
        };
        commands::change_ruling(&site.desk, site.actor("clerk"), None, case, &change)
            .await
            .unwrap();
        let nurse = site.sign_in("nurse.prison").await;
        for (language, said) in [
            (
                "kk",
                "қаулы күшінде болмағаны белгілі болғанға дейін доза енгізілген",
            ),
            (
                "ru",
                "до того, как стало известно, что постановление в это время не действовало",
            ),
            (
                "en",
                "before it became known that no ruling was in force at that time",
            ),
        ] {
            let own = format!("/cases/{case}/own-record/{language}");
            let page = site.get(&nurse, &own).await;
            assert_eq!(page.status, 200, "{}", page.text());
            assert!(page.says(said), "{language}: {}", page.text());
        }
        site.end()
    });
}

/// The last issue of the person's letter, opened as a file and read in each language.
async fn reads(site: &Site, letter: &str, said: &[&str]) {
    let id = letter.rsplit('/').next().unwrap().parse().unwrap();
    let known = letters::find(site.desk.store(), id).await.unwrap();
    let issue = known.last_issue().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for language in Language::ALL {
        let code = language.code();
        let bytes = letters::file(site.desk.store(), id, issue.number, code)
            .await
            .unwrap();
        let file = folder.path().join("own.pdf");
        std::fs::write(&file, bytes).unwrap();
        let person = site.file(known.case.unwrap()).await.person.name_cyrillic;
        paper::sound(code, &file, language, &person);
        let Some(read) = paper::read(&file, "-raw") else {
            continue;
        };
        let text = paper::squeezed(&read);
        for said in said.iter().copied().chain([issue.letter_number.as_str()]) {
            assert!(text.contains(&paper::squeezed(said)), "{code}: no {said}: {read}");
        }
    }
}

/// The record is taken along on paper; what was put right since stands in the next issue, and what is different is shown
/// before it is signed.
#[test]
fn the_own_record_is_signed_and_issued_again_with_what_was_put_right() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let nurse = site.sign_in("nurse.prison").await;
        let doctor = site.sign_in("psychiatrist").await;
        let list = format!("/cases/{case}/letters");
        let page = site.get(&nurse, &list).await;
        let drawn = site.send(&nurse, &list, &page, &[("about", "own")]).await;
        let letter = drawn.location.clone().expect("it leads to the letter");
        let letter = letter.split('?').next().unwrap().to_owned();
        let sign = async |draft: &str| {
            let page = site.get(&doctor, &letter).await;
            let sure = [("draft", draft), ("sure", "yes")];
            site.send(&doctor, &format!("{letter}/sign"), &page, &sure).await
        };
        assert_eq!(sign("1").await.status, 303);
        let said = [
            "LOT-4711",
            "Ісік пайда болды",
            "Қауіпті емес",
            "Ауырып жүрмін",
            "Ш-12",
        ];
        reads(&site, &letter, &said).await;

        let given = site.file(case).await.case.doses[0].content.clone();
        let corrected = Corrected::Dose(DoseGiven {
            lot: "LOT-4712".into(),
            ..given
        });
        let author = site.actor("nurse.prison");
        commands::amend_record(&site.desk, author, None, case, &corrected, "описка")
            .await
            .unwrap();
        let page = site.get(&nurse, &letter).await;
        let again = site.send(&nurse, &format!("{letter}/again"), &page, &[]).await;
        assert_eq!(again.status, 303, "{}", again.text());
        let page = site.get(&doctor, &format!("{letter}?lang=en")).await;
        assert!(
            page.says("What the draft changes") && page.says("LOT-4712"),
            "{}",
            page.text()
        );
        assert_eq!(sign("2").await.status, 303);
        reads(&site, &letter, &["LOT-4711", "LOT-4712"]).await;
        site.end()
    });
}

#[test]
fn a_print_can_be_checked_against_the_exported_ledger() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}/own-record/ru")).await;
        let looks = own_record::looks(site.desk.store(), case).await.unwrap();
        let print = looks.iter().find(|look| look.verb == "read-own-record").unwrap();
        assert!(page.says(&print.hash) && page.says(&print.seq.to_string()));
        // Somebody looks and somebody writes afterwards: the print still holds.
        site.file(case).await;
        let mut bundle = Vec::new();
        ledger::export(site.desk.store(), case, site.desk.instant(), &mut bundle)
            .await
            .unwrap();
        let bundle = String::from_utf8(bundle).unwrap();
        assert!(bundle.contains(&print.hash), "the entry is in the bundle");
        site.end()
    });
}

#[test]
fn nobody_prints_it_but_those_who_treat() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let clerk = site.sign_in("clerk").await;
        for name in [
            "probation",
            "probation.head",
            "police",
            "controller",
            "pharmacist",
            "coordinator",
            "auditor",
            "nurse.far",
        ] {
            let who = site.sign_in(name).await;
            let page = site.get(&who, &format!("/cases/{case}/own-record/kk")).await;
            assert!([403, 404].contains(&page.status), "{name}: {}", page.status);
            assert!(!page.says("LOT-4711"), "{name}");
        }
        let page = site.get(&clerk, &format!("/cases/{case}/own-record/kk")).await;
        assert_eq!(page.status, 403);
        // The clerk learns that there is a complaint, and not what it says.
        let answer = site
            .get(&clerk, &format!("/cases/{case}/complaints/answer"))
            .await;
        assert_eq!(answer.status, 200);
        let page = site.get(&clerk, &format!("/cases/{case}")).await;
        for page in [answer, page] {
            assert!(!page.says("«Ауырып жүрмін»"), "{}", page.text());
        }
        site.end()
    });
}

#[test]
fn every_rule_can_be_read_with_its_source_and_supervision_reads_only_the_law() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let officer = site.sign_in("probation").await;
        for sheet in site.desk.rules().sheets() {
            let path = format!("/rules/{}/{}", sheet.kind, sheet.name);
            let page = site.get(&nurse, &path).await;
            assert_eq!(page.status, 200, "{path}");
            for source in sheet.entries.iter().filter_map(|entry| entry.source.as_ref()) {
                // As far as nothing in it is escaped.
                let plain = source.split(['\'', '"', '&', '<', '>']).next().unwrap();
                assert!(page.says(plain), "{path}: {source}");
            }
            let law = ["procedure", "calendars"].contains(&sheet.kind.as_str());
            let page = site.get(&officer, &path).await;
            assert_eq!(page.status, if law { 200 } else { 403 }, "{path}");
        }
        let book = site.get(&officer, "/rules").await;
        assert!(book.says("/rules/calendars/kz") && !book.says("/rules/protocols"));
        assert_eq!(site.get(&nurse, "/rules/protocols/none.9").await.status, 404);
        let case = site.treated_case("prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}")).await;
        assert!(
            page.says("/rules/protocols/"),
            "the next dose names its rule: {}",
            page.text()
        );
        site.end()
    });
}
