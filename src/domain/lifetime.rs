//! The sum of a lifetime: how much of a substance entered the body, and what another dose would make of it.

use super::case::Case;
use super::event::{FlareCover, IncidentReported};
use super::results::{in_effect, protocol_of};
use super::rules::{Load, Protocol, Rules};
use chrono::NaiveDate;

/// An injection that counts towards the sum of a lifetime, or what is known from before this case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summed {
    /// Its day; of what came before, the day on which the commission asked, and of cover against flare, that of the dose it was
    /// ordered for, as it was planned or decided about.
    pub on: NaiveDate,
    /// The sum with it, in grams.
    pub grams: f64,
    /// Did it come before this case?
    pub earlier: bool,
    /// Was it cover against flare?
    pub cover: bool,
}

/// Where an amount of a summed substance comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// Before this case.
    Earlier,
    /// A dose, or another injection.
    Injection,
    /// Cover against flare.
    Cover,
}

/// What a product would add to the sum of a lifetime.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ahead<'r> {
    /// The substance, with its caution.
    pub load: &'r Load,
    /// The sum so far, in grams.
    pub grams: f64,
    /// What one usual dose adds, in grams.
    pub each: f64,
}

impl Ahead<'_> {
    /// The number of the dose, counted from now, with which the caution is reached; none where it is reached already.
    #[must_use]
    pub fn reached_with(&self) -> Option<u32> {
        let mut doses = 0_u32;
        // Grams are sums of tenths: the last digit of such a sum is no dose more.
        while self.grams + f64::from(doses) * self.each < self.load.caution_grams - 1e-9 {
            doses = doses.checked_add(1)?;
        }
        (doses > 0).then_some(doses)
    }

    /// Does the choice of the product need words of its own, because the very next dose lies beyond the caution?
    #[must_use]
    pub fn asks_why(&self) -> bool {
        self.load.reason_beyond && self.reached_with().is_none_or(|doses| doses == 1)
    }
}

/// What a product would add; none for one that brings nothing that is summed.
#[must_use]
pub fn ahead<'r>(case: &Case, product: &Protocol, rules: &'r Rules, today: NaiveDate) -> Option<Ahead<'r>> {
    let brings = product.brings.as_ref()?;
    let load = rules.law_for(today)?.course.load(&brings.load)?;
    let sums = summed(case, rules, &load.id);
    let each = product.volume.usual_ml * brings.mg_per_ml / 1000.0;
    (each > 0.0).then(|| Ahead {
        load,
        grams: sums.last().map_or(0.0, |sum| sum.grams),
        each,
    })
}

/// Does cover against flare that is about to be ordered reach the caution of a lifetime, so that words of its own are asked? What
/// it takes the place of, a choice whose drug was never given, brings nothing.
#[must_use]
pub fn cover_asks_why(case: &Case, cover: &FlareCover, rules: &Rules, today: NaiveDate) -> bool {
    let Some(law) = rules.law_for(today) else {
        return false;
    };
    let loads = law.course.loads.iter().filter(|load| load.reason_beyond);
    let mut covered = loads.filter_map(|load| {
        let amount = cover.amounts.iter().find(|amount| amount.item == load.id)?;
        let item = load.in_cover.as_ref()?;
        let more = item.in_first_unit(amount.number()?, amount.unit.as_deref())?;
        Some((load, more))
    });
    covered.any(|(load, more)| {
        let mut begun = case.clone();
        begun.regimens.retain(|entry| !case.untried(entry.content.id));
        let grams = summed(&begun, rules, &load.id)
            .last()
            .map_or(0.0, |sum| sum.grams);
        // Grams are sums of tenths, and a sum of them is not exact.
        grams + more >= load.caution_grams - 1e-9
    })
}

/// Everything that brought a summed substance into the body, with the growing sum: what the commission knows from before this
/// case, the doses of every regimen, what an incident tells of, what was given under a case that rests, and the cover against
/// flare that a physician ordered.
#[must_use]
pub fn summed(case: &Case, rules: &Rules, load: &str) -> Vec<Summed> {
    let doses = case.doses_in_effect().into_iter().map(|entry| {
        let dose = &entry.content;
        let volume = dose.volume_ml.replace(',', ".").parse::<f64>();
        (dose.given_on, protocol_of(case, rules, dose), volume.ok())
    });
    let incidents = in_effect(&case.incidents).map(|entry| &entry.content);
    let incidents = incidents.filter(|incident| incident.injected).map(|incident| {
        let product = injected_product(case, incident);
        let known = product.and_then(|product| rules.protocol_on(product, incident.occurred_on));
        (incident.occurred_on, known, None)
    });
    let elsewhere = case.doses_elsewhere().map(|dose| {
        (
            dose.given_on,
            rules.protocol_on(&dose.product, dose.given_on),
            None,
        )
    });
    let injected = doses
        .chain(incidents)
        .chain(elsewhere)
        .filter_map(|(on, protocol, volume)| {
            let protocol = protocol?;
            let brings = protocol.brings.as_ref().filter(|brings| brings.load == load)?;
            // A volume that nobody wrote, or that cannot be read, counts as the usual one: a sum must not be too small.
            let volume = volume.filter(|volume| volume.is_finite());
            let volume = volume.unwrap_or(protocol.volume.usual_ml);
            Some((on, volume * brings.mg_per_ml / 1000.0, Source::Injection))
        });
    let brought = before(case, rules, load).chain(injected);
    let mut brought: Vec<_> = brought.chain(covering(case, rules, load)).collect();
    brought.sort_by_key(|(on, ..)| *on);
    let mut grams = 0.0;
    brought
        .into_iter()
        .map(|(on, more, source)| {
            grams += more;
            Summed {
                on,
                grams,
                earlier: source == Source::Earlier,
                cover: source == Source::Cover,
            }
        })
        .collect()
}

/// What the commission wrote down of a substance that entered the body before this case, in grams.
fn before<'c>(
    case: &'c Case,
    rules: &'c Rules,
    load: &'c str,
) -> impl Iterator<Item = (NaiveDate, f64, Source)> + 'c {
    let asked = case.clearance().into_iter();
    asked.flat_map(move |clearance| {
        let on = clearance.examined_on;
        let of = clearance
            .earlier
            .iter()
            .filter(move |measured| measured.item == load);
        of.filter_map(move |measured| {
            let item = rules.law_for(on)?.course.load(load)?.before.as_ref()?;
            let grams = item.in_first_unit(measured.number()?, measured.unit.as_deref())?;
            Some((on, grams, Source::Earlier))
        })
    })
}

/// What physicians ordered of a substance as cover against flare, in grams. With a choice of drug it counts once that drug was
/// given, and while it is the one followed: a choice that was made anew before its first dose is not counted twice. Nobody writes
/// down whether the tablets were taken: a sum must not be too small.
fn covering<'c>(
    case: &'c Case,
    rules: &'c Rules,
    load: &'c str,
) -> impl Iterator<Item = (NaiveDate, f64, Source)> + 'c {
    let followed = case.regimen().map(|regimen| regimen.id);
    let chosen = case.regimens.iter().map(|entry| &entry.content);
    let chosen = chosen.filter(move |regimen| Some(regimen.id) == followed || !case.untried(regimen.id));
    let chosen = chosen.map(|regimen| (regimen.first_on, regimen.flare_cover.as_ref()));
    let decided = in_effect(&case.late_decisions).map(|entry| &entry.content);
    // Decided anew about the same dose, the last word counts.
    let decided = decided.filter(move |decided| {
        let last = case.late_decision(decided.cycle);
        last.is_some_and(|last| last.id == decided.id)
    });
    let decided = decided.map(|decided| (decided.decided_on, decided.flare_cover.as_ref()));
    chosen.chain(decided).flat_map(move |(on, cover)| {
        let amounts = cover.into_iter().flat_map(|cover| &cover.amounts);
        let of = amounts.filter(move |measured| measured.item == load);
        of.filter_map(move |measured| {
            let item = rules.law_for(on)?.course.load(load)?.in_cover.as_ref()?;
            let grams = item.in_first_unit(measured.number()?, measured.unit.as_deref())?;
            Some((on, grams, Source::Cover))
        })
    })
}

/// What an injection that was no dose brought: as the incident says, else what was prescribed at the time.
fn injected_product<'c>(case: &'c Case, incident: &'c IncidentReported) -> Option<&'c str> {
    let said = incident.drug.as_ref().map(|drug| drug.product.as_str());
    said.or_else(|| {
        let mut regimens = case.regimens.iter().map(|entry| &entry.content);
        let then = regimens.rfind(|regimen| regimen.first_on <= incident.occurred_on);
        then.or(case.regimen()).map(|regimen| regimen.protocol.as_str())
    })
}
