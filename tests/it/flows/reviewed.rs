//! The review by a commission of psychiatrists: late, incomplete, signed, sent to the court, ruled upon.

use crate::support::world::{COMMISSION, PAPERS, World, day, refusals, story, terms};
use merzim::access::Access;
use merzim::commands;
use merzim::domain::{
    alert::AlertState,
    case::Case,
    dosing::NoDose,
    ids::CaseId,
    obligation::{Kind, Obligation},
    refusal::{MergeFirst, Refusal},
    review::CourtSaid,
    rules::Rules,
    ruling::{RulingChange, RulingStep},
};
use merzim::policies::{
    self,
    published::{LOCK, Lock},
};
use merzim::store::desk::{Desk, Failure};
use std::sync::Arc;

/// A treatment in P1 with a dose every three months, and its first review.
pub struct Dates {
    pub opened: &'static str,
    first_on: &'static str,
    second_on: &'static str,
    /// Six months after the first dose.
    due_on: &'static str,
    /// Thirty days before.
    opens_on: &'static str,
    /// Somebody looks: it is late.
    late: &'static str,
    held: &'static str,
    /// Three working days after the last signature.
    submit_by: &'static str,
    sent_on: &'static str,
    /// A month after it was sent.
    ask_on: &'static str,
    ended_on: &'static str,
}

pub const DATES: [Dates; 2] = [
    Dates {
        opened: "2026-01-26 09:00",
        first_on: "2026-02-01",
        second_on: "2026-05-01",
        due_on: "2026-08-01",
        opens_on: "2026-07-02",
        late: "2026-08-15 09:00",
        held: "2026-08-20 11:00",
        submit_by: "2026-08-25",
        sent_on: "2026-08-24",
        ask_on: "2026-09-24",
        ended_on: "2026-09-10",
    },
    // The end of a month that is shorter six months later; submission over the New Year's days.
    Dates {
        opened: "2026-05-25 09:00",
        first_on: "2026-05-31",
        second_on: "2026-08-31",
        due_on: "2026-11-30",
        opens_on: "2026-10-31",
        late: "2026-12-14 09:00",
        held: "2026-12-31 11:00",
        submit_by: "2027-01-08",
        sent_on: "2027-01-05",
        ask_on: "2027-02-05",
        ended_on: "2027-01-29",
    },
];

async fn owed(world: &World, case: CaseId, kind: Kind) -> Vec<Obligation> {
    let plan = world.plan(case).await;
    plan.obligations
        .into_iter()
        .filter(|owed| owed.kind == kind)
        .collect()
}

/// Who was told, in order, that a review is late.
async fn told(world: &World, case: CaseId) -> Vec<(&'static str, &'static str)> {
    let file = world.file(case).await;
    let Some(alert) = file.case.alert_of((Kind::Review, 1)) else {
        return Vec::new();
    };
    let hops = alert.notices.iter().map(|notice| &notice.hop);
    hops.map(|hop| {
        let who = hop
            .account
            .map_or("nobody", |id| world.country.name_of_account(id));
        (who, world.country.name_of(hop.organisation))
    })
    .collect()
}

/// Treated up to the day on which somebody notices that the review is late. The dose of that day is given.
pub async fn late_review(world: &World, dates: &Dates) -> CaseId {
    let case = world.planned_for(dates.first_on).await;
    for dose in [dates.first_on, dates.second_on] {
        world.pass_until(&format!("{dose} 10:00")).await;
        world.give(case).await.unwrap();
    }
    world.pass_until(&format!("{} 10:00", dates.due_on)).await;
    world.give(case).await.unwrap();
    world.pass_until(dates.late).await;
    case
}

fn settled_alert(case: &Case) -> bool {
    let alert = case.alert_of((Kind::Review, 1)).unwrap();
    matches!(alert.state, AlertState::Resolved { .. })
}

#[test]
fn overdue_then_stop() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.first_on).await;
            assert!(
                owed(world, case, Kind::Review).await.is_empty(),
                "treatment has not begun"
            );
            for dose in [dates.first_on, dates.second_on] {
                world.pass_until(&format!("{dose} 10:00")).await;
                world.give(case).await.unwrap();
            }
            let review = owed(world, case, Kind::Review).await.remove(0);
            assert_eq!(
                (review.cycle, review.opens_on, review.due_on),
                (1, day(dates.opens_on), day(dates.due_on))
            );
            assert!(owed(world, case, Kind::ReviewPaper).await.is_empty(), "not yet");

            // On the day it opens, every missing paper is somebody's task, and only his own.
            world.pass_until(&format!("{} 08:00", dates.opens_on)).await;
            let papers = owed(world, case, Kind::ReviewPaper).await;
            let mut owners: Vec<_> = papers
                .iter()
                .map(|paper| (world.country.name_of(paper.owner.organisation), paper.due_on))
                .collect();
            owners.sort_unstable();
            let before = |days| day(dates.due_on) - chrono::TimeDelta::days(days);
            let expected = [
                ("oc1", before(14)),
                ("p1", before(14)),
                ("p1", before(7)),
                ("p1", before(7)),
                ("registry", before(14)),
            ];
            assert_eq!(owners, expected);
            world.file_paper("n1", case, "statement").await.unwrap();

            world.pass_until(&format!("{} 10:00", dates.due_on)).await;
            world.give(case).await.unwrap();
            world.pass_until(dates.late).await;
            assert_eq!(owed(world, case, Kind::ReviewPaper).await.len(), 4);
            let told = told(world, case).await;
            assert_eq!(told[..2], [("fp", "oc1"), ("co", "health")], "{told:?}");
            let supervision = ["probation", "police"];
            assert!(told.iter().all(|(_, place)| !supervision.contains(place)));
            for (who, paper) in PAPERS.iter().filter(|(_, paper)| *paper != "statement") {
                world.file_paper(who, case, paper).await.unwrap();
            }
            assert!(owed(world, case, Kind::ReviewPaper).await.is_empty());

            world.pass_until(dates.held).await;
            let mut text = world.review_text(case, &COMMISSION, "stop").await;
            text.without.clear();
            world.draft(case, &text).await.unwrap();
            for member in COMMISSION {
                assert!(
                    !settled_alert(&world.file(case).await.case),
                    "not before all signed"
                );
                world.sign(member, case).await.unwrap();
            }
            assert!(settled_alert(&world.file(case).await.case));
            to_court_and_back(world, case, &dates).await;
        });
    }
}

/// Sent, ruled upon, closed; the doses go on until then.
async fn to_court_and_back(world: &World, case: CaseId, dates: &Dates) {
    let submit = owed(world, case, Kind::SubmitToCourt).await.remove(0);
    assert_eq!(submit.due_on, day(dates.submit_by));
    assert_eq!(world.country.name_of(submit.owner.organisation), "registry");
    assert!(
        world.dose(case).await.is_ok(),
        "until the court decides the doses go on"
    );

    world.pass_until(&format!("{} 15:00", dates.sent_on)).await;
    world.submit(case, 1, dates.sent_on).await.unwrap();
    assert!(owed(world, case, Kind::SubmitToCourt).await.is_empty());
    let ask = owed(world, case, Kind::AskCourt).await.remove(0);
    assert_eq!(ask.due_on, day(dates.ask_on));

    world.pass_until(&format!("{} 09:00", dates.ended_on)).await;
    world
        .court(case, RulingStep::EndedByCourt, dates.ended_on)
        .await
        .unwrap();
    let file = world.file(case).await;
    let review = file.case.review(1).unwrap();
    assert!(matches!(file.case.court_said(review), Some(CourtSaid::Ended(_))));
    assert!(!file.facts.open, "one page from the review to the closed case");
    let owed = world.plan(case).await.obligations;
    assert!(
        owed.iter()
            .all(|owed| [Kind::Aftercare, Kind::TellEnd].contains(&owed.kind)),
        "{owed:?}"
    );
    assert!(matches!(
        world.dose(case).await,
        Err(NoDose::NotInForce(standing)) if standing.ended()
    ));
    assert!(
        matches!(refusals(world.give(case).await)[..], [Refusal::NoDose(_)]),
        "no dose after the day of the ruling"
    );
    let rows = world.obligations(case).await;
    for kind in ["review", "review-paper", "submit-to-court", "ask-court"] {
        let row = rows.iter().find(|row| row.kind == kind).unwrap();
        assert_ne!(row.state, "open", "{kind}");
    }
}

#[test]
fn an_early_review_does_not_lengthen_the_gap_and_a_late_one_does_not_move_the_series() {
    // First dose, second dose, held, next due.
    for (opened, first_on, held, next_on) in [
        // In the window: six months after the examination come before the series' 1 February.
        ("2026-01-26 09:00", "2026-02-01", "2026-07-20 11:00", "2027-01-20"),
        // Two months early: six months after it, and no second one in between.
        ("2026-01-26 09:00", "2026-02-01", "2026-06-01 11:00", "2026-12-01"),
        // Late: the series stays where it is.
        ("2026-01-26 09:00", "2026-02-01", "2026-08-20 11:00", "2027-02-01"),
        // So late that it stands for the next turn, too.
        ("2026-01-26 09:00", "2026-02-01", "2027-01-20 11:00", "2027-07-20"),
        // From the end of August six months are the end of February.
        ("2026-02-22 09:00", "2026-02-28", "2026-08-31 11:00", "2027-02-28"),
    ] {
        story(opened, async |world| {
            let case = world.planned_for(first_on).await;
            world.pass_until(&format!("{first_on} 10:00")).await;
            world.give(case).await.unwrap();
            world.pass_until(held).await;
            world.hold_review(case, "continue").await;
            let next = owed(world, case, Kind::Review).await.remove(0);
            assert_eq!((next.cycle, next.due_on), (2, day(next_on)), "held {held}");
            assert!(
                owed(world, case, Kind::SubmitToCourt).await.is_empty(),
                "nothing to ask"
            );
        });
    }
}

#[test]
fn after_the_end_a_review_is_kept_and_changes_nothing() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = late_review(world, &dates).await;
            world.pass_until(dates.held).await;
            let text = world.review_text(case, &COMMISSION, "stop").await;
            world.draft(case, &text).await.unwrap();
            world.sign("r1", case).await.unwrap();
            let ended_on = &dates.held[..10];
            world
                .court(case, RulingStep::EndedByCourt, ended_on)
                .await
                .unwrap();
            world.sign("r2", case).await.unwrap();
            world.sign("r3", case).await.unwrap();
            let file = world.file(case).await;
            let review = file.case.review(1).unwrap();
            assert!(review.concluded().is_some(), "the truth is kept");
            assert!(!file.case.review_counts(review));
            let owed = world.plan(case).await.obligations;
            assert!(
                owed.iter()
                    .all(|owed| [Kind::Aftercare, Kind::TellEnd].contains(&owed.kind)),
                "{owed:?}"
            );
            let sent = world.submit(case, 1, ended_on).await;
            assert_eq!(refusals(sent), [Refusal::NothingToDo]);
        });
    }
}

#[test]
fn a_court_that_declines_ends_the_waiting() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        let case = late_review(world, dates).await;
        world.pass_until(dates.held).await;
        world.hold_review(case, "stop").await;
        let early = world.submit(case, 1, "2026-08-19").await;
        assert!(matches!(refusals(early)[..], [Refusal::NotBefore { .. }]));
        world.pass_until(&format!("{} 15:00", dates.sent_on)).await;
        world.submit(case, 1, dates.sent_on).await.unwrap();
        world.pass_until(&format!("{} 15:00", dates.ended_on)).await;
        world.court_declines(case, 1, dates.ended_on).await.unwrap();
        assert!(owed(world, case, Kind::AskCourt).await.is_empty());
        let extension = owed(world, case, Kind::Extension).await.remove(0);
        assert_eq!(
            (extension.cycle, extension.due_on),
            (1, day("2027-09-10")),
            "the court has decided: its clock counts the year from there"
        );
        assert!(world.dose(case).await.is_ok());
        let again = world.court_declines(case, 1, dates.ended_on).await;
        assert_eq!(refusals(again), [Refusal::NothingToDo]);
    });
}

/// A court may answer by another version of the ruling in force, and need not write a new one.
#[test]
fn an_extension_or_a_variation_answers_what_was_sent() {
    for (step, proposal) in [(RulingStep::Extended, "extend"), (RulingStep::Varied, "change")] {
        for dates in &DATES {
            story(dates.opened, async |world| {
                let case = late_review(world, dates).await;
                world.pass_until(dates.held).await;
                world.hold_review(case, proposal).await;
                world.pass_until(&format!("{} 15:00", dates.sent_on)).await;
                world.submit(case, 1, dates.sent_on).await.unwrap();
                assert_eq!(owed(world, case, Kind::AskCourt).await.len(), 1);
                world.pass_until(&format!("{} 15:00", dates.ended_on)).await;
                world
                    .court_says(case, step, dates.ended_on, terms(Some("2028-01-01"), None))
                    .await
                    .unwrap();
                assert!(owed(world, case, Kind::AskCourt).await.is_empty());
                let rows = world.obligations(case).await;
                let asked = rows.iter().find(|row| row.kind == "ask-court").unwrap();
                assert_eq!(asked.state, "met");
                let file = world.file(case).await;
                let review = file.case.review(1).unwrap();
                assert!(matches!(
                    file.case.court_said(review),
                    Some(CourtSaid::Changed(_))
                ));
                assert!(world.dose(case).await.is_ok());
            });
        }
    }
}

/// A variation of something else leaves what a commission sent with the court: the paper says which it is, and is not kept
/// before that was said.
#[test]
fn a_variation_of_something_else_answers_nothing() {
    for dates in &DATES {
        story(dates.opened, async |world| {
            let case = late_review(world, dates).await;
            world.pass_until(dates.held).await;
            world.hold_review(case, "stop").await;
            world.pass_until(&format!("{} 15:00", dates.sent_on)).await;
            world.submit(case, 1, dates.sent_on).await.unwrap();
            world.pass_until(&format!("{} 15:00", dates.ended_on)).await;
            let mut change = RulingChange {
                ruling: world.file(case).await.case.rulings[0].ruling.id,
                step: RulingStep::Varied,
                effective_on: day(dates.ended_on),
                document: "қаулы № 2".to_owned(),
                terms: Some(terms(None, None)),
                answers: None,
            };
            let (desk, clerk) = (&world.desk, world.actor("clerk"));
            let unsaid = commands::change_ruling(desk, &clerk, None, case, &change).await;
            assert_eq!(refusals(unsaid), [Refusal::Required { field: "answers" }]);
            change.answers = Some(false);
            commands::change_ruling(desk, &clerk, None, case, &change)
                .await
                .unwrap();
            assert_eq!(owed(world, case, Kind::AskCourt).await.len(), 1);
            let file = world.file(case).await;
            assert_eq!(file.case.court_said(file.case.review(1).unwrap()), None);
            // The paper that does answer comes on the same day.
            change.answers = Some(true);
            commands::change_ruling(desk, &clerk, None, case, &change)
                .await
                .unwrap();
            assert!(owed(world, case, Kind::AskCourt).await.is_empty());
        });
    }
}

#[test]
fn a_paper_is_filed_by_its_owner_only() {
    let dates = &DATES[0];
    story(dates.opened, async |world| {
        let case = late_review(world, dates).await;
        for (who, paper) in [
            ("clerk", "laboratory"),
            ("n1", "ruling"),
            ("n3", "statement"),
            ("po", "statement"),
            ("cop", "conduct"),
        ] {
            let answer = world.file_paper(who, case, paper).await;
            assert!(matches!(answer, Err(Failure::Forbidden(_))), "{who}: {answer:?}");
        }
        let held = world.file_paper("fp", case, "dose-record").await;
        assert_eq!(
            refusals(held),
            [Refusal::NothingToDo],
            "the program holds it itself"
        );
        world.file_paper("fp", case, "laboratory").await.unwrap();
        world.file_papers(case).await;
        let file = world.file(case).await;
        let filed = file.case.review(1).unwrap();
        assert_eq!(filed.papers.len(), 6, "filed again, both are kept");
    });
}

/// The same rules, but for a procedure that holds the doses until the court decides.
fn rules_that_hold() -> Rules {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("procedure")).unwrap();
    let mut lock = Lock::default();
    for (path, text) in policies::files("procedure") {
        let changed = text.replace(
            "until_court_decides = \"continue\"",
            "until_court_decides = \"hold\"",
        );
        assert_ne!(changed, text);
        lock.publish(&path, Some(&changed)).unwrap();
        std::fs::write(folder.path().join(path), changed).unwrap();
    }
    std::fs::write(folder.path().join(LOCK), lock.print()).unwrap();
    policies::load(Some(folder.path())).unwrap()
}

#[test]
fn where_the_procedure_holds_the_doses_they_wait_for_the_court() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = late_review(world, &dates).await;
            world.pass_until(dates.held).await;
            let access = Arc::new(Access::new().unwrap());
            let (store, rules) = (world.fresh.store.clone(), Arc::new(rules_that_hold()));
            let strict = Desk::new(store, access, rules, world.clock.clone(), false);
            let text = world.review_text(case, &COMMISSION, "stop").await;
            commands::draft_review(&strict, &world.actor("r1"), None, case, &text)
                .await
                .unwrap();
            assert!(
                world.dose(case).await.is_ok(),
                "a text that nobody signed stops nothing"
            );
            for member in COMMISSION {
                world.sign(member, case).await.unwrap();
            }
            let since_on = day(&dates.held[..10]);
            assert_eq!(world.dose(case).await, Err(NoDose::WaitsForCourt { since_on }));
            let refused = refusals(world.give(case).await);
            assert_eq!(refused, [Refusal::NoDose(NoDose::WaitsForCourt { since_on })]);
            // Nor does it come to rest together with what stops it.
            let other = world.open(crate::support::world::NewCase::default()).await;
            let clerk = world.actor("clerk");
            let merged = commands::merge_cases(&world.desk, &clerk, None, (other, case), "бір адам").await;
            assert!(
                refusals(merged).contains(&Refusal::MergeFirst(MergeFirst::Court)),
                "somebody must know why the doses wait"
            );

            // The next dose would have been late by now: nobody is accused, and the court's no sets it free.
            world.pass_until(&format!("{} 15:00", dates.sent_on)).await;
            world.submit(case, 1, dates.sent_on).await.unwrap();
            let three_months = day(dates.due_on) + chrono::Months::new(4);
            world.pass_until(&format!("{three_months} 09:00")).await;
            assert!(
                world
                    .dose_alerts(case)
                    .await
                    .iter()
                    .all(|alert| alert.state == "resolved")
            );
            let decided = three_months.to_string();
            world.court_declines(case, 1, &decided).await.unwrap();
            let window = world.dose(case).await.unwrap();
            assert!(window.due_on > three_months, "time to begin again: {window:?}");
        });
    }
}
