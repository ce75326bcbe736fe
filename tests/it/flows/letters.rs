//! Letters: drawn up from the facts, signed, frozen, replaced when the facts change, withdrawn, and checked by whoever
//! holds them (S16, S20).

use crate::support::world::{NewCase, World, ZONE, day, refusals, story};
use chrono::Days;
use merzim::access::Action;
use merzim::commands::{self, DraftBreach, DraftLetter, SignLetter, letter_outdated};
use merzim::domain::ids::{AlertId, CaseId, LetterId};
use merzim::domain::letter::{
    About, Asked, Content, Letter, LetterKind, LetterState, NextVisit, Outdated, PauseGround, read_code,
};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::ruling::{RulingState, RulingStep};
use merzim::domain::supervision::Attendance;
use merzim::domain::time::{civil_date, last_day_before, start_of_day};
use merzim::letters::{Press, said};
use merzim::secrets::{digest, hex};
use merzim::store::desk::Failure;
use merzim::store::letters;
use merzim::text::{self, Language};

fn press() -> Press {
    Press::new("https://merzim.example")
}

async fn draw(world: &World, who: &str, case: CaseId, about: &About) -> Result<LetterId, Failure> {
    let form = DraftLetter::about(about.clone());
    commands::draft_letter(&world.desk, &world.actor(who), None, case, &form).await
}

async fn letter(world: &World, id: LetterId) -> Letter {
    letters::find(world.desk.store(), id).await.unwrap()
}

async fn sign(world: &World, who: &str, id: LetterId) -> Result<u32, Failure> {
    let draft = letter(world, id).await.last_draft().unwrap().number;
    let form = SignLetter { letter: id, draft };
    commands::sign_letter(&world.desk, &world.actor(who), None, form, &press()).await
}

async fn check(world: &World, code: &str) -> Option<letters::Checked> {
    letters::check(world.desk.store(), code).await.unwrap()
}

fn half_year(from: &str, until: &str) -> About {
    About::Period {
        from_on: day(from),
        until_on: day(until),
        asked: Asked {
            by: "Алматы қ. соты".to_owned(),
            ground: "сұрау № 5".to_owned(),
            on: day(until),
        },
    }
}

/// S20: the judge asks for January to June.
#[test]
fn a_certificate_says_who_came_when_and_nothing_of_the_treatment() {
    for (opened, first, late, held, lifted, suspended, resumed, until) in [
        (
            "2026-01-05",
            "2026-01-12",
            "2026-04-22",
            "2026-05-04",
            "2026-05-11",
            "2026-05-18",
            "2026-05-25",
            "2026-06-30",
        ),
        (
            "2027-01-04",
            "2027-01-11",
            "2027-04-21",
            "2027-05-03",
            "2027-05-10",
            "2027-05-17",
            "2027-05-24",
            "2027-06-30",
        ),
    ] {
        story(&format!("{opened} 09:00"), async |world| {
            let case = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(&format!("{late} 10:00")).await;
            world.give_late(case, "contraindication").await.unwrap();
            world.pass_until(&format!("{held} 10:00")).await;
            let hold = world.hold(case, None).await;
            world.pass_until(&format!("{lifted} 10:00")).await;
            world.lift("fp", case, hold).await.unwrap();
            world.pass_until(&format!("{suspended} 10:00")).await;
            world.court(case, RulingStep::Suspended, suspended).await.unwrap();
            world.pass_until(&format!("{resumed} 10:00")).await;
            world.court(case, RulingStep::Resumed, resumed).await.unwrap();
            world.pass_until(&format!("{until} 12:00")).await;

            let about = half_year(opened, until);
            let id = draw(world, "clerk", case, &about).await.unwrap();
            assert_eq!(sign(world, "clerk", id).await.unwrap(), 1);
            let signed = letter(world, id).await;
            let Content::TreatmentCertificate(certificate) = &signed.signed_sheet().unwrap().content else {
                panic!("a certificate");
            };
            let visits: Vec<_> = certificate
                .visits
                .iter()
                .map(|visit| (visit.on, visit.attendance, visit.in_time))
                .collect();
            assert_eq!(
                visits,
                [
                    (day(first), Attendance::Attended, Some(true)),
                    (day(late), Attendance::Attended, Some(false)),
                ]
            );
            let pauses: Vec<_> = certificate
                .pauses
                .iter()
                .map(|pause| (pause.from_on, pause.until_on, pause.ground))
                .collect();
            let before = |on: &str| day(on).pred_opt().unwrap();
            assert_eq!(
                pauses,
                [
                    (day(held), before(lifted), PauseGround::Justified),
                    (day(suspended), before(resumed), PauseGround::Court),
                ]
            );
            assert_eq!(certificate.rulings.len(), 1);
            let data = serde_json::to_string(signed.signed_sheet().unwrap()).unwrap();
            for clinical in ["triptorelin", "gluteal", "биохимия", "contraindication", "lot"] {
                assert!(!data.contains(clinical), "{clinical} in {data}");
            }

            // Whoever holds the paper checks it.
            let issue = signed.last_issue().unwrap();
            assert_eq!(read_code(&issue.code).as_ref(), Some(&issue.code));
            let known = check(world, &issue.code).await.unwrap();
            assert_eq!(
                (known.letter_number.as_str(), known.issue, known.withdrawn),
                (issue.letter_number.as_str(), 1, false)
            );
            for language in ["kk", "ru", "en"] {
                let bytes = letters::file(world.desk.store(), id, 1, language).await.unwrap();
                assert!(known.files.contains(&hex(&digest(&bytes))), "{language}");
                assert!(bytes.starts_with(b"%PDF-"));
            }
        });
    }
}

/// A ruling that is appealed against is no ruling that simply speaks: the paper says of its last day what the case says.
#[test]
fn a_certificate_says_that_a_ruling_is_under_appeal() {
    for (opened, appealed, until) in [
        ("2026-03-02", "2026-03-10", "2026-03-20"),
        ("2026-12-01", "2026-12-28", "2027-01-04"),
    ] {
        story(&format!("{opened} 09:00"), async |world| {
            let case = world.open(NewCase::default()).await;
            world.pass_until(&format!("{appealed} 10:00")).await;
            let before = day(appealed).pred_opt().unwrap().to_string();
            world.court(case, RulingStep::Appealed, appealed).await.unwrap();
            world.pass_until(&format!("{until} 12:00")).await;
            for (last, state) in [(before.as_str(), None), (until, Some(RulingState::UnderAppeal))] {
                let id = draw(world, "clerk", case, &half_year(opened, last))
                    .await
                    .unwrap();
                let drawn = letter(world, id).await;
                let Content::TreatmentCertificate(certificate) = &drawn.last_draft().unwrap().sheet.content
                else {
                    panic!("a certificate");
                };
                let states: Vec<_> = certificate.rulings.iter().map(|ruling| ruling.state).collect();
                assert_eq!(states, [state], "{last}");
            }
        });
    }
}

#[test]
fn a_request_must_say_who_asks_and_why_and_a_period_must_have_been() {
    story("2026-03-02 09:00", async |world| {
        let case = world.planned_for("2026-03-14").await;
        let mut nobody = half_year("2026-03-01", "2026-03-02");
        if let About::Period { asked, .. } = &mut nobody {
            asked.by.clear();
            asked.ground = "  ".to_owned();
        }
        let refused = refusals(draw(world, "clerk", case, &nobody).await);
        assert_eq!(
            refused,
            [
                Refusal::Required { field: "asked_by" },
                Refusal::Required {
                    field: "asked_ground"
                }
            ]
        );
        let reversed = half_year("2026-03-02", "2026-03-01");
        assert!(matches!(
            refusals(draw(world, "clerk", case, &reversed).await)[..],
            [Refusal::NotBefore { .. }]
        ));
        let ahead = half_year("2026-03-02", "2026-03-03");
        assert!(matches!(
            refusals(draw(world, "clerk", case, &ahead).await)[..],
            [Refusal::NotAfter { .. }]
        ));
        assert!(
            letters::of_case(world.desk.store(), case)
                .await
                .unwrap()
                .is_empty(),
            "nothing half-made"
        );
    });
}

async fn missed(world: &World) -> (CaseId, About) {
    let case = world.planned_for("2026-03-14").await;
    world.pass_until("2026-03-14 10:00").await;
    world.refuse(case).await;
    world.pass_until("2026-03-24 10:00").await;
    let alert = AlertId::of(case, "dose", 1);
    (case, About::Alert { alert })
}

/// A deadline at midnight is the end of the day before: the alert page says so, and so does the letter.
#[test]
fn a_notice_asks_for_an_answer_by_the_last_day_of_the_time_for_it() {
    for (opened, target) in [
        ("2026-03-02 09:00", "2026-03-14"),
        ("2026-11-09 09:00", "2026-11-20"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let mut on = day(target);
            while world.climbs_to(case, "probation").await.is_empty() {
                on = on.succ_opt().unwrap();
                world.pass_until(&format!("{on} 10:00")).await;
            }
            let alert = world.alert_about(case, Kind::Dose).await;
            let by = alert.last_hop().unwrap().acknowledge_by.unwrap();
            let ends_before = civil_date(by, ZONE);
            assert_eq!(
                by,
                start_of_day(ends_before, ZONE),
                "whoever is asked has whole days"
            );
            let id = draw(world, "n1", case, &About::Alert { alert: alert.id }).await;
            let drawn = letter(world, id.unwrap()).await;
            let Content::MissedNotice(notice) = &drawn.last_draft().unwrap().sheet.content else {
                panic!("a notice");
            };
            assert_eq!(notice.answer_by, ends_before.pred_opt());
        });
    }
}

/// A later step of the ladder asks somebody else as well and gives nobody more time: the letter names the deadline that the
/// page of the officer shows, and once that is over it says so.
#[test]
fn a_notice_signed_after_the_time_for_an_answer_says_that_it_is_over() {
    for (opened, target) in [
        ("2026-03-02 09:00", "2026-03-14"),
        ("2026-11-09 09:00", "2026-11-20"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(target).await;
            let body = world.file(case).await.facts.supervising;
            let mut on = day(target);
            let (alert, by) = loop {
                on = on.succ_opt().unwrap();
                assert!(
                    on < day(target) + Days::new(40),
                    "a later step has its own deadline"
                );
                world.pass_until(&format!("{on} 10:00")).await;
                if world.climbs_to(case, "probation").await.is_empty() {
                    continue;
                }
                let alert = world.alert_about(case, Kind::Dose).await;
                let by = alert.answer_by(body).unwrap();
                if alert.last_hop().unwrap().acknowledge_by > Some(by) {
                    break (alert, by);
                }
            };
            let last_on = last_day_before(by, ZONE);
            while on <= last_on {
                on = on.succ_opt().unwrap();
                world.pass_until(&format!("{on} 10:00")).await;
            }
            let id = draw(world, "n1", case, &About::Alert { alert: alert.id })
                .await
                .unwrap();
            sign(world, "fp", id).await.unwrap();
            let signed = letter(world, id).await;
            let Content::MissedNotice(notice) = &signed.signed_sheet().unwrap().content else {
                panic!("a notice");
            };
            assert_eq!(notice.answer_by, Some(last_on));
            let paper = signed.paper(signed.last_issue().unwrap()).unwrap();
            assert!(last_on < paper.dated_on, "{last_on}");
            let said = said(&paper, Language::En, "https://merzim.example").unwrap();
            let said = serde_json::to_string(&said).unwrap();
            let ended = format!(
                "the time for an answer to the alert ended on {}",
                text::date(last_on, Language::En)
            );
            assert!(said.contains(&ended), "{said}");
            assert!(!said.contains("Please let us know by"), "{said}");
        });
    }
}

/// S16: probation was told on paper, and the record was about somebody else.
#[test]
fn a_corrected_record_makes_a_corrected_notice() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let id = draw(world, "n1", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        let first = letter(world, id).await;
        let number = first.last_issue().unwrap().letter_number.clone();
        assert_eq!(number, "KZ/2026/00001");
        let told: Vec<_> = world
            .mail(case)
            .await
            .into_iter()
            .filter(|mail| mail.template == "message-letter")
            .collect();
        assert_eq!(told.len(), 2, "the officer and the head");
        for mail in &told {
            let mut keys: Vec<_> = mail.arguments.keys().map(String::as_str).collect();
            keys.sort_unstable();
            assert_eq!(
                keys,
                ["letter", "reference"],
                "the reference and the link, nothing else"
            );
        }

        let record = world.file(case).await.case.not_given[0].content.id;
        world.void("n1", case, record).await.unwrap();
        world.sweep().await;
        assert_eq!(
            refusals(sign(world, "fp", id).await),
            [Refusal::NothingToDo],
            "no draft waits"
        );
        let again = draw(world, "n1", case, &about).await.unwrap();
        assert_eq!(again, id, "about one thing there is one letter");
        assert_eq!(letter(world, id).await.state(), LetterState::Redrawn);
        assert_eq!(sign(world, "fp", id).await.unwrap(), 2);

        let second = letter(world, id).await;
        let Content::MissedNotice(notice) = &second.signed_sheet().unwrap().content else {
            panic!("a notice");
        };
        assert_eq!(notice.said_before, Some(Attendance::NotAttended));
        assert_ne!(notice.attendance, Attendance::NotAttended);
        assert_eq!(
            second.issues[0], first.issues[0],
            "what was signed stays as it was"
        );
        assert_eq!(second.issues[1].letter_number, number, "one letter, one number");
        let old = check(world, &second.issues[0].code).await.unwrap();
        assert_eq!(
            (old.issue, old.last_issue),
            (1, 2),
            "the first paper was replaced"
        );
    });
}

/// How the records have left a letter behind.
async fn behind(world: &World, case: CaseId, id: LetterId) -> Option<Outdated> {
    let file = world.file(case).await;
    letter_outdated(&file, world.desk.rules(), &letter(world, id).await)
}

#[test]
fn a_signed_letter_is_behind_once_the_records_say_something_else() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let id = draw(world, "n1", case, &about).await.unwrap();
        assert_eq!(
            behind(world, case, id).await,
            None,
            "a draft is read again when it is signed"
        );
        sign(world, "fp", id).await.unwrap();
        assert_eq!(behind(world, case, id).await, None);
        // Days pass, somebody else is told, other days are named: nothing that was said becomes wrong.
        world.pass_until("2026-03-26 10:00").await;
        assert_eq!(
            behind(world, case, id).await,
            None,
            "time alone makes no letter wrong"
        );

        let record = world.file(case).await.case.not_given[0].content.id;
        world.void("n1", case, record).await.unwrap();
        world.sweep().await;
        let Some(Outdated::Says(now)) = behind(world, case, id).await else {
            panic!("the record was about somebody else");
        };
        let Content::MissedNotice(notice) = &now.content else {
            panic!("a notice");
        };
        assert_ne!(notice.attendance, Attendance::NotAttended);
        assert_eq!(notice.said_before, Some(Attendance::NotAttended));

        draw(world, "n1", case, &about).await.unwrap();
        assert_eq!(behind(world, case, id).await, None, "a newer draft waits");
        assert_eq!(sign(world, "fp", id).await.unwrap(), 2);
        assert_eq!(behind(world, case, id).await, None, "it says how it is");
    });
}

/// A certificate of a period that is over: what is corrected in it later makes it wrong, what happens after it does not.
#[test]
fn a_certificate_is_behind_only_by_what_changes_in_its_period() {
    story("2026-01-05 09:00", async |world| {
        let case = world.planned_for("2026-01-12").await;
        world.pass_until("2026-01-12 10:00").await;
        world.give(case).await.unwrap();
        world.pass_until("2026-01-31 12:00").await;
        let about = half_year("2026-01-05", "2026-01-30");
        let id = draw(world, "clerk", case, &about).await.unwrap();
        sign(world, "clerk", id).await.unwrap();
        world.pass_until("2026-02-06 10:00").await;
        let hold = world.hold(case, None).await;
        world.pass_until("2026-02-07 10:00").await;
        world.lift("fp", case, hold).await.unwrap();
        assert_eq!(behind(world, case, id).await, None, "that was after the period");
        let dose = world.file(case).await.case.doses[0].content.id;
        world.void("n1", case, dose).await.unwrap();
        let now = behind(world, case, id).await;
        assert!(matches!(now, Some(Outdated::Says(_))), "{now:?}");
        // Withdrawn, it says nothing any more.
        let clerk = world.actor("clerk");
        commands::withdraw_letter(&world.desk, &clerk, None, id, "басқа адам")
            .await
            .unwrap();
        assert_eq!(behind(world, case, id).await, None);
    });
}

#[test]
fn nobody_signs_what_the_records_no_longer_say() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let id = draw(world, "fp", case, &about).await.unwrap();
        assert_eq!(letter(world, id).await.state(), LetterState::Draft);
        let drawn = letter(world, id).await;
        let Content::MissedNotice(notice) = &drawn.last_draft().unwrap().sheet.content else {
            panic!("a notice");
        };
        assert_eq!(
            (notice.attendance, notice.next),
            (Attendance::NotAttended, Some(NextVisit::AtOnce))
        );
        let record = world.file(case).await.case.not_given[0].content.id;
        world.void("n1", case, record).await.unwrap();
        assert_eq!(refusals(sign(world, "fp", id).await), [Refusal::FactsChanged]);
        // Another hand drew it up again meanwhile: the draft that was read is not the one to be signed.
        draw(world, "n1", case, &about).await.unwrap();
        let form = SignLetter { letter: id, draft: 1 };
        let stale = commands::sign_letter(&world.desk, &world.actor("fp"), None, form, &press()).await;
        assert_eq!(refusals(stale), [Refusal::TextChanged]);
        assert_eq!(
            refusals(draw(world, "n1", case, &about).await),
            [Refusal::NothingToDo],
            "drawn up already"
        );
        assert!(letter(world, id).await.issues.is_empty());
    });
}

#[test]
fn numbers_have_no_gaps_and_begin_anew_with_the_year() {
    story("2026-12-20 09:00", async |world| {
        let case = world.open(NewCase::default()).await;
        let mut numbers = Vec::new();
        for (now, from) in [
            ("2026-12-21 10:00", "2026-12-01"),
            ("2026-12-22 10:00", "2026-12-02"),
            ("2026-12-31 23:59", "2026-12-03"),
            ("2027-01-01 00:00", "2026-12-04"),
        ] {
            world.pass_until(now).await;
            // A draft that nobody signs takes no number.
            draw(world, "clerk", case, &half_year("2026-12-05", &now[..10]))
                .await
                .unwrap();
            let id = draw(world, "clerk", case, &half_year(from, &now[..10]))
                .await
                .unwrap();
            sign(world, "clerk", id).await.unwrap();
            numbers.push(letter(world, id).await.issues[0].letter_number.clone());
        }
        assert_eq!(
            numbers,
            ["KZ/2026/00001", "KZ/2026/00002", "KZ/2026/00003", "KZ/2027/00001"]
        );
    });
}

#[test]
fn a_withdrawn_letter_stays_and_says_so_and_another_takes_its_place() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let id = draw(world, "fp", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        let fp = world.actor("fp");
        let empty = commands::withdraw_letter(&world.desk, &fp, None, id, "  ").await;
        assert_eq!(refusals(empty), [Refusal::Required { field: "reason" }]);
        commands::withdraw_letter(&world.desk, &fp, None, id, "басқа адам")
            .await
            .unwrap();
        let twice = commands::withdraw_letter(&world.desk, &fp, None, id, "басқа адам").await;
        assert_eq!(refusals(twice), [Refusal::NothingToDo]);
        let withdrawn = letter(world, id).await;
        assert_eq!(
            (withdrawn.state(), withdrawn.issues.len()),
            (LetterState::Withdrawn, 1)
        );
        assert!(check(world, &withdrawn.issues[0].code).await.unwrap().withdrawn);
        assert!(
            letters::file(world.desk.store(), id, 1, "kk").await.is_ok(),
            "it stays readable"
        );
        let other = draw(world, "fp", case, &about).await.unwrap();
        assert_ne!(other, id);
        sign(world, "fp", other).await.unwrap();
        assert_eq!(
            letter(world, other).await.issues[0].letter_number,
            "KZ/2026/00002"
        );
    });
}

/// The mails about a letter with one of the texts: to whom, and what they hold.
async fn told_by(world: &World, case: CaseId, template: &str) -> Vec<(&'static str, Vec<String>)> {
    let all = world.mail(case).await.into_iter();
    let of = all.filter(|mail| mail.template == template);
    let mut told: Vec<_> = of
        .filter_map(|mail| {
            let who = world.country.name_of_account(mail.recipient?);
            let mut held: Vec<_> = mail.arguments.keys().cloned().collect();
            held.sort_unstable();
            Some((who, held))
        })
        .collect();
    told.sort_unstable();
    told
}

fn with_link(who: &'static str) -> (&'static str, Vec<String>) {
    (who, ["letter", "reference"].map(str::to_owned).into())
}

fn without_link(who: &'static str) -> (&'static str, Vec<String>) {
    (who, ["of", "reference"].map(str::to_owned).into())
}

/// The office was told of a letter; the officer leaves, and another comes. Each issue, and the withdrawal, is told to everybody
/// who was told before, once.
#[test]
fn whoever_was_told_of_a_letter_is_told_what_became_of_it() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let id = draw(world, "n1", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        let first = [with_link("po"), with_link("ps")];
        assert_eq!(told_by(world, case, "message-letter").await, first);

        let officer = world.country.person("po").id;
        commands::disable_account(&world.desk, &world.actor("admin"), None, officer)
            .await
            .unwrap();
        world.newcomer("probation-officer", "probation").await;
        let record = world.file(case).await.case.not_given[0].content.id;
        world.void("n1", case, record).await.unwrap();
        draw(world, "n1", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        let [officer, head] = first;
        assert_eq!(
            told_by(world, case, "message-letter").await,
            [with_link("newcomer"), officer, head],
            "whoever hears of it for the first time"
        );
        assert_eq!(
            told_by(world, case, "message-letter-again").await,
            [with_link("ps")]
        );
        assert_eq!(
            told_by(world, case, "message-letter-left").await,
            [without_link("po")]
        );

        let fp = world.actor("fp");
        commands::withdraw_letter(&world.desk, &fp, None, id, "басқа адам")
            .await
            .unwrap();
        let withdrawn = told_by(world, case, "message-letter-withdrawn").await;
        assert_eq!(withdrawn, [with_link("newcomer"), with_link("ps")]);
        assert_eq!(
            told_by(world, case, "message-letter-left").await,
            [without_link("po"), without_link("po")]
        );
    });
}

/// Another body supervises by now: the former one cannot open its letter, and is told that it no longer stands.
#[test]
fn a_letter_that_is_withdrawn_after_the_case_passed_on_leads_the_former_body_nowhere() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let fp = world.actor("fp");
        // A draft that nobody signed was told to nobody, and so is that it is withdrawn.
        let draft = draw(world, "n1", case, &about).await.unwrap();
        commands::withdraw_letter(&world.desk, &fp, None, draft, "басқа адам")
            .await
            .unwrap();
        assert_eq!(told_by(world, case, "message-letter-withdrawn").await, []);
        let id = draw(world, "n1", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        let (clerk, police) = (world.actor("clerk"), world.country.place("police").id);
        let on = day("2026-03-25");
        commands::change_supervision(&world.desk, &clerk, None, case, police, on, "сот шешімі")
            .await
            .unwrap();
        world.pass_until("2026-03-25 10:00").await;
        commands::withdraw_letter(&world.desk, &fp, None, id, "басқа адам")
            .await
            .unwrap();
        assert_eq!(
            told_by(world, case, "message-letter-left").await,
            [without_link("po"), without_link("ps")]
        );
        assert_eq!(told_by(world, case, "message-letter-withdrawn").await, []);
    });
}

#[test]
fn nobody_writes_what_is_not_his_to_write() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        for who in ["po", "ps", "cop", "clerk", "ph", "n3", "fp2", "auditor", "co"] {
            let drawn = draw(world, who, case, &about).await;
            assert!(matches!(drawn, Err(Failure::Forbidden(_))), "{who} draws up");
        }
        let id = draw(world, "n1", case, &about).await.unwrap();
        for who in ["n1", "po", "clerk", "fp2", "auditor", "co"] {
            assert!(
                matches!(sign(world, who, id).await, Err(Failure::Forbidden(_))),
                "{who} signs"
            );
        }
        sign(world, "fp", id).await.unwrap();
        // The body it was written to reads it and no other body; the registry reads of such notices what it draws up.
        for (who, kind, may) in [
            ("po", LetterKind::MissedNotice, true),
            ("ps", LetterKind::MissedNotice, true),
            ("cop", LetterKind::MissedNotice, false),
            ("po2", LetterKind::MissedNotice, false),
            ("n1", LetterKind::MissedNotice, true),
            ("clerk", LetterKind::MissedNotice, false),
            ("clerk", LetterKind::JustifiedAbsence, false),
            ("clerk", LetterKind::ReleaseNotice, true),
            ("clerk", LetterKind::MeasureEnded, true),
            ("clerk2", LetterKind::ReleaseNotice, false),
        ] {
            let own = world.country.place("probation").id;
            let paper = serde_json::Map::new();
            let about = (Some(own), kind);
            let look = world
                .desk
                .look_at_paper(&world.actor(who), Action::ReadNoticeLetter, case, about, paper)
                .await;
            assert_eq!(look.is_ok(), may, "{who}: {kind:?}");
        }
    });
}

#[test]
fn the_database_refuses_to_change_a_letter() {
    story("2026-03-02 09:00", async |world| {
        let (case, about) = missed(world).await;
        let id = draw(world, "fp", case, &about).await.unwrap();
        sign(world, "fp", id).await.unwrap();
        for (table, change) in [
            ("letter", "kind = 'own-record'"),
            ("letter_draft", "data = '{}'"),
            ("letter_issue", "signer = 'x'"),
            ("letter_file", "sha256 = ''"),
        ] {
            let changed = world
                .fresh
                .intrude(&format!("UPDATE {table} SET {change}"), [])
                .await;
            assert!(changed.is_err(), "{table} was changed");
            let deleted = world.fresh.intrude(&format!("DELETE FROM {table}"), []).await;
            assert!(deleted.is_err(), "{table} was deleted");
        }
    });
}

/// Ready within minutes: who, which records, since when.
#[test]
fn a_breach_is_told_from_the_ledger() {
    for (opened, first, found, tell_by) in [
        // A Tuesday, and a Friday before a weekend.
        ("2026-03-02 09:00", "2026-03-10", "2026-03-10", "2026-03-11"),
        ("2026-06-01 09:00", "2026-06-12", "2026-06-12", "2026-06-15"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first).await;
            let other = world.planned_for(first).await;
            world.pass_until(&format!("{first} 10:00")).await;
            world.give(case).await.unwrap();
            let n1 = world.actor("n1");
            for _ in 0..2 {
                world
                    .desk
                    .look(&n1, Action::ReadClinicalFile, other)
                    .await
                    .unwrap();
            }
            let form = DraftBreach {
                sign_in_name: "n1".to_owned(),
                from_on: Some(day(first)),
                until_on: Some(day(first)),
                found_on: Some(day(found)),
                words: "құпиясөз белгілі болды".to_owned(),
            };
            for who in ["n1", "fp", "clerk", "co", "po"] {
                let drawn = commands::draft_breach_dossier(&world.desk, &world.actor(who), None, &form).await;
                assert!(matches!(drawn, Err(Failure::Forbidden(_))), "{who}");
            }
            let auditor = world.actor("auditor");
            let empty =
                commands::draft_breach_dossier(&world.desk, &auditor, None, &DraftBreach::default()).await;
            assert_eq!(refusals(empty).len(), 5, "everything that is missing, at once");
            let id = commands::draft_breach_dossier(&world.desk, &auditor, None, &form)
                .await
                .unwrap();
            assert_eq!(sign(world, "auditor", id).await.unwrap(), 1);
            let signed = letter(world, id).await;
            let Content::BreachDossier(breach) = &signed.signed_sheet().unwrap().content else {
                panic!("a dossier");
            };
            assert_eq!(breach.tell_by, day(tell_by));
            let touched: Vec<_> = breach
                .cases
                .iter()
                .map(|case| (case.reads, case.changes))
                .collect();
            assert_eq!(
                touched,
                [(0, 1), (2, 0)],
                "one dose recorded, two looks at another case"
            );
        });
    }
}
