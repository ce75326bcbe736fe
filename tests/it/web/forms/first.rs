//! S1 in one piece: the ruling with its scan, the commission, the drug, the parcel, the dose, and what each reader sees of it.

use super::checks;
use super::supply::{sent, taken_in};
use crate::support::{
    database::on_each,
    site::{Site, day, ruling},
};
use merzim::commands;
use merzim::domain::{
    decide::{ACCEPTED, Injection, PackAnswer, ReceiveParcel},
    identifier::Identifier,
    ids::{CaseId, PackId, ParcelId},
    obligation::Kind,
    ruling::Ruling,
};

async fn received(site: &Site, case: CaseId, parcel: ParcelId, pack: PackId) {
    let form = ReceiveParcel {
        packs: vec![PackAnswer {
            pack,
            answer: ACCEPTED.to_owned(),
        }],
        at: Some(site.desk.instant()),
        deliverer: "Courier Serik".to_owned(),
        receiver: "Nurse Aigul".to_owned(),
        lowest: "16".to_owned(),
        highest: "20".to_owned(),
        ..ReceiveParcel::default()
    };
    let nurse = site.actor("nurse.prison");
    commands::receive_parcel(&site.desk, nurse, None, (case, parcel), &form)
        .await
        .unwrap();
}

async fn given(site: &Site, case: CaseId, pack: PackId) {
    let form = Injection {
        cycle: 1,
        occurred_at: Some(site.clock.now()),
        pack: Some(pack),
        site: "gluteal-left".into(),
        volume_ml: "2".into(),
        identified_by: vec![Identifier::Name, Identifier::Born],
        checks: checks(site),
        present: "Duty Controller".into(),
        mixed_at: Some(site.clock.now()),
        ..Injection::default()
    };
    commands::log_injection(&site.desk, site.actor("nurse.prison"), None, case, &form)
        .await
        .unwrap();
}

/// What is owed of a kind, by its day.
async fn due(site: &Site, case: CaseId, kind: Kind) -> Option<chrono::NaiveDate> {
    let plan = site.file(case).await.plan(site.desk.rules());
    let mut owed = plan.obligations.into_iter();
    owed.find(|owed| owed.kind == kind).map(|owed| owed.due_on)
}

#[test]
fn from_the_scan_of_the_ruling_to_the_first_dose_from_its_parcel() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        // Written down on Friday 3 July, in force on the Wednesday after: until then nothing is planned.
        let paper = Ruling {
            in_force_on: Some(day(2026, 7, 8)),
            scan_sha256: Some("ab".repeat(32)),
            ..ruling()
        };
        let case = site.case_under(paper, "prison").await;
        for kind in [Kind::Clearance, Kind::ChooseDrug, Kind::Dose] {
            assert_eq!(due(&site, case, kind).await, None, "{kind:?}");
        }
        site.go_to("2026-07-08T05:00:00Z");
        site.round().await;
        assert_eq!(due(&site, case, Kind::ChooseDrug).await, Some(day(2026, 7, 13)));

        site.clear(case, ["-", "-"]).await;
        site.prescribe(case, day(2026, 7, 8), ["-", "-"]).await;
        site.inform(case).await;
        let (_, packs) = taken_in(&site, "clinic", 1).await;
        let parcel = sent(&site, case, &packs).await;
        site.a_minute_later();
        received(&site, case, parcel, packs[0]).await;
        site.a_minute_later();
        given(&site, case, packs[0]).await;

        let doctor = site.sign_in("psychiatrist").await;
        let page = site.get(&doctor, &format!("/cases/{case}?lang=en")).await;
        for said in [
            "abababababababab",
            "30 September 2026",
            "Counted from",
            "LOT-5517",
        ] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        // Opened, ruled, cleared, chosen, told, received and given: each under version 1.
        let page = site.get(&doctor, &format!("/cases/{case}/history?lang=en")).await;
        let body = page.body.replace('\u{a0}', " ");
        let cites = body.matches("Under ruling No. 1-214/2026, version 1").count();
        assert!(cites >= 7, "{cites}: {}", page.text());
        // The officer learns that it has begun and when he comes next.
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("/cases/{case}?lang=en")).await;
        assert!(page.says("30 September 2026"), "{}", page.text());
        for medical in ["riptorelin", "LOT-5517", "commission", "parcel"] {
            let main = page.text();
            assert!(!main.contains(medical), "{medical}: {main}");
        }
        site.end()
    });
}
