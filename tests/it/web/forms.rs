//! Every form that records something in a case.

use crate::support::{database::on_each, site::Site};

#[test]
fn people_sign_in() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let nurse = site.sign_in("nurse.prison").await;
        let case = site.treated_case("prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}/dose")).await;
        assert_eq!(page.status, 404, "{}", page.body);
        site.end()
    });
}
