//! What turns out to lie with one of our institutions is asked of that institution alone: the body that was asked before
//! stops no ladder that is not its own.

use super::letters::{draw, letter, sign};
use crate::support::world::{World, day, refusals, story};
use chrono::Days;
use merzim::access::Action;
use merzim::commands;
use merzim::domain::alert::AlertState;
use merzim::domain::decide::TakeStep;
use merzim::domain::escalation::asks_others;
use merzim::domain::event::{Corrected, DoseNotGiven};
use merzim::domain::ids::{AlertId, CaseId};
use merzim::domain::letter::{About, Content};
use merzim::domain::obligation::Kind;
use merzim::domain::refusal::Refusal;
use merzim::letters::said;
use merzim::store::desk::Failure;
use merzim::store::reading::alerts::{self as reading, About as Shown, Whose};
use merzim::text::Language;

struct Dates {
    opened: &'static str,
    target: &'static str,
    refused: &'static str,
    /// The supervising body was told.
    told: &'static str,
    /// Our own ladder has come to the region.
    later: &'static str,
}

/// Acts stand in the ladder of November 2026.
const DATES: [Dates; 2] = [
    Dates {
        opened: "2027-02-01 09:00",
        target: "2027-02-13",
        refused: "2027-02-15 10:00",
        told: "2027-02-21 10:00",
        later: "2027-03-10 10:00",
    },
    Dates {
        opened: "2026-12-20 09:00",
        target: "2026-12-31",
        refused: "2027-01-02 10:00",
        told: "2027-01-08 10:00",
        later: "2027-01-25 10:00",
    },
];

/// How many alerts wait on a desk of the supervising body, and in its caseloads.
async fn waiting(world: &World, who: &str) -> (i64, i64) {
    let actor = world.actor(who);
    let scope = world.desk.list(&actor, Action::ReadNotices).await.unwrap();
    let now = world.clock.now();
    let whose = Whose {
        scope: &scope,
        now,
        about: Shown::Visits,
        far: None,
    };
    let store = world.desk.store();
    let body = [world.country.place("probation").id];
    let loads = merzim::store::reading::caseload::loads(store, &body, now)
        .await
        .unwrap();
    (
        reading::waiting(store, whose).await.unwrap(),
        loads.iter().map(|load| load.waiting).sum(),
    )
}

/// The body writes down what it did today.
async fn done(world: &World, case: CaseId, action: &str) -> Result<AlertId, Failure> {
    let alert = world.alert_about(case, Kind::Dose).await;
    let form = TakeStep {
        action: action.to_owned(),
        words: "жазылды".to_owned(),
        done_on: Some(Ok(world.file(case).await.now.today())),
        decided: true,
    };
    let officer = world.actor("po");
    commands::act_on_alert(&world.desk, &officer, None, case, alert.id, &form).await
}

/// The record is amended, or another one follows it.
async fn turn(world: &World, case: CaseId, amended: bool) {
    if !amended {
        world.not_given("n1", case, "no-staff").await.unwrap();
        return;
    }
    let last = world
        .file(case)
        .await
        .case
        .not_given
        .last()
        .unwrap()
        .content
        .clone();
    let record = DoseNotGiven {
        cause: "no-staff".to_owned(),
        ..last
    };
    world
        .amend("n1", case, &Corrected::NotGiven(record))
        .await
        .unwrap();
}

#[test]
fn a_body_that_was_asked_before_does_not_stop_the_ladder_of_another() {
    for dates in DATES {
        for amended in [true, false] {
            story(dates.opened, async |world| {
                let body = world.country.place("probation").id;
                let case = world.planned_for(dates.target).await;
                world.pass_until(dates.refused).await;
                world.refuse(case).await;
                world.pass_until(dates.told).await;
                assert!(world.alert_about(case, Kind::Dose).await.asked(body).is_some());
                assert_eq!(waiting(world, "po").await, (1, 1));

                turn(world, case, amended).await;
                let alert = world.alert_about(case, Kind::Dose).await;
                assert!(alert.ever_asked(body).is_some() && alert.asked(body).is_none());
                assert_eq!(waiting(world, "po").await, (0, 0), "nothing is asked of it");
                let answered = world.acknowledge("po", case, 1, "evidence-asked").await;
                assert_eq!(refusals(answered), [Refusal::RecordsChanged]);
                assert_eq!(
                    refusals(done(world, case, "closed").await),
                    [Refusal::RecordsChanged]
                );
                let state = world.alert_about(case, Kind::Dose).await.state;
                assert!(matches!(state, AlertState::Climbing { .. }), "{state:?}");

                let told = world.climbs_to(case, "probation").await.len();
                world.pass_until(dates.later).await;
                assert!(!world.climbs_to(case, "health").await.is_empty());
                assert_eq!(world.climbs_to(case, "probation").await.len(), told);
                world.acknowledge("co", case, 1, "own-cause").await.unwrap();
                assert_eq!(world.dose_alerts(case).await[0].state, "acknowledged");
            });
        }
    }
}

/// A form that was opened before the records changed still names what does not fit any more.
#[test]
fn what_does_not_fit_is_refused_and_not_only_left_out() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.refused).await;
            world.refuse(case).await;
            world.pass_until(dates.told).await;
            // Nobody visits or summons somebody who is held.
            let summoned = world.acknowledge("po", case, 1, "summoned").await;
            assert_eq!(refusals(summoned), [Refusal::RecordsChanged]);
            assert_eq!(
                refusals(done(world, case, "visited").await),
                [Refusal::RecordsChanged]
            );

            turn(world, case, true).await;
            assert_eq!(
                refusals(done(world, case, "passed-to-prosecutor").await),
                [Refusal::RecordsChanged],
                "what lies with us is no matter of a prosecutor"
            );
            done(world, case, "evidence-asked").await.unwrap();
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(alert.acts.iter().all(|acted| !acted.act.legal));
        });
    }
}

/// The refusal was written down of somebody else. Nobody knows why he did not come, so the place where he is treated is asked, and
/// the supervising body nothing until the climb has come to it once more: so say its desk and a letter to it.
#[test]
fn a_body_to_which_a_new_climb_has_not_come_is_asked_nothing() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let body = world.country.place("probation").id;
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.refused).await;
            let refusal = world.refuse(case).await;
            world.pass_until(dates.told).await;
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(!asks_others(&alert, body));
            assert_eq!(waiting(world, "po").await, (1, 1));

            world.void("n1", case, refusal).await.unwrap();
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(alert.live() && alert.asked(body).is_none(), "{alert:#?}");
            assert!(asks_others(&alert, body), "{alert:#?}");
            assert_eq!(waiting(world, "po").await, (0, 0));
            let about = About::Alert { alert: alert.id };
            let id = draw(world, "n1", case, &about).await.unwrap();
            sign(world, "fp", id).await.unwrap();
            let signed = letter(world, id).await;
            let Content::MissedNotice(notice) = &signed.signed_sheet().unwrap().content else {
                panic!("a notice");
            };
            assert_eq!((notice.answer_by, notice.asks_others), (None, true));
            let paper = signed.paper(signed.last_issue().unwrap()).unwrap();
            let said = said(&paper, Language::En, "https://merzim.example").unwrap();
            let said = serde_json::to_string(&said).unwrap();
            assert!(said.contains("Nothing is asked of your organisation"), "{said}");
            assert!(!said.contains("Please let us know"), "{said}");

            let told_on = day(&dates.told[..10]);
            world
                .pass_until(&format!("{} 10:00", told_on + Days::new(5)))
                .await;
            let alert = world.alert_about(case, Kind::Dose).await;
            assert!(alert.asked(body).is_some() && !asks_others(&alert, body));
            assert_eq!(waiting(world, "po").await, (1, 1));
        });
    }
}
