//! A missing deputy, address or officer is a task of one person on the day on which it is missing, and is gone when the
//! chair is filled.

use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site, day},
};
use merzim::commands::{self, HandOver, NameDeputy};
use merzim::domain::ids::AccountId;
use merzim::store::accounts::{self, NewAccount};

const TITLE: &str = "What the ladders lack";

/// Does the top of a desk say that a post at a place lacks something? Only what stands above the list counts.
fn task(page: &Page, place: &str) -> bool {
    assert_eq!(page.status, 200, "{}", page.text());
    let section = page.body.split("aria-labelledby=\"chairs\"").nth(1);
    let section = section.and_then(|rest| rest.split("</section>").next());
    section.is_some_and(|rows| {
        assert!(rows.contains(TITLE), "{rows}");
        rows.contains(&format!("{place} (en)"))
    })
}

async fn today(site: &Site, who: &Session) -> Page {
    site.get(who, "/today?lang=en").await
}

/// How many posts the administrator is told of, above the accounts.
async fn of_administrator(site: &Site, admin: &Session) -> Option<String> {
    let page = site.get(admin, "/admin/accounts?lang=en").await;
    let before = page.body.split(" posts lack something").next();
    let one = page.body.split(" post lacks something").next();
    let before = [before, one]
        .into_iter()
        .flatten()
        .find(|text| text.len() < page.body.len());
    before.map(|text| {
        text.rsplit(|c: char| !c.is_ascii_digit())
            .next()
            .unwrap()
            .to_owned()
    })
}

#[test]
fn a_missing_deputy_is_a_task_of_the_head_until_somebody_is_named() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let head = site.sign_in("probation.head").await;
        assert!(
            !task(&today(&site, &head).await, "probation"),
            "nobody to supervise yet"
        );
        site.open_case("prison").await;
        let desk = today(&site, &head).await;
        assert!(task(&desk, "probation"), "on the day on which the case came");
        assert!(!task(&desk, "police"), "not the task of this head");
        assert!(desk.says("Posts to fill"), "and it is counted: {}", desk.text());
        let officer = site.sign_in("probation").await;
        assert!(
            !task(&today(&site, &officer).await, "probation"),
            "not of the officer"
        );
        let coordinator = site.sign_in("coordinator").await;
        assert!(
            !task(&today(&site, &coordinator).await, "probation"),
            "one person's, not two"
        );

        let address = format!("/alerts/deputies/{}", site.account("probation"));
        assert!(desk.says(&address), "with the way to fill it: {}", desk.body);
        let form = site.get(&head, &address).await;
        let deputy = site.account("probation.head");
        let named = site.send(&head, &address, &form, &[("deputy", &deputy)]).await;
        assert_eq!(named.status, 303, "{}", named.text());
        let desk = today(&site, &head).await;
        assert!(
            !task(&desk, "probation") && !desk.says("Posts to fill"),
            "{}",
            desk.text()
        );
        site.end()
    });
}

/// A further officer of the probation office.
async fn another_officer(site: &Site) -> AccountId {
    let new = NewAccount {
        id: AccountId::fresh(),
        sign_in_name: "probation.third",
        display_name: "Probation Third",
        organisation: site.organisation("probation"),
        role: "probation-officer",
        email: Some("third@merzim.example"),
        language: "en",
        at: site.clock.wall(),
    };
    let tx = site.desk.store().begin_write().await.unwrap();
    accounts::create(&tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    new.id
}

/// The head gives all cases of one officer, or those that nobody in particular has, to another.
async fn hand_over(site: &Site, from: Option<AccountId>, to: AccountId) {
    let form = HandOver {
        organisation: site.organisation("probation"),
        from,
        to: Some(to),
        reason: "another service",
    };
    let head = site.actor("probation.head");
    commands::hand_over_caseload(&site.desk, head, None, &form)
        .await
        .unwrap();
}

#[test]
fn the_deputy_of_one_officer_is_none_for_the_cases_of_another() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        site.open_case("prison").await;
        let (first, by) = (
            site.actor("probation").account_id().unwrap(),
            site.actor("probation.head"),
        );
        let form = NameDeputy {
            deputy: by.account_id(),
            absent_from: None,
            absent_until: None,
        };
        commands::name_deputy(&site.desk, by, None, first, &form)
            .await
            .unwrap();
        let head = site.sign_in("probation.head").await;
        assert!(
            !task(&today(&site, &head).await, "probation"),
            "somebody stands in"
        );

        let second = another_officer(&site).await;
        hand_over(&site, None, second).await;
        let desk = today(&site, &head).await;
        assert!(task(&desk, "probation"), "nobody stands in for who has the case");
        assert!(desk.says(&format!("/alerts/deputies/{second}")), "{}", desk.body);
        let gaps = site.get(&head, "/alerts/gaps?lang=en").await;
        assert!(gaps.says("Probation Third"), "{}", gaps.text());
        commands::name_deputy(&site.desk, by, None, second, &form)
            .await
            .unwrap();
        assert!(!task(&today(&site, &head).await, "probation"), "filled");

        // Whoever has the case leaves: that nobody was given it is the head's to settle, at once.
        commands::disable_account(&site.desk, site.actor("admin"), None, second)
            .await
            .unwrap();
        let desk = today(&site, &head).await;
        let body = site.organisation("probation");
        assert!(task(&desk, "probation"), "{}", desk.text());
        assert!(
            desk.says(&format!("/alerts/caseload/{body}/{second}")),
            "{}",
            desk.body
        );
        hand_over(&site, Some(second), first).await;
        assert!(
            !task(&today(&site, &head).await, "probation"),
            "given to somebody"
        );
        site.end()
    });
}

/// Police have no head of their own who names deputies; an office whose head is away has none that day.
#[test]
fn where_no_head_can_the_coordinator_of_the_region_names_the_deputy() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.open_case("prison").await;
        let coordinator = site.sign_in("coordinator").await;
        assert!(!task(&today(&site, &coordinator).await, "police"));
        let (clerk, police) = (site.actor("clerk"), site.organisation("police"));
        let reason = "the court named the police";
        commands::change_supervision(&site.desk, clerk, None, case, police, day(2026, 7, 3), reason)
            .await
            .unwrap();
        let desk = today(&site, &coordinator).await;
        assert!(task(&desk, "police"), "{}", desk.text());
        assert!(!task(&desk, "probation"), "it supervises nobody now");
        site.end()
    });
}

#[test]
fn a_missing_officer_or_address_is_a_task_of_the_administrator() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        site.open_case("prison").await;
        let admin = site.sign_in("admin").await;
        let before = of_administrator(&site, &admin).await;
        let head = site.actor("probation.head").account_id().unwrap();
        let (desk, by) = (&site.desk, site.actor("admin"));
        commands::disable_account(desk, by, None, head).await.unwrap();
        let gone = of_administrator(&site, &admin).await;
        assert_ne!(before, gone, "the chair of the head is empty");
        let list = site.get(&admin, "/alerts/gaps?lang=en").await;
        assert_eq!(list.status, 200, "{}", list.text());
        assert!(
            list.says("probation (en)") && list.says("nobody holds this post"),
            "{}",
            list.text()
        );
        commands::enable_account(desk, by, None, head).await.unwrap();
        assert_eq!(of_administrator(&site, &admin).await, before, "filled");

        // Whoever waits until somebody vouches for him fills the chair as little.
        let (store, at) = (site.desk.store(), site.clock.wall());
        let tx = store.begin_write().await.unwrap();
        accounts::wait(&tx, head, None, at).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(of_administrator(&site, &admin).await, gone, "nobody vouched");
        let known = accounts::find(store, head).await.unwrap().unwrap();
        let tx = store.begin_write().await.unwrap();
        accounts::vouch(&tx, head, known.version, None, at).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(of_administrator(&site, &admin).await, before, "filled again");

        // An account without an address: made so, found so, and repaired by its own form.
        let tx = site.desk.store().begin_write().await.unwrap();
        let known = accounts::find(site.desk.store(), head).await.unwrap().unwrap();
        accounts::set_email(&tx, head, known.version, None).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            of_administrator(&site, &admin).await,
            gone,
            "nobody can write to the head"
        );
        let address = format!("/admin/accounts/{head}/address");
        let list = site.get(&admin, "/alerts/gaps?lang=en").await;
        assert!(list.says(&address), "{}", list.body);
        let form = site.get(&admin, &address).await;
        for slip in ["", "probation", "head@", "two words@merzim.example"] {
            let refused = site.send(&admin, &address, &form, &[("email", slip)]).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["email".to_owned()]),
                "{slip}"
            );
            assert!(refused.says(slip), "what was typed is kept");
        }
        let filled = [("email", "head@merzim.example")];
        for sent in ["once", "once more"] {
            let done = site.send(&admin, &address, &form, &filled).await;
            assert_eq!(done.status, 303, "{sent}: {}", done.text());
        }
        assert_eq!(of_administrator(&site, &admin).await, before, "filled");
        let known = accounts::find(site.desk.store(), head).await.unwrap().unwrap();
        assert_eq!(known.email.as_deref(), Some("head@merzim.example"));
        let officer = site.sign_in("probation").await;
        assert_eq!(site.get(&officer, &address).await.status, 403);
        assert_eq!(site.get(&admin, "/admin/accounts/x/address").await.status, 404);
        site.end()
    });
}
