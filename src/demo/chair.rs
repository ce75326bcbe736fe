//! What a careful nurse writes when a dose is given.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::domain::decide::Injection;
use crate::domain::event::{CheckAnswer, Observation, Observed};
use crate::domain::identifier::Identifier;
use crate::domain::ids::PackId;
use crate::domain::plan;
use crate::domain::results::recorded_answer;
use crate::domain::rules::{Answer, PreDoseCheck, Protocol, Rules};
use crate::domain::time::civil_date;
use crate::store::desk::{Desk, Failure};
use crate::store::file::CaseFile;
use crate::store::reading;

/// Days between a sample and the dose; less where a result counts for less.
const SAMPLE_DAYS: u16 = 12;
const EXPIRY_DAYS: u64 = 400;
/// Minutes between mixing and the injection.
const MIXED_MINUTES: i64 = 1;
/// Minutes after the injection at which it is written down: what was seen after it is known by then.
pub const SEEN_MINUTES: i64 = 32;
const IDENTIFIERS: [Identifier; 2] = [Identifier::Name, Identifier::Born];

/// The form for the open dose of a case; none where no dose is open.
#[must_use]
pub fn injection(
    file: &CaseFile,
    rules: &Rules,
    occurred_at: DateTime<Utc>,
    late: Option<(&str, &str)>,
    present: &str,
) -> Option<Injection> {
    let cycle = file.dose(rules).ok()?.cycle;
    let protocol = plan::protocol(&file.case, rules)?;
    let given_on = civil_date(occurred_at, file.now.zone);
    let (late_cause, late_words) = late.unwrap_or_default();
    let site = protocol
        .sites
        .get(usize::try_from(cycle).ok()? % protocol.sites.len().max(1))?;
    Some(Injection {
        cycle,
        occurred_at: Some(occurred_at),
        // Lots of half a year, so that one lot serves many.
        lot: format!("{}{}", &protocol.id[..2].to_uppercase(), given_on.format("%y%m")),
        expiry_on: Some(given_on + Days::new(EXPIRY_DAYS)),
        site: site.id.clone(),
        volume_ml: volume(protocol, file.case.begins(&protocol.id)),
        identified_by: IDENTIFIERS.to_vec(),
        checks: protocol
            .checks
            .iter()
            .map(|check| known(file, rules, check, given_on).unwrap_or_else(|| passed(check, given_on)))
            .collect(),
        present: present.to_owned(),
        late_cause: late_cause.to_owned(),
        late_words: late_words.to_owned(),
        mixed_at: protocol
            .mixing
            .as_ref()
            .map(|_| occurred_at - TimeDelta::minutes(MIXED_MINUTES)),
        observed: quiet(protocol, file.now.instant - occurred_at),
        ..Injection::default()
    })
}

/// Nothing was seen, where the time of observation is over.
fn quiet(protocol: &Protocol, since: TimeDelta) -> Option<Observed> {
    let asked = protocol.observation.as_ref()?;
    let over = since >= TimeDelta::minutes(asked.minutes.into());
    over.then(|| Observed {
        how: Observation::Quiet,
        words: String::new(),
    })
}

/// The usual volume; nothing for an implant.
fn volume(protocol: &Protocol, first: bool) -> String {
    let first = protocol
        .first_dose
        .as_ref()
        .filter(|_| first)
        .map(|first| &first.volume);
    let usual = first.unwrap_or(&protocol.volume).usual_ml;
    if usual > 0.0 {
        format!("{usual:.1}").replace('.', ",")
    } else {
        String::new()
    }
}

/// The recorded result, where it still counts: what the laboratory said is not asked of the nurse again.
fn known(file: &CaseFile, rules: &Rules, check: &PreDoseCheck, given_on: NaiveDate) -> Option<CheckAnswer> {
    let course = rules.law_for(given_on)?.course;
    let (answer, taken_on) = recorded_answer(&file.case, course, check)?;
    let age = (given_on - taken_on).num_days();
    (0..=i64::from(check.valid_days?))
        .contains(&age)
        .then(|| CheckAnswer {
            check: check.id.clone(),
            answer,
            taken_on: Some(taken_on),
        })
}

/// An answer that lets the dose be given.
fn passed(check: &PreDoseCheck, given_on: NaiveDate) -> CheckAnswer {
    let answer = match &check.answer {
        Answer::YesNo { must_be: true } => "yes".to_owned(),
        Answer::YesNo { must_be: false } => "no".to_owned(),
        Answer::Number { min, max, .. } => match (min, max) {
            (Some(min), Some(max)) => f64::midpoint(*min, *max).to_string(),
            (Some(min), None) => (min * 1.2).to_string(),
            (None, Some(max)) => (max / 2.0).to_string(),
            (None, None) => "1".to_owned(),
        },
    };
    let taken = check
        .valid_days
        .map(|days| given_on - Days::new(days.min(SAMPLE_DAYS).into()));
    CheckAnswer {
        check: check.id.clone(),
        answer,
        taken_on: taken,
    }
}

/// A sound pack where the dose is given, his own first; none where no stock is kept.
///
/// # Errors
/// When the database does not answer.
pub async fn on_the_shelf(desk: &Desk, file: &CaseFile) -> Result<Option<PackId>, Failure> {
    let Some(known) = plan::protocol(&file.case, desk.rules()) else {
        return Ok(None);
    };
    let wanted = reading::stock::Wanted {
        products: &known.products,
        at: file.facts.responsible,
        case: file.case.id,
        day: file.now.today(),
        typed_lot: None,
    };
    let usable = reading::stock::usable(desk.store(), &wanted).await?;
    Ok(usable.first().map(|pack| pack.id))
}
