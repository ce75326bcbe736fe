//! When the person was born, as it was put right, and for how long that bars a drug.

use super::Case;
use crate::domain::rules::Protocol;
use crate::domain::schedule::Interval;
use crate::domain::time::civil_date;
use chrono::NaiveDate;
use chrono_tz::Tz;

impl Case {
    /// The days on which he was known to be too young for a drug: each stretch from the day on which that was written down to the
    /// day on which he came of age, or it was put right. Nobody could give a dose of it then, and nobody is late with one.
    pub(in crate::domain) fn too_young_days(
        &self,
        protocol: &Protocol,
        zone: Tz,
    ) -> Vec<(NaiveDate, NaiveDate)> {
        let Some(least) = &protocol.minimum_age else {
            return Vec::new();
        };
        let least = Interval::Months(least.years.saturating_mul(12));
        let put_right = self.births.iter().skip(1).map(|(_, at)| civil_date(*at, zone));
        let put_right = put_right.map(Some).chain([None]);
        let stretches = self.births.iter().zip(put_right);
        let stretches = stretches.map(|((born_on, known_at), put_right_on)| {
            let of_age_on = least.after(*born_on);
            let until_on = put_right_on.map_or(of_age_on, |on| on.min(of_age_on));
            (civil_date(*known_at, zone), until_on)
        });
        stretches
            .filter(|(from_on, until_on)| from_on < until_on)
            .collect()
    }
}
