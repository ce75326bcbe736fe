//! What journeys have in common: a person under a ruling, brought there through the same pages as everybody.

use browser::{Browser, Wish, walk_after};
use chrono::NaiveDate;
use fantoccini::Locator;
use std::time::{Duration, Instant};

/// Answers to the questions before a dose that let it go ahead, by check.
pub const CHECKS: [(&str, &str); 9] = [
    ("acute-illness", "no"),
    ("reaction-last-time", "no"),
    ("low-mood", "no"),
    ("site-healthy", "yes"),
    ("anticoagulant", "no"),
    ("bone-density", "yes"),
    ("qt-interval", "no"),
    ("flare-cover", "yes"),
    ("testosterone", "1.2"),
];
/// Those of them whose answer is typed.
pub const TYPED: [&str; 1] = ["testosterone"];

/// A civil date.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Somebody as the clerk registers him.
pub struct Somebody {
    /// His name in Cyrillic letters, and in Latin ones.
    pub name: [&'static str; 2],
    /// The number of his document.
    pub document: &'static str,
    /// The number of his ruling.
    pub ruling: &'static str,
}

/// The one of whom most journeys are.
const FIRST: Somebody = Somebody {
    name: ["Әбдіғалиев Нұрсұлтан Қайратұлы", "Abdigaliev Nursultan Qairatuly"],
    document: "N 00000001",
    ruling: "1-300/2026",
};

/// A case opened by the clerk, prescribed by the psychiatrist and begun by the nurse on the morning of `first_on`,
/// which is today. Three calendar months from dose to dose.
pub async fn treated(browser: &mut Browser, first_on: NaiveDate) -> String {
    treated_as(browser, &FIRST, first_on).await
}

/// The same of somebody else.
pub async fn treated_as(browser: &mut Browser, who: &Somebody, first_on: NaiveDate) -> String {
    registered_as(browser, who, day(2026, 2, 18)).await;
    let case = the_case(browser).await;
    browser.become_person("psychiatrist").await;
    cleared(browser, &case, first_on).await;
    prescribed(
        browser,
        &case,
        first_on,
        "Conclusion of the commission of 27 February",
    )
    .await;
    informed(browser, &case, first_on).await;

    browser.become_person("nurse.prison").await;
    to_answers(browser, &case, first_on).await;
    browser.send().await;
    assert!(browser.path().await.ends_with("/recorded"));
    case
}

/// The nurse of the facility asks another organisation to take over: why and whom, from when where that is asked, and what
/// it must know besides.
pub async fn offered(
    browser: &mut Browser,
    case: &str,
    (purpose, to): (&str, &str),
    from_on: Option<NaiveDate>,
    words: &str,
) {
    browser.become_person("nurse.prison").await;
    browser.visit(&format!("{case}/handover")).await;
    browser.choose("purpose", purpose).await;
    let option = format!("//main//select[@name='to']/option[contains(., '{to}')]");
    let option = browser.client.find(Locator::XPath(&option)).await.unwrap();
    let value = option.attr("value").await.unwrap().unwrap();
    browser.choose("to", &value).await;
    if let Some(from_on) = from_on {
        browser.fill_date("from_on", from_on).await;
    }
    browser.fill("words", words).await;
    browser.send().await;
    let path = browser.path().await;
    assert!(
        path.contains("done=offer-handover"),
        "{path}: {}",
        browser.words("main").await
    );
}

/// The Monday on which the country's clock stands at the beginning: the day of the first dose.
pub fn first() -> NaiveDate {
    day(2026, 3, 2)
}

/// Walks a journey that begins half an hour after the first dose of a person, as the nurse who gave it; with the
/// address of his case.
pub fn walk_treated(journey: impl AsyncFnOnce(&mut Browser, String)) {
    let scene = async |browser: &mut Browser| {
        let case = treated(browser, first()).await;
        set_clock(browser, first(), "09:30").await;
        case
    };
    walk_after(("treated", scene), &Wish::default(), async |browser, case| {
        browser.become_person("nurse.prison").await;
        journey(browser, case).await;
    });
}

/// The commission looked for every contraindication and found none.
pub async fn cleared(browser: &mut Browser, case: &str, on: NaiveDate) {
    browser.visit(&format!("{case}/clearance")).await;
    browser.fill_date("examined_on", on).await;
    for (speciality, name) in [
        ("endocrinologist", "Ospanova R. S."),
        ("urologist", "Serikov A. B."),
        ("therapist", "Akhmetova D. K."),
    ] {
        browser.fill(&format!("member_{speciality}"), name).await;
    }
    browser.choose_first("member_psychiatrist").await;
    for asked in [
        "hypersensitivity",
        "severe-osteoporosis",
        "liver-disease",
        "meningioma",
        "thromboembolism",
        "severe-depression",
        "sickle-cell",
        "wasting",
    ] {
        browser.choose(&format!("found_{asked}"), "no").await;
    }
    browser.choose("cleared", "yes").await;
    browser.send().await;
    assert!(browser.path().await.contains("done=record-clearance"));
}

/// Three calendar months from dose to dose are chosen, with cover of the first weeks.
pub async fn prescribed(browser: &mut Browser, case: &str, first_on: NaiveDate, reason: &str) {
    browser.visit(&format!("{case}/regimen")).await;
    browser.choose("protocol", "triptorelin-3m").await;
    browser.fill_date("first_on", first_on).await;
    browser.fill("reason", reason).await;
    browser.choose("flare", "yes").await;
    browser.fill("flare_words", "Bicalutamide for four weeks").await;
    browser.send().await;
    assert!(browser.path().await.contains("done=prescribe-regimen"));
}

/// The person was told everything and agreed.
pub async fn informed(browser: &mut Browser, case: &str, on: NaiveDate) {
    browser.visit(&format!("{case}/information")).await;
    browser.fill_date("told_on", on).await;
    browser.fill("told_by", "The psychiatrist").await;
    browser.choose("language", "kk").await;
    for topic in ["effect", "side-effects", "method", "cycle", "rights"] {
        browser.tick(&format!("topics_{topic}")).await;
    }
    browser.fill("own_words", "I understood").await;
    browser.choose("consent", "given").await;
    browser.choose("signed", "yes").await;
    browser.send().await;
    assert!(browser.path().await.contains("done=record-information"));
}

/// A case under a ruling in force, without a drug; its address.
pub async fn opened(browser: &mut Browser) -> String {
    registered(browser, day(2026, 2, 18)).await;
    the_case(browser).await
}

/// The address of the case that was just opened.
pub async fn the_case(browser: &Browser) -> String {
    let path = browser.path().await;
    assert!(
        path.ends_with("?done=open-case"),
        "{path}: {}",
        browser.words("main").await
    );
    path.split('?').next().unwrap().to_owned()
}

/// The clerk fills in and sends the form of a new case, whose ruling enters into force on a day.
pub async fn registered(browser: &mut Browser, in_force_on: NaiveDate) {
    registered_as(browser, &FIRST, in_force_on).await;
}

/// The same of somebody.
pub async fn registered_as(browser: &mut Browser, who: &Somebody, in_force_on: NaiveDate) {
    browser.become_person("clerk").await;
    browser.visit("/cases/new").await;
    let words = [
        ("name_cyrillic", who.name[0]),
        ("name_latin", who.name[1]),
        ("other_document", who.document),
        ("other_document_reason", "No IIN has been issued"),
        ("court", "Specialised inter-district criminal court"),
        ("ruling_number", who.ruling),
    ];
    for (name, value) in words {
        browser.fill(name, value).await;
    }
    let dates = [
        ("born_on", day(1898, 5, 17)),
        ("ruled_on", day(2026, 2, 2)),
        ("in_force_on", in_force_on),
        ("offence_on", day(2025, 2, 3)),
        ("end_of_term_on", day(2028, 6, 1)),
    ];
    for (name, date) in dates {
        browser.fill_date(name, date).await;
    }
    // The first place and the first body on the lists are those of the clerk's own region.
    let place = browser.one("#place option:nth-of-type(2)").await;
    browser
        .choose("place", &place.attr("value").await.unwrap().unwrap())
        .await;
    browser.send().await;
}

/// Through the pages of a dose with the mouse, up to the one that asks for a last look.
pub async fn to_answers(browser: &Browser, case: &str, on: NaiveDate) {
    to_injection(browser, case, on).await;
    injected(browser).await;
    browser.send().await;
    presence(browser).await;
}

/// Into the left side; mixed in the minute of the injection, where that is asked.
pub async fn injected(browser: &Browser) {
    browser.choose("site", "gluteal-left").await;
    mixed(browser).await;
}

/// Mixed in the minute which the training clock shows, where that is asked; the injection itself is said to be just now.
pub async fn mixed(browser: &Browser) {
    if browser.has("main [name='mixed_time']").await {
        let clock = browser.one("a[href='/training'] time").await;
        let now = clock.attr("datetime").await.unwrap().unwrap_or_default();
        let (_, time) = now.split_once('T').unwrap();
        browser.fill("mixed_time", &time[..5]).await;
    }
}

/// Through the pages of a dose up to the one that asks for the pack.
pub async fn to_product(browser: &Browser, case: &str, on: NaiveDate) {
    browser.visit(&format!("{case}/dose")).await;
    browser.tick("identified_by_name").await;
    browser.tick("identified_by_born").await;
    browser.send().await;
    answer_checks(browser, on).await;
    browser.send().await;
}

/// Through the pages of a dose up to the injection itself, from a pack that is written down by hand.
pub async fn to_injection(browser: &Browser, case: &str, on: NaiveDate) {
    to_product(browser, case, on).await;
    browser.fill("lot", "L7-0042").await;
    browser.fill_date("expiry_on", day(2027, 12, 31)).await;
    browser.send().await;
}

/// Says who was present, where that is asked.
pub async fn presence(browser: &Browser) {
    if browser.path().await.contains("/presence") {
        browser.fill("present", "Сейітов Б.").await;
        browser.send().await;
    }
    let path = browser.path().await;
    let page = path.split('?').next().unwrap_or_default();
    assert!(page.ends_with("/answers"), "{path}");
}

async fn answer_checks(browser: &Browser, on: NaiveDate) {
    for (check, answer) in CHECKS {
        let name = format!("check_{check}");
        if !browser.has(&format!("main [name='{name}']")).await {
            continue;
        }
        if TYPED.contains(&check) {
            browser.fill(&name, answer).await;
        } else {
            browser.choose(&name, answer).await;
        }
        if browser.has(&format!("main [name='{name}_on_day']")).await {
            browser.fill_date(&format!("{name}_on"), on).await;
        }
    }
}

/// Sets the training clock, as whoever is signed in.
pub async fn set_clock(browser: &Browser, on: NaiveDate, time: &str) {
    browser.visit("/training").await;
    browser.fill_date("date", on).await;
    browser.fill("time", time).await;
    browser.press("main button[name=to][value=set]").await;
    let path = browser.path().await;
    assert!(
        path.contains("moved=1"),
        "{path}: {}",
        browser.words("main").await
    );
}

/// Waits until a page says something; what jobs do comes a moment later. The page is opened anew each time.
pub async fn until_said(browser: &Browser, path: &str, words: &str) {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        browser.visit(path).await;
        let said = browser.words("main").await;
        if said.contains(words) {
            return;
        }
        assert!(Instant::now() < end, "{path} does not say “{words}”:\n{said}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
