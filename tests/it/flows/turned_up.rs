//! Somebody comes to an organisation that never had him: it learns whom to call and nothing else, and whoever treats him
//! learns where he is.

use super::merged::{DAYS as MERGED, merge, part, twice};
use crate::support::world::{World, at, day, refusals, story};
use chrono::TimeDelta;
use merzim::commands::{self, PersonDetails, WhoTreats};
use merzim::domain::decide::EndCase;
use merzim::domain::decide::passage::{ReportLost, ReportTurnedUp};
use merzim::domain::event::{Departure, IncidentKind};
use merzim::domain::ids::CaseId;
use merzim::domain::refusal::Refusal;
use merzim::store::desk::{Desk, Failure};

/// Opened, the first dose, released on, the first appointment, when he comes elsewhere.
const DAYS: [[&str; 5]; 2] = [
    [
        "2026-03-02 09:00",
        "2026-03-16",
        "2026-05-08",
        "2026-05-13",
        "2026-05-15 11:20",
    ],
    [
        "2026-10-05 09:00",
        "2026-10-19",
        "2026-12-30",
        "2027-01-06",
        "2027-01-08 16:40",
    ],
];

/// When everybody in this country was born.
const BORN: &str = "1899-05-05";

/// A nurse asks whose somebody is.
async fn asks(world: &World, who: &str, number: &str, born_on: &str) -> Result<WhoTreats, Failure> {
    let form = ReportTurnedUp {
        number: number.to_owned(),
        born_on: Some(Ok(day(born_on))),
        name: String::new(),
    };
    commands::report_turned_up(&world.desk, &world.actor(who), None, &form).await
}

async fn number(world: &World, case: CaseId) -> String {
    world.file(case).await.person.other_document.unwrap()
}

/// Released from P1 to OC1, where he has not come.
async fn expected(world: &World, [_, first_on, release_on, visit_on, comes]: [&str; 5]) -> CaseId {
    let case = world.planned_for(first_on).await;
    world.release_on(case, release_on, "term").await.unwrap();
    world.pass_until(&format!("{first_on} 10:00")).await;
    world.give(case).await.unwrap();
    let offer = world.offer_release(case, "oc1").await.unwrap();
    world
        .accept("cn1", case, offer, Some(("fp", visit_on, "10:00")))
        .await
        .unwrap();
    world.pass_until(&format!("{release_on} 10:00")).await;
    world.release(case, &format!("{release_on} 09:00")).await.unwrap();
    world.pass_until(comes).await;
    case
}

#[test]
fn whoever_waits_for_him_learns_where_he_is_and_he_is_missing_no_more() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = expected(world, days).await;
            let number = number(world, case).await;
            let lost = ReportLost {
                since_on: Some(day(days[3])),
                tried: "үйіне бардық".to_owned(),
            };
            commands::report_lost(&world.desk, &world.actor("po"), None, case, &lost)
                .await
                .unwrap();
            assert!(world.open_obligation(case, "locate-person").await.is_some());

            let oc1 = world.country.place("oc1").id;
            let file = world.file(case).await;
            let clinic = file.institution(oc1).unwrap();
            let call = WhoTreats::Call {
                name: clinic.name.clone(),
                phone: clinic.phone.clone(),
            };
            // As somebody types it who reads it from a document.
            let typed = number.to_uppercase().replace('-', " ").replace('C', "С");
            assert_eq!(asks(world, "cn2", &typed, BORN).await.unwrap(), call, "{typed}");
            let file = world.file(case).await;
            let seen = &file.case.turned_up(file.now.today()).unwrap().content;
            assert_eq!(world.country.name_of(seen.at), "oc2");
            assert_eq!(seen.came_at, at(days[4]));
            assert!(file.institution(seen.at).is_some(), "the case can name it");
            assert_eq!(file.case.passage.missing(), None, "he did come");
            assert_eq!(world.open_obligation(case, "locate-person").await, None);
            let owed = world.open_obligation(case, "review-incident").await.unwrap();
            assert_eq!(owed.owner, oc1);
            assert_eq!(
                file.case.incidents[0].content.kind,
                IncidentKind::TurnedUpElsewhere
            );
            assert_eq!(world.responsible(case).await, "oc1", "nothing moved");

            // Whoever was told opens nothing by it; and nothing is written twice about one day.
            let look = world
                .desk
                .look(&world.actor("cn2"), merzim::access::Action::ReadPassage, case)
                .await;
            assert!(look.is_err());
            assert_eq!(asks(world, "cn2", &number, BORN).await.unwrap(), call);
            assert_eq!(
                asks(world, "cn1", &number, BORN).await.unwrap(),
                call,
                "he is theirs"
            );
            let file = world.file(case).await;
            assert_eq!(file.case.passage.turned_up.len(), 1);
            assert_eq!(world.times_sealed("report-turned-up").await, 3);

            // He comes where he is expected: where he was before says nothing any more.
            world.at_instant(world.clock.now() + TimeDelta::minutes(90));
            let came = Some(world.clock.now());
            commands::record_visit(&world.desk, &world.actor("cn1"), None, case, came, "келді")
                .await
                .unwrap();
            let file = world.file(case).await;
            assert!(file.case.turned_up(file.now.today()).is_none());
        });
    }
}

#[test]
fn absent_ended_and_wrongly_named_are_answered_alike_and_too_many_questions_by_nothing() {
    for days in DAYS {
        story(days[0], async |world| {
            let case = expected(world, days).await;
            let number = number(world, case).await;
            for who in ["po", "cop", "clerk", "fp2"] {
                let refused = asks(world, who, &number, BORN).await;
                assert!(
                    matches!(refused, Err(Failure::Forbidden(_))),
                    "{who}: {refused:?}"
                );
            }
            let one = ReportTurnedUp {
                number: number.clone(),
                ..ReportTurnedUp::default()
            };
            let one = commands::report_turned_up(&world.desk, &world.actor("cn2"), None, &one).await;
            assert_eq!(refusals(one), [Refusal::Required { field: "name" }]);

            let ended = world.open(Default::default()).await;
            let died = EndCase {
                departure: Some(Departure::Death),
                ended_at: Some(world.clock.now()),
                document: "№ 5 анықтама".to_owned(),
            };
            commands::end_case(&world.desk, &world.actor("clerk"), None, ended, &died)
                .await
                .unwrap();
            let gone = world.file(ended).await.person.other_document.unwrap();
            for (asked, born_on) in [("no-such-number", BORN), (&*number, "1899-05-06"), (&*gone, BORN)] {
                let answer = asks(world, "cn2", asked, born_on).await.unwrap();
                assert_eq!(answer, WhoTreats::Nobody, "{asked} {born_on}");
            }
            for _ in 0..2 {
                asks(world, "cn2", "17", BORN).await.unwrap();
            }
            let later = WhoTreats::Later { minutes: 60 };
            assert_eq!(asks(world, "cn2", "17", BORN).await.unwrap(), later);
            assert_eq!(
                asks(world, "cn2", &number, BORN).await.unwrap(),
                later,
                "a right one is answered by nothing, too"
            );
            let file = world.file(case).await;
            assert!(file.case.turned_up(file.now.today()).is_none());
            assert_eq!(
                world.times_sealed("report-turned-up").await,
                7,
                "each try is written down"
            );

            // What was answered by nothing counts for nothing: the hour is over.
            world.at_instant(world.clock.now() + TimeDelta::minutes(61));
            let answer = asks(world, "cn2", &number, BORN).await.unwrap();
            assert!(matches!(answer, WhoTreats::Call { .. }), "{answer:?}");
            let file = world.file(case).await;
            assert!(file.case.turned_up(file.now.today()).is_some());
        });
    }
}

#[test]
fn questions_at_once_are_counted_too() {
    story(DAYS[0][0], async |world| {
        let other = world.another_desk().await;
        let actor = world.actor("cn2");
        let form = ReportTurnedUp {
            number: "17".to_owned(),
            born_on: Some(Ok(day(BORN))),
            name: String::new(),
        };
        let ask = async |desk: &Desk| {
            let answer = commands::report_turned_up(desk, &actor, None, &form).await;
            answer.unwrap()
        };
        let (here, there) = (&world.desk, &other);
        let answers: [WhoTreats; 8] = tokio::join!(
            ask(here),
            ask(there),
            ask(here),
            ask(there),
            ask(here),
            ask(there),
            ask(here),
            ask(there)
        )
        .into();
        let looked = answers.iter().filter(|answer| **answer == WhoTreats::Nobody);
        assert_eq!(looked.count(), 5, "{}: {answers:?}", world.fresh.kind);
        assert_eq!(world.times_sealed("report-turned-up").await, 8);
        other.store().clone().close().await.unwrap();
    });
}

/// Registered twice: under the number of either record he is found where he is treated.
#[test]
fn by_the_number_of_a_case_that_rests_the_one_that_leads_is_found() {
    for [opened, first, second, found, _] in MERGED {
        story(opened, async |world| {
            let (leading, resting) = twice(world, first, second).await;
            world.pass_until(found).await;
            let (one, other) = (number(world, leading).await, number(world, resting).await);
            assert_ne!(one, other);
            let merging = merge(world, "clerk", (leading, resting)).await.unwrap();

            let responsible = world.file(leading).await;
            let responsible = responsible.institution(responsible.facts.responsible).unwrap();
            let call = WhoTreats::Call {
                name: responsible.name.clone(),
                phone: responsible.phone.clone(),
            };
            assert_eq!(asks(world, "cn2", &other, BORN).await.unwrap(), call);
            let seen = async |case| world.file(case).await.case.passage.turned_up.len();
            assert_eq!((seen(leading).await, seen(resting).await), (1, 0));
            assert!(world.open_obligation(leading, "review-incident").await.is_some());
            assert_eq!(asks(world, "cn2", &one, BORN).await.unwrap(), call);
            assert_eq!(seen(leading).await, 1, "it is known already");

            // Told apart, each stands for itself again.
            part(world, "clerk", (leading, resting), merging).await.unwrap();
            asks(world, "cn2", &other, BORN).await.unwrap();
            assert_eq!((seen(leading).await, seen(resting).await), (1, 1));
        });
    }
}

#[test]
fn a_number_that_was_put_right_is_the_one_that_counts() {
    story(DAYS[0][0], async |world| {
        let case = world.planned_for(DAYS[0][1]).await;
        let was = world.file(case).await.person;
        let right = PersonDetails {
            name_cyrillic: was.name_cyrillic,
            name_latin: was.name_latin,
            other_document: "N 17-42".to_owned(),
            other_document_reason: "test".to_owned(),
            born_on: Some(was.born_on),
            ..PersonDetails::default()
        };
        let clerk = world.actor("clerk");
        commands::correct_person(&world.desk, &clerk, None, case, &right, "құжат бойынша")
            .await
            .unwrap();
        let before = was.other_document.unwrap();
        assert_eq!(
            asks(world, "cn2", &before, BORN).await.unwrap(),
            WhoTreats::Nobody
        );
        let found = asks(world, "cn2", "№ n1742", BORN).await.unwrap();
        assert!(matches!(found, WhoTreats::Call { .. }), "{found:?}");
    });
}
