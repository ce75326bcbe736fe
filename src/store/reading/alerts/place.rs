//! A place in the list of alerts, as an address carries it.

use super::Stage;
use chrono::{DateTime, Datelike as _, Utc};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub(super) stage: Stage,
    pub(super) by: Option<DateTime<Utc>>,
    pub(super) id: Uuid,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = self
            .by
            .map_or_else(|| "0".to_owned(), |by| by.timestamp_micros().to_string());
        write!(f, "{}_{by}_{}", self.stage.code(), self.id.as_simple())
    }
}

/// A place in a list that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such place in the list")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.splitn(3, '_');
        let mut part = || parts.next().ok_or(NoPlace);
        let stage = Stage::from_code(part()?).ok_or(NoPlace)?;
        let micros: i64 = part()?.parse().map_err(|_| NoPlace)?;
        let by = DateTime::from_timestamp_micros(micros).ok_or(NoPlace)?;
        // Far from these ages a database refuses to look.
        if !(1000..=9999).contains(&by.year()) {
            return Err(NoPlace);
        }
        Ok(Self {
            stage,
            by: Some(by).filter(|_| micros != 0),
            id: part()?.parse().map_err(|_| NoPlace)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_list_is_read_back_as_it_was_written() {
        let id = Uuid::from_u128(7);
        let by = DateTime::from_timestamp_micros(1_790_000_000_000_001);
        for (stage, by) in [(Stage::Climbing, by), (Stage::Resolved, None)] {
            let place = Place { stage, by, id };
            assert_eq!(place.to_string().parse(), Ok(place));
        }
        for wrong in [
            "",
            "climbing",
            "climbing_x_7",
            "gone_0_00000000000000000000000000000007",
            "climbing_0_7",
        ] {
            assert_eq!(wrong.parse::<Place>(), Err(NoPlace), "{wrong}");
        }
    }
}
