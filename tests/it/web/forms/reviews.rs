//! The review by a commission: a paper, the text, a signature, the way to the court and back.

use super::{Form, NO_CHOICE, begun, court::court, nothing_at, too_long};
use crate::support::{
    database::on_each,
    site::{Session, Site, day},
};
use merzim::commands;
use merzim::demo::papers;
use merzim::domain::decide::{DraftReview, FilePaper, SignReview, SubmitToCourt};
use merzim::domain::ids::{AccountId, CaseId};
use merzim::domain::ruling::RulingStep;

/// Three psychiatrists who have not treated the person.
pub const COMMISSION: [&str; 3] = ["reviewer.first", "reviewer.second", "reviewer.third"];

/// Their accounts.
pub fn members(site: &Site) -> Vec<AccountId> {
    let members = COMMISSION.iter();
    members
        .map(|name| site.actor(name).account_id().unwrap())
        .collect()
}

/// The commission writes down today what it proposes, over a version.
pub async fn draft(site: &Site, case: CaseId, proposal: &str, over: u32) {
    let form = DraftReview {
        review: 1,
        over,
        held_on: Some(day(2026, 7, 3)),
        members: members(site),
        findings: format!("версия {}", over + 1),
        proposal: proposal.into(),
        reasons: "основания".into(),
        without: "ждать дольше нельзя".into(),
    };
    commands::draft_review(&site.desk, site.actor("reviewer.first"), None, case, &form)
        .await
        .unwrap();
}

/// Somebody agrees to the first version.
async fn sign(site: &Site, case: CaseId, who: &str) {
    let form = SignReview {
        review: 1,
        version: 1,
        dissents: Some(false),
        dissent: String::new(),
    };
    commands::sign_review(&site.desk, site.actor(who), None, case, &form)
        .await
        .unwrap();
}

/// A review that all have signed.
pub async fn concluded(site: &Site, case: CaseId, proposal: &str) {
    draft(site, case, proposal, 0).await;
    for who in COMMISSION {
        sign(site, case, who).await;
    }
}

/// Reviews that are not there, under an address's last part.
async fn no_review(site: &Site, who: &Session, case: CaseId, part: &str) {
    let form = site.get(who, "/training").await;
    let nowhere = CaseId::fresh();
    let absent = [
        format!("/cases/{case}/reviews/2/{part}"),
        format!("/cases/{case}/reviews/0/{part}"),
        format!("/cases/{case}/reviews/4294967295/{part}"),
        format!("/cases/{case}/reviews/-1/{part}"),
        format!("/cases/{case}/reviews/one/{part}"),
        format!("/cases/{nowhere}/reviews/1/{part}"),
    ];
    nothing_at(site, who, &form, &absent).await;
}

#[test]
fn a_paper_is_filed_by_its_owner() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let (hash, long) = ("0123456789ABCDEF".repeat(4), too_long());
        let home = format!("/cases/{case}/reviews/1");
        let form = Form {
            path: format!("{home}/papers/statement"),
            who: "nurse.prison",
            good: &[
                ("paper_reference", "том 2, лист 14"),
                ("dated_on_day", "2"),
                ("dated_on_month", "7"),
                ("dated_on_year", "2026"),
                ("scan_sha256", &hash),
            ],
            needed: &[("dated_on", "dated_on"), ("paper_reference", "paper_reference")],
            verb: "file-review-paper",
        };
        let slips = [
            (
                &[("dated_on_day", "31"), ("dated_on_month", "2")][..],
                &["dated_on"][..],
            ),
            (&[("dated_on_day", "екі")], &["dated_on"]),
            (&[("dated_on_day", "4")], &["dated_on"]),
            (&[("scan_sha256", "abc")], &["scan_sha256"]),
        ];
        let long = [("paper_reference", &*long)];
        let slips = [&slips[..], &[(&long, &["paper_reference"])]].concat();
        let nurse = form.proves_itself_at(&site, case, &home, &slips).await;
        no_review(&site, &nurse, case, "papers/statement").await;
        let page = site.get(&nurse, &form.path).await;
        assert!(page.says("том 2, лист 14"), "{}", page.text());
        // A paper of no rule, and the one that the program holds itself, are filed by nobody.
        let none = ["no-such-paper", "dose-record"].map(|paper| format!("{home}/papers/{paper}"));
        nothing_at(&site, &nurse, &page, &none).await;
        let registrys = site.get(&nurse, &format!("{home}/papers/ruling")).await;
        assert_eq!(registrys.status, 403, "the registry's own paper");
        site.end()
    });
}

/// The desk of the psychiatrist: which review comes and when, which papers it lacks, and whose they are.
#[test]
fn the_desk_shows_what_comes_what_is_missing_and_whose_it_is() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let desk = async || {
            let doctor = site.sign_in("psychiatrist").await;
            site.get(&doctor, "/reviews?lang=en").await
        };
        let overdue = |number: u32| {
            format!("<strong>{number}</strong><span class=\"merzim-counts__words\">Overdue</span>")
        };
        let conduct = "Conduct report of the facility: Prison nurse";
        // The first dose was given on 3 July.
        let page = desk().await;
        assert!(
            page.says("3 January 2027") && page.says("Not open yet"),
            "{}",
            page.text()
        );
        assert!(!page.says(conduct), "{}", page.text());

        site.go_to("2026-12-07T05:00:00Z");
        site.round().await;
        let page = desk().await;
        for said in [
            "Latest examination by the specialists: Psychiatrist",
            "Laboratory results: Prison nurse",
            conduct,
            "Copy of the ruling in force: Clerk",
            &overdue(0),
        ] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        let form = FilePaper {
            review: 1,
            paper: "conduct".into(),
            dated_on: Some(day(2026, 12, 5)),
            reference: "№ 17".into(),
            scan_sha256: String::new(),
        };
        commands::file_review_paper(&site.desk, site.actor("nurse.prison"), None, case, &form)
            .await
            .unwrap();
        site.a_minute_later();
        let page = desk().await;
        assert!(!page.says(conduct), "{}", page.text());

        site.go_to("2027-01-05T05:00:00Z");
        site.round().await;
        let page = desk().await;
        assert!(page.says(&overdue(1)), "{}", page.text());
        site.end()
    });
}

/// Whoever opens a review reads what it waits for, whose that is and what becomes possible then, also where there is no button.
#[test]
fn a_review_says_what_it_waits_for() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let home = format!("/cases/{case}/reviews/1");
        let doctor = site.sign_in("psychiatrist").await;
        let reviewer = site.sign_in("reviewer.first").await;
        let clerk = site.sign_in("clerk").await;
        let texts_by = "physicians who have not treated the person write the text";
        let not_you = "You cleared or examined the person";
        let button = "Write down what the commission says";

        let page = site.get(&doctor, &home).await;
        for said in ["What it waits for", "Papers are missing", texts_by, not_you] {
            assert!(page.says(said), "{said}: {}", page.text());
        }
        assert!(!page.says(button), "who treats does not review: {}", page.text());
        let page = site.get(&reviewer, &home).await;
        assert!(page.says(texts_by) && !page.says(not_you), "{}", page.text());

        draft(&site, case, "extend", 0).await;
        let page = site.get(&doctor, &home).await;
        assert!(page.says("Signatures are missing"), "{}", page.text());
        assert!(!page.says("Papers are missing"), "{}", page.text());
        let seen = site.get(&clerk, &home).await;
        assert!(seen.says("Once all have signed"), "{}", seen.text());
        assert!(
            !seen.says("Signatures are missing"),
            "the clerk reads no names: {}",
            seen.text()
        );
        for who in COMMISSION {
            sign(&site, case, who).await;
        }
        for reader in [&doctor, &clerk] {
            let page = site.get(reader, &home).await;
            assert!(page.says("the clerk does it"), "{}", page.text());
        }
        site.end()
    });
}

/// A text that waits for the signature of somebody who may not give it any more is written anew.
#[test]
fn a_text_is_written_anew_without_a_member_who_treated_the_person_since() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let home = format!("/cases/{case}/reviews/1?lang=en");
        draft(&site, case, "extend", 0).await;
        let reviewer = site.sign_in("reviewer.first").await;
        let (anew, sign) = ("A new version is needed", "/reviews/1/sign\"");
        let page = site.get(&reviewer, &home).await;
        assert!(!page.says(anew) && page.body.contains(sign), "{}", page.text());
        let desk = site.get(&reviewer, "/reviews?lang=en").await;
        assert!(desk.body.contains(sign), "{}", desk.text());
        // Nothing else is missing: the desk names the signatures and whose they are.
        let complete = "All papers are here";
        assert!(desk.says("Signatures are missing"), "{}", desk.text());
        assert!(!desk.says(complete), "{}", desk.text());
        // That he signed before does not save the text.
        self::sign(&site, case, "reviewer.third").await;

        let file = site.file(case).await;
        let psychiatrist = site.actor("psychiatrist");
        let by = ("Әлиева Ж.", psychiatrist.account_id().unwrap());
        let mut exam = papers::examination(&file.case, site.desk.rules(), day(2026, 7, 3), by);
        let typed = exam.examiners.iter_mut().find(|(.., account)| account.is_none());
        typed.unwrap().1 = "reviewer.third".to_owned();
        commands::record_exam(&site.desk, psychiatrist, None, case, &exam)
            .await
            .unwrap();
        let page = site.get(&reviewer, &home).await;
        assert!(
            page.says(anew) && !page.says("Signatures are missing") && !page.body.contains(sign),
            "{}",
            page.text()
        );
        assert!(page.body.contains("/reviews/1/text\""), "{}", page.text());
        // Nor does it wait for anybody's signature on the desk, and an old link to it offers nothing to send.
        let desk = site.get(&reviewer, "/reviews?lang=en").await;
        assert!(!desk.body.contains(sign), "{}", desk.text());
        assert!(desk.says("The text must be written anew"), "{}", desk.text());
        assert!(
            !desk.says("Signatures are missing") && !desk.says(complete),
            "{}",
            desk.text()
        );
        let old = site
            .get(&reviewer, &format!("/cases/{case}/reviews/1/sign"))
            .await;
        assert!(!old.body.contains("name=\"opinion\""), "{}", old.text());
        site.end()
    });
}

/// Concluded after the end a review is kept, and its way does not say that the measure goes on.
#[test]
fn the_way_of_a_review_signed_after_the_end_leads_nowhere() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        draft(&site, case, "continue", 0).await;
        let [first, second, third] = COMMISSION;
        sign(&site, case, first).await;
        sign(&site, case, second).await;
        court(&site, case, RulingStep::EndedByCourt, day(2026, 7, 3)).await;
        sign(&site, case, third).await;
        let reviewer = site.sign_in(first).await;
        let page = site
            .get(&reviewer, &format!("/cases/{case}/reviews/1?lang=en"))
            .await;
        assert!(
            page.says("the measure had ended, and the review changes nothing")
                && !page.says("No court is needed"),
            "{}",
            page.text()
        );
        site.end()
    });
}

#[test]
fn a_commission_writes_down_what_it_says() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let long = too_long();
        let ids: Vec<_> = members(&site).iter().map(|id| format!("members_{id}")).collect();
        let treated = format!("members_{}", site.account("psychiatrist"));
        let nurse = format!("members_{}", site.account("nurse.prison"));
        let home = format!("/cases/{case}/reviews/1");
        let form = Form {
            path: format!("{home}/text"),
            who: "reviewer.first",
            good: &[
                ("findings", "психический статус описан"),
                ("held_on_day", "3"),
                ("held_on_month", "7"),
                ("held_on_year", "2026"),
                (&ids[0], "yes"),
                (&ids[1], "yes"),
                (&ids[2], "yes"),
                ("proposal", "extend"),
                ("reasons", "основания указаны"),
                ("without", "ждать дольше нельзя"),
            ],
            needed: &[
                ("held_on", "held_on"),
                ("members", "members"),
                (&ids[2], "members"),
                ("findings", "findings"),
                ("proposal", "proposal"),
                ("reasons", "reasons"),
                ("without", "without"),
            ],
            verb: "draft-review",
        };
        let slips: &[(&[(&str, &str)], &[&str])] = &[
            (&[("held_on_day", "31"), ("held_on_month", "6")], &["held_on"]),
            (&[("held_on_year", "x")], &["held_on"]),
            (&[("held_on_day", "4")], &["held_on"]),
            (&[("held_on_day", "2")], &["held_on"]),
            (&[(&treated, "yes")], &["members"]),
            (&[(&nurse, "yes")], &["members"]),
            (&[("proposal", NO_CHOICE)], &["proposal"]),
            (
                &[("findings", &long), ("reasons", &long)],
                &["findings", "reasons"],
            ),
            (&[("without", &long)], &["without"]),
            (&[("over", "3")], &[""]),
        ];
        let who = form.proves_itself_at(&site, case, &home, slips).await;
        no_review(&site, &who, case, "text").await;
        site.a_minute_later();
        // Whoever corrects begins with what stands there; a text that somebody overtook is not saved over the newer one.
        let page = site.get(&who, &form.path).await;
        assert_eq!(page.fields()["findings"], "психический статус описан");
        draft(&site, case, "continue", 1).await;
        let overtaken = site
            .send(&who, &form.path, &page, &[("findings", "дополнено")])
            .await;
        assert_eq!(
            (overtaken.status, overtaken.problems()),
            (422, vec![String::new()])
        );
        assert!(overtaken.says("дополнено") && overtaken.says("Somebody changed the text meanwhile"));
        let text = site.file(case).await.case.review(1).unwrap().text().cloned();
        assert_eq!(text.unwrap().findings, "версия 2");
        site.end()
    });
}

#[test]
fn a_member_signs_what_he_has_read() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        draft(&site, case, "continue", 0).await;
        let long = too_long();
        let home = format!("/cases/{case}/reviews/1");
        let form = Form {
            path: format!("{home}/sign"),
            who: "reviewer.first",
            good: &[("dissent", "считаю меру излишней"), ("opinion", "dissent")],
            needed: &[("opinion", "opinion"), ("dissent", "dissent")],
            verb: "sign-review",
        };
        let who = site.sign_in(form.who).await;
        // The text is corrected between reading and signing: the old form signs nothing, and shows the new text.
        let old = site.get(&who, &form.path).await;
        draft(&site, case, "continue", 1).await;
        let before = site.file(case).await.case;
        let refused = site.send(&who, &form.path, &old, form.good).await;
        assert_eq!((refused.status, refused.problems()), (422, vec![String::new()]));
        assert!(
            refused.says("Somebody changed the text meanwhile"),
            "{}",
            refused.text()
        );
        assert!(refused.says("версия 2") && refused.says("считаю меру излишней"));
        assert_eq!(site.file(case).await.case, before);
        assert_eq!(
            refused.fields()["version"],
            "2",
            "what is read now is what is signed"
        );

        let slips: &[(&[(&str, &str)], &[&str])] = &[
            (&[("opinion", NO_CHOICE)], &["opinion"]),
            (&[("dissent", &long)], &["dissent"]),
        ];
        let page = form.refuses_gaps_and(&site, &who, case, slips).await;
        form.acts_once(&site, &who, case, (&page, &home)).await;
        let signed = site.file(case).await.case;
        let signature = signed.review(1).unwrap().signature(members(&site)[0]).unwrap();
        assert_eq!(signature.content.dissent.as_deref(), Some("считаю меру излишней"));

        // To a psychiatrist who is no member, a review that waits and one that is not there are the same.
        let other = site.sign_in("psychiatrist.second").await;
        let not_mine = site.get(&other, &form.path).await;
        let absent = site.get(&other, &format!("/cases/{case}/reviews/9/sign")).await;
        assert_eq!((not_mine.status, absent.status), (403, 403));
        assert_eq!(not_mine.alike(), absent.alike());
        nothing_at(
            &site,
            &who,
            &page,
            &[format!("/cases/{}/reviews/1/sign", CaseId::fresh())],
        )
        .await;
        site.end()
    });
}

#[test]
fn what_a_review_proposes_is_sent_to_the_court() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let home = format!("/cases/{case}/reviews/1");
        let clerk = site.sign_in("clerk").await;
        draft(&site, case, "extend", 0).await;
        let early = site.get(&clerk, &format!("{home}/submission")).await;
        assert_eq!(early.status, 404, "nothing is proposed before all have signed");
        for who in COMMISSION {
            sign(&site, case, who).await;
        }
        site.go_to("2026-07-06T05:00:00Z");
        let long = too_long();
        let form = Form {
            path: format!("{home}/submission"),
            who: "clerk",
            good: &[("paper_reference", "исх. 5"), ("court", "Городской суд")],
            needed: &[
                ("sent_on", "sent_on"),
                ("court", "court"),
                ("paper_reference", "paper_reference"),
            ],
            verb: "submit-to-court",
        };
        let slips: &[(&[(&str, &str)], &[&str])] = &[
            (&[("sent_on_day", "31"), ("sent_on_month", "6")], &["sent_on"]),
            (&[("sent_on_day", "алты")], &["sent_on"]),
            (&[("sent_on_day", "7")], &["sent_on"]),
            (&[("sent_on_day", "2")], &["sent_on"]),
            (
                &[("court", &long), ("paper_reference", &long)],
                &["court", "paper_reference"],
            ),
        ];
        let clerk = form.proves_itself_at(&site, case, &home, slips).await;
        no_review(&site, &clerk, case, "submission").await;
        site.end()
    });
}

#[test]
fn a_court_leaves_the_measure_as_it_is() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let home = format!("/cases/{case}/reviews/1");
        concluded(&site, case, "extend").await;
        let clerk = site.sign_in("clerk").await;
        let early = site.get(&clerk, &format!("{home}/declined")).await;
        assert_eq!(early.status, 404, "nothing was sent");
        let sent = SubmitToCourt {
            review: 1,
            sent_on: Some(day(2026, 7, 3)),
            court: "Городской суд".into(),
            reference: "исх. 5".into(),
        };
        commands::submit_to_court(&site.desk, site.actor("clerk"), None, case, &sent)
            .await
            .unwrap();
        site.go_to("2026-07-13T05:00:00Z");
        let long = too_long();
        let form = Form {
            path: format!("{home}/declined"),
            who: "clerk",
            good: &[
                ("document", "Постановление 3"),
                ("decided_on_day", "10"),
                ("decided_on_month", "7"),
                ("decided_on_year", "2026"),
            ],
            needed: &[("decided_on", "decided_on"), ("document", "document")],
            verb: "record-court-declined",
        };
        let slips: &[(&[(&str, &str)], &[&str])] = &[
            (
                &[("decided_on_day", "31"), ("decided_on_month", "6")],
                &["decided_on"],
            ),
            (&[("decided_on_day", "он")], &["decided_on"]),
            (&[("decided_on_day", "14")], &["decided_on"]),
            (&[("decided_on_day", "2")], &["decided_on"]),
            (&[("document", &long)], &["document"]),
        ];
        let clerk = form.proves_itself_at(&site, case, &home, slips).await;
        no_review(&site, &clerk, case, "declined").await;
        site.end()
    });
}

/// Whoever sits on the commission and is about to treat reads beforehand what that does to its text; nobody else does, nor where
/// nothing waits for a signature.
#[test]
fn a_member_who_is_about_to_treat_is_told_that_nobody_signs_the_text_then() {
    on_each(|fresh| async {
        let site = Site::new(fresh).await;
        let case = begun(&site).await;
        let path = format!("/cases/{case}/exam?lang=en");
        let (member, other) = (
            site.sign_in("reviewer.first").await,
            site.sign_in("psychiatrist").await,
        );
        let told = async |who: &Session| {
            let page = site.get(who, &path).await;
            assert_eq!(page.status, 200, "{}", page.text());
            page.says("after this nobody can sign that text")
        };
        assert!(!told(&member).await);
        draft(&site, case, "extend", 0).await;
        assert!(told(&member).await);
        assert!(!told(&other).await);
        for who in COMMISSION {
            sign(&site, case, who).await;
        }
        assert!(!told(&member).await, "it is final");
        site.end()
    });
}
