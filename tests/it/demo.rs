//! The invented country: it can be built for any day, on both databases, and shows every state there is.

mod followed;
mod unseen;
mod unseen_papers;

use crate::support::{
    database::{Fresh, on_each, sqlite},
    log::LOG,
    world::{ACCESS, RULES},
};
use chrono::{DateTime, TimeDelta, Utc};
use merzim::{
    clock::Clock,
    commands::sign_in::{Attempt, Door, password::Passwords},
    demo::{self, Country, door},
    domain::{
        forecast::{Lies, Remedy, forecast},
        iin::Iin,
    },
    jobs::sweep::sweep,
    secrets::Keys,
    store::{
        Mode, accounts,
        desk::Desk,
        ledger, organisations,
        reading::forecast::{Whereabouts, doses, packs},
    },
};
use sea_orm::{ConnectionTrait as _, Statement};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

const NOW: &str = "2026-11-20T09:30:00Z";

struct Demo {
    desk: Desk,
    keys: Keys,
    country: Country,
}

async fn build(fresh: &Fresh, now: DateTime<Utc>) -> Demo {
    fresh.store.enter(Mode::Training).await.unwrap();
    let (access, rules) = (ACCESS.clone(), RULES.clone());
    let clock = Clock::movable_from_now();
    let desk = Desk::new(fresh.store.clone(), access, rules, clock, true);
    let keys = Keys::derive(b"demo test");
    let country = demo::build(&desk, &keys, (now, demo::SEED), "https://merzim.example")
        .await
        .unwrap();
    Demo { desk, keys, country }
}

async fn texts(fresh: &Fresh, sql: &str) -> Vec<String> {
    let raw = fresh.raw().await;
    let rows = raw
        .query_all_raw(Statement::from_string(raw.get_database_backend(), sql))
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index::<String>(0).unwrap())
        .collect()
}

async fn set(fresh: &Fresh, sql: &str) -> BTreeSet<String> {
    texts(fresh, sql).await.into_iter().collect()
}

fn all(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Who was invented, and what happened to them, one after the other.
async fn told(fresh: &Fresh) -> [Vec<String>; 2] {
    let people = "SELECT name_latin || coalesce(iin, '') FROM person ORDER BY 1";
    let verbs = "SELECT verb FROM event ORDER BY recorded_at, verb";
    [texts(fresh, people).await, texts(fresh, verbs).await]
}

#[test]
fn the_country_is_whole_and_the_same_on_both_databases() {
    let first: Arc<Mutex<Option<[Vec<String>; 2]>>> = Arc::default();
    on_each(|fresh| whole(fresh, first.clone()));
}

async fn whole(fresh: Fresh, first: Arc<Mutex<Option<[Vec<String>; 2]>>>) -> Fresh {
    // Before the first page is opened: whatever serves it would keep the log itself.
    std::sync::LazyLock::force(&LOG);
    let now = NOW.parse().unwrap();
    let Demo { desk, keys, country } = build(&fresh, now).await;
    // The same seed invents the same people, and the same happens to them.
    let here = told(&fresh).await;
    let first = first.lock().unwrap().get_or_insert_with(|| here.clone()).clone();
    let differs = first
        .iter()
        .flatten()
        .zip(here.iter().flatten())
        .find(|(one, other)| one != other);
    assert_eq!((differs, first[1].len()), (None, here[1].len()));
    assert!(
        desk.instant() - now < TimeDelta::minutes(2),
        "the clock was left where it was asked for"
    );
    assert_eq!(country.cases, 60);
    assert_eq!(sweep(&desk).await.unwrap(), 0, "nothing was left undone");
    let report = ledger::verify(&fresh.store).await.unwrap();
    assert!(report.events > 1_000, "two years of history");
    places(&fresh, &country).await;
    states(&fresh).await;
    nobody_real(&fresh).await;
    drug(&fresh, &desk).await;
    doors(&fresh, &desk, &keys, &country).await;
    followed::every_mail_leads_somewhere(&fresh, &desk, &keys).await;
    // The last thing done to it: the events are written over.
    unseen::nothing_clinical_leaves(&fresh, &desk, &keys).await;
    fresh
}

async fn places(fresh: &Fresh, country: &Country) {
    let all_of_them = organisations::all(&fresh.store).await.unwrap();
    assert_eq!(all_of_them.len(), country.organisations);
    assert!(country.organisations >= 40);
    let regions: BTreeSet<_> = all_of_them.iter().map(|place| &place.region).collect();
    let kinds: BTreeSet<_> = all_of_them.iter().map(|place| &place.kind).collect();
    assert_eq!((regions.len(), kinds.len()), (20, 8));
    let with_cases = set(fresh, "SELECT DISTINCT region FROM case_file").await;
    assert_eq!(with_cases.len(), 20, "a case in every region");
    let products = set(fresh, "SELECT DISTINCT product FROM dose").await;
    assert_eq!(products.len(), 6, "{products:?}");
}

async fn states(fresh: &Fresh) {
    let standing = set(fresh, "SELECT DISTINCT standing FROM case_file").await;
    let every = [
        "open",
        "held",
        "suspended",
        "not-yet-in-force",
        "no-regimen",
        "ends-before",
        "ended-by-term",
        "ended-by-court",
        "quashed",
        "died",
        "abroad",
        "rests",
    ];
    assert_eq!(standing, all(&every));
    let closed = set(fresh, "SELECT DISTINCT standing FROM case_file WHERE NOT open").await;
    assert_eq!(
        closed,
        all(&[
            "ended-by-term",
            "ended-by-court",
            "quashed",
            "died",
            "abroad",
            "rests"
        ]),
        "over is closed"
    );
    let live = "SELECT DISTINCT state || ' ' || step FROM alert WHERE kind = 'dose' AND state <> 'resolved'";
    let live = set(fresh, live).await;
    for rung in 0..=4 {
        assert!(
            live.contains(&format!("climbing {rung}")),
            "an alert on rung {rung}: {live:?}"
        );
    }
    assert!(live.contains("acknowledged 1"), "{live:?}");
    let causes = set(fresh, "SELECT DISTINCT cause FROM alert").await;
    assert_eq!(
        causes,
        all(&["person", "unexplained", "supply", "transport", "staff"])
    );
    let told = set(fresh, "SELECT DISTINCT verb FROM event").await;
    for verb in [
        "alert-reopened",
        "record-amended",
        "record-voided",
        "person-came",
        "incident-reported",
        "case-ended",
        "handover-offered",
        "handover-accepted",
        "handover-rejected",
        "release-date-set",
        "released",
        "cases-merged",
    ] {
        assert!(told.contains(verb), "{verb}");
    }
    let open = "SELECT cf.reference FROM obligation o JOIN case_file cf ON cf.id = o.case_id \
                JOIN organisation g ON g.id = o.owner_id \
                WHERE o.kind = 'dose' AND o.state = 'open' AND g.code = 'akmola-prison'";
    assert!(texts(fresh, open).await.len() >= 12, "a full list for the nurse");
    let desk = "SELECT a.state || a.step FROM alert a JOIN organisation g ON g.id = a.supervising_id \
                WHERE g.code = 'akmola-probation' AND a.state <> 'resolved'";
    assert!(texts(fresh, desk).await.len() >= 6, "a full desk for probation");
}

/// Two regions keep stock. In the second, one parcel is on its way, and the dose after it can be given from the clinic's shelf.
async fn drug(fresh: &Fresh, desk: &Desk) {
    let regions = all(&["akmola", "almaty-oblast"]);
    let shelves = "SELECT DISTINCT o.region FROM pack p JOIN organisation o ON o.id = p.organisation_id \
                   WHERE p.place = 'stock'";
    assert_eq!(set(fresh, shelves).await, regions);
    let parcels = "SELECT DISTINCT region FROM parcel WHERE open";
    assert_eq!(set(fresh, parcels).await, regions, "parcels on their way");
    let around = Whereabouts {
        region: "almaty-oblast",
        only: None,
    };
    let rows = doses(&fresh.store, &around).await.unwrap();
    let (zone, rules) = (chrono_tz::Asia::Almaty, desk.rules());
    let today = desk.instant().with_timezone(&zone).date_naive();
    let ahead = (today, today + TimeDelta::days(150));
    let needs: Vec<_> = rows
        .iter()
        .flat_map(|row| row.needs(rules, zone, ahead))
        .collect();
    let packs = packs(&fresh.store, rules, &around).await.unwrap();
    let everywhere = organisations::all(&fresh.store).await.unwrap();
    let regions: BTreeMap<_, _> = everywhere
        .into_iter()
        .map(|place| (place.id, place.region))
        .collect();
    let there_on = rules.supply.custody.there_by(today);
    let forecast = forecast(&needs, &packs, &regions, there_on);
    let [next, later, ..] = &forecast.doses[..] else {
        panic!("two doses: {forecast:?}")
    };
    let provided = next.pack.as_ref().unwrap();
    assert!(matches!(provided.lies, Lies::OnTheWay { .. }), "{next:?}");
    let missing = later.pack.as_ref().unwrap_err();
    assert!(matches!(missing.remedy, Remedy::MoveNear(_)), "{later:?}");
}

async fn nobody_real(fresh: &Fresh) {
    let numbers = texts(fresh, "SELECT iin FROM person WHERE iin IS NOT NULL").await;
    assert_eq!(numbers.len(), 59, "and one without");
    for number in &numbers {
        assert!(Iin::parse(number).is_ok());
        assert_eq!(&number[6..7], "1", "a man born in the nineteenth century");
    }
    let addresses = texts(fresh, "SELECT email FROM account WHERE email IS NOT NULL").await;
    assert!(
        addresses
            .iter()
            .all(|address| address.ends_with("@merzim.example"))
    );
    let phones = texts(fresh, "SELECT phone FROM organisation").await;
    assert!(phones.iter().all(|phone| phone.starts_with("+7 000 ")));
}

async fn doors(fresh: &Fresh, desk: &Desk, keys: &Keys, country: &Country) {
    let promised = [
        "nurse.prison",
        "nurse.clinic",
        "psychiatrist",
        "pharmacist",
        "clerk",
        "probation",
        "probation.head",
        "police",
        "coordinator",
        "auditor",
        "admin",
    ];
    let shown: Vec<_> = country.keys.iter().map(|key| key.sign_in_name.as_str()).collect();
    assert_eq!(shown[..promised.len()], promised);
    let sign = door::read(desk, keys).await.unwrap().unwrap();
    assert_eq!(sign.accounts.len(), shown.len());
    assert_eq!(sign.passphrase, country.passphrase);
    for key in &country.keys {
        let account = accounts::find_by_sign_in_name(&fresh.store, &key.sign_in_name)
            .await
            .unwrap()
            .unwrap();
        assert!(account.password_hash.unwrap().starts_with("$argon2id$"));
    }
    let door = Door::new(
        fresh.store.clone(),
        desk.clock().clone(),
        keys.clone(),
        Passwords::default(),
    );
    let code = country.keys[0].secret.code_at(desk.clock().wall());
    let (name, passphrase) = ("nurse.prison", country.passphrase.as_str());
    let address = "127.0.0.1".parse().unwrap();
    let begun = door
        .sign_in(Attempt {
            name,
            passphrase,
            code: &code,
            language: None,
            address,
        })
        .await;
    assert!(begun.is_ok(), "the codes that are shown open the door");
}

/// Around midnight, on a leap day and in the first days of a procedure: what has not
/// happened yet today is left out, and nothing is refused.
#[test]
fn the_country_can_be_built_for_any_day() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        for now in ["2028-02-29T19:01:00Z", "2026-03-26T18:59:00Z"] {
            let fresh = sqlite().await;
            let demo = build(&fresh, now.parse().unwrap()).await;
            assert_eq!(demo.country.cases, 60, "{now}");
            ledger::verify(&fresh.store).await.unwrap();
        }
    });
}
