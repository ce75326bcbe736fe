//! What somebody typed is text on every page, whatever it looks like: markup in every free field, read in three languages.

use crate::support::{
    database::on_each,
    site::{Site, day, ruling, some_iin},
    world::injection,
};
use merzim::{
    commands::{self, Incident, OpenCase, PersonDetails},
    domain::{
        alert::Answer,
        decide::{ConfirmHold, LiftHold, NotGiven, PlaceHold},
        event::IncidentKind,
        ids::{AlertId, CaseId},
        plan::protocol,
        ruling::{Ruling, RulingChange, RulingStep},
    },
};
use std::collections::BTreeSet;

/// Every free field whose words some page repeats.
const FIELDS: [&str; 22] = [
    "amended",
    "answer",
    "clearance",
    "cyrillic",
    "confirmed",
    "court",
    "cover",
    "hold",
    "incident",
    "lifted",
    "lot",
    "member",
    "number",
    "own",
    "place",
    "present",
    "regimen",
    "step",
    "teller",
    "told",
    "tried",
    "words",
];

/// Ends an attribute and a text alike, if it is let through.
fn markup(field: &str) -> String {
    format!("<xss-{field} onclick=\"x\" a='>&")
}

/// The fields whose words a page repeats as text.
fn repeated(body: &str) -> BTreeSet<&'static str> {
    let shown = |field: &&str| body.contains(&format!("&lt;xss-{field} onclick=&quot;x&quot;"));
    FIELDS.into_iter().filter(shown).collect()
}

async fn open(site: &Site) -> CaseId {
    let form = OpenCase {
        person: PersonDetails {
            name_cyrillic: "Ахметов Серік".into(),
            name_latin: "Akhmetov Serik".into(),
            iin: some_iin(),
            born_on: Some(day(1898, 5, 17)),
            ..PersonDetails::default()
        },
        ruling: Ruling {
            court: markup("court"),
            number: markup("number"),
            ..ruling()
        },
        place: site.organisation("prison"),
        supervising: site.organisation("probation"),
        end_of_term_on: None,
        jurisdiction: "kz".into(),
        under_age_reason: String::new(),
    };
    let opened = commands::open_case(&site.desk, site.actor("clerk"), None, &form).await;
    // Such names are refused today; one that was taken before still stands.
    let names = [markup("cyrillic").into(), markup("latin").into()];
    let stored = "UPDATE person SET name_cyrillic = $1, name_latin = $2";
    site.fresh.intrude(stored, names).await.unwrap();
    opened.unwrap().case
}

/// A dose given, a hold that came and went, and an incident.
async fn treated(site: &Site, case: CaseId) {
    let (desk, nurse, doctor) = (&site.desk, site.actor("nurse.prison"), site.actor("psychiatrist"));
    site.clear(case, [&markup("member"), &markup("clearance")]).await;
    site.prescribe(case, day(2026, 7, 3), [&markup("regimen"), &markup("cover")])
        .await;
    site.tell(case, [&markup("teller"), &markup("told")]).await;
    let file = site.file(case).await;
    let mut given = injection(protocol(&file.case, desk.rules()).unwrap(), 1, desk.instant());
    given.lot = markup("lot");
    given.present = markup("present");
    commands::log_injection(desk, nurse, None, case, &given)
        .await
        .unwrap();
    let incident = Incident {
        kind: Some(IncidentKind::Other),
        occurred_at: Some(desk.instant()),
        injected: false,
        words: markup("incident"),
        ..Incident::default()
    };
    commands::report_incident(desk, nurse, None, case, &incident)
        .await
        .unwrap();
    let hold = PlaceHold {
        reason: markup("hold"),
        until_on: None,
    };
    let hold = commands::place_hold(desk, nurse, None, case, &hold)
        .await
        .unwrap();
    let confirmed = ConfirmHold {
        words: markup("confirmed"),
        until_on: None,
    };
    commands::confirm_hold(desk, doctor, None, case, hold, &confirmed)
        .await
        .unwrap();
    let lifted = LiftHold {
        words: markup("lifted"),
        over: Vec::new(),
    };
    commands::lift_hold(desk, doctor, None, case, hold, &lifted)
        .await
        .unwrap();
}

/// A dose refused, the alert answered, the place and the ruling changed.
async fn missed(site: &Site, case: CaseId) {
    let (desk, nurse, clerk) = (&site.desk, site.actor("nurse.prison"), site.actor("clerk"));
    let refused = NotGiven {
        cycle: 2,
        occurred_at: Some(desk.instant()),
        cause: "person-refused".into(),
        words: markup("words"),
        tried: markup("tried"),
        own_words: markup("own"),
        next_attempt_on: None,
        ..NotGiven::default()
    };
    commands::record_not_given(desk, nurse, None, case, &refused)
        .await
        .unwrap();
    let answer = Answer {
        action: "talked".into(),
        words: markup("answer"),
    };
    let alert = AlertId::of(case, "dose", 2);
    commands::acknowledge_notice(desk, nurse, None, case, alert, &answer)
        .await
        .unwrap();
    let dose = site.file(case).await.case.doses[0].content.id;
    commands::void_record(desk, nurse, None, case, dose, &markup("amended"))
        .await
        .unwrap();
    let on = day(2026, 9, 25);
    let hospital = site.organisation("hospital");
    commands::change_place(desk, clerk, None, case, hospital, on, &markup("place"))
        .await
        .unwrap();
    site.released_to_clinic(case).await;
    let change = RulingChange {
        ruling: site.file(case).await.case.rulings[0].ruling.id,
        step: RulingStep::Appealed,
        effective_on: on,
        document: markup("step"),
        terms: None,
        answers: None,
    };
    commands::change_ruling(desk, clerk, None, case, &change)
        .await
        .unwrap();
}

#[test]
fn markup_in_every_field_stays_text_on_every_page() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = open(&site).await;
        treated(&site, case).await;
        site.go_to("2026-09-25T05:00:00Z");
        site.round().await;
        missed(&site, case).await;
        site.clock.forward(chrono::TimeDelta::minutes(1)).unwrap();
        site.round().await;
        let alert = AlertId::of(case, "dose", 2);
        let pages = [
            format!("/cases/{case}"),
            format!("/alerts/{alert}"),
            "/today".into(),
            "/cases".into(),
            "/alerts".into(),
            "/attendance".into(),
            "/ledger".into(),
            "/training/outbox".into(),
            format!("/cases/{case}/history"),
            format!("/cases/{case}/hold"),
            format!("/cases/{case}/not-given"),
            format!("/cases/{case}/rulings/new"),
        ];
        let mut seen = BTreeSet::new();
        for name in [
            "nurse.clinic",
            "psychiatrist",
            "clerk",
            "controller",
            "probation",
            "coordinator",
            "auditor",
        ] {
            let who = site.sign_in(name).await;
            for path in &pages {
                for language in ["kk", "ru", "en"] {
                    let page = site.get(&who, &format!("{path}?lang={language}")).await;
                    assert!(
                        !page.body.contains("<xss"),
                        "{name} {path} {language}: {}",
                        page.body
                    );
                    assert!(!page.body.contains("onclick=\"x"), "{name} {path} {language}");
                    seen.extend(repeated(&page.body));
                }
            }
            // What was searched for stands in its field again.
            let fields = [("csrf", site.token(&who).await), ("q", markup("q"))];
            let fields = fields.map(|(name, value)| (name.to_owned(), value)).into();
            let found = site.post(&who, "/cases", &fields).await;
            if found.status == 200 {
                assert!(found.says("&lt;xss-q") && !found.says("<xss"), "{name}");
            }
        }
        let all: BTreeSet<_> = FIELDS.into_iter().collect();
        assert_eq!(seen, all, "a field that no page repeats proves nothing");
        site.end()
    });
}
