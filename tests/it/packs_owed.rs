//! Since when a pack is owed that came to lack by something written down late, or by a move: never since before that. The
//! lives in which each was seen first were simulated; a life looks after each act whether it holds.

use crate::properties::lives::{begin, prescribe};
use chrono::{NaiveDate, TimeDelta};
use merzim::domain::obligation::{Because, Kind};
use merzim::simulate::life::{HOSPITAL, Life};
use merzim::simulate::step::{Step, Supplying, take};

/// Offers count their reasons: for a while, back, on release.
const FOR_A_WHILE: usize = 1;
const BACK: usize = 2;
const RELEASE: usize = 3;
/// And whom they ask.
const TO_HOSPITAL: usize = 1;
const TO_PRISON: usize = 2;

/// A first dose is due on 11 February 2026, and the clinic has packs for it, good for so many days.
fn stocked(good_days: i64) -> Life<'static> {
    let mut life = begin(Some(900), true);
    prescribe(&mut life, 30);
    does(
        &mut life,
        &Step::Supply(Supplying::TakeIn { packs: 3, good_days }),
    );
    life
}

fn does(life: &mut Life<'static>, step: &Step) {
    assert_eq!(take(life, step), Ok(()), "{step:?}");
}

/// The pack for the open dose is packed and fetched.
fn sent(life: &mut Life<'static>) {
    let (hours_ago, gate) = (0, false);
    does(life, &Step::Supply(Supplying::Pack { packs: 1 }));
    does(life, &Step::Supply(Supplying::HandOver { hours_ago, gate }));
    assert_eq!(owed(life), None);
}

fn until(life: &mut Life<'static>, days: i64) {
    let until = life.now.instant + TimeDelta::days(days);
    life.pass_attended(until);
}

/// The day by which the pack for the open dose is owed, with the fact since which that is known.
fn owed(life: &Life<'static>) -> Option<(NaiveDate, String)> {
    let mut owed = life.planned().obligations.iter();
    let owed = owed.find(|owed| owed.kind == Kind::SupplyDose)?;
    let known = owed.why.because.iter().find_map(|because| match because {
        Because::KnownSince { fact, .. } => Some(fact.clone()),
        _ => None,
    });
    Some((owed.due_on, known.unwrap_or_default()))
}

/// It is owed since today, because of this; and no promise was broken on the way.
fn owed_since_today(life: &Life<'static>, fact: &str) {
    assert_eq!(life.broken, []);
    assert_eq!(owed(life), Some((life.now.today(), fact.to_owned())));
}

#[test]
fn when_a_death_is_struck_out_that_was_none() {
    let mut life = stocked(800);
    until(&mut life, 1);
    let (death, hours_ago) = (true, 1);
    does(&mut life, &Step::Leave { death, hours_ago });
    until(&mut life, 100);
    assert_eq!(owed(&life), None);
    does(&mut life, &Step::Void { which: 0 });
    owed_since_today(&life, "departure-struck-out");
}

/// The dose is late, and its pack is good for it until its own last day has passed: from then on another one is owed.
#[test]
fn when_the_pack_of_a_late_dose_expires() {
    let mut life = stocked(50);
    sent(&mut life);
    until(&mut life, 50);
    let last_on = life.now.today();
    assert!(last_on > life.planned().dose.as_ref().unwrap().closes_on);
    assert_eq!(owed(&life), None, "it can be given today");
    until(&mut life, 1);
    owed_since_today(&life, "pack-expired");
    until(&mut life, 9);
    assert_eq!(life.broken, []);
    let since_on = last_on.succ_opt().unwrap();
    assert_eq!(owed(&life), Some((since_on, "pack-expired".to_owned())));
    // One that expired is sent no more.
    let packed = take(&mut life, &Step::Supply(Supplying::Pack { packs: 1 }));
    assert!(packed.is_err());
}

/// What somebody else injected is written down months later: the dose moves beyond the last day of its pack.
#[test]
fn when_an_injection_is_written_down_late_or_struck_out() {
    let mut life = stocked(112);
    sent(&mut life);
    until(&mut life, 110);
    assert_eq!(owed(&life), None);
    let (hours_ago, injected) = (24 * 85, true);
    does(&mut life, &Step::Incident { hours_ago, injected });
    owed_since_today(&life, "incident-reported");
}

/// Where he was before, he was given what was due on the day of the release.
#[test]
fn when_he_is_released_on_the_day_of_the_dose() {
    let mut life = stocked(800);
    sent(&mut life);
    let (in_days, because) = (30, 0);
    does(&mut life, &Step::ReleaseDate { in_days, because });
    let (reason, to) = (RELEASE, TO_HOSPITAL);
    does(&mut life, &Step::Offer { reason, to });
    does(&mut life, &Step::AnswerOffer { accept: true });
    until(&mut life, 30);
    assert_eq!(owed(&life), None);
    does(&mut life, &Step::Release { alone: false });
    owed_since_today(&life, "place-changed");
}

/// He was in the same hospital before, by a hand-over; this time he is moved there by name alone.
#[test]
fn when_he_moves_to_where_he_was_before() {
    let mut life = stocked(800);
    for (reason, to) in [(FOR_A_WHILE, TO_HOSPITAL), (BACK, TO_PRISON)] {
        does(&mut life, &Step::Offer { reason, to });
        does(&mut life, &Step::AnswerOffer { accept: true });
        until(&mut life, 3);
    }
    sent(&mut life);
    until(&mut life, 18);
    assert_eq!(owed(&life), None);
    let (to, in_days) = (HOSPITAL, 4);
    does(&mut life, &Step::Place { to, in_days });
    owed_since_today(&life, "place-changed");
}

/// Whoever waits for his release agreed long ago; by another way he is there already.
#[test]
fn when_he_is_moved_early_to_whoever_waits_for_his_release() {
    let mut life = stocked(800);
    sent(&mut life);
    let (in_days, because) = (200, 0);
    does(&mut life, &Step::ReleaseDate { in_days, because });
    let (reason, to) = (RELEASE, TO_HOSPITAL);
    does(&mut life, &Step::Offer { reason, to });
    does(&mut life, &Step::AnswerOffer { accept: true });
    until(&mut life, 32);
    assert_eq!(owed(&life), None);
    let (to, in_days) = (HOSPITAL, 0);
    does(&mut life, &Step::Place { to, in_days });
    owed_since_today(&life, "place-changed");
}

/// The pack went to whoever had agreed to take him over before the dose; now he stays.
#[test]
fn when_whoever_had_agreed_is_let_off() {
    let mut life = stocked(800);
    let (in_days, because) = (28, 0);
    does(&mut life, &Step::ReleaseDate { in_days, because });
    let (reason, to) = (RELEASE, TO_HOSPITAL);
    does(&mut life, &Step::Offer { reason, to });
    does(&mut life, &Step::AnswerOffer { accept: true });
    sent(&mut life);
    until(&mut life, 22);
    assert_eq!(owed(&life), None);
    let mut stays = life.clone();
    does(&mut life, &Step::WithdrawOffer);
    owed_since_today(&life, "handover-ended");
    let (in_days, because) = (60, 0);
    does(&mut stays, &Step::ReleaseDate { in_days, because });
    owed_since_today(&stays, "release-date-moved");
}

/// A paper that only confirms the day of the release gives nobody more time for the pack, and is no move of it.
#[test]
fn since_before_a_paper_that_moves_nothing() {
    let mut life = stocked(800);
    let (in_days, because) = (28, 0);
    does(&mut life, &Step::ReleaseDate { in_days, because });
    let (reason, to) = (RELEASE, TO_HOSPITAL);
    does(&mut life, &Step::Offer { reason, to });
    does(&mut life, &Step::AnswerOffer { accept: true });
    until(&mut life, 26);
    let before = owed(&life).unwrap();
    assert!(before.0 < life.now.today(), "{before:?}");
    let moves = life.case.release_moves();
    let (in_days, because) = (2, 0);
    does(&mut life, &Step::ReleaseDate { in_days, because });
    assert_eq!(owed(&life), Some(before));
    assert_eq!(life.case.release_moves(), moves);
}

/// The next dose after one that was given, on the day after its pack was to lie there, and none does.
fn late_again() -> (Life<'static>, (NaiveDate, String)) {
    let mut life = stocked(800);
    let (days_off, give) = (0, Some(0));
    does(&mut life, &Step::PassToDose { days_off, give });
    for _ in 0..200 {
        until(&mut life, 1);
        if let Some(known) = owed(&life).filter(|(on, _)| *on < life.now.today()) {
            assert_eq!(known.1, "");
            return (life, known);
        }
    }
    panic!("no pack came to lack");
}

/// A dose on record is put right, and the one that waits stays where it was: its pack is as late as before.
#[test]
fn since_before_a_correction_that_moves_no_dose() {
    let (mut life, before) = late_again();
    // How much was given; and an hour earlier on the same day.
    for hours in [0, -1, 1, 0] {
        does(&mut life, &Step::AmendDose { hours });
        assert_eq!(owed(&life), Some(before.clone()), "{hours} hours");
        until(&mut life, 1);
    }
    assert_eq!(life.broken, []);
}

/// It was given days before: the pack for the next one is needed no later than was known, and it was known to lack.
#[test]
fn since_before_a_correction_to_an_earlier_day_and_back() {
    let (mut life, (before_on, _)) = late_again();
    for hours in [-24 * 20, 24 * 20] {
        until(&mut life, 1);
        does(&mut life, &Step::AmendDose { hours });
        assert_eq!(owed(&life).map(|(on, _)| on), Some(before_on), "{hours} hours");
    }
    assert_eq!(life.broken, []);
}
