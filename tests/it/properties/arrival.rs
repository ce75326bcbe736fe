//! Late entries: the plan follows what happened, not the order in which it was written down.

use super::lives::{begin, prescribe};
use crate::support::world::RULES;
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use merzim::domain::{
    case::Case,
    event::{
        AbsenceAnswered, AbsenceAsked, Address, Appointment, Bars, Curfew, DoseGiven, DoseNotGiven, Event,
        HandoverAccepted, HandoverOffer, HandoverReason, HoldPlaced, IncidentKind, IncidentReported,
        MaterialsSent, PersonCame, PersonLost, Recorded, Recorder, ReleaseDate, Released, Restriction,
        RulingForwarded, SearchReported, Unavailable, UnavailableReviewed,
    },
    ids::{AccountId, RecordId},
    plan::plan,
    ruling::{RulingChange, RulingStep},
    time::Now,
};
use merzim::simulate::life::{CLINIC, DOCTOR, HOME, Life, PRISON, elsewhere};
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
            answers: None,
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
            region: elsewhere(&RULES).to_owned(),
            address: String::new(),
            from_on: day(lives),
        })],
        vec![Event::AddressReported(Address {
            id: record(14),
            region: HOME.to_owned(),
            address: String::new(),
            from_on: day(lives + 30),
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
    ]
    .into_iter()
    .chain(restrictions(life, curfew, moved))
    .collect()
}

/// Papers of which the newest counts, two of each kind: hours at home, and a region. The second speaks of days of the first and
/// was signed before or after it.
fn restrictions(life: &Life<'_>, from: i64, signed: i64) -> Vec<Vec<Event>> {
    let day = |days: i64| life.now.today() + TimeDelta::days(days);
    let record = |number: u128| RecordId(Uuid::from_u128(9100 + number));
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let second = signed % 2 * 20 - 10;
    let home = |number, from_on, until_on, hours: [u32; 2], dated_on| {
        vec![Event::CurfewSet(Curfew {
            id: record(number),
            from_on,
            until_on,
            begins: hour(hours[0]),
            ends: hour(hours[1]),
            paper: String::new(),
            dated_on: Some(dated_on),
        })]
    };
    let region = |number, region: &str, from_on, dated_on| {
        vec![Event::RestrictionSet(Restriction {
            id: record(number),
            kind: "within-region".to_owned(),
            from_on,
            until_on: None,
            bars: Bars::Outside {
                region: region.to_owned(),
            },
            lifted_by_leave: true,
            paper: String::new(),
            dated_on: Some(dated_on),
        })]
    };
    vec![
        home(1, day(from), None, [22, 6], day(0)),
        home(2, day(from + 9), Some(day(from + 99)), [20, 11], day(second)),
        region(3, HOME, day(from), day(0)),
        region(4, elsewhere(&RULES), day(from + 30), day(second)),
    ]
}

/// From one organisation to the next: by a transfer, with two papers of which the newer names the day of release, or by that
/// release. What a paper says after a release is about the next one, so none comes late there.
fn moves(life: &Life<'_>, moved: i64, released: bool) -> Vec<Vec<Event>> {
    let day = |days: i64| life.now.today() + TimeDelta::days(days);
    let record = |number: u128| RecordId(Uuid::from_u128(9200 + number));
    let offer = record(1);
    let named = |number, on, dated_on| {
        vec![Event::ReleaseDateSet(ReleaseDate {
            id: record(number),
            on,
            because: "amnesty".to_owned(),
            paper: String::new(),
            dated_on: Some(dated_on),
        })]
    };
    let appointment = Appointment {
        clinician: DOCTOR,
        on: day(moved + 2),
        at: NaiveTime::from_hms_opt(10, 0, 0).unwrap(),
    };
    // An offer exists before it is accepted, and that before the release; all may become known late.
    let mut way = vec![
        Event::HandoverOffered(HandoverOffer {
            id: offer,
            reason: if released {
                HandoverReason::Release
            } else {
                HandoverReason::Transfer
            },
            from: PRISON,
            to: CLINIC,
            from_on: day(moved),
            back_on: None,
            words: String::new(),
            offered_on: day(moved - 4),
        }),
        Event::HandoverAccepted(HandoverAccepted {
            id: record(2),
            offer,
            appointment: released.then_some(appointment),
            from_on: (!released).then(|| day(moved)),
            accepted_at: noon(life, day(moved)),
            leave: None,
        }),
    ];
    if released {
        way.push(Event::Released(Released {
            id: record(3),
            released_at: noon(life, day(moved)),
            released_on: day(moved),
            paper: String::new(),
            offer: Some(offer),
            without_receiver: None,
            moves_on: None,
            noted_on: None,
        }));
        return vec![way];
    }
    vec![
        way,
        named(4, day(moved + 200), day(0)),
        named(5, day(moved + 230), day(moved % 2 * 20 - 10)),
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

/// What counts on a day: where he lives, the day of release, each restriction, the hours at home.
fn standings(case: &Case, day: NaiveDate) -> Vec<Option<RecordId>> {
    let passage = &case.passage;
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    let hours = (0..24).filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
    let home = hours.map(|hour| passage.curfew_at(day, hour).map(|entry| entry.content.id));
    let restrictions = passage.restrictions_on(day).into_iter();
    let restrictions = restrictions.map(|entry| Some(entry.content.id));
    let barred =
        [HOME, elsewhere(&RULES)].map(|region| passage.barred((day, noon), Some(region), false).len());
    assert!(
        barred.iter().sum::<usize>() <= 1,
        "one region at most may not be left: {barred:?}"
    );
    let lives = passage.address_on(day).map(|entry| entry.content.id);
    let released = passage.release_date().map(|entry| entry.content.id);
    [lives, released]
        .into_iter()
        .chain(home)
        .chain(restrictions)
        .collect()
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
        released in any::<bool>(),
        order in Just((0..64_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let mut life = begin(None, false);
        prescribe(&mut life, 20);
        let mut facts = facts(&life, &jitter, &incidents, suspended, held);
        facts.extend(passage(&life, way));
        facts.extend(moves(&life, way[4], released));
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
        prop_assert_eq!(standings(&one, day), standings(&other, day), "the same papers count");
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
