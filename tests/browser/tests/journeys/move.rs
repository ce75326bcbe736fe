//! S4 whole: a person is moved in the middle of a cycle while his parcel is under way. It follows him from the gate of the
//! place he left; the new place takes him over by name, and gives the dose from that pack.

use crate::recall::{handed, received, says, sent, taken_in};
use crate::scene::{day, injected, offered, presence, set_clock, to_product, walk_treated};
use browser::{Browser, printed, scanned};
use fantoccini::Locator;

const NAME: &str = "Әбдіғалиев";
const LOT: &str = "JL9-77";
const THERE: &str = "Arsha penal facility";
/// What no paper of a parcel may say, in small letters: the person, the drug, the diagnosis, the offence.
const UNSAID: [&str; 14] = [
    "әбдіғалиев",
    "jl9-77",
    "трипторелин",
    "диагноз",
    "f65",
    "парафил",
    "педофил",
    "изнасил",
    "зорлау",
    "қылмыстық іс",
    "үкім",
    "қаулы",
    "приговор",
    "преступлен",
];
/// The nurse of that facility.
const NURSE_THERE: &str = "nurse.prison.far";
/// Every hand and place of the parcel, in their order.
const LINE: [&str; 4] = [
    "Serik Bolatuly",
    "Duty gate of the first place",
    "Bolat Serikuly",
    THERE,
];

/// The nurse of the first place asks the other one to take over from today on.
async fn offer_transfer(browser: &mut Browser, case: &str) {
    let from_on = Some(day(2026, 5, 12));
    offered(browser, case, ("transfer", THERE), from_on, "Transfer order 14").await;
}

/// The pharmacist is asked where the parcel is to go, and sends it after him.
async fn send_after(browser: &mut Browser, parcel: &str) {
    browser.become_person("pharmacist").await;
    browser.visit("/parcels").await;
    says(browser, &["Decide where a parcel goes"]).await;
    browser.visit(parcel).await;
    says(browser, &["The person has moved: where is the parcel to go?"]).await;
    browser.pictures("move-parcel").await;
    browser.visit(&format!("{parcel}/send-on")).await;
    for onward in ["redirect", "return", "keep"] {
        let choice = format!("main input[name='onward'][value='{onward}']");
        assert!(browser.has(&choice).await, "{onward} is offered");
    }
    browser.pictures("move-send-on").await;
    browser.choose("onward", "redirect").await;
    browser.send().await;
    assert!(browser.has("#reason-error").await, "not without a reason");
    browser.fill("reason", "The person was moved").await;
    browser.send().await;
    assert_eq!(browser.path().await, parcel, "{}", browser.words("main").await);
    says(browser, &[THERE]).await;
}

/// Label and waybill, printed and scanned by somebody else's decoder, name the parcel and nothing of what is inside or why.
async fn papers_scan_back(browser: &mut Browser, parcel: &str) {
    for (paper, language) in [("label", "kk"), ("label", "ru"), ("waybill", "kk")] {
        browser.visit(&format!("{parcel}/{paper}/{language}")).await;
        let code = browser
            .words("h1.merzim-label__code, .merzim-waybill__code")
            .await;
        let sheet = browser.print(&format!("parcel-{paper}-{language}")).await;
        assert_eq!(scanned(&sheet), code.trim(), "{paper} in {language}");
        let words = printed(&sheet).to_lowercase();
        assert!(words.contains(&code.trim().to_lowercase()), "{words}");
        for word in UNSAID {
            assert!(
                !words.contains(word),
                "{paper} in {language} says {word}: {words}"
            );
        }
    }
}

/// What a label says at most in each lettering: the receiver's name and address, the sender's name. The longest is of a
/// register: whoever stands above is named with it.
const LONG: [(&str, [&str; 3]); 3] = [
    (
        "",
        [
            "Учреждение № 66 по Акмолинской области (средней безопасн.)",
            "Ақмола облысы, Шортанды ауданы, Жаңа ауыл, Бейбітшілік, 101",
            "Центр психического здоровья Управления здравоохранения",
        ],
    ),
    (
        "merzim-label--small",
        [
            "Медицинская организация, расположенная в учреждении № 66 департамента исполнительной системы по Акмолинской области",
            "Шығыс Қазақстан облысы, Өскемен қаласы, Бажов көшесі, 101-үй, 2-корпус, 3-кіреб.",
            "Государственное предприятие «Центр психического здоровья» при управлении здравоохранения Акмолинской области (ПХВ)",
        ],
    ),
    (
        "merzim-label--fine",
        [
            "Республиканское государственное учреждение «Учреждение № 66 департамента уголовно-исполнительной системы по Акмолинской области Комитета уголовно-исполнительной системы Министерства внутренних дел Республики Казахстан»",
            "Шығыс Қазақстан облысы, Өскемен қаласы, Бажов көшесі, 101-үй, 2-корпус, 3-кіреб.",
            "Государственное коммунальное предприятие на праве хозяйственного ведения «Центр психического здоровья» при управлении здравоохранения Акмолинской области",
        ],
    ),
];

/// Writes names on a label, in a lettering; gives back what of them is cut away.
const WRITE: &str = r"
    const label = document.querySelector('.merzim-label');
    const put = (where, words) => { label.querySelector(where).textContent = words; };
    label.className = 'merzim-label ' + arguments[0];
    put('.merzim-label__to strong', arguments[1][0]);
    put('.merzim-label__address', arguments[1][1]);
    put('.merzim-label__from', 'От кого ' + arguments[1][2]);
    return document.fonts.ready.then(() => {
        const lines = [...label.querySelectorAll('.merzim-label__words p')];
        const cut = lines.filter(line => line.scrollHeight > line.clientHeight + 1);
        const end = label.querySelector('.merzim-label__words').getBoundingClientRect().bottom;
        const below = lines.filter(line => line.getBoundingClientRect().bottom > end + 0.5);
        return [...cut, ...below].map(line => line.className).join();
    });
";

/// However long the names of both places are, the label says them whole, and the sender's telephone. What no label has room for
/// ends with a line, and the telephone stands there all the same.
async fn long_names_stand_whole(browser: &mut Browser, parcel: &str) {
    browser.visit(&format!("{parcel}/label/ru")).await;
    let telephone = browser.words(".merzim-label__phone").await;
    assert!(telephone.starts_with('+'), "{telephone}");
    for (lettering, words) in LONG {
        let asked = vec![serde_json::json!(lettering), serde_json::json!(words)];
        let cut = browser.client.execute(WRITE, asked).await.unwrap();
        assert_eq!(cut, "", "{lettering}: {words:?}");
    }
    let [.., (lettering, words)] = LONG;
    let endless = words.map(|words| words.repeat(5));
    let asked = vec![serde_json::json!(lettering), serde_json::json!(endless)];
    let cut = browser.client.execute(WRITE, asked).await.unwrap();
    let cut = cut.as_str().unwrap();
    assert!(cut.contains("__to") && !cut.contains("__phone"), "{cut}");
}

/// The nurse of the new place takes the case over by name.
async fn take_over(browser: &mut Browser) {
    browser.become_person(NURSE_THERE).await;
    browser.visit("/handovers").await;
    browser
        .go(&format!("//main//tr[contains(., '{NAME}')]/th//a"))
        .await;
    browser
        .go("//main//a[contains(@href, '/handover/') and contains(@href, '/accept')]")
        .await;
    browser.pictures("move-accept").await;
    browser.send().await;
    let path = browser.path().await;
    assert!(
        path.contains("done=accept-handover"),
        "{path}: {}",
        browser.words("main").await
    );
}

/// The pack that came is chosen at the chair, and given.
async fn give_there(browser: &mut Browser, case: &str) {
    let given = day(2026, 6, 2);
    to_product(browser, case, given).await;
    let of_lot = format!("//main//label[contains(., '{LOT}')]");
    let label = browser.client.find(Locator::XPath(&of_lot)).await.unwrap();
    label.click().await.unwrap();
    browser.picture("move-chair-pack", "en").await;
    browser.send().await;
    injected(browser).await;
    browser.send().await;
    presence(browser).await;
    says(browser, &[LOT]).await;
    browser.send().await;
    let path = browser.path().await;
    assert!(
        path.ends_with("/recorded"),
        "{path}: {}",
        browser.words("main").await
    );
    browser.visit(case).await;
    says(browser, &["Dose No. 2"]).await;
}

#[test]
fn a_person_moves_while_his_parcel_is_under_way_and_gets_that_dose_at_the_new_place() {
    walk_treated(async |browser, case| {
        browser.become_person("pharmacist").await;
        taken_in(browser, LOT, "1").await;
        set_clock(browser, day(2026, 5, 11), "10:00").await;
        browser.become_person("pharmacist").await;
        let parcel = sent(browser, &case, LOT).await;
        browser.visit(&parcel).await;
        says(browser, &["Dose No. 2"]).await;
        papers_scan_back(browser, &parcel).await;
        long_names_stand_whole(browser, &parcel).await;

        set_clock(browser, day(2026, 5, 12), "09:00").await;
        offer_transfer(browser, &case).await;
        send_after(browser, &parcel).await;

        // The courier stands at the gate of the first place; its nurse writes down who took the parcel there, and who
        // took it on.
        browser.become_person("nurse.prison").await;
        set_clock(browser, day(2026, 5, 12), "15:00").await;
        browser.become_person("nurse.prison").await;
        handed(browser, &parcel, "gate", LINE[1]).await;
        set_clock(browser, day(2026, 5, 12), "15:20").await;
        browser.become_person("nurse.prison").await;
        handed(browser, &parcel, "courier", LINE[2]).await;

        set_clock(browser, day(2026, 5, 13), "10:00").await;
        browser.become_person(NURSE_THERE).await;
        received(browser, &parcel, LINE[2]).await;
        // Until somebody there has accepted, both places see the case, and the first one answers for it.
        for who in [NURSE_THERE, "nurse.prison"] {
            browser.become_person(who).await;
            browser.visit(&case).await;
            assert_eq!(browser.path().await, case, "{who}");
            let page = browser.words("body").await;
            assert!(page.contains(NAME), "{who}: {page}");
        }
        take_over(browser).await;
        let chair = format!("main a[href='{case}/dose']");
        set_clock(browser, day(2026, 6, 2), "10:30").await;
        browser.become_person("nurse.prison").await;
        browser.visit("/today").await;
        let left = browser.words("main").await;
        assert!(
            !left.contains(NAME) && !browser.has(&chair).await,
            "nothing is owed at the first place: {left}"
        );
        browser.become_person(NURSE_THERE).await;
        browser.visit("/today?kind=dose").await;
        assert!(browser.has(&chair).await, "{}", browser.words("main").await);
        give_there(browser, &case).await;

        // One line of custody from the clinic to the new place, with every hand named and no gap in it.
        browser.become_person("pharmacist").await;
        browser.visit(&parcel).await;
        let page = browser.words("main").await;
        let mut rest = page.as_str();
        for hand in LINE {
            let found = rest
                .find(hand)
                .unwrap_or_else(|| panic!("{hand} is not next in the line: {page}"));
            rest = &rest[found + hand.len()..];
        }
        assert!(
            !browser.has(&format!("main a[href='{parcel}/explain']")).await,
            "no gap is to be explained: {page}"
        );
        browser.pictures("move-custody").await;
    });
}
