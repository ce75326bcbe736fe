//! The second model sees who must ask for more, what is owed before a release, and how an offer goes its way.

use super::{changed, seen, treated};
use crate::properties::lives::{begin, rules};
use chrono::TimeDelta;
use merzim::domain::event::{Event, HandoverReason, Recorded};
use merzim::domain::obligation::Kind;
use merzim::simulate::naive;
use merzim::simulate::step::{Outside, Step, take};
use std::collections::BTreeSet;

/// The end of the term: who must ask for more and from when, who is warned, and from when a court may give more.
#[test]
fn the_second_model_sees_who_asks_for_more_and_when() {
    let life = treated();
    let promise = BTreeSet::from(["somebody must ask for more before a term ends"]);
    let warned = "warn_days_before = [60, 30, 14]";
    let (supplier, registry) = (
        "owner = { organisation = \"supplier\", post = \"physician\" }",
        "owner = { organisation = \"registry\", post = \"clerk\" }",
    );
    for (from, to) in [
        (warned.to_owned(), "warn_days_before = [59, 30, 14]".to_owned()),
        (format!("{warned}\n{supplier}"), format!("{warned}\n{registry}")),
    ] {
        assert_eq!(seen(&life, &changed("procedure", &from, &to)), promise, "{to}");
    }
    let mut later = life.case.clone();
    let first = &mut later.doses[0].content.given_on;
    *first = first.succ_opt().unwrap();
    let found = naive::differences(&life.history, &later, rules(), life.planned(), &life.now);
    let promises: Vec<_> = found.iter().map(|broken| broken.promise).collect();
    assert_eq!(promises, ["a court may extend from the day the law says"]);

    // Sixty days are left: the first warning is given at once, and would be missed.
    let mut life = begin(Some(60), true);
    assert_eq!(life.broken, []);
    let known = life.history.len();
    life.history
        .retain(|recorded| !matches!(recorded.event, Event::Warned(_)));
    assert_eq!(life.history.len(), known - 1, "one warning");
    let promises: Vec<_> = naive::check(&life, true)
        .into_iter()
        .map(|broken| broken.promise)
        .collect();
    assert_eq!(promises, ["whoever must know that a term ends is warned"]);
}

/// Before a release: papers to the court, the ruling sent on, the notice.
#[test]
fn the_second_model_sees_what_is_owed_before_a_release() {
    let mut life = treated();
    let release = Step::ReleaseDate {
        in_days: 400,
        because: 0,
    };
    take(&mut life, &release).unwrap();
    let promise = BTreeSet::from(["what the law wants before a release is owed until it is done"]);
    let forward = "anchor = \"ruling-received\"\ndirection = \"after\"\noffset = { working_days = 3 }";
    let notice = "anchor = \"release\"\ndirection = \"before\"\noffset = { working_days = 5 }";
    for (from, days) in [(forward, "working_days = 4"), (notice, "working_days = 6")] {
        let to = format!("{}{days} }}", &from[..from.rfind("working").unwrap()]);
        assert_eq!(seen(&life, &changed("procedure", from, &to)), promise, "{from}");
    }
    assert_eq!(seen(&life, rules()), BTreeSet::new());
}

/// Free, he moves to another region: the registry names a body there.
#[test]
fn the_second_model_sees_who_is_supervised_where_he_lives_no_longer() {
    let mut life = treated();
    let mut reasons = HandoverReason::ALL.iter();
    let release = reasons.position(|reason| *reason == HandoverReason::Release);
    for step in [
        Step::ReleaseDate {
            in_days: 0,
            because: 0,
        },
        Step::Offer {
            reason: release.unwrap(),
            to: 0,
        },
        Step::AnswerOffer { accept: true },
        Step::Release { alone: false },
        Step::Address {
            away: true,
            from_in: 0,
        },
    ] {
        take(&mut life, &step).unwrap();
    }
    assert_eq!(life.broken, []);
    let promises = BTreeSet::from([
        "an answer, a receiver and the word that he went are owed when the rules say so",
        "whoever lives elsewhere is supervised there when the rules say so",
    ]);
    let five = "offered_within = { working_days = 5 }";
    let later = changed("continuity", five, "offered_within = { working_days = 6 }");
    assert_eq!(seen(&life, &later), promises);
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    let follow = Step::Supervision {
        police: false,
        in_days: 0,
    };
    take(&mut life, &follow).unwrap();
    let mut owed = life.planned().obligations.iter();
    assert!(owed.all(|owed| owed.kind != Kind::MoveSupervision));
    assert_eq!(life.broken, []);
}

/// Away for two doses: a day was agreed for the first, and one is to be agreed for the second.
#[test]
fn the_second_model_sees_a_dose_that_falls_into_a_journey() {
    let mut life = treated();
    let give = Some(0);
    for step in [
        Step::AskToGo {
            in_days: 40,
            for_days: 150,
        },
        Step::AnswerAbsence { grant: true },
        Step::PassToDose { days_off: 0, give },
    ] {
        take(&mut life, &step).unwrap();
    }
    assert_eq!(life.broken, []);
    let owed = |life: &merzim::simulate::life::Life<'_>| {
        let mut owed = life.planned().obligations.iter();
        owed.any(|owed| owed.kind == Kind::AgreeDoseDay)
    };
    assert!(owed(&life), "{:?}", life.planned().dose);
    let promise = BTreeSet::from(["a day for a dose is agreed when the rules say so"]);
    let three = "answer_within = { working_days = 3 }\nlongest";
    let later = changed(
        "continuity",
        three,
        "answer_within = { working_days = 4 }\nlongest",
    );
    assert_eq!(seen(&life, &later), promise);
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    take(&mut life, &Step::AnswerAbsence { grant: true }).unwrap();
    assert!(!owed(&life));
    assert_eq!(life.broken, []);
}

/// Free, he may not enter the region in which he is treated when his dose comes: a permission is got.
#[test]
fn the_second_model_sees_a_dose_against_which_a_restriction_stands() {
    let mut life = treated();
    let mut reasons = HandoverReason::ALL.iter();
    let release = reasons.position(|reason| *reason == HandoverReason::Release);
    let known = &rules().continuity_for(life.now.today()).unwrap().restrictions;
    let region = known.iter().position(|known| known.id == "within-region");
    for step in [
        Step::ReleaseDate {
            in_days: 0,
            because: 0,
        },
        Step::Offer {
            reason: release.unwrap(),
            to: 0,
        },
        Step::AnswerOffer { accept: true },
        Step::Release { alone: false },
    ] {
        take(&mut life, &step).unwrap();
    }
    let owed = |life: &merzim::simulate::life::Life<'_>| {
        let mut owed = life.planned().obligations.iter();
        owed.any(|owed| owed.kind == Kind::AgreeDoseDay)
    };
    assert!(!owed(&life));
    let restrict = Step::Outside(Outside::Restrict {
        kind: region.unwrap(),
        in_days: 30,
        for_days: None,
        hour: 1,
    });
    take(&mut life, &restrict).unwrap();
    assert!(owed(&life), "{:?}", life.planned().dose);
    let promise = BTreeSet::from(["a day for a dose is agreed when the rules say so"]);
    let three = "answer_within = { working_days = 3 }\nlongest";
    let later = changed(
        "continuity",
        three,
        "answer_within = { working_days = 4 }\nlongest",
    );
    assert_eq!(seen(&life, &later), promise);
    assert_eq!(seen(&life, rules()), BTreeSet::new());
    // No day is free in another region: there is a permission for one.
    take(&mut life, &Step::AnswerAbsence { grant: true }).unwrap();
    assert!(!owed(&life));
    assert_eq!(life.broken, []);
}

/// Somebody is looked for before a release, is asked, and accepts.
#[test]
fn the_second_model_follows_an_offer() {
    let mut life = treated();
    let release = Step::ReleaseDate {
        in_days: 100,
        because: 0,
    };
    take(&mut life, &release).unwrap();
    let promise =
        BTreeSet::from(["an answer, a receiver and the word that he went are owed when the rules say so"]);
    let looked_for = |days| changed("continuity", "accepted_before = { days = 30 }", days);
    assert_eq!(
        seen(&life, &looked_for("accepted_before = { days = 31 }")),
        promise
    );
    let mut reasons = HandoverReason::ALL.iter();
    let release = reasons.position(|reason| *reason == HandoverReason::Release);
    let offer = Step::Offer {
        reason: release.unwrap(),
        to: 0,
    };
    take(&mut life, &offer).unwrap();
    let answer = changed(
        "continuity",
        "answer_within = { working_days = 3 }\nexpires",
        "answer_within = { working_days = 4 }\nexpires",
    );
    assert_eq!(seen(&life, &answer), promise);
    assert_eq!(seen(&life, rules()), BTreeSet::new());

    // A case that knows nothing of the answer.
    let (asked, planned) = (life.case.clone(), life.planned().clone());
    take(&mut life, &Step::AnswerOffer { accept: true }).unwrap();
    let found = naive::differences(&life.history, &asked, rules(), &planned, &life.now);
    let promises: BTreeSet<_> = found.iter().map(|broken| broken.promise).collect();
    let both = [
        "an answer, a receiver and the word that he went are owed when the rules say so",
        "an offer stands as was said last",
    ];
    assert_eq!(promises, BTreeSet::from(both), "{found:?}");

    // Accepted twice, and at once where it should wait for the release.
    assert_eq!(naive::out_of_turn(&life), []);
    let mut twice = life.clone();
    let accepted = |recorded: &Recorded| matches!(recorded.event, Event::HandoverAccepted(_));
    let again = twice
        .history
        .iter()
        .find(|recorded| accepted(recorded))
        .unwrap()
        .clone();
    twice.history.push(again);
    assert_eq!(naive::out_of_turn(&twice).len(), 1);
    let mut early = life.clone();
    let today = early.now.today();
    for recorded in &mut early.history {
        if let Event::HandoverAccepted(accepted) = &mut recorded.event {
            accepted.from_on = Some(today);
        }
    }
    assert_eq!(
        naive::out_of_turn(&early).len(),
        2,
        "the way of the offer, and who treats"
    );
}

/// The day of the release has come: somebody says that he went.
#[test]
fn the_second_model_asks_whether_he_went() {
    let mut life = treated();
    let release = Step::ReleaseDate {
        in_days: 0,
        because: 0,
    };
    take(&mut life, &release).unwrap();
    let owed = life.planned().obligations.iter();
    assert_eq!(owed.filter(|owed| owed.kind == Kind::ConfirmRelease).count(), 1);
    let promise = "an answer, a receiver and the word that he went are owed when the rules say so";
    let within = "release_recorded_within = { working_days = 1 }";
    let later = "release_recorded_within = { working_days = 2 }";
    assert_eq!(
        seen(&life, &changed("continuity", within, later)),
        BTreeSet::from([promise])
    );
    assert_eq!(seen(&life, rules()), BTreeSet::new());
}

/// Nobody released him, and no day is known: one is asked for, and a month after nobody knew it again.
#[test]
fn the_second_model_asks_for_a_day_of_whoever_is_held() {
    let mut life = treated();
    assert_eq!(life.case.release_on(), None);
    let later = changed(
        "continuity",
        "answer_within = { working_days = 3 }\nexpires",
        "answer_within = { working_days = 4 }\nexpires",
    );
    let promise = "an answer, a receiver and the word that he went are owed when the rules say so";
    assert_eq!(seen(&life, &later), BTreeSet::from([promise]));
    take(&mut life, &Step::ReleaseDayUnknown).unwrap();
    let mut owed = life.planned().obligations.iter();
    let owed = owed.find(|owed| owed.kind == Kind::ConfirmRelease).unwrap();
    assert_eq!(owed.opens_on, life.now.today() + TimeDelta::days(30));
    assert_eq!(seen(&life, &later), BTreeSet::from([promise]));
    assert_eq!(seen(&life, rules()), BTreeSet::new());
}
