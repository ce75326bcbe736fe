//! How much of a substance that is summed over a lifetime entered the body.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::told::Told;
use crate::domain::event::FlareCover;
use crate::domain::rules::Rules;

/// All of it, in grams: the doses, and what covered the first weeks of an agonist. None where more was injected than the doses
/// of the plan, or something was told of the time before: of that nobody here knows what it was.
pub(super) fn grams(told: &Told<'_>, rules: &Rules, load: &str) -> Option<f64> {
    let before = told
        .clearances
        .iter()
        .any(|clearance| !clearance.earlier.is_empty());
    if before || !told.injected.is_empty() || !told.elsewhere.is_empty() {
        return None;
    }
    let mut grams = 0.0;
    for dose in &told.doses {
        let mut regimens = told.regimens.iter();
        let regimen = regimens.find(|regimen| regimen.id == dose.content.regimen)?;
        let protocol = rules.protocol(&regimen.protocol, regimen.version)?;
        if let Some(brings) = protocol.brings.as_ref().filter(|brings| brings.load == load) {
            let volume = dose.content.volume_ml.replace(',', ".").parse::<f64>();
            grams += volume.unwrap_or(protocol.volume.usual_ml) * brings.mg_per_ml / 1000.0;
        }
    }
    for (number, regimen) in (1..).zip(&told.regimens) {
        let tried = told.doses.iter().any(|dose| dose.content.regimen == regimen.id);
        // One that was chosen anew before its first dose was never begun.
        if tried || number == told.regimens.len() {
            grams += in_cover(regimen.flare_cover.as_ref(), regimen.first_on, rules, load);
        }
    }
    let mut last = BTreeMap::new();
    for (_, decided) in &told.decisions {
        last.insert(decided.cycle, *decided);
    }
    for decided in last.values() {
        grams += in_cover(decided.flare_cover.as_ref(), decided.decided_on, rules, load);
    }
    Some(grams)
}

fn in_cover(cover: Option<&FlareCover>, on: NaiveDate, rules: &Rules, load: &str) -> f64 {
    let course = rules.law_for(on).map(|law| law.course);
    let item = course.and_then(|course| course.load(load)?.in_cover.as_ref());
    let (Some(cover), Some(item)) = (cover, item) else {
        return 0.0;
    };
    let mut grams = 0.0;
    for amount in &cover.amounts {
        let unit = item.unit(amount.unit.as_deref());
        if let (true, Some(unit), Ok(number)) = (amount.item == load, unit, amount.value.parse::<f64>()) {
            grams += number * unit.factor;
        }
    }
    grams
}
