//! The first rise of testosterone under an agonist: when a dose lets it happen, and what a physician decided about cover.

use super::excluded;
use super::measured::{TypedValue, amounts};
use crate::domain::case::Case;
use crate::domain::dosing::{DoseWindow, open_cycle};
use crate::domain::event::{FlareCover, LateDoseDecided};
use crate::domain::plan::protocol;
use crate::domain::refusal::{Refusal, WORDS, text};
use crate::domain::rules::{Protocol, Rules};
use crate::domain::schedule::Interval;
use crate::domain::time::Now;
use chrono::NaiveDate;

/// What is answered about cover against the first rise of testosterone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlareAnswer {
    /// Covered?
    pub given: Option<bool>,
    /// With what, or why not.
    pub words: String,
    /// How much of each summed substance the cover brings, by the substance; read only where it is covered.
    pub amounts: Vec<TypedValue>,
}

/// The time without an agonist after which the next dose of one begins treatment anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlareGap {
    /// The last dose of any agonist; none where only other drugs were given.
    pub last_on: Option<NaiveDate>,
    /// Days from that dose on, as the protocol says.
    pub days: u16,
}

impl FlareGap {
    /// The first day on which a dose begins treatment anew; none where any dose does.
    #[must_use]
    pub fn ends_on(&self) -> Option<NaiveDate> {
        self.last_on
            .map(|last_on| Interval::Days(self.days).after(last_on))
    }

    /// Does a dose on this day begin treatment anew?
    #[must_use]
    pub fn begins_anew(&self, on: NaiveDate) -> bool {
        self.ends_on().is_none_or(|ends_on| ends_on <= on)
    }
}

/// The time without an agonist, for a product that is one.
fn gap(case: &Case, chosen: &Protocol, rules: &Rules) -> Option<FlareGap> {
    let flare = chosen.flare.as_ref()?;
    let doses = case.doses_in_effect();
    let mut doses = doses.iter().rev().map(|entry| &entry.content);
    let last = doses.find(|dose| {
        let known = rules.protocol_on(&dose.product, dose.given_on);
        known.is_some_and(|known| known.flare.is_some())
    });
    Some(FlareGap {
        last_on: last.map(|dose| dose.given_on),
        days: flare.gap_days,
    })
}

/// Does a dose of this product on a day need an answer about cover against flare? It does after a long time without
/// a product of its kind.
#[must_use]
pub fn asks_for_cover(case: &Case, chosen: &Protocol, on: NaiveDate, rules: &Rules) -> bool {
    gap(case, chosen, rules).is_some_and(|gap| gap.begins_anew(on))
}

/// Does the dose that waits for a physician restart treatment after so long that cover is asked about?
#[must_use]
pub fn restart_asks_for_cover(case: &Case, rules: &Rules, now: &Now) -> bool {
    let begun = !case.doses_in_effect().is_empty();
    let followed = protocol(case, rules).filter(|_| begun);
    followed.is_some_and(|protocol| asks_for_cover(case, protocol, now.today(), rules))
}

/// The gap after which the next dose needs a decision about cover that nobody has made yet. None before the first dose of a
/// case, whose drug is chosen with an answer; none for a drug that lets nothing rise, and where a physician has answered.
#[must_use]
pub fn cover_undecided(case: &Case, followed: &Protocol, rules: &Rules) -> Option<FlareGap> {
    let gap = restart(case, followed, rules)?;
    flare_decided(case).is_none().then_some(gap)
}

/// The gap after which the next dose begins treatment anew; none before the first dose of a case.
fn restart(case: &Case, followed: &Protocol, rules: &Rules) -> Option<FlareGap> {
    let begun = !case.doses_in_effect().is_empty();
    gap(case, followed, rules).filter(|_| begun)
}

/// A dose that begins treatment anew needs a physician's decision first, in whichever band of lateness it is: the gap counts
/// from the last dose, the band from the day the next one was meant for. What he says after the dose allowed nothing.
pub(super) fn uncovered(
    case: &Case,
    followed: &Protocol,
    window: &DoseWindow,
    (rules, then): (&Rules, &Now),
) -> Option<Refusal> {
    restart(case, followed, rules).filter(|gap| gap.begins_anew(then.today()))?;
    let decided = case.late_decision_at(window.cycle, then.instant);
    if answered(case, decided).is_some() {
        return None;
    }
    Some(match decided.filter(|decided| !decided.give) {
        Some(refused) => Refusal::Withheld {
            decided_on: refused.decided_on,
        },
        None => Refusal::DecisionNeeded {
            days: window.days_late_on(then.today()),
        },
    })
}

/// What a physician decided about cover against flare for the next dose: with the dose that begins treatment anew, else
/// with the drug whose first dose it is.
#[must_use]
pub fn flare_decided(case: &Case) -> Option<&FlareCover> {
    answered(case, case.late_decision(open_cycle(case)))
}

fn answered<'c>(case: &'c Case, restart: Option<&'c LateDoseDecided>) -> Option<&'c FlareCover> {
    let restart = restart.and_then(|decided| decided.flare_cover.as_ref());
    restart.or_else(|| {
        let regimen = case.regimen().filter(|regimen| case.untried(regimen.id))?;
        regimen.flare_cover.as_ref()
    })
}

/// The answer, where one is asked. Tablets of a substance are the substance: what was found against it in injections bars them,
/// too.
pub(super) fn flare_cover(
    case: &Case,
    asked: bool,
    answer: &FlareAnswer,
    (rules, today): (&Rules, NaiveDate),
    wrong: &mut Vec<Refusal>,
) -> Option<FlareCover> {
    if !asked {
        return None;
    }
    let course = rules.law_for(today).map(|law| law.course);
    let item = |load: &str| course?.load(load)?.in_cover.as_ref();
    let covered = answer.amounts.iter().filter(|_| answer.given == Some(true));
    let amounts = amounts(covered, item, wrong);
    wrong.extend(amounts.iter().filter_map(|amount| {
        let mut products = rules.protocols_on(today).into_iter();
        let found = products.find_map(|product| {
            let brings = product.brings.as_ref()?;
            (brings.load == amount.item).then(|| excluded(case, product))?
        });
        Some(Refusal::CoverExcluded {
            item: amount.item.clone(),
            contraindication: found?.id.clone(),
        })
    }));
    if answer.given.is_none() {
        wrong.push(Refusal::Required { field: "flare" });
    }
    let words = text("flare_words", &answer.words, true, WORDS).map_err(|refusal| wrong.push(refusal));
    let (given, words) = (answer.given?, words.ok()?);
    Some(FlareCover {
        given,
        words,
        amounts,
    })
}
