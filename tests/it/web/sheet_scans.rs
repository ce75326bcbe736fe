//! A sheet that came back is scanned and kept with it: a paper or a picture, byte by byte, for the site that printed it.

use crate::support::{database::on_each, site::Site};
use merzim::commands;
use merzim::domain::decide::{NotGiven, OnPaper};
use merzim::domain::paper::MOST_SCANS;
use merzim::secrets::{digest, hex};
use merzim::store::reading::run_sheets;

const PDF: &[u8] = b"%PDF-1.7\n% what was written by hand\n";

#[test]
fn a_scan_is_kept_with_its_sheet_and_read_by_its_site_alone() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        site.treated_case("prison").await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        let printer = site.actor("nurse.prison");
        let sheet = commands::print_run_sheet(&site.desk, printer, None, Some(today))
            .await
            .unwrap();
        let path = format!("/sheets/{sheet}");
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("{path}?lang=en")).await;

        assert!(
            page.says("No record yet") && !page.says("Due, no record"),
            "its day is not over: {}",
            page.text()
        );

        let large = [PDF, &[0; 2_000_000]].concat();
        for (file, why) in [
            (&b""[..], "no file"),
            (&b"MZ something to be run"[..], "neither paper nor picture"),
            (&large[..], "too large"),
        ] {
            let refused = site.upload(&nurse, &path, &page, &[], file).await;
            assert_eq!(refused.status, 422, "{why}: {}", refused.text());
            assert_eq!(refused.problems(), ["file"], "{why}");
        }
        for _ in 0..2 {
            // Back and Save again: the same answer, and one scan.
            let kept = site.upload(&nurse, &path, &page, &[], PDF).await;
            assert_eq!(kept.location.as_deref(), Some(path.as_str()), "{}", kept.text());
        }
        let sum = hex(&digest(PDF));
        let page = site.get(&nurse, &path).await;
        assert!(
            page.says(&sum) && page.says("Scan 1") && !page.says("Scan 2"),
            "{}",
            page.text()
        );
        let again = site.upload(&nurse, &path, &page, &[], PDF).await;
        assert_eq!((again.status, again.problems()), (422, vec!["file".to_owned()]));

        for number in 1..MOST_SCANS {
            let more = format!("%PDF-1.7\n% {number}\n");
            commands::keep_scan(&site.desk, printer, None, sheet, more.as_bytes())
                .await
                .unwrap();
        }
        for (file, why) in [
            (&b"%PDF-1.7\n% one too many\n"[..], "As many scans are kept"),
            (PDF, "This file is kept with the sheet already"),
        ] {
            let refused = site.upload(&nurse, &path, &page, &[], file).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["file".to_owned()])
            );
            assert!(refused.says(why), "{why}: {}", refused.text());
        }

        let file = format!("{path}/scans/{sum}");
        assert_eq!(site.download(&nurse, &file).await, PDF);
        let answer = site.get(&nurse, &file).await;
        let told = answer.disposition.unwrap_or_default();
        assert!(
            told.starts_with("attachment; ") && told.ends_with(".pdf\""),
            "{told}"
        );
        let other = format!("{path}/scans/{}", hex(&digest(b"another")));
        assert_eq!(site.get(&nurse, &other).await.status, 404);
        for (name, status) in [
            ("nurse.far", 404),
            ("probation", 403),
            ("police", 403),
            ("admin", 403),
        ] {
            let who = site.sign_in(name).await;
            assert_eq!(site.get(&who, &file).await.status, status, "{name}");
            let foreign = site.upload(&who, &path, &page, &[], b"%PDF-1.7 mine").await;
            assert_eq!(foreign.status, status, "{name}");
        }
        site.end()
    });
}

#[test]
fn whoever_compares_an_entry_reads_the_scan_of_its_sheet() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let today = site.clock.at(chrono_tz::Asia::Almaty).today();
        let typist = site.actor("nurse.prison");
        let sheet = commands::print_run_sheet(&site.desk, typist, None, Some(today))
            .await
            .unwrap();
        commands::keep_scan(&site.desk, typist, None, sheet, PDF)
            .await
            .unwrap();
        let rows = run_sheets::rows(site.desk.store(), sheet).await.unwrap();
        let said = OnPaper::NotGiven(NotGiven {
            cycle: 1,
            occurred_at: Some(site.clock.now()),
            cause: "person-refused".to_owned(),
            words: "сөзбен".to_owned(),
            tried: "қазақша түсіндірілді".to_owned(),
            own_words: "«Жоқ»".to_owned(),
            ..NotGiven::default()
        });
        let row = (rows[0].plain_code().parse().unwrap(), "");
        let typed = commands::transcribe_entry(&site.desk, typist, None, case, row, &said)
            .await
            .unwrap();
        let entry = format!("/cases/{case}/records/{}", typed.record);
        let file = format!("{entry}/scans/{}", hex(&digest(PDF)));
        for name in ["nurse.second", "psychiatrist"] {
            let who = site.sign_in(name).await;
            let page = site.get(&who, &format!("{entry}/verify?lang=en")).await;
            assert!(
                page.says("Scan 1") && page.body.contains(&file),
                "{}",
                page.text()
            );
            assert_eq!(site.download(&who, &file).await, PDF, "{name}");
            let other = format!("{entry}/scans/{}", hex(&digest(b"another")));
            assert_eq!(site.get(&who, &other).await.status, 404);
        }
        for name in ["nurse.prison", "nurse.far", "probation", "clerk", "admin"] {
            let who = site.sign_in(name).await;
            assert_ne!(site.get(&who, &file).await.status, 200, "{name}");
        }
        site.end()
    });
}
