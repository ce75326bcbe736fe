//! Letters: drawn up from the facts, signed, frozen, withdrawn, and checked by whoever holds them (S16, S20).

use crate::support::world::{NewCase, World, ZONE, day, refusals, story};
use chrono::Days;
use merzim::access::Action;
use merzim::commands::{self, DraftBreach, DraftLetter, SignLetter};
use merzim::domain::ids::{AlertId, CaseId, LetterId};
use merzim::domain::letter::{About, Asked, Content, Letter, LetterKind, LetterState};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::domain::time::{civil_date, last_day_before, start_of_day};
use merzim::letters::{Press, said};
use merzim::store::desk::Failure;
use merzim::store::letters;
use merzim::text::{self, Language};

pub(super) fn press() -> Press {
    Press::new("https://merzim.example")
}

pub(super) async fn draw(world: &World, who: &str, case: CaseId, about: &About) -> Result<LetterId, Failure> {
    let form = DraftLetter::about(about.clone());
    commands::draft_letter(&world.desk, &world.actor(who), None, case, &form).await
}

pub(super) async fn letter(world: &World, id: LetterId) -> Letter {
    letters::find(world.desk.store(), id).await.unwrap()
}

pub(super) async fn sign(world: &World, who: &str, id: LetterId) -> Result<u32, Failure> {
    let draft = letter(world, id).await.last_draft().unwrap().number;
    let form = SignLetter { letter: id, draft };
    commands::sign_letter(&world.desk, &world.actor(who), None, form, &press()).await
}

pub(super) async fn check(world: &World, code: &str) -> Option<letters::Checked> {
    letters::check(world.desk.store(), code).await.unwrap()
}

pub(super) fn half_year(from: &str, until: &str) -> About {
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

pub(super) async fn missed(world: &World) -> (CaseId, About) {
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
