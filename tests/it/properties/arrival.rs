//! Late entries: the plan follows what happened, not the order in which it was written down.

use super::lives::{begin, prescribe};
use crate::support::world::RULES;
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use merzim::domain::{
    case::Case,
    event::{
        AbsenceAnswered, AbsenceAsked, Address, Curfew, DoseGiven, DoseNotGiven, Event, HandoverAccepted,
        HandoverOffer, HandoverReason, HoldPlaced, IncidentKind, IncidentReported, MaterialsSent, PersonCame,
        PersonLost, Recorded, Recorder, RulingForwarded, SearchReported, Unavailable, UnavailableReviewed,
    },
    ids::{AccountId, RecordId},
    plan::plan,
    ruling::{RulingChange, RulingStep},
    time::Now,
};
use merzim::simulate::life::{CLINIC, HOME, Life, PRISON};
use proptest::{collection::vec, prelude::*, test_runner::FileFailurePersistence};
use uuid::Uuid;

/// A moment of a civil day.
fn noon(life: &Life<'_>, day: NaiveDate) -> chrono::DateTime<Utc> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    life.now
        .zone
        .from_local_datetime(&day.and_time(noon))
        .unwrap()
        .with_timezone(&Utc)
}

/// Facts of two years: doses with a jitter, incidents, attempts that failed, a suspension, a hold with its end.
fn facts(life: &Life<'_>, jitter: &[i64], incidents: &[i64], suspended: i64, held: i64) -> Vec<Vec<Event>> {
    let start = life.now.today();
    let day = |days: i64| start + TimeDelta::days(days);
    let record = |kind: u128, number: usize| RecordId(Uuid::from_u128(kind * 1000 + number as u128));
    let regimen = life.case.regimen().unwrap().id;
    let mut facts = Vec::new();
    for (number, jitter) in jitter.iter().enumerate() {
        let on = day(20 + 91 * i64::try_from(number).unwrap() + jitter);
        let (cycle, occurred_at) = (u32::try_from(number).unwrap() + 1, noon(life, on));
        let moment = (occurred_at, on);
        facts.push(vec![Event::DoseGiven(DoseGiven {
            lot: "L7".to_owned(),
            site: "gluteal-left".to_owned(),
            volume_ml: "2".to_owned(),
            ..DoseGiven::bare(
                record(1, number),
                (cycle, regimen),
                moment,
                PRISON,
                "triptorelin-3m",
            )
        })]);
        facts.push(vec![Event::DoseNotGiven(DoseNotGiven {
            id: record(2, number),
            cycle,
            occurred_at: occurred_at - TimeDelta::days(1),
            occurred_on: on - Days::new(1),
            place: PRISON,
            cause: "person-refused".to_owned(),
            words: String::new(),
            tried: String::new(),
            explained: Vec::new(),
            told_in: None,
            own_words: String::new(),
            next_attempt_on: None,
        })]);
    }
    for (number, days) in incidents.iter().enumerate() {
        facts.push(vec![Event::IncidentReported(IncidentReported {
            id: record(3, number),
            kind: IncidentKind::IrregularDose,
            occurred_at: noon(life, day(*days)),
            occurred_on: day(*days),
            injected: number.is_multiple_of(2),
            words: String::new(),
            drug: None,
        })]);
    }
    let ruling = life.case.rulings[0].ruling.id;
    for (step, on) in [
        (RulingStep::Suspended, suspended),
        (RulingStep::Resumed, suspended + 15),
    ] {
        let document = String::new();
        facts.push(vec![Event::RulingChanged(RulingChange {
            ruling,
            step,
            effective_on: day(on),
            document,
            terms: None,
        })]);
    }
    // A hold exists before it is lifted; both may come late.
    let hold = record(4, 0);
    facts.push(vec![
        Event::HoldPlaced(HoldPlaced {
            id: hold,
            placed_at: noon(life, day(held)),
            placed_on: day(held),
            until_on: None,
            reason: String::new(),
        }),
        Event::HoldLifted {
            hold,
            lifted_on: day(held + 12),
            words: String::new(),
            over: Some(Vec::new()),
        },
    ]);
    facts
}

/// What happens on the way from one organisation to the next: each with what belongs to it, and told at any time.
fn passage(life: &Life<'_>, [lives, away, lost, curfew, moved]: [i64; 5]) -> Vec<Vec<Event>> {
    let start = life.now.today();
    let day = |days: i64| start + TimeDelta::days(days);
    let record = |number: u128| RecordId(Uuid::from_u128(9000 + number));
    let ruling = life.case.rulings[0].ruling.id;
    let elsewhere = RULES
        .places
        .regions
        .iter()
        .find(|region| region.id != HOME)
        .map(|region| region.id.clone());
    let offer = record(1);
    vec![
        vec![Event::MaterialsSent(MaterialsSent {
            id: record(2),
            sent_on: day(lives),
            court: String::new(),
            paper: String::new(),
        })],
        vec![Event::RulingForwarded(RulingForwarded {
            id: record(3),
            ruling,
            to: CLINIC,
            sent_on: day(lives),
            paper: String::new(),
        })],
        vec![Event::AddressReported(Address {
            id: record(4),
            region: elsewhere.unwrap_or_default(),
            address: String::new(),
            from_on: day(lives),
        })],
        vec![Event::PersonCame(PersonCame {
            id: record(5),
            came_at: noon(life, day(moved + 3)),
            came_on: day(moved + 3),
            words: String::new(),
        })],
        vec![
            Event::AbsenceAsked(AbsenceAsked {
                id: record(6),
                from_on: day(away),
                until_on: day(away + 9),
                words: String::new(),
                asked_on: day(away - 5),
            }),
            Event::AbsenceAnswered(AbsenceAnswered {
                id: record(7),
                request: record(6),
                granted: true,
                dose_on: Some(day(away - 1)),
                words: String::new(),
            }),
        ],
        vec![
            Event::UnavailabilityRecorded(Unavailable {
                id: record(8),
                because: "hospital".to_owned(),
                from_on: day(away + 20),
                until_on: day(away + 40),
                paper: String::new(),
                words: String::new(),
            }),
            Event::UnavailabilityReviewed(UnavailableReviewed {
                id: record(9),
                unavailable: record(8),
                until_on: day(away + 33),
                over: lost % 2 == 0,
                words: String::new(),
                reviewed_on: day(away + 33),
            }),
        ],
        vec![
            Event::PersonLost(PersonLost {
                id: record(10),
                since_on: day(lost),
                tried: String::new(),
                noted_on: day(lost + 1),
            }),
            Event::SearchReported(SearchReported {
                id: record(11),
                lost: record(10),
                found: away % 2 == 0,
                words: String::new(),
                looked_on: day(lost + 8),
            }),
        ],
        vec![Event::CurfewSet(Curfew {
            id: record(12),
            from_on: day(curfew),
            until_on: None,
            begins: NaiveTime::from_hms_opt(22, 0, 0).unwrap(),
            ends: NaiveTime::from_hms_opt(6, 0, 0).unwrap(),
            paper: String::new(),
        })],
        // An offer exists before it is accepted; both may become known late.
        vec![
            Event::HandoverOffered(HandoverOffer {
                id: offer,
                reason: HandoverReason::Transfer,
                from: PRISON,
                to: CLINIC,
                from_on: day(moved),
                back_on: None,
                words: String::new(),
                offered_on: day(moved - 4),
            }),
            Event::HandoverAccepted(HandoverAccepted {
                id: record(13),
                offer,
                appointment: None,
                from_on: Some(day(moved)),
                accepted_at: noon(life, day(moved)),
                leave: None,
            }),
        ],
    ]
}

/// The case after these facts, written down in this order.
fn after(life: &Life<'_>, facts: &[Vec<Event>], order: &[usize]) -> Case {
    let mut case = life.case.clone();
    let mut at = life.now.instant + TimeDelta::days(800);
    for event in order.iter().flat_map(|number| &facts[*number]) {
        at += TimeDelta::minutes(1);
        let by = Recorder::Account(AccountId(Uuid::from_u128(11)));
        let recorded = Recorded {
            seq: case.version + 1,
            event: event.clone(),
            recorded_at: at,
            by,
        };
        case.apply(&recorded).unwrap();
    }
    case
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_order_in_which_facts_arrive_does_not_matter(
        jitter in vec(-9..40_i64, 0..8),
        incidents in vec(0..740_i64, 0..4),
        suspended in 1..760_i64,
        held in 1..760_i64,
        today in 0..800_u64,
        way in [1..760_i64, 1..760, 1..760, 1..760, 1..760],
        order in Just((0..64_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut life = begin(None, false);
        prescribe(&mut life, 20);
        let mut facts = facts(&life, &jitter, &incidents, suspended, held);
        facts.extend(passage(&life, way));
        let in_order: Vec<_> = (0..facts.len()).collect();
        let shuffled: Vec<_> = order.into_iter().filter(|number| *number < facts.len()).collect();
        let (one, other) = (after(&life, &facts, &in_order), after(&life, &facts, &shuffled));
        let now = Now { instant: life.now.instant + TimeDelta::days(i64::try_from(today).unwrap()), ..life.now };
        prop_assert_eq!(plan(&one, &RULES, &life.roster, &now), plan(&other, &RULES, &life.roster, &now));
        let day = now.today();
        prop_assert_eq!(one.place_on(day), other.place_on(day), "one organisation answers, the same one");
        let night = NaiveTime::from_hms_opt(23, 0, 0).unwrap();
        for known in [&one, &other] {
            prop_assert_eq!(known.passage.residence().is_some(), true);
            prop_assert_eq!(known.passage.curfew_at(day, night).is_some(), day >= life.now.today() + TimeDelta::days(way[3]));
        }
        prop_assert_eq!(
            one.passage.unavailable_on(day).map(|(entry, until)| (entry.content.id, until)),
            other.passage.unavailable_on(day).map(|(entry, until)| (entry.content.id, until))
        );
        prop_assert_eq!(
            one.doses_in_effect().iter().map(|entry| entry.content.id).collect::<Vec<_>>(),
            other.doses_in_effect().iter().map(|entry| entry.content.id).collect::<Vec<_>>()
        );
    }
}
