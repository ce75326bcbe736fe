//! Results are for those who treat: nobody else opens a page that shows or takes one.

use crate::support::{database::on_each, site::Site};

#[test]
fn nobody_but_those_who_treat_sees_a_result() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let pages = ["results", "results/new", "exam", "judge", "reaction"];
        for name in ["probation", "police", "controller", "clerk", "pharmacist"] {
            let who = site.sign_in(name).await;
            for page in pages {
                let answer = site.get(&who, &format!("/cases/{case}/{page}")).await;
                assert!(
                    matches!(answer.status, 403 | 404),
                    "{name} {page}: {}",
                    answer.status
                );
                assert!(
                    !answer.says("testosterone") && !answer.says("estosteron"),
                    "{name} {page}"
                );
            }
        }
        let nurse = site.sign_in("nurse.prison").await;
        let page = site.get(&nurse, &format!("/cases/{case}/results")).await;
        assert_eq!(page.status, 200, "{}", page.text());
        for page in ["exam", "judge"] {
            let answer = site.get(&nurse, &format!("/cases/{case}/{page}")).await;
            assert_eq!(answer.status, 403, "{page} is not a nurse's");
        }
        site.end()
    });
}
