//! A volume other than the usual one is asked about once more, and then recorded.

use super::dose::{CHECKS, IDENTITY, INJECTION, PRESENCE, PRODUCT, answered};
use crate::support::{
    database::on_each,
    page::Page,
    site::{Session, Site},
};
use merzim::domain::ids::CaseId;
use merzim::store::drafts::{self, DraftId};

const MORE: [(&str, &str); 3] = [INJECTION[0], INJECTION[1], ("volume_ml", "2.5")];

/// Sends a page, and finds everything that was sent among the answers that are kept.
async fn kept(site: &Site, nurse: &Session, case: CaseId, page: &Page, filled: &[(&str, &str)]) -> Page {
    let sent = site.send(nurse, &page.path, page, filled).await;
    let key = page.path.split('/').nth(4).unwrap();
    let id = DraftId {
        key: key.parse().unwrap(),
        account: site.actor("nurse.prison").account_id().unwrap(),
        case,
        form: "log-injection",
    };
    let answers = drafts::read(site.desk.store(), id).await.unwrap().unwrap();
    let mut fields = page.fields();
    fields.extend(
        filled
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    for (name, value) in fields {
        let of_the_form = ["csrf", "key"].contains(&name.as_str()) || value.is_empty();
        assert!(
            of_the_form || answers.get(&name) == Some(&value),
            "{}: {name} = {value} is lost",
            page.path
        );
    }
    sent
}

#[test]
fn another_volume_than_the_usual_one_is_sent_again_and_recorded() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let case = site.treated_case("prison").await;
        let mut page = site.follow(&nurse, &format!("/cases/{case}/dose")).await;
        for filled in [&IDENTITY[..], &CHECKS[..], &PRODUCT[..]] {
            let sent = kept(&site, &nurse, case, &page, filled).await;
            assert_eq!(sent.status, 303, "{}: {}", page.path, sent.text());
            page = site.follow(&nurse, &sent.location.unwrap()).await;
        }
        // Over the greatest volume it is refused, and nothing says that to go on once more would help.
        let far = [INJECTION[0], INJECTION[1], ("volume_ml", "20")];
        let path = page.path.clone();
        let far = site.send(&nurse, &path, &page, &far).await;
        assert_eq!(far.problems(), ["volume_ml"], "{}", far.text());
        assert!(!far.says("continue once more"), "{}", far.text());

        let asked = kept(&site, &nurse, case, &page, &MORE).await;
        assert!(asked.location.is_none(), "{:?}", asked.location);
        assert!(asked.says("you typed 2.5 ml"), "{}", asked.text());
        // Another volume is another question.
        let other = [INJECTION[0], INJECTION[1], ("volume_ml", "1.5")];
        let other = site.send(&nurse, &path, &asked, &other).await;
        assert!(other.location.is_none(), "{:?}", other.location);
        assert!(other.says("you typed 1.5 ml"), "{}", other.text());
        let mut asked = site.send(&nurse, &path, &other, &MORE).await;
        assert!(asked.location.is_none(), "{:?}", asked.location);

        asked.path.clone_from(&path);
        let taken = kept(&site, &nurse, case, &asked, &MORE).await;
        assert_eq!(taken.status, 303, "{}", taken.text());
        let presence = site.follow(&nurse, &taken.location.unwrap()).await;
        let answers = answered(&site, &nurse, presence, &[&PRESENCE[..]]).await;
        assert!(answers.says("you typed 2.5 ml"), "{}", answers.text());
        assert!(!answers.says("continue once more"), "{}", answers.text());
        let base = answers.path.strip_suffix("/answers").unwrap().to_owned();
        let done = site.send(&nurse, &format!("{base}/save"), &answers, &[]).await;
        assert_eq!(done.location, Some(format!("{base}/recorded")), "{}", done.text());
        assert_eq!(site.file(case).await.case.doses[0].content.volume_ml, "2.5");
        site.end()
    });
}
