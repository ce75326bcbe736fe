//! Two cases about one person: which one goes on, what was given twice, and how they are told apart again.

use super::wrong_person::InBoth;
use crate::domain::case::Case;
use crate::domain::event::{
    Beside, CasesMerged, CasesParted, ContraindicationFound, DoseElsewhere, Drug, Event, IncidentKind,
    IncidentReported, Merged,
};
use crate::domain::ids::RecordId;
use crate::domain::passage::Offer;
use crate::domain::plan::protocol;
use crate::domain::refusal::{MergeFirst, Refusal, WORDS, text};
use crate::domain::results::unjudged;
use crate::domain::rules::Rules;
use crate::domain::time::Now;

/// What is known of the two persons, beside what stands in the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers<'a> {
    /// The number of the person whose case leads.
    pub leading: Option<&'a str>,
    /// The number of the person whose case rests.
    pub resting: Option<&'a str>,
}

/// Two cases are about one person: one leads, the other rests. Injections nearer to each other than the protocol allows
/// become incidents of the one that leads.
///
/// # Errors
/// Refused for one case alone; where the persons have different numbers; where one of the two rests, or the one that is
/// to rest leads another; while something in it must first be carried over. Missing words.
pub fn merge_cases(
    (leading, lead_now): (&Case, &Now),
    (resting, rest_now): (&Case, &Now),
    id: RecordId,
    words: &str,
    (rules, numbers): (&Rules, Numbers<'_>),
) -> InBoth {
    let mut wrong = Vec::new();
    if leading.id == resting.id {
        wrong.push(Refusal::NotUnderstood { field: "other" });
        return Err(wrong);
    }
    for case in [leading, resting] {
        if let Some(known) = case.rests() {
            let reference = known.merged.other_reference.clone();
            wrong.push(Refusal::RestsIn { reference });
        }
    }
    if matches!((numbers.leading, numbers.resting), (Some(one), Some(other)) if one != other) {
        wrong.push(Refusal::DifferentNumbers);
    }
    wrong.extend(
        carried_over(leading, (resting, rest_now), rules)
            .into_iter()
            .map(Refusal::MergeFirst),
    );
    let words = text("words", words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (Ok(words), true) = (words, wrong.is_empty()) else {
        return Err(wrong);
    };
    let merged = |here, other: &Case, now: &Now, (doses, beside)| CasesMerged {
        id,
        here,
        other: other.id,
        other_reference: other.reference.clone(),
        words: words.clone(),
        merged_on: now.today(),
        doses,
        beside,
    };
    let doses = resting.injections(rest_now.zone);
    let least = [leading, resting]
        .into_iter()
        .filter_map(|case| protocol(case, rules))
        .map(|protocol| i64::from(protocol.minimum.days))
        .max();
    let mut in_leading = near(leading, &doses, least.unwrap_or(0), &words, lead_now);
    let known = (doses, resting.beside(rules, rest_now));
    in_leading.insert(
        0,
        Event::CasesMerged(merged(Merged::Leads, resting, lead_now, known)),
    );
    let nothing = (Vec::new(), Beside::default());
    let in_resting = merged(Merged::Rests, leading, rest_now, nothing);
    Ok((in_leading, vec![Event::CasesMerged(in_resting)]))
}

/// What must not be forgotten in a case that is to rest: it is carried over, or ended, by those whose it is.
fn carried_over(leading: &Case, (resting, now): (&Case, &Now), rules: &Rules) -> Vec<MergeFirst> {
    let mut first = Vec::new();
    if resting.leads().next().is_some() {
        first.push(MergeFirst::Leads);
    }
    if resting.holds.iter().any(super::super::case::Hold::open) {
        first.push(MergeFirst::Hold);
    }
    // The doses are stopped there until a court has spoken; here nobody would know why.
    if resting.waits_for_court_on(now.today()).is_some() {
        first.push(MergeFirst::Court);
    }
    // What speaks against a drug would be lost on the one who prescribes in the case that leads. What goes away is no
    // stand-in for what never does.
    let known = |found: &ContraindicationFound| {
        let mut there = leading.found_later();
        there.any(|there| {
            there.contraindication == found.contraindication && (there.permanent || !found.permanent)
        })
    };
    if resting.found_later().any(|found| !known(found)) {
        first.push(MergeFirst::Contraindication);
    }
    // Nobody would be asked how a reaction ended in a case that rests.
    if resting.open_reactions().next().is_some() {
        first.push(MergeFirst::Reaction);
    }
    if resting.passage.offers.iter().any(Offer::live) {
        first.push(MergeFirst::Offer);
    }
    if resting.supply.holds_drug() {
        first.push(MergeFirst::Drug);
    }
    let open = |case: &Case| case.mistakes.iter().any(|known| known.settled.is_none());
    if open(resting) {
        first.push(MergeFirst::Mistake);
    }
    // Nobody would be asked about a value that waits in a case that rests.
    if !unjudged(resting, rules).is_empty() {
        first.push(MergeFirst::Result);
    }
    first
}

/// One incident for each injection here that one there came too near to.
fn near(leading: &Case, there: &[DoseElsewhere], least: i64, words: &str, now: &Now) -> Vec<Event> {
    let here = leading.injections(now.zone);
    let too_near = |dose: &&DoseElsewhere| {
        here.iter()
            .any(|known| (known.given_on - dose.given_on).num_days().abs() < least)
    };
    let found = there.iter().filter(too_near);
    found
        .map(|dose| {
            Event::IncidentReported(IncidentReported {
                id: RecordId::fresh(),
                kind: IncidentKind::SecondInjection,
                occurred_at: dose.occurred_at,
                occurred_on: dose.given_on,
                // The injection itself stands in the case that rests and counts from there.
                injected: false,
                words: words.to_owned(),
                drug: None,
            })
        })
        .collect()
}

/// They are two persons after all. Each case goes on with its own history; what was given while they counted as one
/// stays where it was recorded, and stands in the other case as an incident until a physician has found out in whose
/// body it is.
///
/// # Errors
/// [`Refusal::NothingToDo`] where the two are not merged; missing words.
pub fn part_cases(
    (leading, lead_now): (&Case, &Now),
    (resting, rest_now): (&Case, &Now),
    merging: RecordId,
    words: &str,
) -> InBoth {
    let nothing = || vec![Refusal::NothingToDo];
    let leads = leading.merging(merging).ok_or_else(nothing)?;
    let rests = resting.merging(merging).ok_or_else(nothing)?;
    if leads.merged.here != Merged::Leads || rests.merged.here != Merged::Rests {
        return Err(nothing());
    }
    let words = text("words", words, true, WORDS).map_err(|refusal| vec![refusal])?;
    let parted = |now: &Now| {
        Event::CasesParted(CasesParted {
            merging,
            words: words.clone(),
            parted_on: now.today(),
        })
    };
    let since = leading
        .doses
        .iter()
        .filter(|entry| entry.voided.is_none() && entry.recorded_at >= leads.at);
    let whose = since.map(|entry| {
        Event::IncidentReported(IncidentReported {
            id: RecordId::fresh(),
            kind: IncidentKind::UnclearWhose,
            occurred_at: entry.content.occurred_at,
            occurred_on: entry.content.given_on,
            injected: true,
            words: words.clone(),
            // A recall of the lot concerns both, as long as nobody knows. The pack stays with the dose.
            drug: Some(Drug {
                product: entry.content.product.clone(),
                lot: entry.content.lot.clone(),
                pack: None,
            }),
        })
    });
    // What was found only because the two counted as one is no finding any more.
    let found = leading.incidents.iter().filter(|entry| {
        let with = entry.recorded_at == leads.at && entry.by == leads.by;
        with && entry.voided.is_none() && entry.content.kind == IncidentKind::SecondInjection
    });
    let void = found.map(|entry| Event::RecordVoided {
        record: entry.content.id,
        reason: words.clone(),
    });
    Ok((
        std::iter::once(parted(lead_now)).chain(void).collect(),
        std::iter::once(parted(rest_now)).chain(whose).collect(),
    ))
}
