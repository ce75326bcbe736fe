//! The second model sees what is wrong with what is owed on the clinical course: before a dose, while treatment lasts, when
//! something speaks against it, and afterwards.

use super::{changed, seen, treated};
use crate::properties::lives::{begin, prescribe, prescribe_m3, rules};
use crate::support::world::{ZONE, at};
use chrono::{NaiveDate, TimeDelta};
use merzim::domain::decide::{self, FindContraindication};
use merzim::domain::event::{Decided, Event, Follows, LateDoseDecided, Recorded, Recorder};
use merzim::domain::obligation::{Kind, Obligation};
use merzim::domain::plan::Plan;
use merzim::domain::refusal::Refusal;
use merzim::domain::results::{to_repeat, unjudged};
use merzim::domain::ruling::RulingStep;
use merzim::domain::time::Now;
use merzim::simulate::life::{DOCTOR, Life, POLICE};
use merzim::simulate::naive;
use merzim::simulate::step::{Step, take};
use std::collections::BTreeSet;

const BEFORE: &str = "what comes before a dose is owed when the rules say so";
const HOLD: &str = "a hold is looked at when the rules say so";
const SEEN: &str = "what was seen after a dose is owed until it stands on its record";
const REACTION: &str = "a reaction is followed until its outcome is told";
const COMPLAINT: &str = "each complaint is owed an answer until it has one";
const AFTER: &str = "the time after the measure is planned when the rules say so";

/// What the second model says about a plan.
fn differs(life: &Life<'_>, planned: &Plan) -> BTreeSet<&'static str> {
    let found = naive::differences(&life.history, &life.case, rules(), planned, &life.now);
    found.into_iter().map(|broken| broken.promise).collect()
}

/// What is owed of a kind.
fn owed(life: &Life<'_>, kind: Kind) -> Option<Obligation> {
    let mut all = life.planned().obligations.iter();
    all.find(|owed| owed.kind == kind).cloned()
}

/// Whatever is wrong with what is owed of a kind is seen, and nothing else: its number, whose it is, each of its days, and
/// that it is left out.
fn planted(life: &Life<'_>, kind: Kind, promise: &'static str) {
    assert_eq!(life.broken, [], "{kind:?}");
    assert_eq!(seen(life, rules()), BTreeSet::new(), "{kind:?}");
    let day = || TimeDelta::days(1);
    let known = owed(life, kind).unwrap();
    let mut number = known.clone();
    number.cycle += 1;
    let mut owner = known.clone();
    owner.owner.organisation = POLICE;
    let mut opens = known.clone();
    opens.opens_on -= day();
    let mut due = known.clone();
    due.due_on += day();
    let mut closes = known.clone();
    closes.closes_on += day();
    let tampered = [
        Some(number),
        Some(owner),
        Some(opens),
        Some(due),
        Some(closes),
        None,
    ];
    for instead in tampered {
        let mut planned = life.planned().clone();
        planned.obligations.retain(|owed| *owed != known);
        planned.obligations.extend(instead.clone());
        let expected = BTreeSet::from([promise]);
        assert_eq!(differs(life, &planned), expected, "{kind:?}: {instead:?}");
    }
}

/// A clock of the procedure that runs so many working days from a fact on.
fn clock(kind: &str, anchor: &str, days: u8) -> String {
    format!(
        "kind = \"{kind}\"\nanchor = \"{anchor}\"\ndirection = \"after\"\noffset = {{ working_days = {days} }}"
    )
}

/// The second model sees that a clock runs a day longer than its own.
fn a_day_longer(life: &Life<'_>, kind: &str, anchor: &str, days: u8, promise: &'static str) {
    let longer = changed(
        "procedure",
        &clock(kind, anchor, days),
        &clock(kind, anchor, days + 1),
    );
    assert_eq!(seen(life, &longer), BTreeSet::from([promise]), "{kind} {anchor}");
}

fn done(life: &mut Life<'_>, step: &Step) {
    take(life, step).unwrap();
}

fn cleared(life: &mut Life<'_>, cleared: bool) {
    let found = None;
    done(life, &Step::Clear { cleared, found });
}

/// A court does something to the last ruling.
fn court(step: RulingStep, in_days: i64) -> Step {
    Step::Court {
        step,
        in_days,
        back: 0,
        for_days: None,
        police: None,
    }
}

/// A commission looks, a drug is chosen, the person is told: each with its own days.
#[test]
fn the_second_model_sees_what_comes_before_the_first_dose() {
    let mut life = begin(Some(900), true);
    for kind in [Kind::Clearance, Kind::ChooseDrug] {
        planted(&life, kind, BEFORE);
        a_day_longer(&life, kind.code(), "ruling-in-force", 3, BEFORE);
    }
    // Whoever was not cleared is looked at again on the day that the commission set.
    cleared(&mut life, false);
    planted(&life, Kind::Clearance, BEFORE);
    assert_eq!(owed(&life, Kind::ChooseDrug), None);
    cleared(&mut life, true);
    assert_eq!(owed(&life, Kind::Clearance), None);
    planted(&life, Kind::ChooseDrug, BEFORE);
    a_day_longer(&life, "choose-drug", "recommendation-received", 3, BEFORE);
    done(&mut life, &prescribe_m3(5));
    assert_eq!(owed(&life, Kind::ChooseDrug), None);
    planted(&life, Kind::InformPerson, BEFORE);
    done(&mut life, &Step::Inform { consent: 0 });
    assert_eq!(owed(&life, Kind::InformPerson), None);
    assert_eq!(life.broken, []);
}

/// A further ruling that is still to come, or was never announced, puts nothing off for the one that is in force.
#[test]
fn a_ruling_to_come_puts_nothing_off() {
    let mut life = begin(Some(900), true);
    let known = [Kind::Clearance, Kind::ChooseDrug].map(|kind| owed(&life, kind).unwrap());
    for draft in [false, true] {
        let further = Step::Ruling {
            in_days: Some(40),
            for_days: Some(900),
            draft,
        };
        done(&mut life, &further);
        let now = [Kind::Clearance, Kind::ChooseDrug].map(|kind| owed(&life, kind).unwrap());
        assert_eq!(now, known);
    }
    assert_eq!(life.broken, []);
}

/// While no ruling is in force, the day by which treatment must have begun is the registry's.
#[test]
fn the_second_model_sees_who_must_bring_a_ruling() {
    let now = Now {
        instant: at("2026-01-12 09:00"),
        zone: ZONE,
    };
    let mut life = Life::begin(rules(), now, true);
    let announced = Step::Ruling {
        in_days: None,
        for_days: Some(900),
        draft: false,
    };
    done(&mut life, &announced);
    let release = Step::ReleaseDate {
        in_days: 400,
        because: 0,
    };
    done(&mut life, &release);
    assert_eq!(owed(&life, Kind::FirstDose), None);
    let promise = "what the law wants before a release is owed until it is done";
    planted(&life, Kind::BringRuling, promise);
    done(&mut life, &court(RulingStep::EnteredIntoForce, 0));
    assert_eq!(owed(&life, Kind::BringRuling), None);
    planted(&life, Kind::FirstDose, promise);
}

/// The examination and the review: not only their days, but whose they are.
#[test]
fn the_second_model_sees_whose_an_examination_and_a_review_are() {
    let life = treated();
    planted(
        &life,
        Kind::Exam,
        "the next examination is due when the rules say so",
    );
    planted(
        &life,
        Kind::Review,
        "the next review is due when the rules say so",
    );
}

/// A hold is confirmed by a second physician, then looked at by its end, or month by month.
#[test]
fn the_second_model_sees_who_looks_at_a_hold() {
    for until_in in [None, Some(20)] {
        let mut life = treated();
        done(&mut life, &Step::Hold { until_in });
        planted(&life, Kind::HoldReview, HOLD);
        a_day_longer(&life, "confirm-hold", "hold-placed", 2, HOLD);
        done(&mut life, &Step::Confirm { until_in });
        planted(&life, Kind::HoldReview, HOLD);
        done(&mut life, &Step::Lift);
        assert_eq!(owed(&life, Kind::HoldReview), None);
        // The next one is counted on from there.
        done(&mut life, &Step::Hold { until_in });
        assert_eq!(owed(&life, Kind::HoldReview).unwrap().cycle, 3);
        planted(&life, Kind::HoldReview, HOLD);
    }
}

/// Another drug, because something was found, or because a physician decided so about a result.
#[test]
fn the_second_model_sees_that_another_drug_is_owed() {
    let law = rules().law_for("2026-01-12".parse().unwrap()).unwrap();
    let mut known = law.course.contraindications.iter();
    let what = known.position(|known| known.id == "severe-osteoporosis").unwrap();
    let follows = Follows::ALL
        .iter()
        .position(|follows| *follows == Follows::ChangeDrug);
    let follows = follows.unwrap();
    let mut life = treated();
    done(&mut life, &Step::Contraindication { what, follows });
    planted(&life, Kind::ChooseDrug, BEFORE);
    a_day_longer(&life, "choose-drug", "contraindication-found", 3, BEFORE);
    done(&mut life, &Step::Over);
    assert_eq!(owed(&life, Kind::ChooseDrug), None);

    let mut life = treated();
    let results = Step::Results {
        days_ago: 0,
        well: false,
    };
    done(&mut life, &results);
    let decided = Decided::ALL.iter().position(|known| *known == Decided::Change);
    let decided = decided.unwrap();
    done(&mut life, &Step::Judge { decided, in_days: 5 });
    planted(&life, Kind::ChooseDrug, BEFORE);
    a_day_longer(&life, "choose-drug", "result-judged", 3, BEFORE);
    assert_eq!(life.broken, []);
}

/// What a physician wants to see again is measured again under the next drug, too, whose protocol does not ask for it: else it
/// would be owed, and measured without it, day after day.
#[test]
fn what_was_ordered_under_one_drug_is_measured_again_under_the_next() {
    let known = rules().protocols_on("2026-01-12".parse().unwrap());
    let of = |id: &str| known.iter().position(|protocol| protocol.id == id).unwrap();
    let mut life = begin(Some(900), true);
    cleared(&mut life, true);
    let chosen = |in_days, id| Step::Prescribe {
        in_days,
        product: of(id),
    };
    done(&mut life, &chosen(5, "cyproterone-14d"));
    done(&mut life, &Step::Inform { consent: 0 });
    let give = Some(0);
    done(&mut life, &Step::PassToDose { days_off: 0, give });
    let results = |well| Step::Results { days_ago: 0, well };
    done(&mut life, &results(false));
    let decided = Decided::ALL.iter().position(|known| *known == Decided::Repeat);
    let decided = decided.unwrap();
    // What was measured at the chair waits for a decision of its own.
    while !unjudged(&life.case, rules()).is_empty() {
        done(&mut life, &Step::Judge { decided, in_days: 5 });
    }
    let ordered = |life: &Life<'_>| {
        let mut ordered = to_repeat(&life.case).into_iter();
        ordered.any(|(item, ..)| item == "prolactin")
    };
    assert!(ordered(&life), "{:?}", to_repeat(&life.case));
    done(&mut life, &chosen(14, "degarelix-28d"));
    life.pass(48);
    assert!(ordered(&life));
    done(&mut life, &results(true));
    assert_eq!(to_repeat(&life.case), []);
    assert_eq!(life.broken, []);
}

/// Of two findings the first counts, though it was written down last.
#[test]
fn another_drug_is_owed_from_the_first_finding_on() {
    let mut life = treated();
    let today = life.now.today();
    let yesterday = today - TimeDelta::days(1);
    let find = |life: &mut Life<'_>, what: &str, found_on: NaiveDate| {
        let form = FindContraindication {
            contraindication: what.to_owned(),
            found_on: Some(found_on),
            follows: Some(Follows::ChangeDrug),
            words: "words".to_owned(),
        };
        let found = life.perform(|life| {
            let records = (life.fresh(), life.fresh_of(1));
            decide::find_contraindication(&life.case, records, &form, life.rules, &life.now)
        });
        found.unwrap();
    };
    find(&mut life, "severe-osteoporosis", today);
    assert_eq!(owed(&life, Kind::ChooseDrug).unwrap().opens_on, today);
    find(&mut life, "hypersensitivity", yesterday);
    assert_eq!(owed(&life, Kind::ChooseDrug).unwrap().opens_on, yesterday);
    planted(&life, Kind::ChooseDrug, BEFORE);
}

/// A reaction is open until its outcome is told, and again where that was struck out.
#[test]
fn the_second_model_sees_a_reaction_whose_outcome_nobody_told() {
    let mut life = treated();
    let mild = Step::React {
        severity: 0,
        hold: false,
    };
    done(&mut life, &mild);
    planted(&life, Kind::ReactionOutcome, REACTION);
    done(&mut life, &Step::Recover);
    assert_eq!(owed(&life, Kind::ReactionOutcome), None);

    let outcome = life.case.reaction_outcomes[0].content.id;
    let struck_out = life.perform(|life| decide::void(&life.case, outcome, "reason", &life.now));
    struck_out.unwrap();
    planted(&life, Kind::ReactionOutcome, REACTION);
    done(&mut life, &Step::Recover);
    assert_eq!(owed(&life, Kind::ReactionOutcome), None);
    assert_eq!(life.broken, []);
}

/// Each body has its own term, and a complaint is answered also when the measure is over.
#[test]
fn the_second_model_sees_a_complaint_that_nobody_answered() {
    for addressee in 0..5 {
        let mut life = treated();
        let complains = Step::Complain {
            subject: 0,
            addressee,
        };
        done(&mut life, &complains);
        planted(&life, Kind::AnswerComplaint, COMPLAINT);
        done(&mut life, &court(RulingStep::EndedByCourt, 0));
        planted(&life, Kind::AnswerComplaint, COMPLAINT);
        done(&mut life, &Step::AnswerComplaint);
        assert_eq!(owed(&life, Kind::AnswerComplaint), None);
        assert_eq!(life.broken, []);
    }
}

/// The time after the measure is planned once it is over, counted from when that could be known.
#[test]
fn the_second_model_sees_a_plan_for_afterwards() {
    for in_days in [0, -10] {
        let mut life = treated();
        let later = Step::Pass {
            hours: 24 * 20,
            swept: true,
        };
        done(&mut life, &later);
        done(&mut life, &court(RulingStep::EndedByCourt, in_days));
        let known_on = owed(&life, Kind::Aftercare).unwrap().opens_on;
        assert_eq!(known_on, life.now.today(), "{in_days}");
        planted(&life, Kind::Aftercare, AFTER);
        a_day_longer(&life, "aftercare", "measure-ended", 5, AFTER);
        done(&mut life, &Step::Aftercare);
        // The look that it agreed on is owed from its day on, until the next plan.
        let look = owed(&life, Kind::Aftercare).unwrap();
        assert_eq!(look.opens_on, life.now.today() + TimeDelta::days(30), "{in_days}");
        planted(&life, Kind::Aftercare, AFTER);
        a_day_longer(&life, "aftercare", "measure-ended", 5, AFTER);
        done(&mut life, &Step::Aftercare);
        assert_eq!(owed(&life, Kind::Aftercare), None);
        assert_eq!(life.broken, []);
    }
}

/// How often the second model sees somebody review what he treated.
fn own_reviews(life: &Life<'_>) -> usize {
    let found = naive::out_of_turn(life).into_iter();
    found
        .filter(|(_, broken)| broken.promise == "whoever treats does not review")
        .count()
}

/// A review of today, signed by all of its members.
fn signed_review(life: &mut Life<'_>) {
    let review = Step::Review {
        days_ago: 0,
        proposal: 0,
        signatures: 5,
        dissents: false,
    };
    done(life, &review);
    assert_eq!(naive::out_of_turn(life), []);
}

fn signatures_of(life: &Life<'_>) -> usize {
    let events = life.history.iter().map(|recorded| &recorded.event);
    events
        .filter(|event| matches!(event, Event::ReviewSigned(_)))
        .count()
}

/// Whoever cleared the person or chose his drug is on no commission: he is refused, and would be seen.
#[test]
fn whoever_treats_reviews_nothing() {
    let mut life = treated();
    let refused = take(&mut life, &Step::ReviewOwn).unwrap_err();
    assert!(
        matches!(refused.as_slice(), [Refusal::TookPart { .. }]),
        "{refused:?}"
    );
    signed_review(&mut life);
    let (mut named, mut signed) = (life.clone(), life);
    for recorded in &mut named.history {
        if let Event::ReviewDrafted(text) = &mut recorded.event {
            text.members[0].account = DOCTOR;
        }
    }
    // The text itself, and each signature beside his name.
    assert_eq!(own_reviews(&named), 1 + signatures_of(&named));
    let mut signatures = signed.history.iter_mut();
    let signature = signatures.find(|recorded| matches!(recorded.event, Event::ReviewSigned(_)));
    signature.unwrap().by = Recorder::Account(DOCTOR);
    assert_eq!(own_reviews(&signed), 1);
}

/// Whoever allowed a late dose treated the person, too: he is seen in the text and at his signature. A no is none, and what
/// was struck out counts no more.
#[test]
fn whoever_allowed_a_late_dose_reviews_nothing() {
    let mut life = treated();
    signed_review(&mut life);
    let (at, (id, member)) = life
        .history
        .iter()
        .enumerate()
        .find_map(|(at, recorded)| match &recorded.event {
            Event::ReviewDrafted(text) => Some((at, (text.id, text.members[0].account))),
            _ => None,
        })
        .unwrap();
    let signed_at = life
        .history
        .iter()
        .position(|recorded| matches!(recorded.event, Event::ReviewSigned(_)))
        .unwrap();
    let allowed = |at: usize, give: bool, voided: bool| {
        let mut life = life.clone();
        let decided = Event::LateDoseDecided(LateDoseDecided {
            id,
            cycle: 1,
            decided_on: life.now.today(),
            give,
            words: "words".to_owned(),
            unmeasured: None,
            flare_cover: None,
            despite_sum: None,
        });
        let struck_out = Event::RecordVoided {
            record: id,
            reason: "reason".to_owned(),
        };
        let by_member = |event: Event| Recorded {
            event,
            by: Recorder::Account(member),
            ..life.history[at].clone()
        };
        let events = std::iter::once(decided).chain(voided.then_some(struck_out));
        let inserted: Vec<_> = events.map(by_member).collect();
        drop(life.history.splice(at..at, inserted));
        own_reviews(&life)
    };
    let signatures = signatures_of(&life);
    assert!(signatures > 1);
    assert_eq!(allowed(at, true, false), 1 + signatures);
    assert_eq!(allowed(at, false, false), 0);
    assert_eq!(allowed(at, true, true), 0);
    // Allowed after the first signature, be it his own: those that follow stand beside his name.
    let after = signed_at + 1;
    assert_eq!(allowed(after, true, false), signatures - 1);
    assert_eq!(allowed(after, false, false), 0);
}

/// What was left open with a dose is owed by whoever gave it, until somebody adds it.
#[test]
fn the_second_model_sees_what_was_left_open_after_a_dose() {
    let now = Now {
        instant: at("2026-12-07 09:00"),
        zone: ZONE,
    };
    let mut life = Life::begin(rules(), now, true);
    let ruling = Step::Ruling {
        in_days: Some(0),
        for_days: Some(900),
        draft: false,
    };
    done(&mut life, &ruling);
    prescribe(&mut life, 5);
    assert_eq!(owed(&life, Kind::CompleteObservation), None);
    let give = Some(0);
    done(&mut life, &Step::PassToDose { days_off: 0, give });
    planted(&life, Kind::CompleteObservation, SEEN);
    let later = changed(
        "protocols",
        "within_days = 0\nowed_from",
        "within_days = 1\nowed_from",
    );
    assert_eq!(seen(&life, &later), BTreeSet::from([SEEN]));
    done(&mut life, &Step::Observe);
    assert_eq!(owed(&life, Kind::CompleteObservation), None);
    assert_eq!(life.broken, []);
}
