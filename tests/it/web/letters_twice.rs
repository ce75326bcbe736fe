//! Two physicians before one draft.

use super::letters::{led_to, sign, told};
use crate::support::{database::on_each, site::Site};
use merzim::domain::ids::AlertId;
use merzim::store::letters;

#[test]
fn whoever_signs_second_is_told_who_signed_first() {
    on_each(|fresh| async move {
        let site = Site::new(fresh).await;
        let case = told(&site).await;
        let (first, second) = (
            site.sign_in("psychiatrist").await,
            site.sign_in("psychiatrist.second").await,
        );
        let list = format!("/cases/{case}/letters");
        let page = site.get(&first, &list).await;
        let alert = format!("alert:{}", AlertId::of(case, "dose", 1));
        let letter = led_to(&site.send(&first, &list, &page, &[("about", &alert)]).await);
        let before = site.get(&second, &letter).await;
        sign(&site, &first, &letter).await;
        let fields = [("draft", "1"), ("sure", "yes")];
        let refused = site
            .send(&second, &format!("{letter}/sign"), &before, &fields)
            .await;
        assert_eq!(refused.status, 422);
        let id = letter.rsplit('/').next().unwrap().parse().unwrap();
        let signer = letters::find(site.desk.store(), id).await.unwrap().issues[0]
            .signer
            .clone();
        let said = refused.text();
        assert!(
            said.contains(&format!("{signer} signed this draft meanwhile")),
            "{said}"
        );
        site.end()
    });
}
