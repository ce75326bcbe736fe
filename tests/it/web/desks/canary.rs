//! Nothing clinical reaches those who may not know it. Every clinical field of a case holds a word that occurs
//! nowhere else; then everything that supervision and custody can get is searched for these words.

use super::reports::sheet_of;
use super::{listed, refuse, token};
use crate::support::{
    database::on_each,
    forms::{Text, exact, folded},
    site::{Session, Site},
    world::injection,
};
use merzim::{
    access::Action,
    commands::{self, Incident},
    domain::{
        decide::{LodgeComplaint, NotGiven, PlaceHold},
        event::{Event, IncidentKind},
        ids::{AlertId, CaseId},
        plan::protocol,
        supervision::Summary,
    },
};
use std::collections::BTreeMap;

/// Words that only a clinical field holds, and what the rules call the treatment.
const CANARIES: [&str; 18] = [
    "canary-lot",
    "canary-present",
    "canary-words",
    "canary-tried",
    "canary-own",
    "canary-hold",
    "canary-member",
    "canary-clearance",
    "canary-teller",
    "canary-answer",
    "canary-incident",
    "canary-reason",
    "canary-cover",
    "canary-complaint",
    "canary-paper",
    "triptorelin",
    "contraindication",
    "Трипторелин",
];

/// The canaries in a text, as they are or in a form in which text commonly travels.
pub(super) fn found(text: &str) -> Vec<&'static str> {
    let text = Text::new(text);
    CANARIES.into_iter().filter(|word| text.carries(word)).collect()
}

/// A case with a canary in every clinical field: a dose given, two not given, an incident, a hold, and an alert
/// that the supervising body was told of.
pub(super) async fn arranged(site: &Site) -> CaseId {
    let desk = &site.desk;
    let case = site.cleared_case("prison").await;
    let today = site.clock.at(chrono_tz::Asia::Almaty).today();
    site.prescribe(case, today, ["canary-reason", "canary-cover"])
        .await;
    site.inform(case).await;
    let file = site.file(case).await;
    let protocol = protocol(&file.case, desk.rules()).unwrap();
    let mut given = injection(protocol, 1, desk.instant());
    given.lot = "canary-lot".into();
    given.present = "canary-present".into();
    let nurse = site.actor("nurse.prison");
    commands::log_injection(desk, nurse, None, case, &given)
        .await
        .unwrap();

    site.go_to("2026-09-25T05:00:00Z");
    site.round().await;
    for cause in ["contraindication", "person-refused"] {
        let missed = NotGiven {
            cycle: 2,
            occurred_at: Some(desk.instant()),
            cause: cause.into(),
            words: "canary-words".into(),
            tried: "canary-tried".into(),
            own_words: "canary-own".into(),
            next_attempt_on: None,
            ..NotGiven::default()
        };
        commands::record_not_given(desk, nurse, None, case, &missed)
            .await
            .unwrap();
        site.clock.forward(chrono::TimeDelta::minutes(5)).unwrap();
    }
    let incident = Incident {
        kind: Some(IncidentKind::Other),
        occurred_at: Some(desk.instant()),
        injected: false,
        words: "canary-incident".into(),
        ..Incident::default()
    };
    commands::report_incident(desk, nurse, None, case, &incident)
        .await
        .unwrap();
    let complaint = LodgeComplaint {
        received_on: Some(site.clock.at(chrono_tz::Asia::Almaty).today()),
        subject: "side-effects".into(),
        addressee: "facility".into(),
        own_words: "canary-complaint".into(),
        document: "canary-paper".into(),
        ..LodgeComplaint::default()
    };
    commands::lodge_complaint(desk, nurse, None, case, &complaint)
        .await
        .unwrap();
    site.go_to("2026-10-25T05:00:00Z");
    site.round().await;
    case
}

/// Everything that these people can get, by name and address.
pub(super) async fn reachable(site: &Site, case: CaseId, alert: AlertId) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let record = |file: &merzim::store::file::CaseFile| file.case.doses[0].content.id;
    let file = site.file(case).await;
    let (record, ruling) = (record(&file), file.case.rulings[0].ruling.id);
    let addresses = [
        "/today".to_owned(),
        "/cases".to_owned(),
        "/alerts".to_owned(),
        "/alerts/deputies".to_owned(),
        "/attendance".to_owned(),
        "/ledger".to_owned(),
        "/admin/accounts".to_owned(),
        "/training".to_owned(),
        "/training/outbox".to_owned(),
        "/calendar".to_owned(),
        "/alerts/caseload".to_owned(),
        "/reports".to_owned(),
        "/reports/table.csv".to_owned(),
        "/reports/table.xlsx".to_owned(),
        "/alerts/gaps".to_owned(),
        format!("/cases/{case}/letters"),
        format!("/cases/{case}/letters/certificate"),
        format!("/cases/{case}/results"),
        format!("/cases/{case}/history"),
        format!("/cases/{case}/release"),
        "/verify/7K3QH0MZ9XVB2RT4WNPC".to_owned(),
        "/healthz".to_owned(),
        "/readyz".to_owned(),
        // There is none; should there ever be one, it counts and names nobody.
        "/metrics".to_owned(),
        "/stock".to_owned(),
        "/parcels".to_owned(),
        "/admin/channels".to_owned(),
        "/admin/messages".to_owned(),
        format!("/alerts/{alert}/act"),
        format!("/alerts/{alert}"),
        format!("/cases/{case}"),
        format!("/cases/{case}?done=log-injection"),
        format!("/cases/{case}/dose"),
        format!("/cases/{case}/not-given"),
        format!("/cases/{case}/hold"),
        format!("/cases/{case}/late-dose"),
        format!("/cases/{case}/incident"),
        format!("/cases/{case}/complaint"),
        format!("/cases/{case}/complaints/answer"),
        format!("/cases/{case}/own-record/kk"),
        format!("/cases/{case}/own-record/en"),
        "/rules".to_owned(),
        "/rules/course/kz-default.1".to_owned(),
        format!("/cases/{case}/rulings/{ruling}"),
        format!("/cases/{case}/records/{record}/amend"),
        format!("/cases/{case}/records/{record}/void"),
        format!("/cases/{record}"),
    ];
    for name in [
        "probation",
        "probation.head",
        "police",
        "controller",
        "probation.second",
    ] {
        let who = site.sign_in(name).await;
        for address in &addresses {
            for language in ["kk", "ru", "en"] {
                let and = if address.contains('?') { '&' } else { '?' };
                let said = read(site, &who, &format!("{address}{and}lang={language}")).await;
                pages.insert(format!("{name} {address} {language}"), said);
            }
        }
        let form = site.get(&who, "/calendar").await;
        if form.status == 200 {
            let made = site.send(&who, "/calendar", &form, &[]).await;
            let (_, rest) = made.body.split_once("/calendar/").unwrap();
            let file = rest.split('<').next().unwrap();
            let feed = site.get_as_stranger(&format!("/calendar/{file}")).await;
            assert_eq!(feed.status, 200, "{name}: {}", feed.body);
            pages.insert(format!("{name} feed"), feed.body.replace("\r\n ", ""));
        }
        for path in ["/cases", "/today"] {
            for word in ["canary-lot", "triptorelin"] {
                let answer = search(site, &who, path, word).await;
                pages.insert(format!("{name} searches {path} for {word}"), answer);
            }
        }
    }
    pages
}

/// What stands at an address. A workbook is packed: what it holds is read as another program reads it.
async fn read(site: &Site, who: &Session, address: &str) -> String {
    let page = site.get(who, address).await;
    if page.status == 200 && address.contains(".xlsx") {
        return format!("{:?}", sheet_of(&site.download(who, address).await));
    }
    page.body
}

/// What a search answers, without the word that was searched for: the field repeats it.
async fn search(site: &Site, who: &Session, path: &str, word: &str) -> String {
    let page = site.get(who, path).await;
    if page.status != 200 {
        return page.body;
    }
    let fields = BTreeMap::from([
        ("csrf".to_owned(), token(&page)),
        ("q".to_owned(), word.to_owned()),
    ]);
    let answer = site.post(who, path, &fields).await;
    answer.body.replace(&format!("value=\"{word}\""), "")
}

#[test]
fn nothing_clinical_reaches_supervision_or_custody() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let alert = listed(&site, "probation").await[0].id;
        let pages = reachable(&site, case, alert).await;
        let of_officer = &pages[&format!("probation /cases/{case} en")];
        assert!(
            of_officer.contains("did not attend"),
            "the officer does see the case: {of_officer}"
        );
        for (page, body) in &pages {
            assert_eq!(found(body), Vec::<&str>::new(), "{page}");
        }
        // Messages may be read over a shoulder.
        for message in merzim::store::outbox::recent(site.desk.store(), 100)
            .await
            .unwrap()
        {
            let letter = merzim::jobs::messages::render(
                &message.template,
                &message.arguments,
                "en",
                "https://merzim.example",
            )
            .unwrap();
            let short = merzim::jobs::sms::text(&letter);
            let all = format!("{letter:?} {short} {message:?}");
            assert_eq!(found(&all), Vec::<&str>::new(), "{all}");
        }

        let psychiatrist = site.actor("psychiatrist");
        let hold = PlaceHold {
            reason: "canary-hold".into(),
            until_on: None,
        };
        commands::place_hold(&site.desk, psychiatrist, None, case, &hold)
            .await
            .unwrap();
        site.clock.forward(chrono::TimeDelta::minutes(1)).unwrap();
        for (page, body) in &reachable(&site, case, alert).await {
            assert_eq!(found(body), Vec::<&str>::new(), "{page}, on hold");
        }
        site.end()
    });
}

/// A pharmacist sees product, dates and lots, and nothing of the person or of what went wrong.
#[test]
fn supply_sees_the_drug_and_nothing_else() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let who = site.sign_in("pharmacist").await;
        let page = site.get(&who, &format!("/cases/{case}")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(page.says("canary-lot"), "{}", page.text());
        let told: Vec<_> = found(&page.body)
            .into_iter()
            .filter(|word| word.starts_with("canary"))
            .collect();
        assert_eq!(told, ["canary-lot"]);
        let person = site.file(case).await.person;
        assert!(!page.says(&person.name_cyrillic) && !page.says(person.iin.as_deref().unwrap()));
        let list = site.get(&who, "/cases").await;
        assert!(list.says(&format!("/cases/{case}")), "{}", list.text());
        let led = site.get(&who, "/today").await.location;
        assert_eq!(
            led.as_deref(),
            Some("/stock/desk"),
            "no list of people, the own desk"
        );
        let alerts = site.get(&who, "/alerts").await;
        assert_eq!(
            alerts.status, 200,
            "where the drug is missing, a pharmacist is asked"
        );
        assert_eq!(found(&alerts.body), Vec::<&str>::new());
        assert!(!alerts.says(&person.name_cyrillic), "{}", alerts.text());
        site.end()
    });
}

/// The scanner itself: in whatever form a word leaks, it finds it.
#[test]
fn a_leak_is_found_in_every_common_encoding() {
    for word in CANARIES {
        let small = word.to_lowercase();
        let forms = folded(&small)
            .into_iter()
            .chain(exact(word))
            .chain([word.to_uppercase()]);
        for form in forms {
            let text = format!("<p title=\"x{form}y\">…</p>");
            assert!(found(&text).contains(&word), "{word} as {form}");
        }
        for before in ["", "a", "ab", "abc", "ә"] {
            let text = merzim::secrets::base64(format!("{before}{word} and more").as_bytes());
            assert!(found(&text).contains(&word), "{word} after {before}: {text}");
        }
    }
    assert_eq!(found("Nothing of the kind: dHJpcA== %63%61"), Vec::<&str>::new());
}

/// The scanner itself: where the words may stand, it finds each of them.
#[test]
fn a_planted_leak_is_found() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}/history")).await;
        assert!(found(&page.body).contains(&"canary-words"), "{}", page.body);
        let file = site.file(case).await;
        let clinical: Vec<&Event> = file.history.iter().map(|recorded| &recorded.event).collect();
        let leak = found(&serde_json::to_string(&clinical).unwrap());
        for word in [
            "canary-lot",
            "canary-own",
            "canary-reason",
            "canary-incident",
            "triptorelin",
        ] {
            assert!(leak.contains(&word), "{word}");
        }

        let rules = site.desk.rules();
        let summary = Summary::of(&file.case, &file.plan(rules), rules, &file.now);
        let told = serde_json::to_string(&summary).unwrap();
        assert_eq!(found(&told), Vec::<&str>::new(), "{told}");
        assert!(told.contains("not-attended") && told.contains("justified") && told.contains("attended"));
        site.end()
    });
}

/// The search itself, by each way out: a word put into what supervision does see is found in a page, a feed and a message, and
/// in a file that is taken away.
#[test]
fn a_leak_by_each_way_out_is_found() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = arranged(&site).await;
        let alert = listed(&site, "probation").await[0].id;
        // A Monday.
        site.go_to("2026-10-26T05:00:00Z");
        let expected = site.treated_case("prison").await;
        let put = async |sql: &str, values: Vec<sea_orm::Value>| {
            assert_eq!(site.fresh.intrude(sql, values).await.unwrap(), 1, "{sql}");
        };
        let reference = "UPDATE case_file SET reference = 'canary-lot' WHERE id = $1";
        put(reference, vec![expected.0.into()]).await;
        let name = "UPDATE organisation SET name_en = 'canary-words' WHERE code = 'prison'";
        put(name, Vec::new()).await;

        let pages = reachable(&site, case, alert).await;
        for begins in ["probation /", "probation feed"] {
            let mut of = pages.iter().filter(|(page, _)| page.starts_with(begins));
            assert!(
                of.any(|(_, body)| found(body).contains(&"canary-lot")),
                "{begins}"
            );
        }
        let sent = merzim::store::outbox::recent(site.desk.store(), 100)
            .await
            .unwrap();
        let of_case = |message: &&merzim::store::outbox::Message| message.template == "message-alert-climb";
        let mut arguments = sent.iter().find(of_case).unwrap().arguments.clone();
        arguments.insert("reference".to_owned(), "canary-lot".into());
        let address = "https://merzim.example";
        let letter = merzim::jobs::messages::render("message-alert-climb", &arguments, "en", address);
        let letter = letter.unwrap();
        for said in [format!("{letter:?}"), merzim::jobs::sms::text(&letter)] {
            assert_eq!(found(&said), ["canary-lot"], "{said}");
        }

        site.go_to("2027-02-01T05:00:00Z");
        let coordinator = site.sign_in("coordinator").await;
        for ending in ["csv", "xlsx"] {
            let address = format!("/reports/table.{ending}?period=2026&lang=en");
            let said = read(&site, &coordinator, &address).await;
            assert_eq!(found(&said), ["canary-words"], "{ending}: {said}");
        }
        site.end()
    });
}

/// Rows listed are the rows that the policies let a person view, for every role.
#[test]
fn the_desk_lists_what_may_be_read() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        for (place, nurse) in [("prison", "nurse.prison"), ("clinic", "nurse.clinic")] {
            let case = site.treated_case(place).await;
            refuse(&site, nurse, case).await;
        }
        site.go_to("2026-08-03T05:00:00Z");
        site.round().await;
        let all = listed(&site, "auditor").await;
        assert!(all.len() >= 2);
        for name in [
            "nurse.prison",
            "nurse.far",
            "psychiatrist",
            "probation",
            "police",
            "coordinator",
        ] {
            let shown: Vec<_> = listed(&site, name).await.into_iter().map(|row| row.id).collect();
            for row in &all {
                let look = site.desk.look(site.actor(name), Action::ReadNotices, row.case);
                // Of its cases a supervising body finds the visits it was told of, and nothing else.
                let may = look.await.is_ok() && (name != "probation" || row.kind == "dose");
                assert_eq!(shown.contains(&row.id), may, "{name}");
            }
        }
        site.end()
    });
}
