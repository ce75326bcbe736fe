//! The clinical course around the doses.

use chrono::{NaiveDate, TimeDelta};

use super::doses::covered;
use super::{Step, pick};
use crate::domain::decide::{
    self, ChangeRegimen, ConfirmHold, Decision, EndContraindication, EndReaction, FindContraindication,
    JudgeResult, LiftHold, PlaceHold, PrescribeRegimen, RecordResults, ReportReaction, TypedReaction,
    TypedValue,
};
use crate::domain::event::{Conclusion, Consent, Decided, Follows, Recorder};
use crate::domain::ids::RecordId;
use crate::domain::plan::protocol;
use crate::domain::refusal::Refusal;
use crate::domain::results::unjudged;
use crate::domain::rules::Course;
use crate::simulate::life::{DOCTOR, Life, SECOND_DOCTOR};
use crate::simulate::papers;

/// Takes a step of the clinical course.
pub(super) fn take(life: &mut Life<'_>, step: &Step) -> Result<(), Vec<Refusal>> {
    let second = Recorder::Account(SECOND_DOCTOR);
    match *step {
        Step::Clear { cleared, found } => life.perform(|life| clear(life, cleared, found)),
        Step::Prescribe { in_days, product } => life.perform_as(&Recorder::Account(DOCTOR), |life| {
            prescribe(life, in_days, product)
        }),
        Step::Inform { consent } => life.perform(|life| {
            let course = course(life)?;
            let consent = pick(&Consent::ALL, consent).copied().unwrap_or(Consent::Given);
            let form = papers::information(course, life.now.today(), "FP", (consent, "words"));
            decide::record_information(&life.case, life.fresh(), &form, course, &life.now)
        }),
        Step::Hold { until_in } => life.perform(|life| {
            let form = PlaceHold {
                reason: "reason".to_owned(),
                until_on: day_in(life, until_in),
            };
            decide::place_hold(&life.case, life.fresh(), &form, &life.now)
        }),
        Step::Confirm { until_in } => life.perform_as(&second.clone(), |life| {
            let form = ConfirmHold {
                words: "words".to_owned(),
                until_on: day_in(life, until_in),
            };
            let hold = life.case.holds.last().ok_or_else(Vec::new)?.placed.id;
            decide::confirm_hold(&life.case, hold, &form, &second, &life.now)
        }),
        Step::Lift => life.perform(|life| {
            let hold = life.case.holds.last().ok_or_else(Vec::new)?.placed.id;
            let form = LiftHold {
                words: "words".to_owned(),
                over: over(life),
            };
            decide::lift_hold(&life.case, hold, &form, life.rules, &life.now)
        }),
        Step::React { severity, hold } => life.perform(|life| react(life, severity, hold)),
        Step::Recover => life.perform(recover),
        Step::Contraindication { what, follows } => life.perform(|life| found(life, what, follows)),
        Step::Over => life.perform(|life| {
            let passing = life.case.passing();
            let form = EndContraindication {
                words: "words".to_owned(),
                over: passing.map(|entry| entry.content.id).collect(),
            };
            decide::end_contraindication(&life.case, &form, &life.now)
        }),
        Step::Exam {
            days_ago,
            well,
            severity,
        } => life.perform(|life| examine(life, days_ago, well, severity)),
        Step::Results { days_ago, well } => life.perform(|life| {
            let taken_on = ago(life, days_ago);
            let mut values = papers::laboratory_usual(&life.case, life.rules, taken_on);
            values.extend(papers::asked(&life.case, life.rules, taken_on));
            for again in papers::ordered_again(&life.case, life.rules, taken_on) {
                if !values.iter().any(|value| value.item == again.item) {
                    values.push(again);
                }
            }
            let form = RecordResults {
                taken_on: Some(taken_on),
                laboratory: "laboratory".to_owned(),
                values: if well { values } else { outside(values) },
                words: String::new(),
            };
            decide::record_results(&life.case, life.fresh(), &form, (life.rules, None), &life.now)
        }),
        Step::Judge { decided, in_days } => life.perform(|life| judge(life, decided, in_days)),
        _ => Ok(()),
    }
}

fn course<'r>(life: &Life<'r>) -> Result<&'r Course, Vec<Refusal>> {
    let law = life.rules.law_for(life.now.today());
    law.map(|law| law.course).ok_or_else(Vec::new)
}

fn ago(life: &Life<'_>, days: i64) -> NaiveDate {
    life.now.today() - TimeDelta::days(days)
}

fn day_in(life: &Life<'_>, days: Option<i64>) -> Option<Result<NaiveDate, ()>> {
    days.map(|days| Ok(ago(life, -days)))
}

fn clear(life: &Life<'_>, cleared: bool, found: Option<usize>) -> Decision {
    let course = course(life)?;
    let mut form = papers::clearance(course, life.now.today(), ("FP", DOCTOR));
    form.cleared = Some(cleared);
    form.again_on = (!cleared).then(|| Ok(ago(life, -30)));
    let findings = form.findings.len().max(1);
    if let Some((_, present)) = found.and_then(|found| form.findings.get_mut(found % findings)) {
        *present = true;
    }
    let around = (&life.roster, life.rules);
    decide::record_clearance(&life.case, life.fresh(), &form, course, around, &life.now)
}

fn prescribe(life: &Life<'_>, in_days: i64, product: usize) -> Decision {
    let today = life.now.today();
    let known = life.rules.protocols_on(today);
    let flare = covered(life, product);
    let product = pick(&known, product).ok_or_else(Vec::new)?.id.clone();
    let first_on = today + TimeDelta::days(in_days);
    if life.case.doses_in_effect().is_empty() {
        let form = PrescribeRegimen {
            flare,
            ..papers::prescription(&product, first_on, "reason")
        };
        return decide::prescribe(&life.case, life.fresh(), &form, life.rules, &life.now);
    }
    let form = ChangeRegimen {
        protocol: product,
        first_on: Some(first_on),
        reason: "reason".to_owned(),
        decided_by: "commission".to_owned(),
        reference: "paper".to_owned(),
        flare,
        despite_sum: "reason".to_owned(),
        born_on: None,
    };
    decide::change_regimen(&life.case, life.fresh(), &form, life.rules, &life.now)
}

fn react(life: &Life<'_>, severity: usize, hold: bool) -> Decision {
    let severity = pick(&life.rules.reactions.severities, severity).ok_or_else(Vec::new)?;
    let form = ReportReaction {
        occurred_at: Some(life.now.instant),
        severity: severity.id.clone(),
        suspected: String::new(),
        words: "words".to_owned(),
        done: "done".to_owned(),
        hold,
        sure: false,
    };
    let records = (life.fresh(), life.fresh_of(1));
    decide::report_reaction(&life.case, records, &form, life.rules, &life.now)
}

fn recover(life: &Life<'_>) -> Decision {
    let reaction = life.case.open_reactions().next();
    let reaction = reaction.ok_or_else(Vec::new)?.1.content.id;
    let outcome = life.rules.reactions.outcomes.first();
    let form = EndReaction {
        outcome: outcome.map_or_else(String::new, |outcome| outcome.id.clone()),
        on: Some(life.now.today()),
        words: "words".to_owned(),
    };
    decide::end_reaction(&life.case, life.fresh(), reaction, &form, life.rules, &life.now)
}

fn found(life: &Life<'_>, what: usize, follows: usize) -> Decision {
    let known = &course(life)?.contraindications;
    let form = FindContraindication {
        contraindication: pick(known, what).ok_or_else(Vec::new)?.id.clone(),
        found_on: Some(life.now.today()),
        follows: pick(&Follows::ALL, follows).copied(),
        words: "words".to_owned(),
    };
    let records = (life.fresh(), life.fresh_of(1));
    decide::find_contraindication(&life.case, records, &form, life.rules, &life.now)
}

/// What a physician calls over as he lifts a hold: what bars the drug that is followed, and with every second hold all that
/// may pass.
fn over(life: &Life<'_>) -> Vec<RecordId> {
    let all = life.case.holds.len() % 2 == 1;
    let excludes = protocol(&life.case, life.rules).map_or(&[][..], |protocol| &protocol.contraindications);
    let passing = life.case.passing().map(|entry| &entry.content);
    let over = passing.filter(|found| all || excludes.iter().any(|excluded| found.excludes(excluded)));
    over.map(|found| found.id).collect()
}

fn examine(life: &Life<'_>, days_ago: i64, well: bool, severity: Option<usize>) -> Decision {
    let examined_on = ago(life, days_ago);
    let mut form = papers::examination(&life.case, life.rules, examined_on, ("FP", DOCTOR));
    if !well {
        form.values = outside(form.values);
        form.conclusion = Conclusion::Reconsider.code().to_owned();
        form.words = "words".to_owned();
    }
    let severity = severity.and_then(|severity| pick(&life.rules.reactions.severities, severity));
    form.reactions.extend(severity.map(|severity| TypedReaction {
        words: "words".to_owned(),
        severity: severity.id.clone(),
        began_on: Some(Ok(examined_on)),
        measures: "done".to_owned(),
    }));
    let mut used = 0;
    let mut fresh = || {
        used += 1;
        life.fresh_of(used)
    };
    decide::record_exam(&life.case, &mut fresh, &form, life.rules, &life.now)
}

/// The same values, far outside what is usual; held against the slip once more.
fn outside(values: Vec<TypedValue>) -> Vec<TypedValue> {
    let outside = |typed: TypedValue| TypedValue {
        value: match typed.value.as_str() {
            "yes" => "no".to_owned(),
            "no" => "yes".to_owned(),
            number => number
                .parse::<f64>()
                .map_or_else(|_| number.to_owned(), |value| format!("{:.1}", value * 40.0)),
        },
        sure: true,
        ..typed
    };
    values.into_iter().map(outside).collect()
}

fn judge(life: &Life<'_>, decided: usize, in_days: i64) -> Decision {
    let waiting = unjudged(&life.case, life.rules);
    let record = waiting.first().ok_or_else(Vec::new)?.record;
    let decided = pick(Decided::ALL, decided).map_or("", |decided| decided.code());
    let form = JudgeResult {
        record: Some(record),
        items: Vec::new(),
        decided: decided.to_owned(),
        repeat_by: day_in(life, Some(in_days)),
        words: "words".to_owned(),
    };
    let records = [life.fresh(), life.fresh_of(1)];
    decide::judge_result(&life.case, records, &form, life.rules, &life.now)
}
