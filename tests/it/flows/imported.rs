//! A roster of existing cases is taken over: row by row judged, whole or not at all, once, and undone as a whole.

use crate::support::sink::Sink;
use crate::support::world::{M3, World, at, day, refusals, story};
use chrono::TimeDelta;
use merzim::commands::{self, ImportDone, Judged, Verdict};
use merzim::domain::{
    event::Event,
    ids::{CaseId, RecordId},
    iin::Iin,
    import::RosterRow,
    obligation::Kind,
    refusal::Refusal,
    rules::Channel,
    ruling::Standing,
};
use merzim::jobs::{self, WayOut, transport::Transport};
use merzim::store::desk::{Desk, Failure};
use merzim::store::outbox::{self, Message};
use merzim::store::reading;
use std::collections::BTreeSet;

pub(super) const OPENED: &str = "2026-07-03 09:00";

/// A valid number of somebody born on 17 May 1898, by a running number.
pub(super) fn iin(number: u32) -> String {
    let body = format!("9805171{number:03}");
    let wanted = (0..100).map(|end| format!("{body}{end:02}"));
    wanted.into_iter().find(|iin| Iin::parse(iin).is_ok()).unwrap()
}

pub(super) fn row(number: usize, iin: &str, doses: &str) -> RosterRow {
    let mut row = RosterRow::of(
        number,
        &[
            ("name_cyrillic", "Қ. Қ."),
            ("name_latin", "K. K."),
            ("born_on", "17.05.1898"),
            ("court", "Алматы қ. соты"),
            ("ruled_on", "2025-11-20"),
            ("in_force_on", "2025-12-01"),
            ("place", "p1"),
            ("supervising", "probation"),
        ],
    );
    row.cells.insert("iin", iin.to_owned());
    row.cells.insert("ruling_number", format!("K-{iin}"));
    if !doses.is_empty() {
        row.cells.insert("product", M3.to_owned());
        row.cells.insert("doses", doses.to_owned());
    }
    row
}

pub(super) fn rows() -> Vec<RosterRow> {
    vec![
        row(
            2,
            &iin(1),
            "2026-01-12 10:30 L7 2027-01-31; 2026-04-13 L8 2027-03-31",
        ),
        row(3, &iin(2), ""),
        row(5, &iin(3), "13.04.2026 L8 31.03.2027"),
    ]
}

pub(super) async fn import(world: &World, desk: &Desk, rows: &[RosterRow]) -> Result<ImportDone, Failure> {
    commands::import_roster(desk, &world.actor("clerk"), None, rows, [7; 32]).await
}

pub(super) async fn judged(world: &World, rows: &[RosterRow]) -> Vec<Judged> {
    commands::judge_roster(&world.desk, rows).await.unwrap()
}

async fn undo(world: &World, import: RecordId, words: &str) -> Result<u64, Failure> {
    commands::undo_import(&world.desk, &world.actor("clerk"), None, import, words).await
}

pub(super) async fn with_dose(world: &World, number: usize) -> CaseId {
    for case in world.cases().await {
        let file = world.file(case).await;
        if file
            .case
            .imported
            .as_ref()
            .is_some_and(|from| from.row as usize == number)
        {
            return case;
        }
    }
    panic!("row {number} was not taken over")
}

#[test]
fn cases_are_taken_over_with_their_past_doses_and_go_on_from_there() {
    story(OPENED, async |world| {
        assert!(
            judged(world, &rows())
                .await
                .iter()
                .all(|row| row.verdict == Verdict::New)
        );
        assert_eq!(world.cases().await, [], "a dry run leaves no trace");
        let done = import(world, &world.desk, &rows()).await.unwrap();
        assert_eq!((done.opened, done.there), (3, 0));
        let file = world.file(with_dose(world, 2).await).await;
        let [first, second] = &file.case.doses[..] else {
            panic!("{:?}", file.case.doses)
        };
        assert_eq!(
            first.content.occurred_at,
            at("2026-01-12 10:30"),
            "when it happened"
        );
        assert_eq!(first.recorded_at, at(OPENED), "when it was written down here");
        assert_eq!(
            file.case.imported.as_ref().unwrap().without_time,
            [second.content.id]
        );
        let next = world.dose(file.case.id).await.unwrap();
        assert_eq!(
            (next.cycle, next.due_on),
            (3, day("2026-07-12")),
            "the series goes on"
        );
        world.pass_until("2026-07-12 10:00").await;
        world.give(file.case.id).await.unwrap();
        let bare = world.file(with_dose(world, 3).await).await;
        assert!(
            bare.case.awaits_clearance(),
            "without a dose it begins as any new case"
        );
    });
}

#[test]
fn the_same_file_again_changes_nothing_and_a_wrong_row_stops_all() {
    story(OPENED, async |world| {
        let mut bad = rows();
        let mut slip = iin(2);
        let last = slip.pop().and_then(|digit| digit.to_digit(10)).unwrap();
        slip.push_str(&((last + 1) % 10).to_string());
        bad[1].cells.insert("iin", slip);
        bad.push(row(
            6,
            &iin(4),
            "2026-04-13 L8 2027-03-31; 2026-04-20 L9 2027-03-31",
        ));
        bad.push(row(7, &iin(5), "2025-11-01 L8 2027-03-31"));
        bad.push(row(8, &iin(1), ""));
        let mut nowhere = row(9, &iin(6), "2026-08-01 L8 2027-03-31");
        nowhere.cells.insert("place", "probation".to_owned());
        bad.push(nowhere);
        bad.push(row(10, &iin(7), "2026-08-01 L8 2027-03-31"));
        let mut unnamed = row(11, &iin(8), "2026-04-13 L\u{3164}8 2027-03-31");
        unnamed.cells.insert("name_cyrillic", "Testov 123".to_owned());
        unnamed.cells.insert("name_latin", "Тестов".to_owned());
        bad.push(unnamed);
        let found: Vec<_> = judged(world, &bad)
            .await
            .into_iter()
            .map(|row| (row.number, row.verdict))
            .collect();
        let wrong = |refusals: Vec<Refusal>| Verdict::Wrong(refusals);
        assert_eq!(found[0], (2, Verdict::New));
        assert_eq!(
            found[1],
            (3, wrong(vec![Refusal::NotUnderstood { field: "iin" }]))
        );
        let given_on = day("2026-04-20");
        assert_eq!(found[3], (6, wrong(vec![Refusal::PastDoseTooNear { given_on }])));
        let given_on = day("2025-11-01");
        assert_eq!(found[4], (7, wrong(vec![Refusal::PastDoseOutside { given_on }])));
        assert_eq!(found[5], (8, wrong(vec![Refusal::TwiceInFile])));
        assert_eq!(
            found[6],
            (9, wrong(vec![Refusal::NotUnderstood { field: "place" }]))
        );
        assert_eq!(found[7], (10, wrong(vec![Refusal::InFuture { field: "doses" }])));
        let unread = ["name_cyrillic", "name_latin", "doses"].map(|field| Refusal::NotUnderstood { field });
        assert_eq!(found[8], (11, wrong(unread.to_vec())));
        let refused = refusals(import(world, &world.desk, &bad).await);
        assert_eq!(refused.len(), 9, "{refused:?}");
        assert_eq!(world.cases().await, [], "all or nothing");

        import(world, &world.desk, &rows()).await.unwrap();
        let again = judged(world, &rows()).await;
        assert!(
            again
                .iter()
                .all(|row| matches!(row.verdict, Verdict::There { .. })),
            "{again:?}"
        );
        assert_eq!(
            refusals(import(world, &world.desk, &rows()).await),
            [Refusal::NothingToDo]
        );
        let mut more = rows();
        more.push(row(6, &iin(4), ""));
        let done = import(world, &world.desk, &more).await.unwrap();
        assert_eq!((done.opened, done.there), (1, 3), "only what is new");
        let mut other = row(2, &iin(1), "");
        other.cells.insert("ruling_number", "another".to_owned());
        assert_eq!(
            judged(world, &[other]).await[0].verdict,
            wrong(vec![Refusal::PersonHasCase])
        );
        let mut stranger = row(2, &iin(1), "");
        stranger.cells.insert("born_on", "18.05.1898".to_owned());
        assert_eq!(
            judged(world, &[stranger]).await[0].verdict,
            wrong(vec![Refusal::NumberOfAnother]),
            "a digit may be wrong: nobody is taken for somebody else"
        );
        assert_eq!(world.cases().await.len(), 4);
        let nurse = world.actor("n1");
        let refused =
            commands::import_roster(&world.desk, &nurse, None, &[row(2, &iin(8), "")], [7; 32]).await;
        assert!(matches!(refused, Err(Failure::Forbidden(_))), "{refused:?}");
    });
}

#[test]
fn a_recall_finds_who_received_the_lot_before_he_was_taken_over() {
    story(OPENED, async |world| {
        let ph = world.actor("ph");
        // The lot of two of them is recalled here before the roster comes, that of the third afterwards.
        let before = world.take_in("p1", "L8", "2027-03-31", 1).await;
        let after = world.take_in("p1", "L7", "2027-01-31", 1).await;
        let recall = async |lot| {
            commands::recall_lot(&world.desk, &ph, None, lot, "№ 12 хат")
                .await
                .unwrap()
        };
        let first = recall(before).await;
        let done = import(world, &world.desk, &rows()).await.unwrap();
        let second = recall(after).await;
        let (both, none, one) = (
            with_dose(world, 2).await,
            with_dose(world, 3).await,
            with_dose(world, 5).await,
        );
        let told = async |case| {
            let file = world.file(case).await;
            let recalls = file.case.supply.recalls.iter();
            recalls.map(|known| known.reached.recall).collect::<Vec<_>>()
        };
        assert_eq!(told(both).await, [first, second]);
        assert_eq!(told(one).await, [first]);
        assert_eq!(told(none).await, [], "he received nothing");
        for (recall, people) in [(first, 2), (second, 1)] {
            let reach = reading::stock::reach(&world.fresh.store, recall).await.unwrap();
            assert_eq!((reach.seen, reach.all), (0, people));
        }
        for case in [both, one] {
            let plan = world.plan(case).await;
            let mut owed = plan.obligations.iter();
            assert!(owed.any(|owed| owed.kind == Kind::RecallFollowUp));
        }
        // Undone, nobody received it through this roster.
        world.pass_until("2026-07-06 09:00").await;
        let touched = refusals(undo(world, done.import, "қате файл").await);
        assert!(
            matches!(touched[..], [Refusal::ImportTouched { .. }]),
            "the second recall was written into it: {touched:?}"
        );
    });
}

#[test]
fn two_rosters_at_once_make_no_doubles() {
    story(OPENED, async |world| {
        let other = world.another_desk().await;
        let rows = rows();
        let (one, two) = tokio::join!(import(world, &world.desk, &rows), import(world, &other, &rows));
        let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
        assert_eq!(won.unwrap().opened, 3);
        assert_eq!(
            refusals(lost),
            [Refusal::NothingToDo],
            "the second finds everything there"
        );
        assert_eq!(world.cases().await.len(), 3);
        other.store().clone().close().await.unwrap();
    });
}

/// Two files that share one person and differ in the others.
#[test]
fn two_different_rosters_at_once_open_nobody_twice() {
    story(OPENED, async |world| {
        let other = world.another_desk().await;
        let (mine, mut theirs) = (rows(), rows());
        theirs.truncate(1);
        theirs.extend([row(3, &iin(4), ""), row(4, &iin(5), "")]);
        let clerk = world.actor("clerk");
        let (one, two) = tokio::join!(
            import(world, &world.desk, &mine),
            commands::import_roster(&other, &clerk, None, &theirs, [8; 32])
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.opened + two.opened, 5, "{one:?} {two:?}");
        assert_eq!(one.there + two.there, 1, "whoever came second found him there");
        let mut people = Vec::new();
        for case in world.cases().await {
            people.push(world.file(case).await.person.iin.unwrap());
        }
        people.sort_unstable();
        let mut wanted: Vec<_> = (1..=5).map(iin).collect();
        wanted.sort_unstable();
        assert_eq!(people, wanted);
        other.store().clone().close().await.unwrap();
    });
}

#[test]
fn a_whole_import_is_undone_while_nobody_has_worked_on_it() {
    story(OPENED, async |world| {
        let mut released = rows();
        released[1]
            .cells
            .insert("end_of_term_on", "2027-03-01".to_owned());
        let first = import(world, &world.desk, &released).await.unwrap();
        let ahead = with_dose(world, 3).await;
        assert!(world.release_row(ahead).await.is_some(), "a release ahead");
        assert_eq!(
            refusals(undo(world, first.import, "").await),
            [Refusal::Required { field: "words" }]
        );
        world.pass_until("2026-07-06 09:00").await;
        assert_eq!(undo(world, first.import, "қате файл").await.unwrap(), 3);
        for case in world.cases().await {
            let file = world.file(case).await;
            assert!(!file.facts.open, "over, and readable");
            assert!(matches!(
                file.case.standing_on(file.now.today()),
                Some(Standing::Undone { .. })
            ));
            assert!(file.case.doses_in_effect().is_empty(), "struck out");
            assert!(world.plan(case).await.obligations.is_empty(), "nothing is owed");
        }
        assert_eq!(world.release_row(ahead).await, None, "nobody is released from it");
        assert_eq!(
            refusals(undo(world, first.import, "қате файл").await),
            [Refusal::NothingToDo]
        );
        let again = import(world, &world.desk, &rows()).await.unwrap();
        assert_eq!(again.opened, 3, "the right file may come now");
        let mut touched = None;
        for case in world.cases().await {
            let file = world.file(case).await;
            if file.facts.open && file.case.doses.is_empty() {
                touched = Some(case);
            }
        }
        world.clear(touched.unwrap()).await.unwrap();
        let refused = refusals(undo(world, again.import, "қате файл").await);
        assert!(
            matches!(refused[..], [Refusal::ImportTouched { .. }]),
            "{refused:?}"
        );
        assert!(
            world.file(touched.unwrap()).await.facts.open,
            "none of it is undone"
        );
    });
}

/// A row about somebody who was under age at the offence or at the ruling says so, and is taken over with the reason in law.
#[test]
fn whoever_was_under_age_is_taken_over_with_the_reason_in_law() {
    story(OPENED, async |world| {
        let young = |born_on: &str, offence_on: &str, why: &str| {
            let mut young = row(2, "", "");
            for (column, cell) in [
                ("other_document", "N 00000077"),
                ("other_document_reason", "ЖСН берілмеген"),
                ("born_on", born_on),
                ("offence_on", offence_on),
                ("under_age_reason", why),
            ] {
                young.cells.insert(column, cell.to_owned());
            }
            young
        };
        let field = "under_age_reason";
        for (born_on, offence_on) in [("2007-11-21", ""), ("2007-11-20", "2025-11-19")] {
            let unsaid = young(born_on, offence_on, " ");
            assert_eq!(
                judged(world, std::slice::from_ref(&unsaid)).await[0].verdict,
                Verdict::Wrong(vec![Refusal::Required { field }]),
                "{born_on}"
            );
            let refused = refusals(import(world, &world.desk, &[unsaid]).await);
            assert_eq!(refused, [Refusal::Required { field }]);
        }
        // Of age on both days: what the cell says is not taken over.
        let of_age = judged(world, &[young("2007-11-20", "2025-11-20", "")]).await;
        assert_eq!(of_age[0].verdict, Verdict::New);

        let why = "қаулыда айтылған";
        import(world, &world.desk, &[young("2007-11-21", "", why)])
            .await
            .unwrap();
        let cases = world.cases().await;
        let file = world.file(cases[0]).await;
        let opened = file.history.iter().find_map(|recorded| match &recorded.event {
            Event::CaseOpened(opened) => Some(opened),
            _ => None,
        });
        assert_eq!(opened.unwrap().under_age_reason.as_deref(), Some(why));
    });
}

/// Every message so far.
async fn messages(world: &World) -> Vec<Message> {
    outbox::recent(&world.fresh.store, 10_000).await.unwrap()
}

#[test]
fn what_was_late_before_is_told_in_one_mail_to_each() {
    story(OPENED, async |world| {
        // A dozen people whose last dose is half a year old.
        let late = |number: u32| {
            let running = usize::try_from(number).unwrap();
            let mut late = row(running + 1, &iin(number), "2026-01-12 10:30 L7 2027-01-31");
            // No court has to decide again soon: of that each is warned by itself.
            late.cells.insert("until_on", "2027-12-31".to_owned());
            late
        };
        let roster: Vec<RosterRow> = (1..=12).map(late).collect();
        let done = import(world, &world.desk, &roster).await.unwrap();
        world.sweep().await;
        let mut told = BTreeSet::new();
        for case in world.cases().await {
            let alerts = world.file(case).await.case.alerts;
            assert!(!alerts.is_empty(), "what was late is raised");
            for alert in &alerts {
                let named = alert.notices.iter().filter_map(|notice| notice.hop.account);
                told.extend(named);
            }
            let alone = world.mail(case).await;
            assert!(alone.is_empty(), "no mail is about one of them alone: {alone:?}");
        }
        assert!(!told.is_empty());
        let mails = messages(world).await;
        let to: Vec<_> = mails.iter().filter_map(|mail| mail.recipient).collect();
        assert!(mails.iter().all(|mail| mail.template == outbox::GATHERED));
        let unlike: BTreeSet<_> = to.iter().copied().collect();
        assert_eq!(unlike.len(), to.len(), "one mail to each");
        assert!(unlike.is_subset(&told));

        // It waits for the others, and then says how many there are; each alert shows that it went out.
        let sink = Sink::new(|_| Vec::new());
        let way_out = WayOut {
            transport: Transport::Ways(vec![(Channel::Email, Box::new(sink.clone()))]),
            public_url: "https://merzim.example".into(),
        };
        jobs::once(&world.desk, Some(&way_out), "test").await.unwrap();
        assert!(sink.received.lock().unwrap().effects.is_empty(), "not yet");
        world.at_instant(world.clock.now() + TimeDelta::minutes(11));
        jobs::once(&world.desk, Some(&way_out), "test").await.unwrap();
        assert_eq!(sink.received.lock().unwrap().effects.len(), to.len());
        for mail in messages(world).await {
            let number: u32 = mail.arguments["number"].as_str().unwrap().parse().unwrap();
            assert!(number >= 12, "everybody's dose: {mail:?}");
        }
        for case in world.cases().await {
            let mut mailed = 0;
            for alert in world.file(case).await.case.alerts {
                let steps = reading::deliveries::of(&world.fresh.store, alert.id)
                    .await
                    .unwrap();
                for step in steps.iter().filter(|step| !step.messages.is_empty()) {
                    assert_eq!(step.messages[0].attempts.len(), 1, "{step:?}");
                    mailed += 1;
                }
            }
            assert!(mailed > 0, "each case shows what went out about it");
        }

        // What turns out to be wrong is corrected to everybody who was told, one by one.
        world.at_instant(world.clock.now() + TimeDelta::minutes(11));
        undo(world, done.import, "қате файл").await.unwrap();
        world.sweep().await;
        for case in world.cases().await {
            let corrected = world.mail(case).await.into_iter();
            let corrected = corrected.filter(|mail| mail.channel == Channel::Email);
            let corrected: BTreeSet<_> = corrected.filter_map(|mail| mail.recipient).collect();
            let mut asked = BTreeSet::new();
            for alert in world.file(case).await.case.alerts {
                for step in reading::deliveries::of(&world.fresh.store, alert.id)
                    .await
                    .unwrap()
                {
                    if !step.correction && !step.messages.is_empty() {
                        asked.extend(step.account);
                    }
                }
            }
            assert_eq!(corrected, asked);
        }
    });
}
