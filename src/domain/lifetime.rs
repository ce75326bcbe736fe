//! The sum of a lifetime: how much of a substance entered the body, and what another dose would make of it.

use super::case::Case;
use super::event::IncidentReported;
use super::results::{in_effect, protocol_of};
use super::rules::{Load, Protocol, Rules};
use chrono::NaiveDate;

/// An injection that counts towards the sum of a lifetime, or what is known from before this case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summed {
    /// Its day; of what came before, the day on which the commission asked.
    pub on: NaiveDate,
    /// The sum with it, in grams.
    pub grams: f64,
    /// Did it come before this case?
    pub earlier: bool,
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

/// Everything that brought a summed substance into the body, with the growing sum: what the commission knows from before this
/// case, the doses of every regimen, what an incident tells of, and what was given under a case that rests.
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
            Some((on, volume * brings.mg_per_ml / 1000.0, false))
        });
    let mut brought: Vec<_> = before(case, rules, load).chain(injected).collect();
    brought.sort_by_key(|(on, ..)| *on);
    let mut grams = 0.0;
    brought
        .into_iter()
        .map(|(on, more, earlier)| {
            grams += more;
            Summed { on, grams, earlier }
        })
        .collect()
}

/// What the commission wrote down of a substance that entered the body before this case, in grams.
fn before<'c>(
    case: &'c Case,
    rules: &'c Rules,
    load: &'c str,
) -> impl Iterator<Item = (NaiveDate, f64, bool)> + 'c {
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
            Some((on, grams, true))
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
