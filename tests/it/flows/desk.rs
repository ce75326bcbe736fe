//! The supervision desk: what was done about an alert, who has which cases, and nobody who must answer is passed over.

use crate::support::world::{RULES, World, at, day, refusals, story};
use chrono::{Days, TimeDelta};
use merzim::access::{Account, Actor, Role};
use merzim::commands::{self, HandOver};
use merzim::domain::alert::{Alert, AlertState, NoticeKind};
use merzim::domain::decide::TakeStep;
use merzim::domain::ids::{AccountId, CaseId};
use merzim::domain::refusal::Refusal;
use merzim::domain::supervision::missed_on;
use merzim::store::accounts::{self, NewAccount};

struct Dates {
    opened: &'static str,
    target: &'static str,
    /// When the supervising body was told.
    told: &'static str,
    /// Some hours later.
    later: &'static str,
    /// A week after that, and a minute.
    week_on: &'static str,
    moved_on: &'static str,
}

const DATES: [Dates; 2] = [
    Dates {
        opened: "2026-11-09 09:00",
        target: "2026-11-13",
        told: "2026-11-24 00:00",
        later: "2026-11-24 11:00",
        week_on: "2026-12-01 11:01",
        moved_on: "2026-11-25",
    },
    Dates {
        opened: "2027-01-11 09:00",
        target: "2027-01-21",
        told: "2027-02-01 00:00",
        later: "2027-02-01 15:30",
        week_on: "2027-02-08 15:31",
        moved_on: "2027-02-03",
    },
];

impl World {
    /// A further officer of the probation office, appointed now.
    pub(super) async fn new_officer(&self) -> (AccountId, Actor) {
        let (id, place) = (AccountId::fresh(), self.country.place("probation"));
        let new = NewAccount {
            id,
            sign_in_name: "po.new",
            display_name: "po.new",
            organisation: place.id,
            role: "probation-officer",
            email: Some("po.new@example.kz"),
            language: "kk",
            at: self.clock.now(),
        };
        let tx = self.fresh.store.begin_write().await.unwrap();
        accounts::create(&tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        let actor = Actor::account(Account {
            id,
            role: Role::parse("probation-officer").unwrap(),
            organisation: place.id,
            organisation_kind: place.kind.to_owned(),
            region: place.region.to_owned(),
        });
        (id, actor)
    }

    pub(super) async fn hand_over_caseload(
        &self,
        who: &str,
        from: Option<AccountId>,
        to: AccountId,
    ) -> Result<u64, Vec<Refusal>> {
        let form = HandOver {
            organisation: self.country.place("probation").id,
            from,
            to: Some(to),
            reason: "басқа қызметке ауысты",
        };
        let outcome = commands::hand_over_caseload(&self.desk, &self.actor(who), None, &form).await;
        match outcome {
            Err(merzim::store::desk::Failure::Refused(refusals)) => Err(refusals),
            outcome => Ok(outcome.unwrap()),
        }
    }

    /// The alert about the first dose.
    async fn alert(&self, case: CaseId) -> Alert {
        let mut alerts = self.file(case).await.case.alerts;
        alerts.retain(|alert| alert.kind == merzim::domain::obligation::Kind::Dose);
        alerts.remove(0)
    }

    /// Who of the supervising side was asked, in order.
    async fn asked(&self, case: CaseId) -> Vec<Option<AccountId>> {
        let place = self.country.place("probation").id;
        let alert = self.alert(case).await;
        let climbs = alert
            .notices
            .iter()
            .filter(|notice| notice.kind == NoticeKind::Climb);
        let here = climbs.filter(|notice| notice.hop.organisation == place);
        here.map(|notice| notice.hop.account).collect()
    }

    async fn act(&self, who: &str, case: CaseId, form: &TakeStep) -> Result<(), Vec<Refusal>> {
        let alert = self.alert(case).await.id;
        let outcome = commands::act_on_alert(&self.desk, &self.actor(who), None, case, alert, form).await;
        match outcome {
            Err(merzim::store::desk::Failure::Refused(refusals)) => Err(refusals),
            Err(other) => panic!("{other:?}"),
            Ok(_) => Ok(()),
        }
    }
}

fn step(action: &str, on: &str) -> TakeStep {
    TakeStep {
        action: action.into(),
        words: "сұралды, жауап алынды".into(),
        done_on: Some(Ok(day(&on[..10]))),
        decided: false,
    }
}

#[test]
fn an_officer_leaves_with_three_open_alerts() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let old = world.country.person("po").id;
            let mut cases = Vec::new();
            for _ in 0..3 {
                cases.push(world.planned_for(dates.target).await);
            }
            world.hand_over_caseload("ps", None, old).await.unwrap();
            world.pass_until(dates.later).await;
            world
                .acknowledge("po", cases[0], 1, "evidence-asked")
                .await
                .unwrap();
            for case in &cases {
                assert_eq!(world.asked(*case).await, [Some(old)]);
            }

            // The account is closed before anybody thought of the cases: somebody else is told, and it is a task.
            let admin = world.actor("admin");
            commands::disable_account(&world.desk, &admin, None, old)
                .await
                .unwrap();
            world.sweep().await;
            for case in &cases[1..] {
                assert!(world.open_obligation(*case, "repair-ladder").await.is_some());
            }

            let (new, actor) = world.new_officer().await;
            assert_eq!(
                world.hand_over_caseload("ps", Some(old), old).await.unwrap_err(),
                [Refusal::Required { field: "officer" }],
                "not to the one who left"
            );
            assert_eq!(world.hand_over_caseload("ps", Some(old), new).await.unwrap(), 3);
            assert_eq!(
                world.hand_over_caseload("ps", Some(old), new).await.unwrap_err(),
                [Refusal::NothingToDo],
                "once"
            );
            for case in &cases {
                assert_eq!(
                    world.asked(*case).await,
                    [Some(old), Some(new)],
                    "the successor is told of each, answered or not"
                );
                let alert = world.alert(*case).await;
                assert!(
                    matches!(alert.state, AlertState::Climbing { .. }),
                    "{:?}",
                    alert.state
                );
                let answer = merzim::domain::alert::Answer {
                    action: "evidence-asked".into(),
                    words: "шақыртылды".into(),
                };
                commands::acknowledge_notice(&world.desk, &actor, None, *case, alert.id, &answer)
                    .await
                    .unwrap();
            }
            for who in ["po2", "n1", "clerk"] {
                let form = HandOver {
                    organisation: world.country.place("probation").id,
                    from: Some(new),
                    to: Some(world.country.person("ps").id),
                    reason: "x",
                };
                let forbidden =
                    commands::hand_over_caseload(&world.desk, &world.actor(who), None, &form).await;
                assert!(forbidden.is_err(), "{who}");
            }
        });
    }
}

#[test]
fn what_was_done_is_a_history_and_a_legal_step_has_a_name_and_a_reason() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.later).await;
            world.acknowledge("po", case, 1, "evidence-asked").await.unwrap();
            world
                .act("po", case, &step("evidence-asked", dates.told))
                .await
                .unwrap();
            let silent = TakeStep {
                words: " ".into(),
                ..step("passed-to-prosecutor", dates.told)
            };
            let wrong = world.act("ps", case, &silent).await.unwrap_err();
            for field in ["decided", "words"] {
                assert!(wrong.contains(&Refusal::Required { field }), "{wrong:?}");
            }
            let decided = TakeStep {
                decided: true,
                ..step("passed-to-prosecutor", dates.told)
            };
            world.act("ps", case, &decided).await.unwrap();
            for (form, refusal) in [
                (TakeStep::default(), Refusal::Required { field: "done_on" }),
                (
                    step("evidence-asked", dates.week_on),
                    Refusal::InFuture { field: "done_on" },
                ),
                (
                    TakeStep {
                        done_on: Some(Err(())),
                        ..step("evidence-asked", dates.told)
                    },
                    Refusal::NotUnderstood { field: "done_on" },
                ),
            ] {
                let wrong = world.act("po", case, &form).await.unwrap_err();
                assert!(wrong.contains(&refusal), "{wrong:?}");
            }
            let alert = world.alert(case).await;
            let acts: Vec<_> = alert
                .acts
                .iter()
                .map(|acted| (acted.act.action.as_str(), acted.act.legal, acted.by.account()))
                .collect();
            let (po, ps) = (world.country.person("po").id, world.country.person("ps").id);
            assert_eq!(
                acts,
                [
                    ("evidence-asked", false, Some(po)),
                    ("passed-to-prosecutor", true, Some(ps))
                ]
            );
            // Nobody proposes it: no event but the one that a human asked for names it.
            let file = world.file(case).await;
            let named = |text: &str| text.contains("prosecutor");
            let legal = file
                .history
                .iter()
                .filter(|recorded| named(&serde_json::to_string(&recorded.event).unwrap()));
            assert!(legal.clone().count() == 1 && legal.clone().all(|known| known.by.account() == Some(ps)));
            // Who was not told has nothing to record about it.
            let outsider = world.actor("po2");
            let refused = commands::act_on_alert(
                &world.desk,
                &outsider,
                None,
                case,
                alert.id,
                &step("evidence-asked", dates.told),
            )
            .await;
            assert!(refused.is_err());
        });
    }
}

/// What was done is written down later; but nobody did anything about a miss before there was one.
#[test]
fn nothing_was_done_about_an_alert_before_the_day_that_was_missed() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.later).await;
            let (alert, file) = (world.alert(case).await, world.file(case).await);
            let first_on = missed_on(&alert, &file.case, &file.plan(&RULES), &RULES, &file.now);
            assert!(first_on < day(&dates.told[..10]));
            let done = |on| TakeStep {
                done_on: Some(Ok(on)),
                ..step("evidence-asked", dates.told)
            };
            let early = world.act("po", case, &done(first_on - Days::new(1))).await;
            let refusal = Refusal::NotBefore {
                field: "done_on",
                earliest_on: first_on,
            };
            assert_eq!(early.unwrap_err(), [refusal]);
            world.act("po", case, &done(first_on)).await.unwrap();
        });
    }
}

#[test]
fn what_is_closed_by_hand_opens_again_while_the_matter_stands() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.later).await;
            world.act("po", case, &step("closed", dates.told)).await.unwrap();
            let alert = world.alert(case).await;
            assert!(alert.closed_by_hand() && alert.live(), "{:?}", alert.state);
            let before = world.asked(case).await.len();
            world.at_instant(at(dates.week_on) - TimeDelta::minutes(2));
            world.sweep().await;
            assert_eq!(world.asked(case).await.len(), before, "left in peace for a week");
            world.pass_until(dates.week_on).await;
            assert_eq!(world.asked(case).await.len(), before + 1);
            assert!(!world.alert(case).await.closed_by_hand());

            // Given at last: what was done on that day is still written down; nothing is closed twice.
            world.give_decided(case).await;
            assert!(!world.alert(case).await.live());
            world
                .act("po", case, &step("evidence-asked", dates.told))
                .await
                .unwrap();
            assert_eq!(
                world
                    .act("po", case, &step("closed", dates.told))
                    .await
                    .unwrap_err(),
                [Refusal::NothingToDo]
            );
        });
    }
}

#[test]
fn a_stop_placed_and_lifted_at_once_does_not_begin_the_ladder_anew() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.later).await;
            let site = world.climbs_to(case, "p1").await.len();
            let officer = world.climbs_to(case, "probation").await.len();
            let hold = world.hold(case, None).await;
            world.at_instant(world.clock.now() + TimeDelta::minutes(3));
            world.lift("fp", case, hold).await.unwrap();
            world.sweep().await;
            assert_eq!(
                world.climbs_to(case, "p1").await.len(),
                site,
                "the giving site was told long ago"
            );
            assert_eq!(
                world.climbs_to(case, "probation").await.len(),
                officer + 1,
                "who was told that it is over is told that it is not"
            );
        });
    }
}

#[test]
fn a_new_supervising_body_is_told_of_what_already_climbs() {
    for dates in DATES {
        story(dates.opened, async |world| {
            let case = world.planned_for(dates.target).await;
            world.pass_until(dates.later).await;
            world.acknowledge("po", case, 1, "evidence-asked").await.unwrap();
            let police = world.country.place("police").id;
            let clerk = world.actor("clerk");
            let moved = commands::change_supervision(
                &world.desk,
                &clerk,
                None,
                case,
                police,
                day(dates.moved_on),
                "сот шешімі",
            );
            moved.await.unwrap();
            let midnight = at(&format!("{} 00:00", dates.moved_on));
            world.at_instant(midnight - TimeDelta::seconds(1));
            assert!(listed(world, "po").await, "until then it is its case");
            world.at_instant(midnight);
            assert!(
                !listed(world, "po").await,
                "gone from the list before any job ran"
            );
            world.sweep().await;
            assert_eq!(world.climbs_to(case, "police").await.len(), 1, "told at once");
            assert_eq!(
                world.corrections_to(case, "probation").await.len(),
                1,
                "and the former body that it is not its own any more"
            );
            world.acknowledge("cop", case, 1, "evidence-asked").await.unwrap();
            world.at_instant(midnight + TimeDelta::hours(30));
            world.sweep().await;
            assert_eq!(world.climbs_to(case, "police").await.len(), 1, "once");
        });
    }
}

/// Does a reader find the case in the list of cases?
async fn listed(world: &World, who: &str) -> bool {
    let actor = world.actor(who);
    let action = merzim::access::Action::ListCases;
    let scope = world.desk.list(&actor, action).await.unwrap();
    let now = world.clock.now();
    let rows = merzim::store::reading::cases::part(&world.fresh.store, &scope, None, None, now).await;
    !rows.unwrap().is_empty()
}

#[test]
fn an_alert_keeps_the_ladder_under_which_it_was_raised() {
    for (opened, target, closed, later) in [
        (
            "2026-10-12 09:00",
            "2026-10-19",
            "2026-10-27 00:00",
            "2026-11-05 09:00",
        ),
        (
            "2026-10-05 09:00",
            "2026-10-23",
            "2026-10-31 00:00",
            "2026-11-20 09:00",
        ),
    ] {
        story(opened, async |world| {
            let old = world.planned_for(target).await;
            world.pass_until(closed).await;
            assert_eq!(world.alert(old).await.ladder, "kz-default.1");
            world.pass_until(later).await;
            let alert = world.alert(old).await;
            assert_eq!(alert.ladder, "kz-default.1", "the same rules to its end");
            assert!(alert.notices.len() > 3, "and it went on climbing");
            let new = world.planned_for(&later[..10]).await;
            let end = format!("{} 09:00", day(&later[..10]) + chrono::Days::new(9));
            world.pass_until(&end).await;
            assert_eq!(world.alert(new).await.ladder, "kz-default.2");
        });
    }
}

#[test]
fn refusals_name_what_is_missing() {
    let (opened, target, later) = ("2026-11-09 09:00", "2026-11-13", "2026-11-24 11:00");
    story(opened, async |world| {
        let case = world.planned_for(target).await;
        world.pass_until(later).await;
        let alert = world.alert(case).await.id;
        let (officer, form) = (world.actor("po"), TakeStep::default());
        let empty = commands::act_on_alert(&world.desk, &officer, None, case, alert, &form).await;
        let fields: Vec<_> = refusals(empty.map(drop))
            .iter()
            .filter_map(Refusal::field)
            .collect();
        assert_eq!(fields, ["action", "done_on", "words"]);
    });
}
