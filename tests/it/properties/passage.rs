//! Whatever happens on the way from one organisation to the next, in whatever order: somebody answers for the treatment,
//! nobody is let go to nobody, and what is owed about him goes with him, once.

use super::histories::take;
use super::lives::{begin, prescribe, rules};
use crate::support::invariants;
use chrono::{NaiveDate, TimeDelta};
use merzim::domain::event::{Event, Recorded};
use merzim::domain::ids::{OrganisationId, RecordId};
use merzim::domain::obligation::Kind;
use merzim::simulate::life::{Life, PRISON};
use merzim::simulate::naive;
use merzim::simulate::step::{Outside, Step};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{FileFailurePersistence, TestRunner};
use proptest::{collection::vec, option, prelude::*};
use std::collections::{BTreeMap, BTreeSet};

/// The places of the reasons in the list of reasons, and of the receivers among those whom a step can ask.
const TEMPORARY: usize = 1;
const RETURN: usize = 2;
const ON_RELEASE: usize = 3;
const RESIDENCE: usize = 4;
const HOSPITAL: usize = 1;
const BACK: usize = 2;
/// A clinic, and one in another region.
const CLINICS: [usize; 2] = [0, 3];

/// One thing that somebody does on the way.
pub fn passage() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => release(),
        5 => offers(),
        4 => whereabouts(),
        2 => (0..3_usize, -5..120_i64, 1..60_i64).prop_map(|(about, in_days, older_by)| {
            Step::Outside(Outside::LatePaper { about, in_days, older_by })
        }),
    ]
}

/// A day of release, the papers before it, the release itself.
fn release() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (-2..200_i64, 0..12_usize).prop_map(|(in_days, because)| Step::ReleaseDate { in_days, because }),
        1 => Just(Step::ReleaseDayUnknown),
        3 => (0..3_usize).prop_map(|which| Step::Sent { which }),
        4 => any::<bool>().prop_map(|alone| Step::Release { alone }),
    ]
}

/// Somebody is asked to take over, and answers or does not.
fn offers() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..5_usize, 0..4_usize).prop_map(|(reason, to)| Step::Offer { reason, to }),
        6 => any::<bool>().prop_map(|accept| Step::AnswerOffer { accept }),
        3 => Just(Step::WithdrawOffer),
        1 => Just(Step::Appointment),
        1 => Just(Step::Came),
    ]
}

/// Where he lives, when he is away or cannot come, and when nobody knows.
fn whereabouts() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (any::<bool>(), -5..20_i64).prop_map(|(away, from_in)| Step::Address { away, from_in }),
        3 => (0..40_i64, 1..40_i64).prop_map(|(in_days, for_days)| Step::AskToGo { in_days, for_days }),
        3 => any::<bool>().prop_map(|grant| Step::AnswerAbsence { grant }),
        2 => (0..10_i64, 0..60_i64, 0..12_usize).prop_map(|(since, for_days, because)| Step::Unavailable {
            since,
            for_days,
            because,
        }),
        2 => (any::<bool>(), 0..20_i64).prop_map(|(over, days)| Step::LookAgain { over, days }),
        2 => Just(Step::Lost),
        2 => any::<bool>().prop_map(|found| Step::Search { found }),
    ]
}

/// What belongs together on the way, so that it comes to an end often enough; anything can go wrong in it.
fn leg() -> impl Strategy<Value = Vec<Step>> {
    let days = |days: u32| Step::Pass {
        hours: 24 * days,
        swept: true,
    };
    let asked = |reason, to| Step::Offer { reason, to };
    let yes = || Step::AnswerOffer { accept: true };
    let clinic = || (0..2_usize).prop_map(|which| CLINICS[which]);
    let custody = |in_days| Step::Place { to: PRISON, in_days };
    let released = (0..20_u32, clinic(), any::<bool>()).prop_map(move |(in_days, to, arrested)| {
        let named = Step::ReleaseDate {
            in_days: in_days.into(),
            because: 0,
        };
        let release = Step::Release { alone: false };
        let mut leg = vec![named, asked(ON_RELEASE, to), yes(), days(in_days), release];
        leg.extend(arrested.then(|| custody(0)));
        leg
    });
    let alone =
        (0..20_u32, option::of(clinic()), option::of(1..30_i64)).prop_map(move |(later, to, back)| {
            let mut leg = vec![Step::WithdrawOffer, Step::Release { alone: true }];
            // That he will be held again, he is not yet.
            leg.extend(back.map(custody));
            leg.push(days(later));
            leg.extend(to.into_iter().flat_map(|to| [asked(ON_RELEASE, to), yes()]));
            leg
        });
    let away = (0..30_u32).prop_map(move |stays| {
        let there = [asked(TEMPORARY, HOSPITAL), yes(), days(stays)];
        let back = [asked(RETURN, BACK), yes()];
        there.into_iter().chain(back).collect::<Vec<_>>()
    });
    let declined = (0..5_usize, 0..4_usize, any::<bool>()).prop_map(move |(reason, to, taken_back)| {
        let answer = if taken_back {
            Step::WithdrawOffer
        } else {
            Step::AnswerOffer { accept: false }
        };
        vec![asked(reason, to), answer]
    });
    let moves = (any::<bool>(), clinic()).prop_map(move |(away, to)| {
        let lives = Step::Address { away, from_in: 0 };
        vec![lives, asked(RESIDENCE, to), yes(), days(7), Step::Came]
    });
    let dose = (-9..20_i64).prop_map(|days_off| Step::PassToDose {
        days_off,
        give: Some(0),
    });
    let one = prop_oneof![
        6 => passage(),
        4 => dose,
        3 => (1..900_u32, any::<bool>()).prop_map(|(hours, swept)| Step::Pass { hours, swept }),
        1 => (0..8_usize).prop_map(|which| Step::Void { which }),
        1 => (any::<bool>(), 0..30_i64).prop_map(|(police, in_days)| Step::Supervision { police, in_days }),
    ];
    prop_oneof![
        3 => released,
        2 => alone,
        2 => away,
        2 => moves,
        2 => declined,
        3 => cannot_come(),
        1 => Just(vec![custody(0)]),
        12 => one.prop_map(|step| vec![step]),
    ]
}

/// A journey, a good reason, or nobody knows where he is; and what comes of it.
fn cannot_come() -> impl Strategy<Value = Vec<Step>> {
    let drawn = (0..3_usize, 0..12_i64, 1..40_i64, any::<bool>());
    drawn.prop_map(|(what, days, for_days, well)| match what {
        0 => {
            let (in_days, grant) = (days, well);
            vec![Step::AskToGo { in_days, for_days }, Step::AnswerAbsence { grant }]
        }
        1 => {
            let (since, over) = (days, well);
            let unavailable = Step::Unavailable {
                since,
                for_days,
                because: 0,
            };
            vec![unavailable, Step::LookAgain { over, days }]
        }
        _ => vec![Step::Lost, Step::Search { found: well }],
    })
}

/// Who treats from which day on, read from the history alone, in the order of recording.
fn stays(history: &[Recorded]) -> Vec<(OrganisationId, NaiveDate)> {
    let mut asked: BTreeMap<RecordId, OrganisationId> = BTreeMap::new();
    let mut stays: Vec<(OrganisationId, NaiveDate)> = Vec::new();
    for recorded in history {
        match &recorded.event {
            Event::CaseOpened(opened) => stays.push((opened.place, opened.opened_on)),
            Event::PlaceChanged {
                place,
                from_on,
                noted_on,
                ..
            } => {
                // Written down again for the day on which he was to leave, he stays where he is.
                let begun = stays.iter().filter(|(_, known)| known < from_on);
                let before = begun.max_by_key(|(_, known)| *known).map(|(before, _)| *before);
                let mut known = stays.iter();
                let planned = known.any(|(other, known)| known == from_on && other != place);
                if planned && noted_on.unwrap() < *from_on && before == Some(*place) {
                    stays.retain(|(_, known)| known != from_on);
                } else {
                    stays.push((*place, *from_on));
                }
            }
            Event::HandoverOffered(offer) => {
                asked.insert(offer.id, offer.to);
            }
            Event::HandoverAccepted(accepted) => {
                stays.extend(accepted.from_on.map(|from_on| (asked[&accepted.offer], from_on)));
            }
            Event::Released(released) => {
                let last_on = released.released_on.max(released.noted_on.unwrap());
                stays.retain(|(_, from_on)| *from_on <= last_on);
                let moves_on = released.moves_on.unwrap_or(released.released_on);
                stays.extend(released.offer.map(|offer| (asked[&offer], moves_on)));
            }
            _ => {}
        }
    }
    stays
}

/// On every day from the opening until past what is known, one organisation answers: the one whose stay began last.
fn one_answers(life: &Life<'_>) -> Result<(), TestCaseError> {
    let stays = stays(&life.history);
    let last_on = life.now.today() + TimeDelta::days(60);
    for day in life.case.opened_on.iter_days().take_while(|day| *day <= last_on) {
        let begun = stays.iter().filter(|(_, from_on)| *from_on <= day);
        let answers = begun.max_by_key(|(_, from_on)| *from_on).or(stays.first());
        prop_assert_eq!(
            life.case.place_on(day),
            answers.map(|(place, _)| *place),
            "on {}",
            day
        );
    }
    Ok(())
}

/// Everybody who was released was received by whoever had accepted and not been refused since, or let go by somebody's word;
/// and never both.
fn nobody_is_let_go_to_nobody(history: &[Recorded]) -> Result<(), TestCaseError> {
    let mut accepted = BTreeSet::new();
    for recorded in history {
        let by_name = recorded.by.account().is_some();
        match &recorded.event {
            Event::HandoverAccepted(said) if by_name => {
                accepted.insert(said.offer);
            }
            Event::HandoverWithdrawn(said) => {
                accepted.remove(&said.offer);
            }
            Event::Released(released) => {
                let received = released.offer.is_some_and(|offer| accepted.remove(&offer));
                let words = released.without_receiver.as_deref().unwrap_or_default();
                let excused = by_name && !words.trim().is_empty();
                prop_assert!(received != excused, "{:?}", recorded);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whoever was let go alone has somebody who is to find a receiver, for as long as the measure runs.
fn who_was_let_go_alone_is_looked_after(life: &Life<'_>) -> Result<(), TestCaseError> {
    let (case, today) = (&life.case, life.now.today());
    let alone = case
        .place_on(today)
        .is_some_and(|place| case.released_without(place, today));
    let running = case.standing_on(today).is_some_and(|standing| !standing.ended());
    if alone && running && case.passage.accepted_offer().is_none() {
        let mut owed = life.planned().obligations.iter();
        prop_assert!(
            owed.any(|owed| owed.kind == Kind::ArrangeHandover),
            "{:?}",
            case.passage.last_release()
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::with_cases(96)
    })]

    /// What is promised of every life holds after each step, that a move loses and doubles nothing that is owed among it.
    #[test]
    fn nobody_falls_through_whatever_happens_on_the_way(
        for_days in option::of(200..900_i64),
        first_in in 0..20_i64,
        legs in vec(leg(), 12..18),
    ) {
        let mut life = begin(for_days, false);
        prescribe(&mut life, first_in);
        for step in legs.iter().flatten() {
            take(&mut life, step);
            who_was_let_go_alone_is_looked_after(&life)?;
        }
        life.sweep();
        prop_assert_eq!(&life.broken, &[]);
        one_answers(&life)?;
        nobody_is_let_go_to_nobody(&life.history)?;
        let astray = naive::out_of_turn(&life);
        prop_assert!(astray.is_empty(), "{:?}", astray);
        invariants::check_history(&life.case, &life.history, rules());
    }
}

/// That nobody fell through says something only where people were released, moved, and lost.
#[test]
fn what_is_drawn_goes_every_way_to_its_end() {
    let mut runner = TestRunner::deterministic();
    let legs = vec(leg(), 12..18);
    let mut seen = BTreeSet::new();
    for _ in 0..40 {
        let legs = legs.new_tree(&mut runner).unwrap().current();
        let mut life = begin(None, false);
        prescribe(&mut life, 5);
        for step in legs.iter().flatten() {
            take(&mut life, step);
        }
        seen.extend(life.history.iter().map(|recorded| recorded.event.verb()));
        let releases = life.case.passage.releases.iter();
        seen.extend(releases.map(|entry| match entry.content.offer {
            Some(_) => "to a receiver",
            None => "to nobody",
        }));
    }
    for expected in [
        "absence-answered",
        "absence-asked",
        "address-reported",
        "curfew-set",
        "handover-accepted",
        "handover-offered",
        "handover-rejected",
        "handover-withdrawn",
        "person-lost",
        "release-date-set",
        "released",
        "restriction-set",
        "search-reported",
        "to a receiver",
        "to nobody",
        "unavailability-recorded",
        "unavailability-reviewed",
    ] {
        assert!(seen.contains(expected), "{expected} is missing among {seen:?}");
    }
}
