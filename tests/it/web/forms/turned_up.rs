//! `/turned-up`: somebody stands before a nurse who does not treat him.

use crate::support::page::Page;
use crate::support::site::Session;
use crate::support::{database::on_each, site::Site};

/// Asks, and goes where the answer is.
async fn ask(site: &Site, who: &Session, typed: &[(&str, &str)]) -> Page {
    let form = site.get(who, "/turned-up").await;
    let sent = site.send(who, "/turned-up", &form, typed).await;
    assert_eq!(sent.status, 303, "{:?} {}", sent.problems(), sent.text());
    site.get(who, &sent.location.expect("where the answer is")).await
}

#[test]
fn a_nurse_learns_whom_to_call_and_nothing_of_the_treatment() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        site.released_to_clinic(case).await;
        let iin = site.file(case).await.person.iin.unwrap();
        // Somebody arrested him far away, where nobody has ever seen him.
        let nurse = site.sign_in("nurse.far").await;
        for page in ["/cases", "/today"] {
            assert!(site.get(&nurse, page).await.says("href=\"/turned-up\""), "{page}");
        }
        let form = site.get(&nurse, "/turned-up").await;
        assert_eq!(form.status, 200, "{}", form.text());
        for (typed, problems) in [
            (vec![], vec!["number", "name"]),
            (vec![("number", &*iin)], vec!["name"]),
            (
                vec![
                    ("number", &*iin),
                    ("born_on_day", "17"),
                    ("born_on_month", "5"),
                    ("born_on_year", "1898"),
                ],
                vec!["name"],
            ),
            (
                vec![
                    ("number", &*iin),
                    ("name", "Ахметов Серік"),
                    ("born_on_day", "31"),
                    ("born_on_month", "6"),
                    ("born_on_year", "1898"),
                ],
                vec!["born_on"],
            ),
        ] {
            let refused = site.send(&nurse, "/turned-up", &form, &typed).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, problems.iter().map(|field| (*field).to_owned()).collect())
            );
        }
        // A number that cannot be is not answered as if it were nobody's, and is no try.
        let end = if iin.ends_with('0') { "1" } else { "0" };
        let slipped = format!("{}{end}", &iin[..11]);
        for number in [&iin[..6], &*slipped] {
            let typed = [("number", number), ("name", "Ахметов Серік")];
            let refused = site.send(&nurse, "/turned-up", &form, &typed).await;
            assert_eq!(
                (refused.status, refused.problems()),
                (422, vec!["number".to_owned()])
            );
            assert!(refused.says("check all 12 digits"), "{}", refused.text());
        }
        let nobody = "Nobody with these identifiers is under treatment";
        let born = [
            ("born_on_day", "17"),
            ("born_on_month", "5"),
            ("born_on_year", "1898"),
        ];
        let asked = |number| [&born[..], &[("number", number)]].concat();
        let unknown = ask(&site, &nurse, &asked("1234")).await;
        assert!(unknown.says(nobody), "{}", unknown.text());
        let wrong = [("number", &*iin), ("name", "Ахметов Болат")];
        let wrong = ask(&site, &nurse, &wrong).await;
        assert_eq!(
            (wrong.status, wrong.says(nobody)),
            (200, true),
            "{}",
            wrong.text()
        );

        let named = [("number", iin.as_str()), ("name", "Serik АХМЕТОВ")];
        let found = ask(&site, &nurse, &named).await;
        assert!(found.says("clinic (en) treats this person"), "{}", found.text());
        assert!(found.says("+7 727 000 00 00"), "{}", found.text());
        for hidden in ["Ахметов", "triptorelin", &*iin, &*case.to_string()] {
            assert!(!found.says(hidden), "{hidden} in {}", found.text());
        }
        let page = site.get(&nurse, &format!("/cases/{case}")).await;
        assert_eq!(page.status, 404, "she has no more to see of him");

        // Whoever waits for him sees it above everything, and can ask that organisation to take over.
        let clinic = site.sign_in("nurse.clinic").await;
        for page in ["", "/release"] {
            let page = site.get(&clinic, &format!("/cases/{case}{page}")).await;
            assert!(page.says("Came to far-prison (en)"), "{}", page.text());
        }
        let offer = site.get(&clinic, &format!("/cases/{case}/handover")).await;
        let to = offer.fields().remove("to");
        assert_eq!(to, Some(site.organisation("far-prison").to_string()));
        let officer = site.sign_in("probation").await;
        let page = site.get(&officer, &format!("/cases/{case}")).await;
        assert!(page.says("Came elsewhere on"), "{}", page.text());
        for no_way in ["probation", "police", "clerk", "psychiatrist"] {
            site.a_minute_later();
            let who = site.sign_in(no_way).await;
            assert_eq!(site.get(&who, "/turned-up").await.status, 403, "{no_way}");
        }
        site.end()
    });
}

#[test]
fn an_ended_case_is_answered_like_none() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let iin = site.file(case).await.person.iin.unwrap();
        let died = merzim::domain::decide::EndCase {
            departure: Some(merzim::domain::event::Departure::Death),
            ended_at: Some(site.clock.now()),
            document: "справка 5".to_owned(),
        };
        merzim::commands::end_case(&site.desk, site.actor("clerk"), None, case, &died)
            .await
            .unwrap();
        let nurse = site.sign_in("nurse.far").await;
        let typed = [("number", &*iin), ("name", "Akhmetov Serik")];
        let answer = ask(&site, &nurse, &typed).await;
        assert!(
            answer.says("Nobody with these identifiers is under treatment"),
            "{}",
            answer.text()
        );
        assert!(site.file(case).await.case.passage.turned_up.is_empty());
        site.end()
    });
}

/// Neither what was typed nor the answer is lost, and nothing is asked a second time by it.
#[test]
fn an_answer_stands_in_every_language_and_what_was_typed_beside_it() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = site.treated_case("prison").await;
        let iin = site.file(case).await.person.iin.unwrap();
        let nurse = site.sign_in("nurse.far").await;
        let form = site.get(&nurse, "/turned-up").await;
        let typed = [("number", &*iin), ("name", "Ахметов Болат")];
        let sent = site.send(&nurse, "/turned-up", &form, &typed).await;
        let at = sent.location.unwrap();
        for word in [&*iin, "%D0"] {
            assert!(!at.contains(word), "{word} in {at}");
        }
        let nobody = site.get(&nurse, &at).await;
        let fields = nobody.fields();
        assert_eq!((&*fields["number"], &*fields["name"]), (&*iin, "Ахметов Болат"));
        assert_ne!(
            fields["key"],
            form.fields()["key"],
            "another try is another sending"
        );

        let ways = nobody.body.split("formaction=\"").skip(1);
        let mut ways = ways.filter_map(|rest| rest.split('"').next());
        let send = ways.find(|way| way.starts_with("/language?to=ru"));
        let send = send.expect("a way into the other language");
        let send = send.replace("&amp;", "&");
        let switched = site.send(&nurse, &send, &nobody, &[]).await.location.unwrap();
        let russian = site.get(&nurse, &switched).await;
        assert!(
            russian.says("Никто с такими данными терапию не получает"),
            "{}",
            russian.text()
        );
        assert_eq!(russian.fields()["number"], iin);

        // Whom to call is said again in the other language too, with nothing typed beside it.
        let right = [("number", &*iin), ("name", "Ахметов Серік")];
        let call = ask(&site, &nurse, &right).await;
        assert!(call.says("+7 727 000 00 00"), "{}", call.text());
        assert_eq!(call.fields()["number"], "");
        let again = site.get(&nurse, &format!("{}&lang=en", call.path)).await;
        assert!(again.says("+7 727 000 00 00"), "{}", again.text());
        assert_eq!(site.file(case).await.case.passage.turned_up.len(), 1);

        // It is nobody else's.
        let other = site.sign_in("nurse.clinic").await;
        let other = site.get(&other, &call.path).await;
        assert_eq!(other.status, 200);
        assert!(!other.says("+7 727 000 00 00"), "{}", other.text());
        site.end()
    });
}
