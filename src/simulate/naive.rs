//! The second model: the rules once more, in the plainest words, to hold the planner to.
//!
//! It reads the recorded events itself and the numbers of the rule files. It asks none of the domain's answers: not the
//! folded case, not the schedule, not the plan. It walks over the calendar day by day, which is slow and hard to get
//! wrong in the same way. Where the two differ, one of them is wrong.

mod appointed;
mod asking;
mod before;
mod climb;
mod commission;
mod compared;
mod course;
mod court;
mod covered;
mod days;
mod dose;
mod dose_day;
mod duties;
mod ending;
mod excused;
mod extension;
mod incident;
mod kept_away;
mod lab;
mod ladder;
mod late;
mod leave;
mod leaving;
mod lifetime;
mod lives;
mod measured;
mod observed;
mod open;
mod opened;
mod owed;
mod papers;
mod told;
mod way;

use chrono::{DateTime, Utc};

use super::Broken;
use super::life::Life;
use super::step::faultless;
use crate::domain::case::Case;
use crate::domain::decide::inspect;
use crate::domain::event::Recorded;
use crate::domain::lifetime::summed;
use crate::domain::obligation::Kind;
use crate::domain::plan::{Plan, extension_possible_on};
use crate::domain::rules::{Cause, Rules};
use crate::domain::settle::step_due_at;
use crate::domain::time::Now;

use appointed::Diary;
use asking::Asking;
use climb::{Climb, State};
use compared::{clinical, compared};
use dose::{Next, Window};
pub use observed::moves_nothing;
pub use opened::opened;
use owed::Owed;
use told::Told;

/// Everything in which the plan of a case and the second model differ; and whether a dose may be given now. What is
/// measured is looked at where that can have changed: there are years of values.
#[must_use]
pub fn check(life: &Life<'_>, measured: bool) -> Vec<Broken> {
    let told = Told::of(&life.history);
    let mut broken = Vec::new();
    standing(&told, &life.case, &life.now, &mut broken);
    let next = planned(&told, life.rules, life.planned(), &life.now, &mut broken);
    clinical((&told, &next), life.rules, life.planned(), &life.now, &mut broken);
    if measured {
        values(&told, life.rules, life.planned(), &life.now, &mut broken);
        sums(&told, &life.case, life.rules, &life.now, &mut broken);
    }
    let held = told.way.held_on(life.now.today(), life.rules);
    if held != life.roster.held {
        let found = format!("{}: held {}, but {held}", life.now.today(), life.roster.held);
        broken.push(Broken::new("whoever is held is known to be", found));
    }
    let over = told.word_on(life.now.today()).ended();
    for (pack, at) in life.stock.kept() {
        if over || !told.way.keeps_at(at, life.now.today()) {
            let promise = "nothing is kept for a person where nobody will give it to him";
            broken.push(Broken::new(promise, format!("{pack} at {at:?}")));
        }
    }
    reported(&told, life.rules, life.planned(), &life.now, &mut broken);
    decisions(&told, life.rules, life.planned(), &life.now, &mut broken);
    let asking = Asking::of(&life.history, life.rules, life.now.zone);
    let about = (life.rules, life.planned(), &life.now);
    handovers((&told, &asking), &life.case, about, &mut broken);
    appointments((&told, &asking), &life.history, about, &mut broken);
    dose_day::check((&told, &asking), &life.history, about, &mut broken);
    lives::check(&told, &life.history, about, &mut broken);
    extended(&told, &life.case, about, &mut broken);
    // Whoever is to be warned was warned by the sweep that has just come by.
    for found in extension::unwarned(&told, life.rules, &life.now) {
        broken.push(Broken::new("whoever must know that a term ends is warned", found));
    }
    let owed = papers(&told, life.rules, life.planned(), &life.now, &mut broken);
    climbs(&told, life, owed, &mut broken);
    blamed(&told, life.rules, &life.now, &mut broken);
    if let Next::Due(window) = &next {
        let found = excused::hurried((&told, &asking), window, &life.now).into_iter();
        let promise = "nobody is late before the first day on which he could have come is over";
        broken.extend(found.map(|found| Broken::new(promise, found)));
    }
    // A form with nothing wrong in it is refused exactly when no dose may be given.
    if let Some(form) = faultless(life, life.now.instant, 0) {
        let refused = inspect(&life.case, &form, life.rules, &life.roster, &life.now);
        let may = dose::may_be_given(&told, life.rules, &life.now);
        if may.is_ok() != refused.is_empty() {
            let promise = "a dose may be given exactly when the rules say so";
            broken.push(Broken::new(promise, format!("{may:?}, but {refused:?}")));
        }
    }
    broken
}

/// Everything in which a plan and the second model differ.
#[must_use]
pub fn differences(history: &[Recorded], case: &Case, rules: &Rules, plan: &Plan, now: &Now) -> Vec<Broken> {
    let told = Told::of(history);
    let mut broken = Vec::new();
    standing(&told, case, now, &mut broken);
    let next = planned(&told, rules, plan, now, &mut broken);
    clinical((&told, &next), rules, plan, now, &mut broken);
    values(&told, rules, plan, now, &mut broken);
    sums(&told, case, rules, now, &mut broken);
    papers(&told, rules, plan, now, &mut broken);
    reported(&told, rules, plan, now, &mut broken);
    decisions(&told, rules, plan, now, &mut broken);
    let asking = Asking::of(history, rules, now.zone);
    handovers((&told, &asking), case, (rules, plan, now), &mut broken);
    appointments((&told, &asking), history, (rules, plan, now), &mut broken);
    dose_day::check((&told, &asking), history, (rules, plan, now), &mut broken);
    lives::check(&told, history, (rules, plan, now), &mut broken);
    extended(&told, case, (rules, plan, now), &mut broken);
    broken
}

/// What happened in a history out of its turn, with its moment: a step of a ladder that was not the next one, or led to
/// somebody else than the ladder says; an offer to take over that the rules do not know in its state; an appointment named
/// against a restriction; a very late dose without leave; a dose written down before it was given; a day on which another
/// treats than was said; a dose that no ruling covers, that lies inside a stop or before its papers, and about which no
/// physician was asked; a review by whoever treated the person.
#[must_use]
pub fn out_of_turn(life: &Life<'_>) -> Vec<(DateTime<Utc>, Broken)> {
    let (history, rules, zone) = (&life.history, life.rules, life.now.zone);
    let asking = Asking::of(history, rules, zone);
    let elsewhere = treated_elsewhere(life, &asking);
    let named = Diary::of(history, rules, zone).out_of_rule();
    let found = [
        (
            "each step of a ladder in its turn, to whom it leads",
            ladder::out_of_turn(history, rules, zone),
        ),
        (
            "a very late dose follows the leave of a physician",
            dose::without_leave(history, rules, zone),
        ),
        (
            "nothing is written down before it happens",
            dose::foretold(history),
        ),
        (
            "an offer to take over goes the way that the rules know",
            asking.out_of_rule(),
        ),
        (
            "no appointment stands inside a restriction without a permission",
            named,
        ),
        (
            "each dose was allowed, or a physician is asked about it",
            covered::bare((history, life.now.instant), rules, zone),
        ),
        (
            "whoever treats does not review",
            commission::reviewed_by_whoever_treats(history),
        ),
        (
            "nobody decides to go on long after the last dose without a recent result or a word on why there is none",
            late::unmeasured(history, rules),
        ),
        (
            "that nothing was seen is said once the time of observation is over",
            observed::too_soon(history, rules),
        ),
        (
            "nobody is told again where only what was seen after a dose is added",
            observed::told_again(history),
        ),
    ];
    let elsewhere = elsewhere.into_iter();
    let mut all: Vec<_> = elsewhere.map(|found| (life.now.instant, found)).collect();
    for (promise, found) in found {
        let found = found.into_iter();
        all.extend(found.map(|(at, found)| (at, Broken::new(promise, found))));
    }
    all
}

/// The days on which somebody else treats than was said last.
fn treated_elsewhere(life: &Life<'_>, asking: &Asking<'_>) -> Vec<Broken> {
    let mut wrong = Vec::new();
    let mut day = life.case.opened_on;
    while day <= life.now.today() {
        let (answers, naive) = (life.case.place_on(day), asking.place_on(day));
        if answers != naive {
            let promise = "on each day one treats, as was said last";
            wrong.push(Broken::new(promise, format!("{day}: {answers:?}, but {naive:?}")));
        }
        day = days::next(day);
    }
    wrong
}

/// The offers to take over, how each stands, and what is owed about them.
fn handovers(
    (told, asking): (&Told<'_>, &Asking<'_>),
    case: &Case,
    (rules, plan, now): (&Rules, &Plan, &Now),
    broken: &mut Vec<Broken>,
) {
    let offers = case.passage.offers.iter();
    let stand: Vec<_> = offers
        .map(|offer| (offer.content.id, offer.state().code(), offer.moved_on))
        .collect();
    let naive = asking.stand();
    if stand != naive {
        let found = format!("{}: {stand:?}, but {naive:?}", now.today());
        broken.push(Broken::new("an offer stands as was said last", found));
    }
    let owed = asking.owed(told, rules, now);
    let promise = "an answer, a receiver and the word that he went are owed when the rules say so";
    let kinds = [Kind::AcceptHandover, Kind::ArrangeHandover, Kind::ConfirmRelease];
    compared(promise, &kinds, plan, &owed, now, broken);
    // From a thousand on it is about the way back from a stay.
    let mut looked_for = plan.obligations.iter();
    let looked_for = looked_for.find(|owed| owed.kind == Kind::ArrangeHandover && owed.cycle < 1_000);
    let pressed = looked_for.map(|owed| owed.why.set_by("handover-offered"));
    let asked = told.way.asked_on_release().is_some();
    if pressed.is_some_and(|pressed| pressed != asked) {
        let found = format!("{}: asked {asked}, but {looked_for:?}", now.today());
        let promise = "an answer is pressed for where somebody was asked on release";
        broken.push(Broken::new(promise, found));
    }
}

/// The first appointment that cannot be kept as it was named.
fn appointments(
    (told, asking): (&Told<'_>, &Asking<'_>),
    history: &[Recorded],
    (rules, plan, now): (&Rules, &Plan, &Now),
    broken: &mut Vec<Broken>,
) {
    let diary = Diary::of(history, rules, now.zone);
    let owed: Vec<_> = diary.owed(told, asking, rules, now).into_iter().collect();
    let promise = "an appointment that cannot be kept is named anew when the rules say so";
    compared(promise, &[Kind::SetAppointment], plan, &owed, now, broken);
}

/// Who must ask for more before the term ends, and from when a court may give it.
fn extended(
    told: &Told<'_>,
    case: &Case,
    (rules, plan, now): (&Rules, &Plan, &Now),
    broken: &mut Vec<Broken>,
) {
    let owed: Vec<_> = extension::owed(told, rules, now).into_iter().collect();
    let promise = "somebody must ask for more before a term ends";
    compared(promise, &[Kind::Extension], plan, &owed, now, broken);
    let today = now.today();
    let possible_on = extension_possible_on(case, rules, today);
    let naive = extension::possible_on(told, rules, today);
    if possible_on != naive {
        let found = format!("{today}: {possible_on:?}, but {naive:?}");
        broken.push(Broken::new("a court may extend from the day the law says", found));
    }
}

/// What is to be measured, and what a physician is to decide about it.
fn values(told: &Told<'_>, rules: &Rules, plan: &Plan, now: &Now, broken: &mut Vec<Broken>) {
    let runs = papers::runs(told, now.today());
    let slip = measured::slip(told, rules, now).filter(|_| runs);
    let slip: Vec<_> = slip.into_iter().collect();
    let promise = "what is to be measured is owed when the rules say so";
    compared(promise, &[Kind::Monitoring], plan, &slip, now, broken);
    let judge = if runs {
        measured::to_judge(told, rules, now)
    } else {
        Vec::new()
    };
    let promise = "a result that is not as it should be waits for a physician";
    compared(promise, &[Kind::JudgeResult], plan, &judge, now, broken);
}

/// How much of each summed substance entered the body.
fn sums(told: &Told<'_>, case: &Case, rules: &Rules, now: &Now, broken: &mut Vec<Broken>) {
    let law = rules.law_for(now.today());
    for load in law.into_iter().flat_map(|law| &law.course.loads) {
        let summed = summed(case, rules, &load.id);
        let summed = summed.last().map_or(0.0, |sum| sum.grams);
        let naive = lifetime::grams(told, rules, &load.id);
        // Sums of tenths, in another order.
        if let Some(naive) = naive.filter(|naive| (naive - summed).abs() > 1e-6) {
            let promise = "a sum of a lifetime counts what was given and what covered it";
            let found = format!("{}: {summed} of {}, but {naive}", now.today(), load.id);
            broken.push(Broken::new(promise, found));
        }
    }
}

/// What was reported around an injection, and waits for a physician.
fn reported(told: &Told<'_>, rules: &Rules, plan: &Plan, now: &Now, broken: &mut Vec<Broken>) {
    let waiting = incident::to_look_at(told, rules, now);
    let promise = "a physician looks at each incident when the rules say so";
    compared(promise, &[Kind::ReviewIncident], plan, &waiting, now, broken);
}

/// What a physician decides before a late dose, or before one that begins treatment anew.
fn decisions(told: &Told<'_>, rules: &Rules, plan: &Plan, now: &Now, broken: &mut Vec<Broken>) {
    let owed = late::to_decide(told, rules, now).filter(|_| papers::runs(told, now.today()));
    let owed: Vec<_> = owed.into_iter().collect();
    let promise = "a physician decides before a dose when the rules say so";
    compared(promise, &[Kind::DecideLateDose], plan, &owed, now, broken);
}

/// The papers of a review, the way to the court, and what is sent before a release. Says what is owed.
fn papers(told: &Told<'_>, rules: &Rules, plan: &Plan, now: &Now, broken: &mut Vec<Broken>) -> Vec<Owed> {
    let review = papers::for_review(told, rules, now);
    let promise = "each paper of a review is owed until it is there";
    compared(promise, &[Kind::ReviewPaper], plan, &review, now, broken);
    let court = papers::to_court(told, rules, now);
    let promise = "what was proposed goes to the court, which is asked until it has spoken";
    let kinds = [Kind::SubmitToCourt, Kind::AskCourt];
    compared(promise, &kinds, plan, &court, now, broken);
    let mut release = papers::before_release(told, rules, now);
    let promise = "what the law wants before a release is owed until it is done";
    let kinds = [
        Kind::MaterialsToCourt,
        Kind::ForwardRuling,
        Kind::FirstDose,
        Kind::BringRuling,
        Kind::ReleaseNotice,
    ];
    compared(promise, &kinds, plan, &release, now, broken);
    let untold = ending::to_tell(told, rules, now);
    let promise = "whoever must know that the measure is over is told on paper";
    compared(promise, &[Kind::TellEnd], plan, &untold, now, broken);
    release.extend(untold);
    release
}

/// The alerts that climb: who is asked next, and when. `owed` are the obligations whose last day a ladder asks for.
fn climbs(told: &Told<'_>, life: &Life<'_>, mut owed: Vec<Owed>, broken: &mut Vec<Broken>) {
    let dose = life
        .planned()
        .obligations
        .iter()
        .filter(|owed| owed.kind == Kind::Dose);
    owed.extend(dose.map(Owed::of));
    let moves_at = |climb: &Climb<'_>| {
        let alert = life.case.alerts.iter().find(|alert| alert.id == climb.id)?;
        step_due_at(
            alert,
            &life.case,
            life.rules,
            &life.roster,
            life.planned(),
            &life.now,
        )
    };
    for found in ladder::late(told, &owed, life.rules, &life.now, moves_at) {
        broken.push(Broken::new("a ladder climbs when the rules say so", found));
    }
}

/// No alert goes on about a person who cannot come, because an answer speaks against the dose and no physician has decided.
fn blamed(told: &Told<'_>, rules: &Rules, now: &Now, broken: &mut Vec<Broken>) {
    let his = |climb: &&Climb<'_>| {
        let family = matches!(climb.family, Cause::Person | Cause::Unexplained);
        climb.kind == Kind::Dose && climb.state != State::Over && family
    };
    // The cheap question first: there are years of answers.
    let Some(climb) = told.climbs.0.iter().find(his) else {
        return;
    };
    if dose::may_be_given(told, rules, now) == Err("an answer waits for a physician") {
        let promise = "nobody is blamed for a dose that waits for a physician";
        broken.push(Broken::new(promise, format!("{climb:?}")));
    }
}

/// What the rulings allow today, and the state of each.
fn standing(told: &Told<'_>, case: &Case, now: &Now, broken: &mut Vec<Broken>) {
    let today = now.today();
    let allowed = case
        .standing_on(today)
        .map_or("no-ruling", |standing| standing.code());
    let naive = told.word_on(today).code();
    if allowed != naive {
        let found = format!("{today}: {allowed}, but {naive}");
        broken.push(Broken::new("the rulings allow what the papers say", found));
    }
    let answers = (case.place_on(today), case.supervising_on(today));
    let naive = (told.way.place_on(today), told.way.supervising_on(today));
    if answers != naive {
        let found = format!("{today}: {answers:?}, but {naive:?}");
        broken.push(Broken::new(
            "one treats and one supervises, as was said last",
            found,
        ));
    }
    for (file, paper) in case.rulings.iter().zip(&told.rulings) {
        let (state, naive) = (file.state_on(today).code(), paper.state_on(today));
        if state != naive {
            let found = format!("{today}: {state}, but {naive}: {file:?}");
            broken.push(Broken::new("a ruling stands as its papers say", found));
        }
    }
}

/// The next dose, and the warnings of the end of a term. Says what the second model plans.
fn planned(told: &Told<'_>, rules: &Rules, plan: &Plan, now: &Now, broken: &mut Vec<Broken>) -> Next {
    let naive = dose::planned(told, rules, now);
    let window = match &plan.dose {
        Ok(window) => Next::Due(Window {
            cycle: window.cycle,
            target_on: window.target_on,
            opens_on: window.opens_on,
            due_on: window.due_on,
            closes_on: window.closes_on,
        }),
        Err(reason) => Next::None(reason.code()),
    };
    if window != naive {
        let found = format!("{}: {window:?}, but {naive:?}", now.today());
        broken.push(Broken::new("the next dose is due when the rules say so", found));
    }
    for found in duties::wrong_warnings(told, rules, now) {
        broken.push(Broken::new(
            "the end of a term is warned of once, and in time",
            found,
        ));
    }
    naive
}
