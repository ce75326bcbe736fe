//! The records change after a letter was drawn up: it is drawn up again, or it is said to be behind (S16).

use super::letters::{check, draw, half_year, letter, missed, press, sign};
use crate::support::world::{World, day, refusals, story};
use merzim::commands::{self, SignLetter, letter_outdated};
use merzim::domain::ids::{AlertId, CaseId, LetterId};
use merzim::domain::letter::{About, Content, LetterState, NextVisit, Outdated};
use merzim::domain::refusal::Refusal;
use merzim::domain::supervision::Attendance;

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
        let drawn = letter(world, id).await;
        assert_eq!(
            drawn.last_draft().unwrap().sheet,
            *now,
            "the draft says what was shown, also of the days that had passed"
        );
        assert_eq!(behind(world, case, id).await, None, "a newer draft waits");
        assert_eq!(sign(world, "fp", id).await.unwrap(), 2);
        assert_eq!(behind(world, case, id).await, None, "it says how it is");
    });
}

/// Days after he had refused and the notice was signed the doses are stopped: what was signed stays true, in the notice and in
/// the certificate. Drawn up anew, the notice says the same, and that nothing is asked any more.
#[test]
fn a_stop_that_comes_afterwards_leaves_a_notice_and_a_certificate_as_they_were_signed() {
    for refused in [true, false] {
        story("2026-03-02 09:00", async |world| {
            let case = world.planned_for("2026-03-14").await;
            world.pass_until("2026-03-14 10:00").await;
            let attendance = if refused {
                world.refuse(case).await;
                Attendance::NotAttended
            } else {
                Attendance::NoRecord
            };
            world.pass_until("2026-03-27 10:00").await;
            let alert = AlertId::of(case, "dose", 1);
            let about = About::Alert { alert };
            let notice = draw(world, "n1", case, &about).await.unwrap();
            sign(world, "fp", notice).await.unwrap();
            let period = half_year("2026-03-02", "2026-03-26");
            let certificate = draw(world, "clerk", case, &period).await.unwrap();
            sign(world, "clerk", certificate).await.unwrap();

            world.pass_until("2026-03-28 10:00").await;
            world.hold(case, None).await;
            assert_eq!(behind(world, case, notice).await, None);
            assert_eq!(behind(world, case, certificate).await, None);
            let signed = letter(world, certificate).await;
            let Content::TreatmentCertificate(said) = &signed.signed_sheet().unwrap().content else {
                panic!("a certificate");
            };
            let visits: Vec<_> = said.visits.iter().map(|visit| visit.attendance).collect();
            assert_eq!(visits, [attendance], "the row was there, and stays");

            draw(world, "n1", case, &about).await.unwrap();
            let drawn = letter(world, notice).await;
            let Content::MissedNotice(again) = &drawn.last_draft().unwrap().sheet.content else {
                panic!("a notice");
            };
            assert_eq!(
                (again.attendance, again.said_before, again.answer_by),
                (attendance, None, None)
            );
            assert_eq!(again.over_since, Some(day("2026-03-28")));
        });
    }
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
