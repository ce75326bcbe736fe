//! A court's paper comes late: a dose was given in good faith before anybody here could know. It happened and stays, nobody
//! is to blame, and a physician looks at it.

use crate::support::world::{World, at, day, story, terms};
use merzim::commands;
use merzim::domain::event::IncidentKind;
use merzim::domain::ids::CaseId;
use merzim::domain::ruling::RulingStep;

/// When the case was opened, the only dose, a day before it, and when the paper came.
const DAYS: [(&str, &str, &str, &str); 2] = [
    ("2026-03-02 09:00", "2026-03-14", "2026-03-10", "2026-04-02 10:00"),
    ("2026-12-01 09:00", "2026-12-30", "2026-12-28", "2027-01-20 10:00"),
];

/// A case with one dose, given at half past nine on its day and written down at ten.
async fn given(world: &World, first: &str) -> CaseId {
    let case = world.planned_for(first).await;
    world.pass_until(&format!("{first} 10:00")).await;
    world.give_as_of(case, &format!("{first} 09:30")).await.unwrap();
    case
}

/// The kinds of the incidents of a case, in the order in which they were opened.
async fn kinds(world: &World, case: CaseId) -> Vec<IncidentKind> {
    let incidents = world.file(case).await.case.incidents.into_iter();
    incidents.map(|entry| entry.content.kind).collect()
}

#[test]
fn a_dose_before_a_late_paper_of_the_court_is_looked_at() {
    for (opened, first, effective, known) in DAYS {
        for (step, kind) in [
            (RulingStep::Quashed, IncidentKind::UncoveredLater),
            (RulingStep::EndedByCourt, IncidentKind::UncoveredLater),
            (RulingStep::Suspended, IncidentKind::SuspendedLater),
            (RulingStep::AppealedSuspended, IncidentKind::SuspendedLater),
        ] {
            story(opened, async |world| {
                let case = given(world, first).await;
                world.pass_until(known).await;
                world.court(case, step, effective).await.unwrap();
                let file = world.file(case).await;
                assert_eq!(file.case.doses_in_effect().len(), 1, "what happened stays");
                let incident = file.case.incidents[0].content.clone();
                assert_eq!(
                    (incident.kind, incident.occurred_at, incident.injected),
                    (kind, at(&format!("{first} 09:30")), false)
                );
                assert_eq!(incident.words, "қаулы № 1", "by what it became known");

                // Also once the measure is over it is a physician's to look at, and nobody is late with it yet.
                let owed = world.open_obligation(case, "review-incident").await.unwrap();
                assert_eq!(owed.owner_role, "psychiatrist");
                assert!(owed.due_on > day(&known[..10]), "{owed:?}");
                let fp = world.actor("fp");
                commands::review_incident(&world.desk, &fp, None, case, incident.id, "қаулы кеш келді")
                    .await
                    .unwrap();
                assert_eq!(world.open_obligation(case, "review-incident").await, None);
                assert_eq!(kinds(world, case).await, [kind], "asked once");
            });
        }
    }
}

/// Written down on its own day a stop counts from its minute: what was given before stays lawful (ADR 20).
#[test]
fn a_paper_of_the_day_leaves_the_doses_before_its_minute_alone() {
    for (opened, first, ..) in DAYS {
        for stop in [RulingStep::Suspended, RulingStep::Quashed] {
            story(opened, async |world| {
                let case = given(world, first).await;
                world.at(&format!("{first} 10:15"));
                world.court(case, stop, first).await.unwrap();
                assert_eq!(kinds(world, case).await, []);
            });
            story(opened, async |world| {
                let case = given(world, first).await;
                let next = day(first).succ_opt().unwrap();
                world.pass_until(&format!("{next} 08:00")).await;
                world.court(case, stop, first).await.unwrap();
                assert_eq!(kinds(world, case).await.len(), 1, "the whole day counts");
            });
        }
    }
}

/// A new term that had passed before the dose, a suspension that was over before it, one that is struck out again and
/// written down anew, and the end of the measure while a physician is still asked.
#[test]
fn each_late_paper_is_judged_by_what_it_leaves() {
    for (opened, first, effective, known) in DAYS {
        story(opened, async |world| {
            let case = given(world, first).await;
            world.pass_until(known).await;
            let until = day(first).pred_opt().unwrap().to_string();
            let shorter = terms(Some(&until), None);
            world
                .court_says(case, RulingStep::Varied, effective, shorter)
                .await
                .unwrap();
            assert_eq!(kinds(world, case).await, [IncidentKind::UncoveredLater]);
        });
        story(opened, async |world| {
            let case = given(world, first).await;
            world.pass_until(known).await;
            world.court(case, RulingStep::Suspended, effective).await.unwrap();
            let file = world.file(case).await.case;
            let step = (file.rulings[0].ruling.id, file.rulings[0].changes[0].seq);
            let clerk = world.actor("clerk");
            commands::void_ruling_step(&world.desk, &clerk, None, case, step, "басқа күн")
                .await
                .unwrap();
            assert_eq!(kinds(world, case).await, [IncidentKind::SuspendedLater]);
            // After the dose it leaves it alone.
            let after = day(first).succ_opt().unwrap().to_string();
            world.court(case, RulingStep::Suspended, &after).await.unwrap();
            assert_eq!(kinds(world, case).await, [IncidentKind::SuspendedLater]);
            world
                .court(case, RulingStep::Quashed, &known[..10])
                .await
                .unwrap();
            assert!(world.open_obligation(case, "review-incident").await.is_some());
        });
    }
}
